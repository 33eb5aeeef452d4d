"""Lines that say when a text was published or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import SAFE, Document, Example, Fact, Line, Phrases, Span, Yield, deletion, of_text, rule

from ._dates import Stamp, stamp
from ._furniture import core, short
from ._margins import head, margins

PHRASES = Phrases.beside(__file__)
_DIGIT = re.compile(r"\d")
_PARTING = re.compile(r"[|•·►—]")


@rule(
    code="MET101",
    name="update-stamp",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad="Herons return to the lake\nUpdated 21:50, 13-Nov-2018\nThe lake is full again.",
            good="Herons return to the lake\nThe lake is full again.",
            options={"metadata": "strip"},
        ),
        Example(
            bad="Die Reiher sind zurück\n3. August 2021, 10:30 Uhr\nDer See ist wieder voll.",
            good="Die Reiher sind zurück\nDer See ist wieder voll.",
            options={"metadata": "strip"},
        ),
        Example(
            bad="苍鹭归来\n2021年8月3日 10:30\n湖水又满了。",
            good="苍鹭归来\n湖水又满了。",
            options={"metadata": "strip"},
        ),
        Example(
            bad="Цапли вернулись\n3 августа 2021 г., 10:30\nОзеро снова полно воды.",
            good="Цапли вернулись\nОзеро снова полно воды.",
            options={"metadata": "strip"},
        ),
        Example(good="Herons return to the lake\nUpdated 21:50, 13-Nov-2018\nThe lake is full again."),
        Example(
            good="Herons\nOn 3 May 2021 the herons came back.\nThe lake is full again.",
            options={"metadata": "strip"},
        ),
        Example(good="Herons\nLake 3-2-4\nThe lake is full again.", options={"metadata": "strip"}),
    ],
)
def update_stamp(document: Document, *, metadata: str = "keep") -> Iterator[Yield]:
    """State the date of a text, and remove the line that holds it where metadata is to be stripped.

    Pages print when an article was published or last changed above or below it: "Updated 21:50,
    13-Nov-2018". A stamp is a line of nothing but dates, times and words such as "published", in
    figures or with month names of many languages, among the first twelve lines of the text or just
    above its first sentence; below that, and at the end of the text, it must have such a word, for
    bare dates there belong to other stories.

    By default the line stays, and only the metadata is extracted. Dates between paragraphs are left
    alone, as are sentences and headlines that hold a date.
    """
    inked, first, near = document.inked, core(document).first, head(document)
    stated = False
    for place in margins(document):
        line = inked[place]
        if _DIGIT.search(line.text) is None or not (found := stamps(line)):
            continue
        at_head = place in near
        if not ((at_head and place <= first) or found[0][1].labelled):
            continue
        for offset, date in found if at_head or not stated else ():
            stated = True
            span = Span(line.start + offset + date.start, line.start + offset + date.end)
            yield Fact("date", document.text[span.start : span.end], span)
        if metadata == "strip" and whole(line, found):
            labelled = place and place - 1 in near and is_label(inked[place - 1])
            begin = inked[place - 1] if labelled else line
            yield deletion(document, begin, line, "date stamp; metadata is to be stripped")


def is_label(line: Line) -> bool:
    """Whether a line is only the beginning of a stamp, with its date on the next line."""
    if not short(line) or _DIGIT.search(line.text):
        return False
    match = PHRASES.match(line)
    phrase = match.line if match else None
    return phrase is not None and not phrase.reason


@of_text
def stamps(line: Line) -> list[tuple[int, Stamp]]:
    """The stamps that make up a line, or that stand between its bars and bullets, each with its offset."""
    found: list[tuple[int, Stamp]] = []
    if not short(line):
        return found
    for start, part in parts(line.text):
        date = stamp(part)
        if date and (date.labelled or not date.short):
            found.append((start, date))
    return found


def whole(line: Line, found: list[tuple[int, Stamp]]) -> bool:
    """Whether the line holds nothing besides the stamps."""
    return sum(1 for _, part in parts(line.text) if any(ch.isalnum() for ch in part)) == len(found)


def parts(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a line between bars and bullets, with their offsets."""
    start = 0
    for match in _PARTING.finditer(text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]
