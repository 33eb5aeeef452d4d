"""Links to other stories between the paragraphs: "Read more: ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cleaner import (
    DISPLAY,
    UNSAFE,
    Document,
    Example,
    Finding,
    Line,
    Phrase,
    Phrases,
    Spared,
    Yield,
    bare,
    deletion,
    line_span,
    of_text,
    rule,
)

from ._furniture import LEXICON, matched, short
from ._helpers import quoted, words

PHRASES = Phrases.beside(__file__)
HEADINGS = LEXICON.tables["related_heading"]
MOST_WORDS = 25  # in a prompt with the headline that it links
MOST_OPEN = 14  # in one without a colon or bar between the two
_PARTED = re.compile(r"[:：|｜»→►]")
_SIGN = r"[\s\"'»)\]*_]*[:：|｜/»>→▶►–—-]"
_COLON = r"[:：][\s\"'»)\]*_]*\Z"


@rule(
    code="REL102",
    name="read-more-line",
    safety=UNSAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad="The lake is full again.\nContinue reading »\nHerons came back in May.",
            good="The lake is full again.\nHerons came back in May.",
        ),
        Example(bad="The lake is full again.\nRead more", good="The lake is full again.\n"),
        Example(
            bad="Озеро снова полно воды.\n\nЧитать далее\n\nОни прилетели в мае.",
            good="Озеро снова полно воды.\n\nОни прилетели в мае.",
        ),
        Example(
            bad="Der See ist wieder voll.\nWeiterlesen\nSie kamen im Mai.",
            good="Der See ist wieder voll.\nSie kamen im Mai.",
        ),
        Example(
            bad="The lake is full again.\nRead more: Herons return to the northern shore\nThey came back "
            "in May."
        ),
        Example(bad="Der See ist voll.\nLesen Sie auch: Reiher am Nordufer gesichtet\nSie kamen im Mai."),
        Example(bad="湖水又满了。\n相关阅读\n在家烤面包的十个错误"),
        Example(
            good="The lake is full again.\nRead more slowly and you will hear the herons.\nThey came back "
            "in May."
        ),
        Example(good="Read more: how a village library doubled its loans\nThe library opens at nine."),
        Example(good="Der See ist voll.\nSee also Brandt and Okafor, part two\nSie kamen im Mai."),
    ],
)
def read_more_line(document: Document) -> Iterator[Yield]:
    """Remove lines that prompt the reader to go on, and report links to other stories.

    Editors and machines end teasers with a bare "Read more" or "Continue reading". In plain text the
    link is gone and the prompt stays. A short line that is such a prompt as a whole goes.

    Lines that name the other story too, "Read more: Herons return", are reported and left: editors
    set them between the paragraphs, and one in five was marked by hand as part of the article.
    Reported are lines of at most 25 words in which a colon, a bar or an arrow parts prompt and
    headline, lines of at most 14 words without such a sign that end no sentence, and bare prompts whose
    headline is the next line: those that end in a colon, and those that head lists of stories, too.

    The title is left alone, and so are sentences that ask to read more of something.
    """
    matches = {label.place: match for label, match in matched(document, PHRASES)}
    inked = document.inked
    for place in sorted(matches.keys() | parted(document)):
        line, match = inked[place], matches.get(place)
        key = line.content.bare
        phrase = match.line if match else None
        if phrase is None:
            phrase = prompt(line)
            if phrase is None and match is None:
                continue
            if words(line) > MOST_WORDS:
                continue
            if phrase is None:
                phrase = match.start if match else None
                if phrase is None or (" " not in phrase.text and phrase.text.isascii()):
                    continue  # "related" alone begins headings too
                if not re.compile(_SIGN).match(key, len(phrase.text)):
                    if line.ends_sentence or words(line) > MOST_OPEN:
                        reason = f"begins like {phrase.text!r}, but goes on as a sentence"
                        yield Spared(line_span(line), reason)
                        continue
                    if (doubted := PHRASES.line(phrase.text)) and doubted.reason:
                        continue  # "see also" begins references of the article
        if place == 0:
            yield Spared(line_span(line), f"begins like {phrase.text!r}, but is the first line")
        elif phrase.reason:
            yield Finding(line_span(line), f"prompt {quoted(line)}: {phrase.reason}")
        else:
            message = f"prompt {phrase.text!r} ({phrase.language})"
            # Lower bounds of precision on the benchmark: 0.96 for bare prompts, 0.71 for the others.
            if phrase.text != key:
                yield deletion(document, line, line, f"{message} with a headline", DISPLAY)
            elif re.compile(_COLON).search(line.text.rstrip()[-8:]) or heads_stories(document, place):
                yield deletion(document, line, line, f"{message} to the line below", DISPLAY)
            else:
                yield deletion(document, line, line, message)


def heads_stories(document: Document, place: int) -> bool:
    """Whether a line may be a heading right above a headline, which without it would look like the text's."""
    below = document.inked[place + 1 : place + 2]
    match = HEADINGS.match(document.inked[place])
    return bool(match and match.line and below and not below[0].ends_sentence)


def parted(document: Document) -> set[int]:
    """The places of the short lines in which a prompt stands before a colon or bar."""
    return {
        place
        for place, line in enumerate(document.inked)
        # Plain text without these two signs has none of the signs when it is folded.
        if (":" in (text := line.text) or "|" in text or "&" in text or not text.isascii())
        and short(line)
        and prompt(line)
    }


@of_text
def prompt(line: Line) -> Phrase | None:
    """The entry for a whole line that stands before the first colon or bar of a key, if words follow."""
    key = line.content.bare
    sign = _PARTED.search(key)
    if sign is None or not key[sign.end() :].strip():
        return None
    text = bare(key[: sign.start()])
    return PHRASES.phrase("line", text) if text in long_prompts() else None


@cache
def long_prompts() -> frozenset[str]:
    """The prompts that are told by themselves before a sign: more than one word, or in another script."""
    return frozenset(text for text in PHRASES.section("line") if " " in text or not text.isascii())
