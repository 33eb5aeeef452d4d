"""The judge's second look: what the first score says of the lines around.

`SECOND` are the features that follow from the first look's scores; `SECOND_LOOK` are all that it weighs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate
from operator import floordiv

from ._columns import (
    FAR,
    LINES,
    LINES_BIN,
    PLACES,
    Sums,
    binned,
    densest,
    place,
    shift,
    since,
    spread,
    sums_of,
)
from ._evidence import FEATURES
from ._look import UNIT
from ._reading import Feature, Lines, Reading, scale
from ._topic import (
    HEAD_WORDS,
    SHARES,
    VOCABULARY,
    of_the_head,
    share_of,
    shared_words,
    shares,
    title_of,
)
from ._verdicts import sure_text

_OWN = 48  # bins of a score, a quarter of a logit wide
_SCORES = tuple(f"{(n - 24) / 4:+.2f}" for n in range(_OWN + 1))
_EXPECTED = (0, 1, 5, 10, 20, 40, 70, 100, 150, 200, 300, 450, 700, 1000, 1500, 3000)
_MASS, _MASS_BIN = scale(*_EXPECTED[1:])
_SCORE_SPANS = ((-2, 2), (-5, 5), (-12, 12), (-8, -1), (1, 8))
_BY = (-1, -2, -3, 1, 2, 3)
_HIGH = 6 * UNIT  # scores beyond it are taken as it

SECOND = (
    Feature("first score", _SCORES),
    *(Feature(f"first score of line {by:+d}", (*_SCORES, "none"), ordered=False) for by in _BY),
    *(Feature(f"first score, mean, {low} to {high}", _SCORES) for low, high in _SCORE_SPANS),
    Feature("first score from here on, mean", _SCORES),
    Feature("first score up to here, mean", _SCORES),
    Feature("first score of its unit", _SCORES),
    Feature("first score of its block", _SCORES),
    Feature("first score of the block above", (*_SCORES, "none")),
    Feature("first score of lines of its shape", _SCORES),
    Feature("first score of its copies", (*_SCORES, "none")),
    Feature("first score of copies, mean, -5 to 5", (*_SCORES, "none")),
    Feature("first score of lines that begin as it does", (*_SCORES, "none")),
    Feature("words shared with furniture", VOCABULARY, ordered=False),
    Feature("words shared with text", VOCABULARY, ordered=False),
    Feature("words shared with text, -2 to 2", SHARES),
    Feature("words shared with text, from here on", SHARES),
    Feature("words shared with text, up to here", SHARES),
    Feature("words shared with the title", VOCABULARY, ordered=False),
    Feature("place, likely title", PLACES, ordered=False),
    Feature("place, sure text", PLACES, ordered=False),
    Feature("words shared with lines above the text", HEAD_WORDS, ordered=False),
    Feature("place, best run of text", PLACES, ordered=False),
    Feature("text above, words", _MASS),
    Feature("text below, words", _MASS),
    Feature("last line of text above", FAR),
    Feature("next line of text below", FAR),
)
SECOND_LOOK = (*FEATURES, *SECOND)
_AT = {feature.name: at for at, feature in enumerate(FEATURES)}


def _score_bins(values: Iterable[int]) -> bytes:
    """Bins of scores, which are in hundredths of a logit: 25 of them make a bin."""
    return bytes([0 if v < -_HIGH else _OWN if v >= _HIGH else (v + _HIGH) // 25 for v in values])


def second_columns(first: Sequence[int], lines: Lines, seen: Sequence[bytes]) -> list[bytes]:
    """The columns that follow from the scores of the first look, in the order of `SECOND`.

    `seen` are the columns of the first look.
    """
    readings, unit, block = lines.readings, lines.unit, lines.block
    size = len(first)
    scores = [-_HIGH if v < -_HIGH else _HIGH if v > _HIGH else v for v in first]
    own = _score_bins(scores)
    found = [own, *(shift(own, -by, len(_SCORES)) for by in _BY)]
    words = [80 if r.words > 80 else r.words for r in readings]
    weights = [_ROOT[count] for count in words]
    weighed = [score * weight for score, weight in zip(scores, weights, strict=True)]
    sums, masses = Sums(weighed, size), Sums(weights, size)
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
    of_unit, of_block = (
        _score_bins(map(floordiv, sums_of(group, weighed), sums_of(group, weights)))
        for group in (unit, block)
    )
    found.append(bytes([of_unit[number] for number in unit]))
    found += spread(of_block, block, len(_SCORES))
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
    found += _of_copies(readings, scores)
    found += _of_topic(readings, scores)
    run = densest([-score for score in weighed])
    found.append(place(size, *run) if run[1] else bytes(size))
    text = [_KEPT[score + _HIGH] * count for score, count in zip(scores, words, strict=True)]
    mass = list(accumulate(text, initial=0))
    found.append(binned([count // 1000 for count in mass[:size]], _MASS_BIN))
    found.append(binned([(mass[-1] - count) // 1000 for count in mass[1:]], _MASS_BIN))
    body = [score < -2 * UNIT and count >= 8 for score, count in zip(scores, words, strict=True)]
    found.append(since(body, LINES_BIN, len(LINES)))
    found.append(since(body[::-1], LINES_BIN, len(LINES))[::-1])
    return found


def _of_topic(readings: Sequence[Reading], scores: Sequence[int]) -> list[bytes]:
    """What words tell that other lines have, which the first look takes for text or furniture."""
    size = len(scores)
    found = [bytes(map(share_of, *shared_words(readings, [score > UNIT for score in scores])))]
    many, shared = shared_words(readings, [score < -UNIT for score in scores])
    found.append(bytes(map(share_of, many, shared)))
    found.append(shares(Sums(many, size).window(-2, 2), Sums(shared, size).window(-2, 2)))
    found.append(shares(list(accumulate(many[::-1])), list(accumulate(shared[::-1])))[::-1])
    found.append(shares(accumulate(many), accumulate(shared)))
    sure = sure_text(readings, scores)
    title = title_of(readings, sure)
    if title >= 0:
        told = readings[title].telling
        found.append(bytes([share_of(len(told), len(told & read.telling)) for read in readings]))
        found.append(place(size, title, title + 1))
    else:
        found += [bytes(size)] * 2
    if sure:
        found += [place(size, sure[0], sure[-1] + 1), of_the_head(readings, sure[0], title)]
    else:
        found += [bytes(size)] * 2
    return found


def _of_copies(readings: Sequence[Reading], scores: Sequence[int]) -> list[bytes]:
    """What the first score says of a line's copies, of copies around it, and of lines that begin alike."""
    size = len(scores)
    none = bytes([len(_SCORES)])
    keys = [read.key for read in readings]
    times = Counter(keys)
    alike = [tuple(read.pieces[:2]) for read in readings]
    found = []
    if len(times) < size:
        copies = _of_others(keys, scores)
        has = [score is not None for score in copies]
        total, count = Sums([score or 0 for score in copies], size), Sums(has, size)
        found.append(_bins_or_none(copies))
        found.append(
            _bins_or_none(
                [a // b if b else None for a, b in zip(total.window(-5, 5), count.window(-5, 5), strict=True)]
            )
        )
    else:
        found += [none * size] * 2
    found.append(_bins_or_none(_of_others(alike, scores)))
    return found


def _of_others(names: Sequence[Hashable], scores: Sequence[int]) -> list[int | None]:
    """The mean score of the other lines of each line's name; None where there are none."""
    times = Counter(names)
    sums: dict[Hashable, int] = {}
    for name, score in zip(names, scores, strict=True):
        if times[name] > 1:
            sums[name] = sums.get(name, 0) + score
    return [
        (sums[name] - score) // (times[name] - 1) if name in sums else None
        for name, score in zip(names, scores, strict=True)
    ]


def _bins_or_none(values: Iterable[int | None]) -> bytes:
    values = list(values)
    bins = _score_bins([value or 0 for value in values])
    return bytes([len(_SCORES) if value is None else code for value, code in zip(values, bins, strict=True)])


_ROOT = [round(8 * (count + 1) ** 0.5) for count in range(81)]
_KEPT = [round(1000 / (1 + 2.718281828459045 ** (score / UNIT))) for score in range(-_HIGH, _HIGH + 1)]
