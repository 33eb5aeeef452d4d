"""A file mended where it lies, with a record that takes the last fix back."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from cleaner import ledger
from cleaner.config import Config
from cleaner.files import Source
from cleaner.ledger import LedgerError
from cleaner.paths import shown
from cleaner.permissions import readers_of
from cleaner.results import Result
from cleaner.runner import UsageError
from cleaner.state import prepare, state_folder
from cleaner.writing import sync_folder, write


def fix_in_place(source: Source, result: Result, state: Path) -> None:
    """Write the undo record, then the mended file: at any moment one of the two texts can be had.

    Raises:
        OSError: the file is as it was; it may be read-only, or have changed since it was read.
    """
    path = source.path.resolve()
    if not path.stat().st_mode & 0o222:  # the rename would not mind
        raise OSError(errno.EACCES, "it is read-only")
    record = _undo_record(path, result.ledger.output_sha256, state)
    prepare(state)
    if not record.parent.is_dir():
        record.parent.mkdir(parents=True)
        sync_folder(state)
        sync_folder(state.parent)
    text = f"{ledger.header()}\n{result.ledger.to_json()}\n"
    write(record, text.encode("ascii"), durable=True, readers=readers_of(source.path, source.name))
    write(path, result.data, durable=True, ready=_unless_changed(path, result.ledger.source_sha256))


def _unless_changed(path: Path, sha256: str) -> Callable[[Path], bool]:
    """Lets a file be replaced while it has the bytes that were read: an editor may have saved it since."""

    def ready(_: Path) -> bool:
        if ledger.digest(path.read_bytes()) != sha256:
            raise OSError(errno.EAGAIN, "it has changed since it was read; run again")
        return True

    return ready


def _undo_record(path: Path, output_sha256: str, state: Path) -> Path:
    """Where the undo record of a file's last fix lies: found by the file's place and present content."""
    return state / "undo" / f"{_place(path)}-{output_sha256[:16]}.jsonl"


def _place(path: Path) -> str:
    return ledger.digest(os.fsencode(path.resolve()))[:16]


def undo_below(folder: Path, config: Config) -> tuple[int, int, list[str]]:
    """Take back the last fix of each file in a folder that is as that fix left it.

    Returned are how many were, how many were changed since, and what went wrong with others.

    Raises:
        UsageError: there is no record for any file of the folder.
    """
    records = {path.stem for path in (state_folder(config) / "undo").glob("*.jsonl")}
    places = {record.partition("-")[0] for record in records}
    done, changed, errors = 0, 0, list[str]()
    for path in _files_below(folder, errors):
        if _place(path) not in places:
            continue
        try:
            if _undo_record(path, ledger.digest(path.read_bytes()), Path()).stem not in records:
                changed += 1
                continue
            undo(path, config)
            done += 1
        except OSError as error:
            errors.append(f"{shown(path)}: cannot be read: {(error.strerror or '?').lower()}")
        except UsageError as error:
            errors.append(str(error))
    if not (done or changed or errors):
        where = shown(state_folder(config) / "undo")
        raise UsageError(
            f"{shown(folder)}: neither a cleaned folder, nor has a file in it an undo record in {where}"
        )
    return done, changed, errors


def _files_below(folder: Path, errors: list[str]) -> Iterator[Path]:
    """The files of a folder that `--fix` may have mended, which are no links; what cannot be read is told."""

    def failed(error: OSError) -> None:
        errors.append(f"{shown(Path(error.filename))}: cannot be read: {(error.strerror or '?').lower()}")

    for parent, folders, names in os.walk(folder, onerror=failed):
        folders.sort()
        paths = [Path(parent, name) for name in sorted(names)]
        yield from (path for path in paths if path.is_file() and not path.is_symlink())


def undo(path: Path, config: Config) -> None:
    """Take back the last fix of one file.

    Raises:
        UsageError: there is no record for the file as it is now.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{shown(path)}: cannot be read: {(error.strerror or '?').lower()}") from None
    record = _undo_record(path, ledger.digest(data), state_folder(config))
    try:
        entry = next(iter(ledger.parse(record.read_text(encoding="ascii").splitlines()).values()))
        ready = _unless_changed(path, entry.output_sha256)
        write(path.resolve(), entry.restore(data), durable=True, ready=ready)
    except FileNotFoundError:
        where = shown(record.parent)
        raise UsageError(f"{shown(path)}: no undo record for its present content in {where}") from None
    except OSError as error:
        raise UsageError(f"{shown(path)}: cannot be restored: {(error.strerror or '?').lower()}") from None
    except (LedgerError, ValueError, LookupError, StopIteration) as error:
        raise UsageError(f"{shown(path)}: cannot be restored: {error}") from None
    record.unlink(missing_ok=True)
