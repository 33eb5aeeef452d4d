"""How far a line stands from phrases that often end an article, or begin one."""

from __future__ import annotations

from collections.abc import Sequence
from operator import and_, or_

from ._columns import LINES, LINES_BIN, PROSE, PROSE_BIN, since
from ._reading import PHRASES, Feature

LEAST_PROSE = 40  # words of prose above a phrase that may end an article


def _phrases(*tables: str, whole: bool = False) -> frozenset[int]:
    """The bins of phrases of some tables, or of those that are whole lines."""
    kinds = ("whole line",) if whole else ("whole line", "beginning", "end")
    return frozenset([PHRASES.index(f"{table}: {how}") for table in tables for how in kinds])


_ENDS = {
    "a comment form": _phrases("comment_form", "reader_comments", whole=True),
    "a share button": _phrases("share_widget"),
    "a newsletter call": _phrases("newsletter_call"),
    "a call to read more": _phrases("read_more_line"),
}
_TAGS = _phrases("tag_line")  # an end, too, but by itself it tells nothing
_BEGINS = _phrases("byline", "update_stamp")

OF_MARKS = (
    *(Feature(f"lines since {what}", ("none", *LINES)) for what in _ENDS),
    Feature("prose since the last of these, words", (*PROSE, "none")),
    Feature("lines since a byline or date", ("none", *LINES)),
    Feature("lines to the next byline or date", ("none", *LINES)),
    Feature("lines since a related heading", ("no heading", *LINES)),
    Feature("prose since a related heading, words", (*PROSE, "no heading")),
)


def marks_columns(phrases: bytes, headings: Sequence[bool], prose_above: Sequence[int]) -> list[bytes]:
    """The columns of `OF_MARKS`.

    `phrases` are the bins of lines in `PHRASES`, `headings` tells those that head other stories, and
    `prose_above` has the words of prose above each.
    """
    late = [count >= LEAST_PROSE for count in prose_above[: len(phrases)]]
    ends = list(map(and_, [code in _TAGS for code in phrases], late))
    found = []
    for kinds in _ENDS.values():
        hits = [code in kinds for code in phrases]
        if any(hits):
            hits = list(map(and_, hits, late))
            ends = list(map(or_, hits, ends))
        found.append(_lines_since(hits))
    found.append(_prose_since(ends, prose_above))
    begins = [code in _BEGINS for code in phrases]
    found += [_lines_since(begins), _lines_since(begins[::-1])[::-1]]
    headed = list(map(and_, headings, late))
    return [*found, _lines_since(headed), _prose_since(headed, prose_above)]


def _lines_since(marks: Sequence[bool]) -> bytes:
    """0 above the first mark, else one more than the bin of the lines since the last one."""
    if not any(marks):
        return bytes(len(marks))
    return bytes([0 if code == 255 else code + 1 for code in since(marks, LINES_BIN, 255)])


def _prose_since(marks: Sequence[bool], prose_above: Sequence[int]) -> bytes:
    """The bin of the words of prose since the last mark; the last one above the first."""
    if not any(marks):
        return bytes([len(PROSE)]) * len(marks)
    found = bytearray()
    top = len(PROSE_BIN) - 1
    begin = -1
    for mark, count in zip(marks, prose_above, strict=False):
        found.append(len(PROSE) if begin < 0 else PROSE_BIN[min(count - begin, top)])
        if mark:
            begin = count
    return bytes(found)
