"""Encodings that nothing tells are guessed, and only where the guess is sure."""

from __future__ import annotations

import codecs
import random
import subprocess
import sys
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
