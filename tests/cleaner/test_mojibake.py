"""The gate before ftfy lets through exactly what ftfy may change, and costs next to nothing."""

from __future__ import annotations

import itertools
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ftfy import fix_encoding
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.mojibake import mend, suspect

# One ordinary sentence or more in each language; all of it is healthy.
HEALTHY = {
    "en": [
        "“It’s the third time this year,” she said — and the river won’t wait…",
        "The ‘old mill’ costs £12, €14 or ¥1,900 (about 50¢ an hour) © 2024 Mill Trust.",
        "A naïve café owner’s résumé: 5–10 years’ experience, ±2 °C, ½ price, § 4 • Home » News",
    ],
    "fr": [
        "L’été dernier, « Émile » a mangé des crêpes à Nîmes ; ça lui a coûté 12 €.",
        "Où étaient les œufs ? « Ça va très bien », répondit le garçon : “déjà”, puis s’en alla…",
        "Son cœur, sa sœur et un bœuf : À l’île d’Oléron, le maïs naît où l’août est sûr.",
    ],
    "de": [
        "„Äpfel, Öl und Übermut“, sagte er – ‚süß‘ sei’s für 3 € gewesen; »größer« geht’s nimmer.",
        "Die Straße führt über Köln nach Düren: ≥ 5 km, ca. 20 °C, § 7 Abs. 2 BGB.",
    ],
    "es": [
        "¿Qué pasó ayer? ¡Nada! El niño comió «piñones» en la 2ª planta a 15 € el kilo.",
        "Señor Núñez: “mañana será otro día”, dijo —y se marchó—.",
    ],
    "pt": ["“Não há pão nem maçãs”, disse a mãe; às três, o avô saiu à procura de limões."],
    "it": ["Perché è così? «Città più bella non c’è», disse l’uomo: costò 20 €, cioè metà."],
    "pl": ["„Zażółć gęślą jaźń” – mówił Łukasz, idąc ścieżką do źródła; było już późno…"],
    "cs": ["„Příliš žluťoučký kůň úpěl ďábelské ódy,“ řekl Řehoř a šel do školy ve čtvrtek."],
    "hu": ["„Árvíztűrő tükörfúrógép” – mondta Ödön, és elment az őszi vásárba."],
    "tr": ["“Şu çığlığı duydun mu?” dedi İbrahim; öğleden sonra ığdır’a gideceğiz."],
    "sv": ["”Har du sett älgen på ön?” frågade Åsa – nej, den gick över ån till Örebro."],
    "ru": [
        "«Съешь же ещё этих мягких булок», — сказал он; стоило это 300 ₽, то есть № 5 по цене.",
        "В 2024 году — “новый” рекорд: ±3 °C… Ёлки-палки!",
    ],
    "uk": ["«Їжак їсть ґаву», — сказав Євген; це сталося в ’23 році у Києві."],
    "sr": ["„Ђак је отишао у школу“, рекао је Љубиша; њен џемпер је у Ђаковици."],
    "el": ["«Πού είναι η θάλασσα;» ρώτησε ο Γιώργος – κόστισε 5 €, είπε η Άννα…"],
    "zh": ["他说：“好。”“走吧。”——于是大家都走了……《红楼梦》·第一回，售价￥30。"],
    "ja": ["「吾輩は猫である。」と彼は言った……『本』は１０円・二冊。"],
    "ko": ["“안녕하세요,” 그가 말했다 — ‘서울’의 가을은 아름답다…"],
    "ar": ["«قال الرجل: أين الكتاب؟» ثم مضى في طريقه، والسعر ١٢ €."],
    "he": ["„שלום” אמר האיש – והלך לדרכו; המחיר 5 ₪."],
    "vi": ["“Tiếng Việt rất đẹp,” cô ấy nói – và cười ở Đà Nẵng."],
    "ro": ["„Și ăsta-i țelul”, zise în șoaptă bătrânul – Înălțimea Sa tăcu."],
}
CODECS = [
    "latin-1", "sloppy-windows-1252", "sloppy-windows-1251", "sloppy-windows-1250", "sloppy-windows-1253",
    "sloppy-windows-1254", "sloppy-windows-1257", "iso-8859-2", "macroman", "cp437",
]  # fmt: skip


def damaged(text: str, codec: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode(codec, "replace")


def expand(category: str) -> str:
    """The characters that a category of ftfy's, written as ranges, stands for."""
    member = re.compile(f"[{category}]")
    return "".join(chr(code) for code in range(0x80, 0x10000) if member.match(chr(code)))


CATEGORIES = {name: expand(category) for name, category in MOJIBAKE_CATEGORIES.items()}
# Characters that ftfy names one by one, on top of the categories.
NAMED = "ÂÃÎÐØÙàâóÄ√≈‚×°µøπβЂвВГРСўΒΓΞΟā€ŸŠšŸž·»®©´ìîïòôúùû"
MOJIBAKE_CHARACTERS = "".join(sorted(set("".join(CATEGORIES.values()) + NAMED)))
ANY = st.text(
    st.one_of(
        st.sampled_from(MOJIBAKE_CHARACTERS),
        st.sampled_from("aZ .,?!\n0-'"),
        st.sampled_from("中字אบ₽ș"),
        st.sampled_from(NAMED),
    ),
    max_size=12,
)
TEXT = st.text(max_size=30)  # any characters; hypothesis leaves surrogates out unless asked


@pytest.mark.parametrize("text", [text for texts in HEALTHY.values() for text in texts])
def test_healthy_sentences_are_not_suspect(text: str) -> None:
    assert not suspect(text)
    assert mend(text) is text


@pytest.mark.parametrize(
    "text",
    ["”Är älgen på ön?” frågade hon.", "Hinta on 5 €Äyriä", "L’“œ” est une ligature.", "Preço: 1ª¢ edição"],
)
def test_healthy_but_suspect_lines_come_back_as_they_are(text: str) -> None:
    """The gate knows neighbours, not sentences; ftfy then finds nothing to decode."""
    assert suspect(text)
    assert mend(text) == text


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("language", HEALTHY)
def test_damaged_sentences_are_mended_as_ftfy_mends_them(language: str, codec: str) -> None:
    for text in HEALTHY[language]:
        once = damaged(text, codec)
        for line in (
            once,
            damaged(once, codec),
            damaged(once, "sloppy-windows-1252"),
            once.replace("\xa0", " "),
            once.replace("\xa0", ""),
            f"{once} 中 {text}",  # two encodings on one line
        ):
            assert suspect(line) == is_bad(line)
            assert mend(line) == fix_encoding(line)
            assert mend(mend(line)) == mend(line)


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("the countyâ€™s budget", "the county’s budget"),
        ("the countyâ\x80\x99s budget", "the county’s budget"),
        ("CafÃ© au lait", "Café au lait"),
        ("CafÃƒÂ© au lait", "Café au lait"),
        ("Â© 2019 The Mill", "© 2019 The Mill"),
        ("voilÃ  le moulin", "voilà le moulin"),
        ("a \x93quoted\x94 word", "a “quoted” word"),
        ("ÐœÐµÐ»ÑŒÐ½Ð¸Ñ†Ð°", "Мельница"),
        ("РњРµР»СЊРЅРёС†Р°", "Мельница"),
        ("the budget \ufffd is lost", "the budget \ufffd is lost"),
        ("É um «moinho»", "É um «moinho»"),
    ],
)
def test_damage_of_known_kinds(line: str, mended: str) -> None:
    assert mend(line) == mended == fix_encoding(line)


def test_the_gate_equals_ftfy_for_every_pair() -> None:
    """459 characters squared, bare and between ASCII characters that the gate looks at."""
    for first, second in itertools.product(MOJIBAKE_CHARACTERS, repeat=2):
        for text in (first + second, f"a{first}{second}", f" {first}{second}a"):
            assert suspect(text) == is_bad(text), ascii(text)


def test_the_gate_equals_ftfy_for_every_single_character_between_ascii() -> None:
    around = [*"aZ .,?!\n", ""]
    for character, before, after in itertools.product(MOJIBAKE_CHARACTERS, around, around):
        for text in (before + character + after, f"a{before}{character}{after}"):
            assert suspect(text) == is_bad(text), ascii(text)


def test_the_gate_equals_ftfy_for_triples_and_more() -> None:
    """Every triple of categories, and runs of the characters that ftfy names, drawn by a fixed seed."""
    draw = random.Random(6)
    kinds = [*CATEGORIES.values(), "aZ", " .,?!", NAMED]
    for triple in itertools.product(kinds, repeat=3):
        for _ in range(20):
            text = "".join(map(draw.choice, triple))
            assert suspect(text) == is_bad(text), ascii(text)
    for _ in range(100_000):
        text = "".join(draw.choices(NAMED + "aZ .\n\xa0", k=draw.randint(3, 6)))
        assert suspect(text) == is_bad(text), ascii(text)


@settings(max_examples=500, deadline=None)
@given(st.one_of(ANY, TEXT, TEXT.map(lambda text: damaged(text, "sloppy-windows-1252"))))
def test_what_is_not_suspect_is_nothing_to_ftfy(text: str) -> None:
    assert suspect(text) == is_bad(text)
    if not suspect(text):
        assert fix_encoding(text) == text
    assert mend(text) == fix_encoding(text)


@settings(max_examples=300, deadline=None)
@given(st.one_of(ANY, st.text(st.characters(), max_size=20)))
def test_mending_a_mended_line_changes_nothing(text: str) -> None:
    assert mend(mend(text)) == mend(text)


@given(st.text(st.one_of(st.characters(categories=["Cs"]), st.sampled_from("Ã©â€™ a\x93í\xa0"))))
def test_lone_surrogates_are_kept(text: str) -> None:
    lone = re.compile("[\ud800-\udfff]")
    assert len(lone.findall(mend(text))) >= len(lone.findall(text))


def test_mending_brings_no_surrogates_in() -> None:
    """CESU-8, that is UTF-16 units each written as if they were UTF-8, comes back as characters."""
    assert mend("\ud800 Ã© â€™") == "\ud800 é ’"
    for line in ("í\xa0\x80", "í\xa0\x80 Ã©", "í\xb0\x80"):
        assert mend(line).encode("utf-8")
    assert mend("í\xa0½í¸\x8d") == "😍"


def test_hostile_lines_take_time_in_proportion_to_their_length() -> None:
    """A lead byte and nothing but continuations costs ftfy a pass over the line for each of them."""

    def seconds(line: str) -> float:
        best = float("inf")
        for _ in range(5):
            start = time.process_time()
            mend(line)
            best = min(best, time.process_time() - start)
        return best

    mend("Ã©")  # imports and compiles
    for unit in ("\x83", "Ã©", "Ã©中", "â€", "Ã ", "Â", "à\x80", "\x80中", "Ø§", "œ ", "é”"):
        short, long = ("Ã" + unit * (n // len(unit)) for n in (15_000, 30_000))
        assert seconds(long) <= 2.5 * seconds(short) + 0.02, ascii(unit)
    hostile = "Ã" + "\x83" * 20_000
    assert mend(hostile) == hostile


def test_healthy_text_never_imports_ftfy() -> None:
    texts = [text for texts in HEALTHY.values() for text in texts]
    program = (
        "import sys; from cleaner.mojibake import mend, suspect\n"
        f"for text in {texts!a}: assert mend(text) is text\n"
        "assert 'ftfy' not in sys.modules\n"
        "assert mend('Ã©') == 'é' and 'ftfy' in sys.modules"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
