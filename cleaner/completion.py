"""What a shell is offered in place of a half-written word; imported by click when a shell asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

from cleaner.catalogue import FAMILIES
from cleaner.config import OWN, Coded
from cleaner.formats import FORMATS
from cleaner.registry import load_rules

Items = list[CompletionItem[str]]


class _Bash(BashComplete):
    """Bash parts `--select=SPC` at the equals sign, which leaves the sign as a word of its own.

    Behind a word that ends in one it is to write no space.
    """

    source_template = BashComplete.source_template.replace(
        "COMPREPLY+=($value)", "COMPREPLY+=($value)\n            [[ $value == *= ]] && compopt -o nospace"
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        return [word for at, word in enumerate(args) if word != "=" or not at], incomplete


class _Whole(ShellComplete):
    """Shells that take `--select=SPC` for one word want the whole of it back."""

    def get_completions(self, args: list[str], incomplete: str) -> Items:
        items = super().get_completions(args, incomplete)
        option, sign, _ = incomplete.partition("=")
        if sign and option.startswith("--"):
            for item in items:
                if item.type == "plain":
                    item.value = option + sign + item.value
        return items


class _Zsh(_Whole, ZshComplete):
    """Behind a word that ends in an equals sign no space is written, and a file may follow."""

    source_template = (
        ZshComplete.source_template.replace(
            '        if [[ "$type" == "plain" ]]; then',
            '        [[ "$key" == *= ]] && suffix=(-S "")\n        if [[ "$type" == "plain" ]]; then',
        )
        .replace("    local -a response\n", "    local -a response suffix\n")
        .replace("completions_with_descriptions -U\n", 'completions_with_descriptions -U "${suffix[@]}"\n')
        .replace("_path_files -f", "compset -P '*='; _path_files -f")
    )


class _Fish(_Whole, FishComplete):
    """Only the first comma parts the kind from the word, and a file may follow an equals sign."""

    source_template = FishComplete.source_template.replace(
        'string split "," $completion', 'string split --max 1 "," $completion'
    ).replace(
        "__fish_complete_path $metadata[2];",
        "for path in (__fish_complete_path (string replace -r -- '.*=' '' $metadata[2]));"
        " echo (string replace -r -- '[^=]*$' '' (commandline -t))$path; end;",
    )


for shell in (_Bash, _Zsh, _Fish):
    add_completion_class(shell)


def codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Codes, families and names, the last of several behind commas."""
    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(before + comma + word, help=said) for word, said in _rules(last)]


def code(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """One code, family or name."""
    return [CompletionItem(word, help=said) for word, said in _rules(incomplete)]


def subject(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """What `explain` takes: a rule, or a file and its line."""
    found = [CompletionItem(word, help=said) for word, said in _rules(incomplete) if word not in FAMILIES]
    return found if incomplete and found else file(ctx, param, incomplete)


def file(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """A file: the shell knows them best."""
    return [CompletionItem(incomplete, type="file")]


def format(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """The name of an output format."""
    return [CompletionItem(name, help=said) for name, said in _formats(incomplete)]


def output(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """`FORMAT=FILE`: the format with its sign, then a file."""
    if "=" in incomplete:
        return file(ctx, param, incomplete.partition("=")[2])
    return [CompletionItem(f"{name}=", help=said) for name, said in _formats(incomplete)]


def _formats(begin: str) -> Iterator[tuple[str, str]]:
    return ((name, said) for name, (_, said) in FORMATS.items() if name.startswith(begin))


def _rules(begin: str) -> Iterator[tuple[str, str]]:
    """Words for rules that begin so, each with what is meant; names where a name was begun."""
    rules: Iterable[Coded] = (*load_rules(), *OWN)
    if begin and begin.islower():
        words = [(rule.name, rule.code) for rule in rules]
    else:
        words = [("ALL", "every rule"), *FAMILIES.items(), *((rule.code, rule.name) for rule in rules)]
    return ((word, said) for word, said in words if word.startswith(begin))
