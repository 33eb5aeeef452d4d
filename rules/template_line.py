"""Lines that the documents of a site repeat."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Profile, Spared, Yield, deletion, line_span, rule

from ._prose import ARTICLES, ENGLISH
from ._template import HEADINGS, judged, standing


@rule(
    code="DUP103",
    name="template-line",
    safety=UNSAFE,
    removes_words=True,
    gives_way=1,
    phrases=HEADINGS,
    examples=[
        Example(
            bad=f"The Lakeside Herald\n{ENGLISH}\nA paper of the Mill Press",
            good=f"{ENGLISH}\n",
            others=tuple(f"The Lakeside Herald\n{text}\nA paper of the Mill Press" for text in ARTICLES),
        ),
        Example(
            good=f"Herons return\nBy Ada Okafor\n{ENGLISH}\nSources\nThe lake's warden",
            others=tuple(f"News\nBy Ada Okafor\n{text}\nSources\nOur own" for text in ARTICLES),
        ),
        Example(good=f"{ENGLISH}\nWhat the warden says\n{ENGLISH}"),
    ],
)
def template_line(document: Document, profile: Profile, *, table: str = "") -> Iterator[Yield]:
    """Remove a line that the documents of a site, or many sites, repeat around their texts.

    A template prints the site's name, its sections and its notices on every page, in words that no table
    of phrases knows. What the set knows does: in how many documents of a site a line stands, and whether
    their own text stands around it. Near-duplicate documents count as one, so versions of a report do not
    make each other's sentences a template.

    A line that does not read like furniture by itself (BLR101) stays where it stands in a list with lines
    that no other document has: recipes share ingredients, and forms their questions.

    A line amid the text is taken only between other repeated ones and from three documents on. Dates,
    bylines, headings such as "Sources" or "Ingredients", what heads lines that no other document has, and
    a headline that other pages list are left alone, and what the judge (BLR101) is sure is text; sentences
    also where it only takes them for text. `table` names a file with other weights for it.
    """
    for found in judged(document, profile, table):
        line, told = found.item.line, standing(found.item, document, profile)
        if found.doubt:
            yield Spared(line_span(line), f"{told}, but {found.doubt}")
        else:
            yield deletion(document, line, line, told)
