"""The judge: what no phrase names goes by its shape, place and neighbours, and says why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import cleaner
from cleaner import Document
from cleaner.registry import load_rules
from tests.command import cleaner as command

load_rules()
if TYPE_CHECKING:
    from rules import _judge as judge
    from rules import _look as decision
    from rules import _reading as reading
    from rules import _second_look as second_look
    from rules import _tables as tables
    from rules import _topic as topic
    from rules import _verdicts as deciding
else:
    from cleaner.rules import _judge as judge
    from cleaner.rules import _look as decision
    from cleaner.rules import _reading as reading
    from cleaner.rules import _second_look as second_look
    from cleaner.rules import _tables as tables
    from cleaner.rules import _topic as topic
    from cleaner.rules import _verdicts as deciding

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


VISITORS = ["• Bird rescuers", "• School classes", "• Quarry workers", "• Anglers"]


@pytest.mark.parametrize(
    ("intro", "stays"),
    [
        ("The wardens ask some people above all others to keep away from the northern shore:", True),
        ("The wardens ask some people above all others to keep away from the northern shore.", False),
    ],
)
def test_a_list_that_a_sentence_introduces_stays(intro: str, stays: bool) -> None:
    text = "\n\n".join([TITLE, *ARTICLE, intro, "\n".join(VISITORS), *BELOW])
    left = cleaner.clean(text, config=ONLY).text
    assert all((item in left) is stays for item in VISITORS)
    assert BELOW[0] not in left


def test_addresses_in_a_row_stay() -> None:
    sources = [
        "https://lake.example/herons/2019",
        "<https://lake.example/quarry.pdf>",
        "• http://birds.example/n",
    ]
    text = "\n\n".join([TITLE, *ARTICLE, "Sources", "\n".join(sources), "https://lake.example/share", *BELOW])
    left = cleaner.clean(text, config=ONLY).text
    assert all(address in left for address in sources)
    text = "\n\n".join([TITLE, *ARTICLE, *BELOW, "https://lake.example/share"])
    assert "https" not in cleaner.clean(text, config=ONLY).text


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
    "1 Reed Bay 40 3\n2 Mill Pond 12 1\n2 Old Quarry 12 0\n4 Low Lake 7 0\n5 High Lake 2 0",
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
        ("1 Bakery wins\n2 Tram opens\n3 Choir sings\n4 Mill turns\n5 Rain in 2024", 0),  # most read
        ("1 Reed Bay 40 3\n5 Mill Pond 12 1\n2 Old Quarry 9 0\n9 Low Lake 7 0\n3 High Lake 2 0", 0),
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
        read = [reading.reading(line) for line in Document("text", "\n".join(lines)).inked]
        readings = [found for found in read if found]
        return topic.title_of(readings, deciding.sure_text(readings, scores))

    assert title([*above, *ARTICLE]) == 2
    assert title([*above[:2], "Tram line opens in June", above[3], *ARTICLE]) == 1
    assert title(["Home", "News", "Sport", "Weather", *ARTICLE]) == -1


def test_a_title_may_have_the_words_of_the_text_in_other_forms() -> None:
    lines = ["12 comments", "A heron and its nest by the lake", *ARTICLE]
    read = [reading.reading(line) for line in Document("text", "\n".join(lines)).inked]
    readings = [found for found in read if found]
    text = deciding.sure_text(readings, [200, 200] + [-300] * len(ARTICLE))
    assert topic.title_of(readings, text) == -1
    assert topic.titles(readings, text) == {1}


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
