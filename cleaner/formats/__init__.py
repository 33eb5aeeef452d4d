"""Reports for people and programs: one module for each format, found in the table below.

A format is made for one run and one place it is written to. It is asked three times: `begin`, then
`document` for each document in order, then `end`; each answer is the next pieces of its text. So a
report streams, several can be written in one run, and none is held in memory as a whole.
"""

from __future__ import annotations

from importlib import import_module

from cleaner.formats.base import Format, Options

__all__ = ["FORMATS", "PEOPLE", "Format", "Options", "make"]

# Name: module and class, and what `--help` and the README say of it. A module is imported when asked for.
FORMATS = {
    "full": ("full:Full", "each finding with its line, underlined, and what its fix does"),
    "concise": ("concise:Concise", "one line a finding"),
    "grouped": ("grouped:Grouped", "the findings of each document below its name"),
    "json": ("json_report:JsonReport", "one JSON object, described by the schema that ships with it"),
    "json-lines": ("json_lines:JsonLines", "one JSON object a line, the last one the summary"),
    "sarif": ("sarif:Sarif", "SARIF 2.1.0, for editors and other tools"),
    "code-scanning": ("sarif:CodeScanning", "SARIF 2.1.0 of what is open, for GitHub's code scanning"),
    "github": ("github:GitHub", "annotations of a GitHub workflow, and a job summary"),
    "gitlab": ("gitlab:GitLab", "a GitLab code quality report"),
    "junit": ("junit:JUnit", "JUnit XML: a suite a document, a failure a finding"),
    "markdown": ("markdown:Markdown", "tables for a pull request or a job summary"),
}

PEOPLE = ("full", "concise", "grouped")  # what a terminal shows: in colour, with the summary below


def make(name: str, options: Options) -> Format:
    """Make a format by its name in the table."""
    module, made = FORMATS[name][0].split(":")
    format: Format = getattr(import_module(f"{__name__}.{module}"), made)(options)
    return format
