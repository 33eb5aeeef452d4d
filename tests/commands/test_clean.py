"""`cleaner clean`: texts, report, ledger, freshness."""

from __future__ import annotations

import re
from pathlib import Path

from tests.command import files
from tests.commands.documents import CLEAN, COPY, DIRTY, FIRST, LINK, SECOND, TITLE, run


def test_writes_texts_report_and_ledger(here: Path) -> None:
    (here / "docs" / "deep").mkdir()
    (here / "docs" / "deep" / "b.txt").write_text(COPY)
    assert run("clean docs -o out", here) == (
        "Cleaned 2 documents into out: 2 changed by 4 fixes; 2 findings remain.\n"
    )
    assert set(files(here / "out")) == {"a.txt", "deep/b.txt", "report.md", "ledger.jsonl"}
    assert (here / "out" / "a.txt").read_text() == f"{CLEAN}\n{LINK}\n"


def test_unsafe_fixes_select_and_ignore(here: Path) -> None:
    run("clean docs -o out --unsafe-fixes", here)
    assert (here / "out" / "a.txt").read_text() == CLEAN
    run("clean docs -o out --select SPC104", here)
    assert (here / "out" / "a.txt").read_text() == COPY.replace("  ", " ")
    run("clean docs -o out --ignore SPC104,NAV", here)
    assert (here / "out" / "a.txt").read_text() == COPY.replace(" ,", ",")


def test_one_file(here: Path) -> None:
    run("clean docs/a.txt -o out", here)
    assert (here / "out" / "a.txt").read_text() == f"{CLEAN}\n{LINK}\n"


def test_check_tells_whether_the_target_is_fresh(here: Path) -> None:
    text = run("clean docs -o out --check", here, 1)
    assert "a.txt: missing" in text
    assert "out is stale" in text
    assert not (here / "out").exists()
    run("clean docs -o out", here)
    assert run("clean docs -o out --check", here, 0) == "out is fresh: 1 document.\n"
    assert "a.txt: differs" in run("clean docs -o out --check --unsafe-fixes", here, 1)
    (here / "out" / "report.md").write_text("")
    before = files(here)
    assert "report.md: differs" in run("clean docs -o out --check", here, 1)
    assert files(here) == before


def test_a_second_run_writes_nothing(here: Path) -> None:
    run("clean docs -o out", here)
    times = {path: path.stat().st_mtime_ns for path in (here / "out").iterdir()}
    run("clean docs -o out", here)
    assert {path: path.stat().st_mtime_ns for path in (here / "out").iterdir()} == times


def test_standard_input(here: Path) -> None:
    assert run("clean -", here, stdin=COPY) == f"{CLEAN}\n{LINK}\n"
    assert run("clean - --unsafe-fixes", here, stdin=COPY) == CLEAN
    assert "leave out -o" in run("clean - -o out", here, 2, stdin=COPY)


def test_a_target_is_asked_for(here: Path) -> None:
    assert "name the folder to write with -o TARGET" in run("clean docs", here, 2)


def test_the_report_shows_what_went_and_the_ledger_the_account(here: Path) -> None:
    (here / "docs" / "a.txt").write_text(
        f"{TITLE}\nBy Ada Fischer\nUpdated 18:05, 4-Oct-2023\n\n{FIRST}\n\n{SECOND}\n\n{LINK}\n"
    )
    run("clean docs -o out --unsafe-fixes", here)
    report = (here / "out" / "report.md").read_text()
    assert "1 document: 1 changed, 0 as they were." in report
    assert "### `a.txt`" in report
    assert f"- title: {TITLE}" in report
    assert "- author: Ada Fischer" in report
    assert re.search(r"^- date: .*2023", report, re.MULTILINE)
    assert "- language: en" in report
    assert re.search(rf"^@@ .* @@ NAV109 view-original: .*\n [^\n]+\n-\n-{LINK}$", report, re.MULTILINE)
    assert "| NAV109 view-original | 1 | 1 |" in report


def test_the_report_shows_the_largest_two_hundred(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for number in range(205):
        text = DIRTY.replace("  ", " " * (2 + number))
        (tmp_path / "docs" / f"{number:03}.txt").write_text(text)
    run("clean docs -o out", tmp_path)
    report = (tmp_path / "out" / "report.md").read_text()
    shown = re.findall(r"^### `(\d+)\.txt`$", report, re.MULTILINE)
    assert shown == [f"{number:03}" for number in range(5, 205)]
    assert "205 documents: 205 changed" in report
    assert "Shown: the 200 that changed most of 205 documents. The other 5 are counted above" in report
    assert (tmp_path / "out" / "ledger.jsonl").read_text().count('"name": "') == 205
