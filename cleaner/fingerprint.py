"""Names a finding by what it is about, so that it is known again when lines above it come or go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from cleaner.document import Document
from cleaner.engine import Diagnostic

_DIGITS = 16


def fingerprints(diagnostics: Iterable[Diagnostic], document: Document) -> tuple[str, ...]:
    """One fingerprint for each finding of a document: 16 hexadecimal digits, a colon, a number from 1.

    The digits stand for the rule and the text of the lines the finding is on; line numbers, columns
    and the message, which may name lines, have no part in them. The number counts the findings of
    one document that would else be equal, in their order. Documents are not told apart: whoever
    compares findings over a set adds the document's name.
    """
    seen: Counter[str] = Counter()
    found = []
    for diagnostic in diagnostics:
        digits = _digits(diagnostic, document)
        seen[digits] += 1
        found.append(f"{digits}:{seen[digits]}")
    return tuple(found)


def _digits(diagnostic: Diagnostic, document: Document) -> str:
    lines = document.lines[diagnostic.line - 1 : diagnostic.end_line]
    text = "\n".join(line.text.rstrip() for line in lines)
    named = f"{diagnostic.code}\0{text}".encode("utf-8", "surrogatepass")
    return sha256(named).hexdigest()[:_DIGITS]
