"""`cleaner explain`: why a line went or stayed, what a rule does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands.documents import FIRST, LINK, SECOND, TITLE, run


def test_a_removed_line_is_told_its_finding_and_evidence(here: Path) -> None:
    text = run("explain docs/a.txt:7 --unsafe-fixes", here)
    assert text.startswith(f"docs/a.txt:7: removed\n\n7 | {LINK}\n")
    assert "NAV109 view-original (line 7, unsafe): link to the original 'view original post' (en)" in text
    assert "fix: delete line 7" in text


def test_a_removed_line_is_removed_where_a_blank_line_takes_its_place(here: Path) -> None:
    (here / "docs" / "a.txt").write_text(f"{TITLE}\n\n{FIRST}\n{LINK}\n{SECOND}\n")
    assert run("explain docs/a.txt:4 --unsafe-fixes", here).startswith("docs/a.txt:4: removed\n")
    for number in (3, 5):
        text = run(f"explain docs/a.txt:{number} --unsafe-fixes", here)
        assert text.startswith(f"docs/a.txt:{number}: kept")


@pytest.mark.parametrize(
    "line",
    [
        TITLE,  # "in the news" has two words of it, and lacks the third
        f"{FIRST} More of it was about the harbour.",  # "more about" is not in it, though its words are
        "The wardens on the lake of old",
    ],
)
def test_entries_that_only_share_common_words_are_not_near(here: Path, line: str) -> None:
    (here / "docs" / "a.txt").write_text(f"{FIRST}\n\n{line}\n\n{SECOND}\n")
    text = run("explain docs/a.txt:3", here)
    assert "Nearest phrases" not in text
    assert "no table has an entry near to it" in text


def test_an_entry_is_named_once(here: Path) -> None:
    (here / "docs" / "a.txt").write_text(f"{FIRST}\n\nBy the lake\n\n{SECOND}\n")
    assert run("explain docs/a.txt:3", here).count('"by" (en, MET102') == 1


def test_there_is_nothing_to_do_in_many_processes(here: Path) -> None:
    assert "No such option" in run("explain docs/a.txt:1 --jobs 2", here, 2)


def test_a_changed_line(here: Path) -> None:
    text = run("explain docs/a.txt:3", here)
    assert text.startswith("docs/a.txt:3: changed\n")
    assert "SPC104 repeated-space (line 3, safe): 2 spaces in a row" in text
    assert "SPC105 space-before-punctuation (line 3, safe)" in text


def test_a_kept_line_is_told_the_nearest_entries_and_the_guard(here: Path) -> None:
    call = "Sign up for our free letter about lakes and get it every Sunday."
    (here / "docs" / "a.txt").write_text(f"{TITLE}\n\n{FIRST}\n\n{call}\n\n{SECOND}\n")
    text = run("explain docs/a.txt:5", here)
    assert text.startswith("docs/a.txt:5: kept as it is\n")
    assert re.search(
        r"^Spared:\n(?:  .*\n)*  NAV107 newsletter-call: .*amid the text and names no address", text, re.M
    )
    assert re.search(
        r'^Nearest phrases:\n(.*\n)*?  "sign up for our.*" \(en, NAV107.*: it matches; guard: ',
        text,
        re.M,
    )


def test_a_line_near_an_entry_is_told_what_it_lacks(here: Path) -> None:
    (here / "docs" / "a.txt").write_text(f"{TITLE}\n\nSkip to the content of this box\n\n{FIRST}\n")
    text = run("explain docs/a.txt:3", here)
    assert re.search(r'"skip to content" \(en, NAV101 skip-link, \[\w+\]\): ', text)


def test_rules_that_are_off_are_named(here: Path) -> None:
    text = run("explain docs/a.txt:1 --ignore NAV109", here)
    assert "Switched off by the configuration: NAV109 view-original" in text


def test_rules_on_sets_that_were_not_asked_are_named(here: Path) -> None:
    text = run("explain docs/a.txt:1", here)
    assert re.search("^Not asked without --profile: DUP103 template-line, ", text, re.M)


def test_a_line_that_is_not_there(here: Path) -> None:
    assert "has 7 lines, no line 8" in run("explain docs/a.txt:8", here, 2)
    assert "has 7 lines, no line 0" in run("explain docs/a.txt:0", here, 2)


@pytest.mark.parametrize("subject", ["DUP101", "dup101", "repeated-caption"])
def test_a_rule(here: Path, subject: str) -> None:
    text = run(f"explain {subject}", here)
    assert text.startswith("DUP101 repeated-caption (")
    assert "Options:\n  min-words = 12\n" in text
    assert "Bad:" in text
    assert "Left alone:" in text


def test_neither(here: Path) -> None:
    text = run("explain NAV1O9", here, 2)
    assert "neither FILE:LINE nor a rule, did you mean 'NAV109'?" in text
