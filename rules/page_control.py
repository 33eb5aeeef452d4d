"""What players, galleries, windows and forms of a page say to who operates them."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Phrases, Yield, rule

from ._furniture import named
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)


@rule(
    code="NAV112",
    name="page-control",
    safety=UNSAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad=f"Herons return\n{ENGLISH}\nView 6 images\n{ENGLISH}",
            good=f"Herons return\n{ENGLISH}\n{ENGLISH}",
        ),
        Example(bad=f"Reiher\n{GERMAN}\nBild vergrößern\n{GERMAN}", good=f"Reiher\n{GERMAN}\n{GERMAN}"),
        Example(bad=f"苍鹭归来\n{CHINESE}\n点击查看大图\n{CHINESE}", good=f"苍鹭归来\n{CHINESE}\n{CHINESE}"),
        Example(good=f"{ENGLISH}\nView the gallery from the bridge if you can.\n{ENGLISH}"),
    ],
)
def page_control(document: Document) -> Iterator[Yield]:
    """Remove what players, galleries, windows and lists of a page say to who operates them.

    "Enlarge image", "Image 2 of 5", "Close", "Loading..." or "This video cannot be played" stand beside
    pictures and films, mostly between two paragraphs, and mean nothing without them. A line must be such a
    phrase as a whole.
    """
    yield from named(document, PHRASES, "control")
