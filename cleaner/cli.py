"""The command line: reads arguments and configuration, calls the runner, prints what it returns."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from cleaner import config as configuration
from cleaner import settings, terminal
from cleaner.config import Config, ConfigError
from cleaner.escape import inert, printable
from cleaner.files import Found, Source, discover, matched, repository_root, shown
from cleaner.formats import FORMATS, PEOPLE, Options
from cleaner.patterns import match_any
from cleaner.registry import load_rules
from cleaner.report import Report
from cleaner.runner import Processed, Progress, UsageError
from cleaner.version import __version__

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_PROGRESS_FROM_DOCUMENTS = 50
_STDIN = "-"
_IN_CI = {"GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"}  # there a diff is read, not applied


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    0 fine, 1 findings or stale, 2 an error; 130 after an interrupt, 141 where the reader of the
    output went away, as shells have it.
    """
    _prepare_streams()
    # A document makes many small objects and no cycles among them worth looking for so often: looking
    # at the default pace takes a tenth of the time of a run.
    gc.set_threshold(1_000_000, 50, 50)
    try:
        return _run(sys.argv[1:] if arguments is None else list(arguments))
    except (BrokenPipeError, _ReaderGone):
        _forget_output()
        return 141
    except OSError as error:
        _forget_output()
        _say_error(f"{error.filename or 'output'}: {(error.strerror or type(error).__name__).lower()}")
        return 2


def _run(arguments: list[str]) -> int:
    try:
        if any(argument.startswith("@") for argument in arguments):
            from cleaner.inputs import expand

            arguments = expand(arguments)
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
    return int(code or 0)


def _prepare_streams() -> None:
    """Let every text be printed, and let what was closed by the caller swallow what goes there."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for as long as we run
        getattr(sys, name).reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Drop what is still to be written: else the interpreter tries once more at its end, and complains."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_error(message: str) -> None:
    _say(f"cleaner: {printable(message)}", err=True)


def _say(text: str, *, err: bool = False, end: str = "\n") -> None:
    """Print text that is safe to show; no CI service takes a part of it for a command."""
    click.echo(inert(text) + end, nl=False, err=err)


class _Path(click.Path):
    """A path; an empty one, as of an unset variable, is not the working directory."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


_REGULAR = _Path(path_type=Path)


class _ReaderGone(Exception):
    """The reader of the output went away. Click would end the process itself, as if there were findings."""


class _Commands(click.Group):
    """A group that names the nearest command for an unknown one."""

    def make_context(self, *arguments: Any, **settings: Any) -> click.Context:
        try:
            return super().make_context(*arguments, **settings)  # `--help` prints in here
        except BrokenPipeError:
            raise _ReaderGone from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _ReaderGone from None

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
            "--extend-select", multiple=True, callback=_codes, metavar="CODES", help="These rules, too."
        ),
        click.option(
            "--ignore", multiple=True, callback=_codes, metavar="CODES", help="All but these rules."
        ),
        click.option("--preview/--no-preview", default=None, help="Rules in preview, too."),
        click.option(
            "--unsafe-fixes", is_flag=True, help="Also apply fixes whose measured precision is below 0.99."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return _configured(command)


def _configured(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where the configuration comes from."""
    options = [
        click.option(
            "--config",
            "given",
            multiple=True,
            metavar="FILE|KEY=VALUE",
            help="A configuration file, or a setting in TOML that goes on top; may be repeated.",
        ),
        click.option("--isolated", is_flag=True, help="Read no configuration file."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


_documents_required = click.option(
    "--require-documents", is_flag=True, help="Refuse where `documents` is not configured: for hooks."
)


def _judged(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which findings fail a run."""
    options = [
        click.option(
            "--fail-on",
            type=click.Choice(configuration.FAIL_ON),
            help="The least severity that fails the run; `warning` by default.",
        ),
        click.option(
            "--baseline",
            metavar="FILE",
            help=f"The file of known findings, which do not fail; {configuration.BASELINE_NAME} by default.",
        ),
        click.option("--no-baseline", is_flag=True, help="Know of no findings beforehand."),
        click.option("--no-cache", is_flag=True, help="Check unchanged documents again; store nothing."),
        click.option("--show-settings", is_flag=True, help="Print the settings as TOML, and check nothing."),
        click.option("--show-files", is_flag=True, help="List the documents, and check nothing."),
        _documents_required,
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


def _format(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and value not in FORMATS:
        near = configuration.nearest(value, FORMATS)
        raise click.BadParameter(
            f"unknown format {value!r}{near}; there are {', '.join(FORMATS)}", ctx, param
        )
    return value


def _outputs(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, Path], ...]:
    found = []
    for value in values:
        format, _, file = value.partition("=")
        if not file:
            raise click.BadParameter(f"{value!r}: want FORMAT=FILE, as in sarif=out.sarif", ctx, param)
        _format(ctx, param, format)
        found.append((format, Path(file)))
    return tuple(found)


def _complete_format(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    named = [(name, said) for name, (_, said) in FORMATS.items() if name.startswith(incomplete)]
    return [CompletionItem(name, help=said) for name, said in named]


def _reporting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how and where findings are told."""
    options = [
        click.option(
            "--output-format",
            callback=_format,
            shell_complete=_complete_format,
            metavar="FORMAT",
            help=f"How findings are told: {', '.join(FORMATS)}. By default full.",
        ),
        click.option(
            "--output-file",
            "-o",
            type=_REGULAR,
            metavar="FILE",
            help="Write them to a file; the summary alone is printed.",
        ),
        click.option(
            "--output",
            "outputs",
            multiple=True,
            callback=_outputs,
            metavar="FORMAT=FILE",
            help="Write a report to a file as well, as in sarif=out.sarif; may be given several times.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


_stdin_filename = click.option(
    "--stdin-filename",
    type=_REGULAR,
    metavar="FILE",
    help="What standard input is called in findings and held against patterns.",
)


@cli.command()
@click.argument("paths", nargs=-1, type=_REGULAR)
@click.option("--fix", is_flag=True, help="Mend the files in place; `cleaner restore FILE` takes it back.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@_reporting
@_stdin_filename
@click.option(
    "--files-from",
    type=_REGULAR,
    metavar="FILE",
    help="Check the files listed in FILE (`-`: standard input), one a line or parted by NUL.",
)
@click.option(
    "--changed-since",
    metavar="REV",
    help="Check only what changed since the branch left the git revision REV.",
)
@click.option(
    "--force-exclude",
    is_flag=True,
    help="Let .gitignore count for named files too, and count what is left out without a note.",
)
@_judged
@_selection
@_jobs
@_set_options
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
    from cleaner import checking, inputs

    config = _config(**selection)
    if require_documents:
        _require_documents(config)
    if show_settings:
        _say(settings.shown(config, load_rules()), end="")
        return 0
    if diff and (output_format or output_file):
        raise UsageError("--diff is a format of its own; write a report beside it with --output FORMAT=FILE")
    fix = fix and not diff
    telling = _Telling(config, output_format, output_file, outputs, diff=diff)
    if _STDIN in map(str, paths) or (stdin_filename and not paths):
        if len(paths) > 1 or files_from or changed_since:
            raise UsageError("-: standard input cannot be mixed with files")
        return _check_stdin(stdin_filename, config, telling, fix=fix, force_exclude=force_exclude)
    if stdin_filename:
        raise UsageError("--stdin-filename: names standard input, `-`, which is not among the paths")
    if files_from:
        paths += inputs.listed(str(files_from))
    paths = paths or (Path("."),)
    if show_files:
        return _show_files(inputs.find(paths, config, force_exclude=force_exclude, since=changed_since))
    with telling.reports() as reports:
        found = inputs.find(paths, config, force_exclude=force_exclude, since=changed_since, to_mend=fix)
        progress = _progress("Checking", quiet=telling.on_terminal())
        note = None if no_cache else _note
        report = checking.check_files(paths, found, config, jobs, reports, fix, progress, note=note)
        _note_absent(report, config)
        telling.end(reports, report, found, fix=fix)
    return report.exit_code()


@cli.command()
@click.argument("source", type=_REGULAR, required=False)
@click.option(
    "--output",
    "-o",
    "target",
    type=_REGULAR,
    metavar="TARGET",
    help="Folder for texts, report.md and ledger.jsonl.",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 where TARGET is not fresh.")
@_stdin_filename
@_documents_required
@_selection
@_jobs
@_set_options
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
    from cleaner import target as cleaned

    config = _config(**selection)
    if require_documents:
        _require_documents(config)
    if source is None:
        raise UsageError(
            "clean: name SOURCE and TARGET, as in `cleaner clean scraped -o cleaned`;"
            " for a hook, write args: [scraped, -o, cleaned]"
        )
    if str(source) == _STDIN:
        if target is not None or only_check:
            raise UsageError("-: standard input is cleaned to standard output; leave out -o and --check")
        done = _process_stdin(_stdin_source(stdin_filename, config), config)
        if done.result is None or done.error:
            _say_error(done.error)
            return 2
        _write_bytes(done.result.data)
        return 0
    if stdin_filename:
        raise UsageError("--stdin-filename: names standard input; SOURCE is not `-`")
    if target is None:
        raise UsageError("clean: name the folder to write with -o TARGET")
    report, found = cleaned.clean_tree(
        source, target, config, jobs, check=only_check, progress=_progress("Cleaning", quiet=False)
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
@_configured
def restore(target: Path, folder: Path | None, **selection: Any) -> int:
    """Rebuild the sources of a cleaned TARGET in DIR, or take back the last --fix of one file."""

    if target.is_dir():
        if folder is None:
            raise UsageError("restore: name the folder for the sources with -o DIR")
        from cleaner import target as cleaned

        report = cleaned.restore_tree(target, folder)
        for error in report.errors:
            _say_error(error)
        _say(f"Restored {report.changed} of {report.documents} documents into {printable(str(folder))}.")
        return 2 if report.errors else 0
    from cleaner import checking

    checking.undo(target, _config(**selection))
    _say(f"Restored {printable(str(target))} as it was before its last fix.")
    return 0


@cli.command()
@click.argument("subject", metavar="FILE:LINE | FILE#ID:LINE | CODE")
@_selection
@_set_options
def explain(subject: str, **selection: Any) -> int:
    """Tell why a line of a document went or stayed, or what a rule does."""
    from cleaner import explain as explaining
    from cleaner import surveying

    rules = load_rules()
    for rule in rules:
        if subject.upper() == rule.code or subject.lower() == rule.name:
            _say(explaining.explain_rule(rule))
            return 0
    for own in configuration.OWN:
        if subject.upper() == own.code or subject.lower() == own.name:
            _say(f"{own.code} {own.name}\n\n{own.docs}")
            return 0
    place = _place(subject)
    if place is None:
        near = configuration.nearest(subject, [name for rule in rules for name in (rule.code, rule.name)])
        raise UsageError(f"explain: {subject!r} is neither FILE:LINE nor a rule{near}")
    name, number = place
    config = _config(**selection)
    done = surveying.process_line(name, number, config)
    active = config.rules_for(rules, done.source.matched)
    _say(explaining.explain_line(done.result, number, rules, active))
    return 0


def _place(text: str) -> tuple[str, int] | None:
    """The name and line of `FILE:LINE`, which may be followed by a column as findings have it."""
    found = re.fullmatch(r"(.+?):(\d{1,9})(?::\d{1,9})?", text, re.DOTALL)
    return (found[1], int(found[2])) if found else None


@cli.command()
@click.argument("paths", nargs=-1, type=_REGULAR)
@click.option("--prune", is_flag=True, help="Only take out what no longer occurs; add nothing.")
@click.option("--baseline", metavar="FILE", help="The file to write.")
@_selection
@_jobs
def baseline(
    paths: tuple[Path, ...], prune: bool, baseline: str | None, jobs: int | None, **selection: Any
) -> int:
    """Write the findings there are now as known: from then on `check` fails on new ones only."""
    config = _config(**selection)
    if baseline is not None:
        config = replace(config, baseline=str(Path.cwd() / baseline))
    return _write_baseline(paths or (Path("."),), config, jobs, prune=prune)


def _write_baseline(
    paths: Sequence[Path], config: Config, jobs: int | None, *, prune: bool = False, further: str = ""
) -> int:
    from cleaner import inputs, judging

    found = inputs.find(paths, config)
    progress = _progress("Checking", quiet=False)
    report, told = judging.write_baseline(paths, found, config, jobs, progress, prune=prune)
    _end(report, found, told + further)
    return 2 if report.errors else 0


@cli.command()
@click.option("--clear", is_flag=True, help="Remove it.")
@_configured
def cache(clear: bool, **selection: Any) -> int:
    """Tell where the cache of checked documents lies and how large it is, or remove it."""
    from cleaner import cache as stored
    from cleaner.checking import state_folder

    folder = state_folder(_config(**selection))
    if clear:
        size = stored.clear(folder)
        _say(printable(f"{shown(folder / stored.CACHE_NAME)}: removed, {size:,} bytes."))
        return 0
    size = sum(path.stat().st_size for path in folder.glob(f"{stored.CACHE_NAME}*"))
    _say(printable(f"{shown(folder / stored.CACHE_NAME)}: {size:,} bytes."))
    return 0


@cli.command()
@click.argument("folder", type=_REGULAR, default=".")
@click.option("--no-baseline", is_flag=True, help="Write no file of known findings.")
def init(folder: Path, no_baseline: bool) -> int:
    """Look at a folder, and write its first configuration and baseline."""
    from cleaner import init as first

    path, seen = first.begin(folder)
    patterns = ", ".join(seen.documents)
    languages = ", ".join(seen.languages) or "no language told for sure"
    number = "1 document" if seen.number == 1 else f"{seen.number:,} documents"
    _say(printable(f"{shown(path)}: {number} ({patterns}); {languages}."))
    if no_baseline:
        return 0
    config = settings.load(path, load_rules())
    further = " `cleaner check` fails on new ones only; `cleaner check --fix` mends these, too."
    return _write_baseline((folder,), config, None, further=further)


@cli.command()
@click.argument("place", metavar="FILE:LINE")
@click.argument("rule")
@click.option("--reason", required=True, help="Why the finding is right about the text, and it stays.")
@_configured
def suppress(place: str, rule: str, reason: str, **selection: Any) -> int:
    """Let a finding stand: write an entry with its reason into the suppressions file."""
    from cleaner import judging

    where = _place(place)
    if where is None:
        raise UsageError(f"suppress: {place!r} is not FILE:LINE")
    if not reason.strip():
        raise UsageError("--reason: say why the finding stays")
    _say(printable(judging.suppress(*where, rule, reason, _config(**selection))))
    return 0


@cli.command()
def rules() -> int:
    """List all rules: code, name, safety, what each finds."""
    from cleaner import catalogue

    _say(catalogue.rules_table(load_rules()))
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
    extend_select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    *,
    given: Sequence[str] = (),
    isolated: bool = False,
    baseline: str | None = None,
    no_baseline: bool = False,
    unsafe_fixes: bool = False,
    preview: bool | None = None,
    fail_on: str | None = None,
    **of_set: Any,
) -> Config:
    """The configuration nearest to the working directory, with what the command line says on top."""
    all_rules = load_rules()
    try:
        Path.cwd()
    except OSError:
        raise UsageError("the working directory is gone; change to another") from None
    config = settings.resolve(all_rules, given, isolated=isolated)
    if select:
        chosen = configuration.codes(select, all_rules, "--select")
        config = replace(config, select=chosen, extend_select=())
    config = replace(
        config,
        unsafe_fixes=unsafe_fixes or config.unsafe_fixes,
        preview=config.preview if preview is None else preview,
        fail_on=fail_on or config.fail_on,
    )
    extended = configuration.codes(extend_select, all_rules, "--extend-select")
    ignored = configuration.codes(ignore, all_rules, "--ignore")
    config = replace(config, extend_select=config.extend_select + extended, ignore=config.ignore + ignored)
    for rule in all_rules:
        if rule.preview and not config.preview and rule.code in (*config.select, *config.extend_select):
            _note(f"{rule.code} is in preview and does not run; switch it on with --preview")
    config = _of_set(config, **of_set)
    return _with_own_files(config, baseline, no_baseline=no_baseline or (isolated and baseline is None))


def _with_own_files(config: Config, baseline: str | None, *, no_baseline: bool) -> Config:
    """The configuration with its suppressions read, and the baseline that the command line names."""
    if no_baseline:
        config = replace(config, baseline="")
    elif baseline is not None:
        named = str(Path.cwd() / baseline)
        config = replace(config, baseline=named)
    path = config.place(config.suppressions)
    if not path.exists() and config.suppressions == configuration.SUPPRESSIONS_NAME:
        return config
    from cleaner import suppressions

    if not path.exists():
        raise ConfigError(f"{path}: no such file; `suppressions` names it")
    return replace(config, suppressed=suppressions.load(path, load_rules()))


def _require_documents(config: Config) -> None:
    if "documents" not in config.stated:
        raise UsageError(
            "which files are documents is not configured, so a hook touches none; write"
            ' documents = ["corpus/**/*.txt"] under [tool.cleaner] in pyproject.toml, or run `cleaner init`'
        )


def _show_files(found: Found) -> int:
    """List the documents found, one a line."""
    for source in found.sources:
        _say(printable(shown(source.path)))
    for error in found.errors:
        _say_error(error)
    return 2 if found.errors else 0


def _note_absent(report: Report, config: Config) -> None:
    """Tell of what the baseline knows and no longer occurs."""
    if not report.absent:
        return
    count = sum(codes.total() for codes in report.absent.values())
    gone = "finding no longer occurs" if count == 1 else "findings no longer occur"
    name, codes = next(iter(report.absent.items()))
    first = ", ".join(f"{code} {times} times" if times > 1 else code for code, times in sorted(codes.items()))
    more = f" and {len(report.absent) - 1} more" if len(report.absent) > 1 else ""
    _note(
        f"{config.baseline}: {count} known {gone}"
        f" (in {name}: {first}{more}); `cleaner baseline --prune` takes them out"
    )


def _stdin_source(name: Path | None, config: Config) -> Source:
    """Standard input as a document, under the name that was given for it."""
    path = name or Path(_STDIN)
    return Source(path, shown(path), matched(path, config))


def _process_stdin(source: Source, config: Config) -> Processed:
    from cleaner import runner

    return runner.process_bytes(source, source.name, sys.stdin.buffer.read(), config, None)


def _check_stdin(
    name: Path | None, config: Config, telling: _Telling, *, fix: bool, force_exclude: bool
) -> int:
    """Check standard input; with --fix the mended text goes to standard output, findings to stderr.

    Under --force-exclude, a name that the configuration excludes is not checked; with --fix the text
    then goes through as it is, so that an editor that filters a file gets it back.
    """
    from cleaner.judging import Judge

    telling.to_stderr = fix
    source = _stdin_source(name, config)
    found, report = Found(), Report()
    with telling.reports() as reports:
        if force_exclude and name and match_any(config.exclude, source.matched):
            found.skipped["excluded"] += 1
            report.skipped = found.skipped
            if fix:
                _write_bytes(sys.stdin.buffer.read())
        else:
            done = _process_stdin(source, config)
            mended = fix and not done.error
            done = Judge(config, None).judge(done, report)
            if done.result:
                changed = done.result.text != done.result.source
                report.add(done.result.findings, applied=fix, changed=changed, fails=config.fails)
                if mended:
                    _write_bytes(done.result.data)
            reports.document(done, mended)
            if done.error:
                report.errors.append(done.error)
        telling.end(reports, report, found, fix=fix)
    return report.exit_code()


def _write_bytes(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


class _Telling:
    """How a run of `check` tells its findings: on the console, in files, or as a diff."""

    def __init__(
        self,
        config: Config,
        format: str | None,
        file: Path | None,
        others: Sequence[tuple[str, Path]],
        *,
        diff: bool,
    ) -> None:
        from cleaner.outputs import Output

        self.config = config
        self.console = None if diff or file else format or "full"
        self.diff = diff
        self.to_stderr = False  # set where standard output is for the mended text
        main = [] if diff else [Output(format or "full", file)]
        self.outputs = [*main, *(Output(name, path) for name, path in others)]

    def on_terminal(self) -> bool:
        """Whether findings scroll by on a terminal, so that a progress bar would be torn."""
        return (self.diff or self.console is not None) and sys.stdout.isatty()

    @contextmanager
    def reports(self) -> Iterator[_Reports]:
        """What takes the documents of the run."""
        from cleaner import checking
        from cleaner.judging import Judge, known_findings
        from cleaner.outputs import reports

        stream = sys.stderr if self.to_stderr else sys.stdout
        options = Options(
            colour=stream.isatty() and "NO_COLOR" not in os.environ,
            root=repository_root(Path.cwd()),
            unsafe_fixes=self.config.unsafe_fixes,
        )
        again = partial(checking.again, judge=Judge(self.config, known_findings(self.config)))
        with reports(self.outputs, options, self._print, _note, again) as made:
            yield _Diffs(made, colour=options.colour) if self.diff else made

    def _print(self, text: str) -> None:
        if self.console in PEOPLE:
            _say(text, err=self.to_stderr, end="")
        else:  # a program reads it: UTF-8, whatever the locale
            stream = sys.stderr if self.to_stderr else sys.stdout
            stream.buffer.write(text.encode("utf-8", "backslashreplace"))

    def end(self, reports: _Reports, report: Report, found: Found, *, fix: bool) -> None:
        """Finish the reports, then tell the summary: beside a diff or a report that programs read."""
        reports.end(report)
        sys.stdout.buffer.flush()
        summary = terminal.summary(report, mended=fix, unsafe_fixes=self.config.unsafe_fixes)
        aside = self.to_stderr or self.diff or self.console not in (None, *PEOPLE)
        _end(report, found, summary, err=aside)


class _Reports(Protocol):
    """What a run hands its documents to."""

    @property
    def view(self) -> str: ...

    def document(self, done: Processed, mended: bool = False) -> str: ...

    def repeat(self, text: str) -> None: ...

    def end(self, report: Report) -> None: ...


class _Diffs:
    """Prints what a fix would change, beside the reports that go to files."""

    def __init__(self, reports: _Reports, *, colour: bool) -> None:
        self.reports = reports
        self.colour = colour
        self.for_patch = not sys.stdout.isatty() and not _IN_CI & os.environ.keys()

    view = ""  # a diff needs the whole result

    def document(self, done: Processed, mended: bool = False) -> str:
        """Print the diff of one document."""
        from cleaner.diff import unified

        if done.result is not None:
            text = unified(done.shown, done.result.source, done.result.ledger.edits)
            if text:
                text = terminal.diff(text, colour=self.colour, for_patch=self.for_patch)
                click.echo(text if self.for_patch else inert(text), nl=False)
        return self.reports.document(done, mended)

    def repeat(self, text: str) -> None:
        """Never asked: there is no view."""

    def end(self, report: Report) -> None:
        """Finish the reports."""
        self.reports.end(report)


def _note(text: str) -> None:
    _say(f"cleaner: note: {printable(text)}", err=True)


def _end(report: Report, found: Found, summary: str, *, err: bool = False) -> None:
    """Print what could not be done, what was left out, and the summary."""
    for note in found.notes:
        _note(note)
    for error in report.errors:
        _say_error(error)
    _say(summary, err=err)


def _progress(label: str, *, quiet: bool) -> Progress:
    """A progress bar on a terminal, for as many documents as make one wait."""

    def progress(results: Iterable[Processed], number: int) -> Iterable[Processed]:
        if quiet or number < _PROGRESS_FROM_DOCUMENTS or not sys.stderr.isatty():
            return results
        return _with_bar(results, number, label)

    return progress


def _with_bar(results: Iterable[Processed], number: int, label: str) -> Iterator[Processed]:
    with click.progressbar(results, length=number, label=label, file=sys.stderr) as bar:
        yield from bar
