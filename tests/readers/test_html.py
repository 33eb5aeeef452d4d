"""Pages are read into lines as a browser shows them, and no page is too broken or too hostile for it."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from cleaner import Markup
from cleaner.readers import Read, read_html
from cleaner.reading import Unreadable
from tests.pages import LAYOUTS, WORDS, Words


def text(body: str) -> str:
    return read_html(body).text


def markup(body: str, line: str) -> Markup:
    page = read_html(body)
    found = page.markup[page.text.split("\n").index(line)]
    assert found is not None
    return found


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
class TestEveryLayout:
    def test_title_and_paragraphs_are_paragraphs(self, layout: Callable[[Words], str], words: Words) -> None:
        page = read_html(layout(words).encode())
        assert page.text.count("\n\n".join((words.title, words.paragraphs[0]))) <= 1
        assert [block for block in page.text.rstrip().split("\n\n") if block in words.paragraphs] == [
            *words.paragraphs
        ]
        assert words.title in page.text.split("\n")
        assert page.head["title"].startswith(words.title)

    def test_every_line_has_its_markup(self, layout: Callable[[Words], str], words: Words) -> None:
        page = read_html(layout(words))
        lines = page.text.splitlines()
        assert [bool(line) for line in lines] == [bool(found) for found in page.markup]


class TestText:
    def test_space_is_as_a_browser_shows_it(self) -> None:
        assert text("<p> The\n  ferry <b>stayed</b>\tin <i>port</i> .</p>") == "The ferry stayed in port .\n"
        assert text("<p>10&nbsp;km &amp; more&#13;today</p>") == "10\u00a0km & more today\n"

    def test_line_breaks_stay_and_two_part_paragraphs(self) -> None:
        assert text("<p>one<br>two<br/>three<br><br>four</p>") == "one\ntwo\nthree\n\nfour\n"

    def test_what_is_preformatted_keeps_its_spaces_and_lines(self) -> None:
        assert text("<p>So:</p><pre>\nif a:\n    b  = 1\n\nend</pre>") == "So:\n\nif a:\n    b  = 1\n\nend\n"

    def test_items_of_a_list_stand_together_with_their_marks(self) -> None:
        assert text("<ul><li>frogs<li>perch<ol><li>young<li>old</ol><li>eels</ul><p>no more") == (
            "- frogs\n- perch\n  1. young\n  2. old\n- eels\n\nno more\n"
        )
        assert text("<dl><dt>heron<dd>a bird</dl>") == "heron\na bird\n"
        assert text("<ul><li><p>long</p><p>more</p></li></ul>") == "- long\n\nmore\n"

    def test_rows_of_a_table_are_lines_and_their_cells_are_parted(self) -> None:
        table = "<table><caption>Nests</caption><tr><th>year<th>nests<tr><td>2023<td>40</table>"
        assert text(table) == "Nests\n\nyear | nests\n2023 | 40\n"

    def test_columns_of_a_page_are_no_row(self) -> None:
        long = "The ferry stayed in port. " * 8
        assert text(f"<table><tr><td>Home<td>{long}<td>News</table>") == f"Home\n\n{long.strip()}\n\nNews\n"

    def test_what_nobody_reads_is_left_out(self) -> None:
        dropped = (
            "<script>a<b</script><style>p{}</style><noscript>n</noscript><template>t</template><!-- c -->"
            "<p hidden>h"
            '<p style="color:red; display : none">d</p><div hidden><span>s</span></div>'
            "<svg><title>v</title></svg>"
            "<select><option>o</select><iframe>i</iframe><textarea>x</textarea>"
        )
        assert text(f"<p>kept</p>{dropped}<p>kept too") == "kept\n\nkept too\n"

    def test_an_icon_or_a_hidden_word_ends_no_line(self) -> None:
        assert (
            text("<p>a <svg><path></svg>b <span hidden>c <b>d</b></span>e<noscript>f</noscript></p>")
            == "a b e\n"
        )

    def test_a_page_that_a_script_would_show_is_read(self) -> None:
        assert text(f'<div style="visibility:hidden"><p>{"The ferry. " * 9}</p></div><p>Wait') == (
            f"{('The ferry. ' * 9).strip()}\n\nWait\n"
        )

    def test_words_like_tags_in_values_hide_nothing(self) -> None:
        assert text('<p class="a hidden b" title="display: none">kept</p>') == "kept\n"

    def test_broken_markup_is_read_as_far_as_it_goes(self) -> None:
        assert text("a < b and <p class='x>y'>c</div></p></b><td>d") == "a < b and\n\nc\n\nd\n"
        assert text("<p>one<p>two</body></html><p>three") == "one\n\ntwo\n\nthree\n"
        assert text("") == text("<p></p>") == text("<!-- no end <p>x") == ""


class TestMarkup:
    def test_tells_the_elements_around_and_the_words_of_their_names(self) -> None:
        found = markup(
            '<div class="siteNav top-menu" id=n1 role="navigation"><ul><li><a href=/>Home</a>', "- Home"
        )
        assert [element.tag for element in found.path] == ["div", "ul", "li"]
        assert found.path[0].names == {"site", "nav", "top", "menu", "n", "navigation"}
        assert found.tag == "li"
        assert found.within("nav", "ul")

    def test_tells_how_much_of_a_line_is_links(self) -> None:
        page = '<p><a href="/">Read the rest</a> of it<p>no <a name="x">link</a><p>還有<a href=/>更多</a>'
        assert markup(page, "Read the rest of it").link_density == 3 / 5
        assert markup(page, "no link").link_density == 0
        assert markup(page, "還有更多").linked == 2

    def test_density_counts_the_words_of_full_lines(self) -> None:
        assert markup("<p>one two</p>", "one two").text_density == 2
        long = " ".join(["heron"] * 40)
        assert 12 <= markup(f"<p>{long}", long).text_density <= 14


class TestHead:
    @pytest.mark.parametrize(
        ("head", "stated"),
        [
            ("<title>Herons &amp;\n more</title>", {"title": "Herons & more"}),
            ('<title>x | y</title><meta property="og:title" content="x">', {"title": "x"}),
            ('<meta name=author content="Ana Ruiz"><title></title>', {"author": "Ana Ruiz"}),
            ('<meta property="article:author" content="https://example.org/ana">', {}),
            ('<meta content="2023-10-04" property="article:published_time">', {"date": "2023-10-04"}),
            (
                '<body><time datetime="2023-10-05">5 Oct</time><time datetime="2020-01-01">',
                {"date": "2023-10-05"},
            ),
            (
                '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "headline": "no"}, '
                '{"@type": ["NewsArticle"], "headline": "h", "datePublished": "2024", '
                '"author": [{"name": "A"}, {"name": "B"}]}]}</script>',
                {"title": "h", "date": "2024", "author": "A, B"},
            ),
            ('<script type="application/ld+json">{"@type": "Article", </script>', {}),
            (f'<script type="application/ld+json">{"[" * 9000}</script>', {}),
        ],
    )
    def test_states(self, head: str, stated: dict[str, str]) -> None:
        assert read_html(head).head == stated


class TestCharset:
    LINE = "Die Brücke trägt wieder Karren, sagt der Bürgermeister."

    @pytest.mark.parametrize(
        ("declared", "codec"),
        [
            ('<meta charset="windows-1252">', "cp1252"),
            ('<meta http-equiv=Content-Type content="text/html; charset=iso-8859-1">', "cp1252"),
            ('<?xml version="1.0" encoding="ISO-8859-15"?>', "iso8859-15"),
            ('<meta charset="windows-1252">', "utf-8"),  # what the bytes prove goes before what is said
            ('<meta charset="utf-8">', "cp1252"),
            ("", "utf-8-sig"),
            ("", "utf-16"),
            ('<meta charset="utf-8">', "utf-16-le"),
            ('<meta charset="no-such-set">', "utf-8"),
            ('<meta charset="hex">', "utf-8"),
        ],
    )
    def test_what_the_bytes_prove_then_what_is_declared(self, declared: str, codec: str) -> None:
        page = read_html(f"{declared}<p>{self.LINE * 6}".encode(codec))
        assert page.text == f"{self.LINE * 6}\n"

    @pytest.mark.parametrize(
        ("label", "codec", "line"),
        [
            ("windows-1251", "cp1251", "Мост в Вязовом Броде снова открыт."),
            ("koi8-r", "koi8-r", "Мост в Вязовом Броде снова открыт."),
            ("gb2312", "gb18030", "榆渡老桥重新开放"),
            ("big5", "big5", "老橋重新開放"),
            ("Shift_JIS", "cp932", "古い橋が再び開いた。"),
            ("x-sjis", "cp932", "古い橋①が再び開いた。"),
            ("euc-jp", "euc_jp", "古い橋が再び開いた。"),
            ("iso-2022-jp", "iso2022_jp", "古い橋が再び開いた。"),
            ("euc-kr", "cp949", "오래된 다리가 다시 열렸다."),
            ("iso-8859-7", "iso8859_7", "Η γέφυρα άνοιξε ξανά."),
            ("windows-1256", "cp1256", "جسر الدردار يفتح من جديد"),
        ],
    )
    def test_a_short_page_needs_no_guess_where_it_says(self, label: str, codec: str, line: str) -> None:
        page = f'<html><meta charset="{label}"><p>{line}</html>'.encode(codec)
        assert read_html(page).text == f"{line}\n"
        assert read_html(page).encoding.reason == "declared by the page"

    def test_a_few_bytes_that_the_declared_set_has_not_are_marked_as_lost(self) -> None:
        page = read_html(b'<meta charset="windows-1252"><p>' + b"Br\xfccke " * 30 + b"\x81")
        assert page.text == "Brücke " * 30 + "\ufffd\n"

    def test_what_is_no_text_is_refused(self) -> None:
        with pytest.raises(Unreadable):
            read_html(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


HOSTILE = {
    "open comments": "<!--",
    "declarations": "<!a",
    "open tags": "<p",
    "brackets": "<",
    "quotes": "<a \"'",
    "quoted ends": "<a '>\" ",
    "mixed quotes": "<a \">\" '<a' ",
    "nested elements": "<div>",
    "nested inline elements": "<b>x",
    "nested lists": "<ul><li>x",
    "end tags": "</p>",
    "end tags of nothing": "<div></b>",
    "cells": "<td>x",
    "line breaks": "<br>x",
    "scripts": "<script>",
    "titles": "<title>",
    "hidden elements": "<p hidden>",
    "links": "<a href=/>x",
    "references": "&amp",
    "attributes": "<p a a a>",
    "names": "<p class='",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_page_takes_twice_the_time(piece: str) -> None:
    def seconds(size: int) -> float:
        page = piece * (size // len(piece))
        best = 9.0
        for _ in range(3):
            begin = process_time()
            read_html(page)
            best = min(best, process_time() - begin)
        return best

    assert seconds(80_000) <= 2.5 * seconds(40_000) + 0.005


def test_the_same_page_is_read_alike() -> None:
    def plain(page: Read) -> list[object]:
        return [page.text, *(found and [element.tag for element in found.path] for found in page.markup)]

    page = LAYOUTS[0](WORDS[0])
    assert plain(read_html(page)) == plain(read_html(page))
