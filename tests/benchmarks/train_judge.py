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

Words first: a ridge logistic regression on which n-grams a line holds (styles c and a). Then decision tables
(`boosting.py`).

The first look is learned from a line's own features. For the second, every line has a first score from
tables that have not seen its site (three inner folds, as for the words); and it is learned also from what
an earlier round leaves of each page, for the rounds that follow see that.

Lines count by a power of their words, and pages nearly alike, however long. Titles, captions, ledes and
bylines are text here, too: see `OTHER_TEXT`.

Thresholds are chosen from the scores of the folds (`thresholds.py`).

Needs numpy, which the judge itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import multiprocessing
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from cleaner import Document, clean  # noqa: E402
from cleaner.registry import load_rules  # noqa: E402
from tests.benchmarks import folds  # noqa: E402
from tests.benchmarks.boosting import Bytes, Learned, Numbers, Whole, boost, sigmoid, told  # noqa: E402
from tests.benchmarks.thresholds import Judged, choose  # noqa: E402

load_rules()  # makes the package of rules, which is `cleaner.rules` at run time and `rules` in a checkout
if TYPE_CHECKING:
    from rules import _evidence as evidence
    from rules import _judge as judge
    from rules import _reading as reading
    from rules import _second_look as second_look
    from rules import _verdicts as deciding
else:
    from cleaner.rules import _evidence as evidence
    from cleaner.rules import _judge as judge
    from cleaner.rules import _reading as reading
    from cleaner.rules import _second_look as second_look
    from cleaner.rules import _verdicts as deciding

FOLDS, INNER = 5, 3
STYLES = {"c": 1.0, "a": 0.5, "b": 0.5}  # what the lines of a style weigh
BAD, TEXT = {"boiler", "dup"}, {"body"}
# Text that the scores of a page do not count, and what its lines weigh: a title looks like furniture, and the
# more it weighs, the more of them stay and the less furniture goes.
OTHER_TEXT = {"title": 1.0, "caption": 0.5, "lede": 0.5, "byline": 0.5}
POWER = 0.6  # of the words of a line: between lines alike and words alike
FIRST, SECOND = 120, 170  # tables of each look
LEAST_SITES, WORD_RIDGE, WORD_ROUNDS, MOST_WEIGHT = 8, 10.0, 60, 300  # of words
GOES = (50, 300)  # scores from which on a line is gone in the pages that an earlier round left
LEFT_WEIGHT = 0.4
LOOKS = (evidence.FEATURES, second_look.SECOND_LOOK)


# ---- pages


@dataclass(frozen=True, eq=False)
class Page:
    """One page: its site's group, its lines as columns without those of the words, and what they are.

    `given` are `bad` and `text` by labels as they were given: it is by these that lines are judged.
    """

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
    given: tuple[NDArray[np.bool_], NDArray[np.bool_]]


def part(text: str, parts: int) -> int:
    """A number below `parts` that a text's digest gives."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % parts


def mended(record: Mapping[str, Any]) -> tuple[Document, list[int]]:
    """A page as rules that remove words see it, and for each of its inked lines its index in the source."""
    keeping = [rule.code for rule in load_rules() if not rule.removes_words and not rule.guard]
    result = clean(record["text"], config={"select": keeping}, name=record["id"])
    document = Document(record["id"], result.text)
    return document, folds.lines_in_source(result, document.inked)


def load(job: tuple[Path, str, int, int]) -> list[Page]:
    """Every so-manieth page of a style."""
    folder, style, number, parts = job
    right = folds.corrections(folder)
    found: list[Page] = []
    with gzip.open(folder / f"dev.{style}.jsonl.gz", "rt", encoding="utf-8") as file:
        for at, row in enumerate(file):
            if at % parts == number:
                found += page(json.loads(row), style, right)
    return found


def page(record: dict[str, Any], style: str, right: Mapping[str, Mapping[str, str]]) -> Iterator[Page]:
    document, places = mended(record)
    inked = zip(document.inked, places, reading.block_numbers(document.inked), strict=True)
    read = [(found, place, block) for line, place, block in inked if (found := reading.reading(line))]
    if not read:
        return
    readings, places = [found for found, _, _ in read], [place for _, place, _ in read]
    lines = reading.grouped(readings, [block for _, _, block in read])
    given = labels_at(record, places)
    folds.correct(record, right)
    kinds = labels_at(record, places)
    words = np.array([min(max(found.words, 1), 100) for found in readings], float)
    counts = words**POWER * np.array([OTHER_TEXT.get(kind, 1.0) for kind in kinds])
    yield Page(
        id=record["id"],
        style=style,
        group=folds.site_group(record["site"]),
        learned=record["source"] != "waddle",
        columns=stacked(evidence.columns(lines)),
        lines=lines,
        bad=among(kinds, BAD),
        text=among(kinds, TEXT),
        used=np.array([kind in BAD | TEXT | OTHER_TEXT.keys() for kind in kinds]),
        counts=counts * (STYLES[style] * 200 / (50 + counts.sum())),
        cited=deciding.cites(document.text),
        given=(among(given, BAD), among(given, TEXT)),
    )


def labels_at(record: Mapping[str, Any], places: Sequence[int]) -> list[str]:
    labels = record["line_labels"]
    return [labels[at] if at < len(labels) else "" for at in places]


def among(labels: Sequence[str], some: set[str]) -> NDArray[np.bool_]:
    return np.array([label in some for label in labels])


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


# ---- judged pages


def judge_page(found: Page, card: judge.Scorecard) -> Judged:
    """What a scorecard says of a page, by the judge's own code."""
    bins = [found.columns[:, at].tobytes() for at in range(found.columns.shape[1])]
    totals = [reading.lexical(read, card.words) for read in found.lines.readings]
    bins += evidence.lexical_columns(totals, found.lines)
    first = card.first.scores(card.first.cells(bins))
    bins += second_look.second_columns(first, found.lines, bins)
    words, ends = [read.words for read in found.lines.readings], [read.ends for read in found.lines.readings]
    scores = card.second.scores(card.second.cells(bins))
    return Judged(found.style, found.group, scores, words, ends, *found.given, found.cited)


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
