"""Lists that belong to a text, though they stand like menus: those of a sentence, and those of addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from cleaner import Line

COLONS = (":", "：")
INTRODUCES = 8  # words of a line that can introduce the list below it
ADDRESSES = 2  # lines in a row of nothing but an address: sources
_ITEM = re.compile(r"\s*(?:[•·*\-–—►▶▪■●○◦‣✓✔➤»+]|\d{1,3}[.)])\s")
_ADDRESS = re.compile(r"\W{0,3}https?://\S+\Z", re.IGNORECASE)


def introduced(lines: Sequence[Line], sentences: Collection[int]) -> Iterator[int]:
    """The numbers of bulleted or numbered lines right below a line with a colon that introduces them.

    `sentences` are the numbers of the lines that read like text and have enough words: headings of menus
    and of related stories introduce furniture.
    """
    inside = False
    for at, line in enumerate(lines):
        if _ITEM.match(line.text):
            if inside:
                yield at
        else:
            inside = at in sentences and line.text.rstrip().endswith(COLONS)


def addresses(lines: Sequence[Line]) -> Iterator[int]:
    """The numbers of lines that are an address and nothing else, where some stand in a row."""
    first = 0
    for at in range(len(lines) + 1):
        if at < len(lines) and _ADDRESS.match(lines[at].text.strip()):
            continue
        if at - first >= ADDRESSES:
            yield from range(first, at)
        first = at + 1
