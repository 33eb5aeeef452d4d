"""The judge by weights that have not seen a page's site, and labels that are plainly wrong.

`judge_folds.json.gz` has one scorecard for each fifth of the sites, learned without it (see
`train_judge.py`). `label_corrections.json` has corrections for style c: page, line from 1, label, reason.
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
from pathlib import Path

FOLDS = Path(__file__).with_name("judge_folds.json.gz")
CORRECTIONS = Path(__file__).with_name("label_corrections.json")
JUDGE = "BLR101"
_ENDINGS = frozenset(
    ["com", "org", "net", "co", "uk", "de", "pl", "ru", "gov", "edu", "info", "cn", "fr", "it"]
)


def judge_tables() -> list[str]:
    """Files with the weights of each fold, which go when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="judge-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    tables = []
    for number, table in enumerate(json.loads(gzip.decompress(FOLDS.read_bytes()))):
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


def corrections(style: str) -> dict[str, dict[int, str]]:
    """By page the lines, counted from 1, whose labels are plainly wrong, and the right ones."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for row in json.loads(CORRECTIONS.read_text("utf-8")) if style == "c" else ():
        found[row["id"]][row["line"]] = row["label"]
    return found
