"""`python -m bot export`: files that other programs read back whole."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

import ingest
from bot.__main__ import main
from bot.records.fields import FIELDS
from bot.records.store import Store
from tests.present import present


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two pages of `corpus/`, and one whose words a spreadsheet would compute."""
    folder = tmp_path_factory.mktemp("export")
    page = folder / "KE0001.txt"
    page.write_text(
        (Path("corpus") / "KR0032.txt")
        .read_text("utf-8")
        .replace("KR0032", "KE0001")
        .replace("Ministry of the Interior", "=HYPERLINK(1)"),
        "utf-8",
    )
    ingest.main(["corpus", str(page), "--db", str(folder / "commitments.db"), "--as-of", "2026-11-20"])
    return folder / "commitments.db"


def exported(database: Path, form: str, target: Path, *others: str) -> Path:
    """A file that was written."""
    file = target / f"all.{form}"
    assert main(["export", "--db", str(database), "--format", form, "--output", str(file), *others]) == 0
    return file


def test_csv_has_a_row_a_commitment(database: Path, tmp_path: Path) -> None:
    """Every commitment is a row, with its fields as they were read and its documents."""
    rows = list(csv.DictReader(io.StringIO(exported(database, "csv", tmp_path).read_text("utf-8-sig"))))
    assert {"KR0029", "KR0032", "KE0001"} <= {row["code"] for row in rows}
    one = next(row for row in rows if row["code"] == "KR0032")
    assert (one["lead_institution"], one["end"]) == ("Ministry of the Interior", "2017-12-31")
    assert "KR0032.txt" in one["documents"].split("; ")
    assert one["policy_areas"] == "Anti Corruption and Integrity; Anti-Corruption Institutions"
    assert {field.name for field in FIELDS} <= set(one)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_is_a_formula(database: Path, tmp_path: Path, form: str) -> None:
    """What a spreadsheet would compute begins with an apostrophe."""
    file = exported(database, form, tmp_path)
    if form == "csv":
        texts = [cell for row in csv.reader(io.StringIO(file.read_text("utf-8-sig"))) for cell in row]
    else:
        rows = present(openpyxl.load_workbook(file).active).iter_rows(values_only=True)
        texts = [cell for row in rows for cell in row if isinstance(cell, str)]
    assert "'=HYPERLINK(1)" in texts
    assert [text for text in texts if text.startswith("=")] == []


def test_values_stand_where_they_say(database: Path, tmp_path: Path) -> None:
    """Every value is a row whose words stand at its place in its document."""
    lines = exported(database, "jsonl", tmp_path, "--values").read_text("utf-8").splitlines()
    values = [json.loads(line) for line in lines]
    with Store(database) as store:
        texts = dict(store._db.execute("SELECT path, text FROM documents"))
        assert len(values) == store._db.execute("SELECT count(*) FROM field_values").fetchone()[0]
    assert [one for one in values if texts[one["document"]][one["start"] : one["end"]] != one["raw"]] == []


def test_lists_are_lists_in_json(database: Path, tmp_path: Path) -> None:
    """A field that may have several members is a list there, and the documents are one."""
    lines = exported(database, "jsonl", tmp_path).read_text("utf-8").splitlines()
    one = next(found for found in map(json.loads, lines) if found["code"] == "KR0032")
    assert one["policy_areas"] == ["Anti Corruption and Integrity", "Anti-Corruption Institutions"]
    assert set(one["documents"]) == {"KR0029.txt", "KR0032.txt"}


@pytest.mark.parametrize("others", [(), ("--values",)])
def test_each_column_is_described(database: Path, tmp_path: Path, others: tuple[str, ...]) -> None:
    """The data package beside a file names its columns in their order, and the file itself."""
    file = exported(database, "csv", tmp_path, *others)
    package = json.loads((tmp_path / "all.datapackage.json").read_text("utf-8"))
    (resource,) = package["resources"]
    head = next(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
    assert [column["name"] for column in resource["schema"]["fields"]] == head
    assert all(column.get("description") for column in resource["schema"]["fields"])
    assert resource["path"] == file.name


def test_a_reader_that_goes_away_is_no_failure(database: Path) -> None:
    """`… | head -1` ends without a word."""
    command = f"{sys.executable} -m bot export --db {database} --values | head -1"
    ran = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == (
        "code,field,position,raw,value,precision,document,address,place,line,start,end\n",
        "",
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--format", "xlsx"], "--output FILE"), (["--output", "/nowhere/at/all.csv"], "cannot be written")],
)
def test_what_cannot_be_written_is_said(
    database: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """A file that cannot be written is one sentence, and exit 2."""
    assert main(["export", "--db", str(database), *arguments]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "offered"), [("a", ["ask", "audit"]), ("ask --c", ["--csv"]), ("export --format x", ["xlsx"])]
)
def test_a_shell_completes_what_is_typed(
    typed: str, offered: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bash, with the script that is printed for it, completes commands, options and their values."""
    with pytest.raises(SystemExit):
        main(["--print-completion", "bash"])
    script = tmp_path / "completion.sh"
    script.write_text(capsys.readouterr().out)
    words = ["commitment-bot", *typed.split()]
    asking = f"source {script}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
    asking += '_shtab_commitment_bot; printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(["bash", "-c", asking], capture_output=True, text=True, check=True)
    assert done.stdout.split() == offered


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` needs no command."""
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("commitment-bot ")


def test_what_datasette_is_told_is_there(database: Path) -> None:
    """The tables, columns and the search index that docs/datasette.json names are those of the database."""
    told = json.loads(Path("docs/datasette.json").read_text("utf-8"))["databases"]["commitments"]
    with closing(sqlite3.connect(database)) as connection:
        for table, says in told["tables"].items():
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            named = {
                *says["facets"],
                *(says[key] for key in ("label_column", "sort", "sort_desc", "fts_pk") if key in says),
            }
            assert named <= columns
        search = told["tables"]["commitments"]["fts_table"]
        found = f"SELECT code FROM commitments WHERE id IN (SELECT rowid FROM {search} WHERE {search} MATCH 'citizen')"
        assert "KR0032" in {code for (code,) in connection.execute(found)}
        rows = connection.execute(told["queries"]["sources"]["sql"], {"code": "kr0032"}).fetchall()
        assert ("lead_institution", "Ministry of the Interior", "KR0032.txt") in {row[:3] for row in rows}
