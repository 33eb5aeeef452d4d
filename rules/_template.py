"""What rules on template lines share: what a document has in common with its set, and how far to trust it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from cleaner import Document, Line, Phrases, Profile, SharedLine, shared_lines

from ._dates import stamp
from ._helpers import function_words, is_prose
from ._lists import COLONS

BYLINES = Phrases.beside(str(Path(__file__).with_name("byline.py")))
HEADINGS = Phrases.beside(str(Path(__file__).with_name("template_line.py")))
LEAST_DOCUMENTS = 3  # a set of two says nothing: what both have may be what both are about
SURER = 3  # documents for a line that stands amid the text of some
SENTENCE = 60  # characters; what two documents share amid their text may be a sentence that both quote
LIST = 4  # lines; a heading with a story or two below it is none
OWN_TEXT = 200  # characters; a document with less has no article to tell template from
MOST_NAMES = 8  # words in a byline
# Logits; what the judge is so sure of is the article's, whoever else has it. Of sentences, which versions of
# one story share, it need not be sure: so rules on sets lose 102 words of text in place of 393, and the set
# takes 4, 6 and 13 % of what unsafe fixes leave in c, a and b in place of 11, -3 and 7 % (set_quality.py).
TEXT, SENTENCES = -3, 0
LIKE_TEXT = "it reads like text"
LISTED = "it stands among lines that no other document has, and does not read like furniture"
_LETTER = re.compile(r"[^\W\d_]")
_BROKEN = frozenset(",.;:)]%’")  # what a line begins with where links broke a sentence


@lru_cache(maxsize=2)
def shared(document: Document, profile: Profile) -> tuple[SharedLine, ...]:
    """`shared_lines`, worked out once for all rules."""
    return shared_lines(document, profile)


class Judged(Struct, frozen=True):
    """A line that other documents have.

    `reason` is what speaks against taking it for the template's, empty where nothing does; `furniture` is
    what the judge says, who knows this document only. One that is `listed` stands among other short lines
    that no other document has.
    """

    item: SharedLine
    reason: str
    furniture: bool
    listed: bool

    @property
    def doubt(self) -> str:
        """What speaks against taking this line alone.

        Short lines that do not read like furniture may be text where one block holds lines that no other
        document has, too: recipes share ingredients.
        """
        return self.reason or (LISTED if self.listed and not self.furniture else "")


@lru_cache(maxsize=2)
def judged(document: Document, profile: Profile, table: str) -> tuple[Judged, ...]:
    """The lines that others have, each with what is said of it.

    `table` is a file with the judge's weights, by default the shipped one.
    """
    found = shared(document, profile)
    if not found:
        return ()
    from ._judge import judged
    from ._look import UNIT
    from ._verdicts import cites, verdicts

    judgement = judged(document, table)
    if not judgement.scores:
        return ()
    scores = dict(zip(judgement.places, judgement.scores, strict=True))
    words, ends = [read.words for read in judgement.readings], [read.ends for read in judgement.readings]
    thresholds = judgement.card.thresholds
    verdict = verdicts(judgement.scores, words, ends, thresholds, cited=cites(document.text))
    goes = {place for place, tier in zip(judgement.places, verdict, strict=True) if tier}
    places = {item.place for item in found}
    among = _among_own(document, {item.line.index for item in found})
    return tuple(
        Judged(
            item,
            against(item, places, document, profile)
            or (LIKE_TEXT if scores.get(item.place, 0) < text_from(item.line) * UNIT else ""),
            furniture=item.place in goes,
            listed=item.line.index in among,
        )
        for item in found
    )


def text_from(line: Line) -> int:
    """The score, in logits, below which a line is text to the judge, whoever else has it."""
    return SENTENCES if is_prose(line) else TEXT


def _among_own(document: Document, known: set[int]) -> set[int]:
    """The numbers of known lines in lists of short lines that hold words nobody else has, too.

    A list is what no blank and no longer line parts.
    """
    found: set[int] = set()
    for block in document.blocks:
        for short, lines in groupby(block.lines, _is_short):
            indices = {line.index for line in lines if _LETTER.search(line.text)}
            if short and len(indices) >= LIST and not indices <= known:
                found |= indices & known
    return found


def _is_short(line: Line) -> bool:
    return len(line.text.strip()) < SENTENCE


def against(item: SharedLine, places: set[int], document: Document, profile: Profile) -> str:
    """Why a line that other documents have too is left alone; empty where it is not.

    Measured by tests/benchmarks/set_quality.py on 2,000 lines of 50 sites of four to nine pages: lines
    that never stand amid own text are furniture in 98 of 100 tokens from two documents on; those that do
    in some documents in 97 of 100 from three documents on where they stand outside here; amid the text
    in 99 of 100 between two other shared lines, in 86 beside one, in 75 beside none.
    """
    line, evidence = item.line, item.evidence
    last = len(document.inked) - 1
    before = item.place == 0 or item.place - 1 in places
    behind = item.place == last or item.place + 1 in places
    if reason := kept(line):
        return reason
    if line.text.rstrip().endswith(COLONS) and not behind:
        return "it heads what no other document has"
    few = profile.sites.get(document.site or "", 0) < LEAST_DOCUMENTS
    if evidence is None or few:
        return on_sites(item) if item.spread else "the set has too few documents"
    short = len(line.text) < SENTENCE
    if item.amid and not (before and behind):
        if not short or not (before or behind) or evidence.documents < SURER:
            return "it stands amid the text, not among other such lines"
    elif (item.amid or evidence.amid) and evidence.documents < SURER and not (short and (before or behind)):
        return "it stands amid the text, here or in the other document that has it"
    if item.head and evidence.head < 2:
        return "it stands at the head of this document only, whose headline it may be"
    return ""


def on_sites(item: SharedLine) -> str:
    """What speaks against a line that is known from other sites."""
    if item.amid or (item.spread and item.spread.evidence.amid):
        return "it stands amid the text, here or on another site"
    return ""


def kept(line: Line) -> str:
    """What a line is that articles of one site share, and that belongs to them."""
    if len(line.bare) < 2 or not _LETTER.search(line.bare):
        return "it is a sign or a number"
    if line.text.lstrip()[0] in _BROKEN or all(word in function_words() for word in line.tokens):
        return "it may be a piece of a sentence"
    if HEADINGS.match(line):
        return "it is a heading that articles have"
    if len(line.text) <= 160 and stamp(line.text):
        return "it is a date"
    match = BYLINES.match(line)
    if match and (match.start or match.line) and len(line.tokens) <= MOST_NAMES:
        return "it is a byline"
    return ""


def standing(item: SharedLine, document: Document, profile: Profile) -> str:
    """The evidence for a line, in words."""
    evidence, spread, site = item.evidence, item.spread, document.site or ""
    where = f" of {site!r}" if site else ""
    where += ", copies aside," if profile.copies else ""
    said = []
    if evidence:
        said.append(f"stands in {evidence.documents} of {profile.sites.get(site, 0)} documents{where}")
    if spread:
        said.append(f"stands on {spread.sites} of {len(profile.sites)} sites")
    return " and ".join(said)
