"""What browsers do with tags: which make blocks, which stay open, which close others, which nobody reads."""

from __future__ import annotations


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


DROPPED = _tags("applet audio canvas datalist embed map noscript object select svg template video")
VOID = _tags(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
)
# Tags that neither end a block nor part words; all that are not named here make blocks.
INLINE = _tags(
    "abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt rtc ruby "
    "s samp small span strike strong sub sup time tt u var"
)
FLAT = INLINE | {"a"}
ENDS_PARAGRAPH = _tags(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre section summary table ul"
)
# What an opening tag closes, if it is open and nothing of the second kind stands between.
CLOSES = {
    "li": (("li",), ("ul", "ol", "menu", "dir")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tr": (("tr",), ("table",)),
    "thead": (("thead", "tbody", "tfoot"), ("table",)),
    "tbody": (("thead", "tbody", "tfoot"), ("table",)),
    "tfoot": (("thead", "tbody", "tfoot"), ("table",)),
}
BARRIERS = _tags("td th table")  # no end tag of another kind reaches over these
OF_TABLES = _tags("caption table tbody td tfoot th thead tr")
LISTS = _tags("dir dl menu ol ul")
ITEMS = _tags("dd dt li")
OF_LISTS = LISTS | ITEMS
ROWS = _tags("td th tr")
OUTERMOST = _tags("body head html")  # pages begin and end them where they like
