"""Imports go one way: the contracts of pyproject.toml, and what they cannot say of the rules folder."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RULES = sorted((ROOT / "rules").glob("*.py"))
ENGINE = sorted((ROOT / "cleaner").rglob("*.py"))

# Beyond the public names: ENC103 is the mojibake module as a rule, and `_damage` tells the rules on
# single characters which lines to leave to it; ENC101 reads stray bytes as the guess of encodings does.
ALLOWED = {
    ("mojibake.py", "cleaner.mojibake"),
    ("_damage.py", "cleaner.mojibake"),
    ("undecodable_bytes.py", "cleaner.guessing"),
}


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Each imported module and its relative level."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, 0) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.level


def test_the_layers_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_imports_public_names_and_helpers_only(path: Path) -> None:
    for module, level in imported(path):
        if level:
            assert level == 1
            assert module.startswith("_"), f"{path.name} imports the rule module {module}"
        elif module.split(".")[0] == "cleaner":
            assert module == "cleaner" or (path.name, module) in ALLOWED, f"{path.name} imports {module}"
        else:
            known = module.split(".")[0] in (*sys.stdlib_module_names, "msgspec")  # whose structs values are
            assert known or path.name.startswith("_"), f"{path.name} imports {module}"


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.stem)
def test_nothing_in_the_engine_knows_a_rule(path: Path) -> None:
    codes = {rule.stem for rule in RULES}
    for module, _ in imported(path):
        assert not module.startswith("cleaner.rules"), f"{path.name} imports {module}"
        assert module.split(".")[-1] not in codes - {"mojibake"}
