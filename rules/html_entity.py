"""HTML character references left in text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import DISPLAY, SAFE, Document, Edit, Example, Finding, Span, Spared, Yield, rule

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LEVELS = 5  # text is not escaped more often
_QUOTES = {"`": "`", "'": "'", '"': '"', "‘": "’", "“": "”", "„": "“", "«": "»", "「": "」"}


@rule(
    code="ENC104",
    name="html-entity",
    safety=SAFE,
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
def html_entity(document: Document) -> Iterator[Yield]:
    """Put the character in place of an HTML reference: "&amp;" is "&".

    Feeds and databases escape text twice, and extractors unescape it once or not at all. Named and
    numeric references are read as browsers read them (&#146; is an apostrophe), one level a round,
    so "&amp;quot;" comes to rest as a quotation mark. A reference to a line break becomes a
    space: it never breaks a line.

    Left alone: references without a semicolon, unknown names, a reference between quotation marks
    or backticks and lines with tags, because they talk about HTML. Where a line would come to hold
    a tag, or a character would be lost, the reference is only shown.
    """
    text = document.text
    if "&" not in text or ";" not in text:
        return
    from html import unescape
    from html.entities import html5

    shown: dict[int, bool] = {}  # by line: whether unescaping gives a tag
    for match in _REFERENCE.finditer(text):
        written = match[0]
        if written[1] != "#" and written[1:] not in html5:
            continue
        span = Span(match.start(), match.end())
        if text[span.end : span.end + 1] and _QUOTES.get(text[span.start - 1 : span.start]) == text[span.end]:
            yield Spared(span, "stands between quotation marks: the text is about HTML")
            continue
        line = document.line_at(span.start)
        assert line is not None  # noqa: S101 - a match lies on some line
        if line.index not in shown:
            if _TAG.search(line.text):
                yield Spared(span, "the line holds tags: the text is HTML")
                shown[line.index] = False
                continue
            shown[line.index] = True
