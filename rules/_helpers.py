"""What the rules on other stories share: what counts as prose, and which words tell what a text is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from functools import cache, lru_cache
from itertools import chain, compress, count, islice
from operator import eq

from msgspec import Struct

from cleaner import (
    Document,
    Finding,
    Line,
    Safety,
    bare,
    deletion,
    fold,
    line_span,
    may_be_unspaced,
    of_text,
)

TELLING = 12  # words that stand for what a body is about
SENTENCE_WORDS = 12  # a line of so many words that ends a sentence is prose; shorter ones may be headlines
PARAGRAPH_WORDS = 30  # one line of so many is a paragraph by itself; teasers are shorter
_BEGINNING = 6  # characters of two keys that must agree before their words are looked at
_SPACED_OUT = 400  # characters in which spaces are counted
_LOOKED_AT = 60
# Three words in ASCII, which are the first three of the key: no folding of what follows changes them.
_NO_WORD, _ASCII_WORD = r"[ !-%'-/:-@\[-^`{-~]", r"([0-9A-Za-z_]++)"
_THREE_WORDS = re.compile(
    rf"{_NO_WORD}*+{_ASCII_WORD}{_NO_WORD}++{_ASCII_WORD}{_NO_WORD}++{_ASCII_WORD}{_NO_WORD}"
)
_PLAIN = re.compile(
    rf"([!-%'-~](?:[!-%'-~]| (?! )){{{_BEGINNING - 1}}})[ -%'-~]"
)  # ASCII that folds to itself in small letters
_OPENING = " \t\u00a0\u3000\"'“”„‘’«»([【「『"
_STEM = 6  # inflected forms of a word mostly share so many letters
_UNSPACED = "\u0e00"  # words of one letter from here on belong to scripts without spaces

_ENOUGH = re.compile(rf"(?:[^0-9A-Za-z_]*+[0-9A-Za-z_]++){{{SENTENCE_WORDS}}}")  # words in ASCII


# So many words at the beginning, quotation marks and dashes aside, or so many Chinese characters: lines that
# need not be folded to tell. Nothing here backtracks.
_WORD = r"[\"'“”„‘’«(]*+(?=[\x00-\u0dff])\w"
_WORDS = re.compile(rf"(?:[•·*^–—-] )?+(?:{_WORD}\S*+ (?:[–—-] )?+){{{SENTENCE_WORDS - 1}}}{_WORD}")


@cache
def _characters() -> re.Pattern[str]:
    """Compiled where a line may have them, since it takes a while."""
    return re.compile(rf"(?:[^\u4e00-\u9fff]*+[\u4e00-\u9fff]){{{2 * SENTENCE_WORDS}}}")


@of_text
def words(line: Line) -> int:
    """The number of words; two characters of a script without spaces count as one."""
    tokens = line.content.tokens
    if _is_spaced(line):
        return len(tokens)
    single = sum([len(word) == 1 and word >= _UNSPACED for word in tokens])
    return len(tokens) - single // 2


def _is_spaced(line: Line) -> bool:
    """Whether no word is in a script without spaces; a few lines that have none are not told."""
    key = line.content.key
    return key.isascii() or not may_be_unspaced(key)


def is_prose(line: Line, least: int = SENTENCE_WORDS) -> bool:
    """Whether a line is at least one whole sentence of some length."""
    return len(line.text) >= least and line.ends_sentence and has_words(line, least)


def has_words(line: Line, least: int) -> bool:
    """Whether a line has so many words; many spaces tell it without a count."""
    return line.text.count(" ") >= 2 * least or words(line) >= least


@lru_cache(maxsize=2)
def prose(document: Document) -> Sequence[bool]:
    """For each inked line whether it is prose (see `is_prose`), computed once for all rules."""
    # No letter or digit ends a sentence, and what begins with so many spaces has enough words: most lines
    # go by without a call.
    return [
        not (text := line.text)[-1].isalnum()
        and ((text[-1] in ".!?" and text.count(" ", 0, _SPACED_OUT) >= 2 * SENTENCE_WORDS) or _is_prose(line))
        for line in document.inked
    ]


@of_text
def _is_prose(line: Line) -> bool:
    text = line.text
    if len(text) < SENTENCE_WORDS or not (text[-1] in ".!?" or line.content.ends_sentence):
        return False
    if text.count(" ") >= 2 * SENTENCE_WORDS:
        return True
    if text.isascii() and text.isprintable() and "&" not in text:
        return _ENOUGH.match(text) is not None  # folding makes it small, and does no more
    if _WORDS.match(text) or (may_be_unspaced(text) and _characters().match(text)):
        return True
    return words(line) >= SENTENCE_WORDS


@of_text
def stems(line: Line) -> Sequence[str]:
    """What is left of the words that tell a subject: no function words, the rest cut to a common beginning.

    Scripts without spaces give pairs of neighbouring characters.
    """
    if _is_spaced(line):
        return list(filter(None, map(_stem, line.content.tokens)))
    found = []
    before = ""
    for word in line.content.tokens:
        if len(word) == 1 and word >= _UNSPACED:
            if before:
                found.append(before + word)
            before = word
            continue
        before = ""
        if stem := _stem(word):
            found.append(stem)
    return found


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    """The beginning of a word that may tell a subject; empty for others."""
    short = len(word) < (4 if word >= "\u0370" else 5)
    return "" if short or word in function_words() or word.isdigit() else word[:_STEM]


class Telling(Struct, frozen=True):
    """The stems that a body's prose repeats most often, the most frequent first, each with its count."""

    counts: tuple[tuple[str, int], ...] = ()

    def __len__(self) -> int:
        return len(self.counts)

    def shared(self, found: Container[str]) -> Shared:
        """How much of them a story has, whose stems are `found`."""
        hits = [(place, count) for place, (stem, count) in enumerate(self.counts) if stem in found]
        total = sum(count for _, count in self.counts) or 1
        return Shared(
            len(hits),
            sum(count for _, count in hits) / total,
            min((place for place, _ in hits), default=len(self.counts)),
        )


class Shared(Struct, frozen=True):
    """The telling words that a story shares: how many, their share of all uses, the rank of the first."""

    words: int
    mass: float
    first: int


def telling_words(lines: Sequence[Line], most: int = TELLING) -> Telling:
    """The stems that the prose among the lines repeats most often; each at least twice."""
    found: Counter[str] = Counter()
    lines = [line for line in lines if words(line) >= SENTENCE_WORDS]
    if all(map(_is_spaced, lines)):
        # Words are counted first: a word that comes often is cut but once.
        for word, times in Counter(chain.from_iterable(line.content.tokens for line in lines)).items():
            if stem := _stem(word):
                found[stem] = found.get(stem, 0) + times
    else:
        for line in lines:
            found.update(stems(line))
    return Telling(tuple((stem, times) for stem, times in found.most_common(most) if times > 1))


@cache
def function_words() -> frozenset[str]:
    """The frequent words of all languages that the language table knows."""
    from ._language import _table

    return frozenset(_table()[0])


@cache
def words_of(code: str) -> frozenset[str]:
    """The function words of one language; empty for one that the table does not know."""
    from ._language import _table

    return frozenset(word for word, codes in _table()[0].items() if code in codes)


def beginning(line: Line) -> str:
    """The first characters of a line's key: equal for lines that say the same, and cheap for long ones."""
    plain = _PLAIN.match(line.text)
    return plain[1].lower() if plain else _folded_beginning(line)


@of_text
def _folded_beginning(line: Line) -> str:
    return fold(line.text[:_LOOKED_AT])[:_BEGINNING]


@lru_cache(maxsize=2)
def _heads(document: Document) -> Sequence[str]:
    """The first character of each inked line, quotation marks and brackets aside; empty for list items."""
    texts = [line.text for line in document.inked]
    return [text[0].casefold() if text[0].isalnum() else _head(text) for text in texts]


def _head(text: str) -> str:
    return "" if text.lstrip()[:1] in BULLETS else text.lstrip(_OPENING)[:1].casefold()


@lru_cache(maxsize=4)
def alike(document: Document, distance: int = 1) -> Sequence[int]:
    """The places of inked lines that begin like the line so far above, and so may say the same.

    List items are left out, and lines that have three words and differ in these.
    """
    inked, heads = document.inked, _heads(document)
    return [
        place
        for place in compress(count(distance), map(eq, islice(heads, distance, None), heads))
        if heads[place]
        and beginning(inked[place]) == beginning(inked[place - distance])
        and not _differ(inked[place].text, inked[place - distance].text)
    ]


def _differ(text: str, other: str) -> bool:
    """Whether two texts plainly differ in their first three words."""
    one, two = _THREE_WORDS.match(text), _THREE_WORDS.match(other)
    if one is None or two is None:
        return False
    return [word.lower() for word in one.groups()] != [word.lower() for word in two.groups()]


def begins_like(document: Document, place: int, other: int) -> bool:
    """Whether two inked lines begin alike; list items do not."""
    heads, inked = _heads(document), document.inked
    alike_heads = heads[place] == heads[other] and heads[place] != ""
    return alike_heads and beginning(inked[place]) == beginning(inked[other])


@of_text
def _first_letter(line: Line) -> str:
    """The character that the first word begins with."""
    key = line.key
    return key[0] if key[:1].isalnum() else next((ch for ch in key if ch.isalnum() or ch == "_"), "")


def repeats(line: Line, other: Line) -> bool:
    """Whether two lines say the same, punctuation aside."""
    # Most pairs differ in their first letter, and need not be split into words.
    one, two = line.content.key[:1], other.content.key[:1]
    if one != two and one.isalnum() and two.isalnum():
        return False
    return _first_letter(line) == _first_letter(other) and bool(line.tokens) and line.tokens == other.tokens


def quoted(line: Line, most: int = 60) -> str:
    """A line as a message quotes it: decoration off, cut."""
    text = " ".join(line.text.split())
    plain = bare(text) or text
    return repr(plain if len(plain) <= most else plain[: most - 1] + "…")


def repetition(
    document: Document,
    first: Line,
    last: Line,
    shown: Line,
    keeps: Line,
    message: str,
    safety: Safety | None = None,
) -> Finding:
    """A deletion of lines of which one inked line, `shown`, says what another, `keeps`, does."""
    edits = deletion(document, first, last, message).edits
    return Finding(line_span(shown), message, edits, safety, line_span(keeps))


BULLETS = "•·*-–—►▶▪■●○◦‣›»→^"


def bulleted(line: Line) -> bool:
    """Whether a line begins as a list item."""
    start = line.text.lstrip()[:1]
    return start != "" and start in BULLETS


HEAD = 12  # inked lines at the head of a text in which its metadata stands
ABOVE = 8  # lines above the first sentence, where menus stand over the head
BELOW = 2  # lines below it: a summary may stand over the metadata
