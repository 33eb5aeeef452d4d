"""Makes document text, file names and settings safe to show: on a terminal and in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Letters and marks by their category that show nothing: they could hide text as format characters do.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_SPACES = frozenset("\u00a0\u1680\u202f\u205f\u3000").union(map(chr, range(0x2000, 0x200B)))

# A joiner is part of how a word or an emoji is written only between two characters that it can join.
# Patterns here are compiled where they are first used, not at start-up.
_JOINERS = "\u200c\u200d"
_EMOJI = "[\u00a9\u00ae\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff]"
_JOINING = "[\u0620-\u06ff\u0710-\u07ff\u0840-\u109f\u1780-\u18af\ufb50-\ufdfb\ufe70-\ufefc]"


def printable(text: str, *, newline: str = "\\n", tab: str = "\\t", space: str = "") -> str:
    """Return `text` so that it can be shown as it stands, on a terminal or anywhere else.

    Control and escape characters, bidirectional controls, characters that show nothing, line and
    paragraph separators, lone surrogates, unassigned and private characters become escapes such
    as `\\x1b` and `\\u202e`. Letters of all scripts, combining marks and emoji stay, with the
    joiners inside them.

    Args:
        text: anything.
        newline: what a line feed is shown as.
        tab: what a tab is shown as.
        space: what a plain space is shown as; where given, other spaces are shown as escapes.
    """
    if text.isprintable() and not space and (text.isascii() or _UNSEEN.isdisjoint(text)):
        return text
    return "".join(pieces(text, newline=newline, tab=tab, space=space))


def pieces(text: str, *, newline: str = "\\n", tab: str = "\\t", space: str = "") -> list[str]:
    """The shown form of each character of `text` (see `printable`), one item a character."""
    shown = []
    for at, character in enumerate(text):
        if character == " ":
            shown.append(space or character)
        elif character.isprintable() and character not in _UNSEEN:
            shown.append(character)
        elif character == "\n":
            shown.append(newline)
        elif character == "\t":
            shown.append(tab)
        elif (character in _SPACES and not space) or (character in _JOINERS and _joins(text, at)):
            shown.append(character)
        else:
            shown.append(escaped(character))
    return shown


def escaped(character: str) -> str:
    """The escape of one character, as Python writes it: `\\x1b`, `\\u202e`, `\\U000e0001`."""
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    if named:
        return named
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _joins(text: str, at: int) -> bool:
    around = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return any(all(re.match(kind, one) for one in around) for kind in (_JOINING, _EMOJI))


# GitHub takes `::name::` at the beginning of a line for a command, blanks before it aside, and `##[name]`
# anywhere in it; Azure Pipelines and TeamCity `##vso[...]` and `##teamcity[...]`.
_COMMAND = r"(?m)^([^\S\n]*):(?=:)|#(?=#(?:\[|[a-z]+\[))"


def inert(text: str) -> str:
    """Return printable text, of one or more lines, so that no CI service takes a part of it for a command."""
    if "::" not in text and "##" not in text:
        return text
    return re.sub(_COMMAND, lambda match: "\\x23" if match[1] is None else match[1] + "\\x3a", text)


# Markdown: what would begin markup, wherever it stands. An underscore inside a word begins none.
_MARKUP = r"[\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_])"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LEADING = r"\A([-+#=:]|\d{1,9}(?=[.)]))"
# Words that some renderers make links or mentions of, even without markup.
_LINKED = r"(?i)@|://|\bwww\.|#\w"


def markdown(text: str) -> str:
    """Return `text` for a line of Markdown prose or a table cell: it shows as it is, and is no markup.

    Nothing in it becomes HTML, a link, a mention or a further line. Addresses are put into code
    spans, because many renderers link them wherever else they stand; what ends a clause stands behind.
    """
    return " ".join(
        _spanned(word) if re.search(_LINKED, word) else _plain(word, leading=at == 0)
        for at, word in enumerate(printable(text, newline=" ", tab=" ").split())
    )


def _spanned(word: str) -> str:
    bare = word.rstrip(",;:.!?")
    return code(bare) + word[len(bare) :]


def _plain(word: str, *, leading: bool) -> str:
    if word.isalnum() and not leading:
        return word
    found = re.sub(_MARKUP, lambda match: "\\" + match[0], word)
    if leading:
        found = re.sub(
            _LEADING, lambda match: match[1] + "\\" if match[1].isdigit() else "\\" + match[1], found
        )
    return re.sub("[&<>]", lambda match: _ENTITIES[match[0]], found)


def code(text: str) -> str:
    """Return `text` as a Markdown code span; safe in prose, in headings and in table cells."""
    shown = printable(text)
    marks = "`" * (longest_backticks(shown) + 1)
    pad = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) or not shown else ""
    return marks + pad + shown.replace("|", "\\|") + pad + marks


def fence(lines: Iterable[str], info: str = "") -> str:
    """Return a fenced code block of these lines; the fence is longer than any run of backticks in them."""
    shown = [printable(line) for line in lines]
    marks = "`" * max(3, *(longest_backticks(line) + 1 for line in shown), 0)
    return "\n".join([marks + info, *shown, marks])


def longest_backticks(text: str) -> int:
    """The length of the longest run of backticks."""
    return max(map(len, re.findall("`+", text)), default=0) if "`" in text else 0
