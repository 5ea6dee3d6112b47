"""Whose contact a page holds: what stands below words for somebody else is not the commitment's."""

from __future__ import annotations

import pytest

from bot.reading import read
from tests.reading.test_forms import values

_OTHERS = "\nEmail: desk@roads.example\nPhone: +254 20 111 2222\n"


@pytest.mark.parametrize(
    "above",
    [
        "Media contact",
        "About this site",
        "Comments (2)",
        "Reviewed by: Luis Gil",
        "Published by",
        "Contraparte de sociedad civil: Centro de Estudios",
        "Contact presse",
        "Ouvidoria",
        "Ufficio stampa",
        "The lamp keeper",
        "Lamp keeper: Luis Gil",
        "Former contact person: Luis Gil",
    ],
)
@pytest.mark.parametrize("given", ["Contact person: Ana Ruiz\n", "Contact person:\nEmail:\nPhone:\n"])
def test_a_contact_below_words_for_somebody_else_is_not_the_commitments(above: str, given: str) -> None:
    """What stands below the press office's heading, or a reviewer's name, is left unread and reported."""
    text = f"Open Roads (KR0044)\nSouth Korea\nLead agency: Ministry of Roads\n{given}Start date: July 2025\n\n{above}"
    reading = read("note.txt", (text + _OTHERS).encode())
    found = [value.raw for value in reading.values if value.field in ("person", "email", "phone") and value.raw]
    assert found == (["Ana Ruiz"] if "Ana" in given else [])
    assert sum("may be somebody else's" in problem.message for problem in reading.problems) == 2
    unread = "".join(reading.document.text[span.start : span.end] for span in reading.unread if reading.document)
    assert ("desk@roads.example" in unread) == ("amp keeper" in above)


@pytest.mark.parametrize("above", ["Contact details", "Responsible official", "Datos de contacto", "Point of contact"])
def test_a_contact_below_its_own_heading_is_the_commitments(above: str) -> None:
    """A heading with a word of contacts, or of who is responsible, does not keep the contact below it out."""
    text = f"Open Roads (KR0044)\nSouth Korea\nLead agency: Ministry of Roads\nContact person: Ana Ruiz\n\n{above}"
    reading = read("note.txt", (text + _OTHERS).encode())
    assert values(reading, "email") == ["desk@roads.example"]


def test_who_is_named_as_responsible_ends_what_is_others() -> None:
    """Below a reviewer's name the label of the contact person begins the commitment's own contact."""
    text = "Open Roads (KR0044)\nLead agency: Ministry of Roads\nReviewed by: Luis Gil\nContact person: Ana Ruiz"
    reading = read("note.txt", (text + _OTHERS).encode())
    assert values(reading, "person") == ["Ana Ruiz"]
    assert values(reading, "email") == ["desk@roads.example"]


def test_the_owner_of_a_step_is_not_the_commitments_contact() -> None:
    """Below the heading of a milestone stand its own people, numbers and dates."""
    text = (
        "# Open Roads (KR0044)\n\n**Lead agency:** Ministry of Roads\n**Contact person:** Ana Ruiz\n\n## Milestones\n\n"
        "### 1. Measure the roads\nContact person: Luis Gil\nEmail: gil@roads.example\nEnd date: May 2025\n"
    )
    reading = read("note.md", text.encode())
    assert values(reading, "person") == ["Ana Ruiz"]
    assert values(reading, "email") == values(reading, "end") == []


_DESCRIPTION = """Open Roads (KR0044)
South Korea
At-a-Glance
Action Plan: South Korea Third National Action Plan 2016-2018
Action Plan Cycle: 2016
Status: Active
Institutions
Lead Institution: Ministry of Roads
Policy Areas
Open Data
Description
All the roads are put on one map.
Lead implementing agency: Ministry of Roads
Name of responsible person from implementing agency: {person}
Email: {email}
"""


@pytest.mark.parametrize("above", ["Media contact", "Reviewed by: Luis Gil", "Civil society counterpart: The Guild"])
@pytest.mark.parametrize(("person", "email"), [("Ana Ruiz", "ana@roads.example"), ("", "")])
def test_in_a_description_somebody_elses_contact_is_left_out(above: str, person: str, email: str) -> None:
    """A page of the partnership's own kind gives no contact of the press office or of a reviewer either."""
    text = _DESCRIPTION.format(person=person, email=email) + f"\n{above}" + _OTHERS
    reading = read("KR0044.txt", text.encode())
    assert values(reading, "email") == [email]
    assert [one for one in values(reading, "phone") if one] == []


def test_in_a_description_the_owners_of_steps_are_left_out() -> None:
    """Below the milestones a second responsible person is that of a step."""
    text = _DESCRIPTION.format(person="Ana Ruiz", email="ana@roads.example")
    text += "Milestones\n1. Measure the roads\nResponsible person: Luis Gil\nEmail: gil@roads.example\n"
    reading = read("KR0044.txt", text.encode())
    assert values(reading, "person") == ["Ana Ruiz"]
    assert values(reading, "email") == ["ana@roads.example"]


@pytest.mark.parametrize(
    ("name", "head", "rows"),
    [
        ("a.md", "# Open Roads (KR0044)\n\n", "| {} | {} | {} |\n"),
        (
            "a.html",
            "<h1>Open Roads (KR0044)</h1><p>Action plan: Korea 2023-2027</p><table>",
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
        ),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_columns_the_one_of_others_is_left_out(name: str, head: str, rows: str, swapped: bool) -> None:
    """Where a table has a column for the government and one for civil society, the government's is read."""
    table = [
        ("", "Government", "Civil society"),
        ("Lead institution", "Ministry of Roads", "The Guild"),
        ("Responsible person", "Ana Ruiz", "Luis Gil"),
        ("Email", "ana@roads.example", "gil@guild.example"),
    ]
    cells = [rows.format(row[0], *(row[:0:-1] if swapped else row[1:])) for row in table]
    reading = read(name, (head + "".join(cells)).encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "person") == ["Ana Ruiz"]
    assert values(reading, "email") == ["ana@roads.example"]


@pytest.mark.parametrize("pattern", ["prenom.nom@roads.example", "Firstname.Lastname@roads.example"])
def test_a_pattern_of_addresses_is_nobodys_address(pattern: str) -> None:
    """A pattern shows how a body makes its addresses: the page states none."""
    text = f"Open Roads (KR0044)\nLead agency: Roads\nContact person: Ana Ruiz\nEmail: {pattern}\nPhone: 02 555 0123\n"
    assert values(read("note.txt", text.encode()), "email") == [""]
    description = _DESCRIPTION.format(person="Ana Ruiz", email=pattern)
    assert values(read("KR0044.txt", description.encode()), "email") == [""]


@pytest.mark.parametrize("written", ["Ana Ruiz, Director, Road Services", "Ana Ruiz, Head of Unit, Road Services"])
def test_a_position_of_two_parts_names_no_second_person(written: str) -> None:
    """What stands behind a position and a comma goes on with it, where no other position follows."""
    text = f"Open Roads (KR0044)\nLead agency: Roads\nContact person: {written}\nEmail: ana@roads.example\n"
    assert values(read("note.txt", text.encode()), "person") == ["Ana Ruiz"]
    description = _DESCRIPTION.format(person=written, email="")
    assert values(read("KR0044.txt", description.encode()), "person") == ["Ana Ruiz"]


@pytest.mark.parametrize("above", ["Wardens & civil society heard", "Wheel of NGOs", "The lamp keepers"])
@pytest.mark.parametrize(
    "label", ["Name of responsible person", "Official in charge", "Funcionario encargado", "Ponto focal"]
)
def test_who_is_responsible_is_the_commitments_below_any_words(above: str, label: str) -> None:
    """The first person whose label says what they answer for is the commitment's, and so is what follows."""
    text = f"Open Roads (KR0044)\nSouth Korea\nLead agency: Ministry of Roads\nStart date: July 2025\n\n{above}:\n"
    text += f"Road Users\n\n{label}: Ana Ruiz\nTitle: Head of Roads\nEmail: ana@roads.example\n"
    reading = read("note.txt", text.encode())
    assert values(reading, "title") == ["Open Roads"]
    assert (values(reading, "person"), values(reading, "email")) == (["Ana Ruiz"], ["ana@roads.example"])
    assert values(reading, "person_title") == ["Head of Roads"]
