"""A set's life on disk: runs that are cut short at any step, sources that change, others at work there.

Whatever happened: sources are as they were, each file is an old or a new one, what is not ours is untouched,
and the next run makes of TARGET what a first one would have made.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.command import ROOT, cleaner, files, outside_ci
from tests.faults import faulty, start

PARAGRAPH = "The ferry to the  islands was cancelled again because of the storm , said the harbour of {}.\n"
JOURNAL = ".cleaner-journal"
HOLD = "touch stopped; sleep {}"


def lay_out(folder: Path, version: int, documents: int) -> None:
    """A set in one of its versions: a fifth comes and goes, a file becomes a folder and a folder a file."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number in range(documents):
        if (number + version) % 5:
            text = f"Report {number} of version {version if number % 3 else 0}\n\n" + PARAGRAPH.format(number)
            (folder / f"{number:03}.txt").write_text(text)
    deep = folder / ("deep.txt" if version % 2 else "flat.txt")
    deep.mkdir()
    (deep / "a.txt").write_text(PARAGRAPH.format(version))
    (folder / ("flat.txt" if version % 2 else "deep.txt")).write_text(PARAGRAPH.format("the north"))
    if version < 3:
        rows = [{"id": n, "text": PARAGRAPH.format(f"{version} and {n}")} for n in range(3)]
        (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def settings(folder: Path) -> None:
    (folder / "cleaner.toml").write_text('documents = ["*.txt", "*.jsonl"]\n')


class Set:
    """A set in three versions, and what a first run makes of each."""

    def __init__(self, folder: Path, documents: int) -> None:
        self.folder = folder
        self.documents = documents
        self.out = folder / "out"
        settings(folder)
        self.made: dict[int, dict[str, bytes]] = {}
        self.sources: dict[int, dict[str, bytes]] = {}
        for version in (1, 2, 3):
            self.change_to(version)
            assert self.clean(f"fresh{version}").returncode == 0
            self.made[version] = files(folder / f"fresh{version}")
            self.sources[version] = files(folder / "docs")

    def change_to(self, version: int) -> None:
        lay_out(self.folder / "docs", version, self.documents)

    def clean(self, target: str = "out") -> subprocess.CompletedProcess[bytes]:
        return cleaner("clean", "docs", "-o", target, cwd=self.folder)

    def begin_with(self, version: int) -> None:
        """Let TARGET be as a first run left it."""
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.copytree(self.folder / f"fresh{version}", self.out)

    def killed(self, at: int, jobs: str) -> bool:
        """Kill a run from version 1 to 2 before a step; whether it was still there."""
        self.begin_with(1)
        (self.out / "mine.txt").write_text("mine")
        self.change_to(2)
        done = faulty(
            "clean", "docs", "-o", "out", "--jobs", jobs, cwd=self.folder, below=self.out, at=at, kill=True
        )
        assert done.returncode in (-9, 0)
        return done.returncode == -9

    def check_after_kill(self) -> None:
        """Each file is old or new, but for those that came or went."""
        left = {name: data for name, data in files(self.out).items() if ".cleaner-" not in name}
        assert left.pop("mine.txt") == b"mine"
        for name, data in left.items():
            assert data in (self.made[1].get(name), self.made[2].get(name)), name
        assert self.made[1].keys() & self.made[2].keys() <= left.keys()
        assert files(self.folder / "docs") == self.sources[2]

    def heal(self, version: int) -> None:
        """The next run makes what a first one would."""
        self.change_to(version)
        done = self.clean()
        assert (done.returncode, done.stderr) == (0, b"")
        assert files(self.out) == {**self.made[version], "mine.txt": b"mine"}
        assert files(self.folder / "docs") == self.sources[version]


FEW_OR_MANY = [pytest.param(4, id="few"), pytest.param(200, id="many", marks=pytest.mark.heavy)]


@pytest.mark.parametrize("kills", FEW_OR_MANY)
def test_a_killed_clean_is_healed_also_where_the_sources_changed_again(tmp_path: Path, kills: int) -> None:
    """Kills are spread evenly over all steps between the first rename and the last, the ledger's."""
    made = Set(tmp_path, documents=10 if kills < 20 else 75)
    chance = random.Random(kills)
    made.begin_with(1)
    made.change_to(2)
    told = tmp_path / "last"
    faulty("clean", "docs", "-o", "out", cwd=tmp_path, below=made.out, at=1 << 30, last=str(told))
    last = int(told.read_text())
    assert last >= kills
    for kill in range(kills):
        assert made.killed(1 + kill * (last - 1) // kills, jobs="2" if chance.random() < 0.1 else "1")
        made.check_after_kill()
        made.heal(3 if kill % 2 else 2)


def mended(text: str) -> str:
    return text.replace("  ", " ").replace(" ,", ",")


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cleaned")
    settings(folder)
    (folder / "docs" / "deep").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "deep/c.txt"):
        (folder / "docs" / name).write_text(PARAGRAPH.format(name))
    (folder / "docs" / "rows.jsonl").write_text(json.dumps({"id": 1, "text": PARAGRAPH}) + "\n")
    assert cleaner("clean", "docs", "-o", "out", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def here(cleaned: Path, tmp_path: Path) -> Path:
    """A working directory with a set of three texts and a file of records, cleaned into `out`."""
    shutil.copytree(cleaned, tmp_path, dirs_exist_ok=True)
    return tmp_path


def said(done: subprocess.CompletedProcess[bytes], code: int) -> str:
    text = (done.stdout + done.stderr).decode()
    assert done.returncode == code, text
    assert "Traceback" not in text
    return text


class TestWhatIsNotOurs:
    """Nothing in TARGET is replaced or removed but what has the digest that was written."""

    def test_a_folder_gives_way_only_where_a_cut_run_made_it(self, here: Path) -> None:
        (here / "out" / "d.txt" / "deep").mkdir(parents=True)
        (here / "out" / "d.txt" / ".cleaner-0123456789abcdef").touch()
        (here / "docs" / "d.txt").write_text(PARAGRAPH.format("d"))
        assert cleaner("clean", "docs", "-o", "out", cwd=here).returncode == 2
        with (here / "out" / JOURNAL).open("a") as journal:
            journal.write(json.dumps({"output": "d.txt/e.txt", "output_sha256": "0" * 64}) + "\n")
        assert cleaner("clean", "docs", "-o", "out", cwd=here).returncode == 0
        assert (here / "out" / "d.txt").is_file()

    def test_a_folder_for_records_gives_way_wherever_the_run_that_made_it_was_cut(self, here: Path) -> None:
        """It is cut before each step until they are there; then other records come by that name."""
        (here / "docs" / "a.txt").write_text(PARAGRAPH.format("another"))  # steps count from its rename on
        place = here / "docs" / "d.jsonl"
        out = here / "out"
        shutil.copytree(out, here / "before")
        empty = 0
        for step in count():
            place.unlink(missing_ok=True)
            place.mkdir()
            shutil.copy(here / "docs" / "rows.jsonl", place)
            shutil.rmtree(out)
            shutil.copytree(here / "before", out)
            done = faulty("clean", "docs", "-o", "out", cwd=here, below=out, at=step, kill=True)
            assert done.returncode == -9
            if (out / "d.jsonl" / "rows.jsonl").exists():
                break
            empty += (out / "d.jsonl").is_dir()
            shutil.rmtree(place)
            shutil.copy(here / "docs" / "rows.jsonl", place)
            said(cleaner("clean", "docs", "-o", "out", cwd=here), 0)
            assert (out / "d.jsonl").read_bytes() == (out / "rows.jsonl").read_bytes()
            assert not (out / JOURNAL).exists()
        assert empty

    def test_stale_outputs_go_with_the_folders_they_leave_empty(self, here: Path) -> None:
        (here / "docs" / "deep" / "c.txt").unlink()
        text = said(cleaner("clean", "docs", "-o", "out", "--check", cwd=here), 1)
        assert "deep/c.txt: its source is gone" in text
        said(cleaner("clean", "docs", "-o", "out", cwd=here), 0)
        assert not (here / "out" / "deep").exists()
        said(cleaner("clean", "docs", "-o", "out", "--check", cwd=here), 0)

    def test_what_was_changed_by_hand_stays(self, here: Path) -> None:
        for name in ("a.txt", "deep/c.txt"):
            (here / "out" / name).write_text("by hand\n")
        (here / "docs" / "deep" / "c.txt").unlink()
        text = said(cleaner("clean", "docs", "-o", "out", cwd=here), 2)
        assert "out/a.txt: has changed since cleaner wrote it; move it away and run again" in text
        assert (here / "out" / "a.txt").read_text() == "by hand\n"
        assert (here / "out" / "deep" / "c.txt").read_text() == "by hand\n"
        (here / "out" / "a.txt").unlink()
        said(cleaner("clean", "docs", "-o", "out", cwd=here), 0)
        assert (here / "out" / "a.txt").read_text() == mended(PARAGRAPH.format("a.txt"))

    @pytest.mark.parametrize("kind", ["file", "link", "link to nothing", "folder"])
    def test_what_was_there_before_stays(self, here: Path, kind: str) -> None:
        shutil.rmtree(here / "out")
        with (here / "cleaner.toml").open("a") as file:
            file.write("preview = true\n")
        for number in range(4):  # what the set has in common makes a profile
            text = (
                f"The Herald\n\n{PARAGRAPH.format(number)}{number} and {number} more people waited there.\n"
            )
            (here / "docs" / f"{number}.txt").write_text(text)
        (here / "elsewhere").write_text("mine")
        names = ["a.txt", "report.md", "profile.jsonl", "rows.jsonl", "rows.jsonl.ledger"]
        (here / "out").mkdir()
        for mine in (here / "out" / name for name in names):
            if kind == "file":
                mine.write_text("mine")
            elif kind == "folder":
                mine.mkdir()
            else:
                mine.symlink_to(here / ("elsewhere" if kind == "link" else "nowhere"))
        before = {path.name: path.lstat() for path in (here / "out").iterdir()}
        text = said(cleaner("clean", "docs", "-o", "out", cwd=here), 2)
        for name in names:
            path = here / "out" / name
            if name != "rows.jsonl":  # told of its ledger already
                assert f"out/{name}: was not written by cleaner; move it away and run again" in text
            assert os.path.samestat(path.lstat(), before[name])
            path.rmdir() if kind == "folder" else path.unlink()
        assert (here / "elsewhere").read_text() == "mine"
        assert not (here / "nowhere").exists()
        said(cleaner("clean", "docs", "-o", "out", cwd=here), 0)
        said(cleaner("clean", "docs", "-o", "out", "--check", cwd=here), 0)

    def test_records_that_are_gone_go_with_their_ledger(self, here: Path) -> None:
        assert (here / "out" / "rows.jsonl.ledger").is_file()
        (here / "docs" / "rows.jsonl").unlink()
        text = said(cleaner("clean", "docs", "-o", "out", "--check", cwd=here), 1)
        assert "rows.jsonl: its source is gone" in text
        said(cleaner("clean", "docs", "-o", "out", cwd=here), 0)
        assert not [name for name in files(here / "out") if "rows" in name]

    def test_one_document_at_a_time_leaves_the_account_of_the_others(self, here: Path) -> None:
        before = files(here / "out")
        for name in ("b.txt", "rows.jsonl"):
            said(cleaner("clean", f"docs/{name}", "-o", "out", cwd=here), 0)
            ledger = (here / "out" / "ledger.jsonl").read_bytes()
            assert (
                ledger.splitlines()[:-1] == before["ledger.jsonl"].splitlines()[:-1]
            )  # the last: the report
        said(cleaner("clean", f"docs/{name}", "-o", "out", "--check", cwd=here), 0)
        said(cleaner("clean", "docs", "-o", "out", cwd=here), 0)
        assert files(here / "out") == before


class TestTwoRuns:
    """A second run on one TARGET waits a little, and then stops: the two never mix."""

    @pytest.fixture
    def busy(self, here: Path) -> Iterator[Path]:
        """A run that holds TARGET for long: it stops amid its work, and lives."""
        for name in ("a.txt", "b.txt"):
            (here / "docs" / name).write_text(PARAGRAPH.format(f"another {name}"))
        process = start(
            "clean", "docs", "-o", "out", cwd=here, below=here / "out", at=1, shell=HOLD.format(60)
        )
        (here / "pid").write_text(str(process.pid))
        while not (here / "stopped").exists():
            time.sleep(0.02)
        yield here
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def test_the_second_stops_and_changes_nothing(self, busy: Path) -> None:
        before = files(busy / "out")
        for arguments in ("clean docs -o out", "clean docs -o out --check", "restore out -o back"):
            text = said(cleaner(*arguments.split(), cwd=busy), 2)
            assert text == (
                "cleaner: out: another run of cleaner is at work there; run again when it has ended\n"
            )
        assert files(busy / "out") == before
        assert not (busy / "back").exists()

    def test_a_run_that_was_killed_holds_nothing(self, busy: Path) -> None:
        os.killpg(int((busy / "pid").read_text()), signal.SIGKILL)
        assert f"{JOURNAL}: a run was cut short" in said(
            cleaner("clean", "docs", "-o", "out", "--check", cwd=busy), 1
        )
        said(cleaner("clean", "docs", "-o", "out", cwd=busy), 0)
        said(cleaner("clean", "docs", "-o", "out", "--check", cwd=busy), 0)
        assert JOURNAL not in files(busy / "out")

    def test_the_second_waits_for_one_that_ends_soon(self, here: Path) -> None:
        (here / "docs" / "a.txt").write_text(PARAGRAPH.format("another"))
        process = start(
            "clean", "docs", "-o", "out", cwd=here, below=here / "out", at=1, shell=HOLD.format(1)
        )
        while not (here / "stopped").exists():
            time.sleep(0.02)
        said(cleaner("clean", "docs", "-o", "out", cwd=here), 0)
        assert process.wait() == 0
        said(cleaner("clean", "docs", "-o", "out", "--check", cwd=here), 0)


class TestRestore:
    """`restore` refuses document by document; the others are rebuilt."""

    BAD: tuple[tuple[dict[str, object], str], ...] = (
        ({"name": "../evil.txt"}, "the name '../evil.txt' leads out of its folder"),
        ({"name": "x/../../evil.txt"}, "the name 'x/../../evil.txt' leads out of its folder"),
        ({"name": "/etc/evil.txt"}, "the name '/etc/evil.txt' leads out of its folder"),
        ({"output": "../docs/0.txt"}, "the name '../docs/0.txt' leads out of its folder"),
        ({"output_sha256": "0" * 64}, "the cleaned text has changed since the ledger was written"),
        ({"source_sha256": "0" * 64}, "the ledger entry does not rebuild its source"),
        ({"edits": [[0, 1]]}, "the line is damaged (ValueError)"),
        ({"edits": None}, "the line is damaged (TypeError)"),
        ({"codec": "no such"}, "the line is damaged (LookupError)"),
        ({"source_zlib": "eA=="}, "the line is damaged (ValueError)"),
        ({"output": "gone.txt"}, "out/gone.txt: cannot be read: no such file or directory"),
    )

    def test_one_is_refused_and_the_others_come_back(self, here: Path) -> None:
        for number in range(len(self.BAD)):
            (here / "docs" / f"{number}.txt").write_text(PARAGRAPH.format(number))
        said(cleaner("clean", "docs", "-o", "out", cwd=here), 0)
        lines = (here / "out" / "ledger.jsonl").read_text().splitlines()
        names = [json.loads(line).get("name") for line in lines]
        for number, (change, _) in enumerate(self.BAD):
            at = names.index(f"{number}.txt")
            lines[at] = json.dumps({**json.loads(lines[at]), **change})
        lines[names.index("b.txt")] = lines[names.index("b.txt")][:40]  # cut off
        (here / "out" / "ledger.jsonl").write_text("\n".join(lines) + "\n")
        text = said(cleaner("restore", "out", "-o", "back", cwd=here), 2)
        for number, (_, why) in enumerate(self.BAD):
            assert why in text, number
        assert "the line is damaged (JSONDecodeError)" in text
        assert "Restored 3 of 15 documents into back." in text
        docs = files(here / "docs")
        assert files(here / "back") == {name: docs[name] for name in ("a.txt", "deep/c.txt", "rows.jsonl")}
        assert not list(here.rglob("evil.txt"))

    def test_links_are_refused_in_what_is_read(self, here: Path) -> None:
        """The one is a link to another text of ours, the other lies behind a link out of TARGET."""
        (here / "out" / "a.txt").rename(here / "kept.txt")
        (here / "out" / "a.txt").symlink_to("../kept.txt")
        (here / "out" / "deep").rename(here / "deep")
        (here / "out" / "deep").symlink_to("../deep")
        text = said(cleaner("restore", "out", "-o", "back", cwd=here), 2)
        for name in ("a.txt", "deep/c.txt"):
            assert f"out/{name}: not restored: it is a link, or lies behind one" in text
        assert files(here / "back").keys() == {"b.txt", "rows.jsonl"}

    def test_links_are_refused_in_what_is_written(self, here: Path) -> None:
        (here / "back").mkdir()
        (here / "elsewhere").mkdir()
        (here / "back" / "deep").symlink_to("../elsewhere")
        (here / "back" / "a.txt").symlink_to("../elsewhere/a.txt")
        text = said(cleaner("restore", "out", "-o", "back", cwd=here), 2)
        for name in ("a.txt", "deep/c.txt"):
            assert f"back/{name}: is a link, or lies behind one; not written" in text
        assert files(here / "elsewhere") == {}
        assert (here / "back" / "a.txt").is_symlink()
        assert (here / "back" / "b.txt").read_bytes() == (here / "docs" / "b.txt").read_bytes()

    @pytest.mark.parametrize("name", ["../evil.jsonl", "/etc/evil.jsonl", "link/evil.jsonl"])
    def test_records_are_refused_alike(self, here: Path, name: str) -> None:
        kept = here / "out" / "rows.jsonl.ledger"
        kept.write_text(kept.read_text().replace('"name": "rows.jsonl"', f'"name": "{name}"', 1))
        (here / "back").mkdir()
        (here / "elsewhere").mkdir()
        (here / "back" / "link").symlink_to("../elsewhere")
        text = said(cleaner("restore", "out", "-o", "back", cwd=here), 2)
        assert "out/rows.jsonl: not restored: " in text
        assert "Restored 3 of 4 documents into back." in text
        assert files(here / "elsewhere") == {}
        assert not (here / "evil.jsonl").exists()

    def test_a_second_time_changes_nothing_and_what_differs_stays(self, here: Path) -> None:
        for _ in range(2):
            text = said(cleaner("restore", "out", "-o", "back", cwd=here), 0)
            assert "Restored 4 of 4 documents into back." in text
            assert files(here / "back") == files(here / "docs")
        for name in ("a.txt", "rows.jsonl"):
            (here / "back" / name).write_text("mine\n")
        text = said(cleaner("restore", "out", "-o", "back", cwd=here), 2)
        assert "back/a.txt: exists and differs; not overwritten" in text
        assert "back/rows.jsonl exists and differs" in text
        assert (here / "back" / "a.txt").read_text() == (here / "back" / "rows.jsonl").read_text() == "mine\n"

    @pytest.mark.parametrize("folder", ["out", "out/back"])
    def test_sources_do_not_go_into_the_cleaned_folder(self, here: Path, folder: str) -> None:
        before = files(here / "out")
        text = said(cleaner("restore", "out", "-o", folder, cwd=here), 2)
        assert f"{folder}: lies in the cleaned folder; name another for the sources" in text
        assert files(here / "out") == before


class TestFaults:
    """What else goes wrong on a bad day."""

    def test_sources_that_change_amid_a_run(self, tmp_path: Path) -> None:
        """They become another version altogether: each output is whole, and the next run has all of it."""
        made = Set(tmp_path, documents=30)
        made.change_to(3)
        (tmp_path / "docs").rename(tmp_path / "changed")
        for step in (0, 30, 60):
            made.begin_with(1)
            made.change_to(2)
            change = "rm -r docs; cp -r changed docs"
            done = faulty("clean", "docs", "-o", "out", cwd=tmp_path, below=made.out, at=step, shell=change)
            text = said(done, 2)
            assert "cannot be read: no such file or directory" in text
            for name, data in files(made.out).items():
                known = [made.made[version].get(name) for version in (1, 2, 3)]
                assert data in known or name in ("report.md", "ledger.jsonl"), name
            for name, data in files(tmp_path / "docs").items():
                assert data == made.sources[3][name]
            assert cleaner("restore", "out", "-o", f"back{step}", cwd=tmp_path).returncode == 0
            for name, data in files(tmp_path / f"back{step}").items():
                assert data in [made.sources[version].get(name) for version in (1, 2, 3)], name
            (made.out / "mine.txt").write_text("mine")
            made.heal(3)

    def test_a_clock_that_goes_back(self, here: Path) -> None:
        """No time of a file or of the clock has a part in what is written."""
        before = files(here / "out")
        for path in (*(here / "docs").rglob("*"), *(here / "out").rglob("*")):
            os.utime(path, (4e9, 4e9) if path.name == "a.txt" else (1, 1))
        said(cleaner("clean", "docs", "-o", "out", "--check", cwd=here), 0)
        for name in ("a.txt", "b.txt"):
            (here / "docs" / name).write_text(PARAGRAPH.format(f"another {name}"))
            os.utime(here / "docs" / name, (1, 1))
        done = faulty("clean", "docs", "-o", "out", cwd=here, below=here / "out", at=1, clock=1e9)
        said(done, 0)
        assert files(here / "out") != before
        said(cleaner("clean", "docs", "-o", "fresh", cwd=here), 0)
        assert files(here / "out") == files(here / "fresh")

    def test_a_file_system_that_is_full(self, here: Path) -> None:
        """64 kB for all of TARGET: what has no room keeps its old text, and there is no half of anything."""
        (here / "docs" / "b.txt").write_text(PARAGRAPH.format("b") * 500)
        (here / "docs" / "c.txt").write_text(PARAGRAPH.format("c") * 500)
        text = mounted(
            here,
            "mkdir full && mount -t tmpfs -o size=64k none full && cp -r out/. full",
            "{ cleaner clean docs -o full; echo code $?; cp -r full left; }",
            "mount -o remount,size=10m full",
            "{ cleaner clean docs -o full; echo code $?; cp -r full healed; }",
        )
        assert "full/c.txt: cannot be written: no space left on device" in text
        assert re.findall(r"^code (\d)$", text, re.MULTILINE) == ["2", "0"]
        assert not [name for name in files(here / "left") if ".cleaner-" in name and name != JOURNAL]
        said(cleaner("clean", "docs", "-o", "fresh", cwd=here), 0)
        old, new = files(here / "out"), files(here / "fresh")
        for name, data in files(here / "left").items():
            assert data in (old.get(name), new.get(name)) or name in ("report.md", "ledger.jsonl", JOURNAL), (
                name
            )
        assert files(here / "healed") == new

    def test_sources_on_a_file_system_that_is_read_only(self, here: Path) -> None:
        before = files(here / "docs")
        text = mounted(
            here,
            "mount --bind docs docs && mount -o remount,bind,ro docs",
            "{ cleaner clean docs -o other; echo code $?; }",
            "{ cleaner check docs --fix; echo code $?; }",
        )
        assert re.findall(r"^code (\d)$", text, re.MULTILINE) == ["0", "2"]
        assert "docs/a.txt: cannot be written: read-only file system" in text
        assert files(here / "docs") == before
        assert files(here / "other") == files(here / "out")


def mounted(folder: Path, *commands: str) -> str:
    """What shell commands print that see file systems of their own, where nobody else does."""
    script = " && ".join(commands).replace("cleaner ", f"{sys.executable} -m cleaner ")
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script],
        cwd=folder,
        env=outside_ci() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


class TestMendingInPlace:
    """`check --fix`: each file is the old or the mended one, and the way back is there before the latter."""

    @pytest.mark.parametrize("kills", FEW_OR_MANY)
    def test_killed(self, tmp_path: Path, kills: int) -> None:
        """Kills are spread evenly over all steps between the first rename and the last."""
        docs = tmp_path / "docs"
        chance = random.Random(kills)
        fix = ("check", "docs", "--fix", "--no-cache")
        old = {f"{n:02}.txt": PARAGRAPH.format(n).encode() for n in range(3 if kills < 20 else 30)}
        new = {name: mended(data.decode()).encode() for name, data in old.items()}

        def begin() -> None:
            for folder in (docs, tmp_path / ".cleaner"):
                shutil.rmtree(folder, ignore_errors=True)
            docs.mkdir()
            for name, data in old.items():
                (docs / name).write_bytes(data)

        begin()
        told = tmp_path / "last"
        faulty(*fix, cwd=tmp_path, below=tmp_path, at=1 << 30, last=str(told))
        last = int(told.read_text())
        assert last >= kills
        for kill in range(kills):
            begin()
            at = 1 + kill * (last - 1) // kills
            assert faulty(*fix, cwd=tmp_path, below=tmp_path, at=at, kill=True).returncode == -9
            left = {name: data for name, data in files(docs).items() if ".cleaner-" not in name}
            assert left.keys() == old.keys()
            done = [name for name, data in left.items() if data == new[name]]
            assert all(left[name] == old[name] for name in old.keys() - set(done))
            if done:
                name = chance.choice(done)
                said(cleaner("restore", f"docs/{name}", cwd=tmp_path), 0)
                assert (docs / name).read_bytes() == old[name]
            assert cleaner(*fix, cwd=tmp_path).returncode == 0
            assert files(docs) == new
            name = chance.choice(list(old))
            said(cleaner("restore", f"docs/{name}", cwd=tmp_path), 0)
            assert (docs / name).read_bytes() == old[name]

    def test_a_file_that_an_editor_saves_meanwhile_is_left_alone(self, here: Path) -> None:
        """It is saved when its undo record is there and its mended text is being written."""
        change = "printf 'mine  too' > docs/a.txt"
        fix = ("check", "docs/a.txt", "docs/b.txt", "--fix", "--no-cache")
        done = faulty(*fix, cwd=here, below=here / ".cleaner" / "undo", at=0, shell=change)
        assert "docs/a.txt: cannot be written: it has changed since it was read; run again" in said(done, 2)
        assert (here / "docs" / "a.txt").read_text() == "mine  too"
        assert (here / "docs" / "b.txt").read_text() == mended(PARAGRAPH.format("b.txt"))

    def test_a_file_that_is_read_only_is_left_alone(self, here: Path) -> None:
        (here / "docs" / "a.txt").chmod(0o444)
        text = said(cleaner("check", "docs", "--fix", cwd=here), 2)
        assert "docs/a.txt: cannot be written: it is read-only" in text
        assert (here / "docs" / "a.txt").read_text() == PARAGRAPH.format("a.txt")

    def test_two_runs_write_no_file_together(self, here: Path) -> None:
        """The one stops amid a file; the other leaves that one alone, and mends the rest."""
        docs = here / "docs"
        process = start(
            "check", "docs", "--fix", "--no-cache", cwd=here, below=docs, at=0, shell=HOLD.format(60)
        )
        while not (here / "stopped").exists():
            time.sleep(0.02)
        text = said(cleaner("check", "docs", "--fix", "--no-cache", cwd=here), 2)
        assert "docs/a.txt: cannot be written: another run is writing it" in text
        assert (docs / "b.txt").read_text() == mended(PARAGRAPH.format("b.txt"))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        said(cleaner("check", "docs/a.txt", "--fix", "--no-cache", cwd=here), 0)
        assert [path.name for path in docs.iterdir() if path.name.startswith(".")] == []
        assert (docs / "a.txt").read_text() == mended(PARAGRAPH.format("a.txt"))
