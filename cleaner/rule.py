"""What a rule is, and what it may yield: findings, facts, and lines it deliberately spared."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from cleaner.document import Document, Line, Span
from cleaner.profile import Profile


class Safety(StrEnum):
    """What may be done with a rule's fix.

    A fix that removes words is safe while its measured precision is 0.99 or more (lower 95 % bound
    over sites), unsafe from 0.90, and display-only below. A fix that keeps every word is safe when
    a property proves it.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display-only"


SAFE, UNSAFE, DISPLAY = Safety.SAFE, Safety.UNSAFE, Safety.DISPLAY


class Edit(Struct, frozen=True):
    """Replace the characters from `start` to `end` (offsets into the document) by `replacement`."""

    start: int
    end: int
    replacement: str = ""


class Finding(Struct, frozen=True):
    """A span, what is wrong with it in words that name the evidence, and the edits that mend it.

    The edits are applied all or none; without edits there is nothing to mend. `safety` can lower
    the rule's own safety, never raise it. `keeps` is what the fix relies on, as that of a repetition does on
    the first printing: where another fix takes that away, this one is not made, lest both go.
    """

    span: Span
    message: str
    edits: tuple[Edit, ...] = ()
    safety: Safety | None = None
    keeps: Span | None = None


class Fact(Struct, frozen=True):
    """A piece of metadata that the text states: `field` is author, date, tags, language..."""

    field: str
    value: str
    span: Span


class Spared(Struct, frozen=True):
    """A line that a rule came near to and left alone, and the guard that spared it."""

    span: Span
    reason: str


Yield = Finding | Fact | Spared


class Example(Struct, frozen=True):
    """An example that the tests run: `bad` is found and becomes `good`; `good` alone is silent.

    Without `bad` the example shows what is left alone; without `good` the finding is shown only.
    `options` are the rule options under which it holds. For a set rule `others` are the other
    documents of the set; the set is surveyed with `bad` (or `good`) in it. For a rule on markup `bad` is a
    page of HTML and `good` the text that is left of it; `good` alone is a page.
    """

    bad: str | None = None
    good: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()


class Outcome(Struct, frozen=True):
    """What the other rules make of a document: the question a guard rule is asked.

    `document` keeps every word, `cleaned` is what would be left, `profile` what the set knows, if there is
    one. Of a page, `document` is what rules on markup leave, and `page` the text as it was read.
    A guard's findings are about `whole`: the text that stays if they withhold what would go.
    """

    document: Document
    cleaned: Document
    profile: Profile | None = None
    page: Document | None = None

    @property
    def whole(self) -> Document:
        """The text with every word: the page as it was read, or else the document."""
        return self.page or self.document


class Rule(Struct, frozen=True):
    """A check with its name, its prose and the safety of its fix.

    `check` takes the document, and a set rule the profile of the set too; a rule on markup takes
    `Document.markup`, and is asked once, about the page as it was read; a guard rule takes the
    `Outcome`, and each of its findings withholds every fix that removes words in that document.
    `options` are its keyword options with their defaults. `phrases` is its table, if it has one.
    A `local` rule that yields nothing on a document yields nothing on fewer of its lines either, nor
    with empty lines between them; it is not asked again while no line changes.
    A `preview` rule runs only where the configuration says `preview = true`. One that `gives_way` leaves
    lines that rules of a lower rank remove to these, which can tell better what they are: 1 to all that do
    not give way, 2 to those of rank 1 as well.
    """

    code: str
    name: str
    safety: Safety
    removes_words: bool
    check: Callable[..., Iterator[Yield]]
    examples: tuple[Example, ...]
    options: Mapping[str, Any]
    needs_profile: bool
    guard: bool
    local: bool = False
    phrases: Any = None
    preview: bool = False
    needs_markup: bool = False
    gives_way: int = 0

    def asked(self, document: Document, profile: Any) -> tuple[Any, ...]:
        """What `check` is given of a document, its options aside."""
        if self.needs_profile:
            return document, profile
        return (document, document.markup) if self.needs_markup else (document,)

    @property
    def docs(self) -> str:
        """The docstring: what is found, why scraping leaves it there, what is left alone."""
        return inspect.cleandoc(self.check.__doc__ or "")

    @property
    def file(self) -> Path:
        """The module that the rule stands in."""
        return Path(getattr(sys.modules.get(self.check.__module__), "__file__", None) or "")

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return self.docs.partition("\n")[0]


_CODE = re.compile(r"[A-Z]{3}\d{3}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def rule(
    *,
    code: str,
    name: str,
    safety: Safety,
    examples: list[Example],
    removes_words: bool = False,
    local: bool = False,
    phrases: Any = None,
    preview: bool = False,
    gives_way: int = 0,
) -> Callable[[Callable[..., Iterator[Yield]]], Rule]:
    """Make the decorated generator a `Rule`. Nothing is registered: the registry finds it.

    The first parameter's name tells what the generator is asked: `document` (with `profile` second
    for a set rule, `markup` for a rule on markup) or `outcome` (a guard rule). Keyword-only parameters
    are its options.

    Raises:
        ValueError: the code, name, docstring or signature is not of the documented form.
    """
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r} is not three capitals and three digits")
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not kebab-case")

    def decorate(check: Callable[..., Iterator[Yield]]) -> Rule:
        if not check.__doc__:
            raise ValueError(f"{code} has no docstring")
        parameters = inspect.signature(check).parameters.values()
        asked = tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)
        if asked not in {("document",), ("document", "profile"), ("document", "markup"), ("outcome",)}:
            raise ValueError(
                f"{code} takes {asked}: want (document), (document, profile), (document, markup) or (outcome)"
            )
        options = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
        for option, default in options.items():
            if not isinstance(default, bool | int | float | str | tuple):
                raise ValueError(
                    f"{code}: the option {option} wants a number, string, bool or tuple as default"
                )
        return Rule(
            code=code,
            name=name,
            safety=safety,
            removes_words=removes_words,
            check=check,
            examples=tuple(examples),
            options=options,
            needs_profile=asked[1:] == ("profile",),
            needs_markup=asked[1:] == ("markup",),
            guard=asked == ("outcome",),
            local=local,
            phrases=phrases,
            preview=preview,
            gives_way=gives_way,
        )

    return decorate


def line_span(first: Line, last: Line | None = None) -> Span:
    """The span from the first character of `first` to the last of `last`, without its line end."""
    return Span(first.start, (last or first).end)


def deletion(
    document: Document, first: Line, last: Line, message: str, safety: Safety | None = None
) -> Finding:
    """Delete the lines from `first` to `last` with their line ends.

    Where the deletion would leave blank lines meeting blank lines (or an end of the document), the
    blank lines behind it go as well; at the end of the document, those before it.
    """
    lines = document.lines
    begin, end = first.index, last.index + 1
    if begin == 0 or not lines[begin - 1].shows:
        while end < len(lines) and not lines[end].shows:
            end += 1
    if end == len(lines):
        while begin > 0 and not lines[begin - 1].shows:
            begin -= 1
    edit = Edit(lines[begin].start, lines[end - 1].stop)
    return Finding(line_span(first, last), message, (edit,), safety)
