"""The command line: reads arguments and configuration, calls the runner, prints what it returns."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from cleaner import config as configuration
from cleaner import terminal
from cleaner.config import Config, ConfigError
from cleaner.document import Document
from cleaner.escape import printable
from cleaner.files import Found, Source, discover
from cleaner.registry import load_rules
from cleaner.report import Report
from cleaner.runner import Processed, Progress, UsageError
from cleaner.version import __version__

_PROGRESS_FROM_DOCUMENTS = 50
_STDIN = "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 fine, 1 findings or stale, 2 an error."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    # A document makes many small objects and no cycles among them worth looking for so often: looking
    # at the default pace takes a tenth of the time of a run.
    gc.set_threshold(1_000_000, 50, 50)
    try:
        code = cli.main(args=arguments, prog_name="cleaner", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.ClickException as error:
        _say_error(error.format_message())
        return 2
    except (UsageError, ConfigError) as error:
        _say_error(str(error))
        return 2
    except (KeyboardInterrupt, click.Abort):
        _say_error("interrupted; what was written is whole, run again to finish")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else the interpreter complains at exit
        return 141
    except OSError as error:
        _say_error(f"{error.filename or 'output'}: {(error.strerror or type(error).__name__).lower()}")
        return 2
    return int(code or 0)


def _say_error(message: str) -> None:
    click.echo(f"cleaner: {printable(message)}", err=True)


class _Path(click.Path):
    """A path; an empty one, as of an unset variable, is not the working directory."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


_REGULAR = _Path(path_type=Path)


class _Commands(click.Group):
    """A group that names the nearest command for an unknown one."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = configuration.nearest(args[0], self.commands)
            raise click.UsageError(f"unknown command {args[0]!r}{near}; `cleaner --help` lists them")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="cleaner")
def cli() -> None:
    """Lint and normalise sets of scraped text."""


def _codes(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for value in values for code in value.split(","))


def _selection(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which rules run and which fixes are applied."""
    options = [
        click.option(
            "--select",
            multiple=True,
            callback=_codes,
            metavar="CODES",
            help="Only these rules: codes, prefixes or names, separated by commas.",
        ),
        click.option(
            "--ignore", multiple=True, callback=_codes, metavar="CODES", help="All but these rules."
        ),
        click.option(
            "--unsafe-fixes", is_flag=True, help="Also apply fixes whose measured precision is below 0.99."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


_jobs = click.option(
    "--jobs", "-j", type=click.IntRange(min=1), help="Processes; by default one a processor for large sets."
)


def _set_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what set the documents are of, and which fields of records hold them."""
    options = [
        click.option(
            "--profile",
            metavar="FILE",
            help="What the set knows: a profile from `cleaner learn`, or a folder that `clean` wrote.",
        ),
        click.option("--site", metavar="PATTERN", help="The site of a document by its path: '{site}/**'."),
        click.option("--text-field", metavar="NAME", help="The field of .jsonl records that is the text."),
        click.option("--id-field", metavar="NAME", help="The field that names a record ('id')."),
        click.option("--site-field", metavar="NAME", help="The field that has a record's site."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@cli.command()
@click.argument("paths", nargs=-1, type=_REGULAR)
@click.option("--fix", is_flag=True, help="Mend the files in place; `cleaner restore FILE` takes it back.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@_selection
@_jobs
@_set_options
def check(paths: tuple[Path, ...], fix: bool, diff: bool, jobs: int | None, **selection: Any) -> int:
    """Report findings in files and folders (the working directory by default); `-` is standard input."""
    from cleaner import checking

    config = _config(**selection)
    if _STDIN in map(str, paths):
        return _check_stdin(paths, config, fix=fix, diff=diff)
    paths = paths or (Path("."),)
    fix = fix and not diff
    report, found = checking.check_paths(
        paths, config, jobs, _Shower(diff=diff).show, fix, _progress("Checking", sys.stdout.isatty())
    )
    summary = terminal.summary(report, mended=fix, unsafe_fixes=config.unsafe_fixes)
    _end(report, found, summary, err=diff)  # a diff is for `patch`, alone on standard output
    return report.exit_code()


@cli.command()
@click.argument("source", type=_REGULAR)
@click.option(
    "--output",
    "-o",
    "target",
    type=_REGULAR,
    metavar="TARGET",
    help="Folder for texts, report.md and ledger.jsonl.",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 where TARGET is not fresh.")
@_selection
@_jobs
@_set_options
def clean(source: Path, target: Path | None, only_check: bool, jobs: int | None, **selection: Any) -> int:
    """Write one canonical text for each document of SOURCE, with ledger and report; `-` is standard input."""
    from cleaner import target as cleaned

    config = _config(**selection)
    if str(source) == _STDIN:
        if target is not None or only_check:
            raise UsageError("-: standard input is cleaned to standard output; leave out -o and --check")
        done = _process_stdin(config)
        if done.result is None or done.error:
            _say_error(done.error)
            return 2
        _write_bytes(done.result.data)
        return 0
    if target is None:
        raise UsageError("clean: name the folder to write with -o TARGET")
    report, found = cleaned.clean_tree(
        source, target, config, jobs, check=only_check, progress=_progress("Cleaning", False)
    )
    _end(report, found, terminal.clean_summary(report, target, check=only_check))
    if only_check:
        return 2 if report.errors else 1 if report.stale else 0
    return 2 if report.errors else 0


@cli.command()
@click.argument("target", type=_REGULAR)
@click.option(
    "--output", "-o", "folder", type=_REGULAR, metavar="DIR", help="Folder for the rebuilt sources."
)
def restore(target: Path, folder: Path | None) -> int:
    """Rebuild the sources of a cleaned TARGET in DIR, or take back the last --fix of one file."""

    if target.is_dir():
        if folder is None:
            raise UsageError("restore: name the folder for the sources with -o DIR")
        from cleaner import target as cleaned

        report = cleaned.restore_tree(target, folder)
        for error in report.errors:
            _say_error(error)
        click.echo(
            f"Restored {report.changed} of {report.documents} documents into {printable(str(folder))}."
        )
        return 2 if report.errors else 0
    from cleaner import checking

    checking.undo(target, _config())
    click.echo(f"Restored {printable(str(target))} as it was before its last fix.")
    return 0


@cli.command()
@click.argument("subject", metavar="FILE:LINE | FILE#ID:LINE | CODE")
@_selection
@_set_options
def explain(subject: str, **selection: Any) -> int:
    """Tell why a line of a document went or stayed, or what a rule does."""
    from cleaner import explain as explaining
    from cleaner import runner, surveying
    from cleaner.records import split_record

    rules = load_rules()
    for rule in rules:
        if subject.upper() == rule.code or subject.lower() == rule.name:
            click.echo(explaining.explain_rule(rule))
            return 0
    place = re.fullmatch(r"(.+?):(\d{1,9})(?::\d{1,9})?", subject, re.DOTALL)
    if place is None:
        near = configuration.nearest(subject, [name for rule in rules for name in (rule.code, rule.name)])
        raise UsageError(f"explain: {subject!r} is neither FILE:LINE nor a rule{near}")
    name, number = place.groups()
    config = _config(**selection)
    name, record = split_record(name)
    path = Path(name)
    found = discover([path], replace(config, documents=("*",), exclude=()))
    if not found.sources or path.is_dir():
        raise UsageError(found.errors[0] if found.errors else f"{name}: name one document")
    # Rules that weigh evidence tell it for every line only when asked to.
    talking = {
        rule.code: {**config.rules.get(rule.code, {}), "each_line": True}
        for rule in rules
        if "each_line" in rule.options
    }
    config = replace(config, rules={**config.rules, **talking})
    source = surveying.sited(found.sources, config)[0]
    profile = surveying.configured(config) or surveying.around(path)
    if record:
        done = surveying.one_record(source, record, config, profile)
    else:
        done = runner.process(source, name, config, profile)
    if done.result is None or done.error:
        raise UsageError(done.error)
    lines = len(Document(name, done.result.source).lines)
    if not 1 <= int(number) <= lines:
        raise UsageError(f"{name}: has {lines} lines, no line {number}")
    active = config.rules_for(rules, found.sources[0].matched)
    click.echo(explaining.explain_line(done.result, int(number), rules, active))
    return 0


@cli.command()
def rules() -> int:
    """List all rules: code, name, safety, what each finds."""
    from cleaner import catalogue

    click.echo(catalogue.rules_table(load_rules()))
    return 0


@cli.command()
@click.argument("paths", nargs=-1, type=_REGULAR, required=True)
@click.option(
    "--output",
    "-o",
    "file",
    type=_REGULAR,
    default=Path("profile.jsonl"),
    help="Where to write it.",
    metavar="FILE",
    show_default=True,
)
@click.option("--jobs", "-j", type=click.IntRange(min=1), help="Processes.")
@_set_options
def learn(paths: tuple[Path, ...], file: Path, jobs: int | None, **options: Any) -> int:
    """Survey a set of documents into a profile to review, commit and name as `profile`."""
    from cleaner import surveying
    from cleaner.files import write

    config = _config(**options)
    found = discover(paths, config)
    if not found.sources:
        from cleaner.runner import nothing_in

        raise UsageError(found.errors[0] if found.errors else nothing_in(paths, found))
    profile = surveying.survey(surveying.sited(found.sources, config), config, jobs)
    write(file, profile.to_text().encode())
    lines = sum(map(len, profile.lines.values())) + len(profile.spread)
    told = (
        f"Learned {lines:,} lines of {len(profile.sites):,} {'site' if len(profile.sites) == 1 else 'sites'} "
        f"and {len(profile.copies):,} copies from "
        f"{profile.documents + len(profile.copies):,} documents into {printable(str(file))}."
    )
    _end(Report(errors=found.errors), found, told)
    return 2 if found.errors else 0


def _of_set(
    config: Config,
    profile: str | None = None,
    site: str | None = None,
    text_field: str | None = None,
    id_field: str | None = None,
    site_field: str | None = None,
) -> Config:
    """The configuration with what the command line says of the set."""
    if site:
        try:
            configuration.site_pattern(site)
        except ValueError as error:
            raise UsageError(
                f"--site: {site!r} is no pattern of sites: {error}, as in '{{site}}/**'"
            ) from None
    given: dict[str, Any] = {
        "site": site,
        "text_field": text_field,
        "id_field": id_field,
        "site_field": site_field,
    }
    config = replace(config, **{key: value for key, value in given.items() if value})
    return replace(config, profile=str(Path.cwd() / profile)) if profile else config


def _config(
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    unsafe_fixes: bool = False,
    **of_set: Any,
) -> Config:
    """The configuration nearest to the working directory, with what the command line says on top."""
    all_rules = load_rules()
    try:
        here = Path.cwd()
    except OSError:
        raise UsageError("the working directory is gone; change to another") from None
    path = configuration.find(here)
    config = configuration.load(path, all_rules) if path else Config()
    select = configuration.codes(select, all_rules, "--select") or config.select
    ignore = config.ignore + configuration.codes(ignore, all_rules, "--ignore")
    config = replace(config, select=select, ignore=ignore, unsafe_fixes=unsafe_fixes or config.unsafe_fixes)
    return _of_set(config, **of_set)


def _process_stdin(config: Config) -> Processed:
    from cleaner import runner

    source = Source(Path(_STDIN), _STDIN, _STDIN)
    return runner.process_bytes(source, _STDIN, sys.stdin.buffer.read(), config, None)


def _check_stdin(paths: Sequence[Path], config: Config, *, fix: bool, diff: bool) -> int:
    """Check standard input; with --fix the mended text goes to standard output, findings to stderr."""
    if len(paths) > 1:
        raise UsageError("-: standard input cannot be mixed with files")
    done = _process_stdin(config)
    fix = fix and not diff
    report = Report(errors=[done.error] if done.error else [])
    if done.result:
        report.add(done.result.findings, applied=fix, changed=done.result.text != done.result.source)
        if fix and not done.error:
            _write_bytes(done.result.data)
    _Shower(diff=diff, err=fix).show(done)
    summary = terminal.summary(report, mended=fix, unsafe_fixes=config.unsafe_fixes)
    _end(report, Found(), summary, err=fix or diff)
    return report.exit_code()


def _write_bytes(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


class _Shower:
    """Prints the findings, or the diff, of one document after the other."""

    def __init__(self, *, diff: bool, err: bool = False) -> None:
        self.diff = diff
        self.err = err
        self.on_terminal = (sys.stderr if err else sys.stdout).isatty()
        self.colour = self.on_terminal and "NO_COLOR" not in os.environ
        self.shown = False

    def show(self, done: Processed) -> None:
        """Print what there is to say of one document."""
        result = done.result
        if result is None:
            return
        if self.diff:
            from cleaner.diff import unified

            text = unified(done.shown, result.source, result.ledger.edits)
            if text:
                text = terminal.diff(text, colour=self.colour, for_patch=not self.on_terminal)
                click.echo(text, nl=False, err=self.err)
            return
        document = Document(result.ledger.name, result.source)
        for text in terminal.findings(result.findings, document, path=done.shown, colour=self.colour):
            click.echo(("\n" if self.shown else "") + text, err=self.err)
            self.shown = True


def _end(report: Report, found: Found, summary: str, *, err: bool = False) -> None:
    """Print what could not be done, what was left out, and the summary."""
    for note in found.notes:
        click.echo(f"cleaner: note: {printable(note)}", err=True)
    for error in report.errors:
        _say_error(error)
    click.echo(summary, err=err)


def _progress(label: str, quiet: bool) -> Progress:
    """A progress bar on a terminal, for as many documents as make one wait."""

    def progress(results: Iterable[Processed], number: int) -> Iterable[Processed]:
        if quiet or number < _PROGRESS_FROM_DOCUMENTS or not sys.stderr.isatty():
            return results
        return _with_bar(results, number, label)

    return progress


def _with_bar(results: Iterable[Processed], number: int, label: str) -> Iterator[Processed]:
    with click.progressbar(results, length=number, label=label, file=sys.stderr) as bar:
        yield from bar
