"""Pages: what the rules on markup make of one, before it is judged as any text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cleaner.document import Document
from cleaner.edits import Layer
from cleaner.results import Diagnostic, Near
from cleaner.rounds import Context, Rest, applicable, applied, as_it_is, near_lines
from cleaner.rule import DISPLAY, Rule


class Page(Struct, frozen=True):
    """What rules on markup made of a page: the text that is left, what they only report, what they spared."""

    rest: Rest
    remaining: tuple[Diagnostic, ...] = ()
    near: tuple[Near, ...] = ()

    def withheld(self, source: Document) -> Page:
        """The page with all its words, and all findings as reported."""
        found = (replace(one, fixed=False, safety=DISPLAY) for one in self.rest.fixed)
        return Page(Rest(source), (*self.remaining, *found), self.near)


def by_markup(context: Context, rules: Sequence[Rule]) -> Page:
    """Ask rules on markup about the source, and apply what may be applied."""
    begin = Rest(context.source)
    if not rules:
        return Page(begin)
    found, _, spared = context.inspect(context.source, rules)
    chosen = applicable(context, context.source, found)
    remaining = [pair for pair in found if pair not in chosen]
    return Page(
        applied(context, begin, chosen) if chosen else begin,
        tuple(context.stamp(pair, as_it_is) for pair in remaining),
        near_lines(context, begin, spared),
    )


def uncovered(found: Iterable[Diagnostic], layer: Layer) -> Iterator[Diagnostic]:
    """The findings but for those in text that is gone."""
    starts = [edit.start for edit in layer]
    for diagnostic in found:
        at = bisect_right(starts, diagnostic.start) - 1
        if at < 0 or layer[at].end < diagnostic.end or layer[at].replacement.strip():
            yield diagnostic
