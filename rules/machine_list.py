"""Tags that a page prints in machine form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Fact, Line, Span, Spared, Yield, deletion, line_span, rule

MOST_CHARACTERS = 2_000  # a longer line is data that somebody chose to print
MOST_WORDS = 6  # of an item; a longer one is a quotation

# No two alternatives begin alike and no repeat meets its own end, so a match takes one pass.
_STRINGS = re.compile(r"""\[\s*(?:"[^"]*"|'[^']*')(?:\s*,\s*(?:"[^"]*"|'[^']*'))*\s*\]""")
_STRING = re.compile(r"""["']([^"']*)["']""")
_KEYED = re.compile(r"""\[\s*\{\s*(?:"[^"]*"|'[^']*')\s*:""")


@rule(
    code="NAV110",
    name="machine-list",
    safety=UNSAFE,  # the benchmark's pages hold too few to measure
    removes_words=True,
    examples=[
        Example(
            bad='Herons return\n["nature", "lakes"]\nThe lake is full again.',
            good="Herons return\nThe lake is full again.",
        ),
        Example(
            bad="Reiher kehren zurück\nDer See ist wieder voll.\n['Natur', 'Seen']\n",
            good="Reiher kehren zurück\nDer See ist wieder voll.\n",
        ),
        Example(bad='苍鹭归来\n["自然"]\n湖水又满了。', good="苍鹭归来\n湖水又满了。"),
        Example(
            bad='Herons return\n[{"tag": "nature"}]\nThe lake is full again.',
            good="Herons return\nThe lake is full again.",
        ),
        Example(good="The lake is full [1].\n[1]\n[citation needed]\n[...]"),
        Example(good='Lists in Python\nWrite\n    ["a", "b"]\nand print it.'),
        Example(good='Lists in Python\nnames = [\n["a", "b"],\n["c", "d"]\n]'),
        Example(
            good='He wrote on the wall:\n["We were here long before the first of you came up the river"]'
        ),
    ],
)
def machine_list(document: Document) -> Iterator[Yield]:
    """Remove a list in machine form that stands alone on a line, and keep its strings as tags.

    A template that prints a list instead of joining it leaves `["lakes", "herons"]`, mostly the
    page's tags. One line must be the whole list: short strings, or records with string keys.

    Code is left alone: an indented line, one beside another line of machine form, and one beside a
    line that ends in an opening bracket or in "=". So are footnote marks, which hold no strings, and
    quotations in brackets, which are long.
    """
    if "[" not in document.text:
        return
    for place, line in enumerate(document.inked):
        text = line.text.strip()
        if not (text.startswith("[") and text.endswith("]") and len(text) <= MOST_CHARACTERS):
            continue
        strings = _STRINGS.fullmatch(text)
        if strings is None and not (_KEYED.match(text) and records(text)):
            continue
        if guard := code_around(document, place, line):
            yield Spared(line_span(line), f"a list in machine form, but {guard}")
            continue
        items = [m for m in _STRING.finditer(text) if m[1].strip()] if strings else []
        if any(len(item[1]) > 60 or len(item[1].split()) > MOST_WORDS for item in items):
            yield Spared(line_span(line), "a list in machine form, but its strings are long")
            continue
        offset = line.start + line.text.index("[")
        for item in items:
            yield Fact("tags", item[1].strip(), Span(offset + item.start(1), offset + item.end(1)))
        yield deletion(document, line, line, "a list in machine form")


def records(text: str) -> bool:
    """Whether the text is a JSON list of records that hold no text of any length."""
    import json

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return all(
        isinstance(item, dict)
        and all(not isinstance(v, str) or len(v.split()) <= MOST_WORDS for v in item.values())
        for item in found
    )


def code_around(document: Document, place: int, line: Line) -> str:
    """Say why the line looks like a part of code; nothing where it does not."""
    if line.text[0] in " \t":
        return "indented like code"
    inked = document.inked
    for other in inked[max(0, place - 1) : place + 2]:
        text = other.text.strip()
        if other is not line and (
            text[-1] in "[{(=;,\\" or text[0] in "[{]}" or text.startswith(("```", ">>>", "$ "))
        ):
            return f"line {other.number} beside it looks like code"
    return ""
