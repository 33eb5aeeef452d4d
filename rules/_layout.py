"""Which lines of a document are laid out on purpose: tables, code, drawings, lists, indented blocks.

In these lines every space has a meaning, so the layout rules leave them alone, trailing space aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cleaner import Block, Document, Line

# Longer lines are paragraphs, whatever their indent; no table row of the labelled pages is so long.
_PARAGRAPH: Final = 120
_ROW: Final = 300

BULLET: Final = re.compile(r"\s*(?:[-*+•·▪▸►◦‣●○■□–—]|\(?[0-9]{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
_GAP = re.compile(r"(?<=\S)(?: {2}|\t)[ \t]*+(?=\S)")
_DRAWN = re.compile(r"[|+\-_/\\=*#<>^~\u2500-\u259f]")
_CODE = re.compile(
    r"[{};]\s*\Z"
    r"|\A\s*(?://|#include|def |class |import |from \w+ import|return\b|function\b|let |const |public |private |elif |else:)"
    r"|\A\s*(?:if|for|while|switch) ?\(|\)\s*[:{]\s*\Z"
    r"|[\w\])] (?:=|==|:=|->|=>|\+=) [\w\"'(\[{]|\w\(\)"
)
_FENCE = "```"


@dataclass(frozen=True, slots=True)
class Layout:
    """Indices of the lines that are laid out on purpose, and what a list among markup may lose."""

    kept: frozenset[int]
    loosened: dict[int, int]  # characters of indent that all items of a list share, by line index


@lru_cache(maxsize=2)
def layout(document: Document) -> Layout:
    """Find the lines that are laid out on purpose.

    These are, in runs of neighbouring lines: columns that begin or end at the same place, cells
    parted by tabs or bars, drawings, code, items of one list, and indented lines shorter than a
    paragraph. Where most of a document's lines are indented, paragraphs too, the indent comes
    from the nesting of the page's markup: then it makes no block, and a list keeps only its
    own nesting.
    """
    nested = _nested_markup(document)
    kept: set[int] = set()
    loosened: dict[int, int] = {}
    fenced = False
    for block in document.blocks:
        lines = block.lines
        fences = [line for line in lines if line.text.lstrip().startswith(_FENCE)]
        if fenced or fences:
            kept.update(line.index for line in lines)
            fenced ^= len(fences) % 2 == 1
            continue
        if len(lines) == 1:
            continue
        if sum(len(line.text) < _ROW and _CODE.search(line.text) is not None for line in lines) >= max(2, len(lines) / 2):
            kept.update(line.index for line in lines)
            continue
        kept |= _columns(block) | _drawn(block)
        if not nested:
            kept |= _runs(block, lambda line: line.text[:1].isspace() and len(line.text) < _PARAGRAPH)
    for items in _lists(document):
        if nested:
            shared = min(len(item.text) - len(item.text.lstrip()) for item in items)
            loosened |= {item.index: shared for item in items if item.index not in kept}
        kept.update(item.index for item in items)
    return Layout(frozenset(kept), loosened)


def is_item(line: Line) -> bool:
    """Whether a line begins with a bullet or a number as list items do."""
    return BULLET.match(line.text) is not None


def _nested_markup(document: Document) -> bool:
    inked = document.inked
    long = [line for line in inked if len(line.text) >= _PARAGRAPH]
    return (
        len(long) >= 2
        and 2 * sum(line.text[0].isspace() for line in long) >= len(long)
        and 2 * sum(line.text[0].isspace() for line in inked) >= len(inked)
    )


def _runs(block: Block, belongs) -> set[int]:  # type: ignore[no-untyped-def]
    """Indices of the lines that belong, where at least two of them are neighbours."""
    found: set[int] = set()
    before = None
    for line in block.lines:
        here = line if belongs(line) else None
        if here and before:
            found |= {before.index, here.index}
        before = here
    return found


def _columns(block: Block) -> set[int]:
    """Indices of the lines whose columns begin or end where those of their neighbours do."""
    found: set[int] = set()
    open_: dict[tuple[str, int], list[int]] = {}  # a column's edge: the lines that share it so far, and least gap
    for line in block.lines:
        text = line.text.rstrip()
        now: dict[tuple[str, int], list[int]] = {}
        if len(text) < _ROW and ("  " in text or "\t" in text):
            gaps = list(_GAP.finditer(text))
            edges: dict[tuple[str, int], int] = {}
            for gap, following in zip(gaps, [*(g.start() for g in gaps[1:]), len(text)], strict=True):
                width = 8 if "\t" in gap[0] else len(gap[0])
                edges["start", gap.end()] = edges["end", following] = width
            if text.count("\t"):
                edges["tabs", len(re.findall("\t", text.lstrip()))] = 8
            for edge, width in edges.items():
                rows = open_.get(edge, [8])
                now[edge] = [min(rows[0], width), *rows[1:], line.index]
            several = sum(len(rows) > 2 for edge, rows in now.items() if edge[0] == "start") > 1
            for rows in now.values():
                if len(rows) > 3 or len(rows) > 2 and (several or rows[0] > 2):
                    found.update(rows[1:])
        open_ = now
    return found


def _drawn(block: Block) -> set[int]:
    """Indices of neighbouring lines that are made of bars, dashes and slashes, and rows between bars."""

    def belongs(line: Line) -> bool:
        text = line.text.strip()
        if len(text) < 3 or len(text) >= _ROW:
            return False
        ink = len(text) - text.count(" ")
        return text[0] == text[-1] == "|" or 2 * len(_DRAWN.findall(text)) >= ink

    return _runs(block, belongs)


def _lists(document: Document) -> list[list[Line]]:
    """Runs of two and more items; blank lines and indented lines may stand between."""
    found: list[list[Line]] = []
    run: list[Line] = []
    for line in document.inked:
        if is_item(line):
            run.append(line)
        elif not (run and line.text[:1].isspace() and len(line.text) < _PARAGRAPH):
            found.append(run)
            run = []
    return [items for items in [*found, run] if len(items) > 1]
