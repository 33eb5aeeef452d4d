"""What a set's owners say of findings, by severities, suppressions and baseline; and writing the last two."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from cleaner import baseline, ledger, suppressions
from cleaner.baseline import Baseline
from cleaner.config import BASELINE_NAME, UNUSED, Config, Suppression, codes, weight
from cleaner.document import Document
from cleaner.engine import Diagnostic, Metadata, Result, State
from cleaner.files import Found, Source, shown
from cleaner.reading import Encoding
from cleaner.registry import load_rules
from cleaner.report import Report, is_open
from cleaner.rule import DISPLAY, UNSAFE
from cleaner.runner import Processed, Progress, UsageError, process_works, works
from cleaner.surveying import known as known_of
from cleaner.surveying import process_line, worth


class Judge:
    """Gives findings their severity, their state and the reason they are suppressed for.

    Remembers which suppressions were of use, and what is known and no longer occurs.
    """

    def __init__(self, config: Config, known: Baseline | None) -> None:
        self.config = config
        self.known = known
        self.asked: set[Suppression] = set()
        self.used: set[Suppression] = set()

    def judge(self, done: Processed, report: Report) -> Processed:
        """A document with its findings judged; what of the baseline is absent goes into `report`.

        Each absent finding is added to the others, for formats that tell of it.
        """
        result = done.result
        if result is None:
            return done
        document = Document(result.ledger.name, result.source)
        found = self._told(result.findings, document, done.source.matched, report)
        return replace(done, result=replace(result, findings=found))

    def _told(
        self, found: Iterable[Diagnostic], document: Document, matched: str, report: Report
    ) -> tuple[Diagnostic, ...]:
        entries = suppressions.about(self.config, matched)
        rest: Counter[baseline.Key] = self.known.of(matched) if self.known else Counter()
        told = []
        for diagnostic in found:
            entry = suppressions.which(diagnostic, document, entries) if entries else None
            state = None
            if entry:
                self.used.add(entry)
            elif self.known is not None:
                state = State.NEW
                if rest and rest[key := baseline.key(diagnostic, document)] > 0:
                    state = State.UNCHANGED
                    rest[key] -= 1
            reason = entry.reason if entry else None
            level = self.config.level(diagnostic, diagnostic.safety)
            told.append(replace(diagnostic, state=state, suppression=reason, severity=level))
        if entries or rest.total():
            running = self.config.rules_for(load_rules(), matched)
            self.asked.update(entry for entry in entries if any(weight(r, (entry.rule,)) for r in running))
            names = {rule.code: rule.name for rule in running}
            if gone := baseline.absent(rest, names):
                report.absent[matched] = gone
                told += [
                    _absent(document, code, names[code])
                    for code, times in sorted(gone.items())
                    for _ in range(times)
                ]
        return tuple(told)

    def unused(self, *, whole: bool) -> Processed | None:
        """The suppressions that suppressed nothing, as findings on their file.

        `whole` tells whether all documents of the configuration's folder were checked: only then is
        anything known of an entry whose document is a pattern, or was not met.
        """
        config = self.config
        if not config.suppressed or weight(UNUSED, config.ignore):
            return None
        running = [rule for rule in load_rules() if config.selects(rule)]
        entries = [
            entry
            for entry in config.suppressed
            if entry not in self.used
            and (
                any(weight(rule, (entry.rule,)) for rule in running)
                if whole
                else entry in self.asked and not entry.is_pattern
            )
        ]
        if not entries:
            return None
        path = near(config.place(config.suppressions))
        data = path.read_bytes()
        document = Document(shown(path), data.decode("utf-8"))
        found = tuple(_unused(entry, document, config, met=entry in self.asked) for entry in entries)
        text = document.text
        account = ledger.entry(document.name, document.name, data, Encoding("utf-8"), text, text, ())
        source = Source(path, document.name, document.name)
        return Processed(source, Result(text, found, Metadata(), account, text))


def _absent(document: Document, code: str, name: str) -> Diagnostic:
    """What the baseline knows and no longer occurs, as a finding without a place."""
    message = "a known finding that no longer occurs"
    return Diagnostic(
        document.name, code, name, 1, 1, 1, 1, 0, 0, message, DISPLAY, False, state=State.ABSENT
    )


def _unused(entry: Suppression, document: Document, config: Config, *, met: bool) -> Diagnostic:
    line = document.lines[min(entry.number, len(document.lines)) - 1]
    what = entry.document if met else f"{entry.document}, which was not met"
    return Diagnostic(
        document=document.name,
        code=UNUSED.code,
        name=UNUSED.name,
        line=line.index + 1,
        column=1,
        end_line=line.index + 1,
        end_column=len(line.text) + 1,
        start=line.start,
        end=line.end,
        message=f"suppresses no {entry.rule} in {what}; delete the entry",
        safety=DISPLAY,
        fixed=False,
        severity=config.level(UNUSED, UNSAFE),
    )


def near(path: Path) -> Path:
    """A path relative to the working directory where it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path


def known_findings(config: Config) -> Baseline | None:
    """The configured baseline; None where there is no such file.

    Raises:
        ConfigError: it cannot be used, or was asked for and does not exist.
    """
    path = config.place(config.baseline) if config.baseline else None
    if path is None or (config.baseline == BASELINE_NAME and not path.exists()):
        return None
    return baseline.load(path)


def covers_root(paths: Sequence[Path], config: Config) -> bool:
    """Whether the paths take in the whole folder of the configuration."""
    root = (config.root or Path.cwd()).resolve()
    return any(path.is_dir() and path.resolve() in (root, *root.parents) for path in paths)


def write_baseline(
    paths: Sequence[Path], found: Found, config: Config, jobs: int | None, progress: Progress, *, prune: bool
) -> tuple[Report, str]:
    """Write the findings of the documents found into the baseline; what it knows of others stays.

    Args:
        paths: what was named; documents that the baseline knows below these and were not found are gone.
        found: the documents.
        config: the settings.
        jobs: processes.
        progress: shows how far the run is.
        prune: only take out what no longer occurs.

    Returns:
        Counts and errors, and the line to print.

    Raises:
        UsageError: there is no baseline to prune.
        ConfigError: the old baseline cannot be used.
        OSError: it cannot be written.
    """
    path = config.place(config.baseline)
    old = baseline.load(path) if path.exists() else Baseline()
    if prune and not path.exists():
        raise UsageError(f"{shown(near(path))}: no baseline to prune; `cleaner baseline` writes one")
    known = {document: Counter(entries) for document, entries in old.known.items()}
    report = Report(skipped=found.skipped, errors=list(found.errors))
    judge = Judge(config, None)
    there_are = {rule.code for rule in load_rules()}
    sources, profile = known_of(found.sources, paths, config, jobs)
    items = works(sources, config, lambda source: shown(source.path))
    for done in progress(process_works(items, config, profile, jobs or worth(sources)), len(sources)):
        if done.error:
            report.errors.append(done.error)
        if done.result is None:
            continue
        matched = done.source.matched
        judged = judge.judge(done, report).result or done.result
        now = baseline.occurring(filter(is_open, judged.findings), Document(matched, judged.source))
        ran = {rule.code for rule in config.rules_for(load_rules(), matched)}
        before = known.get(matched, Counter())
        others = Counter({key: times for key, times in before.items() if key[0] in there_are - ran})
        known[matched] = (before & now if prune else now) + others
    met = {source.matched for source in found.sources}
    if not report.errors:
        folders = [Path(os.path.abspath(path)) for path in paths if path.is_dir()]
        known = {name: keys for name, keys in known.items() if name in met or _stays(name, folders, config)}
    new = Baseline({document: keys for document, keys in known.items() if keys})
    baseline.save(path, new)
    number = f"{len(new):,} known {'finding' if len(new) == 1 else 'findings'}"
    many = f"{len(new.known):,} {'document' if len(new.known) == 1 else 'documents'}"
    return report, f"{shown(near(path))}: {number} in {many} (there were {len(old):,})."


def _stays(document: str, folders: Sequence[Path], config: Config) -> bool:
    """Whether what is known of a document that was not checked stays: the document is there, elsewhere."""
    place = Path(os.path.abspath(config.place(document)))
    return place.exists() and not any(folder in place.parents for folder in folders)


def suppress(name: str, number: int, rule: str, reason: str, config: Config) -> str:
    """Write the entry that lets the findings of one rule on one line stand; returns what to print.

    Raises:
        UsageError: there is no such finding, or nothing that tells the line from others.
        ConfigError: there is no such rule.
        OSError: the file cannot be written.
    """
    codes((rule,), load_rules(), "suppress")
    done = process_line(name, number, config)
    matched, line = done.source.matched, done.document.lines[number - 1]
    entries = suppressions.about(config, matched)
    here = [
        diagnostic
        for diagnostic in done.result.findings
        if suppressions.touches(diagnostic, done.document, line.index)
    ]
    found = [diagnostic for diagnostic in here if weight(diagnostic, (rule,))]
    place = f"{name}:{number}"
    if not found:
        known = ", ".join(sorted({f"{diagnostic.code} {diagnostic.name}" for diagnostic in here}))
        raise UsageError(
            f"suppress: {place}: no finding of {rule} there; "
            + (f"there is {known}" if known else "there is none at all")
        )
    path = config.place(config.suppressions)
    if all(suppressions.which(diagnostic, done.document, entries) for diagnostic in found):
        return f"{place}: {found[0].code} is suppressed there already, in {shown(near(path))}"
    if not line.shows:
        raise UsageError(f"suppress: {place}: a blank line looks like any other; use `per-file-ignores`")
    entry = suppressions.written(matched, line.text, found[0].code, reason)
    suppressions.append(path, entry)
    return f"{place}: {found[0].code} {found[0].name} is suppressed, by an entry in {shown(near(path))}"
