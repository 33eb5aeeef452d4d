"""The default on a terminal: each finding with its line, underlined, and what its fix does."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import terminal
from cleaner.formats.base import Format, Options
from cleaner.report import Checked


class Full(Format):
    """`cleaner.terminal` for each document, a blank line between two findings."""

    repeats = True

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._between = ""

    def document(self, checked: Checked) -> Iterator[str]:
        """The open findings; layout findings that are all alike are counted, not repeated."""
        shown = terminal.findings(
            checked.open, checked.document, path=checked.path, colour=self.options.colour
        )
        for text in shown:
            yield f"{self._between}{text}\n"
            self._between = "\n"

    def repeat(self, text: str) -> Iterator[str]:
        """The same findings; a blank line above them where there are others."""
        if text:
            yield self._between + text.removeprefix("\n")
            self._between = "\n"
