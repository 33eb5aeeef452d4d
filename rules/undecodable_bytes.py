"""Bytes that are not UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import DISPLAY, SAFE, Document, Edit, Example, Finding, Span, Yield, rule

from ._bundle import bundled
from ._spaces import odd

_SURROGATES = re.compile("[\ud800-\udfff]+")
_LOST = "\ufffd"
_SHOWN = 8  # values that a message lists


@rule(
    code="ENC101",
    name="undecodable-bytes",
    safety=SAFE,
    local=True,
    examples=[
        Example(bad="The caf\udce9 opens at nine.\n", good="The caf\ufffd opens at nine.\n"),
        Example(bad="Zwei Bytes \udcc3\udc28 fehlen.\n", good="Zwei Bytes \ufffd\ufffd fehlen.\n"),
        Example(bad="Half a pair: \ud83d\n", good="Half a pair: \ufffd\n"),
        Example(good="The café opens at nine. 😀\n"),
        Example(good="Что потеряно, то отмечено: \ufffd\n"),
    ],
)
@bundled("places")
def undecodable_bytes(document: Document) -> Iterator[Yield]:
    """Write every text as UTF-8, and mark each byte that is not text.

    Old pages come in other encodings than they say, and joined or truncated downloads break a
    character in two. A document that had to be read in another encoding is reported once, with
    how that encoding was told; writing it as UTF-8 changes no character. A byte that fits no
    encoding, or half of a UTF-16 pair, becomes U+FFFD, one for one: what it said is not known, and
    guessing a letter would hide the damage. The ledger keeps the byte.

    Bytes that are no text at all are reported and left as they are. U+FFFD that the source itself
    holds is left alone (lost-character reports it).
    """
    encoding = document.encoding
    if not encoding.codec:
        yield Finding(Span(0, 0), encoding.reason, safety=DISPLAY)
    if encoding.codec not in ("", "utf-8") or encoding.confidence is not None:
        told = f", {encoding.reason}" if encoding.reason else ""
        if encoding.confidence is not None:
            told += f" with confidence {encoding.confidence:.2f}"
        yield Finding(Span(0, 0), f"read as {encoding.codec}{told}; written as UTF-8", (Edit(0, 0),))
    if all(character < "\ud800" or character > "\udfff" for character in odd(document)):
        return
    for run in _SURROGATES.finditer(document.text):
        start, end = run.span()
        message = f"{_values(run[0])}; U+FFFD marks the place"
        yield Finding(Span(start, end), message, (Edit(start, end, _LOST * (end - start)),))


def _values(surrogates: str) -> str:
    """Name what the surrogates stand for: bytes that were kept, or halves of UTF-16 pairs."""
    stray = all("\udc80" <= character <= "\udcff" for character in surrogates)
    values = [f"{ord(c) - 0xDC00:02x}" if stray else f"{ord(c):04x}" for c in surrogates[:_SHOWN]]
    more = ", ..." if len(surrogates) > _SHOWN else ""
    plural = "s" if len(surrogates) > 1 else ""
    kind = f"byte{plural} that cannot be decoded" if stray else f"lone surrogate{plural}"
    return f"{kind}: {' '.join(values)}{more} (hexadecimal)"
