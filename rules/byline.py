"""Lines that name a text's author."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import (
    SAFE,
    Document,
    Example,
    Fact,
    Line,
    Match,
    Phrases,
    Span,
    Yield,
    bare,
    deletion,
    fold,
    rule,
)

from ._dates import stamp, vocabulary
from ._furniture import core, matched, short
from ._helpers import BULLETS, bulleted, words_of
from ._margins import head, margins

PHRASES = Phrases.beside(__file__)
TAIL = 3  # inked lines below the body in which they do
MOST_NAMES = 8  # words in the names of a byline
_DIGIT = re.compile(r"\d")
LONE = 3  # words in a name that stands alone under the date
MOST_REST = 8  # words in what follows the names: an agency, a place, an office
LONGEST = 100  # characters in a byline
WIDE_NAME = 12  # characters in names written without spaces
_PARTICLES = """
    de da do dos das del della di du des la le van von der den ter ten zu al el bin ibn ben
    y i e und and et en og och ja ve и і та &
"""
PARTICLES = frozenset(_PARTICLES.split())
_WIDE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WIDE_NAME = rf"[{_WIDE}·・ \u3000]{{2,{WIDE_NAME}}}"
_KOREAN_NAME = "[\uac00-\ud7a3]{2,4}"
_SEPARATOR = r"\s*[:：/／∕|]\s*|\s+"
_END_OF_NAMES = r"[,，|•/(（)）\[\]【】–—]|\s-\s|\s\d"
# Behind these a name may follow without a colon; behind "text" or "story" it may not.
_OPEN = (
    r"(?:\A|\s)(?:by|von|par|por|di|da|av|af|door|przez|από|του|της|o|ο|η|oleh|bởi|od|autor\w*|author\w*|auteur\w*|"
    r"автор\w*|reporter|yazar\w*|författare|forfatter|skribent|penulis|γράφει|írta|kirjoittanut|"
    r"tác giả|द्वारा)\Z"
    r"|[记記]者\Z"
)
# Who edits, checks, translates or uploads a text did not write it: a byline, but no author.
_NOT_AUTHOR = (
    r"edit|редакт|редактор|redak|编辑|編輯|责编|責編|责任|責任|review|checked|transl|перев|翻[译譯]|[译譯]者|编译|編譯|"
    r"upload|curated|updated|발행|편집|編集|校对|校對|tłum|übers|tradu|lektor|szerk"
)


@rule(
    code="MET102",
    name="byline",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad="Herons return to the lake\nBy Ada Okafor\nThe lake is full again.",
            good="Herons return to the lake\nThe lake is full again.",
            options={"metadata": "strip"},
        ),
        Example(
            bad="Die Reiher sind zurück\nVon Martha Brandt\nDer See ist wieder voll.",
            good="Die Reiher sind zurück\nDer See ist wieder voll.",
            options={"metadata": "strip"},
        ),
        Example(
            bad="苍鹭归来\n作者：陈明\n湖水又满了。",
            good="苍鹭归来\n湖水又满了。",
            options={"metadata": "strip"},
        ),
        Example(
            bad="Herons return to the lake\nAug 03, 2021\n  • Ada Okafor\nThe lake is full again.",
            good="Herons return to the lake\nAug 03, 2021\nThe lake is full again.",
            options={"metadata": "strip"},
        ),
        Example(good="Herons return to the lake\nBy Ada Okafor\nThe lake is full again."),
        Example(good="Herons\nBy the river we sat\nThe lake is full again.", options={"metadata": "strip"}),
        Example(good="Reiher\nVon oben sah der See leer aus\nEr ist voll.", options={"metadata": "strip"}),
    ],
)
def byline(document: Document, *, metadata: str = "keep") -> Iterator[Yield]:
    """State who wrote a text, and remove the line that says so where metadata is to be stripped.

    A byline is a short line near the head of the text or right below its body that begins with a
    word such as "by" and goes on in names: two to eight words with capital letters, as writing with
    capitals demands. Agency, office or place may follow behind a comma. A list item under the date
    that is only a name is one, too.

    Where there is no byline, a line under the date that is but a name of two or three words is taken
    for the author's; as that may be a label ("Blog Post"), it is never removed.

    By default the line stays, and only the metadata is extracted. "By the river we sat" is no
    byline, for names are not written small; titles, sentences and credits of pictures are left alone.
    """
    inked, first, near = document.inked, core(document).first, head(document)
    matches = {label.place: match for label, match in matched(document, PHRASES)}
    dated = stated = False
    lone: Fact | None = None
    above = -1
    for place in margins(document, TAIL):
        line, match = inked[place], matches.get(place)
        dated = dated and place == above + 1
        above = place
        if not (match or dated):  # as most lines
            dated = _DIGIT.search(line.text) is not None and short(line) and stamp(line.text) is not None
            continue
        if not short(line):
            continue
        last = line
        found = named(line, match, dated and place in near)
        if found is None and place in near and alone(match) and place + 1 < len(inked):
            last = inked[place + 1]
            at = names(last.text, len(last.text) - len(last.text.lstrip()), 2)
            found = (*at, is_author(line.bare)) if at and at[1] == len(last.text.rstrip()) else None
        if dated and found is None and lone is None and place <= first:
            lone = lone_name(line, match)
        dated = stamp(line.text) is not None
        if found is None:
            continue
        start, end, author = found
        if author:
            span = Span(last.start + start, last.start + end)
            stated = True
            yield Fact("author", document.text[span.start : span.end], span)
        if metadata == "strip":
            yield deletion(document, line, last, "byline; metadata is to be stripped")
    if lone and not stated:
        yield lone


def lone_name(line: Line, match: Match | None) -> Fact | None:
    """The author that a line under the date states by being nothing but a name of two or three words."""
    start = len(line.text) - len(line.text.lstrip())
    found = names(line.text, start, 2)
    if (
        found is None
        or found[1] < len(line.text.rstrip())
        or len(line.tokens) > LONE
        or (match and match.start)
    ):
        return None
    return Fact("author", line.text[start : found[1]], Span(line.start + start, line.start + found[1]))


def alone(match: Match | None) -> bool:
    """Whether a line that matches so is a byline's beginning with the name on the next line."""
    return match is not None and match.line is not None and not match.line.reason


def is_author(phrase: str) -> bool:
    """Whether whom a phrase names wrote the text."""
    return re.compile(_NOT_AUTHOR).search(phrase) is None


def named(line: Line, match: Match | None, dated: bool) -> tuple[int, int, bool] | None:
    """Where the names of a byline stand in it, and whether they are the author's; None for other lines."""
    text = line.text
    if len(text.strip()) > LONGEST:
        return None
    if dated and bulleted(line):
        found = names(text, len(text) - len(text.lstrip(f" \t\u00a0\u3000{BULLETS}")), 2)
        return (*found, True) if found else None
    if match is None:
        return None
    if phrase := match.start:
        start = behind(text, phrase.text)
        separator = re.compile(_SEPARATOR).match(text, start) if start is not None else None
        if separator:
            colon = separator[0].strip() != ""
            wide = phrase.text[-1] > "\u3040"
            if colon or re.compile(_OPEN).search(phrase.text):
                found = names(
                    text, separator.end(), 1 if colon else 2, words_of(phrase.language), loose=colon or wide
                )
                return (*found, is_author(phrase.text)) if found else None
    elif phrase := match.end:
        return before(text, phrase.text)
    return None


def before(text: str, phrase: str) -> tuple[int, int, bool] | None:
    """The names in front of a phrase with which the text ends: an office."""
    place = fold(text).rfind(phrase)
    if place < 0 or len(fold(text)) != len(text):
        return None
    start = len(text) - len(text.lstrip())
    part = text[:place].rstrip(" ,|-–—\t")
    if re.compile(_KOREAN_NAME).fullmatch(part[start:]):
        return start, len(part), is_author(phrase)
    found = names(part, start, 2)
    return (*found, is_author(phrase)) if found and found[1] == len(part) else None


def behind(text: str, phrase: str) -> int | None:
    """The offset behind a phrase with which the key of a text begins; None where the two do not match up."""
    start = next((at for at, character in enumerate(text) if character.isalnum()), None)
    if start is None:
        return None
    for end in range(start + 1, min(len(text), start + 2 * len(phrase) + 8) + 1):
        if bare(fold(text[start:end])) == phrase and (
            end == len(text) or not text[end].isalpha() or text[end] > "\u3000"
        ):
            return end
    return None


def names(
    text: str, start: int, least: int, common: frozenset[str] = frozenset(), *, loose: bool = False
) -> tuple[int, int] | None:
    """Where the names end that begin at `start`, if it is names that begin there.

    Words of `common` are no names: "By The Sea". `loose` takes names in scripts without capital
    letters: a colon stands before them.
    """
    stop = re.compile(_END_OF_NAMES).search(text, start)
    end = stop.start() if stop else len(text)
    if (colon := max(text.find(":", start, end), text.find("：", start, end))) >= 0:
        end = text.rfind(" ", start, colon)  # the label of something else begins there
    part = text[start : max(end, start)].rstrip()
    if stop and stop[0][-1].isdigit():
        while (last := part.rpartition(" ")[2]) and vocabulary().get(fold(last).rstrip(".")):
            part = part[: -len(last)].rstrip()  # "By Ada Okafor on March 18"
    rest = text[start + len(part) :].split()
    if not part or part[-1] in '!?…:;”"»' or len(rest) > MOST_REST:
        return None
    if loose and re.compile(_WIDE_NAME).fullmatch(part):
        return start, start + len(part)
    found = part.split()
    if not least <= len(found) <= MOST_NAMES or not all(is_name(word, common, loose) for word in found):
        return None
    if found[0] in PARTICLES or sum(word not in PARTICLES for word in found) < least:
        return None
    return start, start + len(part)


def is_name(word: str, common: frozenset[str], loose: bool) -> bool:
    """Whether a word can be part of a name."""
    if word in PARTICLES:
        return True
    plain = word.strip(".’'-")
    if not plain or any(ch.isdigit() or ch in '"“”„«»#@&=' for ch in plain):
        return False
    if plain[0].isupper() or plain[:2] in ("d’", "d'", "o’", "o'"):
        return len(plain) < 2 or fold(plain) not in common
    return loose and plain[0].isalpha() and not plain[0].islower()
