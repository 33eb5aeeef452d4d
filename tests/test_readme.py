"""The README cannot lie: its page, its commands, its configuration and its Python are run."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from cleaner.cli import cli
from cleaner.commands import NAMES, SUMMARIES
from cleaner.config import parse
from cleaner.formats import FORMATS
from cleaner.registry import load_rules
from tests.command import ROOT, cleaner, outside_ci

README = (ROOT / "README.md").read_text("utf-8")


START, END = README.index("## Rules of your own"), README.index("## All commands and options")
OWN, REST = README[START:END], README[:START] + README[END:]


def blocks(language: str, text: str = REST) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


BEFORE, AFTER = blocks("text")[:2]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A folder laid out as the README's commands expect it."""
    for place in ("ferry.txt", "docs/ferry.txt", "scraped/ferry.txt"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(BEFORE, "utf-8")
    (tmp_path / "scraped" / "ferry.html").write_text(f"<pre>{BEFORE}</pre>", "utf-8")
    record = {"url": "https://a.example/1", "host": "a.example", "body": BEFORE}
    (tmp_path / "pages.jsonl.gz").write_bytes(gzip.compress(json.dumps(record).encode()))
    (tmp_path / "pages.jsonl").write_text(json.dumps({"id": 17, "text": BEFORE}))
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *arguments], cwd=tmp_path, check=True)
    return tmp_path


def test_the_page_becomes_what_is_shown(scratch: Path) -> None:
    done = cleaner("clean", "ferry.txt", "-o", "cleaned", "--unsafe-fixes", cwd=scratch)
    assert done.returncode == 0
    assert (scratch / "cleaned" / "ferry.txt").read_text("utf-8") == AFTER
    cleaner("restore", "cleaned", "-o", "back", cwd=scratch)
    assert (scratch / "back" / "ferry.txt").read_text("utf-8") == BEFORE


def test_every_command_runs_and_prints_what_is_shown(scratch: Path) -> None:
    ran = 0
    shown = b""
    place = scratch
    for row in "\n".join(blocks("console")).splitlines():
        if not row:  # a block ends
            place = scratch
        elif row.startswith("$ cd "):
            place = scratch / row.split()[2]
        elif row.startswith("$ cleaner "):
            done = cleaner(*shlex.split(re.sub(r"\s#\s.*", "", row))[2:], cwd=place)
            shown = done.stdout + done.stderr
            worst = 0 if "only what is new fails" in row else 1
            assert 0 <= done.returncode <= worst, row + shown.decode()
            assert b"Traceback" not in shown
            ran += 1
        elif row.startswith("$ git "):
            path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
            row = f"set -o pipefail; {row[2:]}"
            piped = subprocess.run(
                ["bash", "-c", row], cwd=scratch, env=outside_ci() | {"PATH": path}, capture_output=True
            )
            shown = piped.stdout + piped.stderr
            assert piped.returncode in (0, 1), row + shown.decode()
            ran += 1
        elif row != "...":
            assert row in shown.decode().splitlines()
    assert ran >= 8


def test_every_format_is_named() -> None:
    table = README[README.index("| format |") : README.index("Lines and columns count")]
    named = [
        name for row in table.splitlines() if row for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])
    ]
    assert named == [*FORMATS]


def options_of(name: str) -> set[str]:
    """All spellings of a command's options."""
    command = cli.get_command(click.Context(cli), name)
    assert command
    parameters = [one for one in command.params if isinstance(one, click.Option)]
    return {word for one in parameters for word in (*one.opts, *one.secondary_opts)}


def test_every_command_and_every_option_is_named() -> None:
    section = README[README.index("## All commands and options") : README.index("## Shell completion")]
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in section.splitlines() if row[:1] == "|"]
    groups = {row[0]: set(re.findall(r"`(-[\w-]+)`", row[1])) for row in rows if re.match(r"\*\w", row[0])}
    summaries: dict[str, str] = {}
    documented: dict[str, set[str]] = {}
    for row in rows:
        if command := re.match(r"`([\w-]+)\b", row[0]):
            summaries[command[1]] = row[1]
            documented[command[1]] = set(re.findall(r"`(-[\w-]+)`", row[2])).union(
                *(groups[name] for name in re.findall(r"\*\w+\*", row[2]))
            )
    assert documented == {name: options_of(name) for name in NAMES}
    assert summaries == SUMMARIES


def test_every_option_says_what_it_is_for() -> None:
    for name in NAMES:
        command = cli.get_command(click.Context(cli), name)
        assert command
        assert command.help
        assert all(one.help for one in command.params if isinstance(one, click.Option)), name


def test_the_configuration_is_one() -> None:
    (example,) = blocks("toml")
    parse(tomllib.loads(example)["tool"]["cleaner"], load_rules())


def test_rules_of_ones_own_do_as_shown(tmp_path: Path) -> None:
    (tmp_path / "my-rules").mkdir()
    files = {block.splitlines()[0][2:]: block for name in ("toml", "python") for block in blocks(name, OWN)}
    assert len(files) == 4
    (tmp_path / "cleaner.toml").write_text(files["cleaner.toml"])
    (commands,) = blocks("console", OWN)
    first, *rest = commands.split("$ cleaner ")[1:]
    done = cleaner(*shlex.split(first, comments=True), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "my-rules" / "tide_line.py").exists()
    for place, text in files.items():
        (tmp_path / place).write_text(text, "utf-8")
    for row in rest:
        command, *shown = row.splitlines()
        done = cleaner(*shlex.split(command, comments=True), cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        printed = done.stdout.decode().splitlines()
        assert printed[:1] == shown[:1]
        assert printed == shown or shown[-1] == "..."
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(
        "Niedrigwasser 9:40\n\nThe ferry stayed in port.\n\nTo the masthead\n"
    )
    done = cleaner("clean", "docs", "-o", "out", "--unsafe-fixes", cwd=tmp_path)
    assert (tmp_path / "out" / "a.txt").read_text() == "The ferry stayed in port.\n", done.stderr


def test_the_python_runs() -> None:
    (example,) = blocks("python")
    names: dict[str, object] = {}
    exec(example, names)  # noqa: S102 - the README's own lines
    text = getattr(names["result"], "text")  # noqa: B009 - its type is known only at run time
    assert text.endswith("The ferry stayed in port.\n")
