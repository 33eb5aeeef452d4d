"""What the judge reads in a line by itself: its size, its ends, its signs and its words.

A text is read once for all rounds, and for all documents that hold it: what is read hangs on the line's
content. Nothing here knows a weight.

Words are pieces between spaces; two characters of a script without spaces count as one. Pieces of a
sentence that in-line links break over lines are joined to one unit (`units`); lines with no blank line
between them are a block (`block_numbers`).

What a line says is weighed by its n-grams (`grams`): words, figures and signs, pairs of neighbours, the
first and the last as such, and all of a line of few.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise

from msgspec import Struct

from cleaner import Line, may_be_unspaced

from ._furniture import LEXICON
from ._helpers import function_words

_HEAD = 160  # characters of a line whose words are weighed; its size and its end are of all of it
_PLAIN = 420  # characters of a paragraph that is taken as one, whatever its words
_MATCHED = 320  # characters of a line that phrase tables are asked about
_WORDS = 24  # words of a line that may tell a subject
_PIECES = 30  # words, figures and signs of a line that are weighed
_FEW = 5  # of a line that is weighed as a whole, too
_TELLING = 6  # letters of a word that may tell a subject
_JOINED = "_".join
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"\d+")
_MARKS = "@#/•:&+$€£%([<>©»«›→"  # not |, which parts menus in the pages learned from, and cells in tables
_PIECE = re.compile(rf"[^\W\d_]+|0|[{re.escape(_MARKS)}]")
_SIGNS = frozenset("0" + _MARKS)
_ENDERS = frozenset(".!?…。！？؟۔।։")
_CLOSERS = "\"'”’“»›)]」』）】*"
_OPENERS = "\"'“”„‘«‹([「『（【¿¡"
_BULLETS = frozenset("•·*-–—►▶▪■●○◦‣→^✓✔➤»")


class Feature(Struct, frozen=True):
    """A named feature and the labels of its bins; `ordered` where neighbouring bins are alike."""

    name: str
    labels: Sequence[str]
    ordered: bool = True


def scale(*cuts: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The labels of the bins that `cuts` part (each cut begins a bin), and the bin of each number
    from 0 to the last cut.
    """
    edges = (0, *cuts)
    labels = [
        str(low) if high == low + 1 else f"{low} to {high - 1}"
        for low, high in zip(edges, cuts, strict=False)
    ]
    return (*labels, f"{cuts[-1]} and more"), tuple(bisect_right(cuts, n) for n in range(cuts[-1] + 1))


WORDS, WORDS_BIN = scale(1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 40, 50, 70, 100, 150)
MOST_WORDS = 150
ENDS = (
    "nothing", "three dots", "full stop", "exclamation mark", "question mark", "a closed sentence",
    "colon", "comma", "digit", "bracket", "quotation mark", "arrow or bar", "letter", "another sign",
)  # fmt: skip
DOTS, COLON, COMMA, DIGIT, LETTER, OTHER = 1, 6, 7, 8, 12, 13
_END_OF = {
    **dict.fromkeys(":：", COLON), **dict.fromkeys(",;，；、", COMMA), **dict.fromkeys(")]）】", 9),
    **dict.fromkeys("\"”’»'“", 10), **dict.fromkeys(">›→|/▼▲", 11), **dict.fromkeys(".。", 2),
    **dict.fromkeys("!！", 3), **dict.fromkeys("?？؟", 4), "…": DOTS,
}  # fmt: skip
BEGINNINGS = (
    "nothing", "digit", "small letter", "capital", "quoted capital", "letter without case", "bullet",
    "closing sign", "bar or arrow", "hash, at or copyright sign", "another sign", "bullet of an inner list",
)  # fmt: skip
SMALL, BULLET, CLOSING, INNER = 2, 6, 7, 11
PHRASES = (
    "none",
    *(f"{table}: {how}" for table in LEXICON.tables for how in ("whole line", "beginning", "end")),
)
_TABLE_NUMBER = {table: 1 + 3 * n for n, table in enumerate(LEXICON.tables.values())}
_HEADINGS = LEXICON.tables["related_heading"]

OF_TEXT = (
    Feature("words", WORDS),
    Feature("ends with", ENDS, ordered=False),
    Feature("begins with", BEGINNINGS, ordered=False),
    Feature("digits", ("0", "1", "2", "3", "4", "5 to 8", "9 and more")),
    Feature("commas", ("0", "1", "2", "3", "4 and more")),
    Feature("phrase", PHRASES, ordered=False),
)


class Reading(Struct, eq=False):
    """What a text tells by itself: the bins of `OF_TEXT`, and what neighbours are asked about it.

    Nothing changes a reading; like a line it is not frozen because there are many.
    """

    codes: bytes
    words: int
    ends: bool
    begins: int
    ending: int
    loose: bool
    heading: bool
    key: str
    pieces: Sequence[str]
    complete: bool
    vocabulary: frozenset[str]
    telling: frozenset[str]


def reading(line: Line) -> Reading | None:
    """Read a line once for all rounds; None where it holds no letter and no digit."""
    notes = line.content.notes
    if Reading not in notes:
        notes[Reading] = _read(line)
    known: Reading | None = notes[Reading]
    return known


def match_phrases(lines: Sequence[Line]) -> None:
    """Ask phrase tables about all lines that are to be read: most match nothing, which is told at once."""
    contents = [line.content for line in lines if len(line.text) <= _MATCHED]
    LEXICON.match_all([content for content in contents if Reading not in content.notes])


def grams(read: Reading) -> set[str]:
    """The n-grams of a line's pieces: `_` joins neighbours; ^, $ and = tell a beginning, an end, a whole.

    Of a line that was not read to its end none tells the end.
    """
    pieces = read.pieces
    if not pieces:
        return set()
    found = {*pieces, *map(_JOINED, pairwise(pieces)), "^" + pieces[0]}
    if read.complete:
        found.add(pieces[-1] + "$")
        if 1 < len(pieces) <= _FEW:
            found.add("=" + _JOINED(pieces))
    return found


def quoted(gram: str) -> str:
    """An n-gram as people read it; N stands for a figure."""
    gram = "_".join(["N" if piece == "0" else piece for piece in gram.split("_")])
    if len(gram) > 1 and gram[0] == "^":
        return f'"{gram[1:]} ..."'
    if len(gram) > 1 and gram[-1] == "$" and gram[-2] != "_":
        return f'"... {gram[:-1]}"'
    return f'"{gram.removeprefix("=").replace("_", " ")}"'


def lexical(read: Reading, weights: Mapping[str, int]) -> int:
    """The sum of the weights of a line's n-grams, each counted once, in hundredths of a logit."""
    return sum(filter(None, map(weights.get, grams(read))))


def _read(line: Line) -> Reading | None:
    text = line.text.strip()
    if not text:
        return None
    size = len(text)
    ascii_only = text.isascii()
    head = text[:_HEAD]
    wide = 0
    if not ascii_only and may_be_unspaced(head) and _wide().search(head):
        wide = len(_wide().findall(text))
    words = text.count(" ") + 1 + wide // 2
    first, last = text[0], text[-1]
    ends = False
    if last.isalpha():
        ending = LETTER
    elif last.isdigit():
        ending = DIGIT
    else:
        bare = text.rstrip(_CLOSERS)
        if not bare:
            return None
        ends = bare[-1] in _ENDERS
        ending = _END_OF.get(last, OTHER)
        if ends and ending > 4:
            ending = 5
        elif last == "." and text.endswith("..."):
            ending = DOTS
    if first in "+o" and size > 2 and text[1].isspace() and _inner(line.text, first):
        begins = INNER
    elif first.isalpha():
        begins = 3 if first.isupper() else SMALL if first.islower() else 5
    elif first.isdigit():
        begins = 1
    else:
        begins = _sign_begins(text)
    head = head.lower()
    pieces = _pieces(head, wide)
    complete = size <= _HEAD and len(pieces) <= _PIECES
    if size > _HEAD and head[-1].isalpha() and text[_HEAD].isalpha():
        pieces = pieces[:-1]  # a piece of a word
    tokens = _pairs(head) if wide else [piece for piece in pieces if piece not in _SIGNS][:_WORDS]
    figures = commas = phrase = 0
    loose = heading = False
    if size <= _PLAIN or not ends:
        figures = len(_DIGIT.findall(head))
        if not (figures or tokens) and not any(map(str.isalnum, head)):
            return None
        commas = head.count(",") if ascii_only else head.count(",") + head.count("，") + head.count("、")
        if size <= _MATCHED:
            phrase, heading = _phrase(line, words)
        loose = (
            not ends
            and words >= 4
            and bool(tokens)
            and text[text.rfind(" ") + 1 :].islower()
            and tokens[-1] in function_words()
        )
    distinct = frozenset(tokens)
    return Reading(
        codes=bytes(
            (
                WORDS_BIN[words if words < MOST_WORDS else MOST_WORDS],
                ending,
                begins,
                figures if figures < 5 else 5 if figures < 9 else 6,
                commas if commas < 4 else 4,
                phrase,
            )
        ),
        words=words,
        ends=ends,
        begins=begins,
        ending=ending,
        loose=loose,
        heading=heading,
        key=head[:40],
        pieces=pieces[:_PIECES],
        complete=complete,
        vocabulary=distinct,
        telling=distinct if wide else frozenset([word for word in distinct if len(word) >= _TELLING]),
    )


# Patterns for scripts without spaces are compiled where a text may have one, since it takes a while.
_WIDE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"


@cache
def _wide() -> re.Pattern[str]:
    """A character of a script without spaces."""
    return re.compile(f"[{_WIDE}]")


@cache
def _wide_piece() -> re.Pattern[str]:
    """What `_PIECE` is, runs of characters of a script without spaces apart."""
    return re.compile(rf"[{_WIDE}]+|[^\W\d_{_WIDE}]+|0|[{re.escape(_MARKS)}：（【]")


def _phrase(line: Line, words: int) -> tuple[int, bool]:
    """The bin of the phrase that the line is, begins or ends with, and whether it heads other stories."""
    phrase, heading = 0, False
    for table, match in LEXICON.matches(line).items():
        how = 0 if match.line else 1 if match.start else 2
        if not phrase or how < (phrase - 1) % 3:
            phrase = _TABLE_NUMBER.get(table, 0) + how
        if table is _HEADINGS and (how == 0 or (how == 1 and words <= 8)):
            heading = True
    return phrase, heading


def _inner(text: str, sign: str) -> bool:
    """Whether a line begins as those of lists within lists, which text browsers indent.

    In some languages "o" is a word.
    """
    return sign == "+" or (text[0].isspace() and not text.split(maxsplit=2)[1][0].islower())


def _sign_begins(text: str) -> int:
    bare = text.lstrip(_OPENERS)
    first = bare[:1]
    if first.isupper():
        return 4 if len(bare) < len(text) else 3
    if first.islower():
        return SMALL
    if first.isalpha():
        return 5
    if first.isdigit():
        return 1
    if text[0] in _BULLETS:
        return BULLET
    if text[0] in ".,;:!?)]，。；：、）…":
        return CLOSING
    if text[0] in "|/>":
        return 8
    return 9 if text[0] in "©#@" else 10


def _pairs(low: str) -> Sequence[str]:
    """The pairs of neighbouring characters of a script without spaces, which stand for its words."""
    run = "".join(_wide().findall(low))[: _WORDS + 1]
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _pieces(low: str, wide: int) -> Sequence[str]:
    """What is weighed: words, figures as 0, and signs, in their order.

    Of scripts without spaces, pairs of neighbouring characters stand for words.
    """
    figures = _FIGURE.sub("0", low)
    if not wide:
        return _PIECE.findall(figures)
    found: list[str] = []
    for piece in _wide_piece().findall(figures):
        if len(piece) > 2 and _wide().match(piece):
            found += [piece[at : at + 2] for at in range(len(piece) - 1)]
        else:
            found.append(piece)
    return found


# ---- units: pieces of a sentence that stand on several lines; blocks: lines with no blank line between them


class Lines(Struct, frozen=True):
    """The readings of a document's lines that hold a letter or digit; the unit and the block of each."""

    readings: Sequence[Reading]
    unit: Sequence[int]
    block: Sequence[int]


def block_numbers(inked: Sequence[Line]) -> list[int]:
    """For each of a document's lines that show something the number of the block it stands in."""
    gaps = [below.index > above.index + 1 for above, below in pairwise(inked)]
    return list(accumulate(gaps, initial=0)) if inked else []


def grouped(readings: Sequence[Reading], block: Sequence[int]) -> Lines:
    """Lines from their readings and the numbers of their blocks, some of which may have none left."""
    steps = [below != above for above, below in pairwise(block)]
    return Lines(readings, units(readings), list(accumulate(steps, initial=0)) if block else ())


def units(readings: Sequence[Reading]) -> list[int]:
    """The number of the unit that each line belongs to."""
    found = []
    number = -1
    above: Reading | None = None
    for this in readings:
        if above is None or not joined(above, this):
            number += 1
        found.append(number)
        above = this
    return found


def joined(above: Reading, this: Reading) -> bool:
    """Whether a line goes on with the sentence of the line above it."""
    begins = this.begins
    if above.ends:
        return begins == CLOSING
    if begins == SMALL:
        return above.ending != COLON and (above.words >= 3 or this.words >= 3 or above.ending == COMMA)
    if begins == CLOSING:
        return above.words + this.words >= 3
    return begins not in (BULLET, INNER) and (above.loose or (above.ending == COMMA and above.words >= 6))
