"""Bytes become the right text, or are called unreadable; exact means that the bytes come back."""

from __future__ import annotations

import codecs
import gzip
import random
import subprocess
import sys
import time
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.reading import Encoding, Unreadable, decode, encode
from tests.benchmarks.encodings import LEGACY as DOCUMENTS
from tests.benchmarks.encodings import document

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
WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


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


def test_nothing_is_an_empty_text() -> None:
    assert (decode(b"").text, decode(b"").encoding) == ("", Encoding("utf-8"))


@pytest.mark.parametrize("text", SAMPLES.values())
@pytest.mark.parametrize("codec", ["utf-8", *WIDE])
def test_a_mark_decides_and_stays(text: str, codec: str) -> None:
    data = ("\ufeff" + text).encode(codec)
    decoded = decode(data)
    assert decoded.text == "\ufeff" + text
    assert (decoded.encoding.codec, decoded.encoding.reason) == (codec, "byte-order mark")
    assert comes_back(data)
    assert decoded.encoding.confidence is None
    assert encode(decoded.text, decoded.encoding) == data


@pytest.mark.parametrize("codec", WIDE)
@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_nuls_at_every_second_place_are_utf_16_or_32(language: str, codec: str) -> None:
    data = SAMPLES[language].encode(codec)
    assert decode(data).encoding.codec == codec
    assert read(data) == SAMPLES[language]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", SAMPLES)
def test_utf_16_without_a_mark_is_told_in_every_script(language: str, codec: str) -> None:
    text = SAMPLES[language]
    assert read(text.encode(codec)) == text
    assert decode(text.encode(codec)).encoding.codec == codec


def test_utf_16_is_read_from_neither_end_of_other_encodings() -> None:
    for language, codec in LEGACY:
        data = SAMPLES[language].encode(codec)
        assert decode(data + b" " * (len(data) % 2)).encoding.reason == "guessed"


def test_lone_surrogates_survive() -> None:
    text = "The mill\ud800 stood by the river, and no wheel turned.\udc00"
    for codec in ("utf-16-le", "utf-16-be"):
        for mark in ("", "\ufeff"):
            assert read((mark + text).encode(codec, "surrogatepass")) == mark + text


def test_a_cut_last_character_is_marked_as_lost() -> None:
    data = "\ufeffmill".encode("utf-16-le")[:-1]
    assert decode(data).text == "\ufeffmil\ufffd"
    assert not comes_back(data)


@pytest.mark.parametrize("text", SAMPLES.values())
def test_utf_8(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded.text == text
    assert decoded.encoding == Encoding("utf-8")
    assert comes_back(text.encode())


def test_a_few_nuls_do_not_make_a_text_binary() -> None:
    assert read(b"the mill\0" + b" by the river" * 20) == "the mill\0" + " by the river" * 20
    assert read(b"the \0mill") == "the \0mill"
    assert read("mill".encode("utf-16-le")) == "mill"


def test_broken_sequences_under_one_in_a_hundred_are_kept_as_bytes() -> None:
    text = "Die Mühle für müde Bürger. "
    for times, broken, codec in (
        (100, b"\xff", "utf-8"),
        (100, b"\xe2\x80 and \xfc", "utf-8"),
        (1, b"\x80", "utf-8"),
    ):
        data = text.encode() * times + broken + b" end"
        decoded = decode(data)
        assert (decoded.encoding.codec, decoded.encoding.errors) == (codec, "surrogateescape")
        assert encode(decoded.text, decoded.encoding) == data


def test_a_text_cut_inside_its_last_character_is_still_utf_8() -> None:
    data = SAMPLES["ru"].encode()[:-3] + b"\xd1"
    assert decode(data).encoding.codec == "utf-8"
    assert read(data).endswith("\udcd1")


def test_a_few_broken_bytes_beside_few_whole_sequences_are_kept_too() -> None:
    """A quotation pasted from a Windows page into a text with little else beyond ASCII."""
    plain = b"The herons came back in May and stayed on the northern shore. " * 20
    few = "naïve – café “x” ".encode()  # 8 bytes that continue a sequence
    pasted = b"he said \x93so\x94 in the caf\xe9. "
    for data in (plain + few * 2 + pasted, few * 2 + pasted + plain, few * 2 + pasted):
        decoded = decode(data)
        assert decoded.encoding.codec == "utf-8"
        assert "he said \udc93so\udc94 in the caf\udce9. " in decoded.text
        assert encode(decoded.text, decoded.encoding) == data
    ten, eleven = few * 5 + b"\xe9 " * 10, few * 6 + b"\xe9 " * 11
    assert decode(ten).encoding.codec == "utf-8"
    for data in (eleven, few + pasted, few * 4 + b"\xe9 " * 9):
        with pytest.raises(Unreadable):
            decode(data)


def test_more_broken_sequences_are_not_utf_8() -> None:
    with pytest.raises(Unreadable, match="convert the file to UTF-8"):
        decode("Die Mühle für müde Bürger. ".encode() + b"\xff and \xfe")


@pytest.mark.parametrize(("language", "codec"), LEGACY)
def test_legacy_encodings_are_guessed(language: str, codec: str) -> None:
    data = SAMPLES[language].encode(codec)
    decoded = decode(data)
    assert decoded.text == SAMPLES[language]
    assert comes_back(data)
    assert decoded.encoding.reason == "guessed"
    assert decoded.encoding.confidence is not None
    assert 0.9 <= decoded.encoding.confidence <= 1
    assert codecs.lookup(decoded.encoding.codec).name == decoded.encoding.codec
    assert decode(data) == decoded


@pytest.mark.parametrize(("language", "codec"), LEGACY)
def test_lines_in_two_encodings_are_each_read_in_theirs(language: str, codec: str) -> None:
    text = SAMPLES[language]
    data = b"\n".join([text.encode(), text.encode(codec), text.encode()])
    decoded = decode(data)
    assert decoded.text == "\n".join([text] * 3)
    assert decoded.encoding.codec == "utf-8"
    assert decoded.encoding.reason.startswith("but for 1 line in ")
    result = cleaner.clean(data)
    assert any("read as utf-8, but for 1 line in " in finding.message for finding in result.findings)
    assert result.ledger.restore(result.data) == data


@pytest.mark.parametrize(("language", "codec"), [(k, v) for k, codecs in DOCUMENTS.items() for v in codecs])
def test_generated_documents_are_read_right(language: str, codec: str) -> None:
    """Those of the benchmark, one each; with another seed some are not told, and none is told wrong."""
    for size in (1_000, 4_998):
        text = document(language, codec, size, random.Random(f"{language} {codec}"))
        assert read(text.encode(codec)) == text


@pytest.mark.parametrize(
    ("language", "codec"), [("de", "cp1252"), ("fr", "cp1252"), ("pl", "cp1250"), ("ru", "cp1251")]
)
@pytest.mark.parametrize("times", [1, 2])
def test_text_that_was_encoded_twice_and_thrice_is_mended_and_restored(
    language: str, codec: str, times: int
) -> None:
    text = damaged = SAMPLES[language] + "\n"
    for _ in range(times):
        damaged = "".join(_as_read(byte, codec) for byte in damaged.encode())
    result = cleaner.clean(damaged.encode())
    assert result.text == text
    assert result.ledger.restore(result.data) == damaged.encode()


def _as_read(byte: int, codec: str) -> str:
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


def test_english_with_typographic_marks_of_windows() -> None:
    text = "“The mill won’t turn again,” she said – and it didn’t… " * 5
    assert read(text.encode("cp1252")) == text


def test_a_guess_needs_enough_bytes() -> None:
    with pytest.raises(Unreadable):
        decode("Мельница у реки".encode("cp1251"))


def test_wide_lines_are_sampled_where_they_are_not_ascii() -> None:
    for before in ("x" * 100_000, "mill " * 100_000):
        text = before + SAMPLES["ru"] * 80
        assert read(text.encode("cp1251")) == text
    for shift in range(4):  # the sample ends inside a character of many bytes
        text = "x" * shift + SAMPLES["zh"].replace("\n", "") * 100
        assert read(text.encode("gb18030")) == text


def test_binary_data_is_no_text() -> None:
    draw = random.Random(5)
    noise = draw.randbytes(5000)
    words = " ".join(SAMPLES.values()).encode()
    chunk = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0" + zlib.compress(noise)
    for data in (
        noise,
        noise.replace(b"\0", b""),
        bytes(byte for byte in noise if byte >= 32),
        gzip.compress(words),
        zlib.compress(words),
        chunk,
        chunk[8:],
        b"%PDF-1.7\n1 0 obj << /Length 300 >> stream\n" + zlib.compress(words) + b"\nendstream",
        b"PK\x03\x04" + noise,
        b"\xff\xd8\xff\xe0" + noise,
        b"\xff\xfe" + noise,  # a mark by accident
        b"\xef\xbb\xbf" + noise,
        bytes(range(256)) * 8,
        b"\0" * 400,
    ):
        with pytest.raises(Unreadable) as raised:
            decode(data)
        assert raised.value.reason == str(raised.value)
        assert raised.value.reason.isprintable()


@pytest.mark.parametrize("text", ["%PDF- is how a PDF begins.\n", "GIF89a, GIF87a und ähnliche\n"])
def test_a_text_may_begin_as_other_files_do(text: str) -> None:
    assert decode(text.encode()).text == text
    for more in ("\0", "\udcff"):
        with pytest.raises(Unreadable, match=r"binary data: a (PDF|GIF image)"):
            decode((text + more).encode("utf-8", "surrogateescape"))


BYTES = st.one_of(
    st.binary(max_size=400),
    st.binary(min_size=200, max_size=400).map(lambda data: data.replace(b"\0", b" ")),
    st.builds(
        lambda text, codec, noise, at: (data := text.encode(codec, "ignore"))[:at] + noise + data[at:],
        st.one_of(st.sampled_from([*SAMPLES.values()]), st.text(min_size=1)),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", *WIDE, *{codec for _, codec in LEGACY}]),
        st.binary(max_size=6),
        st.integers(0, 300),
    ),
    st.builds(
        lambda mark, rest: mark + rest,
        st.sampled_from([codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE]),
        st.binary(),
    ),
)


@settings(max_examples=400, deadline=None)
@given(BYTES)
@example(b"\xff\xfe\0\0")
@example(b"\xff\xfe")
@example(b"\xff\xfe\0")
@example(b"\x80")
@example(b"a" * 20_000 + b"\x80")
def test_any_bytes_are_unreadable_or_come_back(data: bytes) -> None:
    try:
        decoded = decode(data)
    except Unreadable:
        return
    assert decode(data) == decoded
    assert comes_back(data) or decoded.encoding.codec != "utf-8" or decoded.encoding.confidence is not None


@given(st.text())
def test_any_utf_8_comes_back(text: str) -> None:
    data = text.encode()
    try:
        decoded = decode(data)
    except Unreadable:  # many NULs
        assert "\0" in text
        return
    if decoded.encoding.codec == "utf-8":
        assert decoded.text == text
    assert comes_back(data)


def test_time_grows_with_the_size() -> None:
    def seconds(data: bytes) -> float:
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            with suppress(Unreadable):
                decode(data)
            best = min(best, time.process_time() - start)
        return best

    decode(SAMPLES["ru"].encode("cp1251"))  # imports charset-normalizer
    for unit in (b"a", b"a\n", b"\xe9 ", b"\xd0", b"\x81\x40", b"\xff\n", b"mill \x92"):
        once = unit * (200_000 // len(unit)) + b"\xff"
        assert seconds(once * 2) <= 2.5 * seconds(once) + 0.02, unit


def test_utf_8_never_imports_the_guesser() -> None:
    program = (
        "import sys; from cleaner.reading import decode\n"
        f"for text in {[*SAMPLES.values()]!a}: decode(text.encode())\n"
        "assert 'charset_normalizer' not in sys.modules"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
