"""A first configuration for a folder: which files are documents, their languages, an explicit selection."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cleaner import toml
from cleaner.catalogue import FAMILIES
from cleaner.config import Config
from cleaner.document import Document
from cleaner.files import Source, discover, shown, write
from cleaner.registry import load_rules
from cleaner.runner import UsageError, nothing_in, process
from cleaner.settings import CONFIG_NAMES, is_configuration

_SAMPLED = 200  # documents that are cleaned to tell the languages of the set
_SAMPLED_A_FOLDER = 50  # files that are looked at to tell whether a folder holds documents
_LEAST_SHARE = 0.05  # of the sampled documents: a language with less is the exception to report
_SENTENCE_WORDS = 8  # a line of so many words that ends like a sentence is prose
_BYTES = 1 << 16  # of a file that are looked at for prose
# Files of projects and sites that end in .txt and are no documents, however much prose they hold.
_NO_DOCUMENT = re.compile(
    r"(?i)((dev|test|docs?|build|base|prod)[-_.])?(requirements|constraints)([-_.].*)?\.txt"
    r"|(licen[cs]e|copying|notice|copyright|authors|contributors|credits|readme|changelog|changes|history|news"
    r"|install|todo|version|manifest|third[-_]?party.*)([-_.].*)?\.txt"
    r"|(cmakelists|robots|humans|security|ads|app-ads|llms(-full)?|sources|top_level|entry_points"
    r"|dependency_links|requires|record|vocab|merges|stop[-_]?words.*|word[-_]?list.*)\.txt"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a folder gave: patterns for its documents, what to leave out, and the languages."""

    documents: tuple[str, ...]
    exclude: tuple[str, ...]
    languages: tuple[str, ...]
    number: int


def look(folder: Path) -> Seen:
    """Look at a folder's text files: which of them are documents, and in which languages.

    A folder below holds documents where at least half of its text files hold prose.

    Raises:
        UsageError: none is a document.
    """
    found = discover([folder], Config(root=folder))
    if not found.sources:
        raise UsageError(found.errors[0] if found.errors else nothing_in([folder], found))
    folders: dict[PurePosixPath, list[Source]] = defaultdict(list)
    for source in found.sources:
        folders[PurePosixPath(source.name).parent].append(source)
    likely = {place: [s for s in sources if _may_be(s)] for place, sources in folders.items()}
    kept = {place: sources for place, sources in likely.items() if _hold_documents(sources)}
    documents = [source for sources in kept.values() for source in sources]
    if not documents:
        raise UsageError(
            f"{shown(folder)}: none of its {len(found.sources)} text files reads like a document;"
            ' write `documents = ["folder/**/*.txt"]` into cleaner.toml yourself'
        )
    tops = {place.parts[:1] for place in kept}
    patterns, left_out = _patterns(kept, [place for place in likely if likely[place] and place not in kept])
    single = [
        f"/{_escaped(source.name)}"
        for place, sources in folders.items()
        if place.parts[:1] in tops
        for source in sources
        if not _may_be(source)
    ]
    return Seen(
        tuple(patterns),
        (*left_out, *sorted(single)),
        _languages(_spread(documents, _SAMPLED)),
        len(documents),
    )


def _may_be(source: Source) -> bool:
    """Whether a file's name is not one that never is a document's."""
    return _NO_DOCUMENT.fullmatch(PurePosixPath(source.name).name) is None


def _hold_documents(sources: Sequence[Source]) -> bool:
    """Whether at least half of a folder's files hold prose."""
    sample = _spread(sources, _SAMPLED_A_FOLDER)
    return 2 * sum(_is_prose(source.path) for source in sample) >= len(sample) > 0


def _is_prose(path: Path) -> bool:
    """Whether a file holds a line that reads like a sentence, or a paragraph broken over lines."""
    try:
        with path.open("rb") as file:
            text = file.read(_BYTES).decode("utf-8", "replace")
    except OSError:
        return False
    document = Document(path.name, text)
    lines = [line for line in document.inked if len(line.tokens) >= _SENTENCE_WORDS]
    return any(line.ends_sentence for line in lines) or len(lines) >= _SENTENCE_WORDS


def _spread(sources: Sequence[Source], number: int) -> Sequence[Source]:
    """At most so many of them, from the first to the last at even steps."""
    if len(sources) <= number:
        return sources
    return [sources[at * len(sources) // number] for at in range(number)]


def _patterns(kept: Iterable[PurePosixPath], other: Iterable[PurePosixPath]) -> tuple[list[str], list[str]]:
    """Patterns for the documents, one a folder at the top, and for the folders below that hold none."""
    tops = sorted({place.parts[:1] for place in kept})
    patterns = [f"/{_escaped(top[0])}/**/*.txt" if top else "/*.txt" for top in tops]
    below = [place for place in sorted(other) if place.parts and place.parts[:1] in tops]
    left_out = [
        f"/{_escaped(str(place))}/" + "*.txt" * any(deep.is_relative_to(place) for deep in kept)
        for place in below
    ]
    return patterns, left_out


def _escaped(name: str) -> str:
    """A name as a .gitignore pattern that means only it."""
    return re.sub(r"[\\*?\[]| $", r"\\\g<0>", name)


def _languages(sources: Iterable[Source]) -> tuple[str, ...]:
    """The languages of the documents, the most frequent first, without the exceptions."""
    config = Config()
    counts: Counter[str] = Counter()
    for source in sources:
        result = process(source, source.name, config, None).result
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
    write(path, configuration(seen).encode("utf-8"))
    return path, seen
