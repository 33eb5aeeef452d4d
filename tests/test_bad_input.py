"""The table of bad input in CONTRIBUTING.md, row by row, through the real command.

Each case says what is given, the message, the exit code and the files left.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command import ROOT, cleaner, files

ARTICLE = (
    "Storm keeps the ferry in port\n\n"
    "The ferry to the northern islands was cancelled for the third day because of the storm, "
    "the harbour said.\n\n"
    "Fishermen who have worked these waters for forty years had never seen such waves in the month "
    "of October.\n"
)
DIRTY = ARTICLE.replace("ferry to", "ferry  to").replace("storm,", "storm ,").encode()


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "good.txt").write_bytes(DIRTY)
    return folder


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Everything a run printed; it never holds a traceback or a raw control character."""
    text = (done.stdout + done.stderr).decode("utf-8", "strict")
    assert "Traceback" not in text
    assert not any(
        (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u200b" for c in text
    )
    return text


def processor_seconds() -> float:
    """What the commands run so far have cost: other work on the machine does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_missing_path(tmp_path: Path) -> None:
    for command in ("check nope.txt", "clean nope -o out", "explain nope.txt:1"):
        done = cleaner(*command.split(), cwd=tmp_path)
        assert done.returncode == 2
        assert "nope" in said(done)
        assert "no such file or folder" in said(done)
    assert files(tmp_path) == {}


def test_a_missing_path_does_not_stop_the_others(docs: Path) -> None:
    done = cleaner("check", "nope.txt", docs, cwd=docs.parent)
    assert done.returncode == 2
    assert "SPC104" in said(done)


def test_nothing_to_check(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>")
    for command in (["check", "."], ["clean", ".", "-o", "../out"], ["check"]):
        done = cleaner(*command, cwd=tmp_path)
        assert done.returncode == 2
        assert "nothing to check" in said(done)
        assert '1 other type: .html); to take these for documents, write documents = ["*.html"]' in said(done)


def test_unreadable_file(docs: Path) -> None:
    """Root reads what others may not; nobody reads the start of a process's memory."""
    (docs / "bad.txt").symlink_to("/proc/self/mem")
    for command in ("check docs", "clean docs -o out"):
        done = cleaner(*command.split(), cwd=docs.parent)
        assert done.returncode == 2
        assert "bad.txt: cannot be read: input/output error" in said(done)
    assert "SPC104" in said(cleaner("check", docs, cwd=docs.parent))
    assert set(files(docs.parent / "out")) == {"good.txt", "report.md", "ledger.jsonl"}


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, b"\x00" * 500 + b"some text", bytes(range(256)) * 40],
    ids=["png", "mostly NULs", "all bytes"],
)
def test_binary(docs: Path, data: bytes) -> None:
    (docs / "bad.txt").write_bytes(data)
    done = cleaner("check", docs, cwd=docs.parent)
    assert done.returncode == 2
    assert "ENC101" in said(done)
    assert "bad.txt: cannot be read as text, left alone" in said(done)
    fixed = cleaner("check", "--fix", docs, cwd=docs.parent)
    assert fixed.returncode == 2
    assert (docs / "bad.txt").read_bytes() == data
    assert (docs / "good.txt").read_bytes() == ARTICLE.encode()
    done = cleaner("clean", docs, "-o", "out", cwd=docs.parent)
    assert done.returncode == 2
    assert set(files(docs.parent / "out")) == {"good.txt", "report.md", "ledger.jsonl"}


@pytest.mark.parametrize("data", [b"", b"\n", b" \n\n\t\n", b"\xef\xbb\xbf"])
def test_empty(docs: Path, data: bytes) -> None:
    (docs / "empty.txt").write_bytes(data)
    (docs / "good.txt").write_text(ARTICLE)
    done = cleaner("check", docs, cwd=docs.parent)
    assert "DOC101" in said(done)
    assert done.returncode == (1 if data else 0)
    assert cleaner("clean", docs, "-o", "out", cwd=docs.parent).returncode == 0
    assert (docs.parent / "out" / "empty.txt").read_bytes() == b""


@pytest.mark.parametrize(
    "unit",
    [
        *(b"word ", b"a", "愛".encode(), b'"x" ', b"\xc2\xa0"),
        *(pytest.param(unit, marks=pytest.mark.heavy) for unit in (b"\xc3\x83\xc2\xa9", b"&amp;")),
    ],
)
def test_one_line_of_ten_megabytes(tmp_path: Path, unit: bytes) -> None:
    (tmp_path / "long.txt").write_bytes(unit * (10_000_000 // len(unit)))
    began = processor_seconds()
    done = cleaner("clean", tmp_path / "long.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, said(done)
    assert processor_seconds() - began < 60
    assert cleaner("restore", "out", "-o", "back", cwd=tmp_path).returncode == 0
    assert (tmp_path / "back" / "long.txt").read_bytes() == (tmp_path / "long.txt").read_bytes()
    assert len(cleaner("check", "long.txt", cwd=tmp_path).stdout) < 20_000


def test_invalid_utf8_in_the_middle(tmp_path: Path) -> None:
    text = "Der Fährmann hört die Möwen über dem größten Hafen. " * 40
    data = text.encode() + b"caf\xe9 und mehr. " + text.encode() + b"\n"
    (tmp_path / "a.txt").write_bytes(data)
    done = cleaner("check", "a.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert "ENC101" in said(done)
    assert "E9" in said(done).upper()
    assert cleaner("clean", "a.txt", "-o", "out", cwd=tmp_path).returncode == 0
    assert "café und mehr" in (tmp_path / "out" / "a.txt").read_text("utf-8")
    cleaner("restore", "out", "-o", "back", cwd=tmp_path)
    assert (tmp_path / "back" / "a.txt").read_bytes() == data


def test_a_few_invalid_bytes_in_a_text_with_few_others(tmp_path: Path) -> None:
    data = ("The café is open – “all day”, it says. " * 2).encode() + b"\x93So\x94 he said.\n"
    (tmp_path / "a.txt").write_bytes(data)
    done = cleaner("check", "a.txt", "--fix", cwd=tmp_path)
    assert done.returncode == 0
    assert said(done).count("ENC101 [*]") == 2
    assert "“So” he said." in (tmp_path / "a.txt").read_text("utf-8")
    assert cleaner("restore", "a.txt", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.txt").read_bytes() == data


def test_an_invalid_byte_that_makes_no_word(tmp_path: Path) -> None:
    text = "Der Fährmann hört die Möwen über dem größten Hafen. " * 40
    data = text.encode() + b"caf\xc3 und mehr. " + text.encode() + b"\n"
    (tmp_path / "a.txt").write_bytes(data)
    assert cleaner("clean", "a.txt", "-o", "out", cwd=tmp_path).returncode == 0
    assert "caf\ufffd und mehr" in (tmp_path / "out" / "a.txt").read_text("utf-8")
    cleaner("restore", "out", "-o", "back", cwd=tmp_path)
    assert (tmp_path / "back" / "a.txt").read_bytes() == data


def test_a_short_text_in_an_encoding_that_cannot_be_told(tmp_path: Path) -> None:
    data = "Das Café schließt um fünf.\n".encode("latin-1")
    (tmp_path / "a.txt").write_bytes(data)
    done = cleaner("check", "a.txt", "--fix", cwd=tmp_path)
    assert done.returncode == 2
    assert "convert the file to UTF-8" in said(done)
    assert (tmp_path / "a.txt").read_bytes() == data


def test_some_nuls(tmp_path: Path) -> None:
    data = DIRTY.replace(b"storm", b"st\x00orm")
    (tmp_path / "a.txt").write_bytes(data)
    assert "ENC105" in said(cleaner("check", "a.txt", cwd=tmp_path))
    assert cleaner("clean", "a.txt", "-o", "out", cwd=tmp_path).returncode == 0
    assert b"\x00" not in (tmp_path / "out" / "a.txt").read_bytes()


def test_lone_surrogates_in_utf16(tmp_path: Path) -> None:
    data = b"\xff\xfe" + (ARTICLE + "half \ud83d a pair\n").encode("utf-16-le", "surrogatepass")
    (tmp_path / "a.txt").write_bytes(data)
    done = cleaner("check", "a.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert "ENC101" in said(done)
    assert cleaner("clean", "a.txt", "-o", "out", cwd=tmp_path).returncode == 0
    assert "half \ufffd a pair" in (tmp_path / "out" / "a.txt").read_text("utf-8")
    cleaner("restore", "out", "-o", "back", cwd=tmp_path)
    assert (tmp_path / "back" / "a.txt").read_bytes() == data


def test_all_boilerplate_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Skip to content\r\n\r\n\r\nBack  to top\r\nView original post\r\n", newline=""
    )
    done = cleaner("clean", "a.txt", "-o", "out", "--unsafe-fixes", cwd=tmp_path)
    assert done.returncode == 0
    text = (tmp_path / "out" / "a.txt").read_text()
    assert text.split() == ["Skip", "to", "content", "Back", "to", "top", "View", "original", "post"]
    assert "\r" not in text
    assert "  " not in text
    assert "DOC102" in said(cleaner("check", "a.txt", "--unsafe-fixes", cwd=tmp_path))


def test_two_sources_for_one_output(docs: Path) -> None:
    (docs.parent / "cleaner.toml").write_text('documents = ["*"]\n')
    (docs / "good").write_bytes(DIRTY)
    done = cleaner("clean", docs, "-o", "out", cwd=docs.parent)
    assert done.returncode == 2
    assert "both would be written to good.txt" in said(done)
    assert not (docs.parent / "out").exists()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Good.txt", "good.txt"),
        ("Deep/A.txt", "deep/a.txt"),
        ("caf\u00e9.txt", "cafe\u0301.txt"),
        ("ß", "SS.txt"),
    ],
)
def test_two_sources_that_are_one_file_elsewhere(docs: Path, one: str, other: str) -> None:
    """There are file systems to which case, or the form of accents, makes no difference."""
    (docs.parent / "cleaner.toml").write_text('documents = ["*"]\n')
    for name in (one, other):
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_bytes(DIRTY)
    done = cleaner("clean", docs, "-o", "out", cwd=docs.parent)
    assert done.returncode == 2
    assert "where case or the form of accents makes no difference" in said(done)
    assert not (docs.parent / "out").exists()


def test_an_output_that_is_a_folder_of_another(docs: Path) -> None:
    (docs.parent / "cleaner.toml").write_text('documents = ["*"]\n')
    (docs / "Deep.txt" / "er").mkdir(parents=True)
    (docs / "Deep.txt" / "er" / "b.txt").write_bytes(DIRTY)
    (docs / "deep").write_bytes(DIRTY)
    done = cleaner("clean", docs, "-o", "out", cwd=docs.parent)
    assert done.returncode == 2
    assert "docs/deep and" in said(done)
    assert "deep.txt cannot be file and folder; rename one" in said(done)
    assert not (docs.parent / "out").exists()


@pytest.mark.parametrize("target", ["docs", "docs/out", ".", "docs/../docs"])
def test_target_in_the_way_of_source(docs: Path, target: str) -> None:
    before = files(docs)
    done = cleaner("clean", "docs", "-o", target, cwd=docs.parent)
    assert done.returncode == 2
    assert "SOURCE" in said(done)
    assert files(docs) == before


def test_read_only_target(docs: Path) -> None:
    """Not even root makes folders in /sys."""
    done = cleaner("clean", docs, "-o", "/sys/cleaned", cwd=docs.parent)
    assert done.returncode == 2
    assert "/sys/cleaned/.cleaner-journal: cannot be written: " in said(done)


def test_target_is_a_file(docs: Path) -> None:
    (docs.parent / "out").write_text("mine")
    done = cleaner("clean", docs, "-o", "out", cwd=docs.parent)
    assert done.returncode == 2
    assert "is a file" in said(done)
    assert (docs.parent / "out").read_text() == "mine"


def test_a_ledger_that_is_none(docs: Path) -> None:
    """Without the account of what stands in TARGET nothing is written there."""
    ledger = docs.parent / "out" / "ledger.jsonl"
    ledger.mkdir(parents=True)
    done = cleaner("clean", docs, "-o", "out", cwd=docs.parent)
    assert done.returncode == 2
    assert "out/ledger.jsonl: cannot be read: is a directory" in said(done)
    ledger.rmdir()
    for text, why in (
        ("", "it is empty; move it away"),
        ("mine\n", "line 1 is damaged; mend it or move the file away"),
        ('{"ledger": 99}\n', "its schema is 99, this version reads 1; move it away"),
        ('{"ledger": 1}\n<<<<<<< ours\n', "line 2 is damaged; mend it or move the file away"),
    ):
        ledger.write_text(text)
        for option in ([], ["--check"]):
            done = cleaner("clean", docs, "-o", "out", *option, cwd=docs.parent)
            assert done.returncode == 2
            assert f"out/ledger.jsonl: not a usable ledger: {why}" in said(done)
        assert files(docs.parent / "out") == {"ledger.jsonl": text.encode()}


def test_the_working_directory_is_gone(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    done = cleaner("check", cwd=tmp_path / "gone", before=(tmp_path / "gone").rmdir)
    assert done.returncode == 2
    assert "the working directory is gone" in said(done)


def test_output_cut_short(docs: Path) -> None:
    """A file size limit fails the large document alone, which keeps its old output."""
    out = docs.parent / "out"
    (docs / "large.txt").write_bytes(DIRTY)
    assert cleaner("clean", docs, "-o", "out", cwd=docs.parent).returncode == 0
    before = files(out)
    (docs / "large.txt").write_bytes(DIRTY + b"And so on and on, said the harbour master.\n" * 4_000)
    done = cleaner(
        "clean", docs, "-o", "out", cwd=docs.parent,
        before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),
    )  # fmt: skip
    assert done.returncode == 2
    assert "large.txt: cannot be written: file too large" in said(done)
    after = files(out)
    assert set(after) == set(before), "a temporary file was left"
    assert after["large.txt"] == before["large.txt"]
    assert cleaner("clean", docs, "-o", "out", cwd=docs.parent).returncode == 0
    assert cleaner("clean", docs, "-o", "out", "--check", cwd=docs.parent).returncode == 0


def test_in_place_fix_cut_short(docs: Path) -> None:
    large = DIRTY + b"And so on  and on, said the harbour master.\n" * 4_000
    (docs / "large.txt").write_bytes(large)
    done = cleaner(
        "check", "--fix", docs, cwd=docs.parent,
        before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),
    )  # fmt: skip
    assert done.returncode == 2
    assert (docs / "large.txt").read_bytes() == large
    assert set(files(docs)) == {"good.txt", "large.txt"}


def test_unknown_rule(docs: Path) -> None:
    for option in ("--select", "--ignore"):
        done = cleaner("check", docs, option, "NAV999", cwd=docs.parent)
        assert done.returncode == 2
        assert "unknown rule 'NAV999'" in said(done)
    done = cleaner("check", docs, "--select", "skip-lnk", cwd=docs.parent)
    assert "did you mean 'skip-link'" in said(done)
    done = cleaner("chekc", docs, cwd=docs.parent)
    assert done.returncode == 2
    assert "did you mean 'check'" in said(done)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "unknown key 'selct', did you mean 'select'?"),
        ("select = 3", "select: want a list of strings"),
        ('select = ["NAV1O9"]', "select: unknown rule 'NAV1O9', did you mean 'NAV109'?"),
        ('metadata = "front"', "metadata: want 'keep', 'strip' or 'front-matter', not 'front'"),
        ('documents = ["["]', "documents: '[' is no pattern for files: nothing ends its '['"),
        ('exclude = ["a//b"]', "exclude: 'a//b' is no pattern for files: a name is empty"),
        ('per-file-ignores = { "[" = ["NAV"] }', "per-file-ignores: '[' is no pattern for files"),
        ("documents = [1]", "documents: want a list of strings"),
        ('protect = ["("]', "protect: '(' is no regular expression"),
        ("[rules.DUP101]\nmin-wrods = 3", "has no option 'min-wrods', did you mean 'min-words'?"),
        ("[rules.DUP101]\nmin-words = 'x'", "rules.DUP101.min-words: want a whole number, not a string"),
        ("select = [", "cleaner.toml"),
        ("language = 3", "language: want a list of strings"),
        ('language = ["en", "english"]', "language: unknown language 'english'; want ISO 639-1 codes"),
        ('language = "xx"', "language: unknown language 'xx'"),
        ("[rules.DUP101]\nmin-words = -3", "rules.DUP101.min-words: want a number from 0 on, not -3"),
        ('extend-safe-fixes = ["LNG101"]', "extend-safe-fixes: 'LNG101' has no fix that could be applied"),
        ('extend-safe-fixes = ["DOC"]', "extend-safe-fixes: 'DOC' has no fix that could be applied"),
        ('select = ["nav"]', "select: unknown rule 'nav', did you mean 'NAV'?"),
        ('ignore = ["NVA"]', "ignore: unknown rule 'NVA', did you mean 'NAV'?"),
        ('select = ["all"]', "select: unknown rule 'all', did you mean 'ALL'?"),
    ],
)
def test_broken_configuration(docs: Path, text: str, message: str) -> None:
    (docs.parent / "cleaner.toml").write_text(text)
    done = cleaner("check", docs, cwd=docs.parent)
    assert done.returncode == 2
    assert message in said(done)
    assert "cleaner.toml" in said(done)


def test_a_rule_that_raises(docs: Path, tmp_path: Path) -> None:
    package = tmp_path / "package"
    for name in ("cleaner", "rules"):
        shutil.copytree(ROOT / name, package / name)
    (package / "rules" / "fragile.py").write_text(
        "from cleaner import SAFE, Document, rule\n"
        '@rule(code="DOC999", name="fragile", safety=SAFE, examples=[])\n'
        "def fragile(document: Document):\n"
        '    """Fail on one word."""\n'
        '    if "tulip" in document.text:\n'
        '        raise KeyError("no tulips")\n'
        "    yield from ()\n"
    )
    (docs / "bad.txt").write_bytes(DIRTY + b"A tulip.\n")
    for jobs in ("1", "2"):
        done = cleaner("clean", docs, "-o", f"out{jobs}", "--jobs", jobs, cwd=docs.parent, package=package)
        assert done.returncode == 2
        assert "bad.txt: internal error, document left alone: rule DOC999 (fragile) failed" in said(done)
        assert set(files(docs.parent / f"out{jobs}")) == {"good.txt", "report.md", "ledger.jsonl"}
    done = cleaner("check", "--fix", docs, cwd=docs.parent, package=package)
    assert done.returncode == 2
    assert (docs / "bad.txt").read_bytes() == DIRTY + b"A tulip.\n"
    assert (docs / "good.txt").read_bytes() == ARTICLE.encode()


def test_links_that_loop_or_dangle(docs: Path) -> None:
    (docs / "loop").symlink_to(docs)
    (docs / "self.txt").symlink_to("self.txt")
    (docs / "gone.txt").symlink_to("nowhere.txt")
    done = cleaner("check", docs, cwd=docs.parent)
    assert done.returncode == 1
    assert "2 dangling link" in said(done)
    assert "1 link to a folder" in said(done)
    done = cleaner("check", docs / "gone.txt", docs / "self.txt", cwd=docs.parent)
    assert done.returncode == 2
    assert "gone.txt: a link to nothing" in said(done)


def test_links_out_of_the_folder_are_read_and_never_mended(docs: Path) -> None:
    (docs.parent / "outside.txt").write_bytes(DIRTY)
    (docs / "link.txt").symlink_to("../outside.txt")
    (docs / "inner.txt").symlink_to("good.txt")
    assert "docs/link.txt:3" in said(cleaner("check", docs, cwd=docs.parent))
    done = cleaner("check", docs, "--fix", cwd=docs.parent)
    assert done.returncode == 0
    assert "skipped 1 file (1 link out of the folder)" in said(done)
    assert (docs.parent / "outside.txt").read_bytes() == DIRTY
    assert (docs / "good.txt").read_bytes() == ARTICLE.encode()
    assert (docs / "inner.txt").is_symlink()
    assert cleaner("clean", docs, "-o", "out", cwd=docs.parent).returncode == 0
    assert not (docs.parent / "out" / "link.txt").is_symlink()
    assert (docs.parent / "out" / "link.txt").read_bytes() == ARTICLE.encode()
    assert (docs.parent / "outside.txt").read_bytes() == DIRTY
    assert cleaner("check", docs / "link.txt", "--fix", cwd=docs.parent).returncode == 0
    assert (docs.parent / "outside.txt").read_bytes() == ARTICLE.encode(), "what is named is mended"
    assert (docs / "link.txt").is_symlink()


def test_hostile_gitignore(docs: Path) -> None:
    """Patterns that take a regular expression years; what is no pattern is told, and the rest counts."""
    (docs / ("a" * 200 + ".txt")).write_bytes(DIRTY)
    (docs / "draft.txt").write_bytes(DIRTY)
    slow = ["*a" * 40 + "b", "**/a/" * 40 + "b", "[a-z]*" * 40 + "b"]
    (docs / ".gitignore").write_text("\n".join([*slow, "[", "[\x1b[31m" + "a" * 999, "draft.txt", ""]))
    began = processor_seconds()
    done = cleaner("check", docs, cwd=docs.parent)
    assert processor_seconds() - began < 10
    assert done.returncode == 1
    assert "skipped 1 file (1 ignored by .gitignore)" in said(done)
    assert "docs/.gitignore: no pattern, left out: [ (nothing ends its '[')" in said(done)
    (docs / ".gitignore").write_text("*\n" * 100_000)
    assert ".gitignore: larger than 100,000 bytes, left out" in said(cleaner("check", docs, cwd=docs.parent))


def test_hostile_file_names(docs: Path) -> None:
    names = [
        b"new\nline.txt",
        b"\x1b[31mred.txt",
        b"\xff\xfe.txt",
        "\u202etxt.exe.txt".encode(),
        b"`$(x)`|<b>.txt",
    ]
    for name in names:
        (docs / os.fsdecode(name)).write_bytes(DIRTY)
    done = cleaner("check", docs, cwd=docs.parent)
    assert done.returncode == 1
    for shown in ("new\\nline.txt", "\\x1b[31mred.txt", "\\udcff\\udcfe.txt", "\\u202etxt.exe.txt"):
        assert shown in said(done)
    assert cleaner("clean", docs, "-o", "out", cwd=docs.parent).returncode == 0
    out = docs.parent / "out"
    assert set(os.listdir(os.fsencode(out))) == {b"good.txt", b"report.md", b"ledger.jsonl", *names}
    (out / "report.md").read_text("utf-8")
    assert cleaner("restore", "out", "-o", "back", cwd=docs.parent).returncode == 0
    assert files(docs.parent / "back") == files(docs)


def test_hostile_text_never_reaches_the_terminal_raw(docs: Path) -> None:
    (docs / "good.txt").write_text(
        "Skip to content \x1b]0;owned\x07 \u202egnp.exe\u2066\n\n"
        "Caption\u200b text \x9b31m with\x00 bells\x07.\n" + ARTICLE
    )
    for command in (
        "check docs",
        "check docs --diff --unsafe-fixes",
        "clean docs -o out",
        "explain docs/good.txt:1",
        "explain docs/good.txt:3",
    ):
        said(cleaner(*command.split(), cwd=docs.parent))
    report = (docs.parent / "out" / "report.md").read_text("utf-8")
    assert not any(c in report for c in "\x1b\x07\x9b\u202e\u2066\u200b\x00")


def test_restore_refuses_what_it_did_not_write(docs: Path) -> None:
    assert cleaner("clean", docs, "-o", "out", cwd=docs.parent).returncode == 0
    ledger = docs.parent / "out" / "ledger.jsonl"
    for text in ("not json\n", ""):
        ledger.write_text(text)
        done = cleaner("restore", "out", "-o", "back", cwd=docs.parent)
        assert done.returncode == 2
        assert "ledger.jsonl: not a usable ledger: line 1 is damaged" in said(done)
    assert not (docs.parent / "back").exists()
