"""What the place for readers' comments says to who writes or sorts them."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import SAFE, UNSAFE, Document, Example, Phrases, Yield, rule

from ._furniture import named
from ._prose import CHINESE, ENGLISH, GERMAN

PHRASES = Phrases.beside(__file__)
MOST_TOKENS = 20  # a beginning such as "comments are closed" decides only in lines this short


@rule(
    code="NAV114",
    name="comment-form",
    safety=SAFE,
    removes_words=True,
    phrases=PHRASES,
    examples=[
        Example(bad=f"Herons return\n{ENGLISH}\nLeave a comment\n", good=f"Herons return\n{ENGLISH}\n"),
        Example(bad=f"Reiher\n{GERMAN}\n12 Kommentare\n", good=f"Reiher\n{GERMAN}\n"),
        Example(bad=f"苍鹭归来\n{CHINESE}\n发表评论\n", good=f"苍鹭归来\n{CHINESE}\n"),
        Example(
            good=f"{ENGLISH}\nLeave a comment in the warden's book, the sign says, and many did.\n{ENGLISH}"
        ),
    ],
)
def comment_form(document: Document) -> Iterator[Yield]:
    """Remove what the place for readers' comments says to who writes or sorts them.

    "12 comments", "Leave a reply", "Reply", "Newest first" or "Comments are closed" stand below the text,
    some of them above it. A line must be such a phrase as a whole, or begin with one and be short, without
    ending a sentence. What readers wrote is not this rule's affair.
    """
    yield from named(document, PHRASES, "comment form", MOST_TOKENS, amid=UNSAFE)
