"""Blank lines between title and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cleaner import SAFE, Block, Document, Edit, Example, Finding, Line, Span, Yield, of_text, rule

from ._layout import Layout, layout

_LONG = 12  # tokens; a shorter line may be a heading, an item, a verse, a date
_TITLE = 3  # tokens; a shorter first line may be an item of a menu
_WIDTH = 100  # characters; lines wrapped at a fixed width are not longer
_RAGGED = 15  # characters by which neighbouring wrapped lines differ
_QUOTED = (".“", "!“", "?“", "…“", ".''", ".”.")  # German and typewritten quotations
_LAST = frozenset(
    ".!?…。！？؟۔।։:;：；\"'”’»›)]」』）】*“"
)  # a line that ends a sentence ends in one of these
_PARENTHESES = ")]）】"
_NOT_FIRST = frozenset(",.;:!?)]}%…，。、；：！？）")  # no sentence begins with these


@rule(
    code="SPC106",
    name="paragraph-spacing",
    safety=SAFE,
    examples=[
        Example(
            bad="The light on the cape\nJan 3, 2020\nBy Ana Ruiz\n"
            "The light on the northern cape has been burning for two hundred years now.\n"
            "Nobody has kept it since the last keeper went ashore for good in May.\n",
            good="The light on the cape\n\nJan 3, 2020\nBy Ana Ruiz\n\n"
            "The light on the northern cape has been burning for two hundred years now.\n\n"
            "Nobody has kept it since the last keeper went ashore for good in May.\n",
        ),
        Example(
            bad="海角上的灯塔\n北方海角上的灯塔已经亮了两百年。\n最后一位看守人五月上岸后再没有人看守它。\n",
            good="海角上的灯塔\n\n北方海角上的灯塔已经亮了两百年。\n\n最后一位看守人五月上岸后再没有人看守它。\n",
        ),
        Example(
            bad="Das Licht am Kap\n\n"
            "Das Licht am Kap brennt nun schon seit über zweihundert Jahren jede Nacht.\n"
            "„Wer hält es?“\n„Niemand.“\nSeit der letzte Wärter im Mai an Land ging, hält keiner es mehr.\n",
            good="Das Licht am Kap\n\n"
            "Das Licht am Kap brennt nun schon seit über zweihundert Jahren jede Nacht.\n\n"
            "„Wer hält es?“\n\n„Niemand.“\n\n"
            "Seit der letzte Wärter im Mai an Land ging, hält keiner es mehr.\n",
        ),
        Example(
            good="The light\n\nThe light on the northern cape has been burning for two\n"
            "hundred years now, and nobody has kept it since the last\nkeeper went ashore. It burns.\n"
        ),
        Example(
            good="To pack:\n- rope, as long as the tower is high, and another of the same length\n- a lamp\n"
        ),
        Example(good="Night falls\nthe lamp\nthe sea\n"),
        Example(good="Jan 3\nAna Ruiz\n\nThe light on the cape has been burning for two hundred years.\n"),
    ],
)
def paragraph_spacing(document: Document) -> Iterator[Yield]:
    """Put a blank line below the title, and between paragraphs that stand one on each line.

    Extractors end a paragraph with one line end or two; a reader cannot tell the one from a line
    break in a verse. Where most lines of twelve and more tokens are whole paragraphs (they begin
    and end as sentences do, or stand alone), each such line becomes a paragraph, and so do shorter
    sentences, where no fragment stands among them. The title is the first line, where it reads like
    one.

    Left alone: text wrapped at a fixed width, sentences broken over lines, lists, tables, verse, and
    short lines together, such as date and author below the title. Blank lines are only added.
    """
    pairs = [
        pair
        for block in document.blocks
        if len(block.lines) > 1
        for pair in zip(block.lines, block.lines[1:], strict=False)
    ]
    title = document.title
    if not any(above is title or _may_be_whole(above) or _may_be_whole(line) for above, line in pairs):
        return
    plan = layout(document)
    whole, paragraphs = _whole_lines(document)
    for above, line in pairs:
        message = ""
        if above is title and _is_title(above, line, paragraphs, plan):
            message = "no blank line between title and text"
        elif paragraphs and (above.index in whole or line.index in whole) and not _run_on(above, line):
            message = "no blank line between paragraphs"
        if message:
            yield Finding(Span(line.start, line.start), message, (Edit(line.start, line.start, "\n"),))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a line's text alone says of it.

    `long`: it has twelve tokens. `low`: it begins as no sentence does, with a small letter or a mark
    that ends something. `ends`: it ends a sentence, before a closing quotation mark too. `mark`: its
    last character may end a sentence. `introduces`: it ends in a colon or semicolon.
    """

    long: bool
    low: bool
    ends: bool
    mark: bool
    introduces: bool


@of_text
def _shape(line: Line) -> _Shape:
    text = line.text.strip()
    mark = text[-1:] in _LAST
    return _Shape(
        long=_is_long(line, text),
        low=text[:1].islower() or text[:1] in _NOT_FIRST,
        ends=mark and (line.ends_sentence or text.endswith(_QUOTED)),
        mark=mark,
        introduces=text.endswith((":", "：", ";", "；")),
    )


def _is_long(line: Line, text: str) -> bool:
    """Whether a line has twelve tokens; they are counted only where its spaces leave a doubt."""
    spaces = text.count(" ")
    if spaces >= 2 * _LONG or len(text) < _LONG:
        return spaces >= 2 * _LONG
    return (spaces >= _LONG - 1 or not text.isascii()) and len(line.tokens) >= _LONG


def _may_be_whole(line: Line) -> bool:
    shape = _shape(line)
    return shape.long or shape.mark


def _is_title(title: Line, line: Line, paragraphs: bool, plan: Layout) -> bool:
    if len(title.tokens) < _TITLE or title.index in plan.kept | plan.items or _continues(title, line):
        return False
    return paragraphs or (_shape(line).long and 4 * len(title.text) < 3 * len(line.text))


@lru_cache(maxsize=2)
def _whole_lines(document: Document) -> tuple[frozenset[int], bool]:
    """Indices of the lines that are paragraphs by themselves; whether most of the long lines are."""
    plan = layout(document)
    apart = plan.kept | plan.items
    whole = frozenset(index for block in document.blocks for index in _whole_in(block, apart))
    long = [line.index for line in document.inked if _shape(line).long and line.index not in apart]
    return whole, 2 * len(whole.intersection(long)) > len(long)


def _whole_in(block: Block, apart: frozenset[int]) -> Iterator[int]:
    """Indices of the block's lines that are paragraphs by themselves.

    From the last line up, for a line without a full stop is whole where a paragraph begins below it.
    """
    lines = block.lines
    shapes = [_shape(line) for line in lines]
    short: list[int] = []
    apart_below = True  # whether a paragraph, or nothing, stands below the line
    for at in range(len(lines) - 1, -1, -1):
        shape, whole = shapes[at], False
        if lines[at].index not in apart and not shape.long:
            short.append(at)
        else:
            yield from _sentences(short, block, shapes)
            short = []
            if lines[at].index not in apart:
                whole = (apart_below or shape.ends) and _begins(at, block, shapes)
                if whole:
                    yield lines[at].index
        apart_below = whole and at > 0 and not _run_on(lines[at - 1], lines[at])
    if len(lines) > 1:
        yield from _sentences(short, block, shapes)


def _begins(at: int, block: Block, shapes: list[_Shape]) -> bool:
    """Whether a paragraph can begin with a line of the block, given the one above it."""
    if shapes[at].low:
        return False
    return at == 0 or shapes[at - 1].ends or not shapes[at - 1].long or _closes(block.lines[at - 1])


def _sentences(run: list[int], block: Block, shapes: list[_Shape]) -> list[int]:
    """Indices of neighbouring short lines, where each of them is a sentence."""
    if not all(shapes[at].ends and not shapes[at].introduces and not shapes[at].low for at in run):
        return []
    return [block.lines[at].index for at in run]


def _closes(line: Line) -> bool:
    """Whether a line without a full stop ends as captions and headings do: not in the middle of a phrase."""
    word = line.text.split()[-1]
    return word[0].isupper() or word[0].isdigit() or word[-1] in _PARENTHESES


def _continues(above: Line, line: Line) -> bool:
    """Whether a sentence runs on from one line into the next."""
    return not _shape(above).ends and _shape(line).low


def _run_on(above: Line, line: Line) -> bool:
    """Whether one text runs over both lines: a sentence, or lines cut at one width, where ends may meet."""
    alike = len(above.text) <= _WIDTH and abs(len(above.text) - len(line.text)) <= _RAGGED
    return _continues(above, line) or (alike and _shape(line).long and not _shape(line).ends)
