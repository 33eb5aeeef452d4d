"""`cleaner explain`: why a line went or stayed, and what a rule does."""

from __future__ import annotations

from typing import Any

import click

from cleaner import options
from cleaner.config import OWN
from cleaner.console import say
from cleaner.given import config_of, place_of
from cleaner.registry import load_rules
from cleaner.runner import UsageError
from cleaner.values import nearest


@click.command()
@click.argument(
    "subject", shell_complete=options.offering("subject"), metavar="FILE:LINE | FILE#ID:LINE | CODE"
)
@options.selection
@options.of_set
def explain(subject: str, **selection: Any) -> int:
    """Tell why a line of a document went or stayed, or what a rule does."""
    from cleaner import explain as explaining
    from cleaner import surveying

    config = config_of(**selection)
    rules = load_rules(config.own)
    for rule in rules:
        if subject.upper() == rule.code or subject.lower() == rule.name:
            say(explaining.explain_rule(rule))
            return 0
    for own in OWN:
        if subject.upper() == own.code or subject.lower() == own.name:
            say(f"{own.code} {own.name}\n\n{own.docs}")
            return 0
    place = place_of(subject)
    if place is None:
        near = nearest(subject, [name for rule in rules for name in (rule.code, rule.name)])
        raise UsageError(f"explain: {subject!r} is neither FILE:LINE nor a rule{near}")
    name, number = place
    done = surveying.process_line(name, number, config)
    active = config.rules_for(rules, done.source.matched)
    say(explaining.explain_line(done.result, number, rules, active, alone=done.alone))
    return 0
