"""`cleaner init` looks at a folder, and writes a first configuration and a baseline."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path

import pytest

from tests.command import ROOT, cleaner, files

ENGLISH = (
    "Storm keeps the ferry in port\n\n"
    "The ferry  to the northern islands was cancelled for a third day because of the storm , it said.\n\n"
    "Fishermen who have worked these waters for forty years had never seen such waves in October.\n"
)
GERMAN = (
    "Der Sturm hält die Fähre im Hafen\n\n"
    "Die Fähre zu den nördlichen Inseln blieb am dritten Tag wegen des Sturms im Hafen, hieß es.\n\n"
    "Fischer, die seit vierzig Jahren hier arbeiten, hatten noch nie solche Wellen gesehen.\n"
)
LICENCE = "You may use this text as you like, but you must not say that we have written it for you.\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A project with a corpus, and with text files that are none of it."""
    for name, text in {
        "requirements.txt": "click  >=8\npathspec\n",
        "LICENSE.txt": LICENCE,
        "corpus/en/a.txt": ENGLISH,
        "corpus/en/b.txt": ENGLISH.replace("ferry", "boat"),
        "corpus/de/a.txt": GERMAN,
        "corpus/LICENSE.txt": LICENCE,
        "corpus/words/list.txt": "a  \nab  \nabc  \n",
        "src/data.txt": "1\n2\n3\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(cwd: Path, *arguments: str, code: int = 0) -> str:
    done = cleaner(*arguments, cwd=cwd)
    text = (done.stdout + done.stderr).decode()
    assert done.returncode == code, text
    assert "Traceback" not in text
    return text


def test_it_tells_documents_from_other_text_files(here: Path) -> None:
    before = files(here)
    text = run(here, "init")
    assert "cleaner.toml: 3 documents (/corpus/**/*.txt); en, de." in text
    settings = tomllib.loads((here / "cleaner.toml").read_text())
    assert settings == {
        "documents": ["/corpus/**/*.txt"],
        "exclude": ["/corpus/words/", "/corpus/LICENSE.txt"],
        "language": ["en", "de"],
        "select": ["ENC", "SPC", "NAV", "REL", "DUP", "MET", "LNG", "DOC", "BLR"],
    }
    assert run(here, "check", "--show-files") == "corpus/de/a.txt\ncorpus/en/a.txt\ncorpus/en/b.txt\n"
    assert files(here).keys() - before.keys() == {"cleaner.toml", "cleaner-baseline.jsonl"}
    assert {name: files(here)[name] for name in before} == before


def test_afterwards_only_what_is_new_fails(here: Path) -> None:
    assert "4 known findings in 2 documents" in run(here, "init")
    run(here, "check")
    (here / "corpus" / "en" / "c.txt").write_text(ENGLISH)
    assert "corpus/en/c.txt:3:10: SPC104" in run(here, "check", code=1)


def test_documents_beside_other_files_at_the_top(here: Path) -> None:
    (here / "page.txt").write_text(ENGLISH)
    run(here, "init", "--no-baseline")
    assert not (here / "cleaner-baseline.jsonl").exists()
    settings = tomllib.loads((here / "cleaner.toml").read_text())
    assert settings["documents"] == ["/*.txt", "/corpus/**/*.txt"]
    assert "/requirements.txt" in settings["exclude"]
    assert "page.txt\n" in run(here, "check", "--show-files")


def test_another_folder(here: Path) -> None:
    run(here, "init", "corpus")
    assert (here / "corpus" / "cleaner.toml").exists()
    run(here / "corpus", "check")


def test_names_that_look_like_patterns(here: Path) -> None:
    (here / "sc[r]aped").mkdir()
    (here / "sc[r]aped" / "a.txt").write_text(ENGLISH)
    run(here, "init")
    assert "sc[r]aped/a.txt\n" in run(here, "check", "--show-files")


def test_a_configuration_is_never_overwritten(here: Path) -> None:
    (here / "cleaner.toml").write_text("# mine\n")
    assert "cleaner.toml: has a configuration" in run(here, "init", code=2)
    assert (here / "cleaner.toml").read_text() == "# mine\n"
    (here / "cleaner.toml").unlink()
    (here / "pyproject.toml").write_text("[tool.cleaner]\n")
    assert "pyproject.toml: has a configuration" in run(here, "init", code=2)


def test_a_folder_below_is_told_to_be_run_in(here: Path) -> None:
    (here / "sub").mkdir()
    (here / "sub" / "a.txt").write_text(ENGLISH)
    assert "Run cleaner in sub: " in run(here, "init", "sub")
    assert "Run cleaner in" not in run(here, "init")


def test_a_link_in_the_way_is_left_alone(here: Path) -> None:
    (here / "cleaner.toml").symlink_to("nowhere")
    assert "cleaner.toml: is in the way; move it" in run(here, "init", code=2)
    assert (here / "cleaner.toml").is_symlink()


RUSSIAN = (
    "Шторм удерживает паром в порту\n\n"
    "Паром на северные острова третий день подряд оставался в порту, и никто не мог сказать почему.\n\n"
    "Капитан, который тридцать лет работает на этом маршруте, сказал, что с ветром не спорит.\n"
)


def test_texts_in_legacy_encodings_are_read_as_check_reads_them(here: Path) -> None:
    (here / "ru").mkdir()
    (here / "ru" / "a.txt").write_bytes(RUSSIAN.encode("cp1251"))
    (here / "ru" / "b.txt").write_bytes(RUSSIAN.replace("паром", "корабль").encode("utf-16"))
    told = run(here, "init")
    assert "5 documents (/corpus/**/*.txt, /ru/**/*.txt); en, ru, de." in told
    assert "ru/a.txt\nru/b.txt\n" in run(here, "check", "--show-files")


def test_what_is_left_out_is_told_with_the_reason(here: Path) -> None:
    (here / "images").mkdir()
    (here / "images" / "a.txt").write_bytes(bytes(range(256)) * 9)
    (here / "page.html").write_text("<p>")
    told = run(here, "init", "--no-baseline")
    for line in (
        "images: left out: of 1 file looked at none reads like a document, 1 cannot be read as text",
        "corpus/words: left out: of 1 file looked at none reads like a document",
        "corpus/LICENSE.txt: left out, because files of this name are no documents",
        ".: not looked at: 1 other type: .html",
    ):
        assert f"cleaner: note: {line}\n" in told
    for number in range(20):
        (here / f"{number}").mkdir()
        (here / f"{number}" / "a.txt").write_text("1\n")
    (here / "cleaner.toml").unlink()
    told = run(here, "init", "--no-baseline")
    assert told.count("left out: ") == 10
    assert "and 16 more are left out" in told


def test_texts_by_other_endings(tmp_path: Path) -> None:
    for name in ("docs/a.TXT", "docs/b.text", "docs/c.txt", "docs/d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ENGLISH)
    assert "3 documents" in run(tmp_path, "init")
    assert run(tmp_path, "check", "--show-files") == "docs/a.TXT\ndocs/b.text\ndocs/c.txt\n"


class TestRecords:
    @pytest.fixture
    def records(self, tmp_path: Path) -> Path:
        """Files of records, one of them packed, and one of other data."""
        rows = [{"url": f"https://a.example/{n}", "title": "Two  words", "body": ENGLISH} for n in range(9)]
        data = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / "data" / "events").mkdir(parents=True)
        (tmp_path / "data" / "a.jsonl").write_text(data)
        (tmp_path / "data" / "b.jsonl.gz").write_bytes(gzip.compress(data.encode()))
        (tmp_path / "data" / "events" / "e.jsonl").write_text('{"kind": "click", "at": 3}\n' * 9)
        return tmp_path

    def test_their_fields_are_found(self, records: Path) -> None:
        told = run(records, "init")
        assert "cleaner.toml: 2 files of records (/data/**/*.jsonl, /data/**/*.jsonl.gz); en." in told
        assert "fails on new ones only; `cleaner clean` mends these, too." in told
        settings = tomllib.loads((records / "cleaner.toml").read_text())
        assert (settings["text-field"], settings["id-field"]) == ("body", "url")
        assert settings["exclude"] == ["/data/events/"]
        assert "18 documents; 36 known in the baseline" in run(records, "check")
        assert "data/a.jsonl#https://a.example/3:" in run(records, "check", "--no-baseline", code=1)

    def test_the_usual_fields_need_no_word(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text(json.dumps({"id": 1, "text": ENGLISH}) + "\n")
        assert "1 file of records (/*.jsonl)" in run(tmp_path, "init")
        assert "field" not in (tmp_path / "cleaner.toml").read_text()

    @pytest.mark.parametrize(
        "data", [b"", b"{broken\n", b"[1]\n", b'{"text": 3}\n', b"\xff\xfe", b'{"a":' * 9_999]
    )
    def test_what_is_none(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "a.jsonl").write_bytes(data)
        (tmp_path / "b.jsonl.gz").write_bytes(data)
        assert "none of its 2 text files reads like a document" in run(tmp_path, "init", code=2)


def test_a_folder_without_documents(here: Path) -> None:
    assert "none of its 1 text files reads like a document" in run(here, "init", "src", code=2)
    assert "nope: no such folder" in run(here, "init", "nope", code=2)
    (here / "empty").mkdir()
    assert "nothing to check" in run(here, "init", "empty", code=2)
    assert not list(here.rglob("cleaner*"))


def test_the_seeds_of_this_repository(tmp_path: Path) -> None:
    for path in (ROOT / "seeds").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    run(tmp_path, "init")
    assert "No findings in 5 documents" in run(tmp_path, "check")
