"""The cache: what checking made of documents, so that unchanged ones need not be checked again.

It is asked by a document's name and by the digest of its bytes, and belongs to one *kind* of run: the
configuration, the profile, the sources of engine and rules, and the versions of all that decides a
result. The engine knows nothing of it. It may vanish, be damaged or be written by several runs at once:
then it is no help, and never harm.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

from msgspec import to_builtins
from msgspec.structs import asdict

from cleaner import readers
from cleaner.config import Config
from cleaner.document import Document
from cleaner.edits import SourceEdit, apply
from cleaner.engine import read
from cleaner.ledger import LedgerEntry
from cleaner.profile import Profile
from cleaner.registry import rules_directory
from cleaner.results import Diagnostic, Metadata, Near, Result
from cleaner.rule import Edit, Safety
from cleaner.state import prepare
from cleaner.version import __version__

if TYPE_CHECKING:
    import sqlite3

CACHE_NAME = "cache.sqlite"
_FORMAT = 1  # of what is stored; counts up with every change of it
_KINDS = 8  # kinds of runs that are kept, the last ones used
_BATCH = 256  # entries written at once
_WAIT = 2.0  # seconds that one run waits for another to write
_WINDOW = 4096  # documents that are looked up before the missing ones among them are checked
_LIBRARIES = ("boilerpy3", "charset-normalizer", "ftfy", "langdetect", "wcwidth")
# Settings that say which documents there are, and what is done with findings, not what the findings are.
_NO_PART = (
    "baseline", "suppressions", "suppressed", "documents", "exclude", "required_version", "root", "file",
    "stated",
)  # fmt: skip

_T = TypeVar("_T")


def kind(config: Config, profile: Profile | None) -> str:
    """The digest of all that decides the results of a run, the documents aside."""
    from importlib.metadata import PackageNotFoundError, version
    from unicodedata import unidata_version

    found = sha256(f"{_FORMAT} {__version__} {sys.version} {unidata_version}".encode())
    for library in _LIBRARIES:
        try:
            found.update(f"{library} {version(library)}\n".encode())
        except PackageNotFoundError:  # vendored: its version is that of the whole
            found.update(library.encode())
    for setting in config.__struct_fields__:
        if setting not in _NO_PART:
            found.update(f"{setting} {getattr(config, setting)!r}\n".encode("utf-8", "surrogatepass"))
    if profile is not None:
        found.update(json.dumps(to_builtins(profile), sort_keys=True).encode())
    for path in _sources(config.own):
        data = path.read_bytes()
        found.update(f"{path.name} {len(data)}\n".encode("utf-8", "surrogatepass") + data)
    return found.hexdigest()


def _sources(own: Path | None) -> Iterator[Path]:
    """The files that decide results: those of the engine and of the rules, and all beside the user's own."""
    for folder in (Path(__file__).parent, Path(readers.__file__).parent, rules_directory()):
        yield from sorted(path for path in folder.glob("*.*") if path.suffix in (".py", ".toml", ".json"))
    if own:  # a rule may read any of them
        yield from sorted(path for path in own.rglob("*") if path.is_file() and path.suffix != ".pyc")


class Cache:
    """A file of entries by name, of one kind of run. Trouble with it is a note, told once."""

    def __init__(self, folder: Path, kind: str, note: Callable[[str], None]) -> None:
        self._path = folder / CACHE_NAME
        self._note = note
        self._waiting: list[tuple[int, str, str, bytes]] = []
        self._kinds: dict[str, int] = {}
        self._kind = kind
        self._file: sqlite3.Connection | None = None
        try:
            prepare(folder)
            self._file = self._opened()
        except Exception as error:
            self._give_up(error)

    def _opened(self) -> sqlite3.Connection:
        import sqlite3

        file = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
        for command in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = NORMAL",
            "CREATE TABLE IF NOT EXISTS kinds (id INTEGER PRIMARY KEY, digest TEXT UNIQUE, used INTEGER)",
            "CREATE TABLE IF NOT EXISTS entries"
            " (kind INTEGER, name TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, name)) WITHOUT ROWID",
        ):
            file.execute(command)
        return file

    def _give_up(self, error: Exception) -> None:
        """Go on without the cache; a damaged file is removed, so that the next run begins anew."""
        damaged = type(error).__name__ in ("DatabaseError", "ValueError", "JSONDecodeError")
        self.close()
        self._file = None
        if damaged:
            clear(self._path.parent)
        what = "is damaged, and was removed" if damaged else f"cannot be used: {_reason(error)}"
        self._note(f"{self._path}: {what}; every document is checked")

    def _number(self, view: str) -> int:
        """The number of this kind of run, or of a view of its results; the least used kinds go."""
        digest = f"{self._kind} {view}"
        if digest not in self._kinds and self._file:
            run = self._file.execute
            run("BEGIN IMMEDIATE")
            run("INSERT OR IGNORE INTO kinds (digest) VALUES (?)", [digest])
            run(
                "UPDATE kinds SET used = (SELECT ifnull(max(used), 0) + 1 FROM kinds) WHERE digest = ?",
                [digest],
            )
            for (old,) in run(
                "SELECT id FROM kinds ORDER BY used DESC LIMIT -1 OFFSET ?", [_KINDS]
            ).fetchall():
                run("DELETE FROM entries WHERE kind = ?", [old])
                run("DELETE FROM kinds WHERE id = ?", [old])
            (self._kinds[digest],) = run("SELECT id FROM kinds WHERE digest = ?", [digest]).fetchone()
            run("COMMIT")
        return self._kinds[digest]

    def get(self, name: str, key: str, view: str = "") -> Any:
        """The value stored for a name under this very key; None where there is none."""
        if self._file is None:
            return None
        try:
            found = self._file.execute(
                "SELECT value FROM entries WHERE kind = ? AND name = ? AND key = ?",
                [self._number(view), _stored(name), _stored(key)],
            ).fetchone()
            if found is None:
                return None
            if crc32(found[0][4:]).to_bytes(4) != found[0][:4]:
                raise ValueError("an entry is damaged")
            return json.loads(found[0][4:])
        except Exception as error:
            self._give_up(error)
            return None

    def damaged(self) -> None:
        """Give the file up: what it holds makes no sense."""
        self._give_up(ValueError())

    def put(self, name: str, key: str, value: Any, view: str = "") -> None:
        """Store a value, in place of what was stored for the name."""
        if self._file is None:
            return
        try:
            data = json.dumps(value).encode("ascii")
            row = (self._number(view), _stored(name), _stored(key), crc32(data).to_bytes(4) + data)
            self._waiting.append(row)
            if len(self._waiting) >= _BATCH:
                self._flush()
        except Exception as error:
            self._give_up(error)

    def _flush(self) -> None:
        rows, self._waiting = self._waiting, []
        if self._file and rows:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", rows)
            self._file.execute("COMMIT")

    def close(self) -> None:
        """Write what is waiting."""
        if self._file is None:
            return
        try:
            self._flush()
            self._file.close()
        except Exception:  # noqa: S110 - what was not stored is checked again
            pass


def _stored(name: str) -> str:
    """A name or key as SQLite takes it: lone surrogates, of names that are no UTF-8, are escaped."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()


def size(folder: Path) -> int | None:
    """How many bytes the cache has; None where there is none."""
    sizes = [path.stat().st_size for path in folder.glob(f"{CACHE_NAME}*")]
    return sum(sizes) if sizes else None


def clear(folder: Path) -> int | None:
    """Remove the cache; how many bytes it had, None where there was none.

    Raises:
        OSError: it cannot be removed.
    """
    before = size(folder)
    for path in folder.glob(f"{CACHE_NAME}*"):
        path.unlink(missing_ok=True)
    return before


def through(
    named: Iterable[_T], find: Callable[[_T], Any], work: Callable[[Sequence[_T]], Iterable[Any]]
) -> Iterator[Any]:
    """What `find` has for each item, or else what `work` makes of it, in order."""
    items = iter(named)
    while window := list(islice(items, _WINDOW)):
        found = [find(item) for item in window]
        made = iter(work([item for item, hit in zip(window, found, strict=True) if hit is None]))
        for hit in found:
            yield next(made) if hit is None else hit


def packed(result: Result) -> list[Any]:
    """A result as JSON takes it, without what its source tells."""
    findings = [
        [
            found.code, found.name, found.line, found.column, found.end_line, found.end_column, found.start,
            found.end, found.message, found.safety, found.fixed,
            [(edit.start, edit.end, edit.replacement) for edit in found.edits],
        ]
        for found in result.findings
    ]  # fmt: skip
    entry = result.ledger
    return [
        findings,
        [(edit.start, edit.end, edit.replacement, edit.rules) for edit in entry.edits],
        [(near.line, near.code, near.name, near.reason) for near in result.near],
        asdict(result.metadata),
        entry.source_sha256,
        entry.output_sha256,
        entry.source_bytes is not None,
    ]


def unpacked(value: Any, name: str, data: bytes) -> Result:
    """The result that was packed, from the bytes of its source.

    Raises:
        ValueError, TypeError, LookupError: the value is no packed result of this source.
    """
    findings, edits, near, metadata, source_sha256, output_sha256, keeps = value
    document: Document = read(name, data)
    text = document.text
    layer = tuple(SourceEdit(start, end, new, tuple(rules)) for start, end, new, rules in edits)
    metadata["tags"] = tuple(metadata["tags"])
    return Result(
        apply(text, layer),
        tuple(_finding(name, *found) for found in findings),
        Metadata(**metadata),
        LedgerEntry(
            name,
            name,
            source_sha256,
            output_sha256,
            document.encoding,
            layer,
            tuple(text[edit.start : edit.end] for edit in layer),
            data if keeps else None,
        ),
        text,
        tuple(Near(*item) for item in near),
    )


def _finding(document: str, *stored: Any) -> Diagnostic:
    code, name, line, column, end_line, end_column, start, end, message, safety, fixed, edits = stored
    return Diagnostic(
        document, code, name, line, column, end_line, end_column, start, end, message, Safety(safety), fixed,
        tuple(Edit(*edit) for edit in edits),
    )  # fmt: skip
