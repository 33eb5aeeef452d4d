"""The rule on markup, on pages of our own making: ten layouts, eight languages."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

import cleaner
from cleaner.engine import read
from cleaner.registry import load_rules
from tests.pages import LAYOUTS, WORDS, Words, cards, comments, divisions, semantic

CONFIG = {"unsafe-fixes": True}
SITES = [(layout, words) for layout in LAYOUTS for words in WORDS]


def cleaned(page: str) -> cleaner.Result:
    return cleaner.clean(page, name="a.html", config=CONFIG)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_paragraph_and_the_title_stay(layout: Callable[[Words], str], words: Words) -> None:
    lines = cleaned(layout(words)).text.rstrip("\n").split("\n\n")
    assert lines[: 1 + len(words.paragraphs)] == [words.title, *words.paragraphs]


def test_nearly_all_furniture_of_all_layouts_goes() -> None:
    left = there = 0
    for layout, words in SITES:
        source = cleaner.clean(layout(words), name="a.html", config={"select": ["ENC"]}).source
        there += len(source.split()) - sum(len(p.split()) for p in (words.title, *words.paragraphs))
        left += len(cleaned(layout(words)).text.split())
        left -= sum(len(paragraph.split()) for paragraph in (words.title, *words.paragraphs))
    assert left <= 0.05 * there


@pytest.mark.parametrize(("layout", "words"), SITES[::7])
def test_what_is_left_is_accounted_for_and_at_rest_as_a_text(
    layout: Callable[[Words], str], words: Words
) -> None:
    result = cleaned(layout(words))
    assert result.ledger.restore(result.data) == layout(words).encode()
    text = result.text
    assert cleaner.clean(text, name="a.html.txt", config=CONFIG).text == text


def test_a_message_names_the_place_and_its_links() -> None:
    messages = [found.message for found in cleaned(semantic(WORDS[0])).findings if found.code == "BLR102"]
    assert all(one.startswith("marked as page furniture (score +") for one in messages)
    assert messages[0].endswith("6 lines, the first in nav > ul > li, 100 % links")
    messages = [found.message for found in cleaned(divisions(WORDS[0])).findings if found.code == "BLR102"]
    assert "(menu)" in messages[0]


def test_a_row_of_a_table_must_be_surer_than_other_lines() -> None:
    rows = "".join([f"<tr><td>{at}</td><td>Reed Bay</td><td>{at * 7}</td></tr>" for at in range(1, 6)])
    page = semantic(WORDS[0]).replace("</article>", f"<table>{rows}</table></article>")
    config = {**CONFIG, "rules": {"BLR102": {"each-line": True}}}
    result = cleaner.clean(page, name="a.html", config=config)
    lines = result.source.split("\n")
    wanted = {
        lines[near.line - 1]: float(near.reason.split("goes from ")[1].split(":")[0])
        for near in result.near
        if near.code == "BLR102"
    }
    surer = pytest.approx(wanted[WORDS[0].paragraphs[0]] + 2)
    assert all(wanted[f"{at} | Reed Bay | {at * 7}"] == surer for at in range(1, 6))


def test_without_unsafe_fixes_all_stays_and_is_reported() -> None:
    result = cleaner.clean(cards(WORDS[0]), name="a.html", config={"select": ["BLR102"]})
    assert WORDS[0].teasers[0] in result.text
    found = [one for one in result.findings if one.code == "BLR102"]
    assert found
    assert not any(one.fixed for one in found)
    first = found[0]
    assert result.source[first.start : first.end].startswith("- ")


def test_a_text_has_no_markup_and_is_left_to_other_rules() -> None:
    text = cleaner.clean(comments(WORDS[0]), name="a.html", config={"select": ["ENC"]}).source
    assert not any(one.code == "BLR102" for one in cleaner.check(text, config=CONFIG))


def test_a_page_of_furniture_alone_keeps_its_words() -> None:
    menu = "<nav class=menu><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav>"
    page = f"{menu}<footer>Terms of use</footer>"
    assert cleaned(page).text == "- Home\n- News\n\nTerms of use\n"


HOSTILE = {
    "nested elements": "<div class='a b'>word ",
    "nested lists": "<ul><li>word",
    "lines of one element": "word<br>",
    "elements side by side": "<p class=menu>word</p>",
    "links": "<li><a href=/>word word</a>",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_page_takes_twice_the_time(piece: str) -> None:
    (rule,) = (rule for rule in load_rules() if rule.needs_markup)

    def seconds(size: int) -> float:
        best = 9.0
        for _ in range(3):
            document = read("a.html", (piece * (size // len(piece))).encode())
            begin = process_time()
            list(rule.check(*rule.asked(document, None)))
            best = min(best, process_time() - begin)
        return best

    seconds(1_000)  # reads the tables
    assert seconds(40_000) <= 2.5 * seconds(20_000) + 0.005
