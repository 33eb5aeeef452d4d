"""Weighs the lines of a page by its markup: the tables, and the judge's first look, which they ask too.

`_markup.json` holds names, tables and the threshold; the tables are of the judge's form (see `_look.py`).
Made by `tests/benchmarks/train_markup.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from cleaner import Document, Line, Markup

from ._judge import glance
from ._look import UNIT, Look, look_of
from ._markup import FEATURES, bins
from ._reading import block_numbers

TABLE = Path(__file__).with_name("_markup.json")
LINKS = 200  # the score of lines that are links throughout


class Scorecard(Struct, frozen=True, eq=False):
    """The weights of names, the decision tables, and the score from which lines go."""

    names: Mapping[str, int]
    look: Look
    threshold: int


@cache
def scorecard(path: Path) -> Scorecard:
    """Read a scorecard."""
    told = json.loads(path.read_text("utf-8"))
    return Scorecard(
        names={name: int(weight) for weight, names in told["names"].items() for name in names.split()},
        look=look_of(FEATURES, told["look"]),
        threshold=told["threshold"],
    )


class Weighed(Struct, frozen=True):
    """The lines of a page that are weighed, their markup, and their scores in hundredths of a logit."""

    lines: Sequence[Line]
    markup: Sequence[Markup]
    scores: Sequence[int]
    bins: Sequence[bytes]
    cells: Sequence[bytes]
    card: Scorecard

    def contributions(self, at: int, most: int) -> list[str]:
        """What told most for and against a line: see `_judge.Judgement.contributions`."""
        weights = [0] * len(FEATURES)
        for number, column in enumerate(self.cells):
            for feature, change in self.card.look.steps(number, column[at]):
                weights[feature] += change
        ranked = sorted([(-abs(weight), number) for number, weight in enumerate(weights)])[:most]
        return [
            f"{feature.name}: {feature.labels[self.bins[number][at]]} ({weights[number] / UNIT:+.1f})"
            for _, number in ranked
            for feature in (FEATURES[number],)
        ]


def worded(document: Document, markup: Sequence[Markup | None]) -> tuple[list[Line], list[Markup]]:
    """The lines of a page that hold a letter or digit, and their markup."""
    found = [
        (line, own)
        for line in document.inked
        if (own := markup[line.index]) is not None and any(map(str.isalnum, line.text))
    ]
    return [line for line, _ in found], [own for _, own in found]


def first_scores(
    document: Document, lines: Sequence[Line], markup: Sequence[Markup], table: str
) -> list[int]:
    """What the judge makes of some lines of a page at first sight.

    It is not asked about lines that are links throughout.
    """
    asked = [at for at, own in enumerate(markup) if own.linked < own.words]
    inked = document.inked
    block = {line.index: number for line, number in zip(inked, block_numbers(inked), strict=True)}
    seen = glance([lines[at] for at in asked], [block[lines[at].index] for at in asked], table)
    scores = [LINKS] * len(lines)
    for place, score in zip(seen.places, seen.scores, strict=True):
        scores[asked[place]] = score
    return scores


def weigh(
    document: Document, markup: Sequence[Markup | None], table: str = "", judge_table: str = ""
) -> Weighed:
    """Weigh the lines of a page that hold a letter or digit, by the shipped scorecards or by these files."""
    card = scorecard(Path(table) if table else TABLE)
    lines, around = worded(document, markup)
    scores = first_scores(document, lines, around, judge_table)
    if not lines:
        return Weighed((), (), (), (), (), card)
    rows = b"".join(bins(around, scores, card.names))
    columns = [rows[at :: len(FEATURES)] for at in range(len(FEATURES))]
    cells = card.look.cells(columns)
    return Weighed(lines, around, card.look.scores(cells), columns, cells, card)
