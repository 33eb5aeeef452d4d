"""Files are written whole: a killed run leaves the old file or the new one, and a re-run heals the set."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command import ROOT, cleaner, files

DOCUMENTS = 150
PARAGRAPH = (
    "The ferry to the northern islands was  cancelled again because of the storm , the harbour said.\n\n"
)


def lay_out(folder: Path, version: str) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(DOCUMENTS):
        (folder / f"{number:04}.txt").write_text(f"Version {version} of {number}\n\n" + PARAGRAPH * 20)


def start(*arguments: str, cwd: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "cleaner", *arguments],
        cwd=cwd,
        env=dict(os.environ, PYTHONPATH=str(ROOT)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill_once_renaming(process: subprocess.Popen[bytes], first: Path, old: bytes, wait: float) -> None:
    """Kill -9 some time after the first output was renamed into place."""
    while process.poll() is None:
        if first.exists() and first.read_bytes() != old:
            time.sleep(wait)
            break
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("kills", [3, pytest.param(40, marks=pytest.mark.heavy)])
def test_a_killed_clean_leaves_old_or_new_and_a_rerun_heals(tmp_path: Path, kills: int) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    chance = random.Random(kills)
    lay_out(docs, "one")
    assert cleaner("clean", docs, "-o", out, cwd=tmp_path).returncode == 0
    one = files(out)
    lay_out(docs, "two")
    assert cleaner("clean", docs, "-o", tmp_path / "fresh", cwd=tmp_path).returncode == 0
    two = files(tmp_path / "fresh")
    counted = attempts = 0
    while counted < kills:
        attempts += 1
        assert attempts <= 10 * kills, "no kill fell between the first and the last rename"
        lay_out(docs, "one")
        assert cleaner("clean", docs, "-o", out, cwd=tmp_path).returncode == 0
        assert files(out) == one
        lay_out(docs, "two")
        process = start("clean", "docs", "-o", "out", "--jobs", chance.choice("12"), cwd=tmp_path)
        kill_once_renaming(process, out / "0000.txt", one["0000.txt"], chance.random() * 0.1)
        left = {name: data for name, data in files(out).items() if not name.startswith(".cleaner-")}
        assert left.keys() == one.keys()
        assert all(data in (one[name], two[name]) for name, data in left.items())
        counted += left["0000.txt"] == two["0000.txt"] and left["ledger.jsonl"] == one["ledger.jsonl"]
        assert cleaner("clean", docs, "-o", out, cwd=tmp_path).returncode == 0
        assert files(out) == two, "the re-run left something of the killed one"
    assert counted == kills


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.heavy)])
def test_a_killed_fix_leaves_old_or_new_and_nothing_else(tmp_path: Path, kills: int) -> None:
    docs = tmp_path / "docs"
    chance = random.Random(kills)
    lay_out(docs, "one")
    old = files(docs)
    assert cleaner("check", "--fix", docs, cwd=tmp_path).returncode in (0, 1)
    new = files(docs)
    assert new != old
    counted = attempts = 0
    while counted < kills:
        attempts += 1
        assert attempts <= 10 * kills, "no kill fell between the first and the last rename"
        lay_out(docs, "one")
        process = start("check", "--fix", "docs", cwd=tmp_path)
        kill_once_renaming(process, docs / "0000.txt", old["0000.txt"], chance.random() * 0.05)
        left = {name: data for name, data in files(docs).items() if not name.startswith(".cleaner-")}
        assert left.keys() == old.keys()
        assert all(data in (old[name], new[name]) for name, data in left.items())
        counted += old.items() != left.items() != new.items()
        cleaner("check", "--fix", docs, cwd=tmp_path)
        assert {name: data for name, data in files(docs).items() if not name.startswith(".cleaner-")} == new
    assert counted == kills


def test_a_fix_can_be_taken_back(tmp_path: Path) -> None:
    lay_out(tmp_path / "docs", "one")
    old = files(tmp_path / "docs")
    assert cleaner("check", "--fix", "docs", cwd=tmp_path).returncode in (0, 1)
    assert files(tmp_path / "docs") != old
    for name in old:
        if name < "0003":
            done = cleaner("restore", f"docs/{name}", cwd=tmp_path)
            assert done.returncode == 0, done.stderr
            assert (tmp_path / "docs" / name).read_bytes() == old[name]
    done = cleaner("restore", "docs/0000.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert b"no undo record" in done.stderr


def test_the_fixes_of_a_folder_can_be_taken_back(tmp_path: Path) -> None:
    lay_out(tmp_path / "docs", "one")
    old = files(tmp_path / "docs")
    cleaner("check", "--fix", "docs", cwd=tmp_path)
    new = files(tmp_path / "docs")
    mended = sorted(name for name in old if old[name] != new[name])
    edited, *others = mended
    (tmp_path / "docs" / edited).write_bytes(b"Something else.\n")
    done = cleaner("restore", "docs", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (
        f"Restored {len(others)} files in docs as before the last fix; 1 changed since"
        in done.stdout.decode()
    )
    assert files(tmp_path / "docs") == old | {edited: b"Something else.\n"}
    done = cleaner("restore", "docs/..", cwd=tmp_path)
    assert done.returncode == 2, "nothing was restored"
    assert b"Restored 0 files" in done.stdout


def test_links_out_of_a_folder_are_not_followed_to_take_fixes_back(tmp_path: Path) -> None:
    lay_out(tmp_path / "docs", "one")
    lay_out(tmp_path / "other", "one")
    (tmp_path / "docs" / "link.txt").symlink_to(tmp_path / "other" / "0000.txt")
    cleaner("check", "--fix", "docs", "other", cwd=tmp_path)
    new = files(tmp_path / "other")
    assert cleaner("restore", "docs", cwd=tmp_path).returncode == 0
    assert files(tmp_path / "other") == new


def test_restore_says_which_folder_it_wants_a_place_for(tmp_path: Path) -> None:
    lay_out(tmp_path / "docs", "one")
    done = cleaner("restore", "docs", "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert b"docs: no cleaned folder; leave out -o" in done.stderr


def test_a_folder_without_a_fix_has_nothing_to_take_back(tmp_path: Path) -> None:
    lay_out(tmp_path / "docs", "one")
    done = cleaner("restore", "docs", cwd=tmp_path)
    assert done.returncode == 2
    assert b"docs: neither a cleaned folder, nor has a file in it an undo record" in done.stderr


def test_clean_never_touches_its_sources(tmp_path: Path) -> None:
    lay_out(tmp_path / "docs", "one")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "docs").iterdir()}
    data = files(tmp_path / "docs")
    assert cleaner("clean", "docs", "-o", "out", "--unsafe-fixes", cwd=tmp_path).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "docs").iterdir()} == before
    assert files(tmp_path / "docs") == data


def test_outputs_of_sources_that_are_gone_go_and_foreign_files_stay(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    lay_out(docs, "one")
    assert cleaner("clean", docs, "-o", out, cwd=tmp_path).returncode == 0
    (out / "mine.txt").write_text("mine")
    (out / "0002.txt").write_text("edited by hand")
    for name in ("0001.txt", "0002.txt"):
        (docs / name).unlink()
    done = cleaner("clean", docs, "-o", out, "--check", cwd=tmp_path)
    assert done.returncode == 1
    assert b"0001.txt: its source is gone" in done.stdout + done.stderr
    assert cleaner("clean", docs, "-o", out, cwd=tmp_path).returncode == 0
    left = files(out)
    assert "0001.txt" not in left
    assert left["0002.txt"] == b"edited by hand"
    assert left["mine.txt"] == b"mine"
    assert cleaner("clean", docs, "-o", out, "--check", cwd=tmp_path).returncode == 0


def test_what_a_killed_run_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    lay_out(tmp_path / "docs", "one")
    (tmp_path / "docs" / "0000.txt").rename(tmp_path / "docs" / "gone.txt")
    out = tmp_path / "out"
    (out / "deep").mkdir(parents=True)
    left = [out / ".cleaner-0123456789abcdef", out / "deep" / ".cleaner-fedcba9876543210"]
    mine = [
        out / name for name in (".cleaner-notes", ".cleaner-0123456789abcdeF", ".cleaner-0123456789abcdef0")
    ]
    mine += [out / "0123456789abcdef", out / "x.cleaner-0123456789abcdef"]
    for path in left + mine:
        path.write_text("half a te")
    done = cleaner("clean", "docs", "-o", "out", "--check", cwd=tmp_path)
    assert done.returncode == 1
    assert all(path.exists() for path in left), "--check writes nothing"
    assert cleaner("clean", "docs", "-o", "out", cwd=tmp_path).returncode == 0
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in mine)


@pytest.mark.parametrize("jobs", ["2", "3"])
def test_results_do_not_depend_on_jobs(tmp_path: Path, jobs: str) -> None:
    lay_out(tmp_path / "docs", "one")
    assert cleaner("clean", "docs", "-o", "one", "--jobs", "1", cwd=tmp_path).returncode == 0
    assert cleaner("clean", "docs", "-o", "many", "--jobs", jobs, cwd=tmp_path).returncode == 0
    assert files(tmp_path / "one") == files(tmp_path / "many")
