"""TARGET: the folder of cleaned texts with its report and ledger; what is fresh in it, and the way back."""

from __future__ import annotations

import heapq
import json
import os
import unicodedata
from collections.abc import Sequence
from itertools import chain
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from cleaner import cleaning_report, ledger, recording
from cleaner.config import Config
from cleaner.files import RECORDS, Found, Source, discover, only
from cleaner.journal import undisturbed
from cleaner.ledger import LedgerEntry, LedgerError
from cleaner.lookup import Names
from cleaner.manifest import Manifest, held
from cleaner.paths import is_linked, shown
from cleaner.permissions import readers_of
from cleaner.profile import Profile
from cleaner.readers import is_markdown
from cleaner.records import are_records
from cleaner.report import Report
from cleaner.runner import Progress, UsageError, Work, nothing_in, process_works, processes
from cleaner.surveying import LEDGER_NAME, PROFILE_NAME, beside, known, sited
from cleaner.writing import write

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
    report = Report(skipped=found.skipped, endings=found.endings, errors=list(found.errors))
    outputs = Names(chain((REPORT_NAME, PROFILE_NAME), chain.from_iterable(map(_outputs_of, found.sources))))
    whole = source.is_dir() and not found.errors
    with held(target, outputs, report, whole=whole, check=check) as manifest:
        sources, profile = _known(found.sources, source, target, config, jobs, progress, check=check)
        totals = cleaning_report.Totals()
        texts = only(sources, lambda one: not are_records(one.path))
        sections = _clean_texts(texts, manifest, config, profile, jobs, report, totals, progress)
        for one in sources:
            if are_records(one.path):
                recording.clean_records(one, manifest, config, profile, jobs, report, totals, progress)
        written = {REPORT_NAME: cleaning_report.report(sections, totals)}
        if profile:
            written[PROFILE_NAME] = profile.to_text()
        else:
            manifest.remove(PROFILE_NAME, "its set has nothing in common")
        for name, text in written.items():
            if error := manifest.write(name, ledger.to_bytes(text), manifest.readers):
                report.errors.append(error)
                manifest.keep(name)
            else:
                manifest.mark(name)
    return report, found


def output_name(name: str) -> str:
    """The name of a document's cleaned text: its own, with `.txt` behind it unless it is text or records."""
    return name if name.endswith((".txt", *RECORDS)) or is_markdown(name) else name + ".txt"


def _outputs_of(source: Source) -> tuple[str, ...]:
    name = output_name(source.name)
    return (name, name + recording.LEDGER_SUFFIX) if are_records(source.path) else (name,)


def _clean_texts(
    sources: Sequence[Source],
    manifest: Manifest,
    config: Config,
    profile: Profile | None,
    jobs: int | None,
    report: Report,
    totals: cleaning_report.Totals,
    progress: Progress,
) -> list[str]:
    """Clean texts into TARGET, count them, and tell of those that changed most."""
    most: list[tuple[int, int, str]] = []  # as a heap: characters, -order, section of the report
    works = (Work(source, source.name) for source in sources)
    made = process_works(works, config, profile, jobs or processes(len(sources)))
    for order, done in enumerate(progress(made, len(sources))):
        name = output_name(done.source.name)
        result, error = done.result, done.error
        readers = readers_of(done.source.path, done.source.name)
        manifest.readers = manifest.readers.and_of(readers)
        if result is not None and not error:
            error = manifest.write(name, result.data, readers)
        if error or result is None:
            report.documents += 1
            report.failed += 1
            report.errors.append(error)
            manifest.keep(name)
            continue
        manifest.account(name, replace(result.ledger, output=name).to_json())
        report.add(result.findings, applied=True, changed=result.text != result.source)
        totals.add(result)
        size = sum(edit.end - edit.start + len(edit.replacement) for edit in result.ledger.edits)
        if len(most) < REPORTED_DOCUMENTS:
            heapq.heappush(most, (size, -order, cleaning_report.section(result)))
        elif size > most[0][0]:
            heapq.heapreplace(most, (size, -order, cleaning_report.section(result)))
    return [section for _, _, section in sorted(most, key=lambda item: -item[1])]


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
    outputs = Names(_alike(output_name(source.name)) for source in sources)
    folders = {str(PurePosixPath(source.name).parent) for source in sources}
    above = {str(one) for folder in folders for one in PurePosixPath(_alike(f"{folder}/x")).parents}
    if outputs.distinct and not any(name in outputs for name in {*above, LEDGER_NAME, PROFILE_NAME}):
        return  # no need to remember all names
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
    progress: Progress,
    *,
    check: bool,
) -> tuple[Sequence[Source], Profile | None]:
    """The profile to clean under: TARGET's own where that is only checked, or one file is cleaned anew."""
    if not config.profile and (check or source.is_file()) and (profile := beside(target)):
        return sited(sources, config), profile
    return known(sources, [source], config, jobs, progress)


def _alike(name: str) -> str:
    """What names have in common that are one file to some file systems."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_target(folder: Path) -> bool:
    """Whether a folder has a ledger, and so is one of cleaned texts."""
    return (folder / LEDGER_NAME).is_file()


def restore_tree(target: Path, folder: Path, progress: Progress) -> Report:
    """Rebuild the sources of a cleaned folder in `folder`, each only where its ledger entry holds.

    Raises:
        UsageError: `target` has no usable ledger, another run writes it, or `folder` lies in it.
    """
    if target.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise UsageError(f"{shown(folder)}: lies in the cleaned folder; name another for the sources")
    path = target / LEDGER_NAME
    report = Report()
    try:
        with undisturbed(target), path.open("rb") as file:
            ledger.check_header(json.loads(file.readline()))
            for number, raw in enumerate(progress(file, 0), 2):
                _restore_line(raw, f"{shown(path)}:{number}", target, folder, report)
    except OSError as error:
        raise UsageError(f"{shown(path)}: cannot be read: {(error.strerror or '?').lower()}") from None
    except LedgerError as error:
        raise UsageError(f"{shown(path)}: not a usable ledger: {error}") from None
    except _DAMAGED:
        raise UsageError(f"{shown(path)}: not a usable ledger: line 1 is damaged") from None
    return report


_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, RecursionError)  # what a bad line raises


def _restore_line(raw: bytes, place: str, target: Path, folder: Path, report: Report) -> None:
    """Rebuild the source that a line of the ledger tells of, if it does."""
    try:
        line = json.loads(raw)
        if "name" not in line:
            output = line["output"]
            if output.endswith(recording.LEDGER_SUFFIX):
                recording.restore_records(target, output, folder, report)
            return
        entry = ledger.entry_of(line)
    except LedgerError as error:
        fault = f"{place}: not restored: {error}"
    except _DAMAGED as error:
        fault = f"{place}: not restored: the line is damaged ({type(error).__name__})"
    else:
        fault = _restore_one(target / entry.output, entry, target, folder)
    report.documents += 1
    report.changed += not fault
    if fault:
        report.errors.append(fault)


def _restore_one(path: Path, entry: LedgerEntry, target: Path, folder: Path) -> str:
    """Rebuild one source. Returns an error's line, or nothing."""
    if is_linked(target, entry.output):
        return f"{shown(path)}: not restored: it is a link, or lies behind one"
    try:
        source = entry.restore(path.read_bytes())
    except OSError as error:
        return f"{shown(path)}: cannot be read: {(error.strerror or '?').lower()}"
    except (LedgerError, *_DAMAGED) as error:
        return f"{shown(path)}: not restored: {error}"
    back = folder / entry.name
    if is_linked(folder, entry.name):
        return f"{shown(back)}: is a link, or lies behind one; not written"
    try:
        if not os.path.lexists(back):
            back.parent.mkdir(parents=True, exist_ok=True)
            write(back, source, readers=readers_of(path, entry.output))
        elif back.read_bytes() != source:
            return f"{shown(back)}: exists and differs; not overwritten"
    except OSError as error:
        return f"{shown(back)}: cannot be written: {(error.strerror or '?').lower()}"
    return ""
