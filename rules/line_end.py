"""Line ends other than LF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cleaner import SAFE, Document, Edit, Example, Finding, Span, Yield, rule

_LINE_END = re.compile(r"\r\r\n|\r\n|\r")
_NAMES = {"\r\n": "CRLF", "\r": "CR", "\r\r\n": "CR CRLF"}


@rule(
    code="SPC102",
    name="line-end",
    safety=SAFE,
    examples=[
        Example(bad="Sand\r\nKies\r\n", good="Sand\nKies\n"),
        Example(bad="sable\rgalets\n", good="sable\ngalets\n"),
        Example(bad="песок\r\r\nгалька\r\r\n", good="песок\nгалька\n"),
        Example(good="Sand\nKies\n"),
        Example(good="\\r\\n is how Windows ends a line.\n"),
    ],
)
def line_end(document: Document) -> Iterator[Yield]:
    """End every line with LF.

    Pages written on Windows end lines with CRLF, very old ones with CR, and text that was converted
    twice with CR CRLF. All line ends of a document are one finding, counted by kind.

    U+2028 and form feeds are no line ends; other rules look at them.
    """
    text = document.text
    if "\r" not in text:
        return
    found = list(_LINE_END.finditer(text))
    counts = Counter(_NAMES[match[0]] for match in found)
    kinds = ", ".join(f"{counts[name]} {name}" for name in sorted(counts))
    # "\r\n" loses its "\r", so that the edit does not meet those of lines that go
    edits = tuple(
        Edit(match.start(), match.start() + 1, "\n")
        if match[0] == "\r"
        else Edit(match.start(), match.end() - 1)
        for match in found
    )
    yield Finding(Span(*found[0].span()), f"line ends other than LF: {kinds}", edits)
