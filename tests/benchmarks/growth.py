"""How do time and memory grow with the set? Prints figures of whole runs of the real command.

    python tests/benchmarks/growth.py [--documents 1000 10000 ...] [--commands clean check ...]
                                        [--jobs 1 2] [--size 2000] [--select RULES]

Documents of 2 kB (or `--size` bytes), made from a seed: most lines stand in no other document, ten are of the
template of one of 50 sites. They lie in one folder. With `--select SPC104` nearly all that is left is what a
run does for every document besides asking rules. Of each run:

- documents a second of wall time, and CPU milliseconds a document (user and system, workers included), which
  other work on the machine hardly changes;
- the largest resident memory that any one of its processes reached (VmHWM, looked up every 50 ms), of the
  first process and of the largest worker;
- at the end, of each command and number of jobs: how memory and time a document change from the last set but
  one to the last; and how many times as fast as one job several are, for how many times its CPU time.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SITES = 50
_WORDS = ["".join(random.Random(n).choices("abcdefghijklmnop", k=2 + n % 9)) for n in range(5_000)]
# Between them, so that the language screen knows the language as it does that of real texts.
_FUNCTION_WORDS = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "that",
    "was",
    "for",
    "with",
    "on",
    "as",
    "by",
    "it",
    "from",
    "his",
    "had",
    "were",
    "which",
    "but",
    "not",
]

COMMANDS = {
    "clean": ["clean", "docs", "-o", "out"],
    "again": ["clean", "docs", "-o", "out"],  # the same on a TARGET that is fresh
    "fresh": ["clean", "docs", "-o", "out", "--check"],
    "restore": ["restore", "out", "-o", "back"],
    "surveyed": ["clean", "docs", "-o", "surveyed", "--preview"],
    "learn": ["learn", "docs"],
    "check": ["check", "docs", "--no-cache"],
    "cached": ["check", "docs"],
    "fix": ["check", "docs", "--fix", "--no-cache"],
}
_WITHOUT_JOBS = ("restore",)


def document(number: int, size: int) -> str:
    """One document of the set of about so many bytes, the same for the same number."""
    chance = random.Random(number)
    site = number % _SITES
    own: list[str] = []
    while sum(map(len, own)) < size - 260:
        words = chance.choices(_WORDS, k=chance.choice((4, 8, 30, 60)))
        words[::2] = chance.choices(_FUNCTION_WORDS, k=len(words[::2]))
        own.append(" ".join(words).capitalize() + chance.choice((".", ".", " .", ".  ")))
    head = ["Skip to content", f"The Herald of Town {site}", "Home", "Sport", f"Section {number % 900}", ""]
    tail = ["", "Share this article", "Most read", f"All rights reserved by the Herald of Town {site}"]
    return "\n".join([*head, *"\n\n".join(own).split("\n"), *tail]) + "\n"


def lay_out(folder: Path, documents: int, size: int) -> None:
    """Write the set."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number in range(documents):
        (folder / f"{number:07}.txt").write_text(document(number, size))


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run took: seconds, and bytes of its first process and of its largest worker."""

    wall: float
    cpu: float
    memory: int
    worker: int


def measure(arguments: Sequence[str], folder: Path) -> Figures:
    """Run the command in `folder` and look at its processes until it ends.

    Raises:
        RuntimeError: it failed.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "cleaner", *arguments],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=said, env=environment,
        )  # fmt: skip
        memory = worker = 0
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            memory = max(memory, _peak(process.pid))
            worker = max([worker, *map(_peak, _children(process.pid))])
            time.sleep(0.05)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError((folder / "said.txt").read_text()[-500:])
    return Figures(
        time.perf_counter() - began, usage.ru_utime + usage.ru_stime, memory or usage.ru_maxrss << 10, worker
    )


def _peak(pid: int) -> int:
    """The largest resident memory that a process had so far, in bytes; 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(row.split()[1]) << 10 for row in status.splitlines() if row.startswith("VmHWM")), 0)


def _children(pid: int) -> list[int]:
    try:
        return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    except OSError:
        return []


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--commands", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--size", type=int, default=2_000)
    parser.add_argument("--select")
    chosen = parser.parse_args()
    print(f"{'command':10} jobs documents  wall s   doc/s  CPU ms/doc  first MB  worker MB", flush=True)
    found: dict[tuple[str, int, int], Figures] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for documents in chosen.documents:
            lay_out(folder / "docs", documents, chosen.size)
            for name in chosen.commands:
                for jobs in chosen.jobs if name not in _WITHOUT_JOBS else chosen.jobs[:1]:
                    if name == "fix":
                        lay_out(folder / "docs", documents, chosen.size)
                    if name not in ("again", "fresh", "restore"):
                        for made in ("out", "surveyed"):
                            shutil.rmtree(folder / made, ignore_errors=True)
                    shutil.rmtree(folder / "back", ignore_errors=True)
                    more = [] if name in _WITHOUT_JOBS else ["--jobs", str(jobs)]
                    if chosen.select and name not in (*_WITHOUT_JOBS, "learn"):
                        more += ["--select", chosen.select]
                    figures = found[name, jobs, documents] = measure([*COMMANDS[name], *more], folder)
                    speed, cost = documents / figures.wall, figures.cpu / documents * 1e3
                    print(
                        f"{name:10} {jobs:4} {documents:9,} {figures.wall:7.1f} {speed:7.0f} {cost:11.2f}"
                        f" {figures.memory / 1e6:9.0f} {figures.worker / 1e6:10.0f}",
                        flush=True,
                    )
    _compare(found, chosen.documents)


def _compare(found: dict[tuple[str, int, int], Figures], sizes: Sequence[int]) -> None:
    """Print how the figures of the two largest sets compare, and those of several jobs with those of one."""
    print()
    for (name, jobs, documents), figures in found.items():
        if len(sizes) > 1 and documents == sizes[-1]:
            before = found[name, jobs, sizes[-2]]
            more = (figures.memory - before.memory) / (documents - sizes[-2])
            ratio = (figures.cpu / documents) / (before.cpu / sizes[-2])
            print(
                f"{name}, {jobs} jobs, {sizes[-2]:,} to {documents:,} documents: {more:.0f} bytes of memory a"
                f" document, CPU time a document times {ratio:.2f}"
            )
        if jobs > 1 and (one := found.get((name, 1, documents))):
            speed, cost = one.wall / figures.wall, figures.cpu / one.cpu
            print(
                f"{name}, {documents:,} documents: {jobs} jobs are {speed:.2f} times as fast as one, for"
                f" {cost:.2f} times its CPU time"
            )


if __name__ == "__main__":
    main()
