"""Spaces at line ends."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import SAFE, Document, Edit, Example, Finding, Span, Yield, rule

from ._damage import is_mojibake
from ._spaces import SPACES

_SPACES = frozenset(SPACES)


@rule(
    code="SPC101",
    name="trailing-space",
    safety=SAFE,
    local=True,
    examples=[
        Example(bad="Gulls \t\nand terns\u00a0\n", good="Gulls\nand terns\n"),
        Example(bad="鸥鸟\u3000\n   \n燕鸥\n", good="鸥鸟\n\n燕鸥\n"),
        Example(good="  Gulls\n\tand   terns\n"),
        Example(good="Möwen\n\nund Seeschwalben"),
    ],
)
def trailing_space(document: Document) -> Iterator[Yield]:
    """Remove spaces of every kind at the end of a line, and from lines that hold nothing else.

    Inline elements and no-break spaces at the end of a paragraph leave them. They show nothing, make
    equal lines differ, and are the one thing mended in tables and code too.

    Spaces anywhere else are left to other rules, and lines of mojibake, where a no-break space may be
    half of a letter, until they are mended.
    """
    for line in document.lines:
        text = line.text
        if text[-1:] not in _SPACES:
            continue
        start, end = line.start + len(text.rstrip(SPACES)), line.end
        if not text.isascii() and is_mojibake(document, line.start):
            continue
        message = "space on a blank line" if start == line.start else "space at the end of the line"
        yield Finding(Span(start, end), message, (Edit(start, end),))
