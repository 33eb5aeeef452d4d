"""`cleaner baseline`: what is found now is known from now on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from cleaner import inputs, options
from cleaner.config import Config
from cleaner.console import note, pacing, say_end
from cleaner.given import config_of, refuse_without_rules


@click.command()
@click.argument("paths", nargs=-1, type=options.PATH)
@click.option("--prune", is_flag=True, help="Only take out what no longer occurs; add nothing.")
@click.option(
    "--baseline",
    type=options.TEXT,
    shell_complete=options.offering("file"),
    metavar="FILE",
    help="The file to write.",
)
@options.selection
@options.jobs
def baseline(
    paths: tuple[Path, ...], prune: bool, baseline: str | None, jobs: int | None, **selection: Any
) -> int:
    """Write the findings there are now as known: from then on `check` fails on new ones only."""
    config = config_of(**selection)
    refuse_without_rules(config)
    if baseline is not None:
        config = replace(config, baseline=str(Path.cwd() / baseline))
    return write(paths or (Path("."),), config, jobs, prune=prune)


def write(
    paths: Sequence[Path], config: Config, jobs: int | None, *, prune: bool = False, further: str = ""
) -> int:
    """Write the baseline and tell of it; returns the exit code."""
    from cleaner.accepting import write_baseline

    found = inputs.find(paths, config)
    with pacing("Checking") as progress:
        report, told = write_baseline(paths, found, config, jobs, progress, prune=prune, note=note)
    say_end(report, found, told + further)
    return 2 if report.errors else 0
