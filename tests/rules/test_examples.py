"""Every rule's examples are run: the documentation cannot lie."""

from __future__ import annotations

import re

import pytest

from cleaner import Rule
from cleaner.catalogue import catalogue, load_measured
from cleaner.config import OWN
from cleaner.examples import failures
from cleaner.registry import load_rules, rules_directory

RULES = load_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
class TestEveryRule:
    def test_does_what_its_examples_show(self, rule: Rule) -> None:
        assert list(failures(rule, RULES)) == []

    def test_explains_itself_in_prose(self, rule: Rule) -> None:
        first, _, rest = rule.docs.partition("\n\n")
        assert "\n" not in first
        assert first.endswith(".")
        assert len(rest.split()) >= 20

    def test_lives_in_the_module_named_for_it(self, rule: Rule) -> None:
        assert rule.check.__module__ == f"cleaner.rules.{rule.name.replace('-', '_')}"

    def test_has_a_table_of_short_folded_entries(self, rule: Rule) -> None:
        if rule.phrases is None:
            return
        from cleaner import bare, fold

        entries = list(rule.phrases.entries())
        assert len({(e.section, e.language, e.text) for e in entries}) == len(entries)
        for entry in entries:
            assert entry.text == bare(fold(entry.text)), entry
            whole = entry.section in ("line", "report", "footer")
            assert len(entry.text.split()) <= (25 if whole else 6), entry


def test_all_files_of_the_folder_are_known() -> None:
    names = {rule.name.replace("-", "_") for rule in RULES}
    for path in rules_directory().iterdir():
        if path.suffix in (".py", ".toml") and not path.name.startswith("_"):
            assert path.stem in names, f"{path.name} belongs to no rule"


def test_codes_and_names_are_of_the_documented_form() -> None:
    families = {"ENC", "SPC", "NAV", "REL", "DUP", "MET", "LNG", "DOC", "BLR"}
    assert {rule.code[:3] for rule in RULES} <= families
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(re.fullmatch(r"[A-Z]{3}\d{3}", rule.code) for rule in RULES)


def test_the_catalogue_has_a_section_for_each_code_and_is_fresh() -> None:
    text = (rules_directory() / "README.md").read_text("utf-8")
    sections = re.findall(r"^### ([A-Z]{3}\d{3}) ", text, re.MULTILINE)
    assert sections == re.findall(r"^\| \[(\w+)\]", text, re.MULTILINE)
    assert sorted(sections) == sorted([rule.code for rule in RULES] + [own.code for own in OWN])
    assert text == catalogue(RULES, load_measured()), "run `python -m cleaner.catalogue`"
