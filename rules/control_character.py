"""Control characters and terminal escape sequences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import SAFE, Document, Edit, Example, Finding, Span, Yield, rule

from ._bundle import bundled
from ._damage import is_mojibake
from ._spaces import odd

# CSI (but for `&` inside it, where an entity begins), OSC with its end, character sets, two-character
# sequences.
_ESCAPE = r"\x1b(?:\[[0-?]*[ -%'-/]*[@-~]|\][^\x07\x1b\r\n]*(?:\x07|\x1b\\)|[()*+][0-9A-Za-z]|[=>78cDEHMNOZ])"
# Overstruck and underlined characters of manuals; the zero bytes of UTF-16; anything else of C0 but tab and
# line ends, DEL, and C1.
_CONTROL = re.compile(
    rf"(?P<escape>{_ESCAPE})"
    r"|(?P<struck>(?P<letter>[^\x00-\x20])\x08(?P=letter)|_\x08(?=[^\x00-\x20]))"
    r"|(?P<wide>(?:[^\x00\r\n]\x00){4,})"
    rf"|(?P<run>(?:(?!{_ESCAPE})[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f])+)"
)
_ANY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_PAGE_BREAKS = ("\x0b", "\x0c")
_UNSPACED = "\u2e80"  # from here on words stand without spaces


@rule(
    code="ENC105",
    name="control-character",
    safety=SAFE,
    local=True,
    examples=[
        Example(bad="\x1b[1mHarbour\x1b[0m news\n", good="Harbour news\n"),
        Example(bad="\x0c\x1b[31mHarbour\x1b[0m news\n", good="Harbour news\n"),
        Example(bad="\x1b]0;title\x07Low tide\x00\n", good="Low tide\n"),
        Example(bad="\x1b[&amp;c, the rest\n", good="[&amp;c, the rest\n"),
        Example(bad="north\x00south\n", good="north south\n"),
        Example(bad="t\x00i\x00d\x00e\x00 tables\n", good="tide tables\n"),
        Example(bad="N\bNA\bAM\bME\bE and _\bu_\bs_\be\n", good="NAME and use\n"),
        Example(bad="Seite eins\x0cSeite zwei\n", good="Seite eins\nSeite zwei\n"),
        Example(bad="潮水\x00退了\x81。\n", good="潮水退了。\n"),
        Example(good="Tabs\tand\nline ends\r\nare layout.\n"),
        Example(good="^[[1m is how a terminal shows it, ␀ is a picture.\n"),
    ],
)
@bundled("control characters")
def control_character(document: Document) -> Iterator[Yield]:
    """Remove control characters and whole terminal escape sequences.

    They come from terminal output, manual pages, PDF extraction and text decoded as the wrong
    encoding. Escape sequences have no width and go without a trace; overstruck letters ("a",
    backspace, "a") become one. Form feed and vertical tab part pages and lines: between words they
    become a line end. Zero bytes of UTF-16 read bytewise go. Every other control is deleted, or
    becomes a space where it alone parts two words.

    Tabs and line ends are left to the layout rules. C1 controls that are halves of letters, or
    punctuation of Windows-1252 ("\\x92" is an apostrophe, "\\x85" an ellipsis), are left to mojibake.
    """
    text = document.text
    if not any(map(_ANY.match, odd(document))):
        return
    for match in _CONTROL.finditer(text):
        start, end = match.span()
        found = match[0]
        if match.lastgroup == "escape":
            yield Finding(Span(start, end), f"terminal escape sequence {found!r}", (Edit(start, end),))
        elif match["struck"]:
            keep = match["letter"] or ""
            yield Finding(Span(start, end), f"overstruck character {found!r}", (Edit(start, end, keep),))
        elif match["wide"]:
            edits = tuple(Edit(at, at + 1) for at in range(start + 1, end, 2))
            yield Finding(Span(start, end), f"{len(edits)} zero bytes of UTF-16", edits)
        elif found.isascii() or not is_mojibake(document, start):
            yield _run(text, start, end)


def _run(text: str, start: int, end: int) -> Finding:
    """The finding for a run of controls between two other characters."""
    found = text[start:end]
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
    if any(c in found for c in _PAGE_BREAKS) and before not in "\r\n" and after not in "\r\n":
        return Finding(Span(start, end), "page break inside a line", (Edit(start, end, "\n"),))
    codes = " ".join(dict.fromkeys(f"U+{ord(c):04X}" for c in found[:8]))
    message = f"control character{'s' if end - start > 1 else ''} {codes}"
    space = " " if _in_word(before) and _in_word(after) else ""
    return Finding(Span(start, end), message, (Edit(start, end, space),))


def _in_word(character: str) -> bool:
    return character.isalnum() and character < _UNSPACED
