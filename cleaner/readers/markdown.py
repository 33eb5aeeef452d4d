"""Markdown: what of a text is markup or code, which no rule may change, and what a line of it shows.

Blocks are told as CommonMark has them (https://spec.commonmark.org), with the tables of GitHub's flavour,
as far as one line after the other tells them: code, fenced and indented, tables, HTML, definitions of
links, formulas and front matter. These stay as they are. So do pieces of other lines: links, images, spans
of code, hard breaks, references that would become markup; but a line that goes as a whole takes them along.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from cleaner import front_matter
from cleaner.spans import Spans, spans

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_FENCE = re.compile(r"[ \t>]*(?:[-*+]\s+|\d{1,9}[.)]\s+)?(`{3,}(?=[^`]*\Z)|~{3,}|\$\$(?=\s*\Z))")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])([ \t]+|\Z)")
_RULED = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})[ \t]*\Z")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]+\]:")
_HTML = re.compile(
    r" {0,3}(?:<(script|pre|style|textarea)(?=[\s>]|\Z)|<!--|<[?!]|"
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir"
    r"|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend"
    r"|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td"
    r"|tfoot|th|thead|title|tr|track|ul)(?=[\s/>]|\Z)|</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>[ \t]*\Z)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\ufeff?(?:---|\+\+\+)[ \t]*\Z")
_HEAD_LINES = 200  # of front matter; without its end in so many a first line of dashes is but a line

_TITLE = r"(?:[ \t]++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?"
_ADDRESS = rf"\([ \t]*+(?:<[^<>\n]*+>|(?:[^()\s<>]++|\([^()\s]*+\))*+){_TITLE}[ \t]*+\)"
_TARGET = rf"(?:{_ADDRESS}|\[[^\[\]\n]*+\])"
_LINK = re.compile(rf"!?\[([^\[\]\n]*+)\]{_TARGET}")
_MARK = r"(?:[-*+]|\d{1,9}[.)]|#{1,6})"
_PIECES = re.compile(
    # what a line begins with: its indent, the mark of an item or a heading
    rf"^(?:[ \t>]++(?:{_MARK}[ \t]++)?|{_MARK}[ \t]++)(?=\S)"
    # code, links and pictures (with the space before, which else might be one before a punctuation mark)
    r"|(?<!`)(`++)[^\n]{0,1000}?(?<!`)\1(?!`)"
    rf"|(?: (?=!))?!?\[(?:[^\[\]\n]|!?\[[^\[\]\n]*+\]{_TARGET}?)*+\]{_TARGET}"
    r"|<[a-z][a-z0-9+.-]*:[^\s<>]*+>|https?://[^\s<>]++|</?[a-z][^<>\n]*+>|\[\^[^\[\]\s]++\]"
    r"| ?:[a-z0-9_+-]++:"
    # references that would become markup, and hard breaks
    r"|&(?:lt|gt|amp|nbsp|ast|lowbar|grave|lsqb|lbrack|rsqb|rbrack|bsol|num|vert|#[0-9]{1,7}|#x[0-9a-f]{1,6});"
    r"|\\(?=\r?\n)|(?<=\S) {2,}(?=\r?\n[^\r\n])",
    re.IGNORECASE | re.MULTILINE,
)
_SHOWN = re.compile(r"^[ \t>]*(?:#{1,6}[ \t]+)?|\*++|~~|(?<!\w)_++|_++(?!\w)|`++|[ \t]#+[ \t]*$")
_MARKS = frozenset("[*`_#>~<")


def blocks(text: str) -> Spans:
    """The lines, with their ends, that stay as they are."""
    rows = [row for row in _LINE.findall(text) if row]
    starts = list(accumulate(map(len, rows), initial=0))
    kept = _kept([row.rstrip("\r\n") for row in rows], len(front_matter.split(text)[0]), starts)
    return spans((starts[first], starts[stop]) for first, stop in kept)


def pieces(text: str) -> Spans:
    """The links and the like that no fix may change, though their line may go."""
    return spans(match.span() for match in _PIECES.finditer(text))


def shown(line: str) -> str:
    """What a line shows: a link its text, an image nothing, and no marks of headings and emphasis."""
    if _MARKS.isdisjoint(line):
        return line
    if "[" in line:
        line = _LINK.sub(_text_of, _LINK.sub(_text_of, line))  # a picture in a link
    return _SHOWN.sub("", line)


def _text_of(link: re.Match[str]) -> str:
    return "" if link[0].startswith("!") else link[1]


def _kept(rows: list[str], head: int, starts: list[int]) -> Iterator[tuple[int, int]]:
    """From which row to which one stand the blocks that are kept."""
    at = _behind_front_matter(rows, head, starts)
    if at:
        yield 0, at
    indent = 0  # at which the text of the list item begins that the rows are in
    blank = True  # whether a blank row, or none, stands above
    while at < len(rows):
        row = rows[at]
        if not row.strip():
            blank = True
            at += 1
            continue
        width = _width(row)
        stop = _block_end(rows, at)
        if stop > at:
            yield at, stop
        elif width >= indent + 4 and blank:
            stop = at + 1
            while stop < len(rows) and (not rows[stop].strip() or _width(rows[stop]) >= indent + 4):
                stop += 1
            while not rows[stop - 1].strip():
                stop -= 1
            yield at, stop
        else:
            item = _ITEM.match(row)
            if item:
                indent = len(item[0].expandtabs(4))
            elif blank and width < indent:
                indent = 0
            stop = at + 1
        blank = False
        at = stop


def _behind_front_matter(rows: list[str], head: int, starts: list[int]) -> int:
    if head:
        return bisect_left(starts, head)
    if rows and _HEAD.match(rows[0]):
        ends = ("+++",) if "+" in rows[0] else ("---", "...")
        for at, row in enumerate(rows[1:_HEAD_LINES], 1):
            if row.rstrip() in ends:
                return at + 1
    return 0


def _block_end(rows: list[str], at: int) -> int:
    """Behind which row the block ends that begins with this one; `at` where it is one of text."""
    row = rows[at]
    if fence := _FENCE.match(row):
        return _fence_end(rows, at, fence[1])
    if "|" in row and at + 1 < len(rows) and "|" in rows[at + 1] and _RULED.match(rows[at + 1]):
        return _blank_below(rows, at)
    if html := _HTML.match(row):
        if row.lstrip().startswith("<!--"):
            return _row_with(rows, at, "-->")
        return _row_with(rows, at, f"</{html[1].lower()}>") if html[1] else _blank_below(rows, at)
    return at + 1 if _DEFINITION.match(row) or _UNDERLINE.match(row) else at


def _fence_end(rows: list[str], at: int, fence: str) -> int:
    """Behind which row a fence is closed: code without an end goes on to the end, a formula is none then."""
    closing = re.compile(rf"[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*\Z")
    found = (end + 1 for end in range(at + 1, len(rows)) if closing.match(rows[end]))
    return next(found, at if fence == "$$" else len(rows))


def _row_with(rows: list[str], at: int, sign: str) -> int:
    return next((end + 1 for end in range(at, len(rows)) if sign in rows[end].lower()), len(rows))


def _blank_below(rows: list[str], at: int) -> int:
    return next((end for end in range(at, len(rows)) if not rows[end].strip()), len(rows))


def _width(row: str) -> int:
    """The columns of white space before a row's text."""
    wide = row.expandtabs(4)
    return len(wide) - len(wide.lstrip(" "))
