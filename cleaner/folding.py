"""Keys: what lines, phrases and repeated texts are compared by, whatever their signs and letter forms."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from html import unescape

from cleaner.mojibake import mend, suspect

# One token is a run of word characters; scripts written without spaces count a token a character.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# All that may be of such a script, said by what is not: `re` takes 4 ms to compile the larger part.
# Between are punctuation and currencies.
_FAR = re.compile("[^\x00-\u0dff\u2000-\u20cf]")
_WORD = re.compile(r"\w+")
# What parts words in ASCII becomes a space; to split at spaces takes less time than to look for words.
_ASCII_GAPS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}

# Format characters (category Cf), terminal escape sequences and control characters show nothing: a key
# drops them, but a control character between two words parts them. A `&` is no part of a sequence: an
# entity begins there.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0001-\U000e007f]"
    r"|\x1b(?:\[[0-?]*[ -%'-/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()*+][0-9A-Za-z]|[=>78cDEHMNOZ])"
    r"|(?<!\w)[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+(?!\w)"
)
_BARE_CACHED_CHARACTERS = 200  # all rules ask for the bare keys of short lines, in every round
_COUNT = re.compile(r"[(\[]\d{1,6}[)\]]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MENDABLE = re.compile(
    "[\x00-\x1f&\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0001-\U000e007f]"
)
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")

# What stands between the parts of an entity or of a broken letter hides it from the first look, and an
# entity may be escaped again; more than two foldings are for hostile text.
_FOLDINGS = 4

# Normalising takes the square of the number of marks on one letter: 40,000 take a second. Text with such
# piles, which are drawings, keeps its form; in shorter lines the square is small.
_PILE, _PILE_CHARACTERS = 64, 1_000
_MARKS = re.compile(r"[^\w\s\x00-\x7f]{65,}")  # marks, and other signs that are not letters

_FOLD_CACHED_CHARACTERS = 4_000  # longer lines are folded afresh, so that the cache stays small


def fold(text: str) -> str:
    """Return the key of `text`: what phrases and repeated lines are compared by.

    Mojibake and HTML entities are mended, compatibility forms made plain (NFKC), format characters
    dropped, case folded, and every run of white space or control characters made one space.
    """
    if text.isascii() and text.isprintable() and "&" not in text:
        squeezed = "  " not in text and text[:1] != " " != text[-1:]
        return text.lower() if squeezed else " ".join(text.lower().split())
    return _fold_cached(text) if len(text) <= _FOLD_CACHED_CHARACTERS else _fold(text)


def _fold(text: str) -> str:
    for _ in range(_FOLDINGS if _MENDABLE.search(text) or suspect(text) else 0):
        before = text
        text = mend(_ENTITY.sub(_unescape, text) if "&" in text else text)
        text = _SPACE.sub(" ", _UNSEEN.sub("", text))
        if text == before:
            break
    if len(text) > _PILE_CHARACTERS and _piled(text):
        return " ".join(text.casefold().split())
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFC", text).split())  # some letters fold into several


def _piled(text: str) -> bool:
    """Whether more than 64 combining marks stand in a row somewhere."""
    return any(sum(map(bool, map(unicodedata.combining, run))) > _PILE for run in _MARKS.findall(text))


def _unescape(match: re.Match[str]) -> str:
    return unescape(match[0])


_fold_cached = lru_cache(maxsize=1 << 14)(_fold)


@cache
def _token() -> re.Pattern[str]:
    """Compiled where a key may need it, since it takes a while."""
    return re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def tokens(key: str) -> list[str]:
    """Split a key into words; a script without spaces gives one token a character."""
    if key.isascii():
        return key.translate(_ASCII_GAPS).split()
    return (_token() if may_be_unspaced(key) else _WORD).findall(key)


def may_be_unspaced(text: str) -> bool:
    """Whether a text may hold characters of scripts without spaces; one that holds some always may."""
    return _FAR.search(text) is not None


def bare(key: str) -> str:
    """Return a key without what pages put around a label.

    That is punctuation, symbols, bullets, arrows and bracketed counts at either end. Combining
    marks at the end belong to the last word.
    """
    if not key or (key[0].isalnum() and key[-1].isalnum()):
        return key
    return _strip(key) if len(key) > _BARE_CACHED_CHARACTERS else _strip_cached(key)


def _strip(key: str) -> str:
    start, end = 0, len(key)
    while start < end and not key[start].isalnum():
        count = _COUNT.match(key, start)
        start = count.end() if count else start + 1
    while start < end and not key[end - 1].isalnum():
        if unicodedata.category(key[end - 1])[0] == "M" and key[end - 1] != "\ufe0f":
            break
        opening = max(key.rfind("(", start, end), key.rfind("[", start, end))
        end = opening if opening >= 0 and _COUNT.fullmatch(key, opening, end) else end - 1
    return key[start:end]


_strip_cached = lru_cache(maxsize=1 << 14)(_strip)
