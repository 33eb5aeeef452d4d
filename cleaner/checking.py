"""Checks files where they lie, and mends them there: with a record that takes the last fix back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from cleaner import cache, ledger, suppressions
from cleaner.baseline import Baseline
from cleaner.config import Config
from cleaner.engine import Result
from cleaner.files import STATE_FOLDER, Found, Source, readers_of, shown, sync_folder, write
from cleaner.judging import Judge, covers_root, known_findings
from cleaner.ledger import LedgerError
from cleaner.profile import Profile
from cleaner.records import are_records
from cleaner.report import Report
from cleaner.runner import Processed, Progress, UsageError, Work, process_bytes, process_works, works
from cleaner.surveying import known, worth

CACHED_FROM = 16  # documents; fewer are checked before a cache is opened


class Show(Protocol):
    """What a run hands its documents to.

    `view` names what makes the text of a document besides its findings, where nothing else does: then
    a text that was told before can be told again. It is empty where there is no such text.
    """

    @property
    def view(self) -> str: ...

    def document(self, done: Processed, mended: bool = False) -> str:
        """Tell of a document; returns the text that was told."""

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
    note: Callable[[str], None] | None = None,
) -> Report:
    """Check all documents found, handing each result to `show`; with `fix`, mend the files in place.

    `show` gets the result, and whether the file was mended; `again` tells what is found in it then.
    `paths` are what was named. Unchanged documents are not checked again where a `note` is given, which
    is told of trouble with that.

    Raises:
        ConfigError: the baseline cannot be used.
    """
    report = Report(skipped=found.skipped, errors=list(found.errors))
    baseline = known_findings(config)
    judge = Judge(config, baseline)
    sources, profile = known(found.sources, paths, config, jobs)
    records = any(are_records(source.path) for source in sources)
    named = works(sources, config, lambda source: shown(source.path))
    memory = None
    if note and not records and len(sources) >= CACHED_FROM:
        memory = Memory(config, profile, baseline, "" if fix else show.view, note)

    def work(items: Iterable[Work]) -> Iterable[Processed]:
        return process_works(items, config, profile, jobs or worth(sources))

    ready = cache.through(named, memory.find, work) if memory else work(named)
    for done in progress(ready, 0 if records else len(sources)):
        if isinstance(done, _Seen):
            report.plus(done.counts)
            show.repeat(done.text)
            continue
        one = Report()
        result, mended = done.result, False
        if memory:
            memory.keep_result(done)
        if result is None:
            one.documents += 1
        else:
            changed = result.text != result.source or (fix and _reencoded(result))
            if fix and changed and not done.error and done.label:
                done = replace(
                    done, error=f"{done.label}: records are not mended in place; use `cleaner clean`"
                )
            elif fix and changed and not done.error:
                try:
                    _fix_in_place(done.source, result, state_folder(config))
                    mended = True
                except OSError as fault:
                    reason = (fault.strerror or "?").lower()
                    done = replace(done, error=f"{shown(done.source.path)}: cannot be written: {reason}")
            done = judge.judge(done, one)
            findings = done.result.findings if done.result else ()
            written = not done.error
            one.add(findings, applied=fix and written, changed=changed and written, fails=config.fails)
        text = show.document(done, mended)
        if done.error:
            one.errors.append(done.error)
        if memory:
            memory.keep_text(done, one.counts(), text)
        report.plus(one.counts())
    if memory:
        memory.close()
    if unused := judge.unused(whole=covers_root(paths, config)):
        one = Report()
        one.add(
            unused.result.findings if unused.result else (), applied=False, changed=False, fails=config.fails
        )
        report.plus({**one.counts(), "documents": 0, "with_findings": 0})
        show.document(unused)
    return report


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the cache knows of a document: its counts, and the text that was told."""

    counts: Mapping[str, Any]
    text: str


class Memory:
    """The cache as `check` uses it: the text that was told of a document, or else its result."""

    def __init__(
        self,
        config: Config,
        profile: Profile | None,
        known: Baseline | None,
        view: str,
        note: Callable[[str], None],
    ) -> None:
        self.config = config
        self.known = known
        self.view = view and f"{view} {known is not None}"
        self.cache = cache.Cache(state_folder(config), cache.kind(config, profile), note)
        self.fresh: set[str] = set()

    def find(self, work: Work) -> Processed | _Seen | None:
        """What is known of a document as it is now; None where it has to be checked."""
        source, name = work.source, work.name
        try:
            data = source.path.read_bytes()
        except OSError:
            return None
        digest, entries = ledger.digest(data), suppressions.about(self.config, source.matched)
        key = self._key(source, digest)
        if (
            self.view
            and not entries
            and (stored := self.cache.get(name, self._viewed(source, key), self.view))
        ):
            return _Seen(*stored)
        stored = self.cache.get(name, key)
        if stored is None:
            self.fresh.add(name)
            return None
        try:
            return Processed(source, cache.unpacked(stored[0], name, data), stored[1])
        except (ValueError, TypeError, LookupError):
            self.cache.damaged()
            return None

    def keep_result(self, done: Processed) -> None:
        """Remember a document's result."""
        result = done.result
        if result is not None and result.ledger.name in self.fresh:
            self.fresh.remove(result.ledger.name)
            key = self._key(done.source, result.ledger.source_sha256)
            self.cache.put(result.ledger.name, key, [cache.packed(result), done.error])

    def keep_text(self, done: Processed, counts: Mapping[str, Any], text: str) -> None:
        """Remember what was told of a document, and how it counts."""
        source, result = done.source, done.result
        if result is not None and self.view and not suppressions.about(self.config, source.matched):
            key = self._viewed(source, self._key(source, result.ledger.source_sha256))
            self.cache.put(result.ledger.name, key, [counts, text], self.view)

    def close(self) -> None:
        """Write what is waiting."""
        self.cache.close()

    def _key(self, source: Source, digest: str) -> str:
        entries = suppressions.about(self.config, source.matched)
        return f"{digest} {source.matched} {entries!r}" if entries else f"{digest} {source.matched}"

    def _viewed(self, source: Source, key: str) -> str:
        known = self.known.known.get(source.matched) if self.known else None
        return f"{key} {ledger.digest(repr(sorted(known.items())).encode())}" if known else key


def again(done: Processed, judge: Judge) -> Processed:
    """What is found in a mended document: that which remains, at its place in the mended text."""
    if done.result is None:
        return done
    after = process_bytes(done.source, done.result.ledger.name, done.result.data, judge.config, None)
    return judge.judge(after, Report())


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
    cache.prepare(state)
    if not record.parent.is_dir():
        record.parent.mkdir(parents=True)
        sync_folder(state)
        sync_folder(state.parent)
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
