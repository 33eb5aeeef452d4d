"""Indents that mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import SAFE, Document, Edit, Example, Finding, Line, Span, Spared, Yield, rule

from ._layout import layout
from ._spaces import SPACES

_BULLET = re.compile(rf"[•·▪▸►◦‣●○■□][{SPACES}]++")

_WIDTH = 100  # characters; lines wrapped at a fixed width are not longer
MOST = 2  # short indented lines apart from each other that may be strays


@rule(
    code="SPC108",
    name="stray-indent",
    safety=SAFE,
    local=True,
    examples=[
        Example(
            bad="Jan 3\n  • Ana Ruiz\n\n    Keeper of the light\n",
            good="Jan 3\nAna Ruiz\n\nKeeper of the light\n",
        ),
        Example(bad="Nebel\n\n\tDer Turm steht noch.\n", good="Nebel\n\nDer Turm steht noch.\n"),
        Example(bad="\u3000\u3000灯塔很高。\n", good="灯塔很高。\n"),
        Example(good="To pack:\n  • rope\n  • lamp\n"),
        Example(good="The sea is calm\n    the tide is full\n    the moon lies fair\n"),
        Example(good="Call it:\n\n    lamp = Lamp()\n    lamp.on()\n"),
        Example(good="Heights:\n\n  Cape   12 m\n  Reef    9 m\n"),
    ],
)
def stray_indent(document: Document) -> Iterator[Yield]:
    """Remove the spaces before a line that stands in no indented block.

    They come from the nesting of the page's markup, from first-line indents of paragraphs, and from
    lists of one item, whose bullet goes as well: a byline printed as "• Name" is no list.

    Left alone: two and more indented lines together (verse, code, tables, quotations), items of a
    list, three and more short indented lines apart from each other (verse and code with blank lines
    between), and a paragraph's first line in text wrapped at a fixed width, until a blank line
    parts it from the paragraph before. Where the indents of most of a document's lines, paragraphs
    too, come from markup, only tables, code and the nesting within a list are kept.
    """
    if not any(line.text[:1].isspace() for line in document.inked):
        return
    plan = layout(document)
    inked = document.inked
    alone = [line for line in inked if line.text[:1].isspace() and line.index not in plan.kept]
    verse = not plan.nested and sum(len(line.text) < _WIDTH for line in alone) > MOST
    for place, line in enumerate(inked):
        text = line.text
        kept = text.lstrip(SPACES)
        indent = len(text) - len(kept)
        if not indent:
            continue
        span = Span(line.start, line.start + indent)
        if line.index in plan.kept:
            loose = plan.loosened.get(line.index, 0)
            if loose:
                yield Finding(
                    span, "indent from the nesting of markup", (Edit(line.start, line.start + loose),)
                )
            else:
                yield Spared(span, "part of a table, code, a list or an indented block")
        elif verse:
            yield Spared(span, "one of several indented lines: verse or code")
        elif place and _wraps_on(inked[place - 1], line):
            yield Spared(span, "begins a paragraph of wrapped text")
        else:
            bullet = _BULLET.match(kept)
            around = (*inked[max(0, place - 1) : place], *inked[place + 1 : place + 2])
            lone = not any(neighbour.index in plan.items for neighbour in around)
            end = span.end + (bullet.end() if bullet and lone else 0)
            message = (
                "bullet of a list of one item"
                if end > span.end
                else "indent of a line that stands in no block"
            )
            yield Finding(Span(span.start, end), message, (Edit(span.start, end),))


def _wraps_on(before: Line, line: Line) -> bool:
    """Whether an indented line follows right below a line of about full width: wrapped text."""
    full = 40 <= len(before.text) <= _WIDTH and len(line.text) <= _WIDTH
    return full and line.index == before.index + 1 and not before.text[:1].isspace()
