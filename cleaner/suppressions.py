"""Suppressions: findings that a person has looked at and lets stand, with the reason, in a file of their own.

Plain text cannot hold comments, so the file lies beside the configuration. A suppressed finding is
neither reported nor mended; one that suppresses nothing is a finding itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from cleaner import toml
from cleaner.config import Config, Suppression, codes, weight
from cleaner.document import Document, Span
from cleaner.files import split_record
from cleaner.folding import fold, tokens
from cleaner.patterns import match_any
from cleaner.results import Diagnostic, Result, order
from cleaner.rule import DISPLAY, Edit, Finding, Rule, Yield
from cleaner.values import ConfigError, nearest
from cleaner.writing import write

HEAD = """\
# Findings that are right about the text, and leave it as it is, each with the reason.
# `cleaner suppress FILE:LINE RULE --reason TEXT` adds one; one that suppresses nothing is a finding.
"""
_TABLE = "suppress"
_KEYS = ("document", "rule", "text", "pattern", "reason")
_LONGEST_TEXT = 2000  # characters of a line that are written whole; a longer one is told by its beginning
_BEGINNING = 100


def load(path: Path, rules: Iterable[Rule]) -> tuple[Suppression, ...]:
    """Read a suppressions file; none where there is no such file.

    Raises:
        ConfigError: it cannot be read, or an entry is of no use: names the entry and what is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {(error.strerror or '?').lower()}") from None
    except (UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
    for key in table:
        if key != _TABLE:
            raise ConfigError(f"{path}: unknown key {key!r}{nearest(key, [_TABLE])}; want [[{_TABLE}]]")
    entries = table.get(_TABLE, [])
    if not isinstance(entries, list):
        raise ConfigError(f"{path}: {_TABLE}: want [[{_TABLE}]], a table for each entry")
    numbers = [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if re.match(rf"\s*\[\[\s*{_TABLE}\s*\]\]", line)
    ]
    if len(numbers) != len(entries):  # written as an inline list, or like a header inside a string
        numbers = [1] * len(entries)
    rules = tuple(rules)
    return tuple(
        replace(_entry(entry, rules, f"{path}:{number}"), number=number)
        for entry, number in zip(entries, numbers, strict=True)
    )


def _entry(entry: Any, rules: Sequence[Rule], place: str) -> Suppression:
    if not isinstance(entry, Mapping):
        raise ConfigError(f"{place}: want a table")
    for key, value in entry.items():
        if key not in _KEYS:
            raise ConfigError(f"{place}: unknown key {key!r}{nearest(key, _KEYS)}")
        if not isinstance(value, str) or not value.strip():
            raise ConfigError(f"{place}: {key}: want a string that is not empty")
    for key in ("document", "rule", "reason"):
        if key not in entry:
            raise ConfigError(f"{place}: {key} is missing")
    if "text" in entry and "pattern" in entry:
        raise ConfigError(f"{place}: both text and pattern; leave out one")
    codes((entry["rule"],), rules, f"{place}: rule")
    if "pattern" in entry:
        try:
            re.compile(entry["pattern"])
        except (re.error, OverflowError, RecursionError) as error:
            raise ConfigError(
                f"{place}: pattern: {entry['pattern']!r} is no regular expression: {error}"
            ) from None
    return Suppression(**entry)


def about(config: Config, name: str) -> tuple[Suppression, ...]:
    """The entries that are about a document, by its path relative to the configuration's folder.

    An entry for a file of records is about all of them, one for `pages.jsonl#id` about that one.
    """
    if not config.suppressed:
        return ()
    exact, patterns = config.suppressed_in
    file, record = split_record(name)
    found = (*exact.get(name, ()), *(exact.get(file, ()) if record else ()))
    more = [entry for entry in patterns if entry not in found and match_any([entry.document], file)]
    return (*found, *more)


def _covers(entry: Suppression, document: Document) -> frozenset[int]:
    """The indexes of the lines that an entry is about; all of them where it names no line."""
    if entry.text:
        key = fold(entry.text)
        words = tuple(tokens(key))
        return frozenset(
            line.index for line in document.lines if (line.tokens == words if words else line.key == key)
        )
    if entry.pattern:
        search = re.compile(entry.pattern).search
        return frozenset(line.index for line in document.lines if search(line.text))
    return frozenset(range(max(1, len(document.lines))))


Met = tuple[Rule, str, frozenset[int]]  # a suppressed finding: its rule, its message, lines of the source


def sparing(
    rules: Sequence[Rule], entries: Sequence[Suppression], source: Document, met: list[Met]
) -> tuple[Rule, ...]:
    """The rules, with the findings that are suppressed lowered to display-only: so nothing mends them.

    Guard rules stay as they are: what they withhold stays withheld. What is lowered in any round is added to
    `met`.
    """
    if not entries:
        return tuple(rules)
    covered = [(entry, _covers(entry, source)) for entry in entries]
    spared = []
    for rule in rules:
        lines: frozenset[int] = frozenset().union(
            *(found for entry, found in covered if weight(rule, (entry.rule,)))
        )
        spared.append(rule if rule.guard or not lines else _spare(rule, lines, met))
    return tuple(spared)


def _spare(rule: Rule, lines: frozenset[int], met: list[Met]) -> Rule:
    """A rule whose findings on these lines of the source are not mended."""
    check = rule.check

    def spare(document: Document, *asked: Any, **options: Any) -> Iterator[Yield]:
        for item in check(document, *asked, **options):
            if isinstance(item, Finding) and item.edits:
                touched = frozenset(_in_source(document, _touched(document, item.span, item.edits)))
                if not lines.isdisjoint(touched):
                    item = replace(item, safety=DISPLAY)
                    met.append((rule, item.message, touched))
            yield item

    return replace(rule, check=spare)


def with_met(result: Result, met: Iterable[Met], source: Document) -> Result:
    """A result with the suppressed findings that are none any more when other fixes have been made.

    An entry for such a one is of use: without it the finding would have been mended before.
    """
    found = list(result.findings)
    told: dict[str, set[int]] = {}
    for one in found:
        told.setdefault(one.code, set()).update(_lines_of(one, source))
    for rule, message, lines in met:
        if not lines.isdisjoint(known := told.setdefault(rule.code, set())):
            continue
        known |= lines
        first, last = (source.lines[at(lines)] for at in (min, max))
        place = Span(first.start, last.end)
        found.append(
            Diagnostic(
                document=source.name,
                code=rule.code,
                name=rule.name,
                line=first.number,
                column=1,
                end_line=last.number,
                end_column=last.end - last.start + 1,
                start=place.start,
                end=place.end,
                message=message,
                safety=DISPLAY,
                fixed=False,
            )
        )
    return replace(result, findings=tuple(sorted(found, key=order)))


def _lines_of(diagnostic: Diagnostic, source: Document) -> set[int]:
    return _touched(source, Span(diagnostic.start, diagnostic.end), diagnostic.edits)


def _touched(document: Document, span: Span, edits: Iterable[Edit]) -> set[int]:
    """The indexes of the lines that a finding or one of its edits touches."""
    found: set[int] = set()
    for start, end in [(span.start, span.end), *((edit.start, edit.end) for edit in edits)]:
        first, last = document.line_at(start), document.line_at(max(start, end - 1))
        if first and last:
            found.update(range(first.index, last.index + 1))
    return found


def _in_source(document: Document, indexes: Iterable[int]) -> Iterator[int]:
    """The lines of the source that lines of a later round were made of, by their indexes."""
    lines = document.lines
    for index in indexes:
        first = lines[index].number
        behind = lines[index + 1].number if index + 1 < len(lines) else first + 1
        yield from range(first - 1, max(first, behind - 1))


def touches(diagnostic: Diagnostic, source: Document, index: int) -> bool:
    """Whether a finding or its fix touches the line of this index."""
    return index in _lines_of(diagnostic, source)


def which(diagnostic: Diagnostic, source: Document, entries: Sequence[Suppression]) -> Suppression | None:
    """The entry that suppresses a finding, if one does."""
    if diagnostic.fixed:
        return None
    touched: set[int] | None = None
    for entry in entries:
        if weight(diagnostic, (entry.rule,)):
            if touched is None:
                touched = _lines_of(diagnostic, source) or {0}
            if not touched.isdisjoint(_covers(entry, source)):
                return entry
    return None


def written(document: str, line: str, rule: str, reason: str) -> Suppression:
    """The entry for a line as it stands in a document; a very long line is told by its first words."""
    if not split_record(document)[1]:
        document = re.sub(r"[*?\[]", r"\\\g<0>", document)
    if len(line) <= _LONGEST_TEXT:
        return Suppression(document, rule, reason, text=line.strip())
    words = re.findall(r"\w+", line[:_BEGINNING])
    return Suppression(document, rule, reason, pattern=r"^\W*" + r"\W+".join(words) if words else "^")


def append(path: Path, entry: Suppression) -> None:
    """Write an entry behind those of a file; the file is made where there is none.

    Raises:
        OSError: nothing was written.
    """
    old = path.read_text(encoding="utf-8") if path.exists() else HEAD
    fields = {key: getattr(entry, key) for key in _KEYS if getattr(entry, key)}
    rows = [f"[[{_TABLE}]]", *(f"{key} = {toml.string(value)}" for key, value in fields.items())]
    text = old.rstrip("\n") + "\n\n" + "\n".join(rows) + "\n"
    write(path, text.encode("utf-8"))
