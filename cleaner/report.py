"""What a run found: documents with their findings, counts over them, and the exit code they decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from cleaner.config import NOTE, WARNING, Severity
from cleaner.document import Document
from cleaner.results import Diagnostic, State
from cleaner.rule import DISPLAY, SAFE


def severity(diagnostic: Diagnostic) -> Severity:
    """The severity of a finding: as it was assessed, else a warning where there is a fix."""
    return diagnostic.severity or (NOTE if diagnostic.safety is DISPLAY else WARNING)


def is_open(diagnostic: Diagnostic) -> bool:
    """Whether a finding asks for something: it is there, not suppressed and in no baseline."""
    return diagnostic.suppression is None and diagnostic.state in (None, State.NEW)


def is_there(diagnostic: Diagnostic) -> bool:
    """Whether a finding is there and not suppressed, be it known or not."""
    return diagnostic.suppression is None and diagnostic.state is not State.ABSENT


class Checked(Struct, frozen=True):
    """A document as reports see it: its path as the user would write it, its source, its findings.

    `error` is the line that says why it could not be done; its text then may be empty. Of a record, `path` is
    the name; `file` and `line` tell where it stands. A document that is `gone` has absent findings only.
    """

    path: str
    document: Document
    findings: tuple[Diagnostic, ...] = ()
    error: str = ""
    file: str = ""
    line: int = 0
    gone: bool = False

    @property
    def open(self) -> tuple[Diagnostic, ...]:
        """The findings that ask for something."""
        return tuple(filter(is_open, self.findings))


class Report(Struct):
    """Counts of a run.

    `fixable`, `unsafe`, `by_hand` and `notes` are findings that remain, by what could mend them; of those
    that no fix can, notes are counted apart. `fixed` are those that were mended, `fixed_known` the ones among
    them that the baseline knows; of the `fixable`, `by_clean` are those in records and pages, which only
    `cleaner clean` mends. `failing` are those that make the run fail; `known` ones that remain and
    `suppressed` ones are counted apart from all others. `absent` counts, by document and rule, what the
    baseline knows and no longer occurs.
    """

    documents: int = 0
    failed: int = 0  # of the documents: those for which nothing could be written
    with_findings: int = 0
    changed: int = 0
    fixed: int = 0
    fixed_known: int = 0
    fixable: int = 0
    by_clean: int = 0
    unsafe: int = 0
    by_hand: int = 0
    notes: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)  # of skipped files that are of another type
    errors: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    failing: int = 0
    known: int = 0
    suppressed: int = 0
    absent: dict[str, Counter[str]] = field(default_factory=dict)

    def add(
        self,
        diagnostics: Iterable[Diagnostic],
        *,
        applied: bool,
        changed: bool,
        in_place: bool = True,
        fails: Callable[[Severity], bool] = lambda level: level is not NOTE,
    ) -> None:
        """Count one document. `applied` tells whether its fixes have been (or would be) written.

        `in_place` tells whether they can be written where the document lies, `fails` which severities make
        the run fail.
        """
        self.documents += 1
        self.changed += changed
        found = False
        for diagnostic in diagnostics:
            mended = diagnostic.fixed and applied
            is_known = diagnostic.suppression is None and diagnostic.state is State.UNCHANGED
            if mended and is_known:
                self.fixed += 1
                self.fixed_known += 1
                found = True
                continue
            if not is_open(diagnostic):
                self.suppressed += diagnostic.suppression is not None
                self.known += is_known
                continue
            found = True
            self.failing += not mended and fails(severity(diagnostic))
            if diagnostic.safety is DISPLAY:
                is_note = severity(diagnostic) is NOTE
                self.notes += is_note
                self.by_hand += not is_note
            elif mended:
                self.fixed += 1
            elif diagnostic.fixed or diagnostic.safety is SAFE:
                self.fixable += 1
                self.by_clean += not in_place
            else:
                self.unsafe += 1
        self.with_findings += found

    def plus(self, counts: Mapping[str, Any]) -> None:
        """Add what `counts` gave of other documents."""
        for name, value in counts.items():
            mine = getattr(self, name)
            if isinstance(mine, int):
                setattr(self, name, mine + value)
            elif isinstance(mine, list):
                mine += value
            elif isinstance(mine, Counter):
                mine.update(value)
            else:
                mine |= {document: Counter(codes) for document, codes in value.items()}

    def counts(self) -> dict[str, Any]:
        """The counts that are not zero, as JSON takes them."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in values.items() if value}

    def exit_code(self) -> int:
        """0 without failing findings or stale files, 1 with, 2 on an error."""
        if self.errors:
            return 2
        return 1 if self.failing or self.stale else 0
