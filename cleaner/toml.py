"""Writes TOML: values, keys and tables, with everything escaped that does not show itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def string(text: str) -> str:
    """A text as a basic string on one line; a lone surrogate, which TOML cannot hold, becomes U+FFFD."""
    return '"' + "".join(map(_character, text)) + '"'


def _character(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    if character.isprintable():
        return character
    code = ord(character)
    if 0xD800 <= code < 0xE000:
        return "\ufffd"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if _BARE_KEY.fullmatch(name) else string(name)


def value(item: Any) -> str:
    """A string, number, truth value, list or table on one line."""
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, str):
        return string(item)
    if isinstance(item, int | float):
        return repr(item)
    if isinstance(item, Mapping):
        return "{ " + ", ".join(f"{key(k)} = {value(v)}" for k, v in item.items()) + " }" if item else "{}"
    return "[" + ", ".join(map(value, item)) + "]"


def document(table: Mapping[str, Any]) -> str:
    """A whole document: plain keys first, then a section for each table that is not empty."""
    rows = [f"{key(name)} = {value(item)}" for name, item in table.items() if not isinstance(item, Mapping)]
    for name, item in table.items():
        if not isinstance(item, Mapping):
            continue
        nested = {k: v for k, v in item.items() if isinstance(v, Mapping)}
        plain = {k: v for k, v in item.items() if k not in nested}
        if plain:
            rows += ["", f"[{key(name)}]", *(f"{key(k)} = {value(v)}" for k, v in plain.items())]
        for inner, entries in nested.items():
            rows += [
                "",
                f"[{key(name)}.{key(inner)}]",
                *(f"{key(k)} = {value(v)}" for k, v in entries.items()),
            ]
    return "\n".join(rows) + "\n"
