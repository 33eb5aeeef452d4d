"""Which language a text is written in: exact cheap screens first, langdetect only for the rest.

A script that one language owns settles the answer (Hangul is Korean), then function words
do, and only a text that neither settles costs the import and the profiles of langdetect.
Everything works on one bounded sample, so time does not grow with the text. The answer is a
function of the text alone: not of what ran before, the platform or the hash seed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from cleaner import precompiled

TABLE: Final = Path(__file__).with_name("_language.toml")

# Measured on 1,314 labelled pages and 486 more, mostly German ("pages"), and on 3,657 texts of 300 to 900
# characters put together from translated messages of programs in 110 languages ("messages").

# Characters looked at: some 300 words, of which the table has 39 % in English (median), 24 % in Polish.
SAMPLE: Final = 2_000
# Lines heard at most, and the characters for which one line counts when the longer half is picked.
LINES: Final = 16
LINE_WEIGHT: Final = 1_000
# Characters and number of windows: a text over 65,536 characters is not even split into lines.
WINDOW: Final = 4_096
WINDOWS: Final = 16

# Letters below which to abstain. Of single lines cut at n letters, screens and langdetect (where sure) name
# wrongly 187 of 969 at n = 10, 65 of 1,000 at 20, 22 of 863 at 40, 11 of 593 at 50, 5 of 435 at 60 and
# 3 of 304 at 80.
MIN_LETTERS: Final = 60
# In Chinese, Japanese and Korean the script settles: of 57 lines cut at 10, 20 and 30 letters none is named
# wrongly.
MIN_LETTERS_CJK: Final = 12

# Share of the letters that must be of the script. Of the pages none is named wrongly, while langdetect takes
# 33 of the 141 Chinese ones, all in traditional characters, for Korean.
SCRIPT_SHARE: Final = 0.75
# A Chinese character weighs as much as about three Latin letters. At 0.75, 26 Chinese messages full of Latin
# names were left to langdetect, which took 9 for Korean, Norwegian or Catalan and refused ten.
CJK_SHARE: Final = 0.40
# Of Chinese characters and kana: Japanese prose has far more kana, Chinese none but in names. All pages and
# messages in either fall outside these two.
KANA_SHARE: Final = 0.20
HAN_SHARE: Final = 0.98
# Of a script's letters: its share of the letters that only the rarer language has.
TELL_SHARE: Final = 0.01

# Function words: how many, as a share of all words, and the lead over the second language as such a share.
# Of 2,278 page texts (whole and body) in shared scripts, (0.16, 0.04) settles 2,218, (0.20, 0.04)
# 2,168, (0.16, 0.06) 2,187, and (0.10, 0.02) 2,231, but five against langdetect. Here two are: those of an
# Icelandic page, which langdetect calls Norwegian or Swedish. Of 483 mostly German pages it settles 477, one
# against langdetect, half English. The lead is for neighbours: of 2,720 messages, 76 are named for another
# language (113 at 0.02), nearly all in Friulian, Interlingua and others unknown here and to langdetect.
MIN_HITS: Final = 8
WORD_SHARE: Final = 0.16
WORD_LEAD: Final = 0.04

# langdetect's probability: a mean of seven trials, so this asks that all agree. Of the messages that reach it
# in a language it knows it names 720 of 721 rightly at this, and one more at 0.857; of 758 in other languages
# it refuses 265. All pages of lorem ipsum are refused (at 0.8 three were Catalan).
DETECTED: Final = 0.90


class Language(Struct, frozen=True):
    """A language and how it was told."""

    code: str
    """ISO 639-1; Chinese is "zh" in both scripts, Norwegian "no" in both forms."""
    confidence: float
    """0 to 1. "script": share of the letters. "words": the winner's share of what it and the
    second hit. "langdetect": its probability. Compare within one method only."""
    method: str
    """"script", "words" or "langdetect"."""


# First and last code point of the letters and signs of a script (Unicode 15, Blocks.txt), in order.
# A code: the only language of that script that a scraped text is in; "": words or langdetect decide.
_SCRIPTS: Final = (
    ("\u0370", "\u03ff", "el"),
    ("\u0400", "\u052f", ""),  # Cyrillic
    ("\u0531", "\u058f", "hy"),
    ("\u0590", "\u05ff", "he"),
    ("\u0600", "\u06ff", ""),  # Arabic
    ("\u0780", "\u07bf", "dv"),
    ("\u0900", "\u097f", ""),  # Devanagari
    ("\u0980", "\u09ff", "bn"),
    ("\u0a00", "\u0a7f", "pa"),
    ("\u0a80", "\u0aff", "gu"),
    ("\u0b00", "\u0b7f", "or"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u0c00", "\u0c7f", "te"),
    ("\u0c80", "\u0cff", "kn"),
    ("\u0d00", "\u0d7f", "ml"),
    ("\u0d80", "\u0dff", "si"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u0e80", "\u0eff", "lo"),
    ("\u1000", "\u109f", "my"),
    ("\u10a0", "\u10ff", "ka"),
    ("\u1780", "\u17ff", "km"),
    ("\u1f00", "\u1fff", "el"),
    ("\u3005", "\u3007", "zh"),
    ("\u3041", "\u30ff", "ja"),
    ("\u3400", "\u9fff", "zh"),
    ("\uac00", "\ud7a3", "ko"),
    ("\uf900", "\ufaff", "zh"),
    ("\U00020000", "\U000323af", "zh"),
)
_STARTS: Final = [first for first, _, _ in _SCRIPTS]

# What may stand in a word: letters and combining marks of all scripts, in ranges, because a character class
# of ranges is searched two to four times as fast as one of \\w less digits (31 against 105 us for SAMPLE).
_HAN: Final = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_NEAR: Final = (
    "\u0370-\u037d\u0388-\u0482\u048a-\u0588\u0591-\u05bd\u05d0-\u05f2\u0610-\u061a\u0620-\u065f\u066e-\u06d3"
    "\u06d5-\u06ef\u06fa-\u0963\u0970-\u1dff\u1f00-\u1fff"
)
_NOT_LATIN: Final = (
    _NEAR + "\u3041-\u30ff\ua000-\ud7a3\ufb13-\ufdff\ufe70-\ufefc\uff66-\uff9d\U00010000-\U0001bfff" + _HAN
)
_FAR: Final = "\u3005"  # the first that `_NEAR`, which takes a tenth of the time to compile, does not know
_LATIN: Final = "a-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u036f\u1e00-\u1eff"
_KANA: Final = "\u3041-\u30ff\uff66-\uff9d"
_CJK: Final = frozenset({"zh", "ja", "ko"})
# Scripts that langdetect has a profile for; of others it says anything (Armenian: Estonian, Shavian: Korean).
_PROFILED: Final = (
    _LATIN
    + "\u0370-\u052f\u0590-\u06ff\u0900-\u0aff\u0b80-\u0d7f\u0e00-\u0e7f\u1f00-\u1fff\uac00-\ud7a3"
    + _KANA
    + _HAN
)
# Letters that tell a rarer language from the one that owns the script.
_TELLS: Final = {"bn": ("as", "\u09f0\u09f1"), "he": ("yi", "\u05f0-\u05f2")}


def identify(text: str, *, screens_only: bool = False) -> Language | None:
    """Tell the language of a text, or None where it has too few letters or none is sure.

    With `screens_only` langdetect is not asked where script and function words do not settle it.
    Looks at `sample(text)` only. Never raises; control characters, lone surrogates and
    lines of any length are just characters.
    """
    seen = sample(text)
    small = unicodedata.normalize("NFC", seen.casefold())
    other = _NOT_LATIN if max(small, default="") >= _FAR else _NEAR
    words = _runs(_LATIN + other).findall(small)
    letters = "".join(words)
    if len(letters) < MIN_LETTERS_CJK:
        return None
    language = None if letters.isascii() else _by_script(letters, "".join(_runs(other).findall(letters)))
    if language and (len(letters) >= MIN_LETTERS or language.code in _CJK):
        return language
    if len(letters) < MIN_LETTERS:
        return None
    settled = _by_words(words)
    if settled or screens_only or not _profiled(letters):
        return settled
    return _by_langdetect(seen)


def sample(text: str) -> str:
    """At most SAMPLE characters, shared out between the longest lines of the text.

    Long lines are prose; menus and captions, perhaps in another language, are short. So only
    the longest lines are heard that together hold half of the text, and at most LINES; a long
    one gets what shorter ones leave, and no blob counts as all of the text. Of a text over
    WINDOWS * WINDOW characters only that many are looked at, in evenly spread windows.
    """
    if len(text) > WINDOWS * WINDOW:
        stride = (len(text) - WINDOW) // (WINDOWS - 1)
        text = "\n".join(text[i * stride : i * stride + WINDOW] for i in range(WINDOWS))
    if len(text) <= SAMPLE:
        return text
    lines = sorted(text.replace("\r", "\n").split("\n"), key=len, reverse=True)
    heard = sum(map(len, lines[:WINDOW]))
    for line in takewhile(lambda line: len(line) > LINE_WEIGHT, lines[:WINDOW]):
        heard -= len(line) - LINE_WEIGHT
    half = (heard + 1) // 2
    longest: list[str] = []
    for line in lines[:LINES]:
        longest.append(line)
        half -= min(len(line), LINE_WEIGHT)
        if half <= 0:
            break
    pieces: list[str] = []
    room = SAMPLE + 1
    for left in range(len(longest), 0, -1):
        pieces.append(longest[left - 1][: room // left - 1])
        room -= len(pieces[-1]) + 1
    return "\n".join(pieces)


def _by_script(letters: str, other: str) -> Language | None:
    """Settle by the script of most letters; `other` are those that are not Latin."""
    if len(other) < len(letters) * CJK_SHARE:
        return None
    # Sixteen letters nominate a script; all of them are counted before it is believed.
    probes = [bisect_right(_STARTS, ch) - 1 for ch in other[:: len(other) // 16 + 1]]
    first, last, code = _SCRIPTS[max(set(probes), key=probes.count)]
    if code in ("zh", "ja"):
        han, kana = _count(_HAN, other), _count(_KANA, other)
        count = han + kana
        code = "ja" if kana >= count * KANA_SHARE else "zh" if han >= count * HAN_SHARE else ""
    else:
        count = _count("\u0370-\u1fff" if code == "el" else f"{first}-{last}", other) if code else 0
    share = count / len(letters)
    if not code or share < (CJK_SHARE if code in _CJK else SCRIPT_SHARE):
        return None
    if code in _TELLS:
        rarer, tell = _TELLS[code]
        if _count(tell, other) >= count * TELL_SHARE:
            code = rarer
    return Language(code, share, "script")


def _count(charset: str, letters: str) -> int:
    return len("".join(_runs(charset).findall(letters)))


@cache
def _runs(charset: str) -> re.Pattern[str]:
    """Runs of these characters; compiled at first use, since importing must cost nothing."""
    return re.compile(f"[{charset}]+")


def _by_words(words: list[str]) -> Language | None:
    """Settle by function words: enough of them, and clearly more than of any other language."""
    rows, settles = _table()
    found = Counter(map(rows.get, words))
    hits: dict[str, int] = {}
    for codes, count in found.items():
        for code in codes or ():
            hits[code] = hits.get(code, 0) + count
    if not hits:
        return None
    best = max(hits, key=hits.__getitem__)
    most = hits.pop(best)
    second = max(hits.values(), default=0)
    if (
        best not in settles
        or most < max(MIN_HITS, WORD_SHARE * len(words))
        or most - second < WORD_LEAD * len(words)
    ):
        return None
    return Language(best, most / (most + second), "words")


@cache
def _table() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Word -> the languages that have it, as ("da", "no", "sv"); and the languages that words may settle."""
    rows, settles = precompiled("languages", TABLE.parent, [TABLE], _rows)
    return rows, settles


def _rows() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    import tomllib

    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    rows: dict[str, tuple[str, ...]] = {}
    for code, line in (*table["settles"].items(), *table["rivals"].items()):
        for word in dict.fromkeys(line.split()):
            rows[word] = (*rows.get(word, ()), code)
    return rows, frozenset(table["settles"])


def _profiled(letters: str) -> bool:
    return 2 * _count(_PROFILED, letters) >= len(letters)


def _by_langdetect(seen: str) -> Language | None:
    """Ask langdetect, with a generator of its own seeded afresh for each text."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _detector()(_factory())
    try:
        detector.append(seen)
        ranked = detector.get_probabilities()
    except LangDetectException:  # no letters it has a profile for, or no language that can be sure
        return None
    if not ranked or ranked[0].prob < DETECTED:
        return None
    code = ranked[0].lang.partition("-")[0]
    return Language(code, min(ranked[0].prob, 1.0), "langdetect")


@cache
def _detector() -> Any:
    """langdetect's detector with the same answers in half the time."""
    from langdetect.detector import Detector
    from langdetect.lang_detect_exception import ErrorCode, LangDetectException

    class Quick(Detector):  # type: ignore[misc, unused-ignore]
        def _init_probability(self) -> Any:
            """Begin a trial, unless those before leave no language that all seven could make sure."""
            best, made = max(self.langprob), sum(self.langprob)  # each trial gives a seventh
            if best + 1.0 - made < DETECTED - 0.01:
                raise LangDetectException(ErrorCode.CantDetectError, "No language is sure.")
            return super()._init_probability()

        def _update_lang_prob(self, prob: list[float], word: str, alpha: float) -> bool:
            """Weigh in one n-gram, which few of the languages have."""
            weight = alpha / self.BASE_FREQ
            weighed = [p * weight for p in prob]
            for index, share in self.word_lang_prob_map[word]:
                weighed[index] = prob[index] * (weight + share)
            prob[:] = weighed
            return True

    return Quick


@cache
def _factory() -> Any:
    """A langdetect factory of our own.

    The shared one takes its profiles in the order of os.listdir, which differs between
    platforms and with it the last digits of the probabilities, and its seed can be changed
    by anyone in the process. And it gives each n-gram a share in every language, nearly all of them 0;
    here an n-gram has a list of the languages that know it.
    """
    import json

    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    paths = sorted(path for path in Path(PROFILES_DIRECTORY).iterdir() if not path.name.startswith("."))
    shares: dict[str, list[tuple[int, float]]] = {}
    for index, path in enumerate(paths):
        profile = json.loads(path.read_bytes())
        factory.langlist.append(profile["name"])
        totals = profile["n_words"]
        for word, count in profile["freq"].items():
            shares.setdefault(word, []).append((index, count / totals[len(word) - 1]))
    # Tuples of plain values are none of the garbage collector's business; 90,000 lists take it a tenth of a
    # second each time that it looks at all there is.
    factory.word_lang_prob_map = {word: tuple(known) for word, known in shares.items()}
    factory.set_seed(0)
    return factory
