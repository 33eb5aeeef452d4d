"""JUnit XML: a suite for each document, a test for each finding.

A test's name is the rule with a number, not the line, so that services which compare two runs know
it again; where it is stands in its text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from cleaner import terminal
from cleaner.config import fails
from cleaner.escape import printable
from cleaner.formats.base import Format, Options, in_file
from cleaner.report import Checked, Report, severity
from cleaner.results import Diagnostic


class JUnit(Format):
    """What fails the run fails here; the rest passes with a word; what is suppressed or known is skipped."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._told: set[str] = set()  # errors that belong to a document

    def begin(self) -> Iterator[str]:
        """The XML declaration and the root."""
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cleaner">\n'

    def document(self, checked: Checked) -> Iterator[str]:
        """One suite; a document without findings has one test that passes."""
        if checked.gone:
            return
        path, file = self.from_root(checked.path), self.file(checked)
        kinds: Counter[str] = Counter()
        names: Counter[str] = Counter()
        tests = []
        for found in checked.findings:
            if found.state == "absent":
                continue
            name = f"{found.code} {found.name}"
            names[name] += 1
            kind, body = _outcome(in_file(found, checked), file, self.options.fail_on)
            kinds[kind] += 1
            numbered = name if names[name] == 1 else f"{name} ({names[name]})"
            tests.append(_test(path, numbered, body, file))
        if checked.error:
            self._told.add(checked.error)
            kinds["error"] += 1
            name = f"error, line {checked.line}" if checked.line else "error"
            tests.append(_test(path, name, _element("error", checked.error, "error", ""), file))
        if not tests:
            kinds["passed"] += 1
            tests.append(_test(path, "no findings", "", file))
        yield _suite(path, kinds)
        yield from tests
        yield "  </testsuite>\n"

    def end(self, report: Report) -> Iterator[str]:
        """What belongs to no document: paths that are not there."""
        others = [error for error in report.errors if error not in self._told]
        if others:
            yield _suite("cleaner", Counter(error=len(others)))
            for number, error in enumerate(others, 1):
                yield _test("cleaner", f"error {number}", _element("error", error, "error", ""), "cleaner")
            yield "  </testsuite>\n"
        yield "</testsuites>\n"


def _outcome(found: Diagnostic, path: str, fail_on: str) -> tuple[str, str]:
    """What became of a test, and its element."""
    if found.suppression is not None:
        return "skipped", f"<skipped message={_quoted(f'suppressed: {found.suppression}')}/>"
    if found.state == "unchanged":
        return "skipped", '<skipped message="in the baseline"/>'
    place = terminal.headline(found, path=path)
    if not fails(severity(found), fail_on):
        return "passed", f"<system-out>{_text(place)}</system-out>"
    return "failure", _element("failure", found.message, found.code, place)


def _suite(name: str, kinds: Counter[str]) -> str:
    return (
        f'  <testsuite name={_quoted(name)} tests="{kinds.total()}" failures="{kinds["failure"]}"'
        f' errors="{kinds["error"]}" skipped="{kinds["skipped"]}">\n'
    )


def _test(path: str, name: str, body: str, file: str) -> str:
    head = f"    <testcase classname={_quoted(path)} name={_quoted(name)} file={_quoted(file)}"
    return f"{head}>{body}</testcase>\n" if body else f"{head}/>\n"


def _element(kind: str, message: str, type_: str, text: str) -> str:
    return f"<{kind} message={_quoted(message)} type={_quoted(type_)}>{_text(text or message)}</{kind}>"


def _quoted(text: str) -> str:
    return quoteattr(printable(text))


def _text(text: str) -> str:
    """Element content. Printable text has none of the characters that XML forbids, escaped or not."""
    return escape(printable(text))
