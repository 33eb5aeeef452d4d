"""What other linters call otherwise: who says it here is told what is meant, and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import cleaner, files

TEXT = "Storm keeps the ferry in port\n\nThe ferry  to the islands stayed in port, it said.\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "two words.txt").write_text(TEXT)
    (tmp_path / "ferry.txt").write_text(TEXT)
    return tmp_path


def told(here: Path, *arguments: str) -> str:
    """The one line of a run that was refused."""
    before = files(here)
    done = cleaner(*arguments, cwd=here)
    assert (done.returncode, done.stdout) == (2, b"")
    assert files(here) == before
    (line,) = done.stderr.decode().splitlines()
    return line


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (["ferry.txt"], "check ferry.txt"),
        (["."], "check ."),
        (["two words.txt", "--diff"], "check 'two words.txt' --diff"),
        (["fix", "ferry.txt"], "check --fix ferry.txt"),
        (["format", "docs"], "clean docs"),
        (["lint"], "check"),
        (["diff"], "check --diff"),
        (["undo", "ferry.txt"], "restore ferry.txt"),
        (["rule", "REL101"], "explain REL101"),
        (["lint", *"abcdefgh"], "check"),
    ],
)
def test_commands_of_others(here: Path, said: list[str], meant: str) -> None:
    assert told(here, *said) == f"cleaner: unknown command {said[0]!r}; say `cleaner {meant}`"


def test_any_other_word_is_told_the_nearest_command(here: Path) -> None:
    line = told(here, "chek", "ferry.txt")
    assert line == "cleaner: unknown command 'chek', did you mean 'check'?; `cleaner --help` lists them"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (["check", "--quiet"], "--output-file FILE"),
        (["check", "-q", "ferry.txt"], "--output-file FILE"),
        (["check", "--statistics"], "--output-format markdown"),
        (["check", "--exit-zero"], "--fail-on never"),
        (["check", "--exclude", "ferry.txt"], "--config 'exclude = [\"PATTERN\"]'"),
        (["clean", "ferry.txt", "-o", "out", "--dry-run"], "`cleaner check --diff`"),
        (["clean", "ferry.txt", "-o", "out", "--diff"], "`cleaner check --diff`"),
        (["clean", "ferry.txt", "two words.txt", "-o", "out"], "SOURCE is one file or folder"),
    ],
)
def test_options_and_arguments_of_others(here: Path, said: list[str], meant: str) -> None:
    assert meant in told(here, *said)


def test_what_is_named_instead_does_what_it_says(here: Path) -> None:
    assert cleaner("check", "--fail-on", "never", cwd=here).returncode == 0
    done = cleaner("check", "--config", 'exclude = ["two*"]', cwd=here)
    assert b"in 1 of 1 document; skipped 1 file (1 excluded)" in done.stdout
    done = cleaner("check", "--output-format", "markdown", cwd=here)
    assert b"| SPC104 repeated-space | 2 |" in done.stdout
    done = cleaner("check", "--output-file", "told.txt", cwd=here)
    assert done.stdout.startswith(b"Found 2 findings (2 fixable with --fix) in 2 of 2 documents")
