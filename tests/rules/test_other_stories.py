"""Related headings, links to other stories, whole other stories, and what is printed twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import DISPLAY, Document, clean
from cleaner.config import Config

BODY = {
    "en": "The herons are back at the northern lake "
    "after eleven years, and the wardens have counted forty nests along "
    "the reeds. The wardens say the herons left when the lake was drained for the quarry, and that the "
    "reeds grew back "
    "once the quarry was closed and the lake was filled again. Visitors may watch the herons from the "
    "dam, in a hide "
    "among the reeds that the wardens built.",
    "de": "Die Reiher sind nach elf Jahren an den See "
    "im Norden zurückgekehrt, und die Wächter haben im Schilf vierzig "
    "Nester gezählt. Die Reiher waren fortgezogen, als man den See für den Steinbruch trockenlegte; das "
    "Schilf wuchs "
    "nach, sobald der Steinbruch geschlossen und der See wieder gefüllt war. Besucher können die Reiher "
    "vom Damm aus "
    "beobachten, wo die Wächter im Schilf einen Unterstand für alle gebaut haben.",
    "fr": "Les hérons sont revenus au lac du nord après "
    "onze ans, et les gardiens ont compté quarante nids dans les "
    "roseaux. Les hérons étaient partis quand le lac fut vidé pour la carrière ; les roseaux ont repoussé "
    "dès que la "
    "carrière fut fermée et le lac rempli de nouveau. Les visiteurs peuvent observer les hérons depuis la "
    "digue, où "
    "les gardiens ont construit un abri parmi les roseaux.",
    "es": "Las garzas han vuelto al lago del norte después "
    "de once años, y los guardas han contado cuarenta nidos entre "
    "los juncos. Las garzas se fueron cuando el lago se vació para la cantera; los juncos crecieron de "
    "nuevo cuando la "
    "cantera cerró y el lago se llenó otra vez. Los visitantes pueden mirar las garzas desde la presa, "
    "donde los "
    "guardas han levantado un refugio entre los juncos.",
    "pl": "Czaple wróciły nad północne jezioro po jedenastu "
    "latach, a strażnicy naliczyli w trzcinach czterdzieści gniazd. "
    "Czaple odleciały, kiedy jezioro osuszono dla kamieniołomu, a trzciny odrosły, gdy tylko kamieniołom "
    "zamknięto i "
    "jezioro znów napełniono wodą. Goście mogą oglądać czaple z tamy, gdzie strażnicy zbudowali wśród "
    "trzcin schronienie "
    "dla wszystkich, którzy przychodzą tu wieczorem, kiedy ptaki wracają do gniazd, by karmić młode i "
    "odpocząć.",
    "ru": "Цапли вернулись на северное озеро спустя "
    "одиннадцать лет, и сторожа насчитали в камышах сорок гнёзд. По словам "
    "сторожей, цапли улетели, когда озеро осушили ради карьера, а камыш снова вырос, как только карьер "
    "закрыли и озеро "
    "наполнилось водой. Посетители могут наблюдать за птицами с плотины, где сторожа построили среди "
    "камыша навес для "
    "всех, кто приходит сюда по вечерам, когда птицы возвращаются к гнёздам кормить птенцов и ещё долго "
    "кричат.",
    "zh": "十一年之后，苍鹭回到了北方的湖边，护林员在芦苇丛里数到了四十个鸟巢。"
    "护林员说，当年为了开采石场把湖水抽干，"
    "苍鹭就飞走了；"
    "采石场关闭、湖水重新灌满之后，芦苇又长了出来，苍鹭也跟着回来了。游客可以在堤坝上观看苍鹭，"
    "护林员在芦苇丛中搭了一座小屋，"
    "供傍晚来看苍鹭归巢的人休息。护林员请大家在夏天之前不要靠近鸟巢，因为受惊的苍鹭会丢下幼鸟。",
}
BREAD = (
    "Judges from three countries tasted two hundred loaves on Saturday and chose the one that Petra Nowak "
    "bakes in a "
    "wood oven behind the town hall. She learned the recipe from a cousin, she said, and has changed only "
    "the salt. "
    "The prize is a silver spoon and a year of flour, which she means to share with the school kitchen "
    "next door."
)
BROT = (
    "Juroren aus drei Ländern verkosteten am Samstag zweihundert Laibe und wählten den, den Petra Nowak "
    "in einem Holzofen "
    "hinter dem Rathaus bäckt. Das Rezept habe sie von einer Base, sagte sie, und nur das Salz geändert. "
    "Der Preis ist ein "
    "silberner Löffel und Mehl für ein Jahr, das sie mit der Schulküche nebenan teilen will."
)
KHLEB = (
    "Судьи из трёх стран попробовали в субботу двести буханок и выбрали ту, которую Пётр Новак печёт в "
    "дровяной печи за "
    "ратушей. Рецепт достался ему от двоюродной сестры, рассказал он, и поменял он в нём только соль. "
    "Награда — "
    "серебряная ложка и запас муки на год, которым он собирается поделиться со школьной столовой по "
    "соседству."
)


def mended(rule: str, text: str) -> str:
    """What one rule makes of a text, its unsafe fixes applied."""
    return clean(text, config=Config(select=(rule,), unsafe_fixes=True)).text


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


CAPTIONS = [
    ("Herons at dusk. Photo: A. Okafor", "Herons at dusk (Photo: A. Okafor)", 0),
    ("Herons at dusk", "Herons at dusk. Photo: A. Okafor", 1),
    ("Herons at dusk. Photo: A. Okafor", "Herons at dusk", 0),
    ("Herons at dusk © A. Okafor", "Herons at dusk © A. Okafor", 0),
    ("FILE - Wardens count the nests in the reeds at the northern lake, May 3, 2021.",) * 2 + (0,),
    ("Zwei Reiher am Ufer. Foto: M. Brandt", "Zwei Reiher am Ufer Foto: M. Brandt", 0),
    ("Zwei Reiher am Ufer", "Zwei Reiher am Ufer (Bild: M. Brandt)", 1),
    ("Deux hérons au bord du lac. Crédit : A. Petit", "Deux hérons au bord du lac (crédit : A. Petit)", 0),
    ("Цапли на озере. Фото: И. Лебедева", "Цапли на озере. Фото: И. Лебедева", 0),
    ("Две цапли на берегу", "Две цапли на берегу. Фото И. Лебедева", 1),
    ("湖边的两只苍鹭。陈明摄影", "湖边的两只苍鹭。陈明摄影", 0),
    ("Dwie czaple nad jeziorem, fot. J. Nowak", "Dwie czaple nad jeziorem, fot. J. Nowak", 0),
]


@pytest.mark.parametrize(("first", "second", "kept"), CAPTIONS)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n\n"])
def test_a_caption_stays_once(first: str, second: str, kept: int, gap: str) -> None:
    source = f"Herons return\n\n{first}{gap}{second}\n\nThe lake is full again."
    assert mended("DUP101", source) == f"Herons return\n\n{(first, second)[kept]}\n\nThe lake is full again."


def test_a_caption_stays_once_around_its_credit() -> None:
    source = "Herons at dusk\nPhoto: A. Okafor\nHerons at dusk\nThe lake is full again."
    assert mended("DUP101", source) == "Herons at dusk\nPhoto: A. Okafor\nThe lake is full again."


@pytest.mark.parametrize("copies", [3, 4, 5])
def test_of_many_copies_of_a_caption_one_stays(copies: int) -> None:
    caption = "Herons at dusk. Photo: A. Okafor\n"
    assert (
        mended("DUP101", caption * copies + "The lake is full again.") == caption + "The lake is full again."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Slowly, slowly over the water\nSlowly, slowly over the water",
        "Lake\nLake",
        "- Photo paper, glossy\n- Photo paper, glossy",
        "Photo\nPhoto",
        "Herons at dusk. Photo: A. Okafor\nHerons at dawn. Photo: A. Okafor",
        "Herons at dusk. Photo: A. Okafor\nThe lake is full again.\nHerons at dusk. Photo: A. Okafor",
        "The picture of the lake\nThe picture of the lake has hung in the hall since the quarry was closed.",
    ],
)
def test_what_repeats_on_purpose_is_no_caption(text: str) -> None:
    assert mended("DUP101", text) == text


TITLES = [
    ("Herons return to the lake", [], "en"),
    ("Herons return to the lake", ["12 May 2021"], "en"),
    ("Herons return to the lake", ["Nature", "By Ada Okafor", "12 May 2021"], "en"),
    ("Die Reiher sind zurück am See", [], "de"),
    ("Die Reiher sind zurück am See", ["Natur", "12. Mai 2021"], "de"),
    ("Les hérons reviennent au lac", [], "fr"),
    ("Las garzas vuelven al lago", ["12 de mayo de 2021"], "es"),
    ("Czaple wróciły nad jezioro", [], "pl"),
    ("Цапли вернулись на озеро", ["Природа"], "ru"),
    ("苍鹭回到北方的湖边", [], "zh"),
]


@pytest.mark.parametrize(("title", "between", "language"), TITLES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_title_stays_once(title: str, between: list[str], language: str, gap: str) -> None:
    source = gap.join([title, *between, title, BODY[language]])
    assert mended("DUP102", source) == gap.join([title, *between, BODY[language]])


@pytest.mark.parametrize(
    "title",
    ["Bakery wins a prize for its bread", "Bäckerei gewinnt einen Preis", "Пекарня получила новый приз"],
)
def test_a_headline_printed_twice_stays_once(title: str) -> None:
    source = "\n\n".join([BODY["en"], title, title, BREAD])
    assert mended("DUP102", source) == "\n\n".join([BODY["en"], title, BREAD])


@pytest.mark.parametrize(
    "text",
    [
        f"The ferry song\n\nOver the water we go again\nOver the water we go again\nHome to the "
        f"shore\nHome at last\n\n{BODY['en']}",
        f"Harbours\n- Two boats in the harbour\n- Two boats in the harbour\n{BODY['en']}",
        f"Results\nNorth | 3 | 4 | full\nNorth | 3 | 4 | full\n{BODY['en']}",
        f"Lake\nLake\n{BODY['en']}",
        f"Herons\n{BODY['en']}\nThe lake is full again.\nThe lake is full again.",
        f"Herons\n{BODY['en']}\nOh the lake, the lake of old,\nOh the lake, the lake of old,\nit is full.",
        f"Plans\n{BODY['en']}\nYes\nDepends on the water level\nDepends on the water level\nNo\n{BODY['en']}",
    ],
)
def test_what_repeats_on_purpose_is_no_headline(text: str) -> None:
    assert mended("DUP102", text) == text


def test_nothing_that_is_all_boilerplate_is_emptied() -> None:
    source = "Skip to content\nBack to top\n"
    result = clean(source, config=Config(unsafe_fixes=True))
    assert [f.code for f in result.findings if f.code == "DOC102"] == ["DOC102"]
    assert result.text.split() == source.split()


LINES = st.sampled_from(
    [
        "",
        " ",
        "Herons at dusk. Photo: A. Okafor",
        "Herons at dusk (Photo: A. Okafor)",
        "Herons at dusk",
        "Photo: A. Okafor",
        "Herons return to the lake",
        "- Herons return to the lake",
        "12 May 2021",
        "FILE - Wardens count the nests in the reeds at the northern lake, May 3, 2021.",
        "The herons came back in May and stayed on the northern shore until autumn came.",
        "湖边的两只苍鹭。陈明摄影",
    ]
)


@pytest.mark.parametrize("rule", ["DUP101", "DUP102"])
@given(lines=st.lists(LINES, max_size=14), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_word_of_a_copy_that_goes_still_stands(rule: str, lines: list[str], end: str) -> None:
    """Which makes the fix safe: every line that went is the beginning of one that stays, or equal to it."""
    before = end.join(lines)
    after = mended(rule, before)
    kept = [line.tokens for line in Document("after", after).inked]
    for line in Document("before", before).inked:
        assert any(tokens[: len(line.tokens)] == line.tokens for tokens in kept)
