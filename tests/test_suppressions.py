"""Suppressions, through the real command: what a person lets stand stays, and is told no more."""

from __future__ import annotations

import json
import re
import subprocess
from codecs import BOM_UTF8
from pathlib import Path

import msgspec
import pytest

from cleaner.config import Suppression
from tests.command import ROOT, cleaner

TITLE = "Storm keeps the ferry in port\n\n"
TEXT = "The ferry to the northern islands was cancelled for a third day because of the storm, it said.\n"
LINK = "View original post\n"
ODD = "The sign  said: no ships , no mail.\n"
NAME = "cleaner-suppressions.toml"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "cleaner.toml").write_text("unsafe-fixes = true\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(TITLE + TEXT + "\n" + ODD + "\n" + LINK)
    return tmp_path


def run(*arguments: str, cwd: Path, code: int = 0) -> str:
    done = cleaner(*arguments, cwd=cwd)
    text = (done.stdout + done.stderr).decode()
    assert done.returncode == code, text
    assert "Traceback" not in text
    return text


def suppress(here: Path, place: str, rule: str, code: int = 0) -> str:
    return run("suppress", place, rule, "--reason", "it is meant so", cwd=here, code=code)


def found(text: str) -> list[str]:
    return re.findall(r"^(\S+:\d+:\d+: [A-Z]{3}\d{3})", text, re.MULTILINE)


def test_a_finding_is_suppressed_by_one_command(here: Path) -> None:
    assert found(run("check", cwd=here, code=1))[-1] == "docs/a.txt:7:1: NAV109"
    assert "docs/a.txt:7: NAV109 view-original is suppressed" in suppress(
        here, "docs/a.txt:7", "view-original"
    )
    assert (
        (here / NAME)
        .read_text()
        .endswith(
            '[[suppress]]\ndocument = "docs/a.txt"\nrule = "NAV109"\ntext = "View original post"\n'
            'reason = "it is meant so"\n'
        )
    )
    text = run("check", cwd=here, code=1)
    assert found(text) == ["docs/a.txt:5:9: SPC104", "docs/a.txt:5:25: SPC105"]
    assert "1 suppressed" in text


def test_the_file_may_begin_with_a_mark(here: Path) -> None:
    """It is told by its line, and stays when an entry is added."""
    entry = '[[suppress]]\ndocument = "docs/a.txt"\ntext = "no such line"\nrule = "NAV"\nreason = "because"\n'
    (here / NAME).write_text(entry, encoding="utf-8-sig")
    assert f"{NAME}:1:1: SUP101" in run("check", cwd=here, code=1)
    suppress(here, "docs/a.txt:7", "NAV109")
    assert "1 suppressed" in run("check", cwd=here, code=1)
    assert (here / NAME).read_bytes().startswith(BOM_UTF8 + b"[[suppress]]\n")


def test_what_is_suppressed_is_not_mended(here: Path) -> None:
    suppress(here, "docs/a.txt:7", "NAV109")
    suppress(here, "docs/a.txt:5:9", "SPC104")
    run("check", "--fix", cwd=here)
    assert (here / "docs" / "a.txt").read_text() == TITLE + TEXT + "\n" + ODD.replace(" ,", ",") + "\n" + LINK
    run("clean", "docs", "-o", "out", cwd=here)
    assert (here / "out" / "a.txt").read_bytes() == (here / "docs" / "a.txt").read_bytes()


def test_one_is_of_use_where_other_fixes_would_have_made_the_finding_go(here: Path) -> None:
    """The judge is surer of the menu line as long as it sees what other rules take away below."""
    page = re.findall(r"^```text\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)[0]
    (here / "cleaner.toml").write_text("")
    (here / "docs" / "a.txt").write_text(page, "utf-8")
    suppress(here, "docs/a.txt:1", "unnamed-furniture")
    text = run("check", cwd=here, code=1)
    assert "SUP101" not in text
    assert "BLR101" not in text
    assert "1 suppressed" in text
    run("check", "--fix", cwd=here, code=1)
    assert (here / "docs" / "a.txt").read_text("utf-8").startswith(page[:15])


def test_it_holds_when_lines_move_and_when_the_line_is_mended_otherwise(here: Path) -> None:
    """The text is compared by its words, without case, odd spaces, punctuation and broken letters."""
    suppress(here, "docs/a.txt:7", "NAV109")
    (here / "docs" / "a.txt").write_text(TITLE + "\n\n" + TEXT + "\nView\u00a0original  post\n")
    assert "NAV109" not in run("check", cwd=here, code=1)


@pytest.mark.parametrize(
    "entry",
    [
        'document = "docs/a.txt"\ntext = "view original post"',
        'document = "docs/a.txt"\npattern = "^View"',
        'document = "docs/*.txt"\ntext = "View original post"',
        'document = "docs/"',
        'document = "docs/a.txt"',
    ],
)
def test_lines_are_named_by_text_or_pattern_documents_by_path_or_pattern(here: Path, entry: str) -> None:
    (here / NAME).write_text(f'[[suppress]]\n{entry}\nrule = "NAV"\nreason = "because"\n')
    text = run("check", cwd=here, code=1)
    assert "NAV109" not in text
    assert "SUP101" not in text


def test_an_unused_one_is_a_finding_on_its_line(here: Path) -> None:
    suppress(here, "docs/a.txt:7", "NAV109")
    (here / "docs" / "a.txt").write_text(TITLE + TEXT)
    text = run("check", "docs/a.txt", cwd=here, code=1)
    assert found(text) == [f"{NAME}:4:1: SUP101"]
    assert "suppresses no NAV109 in docs/a.txt; delete the entry" in text
    assert "4 | [[suppress]]" in text
    run("check", "--ignore", "SUP101", cwd=here)
    assert found(run("check", "--config", 'severity = {SUP101 = "note"}', cwd=here)) != []


def test_an_unused_entry_has_a_rule_in_sarif_and_in_the_catalogue(here: Path) -> None:
    suppress(here, "docs/a.txt:5", "SPC104")
    (here / "docs" / "a.txt").write_text(TITLE + TEXT)
    run("check", "--output", "sarif=out.sarif", cwd=here, code=1)
    (log,) = json.loads((here / "out.sarif").read_text())["runs"]
    (result,) = (result for result in log["results"] if result["ruleId"] == "SUP101")
    assert log["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "SUP101"
    assert "SUP101  unused-suppression" in run("rules", cwd=here)


def test_nothing_is_said_of_what_was_not_looked_at(here: Path) -> None:
    suppress(here, "docs/a.txt:7", "NAV109")
    (here / "docs" / "a.txt").write_text(TITLE + TEXT)
    (here / "docs" / "b.txt").write_text(TITLE + TEXT)
    assert found(run("check", "docs/b.txt", cwd=here)) == []
    assert found(run("check", "--select", "SPC", cwd=here)) == []
    (here / "docs" / "a.txt").unlink()
    assert found(run("check", "docs/b.txt", cwd=here)) == []


def test_one_of_a_document_that_is_gone_is_unused(here: Path) -> None:
    """As with the baseline, a folder that was named tells of all that is no more in it."""
    suppress(here, "docs/a.txt:7", "NAV109")
    (here / "docs" / "a.txt").unlink()
    for folder in ("docs", "more"):
        (here / folder).mkdir(exist_ok=True)
        (here / folder / "b.txt").write_text(TITLE + TEXT)
    assert "docs/a.txt, which was not met" in run("check", cwd=here, code=1)
    assert "docs/a.txt, which was not met" in run("check", "docs", cwd=here, code=1)
    assert found(run("check", "docs", "--select", "SPC", cwd=here)) == []
    assert found(run("check", "more", "docs/b.txt", cwd=here)) == []


def test_nothing_is_said_of_what_did_not_change_or_could_not_be_checked(here: Path) -> None:
    """Since a revision, only what changed was looked at, though the folder was named."""
    (here / "docs" / "b.txt").write_text(TITLE + TEXT + "\n" + LINK)
    suppress(here, "docs/b.txt:5", "NAV109")
    suppress(here, "docs/a.txt:7", "NAV109")
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "all"]):
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], cwd=here, check=True)
    (here / "docs" / "a.txt").write_text(TITLE + TEXT)
    assert found(run("check", "--changed-since", "HEAD", cwd=here, code=1)) == [f"{NAME}:10:1: SUP101"]
    (here / "docs" / "a.txt").write_bytes(bytes(range(256)))
    assert "SUP101" not in run("check", cwd=here, code=2)


def test_an_unused_one_is_counted_as_what_it_is(here: Path) -> None:
    suppress(here, "docs/a.txt:7", "NAV109")
    (here / "docs" / "a.txt").write_text(TITLE + TEXT)
    assert "Found 1 finding (1 to mend by hand) in 0 of 1 document" in run("check", cwd=here, code=1)
    note = ("--config", 'severity = {SUP101 = "note"}')
    assert "Found 1 finding (1 note) in 0 of 1 document" in run("check", *note, cwd=here)


class TestRecords:
    @pytest.fixture
    def records(self, here: Path) -> Path:
        rows = [
            {"id": name, "text": TITLE + TEXT + "\n" + LINK} for name in ("https://a.example/?page=[1]", "b")
        ]
        (here / "p.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        return here

    def test_one_by_its_id(self, records: Path) -> None:
        name = "p.jsonl#https://a.example/?page=[1]"
        suppress(records, f"{name}:5", "NAV109")
        assert f'document = "{name}"\n' in (records / NAME).read_text()
        told = run("check", "p.jsonl", cwd=records, code=1)
        assert found(told) == ["p.jsonl#b:5:1: NAV109"]
        assert "1 suppressed" in told
        assert "suppressed there already" in suppress(records, f"{name}:5", "NAV109")

    @pytest.mark.parametrize("document", ["p.jsonl", "*.jsonl"])
    def test_all_of_a_file(self, records: Path, document: str) -> None:
        entry = f'[[suppress]]\ndocument = "{document}"\nrule = "NAV109"\nreason = "because"\n'
        (records / NAME).write_text(entry)
        assert "2 suppressed" in run("check", "p.jsonl", cwd=records)


def test_a_suppressed_finding_is_in_no_baseline(here: Path) -> None:
    suppress(here, "docs/a.txt:7", "NAV109")
    run("baseline", cwd=here)
    assert "NAV109" not in (here / "cleaner-baseline.jsonl").read_text()


def test_a_very_long_line_is_told_by_its_beginning(here: Path) -> None:
    (here / "docs" / "a.txt").write_text(TITLE + "(1) Ships  " + "and more ships " * 200 + "\n")
    suppress(here, "docs/a.txt:3", "SPC104")
    assert 'pattern = "^\\\\W*1\\\\W+Ships' in (here / NAME).read_text()
    assert "SPC104" not in run("check", "--select", "SPC104", cwd=here)


def test_a_name_with_signs_of_patterns_means_itself(here: Path) -> None:
    (here / "docs" / "a[1].txt").write_text(TITLE + TEXT + "\n" + LINK)
    suppress(here, "docs/a[1].txt:5", "NAV109")
    assert found(run("check", "docs/a[1].txt", cwd=here)) == []


def test_what_cannot_be_suppressed_is_said(here: Path) -> None:
    assert "no finding of NAV109 there; there is none at all" in suppress(here, "docs/a.txt:1", "NAV109", 2)
    assert "there is SPC104 repeated-space, SPC105 " in suppress(here, "docs/a.txt:5", "NAV109", 2)
    assert "did you mean 'NAV109'" in suppress(here, "docs/a.txt:7", "NAV1O9", 2)
    assert "is not FILE:LINE" in suppress(here, "docs/a.txt", "NAV109", 2)
    assert "has 7 lines, no line 99" in suppress(here, "docs/a.txt:99", "NAV109", 2)
    assert "Missing option '--reason'" in run("suppress", "docs/a.txt:7", "NAV109", cwd=here, code=2)
    (here / "docs" / "a.txt").write_text(TITLE + "\n\n\n" + TEXT)
    assert "a blank line looks like any other" in suppress(here, "docs/a.txt:3", "SPC103", 2)
    assert not (here / NAME).exists()


def test_twice_is_once(here: Path) -> None:
    suppress(here, "docs/a.txt:7", "NAV109")
    before = (here / NAME).read_text()
    assert "suppressed there already" in suppress(here, "docs/a.txt:7", "NAV109")
    assert (here / NAME).read_text() == before


def test_a_family_is_one_rule_that_is_told_still_or_must_be_said_closer(here: Path) -> None:
    """A reason is one for one rule; an entry that is there already is not written again."""
    assert "SPC is several rules there; name one: SPC104 repeated-space, SPC105" in suppress(
        here, "docs/a.txt:5", "SPC", 2
    )
    suppress(here, "docs/a.txt:5", "SPC104")
    assert "SPC105 space-before-punctuation is suppressed" in suppress(here, "docs/a.txt:5", "SPC")
    assert found(run("check", "--ignore", "NAV", cwd=here)) == []
    assert "is suppressed there already" in suppress(here, "docs/a.txt:5", "SPC")


def test_what_a_person_wrote_into_the_file_stays(here: Path) -> None:
    (here / NAME).write_text("# mine\n")
    suppress(here, "docs/a.txt:7", "NAV109")
    assert (here / NAME).read_text().startswith("# mine\n\n[[suppress]]\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[suppress]]\n", ":1: document is missing"),
        ('[[suppress]]\ndocument = "a"\nrule = "NAV"\n', "reason is missing"),
        (
            '[[suppress]]\ndocument = "a"\nrule = "NAV"\nreason = " "\n',
            "reason: want a string that is not empty",
        ),
        ('[[suppress]]\ndocument = "a"\nrule = "NVA"\nreason = "r"\n', "unknown rule 'NVA', did you mean"),
        ('\n[[suppress]]\ndocumant = "a"\n', ":2: unknown key 'documant', did you mean 'document'?"),
        ("[[supress]]\n", "unknown key 'supress', did you mean 'suppress'?"),
        (
            '[[suppress]]\ndocument = "a"\nrule = "NAV"\nreason = "r"\npattern = "("\n',
            "is no regular expression",
        ),
        (
            '[[suppress]]\ndocument = "a"\nrule = "NAV"\nreason = "r"\npattern = "a"\ntext = "a"\n',
            "both text",
        ),
        ("suppress = 3\n", "want [[suppress]]"),
        ("[[suppress\n", NAME),
    ],
)
def test_a_broken_file_is_an_error(here: Path, text: str, said: str) -> None:
    (here / NAME).write_text(text)
    told = run("check", cwd=here, code=2)
    assert NAME in told
    assert said in told


def test_a_file_that_is_named_must_be_there(here: Path) -> None:
    (here / "cleaner.toml").write_text('suppressions = "mine.toml"')
    assert "mine.toml: no such file" in run("check", cwd=here, code=2)
    suppressed = '[[suppress]]\ndocument = "docs/a.txt"\nrule = "ALL"\nreason = "r"\n'
    (here / "mine.toml").write_text(suppressed)
    assert "suppressed" in run("check", cwd=here)


@pytest.mark.parametrize("reason", ["", " "])
def test_an_entry_needs_a_reason(here: Path, reason: str) -> None:
    text = run("suppress", "docs/a.txt:5", "SPC104", "--reason", reason, cwd=here, code=2)
    assert "--reason: say why the finding stays" in text
    assert not (here / NAME).exists()


def test_an_entry_that_stands_twice_is_used_twice() -> None:
    """A merge may leave it so; both are right."""
    entry = Suppression("a.txt", "NAV102", "it is a song")
    assert entry == msgspec.structs.replace(entry, number=7)
    assert len({entry, msgspec.structs.replace(entry, number=7)}) == 1
    assert entry != msgspec.structs.replace(entry, text="Back to top")
