"""Lint and normalise sets of scraped text."""

from cleaner.asking import RuleError
from cleaner.compiling import precompiled
from cleaner.config import Config
from cleaner.document import Block, Content, Document, Line, Sentence, Span, of_text
from cleaner.engine import check, clean
from cleaner.folding import bare, fold, may_be_unspaced, tokens
from cleaner.markup import Element, Markup
from cleaner.phrases import Lexicon, Match, Phrase, Phrases
from cleaner.profile import Evidence, Profile, SharedLine, shared_lines
from cleaner.reading import Unreadable
from cleaner.results import Diagnostic, Metadata, Result
from cleaner.rounds import Unstable
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
from cleaner.values import ConfigError
from cleaner.version import __version__

__all__ = [
    "DISPLAY",
    "SAFE",
    "UNSAFE",
    "Block",
    "Config",
    "ConfigError",
    "Content",
    "Diagnostic",
    "Document",
    "Edit",
    "Element",
    "Evidence",
    "Example",
    "Fact",
    "Finding",
    "Lexicon",
    "Line",
    "Markup",
    "Match",
    "Metadata",
    "Outcome",
    "Phrase",
    "Phrases",
    "Profile",
    "Result",
    "Rule",
    "RuleError",
    "Safety",
    "Sentence",
    "SharedLine",
    "Span",
    "Spared",
    "Unreadable",
    "Unstable",
    "Yield",
    "__version__",
    "bare",
    "check",
    "clean",
    "deletion",
    "fold",
    "line_span",
    "may_be_unspaced",
    "of_text",
    "precompiled",
    "rule",
    "shared_lines",
    "tokens",
]
