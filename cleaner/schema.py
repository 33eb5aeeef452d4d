"""The JSON schema of the configuration, for editors and other tools: `cleaner.schema.json`.

`python -m cleaner.schema` writes the file anew. What a schema cannot say, such as whether a regular
expression is one, only the parser knows; whatever the parser takes, the schema takes, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cleaner.config import BASELINE_NAME, FAIL_ON, METADATA, OWN, SUPPRESSIONS_NAME, Coded, Severity
from cleaner.registry import load_rules
from cleaner.rule import Rule

SCHEMA_NAME = "cleaner.schema.json"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SELECTOR = "^([A-Z]{1,3}|[A-Z]{3}[0-9]{1,3}|[a-z0-9]+(-[a-z0-9]+)*)$"  # of rules that are the user's own
_STRINGS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_PATH = {"type": "string", "minLength": 1}


def schema(rules: Sequence[Rule]) -> dict[str, Any]:
    """The schema of what may stand in `cleaner.toml` or under `[tool.cleaner]`."""
    selectors = {"$ref": "#/$defs/selectors"}
    return {
        "$schema": _DRAFT,
        "title": "The configuration of cleaner",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "extend": _about(_PATH, "A configuration file that this one builds on, relative to this one."),
            "required-version": _about(
                {"type": "string"}, "Versions of cleaner that this is for, such as '>=0.1,<0.2'."
            ),
            "select": _about(selectors, "Rules that run: codes, prefixes or names; all by default."),
            "extend-select": _about(selectors, "Rules that run besides those of `select`."),
            "ignore": _about(selectors, "Rules that do not run, unless a longer prefix selects them."),
            "per-file-ignores": _about(_entries(selectors), "Rules that do not run, by .gitignore pattern."),
            "extend-safe-fixes": _about(selectors, "Rules whose unsafe fixes are applied as safe ones."),
            "severity": _about(
                _entries({"enum": list(map(str, Severity))}, {"$ref": "#/$defs/selector"}),
                "How much findings matter, by code, prefix or name.",
            ),
            "fail-on": _about({"enum": list(FAIL_ON)}, "The least severity that fails a run."),
            "preview": _about({"type": "boolean"}, "Whether rules in preview run."),
            "profile": _about({"type": "string"}, "What the set knows, a file from `cleaner learn`."),
            "site": _about(
                {"type": "string", "pattern": r"^$|^[^{]*\{site\}[^{]*$"},
                "A document's site by its path, as in '{site}/**'; one set by default.",
            ),
            "text-field": _about({"type": "string"}, "The field of .jsonl records that is the text."),
            "id-field": _about({"type": "string"}, "The field that names a record; by default 'id'."),
            "site-field": _about({"type": "string"}, "The field that has a record's site."),
            "documents": _about(_STRINGS, "Which files are documents: .gitignore patterns."),
            "exclude": _about(_STRINGS, "Which of them are left out: .gitignore patterns."),
            "baseline": _about(_PATH, f"The file of known findings; {BASELINE_NAME} by default."),
            "suppressions": _about(
                _PATH, f"The file of suppressed findings; {SUPPRESSIONS_NAME} by default."
            ),
            "rule-directory": _about(_PATH, "The folder of your own rules and phrase tables."),
            "protect": _about(_STRINGS, "Regular expressions for text that no rule touches."),
            "language": _about(_STRINGS, "The languages that documents are expected in."),
            "metadata": _about({"enum": list(METADATA)}, "What becomes of bylines and date stamps."),
            "unsafe-fixes": _about({"type": "boolean"}, "Whether unsafe fixes are applied."),
            "rules": {
                "description": "Options of single rules, by code or name.",
                "type": "object",
                "properties": dict(_options(rules)),
                "additionalProperties": {"type": "object"},
            },
        },
        "$defs": {
            "selector": {"anyOf": [{"enum": _known(rules)}, {"type": "string", "pattern": _SELECTOR}]},
            "selectors": {
                "anyOf": [
                    {"$ref": "#/$defs/selector"},
                    {"type": "array", "items": {"$ref": "#/$defs/selector"}},
                ]
            },
        },
    }


def _about(kind: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {"description": description, **kind}


def _entries(kind: Mapping[str, Any], names: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", **({"propertyNames": names} if names else {}), "additionalProperties": kind}


def _known(rules: Iterable[Rule]) -> list[str]:
    """All selectors of these rules, for editors to offer."""
    found = {"ALL"}
    coded: tuple[Coded, ...] = (*rules, *OWN)
    for rule in coded:
        found |= {rule.name, *(rule.code[:length] for length in range(1, len(rule.code) + 1))}
    return sorted(found)


def _options(rules: Iterable[Rule]) -> Iterable[tuple[str, dict[str, Any]]]:
    for rule in rules:
        options = {
            "description": rule.summary,
            "type": "object",
            "properties": {name.replace("_", "-"): _typed(value) for name, value in rule.options.items()},
            "additionalProperties": False,
        }
        yield rule.code, options
        yield rule.name, options


def _typed(default: object) -> dict[str, Any]:
    if isinstance(default, tuple):
        return {**_STRINGS, "default": list(default)}
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string"}
    least = {"minimum": 0} if type(default) in (int, float) else {}
    return {"type": kinds[type(default)], **least, "default": default}


def text(rules: Sequence[Rule]) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema(rules), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write cleaner.schema.json."""
    from cleaner.writing import write

    write(Path(__file__).with_name(SCHEMA_NAME), text(load_rules()).encode("utf-8"))


if __name__ == "__main__":
    main()
