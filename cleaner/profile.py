"""A profile: what only the whole set knows about its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from cleaner.document import Document


@dataclass(frozen=True, slots=True)
class Profile:
    """In how many documents each line key occurs, over the set and over each site of it.

    A map-reduce: `observe` one document, `merge` two profiles. `merge` is associative and
    commutative and the empty profile is its identity, so one process, a pool and a cluster
    make the same profile.
    """

    documents: int = 0
    frequency: Mapping[str, int] = field(default_factory=dict)
    by_site: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def merge(self, other: Profile) -> Profile:
        """The profile of both sets together; they must have no document in common."""
        sites = {
            site: dict(Counter(self.by_site.get(site, {})) + Counter(other.by_site.get(site, {})))
            for site in {*self.by_site, *other.by_site}
        }
        frequency = dict(Counter(self.frequency) + Counter(other.frequency))
        return Profile(self.documents + other.documents, frequency, sites)


def observe(document: Document, site: str = "") -> Profile:
    """The profile of one document: each of its line keys, once."""
    frequency = dict.fromkeys((line.key for line in document.inked), 1)
    return Profile(1, frequency, {site: frequency})
