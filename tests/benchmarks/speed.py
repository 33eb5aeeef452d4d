"""How fast is a whole run, beside tools that people know? Prints ratios measured in one run.

    python tests/benchmarks/speed.py DATA [--runs 3]

DATA is the folder of the labelled pages (or any folder: all its *.txt are taken). Each command runs
as a whole process, in turn with its peers, so that a noisy machine slows all of them; the median of
the pair-by-pair ratios counts. Files are in the page cache for all.

- set: `cleaner clean` with ledger and report, one process, CPU time (user and system), beside
  `ftfy.fix_text` on each file and beside codespell. `--unsafe-fixes` is measured too.
- one file: wall time of `cleaner check` on one document of some 6 kB, beside codespell on it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

FTFY = """
import pathlib, sys
import ftfy
out = pathlib.Path(sys.argv[2])
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    (out / path.name).write_text(ftfy.fix_text(path.read_text("utf-8")), "utf-8")
"""


def lay_out(data: Path, folder: Path) -> int:
    """Write the documents as files; returns their bytes."""
    pages = data / "dev.c.jsonl.gz"
    if pages.exists():
        with gzip.open(pages, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                name = record["id"].replace("/", "__") + ".txt"
                (folder / name).write_text(record["text"], "utf-8")
    else:
        for path in data.rglob("*.txt"):
            shutil.copy(path, folder / path.name)
    return sum(path.stat().st_size for path in folder.iterdir())


def measure(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """CPU and wall seconds of one whole process."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - began


def compare(
    name: str, commands: dict[str, list[str]], runs: int, which: int, unit: tuple[float, str]
) -> None:
    """Run the commands in turn and print each median, and each ratio to the first command."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    times: dict[str, list[float]] = {label: [] for label in commands}
    for run in range(runs + 1):
        for label, command in commands.items():
            figure = measure(command, environment)[which]
            if run:  # the first round warms caches and bytecode
                times[label].append(figure)
    first = next(iter(commands))
    scale, suffix = unit
    print(f"{name}:")
    for label, figures in times.items():
        ratio = statistics.median(a / b for a, b in zip(times[first], figures, strict=True))
        note = "" if label == first else f"   {first} takes {ratio:.2f} times its time"
        print(f"  {label:34} {statistics.median(figures) * scale:8.1f} {suffix}{note}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    scripts = Path(sysconfig.get_path("scripts"))
    clean, codespell = str(scripts / "cleaner"), str(scripts / "codespell")
    with tempfile.TemporaryDirectory() as scratch:
        texts, out, mended = (Path(scratch) / name for name in ("texts", "out", "mended"))
        for folder in (texts, out, mended):
            folder.mkdir()
        size = lay_out(arguments.data, texts)
        print(f"{len(list(texts.iterdir()))} documents, {size / 1e6:.1f} MB")
        compare(
            "a set, CPU",
            {
                "cleaner clean": [clean, "clean", str(texts), "-o", str(out), "--jobs", "1"],
                "cleaner clean --unsafe-fixes": [
                    clean, "clean", str(texts), "-o", str(out), "--jobs", "1", "--unsafe-fixes",
                ],
                "ftfy.fix_text": [sys.executable, "-c", FTFY, str(texts), str(mended)],
                "codespell": [codespell, str(texts)],
            },
            arguments.runs,
            0,
            (1.0, "s"),
        )  # fmt: skip
        one = min(texts.iterdir(), key=lambda path: abs(path.stat().st_size - 6_000))
        compare(
            f"one file of {one.stat().st_size} bytes, wall",
            {"cleaner check": [clean, "check", str(one)], "codespell": [codespell, str(one)]},
            max(arguments.runs * 5, 15),
            1,
            (1_000.0, "ms"),
        )


if __name__ == "__main__":
    main()
