"""Page furniture in wordings of its own: what must go, and what looks like it and must stay.

Each line of `FURNITURE` is set where a page would print it, into an article of our own words, and all
rules run with their unsafe fixes: it must go, named by its rule, and every word of the article must
stay. Each text of `NEAR_MISSES` stands in the same article, and no rule for furniture may touch it.
"""

from __future__ import annotations

import pytest

from cleaner import clean

ARTICLES = {
    "en": (
        "The ferry that came back",
        [
            "For eleven years nobody crossed the strait by boat, and the two villages on its shores had "
            "grown used to the long road around it.",
            "Last autumn the council of the smaller one bought an old ferry from an island further north, "
            "and a retired engineer spent the winter on its engine.",
            "On the first Sunday in May she took forty people across, two of them in tears, and nobody on "
            "board asked how much the ticket would cost tomorrow.",
        ],
    ),
    "de": (
        "Die Fähre, die zurückkam",
        [
            "Elf Jahre lang fuhr niemand mit dem Boot über die Meerenge, und die Dörfer an ihren Ufern "
            "hatten sich an den langen Umweg gewöhnt.",
            "Im letzten Herbst kaufte der Rat des kleineren Dorfes eine alte Fähre von einer Insel im "
            "Norden, und ein Ingenieur im Ruhestand verbrachte den Winter mit ihrer Maschine.",
            "Am ersten Sonntag im Mai brachte sie vierzig Leute hinüber, zwei weinten, und keiner an Bord "
            "fragte, was die Fahrt morgen kosten würde.",
        ],
    ),
    "ru": (
        "Паром, который вернулся",
        [
            "Одиннадцать лет никто не переправлялся через пролив, и две деревни на его берегах "
            "привыкли к долгой дороге вокруг него.",
            "Прошлой осенью совет меньшей из них купил старый паром на острове, который лежит к северу, "
            "и инженер на пенсии провёл зиму у его двигателя.",
            "В первое воскресенье мая он перевёз сорок человек, двое из них плакали, и никто на борту не "
            "спросил, сколько будет стоить билет завтра.",
        ],
    ),
    "fr": (
        "Le bac est revenu",
        [
            "Pendant onze ans personne n'a traversé le détroit en bateau, et les deux villages de ses rives "
            "s'étaient habitués à la longue route qui le contourne.",
            "L'automne dernier le conseil du plus petit a acheté un vieux bac à une île du nord, et un "
            "ingénieur à la retraite a passé tout l'hiver sur son moteur.",
            "Le premier dimanche de mai il a fait passer quarante personnes, deux en larmes, et nul à bord "
            "n'a demandé ce que coûterait le billet du lendemain.",
        ],
    ),
    "zh": (
        "回来的渡船",
        [
            "十一年来没有人坐船渡过海峡,两岸的村子早已习惯了绕远的长路,年轻人甚至没有见过渡船。",
            "去年秋天,较小的那个村子从北方的岛上买下一条旧渡船,一位退休的工程师整个冬天都在修它的发动机。",
            "五月的第一个星期天,它载了四十个人过海,其中两人流下了眼泪,船上没有人问明天的船票要多少钱。",
        ],
    ),
}  # fmt: skip

HEAD, AMID, TAIL = "head", "amid", "tail"

FURNITURE = [
    # (rule, language of the article, place, lines)
    ("NAV101", "en", HEAD, "Skip to main content"),
    ("NAV101", "en", HEAD, "» Jump to navigation"),
    ("NAV101", "en", HEAD, "SKIP TO FOOTER"),
    ("NAV101", "en", HEAD, "[Skip to content]"),
    ("NAV101", "en", HEAD, "Skip to footer [f]"),
    ("NAV101", "en", HEAD, "\u00a0Accessibility links\u00a0"),
    ("NAV101", "de", HEAD, "Zum Inhalt springen"),
    ("NAV101", "de", HEAD, "Zum Hauptinhalt"),
    ("NAV101", "fr", HEAD, "Aller au contenu principal"),
    ("NAV101", "zh", HEAD, "跳到正文"),
    ("NAV102", "en", TAIL, "Back to top"),
    ("NAV102", "en", TAIL, "^ Return to top"),
    ("NAV102", "en", TAIL, "Back to Top ↑"),
    ("NAV102", "en", TAIL, "TOP OF PAGE"),
    ("NAV102", "en", TAIL, "[Scroll to top]"),
    ("NAV102", "de", TAIL, "Nach oben"),
    ("NAV102", "de", TAIL, "▲ Zum Seitenanfang"),
    ("NAV102", "ru", TAIL, "Наверх"),
    ("NAV102", "fr", TAIL, "Haut de page"),
    ("NAV102", "zh", TAIL, "返回顶部"),
    ("NAV103", "en", HEAD, "Language: English Deutsch 日本語"),
    ("NAV103", "en", HEAD, "English | Español | Français"),
    ("NAV103", "en", HEAD, "Select language"),
    ("NAV103", "en", TAIL, "English\nالعربية\n中文\nРусский"),
    ("NAV103", "en", TAIL, "Deutsch\nEnglish\nPolski"),
    ("NAV103", "de", HEAD, "Sprache: Deutsch English Türkçe"),
    ("NAV103", "de", TAIL, "Deutsch · English · Italiano · Français"),
    ("NAV103", "ru", HEAD, "Русский English Қазақша"),
    ("NAV103", "fr", HEAD, "Français / English / Español"),
    ("NAV103", "zh", HEAD, "简体 | 繁體 | English"),
    ("NAV104", "en", HEAD, "Breaking News"),
    ("NAV104", "en", HEAD, "WORLD NEWS"),
    ("NAV104", "en", HEAD, "Foreign Policy"),
    ("NAV104", "en", HEAD, "• Opinion"),
    ("NAV104", "en", TAIL, "Top Stories"),
    ("NAV104", "de", HEAD, "Nachrichten"),
    ("NAV104", "de", HEAD, "Wirtschaft"),
    ("NAV104", "ru", HEAD, "Новости"),
    ("NAV104", "fr", HEAD, "Actualités"),
    ("NAV104", "zh", HEAD, "国际新闻"),
    ("NAV105", "en", HEAD, "Home > World > Europe"),
    ("NAV105", "en", HEAD, "Home\nNews\nSport\nWeather"),
    ("NAV105", "en", TAIL, "About us | Privacy policy | Terms of use | Contact"),
    ("NAV105", "en", TAIL, "About us\nCareers\nOur boats\nPrivacy policy\nTerms of use"),
    ("NAV105", "en", HEAD, "* Home\n* Business\n* Lifestyle\n* Login"),
    ("NAV105", "de", HEAD, "Startseite › Politik › Ausland"),
    ("NAV105", "de", TAIL, "Impressum\nDatenschutz\nKontakt"),
    ("NAV105", "ru", TAIL, "О проекте | Реклама | Вакансии | Контакты"),
    ("NAV105", "fr", TAIL, "Mentions légales\nPlan du site\nPolitique de confidentialité"),
    ("NAV105", "zh", HEAD, "首页 新闻 体育 关于我们"),
    ("NAV106", "en", HEAD, "Share this article"),
    ("NAV106", "en", TAIL, "Share\nFacebook\nTwitter\nWhatsApp"),
    ("NAV106", "en", TAIL, "Facebook Twitter LinkedIn Email"),
    ("NAV106", "en", TAIL, "FacebookTwitterPinterestTumblr"),
    ("NAV106", "en", HEAD, "Print this page"),
    ("NAV106", "en", TAIL, "Follow us on Instagram"),
    ("NAV106", "de", TAIL, "Auf Facebook teilen"),
    ("NAV106", "ru", TAIL, "Поделиться"),
    ("NAV106", "fr", TAIL, "Partager sur Facebook"),
    ("NAV106", "zh", TAIL, "微信 微博 QQ空间"),
    ("NAV107", "en", TAIL, "Subscribe to our newsletter"),
    ("NAV107", "en", TAIL, "SIGN UP FOR OUR NEWSLETTER!"),
    ("NAV107", "en", TAIL, "Enter your email address"),
    ("NAV107", "en", TAIL, "Sign up for our free letter about ferries, sent on Fridays."),
    ("NAV107", "en", HEAD, "Subscribe now"),
    ("NAV107", "en", TAIL, "Download our app"),
    ("NAV107", "de", TAIL, "Newsletter abonnieren"),
    ("NAV107", "ru", TAIL, "Подписаться на рассылку"),
    ("NAV107", "fr", TAIL, "Abonnez-vous à notre newsletter"),
    ("NAV107", "zh", TAIL, "免费订阅"),
    (
        "NAV108",
        "en",
        TAIL,
        "(If you want to contribute and know boats, please write to us at desk@example.org.)",
    ),
    ("NAV108", "en", TAIL, "Contact us"),
    ("NAV108", "en", TAIL, "Have a news tip? Mail tips@example.org, we read all of them."),
    ("NAV108", "en", TAIL, "Report an error"),
    ("NAV108", "en", TAIL, "Write to the editor"),
    ("NAV108", "en", TAIL, "Do you know more about this? Call the desk."),
    ("NAV108", "de", TAIL, "Fehler melden"),
    ("NAV108", "de", TAIL, "Schreiben Sie uns: redaktion@example.org"),
    ("NAV108", "ru", TAIL, "Нашли ошибку?"),
    ("NAV108", "fr", TAIL, "Contactez-nous"),
    ("NAV109", "en", TAIL, "View original post"),
    ("NAV109", "en", TAIL, "Read the original article →"),
    ("NAV109", "en", TAIL, "View Original"),
    ("NAV109", "en", HEAD, "View in browser"),
    ("NAV109", "de", TAIL, "Originalartikel lesen"),
    ("NAV109", "de", TAIL, "Zum Originalbeitrag"),
    ("NAV109", "ru", TAIL, "Читать оригинал"),
    ("NAV109", "fr", TAIL, "Lire l'article original"),
    ("NAV109", "fr", TAIL, "Voir la source"),
    ("NAV109", "zh", TAIL, "查看原文"),
    ("NAV110", "en", HEAD, '["ferries"]'),
    ("NAV110", "en", TAIL, '["ferries", "islands", "engines"]'),
    ("NAV110", "en", TAIL, "['ferries', 'islands']"),
    ("NAV110", "en", TAIL, '[{"tag": "ferries", "id": 7}]'),
    ("NAV110", "en", HEAD, '[ "ferries" , "local news" ]'),
    ("NAV110", "de", HEAD, '["Fähren", "Inseln"]'),
    ("NAV110", "de", TAIL, "['Verkehr']"),
    ("NAV110", "ru", TAIL, '["паромы", "острова"]'),
    ("NAV110", "fr", TAIL, '["bacs", "îles du nord"]'),
    ("NAV110", "zh", HEAD, '["渡船"]'),
    ("NAV111", "en", AMID, "Advertisement"),
    ("NAV111", "en", AMID, "- Advertisement - Story continues below -"),
    ("NAV111", "en", AMID, "ADVERTISEMENT · Scroll to continue"),
    ("NAV111", "en", HEAD, "Paid post"),
    ("NAV111", "en", TAIL, "[Ads by Google]"),
    ("NAV111", "de", AMID, "Anzeige"),
    ("NAV111", "de", TAIL, "WERBUNG"),
    ("NAV111", "ru", AMID, "Реклама:"),
    ("NAV111", "fr", AMID, "La suite après cette publicité"),
    ("NAV111", "zh", AMID, "广告"),
    ("NAV112", "en", AMID, "View 6 Images"),
    ("NAV112", "en", AMID, "Image 2 of 5"),
    ("NAV112", "en", AMID, "Sorry, this video is not available in your region."),
    ("NAV112", "en", HEAD, "4 min read"),
    ("NAV112", "en", TAIL, "1,693 views"),
    ("NAV112", "en", AMID, "Enlarge This Image"),
    ("NAV112", "de", AMID, "Bild vergrößern"),
    ("NAV112", "ru", AMID, "Развернуть на весь экран"),
    ("NAV112", "fr", AMID, "Photo 3 sur 12"),
    ("NAV112", "zh", AMID, "点击查看大图"),
    ("NAV113", "en", AMID, "Start your 14-day free trial"),
    ("NAV113", "en", AMID, "Book a demo »"),
    ("NAV113", "en", TAIL, "Buy on Amazon"),
    ("NAV113", "en", TAIL, "Get your free quote"),
    ("NAV113", "en", AMID, "Learn more"),
    ("NAV113", "de", AMID, "Jetzt ausprobieren"),
    ("NAV113", "de", TAIL, "In den Warenkorb"),
    ("NAV113", "ru", TAIL, "Оставить заявку"),
    ("NAV113", "fr", AMID, "Demander un devis"),
    ("NAV113", "zh", TAIL, "立即购买"),
    ("NAV114", "en", TAIL, "12 Comments"),
    ("NAV114", "en", TAIL, "Be the first to comment!"),
    ("NAV114", "en", TAIL, "Leave a Reply"),
    ("NAV114", "en", TAIL, "Comments are closed for this post, but write to us if you know more"),
    ("NAV114", "en", HEAD, "No comments yet"),
    ("NAV114", "de", TAIL, "Kommentar schreiben"),
    ("NAV114", "de", TAIL, "3 Kommentare"),
    ("NAV114", "ru", TAIL, "Добавить комментарий"),
    ("NAV114", "fr", TAIL, "Laisser un commentaire"),
    ("NAV114", "zh", TAIL, "已有12条评论"),
    ("NAV115", "en", HEAD, "Islands > Straits > The northern strait"),
    ("NAV115", "en", HEAD, "You are here: Home » Boats"),
    ("NAV115", "en", HEAD, "Boats > Ferries > The ferry that came back"),
    ("NAV115", "en", TAIL, "Islands › Boats › Ferries of the north"),
    ("NAV115", "de", HEAD, "Sie sind hier: Startseite » Inseln"),
    ("NAV115", "de", HEAD, "Startseite » Verkehr auf See"),
    ("NAV115", "ru", HEAD, "Вы здесь: Главная » Паромы"),
    ("NAV115", "ru", HEAD, "Острова > Паромы > Пролив"),
    ("NAV115", "fr", HEAD, "Vous êtes ici : Accueil > Les îles"),
    ("NAV115", "zh", HEAD, "您的位置：首页 > 渡船 > 正文"),
    ("NAV116", "en", TAIL, "Tags: ferries, islands"),
    ("NAV116", "en", TAIL, "Filed under: Boats"),
    ("NAV116", "en", HEAD, "Topics: ferries | islands | engines"),
    ("NAV116", "en", TAIL, "Keywords: ferries; islands"),
    ("NAV116", "en", TAIL, "Posted in: Life on the shore"),
    ("NAV116", "de", TAIL, "Schlagworte: Fähren, Inseln"),
    ("NAV116", "ru", TAIL, "Теги: паромы, острова"),
    ("NAV116", "fr", TAIL, "Mots-clés : bacs, îles"),
    ("NAV116", "fr", TAIL, "Catégories : Mer"),
    ("NAV116", "zh", TAIL, "关键词：渡船、海峡"),
]

NEAR_MISSES = {
    "NAV101": [
        "Skip to the last page if you only want to know whether she ever sailed again.",
        "Many readers skip to the pictures first.",
        "He told us to jump to the main deck when the horn sounds.",
        "Skip the content of the first crate and open the second one.",
        "Accessibility\nA ramp leads on board.",
        "Aller au contenu du coffre demande une clé.",
        "Zum Inhalt der Kisten sagte er nichts.",
        "Skip Navigator, the first mate, was the only one who had sailed her before.",
        "The children skip to school along the quay.",
        "跳到主要内容之前,先看看船长的日记。",
    ],
    "NAV102": [
        "From the quay back to the top of the hill it is an hour on foot.",
        "She climbed back to the top.",
        "Top\nA white blouse, worn by all the crew.",
        "Up\nThe wind.",
        "Nach oben führt nur eine Leiter.",
        "The band went straight back to top place in the island's chart.",
        "Page top and bottom were torn from the log.",
        "He went to the top, and then he went further still.",
        "Наверх вела только одна лестница.",
        "返回顶部的路只有一条,而且很陡。",
    ],
    "NAV103": [
        "Language: English",
        "Languages: Danish, Faroese and Icelandic",
        "Spoken on board\nEnglish\nDanish\nNorwegian",
        "The signs are in Deutsch and English.",
        "English, French and German lessons are held in the saloon.",
        "English\nHer mother taught it to her.",
        "She speaks русский, English and 日本語, and swears in all of them.",
        "Language\nThe islanders' own has no word for a clock.",
        "Deutsch, English, Français: auf der Fähre hört man alles.",
        "Latin",
    ],
    "NAV104": [
        "Politics\nThe council has nine members, who meet in the school.",
        "Breaking news reached the island a week late.",
        "Business\nTwo shops and a forge.",
        "World\nNobody on the island has seen much of it.",
        "Opinion on the quay is divided.",
        "Health\nThe doctor comes on Thursdays.",
        "Wirtschaft\nZwei Läden und eine Schmiede.",
        "Foreign policy is not what the council talks about.",
        "Культура\nХор и библиотека.",
        "文化\n合唱团和图书馆。",
    ],
    "NAV105": [
        "You need\nsalt\nonions\nthyme\nold bread",
        "Sport\nA club with one boat.\nCulture\nA choir.\nEducation\nOne school.",
        "Anna Holm\nJens Lund\nMaria Dahl\nOle Berg",
        "The sea is grey\nThe sea is wide\nThe old boat waits\nFor wind and tide",
        "Home\nThe house by the quay is empty now.",
        "Oslo > Bergen > Tromsø",
        "Ferry | Tons | Year",
        "News | of the ferry travelled fast",
        "Step 1\nStep 2\nStep 3",
        "Culture\nEducation\nHealth\nTransport",
        "Engine\nBoiler\nPropeller\nRudder",
    ],
    "NAV106": [
        "Share the bread with whoever sits beside you.",
        "Facebook\nThe village's page has more members than the village.",
        "Twitter was where the council first heard of it.",
        "X\nThe mark on the map.",
        "She posts on Facebook, Twitter and Instagram.",
        "Line\nIt must be thick as a thumb.",
        "Signal\nThree short blasts.",
        "Every family has a share in the boat.",
        "Print was what he trusted.",
        "Follow us, shouted the boys, and ran down to the quay.",
        "YouTube\nA film of the crossing has been seen four hundred times.",
    ],
    "NAV107": [
        "Her newsletter has told the island's stories since the war.",
        "Subscribers\nForty families pay for the paper.",
        "To sign up for the crossing, put your name on the board.",
        "He subscribes to the view that boats have souls.",
        "The app shows where the ferry is.",
        "You could not subscribe to it; it was handed to you.",
        "Wer den Newsletter des Rates liest, weiß es längst.",
        "Notifications\nThe harbour master rings a bell.",
        "Nobody signs up for a winter like that one.",
        "Подписаться на газету здесь можно только у почтальона.",
    ],
    "NAV108": [
        "The mayor asked visitors to contact him before they bring a car.",
        "Do you have a tip for wet feet? Dry them.",
        "Questions\nWho pays, and for how long?",
        "If you have a story to tell, the ferryman listens.",
        "Contact between the two villages had never been lost.",
        "Found an error in the timetable, she wrote, and nobody cared.",
        "He wrote to us at Easter and again in June.",
        "Comments were few, and most of them kind.",
        "Wer Fehler melden will, geht zum Hafenmeister.",
        "For more information than that, one has to go and look.",
    ],
    "NAV109": [
        "You can view the original painting in the saloon.",
        "This text first appeared in a paper that is no more.",
        "The original\nIt hung in the saloon until the fire.",
        "Source\nA spring below the church.",
        "Sources: the log of the ferry; the council's minutes",
        "Originally published in March, and brought up to date since.",
        "Das Original\nEs hing im Salon.",
        "To read the original you need a magnifying glass.",
        "Оригинал\nОн висел в салоне.",
        "原文\n刻在船尾的一块木板上。",
    ],
    "NAV110": [
        "[1]",
        "[citation needed]",
        "[...]",
        "[1, 2, 3]",
        '["We have waited eleven years for this and will not wait one single day more"]',
        '    ["ferries", "islands"]',
        'boats = [\n["ferry", 40],\n["tug", 4]\n]',
        '["ferries"',
        "[photo: the ferry at the quay]",
        '>>> boats\n["ferry", "tug"]\n>>> len(boats)',
        '["ferry"] was painted on her side, brackets and all.',
    ],
    "NAV111": [
        "The advertisement hung in the school for a year.",
        "Advertisement for a mate, 1961",
        "Promotion\nHe was made first mate in June.",
        "Sponsors\nThree farms and the forge.",
        "An ad in the paper cost more than the crossing.",
        "Anzeige erstattete niemand.",
        "Werbung braucht sie nicht.",
        "Reklama była droga.",
        "Publicité et silence vont mal ensemble.",
        "广告贴在码头的木牌上。",
    ],
    "NAV112": [
        "View the harbour from the hill if you can.",
        "Play\nThe children built boats of bark.",
        "Video\nA film of the crossing has been seen four hundred times.",
        "Close to the quay stands a shed.",
        "Two images of the old ferry hang in the saloon.",
        "Loading a cow took an hour.",
        "Stop\nThe bell rings once.",
        "Pause machten sie erst am Mittag.",
        "Cerrar la puerta era cosa del patrón.",
        "播放\n老船长的录音。",
    ],
    "NAV113": [
        "Learn more of this and you will never sleep on board.",
        "Shop\nTea, rope and lamp oil.",
        "Download\nThe timetable fits on one page.",
        "More information\nThe harbour master has an office in the shed.",
        "Get started before the tide turns, he said.",
        "Apply now the second coat.",
        "She could order now and pay in autumn.",
        "Jetzt kaufen sie Seile nur noch im Norden.",
        "Купить билет можно только на борту.",
        "购买船票的人不多。",
    ],
    "NAV114": [
        "Leave a comment in the log, the sign says, and many did.",
        "Report\nThe engineer wrote nine pages.",
        "Discussion\nWho pays, and for how long?",
        "Quote\nShe is a good boat.",
        "Reply he could not, for his mouth was full.",
        "Name the boat after her, they said.",
        "Twelve comments were read out in the hall.",
        "Antworten gab er keine.",
        "Ответить он не успел.",
        "评论这件事的人很多。",
    ],
    "NAV115": [
        "Oslo > Bergen > Tromsø",
        "Settings > Language > Fonts",
        "One boat > two bridges",
        "a -> b -> c",
        "He said » and meant «",
        "Ropes › Knots › Hitches",
        "if (speed > 4 && wind > 7) stop();",
        "Einstellungen > Sprache > Schrift",
        "Настройки > Язык > Шрифт",
        "设置 > 语言 > 字体",
    ],
    "NAV116": [
        "Tags: ferries, islands",
        "Topics: what the council said, and what it left unsaid for eleven years.",
        "Keywords: ferries, islands",
        "Categories: two, the paying and the others",
        "Under: water, mostly",
        "Thema: Fähren",
        "Теги: паромы, острова",
        "Labels: red for the north, blue for the south",
        "In this story: one boat",
        "关键词：渡船、海峡",
    ],
}

EVERYTHING = {"unsafe-fixes": True, "select": ["NAV"]}


def page(language: str, place: str, lines: str) -> tuple[str, str]:
    """An article with lines above, amid or below it, and the article alone."""
    title, paragraphs = ARTICLES[language]
    article = [title, *paragraphs]
    at = {HEAD: 0, AMID: 2, TAIL: len(article)}[place]
    return "\n".join([*article[:at], lines, *article[at:]]) + "\n", "\n".join(article) + "\n"


@pytest.mark.parametrize(("code", "language", "place", "lines"), FURNITURE)
def test_furniture_goes_and_every_word_of_the_article_stays(
    code: str, language: str, place: str, lines: str
) -> None:
    text, article = page(language, place, lines)
    result = clean(text, config=EVERYTHING)
    assert result.text == article
    assert {finding.code for finding in result.findings} == {code}


def test_every_rule_has_ten_variants_in_three_languages() -> None:
    for code in NEAR_MISSES:
        cases = [case for case in FURNITURE if case[0] == code]
        assert len(cases) >= 10
        assert len({language for _, language, _, _ in cases}) >= 3
        assert len(NEAR_MISSES[code]) >= 10


@pytest.mark.parametrize("lines", [lines for misses in NEAR_MISSES.values() for lines in misses])
def test_what_looks_like_furniture_stays_amid_the_article(lines: str) -> None:
    title, (first, second, third) = ARTICLES["en"]
    text = "\n".join([title, first, lines, second, third]) + "\n"
    assert clean(text, config=EVERYTHING).text == text


def test_a_spared_line_says_what_spared_it() -> None:
    title, (first, second, third) = ARTICLES["en"]
    result = clean("\n".join([title, first, "Facebook", second, third]) + "\n", config=EVERYTHING)
    assert [(near.line, near.code) for near in result.near] == [(3, "NAV106")]
    assert "no share word" in result.near[0].reason


def test_tags_are_kept_as_metadata() -> None:
    text, _ = page("en", TAIL, '["ferries", "islands"]')
    assert clean(text, config=EVERYTHING).metadata.tags == ("ferries", "islands")


@pytest.mark.parametrize(
    "line", ["View 6 images", "View 1,204 images!", "VIEW 12 IMAGES", "» View 6 images «"]
)
def test_a_zero_in_a_table_stands_for_any_number_and_punctuation_does_not_count(line: str) -> None:
    text, article = page("en", AMID, line)
    assert clean(text, config=EVERYTHING).text == article


def test_a_word_that_heads_the_text_may_be_its_title() -> None:
    _, (first, second, third) = ARTICLES["en"]
    text = "\n".join(["Advertisement", first, second, third]) + "\n"
    assert clean(text, config=EVERYTHING).text == text
