"""`cleaner restore`: the sources of a cleaned folder, or a file as it was before its last fix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner import options
from cleaner.console import pacing, say, say_error
from cleaner.escape import printable
from cleaner.given import config_of
from cleaner.runner import UsageError

if TYPE_CHECKING:
    from cleaner.config import Config


@click.command()
@click.argument("target", type=options.PATH)
@click.option(
    "--output", "-o", "folder", type=options.PATH, metavar="DIR", help="Folder for the rebuilt sources."
)
@options.configured
def restore(target: Path, folder: Path | None, **selection: Any) -> int:
    """Rebuild the sources of a cleaned TARGET in DIR, or take back the last --fix of a file.

    Of a folder that is no cleaned one, the last --fix of every file is taken back.
    """
    if target.is_dir():
        from cleaner.target import is_target, restore_tree

        if not is_target(target):
            if folder is not None:
                where = printable(str(target))
                raise UsageError(f"{where}: no cleaned folder; leave out -o to take back its last --fix")
            return _take_back(target, config_of(**selection))
        if folder is None:
            raise UsageError("restore: name the folder for the sources with -o DIR")

        with pacing("Restoring") as progress:
            report = restore_tree(target, folder, progress)
        for error in report.errors:
            say_error(error)
        say(f"Restored {report.changed} of {report.documents} documents into {printable(str(folder))}.")
        return 2 if report.errors else 0
    from cleaner.undo import undo

    undo(target, config_of(**selection))
    say(f"Restored {printable(str(target))} as it was before its last fix.")
    return 0


def _take_back(folder: Path, config: Config) -> int:
    from cleaner.undo import undo_below

    done, changed, errors = undo_below(folder, config)
    for error in errors:
        say_error(error)
    since = f"; {changed} changed since, left as they are" if changed else ""
    files = "1 file" if done == 1 else f"{done} files"
    say(f"Restored {files} in {printable(str(folder))} as before the last fix{since}.")
    return 2 if errors or not done else 0
