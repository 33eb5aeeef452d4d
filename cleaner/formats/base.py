"""What every format is, and the little that several of them share."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cleaner.config import WARNING
from cleaner.document import Document
from cleaner.escape import printable
from cleaner.readers import is_html
from cleaner.report import Checked, Report, severity
from cleaner.results import Diagnostic


class Options(Struct, frozen=True):
    """What a format may know beside the findings.

    `root` is the folder that paths are relative to in reports for services: that of the repository;
    `fail_on` is the least severity that fails the run; `own` the folder of the user's own rules.
    """

    colour: bool = False
    root: Path | None = None
    unsafe_fixes: bool = False
    fail_on: str = WARNING
    own: Path | None = None


class Format:
    """A report in the making; see the package's docstring for the order of the calls.

    A format `repeats` where the text of a document depends on its findings alone: an unchanged one need
    not be told anew.
    """

    repeats = False

    def __init__(self, options: Options) -> None:
        self.options = options

    def begin(self) -> Iterator[str]:
        """What stands before the first document."""
        yield from ()

    def document(self, checked: Checked) -> Iterator[str]:
        """What is said of one document."""
        yield from ()

    def repeat(self, text: str) -> Iterator[str]:
        """What is said of a document of which this was said before."""
        yield text

    def end(self, report: Report) -> Iterator[str]:
        """What stands behind the last document; `report` has the counts and all errors."""
        yield from ()

    def file(self, checked: Checked) -> str:
        """The file that a document is or stands in, relative to the root."""
        return self.from_root(checked.file or checked.path)

    def from_root(self, path: str) -> str:
        """A path relative to the root, with forward slashes; one outside of it as an absolute path."""
        root = self.options.root
        if root is None or path == "-":
            return path
        absolute = os.path.abspath(path)
        inside = os.path.relpath(absolute, root)
        return (absolute if inside.split(os.sep)[0] == os.pardir else inside).replace(os.sep, "/")


def position(document: Document, offset: int) -> tuple[int, int]:
    """Line and column of a place between characters, both from 1.

    Columns count characters (code points). Behind a line end it is the beginning of the next line,
    also where the text has no further one.
    """
    line = document.line_at(offset)
    if line is None:
        return 1, 1
    if line.ending and offset >= line.stop:
        return line.index + 2, 1
    return line.index + 1, offset - line.start + 1


def record(checked: Checked) -> dict[str, Any] | None:
    """What a record is called and where it stands, as an object of the json formats; None of a file."""
    if not checked.line:
        return None
    name = checked.path.removeprefix(f"{checked.file}#")
    return {"file": exact(checked.file), "id": exact(name), "line": checked.line}


def in_file(diagnostic: Diagnostic, checked: Checked) -> Diagnostic:
    """A finding for a service, which knows files alone: of a record, it is on the record's line.

    Its place within the record's text then stands in the message. A page's text is told as such a record.
    """
    about = record(checked)
    if about is None:
        return diagnostic
    what = "text of the page" if is_html(checked.file) else f"record {about['id']}"
    within = f"{what}, {diagnostic.line}:{diagnostic.column}"
    line = checked.line
    return replace(
        diagnostic,
        message=f"{diagnostic.message} ({within})",
        line=line,
        column=1,
        end_line=line,
        end_column=1,
    )


def encoded(value: Any) -> str:
    """A value as JSON in ASCII: nothing in it can steer a terminal, and any encoding carries it."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def exact(text: str) -> str:
    """A text for JSON that a program is to use as it stands.

    Only what is no Unicode text, bytes of a file name that are no UTF-8, is escaped: strict readers
    refuse JSON with lone surrogates.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text


def fields(diagnostic: Diagnostic, checked: Checked, fingerprint: str) -> dict[str, Any]:
    """A finding as an object of the json formats; `report.schema.json` says what each field means."""
    return {
        "path": exact(checked.path),
        "code": diagnostic.code,
        "name": diagnostic.name,
        "message": printable(diagnostic.message),
        "severity": str(severity(diagnostic)),
        "line": diagnostic.line,
        "column": diagnostic.column,
        "end_line": diagnostic.end_line,
        "end_column": diagnostic.end_column,
        "start": diagnostic.start,
        "end": diagnostic.end,
        "fingerprint": fingerprint,
        "fix": _fix(diagnostic, checked.document),
        "record": record(checked),
        "state": str(diagnostic.state) if diagnostic.state else None,
        "suppression": None if diagnostic.suppression is None else printable(diagnostic.suppression),
    }


def _fix(diagnostic: Diagnostic, document: Document) -> dict[str, Any] | None:
    if not diagnostic.edits:
        return None
    from cleaner.terminal import describe_fix

    return {
        "safety": str(diagnostic.safety),
        "applicable": diagnostic.fixed,
        "description": describe_fix(diagnostic, document),
        "edits": [
            {"start": edit.start, "end": edit.end, "replacement": exact(edit.replacement)}
            for edit in diagnostic.edits
        ],
    }


def totals(report: Report) -> dict[str, Any]:
    """The counts of a run as an object of the json formats."""
    return {
        "documents": report.documents,
        "with_findings": report.with_findings,
        "changed": report.changed,
        "fixed": report.fixed,
        "fixed_known": report.fixed_known,
        "fixable": report.fixable,
        "by_clean": report.by_clean,
        "unsafe": report.unsafe,
        "by_hand": report.by_hand,
        "notes": report.notes,
        "known": report.known,
        "suppressed": report.suppressed,
        "absent": sum(codes.total() for codes in report.absent.values()),
        "errors": len(report.errors),
        "skipped": {printable(reason): count for reason, count in sorted(report.skipped.items())},
        "exit_code": report.exit_code(),
    }
