"""Labels of advertisements, and of their places."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Phrases, Yield, rule

from ._furniture import named
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)


@rule(
    code="NAV111",
    name="advertisement-label",
    safety=UNSAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad=f"Herons return\n{ENGLISH}\nAdvertisement\n{ENGLISH}",
            good=f"Herons return\n{ENGLISH}\n{ENGLISH}",
        ),
        Example(bad=f"Reiher\n{GERMAN}\n- Anzeige -\n{GERMAN}", good=f"Reiher\n{GERMAN}\n{GERMAN}"),
        Example(bad=f"苍鹭归来\n{CHINESE}\n广告\n{CHINESE}", good=f"苍鹭归来\n{CHINESE}\n{CHINESE}"),
        Example(good="Advertising\nThe poster trade began with the railways, and grew with them."),
        Example(good=f"{ENGLISH}\nThe advertisement hung there for a year.\n{ENGLISH}"),
    ],
)
def advertisement_label(document: Document) -> Iterator[Yield]:
    """Remove labels that mark an advertisement or the place of one.

    Pages print "Advertisement", "Anzeige" or "Story continues below" where a box with a picture stands,
    mostly between two paragraphs. The picture is gone, the label stays. A line must be such a label as a
    whole.

    The first line of a text is left alone: it may be the title.
    """
    yield from named(document, PHRASES, "label of an advertisement")
