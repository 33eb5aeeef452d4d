"""Furniture that no phrase names: told by its shape, its place and its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cleaner import SAFE, UNSAFE, Document, Edit, Example, Finding, Spared, Yield, line_span, rule

if TYPE_CHECKING:
    from ._judge import Judgement

NAMED = 3  # features that a message names
# Why a line stays whose score is high enough.
GUARDED = "it goes on with a sentence that stays, or no line beside it, or of the text, is sure"
CITED = "the text has footnote marks"
FEW = "too little of the text reads like an article"

_ABOVE = "Home\n\nNews\n\nSport\n\nWeather\n\nLake Courier"
_BODY = (
    "Herons return to the northern lake\n\n"
    "The herons that left the lake nine dry years ago came back on Monday, and with them came the first "
    "visitors of the spring, who stood on the dam with their glasses and said little to one another.\n\n"
    "Nobody had expected them before the quarry closed, the warden said, since the birds need shallow "
    "water and quiet, and for years they had found neither of the two along this part of the shore.\n\n"
    "What they eat\n\n"
    "Frogs, mostly, and young perch, which the anglers grudge them; a grown heron takes a pound of fish a "
    "day and will stand for an hour in one place until something moves between the stems.\n\n"
    "The council means to keep the northern shore shut until summer, so that the nests among the reeds "
    "are left alone, and has asked walkers to stay on the path along the old railway line.\n\n"
    "Forty nests were counted last week, which is more than the lake has held since the records began, "
    "and the wardens believe that others are hidden deeper among the reeds on the western side."
)
_BELOW = (
    "Latest news\n\nBakery wins a prize for its rye bread\n\n2 hours ago\n\nTram line opens in June\n\n"
    "5 hours ago\n\nChoir looks for tenors\n\n12 hours ago\n\nOld mill gets a new wheel\n\n1 day ago\n\n"
    "Most read\n\nRain again on Friday\n\n12 comments\n\nShare this story\n\nLog in to comment\n\n"
    "Sign up for our newsletter\n\nAdvertise with us\n\nAbout us\n\nContact\n\nTerms of use"
)


@rule(
    code="BLR101",
    name="unnamed-furniture",
    safety=SAFE,
    removes_words=True,
    gives_way=2,
    examples=[
        Example(bad=f"{_ABOVE}\n\n{_BODY}\n\n{_BELOW}", good=f"{_BODY}\n"),
        Example(good=f"Herons return to the lake\n\n{_BODY}"),
        Example(good="Herons return\nThe lake is full again.\nMonday\nTuesday"),
    ],
)
def unnamed_furniture(document: Document, *, each_line: bool = False, table: str = "") -> Iterator[Yield]:
    """Remove lines that no phrase names but whose shape, place and neighbours say furniture.

    Menus, teasers, comments, author boxes and footers are worded anew by every site, and no table of
    phrases has them all. What they have in common is how they stand on the page: short lines in a row,
    without full stops, in blocks that no blank line parts, above the first or below the last paragraph,
    beside dates and counts, in words that the text does not share. Decision tables, learned from labelled
    pages, weigh more than a hundred such features; a line goes where the sum is above a threshold, and the
    finding names what weighed most.

    Thresholds make the fix safe or unsafe; all were chosen on sites that the weights had not seen, each
    for short, medium and long lines above the text, below it, and between its sentences.

    On a page of HTML the fix is made only where it is safe: what markup tells beside, `marked-furniture` has
    seen, and of what that leaves, the unsafe half would be text too often.

    Left alone are texts with less than sixty words that read like an article, and by safe fixes those with
    less than a hundred, for there furniture cannot be told from text; texts with ten footnote marks, whose
    tables and lists look like menus; rows of a table with a column of figures or a rule of dashes, which
    bars or tabs part into cells, or of standings, and the lines right beside it; bulleted or numbered lines
    below a sentence with a colon, and addresses in a row; the lines above the text that share most words,
    and most beginnings of words, with it, which may be the title; and a line right below a sentence that
    stays, unless it is sure. `each-line` tells the evidence for and against every single line; `table` names
    a file with other weights, such as `tests/benchmarks/train_judge.py` makes of your own labelled pages.
    """
    from ._columns import runs
    from ._judge import glanced, judged
    from ._look import UNIT
    from ._verdicts import LEAST_TEXT, cites, text_words, tiers, verdicts

    seen = glanced(document, table)
    if seen.idle and not each_line:
        return
    judgement = judged(document, table)
    inked = document.inked
    thresholds = judgement.card.thresholds
    if document.of_page:
        thresholds = dict.fromkeys(thresholds, thresholds["safe"])
    scores = judgement.scores
    if not scores:
        return
    words, ends = [read.words for read in seen.readings], [read.ends for read in seen.readings]
    cited = cites(document.text)
    verdict = verdicts(scores, words, ends, thresholds, cited=cited)
    guarded = guards(document, judgement) if any(verdict) else {}
    if spared := [at for at in guarded if verdict[at]]:
        verdict = verdicts(scores, words, ends, thresholds, cited=cited, stay=guarded)
        for at in spared if not each_line else ():
            reason = f"score {scores[at] / UNIT:+.1f}, but {guarded[at]}"
            yield Spared(line_span(inked[judgement.places[at]]), reason)
    short = text_words(scores, words) < LEAST_TEXT["unsafe"]
    kept = CITED if cited else FEW if short else ""
    where = tiers(scores, words, ends) if each_line or any(verdict) else ()
    names = ["safe" if found == 2 else "unsafe" for found in verdict]
    least = [thresholds[name][tier] for name, tier in zip(names, where, strict=True)] if where else []
    for first, stop in runs([found > 0 for found in verdict]):
        if verdict[first]:
            yield from removed(document, judgement, first, stop, verdict, least, each_line=each_line)
            continue
        for at in range(first, stop) if each_line else ():
            line = inked[judgement.places[at]]
            evidence = ", ".join(map(str, judgement.contributions(at, 2 * NAMED))) + words_told(judgement, at)
            score = score_told(scores[at], least[at])
            if scores[at] >= least[at]:
                score += f", but {kept or guarded.get(at, GUARDED)}"
            yield Spared(line_span(line), f"{score}: {evidence}")


def guards(document: Document, judgement: Judgement) -> dict[int, str]:
    """The numbers of judged lines that stay whatever their score, and why."""
    from ._lists import COLONS, INTRODUCES, addresses, introduced
    from ._tables import table_rows
    from ._topic import titles
    from ._verdicts import sure_text

    rows = table_rows(document.inked)
    reasons = dict.fromkeys([at + by for at in rows for by in (-1, 1)], "it stands right beside a table")
    reasons |= dict.fromkeys(rows, "it is a row of a table")
    sentences = {
        place
        for place, read, score in zip(judgement.places, judgement.readings, judgement.scores, strict=True)
        if score < 0 and read.words >= INTRODUCES
    }
    if any(colon in document.text for colon in COLONS):
        listed = introduced(document, sentences)
        reasons |= dict.fromkeys(listed, "it is in a list that a sentence introduces")
        reasons |= dict.fromkeys(addresses(document.inked), "it is an address in a row of them")
    found = {at: reasons[place] for at, place in enumerate(judgement.places) if place in reasons}
    for title in titles(judgement.readings, sure_text(judgement.readings, judgement.scores)):
        found[title] = "it may be the title: the text has its telling words"
    return found


def removed(
    document: Document,
    judgement: Judgement,
    first: int,
    stop: int,
    verdict: Sequence[int],
    least: Sequence[int],
    *,
    each_line: bool,
) -> Iterator[Finding]:
    """The deletion of a run of lines, parted where its safety changes or, with `each_line`, at every line.

    Bullets that stand alone, which are not judged, go with the line below them. `least` are the thresholds of
    the lines for these verdicts.
    """
    from ._columns import runs
    from ._parts import Part, parted

    inked, places = document.inked, judgement.places
    begins = {at: inked[places[at - 1] + 1 if at > first else places[at]] for at in range(first, stop)}
    stretches = [(first + a, first + b) for a, b in runs(verdict[first:stop])]
    parts = [Part(begins[a], inked[places[b - 1]], verdict[a] == 2) for a, b in stretches]
    for (a, b), edits in zip(stretches, parted(document, parts), strict=True):
        pieces = range(a, b) if each_line else (a,)
        for at, end in zip(pieces, (*pieces[1:], b), strict=True):
            low = begins[at].start if at > a else 0
            high = begins[end].start if end < b else len(document.text)
            own = [
                Edit(max(edit.start, low), min(edit.end, high))
                for edit in edits
                if edit.start < high and low < edit.end
            ]
            span = line_span(inked[places[at]], inked[places[end - 1]])
            words = words_told(judgement, at) if each_line else ""
            message = told(judgement, at, end - at, least[at]) + words
            yield Finding(span, message, tuple(own), SAFE if verdict[a] == 2 else UNSAFE)


def told(judgement: Judgement, at: int, lines: int, least: int) -> str:
    """What the message of a deletion says: the score of its first line, and what weighed most for it."""
    evidence = ", ".join(str(part) for part in judgement.contributions(at, 2 * NAMED) if part.weight > 0)
    more = f"{lines} lines, the first: " if lines > 1 else ""
    return f"reads like page furniture ({score_told(judgement.scores[at], least)}): {more}{evidence}"


def score_told(score: int, least: int) -> str:
    """A line's score and what it goes from, both in logits."""
    from ._look import UNIT

    return f"score {score / UNIT:+.1f}, goes from {least / UNIT:+.1f}"


def words_told(judgement: Judgement, at: int) -> str:
    """What `explain` tells of the words of a line."""
    said = judgement.wording(at)
    return f"; of its words weigh, in logits, {said}" if said else ""
