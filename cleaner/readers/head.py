"""What the head of a page states of it: title, author and date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

_ATTRIBUTE = re.compile(r"""([^\s"'>/=]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>"']++))?""")
_ADDRESS = re.compile(r"\s*(?:https?:)?//")  # `article:author` is often the page of an author
_LONGEST = 300  # characters of a value
_MOST_JSON = 1 << 20
_MOST_NODES = 1000

# Under which names pages state it, the most telling first.
_TITLE = ("og:title", "headline", "twitter:title", "dc.title", "title")
_AUTHOR = ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")
_DATE = (
    "article:published_time", "datepublished", "og:published_time", "publishdate", "pubdate", "publish-date",
    "dc.date.issued", "dc.date", "parsely-pub-date", "sailthru.date", "date", "time",
)  # fmt: skip
_KNOWN = frozenset((*_TITLE, *_AUTHOR, *_DATE))
_TELLING = re.compile("|".join(map(re.escape, sorted(_KNOWN, key=len))), re.IGNORECASE).search
_ARTICLES = ("article", "posting", "report", "recipe", "webpage", "creativework")


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of a tag, names in small letters; of equal names the first counts."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape(value.strip("\"'")) if value else "")
    return found


class Head:
    """Takes what a page's tags state, and says what of it counts."""

    def __init__(self) -> None:
        self._stated: dict[str, str] = {}

    def _state(self, name: str, value: object) -> None:
        if isinstance(value, str) and (plain := " ".join(value.split())) and not _ADDRESS.match(plain):
            self._stated.setdefault(name, plain[:_LONGEST])

    def meta(self, attributes: str) -> None:
        """A `meta` element."""
        if _TELLING(attributes):
            values = attributes_of(attributes)
            name = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
            if name in _KNOWN:
                self._state(name, values.get("content"))

    def title(self, text: str) -> None:
        """What stands in the `title` element."""
        self._state("title", unescape(text))

    def time(self, attributes: str) -> None:
        """A `time` element: the first one is taken for the page's date where nothing else is."""
        if "time" not in self._stated and "datetime" in attributes:
            self._state("time", attributes_of(attributes).get("datetime"))

    def json_ld(self, text: str) -> None:
        """A script of JSON-LD: what its articles state."""
        if len(text) > _MOST_JSON:
            return
        try:
            data = json.loads(text.strip())
        except (ValueError, RecursionError):
            return
        for node in _nodes(data):
            if any(kind in str(node.get("@type", "")).lower() for kind in _ARTICLES):
                self._state("headline", node.get("headline"))
                self._state("datepublished", node.get("datePublished"))
                self._state("author", _people(node.get("author")))

    def facts(self) -> Mapping[str, str]:
        """The values of `title`, `author` and `date` that are stated."""
        found = {}
        for field, names in (("title", _TITLE), ("author", _AUTHOR), ("date", _DATE)):
            value = next((self._stated[name] for name in names if name in self._stated), "")
            if value:
                found[field] = value
        return found


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD on the upper levels: alone, in a list, in a graph."""
    waiting = [data]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _people(value: Any) -> str:
    """The names of the people in a value of JSON-LD."""
    people = value if isinstance(value, list) else [value]
    names = [one.get("name") if isinstance(one, dict) else one for one in people]
    return ", ".join(name for name in names if isinstance(name, str) and not _ADDRESS.match(name))
