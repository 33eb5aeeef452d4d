"""Menus, breadcrumbs and footers: labels in one row, or one on each of many lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import SAFE, Document, Example, Line, Phrases, Spared, Yield, deletion, line_span, of_text, rule

from ._furniture import BETWEEN, Core, Label, Vocabulary, candidates, core
from ._lists import COLONS
from ._prose import CHINESE

PHRASES = Phrases.beside(__file__)
KNOWN = Vocabulary(PHRASES, "topic", "site")

LEAST_KNOWN = 3  # known labels that make a menu
INTRODUCES = 5  # tokens of a line with a colon that lists them; headings of menus are shorter
MOST_TOKENS = 5  # of any line inside a menu; titles are mostly longer
# How far apart known labels may stand, in lines, and the least share of a menu's lines they are.
# Outside the prose, on the benchmark's styles c and a: 3 lines and 0.5 catch 14,000 lines, 6 and 0.25 catch
# 20,000, each with 7 of the body; 10 and 0.2 gain nothing, since a chain that is too long fails as a whole.
OUTSIDE = (6, 0.25)
AMID = (3, 0.5)  # between sentence lines, where headings and lists are

LISTED = "a sentence lists them"
_DIGIT = re.compile(r"\d")


@rule(
    code="NAV105",
    name="menu-run",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad="Home > World > Asia\nHerons return\nThe lake is full again.",
            good="Herons return\nThe lake is full again.",
        ),
        Example(
            bad="Reiher\nDer See ist voll.\n\nÜber uns\nKontakt\nImpressum\nDatenschutz",
            good="Reiher\nDer See ist voll.\n",
        ),
        Example(bad="Цапли\nОзеро полно.\nО проекте | Реклама | Контакты", good="Цапли\nОзеро полно.\n"),
        Example(bad=f"首页 新闻 体育 关于我们\n苍鹭归来\n{CHINESE}", good=f"苍鹭归来\n{CHINESE}"),
        Example(
            good="The best site\n\nThe best site I know has five words:\n\nHome\nNews\nVideo\nWeather\nSport"
            "\n\nYou can learn them in a second."
        ),
        Example(good="The best site I know has five words:\n\nHome | News | Video | Weather | Sport"),
        Example(
            bad="Herons return\nThe lake is full.\nMore of us:\nHome\nAbout us\nContact\nImprint",
            good="Herons return\nThe lake is full.\nMore of us:\n",
        ),
        Example(good="Soup\nYou need\nsalt\nonions\nthyme\nbread\nBoil it all."),
        Example(
            good="What the town has\nSport\nA club with a boat.\nCulture\nA choir.\nEducation\nOne school."
        ),
        Example(good="Home\nThe house by the lake is empty."),
    ],
)
def menu_run(document: Document) -> Iterator[Yield]:
    """Remove menus, breadcrumbs and footers.

    Menus are lists of links, which plain text prints as short lines one below the other or as one
    row ("About | Contact | Privacy"). What tells them from lists of the article are their words:
    three labels and more that sites have in common, such as "Home", "About us", "Sport", standing
    near each other. Unknown labels between the known ones belong to the menu; what stands before
    the first and behind the last known one is left alone. A date or number ends a menu too.

    Amid the prose the known labels must stand closer, a row must have bars or arrows between them,
    and words that are also headings, such as "Culture", are not enough. A line that ends a sentence,
    or is longer than a label, ends a menu, so lists of ingredients, verse and headings between
    paragraphs stay. So does what a line of five words and more with a colon lists.
    """
    span = core(document)
    run: list[tuple[Label, str]] = []
    for label in candidates(document, KNOWN, parted=True):
        kind = KNOWN.kinds.get(label.key)
        if kind is None:
            if parts := row(label.line):
                where = span.within(label.place)
                parted = BETWEEN.search(label.key) and any(KNOWN.kinds[part] == "site" for part in parts)
                if listed(document, label):
                    yield Spared(line_span(label.line), f"labels {', '.join(parts[:4])}, but {LISTED}")
                elif where != "middle" or parted:
                    yield deletion(
                        document, label.line, label.line, f"row of menu labels: {', '.join(parts[:4])}"
                    )
                else:
                    yield Spared(line_span(label.line), f"labels {', '.join(parts[:4])}, but amid the text")
            continue
        if run and not joins(document, run[-1][0], label, span):
            yield from menu(document, run, span)
            run = []
        run.append((label, kind))
    yield from menu(document, run, span)


@of_text
def row(line: Line) -> list[str]:
    """The known labels of a line that is a row of labels; nothing for other lines."""
    key = line.bare
    if line.ends_sentence:
        return []
    if BETWEEN.search(key):
        parts = [part for piece in BETWEEN.split(key) if (part := piece.strip())]
        found = [part for part in parts if part in KNOWN.kinds]
        home = ">" in key or "›" in key or "»" in key
        if len(parts) >= LEAST_KNOWN and len(found) >= 2 and len(found) >= 0.4 * len(parts):
            return found
        if len(parts) >= LEAST_KNOWN and home and KNOWN.kinds.get(parts[0]) == "site":
            return found
    found = KNOWN.parts(key)
    return found if len(found) >= LEAST_KNOWN else []


def listed(document: Document, label: Label) -> bool:
    """Whether a sentence with a colon stands right above a label."""
    above = document.inked[label.place - 1] if label.place else None
    return above is not None and above.text.rstrip().endswith(COLONS) and len(above.tokens) >= INTRODUCES


def joins(document: Document, above: Label, label: Label, span: Core) -> bool:
    """Whether two known labels may belong to one menu, as far as the lines between them tell."""
    where = span.within(above.place)
    furthest = AMID[0] if where == "middle" else OUTSIDE[0]
    if label.place > above.place + furthest or span.within(label.place) != where:
        return False
    between = document.inked[above.place + 1 : label.place]
    return not any(
        line.ends_sentence or len(line.tokens) > MOST_TOKENS or (where != "tail" and _DIGIT.search(line.key))
        for line in between
    )


def menu(document: Document, run: list[tuple[Label, str]], span: Core) -> Iterator[Yield]:
    """Judge a chain of known labels.

    Above the last sentence line, two must be neighbours at either end, lest a title be taken for an
    unknown label between the menu and one more label below it.
    """
    if run and span.within(run[0][0].place) != "tail":
        while len(run) > 1 and run[-1][0].place > run[-2][0].place + 1:
            run = run[:-1]
        while len(run) > 1 and run[1][0].place > run[0][0].place + 1:
            run = run[1:]
    if len({label.key for label, _ in run}) < LEAST_KNOWN:  # one word three times is verse
        return
    first, last = run[0][0], run[-1][0]
    lines = last.place - first.place + 1
    amid = span.within(first.place) == "middle"
    if len(run) < (AMID if amid else OUTSIDE)[1] * lines:
        return
    if amid and not any(kind == "site" for _, kind in run):
        yield Spared(
            line_span(first.line, last.line), f"{len(run)} labels such as {first.key!r}, but amid the text"
        )
        return
    if listed(document, first):
        yield Spared(line_span(first.line, last.line), f"labels such as {first.key!r}, but {LISTED}")
        return
    shown = ", ".join(label.key for label, _ in run[:4])
    yield deletion(
        document, first.line, last.line, f"menu: {len(run)} of {lines} lines are known labels ({shown})"
    )
