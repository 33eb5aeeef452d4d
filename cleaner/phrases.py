"""Phrase tables: short wordings by language, matched on folded keys with their decoration taken off."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

# What pages put around a label: bullets, arrows, rules, quotation marks, a colon, "(12)".
_DECORATION = re.compile(r"\A(?:[\W_]|[(\[]\d+[)\]])+|(?:[(\[]\d+[)\]]|[\W_])+\Z")

_BARE_CACHED_CHARACTERS = 200  # all rules ask for the bare keys of short lines, in every round


def bare(key: str) -> str:
    """Return a key without the punctuation, symbols and bracketed counts at either end."""
    if len(key) > _BARE_CACHED_CHARACTERS:
        return _DECORATION.sub("", key)
    return _bare_cached(key)


@lru_cache(maxsize=1 << 15)
def _bare_cached(key: str) -> str:
    return key if key.isalnum() else _DECORATION.sub("", key)


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
    def _sections(self) -> dict[str, dict[str, list[str] | dict[str, str]]]:
        return tomllib.loads(self.path.read_text(encoding="utf-8"))

    def entries(self) -> Iterator[Phrase]:
        """All entries, section by section."""
        for section, languages in self._sections.items():
            for language, texts in languages.items():
                for text in texts:
                    reason = texts[text] if isinstance(texts, dict) else ""
                    yield Phrase(section, language, text, reason)

    def section(self, name: str) -> dict[str, Phrase]:
        """The entries of one section by their text; empty where the table has no such section."""
        return {entry.text: entry for entry in self.entries() if entry.section == name}

    @cached_property
    def _lines(self) -> dict[str, Phrase]:
        return self.section("report") | self.section("line")

    def line(self, key: str) -> Phrase | None:
        """The `line` or `report` entry that the whole key is, decoration aside."""
        return self._lines.get(key) or self._lines.get(bare(key))

    @cached_property
    def _starts(self) -> _Affixes:
        return _Affixes(self.section("start"), end=False)

    def start(self, key: str) -> Phrase | None:
        """The longest `start` entry that the key begins with, decoration aside."""
        return self._starts.at_start(bare(key))

    @cached_property
    def _ends(self) -> _Affixes:
        return _Affixes(self.section("end"), end=True)

    def end(self, key: str) -> Phrase | None:
        """The longest `end` entry that the key ends with, decoration aside."""
        return self._ends.at_end(bare(key))


_HEAD = 2  # characters of a phrase by which it is looked up


class _Affixes:
    """Longest-match look-up of phrases at one end of a key: by two characters, then by length."""

    def __init__(self, entries: dict[str, Phrase], *, end: bool) -> None:
        self.entries = entries
        lengths: dict[str, set[int]] = {}
        for text in entries:
            lengths.setdefault(text[-_HEAD:] if end else text[:_HEAD], set()).add(len(text))
        self.lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}

    def at_start(self, key: str) -> Phrase | None:
        for length in self.lengths.get(key[:_HEAD], ()):
            entry = self.entries.get(key[:length]) if length <= len(key) else None
            if entry and _parts(key, length):
                return entry
        return None

    def at_end(self, key: str) -> Phrase | None:
        for length in self.lengths.get(key[-_HEAD:], ()):
            entry = self.entries.get(key[-length:]) if length <= len(key) else None
            if entry and _parts(key, len(key) - length):
                return entry
        return None


def _parts(key: str, at: int) -> bool:
    """Whether a word ends at offset `at`: no letter meets a letter there, save in scripts without spaces."""
    if at in (0, len(key)):
        return True
    before, after = key[at - 1], key[at]
    return not (before.isalnum() and after.isalnum()) or before >= "\u0e00" and not "\uac00" <= before <= "\ud7af"
