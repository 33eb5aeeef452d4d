"""Triage: how findings count with the owners of a set, by severities, suppressions and baseline."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from cleaner import baseline, ledger, suppressions
from cleaner.baseline import Baseline
from cleaner.config import BASELINE_NAME, UNUSED, Config, Suppression, weight
from cleaner.document import Document
from cleaner.files import Found, Source, left_out, split_record
from cleaner.paths import near, shown
from cleaner.reading import Encoding
from cleaner.registry import load_rules
from cleaner.report import Report
from cleaner.results import Diagnostic, Metadata, Result, State
from cleaner.rule import DISPLAY, UNSAFE
from cleaner.runner import Processed
from cleaner.values import ConfigError


class Triage:
    """Gives findings their severity, their state and the reason they are suppressed for.

    Remembers which suppressions were of use, and what is known and no longer occurs.
    """

    def __init__(self, config: Config, known: Baseline | None) -> None:
        self.config = config
        self.known = known
        self.asked: set[Suppression] = set()
        self.used: set[Suppression] = set()
        self.met: set[str] = set()
        self.failed: set[str] = set()

    def assess(self, done: Processed, report: Report) -> Processed:
        """A document with its findings assessed; what of the baseline is absent goes into `report`.

        Each absent finding is added to the others, for formats that tell of it.
        """
        result, source = done.result, done.source
        if result is None or done.error:
            self.failed.add(source.matched)
        if result is None:
            return done
        self.met.add(source.known_as)
        document = Document(result.ledger.name, result.source)
        found = self._told(result.findings, document, source, report)
        return replace(done, result=replace(result, findings=found))

    def _told(
        self, found: Iterable[Diagnostic], document: Document, source: Source, report: Report
    ) -> tuple[Diagnostic, ...]:
        entries = suppressions.about(self.config, source.known_as)
        rest: Counter[baseline.Key] = self.known.of(source.known_as) if self.known else Counter()
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
        if entries:
            running = self.config.rules_for(load_rules(self.config.own), source.matched)
            self.asked.update(entry for entry in entries if any(weight(r, (entry.rule,)) for r in running))
        if rest.total():
            told += self._absent(rest, document, source, report)
        return tuple(told)

    def _absent(
        self, rest: Counter[baseline.Key], document: Document, source: Source, report: Report
    ) -> list[Diagnostic]:
        """What the baseline knows of a document and no longer occurs, counted in `report` as well.

        Of rules that are switched off nothing is known; what a rule found that is no more is gone.
        """
        off = not_running(self.config, source.matched)
        gone = Counter(code for code, _ in rest.elements() if code not in off)
        if not gone:
            return []
        report.absent[source.known_as] = gone
        names = {rule.code: rule.name for rule in load_rules(self.config.own)}
        return [_absent(document, code, names.get(code, code)) for code in sorted(gone.elements())]

    def gone(self, paths: Sequence[Path], found: Found, report: Report) -> Iterator[Processed]:
        """The documents that the baseline knows and a finished run did not meet; see `gone_from`."""
        known = self.known.known if self.known else {}
        for name in gone_from(known, self, paths, found):
            file, record = split_record(name)
            source = Source(near(self.config.place(file)), name, file)
            document = Document(name, "")
            if absent := self._absent(Counter(known[name]), document, source, report):
                told = replace(_processed(source, b"", document, absent), gone=True)
                label = f"{shown(source.path)}#{record}"
                yield replace(told, label=label, line=1) if record else told

    def unused(self, paths: Sequence[Path], found: Found, *, whole: bool) -> Processed | None:
        """The suppressions that suppressed nothing, as findings on their file.

        Where the document is a pattern, something is known of the entry only if all documents of the
        configuration's folder were checked: `paths` take it in, and `whole` says that nothing in them was
        passed over. Of one that is about a document that failed nothing is.
        """
        config = self.config
        if not config.suppressed or weight(UNUSED, config.ignore):
            return None
        whole = whole and covers_root(paths, config)
        running = [rule for rule in load_rules(config.own) if config.selects(rule)]
        unclear = {entry for name in self.failed for entry in suppressions.about(config, name)}
        single = {entry.document for entry in config.suppressed if not entry.is_pattern}
        gone = frozenset(gone_from(single, self, paths, found))
        entries = [
            entry
            for entry in config.suppressed
            if entry not in self.used | unclear
            and (
                any(weight(rule, (entry.rule,)) for rule in running)
                if whole or entry.document in gone
                else entry in self.asked and not entry.is_pattern
            )
        ]
        if not entries:
            return None
        path = near(config.place(config.suppressions))
        data = path.read_bytes()
        document = Document(shown(path), data.decode("utf-8"))
        told = [_unused(entry, document, config, met=entry in self.asked) for entry in entries]
        return _processed(Source(path, document.name, document.name), data, document, told)


def _processed(source: Source, data: bytes, document: Document, found: Sequence[Diagnostic]) -> Processed:
    """Findings that no rule made, as a document's result."""
    text = document.text
    account = ledger.entry(document.name, document.name, data, Encoding("utf-8"), text, text, ())
    return Processed(source, Result(text, tuple(found), Metadata(), account, text))


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


def not_running(config: Config, matched: str) -> frozenset[str]:
    """The codes of the rules that do not check the document of this name."""
    rules = load_rules(config.own)
    return frozenset(rule.code for rule in rules) - {rule.code for rule in config.rules_for(rules, matched)}


def gone_from(names: Collection[str], triage: Triage, paths: Sequence[Path], found: Found) -> list[str]:
    """Of documents that a baseline or suppressions name, those in a finished run's scope that are no more.

    In its scope is what lies in a folder that was named, and each record of a file that was read to its
    end. A file that is there, but was passed over for now, is not gone; one that the configuration leaves
    out is. Nothing is told where a path could not be read.
    """
    if found.errors or not names:
        return []
    config = triage.config
    checked = {source.matched for source in found.sources}
    folders = [os.path.join(os.path.abspath(path), "") for path in paths if path.is_dir()]

    def is_gone(name: str) -> bool:
        file, record = split_record(name)
        if file in checked:
            return bool(record) and file not in triage.failed
        place = os.path.abspath(config.place(file))
        if not any(map(place.startswith, folders)):
            return False
        return not os.path.lexists(place) or bool(left_out(Path(place), config, found, None))

    return sorted(name for name in names if name not in triage.met and is_gone(name))


def known_findings(config: Config) -> Baseline | None:
    """The configured baseline; None where there is no such file.

    Raises:
        ConfigError: it cannot be used, or was asked for and does not exist.
    """
    path = config.place(config.baseline) if config.baseline else None
    if path is None or (config.baseline == BASELINE_NAME and not path.exists()):
        return None
    if not path.exists():
        raise ConfigError(f"{path}: no such file; `cleaner baseline` with the same settings writes it")
    return baseline.load(path)


def covers_root(paths: Sequence[Path], config: Config) -> bool:
    """Whether the paths take in the whole folder of the configuration."""
    root = (config.root or Path.cwd()).resolve()
    return any(path.is_dir() and path.resolve() in (root, *root.parents) for path in paths)
