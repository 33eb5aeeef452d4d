"""Writes what a set's owners let stand: the baseline, and suppressions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from cleaner import baseline, suppressions
from cleaner.baseline import Baseline
from cleaner.config import Config, codes, weight
from cleaner.document import Document
from cleaner.files import Found
from cleaner.paths import near, shown
from cleaner.registry import load_rules
from cleaner.report import Report, is_open
from cleaner.runner import Progress, UsageError, process_works, works
from cleaner.surveying import counted, known, process_line, worth
from cleaner.triage import Triage, gone_from, not_running


def write_baseline(
    paths: Sequence[Path],
    found: Found,
    config: Config,
    jobs: int | None,
    progress: Progress,
    *,
    prune: bool,
    note: Callable[[str], None],
) -> tuple[Report, str]:
    """Write the findings of the documents found into the baseline; what it knows of others stays.

    Args:
        paths: what was named; documents that the baseline knows below these and were not found are gone.
        found: the documents.
        config: the settings.
        jobs: processes.
        progress: shows how far the run is.
        prune: only take out what no longer occurs.
        note: is told of lines of the old baseline that are left out, because they are no entries.

    Returns:
        Counts and errors, and the line to print.

    Raises:
        UsageError: there is no baseline to prune.
        ConfigError: the old baseline cannot be used.
        OSError: it cannot be written.
    """
    path = config.place(config.baseline)
    old, bad = baseline.salvage(path) if path.exists() else (Baseline(), 0)
    if prune and not path.exists():
        raise UsageError(f"{shown(near(path))}: no baseline to prune; `cleaner baseline` writes one")
    entries = {document: Counter(keys) for document, keys in old.known.items()}
    report = Report(skipped=found.skipped, endings=found.endings, errors=list(found.errors))
    triage = Triage(config, None)
    sources, profile = known(found.sources, paths, config, jobs, progress)
    items = works(sources, config, lambda source: shown(source.path))
    for done in progress(process_works(items, config, profile, jobs or worth(sources)), counted(sources)):
        if done.error:
            report.errors.append(done.error)
        result = triage.assess(done, report).result
        if result is None:
            continue
        name = done.source.known_as
        now = baseline.occurring(filter(is_open, result.findings), Document(name, result.source))
        off = not_running(config, done.source.matched)
        before = entries.get(name, Counter())
        others = Counter({key: times for key, times in before.items() if key[0] in off})
        entries[name] = (before & now if prune else now) + others
    for name in gone_from(entries, triage, paths, found):
        del entries[name]
    if report.errors and not triage.met:  # nothing is known: the old one stays, and no new one is begun
        return report, f"{shown(near(path))}: not written, as nothing was checked."
    new = Baseline({document: keys for document, keys in entries.items() if keys})
    baseline.save(path, new)
    if bad:
        lines = "1 line was no entry and is" if bad == 1 else f"{bad} lines were no entries and are"
        note(f"{shown(near(path))}: {lines} left out")
    number = f"{len(new):,} known {'finding' if len(new) == 1 else 'findings'}"
    many = f"{len(new.known):,} {'document' if len(new.known) == 1 else 'documents'}"
    return report, f"{shown(near(path))}: {number} in {many} (there were {len(old):,})."


def suppress(file: str, number: int, rule: str, reason: str, config: Config) -> str:
    """Write the entry that lets the findings of one rule on one line stand; returns what to print.

    Raises:
        UsageError: there is no such finding, findings of several rules, or nothing that tells the line from
            others.
        ConfigError: there is no such rule.
        OSError: the file cannot be written.
    """
    codes((rule,), load_rules(config.own), "suppress")
    done = process_line(file, number, config)
    document, line = done.source.known_as, done.document.lines[number - 1]
    entries = suppressions.about(config, document)
    here = [
        diagnostic
        for diagnostic in done.result.findings
        if suppressions.touches(diagnostic, done.document, line.index)
    ]
    found = [diagnostic for diagnostic in here if weight(diagnostic, (rule,))]
    place = f"{file}:{number}"
    if not found:
        others = ", ".join(sorted({f"{diagnostic.code} {diagnostic.name}" for diagnostic in here}))
        told = f"there is {others}" if others else "there is none at all"
        if any(one.needs_profile and weight(one, (rule,)) for one in load_rules(config.own)):
            told += "; what only a set knows is found by a profile (`cleaner learn`, `profile`)"
        raise UsageError(f"suppress: {place}: no finding of {rule} there; {told}")
    path = config.place(config.suppressions)
    still = {
        diagnostic.code: diagnostic.name
        for diagnostic in found
        if not suppressions.which(diagnostic, done.document, entries)
    }
    if not still:
        return f"{place}: {found[0].code} is suppressed there already, in {shown(near(path))}"
    if len(still) > 1:  # a reason is one for one rule
        several = ", ".join(f"{code} {name}" for code, name in sorted(still.items()))
        raise UsageError(f"suppress: {place}: {rule} is several rules there; name one: {several}")
    if not line.shows:
        raise UsageError(f"suppress: {place}: a blank line looks like any other; use `per-file-ignores`")
    ((code, name),) = still.items()
    suppressions.append(path, suppressions.written(document, line.text, code, reason))
    return f"{place}: {code} {name} is suppressed, by an entry in {shown(near(path))}"
