"""Bytes that are not UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import DISPLAY, SAFE, Document, Edit, Example, Finding, Span, Yield, rule
from cleaner.guessing import read_stray, western

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
        Example(bad="The caf\udce9 opens at nine.\n", good="The café opens at nine.\n"),
        Example(bad="She said \udc93no\udc94 and left.\n", good="She said “no” and left.\n"),
        Example(bad="The caf\udcc3 opens at nine.\n", good="The caf\ufffd opens at nine.\n"),
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
    how that encoding was told; writing it as UTF-8 changes no character. Stray bytes in UTF-8 are
    what a line pasted from a Windows page brings along: where they make words in Windows-1252, and in
    no other encoding, they are read so, the bytes of a line all or none. Any other byte that fits no
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
    stop, readable = -1, False
    for run in _SURROGATES.finditer(document.text):
        start, end = run.span()
        if start >= stop:
            line = document.line_at(start)
            stop = line.stop if line else end
            readable = line is not None and encoding.errors != "surrogatepass" and western(line.text)
        new = _western(run[0]) if readable else ""
        told = "read as Windows-1252, in which this line makes words" if new else "U+FFFD marks the place"
        message = f"{_values(run[0])}; {told}"
        yield Finding(Span(start, end), message, (Edit(start, end, new or _LOST * (end - start)),))


def _western(surrogates: str) -> str:
    """What stray bytes are in Windows-1252; empty where they are none of it."""
    try:
        return read_stray(surrogates).encode("utf-8").decode("utf-8")
    except UnicodeError:  # it has nothing for one of the bytes; or half of a pair is among them
        return ""


def _values(surrogates: str) -> str:
    """Name what the surrogates stand for: bytes that were kept, or halves of UTF-16 pairs."""
    stray = all("\udc80" <= character <= "\udcff" for character in surrogates)
    values = [f"{ord(c) - 0xDC00:02x}" if stray else f"{ord(c):04x}" for c in surrogates[:_SHOWN]]
    more = ", ..." if len(surrogates) > _SHOWN else ""
    plural = "s" if len(surrogates) > 1 else ""
    kind = f"byte{plural} not in UTF-8" if stray else f"lone surrogate{plural}"
    return f"{kind}: {' '.join(values)}{more} (hexadecimal)"
