"""Colour and progress, on a terminal and elsewhere."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.command import ROOT, cleaner
from tests.commands.documents import COPY, codes, run
from tests.faults import environment as faulty


def on_terminal(
    arguments: str, cwd: Path, *, output: bool = True, environment: Mapping[str, str] | None = None
) -> tuple[int, bytes, bytes]:
    """Run a command on a pseudo-terminal: exit code, what came there, and what went to a pipe instead."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", *arguments.split()],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **(environment or {})},
        stdin=theirs,
        stdout=theirs if output else subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux's way of saying that the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    piped = process.communicate()[0] or b""
    return process.returncode, shown, piped


def test_colour_on_a_terminal_only(here: Path) -> None:
    code, shown, _ = on_terminal("check docs", here)
    assert code == 1
    assert b"\x1b[31m\x1b[1mSPC104\x1b[0m" in shown
    assert "\x1b" not in run("check docs", here, 1)
    assert b"\x1b[3" in on_terminal("check docs --diff", here)[1]


def test_no_color_is_heeded(here: Path) -> None:
    code, shown, _ = on_terminal("check docs", here, environment={"NO_COLOR": "1"})
    assert code == 1
    assert b"SPC104" in shown
    assert b"\x1b" not in shown


def test_colour_is_nothing_but_colour(here: Path) -> None:
    shown = on_terminal("check docs", here)[1].replace(b"\r\n", b"\n")
    assert re.sub(rb"\x1b\[\d+m", b"", shown).decode() == run("check docs", here, 1)


FAST = faulty(speed=20_000)  # so many seconds pass in one
PACE = r"[\d.e-]+ a second, (\d+ h |\d+ min )?\d+ (s|min) left"


def many(here: Path) -> None:
    for number in range(60):
        (here / "docs" / f"{number}.txt").write_text(COPY)


def test_progress_on_a_terminal_is_a_line_that_is_written_anew(here: Path) -> None:
    """It tells rate and time left, and is gone where something else is printed, and at the end."""
    many(here)
    code, shown, _ = on_terminal("clean docs -o out", here, environment=FAST)
    assert code == 0
    told = shown.decode().replace("\r\n", "\n").split("\r")
    for doing in ("Surveying", "Cleaning"):
        assert [line for line in told if re.fullmatch(rf"{doing}: 1 of 61 documents, {PACE} *", line)]
    assert len(told) > 50
    assert told[-2].isspace()
    assert told[-1].startswith("Cleaned 61 documents into out: ")
    code, shown, _ = on_terminal("check docs", here, environment=FAST)
    assert code == 1
    for line in shown.decode().replace("\r\n", "\n").split("\n"):
        kept = line.rpartition("\r")[2]  # what stays to be seen
        assert "Checking: " not in kept
    assert shown.decode().count("Checking: ") > 50


def test_progress_elsewhere_is_a_line_every_ten_seconds(here: Path) -> None:
    many(here)
    done = cleaner("clean", "docs", "-o", "out", "--jobs", "1", cwd=here, environment=FAST)
    told = done.stderr.decode().splitlines()
    assert 2 < len(told) <= 2 * 61
    for line in told:
        assert re.fullmatch(rf"(Surveying|Cleaning): \d+ of 61 documents, {PACE}", line)
    assert cleaner("clean", "docs", "-o", "other", cwd=here).stderr == b"", "it took less than ten seconds"
    done = cleaner("learn", "docs", cwd=here, environment=FAST)
    assert b"Surveying: " in done.stderr


def test_findings_in_a_pipe_with_progress_beside_them(here: Path) -> None:
    many(here)
    code, shown, piped = on_terminal("check docs", here, output=False, environment=FAST)
    assert code == 1
    assert b"Checking" in shown
    assert b"\x1b" not in piped
    assert codes(piped.decode()) == {"SPC104", "SPC105", "NAV109"}


def test_a_carriage_return_is_shown_on_a_terminal_and_kept_in_a_pipe(here: Path) -> None:
    (here / "docs" / "a.txt").write_bytes(COPY.replace("\n", "\r\n").encode())
    shown = on_terminal("check docs --diff", here, environment={"NO_COLOR": "1"})[1].replace(b"\r\n", b"\n")
    assert b"\r" not in shown
    assert b"-Storm keeps the ferry in port\\r\n" in shown
    assert b"-Storm keeps the ferry in port\r\n" in cleaner("check", "docs", "--diff", cwd=here).stdout
