"""Cleans a file of records into TARGET, line by line, with a ledger of its own, and rebuilds it from both."""

from __future__ import annotations

import gzip
import json
import os
from collections import deque
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from msgspec.structs import replace

from cleaner import cleaning_report, ledger
from cleaner.config import Config
from cleaner.files import Source
from cleaner.ledger import LedgerError
from cleaner.manifest import Foreign, Manifest, digest_of
from cleaner.paths import is_linked, shown
from cleaner.permissions import Readers, readers_of
from cleaner.profile import Profile
from cleaner.records import Lines, Record, literal, opened, packing, parse, read
from cleaner.report import Report
from cleaner.runner import Processed, Progress, Work, of_record, process_works
from cleaner.surveying import worth
from cleaner.writing import replacing

LEDGER_SUFFIX = ".ledger"  # behind the name of an output: the ledger of its records
SCHEMA_VERSION = 1


def clean_records(
    source: Source,
    manifest: Manifest,
    config: Config,
    profile: Profile | None,
    jobs: int | None,
    report: Report,
    totals: cleaning_report.Totals,
    progress: Progress,
) -> None:
    """Clean one file of records into TARGET, and count what was found in `report` and `totals`.

    The output has the source's lines, each with the cleaned text and else as it was; lines that hold no
    record are left out, and kept in the ledger beside it. Memory does not grow with the file, but for 100
    bytes a record that tell equal ids.
    """
    output, kept = source.name, source.name + LEDGER_SUFFIX
    readers = readers_of(source.path, source.name)
    manifest.readers = manifest.readers.and_of(readers)
    try:
        with manifest.lines(output, readers) as text, manifest.lines(kept, readers) as account:
            _clean_lines(source, config, profile, jobs, text, account, report, totals, progress)
    except Foreign as error:
        report.errors.append(str(error))
    except OSError as error:
        path = source.path if error.filename in (None, os.fspath(source.path)) else error.filename
        reason = (error.strerror or type(error).__name__).lower()
        left = shown(manifest.target / output)
        report.errors.append(f"{shown(path)}: {reason}; {left} is left as it was")
    else:
        manifest.mark(output)
        manifest.mark(kept)
        return
    manifest.keep(output)
    manifest.keep(kept)


def _clean_lines(
    source: Source,
    config: Config,
    profile: Profile | None,
    jobs: int | None,
    text: Lines,
    account: Lines,
    report: Report,
    totals: cleaning_report.Totals,
    progress: Progress,
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
    for result in progress(process_works(items(), config, profile, jobs or worth([source])), 0):
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
    record: Record, done: list[Processed], report: Report, totals: cleaning_report.Totals
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


def restore_records(target: Path, kept: str, folder: Path, report: Report) -> None:
    """Rebuild a file of records in `folder`; a packed one is packed anew, its lines are the source's.

    `kept` is the name of its ledger in `target`.
    """
    output = target / kept.removesuffix(LEDGER_SUFFIX)
    report.documents += 1
    try:
        if not ledger.plain(kept):
            raise LedgerError(f"the name {kept!r} leads out of its folder")
        if is_linked(target, kept) or is_linked(target, kept.removesuffix(LEDGER_SUFFIX)):
            raise LedgerError("it is a link, or lies behind one")
        with (target / kept).open("rb") as account, opened(output) as lines:
            head = json.loads(account.readline())
            if head["records"] != SCHEMA_VERSION:
                raise LedgerError("its ledger is of another schema")
            name = head["name"]
            if not ledger.plain(name):
                raise LedgerError(f"the name {name!r} leads out of its folder")
            if is_linked(folder, name):
                raise LedgerError(f"{shown(folder / name)} is a link, or lies behind one")
            _restore_file(account, lines, folder / name, head["text_field"], readers_of(output, name))
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        report.errors.append(f"{shown(error.filename or output)}: {reason}")
    except (LedgerError, ValueError, LookupError, TypeError, AttributeError, EOFError) as error:
        report.errors.append(f"{shown(output)}: not restored: {error}")
    else:
        report.changed += 1


def _restore_file(
    account: IO[bytes], lines: IO[bytes] | gzip.GzipFile, back: Path, text_field: str, readers: Readers
) -> None:
    """Write a file of records anew; one that is there already stays, and has to be the same.

    Raises:
        OSError: it cannot be written.
        LedgerError: it is there and differs, or the account does not hold.
    """
    if os.path.lexists(back):
        made = Lines(None)
        _restore_lines(account, lines, Config(text_field=text_field), made)
        if digest_of(back, opened) != made.digest.hexdigest():
            raise LedgerError(f"{shown(back)} exists and differs")
        return
    back.parent.mkdir(parents=True, exist_ok=True)
    with replacing(back, readers=readers) as raw, packing(raw, back) as made:
        _restore_lines(account, lines, Config(text_field=text_field), made)


def _restore_lines(account: IO[bytes], lines: IO[bytes] | gzip.GzipFile, config: Config, made: Lines) -> None:
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
