"""Writing: a file is the old one or the new one and never half there, and one run writes it at a time."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cleaner.paths import sibling
from cleaner.permissions import EVERYBODY, Readers, umask

_LOCKS = sys.platform != "win32"  # there a file that is open cannot be renamed, either
_PATIENCE = 3.0  # seconds that one run waits for what another has locked


def write(
    path: Path,
    data: bytes,
    *,
    durable: bool = False,
    readers: Readers = EVERYBODY,
    ready: Callable[[Path], bool] | None = None,
) -> None:
    """Write a file whole: to a temporary sibling, then renamed over `path` (see `replacing`).

    Raises:
        OSError: nothing was written; the old file, if any, is as it was.
    """
    with replacing(path, durable=durable, readers=readers, ready=ready) as file:
        file.write(data)


@contextmanager
def replacing(
    path: Path,
    *,
    durable: bool = False,
    readers: Readers = EVERYBODY,
    ready: Callable[[Path], bool] | None = None,
) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of `path` when all went well, and leaves it alone else.

    `durable` forces the bytes, and then the folder's entry, to disk, which outlives a power cut too; it
    is for files that are the only copy of something. Owner and mode of an existing file are kept, but
    nobody beside `readers` may read the file, at any moment. `ready` is given the temporary file as the
    last thing before it is renamed, and may still prevent that by False or an error.

    Raises:
        OSError: nothing was written; the old file, if any, is as it was.
    """
    temporary = sibling(path)
    descriptor = held = -1
    ours = False
    try:
        while not ours:
            with _undisturbed():  # from here on the file is known, and goes whatever happens
                descriptor = _opened(temporary, path)
            if descriptor < 0:
                _take_away(temporary, path)
            elif lock(descriptor) and is_at(descriptor, temporary):
                ours = True
            else:
                os.close(descriptor)  # another run took it for a leftover before it was locked
        if _LOCKS:
            held = os.dup(descriptor)  # closing tells of late errors, the lock is for the rename
        with os.fdopen(descriptor, "wb") as file:
            mode = 0o666 & ~umask()
            if path.exists():
                old = path.stat()
                mode = stat.S_IMODE(old.st_mode)
                with suppress(OSError):  # only root may give files away
                    os.chown(temporary, old.st_uid, old.st_gid)
                if old.st_gid != temporary.stat().st_gid:
                    readers = readers.and_of(Readers(bool(mode & stat.S_IROTH)))
            os.chmod(temporary, readers.allow(mode, temporary.stat().st_gid))
            yield file
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if ready and not ready(temporary):
            temporary.unlink()
            return
        os.replace(temporary, path)
    except BaseException:
        if ours or (descriptor >= 0 and is_at(descriptor, temporary)):
            temporary.unlink(missing_ok=True)
        raise
    finally:
        if held >= 0:
            os.close(held)
    if durable:
        sync_folder(path.parent)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back for a moment, where it is Python that makes an exception of it in the main thread."""
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    held_back: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: held_back.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if held_back:
            signal.raise_signal(signal.SIGINT)


def _opened(temporary: Path, path: Path) -> int:
    """Open a new temporary file; -1 where there is one already.

    Raises:
        OSError: it cannot be made. It names `path`: the temporary name says nothing to anybody.
    """
    try:
        return os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return -1
    except OSError as error:
        error.filename = str(path)
        raise


def _take_away(temporary: Path, path: Path) -> None:
    """Remove the temporary file of a run that was killed, or a link that somebody planted.

    Raises:
        OSError: it cannot be removed, or its run goes on. It names `path`.
    """
    try:
        descriptor = os.open(temporary, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        _removed(temporary, path)
        return
    try:
        if not lock(descriptor):
            raise OSError(errno.EAGAIN, "another run is writing it", str(path))
        if is_at(descriptor, temporary):
            _removed(temporary, path)
    finally:
        os.close(descriptor)


def _removed(temporary: Path, path: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError as error:
        error.filename = str(path)
        raise


def lock(descriptor: int) -> bool:
    """Lock an open file for this run, until it is closed or the process ends, however it does.

    Returns whether it is ours. It is waited for a little: the workers of a run that was killed hold its
    locks until they notice. Where a platform or file system knows no such locks, it always is ours.
    """
    if not _LOCKS:
        return True
    import fcntl

    until = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES):
                return True
            if time.monotonic() >= until:
                return False
            time.sleep(0.02)
        else:
            return True


def is_at(descriptor: int, path: Path) -> bool:
    """Whether an open file still is the one at a path."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except OSError:
        return False


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to disk: a renamed file can else be lost with the power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
