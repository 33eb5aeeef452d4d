"""What the judge sees of a line: itself, its place and its neighbours, as small numbers with names.

A document's lines that hold a letter or digit become columns: one named feature a column, one byte a
line, and each byte is the number of a bin whose label the feature has. Nothing here knows a weight.

`FEATURES` are those of the first look; `_second_look` has what follows from its scores, and `_columns` the
arithmetic of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise
from operator import sub

from ._columns import (
    FAR,
    LINES,
    LINES_BIN,
    NONE,
    PLACES,
    PROSE,
    PROSE_BIN,
    Sums,
    binned,
    densest,
    place,
    runs,
    shift,
    since,
    spread,
    sums_of,
)
from ._marks import OF_MARKS, marks_columns
from ._reading import (
    BEGINNINGS,
    BULLET,
    COLON,
    ENDS,
    INNER,
    OF_TEXT,
    PHRASES,
    WORDS,
    WORDS_BIN,
    Feature,
    Lines,
    Reading,
    scale,
)
from ._topic import VOCABULARY, share_of, shared_words, title_of

SHARE, _SHARE_BIN = scale(5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95)
TENTHS = tuple(f"{n} tenths" for n in range(11))
COUNTS = (*map(str, range(9)), "9 and more")


# ---- what its place and its neighbours tell

_SHAPES = (*(f"{label} words{end}" for label in WORDS for end in ("", ", a sentence")), "none")
_REPEATS = ("no", "the next line", "the line above", "further down", "further up", "more than three times")
_BLOCKS = (
    *(
        f"{lines}{kind}"
        for lines in ("1 line", "2 or 3 lines", "4 to 7 lines", "8 and more lines")
        for kind in ("", ", some sentences", ", most sentences")
    ),
    "none",
)
_SPANS = ((-2, 2), (-5, 5), (-10, 10), (-12, -1), (1, 12))
_SHORT_SPANS = ((-5, 5),)
_PROSE_SPANS = ((-10, 10),)
_COUNTED = (("digits", 3), ("phrase", 8), ("colon", 8), ("piece", 8), ("bullet", 8))


def _neighbour(name: str, labels: Sequence[str]) -> Feature:
    return Feature(name, (*labels, *("",) * (NONE - len(labels)), "no line"), ordered=False)


OF_PLACE = (
    Feature("words of its unit", WORDS),
    Feature("piece of a unit", ("alone", "first", "last", "middle"), ordered=False),
    Feature("unit ends a sentence", ("no", "yes")),
    Feature("place in its block", ("alone", "first", "last", "middle"), ordered=False),
    Feature("lines of its block", LINES),
    Feature("words a line of its block", WORDS),
    Feature("sentences of its block", TENTHS),
    Feature("block above", _BLOCKS, ordered=False),
    *(
        Feature(f"place, {span}", PLACES, ordered=False)
        for span in ("span of sentences of 20 words", "span of sentences of 35 words", "densest prose")
    ),
    Feature("last sentence above", FAR),
    Feature("next sentence below", FAR),
    Feature("prose above, words", PROSE),
    Feature("prose below, words", PROSE),
    Feature("share of prose above, percent", (*SHARE, "no prose"), ordered=False),
    Feature("share of words above, percent", SHARE),
    Feature("lines above it", LINES),
    Feature("lines below it", LINES),
    *(
        Feature(name, _SHAPES, ordered=False)
        for name in ("line above", "second line above", "line below", "second line below")
    ),
    *(
        _neighbour(f"{name} ({where})", labels)
        for name, labels in (("ends with", ENDS), ("begins with", BEGINNINGS), ("phrase", PHRASES))
        for where in ("line above", "line below")
    ),
    *(Feature(f"short lines, {low} to {high}", TENTHS) for low, high in _SHORT_SPANS),
    *(Feature(f"share of prose, {low} to {high}", TENTHS) for low, high in _PROSE_SPANS),
    *(Feature(f"words a line, {low} to {high}", WORDS) for low, high in _SPANS),
    *(Feature(f"{name} lines within {reach}", COUNTS) for name, reach in _COUNTED),
    Feature("run without a sentence, lines", LINES),
    Feature("repeated", _REPEATS, ordered=False),
    Feature("ends with (line above its list)", (*ENDS, "no list"), ordered=False),
    *OF_MARKS,
    Feature("place, title of the prose", PLACES, ordered=False),
    Feature("words shared with the prose", VOCABULARY, ordered=False),
    Feature("lines of the text", LINES),
    Feature("prose of the text, words", PROSE),
    Feature("prose of the text, percent of words", SHARE),
    Feature("short lines of the text, percent", SHARE),
)

# ---- what the words weigh

_MEANS = tuple(f"{n / 10:+.1f}" for n in range(-20, 25))  # logits a word
_TOTALS = tuple(f"{n / 4:+.2f}" for n in range(-24, 25))  # logits a line
_LEXICAL_SPANS = ((-2, 2), (-6, 6), (-4, -1), (1, 4))
LEXICAL = (
    Feature("its words", _TOTALS),
    Feature("its words, mean", _MEANS),
    Feature("words of the line above, mean", (*_MEANS, "none")),
    Feature("words of the line below, mean", (*_MEANS, "none")),
    *(Feature(f"words, mean, {low} to {high}", _MEANS) for low, high in _LEXICAL_SPANS),
    Feature("words of its unit, mean", _MEANS),
    Feature("words of its block, mean", _MEANS),
    Feature("words of the block above, mean", (*_MEANS, "none")),
    Feature("words from here on, mean", _MEANS),
    Feature("words up to here, mean", _MEANS),
)

FEATURES = (*OF_TEXT, *OF_PLACE, *LEXICAL)


def columns(lines: Lines) -> list[bytes]:
    """The columns of a document without those of its words, in the order of `OF_TEXT` and `OF_PLACE`."""
    readings, unit = lines.readings, lines.unit
    size = len(readings)
    codes = b"".join([reading.codes for reading in readings])
    many = len(OF_TEXT)
    found = [codes[at::many] for at in range(many)]
    ends_with, begins_with, digits, phrases = found[1], found[2], found[3], found[5]
    words = [reading.words for reading in readings]
    unit_words, unit_ends = sums_of(unit, words), [False] * (unit[-1] + 1)
    for number, reading in zip(unit, readings, strict=True):
        unit_ends[number] = reading.ends
    whole = [unit_words[number] for number in unit]
    ends = [unit_ends[number] for number in unit]
    goes_on = [a == b for a, b in pairwise(unit)]
    piece = bytes([a + 2 * b for a, b in zip([*goes_on, False], [False, *goes_on], strict=True)])
    whole_bins = binned(whole, WORDS_BIN)
    found += [whole_bins, piece, bytes(ends)]

    sentence = [end and count >= 12 for count, end in zip(whole, ends, strict=True)]
    found += _of_blocks(lines.block, words, sentence)
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
    found.append(since(sentence, LINES_BIN, beyond))
    found.append(since(sentence[::-1], LINES_BIN, beyond)[::-1])

    prose_words = [count if prose else 0 for count, prose in zip(words, sentence, strict=True)]
    prose_above = list(accumulate(prose_words, initial=0))
    prose = prose_above[-1]
    above = list(accumulate(words, initial=0))
    total = above[-1]
    found.append(binned(prose_above[:size], PROSE_BIN))
    found.append(binned([prose - count for count in prose_above[1:]], PROSE_BIN))
    found.append(
        bytes([_SHARE_BIN[min(95, 100 * count // prose)] for count in prose_above[:size]])
        if prose
        else bytes([len(SHARE)]) * size
    )
    found.append(bytes([_SHARE_BIN[min(95, 100 * count // total)] for count in above[:size]]))
    counted = binned(range(size), LINES_BIN)
    found += [counted, counted[::-1]]

    shapes = bytes([2 * count + end for count, end in zip(whole_bins, ends, strict=True)])
    none = len(_SHAPES) - 1
    found += [shift(shapes, by, none) for by in (1, 2, -1, -2)]
    for column in (ends_with, begins_with, phrases):
        found += [shift(column, 1), shift(column, -1)]

    short = [count < 12 and not end for count, end in zip(whole, ends, strict=True)]
    counts = Sums([1] * size, size)
    shorts = Sums(short, size)
    for low, high in _SHORT_SPANS:
        found.append(_tenths(shorts.window(low, high), counts.window(low, high)))
    all_words, all_prose = Sums(words, size), Sums(prose_words, size)
    for low, high in _PROSE_SPANS:
        found.append(_tenths(all_prose.window(low, high), all_words.window(low, high)))
    for low, high in _SPANS:
        within = zip(all_words.window(low, high), counts.window(low, high), strict=True)
        found.append(binned([a // b if b else 0 for a, b in within], WORDS_BIN))
    counted_lines = (
        digits.translate(_AT_LEAST_1),
        phrases.translate(_AT_LEAST_1),
        ends_with.translate(_IS_COLON),
        piece.translate(_AT_LEAST_1),
        begins_with.translate(_IS_BULLET),
    )
    for marks, (_, reach) in zip(counted_lines, _COUNTED, strict=True):
        if not any(marks):
            found.append(bytes(size))
            continue
        others = map(sub, Sums(marks, size).window(-reach, reach), marks)
        found.append(bytes([count if count < 9 else 9 for count in others]))

    length = bytearray(size)
    top = len(LINES_BIN) - 1
    for first, stop in runs(sentence):
        if not sentence[first]:
            length[first:stop] = bytes([LINES_BIN[min(stop - first, top)]]) * (stop - first)
    found.append(bytes(length))

    found.append(_repeats([reading.key for reading in readings]))
    found.append(_above_list(ends_with, readings, len(ENDS)))
    found += marks_columns(phrases, [reading.heading for reading in readings], prose_above)
    own = [prose and dense[0] <= at < dense[1] for at, prose in enumerate(sentence)]
    title = title_of(readings, [at for at, prose in enumerate(own) if prose])
    found.append(place(size, title, title + 1) if title >= 0 else bytes(size))
    found.append(bytes(map(share_of, *shared_words(readings, own))))
    found.append(bytes([LINES_BIN[min(size // 3, top)]]) * size)
    found.append(binned([prose], PROSE_BIN) * size)
    found.append(bytes([_SHARE_BIN[min(95, 100 * prose // total)]]) * size)
    found.append(bytes([_SHARE_BIN[min(95, 100 * sum(short) // size)]]) * size)
    return found


def _of_blocks(block: Sequence[int], words: Sequence[int], sentence: Sequence[bool]) -> list[bytes]:
    """What the block of each line tells, and the one above."""
    ends = bytearray()
    for first, stop in runs(block):
        size = stop - first
        ends += b"\1" + b"\3" * (size - 2) + b"\2" if size > 1 else b"\0"
    sizes, sentences = sums_of(block, [1] * len(block)), sums_of(block, sentence)
    means = [count // size for count, size in zip(sums_of(block, words), sizes, strict=True)]
    shares = [10 * count // size for count, size in zip(sentences, sizes, strict=True)]
    shapes = [
        3 * ((size > 1) + (size > 3) + (size > 7)) + (count > 0) + (2 * count > size)
        for size, count in zip(sizes, sentences, strict=True)
    ]
    of_block = (binned(sizes, LINES_BIN), binned(means, WORDS_BIN), bytes(shares))
    above = spread(bytes(shapes), block, len(_BLOCKS) - 1)[1]
    return [bytes(ends), *(bytes([of[at] for at in block]) for of in of_block), above]


def lexical_columns(totals: Sequence[int], lines: Lines) -> list[bytes]:
    """The columns of a document's words, in the order of `LEXICAL`; `totals` are sums of weights."""
    readings, unit, block = lines.readings, lines.unit, lines.block
    size = len(totals)
    counts = [len(reading.vocabulary) + 1 for reading in readings]
    own = _means(totals, counts)
    none = len(_MEANS)
    found = [
        bytes([0 if t < -600 else 48 if t >= 600 else (t + 600) // 25 for t in totals]),
        own,
        shift(own, 1, none),
        shift(own, -1, none),
    ]
    sums, words = Sums(totals, size), Sums(counts, size)
    for low, high in _LEXICAL_SPANS:
        found.append(_means(sums.window(low, high), words.window(low, high)))
    of_unit = _means(sums_of(unit, totals), sums_of(unit, counts))
    found.append(bytes([of_unit[number] for number in unit]))
    found += spread(_means(sums_of(block, totals), sums_of(block, counts)), block, none)
    so_far, words_so_far = list(accumulate(totals)), list(accumulate(counts))
    on = _means(
        [so_far[-1] - here + own for here, own in zip(so_far, totals, strict=True)],
        [words_so_far[-1] - here + own for here, own in zip(words_so_far, counts, strict=True)],
    )
    return [*found, on, _means(so_far, words_so_far)]


def _means(totals: Sequence[int], counts: Sequence[int]) -> bytes:
    """Means in tenths of a logit, in bins; of nothing they are 0."""
    return bytes(
        [
            0 if (mean := total // (count or 1)) < -200 else 44 if mean >= 250 else (mean + 200) // 10
            for total, count in zip(totals, counts, strict=True)
        ]
    )


def _above_list(column: bytes, readings: Sequence[Reading], none: int) -> bytes:
    """For each line with a bullet the byte of the last line above without one; `none` for all others."""
    found = bytearray()
    last = none
    for value, read in zip(column, readings, strict=True):
        if read.begins in (BULLET, INNER):
            found.append(last)
        else:
            found.append(none)
            last = value
    return bytes(found)


def _table(of: Callable[[int], int]) -> bytes:
    return bytes([of(code) for code in range(256)])


_AT_LEAST_1 = _table(lambda code: int(code > 0))
_IS_COLON = _table(lambda code: int(code == COLON))
_IS_BULLET = _table(lambda code: int(code in (BULLET, INNER)))


def _tenths(parts: Iterable[int], wholes: Iterable[int]) -> bytes:
    return bytes([10 * part // whole if whole else 0 for part, whole in zip(parts, wholes, strict=True)])


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
