"""Lists that are the text's: which lines a sentence introduces, and which are addresses in a row."""

from __future__ import annotations

import pytest

from cleaner import Document, clean
from cleaner.registry import load_rules
from tests.rules.test_judge import ARTICLE, BELOW, ONLY, TITLE

load_rules()
from cleaner.rules._lists import addresses, introduced  # type: ignore[import-not-found]  # noqa: E402

INTRO = "The wardens ask some people above all others to keep away from the northern shore:"


def listed(text: str, *, sentences: set[int] | None = None) -> list[str]:
    """The lines that a list's introduction keeps, where the first line reads like text."""
    document = Document("", text)
    return [document.inked[at].text.strip() for at in introduced(document, sentences or {0})]


@pytest.mark.parametrize(
    ("items", "kept"),
    [
        pytest.param("• Bird rescuers\n• Anglers", 2, id="bullets"),
        pytest.param("1. Bird rescuers\n2. Anglers", 2, id="numbers"),
        pytest.param("(1) Bird rescuers\n(2) Anglers", 2, id="numbers in brackets"),
        pytest.param("a) Bird rescuers\nb) Anglers", 2, id="letters"),
        pytest.param("→ Bird rescuers\n→ Anglers", 2, id="arrows"),
        pytest.param("• Bird rescuers\n\n• Anglers\n\n• Divers", 3, id="apart"),
        pytest.param("• School classes\n  of the county\n• Anglers", 3, id="an indented line goes on"),
        pytest.param("• School classes\nof the county\n• Anglers", 3, id="a small letter goes on"),
        pytest.param("• Bird rescuers\n• Anglers\n\n• Contact\n• Terms of use", 2, id="until a blank line"),
        pytest.param("• Bird rescuers\n• Anglers\nMost read\n• Tram line opens", 2, id="until another line"),
        pytest.param("Bird rescuers\nAnglers", 0, id="plain lines"),
    ],
)
def test_items_below_a_sentence_with_a_colon_are_its_list(items: str, kept: int) -> None:
    found = listed(f"{INTRO}\n\n{items}")
    assert found == [line.strip() for line in items.split("\n") if line][:kept]
    assert listed(f"{INTRO[:-1]}.\n\n{items}") == []


@pytest.mark.parametrize(
    "line",
    [
        "Read more about this in our other articles here:",
        "Related articles from our archive that you may like, too:",
        "Sign up for our newsletter and be the first to know:",
    ],
)
def test_calls_on_the_reader_introduce_links(line: str) -> None:
    assert listed(f"{line}\n• Bakery wins a prize\n• Tram line opens") == []


def test_only_what_reads_like_text_introduces_a_list() -> None:
    assert listed(f"{INTRO}\n• Anglers", sentences={5}) == []


@pytest.mark.parametrize(("words", "stays"), [(7, False), (8, True)])
def test_a_line_of_eight_words_can_introduce_a_list(words: int, stays: bool) -> None:
    intro = " ".join(["The", "wardens", "of", "the", "lake", "keep", "out", "these", "people"][-words:]) + ":"
    text = "\n\n".join([TITLE, *ARTICLE, intro, "• Bird rescuers\n• Anglers", *BELOW])
    assert len(intro.split()) == words
    assert ("• Anglers" in clean(text, config=ONLY).text) is stays


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["https://lake.example/a", "http://lake.example/b"], 2),
        (["1. https://lake.example/a", "2. https://lake.example/b"], 2),
        (["[1] https://lake.example/a", "[2] www.lake.example/b"], 2),
        (["<https://lake.example/a>", "• http://lake.example/b"], 2),
        (["https://lake.example/a"], 0),
        (["See https://lake.example/a", "https://lake.example/b and others"], 0),
    ],
)
def test_addresses_in_a_row_are_sources(lines: list[str], kept: int) -> None:
    text = Document("", "\n".join(["Sources", *lines, "Home"]))
    assert [*addresses(text.inked)] == [*range(1, 1 + kept)]
