"""Hostile and damaged documents by the thousand, held to the seven promises of the design.

    python -m tests.benchmarks.fuzz [--cases 10000] [--seed 0] [--only NUMBER]

`tests/hostile.py` makes the documents. Each batch of them is a folder with hostile names that the real
command checks, cleans, restores, mends in place and takes back, under one of five configurations; then each
document is looked at by itself. A document that breaks a promise is named by its number, with what it broke;
the exit code is 1 then. What is found becomes a folder of `tests/golden/`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import cleaner
from cleaner import DISPLAY, SAFE
from cleaner.config import OWN, Config
from cleaner.edits import apply
from cleaner.explain import explain_line
from cleaner.formats import FORMATS
from cleaner.ledger import LedgerEntry, parse
from cleaner.ledger import header as ledger_header
from cleaner.registry import load_rules
from cleaner.settings import load
from cleaner.surveying import PROFILE_NAME
from cleaner.undo import undo
from tests.hostile import case

ROOT = Path(__file__).resolve().parents[2]
BATCH = 250
SLOWEST = 5.0  # CPU seconds of one document, all that is done with it here; a usual one takes 0.02
CONFIGS: tuple[Mapping[str, Any], ...] = (
    {},
    {"preview": True, "unsafe-fixes": True},
    {"preview": True, "unsafe-fixes": True, "metadata": "strip", "extend-safe-fixes": ["ALL"]},
    {"preview": True, "unsafe-fixes": True, "metadata": "front-matter"},
    {
        "preview": True,
        "unsafe-fixes": True,
        "protect": ["Related articles", "  +", "(?i)share.*", "[“”]"],
    },
)
DOCUMENTS = {"documents": ["*.txt", "*.html"]}
NAMES = (
    "{}",
    "a b {}",
    "{}\n::error::x",
    "\x1b[31m{}",
    "{}\u202egnp",
    "{}<i>&amp;",
    "{}|`]",
    "ä/{}",
    "{}\udcff",
    "%0A{}",
)
RULES = {rule.code: rule for rule in load_rules()}
JOINERS = "\u200c\u200d"  # these may join: they neither hide nor reorder anything
REFUSED = "begins like front matter"  # what would be read as such the next time is left alone, and told
KNOWN = {code: rule.name for code, rule in RULES.items()} | {own.code: own.name for own in OWN}


class Broken(AssertionError):
    """A promise that was not kept."""


def require(kept: object, promise: str, told: object = "") -> None:
    """Raise where a promise is not kept."""
    if not kept:
        raise Broken(f"{promise}{f': {told}' if told != '' else ''}"[:2_000])


# ---- one document


def look_at(data: bytes, config: Config, name: str = "text") -> None:
    """Hold what the API makes of a document to the promises.

    Raises:
        Broken: one is not kept.
    """
    began = time.process_time()
    try:
        result = cleaner.clean(data, config=config, name=name)
    except cleaner.Unreadable as error:
        require(str(error).isprintable(), "explained: why bytes are no text", error)
        return
    except cleaner.Unstable as error:
        require(REFUSED in str(error), "stable: not at rest", error)
        return
    _accounted(data, result)
    _explained(result)
    _measured(result, config)
    _canonical(result, config)
    again = cleaner.clean(result.data, config=config, name=f"{name}.txt")  # as the bytes that were written
    require(again.text == result.text, "stable: cleaned again", (result.text, again.text))
    require(not again.ledger.edits, "stable: a cleaned text has edits", again.ledger.edits)
    require(not any(found.fixed for found in again.findings), "stable: an applicable fix remains")
    took = time.process_time() - began
    require(took < SLOWEST, "hostile input: slow", f"{took:.1f} s for {len(data)} bytes")


def _accounted(data: bytes, result: cleaner.Result) -> None:
    require(apply(result.source, result.ledger.edits) == result.text, "accounted: edits give the output")
    (entry,) = parse([ledger_header(), result.ledger.to_json()]).values()
    require(isinstance(entry, LedgerEntry) and entry.restore(result.data) == data, "accounted: restored")
    fixed = {found.code for found in result.findings if found.fixed}
    for edit in result.ledger.edits:
        require(edit.rules and fixed.issuperset(edit.rules), "accounted: an edit without a finding", edit)


def _explained(result: cleaner.Result) -> None:
    lines = cleaner.Document("text", result.source).lines
    for found in result.findings:
        require(KNOWN.get(found.code) == found.name, "explained: by a rule", found)
        require(0 <= found.start <= found.end <= len(result.source), "explained: a place", found)
        require(
            1 <= found.line <= found.end_line <= max(1, len(lines)) and found.column >= 1,
            "explained: a line",
            found,
        )
        require(found.message.strip(), "explained: evidence", found)
    if lines and len(result.source) % 25 == 0:  # it takes ten times as long as all else
        told = explain_line(result, len(result.source) % len(lines) + 1, list(RULES.values()))
        require(_inert(told), "hostile input: explained raw", told)


def _measured(result: cleaner.Result, config: Config) -> None:
    for found in result.findings:
        if found.fixed and found.code in RULES:
            rule = RULES[found.code]
            require(found.safety is SAFE or config.unsafe_fixes, "measured: unsafe and not asked for", found)
            require(rule.safety is not DISPLAY, "measured: display-only, and applied", found)


def _canonical(result: cleaner.Result, config: Config) -> None:
    """Without signs that no canonical text has, but for those that a pattern protects."""
    text = result.text
    if not _protected(result, config):
        require(not re.search(r"[\r\ud800-\udfff]|^\ufeff|\n\n\n", text), "canonical: signs", text)
        require(text == "" or re.search(r"[^\n]\n\Z", text), "canonical: one final newline", text[-9:])


def _protected(result: cleaner.Result, config: Config) -> bool:
    """Whether a pattern of the configuration spares a part of this text, be it that a fix made it match."""
    return any(pattern.search(text) for pattern in config.protected for text in (result.source, result.text))


# ---- a folder of documents, by the real command


def run_batch(numbers: range, seed: int, folder: Path) -> None:
    """Check, clean, restore and mend a folder of documents.

    Raises:
        Broken: a promise is not kept.
    """
    config = CONFIGS[numbers.start // BATCH % len(CONFIGS)]
    docs = folder / "docs"
    (folder / "cleaner.toml").write_text(
        "".join(f"{key} = {json.dumps(value)}\n" for key, value in {**DOCUMENTS, **config}.items())
    )
    for number in numbers:
        path = docs / (NAMES[number % len(NAMES)].format(number) + _ending(number))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case(number, seed))
    before = _files(docs)
    written = _cleaned(folder, before)
    _restored(folder, before, written)
    _told(folder)
    require(_files(docs) == before, "whole: a source was touched")
    _mended(folder, before, written)
    if not config.get("unsafe-fixes"):
        _, said = _run(folder, "clean", "docs", "-o", "unsafe", "--unsafe-fixes")
        require(not _internal(said), "whole: internal error", _internal(said))
        _mended(folder, before, _texts(folder / "unsafe"), "--unsafe-fixes")


def _ending(number: int) -> str:
    """One document in seven is a page."""
    return ".txt" if number % 7 else ".html"


def _cleaned(folder: Path, before: Mapping[str, bytes]) -> dict[str, bytes]:
    """The outputs, which do not depend on jobs, hash seed or locale, and are at rest."""
    code, said = _run(folder, "clean", "docs", "-o", "out", "--jobs", "1")
    require(code in (0, 2), "whole: clean", said)
    require(not _internal(said), "whole: internal error", _internal(said))
    written = _texts(folder / "out")
    lost = len(before) - len(written)
    require(said.count("left alone") == lost and (code == 2) == (lost > 0), "whole: all others written", said)
    code, said = _run(
        folder, "clean", "docs", "-o", "out", "--check", "--jobs", "2", LC_ALL="C", PYTHONHASHSEED="7"
    )
    require(code in (0, 2) and "stale" not in said, "pure: another run, another result", said)
    code, said = _run(folder, "clean", "out", "-o", "twice")
    require(code == 0, "stable: clean again", said)
    twice = _texts(folder / "twice")
    require(twice == written, "stable: another text", [n for n in written if twice.get(n) != written[n]][:3])
    require(_inert((folder / "out" / "report.md").read_text("utf-8")), "hostile input: report.md")
    return written


def _restored(folder: Path, before: Mapping[str, bytes], written: Mapping[str, bytes]) -> None:
    code, said = _run(folder, "restore", "out", "-o", "back")
    require(code == 0, "accounted: restore", said)
    back = _files(folder / "back")
    wrong = [name for name in back if back[name] != before.get(name)]
    require(len(back) == len(written) and not wrong, "accounted: restored", wrong[:3])


def _mended(folder: Path, before: Mapping[str, bytes], written: Mapping[str, bytes], *options: str) -> None:
    """Mended in place, a text is what `clean` writes; pages and what is left alone stay.

    Under the same profile that is once for all: mended texts may have more in common than their sources.
    """
    mended = {name: written.get(name, data) for name, data in before.items()}
    changed = [name for name in before if mended[name] != before[name]]
    fix = ("check", "docs", "--fix", "--output-format", "concise", *options)
    same = ("--profile", "out") if (folder / "out" / PROFILE_NAME).exists() else ()
    for times, profile in (("once", ()), ("twice", same)):
        code, said = _run(folder, *fix, *profile)
        require(not _internal(said), "whole: internal error", _internal(said))
        require(code in (0, 1, 2) and f" {len(before)} document" in said, "whole: mended", said)
        now = _files(folder / "docs")
        wrong = [(name, data, mended.get(name)) for name, data in now.items() if data != mended.get(name)]
        require(now.keys() == mended.keys() and not wrong, f"stable: mended {times}", wrong[:1])
    config = load(folder / "cleaner.toml")
    for name in changed[1:]:
        undo(folder / "docs" / name, config)
    for name in changed[:1]:
        code, said = _run(folder, "restore", f"docs/{name}")
        require(code == 0, "accounted: a fix is taken back", said)
    require(_files(folder / "docs") == before, "accounted: fixes taken back")
    require(not _files(folder / ".cleaner" / "undo"), "accounted: a record of no use stays")


def _told(folder: Path) -> None:
    """Every format tells it, whole and inert; the console too."""
    outputs = [f"--output={name}={folder / f'{name}.out'}" for name in FORMATS]
    code, said = _run(folder, "check", "docs", "--no-cache", *outputs)
    require(code in (1, 2), "explained: check", said)
    require(_inert(said), "hostile input: raw on the console")
    for name in FORMATS:
        data = (folder / f"{name}.out").read_bytes()
        text = data.decode("utf-8")
        require(_inert(text), f"hostile input: raw in {name}")
        try:
            if name in READ:
                READ[name](text)
        except (ValueError, ElementTree.ParseError) as error:
            raise Broken(f"hostile input: {name} cannot be read back: {error}") from None


READ: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "json-lines": lambda text: [json.loads(line) for line in text.splitlines()],
    "sarif": json.loads,
    "code-scanning": json.loads,
    "gitlab": json.loads,
    "junit": ElementTree.fromstring,
}


def _internal(said: str) -> str:
    """The errors told that are our own fault."""
    told = [line for line in said.splitlines() if "internal error" in line and REFUSED not in line]
    return "\n".join(told)


def _inert(text: str) -> bool:
    """Whether nothing in a text steers a terminal or reorders what is shown."""
    return not any(
        unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in set(text) - {"\n", *JOINERS}
    )


def _run(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *arguments],
        cwd=folder,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        timeout=600,
    )
    said = (done.stdout + done.stderr).decode("utf-8", "backslashreplace")
    require("Traceback" not in said, "whole: a traceback", said)
    return done.returncode, said


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _texts(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in _files(folder).items() if name.endswith(".txt")}


# ---- all of them


def fuzz(cases: int, seed: int = 0) -> Iterator[str]:
    """Run so many cases; yields a line for each broken promise."""
    for start in range(0, cases, BATCH):
        numbers = range(start, min(start + BATCH, cases))
        config = cleaner_config(start)
        for number in numbers:
            try:
                look_at(case(number, seed), config, f"{number}{_ending(number)}")
            except Exception as error:
                yield f"case {number} (seed {seed}): {type(error).__name__}: {error}"
        with tempfile.TemporaryDirectory() as folder:
            try:
                run_batch(numbers, seed, Path(folder))
            except Broken as error:
                yield f"cases {numbers.start} to {numbers.stop - 1} (seed {seed}): {error}"


def cleaner_config(number: int) -> Config:
    """The configuration that a case is looked at under."""
    from cleaner.config import parse as parse_config

    return parse_config(CONFIGS[number // BATCH % len(CONFIGS)], load_rules())


def main() -> int:
    """Print what is broken, and how far it is."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="print one case, and look at it by itself")
    arguments = parser.parse_args()
    if arguments.only is not None:
        data = case(arguments.only, arguments.seed)
        print(repr(data))
        look_at(data, cleaner_config(arguments.only), f"{arguments.only}{_ending(arguments.only)}")
        return 0
    broken = 0
    for line in fuzz(arguments.cases, arguments.seed):
        broken += 1
        print(line, flush=True)
    print(f"{arguments.cases:,} cases, seed {arguments.seed}: {broken} broken promises")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
