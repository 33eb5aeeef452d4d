"""Looking up outputs by name in a ledger, in a journal and among those of a run, with little memory."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, BinaryIO

from cleaner import ledger
from cleaner.ledger import LedgerError
from cleaner.runner import UsageError


class Names:
    """Names of files, to ask whether one is among them: 8 bytes a name, and wrong once in 10^14 answers."""

    def __init__(self, names: Iterable[str]) -> None:
        self._hashes = array("q", sorted(map(hash, names)))

    @property
    def distinct(self) -> bool:
        """Whether no name is there twice."""
        return not any(one == other for one, other in pairwise(self._hashes))

    def __contains__(self, name: str) -> bool:
        place = bisect_left(self._hashes, hash(name))
        return place < len(self._hashes) and self._hashes[place] == hash(name)


class Told:
    """The lines of a ledger or journal, found by the output they tell of: 16 bytes of memory a line."""

    def __init__(self, file: BinaryIO | None, name: str, *, torn: bool) -> None:
        """Look through a file.

        Args:
            file: a ledger, or a journal, which has no header; None where there is none.
            name: how it is called in messages.
            torn: whether lines may be there in part; these tell of nothing.

        Raises:
            UsageError: it is damaged.
        """
        self._file = file
        found: list[tuple[int, int]] = []
        place = number = 0
        for number, raw in enumerate(file or (), 1):
            try:
                line = json.loads(raw)
                if number == 1 and not torn:
                    ledger.check_header(line)
                else:
                    found.append((hash(_output_of(line)), place))
            except LedgerError as error:
                raise UsageError(f"{name}: not a usable ledger: {error}; move it away") from None
            except (ValueError, LookupError, TypeError, RecursionError):
                if not torn:
                    told = f"line {number} is damaged; mend it or move the file away"
                    raise UsageError(f"{name}: not a usable ledger: {told}") from None
            place += len(raw)
        if file and not number and not torn:
            raise UsageError(f"{name}: not a usable ledger: it is empty; move it away")
        found.sort()
        self._hashes = array("q", (one for one, _ in found))
        self._places = array("Q", (one for _, one in found))

    def of(self, output: str) -> Iterator[tuple[int, bytes]]:
        """The lines that tell of an output, with their places in the file."""
        at = bisect_left(self._hashes, hash(output))
        while self._file and at < len(self._hashes) and self._hashes[at] == hash(output):
            raw = self._at(self._file, self._places[at])
            if json.loads(raw)["output"] == output:
                yield self._places[at], raw
            at += 1

    def all(self) -> Iterator[tuple[int, bytes, dict[str, Any]]]:
        """All lines in order, with their places; `of` may be asked meanwhile."""
        for place in sorted(self._places):
            if self._file:
                raw = self._at(self._file, place)
                yield place, raw, json.loads(raw)

    @staticmethod
    def _at(file: BinaryIO, place: int) -> bytes:
        file.seek(place)
        return file.readline()


def _output_of(line: Any) -> str:
    """The output that a line tells of.

    Raises:
        ValueError, TypeError, LookupError: it tells of none.
    """
    output = line["output"]
    if not isinstance(output, str) or len(bytes.fromhex(line["output_sha256"])) != 32:
        raise ValueError
    return output
