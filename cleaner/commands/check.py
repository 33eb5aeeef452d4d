"""`cleaner check`: findings in files and folders, and fixes in place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from cleaner import inputs, options, toml
from cleaner.config import BASELINE_NAME
from cleaner.console import note, pacing, say, say_error, write_bytes
from cleaner.escape import printable
from cleaner.files import OTHER, Found, frequent
from cleaner.given import config_of, refuse_without_documents, refuse_without_rules
from cleaner.paths import near, shown
from cleaner.report import Report
from cleaner.runner import UsageError

if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.telling import Telling


@click.command()
@click.argument("paths", nargs=-1, type=options.PATH)
@click.option("--fix", is_flag=True, help="Mend the files in place; `cleaner restore FILE` takes it back.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@options.reporting
@options.stdin_filename
@click.option(
    "--files-from",
    type=options.PATH,
    metavar="FILE",
    help="Check the files listed in FILE (`-`: standard input), one a line or parted by NUL.",
)
@click.option(
    "--changed-since",
    type=options.TEXT,
    metavar="REV",
    help="Check only what changed since the branch left the git revision REV.",
)
@click.option(
    "--force-exclude",
    is_flag=True,
    help="Let exclusions and .gitignore count for all that is named, standard input too; tell no notes.",
)
@options.assessed
@options.selection
@options.jobs
@options.of_set
def check(
    paths: tuple[Path, ...],
    fix: bool,
    diff: bool,
    output_format: str | None,
    output_file: Path | None,
    outputs: tuple[tuple[str, Path], ...],
    stdin_filename: Path | None,
    files_from: Path | None,
    changed_since: str | None,
    force_exclude: bool,
    show_settings: bool,
    show_files: bool,
    require_documents: bool,
    no_cache: bool,
    jobs: int | None,
    **selection: Any,
) -> int:
    """Report findings in files and folders (the working directory by default); `-` is standard input.

    `@FILE` stands for the arguments listed in FILE, one a line.
    """
    from cleaner import checking
    from cleaner.telling import Telling

    config = config_of(**selection)
    if require_documents:
        refuse_without_documents(config)
    if show_settings:
        from cleaner import settings
        from cleaner.registry import load_rules

        say(settings.shown(config, load_rules(config.own)), end="")
        return 0
    if not show_files:
        refuse_without_rules(config)
    if diff and (output_format or output_file):
        raise UsageError("--diff is a format of its own; write a report beside it with --output FORMAT=FILE")
    fix = fix and not diff
    telling = Telling(config, output_format, output_file, outputs, diff=diff)
    from_stdin = inputs.STDIN in map(str, paths) or (stdin_filename is not None and not paths)
    if from_stdin and (len(paths) > 1 or files_from or changed_since):
        raise UsageError("-: standard input cannot be mixed with files")
    if stdin_filename and not from_stdin:
        raise UsageError("--stdin-filename: names standard input, `-`, which is not among the paths")
    if from_stdin:
        found = inputs.standard_input(stdin_filename, config, force_exclude=force_exclude)
        if show_files:
            return _show_files(found)
        if stdin_filename is None:
            config = replace(config, baseline="")
        return _check_stdin(found, config, telling, fix=fix)
    if files_from:
        paths += inputs.listed(str(files_from))
    paths = paths or (Path("."),)
    if show_files:
        return _show_files(inputs.find(paths, config, force_exclude=force_exclude, since=changed_since))
    _note_missing(config)
    with pacing("Checking") as progress, telling.reports(progress.clear) as reports:
        found = inputs.find(paths, config, force_exclude=force_exclude, since=changed_since, to_mend=fix)
        report = checking.check_files(
            paths,
            found,
            config,
            jobs,
            reports,
            fix,
            progress,
            whole=changed_since is None,
            note=None if no_cache else note,
        )
        _note_absent(report, config)
        telling.end(reports, report, found, fix=fix)
    if not (report.documents or report.errors or force_exclude or changed_since):
        # A list that a program made may hold no document; who names files means them.
        say_error(f"nothing was checked: {_instead(paths, found)}")
        return 2
    return report.exit_code()


def _show_files(found: Found) -> int:
    """List the documents found, one a line."""
    for source in found.sources:
        say(printable(shown(source.path)))
    for error in found.errors:
        say_error(error)
    return 2 if found.errors else 0


def _instead(paths: Sequence[Path], found: Found) -> str:
    """What to do where all that was named is no document."""
    if found.skipped.keys() == {OTHER}:
        patterns = [f"*{end}" for end in frequent(found.endings)] or [path.name for path in paths[:1]]
        setting = f"documents = {toml.value(patterns)}"
        return f"to take what was named for documents, write {setting} into cleaner.toml"
    return (
        "name documents (--show-files lists them); where a list of names may hold none, say --force-exclude"
    )


def _note_missing(config: Config) -> None:
    """Tell where the configuration names a baseline by its usual name, and there is none yet.

    One of any other name that is not there is an error, as it may be mistyped.
    """
    path = config.place(config.baseline)
    usual = config.baseline == BASELINE_NAME and "baseline" in config.stated
    if usual and not path.exists():
        note(f"{shown(near(path))}: no such file, so no finding is known; `cleaner baseline` writes it")


def _note_absent(report: Report, config: Config) -> None:
    """Tell of what the baseline knows and no longer occurs."""
    if not report.absent:
        return
    count = sum(codes.total() for codes in report.absent.values())
    gone = "finding no longer occurs" if count == 1 else "findings no longer occur"
    name, codes = next(iter(report.absent.items()))
    first = ", ".join(f"{code} {times} times" if times > 1 else code for code, times in sorted(codes.items()))
    more = f" and {len(report.absent) - 1} more" if len(report.absent) > 1 else ""
    note(
        f"{config.baseline}: {count} known {gone}"
        f" (in {name}: {first}{more}); `cleaner baseline --prune` takes them out"
    )


def _check_stdin(found: Found, config: Config, telling: Telling, *, fix: bool) -> int:
    """Check standard input; with --fix the text goes to standard output, mended, and findings to stderr.

    A text that is left out goes through as it is, so that an editor that filters a file gets it back.
    """
    from cleaner import checking

    telling.to_stderr = fix
    with telling.reports() as reports:
        data = sys.stdin.buffer.read()
        report = checking.check_text(found, data, config, reports, write_bytes if fix else None)
        _note_absent(report, config)
        telling.end(reports, report, found, fix=fix)
    return report.exit_code()
