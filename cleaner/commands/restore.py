"""`cleaner restore`: the sources of a cleaned folder, or a file as it was before its last fix."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cleaner import options
from cleaner.console import pacing, say, say_error
from cleaner.escape import printable
from cleaner.given import config_of
from cleaner.runner import UsageError


@click.command()
@click.argument("target", type=options.PATH)
@click.option(
    "--output", "-o", "folder", type=options.PATH, metavar="DIR", help="Folder for the rebuilt sources."
)
@options.configured
def restore(target: Path, folder: Path | None, **selection: Any) -> int:
    """Rebuild the sources of a cleaned TARGET in DIR, or take back the last --fix of one file."""
    if target.is_dir():
        if folder is None:
            raise UsageError("restore: name the folder for the sources with -o DIR")
        from cleaner.target import restore_tree

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
