"""Configuration: what may stand in `[tool.cleaner]`, checked where it is read, and what follows from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct, field

from cleaner import values
from cleaner.patterns import match_any
from cleaner.rule import DISPLAY, SAFE, UNSAFE, Rule, Safety
from cleaner.values import ConfigError, nearest

_TRUST = tuple(Safety)  # from the most trusted to the least
BASELINE_NAME = "cleaner-baseline.jsonl"
SUPPRESSIONS_NAME = "cleaner-suppressions.toml"
RULE_DIRECTORY = "rule-directory"  # the key that names the user's own rules
KEEP, STRIP, FRONT_MATTER = METADATA = ("keep", "strip", "front-matter")


class Severity(StrEnum):
    """How much a finding matters, from the least: `--fail-on` names the least that fails a run."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


NOTE, WARNING, ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR
NEVER = "never"  # the `fail-on` under which no finding fails a run
_LEVELS = tuple(Severity)
FAIL_ON = (*map(str, Severity), NEVER)


def fails(level: Severity, fail_on: str) -> bool:
    """Whether a finding of this severity fails a run; `fail_on` is one of `FAIL_ON`."""
    return fail_on != NEVER and _LEVELS.index(level) >= _LEVELS.index(Severity(fail_on))


class Coded(Protocol):
    """What has a rule's code and name: the rule itself, or a finding of it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


class OwnFinding(Struct, frozen=True):
    """A finding that no rule makes: it is about a file of `cleaner`'s own, or about what rules did."""

    code: str
    name: str
    docs: str


UNUSED = OwnFinding(
    "SUP101",
    "unused-suppression",
    """Entries of the suppressions file that suppress nothing.

The text was changed, or the rule finds it no longer: such an entry would hide what comes later. It is
told where its document is checked; where the document is gone, when a folder that held it is checked,
and where it is a pattern, when the whole folder of the configuration is. Nothing mends it; delete the
entry.""",
)
MOVED = OwnFinding(
    "MET201",
    "metadata-in-text",
    """Author, date and tags that the text states, moved into front matter.

Made only where the configuration says `metadata = "front-matter"`: what bylines, date stamps and lists
of tags state goes to the head of the text, between two lines of `---`, as YAML; the lines go as with
`metadata = "strip"`. Keys that the front matter has already stay as they are.""",
)
RESTLESS = OwnFinding(
    "DOC201",
    "no-rest",
    """A text whose words stay, because rules that remove some never came to rest on it.

What one round removes lets the next see the rest otherwise. Where after ten rounds there is still more
to remove, nothing says where it would end, and so all words stay: only what keeps every word is mended.
The finding names the rules that went on; ignore one of them for this document to have the others act.""",
)
OWN = (UNUSED, MOVED, RESTLESS)


class Suppression(Struct, frozen=True, eq=False):
    """One entry of the suppressions file: these findings are right, and leave the text as it is.

    `document` is a path (of a record, with `#` and its id, and always exact), or a .gitignore pattern where
    it has one of `*?[` or ends in `/`; `rule` is a code, prefix or name. The line is told by `text` (compared
    by its words, which fixes of layout keep) or by `pattern`, a regular expression searched for in it; an
    entry with neither is for the whole document. `number` is the entry's line in its file.
    """

    document: str
    rule: str
    reason: str
    text: str = ""
    pattern: str = ""
    number: int = 0

    def _told(self) -> tuple[str, ...]:
        return self.document, self.rule, self.reason, self.text, self.pattern

    def __eq__(self, other: object) -> bool:
        """Whether two entries say the same, in whatever line of the file."""
        return isinstance(other, Suppression) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    @property
    def is_pattern(self) -> bool:
        """Whether the entry can be about more than one document."""
        if ".jsonl#" in self.document or ".jsonl.gz#" in self.document:
            return False
        return any(sign in self.document for sign in "*?[") or self.document.endswith("/")


class Config(Struct, frozen=True, dict=True):
    """All settings, each with its default. `rules` holds rule options by rule code.

    Patterns for files are those of .gitignore; `protect` holds regular expressions for text that
    no rule touches. `profile` is a stored profile, `site` a pattern such as `{site}/**` that tells the site
    of a document from its path; the fields are those of records. `root` is the folder the configuration
    was found in, `file` the file; `stated` are the keys that were set, not left at their defaults.
    `baseline`, `suppressions` and `rule_directory` (of the user's own rules) are paths; `suppressed` holds
    the entries of the second.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extend_safe_fixes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ("*.[tT][xX][tT]",)
    exclude: tuple[str, ...] = ()
    protect: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    metadata: str = "keep"
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    unsafe_fixes: bool = False
    profile: str = ""
    site: str = ""
    text_field: str = "text"
    id_field: str = ""
    site_field: str = ""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    fail_on: str = WARNING
    preview: bool = False
    baseline: str = BASELINE_NAME
    suppressions: str = SUPPRESSIONS_NAME
    rule_directory: str = ""
    required_version: str = ""
    root: Path | None = None
    file: Path | None = None
    stated: frozenset[str] = frozenset()
    suppressed: tuple[Suppression, ...] = ()

    @cached_property
    def protected(self) -> tuple[re.Pattern[str], ...]:
        """The compiled `protect` patterns."""
        return tuple(re.compile(pattern, re.MULTILINE) for pattern in self.protect)

    def site_of(self, name: str) -> str:
        """The site of the document of this relative path; empty where no pattern tells."""
        found = self._site.match(name) if self.site else None
        return found["site"] if found else ""

    @cached_property
    def _site(self) -> re.Pattern[str]:
        return values.site_pattern(self.site)

    def allows(self, safety: Safety) -> bool:
        """Whether a fix of this safety is applied."""
        return safety is SAFE or (safety is UNSAFE and self.unsafe_fixes)

    def safety(self, rule: Rule, lowered: Safety | None) -> Safety:
        """The safety of a rule's finding: its own or lower; unsafe becomes safe where extended."""
        safety = max(rule.safety, lowered or SAFE, key=_TRUST.index)
        if safety is UNSAFE and self.extend_safe_fixes and _matches(rule, self.extend_safe_fixes):
            return SAFE
        return safety

    def rules_for(self, rules: Iterable[Rule], name: str) -> tuple[Rule, ...]:
        """The rules that check the document of this name."""
        off: list[str] = []
        for pattern, codes in self.per_file_ignores.items():
            if match_any([pattern], name):
                off += codes
        return tuple(rule for rule in rules if self.selects(rule) and not _matches(rule, off))

    def selects(self, rule: Rule) -> bool:
        """Whether a rule runs, per-file settings aside.

        Of `select` and `ignore` the more specific one decides: `ignore = ["NAV"]` with
        `extend-select = ["NAV104"]` leaves that one rule on. Where both say the same, it is off.
        """
        if rule.preview and not self.preview:
            return False
        on = max(weight(rule, self.select or ("ALL",)), weight(rule, self.extend_select))
        return on > weight(rule, self.ignore)

    def level(self, finding: Coded, safety: Safety) -> Severity:
        """How much a finding matters: as the most specific entry of `severity` says.

        Without an entry, what has a safe or unsafe fix is a warning, what is display-only a note.
        """
        default = NOTE if safety is DISPLAY else WARNING
        if not self.severity:
            return default
        best = max(self.severity, key=lambda code: weight(finding, (code,)))
        return self.severity[best] if weight(finding, (best,)) else default

    def fails(self, level: Severity) -> bool:
        """Whether a finding of this severity fails the run."""
        return fails(level, self.fail_on)

    @cached_property
    def suppressed_in(self) -> tuple[Mapping[str, tuple[Suppression, ...]], tuple[Suppression, ...]]:
        """The suppressions by the one document they are about, and those whose document is a pattern."""
        exact: dict[str, tuple[Suppression, ...]] = {}
        for entry in self.suppressed:
            exact[entry.document] = (*exact.get(entry.document, ()), entry)
        return exact, tuple(entry for entry in self.suppressed if entry.is_pattern)

    def place(self, path: str) -> Path:
        """Where a path of the configuration leads: it is relative to the configuration's folder."""
        return (self.root or Path.cwd()) / path

    @cached_property
    def own(self) -> Path | None:
        """The folder of the user's own rules; None where none is configured."""
        return self.place(self.rule_directory).resolve() if self.rule_directory else None

    def options(self, rule: Rule) -> dict[str, Any]:
        """The keyword options a rule is called with: settings of the same name, then its own."""
        given: dict[str, Any] = {}
        if not rule.options:
            return given
        for name in rule.options:
            if name in ("language", "metadata"):
                given[name] = STRIP if getattr(self, name) == FRONT_MATTER else getattr(self, name)
        return given | dict(self.rules.get(rule.code, {}))


_EXACT = 100  # the weight of a whole code or a name; that of a prefix is its length, of ALL 0.5


def weight(rule: Coded, codes: Iterable[str]) -> float:
    """How specifically one of the codes means a rule; 0 where none does."""
    best = 0.0
    for code in codes:
        if code in (rule.code, rule.name):
            return _EXACT
        if rule.code.startswith(code):
            best = max(best, len(code))
        elif code == "ALL":
            best = max(best, 0.5)
    return best


def _matches(rule: Coded, codes: Iterable[str]) -> bool:
    """Whether a rule is meant by one of the codes: its code, its name, a prefix of the code, or ALL."""
    return weight(rule, codes) > 0


def parse(
    table: Mapping[str, Any], rules: Iterable[Rule], place: str = "config", root: Path | None = None
) -> Config:
    """Make a `Config` of a table as TOML gives it.

    Raises:
        ConfigError: names the key, its place and the nearest known name.
    """
    rules = tuple(rules)
    read: dict[str, Callable[[Any, str], Any]] = {
        "required-version": lambda value, at: values.typed(value, str, at),
        "select": lambda value, at: codes(values.strings(value, at), rules, at),
        "extend-select": lambda value, at: codes(values.strings(value, at), rules, at),
        "ignore": lambda value, at: codes(values.strings(value, at), rules, at),
        "per-file-ignores": lambda value, at: {
            values.files((pattern,), at)[0]: codes(
                values.strings(entry, f"{at}.{pattern}"), rules, f"{at}.{pattern}"
            )
            for pattern, entry in values.table(value, at).items()
        },
        "extend-safe-fixes": lambda value, at: _with_fixes(values.strings(value, at), rules, at),
        "documents": values.files,
        "exclude": values.files,
        "protect": values.patterns,
        "language": values.languages,
        "metadata": lambda value, at: values.choice(value, METADATA, at),
        "rules": lambda value, at: _options(values.table(value, at), rules, at),
        "unsafe-fixes": lambda value, at: values.typed(value, bool, at),
        "profile": lambda value, at: values.typed(value, str, at),
        "site": values.site,
        "text-field": lambda value, at: values.typed(value, str, at),
        "id-field": lambda value, at: values.typed(value, str, at),
        "site-field": lambda value, at: values.typed(value, str, at),
        "severity": lambda value, at: {
            code: Severity(values.choice(level, tuple(Severity), f"{at}.{code}"))
            for code, level in values.table(value, at).items()
            if codes((code,), rules, at)
        },
        "fail-on": lambda value, at: values.choice(value, FAIL_ON, at),
        "preview": lambda value, at: values.typed(value, bool, at),
        "baseline": values.path,
        "suppressions": values.path,
        RULE_DIRECTORY: values.path,
    }
    settings = {}
    if "extend" in values.table(table, place):
        raise ConfigError(f"{place}: extend: only a configuration file can extend another")
    for key, value in table.items():
        if key not in read:
            raise ConfigError(f"{place}: unknown key {key!r}{nearest(key, (*read, 'extend'))}")
        settings[key.replace("-", "_")] = read[key](value, f"{place}: {key}")
    return Config(**settings, root=root, stated=frozenset(table))


def own_rules(table: Mapping[str, Any], root: Path | None = None) -> Path | None:
    """The folder of own rules that a table names, which is needed before the rest of it can be read."""
    named = table.get(RULE_DIRECTORY)
    if not isinstance(named, str) or not named or "\0" in named:
        return None  # `parse` tells what is wrong
    return ((root or Path.cwd()) / named).resolve()


def codes(stated: Sequence[str], rules: Iterable[Coded], place: str) -> tuple[str, ...]:
    """Check rule codes, prefixes of codes and rule names.

    Raises:
        ConfigError: one means no rule.
    """
    rules = (*rules, *OWN)
    for value in stated:
        if not any(_matches(rule, (value,)) for rule in rules) or not value:
            known = [*(rule.code for rule in rules), *(rule.name for rule in rules)]
            known += [*sorted({rule.code[:3] for rule in rules}), "ALL"]
            raise ConfigError(
                f"{place}: unknown rule {value!r}{nearest(value, known)}; `cleaner rules` lists them"
            )
    return tuple(stated)


def _options(table: Mapping[str, Any], rules: Sequence[Rule], place: str) -> dict[str, dict[str, Any]]:
    by_name = {rule.code: rule for rule in rules} | {rule.name: rule for rule in rules}
    options: dict[str, dict[str, Any]] = {}
    for name, stated in table.items():
        if name not in by_name:
            raise ConfigError(f"{place}: unknown rule {name!r}{nearest(name, by_name)}")
        rule = by_name[name]
        given = options.setdefault(rule.code, {})
        for key, value in values.table(stated, f"{place}.{name}").items():
            at = f"{place}.{name}.{key}"
            option = key.replace("-", "_")
            if option not in rule.options:
                near = nearest(key, [known.replace("_", "-") for known in rule.options])
                raise ConfigError(f"{at}: {rule.code} has no option {key!r}{near}")
            default = rule.options[option]
            listed = isinstance(default, tuple)
            given[option] = values.strings(value, at) if listed else values.typed(value, type(default), at)
            if isinstance(default, int | float) and not given[option] >= 0:
                raise ConfigError(f"{at}: want a number from 0 on, not {value}")
    return options


def _with_fixes(stated: Sequence[str], rules: Sequence[Rule], place: str) -> tuple[str, ...]:
    """Codes of rules that have a fix to extend to."""
    for value in codes(stated, rules, place):
        if all(rule.safety is DISPLAY for rule in rules if _matches(rule, (value,))):
            raise ConfigError(f"{place}: {value!r} has no fix that could be applied: it is display-only")
    return tuple(stated)
