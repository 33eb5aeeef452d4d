"""`cleaner new-rule`: a rule of one's own, begun."""

from __future__ import annotations

from typing import Any

import click

from cleaner import options
from cleaner.config import RULE_DIRECTORY
from cleaner.console import say
from cleaner.escape import printable
from cleaner.paths import near, shown
from cleaner.registry import load_rules
from cleaner.runner import UsageError


@click.command("new-rule")
@click.argument("name")
@click.option(
    "--code", type=options.TEXT, help="Three capitals and three digits; by default the next free OWN101, ..."
)
@options.configured
def new_rule(name: str, code: str | None, **configured: Any) -> int:
    """Begin a rule of your own: a module in `rule-directory`, whose example fails until it is filled in."""
    from cleaner import scaffold, settings

    directory = settings.stack(**configured).own
    if directory is None:
        raise UsageError(
            f'new-rule: no folder of own rules is configured; write {RULE_DIRECTORY} = "my-rules" into'
            " cleaner.toml, or under [tool.cleaner] in pyproject.toml"
        )
    path = scaffold.begin(name, directory, code, load_rules(directory if directory.is_dir() else None))
    say(printable(f"{shown(near(path))}: fill it in; `cleaner rules --test` runs its examples"))
    return 0
