"""What is to be checked, however it is named: paths, lists of paths, what changed since a revision."""

from __future__ import annotations

import os
import sys
from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path

from cleaner.config import Config
from cleaner.files import Found, Source, discover, left_out, matched, only, repository_root
from cleaner.paths import shown
from cleaner.records import are_records
from cleaner.runner import UsageError, nothing_in

STDIN = "-"


def expand(arguments: Sequence[str]) -> list[str]:
    """Replace each `@FILE` by the lines of that file, one argument a line; behind `--` nothing is replaced.

    Blank lines are left out, and so is a mark at the head of the file; lines that begin with `@` are not
    read again. An argument that is the very name of a file is that file: hooks pass whatever names a
    repository has.

    Raises:
        UsageError: a file cannot be read.
    """
    expanded: list[str] = []
    for at, argument in enumerate(arguments):
        if argument == "--":
            return [*expanded, *arguments[at:]]
        if argument.startswith("@") and len(argument) > 1 and not os.path.lexists(argument):
            try:
                lines = Path(argument[1:]).read_bytes().removeprefix(BOM_UTF8).splitlines()
            except OSError as error:
                reason = (error.strerror or type(error).__name__).lower()
                raise UsageError(
                    f"{argument}: cannot be read: {reason} (a file named {argument}: ./{argument})"
                ) from None
            expanded += [os.fsdecode(line) for line in lines if line.strip()]
        else:
            expanded.append(argument)
    return expanded


def listed(name: str) -> tuple[Path, ...]:
    """The paths in a file, or on standard input for `-`: one a line, or parted by NUL if there is one.

    Editors put a mark at the head of lines; what is parted by NUL a program wrote, and it means what it says.

    Raises:
        UsageError: the list cannot be read or is empty. An empty list is a mistake more often than not.
    """
    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(
            f"{name}: the list cannot be read: {(error.strerror or type(error).__name__).lower()}"
        ) from None
    if b"\0" in data:
        names = data.split(b"\0")
    else:
        names = [line.removesuffix(b"\r") for line in data.removeprefix(BOM_UTF8).split(b"\n")]
    paths = tuple(Path(os.fsdecode(name)) for name in names if name)
    if not paths:
        raise UsageError(f"{name}: the list names no files; nothing to check")
    return paths


def find(
    paths: Sequence[Path],
    config: Config,
    *,
    force_exclude: bool = False,
    since: str | None = None,
    to_mend: bool = False,
) -> Found:
    """Find the documents among files and folders; with `since`, those that changed since that revision.

    Raises:
        UsageError: there is nothing to check in a folder that was given, or git cannot tell what changed.
    """
    found = discover(paths, config, to_mend=to_mend, force_exclude=force_exclude)
    if not found.sources and not found.errors and any(path.is_dir() for path in paths):
        raise UsageError(nothing_in(paths, found))
    if since is not None:
        touched = changed_since(since, Path.cwd(), found.sources)
        kept = only(found.sources, lambda source: os.path.realpath(source.path) in touched)
        if len(kept) < len(found.sources):
            found.skipped[f"unchanged since {since}"] = len(found.sources) - len(kept)
        found.sources = kept
    return found


def standard_input(name: Path | None, config: Config, *, force_exclude: bool = False) -> Found:
    """Standard input as the one document, under the name that was given for it.

    What is piped in is meant, whatever its name; with `force_exclude` the name is treated as that of a file
    met in a folder, which may be no document of the set.

    Raises:
        UsageError: the name is that of a file of records.
    """
    path = name or Path(STDIN)
    found = Found()
    if are_records(path):
        raise UsageError(f"{shown(path)}: records are not read from standard input; name the file")
    if name and force_exclude and (reason := left_out(path, config, found, {})):
        found.skip(reason, path.name)
    else:
        found.sources = [Source(path, path.name, matched(path, config))]
    return found


def changed_since(revision: str, folder: Path, sources: Sequence[Source] = ()) -> set[str]:
    """The real paths of all files of the repository around `folder` that changed since a revision.

    Compared is the working tree, with files that git does not track yet, and the commit at which the
    present branch left `revision`: what others did there since is no change of ours.

    Raises:
        UsageError: there is no git, no repository or no such revision, or one of the sources lies elsewhere:
            nothing would be known of it.
    """
    nowhere = "the working directory is in no git repository"
    top = _git(folder, "rev-parse", "--show-toplevel", hint=nowhere).rstrip(b"\n")
    unknown = f"no such revision: {revision}; name a branch, tag or commit that git knows here, or fetch it"
    named = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = _git(folder, "rev-parse", *named, hint=unknown).decode().strip()
    apart = f"{revision} has no commit in common with HEAD; fetch more of the history (fetch-depth: 0)"
    base = _git(folder, "merge-base", "HEAD", commit, hint=apart).decode().strip()
    root = Path(os.fsdecode(top))
    for folder in sorted({source.path.parent for source in sources}):
        if repository_root(folder.resolve()) != root:
            where = f"is not in the repository {shown(root)}; run there, or leave it out"
            raise UsageError(f"--changed-since: {shown(folder)} {where}")
    names = _git(root, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", "--diff-filter=d", base)
    names += _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return {os.path.realpath(root / os.fsdecode(name)) for name in names.split(b"\0") if name}


def _git(folder: Path, *arguments: str, hint: str = "") -> bytes:
    """Run git; no setting of the repository makes it run another program.

    Raises:
        UsageError: it fails; the line is the hint, or else what git says.
    """
    import subprocess

    try:
        done = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", *arguments], cwd=folder, capture_output=True, check=False
        )
    except OSError:
        raise UsageError("--changed-since: git is not installed") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise UsageError(f"--changed-since: {hint or said or 'git failed'}")
    return done.stdout
