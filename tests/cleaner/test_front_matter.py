"""Front matter as a metadata policy: what the text states moves to its head, once, and comes back."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.front_matter import canonical, split

BODY = "The ferry to the northern islands was cancelled for a third day because of the storm, it said.\n"
TITLE = "Storm keeps the ferry in port\n"
STATED = "By Mara Lindqvist\nUpdated 18:05, 4-Oct-2023\n"
PAGE = f"{TITLE}{STATED}\n{BODY}"
MOVED = 'author: "Mara Lindqvist"\ndate: "18:05, 4-Oct-2023"\n'
CLEAN = f"{TITLE}\n{BODY}"


def clean(text: str | bytes) -> cleaner.Result:
    """Clean twice: the second time changes nothing, and the source comes back."""
    result = cleaner.clean(text, config={"metadata": "front-matter"})
    again = cleaner.clean(result.text, config={"metadata": "front-matter"})
    assert again.text == result.text
    assert not [finding for finding in again.findings if finding.fixed]
    assert again.metadata == result.metadata
    source = text if isinstance(text, bytes) else text.encode()
    assert result.ledger.restore(result.data) == source
    return result


def test_author_and_date_move_to_the_head() -> None:
    result = clean(PAGE)
    assert result.text == f"---\n{MOVED}---\n\n{CLEAN}"
    assert (result.metadata.author, result.metadata.title) == ("Mara Lindqvist", TITLE.strip())
    (finding,) = [finding for finding in result.findings if finding.code == "MET201"]
    assert finding.message == "author, date stated in the text, not in front matter"
    assert finding.fixed


@pytest.mark.parametrize(
    ("head", "cleaned"),
    [
        ("---\ntitle: x\n---\n", f"---\ntitle: x\n{MOVED}---\n"),
        ("---\ntags:\n  - a\n---\n\n", f"---\ntags:\n  - a\n{MOVED}---\n\n"),
        ("---\r\ntitle: x \r\n---\r\n", f"---\ntitle: x\n{MOVED}---\n"),
        ("\ufeff---\ntitle: e\u0301\n---\n", f"---\ntitle: é\n{MOVED}---\n"),
        ('---\nauthor: "Me"\n---\n', '---\nauthor: "Me"\ndate: "18:05, 4-Oct-2023"\n---\n'),
        ("---\n\n", f"---\n{MOVED}---\n\n---\n\n"),
    ],
)
def test_what_stands_at_the_head_stays(head: str, cleaned: str) -> None:
    assert clean(head + PAGE).text == cleaned + CLEAN


def test_rules_do_not_see_it() -> None:
    head = "---\nnote: two  spaces , and Skip to content\nmenu: Skip to content\n---\n"
    result = clean(f"{head}{CLEAN}".replace("ferry to", "ferry  to"))
    assert result.text == head + CLEAN
    assert [(finding.code, finding.line, finding.column) for finding in result.findings] == [
        ("SPC104", 7, 10)
    ]


def test_nothing_is_added_where_nothing_is_stated_or_nothing_is_left() -> None:
    assert clean(CLEAN).text == CLEAN
    assert clean("").text == ""


def test_a_hostile_name_is_no_more_than_a_string() -> None:
    page = PAGE.replace("Mara Lindqvist", "Mara O'Lind\u0301qvist")
    assert clean(page).text.startswith("---\nauthor: ")


@pytest.mark.parametrize(
    "text", ["", "---\n", "---\n---\n", "---\nno key\n---\n", "x\n---\na: b\n---\n", "---\na: b\n"]
)
def test_what_is_none(text: str) -> None:
    assert split(text) == ("", text)


def test_canonical_form() -> None:
    assert canonical("\ufeff---\r\na: b \t\r---\n") == "---\na: b\n---\n"
