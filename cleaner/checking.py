"""Checks files where they lie, and mends them there: with a record that takes the last fix back."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from cleaner import ledger
from cleaner.config import Config
from cleaner.engine import Result
from cleaner.files import STATE_FOLDER, Found, Source, discover, readers_of, shown, sync_folder, write
from cleaner.ledger import LedgerError
from cleaner.records import are_records
from cleaner.report import Report
from cleaner.runner import Processed, Progress, UsageError, nothing_in, process_works, works
from cleaner.surveying import known, worth


def check_paths(
    paths: Sequence[Path],
    config: Config,
    jobs: int | None,
    show: Callable[[Processed], None],
    fix: bool,
    progress: Progress,
) -> tuple[Report, Found]:
    """Check files and folders, handing each result to `show`; with `fix`, mend the files in place.

    Raises:
        UsageError: there is nothing to check in a folder that was given.
    """
    found = discover(paths, config, to_mend=fix)
    report = Report(skipped=found.skipped, errors=list(found.errors))
    if not found.sources and not found.errors and any(path.is_dir() for path in paths):
        raise UsageError(nothing_in(paths, found))
    sources, profile = known(found.sources, paths, config, jobs)
    items = works(sources, config, lambda source: shown(source.path))
    number = 0 if any(are_records(source.path) for source in sources) else len(sources)
    for done in progress(process_works(items, config, profile, jobs or worth(sources)), number):
        result, error = done.result, done.error
        if result is None:
            report.documents += 1
        else:
            changed = result.text != result.source or (fix and _reencoded(result))
            if fix and changed and not error and done.label:
                error = f"{done.label}: records are not mended in place; use `cleaner clean`"
            elif fix and changed and not error:
                try:
                    _fix_in_place(done.source, result, state_folder(config))
                except OSError as fault:
                    error = f"{shown(done.source.path)}: cannot be written: {(fault.strerror or '?').lower()}"
            show(done)
            report.add(result.findings, applied=fix and not error, changed=changed and not error)
        if error:
            report.errors.append(error)
    return report, found


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
