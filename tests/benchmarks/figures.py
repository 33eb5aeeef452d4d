"""The figures of rules, alone and together, and the tables that show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cleaner.registry import load_rules
from tests.benchmarks.bounds import floor_to, held_out, lower_bound, precision
from tests.benchmarks.measuring import LANGUAGES, Key, Tally, scorer

WHOLE = ("body_loss", "boiler_rm", "zero_loss", "perfect", "P", "R", "F1")
# Rules that remove words and are safe whatever their figures: why, and the test that proves it.
COPIES = (
    "safe because every word that goes still stands in a line that stays",
    "tests/rules/test_copies.py::test_every_word_of_a_copy_that_goes_still_stands",
)
ASKED = 'safe because it removes nothing unless asked to by metadata = "strip"; measured so'
PROVEN = {
    "DUP106": (
        "unsafe whatever its figures, because every entry that goes still stands as a heading below",
        "tests/rules/test_copies.py::test_every_entry_of_a_list_of_contents_that_goes_still_stands",
    ),
    "DUP101": COPIES,
    "DUP102": COPIES,
    "DUP107": (
        "safe because every line that goes still stands further up, sign for sign",
        "tests/rules/test_copies.py::test_every_line_of_a_passage_that_goes_still_stands",
    ),
    "MET101": (ASKED, "tests/rules/test_metadata.py::test_a_stamp_is_stated_kept_or_stripped"),
    "MET102": (ASKED, "tests/rules/test_metadata.py::test_a_byline_is_stated_kept_or_stripped"),
}


def figures_of(tally: Tally, totals: Sequence[int]) -> dict[str, float]:
    """The figures of one rule at one safety."""
    sites = list(tally.sites.values())
    caught, lost = (sum(column) for column in zip(*sites, strict=True))
    return {
        "lines": tally.lines,
        "keys": len(tally.keys),
        "sites": len(sites),
        "precision": round(precision(sites), 5),
        "lower": floor_to(lower_bound(sites), 4),
        "caught": round(caught / totals[0], 6),
        "cost": round(lost / totals[1], 6),
    }


def rule_figures(
    tallies: dict[Key, Tally], totals: dict[str, list[int]], styles: Sequence[str]
) -> dict[str, dict[str, dict[str, float]]]:
    """By rule and safety, over some styles; a rule that removed nothing has no figures."""
    figures: dict[str, dict[str, dict[str, float]]] = {
        rule.code: {} for rule in load_rules() if rule.removes_words and not rule.guard
    }
    chosen = {key: tally for key, tally in tallies.items() if key[2] in styles}
    total = [sum(column) for column in zip(*(totals[style] for style in styles), strict=True)]
    for (code, safety), tally in pooled(chosen, 0, 1).items():
        if tally.sites:
            figures[code][safety] = figures_of(tally, total)
    return figures


def pooled(tallies: dict[Key, Tally], *places: int) -> dict[tuple[str, ...], Tally]:
    """Tallies added up over what `places` of the key leave out."""
    found: dict[tuple[str, ...], Tally] = defaultdict(Tally)
    for key in sorted(tallies):
        found[tuple(key[place] for place in places)].add(tallies[key])
    return found


def whole_figures(
    folder: Path, whole: dict[str, dict[str, list[Any]]]
) -> dict[str, dict[str, dict[str, float]]]:
    """By style and configuration: the scorer's summary."""
    score = scorer(folder)
    return {
        style: {
            name: {c: round(score.summary(rows)[c], 4) for c in WHOLE} for name, rows in names.items() if rows
        }
        for style, names in whole.items()
    }


def report(
    tallies: dict[Key, Tally],
    rules: dict[str, dict[str, dict[str, float]]],
    summaries: dict[str, dict[str, dict[str, float]]],
) -> None:
    """Print the tables."""
    print("Rules one by one. caught: of all furniture; cost: of all body tokens; *: see below.")
    print(
        f"{'rule':7} {'safety':12} {'lines':>6} {'keys':>6} {'sites':>5} {'prec':>7} {'lower':>7} "
        f"{'caught':>7} {'cost':>8} | {'held':>7} {'lower':>7} {'sites':>5}"
    )
    together = pooled(tallies, 0, 1)
    for code, tiers in sorted(rules.items()):
        for safety, f in sorted(tiers.items()):
            sites = together[code, safety].sites
            held = [counts for site, counts in sites.items() if held_out(site)] or [[0, 0]]
            star = "*" if code in PROVEN else ""
            print(
                f"{code + star:7} {safety:12} {f['lines']:6} {f['keys']:6} {f['sites']:5} "
                f"{f['precision']:7.4f} {f['lower']:7.4f} {f['caught']:7.4f} {f['cost']:8.6f} | "
                f"{precision(held):7.4f} {lower_bound(held):7.4f} {len(held):5}"
            )
        if not tiers:
            print(f"{code:7} removed nothing")
    for reason, test in dict.fromkeys(PROVEN.values()):
        codes = ", ".join(code for code, proof in PROVEN.items() if proof == (reason, test))
        print(f"* {codes}: {reason} ({test})")
    styles = sorted({key[2] for key in tallies})
    matrix("style", styles, pooled(tallies, 0, 1, 2))
    matrix("language", [*LANGUAGES, "other"], pooled(tallies, 0, 1, 3))
    print("\nRules together, by style.")
    for style, names in summaries.items():
        for name, row in names.items():
            print(f"{style} {name:8} " + "  ".join(f"{column} {row[column]:.4f}" for column in WHOLE))


def groups_and_worst(folder: Path, whole: dict[str, dict[str, list[dict[str, Any]]]], most: int) -> None:
    """Print the figures by source and language, and name the pages that lost or kept most."""
    score = scorer(folder)
    for style, names in whole.items():
        for name, rows in names.items():
            print(f"\nStyle {style}, {name}, by source and language.")
            for kind in ("source", "lang"):
                groups = defaultdict(list)
                for row in rows:
                    known = kind == "source" or row[kind] in LANGUAGES
                    groups[row[kind] if known else "other"].append(row)
                for group, some in sorted(groups.items(), key=lambda pair: -len(pair[1])):
                    found = score.summary(some)
                    shown = "  ".join(f"{column} {found[column]:.4f}" for column in WHOLE)
                    print(f"{group[:12]:12} {len(some):5} pages  {shown}")
            lost = [(row["nb"] - row["kb"], row["nb"], row["id"]) for row in rows]
            left = [(row["kx"], row["nx"], row["id"]) for row in rows]
            for what, amounts in (("body lost", lost), ("furniture left", left)):
                print(f"Most {what}, in tokens:")
                for amount, of, page in sorted(amounts, reverse=True)[:most]:
                    print(f"  {amount} of {of}  {page}")


def matrix(title: str, columns: Sequence[str], tallies: dict[tuple[str, ...], Tally]) -> None:
    """Print precision and lines of each rule by style or language."""
    print(f"\nPrecision (lines) by {title}.")
    print(" " * 20 + "".join(f"{column:>16}" for column in columns))
    for code, safety in sorted({key[:2] for key in tallies}):
        cells = []
        for column in columns:
            tally = tallies.get((code, safety, column))
            shown = tally is not None and tally.sites
            cells.append(f"{precision(tally.sites.values()):.4f} ({tally.lines})" if tally and shown else "")
        print(f"{code} {safety:12}" + "".join(f"{cell:>16}" for cell in cells))
