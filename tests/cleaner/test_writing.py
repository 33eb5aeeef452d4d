"""Writing a file: it is the old one or the new one, wherever an interrupt hits."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from cleaner import writing


class Interrupt:
    """Sends this process a Ctrl-C at a line of what writes a file, told by its number."""

    def __init__(self, at: int) -> None:
        self.at, self.lines = at, 0

    def __call__(self, frame: FrameType, event: str, _: Any) -> Interrupt | None:
        if frame.f_code.co_filename not in (writing.__file__, contextlib.__file__):
            return None
        if event == "line":
            self.lines += 1
            if self.lines == self.at:
                signal.raise_signal(signal.SIGINT)
        return self


@pytest.fixture(autouse=True)
def interrupts() -> Iterator[None]:
    """Ctrl-C is heard, also where the tests run in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("old", [b"old\n", None])
def test_an_interrupt_at_any_line_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, old: bytes | None
) -> None:
    path = tmp_path / "a.txt"
    seen = set()
    tracer = sys.gettrace()
    for at in count(1):
        path.unlink(missing_ok=True)
        if old is not None:
            path.write_bytes(old)
        interrupt = Interrupt(at)
        try:
            sys.settrace(interrupt)
            writing.write(path, b"new\n")
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(tracer)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        assert [file.name for file in tmp_path.iterdir()] in (["a.txt"], [] if old is None else ["a.txt"])
        seen.add(path.read_bytes() if path.exists() else None)
        if interrupt.lines < at:
            break
    assert at > 20
    assert seen == {old, b"new\n"}
