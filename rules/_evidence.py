"""What the judge sees of a line: its shape, its place and its neighbours, as small numbers with names.

A document's lines that hold a letter or digit become columns: one named feature a column, one byte a
line, and each byte is the number of a bin whose label `FEATURES` has. Nothing here knows a weight.

What follows from a text alone is read once for all rounds (`reading`). Columns are bytes, so that
neighbours are slices and windows are differences of running sums: there are many lines.

Words are pieces between spaces; two characters of a script without spaces count as one. Pieces of a
sentence that in-line links break over lines are joined to one unit, whose words and end count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from operator import sub

from cleaner import Line

from ._furniture import LEXICON
from ._helpers import function_words

_HEAD = 240  # characters of a line that are looked at; the end of a longer one is looked at by itself
_PLAIN = 420  # characters of a paragraph that is taken as one, whatever its words
_MATCHED = 320  # characters of a line that phrase tables are asked about
_WORDS = 24  # words of a line that are weighed
_WIDE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_SIGN = re.compile(r"[|©>›»/@$€£¥₽#+=*_·•]| [-–—] ")
_SIGNS = {
    **dict.fromkeys("|", "bar"),
    **dict.fromkeys("©", "copyright sign"),
    **dict.fromkeys(">›»", "arrow"),
    **dict.fromkeys("/", "slash"),
    **dict.fromkeys("@", "at sign"),
    **dict.fromkeys("$€£¥₽", "currency"),
    **dict.fromkeys("#", "hash"),
    **dict.fromkeys("+=*_", "operator"),
    **dict.fromkeys("·•", "dot"),
}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
_DATE = re.compile(r"(?<!\d)\d{1,4}\s?([-/.])\s?\d{1,2}\s?\1\s?\d{2,4}(?!\d)|\d\s?[年월月]")
_ENDERS = frozenset(".!?…。！？؟۔।։")
_CLOSERS = "\"'”’“»›)]」』）】*"
_OPENERS = "\"'“”„‘«‹([「『（【¿¡"
_BULLETS = frozenset("•·*-–—►▶▪■●○◦‣→^✓✔➤»")


# ---- bins


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


WORDS, _WORDS_BIN = scale(1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 40, 50, 70, 100, 150)
LINES, _LINES_BIN = scale(1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 45, 70)
PROSE, _PROSE_BIN = scale(1, 20, 40, 70, 100, 150, 200, 300, 450, 700, 1000, 1500, 3000)
SHARE, _SHARE_BIN = scale(5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95)
TENTHS = tuple(f"{n} tenths" for n in range(11))
COUNTS = (*map(str, range(9)), "9 and more")


def _binned(values: Iterable[int], bins: Sequence[int]) -> bytes:
    top = len(bins) - 1
    return bytes([bins[value] if value < top else bins[top] for value in values])


_ENDS = (
    "nothing", "three dots", "full stop", "exclamation mark", "question mark", "a closed sentence",
    "colon", "comma", "digit", "bracket", "quotation mark", "arrow or bar", "letter", "another sign",
)  # fmt: skip
_BEGINNINGS = (
    "nothing", "digit", "small letter", "capital", "quoted capital", "letter without case", "bullet",
    "closing sign", "bar or arrow", "hash, at or copyright sign", "another sign",
)  # fmt: skip
_END_OF = {
    **dict.fromkeys(":：", 6), **dict.fromkeys(",;，；、", 7), **dict.fromkeys(")]）】", 9),
    **dict.fromkeys("\"”’»'“", 10), **dict.fromkeys(">›→|/▼▲", 11), **dict.fromkeys(".。", 2),
    **dict.fromkeys("!！", 3), **dict.fromkeys("?？؟", 4), "…": 1,
}  # fmt: skip
_CAPITALS = (
    "no cased word", "none", "under a fifth", "under a third", "under a half", "under seven tenths",
    "most", "all", "one word in capitals", "all in capitals",
)  # fmt: skip
_DATES = ("none", "year", "time", "date in figures", "date with a month's name")
_SIGN_LABELS = ("none", *dict.fromkeys(_SIGNS.values()), "dash")
_SIGN_NUMBER = {sign: _SIGN_LABELS.index(label) for sign, label in _SIGNS.items()}
_FUNCTION = ("none", "under a tenth", *(f"{n} tenths" for n in range(1, 5)), "half and more", "wide script")
PHRASES = (
    "none",
    *(f"{table}: {how}" for table in LEXICON.tables for how in ("whole line", "beginning", "end")),
)
_TABLE_NUMBER = {table: 1 + 3 * n for n, table in enumerate(LEXICON.tables.values())}
_HEADINGS = LEXICON.tables["related_heading"]


@dataclass(frozen=True, slots=True)
class Feature:
    """A named feature and the labels of its bins."""

    name: str
    labels: Sequence[str]


# ---- what a text tells by itself


@dataclass(slots=True)
class Reading:
    """What a text tells by itself: its bins, its words, and what neighbours are asked about it."""

    codes: bytes
    words: int
    ends: bool
    tokens: Sequence[str]
    key: str
    begins: int
    ending: int
    loose: bool
    heading: bool
    telling: frozenset[str]


OF_TEXT = (
    Feature("words", WORDS),
    Feature("ends with", _ENDS),
    Feature("begins with", _BEGINNINGS),
    Feature("capitals", _CAPITALS),
    Feature("digits", ("0", "1", "2", "3", "4", "5 to 8", "9 and more")),
    Feature("date", _DATES),
    Feature("signs", _SIGN_LABELS),
    Feature("commas", ("0", "1", "2", "3", "4 and more")),
    Feature("function words", _FUNCTION),
    Feature("phrase", PHRASES),
)


def reading(line: Line) -> Reading | None:
    """Read a line once for all rounds; None where it holds no letter and no digit."""
    notes = line.content.notes
    if Reading in notes:
        known: Reading | None = notes[Reading]
        return known
    read = notes[Reading] = _read(line)
    return read


def _read(line: Line) -> Reading | None:
    text = line.text.strip()
    if not text:
        return None
    size = len(text)
    ascii_only = text.isascii()
    head = text if size <= _HEAD else text[:_HEAD]
    spaces = text.count(" ")
    wide = 0 if ascii_only or not _WIDE.search(head) else len(_WIDE.findall(text))
    words = spaces + 1 + wide // 2
    last = text[-1]
    if last.isalpha():
        ending, ends = 12, False
    elif last.isdigit():
        ending, ends = 8, False
    else:
        bare = text.rstrip(_CLOSERS)
        if not bare:
            return None
        ends = bare[-1] in _ENDERS
        ending = _END_OF.get(last, 13)
        if ends and ending > 4:
            ending = 5
        elif last == "." and text.endswith("..."):
            ending = 1
    first = text[0]
    if first.isalpha():
        begins = 3 if first.isupper() else 2 if first.islower() else 5
    elif first.isdigit():
        begins = 1
    else:
        begins = _sign_begins(text)
    if size > _PLAIN and ends:
        codes = bytes((_WORDS_BIN[min(words, 150)], ending, begins, 2, 0, 0, 0, 2, 4, 0))
        tokens = _tokens(head[:160].lower(), wide)
        return Reading(
            codes, words, ends, tokens, text[:40], begins, ending, False, False, _telling(tokens, wide)
        )
    pieces = head.split()[:_WORDS]
    initials = [piece[0] for piece in pieces]
    large = sum(map(str.isupper, initials))
    small = sum(map(str.islower, initials))
    if not large + small:
        capitals = 0
    elif large and head.isupper():
        capitals = 8 if len(pieces) == 1 else 9
    else:
        share = 100 * large // (large + small)
        capitals = (
            1
            if not large
            else 2 + (share >= 20) + (share >= 35) + (share >= 50) + (share >= 70) + (share == 100)
        )
    low = head.lower()
    tokens = _tokens(low, wide)
    figures = len(_DIGIT.findall(head))
    if not (figures or tokens) and not any(map(str.isalnum, head)):
        return None
    date = 0
    if figures > 2:
        if figures < 20 and _MONTHS().intersection(tokens):
            date = 4
        elif _DATE.search(head):
            date = 3
        elif _TIME.search(head):
            date = 2
        elif _YEAR.search(head):
            date = 1
    sign = _SIGN.search(head)
    signs = 0 if sign is None else _SIGN_NUMBER.get(sign[0], len(_SIGN_LABELS) - 1)
    commas = head.count(",") if ascii_only else head.count(",") + head.count("，") + head.count("、")
    known = len(function_words().intersection(tokens))
    function = 7 if wide * 2 > size else 0 if not known else 1 + min(5, 10 * known // len(tokens))
    phrase, heading = 0, False
    if size <= _MATCHED:
        for table, match in LEXICON.matches(line).items():
            how = 0 if match.line else 1 if match.start else 2
            number = _TABLE_NUMBER.get(table, 0) + how
            if not phrase or how < (phrase - 1) % 3:
                phrase = number
            if table is _HEADINGS and (how == 0 or (how == 1 and words <= 8)):
                heading = True
    codes = bytes(
        (
            _WORDS_BIN[words if words < 150 else 150],
            ending,
            begins,
            capitals,
            figures if figures < 5 else 5 if figures < 9 else 6,
            date,
            signs,
            commas if commas < 4 else 4,
            function,
            phrase,
        )
    )
    loose = (
        not ends and words >= 4 and bool(tokens) and pieces[-1].islower() and tokens[-1] in function_words()
    )
    return Reading(
        codes, words, ends, tokens, text[:40].lower(), begins, ending, loose, heading, _telling(tokens, wide)
    )


def _sign_begins(text: str) -> int:
    bare = text.lstrip(_OPENERS)
    first = bare[:1]
    if first.isupper():
        return 4 if len(bare) < len(text) else 3
    if first.islower():
        return 2
    if first.isalpha():
        return 5
    if first.isdigit():
        return 1
    if text[0] in _BULLETS:
        return 6
    if text[0] in ".,;:!?)]，。；：、）…":
        return 7
    if text[0] in "|/>":
        return 8
    return 9 if text[0] in "©#@" else 10


def _tokens(low: str, wide: int) -> Sequence[str]:
    """The words that are weighed: of scripts without spaces, pairs of neighbouring characters."""
    if not wide:
        return _WORD.findall(low)[:_WORDS]
    run = "".join(_WIDE.findall(low))[: _WORDS + 1]
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _telling(tokens: Sequence[str], wide: int) -> frozenset[str]:
    """The words that may tell a subject."""
    if wide:
        return frozenset(tokens)
    return frozenset([word for word in tokens if len(word) > 4]) - function_words()


@cache
def _MONTHS() -> frozenset[str]:  # noqa: N802 - a table, read on first use
    from ._dates import vocabulary

    return frozenset(word for word, kind in vocabulary().items() if kind == "month" and len(word) > 2)


# ---- what the words weigh

_MEANS = tuple(f"{n / 10:+.1f}" for n in range(-15, 22))
_MOST = tuple(f"{n / 5:+.1f}" for n in range(-5, 16))
_LEAST = tuple(f"{n / 5:+.1f}" for n in range(-15, 6))
_LEXICAL_SPANS = ((-2, 2), (-6, 6), (-4, -1), (1, 4))
LEXICAL = (
    Feature("its words, mean", _MEANS),
    Feature("its words, most for", _MOST),
    Feature("its words, most against", _LEAST),
    Feature("its words, mean (line above)", (*_MEANS, "none")),
    Feature("its words, mean (line below)", (*_MEANS, "none")),
    *(Feature(f"its words, mean, {low} to {high}", _MEANS) for low, high in _LEXICAL_SPANS),
)


def lexical(tokens: Sequence[str], weights: Mapping[str, int]) -> tuple[int, int, int]:
    """Mean, most and least of the weights of a line's words, in hundredths."""
    if not tokens:
        return 0, 0, 0
    found = [weights.get(token, 0) for token in tokens]
    return sum(found) // (len(found) + 1), max(found), min(found)


# ---- units: pieces of a sentence that stand on several lines


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
        return begins == 7
    if begins == 2:
        return above.ending != 6 and (above.words >= 3 or this.words >= 3 or above.ending == 7)
    if begins == 7:
        return above.words + this.words >= 3
    return begins != 6 and (above.loose or (above.ending == 7 and above.words >= 6))


# ---- what its place and its neighbours tell

_NONE = 63  # the byte of a neighbour that is not there
_BEYOND = 20  # bins of places behind a span start here
_WITHIN = 40
_PLACES = (
    "no such span",
    *(f"{label} lines above" for label in LINES),
    *("",) * (_BEYOND - len(LINES) - 1),
    *(f"{label} lines below" for label in LINES),
    *("",) * (_WITHIN - _BEYOND - len(LINES)),
    "within",
)
_FAR = (*(f"{label} lines" for label in LINES), "none")
_SHAPES = (*(f"{label} words{end}" for label in WORDS for end in ("", ", a sentence")), "none")
_REPEATS = ("no", "the next line", "the line above", "further down", "further up", "more than three times")
_TWO = ("neither", "above", "below", "both")
_VOCABULARY = (
    "no telling word",
    *(
        f"{share} of {count}"
        for count in ("one", "two or three", "four to seven", "eight and more")
        for share in ("none", "under 15 %", "under 30 %", "under half", "under three quarters", "most")
    ),
)
_SPANS = ((-2, 2), (-5, 5), (-10, 10), (-12, -1), (1, 12))
_SHORT_SPANS = ((-5, 5),)
_COUNTED = (("digits", 3), ("date", 8), ("phrase", 8), ("colon", 8), ("title-like", 8), ("piece", 8))


def _neighbour(name: str, labels: Sequence[str]) -> Feature:
    return Feature(name, (*labels, *("",) * (_NONE - len(labels)), "no line"))


OF_PLACE = (
    Feature("words of its unit", WORDS),
    Feature("piece of a unit", ("alone", "first", "last", "middle")),
    Feature("unit ends a sentence", ("no", "yes")),
    Feature("place, span of sentences of 20 words", _PLACES),
    Feature("place, span of sentences of 35 words", _PLACES),
    Feature("place, densest prose", _PLACES),
    Feature("last sentence above", _FAR),
    Feature("next sentence below", _FAR),
    Feature("prose above, words", PROSE),
    Feature("prose below, words", PROSE),
    Feature("share of prose above, percent", (*SHARE, "no prose")),
    Feature("share of words above, percent", SHARE),
    Feature("lines above it", LINES),
    Feature("lines below it", LINES),
    Feature("line above", _SHAPES),
    Feature("second line above", _SHAPES),
    Feature("line below", _SHAPES),
    Feature("second line below", _SHAPES),
    *(
        _neighbour(f"{name} ({where})", labels)
        for name, labels in (
            ("ends with", _ENDS),
            ("begins with", _BEGINNINGS),
            ("capitals", _CAPITALS),
            ("date", _DATES),
            ("phrase", PHRASES),
        )
        for where in ("line above", "line below")
    ),
    *(Feature(f"short lines, {low} to {high}", TENTHS) for low, high in _SHORT_SPANS),
    *(Feature(f"share of prose, {low} to {high}", TENTHS) for low, high in ((-10, 10),)),
    *(Feature(f"words a line, {low} to {high}", WORDS) for low, high in _SPANS),
    *(Feature(f"{name} lines within {reach}", COUNTS) for name, reach in _COUNTED),
    Feature("run without a sentence, lines", LINES),
    Feature("run without a sentence, lines above in it", LINES),
    Feature("run without a sentence, lines left in it", LINES),
    Feature("same shape, two lines away", _TWO),
    Feature("same shape, three lines away", _TWO),
    Feature("repeated", _REPEATS),
    Feature("lines since a related heading", ("no heading", *LINES)),
    Feature("prose since a related heading, words", (*PROSE, "no heading")),
    Feature("words shared with the prose", _VOCABULARY),
    Feature("lines of the text", LINES),
    Feature("prose of the text, words", PROSE),
    Feature("prose of the text, percent of words", SHARE),
    Feature("short lines of the text, percent", SHARE),
)

FEATURES = (*OF_TEXT, *OF_PLACE, *LEXICAL)


class _Sums:
    """Running sums of a list, for windows of it."""

    def __init__(self, values: Iterable[int], size: int) -> None:
        reach = 13
        sums = list(accumulate(values, initial=0))
        self.size = size
        self.sums = [0] * reach + sums + [sums[-1]] * reach
        self.reach = reach

    def window(self, low: int, high: int) -> list[int]:
        """For each place the sum of the values from `low` to `high` places from it."""
        begin, end = self.reach + low, self.reach + high + 1
        return list(map(sub, self.sums[end : end + self.size], self.sums[begin : begin + self.size]))


def _shift(column: bytes, by: int, missing: int = _NONE) -> bytes:
    size = len(column)
    if by > 0:
        return bytes([missing]) * min(by, size) + column[: max(0, size - by)]
    return column[-by:] + bytes([missing]) * min(-by, size)


def place(size: int, first: int, stop: int) -> bytes:
    """For each of `size` lines its place to the span [first, stop): see `_PLACES`."""
    bins, top = _LINES_BIN, len(_LINES_BIN) - 1
    above = bytes([1 + bins[min(first - at, top)] for at in range(first)])
    below = bytes([_BEYOND + bins[min(at - stop + 1, top)] for at in range(stop, size)])
    return above + bytes([_WITHIN]) * (stop - first) + below


def since(marks: Sequence[int], bins: Sequence[int], missing: int) -> bytes:
    """How many lines ago the last mark was, in bins; `missing` before the first."""
    found = bytearray()
    add, top = found.append, len(bins) - 1
    count, seen = 0, False
    for mark in marks:
        count += 1
        add((bins[count] if count < top else bins[top]) if seen else missing)
        if mark:
            count, seen = 0, True
    return bytes(found)


def densest(gains: Sequence[int]) -> tuple[int, int]:
    """The run with the greatest sum, as a half-open range; empty where no gain is above 0."""
    best = total = start = 0
    found = (0, 0)
    for at, gain in enumerate(gains):
        if total <= 0:
            total, start = 0, at
        total += gain
        if total > best:
            best, found = total, (start, at + 1)
    return found


def runs(values: Sequence[int]) -> list[tuple[int, int]]:
    """The runs of equal values, as half-open ranges."""
    found = []
    start = 0
    for at in range(1, len(values) + 1):
        if at == len(values) or values[at] != values[start]:
            found.append((start, at))
            start = at
    return found


def _pairs(column: Sequence[int], distance: int) -> bytes:
    """Whether the values so far above (1) and below (2) are the same."""
    size = len(column)
    same = [int(a == b) for a, b in zip(column, column[distance:], strict=False)]
    pad = [0] * min(distance, size)
    return bytes([a + 2 * b for a, b in zip(pad + same, same + pad, strict=True)])


def _lexical_bins(values: Iterable[int], low: int, width: int, count: int) -> bytes:
    top = count - 1
    return bytes([0 if v < low else top if (n := (v - low) // width) > top else n for v in values])


def columns(readings: Sequence[Reading], unit: Sequence[int]) -> list[bytes]:
    """The columns of a document without those of its words, in the order of `OF_TEXT` and `OF_PLACE`."""
    size = len(readings)
    joined_codes = b"".join([reading.codes for reading in readings])
    many = len(OF_TEXT)
    found = [joined_codes[at::many] for at in range(many)]
    ends_with, begins_with, capitals, dates, phrases = found[1], found[2], found[3], found[5], found[9]
    words = [reading.words for reading in readings]
    unit_words = [0] * (unit[-1] + 1)
    unit_ends = [False] * (unit[-1] + 1)
    for number, reading in zip(unit, readings, strict=True):
        unit_words[number] += reading.words
        unit_ends[number] = reading.ends
    whole = [unit_words[number] for number in unit]
    ends = [unit_ends[number] for number in unit]
    goes_on = [a == b for a, b in pairwise(unit)]
    piece = bytes([a + 2 * b for a, b in zip([*goes_on, False], [False, *goes_on], strict=True)])
    whole_bins = _binned(whole, _WORDS_BIN)
    found += [whole_bins, piece, bytes(ends)]

    sentence = [end and count >= 12 for count, end in zip(whole, ends, strict=True)]
    for least in (20, 35):
        long = [at for at, (count, end) in enumerate(zip(whole, ends, strict=True)) if end and count >= least]
        found.append(place(size, long[0], long[-1] + 1) if long else bytes(size))
    gains = [
        count if prose else -3 - (count if count < 12 else 12) // 2
        for count, prose in zip(words, sentence, strict=True)
    ]
    dense = densest(gains)
    found.append(place(size, *dense) if dense[1] else bytes(size))
    beyond = len(LINES)
    found.append(since(sentence, _LINES_BIN, beyond))
    found.append(since(sentence[::-1], _LINES_BIN, beyond)[::-1])

    prose_words = [count if prose else 0 for count, prose in zip(words, sentence, strict=True)]
    prose_above = list(accumulate(prose_words, initial=0))
    prose = prose_above[-1]
    above = list(accumulate(words, initial=0))
    total = above[-1]
    found.append(_binned(prose_above[:size], _PROSE_BIN))
    found.append(_binned([prose - count for count in prose_above[1:]], _PROSE_BIN))
    found.append(
        bytes([_SHARE_BIN[min(95, 100 * count // prose)] for count in prose_above[:size]])
        if prose
        else bytes([len(SHARE)]) * size
    )
    found.append(bytes([_SHARE_BIN[min(95, 100 * count // total)] for count in above[:size]]))
    counted = _binned(range(size), _LINES_BIN)
    found += [counted, counted[::-1]]

    shapes = bytes([2 * count + end for count, end in zip(whole_bins, ends, strict=True)])
    none = len(_SHAPES) - 1
    found += [_shift(shapes, by, none) for by in (1, 2, -1, -2)]
    for column in (ends_with, begins_with, capitals, dates, phrases):
        found += [_shift(column, 1), _shift(column, -1)]

    short = [count < 12 and not end for count, end in zip(whole, ends, strict=True)]
    lines = _Sums([1] * size, size)
    shorts = _Sums(short, size)
    for low, high in _SHORT_SPANS:
        found.append(_tenths(shorts.window(low, high), lines.window(low, high)))
    all_words, all_prose = _Sums(words, size), _Sums(prose_words, size)
    for low, high in ((-10, 10),):
        found.append(_tenths(all_prose.window(low, high), all_words.window(low, high)))
    for low, high in _SPANS:
        within = zip(all_words.window(low, high), lines.window(low, high), strict=True)
        found.append(_binned([a // b if b else 0 for a, b in within], _WORDS_BIN))
    title_like = [code >= 6 and not end for code, end in zip(capitals, ends, strict=True)]
    counted_lines = (
        found[4].translate(_AT_LEAST_1),
        dates.translate(_AT_LEAST_2),
        phrases.translate(_AT_LEAST_1),
        ends_with.translate(_COLON),
        title_like,
        piece.translate(_AT_LEAST_1),
    )
    for marks, (_, reach) in zip(counted_lines, _COUNTED, strict=True):
        others = map(sub, _Sums(marks, size).window(-reach, reach), marks)
        found.append(bytes([count if count < 9 else 9 for count in others]))

    length = bytearray(size)
    so_far = bytearray(size)
    left = bytearray(size)
    top = len(_LINES_BIN) - 1
    for first, stop in runs(sentence):
        if not sentence[first]:
            length[first:stop] = bytes([_LINES_BIN[min(stop - first, top)]]) * (stop - first)
            so_far[first:stop] = counted[: stop - first]
            left[first:stop] = counted[: stop - first][::-1]
    found += [bytes(length), bytes(so_far), bytes(left)]
    rough = shapes.translate(_ROUGH)
    found += [_pairs(rough, distance) for distance in (2, 3)]

    keys = [reading.key for reading in readings]
    found.append(_repeats(keys))
    headings = [
        reading.heading and count >= 40 for reading, count in zip(readings, prose_above, strict=False)
    ]
    if any(headings):
        found.append(_since_heading(headings))
        found.append(_prose_since(headings, prose_above))
    else:
        found += [bytes(size), bytes([len(PROSE)]) * size]
    found.append(_shared(readings, sentence, dense))
    found.append(bytes([_LINES_BIN[min(size // 3, top)]]) * size)
    found.append(_binned([prose], _PROSE_BIN) * size)
    found.append(bytes([_SHARE_BIN[min(95, 100 * prose // total)]]) * size)
    found.append(bytes([_SHARE_BIN[min(95, 100 * sum(short) // size)]]) * size)

    return found


def lexical_columns(lexes: Sequence[tuple[int, int, int]]) -> list[bytes]:
    """The columns of a document's words, in the order of `LEXICAL`."""
    size = len(lexes)
    mean = [lex[0] for lex in lexes]
    many = len(_MEANS)
    own = _lexical_bins(mean, -150, 10, many)
    found = [
        own,
        _lexical_bins([lex[1] for lex in lexes], -100, 20, len(_MOST)),
        _lexical_bins([lex[2] for lex in lexes], -300, 20, len(_LEAST)),
        _shift(own, 1, many),
        _shift(own, -1, many),
    ]
    sums, lines = _Sums(mean, size), _Sums([1] * size, size)
    for low, high in _LEXICAL_SPANS:
        within = zip(sums.window(low, high), lines.window(low, high), strict=True)
        found.append(_lexical_bins([a // b if b else 0 for a, b in within], -150, 10, many))
    return found


def _table(of: Callable[[int], int]) -> bytes:
    return bytes([of(code) for code in range(256)])


_AT_LEAST_1 = _table(lambda code: int(code > 0))
_AT_LEAST_2 = _table(lambda code: int(code > 1))
_COLON = _table(lambda code: int(code == 6))
_ROUGH = _table(
    lambda code: 2 * sum(code // 2 >= cut for cut in (3, 6, 10, 13, 17)) + code % 2
)  # words in six bins


def _tenths(parts: Iterable[int], wholes: Iterable[int]) -> bytes:
    return bytes([10 * part // whole if whole else 0 for part, whole in zip(parts, wholes, strict=True)])


def _since_heading(headings: Sequence[bool]) -> bytes:
    """0 above the first heading, else one more than the bin of the lines since."""
    return bytes([0 if code == 255 else code + 1 for code in since(headings, _LINES_BIN, 255)])


def _prose_since(headings: Sequence[bool], prose_above: Sequence[int]) -> bytes:
    found = bytearray()
    top = len(_PROSE_BIN) - 1
    begin = -1
    for heading, count in zip(headings, prose_above, strict=False):
        found.append(len(PROSE) if begin < 0 else _PROSE_BIN[min(count - begin, top)])
        if heading:
            begin = count
    return bytes(found)


def _repeats(keys: Sequence[str]) -> bytes:
    times = Counter(keys)
    if len(times) == len(keys):
        return bytes(len(keys))
    found = bytearray(len(keys))
    seen: set[str] = set()
    for at, key in enumerate(keys):
        count = times[key]
        if count == 1:
            continue
        if count > 3:
            found[at] = 5
        elif keys[at + 1 : at + 2] == [key]:
            found[at] = 1
        elif at and keys[at - 1] == key:
            found[at] = 2
        else:
            found[at] = 4 if key in seen else 3
        seen.add(key)
    return bytes(found)


def _shared(readings: Sequence[Reading], sentence: Sequence[bool], dense: tuple[int, int]) -> bytes:
    """How many of a line's telling words the densest prose has in other lines: see `_VOCABULARY`."""
    telling = [reading.telling for reading in readings]
    own = range(*dense)
    count: dict[str, int] = {}
    know = count.get
    for at in own:
        if sentence[at]:
            for word in telling[at]:
                count[word] = know(word, 0) + 1
    found = bytearray()
    for at, told in enumerate(telling):
        many = len(told)
        if not many:
            found.append(0)
            continue
        if at in own and sentence[at]:
            shared = sum([count[word] > 1 for word in told])
        else:
            shared = len(count.keys() & told)
        share = 100 * shared // many
        step = (share > 0) + (share >= 15) + (share >= 30) + (share >= 50) + (share >= 75)
        found.append(1 + 6 * ((many > 1) + (many > 3) + (many > 7)) + step)
    return bytes(found)


# ---- the second look: what the first score says of the lines around

_OWN = 48  # bins of a score, a quarter of a logit wide
_UNIT = 50  # a logit, in units of a score
_SCORES = tuple(f"{(n - 24) / 4:+.2f}" for n in range(_OWN + 1))
_EXPECTED = (0, 1, 5, 10, 20, 40, 70, 100, 150, 200, 300, 450, 700, 1000, 1500, 3000)
_MASS, _MASS_BIN = scale(*_EXPECTED[1:])
_SCORE_SPANS = ((-2, 2), (-5, 5), (-12, 12), (-8, -1), (1, 8))

SECOND = (
    Feature("first score", _SCORES),
    *(Feature(f"first score of line {by:+d}", (*_SCORES, "none")) for by in (-1, -2, -3, 1, 2, 3)),
    *(Feature(f"first score, mean, {low} to {high}", _SCORES) for low, high in _SCORE_SPANS),
    Feature("first score of its unit", _SCORES),
    Feature("first score of lines of its shape", _SCORES),
    Feature("place, best run of text", _PLACES),
    Feature("text above, words", _MASS),
    Feature("text below, words", _MASS),
    Feature("last line of text above", _FAR),
    Feature("next line of text below", _FAR),
)


def _score_bins(values: Iterable[int]) -> bytes:
    """Bins of scores, which are in fiftieths of a logit: 12.5 of them make a bin."""
    return bytes([0 if v < -300 else _OWN if v >= 300 else (2 * v + 600) // 25 for v in values])


def second_columns(
    first: Sequence[int], readings: Sequence[Reading], unit: Sequence[int], shape: bytes
) -> list[bytes]:
    """The columns that follow from the scores of the first look, in the order of `SECOND`."""
    size = len(first)
    scores = [-300 if v < -300 else 300 if v > 300 else v for v in first]
    own = _score_bins(scores)
    found = [own, *(_shift(own, by, len(_SCORES)) for by in (1, 2, 3, -1, -2, -3))]
    words = [80 if r.words > 80 else r.words for r in readings]
    weights = [_ROOT[count] for count in words]
    weighed = [score * weight for score, weight in zip(scores, weights, strict=True)]
    sums, masses = _Sums(weighed, size), _Sums(weights, size)
    for low, high in _SCORE_SPANS:
        within = zip(sums.window(low, high), masses.window(low, high), strict=True)
        found.append(_score_bins([a // b if b else 0 for a, b in within]))
    unit_sums = [0] * (unit[-1] + 1)
    unit_mass = [0] * (unit[-1] + 1)
    for number, score, weight in zip(unit, weighed, weights, strict=True):
        unit_sums[number] += score
        unit_mass[number] += weight
    found.append(_score_bins([unit_sums[number] // unit_mass[number] for number in unit]))
    shape_sums, shape_lines = [0] * 256, [0] * 256
    for code, score in zip(shape, scores, strict=True):
        shape_sums[code] += score
        shape_lines[code] += 1
    found.append(
        _score_bins(
            [
                (shape_sums[code] - score) // (shape_lines[code] - 1) if shape_lines[code] > 1 else 0
                for code, score in zip(shape, scores, strict=True)
            ]
        )
    )
    run = densest([-score for score in weighed])
    found.append(place(size, *run) if run[1] else bytes(size))
    text = [_KEPT[score + 300] * count for score, count in zip(scores, words, strict=True)]
    mass = list(accumulate(text, initial=0))
    found.append(_binned([count // 1000 for count in mass[:size]], _MASS_BIN))
    found.append(_binned([(mass[-1] - count) // 1000 for count in mass[1:]], _MASS_BIN))
    body = [score < -100 and count >= 8 for score, count in zip(scores, words, strict=True)]
    found.append(since(body, _LINES_BIN, len(LINES)))
    found.append(since(body[::-1], _LINES_BIN, len(LINES))[::-1])
    return found


_ROOT = [round(8 * (count + 1) ** 0.5) for count in range(81)]
_KEPT = [round(1000 / (1 + 2.718281828459045 ** (score / _UNIT))) for score in range(-300, 301)]
