"""Runs the engine over many documents: in this process or a pool, always in the order given."""

from __future__ import annotations

import heapq
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from cleaner import ledger
from cleaner.config import Config
from cleaner.engine import Result, RuleError, Unstable, read, run
from cleaner.files import (
    STATE_FOLDER,
    Found,
    Source,
    discover,
    is_temporary,
    output_name,
    shown,
    sibling,
    write,
)
from cleaner.ledger import LedgerEntry, LedgerError
from cleaner.profile import Profile
from cleaner.registry import load_rules
from cleaner.report import Report

LEDGER_NAME = "ledger.jsonl"
REPORT_NAME = "report.md"
REPORTED_DOCUMENTS = 200  # report.md shows this many at most: a diff of everything is nobody's reading

_POOL_FROM_DOCUMENTS = 256  # below this a pool costs more than it saves (its start is about 0.2 s)
_CHUNK = 16  # documents a worker takes at a time
_AHEAD = 8  # chunks a worker may be ahead of the reader, so that memory stays flat


class UsageError(Exception):
    """The command cannot begin as it was given: one line saying what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Processed:
    """One document's result, or the line that says why there is none."""

    source: Source
    result: Result | None
    error: str = ""


def process(source: Source, name: str, config: Config, profile: Profile | None) -> Processed:
    """Read and clean one file; `name` is the document's name in the ledger and in findings."""
    try:
        data = source.path.read_bytes()
    except OSError as error:
        return Processed(
            source, None, f"{shown(source.path)}: cannot be read: {(error.strerror or '?').lower()}"
        )
    return process_bytes(source, name, data, config, profile)


def process_bytes(
    source: Source, name: str, data: bytes, config: Config, profile: Profile | None
) -> Processed:
    """Clean one document's bytes. A fault is an error of this document alone."""
    try:
        rules = config.rules_for(load_rules(), source.matched)
        result = run(read(name, data), data, rules, config, profile)
    except (RuleError, Unstable, LedgerError) as error:
        return Processed(source, None, f"{shown(source.path)}: internal error, document left alone: {error}")
    except (RecursionError, MemoryError) as error:
        return Processed(source, None, f"{shown(source.path)}: too large to clean: {type(error).__name__}")
    if result.unreadable:
        why = result.ledger.encoding.reason
        return Processed(source, result, f"{shown(source.path)}: not text, left alone: {why}")
    return Processed(source, result)


def process_all(
    named: Sequence[tuple[Source, str]], config: Config, profile: Profile | None, jobs: int | None
) -> Iterator[Processed]:
    """Process documents, each with its name, in order.

    `jobs` is the number of processes; None lets the size of the set decide. Results do not depend
    on it.
    """
    if jobs is None:
        jobs = (os.cpu_count() or 1) if len(named) >= _POOL_FROM_DOCUMENTS else 1
    if jobs == 1 or len(named) <= _CHUNK:
        for source, name in named:
            yield process(source, name, config, profile)
        return
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        waiting: deque[Future[list[Processed]]] = deque()
        rest = iter(named)
        chunks = iter(lambda: list(islice(rest, _CHUNK)), [])
        work = partial(_process_chunk, config=config, profile=profile)
        try:
            for chunk in chunks:
                waiting.append(pool.submit(work, chunk))
                if len(waiting) >= jobs * _AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _process_chunk(
    chunk: list[tuple[Source, str]], config: Config, profile: Profile | None
) -> list[Processed]:
    return [process(source, name, config, profile) for source, name in chunk]


Progress = Callable[[Iterable[Processed], int], Iterable[Processed]]
"""Wraps the results and their number, to show how far the run is."""


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
    found = discover(paths, config)
    report = Report(skipped=found.skipped, errors=list(found.errors))
    if not found.sources and not found.errors and any(path.is_dir() for path in paths):
        raise UsageError(nothing_in(paths, found))
    named = [(source, shown(source.path)) for source in found.sources]
    for done in progress(process_all(named, config, None, jobs), len(named)):
        result, error = done.result, done.error
        if result is None:
            report.documents += 1
        else:
            changed = result.text != result.source or (fix and _reencoded(result))
            if fix and changed and not error:
                try:
                    _fix_in_place(done.source.path, result, state_folder(config))
                except OSError as fault:
                    error = f"{shown(done.source.path)}: cannot be written: {(fault.strerror or '?').lower()}"
            show(done)
            report.add(result.findings, applied=fix and not error, changed=changed and not error)
        if error:
            report.errors.append(error)
    return report, found


def _reencoded(result: Result) -> bool:
    return result.ledger.source_sha256 != result.ledger.output_sha256


def nothing_in(paths: Sequence[Path], found: Found) -> str:
    """The line for a folder without documents; what it does hold tells what to configure."""
    skipped = ", ".join(f"{count} {reason}" for reason, count in sorted(found.skipped.items()))
    where = ", ".join(shown(path) for path in paths)
    return (
        f"{where}: nothing to check"
        + (f" (skipped: {skipped})" if skipped else " (no files)")
        + "; see `documents`"
    )


def state_folder(config: Config) -> Path:
    """`.cleaner/` beside the configuration, or in the working directory without one."""
    return (config.root or Path.cwd()) / STATE_FOLDER


def _fix_in_place(path: Path, result: Result, state: Path) -> None:
    """Write the undo record, then the mended file: at any moment one of the two texts can be had."""
    record = undo_record(path, result.ledger.output_sha256, state)
    record.parent.mkdir(parents=True, exist_ok=True)
    ignore = state / ".gitignore"
    if not ignore.exists():
        write(ignore, b"*\n")
    text = f"{ledger.header()}\n{result.ledger.to_json()}\n"
    write(record, text.encode("ascii"), durable=True)
    write(path.resolve(), result.data, durable=True)


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
    except (LedgerError, OSError, StopIteration) as error:
        raise UsageError(f"{shown(path)}: cannot be restored: {error}") from None
    record.unlink(missing_ok=True)


def clean_tree(
    source: Path, target: Path, config: Config, jobs: int | None, *, check: bool, progress: Progress
) -> tuple[Report, Found]:
    """Clean a folder (or file) into `target`: texts, report.md and ledger.jsonl.

    With `check` nothing is written; `Report.stale` then says what is not as it would be written.

    Raises:
        UsageError: nothing to clean, two sources for one output, or a target that is in the way.
    """
    from cleaner import markdown

    found = discover([source], config)
    if not found.sources:
        raise UsageError(found.errors[0] if found.errors else nothing_in([source], found))
    _refuse_overlap(source, target)
    named = _named_by_output(found.sources)
    old = _old_ledger(target)
    report = Report(skipped=found.skipped, errors=list(found.errors))
    most: list[tuple[int, int, Result]] = []  # the most changed, as a heap: characters, -order, result
    totals = markdown.Totals()
    entries: dict[str, LedgerEntry] = {}
    for order, done in enumerate(progress(process_all(named, config, None, jobs), len(named))):
        name = output_name(done.source.name)
        result, error = done.result, done.error
        if result is not None and not error:
            if check:
                _compare(target / name, result.data, name, report)
            else:
                error = _write_output(target / name, result.data)
        if error or result is None:
            report.documents += 1
            report.errors.append(error)
            if name in old:
                entries[name] = old[name]  # its last text stays, and can still be restored
            continue
        entries[name] = replace(result.ledger, output=name)
        report.add(result.findings, applied=True, changed=result.text != result.source)
        totals.add(result)
        size = sum(edit.end - edit.start + len(edit.replacement) for edit in result.ledger.edits)
        if len(most) < REPORTED_DOCUMENTS:
            heapq.heappush(most, (size, -order, result))
        elif size > most[0][0]:
            heapq.heapreplace(most, (size, -order, result))
    sections = [markdown.section(result) for _, _, result in sorted(most, key=lambda item: -item[1])]
    written = {
        REPORT_NAME: markdown.report(sections, totals),
        LEDGER_NAME: "\n".join([ledger.header(), *(entry.to_json() for entry in entries.values())]) + "\n",
    }
    _finish(target, written, old.keys() - entries.keys(), old, report, check=check)
    return report, found


def _finish(
    target: Path,
    written: dict[str, str],
    gone: Iterable[str],
    old: dict[str, LedgerEntry],
    report: Report,
    *,
    check: bool,
) -> None:
    """Write report and ledger, and remove the outputs of sources that are no more."""
    for name in sorted(gone):
        path = target / name
        if check:
            report.stale.append(f"{name}: its source is gone")
        elif path.is_file() and ledger.digest(path.read_bytes()) == old[name].output_sha256:
            path.unlink()
    for name, text in written.items():
        data = ledger.to_bytes(text)
        if check:
            _compare(target / name, data, name, report)
        elif error := _write_output(target / name, data):
            report.errors.append(error)
    if not check:
        _sweep(target)


def _refuse_overlap(source: Path, target: Path) -> None:
    one, other = source.resolve(), target.resolve()
    folder = one if one.is_dir() else one.parent
    if other in (folder, one):
        raise UsageError(f"{shown(target)}: TARGET is where SOURCE is; name another folder")
    if one.is_dir() and folder in other.parents:
        raise UsageError(f"{shown(target)}: TARGET lies inside SOURCE; name a folder outside {shown(source)}")
    if other in one.parents and one.is_dir():
        raise UsageError(f"{shown(target)}: SOURCE lies inside TARGET; name a folder beside {shown(source)}")
    if target.exists() and not target.is_dir():
        raise UsageError(f"{shown(target)}: TARGET is a file; name a folder")


def _named_by_output(sources: Sequence[Source]) -> list[tuple[Source, str]]:
    by_output: dict[str, Source] = {}
    for source in sources:
        name = output_name(source.name)
        if name in by_output:
            first = shown(by_output[name].path)
            raise UsageError(f"{first} and {shown(source.path)}: both would be written to {name}; rename one")
        if name in (LEDGER_NAME, REPORT_NAME):
            raise UsageError(f"{shown(source.path)}: its output would overwrite TARGET's {name}; rename it")
        by_output[name] = source
    return [(source, source.name) for source in sources]


def _old_ledger(target: Path) -> dict[str, LedgerEntry]:
    """The entries of the target's ledger; none where there is none or it cannot be read."""
    try:
        return ledger.parse((target / LEDGER_NAME).read_text(encoding="ascii").splitlines())
    except (OSError, UnicodeDecodeError, LedgerError):
        return {}


def _compare(path: Path, data: bytes, name: str, report: Report) -> None:
    try:
        if path.read_bytes() != data:
            report.stale.append(f"{name}: differs")
    except OSError:
        report.stale.append(f"{name}: missing")


def _write_output(path: Path, data: bytes) -> str:
    """Write one output unless it is there already. Returns an error's line, or nothing."""
    try:
        if path.is_symlink() or not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, data)
        else:
            sibling(path).unlink(missing_ok=True)
    except OSError as error:
        return f"{shown(path)}: cannot be written: {(error.strerror or type(error).__name__).lower()}"
    return ""


def _sweep(target: Path) -> None:
    """Remove the temporary siblings that an earlier, killed run left."""
    for folder, _, names in os.walk(target):
        for name in filter(is_temporary, names):
            (Path(folder) / name).unlink(missing_ok=True)


def restore_tree(target: Path, folder: Path) -> Report:
    """Rebuild the sources of a cleaned folder in `folder`, each only where its ledger entry holds.

    Raises:
        UsageError: `target` has no usable ledger.
    """
    try:
        lines = (target / LEDGER_NAME).read_text(encoding="ascii").splitlines()
        entries = ledger.parse(lines)
    except OSError as error:
        reason = (error.strerror or "?").lower()
        raise UsageError(f"{shown(target / LEDGER_NAME)}: cannot be read: {reason}") from None
    except (UnicodeDecodeError, LedgerError) as error:
        raise UsageError(f"{shown(target / LEDGER_NAME)}: not a usable ledger: {error}") from None
    report = Report()
    for name, entry in entries.items():
        fault = _restore_one(target / name, folder / entry.name, entry)
        report.documents += 1
        report.changed += not fault
        if fault:
            report.errors.append(fault)
    return report


def _restore_one(path: Path, back: Path, entry: LedgerEntry) -> str:
    """Rebuild one source. Returns an error's line, or nothing."""
    try:
        if not _plain(entry.name) or not _plain(entry.output):
            raise LedgerError("its name leads out of the folder")
        return _write_output(back, entry.restore(path.read_bytes()))
    except OSError as error:
        return f"{shown(path)}: cannot be read: {(error.strerror or '?').lower()}"
    except (LedgerError, UnicodeError) as error:
        return f"{shown(path)}: not restored: {error}"


def _plain(name: str) -> bool:
    """Whether a name stays below the folder it is put under."""
    return (
        not name.startswith("/")
        and ".." not in Path(name).parts
        and "\0" not in name
        and Path(name).drive == ""
    )
