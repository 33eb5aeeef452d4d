"""The package works from a wheel, from an editable install and from a bare checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from cleaner.registry import load_rules

ROOT = Path(__file__).resolve().parent.parent
CODES = [rule.code for rule in load_rules()]
LIST_CODES = (
    "import json, cleaner.registry; print(json.dumps([r.code for r in cleaner.registry.load_rules()]))"
)


SHIPPED = (
    "pyproject.toml", "MANIFEST.in", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile",
    ".pre-commit-hooks.yaml", ".gitattributes", ".gitignore", ".ci", ".github", ".gitlab", "cleaner", "rules",
    "seeds", "cleaned", "tests",
)  # fmt: skip


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the checkout that has been in use, and what is built of it.

    Built without isolation: setuptools is among the dev tools.
    """
    folder = tmp_path_factory.mktemp("built")
    copy = folder / "checkout"
    for name in SHIPPED:
        copy.mkdir(exist_ok=True)
        subprocess.run(["cp", "-r", str(ROOT / name), str(copy / name)], check=True)
    run(
        ["-m", "cleaner", "clean", "seeds", "-o", str(folder / "cleaned")], copy, copy
    )  # compiles phrase tables
    assert list((copy / "rules" / "__pycache__").glob("*.marshal"))
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(copy)],
        check=True,
        capture_output=True,
        text=True,
    )
    (folder / "log").write_text(done.stdout + done.stderr)
    return folder


@pytest.fixture(scope="session")
def wheel(built: Path) -> Path:
    """The wheel, built of the source distribution."""
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked as pip would lay it out."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.unpack_archive(wheel, folder, "zip")
    return folder


def test_the_wheel_brings_only_its_own_names(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        top = {name.split("/")[0] for name in archive.namelist()}
    (info,) = (name for name in top if name.endswith(".dist-info"))
    assert top == {"cleaner", info}


def test_nothing_is_to_be_said_of_the_build(built: Path) -> None:
    assert "warning" not in (built / "log").read_text().lower()


def test_what_is_built_holds_no_compiled_file(built: Path, wheel: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as packed, zipfile.ZipFile(wheel) as archive:
        names = [*packed.getnames(), *archive.namelist()]
    assert [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".marshal"))] == []


def test_the_source_distribution_is_the_whole_checkout(built: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    copy = built / "checkout"
    paths = (path for path in copy.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    wanted = {str(path.relative_to(copy)) for path in paths}
    made = {name for name in wanted if name.startswith(("docset_cleaner.egg-info/", "build/"))}
    assert wanted - made <= names


def test_the_wheel_holds_every_rule_every_table_and_the_types(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "cleaner/py.typed" in names
    wanted = {path.name for path in (ROOT / "rules").iterdir() if path.suffix in (".py", ".toml")}
    assert {f"cleaner/rules/{name}" for name in wanted} <= names
    wanted = {path.name for path in (ROOT / "cleaner" / "commands").glob("*.py")}
    assert {f"cleaner/commands/{name}" for name in wanted} <= names


def test_the_wheel_holds_every_format_and_the_schema_of_the_reports(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = {path.name for path in (ROOT / "cleaner" / "formats").iterdir() if path.is_file()}
    assert "report.schema.json" in wanted
    assert {f"cleaner/formats/{name}" for name in wanted} <= names


def run(arguments: list[str], folder: Path, path: Path) -> str:
    """Run Python away from the checkout, with `path` in front of the import path."""
    environment = dict(os.environ, PYTHONPATH=str(path))
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("place", ["installed", "checkout"])
def test_a_copy_finds_every_rule(place: str, installed: Path, tmp_path: Path) -> None:
    path = installed if place == "installed" else ROOT
    assert json.loads(run(["-c", LIST_CODES], tmp_path, path)) == CODES
    where = run(["-c", "import cleaner; print(cleaner.__file__)"], tmp_path, path)
    assert where.startswith(str(path))


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("place", ["installed", "checkout"])
def test_workers_load_their_own_rules(place: str, method: str, installed: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import multiprocessing, sys\n"
        "import cleaner\n"
        "def work(text):\n"
        "    return cleaner.clean(text).text\n"
        "if __name__ == '__main__':\n"
        f"    with multiprocessing.get_context('{method}').Pool(2) as pool:\n"
        "        print(pool.map(work, ['one  two \\r\\n', 'three\\u00a0four']))\n"
    )
    path = installed if place == "installed" else ROOT
    assert run([str(script)], tmp_path, path).strip() == "['one two\\n', 'three four\\n']"


def test_an_editable_install_finds_every_rule_and_adds_no_other_name(tmp_path: Path) -> None:
    """In a fresh environment that borrows this one's libraries, so that nothing is fetched."""
    environment = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", str(environment)], check=True)
    python = str(environment / "bin" / "python")
    libraries = os.pathsep.join(path for path in sys.path if path.endswith("site-packages"))
    clear = dict(os.environ, PYTHONPATH=libraries)
    subprocess.run(
        [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--editable",
            str(ROOT),
        ],
        check=True,
        env=clear,
        capture_output=True,
    )
    codes = subprocess.run(
        [python, "-c", LIST_CODES], cwd=tmp_path, env=clear, capture_output=True, text=True, check=True
    )
    assert json.loads(codes.stdout) == CODES
    other = subprocess.run(
        [python, "-c", "import importlib.util as u; print(u.find_spec('rules'))"],
        cwd=tmp_path, env=clear, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert other.stdout.strip() == "None"


def test_help_and_one_file_import_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A short text of plain words.\n\nIt has nothing to mend.\n")
    for arguments in (["--help"], ["check", str(tmp_path / "a.txt")]):
        code = (
            f"import sys; from cleaner.cli import main; main({arguments!r}); "
            "heavy = {'ftfy', 'langdetect', 'charset_normalizer', 'rich', 'multiprocessing', "
            "'subprocess', 'xml', 'sqlite3', 'cleaner.cache', 'cleaner.memory', 'cleaner.undo', "
            "'cleaner.accepting', 'cleaner.target', 'cleaner.catalogue', 'wcwidth'}; "
            "formats = {name for name in sys.modules if name.startswith('cleaner.formats.')}; "
            "unused = formats - {'cleaner.formats.base', 'cleaner.formats.full'}; "
            "print(sorted(heavy & sys.modules.keys() | unused))"
        )
        assert run(["-c", code], tmp_path, ROOT).strip().endswith("[]")
