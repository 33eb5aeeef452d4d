"""Names a finding by what it is about, so that it is known again when lines above it come or go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from cleaner.document import Document
from cleaner.results import Diagnostic

_DIGITS = 16
_CONTEXT = 40  # characters of the line on either side of a span that tell it from its like


def fingerprints(diagnostics: Iterable[Diagnostic], document: Document) -> tuple[str, ...]:
    """One fingerprint for each finding of a document: 16 hexadecimal digits, a colon, a number from 1.

    The digits stand for the rule and the text the finding is on (see `digits`); line numbers, columns
    and the message, which may name lines, have no part in them. The number counts the findings of
    one document that would else be equal, in their order. Documents are not told apart: whoever
    compares findings over a set adds the document's name.
    """
    seen: Counter[str] = Counter()
    found = []
    for diagnostic in diagnostics:
        name = digits(diagnostic, document)
        seen[name] += 1
        found.append(f"{name}:{seen[name]}")
    return tuple(found)


def digits(diagnostic: Diagnostic, document: Document) -> str:
    """What a finding is about: its rule, its text, and a little of the line on either side.

    So an edit elsewhere in a long line leaves it alone. A finding on the document as a whole has its
    rule's digits, however the text changes.
    """
    text, lines = document.text, document.lines
    start, end = diagnostic.start, diagnostic.end
    about = ""
    if lines and not _is_whole(diagnostic, document):
        first, last = lines[diagnostic.line - 1], lines[diagnostic.end_line - 1]
        low, high = max(first.start, start - _CONTEXT), max(end, min(last.end, end + _CONTEXT))
        about = "\0".join([text[low:start], text[start:end], text[end:high]])
    named = f"{diagnostic.code}\0{about}".encode("utf-8", "surrogatepass")
    return sha256(named).hexdigest()[:_DIGITS]


def _is_whole(diagnostic: Diagnostic, document: Document) -> bool:
    """Whether a finding is on all of a document of more than one line."""
    before, behind = document.text[: diagnostic.start], document.text[diagnostic.end :]
    return diagnostic.line < diagnostic.end_line and not before.strip() and not behind.strip()
