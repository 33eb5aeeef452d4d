"""Lint and normalise sets of scraped text."""

from cleaner.document import Block, Document, Line, Sentence, Span, bare, fold, of_text, tokens
from cleaner.engine import Result, check, clean
from cleaner.phrases import Lexicon, Match, Phrase, Phrases
from cleaner.profile import Profile
from cleaner.rule import (
    DISPLAY,
    SAFE,
    UNSAFE,
    Edit,
    Example,
    Fact,
    Finding,
    Outcome,
    Rule,
    Safety,
    Spared,
    Yield,
    deletion,
    line_span,
    rule,
)
from cleaner.version import __version__

__all__ = [
    "DISPLAY",
    "SAFE",
    "UNSAFE",
    "Block",
    "Document",
    "Edit",
    "Example",
    "Fact",
    "Finding",
    "Lexicon",
    "Line",
    "Match",
    "Outcome",
    "Phrase",
    "Phrases",
    "Profile",
    "Result",
    "Rule",
    "Safety",
    "Sentence",
    "Span",
    "Spared",
    "Yield",
    "__version__",
    "bare",
    "check",
    "clean",
    "deletion",
    "fold",
    "line_span",
    "of_text",
    "rule",
    "tokens",
]
