"""Of Markdown, code, tables, links and hard breaks survive untouched; furniture between them goes."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner as package
from cleaner.readers import markdown
from tests.command import cleaner

CONFIG = {"unsafe-fixes": True, "preview": True}
BLOCKS = {
    "fenced code": "```python\nif a :\n    b  = 1  \n\n\n\nSkip to content\n```",
    "code in tildes": "~~~~\nBack to top\n~~~\nstill  code\n~~~~",
    "indented code": "    a  = 1 \n\n\n    Back to top",
    "code in an item": "- one\n\n      a  = 1\n\n      b",
    "a table": "| a  |  b |\n|:---|---:|\n| Share this article |  1 |\n|  2 | x  |",
    "a table without outer bars": "a  | b\n--|--\nBack to top | 1",
    "HTML": "<div  class='x'>\nBack to top\n</div>",
    "preformatted HTML": "<pre>\na  b\n\n\nBack to top\n</pre>",
    "a comment": "<!-- Skip to content\n\n\nBack  to top -->",
    "definitions": "[lake]:  https://example.org/a  'Back to top'",
    "a formula": "$$\na  + b\n\n\nc\n$$",
    "a heading that is underlined": "Herons  \n======",
    "a thematic break": "***",
}
PIECES = {
    "a link": "The [lake  & shore](https://example.org/a?b=1&amp;c=2 'the  lake') is full.",
    "a link by reference": "The [lake  shore][Lake  Shore] is full.",
    "a picture": "A heron ![at  dusk ](a&amp;b.png) stands.",
    "a picture in a link": "See [![at  dusk](a.png)](b.html  'x  y') there.",
    "an address with brackets": "See [it](a_(b)&amp;c) there.",
    "an automatic link": "See <https://example.org/a&amp;b> there.",
    "a bare link": "See https://example.org/a&amp;b there.",
    "code": "Call ``a ` &amp;  b`` twice.",
    "HTML": "The <span  title='a  b'>lake</span> is full.",
    "a hard break": "The lake is full.  \nThe herons are back.",
    "a hard break by a backslash": "The lake is full.\\\nThe herons are back.",
    "a footnote": "The lake is full[^1] .",
    "an entity that would be markup": "Use &lt;b&gt; and &amp;nbsp; for it, and &#42;.",
    "items": "1.  one\n2.  two\n\n    more of two",
    "nested items": "- one\n  - two\n    - three",
    "a quotation": ">  The lake is full.\n>  It is.",
    "an emoji": "The lake is full :tada: and deep.",
}
TEXT = (
    "The herons that left the lake nine dry years ago came back on Monday, and with them the visitors.\n\n"
    "Nobody had expected them before the quarry closed, the warden said, since the birds need shallow water."
)


def cleaned(text: str) -> str:
    return package.clean(text, name="a.md", config=CONFIG).text


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_a_block_survives_and_furniture_around_it_goes(block: str) -> None:
    page = f"# Herons\n\nSkip to content\n\n{TEXT}\n\n{block}\n\nIt  was late .\n\nBack to top\n"
    assert cleaned(page) == f"# Herons\n\n{TEXT}\n\n{block}\n\nIt was late.\n"


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES.keys())
def test_a_piece_of_a_line_survives(piece: str) -> None:
    text = f"# Herons\n\n{TEXT}\n\n{piece}\n\n{TEXT[:60]}\n"
    assert cleaned(text).replace("[^1].", "[^1] .") == text


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle:  Back to top\nlist:\n  - a  b\n---\n",
        "---\nany: {yaml:  [1, 2]}\n\n# comment\n---\n",
        '+++\ntitle = "Skip  to content"\n+++\n',
    ],
)
def test_front_matter_survives(head: str) -> None:
    text = f"{head}\n# Herons\n\n{TEXT}\n"
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "[Skip to content](#content)",
        "**Back to top**",
        "[↑ Back to top](#top)",
        "[![](up.png) Back to top](#top)",
        "*[Skip to content](#c)*",
    ],
)
def test_furniture_is_known_behind_its_markup(line: str) -> None:
    assert cleaned(f"# Herons\n\n{line}\n\n{TEXT}\n") == f"# Herons\n\n{TEXT}\n"


def test_a_related_heading_takes_its_links_along() -> None:
    titles = ("Bakery wins a prize for its rye bread", "Tram line to open in June")
    links = "\n".join(f"- [{title}](https://example.org/{n})" for n, title in enumerate(titles))
    told = (
        "The herons are back at the northern lake after eleven years, and the wardens have counted forty "
        "nests along the reeds. The wardens say the herons left when the lake was drained for the quarry, "
        "and that the reeds grew back once the quarry was closed and the lake was filled again. Visitors "
        "may watch them from the dam, in a hide among the reeds.\n"
    )
    assert cleaned(f"{told}\n## Related articles\n\n{links}\n") == told


def test_lines_of_a_paragraph_are_not_put_apart() -> None:
    text = f"# Herons\n{TEXT.replace(chr(10) * 2, chr(10))}\n"
    assert cleaned(text) == text
    assert package.clean(text, name="a.txt", config=CONFIG).text != text


def test_line_ends_become_one_kind_in_code_too() -> None:
    assert cleaned("# Herons\r\n\r\n```\r\na  b\r\n```\r\n") == "# Herons\n\n```\na  b\n```\n"


def test_code_without_an_end_goes_on_to_the_end() -> None:
    text = f"{TEXT}\n\n```\na  b\n\n\nBack to top\n"
    assert cleaned(text) == text


def test_it_stays_markdown_and_is_mended_in_place(tmp_path: Path) -> None:
    page = f"Skip to content\n\n{TEXT}\n\n```\nSkip  to content\n```\n"
    (tmp_path / "docs").mkdir()
    file = tmp_path / "docs" / "a.markdown"
    file.write_text(page)
    assert (
        cleaner("check", "docs/a.markdown", cwd=tmp_path).stdout.count(b"NAV101") == 2
    )  # evidence, underline
    done = cleaner("clean", "docs/a.markdown", "-o", "out", "--unsafe-fixes", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "out" / "a.markdown").read_text() == page.removeprefix("Skip to content\n\n")
    assert cleaner("restore", "out", "-o", "back", cwd=tmp_path).returncode == 0
    assert (tmp_path / "back" / "a.markdown").read_text() == page
    cleaner("check", "docs/a.markdown", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert file.read_text() == page.removeprefix("Skip to content\n\n")


FURNITURE = ["Back to top", "Share this article", "- a\n- b"]
parts = st.sampled_from([*BLOCKS.values(), *PIECES.values(), TEXT, *FURNITURE])


@settings(max_examples=60, deadline=None)
@given(st.lists(parts, min_size=1, max_size=8))
def test_all_blocks_are_there_in_order_and_the_rest_is_at_rest(chosen: list[str]) -> None:
    text = "\n\n".join(chosen) + "\n"
    result = cleaned(text)
    kept = markdown.blocks(text)
    at = 0
    for start, end in zip(kept.starts, kept.ends, strict=True):
        at = result.index(text[start:end].strip("\n"), at)
    assert cleaned(result) == result


def test_what_stands_between_a_list_and_indented_code_stays() -> None:
    """Without it the code would be text of the list's last item."""
    text = "- one\n\n  two\n\nBack to top\n\n    a  = 1\n"
    assert cleaned(text) == text
    assert "Back to top" not in cleaned(text.replace("    a  = 1", "The lake is full."))


HOSTILE = [
    "[", "[a](", "![", "[a [b] ", "`", "`a``b```", "<a ", "](", ":a", " ", "&#", "*", "> ", "- ", "|a",
    "<!--", "```\n", "[a]: \n", "a|b\n-|-\n", "    a\n\n", "$$\n", "---\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_takes_twice_the_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        best = 9.0
        for _ in range(3):
            begin = process_time()
            markdown.blocks(text), markdown.pieces(text), markdown.shown(text)
            best = min(best, process_time() - begin)
        return best

    assert seconds(40_000) <= 2.5 * seconds(20_000) + 0.005
