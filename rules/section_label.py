"""The name of a page's section, printed above its title or below its text."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import SAFE, UNSAFE, Document, Example, Phrases, Spared, Yield, deletion, line_span, rule

from ._furniture import Label, core, matched, short
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)
TITLE_TOKENS = 3  # a line of so many in the head may be the title
# Lines above the first sentence line in which a common heading is taken with less trust: on the benchmark
# 0.97 of the tokens there are furniture (lower bound 0.93), elsewhere outside the prose 0.999 (0.994).
NEAR = 5
TOLD = 5  # words of a sentence right below a label, whose heading it then is


@rule(
    code="NAV104",
    name="section-label",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad=f"Breaking News\n\nHerons return to the lake\n\n{ENGLISH}",
            good=f"Herons return to the lake\n\n{ENGLISH}",
        ),
        Example(
            bad=f"Wirtschaft\nReiher bringen Gäste an den See\n{GERMAN}",
            good=f"Reiher bringen Gäste an den See\n{GERMAN}",
        ),
        Example(bad=f"国际新闻\n苍鹭回到湖边\n{CHINESE}", good=f"苍鹭回到湖边\n{CHINESE}"),
        Example(good=f"The valley in figures\n{ENGLISH}\nPolitics\n{ENGLISH}"),
        Example(good=f"Breaking News\n{ENGLISH}"),
    ],
)
def section_label(document: Document) -> Iterator[Yield]:
    """Remove the name of the section that a page belongs to.

    Above the title, and again below the text, pages name the section ("Foreign Policy", "World
    News") or the kind of a text ("Editorial"). The line must be such a name as a whole and stand
    above the first or below the last sentence line of the text.

    Between those two it may be a heading of the article itself and is left alone. Above them it is
    left alone where no other line could be the title. Words that are common headings ("Health") are
    taken with less trust in the five lines above the first sentence.
    """
    span = core(document)
    found: list[tuple[Label, str, str]] = []
    for label, match in matched(document, PHRASES):
        phrase = match.line
        if phrase is None or label.line.text.lstrip().startswith("["):  # a tag in machine form: NAV110
            continue
        where = span.within(label.place)
        below = document.inked[label.place + 1 : label.place + 2]
        if where == "tail" and any(line.ends_sentence and len(line.tokens) >= TOLD for line in below):
            yield Spared(line_span(label.line), f"section label {label.key!r}, but it heads the line below")
        elif where == "middle":
            yield Spared(
                line_span(label.line), f"matches {phrase.text!r} ({phrase.language}) but stands amid the text"
            )
        else:
            found.append((label, where, phrase.reason))
    above = {label.place for label, where, _ in found if where == "head"}
    titled = bool(above) and any(
        place not in above and short(line) and len(line.tokens) >= TITLE_TOKENS
        for place, line in enumerate(document.inked[: span.first])
    )
    for label, where, reason in found:
        if where == "head" and not titled:
            yield Spared(line_span(label.line), f"section label {label.key!r}, but it may be the title")
        else:
            message = f"section label {label.key!r} {'above' if where == 'head' else 'below'} the text"
            near = where == "head" and span.first - label.place <= NEAR
            yield deletion(document, label.line, label.line, message, UNSAFE if reason and near else None)
