"""The judge: what no phrase names goes by its shape, place and neighbours, and says why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner import Document
from cleaner.edits import apply
from cleaner.registry import load_rules
from tests.command import cleaner as command

load_rules()
if TYPE_CHECKING:
    from rules import _evidence as evidence
    from rules import _judge as judge
    from rules import _look as decision
    from rules import _parts as parts
    from rules import _reading as reading
    from rules import _second_look as second_look
    from rules import _tables as tables
    from rules import _verdicts as deciding
    from rules import unnamed_furniture as furniture
else:
    from cleaner.rules import _evidence as evidence
    from cleaner.rules import _judge as judge
    from cleaner.rules import _look as decision
    from cleaner.rules import _parts as parts
    from cleaner.rules import _reading as reading
    from cleaner.rules import _second_look as second_look
    from cleaner.rules import _tables as tables
    from cleaner.rules import _verdicts as deciding
    from cleaner.rules import unnamed_furniture as furniture

TITLE = "Herons return to the northern lake"
ARTICLE = [
    "The herons that left the lake nine dry years ago came back on Monday, and with them came the first "
    "visitors of the spring, who stood on the dam with their glasses and said little to one another.",
    "Nobody had expected them before the quarry closed, the warden said, since the birds need shallow "
    "water and quiet, and for years they had found neither of the two along this part of the shore.",
    "What they eat",
    "Frogs, mostly, and young perch, which the anglers grudge them; a grown heron takes a pound of fish "
    "a day and will stand for an hour in one place until something moves between the stems of the "
    "reeds.",
    "The council means to keep the northern shore shut until summer, so that the nests among the reeds "
    "are left alone, and has asked walkers to stay on the path along the old railway line as far as the "
    "bridge.",
    "Forty nests were counted last week, which is more than the lake has held since the records began, "
    "and the wardens believe that others are hidden deeper among the reeds on the western side of the "
    "island.",
]
ABOVE = ["Home", "News", "Sport", "Weather", "Lake Courier"]
BELOW = [
    "Latest news",
    "Bakery wins a prize for its rye bread",
    "2 hours ago",
    "Tram line to the harbour opens in June",
    "5 hours ago",
    "Choir looks for tenors",
    "12 hours ago",
    "Old mill gets a new wheel",
    "1 day ago",
    "School kitchen burns, nobody hurt",
    "1 day ago",
    "Most read",
    "Rain again on Friday",
    "12 comments",
    "Share this story",
    "Log in to comment",
    "Sign up for our newsletter",
    "Advertise with us",
    "About us",
    "Contact",
    "Terms of use",
    "© 2024 Lake Courier. All rights reserved.",
]
PAGE = "\n\n".join([*ABOVE, TITLE, *ARTICLE, *BELOW]) + "\n"
ONLY: dict[str, Any] = {"select": ["BLR"], "unsafe-fixes": True}


def test_what_stands_around_an_article_goes_and_the_article_stays() -> None:
    result = cleaner.clean(PAGE, config=ONLY)
    assert result.text == "\n\n".join([TITLE, *ARTICLE]) + "\n"
    assert all(found.code == "BLR101" and found.fixed for found in result.findings)
    assert all("reads like page furniture (score +" in found.message for found in result.findings)


def test_cleaning_what_was_cleaned_changes_nothing() -> None:
    text = cleaner.clean(PAGE, config={"unsafe-fixes": True}).text
    assert cleaner.clean(text, config={"unsafe-fixes": True}).text == text


@pytest.mark.parametrize("text", ["Monday\nTuesday\n", f"{TITLE}\n\n2 hours ago\n\nMore\n", "\u200b\n-\n"])
def test_a_text_without_an_article_is_left_alone(text: str) -> None:
    assert not cleaner.check(text, config=ONLY)


def test_a_text_with_footnote_marks_keeps_its_lists_and_says_why() -> None:
    text = PAGE.replace(ARTICLE[0], ARTICLE[0] + "".join(f" [{n}]" for n in range(1, 11)))
    asked = {**ONLY, "rules": {"BLR101": {"each-line": True}}}
    result = cleaner.clean(text, config=asked)
    assert result.text == text
    assert any("but the text has footnote marks" in near.reason for near in result.near)
    assert cleaner.clean(text.replace(" [10]", ""), config=ONLY).text != text


TABLES = [
    "| Year | Nests |\n| --- | --- |\n| 2018 | 12 |\n| 2019 | 15 |\n| 2020 | 40 |",
    "| Lake | Warden | Shore |\n| --- | --- | --- |\n| Reed Bay | Ada | north |\n| Mill Pond | Bo | west |",
    "Lake | Nests\n--- | ---\nReed Bay | 40\nMill Pond | 12\nOld Quarry | 9",
    "| Lake | Warden |\n|------+--------|\n| Reed Bay | Ada |\n| Mill Pond | Bo |",
    "1 | Reed Bay | 40\n2 | Mill Pond | 12\n3 | Old Quarry | 9\n4 | Low Lake | 7",
    "Lake\tNests\nReed Bay\t40\nMill Pond\t12\nOld Quarry\t9",
    "Lake\tNests\tNote\nReed Bay\t40\t\nMill Pond\t12\tdry\nOld Quarry\t9\t",
]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_below_a_text_stays_with_what_stands_right_beside_it(table: str) -> None:
    told = f"Table 1: nests by lake\n\n{table}\n\nSource: county council"
    cleaned = cleaner.clean(f"{PAGE}\n\n{told}", config=ONLY).text
    assert all(row in cleaned for row in told.split("\n"))


def every_tier(**least: int) -> dict[str, dict[str, int]]:
    """Thresholds that are the same for lines of every tier."""
    return {name: dict.fromkeys(deciding.TIERS, score) for name, score in least.items()}


def test_what_stays_makes_no_other_line_sure() -> None:
    thresholds = {
        "unsafe": dict.fromkeys(deciding.TIERS, 0),
        "safe": dict.fromkeys(deciding.TIERS, deciding.NEVER),
    }
    scores, words, ends = [-300, 50, 400, 50], [120, 3, 3, 3], [True, False, False, False]
    assert deciding.verdicts(scores, words, ends, thresholds) == [0, 1, 1, 1]
    assert deciding.verdicts(scores, words, ends, thresholds, stay={2}) == [0, 0, 0, 0]


def test_the_thresholds_of_a_line_are_those_of_its_place_and_its_size() -> None:
    sizes = [11, 12, 39, 40]
    names = ["short", "medium", "medium", "long"]
    scores = [100] * 4 + [-300] + [100] * 4 + [-300] + [100] * 4
    words = [*sizes, 30, *sizes, 30, *sizes]
    ends = [words == 30 for words in words]
    found = deciding.tiers(scores, words, ends)
    for place, at in (("above", 0), ("within", 5), ("below", 10)):
        assert found[at : at + 4] == [f"{place}, {name}" for name in names]
    assert found[4] == found[9] == "within, medium"
    assert deciding.tiers(scores, words, [False] * len(words))[0] == "within, short", "no sentence is sure"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        *((table, table.count("\n") + 1) for table in TABLES),
        ("Home | News | Sport\nMaps | Tours | Shop\nLog in | Help | Terms", 0),
        ("Home\tNews\tSport\nMaps\tTours\tShop\nLog in\tHelp\tTerms", 0),
        (
            "Bakery wins | 2 hours ago | 5 replies\nChoir | 3 days ago | no reply\nMill | now | 1 reply",
            0,
        ),
        ("1 | Reed Bay | 40\n2 | Mill Pond | 12", 0),  # two rows are none
        ("Herons 2018 | Lake\nHerons 2019 | Lake\nHerons 2020 | Lake", 0),  # a title and its site
        ("1 | Reed Bay | 40\nThe herons came back.\n2 | Mill Pond | 12\n3 | Low Lake | 7", 0),
    ],
)
def test_rows_of_a_table_are_told_by_a_rule_or_a_column_of_figures(text: str, rows: int) -> None:
    assert len(tables.table_rows(Document("table", text).inked)) == rows


def test_explain_tells_the_evidence_of_every_line(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    lines = PAGE.split("\n")

    def explained(line: str) -> str:
        place = f"page.txt:{lines.index(line) + 1}"
        return command("explain", place, "--select", "BLR", "--unsafe-fixes", cwd=tmp_path).stdout.decode()

    assert "removed" in explained(BELOW[3])
    assert "BLR101 unnamed-furniture" in explained(BELOW[3])
    kept = explained(ARTICLE[2])
    assert "kept as it is" in kept
    assert "BLR101 unnamed-furniture: score -" in kept
    assert "of its words weigh, in logits" in kept
    assert "of its words weigh, in logits" in explained(BELOW[3])


def test_contributions_add_up_to_the_score() -> None:
    judgement = judge.judged(Document("page", PAGE))
    look = judgement.card.second
    before = look.base + sum(round(sum(weights[:64]) / 64) - 128 for _, weights in look.tables)
    for at, score in enumerate(judgement.scores):
        parts = judgement.contributions(at, len(second_look.SECOND_LOOK))
        assert before + round(sum(part.weight for part in parts) * decision.UNIT) == score


def test_scores_are_those_of_the_tables_asked_one_by_one() -> None:
    judgement = judge.judged(Document("page", PAGE))
    table = json.loads(judge.TABLE.read_text("utf-8"))["second"]
    labels = {
        feature.name: [feature.labels[code] for code in column]
        for feature, column in zip(second_look.SECOND_LOOK, judgement.bins, strict=True)
    }
    known = {feature.name: feature.labels for feature in second_look.SECOND_LOOK}
    for at, score in enumerate(judgement.scores):
        total = table["base"]
        for row in table["tables"]:
            cell = 0
            for name, least in row["asks"]:
                order = list(table["orders"].get(name, known[name]))
                cell = 2 * cell + (order.index(labels[name][at]) >= order.index(least))
            total += row["weights"][cell]
        assert total == score


def test_a_line_is_judged_alike_in_any_company_of_documents() -> None:
    alone = judge.judged(Document("page", PAGE)).scores
    judge.judged(Document("other", PAGE.replace("heron", "stork")))
    assert judge.judged(Document("page", PAGE)).scores == alone


def test_the_table_is_made_of_whole_numbers_under_known_labels() -> None:
    table = json.loads(judge.TABLE.read_text("utf-8"))
    known = {feature.name: set(feature.labels) for feature in second_look.SECOND_LOOK}
    for look in ("first", "second"):
        for name, order in table[look]["orders"].items():
            assert set(order) == known[name] - {""}, name
        for row in table[look]["tables"]:
            assert len(row["asks"]) == decision.QUESTIONS
            assert all(label in known[name] for name, label in row["asks"])
            assert len(row["weights"]) == 2**decision.QUESTIONS
            assert all(isinstance(weight, int) and abs(weight) < 128 for weight in row["weights"])
    safe, unsafe = table["thresholds"]["safe"], table["thresholds"]["unsafe"]
    assert set(safe) == set(unsafe) == set(deciding.TIERS)
    assert all(safe[tier] > unsafe[tier] for tier in deciding.TIERS)


def test_features_have_names_of_their_own_and_bins_of_one_name_each() -> None:
    names = [feature.name for feature in second_look.SECOND_LOOK]
    assert len(set(names)) == len(names)
    for feature in second_look.SECOND_LOOK:
        labels = [label for label in feature.labels if label]
        assert len(set(labels)) == len(labels), feature.name
        assert len(feature.labels) < 256


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
    ("score", "words", "goes"), [(50, 20, False), (150, 20, True), (50, 4, True), (99, 8, False)]
)
def test_what_stands_right_below_a_sentence_that_stays_must_be_sure_furniture(
    score: int, words: int, goes: bool
) -> None:
    thresholds = {
        "unsafe": dict.fromkeys(deciding.TIERS, 0),
        "safe": dict.fromkeys(deciding.TIERS, deciding.NEVER),
    }
    scores = [-300, -300, -300, score, 300, 400]
    found = deciding.verdicts(
        scores, [40, 40, 40, words, 3, 3], [True, True, True, True, False, False], thresholds
    )
    assert found == [0, 0, 0, int(goes), 1, 1]


def test_the_line_that_shares_most_words_with_the_text_below_it_may_be_the_title() -> None:
    above = ["Bakery wins a prize", "Visitors of the spring", TITLE, "12 comments"]
    scores = [200] * len(above) + [-300] * len(ARTICLE)

    def title(lines: list[str]) -> int:
        readings = [reading.reading(line) for line in Document("text", "\n".join(lines)).inked]
        return deciding.likely_title([found for found in readings if found], scores)

    assert title([*above, *ARTICLE]) == 2
    assert title([*above[:2], "Tram line opens in June", above[3], *ARTICLE]) == 1
    assert title(["Home", "News", "Sport", "Weather", *ARTICLE]) == -1


def test_other_weights_may_be_named(tmp_path: Path) -> None:
    table = json.loads(judge.TABLE.read_text("utf-8"))
    table["second"]["base"] = -10_000
    (tmp_path / "none.json").write_text(json.dumps(table), "utf-8")
    options = {"BLR101": {"table": str(tmp_path / "none.json")}}
    assert cleaner.clean(PAGE, config={**ONLY, "rules": options}).text == PAGE


def test_the_kept_scorecard_is_of_all_that_its_bins_stand_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bin can be a phrase table's number: another table in the folder makes it another's."""
    asked: list[set[str]] = []

    def kept(name: str, directory: Path, sources: Iterable[Path], make: Callable[[], Any]) -> Any:
        asked.append({path.name for path in sources})
        return make()

    monkeypatch.setattr(judge, "precompiled", kept)
    judge.scorecard.cache_clear()
    judge.scorecard(judge.TABLE)
    judge.scorecard.cache_clear()
    folder = judge.TABLE.parent
    assert {path.name for path in (judge.TABLE, *folder.glob("*.py"), *folder.glob("*.toml"))} <= asked[0]
