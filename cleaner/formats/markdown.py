"""Markdown tables for a pull request or a job summary: counts first, then the findings that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner.escape import code, markdown
from cleaner.formats.base import Format, Options
from cleaner.report import Checked, Report, severity
from cleaner.summary import check_summary

SHOWN_FINDINGS = 1_000  # more rows than anybody reads; the rest is counted
SHOWN_ERRORS = 100
SHOWN_CHARACTERS = 300  # of one message or name
# GitHub drops a job summary above 1 MiB as a whole ("Step isolation and limits" of its workflow
# commands), so the rows end well below that.
MOST_BYTES = 900_000


class Markdown(Format):
    """Everything is said at the end, because the counts come first."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._rows: list[str] = []
        self._bytes = 0
        self._by_rule: Counter[tuple[str, str]] = Counter()
        self._found = 0

    def document(self, checked: Checked) -> Iterator[str]:
        """Keep what will be shown."""
        for found in checked.open:
            self._found += 1
            self._by_rule[found.code, found.name] += 1
            if self._found == len(self._rows) + 1 and self._found <= SHOWN_FINDINGS:
                place = code(f"{_cut(checked.path)}:{found.line}:{found.column}")
                kind = f"{found.code} {markdown(found.name)}"
                row = f"| {place} | {kind} | {severity(found)} | {markdown(_cut(found.message))} |"
                self._bytes += len(row.encode("utf-8")) + 1
                if self._bytes <= MOST_BYTES:
                    self._rows.append(row)
        yield from ()

    def end(self, report: Report) -> Iterator[str]:
        """Summary, errors, a table of the rules, a table of the findings."""
        yield "## cleaner\n\n"
        yield markdown(check_summary(report, unsafe_fixes=self.options.unsafe_fixes)) + "\n"
        if report.errors:
            yield "\n### Errors\n\n"
            for error in report.errors[:SHOWN_ERRORS]:
                yield f"- {markdown(_cut(error))}\n"
            if len(report.errors) > SHOWN_ERRORS:
                yield f"- and {len(report.errors) - SHOWN_ERRORS:,} more\n"
        if not self._found:
            return
        yield "\n### By rule\n\n| rule | findings |\n| --- | --: |\n"
        for (rule, name), count in sorted(self._by_rule.items(), key=lambda item: (-item[1], item[0])):
            yield f"| {rule} {markdown(name)} | {count:,} |\n"
        yield "\n### Findings\n\n| where | rule | severity | what |\n| --- | --- | --- | --- |\n"
        for row in self._rows:
            yield row + "\n"
        if self._found > len(self._rows):
            yield f"\nand {self._found - len(self._rows):,} more.\n"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
