"""The recipes for CI services: their shell steps as they stand there, run on throw-away repositories."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

from tests.command import ROOT, outside_ci

ACTION = ".github/actions/cleaner"
GITLAB = ".gitlab/cleaner.yml"
CLEAN = (
    "Storm keeps the ferry in port\n\n"
    "The ferry to the northern islands was cancelled for a third day because of the storm, it said.\n"
)
DIRTY = CLEAN.replace("ferry to", "ferry  to")
BINARY = bytes(range(256)) * 20
SHIPPED = ("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in", "cleaner", "rules", ".github", ".gitlab")


@dataclass(frozen=True)
class Ran:
    """What a service sees of a job."""

    code: int
    log: str
    found: list[str]  # places and codes in the report that the service reads
    outputs: Mapping[str, str]
    summary: str


Recipe = Callable[..., Ran]


def action(folder: Path = ROOT) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((folder / ACTION / "action.yml").read_text("utf-8"))
    return loaded


def gitlab_job(folder: Path = ROOT) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((folder / GITLAB).read_text("utf-8"))["cleaner"]
    return loaded


def search_path() -> str:
    """Where commands are found: the `cleaner` of this environment first."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def bash(script: str, *, cwd: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a script as the services do: from a file, and ended by the first failure."""
    file = cwd.parent / "script.sh"
    file.write_text(script, "utf-8")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", file],
        cwd=cwd,
        env=outside_ci() | dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=240,
    )
    return done.returncode, done.stdout.decode()


def on_github(repository: Path, checkout: Path = ROOT, path: str = "", **inputs: str) -> Ran:
    """The action's steps, one after the other until one fails, with inputs and the runner's files.

    Inputs are those of `with:`, `_` for `-`; the command is there already unless `install` says otherwise.
    """
    described = action(checkout)
    values = {name: str(said.get("default", "")) for name, said in described["inputs"].items()}
    values |= {"install": "none"} | {name.replace("_", "-"): value for name, value in inputs.items()}

    def evaluated(text: str) -> str:
        return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: values[match[1]], text)

    runner = repository.parent / "runner"
    runner.mkdir()
    names = {name: runner / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
    for file in names.values():
        file.touch()
    path = path or search_path()
    code, log = 0, ""
    for step in described["runs"]["steps"]:
        environment = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(repository),
            "GITHUB_ACTION_PATH": str(checkout / ACTION),
            "RUNNER_TEMP": str(runner),
            "PATH": os.pathsep.join([*reversed(names["GITHUB_PATH"].read_text().split()), path]),
        }
        environment |= {name: str(file) for name, file in names.items()}
        environment |= {name: evaluated(value) for name, value in step["env"].items()}
        where = repository / evaluated(step.get("working-directory", "."))
        code, told = bash(step["run"], cwd=where, environment=environment)
        log += told
        if code:
            break
    outputs = dict(row.split("=", 1) for row in names["GITHUB_OUTPUT"].read_text().splitlines())
    found = []
    if "sarif" in outputs:
        (run,) = json.loads(Path(outputs["sarif"]).read_text("utf-8"))["runs"]
        for result in run["results"]:
            (place,) = (location["physicalLocation"] for location in result["locations"])
            found.append(
                f"{place['artifactLocation']['uri']}:{place['region']['startLine']} {result['ruleId']}"
            )
    return Ran(code, log, found, outputs, names["GITHUB_STEP_SUMMARY"].read_text("utf-8"))


def on_gitlab(repository: Path, checkout: Path = ROOT, path: str = "", **variables: str) -> Ran:
    """The job's scripts in one shell, as its runner puts them together, with variables.

    `paths` stands for the variable `CLEANER_PATHS`, and so on.
    """
    job = gitlab_job(checkout)
    variables = {"install": "none"} | variables
    environment = {f"CLEANER_{name.upper()}": value for name, value in variables.items()}
    environment |= {"GITLAB_CI": "true", "CI_PROJECT_DIR": str(repository), "PATH": path or search_path()}
    code, log = bash(
        "\n".join([*job["before_script"], *job["script"]]), cwd=repository, environment=environment
    )
    report = repository / job["artifacts"]["reports"]["codequality"]
    issues = json.loads(report.read_text("utf-8")) if report.exists() else []
    found = [
        f"{issue['location']['path']}:{issue['location']['lines']['begin']} {issue['check_name']}"
        for issue in issues
    ]
    return Ran(code, log, found, {}, "")


both = pytest.mark.parametrize("recipe", [on_github, on_gitlab])


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one clean document, committed."""
    folder = tmp_path / "repository"
    write(folder, "docs/a.txt", CLEAN)
    write(folder, "README.md", "# Not a document\n")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    return folder


def write(folder: Path, name: str, text: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


# What every run owes


@both
def test_clean_documents_pass(recipe: Recipe, repository: Path) -> None:
    ran = recipe(repository, paths="docs")
    assert ran.code == 0, ran.log
    assert "No findings in 1 document" in ran.log
    assert ran.found == []


@both
def test_dirty_ones_fail_and_the_report_says_where(recipe: Recipe, repository: Path) -> None:
    write(repository, "docs/b.txt", DIRTY)
    ran = recipe(repository)
    assert ran.code == 1, ran.log
    assert [place.split()[0] for place in ran.found] == ["docs/b.txt:3"]
    assert "SPC104" in ran.found[0]


@both
def test_a_broken_document_fails_and_the_others_are_reported(recipe: Recipe, repository: Path) -> None:
    write(repository, "docs/b.txt", DIRTY)
    write(repository, "docs/c.txt", BINARY)
    ran = recipe(repository)
    assert ran.code == 2, ran.log
    assert "docs/c.txt: cannot be read as text, left alone" in ran.log
    assert {place.split(":")[0] for place in ran.found} >= {"docs/b.txt"}


@both
def test_a_broken_configuration_fails(recipe: Recipe, repository: Path) -> None:
    write(repository, "cleaner.toml", "slect = []\n")
    ran = recipe(repository)
    assert ran.code == 2
    assert "did you mean 'select'?" in ran.log


@both
def test_known_findings_pass(recipe: Recipe, repository: Path) -> None:
    write(repository, "docs/b.txt", DIRTY)
    subprocess.run(
        ["cleaner", "baseline"], cwd=repository, env=outside_ci() | {"PATH": search_path()}, check=True
    )
    ran = recipe(repository)
    assert ran.code == 0, ran.log
    assert "1 known in the baseline" in ran.log


@both
def test_paths_and_arguments_stand_one_a_line(recipe: Recipe, repository: Path) -> None:
    write(repository, "more docs/b.txt", DIRTY)
    assert recipe(repository, paths="docs\n\nmore docs\n", args="--select=ENC\n--fail-on=note\n").code == 0


@both
def test_a_path_is_no_option_and_no_standard_input(recipe: Recipe, repository: Path) -> None:
    names = ["-", "--help", "@list"]
    write(repository, "cleaner.toml", f"documents = {names}\n")
    for name in names:
        write(repository, name, DIRTY)
    ran = recipe(repository, paths="\n".join(names))
    assert ran.code == 1, ran.log
    assert sorted(unquote(place.split(":")[0]) for place in ran.found) == names


# A run that checks nothing never looks green


@both
@pytest.mark.parametrize(
    "asked",
    [
        {"paths": ""},  # as of a variable that is not set
        {"paths": "\n\n"},
        {"paths": "nowhere"},
        {"paths": "empty"},
        {"paths": "docs/raw/b.txt"},  # excluded by the configuration
        {"args": "--changed-since=HEAD"},  # nothing changed
        {"args": "--help"},
        {"args": "--show-files"},
        {"args": "--show-settings"},
    ],
    ids=str,
)
def test_nothing_checked_fails(recipe: Recipe, repository: Path, asked: dict[str, str]) -> None:
    (repository / "empty").mkdir()
    write(repository, "docs/raw/b.txt", CLEAN)
    write(repository, "cleaner.toml", 'exclude = ["docs/raw/"]\n')
    ran = recipe(repository, **asked)
    assert ran.code == 2, ran.log
    assert re.search("nothing (to check|was checked)|no such file", ran.log, re.IGNORECASE)


@both
def test_nothing_changed_is_a_warning_where_that_is_allowed(recipe: Recipe, repository: Path) -> None:
    ran = recipe(repository, args="--changed-since=HEAD", allow_nothing="true")
    if recipe is on_github:
        assert ran.code == 0
        assert "::warning title=cleaner::Nothing was checked\n" in ran.log
        assert "Nothing was checked" in ran.summary
        assert ran.outputs["documents"] == "0"
    else:
        assert ran.code == gitlab_job()["allow_failure"]["exit_codes"]
        assert "nothing was checked" in ran.log


@both
@pytest.mark.parametrize("asked", [{"args": "--help"}, {"paths": "empty"}, {"paths": ""}], ids=str)
def test_only_a_whole_run_may_have_checked_nothing(
    recipe: Recipe, repository: Path, asked: dict[str, str]
) -> None:
    (repository / "empty").mkdir()
    assert recipe(repository, allow_nothing="true", **asked).code == 2


@both
def test_without_a_command_the_job_fails(recipe: Recipe, repository: Path) -> None:
    ran = recipe(repository, path="/usr/bin:/bin")
    assert ran.code == 2
    assert "there is no command cleaner" in ran.log


# What it is told is data


def commands(place: Path) -> str:
    """Text that would run a command in most places of a script, and leave a file."""
    command = f"touch {place}"
    return f"$({command})`{command}`; {command}; '; {command}; \"; {command}; "


@both
@pytest.mark.parametrize("name", ["paths", "args", "version", "allow_nothing"])
def test_no_shell_reads_what_is_asked(recipe: Recipe, repository: Path, tmp_path: Path, name: str) -> None:
    ran = recipe(repository, **{name: commands(tmp_path / "taken")})
    assert not (tmp_path / "taken").exists()
    assert (ran.code == 0) == (name == "allow_nothing")


@both
def test_no_shell_reads_what_is_installed_and_by_what(
    recipe: Recipe, repository: Path, tmp_path: Path
) -> None:
    """Both arrive as they are, each as one word."""
    python = tmp_path / commands(Path("taken"))
    python.write_text(
        "#!/bin/bash\n"
        'if [ "$2" = venv ]; then mkdir -p "${!#}/bin"; cp "$0" "${!#}/bin/python"; exit; fi\n'
        "printf '%s\\n' \"installs ${!#}\"; exit 7\n"
    )
    python.chmod(0o755)
    wanted = commands(tmp_path / "taken")
    ran = recipe(repository, python=str(python), install=wanted)
    assert (ran.code, ran.log) == (7, f"installs {wanted}\n")
    assert not [*tmp_path.rglob("taken")]


def test_no_shell_reads_the_names_of_files_and_folders(repository: Path, tmp_path: Path) -> None:
    """A name has no slashes, so the command creates a file where it stands."""
    name = commands(Path("taken"))
    write(repository, f"{name}/b.txt", DIRTY)
    for ran in (
        on_github(repository, working_directory=name, sarif=f"{name}.sarif"),
        on_gitlab(repository, directory=name),
    ):
        assert ran.code == 1, ran.log
        assert len(ran.found) == 1
    assert not [*tmp_path.rglob("taken")]


@both
def test_another_version_is_refused(recipe: Recipe, repository: Path) -> None:
    ran = recipe(repository, version=">=99")
    assert ran.code == 2
    assert ">=99 is wanted" in ran.log


# Installing


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a service has of this repository: a copy, so that building leaves nothing here."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in SHIPPED:
        subprocess.run(["cp", "-r", ROOT / name, folder / name], check=True)
    return folder


def test_the_action_installs_its_own_revision(repository: Path, checkout: Path, tmp_path: Path) -> None:
    """And puts nothing but the command on the path."""
    write(repository, "docs/b.txt", DIRTY)
    ran = on_github(
        repository, checkout, path="/usr/bin:/bin", install="", python=sys.executable, version="==0.1.*"
    )
    assert ran.code == 1, ran.log
    assert len(ran.found) == 1
    (added,) = (tmp_path / "runner" / "GITHUB_PATH").read_text().split()
    assert os.listdir(added) == ["cleaner"]


def test_the_gitlab_job_installs_what_it_is_told(repository: Path, checkout: Path) -> None:
    write(repository, "docs/b.txt", DIRTY)
    ran = on_gitlab(repository, checkout, path="/usr/bin:/bin", install=str(checkout), python=sys.executable)
    assert ran.code == 1, ran.log
    assert len(ran.found) == 1


def test_the_gitlab_job_guesses_no_source(repository: Path) -> None:
    ran = on_gitlab(repository, install="")
    assert ran.code == 2
    assert "CLEANER_INSTALL is not set" in ran.log


@both
def test_without_a_python_to_install_with_the_job_fails(recipe: Recipe, repository: Path) -> None:
    ran = recipe(repository, install=str(ROOT), python="./nowhere")
    assert ran.code != 0
    assert "./nowhere: No such file or directory" in ran.log


# GitHub


def test_findings_become_annotations_a_summary_and_outputs(repository: Path) -> None:
    write(repository, "docs/b.txt", DIRTY)
    ran = on_github(repository)
    assert (
        "::warning file=docs/b.txt,line=3,endLine=3,col=10,endColumn=12,title=SPC104 repeated-space::"
        in ran.log
    )
    assert "SPC104" in ran.summary
    assert ran.outputs == {
        "documents": "2",
        "exit-code": "1",
        "sarif": str(repository / "cleaner.sarif"),
    }


def test_a_broken_document_becomes_an_annotation(repository: Path) -> None:
    write(repository, "docs/c.txt", BINARY)
    assert "::error title=cleaner::docs/c.txt: cannot be read as text" in on_github(repository).log


def test_a_document_gives_the_runner_no_commands(repository: Path) -> None:
    write(repository, "docs/::error::b.txt", CLEAN.replace("it said", "\u202e::error::it  said"))
    ran = on_github(repository)
    assert ran.code == 1
    commands = [row for row in ran.log.splitlines() if row.startswith("::")]
    assert commands
    assert all(row.startswith("::warning file=docs/%3A%3Aerror%3A%3Ab.txt,") for row in commands)


def test_a_working_directory_has_its_own_configuration(repository: Path) -> None:
    """Paths in the reports are the repository's nevertheless."""
    write(repository, "docs/cleaner.toml", 'documents = ["*.text"]\n')
    write(repository, "docs/b.text", DIRTY)
    ran = on_github(repository, working_directory="docs", sarif="out.sarif")
    assert ran.code == 1
    assert "::warning file=docs/b.text,line=3" in ran.log
    assert ran.outputs["documents"] == "1"
    assert ran.outputs["sarif"] == str(repository / "docs" / "out.sarif")


def test_without_a_name_no_sarif_is_written(repository: Path) -> None:
    ran = on_github(repository, sarif="")
    assert ran.code == 0, ran.log
    assert ran.outputs == {"documents": "1", "exit-code": "0"}
    assert not [*repository.rglob("*.sarif")]


def test_a_name_cannot_set_other_outputs(repository: Path) -> None:
    ran = on_github(repository, sarif="a.sarif\ndocuments=100")
    assert ran.code == 2
    assert ran.outputs == {}


def test_the_action_is_whole() -> None:
    """Inputs are described and used, and reach no script but by the environment."""
    described = action()
    assert described["runs"]["using"] == "composite"
    used = set()
    for step in described["runs"]["steps"]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        rest = {key: value for key, value in step.items() if key != "run"}
        used |= set(re.findall(r"\$\{\{ inputs\.([a-z-]+) \}\}", json.dumps(rest)))
    assert used == set(described["inputs"])
    assert all(said["description"] for said in described["inputs"].values())
    given = {
        name for step in described["runs"]["steps"] for name in re.findall(r'echo "([a-z-]+)=', step["run"])
    }
    assert given == set(described["outputs"])


# GitLab


def test_a_directory_has_its_own_configuration_on_gitlab(repository: Path) -> None:
    write(repository, "docs/cleaner.toml", 'documents = ["*.text"]\n')
    write(repository, "docs/b.text", DIRTY)
    ran = on_gitlab(repository, directory="docs")
    assert ran.code == 1
    assert [place.split()[0] for place in ran.found] == ["docs/b.text:3"]


def test_every_variable_of_the_gitlab_job_is_documented() -> None:
    text = (ROOT / GITLAB).read_text("utf-8")
    documented = set(re.findall(r"^#   (CLEANER_[A-Z_]+) ", text, re.MULTILINE))
    job = gitlab_job()
    assert set(re.findall(r"CLEANER_[A-Z_]+", "".join(job["before_script"] + job["script"]))) == documented
    assert job["artifacts"]["when"] == "always"


# The README


def examples() -> list[Any]:
    readme = (ROOT / "README.md").read_text("utf-8")
    return [*map(yaml.safe_load, re.findall(r"^```yaml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL))]


def test_the_workflow_of_the_readme_runs(repository: Path) -> None:
    (workflow,) = (example for example in examples() if "jobs" in example)
    (job,) = workflow["jobs"].values()
    (step,) = (step for step in job["steps"] if ACTION in step["uses"])
    (upload,) = (step for step in job["steps"] if "upload-sarif" in step["uses"])
    ran = on_github(repository, **step["with"])
    assert ran.code == 0, ran.log
    assert ran.outputs["sarif"] == str(repository / upload["with"]["sarif_file"])
    assert f"hashFiles('{upload['with']['sarif_file']}')" in upload["if"]


def test_the_gitlab_pipeline_of_the_readme_runs(repository: Path) -> None:
    (pipeline,) = (example for example in examples() if "include" in example)
    (included,) = pipeline["include"]
    assert (ROOT / included["file"].lstrip("/")).is_file()
    given = {name.removeprefix("CLEANER_").lower(): value for name, value in pipeline["variables"].items()}
    assert given.pop("install").startswith("git+https://")
    ran = on_gitlab(repository, **given)
    assert ran.code == 0, ran.log


# This repository


def test_this_repository_checks_its_own_documents() -> None:
    """The commands of its CI, run."""
    commands = [
        row.split()[1:]
        for row in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
        if row.startswith(".venv/bin/cleaner ")
    ]
    assert ["check", "seeds"] in commands
    assert ["clean", "seeds", "-o", "cleaned", "--check"] in commands
    assert any(command[:2] == ["check", "cleaned"] for command in commands)
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "cleaner", *command],
            cwd=ROOT,
            env=outside_ci(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "othing" not in done.stdout


def test_the_committed_baseline_is_what_cleaner_baseline_writes(tmp_path: Path) -> None:
    written = tmp_path / "baseline.jsonl"
    subprocess.run(
        [sys.executable, "-m", "cleaner", "baseline", "seeds", "--baseline", written],
        cwd=ROOT,
        env=outside_ci(),
        check=True,
        capture_output=True,
    )
    assert written.read_bytes() == (ROOT / ".ci" / "baseline.jsonl").read_bytes()
