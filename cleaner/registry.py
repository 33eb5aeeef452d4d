"""Finds rules: every module of a directory of rules, imported once a process; ours, and the user's own."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from cleaner.config import OWN, RULE_DIRECTORY
from cleaner.phrases import Lexicon, TableError, extended
from cleaner.rule import Rule
from cleaner.values import ConfigError, nearest

_PACKAGE = "cleaner.rules"


def rules_directory() -> Path:
    """Where the rules lie: beside the engine when installed, in `rules/` of a checkout."""
    here = Path(__file__).resolve().parent
    installed = here / "rules"
    return installed if installed.is_dir() else here.parent / "rules"


@lru_cache(maxsize=8)
def load_rules(own: Path | None = None) -> tuple[Rule, ...]:
    """Import all rules and return them sorted by code.

    Args:
        own: the folder of the user's own rules and tables, an absolute path; None for ours alone.

    Raises:
        ConfigError: a file of the user's cannot be used; the message is one line that names it.
    """
    if own is None:
        return load_directory(rules_directory(), _PACKAGE)
    if not own.is_dir():
        raise ConfigError(
            f"{_shown(own)}: no such folder; `{RULE_DIRECTORY}` names it, `cleaner new-rule NAME` begins it"
        )
    try:
        ours = _ours(own, own_tables(own))
        return _together(ours, load_directory(own, f"cleaner_own_{_digest(own)}", own=True), own)
    except TableError as error:
        raise ConfigError(f"{_shown(error.path)}: {error.reason}") from None
    except OSError as error:
        raise ConfigError(
            f"{_shown(Path(error.filename or own))}: {(error.strerror or '?').lower()}"
        ) from None


def own_tables(own: Path) -> list[Path]:
    """The tables of a folder that no module of it stands beside: they extend ours of the same name.

    Raises:
        ConfigError: we have no table of that name.
    """
    tables = [path for path in sorted(own.glob("[!_]*.toml")) if not path.with_suffix(".py").exists()]
    ours = [path.name for path in sorted(rules_directory().glob("[!_]*.toml"))]
    for path in tables:
        if path.name not in ours:
            raise ConfigError(
                f"{_shown(path)}: beside no rule module {path.stem}.py, and no table of a shipped rule"
                f"{nearest(path.name, ours)}"
            )
    return tables


def _ours(own: Path, tables: list[Path]) -> tuple[Rule, ...]:
    """Our rules; where tables extend theirs, copies of them that know the entries of both.

    So no two configurations of one process share what a table or a memory of lines holds.
    """
    if not tables:
        return load_rules()
    with extended(rules_directory(), tables):
        rules = load_directory(rules_directory(), f"{_PACKAGE}_{_digest(own)}")
        assert Lexicon.of(rules_directory()).compiled  # noqa: S101 - read now, so that faults are told now
    return rules


def _together(ours: Iterable[Rule], theirs: Iterable[Rule], own: Path) -> tuple[Rule, ...]:
    found = {rule.code: rule for rule in ours}
    names = {rule.name: rule.code for rule in found.values()} | {one.name: one.code for one in OWN}
    codes = {*found, *(one.code for one in OWN)}
    for rule in theirs:
        path = _shown(own / f"{rule.check.__module__.rpartition('.')[2]}.py")
        if rule.code in codes:
            raise ConfigError(f"{path}: the code {rule.code} is a shipped rule's; take another, as OWN101")
        if rule.name in names:
            raise ConfigError(f"{path}: the name {rule.name!r} is that of {names[rule.name]}, a shipped rule")
        found[rule.code] = rule
    return tuple(found[code] for code in sorted(found))


def load_directory(directory: Path, package: str, *, own: bool = False) -> tuple[Rule, ...]:
    """Import every module of `directory` as a part of the synthetic package `package`.

    Modules whose names begin with an underscore are helpers: importable, no rules. Of the user's `own`
    modules, each must hold a rule.

    Raises:
        ConfigError: two rules have one code or one name, or an own module cannot be used.
    """
    if package not in sys.modules:
        module = ModuleType(package)
        module.__path__ = [str(directory)]
        sys.modules[package] = module
    found: dict[str, Rule] = {}
    for path in sorted(directory.glob("*.py")):
        if path.stem.startswith("_"):
            continue
        name = f"{package}.{path.stem}"
        module = _imported(name, path) if own else importlib.import_module(name)
        rules = [value for value in vars(module).values() if isinstance(value, Rule)]
        if own and not rules:
            raise ConfigError(f"{_shown(path)}: holds no rule; begin the name of a helper with an underscore")
        for rule in rules:
            for other in found.values():
                if other is not rule and (other.code == rule.code or other.name == rule.name):
                    raise ConfigError(
                        f"{_shown(path)}: {rule.code} {rule.name} clashes with {other.code} {other.name}"
                    )
            found[rule.code] = rule
    if own and found:
        assert Lexicon.of(directory).compiled  # noqa: S101 - read now, so that faults are told now
    return tuple(found[code] for code in sorted(found))


def _imported(name: str, path: Path) -> ModuleType:
    """Import a module of the user's; whatever it raises is one line that says where."""
    try:
        return importlib.import_module(name)
    except (TableError, ConfigError):
        raise
    except SyntaxError as error:
        file = Path(error.filename) if error.filename else path
        raise ConfigError(f"{_shown(file)}:{error.lineno or 1}: {error.msg}") from None
    except (Exception, SystemExit) as error:
        line, trace = 0, error.__traceback__
        while trace:
            if Path(trace.tb_frame.f_code.co_filename).parent == path.parent:
                path, line = Path(trace.tb_frame.f_code.co_filename), trace.tb_lineno
            trace = trace.tb_next
        place = f"{_shown(path)}:{line}" if line else _shown(path)
        raise ConfigError(f"{place}: {type(error).__name__}: {error}") from None


def _digest(directory: Path) -> str:
    return sha256(os.fsencode(directory)).hexdigest()[:12]


def _shown(path: Path) -> str:
    """A path as the user would name it: relative to the working directory where it lies below."""
    try:
        return str(path.relative_to(Path.cwd().resolve()))
    except (ValueError, OSError):
        return str(path)
