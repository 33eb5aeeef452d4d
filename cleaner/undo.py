"""A file mended where it lies, with a record that takes the last fix back."""

from __future__ import annotations

import os
from pathlib import Path

from cleaner import ledger
from cleaner.config import Config
from cleaner.engine import Result
from cleaner.files import Source, readers_of, shown, sync_folder, write
from cleaner.ledger import LedgerError
from cleaner.runner import UsageError
from cleaner.state import prepare, state_folder


def fix_in_place(source: Source, result: Result, state: Path) -> None:
    """Write the undo record, then the mended file: at any moment one of the two texts can be had.

    Raises:
        OSError: the file is as it was.
    """
    path = source.path.resolve()
    record = _undo_record(path, result.ledger.output_sha256, state)
    prepare(state)
    if not record.parent.is_dir():
        record.parent.mkdir(parents=True)
        sync_folder(state)
        sync_folder(state.parent)
    text = f"{ledger.header()}\n{result.ledger.to_json()}\n"
    write(record, text.encode("ascii"), durable=True, readers=readers_of(source))
    write(path, result.data, durable=True)


def _undo_record(path: Path, output_sha256: str, state: Path) -> Path:
    """Where the undo record of a file's last fix lies: found by the file's place and present content."""
    place = ledger.digest(os.fsencode(path.resolve()))[:16]
    return state / "undo" / f"{place}-{output_sha256[:16]}.jsonl"


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
        write(path.resolve(), entry.restore(data), durable=True)
    except FileNotFoundError:
        where = shown(record.parent)
        raise UsageError(f"{shown(path)}: no undo record for its present content in {where}") from None
    except (LedgerError, OSError, ValueError, LookupError, StopIteration) as error:
        raise UsageError(f"{shown(path)}: cannot be restored: {error}") from None
    record.unlink(missing_ok=True)
