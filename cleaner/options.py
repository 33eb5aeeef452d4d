"""The options that commands share, and what they complete to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner import config as configuration
from cleaner.formats import FORMATS
from cleaner.values import nearest

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class _Path(click.Path):
    """A path; an empty one, as of an unset variable, is not the working directory."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


PATH = _Path(path_type=Path)


class _Text(click.ParamType[str]):
    """A text; an empty one, as of an unset variable, says nothing."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not value:
            self.fail("it is empty", param, ctx)
        return str(value)


TEXT = _Text()


class _Choice(click.Choice[str]):
    """One of a few words; for another the nearest is named."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            near = nearest(value, self.choices)
            self.fail(f"{value!r} is none of {', '.join(self.choices)}{near}", param, ctx)
        return str(value)


def _together(*options: Decorator) -> Decorator:
    """A decorator that gives a command several options, in the order that `--help` lists them in."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _codes(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for value in values for code in value.split(","))


def _format(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and value not in FORMATS:
        near = nearest(value, FORMATS)
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


def offering(kind: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]:
    """What a shell is offered for a half-written word, by a function of `cleaner.completion`."""

    def offer(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        from cleaner import completion

        offered: list[CompletionItem[str]] = getattr(completion, kind)(ctx, param, incomplete)
        return offered

    return offer


# Where the configuration comes from.
configured = _together(
    click.option(
        "--config",
        "given",
        multiple=True,
        type=TEXT,
        shell_complete=offering("file"),
        metavar="FILE|KEY=VALUE",
        help="A configuration file, or a setting in TOML that goes on top; may be repeated.",
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration file."),
)

# Which rules run and which fixes are applied.
selection = _together(
    click.option(
        "--select",
        multiple=True,
        callback=_codes,
        shell_complete=offering("codes"),
        metavar="CODES",
        help="Only these rules: codes, prefixes or names, separated by commas.",
    ),
    click.option(
        "--extend-select",
        multiple=True,
        callback=_codes,
        shell_complete=offering("codes"),
        metavar="CODES",
        help="These rules, too.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        callback=_codes,
        shell_complete=offering("codes"),
        metavar="CODES",
        help="All but these rules.",
    ),
    click.option("--preview/--no-preview", default=None, help="Rules in preview, too."),
    click.option(
        "--unsafe-fixes", is_flag=True, help="Also apply fixes whose measured precision is below 0.99."
    ),
    configured,
)

documents_required = click.option(
    "--require-documents", is_flag=True, help="Refuse where `documents` is not configured: for hooks."
)

# Which findings fail a run.
assessed = _together(
    click.option(
        "--fail-on",
        type=_Choice(configuration.FAIL_ON),
        help="The least severity that fails the run; `warning` by default.",
    ),
    click.option(
        "--baseline",
        type=TEXT,
        shell_complete=offering("file"),
        metavar="FILE",
        help=f"The file of known findings, which do not fail; {configuration.BASELINE_NAME} by default.",
    ),
    click.option("--no-baseline", is_flag=True, help="Know of no findings beforehand."),
    click.option("--no-cache", is_flag=True, help="Check unchanged documents again; store nothing."),
    click.option("--show-settings", is_flag=True, help="Print the settings as TOML, and check nothing."),
    click.option("--show-files", is_flag=True, help="List the documents, and check nothing."),
    documents_required,
)

jobs = click.option(
    "--jobs", "-j", type=click.IntRange(min=1), help="Processes; by default one a processor for large sets."
)

# What set the documents are of, and which fields of records hold them.
of_set = _together(
    click.option(
        "--profile",
        type=TEXT,
        shell_complete=offering("file"),
        metavar="FILE",
        help="What the set knows: a profile from `cleaner learn`, or a folder that `clean` wrote.",
    ),
    click.option(
        "--site", type=TEXT, metavar="PATTERN", help="The site of a document by its path: '{site}/**'."
    ),
    click.option(
        "--text-field", type=TEXT, metavar="NAME", help="The field of .jsonl records that is the text."
    ),
    click.option("--id-field", type=TEXT, metavar="NAME", help="The field that names a record ('id')."),
    click.option("--site-field", type=TEXT, metavar="NAME", help="The field that has a record's site."),
)

# How and where findings are told.
reporting = _together(
    click.option(
        "--output-format",
        callback=_format,
        shell_complete=offering("format"),
        metavar="FORMAT",
        help=f"How findings are told: {', '.join(FORMATS)}. By default full.",
    ),
    click.option(
        "--output-file",
        "-o",
        type=PATH,
        metavar="FILE",
        help="Write them to a file; the summary alone is printed.",
    ),
    click.option(
        "--output",
        "outputs",
        multiple=True,
        callback=_outputs,
        shell_complete=offering("output"),
        metavar="FORMAT=FILE",
        help="Write a report to a file as well, as in sarif=out.sarif; may be given several times.",
    ),
)

stdin_filename = click.option(
    "--stdin-filename",
    type=PATH,
    metavar="FILE",
    help="Check standard input as this file would be: by its patterns, baseline and suppressions.",
)
