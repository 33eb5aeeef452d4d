"""Paths: as people read them, where they lead, and the names of temporary files."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path, PurePosixPath

_TEMPORARY = ".cleaner-"  # begins the names of temporary siblings; a re-run overwrites or removes them


def shown(path: Path | str) -> str:
    """A path as text with forward slashes; bytes that are no UTF-8 stay lone surrogates."""
    return str(path).replace(os.sep, "/")


def near(path: Path) -> Path:
    """A path relative to the working directory where it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path


def inside(path: Path, folder: Path) -> bool:
    """Whether a path, all links on the way to it followed, lies in a folder."""
    return folder.resolve() in path.parent.resolve().joinpath(path.name).parents


def is_linked(folder: Path, name: str) -> bool:
    """Whether a name below a folder is a link, or leads through one."""
    path = PurePosixPath(name)
    return any((folder / part).is_symlink() for part in (path, *path.parents[:-1]))


def sibling(path: Path) -> Path:
    """The temporary name beside `path`: always the same, so that a re-run takes over what a kill left."""
    return path.with_name(_TEMPORARY + sha256(os.fsencode(path.name)).hexdigest()[:16])


def is_temporary(name: str) -> bool:
    """Whether a file's name is one that `write` gives to temporary siblings."""
    rest = name.removeprefix(_TEMPORARY)
    return rest != name and len(rest) == 16 and all(c in "0123456789abcdef" for c in rest)
