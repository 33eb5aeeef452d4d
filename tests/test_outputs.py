"""Reports through the real command: formats, files, several in one run, hostile documents and names."""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import pytest

from cleaner.formats import FORMATS
from tests.command import cleaner, files
from tests.formats.test_formats import SARIF_SCHEMA, assert_no_command, read_commands

TEXT = (
    "Storm keeps the ferry in port\n\n"
    "The ferry  to the islands was cancelled for a third day because of the storm, it said.\n\n"
    "View original post\n"
)
CLEAN = TEXT.replace("  ", " ").replace("View original post\n", "").rstrip("\n") + "\n"
HOSTILE_NAME = b"::error::a\nb\x1b[31m]]>,{0}[l](1)%25\xff.txt"
HOSTILE_TEXT = (
    "##[error]x ]]> {0} \x1b]0;owned\x07 \u202egnp\u2066 storm  in port\n"
    "  ::error::y  and so on  ::add-mask::z\n\n"
    "View original post ##vso[task.complete]\n"
)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(TEXT)
    return tmp_path


def report(folder: Path, *arguments: str, code: int = 1, before: dict[str, str] | None = None) -> str:
    """Run `check` and return standard output alone."""
    done = cleaner("check", *arguments, cwd=folder, environment=before or {})
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode()


@pytest.mark.parametrize("arguments", [["--output-file", "-"], ["--output", "json=-"]])
def test_the_console_is_no_file(here: Path, arguments: list[str]) -> None:
    done = cleaner("check", "docs", *arguments, cwd=here)
    assert done.returncode == 2
    assert b"-: is no file; without a file to write to, reports are printed" in done.stderr
    assert not (here / "-").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_of_every_finding(here: Path, name: str) -> None:
    text = report(here, "docs", "--output-format", name)
    assert "SPC104" in text
    assert "NAV109" in text
    assert "a.txt" in text


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"full", "concise", "grouped"}))
def test_a_report_for_programs_is_alone_on_standard_output(here: Path, name: str) -> None:
    done = cleaner("check", "docs", "nope.txt", "--output-format", name, cwd=here)
    assert done.returncode == 2
    assert b"Found 2 findings" in done.stderr
    assert b"nope.txt: no such file" in done.stderr
    assert name == "markdown" or b"Found 2 findings" not in done.stdout
    assert name == "gitlab" or b"nope.txt" in done.stdout  # GitLab wants a place in a file


def test_a_file_in_place_of_the_console(here: Path) -> None:
    text = report(here, "docs", "--output-format", "json", "--output-file", "out.json")
    assert text == "Found 2 findings (1 fixable with --fix, 1 more with --unsafe-fixes) in 1 of 1 document.\n"
    assert len(json.loads((here / "out.json").read_text())["findings"]) == 2
    report(here, "docs", "-o", "full.txt")
    assert "3 | The ferry··to" in (here / "full.txt").read_text("utf-8")


def test_several_reports_in_one_run(here: Path) -> None:
    text = report(here, "docs", *(f"--output={name}={name}.out" for name in FORMATS))
    assert "3 | The ferry··to" in text
    for name in FORMATS:
        expected = report(here, "docs", "--output-format", name)
        if name in ("full", "concise", "grouped"):
            expected = expected[: expected.rindex("Found ")]
        assert (here / f"{name}.out").read_text("utf-8") == expected, name


def test_a_diff_beside_a_report(here: Path) -> None:
    text = report(here, "docs", "--diff", "--output", "json=out.json")
    assert text.startswith("--- docs/a.txt")
    assert len(json.loads((here / "out.json").read_text())["findings"]) == 2
    report(here, "docs", "--diff", "--output-format", "json", code=2)


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"full", "github", "markdown"}))
def test_jobs_make_no_difference(here: Path, name: str) -> None:
    for number in range(40):
        (here / "docs" / f"{number}.txt").write_text(TEXT * (number % 3 + 1))
    one = report(here, "docs", "--output-format", name, "--jobs", "1")
    assert one == report(here, "docs", "--output-format", name, "--jobs", "2")


def test_after_a_fix_services_see_what_remains_where_it_is_now(here: Path) -> None:
    (here / "docs" / "a.txt").write_text("\n\n\n" + TEXT)
    text = report(here, "docs", "--fix", "--output", "json=out.json", "--output", "sarif=out.sarif")
    assert "SPC104" in text  # people are told what was mended
    found = json.loads((here / "out.json").read_text())
    assert [(item["code"], item["line"]) for item in found["findings"]] == [("NAV109", 5)]
    assert found["summary"]["fixed"] == 2
    assert (here / "docs" / "a.txt").read_text().split("\n")[4] == "View original post"
    (run,) = json.loads((here / "out.sarif").read_text())["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["NAV109"]


def test_standard_input(here: Path) -> None:
    done = cleaner("check", "-", "--output-format", "json", cwd=here, stdin=TEXT.encode())
    assert {item["path"] for item in json.loads(done.stdout)["findings"]} == {"-"}
    done = cleaner("check", "-", "--fix", "--output-format", "json", cwd=here, stdin=TEXT.encode())
    assert done.stdout.decode() == TEXT.replace("  ", " ")
    found = json.loads(done.stderr[: done.stderr.rindex(b"}") + 1])
    assert [item["code"] for item in found["findings"]] == ["NAV109"]


# ---- files


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--output", "sarif=nowhere/out.sarif"], "nowhere/out.sarif: the report cannot be written: no such"),
        (["--output-file", "docs"], "docs: the report cannot be written: is a directory"),
        (["--output", "sarif"], "'sarif': want FORMAT=FILE"),
        (["--output", "sarf=out"], "unknown format 'sarf', did you mean 'sarif'?"),
        (["--output-format", "jsno"], "unknown format 'jsno', did you mean 'json'?"),
        (["--output", "json=out", "--output", "sarif=./out"], "out: named for two reports"),
        (["--output", "json=docs/a.txt"], "docs/a.txt: is a document; write the report to another file"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is_left(
    here: Path, arguments: list[str], message: str
) -> None:
    before = files(here)
    done = cleaner("check", "docs", *arguments, cwd=here)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert files(here) == before


def test_a_run_that_fails_leaves_the_old_report(here: Path) -> None:
    (here / "out.json").write_text("old")
    (here / "empty").mkdir()
    report(here, "empty", "--output", "json=out.json", code=2)
    assert (here / "out.json").read_text() == "old"
    report(here, "docs", "--output", "json=out.json")
    assert (here / "out.json").read_text() != "old"


def test_a_report_is_no_more_readable_than_the_documents(here: Path) -> None:
    def mode(*arguments: str) -> int:
        report(here, *arguments, "--output", "json=out.json")
        return (here / "out.json").stat().st_mode & 0o777

    assert (usual := mode("docs")) & 0o400
    (here / "docs" / "b.txt").write_text(TEXT)
    (here / "docs" / "b.txt").chmod(0o600)
    assert mode("docs") == 0o600
    assert mode("docs/a.txt") == 0o600, "the file was private, and stays so"
    (here / "out.json").unlink()
    assert mode("docs/a.txt") == usual
    (here / "out.json").unlink()
    cleaner("check", "-", "--output", "json=out.json", cwd=here, stdin=TEXT.encode())
    assert (here / "out.json").stat().st_mode & 0o777 == usual


def test_a_device_stays_a_device(here: Path) -> None:
    report(here, "docs", "--output", "json=/dev/null")
    assert not Path("/dev/null").is_file()
    assert '"findings"' in report(here, "docs", "-o", "/dev/stdout", "--output-format", "json")


def test_a_full_disk_is_one_line(here: Path) -> None:
    done = cleaner("check", "docs", "--output", "json=/dev/full", cwd=here)
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert "no space left on device" in done.stderr.decode()


def test_paths_for_services_are_those_of_the_repository(here: Path) -> None:
    (here / ".git").mkdir()
    for name in ("sarif", "github", "gitlab", "junit"):
        inside = report(here / "docs", "a.txt", "--output-format", name)
        assert "docs/a.txt" in inside
    assert "docs/a.txt" not in report(here / "docs", "a.txt", "--output-format", "json")
    outside = report(here / "docs", "a.txt", "../b.txt", "--output-format", "sarif", code=2)
    assert "file://" not in outside
    (here / "other" / ".git").mkdir(parents=True)
    outside = report(here / "other", "../docs/a.txt", "--output-format", "sarif")
    assert f'"uri":"file://{here}/docs/a.txt"' in outside


# ---- hostile


@pytest.fixture
def hostile(here: Path) -> Path:
    (here / "docs" / os.fsdecode(HOSTILE_NAME)).write_text(HOSTILE_TEXT, "utf-8")
    return here


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_names_and_texts(hostile: Path, name: str) -> None:
    text = report(hostile, "docs", "--output-format", name)
    assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066" for c in text)
    if name == "json":
        (path,) = {item["path"] for item in json.loads(text)["findings"]} - {"docs/a.txt"}
        assert path == "docs/" + os.fsdecode(HOSTILE_NAME).replace("\udcff", "\\udcff")
    elif name == "json-lines":
        assert all(json.loads(line)["kind"] for line in text.splitlines())
    elif name == "sarif":
        SARIF_SCHEMA.validate(json.loads(text))
    elif name == "gitlab":
        prints = [issue["fingerprint"] for issue in json.loads(text)]
        assert len(set(prints)) == len(prints)
    elif name == "junit":
        assert len(ElementTree.fromstring(text)) == 2  # noqa: S314 - our own report
    elif name == "github":
        commands = "".join(line for line in text.splitlines(keepends=True) if line.startswith("::"))
        assert {kind for kind, _, _ in read_commands(commands)} <= {"warning", "notice"}
        assert_no_command("".join(set(text.splitlines(keepends=True)) - set(commands.splitlines(True))))
    elif name != "markdown":
        assert_no_command(text)


@pytest.mark.parametrize(
    "command", ["check docs --diff", "explain docs/b.txt:1", "check docs", "clean docs -o out"]
)
def test_no_document_commands_a_ci_service(here: Path, command: str) -> None:
    (here / "docs" / "b.txt").write_text(HOSTILE_TEXT, "utf-8")
    done = cleaner(*command.split(), cwd=here, environment={"GITHUB_ACTIONS": "true"})
    assert_no_command((done.stdout + done.stderr).decode())


def test_a_report_is_the_same_in_any_locale(hostile: Path) -> None:
    (hostile / "docs" / "b.txt").write_text("Café  𝒳\n", "utf-8")
    for name in set(FORMATS) - {"full", "concise", "grouped"}:
        plain = report(hostile, "docs", "--output-format", name)
        ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        assert report(hostile, "docs", "--output-format", name, before=ascii_only) == plain


# ---- GitHub's job summary


def test_a_job_summary_where_the_environment_names_its_file(here: Path) -> None:
    summary = here / "summary.md"
    summary.write_text("# Before\n")
    report(here, "docs", "--output-format", "github", before={"GITHUB_STEP_SUMMARY": str(summary)})
    text = summary.read_text()
    assert text.startswith("# Before\n## cleaner\n\nFound 2 findings")
    assert re.search(r"^\| `docs/a.txt:3:10` \| SPC104 repeated-space \| warning \| ", text, re.MULTILINE)
    report(here, "docs", before={"GITHUB_STEP_SUMMARY": str(summary)})
    assert summary.read_text() == text, "only with GitHub's annotations"


def test_a_job_summary_never_grows_beyond_what_github_shows(here: Path) -> None:
    summary = here / "summary.md"
    for size in (0, 1_047_000, 1_048_576):
        summary.write_text("x\n" * (size // 2))
        report(here, "docs", "--output-format", "github", before={"GITHUB_STEP_SUMMARY": str(summary)})
        assert summary.stat().st_size <= 1_048_576
    for name in ("nowhere/summary.md", "docs"):
        done = cleaner(
            "check", "docs", "--output-format", "github", cwd=here, environment={"GITHUB_STEP_SUMMARY": name}
        )
        assert done.returncode == 1, "a summary fails no run"
        assert b"note: GITHUB_STEP_SUMMARY: cannot be written: " in done.stderr


def test_junit_fails_what_fails_the_run(here: Path) -> None:
    for fail_on, code, failures in (("warning", 1, 2), ("error", 0, 0), ("never", 0, 0)):
        text = report(here, "docs", "--output-format", "junit", "--fail-on", fail_on, code=code)
        assert text.count("<failure ") == failures
    report(here, "docs", "--output", "junit=out.xml", "--config", 'severity = {NAV = "note"}')
    assert (here / "out.xml").read_text().count("<failure ") == 1


def test_concise_and_grouped_hold_the_same(here: Path) -> None:
    (here / "docs" / "b.txt").write_text(TEXT)
    concise = report(here, "docs", "--output-format", "concise").splitlines()[:-1]
    grouped = report(here, "docs", "--output-format", "grouped")
    rebuilt = []
    for block in grouped.split("\n\n")[:-1]:
        head, *rows = block.split("\n")
        rebuilt += [f"{head}{' '.join(row.split()[:1])}: {row.split('  ', 2)[2].strip()}" for row in rows]
    assert Counter(rebuilt) == Counter(concise)
