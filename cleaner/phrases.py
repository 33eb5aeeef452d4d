"""Phrase tables: short wordings by language, matched on folded keys with their decoration taken off."""

from __future__ import annotations

import marshal
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from cleaner.compiling import precompiled
from cleaner.document import Content, Line
from cleaner.folding import bare, fold, tokens

# Characters at the end of a phrase by which it is looked up: as many of these as it has; a phrase shorter
# than all of them by all it has. Of the lines of web pages 28 % have four in common with some phrase.
_HEADS = (8, 4)
_PLAIN_CHARACTERS = 160  # of a key whose punctuation and numbers are looked past
_NUMBER = re.compile(r"\d+(?: \d+)*[km]?\b")


class Phrase(Struct, frozen=True):
    """One entry of a table: where it is looked for (`section`), its language, its words.

    `reason` says why a line that matches is reported and not mended; empty for other entries.
    """

    section: str
    language: str
    text: str
    reason: str = ""


class Match(Struct, frozen=True):
    """The entries of one table that a line matches: as a whole, else at its start and its end."""

    line: Phrase | None = None
    start: Phrase | None = None
    end: Phrase | None = None


_NOTHING: dict[Phrases, Match] = {}  # what most lines match


class Phrases:
    """One table: a TOML file of phrases by section and language (see `rules/back_to_top.toml`).

    `line` is matched against a whole key, `start` and `end` against its ends at word boundaries;
    `report` holds whole lines that are shown but not mended, each with its reason. In whole lines
    punctuation does not count, and a 0 stands for any number. Other sections are lists for the rule's
    own use (`section`).
    """

    def __init__(self, lexicon: Lexicon, path: Path) -> None:
        self.path = path
        self._lexicon = lexicon
        self._known: dict[str, Mapping[str, str]] = {}

    @classmethod
    def beside(cls, module_file: str) -> Phrases:
        """The table that stands beside a rule module: `Phrases.beside(__file__)`."""
        path = Path(module_file)
        tables = Lexicon.of(path.parent).tables
        if path.stem not in tables:
            raise TableError(path.with_suffix(".toml"), "no such table; the rule module beside it reads one")
        return tables[path.stem]

    @property
    def sources(self) -> list[Path]:
        """The files that the entries come from: the table, and what a folder of the user's adds to it."""
        return [self.path, *(path for path in self._lexicon.added if path.stem == self.path.stem)]

    @property
    def _sections(self) -> Mapping[str, bytes]:
        sections: Mapping[str, bytes] = self._lexicon.compiled["sections"][self.path.stem]
        return sections

    def entries(self) -> Iterator[Phrase]:
        """All entries, section by section."""
        for section in self._sections:
            for text in self.section(section):
                yield self.phrase(section, text)

    def section(self, name: str) -> Mapping[str, str]:
        """The language of each entry of one section; empty where the table has no such section."""
        if name not in self._known:
            packed = self._sections.get(name)
            self._known[name] = marshal.loads(packed) if packed else {}  # noqa: S302 - of `_compile`
        return self._known[name]

    def match(self, line: Line) -> Match | None:
        """What of this table the line matches; looked up once for all tables, rules and rounds."""
        return self._lexicon.matches(line).get(self)

    def line(self, key: str) -> Phrase | None:
        """The `line` or `report` entry that a whole key is, decoration aside."""
        text = bare(key)
        section = next((name for name in ("line", "report") if text in self.section(name)), "")
        return self.phrase(section, text) if section else None

    def phrase(self, section: str, text: str) -> Phrase:
        """The entry of these words in one section."""
        reason = (
            self._lexicon.compiled["reasons"].get((self.path.stem, text), "") if section == "report" else ""
        )
        return Phrase(section, self.section(section)[text], text, reason)


class TableError(Exception):
    """A table that cannot be used: its file, and what is wrong there."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class Lexicon:
    """All tables of a directory, asked together: one look at a line tells which of them know it.

    A table stands beside a module of its name; the `added` ones, of a folder of the user's, have further
    entries for tables of their names.
    """

    def __init__(self, directory: Path, added: Sequence[Path] = ()) -> None:
        self.directory = directory
        self.added = added
        paths = [path for path in sorted(directory.glob("[!_]*.toml")) if path.with_suffix(".py").exists()]
        self.tables = {path.stem: Phrases(self, path) for path in paths}

    @staticmethod
    def of(directory: Path) -> Lexicon:
        """The one lexicon of a directory of rules; inside `extended`, the one with more entries."""
        extending = _extending.get()
        return _lexicon(directory, extending[1] if extending and extending[0] == directory else ())

    @cached_property
    def compiled(self) -> dict[str, Any]:
        """The look-up tables, of plain types only (see `_compile`)."""
        paths = [table.path for table in self.tables.values()]
        paths += self.added
        name = f"phrases{len({path.parent for path in paths})}"
        directory = self.added[0].parent if self.added else self.directory
        tables: dict[str, Any] = precompiled(name, directory, paths, lambda: _compile(paths))
        return tables

    def _near(self, keys: Iterable[str]) -> set[str]:
        """Those of many keys that an entry may match: whole, or with some characters at either end."""
        compiled = self.compiled
        whole, loosely = compiled["line"], compiled["plain"]
        starts, ends = compiled["starts"], compiled["ends"]
        short_starts, short_ends = compiled["short_starts"], compiled["short_ends"]
        return {
            key
            for key in keys
            if key in whole
            or ((loose := plain(key)) and (loose in loosely or loose in whole))
            or key[:8] in starts
            or key[:4] in starts
            or key[:1] in short_starts
            or key[-8:] in ends
            or key[-4:] in ends
            or key[-1:] in short_ends
        }

    def match_all(self, contents: Sequence[Content]) -> None:
        """Note what many lines match, for `matches`: one look at all of them saves calls for most."""
        near = self._near({content.bare for content in contents})
        for content in contents:
            if self not in content.notes:
                key = content.bare
                content.notes[self] = self._matches(key) if key in near else _NOTHING

    def matches(self, line: Line) -> Mapping[Phrases, Match]:
        """What the line matches in each table that knows it."""
        known = line.content.notes
        found: dict[Phrases, Match] | None = known.get(self)
        if found is None:
            found = known[self] = self._matches(line.bare)
        return found

    def _matches(self, key: str) -> dict[Phrases, Match]:
        """Whole lines first; a table that has none is asked for the longest beginning and end."""
        compiled = self.compiled
        starts, ends = compiled["starts"], compiled["ends"]
        found: dict[Phrases, Match] = {}
        text = key
        if text not in compiled["line"]:
            loose = plain(key)
            text = compiled["plain"].get(loose, loose)
        for name in compiled["line"].get(text, ()):
            table = self.tables[name]
            section = "line" if text in table.section("line") else "report"
            found[table] = Match(table.phrase(section, text))
        begins: dict[str, str] = {}
        closes: dict[str, str] = {}
        for size in (*_HEADS, 3, 2, 1):
            for length in starts.get(key[:size], ()):
                names = compiled["start"].get(key[:length])
                if names and _parts(key, length):
                    for name in names:
                        begins.setdefault(name, key[:length])
        for size in (*_HEADS, 3, 2, 1):
            for length in ends.get(key[-size:], ()):
                names = compiled["end"].get(key[-length:])
                if names and _parts(key, len(key) - length):
                    for name in names:
                        closes.setdefault(name, key[-length:])
        if not begins and not closes:
            return found or _NOTHING
        for name in sorted(begins.keys() | closes.keys()):  # a set's order is the hash seed's
            table = self.tables[name]
            if table not in found:
                start = table.phrase("start", begins[name]) if name in begins else None
                end = table.phrase("end", closes[name]) if name in closes else None
                found[table] = Match(None, start, end)
        return found


_lexicon = lru_cache(maxsize=16)(Lexicon)
_extending: ContextVar[tuple[Path, tuple[Path, ...]] | None] = ContextVar("extending", default=None)


@contextmanager
def extended(directory: Path, tables: Iterable[Path]) -> Iterator[None]:
    """Within this, modules that are imported from `directory` find their tables with further entries."""
    token = _extending.set((directory, tuple(tables)))
    try:
        yield
    finally:
        _extending.reset(token)


def plain(key: str) -> str:
    """A key without punctuation and with 0 for each number; empty where it has neither, or is long."""
    if len(key) > _PLAIN_CHARACTERS or key.replace(" ", "").isalpha():
        return ""
    return _NUMBER.sub("0", " ".join(tokens(key)))


def _parts(key: str, at: int) -> bool:
    """Whether a word ends at offset `at`: no letter meets a letter there, save in scripts without spaces."""
    if not 0 < at < len(key):
        return True
    before, after = key[at - 1], key[at]
    if unicodedata.category(after)[0] == "M":
        return False
    return not (before.isalnum() and after.isalnum()) or (
        before >= "\u0e00" and not "\uac00" <= before <= "\ud7af"
    )


def _compile(paths: Sequence[Path]) -> dict[str, Any]:
    """The look-up tables of some TOML files.

    `sections`: by table and section, the language of each entry, packed, since few of them are ever asked
    for. `reasons`: by table and entry. For whole lines, beginnings and ends: the tables that know a text;
    the text of a whole line by its plain form, where that is another (see `plain`); and for beginnings and
    ends the lengths of the phrases that begin (or end) with some characters (see `_HEADS`), longest first,
    and the first (last) characters of those that are shorter.
    """
    sections: dict[str, dict[str, dict[str, str]]] = {}
    reasons: dict[tuple[str, str], str] = {}
    known: dict[str, dict[str, tuple[str, ...]]] = {"line": {}, "start": {}, "end": {}}
    for path in paths:
        table = path.stem
        first = table not in sections
        of_table = sections.setdefault(table, {})
        for name, languages in _read(path).items():
            if not first and name not in (*of_table, *_MATCHED):
                raise TableError(path, f"{name}: the table it extends has {', '.join(of_table)}")
            texts = of_table.setdefault(name, {})
            for language, entries in languages.items():
                for entry in entries:
                    text = bare(fold(entry)) if name in _MATCHED else entry
                    texts.setdefault(text, language)
                    if isinstance(entries, dict):
                        reasons[table, text] = entries[entry]
            asked = known.get("line" if name == "report" else name)
            if asked is not None:
                for text in texts:
                    if table not in asked.get(text, ()):
                        asked[text] = (*asked.get(text, ()), table)
    loosely = {plain(text) or text: text for text in reversed(known["line"])}
    return {
        "sections": {
            table: {name: marshal.dumps(texts) for name, texts in of_table.items()}
            for table, of_table in sections.items()
        },
        "reasons": reasons,
        "line": known["line"],
        "plain": {loose: text for loose, text in loosely.items() if loose != text},
        "start": known["start"],
        "end": known["end"],
        "starts": _lengths(known["start"], at_end=False),
        "ends": _lengths(known["end"], at_end=True),
        "short_starts": frozenset(text[0] for text in known["start"] if len(text) < _HEADS[-1]),
        "short_ends": frozenset(text[-1] for text in known["end"] if len(text) < _HEADS[-1]),
    }


_MATCHED = ("line", "start", "end", "report")  # sections that lines are matched against


def _read(path: Path) -> dict[str, dict[str, Sequence[str] | Mapping[str, str]]]:
    """The sections of a table: by language, a list of phrases or phrases with their reasons.

    Raises:
        TableError: the file is no such table; names the place.
    """
    import tomllib

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        raise TableError(path, str(error)) from None
    for section, languages in table.items():
        if not isinstance(languages, dict):
            raise TableError(path, f'{section}: want phrases by language, as {section}.en = ["read on"]')
        for language, entries in languages.items():
            texts = [*entries, *entries.values()] if isinstance(entries, dict) else entries
            if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
                raise TableError(path, f"{section}.{language}: want a list of strings")
            for text in entries if section in _MATCHED else ():
                if not bare(fold(text)):
                    raise TableError(path, f"{section}.{language}: {text!r} has no word in it")
    return table


def _lengths(texts: Iterable[str], *, at_end: bool) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for text in texts:
        size = next((size for size in _HEADS if size <= len(text)), len(text))
        found.setdefault(text[-size:] if at_end else text[:size], set()).add(len(text))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}
