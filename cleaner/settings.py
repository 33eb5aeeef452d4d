"""Settings: where they come from (files, `extend`, the command line), and what they amount to."""

from __future__ import annotations

import os
import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import reduce
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cleaner import toml
from cleaner.config import Config, own_rules, parse
from cleaner.registry import load_rules
from cleaner.rule import Rule
from cleaner.values import ConfigError
from cleaner.version import __version__

CONFIG_NAMES = ("cleaner.toml", "pyproject.toml")
_MERGED = ("per-file-ignores", "severity", "rules")  # tables to which an extending file adds its entries
_INLINE = "--config"
_PARTS = ("root", "file", "stated", "suppressed")  # fields of `Config` that are no settings
_IF_GIVEN = ("required_version", "rule_directory")  # settings that have no default


def find(start: Path) -> Path | None:
    """The configuration file nearest to `start`, looking there and upwards; None without one."""
    for folder in (start, *start.parents):
        for name in CONFIG_NAMES:
            path = folder / name
            if is_configuration(path):
                return path
    return None


def is_configuration(path: Path) -> bool:
    """Whether a file is there and configures us; a pyproject.toml that is broken does if it seems to."""
    if not path.is_file():
        return False
    if path.name != "pyproject.toml":
        return True
    data = path.read_bytes().removeprefix(BOM_UTF8)
    if b"cleaner" not in data:
        return False
    try:
        tool = tomllib.loads(data.decode("utf-8")).get("tool")
    except (ValueError, RecursionError):
        return re.search(rb"^\s*\[?\s*tool\s*\.\s*cleaner\b", data, re.MULTILINE) is not None
    return isinstance(tool, dict) and "cleaner" in tool


class Stack(Struct, frozen=True):
    """Tables of settings from the lowest to the one that has the last word, each with its place in messages.

    `file` is the configuration file, `root` the folder that paths and patterns are relative to.
    """

    tables: tuple[tuple[str, Mapping[str, Any]], ...]
    file: Path | None
    root: Path | None

    @property
    def own(self) -> Path | None:
        """The folder of the user's own rules; None where none is configured."""
        return own_rules(reduce(_merged, (table for _, table in self.tables), {}), self.root)


def load(path: Path) -> Config:
    """Read a configuration file, with those it extends.

    Raises:
        ConfigError: it cannot be read, holds an unknown key or a value of the wrong type, or wants
            another version.
    """
    return _config(Stack(tuple(_chain(path)), path, path.parent))


def resolve(given: Sequence[str] = (), *, isolated: bool = False) -> Config:
    """The configuration of a run in the working directory (see `stack`).

    Raises:
        ConfigError: a file, a snippet or an own rule cannot be used.
    """
    return _config(stack(given, isolated=isolated))


def stack(given: Sequence[str] = (), *, isolated: bool = False) -> Stack:
    """What the configuration of a run in the working directory is made of.

    Args:
        given: values of `--config`: at most one path of a file, which stands for the one that would be
            found, and any number of TOML snippets such as `metadata = "strip"`, which go on top.
        isolated: no file is read.

    Raises:
        ConfigError: a file or a snippet cannot be used.
    """
    files = [value for value in given if _is_path(value)]
    if len(files) > 1:
        raise ConfigError(f"{_INLINE}: more than one file: {', '.join(files)}; use `extend` in one of them")
    if files and isolated:
        raise ConfigError(f"{_INLINE} {files[0]}: --isolated reads no file; leave out one of the two")
    here = Path.cwd()
    path = Path(files[0]) if files else None if isolated else find(here)
    tables = _chain(path) if path else []
    tables += [(_INLINE, _snippet(value)) for value in given if value not in files]
    root = None if path is None else here if files else path.parent
    return Stack(tuple(tables), path, root)


def _config(made: Stack) -> Config:
    """What a stack of settings amounts to; each table is checked by itself, so that the message names it."""
    rules = load_rules(made.own)
    merged: dict[str, Any] = {}
    for place, table in made.tables:
        _check_version(table.get("required-version"), place)
        parse(table, rules, place)
        merged = _merged(merged, table)
    return replace(parse(merged, rules, str(made.file or _INLINE), root=made.root), file=made.file)


def _is_path(value: str) -> bool:
    return "=" not in value or os.path.isfile(value)


def _snippet(value: str) -> dict[str, Any]:
    try:
        return tomllib.loads(value)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        name, _, given = value.partition("=")
        plain = given.strip()
        hint = ""
        if plain and '"' not in plain and "'" not in plain and plain[0] not in "[{":
            hint = f"; a string needs quotes: {name.strip()} = {toml.string(plain)}"
        raise ConfigError(f"{_INLINE} {value!r}: no TOML: {error}{hint}") from None


def _chain(path: Path, above: tuple[Path, ...] = ()) -> list[tuple[str, dict[str, Any]]]:
    """A file's table with its place, behind those of the files it extends."""
    place, table = _read(path)
    if path.resolve() in above:
        raise ConfigError(f"{place}: extend: a file that extends this one is extended by it")
    _check_version(table.get("required-version"), place)
    base = table.pop("extend", None)
    if base is None:
        return [(place, table)]
    if not isinstance(base, str) or not base:
        raise ConfigError(f"{place}: extend: want the path of a configuration file, not {base!r}")
    try:
        return [*_chain(path.parent / Path(base).expanduser(), (*above, path.resolve())), (place, table)]
    except RuntimeError:  # no home folder
        raise ConfigError(f"{place}: extend: {base!r} cannot be resolved") from None


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {(error.strerror or '?').lower()}") from None
    except (UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
    tool = table.get("tool", {})
    ours = tool.get("cleaner", {}) if isinstance(tool, dict) else {}
    if path.name != "pyproject.toml":
        if ours:
            raise ConfigError(f"{path}: [tool.cleaner] is for pyproject.toml; here keys stand without it")
        return str(path), table
    place = f"{path}: [tool.cleaner]"
    if not isinstance(ours, dict):
        raise ConfigError(f"{place}: want a table")
    return place, ours


def _check_version(wanted: Any, place: str) -> None:
    """Refuse another version before anything else: its keys may be unknown here.

    Raises:
        ConfigError: this is not a wanted version, or `wanted` is no specifier.
    """
    if wanted is None:
        return
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    text = wanted if isinstance(wanted, str) and wanted else "?"
    with suppress(InvalidVersion):
        text = f"=={Version(text)}"  # a bare version means exactly that one
    try:
        fits = SpecifierSet(text).contains(__version__, prereleases=True)
    except InvalidSpecifier:
        raise ConfigError(
            f"{place}: required-version: want versions such as '>=0.1,<0.2', not {wanted!r}"
        ) from None
    if not fits:
        raise ConfigError(f"{place}: required-version: this is cleaner {__version__}, {text} is wanted")


def _merged(base: Mapping[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    """One table on top of another: its keys win, entries of tables are added, and `extend-select` too."""
    merged = {**base, **top}
    if "select" in top:
        merged["extend-select"] = top.get("extend-select", [])
    elif "extend-select" in base and "extend-select" in top:
        merged["extend-select"] = [*_listed(base["extend-select"]), *_listed(top["extend-select"])]
    for name in _MERGED:
        if name in base and name in top:
            merged[name] = {**base[name], **top[name]}
    if "rules" in base and "rules" in top:
        for name in base["rules"].keys() & top["rules"].keys():
            merged["rules"][name] = {**base["rules"][name], **top["rules"][name]}
    return merged


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def shown(config: Config, rules: Iterable[Rule]) -> str:
    """All settings as TOML that gives the same configuration again, and which rules run, as a comment."""
    table = {
        name.replace("_", "-"): _plain(getattr(config, name))
        for name in config.__struct_fields__
        if name not in _PARTS and not (name in _IF_GIVEN and not getattr(config, name))
    }
    table["rules"] = {
        code: {name.replace("_", "-"): _plain(value) for name, value in options.items()}
        for code, options in config.rules.items()
    }
    running = " ".join(rule.code for rule in rules if config.selects(rule))
    head = f"# From {config.file}" if config.file else "# From no file: defaults, and the command line"
    return f"{_comment(head)}\n# Rules that run: {running}\n\n{toml.document(table)}"


def _comment(text: str) -> str:
    return toml.string(text)[1:-1]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
