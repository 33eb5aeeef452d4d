"""The judge: decision tables over named features of a text's lines, asked in two looks and added up.

The first look weighs a line's own features. The second weighs them anew beside what the first score says of
the lines around. Above 0 a line is more likely page furniture than text; nothing but tables enters (`_look`),
and `_verdicts` says from which score on a line goes.

`_judge.json` holds the tables. A label that they do not know, such as a phrase table that is younger, counts
as the first of its feature. Made by `tests/benchmarks/train_judge.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from sys import byteorder
from typing import Any

from msgspec import Struct, field
from msgspec.structs import astuple

from cleaner import Document, Line, precompiled

from ._evidence import FEATURES, columns, lexical_columns
from ._look import QUESTIONS, UNIT, Look, look_of
from ._reading import (
    Lines,
    Reading,
    block_numbers,
    grams,
    grouped,
    lexical,
    match_phrases,
    quoted,
    reading,
)
from ._second_look import SECOND_LOOK, second_columns

TABLE = Path(__file__).with_name("_judge.json")
HINT = 100  # the first look's; where no line has it, the second takes none: see `Glance`


class Scorecard(Struct, frozen=True, eq=False):
    """Both looks, the weights of words in hundredths of a logit, and the thresholds."""

    first: Look
    second: Look
    words: Mapping[str, int]
    thresholds: Mapping[str, Mapping[str, int]]
    paths: dict[int, int] = field(default_factory=dict)


class Contribution(Struct, frozen=True):
    """What one feature adds to a line's score, in logits, and the bin that the line is in."""

    feature: str
    value: str
    weight: float

    def __str__(self) -> str:
        return f"{self.feature}: {self.value} ({self.weight:+.1f})"


class Judgement(Struct, frozen=True):
    """The scores of a document's lines that hold a letter or digit."""

    places: Sequence[int]
    readings: Sequence[Reading]
    scores: Sequence[int]
    cells: Sequence[bytes]
    bins: Sequence[bytes]
    card: Scorecard

    def contributions(self, at: int, most: int = 3) -> list[Contribution]:
        """What told most for and against the line that has the number `at` among those judged.

        A question adds what its answer changes in the mean of the weights that are still possible. So the
        contributions of all features, with what tables weigh before any question, make the score.
        """
        known = self.card.paths  # those that change nothing are worked out each time: they are few
        places = [number << QUESTIONS | column[at] for number, column in enumerate(self.cells)]
        total = _EVEN + sum([known.get(place) or packed(self.card, place) for place in places])
        weights = [lane - _HALF for lane in memoryview(total.to_bytes(2 * _LANES, byteorder)).cast("H")]
        ranked = sorted([(-abs(weight), number) for number, weight in enumerate(weights) if weight])
        return [
            Contribution(
                SECOND_LOOK[number].name,
                SECOND_LOOK[number].labels[self.bins[number][at]],
                weights[number] / UNIT,
            )
            for _, number in ranked[:most]
        ]

    def wording(self, at: int, most: int = 4) -> str:
        """The n-grams of that line that weigh most, which its features of words sum up; "" for none."""
        weights = self.card.words
        said = sorted(weights.keys() & grams(self.readings[at]), key=lambda gram: (-abs(weights[gram]), gram))
        return ", ".join([f"{quoted(gram)} {weights[gram] / UNIT:+.1f}" for gram in said[:most]])


# Contributions are added for all features at once: each has two bytes of one great number.
_LANES = len(SECOND_LOOK)
_HALF = 1 << 15
_EVEN = sum(_HALF << 16 * lane for lane in range(_LANES))


def packed(card: Scorecard, place: int) -> int:
    """What the questions of a table of the second look add for a line in a cell of it, a lane a feature.

    `place` has the number of the table and of its cell; the card keeps what was worked out.
    """
    found = 0
    for feature, change in card.second.steps(place >> QUESTIONS, place & (1 << QUESTIONS) - 1):
        found += change << 16 * (feature if byteorder == "little" else _LANES - 1 - feature)
    card.paths[place] = found
    return found


class Glance(Struct, frozen=True):
    """What the first look says of a document's lines that hold a letter or digit."""

    places: Sequence[int]
    lines: Lines
    bins: Sequence[bytes]
    scores: Sequence[int]

    @property
    def readings(self) -> Sequence[Reading]:
        """What the lines tell by themselves."""
        return self.lines.readings

    @property
    def idle(self) -> bool:
        """Whether a second look would find no line that may go."""
        return not self.scores or max(self.scores) < HINT


@lru_cache(maxsize=2)
def glanced(document: Document, table: str = "") -> Glance:
    """The first look at a document; `table` is a file with weights, by default the shipped one."""
    return glance(document.inked, block_numbers(document.inked), table)


def glance(lines: Sequence[Line], blocks: Sequence[int], table: str = "") -> Glance:
    """The first look at some lines, as if they were a document; `blocks` are the numbers of their blocks."""
    card = scorecard(Path(table) if table else TABLE)
    places: list[int] = []
    readings: list[Reading] = []
    totals: list[int] = []
    match_phrases(lines)
    for place, line in enumerate(lines):
        notes = line.content.notes
        if card not in notes:
            read = reading(line)
            notes[card] = read and (read, lexical(read, card.words))
        if known := notes[card]:
            places.append(place)
            readings.append(known[0])
            totals.append(known[1])
    group = grouped(readings, [blocks[place] for place in places])
    if not readings:
        return Glance((), group, (), ())
    bins = columns(group) + lexical_columns(totals, group)
    return Glance(places, group, bins, card.first.scores(card.first.cells(bins)))


@lru_cache(maxsize=2)
def judged(document: Document, table: str = "") -> Judgement:
    """Both looks."""
    card = scorecard(Path(table) if table else TABLE)
    seen = glanced(document, table)
    if not seen.readings:
        return Judgement((), (), (), (), (), card)
    bins = [*seen.bins, *second_columns(seen.scores, seen.lines, seen.bins)]
    cells = card.second.cells(bins)
    return Judgement(seen.places, seen.readings, card.second.scores(cells), cells, bins, card)


# ---- the table


@cache
def scorecard(path: Path) -> Scorecard:
    """Read a scorecard."""
    if path != TABLE:
        return parse(json.loads(path.read_text("utf-8")))
    # A bin of a feature can stand for a phrase table: which there are counts, and what modules make of them.
    sources = [path, *sorted((*path.parent.glob("*.py"), *path.parent.glob("*.toml")))]
    first, second, words, thresholds = precompiled("judge", path.parent, sources, _plain)
    return Scorecard(Look(*first), Look(*second), words, thresholds)


def _plain() -> tuple[Any, ...]:
    card = parse(json.loads(TABLE.read_text("utf-8")))
    return astuple(card.first), astuple(card.second), card.words, card.thresholds


def parse(table: Mapping[str, Any]) -> Scorecard:
    """The scorecard that JSON of the form of `_judge.json` tells."""
    return Scorecard(
        first=look_of(FEATURES, table["first"]),
        second=look_of(SECOND_LOOK, table["second"]),
        words={word: int(weight) for weight, words in table["words"].items() for word in words.split()},
        thresholds=table["thresholds"],
    )
