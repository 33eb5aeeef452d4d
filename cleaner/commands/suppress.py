"""`cleaner suppress`: a finding that stays, with the reason."""

from __future__ import annotations

from typing import Any

import click

from cleaner import options
from cleaner.console import say
from cleaner.escape import printable
from cleaner.given import config_of, place_of
from cleaner.runner import UsageError


@click.command()
@click.argument("place", shell_complete=options.offering("file"), metavar="FILE:LINE")
@click.argument("rule", shell_complete=options.offering("code"))
@click.option("--reason", required=True, help="Why the finding is right about the text, and it stays.")
@options.configured
def suppress(place: str, rule: str, reason: str, **selection: Any) -> int:
    """Let a finding stand: write an entry with its reason into the suppressions file."""
    from cleaner import accepting

    where = place_of(place)
    if where is None:
        raise UsageError(f"suppress: {place!r} is not FILE:LINE")
    if not reason.strip():
        raise UsageError("--reason: say why the finding stays")
    say(printable(accepting.suppress(*where, rule, reason, config_of(**selection))))
    return 0
