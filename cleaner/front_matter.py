"""Front matter: the block between two lines of dashes, at the head of a text, that holds its metadata."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

from cleaner import toml

Values = Mapping[str, str | Sequence[str]]

_END = r"[^\S\r\n]*(?:\r\n|\n|\r)"
_LINE = rf"(?:[A-Za-z_][\w.-]*:(?:[ \t][^\r\n]*)?|[ \t]*-(?:[ \t][^\r\n]*)?|[ \t]+[^\s-][^\r\n]*){_END}"
_BLOCK = re.compile(rf"\ufeff?---{_END}(?:{_LINE})+---{_END}(?:{_END})?")
_ENTRY = re.compile(r"^([A-Za-z_][\w.-]*):(?: (.*))?$", re.MULTILINE)
_CLOSING = "---\n"


def split(text: str) -> tuple[str, str]:
    """A text's front matter, with the blank line below it, and the rest; without any, an empty string."""
    found = _BLOCK.match(text)
    return (found[0], text[found.end() :]) if found else ("", text)


def canonical(head: str) -> str:
    """A front matter without mark and trailing spaces, its lines ended by LF, in NFC; else untouched."""
    rows = re.split(r"\r\n|\n|\r", unicodedata.normalize("NFC", head.removeprefix("\ufeff")))
    return "\n".join(row.rstrip() for row in rows)


def stated(head: str) -> dict[str, str | tuple[str, ...]]:
    """The values of a front matter that are strings, or lists of strings as `lines` writes them."""
    found: dict[str, str | tuple[str, ...]] = {}
    for key, value in _ENTRY.findall(head):
        try:
            read = json.loads(value)
        except ValueError:
            read = value
        if isinstance(read, list) and all(isinstance(item, str) for item in read):
            found[key] = tuple(read)
        elif isinstance(read, str) and read:
            found[key] = read
    return found


def lines(values: Values) -> str:
    """Entries of a front matter, in YAML: strings in double quotes, lists in brackets."""
    return "".join(f"{toml.key(key)}: {toml.value(value)}\n" for key, value in values.items())


def insertion(head: str, values: Values) -> tuple[int, str]:
    """Where to insert what into a text with this front matter, so that it holds these values, too."""
    if head:
        return head.rindex(_CLOSING), lines(values)
    return 0, f"{_CLOSING}{lines(values)}{_CLOSING}\n"
