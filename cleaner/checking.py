"""Checks files where they lie, and mends them there; checks a text that comes on standard input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol

from msgspec.structs import replace

from cleaner.config import Config
from cleaner.files import Found, Source, only
from cleaner.paths import shown
from cleaner.patterns import match_any
from cleaner.profile import Profile
from cleaner.readers import is_html
from cleaner.registry import load_rules
from cleaner.report import Report
from cleaner.results import Result
from cleaner.runner import After, Processed, Progress, Work, process_bytes, process_works, works
from cleaner.state import state_folder
from cleaner.surveying import configured, counted, known, sited, worth
from cleaner.triage import Triage, known_findings

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
    known_before = known_findings(config)
    sources = _with_rules(found, config)
    if note and counted(sources) >= CACHED_FROM:
        from cleaner.memory import Memory, survey_once

        note = cache(note)  # trouble is told once
        once = partial(survey_once, note=note)
        sources, profile = known(sources, paths, config, jobs, progress, once)
        memory = Memory(config, profile, known_before, "" if fix else show.view, note)
    else:
        sources, profile = known(sources, paths, config, jobs, progress)
        memory = None
    named = works(sources, config, lambda source: shown(source.path))
    run = _Run(Triage(config, known_before), show, profile, _in_place(config) if fix else None, found)

    def work(items: Iterable[Work]) -> Iterable[Processed]:
        return process_works(items, config, profile, jobs or worth(sources))

    ready: Iterable[Any] = memory.through(named, work) if memory else work(named)
    for done in progress(ready, counted(sources)):
        if not isinstance(done, Processed):
            run.report.plus(done.counts)
            show.repeat(done.text)
            continue
        if memory:
            memory.keep_result(done)
        done, counts, text = run.tell(done)
        if memory:
            memory.keep_text(done, counts, text)
    if memory:
        memory.close()
    run.tell_rest(paths, whole=whole)
    return run.report


def check_text(
    found: Found, data: bytes, config: Config, show: Show, write: Callable[[bytes], None] | None
) -> Report:
    """Check a text as the document found, if it was; `write` is given the mended text, or else the same.

    Raises:
        ConfigError: the baseline cannot be used.
        UsageError: the profile cannot.
    """
    written = [data]
    profile = configured(config)
    mend: Mend | None = (lambda source, result: written.append(result.data)) if write else None
    run = _Run(Triage(config, known_findings(config)), show, profile, mend, found)
    sources = _with_rules(found, config)
    for source in sited(sources, config) if profile else sources:
        run.tell(process_bytes(source, shown(source.path), data, config, profile))
    if write:
        write(written[-1])
    run.tell_rest([], whole=False)
    return run.report


def _with_rules(found: Found, config: Config) -> Sequence[Source]:
    """The documents that a rule is on for; the others are counted as skipped."""
    if not config.per_file_ignores:
        return found.sources
    rules = load_rules(config.own)
    on: dict[tuple[str, ...], bool] = {(): True}  # by the patterns that a document matches, which are few

    def has_rules(source: Source) -> bool:
        patterns = tuple(one for one in config.per_file_ignores if match_any([one], source.matched))
        if patterns not in on:
            on[patterns] = bool(config.rules_for(rules, source.matched))
        return on[patterns]

    kept = only(found.sources, has_rules)
    if len(kept) < len(found.sources):
        found.skipped["without a rule"] += len(found.sources) - len(kept)
    return kept


def _in_place(config: Config) -> Mend:
    from cleaner.undo import fix_in_place

    state = state_folder(config)
    return lambda source, result: fix_in_place(source, result, state)


class _Run:
    """A run in the making: each document is assessed, mended, told of and counted."""

    def __init__(
        self, triage: Triage, show: Show, profile: Profile | None, mend: Mend | None, found: Found
    ) -> None:
        self.triage = triage
        self.show = show
        self.profile = profile
        self.mend = mend
        self.found = found
        self.report = Report(skipped=found.skipped, endings=found.endings, errors=list(found.errors))
        self.refused: set[Path] = set()  # pages and files of records that there is something to mend in

    def tell(self, done: Processed) -> tuple[Processed, Mapping[str, Any], str]:
        """Take one document; returns what became of it, its counts, and the text that was told."""
        one = Report()
        result, mended, changed = done.result, False, False
        if result is not None:
            changed = result.text != result.source or (self.mend is not None and _reencoded(result))
            if self.mend and changed and not done.error:
                done, mended = self._mended(done, result, self.mend)
        done = self.triage.assess(done, one)
        if done.result is None:
            one.documents += 1
        else:
            written = mended or (changed and self.mend is None and not done.error)
            fails = self.triage.config.fails
            in_place = not done.label
            one.add(done.result.findings, applied=mended, changed=written, in_place=in_place, fails=fails)
        text = self.show.document(done, partial(self._again, done) if mended else None)
        if done.error:
            one.errors.append(done.error)
        counts = one.counts()
        self.report.plus(counts)
        return done, counts, text

    def _mended(self, done: Processed, result: Result, mend: Mend) -> tuple[Processed, bool]:
        """A document and whether its fixes were written; where not, with the error that says why."""
        path = done.source.path
        if done.label:
            what = "pages of HTML" if is_html(done.source.name) else "records"
            told = f"{shown(path)}: {what} are not mended in place; use `cleaner clean`"
            error = "" if path in self.refused else told  # once a file
            self.refused.add(path)
            return replace(done, error=error), False
        try:
            mend(done.source, result)
        except OSError as fault:
            reason = (fault.strerror or "?").lower()
            return replace(done, error=f"{shown(path)}: cannot be written: {reason}"), False
        return done, True

    def _again(self, done: Processed) -> Processed:
        """What is found in a mended document: that which remains, at its place in the mended text."""
        if done.result is None:
            return done
        config, name = self.triage.config, done.result.ledger.name
        after = process_bytes(done.source, name, done.result.data, config, self.profile)
        return Triage(config, self.triage.known).assess(after, Report())

    def tell_rest(self, paths: Sequence[Path], *, whole: bool) -> None:
        """Tell of what only a finished run knows: documents that are gone, suppressions of no use."""
        for gone in self.triage.gone(paths, self.found, self.report):
            self.show.document(gone)
        if unused := self.triage.unused(paths, self.found, whole=whole):
            one = Report()
            findings = unused.result.findings if unused.result else ()
            one.add(findings, applied=False, changed=False, fails=self.triage.config.fails)
            self.report.plus({**one.counts(), "documents": 0, "with_findings": 0})
            self.show.document(unused)


def _reencoded(result: Result) -> bool:
    """Whether a fix writes the same text in another encoding."""
    changed = result.ledger.source_sha256 != result.ledger.output_sha256
    return changed and any(finding.fixed for finding in result.findings)
