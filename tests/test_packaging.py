"""The package works from a wheel, from an editable install and from a bare checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cleaner.registry import load_rules

ROOT = Path(__file__).resolve().parent.parent
CODES = [rule.code for rule in load_rules()]
LIST_CODES = (
    "import json, cleaner.registry; print(json.dumps([r.code for r in cleaner.registry.load_rules()]))"
)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the checkout, without isolation: setuptools is among the dev tools."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "checkout"
    tracked = ("pyproject.toml", "README.md", "LICENSE", "cleaner", "rules")
    copy.mkdir()
    for name in tracked:
        subprocess.run(["cp", "-r", str(ROOT / name), str(copy / name)], check=True)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(copy)],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked as pip would lay it out."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_wheel_brings_only_its_own_names(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        top = {name.split("/")[0] for name in archive.namelist()}
    (info,) = (name for name in top if name.endswith(".dist-info"))
    assert top == {"cleaner", info}


def test_the_wheel_holds_every_rule_every_table_and_the_types(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "cleaner/py.typed" in names
    wanted = {path.name for path in (ROOT / "rules").iterdir() if path.suffix in (".py", ".toml")}
    assert {f"cleaner/rules/{name}" for name in wanted} <= names


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
            "'subprocess', 'xml', 'cleaner.formats.sarif', 'cleaner.formats.junit', 'cleaner.catalogue'}; "
            "print(sorted((heavy | {'wcwidth'}) & sys.modules.keys()))"
        )
        assert run(["-c", code], tmp_path, ROOT).strip().endswith("[]")
