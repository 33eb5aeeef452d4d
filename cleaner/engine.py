"""The rounds: check a document, apply what may be applied, until nothing applicable is left."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cleaner import config as configuration
from cleaner import front_matter
from cleaner.config import FRONT_MATTER, MOVED, RESTLESS, Config
from cleaner.document import Document
from cleaner.edits import Layer, SourceEdit, SourceMap, apply, choose, compose, give_way, without_idle
from cleaner.ledger import entry, to_bytes
from cleaner.profile import Profile
from cleaner.readers import is_html, read_html
from cleaner.reading import Encoding, Unreadable, decode
from cleaner.registry import load_rules
from cleaner.results import Diagnostic, Metadata, Near, Result, order, unruled
from cleaner.rule import DISPLAY, Edit, Fact, Finding, Outcome, Rule, Spared
from cleaner.spans import NOTHING, Spans, spans

MAX_ROUNDS = 10
_MOVED = ("author", "date", "tags")  # metadata that front matter takes up


class Unstable(Exception):
    """A document that did not come to rest: two fixes undo each other. A fault of the rules."""

    def __init__(self, message: str, codes: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.codes = codes


class RuleError(Exception):
    """A rule raised; the message names it."""


def clean(
    text: str | bytes,
    *,
    config: Config | Mapping[str, Any] | None = None,
    profile: Profile | None = None,
    name: str = "text",
    site: str = "",
) -> Result:
    """Clean one document.

    Args:
        text: the document, as text or as the bytes of a file.
        config: settings; a mapping has the keys of `[tool.cleaner]`.
        profile: what the set of the document knows; rules that need one are silent without.
        name: the document's name, for findings and per-file settings, and in the profile.
        site: the part of the set that the document belongs to, as the profile has it.

    Raises:
        Unreadable: the bytes are no text, or in an encoding that cannot be told.
        ConfigError: a setting is unknown or of the wrong type.
        RuleError: a rule failed.
        Unstable: the document did not come to rest.
    """
    result = _run(text, config, profile, name, site)
    if result.unreadable:
        raise Unreadable(result.ledger.encoding.reason)
    return result


def check(
    text: str | bytes,
    *,
    config: Config | Mapping[str, Any] | None = None,
    profile: Profile | None = None,
    name: str = "text",
    site: str = "",
) -> tuple[Diagnostic, ...]:
    """The findings of `clean` on the same arguments; bytes that are no text are a finding, too."""
    return _run(text, config, profile, name, site).findings


def _run(
    text: str | bytes,
    config: Config | Mapping[str, Any] | None,
    profile: Profile | None,
    name: str,
    site: str,
) -> Result:
    if not isinstance(text, str | bytes):
        raise TypeError(f"want text or bytes, not {type(text).__name__}")
    if not isinstance(config, Config):
        table = config or {}
        config = configuration.parse(table, load_rules(configuration.own_rules(table)))
    rules = load_rules(config.own)
    data = text if isinstance(text, bytes) else to_bytes(text)
    page = isinstance(text, str) and is_html(name)
    document = _page(name, text, site, name) if page else read(name, text, site, name)
    return run(document, data, config.rules_for(rules, name), config, profile)


def read(name: str, source: str | bytes, site: str | None = None, member: str = "") -> Document:
    """Make a document. Bytes that are no text give an empty document whose codec is empty.

    Bytes are read as what the name says they are; a text is taken as it stands.
    """
    if isinstance(source, str):
        return Document(name, source, site=site, member=member)
    try:
        if is_html(name):
            return _page(name, source, site, member)
        decoded = decode(source)
    except Unreadable as error:
        return Document(name, "", Encoding("", reason=str(error)))
    return Document(name, decoded.text, decoded.encoding, site=site, member=member)


def _page(name: str, source: str | bytes, site: str | None, member: str) -> Document:
    page = read_html(source)
    return Document(
        name, page.text, page.encoding, site=site, member=member, markup=page.markup, head=page.head
    )


def run(
    source: Document, data: bytes, rules: Sequence[Rule], config: Config, profile: Profile | None
) -> Result:
    """Clean a document with these rules, and account for it.

    Where the configuration moves metadata into front matter, the rules see the text below it only.
    """
    if config.metadata == FRONT_MATTER and source.encoding.codec:
        return _with_front_matter(source, data, rules, config, profile)
    return _run_rounds(source, data, rules, config, profile)


def _with_front_matter(
    source: Document, data: bytes, rules: Sequence[Rule], config: Config, profile: Profile | None
) -> Result:
    """Clean the text below the front matter, and add to that what the text no longer states."""
    head, text = front_matter.split(source.text)
    text = text if head else source.text
    by = len(head)

    def number(offset: int) -> int:
        line = source.line_at(offset + by)
        return line.number if line else 1

    def below(body: str) -> Result:
        document = source if body is source.text else Document(source.name, body, source.encoding, number)
        return _run_rounds(document, data, rules, config, profile)

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
        metadata=replace(result.metadata, **known),  # type: ignore[arg-type]
        ledger=entry(source.name, source.name, data, encoding, source.text, output, layer),
        source=source.text,
    )


def _shifted(found: Diagnostic, by: int) -> Diagnostic:
    edits = tuple(Edit(edit.start + by, edit.end + by, edit.replacement) for edit in found.edits)
    return replace(found, start=found.start + by, end=found.end + by, edits=edits)


def _run_rounds(
    source: Document, data: bytes, rules: Sequence[Rule], config: Config, profile: Profile | None
) -> Result:
    """Clean a document in rounds.

    Fixes that keep every word come first, to their rest; then those that remove words join them.
    Guard rules are asked about the two texts, and where one objects, or where no rest is found, the first
    is the result. So a cleaned text meets the same judgement again when it is cleaned again.

    What the markup of a page says is asked first, and once: the rest is text like any other.
    """
    context = _Context(source, config, profile)
    page = _by_markup(context, [rule for rule in rules if rule.needs_markup and source.markup])
    rules = [
        rule for rule in rules if not rule.needs_markup and (profile is not None or not rule.needs_profile)
    ]
    fixers = [rule for rule in rules if not rule.guard and rule.safety is not DISPLAY]
    keeping = [rule for rule in fixers if not rule.removes_words]
    mended = _to_rest(context, page.rest, keeping, keeping)
    removing = [rule for rule in fixers if rule.removes_words]
    whole = source if page.rest.layer else None
    objections: list[_Found] = []
    restless = ""
    try:
        last = _to_rest(context, mended, fixers, removing)
        objections = [
            (rule, item)
            for rule in rules
            if rule.guard
            for item in _ask(rule, config, Outcome(mended.document, last.document, profile, whole))
            if isinstance(item, Finding)
        ]
    except Unstable as error:
        restless = ", ".join(error.codes)
    if objections or restless:
        if page.rest.layer:
            page = page.withheld(source)
            mended = _to_rest(context, page.rest, keeping, keeping)
        found, facts, near = _inspect(mended.document, removing, context)
        found = tuple((rule, replace(finding, safety=DISPLAY)) for rule, finding in found)  # withheld
        spared, stated = mended.spared + near, mended.facts + facts
        last = replace(mended, found=mended.found + found, spared=spared, facts=stated)
    shown, stated, spared = _inspect(
        last.document, [r for r in rules if not r.guard and r.safety is DISPLAY], context
    )
    findings = dict.fromkeys(_standing(last))
    place = SourceMap(last.layer).span
    findings |= dict.fromkeys(context.stamp(pair, place) for pair in (*last.found, *shown))
    findings |= dict.fromkeys(context.stamp(pair, _as_it_is if whole else place) for pair in objections)
    findings |= dict.fromkeys(_uncovered(page.remaining, last.layer))
    if restless:
        message = f"every word stays: after {MAX_ROUNDS} rounds there was still more to remove by {restless}"
        findings[unruled(RESTLESS, source, message)] = None
    layer = without_idle(source.text, last.layer)
    return Result(
        last.document.text,
        tuple(sorted(findings, key=order)),
        _metadata((*last.facts, *stated), last.document, source.head),
        entry(source.name, source.name, data, source.encoding, source.text, last.document.text, layer),
        source.text,
        (*page.near, *_near(context, last, (*last.spared, *spared))),
    )


_Found = tuple[Rule, Finding]
_Place = Callable[[int, int], tuple[int, int]]


def _as_it_is(start: int, end: int) -> tuple[int, int]:
    """The place of what was found in the source itself."""
    return start, end


@dataclass(frozen=True, slots=True)
class _Context:
    """What stays the same over all rounds."""

    source: Document
    config: Config
    profile: Profile | None

    def stamp(self, found: _Found, place: _Place, *, fixed: bool = False) -> Diagnostic:
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


@dataclass(frozen=True, slots=True)
class _Rest:
    """A document after some rounds: the edits that led there, what was mended, what is still found.

    `facts` are those stated before any of the words went. `silent` are the codes of local rules that
    have nothing to say on any of the document's lines.
    """

    document: Document
    layer: Layer = ()
    fixed: tuple[Diagnostic, ...] = ()
    found: tuple[_Found, ...] = ()
    facts: tuple[Fact, ...] = ()
    spared: tuple[tuple[Rule, Spared], ...] = ()
    silent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Page:
    """What rules on markup made of a page: the text that is left, what they only report, what they spared."""

    rest: _Rest
    remaining: tuple[Diagnostic, ...] = ()
    near: tuple[Near, ...] = ()

    def withheld(self, source: Document) -> _Page:
        """The page with all its words, and all findings as reported."""
        found = (replace(one, fixed=False, safety=DISPLAY) for one in self.rest.fixed)
        return _Page(_Rest(source), (*self.remaining, *found), self.near)


def _by_markup(context: _Context, rules: Sequence[Rule]) -> _Page:
    """Ask rules on markup about the source, and apply what may be applied."""
    begin = _Rest(context.source)
    if not rules:
        return _Page(begin)
    found, _, spared = _inspect(context.source, rules, context)
    chosen = _applicable(context, context.source, found)
    remaining = [pair for pair in found if pair not in chosen]
    return _Page(
        _applied(context, begin, chosen) if chosen else begin,
        tuple(context.stamp(pair, _as_it_is) for pair in remaining),
        _near(context, begin, spared),
    )


def _uncovered(found: Iterable[Diagnostic], layer: Layer) -> Iterator[Diagnostic]:
    """The findings but for those in text that is gone."""
    starts = [edit.start for edit in layer]
    for diagnostic in found:
        at = bisect_right(starts, diagnostic.start) - 1
        if at < 0 or layer[at].end < diagnostic.end or layer[at].replacement.strip():
            yield diagnostic


def _applicable(context: _Context, document: Document, found: Sequence[_Found]) -> list[_Found]:
    """The findings whose edits the configuration allows and that can be made together."""
    config = context.config
    allowed = [
        pair for pair in found if pair[1].edits and config.allows(config.safety(pair[0], pair[1].safety))
    ]
    if any(rule.gives_way for rule, _ in allowed):
        named = [finding for rule, finding in allowed if not rule.gives_way]
        allowed = [
            (rule, replace(finding, edits=edits) if rule.gives_way else finding)
            for rule, finding in allowed
            if (edits := give_way(document, finding.edits, named) if rule.gives_way else finding.edits)
        ]
    return [allowed[i] for i in choose(document, [finding for _, finding in allowed])]


def _applied(context: _Context, rest: _Rest, chosen: Sequence[_Found]) -> _Rest:
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
    return _Rest(document, layer, (*rest.fixed, *fixed))


def _to_rest(context: _Context, begin: _Rest, rules: Sequence[Rule], new: Sequence[Rule]) -> _Rest:
    """Check and apply until nothing applicable is left, in at most `MAX_ROUNDS` rounds.

    `new` are those of the rules that have not looked at the document as it begins.
    """
    document, layer, fixed = begin.document, begin.layer, begin.fixed
    facts: tuple[Fact, ...] | None = None
    silent = begin.silent
    for _ in range(MAX_ROUNDS + 1):
        asked = new if facts is None else [rule for rule in rules if rule.code not in silent]
        found, stated, spared = _inspect(document, asked, context)
        loud = {rule.code for rule, _ in found} | {rule.code for rule, _ in spared}
        silent |= {rule.code for rule in asked if rule.local} - loud
        if facts is None:
            found, facts, spared = begin.found + found, begin.facts + stated, begin.spared + spared
        chosen = _applicable(context, document, found)
        if not chosen:
            return _Rest(document, layer, fixed, found, facts, spared, silent)
        changed = _applied(context, _Rest(document, layer, fixed), chosen)
        document, layer, fixed = changed.document, changed.layer, changed.fixed
        if document.fresh:
            silent = frozenset()
    codes = sorted({rule.code for rule, _ in chosen})
    raise Unstable(f"not at rest after {MAX_ROUNDS} rounds; still changing: {', '.join(codes)}", codes)


def _standing(rest: _Rest) -> Iterator[Diagnostic]:
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


def _near(context: _Context, rest: _Rest, spared: Sequence[tuple[Rule, Spared]]) -> tuple[Near, ...]:
    place = SourceMap(rest.layer).span
    return tuple(
        Near(line.number, rule.code, rule.name, item.reason)
        for rule, item in spared
        if (line := context.source.line_at(place(item.span.start, item.span.end)[0]))
    )


def _numbering(source: Document, layer: Layer) -> Callable[[int], int]:
    """Gives the source's line number for an offset into the output of `layer`."""
    to_source = SourceMap(layer)

    def number(offset: int) -> int:
        line = source.line_at(to_source.span(offset, offset + 1)[0])
        return line.number if line else 1

    return number


def _inspect(
    document: Document, rules: Sequence[Rule], context: _Context
) -> tuple[tuple[_Found, ...], tuple[Fact, ...], tuple[tuple[Rule, Spared], ...]]:
    """All that the rules yield on one document, but for what would touch protected text."""
    guard = _guard(document, context.config)
    findings: list[_Found] = []
    facts: list[Fact] = []
    spared: list[tuple[Rule, Spared]] = []
    for rule in rules:
        for item in _ask(rule, context.config, *rule.asked(document, context.profile)):
            if isinstance(item, Fact):
                facts.append(item)
            elif isinstance(item, Spared):
                spared.append((rule, item))
            elif guard is None or not guard.withholds(rule, item):
                findings.append((rule, item))
            elif not rule.removes_words and (free := guard.free(rule, item)):
                findings.append((rule, replace(item, edits=free)))
            else:
                spared.append((rule, Spared(item.span, f"would go ({item.message}), but is protected")))
    return tuple(findings), tuple(facts), tuple(spared)


@dataclass(frozen=True, slots=True)
class _Guard:
    """What of a text no fix touches: what the configuration protects, and the markup of Markdown."""

    text: str
    protected: Spans
    blocks: Spans
    pieces: Spans

    def withholds(self, rule: Rule, finding: Finding) -> bool:
        """Whether one of the edits of a finding, or without any its place, is out of bounds."""
        edits = finding.edits or (Edit(finding.span.start, finding.span.end),)
        return any(self._holds(rule, edit, told=not finding.edits) for edit in edits)

    def free(self, rule: Rule, finding: Finding) -> tuple[Edit, ...]:
        """The edits that may be made: those of a rule that keeps words stand by themselves."""
        return tuple(edit for edit in finding.edits if not self._holds(rule, edit, told=False))

    def _holds(self, rule: Rule, edit: Edit, *, told: bool) -> bool:
        start, end = edit.start, edit.end
        if self.protected.touch(start, end):
            return True
        if self.blocks.touch(start, end) and not self._ends_line(edit):
            return True
        if rule.removes_words and not edit.replacement:
            return self.pieces.cut(start, end)  # a line goes with its links
        return not told and self.pieces.touch(start, end)

    def _ends_line(self, edit: Edit) -> bool:
        """Whether an edit only writes a line end as all others are."""
        gone = self.text[edit.start : edit.end]
        if gone == "\r" and not edit.replacement:
            return self.text.startswith("\n", edit.end)
        return gone in ("\r\n", "\r") and edit.replacement == "\n"


def _guard(document: Document, config: Config) -> _Guard | None:
    text = document.text
    protected = spans(match.span() for pattern in config.protected for match in pattern.finditer(text))
    if document.is_markdown:
        from cleaner.readers import markdown

        return _Guard(text, protected, markdown.blocks(text), markdown.pieces(text))
    return _Guard(text, protected, NOTHING, NOTHING) if protected.starts else None


def _ask(rule: Rule, config: Config, *asked: Any) -> Iterator[Finding | Fact | Spared]:
    """Run one rule; whatever it raises names it, and so does what it may not yield."""
    about = asked[0].whole if isinstance(asked[0], Outcome) else asked[0]
    try:
        for item in rule.check(*asked, **config.options(rule)):
            _refuse_nonsense(item, len(about.text))
            yield item
    except (Exception, SystemExit) as error:
        what = f"{type(error).__name__}: {error}{_place(rule, error)}"
        raise RuleError(f"rule {rule.code} ({rule.name}) failed: {what}") from error


def _refuse_nonsense(item: object, length: int) -> None:
    """Raise for what no rule may yield about a text of this length."""
    if not isinstance(item, Finding | Fact | Spared):
        raise TypeError(f"yields {type(item).__name__}, not a Finding, Fact or Spared")
    if not 0 <= item.span.start <= item.span.end <= length:
        raise ValueError(f"{item.span} does not lie in the text of {length} characters")
    if isinstance(item, Finding):
        at = 0
        for edit in item.edits:
            if not at <= edit.start <= edit.end <= length:
                raise ValueError(f"{edit} overlaps the edit before it, or leaves the text")
            at = edit.end


def _place(rule: Rule, error: BaseException) -> str:
    """Where in the files of a rule something was raised: the clause ` (name.py:12)`."""
    folder, place = str(rule.file.parent), ""
    trace = error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if os.path.dirname(file) == folder:
            place = f" ({os.path.basename(file)}:{trace.tb_lineno})"
        trace = trace.tb_next
    return place


def _metadata(facts: Sequence[Fact], cleaned: Document, head: Mapping[str, str]) -> Metadata:
    """The first value stated for each field, all tags, and the title; a page's head states it first."""

    def stated(field: str) -> list[str]:
        return [" ".join(fact.value.split()) for fact in facts if fact.field == field]

    title = head.get("title", cleaned.title.text if cleaned.title else "")
    return Metadata(
        title=" ".join(title.split()),
        author=head.get("author", next(iter(stated("author")), "")),
        date=head.get("date", next(iter(stated("date")), "")),
        tags=tuple(dict.fromkeys(stated("tags"))),
        language=next(iter(stated("language")), ""),
    )
