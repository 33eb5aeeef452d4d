"""Documents of which cleaning would leave nothing."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import DISPLAY, Document, Finding, Outcome, Span, Yield, rule

LEAST_SHARE = 0.02  # of the words; with fewer left, cleaning has taken the document and not its furniture
LEAST_WORDS = 12  # one sentence; where so many words are left there is something to keep


@rule(
    code="DOC102",
    name="all-boilerplate",
    safety=DISPLAY,
    examples=[],
)
def all_boilerplate(outcome: Outcome) -> Iterator[Yield]:
    """Report a document of which the other rules would leave no text, and withhold what removes words in it.

    A page that was scraped without its article is nothing but furniture, and every line of it may be
    rightly called so; but an empty file helps nobody, and the judgement may be wrong. So such a
    document keeps all its words and is reported: a person decides what becomes of it.

    A document that had no word is another rule's business. One that keeps a sentence (12 words) or a
    fiftieth of its words is cleaned as usual, and so is a short one that loses nothing.
    """
    before = words_in(outcome.document.text, outcome.document.name)
    after = words_in(outcome.text, outcome.document.name)
    if before == after or after >= LEAST_WORDS or (after > 0 and after >= LEAST_SHARE * before and before <= LEAST_WORDS):
        return
    left = "no word" if not after else f"{after} of {before} words"
    yield Finding(Span(0, len(outcome.document.text)), f"cleaning would leave {left}; nothing that removes words is applied")


def words_in(text: str, name: str) -> int:
    """The number of words in a text."""
    return sum(len(line.tokens) for line in Document(name, text).inked)
