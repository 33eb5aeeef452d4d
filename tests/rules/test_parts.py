"""A run of lines that goes in part: what stays keeps the blank lines and bullets that are its own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner import Document
from cleaner.edits import apply
from cleaner.registry import load_rules

load_rules()
if TYPE_CHECKING:
    from rules import _judge as judge
    from rules import _parts as parts
    from rules import unnamed_furniture as furniture
else:
    from cleaner.rules import _judge as judge
    from cleaner.rules import _parts as parts
    from cleaner.rules import unnamed_furniture as furniture


@pytest.mark.parametrize(
    ("text", "verdict", "safe", "both"),
    [
        ("Home\nNews\n\nThe lake.", [2, 1, 0], "News\n\nThe lake.", "The lake."),
        ("Top.\n\nHome\nNews\n\nThe lake.", [0, 1, 2, 0], "Top.\n\nHome\n\nThe lake.", "Top.\n\nThe lake."),
        ("Top.\n\nHome\nNews\n\nThe lake.", [0, 2, 1, 0], "Top.\n\nNews\n\nThe lake.", "Top.\n\nThe lake."),
        ("Top.\nHome\n\nNews\n\nThe lake.", [0, 1, 2, 0], "Top.\nHome\n\nThe lake.", "Top.\n\nThe lake."),
        ("Top.\n\nHome\n\nNews", [0, 1, 2], "Top.\n\nHome\n", "Top.\n"),
        (
            "Top.\n\nHome\n•\nNews\n\nThe lake.",
            [0, 2, 1, 0],
            "Top.\n\n•\nNews\n\nThe lake.",
            "Top.\n\nThe lake.",
        ),
    ],
)
@pytest.mark.parametrize("each_line", [False, True])
def test_what_stays_beside_lines_that_go_keeps_its_blank_lines_and_bullets(
    text: str, verdict: list[int], safe: str, both: str, each_line: bool
) -> None:
    document = Document("page", text)
    going = [at for at, found in enumerate(verdict) if found]
    least = [0] * len(verdict)
    judgement = judge.judged(document)
    found = [
        *furniture.removed(document, judgement, going[0], going[-1] + 1, verdict, least, each_line=each_line)
    ]

    def without(*safeties: cleaner.Safety) -> str:
        edits = [edit for one in found if one.safety in safeties for edit in one.edits]
        return apply(text, sorted(edits, key=lambda edit: edit.start))

    assert without(cleaner.SAFE) == safe
    assert without(cleaner.SAFE, cleaner.UNSAFE) == both


@given(st.lists(st.sampled_from(["Home", ""]), max_size=12), st.data())
def test_parts_of_a_run_that_all_go_leave_what_deleting_it_at_once_does(
    lines: list[str], data: st.DataObject
) -> None:
    document = Document("page", "\n".join(["Top", *lines, "End"]))
    inked = document.inked
    first = data.draw(st.integers(0, len(inked) - 1))
    stop = data.draw(st.integers(first + 1, len(inked)))
    cuts = sorted(data.draw(st.sets(st.integers(first + 1, stop - 1))) if stop - first > 1 else [])
    safe = data.draw(st.booleans())
    run = [
        parts.Part(inked[a], inked[b - 1], safe == (number % 2 == 0))
        for number, (a, b) in enumerate(pairwise([first, *cuts, stop]))
    ]
    edits = parts.parted(document, run)
    every = sorted((edit for own in edits for edit in own), key=lambda edit: edit.start)
    (whole,) = cleaner.deletion(document, run[0].first, run[-1].last, "").edits
    assert apply(document.text, every) == apply(document.text, [whole])
    for part, own in zip(run, edits, strict=True):
        assert any(edit.start <= part.first.start and part.last.end <= edit.end for edit in own)
    alone = [edit for part, own in zip(run, edits, strict=True) if part.safe for edit in own]
    left = Document("left", apply(document.text, alone)).inked
    kept = [line for line in inked if not any(edit.start <= line.start < edit.end for edit in alone)]
    assert len(left) == len(kept)
    for (above, below), (before, behind) in zip(pairwise(left), pairwise(kept), strict=True):
        parted = any(not line.shows for line in document.lines[before.index : behind.index])
        assert parted == (below.index > above.index + 1), "blocks are as they were"
