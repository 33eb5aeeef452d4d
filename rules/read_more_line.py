"""Links to other stories between the paragraphs: "Read more: ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ._furniture import labels
from ._helpers import quoted, words

from cleaner import (
    UNSAFE,
    Document,
    Example,
    Finding,
    Phrase,
    Phrases,
    Spared,
    Yield,
    deletion,
    line_span,
    rule,
)

PHRASES = Phrases.beside(__file__)
MOST_WORDS = 25  # in a prompt with the headline that it links
MOST_OPEN = 14  # in one without a colon or bar between the two
_PARTED = r"[:：|｜»→►]"
_SIGN = r"[\s\"'»)\]*_]*[:：|｜/»>→▶►–—-]"


@rule(
    code="REL102",
    name="read-more-line",
    safety=UNSAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad="The lake is full again.\nRead more: Herons return to the northern shore\nThey came back "
            "in May.",
            good="The lake is full again.\nThey came back in May.",
        ),
        Example(
            bad="Озеро снова полно воды.\n\nЧитайте также: Цапли вернулись на северный берег\n\nОни "
            "прилетели в мае.",
            good="Озеро снова полно воды.\n\nОни прилетели в мае.",
        ),
        Example(
            bad="Der See ist wieder voll.\nLesen Sie auch: Reiher am Nordufer gesichtet\nSie kamen im Mai.",
            good="Der See ist wieder voll.\nSie kamen im Mai.",
        ),
        Example(bad="The lake is full again.\nRead more", good="The lake is full again.\n"),
        Example(
            good="The lake is full again.\nRead more slowly and you will hear the herons.\nThey came back "
            "in May."
        ),
        Example(good="Read more: how a village library doubled its loans\nThe library opens at nine."),
    ],
)
def read_more_line(document: Document) -> Iterator[Yield]:
    """Remove lines that prompt the reader to go on to another story.

    Editors and machines set links between the paragraphs, "Read more: Herons return", and end teasers
    with a bare "Read more" or "Continue reading". In plain text the link is gone and the prompt
    stays. Found are short lines (at most 25 words) that are such a prompt, or begin with one that a
    colon, a bar or an arrow parts from a headline; without such a sign at most 14 words that end no
    sentence.

    The title is left alone, and so are sentences that ask to read more of something.
    """
    for label in labels(document):
        if not label.key:
            continue
        line = label.line
        phrase = PHRASES.line(label.key)
        if phrase is None:
            if words(line) > MOST_WORDS:
                continue
            phrase = prompt(label.key)
            if phrase is None:
                phrase = PHRASES.start(label.key)
                if phrase is None or (" " not in phrase.text and phrase.text.isascii()):
                    continue  # "related" alone begins headings too
                signed = re.compile(_SIGN).match(label.key, len(phrase.text))
                if not signed and (line.ends_sentence or words(line) > MOST_OPEN):
                    yield Spared(line_span(line), f"begins like {phrase.text!r}, but goes on as a sentence")
                    continue
        if label.place == 0:
            yield Spared(line_span(line), f"begins like {phrase.text!r}, but is the first line")
        elif phrase.reason:
            yield Finding(line_span(line), f"prompt {quoted(line)}: {phrase.reason}")
        else:
            message = f"prompt {phrase.text!r} ({phrase.language})"
            yield deletion(document, line, line, message)


def prompt(key: str) -> Phrase | None:
    """The entry for a whole line that stands before the first colon or bar of a key, if words follow."""
    sign = re.compile(_PARTED).search(key)
    if sign is None or not key[sign.end() :].strip():
        return None
    phrase = PHRASES.line(key[: sign.start()])
    if phrase is None or phrase.reason or (" " not in phrase.text and phrase.text.isascii()):
        return None
    return phrase
