"""`.cleaner/`: what `cleaner` keeps for itself beside the configuration; git ignores it.

It holds the cache, and an undo record for each file's last fix.
"""

from __future__ import annotations

from pathlib import Path

from cleaner.config import Config
from cleaner.writing import write

FOLDER = ".cleaner"


def state_folder(config: Config) -> Path:
    """`.cleaner/` beside the configuration, or in the working directory without one."""
    return (config.root or Path.cwd()) / FOLDER


def prepare(folder: Path) -> None:
    """Make the folder.

    Raises:
        OSError: it cannot be made.
    """
    ignore = folder / ".gitignore"
    if not ignore.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write(ignore, b"*\n")
