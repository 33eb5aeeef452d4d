"""Values of a configuration: each checked where it is read, and what is wrong said in one line.

Every check takes the value and its place, and raises `ConfigError` where the value cannot be used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.patterns import parse as parse_pattern

# ISO 639-1: the codes of languages; a country or script may follow, as in zh-Hant.
_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
    "dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id "
    "ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu "
    "lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu "
    "rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
    "ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_LANGUAGES = frozenset(_ISO_639_1.split())


class ConfigError(Exception):
    """A configuration that cannot be used: what is wrong, where, and the nearest known name."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The clause `, did you mean 'x'?`, or nothing where no known name is near."""
    from difflib import SequenceMatcher, get_close_matches

    word = word.casefold()
    by_folded = {name.casefold(): name for name in known}
    found = get_close_matches(word, by_folded, 5, 0.6)

    def nearness(name: str) -> tuple[float, int]:  # of codes equally near, the one with one digit mistyped
        same = sum(map(str.__eq__, word, name))
        return SequenceMatcher(None, name, word).ratio(), same

    return f", did you mean {by_folded[max(found, key=nearness)]!r}?" if found else ""


def languages(value: Any, place: str) -> tuple[str, ...]:
    """Codes of languages, after each of which a country or script may follow."""
    for code in strings(value, place):
        if re.split("[-_]", code)[0].lower() not in _LANGUAGES:
            raise ConfigError(f"{place}: unknown language {code!r}; want ISO 639-1 codes, such as 'en'")
    return strings(value, place)


def typed(value: Any, wanted: type, place: str) -> Any:
    """A value of a type; a whole number is a number, too."""
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise ConfigError(f"{place}: want {called(wanted)}, not {called(type(value))}")
    return value


def called(kind: type) -> str:
    """How a type is named to the user."""
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "a string", list: "a list"}
    return names.get(kind, "a table" if kind is dict else kind.__name__)


def table(value: Any, place: str) -> Mapping[str, Any]:
    """A table."""
    if not isinstance(value, Mapping):
        raise ConfigError(f"{place}: want a table, not {called(type(value))}")
    return value


def strings(value: Any, place: str) -> tuple[str, ...]:
    """A list of strings; one string stands for a list of it."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{place}: want a list of strings")
    return tuple(value)


def files(value: Any, place: str) -> tuple[str, ...]:
    """Patterns for files."""
    for pattern in strings(value, place):
        try:
            parse_pattern(pattern)
        except ValueError as error:
            raise ConfigError(f"{place}: {pattern!r} is no pattern for files: {error}") from None
    return strings(value, place)


def patterns(value: Any, place: str) -> tuple[str, ...]:
    """Regular expressions, none of which matches the empty string."""
    for pattern in strings(value, place):
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise ConfigError(f"{place}: {pattern!r} is no regular expression: {error}") from None
        if re.match(pattern, ""):
            raise ConfigError(f"{place}: {pattern!r} matches nothing at all, and so protects everything")
    return tuple(value)


def site_pattern(pattern: str) -> re.Pattern[str]:
    """The expression for a site pattern: `*`, `?` and `{site}` stop at a slash, `**` does not.

    Raises:
        ValueError: there is not exactly one `{site}` in it.
    """
    if pattern.count("{site}") != 1:
        raise ValueError("want one {site} in it")
    signs = {"{site}": "(?P<site>[^/]+?)", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\{site\}|\*\*|\*|\?)", pattern.strip("/"))
    return re.compile(
        "(?:.*?/)?" + "".join(signs.get(part, re.escape(part)) for part in parts) + r"\Z", re.DOTALL
    )


def site(value: Any, place: str) -> str:
    """A pattern of sites (see `site_pattern`), or an empty string."""
    pattern: str = typed(value, str, place)
    try:
        if pattern:
            site_pattern(pattern)
    except ValueError as error:
        raise ConfigError(
            f"{place}: {pattern!r} is no pattern of sites: {error}, as in '{{site}}/**'"
        ) from None
    return pattern


def choice(value: Any, choices: tuple[str, ...], place: str) -> str:
    """One of some strings."""
    if not isinstance(value, str) or value not in choices:
        near = nearest(value, map(str, choices)) if isinstance(value, str) else ""
        *most, last = (repr(str(choice)) for choice in choices)
        wanted = f"{', '.join(most)} or {last}"
        raise ConfigError(f"{place}: want {wanted}, not {value!r}{near}")
    return value


def path(value: Any, place: str) -> str:
    """A path."""
    if not typed(value, str, place) or "\0" in value:
        raise ConfigError(f"{place}: want a path, not {value!r}")
    return str(value)
