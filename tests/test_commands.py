"""What each command does, through the real command: options, configuration, exit codes, output."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner as package
from cleaner.registry import load_rules
from tests.command import ROOT, cleaner, files

TITLE = "Storm keeps the ferry in port"
FIRST = "The ferry to the northern islands was cancelled for a third day because of the storm, it said."
SECOND = "Fishermen who have worked these waters for forty years had never seen such waves in October."
CLEAN = f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n"
DIRTY = CLEAN.replace("ferry to", "ferry  to").replace("storm,", "storm ,")
LINK = "View original post"  # a rule whose fix is unsafe: too few on the benchmark's pages
COPY = f"{DIRTY}\n{LINK}\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A working directory with a folder of one document."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(COPY)
    return tmp_path


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


class TestCheck:
    def test_exit_code_tells_whether_there_is_something_to_mend(self, here: Path) -> None:
        run("check docs", here, 1)
        (here / "docs" / "a.txt").write_text(CLEAN)
        run("check docs", here, 0)
        run("check docs nope.txt", here, 2)

    def test_a_note_is_no_failure(self, here: Path) -> None:
        (here / "docs" / "a.txt").write_text(CLEAN.replace("storm", "st\ufffdrm"))
        assert "1 note" in run("check", here, 0)

    def test_a_finding_shows_place_rule_line_and_fix(self, here: Path) -> None:
        text = run("check docs/a.txt", here, 1)
        assert "docs/a.txt:3:10: SPC104 [*] repeated-space: 2 spaces in a row\n" in text
        assert re.search(r"\n3 \| The ferry··to .*\n +\| +\^\^ SPC104\n", text)
        assert '= fix: replace "  " with " "' in text
        assert f"{LINK}\n" in text
        assert "= unsafe fix, with --unsafe-fixes: delete line" in text
        assert text.endswith(
            "Found 3 findings (2 fixable with --fix, 1 more with --unsafe-fixes) in 1 of 1 document.\n"
        )

    def test_fix_mends_what_is_safe(self, here: Path) -> None:
        text = run("check docs --fix", here, 1)
        assert (here / "docs" / "a.txt").read_text() == f"{CLEAN}\n{LINK}\n"
        assert "Fixed 2 of 3 findings in 1 of 1 document; 1 remains (1 with --unsafe-fixes)." in text
        assert run("check docs --fix --select SPC", here, 0).startswith("No findings")

    def test_unsafe_fixes_are_made_when_asked_for(self, here: Path) -> None:
        run("check docs --fix --unsafe-fixes", here, 0)
        assert (here / "docs" / "a.txt").read_text() == CLEAN

    def test_fix_leaves_no_more_than_the_file_and_its_undo_record(self, here: Path) -> None:
        run("check docs --fix", here, 1)
        assert [name.split("/")[0] for name in files(here)] == [".cleaner", ".cleaner", "docs"]
        assert (here / ".cleaner" / ".gitignore").read_text() == "*\n"

    @pytest.mark.parametrize("unsafe", ["", " --unsafe-fixes"])
    def test_a_diff_changes_nothing_and_patch_takes_it(self, here: Path, unsafe: str) -> None:
        (here / "docs" / "b c.txt").write_text(COPY.replace("\n\n", "\n").rstrip("\n"))
        before = files(here)
        done = cleaner("check", "docs", "--diff", *unsafe.split(), cwd=here)
        assert done.returncode == 1
        assert done.stderr.startswith(b"Found ")
        assert files(here) == before
        subprocess.run(["patch", "-p0"], input=done.stdout, cwd=here, check=True, capture_output=True)
        patched = files(here)
        for name, data in before.items():
            (here / name).write_bytes(data)
        cleaner("check", "docs", "--fix", *unsafe.split(), cwd=here)
        assert patched == {name: data for name, data in files(here).items() if name.startswith("docs")}

    def test_diff_wins_over_fix(self, here: Path) -> None:
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
    def test_select_and_ignore(self, here: Path, options: str, found: set[str]) -> None:
        assert codes(run(f"check docs {options}", here, 1)) == found

    def test_the_working_directory_is_checked_by_default(self, here: Path) -> None:
        assert "docs/a.txt:3:10" in run("check", here, 1)

    def test_a_file_named_twice_is_checked_once(self, here: Path) -> None:
        assert "in 1 of 1 document" in run("check docs docs/a.txt docs", here, 1)

    def test_standard_input(self, here: Path) -> None:
        text = run("check -", here, 1, stdin=COPY)
        assert "-:3:10: SPC104" in text
        assert run("check -", here, 0, stdin=CLEAN) == "No findings in 1 document.\n"
        run("check - docs", here, 2, stdin=CLEAN)

    def test_fixed_standard_input_is_parted_from_the_findings(self, here: Path) -> None:
        done = cleaner("check", "-", "--fix", cwd=here, stdin=COPY.encode())
        assert done.stdout.decode() == f"{CLEAN}\n{LINK}\n"
        assert b"SPC104" in done.stderr
        assert b"Fixed 2 of 3 findings" in done.stderr
        assert done.returncode == 1

    def test_a_diff_of_standard_input(self, here: Path) -> None:
        done = cleaner("check", "-", "--diff", cwd=here, stdin=COPY.encode())
        assert done.stdout.startswith(b"--- -\n+++ -\n@@ ")
        assert done.returncode == 1

    def test_the_summary_says_what_was_skipped_and_why(self, here: Path) -> None:
        docs = here / "docs"
        (docs / "page.html").write_text("<p>")
        (docs / "data.json").write_text("{}")
        (docs / ".hidden.txt").write_text(COPY)
        (docs / "draft.txt").write_text(COPY)
        (docs / ".gitignore").write_text("draft.txt\n")
        text = run("check docs", here, 1)
        assert (
            "in 1 of 1 document; skipped 4 files (1 hidden, 1 ignored by .gitignore, 2 other type)." in text
        )


class TestClean:
    def test_writes_texts_report_and_ledger(self, here: Path) -> None:
        (here / "docs" / "deep").mkdir()
        (here / "docs" / "deep" / "b.txt").write_text(COPY)
        assert run("clean docs -o out", here) == (
            "Cleaned 2 documents into out: 2 changed by 4 fixes; 2 findings remain.\n"
        )
        assert set(files(here / "out")) == {"a.txt", "deep/b.txt", "report.md", "ledger.jsonl"}
        assert (here / "out" / "a.txt").read_text() == f"{CLEAN}\n{LINK}\n"

    def test_unsafe_fixes_select_and_ignore(self, here: Path) -> None:
        run("clean docs -o out --unsafe-fixes", here)
        assert (here / "out" / "a.txt").read_text() == CLEAN
        run("clean docs -o out --select SPC104", here)
        assert (here / "out" / "a.txt").read_text() == COPY.replace("  ", " ")
        run("clean docs -o out --ignore SPC104,NAV", here)
        assert (here / "out" / "a.txt").read_text() == COPY.replace(" ,", ",")

    def test_one_file(self, here: Path) -> None:
        run("clean docs/a.txt -o out", here)
        assert (here / "out" / "a.txt").read_text() == f"{CLEAN}\n{LINK}\n"

    def test_check_tells_whether_the_target_is_fresh(self, here: Path) -> None:
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

    def test_a_second_run_writes_nothing(self, here: Path) -> None:
        run("clean docs -o out", here)
        times = {path: path.stat().st_mtime_ns for path in (here / "out").iterdir()}
        run("clean docs -o out", here)
        assert {path: path.stat().st_mtime_ns for path in (here / "out").iterdir()} == times

    def test_standard_input(self, here: Path) -> None:
        assert run("clean -", here, stdin=COPY) == f"{CLEAN}\n{LINK}\n"
        assert run("clean - --unsafe-fixes", here, stdin=COPY) == CLEAN
        assert "leave out -o" in run("clean - -o out", here, 2, stdin=COPY)

    def test_a_target_is_asked_for(self, here: Path) -> None:
        assert "name the folder to write with -o TARGET" in run("clean docs", here, 2)

    def test_the_report_shows_what_went_and_the_ledger_the_account(self, here: Path) -> None:
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

    def test_the_report_shows_the_largest_two_hundred(self, tmp_path: Path) -> None:
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
        assert (tmp_path / "out" / "ledger.jsonl").read_text().count("\n") == 206


class TestRestore:
    def test_a_target_gives_back_its_sources(self, here: Path) -> None:
        (here / "docs" / "b.txt").write_bytes("ﬁn \u00a0 caf\xe9\r\n".encode("cp1252", "ignore") * 30)
        run("clean docs -o out --unsafe-fixes", here)
        assert run("restore out -o back", here) == "Restored 2 of 2 documents into back.\n"
        assert files(here / "back") == files(here / "docs")
        assert "-o DIR" in run("restore out", here, 2)

    def test_a_file_is_taken_back_step_by_step(self, here: Path) -> None:
        run("check docs --fix", here, 1)
        run("check docs --fix --unsafe-fixes", here, 0)
        assert (here / "docs" / "a.txt").read_text() == CLEAN
        run("restore docs/a.txt", here)
        assert (here / "docs" / "a.txt").read_text() == f"{CLEAN}\n{LINK}\n"
        run("restore docs/a.txt", here)
        assert (here / "docs" / "a.txt").read_text() == COPY
        assert "no undo record" in run("restore docs/a.txt", here, 2)

    def test_a_file_changed_by_hand_is_left_alone(self, here: Path) -> None:
        run("check docs --fix", here, 1)
        (here / "docs" / "a.txt").write_text("mine\n")
        assert "no undo record for its present content" in run("restore docs/a.txt", here, 2)
        assert (here / "docs" / "a.txt").read_text() == "mine\n"


class TestExplain:
    def test_a_removed_line_is_told_its_finding_and_evidence(self, here: Path) -> None:
        text = run("explain docs/a.txt:7 --unsafe-fixes", here)
        assert text.startswith(f"docs/a.txt:7: removed\n\n7 | {LINK}\n")
        assert "NAV109 view-original (line 7, unsafe): link to the original 'view original post' (en)" in text
        assert "fix: delete line 7" in text

    def test_a_changed_line(self, here: Path) -> None:
        text = run("explain docs/a.txt:3", here)
        assert text.startswith("docs/a.txt:3: changed\n")
        assert "SPC104 repeated-space (line 3, safe): 2 spaces in a row" in text
        assert "SPC105 space-before-punctuation (line 3, safe)" in text

    def test_a_kept_line_is_told_the_nearest_entries_and_the_guard(self, here: Path) -> None:
        call = "Sign up for our free letter about lakes and get it every Sunday."
        (here / "docs" / "a.txt").write_text(f"{TITLE}\n\n{FIRST}\n\n{call}\n\n{SECOND}\n")
        text = run("explain docs/a.txt:5", here)
        assert text.startswith("docs/a.txt:5: kept as it is\n")
        assert re.search(
            r"^Spared:\n  NAV107 newsletter-call: .*amid the text and names no address", text, re.M
        )
        assert re.search(
            r'^Nearest phrases:\n(.*\n)*?  "sign up for our.*" \(en, NAV107.*: it matches; guard: ',
            text,
            re.M,
        )

    def test_a_line_near_an_entry_is_told_what_it_lacks(self, here: Path) -> None:
        (here / "docs" / "a.txt").write_text(f"{TITLE}\n\nSkip to the content of this box\n\n{FIRST}\n")
        text = run("explain docs/a.txt:3", here)
        assert re.search(r'"skip to content" \(en, NAV101 skip-link, \[\w+\]\): ', text)

    def test_rules_that_are_off_are_named(self, here: Path) -> None:
        text = run("explain docs/a.txt:1 --ignore NAV109", here)
        assert "Switched off by the configuration: NAV109 view-original" in text

    def test_a_line_that_is_not_there(self, here: Path) -> None:
        assert "has 7 lines, no line 8" in run("explain docs/a.txt:8", here, 2)
        assert "has 7 lines, no line 0" in run("explain docs/a.txt:0", here, 2)

    @pytest.mark.parametrize("subject", ["DUP101", "dup101", "repeated-caption"])
    def test_a_rule(self, here: Path, subject: str) -> None:
        text = run(f"explain {subject}", here)
        assert text.startswith("DUP101 repeated-caption (")
        assert "Options:\n  min-words = 12\n" in text
        assert "Bad:" in text
        assert "Left alone:" in text

    def test_neither(self, here: Path) -> None:
        text = run("explain NAV1O9", here, 2)
        assert "neither FILE:LINE nor a rule, did you mean 'NAV109'?" in text


def test_rules_lists_every_rule(tmp_path: Path) -> None:
    text = run("rules", tmp_path)
    for rule in load_rules():
        assert re.search(rf"^ +{rule.code} +{rule.name} ", text, re.MULTILINE)


def test_version_and_help(tmp_path: Path) -> None:
    assert package.__version__ in run("--version", tmp_path)
    commands = run("--help", tmp_path)
    for command in ("check", "clean", "restore", "explain", "rules"):
        assert f"\n  {command} " in commands
        assert run(f"{command} --help", tmp_path).startswith(f"Usage: cleaner {command} ")
        assert run(f"{command} -h", tmp_path) == run(f"{command} --help", tmp_path)


class TestConfiguration:
    def test_is_searched_upwards_from_the_working_directory(self, here: Path) -> None:
        configure(here, 'ignore = ["SPC"]')
        deep = here / "docs" / "deep"
        deep.mkdir()
        for cwd, path in ((here, "docs"), (here / "docs", "."), (deep, "..")):
            assert codes(run(f"check {path}", cwd, 1)) == {"NAV109"}

    def test_is_never_taken_from_the_checked_folder(self, here: Path) -> None:
        configure(here / "docs", 'ignore = ["SPC", "NAV"]')
        assert codes(run("check docs", here, 1)) == {"SPC104", "SPC105", "NAV109"}
        run("check .", here / "docs", 0)  # there it is the working directory's

    def test_in_pyproject(self, here: Path) -> None:
        (here / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.cleaner]\nselect = ["SPC104"]\n')
        assert codes(run("check docs", here, 1)) == {"SPC104"}

    def test_a_pyproject_without_the_table_is_passed_over(self, here: Path) -> None:
        configure(here, 'select = ["SPC104"]')
        (here / "docs" / "pyproject.toml").write_text('[project]\nname = "x"\n')
        assert codes(run("check .", here / "docs", 1)) == {"SPC104"}

    def test_the_command_line_adds_to_it(self, here: Path) -> None:
        configure(here, 'select = ["SPC"]\nignore = ["SPC104"]\nunsafe-fixes = true')
        assert codes(run("check docs", here, 1)) == {"SPC105"}
        assert codes(run("check docs --select SPC104,SPC105,NAV", here, 1)) == {"SPC105", "NAV109"}
        run("check docs --ignore SPC105", here, 0)

    def test_per_file_ignores(self, here: Path) -> None:
        poems = here / "docs" / "poems"
        poems.mkdir()
        (poems / "b.txt").write_text(COPY)
        configure(here, 'per-file-ignores = { "docs/poems/*.txt" = ["SPC", "view-original"] }')
        for command in ("check docs", "check docs/poems/b.txt docs/a.txt"):
            text = run(command, here, 1)
            assert "docs/a.txt:3:10" in text
            assert "poems" not in text

    def test_extend_safe_fixes(self, here: Path) -> None:
        configure(here, 'extend-safe-fixes = ["NAV109"]')
        run("check docs --fix", here, 0)
        assert (here / "docs" / "a.txt").read_text() == CLEAN

    def test_unsafe_fixes(self, here: Path) -> None:
        configure(here, "unsafe-fixes = true")
        run("clean docs -o out", here)
        assert (here / "out" / "a.txt").read_text() == CLEAN

    def test_documents_and_exclude(self, here: Path) -> None:
        docs = here / "docs"
        (docs / "raw").mkdir()
        for name in ("b.md", "c.html", "raw/d.txt", "draft.txt"):
            (docs / name).write_text(COPY)
        (docs / ".gitignore").write_text("draft*\n")
        configure(here, 'documents = ["*.txt", "docs/*.md"]\nexclude = ["docs/raw/"]')
        text = run("check docs", here, 1)
        assert set(re.findall(r"^(\S+?):\d", text, re.MULTILINE)) == {"docs/a.txt", "docs/b.md"}
        assert "(1 excluded, 1 ignored by .gitignore, 1 other type)" in text
        run("clean docs -o out", here)
        assert set(files(here / "out")) == {"a.txt", "b.md.txt", "report.md", "ledger.jsonl"}

    def test_gitignore_does_not_count_for_what_is_named(self, here: Path) -> None:
        (here / "docs" / ".gitignore").write_text("*.txt\n")
        assert "1 ignored by .gitignore" in run("check docs", here, 2)
        assert "docs/a.txt:3:10" in run("check docs/a.txt", here, 1)

    def test_a_named_file_that_is_excluded_is_a_note(self, here: Path) -> None:
        configure(here, 'exclude = ["a.txt"]')
        assert "note: docs/a.txt: excluded by the configuration" in run("check docs/a.txt", here, 0)
        assert "1 excluded" in run("check docs", here, 2)

    def test_protected_text_is_not_touched(self, here: Path) -> None:
        configure(here, 'protect = ["ferry +to", "^View original"]\nunsafe-fixes = true')
        run("clean docs -o out", here)
        assert (here / "out" / "a.txt").read_text() == COPY.replace(" ,", ",")
        assert "but is protected" in run("explain docs/a.txt:7", here)

    def test_language(self, here: Path) -> None:
        configure(here, 'language = "de"')
        assert "expected de" in run("check docs --select LNG101", here, 0)
        configure(here, 'language = ["de", "en"]')
        assert "No findings" in run("check docs --select LNG101", here, 0)

    def test_metadata_is_kept_or_stripped_and_always_extracted(self, here: Path) -> None:
        (here / "docs" / "a.txt").write_text(f"{TITLE}\n\nBy Ada Fischer\n\n{FIRST}\n\n{SECOND}\n")
        for choice, kept in (("keep", True), ("strip", False)):
            configure(here, f'metadata = "{choice}"\nunsafe-fixes = true')
            run("clean docs -o out", here)
            assert ("Ada Fischer" in (here / "out" / "a.txt").read_text()) is kept
            assert "- author: Ada Fischer" in (here / "out" / "report.md").read_text()

    def test_rule_options(self, here: Path) -> None:
        line = "A heron stands in the shallow water"
        (here / "docs" / "a.txt").write_text(f"{TITLE}\n\n{FIRST}\n\n{line}\n{line}\n\n{SECOND}\n")
        assert "No findings" in run("check docs --select DUP101", here, 0)
        for key in ("DUP101", "repeated-caption"):
            configure(here, f"[rules.{key}]\nmin-words = 6")
            assert codes(run("check docs --select DUP101", here, 1)) == {"DUP101"}


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


class TestTerminal:
    def test_colour_on_a_terminal_only(self, here: Path) -> None:
        code, shown, _ = on_terminal("check docs", here)
        assert code == 1
        assert b"\x1b[31m\x1b[1mSPC104\x1b[0m" in shown
        assert "\x1b" not in run("check docs", here, 1)
        assert b"\x1b[3" in on_terminal("check docs --diff", here)[1]

    def test_no_color_is_heeded(self, here: Path) -> None:
        code, shown, _ = on_terminal("check docs", here, NO_COLOR="1")
        assert code == 1
        assert b"SPC104" in shown
        assert b"\x1b" not in shown

    def test_colour_is_nothing_but_colour(self, here: Path) -> None:
        shown = on_terminal("check docs", here)[1].replace(b"\r\n", b"\n")
        assert re.sub(rb"\x1b\[\d+m", b"", shown).decode() == run("check docs", here, 1)

    def test_a_progress_bar_on_a_terminal_only(self, here: Path) -> None:
        for number in range(60):
            (here / "docs" / f"{number}.txt").write_text(COPY)
        code, shown, _ = on_terminal("clean docs -o out", here)
        assert code == 0
        assert b"Cleaning" in shown
        assert b"100%" in shown
        done = cleaner("clean", "docs", "-o", "other", cwd=here)
        assert done.stderr == b""
        assert done.stdout.startswith(b"Cleaned 61 documents into other")

    def test_findings_in_a_pipe_with_a_bar_beside_them(self, here: Path) -> None:
        for number in range(60):
            (here / "docs" / f"{number}.txt").write_text(COPY)
        code, shown, piped = on_terminal("check docs", here, output=False)
        assert code == 1
        assert b"Checking" in shown
        assert b"\x1b" not in piped
        assert codes(piped.decode()) == {"SPC104", "SPC105", "NAV109"}
