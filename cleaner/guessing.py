"""Guesses the encoding of bytes that are neither marked nor UTF-8: asks charset-normalizer, and doubts it."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from operator import ne

from cleaner.spelling import in_listed_words, in_place, is_written, odd_words

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
# So it is below so many bytes beyond ASCII, however dense. Of English texts with a few words in one of 14
# encodings that are not Latin, 41 to 61 % were read wrongly at 4 such bytes, 22 to 27 % at 16, 2 to 5 % at
# 32 and 0 to 2 % at 64, where those of East Asia are still 1 in 20. Now 0 to 3 % are at 4 bytes, and none
# from 16 on. (python tests/benchmarks/encodings.py --documents 4 --ours --kinds few)
_FEW = 64
_FEW_OF_TWO_BYTES = 100
_BY_CHANCE = 8  # so few may fit a Latin language by chance, also where charset-normalizer says Latin
_OF_TWO_BYTES = ("big5hkscs", "cp932", "cp949", "euc_jp", "gb18030")
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
_LATIN = ("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "mac_roman")
_FAMILIES = (_LATIN, ("cp1253", "iso8859_7"))
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
# What the fit of letters leaves open is decided by the words that they make, see `spelling`: German with
# the one word "Français", which might be "Franēais" in cp1257; English with a "©", which is "Š" in
# iso8859_2. Of English texts with one such word from a page of another Latin language, 10 to 13 % were read
# wrongly, now none (`--kinds few --pages DATA`). An encoding that is not the likeliest needs more than a
# word.
_LIKELIEST = "cp1252"
_FEWEST_IN_PLACE = 6
_LEAD = 2
_LEAD_OF_STRAY = 1  # what is pasted into UTF-8 came from Windows, more often than from anywhere else
# Never the answer to that: too much in other encodings reads as marks of these.
_RIVALS = ("mac_roman", "cp850")
_PUNCTUATION = frozenset("\xa0\xad‘’‚“”„–—…•«»‹›°§©®™€£―¿¡²³½±×΄")
# "donÕt": a capital behind a small letter; " ’λλοι": a closing quotation mark before a word.
_MISPLACED = re.compile("[a-zα-ωά-ώ](?=[À-ÖØ-ÞŒŠŸŽΆΑ-ΩĄĆĘŁŃŚŹŻČĎĐĚŇŐŔŘŤŮŰ])|(?<!\\w)’(?=[α-ωά-ώ])")
# What stands so far from all that is beyond ASCII says nothing of it.
_FAR = re.compile(rb"([\x00-\x7f]{40})[\x00-\x7f]+([\x00-\x7f]{40})")
_STRAY = re.compile("[\udc80-\udcff]+")
_FAR_FROM_STRAY = re.compile("([^\udc80-\udcff]{40})[^\udc80-\udcff]+([^\udc80-\udcff]{40})")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def guess(data: bytes) -> tuple[str, float] | None:
    """The codec that fits best, and the confidence in it (0 to 1); None where that is too low.

    charset-normalizer is asked, and its answer checked. Confidence is 1 - chaos (its share of improbable
    characters), in the Latin and Greek families times the fit: the share of characters beyond ASCII that one
    language's alphabet, or punctuation, accounts for, or the words that they stand in.
    """
    codec, confidence = "", 0.0
    if len(data) >= FEWEST_BYTES:
        sample = _sample(data)
        # A sample cut inside a character of many bytes is no text in the right encoding.
        whole = len(sample) < _SAMPLE_BYTES or _beyond_ascii(sample) < _DENSE * len(sample)
        for cut in range(1 if whole else 4):
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
    odd = _beyond_ascii(sample)
    family = next((family for family in _FAMILIES if codec in family), None)
    few = odd < (_FEW_OF_TWO_BYTES if codec in _OF_TWO_BYTES else _FEW)
    by_chance = odd < _BY_CHANCE or (few and family is not _LATIN)
    if few or (family is None and odd < _DENSE * len(sample)):
        family = _LATIN
    if family:
        codec, fit = _fittest(sample, family)
        near = _FAR.sub(rb"\1\n\2", sample)
        if family is _LATIN and (fit < _LEAST_CONFIDENCE or (by_chance and not _in_words(near, codec))):
            codec, fit = _by_words(near) or (codec, 0.0)
        confidence *= fit
    return codecs.lookup(codec).name, confidence


def _beyond_ascii(data: bytes) -> int:
    return len(data) - len(data.decode("ascii", "ignore"))


def _fittest(sample: bytes, family: tuple[str, ...]) -> tuple[str, float]:
    """Choose among codecs of a family, which charset-normalizer cannot tell apart, by their letters.

    The fit is 0 where two that read the sample differently fit alike; MacRoman, the rarest, loses a tie.
    """
    readings = _readings(sample, family)
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
    return codec, most / max(1, total)


def _readings(sample: bytes, codecs: Sequence[str]) -> list[tuple[str, str]]:
    """Each of the codecs that can read the sample, and what it reads."""
    found = []
    for codec in codecs:
        try:
            found.append((codec, sample.decode(codec)))
        except UnicodeDecodeError:
            continue
    return found


def _in_words(sample: bytes, codec: str) -> bool:
    """Whether most of what is beyond ASCII is in place, and no Latin encoding has more that is.

    With few letters the fit alone is chance: "äà", two good German letters, is Russian "да".
    """
    found = {name: len(in_place(text, name)) for name, text in _readings(sample, (*_LATIN, "cp850"))}
    return 2 * found[codec] >= _beyond_ascii(sample) and found[codec] == max(found.values())


def _by_words(sample: bytes) -> tuple[str, float] | None:
    """Choose among Latin encodings by the words that letters make, and say how much is accounted for."""
    readings = _readings(sample, (*_LATIN, *_RIVALS))
    odd = {at for at, byte in enumerate(sample) if byte > 0x7F}
    return _told_apart(readings, odd, _LEAD)


def western(line: str) -> bool:
    """Whether the stray bytes of a line, U+DC80 to U+DCFF, are Windows-1252: whether they make words so.

    The rest of the line may be in any script; a word that stray bytes are part of may not.
    """
    near = _FAR_FROM_STRAY.sub(r"\1\n\2", line)[:_SAMPLE_BYTES]
    odd = {at for at, character in enumerate(near) if "\udc80" <= character <= "\udcff"}
    readings = []
    for codec in (*_LATIN, *_RIVALS):
        with suppress(UnicodeDecodeError):
            readings.append((codec, read_stray(near, codec)))
    told = _told_apart(readings, odd, _LEAD_OF_STRAY)
    if told is None or told[0] != _LIKELIEST or told[1] < _LEAST_CONFIDENCE:
        return False
    words = [
        word for word in odd_words(dict(readings)[_LIKELIEST]) if not odd.isdisjoint(range(*word.span()))
    ]
    return all(word[0].encode(_LIKELIEST, "ignore").decode(_LIKELIEST) == word[0] for word in words)


def read_stray(text: str, codec: str = _LIKELIEST) -> str:
    """The text with its stray bytes read by a codec.

    Raises:
        UnicodeDecodeError: the codec has nothing for one of them.
    """
    return _STRAY.sub(lambda run: bytes(ord(stray) - 0xDC00 for stray in run[0]).decode(codec), text)


def _told_apart(readings: Sequence[tuple[str, str]], odd: set[int], lead: int) -> tuple[str, float] | None:
    """Choose among readings, by codec, of the same bytes; `odd` is where these are not ASCII.

    None where too little speaks for the best reading against another, in the places where the two differ: not
    more than `lead` times what speaks against it. What all have alike, such as "©", decides nothing.
    """
    by_text: dict[str, str] = {}  # the likelier codecs first
    for codec, text in readings:
        by_text.setdefault(text, codec)
    placed = {text: in_place(text, codec) & odd for text, codec in by_text.items()}
    chosen = max(placed, key=lambda text: len(placed[text]), default="")
    codec = by_text.get(chosen, _RIVALS[0])
    if codec in _RIVALS:
        return None
    # No other reading of these counts: "’s" would be "ís" in MacRoman, as in "país".
    settled = in_listed_words(chosen) | {at for at in placed[chosen] if chosen[at] == "’"}
    least = 1 if codec == _LIKELIEST else _FEWEST_IN_PLACE
    for text, found in placed.items():
        different = {at for at in odd if text[at] != chosen[at]}
        needed = max(least, lead * len(found & different - settled) + 1)
        if different and len(placed[chosen] & different) < needed:
            return None
    return codec, _accounted(chosen, odd, placed[chosen])


def _accounted(text: str, odd: set[int], placed: set[int]) -> float:
    """The share of `odd` characters that are in place, or of one alphabet and in a word."""
    words = [word for word in odd_words(text) if is_written(word[0]) and len(word[0]) > 1]
    rest = {at for word in words for at in range(*word.span())} & odd - placed
    letters = Counter(text[at].lower() for at in rest)
    best = max(sum(letters[letter] for letter in alphabet) for alphabet in _ALPHABETS)
    blank = sum(text[at] in "\xa0\xad" for at in odd - placed)
    return (len(placed) + best + blank) / max(1, len(odd))


def _fit(text: str) -> int:
    """Count the characters beyond ASCII that one alphabet, or punctuation, accounts for."""
    counts = Counter(character.lower() for character in text if character > "\x7f")
    known = sum(counts[character] for character in _PUNCTUATION)
    best = max(sum(counts[letter] for letter in alphabet) for alphabet in _ALPHABETS)
    return known + best - len(_MISPLACED.findall(text))
