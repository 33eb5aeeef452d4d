"""Hostile and damaged documents keep the seven promises: new ones, and all that ever broke one."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.config import parse
from cleaner.registry import load_rules
from tests.benchmarks.fuzz import CONFIGS, fuzz, look_at
from tests.hostile import case

GOLDEN = sorted((Path(__file__).parent / "golden").iterdir())


def test_a_hundred_documents() -> None:
    assert list(fuzz(100)) == []


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(1, 11))
def test_ten_thousand_documents(seed: int) -> None:
    assert list(fuzz(1_000, seed)) == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
@pytest.mark.parametrize("config", CONFIGS, ids=range(len(CONFIGS)))
def test_what_once_broke_a_promise(path: Path, config: dict[str, object]) -> None:
    look_at(path.read_bytes(), parse(config, load_rules()), path.name)


def test_a_case_is_made_again_from_its_number() -> None:
    assert [case(number) for number in range(50)] == [case(number) for number in range(50)]
    assert len({case(number) for number in range(50)}) > 40
    assert case(1, seed=1) != case(1, seed=2)
