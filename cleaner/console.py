"""What is printed: safe to show, and no part of it a command to a CI service."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cleaner.escape import inert, printable

if TYPE_CHECKING:
    from cleaner.files import Found
    from cleaner.report import Report

_T = TypeVar("_T")
_ANEW = 0.2  # seconds between two states of the line on a terminal
_EVERY = 10.0  # seconds between two lines elsewhere


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


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, and how far the run was."""


class Pace:
    """How far a run is: on a terminal a line that is written anew, elsewhere one line every ten seconds.

    It is a `Progress`. What else is printed on a terminal asks it to `clear` its line before.
    """

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._now = doing
        self._done = self._number = 0
        self._began = self._told = 0.0
        self._on_terminal = sys.stderr.isatty()
        self._width = 0  # of the line that is to be seen
        self._made: Iterable[Any] = ()

    def __call__(self, made: Iterable[_T], number: int, doing: str = "") -> Iterator[_T]:
        """Count what is made, one document after the other, and tell."""
        self._now = doing or self._doing
        self._done, self._number, self._made = 0, number, made
        self._began = self._told = time.monotonic()
        for one in made:
            yield one
            self._done += 1
            now = time.monotonic()
            if now - self._told >= (_ANEW if self._on_terminal else _EVERY) and self._done != number:
                self._told = now
                self._tell(now - self._began)
        self.clear()

    def _tell(self, seconds: float) -> None:
        rate = self._done / seconds
        text = f"{self._now}: {self.far()}, {rate:{',.0f' if rate >= 10 else '.2g'}} a second"
        if self._number > self._done:
            text += f", {_duration((self._number - self._done) / rate)} left"
        if not self._on_terminal:
            say(text, err=True)
            return
        text = text[: shutil.get_terminal_size().columns - 1]
        click.echo(f"\r{text:{self._width}}", nl=False, err=True)
        self._width = len(text)

    def far(self) -> str:
        """How many documents are done."""
        of = f" of {self._number:,}" if self._number else ""
        return f"{self._done:,}{of} documents"

    def clear(self) -> None:
        """Take the line away from a terminal."""
        if self._width:
            click.echo(f"\r{'':{self._width}}\r", nl=False, err=True)
            self._width = 0

    def stop(self) -> None:
        """End what makes the documents, and its processes with it, if the run left off in the middle."""
        self.clear()
        if isinstance(self._made, Generator):
            self._made.close()

    def interrupted(self) -> str:
        """What an interrupted run says of itself."""
        return f" while {self._now.lower()}, after {self.far()}" if self._began else ""


def _duration(seconds: float) -> str:
    """A time as people say it, in its two largest units."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


@contextmanager
def pacing(doing: str) -> Iterator[Pace]:
    """Show how far a run is; an interrupt then says so.

    Raises:
        Interrupted: Ctrl-C.
    """
    pace = Pace(doing)
    try:
        yield pace
    except KeyboardInterrupt:
        raise Interrupted(pace.interrupted()) from None
    finally:
        pace.stop()
