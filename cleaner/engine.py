"""The rounds: check a document, apply what may be applied, until nothing applicable is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cleaner import config as configuration
from cleaner.config import Config
from cleaner.document import Document
from cleaner.edits import Edit, Layer, SourceMap, apply, choose, compose, without_idle
from cleaner.ledger import LedgerEntry, entry, to_bytes
from cleaner.profile import Profile
from cleaner.reading import Encoding, Unreadable, decode
from cleaner.registry import load_rules
from cleaner.rule import DISPLAY, Fact, Finding, Outcome, Rule, Safety, Spared

MAX_ROUNDS = 10


class Unstable(Exception):
    """A document that did not come to rest: two fixes undo each other. A fault of the rules."""


class RuleError(Exception):
    """A rule raised; the message names it."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding stamped with its rule and its place in the source.

    Lines and columns count from 1, in characters; `start` and `end` are character offsets, `edits`
    are in source offsets. `safety` is display-only for what has no fix. `fixed` tells whether the
    fix is part of the cleaned text.
    """

    document: str
    code: str
    name: str
    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    message: str
    safety: Safety
    fixed: bool
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; a field it does not state is empty."""

    title: str = ""
    author: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A kept line that a rule came near to, by its number in the source, and why it was spared."""

    line: int
    code: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """What cleaning made of one document.

    `text` is the canonical text, `findings` what was mended and what remains, `ledger` the account
    that rebuilds the source; `near` are the lines that rules came near to and spared.
    """

    text: str
    findings: tuple[Diagnostic, ...]
    metadata: Metadata
    ledger: LedgerEntry
    source: str
    near: tuple[Near, ...] = ()

    @property
    def data(self) -> bytes:
        """The canonical text as it is written to a file."""
        return to_bytes(self.text)

    @property
    def unreadable(self) -> bool:
        """Whether the source is no text; nothing may be written for it then."""
        return not self.ledger.encoding.codec


def clean(
    text: str | bytes,
    *,
    config: Config | Mapping[str, Any] | None = None,
    profile: Profile | None = None,
    name: str = "text",
) -> Result:
    """Clean one document.

    Args:
        text: the document, as text or as the bytes of a file.
        config: settings; a mapping has the keys of `[tool.cleaner]`.
        profile: what the set of the document knows; rules that need one are silent without.
        name: the document's name, for findings and per-file settings.

    Raises:
        ConfigError: a setting is unknown or of the wrong type.
        RuleError: a rule failed.
        Unstable: the document did not come to rest.
    """
    rules = load_rules()
    if not isinstance(config, Config):
        config = configuration.parse(config or {}, rules)
    data = text if isinstance(text, bytes) else to_bytes(text)
    return run(read(name, text), data, config.rules_for(rules, name), config, profile)


def check(
    text: str | bytes,
    *,
    config: Config | Mapping[str, Any] | None = None,
    profile: Profile | None = None,
    name: str = "text",
) -> tuple[Diagnostic, ...]:
    """The findings of `clean` on the same arguments."""
    return clean(text, config=config, profile=profile, name=name).findings


def read(name: str, source: str | bytes) -> Document:
    """Make a document. Bytes that are no text give an empty document whose codec is empty."""
    if isinstance(source, str):
        return Document(name, source)
    try:
        decoded = decode(source)
    except Unreadable as error:
        return Document(name, "", Encoding("", reason=str(error)))
    return Document(name, decoded.text, decoded.encoding)


def run(source: Document, data: bytes, rules: Sequence[Rule], config: Config, profile: Profile | None) -> Result:
    """Clean a document with these rules; where a guard rule objects, without removing any words."""
    plain = [rule for rule in rules if not rule.guard and (profile is not None or not rule.needs_profile)]
    guards = [rule for rule in rules if rule.guard]
    rounds = _to_rest(source, plain, config, profile, withhold=False)
    objections = [
        (rule, item)
        for rule in guards
        for item in _ask(rule, config, Outcome(source, rounds.text))
        if isinstance(item, Finding)
    ]
    if objections:
        rounds = _to_rest(source, plain, config, profile, withhold=True)
    layer = without_idle(source.text, rounds.layer)
    stamped = [_stamp(source, rule, finding, SourceMap(()), config, fixed=False) for rule, finding in objections]
    findings = sorted({*rounds.findings, *stamped}, key=lambda d: (d.start, d.end, d.code, d.message, d.fixed))
    return Result(
        rounds.text,
        tuple(findings),
        _metadata(rounds.facts, Document(source.name, rounds.text)),
        entry(source.name, source.name, data, source.encoding, source.text, rounds.text, layer),
        source.text,
        rounds.near,
    )


@dataclass(frozen=True, slots=True)
class _Rounds:
    text: str
    layer: Layer
    findings: tuple[Diagnostic, ...]
    facts: tuple[Fact, ...]
    near: tuple[Near, ...]


def _to_rest(
    source: Document, rules: Sequence[Rule], config: Config, profile: Profile | None, *, withhold: bool
) -> _Rounds:
    """Check and apply until nothing applicable is left, and account for it in source offsets."""
    document, layer, facts = source, (), ()
    fixed: list[Diagnostic] = []
    for number in range(MAX_ROUNDS + 1):
        found, stated, spared = _inspect(document, rules, config, profile)
        if number == 0:
            facts = stated
        to_source = SourceMap(layer)
        applicable = [
            (rule, finding)
            for rule, finding in found
            if finding.edits
            and config.allows(config.safety(rule, finding.safety))
            and not (withhold and rule.removes_words)
        ]
        chosen = [applicable[i] for i in choose(document, [finding for _, finding in applicable])]
        if not chosen:
            remaining = [_stamp(source, *pair, to_source, config, fixed=False) for pair in found]
            near = tuple(
                Near(line.number, rule.code, rule.name, item.reason)
                for rule, item in spared
                if (line := source.line_at(to_source.span(item.span.start, item.span.end)[0]))
            )
            return _Rounds(document.text, layer, (*fixed, *remaining), facts, near)
        fixed += [_stamp(source, *pair, to_source, config, fixed=True) for pair in chosen]
        edits = sorted(
            ((edit, rule.code) for rule, finding in chosen for edit in finding.edits),
            key=lambda pair: (pair[0].start, pair[0].end),
        )
        layer = compose(layer, document.text, edits)
        text = apply(document.text, [edit for edit, _ in edits])
        document = Document(source.name, text, origin=_numbering(source, layer))
    codes = ", ".join(sorted({rule.code for rule, _ in chosen}))
    raise Unstable(f"not at rest after {MAX_ROUNDS} rounds; still changing: {codes}")


def _numbering(source: Document, layer: Layer) -> Callable[[int], int]:
    """Gives the source's line number for an offset into the output of `layer`."""
    to_source = SourceMap(layer)

    def number(offset: int) -> int:
        line = source.line_at(to_source.span(offset, offset + 1)[0])
        return line.number if line else 1

    return number


def _inspect(
    document: Document, rules: Sequence[Rule], config: Config, profile: Profile | None
) -> tuple[list[tuple[Rule, Finding]], tuple[Fact, ...], list[tuple[Rule, Spared]]]:
    """All that the rules yield on one document, but for what would touch protected text."""
    protected = [match.span() for pattern in config.protected for match in pattern.finditer(document.text)]
    findings: list[tuple[Rule, Finding]] = []
    facts: list[Fact] = []
    spared: list[tuple[Rule, Spared]] = []
    for rule in rules:
        for item in _ask(rule, config, document, *([profile] if rule.needs_profile else [])):
            if isinstance(item, Fact):
                facts.append(item)
            elif isinstance(item, Spared):
                spared.append((rule, item))
            elif not protected or not _touches(item, protected):
                findings.append((rule, item))
            else:
                spared.append((rule, Spared(item.span, f"would go ({item.message}), but is protected")))
    return findings, tuple(facts), spared


def _touches(finding: Finding, protected: list[tuple[int, int]]) -> bool:
    spans = [(edit.start, edit.end) for edit in finding.edits] or [(finding.span.start, finding.span.end)]
    return any(
        (start < upper and lower < end) or (start == end and lower < start < upper)
        for start, end in spans
        for lower, upper in protected
    )


def _ask(rule: Rule, config: Config, *asked: Any) -> Iterator[Finding | Fact | Spared]:
    """Run one rule; whatever it raises names it."""
    try:
        yield from rule.check(*asked, **config.options(rule))
    except Exception as error:
        raise RuleError(f"rule {rule.code} ({rule.name}) failed: {type(error).__name__}: {error}") from error


def _stamp(
    source: Document, rule: Rule, finding: Finding, to_source: SourceMap, config: Config, *, fixed: bool
) -> Diagnostic:
    start, end = to_source.span(finding.span.start, finding.span.end)
    first, last = source.line_at(start), source.line_at(max(start, end - 1))
    edits = tuple(replace(edit, start=low, end=high) for edit in finding.edits for low, high in [to_source.span(edit.start, edit.end)])
    return Diagnostic(
        document=source.name,
        code=rule.code,
        name=rule.name,
        line=first.number if first else 1,
        column=start - first.start + 1 if first else 1,
        end_line=last.number if last else 1,
        end_column=end - last.start + 1 if last else 1,
        start=start,
        end=end,
        message=finding.message,
        safety=config.safety(rule, finding.safety) if finding.edits else DISPLAY,
        fixed=fixed,
        edits=edits,
    )


def _metadata(facts: Sequence[Fact], cleaned: Document) -> Metadata:
    """The first value stated for each field, all tags, and the cleaned text's title."""

    def stated(field: str) -> list[str]:
        return [" ".join(fact.value.split()) for fact in facts if fact.field == field]

    return Metadata(
        title=" ".join(cleaned.title.text.split()) if cleaned.title else "",
        author=next(iter(stated("author")), ""),
        date=next(iter(stated("date")), ""),
        tags=tuple(dict.fromkeys(stated("tags"))),
        language=next(iter(stated("language")), ""),
    )
