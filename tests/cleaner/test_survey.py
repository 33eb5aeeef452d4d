"""The survey: what it counts, that order and processes do not matter, what it must not count."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import UNSAFE, Document, Finding, Safety
from cleaner.profile import Profile, ProfileError, line_key, parse, support
from cleaner.registry import load_rules
from cleaner.survey import Survey, observe
from tests.command import cleaner

PROSE = (
    "The lake rose by a hand's breadth in the first week of March, and the old jetty stood in the water.",
    "Nobody in the village could say when the mill had last turned, or who still had a key to its door.",
    "A swarm of bees took the post office for its own on Tuesday, and letters were given out on the square.",
    "Two men from Porto crossed the ocean in a boat made of bottles and sold it on arrival to a collector.",
    "The choir of the railway workers looks for tenors who own a bicycle, as practice is behind the hill.",
    "Chess is to be taught in all schools of the county, beginning with the youngest, after a short trial.",
)
lines = st.lists(st.sampled_from([*PROSE, "Home", "Sport", "Most read", "", "A line"]), max_size=8)
texts = st.lists(lines.map("\n".join), max_size=8)


def profile_of(*documents: str, site: str = "") -> Profile:
    return Survey(observe(f"{n}.txt", site, text) for n, text in enumerate(documents)).profile()


def removed(text: str, profile: Profile, code: str = "DUP103") -> list[str]:
    """The lines of a document that a set rule would remove."""
    rule = next(rule for rule in load_rules() if rule.code == code)
    document = Document("x", text, site="", member="x")
    return [
        text[found.span.start : found.span.end]
        for found in rule.check(document, profile)
        if isinstance(found, Finding)
    ]


def test_a_line_has_its_documents_and_where_it_stands() -> None:
    profile = profile_of(*(f"Herald\n{text}\nMost read\nStory {n}" for n, text in enumerate(PROSE)))
    herald, most_read = profile.lines[""]["herald"], profile.lines[""]["most read"]
    assert (herald.documents, herald.head, herald.amid, herald.end) == (6, 6, 0, 0)
    assert (most_read.documents, most_read.head, most_read.amid, most_read.end) == (6, 0, 0, 6)
    assert set(profile.lines[""]) == {"herald", "most read"}


@given(texts, st.randoms(use_true_random=False))
def test_order_does_not_matter(documents: list[str], shuffler: random.Random) -> None:
    seen = [observe(f"{n}", f"site{n % 2}", text) for n, text in enumerate(documents)]
    profile = Survey(seen).profile()
    shuffler.shuffle(seen)
    assert Survey(seen).profile() == profile


@given(texts, texts, texts)
@settings(max_examples=50)
def test_merge_is_associative_and_commutative_with_an_identity(
    one: list[str], two: list[str], three: list[str]
) -> None:
    a, b, c = profile_of(*one), profile_of(*two, site="b"), profile_of(*three)
    assert a.merge(b).merge(c) == a.merge(b.merge(c))
    assert a.merge(b) == b.merge(a)
    assert a.merge(Profile()) == Profile().merge(a) == a


@given(texts)
def test_what_is_stored_is_read_again(documents: list[str]) -> None:
    profile = profile_of(*documents)
    stored = profile.to_text()
    assert parse(stored.splitlines()) == profile
    assert stored.splitlines()[1:] == parse(stored.splitlines()).to_text().splitlines()[1:]


@pytest.mark.parametrize("text", ["", "{}", '{"profile": 99}', '{"profile": 1}\n{"line": "x"}', "nothing"])
def test_a_damaged_profile_is_an_error(text: str) -> None:
    with pytest.raises(ProfileError):
        parse(text.splitlines())


MENU = "Lakeside\nMembership\nFor walkers\nFor skippers\nTide tables\nShop window\nPodcast corner\nLetters"
BODIES = [
    "\n\n".join(f"{PROSE[(n + k) % 6]} It was day {n * 7 + k} of it." for k in range(4)) for n in range(6)
]


def safeties(text: str, profile: Profile) -> dict[str, Safety]:
    """The lines of a document that DUP103 would remove, and how safely."""
    rule = next(rule for rule in load_rules() if rule.code == "DUP103")
    document = Document("x", text, site="", member="x")
    return {
        text[found.span.start : found.span.end]: found.safety or rule.safety
        for found in rule.check(document, profile)
        if isinstance(found, Finding)
    }


def test_what_only_the_set_says_waits_for_unsafe_fixes() -> None:
    """Product sheets share fields, songs a chorus: that a set repeats a line does not make it furniture."""
    pages = [f"{MENU}\n\nDay {n}\n\n{body}\n" for n, body in enumerate(BODIES)]
    assert safeties(pages[0], profile_of(*pages)) == dict.fromkeys(MENU.split("\n"), UNSAFE)


def test_what_stands_in_a_list_of_the_documents_own_stays() -> None:
    """Recipes share ingredients: they are no template's, however many have them."""
    shared = "2 tbsp olive oil\n1 onion, chopped\nSalt and pepper\n2 cloves garlic"
    recipes = [f"Stew of day {n}\n\n{shared}\n{n + 2} leeks\n\n{body}\n" for n, body in enumerate(BODIES)]
    assert safeties(recipes[0], profile_of(*recipes)) == {}


def test_such_a_list_below_the_text_is_not_where_it_ends(tmp_path: Path) -> None:
    """A line that DUP103 leaves in a list is none from which on DUP104 takes all that stands below."""
    shared = "2 tbsp olive oil\n1 onion, chopped\nSalt and pepper\n2 cloves garlic"
    (tmp_path / "docs").mkdir()
    for n, body in enumerate(BODIES):
        recipe = f"Stew of day {n}\n\n{body}\n\n{shared}\n{n + 2} leeks\n"
        (tmp_path / "docs" / f"{n}.txt").write_text(recipe, "utf-8")
    done = cleaner("clean", "docs", "-o", "out", "--unsafe-fixes", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for n in range(len(BODIES)):
        text = (tmp_path / "out" / f"{n}.txt").read_text("utf-8")
        assert f"{shared}\n{n + 2} leeks\n" in text


def test_a_sentence_that_reads_like_text_is_no_template_whoever_has_it() -> None:
    sentence = "Fishermen who have worked these waters for forty years had never seen such waves in October."
    texts = [
        f"Storm keeps the {ship} in port\n\nThe {ship} to the northern islands stayed in port for a day, "
        f"it said.\n\n{sentence}\n"
        for ship in ("ferry", "boat")
    ]
    profile = profile_of(*texts, PROSE[0])
    assert removed(texts[0], profile) == removed(texts[1], profile) == []


def test_versions_of_one_article_do_not_make_its_sentences_a_template() -> None:
    article = "\n".join(PROSE)
    others = [f"{PROSE[n]} Another story of day {n}." for n in range(3)]
    profile = profile_of(article, f"Update\n{article}", f"{article}\nMore to come", *others)
    assert profile.sites[""] == 4  # the three versions are one
    assert set(profile.copies) == {"0.txt", "1.txt"} or len(profile.copies) == 2
    assert removed(article, profile) == []


def test_equal_documents_are_copies_and_the_first_is_kept() -> None:
    article = "\n".join(PROSE)
    profile = profile_of(article, PROSE[0], article)
    assert profile.copies["2.txt"].of == "0.txt"
    assert profile.copies["2.txt"].shared == 1


@pytest.mark.parametrize(
    "line",
    [
        "Introduction",
        "Ingredients",
        "Zutaten",
        "By Jane Doe",
        "Von Martha Brandt",
        "Aug 03, 2021",
        "12",
        "• • •",
    ],
)
def test_what_articles_share_is_not_the_templates(line: str) -> None:
    documents = [f"Herald\n{line}\n{text}\nHerald" for text in PROSE]
    assert removed(documents[0], profile_of(*documents)) == ["Herald", "Herald"]


def test_a_heading_amid_the_text_stays_even_where_all_articles_have_it() -> None:
    documents = [f"{text} {n}\nWhat happened next\n{text[::-1]} {n}" for n, text in enumerate(PROSE)]
    assert removed(documents[0], profile_of(*documents)) == []


def test_what_heads_lines_of_its_own_stays() -> None:
    documents = [f"{text}\nFurther links:\nlink {n}" for n, text in enumerate(PROSE)]
    assert removed(documents[0], profile_of(*documents)) == []


def test_a_headline_that_other_pages_list_stays_at_the_head_of_its_own() -> None:
    documents = [f"Lake rises at the old jetty\n{PROSE[0]}"]
    documents += [f"{text}\nMost read\nLake rises at the old jetty" for text in PROSE[1:]]
    assert removed(documents[0], profile_of(*documents)) == []


def test_two_documents_are_no_set() -> None:
    documents = [f"Herald\n{text}" for text in PROSE[:2]]
    assert removed(documents[0], profile_of(*documents)) == []


def test_below_the_end_of_a_template_nothing_is_the_articles() -> None:
    documents = [f"{text} {text[::-1]} Day {n}.\nMost read\nStory {n}" for n, text in enumerate(PROSE)]
    assert removed(documents[0], profile_of(*documents), "DUP104") == ["Most read\nStory 0"]
    longer = f"{documents[0]}\n{PROSE[1][::-1]} {PROSE[2][::-1]}"
    assert removed(longer, profile_of(*documents), "DUP104") == []
    with_sources = f"{documents[0]}\nSources\nA book"
    assert removed(with_sources, profile_of(*documents), "DUP104") == []


def test_support_grows_with_the_set() -> None:
    assert [support(n) for n in (2, 9, 10, 100, 100_000)] == [2, 2, 3, 7, 211]


def test_a_long_line_is_known_by_its_ends() -> None:
    assert line_key("x" * 100 + " middle one " + "y" * 100) == line_key("x" * 100 + " other " + "y" * 100)
    assert line_key("  • Most  Read ") == "most read"


@pytest.mark.heavy
def test_memory_of_a_large_set_stays_small() -> None:
    """100,000 documents of 2 kB, half of their lines found nowhere else: below 300 MB in the process."""
    import subprocess
    import sys

    script = """
import random, resource
from cleaner.survey import Survey, observe
from tests.command import cleaner
maker = random.Random(7)
words = ["".join(maker.choices("abcdefghijklmnop", k=6)) for _ in range(5000)]
def text(n):
    own = [" ".join(maker.choices(words, k=maker.choice((4, 8, 30)))) for _ in range(14)]
    return "\\n".join([f"Site {n % 50}", "Home", "Sport", *own, "Most read", f"Section {n % 900}"])
survey = Survey()
for n in range(100_000):
    survey.add(observe(f"folder/{n:06}.txt", f"site{n % 50}", text(n)))
survey.profile()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 300, f"{done.stdout} MB"
