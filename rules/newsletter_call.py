"""Pitches for newsletters, apps, notifications and subscriptions."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import SAFE, Document, Example, Phrases, Yield, rule

from ._furniture import CALL_WORDS, calls
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)


@rule(
    code="NAV107",
    name="newsletter-call",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad=f"Herons return\n{ENGLISH}\nSubscribe to our newsletter", good=f"Herons return\n{ENGLISH}\n"
        ),
        Example(
            bad=f"Herons\n{ENGLISH}\nSign up for our free letter about lakes and get it every Sunday.\n",
            good=f"Herons\n{ENGLISH}\n",
        ),
        Example(bad=f"Newsletter abonnieren\nReiher\n{GERMAN}", good=f"Reiher\n{GERMAN}"),
        Example(bad=f"苍鹭归来\n{CHINESE}\n免费订阅\n", good=f"苍鹭归来\n{CHINESE}\n"),
        Example(good="The club\nIts newsletter has been printed every month since the war, and few left it."),
        Example(good="How to sign up for the race\nSend the form by May."),
        Example(
            good=f"Herons\n{ENGLISH}\nSign up for our free letter about lakes and get it every Sunday.\n",
            options={"max_words": 8},
        ),
    ],
)
def newsletter_call(document: Document, *, max_words: int = CALL_WORDS) -> Iterator[Yield]:
    """Remove pitches for newsletters, apps, notifications and subscriptions.

    Sites set such a box above, below and amid the text: "Subscribe to our newsletter", "Enter your
    email address". A line must be such a phrase as a whole, or be a paragraph of at most `max-words`
    words that begins or ends with one.

    Sentences that speak of newsletters are left alone, and so are words that also head a price list
    and, amid the text, paragraphs that name no address. As a line amid the text, and as part of a
    paragraph, a phrase is taken with less trust.
    """
    yield from calls(document, PHRASES, "call to subscribe", max_words)
