"""How well pages of HTML are cleaned, and how fast, side by side with extractors.

    python tests/benchmarks/html_quality.py DATA [--gate] [--only NAME,...]

DATA is the folder with `html.dev.jsonl.gz`, `common.py`, `score.py` and `score_html.py`, which scores all
alike: 4-gram shingles of a text against the page's gold text. `cleaner` is the whole of it, with unsafe
fixes; the scorecards of the judge and of rules on markup are those that have not seen
the page's site. `as read` is the text of the page before any rule. Peers run in their defaults, for they
know no other sites either.

Times are of the process's own CPU, each page by all in turn, so that a busy machine slows all alike. That of
`cleaner` is with the scorecards that are shipped, as nobody has five of them. What all imports together left
is kept from the garbage collector, for no tool would have to carry the others'. `speed` is pages a second;
`ratio` is against trafilatura.

--gate exits 1 where F1 is not 0.01 above trafilatura's in the same run, where the loss is more than half of
its, or the speed less than its.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import importlib
import json
import logging
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from cleaner import clean
from cleaner.readers import read_html
from tests.benchmarks.folds import JUDGE, MARKUP, fold, judge_tables, markup_tables

PAGES = "html.dev.jsonl.gz"
OURS, PEER = "cleaner", "trafilatura"
LEAST_GAIN, MOST_LOSS = 0.01, 0.5
WARM = 3  # pages before any is timed: with these imports and tables are read
# And with this cleaner's profiles of languages that their function words do not tell.
SWAHILI = "Mvua kubwa ilinyesha usiku kucha, na wavuvi wa kijiji walirudi nyumbani bila samaki. " * 5

Extract = Callable[[Mapping[str, Any]], str]
CONFIG = {"unsafe-fixes": True}


def extractors() -> dict[str, Extract]:
    """Each tool by name, as a function of a record."""
    import boilerpy3.extractors
    import readability
    import trafilatura
    from lxml import html

    logging.disable(logging.CRITICAL)  # peers tell of pages that they find odd
    judge, markup = judge_tables(), markup_tables()

    def ours(record: Mapping[str, Any]) -> str:
        number = fold(record["site"], len(judge))
        rules = {
            JUDGE: {"table": judge[number]},
            MARKUP: {"table": markup[number], "judge-table": judge[number]},
        }
        return clean(record["html"], config={**CONFIG, "rules": rules}, name="page.html").text

    def readable(record: Mapping[str, Any]) -> str:
        summary = readability.Document(record["html"]).summary()
        return "\n".join(html.fromstring(summary).itertext())

    def boilerpy(name: str) -> Extract:
        extractor = getattr(boilerpy3.extractors, name)(raise_on_failure=False)
        return lambda record: str(extractor.get_content(record["html"]))

    return {
        OURS: ours,
        "as read": lambda record: read_html(record["html"]).text,
        PEER: lambda record: trafilatura.extract(record["html"]) or "",
        "readability-lxml": readable,
        "boilerpy3 Article": boilerpy("ArticleExtractor"),
        "boilerpy3 Default": boilerpy("DefaultExtractor"),
        "boilerpy3 NumWords": boilerpy("NumWordsRulesExtractor"),
    }


def shipped(record: Mapping[str, Any]) -> str:
    """A page cleaned as users have it."""
    return clean(record["html"], config=CONFIG, name="page.html").text


def pages(folder: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(folder / PAGES, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def run(
    folder: Path, tools: Mapping[str, Extract]
) -> tuple[dict[str, dict[str, str]], dict[str, float], list[str]]:
    """What each tool makes of each page, how long it took in all, and where it failed."""
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    seconds: dict[str, float] = defaultdict(float)
    failed: list[str] = []
    timed = {**tools, OURS: shipped} if OURS in tools else tools
    shipped({"html": f"<p>{SWAHILI}</p>"})
    for number, record in enumerate(pages(folder)):
        if number == WARM:
            gc.collect()
            gc.freeze()
            seconds.clear()
        for name, extract in timed.items():
            begin = process_time()
            try:
                text = extract(record)
            except Exception as error:
                text = ""
                failed.append(f"{name} on {record['id']}: {type(error).__name__}: {error}")
            seconds[name] += process_time() - begin
            texts[name][record["id"]] = text if extract is tools[name] else tools[name](record)
    return texts, seconds, failed


def scores(folder: Path, texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, float]]:
    """The figures of the data's own scorer."""
    sys.path.insert(0, str(folder))
    scorer = importlib.import_module("score_html")
    found = {}
    with tempfile.TemporaryDirectory() as place:
        for name, own in texts.items():
            file = Path(place) / "out.jsonl"
            rows = (json.dumps({"id": one, "text": text}) for one, text in own.items())
            file.write_text("\n".join(rows), "utf-8")
            found[name] = scorer.score(str(folder / PAGES), str(file))
    return found


def problems(found: Mapping[str, Mapping[str, float]], seconds: Mapping[str, float]) -> list[str]:
    """What is not as much better than the peer as it must be."""
    ours, peer = found[OURS], found[PEER]
    told = []
    if ours["F1"] < peer["F1"] + LEAST_GAIN:
        told.append(f"F1 {ours['F1']:.3f}, wanted {peer['F1'] + LEAST_GAIN:.3f}")
    if ours["loss"] > MOST_LOSS * peer["loss"]:
        told.append(f"loss {ours['loss']:.3f}, wanted at most {MOST_LOSS * peer['loss']:.3f}")
    if seconds[OURS] > seconds[PEER]:
        told.append(f"{seconds[PEER] / seconds[OURS]:.2f} times as fast as {PEER}, wanted 1")
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--only", default="", help="these tools, parted by commas")
    options = parser.parse_args(arguments)
    only = options.only.split(",") if options.only else []
    if options.gate and only:
        parser.error("--gate compares all tools")
    tools = {name: extract for name, extract in extractors().items() if not only or name in only}
    texts, seconds, failed = run(options.data, tools)
    found = scores(options.data, texts)
    print(f"{'':20} {'P':>6} {'R':>6} {'F1':>6} {'loss':>6} {'speed':>6} {'ratio':>6}")
    for name, row in found.items():
        figures = " ".join(f"{row[column]:6.3f}" for column in ("P", "R", "F1", "loss"))
        ratio = f"{seconds[PEER] / seconds[name]:6.2f}" if PEER in seconds else ""
        print(f"{name:20} {figures} {(len(texts[name]) - WARM) / seconds[name]:6.1f} {ratio}")
    print(*failed, sep="\n")
    worse = problems(found, seconds) if options.gate else []
    for problem in worse:
        print("WORSE", problem)
    ours_failed = any(line.startswith(f"{OURS} ") for line in failed)
    return 1 if worse or ours_failed else 0


if __name__ == "__main__":
    sys.exit(main())
