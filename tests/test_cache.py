"""The cache, through the real command: never another result, however it fares, and much less work."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command import ROOT, cleaner

TEXT = (
    "Storm {0} keeps the ferry in port\n\n"
    "The ferry  to the {0} northern islands was cancelled for a third day because of the storm , it said.\n\n"
    "View original post\n"
)
CLEAN = TEXT.replace("  ", " ").replace(" ,", ",").replace("View original post\n", "")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Forty documents, half of them dirty."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "cleaner.toml").write_text("")
    for number in range(40):
        text = (TEXT if number % 2 else CLEAN.rstrip("\n") + "\n").format(number)
        (tmp_path / "docs" / f"{number:02}.txt").write_text(text)
    return tmp_path


def check(cwd: Path, *options: str, package: Path = ROOT) -> tuple[int, str, str]:
    done = cleaner("check", *options, cwd=cwd, package=package)
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def stored(here: Path) -> Path:
    return here / ".cleaner" / "cache.sqlite"


def forge(here: Path) -> None:
    """Put a mark into every text that is stored, so that what comes from the cache can be told."""
    import json
    from zlib import crc32

    file = sqlite3.connect(stored(here))
    for kind, name, value in file.execute("SELECT kind, name, value FROM entries").fetchall():
        entry = json.loads(value[4:])
        if isinstance(entry[1], str) and len(entry) == 2 and isinstance(entry[0], dict):
            data = json.dumps([entry[0], "from the cache\n"]).encode()
            file.execute(
                "UPDATE entries SET value = ? WHERE kind = ? AND name = ?",
                [crc32(data).to_bytes(4) + data, kind, name],
            )
    file.commit()
    file.close()


def unchanged(here: Path, *options: str, package: Path = ROOT) -> int:
    """How many documents a run takes from the cache."""
    forge(here)
    return check(here, *options, package=package)[1].count("from the cache")


def test_a_second_run_says_the_same_and_checks_nothing(here: Path) -> None:
    first = check(here)
    assert first[0] == 1
    assert check(here) == first
    assert check(here, "--no-cache") == first
    assert unchanged(here) == 40


@pytest.mark.parametrize("format", ["concise", "json", "json-lines", "sarif", "junit", "gitlab", "markdown"])
def test_every_format_says_the_same(here: Path, format: str) -> None:
    check(here)
    assert check(here, "--output-format", format) == check(here, "--output-format", format, "--no-cache")
    assert check(here, "--output-format", format) == check(here, "--output-format", format, "--no-cache")


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_fixes_and_diffs_are_the_same(here: Path, option: str) -> None:
    check(here)
    told = check(here, option)
    fixed = {path.name: path.read_bytes() for path in (here / "docs").iterdir()}
    for path in (here / "docs").iterdir():
        number = int(path.stem)
        path.write_text((TEXT if number % 2 else CLEAN.rstrip("\n") + "\n").format(number))
    assert check(here, option, "--no-cache") == told
    assert {path.name: path.read_bytes() for path in (here / "docs").iterdir()} == fixed


def set_profile(here: Path) -> list[tuple[str, bytes]]:
    """What the cache holds of the whole set: its key, and its profile."""
    file = sqlite3.connect(stored(here))
    found = file.execute("SELECT key, value FROM entries WHERE name = 'set'").fetchall()
    file.close()
    return found


def test_a_set_is_surveyed_again_where_a_document_changed_and_only_there(here: Path) -> None:
    check(here)
    before = set_profile(here)
    assert len(before) == 1
    assert b"view original post" in before[0][1]
    check(here)
    assert set_profile(here) == before
    (here / "docs" / "01.txt").write_text("Nothing in common.\n")
    assert check(here) == check(here, "--no-cache")
    ((key, value),) = set_profile(here)
    assert key != before[0][0]
    assert value != before[0][1]


def test_a_changed_document_is_checked_again(here: Path) -> None:
    (here / "cleaner.toml").write_text(
        'ignore = ["DUP103", "DUP104", "DUP105"]'
    )  # what the set knows is no part
    check(here)
    (here / "docs" / "00.txt").write_text(TEXT.format("changed"))
    assert check(here) == check(here, "--no-cache")
    (here / "docs" / "02.txt").write_text(TEXT.format("changed"))
    assert unchanged(here) == 39


def test_a_document_under_another_name_is_checked_again(here: Path) -> None:
    (here / "cleaner.toml").write_text('ignore = ["DUP103", "DUP104", "DUP105"]')
    check(here)
    (here / "docs" / "01.txt").rename(here / "docs" / "99.txt")
    assert check(here) == check(here, "--no-cache")
    (here / "docs" / "03.txt").rename(here / "docs" / "98.txt")
    assert unchanged(here) == 39


def test_names_that_are_no_utf_8_are_as_good_as_any_other(here: Path) -> None:
    """In documents, in their folder, and in the folder that holds the cache."""
    odd = Path(os.fsdecode(b"caf\xe9"))
    here = here.rename(here.parent / odd)
    (here / "docs" / odd).mkdir()
    (here / "docs" / "01.txt").rename(here / "docs" / odd / f"{odd}.txt")
    first = check(here)
    assert first[2] == ""
    assert check(here) == first == check(here, "--no-cache")
    assert unchanged(here) == 40


@pytest.mark.parametrize(
    "options",
    [["--ignore", "SPC"], ["--unsafe-fixes"], ["--config", 'language = "de"'], ["--fail-on", "note"]],
)
def test_another_configuration_is_another_result(here: Path, options: list[str]) -> None:
    check(here)
    assert unchanged(here, *options) == 0
    assert check(here, *options) == check(here, *options, "--no-cache")


def test_what_is_said_per_file_and_of_findings_counts(here: Path) -> None:
    check(here)
    for name, text in {
        "cleaner.toml": 'per-file-ignores = {"docs/1*.txt" = ["SPC104"]}',
        "cleaner-suppressions.toml": '[[suppress]]\ndocument = "docs/"\nrule = "NAV"\nreason = "r"\n',
    }.items():
        (here / name).write_text(text)
        assert check(here) == check(here, "--no-cache")
        assert check(here) == check(here, "--no-cache")
    cleaner("baseline", "docs/03.txt", cwd=here)
    assert check(here) == check(here, "--no-cache")
    (here / "cleaner-baseline.jsonl").unlink()
    assert check(here) == check(here, "--no-cache")


@pytest.mark.parametrize("source", ["rules/view_original.toml", "rules/_spaces.py", "cleaner/engine.py"])
def test_a_changed_rule_table_or_engine_checks_all_again(here: Path, source: str) -> None:
    package = here / "checkout"
    for name in ("cleaner", "rules"):
        shutil.copytree(ROOT / name, package / name, ignore=shutil.ignore_patterns("__pycache__"))
    check(here, "docs", package=package)
    assert unchanged(here, "docs", package=package) == 40
    with (package / source).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert unchanged(here, "docs", package=package) == 0


def damage_file(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def damage_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


def damage_entries(path: Path) -> None:
    file = sqlite3.connect(path)
    file.execute(
        "UPDATE entries SET value = CAST(substr(value, 1, 20) || x'2f' || substr(value, 22) AS BLOB)"
    )
    file.commit()
    file.close()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize("damage", [damage_file, damage_middle, damage_entries, cut])
def test_a_damaged_cache_is_a_note_and_begun_anew(here: Path, damage: object) -> None:
    code, told, _ = check(here)
    assert callable(damage)
    damage(stored(here))
    done = check(here)
    assert done[:2] == (code, told)
    assert done[2].startswith("cleaner: note: ")
    assert "cache.sqlite: is damaged, and was removed; every document is checked" in done[2]
    assert done[2].count("cleaner: note: ") == 1
    check(here)
    assert check(here) == (code, told, "")
    assert unchanged(here) == 40


def test_where_no_cache_can_be_written_the_run_goes_on(here: Path) -> None:
    first = check(here, "docs", "--no-cache")
    (here / ".cleaner").write_text("")
    code, told, note = check(here, "docs")
    assert (code, told) == first[:2]
    assert "cache.sqlite: cannot be used: " in note
    (here / ".cleaner").unlink()
    stored(here).mkdir(parents=True)
    code, told, note = check(here, "docs")
    assert (code, told) == first[:2]
    assert "cache.sqlite: cannot be used: " in note


def test_runs_at_once_all_say_the_same(here: Path) -> None:
    expected = check(here, "--no-cache")[1]
    for _ in range(2):
        runs = [
            subprocess.Popen(
                [sys.executable, "-m", "cleaner", "check"],
                cwd=here,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for _ in range(4)
        ]
        for process in runs:
            out, err = process.communicate(timeout=120)
            assert out.decode() == expected, err.decode()
    assert unchanged(here) == 40


def test_it_lives_where_git_does_not_look_and_can_be_removed(here: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=here, check=True)
    check(here)
    status = subprocess.run(["git", "status", "--porcelain"], cwd=here, check=True, capture_output=True)
    assert b".cleaner" not in status.stdout
    told = cleaner("cache", cwd=here).stdout.decode()
    assert told.startswith(str(stored(here)))
    assert stored(here).exists()
    assert b"removed, " in cleaner("cache", "--clear", cwd=here).stdout
    for arguments in ([], ["--clear"]):
        nothing = f"{stored(here)}: there is no cache.\n"
        assert cleaner("cache", *arguments, cwd=here).stdout.decode() == nothing
    assert [path.name for path in (here / ".cleaner").iterdir()] == [".gitignore"]
    assert check(here, "--no-cache")[0] == 1
    assert not stored(here).exists()


def test_a_handful_of_documents_needs_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    check(tmp_path)
    assert not (tmp_path / ".cleaner").exists()


@pytest.mark.heavy
def test_ten_thousand_unchanged_documents_take_a_tenth_of_the_time(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(10_000):
        (docs / f"{number}.txt").write_text((TEXT + CLEAN * 5).format(number))
    times = []
    told = []
    for _ in range(2):
        began = time.monotonic()
        told.append(check(tmp_path, "--jobs", "1"))  # a pool's gain depends on what else runs
        times.append(time.monotonic() - began)
    assert told[0][:2] == told[1][:2]  # the first tells its progress
    assert times[1] <= 0.1 * times[0], times
