"""Texts in many languages, and how they are read from bytes."""

from __future__ import annotations

from cleaner.reading import decode, encode

# Some 300 characters each, told about the same mill.
SAMPLES = {
    "ru": (
        "Старая мельница стояла на берегу реки, и колесо её давно не вертелось. Когда вернётся "
        "мельник? спросила девочка, но никто ей не ответил. В городе говорили, что мост починят "
        "будущей весной, хотя денег на это пока не нашли. Жители написали письмо и ждали ответа до "
        "конца месяца."
    ),
    "pl": (
        "Stary młyn stał nad rzeką, a jego koło od lat się nie kręciło. Kiedy wróci młynarz, "
        "zapytała dziewczynka, ale nikt jej nie odpowiedział. W mieście mówiono, że most zostanie "
        "naprawiony przyszłą wiosną, choć pieniędzy wciąż brakuje. Mieszkańcy napisali list i "
        "czekali na odpowiedź do końca miesiąca."
    ),
    "cs": (
        "Starý mlýn stál u řeky a jeho kolo se už léta netočilo. Kdy se vrátí mlynář, ptala se "
        "dívka, ale nikdo jí neodpověděl. Ve městě říkali, že most opraví příští jaro, i když peníze "
        "ještě nejsou. Obyvatelé napsali dopis a čekali na odpověď až do konce měsíce, ta však "
        "nepřišla."
    ),
    "de": (
        "Die alte Mühle stand am Fluss, und ihr Rad drehte sich schon lange nicht mehr. Wann kommt "
        "der Müller zurück, fragte das Mädchen, doch niemand antwortete. In der Stadt hieß es, die "
        "Brücke würde nächstes Frühjahr repariert, obwohl das Geld dafür noch fehlte. Die Bürger "
        "schrieben einen Brief."
    ),
    "fr": (
        "Le vieux moulin était là, près de la rivière, et sa roue ne tournait plus depuis des "
        "années. Quand reviendra le meunier, demanda la fillette, mais personne ne lui répondit. On "
        "disait en ville que le pont serait réparé au printemps prochain, à condition de trouver "
        "l'argent. Les habitants ont écrit une lettre."
    ),
    "es": (
        "El viejo molino seguía junto al río y su rueda no giraba desde hacía años. ¿Cuándo volverá "
        "el molinero?, preguntó la niña, pero nadie le respondió. En el pueblo decían que "
        "arreglarían el puente la próxima primavera, aunque todavía faltaba el dinero. Los vecinos "
        "escribieron una carta y esperaron."
    ),
    "sv": (
        "Den gamla kvarnen låg vid ån och hjulet hade inte snurrat på många år. När kommer mjölnaren "
        "tillbaka, frågade flickan, men ingen svarade henne. I staden sade man att bron skulle lagas "
        "nästa vår, även om pengarna ännu fattades. Invånarna skrev ett brev och väntade på svar "
        "till månadens slut."
    ),
    "el": (
        "Ο παλιός μύλος στεκόταν δίπλα στο ποτάμι και ο τροχός του δεν γύριζε πια εδώ και χρόνια. "
        "Πότε θα γυρίσει ο μυλωνάς; ρώτησε το κορίτσι, μα κανείς δεν του απάντησε. Άλλοι έλεγαν πως "
        "η γέφυρα θα επισκευαστεί την άνοιξη, αν και τα χρήματα δεν είχαν βρεθεί ακόμη."
    ),
    "tr": (
        "Eski değirmen ırmağın kıyısındaydı ve çarkı yıllardır dönmüyordu. Değirmenci ne zaman "
        "dönecek, diye sordu küçük kız, ama kimse ona yanıt vermedi. Şehirde köprünün gelecek bahar "
        "onarılacağı söyleniyordu, oysa para henüz bulunmamıştı. İnsanlar bir mektup yazdılar ve "
        "ayın sonuna kadar beklediler."
    ),
    "he": (
        "הטחנה הישנה עמדה ליד הנהר, והגלגל שלה לא הסתובב כבר שנים. מתי יחזור הטוחן, שאלה הילדה, אבל "
        "איש לא ענה לה. בעיר אמרו שהגשר יתוקן באביב הבא, אף שהכסף עדיין לא נמצא. התושבים כתבו מכתב "
        "וחיכו לתשובה עד סוף החודש, אך היא לא באה."
    ),
    "ar": (
        "كانت الطاحونة القديمة قرب النهر ولم تدر عجلتها منذ سنوات. متى يعود الطحان، سألت الفتاة، لكن "
        "أحدا لم يجبها. قيل في المدينة إن الجسر سيصلح في الربيع القادم، مع أن المال لم يوجد بعد. كتب "
        "السكان رسالة وانتظروا الجواب حتى نهاية الشهر."
    ),
    "zh": (
        "那座老磨坊就在河边，水轮已经很多年没有转动了。磨坊主什么时候回来？小女孩问道，可是没有人回答"
        "她。城里的人说明年春天要修桥，虽然钱还没有着落。居民们写了一封信，一直等到月底，也没有等到回"
        "音。后来有人在报纸上看到了这件事，大家才知道原来工程早已开始。"
    ),
    "ja": (
        "古い水車小屋は川のそばにあり、水車はもう何年も回っていませんでした。粉屋さんはいつ帰ってくる"
        "の、と女の子がたずねましたが、だれも答えませんでした。町では来年の春に橋を直すという話ですが"
        "、お金はまだ見つかっていません。住民は手紙を書いて、月末まで返事を待ちました。"
    ),
    "ko": (
        "오래된 물레방아는 강가에 있었고 바퀴는 벌써 여러 해 동안 돌지 않았다. 방앗간 "
        "주인은 언제 돌아오나요, 하고 소녀가 물었지만 아무도 대답하지 않았다. 마을에서는 "
        "내년 봄에 다리를 고친다고 했으나 돈은 아직 마련되지 않았다. 주민들은 편지를 "
        "쓰고 월말까지 답을 기다렸다."
    ),
}
LEGACY = [
    ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "iso8859-5"), ("ru", "cp866"), ("pl", "cp1250"),
    ("pl", "iso8859-2"), ("cs", "cp1250"), ("cs", "iso8859-2"), ("de", "latin-1"), ("fr", "cp1252"),
    ("es", "cp1252"), ("sv", "latin-1"), ("el", "cp1253"), ("el", "iso8859-7"), ("tr", "cp1254"),
    ("tr", "iso8859-9"), ("he", "cp1255"), ("ar", "cp1256"), ("zh", "gb18030"), ("zh", "gb2312"),
    ("ja", "shift_jis"), ("ja", "euc_jp"), ("ko", "euc_kr"), ("fr", "mac_roman"),
]  # fmt: skip


def read(data: bytes) -> str:
    """Decode, and hold the promise that it can be reversed."""
    assert comes_back(data)
    return decode(data).text


def comes_back(data: bytes) -> bool:
    """Whether encoding what was decoded gives the very bytes."""
    decoded = decode(data)
    try:
        return encode(decoded.text, decoded.encoding) == data
    except UnicodeEncodeError:
        return False
