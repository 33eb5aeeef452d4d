"""Links to where a text was first published, on its page or in an app."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cleaner import (
    DISPLAY,
    UNSAFE,
    Document,
    Example,
    Line,
    Phrase,
    Phrases,
    Spared,
    Yield,
    bare,
    deletion,
    line_span,
    of_text,
    rule,
)

from ._furniture import matched, removal
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)
MOST_TOKENS = 8  # a beginning such as "view original" decides only in lines this short
TITLE = " | "  # where the title stands in an entry of `footer`
_MOST_CHARACTERS = 400  # longer lines are no footers of a feed


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
        Example(
            bad=f"Herons return\n{ENGLISH}\nThe post Herons return appeared first on Lake News.",
            good=f"Herons return\n{ENGLISH}\n",
        ),
        Example(
            bad=f"Reiher\n{GERMAN}\nDer Beitrag „Reiher“ erschien zuerst auf Seeblatt.",
            good=f"Reiher\n{GERMAN}\n",
        ),
        Example(
            bad=f"Herons return\n{ENGLISH}\nA post shared by Lake Wardens (@lakewardens)\n{ENGLISH}",
            good=f"Herons return\n{ENGLISH}\n{ENGLISH}",
        ),
        Example(bad=f"{ENGLISH}\nThe post that the wardens set up appeared first on an old map."),
        Example(good=f"{ENGLISH}\nSources\nThe council's own count"),
        Example(good="Museum\nVisitors can view the original painting on Mondays."),
        Example(good="Herons return\nThis text was originally published in a paper that is no more."),
    ],
)
def view_original(document: Document) -> Iterator[Yield]:
    """Remove links that lead from a copy to the original.

    Aggregators and mail editions end a text with "View original post" or "Read in browser", and where a
    picture of a network stood they leave "A post shared by" and a name. A line must be such a phrase as a
    whole, or begin with one and be short, without ending a sentence. Feeds sign each text: "The post Herons
    return appeared first on Lake News." That goes where the title that it names is a line above, and is
    reported elsewhere.

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
    keys = [line.content.bare for line in document.inked]
    for place, line in enumerate(document.inked):
        if signed := footer(line):
            phrase, title = signed
            message = f"footer of a feed: {phrase.text!r} ({phrase.language})"
            yield deletion(document, line, line, message, None if title in keys[:place] else DISPLAY)


@of_text
def footer(line: Line) -> tuple[Phrase, str] | None:
    """The entry for the footer of a feed that a line is, and the key of the title that it names."""
    key = line.content.bare
    if len(key) > _MOST_CHARACTERS or not key.startswith(_beginnings()):
        return None
    for text, pattern in footers().items():
        if match := pattern.fullmatch(key):
            return PHRASES.phrase("footer", text), bare(match[1])
    return None


@cache
def _beginnings() -> tuple[str, ...]:
    """The first words of all entries: hardly a line begins so, and patterns are slow."""
    return tuple({text.split(TITLE)[0].split("'")[0] for text in PHRASES.section("footer")})


@cache
def footers() -> dict[str, re.Pattern[str]]:
    """For each entry of `footer` what matches the key of such a line, with the title as its group."""
    return {
        text: re.compile(re.escape(text).replace(re.escape(TITLE), " (.+) ").replace("'", "['’]") + " .+")
        for text in PHRASES.section("footer")
    }
