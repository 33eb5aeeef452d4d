"""The promises of the design, as properties over generated documents that look like scraped text."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, assume, example, given, reject, settings
from hypothesis import strategies as st

import cleaner
from cleaner.config import OWN, Config
from cleaner.edits import apply
from cleaner.engine import read
from cleaner.ledger import LedgerEntry, parse
from cleaner.ledger import header as ledger_header
from cleaner.mojibake import mend, suspect
from cleaner.registry import load_rules
from tests.scraped import BAD_EXAMPLES, PROFILE, scraped

CONFIGS = {
    "default": Config(preview=True),
    "unsafe": Config(preview=True, unsafe_fixes=True),
    "strip": Config(preview=True, unsafe_fixes=True, metadata="strip", extend_safe_fixes=("ALL",)),
    "front matter": Config(preview=True, unsafe_fixes=True, metadata="front-matter"),
    "protect": Config(preview=True, unsafe_fixes=True, protect=("Related articles", "  +", "(?i)share.*")),
}
configs = st.sampled_from(sorted(CONFIGS))
property_run = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)

_fired: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def every_fixable_rule_fires(request: pytest.FixtureRequest) -> Iterator[None]:
    """A property that never met a rule proves nothing about it; checked where the whole module runs."""
    _fired.clear()
    yield
    run = [item for item in request.session.items if item.path == request.path]
    if len(run) == sum(name.startswith("test_") for name in vars(request.module)):
        # Pages are held to the promises by tests/rules/test_marked_furniture.py.
        known = [rule for rule in load_rules() if not rule.needs_markup]
        fixable = {rule.code for rule in known if rule.safety is not cleaner.DISPLAY}
        assert fixable <= _fired.keys(), f"never fired: {sorted(fixable - _fired.keys())}"


def every_bad_example(test: Callable[..., None]) -> Callable[..., None]:
    """Runs a property on what each rule shows as bad, too, so that every rule fires in every run."""
    for bad in BAD_EXAMPLES:
        for name in ("unsafe", "strip"):
            test = example(bad, name)(test)
    return test


def clean(text: str | bytes, name: str) -> cleaner.Result:
    try:
        result = cleaner.clean(text, config=CONFIGS[name], profile=PROFILE)
    except cleaner.Unreadable:
        reject()
    _fired.update(finding.code for finding in result.findings if finding.fixed)
    return result


@every_bad_example
@given(scraped(), configs)
@property_run
def test_accounted_every_difference_belongs_to_a_finding(text: str, name: str) -> None:
    result = clean(text, name)
    assert apply(text, result.ledger.edits) == result.text
    fixed = [finding for finding in result.findings if finding.fixed]
    for edit in result.ledger.edits:
        for code in edit.rules:
            assert any(
                (finding.start <= max(edit.end, edit.start + 1) and edit.start <= finding.end)
                or any(e.start <= edit.end and edit.start <= e.end for e in finding.edits)
                for finding in fixed
                if code == finding.code
            ), (edit, code)


@given(st.one_of(scraped().map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary()), configs)
@property_run
def test_accounted_output_and_ledger_rebuild_the_source_byte_for_byte(data: bytes, name: str) -> None:
    result = clean(data, name)
    (entry,) = parse([ledger_header(), result.ledger.to_json()]).values()
    assert isinstance(entry, LedgerEntry)
    assert entry.restore(result.data) == data


@every_bad_example
@given(scraped(), configs)
@property_run
def test_stable_cleaning_a_cleaned_text_changes_nothing(text: str, name: str) -> None:
    once = clean(text, name)
    twice = clean(once.text, name)
    assert twice.text == once.text
    assert twice.ledger.edits == ()


@given(scraped(), st.randoms(use_true_random=False))
@property_run
def test_local_rules_that_say_nothing_of_some_lines_say_nothing_of_fewer(
    text: str, chance: random.Random
) -> None:
    lines = [line.text for line in cleaner.Document("all", text).lines]
    silent = [rule for rule in load_rules() if rule.local and not said(rule, lines)]
    some = [line for line in lines if chance.random() < 0.7] or [""]
    apart = [part for line in some for part in ([line, ""] if chance.random() < 0.3 else [line])]
    for rule in silent:
        assert not said(rule, apart), rule.code


def said(rule: cleaner.Rule, lines: list[str]) -> list[cleaner.Yield]:
    return list(rule.check(cleaner.Document("lines", "\n".join(lines))))


@example("“The lamp turns all night long, says its keeper.\n\n“Skip to content\nSkip to content\n", "unsafe")
@given(scraped(), configs)
@property_run
def test_stable_no_applicable_fix_remains_and_what_remains_was_there_in_the_source(
    text: str, name: str
) -> None:
    once = clean(text, name)
    again = clean(once.text, name)
    assert not any(finding.fixed for finding in again.findings)
    remaining = Counter(finding.code for finding in once.findings if not finding.fixed)
    assert Counter(finding.code for finding in again.findings) - remaining <= Counter(
        {"DOC101": 1, "DOC102": 1}
    )
    shown = {rule.code for rule in load_rules() if rule.safety is cleaner.DISPLAY}
    characters = {code for code in remaining if code[:3] in ("ENC", "SPC")} - shown
    assert characters <= _found_in(text, CONFIGS[name])
    # What weighs a line's neighbours is asked about those that are left, and these a fix may have changed.
    others = {code for code in remaining if code[:3] not in ("DOC", "LNG", "REL", "BLR")} - characters
    new = others - _found_in(text, CONFIGS[name]) - _found_in(_mended(text), CONFIGS[name])
    allowed = {"DUP101"} if _says_a_line_again_further_down(text) else set()
    if any(mark in text[edit.start : edit.end] for edit in once.ledger.edits for mark in '"“”„‟'):
        allowed.add("ENC110")  # a quotation that a line of furniture closed, or went on in
    assert new <= allowed


def _says_a_line_again_further_down(text: str) -> bool:
    """Whether two lines say the same with others between them, which may go."""
    said = [line.tokens for line in cleaner.Document("text", _mended(text)).inked]
    return any(one in said[at + 2 :] for at, one in enumerate(said))


def _mended(text: str) -> str:
    """The text with its characters and layout mended: what rules on words judge by."""
    return cleaner.clean(text, config=Config(select=("ENC", "SPC"))).text


def _found_in(text: str, config: Config) -> set[str]:
    """The codes of all rules that find something in the text itself, before any round."""
    document = read("text", text, site="")
    return {
        rule.code
        for rule in load_rules()
        if not rule.guard
        for item in rule.check(*rule.asked(document, PROFILE), **config.options(rule))
        if isinstance(item, cleaner.Finding)
    }


@given(scraped())
@property_run
def test_stable_the_text_of_a_file_cleans_to_itself_as_bytes(text: str) -> None:
    once = clean(text.encode("utf-8", "surrogatepass"), "default")
    if not once.unreadable:
        assert clean(once.data, "default").data == once.data


def test_pure_an_equal_text_of_another_source_has_its_own_line_numbers() -> None:
    """What a rule remembers of a document belongs to that document alone."""
    source = "\n\n\nStorm keeps the ferry in port\n\n\n\nRelated articles\n\nThe ferry stayed in port.\n"
    same = clean(source, "default").text
    (near,) = (near for near in clean(same, "default").near if near.code == "REL101")
    assert near.line == 3
    assert "line 3:" in near.reason


@given(st.lists(scraped(), min_size=2, max_size=4), st.randoms(use_true_random=False))
@property_run
def test_pure_results_do_not_depend_on_what_was_cleaned_before(
    texts: list[str], chance: random.Random
) -> None:
    first = [clean(text, "unsafe") for text in texts]
    shuffled = list(range(len(texts)))
    chance.shuffle(shuffled)
    assert all(clean(texts[i], "unsafe") == first[i] for i in shuffled)


@given(scraped(), configs)
@property_run
def test_explained_findings_name_rule_span_and_evidence(text: str, name: str) -> None:
    codes = {rule.code: rule.name for rule in load_rules()} | {own.code: own.name for own in OWN}
    lines = cleaner.Document("text", text).lines
    for finding in clean(text, name).findings:
        assert codes[finding.code] == finding.name
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.message.strip()
        assert 1 <= finding.line <= finding.end_line <= max(1, len(lines))
        assert finding.column >= 1


@given(scraped())
@property_run
def test_canonical_text_is_utf8_nfc_lf_with_one_final_newline(text: str) -> None:
    import unicodedata

    result = clean(text, "unsafe")
    assert not result.text.startswith("\ufeff")
    assert "\r" not in result.text
    assert unicodedata.is_normalized("NFC", result.text)
    assert result.text == "" or (result.text.endswith("\n") and not result.text.endswith("\n\n"))
    assert "\n\n\n" not in result.text
    result.text.encode("utf-8")


@given(scraped())
@property_run
def test_words_go_only_by_rules_that_say_so(text: str) -> None:
    """With the rules off that remove words, the words of a text are the words of its cleaned text.

    Of mojibake that cannot be mended as it stands, keys guess more than the text ever becomes.
    """
    assume(not any(suspect(x.text) and mend(x.text) == x.text for x in cleaner.Document("", text).lines))
    removing = tuple(rule.code for rule in load_rules() if rule.removes_words)
    result = cleaner.clean(text, config=Config(preview=True, unsafe_fixes=True, ignore=removing))
    assert _letters(result.text) == _letters(text)


def _letters(text: str) -> str:
    """The letters and digits of the folded lines, in order: what a reader would call the words.

    Letters struck over each other, as manual pages print bold and underlined ones, count once.
    """
    text = re.sub(r"([^\x00-\x20])\x08(?=\1)|_\x08(?=[^\x00-\x20])", "", text)
    return "".join(c for line in cleaner.Document("text", text).lines for c in line.key if c.isalnum())


@given(scraped())
@property_run
def test_protected_text_is_never_touched(text: str) -> None:
    result = clean(text, "protect")
    for match in re.finditer("Related articles", text):
        assert not any(e.start < match.end() and match.start() < e.end for e in result.ledger.edits)
