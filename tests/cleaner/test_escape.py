"""What is shown is safe: no raw control, bidirectional or invisible character ever comes out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.escape import code, escaped, fence, longest_backticks, markdown, pieces, printable

_ANY = st.text(st.characters(exclude_categories=[]), max_size=40)
_HOSTILE = st.text(
    "\x00\x1b[31m\u202e\u2066\u200f\u061c\u2028\ufeff\u200b\u200d\u200c\udcff\ue000 a`|<b>[x](y)\n\r\t\\",
    max_size=40,
)
_BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def unsafe(text: str) -> list[str]:
    """The characters of a shown text that could steer a terminal or hide what is there."""
    return [
        c
        for c in text
        if c in _BIDI
        or (unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and c not in "\u200c\u200d")
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("", ""),
        ("red \x1b[31m", "red \\x1b[31m"),
        ("\x00\x07\x7f\x9b", "\\x00\\x07\\x7f\\x9b"),
        ("txt.\u202egpj", "txt.\\u202egpj"),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        ("a\u200bb\ufeffc\u00add", "a\\u200bb\\ufeffc\\xadd"),
        ("caf\udce9", "caf\\udce9"),
        ("\ue000\U000e0041\U0010ffff", "\\ue000\\U000e0041\\U0010ffff"),
        ("a\tb\r\nc", "a\\tb\\r\\nc"),
        ("\u3164\u115f", "\\u3164\\u115f"),
        ("Ünïcodé e\u0301 東京 עברית हिन्दी", "Ünïcodé e\u0301 東京 עברית हिन्दी"),
        ("30\u00a0km\u3000。", "30\u00a0km\u3000。"),
        ("👩🏽\u200d🚀 ❤\ufe0f\u200d🔥", "👩🏽\u200d🚀 ❤\ufe0f\u200d🔥"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200db \u200d", "a\\u200db \\u200d"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_printable_options() -> None:
    assert printable("a\tb\nc", newline="\n", tab=" ") == "a b\nc"
    assert printable("a \u00a0b", space="·") == "a·\\xa0b"


@given(_ANY | _HOSTILE)
def test_nothing_unsafe_is_shown(text: str) -> None:
    shown = printable(text)
    assert not unsafe(shown)
    assert "".join(pieces(text)) == shown
    assert len(pieces(text)) == len(text)
    assert not unsafe(markdown(text))
    assert not unsafe(code(text))
    assert not unsafe(fence([text]).replace("\n", ""))
    shown.encode("utf-8")


@given(_ANY | _HOSTILE)
def test_showing_twice_changes_nothing(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown


@pytest.mark.parametrize("character", ["\x1b", "\u202e", "\U000e0001", "\n", "\r", "\t"])
def test_escapes_are_pythons(character: str) -> None:
    assert escaped(character).encode().decode("unicode-escape") == character


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("skip link 'back to top' (en)", "skip link 'back to top' (en)"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[a](b) ![c](d)", "\\[a\\](b) !\\[c\\](d)"),
        ("a | b", "a \\| b"),
        ("two\n\n# lines", "two # lines"),
        ("# heading", "\\# heading"),
        ("1. one 2. two", "1\\. one 2. two"),
        ("- item", "\\- item"),
        ("snake_case _em_ *b* ~s~ `c` $x$", "snake_case \\_em\\_ \\*b\\* \\~s\\~ \\`c\\` \\$x\\$"),
        ("see http://a.b/c www.x.y me@a.b @me #12", "see `http://a.b/c` `www.x.y` `me@a.b` `@me` `#12`"),
        ("as #a.txt, or a.b/#c. See http://a.b/?!", "as `#a.txt`, or `a.b/#c`. See `http://a.b/`?!"),
        ("&amp; \\", "&amp;amp; \\\\"),
        ("\x1b", "\\\\x1b"),
    ],
)
def test_markdown(text: str, shown: str) -> None:
    assert markdown(text) == shown


def test_code_spans() -> None:
    assert code("a_b") == "`a_b`"
    assert code("`a``b") == "``` `a``b ```"
    assert code("a|b") == "`a\\|b`"
    assert code("") == "`  `"


@given(_ANY | _HOSTILE)
def test_code_spans_hold_their_text(text: str) -> None:
    span = code(text)
    marks = span[: len(span) - len(span.lstrip("`"))]
    assert marks not in span[len(marks) : -len(marks)]
    assert "\n" not in span


@given(st.lists(_HOSTILE, max_size=4))
def test_fences_hold_their_lines(lines: list[str]) -> None:
    rows = fence(lines, "diff").split("\n")
    assert len(rows) == len(lines) + 2
    assert rows[0] == rows[-1] + "diff"
    assert all(longest_backticks(row) < len(rows[-1]) for row in rows[1:-1])
