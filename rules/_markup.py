"""What markup tells of the lines of a page, as named features.

Elements are weighed by the text they hold: each line that the judge's first look takes for text, by its
words outside of links, in all elements that it is in. The element that holds most of the page's text, and
no more than it must, is where the article is; its parts, and where a line stands to them, tell most. Names
are the words of classes, ids and roles.

Nothing here knows a table: `_weighing` asks them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from cleaner import Element, Markup

from ._reading import Feature

_SCORES = tuple(range(-500, 501, 50))  # hundredths of a logit
_WORDS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 45, 70, 110)
_PERCENT = (1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100)
_COUNTS = (1, 2, 3, 4, 6, 8, 12, 18, 30, 60)
_MASS = (1, 10, 30, 60, 100, 200, 400, 800, 1600)
_NAMES = tuple(range(-250, 251, 25))  # weights of names, in hundredths of a logit
_MAIN = 70  # percent of the page's text that the article's element holds
_ALIKE = 4  # elements, from the innermost, in which lines of one template are alike
_MOST_WORDS = _WORDS[-1]

_TAGS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "div", "section", "article", "figcaption",
    "blockquote", "pre", "dt", "dd", "button", "label", "header", "footer", "address", "caption", "summary",
    "main", "aside", "nav", "form", "center", "figure", "legend",
)  # fmt: skip
_TAG = {tag: number for number, tag in enumerate(_TAGS)}
_LANDMARKS = (
    "none", "nav", "aside", "footer", "header", "form", "article", "main", "figure", "dialog", "table",
    "blockquote",
)  # fmt: skip
_LANDMARK = {tag: number for number, tag in enumerate(_LANDMARKS)}
_LISTS = frozenset(("ul", "ol", "dl", "menu"))


def _scale(cuts: Sequence[int], *more: str) -> tuple[str, ...]:
    inner = [str(low) if high == low + 1 else f"{low} to {high - 1}" for low, high in pairwise(cuts)]
    return (f"under {cuts[0]}", *inner, f"{cuts[-1]} and more", *more)


OF_ELEMENT = (
    Feature("tag", (*_TAGS, "another tag"), ordered=False),
    Feature("innermost landmark", _LANDMARKS, ordered=False),
    Feature("outermost landmark", _LANDMARKS, ordered=False),
    Feature("in article", ("no", "yes")),
    Feature("in list", ("no", "yes")),
    Feature("names, sum", _scale(_NAMES)),
    Feature("names, most for", _scale(_NAMES)),
    Feature("names, most against", _scale(_NAMES)),
    Feature("names, innermost", _scale(_NAMES)),
    Feature("text in its element, percent of the page's", _scale(_PERCENT)),
    Feature("text in its element, percent of words", _scale(_PERCENT)),
    Feature("links in its element, percent of words", _scale(_PERCENT)),
    Feature("lines in its element", _scale(_COUNTS)),
    Feature("text in the element around, percent of words", _scale(_PERCENT)),
    Feature("text in the element around, percent of the page's", _scale(_PERCENT)),
    Feature("links in the element around, percent of words", _scale(_PERCENT)),
    Feature("depth below the article's element", ("outside", *_scale(_COUNTS))),
    Feature("elements shared with the article's", _scale(_COUNTS)),
    Feature("part of the article, percent that is text", _scale(_PERCENT, "outside")),
    Feature("part of the article, percent of words in links", _scale(_PERCENT, "outside")),
    Feature("part of the article, words", _scale(_MASS, "outside")),
    Feature("part of the article, lines", _scale(_COUNTS, "outside")),
    Feature("lines with this path", _scale(_COUNTS)),
    Feature("text with this path, percent of the page's", _scale(_PERCENT)),
    Feature("judge, mean of its element", _scale(_SCORES)),
    Feature("judge, mean of its part of the article", _scale(_SCORES)),
)
OF_LINE = (
    Feature("judge", _scale(_SCORES)),
    Feature("judge, line above", _scale(_SCORES, "none")),
    Feature("judge, line below", _scale(_SCORES, "none")),
    Feature("words", _scale(_WORDS)),
    Feature("words in links, percent", _scale(_PERCENT)),
    Feature("text density", _scale(_WORDS)),
    Feature("text above, percent of the page's", _scale(_PERCENT)),
    Feature("text above, words", _scale(_MASS)),
    Feature("text below, words", _scale(_MASS)),
    Feature("path as above", ("no", "its element", "the element around"), ordered=False),
    Feature("path as below", ("no", "its element", "the element around"), ordered=False),
)
FEATURES = (*OF_ELEMENT, *OF_LINE)


def _table(cuts: Sequence[int]) -> bytes:
    """The bin of each number from 0 to the last cut."""
    return bytes([bisect_right(cuts, number) for number in range(cuts[-1] + 1)])


_WORDS_BIN, _PERCENT_BIN, _COUNTS_BIN, _MASS_BIN = map(_table, (_WORDS, _PERCENT, _COUNTS, _MASS))
_SCORE_BINS, _NAME_BINS = len(_SCORES), len(_NAMES)


# Elements are many, and their sums few: what was binned before is not binned again.
@lru_cache(maxsize=1 << 12)
def _binned(value: int, bins: bytes) -> int:
    return bins[value] if value < len(bins) else bins[-1]


@lru_cache(maxsize=1 << 12)
def _score_bin(score: int) -> int:
    return max(0, min(_SCORE_BINS, (score + 550) // 50))


@lru_cache(maxsize=1 << 12)
def _name_bin(weight: int) -> int:
    return max(0, min(_NAME_BINS, (weight + 275) // 25))


class _Held:
    """What an element holds, and what follows from where it is. Not a dataclass: there are many to make."""

    __slots__ = (
        "article", "depth", "first", "last", "least", "lines", "linked", "listed", "main", "most", "names",
        "own", "part", "score", "shared", "text", "words",
    )  # fmt: skip

    def __init__(self, around: _Held | None, tag: str, own: tuple[int, int, int]) -> None:
        self.lines = self.words = self.linked = self.text = self.score = self.shared = 0
        self.main = False
        self.part: _Held | None = None
        landmark = _LANDMARK.get(tag, 0)
        if around is None:
            self.names = self.most = self.least = self.own = self.depth = 0
            self.first = self.last = landmark
            self.article = self.listed = False
            return
        whole, most, least = own
        self.names = around.names + whole
        self.most = most if most > around.most else around.most
        self.least = least if least < around.least else around.least
        self.own = whole if most or least else around.own
        self.first = around.first or landmark
        self.last = landmark or around.last
        self.article = around.article or tag == "article"
        self.listed = around.listed or tag in _LISTS
        self.depth = around.depth + 1


def bins(markup: Sequence[Markup], scores: Sequence[int], names: Mapping[str, int]) -> list[bytes]:
    """The bins of each line of a page, in the order of `FEATURES`.

    `scores` are the judge's, in hundredths of a logit; `names` the weights of the words of classes and ids.
    """
    page = _Held(None, "", (0, 0, 0))
    page.lines = len(markup)
    held, order = _elements(markup, names, page)
    texts = []
    for line, score in zip(markup, scores, strict=True):
        text = line.words - line.linked if score < 0 else 0
        texts.append(text)
        own = held[line.element] if line.element else page
        own.lines += own is not page
        own.words += line.words
        own.linked += line.linked
        own.text += text
        own.score += score
    direct = {element: held[element].text for element in order}
    for element in reversed(order):
        own = held[element]
        around = held[element.parent] if element.parent else page
        around.lines += own.lines if around is not page else 0
        around.words += own.words
        around.linked += own.linked
        around.text += own.text
        around.score += own.score
    _place(order, held, direct, page)
    alike: dict[tuple[object, ...], list[int]] = {}
    shapes = {}
    for line, text in zip(markup, texts, strict=True):
        if line.element not in shapes:
            shape = shapes[line.element] = _shape(line.element)
            alike.setdefault(shape, [0, 0])
        counts = alike[shapes[line.element]]
        counts[0] += 1
        counts[1] += text
    total = page.text
    known = {element: _of_element(element, held, page, alike[shapes[element]]) for element in shapes}
    above = list(accumulate(texts, initial=0))
    binned = [_score_bin(score) for score in scores]
    neighbours = bytes([_SCORE_BINS + 1, *binned, _SCORE_BINS + 1])
    near = [_near(a.element, b.element) for a, b in pairwise(markup)]
    found = []
    for at, (line, up, down) in enumerate(zip(markup, (0, *near), (*near, 0), strict=True)):
        found.append(
            known[line.element]
            + bytes(
                (
                    binned[at],
                    neighbours[at],
                    neighbours[at + 2],
                    _WORDS_BIN[line.words] if line.words < _MOST_WORDS else len(_WORDS),
                    _PERCENT_BIN[int(100 * line.link_density)],
                    _WORDS_BIN[int(line.text_density)] if line.text_density < _MOST_WORDS else len(_WORDS),
                    _PERCENT_BIN[100 * above[at] // total] if total else 0,
                    _binned(above[at], _MASS_BIN),
                    _binned(total - above[at + 1], _MASS_BIN),
                    up,
                    down,
                )
            )
        )
    return found


def _elements(
    markup: Sequence[Markup], names: Mapping[str, int], page: _Held
) -> tuple[dict[Element, _Held], list[Element]]:
    """All elements around lines with what follows from their names and tags, outer ones first."""
    held: dict[Element, _Held] = {}
    order: list[Element] = []
    weights: dict[frozenset[str], tuple[int, int, int]] = {frozenset(): (0, 0, 0)}
    for line in markup:
        new = []
        element = line.element
        while element is not None and element not in held:
            new.append(element)
            element = element.parent
        above = held[element] if element is not None else page
        for element in reversed(new):
            own = weights.get(element.names)
            if own is None:
                some = [names[name] for name in element.names if name in names]
                own = weights[element.names] = (sum(some), max(some, default=0), min(some, default=0))
            above = held[element] = _Held(above, element.tag, own)
            order.append(element)
    return held, order


def _place(
    order: Sequence[Element], held: Mapping[Element, _Held], direct: Mapping[Element, int], page: _Held
) -> None:
    """Find the smallest element that holds most of the text, and where the others are to it."""
    page.main = True
    page.part = None
    element: Element | None = max(order, key=direct.__getitem__, default=None) if page.text else None
    while element is not None and 100 * held[element].text < _MAIN * page.text:
        element = element.parent
    while element is not None:
        held[element].main = True
        element = element.parent
    deepest = page
    for element in order:
        own = held[element]
        around = held[element.parent] if element.parent else page
        own.shared = around.shared + own.main
        if own.main:
            deepest = own
    for element in order:
        own = held[element]
        around = held[element.parent] if element.parent else page
        own.part = own if around is deepest else around.part


def _shape(element: Element | None) -> tuple[object, ...]:
    """What lines have in common that a template repeats: tags and names of the innermost elements."""
    found: list[object] = []
    for _ in range(_ALIKE):
        if element is None:
            break
        found += (element.tag, element.names)
        element = element.parent
    return tuple(found)


def _near(one: Element | None, other: Element | None) -> int:
    """Whether two lines share their element, or the one around it."""
    if one is other:
        return 1
    return 2 if one and other and one.parent is other.parent else 0


def _of_element(
    element: Element | None, held: Mapping[Element, _Held], page: _Held, alike: Sequence[int]
) -> bytes:
    """The bins of `OF_ELEMENT`."""
    own = held[element] if element else page
    around = held[element.parent] if element and element.parent else page
    total = page.text
    words, around_words = max(1, own.words), max(1, around.words)
    part = own.part or (own if own.main else None)
    inside = part is not None
    top = part or own
    return bytes(
        (
            _TAG.get(element.tag, len(_TAGS)) if element else len(_TAGS),
            own.last,
            own.first,
            own.article,
            own.listed,
            _name_bin(own.names),
            _name_bin(own.most),
            _name_bin(own.least),
            _name_bin(own.own),
            _PERCENT_BIN[100 * own.text // total] if total else 0,
            _PERCENT_BIN[100 * own.text // words],
            _PERCENT_BIN[100 * own.linked // words],
            _binned(own.lines, _COUNTS_BIN),
            _PERCENT_BIN[100 * around.text // around_words],
            _PERCENT_BIN[100 * around.text // total] if total else 0,
            _PERCENT_BIN[100 * around.linked // around_words],
            1 + _binned(own.depth - own.shared, _COUNTS_BIN) if inside else 0,
            _binned(own.shared, _COUNTS_BIN),
            _PERCENT_BIN[100 * part.text // max(1, part.words)] if part else len(_PERCENT) + 1,
            _PERCENT_BIN[100 * part.linked // max(1, part.words)] if part else len(_PERCENT) + 1,
            _binned(part.words, _MASS_BIN) if part else len(_MASS) + 1,
            _binned(part.lines, _COUNTS_BIN) if part else len(_COUNTS) + 1,
            _binned(alike[0], _COUNTS_BIN),
            _PERCENT_BIN[100 * alike[1] // total] if total else 0,
            _score_bin(own.score // own.lines) if own.lines else _score_bin(0),
            _score_bin(top.score // top.lines) if top.lines else _score_bin(0),
        )
    )
