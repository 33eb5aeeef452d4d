"""What a command line gives: the configuration with its options on top, and places in documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from cleaner import config as configuration
from cleaner import settings
from cleaner.config import Config
from cleaner.console import note
from cleaner.registry import load_rules
from cleaner.runner import UsageError
from cleaner.values import ConfigError, site_pattern


def config_of(
    select: tuple[str, ...] = (),
    extend_select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    *,
    given: Sequence[str] = (),
    isolated: bool = False,
    baseline: str | None = None,
    no_baseline: bool = False,
    unsafe_fixes: bool = False,
    preview: bool | None = None,
    fail_on: str | None = None,
    **of_set: Any,
) -> Config:
    """The configuration nearest to the working directory, with what the command line says on top.

    Raises:
        UsageError: there is no working directory, or an option is of no use.
        ConfigError: so is a setting.
    """
    try:
        Path.cwd()
    except OSError:
        raise UsageError("the working directory is gone; change to another") from None
    config = settings.resolve(given, isolated=isolated)
    all_rules = load_rules(config.own)
    if select:
        chosen = configuration.codes(select, all_rules, "--select")
        config = replace(config, select=chosen, extend_select=())
    config = replace(
        config,
        unsafe_fixes=unsafe_fixes or config.unsafe_fixes,
        preview=config.preview if preview is None else preview,
        fail_on=fail_on or config.fail_on,
    )
    extended = configuration.codes(extend_select, all_rules, "--extend-select")
    ignored = configuration.codes(ignore, all_rules, "--ignore")
    config = replace(config, extend_select=config.extend_select + extended, ignore=config.ignore + ignored)
    for code in dict.fromkeys((*config.select, *config.extend_select)):
        meant = [rule for rule in all_rules if configuration.weight(rule, (code,))]
        if meant and not config.preview and all(rule.preview for rule in meant):
            note(f"{code} is in preview and does not run; switch it on with --preview")
    config = _of_set(config, **of_set)
    return _with_own_files(config, baseline, no_baseline=no_baseline or (isolated and baseline is None))


def _of_set(
    config: Config,
    profile: str | None = None,
    site: str | None = None,
    text_field: str | None = None,
    id_field: str | None = None,
    site_field: str | None = None,
) -> Config:
    """The configuration with what the command line says of the set."""
    if site:
        try:
            site_pattern(site)
        except ValueError as error:
            raise UsageError(
                f"--site: {site!r} is no pattern of sites: {error}, as in '{{site}}/**'"
            ) from None
    given: dict[str, Any] = {
        "site": site,
        "text_field": text_field,
        "id_field": id_field,
        "site_field": site_field,
    }
    config = replace(config, **{key: value for key, value in given.items() if value})
    return replace(config, profile=str(Path.cwd() / profile)) if profile else config


def _with_own_files(config: Config, baseline: str | None, *, no_baseline: bool) -> Config:
    """The configuration with its suppressions read, and the baseline that the command line names."""
    if no_baseline:
        config = replace(config, baseline="")
    elif baseline is not None:
        named = str(Path.cwd() / baseline)
        config = replace(config, baseline=named)
    path = config.place(config.suppressions)
    if not path.exists() and config.suppressions == configuration.SUPPRESSIONS_NAME:
        return config
    from cleaner import suppressions

    if not path.exists():
        raise ConfigError(f"{path}: no such file; `suppressions` names it")
    return replace(config, suppressed=suppressions.load(path, load_rules(config.own)))


def refuse_without_documents(config: Config) -> None:
    """Refuse where nothing says which files are documents.

    Raises:
        UsageError: the configuration does not.
    """
    if "documents" not in config.stated:
        raise UsageError(
            "which files are documents is not configured, so a hook touches none; write"
            ' documents = ["corpus/**/*.txt"] under [tool.cleaner] in pyproject.toml, or run `cleaner init`'
        )


def refuse_without_rules(config: Config) -> None:
    """Refuse where no rule runs: such a run would find nothing, whatever there is.

    Raises:
        UsageError: none does.
    """
    if not any(config.selects(rule) for rule in load_rules(config.own)):
        raise UsageError(
            "no rule is selected: `select`, `extend-select`, `ignore` and `preview` leave none;"
            " `cleaner check --show-settings` prints them"
        )


def place_of(text: str) -> tuple[str, int] | None:
    """The name and line of `FILE:LINE`, which may be followed by a column as findings have it."""
    found = re.fullmatch(r"(.+?):(\d{1,9})(?::\d{1,9})?", text, re.DOTALL)
    return (found[1], int(found[2])) if found else None
