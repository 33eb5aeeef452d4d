"""Runs the engine over many documents: in this process or a pool, always in the order given."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from cleaner import suppressions
from cleaner.config import Config
from cleaner.document import Document
from cleaner.engine import Result, RuleError, Unstable, read, run
from cleaner.files import Found, Source, discover, shown
from cleaner.ledger import LedgerError
from cleaner.profile import Profile
from cleaner.registry import load_rules

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


@dataclass(frozen=True, slots=True)
class OneLine:
    """What a command that is asked about one line needs: the document as it is, and what became of it."""

    source: Source
    result: Result
    document: Document


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
        document = read(name, data)
        rules = suppressions.sparing(rules, suppressions.about(config, source.matched), document)
        result = run(document, data, rules, config, profile)
    except (RuleError, Unstable, LedgerError) as error:
        return Processed(source, None, f"{shown(source.path)}: internal error, document left alone: {error}")
    except Exception as error:  # whatever it is, it is this document's
        what = f"{type(error).__name__}: {error}"
        return Processed(source, None, f"{shown(source.path)}: internal error, document left alone: {what}")
    if result.unreadable:
        why = result.ledger.encoding.reason
        return Processed(source, result, f"{shown(source.path)}: cannot be read as text, left alone: {why}")
    return Processed(source, result)


def process_line(name: str, number: int, config: Config) -> OneLine:
    """Clean the one document that a line is asked for, whatever the configuration takes for documents.

    Raises:
        UsageError: it is not there, cannot be read or cleaned, or has no such line.
    """
    path = Path(name)
    found = discover([path], replace(config, documents=("*",), exclude=()))
    if not found.sources or path.is_dir():
        raise UsageError(found.errors[0] if found.errors else f"{name}: name one document")
    done = process(found.sources[0], name, config, None)
    if done.result is None or done.error:
        raise UsageError(done.error)
    document = Document(name, done.result.source)
    if not 1 <= number <= len(document.lines):
        raise UsageError(f"{name}: has {len(document.lines)} lines, no line {number}")
    return OneLine(done.source, done.result, document)


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
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_end_with, initargs=(os.getpid(),))
    try:
        waiting: deque[Future[list[Processed]]] = deque()
        remaining = iter(named)
        work = partial(_process_chunk, config=config, profile=profile)
        while chunk := list(islice(remaining, _CHUNK)):
            waiting.append(pool.submit(work, chunk))
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


def _stop(pool: Any) -> None:
    """End the workers of a pool at once: else an interrupt waits for whole chunks.

    A worker that ends amid a message leaves the pool's own threads waiting for the rest of it, because
    this process holds the other ends of the pipes too; so these are closed as well.
    """
    for worker in list((getattr(pool, "_processes", None) or {}).values()):
        worker.terminate()
    for queue, end in (("_result_queue", "_writer"), ("_call_queue", "_reader")):
        pipe = getattr(getattr(pool, queue, None), end, None)
        if pipe is not None:
            pipe.close()


def _end_with(parent: int) -> None:
    """Let a worker end when the process that started it is killed: nobody else would tell it."""
    from threading import Thread
    from time import sleep

    def watch() -> None:
        while os.getppid() == parent:
            sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _process_chunk(
    chunk: list[tuple[Source, str]], config: Config, profile: Profile | None
) -> list[Processed]:
    return [process(source, name, config, profile) for source, name in chunk]


Progress = Callable[[Iterable[Processed], int], Iterable[Processed]]
"""Wraps the results and their number, to show how far the run is."""


def nothing_in(paths: Sequence[Path], found: Found) -> str:
    """The line for a folder without documents; what it does hold tells what to configure."""
    skipped = ", ".join(f"{count} {reason}" for reason, count in sorted(found.skipped.items()))
    where = ", ".join(shown(path) for path in paths)
    return (
        f"{where}: nothing to check"
        + (f" (skipped: {skipped})" if skipped else " (no files)")
        + "; see `documents`"
    )
