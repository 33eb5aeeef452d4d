"""Links that jump over the menu."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import UNSAFE, Document, Example, Phrases, Yield, rule

from ._furniture import named

PHRASES = Phrases.beside(__file__)
MOST_TOKENS = 8  # a beginning such as "skip to" decides only in lines this short


@rule(
    code="NAV101",
    name="skip-link",
    safety=UNSAFE,  # 278 sites bound its precision at 0.987 (errors on one)
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(
            bad="Skip to main content\n\nHerons return\nThe lake is full again.",
            good="Herons return\nThe lake is full again.",
        ),
        Example(
            bad="Zum Inhalt springen\nDie Reiher sind zurück\nDer See ist wieder voll.",
            good="Die Reiher sind zurück\nDer See ist wieder voll.",
        ),
        Example(bad="跳到主要内容\n苍鹭归来\n湖水又满了。", good="苍鹭归来\n湖水又满了。"),
        Example(good="Skip to the last chapter if you only want to know who did it."),
        Example(good="Herons\nMany readers skip to the pictures.\nThe lake is full."),
    ],
)
def skip_link(document: Document) -> Iterator[Yield]:
    """Remove links that let keyboard users jump over the menu.

    Pages print "Skip to content" first, hidden by a style sheet that plain text does not know. A
    line must be such a phrase as a whole, or begin with one and be short, without ending a sentence.

    Sentences that tell readers to skip to a chapter are left alone.
    """
    yield from named(document, PHRASES, "skip link", MOST_TOKENS)
