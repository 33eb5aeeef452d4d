"""Columns of small numbers, one byte a line: bins, neighbours, windows, runs, and places to a span.

Neighbours are slices and windows are differences of running sums, because there are many lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import sub

from ._reading import scale

PROSE, PROSE_BIN = scale(1, 20, 40, 70, 100, 150, 200, 300, 450, 700, 1000, 1500, 3000)
LINES, LINES_BIN = scale(1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 45, 70)
NONE = 63  # the byte of a neighbour that is not there
_BEYOND = 20  # bins of places behind a span start here
_WITHIN = 40
PLACES = (
    "no such span",
    *(f"{label} lines above" for label in LINES),
    *("",) * (_BEYOND - len(LINES) - 1),
    *(f"{label} lines below" for label in LINES),
    *("",) * (_WITHIN - _BEYOND - len(LINES)),
    "within",
)
FAR = (*(f"{label} lines" for label in LINES), "none")


def binned(values: Iterable[int], bins: Sequence[int]) -> bytes:
    """The bin of each number; those beyond `bins` have the last one."""
    top = len(bins) - 1
    return bytes([bins[value] if value < top else bins[top] for value in values])


class Sums:
    """Running sums of a list, for windows of it."""

    def __init__(self, values: Iterable[int], size: int) -> None:
        reach = 13
        sums = list(accumulate(values, initial=0))
        self.size = size
        self.sums = [0] * reach + sums + [sums[-1]] * reach
        self.reach = reach

    def window(self, low: int, high: int) -> list[int]:
        """For each place the sum of the values from `low` to `high` places from it."""
        begin, end = self.reach + low, self.reach + high + 1
        return list(map(sub, self.sums[end : end + self.size], self.sums[begin : begin + self.size]))


def sums_of(group: Sequence[int], values: Iterable[int]) -> list[int]:
    """The sum of the values of each group; `group` says which each belongs to, in rising numbers from 0."""
    found = [0] * (group[-1] + 1)
    for at, value in zip(group, values, strict=True):
        found[at] += value
    return found


def spread(values: bytes, group: Sequence[int], none: int) -> list[bytes]:
    """For each place the byte of its group, and that of the group before, `none` for the first."""
    before = bytes([none]) + values
    return [bytes([of[at] for at in group]) for of in (values, before)]


def shift(column: bytes, by: int, missing: int = NONE) -> bytes:
    """For each place the byte `by` places above it, below it where `by` is negative; else `missing`."""
    size = len(column)
    if by > 0:
        return bytes([missing]) * min(by, size) + column[: max(0, size - by)]
    return column[-by:] + bytes([missing]) * min(-by, size)


def place(size: int, first: int, stop: int) -> bytes:
    """For each of `size` lines its place to the span [first, stop): see `PLACES`."""
    bins, top = LINES_BIN, len(LINES_BIN) - 1
    above = bytes([1 + bins[min(first - at, top)] for at in range(first)])
    below = bytes([_BEYOND + bins[min(at - stop + 1, top)] for at in range(stop, size)])
    return above + bytes([_WITHIN]) * (stop - first) + below


def since(marks: Sequence[int], bins: Sequence[int], missing: int) -> bytes:
    """How many lines ago the last mark was, in bins; `missing` before the first."""
    found = bytearray()
    add, top = found.append, len(bins) - 1
    count, seen = 0, False
    for mark in marks:
        count += 1
        add((bins[count] if count < top else bins[top]) if seen else missing)
        if mark:
            count, seen = 0, True
    return bytes(found)


def densest(gains: Sequence[int]) -> tuple[int, int]:
    """The run with the greatest sum, as a half-open range; empty where no gain is above 0."""
    best = total = start = 0
    found = (0, 0)
    for at, gain in enumerate(gains):
        if total <= 0:
            total, start = 0, at
        total += gain
        if total > best:
            best, found = total, (start, at + 1)
    return found


def runs(values: Sequence[int]) -> list[tuple[int, int]]:
    """The runs of equal values, as half-open ranges."""
    found = []
    start = 0
    for at in range(1, len(values) + 1):
        if at == len(values) or values[at] != values[start]:
            found.append((start, at))
            start = at
    return found
