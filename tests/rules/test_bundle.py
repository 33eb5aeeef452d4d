"""Many findings of one kind on one line are told as one, and mend the same."""

from __future__ import annotations

import pytest

import cleaner
from cleaner import Result
from cleaner.ledger import to_bytes

# What is wrong many times in one line, by rule, and what is left of it.
WRONG = {
    "ENC101": ("a\udce9 ", "a\ufffd "),
    "ENC103": ("cafÃ© ", "café "),
    "ENC104": ("&amp; ", "& "),
    "ENC105": ("a\x01b ", "a b "),
    "ENC106": ("a\u200bb ", "ab "),
    "ENC107": ("a\u00a0b ", "a b "),
    "ENC108": ("e\u0301 ", "é "),
    "SPC104": ("a  b ", "a b "),
    "SPC105": ("yes , ", "yes, "),
}


def mended(code: str, text: str) -> Result:
    return cleaner.clean(text, config={"select": [code]})


@pytest.mark.parametrize("code", WRONG)
@pytest.mark.parametrize("times", [1, 20, 21, 999, 1_500])
def test_mends_the_same_however_many(code: str, times: int) -> None:
    bad, good = WRONG[code]
    text = f"Above.\n{bad * times}end\nBelow {bad}.\n"
    result = mended(code, text)
    assert result.text == f"Above.\n{good * times}end\nBelow {good}.\n"
    assert result.ledger.restore(result.data) == to_bytes(text)
    found = [finding for finding in result.findings if finding.line == 2]
    edits = sum(len(finding.edits) for finding in found)
    assert len(found) == (1 if times > 20 or code == "ENC103" else times)
    assert edits == (times // 2 if times > 1_000 else times)


@pytest.mark.parametrize("times", [30, 1_500, 2_500])
def test_what_is_protected_amid_them_withholds_no_others(times: int) -> None:
    text = "a\x01b " * times + "“ " + "c\x01d " * times + "end\n"
    result = cleaner.clean(text, config={"select": ["ENC105"], "protect": ["“"]})
    assert result.text == text.replace("\x01", " ")
    assert result.ledger.restore(result.data) == to_bytes(text)


def test_one_finding_says_how_many_and_shows_the_first() -> None:
    (finding,) = mended("ENC104", "Salt &amp; pepper" + " &lt; 5" * 30 + "\n").findings
    assert finding.message == "31 HTML references on this line; the first: HTML reference &amp; for &"
    assert (finding.line, finding.column) == (1, 6)
    assert finding.end == 5 + 12 + 30 * 7 - 2


def test_what_is_only_shown_is_told_as_one_too() -> None:
    (finding,) = mended("ENC109", "caf\ufffd " * 30).findings
    assert finding.message.startswith("30 lost characters on this line; the first: ")
    assert not finding.edits
    assert len(mended("ENC109", "caf\ufffd\n" * 30).findings) == 30


def test_broken_letters_are_told_from_the_first_to_the_last_on_their_line() -> None:
    """A line is judged as a whole, yet may be a paragraph in which the reader is to find the place."""
    (finding,) = mended("ENC103", "A line above.\nThe cafÃ© and the fÃªte are open.\n").findings
    assert (finding.line, finding.column, finding.end_column) == (2, 8, 22)
