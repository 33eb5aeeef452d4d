"""The baseline, through the real command: what is known does not fail a run, what is new does."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.command import cleaner

TITLE = "Storm keeps the ferry in port\n\n"
FIRST = "The ferry  to the northern islands was cancelled for a third day because of the storm , it said.\n"
SECOND = "Fishermen who have worked these  waters for forty years had never seen such waves in October.\n"
NEW = "Nobody could  say when the ships would sail again from the harbour of the northern islands.\n"
NAME = "cleaner-baseline.jsonl"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder of two dirty documents, whose findings are known."""
    (tmp_path / "cleaner.toml").write_text("")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(TITLE + FIRST + "\n" + SECOND)
    (tmp_path / "docs" / "b.txt").write_text(TITLE + FIRST)
    assert "5 known findings in 2 documents (there were 0)" in run("baseline", tmp_path)
    return tmp_path


def run(command: str, cwd: Path, code: int = 0) -> str:
    done = cleaner(*command.split(), cwd=cwd)
    text = (done.stdout + done.stderr).decode()
    assert done.returncode == code, text
    assert "Traceback" not in text
    return text


def found(text: str) -> list[str]:
    return re.findall(r"^(\S+:\d+:\d+: [A-Z]{3}\d{3})", text, re.MULTILINE)


def entries(folder: Path) -> list[list[object]]:
    return [json.loads(line) for line in (folder / NAME).read_text().splitlines()[1:]]


def write(path: Path, text: str) -> None:
    path.write_text(text)


def test_what_is_known_does_not_fail_and_is_not_told(here: Path) -> None:
    text = run("check", here)
    assert found(text) == []
    assert "No findings in 2 documents; 5 known in the baseline" in text
    assert len(found(run("check --no-baseline", here, 1))) == 5


def test_an_edit_elsewhere_keeps_it_valid(here: Path) -> None:
    """Lines come and go above, the rest of a long line changes: the findings are still known."""
    changed = SECOND.replace("in October", "in the whole month of October")
    write(here / "docs" / "a.txt", "A line above.\n\n" * 9 + TITLE + FIRST + "\n" + changed)
    assert found(run("check", here)) == []


def test_what_is_new_fails_alone(here: Path) -> None:
    write(here / "docs" / "a.txt", TITLE + NEW + "\n" + FIRST + "\n" + SECOND)
    assert found(run("check", here, 1)) == ["docs/a.txt:3:13: SPC104"]


def test_one_mended_and_one_new_do_not_cancel_out(here: Path) -> None:
    write(here / "docs" / "a.txt", TITLE + FIRST + "\n" + SECOND.replace("  ", " ") + "\n" + NEW)
    text = run("check", here, 1)
    assert found(text) == ["docs/a.txt:7:13: SPC104"]
    assert f"{NAME}: 1 known finding no longer occurs (in docs/a.txt: SPC104)" in text


def test_the_same_text_twice_is_known_once(here: Path) -> None:
    write(here / "docs" / "b.txt", TITLE + FIRST + "\n" + FIRST)
    assert len(found(run("check docs/b.txt --select SPC", here, 1))) == 2
    run("baseline docs/b.txt --select SPC", here)
    assert [entry for entry in entries(here) if entry[0] == "docs/b.txt"] == [
        ["docs/b.txt", "SPC104", entries(here)[-2][2], 2],
        ["docs/b.txt", "SPC105", entries(here)[-1][2], 2],
    ]
    assert found(run("check docs/b.txt --select SPC", here)) == []


def test_prune_takes_out_what_no_longer_occurs_and_adds_nothing(here: Path) -> None:
    write(here / "docs" / "a.txt", TITLE + FIRST + "\n" + NEW)
    assert "4 known findings in 2 documents (there were 5)" in run("baseline --prune", here)
    text = run("check", here, 1)
    assert found(text) == ["docs/a.txt:5:13: SPC104"]
    assert "no longer" not in text


def test_only_what_was_asked_is_told_absent_or_taken_out(here: Path) -> None:
    write(here / "docs" / "a.txt", TITLE)
    assert "no longer" not in run("check docs/b.txt", here)
    assert "no longer" not in run("check docs/a.txt --select NAV", here)
    run("baseline docs/b.txt", here)
    run("baseline docs --select NAV --prune", here)
    assert len(entries(here)) == 5
    run("baseline docs/a.txt --prune", here)
    assert len(entries(here)) == 2


def test_a_document_that_is_gone_is_forgotten(here: Path) -> None:
    (here / "docs" / "a.txt").unlink()
    run("baseline --prune", here)
    assert {entry[0] for entry in entries(here)} == {"docs/b.txt"}


def test_fixing_mends_what_is_known_too(here: Path) -> None:
    run("check --fix", here)
    assert (here / "docs" / "b.txt").read_text() == TITLE + FIRST.replace("  ", " ").replace(" ,", ",")
    assert "5 known findings no longer occur" in run("check", here)


def test_it_is_sorted_small_and_the_same_when_written_again(here: Path) -> None:
    lines = (here / NAME).read_text().splitlines()
    assert json.loads(lines[0]) == {"cleaner-baseline": 1}
    assert lines[1:] == sorted(lines[1:])
    assert max(map(len, lines)) < 50
    before = (here / NAME).stat().st_mtime_ns
    run("baseline docs/b.txt docs/a.txt", here)
    assert (here / NAME).stat().st_mtime_ns == before


def test_two_branches_merge_by_union(here: Path) -> None:
    """Lines of both sides, in any order, are a baseline: what either knows is known."""

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=here, check=True, capture_output=True)

    write(here / ".gitattributes", f"{NAME} merge=union\n")
    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "-m", "all")
    for branch, name in (("one", "aa"), ("two", "ab")):
        git("checkout", "--quiet", "-b", branch, "main")
        write(here / "docs" / f"{name}.txt", TITLE + NEW)
        run("baseline", here)
        git("add", ".")
        git("commit", "--quiet", "-m", branch)
    git("merge", "--quiet", "-m", "both", "one")
    text = run("check", here)
    assert found(text) == []
    assert "7 known" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no baseline: it has no header"),
        ("{}\n", "line 1 is no entry"),
        ('{"cleaner-baseline": 9}\n', "its version is 9, this cleaner reads 1"),
        ('{"cleaner-baseline": 1}\n["a.txt", "SPC104"]\n', "line 2 is no entry"),
        ('{"cleaner-baseline": 1}\n<<<<<<< HEAD\n', "line 2 is part of a merge conflict"),
        ('{"cleaner-baseline": 1}\n["a.txt", "SPC104", "x", "many"]\n', "line 2 is no entry"),
        ("ä", "cannot be read: it is not ascii"),
    ],
)
def test_a_damaged_one_is_an_error(here: Path, text: str, said: str) -> None:
    write(here / NAME, text)
    for command in ("check", "baseline"):
        told = run(command, here, 2)
        assert NAME in told
        assert said in told


def test_another_file_by_option_and_by_configuration(here: Path) -> None:
    (here / NAME).rename(here / "known.jsonl")
    assert len(found(run("check", here, 1))) == 5
    assert found(run("check --baseline known.jsonl", here)) == []
    write(here / "cleaner.toml", 'baseline = "known.jsonl"')
    assert found(run("check .", here / "docs")) == []
    assert "nope.jsonl: cannot be read: no such file" in run("check --baseline nope.jsonl", here, 2)
    assert "no baseline to prune" in run("baseline --prune --baseline nope.jsonl", here, 2)


def test_a_report_for_services_tells_known_new_and_absent(here: Path) -> None:
    write(here / "docs" / "a.txt", TITLE + FIRST + "\n" + NEW)
    report = json.loads(cleaner("check", "--output-format", "json", cwd=here).stdout)
    states = sorted(finding["state"] for finding in report["findings"])
    assert states == ["absent", "new", "unchanged", "unchanged", "unchanged", "unchanged"]
