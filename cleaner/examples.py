"""Runs the examples of rules, ours and the user's: what a rule shows is what it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.asking import RuleError
from cleaner.config import Config
from cleaner.document import Document
from cleaner.engine import read, run
from cleaner.ledger import to_bytes
from cleaner.results import Result
from cleaner.rounds import Unstable
from cleaner.rule import Example, Finding, Outcome, Rule
from cleaner.survey import Survey, observe


def failures(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    """What does not hold of a rule's examples, a clause each that names the example.

    `bad` is found and becomes `good` (or stays, without one), `good` alone is silent, and what was cleaned
    is not changed again. All but display-only fixes of this one rule are applied.

    Args:
        rule: the rule.
        rules: all rules there are; a guard rule is asked what they make of its examples.
    """
    if not any(example.bad is not None for example in rule.examples):
        yield "no example is bad: show what is found"
    if not any(example.bad is None for example in rule.examples):
        yield "no example is good alone: show what is left alone"
    for number, example in enumerate(rule.examples, 1):
        try:
            for what in _of_guard(rule, example, rules) if rule.guard else _of_rule(rule, example):
                yield f"example {number}: {what}"
        except (RuleError, Unstable) as error:
            yield f"example {number}: {error}"


def _of_rule(rule: Rule, example: Example) -> Iterator[str]:
    bad, good = example.bad, example.good
    read_as = "page.html" if rule.needs_markup else "text"
    if bad is not None:
        result = _mended(rule, bad, example, read_as)
        wanted = bad if good is None else good
        if not result.findings:
            yield "bad is not found"
        elif result.text != wanted:
            yield f"bad becomes {result.text!r}, not {wanted!r}"
        elif (again := _mended(rule, result.text, example)).text != result.text:
            yield f"what was cleaned is not at rest, it becomes {again.text!r}"
    if good is not None:
        result = _mended(rule, good, example, "text" if bad is not None else read_as)
        if result.findings:
            yield f"good is not silent: {result.findings[0].message}"


def _mended(rule: Rule, text: str, example: Example, name: str = "text") -> Result:
    """What one rule by itself makes of a text, or of a page, by name, in the set that the example is of."""
    config = Config(unsafe_fixes=True, rules={rule.code: example.options})
    texts = enumerate((text, *example.others))
    profile = Survey(observe(f"other{number}" if number else "text", "", one) for number, one in texts)
    document = read(name, to_bytes(text) if rule.needs_markup else text, "", "text")
    return run(document, to_bytes(text), [rule], config, profile.profile() if example.others else None)


def _of_guard(rule: Rule, example: Example, rules: Sequence[Rule]) -> Iterator[str]:
    config = Config(unsafe_fixes=True)
    others = [one for one in rules if not one.guard and not one.preview]
    for text, wanted in ((example.bad, True), (example.good, False)):
        if text is not None:
            left = run(read("text", text, "", "text"), to_bytes(text), others, config, None).text
            said = rule.check(Outcome(Document("text", text), Document("text", left)))
            if any(isinstance(item, Finding) for item in said) is not wanted:
                yield "bad is not found" if wanted else "good is not silent"
