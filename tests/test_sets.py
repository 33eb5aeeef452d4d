"""Sets through the real command: what is surveyed, which profile a run goes by, and files of records."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cleaner.test_survey import PROSE
from tests.command import cleaner, files
from tests.commands.documents import run

PAGES = [f"Lakeside Herald\n{text}\nMost read\nStory {n}" for n, text in enumerate(PROSE)]
CLEANED = [f"{text}\n\nStory {n}\n" for n, text in enumerate(PROSE)]
FOUND = "stands in 6 of 6 documents"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A working directory with a folder of six pages of one site."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "cleaner.toml").write_text("preview = true\n")
    for number, page in enumerate(PAGES):
        (tmp_path / "docs" / f"{number}.txt").write_text(page + "\n")
    return tmp_path


def records(path: Path, rows: list[Any], **dump: Any) -> Path:
    path.write_text("".join(json.dumps(row, **dump) + "\n" for row in rows), "utf-8")
    return path


class TestFolders:
    def test_a_folder_given_whole_is_surveyed_and_named_files_are_not(self, here: Path) -> None:
        assert FOUND in run("check docs", here, 1)
        named = " ".join(f"docs/{n}.txt" for n in range(6))
        assert FOUND not in run(f"check {named}", here, 1)

    def test_clean_keeps_its_profile_and_check_goes_by_it(self, here: Path) -> None:
        run("clean docs -o out --unsafe-fixes", here)
        assert (here / "out" / "0.txt").read_text() == CLEANED[0]
        first = files(here / "out")
        assert b'"lakeside herald"' in first["profile.jsonl"]
        run("clean docs -o out --unsafe-fixes --check", here)
        # Less of the set is there, but the texts are still what the stored profile makes of them.
        for number in range(1, 6):
            (here / "docs" / f"{number}.txt").unlink()
        (here / "docs" / "keep.txt").touch()
        stale = run("clean docs -o out --unsafe-fixes --check", here, 1)
        assert "0.txt: differs" not in stale

    def test_cleaning_what_was_cleaned_changes_nothing(self, here: Path) -> None:
        run("clean docs -o out --unsafe-fixes", here)
        run("clean out -o again --unsafe-fixes", here)
        for number in range(6):
            name = f"{number}.txt"
            assert (here / "again" / name).read_bytes() == (here / "out" / name).read_bytes()

    def test_restore_gives_the_sources_back(self, here: Path) -> None:
        run("clean docs -o out --unsafe-fixes", here)
        run("restore out -o back", here)
        assert files(here / "back") == files(here / "docs")

    def test_explain_of_a_cleaned_text_and_with_a_named_profile(self, here: Path) -> None:
        run("clean docs -o out", here)
        assert FOUND in run("explain out/0.txt:1", here)
        assert FOUND in run("explain docs/0.txt:1 --profile out", here)
        alone = run("explain docs/0.txt:1", here)
        assert FOUND not in alone
        assert "Not asked without --profile: " in alone
        assert "Not asked" not in run("explain docs/0.txt:3 --profile out", here)

    def test_processes_and_order_do_not_matter(self, here: Path) -> None:
        for number in range(40):
            (here / "docs" / f"more{number}.txt").write_text(PAGES[number % 6] + f" {number}\n")
        run("clean docs -o one --unsafe-fixes --jobs 1", here)
        run("clean docs -o three --unsafe-fixes --jobs 3", here)
        assert files(here / "one") == files(here / "three")

    def test_what_only_the_set_knows_is_suppressed_by_a_profile(self, here: Path) -> None:
        suppress = ("suppress", "docs/0.txt:1", "DUP103", "--reason", "the paper's name")
        told = cleaner(*suppress, cwd=here).stderr.decode()
        assert "no finding of DUP103 there" in told
        assert "what only a set knows is found by a profile (`cleaner learn`, `profile`)" in told
        run("learn docs", here)
        (here / "cleaner.toml").write_text('preview = true\nprofile = "profile.jsonl"\n')
        assert cleaner(*suppress, cwd=here).returncode == 0
        assert "; 1 suppressed" in run("check docs/0.txt --select DUP103", here, 1)

    def test_learn_writes_a_profile_that_named_files_are_checked_by(self, here: Path) -> None:
        text = run("learn docs", here)
        assert text == "Learned 2 lines of 1 site and 0 copies from 6 documents into profile.jsonl.\n"
        (here / "cleaner.toml").write_text('preview = true\nprofile = "profile.jsonl"\n')
        assert FOUND in run("check docs/0.txt", here, 1)
        assert FOUND in run("check docs", here, 1)

    def test_sites_by_a_pattern(self, here: Path) -> None:
        for number, page in enumerate(PAGES):
            folder = here / "docs" / ("herald" if number < 4 else "gazette")
            folder.mkdir(exist_ok=True)
            (here / "docs" / f"{number}.txt").rename(folder / f"{number}.txt")
            (folder / f"{number}.txt").write_text(page)
        (here / "cleaner.toml").write_text('preview = true\nsite = "{site}/*"\n')
        assert "stands in 4 of 4 documents of 'herald'" in run("check docs", here, 1)
        assert "of 'gazette'" not in run("check docs", here, 1)  # two documents are no set

    @pytest.mark.parametrize("pattern", ["*/x", "{site}{site}"])
    def test_a_pattern_without_one_site_is_an_error(self, here: Path, pattern: str) -> None:
        (here / "cleaner.toml").write_text(f'preview = true\nsite = "{pattern}"\n')
        assert "is no pattern of sites: want one {site} in it" in run("check docs", here, 2)

    @pytest.mark.parametrize("text", ["", "nonsense", '{"profile": 9}', '{"profile": 1}\n{"line": 3}'])
    def test_a_damaged_profile_is_one_line(self, here: Path, text: str) -> None:
        (here / "p.jsonl").write_text(text)
        assert "p.jsonl: not a usable profile: " in run("check docs --profile p.jsonl", here, 2)

    def test_duplicates_are_reported_with_the_one_kept(self, here: Path) -> None:
        (here / "docs" / "copy.txt").write_text("\n".join(PROSE))
        (here / "docs" / "long.txt").write_text("\n".join(["Updated at noon", *PROSE, "More to follow"]))
        text = run("check docs --select DUP105", here, 0)
        assert "docs/copy.txt:1:1: DUP105 duplicate-document: shares some" in text
        assert "with long.txt, which is longer" in text


class TestRecords:
    @pytest.mark.parametrize("packed", [False, True])
    @pytest.mark.parametrize("style", [{}, {"ensure_ascii": False, "separators": (",", ":")}])
    def test_there_and_back(self, tmp_path: Path, style: dict[str, Any], packed: bool) -> None:
        rows = [
            {"url": f"http://a/{n}", "id": f"s/{n}", "text": page + "  é😀", "tags": [{"y": 1.5}], "n": n}
            for n, page in enumerate(PAGES)
        ]  # fmt: skip
        name = "pages.jsonl" + ".gz" * packed
        data = records(tmp_path / "pages.jsonl", rows, **style).read_bytes()
        if packed:
            (tmp_path / name).write_bytes(gzip.compress(data))
        run(f"clean {name} -o out --preview --unsafe-fixes", tmp_path)
        out = (tmp_path / "out" / name).read_bytes()
        cleaned = [json.loads(line) for line in (gzip.decompress(out) if packed else out).splitlines()]
        assert [list(row) for row in cleaned] == [list(row) for row in rows]
        assert [row["text"] for row in cleaned] == [text[:-1] + " é😀\n" for text in CLEANED]
        assert all({**row, "text": ""} == {**was, "text": ""} for row, was in zip(cleaned, rows, strict=True))
        run(f"clean {name} -o out --preview --unsafe-fixes --check", tmp_path)
        run("restore out -o back", tmp_path)
        back = (tmp_path / "back" / name).read_bytes()
        assert (gzip.decompress(back) if packed else back) == data

    def test_what_json_would_write_otherwise_is_kept(self, tmp_path: Path) -> None:
        data = (
            b'\xef\xbb\xbf { "text" : "A\\u0020heron  \\/ lake" , "id":7 }\r\n'
            b"\n"
            b'{"id": "b", "text": "Done.\\ud800  \\n", "text2": "\\u00e9"}'
        )
        (tmp_path / "a.jsonl").write_bytes(data)
        run("clean a.jsonl -o out", tmp_path)
        assert b'"id":7 }\r\n' in (tmp_path / "out" / "a.jsonl").read_bytes()
        run("restore out -o back", tmp_path)
        assert (tmp_path / "back" / "a.jsonl").read_bytes() == data

    def test_bad_lines_are_named_and_stop_nothing(self, tmp_path: Path) -> None:
        good = json.dumps({"id": "a", "text": "The  heron."})
        lines = [
            good, "{broken", '{"id": "x"}', '{"id": "y", "text": 3}', "[1]", good, '{"text": "No  id."}',
            '{"id": "z", "text": "c"} more',
        ]  # fmt: skip
        data = "\n".join(lines).encode() + b'\n{"id": "\xff", "text": "c"}\n'
        (tmp_path / "a.jsonl").write_bytes(data)
        text = run("clean a.jsonl -o out --id-field id", tmp_path, 2)
        for place, reason in (
            (2, "no JSON object: expecting a name in double quotes, character 2; the line is left out"),
            (3, "has no field 'text'; the line is left out"),
            (4, "the field 'text' is no string; the line is left out"),
            (5, "no JSON object: expecting {, character 1; the line is left out"),
            (6, "its id 'a' is that of line 1 already"),
            (7, "has no field 'id' with a string or number; named by its line"),
            (8, "no JSON object: more behind the object, character 25; the line is left out"),
            (9, "no UTF-8 at byte 9; the line is left out"),
        ):
            assert f"cleaner: a.jsonl:{place}: {reason}\n" in text
        assert len((tmp_path / "out" / "a.jsonl").read_bytes().splitlines()) == 3
        run("restore out -o back", tmp_path)
        assert (tmp_path / "back" / "a.jsonl").read_bytes() == data

    def test_findings_and_explanations_name_file_and_id(self, tmp_path: Path) -> None:
        records(tmp_path / "p.jsonl", [{"key": "a/1:x", "body": "The  heron.\n"}])
        fields = "--text-field body --id-field key"
        assert "p.jsonl#a/1:x:1:4: SPC" in run(f"check p.jsonl {fields}", tmp_path, 1)
        assert "p.jsonl#a/1:x" in run(f"explain p.jsonl#a/1:x:1 {fields}", tmp_path)
        assert "p.jsonl#nobody: no such record" in run(f"explain p.jsonl#nobody:1 {fields}", tmp_path, 2)

    @pytest.mark.parametrize("name", ["pages.jsonl", "pages.jsonl.gz"])
    def test_services_are_told_the_file_and_the_line_in_it(self, tmp_path: Path, name: str) -> None:
        rows = [{"id": "a/1", "text": "The heron.\n"}, {"id": "b", "text": "The\nheron  stood.\n"}]
        data = "".join(["{broken\n", *(json.dumps(row) + "\n" for row in rows)]).encode()
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
        formats = ("sarif", "code-scanning", "gitlab", "json", "github", "junit")
        outputs = [f"--output={format}=out.{format}" for format in formats]
        done = cleaner("check", f"docs/{name}", *outputs, cwd=tmp_path)
        assert done.returncode == 2
        told = {format: (tmp_path / f"out.{format}").read_text() for format in formats}
        for format in ("sarif", "code-scanning"):
            (result,) = json.loads(told[format])["runs"][0]["results"]
            place = result["locations"][0]["physicalLocation"]
            assert place["artifactLocation"]["uri"] == f"docs/{name}"
            assert place["region"] == {"startLine": 3}
            assert result["properties"]["record"]["region"]["startLine"] == 2
            assert result["message"]["text"].endswith(" (record b, 2:6)")
        places = [issue["location"] for issue in json.loads(told["gitlab"])]
        assert [(at["path"], at["lines"]["begin"]) for at in places] == [
            (f"docs/{name}", 1),
            (f"docs/{name}", 3),
        ]
        (found,) = json.loads(told["json"])["findings"]
        assert (found["path"], found["line"]) == (f"docs/{name}#b", 2)
        assert found["record"] == {"file": f"docs/{name}", "id": "b", "line": 3}
        assert f"::warning file=docs/{name},line=3,endLine=3,title=SPC104" in told["github"]
        assert f'name="SPC104 repeated-space" file="docs/{name}"' in told["junit"]
        assert f"docs/{name}:3:1: SPC104" in told["junit"]

    def test_sites_come_from_a_field(self, tmp_path: Path) -> None:
        rows = [{"id": n, "text": page, "host": "herald" if n < 4 else "x"} for n, page in enumerate(PAGES)]
        records(tmp_path / "p.jsonl", rows)
        text = run("check p.jsonl --preview --site-field host", tmp_path, 1)
        assert "p.jsonl#0:1:1: DUP103" in text
        assert "stands in 4 of 4 documents of 'herald'" in text
        run("learn p.jsonl --site-field host -o known.jsonl", tmp_path)
        assert '{"site": "herald", "documents": 4}' in (tmp_path / "known.jsonl").read_text()

    def test_processes_do_not_matter(self, tmp_path: Path) -> None:
        rows = [{"id": n, "text": f"{PAGES[n % 6]}  {n}"} if n % 7 else {"id": n} for n in range(60)]
        records(tmp_path / "p.jsonl", rows)
        run("clean p.jsonl -o one --jobs 1", tmp_path, 2)
        run("clean p.jsonl -o two --jobs 2", tmp_path, 2)
        assert files(tmp_path / "one") == files(tmp_path / "two")

    def test_a_damaged_gzip_file_is_one_line_and_leaves_the_old_output(self, tmp_path: Path) -> None:
        path = tmp_path / "p.jsonl.gz"
        data = gzip.compress(b'{"id": 1, "text": "The  heron."}\n' * 50)
        path.write_bytes(data[:-12])
        assert "p.jsonl.gz" in run("clean p.jsonl.gz -o out", tmp_path, 2)
        assert "p.jsonl.gz" in run("check p.jsonl.gz", tmp_path, 2)

    def test_records_are_not_mended_in_place(self, tmp_path: Path) -> None:
        path = records(tmp_path / "p.jsonl", [{"id": n, "text": "The  heron.\n"} for n in range(3)])
        (tmp_path / "a.txt").write_text("The  heron.\n")
        before = path.read_bytes()
        done = cleaner("check", "p.jsonl", "a.txt", "--fix", cwd=tmp_path)
        assert done.returncode == 2
        assert (
            done.stderr.decode() == "cleaner: p.jsonl: records are not mended in place; use `cleaner clean`\n"
        )
        assert path.read_bytes() == before
        assert b"Fixed 1 of 4 findings in 4 of 4 documents; 3 remain" in done.stdout
        records(path, [{"id": n, "text": "The heron.\n"} for n in range(3)])
        assert cleaner("check", "p.jsonl", "--fix", cwd=tmp_path).returncode == 0
