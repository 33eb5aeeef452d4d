"""Documents that would lose most of their sentences."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import DISPLAY, Document, Example, Finding, Outcome, Span, Yield, rule

from ._helpers import prose
from ._prose import ARTICLES, ENGLISH
from ._template import shared

# Measured by tests/benchmarks/loss_guard.py with unsafe fixes, alone and in the set, by the judge's folds.
# Above 0.9 stand 6 of 2,628 outcomes of style c, 3 of 2,568 of style a and 17 of 2,644 of style b, of which
# 2, none and 7 lose more than a twentieth of their text. Kept whole they save 490 words of text and leave
# 23,000 of furniture; at 0.85 it is 870 and 96,000, at 0.75 6,100 and 182,000: what goes between is
# furniture far more surely than what unsafe fixes take. It was lower while the judge was less sure. Tried
# and left: to let nine in ten go where 150 words in sentences stay, for of an article of 1,900 words 1,450
# went.
MOST = 0.9
LEAST_TOKENS = 60  # tokens in sentence lines; a text with fewer is DOC102's


@rule(
    code="DOC103",
    name="heavy-loss",
    safety=DISPLAY,
    examples=[
        Example(good="\n".join((ENGLISH, *ARTICLES))),
        Example(bad="\n".join((ENGLISH,) * 12)),
    ],
)
def heavy_loss(outcome: Outcome, *, most: float = MOST) -> Iterator[Yield]:
    """Report a document that would lose most of its sentences, and withhold what would take them.

    Each rule is right nearly always, but where one is wrong about a heading or a tail it takes a whole
    article, and of thousands of documents nobody looks at each. Furniture is made of labels far more than
    of sentences. So a document that would lose more than `most` of the words of its sentence lines, all
    rules and rounds together, is not cleaned like that: it is cleaned in steps, safe fixes first, or if this
    takes too much, too, by safe fixes alone, or keeps every word. It is reported where something is withheld:
    a person decides what becomes of it.

    Sentence lines are those that end a sentence and have some twenty words or more. A text with fewer
    than sixty words in such lines is left to `all-boilerplate`. Lines that other documents of the set have
    count as nobody's where that makes the share less: it is for the rules of sets to say what they are. Of a
    page it is what its markup leaves: the sentences of comments and teasers can be most of a page.
    """
    share, tokens = share_lost(outcome)
    if tokens >= LEAST_TOKENS and share > most:
        span = Span(0, len(outcome.whole.text))
        yield Finding(span, f"cleaning would take {round(100 * share)} % of the {tokens} words in sentences")


def share_lost(outcome: Outcome) -> tuple[float, int]:
    """The share of the tokens in sentence lines that a cleaned text lacks, and how many there were.

    What the set knows can only make it less: it is the lesser of the share of all such lines, and of those
    that no other document has, if these are a text of their own.
    """
    share, tokens = _lost(outcome, frozenset())
    if outcome.profile is not None:
        repeated = frozenset(item.line.key for item in shared(outcome.document, outcome.profile))
        own_share, own = _lost(outcome, repeated)
        share = min(share, own_share) if own >= LEAST_TOKENS else share
    return share, tokens


def _lost(outcome: Outcome, repeated: frozenset[str]) -> tuple[float, int]:
    before = sentence_tokens(outcome.document, repeated)
    after = sentence_tokens(outcome.cleaned, repeated)
    return (max(0.0, 1 - after / before) if before else 0.0), before


def sentence_tokens(document: Document, repeated: frozenset[str]) -> int:
    """The tokens in a document's sentence lines, but for those with a key that the set repeats."""
    lines = zip(document.inked, prose(document), strict=True)
    return sum(len(line.tokens) for line, full in lines if full and line.key not in repeated)
