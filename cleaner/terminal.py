"""What a person reads of findings on a terminal: the line underlined, what a fix does, a diff."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from cleaner.document import Document, Line
from cleaner.escape import pieces, printable
from cleaner.results import Diagnostic
from cleaner.rule import SAFE, UNSAFE, Edit

WIDTH = 100  # columns of document text shown; what is longer is cut around the span
QUOTED = 40  # characters of a text quoted in the description of a fix
SHOWN_ALIKE = 3  # findings of one layout rule shown in one document
_LAYOUT = ("ENC", "SPC")
_CUT = "…"


def findings(
    diagnostics: Iterable[Diagnostic],
    document: Document,
    *,
    path: str = "",
    colour: bool = False,
) -> Iterator[str]:
    """Yield each finding as text, without a line end behind it; a blank line between two reads best.

    One habit of a page makes the same layout finding on every line: a no-break space, a trailing
    space. Three show what it is, hundreds would bury the one finding that takes away words, so the
    rest of each ENC and SPC rule is one line at the end. All other findings decide about words and
    are always shown.
    """
    alike: Counter[tuple[str, str]] = Counter()
    for diagnostic in diagnostics:
        key = (diagnostic.code, diagnostic.name)
        alike[key] += 1
        if not is_layout(diagnostic.code) or alike[key] <= SHOWN_ALIKE:
            yield finding(diagnostic, document, path=path, colour=colour)
    more = [
        f"{_CUT} and {number - SHOWN_ALIKE} more {styled(code, colour, 'red')} {name}"
        f" in {printable(path or document.name)}"
        for (code, name), number in alike.items()
        if is_layout(code) and number > SHOWN_ALIKE
    ]
    if more:
        yield "\n".join(more)


def is_layout(code: str) -> bool:
    """Whether a rule is about characters and layout, not about words."""
    return code.startswith(_LAYOUT)


def finding(diagnostic: Diagnostic, document: Document, *, path: str = "", colour: bool = False) -> str:
    """One finding: its place, rule and evidence; the line with the span underlined; what the fix does."""
    lines = [headline(diagnostic, path=path, colour=colour)]
    shown = _snippet(diagnostic, document, colour)
    fix = describe_fix(diagnostic, document)
    gutter = " " * _gutter(diagnostic)
    bar = styled("|", colour, "blue")
    if shown:
        lines += [f"{gutter} {bar}", *shown, f"{gutter} {bar}"]
    if fix:
        label = styled(fix_label(diagnostic), colour, bold=True)
        lines.append(f"{gutter} {styled('=', colour, 'blue')} {label}: {fix}")
    return "\n".join(lines)


def headline(diagnostic: Diagnostic, *, path: str = "", colour: bool = False) -> str:
    """The first line of a finding, complete in itself: `docs/a.txt:12:1: NAV101 [*] skip-link: ...`.

    `[*]` marks what the fixes that are switched on mend.
    """
    place = place_name(path or diagnostic.document, colour=colour)
    return f"{place}:{diagnostic.line}:{diagnostic.column}: {evidence(diagnostic, colour=colour)}"


def place_name(path: str, *, colour: bool = False) -> str:
    """A document's path, safe to show at the beginning of a line."""
    name = printable(path)
    if name.startswith(("::", "##")):
        name = f"./{name}"  # CI services take a line that begins so for a command
    return styled(name, colour, bold=True)


def evidence(diagnostic: Diagnostic, *, colour: bool = False) -> str:
    """What a finding says, without its place: `NAV101 [*] skip-link: ...`."""
    mark = f" [{styled('*', colour, 'cyan')}]" if diagnostic.fixed else ""
    code = styled(diagnostic.code, colour, "red", bold=True)
    return f"{code}{mark} {diagnostic.name}: {printable(diagnostic.message)}"


def fix_label(diagnostic: Diagnostic) -> str:
    """Whether a finding's fix is applied, and if not, why."""
    if diagnostic.fixed:
        return "fix"
    labels = {UNSAFE: "unsafe fix, with --unsafe-fixes", SAFE: "fix withheld"}
    return labels.get(diagnostic.safety, "possible fix, never applied")


# ---- what a fix does


def describe_fix(diagnostic: Diagnostic, document: Document) -> str:
    """What the edits do, in words: `delete lines 12-19`; empty where there is nothing to mend."""
    edits = diagnostic.edits
    if not edits:
        return ""
    ranges = [_whole_lines(edit, document) for edit in edits]
    deleted = [span for span in ranges if span]
    if len(deleted) == len(edits):
        return _delete_lines(deleted, document)
    described = [_describe(edit, document) for edit in edits[:SHOWN_ALIKE]]
    if len(edits) <= SHOWN_ALIKE:
        return "; ".join(dict.fromkeys(described))
    return f"{described[0]}, and {len(edits) - 1} more edits"


def _whole_lines(edit: Edit, document: Document) -> tuple[int, int] | None:
    """Places of the first and last line that an edit deletes as a whole, blank ones around them aside."""
    if edit.replacement or edit.start == edit.end:
        return None
    first, last = document.line_at(edit.start), document.line_at(edit.end - 1)
    if first is None or last is None or first.start != edit.start or last.stop != edit.end:
        return None
    low, high = first.index, last.index
    if not document.text[edit.start : edit.end].strip():
        return low, high
    while low < high and not document.lines[low].text.strip():
        low += 1
    while low < high and not document.lines[high].text.strip():
        high -= 1
    return low, high


def _delete_lines(ranges: Sequence[tuple[int, int]], document: Document) -> str:
    count = sum(high - low + 1 for low, high in ranges)
    blank = all(not document.lines[at].text.strip() for low, high in ranges for at in {low, high})
    shown = [str(low + 1) if low == high else f"{low + 1}-{high + 1}" for low, high in ranges[:4]]
    more = f" and {len(ranges) - 4} more" if len(ranges) > 4 else ""
    return f"delete {'blank ' if blank else ''}{'line' if count == 1 else 'lines'} {', '.join(shown)}{more}"


def _describe(edit: Edit, document: Document) -> str:
    old, new = document.text[edit.start : edit.end], edit.replacement
    line = document.line_at(max(edit.start, edit.end - 1))
    if not old and not new:
        return "write as UTF-8"
    if not new:
        if old and not old.strip(" \t") and line:
            where = "trailing " if edit.end == line.end else "leading " if edit.start == line.start else ""
            kind = "space" if not old.strip(" ") else "space or tab" if len(old) == 1 else "spaces and tabs"
            return f"delete {len(old)} {where}{kind if kind != 'space' or len(old) == 1 else 'spaces'}"
        return f"delete {quote(old)}"
    if not old:
        if new.strip("\r\n"):
            return f"insert {quote(new)}"
        if edit.start == len(document.text) and not document.text.endswith(("\n", "\r")):
            return "insert final line end"
        count = new.count("\n") or len(new)
        return "insert blank line" if count == 1 else f"insert {count} line ends"
    if new == " " and not old.strip() and ("\n" in old or "\r" in old) and line:
        return f"join line {line.index + 1} with the next"
    if len(old) > QUOTED and len(new) > QUOTED:
        from cleaner.diff import common_ends

        head, tail = common_ends(old, new)
        old, new = old[head : len(old) - tail], new[head : len(new) - tail]
        if not (old and new):
            return f"insert {quote(new)}" if new else f"delete {quote(old)}"
    return f"replace {quote(old)} with {quote(new)}"


def quote(text: str) -> str:
    """A text in double quotes, safe to show, its middle cut where it is long; odd blanks are visible."""
    if len(text) > QUOTED:
        text = text[: QUOTED // 2] + _CUT + text[-(QUOTED // 2) :]
    return f'"{printable(text, space=" ")}"'


# ---- the line and its underline


def _gutter(diagnostic: Diagnostic) -> int:
    """Columns for line numbers; three at least where lines between are left out as `...`."""
    size = len(str(diagnostic.end_line))
    return max(3, size) if diagnostic.end_line - diagnostic.line > 1 else size


def _snippet(diagnostic: Diagnostic, document: Document, colour: bool) -> list[str]:
    lines = document.lines
    if not 1 <= diagnostic.line <= diagnostic.end_line <= len(lines):
        return []
    first, last = lines[diagnostic.line - 1], lines[diagnostic.end_line - 1]
    size = _gutter(diagnostic)
    bar = styled("|", colour, "blue")

    def row(number: object, text: str) -> str:
        return f"{styled(f'{number:>{size}}', colour, 'blue')} {bar} {text}".rstrip()

    code = styled(diagnostic.code, colour, "red", bold=True)
    if first is last:
        shown, offset, width = window(first, diagnostic.start - first.start, diagnostic.end - first.start)
        under = styled("^" * width, colour, "red", bold=True)
        return [row(first.index + 1, shown), row("", f"{' ' * offset}{under} {code}")]

    def red(text: str) -> str:
        return styled(text, colour, "red", bold=True)

    shown, offset, _ = window(first, diagnostic.start - first.start, len(first.text))
    if first.text[: diagnostic.start - first.start].strip():
        rows = [row(first.index + 1, "  " + shown), row("", red(f" {'_' * (offset + 1)}^"))]
    else:
        rows = [row(first.index + 1, f"{red('/')} {shown}")]
    if last.index - first.index > 1:
        rows.append(f"{'...':<{size}} {bar}")
    shown, offset, width = window(last, 0, min(diagnostic.end - last.start, len(last.text)), at_end=True)
    rows.append(row(last.index + 1, f"{red('|')} {shown}"))
    rows.append(row("", f"{red('|' + '_' * (offset + width) + '^')} {code}"))
    return rows


def window(line: Line, start: int, end: int, *, at_end: bool = False) -> tuple[str, int, int]:
    """The part of a line to show around the span from `start` to `end` (offsets into the line).

    Returns the text made safe, at most about `WIDTH` columns of it, with the column at which the
    span begins in it and its width, both in terminal columns. A span that holds only blanks shows
    them, and the line end where it takes that in; an empty span is one column wide.
    With `at_end`, it is the end of a long span that is shown, not its beginning.
    """
    text = line.text
    if end > len(text):
        text += line.ending[: end - len(text)] if start >= len(line.text.rstrip()) else ""
    start, end = min(start, len(text)), min(end, len(text))
    low = max(0, (end if at_end else start) - WIDTH)
    high = min(len(text), (end if at_end else min(end, start + WIDTH)) + WIDTH)
    shown = pieces(text[low:high], newline="\\n", tab=" ")
    if start < end and end - start <= WIDTH and not text[start:end].strip():
        shown[start - low : end - low] = pieces(text[start:end], space="·")
    sums = [0, *accumulate(_widths(shown))]
    begin, finish = max(start, low) - low, min(end, high) - low

    # what of the slice is shown: the span first, then what fits before and behind it
    left, right = 0, len(shown)
    if low > 0 or high < len(text) or sums[-1] > WIDTH:
        span = min(sums[finish] - sums[begin], WIDTH)
        before = min(sums[begin], max((WIDTH - span) // 2, WIDTH - span - (sums[-1] - sums[finish])))
        if at_end and sums[finish] - sums[begin] > WIDTH:
            left = next(i for i in range(len(sums)) if sums[finish] - sums[i] <= WIDTH)
        else:
            left = next(i for i in range(len(sums)) if sums[begin] - sums[i] <= before)
        right = max((i for i in range(left, len(sums)) if sums[i] - sums[left] <= WIDTH), default=left)
        right = max(right, min(begin + 1, len(shown)))
    cut_before = _CUT if low + left > 0 else ""
    cut_behind = _CUT if low + right < len(text) else ""
    visible = "".join(shown[left:right])
    begin, finish = max(begin, left), min(finish, right)
    offset = len(cut_before) + columns("".join(shown[left:begin]))
    width = columns("".join(shown[left:finish])) + len(cut_before) - offset
    return cut_before + visible + cut_behind, offset, max(1, width)


# Letters of Latin, Greek and Cyrillic, spaces and punctuation, each a column wide: most text needs no table
# of widths, which takes 10 ms to load.
NARROW = (
    "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058f"
    "\u1e00-\u200a\u2010-\u2027\u202f-\u205e\u20a0-\u20c0"
)
_NARROW = re.compile(f"[{NARROW}]*")


def _widths(shown: Sequence[str]) -> list[int]:
    if all(map(_NARROW.fullmatch, shown)):
        return list(map(len, shown))
    from wcwidth import wcwidth

    return [len(piece) if piece.isascii() else max(0, wcwidth(piece)) for piece in shown]


def columns(text: str) -> int:
    """How many columns of a terminal a safe text takes."""
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth

    width = int(wcswidth(text))
    return width if width >= 0 else len(text)


# ---- diffs, summary, colour


def diff(text: str, *, colour: bool = False, for_patch: bool = False) -> str:
    """A unified diff made safe to show. `diff.unified` itself is what `patch` takes.

    `for_patch` keeps the CR of a CRLF as it is, for a diff that goes into a pipe or file: there it does
    no harm, and a patch without it would not apply. Other control characters are shown escaped anyway.
    """
    kinds = (("---", ""), ("+++", ""), ("@@", "cyan"), ("-", "red"), ("+", "green"))
    rows = []
    for line in text.split("\n"):
        end = "\r" if for_patch and line.endswith("\r") else ""
        shown = printable(line.removesuffix(end), tab="\t") + end
        kind = next((name for start, name in kinds if line.startswith(start)), "")
        rows.append(styled(shown, colour, kind) if kind else shown)
    return "\n".join(rows)


def styled(text: str, colour: bool, foreground: str | None = None, *, bold: bool = False) -> str:
    if not colour or not text:
        return text
    from click import style

    return style(text, fg=foreground, bold=bold or None)
