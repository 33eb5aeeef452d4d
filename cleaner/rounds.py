"""Rounds: check a document, apply what may be applied, until nothing applicable is left."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cleaner.asking import RuleFinding, Yielded, inspect
from cleaner.config import Config
from cleaner.document import Document
from cleaner.edits import Layer, SourceMap, apply, choose, compose, give_way, taken_lines
from cleaner.profile import Profile
from cleaner.results import Diagnostic, Near
from cleaner.rule import DISPLAY, SAFE, Edit, Fact, Rule, Spared

MAX_ROUNDS = 10

Place = Callable[[int, int], tuple[int, int]]


class Unstable(Exception):
    """A document that did not come to rest: two fixes undo each other. A fault of the rules."""

    def __init__(self, message: str, codes: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.codes = codes


def as_it_is(start: int, end: int) -> tuple[int, int]:
    """The place of what was found in the source itself."""
    return start, end


class Context(Struct, frozen=True):
    """What stays the same over all rounds.

    Where `cautious`, unsafe fixes remove no word; where `alone`, rules on sets remove none.
    """

    source: Document
    config: Config
    profile: Profile | None
    cautious: bool = False
    alone: bool = False

    def allows(self, found: RuleFinding) -> bool:
        """Whether the fix of a finding is to be made."""
        rule, finding = found
        safety = self.config.safety(rule, finding.safety)
        if rule.removes_words and (
            (self.cautious and safety is not SAFE) or (self.alone and rule.needs_profile)
        ):
            return False
        return bool(finding.edits) and self.config.allows(safety)

    def inspect(self, document: Document, rules: Sequence[Rule]) -> Yielded:
        """What the rules yield on the document, as it is by now."""
        return inspect(document, rules, self.config, self.profile)

    def stamp(self, found: RuleFinding, place: Place, *, fixed: bool = False) -> Diagnostic:
        """Give a finding its rule and its place in the source, where `place` leads."""
        rule, finding = found
        start, end = place(finding.span.start, finding.span.end)
        first, last = self.source.line_at(start), self.source.line_at(max(start, end - 1))
        return Diagnostic(
            document=self.source.name,
            code=rule.code,
            name=rule.name,
            line=first.number if first else 1,
            column=start - first.start + 1 if first else 1,
            end_line=last.number if last else 1,
            end_column=end - last.start + 1 if last else 1,
            start=start,
            end=end,
            message=finding.message,
            safety=self.config.safety(rule, finding.safety) if finding.edits else DISPLAY,
            fixed=fixed,
            edits=tuple(Edit(*place(edit.start, edit.end), edit.replacement) for edit in finding.edits),
        )


class Rest(Struct, frozen=True):
    """A document after some rounds: the edits that led there, what was mended, what is still found.

    `facts` are those stated before any of the words went. `silent` are the codes of local rules that
    have nothing to say on any of the document's lines.
    """

    document: Document
    layer: Layer = ()
    fixed: tuple[Diagnostic, ...] = ()
    found: tuple[RuleFinding, ...] = ()
    facts: tuple[Fact, ...] = ()
    spared: tuple[tuple[Rule, Spared], ...] = ()
    silent: frozenset[str] = frozenset()


def to_rest(context: Context, begin: Rest, rules: Sequence[Rule], new: Sequence[Rule]) -> Rest:
    """Check and apply until nothing applicable is left, in at most `MAX_ROUNDS` rounds.

    `new` are those of the rules that have not looked at the document as it begins.
    """
    document, layer, fixed = begin.document, begin.layer, begin.fixed
    facts: tuple[Fact, ...] | None = None
    silent = begin.silent
    for _ in range(MAX_ROUNDS + 1):
        asked = new if facts is None else [rule for rule in rules if rule.code not in silent]
        found, stated, spared = context.inspect(document, asked)
        loud = {rule.code for rule, _ in found} | {rule.code for rule, _ in spared}
        silent |= {rule.code for rule in asked if rule.local} - loud
        if facts is None:
            found, facts, spared = begin.found + found, begin.facts + stated, begin.spared + spared
        chosen = applicable(context, document, found)
        if not chosen:
            return Rest(document, layer, fixed, found, facts, spared, silent)
        changed = applied(context, Rest(document, layer, fixed), chosen)
        document, layer, fixed = changed.document, changed.layer, changed.fixed
        if document.fresh:
            silent = frozenset()
    codes = sorted({rule.code for rule, _ in chosen})
    raise Unstable(f"not at rest after {MAX_ROUNDS} rounds; still changing: {', '.join(codes)}", codes)


def applicable(context: Context, document: Document, found: Sequence[RuleFinding]) -> list[RuleFinding]:
    """The findings whose edits the configuration allows and that can be made together."""
    allowed = [pair for pair in found if context.allows(pair)]
    for rank in sorted({rule.gives_way for rule, _ in allowed} - {0}):
        others = [finding for rule, finding in allowed if rule.gives_way < rank]
        keeps = [finding.keeps for finding in others if finding.keeps]
        taken = taken_lines(document, others, keeps)
        allowed = [
            (rule, finding if edits == finding.edits else replace(finding, edits=edits))
            for rule, finding in allowed
            if (
                edits := give_way(document, finding.edits, taken) if rule.gives_way == rank else finding.edits
            )
        ]
    return [allowed[i] for i in choose(document, [finding for _, finding in allowed])]


def applied(context: Context, rest: Rest, chosen: Sequence[RuleFinding]) -> Rest:
    """The document with the edits of these findings made."""
    place = SourceMap(rest.layer).span
    fixed = tuple(context.stamp(pair, place, fixed=True) for pair in chosen)
    edits = sorted(
        ((edit, rule.code) for rule, finding in chosen for edit in finding.edits),
        key=lambda pair: (pair[0].start, pair[0].end),
    )
    layer = compose(rest.layer, rest.document.text, edits)
    text = apply(rest.document.text, [edit for edit, _ in edits])
    document = rest.document.changed(text, _numbering(context.source, layer))
    return Rest(document, layer, (*rest.fixed, *fixed))


def _numbering(source: Document, layer: Layer) -> Callable[[int], int]:
    """Gives the source's line number for an offset into the output of `layer`."""
    to_source = SourceMap(layer)

    def number(offset: int) -> int:
        line = source.line_at(to_source.span(offset, offset + 1)[0])
        return line.number if line else 1

    return number


def standing(rest: Rest) -> Iterator[Diagnostic]:
    """The mended findings, but for those inside text that another rule took away in a later round."""
    starts = [edit.start for edit in rest.layer]
    for diagnostic in rest.fixed:
        for made in diagnostic.edits:
            at = bisect_right(starts, made.start)
            near = [
                e for e in rest.layer[max(0, at - 2) : at + 2] if e.start <= made.end and made.start <= e.end
            ]
            if any(diagnostic.code in e.rules for e in near) or not any(
                e.start <= made.start and made.end <= e.end for e in near
            ):
                yield diagnostic
                break


def near_lines(context: Context, rest: Rest, spared: Sequence[tuple[Rule, Spared]]) -> tuple[Near, ...]:
    """The lines that rules spared after some rounds, by their numbers in the source."""
    place = SourceMap(rest.layer).span
    return tuple(
        Near(line.number, rule.code, rule.name, item.reason)
        for rule, item in spared
        if (line := context.source.line_at(place(item.span.start, item.span.end)[0]))
    )
