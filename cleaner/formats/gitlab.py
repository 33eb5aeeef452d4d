"""A GitLab code quality report: fingerprints that stay when lines move, each of them once."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from cleaner.config import Severity
from cleaner.escape import printable
from cleaner.fingerprint import fingerprints
from cleaner.formats.base import Format, Options, encoded, exact
from cleaner.report import Checked, Report, severity

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
        path = self.from_root(checked.path)
        names = fingerprints(checked.findings, checked.document)
        for found, name in zip(checked.findings, names, strict=True):
            if found.suppression is None and found.state != "absent":
                yield self._issue(
                    f"{found.code} {found.name}: {found.message}",
                    found.code,
                    _hash(path, name),
                    _SEVERITIES[severity(found)],
                    path,
                    (found.line, found.end_line),
                )
        if checked.error:
            yield self._issue(checked.error, "error", _hash(path, "error"), "blocker", path, (1, 1))

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
