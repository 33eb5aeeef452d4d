"""What is made of a document is never more readable than the document, and outlives a power cut."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT, cleaner

DIRTY = b"Storm keeps the ferry in port\n\nThe ferry to the  islands stayed in port , the harbour said.\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with one private and one public document, in a folder that all may enter."""
    (tmp_path / "docs").mkdir(mode=0o755)
    for name, mode in (("private.txt", 0o600), ("public.txt", 0o644)):
        (tmp_path / "docs" / name).write_bytes(DIRTY)
        (tmp_path / "docs" / name).chmod(mode)
    return tmp_path


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def made(*arguments: str | Path, cwd: Path, mask: int = 0o022) -> None:
    """Run a command that ends well, under this umask."""

    def before() -> None:
        os.umask(mask)

    done = cleaner(*arguments, cwd=cwd, before=before)
    assert done.returncode == 0, done.stderr


def test_outputs_are_as_private_as_their_sources_and_the_account_as_the_most_private(here: Path) -> None:
    made("clean", "docs", "-o", "out", cwd=here)
    names = ("private.txt", "public.txt", "ledger.jsonl", "report.md")
    assert [mode(here / "out" / name) for name in names] == ["0o600", "0o644", "0o600", "0o600"]
    made("restore", "out", "-o", "back", cwd=here)
    assert mode(here / "back" / "private.txt") == "0o600"
    assert mode(here / "back" / "public.txt") == "0o644"


def test_without_private_sources_all_is_as_the_umask_says(here: Path) -> None:
    (here / "docs" / "private.txt").unlink()
    made("clean", "docs", "-o", "out", cwd=here)
    made("clean", "docs", "-o", "shy", cwd=here, mask=0o027)
    for name in ("public.txt", "ledger.jsonl", "report.md"):
        assert mode(here / "out" / name) == "0o644"
        assert mode(here / "shy" / name) == "0o640"


def test_an_output_follows_a_source_that_became_private(here: Path) -> None:
    (here / "docs" / "private.txt").chmod(0o644)
    made("clean", "docs", "-o", "out", cwd=here)
    assert mode(here / "out" / "ledger.jsonl") == "0o644"
    (here / "docs" / "private.txt").chmod(0o600)
    made("clean", "docs", "-o", "out", cwd=here)  # writes nothing anew
    assert mode(here / "out" / "private.txt") == "0o600"
    assert mode(here / "out" / "ledger.jsonl") == "0o600"
    (here / "docs" / "private.txt").write_bytes(DIRTY * 2)
    (here / "out" / "private.txt").chmod(0o644)
    made("clean", "docs", "-o", "out", cwd=here)
    assert mode(here / "out" / "private.txt") == "0o600"


def test_a_folder_that_lets_nobody_in_makes_its_documents_private(here: Path) -> None:
    deep = here / "docs" / "deep" / "er"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_bytes(DIRTY)
    (deep / "a.txt").chmod(0o644)
    for folder, bits, wanted in (
        (deep, 0o700, "0o600"),
        (deep.parent, 0o750, "0o640"),
        (here / "docs", 0o700, "0o600"),
    ):
        folder.chmod(bits)
        made("clean", "docs", "-o", f"out-{bits}-{folder.name}", cwd=here)
        assert mode(here / f"out-{bits}-{folder.name}" / "deep" / "er" / "a.txt") == wanted
        folder.chmod(0o755)


def test_another_group_reads_nothing(here: Path) -> None:
    """The output belongs to the group of whoever runs the command, not to the source's."""
    groups = {os.getgid(), *os.getgroups()}
    other = next(iter(groups - {os.getgid()}), os.getgid() + 1 if os.getuid() == 0 else os.getgid())
    os.chown(here / "docs" / "public.txt", -1, other)
    (here / "docs" / "public.txt").chmod(0o640)
    made("clean", "docs", "-o", "out", cwd=here)
    assert mode(here / "out" / "public.txt") == ("0o600" if other != os.getgid() else "0o640")


def test_a_fix_keeps_owner_and_mode_and_its_undo_record_is_as_private(here: Path) -> None:
    (here / "docs" / "private.txt").chmod(0o640)
    (here / "docs" / "public.txt").chmod(0o755)
    made("check", "docs", "--fix", cwd=here)
    assert mode(here / "docs" / "private.txt") == "0o640"
    assert mode(here / "docs" / "public.txt") == "0o755"
    records = list((here / ".cleaner" / "undo").iterdir())
    modes = {json.loads(record.read_text().splitlines()[1])["name"]: mode(record) for record in records}
    assert modes == {"docs/private.txt": "0o640", "docs/public.txt": "0o644"}
    made("restore", "docs/private.txt", cwd=here)
    assert mode(here / "docs" / "private.txt") == "0o640"


# Runs the real command, and tells in which order files were forced to disk and renamed.
WATCHED = """
import os, sys
sync, replace = os.fsync, os.replace
def watched_sync(descriptor):
    print("sync", os.readlink(f"/proc/self/fd/{descriptor}"), file=sys.stderr)
    sync(descriptor)
def watched_replace(old, new):
    print("rename", old, new, file=sys.stderr)
    replace(old, new)
os.fsync, os.replace = watched_sync, watched_replace
from cleaner.cli import main
main(["check", "docs/public.txt", "--fix"])
"""


def test_the_undo_record_is_on_disk_before_the_source_is_replaced(here: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=here,
        env=dict(os.environ, PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=True,
    )
    steps = [
        tuple(part.replace(f"{here}/", "").split("/.cleaner-")[0] for part in line.split())
        for line in done.stderr.splitlines()
        if line.startswith(("sync", "rename")) and ".gitignore" not in line
    ]
    (record,) = (here / ".cleaner" / "undo").iterdir()
    undo = ".cleaner/undo"
    assert steps == [
        ("sync", ".cleaner"),
        ("sync", str(here)),
        ("sync", undo),  # the record's bytes, in its temporary sibling
        ("rename", undo, f"{undo}/{record.name}"),
        ("sync", undo),  # its name
        ("sync", "docs"),  # the mended text
        ("rename", "docs", "docs/public.txt"),
        ("sync", "docs"),
    ]
