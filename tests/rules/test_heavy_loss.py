"""When a document that would lose most of its sentences keeps its words (DOC103)."""

from __future__ import annotations

import pytest

from cleaner import Document, Finding, Outcome
from cleaner.registry import load_rules

(GUARD,) = (rule for rule in load_rules() if rule.code == "DOC103")
LINE = (
    "The herons that left the lake came back to tree {} among the reeds on a Monday in the first "
    "week of the dry spring."
)


def told(before: int, after: int, **options: float) -> list[str]:
    """What the guard says where so many lines of 25 words are left of so many."""
    lines = [LINE.format(number) for number in range(before)]
    outcome = Outcome(
        Document("all", "\n\n".join(lines)), Document("cleaned", "\n\n".join(lines[:after])), None
    )
    return [item.message for item in GUARD.check(outcome, **options) if isinstance(item, Finding)]


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        pytest.param(20, 4, False, id="less than 85 of 100 would go"),
        pytest.param(20, 3, False, id="85 of 100 would go"),
        pytest.param(20, 2, True, id="more than 85 of 100 would go"),
        pytest.param(200, 28, True, id="an article would remain, and it may be another"),
        pytest.param(20, 0, True, id="all would go"),
        pytest.param(2, 0, False, id="there are too few sentences to tell"),
    ],
)
def test_a_document_keeps_its_words_where_too_many_sentences_would_go(
    before: int, after: int, kept: bool
) -> None:
    share = round(100 - 100 * after / before)
    message = f"cleaning would take {share} % of the {25 * before} words in sentences"
    assert told(before, after) == ([message] if kept else [])


def test_the_bound_is_an_option() -> None:
    assert told(20, 6, most=0.6)
    assert not told(20, 2, most=0.9)
