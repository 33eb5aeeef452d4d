"""`cleaner check`: findings, fixes, diffs, standard input."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.command import cleaner, files
from tests.commands.documents import CLEAN, COPY, LINK, codes, run


def test_exit_code_tells_whether_there_is_something_to_mend(here: Path) -> None:
    run("check docs", here, 1)
    (here / "docs" / "a.txt").write_text(CLEAN)
    run("check docs", here, 0)
    run("check docs nope.txt", here, 2)


def test_a_note_is_no_failure(here: Path) -> None:
    (here / "docs" / "a.txt").write_text(CLEAN.replace("storm", "st\ufffdrm"))
    assert "1 note" in run("check", here, 0)


def test_a_finding_shows_place_rule_line_and_fix(here: Path) -> None:
    text = run("check docs/a.txt", here, 1)
    assert "docs/a.txt:3:10: SPC104 [*] repeated-space: 2 spaces in a row\n" in text
    assert re.search(r"\n3 \| The ferry··to .*\n +\| +\^\^ SPC104\n", text)
    assert '= fix: replace "  " with " "' in text
    assert f"{LINK}\n" in text
    assert "= unsafe fix, with --unsafe-fixes: delete line" in text
    assert text.endswith(
        "Found 3 findings (2 fixable with --fix, 1 more with --unsafe-fixes) in 1 of 1 document.\n"
    )


def test_fix_mends_what_is_safe(here: Path) -> None:
    text = run("check docs --fix", here, 1)
    assert (here / "docs" / "a.txt").read_text() == f"{CLEAN}\n{LINK}\n"
    assert "Fixed 2 of 3 findings in 1 of 1 document; 1 remains (1 with --unsafe-fixes)." in text
    assert run("check docs --fix --select SPC", here, 0).startswith("No findings")


def test_unsafe_fixes_are_made_when_asked_for(here: Path) -> None:
    run("check docs --fix --unsafe-fixes", here, 0)
    assert (here / "docs" / "a.txt").read_text() == CLEAN


def test_fix_leaves_no_more_than_the_file_and_its_undo_record(here: Path) -> None:
    run("check docs --fix", here, 1)
    assert [name.split("/")[0] for name in files(here)] == [".cleaner", ".cleaner", "docs"]
    assert (here / ".cleaner" / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize("unsafe", ["", " --unsafe-fixes"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_diff_changes_nothing_and_git_applies_it(here: Path, unsafe: str, end: str) -> None:
    for name, text in (("a.txt", COPY), ("b c.txt", COPY.replace("\n\n", "\n").rstrip("\n"))):
        (here / "docs" / name).write_text(text, newline=end)
    before = files(here)
    done = cleaner("check", "docs", "--diff", *unsafe.split(), cwd=here)
    assert done.returncode == 1
    assert done.stderr.startswith(b"Found ")
    assert files(here) == before
    subprocess.run(["git", "apply", "-p0"], input=done.stdout, cwd=here, check=True, capture_output=True)
    patched = files(here)
    for name, data in before.items():
        (here / name).write_bytes(data)
    cleaner("check", "docs", "--fix", *unsafe.split(), cwd=here)
    assert patched == {name: data for name, data in files(here).items() if name.startswith("docs")}


def test_diff_wins_over_fix(here: Path) -> None:
    before = files(here)
    assert "--- docs/a.txt" in run("check docs --fix --diff", here, 1)
    assert files(here) == before


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("--select SPC104", {"SPC104"}),
        ("--select SPC", {"SPC104", "SPC105"}),
        ("--select repeated-space", {"SPC104"}),
        ("--select SPC104,NAV", {"SPC104", "NAV109"}),
        ("--select SPC104 --select view-original", {"SPC104", "NAV109"}),
        ("--ignore SPC", {"NAV109"}),
        ("--ignore repeated-space,NAV109", {"SPC105"}),
        ("--select SPC --ignore SPC105", {"SPC104"}),
        ("--select ALL --ignore NAV", {"SPC104", "SPC105"}),
    ],
)
def test_select_and_ignore(here: Path, options: str, found: set[str]) -> None:
    assert codes(run(f"check docs {options}", here, 1)) == found


def test_the_working_directory_is_checked_by_default(here: Path) -> None:
    assert "docs/a.txt:3:10" in run("check", here, 1)


def test_a_file_named_twice_is_checked_once(here: Path) -> None:
    assert "in 1 of 1 document" in run("check docs docs/a.txt docs", here, 1)
    assert "in 1 of 1 document" in run(f"check docs/../docs/a.txt {here}/docs ./docs", here, 1)


def test_standard_input(here: Path) -> None:
    text = run("check -", here, 1, stdin=COPY)
    assert "-:3:10: SPC104" in text
    assert run("check -", here, 0, stdin=CLEAN) == "No findings in 1 document.\n"
    run("check - docs", here, 2, stdin=CLEAN)


def test_fixed_standard_input_is_parted_from_the_findings(here: Path) -> None:
    done = cleaner("check", "-", "--fix", cwd=here, stdin=COPY.encode())
    assert done.stdout.decode() == f"{CLEAN}\n{LINK}\n"
    assert b"SPC104" in done.stderr
    assert b"Fixed 2 of 3 findings" in done.stderr
    assert done.returncode == 1


def test_a_diff_of_standard_input(here: Path) -> None:
    done = cleaner("check", "-", "--diff", cwd=here, stdin=COPY.encode())
    assert done.stdout.startswith(b"--- -\n+++ -\n@@ ")
    assert done.returncode == 1


def test_the_summary_says_what_was_skipped_and_why(here: Path) -> None:
    docs = here / "docs"
    (docs / "page.html").write_text("<p>")
    (docs / "data.json").write_text("{}")
    (docs / ".hidden.txt").write_text(COPY)
    (docs / "draft.txt").write_text(COPY)
    (docs / ".gitignore").write_text("draft.txt\n")
    text = run("check docs", here, 1)
    assert (
        "in 1 of 1 document; skipped 4 files (1 hidden, 1 ignored by .gitignore, 2 other type: .html, .json)."
        in text
    )
