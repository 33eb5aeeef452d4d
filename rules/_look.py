"""Decision tables over columns of small numbers: asked of all lines at once, and added up.

A decision table asks six questions of a line, each whether one feature is in some bins or not, and the
answers name one of 64 weights. The score of a line is the sum of the weights, in hundredths of a logit.

The form is that of boosted oblivious trees (Prokhorenkova, Gusev, Vorobev, Dorogush and Gulin, CatBoost:
unbiased boosting with categorical features, NeurIPS 2018), chosen because it is as good as unrestricted
trees and because all lines are asked a question at once: a column of bytes, translated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from sys import byteorder
from typing import Any

from msgspec import Struct

from ._reading import Feature

UNIT = 100  # a logit
QUESTIONS = 6
_LOW = 0 if byteorder == "little" else 1
_MIDDLE = 128  # a weight is kept as one byte: this stands for 0


class Look(Struct, frozen=True):
    """The decision tables of one look.

    `questions` has each question once: the number of its column, and from each bin to 1 for yes. A table is
    the numbers of its questions, the first of which counts most in the number of a cell, and its cells.
    """

    base: int
    questions: tuple[tuple[int, bytes], ...]
    tables: tuple[tuple[tuple[int, ...], bytes], ...]

    def cells(self, bins: Sequence[bytes]) -> list[bytes]:
        """For each table the cell that each line is in."""
        size = len(bins[0])
        answers = [
            int.from_bytes(bins[column].translate(yes), "little", signed=False)
            for column, yes in self.questions
        ]
        return [
            (
                (answers[a] << 5)
                + (answers[b] << 4)
                + (answers[c] << 3)
                + (answers[d] << 2)
                + (answers[e] << 1)
                + answers[f]
            ).to_bytes(size, "little")
            for (a, b, c, d, e, f), _ in self.tables
        ]

    def scores(self, cells: Sequence[bytes]) -> list[int]:
        """The sum of each line's weights: all lines at once, two bytes each of one great number."""
        size = len(cells[0])
        wide = bytearray(2 * size * len(cells))
        weighed = [cell.translate(weights) for cell, (_, weights) in zip(cells, self.tables, strict=True)]
        wide[_LOW::2] = b"".join(weighed)
        view, step = memoryview(wide), 2 * size
        total = sum([int.from_bytes(view[at : at + step], byteorder) for at in range(0, len(wide), step)])
        base = self.base - _MIDDLE * len(cells)
        return [base + found for found in memoryview(total.to_bytes(step, byteorder)).cast("H")]

    def steps(self, number: int, cell: int) -> list[tuple[int, int]]:
        """The column that each question of a table asks of, and what the answer adds for a line in a cell.

        An answer changes the mean of the weights that are still possible.
        """
        asked, weights = self.tables[number]
        means = []
        for level in range(QUESTIONS + 1):
            width = 1 << (QUESTIONS - level)
            start = cell & -width
            means.append(round(sum(weights[start : start + width]) / width))
        changes = [after - before for before, after in pairwise(means)]
        return [
            (self.questions[question][0], change) for question, change in zip(asked, changes, strict=True)
        ]


def look_of(features: Sequence[Feature], told: Mapping[str, Any]) -> Look:
    """A look; its `orders` have the bins of features that have none of their own, as questions part them."""
    number = {feature.name: at for at, feature in enumerate(features)}
    ranks: dict[str, dict[str, int]] = {}
    questions: dict[tuple[str, str], int] = {}
    asked: list[tuple[int, bytes]] = []
    tables = []
    for row in told["tables"]:
        names = []
        for name, label in row["asks"]:
            if (name, label) not in questions:
                feature = features[number[name]]
                if name not in ranks:
                    order = told["orders"].get(name, feature.labels)
                    ranks[name] = {one: at for at, one in enumerate(order)}
                rank, least = ranks[name], ranks[name][label]
                yes = bytes([rank.get(one, 0) >= least for one in feature.labels])
                questions[name, label] = len(asked)
                asked.append((number[name], yes.ljust(256, b"\0")))
            names.append(questions[name, label])
        weights = bytes([_MIDDLE + weight for weight in row["weights"]])
        tables.append((tuple(names), weights.ljust(256, bytes([_MIDDLE]))))
    return Look(told["base"], tuple(asked), tuple(tables))
