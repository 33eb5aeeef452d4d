"""Pages of HTML through the real command: told by their text, cleaned to text, never written themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cleaner as package
from tests.command import cleaner, files
from tests.pages import WORDS, semantic

PAGE = semantic(WORDS[0]).replace("<main>", "<main><p>Skip to content</p><p>It  was late .</p>")
PAGE_LINES = package.clean(PAGE, name="a.html").source.split("\n")
MARKUP = ("--unsafe-fixes", "--select", "BLR102")
SKIP = b"a.html#text:8:1: NAV101 skip-link"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.html").write_text(PAGE, "utf-8")
    (tmp_path / "cleaner.toml").write_text('ignore = ["BLR"]')  # the judge would leave the others little
    return tmp_path


def test_findings_are_told_by_the_lines_of_the_text(here: Path) -> None:
    done = cleaner("check", "docs/a.html", "--output-format", "concise", cwd=here)
    assert done.returncode == 1
    assert SKIP in done.stdout
    done = cleaner("check", "docs/a.html", "--output-format", "json", cwd=here)
    assert {finding["path"] for finding in json.loads(done.stdout)["findings"]} == {"docs/a.html#text"}
    done = cleaner("check", "docs/a.html", "--output-format", "github", cwd=here)
    assert b"file=docs/a.html,line=1,endLine=1,title=NAV101 skip-link" in done.stdout
    assert b"(text of the page, 8:1)" in done.stdout


def test_a_folder_has_pages_only_where_the_configuration_says_so(here: Path) -> None:
    assert cleaner("check", "docs", cwd=here).returncode == 2
    done = cleaner("check", "docs", "--config", 'documents = ["*.html"]', cwd=here)
    assert SKIP in done.stdout


@pytest.mark.parametrize("arguments", [(), ("--unsafe-fixes",)])
def test_fix_never_writes_a_page(here: Path, arguments: tuple[str, ...]) -> None:
    done = cleaner("check", "docs/a.html", "--fix", *arguments, cwd=here)
    assert done.returncode == 2
    assert b"docs/a.html: pages of HTML are not mended in place; use `cleaner clean`" in done.stderr
    assert b"fixable with `cleaner clean" in done.stdout
    assert b"with --fix" not in done.stdout
    assert (here / "docs" / "a.html").read_text("utf-8") == PAGE


def test_standard_input_is_a_page_by_its_name(here: Path) -> None:
    named = ("-", "--stdin-filename", "docs/b.htm")
    done = cleaner("check", *named, "--fix", stdin=PAGE.encode(), cwd=here)
    assert (done.returncode, done.stdout) == (2, PAGE.encode())
    done = cleaner("clean", *named, stdin=PAGE.encode(), cwd=here)
    assert done.stdout.decode().count("\n\n".join(WORDS[0].paragraphs)) == 1


def test_clean_writes_text_and_restore_gives_the_bytes_back(here: Path) -> None:
    legacy = PAGE.replace('charset="utf-8"', "charset=latin1").encode("cp1252")
    (here / "docs" / "b.htm").write_bytes(legacy)
    before = files(here / "docs")
    arguments = ("clean", "docs", "-o", "out", "--unsafe-fixes", "--config", 'documents = ["*.htm*"]')
    assert cleaner(*arguments, cwd=here).returncode == 0
    text = (here / "out" / "a.html.txt").read_text("utf-8")
    assert (here / "out" / "b.htm.txt").read_text("utf-8") == text
    assert "Skip to content" not in text
    assert "It was late." in text
    assert "\n\n".join(WORDS[0].paragraphs) in text
    assert cleaner(*arguments, "--check", cwd=here).returncode == 0
    assert cleaner("restore", "out", "-o", "back", cwd=here).returncode == 0
    assert files(here / "back") == before == files(here / "docs")


def test_a_page_and_a_text_for_one_output_are_refused(here: Path) -> None:
    (here / "docs" / "a.html.txt").write_text("The ferry.\n")
    done = cleaner("clean", "docs", "-o", "out", "--config", 'documents = ["*"]', cwd=here)
    assert done.returncode == 2
    assert b"both would be written to a.html.txt" in done.stderr
    assert not (here / "out").exists()


@pytest.mark.parametrize("place", ["docs/a.html:8", "docs/a.html#text:8", "docs/a.html#text:8:1"])
def test_explain_answers_for_a_line_of_the_text(here: Path, place: str) -> None:
    told = cleaner("explain", place, "--unsafe-fixes", cwd=here).stdout.decode()
    assert told.startswith("docs/a.html#text:8: removed\n\n8 | Skip to content\n")


def test_explain_tells_what_the_markup_says(here: Path) -> None:
    gone = cleaner("explain", "docs/a.html:1", *MARKUP, cwd=here).stdout.decode()
    assert "BLR102 marked-furniture (line 1, unsafe): marked as page furniture (score +" in gone
    assert "in nav > ul > li, 100 % links; " in gone
    assert "judge" in gone
    kept = PAGE_LINES.index(WORDS[0].paragraphs[1]) + 1
    stays = cleaner("explain", f"docs/a.html:{kept}", *MARKUP, cwd=here).stdout.decode()
    assert "Spared:\n  BLR102 marked-furniture: score -" in stays
    assert "goes from +" in stays


def test_a_finding_of_markup_can_be_let_stand(here: Path) -> None:
    (here / "cleaner.toml").write_text('ignore = ["NAV", "BLR101"]\n')
    reason = "the menu is the subject"
    done = cleaner("suppress", "docs/a.html:1", "marked-furniture", "--reason", reason, cwd=here)
    assert done.returncode == 0
    cleaner("clean", "docs/a.html", "-o", "out", "--unsafe-fixes", cwd=here)
    text = (here / "out" / "a.html.txt").read_text("utf-8")
    assert text.startswith("- Home\n- News\n")  # the whole finding stands
    assert WORDS[0].teasers[0] not in text


def test_a_page_of_furniture_only_is_taken_for_text(here: Path) -> None:
    """What its markup says would go first, and leave but one line: the report is about the whole page."""
    (here / "docs" / "a.html").write_text(
        "<title>Skip to content</title><nav class='main-menu'><ul><li><a href='/'>Home</a>"
        "<li><a href='/news'>News</a><li><a href='/sport'>Sport</a></ul></nav><h1>Skip to content</h1>"
        "<footer class='site-footer'><a href='/about'>About us</a> <a href='/terms'>Terms of use</a></footer>"
    )
    page = ("docs/a.html", "--isolated", "--unsafe-fixes")
    done = cleaner("check", *page, "--output-format", "concise", cwd=here)
    told = done.stdout.decode().splitlines()
    assert done.returncode == 1, done.stderr
    (marked,) = (line for line in told if "BLR102" in line)
    assert marked.startswith("docs/a.html#text:7:1: BLR102 marked-furniture: ")  # with no fix
    refusal = "DOC102 all-boilerplate: cleaning would leave no word: nothing goes for its markup"
    assert f"docs/a.html#text:1:1: {refusal}" in told
    assert cleaner("clean", *page, "-o", "out", cwd=here).returncode == 0
    assert (here / "out" / "a.html.txt").read_text() == "About us Terms of use\n"


def test_a_page_that_would_lose_its_sentences_is_told_of_from_end_to_end() -> None:
    copies = "".join(f"<p>{WORDS[0].paragraphs[0]}</p>" for _ in range(12))
    menu = "<nav class='main-menu'><ul><li><a href='/'>Home</a><li><a href='/news'>News</a></ul></nav>"
    foot = "<footer class='site-footer'><a href='/about'>About us</a> <a href='/terms'>Terms</a></footer>"
    page = f"<title>Herons</title>{menu}<article><h1>Herons</h1>{copies}</article>{foot}"
    result = package.clean(page, config={"unsafe-fixes": True}, name="a.html")
    assert "BLR102" in {found.code for found in result.findings}
    (told,) = (found for found in result.findings if found.code == "DOC103")
    assert (told.start, told.end) == (0, len(result.source))


def test_what_is_no_text_is_an_error_of_its_own(here: Path) -> None:
    (here / "docs" / "b.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    done = cleaner("clean", "docs", "-o", "out", "--config", 'documents = ["*.html"]', cwd=here)
    assert done.returncode == 2
    assert b"docs/b.html: cannot be read as text, left alone: binary data: a PNG image" in done.stderr
    assert sorted(files(here / "out")) == ["a.html.txt", "ledger.jsonl", "report.md"]


def test_from_python_a_name_makes_a_page_of_bytes_and_of_text() -> None:
    for page in (PAGE, PAGE.encode()):
        result = package.clean(page, name="a.html")
        assert "\n\n".join(WORDS[0].paragraphs) in result.text
        assert result.metadata.title == WORDS[0].title + " | Elmford Courier"
    assert package.clean(PAGE, name="a.txt").text.startswith("<!DOCTYPE html>")
    assert package.clean("<p>x</p>\n", name="pages.jsonl#https://example.org/a.html").text == "<p>x</p>\n"


def test_what_the_head_states_is_metadata_and_moves_to_front_matter() -> None:
    page = PAGE.replace(
        "<title>", '<meta name=author content="Ana Ruiz"><meta name=date content=2024-05-01><title>'
    )
    assert package.clean(page, name="a.html").metadata.author == "Ana Ruiz"
    moved = package.clean(page, name="a.html", config={"metadata": "front-matter"}).text
    assert moved.startswith('---\nauthor: "Ana Ruiz"\ndate: "2024-05-01"\n---\n')


def test_unchanged_pages_are_told_again_from_the_cache(here: Path) -> None:
    for number in range(20):
        (here / "docs" / f"{number}.html").write_text(PAGE, "utf-8")
    runs = [cleaner("check", "docs", "--config", 'documents = ["*.html"]', cwd=here) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout
    assert runs[1].stdout.count(b"skip-link: ") == 21


def test_no_fix_writes_a_page_that_the_cache_knows(here: Path) -> None:
    """It is told as a page again, in every format, and never mended in place."""
    for number in range(20):
        (here / "docs" / f"{number}.html").write_text(PAGE, "utf-8")
    arguments = ("check", "docs", "--config", 'documents = ["*.html"]', "--output-format", "json")
    runs = [cleaner(*arguments, *more, cwd=here).stdout for more in ((), (), ("--no-cache",))]
    assert len(set(runs)) == 1
    before = files(here / "docs")
    done = cleaner(*arguments, "--fix", cwd=here)
    assert done.returncode == 2
    assert done.stderr.count(b"pages of HTML are not mended in place") == 21
    assert files(here / "docs") == before
