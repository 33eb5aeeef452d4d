"""Readers: bytes of a kind of file to its text. A file's name says which kind it is.

Each gives the text that rules see and what else the file says of it. The reader of HTML is imported where
the first page is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from cleaner.markup import Markup
from cleaner.reading import Encoding

HTML_SUFFIXES = (".html", ".htm", ".xhtml")
MARKDOWN_SUFFIXES = (".md", ".markdown")
_TEXT = "#text"
_RECORD = re.compile(r"\.jsonl(?:\.gz)?#")  # the name of a record: its text was read from JSON


class Read(Struct, frozen=True):
    """The text of a file: how its bytes were decoded, the markup of each line (None for a blank one), and
    what the head of the page states (`title`, `author`, `date`).
    """

    text: str
    encoding: Encoding
    markup: tuple[Markup | None, ...] = ()
    head: Mapping[str, str] = field(default_factory=dict)


def is_html(name: str) -> bool:
    """Whether a file of this name is read as HTML."""
    return name.lower().endswith(HTML_SUFFIXES) and not _RECORD.search(name)


def is_markdown(name: str) -> bool:
    """Whether a file of this name is Markdown: a text, in which code, links and the like stay as they are."""
    return name.lower().endswith(MARKDOWN_SUFFIXES) and not _RECORD.search(name)


def file_of(name: str) -> str:
    """The file whose text a name is about: `a.html` of `a.html#text`; other names stay."""
    file = name.removesuffix(_TEXT)
    return file if is_html(file) else name


def told_as(name: str) -> str:
    """What a document is called in messages: of a page `a.html#text`, for lines are those of its text."""
    return name + _TEXT if is_html(name) else name


def read_html(source: bytes | str) -> Read:
    """Read a page.

    Raises:
        Unreadable: the bytes are no text.
    """
    from cleaner.readers.html import read

    return read(source)
