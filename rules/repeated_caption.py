"""Captions that a page prints twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from cleaner import SAFE, UNSAFE, Document, Example, Line, Phrases, Yield, rule

from ._helpers import alike, bulleted, repetition, words

PHRASES = Phrases.beside(__file__)
LONG = 12  # words from which a line is repeated by no refrain, heading or table row
MOST = 60  # words in a caption that names no picture; longer ones are paragraphs
LEAST = 3  # words in a line that names a picture
MOST_CREDIT = 8  # words that a credit may add to one of the copies, or have as a line between them


@rule(
    code="DUP101",
    name="repeated-caption",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad="Herons at dusk. Photo: A. Okafor\n\nHerons at dusk (Photo: A. Okafor)\nThe lake is full.",
            good="Herons at dusk. Photo: A. Okafor\nThe lake is full.",
        ),
        Example(
            bad="Ein Reiher am Ufer\nEin Reiher am Ufer. Foto: M. Brandt\nDer See ist voll.",
            good="Ein Reiher am Ufer. Foto: M. Brandt\nDer See ist voll.",
        ),
        Example(
            bad="湖边的苍鹭在傍晚。陈明摄影\n湖边的苍鹭在傍晚。陈明摄影\n湖水满了。",
            good="湖边的苍鹭在傍晚。陈明摄影\n湖水满了。",
        ),
        Example(
            bad="Цапли вернулись на озеро\nФото: И. Лебедева\nЦапли вернулись на озеро\nОзеро снова полно "
            "воды.",
            good="Цапли вернулись на озеро\nФото: И. Лебедева\nОзеро снова полно воды.",
        ),
        Example(good="Row, row, row your boat\nRow, row, row your boat"),
        Example(good="Photo\nPhoto"),
        Example(
            bad="A heron stands in the shallow water\nA heron stands in the shallow water\nIt waits.",
            good="A heron stands in the shallow water\nIt waits.",
            options={"min_words": 6},
        ),
        Example(good="- Photo paper, glossy, A4\n- Photo paper, glossy, A4"),
        Example(good="Herons at dusk. Photo: A. Okafor\nHerons at dawn. Photo: A. Okafor"),
    ],
)
def repeated_caption(document: Document, *, min_words: int = LONG) -> Iterator[Yield]:
    """Remove a caption that repeats the line above it.

    Page templates print an image's text twice: once from its `alt` attribute and once as the
    visible caption. The two often differ in punctuation, so lines are compared by their words;
    the blank lines between them go as well. Where only one of the copies ends in the picture's
    credit, the other one goes. A line that is only a credit may stand between them.

    A repeated line of fewer than `min-words` words that names no picture is left alone: a refrain or
    a heading may repeat on purpose. So are list items.
    """
    inked = document.inked
    lines = document.lines
    alike_next = frozenset(alike(document))
    for place in sorted(alike_next.union(alike(document, 2))):
        line, above = inked[place], inked[place - 1]
        if place not in alike_next:
            first = inked[place - 2]
            if same(line, first) and is_credit(above):
                message = f"caption repeats line {first.number}, credited in line {above.number}"
                yield repetition(document, line, line, line, first, message)
        elif same(line, above):
            if min_words <= words(line) <= MOST or names_picture(line):
                message = f"caption repeats line {above.number}"
                trust = (
                    None if names_picture(line) else UNSAFE
                )  # a row of data or a line of a song may repeat
                yield repetition(document, lines[above.index + 1], line, line, above, message, trust)
        elif credited(above, line):
            message = f"caption repeats line {above.number}, which has the credit too"
            yield repetition(document, lines[above.index + 1], line, line, above, message)
        elif credited(line, above):
            message = f"caption is repeated in line {line.number}, with its credit"
            yield repetition(document, above, lines[line.index - 1], above, line, message)


def same(line: Line, other: Line) -> bool:
    """Whether two lines have the same words, enough of them, and are no list items."""
    return line.tokens == other.tokens and words(line) >= LEAST and not bulleted(line)


def names_picture(line: Line) -> bool:
    """Whether the line holds a word for a picture, or an agency's name."""
    return (
        not credit_words().isdisjoint(line.tokens)
        or "©" in line.text
        or any(part in line.key for part in credit_parts())
        or ((match := PHRASES.match(line)) is not None and bool(match.start or match.end))
    )


def is_credit(line: Line) -> bool:
    """Whether the line is a credit and nothing else."""
    return len(line.text) < 200 and words(line) <= MOST_CREDIT and names_picture(line)


def credited(longer: Line, shorter: Line) -> bool:
    """Whether one line is the other with a credit behind it."""
    size = len(shorter.tokens)
    return (
        words(shorter) >= LEAST
        and 0 < len(longer.tokens) - size <= MOST_CREDIT
        and longer.tokens[:size] == shorter.tokens
        and not bulleted(shorter)
        and not names_picture(shorter)
        and names_picture(longer)
    )


@cache
def credit_words() -> frozenset[str]:
    """The words of the table."""
    return frozenset(PHRASES.section("word"))


@cache
def credit_parts() -> tuple[str, ...]:
    """The table's wordings in scripts without spaces."""
    return tuple(PHRASES.section("part"))
