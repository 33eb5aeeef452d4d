"""Bytes that are not UTF-8: read where they make words in Windows-1252, marked where they do not."""

from __future__ import annotations

import pytest

import cleaner

UTF8 = (
    "The naïve visitor came to the café – “closed”, said the keeper’s wife.\n\n"
    "It rained all day, and the ferry stayed in port.\n\n"
) * 9
FRENCH = (
    "Les îles sont à côté de la forêt, où l’été est très chaud.",
    "Le château est fermé depuis février.",
    "Les élèves préfèrent la récréation à l’école.",
)


def cleaned(*lines: str, codec: str = "cp1252") -> cleaner.Result:
    """A text in UTF-8 with these lines amid it, cleaned; and that the source comes back."""
    stray = "\n\n".join(lines).encode(codec)
    data = UTF8.encode() + stray + b"\n\n" + UTF8.encode()
    result = cleaner.clean(data)
    assert result.ledger.restore(result.data) == data
    return result


@pytest.mark.parametrize(
    "lines",
    [
        ("The old café is shut.",), FRENCH[:1], FRENCH[:2], FRENCH, FRENCH * 2, ("Die Fähre fährt täglich.",),
        ("El niño llegó mañana.",), ("He said “so” – it’s £5.", "© 2023 Island Times"),
    ],
)  # fmt: skip
def test_stray_lines_from_windows_are_read(lines: tuple[str, ...]) -> None:
    result = cleaned(*lines)
    assert "\n\n".join(lines) in result.text
    assert "\ufffd" not in result.text
    assert not [finding for finding in result.findings if finding.code == "ENC109"]


@pytest.mark.parametrize(
    ("line", "codec"),
    [
        ("Gdańsk i Łódź są daleko", "cp1250"), ("Война и мир", "cp1251"), ("Война и мир", "koi8-r"),
        ("Martín fue a España", "mac_roman"), ("Le café fermé", "cp850"), ("日本語", "shift_jis"),
        ("中文", "gb18030"),
    ],
)  # fmt: skip
def test_what_makes_no_words_is_marked_byte_for_byte(line: str, codec: str) -> None:
    result = cleaned(line, codec=codec)
    stray = line.encode(codec).decode("utf-8", "surrogateescape")
    marked = "".join("\ufffd" if "\udc80" <= letter <= "\udcff" else letter for letter in stray)
    assert marked in result.text


@pytest.mark.parametrize(
    "cut", ["caf\udcc3 is shut", "don\udce2\udc80t", "caf\udce2\udc80", "при\udcd0вет", "潮\udce6水"]
)
def test_halves_of_sequences_are_no_letters(cut: str) -> None:
    lost = "".join("\ufffd" if "\udc80" <= letter <= "\udcff" else letter for letter in cut)
    assert cleaner.clean(f"Here: {cut} of the harbour.\n").text == f"Here: {lost} of the harbour.\n"


def test_all_stray_bytes_of_a_line_are_read_or_none() -> None:
    text = "The caf\udce9 is shut \udcc3.\nThe caf\udce9 is open.\n"
    assert cleaner.clean(text).text == "The caf\ufffd is shut \ufffd.\nThe café is open.\n"


def test_findings_say_which() -> None:
    read, marked = (
        finding.message
        for finding in cleaner.check("The caf\udce9 is open.\n\nThe caf\udcc3 is shut.\n")
        if finding.code == "ENC101"
    )
    assert read == "byte not in UTF-8: e9 (hexadecimal); read as Windows-1252, in which this line makes words"
    assert marked == "byte not in UTF-8: c3 (hexadecimal); U+FFFD marks the place"


def test_a_lone_surrogate_of_utf_16_is_no_byte() -> None:
    data = b"\xff\xfe" + "The caf\udce9 is open.\n".encode("utf-16-le", "surrogatepass")
    assert cleaner.clean(data).text == "The caf\ufffd is open.\n"
