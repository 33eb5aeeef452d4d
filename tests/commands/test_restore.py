"""`cleaner restore`: sources rebuilt, and fixes taken back."""

from __future__ import annotations

from pathlib import Path

from tests.command import files
from tests.commands.documents import CLEAN, COPY, LINK, run


def test_a_target_gives_back_its_sources(here: Path) -> None:
    (here / "docs" / "b.txt").write_bytes("ﬁn \u00a0 caf\xe9\r\n".encode("cp1252", "ignore") * 30)
    run("clean docs -o out --unsafe-fixes", here)
    assert run("restore out -o back", here) == "Restored 2 of 2 documents into back.\n"
    assert files(here / "back") == files(here / "docs")
    assert "-o DIR" in run("restore out", here, 2)


def test_a_file_is_taken_back_step_by_step(here: Path) -> None:
    run("check docs --fix", here, 1)
    run("check docs --fix --unsafe-fixes", here, 0)
    assert (here / "docs" / "a.txt").read_text() == CLEAN
    run("restore docs/a.txt", here)
    assert (here / "docs" / "a.txt").read_text() == f"{CLEAN}\n{LINK}\n"
    run("restore docs/a.txt", here)
    assert (here / "docs" / "a.txt").read_text() == COPY
    assert "no undo record" in run("restore docs/a.txt", here, 2)


def test_a_file_changed_by_hand_is_left_alone(here: Path) -> None:
    run("check docs --fix", here, 1)
    (here / "docs" / "a.txt").write_text("mine\n")
    assert "no undo record for its present content" in run("restore docs/a.txt", here, 2)
    assert (here / "docs" / "a.txt").read_text() == "mine\n"
