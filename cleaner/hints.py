"""What to say in place of a command, option or argument that there is not, but that others have.

People bring habits from other linters. The nearest name that we do have may mean something else, or even
write files; so what is known to be meant comes first.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence

_MOST_WORDS = 4  # of a command line that are repeated in a hint

# By the word that was given for a command; what followed it is repeated behind.
_COMMANDS = {
    "fix": "check --fix",
    "format": "clean",
    "lint": "check",
    "diff": "check --diff",
    "undo": "restore",
    "rule": "explain",
}
_TO_SEE = "`cleaner check --diff` shows what would change"
_SETTING = "say --config 'exclude = [\"PATTERN\"]', or write it into the configuration"
# By the command, and the option that was given to it.
_OPTIONS = {
    ("check", "--quiet"): "with --output-file FILE the summary alone is printed",
    ("check", "-q"): "with --output-file FILE the summary alone is printed",
    ("check", "--statistics"): "--output-format markdown counts findings by rule",
    ("check", "--exit-zero"): "say --fail-on never",
    ("check", "--dry-run"): "say --diff",
    ("check", "--exclude"): _SETTING,
    ("clean", "--exclude"): _SETTING,
    ("clean", "--dry-run"): _TO_SEE,
    ("clean", "--diff"): _TO_SEE,
}
_ARGUMENTS = {
    "clean": "SOURCE is one file or folder; name the folder that holds all, or clean one after the other",
}


def for_command(words: Sequence[str]) -> str:
    """The command line that was meant by one that begins with no command; empty where nobody knows."""
    rest = words[1:] if len(words) <= _MOST_WORDS else ()
    if words[0] in _COMMANDS:
        return shown("cleaner", *_COMMANDS[words[0]].split(), *rest)
    return shown("cleaner", "check", words[0], *rest) if os.path.lexists(words[0]) else ""


def for_option(command: str, option: str) -> str:
    """What to say in place of an option that the command does not have; empty where nobody knows."""
    return _OPTIONS.get((command, option), "")


def for_arguments(command: str) -> str:
    """What a command takes that was given too many arguments; empty where its usage says enough."""
    return _ARGUMENTS.get(command, "")


def shown(*words: str) -> str:
    """A command line as a shell takes it."""
    return f"`{shlex.join(words)}`"
