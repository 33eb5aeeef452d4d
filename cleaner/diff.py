"""Line diffs made from known edits, in time linear in the text: nothing is searched for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from cleaner.edits import Layer

_LF = re.compile(r"\n")
_ANY_END = re.compile(r"\r\n|\n|\r")
_NO_END = "\\ No newline at end of file\n"
_QUOTED = re.compile(r"[\x00-\x1f\x7f\"\\\ud800-\udfff]")


class Change(Struct, frozen=True):
    """Whole lines that became other whole lines.

    `old_at` and `new_at` are 0-based places among the lines of source and output, `start` and
    `stop` the character offsets of the old lines; `old` and `new` keep their line ends. `rules`
    are the codes of all rules that had a part in it.
    """

    old_at: int
    new_at: int
    start: int
    stop: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    rules: tuple[str, ...]


class Hunk(Struct, frozen=True):
    """Changes that stand near each other, with the kept lines before, between and behind them.

    `kept[i]` are the lines before `changes[i]`; the last item of `kept` those behind the last change.
    """

    changes: tuple[Change, ...]
    kept: tuple[tuple[str, ...], ...]

    @property
    def old_at(self) -> int:
        """0-based place of the hunk's first line in the source."""
        return self.changes[0].old_at - len(self.kept[0])

    @property
    def new_at(self) -> int:
        """0-based place of the hunk's first line in the output."""
        return self.changes[0].new_at - len(self.kept[0])


def changes(source: str, layer: Layer, *, any_end: bool = True) -> tuple[Change, ...]:
    """The changed lines, in order.

    Args:
        source: the text before.
        layer: all edits to it, sorted and not overlapping.
        any_end: whether a lone CR ends a line too, as `Document` has it; a diff for `patch` knows only LF.
    """
    if not layer:
        return ()
    ends = _ANY_END if any_end else _LF
    starts = [0, *(match.end() for match in ends.finditer(source))]
    if starts[-1] != len(source):
        starts.append(len(source))
    count = len(starts) - 1  # lines; `starts[count]` is the end of the text
    found: list[Change] = []
    shift = 0  # lines of output minus lines of source, behind the changes found so far

    def close(first: int, stop: int, parts: list[str], rules: set[str]) -> None:
        nonlocal shift
        old = [source[low:high] for low, high in pairwise(starts[first : stop + 1])]
        new = _split("".join(parts), ends)
        head = common_start(old, new)
        tail = common_start(old[head:][::-1], new[head:][::-1])
        if len(old) != len(new) or head < len(old):
            low, high = first + head, stop - tail
            kept = tuple(old[head : len(old) - tail]), tuple(new[head : len(new) - tail])
            found.append(Change(low, low + shift, starts[low], starts[high], *kept, tuple(sorted(rules))))
        shift += len(new) - len(old)

    first = stop = position = 0
    runs_on = False  # at the end of the text: what was written ended no line
    parts: list[str] = []
    rules: set[str] = set()
    for edit in layer:
        line = min(bisect_right(starts, edit.start) - 1, count)
        if edit.start == len(source) and line == count and count and not ends.search(source[-1:]):
            line -= 1  # behind a last line without line end: a change of that line
        if parts and line >= stop and not runs_on:
            parts.append(source[position : starts[stop]])
            close(first, stop, parts, rules)
            parts = []
        if not parts:
            first = stop = line
            position, rules = starts[line], set()
        parts += [source[position : edit.start], edit.replacement]
        position = edit.end
        rules.update(edit.rules)
        while stop < count and starts[stop] < position:
            stop = max(stop + 1, bisect_right(starts, position - 1))
        written = next((part for part in reversed(parts) if part), "")
        runs_on = position == starts[stop] and bool(written) and not ends.search(written[-1])
        if runs_on and stop < count:
            stop, runs_on = stop + 1, False  # the next line is the end of what was written
    if parts:
        parts.append(source[position : starts[stop]])
        close(first, stop, parts, rules)
    return tuple(found)


def hunks(source: str, layer: Layer, context: int = 3, *, any_end: bool = True) -> tuple[Hunk, ...]:
    """The changes with `context` kept lines around each; those whose contexts meet make one hunk."""
    found = changes(source, layer, any_end=any_end)
    return group(source, found, context, any_end=any_end) if found else ()


def group(
    source: str, found: Sequence[Change], context: int = 3, *, any_end: bool = True
) -> tuple[Hunk, ...]:
    """Group some of a text's changes into hunks (see `hunks`)."""
    lines = _split(source, _ANY_END if any_end else _LF)
    groups: list[list[Change]] = []
    for change in found:
        if groups and change.old_at - _behind(groups[-1][-1]) <= 2 * context:
            groups[-1].append(change)
        else:
            groups.append([change])
    made = []
    for members in groups:
        kept = [lines[max(0, members[0].old_at - context) : members[0].old_at]]
        kept += [lines[_behind(one) : other.old_at] for one, other in pairwise(members)]
        kept.append(lines[_behind(members[-1]) : _behind(members[-1]) + context])
        made.append(Hunk(tuple(members), tuple(map(tuple, kept))))
    return tuple(made)


def unified(name: str, source: str, layer: Layer, context: int = 3) -> str:
    """Return a unified diff that `patch -p0` and `git apply -p0` accept; empty where nothing changes.

    Lines keep their characters as they are; see `escape.printable` for what goes to a terminal.
    """
    found = hunks(source, layer, context, any_end=False)
    if not found:
        return ""
    shown = _file_name(name)
    return "".join([f"--- {shown}\n+++ {shown}\n", *(text for hunk in found for text in _rows(hunk))])


def _rows(hunk: Hunk) -> Iterator[str]:
    kept = sum(map(len, hunk.kept))
    old = _range(hunk.old_at, kept + sum(len(change.old) for change in hunk.changes))
    new = _range(hunk.new_at, kept + sum(len(change.new) for change in hunk.changes))
    yield f"@@ -{old} +{new} @@\n"
    for before, change in zip(hunk.kept, hunk.changes, strict=False):
        for mark, lines in ((" ", before), ("-", change.old), ("+", change.new)):
            yield from (_row(mark, line) for line in lines)
    yield from (_row(" ", line) for line in hunk.kept[-1])


def _row(mark: str, line: str) -> str:
    return mark + line if line.endswith("\n") else f"{mark}{line}\n{_NO_END}"


def _range(at: int, count: int) -> str:
    """A range of lines as diff writes it: an empty one is named by the line before it."""
    return f"{at + 1 if count else at}" if count == 1 else f"{at + 1 if count else at},{count}"


def _file_name(name: str) -> str:
    """A file name as git writes it: quoted where it holds what would end or hide it."""
    if _QUOTED.search(name):
        return '"' + "".join(_octal(c) if _QUOTED.match(c) else c for c in name) + '"'
    return name + "\t" if " " in name else name


def _octal(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    errors = "surrogateescape" if "\udc80" <= character <= "\udcff" else "surrogatepass"
    data = character.encode("utf-8", errors)
    return "".join(f"\\{byte:03o}" for byte in data)


def _split(text: str, ends: re.Pattern[str]) -> list[str]:
    """The lines of a text with their line ends."""
    starts = [0, *(match.end() for match in ends.finditer(text))]
    if starts[-1] != len(text):
        starts.append(len(text))
    return [text[low:high] for low, high in pairwise(starts)]


def common_start(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items (or characters) the two begin with in common."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def common_ends(one: str, other: str) -> tuple[int, int]:
    """How many characters two texts begin with, and then end with, in common."""
    head = common_start(one, other)
    return head, common_start(one[head:][::-1], other[head:][::-1])


def _behind(change: Change) -> int:
    return change.old_at + len(change.old)
