"""Faults in a real process: Python imports this module at its start where the folder is on PYTHONPATH.

`FAULT` in the environment is a JSON object:

- `speed`: how many times as fast `time.monotonic` runs, from the start.
- `below`: a folder; what a process does with names below it are its events: opening, renaming, removing, and
  changing modes and owners. They are counted from the first rename on, which is number 0.
- `at`: the number of the event before which the fault happens.
- `kill`: true for kill -9; or `shell`: a command that is run, and the process goes on.
- `clock`: seconds that `time.time` is set back by at that moment.
- `last`: a file that is written at the end, with the number of the last rename.
"""

import atexit
import json
import os
import signal
import sys
import time

_EVENTS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.truncate")


def _begin(
    below: str = "",
    at: int = 0,
    kill: bool = False,
    shell: str = "",
    clock: float = 0,
    last: str = "",
    speed: float = 0,
) -> None:
    count = renamed = -1
    process = os.getpid()

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count, renamed
        if event not in _EVENTS or os.getpid() != process or count > at:
            return
        names = [
            os.path.abspath(os.fsdecode(name)) for name in arguments[:2] if isinstance(name, str | bytes)
        ]
        if any(name.startswith(below + os.sep) for name in names) and (count >= 0 or event == "os.rename"):
            count += 1
            renamed = count if event == "os.rename" else renamed
            if count == at:
                count += 1
                happen()

    def happen() -> None:
        if kill:
            os.kill(process, signal.SIGKILL)
        if shell:
            os.system(shell)  # noqa: S605 - the tests' own
        if clock:
            now = time.time
            time.time = lambda: now() - clock

    def tell() -> None:
        if last and os.getpid() == process:
            with open(last, "w") as file:
                file.write(str(renamed))

    if speed:
        passing = time.monotonic
        time.monotonic = lambda: passing() * speed
    if not below:
        return
    sys.addaudithook(watch)
    atexit.register(tell)


if "FAULT" in os.environ:
    _begin(**json.loads(os.environ.pop("FAULT")))
