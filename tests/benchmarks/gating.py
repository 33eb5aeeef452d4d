"""Pinned floors, and what is worse than they are or claims more than was measured."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from cleaner import Safety
from cleaner.registry import load_rules
from tests.benchmarks.figures import PROVEN

ROOT = Path(__file__).resolve().parents[2]
MEASURED = ROOT / "rules" / "_measured.json"
FLOOR = Path(__file__).with_name("quality_floor.json")
ALL_STYLES = "c,a,b"
LEAST_SITES, LEAST_LINES = 10, 200
CLAIMS = {"safe": 0.99, "unsafe": 0.90, "display-only": 0.0}


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
        if tiers is None or rule.code in PROVEN or rule.preview:
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


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def dump(value: Any) -> str:
    return json.dumps(value, indent=1, sort_keys=True) + "\n"
