"""The ledger is checked where it is made, where it is read, and where it rebuilds a source."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

import cleaner
from cleaner.edits import SourceEdit
from cleaner.ledger import LedgerEntry, LedgerError, digest, entry, header, parse
from cleaner.reading import Encoding

UTF8 = Encoding("utf-8")
DIRTY = "The ferry  stayed in port , the harbour said.\n"


def made(text: str = DIRTY) -> tuple[LedgerEntry, bytes]:
    """The entry and the cleaned text of one document."""
    result = cleaner.clean(text)
    return result.ledger, result.data


def test_an_entry_is_held_to_the_source_when_it_is_made() -> None:
    with pytest.raises(LedgerError, match="the edits do not rebuild the source"):
        entry("a", "a", b"ab", UTF8, "ab", "xb", ())
    with pytest.raises(LedgerError, match="the edits do not rebuild the source"):
        entry("a", "a", b"ab", UTF8, "ab", "b", (SourceEdit(0, 2, "", ("A",)),))
    assert entry("a", "a", b"ab", UTF8, "ab", "b", (SourceEdit(0, 1, "", ("A",)),)).removed == ("a",)


def test_a_source_is_held_to_its_digest_when_it_is_rebuilt() -> None:
    whole, output = made()
    assert whole.restore(output) == DIRTY.encode()
    (first, *others) = whole.removed
    for damaged in (
        replace(whole, removed=(first + " ", *others)),
        replace(whole, source_sha256=digest(b"")),
        replace(whole, source_bytes=b"something else"),
    ):
        with pytest.raises(LedgerError, match="does not rebuild its source"):
            damaged.restore(output)


def test_only_the_very_output_is_turned_back() -> None:
    whole, output = made()
    with pytest.raises(LedgerError, match="has changed since"):
        whole.restore(output + b"\n")


def test_source_bytes_are_kept_only_where_the_text_does_not_give_them_back() -> None:
    cut = "Grün".encode("utf-16-le") + b"x"
    for data, kept in (
        (DIRTY.encode(), False),
        (b"\xff\xfe" + DIRTY.encode("utf-16-le"), False),
        (b"\xff\xfe" + cut, True),
    ):
        result = cleaner.clean(data)
        assert (result.ledger.source_bytes is not None) is kept
        line = result.ledger.to_json()
        assert ("source_zlib" in json.loads(line)) is kept
        (again,) = parse([header(), line]).values()
        assert again.restore(result.data) == data


def test_the_way_a_text_was_decoded_is_part_of_the_account() -> None:
    whole = "Grün ".encode() * 200
    for data, errors in ((whole, None), (whole + b"\xe9 x\n", "surrogateescape")):
        result = cleaner.clean(data)
        line = result.ledger.to_json()
        assert json.loads(line).get("errors") == errors
        (again,) = parse([header(), line]).values()
        assert again.source_bytes is None
        assert again.restore(result.data) == data


def record(**changes: object) -> list[str]:
    """A ledger of one entry, some of its fields changed."""
    return [header(), json.dumps({**json.loads(made()[0].to_json()), **changes})]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "it is empty"),
        (["{}"], r"line 1 is damaged \(KeyError\)"),
        (["[]"], r"line 1 is damaged \(TypeError\)"),
        (['{"ledger": 99}'], "its schema is 99, this version reads 1"),
        ([header(), "{"], r"line 2 is damaged \(JSONDecodeError\)"),
        ([header(), made()[0].to_json(), "{}"], r"line 3 is damaged"),
        (record(name="../a"), r"the name '\.\./a' leads out of its folder"),
        (record(output="b/../../a"), "leads out of its folder"),
        (record(output="/a"), "leads out of its folder"),
        (record(output="\\\\a"), "leads out of its folder"),
        (record(name=""), "leads out of its folder"),
        (record(name="a\0b"), "leads out of its folder"),
        (record(name=3), "line 2 is damaged"),
        (record(codec="no such"), r"line 2 is damaged \(LookupError\)"),
        (record(edits=[[1, 2]]), "line 2 is damaged"),
        (record(source_zlib="eA=="), "line 2 is damaged"),
    ],
)
def test_a_damaged_ledger_is_refused(lines: list[str], message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        parse(lines)


def test_names_that_only_look_odd_are_fine() -> None:
    for name in ("a..b/..c", "a/.b", "a b\n"):
        (found,) = parse(record(name=name)).values()
        assert found.name == name
