"""SARIF 2.1.0: findings with rules, help and fixes, within what GitHub's code scanning takes.

Limits: docs.github.com, "SARIF results exceed one or more limits" (25,000 results a run, of which the
5,000 most severe are shown) and "SARIF support for code scanning" (lengths of descriptions; an upload
of at most 10 MB, compressed). Nothing in a report depends on the clock or the machine.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from cleaner.catalogue import FAMILIES, rule_help, rule_text
from cleaner.config import OWN, OwnFinding, Severity
from cleaner.document import Document
from cleaner.escape import printable
from cleaner.fingerprint import fingerprints
from cleaner.formats.base import Format, Options, encoded, exact, in_file, position, record
from cleaner.registry import load_rules
from cleaner.report import Checked, Report, is_there, severity
from cleaner.results import Diagnostic
from cleaner.rule import DISPLAY, Rule
from cleaner.version import __version__

SCHEMA = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
MOST_COMPRESSED = 9_500_000  # bytes; what follows the results has room in the rest of the 10 MB
MOST_ERRORS = 1_000
MOST_CHARACTERS = 1_000  # of a message; GitHub takes 1,024 of a description
MOST_REPLACEMENTS = 100  # of one fix; a fix of more is left out
MOST_INSERTED = 10_000  # characters that one fix writes; a fix of more is left out

_ROOT = "%SRCROOT%"
_BOM = "\ufeff"
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


class Sarif(Format):
    """Results in the order of the documents; beyond the limit, the most severe are kept."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._rules = load_rules(options.own)
        codes = [*(rule.code for rule in self._rules), *(own.code for own in OWN)]
        self._index = {code: index for index, code in enumerate(codes)}
        self._kept: dict[Severity, list[tuple[int, str]]] = {level: [] for level in _ORDER}
        self._found = 0
        self._without_fix = 0

    def takes(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is a result."""
        return True

    def begin(self) -> Iterator[str]:
        """The tool with its rules."""
        driver = {
            "name": "cleaner",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": [*map(_descriptor, self._rules), *map(_own_descriptor, OWN)],
        }
        yield f'{{"$schema":{encoded(SCHEMA)},"version":"2.1.0","runs":[{{\n'
        yield f'"tool":{encoded({"driver": driver})},\n'
        yield '"columnKind":"unicodeCodePoints",\n"newlineSequences":["\\r\\n","\\n","\\r"],\n'
        yield f'"originalUriBaseIds":{encoded({_ROOT: {"description": _message("The repository.")}})},\n'

    def document(self, checked: Checked) -> Iterator[str]:
        """Keep the results as text, no more of a severity than a report may hold."""
        names = fingerprints(checked.findings, checked.document)
        where = self._location(checked.file or checked.path)
        for diagnostic, name in zip(checked.findings, names, strict=True):
            if not self.takes(diagnostic):
                continue
            self._found += 1
            kept = self._kept[severity(diagnostic)]
            if len(kept) < MOST_RESULTS:
                result = self._result(diagnostic, checked, where, name)
                kept.append((self._found, encoded(result)))
        yield from ()

    def end(self, report: Report) -> Iterator[str]:
        """The results, then how the run went and what was left out."""
        chosen = sorted([item for level in _ORDER for item in self._kept[level]][:MOST_RESULTS])
        packed, measure = 0, zlib.compressobj(1)
        written = 0
        yield '"results":['
        for _, text in chosen:
            packed += len(measure.compress(text.encode("ascii")))
            if packed > MOST_COMPRESSED:
                break
            yield (",\n" if written else "\n") + text
            written += 1
        yield f'\n],\n"invocations":[{encoded(self._invocation(report, written))}]\n}}]}}\n'

    def _invocation(self, report: Report, written: int) -> dict[str, Any]:
        notes = [_notification("error", error) for error in report.errors[:MOST_ERRORS]]
        many = "too many for code scanning"
        cut = {
            "findings": (self._found - written, many),
            "fixes": (self._without_fix, "too large, or about the byte-order mark, which has no column here"),
            "errors": (max(0, len(report.errors) - MOST_ERRORS), many),
        }
        for what, (count, why) in cut.items():
            if count:
                notes.append(_notification("warning", f"{count:,} {what} left out: {why}"))
        return {
            "executionSuccessful": not report.errors,
            "exitCode": report.exit_code(),
            "toolExecutionNotifications": notes,
        }

    def _location(self, path: str) -> dict[str, str]:
        """Where a document is, as a URI; also of a name that is no Unicode text."""
        named = self.from_root(path)
        uri = quote(os.fsencode(named), safe="/")
        if PurePath(named).is_absolute():
            return {"uri": f"file://{uri}"}
        return {"uri": uri, "uriBaseId": _ROOT}

    def _result(
        self, diagnostic: Diagnostic, checked: Checked, where: dict[str, str], name: str
    ) -> dict[str, Any]:
        document, about = checked.document, record(checked)
        level = str(severity(diagnostic))
        region = _region(document, diagnostic.start, diagnostic.end)
        properties: dict[str, Any] = {"name": diagnostic.name, "safety": str(diagnostic.safety)}
        if about:
            properties["record"] = {"id": printable(about["id"]), "region": region}
            region = {"startLine": checked.line}
            name = _of_record(about["id"], name)
        result: dict[str, Any] = {
            "ruleId": diagnostic.code,
            "ruleIndex": self._index.get(diagnostic.code, -1),  # a baseline may know rules that are gone
            "level": level,
            "message": _message(in_file(diagnostic, checked).message),
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": where,
                        "region": region,
                    }
                }
            ],
            # GitHub knows an alert again by the first of these; the second is ours, whatever GitHub does
            "partialFingerprints": {"primaryLocationLineHash": name, "cleanerFinding/v1": name},
            "properties": properties,
        }
        if diagnostic.edits and not about:  # a region of a file of records has no place in the text of one
            fix = _fix(diagnostic, document, where)
            if fix:
                result["fixes"] = [fix]
            else:
                self._without_fix += 1
        if diagnostic.state:
            result["baselineState"] = str(diagnostic.state)
        if diagnostic.suppression is not None:
            reason = printable(diagnostic.suppression)
            result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
        return result


class CodeScanning(Sarif):
    """SARIF for a service that takes each result for an open alert, whatever its state and suppressions.

    GitHub's code scanning does: neither is among the properties it supports ("SARIF support for code
    scanning"). It compares branches itself, so findings in a baseline are in it.
    """

    def takes(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is there and not suppressed."""
        return is_there(diagnostic)


def _of_record(record: str, name: str) -> str:
    """The fingerprint of a finding in a record, which tells it from those in others of the same file."""
    digits, _, number = name.partition(":")
    both = sha256("\0".join([record, digits]).encode()).hexdigest()[:16]
    return f"{both}:{number}"


def _fix(diagnostic: Diagnostic, document: Document, where: dict[str, str]) -> dict[str, Any] | None:
    """A finding's fix; none where it is too large, or is about the mark that SARIF does not count."""
    edits = diagnostic.edits
    inserted = sum(len(edit.replacement) for edit in edits)
    if len(edits) > MOST_REPLACEMENTS or inserted > MOST_INSERTED:
        return None
    if document.text.startswith(_BOM) and any(edit.start == 0 for edit in edits):
        return None
    from cleaner.terminal import describe_fix, fix_label

    replacements = [
        {
            "deletedRegion": _region(document, edit.start, edit.end),
            "insertedContent": {"text": exact(edit.replacement)},
        }
        for edit in edits
    ]
    return {
        "description": _message(f"{fix_label(diagnostic)}: {describe_fix(diagnostic, document)}"),
        "artifactChanges": [{"artifactLocation": where, "replacements": replacements}],
    }


def _region(document: Document, start: int, end: int) -> dict[str, int]:
    """A region in lines and characters; a byte-order mark is no part of the text to SARIF."""
    (line, column), (end_line, end_column) = position(document, start), position(document, end)
    if document.text.startswith(_BOM):
        column -= line == 1 and column > 1
        end_column -= end_line == 1 and end_column > 1
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": _message(text)}


def _message(text: str) -> dict[str, str]:
    """A message of plain text, in which braces would be placeholders and brackets links (SARIF 3.11)."""
    shown = printable(text)
    if len(shown) > MOST_CHARACTERS:
        shown = shown[:MOST_CHARACTERS] + "…"
    for mark in "\\[]":
        shown = shown.replace(mark, "\\" + mark)
    return {"text": shown.replace("{", "{{").replace("}", "}}")}


def _descriptor(rule: Rule) -> dict[str, Any]:
    level = Severity.NOTE if rule.safety is DISPLAY or rule.guard else Severity.WARNING
    family = rule.code[:3]
    tags = ["text", family, *([FAMILIES[family]] if family in FAMILIES else [])]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _message(rule.summary),
        "fullDescription": _message(" ".join(rule.docs.split())),
        "help": {"text": _doubled(rule_text(rule)), "markdown": _doubled(rule_help(rule))},
        "defaultConfiguration": {"level": str(level)},
        "properties": {
            "tags": tags,
            "problem.severity": "recommendation" if level is Severity.NOTE else "warning",
        },
    }


def _own_descriptor(own: OwnFinding) -> dict[str, Any]:
    """A finding that no rule makes is described all the same."""
    docs = _doubled(own.docs)
    return {
        "id": own.code,
        "name": own.name,
        "shortDescription": _message(own.docs.partition("\n")[0]),
        "fullDescription": _message(" ".join(own.docs.split())),
        "help": {"text": docs, "markdown": docs},
        "defaultConfiguration": {"level": str(Severity.WARNING)},
        "properties": {"tags": ["text", own.code[:3]], "problem.severity": "warning"},
    }


def _doubled(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
