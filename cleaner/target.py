"""TARGET: the folder of cleaned texts with its report and ledger; what is fresh in it, and the way back."""

from __future__ import annotations

import heapq
import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from cleaner import ledger, markdown, recording
from cleaner.config import Config
from cleaner.engine import Result
from cleaner.files import (
    EVERYBODY,
    Found,
    Readers,
    Source,
    discover,
    is_temporary,
    output_name,
    readers_of,
    restrict,
    shown,
    sibling,
    write,
)
from cleaner.ledger import LedgerEntry, LedgerError
from cleaner.profile import Profile
from cleaner.records import are_records
from cleaner.report import Report
from cleaner.runner import Progress, UsageError, nothing_in, process_all
from cleaner.surveying import LEDGER_NAME, PROFILE_NAME, beside, known, sited

REPORT_NAME = "report.md"
REPORTED_DOCUMENTS = 200  # report.md shows this many at most: a diff of everything is nobody's reading


def clean_tree(
    source: Path, target: Path, config: Config, jobs: int | None, *, check: bool, progress: Progress
) -> tuple[Report, Found]:
    """Clean a folder (or file) into `target`: texts, report.md and ledger.jsonl.

    With `check` nothing is written; `Report.stale` then says what is not as it would be written.

    Raises:
        UsageError: nothing to clean, two sources for one output, or a target that is in the way.
    """
    found = discover([source], config)
    if not found.sources:
        raise UsageError(found.errors[0] if found.errors else nothing_in([source], found))
    _refuse_overlap(source, target)
    _named_by_output(found.sources)
    old = _old_ledger(target)
    sources, profile = _known(found.sources, source, target, config, jobs, check=check)
    named = [(one, one.name) for one in sources if not are_records(one.path)]
    report = Report(skipped=found.skipped, errors=list(found.errors))
    most: list[tuple[int, int, Result]] = []  # the most changed, as a heap: characters, -order, result
    totals = markdown.Totals()
    entries: dict[str, LedgerEntry] = {}
    readers = EVERYBODY  # of report and ledger: who may read all the sources
    for order, done in enumerate(progress(process_all(named, config, profile, jobs), len(named))):
        name = output_name(done.source.name)
        result, error = done.result, done.error
        own = readers_of(done.source)
        readers = readers.and_of(own)
        if result is not None and not error:
            if check:
                _compare(target / name, result.data, name, report)
            elif _is_foreign(target / name, name, result.data, old):
                error = f"{shown(target / name)}: was not written by cleaner; move it away"
            else:
                error = _write_output(target / name, result.data, target, own)
        if error or result is None:
            report.documents += 1
            report.failed += 1
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
    for one in sources:
        if are_records(one.path):
            recording.clean_records(one, target, config, profile, jobs, report, totals, check=check)
    if found.errors or not source.is_dir():
        entries = {**old, **entries}  # what was not seen this time is not gone
    sections = [markdown.section(result) for _, _, result in sorted(most, key=lambda item: -item[1])]
    written = {
        REPORT_NAME: markdown.report(sections, totals),
        LEDGER_NAME: "\n".join([ledger.header(), *(entry.to_json() for entry in entries.values())]) + "\n",
    }
    if profile:
        written[PROFILE_NAME] = profile.to_text()
    _finish(target, written, old.keys() - entries.keys(), old, report, readers, check=check)
    return report, found


def _finish(
    target: Path,
    written: dict[str, str],
    gone: Iterable[str],
    old: dict[str, LedgerEntry],
    report: Report,
    readers: Readers,
    *,
    check: bool,
) -> None:
    """Write report and ledger, and remove the outputs of sources that are no more."""
    for name in sorted(gone):
        path = target / name
        if check:
            report.stale.append(f"{name}: its source is gone")
        elif _inside(path, target) and _is_ours(path, old[name]):
            path.unlink()
    for name, text in written.items():
        data = ledger.to_bytes(text)
        if check:
            _compare(target / name, data, name, report)
        elif error := _write_output(target / name, data, target, readers):
            report.errors.append(error)
    if not check:
        if PROFILE_NAME not in written:
            (target / PROFILE_NAME).unlink(
                missing_ok=True
            )  # of an earlier run; the set has nothing in common
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


def _named_by_output(sources: Sequence[Source]) -> None:
    """Refuse sources whose outputs would be one on some file system.

    Raises:
        UsageError: two outputs are one file, or one is a folder of the other; there are file systems to
            which case, or the form of accents, makes no difference.
    """
    by_output: dict[str, Source] = {}
    for source in sources:
        name = output_name(source.name)
        if name in (LEDGER_NAME, PROFILE_NAME):
            raise UsageError(f"{shown(source.path)}: its output would overwrite TARGET's {name}; rename it")
        first = by_output.setdefault(_alike(name), source)
        if first is not source:
            other = output_name(first.name)
            both = f"{shown(first.path)} and {shown(source.path)}: both would be written to {name}"
            if other != name:
                both += f" where case or the form of accents makes no difference ({other})"
            raise UsageError(f"{both}; rename one")
    for name, source in by_output.items():
        for folder in PurePosixPath(name).parents:
            if file := by_output.get(str(folder)):
                both = f"{shown(file.path)} and {shown(source.path)}"
                raise UsageError(f"{both}: {output_name(file.name)} cannot be file and folder; rename one")


def _known(
    sources: Sequence[Source],
    source: Path,
    target: Path,
    config: Config,
    jobs: int | None,
    *,
    check: bool,
) -> tuple[list[Source], Profile | None]:
    """The profile to clean under: TARGET's own where that is only checked, or one file is cleaned anew."""
    if not config.profile and (check or source.is_file()) and (profile := beside(target)):
        return sited(sources, config), profile
    return known(sources, [source], config, jobs)


def _alike(name: str) -> str:
    """What names have in common that are one file to some file systems."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _old_ledger(target: Path) -> dict[str, LedgerEntry]:
    """The entries of the target's ledger; none where there is none or it cannot be read."""
    try:
        return ledger.parse((target / LEDGER_NAME).read_text(encoding="ascii").splitlines())
    except (OSError, UnicodeDecodeError, LedgerError):
        return {}


def _is_foreign(path: Path, name: str, data: bytes, old: dict[str, LedgerEntry]) -> bool:
    """Whether a file stands where an output would go that no ledger of ours names."""
    try:
        return name not in old and path.is_file() and path.read_bytes() != data
    except OSError:
        return False


def _is_ours(path: Path, entry: LedgerEntry) -> bool:
    """Whether a file still is the text that its ledger entry tells of."""
    return path.is_file() and ledger.digest(path.read_bytes()) == entry.output_sha256


def _inside(path: Path, folder: Path) -> bool:
    """Whether a path, all links on the way to it followed, lies in a folder."""
    return folder.resolve() in path.parent.resolve().joinpath(path.name).parents


def _compare(path: Path, data: bytes, name: str, report: Report) -> None:
    try:
        if path.read_bytes() != data:
            report.stale.append(f"{name}: differs")
    except OSError:
        report.stale.append(f"{name}: missing")


def _write_output(path: Path, data: bytes, folder: Path, readers: Readers) -> str:
    """Write one file below `folder` unless it is there already. Returns an error's line, or nothing."""
    try:
        if not _inside(path, folder):
            return f"{shown(path)}: a link leads out of {shown(folder)}; not written"
        if path.is_symlink() or not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, data, readers=readers)
        else:
            restrict(path, readers)
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
    for kept in recording.ledgers(target):
        recording.restore_records(target, kept, folder, report)
    for name, entry in entries.items():
        fault = _restore_one(target / name, folder / entry.name, entry, folder)
        report.documents += 1
        report.changed += not fault
        if fault:
            report.errors.append(fault)
    return report


def _restore_one(path: Path, back: Path, entry: LedgerEntry, folder: Path) -> str:
    """Rebuild one source. Returns an error's line, or nothing."""
    try:
        source = entry.restore(path.read_bytes())
        if back.exists() and back.read_bytes() != source:
            return f"{shown(back)}: exists and differs; not overwritten"
        return _write_output(back, source, folder, readers_of(Source(path, entry.output, entry.output)))
    except OSError as error:
        return f"{shown(path)}: cannot be read: {(error.strerror or '?').lower()}"
    except (LedgerError, ValueError, LookupError, TypeError, AttributeError) as error:
        return f"{shown(path)}: not restored: {error}"
