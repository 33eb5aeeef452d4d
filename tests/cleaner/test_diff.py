"""Diffs made from edits: golden ones, and generated ones that the real `git apply` must accept."""

from __future__ import annotations

import subprocess
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.diff import changes, group, hunks, unified
from cleaner.edits import Layer, SourceEdit, apply


def _edit(source: str, old: str, new: str, *rules: str) -> SourceEdit:
    at = source.index(old)
    return SourceEdit(at, at + len(old), new, rules or ("NAV101",))


def test_a_deleted_line() -> None:
    source = "one\ntwo\nthree\n"
    assert unified("a.txt", source, (_edit(source, "two\n", ""),)) == (
        "--- a.txt\n+++ a.txt\n@@ -1,3 +1,2 @@\n one\n-two\n three\n"
    )


def test_edits_far_apart_make_two_hunks() -> None:
    source = "".join(f"{number}\n" for number in range(1, 21))
    layer = (_edit(source, "2\n", "II\n"), _edit(source, "18\n", ""))
    assert unified("a b.txt", source, layer, context=1) == (
        "--- a b.txt\t\n+++ a b.txt\t\n@@ -1,3 +1,3 @@\n 1\n-2\n+II\n 3\n@@ -17,3 +17,2 @@\n 17\n-18\n 19\n"
    )


def test_missing_final_line_end() -> None:
    assert unified("a", "one\ntwo", (SourceEdit(7, 7, "\n", ("SPC107",)),)) == (
        "--- a\n+++ a\n@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n+two\n"
    )


def test_all_deleted_and_all_inserted() -> None:
    assert unified("a", "x\n", (SourceEdit(0, 2, "", ("A",)),)) == "--- a\n+++ a\n@@ -1 +0,0 @@\n-x\n"
    assert unified("a", "", (SourceEdit(0, 0, "x\n", ("A",)),)) == "--- a\n+++ a\n@@ -0,0 +1 @@\n+x\n"


def test_nothing_changed() -> None:
    assert unified("a", "x\n", ()) == ""
    assert unified("a", "x\n", (SourceEdit(0, 1, "x", ("A",)),)) == ""


def test_hostile_names_are_quoted() -> None:
    first = unified('a"\n\x1b\udcff\\é', "x\n", (SourceEdit(0, 1, "y", ("A",)),)).partition("\n+++")[0]
    assert first == '--- "a\\"\\012\\033\\377\\\\é"'


def test_changes_name_the_rules_of_their_own_lines() -> None:
    source = "Skip\nMenu \nBody \n\nTail"
    layer = (
        _edit(source, "Skip\n", "", "NAV101"),
        _edit(source, " \nB", "\nB", "SPC101"),
        _edit(source, "Tail", "T", "X"),
    )
    found = changes(source, layer)
    assert [(c.old, c.new, c.rules) for c in found] == [
        (("Skip\n",), (), ("NAV101",)),
        (("Menu \n",), ("Menu\n",), ("SPC101",)),
        (("Tail",), ("T",), ("X",)),
    ]
    (hunk,) = group(source, found[:1], 1)
    assert hunk.kept == ((), ("Menu \n",))


def test_a_lone_carriage_return_ends_a_line_but_not_for_patch() -> None:
    source = "one\rtwo\rthree"
    layer = (_edit(source, "two\r", ""),)
    assert [change.old for change in changes(source, layer)] == [("two\r",)]
    assert [change.old for change in changes(source, layer, any_end=False)] == [(source,)]


@st.composite
def edited(draw: st.DrawFn, alphabet: str) -> tuple[str, Layer]:
    """A text and a layer of edits to it."""
    source = draw(st.text(alphabet, max_size=60))
    bounds = sorted(draw(st.lists(st.integers(0, len(source)), max_size=12)))
    spans = list(zip(bounds[::2], bounds[1::2], strict=False))
    words = st.text(alphabet, max_size=6)
    layer = [
        SourceEdit(low, high, draw(words), (f"R{index}",))
        for index, (low, high) in enumerate(spans)
        if index == 0 or spans[index - 1] != (low, high) or low != high
    ]
    return source, tuple(layer)


@given(edited("ab \n"), st.integers(0, 3))
@settings(max_examples=400)
def test_changes_are_all_that_differs(case: tuple[str, Layer], context: int) -> None:
    source, layer = case
    parts, position = [], 0
    for change in changes(source, layer):
        assert source[change.start : change.stop] == "".join(change.old)
        assert change.old != change.new
        parts += [source[position : change.start], *change.new]
        position = change.stop
    output = "".join([*parts, source[position:]])
    assert output == apply(source, layer)
    lines = output.splitlines(keepends=True)
    for hunk in hunks(source, layer, context):
        for change in hunk.changes:
            assert tuple(lines[change.new_at : change.new_at + len(change.new)]) == change.new


@given(edited("ab\r\n"))
def test_changes_with_all_line_ends_rebuild_the_output(case: tuple[str, Layer]) -> None:
    source, layer = case
    parts, position = [], 0
    for change in changes(source, layer):
        parts += [source[position : change.start], *change.new]
        position = change.stop
    assert "".join([*parts, source[position:]]) == apply(source, layer)


@given(case=edited("ab\n\r é"), context=st.integers(0, 3))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_git_applies_it(tmp_path: Path, case: tuple[str, Layer], context: int) -> None:
    source, layer = case
    output = apply(source, layer)
    diff = unified("a b.txt", source, layer, context)
    if not diff:
        assert output == source
        return
    file = tmp_path / "a b.txt"
    file.write_bytes(source.encode())
    zero = ["--unidiff-zero"] if context == 0 else []
    command = ["git", "apply", "-p0", "--whitespace=nowarn", *zero]
    done = subprocess.run(command, input=diff.encode(), cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr, diff)
    assert (file.read_bytes() if file.exists() else b"").decode() == output


def test_linear_in_the_number_of_edits() -> None:
    source = "word word\n" * 20_000
    layer = tuple(SourceEdit(at + 4, at + 5, "", ("SPC104",)) for at in range(0, len(source), 10))
    assert len(changes(source, layer)) == 20_000
    assert len(hunks(source, layer)) == 1
