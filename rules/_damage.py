"""Which lines are damaged as a whole: the rules on single characters keep out until they are mended."""

from __future__ import annotations

from functools import lru_cache

from cleaner import Document
from cleaner.mojibake import mend, suspect


def is_mojibake(document: Document, offset: int) -> bool:
    """Whether the line that holds `offset` is one that the rule mojibake mends.

    A no-break space or soft hyphen in it may be half of a letter: "Ã" and U+00A0 are "à".
    """
    line = document.line_at(offset)
    return line is not None and _is_mended(document, line.index)


@lru_cache(maxsize=8)
def _is_mended(document: Document, index: int) -> bool:
    text = document.lines[index].text
    return suspect(text) and mend(text) != text
