"""A document as every rule sees it: split once into lines, blocks and sentences, never changed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from itertools import accumulate, count, pairwise, repeat
from operator import add
from typing import Any, Generic, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from cleaner.folding import bare, fold, tokens
from cleaner.markup import Markup
from cleaner.readers import file_of, is_html, is_markdown
from cleaner.reading import Encoding

# A line ends at LF, CRLF or a lone CR and nowhere else: U+2028, form feed and the like stay inside lines.
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")

_SHOWN = frozenset(map(chr, range(0x21, 0x7F))) - {"&"}  # no folding takes these away
_TAIL = 60  # characters at the end of a line that are looked at for sentence punctuation
_SENTENCE_END = re.compile(
    r"(?<![.!?…。！？؟۔।։])[.!?…。！？؟۔।։]+[\"'”’“»›)\]」』）】]*(?=\s|\Z)"  # once a run of stops
    r"|[。！？]+[”’」』）】]*"
)
_ENDERS = frozenset(".!?…。！？؟۔।։;:：；")
_CLOSERS = "\"'”’“»›)]」』）】*"

# Of the short lines of 1,314 pages from 700 sites, taken in order, three in ten were met before.
_RECENT_CHARACTERS, _RECENT_MOST = 60, 1 << 13

_T = TypeVar("_T")
_UTF8 = Encoding("utf-8")


class derived(Generic[_T]):  # noqa: N801 - a decorator, as `property` is
    """A property computed on first use and kept in the instance.

    As `functools.cached_property`, without the lock that Python 3.11 takes at each first use: lines
    are many, and what is derived from a text is the same whoever computes it.
    """

    def __init__(self, compute: Callable[[Any], _T]) -> None:
        self.compute = compute
        self.name = compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, instance: object, owner: type) -> _T:
        value = instance.__dict__[self.name] = self.compute(instance)
        return value


class Span(Struct, frozen=True):
    """A half-open range of character offsets into a document's text."""

    start: int
    end: int


class Content:
    """What follows from the text of a line alone: computed once for all rounds and equal lines."""

    def __init__(self, text: str, shown: str | None = None) -> None:
        self.text = text
        self.shown = text if shown is None else shown  # without markup
        self.notes: dict[Any, Any] = {}  # what `of_text` functions and lexicons have found in it

    @derived
    def bare(self) -> str:
        """The key without decoration (see `bare`)."""
        return bare(self.key)

    @derived
    def key(self) -> str:
        """The folded text (see `fold`); empty for a line that shows nothing."""
        return fold(self.shown)

    @derived
    def shows(self) -> bool:
        """Whether the line shows anything: its key is not empty."""
        return self.text[:1] in _SHOWN or self.text[:1].isalpha() or bool(self.key)

    @derived
    def tokens(self) -> tuple[str, ...]:
        """The words of the key (see `tokens`)."""
        return tuple(tokens(self.key))

    @derived
    def ends_sentence(self) -> bool:
        """Whether the line ends in sentence punctuation, closing quotation marks aside."""
        return self.text[-_TAIL:].rstrip().rstrip(_CLOSERS)[-1:] in _ENDERS


_RECENT: dict[str, Content] = {}


def _content(text: str) -> Content:
    """The content of a line; short ones are remembered over documents, for those of a set repeat many."""
    if len(text) > _RECENT_CHARACTERS:
        return Content(text)
    if text in _RECENT:
        return _RECENT[text]
    if len(_RECENT) >= _RECENT_MOST:
        _RECENT.clear()
    content = _RECENT[text] = Content(text)
    return content


def _of_markdown(text: str) -> Content:
    from cleaner.readers.markdown import shown

    return Content(text, shown(text))


class Line(Struct, eq=False):
    """One line: its place in `Document.lines`, its offset, its text and its line end.

    Nothing changes a line; it is not frozen because making a frozen one takes three times as long,
    and there are many lines.
    """

    index: int
    start: int
    text: str
    ending: str
    content: Content
    origin: Callable[[int], int] | None = None

    @property
    def number(self) -> int:
        """The 1-based number of the line in the source, for messages; `index` is for arithmetic."""
        return self.origin(self.start) if self.origin else self.index + 1

    @property
    def key(self) -> str:
        """The folded text (see `fold`); empty for a line that shows nothing."""
        return self.content.key

    @property
    def bare(self) -> str:
        """The key without decoration (see `bare`)."""
        return self.content.bare

    @property
    def shows(self) -> bool:
        """Whether the line shows anything."""
        return self.content.shows

    @property
    def tokens(self) -> tuple[str, ...]:
        """The words of the key (see `tokens`)."""
        return self.content.tokens

    @property
    def ends_sentence(self) -> bool:
        """Whether the line ends in sentence punctuation, closing quotation marks aside."""
        return self.content.ends_sentence

    @property
    def end(self) -> int:
        """Offset behind the last character, before the line end."""
        return self.start + len(self.text)

    @property
    def stop(self) -> int:
        """Offset behind the line end."""
        return self.start + len(self.text) + len(self.ending)


def of_text(compute: Callable[[Line], _T]) -> Callable[[Line], _T]:
    """Make a function of a line's text alone remember its answer, over rounds and for equal lines."""

    @wraps(compute)
    def asked(line: Line) -> _T:
        notes = line.content.notes
        if compute in notes:
            answer: _T = notes[compute]
        else:
            answer = notes[compute] = compute(line)
        return answer

    return asked


class Block(Struct, eq=False):
    """A run of lines that are not blank."""

    lines: tuple[Line, ...]

    @property
    def span(self) -> Span:
        """From the first character of the first line to the last of the last."""
        return Span(self.lines[0].start, self.lines[-1].end)


class Sentence(Struct, frozen=True):
    """One sentence inside a block; it may run over wrapped lines."""

    span: Span
    text: str


class Document(Struct, frozen=True, eq=False, dict=True):
    """An immutable text with its name; everything below is derived from the two, once.

    Two documents are never equal, lest what a rule remembers of one be taken for another of the same
    text whose lines have other numbers in their source.

    `encoding` is how the source was decoded; its codec is empty where it could not be, and the text
    then is empty too. In later rounds `origin` gives the source's line number for an offset. `site` is
    the part of its set that it belongs to, None for a document by itself, and `member` its name there.

    Of a page that was read from HTML, `markup` tells of each line what stands around it (None of a blank
    line), and `head` what the page states of itself: title, author, date. Both are about the page as it
    was read: a changed text has none.
    """

    name: str
    text: str
    encoding: Encoding = _UTF8
    origin: Callable[[int], int] | None = None
    contents: dict[str, Content] = field(default_factory=dict)
    site: str | None = None
    member: str = ""
    markup: tuple[Markup | None, ...] = ()
    head: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Document({self.name!r}, {len(self.text)} characters)"

    def changed(self, text: str, origin: Callable[[int], int]) -> Document:
        """The document with another text, as UTF-8; what is known of lines that it keeps is kept."""
        known = {line.text: line.content for line in self.lines}
        return replace(self, text=text, encoding=_UTF8, origin=origin, contents=known, markup=(), head={})

    @property
    def is_markdown(self) -> bool:
        """Whether the text is Markdown, by its name: lines are as its author broke them, and indents tell."""
        return is_markdown(self.name)

    @property
    def of_page(self) -> bool:
        """Whether the text is a page's, by its name: `a.html`, or `a.html.txt`, as cleaning it is named."""
        return is_html(file_of(self.name).removesuffix(".txt"))

    @derived
    def lines(self) -> tuple[Line, ...]:
        """All lines, blank ones too. A final line end starts no further line."""
        return self._split[0]

    @property
    def fresh(self) -> bool:
        """Whether a line has a text that no line of the document had which this one was made from."""
        return self._split[1]

    @derived
    def _split(self) -> tuple[tuple[Line, ...], bool]:
        text, known = self.text, self.contents
        if "\r" in text:
            parts, endings = [], []
            for match in _LINE.finditer(text):
                if match.start() < len(text):
                    parts.append(match[1])
                    endings.append(match[2])
            starts = accumulate(map(add, map(len, parts), map(len, endings)), initial=0)
        else:
            parts = text.split("\n")
            endings = ["\n"] * len(parts)
            endings[-1] = ""
            if not parts[-1]:
                del parts[-1], endings[-1]
            starts = accumulate(map((1).__add__, map(len, parts)), initial=0)
        content = _of_markdown if self.is_markdown else _content
        new = {part: content(part) for part in parts if part not in known}
        known.update(new)
        contents = map(known.__getitem__, parts)
        lines = tuple(map(Line, count(), starts, parts, endings, contents, repeat(self.origin)))
        return lines, not new.keys() <= {""}

    @derived
    def inked(self) -> tuple[Line, ...]:
        """The lines that show something."""
        shown = _SHOWN  # most lines begin with one of these, and need no further look
        return tuple([x for x in self.lines if x.text and (x.text[0] in shown or x.content.shows)])

    @derived
    def places(self) -> dict[int, int]:
        """From a line's index in `lines` to its index in `inked`."""
        return {line.index: place for place, line in enumerate(self.inked)}

    @derived
    def blocks(self) -> tuple[Block, ...]:
        """Runs of lines that are not blank."""
        inked = self.inked
        places = [line.index for line in inked]
        cuts = [at for at in range(1, len(places)) if places[at] - places[at - 1] > 1]
        edges = [0, *cuts, len(places)] if places else []
        return tuple([Block(inked[start:end]) for start, end in pairwise(edges)])

    @derived
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences of all blocks, in order; a block's last sentence needs no full stop."""
        found = []
        for block in self.blocks:
            start, end = block.span.start, block.span.end
            text = self.text[start:end]
            position = 0
            for match in _SENTENCE_END.finditer(text):
                part = text[position : match.end()]
                if part.strip():
                    found.append(Sentence(Span(start + position, start + match.end()), part))
                position = match.end()
            if text[position:].strip():
                found.append(Sentence(Span(start + position, end), text[position:]))
        return tuple(found)

    @derived
    def title(self) -> Line | None:
        """The first line that shows something, where it reads like a headline (see `headline`)."""
        return headline(self.inked)

    def line_at(self, offset: int) -> Line | None:
        """The line that holds the character at `offset`; the last one for the end of the text."""
        index = bisect_right(self._starts, offset) - 1
        return self.lines[index] if index >= 0 else None

    @derived
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]


def headline(lines: Sequence[Line]) -> Line | None:
    """The first of some lines, where it reads like a headline: at most 30 tokens, no stop at its end, and
    more text below it.
    """
    if len(lines) < 2:
        return None
    first = lines[0]
    if len(first.tokens) > 30 or first.text.rstrip().endswith((".", "。", ";", ":", ",")):
        return None
    return first if first.tokens else None
