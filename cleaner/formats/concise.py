"""One line a finding, as editors and `grep` like it: place, rule, evidence."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import terminal
from cleaner.formats.base import Format
from cleaner.report import Checked


class Concise(Format):
    """`docs/a.txt:3:10: SPC104 [*] repeated-space: 2 spaces in a row`."""

    repeats = True

    def document(self, checked: Checked) -> Iterator[str]:
        """A line for each open finding."""
        for diagnostic in checked.open:
            yield terminal.headline(diagnostic, path=checked.path, colour=self.options.colour) + "\n"
