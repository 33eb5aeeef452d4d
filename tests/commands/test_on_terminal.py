"""Colour and progress bars: on a terminal only."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from tests.command import ROOT, cleaner
from tests.commands.documents import COPY, codes, run


def on_terminal(
    arguments: str, cwd: Path, *, output: bool = True, **environment: str
) -> tuple[int, bytes, bytes]:
    """Run a command on a pseudo-terminal: exit code, what came there, and what went to a pipe instead."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", *arguments.split()],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
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
    code, shown, _ = on_terminal("check docs", here, NO_COLOR="1")
    assert code == 1
    assert b"SPC104" in shown
    assert b"\x1b" not in shown


def test_colour_is_nothing_but_colour(here: Path) -> None:
    shown = on_terminal("check docs", here)[1].replace(b"\r\n", b"\n")
    assert re.sub(rb"\x1b\[\d+m", b"", shown).decode() == run("check docs", here, 1)


def test_a_progress_bar_on_a_terminal_only(here: Path) -> None:
    for number in range(60):
        (here / "docs" / f"{number}.txt").write_text(COPY)
    code, shown, _ = on_terminal("clean docs -o out", here)
    assert code == 0
    assert b"Cleaning" in shown
    assert b"100%" in shown
    done = cleaner("clean", "docs", "-o", "other", cwd=here)
    assert done.stderr == b""
    assert done.stdout.startswith(b"Cleaned 61 documents into other")


def test_findings_in_a_pipe_with_a_bar_beside_them(here: Path) -> None:
    for number in range(60):
        (here / "docs" / f"{number}.txt").write_text(COPY)
    code, shown, piped = on_terminal("check docs", here, output=False)
    assert code == 1
    assert b"Checking" in shown
    assert b"\x1b" not in piped
    assert codes(piped.decode()) == {"SPC104", "SPC105", "NAV109"}


def test_a_carriage_return_is_shown_on_a_terminal_and_kept_in_a_pipe(here: Path) -> None:
    (here / "docs" / "a.txt").write_bytes(COPY.replace("\n", "\r\n").encode())
    shown = on_terminal("check docs --diff", here, NO_COLOR="1")[1].replace(b"\r\n", b"\n")
    assert b"\r" not in shown
    assert b"-Storm keeps the ferry in port\\r\n" in shown
    assert b"-Storm keeps the ferry in port\r\n" in cleaner("check", "docs", "--diff", cwd=here).stdout
