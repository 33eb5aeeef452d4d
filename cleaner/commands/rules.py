"""`cleaner rules`: the catalogue, and the examples of one's own rules."""

from __future__ import annotations

from typing import Any

import click

from cleaner import options
from cleaner.config import RULE_DIRECTORY
from cleaner.console import say
from cleaner.escape import printable
from cleaner.given import config_of
from cleaner.paths import near, shown
from cleaner.registry import load_rules
from cleaner.runner import UsageError


@click.command()
@click.option("--test", is_flag=True, help="Run the examples of your own rules; exit 1 where one fails.")
@options.configured
def rules(test: bool, **configured: Any) -> int:
    """List all rules, your own too: code, name, safety, what each finds."""
    config = config_of(**configured)
    found = load_rules(config.own)
    if not test:
        from cleaner import catalogue

        say(catalogue.rules_table(found))
        return 0
    from cleaner import examples

    if config.own is None:
        raise UsageError(f"--test: no rules of your own; `{RULE_DIRECTORY}` in the configuration names them")
    own = [rule for rule in found if rule.file.parent == config.own]
    failed = 0
    for rule in own:
        for what in examples.failures(rule, found):
            failed += 1
            say(printable(f"{shown(near(rule.file))}: {rule.code} {rule.name}: {what}"))
    count = sum(len(rule.examples) for rule in own)
    examples_ran = f"{count} {'example' if count == 1 else 'examples'}"
    say(
        f"{examples_ran} of {len(own)} {'rule' if len(own) == 1 else 'rules'} ran, {failed or 'none'} failed."
    )
    return 1 if failed else 0
