"""Rows of a table that a text has as text: lines in a row that bars or tabs part into cells, and standings.

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
_ROW = 200  # characters of a row of standings
_COLUMNS = 20  # of a table that are looked at
_STANDINGS = 5  # rows of a table in which ranks stand before the names, and figures behind
_FIGURES = 2  # at the end of each of them
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


def table_rows(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of those of a document's lines that are rows of a table.

    Told are tables with a rule of dashes below or between their rows, as in Markdown, and those that have a
    column in which every second cell is a figure. Those of words without a rule look like menus, and are not.
    Nothing need part the cells of standings, "1 Kyle Mora 5040 5 17" below one another.
    """
    runs = [*_runs(lines), *_standings(lines)]
    return frozenset([at for first, stop in runs for at in range(first, stop)])


def _standings(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    first, rank = 0, -1
    for at in range(len(lines) + 1):
        here = _rank(lines[at].text) if at < len(lines) else -1
        if rank < 0 or not rank <= here <= rank + 2:
            if rank >= 0 and at - first >= _STANDINGS:
                yield first, at
            first = at
        rank = here


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


def _rank(text: str) -> int:
    """The rank that a row of standings begins with; -1 for other lines."""
    cells = text.split() if len(text) <= _ROW else []
    if len(cells) < 2 + _FIGURES or not all(map(_is_figure, cells[-_FIGURES:])):
        return -1
    rank = cells[0].rstrip(".)")
    return int(rank) if rank.isdecimal() and len(rank) < 4 and not _is_figure(cells[1]) else -1


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
