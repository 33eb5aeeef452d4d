"""A GitLab code quality report: fingerprints that stay when lines move, each of them once."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from cleaner.config import Severity
from cleaner.escape import printable
from cleaner.fingerprint import fingerprints
from cleaner.formats.base import Format, Options, encoded, exact, in_file
from cleaner.report import Checked, Report, is_there, severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


class GitLab(Format):
    """One object a finding. GitLab compares two reports itself, so findings in a baseline are in it."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._between = "\n"

    def begin(self) -> Iterator[str]:
        """The list up to its first object."""
        yield "["

    def document(self, checked: Checked) -> Iterator[str]:
        """All findings that are there and not suppressed; a document's error is a blocker."""
        path, file = self.from_root(checked.path), self.file(checked)
        names = fingerprints(checked.findings, checked.document)
        for diagnostic, name in zip(checked.findings, names, strict=True):
            found = in_file(diagnostic, checked)
            if is_there(found):
                yield self._issue(
                    f"{found.code} {found.name}: {found.message}",
                    found.code,
                    _hash(path, name),
                    _SEVERITIES[severity(found)],
                    file,
                    (found.line, found.end_line),
                )
        if checked.error:
            line = checked.line or 1
            name = f"error {line}" if checked.line else "error"
            yield self._issue(checked.error, "error", _hash(path, name), "blocker", file, (line, line))

    def end(self, report: Report) -> Iterator[str]:
        """The end of the list."""
        yield "\n]\n"

    def _issue(
        self, text: str, check: str, fingerprint: str, level: str, path: str, lines: tuple[int, int]
    ) -> str:
        between, self._between = self._between, ",\n"
        return between + encoded(
            {
                "description": printable(text),
                "check_name": check,
                "fingerprint": fingerprint,
                "severity": level,
                "location": {"path": exact(path), "lines": {"begin": lines[0], "end": lines[1]}},
            }
        )


def _hash(path: str, name: str) -> str:
    return sha256(f"{path}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
