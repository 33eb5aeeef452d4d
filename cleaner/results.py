"""What cleaning made of one document, as values: the result, its findings, and what else it tells."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct

from cleaner.config import OwnFinding, Severity
from cleaner.document import Document
from cleaner.ledger import LedgerEntry, to_bytes
from cleaner.rule import DISPLAY, SAFE, Edit, Safety


class State(StrEnum):
    """How a finding stands to a baseline, once it was compared with one."""

    NEW = "new"
    UNCHANGED = "unchanged"
    ABSENT = "absent"


class Diagnostic(Struct, frozen=True):
    """A finding stamped with its rule and its place in the source.

    Lines and columns count from 1, in characters; `start` and `end` are character offsets, `edits`
    are in source offsets. `safety` is display-only for what has no fix. `fixed` tells whether the
    fix is part of the cleaned text.

    The engine leaves `state`, `suppression` and `severity` empty; who compares findings with a baseline,
    with suppressions and with the configuration fills them. `suppression` is the reason that was given
    for accepting the finding.
    """

    document: str
    code: str
    name: str
    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    message: str
    safety: Safety
    fixed: bool
    edits: tuple[Edit, ...] = ()
    state: State | None = None
    suppression: str | None = None
    severity: Severity | None = None


class Metadata(Struct, frozen=True):
    """What a document says of itself; a field it does not state is empty."""

    title: str = ""
    author: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""


class Near(Struct, frozen=True):
    """A kept line that a rule came near to, by its number in the source, and why it was spared."""

    line: int
    code: str
    name: str
    reason: str


class Result(Struct, frozen=True):
    """What cleaning made of one document.

    `text` is the canonical text, `findings` what was mended and what remains, `ledger` the account
    that rebuilds the source; `near` are the lines that rules came near to and spared.
    """

    text: str
    findings: tuple[Diagnostic, ...]
    metadata: Metadata
    ledger: LedgerEntry
    source: str
    near: tuple[Near, ...] = ()

    @property
    def data(self) -> bytes:
        """The canonical text as it is written to a file."""
        return to_bytes(self.text)

    @property
    def unreadable(self) -> bool:
        """Whether the source is no text; nothing may be written for it then."""
        return not self.ledger.encoding.codec


def order(found: Diagnostic) -> tuple[Any, ...]:
    """What the findings of a document are sorted by."""
    edits = [(edit.start, edit.end, edit.replacement) for edit in found.edits]
    return (found.start, found.end, found.code, found.message, found.fixed, found.safety, edits)


def unruled(own: OwnFinding, source: Document, message: str, edit: Edit | None = None) -> Diagnostic:
    """A finding that no rule makes, at the edit that was made, or at the head of the document."""
    start, end = (edit.start, edit.end) if edit else (0, 0)
    line = source.line_at(start)
    number = line.number if line else 1
    return Diagnostic(
        document=source.name,
        code=own.code,
        name=own.name,
        line=number,
        column=1,
        end_line=number,
        end_column=1,
        start=start,
        end=end,
        message=message,
        safety=SAFE if edit else DISPLAY,
        fixed=edit is not None,
        edits=(edit,) if edit else (),
    )
