"""Checks files where they lie, and mends them there; checks a text that comes on standard input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from cleaner.config import Config
from cleaner.engine import Result
from cleaner.files import Found, Source, shown
from cleaner.judging import Judge, known_findings
from cleaner.profile import Profile
from cleaner.records import are_records
from cleaner.registry import load_rules
from cleaner.report import Report
from cleaner.runner import After, Processed, Progress, Work, process_bytes, process_works, works
from cleaner.state import state_folder
from cleaner.surveying import configured, known, sited, worth

CACHED_FROM = 16  # documents; fewer are checked before a cache is opened

Mend = Callable[[Source, Result], None]  # writes a mended text


class Show(Protocol):
    """What a run hands its documents to.

    `view` names what makes the text of a document besides its findings, where nothing else does: then
    a text that was told before can be told again. It is empty where there is no such text.
    """

    @property
    def view(self) -> str: ...

    def document(self, done: Processed, after: After | None = None) -> str:
        """Tell of a document; where it was mended, `after` says what is found in it now.

        Returns the text that was told.
        """

    def repeat(self, text: str) -> None:
        """Tell a text that was told before."""


def check_files(
    paths: Sequence[Path],
    found: Found,
    config: Config,
    jobs: int | None,
    show: Show,
    fix: bool,
    progress: Progress,
    *,
    whole: bool = True,
    note: Callable[[str], None] | None = None,
) -> Report:
    """Check all documents found, handing each result to `show`; with `fix`, mend the files in place.

    `paths` are what was named; `whole` tells whether `found` has all documents of the folders among them.
    Unchanged documents are not checked again where a `note` is given, which is told of trouble with that.

    Raises:
        ConfigError: the baseline cannot be used.
    """
    report = Report(skipped=found.skipped, errors=list(found.errors))
    judge = Judge(config, known_findings(config))
    sources, profile = known(_with_rules(found, config), paths, config, jobs)
    records = any(are_records(source.path) for source in sources)
    named = works(sources, config, lambda source: shown(source.path))
    mend = _in_place(config) if fix else None

    def work(items: Iterable[Work]) -> Iterable[Processed]:
        return process_works(items, config, profile, jobs or worth(sources))

    memory = None
    if note and not records and len(sources) >= CACHED_FROM:
        from cleaner.memory import Memory

        memory = Memory(config, profile, judge.known, "" if fix else show.view, note)
    ready: Iterable[Any] = memory.through(named, work) if memory else work(named)
    for done in progress(ready, 0 if records else len(sources)):
        if not isinstance(done, Processed):
            report.plus(done.counts)
            show.repeat(done.text)
            continue
        if memory:
            memory.keep_result(done)
        done, one, text = _tell(done, judge, show, profile, mend)
        if memory:
            memory.keep_text(done, one.counts(), text)
        report.plus(one.counts())
    if memory:
        memory.close()
    _tell_rest(judge, paths, found, report, show, whole=whole)
    return report


def _with_rules(found: Found, config: Config) -> list[Source]:
    """The documents that a rule is on for; the others are counted as skipped."""
    if not config.per_file_ignores:
        return found.sources
    rules = load_rules()
    kept = [source for source in found.sources if config.rules_for(rules, source.matched)]
    if len(kept) < len(found.sources):
        found.skipped["without a rule"] += len(found.sources) - len(kept)
    return kept


def check_text(
    found: Found, data: bytes, config: Config, show: Show, write: Callable[[bytes], None] | None
) -> Report:
    """Check a text as the document found, if it was; `write` is given the mended text, or else the same.

    Raises:
        ConfigError: the baseline cannot be used.
        UsageError: the profile cannot.
    """
    report = Report(skipped=found.skipped, errors=list(found.errors))
    judge = Judge(config, known_findings(config))
    profile = configured(config)
    written = []

    def mend(source: Source, result: Result) -> None:
        written.append(result.data)

    sources = _with_rules(found, config)
    for source in sited(sources, config) if profile else sources:
        done = process_bytes(source, shown(source.path), data, config, profile)
        _, one, _ = _tell(done, judge, show, profile, mend if write else None)
        report.plus(one.counts())
    if write:
        write(written[0] if written else data)
    _tell_rest(judge, [], found, report, show, whole=False)
    return report


def _tell(
    done: Processed, judge: Judge, show: Show, profile: Profile | None, mend: Mend | None
) -> tuple[Processed, Report, str]:
    """Judge one document, mend it, and tell of it: what became of it, its counts, and the text told."""
    one = Report()
    result, mended, changed = done.result, False, False
    if result is not None:
        changed = result.text != result.source or (mend is not None and _reencoded(result))
        if mend and changed and not done.error:
            done = _mended(done, result, mend)
            mended = not done.error
    done = judge.judge(done, one)
    if done.result is None:
        one.documents += 1
    else:
        written = not done.error
        one.add(
            done.result.findings,
            applied=mend is not None and written,
            changed=changed and written,
            fails=judge.config.fails,
        )
    text = show.document(done, partial(_again, done, judge, profile) if mended else None)
    if done.error:
        one.errors.append(done.error)
    return done, one, text


def _mended(done: Processed, result: Result, mend: Mend) -> Processed:
    """A document after its fixes were written, or with the error that says why they were not."""
    if done.label:
        return replace(done, error=f"{done.shown}: records are not mended in place; use `cleaner clean`")
    try:
        mend(done.source, result)
    except OSError as fault:
        reason = (fault.strerror or "?").lower()
        return replace(done, error=f"{shown(done.source.path)}: cannot be written: {reason}")
    return done


def _in_place(config: Config) -> Mend:
    from cleaner.undo import fix_in_place

    state = state_folder(config)
    return lambda source, result: fix_in_place(source, result, state)


def _tell_rest(
    judge: Judge, paths: Sequence[Path], found: Found, report: Report, show: Show, *, whole: bool
) -> None:
    """Tell of what only a finished run knows: documents that are gone, suppressions of no use."""
    for gone in judge.gone(paths, found, report, whole=whole):
        show.document(gone)
    if unused := judge.unused(paths, whole=whole):
        one = Report()
        findings = unused.result.findings if unused.result else ()
        one.add(findings, applied=False, changed=False, fails=judge.config.fails)
        report.plus({**one.counts(), "documents": 0, "with_findings": 0})
        show.document(unused)


def _again(done: Processed, judge: Judge, profile: Profile | None) -> Processed:
    """What is found in a mended document: that which remains, at its place in the mended text."""
    if done.result is None:
        return done
    after = process_bytes(done.source, done.result.ledger.name, done.result.data, judge.config, profile)
    return Judge(judge.config, judge.known).judge(after, Report())


def _reencoded(result: Result) -> bool:
    """Whether a fix writes the same text in another encoding."""
    changed = result.ledger.source_sha256 != result.ledger.output_sha256
    return changed and any(finding.fixed for finding in result.findings)
