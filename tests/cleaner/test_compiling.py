"""What tables become in use is kept beside them, and made anew whenever anything it came from changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner import compiling, precompiled


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def table(folder: Path, words: str = "tide 潮") -> Path:
    path = folder / "words.txt"
    path.write_text(words, "utf-8")
    return path


def ask(path: Path) -> tuple[object, bool]:
    """What is told of a table, and whether it was made for that."""
    made = []

    def make() -> object:
        made.append(path)
        words = path.read_text("utf-8").split()
        return {"words": tuple(words), "count": {word: (len(word), word) for word in words}, "raw": b"\0"}

    return precompiled("words", path.parent, [path], make), bool(made)


def test_it_is_made_once_and_read_then(tmp_path: Path) -> None:
    path = table(tmp_path)
    told = {"words": ("tide", "潮"), "count": {"tide": (4, "tide"), "潮": (1, "潮")}, "raw": b"\0"}
    assert ask(path) == (told, True)
    assert ask(path) == (told, False)
    assert [file.suffix for file in (tmp_path / "__pycache__").iterdir()] == [".marshal"]


def _longer(path: Path) -> None:
    table(path.parent, "ebb and flow")


def _touched(path: Path) -> None:
    os.utime(path, (1, 1))


def _damaged(path: Path) -> None:
    (kept,) = (path.parent / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:-9])


@pytest.mark.parametrize("change", [_longer, _touched, _damaged])
def test_it_is_made_anew_after_a_change(tmp_path: Path, change: Callable[[Path], None]) -> None:
    path = table(tmp_path)
    before, _ = ask(path)
    change(path)
    after, made = ask(path)
    assert made
    assert (after == before) == (change is not _longer)
    assert ask(path) == (after, False)


def test_it_is_made_anew_where_the_module_that_folds_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path)
    ask(path)
    other = tmp_path / "folding.py"
    other.touch()
    monkeypatch.setattr(compiling, "_FOLDING", (other,))
    assert ask(path)[1]


def test_nothing_is_written_where_bytecode_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    path = table(tmp_path)
    assert ask(path)[1]
    assert ask(path)[1]
    assert not (tmp_path / "__pycache__").exists()


def test_it_is_kept_where_bytecode_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    (tmp_path / "rules").mkdir()
    path = table(tmp_path / "rules")
    assert ask(path)[1]
    assert not ask(path)[1]
    assert [file.name for file in (tmp_path / "rules").iterdir()] == ["words.txt"]


def test_where_it_cannot_be_kept_it_is_made_each_time(tmp_path: Path) -> None:
    path = table(tmp_path)
    (tmp_path / "__pycache__").write_text("a file, where a folder should be")
    assert ask(path)[1]
    assert ask(path)[1]


def test_a_module_without_its_source_makes_it_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "_FOLDING", (tmp_path / "gone.py",))
    path = table(tmp_path)
    assert ask(path)[1]
    assert ask(path)[1]
