"""The folder that the tests of all commands work in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.documents import COPY


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A working directory with a folder of one document."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(COPY)
    return tmp_path
