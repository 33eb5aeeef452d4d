"""Rules and tables of one's own, through the real command: they run, are tested, and fail by themselves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cleaner as package
from cleaner.registry import load_rules
from tests.command import ROOT, cleaner

RULE = '''\
"""Lines about the tide."""

from collections.abc import Iterator

from cleaner import SAFE, Document, Example, Yield, deletion, rule

from ._words import WORD


@rule(
    code="OWN101",
    name="tide-line",
    safety=SAFE,
    removes_words=True,
    examples=[
        Example(bad="Tide 9:40\\n\\nThe ferry sails.\\n", good="The ferry sails.\\n"),
        Example(good="The tide is low.\\n"),
    ],
)
def tide_line(document: Document, *, longest: int = 20) -> Iterator[Yield]:
    """Remove the tide."""
    for line in document.inked:
        if line.key.startswith(WORD) and len(line.text) <= longest:
            yield deletion(document, line, line, "tide")
'''
BODY = "The ferry to the northern islands was cancelled for a third day because of the storm, it said.\n"
TEXT = f"Tide 9:40\n\n{BODY}\nTo the masthead\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A configured folder with one rule, its helper, a table that extends one of ours, and 20 documents."""
    (tmp_path / "cleaner.toml").write_text('rule-directory = "own"\n')
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "tide_line.py").write_text(RULE)
    (tmp_path / "own" / "_words.py").write_text('WORD = "tide "\n')
    (tmp_path / "own" / "back_to_top.toml").write_text('[line]\nen = ["To the  masthead!"]\n')
    (tmp_path / "docs").mkdir()
    for number in range(20):
        (tmp_path / "docs" / f"{number:02}.txt").write_text(TEXT)
    return tmp_path


def run(cwd: Path, *arguments: str) -> tuple[int, str]:
    done = cleaner(*arguments, cwd=cwd)
    said = (done.stdout + done.stderr).decode()
    assert "Traceback" not in said
    return done.returncode, said


def lines_of(cwd: Path, *arguments: str) -> list[str]:
    """What `check --output-format concise` says of the first document, without its name."""
    _, said = run(cwd, "check", "docs", "--output-format", "concise", "--unsafe-fixes", *arguments)
    return [line.partition(":")[2] for line in said.splitlines() if line.startswith("docs/00.txt")]


class TestRulesAndTables:
    def test_a_table_may_begin_with_a_mark(self, here: Path) -> None:
        before = lines_of(here)
        table = here / "own" / "back_to_top.toml"
        table.write_text(table.read_text(), encoding="utf-8-sig")
        assert lines_of(here) == before

    def test_both_run_beside_ours(self, here: Path) -> None:
        assert lines_of(here) == [
            "1:1: OWN101 [*] tide-line: tide",
            "5:1: NAV102 [*] back-to-top: link back to the top 'to the masthead' (en)",
        ]

    def test_results_do_not_depend_on_the_number_of_processes(self, here: Path) -> None:
        assert lines_of(here, "--jobs", "2", "--no-cache") == lines_of(here, "--no-cache") != []

    def test_they_are_known_everywhere(self, here: Path) -> None:
        assert "OWN101  tide-line" in run(here, "rules")[1]
        assert "Remove the tide." in run(here, "explain", "tide-line")[1]
        assert "OWN101 tide-line" in run(here, "explain", "docs/00.txt:1")[1]
        assert "to the masthead" in run(here, "explain", "docs/00.txt:5")[1]
        assert '"id":"OWN101"' in run(here, "check", "docs", "--output-format", "sarif")[1]
        assert run(here, "check", "docs", "--select", "OWN1")[0] == 1
        assert run(here, "check", "docs", "--select", "tide-line", "--ignore", "OWN101")[0] == 2
        assert (
            run(here, "suppress", "docs/00.txt:1", "tide-line", "--reason", "the story is about it")[0] == 0
        )
        assert lines_of(here, "--select", "OWN101") == []
        assert run(here, "baseline", "docs")[0] == 0
        assert run(here, "check", "docs") == (0, run(here, "check", "docs")[1])

    def test_options_count(self, here: Path) -> None:
        assert lines_of(here, "--config", "rules.OWN101.longest = 5", "--select", "OWN") == []
        code, said = run(here, "check", "--config", "rules.OWN101.longst = 5")
        assert code == 2
        assert "OWN101 has no option 'longst', did you mean 'longest'?" in said

    def test_clean_and_restore(self, here: Path) -> None:
        assert run(here, "clean", "docs", "-o", "out", "--unsafe-fixes")[0] == 0
        assert (here / "out" / "00.txt").read_text() == BODY
        assert run(here, "clean", "docs", "-o", "out", "--unsafe-fixes", "--check")[0] == 0
        assert run(here, "restore", "out", "-o", "back")[0] == 0
        assert (here / "back" / "00.txt").read_text() == TEXT

    def test_without_the_setting_nothing_of_it_runs(self, here: Path) -> None:
        (here / "own" / "tide_line.py").write_text("raise SystemExit('it ran')\n")
        assert run(here, "check", "docs", "--isolated", "--select", "NAV103", "--no-cache")[0] == 0

    def test_a_shared_configuration_brings_its_rules_along(self, here: Path) -> None:
        (here / "shared.toml").write_text('rule-directory = "own"\n[rules.tide-line]\nlongest = 5\n')
        (here / "cleaner.toml").write_text('extend = "shared.toml"\n')
        assert lines_of(here, "--select", "OWN") == []
        assert len(lines_of(here, "--select", "OWN", "--config", "rules.tide-line.longest = 50")) == 1

    def test_two_configurations_of_one_process_share_nothing(self, here: Path) -> None:
        own = {"rule-directory": str(here / "own"), "unsafe-fixes": True}
        for _ in range(2):
            assert package.clean(TEXT, config=own).text == BODY
            assert package.clean(TEXT, config={"unsafe-fixes": True}).text == TEXT


class TestCache:
    @pytest.mark.parametrize(
        ("file", "old", "new"),
        [
            ("tide_line.py", '"tide")', '"tide, other words")'),
            ("back_to_top.toml", "masthead", "mast"),
            ("data/words.txt", "", "a rule may read it"),
        ],
    )
    def test_a_change_in_the_folder_checks_all_again(self, here: Path, file: str, old: str, new: str) -> None:
        path = here / "own" / file
        path.parent.mkdir(exist_ok=True)
        path.touch()
        before = lines_of(here)
        assert lines_of(here) == before
        path.write_text(path.read_text().replace(old, new))
        assert lines_of(here) == lines_of(here, "--no-cache")
        assert (lines_of(here) == before) is (file == "data/words.txt")


class TestExamples:
    def test_they_hold_or_are_named(self, here: Path) -> None:
        assert run(here, "rules", "--test") == (0, "2 examples of 1 rule ran, none failed.\n")
        path = here / "own" / "tide_line.py"
        path.write_text(RULE.replace("Tide 9:40", "Ebb 9:40").replace("The tide is low", "Tide is low"))
        assert run(here, "rules", "--test") == (
            1,
            "own/tide_line.py: OWN101 tide-line: example 1: bad is not found\n"
            "own/tide_line.py: OWN101 tide-line: example 2: good is not silent: tide\n"
            "2 examples of 1 rule ran, 2 failed.\n",
        )
        path.write_text(
            RULE.replace('good="The ferry sails.', 'good="The ship sails.').replace("line, line, ", "x, ")
        )
        code, said = run(here, "rules", "--test")
        assert code == 1
        assert "example 1: rule OWN101 (tide-line) failed: NameError: name 'x' is not defined (tide" in said

    def test_without_rules_of_ones_own_there_is_nothing_to_test(self, tmp_path: Path) -> None:
        code, said = run(tmp_path, "rules", "--test")
        assert code == 2
        assert "`rule-directory` in the configuration names them" in said


class TestNewRule:
    def test_it_fails_until_it_is_filled_in(self, tmp_path: Path) -> None:
        (tmp_path / "cleaner.toml").write_text('rule-directory = "own"\n')
        assert run(tmp_path, "new-rule", "tide-table")[0] == 0
        path = tmp_path / "own" / "tide_table.py"
        code, said = run(tmp_path, "rules", "--test")
        assert code == 1
        assert "own/tide_table.py: OWN101 tide-table: example 1: bad is not found" in said
        path.write_text(path.read_text().replace('line.bare == ""', 'line.bare == "a line to find"'))
        assert run(tmp_path, "rules", "--test") == (0, "2 examples of 1 rule ran, none failed.\n")
        assert run(tmp_path, "new-rule", "ebb")[0] == 0
        assert "OWN102" in (tmp_path / "own" / "ebb.py").read_text()

    def test_it_is_well_formed(self, tmp_path: Path) -> None:
        (tmp_path / "cleaner.toml").write_text('rule-directory = "own"\n')
        run(tmp_path, "new-rule", "tide-table", "--code", "HAR101")
        ruff, settings = Path(sys.executable).with_name("ruff"), ROOT / "pyproject.toml"
        for command in (["check"], ["format", "--check"]):
            subprocess.run([ruff, *command, "--config", settings, "own"], cwd=tmp_path, check=True)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["Tide"], "want small letters and hyphens"),
            (["words", "--code", "own1"], "is not three capitals and three digits"),
            (["words", "--code", "OWN101"], "OWN101 is tide-line"),
            (["tide-line"], "there is a rule 'tide-line'"),
            (["words", "--isolated"], 'write rule-directory = "my-rules" into cleaner.toml'),
        ],
    )
    def test_what_cannot_be_begun(self, here: Path, arguments: list[str], said: str) -> None:
        code, told = run(here, "new-rule", *arguments)
        assert code == 2
        assert said in told
        assert told.count("\n") == 1


class TestFaults:
    @pytest.mark.parametrize(
        ("file", "text", "said"),
        [
            ("bad.py", "def f(:\n", "own/bad.py:1: invalid syntax"),
            ("bad.py", "import nowhere_at_all\n", "own/bad.py:1: ModuleNotFoundError: No module named"),
            ("bad.py", "\nraise SystemExit(3)\n", "own/bad.py:2: SystemExit: 3"),
            ("bad.py", "from ._gone import x\n", "own/bad.py:1: ModuleNotFoundError"),
            ("bad.py", "x = 1\n", "own/bad.py: holds no rule; begin the name of a helper with an underscore"),
            ("_words.py", "1 / 0\n", "own/_words.py:1: ZeroDivisionError: division by zero"),
            ("tide_line.py", RULE.replace("OWN101", "own"), "ValueError: 'own' is not three capitals"),
            ("tide_line.py", RULE.replace("OWN101", "NAV101"), "the code NAV101 is a shipped rule's"),
            ("tide_line.py", RULE.replace("OWN101", "SUP101"), "the code SUP101 is a shipped rule's"),
            ("tide_line.py", RULE.replace("tide-line", "skip-link"),
             "the name 'skip-link' is that of NAV101"),
            ("tide_line.py", RULE.replace("longest: int = 20", "longest: object = None"),
             "the option longest"),
            ("zwo.py", RULE.replace("tide-line", "two"),
             "own/zwo.py: OWN101 two clashes with OWN101 tide-line"),
            ("bad.py", "from cleaner import Phrases\nPhrases.beside(__file__)\n",
             "own/bad.toml: no such table"),
            ("back_to_tip.toml", "",
             "own/back_to_tip.toml: beside no rule module back_to_tip.py, and no table of"
             " a shipped rule, did you mean 'back_to_top.toml'?"),
            ("back_to_top.toml", "[line]\nen = 'x'\n",
             "own/back_to_top.toml: line.en: want a list of strings"),
            ("back_to_top.toml", "line = ['x']\n", "own/back_to_top.toml: line: want phrases by language"),
            ("back_to_top.toml", "[lines]\nen = ['x']\n",
             "own/back_to_top.toml: lines: the table it extends has"),
            ("back_to_top.toml", "[line]\nen = ['…']\n",
             "own/back_to_top.toml: line.en: '…' has no word in it"),
            ("back_to_top.toml", "[line", "own/back_to_top.toml: "),
            ("tide_line.toml", "[line]\nen = [1]\n", "own/tide_line.toml: line.en: want a list of strings"),
        ],
    )  # fmt: skip
    def test_a_broken_file_is_one_clear_line(self, here: Path, file: str, text: str, said: str) -> None:
        (here / "own" / file).write_text(text)
        with pytest.raises(package.ConfigError) as raised:
            load_rules(here / "own")
        assert said in str(raised.value)
        assert "\n" not in str(raised.value)

    def test_the_command_tells_it_and_does_nothing(self, here: Path) -> None:
        (here / "own" / "bad.py").write_text("def f(:\n")
        code, told = run(here, "check", "docs", "--fix")
        assert code == 2
        assert told == "cleaner: own/bad.py:1: invalid syntax\n"
        assert (here / "docs" / "00.txt").read_text() == TEXT

    @pytest.mark.parametrize("setting", ["nowhere", "cleaner.toml", 3, "", "\0"])
    def test_a_folder_that_is_none_is_one_clear_line(
        self, here: Path, monkeypatch: pytest.MonkeyPatch, setting: object
    ) -> None:
        monkeypatch.chdir(here)
        with pytest.raises(package.ConfigError, match=r"^[^\n]*rule-directory[^\n]*$"):
            package.clean(TEXT, config={"rule-directory": setting})

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ("1 / 0; yield", "ZeroDivisionError: division by zero (tide_line.py:"),
            ("raise SystemExit; yield", "SystemExit: "),
            ("yield 'x'", "TypeError: yields str, not a Finding, Fact or Spared"),
            ("yield Finding(Span(0, 10_000), 'x')", "does not lie in the text of"),
            ("yield Finding(Span(0, 1), 'x', (Edit(2, 3), Edit(0, 1)))", "overlaps the edit before it"),
        ],
    )
    def test_a_rule_that_fails_is_named(self, here: Path, body: str, said: str) -> None:
        broken(here, body)
        with pytest.raises(package.RuleError) as raised:
            package.clean(TEXT, config={"rule-directory": str(here / "own")})
        assert str(raised.value).startswith("rule OWN101 (tide-line) failed: ")
        assert said in str(raised.value)

    def test_a_rule_that_never_rests_is_named(self, here: Path) -> None:
        broken(here, "yield Finding(Span(0, 1), 'x', (Edit(line.end, line.end, 'x'),))")
        config = {"rule-directory": str(here / "own"), "rules": {"OWN101": {"longest": 90}}}
        result = package.clean(TEXT, config=config)
        (found,) = (found for found in result.findings if found.code == "DOC201")
        assert "OWN101" in found.message
        assert result.text.split() == TEXT.split(), "and the document keeps its words"

    def test_its_document_is_left_alone_and_the_run_goes_on(self, here: Path) -> None:
        broken(here, "1 / 0; yield")
        (here / "docs" / "08.txt").write_text(BODY.replace("ferry to", "ferry  to"))
        before = {path.name: path.read_text() for path in (here / "docs").iterdir()}
        told = run(here, "check", "docs", "--fix", "--jobs", "2")
        assert told[0] == 2
        fault = "rule OWN101 (tide-line) failed: ZeroDivisionError: division by zero (tide_line.py:24)"
        assert told[1].count(f".txt: internal error, document left alone: {fault}\n") == 19
        after = {path.name: path.read_text() for path in (here / "docs").iterdir()}
        assert after == before | {"08.txt": BODY}
        assert run(here, "clean", "docs", "-o", "out")[0] == 2
        assert [path.name for path in (here / "out").glob("*.txt")] == ["08.txt"]


def broken(here: Path, body: str) -> None:
    """Let the rule do this with the line it finds."""
    text = RULE.replace('yield deletion(document, line, line, "tide")', body)
    text = text.replace("import SAFE", "import SAFE, Edit, Finding, Span")
    (here / "own" / "tide_line.py").write_text(text)
