"""Runs the real command and lets a fault happen at one of its steps (see `sitecustomize`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.command import ROOT, cleaner, outside_ci

FOLDER = Path(__file__).resolve().parent


def faulty(
    *arguments: str | Path, cwd: Path, below: Path, at: int, **fault: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run `cleaner ARGUMENTS`; before the step number `at` below a folder the fault happens."""
    return cleaner(*arguments, cwd=cwd, environment=_environment(below, at, fault))


def start(*arguments: str | Path, cwd: Path, below: Path, at: int, **fault: Any) -> subprocess.Popen[bytes]:
    """Start `cleaner ARGUMENTS` in a process group of its own, with a fault as `faulty` has it."""
    return subprocess.Popen(
        [sys.executable, "-m", "cleaner", *arguments],
        cwd=cwd,
        env=outside_ci() | _environment(below, at, fault),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _environment(below: Path, at: int, fault: dict[str, Any]) -> dict[str, str]:
    return {
        "FAULT": json.dumps({"below": str(below), "at": at, **fault}),
        "PYTHONPATH": f"{FOLDER}{os.pathsep}{ROOT}",
    }
