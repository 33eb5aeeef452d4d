"""Rows of a table that a text has as text: lines in a row that bars or tabs part into cells.

Menus are parted so, too, but none has a column of figures or a rule of dashes. The labelled pages hold next
to no such table, so that nothing learned from them can tell one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from cleaner import Line

ROWS = 3  # lines of a table, its rules of dashes included
BARS = 2  # in each row of a table without a rule; such rows have as many each
_SIGNS = "|\t"
_DASHES, _OF_RULES = "---", "|:+- \t"
_COLUMNS = 20  # of a table that are looked at
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


def table_rows(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of those of a document's lines that are rows of a table.

    Told are tables with a rule of dashes below or between their rows, as in Markdown, and those that have a
    column in which every second cell is a figure. Those of words without a rule look like menus, and are not.
    """
    return frozenset([at for first, stop in _runs(lines) for at in range(first, stop)])


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    signs = [_sign(line.text) for line in lines]
    first = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and signs[first] and signs[at] == signs[first]:
            continue
        if signs[first] and at - first >= ROWS:
            texts = [line.text.strip(" ") for line in lines[first:at]]
            if any(map(_is_rule, texts)) or _has_figures(texts, signs[first]):
                yield first, at
        first = at


def _sign(text: str) -> str:
    """What parts a line into cells; "" for nothing."""
    if _is_rule(text):
        return "|"
    return next((sign for sign in _SIGNS if sign in text), "")


def _is_rule(text: str) -> bool:
    return _DASHES in text and ("|" in text or "+" in text) and not text.strip(_OF_RULES)


def _has_figures(texts: Sequence[str], sign: str) -> bool:
    """Whether at least half of the cells of a column are figures."""
    bars = {text.count("|") for text in texts}
    if sign == "|" and (len(bars) > 1 or min(bars) < BARS):
        return False
    columns = zip_longest(*[text.split(sign, _COLUMNS) for text in texts], fillvalue="")
    return any(2 * sum(map(_is_figure, column)) >= len(texts) for column in columns)


def _is_figure(cell: str) -> bool:
    return _DIGIT.search(cell) is not None and _LETTER.search(cell) is None
