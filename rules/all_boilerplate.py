"""Documents of which cleaning would leave nothing."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import DISPLAY, Document, Example, Finding, Outcome, Span, Yield, rule

from ._helpers import words

LEAST_WORDS = 12  # one sentence; where so many words are left there is something to keep
LEAST_SHARE = 0.2  # of the words; a short text that keeps so much has lost furniture, not itself


@rule(
    code="DOC102",
    name="all-boilerplate",
    safety=DISPLAY,
    examples=[
        Example(good="Herons return\nThe lake is full again."),
        Example(good="Skip to content\nHerons return\nThe lake is full again."),
        Example(bad="Skip to content\nSkip to content\nBack to top"),
        Example(bad="Zum Inhalt springen\n\nNach oben"),
        Example(good=""),
    ],
)
def all_boilerplate(outcome: Outcome) -> Iterator[Yield]:
    """Report a document of which the other rules would leave no text, and withhold what would empty it.

    A page that was scraped without its article is nothing but furniture, and every line of it may be
    rightly called so; but an empty file helps nobody, and the judgement may be wrong. So a document of
    which no word would be left keeps them all; one of which a few would is cleaned by safe fixes alone, if
    they leave enough. Both are reported: a person decides what becomes of them.

    A document that had no word is another rule's business. One that keeps a sentence (12 words), or
    as much as a fifth of its words, is cleaned as usual. Two characters of a script without spaces
    count as one word.
    """
    if outcome.whole.text == outcome.cleaned.text or _keeps_a_sentence(outcome.cleaned):
        return
    before, after = words_in(outcome.whole), words_in(outcome.cleaned)
    if before == after or after >= max(1, LEAST_SHARE * before):
        return
    left = f"{after} of {before} words" if after else "no word"
    span = Span(0, len(outcome.whole.text))
    yield Finding(span, f"cleaning would leave {left}")


def _keeps_a_sentence(document: Document) -> bool:
    """Whether a text has as many words as one sentence, looking no further than that."""
    found = 0
    for line in document.inked:
        found += words(line)
        if found >= LEAST_WORDS:
            return True
    return False


def words_in(document: Document) -> int:
    """The number of words in a text."""
    return sum(words(line) for line in document.inked)
