"""The name of a page's section, printed above its title or below its text."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import SAFE, UNSAFE, Document, Example, Phrases, Spared, Yield, deletion, line_span, rule
from cleaner.rules._furniture import Label, core, labels

PHRASES = Phrases.beside(__file__)
TITLE_TOKENS = 3  # a line of so many in the head may be the title


@rule(
    code="NAV104",
    name="section-label",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad="Breaking News\n\nHerons return to the lake\n\nAfter nine dry years the herons came back to the lake "
            "on Monday, and with them came the first visitors of the spring.",
            good="Herons return to the lake\n\nAfter nine dry years the herons came back to the lake "
            "on Monday, and with them came the first visitors of the spring.",
        ),
        Example(
            bad="Politik\nDer See bekommt einen Damm\nDer Rat der Stadt hat am Montag nach langem Streit beschlossen, dass "
            "der See bis zum Herbst des kommenden Jahres einen Damm bekommt.",
            good="Der See bekommt einen Damm\nDer Rat der Stadt hat am Montag nach langem Streit beschlossen, dass "
            "der See bis zum Herbst des kommenden Jahres einen Damm bekommt.",
        ),
        Example(bad="国际新闻\n苍鹭回到湖边\n经过九年的干旱,苍鹭在星期一回到了湖边,第一批春天的游客也跟着来了。",
                good="苍鹭回到湖边\n经过九年的干旱,苍鹭在星期一回到了湖边,第一批春天的游客也跟着来了。"),
        Example(
            good="The valley in figures\nThe valley has three villages, two lakes and one road, which floods every spring "
            "when the snow in the hills begins to melt.\nPolitics\nEach village sends two members to a council that meets "
            "in the oldest of them on the first Monday of each month."
        ),
        Example(good="Breaking News\nThe song is the second on the band's new record and the only one that they have "
                     "ever played to an audience of more than ten."),
    ],
)
def section_label(document: Document) -> Iterator[Yield]:
    """Remove the name of the section that a page belongs to.

    Above the title, and again below the text, pages name the section ("Foreign Policy", "World
    News") or the kind of a text ("Editorial"). The line must be such a name as a whole and stand
    above the first or below the last sentence line of the text.

    Between those two it may be a heading of the article itself and is left alone. Above them it is
    left alone where no other line could be the title. Words that are common headings ("Health") are
    taken with less trust.
    """
    span = core(document)
    found: list[tuple[Label, str, str]] = []
    titled = False
    for label in labels(document):
        phrase = PHRASES.line(label.key)
        where = span.within(label.place)
        if phrase is None:
            titled = titled or (where == "head" and len(label.line.tokens) >= TITLE_TOKENS)
        elif where == "middle":
            yield Spared(line_span(label.line), f"matches {phrase.text!r} ({phrase.language}) but stands amid the text")
        else:
            found.append((label, where, phrase.reason))
    for label, where, reason in found:
        if where == "head" and not titled:
            yield Spared(line_span(label.line), f"section label {label.key!r}, but it may be the title")
        else:
            message = f"section label {label.key!r} {'above' if where == 'head' else 'below'} the text"
            yield deletion(document, label.line, label.line, message, UNSAFE if reason else None)
