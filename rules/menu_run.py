"""Menus, breadcrumbs and footers: labels in a row, or one on each of many lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cleaner import SAFE, Document, Example, Phrases, Yield, deletion, rule
from cleaner.rules._furniture import Core, Label, Vocabulary, core, labels

PHRASES = Phrases.beside(__file__)

MOST_TOKENS = 5  # of a label
LEAST_KNOWN = 3  # known labels that make lines a menu
LEAST_SHARE = 0.5  # of a menu's lines that are known
FURTHEST = 3  # lines from one known label to the next

_BETWEEN = re.compile(r"[|•·›»>«‹/→]")
_PATH = re.compile(r"[›»>/→]")
_PROSE_END = (".", "!", "?", "。", "！", "？", ",", ";", "，", "；")


@cache
def vocabulary() -> Vocabulary:
    """The labels that the table lists, each with its section, `site` or `topic`."""
    return Vocabulary({**dict.fromkeys(PHRASES.section("topic"), "topic"), **dict.fromkeys(PHRASES.section("site"), "site")})


@rule(
    code="NAV105",
    name="menu-run",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[],
)
def menu_run(document: Document) -> Iterator[Yield]:
    """x"""
    words = vocabulary()
    span = core(document)
    run: list[tuple[Label, str]] = []
    for label in labels(document):
        kind = words.kinds.get(label.key)
        if kind is None and (is_bar(label, words)):
            yield deletion(document, label.line, label.line, "bar:" + span.within(label.place))
            continue
        if run and label.place > run[-1][0].place + FURTHEST:
            yield from menu(document, run, span)
            run = []
        if kind:
            run.append((label, kind))
    yield from menu(document, run, span)


def menu(document, run, span):
    kinds = [k for _, k in run]
    if len(run) < LEAST_KNOWN: return
    first, last = run[0][0], run[-1][0]
    n = last.place - first.place + 1
    if len(run) / n < LEAST_SHARE: return
    between = document.inked[first.place:last.place+1]
    if any(l.ends_sentence or len(l.tokens) > MOST_TOKENS+3 for l in between): return
    yield deletion(document, first.line, last.line, f"menu:{span.within(first.place)}:site{min(kinds.count('site'),3)}")


def is_bar(label, words):
    key = label.key
    if len(key) < 8 or label.line.ends_sentence: return False
    if _BETWEEN.search(key):
        parts = [p.strip() for p in _BETWEEN.split(key)]
        parts = [p for p in parts if p]
        known = sum(p in words.kinds for p in parts)
        if len(parts) >= 3 and known >= 2 and known >= len(parts) * .4 : return True
    found = words.parts(key)
    return len(found) >= 3
