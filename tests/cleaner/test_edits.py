"""Edits compose: any number of rounds is one layer of source offsets, and it can be undone."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.document import Document, Span
from cleaner.edits import Layer, SourceMap, apply, choose, compose, invert, without_idle
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
