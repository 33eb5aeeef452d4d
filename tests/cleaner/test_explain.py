"""Why a line went or stayed, and what a rule does: golden answers on rules of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner import SAFE, UNSAFE, Document, Example, Phrases, Rule, Spared, Yield, deletion, line_span, rule
from cleaner.catalogue import catalogue, figures, load_measured, rules_table
from cleaner.config import Config
from cleaner.engine import read, run
from cleaner.explain import explain_line, explain_rule

TABLE = """
[line]
en = ["skip to main content", "skip link"]
de = ["zum inhalt springen"]
[start]
en = ["skip to"]
[report]
en = { "home page" = "also a heading" }
"""


@pytest.fixture
def skip_link(tmp_path: Path) -> Rule:
    path = tmp_path / "skip_link.toml"
    path.write_text(TABLE, encoding="utf-8")
    path.with_suffix(".py").touch()
    phrases = Phrases.beside(str(path.with_suffix(".py")))

    @rule(
        code="NAV901",
        name="skip-link",
        safety=SAFE,
        removes_words=True,
        phrases=phrases,
        examples=[
            Example(bad="Skip to content\nBody.\n", good="Body.\n"),
            Example(good="Skip to the last chapter if you like.", options={"most": 3}),
        ],
    )
    def check(document: Document, *, most: int = 4, words: tuple[str, ...] = ("a",)) -> Iterator[Yield]:
        """Remove links that jump over the menu.

        Pages print "Skip to content" first, as `<a>`.
        """
        for line in document.inked:
            match = phrases.match(line)
            phrase = match and (match.line or match.start)
            if phrase and len(line.tokens) <= most:
                yield deletion(document, line, line, f"skip link {phrase.text!r}")
            elif phrase:
                yield Spared(line_span(line), f"more than {most} words")

    return check


@rule(code="NAV902", name="label", safety=UNSAFE, removes_words=True, examples=[])
def label(document: Document) -> Iterator[Yield]:
    """Remove labels."""
    for line in document.inked:
        if line.key == "politics":
            yield deletion(document, line, line, "section label")


TEXT = (
    "Skip to content\n\nHerons\nSkip to the last chapter if you like\nPolitics\nThe main content to skip\n"
    "You can skip to\n" + "word " * 40 + "\n"
)


def explained(number: int, rules: tuple[Rule, ...], active: tuple[Rule, ...]) -> str:
    result = run(read("a\x1b.txt", TEXT), TEXT.encode(), active, Config(), None)
    return explain_line(result, number, rules, active)


def test_a_removed_line(skip_link: Rule) -> None:
    rules = (skip_link, label)
    assert explained(1, rules, rules) == (
        "a\\x1b.txt:1: removed\n\n1 | Skip to content\n\n"
        "NAV901 skip-link (line 1, safe): skip link 'skip to'\n  fix: delete line 1"
    )
    assert explained(2, rules, rules) == (
        "a\\x1b.txt:2: removed\n\n2 | (blank)\n\n"
        "NAV901 skip-link (line 1, safe): skip link 'skip to'\n  fix: delete line 1"
    )


def test_a_spared_line(skip_link: Rule) -> None:
    rules = (skip_link, label)
    assert explained(4, rules, rules) == (
        "a\\x1b.txt:4: kept as it is\n\n4 | Skip to the last chapter if you like\n\n"
        "Spared:\n  NAV901 skip-link: more than 4 words\n"
        "Nearest phrases:\n"
        '  "skip to" (en, NAV901 skip-link, [start]): it matches; guard: more than 4 words'
    )


def test_a_reported_line_and_a_rule_that_is_off(skip_link: Rule) -> None:
    rules = (skip_link, label)
    assert explained(5, rules, rules) == (
        "a\\x1b.txt:5: kept as it is\n\n5 | Politics\n\nReported, not mended:\n"
        "  NAV902 label (line 5, unsafe): section label\n"
        "    unsafe fix, with --unsafe-fixes: delete line 5\n"
        "Phrases: no table has an entry near to it."
    )
    assert explained(1, rules, (label,)) == (
        "a\\x1b.txt:1: kept as it is\n\n1 | Skip to content\n\nNearest phrases:\n"
        '  "skip to" (en, NAV901 skip-link, [start]):'
        " NAV901 is switched off by the configuration; it matches\n"
        '  "skip to main content" (en, NAV901 skip-link, [line]):'
        " NAV901 is switched off by the configuration; the line lacks 'main'\n"
        "Switched off by the configuration: NAV901 skip-link"
    )


def test_why_an_entry_did_not_match(skip_link: Rule) -> None:
    rules = (skip_link, label)
    shown = explained(6, rules, rules)
    assert '"skip to main content" (en, NAV901 skip-link, [line]): the line has 1 further word\n' in shown
    assert (
        '"skip to" (en, NAV901 skip-link, [start]): its words stand apart, or in another order, in the line'
        in shown
    )
    assert "[start]): the entry is matched at the start of the line only" in explained(7, rules, rules)
    assert "not compared, for the line has 40 words" in explained(8, rules, rules)
    assert explained(99, rules, rules) == "a\\x1b.txt: has 8 lines, no line 99"


def test_a_rule(skip_link: Rule) -> None:
    assert explain_rule(skip_link, {"safe": {"lines": 1234, "precision": 0.99871}}) == (
        "NAV901 skip-link (safe, removes words)\n\n"
        "Remove links that jump over the menu.\n\n"
        'Pages print "Skip to content" first, as `<a>`.\n\n'
        'Options:\n  most = 4\n  words = ["a"]\n\n'
        "Phrases: 5 entries in 2 languages: en 4, de 1\n\n"
        "Measured on labelled pages:\n"
        "  safety  lines  precision\n    safe  1,234     0.9987\n\n"
        "Bad:\n    Skip to content\n    Body.\nGood:\n    Body.\n\n"
        "Left alone (with most = 3):\n    Skip to the last chapter if you like."
    )


def test_the_catalogue(skip_link: Rule) -> None:
    text = catalogue([skip_link, label], {"NAV901": {"safe": {"lines": 1234}, "unsafe": {"lines": 2}}})
    assert (
        "| [NAV901](#nav901-skip-link) | skip-link | safe | Remove links that jump over the menu. |" in text
    )
    assert "```diff\n-Skip to content\n Body.\n```" in text
    assert "- `most = 4`" in text
    assert "| safety | lines |\n| --- | --: |\n| safe | 1,234 |\n| unsafe | 2 |" in text
    assert "first, as `<a>`." in text
    assert text == catalogue(
        [skip_link, label], {"NAV901": {"safe": {"lines": 1234}, "unsafe": {"lines": 2}}}
    )
    assert rules_table([skip_link, label]).split("\n")[:3] == [
        "NAV  Page furniture",
        "  NAV901  skip-link  safe          Remove links that jump over the menu.",
        "  NAV902  label      unsafe        Remove labels.",
    ]


def test_figures_as_a_table() -> None:
    measured = {
        "note": "safe because asked for",
        "safe": {"lines": 1234, "keys": 9, "precision": 1.0, "cost": 0.0000964},
        "unsafe": {"lines": 2, "lower": 0.9},
    }
    assert figures(measured) == [
        ["safety", "lines", "precision", "lower bound", "cost"],
        ["safe", "1,234", "1.0000", "–", "0.0096 %"],
        ["unsafe", "2", "–", "0.9000", "–"],
    ]


def test_figures_stand_beside_the_rules(tmp_path: Path, skip_link: Rule) -> None:
    assert load_measured(tmp_path) == {}
    (tmp_path / "_measured.json").write_text(
        '{"notes": {"NAV901": "by a proof"}, "rules": {"NAV901": {"safe": {"lines": 1}}}}'
    )
    measured = load_measured(tmp_path)
    assert measured == {"NAV901": {"safe": {"lines": 1}, "note": "by a proof"}}
    assert "Measured (by a proof):\n\n| safety | lines |" in catalogue([skip_link], measured)
    assert "Measured on labelled pages (by a proof):\n" in explain_rule(skip_link, measured["NAV901"])
