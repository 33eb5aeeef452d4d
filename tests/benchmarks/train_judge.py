"""Learns the judge's decision tables (rule BLR101) from labelled pages, and its thresholds.

    python tests/benchmarks/train_judge.py DATA [--fold N] [--choose]

DATA is the folder of the labelled pages that `quality.py` reads. Written are `rules/_judge.json`, which is
shipped, and `tests/benchmarks/judge_folds.json.gz`: five scorecards, each learned without a fifth of the
sites. `quality.py` judges a page by the one that has not seen its site. The same data give the same bytes:
rows come in the order of the files, sums are taken in that order, and weights are whole numbers. With
`--fold` one of the five is learned, and what it says of its pages is printed: nothing is written. With
`--choose` nothing is learned, but thresholds are chosen anew.

Pages of the source `waddle` are never learned from (their licence); they are judged like all others. Sites
whose names differ but in their ending share a fold.

Words first: a ridge logistic regression on which n-grams a line holds (styles c and a). Then trees, boosted:
each table asks its six questions of all lines, found one after the other by the gain of a Newton step
(Chen and Guestrin, XGBoost, KDD 2016, equation 7), on a sample of lines and of features. Bins without an
order are put in the order of their share of furniture (Fisher, On grouping for maximum homogeneity, 1958).

The first look is learned from a line's own features. For the second, every line has a first score from
tables that have not seen its site (three inner folds, as for the words); and it is learned also from what
an earlier round leaves of each page, for the rounds that follow see that.

Lines count by a power of their words, and pages nearly alike, however long. Titles, captions, ledes and
bylines are text here, too: see `OTHER_TEXT`.

Thresholds are chosen from the scores of the folds: see `choose`.

Needs numpy, which the judge itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import multiprocessing
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from cleaner import Document, clean  # noqa: E402
from cleaner.edits import SourceMap  # noqa: E402
from cleaner.registry import load_rules  # noqa: E402
from tests.benchmarks import bounds, folds  # noqa: E402

load_rules()  # makes the package of rules, which is `cleaner.rules` at run time and `rules` in a checkout
if TYPE_CHECKING:
    from rules import _evidence as evidence
    from rules import _judge as judge
    from rules import _reading as reading
    from rules import _second_look as second_look
else:
    from cleaner.rules import _evidence as evidence
    from cleaner.rules import _judge as judge
    from cleaner.rules import _reading as reading
    from cleaner.rules import _second_look as second_look

FOLDS, INNER = 5, 3
STYLES = {"c": 1.0, "a": 0.5, "b": 0.5}  # what the lines of a style weigh
BAD, TEXT = {"boiler", "dup"}, {"body"}
# Text that the scores of a page do not count, and what its lines weigh: a title looks like furniture, and the
# more it weighs, the more of them stay and the less furniture goes.
OTHER_TEXT = {"title": 1.0, "caption": 0.5, "lede": 0.5, "byline": 0.5}
POWER = 0.6  # of the words of a line: between lines alike and words alike
# Of tables: how many, the step, lines of mean weight that a cell must outweigh, shares of features and lines.
FIRST, SECOND, RATE, RIDGE, TRIED, ROWS = 120, 170, 0.15, 60.0, 0.7, 0.5
LEAST_SITES, WORD_RIDGE, WORD_ROUNDS, MOST_WEIGHT = 8, 10.0, 60, 300  # of words
GOES = (50, 300)  # scores from which on a line is gone in the pages that an earlier round left
LEFT_WEIGHT = 0.4
SAFE_BOUND, SAFE_LOSS, SAFE_MARGIN, UNSAFE_MARGIN = 0.9903, 0.003, 950, 620
STEP, LOWEST, HIGHEST = 5, -100, 1200  # of scores whose shares make a curve
PAGE = 200  # words that each page has beside its own when its lines are counted for a curve
LOWERED, RAISE = 50, 5  # thresholds of safe fixes, at first and then
LOOKS = (evidence.FEATURES, second_look.SECOND_LOOK)

Bytes = NDArray[np.uint8]
Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]


# ---- pages


@dataclass(frozen=True, eq=False)
class Page:
    """One page: its site's group, its lines as columns without those of the words, and what they are."""

    id: str
    style: str
    group: str
    learned: bool
    columns: Bytes
    lines: reading.Lines
    bad: NDArray[np.bool_]
    text: NDArray[np.bool_]
    used: NDArray[np.bool_]
    counts: Numbers
    cited: bool


def part(text: str, parts: int) -> int:
    """A number below `parts` that a text's digest gives."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % parts


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


def load(job: tuple[Path, str, int, int]) -> list[Page]:
    """Every so-manieth page of a style."""
    folder, style, number, parts = job
    right = folds.corrections(folder)
    found: list[Page] = []
    with gzip.open(folder / f"dev.{style}.jsonl.gz", "rt", encoding="utf-8") as file:
        for at, row in enumerate(file):
            if at % parts == number:
                record = json.loads(row)
                folds.correct(record, right)
                found += page(record, style)
    return found


def page(record: Mapping[str, Any], style: str) -> Iterator[Page]:
    document, labels = mended(record)
    inked = zip(document.inked, labels, reading.block_numbers(document.inked), strict=True)
    read = [(found, label, block) for line, label, block in inked if (found := reading.reading(line))]
    if not read:
        return
    readings, kinds = [found for found, _, _ in read], [label for _, label, _ in read]
    lines = reading.grouped(readings, [block for _, _, block in read])
    words = np.array([min(max(found.words, 1), 100) for found in readings], float)
    counts = words**POWER * np.array([OTHER_TEXT.get(kind, 1.0) for kind in kinds])
    yield Page(
        id=record["id"],
        style=style,
        group=folds.site_group(record["site"]),
        learned=record["source"] != "waddle",
        columns=stacked(evidence.columns(lines)),
        lines=lines,
        bad=np.array([kind in BAD for kind in kinds]),
        text=np.array([kind in TEXT for kind in kinds]),
        used=np.array([kind in BAD | TEXT | OTHER_TEXT.keys() for kind in kinds]),
        counts=counts * (STYLES[style] * 200 / (50 + counts.sum())),
        cited=judge.cites(document.text),
    )


def stacked(columns: Sequence[bytes]) -> Bytes:
    return np.stack([np.frombuffer(column, np.uint8) for column in columns], 1)


# ---- words


def word_weights(pages: Sequence[Page]) -> dict[str, int]:
    """What n-grams weigh, in hundredths of a logit: a ridge logistic regression on those of lines."""
    sites: dict[str, set[str]] = {}
    for found in pages:
        for read in found.lines.readings:
            for token in reading.grams(read):
                sites.setdefault(token, set()).add(found.group)
    known = sorted(token for token, groups in sites.items() if len(groups) >= LEAST_SITES)
    number = {token: at for at, token in enumerate(known)}
    columns: list[int] = []
    sizes: list[int] = []
    for found in pages:
        for read in found.lines.readings:
            held = sorted([number[token] for token in number.keys() & reading.grams(read)])
            columns += held
            sizes.append(len(held))
    rows, at = np.repeat(np.arange(len(sizes)), sizes), np.array(columns)
    bad = np.concatenate([found.bad for found in pages]).astype(float)
    counts = np.concatenate([np.where(found.used, found.counts, 0.0) for found in pages])
    counts = counts / counts.mean()
    size = np.array(sizes, float)
    weights = np.zeros(len(known))
    base = 0.0
    for _ in range(WORD_ROUNDS):
        # Steps that count each line's curve once for every word in it never go too far, whatever the words
        # have in common (Bohning and Lindsay, 1988).
        chance = sigmoid(base + np.bincount(rows, weights[at], len(sizes)))
        slope, bend = counts * (bad - chance), counts * chance * (1 - chance) * (size + 1)
        base += slope.sum() / bend.sum()
        rise = np.bincount(at, slope[rows], len(known)) - WORD_RIDGE * weights
        weights += 1.5 * rise / (np.bincount(at, bend[rows], len(known)) + WORD_RIDGE)
    whole = np.clip(np.rint(weights * 20).astype(int) * 5, -MOST_WEIGHT, MOST_WEIGHT)
    return {token: int(weight) for token, weight in zip(known, whole, strict=True) if weight}


def with_words(found: Page, weights: Mapping[str, int]) -> Bytes:
    """All columns of a page's first look."""
    totals = [reading.lexical(read, weights) for read in found.lines.readings]
    own = evidence.lexical_columns(totals, found.lines)
    return np.concatenate([found.columns, stacked(own)], 1)


# ---- boosting


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
    base = round(judge.UNIT * float(np.log((counts * bad).sum() / (counts * (1 - bad)).sum())))
    rank = ranks(columns, bad, counts, features)
    wide = [np.ascontiguousarray(rank[at][columns[:, at]]) for at in range(len(features))]
    bins = [len(feature.labels) for feature in features]
    scores = np.full(len(bad), base / judge.UNIT)
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
        for level in range(judge.QUESTIONS):
            best = (0.0, -1, 0)
            for at, column in some.items():
                gain, least = question(cells * bins[at] + column, slope, bend, bins[at], 1 << level)
                best = max(best, (gain, at, least))
            _, at, least = best
            asked.append((at, least))
            cells = 2 * cells + (some[at] >= least)
        size = 1 << judge.QUESTIONS
        rise, curve = np.bincount(cells, slope, size), np.bincount(cells, bend, size)
        whole = np.clip(np.rint(rate * judge.UNIT * rise / (curve + RIDGE * ROWS)), -127, 127).astype(
            np.int64
        )
        all_cells = np.zeros(len(bad), np.int64)
        for at, least in asked:
            all_cells = 2 * all_cells + (wide[at] >= least)
        scores += whole[all_cells] / judge.UNIT
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


# ---- two looks


@dataclass(frozen=True, eq=False)
class Card:
    """A whole scorecard."""

    words: Mapping[str, int]
    first: Learned
    second: Learned


def look(pages: Sequence[Page], columns: Sequence[Bytes], number: int) -> Learned:
    """Learn a look from the lines of pages that count."""
    return boost(
        np.concatenate([own[found.used] for found, own in zip(pages, columns, strict=True)]),
        np.concatenate([found.bad[found.used] for found in pages]).astype(float),
        np.concatenate([found.counts[found.used] for found in pages]),
        LOOKS[number],
        (FIRST, SECOND)[number],
    )


def second_columns(found: Page, first: Whole, columns: Bytes) -> Bytes:
    """All columns of a page's second look."""
    seen = [columns[:, at].tobytes() for at in range(columns.shape[1])]
    own = stacked(second_look.second_columns(first.tolist(), found.lines, seen))
    return np.concatenate([columns, own], 1)


def train(pages: Sequence[Page]) -> Card:
    """Learn both looks from pages; the second also from what an earlier round leaves of them."""
    inner = [part("inner" + found.group, INNER) for found in pages]
    worded = [found.style != "b" for found in pages]

    def lexicon(without: int) -> dict[str, int]:
        chosen = zip(pages, inner, worded, strict=True)
        return word_weights([found for found, fold, use in chosen if use and fold != without])

    lexicons = [lexicon(fold) for fold in range(INNER)]
    columns = [with_words(found, lexicons[fold]) for found, fold in zip(pages, inner, strict=True)]
    first = look(pages, columns, 0)
    learned: list[Page] = []
    whole: list[Bytes] = []
    for fold in range(INNER):
        inside = [at for at, number in enumerate(inner) if number != fold]
        some = look([pages[at] for at in inside], [columns[at] for at in inside], 0)
        for at in (at for at, number in enumerate(inner) if number == fold):
            scores = some.score(columns[at])
            learned.append(pages[at])
            whole.append(second_columns(pages[at], scores, columns[at]))
            for goes in GOES:
                if rest := remainder(pages[at], scores < goes):
                    own = with_words(rest, lexicons[fold])
                    learned.append(rest)
                    whole.append(second_columns(rest, some.score(own), own))
    return Card(lexicon(-1), first, look(learned, whole, 1))


def remainder(found: Page, stays: NDArray[np.bool_]) -> Page | None:
    """A page without the lines that a first round would take; None where it takes none, or all text."""
    if stays.all() or not found.used[stays].any():
        return None
    rows = [at for at, stay in enumerate(stays.tolist()) if stay]
    lines = found.lines
    group = reading.grouped([lines.readings[at] for at in rows], [lines.block[at] for at in rows])
    return replace(
        found,
        columns=stacked(evidence.columns(group)),
        lines=group,
        bad=found.bad[stays],
        text=found.text[stays],
        used=found.used[stays],
        counts=found.counts[stays] * LEFT_WEIGHT,
    )


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


def table(card: Card) -> dict[str, Any]:
    """A scorecard as `_judge.json` has it."""
    by_weight: dict[int, list[str]] = {}
    for word, weight in card.words.items():
        by_weight.setdefault(weight, []).append(word)
    return {
        "thresholds": {},
        "words": {str(weight): " ".join(words) for weight, words in sorted(by_weight.items())},
        "first": told(card.first, LOOKS[0]),
        "second": told(card.second, LOOKS[1]),
    }


# ---- thresholds


@dataclass(frozen=True, eq=False)
class Judged:
    """One page's lines as judged by tables that have not seen its site."""

    style: str
    group: str
    scores: list[int]
    words: list[int]
    ends: list[bool]
    bad: NDArray[np.bool_]
    text: NDArray[np.bool_]
    cited: bool


def judge_page(found: Page, card: judge.Scorecard) -> Judged:
    """What a scorecard says of a page, by the judge's own code."""
    bins = [found.columns[:, at].tobytes() for at in range(found.columns.shape[1])]
    totals = [reading.lexical(read, card.words) for read in found.lines.readings]
    bins += evidence.lexical_columns(totals, found.lines)
    first = card.first.scores(card.first.cells(bins))
    bins += second_look.second_columns(first, found.lines, bins)
    words, ends = [read.words for read in found.lines.readings], [read.ends for read in found.lines.readings]
    scores = card.second.scores(card.second.cells(bins))
    return Judged(found.style, found.group, scores, words, ends, found.bad, found.text, found.cited)


def choose(judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """The thresholds of each tier, from which on lines are furniture as surely in each as in the others.

    What is as sure everywhere is what costs least text for the furniture it takes, all tiers together. The
    share that single scores have of furniture is made to rise with the score by the pooling of adjacent
    violators (Barlow and others, 1972). Lines count as the share that they are of their page: counted in
    words, a few long pages would choose for all. `UNSAFE_MARGIN` says how sure, in thousandths, the last
    line that unsafe fixes take is. The thresholds of safe fixes are those of `SAFE_MARGIN`, all lowered and
    then raised alike until the lower bound of all that goes is `SAFE_BOUND` (in words: `quality.py`, which
    counts tokens, wants 0.99), and style c loses no more of its text than `SAFE_LOSS`.
    """
    curves = {tier: Counter[tuple[int, bool]]() for tier in judge.TIERS}
    for found in judged:
        where = judge.tiers(found.scores, found.words, found.ends)
        counted = sum(np.array(found.words)[found.bad | found.text].tolist()) + PAGE
        for tier, score, words, bad, text in zip(
            where, found.scores, found.words, found.bad, found.text, strict=True
        ):
            if bad or text:
                at = min(max(score, LOWEST), HIGHEST) // STEP * STEP
                curves[tier][at, bool(bad)] += 100_000 * words // counted
    rising = {tier: rise(curve) for tier, curve in curves.items()}
    unsafe = least(rising, UNSAFE_MARGIN)
    base = least(rising, SAFE_MARGIN)
    for more in range(-LOWERED, HIGHEST, RAISE):
        safe = {tier: score + more for tier, score in base.items()}
        precise, loss = costs(judged, {"safe": safe, "unsafe": unsafe})
        print(f"{more} more: lower bound {precise:.4f}, loss of style c {loss:.4f}", flush=True)
        if precise >= SAFE_BOUND and loss <= SAFE_LOSS:
            return {"safe": safe, "unsafe": unsafe}
    return {"safe": dict.fromkeys(judge.TIERS, judge.NEVER), "unsafe": unsafe}


def rise(curve: Mapping[tuple[int, bool], int]) -> list[tuple[int, float]]:
    """The least score of each pool, and its share of furniture, rising."""
    pools: list[list[float]] = []
    for score in range(LOWEST // STEP * STEP, HIGHEST + 1, STEP):
        furniture, text = curve.get((score, True), 0), curve.get((score, False), 0)
        pools.append([score, furniture, furniture + text])
        while len(pools) > 1 and pools[-2][1] * pools[-1][2] >= pools[-1][1] * pools[-2][2]:
            _, *counts = pools.pop()
            pools[-1][1:] = [a + b for a, b in zip(pools[-1][1:], counts, strict=True)]
    return [(int(score), furniture / total) for score, furniture, total in pools if total]


def least(rising: Mapping[str, Sequence[tuple[int, float]]], margin: int) -> dict[str, int]:
    """For each tier the least score that is sure enough."""
    return {
        tier: next((score for score, share in pools if 1000 * share >= margin), judge.NEVER)
        for tier, pools in rising.items()
    }


def costs(judged: Sequence[Judged], thresholds: Mapping[str, Mapping[str, int]]) -> tuple[float, float]:
    """The lower bound of the precision over sites, in words, and the share of the text of style c lost."""
    sites: dict[str, list[int]] = {}
    lost = text = 0
    for found in judged:
        verdicts = judge.verdicts(found.scores, found.words, found.ends, thresholds, cited=found.cited)
        gone = np.array(verdicts) == 2
        words = np.array(found.words)
        counts = sites.setdefault(found.group, [0, 0])
        counts[0] += int(words[gone & found.bad].sum())
        counts[1] += int(words[gone & found.text].sum())
        if found.style == "c":
            lost += int(words[gone & found.text].sum())
            text += int(words[found.text].sum())
    told = [counts for counts in sites.values() if sum(counts)]
    return bounds.lower_bound(told), lost / max(1, text)


# ---- all of it


def dump(value: Mapping[str, Any]) -> str:
    """JSON with one table a row."""

    def shown(part: Any, depth: int) -> str:
        if not depth or not isinstance(part, dict | list):
            return json.dumps(part, ensure_ascii=False)
        items = (
            [f"{json.dumps(name, ensure_ascii=False)}: {shown(one, depth - 1)}" for name, one in part.items()]
            if isinstance(part, dict)
            else [shown(one, depth - 1) for one in part]
        )
        start, end = "{}" if isinstance(part, dict) else "[]"
        return f"{start}\n" + ",\n".join(items) + f"\n{end}"

    return "\n".join(line.rstrip() for line in shown(value, 3).split("\n")) + "\n"


PAGES: list[Page] = []  # read once, before the processes that learn are forked


def learn(fold: int) -> dict[str, Any]:
    """The scorecard without a fold of the sites, or of all of them for -1."""
    inside = [found for found in PAGES if found.learned and part(found.group, FOLDS) != fold]
    learned = table(train(inside))
    print(f"fold {fold}: {len(inside)} pages" if fold >= 0 else f"all: {len(inside)} pages", flush=True)
    return learned


def judge_fold(job: tuple[int, dict[str, Any]]) -> list[Judged]:
    """What the scorecard without a fold of the sites says of their pages."""
    fold, learned = job
    card = judge.parse(learned)
    return [judge_page(found, card) for found in PAGES if part(found.group, FOLDS) == fold]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--fold", type=int, help="learn and show one of the five, write nothing")
    parser.add_argument("--choose", action="store_true", help="choose thresholds anew, learn nothing")
    options = parser.parse_args(arguments)
    context = multiprocessing.get_context("fork")
    jobs = [(options.data, style, number, 8) for style in STYLES for number in range(8)]
    with context.Pool(2) as pool:
        PAGES.extend(found for some in pool.imap(load, jobs) for found in some)
    print(f"{len(PAGES)} pages, {sum(len(found.bad) for found in PAGES)} lines", flush=True)
    if options.fold is not None:
        tell(judge_fold((options.fold, learn(options.fold))))
        return 0
    with context.Pool(2) as pool:
        if options.choose:
            tables = json.loads(gzip.decompress(folds.FOLDS.read_bytes()))
            shipped = json.loads(judge.TABLE.read_text("utf-8"))
        else:
            *tables, shipped = pool.imap(learn, [*range(FOLDS), -1])
        ready = [one | {"thresholds": {}} for one in tables]
        judged = [one for some in pool.imap(judge_fold, enumerate(ready)) for one in some]
    tell(judged)
    thresholds = choose(judged)
    print(thresholds, flush=True)
    write(shipped | {"thresholds": thresholds}, [one | {"thresholds": thresholds} for one in tables])
    return 0


def tell(judged: Iterable[Judged]) -> None:
    """Print, by style, how much furniture goes at a few losses of text, by one threshold for all lines."""
    judged = list(judged)
    for style in STYLES:
        some = [found for found in judged if found.style == style]
        scores = np.concatenate([np.array(found.scores) for found in some])
        words = np.concatenate([np.array(found.words) for found in some])
        bad, text = (np.concatenate([getattr(f, name) for f in some]) for name in ("bad", "text"))
        order = np.argsort(-scores, kind="stable")
        taken = np.cumsum((words * bad)[order]) / (words * bad).sum()
        lost = np.cumsum((words * text)[order]) / (words * text).sum()
        shares = [
            f"{taken[np.searchsorted(lost, loss) - 1]:.3f} at {loss:.1%}" for loss in (0.003, 0.015, 0.03)
        ]
        print(f"style {style}: furniture taken {', '.join(shares)} of the text", flush=True)


def write(shipped: Mapping[str, Any], tables: Sequence[Mapping[str, Any]]) -> None:
    packed = json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode()
    folds.FOLDS.write_bytes(gzip.compress(packed, 9, mtime=0))
    judge.TABLE.write_text(dump(shipped), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
