"""Annotations of a GitHub workflow; what goes beyond GitHub's limit stands in the log, counted.

The job summary that goes with it is the markdown format, appended by `cleaner.outputs`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner import terminal
from cleaner.config import Severity
from cleaner.escape import printable
from cleaner.formats.base import Format, Options, in_file
from cleaner.report import Checked, Report, severity
from cleaner.results import Diagnostic

# GitHub shows 10 warnings and 10 errors of a step and drops the rest without a word (REST API, check
# runs). Notices are held to the same; one of them is left free for the count.
ANNOTATED = {"error": 10, "warning": 10, "notice": 9}

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


class GitHub(Format):
    """A workflow command for each open finding while GitHub shows it, a plain line for each further one."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._seen: Counter[str] = Counter()

    def document(self, checked: Checked) -> Iterator[str]:
        """The open findings of a document."""
        path = self.file(checked)
        for found in checked.open:
            diagnostic = in_file(found, checked)
            command = _COMMANDS[severity(diagnostic)]
            self._seen[command] += 1
            if self._seen[command] <= ANNOTATED[command]:
                yield _annotation(command, diagnostic, path, columns=not checked.line)
            else:
                yield terminal.headline(diagnostic, path=path) + "\n"

    def end(self, report: Report) -> Iterator[str]:
        """Errors as annotations, then the number of findings that have none."""
        for error in report.errors:
            self._seen["error"] += 1
            if self._seen["error"] <= ANNOTATED["error"]:
                yield f"::error title=cleaner::{_data(error)}\n"
            else:
                yield f"cleaner: {printable(error)}\n"
        cut = sum(max(0, count - ANNOTATED[command]) for command, count in self._seen.items())
        if cut:
            shown = (
                f"{ANNOTATED['error']} errors, {ANNOTATED['warning']} warnings, {ANNOTATED['notice']} notes"
            )
            yield (
                f"::notice title=cleaner::{cut:,} more without an annotation, see the log:"
                f" GitHub shows {shown} of a step\n"
            )


def _annotation(command: str, diagnostic: Diagnostic, path: str, *, columns: bool) -> str:
    properties = {"file": path, "line": diagnostic.line, "endLine": diagnostic.end_line}
    if columns and diagnostic.line == diagnostic.end_line:  # columns of several lines are refused
        properties |= {"col": diagnostic.column, "endColumn": diagnostic.end_column}
    properties["title"] = f"{diagnostic.code} {diagnostic.name}"
    named = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{command} {named}::{_data(diagnostic.message)}\n"


def _data(text: str) -> str:
    """A command's message. Line ends are gone once the text is printable; the runner decodes `%XX`."""
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property's value, in which a colon and a comma would end it."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
