"""What a text says of itself, as the judge sees it: shared words, marks of an end, copies of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner import Document
from cleaner.registry import load_rules

load_rules()
if TYPE_CHECKING:
    from rules import _evidence as evidence
    from rules import _marks as marks
    from rules import _reading as reading
    from rules import _second_look as second_look
    from rules import _topic as topic
else:
    from cleaner.rules import _evidence as evidence
    from cleaner.rules import _marks as marks
    from cleaner.rules import _reading as reading
    from cleaner.rules import _second_look as second_look
    from cleaner.rules import _topic as topic

LINES = [
    "By Henrike Moor",
    "Herons return to the northern lake",
    "The herons that left the northern shore of the lake nine dry years ago came back on Monday morning.",
    "Visitors stood on the northern dam with their glasses and said little to one another about herons.",
    "Bakery wins a prize for its rye bread",
    "Henrike writes about birds and the people who watch them.",
]
TEXT = [False, False, True, True, False, False]


def read(lines: list[str]) -> list[reading.Reading]:
    found = [reading.reading(line) for line in Document("text", "\n".join(lines)).inked]
    return [one for one in found if one]


def named(column: list[bytes], features: tuple[reading.Feature, ...], name: str) -> list[str]:
    at = [feature.name for feature in features].index(name)
    return [features[at].labels[code] for code in column[at]]


def test_words_are_shared_with_other_lines_not_with_the_line_itself() -> None:
    many, shared = topic.shared_words(read(LINES), TEXT)
    assert (many[1], shared[1]) == (3, 2)
    assert shared[2] == shared[3] == 2  # herons and northern: what only this line has is not shared
    assert shared[0] == shared[4] == 0


def test_a_share_of_words_has_a_bin_by_how_many_words_there_are() -> None:
    told = [topic.VOCABULARY[topic.share_of(*case)] for case in [(0, 0), (1, 1), (3, 0), (7, 1), (9, 4)]]
    assert told == [
        "no telling word",
        "most of one",
        "none of two or three",
        "under 15 % of four to seven",
        "under half of eight and more",
    ]
    assert [topic.SHARES[code] for code in topic.shares([4, 0, 7], [4, 0, 2])] == [
        "100 percent",
        "none",
        "25 percent",
    ]


def test_names_above_the_text_are_found_again_below_it() -> None:
    found = topic.of_the_head(read(LINES), 2, 1)
    told = [topic.HEAD_WORDS[code] for code in found]
    assert told == ["above the text", "above the text", "0 words", "0 words", "0 words", "1 words"]


def test_a_share_button_ends_an_article_only_below_prose() -> None:
    phrases = bytes([0, reading.PHRASES.index("share_widget: whole line"), 0, 0])
    for prose, label in ((39, "none"), (40, "1 lines")):
        found = marks.marks_columns(phrases, [False] * 4, [0, prose, prose, 100, 100])
        told = named(found, marks.OF_MARKS, "lines since a share button")
        assert told[:2] == ["none", "none"]
        assert told[2].split()[0] == label.split()[0]
    assert named(found, marks.OF_MARKS, "prose since the last of these, words")[3] == "40 to 69"


def test_copies_are_told_the_score_of_the_others() -> None:
    lines = ["Pricing", *LINES[2:4], "Pricing", "Pricing", "Share"]
    readings = read(lines)
    group = reading.grouped(readings, [0] * len(lines))
    seen = [bytes(len(lines))] * len(evidence.FEATURES)
    found = second_look.second_columns([100, -300, -300, 200, 500, 400], group, seen)
    told = named(found, second_look.SECOND, "first score of its copies")
    assert told == ["+3.50", "none", "none", "+3.00", "+1.50", "none"]


def test_copies_around_and_lines_that_begin_alike_are_told_their_scores() -> None:
    lines = ["Pricing", *LINES[2:4], "Pricing", "Share this story", "Share this page", "Share the lake"]
    readings = read(lines)
    group = reading.grouped(readings, [0] * len(lines))
    seen = [bytes(len(lines))] * len(evidence.FEATURES)
    found = second_look.second_columns([100, -300, -300, 200, 500, 400, 300], group, seen)
    around = named(found, second_look.SECOND, "first score of copies, mean, -5 to 5")
    assert around == ["+1.50", "+1.50", "+1.50", "+1.50", "+1.50", "+1.50", "+1.00"]
    alike = named(found, second_look.SECOND, "first score of lines that begin as it does")
    assert alike == ["+2.00", "none", "none", "+1.00", "+4.00", "+5.00", "none"]


def test_words_of_no_meaning_above_the_text_are_no_names() -> None:
    lines = ["By the Lake Team of us", *LINES[1:]]
    told = [topic.HEAD_WORDS[code] for code in topic.of_the_head(read(lines), 2, 1)]
    assert told[2:] == ["0 words", "0 words", "0 words", "0 words"]


def test_items_are_told_how_the_line_above_their_list_ends() -> None:
    lines = ["Keep away:", "• Anglers", "• Divers", "Contact", "• Terms of use"]
    found = evidence.columns(reading.grouped(read(lines), [0] * len(lines)))
    name = next(
        one.name for one in evidence.FEATURES if one.name.startswith("ends with (line above its list")
    )
    told = named(found, evidence.FEATURES, name)
    assert told[1] == told[2] != told[4]
    assert told[0] == told[3]


def test_a_date_begins_a_text_and_a_heading_of_stories_ends_one() -> None:
    phrases = bytes([reading.PHRASES.index("update_stamp: whole line"), 0, 0, 0])
    for prose, label in ((39, "no heading"), (40, "0 lines")):
        found = marks.marks_columns(phrases, [False, True, False, False], [0, prose, prose, 100, 100])
        assert named(found, marks.OF_MARKS, "lines since a byline or date")[1] != "none"
        told = named(found, marks.OF_MARKS, "lines since a related heading")
        assert (told[2] == "no heading") is (label == "no heading")
