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

The lower bound is the lesser of two, both one-sided at 95 % and both with the site as the unit, since
the pages of a site share their template:

- Student's bound of the ratio estimator (Cochran, Sampling Techniques, 3rd ed., 1977, sections 2.11 and
  6.4): with g_i tokens caught of m_i removed on site i, p = sum g / sum m, variance
  n / (n - 1) * sum (g_i - p m_i)^2 / (sum m)^2, t quantile on n - 1 degrees of freedom by the expansion
  of Abramowitz and Stegun, 26.7.5. It says nothing of errors that no site showed, so beside it stands
- p - (1 - 0.05^(1/n)): what the n sites do not exclude is a kind of site, seen on none of them, on which
  everything removed is body, and it may be that share of all sites. This is the rule of three, 3 / n
  (Hanley and Lippman-Hand, JAMA 249, 1983, 1743-1745): 300 sites without an error show 0.99, 12 show 0.78.

What the figures are not. Phrase tables are knowledge of many languages' sites, not fitted to these
pages, but whoever wrote rules and tables could look at them, and thresholds were chosen on them. So
"sites not used to make it" holds loosely for all sites, and better for a half of them, whose pages were
not looked at while the furniture rules were tuned (only its totals were seen): sites whose name's
SHA-256 begins with an odd byte. Its figures are printed beside (`held`). One label in nine of the
furniture and one in forty of the body is arguable.

Rules together. Each page is cleaned in the default configuration and with unsafe fixes, and scored by
`score.py`. A page on which a rule or the engine fails is named, and scored as if left as it was.

--write stores the figures of the rules, if of all styles, in rules/_measured.json, for rules/README.md,
and raises the floors in quality_floor.json, which are kept for all styles together and for each. Only
--lower-floor takes floors down. --gate exits 1 where a page fails, the data are not those of the floors,
a figure is worse than its floor (the run is deterministic: there is no tolerance), or a rule's safety
claims more than was measured: in this run if of all styles, else as rules/_measured.json has it. What is
safe for another reason than its figures stands in PROVEN below, with the test that proves it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import math
import multiprocessing
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from cleaner import Document, Finding, Rule, Safety, clean, fold  # noqa: E402
from cleaner.registry import load_rules  # noqa: E402

MEASURED = ROOT / "rules" / "_measured.json"
FLOOR = Path(__file__).with_name("quality_floor.json")
ALL_STYLES = "c,a,b"
LANGUAGES = ("en", "zh", "ru", "pl", "de", "el")
WHOLE = ("body_loss", "boiler_rm", "zero_loss", "perfect", "P", "R", "F1")
LEAST_SITES, LEAST_LINES = 10, 200
CLAIMS = {"safe": 0.99, "unsafe": 0.90, "display-only": 0.0}
# Rules that remove words and are safe whatever their figures: why, and the test that proves it.
COPIES = (
    "safe because every word that goes still stands in a line that stays",
    "tests/rules/test_copies.py::test_every_word_of_a_copy_that_goes_still_stands",
)
ASKED = 'safe because it removes nothing unless asked to by metadata = "strip"; measured so'
PROVEN = {
    "DUP101": COPIES,
    "DUP102": COPIES,
    "MET101": (ASKED, "tests/rules/test_metadata.py::test_a_stamp_is_stated_kept_or_stripped"),
    "MET102": (ASKED, "tests/rules/test_metadata.py::test_a_byline_is_stated_kept_or_stripped"),
}


@dataclass
class Tally:
    """What one rule removed at one safety: by site the tokens caught and lost; lines; distinct lines."""

    sites: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    lines: int = 0
    keys: set[tuple[str, str]] = field(default_factory=set)

    def add(self, other: Tally) -> None:
        """Take another tally's counts in."""
        for site, (caught, lost) in other.sites.items():
            self.sites[site][0] += caught
            self.sites[site][1] += lost
        self.lines += other.lines
        self.keys |= other.keys


Key = tuple[str, str, str, str]  # rule code, safety, style, language


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--style", default=ALL_STYLES)
    parser.add_argument("--rules-only", action="store_true", help="leave out the whole configuration")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--lower-floor", action="store_true")
    options = parser.parse_args(arguments)
    styles = options.style.split(",")
    data = {f"dev.{style}.jsonl.gz": digest(options.data / f"dev.{style}.jsonl.gz") for style in styles}
    if options.gate and (problems := other_data(data)):
        print("\n".join(problems))
        return 1
    jobs = [(str(options.data), style, part, options.rules_only) for style in styles for part in range(4)]
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


def measure(
    job: tuple[str, str, int, bool],
) -> tuple[dict[Key, Tally], dict[str, list[Any]], list[int], list[str]]:
    """Run the rules one by one, and all of them, on a quarter of the pages of a style."""
    folder, style, part, rules_only = job
    score = scorer(Path(folder))
    rules = [
        rule for rule in load_rules() if rule.removes_words and not rule.guard and not rule.needs_profile
    ]
    tallies: dict[Key, Tally] = defaultdict(Tally)
    rows: dict[str, list[Any]] = {"default": [], "unsafe": []}
    tokens = [0, 0]
    failed = []
    for record in pages(Path(folder), style, part):
        document = Document(record["id"], record["text"])
        words = [score.toks(line.text) for line in document.lines]
        labels = record["line_labels"]
        for line_words, label in zip(words, labels, strict=False):
            tokens[0] += len(line_words) * (label in score.BAD)
            tokens[1] += len(line_words) * (label in score.BODY)
        language = record["lang"] if record["lang"] in LANGUAGES else "other"
        for rule in rules:
            try:
                findings = [
                    found
                    for found in rule.check(document, **asked(rule))
                    if isinstance(found, Finding) and found.edits
                ]
            except Exception as error:
                failed.append(f"{record['id']} (style {style}), {rule.code}: {type(error).__name__}: {error}")
                continue
            for safety in Safety:
                edits = [
                    edit for found in findings if effective(rule, found) is safety for edit in found.edits
                ]
                if edits:
                    removed = removed_tokens(document, words, edits, score)
                    tally = tallies[rule.code, str(safety), style, language]
                    count(tally, record["site"], document, words, meant(rule, labels), removed)
        if not rules_only:
            for name, config in (("default", {}), ("unsafe", {"unsafe-fixes": True})):
                text = record["text"]
                try:
                    text = clean(text, config=config).text
                except Exception as error:
                    failed.append(f"{record['id']} (style {style}), {name}: {type(error).__name__}: {error}")
                rows[name].append(score.page(record, text))
    return {key: plain(tally) for key, tally in tallies.items()}, rows, tokens, failed


def asked(rule: Rule) -> dict[str, str]:
    """The options under which a rule is measured: one on metadata acts on request only."""
    return {"metadata": "strip"} if "metadata" in rule.options else {}


def meant(rule: Rule, labels: Sequence[str]) -> list[str]:
    """What each line's label means for a rule: `body` is an error, `boiler` a catch, "" is not counted."""
    meaning = {"body": "body", "boiler": "boiler", "dup": "boiler"}
    if "metadata" in rule.options:
        meaning |= {"byline": "boiler", "silent": "boiler", "title": "body"}
    return [meaning.get(label, "") for label in labels]


def plain(tally: Tally) -> Tally:
    """The same tally, picklable."""
    return Tally(dict(tally.sites), tally.lines, tally.keys)


def effective(rule: Rule, found: Finding) -> Safety:
    """The lower of a rule's and a finding's safety."""
    order = list(Safety)
    return max(rule.safety, found.safety or rule.safety, key=order.index)


def removed_tokens(
    document: Document, words: list[list[str]], edits: Iterable[Any], score: ModuleType
) -> dict[int, int]:
    """From a line's index to how many of its tokens the edits remove."""
    removed: dict[int, int] = defaultdict(int)
    starts = [line.start for line in document.lines]
    for edit in edits:
        added = len(score.toks(edit.replacement)) if edit.replacement else 0
        index = max(0, bisect_right(starts, edit.start) - 1)
        while index < len(starts) and starts[index] < max(edit.end, edit.start + 1):
            line = document.lines[index]
            start, end = max(edit.start, line.start), min(edit.end, line.end)
            gone = (
                len(words[index])
                if (start, end) == (line.start, line.end)
                else len(score.toks(document.text[start:end]))
            )
            removed[index] = min(len(words[index]), removed[index] + max(0, gone - added))
            index += 1
    return {index: gone for index, gone in removed.items() if gone > 0}


def count(
    tally: Tally,
    site: str,
    document: Document,
    words: list[list[str]],
    labels: Sequence[str],
    removed: dict[int, int],
) -> None:
    """Enter removals into a tally; of equal lines, furniture goes first, then what is not counted."""
    equal: dict[tuple[str, ...], list[int]] = defaultdict(list)
    wanted = {tuple(words[index]) for index in removed}
    for index, line_words in enumerate(words):
        if tuple(line_words) in wanted and index < len(labels):
            equal[tuple(line_words)].append(index)
    order = ["boiler", "", "body"]
    for group in equal.values():
        gone = sum(removed.get(index, 0) for index in group)
        for index in sorted(group, key=lambda i: (order.index(labels[i]), i)):
            taken = min(len(words[index]), gone)
            gone -= taken
            if taken and labels[index]:
                tally.sites[site][labels[index] == "body"] += taken
                tally.lines += 1
                tally.keys.add((site, fold(document.lines[index].text)))


def pages(folder: Path, style: str, part: int) -> Iterator[dict[str, Any]]:
    """Every fourth page of a style."""
    with gzip.open(folder / f"dev.{style}.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, row in enumerate(file):
            if number % 4 == part:
                yield json.loads(row)


def scorer(folder: Path) -> ModuleType:
    """The data's own score.py."""
    sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def held_out(site: str) -> bool:
    """Whether a site is of the half that was not looked at while rules were tuned."""
    return hashlib.sha256(site.encode()).digest()[0] % 2 == 1


def precision(sites: Iterable[Sequence[int]]) -> float:
    """The share of furniture among the tokens removed."""
    caught, lost = (sum(column) for column in zip(*sites, strict=True))
    return float(caught / (caught + lost)) if caught + lost else math.nan


def lower_bound(sites: Sequence[Sequence[int]]) -> float:
    """The lower 95 % bound of precision over sites; see the top of this file."""
    n = len(sites)
    removed = sum(caught + lost for caught, lost in sites)
    if n < 2 or not removed:
        return 0.0
    p = precision(sites)
    squares = sum((caught - p * (caught + lost)) ** 2 for caught, lost in sites)
    student = p - t_quantile(n - 1) * math.sqrt(n / (n - 1) * squares) / removed
    return max(0.0, min(student, p - (1 - math.pow(0.05, 1 / n))))


def t_quantile(freedom: int) -> float:
    """Student's 95 % quantile, by Abramowitz and Stegun 26.7.5; good to 0.01 from 3 degrees on."""
    z = 1.6448536269514722
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


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


def floors(
    data: dict[str, str],
    rules: dict[str, dict[str, dict[str, dict[str, float]]]],
    summaries: dict[str, dict[str, dict[str, float]]],
    *,
    lower: bool,
) -> dict[str, Any]:
    """The pinned floors with this run's figures: better ones, or all of them with `lower`."""
    pinned = (
        json.loads(FLOOR.read_text("utf-8")) if FLOOR.exists() else {"data": {}, "rules": {}, "whole": {}}
    )
    pinned["data"] |= data
    for choice, figures in rules.items():
        old = {} if lower else pinned["rules"].get(choice, {})
        pinned["rules"][choice] = {
            code: {safety: max(f["lower"], old.get(code, {}).get(safety, 0.0)) for safety, f in tiers.items()}
            for code, tiers in figures.items()
            if tiers
        }
    for style, names in summaries.items():
        for name, row in names.items():
            before = pinned["whole"].setdefault(style, {}).get(name)
            if before and not lower:
                row = {c: (min if c == "body_loss" else max)(row[c], before[c]) for c in row}
            pinned["whole"][style][name] = row
    return pinned


def other_data(data: dict[str, str]) -> list[str]:
    """Files that are not those on which the floors were measured."""
    pinned = json.loads(FLOOR.read_text("utf-8"))["data"]
    return [
        f"{name} is not the file that the floors were measured on (SHA-256 {value[:12]}..., theirs "
        f"{pinned.get(name, 'none')[:12]}...): measure anew with --write --lower-floor"
        for name, value in data.items()
        if pinned.get(name) != value
    ]


def gate(
    rules: dict[str, dict[str, dict[str, dict[str, float]]]],
    summaries: dict[str, dict[str, dict[str, float]]],
) -> list[str]:
    """What is worse than its floor, and which safety claims more than was measured."""
    pinned = json.loads(FLOOR.read_text("utf-8"))
    problems = []
    for choice, figures in rules.items():
        for code, tiers in pinned["rules"].get(choice, {}).items():
            for safety, value in tiers.items():
                now = figures.get(code, {}).get(safety, {}).get("lower")
                if now is not None and now < value:
                    problems.append(f"style {choice}, {code} {safety}: lower bound {now}, pinned {value}")
    for style, names in summaries.items():
        for name, row in names.items():
            for column, value in pinned["whole"].get(style, {}).get(name, {}).items():
                if row[column] > value if column == "body_loss" else row[column] < value:
                    problems.append(f"style {style}, {name}: {column} {row[column]}, pinned {value}")
    if ALL_STYLES in rules:
        return problems + claims(rules[ALL_STYLES])
    stored = json.loads(MEASURED.read_text("utf-8"))["rules"]
    tiers_now = {
        (code, safety) for found in rules.values() for code, tiers in found.items() for safety in tiers
    }
    for code, safety in sorted(tiers_now):
        if safety not in stored.get(code, {}):
            problems.append(f"{code} {safety} has no figures in {MEASURED.name}: run all styles with --write")
    return problems + claims({code: {} for found in rules.values() for code in found} | stored)


def claims(rules: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """Tiers whose safety is higher than what was measured, and proofs that are not there.

    Too few sites or lines to measure are no claim above `unsafe`, and none at all with an error.
    """
    problems = [
        f"{code} is safe by {test}, which is not there"
        for code, (_, test) in PROVEN.items()
        for path, _, name in [test.partition("::")]
        if code not in rules or f"def {name}(" not in (ROOT / path).read_text("utf-8")
    ]
    for rule in load_rules():
        tiers = rules.get(rule.code)
        if tiers is None or rule.code in PROVEN:
            continue
        if not tiers and rule.safety is Safety.SAFE:
            problems.append(f"{rule.code} is safe, but removed nothing that could be measured")
        for safety, f in tiers.items():
            few = f["sites"] < LEAST_SITES or f["lines"] < LEAST_LINES
            small = safety == "unsafe" and few and f["precision"] == 1.0
            if not small and (f["lower"] < CLAIMS[safety] or (few and safety == "safe")):
                problems.append(
                    f"{rule.code} is {safety}, but its precision of {f['precision']} on {f['lines']} lines "
                    f"of {f['sites']} sites has a lower bound of {f['lower']}; wanted {CLAIMS[safety]}"
                )
    return problems


def floor_to(value: float, places: int) -> float:
    return float(math.floor(value * 10**places) / 10**places)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def dump(value: Any) -> str:
    return json.dumps(value, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.exit(main())
