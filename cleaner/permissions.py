"""Permissions: what is written is as private as what it was made of."""

from __future__ import annotations

import os
import stat
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from msgspec import Struct


class Readers(Struct, frozen=True):
    """Who may read a file beside its owner: everybody, or the members of one group, or nobody."""

    everybody: bool = False
    group: int | None = None

    def and_of(self, other: Readers) -> Readers:
        """Those who may read both files."""
        if self.everybody or other.everybody:
            return other if self.everybody else self
        return Readers(group=self.group if self.group == other.group else None)

    def allow(self, mode: int, group: int) -> int:
        """Of the permissions `mode` of a file that belongs to `group`, those that leave it to the readers."""
        if self.everybody:
            return mode
        return mode & ~0o007 & (~0 if self.group == group else ~0o070)


EVERYBODY = Readers(everybody=True)


def readers_of(path: Path, name: str) -> Readers:
    """Who may read a file: as its own mode says, and those of the folders that its `name` goes through."""
    found = EVERYBODY
    try:
        folders = path.parents[: len(PurePosixPath(name).parts)]
        for place, group_bit, others_bit in (
            (path, stat.S_IRGRP, stat.S_IROTH),
            *((folder, stat.S_IXGRP, stat.S_IXOTH) for folder in folders),
        ):
            status = place.stat()
            group = status.st_gid if status.st_mode & group_bit else None
            everybody = group is not None and bool(status.st_mode & others_bit)
            found = found.and_of(Readers(everybody, group))
    except OSError:
        return Readers()
    return found


def permit(file: BinaryIO, path: Path, readers: Readers) -> None:
    """Let `readers` read a file that will take the place of `path`, as they could a new or the old one."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~umask()
    os.fchmod(file.fileno(), readers.allow(mode, os.fstat(file.fileno()).st_gid))


def restrict(path: Path, readers: Readers) -> None:
    """Take from a file's permissions those of others than `readers`."""
    status = path.stat()
    mode = stat.S_IMODE(status.st_mode)
    if (allowed := readers.allow(mode, status.st_gid)) != mode:
        os.chmod(path, allowed)


@lru_cache(maxsize=1)
def umask() -> int:
    """The permissions that new files do not get. It can only be asked for by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
