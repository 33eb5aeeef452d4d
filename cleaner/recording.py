"""Cleans a file of records into TARGET, line by line, with a ledger of its own, and rebuilds it from both."""

from __future__ import annotations

import gzip
import json
import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from cleaner import ledger, markdown
from cleaner.config import Config
from cleaner.files import Source, shown, sibling
from cleaner.ledger import LedgerError
from cleaner.profile import Profile
from cleaner.records import Record, literal, opened, parse, read
from cleaner.report import Report
from cleaner.runner import Processed, Work, of_record, process_works
from cleaner.surveying import worth

LEDGER_SUFFIX = ".ledger"  # behind the name of an output: the ledger of its records
SCHEMA_VERSION = 1


def clean_records(
    source: Source,
    target: Path,
    config: Config,
    profile: Profile | None,
    jobs: int | None,
    report: Report,
    totals: markdown.Totals,
    *,
    check: bool,
) -> None:
    """Clean one file of records into `target`, and count what was found in `report` and `totals`.

    The output has the source's lines, each with the cleaned text and else as it was; lines that hold no
    record are left out, and kept in the ledger. With `check` nothing is written, and `Report.stale` says
    what differs. Memory does not grow with the file, but for 100 bytes a record that tell equal ids.
    """
    output = target / source.name
    kept = output.with_name(output.name + LEDGER_SUFFIX)
    try:
        with _writing(output, check=check) as text, _writing(kept, check=check) as account:
            _clean_lines(source, config, profile, jobs, text, account, report, totals)
    except OSError as error:
        path = source.path if error.filename in (None, os.fspath(source.path)) else error.filename
        reason = (error.strerror or type(error).__name__).lower()
        report.errors.append(f"{shown(path)}: {reason}; {shown(output)} is left as it was")
        return
    if check:
        for path, made in ((output, text), (kept, account)):
            if not path.is_file():
                report.stale.append(f"{shown(path.relative_to(target))}: missing")
            elif _digest(path) != made.digest.hexdigest():
                report.stale.append(f"{shown(path.relative_to(target))}: differs")


class _Lines:
    """A file being written, and the digest of its unpacked bytes; without a file, the digest alone."""

    def __init__(self, file: IO[bytes] | gzip.GzipFile | None) -> None:
        self.file = file
        self.digest = sha256()

    def write(self, data: bytes) -> None:
        """Write some bytes."""
        self.digest.update(data)
        if self.file is not None:
            self.file.write(data)


@contextmanager
def _writing(path: Path, *, check: bool) -> Iterator[_Lines]:
    """Write a file whole, to a sibling that is renamed at the end; packed where its name says so."""
    if check:
        yield _Lines(None)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = sibling(path)
    temporary.unlink(missing_ok=True)
    try:
        with open(temporary, "xb") as raw:
            if path.name.endswith(".gz"):  # no name and no time in the header: the same lines, the same file
                with gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
                    yield _Lines(packed)
            else:
                yield _Lines(raw)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _digest(path: Path) -> str:
    made = sha256()
    with opened(path) as file:
        while data := file.read(1 << 16):
            made.update(data)
    return made.hexdigest()


def _clean_lines(
    source: Source,
    config: Config,
    profile: Profile | None,
    jobs: int | None,
    text: _Lines,
    account: _Lines,
    report: Report,
    totals: markdown.Totals,
) -> None:
    head = {"records": SCHEMA_VERSION, "name": source.name, "text_field": config.text_field}
    account.write(_line(head))
    original = sha256()
    waiting: deque[tuple[Record, int]] = deque()

    def items() -> Iterator[Work]:
        for record in read(source.path, config):
            made = list(of_record(source, source.name, record, config))
            waiting.append((record, len(made)))
            yield from made

    def settle(done: list[Processed]) -> None:
        record, _ = waiting.popleft()
        original.update(record.raw)
        text_line, told = _settled(record, done, report, totals)
        text.write(text_line)
        account.write(_line(told))

    done: list[Processed] = []
    for result in process_works(items(), config, profile, jobs or worth([source])):
        while waiting[0][1] == 0:
            settle([])
        done.append(result)
        if len(done) == waiting[0][1]:
            settle(done)
            done = []
    while waiting:
        settle([])
    account.write(_line({"source_sha256": original.hexdigest(), "output_sha256": text.digest.hexdigest()}))


def _settled(
    record: Record, done: list[Processed], report: Report, totals: markdown.Totals
) -> tuple[bytes, dict[str, Any]]:
    """The output line of a record and what the ledger says of it; errors are counted."""
    raw = {"line": record.number, "left_out": record.raw.decode("latin-1")}
    report.errors += [item.error for item in done if item.error]
    result = done[-1].result if done else None
    if done and done[-1].error and result is None:
        report.documents += 1
    if result is None or done[-1].error:
        return b"", raw
    line = record.with_text(result.text)
    entry = replace(result.ledger, output=result.ledger.name)
    told = {"line": record.number} | json.loads(entry.to_json())
    ascii_only = record.literal.isascii()
    if line != record.raw and (
        entry.source_bytes or literal(record.text, ascii_only=ascii_only) != record.literal
    ):
        told["literal"] = record.literal
    elif line != record.raw:
        told["ascii"] = ascii_only
    report.add(result.findings, applied=True, changed=result.text != result.source)
    totals.add(result)
    return line, told


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record).encode() + b"\n"


def ledgers(target: Path) -> Iterator[Path]:
    """The ledgers of records below a folder, sorted."""
    for suffix in (".jsonl", ".jsonl.gz"):
        yield from sorted(target.rglob(f"*{suffix}{LEDGER_SUFFIX}"))


def restore_records(target: Path, kept: Path, folder: Path, report: Report) -> None:
    """Rebuild a file of records in `folder`; a packed one is packed anew, its lines are the source's."""
    output = kept.with_name(kept.name.removesuffix(LEDGER_SUFFIX))
    report.documents += 1
    try:
        with kept.open("rb") as account, opened(output) as lines:
            head = json.loads(account.readline())
            if head["records"] != SCHEMA_VERSION or not ledger.plain(head["name"]):
                raise LedgerError("it is of another schema")
            back = folder / head["name"]
            if back.exists():
                report.errors.append(f"{shown(back)}: exists; not overwritten")
                return
            with _writing(back, check=False) as made:
                _restore_lines(account, lines, Config(text_field=head["text_field"]), made)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        report.errors.append(f"{shown(error.filename or output)}: {reason}")
        return
    except (LedgerError, ValueError, LookupError, TypeError, AttributeError, EOFError) as error:
        report.errors.append(f"{shown(output)}: not restored: {error}")
        return
    report.changed += 1


def _restore_lines(
    account: IO[bytes], lines: IO[bytes] | gzip.GzipFile, config: Config, made: _Lines
) -> None:
    taken = 0
    for told in map(json.loads, account):
        if "source_sha256" in told and "line" not in told:
            if made.digest.hexdigest() != told["source_sha256"]:
                raise LedgerError("the ledger does not rebuild its source")
            return
        if "left_out" in told:
            made.write(told["left_out"].encode("latin-1"))
            continue
        taken += 1
        raw = lines.readline()
        record = parse(raw, told["line"], config)
        if record.error:
            raise LedgerError(f"line {taken}: {record.error}")
        source = ledger.entry_of(told).restore(ledger.to_bytes(record.text))
        if "literal" in told or "ascii" in told:
            was = told.get("literal") or literal(source.decode(), ascii_only=told["ascii"])
            raw = f"{record.before}{was}{record.after}".encode()
        made.write(raw)
    raise LedgerError("the ledger ends too early")
