"""Phrase tables: short wordings by language, matched on folded keys with their decoration taken off."""

from __future__ import annotations

import marshal
import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

_BARE_CACHED_CHARACTERS = 200  # all rules ask for the bare keys of short lines, in every round
_COUNT = re.compile(r"[(\[]\d{1,6}[)\]]")
_HEAD = 2  # characters at the end of a phrase by which it is looked up
_COMPILED_VERSION = 1


def bare(key: str) -> str:
    """Return a key without what pages put around a label.

    That is punctuation, symbols, bullets, arrows and bracketed counts at either end. Combining
    marks at the end belong to the last word.
    """
    if not key or (key[0].isalnum() and key[-1].isalnum()):
        return key
    return _strip(key) if len(key) > _BARE_CACHED_CHARACTERS else _strip_cached(key)


def _strip(key: str) -> str:
    start, end = 0, len(key)
    while start < end and not key[start].isalnum():
        count = _COUNT.match(key, start)
        start = count.end() if count else start + 1
    while start < end and not key[end - 1].isalnum():
        if unicodedata.category(key[end - 1])[0] == "M" and key[end - 1] != "\ufe0f":
            break
        opening = max(key.rfind("(", start, end), key.rfind("[", start, end))
        end = opening if opening >= 0 and _COUNT.fullmatch(key, opening, end) else end - 1
    return key[start:end]


_strip_cached = lru_cache(maxsize=1 << 14)(_strip)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry of a table: where it is looked for (`section`), its language, its words.

    `reason` says why a line that matches is reported and not mended; empty for other entries.
    """

    section: str
    language: str
    text: str
    reason: str = ""


class Phrases:
    """A table read from TOML on first use.

    A section is a table of lists, one list a language (see `rules/back_to_top.toml`): `line` is
    matched against a whole key, `start` and `end` against its ends at word boundaries; `report`
    holds whole lines that are shown but not mended, each with its reason. Other sections are
    lists for the rule's own use (`section`).
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def beside(cls, module_file: str) -> Phrases:
        """The table that stands beside a rule module: `Phrases.beside(__file__)`."""
        return cls(Path(module_file).with_suffix(".toml"))

    @cached_property
    def _table(self) -> dict[str, Any]:
        return _load(self.path)

    def entries(self) -> Iterator[Phrase]:
        """All entries, section by section."""
        for section, texts in self._table["sections"].items():
            for text in texts:
                yield self._phrase(section, text)

    def section(self, name: str) -> Mapping[str, str]:
        """The language of each entry of one section; empty where the table has no such section."""
        texts: Mapping[str, str] = self._table["sections"].get(name, {})
        return texts

    def line(self, key: str) -> Phrase | None:
        """The `line` or `report` entry that the whole key is, decoration aside."""
        text = bare(key)
        section = self._table["lines"].get(text)
        return self._phrase(section, text) if section else None

    def start(self, key: str) -> Phrase | None:
        """The longest `start` entry that the key begins with, decoration aside."""
        key = bare(key)
        for length in self._table["starts"].get(key[:_HEAD], ()):
            text = key[:length]
            if text in self._table["sections"]["start"] and len(text) == length and _parts(key, length):
                return self._phrase("start", text)
        return None

    def end(self, key: str) -> Phrase | None:
        """The longest `end` entry that the key ends with, decoration aside."""
        key = bare(key)
        for length in self._table["ends"].get(key[-_HEAD:], ()):
            text = key[-length:]
            if text in self._table["sections"]["end"] and len(text) == length and _parts(key, len(key) - length):
                return self._phrase("end", text)
        return None

    def _phrase(self, section: str, text: str) -> Phrase:
        reason = self._table["reasons"].get(text, "") if section == "report" else ""
        return Phrase(section, self._table["sections"][section][text], text, reason)


def _parts(key: str, at: int) -> bool:
    """Whether a word ends at offset `at`: no letter meets a letter there, save in scripts without spaces."""
    if at in (0, len(key)):
        return True
    before, after = key[at - 1], key[at]
    if unicodedata.category(after)[0] == "M":
        return False
    return not (before.isalnum() and after.isalnum()) or before >= "\u0e00" and not "\uac00" <= before <= "\ud7af"


def _load(path: Path) -> dict[str, Any]:
    """Read a table, from its compiled form where that is fresh.

    Parsing a hundred kilobytes of TOML takes ten times as long as the rest of a small run, so the
    look-up tables lie in `__pycache__` as bytecode does, under the same terms: they belong to one
    version of Python and to one size and time of their source, and PYTHONDONTWRITEBYTECODE is heeded.
    """
    stat = path.stat()
    stamp = (_COMPILED_VERSION, stat.st_mtime_ns, stat.st_size)
    compiled = path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.phrases"
    try:
        found, table = marshal.loads(compiled.read_bytes())  # noqa: S302 - as trusted as the .pyc beside it
        if found == stamp:
            return dict(table)
    except (OSError, ValueError, EOFError, TypeError):
        pass
    table = _compile(path)
    if not sys.dont_write_bytecode:
        temporary = compiled.with_suffix(f".{os.getpid()}")
        try:
            compiled.parent.mkdir(exist_ok=True)
            temporary.write_bytes(marshal.dumps((stamp, table)))
            temporary.replace(compiled)
        except OSError:
            temporary.unlink(missing_ok=True)
    return table


def _compile(path: Path) -> dict[str, Any]:
    """The look-up tables of one TOML file, of plain types only."""
    import tomllib

    sections: dict[str, dict[str, str]] = {}
    reasons: dict[str, str] = {}
    for name, languages in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for language, texts in languages.items():
            for text in texts:
                sections.setdefault(name, {}).setdefault(text, language)
            if isinstance(texts, dict):
                reasons |= texts
    lines = dict.fromkeys(sections.get("report", ()), "report") | dict.fromkeys(sections.get("line", ()), "line")
    return {
        "sections": sections,
        "reasons": reasons,
        "lines": lines,
        "starts": _lengths(text for text in sections.get("start", ())),
        "ends": _lengths((text for text in sections.get("end", ())), at_end=True),
    }


def _lengths(texts: Iterator[str], *, at_end: bool = False) -> dict[str, tuple[int, ...]]:
    """The lengths of the phrases that begin (or end) alike, longest first."""
    found: dict[str, set[int]] = {}
    for text in texts:
        found.setdefault(text[-_HEAD:] if at_end else text[:_HEAD], set()).add(len(text))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}
