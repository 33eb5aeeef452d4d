"""Guesses the encoding of bytes that are neither marked nor UTF-8: asks charset-normalizer, and doubts it."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from operator import ne

# Measured on 3,947 pieces of web pages, 16 languages in 28 pairs of language and codec, 60 to 5,000
# characters each. From 200 bytes on, 95 % were read, and 0.2 % of these wrongly: Turkish twice as Western,
# and two texts in Big5 with a sign that its variants code differently. From 100 bytes on 0.4 % were wrong,
# from 60 on 0.8 %. A least confidence of 0.8 reads 1 % more and one of 0.95 reads 3 % less, with the same
# share of wrong ones. Not counted: Western text in MacRoman with fewer than some five letters beyond ASCII
# is sometimes read as Windows-1252.
FEWEST_BYTES = 200
_LEAST_CONFIDENCE = 0.9
_SAMPLE_BYTES = 1 << 14  # what the guess looks at: lines that are not ASCII, from the beginning
# Parts of the sample that charset-normalizer looks at. What does not divide evenly it takes for one part
# more, of a few bytes, in which it finds nothing but chaos.
_CHUNKS = 5
# Bytes beyond ASCII in the sample: English and Spanish 0 to 2 %, Polish 5 %, Czech 10 %; Japanese from 21 %,
# Russian from 76 %. Below this, an answer outside the Latin family is chance: "ó" and the letter behind
# it are a sign in Big5.
_DENSE = 0.2
# By how many of the characters beyond ASCII the best reading must fit better than any other, or else of the
# characters in which the two differ; at least one.
_MARGIN = 0.002
_MARGIN_OF_DIFFERENT = 0.9

_CANDIDATES = [
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp866", "cp874",
    "iso8859_2", "iso8859_5", "iso8859_7", "koi8_r", "mac_roman",
    "big5hkscs", "cp932", "cp949", "euc_jp", "gb18030",
]  # fmt: skip
# Codecs that share most letters, the likelier ones first.
_FAMILIES = (("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "mac_roman"), ("cp1253", "iso8859_7"))
# Letters beyond ASCII in the orthography of one language, or of a few close ones.
_ALPHABETS = tuple(
    map(
        frozenset,
        [
            "àâæçèéêëîïôœùûüÿ", "äöüßéàè", "áéíñóúüºªç", "áâãàçéêíóôõúüºª", "àèéìíîòóùúº", "áéíóúëïöüèê",
            "åäöéüà", "æøåéóòôü", "áéíóúýþðæö", "àèéíïóòúüç·", "ąćęłńóśźż", "áčďéěíňóřšťúůýž",
            "áäčďéíľňóôšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ", "çğıi̇öşüâîû", "ąčęėįšųūž", "āčēģīķļņšūž",
            "äõöüšž", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
        ],
    )
)  # fmt: skip
_PUNCTUATION = frozenset("\xa0\xad‘’‚“”„–—…•«»‹›°§©®™€£―¿¡²³½±×΄")
# "donÕt": a capital behind a small letter; " ’λλοι": a closing quotation mark before a word.
_MISPLACED = re.compile("[a-zα-ωά-ώ](?=[À-ÖØ-ÞŒŠŸŽΆΑ-ΩĄĆĘŁŃŚŹŻČĎĐĚŇŐŔŘŤŮŰ])|(?<!\\w)’(?=[α-ωά-ώ])")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def guess(data: bytes) -> tuple[str, float] | None:
    """The codec that fits best, and the confidence in it (0 to 1); None where that is too low.

    charset-normalizer is asked, and its answer checked. Confidence is 1 - chaos (its share of improbable
    characters), in the Latin and Greek families times the fit: the share of characters beyond ASCII that one
    language's alphabet, or punctuation, accounts for.
    """
    codec, confidence = "", 0.0
    if len(data) >= FEWEST_BYTES:
        sample = _sample(data)
        # A sample cut inside a character of many bytes is no text in the right encoding.
        for cut in range(4 if len(sample) == _SAMPLE_BYTES else 1):
            codec, confidence = _best(sample[: len(sample) - cut])
            if confidence >= _LEAST_CONFIDENCE:
                break
    return (codec, round(confidence, 3)) if confidence >= _LEAST_CONFIDENCE else None


def _sample(data: bytes) -> bytes:
    """The first lines that are not ASCII, up to `_SAMPLE_BYTES`; what is ASCII before a long one is cut."""
    found, size = [], 0
    for line in data.split(b"\n"):
        if first := _BEYOND_ASCII.search(line):
            found.append(line if len(line) < _SAMPLE_BYTES // 2 else line[max(0, first.start() - 100) :])
            size += len(found[-1]) + 1
            if size > _SAMPLE_BYTES:
                break
    return b"\n".join(found)[:_SAMPLE_BYTES]


def _best(sample: bytes) -> tuple[str, float]:
    """The canonical name of the codec that fits best, and the confidence in it."""
    from charset_normalizer import from_bytes

    even = sample + b"\n" * (-len(sample) % _CHUNKS)
    matches = from_bytes(
        even, steps=_CHUNKS, cp_isolation=_CANDIDATES, preemptive_behaviour=False, enable_fallback=False
    )
    best = matches.best()
    if best is None:
        return "", 0.0
    codec, confidence = best.encoding, 1 - best.chaos
    family = next((family for family in _FAMILIES if codec in family), None)
    if family is None and _beyond_ascii(sample) < _DENSE * len(sample):
        family = _FAMILIES[0]
    if family:
        codec, fit = _fittest(sample, family)
        confidence *= fit
    return codecs.lookup(codec).name, confidence


def _beyond_ascii(data: bytes) -> int:
    return len(data) - len(data.decode("ascii", "ignore"))


def _fittest(sample: bytes, family: tuple[str, ...]) -> tuple[str, float]:
    """Choose among codecs of a family, which charset-normalizer cannot tell apart, by their letters.

    The fit is 0 where two that read the sample differently fit alike; MacRoman, the rarest, loses a tie.
    """
    readings = []
    for codec in family:
        try:
            readings.append((codec, sample.decode(codec)))
        except UnicodeDecodeError:
            continue
    if not readings:
        return family[0], 0.0
    total = _beyond_ascii(sample)
    fits = [_fit(text) for _, text in readings]
    most = max(fits)
    codec, chosen = readings[fits.index(most)]
    for fit, (other, text) in zip(fits, readings, strict=True):
        if text == chosen or other == "mac_roman":
            continue
        different = sum(map(ne, text, chosen)) if len(text) == len(chosen) else total
        if most - fit < max(1, min(_MARGIN * total, _MARGIN_OF_DIFFERENT * different)):
            return codec, 0.0
    return codec, most / total


def _fit(text: str) -> int:
    """Count the characters beyond ASCII that one alphabet, or punctuation, accounts for."""
    counts = Counter(character.lower() for character in text if character > "\x7f")
    known = sum(counts[character] for character in _PUNCTUATION)
    best = max(sum(counts[letter] for letter in alphabet) for alphabet in _ALPHABETS)
    return known + best - len(_MISPLACED.findall(text))
