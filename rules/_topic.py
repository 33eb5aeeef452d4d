"""What a text is about: which of its lines may be its title, and which words its text and its furniture have.

Lines are told to be text or furniture by scores, or by their shape. A line's words never count for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ._helpers import function_words
from ._reading import Reading

# The title shares words with the text: at most so many words, two of which and a share tell what the text is
# about.
TITLE_WORDS, TITLE_SHARED, TITLE_SHARE = 30, 2, 0.4
# The same by the beginnings of words of so many letters and more.
LEAST_LETTERS, BEGINNING, BEGINNINGS_SHARE = 4, 5, 0.5

VOCABULARY = (
    "no telling word",
    *(
        f"{share} of {count}"
        for count in ("one", "two or three", "four to seven", "eight and more")
        for share in ("none", "under 15 %", "under 30 %", "under half", "under three quarters", "most")
    ),
)
SHARES = ("none", *(f"{5 * n} percent" for n in range(21)))


def title_of(readings: Sequence[Reading], text: Sequence[int]) -> int:
    """The number of the last line above the text that shares most telling words with it; -1 for none.

    `text` are the numbers of lines that surely are text.
    """
    return _likest(readings, text, lambda read: read.telling, TITLE_SHARE)


def titles(readings: Sequence[Reading], text: Sequence[int]) -> set[int]:
    """The numbers of lines that may be the title: by `title_of`, and by the beginnings of their words.

    Titles are short, and have their words in other forms than the text has.
    """
    return {title_of(readings, text), _likest(readings, text, _beginnings, BEGINNINGS_SHARE)} - {-1}


def _likest(
    readings: Sequence[Reading],
    text: Sequence[int],
    words: Callable[[Reading], frozenset[str]],
    least: float,
) -> int:
    if not text:
        return -1
    told = frozenset().union(*[words(readings[at]) for at in text])
    best = (TITLE_SHARED, -1)
    for at, read in enumerate(readings[: text[0]]):
        own = words(read)
        shared = len(own & told)
        if 1 < read.words <= TITLE_WORDS and shared >= max(best[0], least * len(own)):
            best = (shared, at)
    return best[1]


def _beginnings(read: Reading) -> frozenset[str]:
    known = function_words()
    return frozenset(
        [
            word[:BEGINNING]
            for word in read.vocabulary
            if word in read.telling or (len(word) >= LEAST_LETTERS and word not in known)
        ]
    )


def shared_words(readings: Sequence[Reading], of: Sequence[bool]) -> tuple[list[int], list[int]]:
    """For each line how many telling words it has, and how many of them other lines of a kind have."""
    count: dict[str, int] = {}
    know = count.get
    for read, own in zip(readings, of, strict=True):
        if own:
            for word in read.telling:
                count[word] = know(word, 0) + 1
    known = count.keys()
    return [len(read.telling) for read in readings], [
        sum([count[word] > 1 for word in read.telling]) if own else len(known & read.telling)
        for read, own in zip(readings, of, strict=True)
    ]


HEAD_WORDS = ("above the text", *(f"{n} words" for n in range(4)), "4 and more words")


def of_the_head(readings: Sequence[Reading], first: int, title: int) -> bytes:
    """How many words each line has that stand above the text, the title's aside: names of authors do.

    `first` and `title` are the numbers of the first line that surely is text, and of the likely title or -1.
    """
    words = frozenset().union(*[read.vocabulary for read in readings[:first]]) - function_words()
    words = frozenset([word for word in words if len(word) > 2])
    if title >= 0:
        words -= readings[title].vocabulary
    return bytes(first) + bytes([1 + min(4, len(words & read.vocabulary)) for read in readings[first:]])


def share_of(many: int, shared: int) -> int:
    """The bin of so many telling words of which so many are shared: see `VOCABULARY`."""
    if not many:
        return 0
    share = 100 * shared // many
    step = (share > 0) + (share >= 15) + (share >= 30) + (share >= 50) + (share >= 75)
    return 1 + 6 * ((many > 1) + (many > 3) + (many > 7)) + step


def shares(many: Iterable[int], shared: Iterable[int]) -> bytes:
    """Shares of words in the bins of `SHARES`."""
    return bytes([1 + 20 * part // whole if whole else 0 for whole, part in zip(many, shared, strict=True)])
