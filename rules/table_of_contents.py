"""The list of a text's own headings, above it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from cleaner import (
    UNSAFE,
    Document,
    Example,
    Line,
    Phrases,
    Spared,
    Yield,
    bare,
    deletion,
    line_span,
    of_text,
    rule,
)

from ._furniture import matched, short
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)
LEAST, MOST = 2, 120  # entries that are headings further down; lines of a list
SKIPPED = 1  # lines in a row between them that are none
MOST_CHARACTERS = 160  # of an entry
_ENDS = ("?", "!", "？", "！", ":", "：", "؟")  # how headings end, too
_NUMBERED = r"(?:\W*(?:\d+(?:[.)]\d+)*[.):]?|[ivx]+[.)]|step \d+[:.]?))\s+"


@rule(
    code="DUP106",
    name="table-of-contents",
    safety=UNSAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad=f"The lake\nTable of contents\n1. What they eat\n2. Where they nest\n{ENGLISH}\n"
            f"What they eat\n{ENGLISH}\nWhere they nest\n{ENGLISH}",
            good=f"The lake\n{ENGLISH}\nWhat they eat\n{ENGLISH}\nWhere they nest\n{ENGLISH}",
        ),
        Example(
            bad=f"Der See\nInhalt\nWas sie fressen\nWo sie nisten\n{GERMAN}\nWas sie fressen\n{GERMAN}\n"
            f"Wo sie nisten\n{GERMAN}",
            good=f"Der See\n{GERMAN}\nWas sie fressen\n{GERMAN}\nWo sie nisten\n{GERMAN}",
        ),
        Example(
            bad=f"湖\n目录\n食物\n巢穴\n{CHINESE}\n食物\n{CHINESE}\n巢穴\n{CHINESE}",
            good=f"湖\n{CHINESE}\n食物\n{CHINESE}\n巢穴\n{CHINESE}",
        ),
        Example(good=f"The lake\nContents\nTwo jars of frogs\nA stone\n{ENGLISH}"),
    ],
)
def table_of_contents(document: Document) -> Iterator[Yield]:
    """Remove the list of a text's own headings that a page prints above it.

    Templates gather the headings under "Table of contents" or "On this page" as links. A line must be such a
    word as a whole, and at least two short lines below it must stand again further down, in that order, apart
    from numbers before them. Those lines go, and the word with them; what stands nowhere else stays.

    Lists without such a word above them are left alone: articles list what they will tell, too.
    """
    inked = document.inked
    found = [label for label, match in matched(document, PHRASES) if match.line]
    places = headings(document) if found else {}
    stays: set[int] = set()  # what entries that went are headings of
    end = -1
    for label in found:
        if label.place <= end or label.place in stays:
            continue
        entries = [place for place in listed(document, label.place, places) if place not in stays]
        if len(entries) < LEAST:
            yield Spared(
                line_span(label.line), f"heading {label.key!r}, but no headings of the text below it"
            )
            continue
        end = entries[-1]
        stays.update(places[heading(inked[place])][-1] for place in entries)
        message = f"{len(entries)} headings of the text below {label.key!r}"
        gone = [label.place, *entries]
        begins = [at for at in gone if at - 1 not in gone]
        ends = [at for at in gone if at + 1 not in gone]
        for first, last in zip(begins, ends, strict=True):
            yield deletion(document, inked[first], inked[last], message)


def headings(document: Document) -> dict[str, list[int]]:
    """The places of all lines that may be headings, by their keys."""
    found: dict[str, list[int]] = {}
    for at, line in enumerate(document.inked):
        if key := heading(line):
            found.setdefault(key, []).append(at)
    return found


def listed(document: Document, place: int, places: Mapping[str, list[int]]) -> list[int]:
    """The places below a heading of lines that stand again further down, in the same order."""
    inked = document.inked
    found: list[int] = []
    reached, missed = -1, 0
    for at in range(place + 1, min(len(inked), place + 1 + MOST)):
        same = places.get(heading(inked[at]), ())
        again = bisect_right(same, max(at, reached))
        if again < len(same):
            found.append(at)
            reached, missed = same[again], 0
        else:
            missed += 1
            if missed > SKIPPED:
                break
    # What stands again inside the list alone is no heading of the text.
    return [at for at in found if places[heading(inked[at])][-1] > found[-1]]


@of_text
def heading(line: Line) -> str:
    """The key of a heading without decoration and the number before it; empty for other lines."""
    if not short(line, MOST_CHARACTERS) or (line.ends_sentence and not line.text.rstrip().endswith(_ENDS)):
        return ""
    key = line.content.bare
    return bare(re.compile(_NUMBERED).sub("", key, count=1)) if key[:1].isalnum() else key
