"""What a run found: documents with their findings, counts over them, and the exit code they decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from cleaner.document import Document
from cleaner.engine import Diagnostic, State
from cleaner.rule import DISPLAY, SAFE


class Severity(StrEnum):
    """How much a finding matters to a run: what has a fix is a warning, what has none a note."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def severity(diagnostic: Diagnostic) -> Severity:
    """The severity of a finding."""
    return Severity.NOTE if diagnostic.safety is DISPLAY else Severity.WARNING


def is_open(diagnostic: Diagnostic) -> bool:
    """Whether a finding asks for something: it is there, not suppressed and in no baseline."""
    return diagnostic.suppression is None and diagnostic.state in (None, State.NEW)


@dataclass(frozen=True, slots=True)
class Checked:
    """A document as reports see it: its path as the user would write it, its source, its findings.

    `error` is the line that says why it could not be done; its text then may be empty.
    """

    path: str
    document: Document
    findings: tuple[Diagnostic, ...] = ()
    error: str = ""

    @property
    def open(self) -> tuple[Diagnostic, ...]:
        """The findings that ask for something."""
        return tuple(filter(is_open, self.findings))


@dataclass(slots=True)
class Report:
    """Counts of a run. A finding that has a fix is a warning, one without is a note."""

    documents: int = 0
    failed: int = 0  # of the documents: those for which nothing could be written
    with_findings: int = 0
    changed: int = 0
    fixed: int = 0
    fixable: int = 0
    unsafe: int = 0
    notes: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    def add(self, diagnostics: Iterable[Diagnostic], *, applied: bool, changed: bool) -> None:
        """Count one document. `applied` tells whether its fixes have been (or would be) written."""
        self.documents += 1
        self.changed += changed
        found = False
        for diagnostic in diagnostics:
            found = True
            if diagnostic.safety is DISPLAY:
                self.notes += 1
            elif diagnostic.fixed and applied:
                self.fixed += 1
            elif diagnostic.fixed or diagnostic.safety is SAFE:
                self.fixable += 1
            else:
                self.unsafe += 1
        self.with_findings += found

    @property
    def warnings(self) -> int:
        """Findings with a fix that has not been applied."""
        return self.fixable + self.unsafe

    def exit_code(self) -> int:
        """0 without warnings or stale files, 1 with, 2 on an error."""
        if self.errors:
            return 2
        return 1 if self.warnings or self.stale else 0
