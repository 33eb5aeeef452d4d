"""Finds rules: every module of a directory of rules, imported once a process."""

from __future__ import annotations

import importlib
import sys
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from cleaner.rule import Rule

_PACKAGE = "cleaner.rules"


class DuplicateRule(Exception):
    """Two rules share a code or a name."""


def rules_directory() -> Path:
    """Where the rules lie: beside the engine when installed, in `rules/` of a checkout."""
    here = Path(__file__).resolve().parent
    installed = here / "rules"
    return installed if installed.is_dir() else here.parent / "rules"


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """Import all rules and return them sorted by code.

    Raises:
        DuplicateRule: two rules have one code or one name.
    """
    return load_directory(rules_directory(), _PACKAGE)


def load_directory(directory: Path, package: str) -> tuple[Rule, ...]:
    """Import every module of `directory` as a part of the synthetic package `package`.

    Modules whose names begin with an underscore are helpers: importable, no rules.
    """
    if package not in sys.modules:
        module = ModuleType(package)
        module.__path__ = [str(directory)]
        sys.modules[package] = module
    found: dict[str, Rule] = {}
    for path in sorted(directory.glob("*.py")):
        if path.stem.startswith("_"):
            continue
        for value in vars(importlib.import_module(f"{package}.{path.stem}")).values():
            if isinstance(value, Rule):
                for other in found.values():
                    if other is not value and (other.code == value.code or other.name == value.name):
                        raise DuplicateRule(
                            f"{path}: {value.code} {value.name} clashes with {other.code} {other.name}"
                        )
                found[value.code] = value
    return tuple(found[code] for code in sorted(found))
