"""Checks files where they lie, and mends them there: with a record that takes the last fix back."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cleaner import ledger
from cleaner.config import Config
from cleaner.engine import Result
from cleaner.files import STATE_FOLDER, Found, Source, readers_of, shown, sync_folder, write
from cleaner.ledger import LedgerError
from cleaner.report import Report
from cleaner.runner import Processed, Progress, UsageError, process_all, process_bytes


def check_files(
    found: Found,
    config: Config,
    jobs: int | None,
    show: Callable[[Processed, bool], None],
    fix: bool,
    progress: Progress,
) -> Report:
    """Check all documents found, handing each result to `show`; with `fix`, mend the files in place.

    `show` gets the result, and whether the file was mended; `again` tells what is found in it then.
    """
    report = Report(skipped=found.skipped, errors=list(found.errors))
    named = [(source, shown(source.path)) for source in found.sources]
    for done in progress(process_all(named, config, None, jobs), len(named)):
        result, mended = done.result, False
        if result is None:
            report.documents += 1
        else:
            changed = result.text != result.source or (fix and _reencoded(result))
            if fix and changed and not done.error:
                try:
                    _fix_in_place(done.source, result, state_folder(config))
                    mended = True
                except OSError as fault:
                    reason = (fault.strerror or "?").lower()
                    done = replace(done, error=f"{shown(done.source.path)}: cannot be written: {reason}")
            report.add(result.findings, applied=fix and not done.error, changed=changed and not done.error)
        show(done, mended)
        if done.error:
            report.errors.append(done.error)
    return report


def again(done: Processed, config: Config) -> Processed:
    """What is found in a mended document: that which remains, at its place in the mended text."""
    if done.result is None:
        return done
    return process_bytes(done.source, done.result.ledger.name, done.result.data, config, None)


def _reencoded(result: Result) -> bool:
    """Whether a fix writes the same text in another encoding."""
    changed = result.ledger.source_sha256 != result.ledger.output_sha256
    return changed and any(finding.fixed for finding in result.findings)


def state_folder(config: Config) -> Path:
    """`.cleaner/` beside the configuration, or in the working directory without one."""
    return (config.root or Path.cwd()) / STATE_FOLDER


def _fix_in_place(source: Source, result: Result, state: Path) -> None:
    """Write the undo record, then the mended file: at any moment one of the two texts can be had."""
    path = source.path.resolve()
    record = undo_record(path, result.ledger.output_sha256, state)
    if not record.parent.is_dir():
        record.parent.mkdir(parents=True)
        sync_folder(state)
        sync_folder(state.parent)
    ignore = state / ".gitignore"
    if not ignore.exists():
        write(ignore, b"*\n")
    text = f"{ledger.header()}\n{result.ledger.to_json()}\n"
    write(record, text.encode("ascii"), durable=True, readers=readers_of(source))
    write(path, result.data, durable=True)


def undo_record(path: Path, output_sha256: str, state: Path) -> Path:
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
    record = undo_record(path, ledger.digest(data), state_folder(config))
    try:
        entry = next(iter(ledger.parse(record.read_text(encoding="ascii").splitlines()).values()))
        write(path.resolve(), entry.restore(data), durable=True)
    except FileNotFoundError:
        where = shown(record.parent)
        raise UsageError(f"{shown(path)}: no undo record for its present content in {where}") from None
    except (LedgerError, OSError, ValueError, LookupError, StopIteration) as error:
        raise UsageError(f"{shown(path)}: cannot be restored: {error}") from None
    record.unlink(missing_ok=True)
