"""More than one blank line in a row."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import SAFE, Document, Edit, Example, Finding, Span, Yield, rule


@rule(
    code="SPC103",
    name="blank-run",
    safety=SAFE,
    examples=[
        Example(bad="Harbour\n\n\n\nThe boats are in.\n", good="Harbour\n\nThe boats are in.\n"),
        Example(bad="\n \nHafen\n", good="Hafen\n"),
        Example(bad="港口\n\n\u200b \u00a0\n\n船都进港了。\n", good="港口\n\n船都进港了。\n"),
        Example(good="Harbour\n\nThe boats are in.\n"),
        Example(good="Hafen\nDie Boote sind da.\n\n\n"),
    ],
)
def blank_run(document: Document) -> Iterator[Yield]:
    """Leave one blank line where several part two blocks, and none at the start.

    Empty elements and removed images each leave a line. A line of spaces and of characters that
    show nothing is blank too.

    Blank lines at the end of the document are left to final-newline.
    """
    lines = document.lines
    before = -1
    for line in document.inked:
        first = before + 1 if before < 0 else before + 2  # the first blank line that goes
        if line.index > first:
            span = Span(lines[first].start, line.start)
            count = line.index - before - 1
            message = "blank lines" if count > 1 else "blank line"
            message = f"{count} {message} at the start" if before < 0 else f"{count} blank lines in a row"
            yield Finding(span, message, (Edit(span.start, span.end),))
        before = line.index
