"""`cleaner rules`: the catalogue."""

from __future__ import annotations

import click

from cleaner.console import say
from cleaner.registry import load_rules


@click.command()
def rules() -> int:
    """List all rules: code, name, safety, what each finds."""
    from cleaner import catalogue

    say(catalogue.rules_table(load_rules()))
    return 0
