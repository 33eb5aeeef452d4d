"""Documents that would lose most of their sentences."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import DISPLAY, Document, Example, Finding, Outcome, Span, Yield, rule

from ._helpers import prose
from ._prose import ARTICLES, ENGLISH

# Measured by tests/benchmarks/loss_guard.py with unsafe fixes: in style c none of 2,628 outcomes loses more
# than half of its sentences; in style a (the whole page, with teasers and comments) 27 of 2,568 do, 18 more
# than 0.6, 10 more than 0.7, 6 more than 0.75. Of the ten two lose their article, and none of the six:
# 0.7 is the highest threshold that catches both.
MOST = 0.7
LEAST_TOKENS = 60  # tokens in sentence lines; a text with fewer is DOC102's


@rule(
    code="DOC103",
    name="heavy-loss",
    safety=DISPLAY,
    examples=[
        Example(good="\n".join((ENGLISH, *ARTICLES))),
        Example(bad="\n".join((ENGLISH,) * 5)),
    ],
)
def heavy_loss(outcome: Outcome, *, most: float = MOST) -> Iterator[Yield]:
    """Report a document that would lose most of its sentences, and withhold what removes words in it.

    Each rule is right nearly always, but where one is wrong about a heading or a tail it takes a whole
    article, and of thousands of documents nobody looks at each. Furniture is made of labels far more than
    of sentences. So a document that would lose more than `most` of the words of its sentence lines, all
    rules and rounds together, keeps all its words and is reported: a person decides what becomes of it.

    Sentence lines are those that end a sentence and have some twenty words or more. A text with fewer
    than sixty words in such lines is left to `all-boilerplate`. Of a page it is what its markup leaves: the
    sentences of comments and teasers can be most of a page.
    """
    share, tokens = share_lost(outcome.document, outcome.cleaned)
    if tokens >= LEAST_TOKENS and share > most:
        span = Span(0, len(outcome.document.text))
        message = (
            f"cleaning would take {round(100 * share)} % of the {tokens} words in sentences; all are kept"
        )
        yield Finding(span, message)


def share_lost(document: Document, cleaned: Document) -> tuple[float, int]:
    """The share of the tokens in sentence lines that a cleaned text lacks, and how many there were."""
    before, after = sentence_tokens(document), sentence_tokens(cleaned)
    return (max(0.0, 1 - after / before) if before else 0.0), before


def sentence_tokens(document: Document) -> int:
    """The tokens in a document's sentence lines."""
    return sum(len(line.tokens) for line, full in zip(document.inked, prose(document), strict=True) if full)
