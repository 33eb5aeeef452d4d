"""The baseline: known findings, which do not fail a run, keyed by what they are about, not by line number.

The file holds one JSON value a line: a header, then for each finding its document, its rule, a
fingerprint of the text it is about, and how often it occurs where that is more than once. Lines are
sorted; their order and repeated lines mean nothing, so a union merge of two branches is a baseline again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from cleaner.document import Document
from cleaner.fingerprint import digits
from cleaner.results import Diagnostic
from cleaner.values import ConfigError
from cleaner.writing import write

_HEADER = "cleaner-baseline"
_VERSION = 1
_ANEW = "delete it and run `cleaner baseline`, or name another file"

Key = tuple[str, str]
"""A rule's code and the fingerprint of a finding."""


class Baseline(Struct, frozen=True, dict=True):
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
    found, bad = _read(path)
    if bad:
        number, line = bad[0]
        conflict = line[:7] in ("<" * 7, "=" * 7, ">" * 7)
        what = "is part of a merge conflict" if conflict else "is no entry"
        raise ConfigError(
            f"{path}: line {number} {what}; mend it, or run `cleaner baseline`, which leaves such lines out"
        )
    return found


def salvage(path: Path) -> tuple[Baseline, int]:
    """The entries of a baseline that can be read, and how many lines cannot; an empty file has none.

    Raises:
        ConfigError: it cannot be read at all, or is none: another file may have been named by mistake.
    """
    if path.is_file() and not path.stat().st_size:
        return Baseline(), 0
    found, bad = _read(path)
    return found, len(bad)


def _read(path: Path) -> tuple[Baseline, list[tuple[int, str]]]:
    """The entries of a file, and the lines that hold none, with their numbers."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {(error.strerror or '?').lower()}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: no baseline: it is not ASCII; {_ANEW}") from None
    known: dict[str, dict[Key, int]] = {}
    bad = []
    headed = False
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            if isinstance(entry, dict):
                version = entry[_HEADER]
                if version != _VERSION:
                    raise ConfigError(
                        f"{path}: its version is {version!r}, this cleaner reads {_VERSION}; {_ANEW}"
                    )
                headed = True
                continue
            document, code, found, *rest = entry
            (times,) = rest or (1,)
            if not all(isinstance(part, str) for part in (document, code, found)) or type(times) is not int:
                raise ValueError
        except (ValueError, LookupError, TypeError, RecursionError):
            bad.append((number, line))
            continue
        entries = known.setdefault(document, {})
        entries[code, found] = max(times, entries.get((code, found), 0))
    if not headed:
        raise ConfigError(f"{path}: no baseline: it has no header; {_ANEW}")
    return Baseline(known), bad


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
