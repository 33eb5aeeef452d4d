"""Dates and authors are found in many languages, kept by default, and taken out when metadata is stripped."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.config import Config
from cleaner.results import Metadata

BODY = "The lake is full again.\nThe herons came back in May and stayed on the northern shore until autumn."


def metadata(rule: str, text: str) -> Metadata:
    return clean(text, config=Config(select=(rule,))).metadata


def stripped(rule: str, text: str) -> str:
    return clean(text, config=Config(select=(rule,), metadata="strip", unsafe_fixes=True)).text


STAMPS = [
    ("Updated 21:50, 13-Nov-2018", "21:50, 13-Nov-2018"),
    ("Aug 03, 2021", "Aug 03, 2021"),
    ("Friday, 3 August 2021 at 10:30 GMT", "Friday, 3 August 2021 at 10:30 GMT"),
    ("Published: August 3rd, 2021 10:30 p.m. EST", "August 3rd, 2021 10:30 p.m. EST"),
    ("Last updated on 3 May 2021", "3 May 2021"),
    ("2021-08-03", "2021-08-03"),
    ("2021-08-03T10:30:00Z", "2021-08-03T10:30:00Z"),
    ("03/08/2021 10:30", "03/08/2021 10:30"),
    ("3. August 2021, 10:30 Uhr", "3. August 2021, 10:30 Uhr"),
    ("Veröffentlicht am 3. März 2021", "3. März 2021"),
    ("Dienstag, 03.08.2021", "Dienstag, 03.08.2021"),
    ("Publié le 3 août 2021 à 10h30", "3 août 2021 à 10h30"),
    ("Publicado el 3 de agosto de 2021", "3 de agosto de 2021"),
    ("3 de março de 2021 às 10h30", "3 de março de 2021 às 10h30"),
    ("3 agosto 2021", "3 agosto 2021"),
    ("3 augustus 2021", "3 augustus 2021"),
    ("3 sierpnia 2021, 10:30", "3 sierpnia 2021, 10:30"),
    ("3. srpna 2021", "3. srpna 2021"),
    ("3 августа 2021 г., 10:30", "3 августа 2021 г., 10:30"),
    ("Опубликовано: 03.08.2021", "03.08.2021"),
    ("3 серпня 2021", "3 серпня 2021"),
    ("3 Αυγούστου 2021", "3 Αυγούστου 2021"),
    ("3 Μαΐου 2021", "3 Μαΐου 2021"),
    ("3 Ağustos 2021", "3 Ağustos 2021"),
    ("3 augusti 2021", "3 augusti 2021"),
    ("3. elokuuta 2021", "3. elokuuta 2021"),
    ("2021年8月3日 10:30", "2021年8月3日 10:30"),
    ("发布时间：2021-08-03 10:30", "2021-08-03 10:30"),
    ("2021年8月3日（火）", "2021年8月3日（火）"),
    ("2021년 8월 3일", "2021년 8월 3일"),
    ("3 أغسطس 2021", "3 أغسطس 2021"),
    ("3 באוגוסט 2021", "3 באוגוסט 2021"),
    ("3 अगस्त 2021", "3 अगस्त 2021"),
    ("3 สิงหาคม 2564", "3 สิงหาคม 2564"),
    ("3 Agustus 2021", "3 Agustus 2021"),
]


@pytest.mark.parametrize(("line", "value"), STAMPS)
def test_a_stamp_is_stated_kept_or_stripped(line: str, value: str) -> None:
    source = f"Herons return to the lake\n{line}\n{BODY}\n"
    assert metadata("MET101", source).date == value
    assert clean(source, config=Config(select=("MET101",))).text == source
    assert stripped("MET101", source) == f"Herons return to the lake\n{BODY}\n"


@pytest.mark.parametrize(
    "line",
    [
        "On 3 May 2021 the herons came back.",
        "May the lake stay full",
        "3-2-4",
        "10:30",
        "Herons 2021",
        "12 May Street",
        "2021",
        "March of the 40 herons",
        "Route 3/45/99",
    ],
)
def test_other_lines_with_numbers_are_no_stamps(line: str) -> None:
    source = f"Herons return to the lake\n{line}\n{BODY}\n"
    assert metadata("MET101", source).date == ""
    assert stripped("MET101", source) == source


def test_dates_between_paragraphs_are_the_articles_own() -> None:
    long = (
        "The herons came back to the northern shore of the lake and stayed until all of the reeds were cut."
    )
    source = f"Diary of the lake\n{long}\n{long}\n{long}\n3 May 2021\n{long}\n3 June 2021\n{long}\n"
    assert stripped("MET101", source) == source


BYLINES = [
    ("By Wang Jin", "Wang Jin"),
    ("By Chen Bin", "Chen Bin"),
    ("by Ada Okafor", "Ada Okafor"),
    ("BY ADA OKAFOR", "ADA OKAFOR"),
    ("By Ada Okafor and Ivan de la Cruz", "Ada Okafor and Ivan de la Cruz"),
    ("By Ada Okafor, Lake Courier", "Ada Okafor"),
    ("Written by Ada Okafor", "Ada Okafor"),
    ("Author: Ada Okafor", "Ada Okafor"),
    ("Text: Ada Okafor", "Ada Okafor"),
    ("Von Martha Brandt", "Martha Brandt"),
    ("Autor: Martha Brandt", "Martha Brandt"),
    ("Par Anne Petit", "Anne Petit"),
    ("Por Inés Vega", "Inés Vega"),
    ("Di Carla Rossi", "Carla Rossi"),
    ("Door Jan de Vries", "Jan de Vries"),
    ("Autor: Jan Kowalski", "Jan Kowalski"),
    ("Автор: Ирина Лебедева", "Ирина Лебедева"),
    ("Текст: Ирина Лебедева", "Ирина Лебедева"),
    ("Автор: Олена Коваль", "Олена Коваль"),
    ("Av Karin Lund", "Karin Lund"),
    ("作者：陈明", "陈明"),
    ("作者: 欧阳明月", "欧阳明月"),
    ("記者 陳明", "陳明"),
    ("김민준 기자", "김민준"),
    ("الكاتب: سامي خليل", "سامي خليل"),
    ("Yazar: Ayşe Yılmaz", "Ayşe Yılmaz"),
]


@pytest.mark.parametrize(("line", "value"), BYLINES)
def test_a_byline_is_stated_kept_or_stripped(line: str, value: str) -> None:
    source = f"Herons return to the lake\n{line}\n{BODY}\n"
    assert metadata("MET102", source).author == value
    assert clean(source, config=Config(select=("MET102",))).text == source
    assert stripped("MET102", source) == f"Herons return to the lake\n{BODY}\n"


def test_a_list_item_under_the_date_is_the_author() -> None:
    source = f"Herons return\n\nAug 03, 2021\n  • Ada Okafor\n\n    Warden of the lake\n\n{BODY}\n"
    assert metadata("MET102", source).author == "Ada Okafor"


def test_a_name_alone_under_the_date_is_the_author_and_is_never_removed() -> None:
    source = f"Herons return\n\nAug 03, 2021\nAda Okafor\n\n{BODY}\n"
    assert metadata("MET102", source).author == "Ada Okafor"
    assert stripped("MET102", source) == source


@pytest.mark.parametrize(
    "line",
    [
        "By the river we sat",
        "By The Sea",
        "By noon the lake was full",
        "By 2021 All Was Well",
        "By herons!",
        "Von oben sah der See leer aus",
        "Von Der Quelle",
        "Par la fenêtre on voit le lac",
        "Por la mañana vuelven las garzas",
        "Story Time At The Lake",
        "Text of the treaty",
        "Author of three books on herons",
        "Editor's note: the lake was full.",
        "• Ada Okafor",
    ],
)
def test_other_beginnings_are_no_bylines(line: str) -> None:
    source = f"Herons return to the lake\n{line}\n{BODY}\n"
    assert metadata("MET102", source).author == ""
    assert stripped("MET102", source) == source


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The herons are back at the lake, and the water is as high as it has not been for many years "
            "now.",
        ),
        (
            "de",
            "Die Reiher sind zurück am See, und das Wasser steht so hoch wie seit vielen Jahren nicht mehr.",
        ),
        (
            "ru",
            "Цапли вернулись на озеро, и вода стоит так высоко, как не стояла уже много лет, и это видно "
            "всем.",
        ),
        ("zh", "苍鹭回到了湖边，湖水已经多年没有这么高了，傍晚走在堤坝上的人都能看到它们。"),
        ("el", "Οι ερωδιοί γύρισαν στη λίμνη και το νερό είναι τόσο ψηλά όσο δεν ήταν εδώ και πολλά χρόνια."),
    ],
)
def test_the_language_is_stated(language: str, text: str) -> None:
    assert metadata("LNG101", text).language == language
    assert not clean(text, config=Config(select=("LNG101",), language=(language,))).findings
    (finding,) = clean(text, config=Config(select=("LNG101",), language=("fi",))).findings
    assert "expected fi" in finding.message
    assert not finding.edits
