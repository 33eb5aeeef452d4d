"""Characters that show nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner import DISPLAY, SAFE, Document, Edit, Example, Finding, Span, Yield, rule

from ._bundle import bundled
from ._damage import is_mojibake
from ._spaces import odd

_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(
    f"[\u00ad\u180e\u200b-\u200d{_DIRECTION}\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffc\U000e0000-\U000e007f]+"
)
_IS_DIRECTION = re.compile(f"[{_DIRECTION}]")
# Classes of characters, compiled where a text first needs them.
_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"

# Scripts whose letters join or form clusters, so that ZWJ and ZWNJ choose the form: Arabic, Syriac, N'Ko,
# Mandaic, the Indic scripts with Tibetan and Myanmar, Khmer, Mongolian, Balinese to Lepcha, Phags-pa, the
# Brahmic scripts of the first supplementary plane, Adlam.
_JOINING = (
    "[\u0600-\u077f\u07c0-\u07ff\u0840-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f"
    "\u1780-\u17ff\u1800-\u18af\u1a20-\u1aaf\u1b00-\u1c4f\ua800-\ua8ff\ua930-\ua9ff\uaa60-\uaaff\uabc0-\uabff"
    "\ufb50-\ufdff\ufe70-\ufefc\U00010ac0-\U00010aff\U00010f30-\U00010fff\U00011000-\U0001247f\U0001e900-\U0001e95f]"
)
_MONGOLIAN = "[\u1800-\u18af]"
# Thai, Lao, Tibetan, Myanmar, Khmer, Tai scripts: a zero-width space parts words there.
_BREAKING = "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
# What emoji sequences are made of: pictures, skin tones, selectors, keycaps, tags.
_EMOJI = (
    "[\u00a9\u00ae\u20e3\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f"
    "\U0001f000-\U0001faff\U000e007f]"
)
_FLAG, _TAG_END = "\U0001f3f4", "\U000e007f"
_OBJECT = "\ufffc"
_TAGS = ("\U000e0020", "\U000e007e")


@rule(
    code="ENC106",
    name="invisible-character",
    safety=SAFE,
    local=True,
    examples=[
        Example(bad="tele\u00adphone line\u200b\n", good="telephone line\n"),
        Example(bad="Wasser\u200c\u200bstand \u2060heute\u200e\n", good="Wasserstand heute\n"),
        Example(bad="Low\U000e0068\U000e0069 tide\n", good="Low tide\n"),
        Example(bad="кар\ufeffта, \ufffcплан\n", good="карта, план\n"),
        Example(bad="اليوم \u200fالأول\n"),
        Example(good="می\u200cخواهم و क्\u200dष\n"),
        Example(
            good="👩\u200d🚀 ❤\ufe0f\u200d🔥 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f\n"
        ),
        Example(good="ภาษา\u200bไทย\n"),
    ],
)
@bundled("runs of invisible characters")
def invisible_character(document: Document) -> Iterator[Yield]:
    """Remove characters that show nothing: soft hyphens, zero-width spaces, marks inside the text.

    They hint where a browser may break a line, mark copied text, or hide words from readers and not
    from programs. They part no word for the eye, so deleting them joins what was one word
    ("tele\\xadphone"); keys, by which repeated lines are compared, drop them too. An object replacement
    character stands where a picture was; between two words it becomes a space.

    Left alone: joiners (ZWJ, ZWNJ) between letters of joining scripts and inside emoji sequences,
    the tags of flags, the Mongolian vowel separator in Mongolian, zero-width spaces in Thai, Lao,
    Khmer and other scripts that part words by them, variation selectors, and lines of mojibake,
    where a soft hyphen may be half of a letter. Direction marks are
    deleted only from lines without right-to-left letters; elsewhere they are shown, once a line.
    """
    text = document.text
    if not any(map(_INVISIBLE.match, odd(document))):
        return
    lines: dict[int, bool] = {}  # by line index: whether it has right-to-left letters
    for match in _INVISIBLE.finditer(text):
        first = len(match[0]) - len(match[0].lstrip("\ufeff")) if match.start() == 0 else 0
        edits: list[Edit] = []
        for at in range(match.start() + first, match.end()):
            character = text[at]
            if _IS_DIRECTION.match(character):
                line = document.line_at(at)
                if line and line.index not in lines:
                    lines[line.index] = re.search(_RIGHT_TO_LEFT, line.text) is not None
                    if lines[line.index]:
                        marks = len(_IS_DIRECTION.findall(line.text))
                        message = f"{marks} direction mark{'s' if marks > 1 else ''} in right-to-left text"
                        yield Finding(Span(at, at + 1), message, safety=DISPLAY)
                if line and lines[line.index]:
                    continue
            elif _has_purpose(text, at):
                continue
            space = _space(text, at) if character == _OBJECT else ""
            if edits and edits[-1].end == at and not space:
                edits[-1] = Edit(edits[-1].start, at + 1, edits[-1].replacement)
            else:
                edits.append(Edit(at, at + 1, space))
        if edits and not is_mojibake(document, edits[0].start):
            span = Span(edits[0].start, edits[-1].end)
            gone = "".join(text[edit.start : edit.end] for edit in edits)
            yield Finding(span, _message(gone), tuple(edits))


def _has_purpose(text: str, at: int) -> bool:
    """Whether an invisible character chooses a letter's form, parts words, or makes one emoji of several."""
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if character == "\u200d":
        if re.match(_EMOJI, before) and re.match(_EMOJI, after):
            return True
        return bool(re.match(_JOINING, before) or re.match(_JOINING, after))
    if character == "\u200c":
        return bool(re.match(_JOINING, before) and re.match(_JOINING, after))
    if character == "\u200b":
        return bool(re.match(_BREAKING, before) or re.match(_BREAKING, after))
    if character == "\u180e":
        return bool(re.match(_MONGOLIAN, before) or re.match(_MONGOLIAN, after))
    if _TAGS[0] <= character <= _TAG_END:
        return _in_flag(text, at)
    return False


def _in_flag(text: str, at: int) -> bool:
    """Whether a tag character belongs to a flag: black flag, up to six tags, the end tag."""
    begin = text.rfind(_FLAG, max(0, at - 7), at)
    end = text.find(_TAG_END, begin + 1, begin + 9) if begin >= 0 else -1
    return at <= end and all(_TAGS[0] <= c <= _TAGS[1] for c in text[begin + 1 : end])


def _space(text: str, at: int) -> str:
    return " " if text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum() else ""


def _message(characters: str) -> str:
    hidden = "".join(chr(ord(c) - 0xE0000) for c in characters if _TAGS[0] <= c <= _TAGS[1])
    if hidden:
        return f"text hidden in tag characters: {hidden[:40]!r}"
    names = dict.fromkeys(f"U+{ord(c):04X} {unicodedata.name(c, '')}".rstrip() for c in characters)
    count = f" ({len(characters)} characters)" if len(characters) > 1 else ""
    return f"invisible {', '.join(list(names)[:3])}{count}"
