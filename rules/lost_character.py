"""Characters that are lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import DISPLAY, Document, Example, Finding, Span, Yield, rule

from ._bundle import bundled

_LOST = re.compile("[\ufffd\ud800-\udfff]+")


@rule(
    code="ENC109",
    name="lost-character",
    safety=DISPLAY,
    examples=[
        Example(bad="The caf\ufffd is shut.\n"),
        Example(bad="\ufffd\ufffd\ufffd Wasser\n"),
        Example(bad="潮\udce6水\n"),
        Example(good="The caf? is shut. What? Nothing.\n"),
        Example(good="Кафе закрыто.\n"),
    ],
)
@bundled("lost characters")
def lost_character(document: Document) -> Iterator[Yield]:
    """Show where characters were lost: U+FFFD, and bytes that cannot be decoded.

    A program that could not decode a byte wrote U+FFFD and forgot the byte, or undecodable-bytes
    writes it here, and the source still has the byte. Nothing in the text says what stood there, so
    nothing is mended; the finding is there so that the page can be fetched again.

    A question mark that replaced a letter looks like any other and is left alone.
    """
    if not _may_hold(document.text):
        return
    for match in _LOST.finditer(document.text):
        length = len(match[0])
        count = "a character is" if length == 1 else f"{length} characters are"
        yield Finding(Span(*match.span()), f"{count} lost: nothing here says what stood in this place")


def _may_hold(text: str) -> bool:
    """A look that takes a tenth of a search: only a lone surrogate cannot be encoded."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return "\ufffd" in text
