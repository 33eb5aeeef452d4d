"""Spaces and line separators other than the plain ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner import SAFE, Document, Edit, Example, Finding, Span, Spared, Yield, rule

from ._bundle import bundled
from ._damage import is_mojibake
from ._spaces import UNUSUAL, french_at, odd

_UNUSUAL = re.compile(f"[{UNUSUAL}]+|[\u2028\u2029]")
_SEPARATORS = "\u2028\u2029"
_IDEOGRAPHIC = "\u3000"
_LINE_ENDS = "\r\n"
_FRENCH_SPACES = "\u00a0\u202f\u2009"


@rule(
    code="ENC107",
    name="unusual-space",
    safety=SAFE,
    local=True,
    examples=[
        Example(bad="High\u00a0tide at\u202f9\u2009pm\n", good="High tide at 9 pm\n"),
        Example(bad="Ebbe\u2003und Flut\u2028kommen\n", good="Ebbe und Flut\nkommen\n"),
        Example(bad="王\u3000明\n", good="王 明\n"),
        Example(bad="Is it high\u00a0?\n", good="Is it high ?\n"),
        Example(good="Elle dit\u00a0: «\u00a0les marées sont hautes dans la baie\u202f!\u00a0»\n"),
        Example(good="\u3000\u3000潮水退了。\n"),
        Example(good="Plain spaces\tand a tab\n"),
    ],
)
@bundled("unusual spaces")
def unusual_space(document: Document) -> Iterator[Yield]:
    """Make every kind of space a plain one, and every line separator a line end.

    Editors on the web insert no-break spaces wherever two spaces meet; typesetting uses thin and
    em spaces; Chinese and Japanese text has full-width ones. Search and tokenisers take "no-break
    space" for another character than "space". One space becomes one space, so columns keep their
    place; U+2028 and U+2029 end a line, or go where a line ends anyway.

    Left alone: no-break and thin spaces where French sets them, before ; : ? ! » and after «, in
    text that is French; full-width spaces at the start of a line, which are an indent (stray-indent
    judges it); tabs; lines of mojibake, where a no-break space may be half of a letter. U+0085 is
    an ellipsis of Windows-1252 on nearly all pages, which mojibake mends.
    """
    text = document.text
    if not any(map(_UNUSUAL.match, odd(document))):
        return
    for match in _UNUSUAL.finditer(text):
        start, end = match.span()
        if is_mojibake(document, start):
            continue
        if match[0] in _SEPARATORS:
            inside = (
                start
                and end < len(text)
                and text[start - 1] not in _LINE_ENDS
                and text[end] not in _LINE_ENDS
            )
            message = f"line separator {_name(match[0])}"
            yield Finding(Span(start, end), message, (Edit(start, end, "\n" if inside else ""),))
            continue
        if match[0][0] == _IDEOGRAPHIC and (start == 0 or text[start - 1] in _LINE_ENDS):
            start += len(match[0]) - len(match[0].lstrip(_IDEOGRAPHIC))
        elif end - start == 1 and _is_french(document, start):
            yield Spared(Span(start, end), "French spacing")
            continue
        if start < end:
            names = ", ".join(dict.fromkeys(map(_name, text[start:end][:3])))
            yield Finding(Span(start, end), names, (Edit(start, end, " " * (end - start)),))


def _is_french(document: Document, at: int) -> bool:
    """Whether the space is one that French typography sets."""
    text = document.text
    around = text[at + 1 : at + 2] in tuple(";:?!»") or text[at - 1 : at] == "«"
    return text[at] in _FRENCH_SPACES and around and french_at(document, at)


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character)}"
