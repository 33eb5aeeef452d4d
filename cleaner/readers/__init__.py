"""Readers: bytes of a kind of file to its text. A file's name says which kind it is.

Each gives the text that rules see and what else the file says of it. `kind` and `read_html` are all that
others need; the reader of HTML is imported where the first page is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cleaner.markup import Markup
from cleaner.reading import Encoding

HTML_SUFFIXES = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Read:
    """The text of a file: how its bytes were decoded, the markup of each line (None for a blank one), and
    what the head of the page states (`title`, `author`, `date`).
    """

    text: str
    encoding: Encoding
    markup: tuple[Markup | None, ...] = ()
    head: Mapping[str, str] = field(default_factory=dict)


def is_html(name: str) -> bool:
    """Whether a file of this name is read as HTML."""
    return name.lower().endswith(HTML_SUFFIXES)


def read_html(source: bytes | str) -> Read:
    """Read a page.

    Raises:
        Unreadable: the bytes are no text.
    """
    from cleaner.readers.html import read

    return read(source)
