"""Many findings of one kind on one line are told as one: a line may be a whole book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from itertools import chain, islice
from typing import Any, Final

from cleaner import Document, Edit, Finding, Span, Spared, Yield

MANY: Final = 20  # findings on one line, or lines spared, from which they are told as one
MOST_EDITS: Final = 1_000  # of one finding; beyond, neighbours are written as one

_Check = Callable[..., Iterator[Yield]]


def bundled(what: str) -> Callable[[_Check], _Check]:
    """Make a check tell more than 20 findings on one line as one, with all their edits.

    `what` names them in the plural. Where the same is wrong millions of times in one line, a finding for
    each would say nothing and fill the memory. Findings of one line must come in order.
    """

    def decorate(check: _Check) -> _Check:
        @wraps(check)
        def bundling(document: Document, **options: Any) -> Iterator[Yield]:
            items = check(document, **options)
            few = list(islice(items, MANY + 1))
            if len(few) <= MANY:
                yield from few
            else:
                yield from _by_line(document, chain(few, items), what)

        return bundling

    return decorate


def merged(text: str, edits: list[Edit]) -> tuple[Edit, ...]:
    """The edits, or fewer that do the same where they are too many to keep an account of each.

    Each stands for a few neighbours only: where one touches what is protected, the others are made.
    """
    size = -(-len(edits) // MOST_EDITS)
    if size <= 1:
        return tuple(edits)
    return tuple(_as_one(text, edits[at : at + size]) for at in range(0, len(edits), size))


def _as_one(text: str, edits: Sequence[Edit]) -> Edit:
    """One edit that writes all that stands between the first and the last."""
    parts, position = [], edits[0].start
    for edit in edits:
        parts += [text[position : edit.start], edit.replacement]
        position = edit.end
    return Edit(edits[0].start, position, "".join(parts))


def _by_line(document: Document, items: Iterator[Yield], what: str) -> Iterator[Yield]:
    mending: list[Finding] = []
    showing: list[Finding] = []
    spared, stop = 0, 0
    for item in items:
        if item.span.start >= stop:
            yield from _flush(document.text, mending, what)
            yield from _flush(document.text, showing, what)
            mending, showing, spared = [], [], 0
            line = document.line_at(item.span.start)
            stop = line.stop if line else len(document.text) + 1
        if isinstance(item, Finding):
            (mending if item.edits else showing).append(item)
        elif isinstance(item, Spared):
            spared += 1
            if spared <= MANY:
                yield item
        else:
            yield item
    yield from _flush(document.text, mending, what)
    yield from _flush(document.text, showing, what)


def _flush(text: str, found: list[Finding], what: str) -> Iterator[Finding]:
    if len(found) <= MANY:
        yield from found
        return
    span = Span(found[0].span.start, found[-1].span.end)
    edits = [edit for finding in found for edit in finding.edits]
    message = f"{len(found):,} {what} on this line; the first: {found[0].message}"
    yield Finding(span, message, merged(text, edits), found[0].safety)
