"""Lines made to confuse the shipped patterns, generated from the patterns and tables themselves.

What makes a pattern slow is text that nearly matches: a part that may repeat, repeated and never ended. So
each repetition in each regular expression of `cleaner` and `cleaner.rules` gives a piece, and so does each
phrase table; a new rule is covered without being named. Pieces that no pattern tells of stand in `PIECES`.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cleaner.registry import load_rules

# What opens and never closes, what nearly matches, long runs.
PIECES = [
    *(" ", "\t", "\u00a0", "a ", "a  ", " a", "a\u00a0:", "a ,", "a .", " .", ": ", "? : ", "a \u00a0"),
    *("\u3000", "• ", "1. ", "- a", '"', '"a', 'a"', "“", "a” ", "“a” ", "« ", "''", "'"),
    *("&", "&amp", "&amp;", "&#", "&#1;", "&lt;", "<", "<a", "</a", "&amp;lt;a"),
    *("\x1b", "\x1b[", "\x1b[0;", "\x1b]", "\x1b]0;a", "\x08", "a\x08", "a\x00", "\x00", "\x0c", "\x81"),
    *("\x85", "\u200b", "\u200d", "\u200e", "א\u200e", "\u202e", "\ufeff", "\U0001f3f4\U000e0067"),
    *("\U000e0041", "\u200d\u200c", "Ã"),
    *("Ã©", "â€", "Ã\u00a0 ", "e\u0301", "\u0301", "\u1100\u1161", "\ufffd", "\udc80"),
    *("\ud800", "|", "| a ", "-", "a - ", "= ", "a = b; ", "()", "{", "```", "a\u2028", ".", "a. ", "。"),
    *("a", "灯", "Wort ", "les des une ", "\r", "\n", "\r\n", " \n", "a\n", "\ta\tb\n", "  a  b\n", "• a\n"),
    *("Aa. Bb. ", "The lamp on the cape burns all night. ", "Lamp on cape\n", "Lamp on cape\n\n"),
    *("The lamp on the northern cape has been burning for two hundred years and more.\n\n",),
]  # fmt: skip
_LONGEST = 60  # characters of a piece
_ALTERNATIVES = 4  # of a choice; tables of words make choices of hundreds
_CANDIDATES = "a1 -A,\n\té灯\u00a0\x00"
_parser: Any = importlib.import_module("re._parser")


def pieces() -> list[tuple[str, str]]:
    """Pieces as pairs: what stands once at the beginning, and what is repeated behind it."""
    found = dict.fromkeys(("", piece) for piece in PIECES)
    for pattern in patterns():
        found |= dict.fromkeys(of_pattern(pattern))
    for rule in load_rules():
        if rule.phrases is not None:
            sections: dict[str, str] = {}
            for phrase in rule.phrases.entries():
                sections.setdefault(phrase.section, phrase.text)
            for text in sections.values():
                found |= dict.fromkeys([("", f"{text} "), ("", f"{text}\n"), ("", f"{text}\nLamp on cape\n")])
        for example in rule.examples:
            if example.bad and len(example.bad) < 4 * _LONGEST:
                found["", example.bad] = None
    return list(found)


def patterns() -> list[re.Pattern[str]]:
    """All compiled expressions for text that modules of the package hold, also inside collections."""
    load_rules()
    found: dict[re.Pattern[str], None] = {}
    for name in sorted(sys.modules):
        if name.split(".")[0] == "cleaner":
            for value in list(vars(sys.modules[name]).values()):
                found |= dict.fromkeys(_held(value))
    return list(found)


def _held(value: Any, depth: int = 3) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, Mapping):
        for item in list(value.values()):
            yield from _held(item, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset) and len(value) < 1_000:
        for item in value:
            yield from _held(item, depth - 1)


def of_pattern(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for before, repeated in _repeats(_parser.parse(pattern.pattern, pattern.flags), ""):
        if repeated and len(before + repeated) <= _LONGEST:
            yield "", repeated
            if before:
                yield before, repeated
                yield "", before + repeated


def _repeats(tree: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    """Each repetition: a text for what stands before it, and one for each way to repeat it."""
    for operation, argument in tree:
        name = str(operation)
        if name.endswith("_REPEAT"):
            inside = argument[2]
            yield from ((before, text) for text in _texts(inside))
            yield from _repeats(inside, before)
        else:
            for inner in _inner(name, argument):
                yield from _repeats(inner, before)
        before += next(iter(_texts([(operation, argument)])), "")


def _inner(name: str, argument: Any) -> list[Any]:
    """The expressions inside one."""
    if name == "SUBPATTERN":
        return [argument[3]]
    if name == "BRANCH":
        return list(argument[1][:_ALTERNATIVES])
    if name == "ATOMIC_GROUP":
        return [argument]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    return []


def _texts(tree: Iterable[Any]) -> list[str]:
    """Some texts that an expression matches, or nearly: what it looks around for is left out."""
    texts = [""]
    for operation, argument in tree:
        name = str(operation)
        if name == "LITERAL":
            choices = [chr(argument)]
        elif name in ("NOT_LITERAL", "ANY", "IN"):
            choices = _characters(name, argument)
        elif name.endswith("_REPEAT"):
            choices = [text * max(1, argument[0]) for text in _texts(argument[2])]
        elif name in ("ASSERT", "ASSERT_NOT"):
            choices = [""]
        else:
            choices = [text for inner in _inner(name, argument) for text in _texts(inner)] or [""]
        texts = [text + choice for text in texts for choice in choices][: 2 * _ALTERNATIVES]
    return texts


def _characters(name: str, argument: Any) -> list[str]:
    """A few characters of a class: some usual ones that are in it, and its own first."""
    if name == "ANY":
        return ["a"]
    if name == "NOT_LITERAL":
        return [next(c for c in _CANDIDATES if c != chr(argument))]
    kinds = {str(kind) for kind, _ in argument}
    own = [
        chr(value if str(kind) == "LITERAL" else value[0])
        for kind, value in argument
        if str(kind) in ("LITERAL", "RANGE")
    ]
    if "NEGATE" in kinds:
        return [next((c for c in _CANDIDATES if c not in own), "a")]
    usual = [
        c for c in _CANDIDATES if any(str(k) == "CATEGORY" and _in_category(str(v), c) for k, v in argument)
    ]
    return [*own[:1], *own[-1:], *usual[:1]][:_ALTERNATIVES] or ["a"]


def _in_category(category: str, character: str) -> bool:
    kind = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[category.rpartition("_")[2]]
    return bool(re.match(kind.upper() if "_NOT_" in category else kind, character))
