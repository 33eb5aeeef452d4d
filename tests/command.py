"""Runs the real command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def cleaner(
    *arguments: str | bytes | Path,
    cwd: Path,
    stdin: bytes = b"",
    package: Path = ROOT,
    before: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run `cleaner ARGUMENTS` in `cwd`, from the checkout `package`; `before` runs in the child first."""
    return subprocess.run(
        [sys.executable, "-m", "cleaner", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=dict(os.environ, PYTHONPATH=str(package), PYTHONHASHSEED="random"),
        preexec_fn=before,
        timeout=120,
    )


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder, temporary ones too, with their bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
