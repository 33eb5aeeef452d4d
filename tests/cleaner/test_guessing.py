"""Encodings that nothing tells are guessed, and only where the guess is sure."""

from __future__ import annotations

import codecs
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

import cleaner
from cleaner.reading import Unreadable, decode
from tests.benchmarks.encodings import LEGACY as DOCUMENTS
from tests.benchmarks.encodings import document
from tests.cleaner.samples import LEGACY, SAMPLES, comes_back, read


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


def test_english_with_typographic_marks_of_windows() -> None:
    text = "“The mill won’t turn again,” she said – and it didn’t… " * 5
    assert read(text.encode("cp1252")) == text


def test_a_guess_needs_enough_bytes() -> None:
    with pytest.raises(Unreadable):
        decode("Мельница у реки".encode("cp1251"))


ENGLISH = "The ferry stayed in port for a third day, and nobody could say when.\n\n" * 10
GERMAN = (
    "Die Fähre blieb am dritten Tag im Hafen, und niemand konnte sagen, wann sie fährt. Für die Bürger "
    "ist das übel, größer wird der Ärger täglich.\n\n" * 4
)


@pytest.mark.parametrize(
    "line",
    [
        "© 2023 Island Times", "It costs £5 a day.", "naïve résumé", "Jalapeño and piñata", "café", "it’s",
        "Zoë Müller-Lüdenscheidt", "“Hello,” he’d say – once…", "20 °C", "• herons", "It’s £5.", "Beyoncé",
        "Français | Español | Türkçe | Português", "São Paulo, Curaçao and Malmö", "Raphaël", "Acme® rope™",
    ],
)  # fmt: skip
@pytest.mark.parametrize("times", [1, 20])
def test_one_line_beyond_ascii_does_not_keep_a_text_from_being_read(line: str, times: int) -> None:
    text = ENGLISH * times + line + "\n"
    assert read(text.encode("cp1252")) == text


@pytest.mark.parametrize("codec", ["cp1250", "cp1251", "cp1252", "cp1254", "cp1257", "mac_roman"])
def test_marks_that_encodings_have_alike_are_read_whichever_it_is(codec: str) -> None:
    text = ENGLISH + "© 2023 Island Times\n"
    assert read(text.encode(codec)) == text


@pytest.mark.parametrize(
    "line",
    ["Français", "Español", "Türkçe", "Português", "ñ", "Raphaël", "Århus", "© 2023", "English | Français"],
)
@pytest.mark.parametrize("times", [1, 3])
def test_one_odd_letter_does_not_undo_a_sure_guess(line: str, times: int) -> None:
    text = GERMAN * times + line + "\n"
    assert read(text.encode("cp1252")) == text


@pytest.mark.parametrize(("language", "codec"), LEGACY)
@pytest.mark.parametrize(
    "line", ["© 2023 Island Times", "Deutsch | English | Français | Italiano", "café à la carte"]
)
def test_a_line_in_another_language_changes_nothing(language: str, codec: str, line: str) -> None:
    text = f"{SAMPLES[language] * 4}\n{line}\n".encode(codec, "ignore").decode(codec)
    assert read(text.encode(codec)) == text


@pytest.mark.parametrize(
    ("codec", "line"),
    [
        ("cp1250", "Gdańsk"), ("cp1250", "Wałęsa"), ("cp1250", "Dvořák"), ("iso8859-2", "Łódź"),
        ("cp1254", "Erdoğan"), ("cp1251", "Война и мир"), ("cp1251", "да"),
        ("koi8-r", "Война и мир"), ("koi8-r", "© 2023 Island Times"), ("cp866", "Война и мир"),
        ("cp1253", "Ελλάδα"), ("cp1255", "שלום"), ("cp1256", "سلام"), ("cp874", "ไทย"),
        ("gb18030", "中文"), ("shift_jis", "日本語"), ("euc_jp", "日本語"), ("big5", "中文"),
        ("euc_kr", "한국어"), ("mac_roman", "Jalapeño"), ("mac_roman", "Martín"),
        ("mac_roman", "España"), ("mac_roman", "Österreich"), ("cp850", "café"),
        ("cp850", "Martín"), ("cp850", "© 2023 Island Times"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "before", ["", "They said so to the keeper in the morning, when he came to the mill: "]
)
def test_a_few_letters_are_never_read_as_others(codec: str, line: str, before: str) -> None:
    text = f"{ENGLISH}{before}{line}\n"
    with suppress(Unreadable):
        assert decode(text.encode(codec)).text == text


def test_wide_lines_are_sampled_where_they_are_not_ascii() -> None:
    for before in ("x" * 100_000, "mill " * 100_000):
        text = before + SAMPLES["ru"] * 80
        assert read(text.encode("cp1251")) == text
    for shift in range(4):  # the sample ends inside a character of many bytes
        text = "x" * shift + SAMPLES["zh"].replace("\n", "") * 100
        assert read(text.encode("gb18030")) == text


def test_utf_8_never_imports_the_guesser() -> None:
    program = (
        "import sys; from cleaner.reading import decode\n"
        f"for text in {[*SAMPLES.values()]!a}: decode(text.encode())\n"
        "assert 'charset_normalizer' not in sys.modules"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
