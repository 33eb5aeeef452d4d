"""Answers why a line of a document went or stayed, and what a rule does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from cleaner.catalogue import example_lines, figures, load_measured, phrase_counts, safety, settings
from cleaner.document import Document, Line
from cleaner.edits import SourceEdit
from cleaner.escape import printable
from cleaner.folding import bare, tokens
from cleaner.phrases import Phrase
from cleaner.readers import told_as
from cleaner.results import Diagnostic, Near, Result
from cleaner.rule import Edit, Rule
from cleaner.terminal import describe_fix, fix_label, window

NEAREST = 5  # entries of phrase tables named for one line
LEAST_SHARE = 0.6  # of an entry's words that the line must have to be near
OFF_NAMED = 10  # rules that are switched off; more are counted
LEAST_OF_LINE = 0.25  # of the line's words that an entry in it must have, to be worth showing
LEAST_ALIKE = 0.4  # of all words of line and entry that are in both, where the entry is not in the line whole
MANY_WORDS = 3  # in longer lines a single word in common is chance
MOST_WORDS = 30  # no table is for lines longer than this: every entry would be in them by chance


# ---- a line


def explain_line(
    result: Result,
    number: int,
    rules: Sequence[Rule],
    active: Sequence[Rule] | None = None,
    *,
    alone: bool = False,
) -> str:
    """Tell what became of line `number` of the source, and why.

    For a line that went or changed: each finding with its evidence, safety and fix. For a kept one:
    what remains to be said of it, the rules that spared it, and the phrases it came near to.

    Args:
        result: the cleaned document.
        number: the line, counted from 1.
        rules: all rules there are.
        active: those that ran; all of them by default.
        alone: nothing was known of the document's set, so that rules on sets were not asked.
    """
    document = Document(told_as(result.ledger.name), result.source)
    if not 1 <= number <= len(document.lines):
        return f"{printable(document.name)}: has {len(document.lines)} lines, no line {number}"
    line = document.lines[number - 1]
    fate, by = _fate(result, line)
    text = window(line, 0, len(line.text))[0] if line.text.strip() else "(blank)"
    found = result.findings
    fixed = [d for d in found if d.fixed and d.code in by and any(_touches(edit, line) for edit in d.edits)]
    remaining = [d for d in found if not d.fixed and d.line <= number <= d.end_line]
    rows = [f"{printable(document.name)}:{number}: {fate}", "", f"{number} | {text}", ""]
    rows += _findings(fixed, document)
    missing = sorted(by - {diagnostic.code for diagnostic in fixed})
    if missing:
        rows.append(f"{', '.join(missing)}: had a part in the change, by a finding on a line nearby")
    if remaining:
        rows += ["Reported, not mended:", *(f"  {row}" for row in _findings(remaining, document))]
    if fate != "removed":
        running = {rule.code for rule in (rules if active is None else active)}
        near = [item for item in result.near if item.line == number]
        if near:
            rows += ["Spared:", *(f"  {item.code} {item.name}: {printable(item.reason)}" for item in near)]
        rows += _nearest(line, rules, running, near, {d.code for d in remaining})
        off = [rule for rule in rules if rule.code not in running and not rule.preview]
        if off:
            which = _named(off) if len(off) <= OFF_NAMED else f"{len(off)} of {len(rules)} rules"
            rows.append(f"Switched off by the configuration: {which}")
        of_sets = [rule for rule in rules if rule.code in running and rule.needs_profile]
        if alone and of_sets:
            rows.append(f"Not asked without --profile: {_named(of_sets)}")
    return "\n".join(rows).rstrip()


def _fate(result: Result, line: Line) -> tuple[str, set[str]]:
    """What became of a line, in words, and the codes of the rules that had a part in it."""
    edits = [edit for edit in result.ledger.edits if _touches(edit, line)]
    by = {rule for edit in edits for rule in edit.rules}
    removed = sum(max(0, min(edit.end, line.end) - max(edit.start, line.start)) for edit in edits)
    ended = sum(max(0, min(edit.end, line.stop) - max(edit.start, line.end)) for edit in edits)
    written = "".join(edit.replacement for edit in edits)
    if not by:
        return "kept as it is", by
    gone = removed == len(line.text) and (removed or ended)
    if gone and (not written or (line.text.strip() and not written.strip())):
        return "removed", by  # what is written in its place is at most a blank line between its neighbours
    if removed:
        return "changed", by
    if ended:
        return "kept, its line end changed", by
    what = "with something inserted" if written.strip("\r\n") else "with a line end put behind it"
    return f"kept, {what}", by


def _touches(edit: Edit | SourceEdit, line: Line) -> bool:
    """Whether an edit changes the line; what is inserted between two lines belongs to the first."""
    if edit.start == edit.end:
        return line.start < edit.start <= line.stop or edit.start == line.start == 0
    return edit.start < line.stop and line.start < edit.end


def _findings(found: Sequence[Diagnostic], document: Document) -> list[str]:
    """Rows on each finding; what is said alike of several is said once, with their number."""
    said = Counter(tuple(_finding(diagnostic, document)) for diagnostic in found)
    return [
        row + (f" ({times} times)" if times > 1 and at == 0 else "")
        for rows, times in said.items()
        for at, row in enumerate(rows)
    ]


def _finding(diagnostic: Diagnostic, document: Document) -> list[str]:
    place = f"line {diagnostic.line}"
    if diagnostic.end_line > diagnostic.line:
        place = f"lines {diagnostic.line}-{diagnostic.end_line}"
    rows = [
        f"{diagnostic.code} {diagnostic.name} ({place}, {diagnostic.safety}): {printable(diagnostic.message)}"
    ]
    if fix := describe_fix(diagnostic, document):
        rows.append(f"  {fix_label(diagnostic)}: {fix}")
    return rows


# ---- the phrases that a line came near to


class _Candidate(Struct, frozen=True):
    rule: Rule
    phrase: Phrase
    why: str
    rank: tuple[int, float, int]


def _nearest(
    line: Line, rules: Sequence[Rule], running: Collection[str], near: Sequence[Near], found: Collection[str]
) -> list[str]:
    """Rows on the phrases nearest to a line: the entry, where it stands, and why it did not decide."""
    words = line.tokens
    if not words:
        return []
    if len(words) > MOST_WORDS:
        return [f"Phrases: not compared, for the line has {len(words)} words, more than {MOST_WORDS}."]
    reasons = {item.code: item.reason for item in near}
    candidates: list[_Candidate] = []
    seen: set[tuple[str, str, str]] = set()  # the same words may stand under several languages
    for rule in rules:
        for phrase in rule.phrases.entries() if rule.phrases is not None else ():
            entry = (rule.code, phrase.section, phrase.text)
            if entry in seen:
                continue
            seen.add(entry)
            on, shown = rule.code in running, rule.code in found
            candidate = _compare(rule, phrase, line, running=on, found=shown, spared=reasons.get(rule.code))
            if candidate:
                candidates.append(candidate)
    if not candidates:
        return ["Phrases: no table has an entry near to it."]
    told = {(c.rule.code, c.phrase.text) for c in candidates if c.rank[0] == 2}
    candidates = [c for c in candidates if c.rank[0] == 2 or (c.rule.code, c.phrase.text) not in told]
    candidates.sort(key=lambda c: (*(-part for part in c.rank), c.rule.code, c.phrase.section, c.phrase.text))
    return ["Nearest phrases:", *map(_row, candidates[:NEAREST])]


def _row(candidate: _Candidate) -> str:
    phrase, rule = candidate.phrase, candidate.rule
    place = printable(f"{phrase.language}, {rule.code} {rule.name}, [{phrase.section}]")
    return f'  "{printable(phrase.text)}" ({place}): {printable(candidate.why)}'


def _compare(
    rule: Rule, phrase: Phrase, line: Line, *, running: bool, found: bool, spared: str | None
) -> _Candidate | None:
    """How near an entry is to a line; None where it is not."""
    words, wanted = line.tokens, tuple(tokens(phrase.text))
    if not wanted:
        return None
    common = sum((Counter(words) & Counter(wanted)).values())
    if common < LEAST_SHARE * len(wanted):
        return None
    key = bare(line.key)
    whole = phrase.section in ("line", "report")
    matches = (
        (whole and phrase.text in (line.key, key))
        or (phrase.section == "start" and key.startswith(phrase.text) and words[: len(wanted)] == wanted)
        or (phrase.section == "end" and key.endswith(phrase.text) and words[-len(wanted) :] == wanted)
    )
    standard = whole or phrase.section in ("start", "end")
    holds = f" {' '.join(wanted)} " in f" {' '.join(words)} "
    alike = common / len({*words, *wanted})
    if not matches and (
        phrase.text != key  # lists that a rule uses in its own way
        if not standard
        else (common == 1 < MANY_WORDS < len(words))
        or (common < LEAST_OF_LINE * len(words) if holds else common == 1 or alike < LEAST_ALIKE)
    ):
        return None
    reasons = []
    if not running:
        reasons.append(f"{rule.code} is switched off by the configuration")
    if matches:
        if phrase.reason:
            reasons.append(f"reported only: {phrase.reason}")
        elif spared:
            reasons.append(f"it matches; guard: {spared}")
        elif found:
            reasons.append("it matches; see the finding above")
        elif running and "metadata" in rule.options:
            reasons.append('it matches; such lines are kept unless metadata = "strip"')
        elif running:
            reasons.append("it matches, but the rule also looks at length, place or neighbours")
        else:
            reasons.append("it matches")
    else:
        reasons += _differences(phrase, words, wanted, whole=whole, key=key)
        if spared:
            reasons.append(f"guard: {spared}")
    rank = (2 if matches else int(holds), alike, common)
    return _Candidate(rule, phrase, "; ".join(reasons), rank)


def _differences(
    phrase: Phrase, words: Sequence[str], wanted: Sequence[str], *, whole: bool, key: str
) -> Iterator[str]:
    """Why an entry does not match a line, in words."""
    lacking = list((Counter(wanted) - Counter(words)).elements())
    further = sum((Counter(words) - Counter(wanted)).values())
    if lacking:
        yield f"the line lacks {', '.join(map(repr, lacking))}"
    if whole and further:
        yield f"the line has {further} further word{'' if further == 1 else 's'}"
    if lacking or (whole and further):
        return
    together = f" {' '.join(wanted)} " in f" {' '.join(words)} "
    if not together:
        yield "its words stand apart, or in another order, in the line"
    elif phrase.section in ("start", "end"):
        yield f"the entry is matched at the {phrase.section} of the line only"
    elif whole:
        yield f"the line's punctuation differs: {key!r}"
    else:
        yield "the line is this entry; the rule looks for this section in its own way"


# ---- a rule


def explain_rule(rule: Rule, measured: Any = None) -> str:
    """Tell what a rule does: its prose, options, examples, and the measure of its fix.

    Args:
        rule: the rule.
        measured: its figures; by default those that stand beside the rules.
    """
    if measured is None:
        measured = load_measured().get(rule.code)
    rows = [f"{rule.code} {rule.name} ({safety(rule)})", "", printable(rule.docs, newline="\n")]
    if rule.options:
        rows += ["", "Options:"]
        rows += [f"  {setting}" for setting in settings(rule.options)]
    if rule.phrases is not None:
        rows += ["", f"Phrases: {phrase_counts(rule)}"]
    if measured:
        table = [[str(cell) for cell in row] for row in figures(measured)]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        note = printable(measured.get("note", ""))
        rows += ["", f"Measured on labelled pages ({note}):" if note else "Measured on labelled pages:"]
        rows += ["  " + "  ".join(f"{c:>{w}}" for c, w in zip(row, widths, strict=True)) for row in table]
    for example in rule.examples:
        given = f" (with {', '.join(settings(example.options))})" if example.options else ""
        if example.bad is None:
            rows += ["", f"Left alone{given}:", *_indented(example.good or "")]
        elif example.good is None:
            rows += ["", f"Reported{given}:", *_indented(example.bad)]
        else:
            rows += ["", f"Bad{given}:", *_indented(example.bad), "Good:", *_indented(example.good)]
    return "\n".join(rows)


def _indented(text: str) -> list[str]:
    """The lines of an example; what is at their ends is made visible."""
    return [f"    {line}".rstrip() for line in example_lines(text)]


def _named(rules: Iterable[Rule]) -> str:
    return ", ".join(f"{rule.code} {rule.name}" for rule in rules)
