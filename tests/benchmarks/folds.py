"""The judge by weights that have not seen a page's site, and labels that are plainly wrong.

`judge_folds.json.gz` has one scorecard for each fifth of the sites, learned without it (see
`train_judge.py`), and `markup_folds.json.gz` one of the rule on markup (`train_markup.py`).
`label_corrections.json` has corrections: page, line of style c from 1, label, reason.
"""

from __future__ import annotations

import atexit
import gzip
import hashlib
import json
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cleaner import Document, Line
from cleaner.edits import SourceMap
from cleaner.results import Result

FOLDS = Path(__file__).with_name("judge_folds.json.gz")
MARKUP_FOLDS = Path(__file__).with_name("markup_folds.json.gz")
CORRECTIONS = Path(__file__).with_name("label_corrections.json")
JUDGE, MARKUP = "BLR101", "BLR102"
_ENDINGS = frozenset(
    ["com", "org", "net", "co", "uk", "de", "pl", "ru", "gov", "edu", "info", "cn", "fr", "it"]
)


def judge_tables() -> list[str]:
    """Files with the judge's weights of each fold, which go when the process ends."""
    return _unpacked(FOLDS)


def markup_tables() -> list[str]:
    """The same for the rule on markup."""
    return _unpacked(MARKUP_FOLDS)


def _unpacked(packed: Path) -> list[str]:
    folder = Path(tempfile.mkdtemp(prefix="folds-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    tables = []
    for number, table in enumerate(json.loads(gzip.decompress(packed.read_bytes()))):
        tables.append(str(folder / f"{number}.json"))
        Path(tables[-1]).write_text(json.dumps(table), "utf-8")
    return tables


def fold(site: str, folds: int) -> int:
    """The number of the scorecard that was learned without a site and those that share its name."""
    return int(hashlib.sha256(site_group(site).encode()).hexdigest(), 16) % folds


def site_group(site: str) -> str:
    """What sites of one publisher share: the longest part of the name, its ending aside."""
    name = re.sub(r"^(?:www\d?|m|mobile|en|news|blogs?)\.", "", site.lower())
    parts = [part for part in re.split(r"[./]", name) if part not in _ENDINGS]
    return max(parts, key=len) if parts else name


def corrections(data: Path) -> dict[str, dict[str, str]]:
    """By page, and by the text of a line, the right labels of lines whose labels are plainly wrong.

    They are told for lines of style c, by number; other styles have the same lines in other places.
    """
    rows: dict[str, dict[int, str]] = defaultdict(dict)
    for row in json.loads(CORRECTIONS.read_text("utf-8")):
        rows[row["id"]][row["line"]] = row["label"]
    found: dict[str, dict[str, str]] = {}
    with gzip.open(data / "dev.c.jsonl.gz", "rt", encoding="utf-8") as file:
        for record in map(json.loads, file):
            if record["id"] in rows:
                lines = record["text"].split("\n")
                found[record["id"]] = {
                    lines[at - 1].strip(): label for at, label in rows[record["id"]].items()
                }
    return found


def lines_in_source(result: Result, lines: Iterable[Line]) -> list[int]:
    """For each line of a cleaned text the index of the line that it was in the source."""
    source, place = Document("", result.source), SourceMap(result.ledger.edits)
    above = [source.line_at(place.span(line.start, line.start + 1)[0]) for line in lines]
    return [line.index if line else 0 for line in above]


def correct(record: dict[str, Any], right: Mapping[str, Mapping[str, str]]) -> None:
    """Give a record the right labels."""
    if known := right.get(record["id"]):
        lines = record["text"].split("\n")
        for at, (line, label) in enumerate(zip(lines, record["line_labels"], strict=False)):
            record["line_labels"][at] = known.get(line.strip(), label)
