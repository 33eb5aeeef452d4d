"""The judge: an additive scorecard over named features, learned from labelled pages.

The score of a line is the sum of one weight for each feature, in fiftieths of a logit: above 0 the line is
more likely page furniture than text. Nothing else enters, so the weights are the whole explanation.

It is taken twice. The first look weighs a line's own features. The second weighs them anew beside what
the first score says of the lines around, and a few pairs of features.

`_judge.json` holds the weights, one feature a row, each under the label of its bin. A label without a
weight, such as a phrase table that is younger than the weights, weighs nothing. Made by
`tests/benchmarks/train_judge.py`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add
from pathlib import Path
from typing import Any

from cleaner import Document, Line

from ._evidence import (
    FEATURES,
    SECOND,
    Feature,
    Reading,
    columns,
    lexical,
    lexical_columns,
    reading,
    second_columns,
    units,
)

TABLE = Path(__file__).with_name("_judge.json")
UNIT = 50  # a logit
_LOW = 0 if sys.byteorder == "little" else 1
_MIDDLE = 128  # a weight is kept as one byte: this stands for 0
ALL = (*FEATURES, *SECOND)
_UNIT_WORDS = [feature.name for feature in FEATURES].index("words of its unit")
_UNIT_ENDS = [feature.name for feature in FEATURES].index("unit ends a sentence")
_SHAPE = bytes([2 * code & 255 for code in range(256)])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two features weighed together: each bin of either belongs to one of a few groups."""

    first: int
    second: int
    rows: bytes
    columns: bytes
    weights: bytes


@dataclass(frozen=True, eq=False, slots=True)
class Scorecard:
    """The weights, each feature's as one byte a bin."""

    base: tuple[int, int]
    first: tuple[bytes, ...]
    second: tuple[bytes, ...]
    pairs: tuple[Pair, ...]
    words: Mapping[str, int]
    thresholds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature adds to a line's score, in logits, and the bin that the line is in."""

    feature: str
    value: str
    weight: float

    def __str__(self) -> str:
        return f"{self.feature}: {self.value} ({self.weight:+.1f})"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The scores of a document's lines that hold a letter or digit."""

    places: Sequence[int]
    words: Sequence[int]
    ends: Sequence[bool]
    scores: Sequence[int]
    parts: Sequence[bytes]
    bins: Sequence[bytes]
    card: Scorecard

    def contributions(self, at: int, most: int = 3) -> list[Contribution]:
        """What told most for and against the line that has the number `at` among those judged."""
        weights = [part[at] - _MIDDLE for part in self.parts]
        # The heaviest first, of equal ones the first: one whole number each sorts fast.
        ranked = sorted([(abs(weight) << 10) - number for number, weight in enumerate(weights)], reverse=True)
        numbers = [-rank & 1023 for rank in ranked[:most]]
        return [self._told(number, at, weights[number]) for number in numbers if weights[number]]

    def _told(self, number: int, at: int, weight: int) -> Contribution:
        if number < len(ALL):
            feature = ALL[number]
            return Contribution(feature.name, feature.labels[self.bins[number][at]], weight / UNIT)
        pair = self.card.pairs[number - len(ALL)]
        names = [ALL[index].name for index in (pair.first, pair.second)]
        labels = [ALL[index].labels[self.bins[index][at]] for index in (pair.first, pair.second)]
        return Contribution(" with ".join(names), " with ".join(labels), weight / UNIT)


LEAST_TEXT = 100  # words of lines that are text; with fewer there is no article to tell furniture from
SURE = 50  # above the threshold: one line of a run must score so much, lest the margin of a run begin another
GATE = 100  # above the threshold: one line of a text must, lest what one round exposes go in the next


SENTENCE = 20  # words of a line of text that ends a sentence: between such lines nothing is safe to take
NEVER = 1 << 15
TIERS = ("above", "below", "below, long")  # the text; each has a threshold of its own for safe fixes


def verdicts(
    scores: Sequence[int], words: Sequence[int], ends: Sequence[bool], thresholds: Mapping[str, int]
) -> list[int]:
    """For each line 2 where it may go, 1 where it may with unsafe fixes, 0 where it stays."""
    unsafe = thresholds["unsafe"]
    found = [0] * len(scores)
    text = sum([count for count, score in zip(words, scores, strict=True) if score < 0])
    if text < LEAST_TEXT or max(scores) < unsafe + GATE:
        return found
    wanted = [thresholds[tier] if tier else NEVER for tier in tiers(scores, words, ends)]
    _mark(found, scores, [unsafe] * len(scores), 1)
    _mark(found, scores, wanted, 2)
    return found


def _mark(found: list[int], scores: Sequence[int], wanted: Sequence[int], verdict: int) -> None:
    """Give a verdict to the runs of lines that reach their thresholds, one of which does so surely."""
    start = -1
    best = 0
    for at, (score, threshold) in enumerate(zip((*scores, 0), (*wanted, NEVER), strict=True)):
        if score >= threshold:
            if start < 0:
                start, best = at, 0
            best = max(best, score - threshold)
        elif start >= 0:
            if best >= SURE:
                found[start:at] = [verdict] * (at - start)
            start = -1


def tiers(scores: Sequence[int], words: Sequence[int], ends: Sequence[bool]) -> list[str]:
    """Where each line stands to the sentences that surely are text; empty between the first and the last."""
    sure = [
        at
        for at, (score, count, end) in enumerate(zip(scores, words, ends, strict=True))
        if score < -UNIT and end and count >= SENTENCE
    ]
    if not sure:
        return [""] * len(scores)
    below = [TIERS[1] if count < SENTENCE else TIERS[2] for count in words[sure[-1] + 1 :]]
    return [TIERS[0]] * sure[0] + [""] * (sure[-1] + 1 - sure[0]) + below


@lru_cache(maxsize=2)
def judged(document: Document, table: str = "") -> Judgement:
    """Score the lines of a document; `table` is a file with weights, by default the shipped one."""
    return judge(document.inked, scorecard(Path(table) if table else TABLE))


def judge(lines: Sequence[Line], card: Scorecard) -> Judgement:
    """Score lines by a scorecard."""
    places: list[int] = []
    readings: list[Reading] = []
    lexes: list[tuple[int, int, int]] = []
    for place, line in enumerate(lines):
        notes = line.content.notes
        if card not in notes:
            read = reading(line)
            notes[card] = read and (read, lexical(read.tokens, card.words))
        if known := notes[card]:
            places.append(place)
            readings.append(known[0])
            lexes.append(known[1])
    if not readings:
        return Judgement((), (), (), (), (), (), card)
    unit = units(readings)
    bins = columns(readings, unit) + lexical_columns(lexes)
    first = _total(card.base[0], _weighed(bins, card.first))
    shape = bytes(map(add, bins[_UNIT_WORDS].translate(_SHAPE), bins[_UNIT_ENDS]))
    bins += second_columns(first, readings, unit, shape)
    parts = _weighed(bins, card.second)
    for pair in card.pairs:
        cells = bytes(
            map(add, bins[pair.first].translate(pair.rows), bins[pair.second].translate(pair.columns))
        )
        parts.append(cells.translate(pair.weights))
    words = [read.words for read in readings]
    ends = [read.ends for read in readings]
    return Judgement(places, words, ends, _total(card.base[1], parts), parts, bins, card)


def _weighed(bins: Sequence[bytes], weights: Sequence[bytes]) -> list[bytes]:
    return [column.translate(table) for column, table in zip(bins, weights, strict=True)]


def _total(base: int, parts: Sequence[bytes]) -> list[int]:
    """The sums of the weights of each line: all lines at once, two bytes each of one great number."""
    size = len(parts[0])
    wide = bytearray(2 * size * len(parts))
    wide[_LOW::2] = b"".join(parts)
    view, step = memoryview(wide), 2 * size
    total = sum([int.from_bytes(view[at : at + step], sys.byteorder) for at in range(0, len(wide), step)])
    base -= _MIDDLE * len(parts)
    return [base + found for found in memoryview(total.to_bytes(step, sys.byteorder)).cast("H")]


# ---- the table


@cache
def scorecard(path: Path) -> Scorecard:
    """Read a table of weights."""
    return parse(json.loads(path.read_text("utf-8")))


def parse(table: Mapping[str, Any]) -> Scorecard:
    """The scorecard of a table as `_judge.json` has it."""
    number = {feature.name: at for at, feature in enumerate(ALL)}
    return Scorecard(
        base=(table["base"]["first"], table["base"]["second"]),
        first=tuple(_bytes(feature, table["first"]) for feature in FEATURES),
        second=tuple(_bytes(feature, table["second"]) for feature in ALL),
        pairs=tuple(
            Pair(
                number[row["features"][0]],
                number[row["features"][1]],
                _groups(ALL[number[row["features"][0]]], row["rows"], len(row["columns"])),
                _groups(ALL[number[row["features"][1]]], row["columns"], 1),
                _padded([weight for line in row["weights"] for weight in line]),
            )
            for row in table["pairs"]
        ),
        words={word: int(weight) for weight, words in table["words"].items() for word in words.split()},
        thresholds=table["thresholds"],
    )


def _bytes(feature: Feature, rows: Mapping[str, Mapping[str, int]]) -> bytes:
    weights = rows.get(feature.name, {})
    return _padded([weights.get(label, 0) for label in feature.labels])


def _padded(weights: Sequence[int]) -> bytes:
    return bytes([_MIDDLE + weight for weight in weights]).ljust(256, bytes([_MIDDLE]))


def _groups(feature: Feature, groups: Sequence[Sequence[str]], step: int) -> bytes:
    """From each bin to its group, times `step`; a label in no group goes with the first."""
    group = {label: at for at, labels in enumerate(groups) for label in labels}
    return bytes([group.get(label, 0) * step for label in feature.labels]).ljust(256, b"\0")
