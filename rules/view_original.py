"""Links to where a text was first published, on its page or in an app."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Phrases, Spared, Yield, line_span, rule

from ._furniture import matched, removal
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)
MOST_TOKENS = 8  # a beginning such as "view original" decides only in lines this short


@rule(
    code="NAV109",
    name="view-original",
    safety=UNSAFE,  # without error on the benchmark's pages, but they hold too few
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(bad=f"Herons return\n{ENGLISH}\n\nView original post", good=f"Herons return\n{ENGLISH}\n"),
        Example(bad=f"Reiher\n{GERMAN}\nOriginalartikel ansehen\n", good=f"Reiher\n{GERMAN}\n"),
        Example(bad=f"查看原文\n苍鹭归来\n{CHINESE}", good=f"苍鹭归来\n{CHINESE}"),
        Example(good=f"{ENGLISH}\nSources\nThe council's own count"),
        Example(good="Museum\nVisitors can view the original painting on Mondays."),
        Example(good="Herons return\nThis text was originally published in a paper that is no more."),
    ],
)
def view_original(document: Document) -> Iterator[Yield]:
    """Remove links that lead from a copy to the original.

    Aggregators and mail editions end a text with "View original post" or "Read in browser". A line
    must be such a phrase as a whole, or begin with one and be short, without ending a sentence.

    Sentences that say where a text first appeared are left alone: they are about the text. So
    are single words such as "Source", which head an article's own references.
    """
    for label, match in matched(document, PHRASES):
        phrase = match.line
        if phrase is None:
            phrase = match.start
            if phrase is None or label.line.ends_sentence or len(label.line.tokens) > MOST_TOKENS:
                continue
        if phrase.reason:
            yield Spared(
                line_span(label.line),
                f"matches {phrase.text!r} ({phrase.language}) but it is {phrase.reason}",
            )
        else:
            yield removal(document, label, phrase, "link to the original")
