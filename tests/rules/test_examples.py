"""Every rule's examples are run: the documentation cannot lie."""

from __future__ import annotations

import re

import pytest

from cleaner import Document, Example, Finding, Outcome, Rule, clean
from cleaner.config import Config
from cleaner.registry import load_rules, rules_directory
from cleaner.survey import Survey, observe

RULES = load_rules()
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{number}")
    for rule in RULES
    for number, example in enumerate(rule.examples, 1)
]


def mend(rule: Rule, text: str, example: Example) -> tuple[str, list[str]]:
    """Clean `text` by one rule alone, all but display-only fixes applied."""
    config = Config(select=(rule.code,), preview=True, unsafe_fixes=True, rules={rule.code: example.options})
    profile = None
    if example.others:
        texts = enumerate((text, *example.others))
        profile = Survey(
            observe("text" if not number else f"other{number}", "", t) for number, t in texts
        ).profile()
    result = clean(text, config=config, profile=profile)
    return result.text, [finding.message for finding in result.findings]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example(rule: Rule, example: Example) -> None:
    if rule.guard:
        _guard_example(rule, example)
        return
    if example.bad is not None:
        mended, found = mend(rule, example.bad, example)
        assert found, "bad is not found"
        assert mended == (example.bad if example.good is None else example.good)
    if example.good is not None:
        assert mend(rule, example.good, example) == (example.good, []), "good is not silent"


def _guard_example(rule: Rule, example: Example) -> None:
    for text, wanted in ((example.bad, True), (example.good, False)):
        if text is not None:
            everything = Config(unsafe_fixes=True, ignore=tuple(r.code for r in RULES if r.guard))
            left = clean(text, config=everything).text
            found = [
                f
                for f in rule.check(Outcome(Document("text", text), Document("text", left)))
                if isinstance(f, Finding)
            ]
            assert bool(found) is wanted


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
class TestEveryRule:
    def test_shows_what_it_finds_and_what_it_leaves_alone(self, rule: Rule) -> None:
        assert any(example.bad is not None for example in rule.examples)
        assert any(example.bad is None and example.good is not None for example in rule.examples)

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
            assert len(entry.text.split()) <= 6, entry


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
