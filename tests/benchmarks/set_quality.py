"""What a set adds: pages cleaned one by one, and again under the profile of their set.

    python tests/benchmarks/set_quality.py DATA [--style c] [--pages 4] [--half 0|1] [--corrected]

DATA is the folder of the labelled pages. All pages of a style are surveyed as one set whose sites are
those of the records; those of sites with at least `--pages` pages are cleaned and scored by DATA's
score.py, by default and with unsafe fixes, alone and with the profile. `left` is the furniture that
cleaning alone leaves, in tokens, and `of left` the share of it that the profile takes.

With `--corrected` labels that are plainly wrong are right (`label_corrections.json`). Labels that
contradict themselves are left out with `--consistent`: of a line that stands on several pages
of a site, in one place and word for word, some copies labelled body and more of them furniture.

Then each set rule: what it alone removes from pages that the other rules have cleaned with unsafe fixes,
in tokens of furniture and of body, its precision, and the lower bound over sites as in quality.py. The
thresholds were chosen on sites whose name's SHA-256 begins with an odd byte (`--half 1`) and checked on the
others (`--half 0`); a document's site is measured by what the set knows of that very site, so there is
nothing to leave out but the thresholds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from cleaner import Document, Finding, clean
from cleaner.profile import Profile, line_key
from cleaner.registry import load_rules
from cleaner.survey import Survey, observe
from tests.benchmarks import bounds, figures, folds, measuring

Row = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--style", default="c,a,b")
    parser.add_argument("--pages", type=int, default=4)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--show", action="store_true", help="print the body lines that set rules remove")
    parser.add_argument("--consistent", action="store_true")
    parser.add_argument("--corrected", action="store_true")
    options = parser.parse_args(arguments)
    tables = folds.judge_tables()
    right = folds.corrections(options.data) if options.corrected else {}
    tallies: dict[str, measuring.Tally] = defaultdict(measuring.Tally)
    for style in options.style.split(","):
        records = list(measuring.all_pages(options.data, style))
        for record in records if options.corrected else ():
            folds.correct(record, right)
        if options.consistent:
            print(f"style {style}: {without_contradictions(records)} labels left out")
        profile = Survey(observe(r["id"], r["site"], r["text"]) for r in records).profile()
        sizes = Counter(record["site"] for record in records)
        chosen = [
            record
            for record in records
            if sizes[record["site"]] >= options.pages
            and (options.half is None or bounds.held_out(record["site"]) == bool(options.half))
        ]
        work = partial(measure, folder=options.data, profile=profile, tables=tables)
        rows: dict[str, list[Row]] = defaultdict(list)
        styled: dict[str, measuring.Tally] = defaultdict(measuring.Tally)
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            for scored, found, lost in pool.imap(work, chosen, 8):
                for name, row in scored.items():
                    rows[name].append(row)
                for code, tally in found.items():
                    styled[code].add(tally)
                    tallies[code].add(tally)
                for line in lost if options.show else ():
                    print(line)
        score = measuring.scorer(options.data)
        print(f"\nstyle {style}: {len(chosen)} pages, {len({r['site'] for r in chosen})} sites")
        for name in ("default", "unsafe"):
            alone, together = rows[name], rows[f"{name}+set"]
            left, still = (sum(row["kx"] for row in some) for some in (alone, together))
            print(f"{name:8} left {left} -> {still}: {1 - still / max(1, left):.3f} of left")
            for title, some in (("alone", alone), ("set", together)):
                summary = score.summary(some)
                print(f"  {title:6}" + "  ".join(f"{c} {summary[c]:.4f}" for c in figures.WHOLE))
        show(styled)
    print("\nall styles")
    show(tallies)


def without_contradictions(records: Sequence[Row]) -> int:
    """Take the label from body lines whose copies on other pages of the site are mostly furniture."""
    said: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for record in records:
        here = zip(map(line_key, record["text"].split("\n")), record["line_labels"], strict=False)
        for key, label in set(here):
            said[record["site"], key][label] += 1
    changed = 0
    for record in records:
        for index, text in enumerate(record["text"].split("\n")[: len(record["line_labels"])]):
            votes = said[record["site"], line_key(text)]
            if record["line_labels"][index] == "body" and votes["body"] <= votes["boiler"] + votes["dup"]:
                record["line_labels"][index] = "silent"
                changed += 1
    return changed


def show(tallies: dict[str, measuring.Tally]) -> None:
    """Print each rule's figures."""
    for code, tally in sorted(tallies.items()):
        sites = list(tally.sites.values()) or [[0, 0]]
        caught, lost = (sum(column) for column in zip(*sites, strict=True))
        print(
            f"{code:7} caught {caught:6} lost {lost:5} lines {tally.lines:5} keys {len(tally.keys):5} "
            f"sites {len(sites):3} precision {bounds.precision(sites):.4f} "
            f"lower {bounds.lower_bound(sites):.4f}"
        )


def measure(
    record: Row, folder: Path, profile: Profile, tables: Sequence[str]
) -> tuple[dict[str, Row], dict[str, measuring.Tally], list[str]]:
    """Score one page cleaned alone and in its set, and count what each set rule takes after the others."""
    score = measuring.scorer(folder)
    scored = {}
    judge = {"table": tables[folds.fold(record["site"], len(tables))]}
    rules = dict.fromkeys(measuring.JUDGING, judge)
    for name, config in (("default", {"rules": rules}), ("unsafe", {"rules": rules, "unsafe-fixes": True})):
        for suffix, known in (("", None), ("+set", profile)):
            result = clean(
                record["text"], config=config, profile=known, name=record["id"], site=record["site"]
            )
            scored[name + suffix] = score.page(record, result.text)
            if name == "unsafe" and not suffix:
                kept = result
    document = Document(record["id"], record["text"], site=record["site"], member=record["id"])
    gone = [(edit.start, edit.end) for edit in kept.ledger.edits if edit.end - edit.start > 1]
    words = [
        [] if any(a <= line.start and line.end <= b for a, b in gone) else score.toks(line.text)
        for line in document.lines
    ]
    tallies: dict[str, measuring.Tally] = defaultdict(measuring.Tally)
    lost = []
    for rule in load_rules():
        if not rule.needs_profile or not rule.removes_words:
            continue
        for found in rule.check(document, profile, **(judge if rule.code in measuring.JUDGING else {})):
            if not isinstance(found, Finding) or not found.edits:
                continue
            removed = measuring.removed_tokens(document, words, found.edits, score)
            labels = record["line_labels"]
            measuring.count(
                tallies[rule.code], record["site"], document, words, measuring.meant(rule, labels), removed
            )
            lost += [
                f"{rule.code} {record['id']}:{i + 1} {found.message}: {document.lines[i].text[:90]}"
                for i in removed
                if labels[i] in ("body", "title")
            ]
    return scored, {code: measuring.plain(tally) for code, tally in tallies.items()}, lost


if __name__ == "__main__":
    main()
