"""Headlines that a page prints twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import SAFE, UNSAFE, Document, Example, Line, Yield, rule

from ._helpers import alike, begins_like, bulleted, is_prose, repetition, words

LEAST = 4  # words; shorter repeated lines are labels, refrains, cells
LEAST_TITLE = 3  # words; the first line of the text needs fewer
MOST = 24  # words in a headline
HEAD = 8  # inked lines in which the title may be printed again, above any prose
STANZA = 4  # lines; so many short lines without a blank line between them may be verse
_VERSE = r"[,;:!…—–-][\"'”’»)]*\s*\Z"  # how a line of a song goes on into the next
_CELLS = r"\t|\||  +\S|\d\s+\d"


@rule(
    code="DUP102",
    name="repeated-headline",
    safety=SAFE,
    removes_words=True,
    examples=[
        Example(
            bad="Herons return to the lake\n12 May\nHerons return to the lake\nThe lake is full again.",
            good="Herons return to the lake\n12 May\nThe lake is full again.",
        ),
        Example(
            bad="Die Reiher sind zurück am See\n\nDie Reiher sind zurück am See\n\nDer See ist wieder voll.",
            good="Die Reiher sind zurück am See\n\nDer See ist wieder voll.",
        ),
        Example(
            bad="Озеро снова полно воды\nОзеро снова полно воды\nЦапли вернулись в мае.",
            good="Озеро снова полно воды\nЦапли вернулись в мае.",
        ),
        Example(
            bad="苍鹭归来湖水又满\n苍鹭归来湖水又满\n五月里苍鹭回到了湖边。",
            good="苍鹭归来湖水又满\n五月里苍鹭回到了湖边。",
        ),
        Example(
            good="The ferry song\n\nSlowly, slowly over the water,\nSlowly, slowly over the water,\nHome "
            "we go."
        ),
        Example(good="Harbours\n- Two boats in the harbour\n- Two boats in the harbour"),
        Example(good="Results\nLake  3  4  full\nLake  3  4  full"),
    ],
)
def repeated_headline(document: Document) -> Iterator[Yield]:
    """Remove a headline that is printed again right after itself, and a title printed again above the body.

    Templates print a headline as the page's title and again over the text, or once as a picture's
    alternative text and once as the link. Lines are compared by their words. Between the two
    printings of the title there may be labels, dates and bylines, but no sentence of the body.

    Verse and refrains, list items, table rows and very short lines are left alone, for they repeat
    on purpose; so are sentences.
    """
    inked = document.inked
    lines = document.lines
    title = inked[0] if inked and is_headline(inked[0], LEAST_TITLE) else None
    if title:
        for place, line in enumerate(inked[1:HEAD], 1):
            if is_prose(line):
                break
            if begins_like(document, place, 0) and line.tokens == title.tokens and not bulleted(line):
                first = lines[title.index + 1] if place == 1 else line
                if not in_stanza(document, place):
                    message = f"title of line {title.number} printed again"
                    yield repetition(document, first, line, line, title, message)
                break
    for place in alike(document):
        line, above = inked[place], inked[place - 1]
        if (
            place > 1
            and line.tokens == above.tokens
            and is_headline(line, LEAST)
            and is_headline(above, LEAST)
            and not (in_stanza(document, place) or in_table(document, place))
        ):
            message = f"headline of line {above.number} printed twice"
            yield repetition(document, lines[above.index + 1], line, line, above, message, UNSAFE)


def is_headline(line: Line, least: int) -> bool:
    """Whether a line may be a headline: neither a sentence nor a line of verse, a list or a table."""
    return (
        least <= words(line) <= MOST
        and not line.text.rstrip().endswith((".", "。", "।", "։"))
        and not re.compile(_VERSE).search(line.text[-20:])
        and not bulleted(line)
        and not line.text.lstrip()[:1].isdigit()
        and not re.compile(_CELLS).search(line.text.strip())
    )


def in_stanza(document: Document, place: int) -> bool:
    """Whether the line stands among short lines that blank lines set off: verse, an address, a table."""
    inked = document.inked
    if len(document.blocks) < 2:
        return False
    first = last = place
    while first > 0 and inked[first - 1].index == inked[first].index - 1:
        first -= 1
        if last - first > 2 * STANZA:
            break
    while last + 1 < len(inked) and inked[last + 1].index == inked[last].index + 1:
        last += 1
        if last - first > 3 * STANZA:
            break
    block = inked[first : last + 1]
    return len(block) >= STANZA and not any(is_prose(line) for line in block)


def in_table(document: Document, place: int) -> bool:
    """Whether the lines around the pair that ends at `place` are as short as the cells of a table."""
    around = (*document.inked[place - 2 : place - 1], *document.inked[place + 1 : place + 2])
    return all(words(line) < LEAST for line in around)
