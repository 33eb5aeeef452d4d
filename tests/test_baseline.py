"""The baseline, through the real command: what is known does not fail a run, what is new does."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
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


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


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


GONE = f"{NAME}: 3 known findings no longer occur (in docs/a.txt: SPC104 2 times, SPC105)"


class TestGone:
    """Documents that the baseline knows and that were deleted or renamed."""

    @pytest.fixture(autouse=True)
    def renamed(self, here: Path) -> None:
        (here / "docs" / "a.txt").rename(here / "docs" / "c.txt")

    @pytest.mark.parametrize("paths", ["", "docs", ". docs/b.txt"])
    def test_a_folder_given_whole_tells_of_them(self, here: Path, paths: str) -> None:
        assert GONE in run(f"check {paths}", here, 1)

    def test_also_one_below_the_configuration(self, here: Path) -> None:
        assert "3 known findings no longer occur (in docs/a.txt: " in run("check", here / "docs", 1)
        assert "3 known findings no longer occur" in run("check ../docs", here / "docs", 1)

    @pytest.mark.parametrize("paths", ["docs/b.txt", "docs/c.txt docs/b.txt", "other"])
    def test_named_files_and_other_folders_say_nothing_of_them(self, here: Path, paths: str) -> None:
        (here / "other").mkdir()
        (here / "other" / "a.txt").write_text(TITLE)
        before = entries(here)
        assert "no longer" not in run(f"check {paths} --fail-on never", here)
        run(f"baseline {paths} --prune", here)
        assert entries(here) == before

    def test_prune_takes_them_out(self, here: Path) -> None:
        run("baseline docs --prune", here)
        assert {entry[0] for entry in entries(here)} == {"docs/b.txt"}
        assert "no longer" not in run("check", here, 1)

    def test_so_does_writing_it_anew(self, here: Path) -> None:
        run("baseline", here)
        assert {entry[0] for entry in entries(here)} == {"docs/b.txt", "docs/c.txt"}

    def test_only_rules_that_run_are_told_of(self, here: Path) -> None:
        told = run("check --select SPC105", here, 1)
        assert "1 known finding no longer occurs (in docs/a.txt: SPC105)" in told

    def test_a_document_that_is_excluded_now_is_none(self, here: Path) -> None:
        write(here / "cleaner.toml", 'exclude = ["docs/b.txt"]')
        assert "5 known findings no longer occur (in docs/a.txt: SPC104 2 times, SPC105 and 1 more)" in run(
            "check", here, 1
        )

    def test_a_document_that_is_there_but_was_passed_over_is_not_gone(self, here: Path) -> None:
        write(here / ".gitignore", "local.txt\n")
        write(here / "docs" / "local.txt", TITLE + NEW)
        run("baseline docs/local.txt", here)
        assert GONE in run("check", here, 1)
        run("baseline --prune", here)
        assert {entry[0] for entry in entries(here)} == {"docs/b.txt", "docs/local.txt"}
        assert "1 known in the baseline" in run("check docs/local.txt", here)

    def test_reports_tell_what_is_absent_and_where_it_was(self, here: Path) -> None:
        names = ("json", "sarif", "gitlab", "junit")
        run(f"check docs/b.txt docs {' '.join(f'--output {name}=out.{name}' for name in names)}", here, 1)
        found = json.loads((here / "out.json").read_text())
        absent = [item["path"] for item in found["findings"] if item["state"] == "absent"]
        assert absent == ["docs/a.txt"] * 3
        assert (found["summary"]["absent"], found["summary"]["documents"]) == (3, 2)
        (log,) = json.loads((here / "out.sarif").read_text())["runs"]
        results = [result for result in log["results"] if result.get("baselineState") == "absent"]
        assert len(results) == 3
        for name in ("gitlab", "junit"):
            assert "docs/a.txt" not in (here / f"out.{name}").read_text()

    def test_since_a_revision_only_what_is_not_there(self, here: Path) -> None:
        git(here, "init", "--quiet")
        git(here, "add", ".")
        git(here, "commit", "--quiet", "-m", "all")
        write(here / "docs" / "b.txt", TITLE)
        git(here, "commit", "--quiet", "-am", "mended")
        told = run("check --changed-since HEAD", here)
        assert GONE in told, "docs/b.txt was not checked"
        assert "5 known findings no longer occur" in run("check --changed-since HEAD~1", here, 1)


def test_a_rule_that_is_no_more_finds_nothing(here: Path) -> None:
    with (here / NAME).open("a") as file:
        file.write('["docs/b.txt", "OLD101", "0123456789abcdef"]\n')
    assert "1 known finding no longer occurs (in docs/b.txt: OLD101)" in run("check docs/b.txt", here)
    run("baseline docs/b.txt --prune", here)
    assert not [entry for entry in entries(here) if entry[1] == "OLD101"]


class TestRecords:
    @pytest.fixture
    def there(self, tmp_path: Path) -> Path:
        """A file of three records, whose findings are known."""
        texts = {"x/1": TITLE + FIRST, "x/2": TITLE + FIRST, 3: TITLE + SECOND}
        self.records(tmp_path, [{"id": name, "text": text} for name, text in texts.items()])
        run("baseline p.jsonl", tmp_path)
        assert [entry[:2] for entry in entries(tmp_path)] == [
            ["p.jsonl#3", "SPC104"],
            ["p.jsonl#x/1", "SPC104"],
            ["p.jsonl#x/1", "SPC105"],
            ["p.jsonl#x/2", "SPC104"],
            ["p.jsonl#x/2", "SPC105"],
        ]
        return tmp_path

    def records(self, folder: Path, rows: Sequence[Mapping[str, object]]) -> None:
        write(folder / "p.jsonl", "".join(json.dumps(row) + "\n" for row in rows))

    def test_each_has_entries_of_its_own(self, there: Path) -> None:
        told = run("check p.jsonl", there)
        assert "No findings in 3 documents; 5 known in the baseline" in told
        assert "no longer" not in told

    def test_one_that_is_gone_is_told_and_taken_out(self, there: Path) -> None:
        self.records(there, [{"id": 3, "text": TITLE + NEW}, {"id": "x/2", "text": TITLE + FIRST}])
        told = run("check p.jsonl --output json=out.json --output sarif=out.sarif", there, 1)
        assert found(told) == ["p.jsonl#3:3:13: SPC104"]
        states = [
            (item["path"], item["state"]) for item in json.loads((there / "out.json").read_text())["findings"]
        ]
        assert states[-2:] == [("p.jsonl#x/1", "absent")] * 2
        (log,) = json.loads((there / "out.sarif").read_text())["runs"]
        places = [
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in log["results"]
        ]
        assert set(places) == {"p.jsonl"}
        assert "3 known findings no longer occur (in p.jsonl#3: SPC104 and 1 more)" in told
        run("baseline p.jsonl --prune", there)
        assert {entry[0] for entry in entries(there)} == {"p.jsonl#x/2"}

    def test_a_line_that_is_broken_says_nothing_of_what_was_known(self, there: Path) -> None:
        write(there / "p.jsonl", "{broken\n" + json.dumps({"id": 3, "text": TITLE + SECOND}))
        assert "no longer" not in run("check p.jsonl", there, 2)


def test_fixing_mends_what_is_known_too(here: Path) -> None:
    """And says so, with all that was known and all that was not."""
    write(here / "docs" / "b.txt", TITLE + FIRST + "\n" + NEW)
    report = here / "report.json"
    text = run(f"check docs --fix --output json={report}", here)
    assert "Fixed 6 of 6 findings, 5 known in the baseline, in 2 of 2 documents; 0 remain." in text
    counts = json.loads(report.read_text())["summary"]
    assert (counts["fixed"], counts["fixed_known"], counts["known"]) == (6, 5, 0)
    assert counts["with_findings"] == 2


def test_fixing_only_what_is_known_says_what_was_mended(here: Path) -> None:
    told = "Fixed 5 of 5 findings, all known in the baseline, in 2 of 2 documents; 0 remain."
    assert told in run("check docs --fix --output markdown=report.md", here)
    assert told in (here / "report.md").read_text()
    assert (here / "docs" / "b.txt").read_text() == TITLE + FIRST.replace("  ", " ").replace(" ,", ",")
    assert "5 known findings no longer occur" in run("check", here)


def test_one_that_is_named_and_is_not_there_is_told(here: Path) -> None:
    """By its usual name it may still be to come; any other one may be mistyped."""
    (here / NAME).unlink()
    told = f"cleaner: note: {NAME}: no such file, so no finding is known; `cleaner baseline` writes it\n"
    assert told not in run("check", here, 1)
    write(here / "cleaner.toml", f'baseline = "{NAME}"\n')
    assert run("check", here, 1).count(told) == 1
    assert told not in run("check --no-baseline", here, 1)
    assert "note:" not in run("baseline", here)
    write(here / "cleaner.toml", 'baseline = "mistyped.jsonl"\n')
    assert "mistyped.jsonl: no such file; `cleaner baseline`" in run("check", here, 2)


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
    write(here / ".gitattributes", f"{NAME} merge=union\n")
    git(here, "init", "--quiet", "--initial-branch=main")
    git(here, "add", ".")
    git(here, "commit", "--quiet", "-m", "all")
    for branch, name in (("one", "aa"), ("two", "ab")):
        git(here, "checkout", "--quiet", "-b", branch, "main")
        write(here / "docs" / f"{name}.txt", TITLE + NEW)
        run("baseline", here)
        git(here, "add", ".")
        git(here, "commit", "--quiet", "-m", branch)
    git(here, "merge", "--quiet", "-m", "both", "one")
    text = run("check", here)
    assert found(text) == []
    assert "known in the baseline" in text


HEAD = '{"cleaner-baseline": 1}\n'


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ('["a.txt", "SPC104"]\n', "is no entry"),
        ('["a.txt", "SPC104", "x", "many"]\n', "is no entry"),
        ("<<<<<<< HEAD\n", "is part of a merge conflict"),
        (">>>>>>> other\n", "is part of a merge conflict"),
    ],
)
def test_a_damaged_line_is_an_error_and_writing_it_anew_keeps_the_others(
    here: Path, damage: str, said: str
) -> None:
    old = (here / NAME).read_text()
    write(here / NAME, old.replace(HEAD, HEAD + damage) + damage)
    told = run("check docs/a.txt", here, 2)
    assert f"{NAME}: line 2 {said}; mend it, or run `cleaner baseline`, which leaves such lines out" in told
    assert f"{NAME}: 2 lines were no entries and are left out" in run("baseline docs/a.txt", here)
    assert (here / NAME).read_text() == old


def test_an_empty_file_is_one_to_write(here: Path) -> None:
    write(here / NAME, "")
    assert f"{NAME}: no baseline: it has no header" in run("check", here, 2)
    assert "5 known findings in 2 documents (there were 0)" in run("baseline", here)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}\n", "no baseline: it has no header"),
        (TITLE, "no baseline: it has no header"),
        ('{"cleaner-baseline": 9}\n', "its version is 9, this cleaner reads 1"),
        ("ä", "no baseline: it is not ASCII"),
    ],
)
def test_a_file_that_is_no_baseline_is_left_alone(here: Path, text: str, said: str) -> None:
    """It may be any file of the user's that was named by mistake."""
    write(here / NAME, text)
    for command in ("check", "baseline", "baseline --prune"):
        told = run(command, here, 2)
        assert f"{NAME}: {said}; delete it and run `cleaner baseline`, or name another file" in told
        assert (here / NAME).read_text() == text
    (here / NAME).unlink()
    run("baseline", here)
    run("check", here)


def test_a_run_that_checked_nothing_writes_none(here: Path) -> None:
    (here / NAME).unlink()
    told = run("baseline nope", here, 2)
    assert f"{NAME}: not written, as nothing was checked" in told
    assert not (here / NAME).exists()


def test_one_that_cannot_be_written_is_named(here: Path) -> None:
    assert f"{here / 'nope' / 'b.jsonl'}: no such file" in run("baseline --baseline nope/b.jsonl", here, 2)


def test_another_file_by_option_and_by_configuration(here: Path) -> None:
    (here / NAME).rename(here / "known.jsonl")
    assert len(found(run("check", here, 1))) == 5
    assert found(run("check --baseline known.jsonl", here)) == []
    write(here / "cleaner.toml", 'baseline = "known.jsonl"')
    assert found(run("check .", here / "docs")) == []
    told = run("check --baseline nope.jsonl", here, 2)
    assert "nope.jsonl: no such file; `cleaner baseline` with the same settings writes it" in told
    assert "no baseline to prune" in run("baseline --prune --baseline nope.jsonl", here, 2)


def test_a_report_for_services_tells_known_new_and_absent(here: Path) -> None:
    write(here / "docs" / "a.txt", TITLE + FIRST + "\n" + NEW)
    report = json.loads(cleaner("check", "--output-format", "json", cwd=here).stdout)
    states = sorted(finding["state"] for finding in report["findings"])
    assert states == ["absent", "new", "unchanged", "unchanged", "unchanged", "unchanged"]
