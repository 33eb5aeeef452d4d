"""Learns decision tables, boosted: for the judge (`train_judge.py`) and for markup (`train_markup.py`).

Each table asks its questions of all lines, found one after the other by the gain of a Newton step (Chen and
Guestrin, XGBoost, KDD 2016, equation 7), on a sample of lines and of features. Bins without an order are put
in the order of their share of furniture (Fisher, On grouping for maximum homogeneity, 1958).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cleaner.registry import load_rules

load_rules()
if TYPE_CHECKING:
    from rules import _look as look
    from rules import _reading as reading
else:
    from cleaner.rules import _look as look
    from cleaner.rules import _reading as reading

# The step, lines of mean weight that a cell must outweigh, shares of features and of lines that are tried.
RATE, RIDGE, TRIED, ROWS = 0.15, 60.0, 0.5, 0.5

Bytes = NDArray[np.uint8]
Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]


def sigmoid(scores: NDArray[np.floating[Any]]) -> Numbers:
    found: Numbers = 1 / (1 + np.exp(-scores))
    return found


@dataclass(frozen=True, eq=False)
class Learned:
    """The tables of a look: questions by column and least rank, and weights in units of a score."""

    base: int
    ranks: Bytes  # a feature's row: from each bin to its rank
    asks: Sequence[Sequence[tuple[int, int]]]
    weights: Sequence[Whole]

    def score(self, columns: Bytes) -> Whole:
        """The scores of lines."""
        ranked = self.ranked(columns)
        total = np.full(len(columns), self.base, np.int64)
        for asks, weights in zip(self.asks, self.weights, strict=True):
            cells = np.zeros(len(columns), np.int64)
            for column, least in asks:
                cells = 2 * cells + (ranked[column] >= least)
            total += weights[cells]
        return total

    def ranked(self, columns: Bytes) -> list[Bytes]:
        return [self.ranks[at][columns[:, at]] for at in range(columns.shape[1])]


def ranks(columns: Bytes, bad: Numbers, counts: Numbers, features: Sequence[reading.Feature]) -> Bytes:
    """For each feature from a bin to its rank: bins without an order by their share of furniture."""
    found = np.tile(np.arange(256, dtype=np.uint8), (len(features), 1))
    mean = (counts * bad).sum() / counts.sum()
    for at, feature in enumerate(features):
        if not feature.ordered:
            size = len(feature.labels)
            mass = np.bincount(columns[:, at], counts, size)
            share = (np.bincount(columns[:, at], counts * bad, size) + 20 * mean) / (mass + 20)
            found[at, np.argsort(share, kind="stable")] = np.arange(size, dtype=np.uint8)
    return found


def boost(
    columns: Bytes,
    bad: Numbers,
    counts: Numbers,
    features: Sequence[reading.Feature],
    tables: int,
    rate: float = RATE,
) -> Learned:
    """Learn so many tables of some columns."""
    counts = counts / counts.mean()
    base = round(look.UNIT * float(np.log((counts * bad).sum() / (counts * (1 - bad)).sum())))
    rank = ranks(columns, bad, counts, features)
    wide = [np.ascontiguousarray(rank[at][columns[:, at]]) for at in range(len(features))]
    bins = [len(feature.labels) for feature in features]
    scores = np.full(len(bad), base / look.UNIT)
    random = np.random.default_rng(1)
    asks: list[list[tuple[int, int]]] = []
    found: list[Whole] = []
    for _ in range(tables):
        sample = np.flatnonzero(random.random(len(bad)) < ROWS)
        tried = np.flatnonzero(random.random(len(features)) < TRIED)
        chance = sigmoid(scores[sample])
        slope = counts[sample] * (bad[sample] - chance)
        bend = counts[sample] * chance * (1 - chance)
        some = {int(at): wide[at][sample] for at in tried}
        cells = np.zeros(len(sample), np.int64)
        asked: list[tuple[int, int]] = []
        for level in range(look.QUESTIONS):
            best = (0.0, -1, 0)
            for at, column in some.items():
                gain, least = question(cells * bins[at] + column, slope, bend, bins[at], 1 << level)
                best = max(best, (gain, at, least))
            _, at, least = best
            asked.append((at, least))
            cells = 2 * cells + (some[at] >= least)
        size = 1 << look.QUESTIONS
        rise, curve = np.bincount(cells, slope, size), np.bincount(cells, bend, size)
        whole = np.clip(np.rint(rate * look.UNIT * rise / (curve + RIDGE * ROWS)), -127, 127).astype(np.int64)
        all_cells = np.zeros(len(bad), np.int64)
        for at, least in asked:
            all_cells = 2 * all_cells + (wide[at] >= least)
        scores += whole[all_cells] / look.UNIT
        asks.append(asked)
        found.append(whole)
    return Learned(base, rank, asks, found)


def question(keys: Whole, slope: Numbers, bend: Numbers, bins: int, cells: int) -> tuple[float, int]:
    """The gain of the best question on a column, and the least rank that answers it with yes."""
    rise = np.bincount(keys, slope, cells * bins).reshape(cells, bins).cumsum(1)
    curve = np.bincount(keys, bend, cells * bins).reshape(cells, bins).cumsum(1)
    ridge = RIDGE * ROWS
    below = rise[:, :-1] ** 2 / (curve[:, :-1] + ridge)
    above = (rise[:, -1:] - rise[:, :-1]) ** 2 / (curve[:, -1:] - curve[:, :-1] + ridge)
    gains = (below + above).sum(0)
    at = int(gains.argmax())
    return float(gains[at]), at + 1


def told(learned: Learned, features: Sequence[reading.Feature]) -> dict[str, Any]:
    """Learned tables as a scorecard has them."""
    orders: dict[str, list[str]] = {}
    rows = []
    for asks, weights in zip(learned.asks, learned.weights, strict=True):
        shown = []
        for at, least in asks:
            name, labels, rank = features[at].name, features[at].labels, learned.ranks[at].tolist()
            order = [labels[label] for label in sorted(range(len(labels)), key=rank.__getitem__)]
            shown.append([name, next(label for label in order[least:] if label)])
            if not features[at].ordered:
                orders[name] = [label for label in order if label]  # others only keep a place
        rows.append({"asks": shown, "weights": weights.tolist()})
    return {"base": learned.base, "orders": orders, "tables": rows}
