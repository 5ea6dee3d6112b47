"""`python ingest.py`: what it takes, what it says, and how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.intake.sources import cited_names
from tests.ingest.conftest import Ingest
from tests.records.sample_pages import page, rows

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for documents."""
    made = tmp_path / "documents"
    made.mkdir()
    return made


def test_without_arguments_the_corpus_is_read(ingest: Ingest, db: Path) -> None:
    """No path means the corpus; nothing is wrong with it, so the exit code is 0 and nothing is on standard error."""
    done = ingest()
    assert (done.returncode, done.stderr) == (0, "")
    assert rows(db, "SELECT count(*) FROM commitments") == [(48,)]


def test_the_report_tells_of_each_document(ingest: Ingest) -> None:
    """Its commitment, how many values, how many blanks, and what it lists."""
    lines = ingest().stdout.splitlines()
    found = {line.split(":")[0]: line for line in lines}
    assert "KR0029" in found["KR0029.txt"]
    assert "lists 48 commitments" in found["KR0029.txt"]
    assert "blank" in found["KR0032.txt"]
    assert any("48 commitments (46 known from an index only)" in line for line in lines)


def test_the_json_report_is_the_contracts(ingest: Ingest) -> None:
    """Every key of the contract, with numbers that agree with the database, as one line on standard output."""
    done = ingest("--json")
    report = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1
    assert {name: report[name] for name in ("documents", "commitments", "index_only", "unchanged")} == {
        "documents": 2,
        "commitments": 48,
        "index_only": 46,
        "unchanged": 0,
    }
    assert (report["problems"], report["changes"]) == ([], [])
    assert isinstance(report["fields"], int)


UNKNOWN = "\n".join(
    ["Title of XA0001 (XA0001)", "Action Plan: X 2018", "Status: Active", "{}: something", "Country: X"]
)


def test_the_report_ends_with_what_was_understood(ingest: Ingest, folder: Path) -> None:
    """The share of each document, the least first, then the labels that nobody knows, the most frequent first."""
    (folder / "XA0001.txt").write_text(UNKNOWN.format("Rare label"), "utf-8")
    (folder / "XA0002.txt").write_text(UNKNOWN.replace("0001", "0002").format("Expected cost level"), "utf-8")
    (folder / "XA0003.txt").write_text(UNKNOWN.replace("0001", "0003").format("EXPECTED COST LEVEL"), "utf-8")
    (folder / "XA0004.txt").write_bytes(page("XA0004"))
    said = ingest(str(folder)).stdout.splitlines()
    told = said[said.index(next(line for line in said if line.startswith("understood: "))) :]
    assert told[0].endswith(" of the text of 4 documents, and 1 of them as a whole")
    assert [line.split(" % ")[1] for line in told[1:4]] == ["XA0002.txt", "XA0003.txt", "XA0001.txt"]
    assert told[4] == "the labels that are not known (docs/reading.md tells how to add one):"
    assert [line.strip() for line in told[5:]] == ["2 documents “Expected cost level”", "1 document “Rare label”"]
    report = json.loads(ingest(str(folder), "--json").stdout)
    assert report["unchanged"] == 4
    assert report["unknown_labels"] == [
        {"label": "Expected cost level", "documents": 2},
        {"label": "Rare label", "documents": 1},
    ]
    first, *_, last = report["by_document"]
    assert abs(first["understood"] - 1 + first["unread"]["characters"] / first["characters"]) < 0.001
    assert last["understood"] == 1


def test_what_could_not_be_read_has_no_share(ingest: Ingest, folder: Path) -> None:
    """No text, no share of it."""
    (folder / "XA0001.txt").write_bytes(b"")
    report = json.loads(ingest(str(folder), "--json").stdout)
    assert (report["understood"], report["by_document"][0]["understood"]) == (None, None)


def test_the_json_report_has_a_row_a_document(ingest: Ingest, folder: Path) -> None:
    """What was found, what was not read, what looks wrong: for each document."""
    (folder / "XA0001.txt").write_bytes(page("XA0001", Completion="", listing=["XA0002, 2018, A", "XA0003, 2018, B"]))
    (folder / "bad.txt").write_bytes(b"")
    first, second = json.loads(ingest(folder, "--json").stdout)["by_document"]
    assert (first["document"], first["state"], first["commitments"], first["listed"], first["blank"]) == (
        "XA0001.txt",
        "read",
        ["XA0001"],
        2,
        1,
    )
    assert set(first["unread"]) == {"characters", "places"}
    assert (second["document"], second["state"], second["problems"]) == ("bad.txt", "refused", 1)


def test_problems_of_the_json_report_name_document_and_line(ingest: Ingest, folder: Path) -> None:
    """A page whose file has another code: the line of the title."""
    (folder / "XA0002.txt").write_bytes(page("XA0001"))
    (problem,) = json.loads(ingest(folder, "--json").stdout)["problems"]
    assert set(problem) == {"document", "line", "field", "message", "severity"}
    assert (problem["document"], problem["line"], problem["field"]) == ("XA0002.txt", 3, "title")


def test_changes_of_the_json_report(ingest: Ingest, folder: Path) -> None:
    """A document that comes again with other values."""
    (folder / "XA0001.txt").write_bytes(page("XA0001", Completion="Limited"))
    ingest(folder, "--as-of", "2026-11-16")
    (folder / "XA0001.txt").write_bytes(page("XA0001", Completion="Complete"))
    report = json.loads(ingest(folder, "--json", "--as-of", "2026-11-20").stdout)
    assert report["changes"] == [
        {
            "code": "XA0001",
            "field": "completion",
            "old": "Limited",
            "new": "Complete",
            "document": "XA0001.txt",
            "at": "2026-11-20",
        }
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("letter.txt", b"Dear Sir, nothing of that kind is here.\n"),
        ("scan.pdf", b"%PDF-1.4 \x00\x01"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\x00"),
        ("bytes.txt", bytes(range(256)) * 9),
    ],
)
def test_what_cannot_be_read_is_said_and_the_others_are_read(
    ingest: Ingest, db: Path, folder: Path, name: str, data: bytes
) -> None:
    """Exit code 1, a line on standard error that begins with severity and file, and the page beside it is in."""
    (folder / name).write_bytes(data)
    (folder / "XA0001.txt").write_bytes(page("XA0001"))
    done = ingest(folder)
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if line.startswith(f"error: {name}")]
    assert rows(db, "SELECT code FROM commitments") == [("XA0001",)]


def test_a_file_that_is_not_utf_8_is_read_or_said(ingest: Ingest, db: Path, folder: Path) -> None:
    """A page in Windows-1252 is read as that, and the report says so."""
    text = page("XA0001", Lead_Institution="Büro für Bürgerbeteiligung").decode()
    (folder / "XA0001.txt").write_bytes(text.encode("cp1252"))
    done = ingest(folder)
    assert "XA0001.txt" in done.stderr
    assert rows(db, "SELECT lead_institution FROM commitments") == [("Büro für Bürgerbeteiligung",)]


def test_a_path_that_is_not_there_is_said(ingest: Ingest, db: Path) -> None:
    """Exit code 1, the path on standard error, and the other documents are in the database."""
    done = ingest("no-such-folder", CORPUS)
    assert done.returncode == 1
    assert done.stderr.startswith("error: no-such-folder: There is no such file or folder")
    assert rows(db, "SELECT count(*) FROM commitments") == [(48,)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_said(ingest: Ingest, folder: Path) -> None:
    """Exit code 1 and the file's name."""
    (folder / "XA0001.txt").write_bytes(page("XA0001"))
    (folder / "XA0001.txt").chmod(0)
    done = ingest(folder)
    assert done.returncode == 1
    assert "error: XA0001.txt: The file cannot be opened" in done.stderr


def test_a_file_that_is_too_large_is_not_read_into_memory(ingest: Ingest, folder: Path) -> None:
    """A sparse file of 200 MB is refused for its size."""
    with (folder / "large.txt").open("wb") as file:
        file.truncate(200 * 2**20)
    done = ingest(folder)
    assert done.returncode == 1
    assert "error: large.txt: The file has 200 MB" in done.stderr


def test_strict_counts_every_problem(ingest: Ingest, folder: Path) -> None:
    """A document that was read, with a doubt, is 0 without --strict and 1 with it."""
    (folder / "XA0002.txt").write_bytes(page("XA0001"))
    assert ingest(folder).returncode == 0
    assert ingest(folder, "--strict").returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [["--as-of", "yesterday"], ["--colour"], ["--mapping", "no-such.toml"], ["--db", "no/such/folder/x.db"]],
)
def test_usage_errors_end_with_2(ingest: Ingest, arguments: list[str]) -> None:
    """A wrong argument is exit code 2 and one reason, without a traceback."""
    done = ingest(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ingest" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unusable_database_ends_with_2(ingest: Ingest, db: Path) -> None:
    """A database that is none of ours is left alone."""
    db.write_text("dear diary")
    done = ingest()
    assert done.returncode == 2
    advice = "move it away (a database can always be made again from the documents), or give another file with --db"
    assert done.stderr == f"ingest: {db} is no database: {advice}.\n"
    assert db.read_text() == "dear diary"


def test_hidden_files_are_left_out(ingest: Ingest, folder: Path) -> None:
    """What an editor or a version control system leaves in a folder is no document."""
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: x")
    (folder / ".XA0001.txt.swp").write_bytes(b"\x00")
    (folder / "XA0001.txt").write_bytes(page("XA0001"))
    assert (ingest(folder).returncode, ingest(folder).stderr) == (0, "")


def test_a_file_that_is_given_twice_is_read_once(ingest: Ingest) -> None:
    """By itself and in its folder."""
    assert json.loads(ingest(CORPUS, CORPUS / "KR0032.txt", "--json").stdout)["documents"] == 2


def test_files_of_one_name_are_told_apart(ingest: Ingest, db: Path, folder: Path) -> None:
    """Two folders with a file of the same name each: both are in, cited by folder and name."""
    for number, name in enumerate(("one", "two"), 1):
        (folder / name).mkdir()
        (folder / name / "page.txt").write_bytes(page(f"XA000{number}"))
    ingest(folder / "one", folder / "two")
    assert rows(db, "SELECT path FROM documents ORDER BY path") == [("one/page.txt",), ("two/page.txt",)]


def test_only_files_that_share_a_name_get_a_longer_one() -> None:
    """Names grow until they differ."""
    files = {Path("/a/x/p.txt"): "p.txt", Path("/b/x/p.txt"): "p.txt", Path("/b/q.txt"): "q.txt"}
    assert list(cited_names(files).values()) == ["a/x/p.txt", "b/x/p.txt", "q.txt"]


def test_a_file_name_that_is_no_text_is_read_all_the_same(ingest: Ingest, db: Path, folder: Path) -> None:
    """A name in another encoding is shown with a replacement character, and the file is not taken for gone."""
    name = os.fsencode(folder) + b"/XA0001-\xff.txt"
    try:
        with open(name, "wb") as file:  # noqa: PTH123 - a path of bytes
            file.write(page("XA0001"))
    except OSError:
        pytest.skip("this file system has names of text only")
    assert ingest(folder).returncode == 0
    assert ingest(folder, "--prune").returncode == 0
    assert rows(db, "SELECT path FROM documents") == [("XA0001-�.txt",)]


def test_explain_shows_the_document_as_understood(ingest: Ingest, db: Path) -> None:
    """Where colours cannot be shown, values stand in brackets with their field; blanks are marked; nothing is made."""
    done = ingest("--explain", CORPUS / "KR0032.txt")
    assert done.returncode == 0
    assert "⟨status: blank⟩" in done.stdout
    assert "⟨start: " in done.stdout
    assert "\x1b[" not in done.stdout
    assert not db.exists()


@pytest.mark.parametrize("name", ["no-such.txt", "empty.txt"])
def test_explain_of_nothing_ends_with_1(ingest: Ingest, folder: Path, name: str) -> None:
    """A file that is not there or gives nothing."""
    (folder / "empty.txt").touch()
    done = ingest("--explain", folder / name)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_mapping_names_the_columns_of_a_csv_file(ingest: Ingest, db: Path, folder: Path) -> None:
    """A file of other columns is read with its mapping, and again when the mapping changes."""
    (folder / "ours.csv").write_text("Ref,Promise,State\nXA0001,Open budgets,done\n")
    mapping = folder.parent / "ours.toml"
    text = '[code]\ncolumn = "Ref"\n[columns]\ntitle = "Promise"\n'
    mapping.write_text(text)
    assert ingest(folder).returncode == 1
    assert ingest(folder, "--mapping", mapping).returncode == 0
    assert rows(db, "SELECT code, title, completion FROM commitments") == [("XA0001", "Open budgets", None)]
    mapping.write_text(text + 'completion = "State"\n[terms.completion]\ndone = "Complete"\n')
    ingest(folder, "--mapping", mapping)
    assert rows(db, "SELECT completion FROM commitments") == [("Complete",)]
    assert json.loads(ingest(folder, "--mapping", mapping, "--json").stdout)["unchanged"] == 1


def test_a_mapping_that_is_wrong_ends_with_2(ingest: Ingest, folder: Path) -> None:
    """One sentence that names the file."""
    (folder / "ours.toml").write_text("[columns]\ntitel = 'x'\n")
    done = ingest("--mapping", folder / "ours.toml")
    assert done.returncode == 2
    assert "ours.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_documents_that_are_gone_are_counted(ingest: Ingest, db: Path, folder: Path) -> None:
    """Without --prune what a removed file said stays, and the report says so and how to remove it."""
    for code in ("XA0001", "XA0002"):
        (folder / f"{code}.txt").write_bytes(page(code))
    assert "not there any more" not in ingest(folder).stdout
    (folder / "XA0002.txt").unlink()
    told = "1 document read before, not there any more: what they say stays until --prune"
    assert told in ingest(folder).stdout
    assert len(rows(db, "SELECT path FROM documents")) == 2
    assert told not in ingest(folder, "--prune").stdout


def test_what_many_documents_say_alike_is_told_once(ingest: Ingest, folder: Path) -> None:
    """More than five equal problems are one line with how many more there are; errors, and JSON, name each."""
    for number in range(1, 9):
        text = page(f"XA000{number}").decode().replace("Status: Active", "Status: Begun")
        (folder / f"XA000{number}.txt").write_text(text)
        (folder / f"empty{number}.txt").write_bytes(b"")
    done = ingest(folder)
    said = [line for line in done.stderr.splitlines() if "“Begun” is not understood" in line]
    assert len(said) == 1
    assert "So it is at 7 more places: XA0002.txt:" in said[0]
    assert len([line for line in done.stderr.splitlines() if line.startswith("error: empty")]) == 8
    (folder / "other.txt").write_bytes(page("XA0010"))
    problems = json.loads(ingest(folder, "--json").stdout)["problems"]
    assert len([one for one in problems if "“Begun”" in one["message"]]) == 8
