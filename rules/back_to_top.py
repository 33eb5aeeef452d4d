"""Links from the foot of a page to its head."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Phrases, Yield, rule

from ._furniture import named

PHRASES = Phrases.beside(__file__)
MOST_TOKENS = 6  # an ending such as "back to top" decides only in lines this short


@rule(
    code="NAV102",
    name="back-to-top",
    safety=UNSAFE,  # without error, but 149 sites bound precision at 0.980
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad="Herons return\nThe lake is full again.\n\n^ Back to top",
            good="Herons return\nThe lake is full again.\n",
        ),
        Example(bad="Reiher\nDer See ist voll.\nNach oben ↑\n", good="Reiher\nDer See ist voll.\n"),
        Example(bad="苍鹭\n湖水又满了。\n返回顶部\n", good="苍鹭\n湖水又满了。\n"),
        Example(good="The climb\nFrom the hut back to the top of the pass takes an hour."),
        Example(good="Chart\n1. Ivory, up to the top again\n2. Slate"),
    ],
)
def back_to_top(document: Document) -> Iterator[Yield]:
    """Remove links that lead back to the head of the page.

    Long pages print "Back to top" at their foot or after every section. A line must be such a
    phrase as a whole, or end with one and be short, without ending a sentence.

    Sentences about tops are left alone, and so are single words that also head a chart or a list.
    """
    yield from named(document, PHRASES, "link back to the top", MOST_TOKENS, end=True)
