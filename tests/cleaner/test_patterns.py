"""Patterns for files mean what they mean to git (which counts bytes, not characters); none takes long."""

from __future__ import annotations

import contextlib
import re
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleaner.patterns import Pattern, last_match, match_any, parse

PIECES = ["a", "b", ".txt", "A", "-", " ", "*", "*", "**", "?", "[ab]", "[!a]", "[^b-z]", "[]a]", "[a-]"]
PIECES += [
    "[z-a]",
    "[[:alpha:]]",
    "[[:bogus:]]",
    "[",
    "\\",
    "\\*",
    "\\[",
    "\\/",
    "!",
    "#",
    "/",
    "/",
    "/**/",
    "**/",
    "/**",
]
NAMES = ["a", "b", "ab", "aab", "a.txt", "A", "-", " ", "a b", "b]", "*", "[", "#a", "!b", "z"]
# Of stars behind other characters git means more than it says: it takes plain beginnings off first, so that
# "a**/b" becomes "**/b" and crosses folders.
LINES = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6)
    .map("".join)
    .filter(lambda line: re.search(r"[^/*]\*\*", line) is None)
)
PATHS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map("/".join)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", folder], check=True)
    return folder


def of_git(repository: Path, lines: list[str], paths: list[str]) -> dict[str, bool]:
    """Whether git ignores each path, which need not be there."""
    (repository / ".gitignore").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index", "-z", "--stdin"],
        cwd=repository,
        input="\0".join(paths).encode(),
        capture_output=True,
    )
    assert done.returncode in (0, 1), done.stderr
    ignored = done.stdout.decode().split("\0")
    return {path: path in ignored for path in paths}


def ignores(lines: list[str], path: str) -> bool:
    """What a walk makes of it: a folder that is ignored is not entered."""
    patterns: list[Pattern] = []
    for line in lines:
        with contextlib.suppress(ValueError):
            patterns += [pattern] if (pattern := parse(line)) else []
    parts = path.split("/")
    for count in range(1, len(parts) + 1):
        found = last_match(patterns, "/".join(parts[:count]), is_folder=count < len(parts))
        if found and not found.negated:
            return True
    return False


@given(
    lines=st.lists(LINES, min_size=1, max_size=3), paths=st.lists(PATHS, min_size=1, max_size=20, unique=True)
)
@example(lines=["a/**/b"], paths=["a/b", "a/a/b", "a/a/a/b", "b/a/b", "a/b/b"])
@example(lines=["**", "!b"], paths=["a", "b", "a/b"])
@example(lines=["***/a"], paths=["a", "b/a", "b/b/a"])
@example(lines=["**\\/a", "b/**\\/b"], paths=["a", "b/a", "b/b", "b/a/b", "b/a/a/b"])
@example(lines=["a/***"], paths=["a", "a/b", "a/b/c"])
@example(lines=["*.txt", "!a.txt", "ab/"], paths=["a.txt", "ab/a.txt", "b.txt", "z/b.txt", "z/ab"])
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_patterns_mean_what_they_mean_to_git(repository: Path, lines: list[str], paths: list[str]) -> None:
    assert {path: ignores(lines, path) for path in paths} == of_git(repository, lines, paths)


@pytest.mark.parametrize("line", ["a[", "[", "b\\", "[[:bogus:]]", "//", "/", "a//b", "!", "[]"])
def test_what_is_no_pattern_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(line)


@pytest.mark.parametrize(
    ("lines", "path", "chosen"),
    [
        (["*.txt"], "docs/a.txt", True),
        (["docs/*.txt"], "docs/deep/a.txt", False),
        (["docs/**/*.txt"], "docs/deep/a.txt", True),
        (["docs/"], "docs/deep/a.txt", True),
        (["a.txt/"], "a.txt", False),
        (["*", "!*.html"], "docs/a.html", False),
        (["*", "!*.html"], "docs/a.txt", True),
        (["# no pattern", ""], "a.txt", False),
    ],
)
def test_the_last_pattern_that_matches_a_file_or_its_folders_decides(
    lines: list[str], path: str, chosen: bool
) -> None:
    assert match_any(lines, path) is chosen


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("{}b", "{}"),
        ("*{}b", "{}.txt"),
        ("{}" + "/{}b", "{}/{}"),
        ("?*{}?b", "{}"),
        ("[a-z]*{}[!a]", "{}"),
    ],
)
def test_time_grows_with_the_stars(line: str, path: str) -> None:
    """Twice the stars, and a name twice as long: four times the work at most, never the power."""

    def seconds(size: int) -> float:
        pattern = parse(line.replace("{}", "a*" * size))
        parts = path.replace("{}", "a" * 8 * size).split("/")
        assert pattern
        best = float("inf")
        for _ in range(5):
            start = time.process_time()
            for _ in range(20):
                assert not pattern.matches(parts, is_folder=False)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(800) <= max(0.02, 2.5**2 * seconds(400))


def test_time_grows_with_the_folders() -> None:
    def seconds(size: int) -> float:
        pattern = parse("**/a/" * size + "b")
        assert pattern
        start = time.process_time()
        assert not pattern.matches(["a"] * 4 * size, is_folder=False)
        return time.process_time() - start

    seconds(100)
    assert min(seconds(400) for _ in range(5)) <= max(0.02, 2.5**2 * min(seconds(200) for _ in range(5)))
