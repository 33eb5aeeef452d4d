"""Rules' own options: each has a default that is its documented threshold, and moves it."""

from __future__ import annotations

from typing import Any

import pytest

import cleaner
from cleaner.registry import load_rules

ENGLISH = (
    "The herons are back at the lake, and the water is as high as it has not been for many years. Those who "
    "walk on the dam in the evening can see them, and so can the people in the village, who put up a "
    "bench from which the whole of the shore is in view."
)
GERMAN = (
    "Die Reiher sind zurück am See, und das Wasser steht so hoch wie seit vielen Jahren nicht mehr. Wer am "
    "Abend auf dem Damm geht, kann sie sehen, und auch die Leute im Dorf stellten eine Bank auf, von der "
    "man auf das ganze Ufer sieht."
)
CALL = "Sign up for our free letter about lakes and get it every Sunday."
CAPTION = "A heron stands in the shallow water"

CASES = [
    pytest.param("DUP101", "min-words", 12, 7, f"{CAPTION}\n{CAPTION}\n\n{ENGLISH}\n", False, id="DUP101"),
    pytest.param("NAV107", "max-words", 45, 12, f"{ENGLISH}\n\n{CALL}\n", True, id="NAV107"),
    pytest.param(
        "NAV108",
        "max-words",
        45,
        8,
        f"{ENGLISH}\n\nIf you would like to contribute, write to letters@example.org.\n",
        True,
        id="NAV108",
    ),
    pytest.param(
        "LNG101", "min-characters", 200, 400, f"{ENGLISH}\n\n{ENGLISH}\n\n{GERMAN}\n", True, id="LNG101"
    ),
]


@pytest.mark.parametrize(("code", "option", "default", "other", "text", "found"), CASES)
def test_an_option_moves_its_threshold(
    code: str, option: str, default: int, other: int, text: str, found: bool
) -> None:
    def finds(options: dict[str, Any]) -> bool:
        return bool(cleaner.check(text, config={"select": [code], "rules": {code: options}}))

    (rule,) = (rule for rule in load_rules() if rule.code == code)
    assert rule.options[option.replace("-", "_")] == default
    assert option in rule.docs
    assert finds({}) is finds({option: default}) is found
    assert finds({option: other}) is not found
