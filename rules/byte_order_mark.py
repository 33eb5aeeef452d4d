"""A byte order mark at the start."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import SAFE, Document, Edit, Example, Finding, Span, Yield, rule

_MARK = "\ufeff"


@rule(
    code="ENC102",
    name="byte-order-mark",
    safety=SAFE,
    examples=[
        Example(bad="\ufeffTides turn\n", good="Tides turn\n"),
        Example(bad="\ufeff\ufeffПриливы\n", good="Приливы\n"),
        Example(good="Tides turn\n"),
        Example(good="Low \ufeffwater\n"),
    ],
)
def byte_order_mark(document: Document) -> Iterator[Yield]:
    """Remove U+FEFF from the start of the text.

    Editors write it to say "this is Unicode"; programs that join files or read the first field of a
    table take it for a letter. Some files carry two. It shows nothing, so no word changes.

    U+FEFF further on is no mark: invisible-character looks at it.
    """
    length = len(document.text) - len(document.text.lstrip(_MARK))
    if length:
        yield Finding(Span(0, length), "byte order mark U+FEFF", (Edit(0, length),))
