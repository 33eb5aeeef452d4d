"""What stands in the configuration, through the real command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.command import files
from tests.commands.documents import CLEAN, COPY, FIRST, SECOND, TITLE, codes, configure, run


def test_is_searched_upwards_from_the_working_directory(here: Path) -> None:
    configure(here, 'ignore = ["SPC"]')
    deep = here / "docs" / "deep"
    deep.mkdir()
    for cwd, path in ((here, "docs"), (here / "docs", "."), (deep, "..")):
        assert codes(run(f"check {path}", cwd, 1)) == {"NAV109"}


def test_is_never_taken_from_the_checked_folder(here: Path) -> None:
    configure(here / "docs", 'ignore = ["SPC", "NAV"]')
    assert codes(run("check docs", here, 1)) == {"SPC104", "SPC105", "NAV109"}
    run("check .", here / "docs", 0)  # there it is the working directory's


def test_in_pyproject(here: Path) -> None:
    (here / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.cleaner]\nselect = ["SPC104"]\n')
    assert codes(run("check docs", here, 1)) == {"SPC104"}


@pytest.mark.parametrize(
    "table",
    [
        '[ tool.cleaner ]\nselect = ["SPC104"]',
        '[tool . "cleaner"]\nselect = ["SPC104"]',
        '[tool]\ncleaner = { select = ["SPC104"] }',
        '[tool]\n[tool.cleaner.rules.DUP101]\n[tool.cleaner]\nselect = ["SPC104"]',
        'tool.cleaner.select = ["SPC104"]',
    ],
)
def test_in_pyproject_however_toml_writes_it(here: Path, table: str) -> None:
    (here / "pyproject.toml").write_text(f"{table}\n")
    assert codes(run("check docs", here, 1)) == {"SPC104"}


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("cleaner.toml", 'select = ["SPC104"]'),
        ("pyproject.toml", '[tool.cleaner]\nselect = ["SPC104"]'),
        ("shared.toml", 'select = ["SPC104"]'),
    ],
)
def test_may_begin_with_a_mark(here: Path, name: str, settings: str) -> None:
    if name == "shared.toml":
        configure(here, f'extend = "{name}"')
    (here / name).write_text(f"{settings}\n", encoding="utf-8-sig", newline="\r\n")
    assert codes(run("check docs", here, 1)) == {"SPC104"}
    (here / name).write_text(f"{settings} [\n", encoding="utf-8-sig")
    assert f"{name}: " in run("check docs", here, 2)


def test_a_pyproject_that_names_us_elsewhere_is_passed_over(here: Path) -> None:
    (here / "pyproject.toml").write_text('[project]\ndependencies = ["docset-cleaner"]\n[broken')
    run("check docs", here, 1)
    (here / "pyproject.toml").write_text("[ tool.cleaner ]\nselect = [")
    assert "pyproject.toml: " in run("check docs", here, 2)


def test_a_pyproject_without_the_table_is_passed_over(here: Path) -> None:
    configure(here, 'select = ["SPC104"]')
    (here / "docs" / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert codes(run("check .", here / "docs", 1)) == {"SPC104"}


def test_the_command_line_adds_to_it(here: Path) -> None:
    configure(here, 'select = ["SPC"]\nignore = ["SPC104"]\nunsafe-fixes = true')
    assert codes(run("check docs", here, 1)) == {"SPC105"}
    assert codes(run("check docs --select SPC104,SPC105,NAV", here, 1)) == {"SPC105", "NAV109"}
    run("check docs --ignore SPC105", here, 0)


def test_per_file_ignores(here: Path) -> None:
    poems = here / "docs" / "poems"
    poems.mkdir()
    (poems / "b.txt").write_text(COPY)
    configure(here, 'per-file-ignores = { "docs/poems/*.txt" = ["SPC", "view-original"] }')
    for command in ("check docs", "check docs/poems/b.txt docs/a.txt"):
        text = run(command, here, 1)
        assert "docs/a.txt:3:10" in text
        assert "poems" not in text


def test_extend_safe_fixes(here: Path) -> None:
    configure(here, 'extend-safe-fixes = ["NAV109"]')
    run("check docs --fix", here, 0)
    assert (here / "docs" / "a.txt").read_text() == CLEAN


def test_unsafe_fixes(here: Path) -> None:
    configure(here, "unsafe-fixes = true")
    run("clean docs -o out", here)
    assert (here / "out" / "a.txt").read_text() == CLEAN


def test_documents_and_exclude(here: Path) -> None:
    docs = here / "docs"
    (docs / "raw").mkdir()
    for name in ("b.md", "c.html", "raw/d.txt", "draft.txt"):
        (docs / name).write_text(COPY)
    (docs / ".gitignore").write_text("draft*\n")
    configure(here, 'documents = ["*.txt", "docs/*.md"]\nexclude = ["docs/raw/"]')
    text = run("check docs", here, 1)
    assert set(re.findall(r"^(\S+?):\d", text, re.MULTILINE)) == {"docs/a.txt", "docs/b.md"}
    assert "(1 excluded, 1 ignored by .gitignore, 1 other type: .html)" in text
    run("clean docs -o out", here)
    assert set(files(here / "out")) == {"a.txt", "b.md", "report.md", "ledger.jsonl"}


def test_gitignore_does_not_count_for_what_is_named(here: Path) -> None:
    (here / "docs" / ".gitignore").write_text("*.txt\n")
    assert "1 ignored by .gitignore" in run("check docs", here, 2)
    assert "docs/a.txt:3:10" in run("check docs/a.txt", here, 1)


def test_a_named_file_that_is_excluded_is_a_note(here: Path) -> None:
    configure(here, 'exclude = ["a.txt"]')
    assert "note: docs/a.txt: excluded by the configuration" in run("check docs/a.txt", here, 2)
    assert "1 excluded" in run("check docs", here, 2)


def test_protected_text_is_not_touched(here: Path) -> None:
    configure(here, 'protect = ["ferry +to", "^View original"]\nunsafe-fixes = true')
    run("clean docs -o out", here)
    assert (here / "out" / "a.txt").read_text() == COPY.replace(" ,", ",")
    assert "but is protected" in run("explain docs/a.txt:7", here)


def test_language(here: Path) -> None:
    configure(here, 'language = "de"')
    assert "expected de" in run("check docs --select LNG101", here, 0)
    configure(here, 'language = ["de", "en"]')
    assert "No findings" in run("check docs --select LNG101", here, 0)


def test_metadata_is_kept_or_stripped_and_always_extracted(here: Path) -> None:
    (here / "docs" / "a.txt").write_text(f"{TITLE}\n\nBy Ada Fischer\n\n{FIRST}\n\n{SECOND}\n")
    for choice, kept in (("keep", True), ("strip", False)):
        configure(here, f'metadata = "{choice}"\nunsafe-fixes = true')
        run("clean docs -o out", here)
        assert ("Ada Fischer" in (here / "out" / "a.txt").read_text()) is kept
        assert "- author: Ada Fischer" in (here / "out" / "report.md").read_text()


def test_rule_options(here: Path) -> None:
    line = "A heron stands in the shallow water"
    (here / "docs" / "a.txt").write_text(f"{TITLE}\n\n{FIRST}\n\n{line}\n{line}\n\n{SECOND}\n")
    assert "No findings" in run("check docs --select DUP101", here, 0)
    for key in ("DUP101", "repeated-caption"):
        configure(here, f"[rules.{key}]\nmin-words = 6")
        assert codes(run("check docs --select DUP101", here, 1)) == {"DUP101"}
