"""Buttons by which a page sells."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Phrases, Yield, rule

from ._furniture import named
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)


@rule(
    code="NAV113",
    name="call-to-action",
    safety=UNSAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad=f"Herons return\n{ENGLISH}\nStart your free trial\n{ENGLISH}",
            good=f"Herons return\n{ENGLISH}\n{ENGLISH}",
        ),
        Example(bad=f"Reiher\n{GERMAN}\nJetzt kaufen\n{GERMAN}", good=f"Reiher\n{GERMAN}\n{GERMAN}"),
        Example(bad=f"苍鹭归来\n{CHINESE}\n立即购买\n{CHINESE}", good=f"苍鹭归来\n{CHINESE}\n{CHINESE}"),
        Example(good=f"{ENGLISH}\nStart your free trial of the boat on a day without wind.\n{ENGLISH}"),
    ],
)
def call_to_action(document: Document) -> Iterator[Yield]:
    """Remove buttons by which a page sells: "Learn more", "Book a demo", "Add to cart".

    Companies set them between the paragraphs of what they write. A line must be such a phrase as a whole.
    """
    yield from named(document, PHRASES, "button")
