"""`cleaner clean`: a folder of texts with their report and ledger, or one text on standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cleaner import inputs, options
from cleaner.config import Config
from cleaner.console import pacing, say_end, say_error, write_bytes
from cleaner.files import Found
from cleaner.given import config_of, refuse_without_documents, refuse_without_rules
from cleaner.paths import shown
from cleaner.runner import UsageError, process_bytes
from cleaner.summary import clean_summary


@click.command()
@click.argument("source", type=options.PATH, required=False)
@click.option(
    "--output",
    "-o",
    "target",
    type=options.PATH,
    metavar="TARGET",
    help="Folder for texts, report.md and ledger.jsonl.",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 where TARGET is not fresh.")
@options.stdin_filename
@options.documents_required
@options.selection
@options.jobs
@options.of_set
def clean(
    source: Path | None,
    target: Path | None,
    only_check: bool,
    stdin_filename: Path | None,
    require_documents: bool,
    jobs: int | None,
    **selection: Any,
) -> int:
    """Write one canonical text for each document of SOURCE, with ledger and report; `-` is standard input."""
    config = config_of(**selection)
    if require_documents:
        refuse_without_documents(config)
    refuse_without_rules(config)
    if source is None:
        raise UsageError(
            "clean: name SOURCE and TARGET, as in `cleaner clean scraped -o cleaned`;"
            " for a hook, write args: [scraped, -o, cleaned]"
        )
    if str(source) == inputs.STDIN:
        if target is not None or only_check:
            raise UsageError("-: standard input is cleaned to standard output; leave out -o and --check")
        return _clean_stdin(inputs.standard_input(stdin_filename, config), config)
    if stdin_filename:
        raise UsageError("--stdin-filename: names standard input; SOURCE is not `-`")
    if target is None:
        raise UsageError("clean: name the folder to write with -o TARGET")
    from cleaner.target import clean_tree

    with pacing("Comparing" if only_check else "Cleaning") as progress:
        report, found = clean_tree(source, target, config, jobs, check=only_check, progress=progress)
    say_end(report, found, clean_summary(report, target, check=only_check))
    if only_check:
        return 2 if report.errors else 1 if report.stale else 0
    return 2 if report.errors else 0


def _clean_stdin(found: Found, config: Config) -> int:
    """Clean standard input to standard output, by the profile that is configured."""
    from cleaner.surveying import configured, sited

    profile = configured(config)
    (source,) = sited(found.sources, config) if profile else found.sources
    done = process_bytes(source, shown(source.path), sys.stdin.buffer.read(), config, profile)
    if done.result is None or done.error:
        say_error(done.error)
        return 2
    write_bytes(done.result.data)
    return 0
