"""The last lines of a run: what was found, mended, written, skipped, and what failed."""

from __future__ import annotations

from pathlib import Path

from cleaner.escape import printable
from cleaner.files import skipped_as
from cleaner.report import Report
from cleaner.terminal import styled

STALE_SHOWN = 20  # files named by `clean --check`


def check_summary(
    report: Report, *, mended: bool = False, unsafe_fixes: bool = False, colour: bool = False
) -> str:
    """The last line of `check`: what was found, what mends it, what was skipped and why.

    Args:
        report: the counts.
        mended: whether fixes were to be written.
        unsafe_fixes: whether unsafe fixes were asked for.
        colour: whether errors are shown in red.
    """
    count = report.fixed + report.fixable + report.unsafe + report.by_hand + report.notes
    details = []
    options = " --unsafe-fixes" if unsafe_fixes else ""
    if in_place := report.fixable - report.by_clean:
        details.append(f"{in_place:,} fixable with --fix{options}")
    if report.by_clean:
        details.append(f"{report.by_clean:,} {'' if in_place else 'fixable '}with `cleaner clean{options}`")
    if report.unsafe:
        details.append(f"{report.unsafe:,} {'more ' if report.fixable else ''}with --unsafe-fixes")
    if report.by_hand:
        details.append(f"{report.by_hand:,} to mend by hand")
    if report.notes:
        details.append(_many(report.notes, "note"))
    inside = f" ({', '.join(details)})" if details else ""
    place = f"{report.with_findings:,} of {_many(report.documents, 'document')}"
    if not report.documents:
        text = "Nothing was checked"
    elif not count:
        text = f"No findings in {_many(report.documents, 'document')}"
    elif not (mended or report.fixed):
        text = f"Found {_many(count, 'finding')}{inside} in {place}"
    else:
        rest = count - report.fixed
        text = f"Fixed {report.fixed:,} of {_many(count, 'finding')}{_fixed_known(report, count)} in {place}"
        text += f"; {rest:,} {'remains' if rest == 1 else 'remain'}{inside}"
    return text + _apart(report) + _skipped(report) + _failed(report, colour) + "."


def _fixed_known(report: Report, count: int) -> str:
    """Which of the findings that were mended the baseline knows; `count` is the number of all findings."""
    if not report.fixed_known:
        return ""
    every = report.fixed_known == count > 1
    return f", {'all' if every else f'{report.fixed_known:,}'} known in the baseline,"


def _apart(report: Report) -> str:
    """The findings that are counted apart."""
    known = "more known in the baseline" if report.fixed_known else "known in the baseline"
    counts = ((report.known, known), (report.suppressed, "suppressed"))
    told = ", ".join(f"{number:,} {what}" for number, what in counts if number)
    return f"; {told}" if told else ""


def clean_summary(report: Report, target: Path | str, *, check: bool = False, colour: bool = False) -> str:
    """The last lines of `clean`: how many texts were written and changed, or what is not fresh."""
    where = printable(str(target))
    written = report.documents - report.failed
    rest = report.fixable + report.unsafe + report.by_hand + report.notes
    tail = f"{_skipped(report)}{_failed(report, colour)}."
    if not check:
        text = (
            f"Cleaned {_many(written, 'document')} into {where}: {report.changed:,} changed by"
            f" {_many(report.fixed, 'fix', 'fixes')}; {_many(rest, 'finding remains', 'findings remain')}"
        )
        return f"{text}{tail}"
    if not report.stale:
        return f"{where} is fresh: {_many(written, 'document')}{tail}"
    shown = [f"  {printable(line)}" for line in report.stale[:STALE_SHOWN]]
    if len(report.stale) > STALE_SHOWN:
        shown.append(f"  … and {len(report.stale) - STALE_SHOWN:,} more")
    text = f"{where} is stale: {_many(len(report.stale), 'file')} of {_many(written, 'document')}"
    return "\n".join([*shown, f"{text}{tail}"])


def _skipped(report: Report) -> str:
    if not report.skipped:
        return ""
    reasons = ", ".join(
        f"{count:,} {skipped_as(reason, report.endings)}" for reason, count in sorted(report.skipped.items())
    )
    return f"; skipped {_many(sum(report.skipped.values()), 'file')} ({reasons})"


def _failed(report: Report, colour: bool) -> str:
    failed = _many(len(report.errors), "error") if report.errors else ""
    return f"; {styled(failed, colour, 'red', bold=True)}" if failed else ""


def _many(number: int, what: str, plural: str = "") -> str:
    return f"{number:,} {what if number == 1 else plural or what + 's'}"
