"""One JSON object for a run: findings, errors, counts; `report.schema.json` describes it."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.escape import printable
from cleaner.fingerprint import fingerprints
from cleaner.formats.base import Format, Options, encoded, fields, totals
from cleaner.report import Checked, Report
from cleaner.version import __version__

SCHEMA_VERSION = 1  # grows when a field goes or changes its meaning; new fields leave it
SCHEMA_NAME = "report.schema.json"  # beside this module


class JsonReport(Format):
    """The findings one a line, so that a report can be read and compared."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._between = "\n"

    def begin(self) -> Iterator[str]:
        """The envelope up to the first finding."""
        tool = encoded({"name": "cleaner", "version": __version__})
        yield f'{{"schema_version":{SCHEMA_VERSION},\n"tool":{tool},\n"findings":['

    def document(self, checked: Checked) -> Iterator[str]:
        """All findings, those in the baseline and suppressed ones too."""
        names = fingerprints(checked.findings, checked.document)
        for diagnostic, name in zip(checked.findings, names, strict=True):
            yield self._between + encoded(fields(diagnostic, checked, name))
            self._between = ",\n"

    def end(self, report: Report) -> Iterator[str]:
        """Errors and counts."""
        errors = encoded([{"message": printable(error)} for error in report.errors])
        yield f'\n],\n"errors":{errors},\n"summary":{encoded(totals(report))}}}\n'
