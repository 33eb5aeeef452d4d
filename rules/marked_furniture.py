"""Furniture of a page, told by the markup around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaner import (
    UNSAFE,
    Document,
    Edit,
    Element,
    Example,
    Finding,
    Markup,
    Spared,
    Yield,
    bare,
    deletion,
    fold,
    line_span,
    rule,
)

if TYPE_CHECKING:
    from ._weighing import Weighed

SHOWN = 3  # elements, and names of each, in a message
MOST = 6  # features that are told of a line
# A row of a table must score so much above the threshold. By `html_quality.py` 100 to 200 keep the one page
# whose text is a table and leave next to no more furniture; with 300, or no row going, calendars stay.
ROW = 200

_MENU = (
    "<nav class='main-menu'><ul><li><a href='/'>Home</a><li><a href='/news'>News</a>"
    "<li><a href='/sport'>Sport</a></ul></nav>"
)
_HEADING = "Herons return to the northern lake"
_TEXT = (
    "The herons that left the lake nine dry years ago came back on Monday, and with them came the first "
    "visitors of the spring, who stood on the dam with their glasses and said little to one another.",
    "Nobody had expected them before the quarry closed, the warden said, since the birds need shallow "
    "water and quiet, and for years they had found neither of the two along this part of the shore.",
    "The council means to keep the northern shore shut until summer, so that the nests among the reeds "
    "are left alone, and has asked walkers to stay on the path along the old railway line.",
    "Forty nests were counted last week, which is more than the lake has held since the records began, "
    "and the wardens believe that others are hidden deeper among the reeds on the western side.",
)
_ARTICLE = f"<article><h1>{_HEADING}</h1>{''.join(f'<p>{text}</p>' for text in _TEXT)}</article>"
_ASIDE = (
    "<aside class='sidebar related'><h3>Around the lake</h3><ul><li><a href='/1'>Bakery wins a prize</a>"
    "<li><a href='/2'>Tram line opens in June</a><li><a href='/3'>Choir looks for tenors</a></ul></aside>"
)
_FOOTER = (
    "<footer class='site-footer'><a href='/about'>About us</a> <a href='/terms'>Terms of use</a></footer>"
)


@rule(
    code="BLR102",
    name="marked-furniture",
    safety=UNSAFE,
    removes_words=True,
    examples=[
        Example(
            bad=f"<title>{_HEADING}</title>{_MENU}{_ARTICLE}{_ASIDE}{_FOOTER}",
            good="\n\n".join((_HEADING, *_TEXT)) + "\n",
        ),
        Example(good=f"<title>{_HEADING}</title>{_ARTICLE}"),
        Example(good=f"<p>{_TEXT[0]}</p><ul><li>frogs<li>young perch<li>eels</ul><p>{_TEXT[1]}</p>"),
    ],
)
def marked_furniture(
    document: Document,
    markup: Sequence[Markup | None],
    *,
    each_line: bool = False,
    table: str = "",
    judge_table: str = "",
) -> Iterator[Yield]:
    """Remove lines of a page whose markup says that they are furniture.

    A page says more than its text: which lines are links, which stand in a list within a `nav`, which
    element holds nearly all of the text, and what its authors called the others, `sidebar` or
    `share-buttons`. Small decision tables, learned from labelled pages, weigh such features and what
    `unnamed-furniture` makes of the line at first sight; a line goes where the sum of their weights is
    above a threshold, which was chosen on sites that the tables had not seen.

    The markup is looked at once, before other rules, and what is left is a text like any other. Documents
    that are no HTML have none.

    Left alone is the heading that the page's own title names, and a row of a table with a column of figures
    must be two logits surer: next to none of the pages learned from has a table that is text. `each-line`
    tells the evidence for and against every single line; `table` and `judge-table` name files with other
    weights, such as `tests/benchmarks/train_markup.py` and `train_judge.py` make of your own labelled pages.
    """
    from ._columns import runs
    from ._look import UNIT
    from ._tables import table_rows
    from ._weighing import weigh

    if not markup:
        return
    weighed = weigh(document, markup, table, judge_table)
    least = weighed.card.threshold
    title = titled(document, weighed)
    rows = table_rows(weighed.lines)
    wanted = [least + ROW if at in rows else least for at in range(len(weighed.lines))]
    gone = [
        at != title and score >= enough
        for at, (score, enough) in enumerate(zip(weighed.scores, wanted, strict=True))
    ]
    if all(gone):
        return
    for first, stop in runs(gone):
        if gone[first]:
            yield from removed(document, weighed, first, stop, each_line=each_line)
            continue
        for at in range(first, stop) if each_line else ():
            evidence = "the page's title" if at == title else ", ".join(weighed.contributions(at, MOST))
            score = f"score {weighed.scores[at] / UNIT:+.1f}, goes from {wanted[at] / UNIT:+.1f}"
            yield Spared(line_span(weighed.lines[at]), f"{score}: {evidence}")


def titled(document: Document, weighed: Weighed) -> int:
    """The number of the first heading that is in the page's title, or has it; -1 where there is none."""
    title = bare(fold(document.head.get("title", "")))
    for at, (line, own) in enumerate(zip(weighed.lines, weighed.markup, strict=True)):
        if title and own.within("h1", "h2") and (line.bare in title or title in line.bare):
            return at
    return -1


def removed(
    document: Document, weighed: Weighed, first: int, stop: int, *, each_line: bool
) -> Iterator[Finding]:
    """The deletion of a run of lines, parted at every line with `each_line`."""
    (whole,) = deletion(document, weighed.lines[first], weighed.lines[stop - 1], "").edits
    begins = range(first, stop) if each_line else (first,)
    edges = [whole.start, *(weighed.lines[at].start for at in begins[1:]), whole.end]
    for at, end, (start, until) in zip(begins, (*begins[1:], stop), pairwise(edges), strict=True):
        message = told(weighed, at, end - at, detailed=each_line)
        yield Finding(line_span(weighed.lines[at], weighed.lines[end - 1]), message, (Edit(start, until),))


def told(weighed: Weighed, at: int, lines: int, *, detailed: bool) -> str:
    """What a message says: the score of the first line, where it stands, and how much of it is links."""
    from ._look import UNIT

    own = weighed.markup[at]
    around = " > ".join([shown(element, weighed.card.names) for element in own.path[-SHOWN:]]) or "no element"
    links = f", {round(100 * own.link_density)} % links" if own.linked else ""
    more = f"{lines} lines, the first " if lines > 1 else ""
    why = "; " + ", ".join(weighed.contributions(at, MOST)) if detailed else ""
    return f"marked as page furniture (score {weighed.scores[at] / UNIT:+.1f}): {more}in {around}{links}{why}"


def shown(element: Element, names: Mapping[str, int]) -> str:
    """An element with those of its names that speak for furniture, the most telling first."""
    telling = sorted((-names[name], name) for name in element.names if names.get(name, 0) > 0)[:SHOWN]
    return f"{element.tag} ({', '.join(name for _, name in telling)})" if telling else element.tag
