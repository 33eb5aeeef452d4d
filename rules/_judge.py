"""The judge: small decision tables over named features, learned from labelled pages and added up.

A decision table asks six questions of a line, each whether one feature is in some bins or not, and the
answers name one of 64 weights. The score of a line is the sum of the weights, in hundredths of a logit:
above 0 the line is more likely page furniture than text. Nothing else enters.

The form is that of boosted oblivious trees (Prokhorenkova, Gusev, Vorobev, Dorogush and Gulin, CatBoost:
unbiased boosting with categorical features, NeurIPS 2018), chosen because it is as good as unrestricted
trees and because all lines are asked a question at once: a column of bytes, translated.

It is taken twice. The first look weighs a line's own features. The second weighs them anew beside what
the first score says of the lines around.

`_judge.json` holds the tables. A label that they do not know, such as a phrase table that is younger, counts
as the first of its feature. Made by `tests/benchmarks/train_judge.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from sys import byteorder
from typing import Any

from cleaner import Document, Line

from ._evidence import FEATURES, columns, lexical_columns
from ._reading import (
    Feature,
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
UNIT = 100  # a logit
_LOW = 0 if byteorder == "little" else 1
_MIDDLE = 128  # a weight is kept as one byte: this stands for 0
QUESTIONS = 6


@dataclass(frozen=True, slots=True)
class Look:
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


@dataclass(frozen=True, eq=False, slots=True)
class Scorecard:
    """Both looks, the weights of words in hundredths of a logit, and the thresholds."""

    first: Look
    second: Look
    words: Mapping[str, int]
    thresholds: Mapping[str, Mapping[str, int]]
    paths: dict[int, int] = field(default_factory=dict)


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
        total = _EVEN + sum([known.get(place) or steps(self.card, place) for place in places])
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


def steps(card: Scorecard, place: int) -> int:
    """What the questions of a table of the second look add for a line in a cell of it, a lane a feature.

    `place` has the number of the table and of its cell; the card keeps what was worked out.
    """
    number, cell = place >> QUESTIONS, place & (1 << QUESTIONS) - 1
    asked, weights = card.second.tables[number]
    means = []
    for level in range(QUESTIONS + 1):
        width = 1 << (QUESTIONS - level)
        start = cell & -width
        means.append(round(sum(weights[start : start + width]) / width) - _MIDDLE)
    found = 0
    for question, (before, after) in zip(asked, pairwise(means), strict=True):
        feature = card.second.questions[question][0]
        lane = feature if byteorder == "little" else _LANES - 1 - feature
        found += (after - before) << 16 * lane
    card.paths[place] = found
    return found


LEAST_TEXT = 100  # words of lines that are text; with fewer there is no article to tell furniture from
SURE = 100  # above the threshold: one line of a run must score so much, lest a run's margin begin another
# Above the threshold: one line of a text must, lest what one round exposes go in the next, and lest some be
# found in a text that has no furniture.
GATE = {"unsafe": 200, "safe": 150}

HINT = 100  # the first look's; where no line has it, the second takes none: see `Glance`

# A line of so many words right below a sentence that stays, of so many: the text may go on, unless
# the score is EDGE and more.
GOES_ON, ABOVE, EDGE = 8, 12, 100

# The title shares words with the text: at most so many words, two of which and a share tell what the text is
# about.
TITLE_WORDS, TITLE_SHARED, TITLE_SHARE = 30, 2, 0.4

CITED = 10  # footnote marks
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")

SENTENCE = 20  # words of a line of text that ends a sentence
NEVER = 1 << 15  # a threshold that no line reaches
# Lines stand above, below or within the sentences of the text, and are short, medium or long: each of the
# nine has its thresholds, for where and how long a line is says how far its score can be trusted.
PLACES = ("above", "below", "within")
SIZES = {"short": 0, "medium": 12, "long": 40}  # and the words a line has at least
TIERS = tuple(f"{place}, {size}" for place in PLACES for size in SIZES)


def verdicts(
    scores: Sequence[int],
    words: Sequence[int],
    ends: Sequence[bool],
    thresholds: Mapping[str, Mapping[str, int]],
    *,
    cited: bool = False,
    stay: Collection[int] = (),
) -> list[int]:
    """For each line 2 where it may go, 1 where it may with unsafe fixes, 0 where it stays.

    Of a text that cites (see `cites`) all stay, and lines `stay` do, which then make no other line sure.
    """
    found = [0] * len(scores)
    text = sum([count for count, score in zip(words, scores, strict=True) if score < 0])
    if cited or text < LEAST_TEXT:
        return found
    where = tiers(scores, words, ends)
    for verdict, name in ((1, "unsafe"), (2, "safe")):
        of_tier = thresholds[name]
        wanted = [of_tier[tier] for tier in where]
        above = [score - least for score, least in zip(scores, wanted, strict=True)]
        for at in stay:
            above[at] = -1
        if max(above) >= GATE[name]:
            _mark(found, above, verdict)
    for at in range(1, len(found)):
        goes_on = found[at] and not found[at - 1] and scores[at] < EDGE and words[at] >= GOES_ON
        if goes_on and ends[at - 1] and words[at - 1] >= ABOVE:
            found[at] = 0
    return found


def cites(text: str) -> bool:
    """Whether a text has so many footnote marks as an encyclopedia's or a paper: its tables are text, too.

    Their infoboxes and lists of references stand like menus, and few of the pages learned from have any.
    """
    return text.count("]") >= CITED and len(_FOOTNOTE.findall(text)) >= CITED


def likely_title(readings: Sequence[Reading], scores: Sequence[int]) -> int:
    """The number of the last line above the text that shares most telling words with it; -1 for none."""
    text = [
        at
        for at, (read, score) in enumerate(zip(readings, scores, strict=True))
        if score < -UNIT and read.ends and read.words >= ABOVE
    ]
    if not text:
        return -1
    told = frozenset().union(*[readings[at].telling for at in text])
    best = (TITLE_SHARED, -1)
    for at, read in enumerate(readings[: text[0]]):
        shared = len(read.telling & told)
        if 1 < read.words <= TITLE_WORDS and shared >= max(best[0], TITLE_SHARE * len(read.telling)):
            best = (shared, at)
    return best[1]


def _mark(found: list[int], above: Sequence[int], verdict: int) -> None:
    """Give a verdict to the runs of lines that reach their thresholds, one of which does so surely."""
    start = -1
    best = 0
    for at, more in enumerate((*above, -1)):
        if more >= 0:
            if start < 0:
                start, best = at, 0
            if more > best:
                best = more
        elif start >= 0:
            if best >= SURE:
                found[start:at] = [verdict] * (at - start)
            start = -1


def tiers(scores: Sequence[int], words: Sequence[int], ends: Sequence[bool]) -> list[str]:
    """Where each line stands to the sentences that surely are text, and its size; within if none are."""
    sure = [
        at
        for at, (score, count, end) in enumerate(zip(scores, words, ends, strict=True))
        if score < -UNIT and end and count >= SENTENCE
    ]
    first, last = (sure[0], sure[-1]) if sure else (0, len(scores))
    _, medium, long = SIZES.values()
    above, below, within = (TIERS[at : at + len(SIZES)] for at in range(0, len(TIERS), len(SIZES)))
    return [
        (above if at < first else below if at > last else within)[(count >= medium) + (count >= long)]
        for at, count in enumerate(words)
    ]


@dataclass(frozen=True, slots=True)
class Glance:
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
    return parse(json.loads(path.read_text("utf-8")))


def parse(table: Mapping[str, Any]) -> Scorecard:
    """The scorecard that JSON of the form of `_judge.json` tells."""
    return Scorecard(
        first=look_of(FEATURES, table["first"]),
        second=look_of(SECOND_LOOK, table["second"]),
        words={word: int(weight) for weight, words in table["words"].items() for word in words.split()},
        thresholds=table["thresholds"],
    )


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
