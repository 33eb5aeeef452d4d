"""Patterns for files, as in .gitignore: matched in time that no pattern can blow up.

A pattern comes from the folder that is checked, so it may be hostile: `*a*a*a*a*b` as one regular
expression takes years on a long name. Here each part of a path is matched by itself, every `*` settles
for the first place where what follows fits (a later one can do no better), and so does every `**`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

# In one part of a path: a character as such, stars, a question mark, a class, any other character.
_TOKEN = re.compile(
    r"\\(.)|(\*+)|(\?)|\[([!^]?)((?:\\.|\[:\w+:\]|[^\\])(?:\\.|\[:\w+:\]|[^\\\]])*+)\]|(.)", re.DOTALL
)
_IN_CLASS = re.compile(r"\[:(\w+):\]|\\(.)|(.)", re.DOTALL)
_CLASSES = {
    "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f", "digit": "0-9",
    "graph": "!-~", "lower": "a-z", "print": " -~", "punct": r"!-/:-@\[-`{-~", "space": r"\t-\r ",
    "upper": "A-Z", "xdigit": "0-9a-fA-F",
}  # fmt: skip


class Pattern(Struct, frozen=True):
    """One line of .gitignore, parted at its slashes; a part of None is `**`: any number of folders.

    `negated` takes back what an earlier line matched; `folder` wants the path to be a folder.
    """

    parts: tuple[str | re.Pattern[str] | None, ...]
    negated: bool = False
    folder: bool = False

    def matches(self, path: Sequence[str], *, is_folder: bool) -> bool:
        """Whether the pattern matches this very path, given as its parts."""
        if self.folder and not is_folder:
            return False
        at = place = 0
        restart, resumed = -1, 0  # the pattern's part behind the last `**`, and where it was last tried
        while place < len(path):
            part = self.parts[at] if at < len(self.parts) else ""
            if part is None:
                restart, resumed, at = at + 1, place, at + 1
            elif part == path[place] or (not isinstance(part, str) and part.fullmatch(path[place])):
                at, place = at + 1, place + 1
            elif restart >= 0:
                resumed += 1
                at, place = restart, resumed
            else:
                return False
        return at == len(self.parts)


def parse(line: str) -> Pattern | None:
    """The pattern of one line; None for a blank line or a comment.

    Raises:
        ValueError: the line is no pattern; git passes over it, too.
    """
    line = _without_trailing_spaces(line)
    if not line or line.startswith("#"):
        return None
    negated = line.startswith("!")
    line = line[negated:]
    folder = line.endswith("/")
    line = line[: len(line) - folder]
    parts = _parts(line.removeprefix("/"))
    if "" in parts:
        raise ValueError("a name is empty")
    if "/" not in line and parts != ["**"]:
        parts.insert(0, "**")  # a name alone is looked for in all folders
    if parts[-1] == "**":
        parts.append("*")  # what is inside, not the folder itself
    return Pattern(tuple(None if part == "**" else _part(part) for part in parts), negated, folder)


def _without_trailing_spaces(line: str) -> str:
    bare = line.rstrip(" ")
    escaped = (len(bare) - len(bare.rstrip("\\"))) % 2 == 1
    return bare + " " if escaped and bare != line else bare


def _parts(line: str) -> list[str]:
    """What stands between the slashes, those inside classes aside."""
    parts = [""]
    for token in _TOKEN.finditer(line):
        escaped, *_, plain = token.groups()
        if "/" in (escaped, plain):
            if escaped and re.fullmatch(r"\*{2,}", parts[-1]):
                parts.append("*")  # git lets stars before a slash that is escaped mean one folder at least
            parts.append("")
        elif plain in ("[", "\\"):
            raise ValueError(f"nothing ends its {plain!r}")
        else:
            parts[-1] += token[0]
    return [re.sub(r"\A\*{3,}\Z", "**", part) for part in parts]  # as git reads more stars


@lru_cache(maxsize=1 << 10)
def _part(part: str) -> str | re.Pattern[str]:
    """What a part of a pattern matches: a name, or an expression for the whole of one."""
    if not re.search(r"[*?\[\\]", part):
        return part
    runs = [""]  # what stands between the stars
    for escaped, stars, one, negation, members, plain in _TOKEN.findall(part):
        if stars:
            runs.append("")
        elif one:
            runs[-1] += "."
        elif members:
            runs[-1] += f"[{'^' * bool(negation)}{_members(members)}]"
        else:
            runs[-1] += re.escape(escaped or plain)
    first, *middle = runs
    last = middle.pop() if middle else None
    settled = "".join(f"(?>.*?{run})" for run in middle)
    return re.compile(first + settled + ("" if last is None else ".*" + last), re.DOTALL)


def _members(text: str) -> str:
    """The members of a class, as `re` writes them."""
    found, items = [], list(_IN_CLASS.findall(text))
    while items:
        name, escaped, plain = items.pop(0)
        if name:
            if name not in _CLASSES:
                raise ValueError(f"no class of characters is called {name!r}")
            found.append(_CLASSES[name])
            continue
        low = escaped or plain
        if len(items) > 1 and items[0][2] == "-" and not items[1][0]:
            high = items[1][1] or items[1][2]
            del items[:2]
            found.append(f"{re.escape(low)}-{re.escape(high)}" if low <= high else re.escape(low))
        else:
            found.append(re.escape(low))
    return "".join(found)


def last_match(patterns: Sequence[Pattern], path: str, *, is_folder: bool = False) -> Pattern | None:
    """The last of the patterns that matches this very path (with forward slashes): it decides."""
    parts = path.split("/")
    return next((p for p in reversed(patterns) if p.matches(parts, is_folder=is_folder)), None)


def match_any(lines: Iterable[str], path: str) -> bool:
    """Whether patterns choose a file: the last one that matches it, or a folder it lies in, decides.

    Raises:
        ValueError: a line is no pattern.
    """
    parts = path.split("/")
    for pattern in reversed(_parsed(tuple(lines))):
        if pattern.matches(parts, is_folder=False) or any(
            pattern.matches(parts[:count], is_folder=True) for count in range(1, len(parts))
        ):
            return not pattern.negated
    return False


@lru_cache(maxsize=64)
def _parsed(lines: tuple[str, ...]) -> tuple[Pattern, ...]:
    return tuple(pattern for line in lines if (pattern := parse(line)))
