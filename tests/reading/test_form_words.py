"""Labels that no table holds, known by their words or by what stands behind them, and values that are somebody's."""

from __future__ import annotations

import pytest

from bot.reading import read
from bot.reading.form_contacts import names_somebody
from bot.reading.form_labels import form_label
from tests.reading.test_forms import values

HEAD = "Open Roads (KR0044)\n\n"
ROWS = "Lead agency: Ministry of Roads\nStart date: 1 March 2025\nEnd date: 30 June 2026\n"


@pytest.mark.parametrize("question", ["Who can tell me more?", "Where can I turn with questions?", "Whom can I ask?"])
def test_a_question_behind_which_somebody_with_an_address_stands_is_the_contact(question: str) -> None:
    """Whatever it asks, a person with an address or a number is who can be asked."""
    page = "# Open Roads (KR0044)\n\n**Which agency leads it?**\nThe Mint\n\n**When does it start?**\n1 March 2025\n\n"
    page += "**When does it end?**\n30 June 2026\n\n"
    page += (
        f"**{question}**\nTo Ana Ruiz (Director of Roads), ana.ruiz@roads.example, or Luis Gil, luis@roads.example.\n"
    )
    reading = read("a.md", page.encode())
    assert values(reading, "person") == ["Ana Ruiz", "Luis Gil"]
    assert values(reading, "email") == ["ana.ruiz@roads.example", "luis@roads.example"]
    assert values(reading, "person_title") == ["Director of Roads"]


@pytest.mark.parametrize(
    "question", ["Who wrote this page?", "Whom can journalists call?", "Who monitors it?", "Who drafted it?"]
)
def test_a_question_for_somebody_else_is_no_contact(question: str) -> None:
    """Who wrote a page, and whom journalists call, is not the commitment's contact."""
    page = "# Open Roads (KR0044)\n\n**Which agency leads it?**\nThe Mint\n\n**When does it start?**\n1 March 2025\n\n"
    page += f"**When does it end?**\n30 June 2026\n\n**{question}**\nAna Ruiz, ana.ruiz@roads.example\n"
    reading = read("a.md", page.encode())
    assert (values(reading, "person"), values(reading, "email")) == ([], [])


@pytest.mark.parametrize(
    "body",
    [
        "Fundación Parto Digno", "Open Algorithms Trust", "Associazione Voci Libere", "Nature Trust Malta",
        "Imali Yethu Coalition", "Mouvement Écologique", "State Chancellery", "Saeima Administration", "Green League",
    ],
)  # fmt: skip
def test_a_society_is_nobody(body: str) -> None:
    """The name of an organisation of civil society, and of an office, is no person's."""
    assert not names_somebody(body)


@pytest.mark.parametrize(
    "person",
    ["Carlos Camara", "Rosa Cruz Vega", "Līga Bērziņa", "Laura Foundas", "Fred Watchman", "Maria da Cruz Silva"],
)
def test_a_name_like_that_of_a_society_is_somebodys(person: str) -> None:
    """Family names that begin as words for organisations do are names."""
    assert names_somebody(person)


def test_the_address_of_a_supporter_is_not_the_commitments() -> None:
    """Somebody in brackets behind a supporting body is neither a part of it nor the commitment's contact."""
    page = f"{HEAD}{ROWS}Supporting agencies: Road Users Trust (contact: Luis Gil, luis@users.example)\n"
    page += "Responsible official: Ana Ruiz\nE-mail: ana.ruiz@roads.example\n"
    reading = read("a.txt", page.encode())
    assert values(reading, "support_institutions") == ["Road Users Trust"]
    assert values(reading, "email") == ["ana.ruiz@roads.example"]
    assert values(reading, "person") == ["Ana Ruiz"]


@pytest.mark.parametrize(
    "credit", ["Submitted by lerato on Wed, 05/07/2023 - 11:20", "Last updated: 12 April 2024", "Publicado el 3/4/2024"]
)
def test_who_made_the_page_and_when_is_no_part_of_the_value_above(credit: str) -> None:
    """A line that says who made a page, or when, ends the list above it."""
    reading = read("a.txt", f"{HEAD}{ROWS}Supporting agencies:\nThe Mint\nRoad Users Trust\n{credit}\n".encode())
    assert values(reading, "support_institutions") == ["The Mint", "Road Users Trust"]


def test_a_milestone_that_is_published_is_a_milestone() -> None:
    """“Published by” inside a line of a list does not end the list."""
    steps = ["Draft law published by 30 June 2025", "Data posted online by March 2026"]
    reading = read("a.txt", f"{HEAD}{ROWS}Milestones:\n{steps[0]}\n{steps[1]}\n".encode())
    assert values(reading, "milestones") == steps


def test_a_calendar_of_events_is_no_period() -> None:
    """Days with what happens on them, below “Dates”, are neither start nor end."""
    rows = "Lead agency: The Mint\nStatus: Delayed\nTheme: Health\n"
    events = "Dates:\n9 November 2022 – webinar on roads\n14 December 2022 – annual forum\n"
    reading = read("a.txt", f"{HEAD}{rows}{events}".encode())
    assert (values(reading, "start"), values(reading, "end")) == ([], [])


@pytest.mark.parametrize(
    "position", ["Undersecretary for Local Roads", "Registrar of Companies", "Permanent Secretary"]
)
def test_a_position_below_a_name_is_nobody(position: str) -> None:
    """What stands below a person's name is the position, in one of many words for them."""
    rows = ROWS.replace(": ", "\n\t")
    reading = read("a.txt", f"{HEAD}{rows}Point person\n\tAna Ruiz\n\t{position}\n".encode())
    assert (values(reading, "person"), values(reading, "person_title")) == (["Ana Ruiz"], [position])


def test_bold_labels_that_end_in_a_full_stop() -> None:
    """A full stop inside the bold words ends a label as a colon does."""
    rows = "".join(f"{n}. **{row.replace(': ', '.** ')}\n" for n, row in enumerate(ROWS.splitlines(), 1))
    reading = read("a.md", f"# {HEAD}{rows}".encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "end") == ["30 June 2026"]


@pytest.mark.parametrize("pair", [("small", "b"), ('span class="k"', 'span class="v"')])
def test_label_and_value_that_only_style_keeps_apart(pair: tuple[str, str]) -> None:
    """Two stretches of one block that stand without a space between them are a label and its value."""
    first, second = pair
    cell = f"<div><{first}>{{}}</{first.split()[0]}><{second}>{{}}</{second.split()[0]}></div>"
    cells = "".join(cell.format(*row.split(": ")) for row in ROWS.splitlines())
    reading = read("KR0044.html", f"<h1>Open Roads</h1>{cells}".encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "end") == ["30 June 2026"]


def test_a_period_in_a_sentence() -> None:
    """“Begins on … and ends on …” behind a label for the start states both days."""
    rows = ROWS.split("Start")[0] + "Start: It begins on 1 March 2025 and ends on 30 June 2026.\nStatus: Delayed\n"
    reading = read("a.txt", f"{HEAD}{rows}".encode())
    assert (values(reading, "start"), values(reading, "end")) == (["1 March 2025"], ["30 June 2026"])


def test_a_question_about_what_was_done_gives_no_contact() -> None:
    """An address that the site gives for errors, below a text, is nobody's contact."""
    page = f"# Open Roads (KR0044)\n\n{ROWS}\n## What was done?\n\nRoads were counted, in notes of plain words.\n\n"
    page += "Found a mistake? Write to desk@ngo.example\n"
    assert values(read("a.md", page.encode()), "email") == []


def test_rows_with_a_hyphen() -> None:
    """Labels that a hyphen parts from their values are read, also where one begins with “his”."""
    rows = ROWS.replace(": ", " - ") + "Responsible officer - Ana Ruiz, Engineer\nHis email - ana.ruiz@roads.example\n"
    reading = read("a.txt", f"Dear all,\n\nCommitment: Open Roads (KR0044)\n{rows}Status - delayed\n".encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert (values(reading, "person"), values(reading, "email")) == (["Ana Ruiz"], ["ana.ruiz@roads.example"])
    assert values(reading, "start") == ["1 March 2025"]


def test_an_area_below_a_contact() -> None:
    """“Area” below somebody is the office, unless what stands there is a policy area."""
    for said, field in (("Bridges Unit", "person_title"), ("Youth; Public Participation", "policy_areas")):
        page = f"{HEAD}{ROWS}Contact person: Ana Ruiz\nE-mail: ana.ruiz@roads.example\nArea: {said}\n"
        assert values(read("a.txt", page.encode()), field)
        other = {"person_title": "policy_areas", "policy_areas": "person_title"}[field]
        assert not values(read("a.txt", page.encode()), other)


def test_related_commitments_support_nothing() -> None:
    """What a list of other commitments names, each with its code, is no supporting body."""
    page = f"{HEAD}{ROWS}Other commitments in this plan: Plain language (KR0042); Algorithm charter (KR0046)\n"
    assert values(read("KR0044.txt", page.encode()), "support_institutions") == []


def test_links_below_a_list_are_no_part_of_it() -> None:
    """A line of links only ends the value above it."""
    page = f"# Open Roads (KR0044)\n\n{ROWS}Themes:\n- Open Data\n- Health\n[Back](/all) · [Subscribe](/subscribe)\n"
    assert values(read("a.md", page.encode()), "policy_areas") == ["Open Data", "Health"]


def test_a_period_whose_ends_have_labels() -> None:
    """“Runs from” and “Runs until” are start and end."""
    page = f"{HEAD}Lead agency: The Mint\nStatus: Delayed\nRuns from: 1 March 2025\nRuns until: 30 June 2026\n"
    reading = read("a.txt", page.encode())
    assert (values(reading, "start"), values(reading, "end")) == (["1 March 2025"], ["30 June 2026"])


PAGE = "Open Roads (KR0044)\nSouth Korea\n\nLead agency: Ministry of Roads\nContact person: Ana Ruiz\n"
DATES = "Start date: 1 March 2025\nEnd date: 30 June 2026\n"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Focal point's e-mail", "email"),
        ("Desk officer phone", "phone"),
        ("Work phone", "phone"),
        ("Correo del enlace", "email"),
        ("Cargo de la encargada", "person_title"),
        ("Puesto de la contraparte", "person_title"),
        ("Fonction de la correspondante", "person_title"),
        ("Courriel du point focal", "email"),
        ("Telefone da gestora", "phone"),
        ("E-Mail der Ansprechperson", "email"),
        ("Qualifica del referente", "person_title"),
        ("Correo del sitio", None),
        ("Press officer phone", None),
        ("Contact: name, position", None),
    ],
)
def test_a_label_tells_whose_position_or_number_it_is(label: str, field: str | None) -> None:
    """A word for the responsible beside a label of contacts leaves its meaning; one for others takes it."""
    meaning = form_label(label)
    assert (meaning.names[0] if meaning else None) == field


@pytest.mark.parametrize("label", ["Stand", "Status", "Current status", "Estado actual", "Situação atual", "État"])
@pytest.mark.parametrize("day", ["11. Februar 2025", "2025-02-11", "11/02/2025"])
def test_a_day_is_no_status(label: str, day: str) -> None:
    """What a label for the status says is the day of the page, where it is a date."""
    reading = read("a.txt", f"{PAGE}{DATES}Completion: Limited\n{label}: {day}\n".encode())
    assert values(reading, "completion") == ["Limited"]
    assert values(reading, "status") == []


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Situação atual", "Em execução"),
        ("Situation actuelle", "Retardé"),
        ("Situación actual", "En curso"),
        ("Situazione attuale", "Completato"),
        ("Current situation", "Delayed"),
        ("RAG rating", "Amber"),
        ("Delivery confidence", "Green: on track"),
        ("Semáforo", "Amarillo"),
        ("Ampel", "Gelb"),
    ],
)
def test_a_short_state_is_how_far_it_is(label: str, said: str) -> None:
    """A short value behind a label for the situation or a traffic light is no problem and leads nothing."""
    reading = read("a.txt", f"{PAGE}{DATES}{label}: {said}\n".encode())
    assert values(reading, "completion") + values(reading, "status") == [said]
    assert (values(reading, "problem"), values(reading, "lead_institution")) == ([], ["Ministry of Roads"])


@pytest.mark.parametrize("label", ["Lead dept", "Responsible org", "Led by"])
@pytest.mark.parametrize("body", ["Road Services Kenya", "Ministry of Roads", "Water Resources Ghana"])
def test_a_body_is_no_person(label: str, body: str) -> None:
    """What a label for a body states leads the commitment, and what ends in a country's name is nobody."""
    reading = read("a.txt", f"Open Roads (KR0044)\n\nCountry: South Korea\n{label}: {body}\n{DATES}".encode())
    assert (values(reading, "lead_institution"), values(reading, "person")) == ([body], [])


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("☐ Not started ☒ Limited ☐ Substantial ☐ Completed", ["Limited"]),
        ("[ ] Not started\n[x] Limited\n[ ] Completed", ["Limited"]),
        ("Not started ( ) Limited (X) Completed ( )", ["Limited"]),
        ("✓ Limited", ["Limited"]),
        ("☐ Not started ☐ Limited ☐ Completed", [""]),
        ("Limited (see note)", ["Limited (see note)"]),
    ],
)
def test_the_ticked_option_is_the_status(said: str, found: list[str]) -> None:
    """Of options with boxes the ticked one is stated; where none is ticked, the field is blank."""
    rows = "".join(
        f"<tr><td>{row.partition(': ')[0]}</td><td>{row.partition(': ')[2]}</td></tr>"
        for row in (PAGE.split("\n\n")[1] + DATES).splitlines()
    )
    state = said.replace("\n", "<br>")
    page = f"<h1>Open Roads (KR0044)</h1><table>{rows}<tr><td>Completion level</td><td>{state}</td></tr></table>"
    assert values(read("a.html", page.encode()), "completion") == found


@pytest.mark.parametrize("period", ["1 July 2023 – 30 June 2025", "July 2023 to June 2025", "01/07/2023 - 30/06/2025"])
def test_a_line_that_is_a_period_is_the_commitments(period: str) -> None:
    """Two dates that fill a line by themselves are the start and the end, where no label states them."""
    reading = read("a.txt", f"Open Roads (KR0044)\n{period}\n\n{PAGE.partition('Korea')[2]}Status: Delayed\n".encode())
    assert len(values(reading, "start")) == len(values(reading, "end")) == 1
    other = read("a.txt", f"{PAGE}{DATES}\nStatus: Delayed\n\n{period}\n".encode())
    assert values(other, "start") == ["1 March 2025"]


@pytest.mark.parametrize(
    "foot",
    ["Office of the President\nTel. +254 20 111 2222 - office@roads.example", "Road Portal | office@roads.example"],
)
def test_below_the_last_rule_stands_who_publishes_the_page(foot: str) -> None:
    """An address below a line of dashes is the publisher's, where the commitment's own contact stands above."""
    text = f"{PAGE}Email: ana@roads.example\n{DATES}\n-----------\n{foot}\n"
    assert values(read("a.txt", text.encode()), "email") == ["ana@roads.example"]
    assert values(read("a.txt", text.encode()), "phone") == []


@pytest.mark.parametrize(
    ("below", "title", "reached"),
    [
        ("Director of Bridges\nana@roads.example, 555-0173", ["Director of Bridges"], ["ana@roads.example"]),
        ("ana@roads.example", [], ["ana@roads.example"]),
    ],
)
def test_what_stands_below_a_name_without_a_label_is_theirs(below: str, title: list[str], reached: list[str]) -> None:
    """A position and an address in paragraphs below the person are theirs; what stands below other words is not."""
    paragraphs = "".join(f"<p>{one}</p>" for one in below.splitlines())
    rows = "".join(f"<h3>{row.partition(': ')[0]}</h3><p>{row.partition(': ')[2]}</p>" for row in DATES.splitlines())
    page = f"<h1>Open Roads (KR0044)</h1><h3>Lead agency</h3><p>The Mint</p>{rows}"
    page += f"<h3>Contact person</h3><p>Ana Ruiz</p>{paragraphs}<h3>Status</h3><p>Delayed</p>"
    reading = read("a.html", page.encode())
    assert values(reading, "person") == ["Ana Ruiz"]
    assert (values(reading, "person_title"), values(reading, "email")) == (title, reached)


@pytest.mark.parametrize("below", ["The office is closed on Mondays.", "Luis Gil"])
def test_what_stands_below_other_words_is_nobodys(below: str) -> None:
    """A sentence or a second name below the person takes what follows from them."""
    reading = read("a.txt", f"{PAGE}\n{below}\n\nana@roads.example\n\n{DATES}".encode())
    assert values(reading, "person") == ["Ana Ruiz"]
    assert (values(reading, "person_title"), values(reading, "email")) == ([], [])


@pytest.mark.parametrize("position", ["Subdirectora de Tierras", "Subjefa de Unidad", "Titular de la Oficina de Datos"])
def test_a_position_behind_a_name_is_nobody_else(position: str) -> None:
    """A name, a comma and a position are one person."""
    reading = read("a.txt", f"{PAGE.replace('Ana Ruiz', f'Ana Ruiz, {position}')}{DATES}".encode())
    assert (values(reading, "person"), values(reading, "person_title")) == (["Ana Ruiz"], [position])
