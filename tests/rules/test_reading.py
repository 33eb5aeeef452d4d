"""What is read of a line and its neighbours: blocks, units, words, and the bins of every feature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cleaner import Document
from cleaner.registry import load_rules

load_rules()
if TYPE_CHECKING:
    from rules import _evidence as evidence
    from rules import _reading as reading
    from rules import _second_look as second_look
else:
    from cleaner.rules import _evidence as evidence
    from cleaner.rules import _reading as reading
    from cleaner.rules import _second_look as second_look


def grouped(text: str) -> Any:
    inked = Document("any", text).inked
    read = [
        (found, at)
        for line, at in zip(inked, reading.block_numbers(inked), strict=True)
        if (found := reading.reading(line))
    ]
    return reading.grouped([found for found, _ in read], [at for _, at in read])


def test_lines_with_no_blank_one_between_them_are_a_block() -> None:
    group = grouped("Menu\nHome\n—\nNews\n\n•\n\n\nThe lake is full again.\n\nA\nB")
    assert [read.key for read in group.readings] == [
        "menu",
        "home",
        "news",
        "the lake is full again.",
        "a",
        "b",
    ]
    assert group.block == [0, 0, 0, 1, 2, 2]
    columns = evidence.columns(group)
    shown = {
        feature.name: [feature.labels[code] for code in column]
        for feature, column in zip(evidence.FEATURES, columns, strict=False)
    }
    assert shown["lines of its block"] == ["3", "3", "3", "1", "2", "2"]
    assert shown["place in its block"] == ["first", "middle", "last", "alone", "first", "last"]
    assert shown["block above"] == ["none"] * 3 + ["2 or 3 lines"] + ["1 line"] * 2


def test_a_line_is_weighed_by_its_words_figures_and_signs_and_by_neighbours_among_them() -> None:
    def read(text: str) -> set[str]:
        (line,) = Document("line", text).inked
        found = reading.reading(line)
        assert found
        return reading.grams(found)

    assert read("Posted 12 | @Reply") == {
        "posted", "0", "@", "reply", "posted_0", "0_@", "@_reply", "^posted", "reply$", "=posted_0_@_reply"
    }  # fmt: skip
    assert read("来源：新华网 12") == {
        "来源", "：", "新华", "华网", "0", "来源_：", "：_新华", "新华_华网", "华网_0", "^来源", "0$",
        "=来源_：_新华_华网_0"
    }  # fmt: skip
    assert "^then" in read("Then " + "word " * 40)
    assert "word$" not in read("Then " + "word " * 40), "its end was not read"
    assert "char" not in read("Unmistakable " * 12 + "characters"), "cut in the middle"
    assert read("新闻 뉴스입니다") >= {"新闻", "뉴스입니다"}, "Hangul parts its words"
    (found,) = grouped("All rights").readings
    assert reading.lexical(found, {"all_rights": 50, "^all": 25, "rights": -5, "left": 7}) == 70
    said = ("^by", "reserved$", "all_rights", "=share_this", "us_$", "$")
    shown = '"by ..." "... reserved" "all rights" "share this" "us $" "$"'
    assert " ".join(map(reading.quoted, said)) == shown


def test_pieces_of_a_sentence_are_one_unit() -> None:
    lines = ["The council met in", "New York", "on Monday, the", "mayor said.", "A new sentence.", "Menu"]
    assert grouped("\n".join(lines)).unit == [0, 0, 0, 0, 1, 2]


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["Autor opowiada w tej książce", "o Polsce lat siedemdziesiątych."], [0, 0]),
        (["Ceny wzrosły w tym roku", "o 20 procent."], [0, 0]),
        (["Maria e os filhos visitaram", "o Brasil no ano passado."], [0, 0]),
        (["  * News and views from the", "      o Europe", "      o Asia"], [0, 1, 2]),
        (["  * News and views from the", "      + Europe", "  + Asia"], [0, 1, 2]),
        (["+", "o", "o o", "+ +"], [0, 1]),
    ],
)
def test_an_indented_o_begins_a_list_within_a_list_and_is_a_word_else(
    lines: list[str], unit: list[int]
) -> None:
    assert grouped("\n".join(lines)).unit == unit


@pytest.mark.parametrize(
    "lines",
    [
        ["x"],
        ["•", "x", "1"],
        ["", "."] * 3 + ["word"],
        ["Überall „Anführung“", "中文。", "١٢٣", "a" * 5_000, "." * 5_000 + "x"],
        ["the"] * 40,
        ["He read", "the report", ", which was long", "."],
    ],
)
def test_any_lines_fall_into_labelled_bins(lines: list[str]) -> None:
    group = grouped("\n".join(lines))
    readings = group.readings
    totals = [reading.lexical(read, {"the": 100}) for read in readings]
    columns = evidence.columns(group) + evidence.lexical_columns(totals, group)
    columns += second_look.second_columns([0] * len(readings), group, columns)
    assert len(columns) == len(second_look.SECOND_LOOK)
    for feature, column in zip(second_look.SECOND_LOOK, columns, strict=True):
        assert len(column) == len(readings), feature.name
        assert all(feature.labels[code] for code in column), feature.name
