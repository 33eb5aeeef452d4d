"""How a document ends."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import SAFE, Document, Edit, Example, Finding, Span, Yield, rule


@rule(
    code="SPC107",
    name="final-newline",
    safety=SAFE,
    examples=[
        Example(bad="The last ferry", good="The last ferry\n"),
        Example(bad="Die letzte Fähre\n\n \n", good="Die letzte Fähre\n"),
        Example(bad="末班渡轮\n   ", good="末班渡轮\n"),
        Example(bad=" \n\n", good=""),
        Example(good="The last ferry\n"),
        Example(good="Последний паром\r\n"),
        Example(good=""),
    ],
)
def final_newline(document: Document) -> Iterator[Yield]:
    """End a document with exactly one line end; blank lines at its end go.

    Programs that read line by line lose a last line without an end, and files that are joined run
    into each other. A document that shows nothing becomes empty.

    The kind of the line end is left to line-end.
    """
    text = document.text
    if not document.inked:
        if text:
            yield Finding(Span(0, len(text)), "nothing but blank lines", (Edit(0, len(text)),))
        return
    last = document.inked[-1]
    if last.stop < len(text):
        yield Finding(Span(last.stop, len(text)), "blank lines at the end", (Edit(last.stop, len(text)),))
    elif not last.ending:
        yield Finding(Span(last.end, last.end), "no line end at the end", (Edit(last.end, last.end, "\n"),))
