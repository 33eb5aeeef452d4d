"""Language identification: right in many languages, silent on too little, cheap where that is enough."""

# ruff: noqa: E501 -- sample texts read better unwrapped

from __future__ import annotations

import importlib.util
import json
import random
import subprocess
import sys
import time
import tomllib
import unicodedata
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

MODULE = Path(__file__).parents[2] / "rules" / "_language.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("_language", MODULE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # pickling looks a module up
    spec.loader.exec_module(module)
    return module


language = _load()

BY_SCRIPT = {
    "ko": "어제 우리는 강가를 따라 오래 걸었다. 바람이 차가웠지만 하늘은 맑았고 아이들은 즐겁게 뛰어다녔다. "
    "저녁에는 따뜻한 국을 먹고 일찍 잠자리에 들었다.",
    "ja": "昨日は川沿いを長く歩きました。風は冷たかったけれど、空は晴れていて、子どもたちは楽しそうに走り回っていました。",
    "zh": "昨天我们沿着河边走了很久。风很冷，但是天空晴朗，孩子们高兴地跑来跑去。晚上喝了热汤就早早睡了。",
    "el": "Χθες περπατήσαμε πολλή ώρα δίπλα στο ποτάμι. Ο αέρας ήταν κρύος αλλά ο ουρανός ήταν καθαρός.",
    "th": "เมื่อวานเราเดินเล่นริมแม่น้ำเป็นเวลานาน ลมเย็นแต่ท้องฟ้าแจ่มใส เด็ก ๆ วิ่งเล่นอย่างมีความสุข",
    "he": "אתמול הלכנו זמן רב לאורך הנהר. הרוח הייתה קרה אבל השמיים היו בהירים והילדים רצו בשמחה.",
    "yi": "נעכטן זענען מיר לאַנג געגאַנגען לעבן טײַך. דער װינט איז געװען קאַלט, אָבער די קינדער האָבן זיך געפֿרײט און געלאָפֿן.",
    "ka": "გუშინ ჩვენ დიდხანს ვსეირნობდით მდინარის პირას. ქარი ცივი იყო, მაგრამ ცა მოწმენდილი იყო.",
    "hy": "Երեկ մենք երկար քայլեցինք գետի ափով։ Քամին սառն էր, բայց երկինքը պարզ էր, և երեխաները ուրախ վազվզում էին։",
    "bn": "গতকাল আমরা নদীর ধারে অনেকক্ষণ হেঁটেছিলাম। বাতাস ঠান্ডা ছিল কিন্তু আকাশ পরিষ্কার ছিল।",
    "ta": "நேற்று நாங்கள் ஆற்றங்கரையில் நீண்ட நேரம் நடந்தோம். காற்று குளிராக இருந்தது, ஆனால் வானம் தெளிவாக இருந்தது.",
}
BY_WORDS = {
    "en": "Yesterday we walked along the river for a long time. The wind was cold, but the sky was clear and the "
    "children ran about as if it were summer. In the evening we had soup at home.",
    "de": "Gestern sind wir lange am Fluss entlang gegangen. Der Wind war kalt, aber der Himmel war klar, und die "
    "Kinder liefen herum, als wäre es Sommer. Am Abend gab es bei uns eine Suppe.",
    "fr": "Hier, nous avons marché longtemps le long de la rivière. Le vent était froid, mais le ciel était clair "
    "et les enfants couraient comme si c'était l'été. Le soir, il y avait une soupe dans la cuisine.",
    "es": "Ayer caminamos mucho tiempo por la orilla del río. El viento era frío, pero el cielo estaba claro y los "
    "niños corrían como si fuera verano. Por la noche comimos una sopa en la casa de mi abuela.",
    "it": "Ieri abbiamo camminato a lungo sulla riva del fiume. Il vento era freddo, ma il cielo era sereno e i "
    "bambini correvano come se fosse estate. La sera c'era una zuppa che la nonna aveva fatto per noi.",
    "pt": "Ontem caminhamos muito tempo pela margem do rio. O vento era frio, mas o céu estava limpo e as crianças "
    "não paravam de correr. À noite havia uma sopa que a minha avó tinha feito para nós com o pão.",
    "nl": "Gisteren hebben we lang langs de rivier gelopen. De wind was koud, maar de lucht was helder en de "
    "kinderen renden rond alsof het zomer was. In de avond was er soep bij ons in het huis van oma.",
    "sv": "I går gick vi länge längs ån. Vinden var kall, men himlen var klar och barnen sprang runt som om det "
    "var sommar. På kvällen åt vi soppa hemma hos mormor, och hon var glad att vi hade kommit.",
    "da": "I går gik vi længe langs åen. Vinden var kold, men himlen var klar, og børnene løb rundt, som om det var "
    "sommer. Om aftenen fik vi suppe, og efter maden blev der sunget af dem, som ikke var trætte.",
    "no": "I går gikk vi lenge langs elva. Vinden var kald, men himmelen var klar, og barna løp rundt som om det var "
    "sommer. Etter maten ble det sunget av dem som ikke var trøtte, og noen av oss så på stjernene.",
    "fi": "Eilen kävelimme pitkään joen rannalla. Tuuli oli kylmä, mutta taivas oli kirkas, ja lapset juoksivat niin "
    "kuin olisi kesä. Illalla söimme keittoa, ja se oli hyvää, vaikka en ollut nälkäinen. Hän on jo täällä.",
    "pl": "Wczoraj długo szliśmy wzdłuż rzeki. Wiatr był zimny, ale niebo było czyste, a dzieci biegały tak, jakby "
    "to było lato. Wieczorem w domu była zupa, którą babcia zrobiła dla nas, i nie było już nic do roboty.",
    "cs": "Včera jsme dlouho šli podél řeky. Vítr byl studený, ale nebe bylo jasné a děti běhaly, jako by bylo léto. "
    "Večer jsme měli polévku, kterou pro nás uvařila babička, a když jsem se najedl, šel jsem spát.",
    "sk": "Včera sme dlho kráčali popri rieke. Vietor bol studený, ale nebo bolo jasné a deti behali, ako keby bolo "
    "leto. Večer sme mali polievku, ktorú pre nás uvarila babka, a keď som sa najedol, išiel som aj ja spať.",
    "hu": "Tegnap sokáig sétáltunk a folyó mentén. A szél hideg volt, de az ég tiszta, és a gyerekek úgy szaladtak, "
    "mintha nyár lenne. Este volt egy leves, amit a nagymama főzött, és ez nagyon jó volt, mert már nem fáztunk.",
    "ro": "Ieri am mers mult timp pe malul râului. Vântul era rece, dar cerul era senin și copiii alergau ca și cum "
    "ar fi fost vară. Seara a fost o supă pe care bunica a făcut-o pentru noi, iar după masă ne-am culcat.",
    "tr": "Dün nehir boyunca uzun bir yürüyüş yaptık. Rüzgâr soğuk ama gökyüzü açık idi ve çocuklar yaz gibi koştu. "
    "Akşam bir çorba vardı ve bu çorba çok güzel oldu. Daha sonra ne ben ne de onlar için başka bir şey vardı.",
    "id": "Kemarin kami berjalan lama di tepi sungai. Angin terasa dingin, tetapi langit cerah dan anak-anak berlari "
    "seperti pada musim panas. Pada malam hari ada sup yang sudah dibuat oleh nenek untuk kami dan mereka.",
    "vi": "Hôm qua chúng tôi đã đi bộ rất lâu theo bờ sông. Gió lạnh nhưng trời trong và những đứa trẻ chạy như là "
    "mùa hè. Vào buổi tối có món canh mà bà đã nấu cho cả nhà, và không ai muốn về sớm.",
    "ru": "Вчера мы долго шли по берегу реки. Ветер был холодный, но небо было ясное, и дети бегали так, как будто "
    "это было лето. Вечером у нас был суп, который бабушка сварила для всех, а после него мы легли.",
    "uk": "Учора ми довго йшли по берегу річки. Вітер був холодний, але небо було ясне, і діти бігали так, як "
    "улітку. Увечері у нас був суп, який бабуся зварила для всіх, а після цього ми вже не виходили з дому.",
    "bg": "Вчера вървяхме дълго по брега на реката. Вятърът беше студен, но небето беше ясно и децата тичаха като че "
    "ли е лято. Вечерта имаше супа, която баба беше сварила за нас, и след това не се случи нищо.",
    "be": "Учора мы доўга ішлі па беразе ракі. Вецер быў халодны, але неба было яснае, і дзеці бегалі так, як улетку. "
    "Увечары ў нас быў суп, які бабуля зварыла для ўсіх, а пасля ён яшчэ быў і на сняданак.",
    "sr": "Јуче смо дуго шетали поред реке. Ветар је био хладан, али је небо било ведро и деца су трчала као да је "
    "лето. Увече је била супа коју је бака скувала за нас, а после тога није било ничег што би нас пробудило.",
    "ar": "مشينا أمس وقتا طويلا على ضفة النهر. كان الهواء باردا، وقد كانت السماء صافية، وركض الأطفال كما في الصيف. "
    "وفي المساء كان في البيت حساء من الخضار، ثم ذهب كل من كان معنا إلى النوم بعد ذلك.",
    "fa": "دیروز ما در کنار رودخانه راه رفتیم. باد سرد بود اما آسمان صاف بود و بچه‌ها می‌دویدند. شب در خانه سوپی بود "
    "که مادر برای ما پخته بود و بعد از آن هر یک از ما به اتاق خود رفت تا با این کتاب تنها باشد.",
    "ur": "کل ہم دریا کے کنارے دیر تک چلتے رہے۔ ہوا سرد تھی اور آسمان صاف تھا، اس لیے بچے بھی خوش تھے۔ رات کو گھر "
    "میں سوپ تھا جو دادی نے ہم سب کے لیے بنایا تھا، اور اس کے بعد کسی کو بھی بھوک نہیں تھی۔",
    "hi": "कल हम नदी के किनारे देर तक चलते रहे। हवा ठंडी थी और आकाश साफ था, इस लिए बच्चे भी खुश थे। रात को घर में "
    "सूप था जो दादी ने हम सब के लिए बनाया था, और उस के बाद किसी को भी भूख नहीं थी।",
}
BY_LANGDETECT = {
    "af": "Gister het ons lank langs die rivier geloop. Die wind was koud, maar die lug was helder en die kinders het "
    "rondgehardloop asof dit somer was. Saans was daar sop wat ouma vir ons gemaak het.",
    "sw": "Jana tulitembea kwa muda mrefu kando ya mto. Upepo ulikuwa baridi lakini anga lilikuwa safi, na watoto "
    "walikimbia kwa furaha. Jioni tulikula supu ambayo bibi alitupikia nyumbani kwake.",
    "hr": "Jučer smo dugo hodali uz rijeku. Vjetar je bio hladan, ali nebo je bilo vedro i djeca su trčala kao da je "
    "ljeto. Navečer smo jeli juhu koju je baka skuhala za nas, a poslije smo svi otišli spavati.",
    "ca": "Ahir vam caminar molta estona a la vora del riu. El vent era fred, però el cel era clar i els nens corrien "
    "com si fos estiu. Al vespre hi havia una sopa que l'àvia havia fet per a nosaltres amb les verdures.",
}
EVERYTHING = {**BY_SCRIPT, **BY_WORDS, **BY_LANGDETECT}


def in_fresh_process(texts: list[str]) -> list[str]:
    """Identify the texts in a new interpreter; the answers, and last whether langdetect was imported."""
    script = (
        "import importlib.util, json, sys\n"
        "spec = importlib.util.spec_from_file_location('_language', sys.argv[1])\n"
        "m = importlib.util.module_from_spec(spec); sys.modules['_language'] = m; spec.loader.exec_module(m)\n"
        "for text in json.loads(sys.stdin.buffer.read()): print(ascii(m.identify(text)))\n"
        "print('langdetect' in sys.modules)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(MODULE)],
        input=json.dumps(texts).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return run.stdout.decode("ascii").splitlines()


@pytest.mark.parametrize(
    ("method", "code", "text"),
    [
        *(("script", code, text) for code, text in BY_SCRIPT.items()),
        *(("words", code, text) for code, text in BY_WORDS.items()),
        *(("langdetect", code, text) for code, text in BY_LANGDETECT.items()),
    ],
)
def test_identifies(method: str, code: str, text: str) -> None:
    found = language.identify(text)
    assert found is not None
    assert (found.code, found.method) == (code, method)
    assert 0.0 < found.confidence <= 1.0


@pytest.mark.parametrize("code", ["de", "vi", "ko", "fr", "hi", "ru"])
def test_decomposed_text_is_the_same_language(code: str) -> None:
    found = language.identify(unicodedata.normalize("NFD", EVERYTHING[code]))
    assert found is not None
    assert found.code == code


def test_traditional_chinese_and_chinese_with_latin_names_need_no_langdetect() -> None:
    for text in (
        "昨天我們沿著河邊走了很久。風很冷，但是天空晴朗，孩子們高興地跑來跑去。晚上喝了熱湯，就早早睡了。",
        "新版本的 Harbor Notes 支持 Android 和 Windows，用户可以在设置中打开 Dark Mode 并同步所有的记录和图片。",
    ):
        found = language.identify(text)
        assert found is not None
        assert (found.code, found.method) == ("zh", "script")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "2012-01-17 13:37",
        "Home\nNews\nSport",
        "The heron stood in the lake.",
        "Ok, и что?",
        "很久",
        "12 345 678 " * 100,
        "\x00\x01\x02" * 1000,
        "\ud800\udfff" * 1000,
        "🙂🚲" * 500,
        "ᎠᎡᎢᎣᎤᎥ ᎦᎧᎨᎩᎪ " * 40,  # Cherokee: langdetect has no profile, and would answer all the same
        "Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod tempor incididunt ut labore.",
    ],
)
def test_abstains(text: str) -> None:
    assert language.identify(text) is None


def test_abstains_up_to_the_documented_number_of_letters() -> None:
    word = "и"
    assert language.identify(f"{word} " * (language.MIN_LETTERS - 1)) is None
    assert language.identify("汉" * (language.MIN_LETTERS_CJK - 1)) is None
    assert language.identify("汉" * language.MIN_LETTERS_CJK) is not None


def test_long_lines_decide_not_the_menu_above_them() -> None:
    menu = "Startseite\nÜber uns\nNachrichten und mehr\nDas ist neu\n" * 40
    found = language.identify(menu + BY_WORDS["en"] * 10)
    assert found is not None
    assert found.code == "en"


def test_same_answers_in_any_order_and_process() -> None:
    texts = list(EVERYTHING.values())
    forward = {text: language.identify(text) for text in texts}
    random.seed(7)  # the generator that the process shares must not matter, nor be touched
    before = random.getstate()
    backward = {text: language.identify(text) for text in reversed(texts)}
    assert random.getstate() == before
    assert forward == backward
    shuffled = random.Random(1).sample(texts, len(texts))
    assert in_fresh_process(shuffled)[:-1] == [ascii(forward[text]) for text in shuffled]


def test_another_users_langdetect_settings_do_not_matter() -> None:
    from langdetect import DetectorFactory, detect_langs  # type: ignore[import-untyped, unused-ignore]

    expected = [language.identify(text) for text in BY_LANGDETECT.values()]
    seed = DetectorFactory.seed
    try:
        DetectorFactory.seed = 12345
        detect_langs(BY_WORDS["en"])
        assert [language.identify(text) for text in BY_LANGDETECT.values()] == expected
        assert DetectorFactory.seed == 12345
    finally:
        DetectorFactory.seed = seed


def test_langdetect_is_not_loaded_where_a_screen_settles() -> None:
    *answers, loaded = in_fresh_process([*BY_SCRIPT.values(), *BY_WORDS.values(), "Home\nNews\nSport", ""])
    assert loaded == "False"
    assert all("method='" in answer for answer in answers[:-2])


@pytest.mark.parametrize("code", BY_LANGDETECT)
def test_langdetect_is_loaded_for_the_rest(code: str) -> None:
    answer, loaded = in_fresh_process([BY_LANGDETECT[code]])
    assert loaded == "True"
    assert f"code='{code}'" in answer


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000_000, "汉" * 10_000_000, "x\n" * 5_000_000, "\ud800" * 10_000_000, "the and of " * 900_000],
    ids=["one word", "one line", "many lines", "surrogates", "words"],
)
def test_time_does_not_grow_with_the_text(text: str) -> None:
    language.identify(BY_LANGDETECT["af"])  # profiles are loaded once
    start = time.perf_counter()
    language.identify(text)
    assert time.perf_counter() - start < 0.5  # 3 ms where measured


@given(
    st.text(max_size=5_000) | st.binary(max_size=2_000).map(lambda b: b.decode("utf-8", "surrogateescape"))
)
@settings(max_examples=150, deadline=None)
def test_never_raises_and_answers_the_same_twice(text: str) -> None:
    assert language.identify(text) == language.identify(text)


@given(
    st.lists(
        st.sampled_from(sorted(EVERYTHING.values())) | st.text(st.characters(), max_size=60), max_size=60
    ),
    st.sampled_from(["\n", "\r\n", "\r", " ", "\x00"]),
)
@settings(max_examples=100, deadline=None)
def test_mixtures_never_raise_and_the_sample_is_bounded(parts: list[str], joint: str) -> None:
    text = joint.join(parts)
    assert len(language.sample(text)) <= language.SAMPLE
    found = language.identify(text)
    assert found is None or (
        0.0 < found.confidence <= 1.0 and found.method in {"script", "words", "langdetect"}
    )


def test_table_is_folded_and_has_no_word_twice_in_a_row() -> None:
    table = tomllib.loads(language.TABLE.read_text(encoding="utf-8"))
    assert table.keys() == {"settles", "rivals"}
    assert not table["settles"].keys() & table["rivals"].keys()
    for code, line in (*table["settles"].items(), *table["rivals"].items()):
        words = line.split()
        assert len(words) == len(set(words)), code
        assert line == unicodedata.normalize("NFKC", line.casefold()), code
        for word in words:  # a word that the splitter would cut could never be met
            assert language._runs(language._LATIN + language._NOT_LATIN).fullmatch(word), (code, word)
