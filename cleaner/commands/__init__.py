"""The commands: one module each, which holds the command under its own name.

A module is imported when its command is asked for.
"""

from __future__ import annotations

NAMES = (
    "baseline",
    "cache",
    "check",
    "clean",
    "explain",
    "init",
    "learn",
    "restore",
    "rules",
    "suppress",
)
