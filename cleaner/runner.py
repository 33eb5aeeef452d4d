"""Runs the engine over many documents: in this process or a pool, always in the order given."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cleaner import suppressions
from cleaner.asking import RuleError
from cleaner.config import Config
from cleaner.engine import read, run
from cleaner.files import Found, Source, frequent, skipped_as
from cleaner.ledger import LedgerError, to_bytes
from cleaner.paths import shown
from cleaner.profile import Profile
from cleaner.readers import is_html, told_as
from cleaner.registry import load_rules
from cleaner.results import Result
from cleaner.rounds import Unstable
from cleaner.survey import Observation, observe

if TYPE_CHECKING:
    from cleaner.records import Record

_POOL_FROM_DOCUMENTS = 256  # below this a pool costs more than it saves (its start is about 0.2 s)
_CHUNK = 16  # documents a worker takes at a time
_PATIENCE = 1.0  # seconds that the thread of a pool has to notice that its workers ended
_AHEAD = 8  # chunks a worker may be ahead of the reader, so that memory stays flat


class UsageError(Exception):
    """The command cannot begin as it was given: one line saying what, where and what to do."""


class Processed(Struct, frozen=True):
    """One document's result, or the line that says why there is none.

    `label` and `line` are those of `Work`; the text of a page is told as a record of its file. A document
    that is `gone` was not there: its result tells what was known of it.
    """

    source: Source
    result: Result | None
    error: str = ""
    label: str = ""
    line: int = 0
    gone: bool = False

    @property
    def shown(self) -> str:
        """How the document is called in messages."""
        return self.label or shown(self.source.path)


class Work(Struct, frozen=True):
    """One document to clean: a file, or with `text` a record of one; `name` is what the ledger calls it.

    `label` is the record's name in messages, `line` its line in the file (0 of a file), and `error` says why
    there is no text.
    """

    source: Source
    name: str
    text: str | None = None
    label: str = ""
    error: str = ""
    line: int = 0


def works(sources: Iterable[Source], config: Config, name: Callable[[Source], str]) -> Iterator[Work]:
    """The documents of files, and of each file of records its records, read one after the other."""
    from cleaner import records

    for source in sources:
        if not records.are_records(source.path):
            yield Work(source, name(source))
            continue
        try:
            for record in records.read(source.path, config):
                yield from of_record(source, name(source), record, config)
        except OSError as error:
            reason = (error.strerror or "?").lower()
            yield Work(source, name(source), error=f"{shown(source.path)}: cannot be read: {reason}")


def of_record(source: Source, name: str, record: Record, config: Config) -> Iterator[Work]:
    """The work that a record makes: none for a blank line, two where it is noted and cleaned all the same."""
    place = f"{shown(source.path)}:{record.number}"
    if record.error:
        if record.error != "blank":
            told = f"{place}: {record.error}; the line is left out"
            yield Work(source, name, error=told, line=record.number)
        return
    if record.note:
        yield Work(source, name, error=f"{place}: {record.note}", line=record.number)
    if config.site_field:
        source = replace(source, site=record.site)
    elif source.site is None:
        source = replace(source, site=config.site_of(record.id))
    member = f"{name}#{record.id}"
    label = f"{shown(source.path)}#{record.id}"
    yield Work(replace(source, name=member), member, record.text, label, line=record.number)


def process_work(work: Work, config: Config, profile: Profile | None) -> Processed:
    """Clean one document."""
    if work.error:
        return Processed(work.source, None, work.error, work.label, work.line)
    if work.text is None:
        return process(work.source, work.name, config, profile)
    done = process_bytes(work.source, work.name, work.text, config, profile, work.label)
    return replace(done, line=work.line)


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
    source: Source,
    name: str,
    data: bytes | str,
    config: Config,
    profile: Profile | None,
    label: str = "",
) -> Processed:
    """Clean one document's bytes, or a record's text. A fault is an error of this document alone."""
    where = label or shown(source.path)
    line = 0
    if not label:
        label, line = page_place(source, name)
    try:
        rules = config.rules_for(load_rules(config.own), source.matched)
        document = read(name, data, source.site, source.name)
        met: list[suppressions.Met] = []
        rules = suppressions.sparing(rules, suppressions.about(config, source.known_as), document, met)
        result = run(document, to_bytes(data) if isinstance(data, str) else data, rules, config, profile)
        if met:
            result = suppressions.with_met(result, met, document)
    except (RuleError, Unstable, LedgerError) as error:
        return Processed(source, None, f"{where}: internal error, document left alone: {error}", label, line)
    except Exception as error:  # whatever it is, it is this document's
        what = f"{type(error).__name__}: {error}"
        return Processed(source, None, f"{where}: internal error, document left alone: {what}", label, line)
    if result.unreadable:
        why = result.ledger.encoding.reason
        return Processed(source, result, f"{where}: cannot be read as text, left alone: {why}", label, line)
    return Processed(source, result, "", label, line)


def page_place(source: Source, name: str) -> tuple[str, int]:
    """The `label` and `line` of a file: those of a record for the text of a page, else none."""
    return (told_as(shown(source.path)), 1) if is_html(name) else ("", 0)


def processes(documents: int) -> int:
    """How many processes a number of documents is worth."""
    return (os.cpu_count() or 1) if documents >= _POOL_FROM_DOCUMENTS else 1


def process_works(
    items: Iterable[Work], config: Config, profile: Profile | None, jobs: int
) -> Iterator[Processed]:
    """Process documents in order, with as many processes as `jobs` says."""
    return _in_pool(items, partial(process_work, config=config), jobs, profile)


def observe_all(items: Iterable[Work], jobs: int) -> Iterator[Observation | None]:
    """Look at documents for the survey of their set; what cannot be read tells nothing."""
    return _in_pool(items, _observe, jobs, None)


def _observe(work: Work, profile: Profile | None) -> Observation | None:
    text = work.text
    if work.error:
        return None
    if text is None:
        try:
            document = read(work.name, work.source.path.read_bytes())
        except OSError:
            return None
        if not document.encoding.codec:
            return None
        text = document.text
    return observe(work.source.name, work.source.site or "", text)


_Made = TypeVar("_Made")
_profile: Profile | None = None  # of a worker process: sent to it once, and not with each chunk


def _in_pool(
    items: Iterable[Work], make: Callable[..., _Made], jobs: int, profile: Profile | None
) -> Iterator[_Made]:
    """What `make(item, profile=profile)` gives, in order."""
    remaining = iter(items)
    first = list(islice(remaining, _CHUNK + 1))
    remaining = chain(first, remaining)
    if jobs == 1 or len(first) <= _CHUNK:
        for item in remaining:
            yield make(item, profile=profile)
        return
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(os.getpid(), profile))
    try:
        waiting: deque[Future[list[_Made]]] = deque()
        while chunk := list(islice(remaining, _CHUNK)):
            with _uninterrupted():  # this is when workers are started
                waiting.append(pool.submit(_make_chunk, make, chunk))
            if len(waiting) >= jobs * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise UsageError("a worker process was killed; what was written is whole, run again") from None
    except BaseException:
        _stop(pool)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back for a moment; a process that is started meanwhile never gets it.

    A terminal sends it to all processes at once. It is this one that ends the others, and a worker that
    is hit while it starts, before any of our code runs in it, would print a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows processes start otherwise
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(parent: int, profile: Profile | None) -> None:
    global _profile
    _profile = profile
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # also where a worker was not started by a fork
    _end_with(parent)


def _make_chunk(make: Callable[..., _Made], chunk: list[Work]) -> list[_Made]:
    return [make(item, profile=_profile) for item in chunk]


def _stop(pool: Any) -> None:
    """End the workers of a pool at once: else an interrupt waits for whole chunks.

    A worker that ends amid a message leaves the pool's own thread waiting for the rest of it, because
    this process holds the other end of the pipe too; so that end is closed. The other way round it is
    for that thread to close what workers read from; before 3.11.5 it does not.
    """
    thread = getattr(pool, "_executor_manager_thread", None)
    for worker in list((getattr(pool, "_processes", None) or {}).values()):
        worker.terminate()
    for queue, end in (("_result_queue", "_writer"), ("_call_queue", "_reader")):
        pipe = getattr(getattr(pool, queue, None), end, None)
        if pipe is not None and (end == "_writer" or (thread and thread.is_alive())):
            with suppress(OSError):
                pipe.close()
        if thread:
            thread.join(_PATIENCE)


def _end_with(parent: int) -> None:
    """Let a worker end when the process that started it is killed: nobody else would tell it."""
    from threading import Thread
    from time import sleep

    def watch() -> None:
        while os.getppid() == parent:
            sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


After = Callable[[], Processed]
"""Tells what is found in a document after its fixes were written."""


class Progress(Protocol):
    """Wraps what a part of a run makes, one after the other, to show how far it is."""

    def __call__(self, made: Iterable[_Made], number: int, doing: str = "") -> Iterable[_Made]:
        """Wrap a part that is about `number` documents, 0 where nobody knows; `doing` names it."""


def nothing_in(paths: Sequence[Path], found: Found) -> str:
    """The line for a folder without documents; what it does hold tells what to configure."""
    reasons = sorted(found.skipped.items())
    skipped = ", ".join(f"{count} {skipped_as(reason, found.endings)}" for reason, count in reasons)
    where = ", ".join(shown(path) for path in paths)
    patterns = ", ".join(f'"*{end}"' for end in frequent(found.endings))
    return (
        f"{where}: nothing to check"
        + (f" (skipped: {skipped})" if skipped else " (no files)")
        + (
            f"; to take these for documents, write documents = [{patterns}] into cleaner.toml"
            if patterns
            else "; see `documents`"
        )
    )
