"""Where a commitment's facts stand besides rows of text: controls of a form, keys of data, numbered pages."""

from __future__ import annotations

import json

import pytest

from bot.reading import read
from bot.reading.form_labels import key_label
from tests.reading.test_forms import values

CONTROLS = (
    "<html><body><h2>Commitment details</h2><form><p>{code}</p>"
    '<label>Commitment title</label> <input value="Open Roads"><br>'
    "<label>Country</label> <select><option>Kenya</option><option selected>South Korea</option></select><br>"
    '<label>Lead ministry</label> <input readonly value="Ministry of Roads"><br>'
    "<label>Supporting agencies</label> <textarea>Road Users\nBridge Trust</textarea><br>"
    '<label>Contact e-mail</label> <input value=""><br>'
    '<label>Start</label> <input type="date" value="2025-03-01"><br>'
    '<label>Status</label> <input type="radio"> Not started <input type="radio" checked> Limited</form>'
    '<input type="search" value="bridges"></body></html>'
)
ROWS = [
    ("Lead agency", "Ministry of Roads"),
    ("Partners", "Road Users; Bridge Trust"),
    ("E-mail", "ana@roads.example"),
    ("Start date", "1 March 2025"),
    ("End date", "30 June 2026"),
    ("Themes", "Open Data"),
]
PLAIN = "".join(f"{label}: {value}\n" for label, value in ROWS)
TABLE = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in ROWS)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", ["Open Roads"]),
        ("country", ["South Korea"]),
        ("lead_institution", ["Ministry of Roads"]),
        ("support_institutions", ["Road Users", "Bridge Trust"]),
        ("email", [""]),
        ("start", ["2025-03-01"]),
        ("completion", ["Limited"]),
    ],
)
def test_controls_hold_the_values_of_their_labels(field: str, expected: list[str]) -> None:
    """What is typed or chosen in a form is the value of the label before it; what is not chosen is none."""
    reading = read("form.html", CONTROLS.replace("{code}", "KR0044").encode())
    assert values(reading, field) == expected


def test_a_control_without_a_label_is_not_read() -> None:
    """What stands in a search field is no text of the page."""
    reading = read("form.html", CONTROLS.replace("{code}", "KR0044").encode())
    assert reading.document is not None
    assert "bridges" not in reading.document.text


@pytest.mark.parametrize(
    "beside",
    [
        '<section id="comments"><h3>4 thoughts</h3><ol><li>Ben says: Status: withdrawn</li></ol></section>',
        '<div class="view-related"><p>Ports for all, Customs data</p></div>',
        "<h3>You may also like</h3><p>Ports for all, Customs data</p>",
        "<p>KR0045 – Ports for all</p><p>Customs data</p>",
    ],
)
def test_what_stands_beside_is_no_area(beside: str) -> None:
    """Comments and related commitments below the last row are no part of its list, and state nothing."""
    page = f"<html><body><h1>Open Roads (KR0044)</h1>{{}}{beside}</body></html>"
    rows = "".join(f"<h4>{label}</h4><p>{value}</p>" for label, value in ROWS)
    reading = read("page.html", page.format(rows).encode())
    assert values(reading, "policy_areas") == ["Open Data"]
    assert values(reading, "status") == values(reading, "completion") == []


@pytest.mark.parametrize("name", ["related-institutions", "irm-comments", "similar-actors"])
def test_a_container_whose_name_only_begins_like_another_is_read(name: str) -> None:
    """What stands in a container of related institutions is the commitment's, as its labels say."""
    rows = "".join(f"<h4>{label}</h4><p>{value}</p>" for label, value in ROWS)
    within = f'<div class="{name}"><h4>Supporting institutions</h4><p>National Audit Office</p></div>'
    page = f"<html><body><h1>Open Roads (KR0044)</h1>{rows}{within}</body></html>"
    assert "National Audit Office" in values(read("page.html", page.encode()), "support_institutions")


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("Commitment 7: Open Roads", "KR-P0-7"),
        ("Action 7 – Open Roads", "KR-P0-7"),
        ("Actiepunt 7: Open Roads", "KR-P0-7"),
        ("Maßnahme 7: Open Roads", "KR-P0-7"),
        ("Compromisso 7 – Open Roads", "KR-P0-7"),
        ("Medida 7. Open Roads", "KR-P0-7"),
        ("Mesure n° 7 : Open Roads", "KR-P0-7"),
        ("Commitment 7\n\nOpen Roads", "KR-P0-7"),
    ],
)
def test_a_number_takes_the_place_of_the_code(head: str, key: str) -> None:
    """A page of one numbered commitment is read under a key made of its country and number, in any language."""
    reading = read("page.txt", f"South Korea\n\n{head}\n\n{PLAIN}".encode())
    assert {one.code for one in reading.values} == {key}
    assert values(reading, "title") == ["Open Roads"]
    assert values(reading, "lead_institution") == ["Ministry of Roads"]


@pytest.mark.parametrize(
    ("above", "country", "plan", "key"),
    [
        ("New Zealand’s Fourth National Action Plan 2023–2024", "New Zealand", slice(0, None), "NZ-P4-2.3"),
        ("Portugal – II Plano de Ação Nacional 2021-2023", "Portugal", slice(11, None), "PT-P2-2.3"),
        ("Action Plan I (2021 – 2023): New Zealand", "New Zealand", slice(0, 27), "NZ-P1-2.3"),
        ("Deutschland\nVierter Nationaler Aktionsplan 2023 – 2025", "Deutschland", slice(12, None), "DE-P4-2.3"),
        ("REPUBLIK INDONESIA\nRencana Aksi Nasional 2023-2024", "INDONESIA", slice(19, None), "ID-P23-2.3"),
        ("URUGUAY\n5to. Plan de Acción Nacional 2021-2024", "URUGUAY", slice(8, None), "UY-P5-2.3"),
    ],
)
def test_a_plan_above_a_numbered_commitment_is_its_plan(above: str, country: str, plan: slice, key: str) -> None:
    """The line with the plan's name gives the plan, its number and the country."""
    reading = read("page.txt", f"{above}\n\nCommitment 2.3: Open Roads\n\n{PLAIN}".encode())
    assert {one.code for one in reading.values} == {key}
    assert values(reading, "action_plan") == [above[plan]]
    assert values(reading, "country") == [country]


@pytest.mark.parametrize("head", ["Compromiso 2.3  Datos abiertos", "Compromiso 2.3 Datos abiertos"])
def test_a_number_before_a_title_needs_no_mark(head: str) -> None:
    """A gap behind the number, or empty lines around it, show that a title follows."""
    reading = read("page.txt", f"URUGUAY\n\n{head}\n\n{PLAIN}".encode())
    assert values(reading, "title") == ["Datos abiertos"]


def test_a_text_that_inner_labels_divide_is_several_values() -> None:
    """One paragraph behind `Description` may hold the labels of a template, each with its value."""
    text = (
        "KR0044 - Open Roads\nCountry: South Korea\nStart Date: 7/1/2016 | End Date: 6/30/2018\n"
        "Lead Institution: Ministry of Roads\nDescription: Commitment Text: We open it. Issue to be addressed: All is"
        " shut. Primary objective: To open. Contact: Ms. Ana Ruiz, Head of Roads, P.O. Box 9132, Seoul; ana@roads.kr\n"
        "Completion: Not Started\n"
    )
    reading = read("page.txt", text.encode())
    expected = {"brief": "We open it.", "problem": "All is shut.", "objective": "To open.", "person": "Ms. Ana Ruiz"}
    assert {field: values(reading, field) for field in expected} == {field: [said] for field, said in expected.items()}
    assert values(reading, "person_title") == ["Head of Roads"]


def test_ambition_is_a_rating_or_an_aim() -> None:
    """Behind `ambition` stands a rating of the partnership's, or beside a text what the commitment aims at."""
    rows = "Lead agency: The Mint\nStart date: May 2025\nEnd date: May 2026\nDescription: We open it.\n"
    for said, field in (("Low", "ambition"), ("All roads by 2026", "ambition_statement")):
        reading = read("page.txt", f"Open Roads (KR0044)\n\n{rows}Ambition: {said}\n".encode())
        assert values(reading, field) == [said]


def test_a_numbered_page_is_read_in_any_layout() -> None:
    """The rows of a numbered page may be those of a table."""
    page = f"<html><body><p>South Korea</p><h1>Commitment 7: Open Roads</h1><table>{TABLE}</table></body></html>"
    reading = read("page.html", page.encode())
    assert values(reading, "support_institutions") == ["Road Users", "Bridge Trust"]


def test_two_numbers_are_no_page_of_one() -> None:
    """Where two commitments are numbered, the page is not read as one of them."""
    text = f"South Korea\n\nMaßnahme 7: Open Roads\n\n{PLAIN}\nMaßnahme 8: Open Ports\n\nThemes: Health\n"
    assert "Open Data" not in values(read("page.txt", text.encode()), "policy_areas")


def test_a_key_as_plans_have_is_a_code() -> None:
    """A reference that is written as a made key stands for the code."""
    reading = read("page.txt", f"Open Roads\n\nReference: KR-P4-07\n{PLAIN}".encode())
    assert {one.code for one in reading.values} == {"KR-P4-07"}


@pytest.mark.parametrize("sign", "○•▪■※–")
def test_signs_lead_labels(sign: str) -> None:
    """A sign before each label of plain text is none of it."""
    rows = "".join(f"{sign} {label}: {value}\n" for label, value in ROWS)
    reading = read("page.txt", f"{sign} Commitment: Open Roads (KR0044)\n{rows}".encode())
    assert values(reading, "title") == ["Open Roads"]
    assert values(reading, "lead_institution") == ["Ministry of Roads"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<h1>Monitoring Report 2025</h1><h2>3.4 KR0044 Open Roads</h2>", "Open Roads"),
        ("<h1>Open Roads (KR0044), South Korea</h1>", "Open Roads"),
        ("<p>Dear Ms Kim,</p><p>here is what became of KR0044 “Open Roads” of Korea:</p>", "Open Roads"),
    ],
)
def test_the_title_stands_with_the_code(head: str, title: str) -> None:
    """A heading with the code goes before one of the whole report; a salutation is no title."""
    reading = read("page.html", f"<html><body>{head}<table>{TABLE}</table></body></html>".encode())
    assert values(reading, "title") == [title]


RECORD = {
    "commitment_ref": "KR0044",
    "short_title": "Open Roads",
    "country_name": "South Korea",
    "implementing_mda": "Ministry of Roads",
    "officer_name": "Ana Ruiz",
    "officer_tel": "02-555-0139",
    "dateFrom": "2025-03-01",
    "modified_by": "lgil",
    "press_email": "press@roads.example",
}
EXPECTED = [
    ("title", ["Open Roads"]),
    ("country", ["South Korea"]),
    ("lead_institution", ["Ministry of Roads"]),
    ("person", ["Ana Ruiz"]),
    ("phone", ["02-555-0139"]),
    ("start", ["2025-03-01"]),
    ("email", []),
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_that_are_labels_need_no_mapping(delimiter: str) -> None:
    """A short table is read by the names of its columns, whatever parts them; somebody else's address is left."""
    text = f"{delimiter.join(RECORD)}\n{delimiter.join(RECORD.values())}\n"
    reading = read("row.csv", text.encode())
    assert [(field, values(reading, field)) for field, _ in EXPECTED] == EXPECTED


@pytest.mark.parametrize("name", ["record.json", "record.html"])
def test_keys_that_are_labels_need_no_mapping(name: str) -> None:
    """An object is read by its keys, in a file of its own and in a page."""
    text = json.dumps(RECORD, indent=2)
    if name.endswith("html"):
        text = f"<html><body><h1>GET /KR0044</h1><pre>HTTP 200 OK\n\n{text}</pre></body></html>"
    reading = read(name, text.encode())
    assert [(field, values(reading, field)) for field, _ in EXPECTED] == EXPECTED


def test_a_row_without_a_code_has_a_key_of_its_country_and_number() -> None:
    """A number in the place of the code is that of the commitment; a row without a title is none."""
    text = f"{','.join(RECORD)}\n{','.join(RECORD.values())}\n".replace("KR0044", "44")
    assert {one.code for one in read("row.csv", text.encode()).values} == {"KR-P0-44"}
    assert read("row.csv", text.replace("Open Roads", "").encode()).values == ()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("lead-agency", "lead_institution"),
        ("leadAgency", "lead_institution"),
        ("commitment_end", "end"),
        ("period.start", "start"),
        ("contact.role", "person_title"),
        ("commitment_contact_name", "person"),
        ("updated_at", None),
        ("milestone_owner_name", None),
    ],
)
def test_keys_are_split_into_words(key: str, name: str | None) -> None:
    """A key is looked up by its words, without what all keys begin with."""
    meaning = key_label(key)
    assert (meaning.names[0] if meaning else None) == name


@pytest.mark.parametrize(
    "partners", ["1. Road Users\n2. Bridge Trust", "Road Users;#14;#Bridge Trust;#22", "Road Users|Bridge Trust"]
)
def test_members_of_a_list_stand_alone(partners: str) -> None:
    """Neither the numbers that lead the members of a list nor the signs between them are theirs."""
    rows = PLAIN.replace("Road Users; Bridge Trust", f"\n{partners}\n" if "\n" in partners else partners)
    reading = read("page.txt", f"Open Roads (KR0044)\n\n{rows}".encode())
    assert values(reading, "support_institutions") == ["Road Users", "Bridge Trust"]


@pytest.mark.parametrize("words", ["abgeschlossen", "afgerond", "concluído", "completado", "réalisé", "완료"])
def test_plain_words_for_done(words: str) -> None:
    """What plainly says that all is done is complete in each language; `teilweise umgesetzt` stays undecided."""
    reading = read("page.txt", f"Open Roads (KR0044)\n\n{PLAIN}Progress: {words}\n".encode())
    assert [one.value for one in reading.values if one.field == "completion"] == ["Complete"]
    reading = read("page.txt", f"Open Roads (KR0044)\n\n{PLAIN}Progress: teilweise umgesetzt\n".encode())
    assert [one.value for one in reading.values if one.field == "completion"] == [None]


def test_somebody_with_a_position_leads_nothing() -> None:
    """Who holds a commitment is a body, or else the person with a position who is named there."""
    rows = PLAIN.replace("Themes: Open Data", "Commitment holder: Ana Ruiz, Assistant Director")
    reading = read("page.txt", f"Open Roads (KR0044)\n\n{rows}".encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "person") == ["Ana Ruiz"]
    assert values(reading, "person_title") == ["Assistant Director"]
