"""The ledger: what makes a clean reversible, one entry a document."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from msgspec import Struct

from cleaner.edits import Layer, SourceEdit, apply, invert
from cleaner.reading import Encoding, encode
from cleaner.rule import Edit

SCHEMA_VERSION = 1


class LedgerError(Exception):
    """An entry that cannot be used, or an output that is not the one it was made for."""


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    from hashlib import sha256

    return sha256(data).hexdigest()


def to_bytes(text: str) -> bytes:
    """A canonical text as written: UTF-8. Undecodable bytes that no rule mended go back as they came."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate of UTF-16, with ENC101 switched off
        return text.encode("utf-8", "surrogatepass")


def _from_bytes(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


class LedgerEntry(Struct, frozen=True):
    """One document's account: output and entry together rebuild the source byte for byte.

    `edits` are in source offsets (characters), sorted; `removed` holds for each edit the source
    text that it replaced. `encoding` is how the source was decoded; where encoding its text again
    would not give its bytes, `source_bytes` keeps them.
    """

    name: str
    output: str
    source_sha256: str
    output_sha256: str
    encoding: Encoding
    edits: Layer
    removed: tuple[str, ...]
    source_bytes: bytes | None = None

    def restore(self, output: bytes) -> bytes:
        """Return the source's bytes.

        Raises:
            LedgerError: `output` is not the text this entry was made for, or the entry is damaged.
        """
        if digest(output) != self.output_sha256:
            raise LedgerError("the cleaned text has changed since the ledger was written")
        if self.source_bytes is not None:
            source = self.source_bytes
        else:
            back, shift = [], 0
            for edit, removed in zip(self.edits, self.removed, strict=True):
                start = edit.start + shift
                back.append(Edit(start, start + len(edit.replacement), removed))
                shift += len(edit.replacement) - (edit.end - edit.start)
            source = encode(apply(_from_bytes(output), back), self.encoding)
        if digest(source) != self.source_sha256:
            raise LedgerError("the ledger entry does not rebuild its source")
        return source

    def to_json(self) -> str:
        """One line of JSON, ASCII only, so that lone surrogates survive."""
        import json

        record: dict[str, Any] = {
            "name": self.name,
            "output": self.output,
            "source_sha256": self.source_sha256,
            "output_sha256": self.output_sha256,
            "codec": self.encoding.codec,
        }
        if self.encoding.errors != "strict":
            record["errors"] = self.encoding.errors
        if self.source_bytes is not None:
            import base64
            import zlib

            record["source_zlib"] = base64.b64encode(zlib.compress(self.source_bytes)).decode("ascii")
        record["edits"] = [
            [edit.start, edit.end, removed, edit.replacement, list(edit.rules)]
            for edit, removed in zip(self.edits, self.removed, strict=True)
        ]
        return json.dumps(record)


def entry(
    name: str, output_name: str, data: bytes, encoding: Encoding, source: str, output: str, edits: Layer
) -> LedgerEntry:
    """Make the entry of one document from its bytes, its decoded text and its output.

    Raises:
        LedgerError: the edits do not rebuild the source; this is a fault of the program.
    """
    if apply(output, invert(source, edits)) != source:
        raise LedgerError("the edits do not rebuild the source")
    written = to_bytes(output)
    try:
        rebuilds = (
            bool(encoding.codec) and encode(source, encoding) == data and _from_bytes(written) == output
        )
    except UnicodeError:
        rebuilds = False
    return LedgerEntry(
        name,
        output_name,
        digest(data),
        digest(written),
        encoding,
        edits,
        tuple(source[edit.start : edit.end] for edit in edits),
        None if rebuilds else data,
    )


def header() -> str:
    """The first line of a ledger file."""
    import json

    from cleaner.version import __version__

    return json.dumps({"ledger": SCHEMA_VERSION, "cleaner": __version__})


def check_header(record: Mapping[str, Any]) -> None:
    """Check the first line of a ledger, read as JSON.

    Raises:
        LedgerError: it is of another schema.
        LookupError, TypeError: it is no header.
    """
    if record["ledger"] != SCHEMA_VERSION:
        raise LedgerError(f"its schema is {record['ledger']}, this version reads {SCHEMA_VERSION}")


def parse(lines: Iterable[str]) -> dict[str, LedgerEntry]:
    """Read a ledger file's lines into entries by output name.

    Raises:
        LedgerError: it is no ledger, of another schema, or damaged; names the line.
    """
    import json

    entries: dict[str, LedgerEntry] = {}
    number = 0
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
            if number == 1:
                check_header(record)
                continue
            made = entry_of(record)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise LedgerError(f"line {number} is damaged ({type(error).__name__})") from None
        entries[made.output] = made
    if number == 0:
        raise LedgerError("it is empty")
    return entries


def plain(name: str) -> bool:
    """Whether a name stays below the folder it is put under, here and where paths are written otherwise."""
    path = PurePath(name)  # on Windows it knows of drives and of backslashes
    parts = {*name.split("/"), *path.parts}
    return not (name.startswith(("/", "\\")) or path.anchor or ".." in parts or "\0" in name or name == "")


def entry_of(record: Mapping[str, Any]) -> LedgerEntry:
    """The entry that a line of a ledger tells of, read as JSON.

    Raises:
        LookupError, TypeError, ValueError: it is damaged.
        LedgerError: a name in it leads out of its folder.
    """
    kept = None
    if "source_zlib" in record:
        import base64
        import zlib

        try:
            kept = zlib.decompress(base64.b64decode(record["source_zlib"]))
        except zlib.error as error:
            raise ValueError(str(error)) from None
    name, output = record["name"], record["output"]
    for one in (name, output):
        if not plain(one):
            raise LedgerError(f"the name {one!r} leads out of its folder")
    codecs.lookup(record["codec"])
    return LedgerEntry(
        name,
        output,
        record["source_sha256"],
        record["output_sha256"],
        Encoding(record["codec"], record.get("errors", "strict")),
        tuple(SourceEdit(start, end, new, tuple(rules)) for start, end, _, new, rules in record["edits"]),
        tuple(removed for _, _, removed, _, _ in record["edits"]),
        kept,
    )
