"""Twice the text takes at most 2.5 times the time, for every rule and on every line made to confuse it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count

import pytest

from cleaner import Document, Outcome, Profile, Rule
from cleaner.registry import load_rules
from tests.rules.adversarial import patterns, pieces

LENGTH = 20_000  # characters; what grows with the square then takes a second
FLOOR = 0.010  # seconds; below, the clock says more than the rule
MOST_GROWTH = 2.5
ATTEMPTS = 8
BODY = (
    "The lamp on the northern cape has been burning for two hundred years and more, and the keepers of the "
    "lamp on the cape say that it will burn as long as there are ships in the bay below the cape.\n\n"
) * 3
SHAPES: dict[str, Callable[[str, str], str]] = {
    "alone": lambda before, run: before + run,
    "in a word": lambda before, run: f"a{before}{run}b",
    "in a sentence": lambda before, run: f'"{before}{run}.\n',
    "below a body": lambda before, run: f"{BODY}{before}{run}\n",
    "between bodies": lambda before, run: f"{BODY}{before}{run}\n\n{BODY}",
}
RULES = {rule.code: rule for rule in load_rules()}
PIECES = pieces()
SUBSET = 25  # `make test` tries one line in 25, `make check` all
_NAMES = count()


def checks() -> Iterator[tuple[str, Callable[[Document], object]]]:
    """What is timed: what a document works out for all rules, then each rule on its own."""
    yield "document", _work_out
    for code, rule in RULES.items():
        yield code, partial(_run, rule)


def _work_out(document: Document) -> None:
    for line in document.lines:
        line.tokens, line.bare, line.ends_sentence, line.shows  # noqa: B018 - computes them
    document.inked, document.blocks, document.sentences, document.title, document.places  # noqa: B018


def _run(rule: Rule, document: Document) -> None:
    outcome = Outcome(document, Document(document.name, ""))
    asked = (outcome,) if rule.guard else rule.asked(document, Profile())
    told = {"each_line": True} if "each_line" in rule.options else {}  # whatever a first look says
    for _ in rule.check(*asked, **told):
        pass


def seconds(text: str, names: Iterable[str]) -> dict[str, float]:
    """The time that each check takes on a document that no cache knows."""
    wanted = set(names)
    document = Document(str(next(_NAMES)), text)
    times = {}
    gc.disable()  # its work grows with all that is alive
    try:
        for name, check in checks():
            if name in wanted or name == "document":
                start = time.process_time()
                check(document)
                times[name] = time.process_time() - start
    finally:
        gc.enable()
    return {name: took for name, took in times.items() if name in wanted}


def too_slow(make: Callable[[int], str]) -> dict[str, tuple[float, float]]:
    """The checks that take more than 2.5 times as long for twice the length, with both times."""
    half, whole = make(LENGTH // 2), make(LENGTH)
    slow = {name: took for name, took in seconds(whole, ["document", *RULES]).items() if took > FLOOR}
    base = dict.fromkeys(slow, float("inf"))
    for _ in range(ATTEMPTS):  # the least of several times
        for name, took in seconds(half, slow).items():
            base[name] = min(base[name], took)
        for name, took in seconds(whole, slow).items():
            slow[name] = min(slow[name], took)
        slow = {name: took for name, took in slow.items() if took > max(FLOOR, MOST_GROWTH * base[name])}
        if not slow:
            break
    return {name: (base[name], took) for name, took in slow.items()}


CASES = [
    pytest.param(
        before,
        unit,
        shape,
        id=f"{shape}-{before!a}-{unit!a}",
        marks=[] if (number + place) % SUBSET == 0 else [pytest.mark.heavy],
    )
    for number, (before, unit) in enumerate(PIECES)
    for place, shape in enumerate(SHAPES)
]


@pytest.mark.parametrize(("before", "unit", "shape"), CASES)
def test_time_grows_with_length(before: str, unit: str, shape: str) -> None:
    assert not too_slow(lambda length: SHAPES[shape](before, unit * (length // len(unit))))


def test_the_lines_come_from_every_pattern_and_table() -> None:
    """The generator is not blind: it finds the patterns of rules, and knows what they repeat."""
    assert len(patterns()) > 50
    units = {unit for _, unit in PIECES}
    assert {"\u00a0", "&", "a"} <= units
    for rule in RULES.values():
        if rule.phrases is not None:
            first = next(iter(rule.phrases.entries())).text
            assert any(unit.startswith(first) for unit in units), rule.code
