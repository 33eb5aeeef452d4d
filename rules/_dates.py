"""Lines that are nothing but a date: the words and numbers of a date, in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from cleaner import Phrases, fold, precompiled

LABELS = Phrases.beside(str(Path(__file__).with_name("update_stamp.py")))
LONGEST = 160  # characters in a stamp
MOST_WORDS = 24  # words and numbers in a stamp; two dates with times and labels have so many

# Patterns are compiled on first use: most documents need none, and a rule must load fast.
compiled = cache(re.compile)

# A word begins with a letter and runs to a blank, a digit or punctuation: marks of vowels belong to it.
_TABLE = Path(__file__).with_name("_dates.toml")
_PIECE = (
    r"\d+|[^\W\d_]"
    r"[^\s\d!-&(-@\[-`{-~\u00a0\u00ab\u00b7\u00bb\u2000-\u200b\u200e-\u2018\u201a-\u206f\u3000-\u303f\uff01-\uff20]*"
)
_NUMERIC = r"(?<!\d)(\d{1,4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)"
_WIDE = r"(?<!\d)(\d{2,4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})(?!\d)"
_WIDE_PARTS = (
    r"(?:年|月|日|号|時|时|分|秒|点|點|上午|下午|凌晨|晚上|中午|早上|午前|午後|星期.|周.|[火水木金土]|曜日)+"
)
_DIGIT = re.compile(r"\d")
_CENTURIES = ((1900, 2100), (1300, 1500), (2400, 2600))  # Gregorian; Solar and lunar Hijri; Thai


class Piece(NamedTuple):
    """A word or number of a stamp, its place, and its kind.

    Kinds are `number`, `month`, `day`, `part`, `small`, `label` and `other`.
    """

    kind: str
    text: str
    start: int
    end: int


class Stamp(Struct, frozen=True):
    """A text that is only a date with its labels: where its first date stands.

    `short` is a date whose year has two figures or none: in figures it may be a score.
    """

    start: int
    end: int
    labelled: bool
    short: bool


@lru_cache(maxsize=1 << 12)
def stamp(text: str) -> Stamp | None:
    """The date in a text that holds nothing besides dates, times and labels of dates; None for other text."""
    if len(text) > LONGEST or _DIGIT.search(text) is None:
        return None
    found: list[Piece] = []
    for match in compiled(_PIECE).finditer(text):
        word = match[0]
        kind = "number" if word[0].isdecimal() else kind_of(word)
        if kind == "other" or len(found) == MOST_WORDS:
            return None
        found.append(Piece(kind, word, match.start(), match.end()))
    labelled = any(piece.kind == "label" for piece in found)
    for run in runs(found):
        if is_date(text[run[0].start : run[-1].end], run):
            full = any(piece.kind == "month" or len(piece.text) == 4 for piece in run)
            start, end = run[0].start, run[-1].end
            if text[end : end + 1] in (")", "）") and ("(" in text[start:end] or "（" in text[start:end]):
                end += 1
            return Stamp(start, end, labelled, not full)
    return None


@lru_cache(maxsize=1 << 12)
def kind_of(word: str) -> str:
    """The kind of a word of a stamp."""
    key = fold(word).rstrip(".'’-‐")
    if kind := vocabulary().get(key):
        return kind
    if key.isascii():
        return "other"
    return "part" if compiled(_WIDE_PARTS).fullmatch(key) else "other"


def runs(found: list[Piece]) -> Iterator[list[Piece]]:
    """The stretches between labels, without small words at either end."""
    run: list[Piece] = []
    for piece in (*found, Piece("label", "", 0, 0)):
        if piece.kind == "label":
            while run and run[-1].kind == "small":
                run.pop()
            if run:
                yield run
            run = []
        elif run or not (piece.kind == "small" or (piece.kind == "part" and piece.text.isascii())):
            run.append(piece)  # "am" is before noon behind a time, and German for "on" before a day


def is_date(text: str, run: list[Piece]) -> bool:
    """Whether a stretch of numbers and names states a day: in figures, or with the name of a month."""
    numbers = [int(piece.text) for piece in run if piece.kind == "number" and len(piece.text) <= 4]
    if any(piece.kind == "month" for piece in run):
        return any(1 <= number <= 31 for number in numbers)
    for match in compiled(_NUMERIC).finditer(text):
        first, second, third = int(match[1]), int(match[3]), int(match[4])
        year, month, day = (first, second, third) if len(match[1]) == 4 else (third, second, first)
        if min(month, day) >= 1 and min(month, day) <= 12 and max(month, day) <= 31 and is_year(year):
            return True
    return any(
        1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31 for match in compiled(_WIDE).finditer(text)
    )


def is_year(number: int) -> bool:
    """Whether a number can be a page's year in one of four calendars, or its last two figures."""
    return number < 100 or any(first <= number <= last for first, last in _CENTURIES)


@cache
def vocabulary() -> dict[str, str]:
    """From a folded word to its kind; where it has several, the more telling one."""
    words: dict[str, str] = precompiled(
        "dates", LABELS.sources[-1].parent, [_TABLE, *LABELS.sources], _vocabulary
    )
    return words


def _vocabulary() -> dict[str, str]:
    import tomllib

    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    kinds: dict[str, str] = {}
    for section in ("line", "start", "end"):
        for phrase in LABELS.section(section):
            kinds.update((word.strip(".:'’"), "label") for word in compiled(_PIECE).findall(phrase))
    for kind in ("small", "part", "day"):
        for words in table[kind].values():
            kinds.update((fold(word), kind) for word in words.split())
    for month in LABELS.section("months"):
        kinds.update((fold(word), "month") for word in month.replace(".", " ").split())
    return kinds
