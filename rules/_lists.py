"""Lists that belong to a text, though they stand like menus: those of a sentence, and those of addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from cleaner import Document, Line

from ._furniture import LEXICON
from ._layout import layout

COLONS = (":", "：")
INTRODUCES = 8  # words of a line that can introduce the list below it
ADDRESSES = 2  # lines in a row of nothing but an address: sources
_ADDRESS = re.compile(r"(?:\[?\d{1,3}[\].)]\s*)?\W{0,3}(?:https?://|www\.)\S+\Z", re.IGNORECASE)
# Sentences with a colon that call on the reader introduce links.
_CALLS = ("related_heading", "read_more_line", "newsletter_call", "contact_call", "share_widget")


def introduced(document: Document, sentences: Collection[int]) -> Iterator[int]:
    """The numbers of the inked lines that are a list below a line with a colon that introduces it.

    They are items, bulleted or numbered, and what items go on with: indented lines, or those that begin with
    a small letter. A list ends at a blank line if none stands between its first two items. `sentences` are
    the numbers of the lines that read like text and have enough words: headings of menus and of related
    stories introduce furniture, and so do calls on the reader.
    """
    lines, items = document.inked, layout(document).items
    opened, widest, count = False, 2, 0
    for at, line in enumerate(lines):
        step = line.index - lines[at - 1].index if at else 1
        is_item = line.index in items
        if opened and step <= widest and (is_item or (count and step == 1 and _goes_on(line))):
            count += is_item
            if is_item and count == 2:
                widest = step
            yield at
        else:
            opened = at in sentences and line.text.rstrip().endswith(COLONS) and not _calls(line)
            widest, count = 2, 0


def _goes_on(line: Line) -> bool:
    return line.text[:1].isspace() or line.text[:1].islower()


def _calls(line: Line) -> bool:
    return line.bare.startswith(_prompts()) or any(LEXICON.tables[name].match(line) for name in _CALLS)


@cache
def _prompts() -> tuple[str, ...]:
    """Prompts to read on of more than one word, and those in other scripts."""
    known = LEXICON.tables["read_more_line"].section("line")
    return tuple(text for text in known if " " in text or not text.isascii())


def addresses(lines: Sequence[Line]) -> Iterator[int]:
    """The numbers of lines that are an address and nothing else, where some stand in a row."""
    first = 0
    for at in range(len(lines) + 1):
        if at < len(lines) and _ADDRESS.match(lines[at].text.strip()):
            continue
        if at - first >= ADDRESSES:
            yield from range(first, at)
        first = at + 1
