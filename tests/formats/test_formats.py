"""Every format: golden reports, hostile text, size and time. `python -m` this module writes golden/ anew."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import time
import tracemalloc
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator
from markdown_it import MarkdownIt

from cleaner import formats
from cleaner.document import Document
from cleaner.escape import inert, printable
from cleaner.fingerprint import fingerprints
from cleaner.formats import json_report, sarif
from cleaner.formats.base import position
from cleaner.formats.github import ANNOTATED
from cleaner.formats.markdown import MOST_BYTES
from cleaner.report import Checked, Report
from cleaner.results import Diagnostic, State
from cleaner.rule import DISPLAY, SAFE, Edit
from tests.formats.documents import (
    FERRY,
    HOSTILE,
    HOSTILE_PATH,
    RECORDS_PATH,
    counted,
    found,
    hostile,
    sample,
)

HERE = Path(__file__).parent
NAMES = tuple(formats.FORMATS)
SARIF = ("sarif", "code-scanning")
SARIF_SCHEMA = Draft7Validator(
    json.loads((HERE / "sarif-schema-2.1.0.json").read_text("utf-8")),
    format_checker=Draft7Validator.FORMAT_CHECKER,
)
REPORT_SCHEMA = json.loads((Path(json_report.__file__).parent / json_report.SCHEMA_NAME).read_text("utf-8"))


def pieces(
    name: str, documents: Iterable[Checked], report: Report, root: Path | None = None
) -> Iterator[str]:
    """The pieces of a report, as they come."""
    format = formats.make(name, formats.Options(root=root))
    yield from format.begin()
    for checked in documents:
        yield from format.document(checked)
    yield from format.end(report)


def made(name: str, documents: Iterable[Checked], report: Report) -> str:
    """A report as it reaches a reader; what people read is made inert on its way to the console."""
    text = "".join(pieces(name, documents, report))
    return inert(text) if name in formats.PEOPLE else text


def golden(name: str) -> tuple[Path, str]:
    """The file of a format's golden report, and what it ought to hold."""
    text = made(name, *sample())
    if name in SARIF:  # the rules have tests of their own
        log = json.loads(text)
        driver = log["runs"][0]["tool"]["driver"]
        driver["rules"] = []
        text = json.dumps(log, indent=1) + "\n"
        text = re.sub(r'("ruleIndex": )\d+', r"\1…", text)
    suffix = {"gitlab": "json", "junit": "xml", "markdown": "md"} | dict.fromkeys(SARIF, "json")
    return HERE / "golden" / f"{name}.{suffix.get(name, 'json' if 'json' in name else 'txt')}", text


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str) -> None:
    path, text = golden(name)
    assert text == path.read_text("utf-8")


# ---- hostile text


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_stays_data(name: str) -> None:
    text = made(name, *hostile())
    raw = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")} - {"\n"}
    assert raw == set()
    text.encode("utf-8")
    STRUCTURE[name](text)


def lines_begin(*begins: str) -> Callable[[str], None]:
    """Every line that is not blank begins in one of the ways the format's own lines do."""

    def check(text: str) -> None:
        assert_no_command(text)
        for line in filter(None, text.split("\n")):
            assert line.startswith(begins), line

    return check


def assert_no_command(text: str) -> None:
    """No line is a command to GitHub, Azure Pipelines or TeamCity."""
    for line in text.split("\n"):
        assert not line.lstrip().startswith("::"), line
        assert not re.search(r"##(vso|teamcity)?\[", line), line


def one_json(text: str) -> None:
    report = json.loads(text)
    paths = [HOSTILE_PATH] * 3 + [f"{RECORDS_PATH}#{HOSTILE}"]
    escaped = [path.replace("\udcff", "\\udcff").replace("\ud800", "\\ud800") for path in paths]
    assert [item["path"] for item in report["findings"]] == escaped
    assert report["findings"][-1]["record"]["id"] == HOSTILE.replace("\ud800", "\\ud800")
    assert {item["message"] for item in report["findings"]} == {printable(HOSTILE)}
    edits = report["findings"][0]["fix"]["edits"]
    assert [edit["replacement"] for edit in edits] == [HOSTILE.replace("\ud800", "\\ud800")]


def json_objects(text: str) -> None:
    kinds = Counter(json.loads(line)["kind"] for line in text.splitlines())
    assert kinds == {"finding": 4, "error": 2, "summary": 1}


def one_sarif(text: str) -> None:
    log = json.loads(text)
    SARIF_SCHEMA.validate(log)
    (run,) = log["runs"]
    for result in run["results"]:
        message = result["message"]["text"]
        assert not re.search(r"(?<!\{)\{(?!\{)", message.replace("{{", "")), "a placeholder"
        assert not re.search(r"(?<!\\)\[", message.replace("\\\\", "")), "a link"
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"docs/[A-Za-z0-9%._~-]+", uri)
        assert uri.endswith(("%FF.txt", "%FF.jsonl"))


def gitlab_issues(text: str) -> None:
    issues = json.loads(text)
    assert len(issues) == 4  # three findings that are not suppressed, and the error
    assert len({issue["fingerprint"] for issue in issues}) == 4


def junit_suites(text: str) -> None:
    suites = ElementTree.fromstring(text)  # noqa: S314 - our own report
    tests = list(suites.iter("testcase"))
    assert [len(test) for test in tests] == [1] * 6
    assert [test[0].tag for test in tests] == ["failure", "skipped", "failure", "error", "failure", "error"]
    assert tests[0][0].get("message") == printable(HOSTILE)
    assert suites[0].get("name") == printable(HOSTILE_PATH)


def plain_markdown(text: str) -> None:
    kinds: Counter[str] = Counter()

    def count(tokens: Iterable[Any]) -> None:
        for token in tokens:
            kinds[token.type] += 1
            count(token.children or ())

    count(MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").parse(text))
    assert not {"html_block", "html_inline", "link_open", "image", "fence", "hr"} & kinds.keys()
    assert kinds["table_open"] == 2
    assert kinds["heading_open"] == 4
    assert kinds["tr_open"] == 3 + 4  # two heads, two rules, three open findings
    assert kinds["list_item_open"] == 2


COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def read_commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as GitHub's runner does: https://github.com/actions/runner, ActionCommand."""
    read = []
    for line in text.splitlines():
        command = COMMAND.fullmatch(line)
        assert command, line
        properties = {}
        for part in command[2].split(","):
            name, _, value = part.partition("=")
            for token, escape in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
                value = value.replace(escape, token)
            properties[name] = value
        message = command[3]
        for token, escape in (("\r", "%0D"), ("\n", "%0A"), ("%", "%25")):
            message = message.replace(escape, token)
        read.append((command[1], properties, message))
    return read


def github_commands(text: str) -> None:
    read = read_commands(text)
    assert [kind for kind, _, _ in read] == ["warning", "warning", "warning", "error", "error"]
    for path, (_, properties, message) in zip(
        [HOSTILE_PATH, HOSTILE_PATH, RECORDS_PATH], read[:3], strict=True
    ):
        assert set(properties) - {"col", "endColumn"} == {"file", "line", "endLine", "title"}
        assert properties["file"] == printable(path)
        assert message.startswith(printable(HOSTILE))


STRUCTURE: dict[str, Callable[[str], None]] = {
    "full": lines_begin("docs/", " ", "...", "1 |", "2 |", "3 |"),
    "concise": lines_begin("docs/"),
    "grouped": lines_begin("docs/", "  "),
    "json": one_json,
    "json-lines": json_objects,
    "sarif": one_sarif,
    "code-scanning": one_sarif,
    "github": github_commands,
    "gitlab": gitlab_issues,
    "junit": junit_suites,
    "markdown": plain_markdown,
}


def test_every_format_has_its_hostile_test() -> None:
    assert STRUCTURE.keys() == formats.FORMATS.keys()


@given(st.lists(st.sampled_from([*"ab :#[]\n\t%", "::error::", "##[", "##vso[", "###["])).map("".join))
def test_inert_text_holds_no_command_and_keeps_its_lines(text: str) -> None:
    assert_no_command(inert(text))
    assert inert(text).count("\n") == text.count("\n")
    assert inert(text).replace("\\x3a", ":").replace("\\x23", "#") == text


# ---- places and fingerprints


def test_columns_count_characters_behind_combining_and_astral_ones() -> None:
    documents, report = sample()
    column = FERRY.split("\n")[2].index("  ") + 1
    assert column == len("Cafe\u0301 \U0001d4b3 at") + 1
    first = json.loads(made("json", documents, report))["findings"][0]
    assert (first["line"], first["column"], first["end_column"]) == (3, column, column + 2)
    (run,) = json.loads(made("sarif", documents, report))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": column, "endLine": 3, "endColumn": column + 2}
    assert f"line=3,endLine=3,col={column},endColumn={column + 2}," in made("github", documents, report)
    for name in ("full", "concise"):
        assert f"docs/ferry.txt:3:{column}: SPC104" in made(name, documents, report)


def test_a_byte_order_mark_is_no_column_of_sarif() -> None:
    document = Document("a.txt", "\ufeffa  b\nc  d\n")
    findings = tuple(
        Diagnostic("a.txt", "SPC104", "x", n, 3, n, 5, at, at + 2, "m", SAFE, True, (Edit(at, at + 2, " "),))
        for n, at in ((1, 2), (2, 7))
    )
    mark = Diagnostic("a.txt", "ENC102", "m", 1, 1, 1, 2, 0, 1, "m", SAFE, True, (Edit(0, 1),))
    documents = [Checked("a.txt", document, (mark, *findings))]
    (run,) = json.loads(made("sarif", documents, counted(documents)))["runs"]
    regions = [r["locations"][0]["physicalLocation"]["region"] for r in run["results"]]
    assert [(r["startLine"], r["startColumn"], r["endColumn"]) for r in regions] == [
        (1, 1, 1),
        (1, 2, 4),
        (2, 2, 4),
    ]
    assert "fixes" not in run["results"][0]


@given(st.text(st.sampled_from("ab\n\r"), max_size=20), st.data())
def test_sarif_regions_give_the_text_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    line, column = position(Document("a", text), offset)
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
    assert starts[line - 1] + column - 1 == offset


@given(st.lists(st.sampled_from(["a  b", "c  d", "", "plain"]), max_size=12), st.integers(0, 12))
def test_fingerprints_survive_moved_lines_and_are_unique(lines: list[str], at: int) -> None:
    def names(rows: list[str]) -> tuple[str, ...]:
        document = Document("a", "".join(f"{row}\n" for row in rows))
        findings = [
            found(Document("a", "x" * line.start + line.text), "  ", "SPC104", "n", f"line {line.number}")
            for line in document.lines
            if "  " in line.text
        ]
        placed = [
            Diagnostic(
                "a", d.code, d.name, n, d.column, n, d.end_column, d.start, d.end, d.message, SAFE, True
            )
            for d, n in zip(findings, [i + 1 for i, row in enumerate(rows) if "  " in row], strict=True)
        ]
        return fingerprints(placed, document)

    before = names(lines)
    assert len(set(before)) == len(before)
    assert names([*lines[:at], "new above", "", *lines[at:]]) == before


def test_gitlab_fingerprints_do_not_depend_on_lines_and_tell_documents_apart() -> None:
    def names(path: str, text: str) -> list[str]:
        document = Document(path, text)
        documents = [Checked(path, document, (found(document, "  ", "SPC104", "n", "m"),))]
        issues = json.loads(made("gitlab", documents, counted(documents)))
        return [issue["fingerprint"] for issue in issues]

    assert names("a.txt", "a  b\n") == names("a.txt", "new\n\na  b\n")
    assert names("a.txt", "a  b\n") != names("b.txt", "a  b\n")


def test_junit_fails_what_fails_the_run() -> None:
    for fail_on, failing in (("never", 0), ("error", 0), ("warning", 4), ("note", 5)):
        options = formats.Options(fail_on=fail_on)
        format = formats.make("junit", options)
        documents, report = sample()
        text = "".join([*format.begin(), *chain(*map(format.document, documents)), *format.end(report)])
        assert text.count("<failure ") == failing


def test_junit_names_are_unique_in_a_suite() -> None:
    suites = ElementTree.fromstring(made("junit", *sample()))  # noqa: S314 - our own report
    names = [(test.get("classname"), test.get("name")) for test in suites.iter("testcase")]
    assert len(set(names)) == len(names)
    for suite in suites:
        tests = suite.findall("testcase")
        assert suite.get("tests") == str(len(tests))
        for kind, counter in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert suite.get(counter) == str(sum(test.find(kind) is not None for test in tests))


# ---- schemas and other tools


@pytest.mark.parametrize("documents", [sample, hostile])
def test_json_is_as_its_schema_says(documents: Callable[[], tuple[list[Checked], Report]]) -> None:
    Draft202012Validator.check_schema(REPORT_SCHEMA)
    report = json.loads(made("json", *documents()))
    Draft202012Validator(REPORT_SCHEMA).validate(report)
    line_schema = {"$ref": "#/$defs/line", "$defs": REPORT_SCHEMA["$defs"]}
    for line in made("json-lines", *documents()).splitlines():
        Draft202012Validator(line_schema).validate(json.loads(line))
    described = REPORT_SCHEMA["$defs"]
    assert report.keys() == REPORT_SCHEMA["properties"].keys()
    assert report["summary"].keys() == described["summary"]["properties"].keys()
    assert all(item.keys() == described["finding"]["properties"].keys() for item in report["findings"])
    assert all(item["fix"].keys() == described["fix"]["properties"].keys() for item in report["findings"][:1])
    assert json.dumps(report["schema_version"]) == str(REPORT_SCHEMA["properties"]["schema_version"]["const"])


def test_the_schemas_refuse_what_is_wrong() -> None:
    report = json.loads(made("json", *sample()))
    report["findings"][0]["line"] = 0
    assert not Draft202012Validator(REPORT_SCHEMA).is_valid(report)
    log = json.loads(made("sarif", *sample()))
    log["runs"][0]["results"][0]["level"] = "bad"
    assert not SARIF_SCHEMA.is_valid(log)


def test_sarif_is_valid_and_complete() -> None:
    log = json.loads(made("sarif", *sample()))
    SARIF_SCHEMA.validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]["primaryLocationLineHash"]
    for rule in rules:
        assert rule["help"]["text"].strip()
        assert rule["help"]["markdown"].strip()
        assert len(rule["shortDescription"]["text"]) <= 1024
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert len(rule["properties"]["tags"]) <= 10
    states = [result.get("baselineState") for result in run["results"]]
    assert states == [None, None, None, "unchanged", "new", "absent", None, None]
    (suppression,) = run["results"][-2]["suppressions"]
    assert suppression == {
        "kind": "external",
        "status": "accepted",
        "justification": "the author wants it so",
    }
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 2
    assert "docs/gone.txt" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    (fix,) = run["results"][1]["fixes"]
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement == {
        "deletedRegion": {"startLine": 4, "startColumn": 1, "endLine": 6, "endColumn": 1},
        "insertedContent": {"text": ""},
    }


def test_code_scanning_has_no_result_that_is_suppressed_or_absent() -> None:
    """GitHub takes each result for an open alert. What is left is told as in the sarif format."""
    (full,), (open_,) = (json.loads(made(name, *sample()))["runs"] for name in SARIF)
    kept = [
        result
        for result in full["results"]
        if "suppressions" not in result and result.get("baselineState") != "absent"
    ]
    assert open_["results"] == kept
    assert len(kept) == len(full["results"]) - 2
    assert {**open_, "results": []} == {**full, "results": []}


class TestRecords:
    """Services know files and lines in them; a record is one line of its file."""

    def test_services_are_told_the_file_and_its_line(self) -> None:
        for name in SARIF:
            result = json.loads(made(name, *sample()))["runs"][0]["results"][-1]
            place = result["locations"][0]["physicalLocation"]
            assert place["artifactLocation"]["uri"] == "docs/pages.jsonl"
            assert place["region"] == {"startLine": 7}
            assert result["properties"]["record"]["id"] == "a/1"
            assert "fixes" not in result
        issue = json.loads(made("gitlab", *sample()))[-2]
        assert issue["location"] == {"path": "docs/pages.jsonl", "lines": {"begin": 7, "end": 7}}
        (annotation,) = (line for line in made("github", *sample()).split("\n") if "a/1" in line)
        assert annotation.startswith("::warning file=docs/pages.jsonl,line=7,endLine=7,title=")
        assert "(record a/1, 3:4)" in annotation
        suites = ElementTree.fromstring(made("junit", *sample()))  # noqa: S314 - our own report
        tests = [test for test in suites.iter("testcase") if "a/1" in test.attrib["classname"]]
        assert [test.get("file") for test in tests] == ["docs/pages.jsonl"]
        record = json.loads(made("json", *sample()))["findings"][-1]["record"]
        assert record == {"file": "docs/pages.jsonl", "id": "a/1", "line": 7}

    def test_a_line_that_is_no_record_is_an_error_there(self) -> None:
        issue = json.loads(made("gitlab", *sample()))[-1]
        assert issue["location"] == {"path": "docs/pages.jsonl", "lines": {"begin": 8, "end": 8}}

    def test_fingerprints_tell_records_of_one_file_apart_and_stay_when_lines_move(self) -> None:
        def names(*places: tuple[str, int]) -> dict[str, list[str]]:
            documents = []
            for name, line in places:
                page = Document(f"p.jsonl#{name}", "and  so on\n")
                finding = found(page, "  ", "SPC104", "n", "m")
                documents.append(Checked(page.name, page, (finding,), "", "p.jsonl", line))
            (run,) = json.loads(made("sarif", documents, counted(documents)))["runs"]
            return {
                "sarif": [r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]],
                "gitlab": [
                    i["fingerprint"] for i in json.loads(made("gitlab", documents, counted(documents)))
                ],
            }

        before = names(("a", 1), ("b", 2))
        assert all(len(set(prints)) == 2 for prints in before.values())
        after = names(("b", 7), ("a", 9))
        assert {kind: prints[::-1] for kind, prints in after.items()} == before


@pytest.mark.parametrize("documents", [sample, hostile])
def test_sarif_is_read_back_by_sarif_tools(
    documents: Callable[[], tuple[list[Checked], Report]], tmp_path: Path
) -> None:
    (tmp_path / "out.sarif").write_text(made("sarif", *documents()))
    tool = Path(sys.executable).with_name("sarif")
    subprocess.run([tool, "csv", "-o", "out.csv", "out.sarif"], cwd=tmp_path, check=True, capture_output=True)
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    results = json.loads(made("sarif", *documents()))["runs"][0]["results"]
    assert Counter(row["Code"] for row in rows) == Counter(result["ruleId"] for result in results)
    lines = [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in results]
    assert Counter(row["Line"] for row in rows) == Counter(map(str, lines))


# ---- limits and size


def many(documents: int, each: int) -> Iterator[Checked]:
    """Documents with many findings, each made as it is asked for."""
    for number in range(documents):
        document = Document(f"docs/{number}.txt", "".join(f"line {i}  of many\n" for i in range(each)))
        findings = []
        for line in document.lines:
            at = line.start + line.text.index("  ")
            column = at - line.start + 1
            place = (line.index + 1, column, line.index + 1, column + 2, at, at + 2)
            safety = SAFE if number % 2 else DISPLAY
            edits = (Edit(at, at + 2, " "),) if number % 2 else ()
            findings.append(
                Diagnostic("d", "SPC104", "repeated-space", *place, "2 spaces", safety, bool(edits), edits)
            )
        yield Checked(document.name, document, tuple(findings))


def test_sarif_keeps_the_most_severe_within_githubs_limit() -> None:
    log = json.loads("".join(pieces("sarif", many(300, 100), Report(documents=300))))
    SARIF_SCHEMA.validate({**log, "runs": [{**log["runs"][0], "results": log["runs"][0]["results"][:100]}]})
    results = log["runs"][0]["results"]
    assert Counter(result["level"] for result in results) == {"warning": 15_000, "note": 10_000}
    notes = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == [
        "5,000 findings left out: too many for code scanning"
    ]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    assert [int(Path(place).stem) for place in places] == sorted(int(Path(place).stem) for place in places)


def test_sarif_stays_below_the_size_of_an_upload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_COMPRESSED", 20_000)
    log = json.loads("".join(pieces("sarif", many(40, 100), Report(documents=40))))
    assert 0 < len(log["runs"][0]["results"]) < 4_000
    (note,) = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert "findings left out" in note["message"]["text"]


def test_sarif_leaves_out_fixes_that_are_too_large() -> None:
    document = Document("a.txt", "ab" * 200)
    edits = tuple(Edit(at, at + 1) for at in range(0, 400, 2))
    large = Diagnostic("a.txt", "SPC104", "n", 1, 1, 1, 401, 0, 400, "m", SAFE, True, edits)
    documents = [Checked("a.txt", document, (large,))]
    log = json.loads(made("sarif", documents, counted(documents)))
    assert "fixes" not in log["runs"][0]["results"][0]
    (note,) = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert (
        note["message"]["text"]
        == "1 fixes left out: too large, or about the byte-order mark, which has no column here"
    )


def test_github_is_capped_with_a_count() -> None:
    report = Report(documents=4, errors=[f"error {i}" for i in range(12)])
    rows = "".join(pieces("github", many(4, 20), report)).splitlines()
    kinds = Counter(row.split(" ")[0] for row in rows if row.startswith("::"))
    assert kinds == {"::warning": 10, "::error": 10, "::notice": 10}
    assert "::63 more without an annotation, see the log" in rows[-1]
    plain = [row for row in rows if not row.startswith("::")]
    assert len(plain) == 63
    assert ANNOTATED == {"error": 10, "warning": 10, "notice": 9}


def test_markdown_is_capped_with_a_count_and_in_bytes() -> None:
    text = "".join(pieces("markdown", many(30, 100), Report(documents=30)))
    assert text.count("| `docs/") == 1_000
    assert text.endswith("\nand 2,000 more.\n")
    wide = Document("a.txt", "x\n")
    finding = Diagnostic("a.txt", "X", "n", 1, 1, 1, 2, 0, 1, "\U0001d4b3" * 300, DISPLAY, False)
    documents = [Checked("a.txt", wide, (finding,) * 1_000)]
    text = "".join(pieces("markdown", documents, counted(documents)))
    assert MOST_BYTES - 2_000 < len(text.encode()) < MOST_BYTES + 2_000


@pytest.mark.parametrize("documents", [100, pytest.param(1_000, marks=pytest.mark.heavy)])
@pytest.mark.parametrize("name", NAMES)
def test_a_hundred_thousand_findings_stream_in_bounded_time(name: str, documents: int) -> None:
    """100 findings a document: 0.3 ms a finding, to make it included, on a slow machine that is not idle."""
    began = time.process_time()
    size = sum(map(len, pieces(name, many(documents, 100), Report(documents=documents))))
    assert size
    assert time.process_time() - began < 2 + documents * 100 * 0.000_3


@pytest.mark.parametrize("name", ["concise", "json", "json-lines", "gitlab", "junit", "github", "markdown"])
def test_memory_does_not_grow_with_the_report(name: str) -> None:
    def peak(documents: int) -> int:
        tracemalloc.start()
        for _ in pieces(name, many(documents, 50), Report(documents=documents)):
            pass
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(2)
    assert peak(60) < peak(20) + 200_000


def test_what_is_suppressed_or_in_the_baseline_asks_for_nothing() -> None:
    documents, report = sample()
    for name in ("full", "concise", "grouped", "github", "markdown"):
        text = made(name, documents, report)
        assert text.count("docs/old.txt") == 1, name
    states = {finding.state for finding in chain.from_iterable(one.open for one in documents)}
    assert states == {None, State.NEW}


if __name__ == "__main__":
    for each in NAMES:
        target, content = golden(each)
        target.parent.mkdir(exist_ok=True)
        target.write_text(content, "utf-8")
