"""Where reports go: the console and files, several in one run, each written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from cleaner.document import Document
from cleaner.formats import Format, Options, make
from cleaner.paths import shown
from cleaner.permissions import EVERYBODY, Readers, permit, readers_of
from cleaner.report import Checked, Report
from cleaner.runner import After, Processed, UsageError
from cleaner.writing import replacing

JOB_SUMMARY = "GITHUB_STEP_SUMMARY"  # names the file that GitHub shows as a job's summary
JOB_SUMMARY_BYTES = 1 << 20  # more than this and GitHub shows nothing of it

Write = Callable[[str], None]


class Output(Struct, frozen=True):
    """A format and the file it is written to; without a path, the console."""

    format: str
    path: Path | None = None


class Reports:
    """All reports of one run: every document goes to each of them.

    `readers` are those who may read all of the documents so far: a report quotes them.
    """

    def __init__(self, outputs: Sequence[tuple[Output, Format, Write]]) -> None:
        self._outputs = outputs
        self._begun = False
        self.readers = EVERYBODY

    @property
    def view(self) -> str:
        """What makes the text of a document besides its findings; empty where more than that does."""
        if len(self._outputs) != 1:
            return ""
        output, format, _ = self._outputs[0]
        return f"{output.format} {format.options}" if format.repeats else ""

    def repeat(self, text: str) -> None:
        """Report a document by the text that told of it before."""
        self._begin()
        for _, format, write in self._outputs:
            _write(format.repeat(text), write)

    def document(self, done: Processed, after: After | None = None) -> str:
        """Report one document; where its fixes were written, `after` tells what is found in it now.

        What was fixed is told to people only: a service looks at the files as they are now. Returns
        the text that `repeat` takes.

        Raises:
            UsageError: the document is a file that a report would be written over.
        """
        paths = {output.path.resolve() for output, _, _ in self._outputs if output.path}
        if done.source.path.resolve() in paths:
            raise UsageError(f"{shown(done.source.path)}: is a document; write the report to another file")
        if paths and done.source.path.exists():  # standard input is nobody's file
            self.readers = self.readers.and_of(readers_of(done.source.path, done.source.name))
        self._begin()
        before = now = _checked(done)
        if after and any(output.format != "full" for output, _, _ in self._outputs):
            now = _checked(after())
        pieces: list[str] = []
        for output, format, write in self._outputs:
            pieces = list(format.document(before if output.format == "full" else now))
            _write(pieces, write)
        return "".join(pieces)

    def end(self, report: Report) -> None:
        """Finish each report with the counts and errors of the run."""
        self._begin()
        for _, format, write in self._outputs:
            _write(format.end(report), write)

    def _begin(self) -> None:
        """Nothing is written before there is something to report: a run may fail before."""
        if not self._begun:
            self._begun = True
            for _, format, write in self._outputs:
                _write(format.begin(), write)


@contextmanager
def reports(outputs: Sequence[Output], options: Options, console: Write, note: Write) -> Iterator[Reports]:
    """Open all files; they take their names when the run ends well, and leave nothing behind else.

    With GitHub's annotations goes a job summary, where the environment names a file for it. What
    went wrong with that is told by `note`.

    Raises:
        UsageError: a file cannot be written, or is named twice.
    """
    paths = [output.path.resolve() for output in outputs if output.path]
    for path in paths:
        if paths.count(path) > 1:
            raise UsageError(f"{shown(path)}: named for two reports")
    plain = replace(options, colour=False)
    summary = _job_summary(outputs)
    with ExitStack() as stack:
        made: list[tuple[Output, Format, Write]] = []
        told = Reports(made)
        for output in outputs:
            if output.path is None:
                made.append((output, make(output.format, options), console))
            else:
                write = stack.enter_context(_file(output.path, told))
                made.append((output, make(output.format, plain), write))
        if summary:
            made.append((Output("markdown"), make("markdown", plain), summary.write))
        yield told
        if summary and (fault := summary.append()):
            note(fault)


def _job_summary(outputs: Sequence[Output]) -> JobSummary | None:
    name = os.environ.get(JOB_SUMMARY)
    return JobSummary(Path(name)) if name and any(output.format == "github" for output in outputs) else None


def _checked(done: Processed) -> Checked:
    path, result = done.shown, done.result
    document = Document(path, result.source if result else "")
    file = shown(done.source.path) if done.line else ""
    findings = result.findings if result else ()
    return Checked(path, document, findings, done.error, file, done.line, done.gone)


def _write(pieces: Iterable[str], write: Write) -> None:
    for piece in pieces:
        write(piece)


@contextmanager
def _file(path: Path, told: Reports) -> Iterator[Write]:
    def fail(error: OSError) -> UsageError:
        reason = (error.strerror or type(error).__name__).lower()
        return UsageError(f"{shown(path)}: the report cannot be written: {reason}")

    with ExitStack() as stack:
        if str(path) == "-":
            raise UsageError("-: is no file; without a file to write to, reports are printed")
        try:
            file: BinaryIO
            if path.exists() and not stat.S_ISREG(path.stat().st_mode):
                file = stack.enter_context(path.open("wb"))  # a pipe or a device, which stays what it is
            else:
                file = stack.enter_context(replacing(path.resolve(), readers=Readers()))
                stack.callback(lambda: permit(file, path.resolve(), told.readers))
        except OSError as error:
            raise fail(error) from None

        def write(text: str) -> None:
            try:
                file.write(text.encode("utf-8", "backslashreplace"))
            except OSError as error:
                raise fail(error) from None

        yield write


class JobSummary:
    """The markdown report that goes with GitHub's annotations, appended to the file of the job's summary."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pieces: list[bytes] = []

    def write(self, text: str) -> None:
        """Keep a piece; all of it is small (see the markdown format)."""
        self._pieces.append(text.encode("utf-8", "backslashreplace"))

    def append(self) -> str:
        """Write what fits. Returns a line that says why not, or nothing: a summary fails no run."""
        try:
            with self.path.open("ab") as file:
                room = JOB_SUMMARY_BYTES - os.fstat(file.fileno()).st_size
                file.write(_fitting(b"".join(self._pieces), room))
        except OSError as error:
            return f"{JOB_SUMMARY}: cannot be written: {(error.strerror or type(error).__name__).lower()}"
        return ""


def _fitting(text: bytes, room: int) -> bytes:
    """The whole lines of a text that fit, and a word on the rest."""
    if len(text) <= room:
        return text
    cut = b"\n(cut: GitHub shows no more)\n"
    whole = text[: max(0, room - len(cut))]
    whole = whole[: whole.rfind(b"\n") + 1]
    return whole + cut if whole else b""
