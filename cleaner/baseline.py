"""The baseline: known findings, which do not fail a run, keyed by what they are about, not by line number.

The file holds one JSON value a line: a header, then for each finding its document, its rule, a
fingerprint of the text it is about, and how often it occurs where that is more than once. Lines are
sorted; their order and repeated lines mean nothing, so a union merge of two branches is a baseline again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.config import ConfigError
from cleaner.document import Document
from cleaner.engine import Diagnostic
from cleaner.files import write
from cleaner.fingerprint import digits

_HEADER = "cleaner-baseline"
_VERSION = 1

Key = tuple[str, str]
"""A rule's code and the fingerprint of a finding."""


@dataclass(frozen=True)
class Baseline:
    """How often each known finding occurs, by document and key."""

    known: Mapping[str, Mapping[Key, int]] = field(default_factory=dict)

    def of(self, document: str) -> Counter[Key]:
        """The known findings of a document."""
        return Counter(self.known.get(document, {}))

    def __len__(self) -> int:
        return sum(sum(found.values()) for found in self.known.values())


def key(diagnostic: Diagnostic, source: Document) -> Key:
    """What a finding is known by within its document."""
    return diagnostic.code, digits(diagnostic, source)


def load(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        ConfigError: it cannot be read, or is none; names the line.
    """
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not ASCII"
        raise ConfigError(f"{path}: cannot be read: {(reason or '?').lower()}") from None
    known: dict[str, dict[Key, int]] = {}
    headed = False
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            if isinstance(entry, dict):
                headed = True
                if entry[_HEADER] != _VERSION:
                    raise ConfigError(
                        f"{path}: its version is {entry[_HEADER]!r}, this cleaner reads {_VERSION};"
                        " write it anew with `cleaner baseline`"
                    )
                continue
            document, code, found, *rest = entry
            (times,) = rest or (1,)
            if not all(isinstance(part, str) for part in (document, code, found)) or type(times) is not int:
                raise ValueError
        except (ValueError, LookupError, TypeError, RecursionError):
            what = "is part of a merge conflict" if line[:7] in ("<" * 7, "=" * 7, ">" * 7) else "is no entry"
            raise ConfigError(
                f"{path}: line {number} {what}; mend it, or write it anew with `cleaner baseline`"
            ) from None
        entries = known.setdefault(document, {})
        entries[code, found] = max(times, entries.get((code, found), 0))
    if not headed:
        raise ConfigError(f"{path}: no baseline: it has no header")
    return Baseline(known)


def save(path: Path, baseline: Baseline) -> bool:
    """Write a baseline, unless it is there as it would be written; whether it was not.

    Raises:
        OSError: nothing was written.
    """
    rows = [json.dumps({_HEADER: _VERSION})]
    for document in sorted(baseline.known):
        for (code, found), times in sorted(baseline.known[document].items()):
            rows.append(json.dumps([document, code, found] + [times] * (times > 1)))
    data = ("\n".join(rows) + "\n").encode("ascii")
    if path.is_file() and path.read_bytes() == data:
        return False
    write(path, data)
    return True


def occurring(diagnostics: Iterable[Diagnostic], source: Document) -> Counter[Key]:
    """How often each finding of a document occurs."""
    return Counter(key(diagnostic, source) for diagnostic in diagnostics)


def absent(rest: Counter[Key], codes: Collection[str]) -> Counter[str]:
    """How many known findings no longer occur, by rule; of the rules that were asked.

    `rest` is what is known of a document less what was found.
    """
    return Counter(code for (code, _), times in rest.items() if code in codes for _ in range(times))
