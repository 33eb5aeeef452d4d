"""JSON, one object a line: findings as they are found, then errors, last the summary.

A reader that does not meet the summary knows that the report was cut short.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.escape import printable
from cleaner.fingerprint import fingerprints
from cleaner.formats.base import Format, encoded, fields, totals
from cleaner.formats.json_report import SCHEMA_VERSION
from cleaner.report import Checked, Report


class JsonLines(Format):
    """Each line has a `kind`: finding, error or summary; its other fields are those of the json format."""

    def document(self, checked: Checked) -> Iterator[str]:
        """All findings, those in the baseline and suppressed ones too."""
        names = fingerprints(checked.findings, checked.document)
        for diagnostic, name in zip(checked.findings, names, strict=True):
            yield encoded({"kind": "finding", **fields(diagnostic, checked, name)}) + "\n"

    def end(self, report: Report) -> Iterator[str]:
        """Errors and counts."""
        for error in report.errors:
            yield encoded({"kind": "error", "message": printable(error)}) + "\n"
        yield encoded({"kind": "summary", "schema_version": SCHEMA_VERSION, **totals(report)}) + "\n"
