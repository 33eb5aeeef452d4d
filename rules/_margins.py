"""Where a text states its date and author: the inked lines near its head and below its prose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cleaner import Document

from ._furniture import core
from ._helpers import ABOVE, BELOW, HEAD


@lru_cache(maxsize=2)
def head(document: Document) -> Sequence[int]:
    """The places of the lines near the head: the first ones, and those around the first sentence."""
    first = core(document).first
    end = min(len(document.inked), first + BELOW + 1)
    start = max(0, first - ABOVE)
    return range(end) if start <= HEAD else (*range(min(HEAD, end)), *range(start, end))


def margins(document: Document, below: int | None = None) -> Sequence[int]:
    """The places near the head, and those of so many lines `below` the prose, in order."""
    near, start, size = head(document), core(document).last + 1, len(document.inked)
    tail = range(start, size if below is None else min(size, start + below))
    if not near or start > near[-1]:
        return (*near, *tail)
    return sorted({*near, *tail})
