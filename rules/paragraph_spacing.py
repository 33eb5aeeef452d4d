"""Blank lines between title and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from cleaner import SAFE, Document, Edit, Example, Finding, Line, Span, Yield, of_text, rule

from ._bundle import merged
from ._layout import Layout, layout

_LONG = 12  # tokens; a shorter line may be a heading, an item, a verse, a date
# So many words between single spaces are so many tokens, whatever else is in them.
_WORDS = re.compile(rf"(?:[^\w\s]*+\w\S*+ (?:[^\w\s]++ )?+){{{_LONG - 1}}}\w")
_GAP = re.compile(r"\W+")
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

    All places within one block are one finding.

    Left alone: Markdown, whose blank lines are its author's; text wrapped at a fixed width, sentences
    broken over lines, lists, tables, verse, and short lines together, such as date and author below the
    title. Blank lines are only added.
    """
    if document.is_markdown:
        return
    blocks = [(block.lines, [*map(_shape, block.lines)]) for block in document.blocks if len(block.lines) > 1]
    title = document.title
    if not any(
        lines[0] is title or any(shape.long or shape.mark for shape in shapes) for lines, shapes in blocks
    ):
        return
    plan = layout(document)
    kept = plan.kept | plan.items
    whole = {index for lines, shapes in blocks for index in _whole_in(lines, shapes, kept)}
    if not whole and blocks[0][0][0] is not title:
        return
    paragraphs = _are_paragraphs(document, blocks, whole, kept)
    for lines, shapes in blocks:
        apart = []  # the lines above which a paragraph ends
        for at, (above, line) in enumerate(pairwise(lines)):
            if above is title and _is_title(above, line, paragraphs, plan):
                yield Finding(
                    Span(line.start, line.start),
                    "no blank line between title and text",
                    (Edit(line.start, line.start, "\n"),),
                )
            elif (
                paragraphs
                and (above.index in whole or line.index in whole)
                and not _run_on(above, line, shapes[at], shapes[at + 1])
            ):
                apart.append(line)
        # What other rules may still mend at the same place stands by itself, lest all wait for it.
        together = [line.start for line in apart if not line.text[0].isspace()]
        for starts in (together, *([line.start] for line in apart if line.text[0].isspace())):
            if starts:
                places = f", in {len(starts)} places" if len(starts) > 1 else ""
                edits = merged(document.text, [Edit(at, at, "\n") for at in starts])
                yield Finding(Span(starts[0], starts[-1]), f"no blank line between paragraphs{places}", edits)


class _Shape(NamedTuple):
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
    first = text[:1]
    low = first.islower() or first in _NOT_FIRST
    if text[-1:] not in _LAST:
        return _Shape(_is_long(line, text), low, False, False, False)
    ends = line.ends_sentence or text.endswith(_QUOTED)
    return _Shape(_is_long(line, text), low, ends, True, text[-1:] in ":：;；")


@cache
def _unspaced() -> re.Pattern[str]:
    """Characters that are tokens by themselves; compiled where it is needed, since it takes a while."""
    return re.compile(r"[\u0e00-\u109f\u1780-\u17ff\u3040-\u9fff\uf900-\ufaff]")


def _is_long(line: Line, text: str) -> bool:
    """Whether a line has twelve tokens; they are counted only where its spaces leave a doubt."""
    spaces = text.count(" ")
    if spaces >= 2 * _LONG or len(text) < _LONG:
        return spaces >= 2 * _LONG
    if spaces < _LONG - 1 and (
        text.isascii() or not (_unspaced().search(text) or len(_GAP.findall(text)) >= _LONG - 1)
    ):
        return False
    return _WORDS.match(text) is not None or len(line.tokens) >= _LONG


def _is_title(title: Line, line: Line, paragraphs: bool, plan: Layout) -> bool:
    if (
        len(title.tokens) < _TITLE
        or title.index in plan.kept | plan.items
        or _continues(_shape(title), _shape(line))
    ):
        return False
    return paragraphs or (_shape(line).long and 4 * len(title.text) < 3 * len(line.text))


_Lines = tuple[tuple[Line, ...], list[_Shape]]


def _are_paragraphs(document: Document, blocks: list[_Lines], whole: set[int], kept: frozenset[int]) -> bool:
    """Whether most of the document's long lines are whole paragraphs, as those of `blocks` in `whole` are."""
    long = [
        line.index in whole
        for lines, shapes in blocks
        for line, shape in zip(lines, shapes, strict=True)
        if shape.long and line.index not in kept
    ]
    # A line between blank lines is whole unless it begins as no sentence does.
    alone = [block.lines[0] for block in document.blocks if len(block.lines) == 1]
    long += [not shape.low for line in alone if (shape := _shape(line)).long and line.index not in kept]
    return 2 * sum(long) > len(long)


def _whole_in(lines: tuple[Line, ...], shapes: list[_Shape], apart: frozenset[int]) -> list[int]:
    """Indices of a block's lines that are paragraphs by themselves.

    From the last line up, for a line without a full stop is whole where a paragraph begins below it.
    """
    found: list[int] = []
    short: list[int] = []
    apart_below = True  # whether a paragraph, or nothing, stands below the line
    for at in range(len(lines) - 1, -1, -1):
        shape, whole = shapes[at], False
        if not shape.long and lines[at].index not in apart:
            short.append(at)
        else:
            found += _sentences(short, lines, shapes)
            short = []
            if lines[at].index not in apart:
                whole = (apart_below or shape.ends) and _begins(at, lines, shapes)
                if whole:
                    found.append(lines[at].index)
        apart_below = whole and at > 0 and not _run_on(lines[at - 1], lines[at], shapes[at - 1], shape)
    return found + _sentences(short, lines, shapes)


def _begins(at: int, lines: tuple[Line, ...], shapes: list[_Shape]) -> bool:
    """Whether a paragraph can begin with a line of a block, given the one above it."""
    if shapes[at].low:
        return False
    return at == 0 or shapes[at - 1].ends or not shapes[at - 1].long or _closes(lines[at - 1])


def _sentences(run: list[int], lines: tuple[Line, ...], shapes: list[_Shape]) -> list[int]:
    """Indices of neighbouring short lines, where each of them is a sentence."""
    for at in run:
        shape = shapes[at]
        if not shape.ends or shape.introduces or shape.low:
            return []
    return [lines[at].index for at in run]


def _closes(line: Line) -> bool:
    """Whether a line without a full stop ends as captions and headings do: not in the middle of a phrase."""
    word = line.text.split()[-1]
    return word[0].isupper() or word[0].isdigit() or word[-1] in _PARENTHESES


def _continues(above: _Shape, below: _Shape) -> bool:
    """Whether a sentence runs on from one line into the next."""
    return below.low and not above.ends


def _run_on(above: Line, line: Line, shape: _Shape, below: _Shape) -> bool:
    """Whether one text runs over both lines: a sentence, or lines cut at one width, where ends may meet."""
    if _continues(shape, below):
        return True
    if not below.long or below.ends:
        return False
    return len(above.text) <= _WIDTH and abs(len(above.text) - len(line.text)) <= _RAGGED
