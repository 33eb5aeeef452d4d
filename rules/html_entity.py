"""HTML character references left in text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cleaner import DISPLAY, SAFE, UNSAFE, Document, Edit, Example, Finding, Span, Spared, Yield, rule

from ._bundle import bundled

_CHAIN = re.compile(r"&(?:amp;)+((?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|(?!amp;)[A-Za-z][A-Za-z0-9]{1,31});)")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LEVELS = 5  # text is not escaped more often
_QUOTES = {"`": "`", "'": "'", '"': '"', "‘": "’", "“": "”", "„": "“", "«": "»", "「": "」"}


@rule(
    code="ENC104",
    name="html-entity",
    safety=SAFE,
    local=True,
    examples=[
        Example(bad="Salt &amp; pepper, 5&nbsp;g\n", good="Salt & pepper, 5\u00a0g\n"),
        Example(bad="She&#8217;s here &#x2014; at last\n", good="She’s here — at last\n"),
        Example(bad="He said &amp;quot;no&amp;quot;.\n", good='He said "no".\n'),
        Example(bad="Das M&uuml;llerhaus wird verkauft&#46;\n", good="Das Müllerhaus wird verkauft.\n"),
        Example(bad="Don&#146;t go&#10;home\n", good="Don’t go home\n"),
        Example(bad="Write &lt;b&gt; for bold type.\n"),
        Example(good="R&D; AT&T; a &nothing; b & c; ?x=1&copy=2\n"),
        Example(good="An ampersand is written as `&amp;` in HTML.\n"),
        Example(good='<a href="?a=1&amp;b=2">here</a>\n'),
    ],
)
@bundled("HTML references")
def html_entity(document: Document) -> Iterator[Yield]:
    """Put the character in place of an HTML reference: "&amp;" is "&".

    Feeds and databases escape text twice, and extractors unescape it once or not at all. Named and
    numeric references are read as browsers read them (&#146; is an apostrophe), one level a round,
    so "&amp;quot;" comes to rest as a quotation mark; that is unsafe, for the text may be about HTML.
    A reference to a line break becomes a space: it never breaks a line.

    Left alone: references without a semicolon, unknown names, a reference between quotation marks
    or backticks and lines with tags, because they talk about HTML. Where a line would come to hold
    a tag, or a character would be lost, the reference is only shown.
    """
    text = document.text
    if "&" not in text or ";" not in text:
        return
    from html import unescape
    from html.entities import html5

    lines: dict[int, str] = {}  # by line: what the reference is about
    for match in _REFERENCE.finditer(text):
        written = match[0]
        if written[1] != "#" and written[1:] not in html5:
            continue
        start, end = match.span()
        if start and end < len(text) and _QUOTES.get(text[start - 1]) == text[end]:
            yield Spared(Span(start, end), "stands between quotation marks: the text is about HTML")
            continue
        line = document.line_at(start)
        if line is None:  # pragma: no cover - a match lies on some line
            continue
        if line.index not in lines:
            lines[line.index] = _about(line.text, unescape)
        if lines[line.index] == "markup":
            yield Spared(Span(start, end), "the line holds tags: the text is HTML")
            continue
        character = _BREAKS.sub(" ", unescape(written))
        message = f"HTML reference {written} for {_shown(character)}"
        if lines[line.index] == "tag":
            yield Finding(Span(start, end), f"{message}, in what may be an example of HTML", safety=DISPLAY)
        elif "\ufffd" in character:
            yield Finding(Span(start, end), f"HTML reference {written} for no character", safety=DISPLAY)
        else:
            chain = _CHAIN.match(text, start) if character == "&" else None
            safety = None
            if chain:  # "&amp;eacute;" may be meant; all its levels go at once
                safety, end, character = UNSAFE, chain.end(), _BREAKS.sub(" ", unescape(f"&{chain[1]}"))
            yield Finding(Span(start, end), message, (Edit(start, end, character),), safety)


def _about(text: str, unescape: Callable[[str], str]) -> str:
    """Tell whether a line is markup, would hold a tag once unescaped, or is plain text."""
    if _TAG.search(text):
        return "markup"
    for _ in range(_LEVELS):
        before, text = text, _REFERENCE.sub(lambda match: unescape(match[0]), text)
        if text == before:
            break
    return "tag" if _TAG.search(text) else "text"


def _shown(character: str) -> str:
    """A character as a message shows it; what does not show, by its code point."""
    if character.isprintable() and not character.isspace():
        return character
    return " ".join(f"U+{ord(c):04X}" for c in character) or "nothing"
