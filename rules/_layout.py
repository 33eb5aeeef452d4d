"""Which lines of a document are laid out on purpose: tables, code, drawings, lists, indented blocks.

In these lines every space has a meaning, so the layout rules leave them alone, trailing space aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from msgspec import Struct

from cleaner import Block, Document, Line, of_text

_PARAGRAPH = 120  # characters; a line so long is prose, whatever its indent
_ROW = 300  # characters; a line so long is no row of a table or drawing, nor code
_TAB = 8  # a tab counts as so many spaces

_BULLET = re.compile(
    r"(?:\s*(?:[-*+^•·▪▶▸►◦‣●○■□–—✓✔➤→»›]|\(?[0-9]{1,3}[.)]|\[[0-9]{1,3}\]|\(?[a-z][.)])|\s+o)(?:\s|\Z)"
)
_DASHES = ("–", "—")  # a sentence behind them is one of a dialogue
_GAP = re.compile(r"(?<=\S)(?: {2}|\t)[ \t]*+(?=\S)")
_DRAWN = re.compile(r"[|+\-_/\\=*#<>^~\u2500-\u259f]")
_DRAWING = frozenset("|+-_/\\=*#<>^~" + "".join(map(chr, range(0x2500, 0x25A0))))  # what `_DRAWN` matches
_CODE_HINTS = ("{", "=", "()", ";\n", "\nimport ", "#include")  # two lines of code hold one of these
_FENCE = "```"
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")  # which most lines begin with
_NUMBERING = frozenset(".)")  # what stands behind the letter of a list item


class Layout(Struct, frozen=True):
    """Indices of the lines that are laid out on purpose, and what a list among markup may lose."""

    kept: frozenset[int]
    items: frozenset[int]  # lines that begin as list items do, alone or in a list
    loosened: dict[int, int]  # characters of indent that all items of a list share, by line index
    nested: bool = False  # whether the indents of most lines come from the nesting of markup


_PLAIN = Layout(frozenset(), frozenset(), {})


@lru_cache(maxsize=2)
def layout(document: Document) -> Layout:
    """Find the lines that are laid out on purpose.

    These are, in runs of neighbouring lines: columns that begin or end at the same place, cells
    parted by tabs or bars, drawings, code, items of one list, and indented lines shorter than a
    paragraph. Where most of a document's lines are indented, paragraphs too, the indent comes
    from the nesting of the page's markup: then it makes no block, and a list keeps only its
    own nesting.
    """
    text = document.text
    may_be_code = any(hint in text for hint in _CODE_HINTS)
    may_be_fenced = _FENCE in text
    spaced = "  " in text or "\t" in text
    # Only a line that begins with a letter, and no numbering, may be one that nothing but code tells apart.
    odd = [x for x in document.inked if x.text[0] not in _CAPITALS and _may_be_laid_out(x.text)]
    if not (odd or spaced or may_be_code or may_be_fenced):
        return _PLAIN
    nested = any(line.text[0].isspace() for line in odd) and _nested_markup(document)
    kept: set[int] = set()
    loosened: dict[int, int] = {}
    fenced = False
    at_odd = {line.index for line in odd}
    for block in document.blocks:
        lines = block.lines
        if may_be_fenced:
            fences = [line for line in lines if line.text.lstrip().startswith(_FENCE)]
            if fenced or fences:
                kept.update([line.index for line in lines])
                fenced ^= len(fences) % 2 == 1
                continue
        if len(lines) == 1:
            continue
        if may_be_code and sum(map(_is_code, lines)) >= max(2, len(lines) / 2):
            kept.update([line.index for line in lines])
            continue
        if spaced:
            kept |= _columns(block)
        candidates = [line for line in lines if line.index in at_odd]
        if any(line.text.lstrip()[:1] in _DRAWING for line in candidates):
            kept |= _drawn(block)
        if not nested and any(line.text[0].isspace() for line in candidates):
            kept |= _runs(block, lambda line: line.text[:1].isspace() and len(line.text) < _PARAGRAPH)
    marked = frozenset([line.index for line in odd if _is_item(line)])
    for items in _lists(document, marked) if len(marked) > 1 else ():
        if nested:
            shared = min(len(item.text) - len(item.text.lstrip()) for item in items)
            loosened |= {item.index: shared for item in items if item.index not in kept}
        kept.update([item.index for item in items])
    return Layout(frozenset(kept), marked, loosened, nested)


def _may_be_laid_out(text: str) -> bool:
    return not text[0].isalpha() or text[1:2] in _NUMBERING


@cache
def _code() -> re.Pattern[str]:
    """What a line of code ends in, begins with or holds; few documents need it, so it is compiled late."""
    return re.compile(
        r"[{};]\s*\Z"
        r"|\A\s*(?://|#include|def |class |import |from \w+ import|return\b|function\b|let |const )"
        r"|\A\s*(?:public |private |elif |else:)"
        r"|\A\s*(?:if|for|while|switch) ?\(|\)\s*[:{]\s*\Z"
        r"|[\w\])] (?:=|==|:=|->|=>|\+=) [\w\"'(\[{]|\w\(\)"
    )


@of_text
def _is_code(line: Line) -> bool:
    return len(line.text) < _ROW and _code().search(line.text) is not None


@of_text
def _is_item(line: Line) -> bool:
    """Whether a line begins with a bullet or a number as list items do, not with a dialogue's dash."""
    if not _BULLET.match(line.text):
        return False
    return not (line.text.lstrip().startswith(_DASHES) and line.ends_sentence)


def _nested_markup(document: Document) -> bool:
    inked = document.inked
    long = [line for line in inked if len(line.text) >= _PARAGRAPH]
    return (
        len(long) >= 2
        and 2 * sum(line.text[0].isspace() for line in long) >= len(long)
        and 2 * sum(line.text[0].isspace() for line in inked) >= len(inked)
    )


def _runs(block: Block, belongs: Callable[[Line], bool]) -> set[int]:
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
    above: dict[tuple[str, int], _Run] = {}
    for line in block.lines:
        if not above and "  " not in line.text and "\t" not in line.text:
            continue
        now = {edge: above.get(edge, _Run(line.index)).extended(gap) for edge, gap in _edges(line).items()}
        shared = sum(run.rows > 1 for (kind, _), run in now.items() if kind == "start")
        for run in now.values():
            if run.rows > 2 or (run.rows == 2 and (shared > 1 or run.gap > 2)):
                found.update(range(run.first if run.rows <= 3 else line.index, line.index + 1))
        above = now
    return found


class _Run(Struct, frozen=True):
    """Neighbouring lines with a column's edge at one place: the first line, how many, the least gap."""

    first: int
    rows: int = 0
    gap: int = _TAB

    def extended(self, gap: int) -> _Run:
        return _Run(self.first, self.rows + 1, min(self.gap, gap))


def _edges(line: Line) -> dict[tuple[str, int], int]:
    """Where columns begin and end in a line, and the number of its tabs, with the gap before each."""
    text = line.text.rstrip()
    if len(text) >= _ROW or not ("  " in text or "\t" in text):
        return {}
    edges: dict[tuple[str, int], int] = {}
    following = len(text)
    for gap in reversed(list(_GAP.finditer(text))):
        width = _TAB if "\t" in gap[0] else len(gap[0])
        edges["start", gap.end()] = edges["end", following] = width
        following = gap.start()
    tabs = text.lstrip().count("\t")
    if tabs:
        edges["tabs", tabs] = _TAB
    return edges


def _drawn(block: Block) -> set[int]:
    """Indices of neighbouring lines that are made of bars, dashes and slashes, and rows between bars."""

    def belongs(line: Line) -> bool:
        text = line.text.strip()
        if not _DRAWN.match(text) or not 3 <= len(text) < _ROW:
            return False
        ink = len(text) - text.count(" ")
        return text[0] == text[-1] == "|" or 2 * len(_DRAWN.findall(text)) >= ink

    return _runs(block, belongs)


def _lists(document: Document, marked: frozenset[int]) -> list[list[Line]]:
    """Runs of two and more items; blank lines and indented lines may stand between."""
    found: list[list[Line]] = []
    run: list[Line] = []
    for line in document.inked:
        if line.index in marked:
            run.append(line)
        elif run and not (line.text[:1].isspace() and len(line.text) < _PARAGRAPH):
            found.append(run)
            run = []
    return [items for items in [*found, run] if len(items) > 1]
