"""The line with which a site's articles end, and all that hangs below it."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Profile, Yield, deletion, rule

from ._prose import ARTICLES, ENGLISH
from ._template import HEADINGS, OWN_TEXT, judged, standing

_PAGES = tuple(
    f"{text}\nFrom the archive\n{title}"
    for text, title in zip(ARTICLES, ("Frost", "Hay", "Ice"), strict=True)
)


@rule(
    code="DUP104",
    name="template-tail",
    safety=UNSAFE,
    removes_words=True,
    examples=[
        Example(
            bad=f"{ENGLISH} {ARTICLES[0]}\nFrom the archive\nThe jetty is mended\nA heron on the roof",
            good=f"{ENGLISH} {ARTICLES[0]}\n",
            others=_PAGES,
        ),
        Example(
            good=f"{ENGLISH} {ARTICLES[0]}\nFrom the archive\n{ENGLISH}\nA heron on the roof", others=_PAGES
        ),
        Example(good=f"{ENGLISH}\nThe jetty is mended\nA heron on the roof"),
    ],
)
def template_tail(document: Document, profile: Profile, *, table: str = "") -> Iterator[Yield]:
    """Remove the line with which the articles of a site end, and all that stands below it.

    Below "Most read" or "From the archive" a page lists other stories, other ones on each page, so that no
    repetition gives them away. But the heading repeats, and in all documents of the site that have it
    nothing of their own text stands below: so it is in this one, and what follows is not its text.

    Where so much as a fiftieth of the own text of any document stands below the line, here or elsewhere,
    nothing is removed; own text is what stands in lines of 60 and more characters that no other document
    has. Nor is anything where a heading such as "Sources" stands below: what it heads may be the article's.
    `table` names a file with other weights for the judge (see DUP103).
    """
    inked = document.inked
    repeated = {found.item.place for found in judged(document, profile, table)}
    for found in judged(document, profile, table):
        item, evidence = found.item, found.item.evidence
        if found.doubt or evidence is None or item.own < OWN_TEXT or not item.last:
            continue
        if evidence.end < evidence.documents:
            continue
        if any(HEADINGS.match(line) for line in inked[item.place + 1 :]):
            return  # sources or notes: they may be the article's
        below = [
            line
            for place, line in enumerate(inked[item.place + 1 :], item.place + 1)
            if place not in repeated
        ]
        if below:
            told = standing(item, document, profile)
            message = f"line {item.line.number} {told} and ends their text; with all below it"
            yield deletion(document, item.line, inked[-1], message)
        return
