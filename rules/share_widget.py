"""Buttons for sharing, following, printing and mailing a page."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import (
    SAFE,
    UNSAFE,
    Document,
    Example,
    Phrase,
    Phrases,
    Safety,
    Spared,
    Yield,
    deletion,
    line_span,
    rule,
)

from ._furniture import Core, Label, Vocabulary, candidates, core, heads, removal

PHRASES = Phrases.beside(__file__)
MOST_TOKENS = 8  # a beginning such as "share this article on" decides only in lines this short
LEAST_NAMES = 3  # names of networks on lines of their own that need no share word beside them
SHORT_NAME = 3  # names so short, and names that are also words, never stand alone
FEW = 3  # words in a phrase that may also be a heading
ALSO_WORDS = {
    *("band", "buffer", "discord", "fancy", "google", "line", "medium", "messenger", "note", "pocket"),
    *("propeller", "signal", "slack", "teams", "threads", "wordpress"),
}
KNOWN = Vocabulary(PHRASES, "line", "networks", joined=True)


@rule(
    code="NAV106",
    name="share-widget",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad="Herons return\nShare this article\nFacebook\nWhatsApp\nThe lake is full again.",
            good="Herons return\nThe lake is full again.",
        ),
        Example(
            bad="Reiher kehren zurück\nTeilen auf Facebook\nDer See ist wieder voll.",
            good="Reiher kehren zurück\nDer See ist wieder voll.",
        ),
        Example(
            bad="Les hérons reviennent\nPartager\nLe lac est plein.",
            good="Les hérons reviennent\nLe lac est plein.",
        ),
        Example(bad="苍鹭归来\n湖水又满了。\n微信 微博 QQ空间", good="苍鹭归来\n湖水又满了。\n"),
        Example(good="Share this with care: not every reader likes herons."),
        Example(good="Share\n\nA farmer divides a lake among four sons and a daughter."),
        Example(good="The piper\n\nFollow us over the hill and down,\nout of the sleeping town."),
        Example(good="Where we looked\nFacebook\nAnglers post there.\nX\nNobody there wrote of the lake."),
    ],
)
def share_widget(document: Document) -> Iterator[Yield]:
    """Remove buttons that share, print, mail or save a page, and links to a site's profiles.

    The buttons stand before, beside and behind the text, as icons whose names a page prints one a
    line ("Share", "Facebook", "WhatsApp") or run together. A line must hold such phrases and names of
    networks and nothing else, or begin with one and be short, without ending a sentence.

    The name of a network alone is also a heading or an item of a list: amid the prose it is left
    alone unless a share word stands in the same run of lines, and taken with less trust where only
    three names do.
    """
    span = core(document)
    run: list[tuple[Label, str]] = []
    for label in candidates(document, KNOWN, PHRASES):
        kind = KNOWN.kinds.get(label.key, "")
        if run and (not kind or label.place != run[-1][0].place + 1):
            yield from widget(document, run, span)
            run = []
        if kind:
            run.append((label, kind))
            continue
        match = PHRASES.match(label.line)
        phrase = match.line if match else None
        if (
            match
            and phrase is None
            and not label.line.ends_sentence
            and not label.line.text.rstrip().endswith((",", ";"))
            and len(label.line.tokens) <= MOST_TOKENS
        ):
            phrase = match.start
        if phrase:
            safety = _trust(label, span)
            if match and match.line is None and span.within(label.place) == "middle":
                safety = UNSAFE  # a heading, or a line of verse, may go on as it likes
            yield button(document, label, phrase, safety)
        elif len(parts := KNOWN.parts(label.key)) > 1:
            yield deletion(document, label.line, label.line, f"share buttons: {', '.join(parts[:4])}")
    yield from widget(document, run, span)


def button(document: Document, label: Label, phrase: Phrase, safety: Safety | None) -> Yield:
    """The deletion of a button, unless it may be the title."""
    if heads(document, label):
        return Spared(line_span(label.line), f"share button {phrase.text!r}, but it may be the title")
    return removal(document, label, phrase, "share button", safety)


def _trust(label: Label, span: Core) -> Safety | None:
    """Amid the prose a word or two may be a heading or a step of instructions."""
    return UNSAFE if span.within(label.place) == "middle" and len(label.line.tokens) <= FEW else None


def widget(document: Document, run: list[tuple[Label, str]], span: Core) -> Iterator[Yield]:
    """Judge neighbouring lines that are each a phrase or a network's name."""
    company = any(kind == "line" for _, kind in run)
    for label, kind in run:
        if kind == "line" and (phrase := PHRASES.line(label.key)):
            yield button(document, label, phrase, _trust(label, span))
            continue
        amid = span.within(label.place) == "middle"
        doubtful = amid or len(label.key) <= SHORT_NAME or label.key in ALSO_WORDS
        if doubtful and not company and len(run) < LEAST_NAMES:
            yield Spared(line_span(label.line), f"network {label.key!r}, but no share word beside it")
            continue
        message = f"network {label.key!r} {'among share buttons' if company else 'on a line of its own'}"
        yield deletion(document, label.line, label.line, message, UNSAFE if amid and not company else None)
