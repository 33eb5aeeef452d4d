"""What is printed: safe to show, and no part of it a command to a CI service."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from cleaner.escape import inert, printable

if TYPE_CHECKING:
    from cleaner.files import Found
    from cleaner.report import Report
    from cleaner.runner import Processed, Progress

_PROGRESS_FROM_DOCUMENTS = 50


def say(text: str, *, err: bool = False, end: str = "\n") -> None:
    """Print text that is safe to show; no CI service takes a part of it for a command."""
    click.echo(inert(text) + end, nl=False, err=err)


def say_error(message: str) -> None:
    """Print a line on what could not be done."""
    say(f"cleaner: {printable(message)}", err=True)


def note(text: str) -> None:
    """Print a line on what somebody may want to know."""
    say(f"cleaner: note: {printable(text)}", err=True)


def write_bytes(data: bytes) -> None:
    """Write a document to standard output as it is."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say_end(report: Report, found: Found, summary: str, *, err: bool = False) -> None:
    """Print what could not be done, what was left out, and the summary."""
    for text in found.notes:
        note(text)
    for error in report.errors:
        say_error(error)
    say(summary, err=err)


def bar(label: str, *, quiet: bool = False) -> Progress:
    """A progress bar on a terminal, for as many documents as make one wait."""

    def progress(results: Iterable[Processed], number: int) -> Iterable[Processed]:
        if quiet or number < _PROGRESS_FROM_DOCUMENTS or not sys.stderr.isatty():
            return results
        return _with_bar(results, number, label)

    return progress


def _with_bar(results: Iterable[Processed], number: int, label: str) -> Iterator[Processed]:
    with click.progressbar(results, length=number, label=label, file=sys.stderr) as shown:
        yield from shown
