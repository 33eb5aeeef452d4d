"""Bytes become the right text, or are called unreadable; exact means that the bytes come back."""

from __future__ import annotations

import codecs
import gzip
import random
import time
import zlib
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.reading import Encoding, Unreadable, decode, encode
from tests.cleaner.samples import LEGACY, SAMPLES, comes_back, read

WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


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
    for data in (plain + few * 2 + pasted, few * 2 + pasted + plain, few * 2 + pasted, few + pasted):
        decoded = decode(data)
        assert decoded.encoding.codec == "utf-8"
        assert "he said \udc93so\udc94 in the caf\udce9. " in decoded.text
        assert encode(decoded.text, decoded.encoding) == data
    ten, eleven = few * 5 + b"\xc3 " * 10, few * 6 + b"\xc3 " * 11
    assert decode(ten).encoding.codec == "utf-8"
    for data in (eleven, few * 4 + b"\xc3 " * 9):
        with pytest.raises(Unreadable):
            decode(data)


def test_more_broken_sequences_are_not_utf_8() -> None:
    with pytest.raises(Unreadable, match="convert the file to UTF-8"):
        decode("Die Mühle für müde Bürger. ".encode() + b"\xff and \xfe")


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


def test_bytes_that_no_encoding_fits_are_told_from_binary_data() -> None:
    """Whose text it is can convert it; what is none can only be left out."""
    noise = random.Random(5).randbytes(3000)
    for data in (noise.replace(b"\0", b""), noise[:150].replace(b"\0", b"")):
        with pytest.raises(Unreadable, match=r"looks like binary data: .*; name the file under `exclude`"):
            decode(data)
    for text in ("Das Café schließt um fünf.\n", "Das Café\x0c\x01\x02\x03 schließt.\n"):
        with pytest.raises(Unreadable, match="convert the file to UTF-8"):
            decode(text.encode("latin-1"))


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
