"""`cleaner init`: a first configuration and baseline for a folder."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner import options, settings
from cleaner.commands import baseline
from cleaner.console import note, say
from cleaner.escape import printable
from cleaner.paths import shown


@click.command()
@click.argument("folder", type=options.PATH, default=".")
@click.option("--no-baseline", is_flag=True, help="Write no file of known findings.")
def init(folder: Path, no_baseline: bool) -> int:
    """Look at a folder, and write its first configuration and baseline."""
    from cleaner import init as first

    path, seen = first.begin(folder)
    patterns = ", ".join(seen.documents)
    languages = ", ".join(seen.languages) or "no language told for sure"
    counts = ((seen.number, "document", "documents"), (seen.records, "file of records", "files of records"))
    found = " and ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count)
    say(printable(f"{shown(path)}: {found} ({patterns}); {languages}."))
    for line in seen.left_out:
        note(line)
    here = Path.cwd().resolve()
    if folder.resolve() not in (here, *here.parents):
        say(printable(f"Run cleaner in {shown(folder)}: settings are looked for there and above."))
    if no_baseline:
        return 0
    config = settings.load(path)
    mending = "cleaner check --fix" if seen.number else "cleaner clean"  # records are not mended in place
    further = f" `cleaner check` fails on new ones only; `{mending}` mends these, too."
    return baseline.write((folder,), config, None, further=further)
