"""Documents with findings for the golden reports, and hostile ones."""

from __future__ import annotations

from cleaner.document import Document
from cleaner.report import Checked, Report
from cleaner.results import Diagnostic, State
from cleaner.rule import DISPLAY, SAFE, UNSAFE, Edit, Safety

FERRY = (
    "Storm keeps the ferry in port\n"
    "\n"
    "Cafe\u0301 \U0001d4b3 at  the pier {0} [closed](1), said the 100 % reliable <b>harbour</b>.\n"
    "Related articles\n"
    "Ten loaves\n"
)

# What a document, a file name or a reason could hold to break out of a report.
HOSTILE = (
    "\x1b[31mred\x07\x9b1m \u202egnp\u2066 \u200b\ufeff\x00\x0b\ufffe\r\n"
    "::error file=x::owned %0A##[error]y##vso[task.complete]z ]]> --> <![CDATA[ </failure> &amp; \"q\" 'a'\n"
    "{0} {{1}} [link](1) [site](https://example.org) <script>alert(1)</script> @someone | `code` ***\n"
    "::add-mask::x\n"
    "\t::stop-commands::y\u2028\u2029 \U000e0041 \ud800"
)
HOSTILE_PATH = "docs/::error::a\nb\x1b[31m\u202e]]>,{0} [l](1) %25`|<i>\udcff.txt"

RECORDS_PATH = HOSTILE_PATH.replace(".txt", ".jsonl")


def found(
    document: Document,
    span: str,
    code: str,
    name: str,
    message: str,
    *,
    replacement: str | None = None,
    safety: Safety = SAFE,
    state: State | None = None,
    suppression: str | None = None,
) -> Diagnostic:
    """A finding on the first place where `span` stands."""
    start = document.text.index(span)
    end = start + len(span)
    first, last = document.line_at(start), document.line_at(max(start, end - 1))
    assert first
    assert last
    place = (first.index + 1, start - first.start + 1, last.index + 1, end - last.start + 1)
    edits = () if replacement is None else (Edit(start, end, replacement),)
    fixed = bool(edits) and safety is SAFE
    return Diagnostic(
        document.name, code, name, *place, start, end, message, safety, fixed, edits, state, suppression
    )


def sample() -> tuple[list[Checked], Report]:
    """A warning behind combining and astral characters, a note, what a baseline knows, an error."""
    ferry = Document("docs/ferry.txt", FERRY)
    both = {"replacement": "", "safety": UNSAFE}
    space = ("SPC104", "repeated-space", "2 spaces in a row")
    related = ("REL101", "related-heading", "heading 'related articles' (en), line 4")
    old = Document("docs/old.txt", "two  spaces\n\ntwo  spaces\n\nand  so on\n")
    page = Document("docs/pages.jsonl#a/1", "Of a record\n\nand  so on\n")
    documents = [
        Checked("docs/clean.txt", Document("docs/clean.txt", "Nothing here.\n")),
        Checked(
            "docs/ferry.txt",
            ferry,
            (
                found(ferry, "  ", *space, replacement=" "),
                found(ferry, "Related articles\nTen loaves\n", *related, **both),  # type: ignore[arg-type]
                found(ferry, "harbour", "LNG101", "unexpected-language", "expected de", safety=DISPLAY),
            ),
        ),
        Checked("docs/gone.txt", Document("docs/gone.txt", ""), (), "docs/gone.txt: cannot be read: why"),
        Checked(
            "docs/old.txt",
            old,
            (
                found(old, "  spaces\n\n", *space, replacement=" ", state=State.UNCHANGED),
                found(old, "and  so", *space, replacement="and so", state=State.NEW),
                found(old, "two", *space, state=State.ABSENT),
                found(old, "on", *space, replacement="", suppression="the author wants it so"),
            ),
        ),
        Checked(
            page.name, page, (found(page, "  ", *space, replacement=" "),), file="docs/pages.jsonl", line=7
        ),
        Checked("docs/pages.jsonl", Document("", ""), (), "docs/pages.jsonl:8: why", "docs/pages.jsonl", 8),
    ]
    return documents, counted(documents)


def hostile() -> tuple[list[Checked], Report]:
    """Every text of a report that comes from outside, as hostile as can be."""
    text = "a  b\n" + HOSTILE + "\n"
    document = Document(HOSTILE_PATH, text)
    one = found(document, "a  b\n" + HOSTILE[:9], "SPC104", "repeated-space", HOSTILE, replacement=HOSTILE)
    two = found(document, "b", "LNG101", "unexpected-language", HOSTILE, safety=DISPLAY, suppression=HOSTILE)
    three = found(document, "::error", "NAV101", "skip-link", HOSTILE, replacement="", safety=UNSAFE)
    record = Document(f"{RECORDS_PATH}#{HOSTILE}", text)
    four = found(record, "b", "SPC104", "repeated-space", HOSTILE, replacement=HOSTILE)
    documents = [
        Checked(HOSTILE_PATH, document, (one, two, three), f"{HOSTILE_PATH}: {HOSTILE}"),
        Checked(record.name, record, (four,), file=RECORDS_PATH, line=3),
    ]
    report = counted(documents)
    report.errors.append(HOSTILE)
    report.skipped[HOSTILE] += 2
    return documents, report


def counted(documents: list[Checked]) -> Report:
    """The counts of a run over these documents."""
    report = Report()
    for checked in documents:
        report.add(checked.findings, applied=False, changed=bool(checked.findings))
        if checked.error:
            report.errors.append(checked.error)
    return report
