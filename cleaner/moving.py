"""Moving metadata: from the text into front matter."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from cleaner import front_matter
from cleaner.config import MOVED
from cleaner.document import Document
from cleaner.edits import SourceEdit, SourceMap, apply, compose
from cleaner.ledger import entry
from cleaner.results import Diagnostic, Result, order, unruled
from cleaner.rounds import Unstable
from cleaner.rule import Edit

_MOVED = ("author", "date", "tags")  # metadata that front matter takes up


def with_front_matter(source: Document, data: bytes, cleaned: Callable[[Document], Result]) -> Result:
    """Have the text below the front matter cleaned, and add to that what the text no longer states."""
    head, text = front_matter.split(source.text)
    text = text if head else source.text
    by = len(head)

    def number(offset: int) -> int:
        line = source.line_at(offset + by)
        return line.number if line else 1

    def below(body: str) -> Result:
        document = source if body is source.text else Document(source.name, body, source.encoding, number)
        return cleaned(document)

    result = below(text)
    rest = below(result.text).metadata if result.text != text else result.metadata
    whole = front_matter.canonical(head)
    held = front_matter.stated(whole)
    moved = {
        key: value
        for key in _MOVED
        if (value := getattr(result.metadata, key)) and value != getattr(rest, key) and key not in held
    }
    layer = tuple(
        SourceEdit(edit.start + by, edit.end + by, edit.replacement, edit.rules)
        for edit in result.ledger.edits
    )
    found = [_shifted(diagnostic, by) for diagnostic in result.findings]
    if whole != head:
        edit = Edit(0, by, whole)
        layer = (SourceEdit(0, by, whole, (MOVED.code,)), *layer)
        found.append(unruled(MOVED, source, "front matter not in canonical form", edit))
    output = whole + result.text
    if moved and result.text:
        at, inserted = front_matter.insertion(whole, moved)
        layer = compose(layer, output, [(Edit(at, at, inserted), MOVED.code)])
        output = apply(output, [Edit(at, at, inserted)])
        edit = Edit(*SourceMap(layer).span(at, at), inserted)
        found.append(
            unruled(MOVED, source, f"{', '.join(moved)} stated in the text, not in front matter", edit)
        )
    if front_matter.split(output)[1] != result.text:
        raise Unstable("the cleaned text begins like front matter")
    known = {key: held[key] for key in _MOVED if key in held}
    if isinstance(known.get("tags"), str):
        known["tags"] = (str(known["tags"]),)
    encoding = source.encoding
    return replace(
        result,
        text=output,
        findings=tuple(sorted(found, key=order)),
        metadata=replace(result.metadata, **known),
        ledger=entry(source.name, source.name, data, encoding, source.text, output, layer),
        source=source.text,
    )


def _shifted(found: Diagnostic, by: int) -> Diagnostic:
    edits = tuple(Edit(edit.start + by, edit.end + by, edit.replacement) for edit in found.edits)
    return replace(found, start=found.start + by, end=found.end + by, edits=edits)
