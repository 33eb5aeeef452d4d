"""Rounds end: at rest, or with every word kept and a finding that says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cleaner import SAFE, Document, Edit, Finding, Span, Unstable, Yield, rule
from cleaner.config import RESTLESS, Config
from cleaner.engine import run
from cleaner.results import Result
from cleaner.rounds import MAX_ROUNDS
from cleaner.rule import Rule


@rule(code="NAV991", name="last-line", safety=SAFE, removes_words=True, examples=[])
def last_line(document: Document) -> Iterator[Yield]:
    """Remove the last line of several."""
    if len(document.lines) > 1:
        line = document.lines[-1]
        yield Finding(Span(line.start, line.end), "last", (Edit(line.start - 1, line.end),))


@rule(code="SPC991", name="double-space", safety=SAFE, examples=[])
def double_space(document: Document) -> Iterator[Yield]:
    """Make one space of two."""
    at = document.text.find("  ")
    if at >= 0:
        yield Finding(Span(at, at + 2), "two", (Edit(at, at + 1),))


def cleaned(text: str, *rules: Rule) -> Result:
    return run(Document("page", text), text.encode(), rules, Config(), None)


def test_as_many_rounds_as_there_are_come_to_rest() -> None:
    result = cleaned("\n".join("a" * (MAX_ROUNDS + 1)), last_line)
    assert result.text == "a"
    assert RESTLESS.code not in {found.code for found in result.findings}


def test_where_words_would_go_on_going_every_word_stays() -> None:
    text = "\n".join(["a  b", *"c" * (MAX_ROUNDS + 1)])
    result = cleaned(text, double_space, last_line)
    assert result.text == text.replace("  ", " ")
    (found,) = (found for found in result.findings if found.code == RESTLESS.code)
    assert "NAV991" in found.message
    assert not found.fixed
    assert all(found.fixed == (found.code == "SPC991") for found in result.findings)


def test_rounds_that_keep_words_count_by_themselves() -> None:
    text = "\n".join(["a" + "  b" * MAX_ROUNDS, *"c" * MAX_ROUNDS])
    assert cleaned(text, double_space, last_line).text == "a" + " b" * MAX_ROUNDS


def test_rules_that_keep_words_and_undo_each_other_are_a_fault() -> None:
    with pytest.raises(Unstable, match="SPC991"):
        cleaned("a" + "  b" * (MAX_ROUNDS + 1), double_space)
