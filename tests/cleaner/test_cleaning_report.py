"""The report of a clean: golden sections made by rules of the test's own, and an account that adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cleaner import SAFE, UNSAFE, Document, Edit, Fact, Finding, Rule, Span, Yield, deletion, line_span, rule
from cleaner.cleaning_report import Totals, report, section
from cleaner.config import Config
from cleaner.engine import read, run
from cleaner.results import Result


@rule(code="NAV901", name="skip-link", safety=SAFE, removes_words=True, examples=[])
def skip_link(document: Document) -> Iterator[Yield]:
    """Remove links that jump over the menu."""
    for line in document.inked:
        if line.key in ("skip to content", "menu"):
            yield deletion(document, line, line, f"skip link {line.text.strip()!r}")


@rule(code="REL901", name="read-more", safety=SAFE, removes_words=True, examples=[])
def read_more(document: Document) -> Iterator[Yield]:
    """Remove calls to read more inside a line."""
    for match in re.finditer(r" \(read more\)", document.text):
        yield Finding(Span(*match.span()), "call to read more", (Edit(*match.span()),))


@rule(code="NAV902", name="label", safety=UNSAFE, removes_words=True, examples=[])
def label(document: Document) -> Iterator[Yield]:
    """Remove labels."""
    for line in document.inked:
        if line.key == "politics":
            yield deletion(document, line, line, "section <b>label</b> | [x](y)")


@rule(code="SPC901", name="trailing-space", safety=SAFE, examples=[])
def trailing_space(document: Document) -> Iterator[Yield]:
    """Remove trailing spaces."""
    for match in re.finditer(r"[ \u00a0]+$", document.text, re.MULTILINE):
        yield Finding(Span(*match.span()), "trailing space", (Edit(*match.span()),))


@rule(code="MET901", name="byline", safety=SAFE, examples=[])
def byline(document: Document) -> Iterator[Yield]:
    """State the author."""
    for line in document.inked:
        if line.text.startswith("By "):
            yield Fact("author", line.text[3:], line_span(line))


RULES: tuple[Rule, ...] = (skip_link, label, read_more, trailing_space, byline)


def result_of(text: str, name: str = "a.txt") -> Result:
    return run(read(name, text), text.encode("utf-8", "surrogatepass"), RULES, Config(), None)


HERONS = (
    "Skip to content\n\nHerons return\nBy A. <Okafor>\nPolitics\nThe lake is full. \nThe dam holds. \n"
    "All came back (read more) in spring. \nThey stay. \n"
)

# "~" stands for a space at the end of a line.
GOLDEN = """\
### `a.txt`

- title: Herons return
- author: A. &lt;Okafor&gt;

**What went**

```diff
@@ lines 1-2 @@ NAV901 skip-link: skip link 'Skip to content'
-Skip to content
-
 Herons return
@@ line 8 @@ REL901 read-more: call to read more
 The dam holds.~
-All came back (read more) in spring.~
+All came back in spring.
 They stay.~
```

**Characters and layout**

- SPC901 trailing-space, 4 times, lines 6, 7, 8, 9: `delete 1 trailing space`

**What remains**

- line 5: NAV902 label: section &lt;b&gt;label&lt;/b&gt; \\| \\[x\\](y)\
 (unsafe fix, with --unsafe-fixes: `delete line 5`)

**Account**

Source 140 characters = kept 107 + removed 33; cleaned 107 = kept 107 + written 0.

| rule | findings | mended | removed | written |
| --- | --: | --: | --: | --: |
| NAV901 skip-link | 1 | 1 | 17 | 0 |
| NAV902 label | 1 | 0 | 0 | 0 |
| REL901 read-more | 1 | 1 | 12 | 0 |
| SPC901 trailing-space | 4 | 4 | 4 | 0 |
""".replace("~", " ")


def test_a_section() -> None:
    assert section(result_of(HERONS)) == GOLDEN


def test_an_unchanged_document() -> None:
    assert section(result_of("Herons\n\nThe lake is full.\n")) == (
        "### `a.txt`\n\n- title: Herons\n\n**Account**\n\n"
        "Source 26 characters = kept 26 + removed 0; cleaned 26 = kept 26 + written 0.\n"
    )


def test_the_report_sums_up() -> None:
    totals = Totals()
    results = [result_of(HERONS), result_of("Menu\nBody.\n", "b.txt"), result_of("Body.\n", "c.txt")]
    for result in results:
        totals.add(result)
    text = report([section(result) for result in results], totals)
    assert text.startswith(
        "# Cleaning report\n\n3 documents: 2 changed, 1 as they were.\n"
        "Source 157 characters = kept 119 + removed 38; cleaned 119 = kept 119 + written 0.\n\n## By rule\n\n"
        "| rule | findings | mended | removed | written | documents |\n"
        "| --- | --: | --: | --: | --: | --: |\n"
        "| NAV901 skip-link | 2 | 2 | 22 | 0 | 2 |\n"
    )
    assert "left out" not in text
    assert text.index("`a.txt`") < text.index("`b.txt`") < text.index("`c.txt`")
    assert "Shown: the 1 that changed most of 3 documents. The other 2 are counted above, and" in report(
        [section(results[0])], totals
    )


def test_hostile_text_stays_in_its_fence() -> None:
    text = "Menu\n```\n<script>alert(1)</script>\n\x1b[31m\u202e\n````\nMenu\nEnd\n"
    shown = section(result_of(text, "# <b>`x`</b>\n|.txt"))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert shown.startswith("### ``# <b>`x`</b>\\n\\|.txt``\n")
    fences = [row for row in shown.split("\n") if re.fullmatch(r"`{3,}(diff)?", row)]
    assert fences == ["`````diff", "`````"]


@given(
    st.lists(
        st.sampled_from(["Menu", "Body. ", "x (read more) y ", "", " ", "Politics", "\x1b`"]), max_size=12
    )
)
def test_every_character_is_accounted_for(lines: list[str]) -> None:
    result = result_of("\n".join(lines))
    totals = Totals()
    totals.add(result)
    removed, written = sum(totals.removed.values()), sum(totals.written.values())
    assert len(result.source) - removed + written == len(result.text)
    shown = section(result)
    assert f"removed {removed:,}; cleaned {len(result.text):,} =" in shown
    assert shown == section(replace(result))
