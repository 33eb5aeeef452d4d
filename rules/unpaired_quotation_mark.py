"""Quotation marks without a partner, or with one of another kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from cleaner import DISPLAY, Document, Example, Finding, Line, Span, Yield, of_text, rule

from ._bundle import bundled

_GLYPHS = '"“”„‟'
_MARK = re.compile(f"[{_GLYPHS}]")
_STRAIGHT = '"'
_CURLY = "“”"
# What may stand before a mark that opens, and behind one that closes, beside spaces.
_BEFORE = "([{—–-/‘'“„«¡¿"
_BEHIND = ".,;:!?…)]}—–-/’'”»*，。；：！？、"
_UNSPACED = "\u2e80"
_MOJIBAKE = "€Ђ"  # "â€”" and "вЂ”" are a dash
_OPENS, _CLOSES, _UNCLEAR = 1, -1, 0
_LEAST_TOKENS = 8  # in shorter lines a mark may be a decoration
_AHEAD = 4  # lines in which a quotation that runs over a line end may close
_CUT = ("...", "…", "[...]", "[…]", "»", ">", "→")


@cache
def _paired() -> re.Pattern[str]:
    """What lines are like whose marks are all straight or all curly, and plainly pair: nine in ten."""
    other, before, behind = f"[^{_GLYPHS}]", re.escape(_BEFORE), re.escape(_BEHIND)
    opens, closes = rf"(?![\s{behind}])", rf"(?<![\s{before}{_MOJIBAKE}])"
    quotation = "|".join(f"{mark}{opens}{other}++{closes}{end}" for mark, end in ('""', "“”"))
    return re.compile(rf"{other}*+(?:(?<![^\s{before}])(?:{quotation})(?![^\s{behind}]){other}*+)+")


class _Mark(Struct, frozen=True):
    at: int
    glyph: str
    role: int


@rule(
    code="ENC110",
    name="unpaired-quotation-mark",
    safety=DISPLAY,
    examples=[
        Example(bad='"The lamp turns all night long,” said the keeper of the light on the cape.\n'),
        Example(bad="“The lamp turns all night long, said the keeper of the northern light.\n\nIt does.\n"),
        Example(
            bad='Der Wärter sagte am Abend: “Das Licht brennt hier schon sehr lange" und ging dann heim.\n'
        ),
        Example(good="“The lamp turns all night long and all day.\n\n“It never stops,” said the keeper.\n"),
        Example(good="„Das Licht brennt“, sagte er. ”Ljuset brinner”, sade han. „Światło płonie”, rzekł.\n"),
        Example(
            good='A 12" lamp, 5\'10" tall, is called "small" by those who keep the lights of the coast.\n'
        ),
        Example(good="他说：“灯塔很高。”「是的」，她说。\n"),
        Example(
            good="« Le phare est beau », dit-il ; l'île l’est aussi, et “la mer” encore plus que le reste.\n"
        ),
    ],
)
@bundled("quotation marks")
def unpaired_quotation_mark(document: Document) -> Iterator[Yield]:
    """Show quotation marks that do not pair within a paragraph.

    Editing over many hands, and programs that curl quotation marks, leave a quotation that opens
    straight and closes curly, or never closes. Whoever takes quotations from the text then takes too
    much. Which mark the author meant cannot be told, so nothing is mended.

    Understood and left alone: quotations over several paragraphs, each of which opens again;
    German, Polish, Swedish and Chinese marks; inches and seconds; lines cut short. Guillemets,
    which are arrows as often, and single marks, which are apostrophes, are not judged. Where the
    role of one mark in a line is unclear, the line is passed over.
    """
    places = {
        place
        for glyph in _GLYPHS
        if glyph in document.text
        for place, line in enumerate(document.inked)
        if glyph in line.text
    }
    lines = [document.inked[place] for place in sorted(places)]
    open_: list[_Mark] = []
    for place, line in enumerate(lines):
        if _paired().fullmatch(line.text) and not ("''" in line.text or "``" in line.text):
            open_ = []  # its first mark opens, and its last one closes
            continue
        marks = _marks(line)
        if marks is None:
            open_ = []
            continue
        if open_ and marks and marks[0].role == _OPENS:
            open_ = []
        for mark in marks:
            if mark.role == _OPENS:
                open_.append(mark)
            elif open_:
                opened = open_.pop()
                if _differ(opened.glyph, mark.glyph):
                    message = (
                        f"quotation opens with {_named(opened.glyph)} and closes with {_named(mark.glyph)}"
                    )
                    yield Finding(Span(opened.at, mark.at + 1), message)
            elif _is_sentence(line):
                yield Finding(
                    Span(mark.at, mark.at + 1), f"quotation mark {mark.glyph} closes what nothing opens"
                )
        if open_ and not _runs_on(line, lines[place + 1 : place + 2]):
            if marks and _is_sentence(line):
                yield Finding(
                    Span(open_[0].at, open_[0].at + 1), f"quotation mark {open_[0].glyph} is not closed"
                )
            open_ = []


def _marks(line: Line) -> list[_Mark] | None:
    """The marks of a line with their roles; None where one is unclear."""
    text = line.text
    if "''" in text or "``" in text:
        return None
    marks: list[_Mark] = []
    depth = 0
    for match in _MARK.finditer(text):
        at, glyph = match.start(), match[0]
        before, behind = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
        role = _role(glyph, before, behind)
        if before.isdigit() and depth <= 0 and glyph in '"”' and role != _OPENS:
            continue  # inches, seconds
        if role == _UNCLEAR or before in _MOJIBAKE:
            return None
        depth += role
        marks.append(_Mark(line.start + at, glyph, role))
    return marks


def _role(glyph: str, before: str, behind: str) -> int:
    """Tell whether a mark opens or closes, by its neighbours and, where they do not say, its shape."""
    if glyph in _CURLY and (before >= _UNSPACED or behind >= _UNSPACED):
        return _OPENS if glyph == "“" else _CLOSES
    parted = before.isspace() or before in _BEFORE, behind.isspace() or behind in _BEHIND
    if parted == (True, False):
        return _OPENS
    if parted == (False, True):
        return _CLOSES
    return {"“": _OPENS, "„": _OPENS, "‟": _OPENS, "”": _CLOSES}.get(glyph, _UNCLEAR)


def _differ(opened: str, closed: str) -> bool:
    """Whether one mark is straight and the other curly; „ goes with either."""
    return opened != closed and _STRAIGHT in (opened, closed) and {opened, closed} <= {_STRAIGHT, *_CURLY}


def _named(glyph: str) -> str:
    return f"{'straight' if glyph == _STRAIGHT else 'curly'} {glyph}"


@of_text
def _is_sentence(line: Line) -> bool:
    """Whether a line is a paragraph long enough, and whole enough, to be judged."""
    text = line.text.rstrip().rstrip("“")
    return line.ends_sentence and not text.endswith(_CUT) and len(line.tokens) >= _LEAST_TOKENS


def _runs_on(line: Line, following: list[Line]) -> bool:
    """Whether the next marks continue a quotation: they open again, or close first, soon enough."""
    if not following or following[0].index > line.index + 2 * _AHEAD:
        return False
    marks = _marks(following[0])
    if marks is None:
        return True
    if not marks:
        return False
    return marks[0].role == _CLOSES or not following[0].text[: marks[0].at - following[0].start].strip()
