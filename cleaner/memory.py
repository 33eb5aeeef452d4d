"""The cache as `check` uses it: what was told of a document, or else its result, is found again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from msgspec import Struct

from cleaner import ledger, suppressions
from cleaner import profile as profiles
from cleaner.baseline import Baseline
from cleaner.cache import Cache, kind, packed, through, unpacked
from cleaner.config import Config
from cleaner.files import Source
from cleaner.profile import Profile, ProfileError
from cleaner.runner import Processed, Progress, Work, page_place
from cleaner.state import state_folder
from cleaner.surveying import survey

_SET = "set"  # the view and the name under which the cache has the profile of a whole set


class Seen(Struct, frozen=True):
    """What the cache knows of a document: its counts, and the text that was told."""

    counts: Mapping[str, Any]
    text: str


def survey_once(
    sources: Sequence[Source],
    config: Config,
    jobs: int | None,
    progress: Progress,
    note: Callable[[str], None],
) -> Profile:
    """The profile of documents that make a set, surveyed anew only where one of them is not as it was."""
    found = sha256()
    for source in sources:
        try:
            data = source.path.read_bytes()
        except OSError:
            data = b""
        told = f"{source.name} {source.site} {ledger.digest(data)}\n"
        found.update(told.encode("utf-8", "surrogatepass"))
    cache, key = Cache(state_folder(config), kind(config, None), note), found.hexdigest()
    stored = cache.get(_SET, key, _SET)
    try:
        if stored is not None:
            return profiles.parse(stored.splitlines())
    except (ProfileError, AttributeError):
        cache.damaged()
    finally:
        cache.close()
    profile = survey(sources, config, jobs, progress)
    cache = Cache(state_folder(config), kind(config, None), note)
    cache.put(_SET, key, profile.to_text(), _SET)
    cache.close()
    return profile


class Memory:
    """What was told of each document of one kind of run, or else its result."""

    def __init__(
        self,
        config: Config,
        profile: Profile | None,
        known: Baseline | None,
        view: str,
        note: Callable[[str], None],
    ) -> None:
        self.config = config
        self.known = known
        self.view = view and f"{view} {known is not None}"
        self.cache = Cache(state_folder(config), kind(config, profile), note)
        self.fresh: set[str] = set()

    def through(
        self, named: Iterable[Work], work: Callable[[Iterable[Work]], Iterable[Processed]]
    ) -> Iterator[Processed | Seen]:
        """What is known of each document, or else what `work` makes of it, in order."""
        return through(named, self._find, work)

    def _find(self, work: Work) -> Processed | Seen | None:
        """What is known of a document as it is now; None where it has to be checked."""
        source, name = work.source, work.name
        try:
            data = source.path.read_bytes()
        except OSError:
            return None
        digest, entries = ledger.digest(data), suppressions.about(self.config, source.known_as)
        key = self._key(source, digest)
        if (
            self.view
            and not entries
            and (stored := self.cache.get(name, self._viewed(source, key), self.view))
        ):
            return Seen(*stored)
        stored = self.cache.get(name, key)
        if stored is None:
            self.fresh.add(name)
            return None
        try:
            return Processed(source, unpacked(stored[0], name, data), stored[1], *page_place(source, name))
        except (ValueError, TypeError, LookupError):
            self.cache.damaged()
            return None

    def keep_result(self, done: Processed) -> None:
        """Remember a document's result."""
        result = done.result
        if result is not None and result.ledger.name in self.fresh:
            self.fresh.remove(result.ledger.name)
            key = self._key(done.source, result.ledger.source_sha256)
            self.cache.put(result.ledger.name, key, [packed(result), done.error])

    def keep_text(self, done: Processed, counts: Mapping[str, Any], text: str) -> None:
        """Remember what was told of a document, and how it counts."""
        source, result = done.source, done.result
        if result is not None and self.view and not suppressions.about(self.config, source.known_as):
            key = self._viewed(source, self._key(source, result.ledger.source_sha256))
            self.cache.put(result.ledger.name, key, [counts, text], self.view)

    def close(self) -> None:
        """Write what is waiting."""
        self.cache.close()

    def _key(self, source: Source, digest: str) -> str:
        entries = suppressions.about(self.config, source.known_as)
        return f"{digest} {source.matched} {entries!r}" if entries else f"{digest} {source.matched}"

    def _viewed(self, source: Source, key: str) -> str:
        known = self.known.known.get(source.matched) if self.known else None
        return f"{key} {ledger.digest(repr(sorted(known.items())).encode())}" if known else key
