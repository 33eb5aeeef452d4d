"""Which character set a page's bytes are in: what they prove, then what the page declares, then a guess."""

from __future__ import annotations

import codecs
import re

from cleaner.reading import Decoded, Encoding, Unreadable, decode

_HEAD_BYTES = 4096  # the standard looks at 1,024; pages of the wild put scripts above their declaration
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w:.+-]{2,40})""", re.I
)
# What browsers take a label for (https://encoding.spec.whatwg.org/#names-and-labels): the older name of a
# character set stands for the larger one that grew from it.
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932",
    "big5": "big5hkscs",
}  # fmt: skip
_ALIASES = {"x-sjis": "cp932", "ks_c_5601-1987": "cp949", "x-gbk": "gb18030", "x-x-big5": "big5hkscs"}
# Of seven bits a byte, so that their bytes are valid UTF-8 too; and what tells them.
_ESCAPED = {"iso2022_jp": (b"\x1b$", b"\x1b("), "hz": (b"~{",)}
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOST_LOST = 0.01  # of a page's characters; with more the declaration is a lie


def decode_page(data: bytes) -> Decoded:
    """Decode a page. What its declared character set cannot read becomes U+FFFD.

    Raises:
        Unreadable: the bytes are no text, or text in a character set that cannot be told.
    """
    declared = _declared(data)
    if any(sign in data for sign in _ESCAPED.get(declared, ())):
        return _as_declared(data, declared) or decode(data)
    if not declared or b"\0" in data or data.startswith(_MARKS):
        return decode(data)
    try:
        return Decoded(data.decode("utf-8"), Encoding("utf-8"))
    except UnicodeDecodeError:
        found = _as_declared(data, declared) if declared != "utf-8" else None
    try:
        return found or decode(data)
    except Unreadable:
        if found := _as_declared(data, declared):
            return found
        raise


def _declared(data: bytes) -> str:
    """Python's name of the character set that a page says it is in; empty where it says none we know."""
    found = _DECLARED.search(data[:_HEAD_BYTES])
    if not found:
        return ""
    label = found[1].decode("ascii", "ignore").lower()
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
        "".encode(name)  # not a codec of bytes, such as `hex`
    except (LookupError, UnicodeError):
        return ""
    # The declaration itself was read as ASCII, so a page that declares UTF-16 is in something else.
    return "" if name.startswith(("utf-16", "utf-32", "utf-7")) else _MEANT.get(name, name)


def _as_declared(data: bytes, codec: str) -> Decoded | None:
    try:
        text = data.decode(codec, "replace")
    except (LookupError, UnicodeError):
        return None
    lost = text.count("\ufffd")
    if lost > _MOST_LOST * len(text) or text.count("\0") > _MOST_LOST * len(text):
        return None
    reason = "declared by the page" + (", valid but for a few bytes" if lost else "")
    return Decoded(text, Encoding(codec, "replace" if lost else "strict", reason=reason))
