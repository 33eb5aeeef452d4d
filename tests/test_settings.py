"""Where settings come from and what they amount to, through the real command."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cleaner.catalogue import settings as described
from cleaner.config import Config, parse
from cleaner.registry import load_rules
from cleaner.schema import SCHEMA_NAME, schema, text
from cleaner.settings import CONFIG_NAMES
from cleaner.values import ConfigError
from cleaner.version import __version__
from tests.command import ROOT, cleaner

CLEAN = (
    "Storm keeps the ferry in port\n\n"
    "The ferry to the northern islands was cancelled for a third day because of the storm, it said.\n"
)
DIRTY = CLEAN.replace("ferry to", "ferry  to").replace("storm,", "storm ,") + "\nView original post\n"
ALL = {"SPC104", "SPC105", "NAV109"}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(DIRTY)
    return tmp_path


def run(cwd: Path, *arguments: str, code: int | None = None, package: Path = ROOT) -> str:
    done = cleaner(*arguments, cwd=cwd, package=package)
    told = (done.stdout + done.stderr).decode()
    assert code is None or done.returncode == code, told
    assert "Traceback" not in told
    return told


def codes(told: str) -> set[str]:
    return set(re.findall(r"^\S+:\d+:\d+: ([A-Z]{3}\d{3}) ", told, re.MULTILINE))


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


class TestSelection:
    @pytest.mark.parametrize(
        ("setting", "found"),
        [
            ('ignore = ["SPC"]\nextend-select = ["SPC104"]', {"SPC104", "NAV109"}),
            ('select = ["SPC104"]\nignore = ["SPC"]', {"SPC104"}),
            ('select = ["NAV"]\nextend-select = ["SPC1"]\nignore = ["SPC105"]', {"NAV109", "SPC104"}),
            ('select = ["SPC104"]\nignore = ["repeated-space"]', set()),
            ('ignore = ["ALL"]\nextend-select = ["view-original"]', {"NAV109"}),
            ('select = ["N"]', {"NAV109"}),
        ],
    )
    def test_the_more_specific_of_select_and_ignore_decides(
        self, here: Path, setting: str, found: set[str]
    ) -> None:
        write(here / "cleaner.toml", setting)
        assert codes(run(here, "check")) == found

    def test_options_of_the_command_line(self, here: Path) -> None:
        write(here / "cleaner.toml", 'select = ["NAV"]\nextend-select = ["SPC104"]')
        assert codes(run(here, "check")) == {"NAV109", "SPC104"}
        assert codes(run(here, "check", "--extend-select", "SPC105")) == ALL
        assert codes(run(here, "check", "--select", "SPC105")) == {"SPC105"}


class TestSeverity:
    @pytest.mark.parametrize(
        ("options", "code"),
        [
            (["--fail-on", "never"], 0),
            (["--fail-on", "error"], 0),
            (["--fail-on", "warning"], 1),
            (["--config", 'severity = {ALL = "note"}'], 0),
            (["--config", 'severity = {ALL = "note", NAV109 = "warning"}'], 1),
            (["--config", 'severity = {ALL = "note", NAV = "error"}', "--fail-on", "error"], 1),
            (["--config", 'severity = {ALL = "note"}', "--fail-on", "note"], 1),
            (["--config", 'fail-on = "never"'], 0),
        ],
    )
    def test_decides_the_exit_code(self, here: Path, options: list[str], code: int) -> None:
        assert codes(run(here, "check", *options, code=code)) == ALL

    def test_is_told_to_services(self, here: Path) -> None:
        told = run(
            here, "check", "--output-format", "github", "--config", 'severity = {NAV = "error"}', code=1
        )
        assert re.search(r"^::error .*NAV109", told, re.MULTILINE)
        assert re.search(r"^::warning .*SPC104", told, re.MULTILINE)

    def test_an_error_of_a_document_fails_whatever_is_asked(self, here: Path) -> None:
        run(here, "check", "docs", "nope.txt", "--fail-on", "never", code=2)


class TestExtend:
    def test_what_a_file_says_goes_on_top_of_what_it_extends(self, here: Path) -> None:
        write(here / "shared" / "base.toml", 'select = ["SPC"]\nextend-select = ["NAV"]\nunsafe-fixes = true')
        write(here / "cleaner.toml", 'extend = "shared/base.toml"\nignore = ["SPC105"]')
        assert codes(run(here, "check")) == {"SPC104", "NAV109"}
        write(here / "cleaner.toml", 'extend = "shared/base.toml"\nselect = ["SPC105"]')
        assert codes(run(here, "check")) == {"SPC105"}
        assert "unsafe-fixes = true" in run(here, "check", "--show-settings", code=0)

    def test_tables_gain_entries(self, here: Path) -> None:
        write(here / "base.toml", 'severity = {NAV = "error", SPC = "error"}\n[rules.DUP101]\nmin-words = 7')
        write(here / "cleaner.toml", 'extend = "base.toml"\n[severity]\nSPC = "note"\n[rules.SPC108]')
        shown = tomllib.loads(run(here, "check", "--show-settings", code=0))
        assert shown["severity"] == {"NAV": "error", "SPC": "note"}
        assert shown["rules"]["DUP101"]["min-words"] == 7

    def test_patterns_are_relative_to_the_file_that_extends(self, here: Path) -> None:
        """So one file of settings serves many repositories, wherever it lies."""
        write(here / "elsewhere" / "base.toml", 'per-file-ignores = {"/docs/*.txt" = ["SPC"]}')
        write(here / "cleaner.toml", 'extend = "elsewhere/base.toml"')
        assert codes(run(here, "check")) == {"NAV109"}

    def test_through_several_files_and_a_pyproject(self, here: Path) -> None:
        write(here / "one.toml", 'ignore = ["NAV"]')
        write(
            here / "two" / "pyproject.toml",
            '[tool.cleaner]\nextend = "../one.toml"\nselect = ["SPC105", "NAV"]',
        )
        write(here / "cleaner.toml", 'extend = "two/pyproject.toml"')
        assert codes(run(here, "check")) == {"SPC105"}

    @pytest.mark.parametrize(
        ("base", "said"),
        [
            ('extend = "cleaner.toml"', "a file that extends this one is extended by it"),
            (
                "[tool.cleaner]\npreview = true",
                "base.toml: [tool.cleaner] is for pyproject.toml; here keys stand",
            ),
            ("selct = []", "base.toml: unknown key 'selct', did you mean 'select'?"),
            ('extend = "nope.toml"', "nope.toml: cannot be read: no such file"),
            ("extend = 3", "extend: want the path of a configuration file"),
        ],
    )
    def test_what_is_wrong_is_said_of_the_file_it_is_in(self, here: Path, base: str, said: str) -> None:
        write(here / "base.toml", base)
        write(here / "cleaner.toml", 'extend = "base.toml"')
        assert said in run(here, "check", code=2)


class TestCommandLine:
    def test_a_setting_goes_on_top_of_the_file(self, here: Path) -> None:
        write(here / "cleaner.toml", 'select = ["SPC"]\nignore = ["SPC105"]')
        assert codes(run(here, "check", "--config", "ignore = []")) == {"SPC104", "SPC105"}
        assert codes(run(here, "check", "--config", 'select=["NAV"]', "--config", "ignore=[]")) == {"NAV109"}
        assert codes(run(here, "check", "--config", 'select = ["NAV"]', "--select", "SPC104")) == {"SPC104"}

    def test_a_file_stands_for_the_one_that_would_be_found(self, here: Path) -> None:
        write(here / "cleaner.toml", 'select = ["SPC104"]')
        write(here / "docs" / "other.toml", 'select = ["SPC105"]\nexclude = ["/docs/b.txt"]')
        write(here / "docs" / "b.txt", DIRTY)
        told = run(here, "check", "--config", "docs/other.toml", code=1)
        assert codes(told) == {"SPC105"}
        assert "b.txt" not in told

    def test_isolated_reads_no_file(self, here: Path) -> None:
        write(here / "cleaner.toml", 'select = ["SPC104"]')
        run(here, "baseline", code=0)
        assert codes(run(here, "check", "--isolated", code=1)) == ALL
        assert codes(run(here, "check", "--isolated", "--config", 'select = ["NAV"]')) == {"NAV109"}

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--config", "metadata=strip"], 'a string needs quotes: metadata = "strip"'),
            (["--config", "metdata='strip'"], "--config: unknown key 'metdata', did you mean 'metadata'?"),
            (["--config", "rules.DUP101.min-wrods=3"], "did you mean 'min-words'?"),
            (["--config", "extend='a.toml'"], "only a configuration file can extend another"),
            (["--config", "nope.toml"], "nope.toml: cannot be read: no such file"),
            (["--config", "a.toml", "--config", "b.toml"], "more than one file: a.toml, b.toml"),
            (["--config", "a.toml", "--isolated"], "--isolated reads no file"),
            (["--select", "NVA"], "unknown rule 'NVA', did you mean 'NAV'?"),
            (
                ["--fail-on", "warnings"],
                "'warnings' is none of note, warning, error, never, did you mean 'warning'?",
            ),
            (["--ouput-format", "json"], "--output-format"),
        ],
    )
    def test_what_is_wrong_is_said(self, here: Path, options: list[str], said: str) -> None:
        for name in ("a.toml", "b.toml"):
            write(here / name, "")
        assert said in run(here, "check", *options, code=2)

    def test_an_unknown_command(self, here: Path) -> None:
        assert "did you mean 'baseline'?" in run(here, "basline", code=2)

    def test_files_are_shown(self, here: Path) -> None:
        write(here / "docs" / "b\nc.txt", DIRTY)
        write(here / "cleaner.toml", 'exclude = ["d.txt"]')
        write(here / "docs" / "d.txt", DIRTY)
        done = cleaner("check", "docs", "--show-files", cwd=here)
        assert done.stdout.decode() == "docs/a.txt\ndocs/b\\nc.txt\n"
        assert done.returncode == 0

    def test_shown_settings_are_a_configuration_that_gives_the_same(self, here: Path) -> None:
        write(
            here / "cleaner.toml",
            'select = ["SPC", "NAV"]\nlanguage = "en"\n'
            'protect = ["\\u001b\\\\[0m", "a\\"b"]\nfail-on = "error"\n'
            'per-file-ignores = {"poems \u202e/*.txt" = ["SPC"]}\nseverity = {NAV = "error"}\n'
            "[rules.DUP101]\nmin-words = 3\n",
        )
        shown = run(here, "check", "--show-settings", "--ignore", "SPC104", code=0)
        assert shown.startswith(f"# From {here}/cleaner.toml\n# Rules that run: ")
        assert " SPC105" in shown.split("\n")[1]
        assert "SPC104" not in shown.split("\n")[1]
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        write(here / "again" / "cleaner.toml", shown)
        again = run(here / "again", "check", "--show-settings", code=0)
        assert again.split("\n")[1:] == shown.split("\n")[1:]
        write(here / "again" / "a.txt", DIRTY)
        assert codes(run(here / "again", "check", "--fail-on", "warning", code=1)) == {"SPC105", "NAV109"}


class TestRequiredVersion:
    @pytest.mark.parametrize("wanted", [__version__, f"=={__version__}", ">=0.1", ">=0.1,<99"])
    def test_this_one_is_taken(self, here: Path, wanted: str) -> None:
        write(here / "cleaner.toml", f'required-version = "{wanted}"')
        run(here, "check", code=1)

    @pytest.mark.parametrize("wanted", ["99.0", "<0.1", ">=99"])
    def test_another_is_asked_for_before_its_keys_are_read(self, here: Path, wanted: str) -> None:
        write(here / "cleaner.toml", f'required-version = "{wanted}"\nkey-of-the-future = 1')
        told = run(here, "check", code=2)
        assert f"required-version: this is cleaner {__version__}" in told

    @pytest.mark.parametrize("wanted", ['"new"', "3", "[]"])
    def test_what_is_no_version_is_an_error(self, here: Path, wanted: str) -> None:
        write(here / "cleaner.toml", f"required-version = {wanted}")
        assert "required-version: want versions such as" in run(here, "check", code=2)


class TestPreview:
    @pytest.fixture
    def package(self, tmp_path: Path) -> Path:
        """A checkout with one rule in preview."""
        package = tmp_path / "checkout"
        for name in ("cleaner", "rules"):
            shutil.copytree(ROOT / name, package / name, ignore=shutil.ignore_patterns("__pycache__"))
        rule = package / "rules" / "back_to_top.py"
        source = rule.read_text("utf-8")
        assert "removes_words=True," in source
        rule.write_text(
            source.replace("removes_words=True,", "removes_words=True,\n    preview=True,"), "utf-8"
        )
        return package

    def test_a_rule_in_preview_runs_where_it_is_asked_for(self, here: Path, package: Path) -> None:
        write(here / "docs" / "a.txt", CLEAN + "\nBack to top\n")
        assert codes(run(here, "check", package=package, code=0)) == set()
        assert codes(run(here, "check", "--preview", package=package)) == {"NAV102"}
        write(here / "cleaner.toml", "preview = true")
        assert codes(run(here, "check", package=package)) == {"NAV102"}
        assert codes(run(here, "check", "--no-preview", package=package)) == set()
        for code in ("NAV102", "back-to-top"):
            told = run(here, "check", "--no-preview", "--select", f"{code},SPC", package=package, code=0)
            assert f"{code} is in preview and does not run; switch it on with --preview" in told
        told = run(here, "check", "--no-preview", "--select", "NAV", package=package, code=0)
        assert "in preview" not in told
        assert "back-to-top" in run(here, "rules", package=package)


VALUES: list[Any] = [
    *("SPC", "ALL", "back-to-top", "keep", "front-matter", "note", "never", "", "NO-RULE"),
    *(["NAV1", "SPC104"], [], ["*.txt"], [1], [["SPC"]], True, 3, 1.5, {}),
    *({"SPC": "note"}, {"*.txt": ["SPC"]}, {"NAV109": {"a": 1}}, {"SPC": 3}),
    *({"DUP101": {"min-words": 3}}, {"DUP101": {"min-words": "x"}}),
]
KEYS = [*sorted(set(schema(load_rules())["properties"]) - {"extend"}), "selct"]
ONLY_THE_PARSER_KNOWS = (
    "unknown rule",  # the schema allows for rules of the user's own
    "unknown language",
    "has no fix",
    "is no pattern",
    "is no regular expression",
    "protects everything",
)
NOT_SETTINGS = {"root", "file", "stated", "suppressed"}


class TestSchema:
    validator = Draft202012Validator(schema(load_rules()))

    def test_the_shipped_file_is_fresh_and_a_schema(self) -> None:
        assert (ROOT / "cleaner" / SCHEMA_NAME).read_text("utf-8") == text(load_rules())
        Draft202012Validator.check_schema(schema(load_rules()))

    def test_it_names_the_keys_that_the_parser_takes(self) -> None:
        keys = {name.replace("_", "-") for name in Config.__struct_fields__ if name not in NOT_SETTINGS}
        assert set(schema(load_rules())["properties"]) == keys | {"extend"}

    def test_it_takes_this_repositorys_and_the_readmes_configuration(self) -> None:
        for path in (ROOT / name for name in CONFIG_NAMES):
            if path.exists():
                self.validator.validate(tomllib.loads(path.read_text("utf-8"))["tool"]["cleaner"])
        readme = (ROOT / "README.md").read_text("utf-8")
        for example in re.findall(r"^```toml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL):
            if example.startswith("# my-rules/"):  # a table of phrases
                continue
            table = tomllib.loads(example)
            self.validator.validate(table.get("tool", {"cleaner": table})["cleaner"])

    @pytest.mark.parametrize(
        "rule", [rule for rule in load_rules() if rule.options], ids=lambda rule: rule.code
    )
    def test_it_takes_each_rules_options(self, rule: Any) -> None:
        options = tomllib.loads("\n".join(described(rule.options)))
        for name in (rule.code, rule.name):
            self.validator.validate({"rules": {name: options}})
            wrong = {"rules": {name: {next(iter(options)): {"a": 1}}}}
            assert not self.validator.is_valid(wrong)
            assert not self.validator.is_valid({"rules": {name: {"no-such-option": 1}}})

    @given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=2))
    def test_it_takes_and_refuses_what_the_parser_does(self, table: dict[str, Any]) -> None:
        try:
            parse(table, load_rules())
        except ConfigError as error:
            assume(not any(what in str(error) for what in ONLY_THE_PARSER_KNOWS))
            accepted = False
        else:
            accepted = True
        assert self.validator.is_valid(table) == accepted, table
