"""Documents that are copies of another of their set."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import DISPLAY, Document, Example, Finding, Profile, Span, Yield, rule

from ._prose import ARTICLES, ENGLISH

_STORY = "\n".join((ENGLISH, *ARTICLES))


@rule(
    code="DUP105",
    name="duplicate-document",
    safety=DISPLAY,
    examples=[
        Example(bad=_STORY, others=(f"Updated at noon\n{_STORY}\nMore to follow.",)),
        Example(bad="\n".join(ARTICLES), others=("\n".join(ARTICLES), ENGLISH)),
        Example(good=_STORY, others=(ARTICLES[1], ARTICLES[2])),
    ],
)
def duplicate_document(document: Document, profile: Profile) -> Iterator[Yield]:
    """Report a document that is a copy, or nearly one, of another in its set, and name the one to keep.

    A crawl meets one article under several addresses and in several versions. To an index or a training
    corpus each copy is noise, and the set's template lines would be counted wrongly: so a group of copies
    counts as one document there. Copies are told by equal texts, or by the word sequences that they share,
    estimated from a sample of 32.

    The longest of a group is kept, of equally long ones the first by name. Nothing is removed: which
    version a set should hold is for a person to say.
    """
    copy = profile.copies.get(document.member)
    if copy is None or document.site is None:
        return
    first = next(iter(document.inked), None)
    span = Span(first.start, first.end) if first else Span(0, 0)
    if copy.shared == 1:
        yield Finding(span, f"the same text as {copy.of}, which comes first by name")
    else:
        share = round(100 * copy.shared)
        yield Finding(span, f"shares some {share} % of its word sequences with {copy.of}, which is longer")
