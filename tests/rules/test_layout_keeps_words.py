"""The rules on characters and layout are safe because they keep every word: shown on generated text.

What "the same words" means is stated rule by rule, beside each test.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Document, clean, tokens
from cleaner.registry import load_rules
from cleaner.rule import SAFE

RULES = {rule.code: rule for rule in load_rules() if rule.code.startswith(("ENC", "SPC"))}
LAYOUT = [code for code, rule in RULES.items() if code.startswith("SPC") and rule.safety is SAFE]

WORDS = ["lamp", "Küste", "маяк", "灯塔", "φάρος", "منارة", "दीपक", "12.5", "Ана", "l’île", "don't"]
WORDS += ["e\u0301te\u0301", "ประภาคาร"]
MOJIBAKE = ["cafÃ©", "itâ€™s", "voilÃ\u00a0", "Ð¼Ð°Ñ\x8fÐº", "na\u00c3\u00afve", "\x93so\x94", "\U0001f600"]
MOJIBAKE += ["\udc93", "\ud83d", "\ufffd"]
REFERENCES = ["&amp;", "&amp;quot;", "&nbsp;", "&#8217;", "&#x41;", "&shy;", "&#10;", "&lt;b&gt;", "&bogus;"]
DAMAGE = MOJIBAKE + REFERENCES
SPACES = [" ", " ", " ", "  ", "   ", "\t", "\u00a0", " \u00a0", "\u2003", "\u3000", "\u202f", "\u2028", ""]
MARKS = [",", ".", ";", ":", "?", "!", "...", "，", "。", "“", "”", '"', "«", "»", "•", "-", "|", "[1]", "("]
MARKS += [")", "```"]
HIDDEN = [
    "\u00ad",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u202e",
    "\u2060",
    "\ufeff",
    "\ufffc",
    "\U000e0041",
]
CONTROLS = ["\x00", "\x01", "\x0b", "\x0c", "\x1c", "\x7f", "\x81"]
ENDS = ["\n", "\n", "\n\n", "\n\n\n", "\r\n", "\r", "\r\r\n", " \n", "\n \u200b\n", ""]
INDENTS = ["", "", "", "  ", "    ", "\t", "\u3000", "  • ", "- ", "1. "]


def scraped(extra: list[str]) -> st.SearchStrategy[str]:
    """Text of lines with words, marks, spaces of all kinds and `extra`, indented and ended in all ways."""
    piece = st.one_of(*(st.sampled_from(pieces) for pieces in (WORDS, WORDS, SPACES, MARKS, extra or WORDS)))
    prose = st.sampled_from(
        [
            "The lamp on the northern cape has been burning for two hundred years and more.",
            "The lamp on the northern cape has been burning for two hundred years and",
            "keeps burning , they say : nobody lights it .  Nobody puts it out",
            "Die Lampe auf dem Kap brennt seit zweihundert Jahren jede Nacht bis zum Morgen.",
        ]
    )
    line = st.one_of(st.lists(piece, max_size=12).map("".join), prose)
    whole = st.tuples(st.sampled_from(INDENTS), line, st.sampled_from(ENDS)).map("".join)
    return st.lists(whole, max_size=10).map("".join)


def mended(code: str, text: str) -> str:
    """`text`, cleaned by one rule alone."""
    return clean(text, config={"select": [code]}).text


def unescaped(text: str) -> str:
    for _ in range(8):
        text = unescape(text)
    return text


def word_characters(text: str) -> str:
    return "".join(character for character in text if character.isalnum() or character == "_")


@pytest.mark.parametrize("code", LAYOUT)
@given(text=scraped(HIDDEN + DAMAGE))
def test_layout_keeps_words(code: str, text: str) -> None:
    """Same tokens in the same order: no word is lost, joined to another or split. ("&nbsp;" is no word.)"""
    assert tokens(unescaped(mended(code, text))) == tokens(unescaped(text))


@pytest.mark.parametrize("code", ["ENC101", "ENC102", "ENC106", "ENC107"])
@given(text=scraped(HIDDEN + DAMAGE))
def test_characters_keep_word_characters(code: str, text: str) -> None:
    """Same letters and digits in the same order; what is invisible may have parted a word before."""
    assert word_characters(mended(code, text)) == word_characters(text)


@given(text=scraped(CONTROLS))
def test_control_characters_keep_words(text: str) -> None:
    """Same tokens: a control that parts two words becomes a space. (Zero bytes of UTF-16 apart.)"""
    if not re.search(r"(?:[^\x00\r\n]\x00){4}", text):
        assert tokens(mended("ENC105", text)) == tokens(text)


@given(text=scraped(MOJIBAKE))
def test_mojibake_keeps_keys(text: str) -> None:
    """Same tokens of each line's key: keys are mended anyway."""
    before, after = Document("", text), Document("", mended("ENC103", text))
    assert [line.tokens for line in after.lines] == [line.tokens for line in before.lines]


@given(text=scraped(DAMAGE))
def test_references_keep_words(text: str) -> None:
    """Same words once everything is unescaped, and as many lines."""
    after = mended("ENC104", text)
    assert re.findall(r"\w+", unescaped(after)) == re.findall(r"\w+", unescaped(text))
    assert len(Document("", after).lines) == len(Document("", text).lines)


COMPOSING = "eaq\u0301\u0323\u0308\u1100\u1161\u11a8\uac00\u212b\u0958\u0bc6\u0bbe\u0344"


@given(text=st.one_of(st.text(), st.text(alphabet=COMPOSING)))
def test_composed_text_is_nfc(text: str) -> None:
    """The result is Unicode's own NFC: canonically equivalent, by definition the same words."""
    lines = re.split("\r\n|\r|\n", text)
    after = re.split("\r\n|\r|\n", mended("ENC108", text))
    assert after == [unicodedata.normalize("NFC", line) for line in lines]


@given(text=scraped(HIDDEN + DAMAGE + CONTROLS))
def test_all_together_come_to_rest(text: str) -> None:
    """No rule undoes another's work: cleaning what was cleaned changes nothing."""
    config = {"select": ["ENC", "SPC"]}
    once = clean(text, config=config).text
    assert clean(once, config=config).text == once


def test_damaged_letters_survive_all_rules_together() -> None:
    """A no-break space or soft hyphen that is half of a letter is no space to the other rules."""
    text = "VoilÃ\u00a0\nVoilÃ\u00a0 , et voilÃ\u00a0  la ville de GarcÃ\u00ada\n"
    assert (
        clean(text, config={"select": ["ENC", "SPC"]}).text == "Voilà\nVoilà, et voilà la ville de García\n"
    )
