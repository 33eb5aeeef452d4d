"""Shell completion: what each shell is told by the protocol that its script speaks, and bash for real."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.commands import NAMES
from cleaner.formats import FORMATS
from cleaner.registry import load_rules
from tests.command import ROOT, cleaner

SHELLS = ("bash", "zsh", "fish")
CODES = [rule.code for rule in load_rules()]


def offered(shell: str, line: str, cwd: Path) -> list[tuple[str, str]]:
    """The kind and value of each word that a shell is offered at the end of a line."""
    words = line.split(" ")
    place = str(len(words) - 1)
    asked = {"COMP_WORDS": line, "COMP_CWORD": words[-1] if shell == "fish" else place}
    done = cleaner(cwd=cwd, environment={"_CLEANER_COMPLETE": f"{shell}_complete", **asked})
    assert (done.returncode, done.stderr) == (0, b"")
    told = done.stdout.decode().strip("\n")
    if shell == "zsh":  # three lines each: kind, value, help
        lines = told.split("\n") if told else []
        return list(zip(lines[::3], (value.replace(r"\:", ":") for value in lines[1::3]), strict=True))
    pairs = [row.split("\t")[0].split(",", 1) for row in told.splitlines()]
    return [(kind, value) for kind, value in pairs]


def words(shell: str, line: str, cwd: Path) -> list[str]:
    """The words themselves, where all are plain ones."""
    found = offered(shell, line, cwd)
    assert {kind for kind, _ in found} <= {"plain"}
    return [value for _, value in found]


@pytest.mark.parametrize("shell", SHELLS)
class TestEveryShell:
    def test_has_a_script(self, shell: str, tmp_path: Path) -> None:
        done = cleaner(cwd=tmp_path, environment={"_CLEANER_COMPLETE": f"{shell}_source"})
        assert (done.returncode, done.stderr) == (0, b"")
        assert f"_CLEANER_COMPLETE={shell}_complete" in done.stdout.decode()

    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ("cleaner ba", ["baseline"]),
            ("cleaner check --uns", ["--unsafe-fixes"]),
            ("cleaner check --select NAV,SPC104,skip", ["NAV,SPC104,skip-link"]),
            ("cleaner explain NAV101", ["NAV101"]),
            ("cleaner check --output-format json", ["json", "json-lines"]),
        ],
    )
    def test_is_offered_words(self, shell: str, tmp_path: Path, line: str, found: list[str]) -> None:
        assert words(shell, line, tmp_path) == found

    def test_finds_files_itself(self, shell: str, tmp_path: Path) -> None:
        assert offered(shell, "cleaner check docs/", tmp_path) == [("file", "docs/")]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
@pytest.mark.parametrize(
    ("word", "whole"),
    [("--output-format=sar", "--output-format=sarif"), ("--ignore=NAV,view-o", "--ignore=NAV,view-original")],
)
def test_an_option_and_its_value_are_one_word(tmp_path: Path, shell: str, word: str, whole: str) -> None:
    """Bash alone parts them at the sign."""
    assert words(shell, f"cleaner check {word}", tmp_path) == [whole]


@pytest.mark.parametrize(
    ("shell", "parts"),
    [
        ("zsh", ['suffix=(-S "")', '-U "${suffix[@]}"', "compset -P '*='; _path_files -f"]),
        ("fish", ['split --max 1 ","', "'[^=]*$' '' (commandline -t))$path"]),
    ],
)
def test_scripts_of_other_shells_keep_commas_and_signs(tmp_path: Path, shell: str, parts: list[str]) -> None:
    """What click's own scripts lose: words behind commas in fish, files behind `sarif=` in both."""
    done = cleaner(cwd=tmp_path, environment={"_CLEANER_COMPLETE": f"{shell}_source"})
    assert [part for part in parts if part not in done.stdout.decode()] == []


def test_commands_and_choices(tmp_path: Path) -> None:
    assert words("bash", "cleaner ", tmp_path) == [*NAMES]
    assert words("bash", "cleaner check --fail-on w", tmp_path) == ["warning"]
    assert words("bash", "cleaner check --output-format ", tmp_path) == [*FORMATS]
    assert words("bash", "cleaner check --output sa", tmp_path) == ["sarif="]


@pytest.mark.parametrize("option", ["check --select", "baseline --extend-select", "clean --ignore"])
def test_rules_by_code_family_and_name(tmp_path: Path, option: str) -> None:
    every = words("bash", f"cleaner {option} ", tmp_path)
    assert {"ALL", "NAV", "SUP101", *CODES} <= set(every)
    assert words("bash", f"cleaner {option} SPC10", tmp_path) == [c for c in CODES if c.startswith("SPC10")]
    assert words("bash", f"cleaner {option} none-such", tmp_path) == []


def test_a_broken_configuration_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text("selct = [")
    assert words("bash", "cleaner suppress a.txt:1 view", tmp_path) == ["view-original"]


@pytest.mark.parametrize(
    "line",
    [
        "cleaner explain docs/",
        "cleaner suppress docs/",
        "cleaner check --config docs/",
        "cleaner check --baseline docs/",
        "cleaner check --profile docs/",
        "cleaner check --files-from docs/",
        "cleaner check --output sarif=docs/",
        "cleaner baseline --baseline docs/",
    ],
)
def test_files_are_for_the_shell_to_find(tmp_path: Path, line: str) -> None:
    assert offered("bash", line, tmp_path) == [("file", "docs/")]


def typed(line: str, folder: Path) -> str:
    """What a line has become in a bash at a terminal, after the README's line was run there."""
    (install,) = re.findall(
        r"^(eval .*bash_source.*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    ours, theirs = pty.openpty()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "TERM": "dumb", "PS1": "$ "},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    # Ctrl-A and `echo` put the command that was completed behind it, so that bash tells the line.
    os.write(ours, f"{install}\n{line}\x01echo told: \x05\nexit\n".encode())
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    shell.wait(60)
    told = re.findall(r"^told: (.*?)\r?$", shown.decode(), re.MULTILINE)
    assert len(told) == 1, shown.decode()
    return str(told[0])


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("cleaner expl\tskip-l\t", "cleaner explain skip-link"),
        ("cleaner check --uns\tdocs/fer\t", "cleaner check --unsafe-fixes docs/ferry.txt"),
        ("cleaner check --select view-o\t", "cleaner check --select view-original"),
        ("cleaner check --select=view-o\t", "cleaner check --select=view-original"),
        ("cleaner check --ignore NAV,SPC,view-o\t", "cleaner check --ignore NAV,SPC,view-original"),
        ("cleaner check --output sar\tdocs/fer\t", "cleaner check --output sarif=docs/ferry.txt"),
        ("cleaner check --output-format=json-\t", "cleaner check --output-format=json-lines"),
    ],
)
def test_bash_completes(tmp_path: Path, line: str, becomes: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "ferry.txt").touch()
    assert shlex.split(typed(line, tmp_path)) == shlex.split(becomes)
