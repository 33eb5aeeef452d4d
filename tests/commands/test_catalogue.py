"""`cleaner rules`, `--help` and `--version`."""

from __future__ import annotations

import re
from pathlib import Path

import cleaner as package
from cleaner.commands import NAMES
from cleaner.registry import load_rules
from tests.commands.documents import run


def test_rules_lists_every_rule(tmp_path: Path) -> None:
    text = run("rules", tmp_path)
    for rule in load_rules():
        assert re.search(rf"^ +{rule.code} +{rule.name} ", text, re.MULTILINE)


def test_version_and_help(tmp_path: Path) -> None:
    assert package.__version__ in run("--version", tmp_path)
    commands = run("--help", tmp_path)
    for command in NAMES:
        assert f"\n  {command} " in commands
        assert run(f"{command} --help", tmp_path).startswith(f"Usage: cleaner {command} ")
        assert run(f"{command} -h", tmp_path) == run(f"{command} --help", tmp_path)
