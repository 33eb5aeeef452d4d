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
    return cleaner(*arguments, cwd=cwd, environment=environment(below=str(below), at=at, **fault))


def start(*arguments: str | Path, cwd: Path, below: Path, at: int, **fault: Any) -> subprocess.Popen[bytes]:
    """Start `cleaner ARGUMENTS` in a process group of its own, with a fault as `faulty` has it."""
    return subprocess.Popen(
        [sys.executable, "-m", "cleaner", *arguments],
        cwd=cwd,
        env=outside_ci() | environment(below=str(below), at=at, **fault),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def environment(**fault: Any) -> dict[str, str]:
    """What makes a process have a fault."""
    return {"FAULT": json.dumps(fault), "PYTHONPATH": f"{FOLDER}{os.pathsep}{ROOT}"}
