"""Golden findings as a terminal shows them, and the properties that hold for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import Document
from cleaner.report import Report
from cleaner.results import Diagnostic
from cleaner.rule import DISPLAY, SAFE, UNSAFE, Edit, Safety
from cleaner.summary import check_summary, clean_summary
from cleaner.terminal import (
    WIDTH,
    columns,
    describe_fix,
    diff,
    finding,
    findings,
    window,
)


def found(
    text: str,
    span: str | tuple[int, int],
    replacement: str | None = None,
    *,
    code: str = "NAV101",
    name: str = "skip-link",
    safety: Safety = SAFE,
    fixed: bool = True,
    document: str = "docs/a.txt",
    edits: tuple[Edit, ...] = (),
) -> tuple[Diagnostic, Document]:
    """A finding on the first place where `span` stands in `text`, and the document."""
    start = text.index(span) if isinstance(span, str) else span[0]
    end = start + len(span) if isinstance(span, str) else span[1]
    made = Document(document, text)
    first, last = made.line_at(start), made.line_at(max(start, end - 1))
    assert first
    assert last
    if replacement is not None:
        edits = (Edit(start, end, replacement),)
    columns = start - first.start + 1, end - last.start + 1
    place = (first.index + 1, columns[0], last.index + 1, columns[1])
    return Diagnostic(made.name, code, name, *place, start, end, "evidence", safety, fixed, edits), made


def test_a_deleted_line() -> None:
    text = "Title\n" * 11 + "Skip to content\n\nBody\n"
    start = text.index("Skip")
    assert finding(*found(text, "Skip to content", edits=(Edit(start, start + 17),))) == (
        "docs/a.txt:12:1: NAV101 [*] skip-link: evidence\n"
        "   |\n"
        "12 | Skip to content\n"
        "   | ^^^^^^^^^^^^^^^ NAV101\n"
        "   |\n"
        "   = fix: delete line 12"
    )


def test_an_unsafe_fix_and_a_note() -> None:
    text = "See also: herons\n"
    shown = finding(*found(text, "See also: ", "", safety=UNSAFE, fixed=False)).split("\n")
    assert shown[0] == "docs/a.txt:1:1: NAV101 skip-link: evidence"
    assert shown[-1] == '  = unsafe fix, with --unsafe-fixes: delete "See also: "'
    shown = finding(*found(text, "See", safety=DISPLAY, fixed=False)).split("\n")
    assert shown[-2:] == ["  | ^^^ NAV101", "  |"]


def test_wide_combining_and_astral_characters_are_underlined_where_they_stand() -> None:
    rows = finding(*found("東京の e\u0301te\u0301 𝒳 needle 人人", "needle")).split("\n")
    assert rows[0].startswith("docs/a.txt:1:13:")
    assert rows[2] == "1 | 東京の e\u0301te\u0301 𝒳 needle 人人"
    assert rows[3] == "  | " + " " * (6 + 1 + 3 + 1 + 1 + 1) + "^^^^^^ NAV101"
    assert "^" * 4 + " NAV101" in finding(*found("東京の 人人", "人人"))


def test_blanks_are_visible_only_in_the_span() -> None:
    text = "a\u00a0b  c\t \n"
    assert "1 | a\u00a0b··c\n  |    ^^ NAV101" in finding(*found(text, "  "))
    assert "1 | a\\xa0b  c\n  |  ^^^^ NAV101" in finding(*found(text, "\u00a0", " "))
    assert finding(*found(text, "\t ", "")).endswith("= fix: delete 2 trailing spaces and tabs")
    assert "1 | a\u00a0b  c\\t·\n  |       ^^^ NAV101" in finding(*found(text, "\t ", ""))


def test_long_lines_are_cut_around_the_span() -> None:
    text = "w " * 200 + "needle" + " z" * 200
    row, mark = finding(*found(text, "needle")).split("\n")[2:4]
    assert row.startswith("1 | … w")
    assert row.endswith("z …")
    assert row.index("needle") == mark.index("^^^^^^ NAV101")
    assert len(row) <= WIDTH + len("1 | ……")


def test_spans_of_several_lines() -> None:
    text = "Body\nRelated articles\n\nNews\nPopular now\nEnd\n"
    low, high = text.index("Related"), text.index("\nEnd")
    assert finding(*found(text, (low, high), edits=(Edit(low, high + 1),))) == (
        "docs/a.txt:2:1: NAV101 [*] skip-link: evidence\n"
        "    |\n"
        "  2 | / Related articles\n"
        "... |\n"
        "  5 | | Popular now\n"
        "    | |___________^ NAV101\n"
        "    |\n"
        "    = fix: delete lines 2-5"
    )
    low = text.index("articles")
    rows = finding(*found(text, (low, low + 9), " ")).split("\n")
    assert rows[2:4] == ["2 | Related articles", "  |         ^^^^^^^^ NAV101"]
    low += len("articles")
    rows = finding(*found(text, (low, low + 1), " ")).split("\n")
    assert rows[2:4] == ["2 | Related articles\\n", "  |                 ^^ NAV101"]
    rows = finding(*found("one two\nthree four\n", (4, 13))).split("\n")
    assert rows[2:6] == ["1 |   one two", "  |  _____^", "2 | | three four", "  | |_____^ NAV101"]


def test_empty_spans_and_empty_documents() -> None:
    assert "1 | last\n  |     ^ NAV101" in finding(*found("last", (4, 4), "\n"))
    place = Diagnostic("a", "DOC101", "empty-document", 1, 1, 1, 1, 0, 0, "nothing", DISPLAY, False)
    assert finding(place, Document("a", "")) == "a:1:1: DOC101 empty-document: nothing"


def test_hostile_names_messages_and_lines() -> None:
    diagnostic, document = found("a \x1b[31m\u202e b", "b", document="x\x1b]0;\n.txt")
    shown = finding(diagnostic, document)
    assert shown.split("\n")[0].startswith("x\\x1b]0;\\n.txt:1:10:")
    assert "1 | a \\x1b[31m\\u202e b\n  |                  ^ NAV101" in shown


def test_colour_only_when_told() -> None:
    assert "\x1b[" not in finding(*found("a b", "b", ""))
    assert "\x1b[31m" in finding(*found("a b", "b", ""), colour=True)


@pytest.mark.parametrize(
    ("text", "edits", "described"),
    [
        ("a\nb\nc\n", [Edit(2, 4)], "delete line 2"),
        ("a\n\nb\n\nc", [Edit(1 + 1, 6)], "delete line 3"),
        ("a\nb\nc\nd\n", [Edit(0, 2), Edit(4, 8)], "delete lines 1, 3-4"),
        ("a\n\n\nb\n", [Edit(2, 3)], "delete blank line 2"),
        ("a\n\n\n\nb\n", [Edit(2, 4)], "delete blank lines 2-3"),
        ("a  \n", [Edit(1, 3)], "delete 2 trailing spaces"),
        (" a\n", [Edit(0, 1)], "delete 1 leading space"),
        ("â€™", [Edit(0, 3, "’")], 'replace "â€™" with "’"'),
        ("a\u00a0b", [Edit(1, 2, " ")], 'replace "\\xa0" with " "'),
        ("a\nb\n", [Edit(2, 2, "\n")], "insert blank line"),
        ("a", [Edit(1, 1, "\n")], "insert final line end"),
        ("a\nb\n", [Edit(1, 2, " ")], "join line 1 with the next"),
        ("a\r\nb", [Edit(1, 3, "\n")], 'replace "\\r\\n" with "\\n"'),
        ("ab", [Edit(1, 1, "x")], 'insert "x"'),
        ("a-b-c", [Edit(1, 2), Edit(3, 4)], 'delete "-"'),
        ("a-b-c-d-e-f-g", [Edit(i, i + 1) for i in range(1, 13, 2)], 'delete "-", and 5 more edits'),
        ("x" * 90, [Edit(0, 80)], 'delete "xxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxxx"'),
        ("q" * 50 + "a" + "q" * 50, [Edit(0, 101, "q" * 50 + "b" + "q" * 50)], 'replace "a" with "b"'),
        ("é", [Edit(0, 0)], "write as UTF-8"),
        ("a", [], ""),
    ],
)
def test_fixes_in_words(text: str, edits: list[Edit], described: str) -> None:
    assert describe_fix(*found(text, (0, 1), edits=tuple(edits))) == described


def test_alike_layout_findings_are_counted_and_word_findings_never() -> None:
    text = "a \n" * 9
    layout = [
        found(text, (3 * i + 1, 3 * i + 2), "", code="SPC101", name="trailing-space")[0] for i in range(9)
    ]
    words = [found(text, (3 * i, 3 * i + 1), "")[0] for i in range(9)]
    document = Document("docs/a.txt", text)
    assert list(findings(layout, document))[3:] == ["… and 6 more SPC101 trailing-space in docs/a.txt"]
    assert len(list(findings(words, document))) == 9


def test_summaries() -> None:
    report = Report(documents=5, with_findings=3, fixable=9, unsafe=2, notes=1)
    report.skipped.update({"other type": 2, "excluded": 2})
    assert check_summary(report) == (
        "Found 12 findings (9 fixable with --fix, 2 more with --unsafe-fixes, 1 note) in 3 of 5 documents;"
        " skipped 4 files (2 excluded, 2 other type)."
    )
    report.endings.update({".md": 1, ".html": 3, ".json": 1, ".csv": 1})
    assert "(2 excluded, 2 other type: .html, .csv, .json, ...)" in check_summary(report)
    assert check_summary(Report(documents=1)) == "No findings in 1 document."
    mended = Report(documents=5, with_findings=3, fixed=9, unsafe=2, notes=1, errors=["x"])
    assert check_summary(mended, mended=True) == (
        "Fixed 9 of 12 findings in 3 of 5 documents; 3 remain (2 with --unsafe-fixes, 1 note); 1 error."
    )
    mended = Report(documents=2, with_findings=2, fixed=3, fixed_known=2, unsafe=1, known=4)
    assert check_summary(mended, mended=True) == (
        "Fixed 3 of 4 findings, 2 known in the baseline, in 2 of 2 documents;"
        " 1 remains (1 with --unsafe-fixes); 4 more known in the baseline."
    )
    pages = Report(documents=3, with_findings=3, fixable=9, by_clean=7, unsafe=2)
    assert check_summary(pages) == (
        "Found 11 findings (2 fixable with --fix, 7 with `cleaner clean`, 2 more with --unsafe-fixes)"
        " in 3 of 3 documents."
    )
    cleaned = Report(documents=5, with_findings=3, fixed=9, notes=1, changed=4)
    assert clean_summary(cleaned, Path("out")) == (
        "Cleaned 5 documents into out: 4 changed by 9 fixes; 1 finding remains."
    )
    assert clean_summary(cleaned, Path("out"), check=True) == "out is fresh: 5 documents."
    cleaned.stale.append("a\x1b.txt: differs")
    assert clean_summary(cleaned, Path("out"), check=True) == (
        "  a\\x1b.txt: differs\nout is stale: 1 file of 5 documents."
    )


def test_diffs_are_made_safe() -> None:
    assert diff("--- a\n+++ a\n@@ -1 +1 @@\n-a\x1b\n+a\n") == "--- a\n+++ a\n@@ -1 +1 @@\n-a\\x1b\n+a\n"
    assert "\x1b[31m-a\\x1b\x1b[0m" in diff("@@ -1 +1 @@\n-a\x1b\n+a\n", colour=True)


_TEXT = st.text(st.sampled_from("ab \u00a0東e\u0301👩\u200d🚀𝒳\x1b\t\u202e"), max_size=300)


@given(_TEXT, st.integers(0, 300), st.integers(0, 300), st.booleans())
def test_windows_are_narrow_and_hold_the_span(text: str, one: int, other: int, at_end: bool) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    lines = Document("a", text).lines
    if not lines:
        return
    shown, offset, width = window(lines[0], start, end, at_end=at_end)
    assert columns(shown) <= WIDTH + 12  # two cuts, and one escape that does not fit
    assert 0 <= offset <= columns(shown)
    assert width >= 1
    assert offset + width <= columns(shown) + 1


@given(st.text(st.sampled_from("ab \n\r東\x1b"), max_size=60), st.data())
def test_any_finding_can_be_shown(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if text:
        shown = finding(*found(text, (start, end), data.draw(st.sampled_from(["", "x", "\n", " "]))))
        assert "\x1b" not in shown
        assert "\r" not in shown


def test_a_line_of_ten_megabytes_is_shown_at_once() -> None:
    text = "word " * 2_000_000
    shown = finding(*found(text, (5_000_000, 5_000_004), "x"))
    assert len(shown) < 500
