"""Documents without a word."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import DISPLAY, Document, Example, Finding, Span, Yield, rule


@rule(
    code="DOC101",
    name="empty-document",
    safety=DISPLAY,
    examples=[
        Example(bad=""),
        Example(bad="\n \t\n"),
        Example(bad="* * *\n\u200b\n---\n"),
        Example(good="Herons"),
        Example(good="鷺"),
        Example(good="42"),
    ],
)
def empty_document(document: Document) -> Iterator[Yield]:
    """Report a document that holds no word: nothing, blanks, or only punctuation and what shows nothing.

    A scraper writes such a file where a page needs a script to show its text, where the request was
    refused, or where an extractor found no article. Nothing can be mended, and a set should not keep it.

    One word or one number is enough to be silent.
    """
    if document.encoding.codec and not any(character.isalnum() for character in document.text):
        what = "empty" if not document.text else "without any word"
        yield Finding(Span(0, len(document.text)), f"document is {what}")
