"""Protection: what of a text no fix touches."""

from __future__ import annotations

from bisect import bisect_left

from msgspec import Struct

from cleaner.config import Config
from cleaner.document import Document
from cleaner.rule import Edit, Finding, Rule
from cleaner.spans import NOTHING, Spans, spans


class Protection(Struct, frozen=True):
    """What of a text no fix touches: what the configuration protects, and the markup of Markdown."""

    text: str
    protected: Spans
    blocks: Spans
    pieces: Spans

    def withholds(self, rule: Rule, finding: Finding) -> bool:
        """Whether one of the edits of a finding, or without any its place, is out of bounds."""
        edits = finding.edits or (Edit(finding.span.start, finding.span.end),)
        return any(self._holds(rule, edit, told=not finding.edits) for edit in edits)

    def free(self, rule: Rule, finding: Finding) -> tuple[Edit, ...]:
        """The edits that may be made: those of a rule that keeps words stand by themselves."""
        return tuple(edit for edit in finding.edits if not self._holds(rule, edit, told=False))

    def _holds(self, rule: Rule, edit: Edit, *, told: bool) -> bool:
        start, end = edit.start, edit.end
        if self.protected.touch(start, end):
            return True
        if self.blocks.touch(start, end) and not self._ends_line(edit):
            return True
        if rule.removes_words and not edit.replacement:
            return self.pieces.cut(start, end) or self._parts_code(end)  # a line goes with its links
        return not told and self.pieces.touch(start, end)

    def _parts_code(self, end: int) -> bool:
        """Whether an indented block of code follows, which below a list would be text of its last item."""
        at = bisect_left(self.blocks.starts, end)
        if at == len(self.blocks.starts):
            return False
        start = self.blocks.starts[at]
        line = self.text.rfind("\n", 0, start) + 1
        return not self.text[end:start].strip() and self.text.startswith(("    ", "\t"), line)

    def _ends_line(self, edit: Edit) -> bool:
        """Whether an edit only writes a line end as all others are."""
        gone = self.text[edit.start : edit.end]
        if gone == "\r" and not edit.replacement:
            return self.text.startswith("\n", edit.end)
        return gone in ("\r\n", "\r") and edit.replacement == "\n"


def protection(document: Document, config: Config) -> Protection | None:
    """What is protected in a document; None where nothing is."""
    text = document.text
    protected = spans(match.span() for pattern in config.protected for match in pattern.finditer(text))
    if document.is_markdown:
        from cleaner.readers import markdown

        return Protection(text, protected, markdown.blocks(text), markdown.pieces(text))
    return Protection(text, protected, NOTHING, NOTHING) if protected.starts else None
