"""Exit codes, also where a run is cut short: by Ctrl-C, or by the reader of its output."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.command import ROOT, cleaner, files

DIRTY = "Storm keeps the ferry in port\n\nThe ferry  to the islands stayed in port, it said.\n"
NOTE = "Storm keeps the ferry in p\ufffdrt\n\nThe ferry to the islands stayed in port, it said.\n"
CLEAN = DIRTY.replace("  ", " ")


def start(*arguments: str, cwd: Path, **streams: Any) -> subprocess.Popen[bytes]:
    """Start the real command in a process group of its own, as a shell does.

    What this process ignores, as one in the background ignores interrupts, the command would ignore, too.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "cleaner", *arguments],
        cwd=cwd,
        env=dict(os.environ, PYTHONPATH=str(ROOT)),
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **streams,
    )


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (CLEAN, "check docs", 0),
        (NOTE, "check docs", 0),
        (DIRTY, "check docs", 1),
        (DIRTY, "check docs --diff", 1),
        (DIRTY, "check docs --fix", 0),
        (DIRTY, "check docs --ignore SPC104", 0),
        (DIRTY, "check docs nope.txt", 2),
        (CLEAN, "check docs nope.txt", 2),
        (CLEAN, "check empty", 2),
        (CLEAN, "check", 0),
        (CLEAN, "check page.html", 0),
        (CLEAN, "check docs --no-such-option", 2),
        (DIRTY, "clean docs -o out", 0),
        (DIRTY, "clean docs -o out --check", 1),
        (DIRTY, "clean empty -o out", 2),
        (DIRTY, "explain docs/a.txt:1", 0),
        (DIRTY, "explain docs/a.txt:99", 2),
        (DIRTY, "rules", 0),
        (DIRTY, "no-such-command", 2),
        (DIRTY, "", 2),
    ],
)
def test_exit_code(docs: Path, text: str, arguments: str, code: int) -> None:
    (docs / "docs" / "a.txt").write_text(text, "utf-8")
    (docs / "empty").mkdir()
    (docs / "page.html").write_text("<p>")
    done = cleaner(*arguments.split(), cwd=docs)
    assert done.returncode == code, (done.stdout + done.stderr).decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["check docs", "check -", "clean docs -o out", "baseline docs"])
@pytest.mark.parametrize("selection", ["--select NAV --ignore NAV", "--ignore ALL", "--select SUP101"])
def test_a_run_without_a_rule_is_refused(docs: Path, command: str, selection: str) -> None:
    (docs / "docs" / "a.txt").write_text(DIRTY)
    done = cleaner(*command.split(), *selection.split(), cwd=docs)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"cleaner: no rule is selected: " in done.stderr
    assert files(docs).keys() == {"docs/a.txt"}
    assert cleaner("check", "docs", "--show-files", *selection.split(), cwd=docs).returncode == 0


def test_a_document_without_a_rule_is_not_checked(docs: Path) -> None:
    (docs / "cleaner.toml").write_text('per-file-ignores = {"docs/a.txt" = ["ALL"]}\n')
    (docs / "docs" / "a.txt").write_text(DIRTY)
    for arguments, code in (
        (["docs"], 2),
        (["docs/a.txt"], 2),
        (["docs/a.txt", "--force-exclude"], 0),
        (["-", "--stdin-filename", "docs/a.txt"], 0),
    ):
        done = cleaner("check", *arguments, cwd=docs, stdin=DIRTY.encode())
        assert (done.returncode, done.stdout) == (
            code,
            b"Nothing was checked; skipped 1 file (1 without a rule).\n",
        )
        assert (b"nothing was checked: name documents" in done.stderr) == (code == 2)
    (docs / "docs" / "b.txt").write_text(CLEAN)
    done = cleaner("check", "docs", cwd=docs)
    assert done.stdout == b"No findings in 1 document; skipped 1 file (1 without a rule).\n"


@pytest.mark.parametrize(
    ("arguments", "code"), [("check page.pdf", 2), ("check page.pdf --force-exclude", 0)]
)
def test_a_run_that_checked_nothing_does_not_look_green(docs: Path, arguments: str, code: int) -> None:
    (docs / "page.pdf").write_text("<p>")
    done = cleaner(*arguments.split(), cwd=docs)
    assert done.returncode == code
    assert done.stdout == b"Nothing was checked; skipped 1 file (1 other type: .pdf).\n"


def many(folder: Path, number: int) -> None:
    for at in range(number):
        (folder / "docs" / f"{at:04}.txt").write_text(DIRTY * 20)


INTERRUPTED = re.compile(
    r"\ncleaner: interrupted while (cleaning|checking|surveying), after (\d[\d,]*) of 3,000 documents;"
    r" what was written is whole, run again to finish\n"
)


@pytest.mark.heavy
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    "arguments", ["check docs --no-cache", "clean docs -o out", "clean docs -o out --preview"]
)
def test_an_interrupt_ends_a_run_within_a_second_and_tells_what_is_done(
    docs: Path, arguments: str, jobs: str
) -> None:
    """Of several interrupts, at moments all over the run, half at least: other work may slow down any."""
    many(docs, 3_000)
    took = []
    for moment in range(7):
        process = start(*arguments.split(), "--jobs", jobs, cwd=docs, stdout=subprocess.DEVNULL, stderr=-1)
        time.sleep(1.5 + moment / 3)
        os.killpg(process.pid, signal.SIGINT)
        began = time.monotonic()
        said = process.communicate(timeout=60)[1].decode()
        took.append(time.monotonic() - began)
        assert process.returncode == 130
        found = INTERRUPTED.fullmatch(said)
        assert found, said
        if "clean docs" in arguments and found[1] == "cleaning":
            done = int(found[2].replace(",", ""))
            written = [name for name in files(docs) if name.startswith("out/0")]
            assert done <= len(written) <= 3_000
    assert sorted(took)[len(took) // 2] < 1, took


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("arguments", ["check docs", "check docs --output json=out.json", "check docs --fix"])
def test_an_interrupt_ends_a_run_with_130_and_nothing_half_written(
    docs: Path, arguments: str, jobs: str
) -> None:
    many(docs, 3_000)
    before = files(docs)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = start(*arguments.split(), "--jobs", jobs, cwd=docs, **streams)
    assert process.stdout
    process.stdout.read(1)  # it has begun
    os.killpg(process.pid, signal.SIGINT)
    began = time.monotonic()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert time.monotonic() - began < 20
    assert INTERRUPTED.fullmatch(said.decode())
    after = files(docs)
    assert not [name for name in after if Path(name).name.startswith(".cleaner-")]
    assert "out.json" not in after
    old = before["docs/0000.txt"]
    new = cleaner("check", "-", "--fix", cwd=docs, stdin=old).stdout
    assert {after[name] for name in before} <= {old, new}


def test_an_interrupt_of_code_made_from_text_ends_with_130_too(docs: Path) -> None:
    (docs / "interrupted.py").write_text(
        "import sys; from cleaner import cli; from cleaner.commands.rules import rules; "
        "rules.callback = lambda **_: exec('raise KeyboardInterrupt'); sys.exit(cli.main(['rules']))"
    )
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    command = [sys.executable, "-m", "interrupted"]
    done = subprocess.run(command, cwd=docs, env=environment, capture_output=True)
    assert done.returncode == 130
    assert done.stderr == b"\ncleaner: interrupted; what was written is whole, run again to finish\n"


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    with contextlib.suppress(OSError):
        return [*map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())]
    told = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return [pid for pid, other in (map(int, row.split()) for row in told.splitlines()) if other == parent]


def test_an_interrupt_is_for_the_run_and_not_for_its_workers(docs: Path) -> None:
    """A terminal sends it to all processes at once; one that is hit while it starts must not complain."""
    many(docs, 64)
    expected = cleaner("check", "docs", "--no-cache", "--jobs", "1", cwd=docs).stdout
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = start("check", "docs", "--no-cache", "--jobs", "2", cwd=docs, **streams)
    hit = set()

    def interrupt() -> None:
        """Interrupt each worker from the moment on that it is there."""
        while process.poll() is None:
            for pid in children(process.pid):
                hit.add(pid)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGINT)

    hitting = threading.Thread(target=interrupt)
    hitting.start()
    told, said = process.communicate(timeout=60)
    hitting.join()
    assert (process.returncode, said) == (1, b"")
    assert told == expected
    assert len(hit) == 4, "two that survey, two that check"


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("name", ["full", "json", "sarif"])
def test_a_closed_pipe_ends_a_run_with_141_and_without_a_word(docs: Path, name: str, jobs: str) -> None:
    many(docs, 600)
    arguments = ("check", "docs", "--output-format", name, "--jobs", jobs)
    process = start(*arguments, cwd=docs, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.read(10)
    process.stdout.close()
    said = process.stderr.read()
    assert (process.wait(60), said) == (141, b"")


@pytest.mark.parametrize("arguments", ["check docs", "rules", "explain NAV101", "--help", "clean - "])
def test_a_reader_that_is_gone_from_the_start(docs: Path, arguments: str) -> None:
    many(docs, 3)
    read, write = os.pipe()
    os.close(read)
    process = start(
        *arguments.split(), cwd=docs, stdin=subprocess.DEVNULL, stdout=write, stderr=subprocess.PIPE
    )
    os.close(write)
    said = process.communicate(timeout=60)[1]
    assert said == b""
    assert process.returncode in ((0, 141) if arguments == "clean - " else (141,))


@pytest.mark.parametrize(("text", "code"), [(CLEAN, 0), (DIRTY, 1)])
def test_closed_streams_do_not_change_the_exit_code(docs: Path, text: str, code: int) -> None:
    (docs / "docs" / "a.txt").write_text(text)
    for close in (">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
        command = f"{sys.executable} -m cleaner check docs {close}"
        done = subprocess.run(
            ["sh", "-c", command], cwd=docs, env=dict(os.environ, PYTHONPATH=str(ROOT)), check=False
        )
        assert done.returncode == code, close


def test_a_full_disk_is_an_error_of_one_line(docs: Path) -> None:
    many(docs, 30)
    with open("/dev/full", "wb") as full:
        process = start("check", "docs", cwd=docs, stdout=full.fileno(), stderr=subprocess.PIPE)
        said = process.communicate(timeout=60)[1]
    assert (process.returncode, said) == (2, b"cleaner: output: no space left on device\n")
