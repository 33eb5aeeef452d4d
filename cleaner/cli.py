"""The command line: finds the command, and turns what goes wrong into one line and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from cleaner import commands
from cleaner.console import Interrupted, say_error
from cleaner.runner import UsageError
from cleaner.values import ConfigError, nearest
from cleaner.version import __version__

_COMPLETE = "_CLEANER_COMPLETE"  # click's: set by a shell that asks what a word could become


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
        say_error(f"{error.filename or 'output'}: {(error.strerror or type(error).__name__).lower()}")
        return 2


def _run(arguments: list[str]) -> int:
    try:
        if arguments[:1] != ["suppress"] and any(argument.startswith("@") for argument in arguments):
            from cleaner.inputs import expand

            arguments = expand(arguments)
        if _COMPLETE in os.environ:
            import_module("cleaner.completion")
        code = cli.main(args=arguments, prog_name="cleaner", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.ClickException as error:
        say_error(_meant(error) or error.format_message())
        return 2
    except (UsageError, ConfigError) as error:
        say_error(str(error))
        return 2
    except (KeyboardInterrupt, click.Abort) as error:
        cause = error.__cause__ or error  # click turns the one into the other
        far = cause if isinstance(cause, Interrupted) else ""
        say_error(f"interrupted{far}; what was written is whole, run again to finish")
        # An interrupt that hit code made from text, as named tuples are, would end the process by the signal
        # at its very end, though it was caught; Python forgets that with the next such code.
        exec("")  # noqa: S102
        return 130
    return int(code or 0)


def _meant(error: click.ClickException) -> str:
    """The line for an option or argument of which it is known what was meant; empty for any other."""
    from cleaner import hints

    context = error.ctx if isinstance(error, click.UsageError) else None
    command = (context.info_name if context else None) or ""
    if isinstance(error, click.NoSuchOption):
        hint = hints.for_option(command, error.option_name)
        return f"{command}: there is no option {error.option_name}; {hint}" if hint else ""
    if "unexpected extra argument" in error.message and (hint := hints.for_arguments(command)):
        return f"{command}: {hint}"
    return ""


def _prepare_streams() -> None:
    """Let every text be printed, and let what was closed by the caller swallow what goes there."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for as long as we run
        getattr(sys, name).reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Drop what is still to be written: else the interpreter tries once more at its end, and complains."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _ReaderGone(Exception):
    """The reader of the output went away. Click would end the process itself, as if there were findings."""


class _Commands(click.Group):
    """A group that imports a command when it is asked for, and names the nearest for an unknown one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(commands.NAMES)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):  # from the table: no command is imported for its first line
            formatter.write_dl([*commands.SUMMARIES.items()])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in commands.NAMES:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"cleaner.commands.{name}"), name)
        return command

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
        if args and args[0] not in commands.NAMES and not args[0].startswith("-"):
            from cleaner import hints

            if meant := hints.for_command(args):
                raise click.UsageError(f"unknown command {args[0]!r}; say {meant}")
            near = nearest(args[0], commands.NAMES)
            raise click.UsageError(f"unknown command {args[0]!r}{near}; `cleaner --help` lists them")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="cleaner")
def cli() -> None:
    """Lint and normalise sets of scraped text."""
