"""Several spaces in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import SAFE, Document, Edit, Example, Finding, Span, Spared, Yield, rule

from ._bundle import bundled
from ._damage import is_mojibake
from ._layout import layout
from ._spaces import UNUSUAL, odd

_RUN = re.compile(rf"(?<=\S)(?:[ \t{UNUSUAL}][ \t{UNUSUAL}]++|\t)(?=\S)")


@rule(
    code="SPC104",
    name="repeated-space",
    safety=SAFE,
    local=True,
    examples=[
        Example(bad="The lamp  turns.   It blinks.\n", good="The lamp turns. It blinks.\n"),
        Example(bad="Der Turm\tsteht \u00a0fest.\n", good="Der Turm steht fest.\n"),
        Example(bad="灯塔 \u3000很高\n", good="灯塔 很高\n"),
        Example(good="Height    Light\n12 m      white\n9 m       red\n"),
        Example(good="Ort\tHöhe\nKap\t12\n"),
        Example(good="def turn(lamp):\n    lamp.on()    # now\n    return lamp\n"),
        Example(good="    an indented line\n"),
    ],
)
@bundled("runs of spaces")
def repeated_space(document: Document) -> Iterator[Yield]:
    """Make a run of spaces inside a line one space; a tab alone becomes a space too.

    Removed links and inline elements leave their spaces on both sides, and typists put two after a
    full stop.

    Left alone: tables, code, drawings and indented blocks, where spaces make columns; the indent
    and the end of a line; lines of mojibake, where a no-break space may be half of a letter.
    """
    text = document.text
    if "  " not in text and "\t" not in text and not odd(document):
        return
    for match in _RUN.finditer(text):
        span = Span(*match.span())
        line = document.line_at(span.start)
        if line and line.index in layout(document).kept:
            yield Spared(span, "spaces in a table, code, a list or an indented block")
        elif match[0].isascii() or not is_mojibake(document, span.start):
            count = len(match[0])
            message = "tab inside a line" if count == 1 else f"{count} spaces in a row"
            yield Finding(span, message, (Edit(span.start, span.end, " "),))
