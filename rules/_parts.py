"""Deleting a run of lines of which some may stay, because it is less safe that they go."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from cleaner import Document, Edit, Line, deletion


class Part(Struct, frozen=True):
    """A part of a run of lines that goes: its first and last line, and whether that is safe."""

    first: Line
    last: Line
    safe: bool


def parted(document: Document, parts: Sequence[Part]) -> list[list[Edit]]:
    """The edits that delete each part of a run; unsafe parts lie between safe ones.

    Safe parts go as if the others stayed, which they do without unsafe fixes. All together leave what the
    deletion of the run at once does: blank lines that only this takes go with an unsafe part.
    """
    (whole,) = deletion(document, parts[0].first, parts[-1].last, "").edits
    found = [[alone(document, part, whole)] if part.safe else [] for part in parts]
    safe = [at for edits in found for edit in edits for at in (edit.start, edit.end)]
    edges = [whole.start, *safe, whole.end]
    unsafe = [number for number, part in enumerate(parts) if not part.safe]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if start < end:
            inside = [number for number in unsafe if start <= parts[number].first.start < end]
            before = [number for number in unsafe if parts[number].first.start < end]
            (number,) = (inside or before or unsafe)[-1:]
            found[number].append(Edit(start, end))
    return [sorted(edits, key=lambda edit: edit.start) for edits in found]


def alone(document: Document, part: Part, whole: Edit) -> Edit:
    """The deletion of a part by itself, within that of the whole run.

    Where the whole leaves the blank lines behind the part, those before it go.
    """
    (own,) = deletion(document, part.first, part.last, "").edits
    if own.end <= whole.end:
        return own
    begin = part.first.index
    while not document.lines[begin - 1].shows:
        begin -= 1
    return Edit(document.lines[begin].start, part.last.stop)
