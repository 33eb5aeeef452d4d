"""When a document that would lose most of its sentences keeps its words (DOC103)."""

from __future__ import annotations

import pytest

from cleaner import Document, Finding, Outcome
from cleaner.profile import Profile
from cleaner.registry import load_rules
from cleaner.survey import Survey, observe

(GUARD,) = (rule for rule in load_rules() if rule.code == "DOC103")
LINE = (
    "The herons that left the lake came back to tree {} among the reeds on a Monday in the first "
    "week of the dry spring."
)


def told(before: int, after: int, profile: Profile | None = None, **options: float) -> list[str]:
    """What the guard says where so many lines of 25 words are left of so many."""
    lines = [LINE.format(number) for number in range(before)]
    whole, left = "\n\n".join(lines), "\n\n".join(lines[:after])
    outcome = Outcome(Document("0", whole, site="", member="0"), Document("0", left), profile)
    return [item.message for item in GUARD.check(outcome, **options) if isinstance(item, Finding)]


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        pytest.param(20, 3, False, id="less than 90 of 100 would go"),
        pytest.param(20, 2, False, id="90 of 100 would go"),
        pytest.param(20, 1, True, id="more than 90 of 100 would go"),
        pytest.param(200, 18, True, id="an article would remain, and it may be another"),
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
    assert not told(20, 1, most=0.95)


def shared_by_the_set(first: int, last: int, lines: int = 20) -> Profile:
    """A set of which four documents have some lines of one of so many, and others of their own."""
    all_of_it = "\n".join(LINE.format(number) for number in range(lines))
    part = [LINE.format(number) for number in range(first, last)]
    others = [
        "\n".join([*(LINE.format(f"{n} of grove {at}") for n in range(20)), *part]) for at in range(1, 5)
    ]
    return Survey(observe(str(at), "", text) for at, text in enumerate([all_of_it, *others])).profile()


def test_what_other_documents_have_may_go() -> None:
    assert told(20, 1)
    assert not told(20, 1, shared_by_the_set(10, 20)), "of ten lines of its own it keeps one"


def test_the_set_makes_the_guard_never_stricter() -> None:
    assert not told(20, 4)
    assert not told(20, 4, shared_by_the_set(0, 4)), "though of sixteen lines of its own it keeps none"


def test_of_too_few_sentences_of_its_own_nothing_follows() -> None:
    assert told(20, 1, shared_by_the_set(2, 20))
