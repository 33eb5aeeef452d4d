"""What the page-furniture rules share: short lines, phrases in a row, and where the prose lies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cleaner import (
    UNSAFE,
    Document,
    Lexicon,
    Line,
    Match,
    Phrase,
    Phrases,
    Spared,
    Yield,
    deletion,
    line_span,
)

LEXICON = Lexicon.of(Path(__file__).parent)
_LABEL_CHARACTERS = 120  # longer lines are no labels
_CALL_CHARACTERS = 320
CALL_WORDS = 45  # of a paragraph that calls on the reader; longer ones tell something too
_ADDRESS = re.compile(r"[\w.+-]@[\w-]|email.protected|https?://|\bwww\.")
_SHORT = 3  # names so short are only found between spaces
_PROSE_TOKENS = 20  # outside the span of such sentence lines 95 % of lines are furniture


@dataclass(frozen=True, slots=True)
class Label:
    """A short line: its index among the inked lines, the line, its key without decoration."""

    place: int
    line: Line
    key: str


@lru_cache(maxsize=2)
def labels(document: Document) -> tuple[Label, ...]:
    """The short lines of a document, computed once for all rules that look at them."""
    return tuple(
        Label(place, line, line.bare)
        for place, line in enumerate(document.inked)
        if len(line.text) <= _LABEL_CHARACTERS or len(line.text.strip()) <= _LABEL_CHARACTERS
    )


@lru_cache(maxsize=2)
def _by_table(document: Document) -> dict[Phrases, list[tuple[Label, Match]]]:
    found: dict[Phrases, list[tuple[Label, Match]]] = {}
    for label in labels(document):
        for table, match in LEXICON.matches(label.line).items():
            found.setdefault(table, []).append((label, match))
    return found


def matched(document: Document, table: Phrases) -> Sequence[tuple[Label, Match]]:
    """The short lines that a table knows, with what they match in it."""
    return _by_table(document).get(table, ())


@dataclass(frozen=True, slots=True)
class Core:
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
    first = next((i for i in range(len(inked)) if _prose(inked[i])), len(inked))
    last = next((i for i in range(len(inked) - 1, first - 1, -1) if _prose(inked[i])), -1)
    return Core(first, last)


def _prose(line: Line) -> bool:
    return len(line.text) >= _PROSE_TOKENS and line.ends_sentence and len(line.tokens) >= _PROSE_TOKENS


class Vocabulary:
    """Phrases with a kind each, to tell whether a line is made of them and nothing else."""

    def __init__(self, kinds: dict[str, str]) -> None:
        self.kinds = kinds
        lengths: dict[str, set[int]] = {}
        for text in kinds:
            lengths.setdefault(text[:2], set()).add(len(text))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}
        self._cached = lru_cache(maxsize=1 << 13)(self._parts)  # lines recur, in rounds and over a set

    def parts(self, key: str, *, joined: bool = False) -> list[str]:
        """Return the phrases that make up the whole key, longest first match by match; else nothing.

        Punctuation, symbols and numbers between phrases do not count. With `joined`, phrases may stand
        together without space, as where a page sets icons' names side by side.
        """
        return self._cached(key, joined)

    def _parts(self, key: str, joined: bool) -> list[str]:
        found = []
        position = 0
        while position < len(key):
            if not key[position].isalnum() or key[position].isdigit():
                position += 1
                continue
            two = self._lengths.get(key[position : position + 2], ())
            for length in (*two, *self._lengths.get(key[position], ())):
                end = position + length
                loose = joined and length > _SHORT
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


def _whole(key: str, start: int, end: int) -> bool:
    """Whether no letter meets a letter at either end, save in scripts without spaces."""
    return all(
        at in (0, len(key)) or not (key[at - 1].isalnum() and key[at].isalnum()) or key[at] >= "\u2e80"
        for at in (start, end)
    )


def removal(document: Document, label: Label, phrase: Phrase, what: str) -> Yield:
    """Delete a line that matches `phrase`.

    Where the table gives a reason to doubt, the place decides: outside the prose the deletion is
    unsafe, amid it the line is spared.
    """
    evidence = f"{phrase.text!r} ({phrase.language})"
    if not phrase.reason:
        return deletion(document, label.line, label.line, f"{what} {evidence}")
    if core(document).within(label.place) == "middle":
        return Spared(
            line_span(label.line), f"matches {evidence} but it stands amid the text and is {phrase.reason}"
        )
    return deletion(document, label.line, label.line, f"{what} {evidence}", UNSAFE)


def calls(
    document: Document, phrases: Phrases, what: str, max_words: int = CALL_WORDS
) -> Iterator[Yield]:
    """Find lines and short paragraphs that call on the reader to do something.

    A whole line is enough, with less trust amid the prose, where it may be a heading or, in text that
    breaks lines at links, a piece of a sentence. A paragraph must begin or end with a phrase and hold
    at most `max_words` words; amid the prose it is spared unless it names an address.
    """
    span = core(document)
    for place, line in enumerate(document.inked):
        if len(line.text) > _CALL_CHARACTERS and len(line.text.strip()) > _CALL_CHARACTERS:
            continue
        match = phrases.match(line)
        if match is None:
            continue
        # The last sentence line of a text may be the call itself.
        where = "tail" if place == span.last else span.within(place)
        phrase = match.line
        if phrase:
            if phrase.reason and where == "middle":
                yield Spared(
                    line_span(line), f"matches {phrase.text!r} ({phrase.language}) but {phrase.reason}"
                )
                continue
            safety = UNSAFE if phrase.reason or where == "middle" else None
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
