"""Edits: which may be applied together, what they make of a text, and how rounds become one layer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from cleaner.document import Document, Line, Span
from cleaner.rule import Edit, Finding


class SourceEdit(Struct, frozen=True):
    """Characters `start` to `end` of the source became `replacement`, by the work of `rules` (codes)."""

    start: int
    end: int
    replacement: str
    rules: tuple[str, ...]


Layer = tuple[SourceEdit, ...]
"""Edits in source offsets, sorted, none overlapping another: all that parts a source from its output."""


def apply(text: str, edits: Iterable[Edit | SourceEdit]) -> str:
    """Return `text` with sorted, non-overlapping edits made."""
    parts, position = [], 0
    for edit in edits:
        parts.append(text[position : edit.start])
        parts.append(edit.replacement)
        position = edit.end
    parts.append(text[position:])
    return "".join(parts)


def invert(source: str, layer: Layer) -> list[Edit]:
    """Return the edits that turn the output back into `source`."""
    edits, shift = [], 0
    for edit in layer:
        start = edit.start + shift
        edits.append(Edit(start, start + len(edit.replacement), source[edit.start : edit.end]))
        shift += len(edit.replacement) - (edit.end - edit.start)
    return edits


def choose(document: Document, findings: Sequence[Finding]) -> list[int]:
    """Return the indices of the findings whose edits can be made together.

    Deletions of whole lines come first, the longest of those that begin together before others,
    then whatever begins leftmost, then the order given. A finding whose edits meet those of one
    chosen before waits for the next round, and so does one whose `keeps` would go (see `_relying`).
    """

    def priority(index: int) -> tuple[bool, int, int, int]:
        edits = findings[index].edits
        return (not _whole_lines(document, edits), edits[0].start, -edits[-1].end, index)

    taken: list[tuple[int, int]] = []  # sorted, disjoint
    chosen = []
    for index in sorted(range(len(findings)), key=priority):
        edits = findings[index].edits
        if not any(_meets(taken, edit) for edit in edits):
            for edit in edits:
                span = (edit.start, edit.end)
                if span[0] < span[1] or edit.replacement:
                    taken.insert(bisect_left(taken, span), span)
            chosen.append(index)
    if any(findings[index].keeps for index in chosen):
        chosen = _relying(document, findings, chosen)
    return sorted(chosen)


def _relying(document: Document, findings: Sequence[Finding], chosen: Sequence[int]) -> list[int]:
    """The chosen findings without those that rely on what others delete.

    Of many printings each may rely on the one above, which goes as well, since it relies on the next. That is
    well unless the last one relies on the first.
    """
    gone = taken_lines(document, [findings[index] for index in chosen if not findings[index].keeps])
    relied = {
        index: span for index in chosen if (span := findings[index].keeps) and _taking(gone, span) is None
    }
    chosen = [index for index in chosen if index in relied or not findings[index].keeps]
    spans = sorted((edit.start, edit.end, index) for index in relied for edit in findings[index].edits)
    places = [(start, end) for start, end, _ in spans]
    followed: set[int] = set()
    for index in relied:
        path: set[int] = set()
        at: int | None = index
        while at is not None and at not in followed:
            followed.add(at)
            path.add(at)
            place = _taking(places, relied[at])
            at = None if place is None else spans[place][2]
        if at in path:
            chosen.remove(at)
    return chosen


def _taking(spans: Sequence[tuple[int, int]], span: Span) -> int | None:
    """The number of the first of some sorted spans that takes some of another."""
    at = bisect_right(spans, span.start, key=_end)
    return at if at < len(spans) and spans[at][0] < span.end else None


def taken_lines(
    document: Document, findings: Iterable[Finding], keeps: Iterable[Span] = ()
) -> list[tuple[int, int]]:
    """The spans of whole lines that findings delete, and some more: sorted, and none meets another."""
    spans: list[tuple[int, int]] = []
    deleted = [
        (edit.start, edit.end)
        for finding in findings
        if _whole_lines(document, finding.edits)
        for edit in finding.edits
    ]
    for start, end in sorted([*deleted, *((span.start, span.end) for span in keeps)]):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def left_lines(document: Document, taken: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """The lines with ink that deletions of whole lines leave (see `taken_lines`)."""
    for line in document.inked:
        at = bisect_right(taken, line.start, key=_end)
        if at == len(taken) or line.start < taken[at][0]:
            yield line


def give_way(document: Document, edits: Sequence[Edit], taken: Sequence[tuple[int, int]]) -> tuple[Edit, ...]:
    """What is left of deletions of whole lines where others delete or keep lines, too (see `taken_lines`).

    Blank lines alone are not worth an edit: they go with the lines that they stand beside.
    """
    left = []
    for edit in edits:
        start = edit.start
        at = bisect_right(taken, start, key=_end)
        while start < edit.end:
            begin, end = taken[at] if at < len(taken) else (edit.end, edit.end)
            begin = min(begin, edit.end)
            if begin > start and document.text[start:begin].strip():
                left.append(Edit(start, begin))
            start = max(end, begin)
            at += 1
    return tuple(left)


def _end(span: tuple[int, int]) -> int:
    return span[1]


def _whole_lines(document: Document, edits: Sequence[Edit]) -> bool:
    """Whether each edit deletes whole lines with their line ends."""
    text = document.text
    return all(
        not edit.replacement
        and edit.start < edit.end
        and (edit.start == 0 or text[edit.start - 1] in "\r\n")
        and (edit.end == len(text) or text[edit.end - 1] in "\r\n")
        for edit in edits
    )


def _meets(taken: list[tuple[int, int]], edit: Edit) -> bool:
    """Whether the edit overlaps a taken span; an insertion also meets what it touches.

    An edit of nothing into nothing, which stands for writing the text as UTF-8, meets nothing.
    """
    if edit.start == edit.end and not edit.replacement:
        return False
    at = bisect_left(taken, (edit.start, edit.end))
    for start, end in taken[max(0, at - 1) : at + 2]:
        if edit.start < end and start < edit.end:
            return True
        if (edit.start == edit.end or start == end) and edit.start <= end and start <= edit.end:
            return True
    return False


def compose(layer: Layer, text: str, edits: Sequence[tuple[Edit, str]]) -> Layer:
    """Return the layer that does what `layer` and then `edits` do.

    `text` is the output of `layer`; `edits` are pairs of an edit in offsets of `text` and the code
    of its rule, sorted and not overlapping. Where an edit overlaps what an earlier one wrote or
    spans the place of an earlier deletion, the two become one that names the rules of both; but a
    deletion of all of it is the later rule's alone.
    """
    if not layer:
        return tuple(SourceEdit(edit.start, edit.end, edit.replacement, (code,)) for edit, code in edits)
    items: list[tuple[int, int, int, Edit | SourceEdit, tuple[str, ...]]] = []
    shift = 0  # source offset minus text offset, behind the edits walked so far
    for made in layer:
        start = made.start - shift
        items.append((start, start + len(made.replacement), 0, made, made.rules))
        shift += (made.end - made.start) - len(made.replacement)
    items += [(edit.start, edit.end, 1, edit, (code,)) for edit, code in edits]
    items.sort(key=lambda item: item[:3])

    composed: list[SourceEdit] = []
    shift, index = 0, 0
    while index < len(items):
        start, end, _, edit, codes = items[index]
        index += 1
        if index == len(items) or items[index][0] >= end:  # as most edits, it meets no other
            if isinstance(edit, SourceEdit):
                composed.append(edit)
                shift += (edit.end - edit.start) - len(edit.replacement)
            else:
                composed.append(SourceEdit(start + shift, end + shift, edit.replacement, codes))
            continue
        cluster = [items[index - 1]]
        while index < len(items) and items[index][0] < end:
            cluster.append(items[index])
            end = max(end, items[index][1])
            index += 1
        source_start = start + shift
        shift += sum(
            (made.end - made.start) - len(made.replacement)
            for *_, made, _ in cluster
            if isinstance(made, SourceEdit)
        )
        now = [e for *_, e, _ in cluster if isinstance(e, Edit)]
        all_gone = any(not e.replacement and (e.start, e.end) == (start, end) for e in now)
        moved = [Edit(e.start - start, e.end - start, e.replacement) for e in now]
        replacement = apply(text[start:end], moved)
        counted = [rules for *_, e, rules in cluster if not (all_gone and isinstance(e, SourceEdit))]
        codes = tuple(sorted({code for rules in counted for code in rules}))
        composed.append(SourceEdit(source_start, end + shift, replacement, codes))
    return tuple(composed)


def without_idle(source: str, layer: Layer) -> Layer:
    """Drop the edits of a layer that, all rounds taken together, change nothing."""
    return tuple(edit for edit in layer if source[edit.start : edit.end] != edit.replacement)


class SourceMap:
    """Maps offsets of a layer's output to source offsets."""

    def __init__(self, layer: Layer) -> None:
        self._outputs: list[int] = []  # output offset at which each edit's replacement ends
        self._edits = layer
        shift = 0
        for edit in layer:
            shift += len(edit.replacement) - (edit.end - edit.start)
            self._outputs.append(edit.end + shift)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source range that the output range came from; inside a replacement, all of its source."""
        if not self._edits:
            return start, end
        low = self._offset(start, forward=False)
        high = self._offset(end, forward=True) if end > start else low
        return low, max(low, high)

    def _offset(self, offset: int, *, forward: bool) -> int:
        # the first edit whose replacement ends behind `offset` (or at it, for the end of a span)
        at = bisect_left(self._outputs, offset if forward else offset + 1)
        if at < len(self._edits):
            edit = self._edits[at]
            begin = self._outputs[at] - len(edit.replacement)
            if begin < offset or (begin == offset and not forward and edit.replacement):
                return edit.end if forward else edit.start
        before = self._edits[at - 1].end - self._outputs[at - 1] if at else 0
        return offset + before
