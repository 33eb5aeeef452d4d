"""How often is the encoding of a document told right, beside charset-normalizer and chardet alone?

    python tests/benchmarks/encodings.py [--documents 10] [--seed 1] [--only ru,ja] [--pages DATA]

Documents are generated: of each language, text of 200, 1,000 and 5,000 characters whose letters follow each
other as in that language (the tables of three letters that langdetect ships), with sentences, paragraphs and
typographic marks, in each legacy encoding that the language was written in. An answer is right if the text
it gives is the document's text; the figures are per cent right and, behind a slash, per cent wrong. The
rest is no answer, which for us is a finding and no loss. Below stand English documents with a line in another
language or with one mark, the same by how many bytes are not ASCII, documents with a line of names of
languages, documents in UTF-16 and UTF-32, documents with lines in two encodings, documents in UTF-8 with
three lines in another, and documents encoded twice. For the last three what counts is the cleaned text.

With --pages they are pieces of the labelled web pages in the folder DATA, where there are some of a language.

Whatever we read is cleaned, and restored byte for byte, or the script ends with an error.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import unicodedata
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

import cleaner
from cleaner import Unreadable
from cleaner.reading import decode

SIZES = (200, 1_000, 5_000)
LEGACY = {
    "ru": ("cp1251", "koi8-r", "iso8859-5", "cp866"),
    "uk": ("cp1251",), "bg": ("cp1251",),
    "pl": ("iso8859-2", "cp1250"), "cs": ("iso8859-2", "cp1250"), "hu": ("iso8859-2", "cp1250"),
    "de": ("cp1252",), "fr": ("cp1252",), "es": ("cp1252",), "sv": ("cp1252",),
    "lt": ("cp1257",), "lv": ("cp1257",), "el": ("cp1253", "iso8859-7"), "tr": ("cp1254",),
    "he": ("cp1255",), "ar": ("cp1256",), "th": ("cp874",),
    "zh-cn": ("gb18030",), "zh-tw": ("big5",), "ja": ("shift_jis", "euc_jp"), "ko": ("euc_kr",),
}  # fmt: skip
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
WIDE_LANGUAGES = ("en", "de", "ru", "el", "he", "ar", "hi", "th", "zh-cn", "ja", "ko")
MIXED = (("ru", "cp1251"), ("ru", "koi8-r"), ("pl", "iso8859-2"), ("fr", "cp1252"), ("ja", "shift_jis"),
         ("zh-cn", "gb18030"), ("ko", "euc_kr"))  # fmt: skip
TWICE = (("fr", "cp1252"), ("de", "latin-1"), ("pl", "cp1250"), ("ru", "cp1251"), ("el", "cp1253"))
# Marks, and encodings that have them.
MARKS = (
    "© 2023 Island Times",
    "It costs £5 a day.",
    "It’s the keeper’s.",
    "It is 5 °C below.",
    "Wait…",
    "• One",
)
MARKED = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1257", "mac_roman", "koi8-r", "cp850")
SWITCHER = ("Deutsch", "English", "Español", "Français", "Italiano", "Português", "Türkçe", "Polski",
            "Čeština", "Magyar", "Română", "Svenska", "Русский", "Lietuvių", "Ελληνικά")  # fmt: skip
STRAY = (("fr", "cp1252"), ("de", "cp1252"), ("es", "cp1252"), ("pl", "cp1250"), ("ru", "cp1251"))
FEW = (1, 4, 16, 32, 64, 100)
WESTERN = ("cp1250", "cp1252", "cp1254", "cp1257", "iso8859-2")
EAST_ASIAN = ("zh-cn", "zh-tw", "ja")
Read = Callable[[bytes], str | None]
Texts = Callable[[str, str, int, random.Random], str]  # by language, encoding and size


@cache
def _chains(language: str) -> dict[str, tuple[list[str], list[int]]]:
    """From what ends a text, the letters that may follow and how often they do, added up."""
    import langdetect

    path = Path(langdetect.__file__).parent / "profiles" / language
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for gram, times in json.loads(path.read_text("utf-8"))["freq"].items():
        if len(gram) == 3 or (len(gram) == 2 and gram[0] == " "):
            counts[gram[:-1]][gram[-1]] = times
    return {
        before: (sorted(after), list(accumulate(after[letter] for letter in sorted(after))))
        for before, after in counts.items()
    }


def _word(language: str, chance: random.Random) -> str:
    chains, word = _chains(language), " "
    while len(word) < 16:
        letters, sums = chains.get(word[-2:], ([" "], [1]))
        letter = letters[bisect(sums, chance.randrange(sums[-1]))]
        if letter == " ":
            break
        word += letter
    return word[1:]


def _words(language: str, codec: str, chance: random.Random) -> Iterator[str]:
    """Words of letters alone that the encoding has."""
    while True:
        word = _word(language, chance)
        try:
            word.encode(codec)
        except UnicodeEncodeError:
            continue
        if word and all(unicodedata.category(letter)[0] in "LM" for letter in word):
            yield word


def document(language: str, codec: str, size: int, chance: random.Random) -> str:
    """A text of `size` characters that the encoding can write."""
    words, text = _words(language, codec, chance), ""
    comma, stop, space = ("，" if language[:2] == "zh" else "、", "。", "") if language in EAST_ASIAN else (
        ", ", ". ", " ")  # fmt: skip
    while len(text) < size:
        sentence = [next(words) for _ in range(chance.randrange(6, 16))]
        sentence[0] = sentence[0][:1].upper() + sentence[0][1:]
        joints = chance.choices((space, comma), (9, 1), k=len(sentence) - 1)
        sentence = [word + joint for word, joint in zip(sentence, [*joints, ""], strict=True)]
        if chance.random() < 0.2:
            marks = chance.choice(("“”", "«»", "„“", "「」"))
            sentence[0], sentence[-1] = marks[0] + sentence[0], sentence[-1] + marks[1]
        text += "".join(sentence) + (stop.strip() + "\n\n" if chance.random() < 0.25 else stop)
    return _fitted(text, codec, size)


def _fitted(text: str, codec: str, size: int) -> str:
    """The beginning of a text, as far as the encoding has it, in exactly so many characters."""
    text = text.encode(codec, "ignore").decode(codec)
    return text[: size - 1].rstrip().ljust(size - 1, ".") + "\n"


def pieces(data: Path) -> Texts:
    """Pieces of labelled pages; generated text for languages that have none."""
    pages: dict[str, list[str]] = defaultdict(list)
    with gzip.open(data / "dev.c.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            language = page["lang"].partition("-")[0]
            pages["zh-cn" if language == "zh" else language].append(
                unicodedata.normalize("NFC", page["text"])
            )

    def piece(language: str, codec: str, size: int, chance: random.Random) -> str:
        found = [text for text in pages[language] if len(text) >= size]
        if not found:
            return document(language, codec, size, chance)
        text = chance.choice(found)
        begin = chance.randrange(len(text) - size + 1)
        return _fitted(text[begin:], codec, size)

    return piece


def ours(data: bytes) -> str | None:
    """What we read; and that it comes back is checked here."""
    try:
        text = decode(data).text
    except Unreadable:
        return None
    result = cleaner.clean(data)
    if result.ledger.restore(result.data) != data:
        sys.exit(f"not restored: {data!r}")
    return text.removeprefix("\ufeff")


def cleaned(data: bytes) -> str | None:
    """The cleaned text, which is restored like any other."""
    return None if ours(data) is None else cleaner.clean(data).text


def of_normalizer(data: bytes) -> str | None:
    """What charset-normalizer makes of the bytes by itself."""
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return None if best is None else str(best).removeprefix("\ufeff")


def of_chardet(data: bytes) -> str | None:
    """What chardet makes of the bytes by itself."""
    import chardet

    codec = chardet.detect(data)["encoding"]
    try:
        return data.decode(codec).removeprefix("\ufeff") if codec else None
    except (UnicodeDecodeError, LookupError):
        return None


Case = tuple[str, bytes, str]  # the row it is counted in, the bytes, the text


def legacy(language: str, size: int, text_of: Texts, chance: random.Random) -> Iterator[Case]:
    """A document in each legacy encoding of its language."""
    for codec in LEGACY.get(language, ()):
        text = text_of(language, codec, size, chance)
        yield f"{language} {codec}", text.encode(codec), text


def one_line(language: str, size: int, text_of: Texts, chance: random.Random) -> Iterator[Case]:
    """An English document with a line of eight words in a legacy encoding, or with a mark."""
    for codec in LEGACY.get(language, ()) if language != "en" else ():
        others = text_of(language, codec, 200, chance).split()
        at = next((at for at, word in enumerate(others) if not word.isascii()), 0)
        text = f"{_ascii(size, text_of, chance)}{' '.join(others[at : at + 8])}\n"
        yield f"en, {language} {codec}", text.encode(codec), text
    if language == "en":
        for mark in MARKS:
            for codec in MARKED:
                text = (_ascii(size, text_of, chance) + mark + "\n").encode(codec, "ignore").decode(codec)
                if not text.isascii():
                    yield f"en, a mark in {codec}", text.encode(codec), text


def _ascii(size: int, text_of: Texts, chance: random.Random) -> str:
    return text_of("en", "ascii", size, chance).encode("ascii", "ignore").decode("ascii")


def few(language: str, size: int, text_of: Texts, chance: random.Random) -> Iterator[Case]:
    """An English document with some words in a legacy encoding, by how many bytes of them are not ASCII."""
    for codec in LEGACY.get(language, ()):
        letters = text_of(language, codec, 1_000, chance).replace("\n", " ").strip()
        for wanted in FEW:
            line = b""
            for letter in letters[letters.find(" ", chance.randrange(200)) + 1 :]:
                line += letter.encode(codec)
                if sum(byte > 0x7F for byte in line) >= wanted and not letter.isalpha():
                    break
            if not line.isascii():
                data = _ascii(size, text_of, chance).encode() + line + b"\n"
                yield (
                    f"{wanted} bytes, {'western' if codec in WESTERN else 'other'}",
                    data,
                    data.decode(codec),
                )


def named(language: str, size: int, text_of: Texts, chance: random.Random) -> Iterator[Case]:
    """A document with a line of names of languages, as far as its encoding has them, and a "©"."""
    for codec in LEGACY.get(language, ()):
        text = text_of(language, codec, size, chance)
        names = chance.sample([name for name in SWITCHER if _has(codec, name)], 4)
        text += " | ".join(names) + "\n" + "© 2023\n".encode(codec, "ignore").decode(codec)
        yield f"{language} {codec}", text.encode(codec), text


def _has(codec: str, text: str) -> bool:
    return text.encode(codec, "ignore").decode(codec) == text


def wide(language: str, size: int, text_of: Texts, chance: random.Random) -> Iterator[Case]:
    """A document in UTF-16 and UTF-32, with a mark and without."""
    if language in WIDE_LANGUAGES:
        for codec in WIDE:
            text = text_of(language, codec, size, chance)
            yield f"{codec}", text.encode(codec), text
            yield f"{codec}, marked", ("\ufeff" + text).encode(codec), text


def mixed(language: str, size: int, text_of: Texts, chance: random.Random) -> Iterator[Case]:
    """A document every third paragraph of which is in a legacy encoding, the others in UTF-8."""
    for codec in (codec for other, codec in MIXED if other == language):
        text = cleaner.clean(text_of(language, codec, size, chance)).text
        lines = [
            line.encode(codec if number % 6 == 0 else "utf-8") for number, line in enumerate(text.split("\n"))
        ]
        yield f"{language} utf-8 and {codec}", b"\n".join(lines), text


def stray(language: str, size: int, text_of: Texts, chance: random.Random) -> Iterator[Case]:
    """A document in UTF-8 with three lines, of some five words each, in a legacy encoding."""
    for codec in (codec for other, codec in STRAY if other == language):
        text = cleaner.clean(text_of(language, codec, size, chance)).text
        others = text_of(language, codec, 200, chance).split()[1:]
        lines = [" ".join(others[at : at + 5]) for at in (0, 6, 12)]
        whole = cleaner.clean("\n\n".join([text, *lines, text]) + "\n").text
        data = b"\n\n".join([text.encode(), *(line.encode(codec) for line in lines), text.encode()]) + b"\n"
        yield f"{language} utf-8, some {codec}", data, whole


def twice(language: str, size: int, text_of: Texts, chance: random.Random) -> Iterator[Case]:
    """A document whose UTF-8 was taken for a legacy encoding and encoded again."""
    for codec in (codec for other, codec in TWICE if other == language):
        text = cleaner.clean(text_of(language, codec, size, chance)).text
        data = text.encode()
        damaged = "".join(chr(byte) if codec == "latin-1" else _one(byte, codec) for byte in data)
        yield f"{language} twice, {codec}", damaged.encode(), text


def _one(byte: int, codec: str) -> str:
    """A byte as browsers read it: where the encoding has nothing, as a control character."""
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


TOOLS: dict[str, Read] = {"cleaner": ours, "charset-normalizer": of_normalizer, "chardet": of_chardet}
KINDS = {
    "legacy": legacy, "one line": one_line, "few": few, "named": named, "wide": wide, "mixed": mixed,
    "stray": stray, "twice": twice,
}  # fmt: skip
CLEANED = ("mixed", "stray", "twice")


def measure(
    languages: Sequence[str], documents: int, seed: int, text_of: Texts
) -> dict[str, dict[str, dict[tuple[str, int], list[int]]]]:
    """By kind, row, and tool with size: how many are right, wrong, and all."""
    found: dict[str, dict[str, dict[tuple[str, int], list[int]]]] = {}
    for kind, make in KINDS.items():
        rows = found.setdefault(kind, {})
        for language in languages:
            for size in SIZES:
                chance = random.Random(f"{seed} {kind} {language} {size}")
                for _ in range(documents):
                    for row, data, text in make(language, size, text_of, chance):
                        for tool, read in TOOLS.items():
                            got = cleaned(data) if kind in CLEANED and read is ours else read(data)
                            counts = rows.setdefault(row, {}).setdefault((tool, size), [0, 0, 0])
                            counts[0] += got == text
                            counts[1] += got not in (None, text)
                            counts[2] += 1
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--documents", type=int, default=10, help="documents of each size, encoding and language"
    )
    parser.add_argument("--kinds", default=",".join(KINDS), help="tables, separated by commas")
    parser.add_argument("--ours", action="store_true", help="leave the others out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=Path, help="the folder of the labelled pages")
    parser.add_argument("--only", default="", help="languages, separated by commas")
    arguments = parser.parse_args()
    languages = arguments.only.split(",") if arguments.only else sorted({*LEGACY, *WIDE_LANGUAGES})
    text_of = pieces(arguments.pages) if arguments.pages else document
    if arguments.ours:
        del TOOLS["charset-normalizer"], TOOLS["chardet"]
    for kind in {*KINDS} - {*arguments.kinds.split(",")}:
        del KINDS[kind]
    heads = [(tool, size) for tool in TOOLS for size in SIZES]
    for kind, rows in measure(languages, arguments.documents, arguments.seed, text_of).items():
        print(f"\n{kind:24}" + "".join(f"{tool:^27}" for tool in TOOLS))
        print(f"{'':24}" + "".join(f"{size:>9,}" for _, size in heads))
        total = {head: [sum(row[head][at] for row in rows.values()) for at in range(3)] for head in heads}
        for name, row in (*rows.items(), ("all", total)):
            cells = [
                f"{100 * r / n:.0f}/{100 * w / n:.0f}" if n else "-"
                for r, w, n in map(row.__getitem__, heads)
            ]
            print(f"{name:24}" + "".join(f"{cell:>9}" for cell in cells))


if __name__ == "__main__":
    main()
