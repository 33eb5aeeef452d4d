"""`cleaner cache`: where results of unchanged documents lie, and away with them."""

from __future__ import annotations

from typing import Any

import click

from cleaner import options
from cleaner.console import say
from cleaner.escape import printable
from cleaner.given import config_of
from cleaner.paths import shown


@click.command()
@click.option("--clear", is_flag=True, help="Remove it.")
@options.configured
def cache(clear: bool, **selection: Any) -> int:
    """Tell where the cache of checked documents lies and how large it is, or remove it."""
    from cleaner import cache as stored
    from cleaner.state import state_folder

    folder = state_folder(config_of(**selection))
    path = printable(shown(folder / stored.CACHE_NAME))
    size = stored.clear(folder) if clear else stored.size(folder)
    if size is None:
        say(f"{path}: there is no cache.")
    else:
        say(f"{path}: {'removed, ' if clear else ''}{size:,} bytes.")
    return 0
