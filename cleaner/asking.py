"""Asking: rules run on one document, what they yield held to what a rule may say and touch."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from cleaner.config import Config
from cleaner.document import Document
from cleaner.profile import Profile
from cleaner.protection import protection
from cleaner.rule import Fact, Finding, Outcome, Rule, Spared

RuleFinding = tuple[Rule, Finding]
Yielded = tuple[tuple[RuleFinding, ...], tuple[Fact, ...], tuple[tuple[Rule, Spared], ...]]


class RuleError(Exception):
    """A rule raised; the message names it."""


def inspect(document: Document, rules: Sequence[Rule], config: Config, profile: Profile | None) -> Yielded:
    """All that the rules yield on one document, but for what would touch protected text."""
    protected = protection(document, config)
    findings: list[RuleFinding] = []
    facts: list[Fact] = []
    spared: list[tuple[Rule, Spared]] = []
    for rule in rules:
        for item in ask(rule, config, *rule.asked(document, profile)):
            if isinstance(item, Fact):
                facts.append(item)
            elif isinstance(item, Spared):
                spared.append((rule, item))
            elif protected is None or not protected.withholds(rule, item):
                findings.append((rule, item))
            elif not rule.removes_words and (free := protected.free(rule, item)):
                findings.append((rule, replace(item, edits=free)))
            else:
                spared.append((rule, Spared(item.span, f"would go ({item.message}), but is protected")))
    return tuple(findings), tuple(facts), tuple(spared)


def ask(rule: Rule, config: Config, *asked: Any) -> Iterator[Finding | Fact | Spared]:
    """Run one rule; whatever it raises names it, and so does what it may not yield."""
    about = asked[0].whole if isinstance(asked[0], Outcome) else asked[0]
    try:
        for item in rule.check(*asked, **config.options(rule)):
            _refuse_nonsense(item, len(about.text))
            yield item
    except (Exception, SystemExit) as error:
        what = f"{type(error).__name__}: {error}{_place(rule, error)}"
        raise RuleError(f"rule {rule.code} ({rule.name}) failed: {what}") from error


def _refuse_nonsense(item: object, length: int) -> None:
    """Raise for what no rule may yield about a text of this length."""
    if not isinstance(item, Finding | Fact | Spared):
        raise TypeError(f"yields {type(item).__name__}, not a Finding, Fact or Spared")
    if not 0 <= item.span.start <= item.span.end <= length:
        raise ValueError(f"{item.span} does not lie in the text of {length} characters")
    if isinstance(item, Finding):
        at = 0
        for edit in item.edits:
            if not at <= edit.start <= edit.end <= length:
                raise ValueError(f"{edit} overlaps the edit before it, or leaves the text")
            at = edit.end


def _place(rule: Rule, error: BaseException) -> str:
    """Where in the files of a rule something was raised: the clause ` (name.py:12)`."""
    folder, place = str(rule.file.parent), ""
    trace = error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if os.path.dirname(file) == folder:
            place = f" ({os.path.basename(file)}:{trace.tb_lineno})"
        trace = trace.tb_next
    return place
