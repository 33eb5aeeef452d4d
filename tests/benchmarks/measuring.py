"""Runs the rules on labelled pages, and counts what they remove by the label of its line."""

from __future__ import annotations

import gzip
import importlib.util
import json
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from cleaner import SAFE, UNSAFE, Document, Finding, Rule, Safety, clean
from cleaner import fold as folded
from cleaner.registry import load_rules
from cleaner.survey import Survey, observe
from tests.benchmarks.folds import JUDGE, correct, corrections, fold, lines_in_source

LANGUAGES = ("en", "zh", "ru", "pl", "de", "el")


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


PARTS = 4  # of the pages of a style: one job each
JUDGING = (JUDGE, "DUP103", "DUP104")  # rules that ask the judge
Key = tuple[str, str, str, str]  # rule code, safety, style, language


def measure(
    job: tuple[str, str, int, bool, bool, bool, Sequence[str]],
) -> tuple[dict[Key, Tally], dict[str, list[Any]], list[int], list[str]]:
    """Run the rules one by one, and all of them, on a quarter of the pages of a style.

    Rules on sets are asked with the profile of all pages of the style, sites apart; all rules together are
    not, for that is each page by itself.
    """
    folder, style, part, rules_only, corrected, preview, tables = job
    right = corrections(Path(folder)) if corrected else {}
    score = scorer(Path(folder))
    rules = [
        rule
        for rule in load_rules()
        if rule.removes_words and not (rule.guard or rule.needs_markup) and (preview or not rule.preview)
    ]
    texts = (
        (page, mended(page)["text"] if corrected else page["text"]) for page in all_pages(Path(folder), style)
    )
    seen = (observe(page["id"], page["site"], text) for page, text in texts)
    profile = Survey(seen).profile()
    tallies: dict[Key, Tally] = defaultdict(Tally)
    rows: dict[str, list[Any]] = {"default": [], "unsafe": []}
    tokens = [0, 0]
    failed = []
    for record in pages(Path(folder), style, part):
        if corrected:
            correct(record, right)
            record |= mended(record)
        judge = {"table": tables[fold(record["site"], len(tables))]}
        document = Document(record["id"], record["text"], site=record["site"], member=record["id"])
        words = [score.toks(line.text) for line in document.lines]
        labels = record["line_labels"]
        for line_words, label in zip(words, labels, strict=False):
            tokens[0] += len(line_words) * (label in score.BAD)
            tokens[1] += len(line_words) * (label in score.BODY)
        language = record["lang"] if record["lang"] in LANGUAGES else "other"
        for rule in rules:
            try:
                told = asked(rule) | (judge if rule.code in JUDGING else {})
                findings = [
                    found
                    for found in rule.check(*rule.asked(document, profile), **told)
                    if isinstance(found, Finding) and found.edits
                ]
            except Exception as error:
                failed.append(f"{record['id']} (style {style}), {rule.code}: {type(error).__name__}: {error}")
                continue
            for safety in Safety:
                counted = {SAFE, UNSAFE} if (rule.code, safety) == (JUDGE, UNSAFE) else {safety}
                edits = [
                    edit for found in findings if effective(rule, found) in counted for edit in found.edits
                ]
                if edits:
                    removed = removed_tokens(document, words, edits, score)
                    tally = tallies[rule.code, str(safety), style, language]
                    count(tally, record["site"], document, words, meant(rule, labels), removed)
        if not rules_only:
            for name, unsafe in (("default", False), ("unsafe", True)):
                config = {"unsafe-fixes": unsafe, "preview": preview, "rules": {JUDGE: judge}}
                text = record["text"]
                try:
                    text = clean(text, config=config).text
                except Exception as error:
                    failed.append(f"{record['id']} (style {style}), {name}: {type(error).__name__}: {error}")
                told = {key: record[key] for key in ("id", "source", "lang")}
                rows[name].append(score.page(record, text) | told)
    return {key: plain(tally) for key, tally in tallies.items()}, rows, tokens, failed


def mended(record: dict[str, Any]) -> dict[str, Any]:
    """A page's text and gold with their characters mended, and the labels of the lines of that text.

    Else whoever mends mojibake and soft hyphens, which the gold of some pages keeps, would lose its words.
    """
    config = {"select": ["ENC"]}
    result = clean(record["text"], config=config)
    lines, given = Document("", result.text).lines, record["line_labels"]
    places = zip(lines, lines_in_source(result, lines), strict=True)
    labels = [given[at] if line.shows and at < len(given) else "" for line, at in places]
    gold = clean(record["gold"], config=config).text
    return {"text": result.text, "gold": gold, "line_labels": labels}


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
                tally.keys.add((site, folded(document.lines[index].text)))


def all_pages(folder: Path, style: str) -> Iterator[dict[str, Any]]:
    """All pages of a style."""
    return (page for part in range(PARTS) for page in pages(folder, style, part))


def pages(folder: Path, style: str, part: int) -> Iterator[dict[str, Any]]:
    """Every fourth page of a style, one of `PARTS` parts."""
    with gzip.open(folder / f"dev.{style}.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, row in enumerate(file):
            if number % PARTS == part:
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
