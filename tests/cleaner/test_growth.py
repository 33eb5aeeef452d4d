"""Twice the text takes at most 2.5 times the time: each pattern, and ftfy and langdetect as we call them.

`tests/rules/test_growth.py` does so for whole rules and documents. Here every compiled expression of the
package is tried on lines made from its own repetitions, also those that no rule uses, and as it is used:
searched for, or matched at the beginning alone.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import cleaner
import cleaner.patterns
from cleaner.mojibake import mend
from cleaner.registry import load_rules
from tests.rules.adversarial import PIECES, of_pattern, patterns

LENGTH = 20_000  # characters; what grows with the square then takes a second
FLOOR = 0.010  # seconds; below, the clock says more than the pattern
MOST_GROWTH = 2.5
ATTEMPTS = 8
HOPELESS = 1.0  # seconds; what takes longer is not tried again


def load_all() -> None:
    """Import every module of the package, so that its patterns are there."""
    for module in pkgutil.walk_packages(cleaner.__path__, "cleaner."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


load_all()
PATTERNS = patterns()
# Of these only the first matches are asked for: a bracket that nothing ends is an error.
STOPPED = [cleaner.patterns._TOKEN]


def grows(run: Callable[[str], object], make: Callable[[int], str]) -> tuple[float, float] | None:
    """The times for half the length and for all of it, where they grow too fast."""

    def seconds(length: int) -> float:
        text = make(length)
        start = time.process_time()
        run(text)
        return time.process_time() - start

    whole = seconds(LENGTH)
    half = float("inf")
    for _ in range(ATTEMPTS if whole < HOPELESS else 1):
        if whole <= max(FLOOR, 0 if half == float("inf") else MOST_GROWTH * half):
            return None
        half = min(half, seconds(LENGTH // 2))
        whole = min(whole, seconds(LENGTH))
    return half, whole


def lines(before: str, unit: str) -> Iterator[Callable[[int], str]]:
    """A unit that is repeated, and the same with something that ends it otherwise."""
    yield lambda length: before + unit * (length // len(unit))
    yield lambda length: f"a{before}{unit * (length // len(unit))}\n\x00b"


def ways(pattern: re.Pattern[str]) -> set[str]:
    """The methods of a pattern that the modules which name it call."""
    found: set[str] = set()
    for key, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if key.split(".")[0] == "cleaner" and file:
            for name in (name for name, value in vars(module).items() if value is pattern):
                source = Path(file).read_text("utf-8")
                found |= set(re.findall(rf"\b{re.escape(name)}\.(\w+)\b", source))
    return found


def used(pattern: re.Pattern[str]) -> Callable[[str], object]:
    """What the package does with a pattern; one that has no name of its own is searched for."""
    called = ways(pattern)
    if called and called <= {"match", "fullmatch"}:
        return lambda text: (pattern.match(text), pattern.fullmatch(text))
    return lambda text: sum(1 for _ in pattern.finditer(text))


@pytest.mark.parametrize(
    "pattern", [p for p in PATTERNS if p not in STOPPED], ids=lambda pattern: ascii(pattern.pattern[:40])
)
def test_a_pattern_on_lines_made_of_itself(pattern: re.Pattern[str]) -> None:
    for before, unit in dict.fromkeys(of_pattern(pattern)):
        for make in lines(before, unit):
            assert grows(used(pattern), make) is None, (before, unit)


@pytest.mark.heavy
@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_every_pattern_on_what_confuses_others(piece: str) -> None:
    for pattern in (p for p in PATTERNS if p not in STOPPED):
        for make in lines("", piece):
            assert grows(used(pattern), make) is None, pattern.pattern


def test_the_patterns_of_all_modules_are_there() -> None:
    held = {pattern.pattern for pattern in PATTERNS}
    assert len(held) > 60
    assert any("&(?:#" in pattern for pattern in held)


@pytest.mark.parametrize("unit", ["[", "[!", "[a", "[]", "\\\\[", "a[", "*[", "[[:", "/[", "[a/"])
def test_a_line_of_gitignore_is_read_in_linear_time(unit: str) -> None:
    def read(text: str) -> None:
        with suppress(ValueError):
            cleaner.patterns.parse(text)

    for make in lines("", unit):
        assert grows(read, make) is None


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_ftfy_is_called_on_lines_that_it_mends_in_linear_time(piece: str) -> None:
    mend("Ã©")  # imports and compiles
    for before in ("", "Ã", "â€™ "):
        for make in lines(before, piece):
            assert grows(mend, make) is None, before


def test_langdetect_is_called_on_so_much_text_and_no_more() -> None:
    """Whatever the text, and however long: it is asked about a sample."""
    identify = next(rule for rule in load_rules() if rule.code == "LNG101").check.__globals__["identify"]
    identify("Der Reiher steht am Ufer und wartet auf den Fisch. " * 20)
    words = ("xyloz ", "Quizás ", "les des une ", "Ø§ ", "ab" * 40 + " ", "mill\n", "ñandú\n\n")
    for piece in (*PIECES, *words):
        for length in (20_000, 2_000_000):
            text = piece * (length // len(piece))
            start = time.process_time()
            identify(text)
            assert time.process_time() - start < 0.5, (piece, length)
