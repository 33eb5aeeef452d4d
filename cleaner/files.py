"""Files: which of those that were named, or lie in a folder that was, are documents."""

from __future__ import annotations

import os
import re
import stat
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import overload

from msgspec import Struct, field

from cleaner.config import Config
from cleaner.escape import printable
from cleaner.paths import is_temporary, shown
from cleaner.patterns import Pattern, last_match, match_any
from cleaner.patterns import parse as parse_pattern
from cleaner.readers import is_html, is_markdown

_GITIGNORE_BYTES = 100_000  # those people write have less than 10,000; each line costs time for each file
_QUOTED = 60  # characters of a line that is no pattern
OTHER = "other type"  # why a file is skipped that `documents` does not choose
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9_]{0,9}\Z")
_ENDINGS_NAMED = 3
RECORDS = (".jsonl", ".jsonl.gz")  # what a user names so is a file of records, whatever `documents` says
# How files begin that `cleaner` writes for itself: baseline, ledger and profile, as JSON lines, and report.
_OWN = re.compile(
    rb'\{"cleaner-baseline": |\{"(ledger|profile)": \d+, "cleaner": "'
    rb"|# Cleaning report\n\n[\d,]+ documents?: [\d,]+ changed, "
)
_OWN_ENDINGS = (".jsonl", ".md")


class Source(Struct, frozen=True):
    """A file to read: its path as the user would write it, and its name within what was named.

    `name` is the path relative to the folder that was given, with forward slashes; `matched` is
    what patterns of the configuration are held against. `site` is the part of its set that it
    belongs to, None for a file that was named by itself.
    """

    path: Path
    name: str
    matched: str
    site: str | None = None

    @property
    def known_as(self) -> str:
        """What baseline and suppressions call the document: as patterns see it, and of a record its id."""
        record = split_record(self.name)[1]
        return f"{self.matched}#{record}" if record else self.matched


def split_record(name: str) -> tuple[str, str]:
    """A record's name, `pages.jsonl#id`, as the file's and the id; other names have no id."""
    ends = [end for suffix in RECORDS if (end := name.find(f"{suffix}#") + len(suffix)) >= len(suffix)]
    return (name[: min(ends)], name[min(ends) + 1 :]) if ends else (name, "")


class Sources(Sequence[Source]):
    """Files in order, each made into a source when it is asked for: a name and 8 bytes of memory each."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._names = bytearray()  # one behind the other, as the file system has them
        self._ends = array("Q")
        # From which index on; what was named; what patterns see before the names below it, None of a file.
        self._roots: list[tuple[int, Path, str | None]] = []

    def begin(self, root: Path, *, is_folder: bool) -> None:
        """Let what is added from now on be below a folder, or be a file that was named itself."""
        self._roots.append((len(self._ends), root, _above(root, self._config) if is_folder else None))

    def add(self, name: str) -> None:
        """Add a file by its name below what was named; a file that was named has none."""
        self._names += os.fsencode(name)
        self._ends.append(len(self._names))

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, index: int) -> Source: ...
    @overload
    def __getitem__(self, index: slice) -> list[Source]: ...
    def __getitem__(self, index: int | slice) -> Source | list[Source]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        raw = self._names[self._ends[place - 1] if place else 0 : self._ends[place]]
        _, root, above = self._roots[bisect_right(self._roots, place, key=_first) - 1]
        if above is None:
            return Source(root, root.name, matched(root, self._config))
        below = os.fsdecode(bytes(raw))
        name = shown(below)
        return Source(root / below, name, above + name, self._config.site_of(name))


def _first(root: tuple[int, Path, str | None]) -> int:
    return root[0]


def _above(folder: Path, config: Config) -> str:
    """What patterns see before the names in a folder."""
    place = matched(folder, config)
    return "" if place == "." else place.rstrip("/") + "/"


def only(sources: Sequence[Source], wanted: Callable[[Source], bool]) -> Sequence[Source]:
    """The sources that are wanted; where all are, no copy of them is made."""
    return sources if all(map(wanted, sources)) else list(filter(wanted, sources))


class Found(Struct):
    """Documents in sorted order; how many files were skipped, by reason; what could not be read.

    `endings` counts how the names of those end that are of another type.
    """

    sources: Sequence[Source] = ()
    skipped: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def skip(self, reason: str, name: str) -> None:
        """Count a file of this name that is no document."""
        self.skipped[reason] += 1
        if reason == OTHER and (end := ending(name)):
            self.endings[end] += 1


def ending(name: str) -> str:
    """How the name of a file ends: `.html`, `.jsonl.gz`; empty where nothing behind a dot is like one."""
    records = next((end for end in RECORDS if name.endswith(end)), "")
    found = _ENDING.search(name)
    return records or (found[0] if found else "")


def frequent(endings: Counter[str]) -> list[str]:
    """The most frequent endings, and those of a kind by their letters."""
    return sorted(endings, key=lambda end: (-endings[end], end))[:_ENDINGS_NAMED]


def skipped_as(reason: str, endings: Counter[str]) -> str:
    """The reason for which files were skipped, safe to show; of those of another type with their endings."""
    named = frequent(endings) if reason == OTHER else []
    more = ", ..." if len(endings) > len(named) else ""
    return printable(reason) + (f": {', '.join(named)}{more}" if named else "")


def discover(
    paths: Sequence[Path], config: Config, *, to_mend: bool = False, force_exclude: bool = False
) -> Found:
    """Find the documents among files and folders.

    A folder is walked in sorted order; .gitignore files count inside it, never for what was named.
    Links to folders are not followed inside a folder, and hidden files are skipped. Links to files are,
    but not where the files are found `to_mend` and a link leads out of the folder that was named.

    With `force_exclude` a named file is treated as one met in a folder: .gitignore counts for it too,
    and what is left out is counted instead of noted. It is for lists that another program made.
    """
    sources = Sources(config)
    found = Found(sources)
    seen: set[str] | None = set() if len(paths) > 1 else None
    ignores: dict[Path, tuple[Pattern, ...]] | None = {} if force_exclude else None
    for path in paths:
        try:
            mode = path.stat().st_mode
        except OSError as error:
            found.errors.append(f"{shown(path)}: {_reason(error, path)}")
            continue
        if stat.S_ISDIR(mode):
            files = _walk(path, path.resolve() if to_mend else None, config, found, ())
        elif stat.S_ISREG(mode):
            files = _named(path, config, found, ignores)
        else:
            found.errors.append(f"{shown(path)}: neither a file nor a folder")
            continue
        sources.begin(path, is_folder=stat.S_ISDIR(mode))
        try:
            for file in files:
                if seen is not None:
                    if (place := os.path.abspath(file)) in seen:
                        continue
                    seen.add(place)
                sources.add(str(file.relative_to(path)) if file != path else "")
        except RecursionError:
            found.errors.append(f"{shown(path)}: its folders are nested too deeply")
    return found


def _reason(error: OSError, path: Path) -> str:
    if isinstance(error, FileNotFoundError):
        return "a link to nothing" if path.is_symlink() else "no such file or folder"
    return (error.strerror or type(error).__name__).lower()


def matched(path: Path, config: Config) -> str:
    """The path that patterns see: relative to the configuration's folder, else as it was given."""
    # Plain strings: paths as objects take ten times as long, and each document is asked for three times.
    root, file = os.path.abspath(config.root or os.curdir), os.path.abspath(path)
    if file == root:
        return "."
    inside = root if root.endswith(os.sep) else root + os.sep
    return shown(file.removeprefix(inside) if file.startswith(inside) else path)


def _named(
    path: Path, config: Config, found: Found, ignores: dict[Path, tuple[Pattern, ...]] | None
) -> Iterator[Path]:
    """A file the user named: any type will do unless the configuration says which are documents.

    `ignores` remembers the .gitignore files that were read; None lets none of them count.
    """
    reason = left_out(path, config, found, ignores)
    if not reason:
        yield path
        return
    found.skip(reason, path.name)
    if ignores is None:
        told = {
            "excluded": "excluded by the configuration",
            OTHER: (
                f"not a document (documents = {list(config.documents)})"
                if "documents" in config.stated
                else "not a document (*.txt is, while `documents` says nothing else)"
            ),
            "cleaner's own": "written by cleaner, not a document",
        }
        found.notes.append(f"{shown(path)}: {told[reason]}")


def left_out(
    path: Path, config: Config, found: Found, ignores: dict[Path, tuple[Pattern, ...]] | None
) -> str:
    """Why a file of this name, which need not be there, is no document of the set; empty where it is one.

    Without `ignores`, somebody named it: records, pages and Markdown then need no pattern.
    """
    if match_any(config.exclude, matched(path, config)):
        return "excluded"
    if ignores is not None and _ignored_above(path, ignores, found):
        return "ignored by .gitignore"
    is_document = match_any(config.documents, matched(path, config))
    named = ignores is None and (path.name.endswith(RECORDS) or is_html(path.name) or is_markdown(path.name))
    if not is_document and not named:
        return OTHER
    return "cleaner's own" if _is_own(path) else ""


def _is_own(path: Path) -> bool:
    """Whether a file is one that `cleaner` writes for itself, and so is no document nor file of records."""
    if not path.name.endswith(_OWN_ENDINGS):
        return False
    try:
        with path.open("rb") as file:
            return _OWN.match(file.read(100)) is not None
    except OSError:
        return False


def _ignored_above(path: Path, read: dict[Path, tuple[Pattern, ...]], found: Found) -> bool:
    """Whether a .gitignore file between the repository's root and the file ignores it, or a folder of it."""
    file = Path(os.path.abspath(path))
    root = repository_root(file.parent)
    ignores: _Ignores = ()
    for folder in reversed(file.parents):
        if folder == root or root in folder.parents:
            if _ignored(folder, ignores, is_folder=True):
                return True
            if folder not in read:
                lines = folder / ".gitignore"
                read[folder] = _gitignore(lines, found) if lines.is_file() else ()
            ignores = (*ignores, (folder, read[folder]))
    return _ignored(file, ignores, is_folder=False)


def repository_root(folder: Path) -> Path:
    """The nearest folder, here or above, that is the root of a git repository; `folder` without one."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)


_Ignores = tuple[tuple[Path, tuple[Pattern, ...]], ...]


def _walk(
    folder: Path, within: Path | None, config: Config, found: Found, ignores: _Ignores
) -> Iterator[Path]:
    try:
        with os.scandir(folder) as found_there:
            entries = sorted(map(_told, found_there))
    except OSError as error:
        found.errors.append(f"{shown(folder)}: {_reason(error, folder)}")
        return
    ignoring = folder / ".gitignore"
    if ignoring.is_file():
        ignores = (*ignores, (folder, _gitignore(ignoring, found)))
    above = _above(folder, config)
    for entry in entries:
        name, _, kind = entry.rpartition("\0")
        path, seen_as = folder / name, above + name
        is_folder, is_link = kind in ("folder", "folder link"), kind.endswith("link")
        if name.startswith("."):
            known = name == ".gitignore" or is_temporary(name)
            if kind != "folder" and not known:
                found.skipped["hidden"] += 1
        elif _ignored(path, ignores, is_folder=is_folder):
            found.skipped["ignored by .gitignore"] += 1
        elif match_any(config.exclude, seen_as):
            found.skipped["excluded"] += 1
        elif is_folder:
            if is_link:
                found.skipped["link to a folder"] += 1
            else:
                yield from _walk(path, within, config, found, ignores)
        elif kind == "link":
            found.skipped["dangling link"] += 1
        elif kind == "":
            found.skipped["neither a file nor a folder"] += 1
        elif not match_any(config.documents, seen_as):
            found.skip(OTHER, name)
        elif _is_own(path):
            found.skipped["cleaner's own"] += 1
        elif within and is_link and within not in path.resolve().parents:
            found.skipped["link out of the folder"] += 1
        else:
            yield path


def _told(entry: os.DirEntry[str]) -> str:
    """A name in a folder and of what kind it is, in one string: a third of the memory of an entry.

    The kind is file, folder, file link, folder link, link where it leads to nothing, or empty.
    """
    is_link = entry.is_symlink()
    try:
        kind = "folder" if entry.is_dir() else "file" if entry.is_file() else ""
    except OSError:  # a link that leads to itself
        kind = ""
    if is_link and (kind or not os.path.exists(entry.path)):
        kind = f"{kind} link".lstrip()
    return f"{entry.name}\0{kind}"


def _gitignore(path: Path, found: Found) -> tuple[Pattern, ...]:
    """Read a .gitignore file; a line that is no pattern is noted and left out."""
    patterns: list[Pattern] = []
    try:
        with path.open("rb") as file:
            data = file.read(_GITIGNORE_BYTES + 1)
    except OSError as error:
        found.notes.append(f"{shown(path)}: cannot be read: {_reason(error, path)}")
        return ()
    if len(data) > _GITIGNORE_BYTES:
        found.notes.append(f"{shown(path)}: larger than {_GITIGNORE_BYTES:,} bytes, left out")
        return ()
    for line in data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n"):
        try:
            pattern = parse_pattern(line.removesuffix("\r"))
        except ValueError as error:
            found.notes.append(f"{shown(path)}: no pattern, left out: {_cut(line)} ({error})")
        else:
            patterns += [pattern] if pattern else []
    return tuple(patterns)


def _cut(line: str) -> str:
    return line if len(line) <= _QUOTED else line[:_QUOTED] + "..."


def _ignored(path: Path, ignores: _Ignores, *, is_folder: bool) -> bool:
    """Whether the innermost .gitignore that speaks of the path ignores it."""
    for base, patterns in reversed(ignores):
        if decides := last_match(patterns, shown(path.relative_to(base)), is_folder=is_folder):
            return not decides.negated
    return False
