"""What readers wrote below a text goes with its labels; what looks like it and is the text stays."""

from __future__ import annotations

import pytest

from tests.rules.stories import BODY, mended

TEXT = "\n".join(
    ["Herons return", *(BODY["en"].replace("forty", count) for count in ("ten", "twenty", "thirty"))]
)

ONE = {  # one comment with its labels, in many shapes and languages
    "en": "{name}\n{number} hours ago\n{said}\nReply",
    "numbered": "{number}. {name} says:\nMay {number}, 2021 at 9:4{number} am\n{said}",
    "dated": "{name} says:\nMay {number}, 2021, 9:4{number} pm\n{said}",
    "counts": "{said}\n{name}\nRecommend? ({number})\nReport\n| Link",
    "answers": "In reply to {name}\n{said}",
    "one row": "{name}\n{said}\nLike ({number}) · Reply · Report",
    "zh": "{name}\n{said}\n回复",
    "ru": "{name}, {number} мая, 10:15\n{said}\nОтветить",
    "uk": "{name}\n{said}\nВідповісти",
    "pl": "{name} (gość) 30.12.11, 15:34\n{said}\n+{number} / 0 zgłoś naruszenie odpowiedz",
    "de": "{name}\n{said}\nAntworten | Melden",
    "fr": "{name}\n{said}\nRépondre\nSignaler un abus",
    "es": "{name}\n{said}\nResponder",
    "it": "{name}\n{said}\nRispondi",
    "pt": "{name}\n{said}\nDenunciar",
    "nl": "{name}\n{said}\nBeantwoorden",
    "sv": "{name}\n{said}\nSvara",
    "cs": "{name}\n{said}\nOdpovědět",
    "tr": "{name}\n{said}\nCevapla",
    "ja": "{name}\n{said}\n返信",
    "ko": "{name}\n{said}\n답글",
    "ar": "{name}\n{said}\nرد",
}
HEADERS = {"numbered", "dated", "answers"}  # what stands below the last label is left


def comments(shape: str) -> str:
    return "\n".join(
        ONE[shape].format(name=name, number=number, said=f"I saw {number} of them on the dam, too.")
        for number, name in enumerate(("Pia", "Tom", "Ada", "Leo"), 2)
    )


@pytest.mark.parametrize("shape", ONE)
def test_comments_go_with_their_labels(shape: str) -> None:
    source = f"{TEXT}\n4 comments\n{comments(shape)}\nLeave a comment\nImprint"
    assert mended("REL104", source) == f"{TEXT}\nLeave a comment\nImprint"


@pytest.mark.parametrize("shape", sorted(ONE.keys() - HEADERS))
def test_without_a_heading_they_begin_with_a_label_or_a_time(shape: str) -> None:
    left = mended("REL104", f"{TEXT}\n{comments(shape)}\nImprint")
    assert left.startswith(TEXT)
    assert left.endswith("\nImprint")
    assert left.count("I saw") <= 1


def talk(*lines: str) -> str:
    return "\n".join([TEXT, *lines])


STAYS = {
    "two comments": talk("Pia", "I saw them, too.", "Reply", "Tom", "Where?", "Reply"),
    "labels of a form": talk("Reply", "Report", "Quote"),
    "an interview": talk(
        *("The warden said:", "They came on Monday.", "A visitor says:", "They are loud.") * 3
    ),
    "a live text": talk(*("10:15", "The boat leaves.", "Share", "10:20", "It is back.", "Share") * 2),
    "a thread of its own": "Herons?\n" + comments("en"),
    "labels far apart": talk(*(line for at in range(4) for line in ["Reply", *[f"Line {at}."] * 25])),
    "sentences": talk(
        *["In reply to the letters of many readers the wardens have now counted the nests anew."] * 4
    ),
}


@pytest.mark.parametrize("case", STAYS)
def test_what_only_looks_like_it_stays(case: str) -> None:
    assert mended("REL104", STAYS[case]) == STAYS[case]


@pytest.mark.parametrize("amid", ["Doors open at 19:30", "4 comments"])
def test_no_sentence_goes_for_what_stands_amid_the_text(amid: str) -> None:
    text = "\n".join([TEXT, amid, *(f"{BODY['en']} Day {day}." for day in range(12))])
    left = mended("REL104", f"{text}\n4 comments\n{comments('en')}")
    assert left == text + "\n"
