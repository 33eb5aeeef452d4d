"""Which lines the judge's scores say may go: thresholds, and what keeps a line whatever its score.

One round must not begin the next, and no line of a text that has no furniture may go: so a run of lines goes
only if one of them is surer than it must be, and only where one line of the whole text is surer yet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from ._look import UNIT
from ._reading import Reading

# Words of lines that are text; with fewer there is no article to tell furniture from. At 60 in place of 100
# unsafe fixes take .3, .8 and 1.0 % more of the furniture of styles c, a and b, and half a page in a hundred
# more loses something; below 60 hardly anything is gained (`quality.py`, with either number). Safe ones take
# .1 % more of c for two pages.
LEAST_TEXT = {"unsafe": 60, "safe": 100}
SURE = 100  # above the threshold: one line of a run must score so much, lest a run's margin begin another
# Above the threshold: one line of a text must, lest what one round exposes go in the next, and lest some be
# found in a text that has no furniture.
GATE = {"unsafe": 200, "safe": 150}

# A line of so many words right below a sentence that stays, of so many: the text may go on, unless
# the score is EDGE and more.
GOES_ON, ABOVE, EDGE = 8, 12, 100

CITED = 10  # footnote marks
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")

SENTENCE = 20  # words of a line of text that ends a sentence
NEVER = 1 << 15  # a threshold that no line reaches
# Lines stand above, below or within the sentences of the text, and are short, medium or long: each of the
# nine has its thresholds, for where and how long a line is says how far its score can be trusted.
PLACES = ("above", "below", "within")
SIZES = {"short": 0, "medium": 12, "long": 40}  # and the words a line has at least
TIERS = tuple(f"{place}, {size}" for place in PLACES for size in SIZES)


def verdicts(
    scores: Sequence[int],
    words: Sequence[int],
    ends: Sequence[bool],
    thresholds: Mapping[str, Mapping[str, int]],
    *,
    cited: bool = False,
    stay: Collection[int] = (),
) -> list[int]:
    """For each line 2 where it may go, 1 where it may with unsafe fixes, 0 where it stays.

    Of a text that cites (see `cites`) all stay, and lines `stay` do, which then make no other line sure.
    """
    found = [0] * len(scores)
    if cited:
        return found
    text = text_words(scores, words)
    where = tiers(scores, words, ends)
    for verdict, name in ((1, "unsafe"), (2, "safe")):
        if text < LEAST_TEXT[name]:
            break
        of_tier = thresholds[name]
        wanted = [of_tier[tier] for tier in where]
        above = [score - least for score, least in zip(scores, wanted, strict=True)]
        for at in stay:
            above[at] = -1
        if max(above) >= GATE[name]:
            _mark(found, above, verdict)
    for at in range(1, len(found)):
        goes_on = found[at] and not found[at - 1] and scores[at] < EDGE and words[at] >= GOES_ON
        if goes_on and ends[at - 1] and words[at - 1] >= ABOVE:
            found[at] = 0
    return found


def text_words(scores: Sequence[int], words: Sequence[int]) -> int:
    """How many words a text has in lines that read like an article."""
    return sum([count for count, score in zip(words, scores, strict=True) if score < 0])


def cites(text: str) -> bool:
    """Whether a text has so many footnote marks as an encyclopedia's or a paper: its tables are text, too.

    Their infoboxes and lists of references stand like menus, and few of the pages learned from have any.
    """
    return text.count("]") >= CITED and len(_FOOTNOTE.findall(text)) >= CITED


def sure_text(readings: Sequence[Reading], scores: Sequence[int]) -> list[int]:
    """The numbers of the lines that surely are text."""
    return [
        at
        for at, (read, score) in enumerate(zip(readings, scores, strict=True))
        if score < -UNIT and read.ends and read.words >= ABOVE
    ]


def _mark(found: list[int], above: Sequence[int], verdict: int) -> None:
    """Give a verdict to the runs of lines that reach their thresholds, one of which does so surely."""
    start = -1
    best = 0
    for at, more in enumerate((*above, -1)):
        if more >= 0:
            if start < 0:
                start, best = at, 0
            if more > best:
                best = more
        elif start >= 0:
            if best >= SURE:
                found[start:at] = [verdict] * (at - start)
            start = -1


def tiers(scores: Sequence[int], words: Sequence[int], ends: Sequence[bool]) -> list[str]:
    """Where each line stands to the sentences that surely are text, and its size; within if none are."""
    sure = [
        at
        for at, (score, count, end) in enumerate(zip(scores, words, ends, strict=True))
        if score < -UNIT and end and count >= SENTENCE
    ]
    first, last = (sure[0], sure[-1]) if sure else (0, len(scores))
    _, medium, long = SIZES.values()
    above, below, within = (TIERS[at : at + len(SIZES)] for at in range(0, len(TIERS), len(SIZES)))
    return [
        (above if at < first else below if at > last else within)[(count >= medium) + (count >= long)]
        for at, count in enumerate(words)
    ]
