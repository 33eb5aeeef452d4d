"""A whole other story behind the article, without a heading that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from cleaner import (
    UNSAFE,
    Document,
    Example,
    Line,
    Phrases,
    Spared,
    Yield,
    bare,
    deletion,
    line_span,
    of_text,
    rule,
)

from ._dates import stamp
from ._furniture import LEXICON
from ._helpers import Telling, prose, repeats, stems, telling_words, words

PHRASES = Phrases.beside(__file__)
LEAST_BODY = 100  # words of prose above a story; with fewer the telling words of the body tell little
LEAST_TELLING = 8  # telling words with fewer of which sharing none says nothing
MOST_STORY = 1.5  # times the prose above it, where the headline is printed twice; else as much as above:
# where more follows, the article may be what follows
FIRST = (
    4  # of the telling words, the most frequent, none of which a story has whose headline is printed twice
)
MOST_SHARED = (
    0.25  # of the uses of the telling words; such a story may have so much of general words among them
)
LEAST_STORY = 40  # words of prose in a story
LEAST_HEADLINE, MOST_HEADLINE = 4, 24  # words in a headline
MOST_ABOVE = 6  # lines between the body and the story's prose that are looked at for its headline and labels
SHORT = 12  # words in a label or a mark of the article's end
_DIGIT = re.compile(r"\d")


LAKE = (
    "The herons are back at the northern lake after eleven years, and the wardens have counted forty "
    "nests along "
    "the reeds. The wardens say the herons left when the lake was drained for the quarry, and that the "
    "reeds grew "
    "back once the quarry was closed and the lake was filled again.\n\n"
    "Visitors may watch the herons from the northern dam, where the wardens have set up a hide among the "
    "reeds. "
    "The nests must not be disturbed before summer, the wardens ask, since herons leave nests that "
    "visitors come "
    "close to. After the quarry years the northern lake is the only one in the county with nests of herons."
)
BREAD_TITLE = "Town bakery wins a prize for its rye bread"
BREAD = (
    "Judges from three countries tasted two hundred loaves on Saturday and chose the one that Petra Nowak "
    "bakes in "
    "a wood oven behind the town hall. She learned the recipe from a cousin, she said, and has changed "
    "only the salt. "
    "The prize is a silver spoon and a year of flour, which she means to share with the school kitchen."
)


@rule(
    code="REL103",
    name="unrelated-story",
    safety=UNSAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(bad=f"{LAKE}\n\nNews\n{BREAD_TITLE}\n{BREAD_TITLE}\n\n{BREAD}", good=f"{LAKE}\n"),
        Example(bad=f"{LAKE}\n\nEditor's choice\n{BREAD_TITLE}\n\n{BREAD}", good=f"{LAKE}\n"),
        Example(
            bad=f"{LAKE}\n\nSource: Lake Courier\n{BREAD_TITLE}\n\n{BREAD}",
            good=f"{LAKE}\n\nSource: Lake Courier\n",
        ),
        Example(good=f"{LAKE}\n\nAn afternoon in the village\n\n{BREAD}"),
        Example(good=f"{LAKE}\n\nNews\n\n{LAKE}"),
    ],
)
def unrelated_story(document: Document) -> Iterator[Yield]:
    """Remove a whole other story that follows the article to the end of the text.

    Endless-scroll pages and story carousels print the next article below the one that was asked for,
    with nothing between the two that plain text keeps. Such a story is told by two independent kinds of
    evidence. Its prose shares none of the twelve words that the body repeats most; and its headline is
    printed twice, or a label such as "News" or "Editor's choice" stands over it, or the article's end
    (copyright, sources, comments), or it has a date of its own. Where the headline is printed twice it
    may share general words, but none of the four most frequent.

    Left alone are sections of an article under a new heading, however different their words, and
    whatever is longer than the text above it, for then the article may be what follows. Headings such
    as "Related articles" are the business of related-heading.
    """
    inked = document.inked
    sentences = [place for place, is_sentence in enumerate(prose(document)) if is_sentence]
    if len(sentences) < 3:
        return
    told = [
        (number, found)
        for number, (before, place) in enumerate(pairwise(sentences), 1)
        if place - before > 1
        and (found := evidence(inked, before, place))
        and reach(inked, sentences[:number], LEAST_BODY)
        and reach(inked, sentences[number:], LEAST_STORY)
    ]
    if not told:
        return
    *words_above, total = accumulate((words(inked[place]) for place in sentences), initial=0)
    last_seen: dict[str, int] = {}
    counted = body = 0
    telling: Telling | None = None
    for number, (start, what, twice) in told:
        place, above = sentences[number], words_above[number]
        if total - above > MOST_STORY * above:
            continue
        if above > counted * 1.5:  # the telling words of the text above `body` are asked for when needed
            counted, body, telling = above, place, None
        if not twice and total - above > above:
            continue
        last_seen = last_seen or {stem: other for other in sentences[number:] for stem in stems(inked[other])}
        telling = telling or telling_words(inked[:body])
        shared = telling.shared({stem for stem, _ in telling.counts if last_seen.get(stem, -1) >= place})
        unlike = shared.first >= FIRST and shared.mass <= MOST_SHARED if twice else not shared.words
        if len(telling) < LEAST_TELLING or not unlike:
            yield Spared(line_span(inked[start]), f"{what}, but what follows shares the body's telling words")
            continue
        share = f"the story shares {shared.words or 'none'} of the body's {len(telling)} most telling words"
        yield deletion(document, inked[start], inked[-1], f"{what}; {share}")
        return


def evidence(inked: tuple[Line, ...], before: int, place: int) -> tuple[int, str, bool] | None:
    """Where the story whose prose begins at `place` begins, and what says so besides its words."""
    first = max(before + 1, place - MOST_ABOVE)
    lines = inked[first:place]
    for at, (line, below) in enumerate(pairwise(lines), first):
        if repeats(line, below) and LEAST_HEADLINE <= words(line) <= MOST_HEADLINE:
            return label_above(inked, before, at), f"headline printed twice, line {line.number}", True
    # Most lines match no table at all, and need not be asked.
    marked = [line for line in lines if line.content.notes.get(LEXICON, True) or line.content.key[:1] == "©"]
    if not any(map(kind, marked)) and not any(map(dated, lines[1:])):
        return None
    for at, line in enumerate(lines, first):
        mark = kind(line)
        if mark == "label":
            return at, f"label {bare(line.key)!r}, line {line.number}", False
        if mark and at + 1 < place:
            return at + 1, f"the article's end, line {line.number}", False
    for at in range(first + 1, place):
        if dated(inked[at]):
            return label_above(inked, before, at - 1), f"a date of its own, line {inked[at].number}", False
    return None


@of_text
def dated(line: Line) -> bool:
    """Whether a line is a date."""
    return _DIGIT.search(line.text) is not None and stamp(line.text) is not None


@of_text
def kind(line: Line) -> str:
    """`label` for a label that the table lists, `end` for a short line that ends an article, else nothing.

    An article's end is a copyright notice, or a mark with a colon or a count.
    """
    match = PHRASES.match(line)
    if match is None and not line.content.key.startswith("©"):
        return ""
    if words(line) > SHORT:
        return ""
    if match and match.line:
        return "label"
    if line.key.startswith("©"):
        return "end"
    phrase = match.start if match else None
    if phrase is None:
        return ""
    rest = line.bare[len(phrase.text) :].lstrip()
    return "end" if phrase.language == "any" or not rest or rest[0] in ":：(" else ""


def reach(inked: tuple[Line, ...], places: Sequence[int], least: int) -> bool:
    """Whether the lines at these places have so many words, looking no further than that."""
    return any(count >= least for count in accumulate(words(inked[place]) for place in places))


def label_above(inked: tuple[Line, ...], before: int, at: int) -> int:
    """The place of the labels right above a headline, or of the headline."""
    while at - 1 > before and kind(inked[at - 1]) == "label":
        at -= 1
    return at
