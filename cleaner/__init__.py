"""Lint and normalise sets of scraped text."""

from cleaner.document import Block, Document, Line, Sentence, Span, fold, tokens
from cleaner.engine import Result, check, clean
from cleaner.phrases import Phrase, Phrases, bare
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

__version__ = "0.1.0"
