"""`cleaner learn`: what a set knows, as a file to review and commit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cleaner import options
from cleaner.console import pacing, say_end
from cleaner.escape import printable
from cleaner.files import discover
from cleaner.given import config_of
from cleaner.report import Report
from cleaner.runner import UsageError, nothing_in
from cleaner.writing import write


@click.command()
@click.argument("paths", nargs=-1, type=options.PATH, required=True)
@click.option(
    "--output",
    "-o",
    "file",
    type=options.PATH,
    default=Path("profile.jsonl"),
    help="Where to write it.",
    metavar="FILE",
    show_default=True,
)
@click.option("--jobs", "-j", type=click.IntRange(min=1), help="Processes.")
@options.of_set
def learn(paths: tuple[Path, ...], file: Path, jobs: int | None, **of_set: Any) -> int:
    """Survey a set of documents into a profile to review, commit and name as `profile`."""
    from cleaner import surveying

    config = config_of(**of_set)
    found = discover(paths, config)
    if not found.sources:
        raise UsageError(found.errors[0] if found.errors else nothing_in(paths, found))
    with pacing("Surveying") as progress:
        profile = surveying.survey(surveying.sited(found.sources, config), config, jobs, progress)
    write(file, profile.to_text().encode())
    lines = sum(map(len, profile.lines.values())) + len(profile.spread)
    told = (
        f"Learned {lines:,} lines of {len(profile.sites):,} {'site' if len(profile.sites) == 1 else 'sites'} "
        f"and {len(profile.copies):,} copies from "
        f"{profile.documents + len(profile.copies):,} documents into {printable(str(file))}."
    )
    say_end(Report(errors=found.errors), found, told)
    return 2 if found.errors else 0
