"""How a run of `check` tells its findings: on the console, in files, or as a diff."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import click

from cleaner import terminal
from cleaner.checking import Show
from cleaner.config import Config
from cleaner.console import note, say, say_end
from cleaner.escape import inert
from cleaner.files import Found, repository_root
from cleaner.formats import PEOPLE, Options
from cleaner.outputs import Output, reports
from cleaner.report import Report
from cleaner.runner import After, Processed
from cleaner.summary import check_summary

_IN_CI = {"GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"}  # there a diff is read, not applied


class Reports(Show, Protocol):
    """What a run hands its documents to."""

    def end(self, report: Report) -> None:
        """Finish the reports with the counts and errors of the run."""


class Telling:
    """Where the findings of one run go, and its summary."""

    def __init__(
        self,
        config: Config,
        format: str | None,
        file: Path | None,
        others: Sequence[tuple[str, Path]],
        *,
        diff: bool,
    ) -> None:
        self.config = config
        self.console = None if diff or file else format or "full"
        self.diff = diff
        self.to_stderr = False  # set where standard output is for the mended text
        main = [] if diff else [Output(format or "full", file)]
        self.outputs = [*main, *(Output(name, path) for name, path in others)]

    @contextmanager
    def reports(self, before: Callable[[], None] = lambda: None) -> Iterator[Reports]:
        """What takes the documents of the run; `before` is called before something is printed."""

        def write(text: str) -> None:
            before()
            self._print(text)

        stream = sys.stderr if self.to_stderr else sys.stdout
        options = Options(
            colour=stream.isatty() and "NO_COLOR" not in os.environ,
            root=repository_root(Path.cwd()),
            unsafe_fixes=self.config.unsafe_fixes,
            fail_on=self.config.fail_on,
            own=self.config.own,
        )
        with reports(self.outputs, options, write, note) as made:
            yield _Diffs(made, before, colour=options.colour) if self.diff else made

    def _print(self, text: str) -> None:
        if self.console in PEOPLE:
            say(text, err=self.to_stderr, end="")
        else:  # a program reads it: UTF-8, whatever the locale
            stream = sys.stderr if self.to_stderr else sys.stdout
            stream.buffer.write(text.encode("utf-8", "backslashreplace"))

    def end(self, reports: Reports, report: Report, found: Found, *, fix: bool) -> None:
        """Finish the reports, then tell the summary: beside a diff or a report that programs read."""
        reports.end(report)
        sys.stdout.buffer.flush()
        summary = check_summary(report, mended=fix, unsafe_fixes=self.config.unsafe_fixes)
        aside = self.to_stderr or self.diff or self.console not in (None, *PEOPLE)
        say_end(report, found, summary, err=aside)


class _Diffs:
    """Prints what a fix would change, beside the reports that go to files."""

    def __init__(self, reports: Reports, before: Callable[[], None], *, colour: bool) -> None:
        self.reports = reports
        self.before = before
        self.colour = colour
        self.for_patch = not sys.stdout.isatty() and not _IN_CI & os.environ.keys()

    view = ""  # a diff needs the whole result

    def document(self, done: Processed, after: After | None = None) -> str:
        """Print the diff of one document."""
        from cleaner.diff import unified

        if done.result is not None:
            text = unified(done.shown, done.result.source, done.result.ledger.edits)
            if text:
                self.before()
                text = terminal.diff(text, colour=self.colour, for_patch=self.for_patch)
                click.echo(text if self.for_patch else inert(text), nl=False)
        return self.reports.document(done, after)

    def repeat(self, text: str) -> None:
        """Never asked: there is no view."""

    def end(self, report: Report) -> None:
        """Finish the reports."""
        self.reports.end(report)
