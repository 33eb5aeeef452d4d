"""Which characters beyond ASCII stand as words and marks have them: that tells single-byte encodings apart.

A byte in the wrong encoding becomes a letter or a sign all the same, but seldom one that belongs beside its
neighbours: "Gdańsk" becomes "Gdañsk", and no language writes "ñs".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# Languages written in each encoding of which langdetect has a profile: the pairs of letters that make up more
# than some ten thousandth of their texts. That Czech has "ý" says nothing for Windows-1252.
_WESTERN = ("af", "ca", "da", "de", "en", "es", "et", "fi", "fr", "it", "nl", "no", "pt", "sq", "sv")
_CENTRAL = ("cs", "de", "en", "hr", "hu", "pl", "ro", "sk", "sl", "sq")
_LANGUAGES = {
    "cp1252": _WESTERN, "cp1250": _CENTRAL, "iso8859_2": _CENTRAL, "cp1254": (*_WESTERN, "tr"),
    "cp1257": ("da", "de", "en", "et", "fi", "lt", "lv", "no", "pl", "sv"),
    "mac_roman": _WESTERN, "cp850": _WESTERN,
}  # fmt: skip
# Words of one letter, and a letter that people name. No capitals: "Å" is "ล" in Thai.
_ALONE = frozenset("àáåéèêíñóôöú")
# Names and loanwords that stand in texts of other languages, and whose letters are too rare for a profile.
_FOREIGN = frozenset([
    "anaïs", "brûlée", "bézier", "chloé", "château", "citroën", "coöperate", "coöperation", "crüe",
    "côte", "doppelgänger", "dvořák", "dáil", "déjà", "erdoğan", "føroyskt", "gaël", "héloïse",
    "hôtel", "ibáñez", "israël", "iñárritu", "joël", "kraków", "loïc", "lëtzebuergesch", "maître",
    "mañana", "michaël", "moët", "naïf", "naïve", "naïvely", "naïveté", "noël", "nuñez", "nîmes",
    "núñez", "pokémon", "pádraig", "pâté", "raphaël", "reykjavík", "rhône", "saône", "seán",
    "siobhán", "slovenščina", "thaïs", "türkçe", "zaïre", "zoë", "zürich", "île", "îles", "íslenska", "íñigo",
    "óscar", "łódź",
])  # fmt: skip
_WORD = re.compile(r"[^\W\d_ªºµ]+")
# Signs where they are written. What pairs of quotation marks enclose is not looked for. An apostrophe stands
# before an ending or behind a short word, lest "Mart’n" pass, which is "Martín" in MacRoman. So are
# "Espa–a" and "dej—": a dash has spaces or figures on both sides, or four letters, or it begins a speech.
_IN_PLACE = re.compile(
    r"""
    (?=[^\x00-\x7f])(?:
        (?<!\w)[‘“”’„«»](?=\S) | (?<=\S)[‘“”’«»](?!\w) | «(?=\s) | (?<=\s)»
        | (?<=[^\W\d_])’(?=(?:s|t|d|m|re|ve|ll|em|S|T|D|M|RE|VE|LL)\b)
        | (?:(?<=\b[cdjlmnstyBCDJLMNOST])|(?<=\b[Qq]u)|(?<=\b[Uu]n)|(?<=\b[ADNSadns][aeu]ll))
            ’(?=[aeiouyhAEIOUYHÀ-ÆÈ-ÏÒ-ÖØ-Üà-æè-ïò-öø-ýœŒ])
        | (?<!\S)[–—](?=\s|[A-ZÀ-Ý¿¡“«]|$) | (?<=\d)[–—](?=\d) | (?<=[^\W\d_]{4})[–—](?=[^\W\d_]{4})
        | …(?!\w) | (?<!\w)…(?=[A-Z])
        | (?<!\S)[•·](?!\w)
        | (?<!\w)©(?=\s?(?:\d{4}|[^\W\d_])) | (?<=[\w)])[®™](?!\w)
        | (?<!\w)[£¥€](?=\s?\d) | (?<=\d)[€¢](?!\w) | (?<=\d\s)€(?!\w)
        | (?<=\d)°(?![^\W\d_]{2}) | (?<=\d\s)°(?=[CF]\b) | (?<=\d)[ºª](?!\w) | (?<=\d\.)[ºª](?!\w)
        | (?<!\w)§(?=\s?\d) | (?<=[\d\s])[±×÷](?=[\d\s]) | (?<=[\d\s])[½¼¾](?!\w) | (?<=m)[²³](?!\w)
        | (?<![\w.])[¿¡](?=[^\W\d_]{2}) | (?<=[\d\s])µ(?=[mgslF]\b)
    )
    """,
    re.VERBOSE,
)


def in_place(text: str, codec: str) -> set[int]:
    """Where a text has characters beyond ASCII that their neighbours bear out: in words, or as signs.

    A word bears its letters out if a language that is written in `codec` has each beside those around it.
    """
    found = {match.start() for match in _IN_PLACE.finditer(text)}
    for word in odd_words(text):
        if _known(text, word, codec):
            found.update(at for at in range(*word.span()) if text[at] > "\x7f")
    return found


def in_listed_words(text: str) -> set[int]:
    """Where the names and loanwords of a text stand that are known by themselves."""
    return {at for word in odd_words(text) if word[0].lower() in _FOREIGN for at in range(*word.span())}


def odd_words(text: str) -> Iterator[re.Match[str]]:
    """The words of a text that have letters beyond ASCII."""
    return (word for word in _WORD.finditer(text) if not word[0].isascii())


def is_written(word: str) -> bool:
    """Whether capitals stand as in words: throughout, or at the beginning alone."""
    return word[1:].islower() or word.isupper() or len(word) == 1


def _known(text: str, match: re.Match[str], codec: str) -> bool:
    word = match[0]
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    if not is_written(word) or any(sign.isdigit() or sign in "_ªºµ" for sign in around):
        return False
    if len(word) == 1:
        return word in _ALONE and around.isascii()
    if word.lower() in _FOREIGN:
        return True
    spaced = f" {_small(word)} "
    pairs = {
        pair
        for at in range(1, len(spaced) - 1)
        if spaced[at] > "\x7f"
        for pair in (spaced[at - 1 : at + 1], spaced[at : at + 2])
    }
    return any(pairs <= known for known in map(_pairs, _LANGUAGES[codec]))


def _small(text: str) -> str:
    """In small letters; "İ", which would become two characters, is left."""
    return "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in text)


@cache
def _pairs(language: str) -> frozenset[str]:
    """A language's pairs of letters, or of a letter and the edge of a word, that are not ASCII."""
    found = find_spec("langdetect")  # not imported: its code takes longer than all this
    if found is None or not found.submodule_search_locations:
        return frozenset()
    profile = Path(found.submodule_search_locations[0], "profiles", language)
    grams = json.loads(profile.read_text("utf-8"))["freq"]
    return frozenset(_small(gram) for gram in grams if len(gram) == 2 and not gram.isascii())
