"""Learns the judge's scorecard (rule BLR101) from labelled pages, and its thresholds.

    python tests/benchmarks/train_judge.py DATA

DATA is the folder of the labelled pages that `quality.py` reads. Written are `rules/_judge.json`, which is
shipped, and `tests/benchmarks/judge_folds.json.gz`: five scorecards, each learned without a fifth of the
sites. `quality.py` judges a page by the one that has not seen its site. The same data give the same bytes:
rows come in the order of the files, sums are taken in that order, and weights are whole numbers.

Pages of the source `waddle` are never learned from (their licence); they are judged like all others. All
of style c is learned from, and a sample of the pages of a and b, with less weight, which is told by a digest
of the page's id. Sites whose names differ but in their ending share a fold.

The form is that of explainable boosting machines (Lou, Caruana, Gehrke and Hooker, Accurate intelligible
models with pairwise interactions, KDD 2013): features are boosted in turn, each by a damped Newton step on
its bins, smoothed between neighbouring bins where they have an order; then pairs of features that a search
over the residuals finds. The first look is learned from a line's own features. For the second, every line
has a first score from a scorecard that has not seen its site (two inner folds); and it is learned also from
what a first round leaves of each page, for the rounds that follow see that.

Lines count by a power of their words, and pages nearly alike, however long. Titles, captions, ledes and
bylines are text here, at half weight. Words weigh by the log-odds of the lines they stand in,
counted at most three times a site; for the lines of a site that is learned from, without that site.

Both thresholds are chosen from the scores of the folds: see `choose`.

Needs numpy, which the judge itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from cleaner import Document, clean  # noqa: E402
from cleaner.edits import SourceMap  # noqa: E402
from cleaner.registry import load_rules  # noqa: E402
from tests.benchmarks import bounds, folds, gating  # noqa: E402

load_rules()  # makes the package of rules, which is `cleaner.rules` at run time and `rules` in a checkout
if TYPE_CHECKING:
    from rules import _evidence as evidence
    from rules import _judge as judge
else:
    from cleaner.rules import _evidence as evidence
    from cleaner.rules import _judge as judge

FOLDS, INNER = 5, 2
# Of each style: the share of its pages, and what its lines weigh.
STYLES = {"c": (1.0, 1.0), "a": (0.3, 0.5), "b": (0.2, 0.5)}
LEARNED = 0.5  # of the pages so taken of styles a and b; all of them are judged
BAD, TEXT, OTHER_TEXT = {"boiler", "dup"}, {"body"}, {"title", "caption", "lede", "byline"}
ROUNDS, PAIR_ROUNDS, RATE = 40, 25, 0.12
POWER = 0.6  # of the words of a line: between lines alike and words alike
RIDGE = 100.0  # lines of mean weight that a bin must outweigh
PAIRS, CANDIDATES, GROUPS = 32, 40, 8
OFTEN = 4  # pairs of one feature
LEAST_SITES, MOST_COUNTED, PRIOR, MOST_WEIGHT = 8, 3, 4.0, 300  # of words
GOES = 25  # the score from which on a line is gone in the pages that an earlier round left
LEFT_WEIGHT = 0.6
SAFE_BOUND, UNSAFE_BOUND = 0.99, 0.90
NONE = 10_000  # a threshold that no line reaches
LIMIT = 127  # of a weight, in units of a score
NAMES = [feature.name for feature in judge.ALL]
BINS = [len(feature.labels) for feature in judge.ALL]
MAIN = len(evidence.FEATURES)
OF_PAGE = {at for at, name in enumerate(NAMES) if "of the text" in name}
UNORDERED = (
    "ends with", "begins with", "capitals", "date", "signs", "phrase", "address", "quotation", "brackets",
    "colon inside", "repeated", "begins like", "piece of a unit", "same shape", "place", "line above",
    "line below", "second line", "words shared", "first score of line",
)  # fmt: skip
ORDERED = [not name.startswith(UNORDERED) or name.endswith(("3", "8")) for name in NAMES]

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.float64]


# ---- pages


@dataclass
class Page:
    """One page: its site's group, its lines as columns without those of the words, and what they are."""

    id: str
    style: str
    group: str
    learned: bool
    weight: float
    columns: Bytes
    tokens: list[Sequence[str]]
    readings: list[evidence.Reading]
    bad: NDArray[np.bool_]
    text: NDArray[np.bool_]
    used: NDArray[np.bool_]
    counts: Numbers


def part(text: str, parts: int) -> int:
    """A number below `parts` that a text's digest gives."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % parts


def records(folder: Path, style: str) -> Iterator[dict[str, Any]]:
    with gzip.open(folder / f"dev.{style}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def mended(record: Mapping[str, Any]) -> tuple[Document, list[str]]:
    """A page as rules that remove words see it, and the label of each of its inked lines."""
    keeping = [rule.code for rule in load_rules() if not rule.removes_words and not rule.guard]
    result = clean(record["text"], config={"select": keeping}, name=record["id"])
    source, document = Document("", record["text"]), Document(record["id"], result.text)
    labels, place = record["line_labels"], SourceMap(result.ledger.edits)
    found = []
    for line in document.inked:
        above = source.line_at(place.span(line.start, line.start + 1)[0])
        at = above.index if above else 0
        found.append(labels[at] if at < len(labels) else "")
    return document, found


def load(folder: Path, style: str) -> Iterator[Page]:
    """The pages of a style that are learned from or judged."""
    share, weight = STYLES[style]
    for record in records(folder, style):
        if part(record["id"], 1000) >= 1000 * share:
            continue
        learned = share == 1 or part(record["id"], 1000) < 1000 * share * LEARNED
        document, labels = mended(record)
        lines = [(line, label) for line, label in zip(document.inked, labels, strict=True)]
        read = [(found, label) for line, label in lines if (found := evidence.reading(line))]
        if not read:
            continue
        readings = [found for found, _ in read]
        columns = [
            np.frombuffer(column, np.uint8) for column in evidence.columns(readings, evidence.units(readings))
        ]
        kinds = [label for _, label in read]
        words = np.array([min(max(found.words, 1), 100) for found in readings], float)
        half = np.where([kind in OTHER_TEXT for kind in kinds], 0.5, 1.0)
        counts = words**POWER * half
        yield Page(
            record["id"],
            style,
            folds.site_group(record["site"]),
            record["source"] != "waddle" and learned,
            weight,
            np.stack(columns, 1),
            [found.tokens for found in readings],
            readings,
            np.array([kind in BAD for kind in kinds]),
            np.array([kind in TEXT for kind in kinds]),
            np.array([kind in BAD | TEXT | OTHER_TEXT for kind in kinds]),
            counts * (weight * 200 / (50 + counts.sum())),
        )


# ---- words


class Lexicon:
    """How often words stand in furniture and in text, by group of sites."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.groups: dict[str, tuple[Counter[str], Counter[str]]] = {}
        for page in pages:
            bad, text = self.groups.setdefault(page.group, (Counter(), Counter()))
            for tokens, is_bad, used in zip(page.tokens, page.bad, page.used, strict=True):
                if used:
                    (bad if is_bad else text).update(set(tokens))
        for name, counts in self.groups.items():
            bad, text = (Counter({w: min(n, MOST_COUNTED) for w, n in c.items()}) for c in counts)
            self.groups[name] = (bad, text)
        self.bad: Counter[str] = Counter()
        self.text: Counter[str] = Counter()
        self.sites: Counter[str] = Counter()
        for bad, text in self.groups.values():
            self.bad.update(bad)
            self.text.update(text)
            self.sites.update(bad.keys() | text.keys())
        self.weights = {w: v for w in sorted(self.sites) if (v := self.weight(w, Counter(), Counter(), 0))}

    def weight(self, word: str, bad: Counter[str], text: Counter[str], sites: int) -> int:
        """The log-odds of a word in hundredths, without the counts of one group."""
        if self.sites[word] - sites < LEAST_SITES:
            return 0
        furniture, body = self.bad[word] - bad[word], self.text[word] - text[word]
        share = (furniture + PRIOR / 2) / (furniture + body + PRIOR)
        value = round(10 * math.log(share / (1 - share))) * 10
        return max(-MOST_WEIGHT, min(MOST_WEIGHT, value))

    def without(self, name: str) -> Mapping[str, int]:
        """The weights without one group of sites."""
        if name not in self.groups:
            return self.weights
        bad, text = self.groups[name]
        found = dict(self.weights)
        for word in bad.keys() | text.keys():
            found[word] = self.weight(word, bad, text, 1)
        return found


def with_words(pages: Sequence[Page], lexicon: Lexicon) -> dict[str, Bytes]:
    """All first columns of pages, those of a learned group's words without that group."""
    found: dict[str, Bytes] = {}
    by_group: dict[str, list[Page]] = {}
    for page in pages:
        by_group.setdefault(page.group, []).append(page)
    for name, some in by_group.items():
        weights = lexicon.without(name)
        for page in some:
            lexes = [evidence.lexical(tokens, weights) for tokens in page.tokens]
            own = [np.frombuffer(column, np.uint8) for column in evidence.lexical_columns(lexes)]
            found[key(page)] = np.concatenate([page.columns, np.stack(own, 1)], 1)
    return found


def key(page: Page) -> str:
    return f"{page.style} {page.id}"


# ---- boosting


def sigmoid(scores: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-scores))


def smooth(values: Numbers) -> Numbers:
    """Each bin with a quarter of either neighbour; the ends with their own."""
    if len(values) < 3:
        return values
    found = values / 2
    found[1:] += values[:-1] / 4
    found[:-1] += values[1:] / 4
    found[0] += values[0] / 4
    found[-1] += values[-1] / 4
    return found


def smooth_both(values: Numbers) -> Numbers:
    square = values.reshape(GROUPS, GROUPS)
    square = np.apply_along_axis(smooth, 0, square)
    return np.asarray(np.apply_along_axis(smooth, 1, square)).ravel()


def boost(
    columns: Sequence[NDArray[np.int64]],
    sizes: Sequence[int],
    smoothers: Sequence[Any],
    bad: Numbers,
    counts: Numbers,
    scores: Numbers,
    rounds: int,
) -> tuple[list[NDArray[np.int64]], Numbers]:
    """Boost features in turn; their weights in units of a score, and the scores of all lines."""
    counts = counts / counts.mean()
    tables = [np.zeros(size) for size in sizes]
    limit = LIMIT / judge.UNIT
    scores = scores.copy()
    for _ in range(rounds):
        for at, column in enumerate(columns):
            if at % 4 == 0:  # gradients a few features old do as well, and take most of the time
                chance = sigmoid(scores)
                slope, bend = counts * (bad - chance), counts * chance * (1 - chance)
            rise = smoothers[at](np.bincount(column, slope, sizes[at]))
            curve = smoothers[at](np.bincount(column, bend, sizes[at]))
            new = np.clip(tables[at] + RATE * rise / (curve + RIDGE), -limit, limit)
            scores += (new - tables[at])[column]
            tables[at] = new
    whole = [np.rint(table * judge.UNIT).astype(np.int64) for table in tables]
    return whole, scores


@dataclass
class Part:
    """Learned weights of the first or the second look."""

    base: int
    tables: list[NDArray[np.int64]]
    pairs: list[tuple[int, int, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = field(
        default_factory=list
    )

    def score(self, columns: Bytes) -> NDArray[np.int64]:
        """The scores of lines, in units."""
        found = np.full(len(columns), self.base, np.int64)
        for at, table in enumerate(self.tables):
            found += table[columns[:, at]]
        for first, second, rows, groups, table in self.pairs:
            found += table[rows[columns[:, first]] * GROUPS + groups[columns[:, second]]]
        return found


def learn(columns: Bytes, bad: Numbers, counts: Numbers, pairs: int) -> Part:
    """Learn the weights of some columns, and of so many pairs of them."""
    count = columns.shape[1]
    base = round(judge.UNIT * math.log((counts * bad).sum() / (counts * (1 - bad)).sum()))
    wide = [columns[:, at].astype(np.int64) for at in range(count)]
    smoothers = [smooth if ordered else np.asarray for ordered in ORDERED[:count]]
    begin = np.full(len(bad), base / judge.UNIT)
    tables, scores = boost(wide, BINS[:count], smoothers, bad, counts, begin, ROUNDS)
    found = Part(base, tables)
    if pairs:
        effect = [np.abs(table[column]).mean() for table, column in zip(tables, wide, strict=True)]
        ranked = [int(at) for at in np.argsort(-np.array(effect), kind="stable") if int(at) not in OF_PAGE]
        chosen, groups = search(wide, scores, bad, counts, ranked[:CANDIDATES], pairs)
        cells = [groups[a][wide[a]] * GROUPS + groups[b][wide[b]] for a, b in chosen]
        squares = [GROUPS * GROUPS] * len(cells)
        weights, _ = boost(cells, squares, [smooth_both] * pairs, bad, counts, scores, PAIR_ROUNDS)
        found.pairs = [(a, b, groups[a], groups[b], w) for (a, b), w in zip(chosen, weights, strict=True)]
    return found


def search(
    columns: Sequence[NDArray[np.int64]],
    scores: Numbers,
    bad: Numbers,
    counts: Numbers,
    candidates: Sequence[int],
    most: int,
) -> tuple[list[tuple[int, int]], dict[int, NDArray[np.int64]]]:
    """The pairs whose cells tell most of what is left over, and the groups of each candidate's bins."""
    counts = counts / counts.mean()
    chance = sigmoid(scores)
    slope, bend = counts * (bad - chance), counts * chance * (1 - chance)

    def gain(cells: NDArray[np.int64], size: int) -> float:
        rise, curve = np.bincount(cells, slope, size), np.bincount(cells, bend, size)
        return float((rise * rise / (curve + RIDGE)).sum())

    groups: dict[int, NDArray[np.int64]] = {}
    for at in candidates:
        mass = np.bincount(columns[at], minlength=BINS[at]).astype(float)
        middle = np.cumsum(mass) - mass / 2
        groups[at] = np.minimum(GROUPS - 1, (middle / mass.sum() * GROUPS).astype(np.int64))
    coarse = {at: groups[at][columns[at]] for at in candidates}
    single = {at: gain(coarse[at], GROUPS) for at in candidates}
    found = []
    for index, a in enumerate(candidates):
        for b in candidates[index + 1 :]:
            both = gain(coarse[a] * GROUPS + coarse[b], GROUPS * GROUPS)
            found.append((round(single[a] + single[b] - both, 6), a, b))
    found.sort()
    chosen: list[tuple[int, int]] = []
    times: Counter[int] = Counter()
    for _, a, b in found:
        if len(chosen) < most and times[a] < OFTEN and times[b] < OFTEN:
            chosen.append((a, b))
            times.update((a, b))
    return chosen, groups


# ---- two looks


@dataclass
class Learned:
    """A whole scorecard."""

    lexicon: Lexicon
    first: Part
    second: Part


def rows(pages: Sequence[Page], columns: Mapping[str, Bytes]) -> tuple[Bytes, Numbers, Numbers]:
    """The lines of pages that are learned from: columns, whether furniture, what they count."""
    return (
        np.concatenate([columns[key(page)][page.used] for page in pages]),
        np.concatenate([page.bad[page.used] for page in pages]).astype(float),
        np.concatenate([page.counts[page.used] for page in pages]),
    )


def second_columns(page: Page, first: NDArray[np.int64]) -> Bytes:
    unit = evidence.units(page.readings)
    at = NAMES.index("words of its unit"), NAMES.index("unit ends a sentence")
    shape = (2 * page.columns[:, at[0]] + page.columns[:, at[1]]).astype(np.uint8).tobytes()
    found = evidence.second_columns(first.tolist(), page.readings, unit, shape)
    return np.stack([np.frombuffer(column, np.uint8) for column in found], 1)


def train(pages: Sequence[Page]) -> Learned:
    """Learn both looks from pages; the second also from what an earlier round leaves of them."""
    lexicon = Lexicon(page for page in pages if page.style == "c")
    columns = with_words(pages, lexicon)
    first = learn(*rows(pages, columns), 0)
    whole: dict[str, Bytes] = {}
    left: list[Page] = []
    for inner in range(INNER):
        inside = [page for page in pages if part("inner" + page.group, INNER) != inner]
        outside = [page for page in pages if part("inner" + page.group, INNER) == inner]
        if not inside or not outside:
            continue
        some = learn(*rows(inside, columns), 0)
        scores = {key(page): some.score(columns[key(page)]) for page in outside}
        rests = [rest for page in outside if (rest := remainder(page, scores[key(page)]))]
        columns_left = with_words(rests, lexicon)
        for page in outside:
            own = columns[key(page)]
            whole[key(page)] = np.concatenate([own, second_columns(page, scores[key(page)])], 1)
        for page in rests:
            own = columns_left[key(page)]
            whole[key(page)] = np.concatenate([own, second_columns(page, some.score(own))], 1)
        left += rests
    return Learned(lexicon, first, learn(*rows([*pages, *left], whole), PAIRS))


def remainder(page: Page, scores: NDArray[np.int64]) -> Page | None:
    """A page without the lines that a first round would take; None where it takes none, or all text."""
    stays = scores < GOES
    if stays.all() or not page.used[stays].any():
        return None
    readings = [read for read, stay in zip(page.readings, stays, strict=True) if stay]
    columns = [
        np.frombuffer(column, np.uint8) for column in evidence.columns(readings, evidence.units(readings))
    ]
    return Page(
        "left of " + page.id,
        page.style,
        page.group,
        page.learned,
        page.weight,
        np.stack(columns, 1),
        [read.tokens for read in readings],
        readings,
        page.bad[stays],
        page.text[stays],
        page.used[stays],
        page.counts[stays] * LEFT_WEIGHT,
    )


def table(learned: Learned) -> dict[str, Any]:
    """A scorecard as `_judge.json` has it."""

    def weights(part: Part) -> dict[str, dict[str, int]]:
        return {
            judge.ALL[at].name: {
                label: int(weight)
                for label, weight in zip(judge.ALL[at].labels, found, strict=True)
                if label and weight
            }
            for at, found in enumerate(part.tables)
        }

    def grouped(at: int, groups: NDArray[np.int64]) -> list[list[str]]:
        return [
            [
                label
                for label, number in zip(judge.ALL[at].labels, groups, strict=True)
                if label and number == g
            ]
            for g in range(GROUPS)
        ]

    by_weight: dict[int, list[str]] = {}
    for word, weight in sorted(learned.lexicon.weights.items()):
        by_weight.setdefault(weight, []).append(word)
    return {
        "base": {"first": learned.first.base, "second": learned.second.base},
        "thresholds": {},
        "first": weights(learned.first),
        "second": weights(learned.second),
        "pairs": [
            {
                "features": [NAMES[a], NAMES[b]],
                "rows": grouped(a, rows),
                "columns": grouped(b, columns),
                "weights": found.reshape(GROUPS, GROUPS).tolist(),
            }
            for a, b, rows, columns, found in learned.second.pairs
        ],
        "words": {str(weight): " ".join(words) for weight, words in sorted(by_weight.items())},
    }


# ---- thresholds


@dataclass
class Judged:
    """One page's lines as judged by weights that have not seen its site."""

    style: str
    group: str
    scores: NDArray[np.int64]
    bad: NDArray[np.bool_]
    text: NDArray[np.bool_]
    words: NDArray[np.int64]
    ends: Sequence[bool]


def judge_pages(pages: Iterable[Page], learned: Learned, style: str) -> Iterator[Judged]:
    for page in pages:
        columns = with_words([page], learned.lexicon)[key(page)]
        columns = np.concatenate([columns, second_columns(page, learned.first.score(columns))], 1)
        words = np.array([found.words for found in page.readings])
        ends = [found.ends for found in page.readings]
        yield Judged(style, page.group, learned.second.score(columns), page.bad, page.text, words, ends)


def choose(judged: Sequence[Judged]) -> dict[str, int]:
    """The least thresholds, in fifths of a logit, from which on the bounds are as wanted.

    They are the bounds of `quality.py` over sites, on the words of lines of style c, which has least
    furniture, as they stand before any other rule acts. Each tier of safe fixes is measured by itself;
    lines that unsafe fixes take are measured with the safe ones.
    """
    pages = [page for page in judged if page.style == "c" and len(page.scores)]
    where = [judge.tiers(page.scores.tolist(), page.words.tolist(), page.ends) for page in pages]
    found = {
        tier: least(
            pages, [np.array([one == tier for one in tiers]) for tiers in where], SAFE_BOUND, alone=True
        )
        for tier in judge.TIERS
    }
    everywhere = [np.ones(len(page.scores), bool) for page in pages]
    return {"unsafe": least(pages, everywhere, UNSAFE_BOUND, alone=False), **found}


def least(pages: Sequence[Judged], where: Sequence[NDArray[np.bool_]], wanted: float, *, alone: bool) -> int:
    """The least threshold from which on what goes from these places is as surely furniture as wanted.

    `alone` looks at single lines; else the judge's verdicts count, with all their conditions.
    """
    best = NONE
    for threshold in range(8 * judge.UNIT, -judge.UNIT, -judge.UNIT // 5):
        sites: dict[str, list[int]] = {}
        lines = 0
        for page, here in zip(pages, where, strict=True):
            if alone:
                gone = here & (page.scores >= threshold)
            else:
                thresholds = {"unsafe": threshold, **dict.fromkeys(judge.TIERS, judge.NEVER)}
                scores, words = page.scores.tolist(), page.words.tolist()
                gone = np.array(judge.verdicts(scores, words, page.ends, thresholds)) > 0
            counts = sites.setdefault(page.group, [0, 0])
            counts[0] += int(page.words[gone & page.bad].sum())
            counts[1] += int(page.words[gone & page.text].sum())
            lines += int((gone & (page.bad | page.text)).sum())
        told = [counts for counts in sites.values() if sum(counts)]
        if len(told) < gating.LEAST_SITES or lines < gating.LEAST_LINES:
            continue
        if bounds.lower_bound(told) >= wanted:
            best = threshold
        elif best < NONE:  # above it there may be too few sites for such a bound
            return best
    return best


def dump(value: Mapping[str, Any]) -> str:
    """JSON with one feature a row."""
    rows = []
    for name, part in value.items():
        if name == "pairs":
            inner = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in part)
            rows.append(f' "{name}": [\n{inner}\n ]')
        else:
            inner = ",\n".join(
                f"  {json.dumps(label, ensure_ascii=False)}: {json.dumps(row, ensure_ascii=False)}"
                for label, row in part.items()
            )
            rows.append(f' "{name}": {{\n{inner}\n }}')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    options = parser.parse_args(arguments)
    pages = {style: list(load(options.data, style)) for style in STYLES}
    write(*learn_all(pages))
    return 0


def learn_all(pages: Mapping[str, Sequence[Page]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The shipped table and those of the folds, all with the same thresholds."""
    learned = [page for some in pages.values() for page in some if page.learned]
    print(f"{len(learned)} pages, {sum(len(page.bad) for page in learned)} lines", flush=True)
    tables: list[dict[str, Any]] = []
    judged: list[Judged] = []
    for number in range(FOLDS):
        found = train([page for page in learned if part(page.group, FOLDS) != number])
        tables.append(table(found))
        for style, some in pages.items():
            judged += judge_pages([page for page in some if part(page.group, FOLDS) == number], found, style)
        print(f"fold {number}", flush=True)
    thresholds = choose(judged)
    print(thresholds, flush=True)
    shipped = table(train(learned))
    for one in (shipped, *tables):
        one["thresholds"] = thresholds
    return shipped, tables


def write(shipped: Mapping[str, Any], tables: Sequence[Mapping[str, Any]]) -> None:
    packed = json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode()
    folds.FOLDS.write_bytes(gzip.compress(packed, 9, mtime=0))
    judge.TABLE.write_text(dump(shipped), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
