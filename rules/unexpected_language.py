"""Text in another language than the document, or the document in another than expected."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import DISPLAY, Document, Example, Fact, Finding, Line, Span, Yield, line_span, rule

from ._helpers import function_words, words_of
from ._language import identify

PASSAGE = (
    200  # characters from which a line or a block of wrapped lines is judged; shorter quotations are silent
)
WIDE = 0.4  # of that suffice in scripts whose letters take three bytes: as much text in fewer characters
WRAPPED = 40  # characters in the mean line of a block whose sentences run over its lines
LOOKED_AT = 400  # characters of a passage that the screen looks at
FIRST = 24  # words that are looked at first
OWN = 0.08  # share of words that are function words of the document's language; prose has 0.25 and more
ANY = 0.20  # share of words that are function words of any language; names, tags and figures have fewer
FOREIGN_SCRIPT = 0.5  # share of characters outside ASCII (or inside, for a document that is outside)


@rule(
    code="LNG101",
    name="unexpected-language",
    safety=DISPLAY,
    examples=[
        Example(
            bad="Die Reiher sind zurück am See, und das Wasser steht so hoch wie seit vielen Jahren nicht "
            "mehr. "
            "Wer am Abend auf dem Damm geht, kann sie sehen.",
            options={"language": ("en",)},
        ),
        Example(
            good="Die Reiher sind zurück am See, und das Wasser steht so hoch wie seit vielen Jahren "
            "nicht mehr. "
            "Wer am Abend auf dem Damm geht, kann sie sehen.",
            options={"language": ("en", "de")},
        ),
        Example(
            bad="The herons are back at the lake, and the water is as high as it has not been for many "
            "years. "
            "Those who walk on the dam in the evening can see them, and so can the people in the village, "
            "who "
            "have put up a bench from which the whole of the shore is in view.\n\n"
            "They were counted in the spring, when there were more of them than at any time since the dam "
            "was "
            "built, and they will be counted again in the autumn before they leave for the south with their "
            "young.\n\n"
            "Die Reiher sind zurück am See, und das Wasser steht so hoch wie seit vielen Jahren nicht mehr. "
            "Wer am Abend auf dem Damm geht, kann sie sehen, und auch die Leute im Dorf haben eine Bank "
            "aufgestellt, von der man auf das ganze Ufer sieht."
        ),
        Example(
            good="The herons are back at the lake, and the water is as high as it has not been for many "
            "years. "
            "The sign on the dam says: Bitte die Vögel nicht füttern. Those who walk there in the evening "
            "can "
            "see them, and so can the people in the village."
        ),
        Example(good="Herons\n12"),
    ],
)
def unexpected_language(
    document: Document, *, language: tuple[str, ...] = (), min_characters: int = PASSAGE
) -> Iterator[Yield]:
    """Report a document that is not in an expected language, and long passages in another one than the rest.

    Crawls by country or by site collect pages in languages that a set is not meant to hold, and pages
    keep a translated summary or a notice in the site's own language. Nothing is removed: which
    languages belong is the user's decision (`language`, ISO 639-1 codes; empty expects nothing). The
    language is also stated as metadata.

    Silent are texts too short to tell, and quotations shorter than `min-characters` (two fifths of it
    in Chinese, Japanese and Korean).
    """
    told = identify(document.text)
    if told is None:
        return
    whole = Span(0, len(document.text))
    yield Fact("language", told.code, whole)
    expected = {plain(code) for code in language}
    if expected and told.code not in expected:
        wanted = " or ".join(sorted(expected))
        yield Finding(
            whole, f"document is in {told.code} ({told.method}, {told.confidence:.2f}), expected {wanted}"
        )
    run: list[Line] = []
    seen = ""
    for lines in passages(document, min_characters):
        code = other(lines, told.code, min_characters)
        if run and code != seen:
            yield reported(run, seen, told.code)
            run = []
        if code:
            run.extend(lines)
            seen = code
    if run:
        yield reported(run, seen, told.code)


def plain(code: str) -> str:
    """A language code without country and script: zh for zh-Hant, no for nb."""
    first = code.strip().casefold().replace("_", "-").partition("-")[0]
    return "no" if first in {"nb", "nn"} else first


def reported(lines: list[Line], code: str, around: str) -> Finding:
    """The finding on neighbouring passages in one language."""
    return Finding(line_span(lines[0], lines[-1]), f"passage in {code} in a document in {around}")


def passages(document: Document, least: int = PASSAGE) -> Iterator[tuple[Line, ...]]:
    """Long lines, and whole blocks of wrapped ones."""
    wide = least * WIDE
    for block in document.blocks:
        lengths = [len(line.text) for line in block.lines]
        longest = max(lengths)
        if longest < wide:
            if sum(lengths) >= max(wide, least, WRAPPED * len(lengths)):
                yield block.lines
            continue
        for line, length in zip(block.lines, lengths, strict=True):
            if length >= wide:
                yield (line,)


def _begins_with(own_words: frozenset[str], seen: str) -> bool:
    """Whether the first words hold as many function words as are asked of all; most prose is not split."""
    # Where all shows, words are parted by spaces only, and these can be counted.
    *first, _ = seen.casefold().split(" ", FIRST)
    return len(own_words.intersection(first)) >= OWN * (seen.count(" ") + 1) and seen.isprintable()


def other(lines: tuple[Line, ...], own: str, least: int = PASSAGE) -> str:
    """The language of a passage where it is surely another than the document's; else empty."""
    text = lines[0].text if len(lines) == 1 else "\n".join(line.text for line in lines)
    seen = text[:LOOKED_AT]
    plain_letters = seen.isascii()
    if plain_letters and len(text) < least:
        return ""
    wide = 0.0 if plain_letters else (len(seen.encode("utf-8", "surrogatepass")) / len(seen) - 1) / 2
    if len(text) < least and wide < FOREIGN_SCRIPT:
        return ""
    if own_words := words_of(own):
        if _begins_with(own_words, seen):
            return ""
        parts = seen.casefold().split()
        if sum(map(own_words.__contains__, parts)) >= OWN * len(parts):
            return ""
        common = function_words()
        if wide < FOREIGN_SCRIPT and sum(map(common.__contains__, parts)) < ANY * len(parts):
            return ""
    elif wide >= FOREIGN_SCRIPT / 2:
        return ""
    told = identify(text, screens_only=True)  # where the screens doubt, so should a report on a passage
    return told.code if told and told.code != own else ""
