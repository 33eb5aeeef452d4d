"""What goes of a document when a guard objects to all that would: steps, safe fixes alone, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cleaner import DISPLAY, SAFE, UNSAFE, Document, Edit, Finding, Outcome, Span, Yield, rule
from cleaner.config import Config
from cleaner.engine import run
from cleaner.profile import Profile
from cleaner.removal import NOT_BY_SET, NOTHING, ONLY_SAFE
from cleaner.results import Result

MOST = 0.6  # of the lines


def without(document: Document, *begins: str) -> Iterator[Yield]:
    for line in document.lines:
        if line.text.startswith(begins):
            yield Finding(Span(line.start, line.end), "a line", (Edit(line.start, line.stop),))


@rule(code="NAV991", name="surely", safety=SAFE, removes_words=True, examples=[])
def surely(document: Document) -> Iterator[Yield]:
    """Remove sure lines."""
    yield from without(document, "sure")


@rule(code="NAV992", name="perhaps", safety=UNSAFE, removes_words=True, examples=[])
def perhaps(document: Document) -> Iterator[Yield]:
    """Remove doubtful lines, and others that depend on what stands around."""
    yield from without(document, "doubtful")
    if "sure" in document.text:
        yield from without(document, "beside")
    elif "doubtful" in document.text:
        yield from without(document, "behind")


@rule(code="DOC991", name="too-much", safety=DISPLAY, examples=[])
def too_much(outcome: Outcome) -> Iterator[Yield]:
    """Object where most lines go."""
    before, after = len(outcome.document.lines), len(outcome.cleaned.lines)
    if after < (1 - MOST) * before:
        yield Finding(Span(0, len(outcome.whole.text)), f"{after} of {before} lines would be left")


@rule(code="DUP991", name="of-the-set", safety=UNSAFE, removes_words=True, examples=[])
def of_the_set(document: Document, profile: Profile) -> Iterator[Yield]:
    """Remove lines that the set has."""
    yield from without(document, "shared")


def cleaned(text: str, *, unsafe: bool = True) -> Result:
    rules = (surely, perhaps, too_much)
    return run(Document("page", text), text.encode(), rules, Config(unsafe_fixes=unsafe), None)


def lines(**counts: int) -> str:
    return "".join(f"{kind} {number}\n" for kind, count in counts.items() for number in range(count))


def objections(result: Result) -> list[str]:
    return [found.message for found in result.findings if found.code == "DOC991"]


WHOLE = {
    "nothing objects": (lines(sure=1, doubtful=1, text=2), lines(text=2), ""),
    "less goes in steps": (lines(sure=1, doubtful=1, beside=3, text=1), lines(beside=3, text=1), ""),
    "safe fixes alone": (lines(sure=1, doubtful=5, text=1), lines(doubtful=5, text=1), ONLY_SAFE),
    "safe fixes are too much": (lines(sure=5, text=1), lines(sure=5, text=1), NOTHING),
    "unsafe ones would go the next time": (
        lines(sure=4, doubtful=4, text=4),
        lines(sure=4, doubtful=4, text=4),
        NOTHING,
    ),
    "steps take what all at once had left": (
        lines(sure=1, doubtful=3, beside=4, behind=4, text=1),
        lines(sure=1, doubtful=3, beside=4, behind=4, text=1),
        NOTHING,
    ),
}


@pytest.mark.parametrize("case", WHOLE)
def test_what_goes(case: str) -> None:
    text, left, kept = WHOLE[case]
    result = cleaned(text)
    assert result.text == left
    assert [message.partition(": ")[2] for message in objections(result)] == [kept] * bool(kept)


@pytest.mark.parametrize("case", WHOLE)
def test_a_cleaned_text_stays_as_it_is(case: str) -> None:
    once = cleaned(WHOLE[case][0])
    assert cleaned(once.text).text == once.text


def test_no_option_makes_the_fixes_that_are_withheld() -> None:
    result = cleaned(WHOLE["safe fixes alone"][0])
    assert {(found.code, found.fixed, found.safety) for found in result.findings} == {
        ("NAV991", True, SAFE),
        ("NAV992", False, DISPLAY),
        ("DOC991", False, DISPLAY),
    }


def test_without_unsafe_fixes_there_is_one_step() -> None:
    text = lines(sure=5, doubtful=1, text=1)
    result = cleaned(text, unsafe=False)
    assert result.text == text
    assert objections(result) == [f"2 of 7 lines would be left: {NOTHING}"]


def test_a_set_takes_no_less_than_a_document_by_itself() -> None:
    text = lines(plain=1, doubtful=4, shared=5)
    rules = (surely, perhaps, of_the_set, too_much)

    def left(text: str, config: Config = Config(unsafe_fixes=True)) -> Result:  # noqa: B008 - frozen
        return run(Document("page", text), text.encode(), rules, config, Profile({"": 3}))

    result = left(text)
    assert result.text == lines(plain=1, shared=5)
    assert objections(result) == [f"1 of 10 lines would be left: {NOT_BY_SET}"]
    assert left(result.text).text == result.text
    assert left(lines(plain=5, doubtful=2, shared=3)).text == lines(plain=5)
    trusted = Config(extend_safe_fixes=("DUP991", "NAV992"))
    assert left(text, trusted).text == result.text, "nor where fixes of the set are trusted"
