"""The path that leads from a site's home to the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Phrases, Spared, Yield, bare, deletion, fold, line_span, rule

from ._furniture import core, short
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)
MOST_WORDS = 6  # in a step of the path; the last may be the title
STEP_CHARACTERS, MOST_CHARACTERS = 30, 160  # of a step, of the line
_SIGN = re.compile(r"[>»›→＞》]|::")  # searched in half the time
_ARROW = re.compile(r"-?>+|»|›|→|::|＞|》")
_CODE = re.compile(r"[{}()=<$;\"]|:\s*$|->\w")


@rule(
    code="NAV115",
    name="breadcrumb",
    safety=UNSAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad=f"Home > Nature > Birds\nHerons return\n{ENGLISH}",
            good=f"Herons return\n{ENGLISH}",
        ),
        Example(bad=f"Sie sind hier: Startseite » Natur\nReiher\n{GERMAN}", good=f"Reiher\n{GERMAN}"),
        Example(bad=f"您的位置：首页 > 自然 > 正文\n苍鹭归来\n{CHINESE}", good=f"苍鹭归来\n{CHINESE}"),
        Example(good=f"{ENGLISH}\nLake > river > sea\n{ENGLISH}"),
        Example(good=f"Herons » lakes\n{ENGLISH}"),
    ],
)
def breadcrumb(document: Document) -> Iterator[Yield]:
    """Remove the path from a site's home to the page: "Home > Nature > Birds".

    It stands above the title, seldom below the text. A line must be short steps between arrows, the first of
    them a word for the home page or for news, or three and more steps; "you are here" may stand before them.

    Amid the text such a line is left alone: it may be the way through a menu that the text is about.
    """
    if not _SIGN.search(document.text):
        return
    span = core(document)
    for place, line in enumerate(document.inked):
        text = line.text
        if not short(line, MOST_CHARACTERS) or not _SIGN.search(text) or _CODE.search(text):
            continue
        told = _here(text)
        steps = [step for step in map(bare, map(fold, _ARROW.split(told or text))) if step]
        home = PHRASES.section("home")
        known = told or (steps and steps[0] in home) or (steps and steps[-1] in PHRASES.section("last"))
        if len(steps) < (2 if known else 3) or any(map(_long, steps[:-1])):
            continue
        if span.within(place) == "middle":
            yield Spared(line_span(line), "steps between arrows, but amid the text")
        else:
            yield deletion(document, line, line, f"path of the page: {len(steps)} steps between arrows")


def _here(text: str) -> str:
    """What follows "you are here" at the beginning of a line; empty where that does not stand there."""
    before, colon, after = text.replace("：", ":").partition(":")
    return after.strip() if colon and bare(fold(before)) in PHRASES.section("here") else ""


def _long(step: str) -> bool:
    return len(step) > STEP_CHARACTERS or len(step.split()) > MOST_WORDS
