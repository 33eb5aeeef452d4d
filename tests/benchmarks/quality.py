"""How much of what each rule removes is furniture, and what is left of the articles.

    python tests/benchmarks/quality.py DATA [--style c,a,b] [--write] [--gate] [--lower-floor]

All styles take three minutes on two processes, `--style c` takes one.

DATA is the folder of the labelled pages: `dev.<style>.jsonl.gz`, `common.py` and `score.py`.

Rules one by one. Every rule that removes words runs on every page as it was scraped (what a first
round would do), and its removals are counted in tokens of the scorer, by the label of their line:
`body` is an error, `boiler` and `dup` are catches, lines of other labels are not scored. Of equal
lines of a page the furniture counts as removed first, as in the scorer. A rule's findings are counted
apart by their safety. `lines`, `sites` and `keys` are where scored tokens went: `keys` counts a line
once a site, however many pages and styles repeat it.

Rules on metadata, which act only on request, run with metadata = "strip". For them lines labelled
`byline` and `silent` are catches too, and `title` is an error: a date that the markers took for the body
is one as well, so their figures are no more than a floor.

The lower bound is over sites: `bounds.py` tells how.

What the figures are not. Phrase tables are knowledge of many languages' sites, not fitted to these
pages, but whoever wrote rules and tables could look at them, and thresholds were chosen on them. So
"sites not used to make it" holds loosely for all sites, and better for a half of them, whose pages were
not looked at while the furniture rules were tuned (only its totals were seen): sites whose name's
SHA-256 begins with an odd byte. Its figures are printed beside (`held`). One label in nine of the
furniture and one in forty of the body is arguable.

The judge (BLR101) is measured by scorecards that have not seen the page's site, never by the shipped one
(`folds.py`). Its unsafe tier is counted as it acts, together with the safe one.

Rules together. Each page is cleaned in the default configuration and with unsafe fixes, and scored by
`score.py`. A page on which a rule or the engine fails is named, and scored as if left as it was.

--write stores the figures of the rules, if of all styles, in rules/_measured.json, for rules/README.md,
and raises the floors in quality_floor.json, which are kept for all styles together and for each. Only
--lower-floor takes floors down. --gate exits 1 where a page fails, the data are not those of the floors,
a figure is worse than its floor (the run is deterministic: there is no tolerance), or a rule's safety
claims more than was measured: in this run if of all styles, else as rules/_measured.json has it. What is
safe for another reason than its figures stands in PROVEN (`figures.py`), with the test that proves it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.figures import PROVEN, groups_and_worst, report, rule_figures, whole_figures
from tests.benchmarks.folds import judge_tables
from tests.benchmarks.gating import ALL_STYLES, FLOOR, MEASURED, digest, dump, floors, gate, other_data
from tests.benchmarks.measuring import PARTS, Key, Tally, measure


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--style", default=ALL_STYLES)
    parser.add_argument("--rules-only", action="store_true", help="leave out the whole configuration")
    parser.add_argument(
        "--corrected",
        action="store_true",
        help="with the corrections of labels (style c) and texts whose characters are mended",
    )
    parser.add_argument("--preview", action="store_true", help="with the rules in preview, as the judge is")
    parser.add_argument("--worst", type=int, default=0, help="name groups, and so many pages that lost most")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--lower-floor", action="store_true")
    options = parser.parse_args(arguments)
    beside = options.corrected or options.preview
    if beside and (options.write or options.gate or options.lower_floor):
        parser.error("--corrected and --preview show figures beside the pinned ones; they pin and hold none")
    styles = options.style.split(",")
    data = {f"dev.{style}.jsonl.gz": digest(options.data / f"dev.{style}.jsonl.gz") for style in styles}
    if options.gate and (problems := other_data(data)):
        print("\n".join(problems))
        return 1
    tables = judge_tables()
    jobs = [
        (str(options.data), style, part, options.rules_only, options.corrected, options.preview, tables)
        for style in styles
        for part in range(PARTS)
    ]
    tallies: dict[Key, Tally] = defaultdict(Tally)
    whole: dict[str, dict[str, list[dict[str, Any]]]] = {style: defaultdict(list) for style in styles}
    totals: dict[str, list[int]] = {style: [0, 0] for style in styles}
    failures: list[str] = []
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for job, (part, rows, tokens, failed) in zip(jobs, pool.imap(measure, jobs), strict=True):
            for key, tally in part.items():
                tallies[key].add(tally)
            for name, found in rows.items():
                whole[job[1]][name] += found
            totals[job[1]] = [have + more for have, more in zip(totals[job[1]], tokens, strict=True)]
            failures += failed
    everything = options.style == ALL_STYLES
    rules = {
        choice: rule_figures(tallies, totals, choice.split(","))
        for choice in [*styles, *([ALL_STYLES] if everything else [])]
    }
    shown = rules[ALL_STYLES] if everything else rule_figures(tallies, totals, styles)
    summaries = whole_figures(options.data, whole)
    report(tallies, shown, summaries)
    if options.worst:
        groups_and_worst(options.data, whole, options.worst)
    if failures:
        print(f"\n{len(failures)} failures:", *sorted(failures), sep="\n  ")
    if options.write and everything:
        kept = {code: tiers for code, tiers in shown.items() if tiers}
        notes = {code: reason for code, (reason, _) in PROVEN.items()}
        MEASURED.write_text(dump({"data": data, "notes": notes, "rules": kept}), "utf-8")
    if options.write or options.lower_floor:
        FLOOR.write_text(dump(floors(data, rules, summaries, lower=options.lower_floor)), "utf-8")
    problems = gate(rules, summaries) if options.gate else []
    for problem in problems:
        print("WORSE", problem)
    return 1 if problems or failures else 0


if __name__ == "__main__":
    sys.exit(main())
