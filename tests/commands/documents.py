"""What the tests of all commands work on, and how they run one."""

from __future__ import annotations

import re
from pathlib import Path

from tests.command import cleaner

TITLE = "Storm keeps the ferry in port"
FIRST = "The ferry to the northern islands was cancelled for a third day because of the storm, it said."
SECOND = "Fishermen who have worked these waters for forty years had never seen such waves in October."
CLEAN = f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n"
DIRTY = CLEAN.replace("ferry to", "ferry  to").replace("storm,", "storm ,")
LINK = "View original post"  # a rule whose fix is unsafe: too few on the benchmark's pages
COPY = f"{DIRTY}\n{LINK}\n"


def run(command: str, cwd: Path, code: int = 0, stdin: str = "") -> str:
    """Run a command, and return what it printed to standard output and then to standard error."""
    done = cleaner(*command.split(), cwd=cwd, stdin=stdin.encode())
    text = (done.stdout + done.stderr).decode()
    assert done.returncode == code, text
    assert "Traceback" not in text
    return text


def configure(folder: Path, text: str) -> None:
    (folder / "cleaner.toml").write_text(text)


def codes(text: str) -> set[str]:
    """The codes of all findings in an output."""
    return set(re.findall(r"^\S+:\d+:\d+: ([A-Z]{3}\d{3}) ", text, re.MULTILINE))
