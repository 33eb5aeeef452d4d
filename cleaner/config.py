"""Configuration: what may stand in `[tool.cleaner]`, checked where it is read, and what follows from it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cleaner.patterns import match_any
from cleaner.patterns import parse as parse_pattern
from cleaner.rule import DISPLAY, SAFE, UNSAFE, Rule, Safety

_TRUST = tuple(Safety)  # from the most trusted to the least
CONFIG_NAMES = ("cleaner.toml", "pyproject.toml")
# ISO 639-1: the codes of languages; a country or script may follow, as in zh-Hant.
_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
    "dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id "
    "ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu "
    "lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu "
    "rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
    "ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_LANGUAGES = frozenset(_ISO_639_1.split())


class ConfigError(Exception):
    """A configuration that cannot be used: what is wrong, where, and the nearest known name."""


@dataclass(frozen=True)
class Config:
    """All settings, each with its default. `rules` holds rule options by rule code.

    Patterns for files are those of .gitignore; `protect` holds regular expressions for text that
    no rule touches. `profile` is a stored profile, `site` a pattern such as `{site}/**` that tells the site
    of a document from its path; the fields are those of records. `root` is the folder the
    configuration was found in.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extend_safe_fixes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ("*.txt",)
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
    root: Path | None = None

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
        return site_pattern(self.site)

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
        off = list(self.ignore)
        for pattern, codes in self.per_file_ignores.items():
            if match_any([pattern], name):
                off += codes
        return tuple(
            rule
            for rule in rules
            if (not self.select or _matches(rule, self.select)) and not _matches(rule, off)
        )

    def options(self, rule: Rule) -> dict[str, Any]:
        """The keyword options a rule is called with: settings of the same name, then its own."""
        given: dict[str, Any] = {}
        if not rule.options:
            return given
        for name in rule.options:
            if name in ("language", "metadata"):
                given[name] = getattr(self, name)
        return given | dict(self.rules.get(rule.code, {}))


def _matches(rule: Rule, codes: Sequence[str]) -> bool:
    """Whether a rule is meant by one of the codes: its code, its name, a prefix of the code, or ALL."""
    return any(code == rule.name or code == "ALL" or rule.code.startswith(code) for code in codes)


def find(start: Path) -> Path | None:
    """The configuration file nearest to `start`, looking there and upwards; None without one."""
    for folder in (start, *start.parents):
        for name in CONFIG_NAMES:
            path = folder / name
            if path.is_file() and (name == "cleaner.toml" or _has_table(path)):
                return path
    return None


def _has_table(path: Path) -> bool:
    """Whether a pyproject.toml configures us; one that is broken does if it seems to, and is then told."""
    data = path.read_bytes()
    if b"cleaner" not in data:
        return False
    try:
        tool = tomllib.loads(data.decode("utf-8")).get("tool")
    except (ValueError, RecursionError):
        return re.search(rb"^\s*\[?\s*tool\s*\.\s*cleaner\b", data, re.MULTILINE) is not None
    return isinstance(tool, dict) and "cleaner" in tool


def load(path: Path, rules: Iterable[Rule]) -> Config:
    """Read a configuration file.

    Raises:
        ConfigError: it cannot be read or holds an unknown key or a value of the wrong type.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
    if path.name == "pyproject.toml":
        tool = table.get("tool", {})
        table = tool.get("cleaner", {}) if isinstance(tool, dict) else {}
        place = f"{path}: [tool.cleaner]"
    else:
        place = str(path)
    return parse(table, rules, place, root=path.parent)


def parse(
    table: Mapping[str, Any], rules: Iterable[Rule], place: str = "config", root: Path | None = None
) -> Config:
    """Make a `Config` of a table as TOML gives it.

    Raises:
        ConfigError: names the key, its place and the nearest known name.
    """
    rules = tuple(rules)
    read: dict[str, Callable[[Any, str], Any]] = {
        "select": lambda value, at: codes(_strings(value, at), rules, at),
        "ignore": lambda value, at: codes(_strings(value, at), rules, at),
        "per-file-ignores": lambda value, at: {
            _files((pattern,), at)[0]: codes(_strings(entry, f"{at}.{pattern}"), rules, f"{at}.{pattern}")
            for pattern, entry in _table(value, at).items()
        },
        "extend-safe-fixes": lambda value, at: _with_fixes(_strings(value, at), rules, at),
        "documents": _files,
        "exclude": _files,
        "protect": _patterns,
        "language": _languages,
        "metadata": lambda value, at: _choice(value, ("keep", "strip"), at),
        "rules": lambda value, at: _options(_table(value, at), rules, at),
        "unsafe-fixes": lambda value, at: _typed(value, bool, at),
        "profile": lambda value, at: _typed(value, str, at),
        "site": _site,
        "text-field": lambda value, at: _typed(value, str, at),
        "id-field": lambda value, at: _typed(value, str, at),
        "site-field": lambda value, at: _typed(value, str, at),
    }
    settings = {}
    for key, value in _table(table, place).items():
        if key not in read:
            raise ConfigError(f"{place}: unknown key {key!r}{nearest(key, read)}")
        settings[key.replace("-", "_")] = read[key](value, f"{place}: {key}")
    return Config(**settings, root=root)


def codes(values: Sequence[str], rules: Iterable[Rule], place: str) -> tuple[str, ...]:
    """Check rule codes, prefixes of codes and rule names.

    Raises:
        ConfigError: one means no rule.
    """
    rules = tuple(rules)
    for value in values:
        if not any(_matches(rule, (value,)) for rule in rules) or not value:
            known = [*(rule.code for rule in rules), *(rule.name for rule in rules)]
            known += [*sorted({rule.code[:3] for rule in rules}), "ALL"]
            raise ConfigError(
                f"{place}: unknown rule {value!r}{nearest(value, known)}; `cleaner rules` lists them"
            )
    return tuple(values)


def nearest(word: str, known: Iterable[str]) -> str:
    """The clause `, did you mean 'x'?`, or nothing where no known name is near."""
    from difflib import SequenceMatcher, get_close_matches

    word = word.casefold()
    by_folded = {name.casefold(): name for name in known}
    found = get_close_matches(word, by_folded, 5, 0.6)

    def nearness(name: str) -> tuple[float, int]:  # of codes equally near, the one with one digit mistyped
        same = sum(map(str.__eq__, word, name))
        return SequenceMatcher(None, name, word).ratio(), same

    return f", did you mean {by_folded[max(found, key=nearness)]!r}?" if found else ""


def _options(table: Mapping[str, Any], rules: Sequence[Rule], place: str) -> dict[str, dict[str, Any]]:
    by_name = {rule.code: rule for rule in rules} | {rule.name: rule for rule in rules}
    options: dict[str, dict[str, Any]] = {}
    for name, values in table.items():
        if name not in by_name:
            raise ConfigError(f"{place}: unknown rule {name!r}{nearest(name, by_name)}")
        rule = by_name[name]
        given = options.setdefault(rule.code, {})
        for key, value in _table(values, f"{place}.{name}").items():
            at = f"{place}.{name}.{key}"
            option = key.replace("-", "_")
            if option not in rule.options:
                near = nearest(key, [known.replace("_", "-") for known in rule.options])
                raise ConfigError(f"{at}: {rule.code} has no option {key!r}{near}")
            default = rule.options[option]
            given[option] = (
                _strings(value, at) if isinstance(default, tuple) else _typed(value, type(default), at)
            )
            if isinstance(default, int | float) and not given[option] >= 0:
                raise ConfigError(f"{at}: want a number from 0 on, not {value}")
    return options


def _with_fixes(values: Sequence[str], rules: Sequence[Rule], place: str) -> tuple[str, ...]:
    """Codes of rules that have a fix to extend to."""
    for value in codes(values, rules, place):
        if all(rule.safety is DISPLAY for rule in rules if _matches(rule, (value,))):
            raise ConfigError(f"{place}: {value!r} has no fix that could be applied: it is display-only")
    return tuple(values)


def _languages(value: Any, place: str) -> tuple[str, ...]:
    for code in _strings(value, place):
        if re.split("[-_]", code)[0].lower() not in _LANGUAGES:
            raise ConfigError(f"{place}: unknown language {code!r}; want ISO 639-1 codes, such as 'en'")
    return _strings(value, place)


def _typed(value: Any, wanted: type, place: str) -> Any:
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise ConfigError(f"{place}: want {_called(wanted)}, not {_called(type(value))}")
    return value


def _called(kind: type) -> str:
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "a string", list: "a list"}
    return names.get(kind, "a table" if kind is dict else kind.__name__)


def _table(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ConfigError(f"{place}: want a table, not {_called(type(value))}")
    return value


def _strings(value: Any, place: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{place}: want a list of strings")
    return tuple(value)


def _files(value: Any, place: str) -> tuple[str, ...]:
    for pattern in _strings(value, place):
        try:
            parse_pattern(pattern)
        except ValueError as error:
            raise ConfigError(f"{place}: {pattern!r} is no pattern for files: {error}") from None
    return _strings(value, place)


def _patterns(value: Any, place: str) -> tuple[str, ...]:
    for pattern in _strings(value, place):
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise ConfigError(f"{place}: {pattern!r} is no regular expression: {error}") from None
        if re.match(pattern, ""):
            raise ConfigError(f"{place}: {pattern!r} matches nothing at all, and so protects everything")
    return tuple(value)


def site_pattern(pattern: str) -> re.Pattern[str]:
    """The expression for a site pattern: `*`, `?` and `{site}` stop at a slash, `**` does not.

    Raises:
        ValueError: there is not exactly one `{site}` in it.
    """
    if pattern.count("{site}") != 1:
        raise ValueError("want one {site} in it")
    signs = {"{site}": "(?P<site>[^/]+?)", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\{site\}|\*\*|\*|\?)", pattern.strip("/"))
    return re.compile(
        "(?:.*?/)?" + "".join(signs.get(part, re.escape(part)) for part in parts) + r"\Z", re.DOTALL
    )


def _site(value: Any, place: str) -> str:
    pattern: str = _typed(value, str, place)
    try:
        site_pattern(pattern)
    except ValueError as error:
        raise ConfigError(
            f"{place}: {pattern!r} is no pattern of sites: {error}, as in '{{site}}/**'"
        ) from None
    return pattern


def _choice(value: Any, choices: tuple[str, ...], place: str) -> str:
    if value not in choices:
        raise ConfigError(f"{place}: want {' or '.join(map(repr, choices))}, not {value!r}")
    return str(value)
