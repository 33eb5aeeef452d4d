"""Passages that a page prints twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from cleaner import SAFE, Document, Example, Yield, deletion, line_span, rule

from ._helpers import is_prose, words
from ._prose import ARTICLES, CHINESE, ENGLISH, GERMAN

# Of passages of so many lines and words on labelled pages none was text that stays (quality.py); with three
# lines, or with sixty words, some were: disclaimers between entries, code.
LINES, WORDS = 4, 100
SENTENCE = 20  # words; verse, tables and code have no line that is such a sentence
_CHARACTERS = 2 * SENTENCE  # that the shortest such sentence has, in a script without spaces

_STORY = "\n".join((ENGLISH, *ARTICLES))
_LANES = "\n".join((GERMAN, "Wo sie nisten", GERMAN, "Was sie fressen", GERMAN, "Wer sie zählt", GERMAN))
_CHORUS = "Slowly, slowly over the water,\nhome we row before the rain,\nslowly, slowly, son and daughter,\n"
_LAKE = "\n".join((CHINESE, "湖边", CHINESE * 2, "巢穴", CHINESE * 4))


@rule(
    code="DUP107",
    name="repeated-passage",
    safety=SAFE,
    removes_words=True,
    examples=[
        Example(bad=f"The lake\n{_STORY}\nPrint view\n{_STORY}", good=f"The lake\n{_STORY}\nPrint view\n"),
        Example(bad=f"Der See\n{_LANES}\n{_LANES}\nEnde", good=f"Der See\n{_LANES}\nEnde"),
        Example(bad=f"{_LAKE}\n\n{_LAKE}\n\n湖", good=f"{_LAKE}\n\n湖"),
        Example(good=f"The lake\n{_STORY}\nPrint view\n{ENGLISH}"),
        Example(good=f"The ferry song\n{_CHORUS * 12}"),
    ],
)
def repeated_passage(document: Document) -> Iterator[Yield]:
    """Remove a passage that stands further up already, word for word.

    Pages hold an article twice, for a narrow and a wide screen or for print, and scraping takes both. At
    least four lines and a hundred words must be the same, one of them a sentence of twenty words, sign for
    sign but for the space around them. The first printing stays.

    Shorter repeats are left alone: refrains, disclaimers and rows of tables repeat on purpose.
    """
    inked = document.inked
    texts = [line.text.strip() for line in inked]
    for at, begin, size in repeats(texts):
        lines = inked[at : at + size]
        count = sum(map(words, lines))
        if count >= WORDS and any(is_prose(line, SENTENCE) for line in lines):
            message = f"{size} lines that stand from line {inked[begin].number} on already ({count} words)"
            keeps = line_span(inked[begin], inked[begin + size - 1])
            yield replace(deletion(document, lines[0], lines[-1], message), keeps=keeps)


def repeats(texts: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where runs of lines begin that stand further up already, where these begin, and their number.

    A run is compared with the first place of its first `LINES` lines only, and the next is looked for behind
    it: the time is linear.
    """
    long = [text for text in texts if len(text) >= _CHARACTERS]
    if len(set(long)) == len(long):
        return
    first: dict[tuple[str, ...], int] = {}
    at = 0
    while at + LINES <= len(texts):
        begin = first.setdefault(tuple(texts[at : at + LINES]), at)
        size = 1
        if begin + LINES <= at:
            size = LINES
            while begin + size < at and texts[at + size : at + size + 1] == [texts[begin + size]]:
                size += 1
            yield at, begin, size
        at += size
