"""Tables of ministries: columns that are labels, and rows with numbers instead of the partnership's codes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.reading import read
from tests.reading.test_forms import values
from tests.reading.test_tables import workbook

HEAD = ["No.", "Commitment", "Responsible institution", "Start date", "End date", "Status of implementation", "E-mail"]
ROADS = ["1.1", "Open Roads", "Ministry of Roads", "01.02.2021", "31.08.2023", "Limited", "ana@roads.example"]
PORTS = ["1.2", "Open Ports", "Port Authority", "March 2021", "December 2022", "Complete", ""]
PLAN = "Republic of Ghana – Third National Action Plan 2021-2023: implementation table"


def sheet(*rows: list[str], sign: str = ",") -> bytes:
    """A CSV file with these rows."""
    return "".join(sign.join(f'"{cell}"' if sign in cell else cell for cell in row) + "\n" for row in rows).encode()


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_table_with_numbers_is_read_by_its_columns(sign: str) -> None:
    """Country and plan stand above the header, and each row has a key made of them and its number."""
    reading = read("table.csv", sheet([PLAN, "", ""], HEAD, ROADS, PORTS, sign=sign))
    assert list(dict.fromkeys(one.code for one in reading.values)) == ["GH-P3-1.1", "GH-P3-1.2"]
    assert values(reading, "title") == ["Open Roads", "Open Ports"]
    assert values(reading, "lead_institution") == ["Ministry of Roads", "Port Authority"]
    assert [one.value for one in reading.values if one.field == "start"] == ["2021-02-01", "2021-03"]
    assert values(reading, "completion") == ["Limited", "Complete"]
    assert values(reading, "country") == ["Ghana", "Ghana"]
    assert values(reading, "action_plan") == ["Third National Action Plan 2021-2023"] * 2


def test_a_workbook_is_read_sheet_by_sheet() -> None:
    """The sheet's name may tell the years; a value has its row and column, a sheet that is none is told."""
    book = workbook(("NAP 2021-2023", [["Ghana"], [], list(HEAD), list(ROADS)]), ("Notes", [["nothing", "here"]]))
    reading = read("table.xlsx", book)
    assert {one.code for one in reading.values} == {"GH-P21-1.1"}
    (lead,) = (one for one in reading.values if one.field == "lead_institution")
    assert (lead.row, lead.column) == (4, 3)
    assert [(table.sheet, table.headings[2]) for table in reading.tables] == [("NAP 2021-2023", HEAD[2])]
    assert any("“Notes”" in problem.message for problem in reading.problems)


def _web(rows: list[list[str]]) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><h1>{PLAN}</h1><table>{cells}</table></body></html>".encode()


def _markdown(rows: list[list[str]]) -> bytes:
    head, *below = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([f"# {PLAN}", "", head, "|" + "---|" * len(rows[0]), *below, ""]).encode()


@pytest.mark.parametrize(("name", "made"), [("page.html", _web), ("page.md", _markdown)])
def test_a_table_in_a_page_is_read_in_the_same_way(name: str, made: Callable[[list[list[str]]], bytes]) -> None:
    """A page with nothing but a table of commitments is read row by row."""
    reading = read(name, made([HEAD, ROADS, PORTS]))
    assert list(dict.fromkeys(one.code for one in reading.values)) == ["GH-P3-1.1", "GH-P3-1.2"]
    assert values(reading, "lead_institution") == ["Ministry of Roads", "Port Authority"]
    assert values(reading, "country") == ["Ghana", "Ghana"]


def test_a_cell_of_several_lines_is_one() -> None:
    """Paragraphs in a cell of a web page's table stay in it."""
    row = [ROADS[0], ROADS[1], "<p>Ministry of Roads</p><p>Bridge Board</p>", *ROADS[3:]]
    reading = read("page.html", _web([HEAD, row, PORTS]))
    assert values(reading, "title") == ["Open Roads", "Open Ports"]
    assert values(reading, "start") == ["01.02.2021", "March 2021"]
    assert "Bridge Board" in " ".join(values(reading, "lead_institution"))


def test_country_and_plan_stand_in_columns() -> None:
    """Each row's own country and plan tell its key, in the language of its labels."""
    head = ["País", "Plan de acción", "N.º", "Compromiso", "Institución responsable", "Fecha de inicio", "Correo"]
    row = [
        "Panamá",
        "Quinto Plan de Acción 2023-2025",
        "2",
        "Datos abiertos",
        "Metro de Panamá",
        "15/10/2023",
        "a@b.pa",
    ]
    reading = read("tabla.csv", sheet(head, row, sign=";"))
    assert {one.code for one in reading.values} == {"PA-P5-2"}
    assert values(reading, "country") == ["Panamá"]


def test_the_name_of_the_file_tells_the_country() -> None:
    """Where no cell names a member, the file's name may; else one sentence says what to do."""
    named, unnamed = (read(name, sheet(HEAD, ROADS)) for name in ("Ghana 2021.csv", "table.csv"))
    assert {one.code for one in named.values} == {"GH-P21-1.1"}
    assert {one.code[:6] for one in unnamed.values} == {"XTABLE"}
    assert any("Add a column “Country”" in problem.message for problem in unnamed.problems)


def test_a_column_that_is_not_known_is_reported() -> None:
    """Its cells are unread, and its name is in the report."""
    reading = read("Ghana.csv", sheet([*HEAD, "Peer reviewer"], [*ROADS, "Luis Gil"]))
    assert any("“Peer reviewer”" in problem.message for problem in reading.problems)
    assert reading.document is not None
    assert [reading.document.text[one.start : one.end] for one in reading.unread] == ["Peer reviewer", "Luis Gil"]


def test_rows_of_milestones_go_on_with_the_commitment_above() -> None:
    """A row without a title, or with the same one, is of a milestone; its dates are none of the commitment."""
    head = [*HEAD[:5], "Milestones"]
    rows = [[*ROADS[:5], "Draft the law"], ["", "", "", "01.03.2022", "30.04.2022", "Pass the law"]]
    reading = read("Ghana.csv", sheet(head, *rows))
    assert {one.code for one in reading.values} == {"GH-P0-1.1"}
    assert values(reading, "milestones") == ["Draft the law", "Pass the law"]
    assert values(reading, "start") == []
    assert any("go" in problem.message and "milestones" in problem.message for problem in reading.problems)


@pytest.mark.parametrize(
    "head",
    [
        ["Name", "Title", "E-mail", "Phone", "Department"],
        ["Project", "Ministry", "Start date", "End date", "E-mail"],
    ],
)
def test_another_table_is_none_of_commitments(head: list[str]) -> None:
    """A list of people, of projects or of contacts has no commitment, and the report says so."""
    reading = read("Ghana.csv", sheet(head, ["Ana Ruiz", "Director", "1 May 2021", "2 May 2021", "ana@roads.example"]))
    assert reading.values == ()
    assert [problem.severity for problem in reading.problems] == ["error"]


def test_a_doubled_quote_is_one_in_what_a_cell_says() -> None:
    """The value as written keeps the quotes of the file; its normal form says what the cell says."""
    partners = '"Road Users, ""Bridge"" Trust"'
    head = "Commitment Code,Commitment Title,Lead Institution,Supporting Institutions,Start Date,End Date,Completion"
    reading = read("a.csv", f"{head}\nKR0044,Open Roads,The Mint,{partners},2020-01-01,2021-01-01,Limited\n".encode())
    (value,) = (one for one in reading.values if one.field == "support_institutions")
    assert value.raw == 'Road Users, ""Bridge"" Trust'
    assert value.value == 'Road Users, "Bridge" Trust'


def test_what_stands_beside_a_share_is_the_status() -> None:
    """`En cours` and `50%` are no two values of one field."""
    head = [
        "N°",
        "Engagement",
        "Structure responsable",
        "Date de démarrage",
        "État d'avancement",
        "Taux de réalisation",
    ]
    rows = [
        ["1", "Ponts", "Ministère", "T1 2022", "En cours", "50%"],
        ["2", "Ports", "Port", "T2 2022", "Achevé", "100%"],
        ["3", "Rives", "Port", "T3 2022", "Non démarré", ""],
    ]
    reading = read("tableau.csv", sheet(["Sénégal - Plan d'action national 2021-2023"], head, *rows, sign=";"))
    assert values(reading, "status") == ["En cours", "Achevé", "Non démarré"]
    assert values(reading, "completion") == ["50%", "100%", ""]


def test_a_code_in_a_column_for_codes_is_the_rows_own() -> None:
    """Letters that no member has are kept as they are written."""
    head = ["Código", "Compromiso", "Institución responsable", "Inicio", "Fin"]
    row = ["DR0081", "Puentes abiertos", "Consejo", "01/09/2022", "30/06/2024"]
    above = ["República Dominicana – Plan de Acción 2022-2024"]
    reading = read("seguimiento.csv", sheet(above, head, row, sign=";"))
    assert {one.code for one in reading.values} == {"DR0081"}


def test_a_table_that_calls_its_country_in_its_own_language_has_its_letters() -> None:
    """Years with a full stop, as Slavic languages write them, end the plan's name."""
    head = ["Br. mjere", "Naziv mjere", "Nositelj", "Početak provedbe", "Rok provedbe", "Status provedbe"]
    row = ["3", "Otvoreni mostovi", "Ured za mostove", "siječanj 2022.", "prosinac 2023.", "Provedeno"]
    reading = read("tablica.csv", sheet(["Hrvatska – Akcijski plan 2022.–2023."], head, row, sign=";"))
    assert {one.code for one in reading.values} == {"HR-P22-3"}
    assert values(reading, "country") == ["Hrvatska"]
    assert values(reading, "action_plan") == ["Akcijski plan 2022.–2023."]
