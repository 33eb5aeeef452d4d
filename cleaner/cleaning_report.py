"""The report of a clean, `report.md`: what went and why, what remains, and the account of every character."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from cleaner.diff import Change, Hunk, changes, common_ends, group
from cleaner.document import Document
from cleaner.escape import code, fence, markdown
from cleaner.results import Diagnostic, Result
from cleaner.terminal import describe_fix, fix_label, is_layout

EXAMPLES = 3  # fixes of one layout rule that are spelled out in one document
NEARBY = 100  # characters of a kept line shown beside what went
_AROUND = 40  # characters of a changed line kept on either side of the change


class Totals(Struct):
    """Sums over the documents of a run; `removed` and `written` are characters by the codes of an edit."""

    documents: int = 0
    changed: int = 0
    source: int = 0
    names: dict[str, str] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    within: Counter[tuple[str, ...]] = field(default_factory=Counter)
    removed: Counter[tuple[str, ...]] = field(default_factory=Counter)
    written: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Count one document."""
        self.documents += 1
        self.changed += result.text != result.source
        self.source += len(result.source)
        touched: set[tuple[str, ...]] = set()
        for diagnostic in result.findings:
            self.names[diagnostic.code] = diagnostic.name
            self.found[diagnostic.code] += 1
            self.mended[diagnostic.code] += diagnostic.fixed
            touched.add((diagnostic.code,))
        for edit in result.ledger.edits:
            self.removed[edit.rules] += edit.end - edit.start
            self.written[edit.rules] += len(edit.replacement)
            touched.add(edit.rules)
        self.within.update(touched)


def report(sections: Sequence[str], totals: Totals) -> str:
    """The whole report: totals by rule, then the documents' sections in the order given.

    Sections may be fewer than documents; the report then says how many are left out.
    """
    unchanged = totals.documents - totals.changed
    parts = [
        "# Cleaning report",
        f"{_many(totals.documents, 'document')}: {totals.changed:,} changed, {unchanged:,} as they were.\n"
        f"{_account(totals)}",
    ]
    if table := _table(totals, documents=True):
        parts += ["## By rule", table, _LEGEND]
    if sections:
        parts.append("## Documents")
        left_out = totals.documents - len(sections)
        if left_out > 0:
            parts.append(
                f"Shown: the {len(sections):,} that changed most of {totals.documents:,} documents."
                f" The other {left_out:,} are counted above, and the ledger has them all."
            )
        parts += [section.rstrip("\n") for section in sections]
    return "\n\n".join(parts) + "\n"


_LEGEND = (
    "Where two rules had a part in one edit, its characters stand in a row of both:"
    " each character is counted once."
)


def section(result: Result) -> str:
    """One document: what it says of itself, what went, what remains, and its account."""
    parts = [f"### {code(result.ledger.name)}"]
    if stated := _metadata(result):
        parts.append(stated)
    document = Document(result.ledger.name, result.source)
    mended = [diagnostic for diagnostic in result.findings if diagnostic.fixed]
    if rows := list(_went(result, mended)):
        parts += ["**What went**", fence(rows, "diff")]
    if lines := _layout(mended, document):
        parts += ["**Characters and layout**", "\n".join(lines)]
    if lines := _remaining([d for d in result.findings if not d.fixed], document):
        parts += ["**What remains**", "\n".join(lines)]
    totals = Totals()
    totals.add(result)
    parts += ["**Account**", _account(totals)]
    if table := _table(totals):
        parts.append(table)
    return "\n\n".join(parts) + "\n"


def _metadata(result: Result) -> str:
    stated = result.metadata
    values = [
        ("title", markdown(stated.title)),
        ("author", markdown(stated.author)),
        ("date", markdown(stated.date)),
        ("tags", ", ".join(map(code, stated.tags))),
        ("language", markdown(stated.language)),
    ]
    encoding = result.ledger.encoding
    if encoding.codec not in ("", "utf-8"):
        sure = f", confidence {encoding.confidence:.2f}" if encoding.confidence is not None else ""
        values.append(("read as", markdown(encoding.codec) + sure))
    return "\n".join(f"- {name}: {value}" for name, value in values if value)


# ---- what went


def _went(result: Result, mended: Sequence[Diagnostic]) -> Iterator[str]:
    """The rows of a diff of all changes but those of characters and layout alone."""
    found = [
        change
        for change in changes(result.source, result.ledger.edits)
        if not all(map(is_layout, change.rules)) or not change.rules
    ]
    if not found:
        return
    evidence = _evidence(found, mended)
    for hunk in group(result.source, found, context=1):
        yield from _hunk(hunk, evidence)


def _evidence(found: Sequence[Change], mended: Sequence[Diagnostic]) -> dict[int, list[Diagnostic]]:
    """The findings behind each change, by the change's place in the source; those about words alone."""
    stops = [change.stop for change in found]
    behind: dict[int, list[Diagnostic]] = {}
    for diagnostic in mended:
        if is_layout(diagnostic.code):
            continue
        for edit in diagnostic.edits:
            at = bisect_right(stops, edit.start)
            while at < len(found) and found[at].start < max(edit.end, edit.start + 1):
                known = behind.setdefault(found[at].old_at, [])
                if diagnostic not in known and diagnostic.code in found[at].rules:
                    known.append(diagnostic)
                at += 1
    return behind


def _hunk(hunk: Hunk, evidence: dict[int, list[Diagnostic]]) -> Iterator[str]:
    for kept, change in zip(hunk.kept, hunk.changes, strict=False):
        if kept is hunk.kept[0]:
            yield _heading(change, evidence)
            yield from (" " + _near(line) for line in kept)
        else:
            yield from (" " + _near(line) for line in kept)
            yield _heading(change, evidence)
        old, new = [_bare(line) for line in change.old], [_bare(line) for line in change.new]
        if len(old) == len(new):
            old, new = map(list, zip(*(_around(*pair) for pair in zip(old, new, strict=True)), strict=True))
        yield from ("-" + line for line in old)
        yield from ("+" + line for line in new)
    yield from (" " + _near(line) for line in hunk.kept[-1])


def _heading(change: Change, evidence: dict[int, list[Diagnostic]]) -> str:
    first, last = change.old_at + 1, change.old_at + len(change.old)
    place = f"line {first}" if last <= first else f"lines {first}-{last}"
    known = evidence.get(change.old_at, [])
    why = "; ".join(dict.fromkeys(f"{d.code} {d.name}: {d.message}" for d in known)) or " ".join(change.rules)
    return f"@@ {place} @@ {why}"


def _bare(line: str) -> str:
    return line.rstrip("\r\n")


def _near(line: str) -> str:
    line = _bare(line)
    return line if len(line) <= NEARBY else line[: NEARBY - 1] + "…"


def _around(old: str, new: str) -> tuple[str, str]:
    """Two forms of a line, without most of what they begin and end with in common."""
    head, tail = common_ends(old, new)
    low, high = max(0, head - _AROUND), max(0, tail - _AROUND)
    before, behind = "…" if low else "", "…" if high else ""
    return before + old[low : len(old) - high] + behind, before + new[low : len(new) - high] + behind


# ---- characters, layout, and what remains


def _layout(mended: Sequence[Diagnostic], document: Document) -> list[str]:
    """One item a rule of characters and layout: how often, where, and a few fixes."""
    by_rule: dict[tuple[str, str], list[Diagnostic]] = {}
    for diagnostic in mended:
        if is_layout(diagnostic.code):
            by_rule.setdefault((diagnostic.code, diagnostic.name), []).append(diagnostic)
    items = []
    for (rule, name), found in sorted(by_rule.items()):
        numbers = list(dict.fromkeys(diagnostic.line for diagnostic in found))
        fixes: dict[str, None] = {}
        for diagnostic in found:
            fixes[describe_fix(diagnostic, document)] = None
            if len(fixes) > EXAMPLES:
                break
        shown = "; ".join(code(fix) for fix in list(fixes)[:EXAMPLES] if fix)
        items.append(
            f"- {rule} {name}, {'once' if len(found) == 1 else f'{len(found):,} times'}, {_lines(numbers)}:"
            f" {shown}{'; …' if len(fixes) > EXAMPLES else ''}"
        )
    return items


def _lines(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[: 2 * EXAMPLES]))
    more = ", …" if len(numbers) > 2 * EXAMPLES else ""
    return f"line {shown}" if len(numbers) == 1 else f"lines {shown}{more}"


def _remaining(found: Sequence[Diagnostic], document: Document) -> list[str]:
    """One item a finding that is not mended; of a layout rule the first ones and a count."""
    items, alike = [], Counter(diagnostic.code for diagnostic in found)
    seen: Counter[str] = Counter()
    for diagnostic in found:
        seen[diagnostic.code] += 1
        if is_layout(diagnostic.code) and seen[diagnostic.code] > EXAMPLES:
            continue
        fix = describe_fix(diagnostic, document)
        items.append(
            f"- line {diagnostic.line}: {diagnostic.code} {diagnostic.name}: {markdown(diagnostic.message)}"
            + (f" ({fix_label(diagnostic)}: {code(fix)})" if fix else "")
        )
    items += [
        f"- and {number - EXAMPLES:,} more {rule}"
        for rule, number in sorted(alike.items())
        if is_layout(rule) and number > EXAMPLES
    ]
    return items


# ---- the account


def _account(totals: Totals) -> str:
    removed, written = sum(totals.removed.values()), sum(totals.written.values())
    kept = totals.source - removed
    return (
        f"Source {_many(totals.source, 'character')} = kept {kept:,} + removed {removed:,};"
        f" cleaned {kept + written:,} = kept {kept:,} + written {written:,}."
    )


def _table(totals: Totals, *, documents: bool = False) -> str:
    """A row a rule, and a row for rules that had a part in the same edits."""
    keys = sorted({*((rule,) for rule in totals.found), *totals.removed})
    if not keys:
        return ""
    head = ["rule", "findings", "mended", "removed", "written"] + (["documents"] if documents else [])
    rows = [head, ["---"] + ["--:"] * (len(head) - 1)]
    for key in keys:
        single = len(key) == 1
        row = [f"{key[0]} {totals.names.get(key[0], '')}".strip() if single else " + ".join(key)]
        row += [f"{totals.found[key[0]]:,}", f"{totals.mended[key[0]]:,}"] if single else ["", ""]
        row += [f"{totals.removed[key]:,}", f"{totals.written[key]:,}"]
        rows.append(row + ([f"{totals.within[key]:,}"] if documents else []))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
