"""Edits compose: any number of rounds is one layer of source offsets, and it can be undone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.document import Document, Span
from cleaner.edits import (
    Layer,
    SourceEdit,
    SourceMap,
    apply,
    choose,
    compose,
    give_way,
    invert,
    taken_lines,
    without_idle,
)
from cleaner.rule import Edit, Finding

TEXT = st.text(alphabet="ab \n\r\u00a0\U0001f600", max_size=24)
CODES = ("ENC107", "NAV101", "SPC101")


@st.composite
def rounds(draw: st.DrawFn) -> tuple[str, list[list[tuple[Edit, str]]]]:
    """A source and up to four rounds of sorted edits that do not overlap, each in its round's offsets."""
    source = text = draw(TEXT)
    made = []
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
        edits = [
            (Edit(start, end, draw(st.text(alphabet="xy\n", max_size=3))), draw(st.sampled_from(CODES)))
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        edits = [pair for i, pair in enumerate(edits) if not i or edits[i - 1][0].end < pair[0].start]
        made.append(edits)
        text = apply(text, [edit for edit, _ in edits])
    return source, made


def layered(source: str, made: list[list[tuple[Edit, str]]]) -> tuple[Layer, str]:
    layer: Layer = ()
    text = source
    for edits in made:
        layer = compose(layer, text, edits)
        text = apply(text, [edit for edit, _ in edits])
    return layer, text


@given(rounds())
def test_a_layer_does_what_its_rounds_did(case: tuple[str, list[list[tuple[Edit, str]]]]) -> None:
    source, made = case
    layer, text = layered(source, made)
    assert apply(source, layer) == text
    assert apply(source, without_idle(source, layer)) == text
    assert all(one.end <= other.start for one, other in pairwise(layer))


@given(rounds())
def test_a_layer_can_be_undone(case: tuple[str, list[list[tuple[Edit, str]]]]) -> None:
    source, made = case
    layer, text = layered(source, made)
    assert apply(text, invert(source, layer)) == source


@given(rounds())
def test_each_edit_of_a_layer_names_its_rules(case: tuple[str, list[list[tuple[Edit, str]]]]) -> None:
    source, made = case
    layer, _ = layered(source, made)
    assert all(edit.rules for edit in layer)
    assert {code for edit in layer for code in edit.rules} <= {code for edits in made for _, code in edits}


def test_edits_that_meet_name_both_rules_and_a_deletion_of_all_names_its_own() -> None:
    first: Layer = compose((), "a\u00a0\u00a0b", [(Edit(1, 3, " "), "ENC107")])
    assert first[0].rules == ("ENC107",)
    assert compose(first, "a b", [(Edit(1, 3, "-b"), "SPC104")])[0].rules == ("ENC107", "SPC104")
    assert compose(first, "a b", [(Edit(0, 3), "NAV101")])[0].rules == ("NAV101",)


@given(rounds(), st.integers(0, 30), st.integers(0, 30))
def test_kept_characters_map_to_themselves(
    case: tuple[str, list[list[tuple[Edit, str]]]], low: int, high: int
) -> None:
    source, made = case
    layer, text = layered(source, made)
    start, end = sorted((min(low, len(text)), min(high, len(text))))
    mapped_start, mapped_end = SourceMap(layer).span(start, end)
    assert 0 <= mapped_start <= mapped_end <= len(source)
    whole = SourceMap(layer)
    touched = {at for edit in layer for at in range(edit.start, edit.end)}
    kept = [at for at in range(len(source)) if at not in touched]
    outputs = {at for edit in _written(layer) for at in range(*edit)}
    plain = [at for at in range(len(text)) if at not in outputs]
    assert [whole.span(at, at + 1) for at in plain] == [(at, at + 1) for at in kept]


def _written(layer: Layer) -> list[tuple[int, int]]:
    spans, shift = [], 0
    for edit in layer:
        start = edit.start + shift
        spans.append((start, start + len(edit.replacement)))
        shift += len(edit.replacement) - (edit.end - edit.start)
    return spans


def finding(*edits: Edit) -> Finding:
    return Finding(Span(edits[0].start, edits[-1].end), "", edits)


def test_a_deletion_of_whole_lines_wins_over_edits_inside_it() -> None:
    document = Document("a", "one\ntwo  x\nthree\n")
    inside, whole = finding(Edit(7, 9, " ")), finding(Edit(4, 11))
    assert choose(document, [inside, whole]) == [1]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_deletion_of_whole_lines_wins_over_an_edit_that_begins_before_it(end: str) -> None:
    """An edit over the line end before it, or into the line behind it, waits for the next round."""
    text = end.join(["one", "two", "three"])
    document = Document("a", text)
    begin, stop = text.index("two"), text.index("three")
    over = finding(Edit(begin - len(end) - 1, begin + 1, " "))
    whole = finding(Edit(begin, stop))
    assert choose(document, [over, whole]) == [1]
    assert choose(document, [over, finding(Edit(begin, len(text)))]) == [1], "up to the end of the text"
    assert choose(document, [finding(Edit(0, begin)), finding(Edit(0, 1, "x"))]) == [0], "from its start"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Edit(4, 8, "x"), id="lines replaced, not deleted"),
        pytest.param(Edit(4, 7), id="without the line end"),
        pytest.param(Edit(5, 8), id="without the first character"),
    ],
)
def test_what_deletes_no_whole_lines_has_no_such_priority(other: Edit) -> None:
    document = Document("a", "one\ntwo\nthree")
    assert choose(document, [finding(other), finding(Edit(2, 6, "-"))]) == [1]


def test_of_deletions_that_begin_together_the_longest_wins() -> None:
    document = Document("a", "one\ntwo\nthree\n")
    short, long, later = finding(Edit(0, 4)), finding(Edit(0, 8)), finding(Edit(4, 14))
    assert choose(document, [short, long, later]) == [1]
    assert choose(document, [short, later]) == [0, 1]


def test_a_finding_with_an_edit_elsewhere_too_is_a_deletion_of_whole_lines_only_if_all_are() -> None:
    document = Document("a", "one\ntwo\nthree\n")
    both = finding(Edit(4, 8), Edit(8, 9, "T"))
    assert choose(document, [both, finding(Edit(2, 5, "-"))]) == [1]


def test_writing_the_text_anew_meets_nothing() -> None:
    document = Document("a", "ab")
    assert choose(document, [finding(Edit(1, 1)), finding(Edit(0, 2)), finding(Edit(1, 1))]) == [0, 1, 2]


def test_an_insertion_meets_what_it_touches() -> None:
    document = Document("a", "abcd")
    for edit in (Edit(0, 2), Edit(2, 4), Edit(1, 3), Edit(2, 2, "y")):
        assert choose(document, [finding(edit), finding(Edit(2, 2, "x"))]) in ([0], [1])
    assert choose(document, [finding(Edit(0, 1)), finding(Edit(2, 2, "x")), finding(Edit(3, 4))]) == [0, 1, 2]


MAPPED: list[tuple[str, Layer, tuple[int, int], tuple[int, int]]] = [
    # a replacement and what stands around it; the output is "aXYe"
    ("before", (SourceEdit(1, 4, "XY", ("A",)),), (0, 1), (0, 1)),
    ("it", (SourceEdit(1, 4, "XY", ("A",)),), (1, 3), (1, 4)),
    ("its first half", (SourceEdit(1, 4, "XY", ("A",)),), (1, 2), (1, 4)),
    ("its second half", (SourceEdit(1, 4, "XY", ("A",)),), (2, 3), (1, 4)),
    ("behind", (SourceEdit(1, 4, "XY", ("A",)),), (3, 4), (4, 5)),
    ("an empty span at its start", (SourceEdit(1, 4, "XY", ("A",)),), (1, 1), (1, 1)),
    ("an empty span behind it", (SourceEdit(1, 4, "XY", ("A",)),), (3, 3), (4, 4)),
    # a deletion; the output is "ae"
    ("before a deletion", (SourceEdit(1, 4, "", ("A",)),), (0, 1), (0, 1)),
    ("behind a deletion", (SourceEdit(1, 4, "", ("A",)),), (1, 2), (4, 5)),
    ("across a deletion", (SourceEdit(1, 4, "", ("A",)),), (0, 2), (0, 5)),
    # an insertion; the output is "abXcde"
    ("before an insertion", (SourceEdit(2, 2, "X", ("A",)),), (1, 2), (1, 2)),
    ("an insertion", (SourceEdit(2, 2, "X", ("A",)),), (2, 3), (2, 2)),
    ("behind an insertion", (SourceEdit(2, 2, "X", ("A",)),), (3, 4), (2, 3)),
]


@pytest.mark.parametrize(
    ("layer", "span", "mapped"), [pytest.param(*case[1:], id=case[0]) for case in MAPPED]
)
def test_spans_of_the_output_lead_to_the_source(
    layer: Layer, span: tuple[int, int], mapped: tuple[int, int]
) -> None:
    assert SourceMap(layer).span(*span) == mapped


def test_then_the_leftmost_wins_and_the_rest_waits() -> None:
    document = Document("a", "abcdef")
    assert choose(document, [finding(Edit(2, 4)), finding(Edit(1, 3)), finding(Edit(4, 5))]) == [1, 2]


def test_a_finding_is_applied_whole_or_not_at_all() -> None:
    document = Document("a", "abcdefgh")
    assert choose(document, [finding(Edit(0, 2)), finding(Edit(1, 2), Edit(6, 7))]) == [0]


def test_insertions_at_one_place_wait_for_each_other() -> None:
    document = Document("a", "ab")
    assert choose(document, [finding(Edit(1, 1, "x")), finding(Edit(1, 1, "y"))]) == [0]


@given(TEXT, st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), min_size=1, max_size=12))
@example("a\nb\n", [(0, 2), (2, 2), (1, 1)])
def test_what_is_chosen_never_overlaps(text: str, spans: list[tuple[int, int]]) -> None:
    document = Document("a", text)
    findings = [
        finding(Edit(min(one, other, len(text)), min(max(one, other), len(text)), "z"))
        for one, other in spans
    ]
    chosen = sorted(
        (findings[i].edits[0] for i in choose(document, findings)), key=lambda e: (e.start, e.end)
    )
    assert chosen
    assert all(one.end <= other.start for one, other in pairwise(chosen))


def test_a_rule_that_gives_way_keeps_what_no_other_rule_takes() -> None:
    text = "Skip to content\n\nHome\nNews\n\nBack to top\nBody."
    document = Document("page", text)
    run = (Edit(0, text.index("Body")),)
    skip, top = Edit(0, text.index("Home")), Edit(text.index("\nBack"), text.index("Body"))
    within = Edit(text.index("News"), text.index("News") + 1, "n")

    def left(*others: Edit) -> tuple[Edit, ...]:
        return give_way(document, run, taken_lines(document, map(finding, others)))

    assert left() == run
    assert left(within) == run, "changes within a line are no deletion of it"
    assert left(top, skip) == (Edit(skip.end, top.start),)
    home = Edit(text.index("Home"), text.index("News"))
    assert left(skip, home, top) == (Edit(home.end, top.start),)
    assert left(Edit(0, len(text))) == ()
    assert left(Edit(0, home.end), skip) == (Edit(home.end, run[0].end),)
    assert left(Edit(1, run[0].end)) == run, "nor is the end of one"


def test_a_repetition_goes_only_where_its_first_printing_stays() -> None:
    """Else both would go, each because there was the other."""
    document = Document("page", "Herons return\n\nHerons return\nThe lake is full.\n")
    again = Finding(Span(15, 28), "", (Edit(15, 29),), keeps=Span(0, 13))
    assert choose(document, [again]) == [0]
    assert choose(document, [again, finding(Edit(0, 15))]) == [1]
    assert choose(document, [again, finding(Edit(0, 1, "h"))]) == [0, 1], "a line that is mended stays"
    assert choose(document, [again, finding(Edit(29, 47))]) == [0, 1]


def test_of_many_printings_each_may_rely_on_the_one_above() -> None:
    document = Document("page", "Herons\n" * 40)
    chain = [
        Finding(Span(7 * n, 7 * n + 6), "", (Edit(7 * n, 7 * n + 7),), keeps=Span(7 * n - 7, 7 * n - 1))
        for n in range(1, 40)
    ]
    assert choose(document, chain) == [*range(39)]
    assert choose(document, [finding(Edit(0, 7)), *chain]) == [0, *range(2, 40)], (
        "of the first one none is left"
    )
    ring = Finding(Span(0, 6), "", (Edit(0, 7),), keeps=Span(273, 279))
    assert len(choose(document, [*chain, ring])) == 39, "one stays"


def test_a_rule_that_gives_way_leaves_what_another_fix_relies_on() -> None:
    document = Document("page", "Herons return\n\nHerons return\nThe lake is full.\n")
    again = Finding(Span(15, 28), "", (Edit(15, 29),), keeps=Span(0, 13))
    taken = taken_lines(document, [again], [Span(0, 13)])
    assert give_way(document, (Edit(0, 15),), taken) == ()
