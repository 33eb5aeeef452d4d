"""Owns the repair of mojibake: text that was encoded in one way and decoded in another.

The repair itself is ftfy's (`ftfy.fix_encoding`, ftfy 6.3.1, default configuration). ftfy takes 50 ms
to import and most text is healthy, so it is called, and imported, only for a line that `suspect`
says it could change.
"""

from __future__ import annotations

import re
from functools import cache

# ftfy hands a text on to its repairs only where two or three neighbouring characters hardly ever stand
# together in writing, but often do in UTF-8 read as a one-byte encoding. Which characters, in which
# order, are facts of those encodings: the same ones as in `ftfy.badness`, and the tests compare the two,
# pair by pair.
_C1 = "\x80-\x9f"
_SPACING = "\u00a0\u00ad\u00b7\u00b4\u2013\u2014\u2015\u2026\u2019"
_ODD = "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊\ufffdªº"
_LAW = "¶§"
_MONEY = "¢£¥₧€"
_OPENING = "¡«¿©\u0384\u0385‘‚“„•‹\uf8ff"
_CLOSING = "®»˝”›™"
_NUMERIC = "²³¹±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№"
_BOX = "│┌┐┘├┤┬┼═-╬▀▄█▌▐░▒▓"
_ROUND = "Ò-ÖÙ-Üò-öø-üŐŌŪŲ°"
_UPPER = "À-ÑØÜÝĂĀĄĆČĎĐĘĚĒĖĞĢİĪĶĹĽŁĻŃŇŅŒŘŚŞŠŢŤŮŰŸŹŻŽҐ"
_LOWER = "ßà-ñăąāćčďđęěēėğģįīķĺľłļœŕśşšťüźżžґ\ufb01\ufb02"
_PLAIN_UPPER = "ÞΑ-ΩΆΈΉΊΌΎΏΪΫЁ-Я"
_PLAIN_LOWER = "α-ωάέήίΰа-џ"

_ACCENTED = _LOWER + _UPPER

# The first look: whatever `_exact` finds, this finds. It takes 1.3 ms to compile, where the exact
# expression takes 6, and only one line in thirty that is not ASCII passes it (3 % of 43,783 lines of web
# pages in 25 languages).
_HINT = re.compile(
    r"[\x80-\u0385\u0402\u0490\u0491\u2013-\u25ca\uf8ff\ufb01\ufb02\ufffd]"
    rf"(?:(?<=[{_C1}{_ODD}{_BOX}])|(?<=[À-žҐґ\ufb01\ufb02{_MONEY}{_NUMERIC}{_LAW}])[^\x00-\x7f]"
    rf"|(?<=[{_CLOSING}])(?:[À-žҐґ\ufb01\ufb02{_MONEY}]|[{_OPENING}][{_NUMERIC}])"
    r"|(?<=[Œœ])[^A-Za-z]|(?<=[ÂÃ])[ ]|(?<=[\u0370-\u047f][À-žҐ])|(?<=вЂ)|(?<=‚)[Äâó]"
    r"|(?<=[ВГРСΒΓΞΟ].)[ВГРСΒΓΞΟ])"
)


# ftfy mends in steps until nothing changes. 2 were the most that any of 162,127 lines of web pages took,
# and text damaged n times over takes n. Hostile lines take one step for each character (Ã and then only
# U+0083), and so time in the square of their length.
_STEPS = 8


@cache
def _exact() -> re.Pattern[str]:
    """Compile the expression that finds something exactly where `ftfy.badness` does."""
    marks = _OPENING + _CLOSING + _MONEY + _NUMERIC + _LAW
    lead = _C1 + _ODD + _BOX + marks + _ACCENTED + "ÙЂ°"
    arabic = rf"[{_SPACING}{_MONEY}{_ODD}{_NUMERIC}{_OPENING}ŸŠ®°»]"
    return re.compile(
        rf"""
        [{lead}]
        (?:
          # What stands before decides.
          (?<=[{_C1}]) | (?<=[{_PLAIN_LOWER}][{_UPPER}]) | (?<=[a-zA-Z][{_PLAIN_LOWER}{_PLAIN_UPPER}][{_ODD}])
        | (?<=вЂ) | (?<=[Œœ])[^A-Za-z]
        | (?<=[ÃÂ])[ ](?:(?<=[a-z]..)|(?<=[a-z]\s..)|(?<=\A..)|(?<=[.,?!{_CLOSING}]Â.))
        | (?![\x00-\x7f])
          (?:
            # Pairs, by their first character.
            (?<=[{_ODD}])[{_ODD}{_BOX}{marks}{_ACCENTED}]
          | (?<=[{_BOX}])[{_ODD}{marks}{_ACCENTED}{_ROUND}]
          | (?<=[{_CLOSING}])[{_ODD}{_BOX}{_MONEY}{_ACCENTED}]
          | (?<=[{_MONEY}{_NUMERIC}])[{_ODD}{_BOX}{_OPENING}{_ACCENTED}]
          | (?<=[{_LOWER}])[{_ODD}{_BOX}{_MONEY}{_UPPER}]
          | (?<=[{_UPPER}])[{_ODD}{_BOX}{_NUMERIC}{_LAW}°]
          | (?<=[{_OPENING}{_LAW}])[{_ODD}{_BOX}]
            # An accented letter and a mark, and what stands around the two.
          | (?<=\s[{_UPPER}])[{_MONEY}] | (?<=[a-z][{_UPPER}])[{_MONEY}{_OPENING}]
          | (?<=[{_ACCENTED}])[{_OPENING}{_CLOSING}]\w
          | (?<=[{_ACCENTED}{_CLOSING}])[{_OPENING}][{_NUMERIC}]
          | (?<=[{_ACCENTED}{_MONEY}{_NUMERIC}{_LAW}])[{_CLOSING}][{_OPENING}]
            # Sequences of single encodings: Windows-1252, MacRoman, Windows-1251, Windows-1253.
          | (?<=[ÂÃÎÐ])[€œŠš¢£Ÿž\xa0\xad®©°·»–—´{_OPENING}{_CLOSING}]
          | (?<=[.,?!{_CLOSING}]Â)[{_OPENING}{_CLOSING}]
          | (?<=[ØÙ]){arabic}[ØÙ]{arabic} | (?<=à)[²µ¹¼½¾] | (?<=×)[²³]
          | (?<=√)[±∂†≠®™´≤≥¥µø] | (?<=≈)[°¢] | (?<=‚)(?:Ä[ìîïòôúùû†°¢π]|[âó][àä°ê])
          | (?<=[ВГРС][{_ODD}{_OPENING}{_CLOSING}{_MONEY}°µ])[ВГРС] | (?<=ГўВЂ)В.[A-Za-z ]
          | (?<=[ΒΓΞΟ][{_ODD}{_OPENING}{_CLOSING}{_MONEY}°])[ΒΓΞΟ] | (?<=β€)[™\xa0Ά\xad®°]
          )
        )
        """,
        re.VERBOSE,
    )


def hinted(text: str) -> bool:
    """A first look at many lines together: where it finds nothing, none of them is suspect."""
    return not text.isascii() and _HINT.search(text) is not None


def suspect(text: str) -> bool:
    """Tell whether ftfy could change `text`; if not, `ftfy.fix_encoding(text) == text`."""
    return hinted(text) and _exact().search(text) is not None


def mend(line: str) -> str:
    """Return `ftfy.fix_encoding(line)`; a line that is not at rest after 8 steps is left as it was.

    Mending a mended line changes nothing. Lone surrogates are kept.
    """
    if not suspect(line):
        return line
    # ftfy exposes only the whole loop, which has no bound.
    from ftfy import TextFixerConfig, _fix_encoding_one_step_and_explain

    config = TextFixerConfig(explain=False)
    mended = line
    for _ in range(_STEPS):
        before, mended = mended, _fix_encoding_one_step_and_explain(mended, config).text
        if mended == before:
            return mended
    return line
