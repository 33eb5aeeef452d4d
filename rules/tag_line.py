"""Lines that name a page's tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import (
    UNSAFE,
    Document,
    Example,
    Fact,
    Phrases,
    Span,
    Spared,
    Yield,
    bare,
    deletion,
    fold,
    line_span,
    rule,
)

from ._furniture import core
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)
MOST_CHARACTERS = 600  # of a line of tags
LABEL_CHARACTERS = 40
MOST_WORDS = 6  # of a tag
TAG_CHARACTERS = 60
_COLON = re.compile("[:：]")
_TAG = re.compile(r"[^\s,;|•·、；，#][^,;|•·、；，#]*")


@rule(
    code="NAV116",
    name="tag-line",
    safety=UNSAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(bad=f"Herons return\n{ENGLISH}\nTags: lakes, herons", good=f"Herons return\n{ENGLISH}\n"),
        Example(bad=f"Reiher\n{GERMAN}\nSchlagworte: Seen, Vögel\n", good=f"Reiher\n{GERMAN}\n"),
        Example(bad=f"苍鹭归来\n{CHINESE}\n关键词：湖水、苍鹭\n", good=f"苍鹭归来\n{CHINESE}\n"),
        Example(good=f"{ENGLISH}\nTopics: what the lake was, and what the quarry made of it in ten years.\n"),
        Example(good=f"{ENGLISH}\nKeywords: lakes, herons\n{ENGLISH}"),
    ],
)
def tag_line(document: Document) -> Iterator[Yield]:
    """Remove a line that lists the page's tags behind a label, and keep them as tags.

    Below the text, and sometimes above it, pages print "Tags: lakes, herons" or "Filed under: Nature". A
    line must be such a label, a colon and short pieces between commas or bars.

    Amid the text the line is left alone, and above it one that begins with "keywords": abstracts of papers
    have those, too.
    """
    span = core(document)
    for place, line in enumerate(document.inked):
        text = line.text
        colon = _COLON.search(text, 0, LABEL_CHARACTERS)
        if colon is None or len(text) > MOST_CHARACTERS or line.ends_sentence:
            continue
        label = bare(fold(text[: colon.start()]))
        where = span.within(place)
        keyword = label in PHRASES.section("keyword")
        if not keyword and label not in PHRASES.section("label"):
            continue
        tags = [match for match in _TAG.finditer(text, colon.end()) if match[0].strip(" .")]
        if not tags or any(len(tag[0]) > TAG_CHARACTERS or len(tag[0].split()) > MOST_WORDS for tag in tags):
            yield Spared(line_span(line), f"begins like a line of tags, {label!r}, but its pieces are long")
            continue
        if where == "middle" or (keyword and where == "head"):
            yield Spared(line_span(line), f"a line of tags, {label!r}, but not below the text")
            continue
        for tag in tags:
            start = line.start + tag.start()
            yield Fact("tags", tag[0].strip(), Span(start, start + len(tag[0].rstrip())))
        yield deletion(document, line, line, f"{len(tags)} tags behind {label!r}")
