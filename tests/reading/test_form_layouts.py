"""Layouts of forms in which labels, values or whole commitments stand in other places than in two columns."""

from __future__ import annotations

import json

import pytest

from bot.reading import read
from bot.reading.form_labels import form_label
from bot.records.contacts import email_address, find_emails
from tests.reading.test_forms import values

_ROWS = "Lead agency: Ministry of Roads\nPartners: Road Users Union\nStart date: March 2025\nEnd date: June 2026\n"
_CELLS = (
    "<tr><th>Lead agency</th><td>Ministry of Roads</td></tr><tr><th>Start date</th><td>March 2025</td></tr>"
    "<tr><th>Status</th><td>Ongoing</td></tr>"
)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("ana [at] roads [dot] gov [dot] ng [dot] example", "ana@roads.gov.ng.example"),
        ("ana arroba caminos punto gob punto cl punto example", "ana@caminos.gob.cl.example"),
        ("ana (at) estradas (ponto) gov (ponto) br (ponto) example", "ana@estradas.gov.br.example"),
        ("ana {at} routes {point} gouv {point} example", "ana@routes.gouv.example"),
        ("ana [dot] ruiz [at] roads [dot] example", "ana.ruiz@roads.example"),
        ("ana@roads.gov[.]ng[.]example", "ana@roads.gov.ng.example"),
    ],
)
def test_an_address_with_masked_dots_is_read_to_its_end(written: str, address: str) -> None:
    """However many dots are written as words, none of the parts behind them is lost."""
    text = f"Write to: {written}; office 4"
    assert [text[slice(*span)] for span in find_emails(text)] == [written]
    assert email_address(written) == address


def test_words_behind_an_address_are_no_part_of_it() -> None:
    """“point” behind a whole address is a word of the sentence."""
    said = "ana@roads.example point of contact"
    assert [said[slice(*span)] for span in find_emails(said)] == ["ana@roads.example"]


@pytest.mark.parametrize(
    "written", ["01 55 55 20 30 (poste 12)", "(61) 5555-2030, ramal 14", "030 5555 2030 Durchwahl 7"]
)
def test_the_number_of_somebodys_own_line_is_kept(written: str) -> None:
    """An extension in brackets or behind a comma is a part of the number as it is written."""
    text = f"Open Roads (KR0044)\nSouth Korea\n\n{_ROWS}Contact person: Ana Ruiz\nTel: {written}\n"
    assert values(read("note.txt", text.encode()), "phone") == [written]


def test_a_fax_number_is_no_telephone_number() -> None:
    """Behind a label for telephones the number of the fax machine is left out."""
    text = (
        f"Open Roads (KR0044)\nSouth Korea\n\n{_ROWS}Contact person: Ana Ruiz\nTel: 021 555 0102; Fax: 021 555 0101\n"
    )
    assert values(read("note.txt", text.encode()), "phone") == ["021 555 0102"]


@pytest.mark.parametrize(
    ("said", "people", "position"),
    [
        ("김하늘 정책과장", ["김하늘"], ["정책과장"]),
        ("김하늘 정책과장, 이도윤 주무관", ["김하늘", "이도윤"], ["정책과장", "주무관"]),
        ("Ana Ruiz, Deputy Director (Bridges)", ["Ana Ruiz"], ["Deputy Director (Bridges)"]),
        ("Ana Ruiz, A/Director General, Bridges", ["Ana Ruiz"], ["A/Director General, Bridges"]),
        ("Ana Kovač, voditeljica Ureda", ["Ana Kovač"], ["voditeljica Ureda"]),
        ("Ana Ruiz (Head, Roads) and Luis Gil (Clerk)", ["Ana Ruiz", "Luis Gil"], ["Head, Roads", "Clerk"]),
        ("Mr. Ana Gil, Jr., Director, Roads and Bridges", ["Mr. Ana Gil, Jr."], ["Director, Roads and Bridges"]),
    ],
)
def test_the_position_behind_a_name_is_whole_and_no_name(said: str, people: list[str], position: list[str]) -> None:
    """A rank, an acting head and a unit in brackets belong to the position, in small letters too."""
    text = f"Open Roads (KR0044)\nSouth Korea\n\n{_ROWS}Contact person: {said}\nEmail: desk@roads.example\n"
    reading = read("note.txt", text.encode())
    assert (values(reading, "person"), values(reading, "person_title")) == (people, position)


def test_a_contact_above_the_title_of_a_web_page_is_the_sites() -> None:
    """What the menu of a site says is reported, and is no contact of the commitment."""
    head = "<header><ul><li>Contact us: 0302 555 777</li></ul></header><h1>Open Roads (KR0044)</h1>"
    page = f"<html><body>{head}<table>{_CELLS}</table></body></html>"
    reading = read("page.html", page.encode())
    assert values(reading, "phone") == []
    assert any("“Contact us” stands above the title" in problem.message for problem in reading.problems)


@pytest.mark.parametrize("last", ["Enquiries: Plans Office, 02-555-0100", "※ 문의: 사무국 02-555-0100"])
def test_an_offices_number_below_the_contact_is_somebody_elses(last: str) -> None:
    """Where a person with a number is named, a later office with another number is not the commitment's."""
    text = f"Open Roads (KR0044)\nSouth Korea\n\n{_ROWS}Contact person: Ana Ruiz\nTel: 02-555-7777\n{last}\n"
    reading = read("note.txt", text.encode())
    assert (values(reading, "person"), values(reading, "phone")) == (["Ana Ruiz"], ["02-555-7777"])


@pytest.mark.parametrize(
    ("said", "field"), [("National Bridges Authority", "lead_institution"), ("Ana Ruiz", "person"), ("TBC", "person")]
)
def test_a_commitment_lead_is_a_body_or_a_person_as_the_value_says(said: str, field: str) -> None:
    """“Commitment lead” asks for either, and the name behind it tells which."""
    text = f"Open Roads (KR0044)\nSouth Korea\n\nCommitment lead: {said}\nStart date: March 2025\nEnd date: June 2026\n"
    reading = read("note.txt", text.encode())
    assert {name: values(reading, name) for name in ("lead_institution", "person") if values(reading, name)} == {
        field: [said]
    }


def test_a_contact_below_a_table_of_milestones_in_the_form_is_its_own() -> None:
    """The heads of the columns of milestones are no heading of somebody else's contact."""
    steps = "<table><tr><th>Milestone</th><th>Responsible</th><th>Start</th><th>End</th></tr>"
    steps += "<tr><td>Count the bridges</td><td>Bridge Unit</td><td>May 2025</td><td>June 2025</td></tr></table>"
    contact = "<tr><td rowspan=2>Contact information</td><td>Name of point person</td><td>Ana Ruiz</td></tr>"
    contact += "<tr><td>Email</td><td>ana@roads.example</td></tr>"
    page = f"<h1>Open Roads (KR0044)</h1><table>{_CELLS}<tr><td colspan=3>{steps}</td></tr>{contact}</table>"
    reading = read("page.html", page.encode())
    assert (values(reading, "person"), values(reading, "email")) == (["Ana Ruiz"], ["ana@roads.example"])


def test_the_title_of_data_is_no_comment_above_it() -> None:
    """A line that only explains a file of keys is not its title where `title:` stands below."""
    text = "# taken from the register, keep as it is\ncode: KR0044\ntitle: Open Roads\ncountry: South Korea\n"
    text += "lead_agency: Ministry of Roads\nperiod: {start: 2025-03-01, end: 2026-06-30}\n"
    assert values(read("one.yaml", text.encode()), "title") == ["Open Roads"]


def test_the_name_of_a_plan_with_its_years_is_no_title() -> None:
    """The commitment's title stands in the first row, below the heading with the plan's name."""
    page = "<h1>Plan de Acción de Caminos Abiertos 2023-2027</h1><table><tr><td colspan=2>Compromiso N.º 6. Puentes"
    page += " a la vista</td></tr><tr><td>Código OGP</td><td>PE0044</td></tr><tr><td>Institución responsable</td>"
    page += "<td>Ministerio de Caminos</td></tr><tr><td>Inicio</td><td>mayo de 2025</td></tr>"
    page += "<tr><td>Fin</td><td>junio de 2026</td></tr></table>"
    assert values(read("page.html", page.encode()), "title") == ["Puentes a la vista"]


@pytest.mark.parametrize("head", ["Engagement n° 12 : {}", "Angajamentul 9 - {}", "Actiepunt 9: {}", "Mjera 5. {}"])
def test_the_number_before_a_title_is_no_part_of_it(head: str) -> None:
    """A kind of point, its number and the mark behind it are left out, with a space before the mark or none."""
    page = f"<h1>{head.format('Open roads for all')}</h1><table><tr><th>Code</th><td>KR0044</td></tr>{_CELLS}</table>"
    assert values(read("page.html", page.encode()), "title") == ["Open roads for all"]


@pytest.mark.parametrize(
    ("code", "line", "country"),
    [
        ("IE0044", "Reference: IE0044. Ireland, 5th National Action Plan.", "Ireland"),
        ("NL0044", "Onderdeel van het Actieplan van Nederland. Nummer NL0044.", "Nederland"),
        ("UY0044", "Plan: 6.º Plan de Acción Nacional de Uruguay 2025-2029", "Uruguay"),
        ("UY0044", "Plan: 6.º Plan de Acción Nacional de Chile 2025-2029", None),
    ],
)
def test_the_country_of_the_code_is_read_from_a_phrase(code: str, line: str, country: str | None) -> None:
    """A country's name in a line above the facts is stated where it is the code's, in its own language too."""
    text = f"Open Roads ({code})\n\n{line}\n\n{_ROWS}"
    assert values(read("note.txt", text.encode()), "country") == ([country] if country else [])


_HEADS = "Lead agency|Partner agencies|Contact person|Post|E-mail / cell|Start|Due"
_ONE = "Ministry of Roads|Toll Board<br>Bridge Union|Ana Ruiz|Director"
_ONE += "|ana@roads.example<br>082 555 0144|April 2025|May 2026"
_OTHER = "Ministry of Water|Well Union|Luis Gil|Head|gil@water.example|July 2025|June 2026"


@pytest.mark.parametrize("break_", ["<br>", "; "])
def test_each_commitment_of_a_page_is_read_below_its_heading(break_: str) -> None:
    """Two headings with codes, each above a table of one row, are two forms, with cells of several lines or one."""
    page = "<h1>South Korea: self-assessment</h1>"
    for title, cells in (("KR0044 Open Roads", _ONE), ("KR0045 Open Wells", _OTHER)):
        row = "".join(f"<td>{cell}</td>" for cell in cells.replace("<br>", break_).split("|"))
        heads = "".join(f"<th>{cell}</th>" for cell in _HEADS.split("|"))
        page += f"<section><h2>{title}</h2><table><tr>{heads}</tr><tr>{row}</tr></table></section>"
    reading = read("page.html", page.encode())
    found = {(one.code, one.field): one.raw for one in reading.values}
    assert found["KR0044", "title"] == "Open Roads" and found["KR0045", "title"] == "Open Wells"
    assert found["KR0044", "person"] == "Ana Ruiz" and found["KR0045", "person"] == "Luis Gil"
    assert found["KR0044", "phone"] == "082 555 0144" and found["KR0044", "end"] == "May 2026"
    partners = [one.raw for one in reading.values if (one.code, one.field) == ("KR0044", "support_institutions")]
    assert partners == ["Toll Board", "Bridge Union"]


def test_a_button_that_folds_its_value_is_a_label() -> None:
    """What an accordion's buttons say heads what they fold."""
    rows = (("Lead agency", "Ministry of Roads"), ("Period", "March 2025 to June 2026"), ("Status", "Ongoing"))
    page = "<h1>Open Roads (KR0044)</h1>" + "".join(
        f'<div><button class="accordion-button">{label}</button><div><p>{value}</p></div></div>'
        for label, value in rows
    )
    reading = read("page.html", page.encode())
    assert (values(reading, "lead_institution"), values(reading, "start")) == (["Ministry of Roads"], ["March 2025"])


def test_words_in_frames_beside_the_title_say_status_and_areas() -> None:
    """A badge with a known status is the status, one with a known area makes those like it areas."""
    badges = (
        '<span class="badge">Completed</span> <span class="badge">Open Data</span> <span class="badge">Tolls</span>'
    )
    cells = _CELLS.replace("<tr><th>Status</th><td>Ongoing</td></tr>", "<tr><th>End date</th><td>May 2026</td></tr>")
    page = f"<div><h2>Open Roads (KR0044)</h2>{badges}</div><table>{cells}</table>"
    reading = read("page.html", page.encode())
    assert (values(reading, "completion"), values(reading, "policy_areas")) == (["Completed"], ["Open Data", "Tolls"])


def test_a_cell_that_spans_labels_is_no_label_of_their_values() -> None:
    """The first of the spanned labels is read with its value, and a name below a word for people is a person's."""
    page = "<h1>Puentes a la vista (PE0044)</h1><table>"
    page += "<tr><td rowspan=2>Datos de la persona enlace</td><td>Nombre</td><td>Ana Ruiz Gil</td></tr>"
    page += "<tr><td>Correo</td><td>ana@caminos.example</td></tr>"
    page += "<tr><td rowspan=2>Instituciones</td><td>Ejecutora</td><td>Ministerio de Caminos</td></tr>"
    page += "<tr><td>Coadyuvantes</td><td>Unión de Peajes</td></tr></table>"
    reading = read("page.html", page.encode())
    assert (values(reading, "person"), values(reading, "title")) == (["Ana Ruiz Gil"], ["Puentes a la vista"])
    assert values(reading, "lead_institution") == ["Ministerio de Caminos"]


def test_nested_keys_of_a_period_are_its_ends() -> None:
    """`from` and `to` below a key for a period are the start and the end."""
    text = '{"id": "KR0044", "name": "Open Roads", "country": "South Korea", "leadAgency": "Ministry of Roads",'
    text += ' "timeframe": {"from": "2025-03-01", "to": "2026-06-30"}}'
    reading = read("one.json", text.encode())
    assert (values(reading, "start"), values(reading, "end")) == (["2025-03-01"], ["2026-06-30"])


def test_two_dots_lead_to_a_value() -> None:
    """A long label leaves room for two dots only, and they lead to its value as more of them do."""
    text = "Open Roads (KR0044)\n\nLead ................ Ministry of Roads\nCollaborating bodies .. Toll Board\n"
    text += "Start date .......... May 2025\n"
    assert values(read("note.txt", text.encode()), "support_institutions") == ["Toll Board"]


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("1 september 2025 t/m 31 december 2026", ["2025-09-01", "2026-12-31"]),
        ("Januari 2025 s.d. Desember 2026", ["2025-01", "2026-12"]),
        ("1. ožujka 2025. do 31. prosinca 2026.", ["2025-03-01", "2026-12-31"]),
        ("1 марта 2025 по 31 декабря 2026", ["2025-03-01", "2026-12-31"]),
        ("1 września 2025 do 30 października 2026", ["2025-09-01", "2026-10-30"]),
    ],
)
def test_a_period_is_read_in_the_languages_of_labels(said: str, ends: list[str]) -> None:
    """The months and the word between two dates are those of the page's language."""
    text = f"Open Roads (KR0044)\n\nLead agency: Ministry of Roads\nContact person: Ana Ruiz\nPeriod: {said}\n"
    reading = read("note.txt", text.encode())
    assert [one.value for one in reading.values if one.field in ("start", "end")] == ends


@pytest.mark.parametrize(
    "rows",
    [
        "Nositelj; Sunositelji; Kontakt osoba; Adresa e-pošte; Datum početka; Rok provedbe; Status provedbe",
        "Носител; Партнери; Контакт лице; Е-пошта; Датум на започнување; Краен рок; Статус на спроведување",
        "Водеща институция; Партньори; Лице за контакт; Имейл; Начална дата; Крайна дата; Степен на изпълнение",
        "პასუხისმგებელი უწყება; პარტნიორები; საკონტაქტო პირი; ელ. ფოსტა; დაწყების თარიღი; დასრულების თარიღი; პროგრესი",
        "Պատասխանատու մարմին; Գործընկերներ; Կոնտակտային անձ; Էլ. փոստ; Սկիզբ; Ավարտ; Կատարման ընթացքը",
        "Instansi Penanggung Jawab; Mitra; Narahubung; Surel; Mulai; Selesai; Capaian",
        "Хариуцсан байгууллага; Түншүүд; Холбоо барих хүн; Имэйл; Эхлэх огноо; Дуусах огноо; Хэрэгжилт",
        "Nangungunang ahensya; Katuwang; Taong makokontak; Email; Simula; Takdang petsa; Katayuan",
        "Taasisi inayohusika; Washirika; Mtu wa kuwasiliana; Barua pepe; Mwanzo; Mwisho; Maendeleo",
        "Institucioni përgjegjës; Partnerët; Personi i kontaktit; Adresa elektronike; Fillimi; Afati; Progresi",
        "Gestor; Spolugestoři; Kontaktní osoba; E-mail; Zahájení; Ukončení; Stav plnění",
        "Instytucja odpowiedzialna; Partnerzy; Osoba kontaktowa; Adres e-mail; Początek; Koniec; Stan realizacji",
        "Ansvarig myndighet; Samarbetspartner; Kontaktperson; E-post; Startdatum; Slutdatum; Framsteg",
        "Vastuutaho; Yhteistyökumppanit; Yhteyshenkilö; Sähköposti; Alku; Loppu; Edistyminen",
        "Υπεύθυνος φορέας; Εταίροι; Πρόσωπο επικοινωνίας; Ηλεκτρονική διεύθυνση; Έναρξη; Λήξη; Πρόοδος",
        "Ответственный орган; Соисполнители; Контактное лицо; Эл. почта; Начало; Окончание; Ход выполнения",
        "Відповідальний виконавець; Співвиконавці; Контактна особа; Ел. пошта; Початок; Завершення; Стан виконання",
    ],
)
def test_a_form_is_read_in_the_languages_of_labels(rows: str) -> None:
    """A page all of whose labels are of one language gives each field."""
    labels = rows.split("; ")
    said = ["Ministry of Roads", "Toll Board", "Ana Ruiz", "ana@roads.example", "05.03.2025", "30.06.2026", "?7 %"]
    text = "Open Roads (KR0044)\n\n" + "".join(f"{label}: {one}\n" for label, one in zip(labels, said, strict=True))
    reading = read("note.txt", text.encode())
    fields = ["lead_institution", "support_institutions", "person", "email", "start", "end", "completion"]
    assert {name: values(reading, name) for name in fields} == {
        name: [one] for name, one in zip(fields, said, strict=True)
    }


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Commitment {} – Open {}", "Open {}"),
        ("Engagement {} : Ouvrir {}", "Ouvrir {}"),
        ("## Compromiso n.º {} — Abrir {}", "Abrir {}"),
        ("Maatregel {} | Open {}", "Open {}"),
    ],
)
def test_a_word_for_a_commitment_and_its_code_head_a_form(heading: str, title: str) -> None:
    """Each commitment of a document has its own values where a heading names it, its code and its title."""
    text = ""
    for code, what in (("KR0044", "roads"), ("KR0045", "harbours")):
        text += f"{heading.format(code, what)}\n\nLead agency: Ministry of {what}\nStart date: March 2025\n"
        text += "End date: June 2026\nContact person: Ana Ruiz\nStatus: Ongoing\n\n"
    leads = [(one.code, one.raw) for one in read("plan.txt", text.encode()).values if one.field == "lead_institution"]
    titles = [one.raw for one in read("plan.txt", text.encode()).values if one.field == "title"]
    assert leads == [("KR0044", "Ministry of roads"), ("KR0045", "Ministry of harbours")]
    assert titles == [title.format("roads"), title.format("harbours")]


def _word_cell(words: str) -> str:
    return f"<td><p class=MsoNormal><span lang=EN-GB>{words}</span></p></td>"


def _word_table(*rows: str) -> str:
    lines = "".join(f"<tr>{''.join(map(_word_cell, row.split('|')))}</tr>" for row in rows)
    return f"<html><body><p>Open Roads (KR0044)</p><table>{lines}</table></body></html>"


def test_a_cell_in_which_word_puts_a_paragraph_and_a_span_holds_a_value() -> None:
    """Markup that stands around every cell of a table tells no labels from values."""
    page = _word_table("Lead agency|Ministry of Roads", "Contact person|Ana Ruiz", "Start date|March 2025")
    reading = read("page.html", page.encode())
    found = [values(reading, name) for name in ("lead_institution", "person", "start")]
    assert found == [["Ministry of Roads"], ["Ana Ruiz"], ["March 2025"]]


def test_rows_of_labels_side_by_side_stand_amid_pairs() -> None:
    """What stands under labels side by side ends where a label has one value again, or labels stand side by side."""
    page = _word_table(
        "Lead agency|Ministry of Roads",
        "Supporting stakeholders|Government|Civil society|Other actors",
        "|Toll Board|Road Users Union|Asphalt Chamber",
        "Contact person|Ana Ruiz",
        "Start date|March 2025",
        "Milestone|Start|End|Status",
        "Map drawn|April 2025|May 2025|Done",
    )
    reading = read("page.html", page.encode())
    fields = ("other_government", "other_actors", "support_institutions", "person", "start")
    assert [values(reading, name) for name in fields] == [
        ["Toll Board"],
        ["Road Users Union"],
        ["Asphalt Chamber"],
        ["Ana Ruiz"],
        ["March 2025"],
    ]


@pytest.mark.parametrize("sign", ["\t", ";", ","])
def test_a_table_of_labels_and_values_is_one_record(sign: str) -> None:
    """A file of two columns, whose first holds labels, is a commitment that stands upright."""
    pairs = ["Field|Content", "Code|KR0044", "Title|Open Roads", "Lead agency|Ministry of Roads"]
    pairs += ["Start date|2025-03-01", "Status|Ongoing", "Phone|+1 202 555 0144"]
    reading = read("one.csv", "\n".join(pair.replace("|", sign) for pair in pairs).encode())
    fields = ("title", "lead_institution", "start", "phone")
    assert [values(reading, name) for name in fields] == [
        ["Open Roads"],
        ["Ministry of Roads"],
        ["2025-03-01"],
        ["+1 202 555 0144"],
    ]


def test_an_object_with_lists_in_it_is_the_commitment() -> None:
    """The lists of partners and milestones inside an object are its own, whatever they are lists of."""
    record = {
        "id": "KR0044",
        "name": "Open Roads",
        "leadAgency": "Ministry of Roads",
        "partners": [{"kind": "public", "name": "Toll Board"}, {"kind": "civil society", "name": "Road Users Union"}],
        "timeline": {"startsOn": "2025-03-01", "endsOn": "2026-06-30"},
        "progress": {"label": "Not started"},
        "milestones": [{"name": "Map drawn", "endsOn": "2025-06-30"}, {"name": "Map printed", "endsOn": "2025-09-30"}],
    }
    reading = read("one.json", json.dumps(record, indent=2).encode())
    fields = ("title", "lead_institution", "support_institutions", "start", "end", "completion")
    assert [values(reading, name) for name in fields] == [
        ["Open Roads"],
        ["Ministry of Roads"],
        ["Toll Board", "Road Users Union"],
        ["2025-03-01"],
        ["2026-06-30"],
        ["Not started"],
    ]


def test_a_column_that_counts_the_rows_is_none_of_labels() -> None:
    """Labels stand in the second column where the first holds running numbers."""
    rows = ["Lead agency|Ministry of Roads", "Contact person|Ana Ruiz", "Start date|March 2025", "Status|Ongoing"]
    lines = "".join(
        f"<tr><td>{number}</td>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>"
        for number, row in enumerate(rows, 1)
    )
    head = "<h1>Open Roads of the South</h1><span class=code>KR0044</span>"
    page = f"<html><body>{head}<table>{lines}</table></body></html>"
    reading = read("page.html", page.encode())
    fields = ("title", "lead_institution", "person", "start")
    assert [values(reading, name) for name in fields] == [
        ["Open Roads of the South"],
        ["Ministry of Roads"],
        ["Ana Ruiz"],
        ["March 2025"],
    ]


def test_a_column_by_which_others_name_somebody_is_a_persons() -> None:
    """“Owner” beside “Owner email” and “Owner role” holds the name of somebody, and no institution."""
    text = (
        "Ref,Commitment,Lead Dept.,Owner,Owner role,Owner email,Deadline\n"
        "KR0044,Open Roads,Ministry of Roads,Ana Ruiz,Head of Unit,ana@roads.example,2026-06-30\n"
    )
    reading = read("rows.csv", text.encode())
    found = [values(reading, name) for name in ("lead_institution", "person", "person_title")]
    assert found == [["Ministry of Roads"], ["Ana Ruiz"], ["Head of Unit"]]


def test_a_code_in_square_brackets_stands_before_the_title() -> None:
    """A heading with the code in brackets is the title without them, and a table's caption is none."""
    page = (
        f"<html><body><h2>[KR0044] Open Roads</h2><table><caption>All about it</caption>{_CELLS}</table></body></html>"
    )
    reading = read("page.html", page.encode())
    assert values(reading, "title") == ["Open Roads"]


def test_a_code_in_a_frame_stands_behind_the_title() -> None:
    """Of a heading with the code and a status in frames the rest is the title."""
    head = '<h4>Open Roads <span class="badge">KR0044</span> <span class="badge">Ongoing</span></h4>'
    rows = "".join(
        f"<div><strong>{label}</strong></div><div>{value}</div>"
        for label, value in (
            ("Custodian", "Ministry of Roads"),
            ("Responsible official", "Ana Ruiz"),
            ("Period", "2025-03-01 – 2026-06-30"),
        )
    )
    reading = read("page.html", f"<html><body>{head}{rows}</body></html>".encode())
    assert [values(reading, name) for name in ("title", "lead_institution")] == [["Open Roads"], ["Ministry of Roads"]]


def test_a_position_in_brackets_with_a_comma_is_one() -> None:
    """Of several people, a line each, what stands in brackets behind a name is the whole of a position."""
    cell = "Ana Ruiz (Director, Urban Lanes)<br>Luis Gil (Head of ICT)"
    page = (
        f"<html><body><h2>Open Roads (KR0044)</h2><table>{_CELLS}<tr><th>Focal points</th><td>{cell}</td></tr></table>"
    )
    reading = read("page.html", page.encode())
    assert values(reading, "person") == ["Ana Ruiz", "Luis Gil"]
    assert values(reading, "person_title") == ["Director, Urban Lanes", "Head of ICT"]


def test_a_block_of_keys_beside_the_commitments_is_of_something_else() -> None:
    """What stands below a key without a field, beside the block with the code, is no contact of the commitment."""
    reading = read("one.yaml", _KEYS.encode())
    assert values(reading, "email") == ["ana@roads.example"]


def test_a_value_in_braces_or_brackets_holds_several() -> None:
    """Keys in braces are of what the key before them names, and a quoted member of a list keeps its comma."""
    reading = read("one.yaml", _KEYS.encode())
    assert (values(reading, "start"), values(reading, "end")) == (["2025-03"], ["2026-06"])
    assert values(reading, "other_actors") == ["Road Users", "Council of Lanes, South"]


_KEYS = """commitment:
  reference: KR0044
  heading: Open Roads of the South
  lead_agency: Ministry of Roads
  community_groups: [Road Users, "Council of Lanes, South"]
  contact:
    name: Ana Ruiz
    email: ana@roads.example
  dates: {begin: 2025-03, finish: 2026-06}
  current_status: Ongoing
site:
  owner: Digital Team
  helpdesk: helpdesk@open.example
"""


def test_a_value_between_bars_ends_at_the_next() -> None:
    """What stands behind a country and a bar is no part of its name."""
    line = "Code: KR0044 | Country: South Korea | Changed on 3 May 2025"
    reading = read("note.txt", f"Open Roads of the South\n\n{line}\n\n{_ROWS}Contact person: Ana Ruiz\n".encode())
    assert values(reading, "country") == ["South Korea"]


def test_a_dash_behind_a_bold_label_is_none_of_its_value() -> None:
    """`<b>Label</b> – value` states the value alone."""
    rows = (("Lead agency", "Ministry of Roads"), ("Contact person", "Ana Ruiz"), ("Status", "Ongoing"))
    lines = "".join(f"<p><b>{label}</b> – {value}</p>" for label, value in rows)
    reading = read("page.html", f"<html><body><h2>Open Roads (KR0044)</h2>{lines}</body></html>".encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Anchor institution", "lead_institution"),
        ("Co-anchor (non-state)", "support_institutions"),
        ("Custodian", "lead_institution"),
        ("Began", "start"),
        ("Due to finish", "end"),
        ("Date commenced", "start"),
        ("Date to be completed", "end"),
        ("Present position", "completion"),
        ("Termen de implementare", "dates"),
        ("Nr. de telefon", "phone"),
        ("Betrokken overheden", "support_institutions"),
        ("Партнери від громадянського суспільства", "other_actors"),
        ("협조부처", "support_institutions"),
        ("No. HP/WA", "phone"),
        ("Begonnen am", "start"),
        ("Iniciado em", "start"),
        ("Commencé le", "start"),
        ("Custodio", "lead_institution"),
    ],
)
def test_a_label_names_its_field(label: str, field: str) -> None:
    """A label of a form has the meaning that its language gives it."""
    meaning = form_label(label)
    assert meaning is not None
    assert meaning.names[0] == field


def test_a_day_in_brackets_tells_a_season_again() -> None:
    """The day in brackets behind a season or a month of the same year is the date, and no end of a period."""
    text = "Open Roads (KR0044)\n\nLead agency: Ministry of Roads\nContact person: Ana Ruiz\nStatus: Ongoing\n"
    reading = read("note.txt", f"{text}Began: Spring 2025 (8 April 2025)\n".encode())
    assert (values(reading, "start"), values(reading, "end")) == (["8 April 2025"], [])


def test_two_rows_of_labels_head_a_row_each() -> None:
    """A table that heads one row of values twice states both rows of one commitment."""
    page = _word_table(
        "Code|Commitment|Lead agency|Start|End",
        "KR0045|Open Roads of the South|Ministry of Roads|March 2025|June 2026",
        "Contact person|Position|E-mail|Telephone|Status",
        "Ana Ruiz|Director|ana@roads.example|+1 202 555 0144|Ongoing",
    ).replace("<p>Open Roads (KR0044)</p>", "")
    reading = read("page.html", page.encode())
    found = [values(reading, name) for name in ("title", "lead_institution", "person", "start")]
    assert found == [["Open Roads of the South"], ["Ministry of Roads"], ["Ana Ruiz"], ["March 2025"]]
