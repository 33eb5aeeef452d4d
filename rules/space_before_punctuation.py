"""A space before a comma or another mark that belongs to the word before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import SAFE, Document, Edit, Example, Finding, Span, Spared, Yield, rule

from ._bundle import bundled
from ._damage import is_mojibake
from ._layout import layout
from ._spaces import SPACES, UNUSUAL, french_at, odd

# A mark stands before a space, a line's end or what closes a quotation or bracket; a wide one anywhere.
_MARK = re.compile(
    r"(?P<mark>(?:[,.]|[?!]++)(?=[\s\"”’»)\]]|\Z)|[;:](?=[\s\"”’»]|\Z))|(?P<wide>[，。、；：？！」』】）》])"
)
_MARKS = ",.;:?!，。、；：？！」』】）》"
_QUICK = re.compile(f" [{_MARKS}]")  # twice as fast as the next
_SPACED = re.compile(rf"[ \t{UNUSUAL}][{_MARKS}]")
_WORD_END = ")]}»”’\"'%…"  # beside letters and digits
_CODE = re.compile(r"=>|===?|!=|&&|\|\||::|[{}]|\?[^?:]*? : ")
_FRENCH = frozenset(";:?!")
_QUOTES = ('"', "'")
_CONTEXT = 12


@rule(
    code="SPC105",
    name="space-before-punctuation",
    safety=SAFE,
    local=True,
    examples=[
        Example(bad="Head keeper , North Light\n", good="Head keeper, North Light\n"),
        Example(bad="It stood (still stands) . Is it lit ?\n", good="It stood (still stands). Is it lit?\n"),
        Example(bad="Der Turm , den alle kennen , ist alt .\n", good="Der Turm, den alle kennen, ist alt.\n"),
        Example(bad="灯塔 ，很高 。\n", good="灯塔，很高。\n"),
        Example(good="Le phare est dans la brume : qui le voit ? Les marins !\n"),
        Example(good="Wait ... the .NET lamp :) costs ,5 or 3 : 2 . . .\n"),
        Example(good="const lit = on ? lamp : null\n"),
    ],
)
@bundled("spaces before punctuation")
def space_before_punctuation(document: Document) -> Iterator[Yield]:
    """Remove a space between a word and the comma, full stop or other mark behind it.

    Extractors that put a space around every inline element part a link from the comma behind it.

    Left alone: French spacing before ; : ? ! (and », which no rule touches); an ellipsis, a decimal,
    a file name or an emoticon, which begin with a mark; a colon between numbers; stops that part
    the items of a row ("Reef . Bay . Cape"); code, tables and indented blocks.
    """
    text = document.text
    for found in (_SPACED if odd(document) or "\t" in text else _QUICK).finditer(text):
        start, at = found.start(), found.end() - 1
        match = _MARK.match(text, at)
        if not match:
            continue
        mark = match[0]
        while start and text[start - 1] in SPACES:
            start -= 1
        before = text[start - 1 : start]
        if not before.isalnum() and (not before or before not in _WORD_END):
            continue
        if before in _QUOTES and not text[start - 2 : start - 1].strip():
            continue  # behind an opening quotation mark
        span = Span(start, match.end())
        line = document.line_at(start)
        if line is None:  # pragma: no cover - a match lies on some line
            continue
        reason = ""
        if line.index in layout(document).kept:
            reason = "spaces in a table, code, a list or an indented block"
        elif mark[0] in _FRENCH and french_at(document, at):
            reason = "French spacing"
        elif mark == ":" and before.isdigit() and text[span.end : span.end + 2].strip()[:1].isdigit():
            reason = "a colon between numbers"
        elif mark == "." and _in_row(text, span):
            reason = "full stops that part items"
        elif not text[start:at].isascii() and is_mojibake(document, start):
            reason = "mojibake"
        elif mark[0] in ":?!" and _CODE.search(line.text[:1000]):
            reason = "code"
        if reason:
            yield Spared(span, reason)
        else:
            yield Finding(span, f"space before {mark[0]!r}", (Edit(start, at),))


def _in_row(text: str, span: Span) -> bool:
    """Whether another spaced full stop stands within a few words."""
    return (
        " ." in text[max(0, span.start - _CONTEXT) : span.start]
        or " ." in text[span.end : span.end + _CONTEXT]
    )
