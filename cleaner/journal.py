"""TARGET's journal: what a run is going to write there, and whose turn it is.

Each output is noted before it takes its place, and the journal stays until the ledger tells the same. Whoever
has it locked has TARGET; the lock ends with the process, however that ends.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cleaner.paths import shown
from cleaner.runner import UsageError
from cleaner.writing import is_at, lock

JOURNAL_NAME = ".cleaner-journal"
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def undisturbed(target: Path) -> Iterator[None]:
    """Read TARGET while no run writes it.

    Raises:
        UsageError: one does.
    """
    try:
        journal = os.open(target / JOURNAL_NAME, os.O_RDONLY | _NO_LINK)
    except OSError:
        yield
        return
    try:
        if not lock(journal):
            raise _busy(target)
        yield
    finally:
        os.close(journal)


@contextmanager
def locked(target: Path) -> Iterator[int]:
    """The journal, open for appending and locked; what has nothing in it at the end is removed."""
    path = target / JOURNAL_NAME
    while True:
        try:
            target.mkdir(parents=True, exist_ok=True)
            journal = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _NO_LINK, 0o600)
        except OSError as error:
            raise unwritten(path, error) from None
        try:
            if not lock(journal):
                raise _busy(target)
            if not is_at(journal, path):  # the run that had it ended, and removed it
                continue
            if (size := os.fstat(journal).st_size) and os.pread(journal, 1, size - 1) != b"\n":
                os.write(journal, b"\n")
            try:
                yield journal
            finally:
                if not os.fstat(journal).st_size:
                    path.unlink(missing_ok=True)
            return
        finally:
            os.close(journal)


def note(journal: int, output: str, digest: str) -> None:
    """Note in an open journal what is going to be written.

    Raises:
        OSError: it cannot be noted.
    """
    raw = json.dumps({"output": output, "output_sha256": digest}).encode("ascii") + b"\n"
    size = os.fstat(journal).st_size
    if os.write(journal, raw) < len(raw):
        os.ftruncate(journal, size)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _busy(target: Path) -> UsageError:
    return UsageError(
        f"{shown(target)}: another run of cleaner is at work there; run again when it has ended"
    )


def unwritten(path: Path, error: OSError) -> UsageError:
    """What to say where the journal or the ledger cannot be written."""
    reason = (error.strerror or type(error).__name__).lower()
    return UsageError(f"{shown(path)}: cannot be written: {reason}; all texts are whole, run again to finish")
