"""A first configuration for a folder: which files are documents, their languages, an explicit selection."""

from __future__ import annotations

import json
import os
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from cleaner import toml
from cleaner.catalogue import FAMILIES
from cleaner.config import Config
from cleaner.document import Document
from cleaner.files import RECORDS, Source, discover, ending, skipped_as
from cleaner.paths import shown
from cleaner.reading import Unreadable, decode
from cleaner.records import are_records, opened
from cleaner.registry import load_rules
from cleaner.runner import UsageError, nothing_in, process_work, works
from cleaner.settings import CONFIG_NAMES, is_configuration
from cleaner.writing import write

_SAMPLED = 200  # documents that are cleaned to tell the languages of the set
_SAMPLED_A_FOLDER = 50  # files that are looked at to tell whether a folder holds documents
_LEAST_SHARE = 0.05  # of the sampled documents: a language with less is the exception to report
_SENTENCE_WORDS = 8  # a line of so many words that ends like a sentence is prose
_CHARACTERS = 1 << 16  # of a text that are looked at for prose
_TOLD = 10  # folders and files that are named as left out
_SAMPLED_RECORDS = 20  # of a file, from its beginning
_LOOKED_AT = ("*.[tT][xX][tT]", "*.[tT][eE][xX][tT]", *(f"*{end}" for end in RECORDS))
_IDS = ("id", "_id", "doc_id", "docid", "document_id", "uid", "uuid", "guid", "url", "uri", "link", "name")
# Files of projects and sites that end in .txt and are no documents, however much prose they hold.
_NO_DOCUMENT = re.compile(
    r"(?i)((dev|test|docs?|build|base|prod)[-_.])?(requirements|constraints)([-_.].*)?\.txt"
    r"|(licen[cs]e|copying|notice|copyright|authors|contributors|credits|readme|changelog|changes|history|news"
    r"|install|todo|version|manifest|third[-_]?party.*)([-_.].*)?\.txt"
    r"|(cmakelists|robots|humans|security|ads|app-ads|llms(-full)?|sources|top_level|entry_points"
    r"|dependency_links|requires|record|vocab|merges|stop[-_]?words.*|word[-_]?list.*)\.txt"
)


class Fields(Struct, frozen=True):
    """Which fields of records hold the text and the name; no name where each is called by its line."""

    text: str = "text"
    id: str = ""


class Seen(Struct, frozen=True):
    """What a look at a folder gave: patterns for its documents, what to leave out, and the languages.

    `number` counts the documents, `records` the files of records; `fields` are those of the latter.
    `left_out` are lines that say which files are none, and why.
    """

    documents: tuple[str, ...]
    exclude: tuple[str, ...]
    languages: tuple[str, ...]
    number: int
    records: int = 0
    fields: Fields = Fields()
    left_out: tuple[str, ...] = ()


class _Looked(Struct):
    """How many files of a folder were looked at, and what they are: the rest holds text, but no prose."""

    files: int = 0
    documents: int = 0
    unreadable: int = 0

    @property
    def holds_documents(self) -> bool:
        """Whether at least half of the files are documents."""
        return 2 * self.documents >= self.files > 0

    def why_not(self) -> str:
        """Why the files are no documents."""
        files = "1 file" if self.files == 1 else f"{self.files} files"
        reads = "read like documents" if self.documents > 1 else "reads like a document"
        unreadable = f", {self.unreadable} cannot be read as text" if self.unreadable else ""
        return f"of {files} looked at {self.documents or 'none'} {reads}{unreadable}"


def look(folder: Path) -> Seen:
    """Look at a folder's text files and files of records: which are documents, and in which languages.

    A folder below holds documents where at least half of its files hold prose.

    Raises:
        UsageError: none is a document.
    """
    found = discover([folder], Config(root=folder, documents=_LOOKED_AT))
    if not found.sources:
        raise UsageError(found.errors[0] if found.errors else nothing_in([folder], found))
    fields = _fields([source for source in found.sources if are_records(source.path)])
    folders: dict[PurePosixPath, list[Source]] = defaultdict(list)
    for source in found.sources:
        folders[PurePosixPath(source.name).parent].append(source)
    likely = {place: [s for s in sources if _may_be(s)] for place, sources in folders.items()}
    looked = {place: _looked(sources, fields) for place, sources in likely.items()}
    kept = {place: sources for place, sources in likely.items() if looked[place].holds_documents}
    documents = [source for sources in kept.values() for source in sources]
    if not documents:
        unreadable = sum(one.unreadable for one in looked.values())
        raise UsageError(
            f"{shown(folder)}: none of its {len(found.sources)} text files reads like a document"
            + (f", {unreadable} cannot be read as text" if unreadable else "")
            + '; write `documents = ["folder/**/*.txt"]` into cleaner.toml yourself'
        )
    tops = {place.parts[:1] for place in kept}
    patterns, exclude = _patterns(kept, [place for place in likely if likely[place] and place not in kept])
    single = [
        f"/{_escaped(source.name)}"
        for place, sources in folders.items()
        if place.parts[:1] in tops
        for source in sources
        if not _may_be(source)
    ]
    told = [
        f"{shown(folder / place)}: left out: {one.why_not()}"
        for place, one in sorted(looked.items())
        if one.files and not one.holds_documents
    ]
    by_name = sorted(source.name for source in found.sources if not _may_be(source))
    told += [
        f"{shown(folder / name)}: left out, because files of this name are no documents" for name in by_name
    ]
    skipped = ", ".join(
        f"{count:,} {skipped_as(reason, found.endings)}" for reason, count in sorted(found.skipped.items())
    )
    told = _first(told) + ([f"{shown(folder)}: not looked at: {skipped}"] if skipped else [])
    records = sum(are_records(source.path) for source in documents)
    return Seen(
        tuple(patterns),
        (*exclude, *sorted(single)),
        _languages(_spread(documents, _SAMPLED), fields),
        len(documents) - records,
        records,
        fields,
        tuple(told),
    )


def _first(lines: list[str]) -> list[str]:
    """As many lines as somebody reads, and how many more there are."""
    more = len(lines) - _TOLD
    return lines if more <= 0 else [*lines[:_TOLD], f"and {more:,} more are left out"]


def _may_be(source: Source) -> bool:
    """Whether a file's name is not one that never is a document's."""
    return _NO_DOCUMENT.fullmatch(PurePosixPath(source.name).name) is None


def _looked(sources: Sequence[Source], fields: Fields) -> _Looked:
    """Look at the files of a folder: which of them hold prose, and which cannot be read."""
    looked = _Looked()
    for source in _spread(sources, _SAMPLED_A_FOLDER):
        looked.files += 1
        try:
            looked.documents += _is_document(source.path, fields)
        except (OSError, Unreadable):
            looked.unreadable += 1
    return looked


def _is_document(path: Path, fields: Fields) -> bool:
    """Whether a file holds prose; of records, at least half of the first ones.

    Raises:
        OSError, Unreadable: it cannot be read as `check` reads it.
    """
    if are_records(path):
        rows = _first_records(path)
        return 2 * sum(_is_prose(str(row.get(fields.text, ""))) for row in rows) >= len(rows) > 0
    return _is_prose(decode(path.read_bytes()).text[:_CHARACTERS])


def _is_prose(text: str) -> bool:
    """Whether a text has a line that reads like a sentence, or a paragraph broken over lines."""
    lines = [line for line in Document("", text).inked if len(line.tokens) >= _SENTENCE_WORDS]
    return any(line.ends_sentence for line in lines) or len(lines) >= _SENTENCE_WORDS


def _first_records(path: Path) -> list[dict[str, Any]]:
    """The first lines of a file of records that hold JSON objects."""
    rows = []
    with suppress(OSError, EOFError, zlib.error), opened(path) as file:
        for line in islice(file, _SAMPLED_RECORDS):
            with suppress(ValueError, RecursionError):
                row = json.loads(line)
                rows += [row] if isinstance(row, dict) else []
    return rows


def _fields(sources: Sequence[Source]) -> Fields:
    """The field that holds prose most often, and one that tells records apart."""
    files = [_first_records(source.path) for source in _spread(sources, _SAMPLED_A_FOLDER)]
    prose = Counter(
        name
        for rows in files
        for row in rows
        for name, value in row.items()
        if isinstance(value, str) and _is_prose(value[:_CHARACTERS])
    )
    if not prose:
        return Fields()
    most = max(prose.values())
    text = "text" if prose["text"] == most else next(name for name, times in prose.items() if times == most)
    files = [rows for rows in files if any(text in row for row in rows)]
    named = next((name for name in _IDS if all(_tells_apart(name, rows) for rows in files)), "")
    return Fields(text, "" if named == "id" else named)


def _tells_apart(name: str, rows: Sequence[dict[str, Any]]) -> bool:
    """Whether each record has a value of its own in this field."""
    values = [row.get(name) for row in rows]
    return all(isinstance(v, str | int) and v != "" for v in values) and len(set(values)) == len(values)


def _spread(sources: Sequence[Source], number: int) -> Sequence[Source]:
    """At most so many of them, from the first to the last at even steps."""
    if len(sources) <= number:
        return sources
    return [sources[at * len(sources) // number] for at in range(number)]


def _patterns(
    kept: Mapping[PurePosixPath, Sequence[Source]], other: Iterable[PurePosixPath]
) -> tuple[list[str], list[str]]:
    """Patterns for the documents, one a folder at the top, and for the folders below that hold none."""
    endings: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for place, sources in kept.items():
        endings[place.parts[:1]].update(ending(source.name) for source in sources)
    patterns = [
        f"/{_escaped(top[0])}/**/*{end}" if top else f"/*{end}"
        for top in sorted(endings)
        for end in sorted(endings[top])
    ]
    left_out = []
    for place in sorted(place for place in other if place.parts and place.parts[:1] in endings):
        deep = any(below.is_relative_to(place) for below in kept)
        ends = sorted(endings[place.parts[:1]]) if deep else [""]
        left_out += [f"/{_escaped(str(place))}/" + f"*{end}" * deep for end in ends]
    return patterns, left_out


def _escaped(name: str) -> str:
    """A name as a .gitignore pattern that means only it."""
    return re.sub(r"[\\*?\[]| $", r"\\\g<0>", name)


def _languages(sources: Iterable[Source], fields: Fields) -> tuple[str, ...]:
    """The languages of the documents, the most frequent first, without the exceptions."""
    config = Config(text_field=fields.text)
    counts: Counter[str] = Counter()
    for source in sources:
        for work in islice(works([source], config, lambda source: source.name), _SAMPLED_RECORDS):
            result = process_work(work, config, None).result
            if result and result.metadata.language:
                counts[result.metadata.language] += 1
    least = _LEAST_SHARE * counts.total()
    return tuple(language for language, number in counts.most_common() if number >= least)


def configuration(seen: Seen) -> str:
    """The text of a first cleaner.toml."""
    families: Mapping[str, None] = dict.fromkeys(rule.code[:3] for rule in load_rules() if not rule.preview)
    ordered = [*(f for f in FAMILIES if f in families), *(f for f in families if f not in FAMILIES)]
    rows = [
        "# Which files are documents: nothing else is ever checked or mended.",
        f"documents = {toml.value(seen.documents)}",
    ]
    if seen.exclude:
        rows += ["exclude = [", *(f"    {toml.string(name)}," for name in seen.exclude), "]"]
    if seen.records and seen.fields != Fields():
        rows += ["", "# Fields of records: the text of each, and what it is called by."]
        rows += [f"text-field = {toml.string(seen.fields.text)}"]
        rows += [f"id-field = {toml.string(seen.fields.id)}"] if seen.fields.id else []
    if seen.languages:
        rows += [
            "",
            "# Documents in any other language are reported.",
            f"language = {toml.value(seen.languages)}",
        ]
    rows += [
        "",
        "# Which rules run. Take out a family, or add single ones to `ignore`.",
        "select = [",
        *(f'    "{family}",  # {FAMILIES.get(family, "further rules").lower()}' for family in ordered),
        "]",
    ]
    return "\n".join(rows) + "\n"


def begin(folder: Path) -> tuple[Path, Seen]:
    """Look at a folder and write its first configuration; where it was written, and what was seen.

    Raises:
        UsageError: it is no folder, has a configuration, or holds no documents.
        OSError: it cannot be written.
    """
    if not folder.is_dir():
        raise UsageError(f"{shown(folder)}: no such folder")
    for name in CONFIG_NAMES:
        path = folder / name
        if is_configuration(path):
            raise UsageError(f"{shown(path)}: has a configuration; `cleaner check --show-settings` prints it")
    seen = look(folder)
    path = folder / CONFIG_NAMES[0]
    if os.path.lexists(path):
        raise UsageError(f"{shown(path)}: is in the way; move it")
    write(path, configuration(seen).encode("utf-8"))
    return path, seen
