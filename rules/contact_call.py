"""Calls to write to the editors, to contribute, to send a tip or to report an error."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import SAFE, Document, Example, Phrases, Yield, rule

from ._furniture import CALL_WORDS, calls
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)


@rule(
    code="NAV108",
    name="contact-call",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad=f"Herons return\n{ENGLISH}\n(If you would like to contribute, write to letters@example.org.)",
            good=f"Herons return\n{ENGLISH}\n",
        ),
        Example(bad=f"Herons return\n{ENGLISH}\nReport an error\n", good=f"Herons return\n{ENGLISH}\n"),
        Example(bad=f"Reiher\n{GERMAN}\nSchreiben Sie uns: post@example.org\n", good=f"Reiher\n{GERMAN}\n"),
        Example(bad=f"苍鹭归来\n{CHINESE}\n联系我们\n", good=f"苍鹭归来\n{CHINESE}\n"),
        Example(
            good=f"{ENGLISH}\nThe mayor asked visitors to contact him before they bring a boat.\n{ENGLISH}"
        ),
        Example(good="Contact us\n\nThe office on the dam is open on weekdays from nine to four."),
        Example(good=f"{ENGLISH}\nDo you have a tip for cold feet? Walk faster.\n{ENGLISH}"),
        Example(
            good=f"Herons\n{ENGLISH}\n(If you would like to contribute, write to letters@example.org.)",
            options={"max_words": 6},
        ),
    ],
)
def contact_call(document: Document, *, max_words: int = CALL_WORDS) -> Iterator[Yield]:
    """Remove calls to write to the editors, contribute, send a tip or report an error.

    They close a page, often in brackets and with an address. A line must be such a phrase as a
    whole, or be a paragraph of at most `max-words` words that begins or ends with one.

    Amid the text a paragraph is left alone unless it names an address, and sentences of the article
    about contacting somebody do not begin so. Advice such as "any questions?" is reported only.
    """
    yield from calls(document, PHRASES, "call to contact", max_words)
