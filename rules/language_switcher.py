"""Controls that change a page's language."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Phrases, Spared, Yield, deletion, line_span, rule

from ._furniture import Label, Vocabulary, candidates, core, removal

PHRASES = Phrases.beside(__file__)
LEAST_NAMES = 3  # without a label; two with one
NAMES = Vocabulary(PHRASES, "names")


@rule(
    code="NAV103",
    name="language-switcher",
    safety=UNSAFE,  # 40 sites bound its precision at 0.927 (errors on one)
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad="Language : English Deutsch 日本語\nHerons return\nThe lake is full again.",
            good="Herons return\nThe lake is full again.",
        ),
        Example(
            bad="Reiher\nDer See ist voll.\n\nDeutsch\nEnglish\nFrançais\n",
            good="Reiher\nDer See ist voll.\n",
        ),
        Example(bad="简体 | 繁體 | English\n苍鹭\n湖水又满了。", good="苍鹭\n湖水又满了。"),
        Example(good="Language: English\nCountry: Ireland"),
        Example(good="Fact sheet\nLanguages: Dutch, French and German\nThe sheet is new."),
        Example(good="Most spoken\nEnglish\nHindi\nSpanish\nThe order is that of last year."),
    ],
)
def language_switcher(document: Document) -> Iterator[Yield]:
    """Remove lists of the languages in which a page can be read.

    The control prints its label and every language's own name: in one line ("Language: English
    Deutsch 日本語") or one name a line. The names must be all there is, three of them or two with a
    label, and one of them not English.

    A list with commas or "and" is left alone, since fact sheets name a country's or a film's
    languages so; so is a list of English names only, and a single name.
    """
    span = core(document)
    run: list[Label] = []
    for label in candidates(document, NAMES, PHRASES):
        if label.key in NAMES.kinds:
            if run and label.place != run[-1].place + 1:
                yield from switcher(document, run)
                run = []
            run.append(label)
            continue
        match = PHRASES.match(label.line)
        if match and (phrase := match.line):
            if span.within(label.place) == "middle":
                yield Spared(
                    line_span(label.line),
                    f"matches {phrase.text!r} ({phrase.language}) but stands amid the text",
                )
            else:
                yield removal(document, label, phrase, "label of a language switcher")
            continue
        start = match.start if match else None
        found = NAMES.parts(label.key[len(start.text) :] if start else label.key)
        if len(found) < LEAST_NAMES - bool(start):
            continue
        if "," in label.key or "、" in label.key or not foreign(found):
            yield Spared(
                line_span(label.line), f"{len(found)} names of languages, but listed as in a sentence"
            )
            continue
        yield deletion(
            document, label.line, label.line, f"language switcher: {len(found)} names of languages"
        )
    yield from switcher(document, run)


def switcher(document: Document, run: list[Label]) -> Iterator[Yield]:
    """Judge a run of lines that are one name each."""
    if len(run) < LEAST_NAMES:
        return
    first, last = run[0].line, run[-1].line
    if foreign([label.key for label in run]):
        yield deletion(document, first, last, f"language switcher: {len(run)} lines are names of languages")
    else:
        yield Spared(line_span(first, last), f"{len(run)} lines are names of languages, but all in English")


def foreign(found: list[str]) -> bool:
    """Whether a name is not the English one: a list in one language is no switcher."""
    languages = PHRASES.section("names")
    return any(languages[name] != "en" for name in found)
