"""What the page-furniture rules share: short lines, phrases in a row, and where the prose lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import ClassVar

from msgspec import Struct, field

from cleaner import (
    UNSAFE,
    Content,
    Document,
    Lexicon,
    Line,
    Match,
    Phrase,
    Phrases,
    Safety,
    Spared,
    Yield,
    deletion,
    line_span,
    of_text,
)

LEXICON = Lexicon.of(Path(__file__).parent)
_LABEL_CHARACTERS = 120  # longer lines are no labels
_CALL_CHARACTERS = 320
CALL_WORDS = 45  # of a paragraph that calls on the reader; longer ones tell something too
BETWEEN = re.compile(r"[|•·›»>«‹/→]")  # what parts labels in a row
_ADDRESS = re.compile(r"[\w.+-]@[\w-]|email.protected|https?://|\bwww\.")
_TITLE_TOKENS = 2
_SHORT = 3  # names so short are only found between spaces
_PROSE_TOKENS = 20  # outside the span of such sentence lines 95 % of lines are furniture


class Label(Struct, frozen=True):
    """A short line: its index among the inked lines, the line, its key without decoration."""

    place: int
    line: Line
    key: str


def short(line: Line | Content, most: int = _LABEL_CHARACTERS) -> bool:
    """Whether a line is short enough for a label, white space at its ends aside."""
    return len(line.text) <= most or len(line.text.strip()) <= most


class _Index(Struct, frozen=True):
    """The few lines of a document that a rule may have something to say on, by what leads it to them."""

    matched: dict[Phrases, list[tuple[Label, Match]]] = field(default_factory=dict)
    calls: dict[Phrases, list[tuple[Label, Match]]] = field(default_factory=dict)
    listed: dict[Vocabulary, list[Label]] = field(default_factory=dict)
    parted: list[Label] = field(default_factory=list)


class _Look(Struct, frozen=True):
    """What the text of a line alone tells: its place in an index."""

    short: bool
    matches: Mapping[Phrases, Match]
    listed: Sequence[Vocabulary]
    parted: bool


@lru_cache(maxsize=2)
def _index(document: Document) -> _Index:
    """Look at every line once for all rules; most lines lead none to them."""
    inked = document.inked
    contents = [line.content for line in inked]
    _look_at([content for content in contents if _Look not in content.notes])
    index = _Index()
    looks = [content.notes[_Look] for content in contents]
    for place, look in [pair for pair in enumerate(looks) if pair[1]]:
        line = inked[place]
        label = Label(place, line, line.bare)
        for table, match in look.matches.items():
            index.calls.setdefault(table, []).append((label, match))
            if look.short:
                index.matched.setdefault(table, []).append((label, match))
        for vocabulary in look.listed:
            index.listed.setdefault(vocabulary, []).append(label)
        if look.parted:
            index.parted.append(label)
    return index


def _look_at(contents: Sequence[Content]) -> None:
    """Note what the texts of lines tell; None for the many that lead no rule to them."""
    for content in contents:
        content.notes[_Look] = None
    contents = [x for x in contents if len(x.text) <= _CALL_CHARACTERS or short(x, _CALL_CHARACTERS)]
    LEXICON.match_all(contents)
    keys = {content.bare for content in contents if short(content)}
    listed = {key: found for key in Vocabulary.near(keys) if (found := Vocabulary.listing(key))}
    parted = {key for key in keys if _parted(key)}
    known = listed.keys() | parted
    for content in [x for x in contents if x.notes[LEXICON] or x.bare in known]:
        # A longer line may have the key of a short one.
        key, is_short = content.bare, short(content)
        found = listed.get(key, ()) if is_short else ()
        content.notes[_Look] = _Look(is_short, content.notes[LEXICON], found, is_short and key in parted)


def matched(document: Document, table: Phrases) -> Sequence[tuple[Label, Match]]:
    """The short lines that a table knows, with what they match in it."""
    return _index(document).matched.get(table, ())


def candidates(
    document: Document, vocabulary: Vocabulary, table: Phrases | None = None, *, parted: bool = False
) -> list[Label]:
    """The short lines that are made of phrases of a vocabulary, and those that a table knows.

    With `parted`, also those with two and more bars, bullets or arrows in them.
    """
    index = _index(document)
    found = {label.place: label for label in index.listed.get(vocabulary, ())}
    if table:
        found |= {label.place: label for label, _ in index.matched.get(table, ())}
    if parted:
        found |= {label.place: label for label in index.parted}
    return [found[place] for place in sorted(found)]


class Core(Struct, frozen=True):
    """Indices among the inked lines of the first and the last sentence line; (n, -1) for none."""

    first: int
    last: int

    def within(self, place: int) -> str:
        """`head`, `middle` or `tail`; where there is no prose, nothing is outside it."""
        if self.last < 0:
            return "middle"
        return "head" if place < self.first else "tail" if place > self.last else "middle"


@lru_cache(maxsize=2)
def core(document: Document) -> Core:
    """The span from the first to the last sentence line of 20 and more tokens."""
    inked = document.inked
    first = next((place for place, line in enumerate(inked) if _prose(line)), len(inked))
    last = next((place for place in range(len(inked) - 1, first - 1, -1) if _prose(inked[place])), -1)
    return Core(first, last)


@of_text
def _prose(line: Line) -> bool:
    text = line.text
    # So many words in ASCII take two characters each, but for the last.
    if len(text) < (2 * _PROSE_TOKENS - 1 if text.isascii() else _PROSE_TOKENS) or not line.ends_sentence:
        return False
    plain = text.strip()
    # So many pieces between single spaces hold enough words, and need not be folded and counted.
    many = plain.count(" ") >= 2 * _PROSE_TOKENS and "  " not in plain
    return many or len(line.tokens) >= _PROSE_TOKENS


class Vocabulary:
    """Some sections of a table, to tell whether a line is made of their phrases and nothing else.

    `kinds` has the section of each phrase, the last one of those that hold it. With `joined`, phrases
    may stand together without space, as where a page sets icons' names side by side.
    """

    _all: ClassVar[list[Vocabulary]] = []

    def __init__(self, table: Phrases, *sections: str, joined: bool = False) -> None:
        self._table = table
        self._sections = sections
        self._joined = joined
        self._all.append(self)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The phrases, each with its section; read on first use."""
        return {text: name for name in self._sections for text in self._table.section(name)}

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        lengths: dict[str, set[int]] = {}
        for text in self.kinds:
            lengths.setdefault(text[:2], set()).add(len(text))
        return {head: sorted(found, reverse=True) for head, found in lengths.items()}

    @classmethod
    def near(cls, keys: Iterable[str]) -> set[str]:
        """Those of many keys that may be made of phrases of a vocabulary.

        They begin and end with the first and last four characters of a phrase, with a shorter phrase as
        a whole, or with a number.
        """
        heads, tails = _heads(), _tails()
        return {
            key
            for key in keys
            if (
                key[:4] in heads
                or key[:3] in heads
                or key[:2] in heads
                or key[:1] in heads
                or not key[:1].isalpha()
            )
            and (
                key[-4:] in tails
                or key[-3:] in tails
                or key[-2:] in tails
                or key[-1:] in tails
                or not key[-1:].isalpha()
            )
        }

    @classmethod
    def listing(cls, key: str) -> Sequence[Vocabulary]:
        """The vocabularies of whose phrases a key is made, which has no decoration."""
        begun = cls._all
        if key[:1].isalpha():
            heads = _heads()
            begun = [v for size in (4, 3, 2, 1) for v in heads.get(key[:size], ())]
        return [v for v in dict.fromkeys(begun) if key in v.kinds or v.parts(key)]

    def parts(self, key: str) -> list[str]:
        """Return the phrases that make up the whole key, longest first match by match; else nothing.

        Punctuation, symbols and numbers between phrases do not count.
        """
        found = []
        position = 0
        while position < len(key):
            if not key[position].isalnum() or key[position].isdigit():
                position += 1
                continue
            two = self._lengths.get(key[position : position + 2], ())
            for length in (*two, *self._lengths.get(key[position], ())):
                end = position + length
                loose = self._joined and length > _SHORT
                if (
                    end <= len(key)
                    and key[position:end] in self.kinds
                    and (loose or _whole(key, position, end))
                ):
                    break
            else:
                return []
            found.append(key[position:end])
            position = end
        return found


@cache
def _heads() -> dict[str, list[Vocabulary]]:
    """The vocabularies by the first four characters of their phrases, or by all of a shorter one."""
    heads: dict[str, list[Vocabulary]] = {}
    for vocabulary in Vocabulary._all:
        for head in {text[:4] for text in vocabulary.kinds}:
            heads.setdefault(head, []).append(vocabulary)
    return heads


@cache
def _tails() -> frozenset[str]:
    return frozenset(text[-4:] for vocabulary in Vocabulary._all for text in vocabulary.kinds)


def _whole(key: str, start: int, end: int) -> bool:
    """Whether no letter meets a letter at either end, save in scripts without spaces."""
    return all(
        at in (0, len(key)) or not (key[at - 1].isalnum() and key[at].isalnum()) or key[at] >= "\u2e80"
        for at in (start, end)
    )


def removal(
    document: Document, label: Label, phrase: Phrase, what: str, safety: Safety | None = None
) -> Yield:
    """Delete a line that matches `phrase`.

    Where the table gives a reason to doubt, the place decides: outside the prose the deletion is
    unsafe, amid it the line is spared.
    """
    evidence = f"{phrase.text!r} ({phrase.language})"
    if not phrase.reason:
        return deletion(document, label.line, label.line, f"{what} {evidence}", safety)
    if core(document).within(label.place) == "middle":
        return Spared(
            line_span(label.line), f"matches {evidence} but it stands amid the text and is {phrase.reason}"
        )
    return deletion(document, label.line, label.line, f"{what} {evidence}", UNSAFE)


def named(
    document: Document,
    table: Phrases,
    what: str,
    most_tokens: int = 0,
    *,
    end: bool = False,
    amid: Safety | None = None,
) -> Iterator[Yield]:
    """Delete lines that are an entry of a table as a whole.

    Also those of at most `most_tokens` tokens that begin (or with `end` end) with one and end no sentence.
    A word or two that head a sentence, at the head of the text, may be its title. `amid` is the safety of
    what stands amid the prose.
    """
    span = core(document)
    for label, match in matched(document, table):
        phrase = match.line
        if phrase is None:
            phrase = match.end if end else match.start
            if phrase is None or label.line.ends_sentence or len(label.line.tokens) > most_tokens:
                continue
        if heads(document, label):
            yield Spared(line_span(label.line), f"{what} {phrase.text!r}, but it may be the title")
        else:
            within = span.within(label.place) == "middle"
            yield removal(document, label, phrase, what, amid if within else None)


def heads(document: Document, label: Label, most: int = _TITLE_TOKENS) -> bool:
    """Whether a line of at most so many tokens is the first, right above a sentence: it may be the title."""
    inked = document.inked
    few = label.place == 0 and len(label.line.tokens) <= most
    return few and len(inked) > 1 and inked[1].ends_sentence


def calls(document: Document, phrases: Phrases, what: str, max_words: int = CALL_WORDS) -> Iterator[Yield]:
    """Find lines and short paragraphs that call on the reader to do something.

    A whole line is enough, with less trust amid the prose, where it may be a heading or, in text that
    breaks lines at links, a piece of a sentence. A paragraph must begin or end with a phrase and hold
    at most `max_words` words; amid the prose it is spared unless it names an address.
    """
    span = core(document)
    for label, match in _index(document).calls.get(phrases, ()):
        place, line = label.place, label.line
        # The last sentence line of a text may be the call itself.
        where = "tail" if place == span.last else span.within(place)
        phrase = match.line
        if phrase:
            if phrase.reason and where == "middle":
                yield Spared(
                    line_span(line), f"matches {phrase.text!r} ({phrase.language}) but {phrase.reason}"
                )
                continue
            if heads(document, label, 2 * _TITLE_TOKENS):
                yield Spared(line_span(line), f"{what} {phrase.text!r}, but it may be the title")
                continue
            heading = " " not in phrase.text and phrase.text.isascii()  # "Contact" heads an address, too
            safety = UNSAFE if phrase.reason or where == "middle" or heading else None
        else:
            phrase = match.start or match.end
            if phrase is None or len(line.tokens) > max_words:
                continue
            if where == "middle" and not _ADDRESS.search(line.key):
                reason = "it stands amid the text and names no address"
                yield Spared(line_span(line), f"matches {phrase.text!r} ({phrase.language}) but {reason}")
                continue
            safety = UNSAFE
        yield deletion(document, line, line, f"{what} {phrase.text!r} ({phrase.language})", safety)


def _parted(key: str) -> bool:
    """Whether bars, bullets or arrows make three parts."""
    # Most keys are ASCII, and so are three of the signs.
    if key.isascii() and not ("|" in key or ">" in key or "/" in key):
        return False
    return len(BETWEEN.findall(key)) > 1
