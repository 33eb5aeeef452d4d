"""Owns decoding: bytes to text, and text back to the very same bytes.

Evidence is weighed from the certain to the uncertain: a byte-order mark, valid UTF-8, UTF-8 with a few
broken sequences, NUL bytes at every second place, what reads as UTF-16 and could be nothing else, and only
then a guess; where many lines are UTF-8, for the others alone. A guess must be well founded, because a
document in the wrong encoding is worse than one reported as unreadable.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from msgspec import Struct

from cleaner.guessing import FEWEST_BYTES, guess, western


class Encoding(Struct, frozen=True):
    """How a document's bytes became text.

    `codec` is Python's canonical name. `errors` is the handler: "strict"; "surrogateescape" for UTF-8
    with broken sequences, whose bytes become U+DC80 to U+DCFF; "surrogatepass" for UTF-16 and UTF-32.
    `confidence` (0 to 1, see `guess`) is set only for a guess; of "utf-8" for lines among others that are in
    another encoding. `reason` is a clause for the finding.
    """

    codec: str
    errors: str = "strict"
    confidence: float | None = None
    reason: str = ""


class Decoded(Struct, frozen=True):
    """A text, and how it was decoded."""

    text: str
    encoding: Encoding


class Unreadable(Exception):
    """The bytes are no text, or text in an encoding that cannot be told."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "surrogateescape"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "surrogatepass"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "surrogatepass"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "surrogatepass"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "surrogatepass"),
)
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF87a": "a GIF image",
    b"GIF89a": "a GIF image",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x7fELF": "a program",
}

# Broken runs of bytes among all multibyte sequences, whole and broken. By chance, a text in another
# encoding has far more: 33 % was the least in the documents that `_guess` was measured on.
_MOST_BROKEN = 0.01
# One broken place, as a cut leaves it at the end of a file, is also forgiven beside so many whole
# sequences; with fewer the document is left to the guess.
_WHOLE_BESIDE_ONE_BROKEN = 4
# So are a few broken bytes, as a quotation pasted from a Windows page leaves them in a text with few other
# sequences: at most ten, beside four times as many bytes that continue a whole sequence as they should. Of
# 8,758 pieces of pages in 24 pairs of language and legacy codec, 30 to 5,000 characters each, none has that.
_FEW_BROKEN_BYTES = 10
_CONTINUING_BESIDE_A_BROKEN_BYTE = 4

# So are more, if each line that has some is Windows-1252 throughout: no fewer bytes than these must
# continue a whole sequence, and so many at least. A text in Windows-1252 makes a sequence only by chance,
# as "É»" does.
_CONTINUING_BESIDE_WESTERN = 4

# NUL bytes among all bytes: text has none but by accident, programs and images 5 to 50 %.
_MOST_NULS = 0.01
_ACCIDENTS = 3  # so few stray bytes or characters say nothing, however short the document
# UTF-16 without a mark: NULs at the even or at the odd places, and at the others. English has 1 and 0;
# half allows for a page that also holds other scripts.
_UTF16_NULS = 0.5
_UTF16_OTHER_NULS = 0.01

# UTF-16 in scripts that leave few NULs, without a mark: nearly all characters are of one alphabet, or of the
# signs of East Asia, beside Latin and punctuation; and it has separators, as every text. Read from the wrong
# end, or made of another encoding, it has none: their halves are control characters.
_UTF16_SAMPLE = 1 << 13  # bytes that are looked at
_MOST_STRANGE = 0.01
_FEWEST_SEPARATORS = 0.01
_SEPARATORS = " \t\r\n\u3000\u3001\u3002\uff0c\u060c\u06d4\u0964"

# Lines of UTF-8 among lines of another encoding: so many whole sequences in all. Two letters of a legacy
# encoding may be one by chance, a line with several of them is none.
_SEQUENCES_BESIDE_OTHERS = 20

# Lone surrogates among the characters of UTF-16 with a mark: bytes drawn by chance give 3 %.
_MOST_LONE_SURROGATES = 0.01

# Control characters among all: random bytes have 10 %, text none but by accident.
_MOST_CONTROLS = 0.002
# So many look binary where no encoding fits: text in one that cannot be told has none either.
_BINARY_CONTROLS = 0.02
_EXCLUDE = "name the file under `exclude` in the configuration"
_CONVERT = "convert the file to UTF-8"

_BROKEN = re.compile("[\udc80-\udcff]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(data: bytes) -> Decoded:
    """Decode a document. A byte-order mark stays in the text, as U+FEFF at its beginning.

    Raises `Unreadable` for binary data and for an encoding that cannot be told.
    """
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature) and not _is_plain(data):
            raise Unreadable(f"binary data: {kind}; {_EXCLUDE}, or extract its text first")
    for mark, codec, errors in _MARKS:
        if data.startswith(mark) and (found := _marked(data, codec, errors)):
            return found
    nuls = data.count(0)
    if nuls > _MOST_NULS * len(data) and (found := _with_nuls(data, nuls)):
        return found
    try:
        return Decoded(data.decode("utf-8"), Encoding("utf-8"))
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "surrogateescape")
    if found := _mixed(data):
        return found
    if _is_utf8(data, text):
        return Decoded(text, Encoding("utf-8", "surrogateescape", reason="valid but for a few sequences"))
    return _wide(data) or _guess(data)


def _is_plain(data: bytes) -> bool:
    """Whether bytes are text for certain: also one that a fix left beginning like a PDF can be read again."""
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False


def encode(text: str, encoding: Encoding) -> bytes:
    """The bytes of a text: those that `decode` read, but for what it had to mark as lost with U+FFFD."""
    return text.encode(encoding.codec, encoding.errors)


def _is_utf8(data: bytes, text: str) -> bool:
    """Whether bytes are UTF-8 but for a few sequences; `text` is how they decode with surrogateescape."""
    broken, whole = _sequences(text)
    broken_bytes = sum(map(len, _BROKEN.findall(text)))
    # For each whole sequence is one character, and one for each broken byte.
    continuing = len(data) - len(text)
    return (
        broken <= _MOST_BROKEN * (broken + whole)
        or (broken == 1 and whole >= _WHOLE_BESIDE_ONE_BROKEN)
        or (
            broken_bytes <= _FEW_BROKEN_BYTES
            and continuing >= _CONTINUING_BESIDE_A_BROKEN_BYTE * broken_bytes
        )
        or (
            continuing >= max(_CONTINUING_BESIDE_WESTERN, broken_bytes)
            and all(western(line) for line in text.split("\n") if _BROKEN.search(line))
        )
    )


def _sequences(text: str) -> tuple[int, int]:
    """Count broken runs and whole multibyte sequences of a text decoded with surrogateescape."""
    runs = _BROKEN.findall(text)
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return len(runs), beyond_ascii - sum(map(len, runs))


def _marked(data: bytes, codec: str, errors: str) -> Decoded | None:
    """Decode as the mark says. What is left of a cut last character becomes U+FFFD."""
    if codec == "utf-8":
        try:
            return Decoded(data.decode(codec), Encoding(codec, reason="byte-order mark"))
        except UnicodeDecodeError:
            text = data.decode(codec, errors)
        broken, whole = _sequences(text)
        # The mark itself is one whole sequence.
        return None if broken > whole else Decoded(text, Encoding(codec, errors, reason="byte-order mark"))
    rest = len(data) % (4 if codec.startswith("utf-32") else 2)
    try:
        text = data[: len(data) - rest].decode(codec, errors) + "\ufffd" * bool(rest)
    except UnicodeDecodeError:
        return None
    if len(_LONE_SURROGATES.findall(text)) > max(_ACCIDENTS, _MOST_LONE_SURROGATES * len(text)):
        return None
    return Decoded(text, Encoding(codec, errors, reason="byte-order mark"))


def _with_nuls(data: bytes, nuls: int) -> Decoded | None:
    """Decode UTF-16 and UTF-32 without a mark; none where the NULs are an accident."""
    if len(data) % 4 == 0 and 2 * nuls >= len(data):
        for codec in ("utf-32-le", "utf-32-be"):
            try:
                text = data.decode(codec)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                encoding = Encoding(codec, "surrogatepass", reason="three of four bytes are NUL")
                return Decoded(text, encoding)
    even, odd = data[::2].count(0), data[1::2].count(0)
    places = len(data) / 2
    for codec, most, least in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if (
            len(data) % 2 == 0
            and most >= _UTF16_NULS * places
            and least <= max(_ACCIDENTS, _UTF16_OTHER_NULS * places)
        ):
            text = data.decode(codec, "surrogatepass")
            if len(_CONTROLS.findall(text)) <= _MOST_CONTROLS * len(text):
                return Decoded(text, Encoding(codec, "surrogatepass", reason="every second byte is NUL"))
    if nuls <= _ACCIDENTS:
        return None
    if found := _wide(data):
        return found
    raise Unreadable(f"binary data: {nuls / len(data):.0%} of the bytes are NUL; {_EXCLUDE}")


def _wide(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a mark by what its characters are (see `_MOST_STRANGE`)."""
    if len(data) % 2 or len(data) < FEWEST_BYTES:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            if not _is_written(data[:_UTF16_SAMPLE].decode(codec, "ignore")):
                continue
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return Decoded(text, Encoding(codec, "surrogatepass", reason="one script and its separators"))
    return None


def _is_written(text: str) -> bool:
    """Whether a text has separators, and its characters are Latin, punctuation, and of one other script."""
    separators = sum(map(text.count, _SEPARATORS))
    if separators < _FEWEST_SEPARATORS * len(text) or _CONTROLS.search(text):
        return False
    rows = Counter(map(_row, text))
    usual = rows.pop(0, 0)
    return len(text) - usual - max(rows.values(), default=0) <= _MOST_STRANGE * len(text)


def _row(character: str) -> int:
    """What characters of one script share: 0 for Latin and punctuation, 1 for the signs of East Asia."""
    code = ord(character)
    if code < 0x300 or 0x2000 <= code < 0x2200 or code == 0xFEFF:
        return 0
    if 0x3000 <= code < 0xA000 or 0xAC00 <= code < 0xD7A4 or 0xFF00 <= code < 0xFFF0 or code >= 0x20000:
        return 1
    return code >> 8


def _mixed(data: bytes) -> Decoded | None:
    """Decode a text some of whose lines are UTF-8 and the others in another encoding; None of any other.

    A line that is UTF-8 but for some bytes is none of the others.
    """
    lines = data.split(b"\n")
    read = [_utf8(line) for line in lines]
    if (
        sum(len(text) - len(text.encode("ascii", "ignore")) for text in read if text)
        < _SEQUENCES_BESIDE_OTHERS
    ):
        return None
    others = [line for line, text in zip(lines, read, strict=True) if text is None]
    for line in others:
        text = line.decode("utf-8", "surrogateescape")
        if _sequences(text)[1] >= sum(map(len, _BROKEN.findall(text))):
            return None
    guessed = guess(b"\n".join(others))
    if guessed is None:
        return None
    codec, confidence = guessed
    try:
        texts = [line.decode(codec) if text is None else text for line, text in zip(lines, read, strict=True)]
    except UnicodeDecodeError:
        return None
    told = f"{len(others)} {'line' if len(others) == 1 else 'lines'}"
    reason = f"but for {told} in {codec}, guessed"
    return Decoded("\n".join(texts), Encoding("utf-8", "strict", confidence, reason))


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _guess(data: bytes) -> Decoded:
    """Decode as the best guess says.

    Raises:
        Unreadable: none is good enough.
    """
    guessed = guess(data)
    if guessed is None:
        raise Unreadable(_binary(data) or f"not UTF-8, and no other encoding fits well enough; {_CONVERT}")
    codec, confidence = guessed
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise Unreadable(
            _binary(data)
            or f"not UTF-8, and {codec}, the best guess, fails at byte {error.start}; {_CONVERT}"
        ) from None
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise Unreadable(f"binary data: control characters throughout; {_EXCLUDE}")
    return Decoded(text, Encoding(codec, "strict", confidence, "guessed"))


def _binary(data: bytes) -> str:
    """Why bytes that no encoding fits look like no text at all; empty where they do not."""
    controls = len(_CONTROL_BYTES.findall(data))
    if controls <= max(_ACCIDENTS, _BINARY_CONTROLS * len(data)):
        return ""
    return (
        f"looks like binary data: {controls / len(data):.0%} of the bytes are control characters; {_EXCLUDE}"
    )
