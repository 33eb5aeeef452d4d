"""What the judge sees of a line: itself, its place and its neighbours, as small numbers with names.

A document's lines that hold a letter or digit become columns: one named feature a column, one byte a
line, and each byte is the number of a bin whose label the feature has. Nothing here knows a weight.

Columns are bytes, so that neighbours are slices and windows are differences of running sums: there are
many lines. `FEATURES` are those of the first look; `SECOND` follow from what the first look says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise
from operator import sub

from ._reading import (
    BEGINNINGS,
    BULLET,
    COLON,
    ENDS,
    OF_TEXT,
    PHRASES,
    WORDS,
    WORDS_BIN,
    Feature,
    Reading,
    scale,
)

LINES, _LINES_BIN = scale(1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 45, 70)
PROSE, _PROSE_BIN = scale(1, 20, 40, 70, 100, 150, 200, 300, 450, 700, 1000, 1500, 3000)
SHARE, _SHARE_BIN = scale(5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95)
TENTHS = tuple(f"{n} tenths" for n in range(11))
COUNTS = (*map(str, range(9)), "9 and more")


def _binned(values: Iterable[int], bins: Sequence[int]) -> bytes:
    top = len(bins) - 1
    return bytes([bins[value] if value < top else bins[top] for value in values])


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
_PROSE_SPANS = ((-10, 10),)
_COUNTED = (("digits", 3), ("phrase", 8), ("colon", 8), ("piece", 8), ("bullet", 8))


def _neighbour(name: str, labels: Sequence[str]) -> Feature:
    return Feature(name, (*labels, *("",) * (_NONE - len(labels)), "no line"), ordered=False)


OF_PLACE = (
    Feature("words of its unit", WORDS),
    Feature("piece of a unit", ("alone", "first", "last", "middle"), ordered=False),
    Feature("unit ends a sentence", ("no", "yes")),
    *(
        Feature(f"place, {span}", _PLACES, ordered=False)
        for span in ("span of sentences of 20 words", "span of sentences of 35 words", "densest prose")
    ),
    Feature("last sentence above", _FAR),
    Feature("next sentence below", _FAR),
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
    Feature("run without a sentence, lines above in it", LINES),
    Feature("run without a sentence, lines left in it", LINES),
    Feature("repeated", _REPEATS, ordered=False),
    Feature("lines since a related heading", ("no heading", *LINES)),
    Feature("prose since a related heading, words", (*PROSE, "no heading")),
    Feature("words shared with the prose", _VOCABULARY, ordered=False),
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
    Feature("words from here on, mean", _MEANS),
    Feature("words up to here, mean", _MEANS),
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


def columns(readings: Sequence[Reading], unit: Sequence[int]) -> list[bytes]:
    """The columns of a document without those of its words, in the order of `OF_TEXT` and `OF_PLACE`."""
    size = len(readings)
    codes = b"".join([reading.codes for reading in readings])
    many = len(OF_TEXT)
    found = [codes[at::many] for at in range(many)]
    ends_with, begins_with, digits, phrases = found[1], found[2], found[3], found[5]
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
    whole_bins = _binned(whole, WORDS_BIN)
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
    for column in (ends_with, begins_with, phrases):
        found += [_shift(column, 1), _shift(column, -1)]

    short = [count < 12 and not end for count, end in zip(whole, ends, strict=True)]
    lines = _Sums([1] * size, size)
    shorts = _Sums(short, size)
    for low, high in _SHORT_SPANS:
        found.append(_tenths(shorts.window(low, high), lines.window(low, high)))
    all_words, all_prose = _Sums(words, size), _Sums(prose_words, size)
    for low, high in _PROSE_SPANS:
        found.append(_tenths(all_prose.window(low, high), all_words.window(low, high)))
    for low, high in _SPANS:
        within = zip(all_words.window(low, high), lines.window(low, high), strict=True)
        found.append(_binned([a // b if b else 0 for a, b in within], WORDS_BIN))
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

    found.append(_repeats([reading.key for reading in readings]))
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


def lexical_columns(totals: Sequence[int], readings: Sequence[Reading], unit: Sequence[int]) -> list[bytes]:
    """The columns of a document's words, in the order of `LEXICAL`; `totals` are sums of weights."""
    size = len(totals)
    counts = [reading.distinct + 1 for reading in readings]
    own = _means(totals, counts)
    none = len(_MEANS)
    found = [
        bytes([0 if t < -600 else 48 if t >= 600 else (t + 600) // 25 for t in totals]),
        own,
        _shift(own, 1, none),
        _shift(own, -1, none),
    ]
    sums, words = _Sums(totals, size), _Sums(counts, size)
    for low, high in _LEXICAL_SPANS:
        found.append(_means(sums.window(low, high), words.window(low, high)))
    unit_sums, unit_words = [0] * (unit[-1] + 1), [0] * (unit[-1] + 1)
    for number, total, count in zip(unit, totals, counts, strict=True):
        unit_sums[number] += total
        unit_words[number] += count
    of_unit = _means(unit_sums, unit_words)
    found.append(bytes([of_unit[number] for number in unit]))
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


def _table(of: Callable[[int], int]) -> bytes:
    return bytes([of(code) for code in range(256)])


_AT_LEAST_1 = _table(lambda code: int(code > 0))
_IS_COLON = _table(lambda code: int(code == COLON))
_IS_BULLET = _table(lambda code: int(code == BULLET))


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
_UNIT = 100  # a logit, in units of a score
_SCORES = tuple(f"{(n - 24) / 4:+.2f}" for n in range(_OWN + 1))
_EXPECTED = (0, 1, 5, 10, 20, 40, 70, 100, 150, 200, 300, 450, 700, 1000, 1500, 3000)
_MASS, _MASS_BIN = scale(*_EXPECTED[1:])
_SCORE_SPANS = ((-2, 2), (-5, 5), (-12, 12), (-8, -1), (1, 8))
_BY = (-1, -2, -3, 1, 2, 3)
_HIGH = 6 * _UNIT  # scores beyond it are taken as it

SECOND = (
    Feature("first score", _SCORES),
    *(Feature(f"first score of line {by:+d}", (*_SCORES, "none"), ordered=False) for by in _BY),
    *(Feature(f"first score, mean, {low} to {high}", _SCORES) for low, high in _SCORE_SPANS),
    Feature("first score from here on, mean", _SCORES),
    Feature("first score up to here, mean", _SCORES),
    Feature("first score of its unit", _SCORES),
    Feature("first score of lines of its shape", _SCORES),
    Feature("place, best run of text", _PLACES, ordered=False),
    Feature("text above, words", _MASS),
    Feature("text below, words", _MASS),
    Feature("last line of text above", _FAR),
    Feature("next line of text below", _FAR),
)
SECOND_LOOK = (*FEATURES, *SECOND)
_AT = {feature.name: at for at, feature in enumerate(FEATURES)}


def _score_bins(values: Iterable[int]) -> bytes:
    """Bins of scores, which are in hundredths of a logit: 25 of them make a bin."""
    return bytes([0 if v < -_HIGH else _OWN if v >= _HIGH else (v + _HIGH) // 25 for v in values])


def second_columns(
    first: Sequence[int], readings: Sequence[Reading], unit: Sequence[int], seen: Sequence[bytes]
) -> list[bytes]:
    """The columns that follow from the scores of the first look, in the order of `SECOND`.

    `seen` are the columns of the first look.
    """
    size = len(first)
    scores = [-_HIGH if v < -_HIGH else _HIGH if v > _HIGH else v for v in first]
    own = _score_bins(scores)
    found = [own, *(_shift(own, -by, len(_SCORES)) for by in _BY)]
    words = [80 if r.words > 80 else r.words for r in readings]
    weights = [_ROOT[count] for count in words]
    weighed = [score * weight for score, weight in zip(scores, weights, strict=True)]
    sums, masses = _Sums(weighed, size), _Sums(weights, size)
    for low, high in _SCORE_SPANS:
        within = zip(sums.window(low, high), masses.window(low, high), strict=True)
        found.append(_score_bins([a // b if b else 0 for a, b in within]))
    so_far, mass_so_far = list(accumulate(weighed)), list(accumulate(weights))
    total, mass_total = so_far[-1], mass_so_far[-1]
    found.append(
        _score_bins(
            [
                (total - a + own_score) // (mass_total - b + weight)
                for a, b, own_score, weight in zip(so_far, mass_so_far, weighed, weights, strict=True)
            ]
        )
    )
    found.append(_score_bins([a // b for a, b in zip(so_far, mass_so_far, strict=True)]))
    unit_sums, unit_mass = [0] * (unit[-1] + 1), [0] * (unit[-1] + 1)
    for number, score, weight in zip(unit, weighed, weights, strict=True):
        unit_sums[number] += score
        unit_mass[number] += weight
    of_unit = _score_bins([a // b for a, b in zip(unit_sums, unit_mass, strict=True)])
    found.append(bytes([of_unit[number] for number in unit]))
    shape = [
        2 * count + end
        for count, end in zip(seen[_AT["words of its unit"]], seen[_AT["unit ends a sentence"]], strict=True)
    ]
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
    text = [_KEPT[score + _HIGH] * count for score, count in zip(scores, words, strict=True)]
    mass = list(accumulate(text, initial=0))
    found.append(_binned([count // 1000 for count in mass[:size]], _MASS_BIN))
    found.append(_binned([(mass[-1] - count) // 1000 for count in mass[1:]], _MASS_BIN))
    body = [score < -2 * _UNIT and count >= 8 for score, count in zip(scores, words, strict=True)]
    found.append(since(body, _LINES_BIN, len(LINES)))
    found.append(since(body[::-1], _LINES_BIN, len(LINES))[::-1])
    return found


_ROOT = [round(8 * (count + 1) ** 0.5) for count in range(81)]
_KEPT = [round(1000 / (1 + 2.718281828459045 ** (score / _UNIT))) for score in range(-_HIGH, _HIGH + 1)]
