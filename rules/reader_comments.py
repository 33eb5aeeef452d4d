"""What readers wrote below a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from cleaner import UNSAFE, Document, Example, Phrases, Spared, Yield, deletion, line_span, rule

from ._furniture import LEXICON, Label, Vocabulary, candidates, matched
from ._helpers import prose, words

PHRASES = Phrases.beside(__file__)
LABELS = Vocabulary(PHRASES, "beside", "line")
FORM = LEXICON.tables["comment_form"]
LEAST = 3  # marks of a section, two of which are the same
REACH = 20  # inked lines from one mark to the next: what one comment may take
HEAD = 3  # inked lines from a time of day to the first label: a text may have times, too
LEAST_ABOVE = 100  # words of sentences above, else what readers wrote may be the text
MOST_TOKENS = 12  # of a line that names who wrote or who is answered, or when
_CLOCK = re.compile(r"(?<!\d)[0-2]?\d[:.h][0-5]\d(?!\d)")

_POST = "Herons return\n" + "\n".join(
    f"The herons that left the lake {count} dry years ago came back on Monday, and with them came the first "
    "visitors of the spring, who stood on the dam with their glasses and said little to one another."
    for count in ("nine", "ten", "eleven", "twelve")
)


class Mark(Struct, frozen=True):
    """A line that stands over or under one comment: its place among the inked lines, and what it says."""

    place: int
    text: str


@rule(
    code="REL104",
    name="reader-comments",
    safety=UNSAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad=f"{_POST}\n3 comments\nPia\nI saw them, too.\nReply\nTom\nWhere?\nReply\nPia\nThere.\nReply",
            good=f"{_POST}\n",
        ),
        Example(
            bad=f"{_POST}\nKommentare\nPia\nIch war da.\nAntworten | Melden\nTom\nWo?\nAntworten | Melden\n"
            "Pia\nAm Damm.\nAntworten | Melden\nImpressum",
            good=f"{_POST}\nImpressum",
        ),
        Example(
            bad=f"{_POST}\nПиа, 5 мая, 10:15\nЯ их видела.\nответить\nТом, 5 мая, 10:20\nГде?\nответить\n"
            "Пиа, 5 мая, 10:25\nУ плотины.\nответить",
            good=f"{_POST}\n",
        ),
        Example(good="Pia\nI saw them, too.\nReply\nTom\nWhere?\nReply\nPia\nAt the dam.\nReply"),
        Example(good=f"{_POST}\nReply\nReport\nQuote"),
    ],
)
def reader_comments(document: Document) -> Iterator[Yield]:
    """Remove what readers wrote below a text.

    Every comment has the same labels over or under it: "Reply", "Report", "Pia says:", "In reply to Tom". At
    least three such lines, two of them the same, each at most twenty lines below the last, make a section. It
    begins with the heading ("12 comments") at most twenty lines above, else with a time of day at most three
    lines above, else with the first label; it ends with the last label, or where the form for comments comes
    next. There must be a text above it: a hundred words of sentences.

    Threads of forums are left alone by that only where the question is short: exclude them, or ignore this
    rule there.
    """
    found = marks(document)
    if len(found) < LEAST:
        return
    inked = document.inked
    named = {mark.place for mark in found}
    form = [
        label.place for label, match in matched(document, FORM) if match.line and label.place not in named
    ]
    for section in sections(found):
        text, most = Counter(mark.text for mark in section).most_common(1)[0]
        if len(section) < LEAST or most < 2:
            continue
        first, last = section[0].place, section[-1].place
        headings = [place for place in form if first - REACH <= place < first]
        times = [place for place in range(max(0, first - HEAD), first) if timed(document, place)]
        first = headings[-1] if headings else times[0] if times else first
        last = next((place - 1 for place in form if last < place <= last + REACH), last)
        if (
            sum(words(line) for line, full in zip(inked[:first], prose(document), strict=False) if full)
            < LEAST_ABOVE
        ):
            reason = f"{len(section)} labels of comments such as {text!r}, but hardly any text above"
            yield Spared(line_span(inked[first], inked[last]), reason)
            continue
        message = f"comments of readers: {len(section)} labels such as {text!r}"
        yield deletion(document, inked[first], inked[last], message)


def marks(document: Document) -> list[Mark]:
    """The lines over and under comments."""
    own = {label.place: match for label, match in matched(document, PHRASES)}
    found = []
    for label in candidates(document, LABELS, PHRASES):
        match = own.get(label.place)
        if match and match.line:
            found.append(Mark(label.place, match.line.text))
        elif match and len(label.line.tokens) <= MOST_TOKENS:
            phrase = match.start or (match.end if headed(document, label) else None)
            if phrase and phrase.text != label.key:
                found.append(Mark(label.place, phrase.text))
        else:
            told = [part for part in LABELS.parts(label.key) if LABELS.kinds[part] == "line"]
            if told:
                found.append(Mark(label.place, told[0]))
    return found


def headed(document: Document, label: Label) -> bool:
    """Whether a line that ends like one over a comment is numbered, or a line with a time comes next."""
    return label.key[0].isdigit() or any(
        timed(document, place) for place in range(label.place + 1, min(label.place + 3, len(document.inked)))
    )


def sections(found: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Marks in a row, none too far from the one above it."""
    section: list[Mark] = []
    for mark in found:
        if section and mark.place - section[-1].place > REACH:
            yield section
            section = []
        section.append(mark)
    if section:
        yield section


def timed(document: Document, place: int) -> bool:
    """Whether a short line has a time of day."""
    line = document.inked[place]
    return len(line.text) <= 120 and _CLOCK.search(line.text) is not None and len(line.tokens) <= MOST_TOKENS
