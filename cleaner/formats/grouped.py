"""The findings of each document below its name."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import terminal
from cleaner.formats.base import Format
from cleaner.report import Checked


class Grouped(Format):
    """A document's name, then its findings with their places in one column."""

    def document(self, checked: Checked) -> Iterator[str]:
        """The open findings of a document, and a blank line."""
        if not checked.open:
            return
        colour = self.options.colour
        yield terminal.place_name(checked.path, colour=colour) + ":\n"
        width = max(len(f"{found.line}:{found.column}") for found in checked.open)
        for found in checked.open:
            place = f"{found.line}:{found.column}"
            yield f"  {place:<{width}}  {terminal.evidence(found, colour=colour)}\n"
        yield "\n"
