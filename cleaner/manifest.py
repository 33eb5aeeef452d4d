"""What `cleaner` wrote in TARGET: only that is it ever to replace or remove.

The ledger is the manifest: it names every output with the digest that was written. A run that is killed has
written more than its ledger tells of; so each output is noted in a journal before it takes its place, and the
journal stays until the ledger tells the same. Whoever has the journal locked has TARGET: no run mixes with
another.
"""

from __future__ import annotations

import json
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from cleaner import ledger
from cleaner.journal import JOURNAL_NAME, locked, note, undisturbed, unwritten
from cleaner.lookup import Names, Told
from cleaner.paths import inside, is_temporary, shown
from cleaner.permissions import EVERYBODY, Readers, permit, restrict
from cleaner.records import Lines, opened, packing
from cleaner.report import Report
from cleaner.runner import UsageError
from cleaner.surveying import LEDGER_NAME
from cleaner.writing import replacing, write

_TO_COME = "0" * 64  # noted as the digest of what is still to be written: no file has it


class Foreign(Exception):
    """Something stands where an output would go that we did not write: one line saying what to do."""


class Manifest(ABC):
    """TARGET in the hands of one run: outputs are written through it, and their ledger line by line.

    `readers` are those who may read the sources of all outputs so far, and so the ledger.
    """

    def __init__(self, target: Path, outputs: Names, report: Report, *, whole: bool) -> None:
        """Take what a run is going to make.

        Args:
            target: the folder.
            outputs: the names of the run's outputs, be they written or not.
            report: is told of trouble.
            whole: whether what is not among the outputs is gone, or only was not asked for.
        """
        self.target = target
        self.readers = EVERYBODY
        self._outputs = outputs
        self._report = report
        self._whole = whole
        self._old = self._noted = Told(None, "", torn=True)
        self._rest: Iterator[tuple[int, bytes, dict[str, Any]]] = iter(())
        self._next: tuple[int, bytes, dict[str, Any]] | None = None

    def begin(self, old: BinaryIO | None, noted: BinaryIO | None) -> None:
        """Read what is known, and do away with the outputs of sources that are no more.

        Raises:
            UsageError: the ledger cannot be used.
        """
        self._old = Told(old, shown(self.target / LEDGER_NAME), torn=False)
        self._noted = Told(noted, shown(self.target / JOURNAL_NAME), torn=True)
        if self._whole:
            named = {line["output"] for told in (self._old, self._noted) for _, _, line in told.all()
                     if line["output"] not in self._outputs}  # fmt: skip
            for output in sorted(filter(ledger.plain, named)):
                self.remove(output, "its source is gone")
        else:
            self._rest = (line for line in self._old.all() if line[2]["output"] not in self._outputs)
            self._next = next(self._rest, None)

    def _digests(self, output: str) -> set[str]:
        """The digests that were written under a name, as ledger and journal tell."""
        lines = (*self._old.of(output), *self._noted.of(output))
        return {json.loads(raw)["output_sha256"] for _, raw in lines} - {_TO_COME}

    def _is_ours(self, output: str) -> bool:
        """Whether a file still is what was written under its name."""
        path = self.target / output
        return path.is_file() and digest_of(path) in self._digests(output)

    # ---- outputs

    @abstractmethod
    def write(self, output: str, data: bytes, readers: Readers) -> str:
        """Write an output unless it is there already. Returns an error's line, or nothing."""

    @abstractmethod
    def lines(self, output: str, readers: Readers) -> AbstractContextManager[Lines]:
        """Write an output line by line, packed where its name says so.

        Raises:
            OSError: it cannot be written; the old one is as it was.
            Foreign: what stands there is not ours.
        """

    @abstractmethod
    def remove(self, output: str, why: str) -> None:
        """Remove an output, if it still is what we wrote."""

    # ---- the ledger

    def account(self, output: str, line: str) -> None:
        """Add an output's line to the ledger. What was not asked for keeps its line at its place.

        Raises:
            UsageError: the ledger cannot be written.
        """
        place = next((place for place, _ in self._old.of(output)), None) if self._next else None
        order = _order(json.loads(line)) if self._next else ()
        while self._next and (self._next[0] < place if place is not None else _order(self._next[2]) < order):
            self._carry()
        self._put(line)

    def keep(self, output: str) -> None:
        """An output could not be written: its last text stays, and can still be restored."""
        for _, raw in self._old.of(output):
            self.account(output, raw.decode("ascii").rstrip("\n"))

    def mark(self, output: str) -> None:
        """Name an output in the ledger without an account there: a report, or what has its own ledger."""
        path = self.target / output
        if path.is_file():
            self.account(output, json.dumps({"output": output, "output_sha256": digest_of(path)}))

    def _carry(self) -> None:
        if self._next:
            self._put(self._next[1].decode("ascii").rstrip("\n"))
        self._next = next(self._rest, None)

    @abstractmethod
    def _put(self, line: str) -> None:
        """Put a line into the new ledger."""

    def end(self) -> None:
        """Finish the ledger."""
        while self._next:
            self._carry()


def _order(line: dict[str, Any]) -> tuple[str, ...]:
    """What documents are sorted by: as a folder is walked."""
    return tuple(line.get("name", line["output"]).split("/"))


class _Writing(Manifest):
    """Writes TARGET: the new ledger into an open file, which takes its place at the end."""

    def __init__(
        self, target: Path, outputs: Names, report: Report, file: BinaryIO, journal: int, *, whole: bool
    ) -> None:
        super().__init__(target, outputs, report, whole=whole)
        self._file = file
        self._journal = journal
        self._inside = ("", False)  # the folder that was looked at last
        self.settled = True  # whether the ledger will tell all that the journal told before

    def begin(self, old: BinaryIO | None, noted: BinaryIO | None) -> None:
        super().begin(old, noted)
        self.settled = self._whole or all(line["output"] in self._outputs for _, _, line in self._noted.all())
        self._put(ledger.header())

    def write(self, output: str, data: bytes, readers: Readers) -> str:
        path = self.target / output
        try:
            self._make_way(output)
            if path.is_file() and path.read_bytes() == data:
                if not path.is_symlink():
                    restrict(path, readers)
                    return ""
            elif os.path.lexists(path):
                self._refuse_foreign(output)
            self._note(output, ledger.digest(data))
            write(path, data, readers=readers)
        except Foreign as error:
            return str(error)
        except OSError as error:
            return f"{shown(path)}: cannot be written: {(error.strerror or type(error).__name__).lower()}"
        return ""

    @contextmanager
    def lines(self, output: str, readers: Readers) -> Iterator[Lines]:
        path = self.target / output

        def ready(made: Path) -> bool:
            if _same(made, path):
                restrict(path, readers)
                return False
            self._refuse_foreign(output)
            self._note(output, digest_of(made))
            return True

        self._make_way(output)
        if not path.parent.is_dir():
            self._note(output, _TO_COME)
        with replacing(path, readers=readers, ready=ready) as raw, packing(raw, path) as file:
            yield file

    def _make_way(self, output: str) -> None:
        """Have nothing in the way of an output but what it may replace.

        Raises:
            Foreign: it would be written outside of TARGET.
        """
        path = self.target / output
        self._refuse_outside(path)
        if path.is_dir() and not path.is_symlink():
            self._clear(output)

    def _refuse_outside(self, path: Path) -> None:
        """Raises: Foreign: the file would be written outside of TARGET."""
        folder = os.path.dirname(path)
        if self._inside[0] != folder:
            self._inside = (folder, inside(path, self.target))
        if not self._inside[1]:
            raise Foreign(f"{shown(path)}: a link leads out of {shown(self.target)}; not written")

    def _refuse_foreign(self, output: str) -> None:
        """Let nothing be replaced that we did not write, be it a link or a folder.

        Raises:
            Foreign: something else stands there.
        """
        path = self.target / output
        if os.path.lexists(path) and not self._is_ours(output):
            how = (
                "has changed since cleaner wrote it"
                if self._digests(output)
                else "was not written by cleaner"
            )
            raise Foreign(f"{shown(path)}: {how}; move it away and run again")

    def _clear(self, output: str) -> None:
        """Remove a folder that holds nothing, where a run was cut short before it wrote into it."""
        folder = self.target / output
        if any(line["output"].startswith(f"{output}/") for _, _, line in self._noted.all()):
            _sweep(folder)
            with suppress(OSError):
                for inner, _, _ in os.walk(folder, topdown=False):
                    os.rmdir(inner)

    def _note(self, output: str, digest: str) -> None:
        """Note in the journal what is going to be written, and only then make the folder for it.

        Raises:
            OSError: it cannot be noted, or there can be no such folder.
        """
        note(self._journal, output, digest)
        (self.target / output).parent.mkdir(parents=True, exist_ok=True)

    def remove(self, output: str, why: str) -> None:
        path = self.target / output
        with suppress(OSError):  # a folder that holds more; what cannot be removed stays, and is nobody's
            if inside(path, self.target) and self._is_ours(output):
                path.unlink()
                for folder in path.relative_to(self.target).parents[:-1]:
                    (self.target / folder).rmdir()

    def keep(self, output: str) -> None:
        super().keep(output)
        self.settled = self.settled and not any(self._noted.of(output))

    def _put(self, line: str) -> None:
        try:
            self._file.write(line.encode("ascii") + b"\n")
        except OSError as error:
            raise unwritten(self.target / LEDGER_NAME, error) from None

    def end(self) -> None:
        super().end()
        permit(self._file, self.target / LEDGER_NAME, self.readers)


class _Comparing(Manifest):
    """Writes nothing: the report's `stale` says what is not as it would be written."""

    def begin(self, old: BinaryIO | None, noted: BinaryIO | None) -> None:
        super().begin(old, noted)
        self._made = sha256()
        self._put(ledger.header())
        if any(self._noted.all()):
            self._report.stale.append(f"{JOURNAL_NAME}: a run was cut short")

    def write(self, output: str, data: bytes, readers: Readers) -> str:
        self._compare(output, lambda path: path.read_bytes() == data)
        return ""

    @contextmanager
    def lines(self, output: str, readers: Readers) -> Iterator[Lines]:
        made = Lines(None)
        yield made
        self._compare(output, lambda path: digest_of(path, opened) == made.digest.hexdigest())

    def remove(self, output: str, why: str) -> None:
        if self._is_ours(output):
            self._report.stale.append(f"{output}: {why}")

    def _compare(self, output: str, same: Callable[[Path], bool]) -> None:
        try:
            if not same(self.target / output):
                self._report.stale.append(f"{output}: differs")
        except (OSError, EOFError):
            self._report.stale.append(f"{output}: missing")

    def _put(self, line: str) -> None:
        self._made.update(line.encode("ascii") + b"\n")

    def end(self) -> None:
        super().end()
        self._compare(LEDGER_NAME, lambda path: digest_of(path) == self._made.hexdigest())


@contextmanager
def held(target: Path, outputs: Names, report: Report, *, whole: bool, check: bool) -> Iterator[Manifest]:
    """Have TARGET for a run (see `Manifest`); with `check` nothing is written, and `report` is told of stale
    files.

    Raises:
        UsageError: another run has it, it cannot be written, or its ledger cannot be used.
    """
    if check:
        with undisturbed(target), ExitStack() as stack:
            compared = _Comparing(target, outputs, report, whole=whole)
            compared.begin(*(_read(target / name, stack) for name in (LEDGER_NAME, JOURNAL_NAME)))
            yield compared
            compared.end()
        return
    path = target / LEDGER_NAME
    with locked(target) as journal, ExitStack() as stack:
        old, noted = (_read(target / name, stack) for name in (LEDGER_NAME, JOURNAL_NAME))

        def ready(new: Path) -> bool:
            if same := _same(new, path):
                restrict(path, made.readers)
            return not same

        with ExitStack() as files:
            try:
                file = files.enter_context(replacing(path, readers=Readers(), ready=ready))
            except OSError as error:
                raise unwritten(path, error) from None
            made = _Writing(target, outputs, report, file, journal, whole=whole)
            made.begin(old, noted)
            yield made
            try:
                made.end()
                files.close()
            except OSError as error:
                raise unwritten(path, error) from None
        if made.settled:
            os.ftruncate(journal, 0)
        _sweep(target)


def _read(path: Path, stack: ExitStack) -> BinaryIO | None:
    try:
        return stack.enter_context(path.open("rb"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{shown(path)}: cannot be read: {(error.strerror or '?').lower()}") from None


def _same(one: Path, other: Path) -> bool:
    """Whether two files have the same bytes, and the other is no link."""
    from filecmp import cmp

    return other.is_file() and not other.is_symlink() and cmp(one, other, shallow=False)


def digest_of(path: Path, opened: Callable[[Path], Any] = lambda path: path.open("rb")) -> str:
    """SHA-256 of a file's bytes in hexadecimal, however it is opened."""
    made = sha256()
    with opened(path) as file:
        while data := file.read(1 << 16):
            made.update(data)
    return made.hexdigest()


def _sweep(target: Path) -> None:
    """Remove the temporary siblings that an earlier, killed run left."""
    for folder, _, names in os.walk(target):
        for name in filter(is_temporary, names):
            with suppress(OSError):
                (Path(folder) / name).unlink()
