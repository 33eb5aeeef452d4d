"""Headings such as "Related articles" and all that hangs on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cleaner import SAFE, UNSAFE, Document, Example, Finding, Line, Phrase, Phrases, Spared, Yield
from cleaner import deletion, line_span, rule
from cleaner.rules._furniture import Label, labels
from cleaner.rules._helpers import PARAGRAPH_WORDS, bulleted, is_prose, quoted, repeats, stems, telling_words, words

PHRASES = Phrases.beside(__file__)
MOST_WORDS = 8  # in a heading that only begins with a phrase: "More from the science desk"
LEAST_BODY = 60  # words of prose above a heading; with fewer there is no body to compare with
LEAST_STORY = 60  # words from which a story can be told by sharing no telling word
LEAST_TELLING = 8  # telling words with fewer of which sharing none says nothing
MOST_RUN = 12  # lines under a heading inside the body; longer runs are lists of the article's own
LEAST_HEADLINE = 6  # words; a shorter line right above the body is its next subheading
EARLY = 0.4  # of the text; a heading above that may be the article's own


@dataclass(slots=True)
class Body:
    """The prose above a place, and its telling words, counted afresh only when it has grown by half."""

    document: Document
    place: int = 0
    prose: int = 0
    tokens: int = 0
    counted: int = 0
    telling: frozenset[str] = field(default_factory=frozenset)

    def reach(self, place: int) -> None:
        """Take in the lines up to `place`."""
        for line in self.document.inked[self.place : place]:
            self.tokens += len(line.tokens)
            if is_prose(line):
                self.prose += words(line)
        self.place = max(self.place, place)

    def told(self) -> frozenset[str]:
        """The telling words of what was taken in."""
        if self.prose > self.counted * 1.5:
            self.counted = self.prose
            self.telling = telling_words(self.document.inked[: self.place])
        return self.telling


@rule(
    code="REL101",
    name="related-heading",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[],
)
def related_heading(document: Document) -> Iterator[Yield]:
    """Remove a heading such as "Related articles" with all that hangs on it.
    """
    inked = document.inked
    body = Body(document)
    reached = 0
    for label in labels(document):
        if label.place < reached or (phrase := heading(label)) is None:
            continue
        line = label.line
        where = f"heading {quoted(line)}, line {line.number}"
        if phrase.reason:
            yield Finding(line_span(line), f"{where}: {phrase.reason}")
            continue
        body.reach(label.place)
        if body.prose < LEAST_BODY:
            yield Spared(line_span(line), f"{where}: fewer than {LEAST_BODY} words of prose above it")
            continue
        hanging = hangs(document, label.place, body)
        reached = hanging.end
        if hanging.resumes:
            end = run_end(inked, label.place, hanging.end)
            if end - label.place > MOST_RUN + 1:
                yield Spared(line_span(line), f"{where}: too long a list for links inside the body")
                continue
            message = f"{where}; {end - label.place - 1} headlines under it, then the body goes on"
            yield deletion(document, line, inked[end - 1], message, UNSAFE)
            continue
        rest = sum(len(other.tokens) for other in inked[label.place :])
        early = body.tokens < EARLY * (body.tokens + rest)
        if hanging.stories and early:
            yield Spared(line_span(line), f"{where}: too early in the text to judge what follows")
            continue
        lines = len(inked) - label.place - 1
        under = f"no prose of the body below it ({lines} lines)" if lines else "nothing below it"
        message = "; ".join((where, *(hanging.stories or (under,))))
        yield deletion(document, line, inked[-1], message, UNSAFE if early or hanging.stories else SAFE)


def heading(label: Label) -> Phrase | None:
    """The entry that makes the label a heading: it is one as a whole, or begins with one and is short."""
    if not label.key:
        return None
    if phrase := PHRASES.line(label.key):
        return phrase
    phrase = PHRASES.start(label.key)
    return phrase if phrase and words(label.line) <= MOST_WORDS and not is_prose(label.line, 1) else None


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on a heading: up to the inked index `end`, where the body resumes or the text ends."""

    end: int
    resumes: bool
    stories: tuple[str, ...]


def hangs(document: Document, place: int, body: Body) -> Hanging:
    """Follow the text below the heading until a passage of prose that may be the body's."""
    inked = document.inked
    stories = []
    at = place + 1
    while at < len(inked):
        if not is_prose(inked[at]):
            at += 1
            continue
        end = at + 1
        while end < len(inked) and is_prose(inked[end]):
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
    telling = body.told()
    found = {stem for line in inked[first:last] for stem in stems(line.tokens)}
    if len(telling) < LEAST_TELLING or found & telling:
        return None
    share = f"the story shares none of the body's {len(telling)} most telling words"
    if first - 2 > place and repeats(inked[first - 1], inked[first - 2]):
        return f"headline printed twice; {share}"
    if sum(words(line) for line in inked[first:last]) >= LEAST_STORY:
        return share
    return None


def run_end(inked: tuple[Line, ...], place: int, stop: int) -> int:
    """Where the headlines under a heading inside the body end, at most at `stop`."""
    end = place + 1
    while end < stop and not is_prose(inked[end]):
        end += 1
    if bulleted(inked[place + 1]):
        end = next((at for at in range(place + 1, end) if not bulleted(inked[at])), end)
    elif end - 1 > place and words(inked[end - 1]) < LEAST_HEADLINE:
        end -= 1
    return end

