"""The survey: from documents to the profile of their set, as a map-reduce that is cheap in time and memory.

`observe` looks at one document, in a worker process where there are many; a `Survey` takes observations
in any order and makes the profile. It keeps some 60 bytes for each distinct line and 400 for a document of
2 kB: the text of a line is kept only from the second document on that has it.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from zlib import crc32

from msgspec import Struct

from cleaner.profile import (
    LAST,
    LONG,
    PROSE,
    Copy,
    Evidence,
    Profile,
    Spread,
    ends,
    line_key,
    outside,
    own_text,
    support,
)

_LINE_END = re.compile(r"\r\n|\n|\r")

# Near-duplicates: the eight words at each end of a long line, and at the beginning of each sentence of a very
# long one, stand for all word sequences of a document (to take them all costs ten times as much); the
# least hash of each of 32 lots for all of these (MinHash by one permutation: Li, Owen and Zhang, NIPS
# 2012); and two documents are compared where one of eight bands of four lots is equal. Of pairs that share
# 0.8 of their sequences 98 % are compared, of those that share 0.5 40 %.
_WORDS = 8  # words of a sequence; 16 characters in scripts without spaces
_WIDE = 16
_REACH = 90  # characters in which the words are looked for
_MANY = 600  # characters from which a line is taken apart into sentences
_LOTS, _BAND = 32, 4
_LEAST_SEQUENCES = 6  # two or three paragraphs; a document with fewer says too little to be likened to others
# Two versions of one report share 0.8 and more, two reports from one agency text less; of 32 lots 24 is the
# lower quartile of what 0.8 gives.
_LEAST_LOTS = 24
_EMPTY = 0xFFFFFFFF
_LEAST_COPY = 400  # characters; shorter texts, such as "page not found", are equal for other reasons
_LONGEST = 0xFFFF
_LEAST_SITES = _LEAST_DOCUMENTS = 3


class Observation(Struct, frozen=True):
    """What the survey needs of one document: its lines in order with their lengths, and two sketches.

    Lines are cut (see `profile.ends`) and not folded: only what repeats is worth that. `lengths` are in
    characters, up to 65,535. `digest` tells equal texts; `sketch` holds the least hash of each lot of
    word sequences, and is empty for a document with too few of them.
    """

    name: str
    site: str
    size: int
    lines: list[str]
    lengths: bytes
    digest: bytes
    sketch: bytes


def observe(name: str, site: str, text: str) -> Observation:
    """Look at one document's text."""
    found = _LINE_END.split(text) if "\r" in text else text.split("\n")
    full = [line for line in map(str.strip, found) if line]
    sizes = list(map(len, full))
    lines = full
    if sizes and max(sizes) >= LONG:
        lines = [line if size < LONG else ends(line) for line, size in zip(full, sizes, strict=True)]
        sizes = [min(size, _LONGEST) for size in sizes]
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    sketch = _sketch([line for line in full if len(line) >= PROSE])
    return Observation(name, site, len(text), lines, array("H", sizes).tobytes(), digest, sketch)


def _sequences(prose: Sequence[str]) -> Iterator[str]:
    for line in prose:
        if " " not in line[1:_WIDE]:
            yield line[:_WIDE]
            yield line[-_WIDE:]
            pieces = line.split("。") if len(line) >= _MANY // 2 else ()
            yield from (piece[:_WIDE] for piece in pieces)
            continue
        yield " ".join(line[:_REACH].split(None, _WORDS)[:_WORDS])
        if len(line) > 2 * _REACH:
            yield " ".join(line[-_REACH:].rsplit(None, _WORDS)[-_WORDS:])
        if len(line) >= _MANY:
            for sentence in line.split(". "):
                yield " ".join(sentence[:_REACH].split(None, _WORDS)[:_WORDS])


def _sketch(prose: Sequence[str]) -> bytes:
    lots = [_EMPTY] * _LOTS
    sequences = "\n".join(_sequences(prose)).encode("utf-8", "surrogatepass").split(b"\n")
    seen = set(map(crc32, sequences))
    for value in seen:
        lot = value % _LOTS
        if value < lots[lot]:
            lots[lot] = value
    if len(seen) < _LEAST_SEQUENCES:
        return b""
    # An empty lot takes the value of the next full one, so that short documents fill their bands.
    for lot in range(_LOTS):
        if lots[lot] == _EMPTY:
            step = next(n for n in range(1, _LOTS) if lots[(lot + n) % _LOTS] % _LOTS == (lot + n) % _LOTS
                        and lots[(lot + n) % _LOTS] != _EMPTY)  # fmt: skip
            lots[lot] = lots[(lot + step) % _LOTS] ^ step << 24
    return array("I", lots).tobytes()


class _Seen(Struct, frozen=True):
    """One document as the survey keeps it: its lines as 64-bit hashes."""

    name: str
    size: int
    hashes: bytes
    lengths: bytes
    digest: bytes
    sketch: bytes


class Survey:
    """Takes observations in any order; `profile` then tells what they have in common.

    Hashes are Python's own of 64 bits: they differ from run to run and never leave the process, and two
    of a million lines share one in one run of forty million.
    """

    def __init__(self, observations: Iterable[Observation] = ()) -> None:
        self._sites: dict[str, list[_Seen]] = defaultdict(list)
        self._once: set[int] = set()
        self._texts: dict[int, str] = {}  # of lines that two documents have
        for observation in observations:
            self.add(observation)

    def add(self, seen: Observation) -> None:
        """Take one document in."""
        hashes = array("q", map(hash, seen.lines))
        known = self._once.intersection(hashes)
        if not known <= self._texts.keys():
            texts = dict(zip(hashes, seen.lines, strict=True))
            self._texts.update((number, texts[number]) for number in known if number not in self._texts)
        self._once.update(hashes)
        self._sites[seen.site].append(
            _Seen(seen.name, seen.size, hashes.tobytes(), seen.lengths, seen.digest, seen.sketch)
        )

    def profile(self) -> Profile:
        """The profile of all documents taken in; what it says does not depend on their order."""
        documents = sorted((seen for site in self._sites.values() for seen in site), key=_by_name)
        copies = _copies(documents)
        groups = {seen.name: copies[seen.name].of if seen.name in copies else seen.name for seen in documents}
        copies = {seen.name: copies[seen.name] for seen in documents
                  if seen.name in copies and seen.size >= _LEAST_COPY}  # fmt: skip
        keys = {number: key for number, text in self._texts.items() if (key := line_key(text))}
        sites, shared, on_sites = {}, {}, Counter[str]()
        for site, members in self._sites.items():
            sites[site] = len({groups[seen.name] for seen in members})
            numbers = _spread(members, groups, keys)
            on_sites.update(numbers.keys())
            # Two documents say nothing: what both have may be what both are about.
            least = support(sites[site]) if sites[site] >= _LEAST_DOCUMENTS else len(members) + 1
            shared[site] = {key: count for key, count in numbers.items() if count >= least}
        least = max(_LEAST_SITES, support(len(sites)))
        everywhere = {key for key, count in on_sites.items() if count >= least}
        lines: dict[str, dict[str, Evidence]] = {}
        spread = dict.fromkeys(everywhere, Evidence())
        for site, members in self._sites.items():
            known = shared[site]
            wanted = everywhere.union(known)
            numbers_here = {number for seen in members for number in keys.keys() & _numbers(seen)}
            common = {number: keys[number] for number in numbers_here if keys[number] in wanted}
            if not common:
                continue
            found = _evidence(members, groups, common)
            lines[site] = {key: found[key] for key in known}
            for key in everywhere.intersection(found):
                spread[key] += found[key]
        return Profile(
            sites,
            {site: known for site, known in lines.items() if known},
            {key: Spread(on_sites[key], evidence) for key, evidence in spread.items()},
            copies,
        )


def _spread(documents: Sequence[_Seen], groups: dict[str, str], keys: dict[int, str]) -> Counter[str]:
    """In how many documents of a site each line stands, a group of near-duplicates counted as one."""
    found = Counter[str]()
    of_group: dict[str, set[str]] = {}
    single = Counter(groups[seen.name] for seen in documents)
    for seen in documents:
        here = {keys[number] for number in keys.keys() & _numbers(seen)}
        if single[groups[seen.name]] > 1:
            of_group.setdefault(groups[seen.name], set()).update(here)
        else:
            found.update(here)
    for here in of_group.values():
        found.update(here)
    return found


def _evidence(
    documents: Sequence[_Seen], groups: dict[str, str], common: dict[int, str]
) -> dict[str, Evidence]:
    """The evidence for lines of one site; what one of a group of near-duplicates shows counts once."""
    counts = {kind: Counter[str]() for kind in Evidence.__struct_fields__}
    of_group: dict[str, dict[str, set[str]]] = {}
    single = Counter(groups[seen.name] for seen in documents)
    for seen in documents:
        found = _stands(seen, common)
        if single[groups[seen.name]] > 1:
            kinds = of_group.setdefault(groups[seen.name], {})
            for kind, keys in found.items():
                kinds.setdefault(kind, set()).update(keys)
        else:
            for kind, keys in found.items():
                counts[kind].update(keys)
    for kinds in of_group.values():
        for kind, keys in kinds.items():
            counts[kind].update(keys)
    return {
        key: Evidence(*(counts[kind][key] for kind in Evidence.__struct_fields__))
        for key in counts["documents"]
    }


def _by_name(seen: _Seen) -> str:
    return seen.name


def _numbers(seen: _Seen) -> array[int]:
    return array("q", seen.hashes)


def _stands(seen: _Seen, shared: dict[int, str]) -> dict[str, set[str]]:
    """Which of the shared lines stand at a document's head, amid its own text, and only at its end."""
    keys = list(map(shared.get, _numbers(seen)))
    shares, _ = own_text(array("H", seen.lengths), keys)
    found: dict[str, set[str]] = {kind: set() for kind in Evidence.__struct_fields__}
    before: set[str] = set()
    for key, (above, below) in zip(keys, shares, strict=True):
        if key is None:
            continue
        found["documents"].add(key)
        if not outside(above, below):
            found["amid"].add(key)
        elif below > above:
            found["head"].add(key)
        (found["end"] if below <= LAST else before).add(key)
    found["end"] -= before
    return found


def _copies(documents: Sequence[_Seen]) -> dict[str, Copy]:
    """The copies among documents sorted by name: by equal sources, then by the bands of their sketches.

    Of a group the longest is kept, the first by name where several are.
    """
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while name in parents:
            name = parents[name]
        return name

    def join(one: _Seen, other: _Seen) -> None:
        low, high = sorted((root(one.name), root(other.name)))
        if low != high:
            parents[high] = low

    first: dict[bytes, _Seen] = {}
    for seen in documents:
        join(seen, first.setdefault(seen.digest, seen))
    for one, other in _candidates(list(first.values())):
        if _likeness(one, other) >= _LEAST_LOTS:
            join(one, other)
    groups: dict[str, list[_Seen]] = defaultdict(list)
    for seen in documents:
        groups[root(seen.name)].append(seen)
    copies = {}
    for group in groups.values():
        kept = min(group, key=lambda seen: (-seen.size, seen.name))
        for seen in group:
            if seen is not kept:
                shared = 1.0 if seen.digest == kept.digest else round(_likeness(seen, kept) / _LOTS, 2)
                copies[seen.name] = Copy(kept.name, min(shared, 0.99) if seen.digest != kept.digest else 1.0)
    return copies


def _candidates(documents: Sequence[_Seen]) -> Iterator[tuple[_Seen, _Seen]]:
    """Pairs with an equal band: each document with the first that has it, so that pairs stay few."""
    step = 4 * _BAND
    for start in range(0, 4 * _LOTS, step):
        first: dict[bytes, _Seen] = {}
        for seen in documents:
            if seen.sketch:
                band = seen.sketch[start : start + step]
                if (other := first.setdefault(band, seen)) is not seen:
                    yield other, seen


def _likeness(one: _Seen, other: _Seen) -> int:
    """In how many lots two sketches are equal."""
    return sum(map(int.__eq__, array("I", one.sketch), array("I", other.sketch)))
