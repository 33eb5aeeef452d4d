"""Pages of our own making: ten layouts, as sites of many kinds lay out an article, in eight languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One language's article, and the furniture of its site."""

    language: str
    title: str
    paragraphs: tuple[str, ...]
    menu: tuple[str, ...]
    related: str
    teasers: tuple[str, ...]
    footer: tuple[str, ...]


WORDS = (
    Words(
        "en",
        "The bridge at Elmford opens again",
        (
            "After eleven months of work the old stone bridge at Elmford carries carts and bicycles again, and "
            "the baker on the far bank has put his tables back on the pavement.",
            "The flood of last winter had taken two of the five arches, and the engineers found that the piers "
            "below them stood on nothing but gravel and a few oak piles from the fifteenth century.",
            "They drove new piles down to the rock, which lies nine metres below the bed of the river, and they "
            "set the arches with stone from the very quarry that had supplied the first masons.",
            "Nobody in the village had believed in the date that the county named in spring, said the mayor, "
            "and nobody minds now that the county was wrong by only four days.",
        ),
        ("Home", "News", "Weather", "Sport", "Culture", "Contact"),
        "More stories",
        ("Ferry timetable for the summer", "Choir looks for tenors", "Market moves to the mill yard"),
        ("About us", "Terms of use", "Privacy", "© 2024 Elmford Courier"),
    ),
    Words(
        "de",
        "Die Brücke von Ulmenfurt ist wieder offen",
        (
            "Nach elf Monaten Bauzeit trägt die alte Steinbrücke von Ulmenfurt wieder Karren und Fahrräder, und "
            "der Bäcker am anderen Ufer hat seine Tische zurück auf den Gehsteig gestellt.",
            "Das Hochwasser des letzten Winters hatte zwei der fünf Bögen fortgerissen, und die Ingenieure "
            "fanden, dass die Pfeiler auf nichts als Kies und ein paar Eichenpfählen standen.",
            "Sie trieben neue Pfähle bis auf den Fels, der neun Meter unter dem Flussbett liegt, und setzten die "
            "Bögen aus Stein jenes Bruchs, der schon die ersten Maurer beliefert hatte.",
            "Niemand im Dorf hatte an den Termin geglaubt, den der Kreis im Frühjahr nannte, sagt der "
            "Bürgermeister, und niemanden stört, dass der Kreis sich um nur vier Tage irrte.",
        ),
        ("Startseite", "Nachrichten", "Wetter", "Sport", "Kultur", "Kontakt"),
        "Mehr zum Thema",
        ("Fahrplan der Fähre im Sommer", "Chor sucht Tenöre", "Markt zieht in den Mühlhof"),
        ("Über uns", "Nutzungsbedingungen", "Datenschutz", "© 2024 Ulmenfurter Bote"),
    ),
    Words(
        "fr",
        "Le pont d’Ormegué rouvre enfin",
        (
            "Après onze mois de travaux, le vieux pont de pierre d’Ormegué porte de nouveau charrettes et vélos, "
            "et le boulanger de l’autre rive a remis ses tables sur le trottoir.",
            "La crue de l’hiver dernier avait emporté deux des cinq arches, et les ingénieurs ont découvert que "
            "les piles ne reposaient que sur du gravier et quelques pieux de chêne.",
            "Ils ont enfoncé de nouveaux pieux jusqu’au rocher, neuf mètres sous le lit de la rivière, et taillé "
            "les arches dans la pierre de la carrière qui avait servi aux premiers maçons.",
            "Personne au village n’avait cru à la date que le département annonçait au printemps, dit la maire, "
            "et personne ne lui reproche de s’être trompé de quatre jours seulement.",
        ),
        ("Accueil", "Actualités", "Météo", "Sports", "Culture", "Contact"),
        "À lire aussi",
        ("Horaires d’été du bac", "La chorale cherche des ténors", "Le marché s’installe au moulin"),
        ("Qui sommes-nous", "Mentions légales", "Confidentialité", "© 2024 Le Courrier d’Ormegué"),
    ),
    Words(
        "es",
        "El puente de Olmedal vuelve a abrir",
        (
            "Tras once meses de obras, el viejo puente de piedra de Olmedal vuelve a llevar carros y bicicletas, "
            "y el panadero de la otra orilla ha sacado de nuevo sus mesas a la acera.",
            "La crecida del invierno pasado se había llevado dos de los cinco arcos, y los ingenieros vieron que "
            "los pilares no descansaban más que en grava y en unas pocas estacas de roble.",
            "Clavaron estacas nuevas hasta la roca, que está nueve metros por debajo del lecho del río, y "
            "labraron los arcos con piedra de la cantera que había servido a los primeros canteros.",
            "Nadie en el pueblo había creído en la fecha que la provincia anunció en primavera, dice la "
            "alcaldesa, y a nadie le importa que se equivocara en solo cuatro días.",
        ),
        ("Inicio", "Noticias", "El tiempo", "Deportes", "Cultura", "Contacto"),
        "También te puede interesar",
        ("Horario de verano de la barca", "El coro busca tenores", "El mercado se muda al molino"),
        ("Quiénes somos", "Aviso legal", "Privacidad", "© 2024 El Correo de Olmedal"),
    ),
    Words(
        "ru",
        "Мост в Вязовом Броде снова открыт",
        (
            "После одиннадцати месяцев работ старый каменный мост в Вязовом Броде снова держит телеги и "
            "велосипеды, а пекарь на том берегу опять выставил столы на тротуар.",
            "Прошлой зимой половодье унесло две из пяти арок, и инженеры увидели, что опоры под ними стояли "
            "лишь на гравии да на нескольких дубовых сваях пятнадцатого века.",
            "Новые сваи забили до самой скалы, которая лежит в девяти метрах под дном реки, а арки сложили из "
            "камня той самой каменоломни, где брали его первые каменщики.",
            "Никто в селе не верил в срок, который область назвала весной, говорит староста, и никто теперь "
            "не в обиде, что область ошиблась всего на четыре дня.",
        ),
        ("Главная", "Новости", "Погода", "Спорт", "Культура", "Контакты"),
        "Читайте также",
        ("Летнее расписание парома", "Хор ищет теноров", "Рынок переезжает к мельнице"),
        ("О нас", "Условия использования", "Конфиденциальность", "© 2024 Вязовский вестник"),
    ),
    Words(
        "zh",
        "榆渡老桥重新开放",
        (
            "经过十一个月的施工，榆渡的老石桥又能通行马车和自行车了，对岸的面包师傅也把桌子重新搬到了人行道上。",
            "去年冬天的洪水冲走了五个桥拱中的两个，工程师们发现桥墩底下只有砾石和几根十五世纪的橡木桩。",
            "他们把新桩一直打到河床以下九米深的岩石上，桥拱所用的石料仍然来自当年第一批石匠取石的那座采石场。",
            "村长说，村里没有人相信县里春天公布的日期，如今也没有人计较县里只晚了四天。",
        ),
        ("首页", "新闻", "天气", "体育", "文化", "联系我们"),
        "相关阅读",
        ("渡船夏季时刻表", "合唱团招募男高音", "集市搬到磨坊院子"),
        ("关于我们", "使用条款", "隐私政策", "© 2024 榆渡日报"),
    ),
    Words(
        "el",
        "Η γέφυρα της Φτελιάς άνοιξε ξανά",
        (
            "Ύστερα από έντεκα μήνες δουλειάς η παλιά πέτρινη γέφυρα της Φτελιάς σηκώνει πάλι κάρα και "
            "ποδήλατα, και ο φούρναρης της άλλης όχθης έβγαλε ξανά τα τραπέζια του στο πεζοδρόμιο.",
            "Η πλημμύρα του περασμένου χειμώνα είχε πάρει δύο από τις πέντε καμάρες, και οι μηχανικοί είδαν ότι "
            "τα βάθρα στέκονταν μόνο σε χαλίκι και σε λίγους δρύινους πασσάλους.",
            "Έμπηξαν καινούργιους πασσάλους ως τον βράχο, εννέα μέτρα κάτω από την κοίτη του ποταμού, και "
            "έχτισαν τις καμάρες με πέτρα από το ίδιο λατομείο των πρώτων μαστόρων.",
            "Κανείς στο χωριό δεν είχε πιστέψει την ημερομηνία που έδωσε ο νομός την άνοιξη, λέει ο δήμαρχος, "
            "και κανείς δεν παραπονιέται που έπεσε έξω μόνο τέσσερις μέρες.",
        ),
        ("Αρχική", "Ειδήσεις", "Καιρός", "Αθλητικά", "Πολιτισμός", "Επικοινωνία"),
        "Διαβάστε επίσης",
        ("Θερινά δρομολόγια του πορθμείου", "Η χορωδία ζητά τενόρους", "Η αγορά πάει στον μύλο"),
        ("Ποιοι είμαστε", "Όροι χρήσης", "Απόρρητο", "© 2024 Ταχυδρόμος της Φτελιάς"),
    ),
    Words(
        "ar",
        "جسر الدردار يفتح من جديد",
        (
            "بعد أحد عشر شهرا من العمل عاد الجسر الحجري القديم في الدردار يحمل العربات والدراجات، وأعاد خباز "
            "الضفة الأخرى طاولاته إلى الرصيف أمام الدكان.",
            "كان فيضان الشتاء الماضي قد جرف قوسين من الأقواس الخمسة، ووجد المهندسون أن الدعامات لا تقوم إلا على "
            "حصى وعلى بضعة أوتاد من خشب البلوط.",
            "فدقوا أوتادا جديدة حتى الصخر الذي يقع على عمق تسعة أمتار تحت قاع النهر، وبنوا الأقواس من حجر المقلع "
            "نفسه الذي أخذ منه البناؤون الأوائل.",
            "لم يصدق أحد في القرية الموعد الذي أعلنته المحافظة في الربيع، كما يقول المختار، ولا يلومها أحد اليوم "
            "على أنها تأخرت أربعة أيام فقط.",
        ),
        ("الرئيسية", "الأخبار", "الطقس", "الرياضة", "الثقافة", "اتصل بنا"),
        "اقرأ أيضا",
        ("مواعيد العبارة في الصيف", "الجوقة تبحث عن أصوات", "السوق ينتقل إلى الطاحونة"),
        ("من نحن", "شروط الاستخدام", "الخصوصية", "© 2024 بريد الدردار"),
    ),
)


def _links(labels: tuple[str, ...], tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/{n}">{label}</a></{tag}>' for n, label in enumerate(labels))


def _text(words: Words, tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{paragraph}</{tag}>" for paragraph in words.paragraphs)


def _head(words: Words) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}"><head><meta charset="utf-8">'
        f"<title>{words.title} | {words.footer[3][7:]}</title></head>"
    )


def semantic(words: Words) -> str:
    """Elements named for what they hold."""
    return (
        f"{_head(words)}<body><header><nav><ul>{_links(words.menu)}</ul></nav></header><main><article>"
        f"<h1>{words.title}</h1>{_text(words)}</article><aside><h2>{words.related}</h2>"
        f"<ul>{_links(words.teasers)}</ul></aside></main><footer><ul>{_links(words.footer)}</ul></footer>"
        "</body></html>"
    )


def divisions(words: Words) -> str:
    """Nothing but divisions, told apart by their classes."""
    return (
        f'{_head(words)}<body><div class="site-header"><div class="main-menu">{_links(words.menu, "div")}</div>'
        f'</div><div class="content"><div class="post-title"><h1>{words.title}</h1></div><div class="entry">'
        f'{_text(words)}</div></div><div class="sidebar"><div class="widget-title">{words.related}</div>'
        f'{_links(words.teasers, "div")}</div><div class="site-footer">{_links(words.footer, "span")}</div>'
    )


def layout_table(words: Words) -> str:
    """Tables within tables, in capitals, as pages were made around 2000."""
    menu = "".join(
        f'<TR><TD><A HREF="{n}.htm"><B>{label}</B></A></TD></TR>' for n, label in enumerate(words.menu)
    )
    return (
        f"<HTML><HEAD><TITLE>{words.title}</TITLE></HEAD><BODY BGCOLOR=white><TABLE WIDTH=100%><TR>"
        f"<TD VALIGN=top CLASS=nav><TABLE>{menu}</TABLE></TD><TD VALIGN=top><FONT SIZE=5><H1>{words.title}</H1>"
        f"</FONT>{_text(words)}</TD></TR><TR><TD COLSPAN=2 CLASS=footer ALIGN=center>"
        f"{' | '.join(words.footer)}</TD></TR></TABLE></BODY></HTML>"
    )


def line_breaks(words: Words) -> str:
    """Paragraphs parted by line breaks alone."""
    return (
        f'{_head(words)}<body><div id="nav">{_links(words.menu, "span")}</div><div id="text"><h1>{words.title}</h1>'
        f"{'<br><br>'.join(words.paragraphs)}</div><div id=footer>{'<br>'.join(words.footer)}</div></body></html>"
    )


def unclosed(words: Words) -> str:
    """End tags left out wherever HTML allows it."""
    paragraphs = "".join(f"<p>{paragraph}\n" for paragraph in words.paragraphs)
    menu = "".join(f"<li><a href=/{n}>{label}</a>" for n, label in enumerate(words.menu))
    return (
        f"{_head(words)}<nav class=menu><ul>{menu}</ul></nav><article><h1>{words.title}</h1>{paragraphs}</article>"
        f"<footer><p>{words.footer[0]}<p>{words.footer[3]}</footer>"
    )


def cards(words: Words) -> str:
    """Teasers as articles of their own, each with a picture, below the text."""
    teasers = "".join(
        f'<article class="card"><a href="/{n}"><img src="{n}.jpg" alt="{teaser}"><h3>{teaser}</h3></a></article>'
        for n, teaser in enumerate(words.teasers)
    )
    return (
        f'{_head(words)}<body class="single"><div class="top-bar"><ul class="nav">{_links(words.menu)}</ul></div>'
        f'<article class="story"><h1 itemprop="headline">{words.title}</h1><div class="article-body">{_text(words)}'
        f'</div></article><section class="related-posts"><h2>{words.related}</h2>{teasers}</section>'
        f'<footer class="footer">{_links(words.footer, "span")}</footer></body></html>'
    )


def hidden(words: Words) -> str:
    """Menus and dialogues that are there but not shown, and scripts amid the text."""
    script = "<script>if (a < b) { document.write('<p>no text</p>'); }</script>"
    return (
        f'{_head(words)}<body><nav hidden><ul>{_links(words.menu)}</ul></nav><div style="display: none" '
        f'class="modal">{words.footer[1]}</div><style>p > a {{ color: red }}</style><main><h1>{words.title}</h1>'
        f"{script.join(f'<p>{p}</p>' for p in words.paragraphs)}</main><!-- {words.related} -->"
        f"<noscript>{words.footer[2]}</noscript><template>{words.teasers[0]}</template></body></html>"
    )


def inside(words: Words) -> str:
    """Share links and other stories amid the text."""
    first, *rest = words.paragraphs
    box = f'<aside class="related-box"><h4>{words.related}</h4><ul>{_links(words.teasers)}</ul></aside>'
    share = (
        '<ul class="share-buttons"><li><a href="#">Facebook</a></li><li><a href="#">WhatsApp</a></li></ul>'
    )
    return (
        f'{_head(words)}<body><ul id="menu">{_links(words.menu)}</ul><div id="article"><h1>{words.title}</h1>{share}'
        f"<p>{first}</p>{box}{''.join(f'<p>{p}</p>' for p in rest)}</div>"
        f'<div id="footer">{_links(words.footer, "p")}</div></body></html>'
    )


def comments(words: Words) -> str:
    """Readers' comments below the text."""
    told = "".join(
        f'<li class="comment"><div class="comment-author">user{n}</div><div class="comment-body"><p>{text}!</p></div>'
        f'<a class="reply" href="#c{n}">↩</a></li>'
        for n, text in enumerate(words.teasers)
    )
    return (
        f'{_head(words)}<body><nav class="navbar">{_links(words.menu, "span")}</nav><div class="post hentry">'
        f'<h1 class="entry-title">{words.title}</h1><div class="entry-content">{_text(words)}</div></div>'
        f'<div id="comments"><ol class="comment-list">{told}</ol></div><footer>{words.footer[3]}</footer></body></html>'
    )


def xhtml(words: Words) -> str:
    """XML in form, with its declaration, and names of namespaces."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        f'"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xml:lang="{words.language}"><head><title>{words.title}</title></head><body><div id="navigation">'
        f'<ul>{_links(words.menu)}</ul></div><div id="content"><h1>{words.title}</h1>{_text(words)}<hr /></div>'
        f'<div id="footer"><p>{"<br />".join(words.footer)}</p></div></body></html>'
    )


LAYOUTS: tuple[Callable[[Words], str], ...] = (
    semantic,
    divisions,
    layout_table,
    line_breaks,
    unclosed,
    cards,
    hidden,
    inside,
    comments,
    xhtml,
)
