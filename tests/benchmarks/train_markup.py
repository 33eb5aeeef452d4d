"""Learns the decision tables of rule BLR102 from labelled pages of HTML, and its threshold.

    python tests/benchmarks/train_markup.py DATA

DATA is the folder of the labelled pages: `html.dev.jsonl.gz`, `dev.a.jsonl.gz` and `dev.c.jsonl.gz` for the
labels of titles, captions, ledes and bylines, and `score.py`. Written are `rules/_markup.json`, which is
shipped, and `tests/benchmarks/markup_folds.json.gz`: five scorecards, each learned without a fifth of the
sites, by which `html_quality.py` judges a page that none of them has seen. The same data give the same bytes.

A line is text where at least half of its words stand in the page's gold text, in order; what is not, and is
labelled as a title, caption, lede or byline, is not learned from. Pages of the source `waddle` are not
either (their licence). The judge's first look is that of the scorecard which has not seen the page's site.

Names of classes weigh by the log-odds of the lines that they stand around, against those of all lines,
counted at most five times a site, and for the lines of a site that is learned from without that site. The
tables are learned as the judge's are (`train_judge.py`).

The threshold is the least from which on the precision of all that goes has the lower bound `BOUND` over
sites, in words. That is more than the fix needs: it is what a loss of half of trafilatura's takes.

Needs numpy, which the rule itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from cleaner import Document, Markup  # noqa: E402
from cleaner.readers import read_html  # noqa: E402
from cleaner.registry import load_rules  # noqa: E402
from tests.benchmarks import boosting, bounds, folds, measuring, train_judge  # noqa: E402

load_rules()  # makes the package of rules
if TYPE_CHECKING:
    from rules import _markup as marking
    from rules import _weighing as weighing
else:
    from cleaner.rules import _markup as marking
    from cleaner.rules import _weighing as weighing

PAGES = "html.dev.jsonl.gz"
WRITTEN = folds.MARKUP_FOLDS
TABLES, RATE = 130, 0.1
APART = {"title", "caption", "byline", "lede"}
LEAST_SITES, MOST_COUNTED, PRIOR, LEAST_WEIGHT, MOST_WEIGHT = 6, 5, 2.0, 20, 250  # of names
BOUND = 0.964
HIGHEST, LOWEST, STEP = 800, -200, 10  # of thresholds


@dataclass(frozen=True, eq=False)
class Page:
    """One page: its site's group, its lines' markup and first scores, and what they are."""

    group: str
    fold: int
    markup: Sequence[Markup]
    scores: Sequence[int]
    words: NDArray[np.int64]
    bad: NDArray[np.bool_]
    used: NDArray[np.bool_]
    counts: NDArray[np.float64]
    names: Sequence[frozenset[str]]

    def columns(self, weights: Mapping[str, int]) -> NDArray[np.uint8]:
        """The bins of the page's lines."""
        rows = b"".join(marking.bins(self.markup, self.scores, weights))
        return np.frombuffer(rows, np.uint8).reshape(len(self.scores), len(marking.FEATURES))


def records(folder: Path) -> Iterator[dict[str, Any]]:
    """The pages that may be learned from."""
    with gzip.open(folder / PAGES, "rt", encoding="utf-8") as file:
        yield from (record for record in map(json.loads, file) if record["source"] != "waddle")


def labels(folder: Path, wanted: set[str]) -> dict[str, set[str]]:
    """By page the words of lines that are labelled as titles and the like."""
    found: dict[str, set[str]] = {}
    score = measuring.scorer(folder)
    for style in ("a", "c"):
        with gzip.open(folder / f"dev.{style}.jsonl.gz", "rt", encoding="utf-8") as file:
            some = [record for record in map(json.loads, file) if record["id"] in wanted]
        for record in some:
            for line, label in zip(record["text"].split("\n"), record["line_labels"], strict=False):
                if label in APART:
                    found.setdefault(record["id"], set()).add(" ".join(score.toks(line)))
    return found


def load(folder: Path) -> list[Page]:
    score = measuring.scorer(folder)
    tables = folds.judge_tables()
    known = list(records(folder))
    apart = labels(folder, {record["id"] for record in known})
    found = []
    for record in known:
        page = read_html(record["html"])
        document = Document(record["id"], page.text)
        fold = folds.fold(record["site"], len(tables))
        lines, around = weighing.worded(document, page.markup)
        if not lines:
            continue
        words = [score.toks(line.text) for line in lines]
        hits = iter(score.align(words, [score.toks(line) for line in record["gold"].split("\n")]))
        inside = [sum(next(hits)[1] >= 0 for _ in own) for own in words]
        count = np.array([len(own) for own in words])
        bad = 2 * np.array(inside) < np.maximum(count, 1)
        optional = [" ".join(own) in apart.get(record["id"], ()) for own in words]
        weight = np.clip(count, 1, 100) ** train_judge.POWER
        found.append(
            Page(
                folds.site_group(record["site"]),
                fold,
                around,
                weighing.first_scores(document, lines, around, tables[fold]),
                count,
                bad,
                (count > 0) & ~(bad & np.array(optional)),
                weight * (200 / (50 + weight.sum())),
                [frozenset().union(*(element.names for element in own.path)) for own in around],
            )
        )
    return found


class Names:
    """How often names stand around furniture and around text, by group of sites."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.groups: dict[str, tuple[Counter[str], Counter[str]]] = {}
        lines: Counter[bool] = Counter()
        for page in pages:
            sides = self.groups.setdefault(page.group, (Counter(), Counter()))
            for names, bad, used in zip(page.names, page.bad, page.used, strict=True):
                if used:
                    sides[not bad].update(names)
                    lines[bool(bad)] += 1
        self.mean = math.log(lines[True] / lines[False])
        self.total: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
        for group, sides in self.groups.items():
            bad, text = (Counter({n: min(c, MOST_COUNTED) for n, c in side.items()}) for side in sides)
            self.groups[group] = (bad, text)
            for total, own in zip(self.total, (bad, text, bad.keys() | text.keys()), strict=True):
                total.update(own)

    def weights(self, without: str = "") -> dict[str, int]:
        """The weight of each name, in hundredths of a logit, without those of one group."""
        bad, text, sites = self.total
        less = self.groups.get(without, (Counter(), Counter()))
        found = {}
        for name in sorted(sites):
            if sites[name] - (name in less[0] or name in less[1]) >= LEAST_SITES:
                furniture, body = bad[name] - less[0][name], text[name] - less[1][name]
                share = (furniture + PRIOR) / (furniture + body + 2 * PRIOR)
                weight = round(10 * (math.log(share / (1 - share)) - self.mean)) * 10
                if abs(weight) >= LEAST_WEIGHT:
                    found[name] = max(-MOST_WEIGHT, min(MOST_WEIGHT, weight))
        return found


@dataclass(frozen=True, eq=False)
class Card:
    """A scorecard as it is learned."""

    names: Mapping[str, int]
    look: boosting.Learned

    def table(self) -> dict[str, Any]:
        """The scorecard as `_markup.json` has it, without thresholds."""
        by_weight: dict[int, list[str]] = {}
        for name, weight in self.names.items():
            by_weight.setdefault(weight, []).append(name)
        names = {str(weight): " ".join(some) for weight, some in sorted(by_weight.items())}
        return {"names": names, "look": boosting.told(self.look, marking.FEATURES)}


def learn(pages: Sequence[Page]) -> Card:
    names = Names(pages)
    return Card(
        names.weights(),
        boosting.boost(
            np.concatenate([page.columns(names.weights(page.group))[page.used] for page in pages]),
            np.concatenate([page.bad[page.used] for page in pages]).astype(float),
            np.concatenate([page.counts[page.used] for page in pages]),
            marking.FEATURES,
            TABLES,
            RATE,
        ),
    )


def least(judged: Sequence[tuple[Page, NDArray[np.int64]]]) -> int:
    """The least threshold from which on what goes is furniture as surely as wanted."""
    best = HIGHEST
    for threshold in range(HIGHEST, LOWEST, -STEP):
        sites: dict[str, list[int]] = {}
        for page, scores in judged:
            gone = page.used & (scores >= threshold)
            counts = sites.setdefault(page.group, [0, 0])
            counts[0] += int(page.words[gone & page.bad].sum())
            counts[1] += int(page.words[gone & ~page.bad].sum())
        if bounds.lower_bound([counts for counts in sites.values() if sum(counts)]) >= BOUND:
            best = threshold
        elif best < HIGHEST:
            break
    return best


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    options = parser.parse_args(arguments)
    pages = load(options.data)
    print(f"{len(pages)} pages, {sum(len(page.scores) for page in pages)} lines", flush=True)
    cards, judged = [], []
    for fold in range(train_judge.FOLDS):
        cards.append(learn([page for page in pages if page.fold != fold]))
        inside = [page for page in pages if page.fold == fold]
        judged += [(page, cards[-1].look.score(page.columns(cards[-1].names))) for page in inside]
        print(f"fold {fold}", flush=True)
    threshold = least(judged)
    print(f"threshold {threshold}", flush=True)
    shipped, *some = [{"threshold": threshold, **card.table()} for card in (learn(pages), *cards)]
    packed = json.dumps(some, ensure_ascii=False, separators=(",", ":")).encode()
    WRITTEN.write_bytes(gzip.compress(packed, 9, mtime=0))
    weighing.TABLE.write_text(train_judge.dump(shipped), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
