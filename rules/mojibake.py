"""Text that was encoded one way and decoded another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from cleaner import SAFE, Document, Edit, Example, Finding, Line, Span, Yield, rule
from cleaner.mojibake import hinted, mend, suspect

from ._bundle import merged

_REFERENCE = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_SHOWN = 40  # characters of a word that a message shows


@rule(
    code="ENC103",
    name="mojibake",
    safety=SAFE,
    local=True,
    examples=[
        Example(bad="Dinner at the cafÃ© by the pier\n", good="Dinner at the café by the pier\n"),
        Example(bad="Itâ€™s late, sheâ€™s tired.\n", good="It’s late, she’s tired.\n"),
        Example(bad="Wir gehen spÃ¤ter Ã¼ber die BrÃ¼cke.\n", good="Wir gehen später über die Brücke.\n"),
        Example(bad="Ð¿Ñ€Ð¸Ð²ÐµÑ‚\n", good="привет\n"),
        Example(good="Le café de l’île a fermé à Noël.\n"),
        Example(good="SÃO PAULO, 25 °C, ¥ 300\n"),
        Example(good="Ångström über Łódź: 10 µm ± 2 %\n"),
    ],
)
def mojibake(document: Document) -> Iterator[Yield]:
    """Decode again what was decoded wrongly: "cafÃ©" is "café".

    A page says Windows-1252 and is UTF-8, or a database was filled through the wrong connection,
    and each accented letter or curly quotation mark becomes two or three odd characters. The
    repair is ftfy's: it takes a line back to bytes and decodes them as UTF-8, only where the line
    is of a kind that hardly occurs in writing and the bytes are valid, which chance hardly
    produces. So the words come back as they were written, and the fix is safe although it changes
    letters: the repaired word and the damaged one fold to the same key.

    Each line is judged by itself, so that one line's repair never depends on another. Letters
    that only look odd, such as "SÃO", are left alone. So is what ftfy cannot explain. A line waits
    while part of a broken letter may still be an HTML reference in it.
    """
    if not hinted(document.text):
        return
    for line in document.lines:
        if suspect(line.text) and not ("&" in line.text and _holds_reference(line.text)):
            mended = mend(line.text)
            if mended != line.text:
                edits = list(_edits(line, mended))
                shown = edits[0].start - line.start, edits[0].end - line.start
                before, after = (
                    _word(line.text, *shown),
                    _word(mended, shown[0], shown[0] + len(edits[0].replacement)),
                )
                more = f", and {len(edits) - 1} more on this line" if len(edits) > 1 else ""
                message = f"mojibake: {before!r} is {after!r}{more}"
                yield Finding(Span(edits[0].start, edits[-1].end), message, merged(document.text, edits))


def _holds_reference(text: str) -> bool:
    """Whether a line holds an HTML reference to a character outside ASCII."""
    return any(not unescape(reference).isascii() for reference in re.findall(_REFERENCE, text))


def _edits(line: Line, mended: str) -> Iterator[Edit]:
    """The edits that make a line its mended form: word by word where the words stand in parallel."""
    old, new = line.text.split(" "), mended.split(" ")
    if len(old) != len(new):
        old, new = [line.text], [mended]
    start = line.start
    for before, after in zip(old, new, strict=True):
        if before != after:
            head = _common(before, after)
            tail = _common(before[head:][::-1], after[head:][::-1])
            yield Edit(start + head, start + len(before) - tail, after[head : len(after) - tail])
        start += len(before) + 1


def _common(one: str, other: str) -> int:
    """The length of the common beginning."""
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return index
    return min(len(one), len(other))


def _word(text: str, start: int, end: int) -> str:
    """The words that hold the range, cut to a length that a message can show."""
    start = text.rfind(" ", 0, start) + 1
    end = text.find(" ", end)
    word = text[start : end if end >= 0 else len(text)]
    return word if len(word) <= _SHOWN else word[: _SHOWN - 1] + "…"
