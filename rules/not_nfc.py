"""Text that is not in the composed form NFC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner import SAFE, Document, Edit, Example, Finding, Line, Span, Yield, rule

from ._bundle import bundled

# Characters of combining class 0 that compose with the one before them (NFC_Quick_Check=Maybe, Unicode 15).
_FOLLOWING = re.compile(
    "[\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1161-\u1175"
    "\u11a8-\u11c2\u1b35\U000110ba\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930]"
)
_LONGEST = 64  # characters of a cluster; time to compose grows with the square
_BEYOND_ASCII = re.compile("[\x00-\x7f]?[^\x00-\x7f]+")


@rule(
    code="ENC108",
    name="not-nfc",
    safety=SAFE,
    local=True,
    examples=[
        Example(bad="cafe\u0301 and re\u0301sume\u0301\n", good="café and résumé\n"),
        Example(bad="U\u0308ber 5 \u212b hinaus\n", good="Über 5 Å hinaus\n"),
        Example(bad="\u1112\u1161\u11ab 글\n", good="한 글\n"),
        Example(good="café, Über, й, 한글, が\n"),
        Example(good="q\u0307 has no composed form; ﬁ and ½ are compatibility forms\n"),
    ],
)
@bundled("letters not in NFC")
def not_nfc(document: Document) -> Iterator[Yield]:
    """Compose letters and their accents: Unicode normalisation form C.

    File systems and keyboards give "e" and a combining accent where others give "é". The two look
    the same and compare as different, so words are missed in search and counted twice. NFC changes no
    word: the forms are canonically equivalent, by Unicode's own definition.

    Compatibility forms (ligatures, full-width letters, superscripts) are other characters, and are
    left alone; so are letters under a pile of more than 63 accents, which are drawings.
    """
    if unicodedata.is_normalized("NFC", document.text):
        return
    for line in document.lines:
        if not unicodedata.is_normalized("NFC", line.text):
            yield from _findings(line)


def _findings(line: Line) -> Iterator[Finding]:
    """One finding for each cluster: a character and what composes with it."""
    text = line.text
    for match in _BEYOND_ASCII.finditer(text):
        start = match.start()
        for at in range(match.start() + 1, match.end() + 1):
            if at < match.end() and (unicodedata.combining(text[at]) or _FOLLOWING.match(text[at])):
                continue
            cluster, begin, start = text[start:at], start, at
            if len(cluster) > _LONGEST:
                continue
            composed = unicodedata.normalize("NFC", cluster)
            if composed != cluster:
                codes = " ".join(f"U+{ord(c):04X}" for c in cluster[:8])
                span = Span(line.start + begin, line.start + at)
                yield Finding(
                    span, f"{codes} is {composed!r} in NFC", (Edit(span.start, span.end, composed),)
                )
