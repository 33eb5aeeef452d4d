"""Generated documents that look like scraped text: the input of the promises' property tests."""

from __future__ import annotations

from functools import reduce

from hypothesis import strategies as st

from cleaner.profile import Profile
from cleaner.registry import load_rules
from cleaner.survey import Survey, observe

BAD_EXAMPLES = [example.bad for rule in load_rules() for example in rule.examples if example.bad]
_SETS = [(e.bad, *e.others) for rule in load_rules() for e in rule.examples if e.others]
# What the sets of all examples know, so that rules on sets are held to the promises too.
PROFILE = reduce(
    Profile.merge,
    [Survey(observe(str(n), "", text or "") for n, text in enumerate(texts)).profile() for texts in _SETS],
)
SENTENCES = [
    "The ferry to the northern islands was cancelled for the third day because of the storm.",
    "Fishermen in the harbour said on Monday that they had never seen such waves in October.",
    "“We will wait,” the captain said, “until the wind turns.”",
    'She asked: "Who pays for the damage?” and nobody answered.',
    "Die Fähre zu den Inseln fiel am Montag wegen des Sturms zum dritten Mal aus.",
    "Le ferry n’a pas quitté le port : la tempête « Aline » souffle encore ; on attend.",
    "Паром на северные острова отменили третий день подряд из-за сильного шторма.",
    "由于暴风雨，前往北方岛屿的渡轮已连续第三天停航，港口的渔民表示从未见过这样的海浪。",
    "Το πλοίο για τα νησιά ακυρώθηκε για τρίτη μέρα εξαιτίας της θύελλας στο λιμάνι.",
    "ألغيت العبارة إلى الجزر الشمالية لليوم الثالث بسبب العاصفة.",
]
FURNITURE = [
    "Skip to content",
    "Accessibility links",
    "Back to top",
    "Nach oben",
    "Наверх",
    "View original post",
    "Share this article",
    "Facebook",
    "Twitter",
    "Teilen",
    "Breaking News",
    "Related articles",
    "You might also like",
    "Read more",
    "Читайте также",
    "相关阅读",
    "Subscribe to our newsletter",
    "Language : English 简体 繁體",
    '["storm", "ferry"]',
    "Contact us at desk@example.org",
    "Home | News | Sport",
    "Popular",
    "Advertisement",
    "By Ada Fischer",
    "Updated 21:50, 13-Nov-2021",
    "Aug 03, 2021",
]
MARKS = [
    "\u00a0",
    "\u2009",
    "\u3000",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u00ad",
    "\u202e",
    "\u200f",
    "\u2028",
    "\x85",
    "\x0c",
    "\x00",
    "\x1b[31m",
    "\ufffd",
    "\t",
    "  ",
    " ,",
    "&amp;",
    "&#8217;",
    "&nbsp;",
    "â€™",
    "Ã©",
    "Ð¿Ñ€Ð¸",
    "e\u0301",
    "Å\u0323",
    "\U0001f600",
    "\U0001f468\u200d\U0001f469",
    "\udcff",
    "\ud800",
    "`",
    "“",
    '"',
    "ﬁ",
    "１",
    "�",
]
ENDS = [
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\n\n\n\n",
    "\r\n",
    "\r\n\r\n",
    "\r",
    " \n",
    "\u00a0\n",
    "\n \n",
    "\n\u200b\n",
    "",
]


@st.composite
def _line(draw: st.DrawFn) -> str:
    kind = draw(st.integers(0, 9))
    if kind <= 4:
        text = " ".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3)))
    elif kind <= 7:
        text = draw(st.sampled_from(FURNITURE))
    elif kind == 8:
        text = draw(
            st.sampled_from(
                [
                    "- one",
                    "  * two",
                    "1. first",
                    "    code(x)",
                    "a | b | c",
                    "Storm",
                    "FILE - A boat, Oct. 3.",
                ]
            )
        )
    else:
        text = draw(st.text(max_size=12))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2, 4]))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(MARKS)) + text[at:]
    return text


@st.composite
def scraped(draw: st.DrawFn) -> str:
    """A document: paragraphs, furniture, doubled lines, damage, what rules show as bad; it may be empty."""
    lines = draw(st.lists(st.one_of(_line(), _line(), _line(), st.sampled_from(BAD_EXAMPLES)), max_size=14))
    text = draw(st.sampled_from(["", "", "", "\ufeff", "\n\n", " "]))
    for line in lines:
        for _ in range(draw(st.sampled_from([1, 1, 1, 1, 2]))):
            text += line + draw(st.sampled_from(ENDS))
    return text
