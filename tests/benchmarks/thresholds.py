"""Chooses the judge's thresholds by pages that are judged by tables which have not seen their sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cleaner.registry import load_rules
from tests.benchmarks import bounds

load_rules()
if TYPE_CHECKING:
    from rules import _verdicts as deciding
else:
    from cleaner.rules import _verdicts as deciding

SAFE_BOUND, SAFE_LOSS, SAFE_MARGIN, UNSAFE_MARGIN = 0.9903, 0.003, 880, 560
SAFE_PAGES = 0.945  # of style c lose nothing by the judge; other rules and mended characters cost .015
WHOLE = 0.995  # of its text's words: a page that keeps as many loses nothing (the data's score.py)
STEP, LOWEST, HIGHEST = 5, -100, 1200  # of scores whose shares make a curve
PAGE = 200  # words that each page has beside its own when its lines are counted for a curve
LOWERED, RAISE = 50, 5  # thresholds of safe fixes, at first and then


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


def choose(judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """The thresholds of each tier, from which on lines are furniture as surely in each as in the others.

    What is as sure everywhere is what costs least text for the furniture it takes, all tiers together. The
    share that single scores have of furniture is made to rise with the score by the pooling of adjacent
    violators (Barlow and others, 1972). Lines count as the share that they are of their page: counted in
    words, a few long pages would choose for all. `UNSAFE_MARGIN` says how sure, in thousandths, the last
    line that unsafe fixes take is. The thresholds of safe fixes are those of `SAFE_MARGIN`, all lowered and
    then raised alike until the lower bound of all that goes is `SAFE_BOUND` (in words: `quality.py`, which
    counts tokens, wants 0.99), and style c loses no more of its text than `SAFE_LOSS`, and as many of its
    pages as `SAFE_PAGES` lose nothing.
    """
    curves = {tier: Counter[tuple[int, bool]]() for tier in deciding.TIERS}
    for found in judged:
        where = deciding.tiers(found.scores, found.words, found.ends)
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
        precise, loss, pages = costs(judged, {"safe": safe, "unsafe": unsafe})
        told = f"of style c {loss:.4f} lost, {pages:.4f} of its pages nothing"
        print(f"{more} more: lower bound {precise:.4f}, {told}", flush=True)
        if precise >= SAFE_BOUND and loss <= SAFE_LOSS and pages >= SAFE_PAGES:
            return {"safe": safe, "unsafe": unsafe}
    return {"safe": dict.fromkeys(deciding.TIERS, deciding.NEVER), "unsafe": unsafe}


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
        tier: next((score for score, share in pools if 1000 * share >= margin), deciding.NEVER)
        for tier, pools in rising.items()
    }


def costs(
    judged: Sequence[Judged], thresholds: Mapping[str, Mapping[str, int]]
) -> tuple[float, float, float]:
    """The lower bound of the precision over sites, in words, and what style c loses.

    That is the share of its text, and of its pages that lose nothing.
    """
    sites: dict[str, list[int]] = {}
    lost = text = pages = whole = 0
    for found in judged:
        verdicts = deciding.verdicts(found.scores, found.words, found.ends, thresholds, cited=found.cited)
        gone = np.array(verdicts) == 2
        words = np.array(found.words)
        counts = sites.setdefault(found.group, [0, 0])
        counts[0] += int(words[gone & found.bad].sum())
        counts[1] += int(words[gone & found.text].sum())
        if found.style == "c":
            less, all_of_it = int(words[gone & found.text].sum()), int(words[found.text].sum())
            lost, text = lost + less, text + all_of_it
            pages, whole = pages + 1, whole + (less <= (1 - WHOLE) * all_of_it)
    told = [counts for counts in sites.values() if sum(counts)]
    return bounds.lower_bound(told), lost / max(1, text), whole / max(1, pages)
