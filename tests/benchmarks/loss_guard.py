"""At what loss of sentences should a document keep its text? Calibrates DOC103 (see rules/heavy_loss.py).

    python tests/benchmarks/loss_guard.py DATA [--style c,a,b]

DATA is the folder of the labelled pages. Each is cleaned with unsafe fixes and without the guard, alone and
under the profile of all pages of its style; `share` is what it loses of the tokens of its sentence lines, as
the guard counts them. For each threshold: the pages that the guard would keep whole, how many of these
lose more than a twentieth of their body without it, the tokens of body that it saves, and the tokens
of furniture that it leaves in; over both halves of the sites (see quality.py) apart.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from cleaner import Document, Outcome, clean
from cleaner.profile import Profile
from cleaner.registry import load_rules
from cleaner.survey import Survey, observe
from tests.benchmarks import bounds, folds, measuring

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--style", default="c,a,b")
    options = parser.parse_args(arguments)
    tables = folds.judge_tables()
    for style in options.style.split(","):
        records = list(measuring.all_pages(options.data, style))
        profile = Survey(observe(r["id"], r["site"], r["text"]) for r in records).profile()
        work = partial(measure, folder=options.data, profile=profile, tables=tables)
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            rows = [row for found in pool.imap(work, records, 16) for row in found]
        for half in (1, 0):
            some = [row for row in rows if row[1] == half]
            print(f"\nstyle {style}, half {half}: {len(some)} outcomes")
            for threshold in THRESHOLDS:
                kept = [row for row in some if row[2] > threshold]
                lossy = sum(row[3] > 0.05 * max(1, row[4]) for row in kept)
                print(
                    f"  share > {threshold:.2f}: {len(kept):4} kept whole, {lossy:4} of them lossy, "
                    f"body saved {sum(row[3] for row in kept):6}, "
                    f"furniture left {sum(row[5] for row in kept):6}"
                )


def measure(
    record: dict[str, Any], folder: Path, profile: Profile, tables: Sequence[str]
) -> list[tuple[str, int, float, int, int, int]]:
    """For a page alone and in its set: id, half, share, body tokens lost, body tokens, furniture removed."""
    score = measuring.scorer(folder)
    guard = next(rule for rule in load_rules() if rule.code == "DOC103")
    share_lost = vars(sys.modules[guard.check.__module__])["share_lost"]
    judge = {"table": tables[folds.fold(record["site"], len(tables))]}
    rules = dict.fromkeys(measuring.JUDGING, judge)
    rows = []
    for known in (None, profile):
        result = clean(
            record["text"],
            config={"unsafe-fixes": True, "ignore": ["DOC103"], "rules": rules},
            profile=known,
            name=record["id"],
            site=record["site"],
        )
        document = Document(record["id"], record["text"], site=record["site"], member=record["id"])
        share, _ = share_lost(Outcome(document, Document("", result.text), known))
        page = score.page(record, result.text)
        half = int(bounds.held_out(record["site"]))
        rows.append((record["id"], half, share, page["nb"] - page["kb"], page["nb"], page["nx"] - page["kx"]))
    return rows


if __name__ == "__main__":
    main()
