"""What is checked: lists of files, argument files, standard input, what changed in git, exclusions."""

from __future__ import annotations

import os
import subprocess
from codecs import BOM_UTF8
from pathlib import Path

import pytest

from tests.command import cleaner, files

TEXT = "Storm keeps the ferry in port\n\nThe ferry  to the islands stayed in port, it said.\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for name in ("docs/a.txt", "docs/b.txt", "docs/sub/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(TEXT)
    return tmp_path


def checked(folder: Path, *arguments: str | bytes, code: int = 1, stdin: bytes = b"") -> list[str]:
    """The documents with findings, as `check` names them."""
    done = cleaner("check", "--output-format", "concise", *arguments, cwd=folder, stdin=stdin)
    assert done.returncode == code, (done.stdout + done.stderr).decode()
    assert b"Traceback" not in done.stderr
    return [line.split(":")[0] for line in done.stdout.decode().splitlines() if ": SPC104 " in line]


def refused(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    """The one line of a run that could not begin."""
    done = cleaner("check", *arguments, cwd=folder, stdin=stdin)
    assert done.returncode == 2
    assert done.stdout == b""
    said = done.stderr.decode()
    assert said.count("\n") == 1, said
    return said


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody, whatever this machine's settings are."""
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    "option",
    [
        *("--config", "--baseline", "--profile", "--site", "--text-field", "--id-field", "--site-field"),
        *("--changed-since", "--files-from", "--stdin-filename", "--output-file", "--output"),
        *("--output-format", "--select", "--extend-select", "--ignore", "--fail-on", "--jobs"),
    ],
)
def test_an_empty_value_as_of_an_unset_variable_is_refused(here: Path, option: str) -> None:
    assert option in refused(here, "docs", option, "")


# ---- lists


@pytest.mark.parametrize("end", ["\n", "\r\n", "\0"])
@pytest.mark.parametrize("last", ["", "end"])
def test_a_list_of_files(here: Path, end: str, last: str) -> None:
    names = end.join(["docs/b.txt", "docs/sub/c.txt"]) + (end if last else "")
    (here / "list").write_text(names, newline="")
    assert checked(here, "--files-from", "list") == ["docs/b.txt", "docs/sub/c.txt"]
    assert checked(here, "--files-from", "-", stdin=names.encode()) == ["docs/b.txt", "docs/sub/c.txt"]
    assert checked(here, "docs/a.txt", "--files-from", "list")[0] == "docs/a.txt"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_list_may_begin_with_a_mark(here: Path, end: bytes) -> None:
    names = BOM_UTF8 + end.join([b"docs/b.txt", b"docs/a.txt", b""])
    (here / "list").write_bytes(names)
    assert checked(here, "--files-from", "list") == ["docs/b.txt", "docs/a.txt"]
    assert checked(here, "--files-from", "-", stdin=names) == ["docs/b.txt", "docs/a.txt"]
    assert checked(here, "@list") == ["docs/b.txt", "docs/a.txt"]


def test_a_list_parted_by_nul_names_any_file(here: Path) -> None:
    for name, told in (
        (b"docs/new\nline \xff.txt", "docs/new\\nline \\udcff.txt"),
        (BOM_UTF8 + b".txt", "\\ufeff.txt"),
    ):
        (here / os.fsdecode(name)).write_text(TEXT)
        assert checked(here, "--files-from", "-", stdin=name + b"\0") == [told]


def test_an_empty_list_is_never_green(here: Path) -> None:
    for data in (b"", b"\n\n", b"\0", BOM_UTF8, BOM_UTF8 + b"\r\n"):
        assert "names no files; nothing to check" in refused(here, "--files-from", "-", stdin=data)
    assert "nope: the list cannot be read: no such file" in refused(here, "--files-from", "nope")


def test_an_argument_file(here: Path) -> None:
    (here / "args").write_text("docs/a.txt\r\n\ndocs/sub\n--select\nSPC104\n", newline="")
    assert checked(here, "@args") == ["docs/a.txt", "docs/sub/c.txt"]
    done = cleaner("@args", cwd=here)
    assert b"unknown command 'docs/a.txt'" in done.stderr
    done = cleaner("suppress", "docs/a.txt:3", "SPC104", "--reason", "@alice wants it", cwd=here)
    assert done.returncode == 0
    (here / "cleaner-suppressions.toml").unlink()
    (here / "whole").write_text("check\ndocs\n")
    assert cleaner("@whole", cwd=here).returncode == 1


def test_a_file_whose_name_begins_with_an_at_sign(here: Path) -> None:
    (here / "@a.txt").write_text(TEXT)
    assert checked(here, "./@a.txt") == ["@a.txt"]
    assert checked(here, "--", "@a.txt") == ["@a.txt"]
    assert "(a file named @nope.txt: ./@nope.txt)" in refused(here, "@nope.txt")


def test_an_argument_file_of_many_files(here: Path) -> None:
    names = [f"docs/{number}.txt" for number in range(400)]
    for name in names:
        (here / name).write_text(TEXT)
    (here / "args").write_text("\n".join(names))
    assert checked(here, "@args") == names


# ---- standard input by name


def test_standard_input_has_the_name_it_is_given(here: Path) -> None:
    data = TEXT.encode()
    for arguments in (["-", "--stdin-filename", "docs/a.txt"], ["--stdin-filename", "docs/a.txt"]):
        assert checked(here, *arguments, stdin=data) == ["docs/a.txt"]
    (here / "cleaner.toml").write_text(
        'per-file-ignores = { "docs/*.txt" = ["SPC104"] }\nexclude = ["raw/"]\n'
    )
    assert checked(here, "-", "--stdin-filename", "docs/a.txt", code=0, stdin=data) == []
    assert checked(here, "-", "--stdin-filename", "other.txt", stdin=data) == ["other.txt"]
    done = cleaner("clean", "-", "--stdin-filename", "docs/a.txt", cwd=here, stdin=data)
    assert done.stdout == data
    done = cleaner("clean", "-", "--stdin-filename", "other.txt", cwd=here, stdin=data)
    assert done.stdout == data.replace(b"  ", b" ")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("raw/a.txt", "1 excluded"),
        ("raw/not/there.txt", "1 excluded"),
        ("docs/ignored.txt", "1 ignored by .gitignore"),
        ("requirements.md", "1 other type: .md"),
    ],
)
def test_standard_input_is_checked_unless_exclusion_is_forced(here: Path, name: str, reason: str) -> None:
    """What is piped in is meant; an editor that filters whatever it saves says --force-exclude."""
    (here / "cleaner.toml").write_text('exclude = ["raw/"]\n')
    (here / "docs" / ".gitignore").write_text("ignored.txt\n")
    arguments = ["check", "-", "--stdin-filename", name]
    done = cleaner(*arguments, "--force-exclude", "--fix", cwd=here, stdin=TEXT.encode())
    assert (done.returncode, done.stdout) == (0, TEXT.encode()), "it goes through as it is"
    assert f"Nothing was checked; skipped 1 file ({reason}).".encode() in done.stderr
    done = cleaner(*arguments, "--force-exclude", cwd=here, stdin=TEXT.encode())
    assert (done.returncode, done.stdout) == (
        0,
        f"Nothing was checked; skipped 1 file ({reason}).\n".encode(),
    )
    assert checked(here, "-", "--stdin-filename", name, stdin=TEXT.encode()) == [name]
    assert cleaner(*arguments, "--show-files", cwd=here).stdout == f"{name}\n".encode()


class TestStandardInputIsTheFileItIsNamed:
    """Its baseline, suppressions and profile count, as if the file were checked."""

    arguments = ("-", "--stdin-filename", "docs/a.txt")

    def test_what_the_baseline_knows(self, here: Path) -> None:
        cleaner("baseline", cwd=here)
        assert checked(here, *self.arguments, code=0, stdin=TEXT.encode()) == []
        done = cleaner("check", *self.arguments, cwd=here, stdin=TEXT.replace("  ", " ").encode())
        assert b"1 known finding no longer occurs (in docs/a.txt: SPC104)" in done.stderr
        assert checked(here, "-", stdin=TEXT.encode()) == ["-"], "of a nameless text nothing is known"
        assert checked(here, "-", "--stdin-filename", "new.txt", stdin=TEXT.encode()) == ["new.txt"]
        assert checked(here, *self.arguments, "--no-baseline", stdin=TEXT.encode()) == ["docs/a.txt"]

    def test_what_is_suppressed(self, here: Path) -> None:
        cleaner("suppress", "docs/a.txt:3", "SPC104", "--reason", "meant", cwd=here)
        assert checked(here, *self.arguments, code=0, stdin=TEXT.encode()) == []
        done = cleaner("check", *self.arguments, cwd=here, stdin=b"The ferry stayed in port, it said.\n")
        assert b"SUP101" in done.stdout
        fixed = cleaner("check", *self.arguments, "--fix", cwd=here, stdin=TEXT.encode())
        assert fixed.stdout == TEXT.encode()

    def test_what_the_profile_knows(self, here: Path) -> None:
        for number in range(6):
            text = f"Harbour News of the North\n\nStory {number} has words of its own: {'wave ' * number}.\n"
            (here / "docs" / f"{number}.txt").write_text(text)
        assert cleaner("learn", "docs", cwd=here).returncode == 0
        (here / "cleaner.toml").write_text('preview = true\nprofile = "profile.jsonl"\n')
        page = b"Harbour News of the North\n\nAnother story with words of its own.\n"
        (here / "docs" / "new.txt").write_bytes(page)
        named = ["--select", "DUP103", "--output-format", "concise"]
        of_file = cleaner("check", "docs/new.txt", *named, cwd=here).stdout
        assert b"stands in 6 of" in of_file
        piped = cleaner("check", "-", "--stdin-filename", "docs/new.txt", *named, cwd=here, stdin=page).stdout
        assert piped == of_file


@pytest.mark.parametrize("name", ["p.jsonl", "docs/p.jsonl.gz"])
@pytest.mark.parametrize("command", ["check", "clean"])
def test_records_are_not_read_from_standard_input(here: Path, command: str, name: str) -> None:
    done = cleaner(command, "-", "--stdin-filename", name, cwd=here, stdin=b'{"text": "a  b"}\n')
    assert (done.returncode, done.stdout) == (2, b"")
    assert (
        done.stderr == f"cleaner: {name}: records are not read from standard input; name the file\n".encode()
    )


def test_a_name_without_standard_input(here: Path) -> None:
    assert "names standard input" in refused(here, "docs", "--stdin-filename", "a.txt")
    assert "cannot be mixed" in refused(here, "-", "--files-from", "list")
    done = cleaner("clean", "docs", "-o", "out", "--stdin-filename", "a.txt", cwd=here)
    assert done.returncode == 2


# ---- what changed


@pytest.fixture
def repository(here: Path) -> Path:
    git(here, "init", "-q", "-b", "main")
    (here / ".gitignore").write_text("ignored.txt\n")
    git(here, "add", ".")
    git(here, "commit", "-qm", "one")
    return here


def test_nothing_changed(repository: Path) -> None:
    done = cleaner("check", "--changed-since", "HEAD", cwd=repository)
    assert done.returncode == 0
    assert done.stdout == b"Nothing was checked; skipped 3 files (3 unchanged since HEAD).\n"


def test_changes_in_the_tree_the_index_and_new_files(repository: Path) -> None:
    (repository / "docs" / "a.txt").write_text(TEXT + "More  of it.\n")
    (repository / "docs" / "sub" / "c.txt").write_text(TEXT + "More  of it.\n")
    git(repository, "add", "docs/sub/c.txt")
    (repository / "docs" / "new\nline.txt").write_text(TEXT)
    (repository / "docs" / "ignored.txt").write_text(TEXT)
    (repository / "docs" / "b.txt").unlink()
    assert sorted(set(checked(repository, "--changed-since", "HEAD"))) == [
        "docs/a.txt",
        "docs/new\\nline.txt",
        "docs/sub/c.txt",
    ]
    assert set(checked(repository, "docs/sub", "--changed-since", "HEAD")) == {"docs/sub/c.txt"}
    assert set(checked(repository / "docs" / "sub", "--changed-since", "main")) == {"c.txt"}


def test_changes_of_the_branch_and_not_of_others(repository: Path) -> None:
    git(repository, "checkout", "-qb", "mine")
    git(repository, "mv", "docs/a.txt", "docs/renamed.txt")
    git(repository, "commit", "-qam", "mine")
    git(repository, "checkout", "-q", "main")
    (repository / "docs" / "b.txt").write_text(TEXT + "Theirs.\n")
    git(repository, "commit", "-qam", "theirs")
    git(repository, "checkout", "-q", "mine")
    assert checked(repository, "docs", "--changed-since", "main") == ["docs/renamed.txt"]
    assert checked(repository, "docs", "--changed-since", "main~1") == ["docs/renamed.txt"]


def test_what_git_cannot_tell(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert "--changed-since: no such revision: nope; " in refused(repository, "--changed-since", "nope")
    assert "--changed-since: no such revision" in refused(repository, "--changed-since=--output=pwned")
    assert not (repository / "pwned").exists()
    git(repository, "checkout", "-q", "--orphan", "other")
    git(repository, "commit", "-qm", "other")
    assert "main has no commit in common with HEAD" in refused(repository, "--changed-since", "main")
    lone = tmp_path_factory.mktemp("lone")
    (lone / "a.txt").write_text(TEXT)
    assert "is in no git repository" in refused(lone, "--changed-since", "HEAD")
    done = cleaner("check", "--changed-since", "HEAD", cwd=lone, environment={"PATH": "/nowhere"})
    assert (done.returncode, done.stderr) == (2, b"cleaner: --changed-since: git is not installed\n")


def test_what_lies_in_another_repository_is_not_unchanged(repository: Path) -> None:
    inner = repository / "docs" / "module"
    inner.mkdir()
    (inner / "d.txt").write_text(TEXT)
    git(inner, "init", "-q")
    told = refused(repository, "--changed-since", "HEAD")
    assert "--changed-since: docs/module is not in the repository " in told
    (repository / "cleaner.toml").write_text('exclude = ["docs/module/"]\n')
    assert checked(repository, "--changed-since", "HEAD", code=0) == []


def test_a_folder_without_documents_is_never_green(repository: Path) -> None:
    (repository / "empty").mkdir()
    assert "empty: nothing to check" in refused(repository, "empty", "--changed-since", "HEAD")


# ---- exclusions


def test_named_files_obey_exclusions_and_gitignore_when_forced(repository: Path) -> None:
    (repository / "cleaner.toml").write_text('exclude = ["docs/sub/"]\n')
    (repository / "docs" / ".gitignore").write_text("b.txt\n")
    (repository / "ignored.txt").write_text(TEXT)
    named = ["docs/a.txt", "docs/b.txt", "docs/sub/c.txt", "ignored.txt", "cleaner.toml"]
    done = cleaner("check", *named, cwd=repository)
    assert done.stderr.count(b"note: ") == 2, "what was named and is no document is told one by one"
    assert b"in 3 of 3 documents" in done.stdout
    done = cleaner("check", *named, "--force-exclude", cwd=repository)
    assert done.stderr == b""
    assert (
        b"in 1 of 1 document; skipped 4 files (1 excluded, 2 ignored by .gitignore, 1 other type: .toml)"
        in done.stdout
    )
    assert done.returncode == 1


def test_a_text_is_one_in_whatever_case_its_name_ends(here: Path) -> None:
    (here / "docs" / "d.TXT").write_text(TEXT)
    assert "docs/d.TXT" in checked(here, "docs/d.TXT")
    assert "docs/d.TXT" in checked(here, "docs")
    (here / "cleaner.toml").write_text('documents = ["*.txt"]\n')
    assert "docs/d.TXT" not in checked(here, "docs"), "patterns mean what they say, as in .gitignore"


@pytest.mark.parametrize(
    ("name", "setting"), [("a.log", '["*.log"]'), ("notes", '["notes"]'), ("x.2", '["x.2"]')]
)
def test_who_names_a_file_of_another_type_is_told_the_setting_that_takes_it(
    here: Path, name: str, setting: str
) -> None:
    (here / name).write_text(TEXT)
    done = cleaner("check", name, cwd=here)
    assert done.returncode == 2
    assert f"write documents = {setting} into cleaner.toml\n".encode() in done.stderr
    assert b"--force-exclude" not in done.stderr
    (here / "cleaner.toml").write_text(f"documents = {setting}\n")
    assert checked(here, name) == [name]


def test_records_need_no_pattern_where_somebody_names_them(here: Path) -> None:
    """In a list that a program made, such as a hook's, they do: any data file may end so."""
    (here / "p.jsonl").write_text('{"id": 1, "text": "The  ferry."}\n')
    assert checked(here, "p.jsonl") == ["p.jsonl#1"]
    done = cleaner("check", "p.jsonl", "--force-exclude", cwd=here)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"Nothing was checked; skipped 1 file (1 other type: .jsonl).\n"
    (here / "cleaner.toml").write_text('documents = ["*.jsonl"]\n')
    assert checked(here, "p.jsonl", "--force-exclude") == ["p.jsonl#1"]


def test_what_cleaner_writes_for_itself_is_no_document(here: Path) -> None:
    (here / "cleaner.toml").write_text('documents = ["*.txt", "*.jsonl"]\n')
    (here / "docs" / "p.jsonl").write_text('{"id": 1, "text": "The  ferry."}\n')
    for command in ("baseline", "learn docs -o profile.jsonl", "clean docs -o cleaned"):
        assert cleaner(*command.split(), cwd=here).returncode == 0
    assert cleaner("check", "--show-files", "cleaned", cwd=here).stdout == (
        b"cleaned/a.txt\ncleaned/b.txt\ncleaned/p.jsonl\ncleaned/sub/c.txt\n"
    )
    done = cleaner("check", "--no-baseline", cwd=here)
    assert b"skipped" in done.stdout
    assert b"3 cleaner's own" in done.stdout
    assert done.stderr == b""
    done = cleaner("check", "cleaner-baseline.jsonl", "docs/a.txt", cwd=here)
    assert done.stderr == b"cleaner: note: cleaner-baseline.jsonl: written by cleaner, not a document\n"
    (here / "ledger.jsonl").write_text('{"id": 1, "text": "Somebody  else\'s."}\n')
    assert checked(here, "ledger.jsonl") == ["ledger.jsonl#1"]


def test_a_report_is_no_document_where_markdown_is(here: Path) -> None:
    (here / "cleaner.toml").write_text('documents = ["*.md"]\n')
    (here / "docs" / "a.md").write_text("# The ferry\n\nIt  lay in port.\n")
    for command in ("clean docs -o cleaned", "clean cleaned -o again"):
        done = cleaner(*command.split(), cwd=here)
        assert done.returncode == 0, done.stderr
    assert set(files(here / "again")) == {"a.md", "report.md", "ledger.jsonl"}
    (here / "docs" / "report.md").write_text("# Cleaning report\n\nOf the river,  by the club.\n")
    assert checked(here, "docs") == ["docs/a.md", "docs/report.md"]


def test_only_excluded_files_in_a_list_is_no_failure_and_says_so(here: Path) -> None:
    (here / "cleaner.toml").write_text('exclude = ["docs/"]\n')
    for option, code in (([], 2), (["--force-exclude"], 0)):
        done = cleaner("check", "docs/a.txt", "docs/b.txt", *option, cwd=here)
        assert done.returncode == code
        assert done.stdout == b"Nothing was checked; skipped 2 files (2 excluded).\n"
    assert files(here / "docs")["a.txt"] == TEXT.encode()
