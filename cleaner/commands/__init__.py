"""The commands: one module each, which holds the command under its own name.

A module is imported when its command is asked for.
"""

from __future__ import annotations

# What `cleaner --help` and the README say of each.
SUMMARIES = {
    "check": "Report findings, and mend them in place.",
    "clean": "Write the canonical texts of a folder into another one.",
    "restore": "Rebuild the sources of cleaned texts, or take back a fix.",
    "explain": "Tell why a line went or stayed, or what a rule does.",
    "rules": "List all rules, or run the examples of your own.",
    "new-rule": "Begin a rule of your own.",
    "baseline": "Write what is found now as known.",
    "suppress": "Let a finding stand, with the reason.",
    "init": "Write a first configuration and a baseline for a folder.",
    "learn": "Survey a set into a profile.",
    "cache": "Tell where the cache is and how large, or remove it.",
}
NAMES = tuple(SUMMARIES)
