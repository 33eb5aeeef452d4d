"""Related headings, links to other stories, and whole other stories."""

from __future__ import annotations

import pytest

from cleaner import DISPLAY, clean
from cleaner.config import Config
from tests.rules.stories import BODY, BREAD, BROT, KHLEB, mended

HEADINGS = [
    ("en", "Related articles", ["Bakery wins a prize for its rye bread", "Tram line to open in June"]),
    (
        "en",
        "YOU MIGHT ALSO LIKE",
        ["Bakery wins a prize", "3 May 2021", "Tram line to open in June", "Advertisement"],
    ),
    ("en", "» Most read", ["1", "Bakery wins a prize", "2", "Tram line to open in June"]),
    ("en", "Recommended for you:", []),
    (
        "de",
        "Das könnte Sie auch interessieren",
        ["Bäckerei gewinnt Preis", "Ihr Roggenbrot überzeugte die Juroren."],
    ),
    ("de", "Mehr zum Thema", ["• Straßenbahn fährt ab Juni", "• Bäckerei gewinnt Preis"]),
    ("fr", "À lire aussi", ["La boulangerie reçoit un prix", "Le tramway ouvrira en juin"]),
    ("es", "Te puede interesar", ["La panadería gana un premio", "El tranvía abrirá en junio"]),
    ("pl", "Zobacz także:", ["Piekarnia zdobyła nagrodę", "Tramwaj ruszy w czerwcu"]),
    ("ru", "Читайте также:", ["Пекарня получила приз", "Трамвай пойдёт в июне"]),
    ("ru", "Похожие новости", ["• Пекарня получила приз", "• Трамвай пойдёт в июне"]),
    ("zh", "相关新闻", ["面包店获奖", "有轨电车六月开通"]),
    ("zh", "推荐阅读", ["面包店获奖 2021-05-03", "有轨电车六月开通 2021-05-04"]),
]


@pytest.mark.parametrize(("language", "heading", "lines"), HEADINGS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_all_that_hangs_on_a_related_heading_goes(
    language: str, heading: str, lines: list[str], gap: str
) -> None:
    body = BODY[language]
    assert mended("REL101", gap.join([body, body, heading, *lines])).rstrip() == gap.join([body, body])


def test_a_story_behind_a_related_heading_goes_by_its_evidence() -> None:
    title = "Town bakery wins a prize for its rye bread"
    body = "\n\n".join([BODY["en"], BODY["en"]])
    source = "\n\n".join([body, "Related articles", "News", title, title, BREAD, "Popular"])
    result = clean(source, config=Config(select=("REL101",), unsafe_fixes=True))
    assert result.text.rstrip() == body
    (finding,) = result.findings
    for evidence in ("'Related articles'", "line 5", "headline printed twice", "none of the body's"):
        assert evidence in finding.message


@pytest.mark.parametrize(("headlines", "goes"), [(8, True), (12, False)])
def test_early_in_the_text_the_story_may_be_the_article(headlines: int, goes: bool) -> None:
    """The evidence is the same; what matters is how much of the text stands above the heading."""
    title = "Town bakery wins a prize for its rye bread"
    body = "\n\n".join([BODY["en"], BODY["en"]])
    run = [f"Tram line to open in June after years of work {number}" for number in range(headlines)]
    source = "\n\n".join([body, "Related articles", title, title, BREAD, *run])
    result = clean(source, config=Config(select=("REL101",), unsafe_fixes=True))
    assert result.text.rstrip() == (body if goes else source)
    spared = ["too early in the text to judge what follows" in near.reason for near in result.near]
    assert spared == ([] if goes else [True])


@pytest.mark.parametrize("heading", ["More stories", "You may also like", "Recommended stories"])
def test_inside_the_body_only_the_run_of_headlines_goes(heading: str) -> None:
    run = ["• Bakery wins a prize", "• Tram line to open in June"]
    source = "\n".join([BODY["en"], heading, *run, BODY["en"], "They came back in May."])
    assert mended("REL101", source) == "\n".join([BODY["en"], BODY["en"], "They came back in May."])


KEPT_BY_RELATED_HEADING = [
    "\n".join([BODY["en"], "See also", "Heron", "Wetland", "List of lakes"]),
    "\n".join([BODY["de"], "Weblinks", "Karte des Sees", "Bericht der Wächter"]),
    "\n".join(["Popular", "Latest news", "Herons return", BODY["en"]]),
    "\n".join(["Recent articles", BODY["en"]]),
    "\n".join([BODY["en"], "Related stories", BODY["en"]]),
    "\n".join(
        [BODY["en"], "The related articles of the treaty were read aloud in the village hall.", BODY["en"]]
    ),
    "\n".join([BODY["en"], "More from less", BODY["en"]]),
    "\n".join([BODY["en"], "Most popular birds", BODY["en"], BODY["en"]]),
    "\n".join([BODY["en"], "Related", "one", "two", BODY["en"]]),
    "\n".join(
        [BODY["en"], "Recommended reading", *[f"{n}. a book on herons" for n in range(20)], BODY["en"]]
    ),
    "\n".join(["Our bakery", "Related articles", "Flour", "Salt", "Water"]),
]


@pytest.mark.parametrize("text", KEPT_BY_RELATED_HEADING)
def test_headings_of_the_article_stay(text: str) -> None:
    assert mended("REL101", text) == text


def test_a_body_that_goes_on_with_other_words_of_its_own_stays() -> None:
    """A continuation that repeats the body's telling words is the body, whatever heading stands above."""
    source = "\n".join([BODY["en"], "You may also like", BODY["en"], BODY["en"]])
    assert mended("REL101", source) == source


PROMPTS = [
    ("en", "Read more"),
    ("en", "Continue reading »"),
    ("en", "[ Related story ]"),
    ("de", "Weiterlesen"),
    ("fr", "Afficher la suite"),
    ("es", "Leer más"),
    ("pl", "Czytaj dalej"),
    ("ru", "Читать далее"),
    ("zh", "阅读更多"),
]


@pytest.mark.parametrize(("language", "prompt"), PROMPTS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_prompts_to_read_on_go(language: str, prompt: str, gap: str) -> None:
    body = BODY[language]
    assert mended("REL102", gap.join([body, prompt, body])) == gap.join([body, body])


LINKS = [
    ("en", "Read more: Bakery wins a prize for its rye bread"),
    ("en", "Read also: Tram line to open in June"),
    ("en", "ALSO READ: Tram line to open in June"),
    ("en", "• See also: Tram line to open in June"),
    ("en", "READ MORE | Tram line to open in June"),
    ("en", "Read more:\nTram line to open in June"),
    ("de", "Lesen Sie auch: Straßenbahn fährt ab Juni"),
    ("fr", "Lire aussi : Le tramway ouvrira en juin"),
    ("pl", "Czytaj też: Tramwaj ruszy w czerwcu"),
    ("ru", "Читайте также: Трамвай пойдёт в июне"),
]


@pytest.mark.parametrize(("language", "link"), LINKS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_links_with_their_headline_are_reported_and_stay(language: str, link: str, gap: str) -> None:
    body = BODY[language]
    text = gap.join([body, link, body])
    result = clean(text, config=Config(select=("REL102",), unsafe_fixes=True))
    assert result.text == text
    assert [(finding.code, finding.safety) for finding in result.findings] == [("REL102", DISPLAY)]


@pytest.mark.parametrize(
    "line",
    [
        "Read more slowly and you will hear the herons.",
        "She would read more if the evenings were longer, she told the wardens by the dam.",
        "Continue reading the water gauge every morning until the lake is full.",
        "To read more of the warden's diary one has to go to the village library on a weekday.",
        "Lesen Sie auch die Tafel am Damm, ehe Sie zum Unterstand gehen, denn dort steht, wann er offen ist.",
        "See also Brandt and Okafor, part two",
    ],
)
def test_sentences_that_ask_to_read_stay(line: str) -> None:
    text = "\n".join([BODY["en"], line, BODY["en"]])
    assert mended("REL102", text) == text


def test_a_title_is_no_prompt() -> None:
    text = f"Read more: how a village doubled its loans\n{BODY['en']}"
    assert mended("REL102", text) == text


STORIES = [
    ("en", ["News", "Bakery wins a prize for its bread"], BREAD),
    ("en", ["Editor's choice", "Bakery wins a prize for its bread"], BREAD),
    ("en", ["Bakery wins a prize for its bread", "Bakery wins a prize for its bread"], BREAD),
    ("en", ["Bakery wins a prize for its bread", "3 May 2021"], BREAD),
    ("en", ["Next article", "Bakery wins a prize for its bread"], BREAD),
    ("en", ["Top stories", "Bakery wins a prize for its bread", "Bakery wins a prize for its bread"], BREAD),
    ("de", ["Nachrichten", "Bäckerei gewinnt Preis für Roggenbrot"], BROT),
    ("de", ["Bäckerei gewinnt Preis für Roggenbrot", "Bäckerei gewinnt Preis für Roggenbrot"], BROT),
    ("de", ["Bäckerei gewinnt Preis für Roggenbrot", "3. Mai 2021"], BROT),
    ("ru", ["Новости", "Пекарня получила приз за ржаной хлеб"], KHLEB),
    ("ru", ["Пекарня получила приз за ржаной хлеб", "Пекарня получила приз за ржаной хлеб"], KHLEB),
    ("ru", ["Пекарня получила приз за ржаной хлеб", "3 мая 2021"], KHLEB),
]


@pytest.mark.parametrize(("language", "above", "story"), STORIES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_an_unrelated_story_goes(language: str, above: list[str], story: str, gap: str) -> None:
    body = gap.join([BODY[language], BODY[language]])
    assert mended("REL103", gap.join([body, *above, story])).rstrip() == body


@pytest.mark.parametrize(
    "text",
    [
        "\n".join([BODY["en"], BODY["en"], "An afternoon in the village", BREAD]),
        "\n".join([BODY["en"], BODY["en"], "News", BODY["en"]]),
        "\n".join([BODY["en"], BODY["en"], "News", "Herons return", "Herons return", BODY["en"]]),
        "\n".join([BREAD, "News", "Herons return to the lake", BODY["en"], BODY["en"], BODY["en"]]),
        "\n".join(["News", "Bakery wins a prize for its bread", BREAD]),
        "\n".join([BODY["en"], BODY["en"], "Source: the wardens' diary"]),
    ],
)
def test_sections_of_the_article_stay(text: str) -> None:
    assert mended("REL103", text) == text


def test_nothing_that_is_all_boilerplate_is_emptied() -> None:
    source = "Skip to content\nBack to top\n"
    result = clean(source, config=Config(unsafe_fixes=True))
    assert [f.code for f in result.findings if f.code == "DOC102"] == ["DOC102"]
    assert result.text.split() == source.split()
