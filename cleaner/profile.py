"""A profile: what only the whole set knows about its lines and documents, with the evidence for it.

A profile is made by `cleaner.survey` and is small: it holds the lines that two documents of the set share,
and the documents that are copies of others. It is stored as JSON lines, sorted, one fact a line, so that a
person can review it and version control can merge it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from cleaner.document import Document, Line, of_text
from cleaner.folding import bare, fold

SCHEMA_VERSION = 1
LONG = 160  # characters from which a line is known by its two ends
_HEAD, _TAIL = 90, 60  # characters of the two
PROSE = 60  # characters from which a line that no other document has counts as the article's own text
EDGE = 0.05  # of a document's own text: with no more of it above or below, a line stands outside it
LAST = 0.02  # of a document's own text: a line with no more of it below stands at its end


class ProfileError(Exception):
    """A stored profile that cannot be used; the message names the line."""


def ends(text: str) -> str:
    """A line as the survey compares it: without blanks around it, a long one by its two ends.

    Most of the cost of reading text is in its long lines; two that differ in the middle alone are of one
    template, and have not been seen in bodies.
    """
    text = text.strip()
    return text if len(text) < LONG else f"{text[:_HEAD]} … {text[-_TAIL:]}"


def line_key(text: str) -> str:
    """What lines of different documents are known by: the folded text without decoration (see `ends`)."""
    return bare(fold(ends(text)))


@of_text
def key_of(line: Line) -> str:
    """`line_key` of a document's line, worked out once."""
    return line.bare if len(line.text) < LONG else line_key(line.text)  # the shorter are folded anyway


class Evidence(Struct, frozen=True):
    """In how many documents of one site a line stands, and where in them.

    `documents` counts them all, near-duplicates as one; `head` those in which nearly nothing of their
    own text stands above it, `amid` those with own text on both sides, `end` those in which nothing of
    their own text stands below.
    """

    documents: int = 0
    head: int = 0
    amid: int = 0
    end: int = 0

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.documents + other.documents,
            self.head + other.head,
            self.amid + other.amid,
            self.end + other.end,
        )


class Copy(Struct, frozen=True):
    """A document that is a copy of another: `of` is the one kept, `shared` their estimated likeness.

    `shared` is 1 for the same bytes, else the share of word sequences that the two have in common.
    """

    of: str
    shared: float


class Spread(Struct, frozen=True):
    """On how many sites a line stands, and its evidence over all their documents."""

    sites: int
    evidence: Evidence


class Profile(Struct, frozen=True, dict=True):
    """What a set knows: its documents by site, its lines by site and over sites, its copies by document.

    `merge` adds up the evidence of two sets that have no document in common; it is associative and
    commutative, and the empty profile is its identity. What two sets have too seldom to be in their
    profiles is not in that of both: surveying them together finds more.
    """

    sites: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, Evidence]] = field(default_factory=dict)
    spread: Mapping[str, Spread] = field(default_factory=dict)
    copies: Mapping[str, Copy] = field(default_factory=dict)

    def __hash__(self) -> int:
        return id(self)  # what a rule remembers of a profile is of this very one

    def __bool__(self) -> bool:
        return bool(self.lines or self.spread or self.copies)

    @property
    def documents(self) -> int:
        """How many documents the set has, near-duplicates counted as one."""
        return sum(self.sites.values())

    def merge(self, other: Profile) -> Profile:
        """The profile of both sets together. Of sites that both may have, the greater number counts."""
        sites = {
            site: self.sites.get(site, 0) + other.sites.get(site, 0) for site in {*self.sites, *other.sites}
        }
        lines: dict[str, dict[str, Evidence]] = {site: dict(known) for site, known in self.lines.items()}
        for site, known in other.lines.items():
            mine = lines.setdefault(site, {})
            for key, evidence in known.items():
                mine[key] = mine.get(key, Evidence()) + evidence
        spread = dict(self.spread)
        for key, found in other.spread.items():
            have = spread.get(key, Spread(0, Evidence()))
            spread[key] = Spread(max(have.sites, found.sites), have.evidence + found.evidence)
        copies = dict(self.copies)
        for name, copy in other.copies.items():
            copies[name] = max(copies.get(name, copy), copy, key=lambda c: (c.shared, c.of))
        return Profile(sites, lines, spread, copies)

    def to_text(self) -> str:
        """The stored form: a header, then sites, lines and copies, each sorted, one a line."""
        from cleaner.version import __version__

        records: list[Mapping[str, Any]] = [{"profile": SCHEMA_VERSION, "cleaner": __version__}]
        records += [{"site": site, "documents": count} for site, count in sorted(self.sites.items())]
        records += [
            {"line": key, "sites": found.sites} | _counts(found.evidence)
            for key, found in sorted(self.spread.items())
        ]
        records += [
            {"line": key, "site": site} | _counts(evidence)
            for site, known in sorted(self.lines.items())
            for key, evidence in sorted(known.items())
        ]
        records += [
            {"document": name, "copy-of": copy.of, "shared": copy.shared}
            for name, copy in sorted(self.copies.items())
        ]
        return "".join(f"{_json(record)}\n" for record in records)


def support(number: int) -> int:
    """In how many of a number of documents (or sites) a line must stand to be more than a coincidence.

    Two of up to nine, seven of a hundred, 211 of a hundred thousand: what a set repeats by chance, as
    the headings of two authors or a quoted sentence, grows with it, and its templates grow faster.
    """
    return max(2, math.ceil(math.sqrt(number) / 1.5))


def own_text(lengths: Iterable[int], shared: Iterable[object]) -> tuple[list[tuple[float, float]], int]:
    """For each line, the shares of the document's own text above and below it; and how long that text is.

    Own text is what stands in lines of 60 and more characters that no other document has: the prose of
    the article, and not the lists, menus and notices around it.
    """
    weights = [
        0 if common or length < PROSE else length for length, common in zip(lengths, shared, strict=True)
    ]
    total = sum(weights)
    shares = []
    above = 0
    for weight in weights:
        shares.append((above / total, (total - above - weight) / total) if total else (0.0, 0.0))
        above += weight
    return shares, total


def outside(above: float, below: float) -> bool:
    """Whether a line with these shares of own text around it stands outside of it."""
    return above <= EDGE or below <= EDGE


def parse(lines: Iterable[str]) -> Profile:
    """Read a stored profile.

    Raises:
        ProfileError: it is no profile, of another schema, or damaged; names the line.
    """
    import json

    sites: dict[str, int] = {}
    known: dict[str, dict[str, Evidence]] = {}
    spread: dict[str, Spread] = {}
    copies: dict[str, Copy] = {}
    number = 0
    for number, text in enumerate(lines, 1):
        try:
            record = json.loads(text)
            if number == 1:
                if record["profile"] != SCHEMA_VERSION:
                    raise ProfileError(
                        f"its schema is {record['profile']}, this version reads {SCHEMA_VERSION}"
                    )
            elif "line" in record:
                evidence = Evidence(*(_count(record[name]) for name in Evidence.__struct_fields__))
                if "sites" in record:
                    spread[_text(record["line"])] = Spread(_count(record["sites"]), evidence)
                else:
                    known.setdefault(_text(record["site"]), {})[_text(record["line"])] = evidence
            elif "document" in record:
                copies[_text(record["document"])] = Copy(_text(record["copy-of"]), float(record["shared"]))
            else:
                sites[_text(record["site"])] = _count(record["documents"])
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise ProfileError(f"line {number} is damaged ({type(error).__name__})") from None
    if number == 0:
        raise ProfileError("it is empty")
    return Profile(sites, known, spread, copies)


def _counts(evidence: Evidence) -> dict[str, int]:
    return asdict(evidence)


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(value)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _json(record: Mapping[str, Any]) -> str:
    import json

    text = json.dumps(record, ensure_ascii=False)
    # What would end a line elsewhere, or is no UTF-8, is escaped; all else can be read.
    return text if text.isprintable() else json.dumps(record)


class SharedLine(Struct, frozen=True):
    """A line of a document that its profile knows.

    `place` is its index among the inked lines, `above` and `below` the shares of the document's own text
    on its two sides, and `own` the characters of all of it. `evidence` is of the document's site,
    `spread` of all sites; either may be None.
    """

    place: int
    line: Line
    above: float
    below: float
    own: int
    evidence: Evidence | None
    spread: Spread | None

    @property
    def amid(self) -> bool:
        """Whether the document's own text stands on both sides."""
        return not outside(self.above, self.below)

    @property
    def head(self) -> bool:
        """Whether nearly nothing of it stands above."""
        return not self.amid and self.below > self.above

    @property
    def last(self) -> bool:
        """Whether nearly nothing of it stands below."""
        return self.below <= LAST


def shared_lines(document: Document, profile: Profile) -> tuple[SharedLine, ...]:
    """The lines of a document that a profile knows, in order; none where the document is of no set."""
    if document.site is None:
        return ()
    known, spread = profile.lines.get(document.site, {}), profile.spread
    if not known and not spread:
        return ()
    inked = document.inked
    keys = list(map(key_of, inked))
    common = [key in known or key in spread for key in keys]
    if not any(common):
        return ()
    shares, own = own_text([len(line.text.strip()) for line in inked], common)
    return tuple(
        SharedLine(place, inked[place], *shares[place], own, known.get(keys[place]), spread.get(keys[place]))
        for place, is_shared in enumerate(common)
        if is_shared
    )
