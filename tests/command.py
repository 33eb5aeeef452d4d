"""Runs the real command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def cleaner(
    *arguments: str | bytes | Path,
    cwd: Path,
    stdin: bytes = b"",
    package: Path = ROOT,
    before: Callable[[], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run `cleaner ARGUMENTS` in `cwd`, from the checkout `package`; `before` runs in the child first.

    `environment` is what the child's has beside or instead of this process's; CI services that these
    tests may run in are not part of it.
    """
    return subprocess.run(
        [sys.executable, "-m", "cleaner", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=outside_ci() | {"PYTHONPATH": str(package), "PYTHONHASHSEED": "random"} | dict(environment or {}),
        preexec_fn=before,
        timeout=120,
    )


def outside_ci() -> dict[str, str]:
    """The environment without what tells a program that it runs in a CI service."""
    known = ("GITHUB_", "TF_BUILD", "TEAMCITY_")
    return {name: value for name, value in os.environ.items() if not name.startswith(known)}


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder, temporary ones too, with their bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
