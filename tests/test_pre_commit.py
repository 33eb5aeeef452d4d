"""The hooks, by the real pre-commit, installed from this checkout, on a throw-away git repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT

SHIPPED = (
    ".pre-commit-hooks.yaml",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "MANIFEST.in",
    "cleaner",
    "rules",
)
CLEAN = (
    "Storm keeps the ferry in port\n\n"
    "The ferry to the northern islands was cancelled for a third day because of the storm, it said.\n\n"
    "Fishermen who have worked these waters for forty years had never seen such waves in October.\n"
)
DIRTY = CLEAN.replace("ferry to", "ferry  to").replace("storm,", "storm ,")
LINES = "click  >=8\npathspec\n"  # a requirements.txt that a careless hook would mend
DOCUMENTS = 'documents = ["corpus/**/*.txt"]\nexclude = ["corpus/raw/"]\n'


def run(command: list[str | Path], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = run(["git", *identity, *arguments], folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit_all(folder: Path) -> str:
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--no-verify", "--message", "all")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A repository that holds what a checkout holds, and its revision."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in SHIPPED:
        subprocess.run(["cp", "-r", ROOT / name, folder / name], check=True)
    git(folder, "init", "--quiet")
    return str(folder), commit_all(folder)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where pre-commit keeps its environments: made once for all tests."""
    return str(tmp_path_factory.mktemp("pre-commit"))


class Repository:
    """A git repository with a corpus and the hooks switched on."""

    def __init__(self, folder: Path, hooks: tuple[str, str], home: str) -> None:
        self.folder, self.home = folder, home
        url, revision = hooks
        git(folder, "init", "--quiet")
        self.write(
            ".pre-commit-config.yaml",
            f"""\
repos:
- repo: {url}
  rev: {revision}
  hooks:
  - id: cleaner-fix
  - id: cleaner-check
  - id: cleaner-stale
    args: [corpus, -o, cleaned]
    stages: [manual]
""",
        )
        self.write("cleaner.toml", DOCUMENTS)
        self.write("requirements.txt", LINES)
        self.write("corpus/raw/page.txt", DIRTY)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        git(self.folder, "add", "--force", name)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def hook(self, *arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "pre_commit", "run", "--color", "never", "--verbose", *arguments]
        done = run([*command], self.folder, PRE_COMMIT_HOME=self.home)
        assert "Traceback" not in done.stdout + done.stderr
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path: Path, hooks: tuple[str, str], home: str) -> Repository:
    return Repository(tmp_path, hooks, home)


def test_clean_documents_pass(repository: Repository) -> None:
    repository.write("corpus/a.txt", CLEAN)
    code, told = repository.hook("cleaner-check")
    assert code == 0, told
    assert "No findings in 1 document" in told
    assert repository.hook("cleaner-fix")[0] == 0


def test_dirty_ones_fail_are_mended_and_pass_then(repository: Repository) -> None:
    repository.write("corpus/a.txt", DIRTY)
    code, told = repository.hook("cleaner-check")
    assert code == 1
    assert "corpus/a.txt:3:10: SPC104" in told
    assert repository.read("corpus/a.txt") == DIRTY
    code, told = repository.hook("cleaner-fix")
    assert code == 1
    assert "files were modified by this hook" in told
    assert repository.read("corpus/a.txt") == CLEAN
    git(repository.folder, "add", "--update")
    assert repository.hook("cleaner-fix")[0] == 0
    assert repository.hook("cleaner-check")[0] == 0
    assert ".cleaner" not in git(repository.folder, "status", "--porcelain")


def test_files_that_are_no_documents_are_never_touched(repository: Repository) -> None:
    """Only excluded and other files changed: both hooks pass, and change nothing."""
    repository.write("@odd/notes.txt", LINES)
    repository.write("data.jsonl", '{"a": 1}\n')
    repository.write("cleaner-baseline.jsonl", '{"cleaner-baseline": 1}\n["corpus/a.txt", "SPC104", "0"]\n')
    for hook in ("cleaner-check", "cleaner-fix"):
        code, told = repository.hook(hook)
        assert code == 0, told
        assert "Nothing was checked" in told
    assert repository.read("requirements.txt") == LINES
    assert repository.read("corpus/raw/page.txt") == DIRTY


@pytest.mark.parametrize("hook", ["cleaner-check", "cleaner-fix", "cleaner-stale"])
def test_without_documents_in_the_configuration_a_hook_refuses(repository: Repository, hook: str) -> None:
    repository.write("cleaner.toml", 'exclude = ["corpus/raw/"]\n')
    repository.write("corpus/a.txt", DIRTY)
    code, told = repository.hook(hook, *(["--hook-stage", "manual"] if hook == "cleaner-stale" else []))
    assert code == 1
    assert "- exit code: 2" in told
    (line,) = [row for row in told.splitlines() if row.startswith("cleaner: ")]
    assert 'write documents = ["corpus/**/*.txt"] under [tool.cleaner] in pyproject.toml' in line
    assert (repository.read("requirements.txt"), repository.read("corpus/a.txt")) == (LINES, DIRTY)


def test_stale_texts_fail_whatever_was_changed(repository: Repository) -> None:
    repository.write("corpus/a.txt", DIRTY)
    stale = ("cleaner-stale", "--hook-stage", "manual")
    code, told = repository.hook(*stale)
    assert code == 1
    assert "a.txt: missing" in told
    run(
        [sys.executable, "-m", "cleaner", "clean", "corpus", "-o", "cleaned"],
        repository.folder,
        PYTHONPATH=str(ROOT),
    )
    code, told = repository.hook(*stale)
    assert code == 0, told
    assert "cleaned is fresh" in told


@pytest.mark.heavy
def test_five_thousand_files_in_shuffled_and_split_lists(repository: Repository) -> None:
    """Their names are longer together than one command line may be, so pre-commit splits the list."""
    names = [
        f"corpus/{number % 50:02}/a-rather-long-name-for-a-document-{number:05}.txt" for number in range(5000)
    ]
    assert sum(map(len, names)) > 1 << 17
    for at, name in enumerate(names):
        path = repository.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DIRTY if at % 10 == 0 else CLEAN, "utf-8")
    git(repository.folder, "add", "--all")
    code, told = repository.hook("cleaner-fix")
    assert code == 1, told[-2000:]
    assert told.count("Fixed ") > 1
    assert {repository.read(name) for name in names} == {CLEAN}
    git(repository.folder, "add", "--update")
    for hook in ("cleaner-fix", "cleaner-check"):
        code, told = repository.hook(hook)
        assert code == 0, told[-2000:]
    assert repository.read("requirements.txt") == LINES
