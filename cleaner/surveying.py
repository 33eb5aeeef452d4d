"""Which profile a run goes by: a configured one, one that lies beside cleaned texts, or a new survey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cleaner import profile as profiles
from cleaner.config import Config
from cleaner.document import Document
from cleaner.files import Source, discover, only, split_record
from cleaner.paths import shown
from cleaner.profile import Profile, ProfileError
from cleaner.readers import file_of
from cleaner.records import are_records
from cleaner.registry import load_rules
from cleaner.results import Result
from cleaner.runner import (
    Processed,
    Progress,
    UsageError,
    observe_all,
    process,
    process_work,
    processes,
    works,
)
from cleaner.survey import Survey

PROFILE_NAME = "profile.jsonl"
LEDGER_NAME = "ledger.jsonl"
_LARGE = 1 << 22  # bytes of records that are worth a pool


def load(path: Path) -> Profile:
    """Read a stored profile; of a folder that `clean` wrote, the one in it.

    Raises:
        UsageError: there is none, or it cannot be used.
    """
    if path.is_dir():
        path = path / PROFILE_NAME
    try:
        return profiles.parse(path.read_text(encoding="utf-8").splitlines())
    except OSError as error:
        raise UsageError(f"{shown(path)}: cannot be read: {(error.strerror or '?').lower()}") from None
    except (UnicodeDecodeError, ProfileError) as error:
        raise UsageError(f"{shown(path)}: not a usable profile: {error}") from None


def configured(config: Config) -> Profile | None:
    """The profile that the configuration or the command line names."""
    return load((config.root or Path.cwd()) / config.profile) if config.profile else None


def beside(folder: Path) -> Profile | None:
    """The profile that `clean` left beside the texts that it wrote; empty if it knew nothing."""
    if not (folder / LEDGER_NAME).is_file():
        return None
    return load(folder) if (folder / PROFILE_NAME).is_file() else Profile()


def around(path: Path) -> Profile | None:
    """The profile of the cleaned folder that a file lies in, however deep."""
    for folder in path.absolute().parents:
        if (folder / LEDGER_NAME).is_file():
            return beside(folder)
    return None


def sited(sources: Sequence[Source], config: Config) -> Sequence[Source]:
    """The sources, those too that were named by themselves, as members of a known set."""
    if all(source.site is not None for source in sources):
        return sources
    return [
        source if source.site is not None else replace(source, site=config.site_of(source.matched))
        for source in sources
    ]


def survey(sources: Sequence[Source], config: Config, jobs: int | None, progress: Progress) -> Profile:
    """Survey documents that make a set."""
    items = works(sources, config, lambda source: source.name)
    seen = progress(observe_all(items, jobs or worth(sources)), counted(sources), "Surveying")
    return Survey(one for one in seen if one is not None).profile()


def counted(sources: Sequence[Source]) -> int:
    """How many documents these files are; 0 where that is only known when they have been read."""
    return 0 if any(are_records(source.path) for source in sources) else len(sources)


def worth(sources: Sequence[Source]) -> int:
    """How many processes these files are worth."""
    packed = sum(_size(source.path) for source in sources if are_records(source.path))
    return processes(len(sources) if packed < _LARGE else packed)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def known(
    sources: Sequence[Source],
    paths: Sequence[Path],
    config: Config,
    jobs: int | None,
    progress: Progress,
    survey: Callable[[Sequence[Source], Config, int | None, Progress], Profile] = survey,
) -> tuple[Sequence[Source], Profile | None]:
    """The profile for what was named, and the sources with their sites under it.

    A configured profile is for all. Otherwise a folder that `clean` wrote has its own; other folders and
    files of records, given whole, are surveyed as one set where a rule asks for it; and files named by
    themselves belong to none.
    """
    profile = configured(config)
    if profile is None and len(paths) == 1:
        profile = beside(paths[0]) if paths[0].is_dir() else None
    if profile is not None:
        return sited(sources, config), profile
    if not any(rule.needs_profile for rule in load_rules(config.own) if config.selects(rule)):
        return sources, None
    whole = only(sources, lambda source: source.site is not None or are_records(source.path))
    return sources, survey(whole, config, jobs, progress) if whole else None


def one_record(source: Source, name: str, config: Config, profile: Profile | None) -> Processed:
    """Clean the one record of a file that has this id.

    Raises:
        UsageError: there is none.
    """
    label = f"{shown(source.path)}#{name}"
    for work in works([source], config, lambda source: shown(source.path)):
        if work.label == label:
            return process_work(work, config, profile)
    raise UsageError(f"{label}: no such record")


class OneLine(Struct, frozen=True):
    """What a command that is asked about one line needs: the document as it is, and what became of it.

    It was cleaned `alone` where nothing is known of its set.
    """

    source: Source
    result: Result
    document: Document
    alone: bool


def process_line(name: str, number: int, config: Config) -> OneLine:
    """Clean the one document that a line is asked for, whatever the configuration takes for documents.

    `name` is a file, or a file of records, `#` and the id of one; `a.html#text` is `a.html`.

    Raises:
        UsageError: it is not there, cannot be read or cleaned, or has no such line.
    """
    file, record = split_record(file_of(name))
    path = Path(file)
    found = discover([path], replace(config, documents=("*",), exclude=()))
    if not found.sources or path.is_dir():
        raise UsageError(found.errors[0] if found.errors else f"{name}: name one document")
    # Rules that weigh evidence tell it for every line only when asked to.
    talking = {
        rule.code: {**config.rules.get(rule.code, {}), "each_line": True}
        for rule in load_rules(config.own)
        if "each_line" in rule.options
    }
    config = replace(config, rules={**config.rules, **talking})
    source = sited(found.sources, config)[0]
    profile = configured(config) or around(path)
    one = one_record if record else process
    done = one(source, record or file, config, profile)
    if done.result is None or done.error:
        raise UsageError(done.error)
    document = Document(name, done.result.source)
    if not 1 <= number <= len(document.lines):
        raise UsageError(f"{name}: has {len(document.lines)} lines, no line {number}")
    return OneLine(done.source, done.result, document, alone=profile is None)
