"""Begins a rule of the user's own: a module whose example fails until it is filled in."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable
from pathlib import Path

from cleaner.paths import shown
from cleaner.rule import Rule
from cleaner.runner import UsageError
from cleaner.writing import write

FAMILY = "OWN"

_TEMPLATE = '''\
"""Say here what the rule is about."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Yield, deletion, rule


@rule(
    code="{code}",
    name="{name}",
    safety=UNSAFE,  # SAFE where you trust it without looking, DISPLAY to report only
    removes_words=True,
    examples=[
        Example(bad="A line to find\\n\\nThe text stays.\\n", good="The text stays.\\n"),
        Example(good="This is left alone: a line to find in a sentence.\\n"),
    ],
)
def {function}(document: Document) -> Iterator[Yield]:
    """Remove lines that ... (say what).

    Say why they are in the texts, and what is left alone.
    """
    for line in document.inked:  # all lines that show something
        if line.bare == "":  # its words in lower case, without what stands around them: say which
            yield deletion(document, line, line, f"what was found, and why: {{line.text.strip()!r}}")
'''


def begin(name: str, directory: Path, code: str | None, rules: Iterable[Rule]) -> Path:
    """Write a rule module of this name, in kebab-case, and return its path.

    Args:
        name: what the rule finds.
        directory: the folder of own rules.
        code: three capitals and three digits; by default the next of the family OWN.
        rules: all rules there are.

    Raises:
        UsageError: the name or code is of another form or taken, or the module is there.
        OSError: it cannot be written.
    """
    rules = tuple(rules)
    function = name.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) or keyword.iskeyword(function):
        raise UsageError(f"new-rule: {name!r}: want small letters and hyphens, as in tide-table")
    taken = {rule.code: rule.name for rule in rules}
    if name in taken.values():
        raise UsageError(f"new-rule: there is a rule {name!r}")
    code = code or next(
        f"{FAMILY}{number}" for number in range(101, 1000) if f"{FAMILY}{number}" not in taken
    )
    if not re.fullmatch(r"[A-Z]{3}\d{3}", code):
        raise UsageError(f"--code: {code!r} is not three capitals and three digits, as {FAMILY}101")
    if code in taken:
        raise UsageError(f"--code: {code} is {taken[code]}")
    path = directory / f"{function}.py"
    if path.exists():
        raise UsageError(f"{shown(path)}: there is one already")
    directory.mkdir(parents=True, exist_ok=True)
    write(path, _TEMPLATE.format(code=code, name=name, function=function).encode("ascii"))
    return path
