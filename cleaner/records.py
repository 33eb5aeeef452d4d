"""Records: documents that lie one a line in a `.jsonl` or `.jsonl.gz` file, the text one field of them.

Of a line only the text's JSON string is ever replaced: all else stays as it was written, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from msgspec import Struct

from cleaner.config import Config
from cleaner.files import RECORDS

if TYPE_CHECKING:
    from gzip import GzipFile

LONGEST_ID = 200  # characters of an id in the name of a record


class Record(Struct, frozen=True):
    """One line of a file of records.

    `before` and `after` are the line around the JSON string of the text, `literal` that string as it was
    written. `error` says why a line holds no document; its text is then empty. `note` says what is wrong
    with a record that can be cleaned all the same.
    """

    number: int
    raw: bytes
    id: str = ""
    text: str = ""
    site: str = ""
    before: str = ""
    literal: str = ""
    after: str = ""
    error: str = ""
    note: str = ""

    def with_text(self, text: str) -> bytes:
        """The line with another text; its very bytes where the text is the same."""
        if text == self.text:
            return self.raw
        return f"{self.before}{literal(text, ascii_only=self.literal.isascii())}{self.after}".encode()


def are_records(path: Path | str) -> bool:
    """Whether a file is one of records, by its name."""
    return str(path).endswith(RECORDS)


def opened(path: Path) -> IO[bytes] | GzipFile:
    """A file of records for reading its lines, unpacked where it is packed."""
    if path.name.endswith(".gz"):
        import gzip

        return gzip.open(path, "rb")
    return path.open("rb")


class Lines:
    """An output being written line by line, and the digest of its unpacked bytes."""

    def __init__(self, file: IO[bytes] | GzipFile | None) -> None:
        self._file = file  # None where only the digest is asked for
        self.digest = sha256()

    def write(self, data: bytes) -> None:
        """Write some bytes."""
        self.digest.update(data)
        if self._file is not None:
            self._file.write(data)


@contextmanager
def packing(raw: BinaryIO, path: Path) -> Iterator[Lines]:
    """Lines that go to an open file, packed where its name says so."""
    if path.name.endswith(".gz"):  # no name and no time in the header: the same lines, the same file
        import gzip

        with gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
            yield Lines(packed)
    else:
        yield Lines(raw)


def read(path: Path, config: Config) -> Iterator[Record]:
    """The lines of a file of records, one after the other.

    Raises:
        OSError: the file cannot be read (any more), or is no whole gzip file.
    """
    seen: dict[int, int] = {}  # from the hash of an id to its line
    try:
        with opened(path) as file:
            for number, raw in enumerate(file, 1):
                record = parse(raw, number, config)
                if not record.error:
                    first = seen.setdefault(hash(record.id), number)
                    if first != number:
                        record = _again(record, first)
                yield record
    except EOFError:
        raise OSError(0, "its packed data ends too early") from None
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise OSError(0, "its packed data is damaged") from None
        raise


def _again(record: Record, first: int) -> Record:
    from msgspec.structs import replace

    note = f"its id {record.id!r} is that of line {first} already"
    return replace(record, id=f"{record.id}@{record.number}", note=note)


def parse(raw: bytes, number: int, config: Config) -> Record:
    """One line as a record; a line that is none says so in `error` (a blank one says nothing)."""
    if not raw.strip():
        return Record(number, raw, error="blank")
    try:
        line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        return Record(number, raw, error=f"no UTF-8 at byte {error.start + 1}")
    if raw.startswith(b"\xef\xbb\xbf"):
        line = "\ufeff" + line
    try:
        fields, (start, end) = _fields(line, config.text_field)
    except (ValueError, RecursionError) as error:
        return Record(number, raw, error=f"no JSON object: {_reason(error)}")
    if config.text_field not in fields:
        return Record(number, raw, error=f"has no field {config.text_field!r}")
    text = fields[config.text_field]
    if not isinstance(text, str):
        return Record(number, raw, error=f"the field {config.text_field!r} is no string")
    name, note = fields.get(config.id_field or "id"), ""
    if not isinstance(name, str | int) or isinstance(name, bool) or name == "":
        if config.id_field:
            note = f"has no field {config.id_field!r} with a string or number; named by its line"
        name = number
    site = fields.get(config.site_field) if config.site_field else None
    return Record(
        number,
        raw,
        str(name)[:LONGEST_ID],
        text,
        site if isinstance(site, str) else "",
        line[:start],
        line[start:end],
        line[end:],
        note=note,
    )


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.lower()}, character {error.pos + 1}"
    return str(error) or "nested too deeply"


_DECODER = json.JSONDecoder()
_BLANKS = " \t\n\r"


def _fields(line: str, wanted: str) -> tuple[dict[str, Any], tuple[int, int]]:
    """The fields of a JSON object, and where the value of one of them stands in the line."""

    def blanks(at: int) -> int:
        while line[at : at + 1] and line[at] in _BLANKS:
            at += 1
        return at

    def expect(at: int, characters: str) -> int:
        if line[at : at + 1] not in tuple(characters):
            raise json.JSONDecodeError(f"expecting {' or '.join(characters)}", line, at)
        return at + 1

    fields: dict[str, Any] = {}
    place = (0, 0)
    at = blanks(expect(blanks(1 if line[:1] == "\ufeff" else 0), "{"))
    while line[at : at + 1] != "}":
        if line[at : at + 1] != '"':
            raise json.JSONDecodeError("expecting a name in double quotes", line, at)
        name, at = _DECODER.raw_decode(line, at)
        begin = blanks(expect(blanks(at), ":"))
        value, at = _DECODER.raw_decode(line, begin)
        fields[name] = value
        if name == wanted:
            place = (begin, at)
        at = blanks(at)
        if line[at : at + 1] == "}":
            break
        at = blanks(expect(at, ","))
        if line[at : at + 1] == "}":
            raise json.JSONDecodeError("a comma before the end", line, at)
    if blanks(at + 1) != len(line):
        raise json.JSONDecodeError("more behind the object", line, at + 1)
    return fields, place


def literal(text: str, *, ascii_only: bool) -> str:
    """A text as a JSON string; in ASCII where it was, or where it holds what is no UTF-8."""
    if not ascii_only:
        made = json.dumps(text, ensure_ascii=False)
        try:
            made.encode()
        except UnicodeEncodeError:
            pass
        else:
            return made
    return json.dumps(text)
