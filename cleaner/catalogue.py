"""The catalogue of rules: `rules/README.md`, and what `cleaner rules` lists.

`python -m cleaner.catalogue` writes the file anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cleaner.config import OWN, OwnFinding
from cleaner.escape import code, fence, markdown, printable
from cleaner.registry import load_rules, rules_directory
from cleaner.rule import Example, Rule

MEASURED_NAME = "_measured.json"
README_NAME = "README.md"

FAMILIES = {
    "ENC": "Bytes and characters",
    "SPC": "Layout",
    "NAV": "Page furniture",
    "REL": "Other stories",
    "DUP": "Repetition",
    "MET": "Metadata lines",
    "LNG": "Language",
    "DOC": "The document as such",
    "BLR": "The learned judge",
}

_OWN_HEADING = "Findings that no rule makes"

# Figures of a measurement that are shown, with their columns' names.
_COLUMNS = {
    "lines": "lines",
    "sites": "sites",
    "precision": "precision",
    "lower": "lower bound",
    "caught": "caught",
    "cost": "cost",
}
_SHARES = ("caught", "cost")  # small shares, told in per cent

_HEAD = """\
# The rules

This file is made by `python -m cleaner.catalogue`; what it says stands in the rules themselves.

A fix that removes words is *safe* while its measured precision is 0.99 or more (tokens, body against
boilerplate, on sites not used to make it; lower 95 % bound over sites, which without a single error wants 299
of them; at least 200 lines),
*unsafe* from 0.90, and *display-only* below. A fix that keeps every word is safe when a property
proves it. Where a rule removes some lines with less certainty than others, it has a row of figures for
each safety.

The figures come from labelled web pages, each in three layouts of plain text, and count words:

- *lines*, *sites*: how many lines the rule removed, and from how many sites.
- *precision*: the share of what it removed that is no part of an article.
- *lower bound*: what the precision on further sites is at least, with 95 % certainty. It grows with the
  number of sites, so a rule that met few of them has a low one without a single error.
- *caught*: the share of all furniture of the pages that the rule removes by itself.
- *cost*: the share of all words of the articles that it removes."""


def catalogue(rules: Sequence[Rule], measured: Mapping[str, Any]) -> str:
    """The Markdown catalogue: a table of all rules, then a section a rule, family by family.

    Findings that no rule makes come last.

    Args:
        rules: all rules, sorted by code.
        measured: figures by rule code (see `load_measured`); rules without any have none shown.
    """
    rows = ["| code | name | safety | what it does |", "| --- | --- | --- | --- |"]
    rows += [
        f"| [{rule.code}](#{_anchor(rule)}) | {rule.name} | {_short(rule)} | {_cell(rule.summary)} |"
        for rule in _by_family(rules)
    ]
    rows += [f"| [{own.code}](#{_anchor(own)}) | {own.name} | – | {_cell(_first(own))} |" for own in OWN]
    parts = [_HEAD, "\n".join(rows)]
    family = ""
    for rule in _by_family(rules):
        if rule.code[:3] != family:
            family = rule.code[:3]
            parts.append(f"## {family}: {FAMILIES.get(family, 'Other rules')}")
        parts += _section(rule, measured.get(rule.code))
    parts.append(f"## {_OWN_HEADING}")
    for own in OWN:
        parts += [f"### {own.code} {own.name}", _prose(own.docs)]
    return "\n\n".join(parts) + "\n"


def _by_family(rules: Sequence[Rule]) -> list[Rule]:
    """The rules in the order of the families, bytes first; unknown families last."""
    order = {family: at for at, family in enumerate(FAMILIES)}
    return sorted(rules, key=lambda rule: (order.get(rule.code[:3], len(order)), rule.code))


def _section(rule: Rule, measured: Any) -> list[str]:
    parts = [f"### {rule.code} {rule.name}", f"*{safety(rule)}*", *_told(rule)]
    if rule.phrases is not None:
        parts.append(f"Phrases: {markdown(phrase_counts(rule))} ([table]({rule.phrases.path.name})).")
    if measured:
        head, *rows = figures(measured)
        table = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
        said = f"Measured ({markdown(note)}):" if (note := measured.get("note")) else "Measured:"
        parts += [said, "\n".join(f"| {' | '.join(row)} |" for row in table)]
    return parts + _shown_examples(rule)


def rule_help(rule: Rule) -> str:
    """What a rule finds and why, its options and examples, as Markdown that stands by itself."""
    return "\n\n".join([*_told(rule), *_shown_examples(rule)]) + "\n"


def rule_text(rule: Rule) -> str:
    """What a rule finds and why, as plain text."""
    return f"{rule.code} {rule.name} ({safety(rule)})\n\n{printable(rule.docs, newline=chr(10))}\n"


def _told(rule: Rule) -> list[str]:
    parts = [_prose(rule.docs)]
    if rule.options:
        lines = "\n".join(f"- {code(setting)}" for setting in settings(rule.options))
        parts += ["Options, with their defaults:", lines]
    return parts


def _shown_examples(rule: Rule) -> list[str]:
    parts: list[str] = []
    mended = [example for example in rule.examples if example.bad is not None]
    kept = [example for example in rule.examples if example.bad is None]
    if mended:
        parts += ["Found:", *map(_example, mended)]
    if kept:
        parts += ["Left alone:", *map(_example, kept)]
    return parts


def _example(example: Example) -> str:
    given = ""
    if example.options:
        given = f"With {code(', '.join(settings(example.options)))}:\n\n"
    if example.bad is None or example.good is None:
        return given + fence(example_lines(example.bad or example.good or ""), "text")
    return given + fence(_compared(example.bad, example.good), "diff")


def _compared(bad: str, good: str) -> list[str]:
    """Bad and good as one: lines that go, lines that come, lines that stay."""
    from difflib import SequenceMatcher

    old, new = example_lines(bad), example_lines(good)
    if bad.endswith("\n") != good.endswith("\n") and old == new:
        old, new = bad.split("\n"), good.split("\n")
    rows: list[str] = []
    for kind, low, high, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += [f" {line}" for line in old[low:high]]
        else:
            rows += [f"-{line}" for line in old[low:high]] + [f"+{line}" for line in new[begin:end]]
    return rows


def figures(measured: Mapping[str, Any]) -> list[list[str]]:
    """A rule's measurement as the rows of a table, the first its head; a row for each safety."""
    tiers = {name: found for name, found in measured.items() if isinstance(found, Mapping)}
    columns = [name for name in _COLUMNS if any(name in found for found in tiers.values())]
    rows = [
        [name, *(_figure(column, found.get(column)) for column in columns)] for name, found in tiers.items()
    ]
    return [["safety", *(_COLUMNS[column] for column in columns)], *rows]


def _figure(column: str, value: float | None) -> str:
    if value is None:
        return "–"
    if column in _SHARES:
        return f"{100 * value:.2g} %"
    return f"{value:.4f}" if isinstance(value, float) else f"{value:,}"


def load_measured(directory: Path | None = None) -> dict[str, dict[str, Any]]:
    """The figures that stand beside the rules, by code and safety; empty where there are none.

    A rule whose safety does not rest on its figures has a `note` among them that says on what.
    """
    import json

    try:
        found = json.loads(((directory or rules_directory()) / MEASURED_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    notes = found.get("notes", {})
    return {
        code: {**tiers, "note": notes[code]} if code in notes else tiers
        for code, tiers in found.get("rules", {}).items()
    }


def rules_table(rules: Sequence[Rule]) -> str:
    """The list that `cleaner rules` prints: code, name, safety, what each does."""
    width = max((len(rule.name) for rule in rules), default=0)
    rows: list[str] = []
    family = ""
    for rule in _by_family(rules):
        if rule.code[:3] != family:
            family = rule.code[:3]
            rows += [""] * bool(rows) + [f"{family}  {FAMILIES.get(family, 'Other rules')}"]
        rows.append(f"  {rule.code}  {rule.name:<{width}}  {_short(rule):<12}  {printable(rule.summary)}")
    rows += ["", _OWN_HEADING]
    rows += [f"  {own.code}  {own.name:<{width}}  {'':<12}  {_first(own)}" for own in OWN]
    return "\n".join(rows)


def safety(rule: Rule) -> str:
    """A rule's safety, and whether its fix takes words away."""
    if rule.guard:
        return "guard: withholds fixes of other rules"
    return f"{rule.safety}, removes words" if rule.removes_words else str(rule.safety)


def settings(options: Mapping[str, Any]) -> list[str]:
    """Options as they stand in a configuration: `name = value`."""
    return [f"{name.replace('_', '-')} = {shown(value)}" for name, value in options.items()]


def shown(value: object) -> str:
    """An option's value as it is written in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(shown, value))}]"
    return '"' + printable(value).replace('"', '\\"') + '"' if isinstance(value, str) else str(value)


def phrase_counts(rule: Rule) -> str:
    """The size of a rule's table: `412 entries in 14 languages: en 84, de 51, ...`."""
    counts: Counter[str] = Counter(phrase.language for phrase in rule.phrases.entries())
    total = sum(counts.values())
    sizes = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    listed = ", ".join(f"{printable(language)} {number}" for language, number in sizes)
    entries = f"{total:,} {'entry' if total == 1 else 'entries'}"
    return f"{entries} in {len(counts)} {'language' if len(counts) == 1 else 'languages'}: {listed}"


def visible(line: str) -> str:
    """A line of an example, safe to show, with trailing spaces as dots and other blanks as escapes."""
    kept = line.rstrip(" ")
    return printable(kept, space=" ") + "·" * (len(line) - len(kept))


def example_lines(text: str) -> list[str]:
    """The lines of an example as they are shown (see `visible`); a final line end begins no further line."""
    lines = text.split("\n")
    return [visible(line) for line in (lines[:-1] if len(lines) > 1 and not lines[-1] else lines)]


def _short(rule: Rule) -> str:
    return "guard" if rule.guard else str(rule.safety)


def _anchor(rule: Rule | OwnFinding) -> str:
    return f"{rule.code.lower()}-{rule.name}"


def _first(own: OwnFinding) -> str:
    return own.docs.partition("\n")[0]


def _prose(text: str) -> str:
    """A docstring as Markdown: it may use backticks; anything else that would be markup is shown."""
    parts = re.split(r"(`[^`]+`)", printable(text, newline="\n"))
    parts[::2] = [re.sub(r"[\\*<&\[\]]", lambda match: "\\" + match[0], part) for part in parts[::2]]
    return "".join(parts)


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|")


def main() -> None:
    """Write rules/README.md."""
    from cleaner.writing import write

    directory = rules_directory()
    text = catalogue(load_rules(), load_measured(directory))
    write(directory / README_NAME, text.encode("utf-8"))


if __name__ == "__main__":
    main()
