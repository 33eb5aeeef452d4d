"""What the five seeds become: held against lines labelled by hand, and against the committed texts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import Document, Result, clean, settings

ROOT = Path(__file__).resolve().parent.parent

# By hand: the lines of each seed that are not its article. All other lines are, and keep every word.
NOT_ARTICLE = {
    "000_0ba1b420f16493dc.txt": {4, 11, 18, 28, 34},
    "001_6a90604d86c749f2.txt": {1, 3, 8},
    "002_124f33b4189a9ef4.txt": {1, 2, 35, 36},
    "003_58090b10ebb7e255.txt": {21, 23, 24, 25, 27, 29, 31},
    "004_edbf13271440cd1d.txt": {37},
}
METADATA = {
    "000_0ba1b420f16493dc.txt": (
        "Opinion: The prospect of peace in Afghanistan", "Wang Jin", "21:50, 13-Nov-2018", ("china",)
    ),
    "001_6a90604d86c749f2.txt": ("China Offers to Host Afghan Peace Talks", "", "", ()),
    "002_124f33b4189a9ef4.txt": ("China’s Constructive Role in Central Asia", "Xiao Bin", "Aug 03, 2021", ()),
    "003_58090b10ebb7e255.txt": (
        "China and Russia ignore western concerns and develop relations with Taliban", "", "", ()
    ),
    "004_edbf13271440cd1d.txt": (
        "China likely to recognize Taliban as Afghan rulers with fall of Kabul", "", "", ()
    ),
}  # fmt: skip
SEEDS = sorted(NOT_ARTICLE)


def cleaned(name: str) -> Result:
    """A seed by this repository's own configuration."""
    config = settings.load(ROOT / "pyproject.toml")
    return clean((ROOT / "seeds" / name).read_bytes(), config=config, name=name)


def words(document: Document, without: set[int] = frozenset()) -> list[str]:  # type: ignore[assignment]
    return [token for line in document.inked if line.number not in without for token in line.tokens]


def test_every_seed_is_labelled() -> None:
    assert sorted(path.name for path in (ROOT / "seeds").iterdir()) == SEEDS


@pytest.mark.parametrize("name", SEEDS)
def test_no_word_of_the_article_is_lost_added_or_moved_and_none_of_the_rest_stays(name: str) -> None:
    result = cleaned(name)
    assert words(Document(name, result.text)) == words(Document(name, result.source), NOT_ARTICLE[name])


@pytest.mark.parametrize("name", SEEDS)
def test_the_committed_text_is_what_cleaning_gives(name: str) -> None:
    assert (ROOT / "cleaned" / name).read_bytes() == cleaned(name).data


@pytest.mark.parametrize("name", SEEDS)
def test_title_author_date_tags_and_language_are_extracted(name: str) -> None:
    found = cleaned(name).metadata
    assert (found.title, found.author, found.date, found.tags) == METADATA[name]
    assert found.language == "en"


@pytest.mark.parametrize("name", SEEDS)
def test_the_text_is_a_title_and_paragraphs_one_blank_line_apart(name: str) -> None:
    text = cleaned(name).text
    assert text.split("\n\n")[0] == METADATA[name][0]
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    for oddity in ("\n\n\n", "\u00a0", "  ", " \n", "\n ", " ,", "•"):
        assert oddity not in text
    paragraphs = [block for block in text.strip().split("\n\n") if len(block.split()) >= 12]
    assert all("\n" not in paragraph for paragraph in paragraphs)


def test_two_quotations_that_open_straight_and_close_curly_are_reported() -> None:
    found = {name: [f for f in cleaned(name).findings if f.code == "ENC110"] for name in SEEDS}
    assert [len(found[name]) for name in SEEDS] == [0, 0, 0, 2, 0]
    for finding, opening in zip(
        found[SEEDS[3]], ("I would like to note", "The plans of the Islamic"), strict=True
    ):
        assert opening in cleaned(SEEDS[3]).source[finding.start - 5 : finding.end + 40]


def test_the_repository_checks_its_own_cleaned_folder() -> None:
    """The CI check of this repository, as a process."""
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "clean", "seeds", "-o", "cleaned", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
