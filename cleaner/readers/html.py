"""HTML to text: blocks as boilerpy3 makes them, one or more lines each, with the markup around them.

boilerpy3's content handler cuts a page into blocks by its tag actions and tells how dense they are in words
and links. Three things are done here before it sees a page. The text is cut into tags by one pattern, in
linear time (`html.parser` takes the square of it on unclosed comments before Python 3.13.6) and three times
as fast. Elements that HTML lets stay open are closed where a browser closes them, so that the handler sees a
tree. And what nobody reads is left out: scripts, styles, hidden elements, images and what stands in for them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from html import unescape

from boilerpy3.document import TextBlock
from boilerpy3.parser import BoilerpipeHTMLParser, CommonTagActions, IgnorableElementTagAction, TagAction

from cleaner.markup import Element, Markup
from cleaner.readers import Read
from cleaner.readers.charset import decode_page
from cleaner.readers.head import Head, attributes_of
from cleaner.readers.tags import (
    BARRIERS,
    CLOSES,
    DROPPED,
    ENDS_PARAGRAPH,
    FLAT,
    ITEMS,
    LISTS,
    OF_LISTS,
    OF_TABLES,
    OUTERMOST,
    ROWS,
    VOID,
)
from cleaner.reading import Encoding

_RAW = "script|style|title|textarea|xmp|iframe|noembed|noframes"  # what stands in these is no markup
_TOKEN = re.compile(
    rf"<({_RAW})(?=[\s/>])([^>]*+)>?(.*?)(?:</\1(?=[\s/>])[^>]*+>?|\Z)"
    r"|<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<[!?][^<>]*+>?"
    r"""|<(/?)([a-z][^\s/<>]*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+(?=>)|[^>]*+)>?""",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SPACES = " \t\n\r\f"
_SPACE = re.compile(f"[{_SPACES}]+")
_LINE_END = re.compile(r"\r\n|[\r\n\f]")
_NAMED = re.compile(r"""(?:^|\s)(?:class|id|role)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>"']++)""", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")

_MOST_UNSEEN = 4  # times what is seen: then what is hidden is the page
_DEEPEST = 250  # elements; browsers stop at 512. What is nested deeper belongs to the last one
_WIDEST_CELL = 150  # characters; a longer cell is a column of the page, and stands by itself
_LINE = 80  # characters of the lines that text density is counted in


def read(source: bytes | str) -> Read:
    """Read a page.

    Raises:
        Unreadable: the bytes are no text.
    """
    if isinstance(source, str):
        text, encoding = source, Encoding("utf-8")
    else:
        decoded = decode_page(source)
        text, encoding = decoded.text, decoded.encoding
    parser = _PageParser()
    text = text.removeprefix("\ufeff")
    parser.feed(text)
    if parser.unseen > _MOST_UNSEEN * parser.seen:  # hidden until a script shows it: that is the page
        parser = _PageParser(hide=False)
        parser.feed(text)
    return Read("".join(parser.lines), encoding, tuple(parser.markup), parser.head.facts())


# ---- what tags do


class _CellTagAction(TagAction):  # type: ignore[misc]
    """Cells of a table: short ones stand in one line, parted by bars."""

    def start(self, handler: _PageParser, tag: str, attributes: str) -> bool:
        return not handler.joins_cell()


class _DropTagAction(IgnorableElementTagAction):  # type: ignore[misc]
    """What stands in a line and is left out of it, such as an icon: the line goes on behind."""

    def start(self, handler: _PageParser, tag: str, attributes: str) -> bool:
        super().start(handler, tag, attributes)
        return False

    def end(self, handler: _PageParser, tag: str) -> bool:
        super().end(handler, tag)
        return False


_HIDDEN, _HIDDEN_PIECE = "HIDDEN ELEMENT", "HIDDEN PIECE"  # of whatever tag
_ACTIONS = {
    **dict.fromkeys((tag.upper() for tag in DROPPED), _DropTagAction()),
    _HIDDEN: CommonTagActions.TA_IGNORABLE_ELEMENT,
    _HIDDEN_PIECE: _DropTagAction(),
    "TD": _CellTagAction(),
    "TH": _CellTagAction(),
}
_ACTED = frozenset((_HIDDEN, _HIDDEN_PIECE, *(tag.lower() for tag in _ACTIONS)))


# ---- the page


class _PageParser(BoilerpipeHTMLParser):  # type: ignore[misc]
    """Cuts a page into `lines`, each with its line end, and the `markup` of each.

    `seen` and `unseen` count the characters of text that are shown and hidden.
    """

    def __init__(self, *, hide: bool = True) -> None:
        super().__init__(raise_on_failure=False)
        self.tag_actions = _ACTIONS
        self.in_body = 1  # from the first tag on: what stands in a head shows nothing
        self.hide = hide
        self.head = Head()
        self.lines: list[str] = []
        self.markup: list[Markup | None] = []
        self.seen = self.unseen = 0
        # Tags, the names under which boilerpy3 knows them, and what `_element` was before them.
        self._open: list[tuple[str, str, Element | None]] = []
        self._element: Element | None = None  # the innermost of them that makes blocks
        self._times: defaultdict[str, int] = defaultdict(int)  # how often each tag is open
        self._around: Element | None = None  # the element of the block that is being read
        self._verbatim = False  # whether its line ends stay
        self._cells: list[tuple[list[str], list[str]]] = []  # of the row that is being read, with their links
        self._parts: list[str] = []
        self._linked: list[str] = []
        self._apart = True  # whether an element began or ended since the last line
        self._breaks = 0  # `<br>` since the last line
        self._group: object = None  # the list or table that the last line stands in
        self._item: Element | None = None
        self._items: Counter[Element] = Counter()  # of numbered lists
        self._indents: dict[Element, str] = {}  # of lists

    def feed(self, data: str) -> None:
        """Read a whole page."""
        # Text, then the six groups of a token, then text...: looking at each match takes twice as long.
        pieces = _TOKEN.split(data)
        for text, raw, attributes, content, slash, tag, own in zip(
            *(pieces[at::7] for at in range(7)), strict=False
        ):
            if text:
                if not text.isspace():
                    self.handle_data(text)
                elif self._parts and not self.in_ignorable_element:
                    self._parts.append(text)
            if tag:
                tag = tag.lower()
                if slash:
                    self.handle_endtag(tag)
                elif tag in FLAT and not (self.in_ignorable_element or "hidden" in own or "none" in own):
                    self._handle_piece(tag, own)
                else:
                    self.handle_starttag(tag, own)
            elif raw:
                self._handle_raw(raw.lower(), attributes, content)
        if pieces[-1].strip():
            self.handle_data(pieces[-1])
        self.flush_block()

    def _handle_raw(self, tag: str, attributes: str, content: str) -> None:
        if tag == "title":
            self.head.title(content)
        elif tag == "script" and "ld+json" in attributes:
            self.head.json_ld(content)

    # -- a tree of what is open

    def handle_starttag(self, tag: str, attributes: str) -> None:
        """An element begins; one whose end HTML lets out may end before it."""
        doubtful = False
        if attributes and self.hide:
            low = attributes.lower()
            doubtful = "hidden" in low or "none" in low
        # A piece that its class calls hidden, if to the eye alone, is a block: it is no part of a sentence.
        if tag in FLAT and not (doubtful or self.in_ignorable_element):
            self._handle_piece(tag, attributes)
            return
        if tag in VOID:
            self._handle_void(tag, attributes)
            return
        if tag in OUTERMOST:
            return
        if self._times["p"] and tag in ENDS_PARAGRAPH:
            self._end("p")
        if tag in CLOSES:
            self._end_open(*CLOSES[tag])
        if len(self._open) == _DEEPEST:
            self.flush = True
            return
        hidden = doubtful and _is_hidden(attributes)
        name = tag if not hidden else _HIDDEN_PIECE if tag in FLAT else _HIDDEN
        around = self._element
        self._open.append((tag, name, around))
        self._times[tag] += 1
        if not hidden and tag not in FLAT:
            self._element = Element(tag, _names(attributes) if attributes else _NONE, around)
        if name in _ACTED:
            self.start_element(name, attributes)
        elif not self.in_ignorable_element:  # what the handler does with any other tag, levels aside
            self.flush = True

    def _handle_piece(self, tag: str, attributes: str) -> None:
        """A piece of a line begins, which ends no block."""
        if tag == "a":
            self.in_anchor = int("href" in attributes)
        elif tag == "time":
            self.head.time(attributes)

    def _handle_void(self, tag: str, attributes: str) -> None:
        if tag == "br":
            if not self.in_ignorable_element:
                if self._parts or self._cells:
                    self._end_line()
                self._breaks += 1
        elif tag == "hr":
            self.flush = True
        elif tag == "meta":
            self.head.meta(attributes)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and all that is open inside it."""
        if tag == "a":
            self.in_anchor = 0
        if self._times[tag]:
            self._end(tag)
        elif tag == "br":
            self._handle_void(tag, "")
        elif tag == "p":
            self.flush = True

    def _end_open(self, tags: tuple[str, ...], barriers: tuple[str, ...]) -> None:
        for tag, _, _ in reversed(self._open):
            if tag in tags:
                self._end(tag)
                return
            if tag in barriers:
                return

    def _end(self, tag: str) -> None:
        at = len(self._open) - 1
        while self._open[at][0] != tag:  # mostly it is the last one
            if self._open[at][0] in BARRIERS and tag not in OF_TABLES:
                return
            at -= 1
        while len(self._open) > at:
            inner, name, around = self._open.pop()
            self._times[inner] -= 1
            if name in _ACTED:
                self.end_element(name)
            elif not self.in_ignorable_element:
                self.flush_block()
            self._element = around

    # -- text

    def handle_data(self, data: str) -> None:
        """Text, which is more than the space between tags."""
        if self.in_ignorable_element:
            self.unseen += len(data)
            return
        if self.flush:
            self.flush_block()
        if not (self._parts or self._cells):
            self._around = self._element
            self._verbatim = self._times["pre"] > 0
        if "&" in data:
            data = unescape(data)
        self.seen += len(data)
        self._parts.append(data)
        if self.in_anchor:
            self._linked.append(data)

    def joins_cell(self) -> bool:
        """Whether a cell that begins goes on with the line of the cell before it."""
        if not self._parts or self.flush:
            return False
        self._cells.append((self._parts, self._linked))
        self._parts, self._linked = [], []
        return True

    def flush_block(self) -> None:
        """End a block, as an element began or ended."""
        if self._parts or self._cells:
            self._end_line()
        self.flush = False
        self._apart = True

    def _end_line(self) -> None:
        """Write what was read since the last line; cells side by side as one, where all are narrow."""
        cells = [*self._cells, (self._parts, self._linked)] if self._parts else self._cells
        self._cells, self._parts, self._linked = [], [], []
        if len(cells) > 1 and max(sum(map(len, parts)) for parts, _ in cells) <= _WIDEST_CELL:
            text = " | ".join(["".join(parts).strip() for parts, _ in cells])
            self._end_block(text, " ".join(["".join(linked) for _, linked in cells]))
            return
        for parts, linked in cells:
            self._end_block("".join(parts), "".join(linked))

    def _end_block(self, text: str, linked: str) -> None:
        if self._verbatim:
            text = "\n".join([row.rstrip() for row in _LINE_END.split(text)]).strip("\n")
        else:
            text = _SPACE.sub(" ", text.strip(_SPACES)) if _has_spaces(text) else text.strip(" ")
        if not text:
            return
        words = _words(text)
        size = len(text)
        lines = max(1, size // _LINE)
        block = TextBlock(
            text,
            (),
            words,
            min(words, _words(linked)) if linked else 0,
            words if lines == 1 else words * lines * _LINE // size,
            lines,
        )
        self.add_text_block(block)

    def add_text_block(self, block: TextBlock) -> None:
        """Write the lines of a block below what stands there."""
        around = self._around
        markup = Markup(
            around, block.num_words, block.num_words_in_anchor_text, block.link_density, block.text_density
        )
        group, item = _listed(around)
        if around and around.tag in ROWS and len(block.text) > _WIDEST_CELL and " | " not in block.text:
            group = None  # a column of the page
        near = (self._breaks == 1 and not self._apart) or (group is not None and group is self._group)
        if self.lines and not near:
            self.lines.append("\n")
            self.markup.append(None)
        mark = ""
        if item is not None and item is not self._item:
            mark = self._mark(around)
        for row in block.text.split("\n") if self._verbatim else (block.text,):
            self.lines.append(f"{mark}{row}\n")
            self.markup.append(markup if row else None)
            mark = ""
        self._group, self._item = group, item
        self._apart, self._breaks = False, 0

    def _mark(self, around: Element | None) -> str:
        """What stands before the first line of an item."""
        while around is not None and around.tag not in LISTS:
            around = around.parent
        if around is None or around.tag == "dl":
            return ""
        if around not in self._indents:
            self._indents[around] = "  " * sum(element.tag in LISTS for element in around.path[:-1])
        if around.tag != "ol":
            return f"{self._indents[around]}- "
        self._items[around] += 1
        return f"{self._indents[around]}{self._items[around]}. "


def _listed(around: Element | None) -> tuple[Element | None, Element | None]:
    """The outermost list, or the table, whose lines stand together with this one, and its item."""
    if around is None:
        return None, None
    parent = around.parent
    if around.tag in ROWS:
        while parent is not None and parent.tag != "table":
            parent = parent.parent
        return parent, None
    if around.tag not in ITEMS:
        return None, parent if around.tag == "p" and parent is not None and parent.tag == "li" else None
    outermost = around
    while parent is not None and parent.tag in OF_LISTS:
        outermost, parent = parent, parent.parent
    return outermost, around if around.tag == "li" else None


def _has_spaces(text: str) -> bool:
    """Whether there may be white space to squeeze; asking takes less time than squeezing."""
    return "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text


def _words(text: str) -> int:
    """The number of words; two signs of a script without spaces count as one."""
    count = len(text.split())
    return count if text.isascii() else count + len(_WIDE.findall(text)) // 2


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=1 << 12)
def _names(attributes: str) -> frozenset[str]:
    """The words of class, id and role."""
    named = " ".join(_NAMED.findall(attributes))
    return frozenset(map(str.lower, _NAME.findall(named))) if named else _NONE


def _is_hidden(attributes: str) -> bool:
    values = attributes_of(attributes)
    return "hidden" in values or bool(_UNSEEN.search(values.get("style", "")))
