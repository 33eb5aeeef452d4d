"""The engine: reads a document, has it cleaned by rules, and accounts for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec.structs import replace

from cleaner import config as configuration
from cleaner.config import FRONT_MATTER, RESTLESS, Config
from cleaner.document import Document, headline
from cleaner.edits import SourceMap, left_lines, taken_lines, without_idle
from cleaner.ledger import entry, to_bytes
from cleaner.page import by_markup, uncovered
from cleaner.profile import Profile
from cleaner.readers import is_html, read_html
from cleaner.reading import Encoding, Unreadable, decode
from cleaner.registry import load_rules
from cleaner.removal import NOT_BY_MARKUP, kept_words, remove_in_steps, remove_words
from cleaner.results import Diagnostic, Metadata, Result, order, unruled
from cleaner.rounds import MAX_ROUNDS, Context, Rest, as_it_is, near_lines, standing
from cleaner.rule import DISPLAY, Fact, Rule


def clean(
    text: str | bytes,
    *,
    config: Config | Mapping[str, Any] | None = None,
    profile: Profile | None = None,
    name: str = "text",
    site: str = "",
) -> Result:
    """Clean one document.

    Args:
        text: the document, as text or as the bytes of a file.
        config: settings; a mapping has the keys of `[tool.cleaner]`.
        profile: what the set of the document knows; rules that need one are silent without.
        name: the document's name, for findings and per-file settings, and in the profile.
        site: the part of the set that the document belongs to, as the profile has it.

    Raises:
        Unreadable: the bytes are no text, or in an encoding that cannot be told.
        ConfigError: a setting is unknown or of the wrong type.
        RuleError: a rule failed.
        Unstable: the document did not come to rest.
    """
    result = _run(text, config, profile, name, site)
    if result.unreadable:
        raise Unreadable(result.ledger.encoding.reason)
    return result


def check(
    text: str | bytes,
    *,
    config: Config | Mapping[str, Any] | None = None,
    profile: Profile | None = None,
    name: str = "text",
    site: str = "",
) -> tuple[Diagnostic, ...]:
    """The findings of `clean` on the same arguments; bytes that are no text are a finding, too."""
    return _run(text, config, profile, name, site).findings


def _run(
    text: str | bytes,
    config: Config | Mapping[str, Any] | None,
    profile: Profile | None,
    name: str,
    site: str,
) -> Result:
    if not isinstance(text, str | bytes):
        raise TypeError(f"want text or bytes, not {type(text).__name__}")
    if not isinstance(config, Config):
        table = config or {}
        config = configuration.parse(table, load_rules(configuration.own_rules(table)))
    rules = load_rules(config.own)
    data = text if isinstance(text, bytes) else to_bytes(text)
    page = isinstance(text, str) and is_html(name)
    document = _page(name, text, site, name) if page else read(name, text, site, name)
    return run(document, data, config.rules_for(rules, name), config, profile)


def read(name: str, source: str | bytes, site: str | None = None, member: str = "") -> Document:
    """Make a document. Bytes that are no text give an empty document whose codec is empty.

    Bytes are read as what the name says they are; a text is taken as it stands.
    """
    if isinstance(source, str):
        return Document(name, source, site=site, member=member)
    try:
        if is_html(name):
            return _page(name, source, site, member)
        decoded = decode(source)
    except Unreadable as error:
        return Document(name, "", Encoding("", reason=str(error)))
    return Document(name, decoded.text, decoded.encoding, site=site, member=member)


def _page(name: str, source: str | bytes, site: str | None, member: str) -> Document:
    page = read_html(source)
    return Document(
        name, page.text, page.encoding, site=site, member=member, markup=page.markup, head=page.head
    )


def run(
    source: Document, data: bytes, rules: Sequence[Rule], config: Config, profile: Profile | None
) -> Result:
    """Clean a document with these rules, and account for it.

    Where the configuration moves metadata into front matter, the rules see the text below it only.
    """

    def cleaned(document: Document) -> Result:
        return _cleaned(document, data, rules, config, profile)

    if config.metadata == FRONT_MATTER and source.encoding.codec:
        from cleaner.moving import with_front_matter  # few configurations ask for it

        return with_front_matter(source, data, cleaned)
    return cleaned(source)


def _cleaned(
    source: Document, data: bytes, rules: Sequence[Rule], config: Config, profile: Profile | None
) -> Result:
    """Clean a document in rounds.

    Fixes that keep every word come first, to their rest; then those that remove words join them. Guard rules
    are asked about the two texts. Where one objects, or where no rest is found, fewer are made (see
    `removal`), so that a cleaned text meets the same judgement again when it is cleaned again.

    What the markup of a page says is asked first, and once: the rest is text like any other. Where what is
    left then is refused, the page is taken for text from the beginning.
    """
    context = Context(source, config, profile)
    page = by_markup(context, [rule for rule in rules if rule.needs_markup and source.markup])
    rules = [
        rule for rule in rules if not rule.needs_markup and (profile is not None or not rule.needs_profile)
    ]
    mended = kept_words(context, page.rest, rules)
    whole = source if page.rest.layer else None
    removal = refused = remove_words(context, mended, rules, whole=whole)
    kept = ""
    if removal.refused and whole:
        page, kept = page.withheld(source), NOT_BY_MARKUP
        mended = kept_words(context, page.rest, rules)
        removal = remove_words(context, mended, rules)
    last = removal.rest
    if removal.refused:
        last, withheld = remove_in_steps(context, mended, rules, removal)
        kept = withheld or kept  # of a page that is cleaned in steps, its markup still decides nothing
    shown, stated, spared = context.inspect(
        last.document, [r for r in rules if not r.guard and r.safety is DISPLAY]
    )
    findings = dict.fromkeys(standing(last))
    place = SourceMap(last.layer).span
    findings |= dict.fromkeys(context.stamp(pair, place) for pair in (*last.found, *shown))
    place = as_it_is if whole else SourceMap(mended.layer).span
    for rule, item in refused.objections if kept else ():
        findings[context.stamp((rule, replace(item, message=f"{item.message}: {kept}")), place)] = None
    findings |= dict.fromkeys(uncovered(page.remaining, last.layer))
    if refused.restless and kept:
        message = f"after {MAX_ROUNDS} rounds there was still more to remove by {refused.restless}: {kept}"
        findings[unruled(RESTLESS, source, message)] = None
    layer = without_idle(source.text, last.layer)
    return Result(
        last.document.text,
        tuple(sorted(findings, key=order)),
        _metadata((*last.facts, *stated), last, source.head),
        entry(source.name, source.name, data, source.encoding, source.text, last.document.text, layer),
        source.text,
        (*page.near, *near_lines(context, last, (*last.spared, *spared))),
    )


def _metadata(facts: Sequence[Fact], last: Rest, head: Mapping[str, str]) -> Metadata:
    """The first value stated for each field, all tags, and the title.

    A page's head states the title first; else it is the headline of the text, once the lines are gone that a
    rule would take away if it might.
    """

    def stated(field: str) -> list[str]:
        return [" ".join(fact.value.split()) for fact in facts if fact.field == field]

    taken = taken_lines(last.document, [finding for _, finding in last.found])
    line = headline([*islice(left_lines(last.document, taken), 2)])
    title = head.get("title", line.text if line else "")
    return Metadata(
        title=" ".join(title.split()),
        author=head.get("author", next(iter(stated("author")), "")),
        date=head.get("date", next(iter(stated("date")), "")),
        tags=tuple(dict.fromkeys(stated("tags"))),
        language=next(iter(stated("language")), ""),
    )
