"""Removal: what is left of a document's words, and what guard rules allow of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cleaner.asking import RuleFinding, ask
from cleaner.document import Document
from cleaner.rounds import Context, Rest, Unstable, to_rest
from cleaner.rule import DISPLAY, Finding, Outcome, Rule

# What is not done where guards object.
NOT_BY_MARKUP, NOT_BY_SET, ONLY_SAFE, NOTHING = (
    "nothing goes for its markup",
    "nothing goes for what its set knows",
    "no unsafe fix removes a word",
    "no fix removes a word",
)


class Removal(Struct, frozen=True):
    """What removing words came to, and what speaks against it.

    `objections` are the findings of guard rules; `restless` names the rules, if any, that had more to remove
    after every round.
    """

    rest: Rest
    objections: tuple[RuleFinding, ...] = ()
    restless: str = ""

    @property
    def refused(self) -> bool:
        """Whether the words are to stay."""
        return bool(self.objections or self.restless)

    @property
    def lines(self) -> frozenset[int]:
        """The numbers of the source's lines that are left."""
        return frozenset(line.number for line in self.rest.document.inked)


def kept_words(context: Context, begin: Rest, rules: Sequence[Rule]) -> Rest:
    """A document after the fixes that keep every word."""
    keeping = [rule for rule in fixers(rules) if not rule.removes_words]
    return to_rest(context, begin, keeping, keeping)


def remove_words(
    context: Context,
    begin: Rest,
    rules: Sequence[Rule],
    *,
    full: Rest | None = None,
    whole: Document | None = None,
) -> Removal:
    """A document after all fixes.

    `full` is the document with every word, where some that `begin` lacks went before; `whole` is the page, if
    any, whose markup took words already.
    """
    try:
        last = to_rest(context, begin, fixers(rules), fixers(rules) if full else removing(rules))
    except Unstable as error:
        return Removal(begin, restless=", ".join(error.codes))
    outcome = Outcome((full or begin).document, last.document, context.profile, whole)
    return Removal(last, tuple(objections(context, outcome, rules)))


def objections(context: Context, outcome: Outcome, rules: Sequence[Rule]) -> Iterator[RuleFinding]:
    """What guard rules say against an outcome."""
    for rule in rules:
        for item in ask(rule, context.config, outcome) if rule.guard else ():
            if isinstance(item, Finding):
                yield rule, item


def remove_in_steps(
    context: Context, mended: Rest, rules: Sequence[Rule], refused: Removal
) -> tuple[Rest, str]:
    """What may go of a document of which not all may that would, and how to say so.

    Some fixes are made first and the others then, and guards are asked again. Where these still object, or a
    line would go that all fixes at once had left, the first alone are made; but only where the others would
    be refused on what those leave, too, else they would be made when the document is cleaned again. The
    first are those that ask for no set, so that a set takes no less than each document by itself, or else
    safe ones. In the end no word goes; nor does any of a document of which all fixes would leave none.
    """
    steps: list[tuple[Context, str]] = []
    if any(line.tokens for line in refused.rest.document.inked):
        if context.profile is not None:
            steps.append((replace(context, alone=True), NOT_BY_SET))
        if context.config.unsafe_fixes:
            steps.append((replace(context, cautious=True), ONLY_SAFE))
    for fewer, told in steps:
        first = remove_words(fewer, mended, rules)
        if not first.refused:
            begin = replace(first.rest, found=(), spared=())
            both = remove_words(context, begin, rules, full=mended)
            if not both.refused and refused.lines <= both.lines:
                return both.rest, ""
            last = Outcome(begin.document, both.rest.document, context.profile)
            if both.restless or any(objections(context, last, rules)):
                return _withheld(first.rest), told
    found, facts, near = context.inspect(mended.document, removing(rules))
    spared, facts = mended.spared + near, mended.facts + facts
    return _withheld(replace(mended, found=mended.found + found, spared=spared, facts=facts)), NOTHING


def _withheld(rest: Rest) -> Rest:
    """The same, where no option makes the fixes that would remove more words."""
    found = (
        (rule, replace(finding, safety=DISPLAY) if rule.removes_words else finding)
        for rule, finding in rest.found
    )
    return replace(rest, found=tuple(found))


def fixers(rules: Sequence[Rule]) -> list[Rule]:
    """The rules that mend something."""
    return [rule for rule in rules if not rule.guard and rule.safety is not DISPLAY]


def removing(rules: Sequence[Rule]) -> list[Rule]:
    """The rules whose fixes remove words."""
    return [rule for rule in fixers(rules) if rule.removes_words]
