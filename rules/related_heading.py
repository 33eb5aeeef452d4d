"""Headings such as "Related articles" and all that hangs on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf

from msgspec import Struct, field

from cleaner import (
    SAFE,
    UNSAFE,
    Document,
    Example,
    Finding,
    Line,
    Phrase,
    Phrases,
    Spared,
    Yield,
    deletion,
    line_span,
    rule,
)

from ._furniture import Label, matched
from ._helpers import (
    PARAGRAPH_WORDS,
    Telling,
    bulleted,
    is_prose,
    prose,
    quoted,
    repeats,
    stems,
    telling_words,
    words,
)

PHRASES = Phrases.beside(__file__)
MOST_WORDS = 8  # in a heading that only begins with a phrase: "More from the science desk"
LEAST_BODY = 60  # words of prose above a heading; with fewer there is no body to compare with
LEAST_STORY = 60  # words from which a story can be told by sharing no telling word
LEAST_TELLING = 8  # telling words with fewer of which sharing none says nothing
FIRST = (
    4  # of the telling words, the most frequent, none of which a story has whose headline is printed twice
)
MOST_SHARED = (
    0.25  # of the uses of the telling words; such a story may have so much of general words among them
)
MOST_RUN = 12  # lines under a heading inside the body; longer runs are lists of the article's own
MOST_HEADLINE = 24  # words
LEAST_HEADLINE = 7  # words; a shorter line right above the body is its next subheading
EARLY = 0.5  # of the text; a heading above that may be the article's own
EARLY_STORY = 0.4  # of the text; above that the story may be the article


SIGN = r"\s*[:：|»>–—-]\s*\w"  # behind it stands the one headline of a prompt inside the text


class Body(Struct):
    """The prose above a place, and its telling words, counted afresh only when it has grown by half."""

    document: Document
    place: int = 0
    words: int = 0
    counted: int = 0
    telling: Telling = field(default_factory=Telling)
    passed: list[int] = field(default_factory=list)  # places for which the telling words were not needed

    def reach(self, place: int, least: float = inf) -> int:
        """The words of the prose above `place`; counting ends at `least` of them."""
        is_sentence, inked = prose(self.document), self.document.inked
        while self.place < place and self.words < least:
            if is_sentence[self.place]:
                self.words += words(inked[self.place])
            self.place += 1
        return self.words

    def told(self, place: int) -> Telling:
        """The telling words of the lines above `place`, or above the last place but for growth since."""
        counted_to = 0
        for at in (*self.passed, place):
            if self.reach(at) > self.counted * 1.5:
                self.counted, counted_to = self.words, at
        self.passed.clear()
        if counted_to:
            self.telling = telling_words(self.document.inked[:counted_to])
        return self.telling


LAKE = (
    "The herons are back at the northern lake after eleven years, and the wardens have counted forty "
    "nests along "
    "the reeds. The wardens say the herons left when the lake was drained for the quarry, and that the "
    "reeds grew "
    "back once the quarry was closed and the lake was filled again. Visitors may watch them from the dam, "
    "in a hide "
    "among the reeds."
)
SEE = (
    "Die Reiher sind nach elf Jahren an den See im Norden zurückgekehrt, und die Wächter haben im Schilf "
    "vierzig "
    "Nester gezählt. Die Reiher waren fortgezogen, als man den See für den Steinbruch trockenlegte; das "
    "Schilf wuchs "
    "nach, sobald der Steinbruch geschlossen und der See wieder gefüllt war. Besucher können die Reiher "
    "vom Damm aus "
    "beobachten, wo die Wächter im Schilf einen Unterstand gebaut haben."
)
OZERO = (
    "Цапли вернулись на северное озеро спустя одиннадцать лет, и сторожа насчитали в камышах сорок гнёзд. "
    "По словам "
    "сторожей, цапли улетели, когда озеро осушили ради карьера, а камыш снова вырос, как только карьер "
    "закрыли и озеро "
    "наполнилось водой. Посетители могут наблюдать за птицами с плотины, где сторожа построили среди "
    "камыша навес для "
    "всех, кто приходит сюда по вечерам, когда птицы возвращаются к гнёздам кормить птенцов и ещё долго "
    "кричат."
)


@rule(
    code="REL101",
    name="related-heading",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad=f"{LAKE}\n\nRelated articles\n\nBakery wins a prize for its rye bread\nTram line to open "
            f"in June",
            good=f"{LAKE}\n",
        ),
        Example(
            bad=f"{SEE}\nDas könnte Sie auch interessieren\nBäckerei gewinnt Preis für Roggenbrot\n3. Mai "
            f"2021",
            good=f"{SEE}\n",
        ),
        Example(
            bad=f"{OZERO}\n\nЧитайте также:\n\n• Пекарня получила приз за ржаной хлеб\n• Трамвай пойдёт в "
            f"июне",
            good=f"{OZERO}\n",
        ),
        Example(
            bad=f"{LAKE}\n\nMore stories\n\n• Bakery wins a prize for its rye bread\n\n{LAKE}",
            good=f"{LAKE}\n\n{LAKE}",
        ),
        Example(good=f"{LAKE}\n\nWork by volunteers\n\n{LAKE}"),
        Example(good=f"{LAKE}\n\nRelated stories\n\n{LAKE}"),
        Example(good=f"{LAKE}\n\nMost read\nof all notices on the dam is the one about dogs."),
        Example(bad=f"{LAKE}\n\nSee also\n\nHeron\nWetland"),
        Example(good="Popular\nLatest\nRelated articles\nHerons return to the lake"),
    ],
)
def related_heading(document: Document) -> Iterator[Yield]:
    """Remove a heading such as "Related articles" with all that hangs on it.

    Templates put lists of other stories behind the article and between its paragraphs, under headings
    such as "You might also like" or "Most read". In plain text they run on as if they were the
    article's: headlines, teasers, dates, labels, sometimes a whole other story.

    Below a heading with enough prose above it, the text is followed to its end. Where no paragraph
    comes any more, everything goes, and that is safe in the second half of a text. A paragraph is
    taken for another story's where it shares none of the twelve words that the body's prose repeats
    most, or where its headline is printed twice and it shares but general ones; then the fix is as
    sure as the message's evidence. Any other paragraph is the body that goes on: then only the run of
    headlines between goes, up to twelve lines, and that is unsafe.

    Left alone are headings at the head of a text; a heading that stands right above the body's prose,
    or above a long list; one-word headings and links to more of one thing inside the body; and lines
    that begin with a small letter, or go on with one in the line below, for they are pieces of a
    sentence. "See also", "Further reading" and "External links" are the article's own in encyclopedic
    text, and are reported only.
    """
    inked = document.inked
    body = Body(document)
    reached = 0
    for label, _ in matched(document, PHRASES):
        if label.place < reached or (phrase := heading(label)) is None:
            continue
        line = label.line
        where = f"heading {quoted(line)}, line {line.number}"
        if phrase.reason:
            yield Finding(line_span(line), f"{where}: {phrase.reason}")
            continue
        if goes_on(document, label.place):
            yield Spared(line_span(line), f"{where}: the line below goes on with it")
            continue
        if body.reach(label.place, LEAST_BODY) < LEAST_BODY:
            yield Spared(line_span(line), f"{where}: fewer than {LEAST_BODY} words of prose above it")
            continue
        hanging = hangs(document, label.place, body)
        reached = hanging.end
        if hanging.resumes:
            end = run_end(document, label.place, hanging.end)
            run = end - label.place - 1
            sure = phrase.text == label.key and words(line) > 1
            if not run or run > MOST_RUN or not sure:
                under = "the body" if not run else "a long list" if run > MOST_RUN else "its own text"
                yield Spared(
                    line_span(line), f"{where}: {under} follows, so it may be a heading of the article"
                )
                continue
            message = f"{where}; {run} headlines under it, then the body goes on"
            yield deletion(document, line, inked[end - 1], message, UNSAFE)
            continue
        share = share_above(inked, label.place)
        early = share < EARLY
        if hanging.stories and share < EARLY_STORY:
            yield Spared(line_span(line), f"{where}: too early in the text to judge what follows")
            continue
        lines = len(inked) - label.place - 1
        under = f"no prose of the body below it ({lines} lines)" if lines else "nothing below it"
        message = "; ".join((where, *(hanging.stories or (under,))))
        yield deletion(document, line, inked[-1], message, UNSAFE if early or hanging.stories else SAFE)


def goes_on(document: Document, place: int) -> bool:
    """Whether a line may be the beginning of a sentence that a link has broken: the next line goes on.

    That is the one right below it, and it begins with a small word, not with a name such as "iPhone".
    """
    inked = document.inked
    if place + 1 >= len(inked) or not inked[place].text.rstrip()[-1:].isalnum():
        return False
    below = inked[place + 1]
    if below.index != inked[place].index + 1:
        return False
    word = next(iter(below.text.split()), "")
    return word.islower() and is_prose(below, 1)


def heading(label: Label) -> Phrase | None:
    """The entry that makes the label a heading: it is one as a whole, or begins with one and is short."""
    if not label.key:
        return None
    match = PHRASES.match(label.line)
    if match is None:
        return None
    if phrase := match.line:
        small = next((ch for ch in label.line.text if ch.isalpha()), "").islower()
        return None if small and not label.line.text.rstrip().endswith((":", "…", "...")) else phrase
    phrase = match.start
    if phrase is None or words(label.line) > MOST_WORDS or is_prose(label.line, 1):
        return None
    return None if re.compile(SIGN).match(label.key, len(phrase.text)) else phrase


class Hanging(Struct, frozen=True):
    """What hangs on a heading: up to the inked index `end`, where the body resumes or the text ends."""

    end: int
    resumes: bool
    stories: tuple[str, ...]


def hangs(document: Document, place: int, body: Body) -> Hanging:
    """Follow the text below the heading until a passage of prose that may be the body's."""
    inked, is_sentence = document.inked, prose(document)
    stories: list[str] = []
    at = place + 1
    while at < len(inked):
        if not is_sentence[at]:
            at += 1
            continue
        end = at + 1
        while end < len(inked) and is_sentence[end]:
            end += 1
        if end - at > 1 or words(inked[at]) >= PARAGRAPH_WORDS:
            story = other_story(document, place, at, end, body)
            if story is None:
                return Hanging(at, True, tuple(stories))
            stories.append(story)
        at = end
    return Hanging(at, False, tuple(stories))


def other_story(document: Document, place: int, first: int, last: int, body: Body) -> str | None:
    """The evidence that the prose in inked lines [first, last) is not the body's; None for none."""
    inked = document.inked
    twice = (
        first - 2 > place
        and repeats(inked[first - 1], inked[first - 2])
        and words(inked[first - 1]) <= MOST_HEADLINE
    )
    long = sum(words(line) for line in inked[first:last]) >= LEAST_STORY
    if not (twice or long):
        body.passed.append(place)
        return None
    telling = body.told(place)
    if len(telling) < LEAST_TELLING:
        return None
    shared = telling.shared({stem for line in inked[first:last] for stem in stems(line)})
    share = f"the story shares {shared.words or 'none'} of the body's {len(telling)} most telling words"
    if twice and shared.first >= FIRST and shared.mass <= MOST_SHARED:
        return f"headline printed twice; {share}"
    return share if long and not shared.words else None


def share_above(inked: tuple[Line, ...], place: int) -> float:
    """The share of the text above a heading; where it is more than half, how much does not matter."""
    rest = sum(len(line.tokens) for line in inked[place:])
    above = 0
    for line in inked[:place]:
        above += len(line.tokens)
        if above > rest:
            break
    return above / (above + rest)


def run_end(document: Document, place: int, stop: int) -> int:
    """Where the headlines under a heading inside the body end, at most at `stop`."""
    inked, is_sentence = document.inked, prose(document)
    end = place + 1
    while end < stop and not is_sentence[end]:
        end += 1
    if bulleted(inked[place + 1]):
        end = next((at for at in range(place + 1, end) if not bulleted(inked[at])), end)
    elif end - 1 > place and words(inked[end - 1]) < LEAST_HEADLINE:
        end -= 1
    return end
