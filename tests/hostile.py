"""Hostile and damaged documents from a seed: the input of the fuzzer.

A document is made as scraped ones are, line by line, and then damaged three times over: in its structure, in
its characters and in its bytes. Every case can be made again from its number.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.rules.adversarial import PIECES
from tests.scraped import BAD_EXAMPLES, ENDS, FURNITURE, MARKS, SENTENCES

CODECS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1250", "cp1251",
    "cp1252", "cp1253", "cp1256", "koi8-r", "iso8859-2", "latin-1", "mac-roman", "gb18030", "big5",
    "shift_jis", "euc_kr", "euc_jp", "iso2022_jp", "utf-7", "cp437",
)  # fmt: skip
# Characters that are something to a terminal, a service, a parser or a writing system.
SIGNS = [
    *map(chr, (*range(0x20), *range(0x7F, 0xA1), 0xAD, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069)),
    *map(chr, (0xFEFF, 0x200B, 0x200C, 0x200D, 0x200E, 0x2060, 0x3000, 0xFFFD, 0xFFFE, 0xFFFF, 0xFDD0)),
    *map(chr, (0x301, 0x323, 0x1100, 0x1161, 0x0E33, 0x17B4, 0x180E, 0x1D15E, 0x1F468, 0xE0041, 0x10FFFF)),
    *("\ud800", "\udc80", "\udcff", "<", ">", "&", '"', "'", "|", "`", "\\", "%", "{0}", "]]>", "-->"),
    *("::error::", "##[", "---", "```", "~~~", "&amp;amp;#8217;", "&#x110000;", "&#0;", "&nbsp;"),
    *("\x1b]0;a\x07", "\x1b[&amp;m", "â€™", "Ã©", "Ã\u0083Â©"),
]  # fmt: skip
LINES = [
    "---", "...", "title: x", "author: [a", "# Heading", "- item", "* * *", "1. one", "> quoted", "| a | b |",
    "|---|---|", "```", "    code", "\tcode", "<!-- -->", "<script>alert(1)</script>", '["a", "b"]', "{", "}",
    "Related articles", "By", "Updated", "©", "« »", "“", "”", '"', "a" * 300, " ".join("ab" * 40), "¶",
]  # fmt: skip

TAGS = [
    "p", "div", "span", "a", "pre", "li", "ul", "td", "table", "h1", "b", "script", "style", "title", "!--",
    "br", "img", "noscript", "template", "svg", "textarea", "nav", "article", "option", "body", "head",
]  # fmt: skip
ATTRIBUTES = [
    "",
    "",
    " hidden",
    ' style="display:none"',
    ' class="share',
    " =",
    ' href="/a">b<',
    " a='\0'",
    "/",
]


def case(number: int, seed: int = 0) -> bytes:
    """The document of this number."""
    chance = random.Random(f"{seed} {number}")
    text = _text(chance)
    for damage in chance.sample(STRUCTURE, chance.choice((0, 0, 1, 1, 2, 3))):
        text = damage(text, chance)
    for damage in chance.sample(CHARACTERS, chance.choice((0, 1, 1, 2, 3))):
        text = damage(text, chance)
    data = _encoded(text, chance)
    for broken in chance.sample(BYTES, chance.choice((0, 0, 0, 1, 2))):
        data = broken(data, chance)
    return data


def _text(chance: random.Random) -> str:
    """A document as scraping leaves it, of up to some 20 lines; it may be empty."""
    kinds: tuple[Callable[[], str], ...] = (
        lambda: " ".join(chance.choices(SENTENCES, k=chance.randrange(1, 4))),
        lambda: " ".join(chance.choices(SENTENCES, k=chance.randrange(1, 4))),
        lambda: chance.choice(FURNITURE),
        lambda: chance.choice(BAD_EXAMPLES),
        lambda: chance.choice(LINES),
        lambda: chance.choice(PIECES) * chance.choice((1, 2, 3, 20)),
        lambda: "".join(chance.choices(SIGNS, k=chance.randrange(8))),
    )
    text = ""
    for _ in range(chance.choice((0, 1, 2, 3, 5, 8, 8, 12, 20))):
        line = chance.choice(kinds)()
        text += (line + chance.choice(ENDS)) * chance.choice((1, 1, 1, 2))
    return text


def _encoded(text: str, chance: random.Random) -> bytes:
    if chance.random() < 0.6:
        return text.encode("utf-8", "surrogatepass" if chance.random() < 0.3 else "replace")
    codec = chance.choice(CODECS)
    return text.encode(codec, chance.choice(("ignore", "replace", "xmlcharrefreplace")))


def _place(size: int, chance: random.Random) -> tuple[int, int]:
    """A short slice of something of this size."""
    begin = chance.randrange(size + 1)
    return begin, min(size, begin + chance.choice((1, 2, 5, 40)))


# ---- structure


def _shuffle(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    chance.shuffle(lines)
    return "".join(lines)


def _repeat(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    begin, end = _place(len(lines), chance)
    return "".join(lines[:end] + lines[begin:end] * chance.choice((1, 2, 30)) + lines[end:])


def _cut(text: str, chance: random.Random) -> str:
    begin, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[begin:end] if chance.random() < 0.5 else text[:begin] + text[end:]


def _join(text: str, chance: random.Random) -> str:
    return text.replace(
        "\n", chance.choice((" ", "", "\r", "\r\n", "\n\n", "\n\n\n\n", "\n \u00a0\n", "\u2028"))
    )


def _indent(text: str, chance: random.Random) -> str:
    begin = chance.choice((" ", "    ", "\t", "> ", "- ", "\u3000", "| "))
    return "".join(begin + line for line in text.splitlines(keepends=True))


def _wrap(text: str, chance: random.Random) -> str:
    width, end = chance.choice((1, 7, 40, 72)), chance.choice(("\n", "\r\n", "\n\n"))
    return end.join(text[at : at + width] for at in range(0, len(text), width))


def _head(text: str, chance: random.Random) -> str:
    head = "".join(f"{chance.choice(LINES)}\n" for _ in range(chance.randrange(4)))
    return f"---\n{head}{chance.choice(('---', '...', ''))}\n{text}"


def _tags(text: str, chance: random.Random) -> str:
    """The lines as a page of sorts: elements, some never closed, and what hides text."""
    parts = [chance.choice(("", "<!DOCTYPE html>", '<html><head><meta charset="', "<title>Storm</title>"))]
    for line in text.splitlines(keepends=True):
        tag = chance.choice(TAGS)
        close = f"</{chance.choice((tag, tag, tag, 'div'))}>" if chance.random() < 0.8 else ""
        depth = chance.choice((1, 1, 1, 1, 40))
        parts.append(f"<{tag}{chance.choice(ATTRIBUTES)}>" * depth + line + close * depth)
    return "".join(parts)


# ---- characters


def _insert(text: str, chance: random.Random) -> str:
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice((*SIGNS, *MARKS)) * chance.choice((1, 1, 1, 3, 70)) + text[at:]
    return text


def _every(text: str, chance: random.Random) -> str:
    return chance.choice(SIGNS).join(text[:400]) + text[400:]


def _again(text: str, chance: random.Random) -> str:
    """Encode in one way and decode in another, up to three times."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        codec = chance.choice(("cp1252", "latin-1", "cp1250", "cp1251", "cp437", "mac-roman"))
        text = text.encode("utf-8", "replace").decode(codec, "replace")
    return text[:20_000]


def _escape(text: str, chance: random.Random) -> str:
    for _ in range(chance.choice((1, 2, 3))):
        text = (
            text.replace("&", "&amp;").replace("’", "&rsquo;").replace("<", "&lt;").replace(" ", "&#32;", 3)
        )
    return text[:20_000]


def _swap(text: str, chance: random.Random) -> str:
    letters = sorted(set(text)) or [""]
    for _ in range(3):
        text = text.replace(chance.choice(letters), chance.choice(SIGNS))
    return text[:20_000]


# ---- bytes


def _flip(data: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice((1, 3, 30)) if found else 0):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def _truncate(data: bytes, chance: random.Random) -> bytes:
    begin, end = _place(len(data), chance)
    return chance.choice((data[:begin], data[begin:], data[:begin] + data[end:]))


def _noise(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    noise = chance.randbytes(chance.choice((1, 4, 60)))
    return (
        data[:at]
        + chance.choice((noise, b"\0" * len(noise), b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a"))
        + data[at:]
    )


def _mix(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    other = chance.choice(CODECS)
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(SENTENCES).encode(other, "ignore")
    return b"\n".join(lines) + "\n".join(SENTENCES[5:7]).encode(other, "ignore") * chance.choice((0, 1, 3))


def _mark(data: bytes, chance: random.Random) -> bytes:
    marks = (b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\xef\xbb\xbf", b"%PDF-", b"+/v8", b"\x0e\xfe\xff")
    return chance.choice(marks) + data


STRUCTURE = [_shuffle, _repeat, _cut, _join, _indent, _wrap, _head, _tags]
CHARACTERS = [_insert, _every, _again, _escape, _swap]
BYTES = [_flip, _truncate, _noise, _mix, _mark]
