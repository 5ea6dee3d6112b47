"""Plans and reports that governments lay out themselves: tables of milestones, titles between rules, page feet."""

from __future__ import annotations

import json

from bot.reading import read
from bot.records.model import DocumentReading

HEAD = "<h1>Kenya Fifth National Action Plan 2023-2027</h1>"
ROWS = (
    ("Lead implementing agency", "Roads Authority"),
    ("What is the commitment?", "Publish every toll contract."),
    ("Start date", "1 March 2023"),
    ("End date", "30 June 2025"),
)
STEPS = (
    "<table><tr><td>Milestones</td><td>Responsible</td><td>Start date</td><td>Completion date</td></tr>"
    "<tr><td>Draft the law</td><td>The Treasury</td><td>1 May 2023</td><td>1 May 2024</td></tr></table>"
)


def raws(reading: DocumentReading, code: str, field: str) -> list[str]:
    """What a commitment says behind one field, as written."""
    return [one.raw for one in reading.values if one.code == code and one.field == field and one.raw]


def plan(*commitments: str) -> DocumentReading:
    """A plan of some commitments, each a piece of a page."""
    return read("plan.html", f"<html><body>{HEAD}{''.join(commitments)}</body></html>".encode())


def commitment(number: int, more: str = "", rows: tuple[tuple[str, str], ...] = ROWS) -> str:
    """A heading with a table of labels and values below it."""
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    return f"<h2>Commitment {number}: Open roads {number}</h2><table>{cells}</table>{more}"


def test_a_table_of_milestones_gives_milestones_alone() -> None:
    """The days and the bodies of the steps are none of the commitment's."""
    reading = plan(commitment(1, STEPS), commitment(2))
    assert raws(reading, "KE-P5-1", "start") == ["1 March 2023"]
    assert raws(reading, "KE-P5-1", "end") == ["30 June 2025"]
    assert raws(reading, "KE-P5-1", "lead_institution") == ["Roads Authority"]
    (step,) = (one for one in reading.values if one.field == "milestones")
    assert json.loads(step.value or "") == {"activity": "Draft the law", "start": "2023-05-01", "end": "2024-05-01"}


def test_labels_behind_a_table_of_milestones_are_the_commitments() -> None:
    """Rows of two cells below the steps go on with the form."""
    below = STEPS.replace("</table>", "<tr><td>Email</td><td>roads@ke.example</td></tr></table>")
    reading = plan(commitment(1, below), commitment(2))
    assert raws(reading, "KE-P5-1", "email") == ["roads@ke.example"]


def test_a_title_stands_above_labels_that_only_its_commitment_has() -> None:
    """The second commitment begins at its own title, and not at the first label that both have."""
    first = (
        "<table><tr><td colspan=2>2.1. Open roads</td></tr><tr><td colspan=2>1 March 2023 – 30 June 2025</td></tr>"
        "<tr><td>Lead implementing agency</td><td>Roads Authority</td></tr>"
        "<tr><td>What is the commitment?</td><td>Publish every toll contract.</td></tr>"
        "<tr><td>CSO partners</td><td>Toll Watch</td></tr></table>"
    )
    second = (
        "<p></p><table><tr><td colspan=2>2.2. Open bridges</td></tr>"
        "<tr><td>Start date</td><td>January 2024</td></tr>"
        "<tr><td>Lead implementing agency</td><td>Bridges Board</td></tr>"
        "<tr><td>What is the commitment?</td><td>Publish every bridge.</td></tr>"
        "<tr><td>CSO partners</td><td>Bridge Watch</td></tr></table>"
    )
    reading = plan(first, second)
    assert raws(reading, "KE-P5-2.1", "title") == ["Open roads"]
    assert raws(reading, "KE-P5-2.1", "end") == ["30 June 2025"]
    assert raws(reading, "KE-P5-2.1", "other_actors") == ["Toll Watch"]
    assert raws(reading, "KE-P5-2.2", "title") == ["Open bridges"]
    assert raws(reading, "KE-P5-2.2", "start") == ["January 2024"]


def test_a_heading_with_the_sites_code_stands_above_the_title() -> None:
    """Rules around both are no title, and the code is the commitment's."""
    rule = "-" * 30
    rows = "Entidad responsable: Ministerio de Obras\nPlazo: enero 2023 a junio 2024\nNivel de avance: Limitado\n"
    text = "PERÚ\nV Plan de Acción Nacional de Gobierno Abierto 2023-2024\n\n" + "\n".join(
        f"{rule}\nCOMPROMISO PE009{number}\nPuentes abiertos {number}\n{rule}\n{rows}" for number in (1, 2)
    )
    reading = read("informe.txt", text.encode())
    assert raws(reading, "PE0091", "title") == ["Puentes abiertos 1"]
    assert raws(reading, "PE0092", "title") == ["Puentes abiertos 2"]
    assert not raws(reading, "PE0091", "brief")


def test_an_empty_head_of_a_table_is_no_title() -> None:
    """What stands between a heading and its rows in Markdown says nothing."""
    table = "| | |\n|---|---|\n| Federführende Stelle | BMZ |\n| Beginn | 01.01.2024 |\n| Ende | 30.06.2025 |\n"
    text = "# Deutschland – Vierter Nationaler Aktionsplan 2023–2025\n\n" + "\n".join(
        f"### Verpflichtung 4.{number}: Offene Brücken {number}\n\n{table}" for number in (1, 2)
    )
    reading = read("bericht.md", text.encode())
    titles = [one.raw for one in reading.values if one.field == "title"]
    assert [title.rpartition(": ")[2] for title in titles] == ["Offene Brücken 1", "Offene Brücken 2"]


def test_a_page_number_that_says_of_how_many_is_no_value() -> None:
    """It needs no other page to be known for one."""
    text = "Kenya Fifth National Action Plan 2023-2027\n\n" + "\n".join(
        f"Commitment {number}: Open roads {number}\n\nLead implementing agency: Roads Authority\n"
        f"Start date: 1 March 2023\nOther actors involved: Toll Watch {number}\n\nPage 1{number} of 22\n"
        for number in (1, 3)
    )
    reading = read("plan.txt", text.encode())
    assert raws(reading, "KE-P5-3", "other_actors") == ["Toll Watch 3"]


def test_an_unknown_label_before_a_dash_ends_the_value_above() -> None:
    """It is told of, and no part of the institution's name."""
    rows = (*ROWS[1:], ROWS[0], ("Friends of the other roads", "–"))
    reading = plan(commitment(1, rows=rows), commitment(2))
    assert raws(reading, "KE-P5-1", "lead_institution") == ["Roads Authority"]
    assert any("Friends of the other roads" in problem.message for problem in reading.problems)


def test_a_plans_name_goes_on_in_a_line_that_begins_small() -> None:
    """Its years stand there, and the line that is the country alone names it."""
    body = "Опис проблеми: Дані розпорошені.\nВідповідальний виконавець: Міндовкілля\nСтрок виконання: 2022 р.\n\n"
    text = (
        "розпорядженням Кабінету Міністрів України\n\nПЛАН ДІЙ\nіз впровадження Ініціативи у 2021—2022 роках\n\n"
        f"Україна\n\nЗобов'язання 1. Відкриті мости\n\n{body}Зобов'язання 2. Відкриті порти\n\n{body}"
    )
    reading = read("план.txt", text.encode())
    assert raws(reading, "UA-P21-1", "country") == ["Україна"]
    assert raws(reading, "UA-P21-1", "action_plan") == ["ПЛАН ДІЙ\nіз впровадження Ініціативи у 2021—2022 роках"]
    assert raws(reading, "UA-P21-2", "title") == ["Відкриті порти"]
    assert raws(reading, "UA-P21-2", "lead_institution") == ["Міндовкілля"]


def test_a_label_that_forms_have_is_known_where_most_commitments_have_it() -> None:
    """`Supporting roleplayers` is none of plans, and its values are the supporters all the same."""
    rows = (*ROWS, ("Supporting roleplayers", "Toll Watch"))
    reading = plan(commitment(1, rows=rows), commitment(2, rows=rows))
    assert raws(reading, "KE-P5-1", "support_institutions") == ["Toll Watch"]


def test_a_number_behind_a_slash_of_its_area_is_a_telephone() -> None:
    """It stands beside the address, behind a label for both."""
    rows = (*ROWS, ("Email and phone", "roads@ke.example; 02/3106-224"))
    reading = plan(commitment(1, rows=rows), commitment(2))
    assert raws(reading, "KE-P5-1", "phone") == ["02/3106-224"]
    assert raws(reading, "KE-P5-1", "email") == ["roads@ke.example"]


def test_a_plans_name_ends_before_its_member_in_brackets() -> None:
    """The member is found there all the same."""
    pieces = commitment(1) + commitment(2)
    page = f"<html><body><h1>National Action Plan 2023-2027 (Kenya)</h1>{pieces}</body></html>"
    reading = read("plan.html", page.encode())
    assert raws(reading, "KE-P23-1", "action_plan") == ["National Action Plan 2023-2027"]
    assert raws(reading, "KE-P23-1", "country") == ["Kenya"]
