"""Ranges of a text that stay as they are: protected ones, and those that its markup holds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from msgspec import Struct


class Spans(Struct, frozen=True):
    """Ranges of a text, sorted and disjoint."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def touch(self, start: int, end: int) -> bool:
        """Whether a range overlaps one of them, or is a place inside one."""
        at = bisect_left(self.ends, start + 1)
        if at == len(self.starts):
            return False
        return self.starts[at] < end or (start == end and self.starts[at] < start)

    def cut(self, start: int, end: int) -> bool:
        """Whether a range begins or ends inside one of them."""
        return any(
            self.starts[at] < place
            for place in (start, end)
            if (at := bisect_left(self.ends, place + 1)) < len(self.starts)
        )


NOTHING = Spans()


def spans(found: Iterable[tuple[int, int]]) -> Spans:
    """Ranges in any order, put together where they meet."""
    merged: list[list[int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        elif start < end:
            merged.append([start, end])
    return Spans(tuple(start for start, _ in merged), tuple(end for _, end in merged))
