"""Pages that mark their labels themselves, in layouts of their own: what is marked alike is a label, known or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import read
from bot.reading.form_contacts import is_unstated, names_somebody, numbers
from bot.reading.form_labels import form_label, key_label
from bot.reading.spans import CharSpan
from bot.records.model import DocumentReading
from bot.records.vocabulary import is_placeholder

ROWS = [
    ("Lead agency", "Ministry of Roads", "lead_institution"),
    ("Supporting agencies", "Road Users Association", "support_institutions"),
    ("Lamp keeper", "Luis Gil", None),
    ("Contact person", "Ana Ruiz", "person"),
    ("Position", "Head of the Bridges Unit", "person_title"),
    ("Wheel of fortune", "Thirteen", None),
    ("E-mail", "ana.ruiz@roads.example", "email"),
    ("Tel.", "+254 20 324 4000", "phone"),
    ("Start date", "1 March 2025", "start"),
    ("End date", "30 June 2026", "end"),
    ("Tide mark", "Low", None),
    ("Themes", "Open Data", "policy_areas"),
]
Row = tuple[str, str, str | None]


def values(reading: DocumentReading, field: str) -> list[str]:
    """What the page says of a field, as written."""
    return [value.raw for value in reading.values if value.field == field]


def reported(reading: DocumentReading) -> set[str]:
    """The labels that the report names as unknown."""
    return {
        problem.message.split("”")[0].lstrip("“")
        for problem in reading.problems
        if "looks like a label" in problem.message
    }


def lines(row: str, head: str = "Open Roads (KR0044)\nSouth Korea\n\n", end: str = "") -> tuple[str, str, str]:
    """A layout: what stands above the rows, how a row is written, what stands below."""
    return head, row, end


_HTML = "<html><body><h1>Open Roads (KR0044)</h1><p>South Korea</p>"
LAYOUTS = {
    "colons.txt": lines("{} : {}\n"),
    "field-list.txt": lines(":{}: {}\n"),
    "equals.txt": lines("{} = {}\n"),
    "dashes.txt": lines("- {} – {}\n"),
    "dots.txt": lines("{} ........ {}\n"),
    "columns.txt": lines("{:<40}{}\n"),
    "tabs.txt": lines("{}\t{}\n"),
    "below.txt": lines("{}\n{}\n\n"),
    "indented.txt": lines("{}:\n    {}\n"),
    "bullets.md": lines("- **{}:** {}\n", "# Open Roads (KR0044)\n\n*South Korea*\n\n"),
    "headings.md": lines("## {}\n\n{}\n\n", "# Open Roads (KR0044)\n\nSouth Korea\n\n"),
    "bold.md": lines("**{}**\n\n{}\n\n", "# Open Roads (KR0044)\n\nSouth Korea\n\n"),
    "table.md": lines("| **{}** | {} |\n", "# Open Roads (KR0044)\n\nSouth Korea\n\n| | |\n|---|---|\n"),
    "list.html": lines("<dt>{}</dt><dd>{}</dd>", f"{_HTML}<dl>", "</dl></body></html>"),
    "table.html": lines("<tr><th>{}</th><td>{}</td></tr>", f"{_HTML}<table>", "</table></body></html>"),
    "spans.html": lines(
        '<li><span class="label">{}</span> <span>{}</span></li>', f"{_HTML}<ul>", "</ul></body></html>"
    ),
    "fields.html": lines(
        '<div><div class="field__label">{}</div><div class="field__item">{}</div></div>', _HTML, "</body></html>"
    ),
    "headings.html": lines("<h3>{}</h3><p>{}</p>", _HTML, "</body></html>"),
}


def page(layout: str, rows: list[Row]) -> DocumentReading:
    """A page of these rows in this layout, read."""
    head, row, end = LAYOUTS[layout]
    return read(layout, (head + "".join(row.format(label, value) for label, value, _ in rows) + end).encode())


def holds(reading: DocumentReading, rows: list[Row]) -> None:
    """Each known row is read as it is written, but for a contact below somebody else; each unknown one is reported."""
    assert values(reading, "title") == ["Open Roads"]
    assert values(reading, "country") == ["South Korea"]
    keeper = False
    for label, said, field in rows:
        keeper = said == "Luis Gil" or (keeper and field in ("person_title", "email", "phone", None))
        if field:
            assert values(reading, field) in ([said], [] if keeper else [said]), label
    unknown = {label for label, _, field in rows if field is None}
    assert reported(reading) == unknown
    assert not any(label in value.raw for value in reading.values for label in unknown)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout(layout: str) -> None:
    """In each layout every known label is read, and every unknown one ends the value above it and is reported."""
    holds(page(layout, ROWS), ROWS)


@given(layout=st.sampled_from(sorted(LAYOUTS)), rows=st.permutations(ROWS))
def test_any_order(layout: str, rows: list[Row]) -> None:
    """In whatever order the rows stand, no value holds a label or the value of another row."""
    holds(page(layout, rows), rows)


def test_two_rows_side_by_side() -> None:
    """In a table of four columns the third holds labels too."""
    cells = "".join(
        f"<tr><td>{one[0]}</td><td>{one[1]}</td><td>{two[0]}</td><td>{two[1]}</td></tr>"
        for one, two in zip(ROWS[::2], ROWS[1::2], strict=True)
    )
    reading = read("a.html", f"{_HTML}<table>{cells}</table></body></html>".encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "support_institutions") == ["Road Users Association"]
    assert values(reading, "person") == ["Ana Ruiz"]
    assert {"Lamp keeper", "Tide mark"} <= reported(reading)


def test_labels_above_one_row_of_values() -> None:
    """A table with a row of labels and one row of values is a record."""
    known = [row for row in ROWS if row[2]]
    table = "".join("<tr>" + "".join(f"<td>{row[place]}</td>" for row in known) + "</tr>" for place in (0, 1))
    reading = read("a.html", f"{_HTML}<table>{table}</table></body></html>".encode())
    holds(reading, known)


def test_a_table_of_stages_gives_no_dates() -> None:
    """Labels of dates above several rows are those of stages, not of the commitment."""
    lines_of_table = (
        ("Stage", "Start date", "End date"),
        ("Law", "May 2025", "June 2025"),
        ("Site", "July 2025", "May 2026"),
    )
    stages = "".join("<tr>" + "".join(f"<td>{said}</td>" for said in line) + "</tr>" for line in lines_of_table)
    rows = "".join(f"<p><b>{label}:</b> {said}</p>" for label, said, field in ROWS if field not in ("start", "end"))
    reading = read("a.html", f"{_HTML}{rows}<table>{stages}</table></body></html>".encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "start") == values(reading, "end") == []


def test_data_at_the_head_of_a_file() -> None:
    """The keys between two lines of hyphens are labels, their lists are lists, and the code is one of them."""
    text = (
        '---\nid: KR0044\ntitle: "Open Roads"\ncountry: South Korea\n'
        'lead_agency:\n  - "Ministry of Roads"\n  - The Mint\n'
        "fecha_inicio: 2025-03-01\ncontact_name: Ana Ruiz\ncontact_phone: '-'\nlamp_keeper: Luis Gil\n---\n\n"
        "All the roads of the country are put on one map.\n"
    )
    reading = read("roads.md", text.encode())
    assert {value.code for value in reading.values} == {"KR0044"}
    assert values(reading, "title") == ["Open Roads"]
    assert values(reading, "lead_institution") == ["Ministry of Roads", "The Mint"]
    assert values(reading, "start") == ["2025-03-01"]
    assert values(reading, "person") == ["Ana Ruiz"]
    assert values(reading, "phone") == ["-"]
    assert values(reading, "summary") == ["All the roads of the country are put on one map."]
    assert reported(reading) == {"lamp_keeper"}


@pytest.mark.parametrize(("name", "row"), [("roads.txt", "Code: KR0044\n"), ("KR0044.txt", "")])
def test_a_code_in_a_row_or_in_the_name(name: str, row: str) -> None:
    """A page whose code stands in a row, or in the file's name only, is read, its title being a row too."""
    body = "".join(f"{label}: {said}\n" for label, said, _ in ROWS)
    reading = read(name, f"{row}Commitment: Open Roads\nCountry: South Korea\n{body}".encode())
    assert {value.code for value in reading.values} == {"KR0044"}
    assert values(reading, "title") == ["Open Roads"]


TITLES = [
    ("KR0044 | Open Roads", "Open Roads"),
    ("Commitment 3 (KR0044): Open Roads", "Open Roads"),
    ("Commitment: Open Roads (KR0044)", "Open Roads"),
    ("# Open Roads (KR0044)", "Open Roads"),
]


@pytest.mark.parametrize(("line", "title"), TITLES)
def test_a_title_with_its_code_before_or_behind(line: str, title: str) -> None:
    """A code before the title, and the label of the title, are no part of it."""
    body = "".join(f"{label}: {said}\n" for label, said, _ in ROWS)
    reading = read("roads.txt", f"{line}\n\n{body}".encode())
    assert {value.code for value in reading.values} == {"KR0044"}
    assert values(reading, "title") == [title]


def test_several_labels_on_one_line() -> None:
    """Labels that are parted by bars are labels each."""
    text = "# Open Roads (KR0044)\n\n**Lead:** Ministry of Roads | **Start:** May 2025 | **End:** June 2026\n"
    reading = read("a.md", text.encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert (values(reading, "start"), values(reading, "end")) == (["May 2025"], ["June 2026"])


CONTACTS = [
    ("Ana Ruiz, Head of Unit · ana@roads.example · 011 555 0123", ["Ana Ruiz"], ["Head of Unit"], ["011 555 0123"]),
    ("Ana Ruiz (Director) ana@roads.example 011 555 0123\n   Luis Gil (Adviser) luis@roads.example 011 555 0124",
     ["Ana Ruiz", "Luis Gil"], ["Director", "Adviser"], ["011 555 0123", "011 555 0124"]),
    ("\nAna Ruiz\nUnder-Secretary of Roads\nana@roads.example", ["Ana Ruiz"], ["Under-Secretary of Roads"], []),
    ("ana@roads.example; 71 555 014; mob 98 555 015", [], [], ["71 555 014", "98 555 015"]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "people", "positions", "phones"), CONTACTS)
def test_whom_a_contact_names(said: str, people: list[str], positions: list[str], phones: list[str]) -> None:
    """Behind a name stands a position, and only behind an address or a number the next name."""
    text = (
        f"Open Roads (KR0044)\n\nLead agency: Ministry of Roads\nContact: {said}\n\nStart: May 2025\nEnd: June 2026\n"
    )
    reading = read("a.txt", text.encode())
    assert values(reading, "person") == people
    assert values(reading, "person_title") == positions
    assert values(reading, "phone") == phones


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("21304050 / +229 97 55 01 66", ["21304050", "+229 97 55 01 66"]),
        ("(+995 32) 227 31 00", ["(+995 32) 227 31 00"]),
        ("(02) 541-3121, ext. 2240", ["(02) 541-3121, ext. 2240"]),
        ("12345678901234567890123456", None),
    ],
)
def test_numbers_behind_their_label(said: str, found: list[str] | None) -> None:
    """Each number behind a label for them is whole, and where one cannot be read none is given."""
    spans = numbers(said, CharSpan(0, len(said)))
    assert (None if spans is None else [said[slice(*span)] for span in spans]) == found


@pytest.mark.parametrize(
    ("said", "field"),
    [("Ana Ruiz", "person"), ("Direcção-Geral de Estradas", "lead_institution"), ("M. Luis Gil, conseiller", "person")],
)
def test_responsible_is_who_is_named(said: str, field: str) -> None:
    """Behind a label that may mean a person or a body, the value says which."""
    reading = read(
        "a.txt", f"Open Roads (KR0044)\n\nPaís: Uruguay\nResponsable: {said}\nInicio: 2025\nFin: 2026\n".encode()
    )
    assert values(reading, field) == [said.split(",")[0]]
    other = "person" if field != "person" else "lead_institution"
    assert values(reading, other) == []


@pytest.mark.parametrize("said", ["-", "TBD", "À préciser", "por definir", "n/d", "Não disponível"])
def test_what_states_nothing_is_kept_as_it_is_written(said: str) -> None:
    """A contact, a date or a status that is still to come is quoted, in each language, and no problem."""
    rows = f"Lead: Ministry of Roads\nContact person: {said}\nE-mail: {said}\nEnd: {said}\nStatus: {said}\n"
    reading = read("a.txt", f"Open Roads (KR0044)\n\n{rows}".encode())
    for field in ("person", "email", "end", "status"):
        assert values(reading, field) == [said]
        assert is_placeholder(field, said)
    assert not reading.problems


def test_a_line_to_fill_in_is_blank() -> None:
    """A row of underscores behind a label is left blank."""
    assert values(read("a.txt", b"Open Roads (KR0044)\n\nLead: A\nPhone: ____\nEnd: ....\n"), "phone") == [""]


def test_an_address_among_bodies_is_an_address() -> None:
    """An e-mail address behind the bodies of a row is no part of them."""
    reading = read(
        "a.txt",
        b"Open Roads (KR0044)\n\nLead: Ministry of Roads, info@roads.example\nStart: 2025\nEnd: 2026\nCountry: Kenya\n",
    )
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "email") == ["info@roads.example"]


def test_what_each_milestone_has_is_its_own() -> None:
    """What stands below one milestone after another is theirs, not the commitment's."""
    stages = "".join(f"Milestone {n}: Map {n}\nStart date: May 202{n}\nResponsible: Ana Ruiz\n" for n in (4, 5))
    text = (
        f"Open Roads (KR0044)\n\nLead: Ministry of Roads\nCountry: South Korea\nEnd: 2026\n{stages}Tel: 011 555 0123\n"
    )
    reading = read("a.txt", text.encode())
    assert values(reading, "start") == values(reading, "person") == []
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "phone") == ["011 555 0123"]


def test_the_number_of_somebody_else() -> None:
    """A second number below a name whose label is not known is not given beside the first person."""
    people = "Contact: Ana Ruiz\nTel: 011 555 0123\nLamp keeper: Luis Gil\nTel: 011 555 0124\n"
    rows = f"Lead: Ministry of Roads\nEnd: 2026\n{people}"
    reading = read("a.txt", f"Open Roads (KR0044)\n\n{rows}".encode())
    assert (values(reading, "person"), values(reading, "phone")) == (["Ana Ruiz"], ["011 555 0123"])


def test_the_partnerships_own_pages_are_no_forms() -> None:
    """Labels that only the partnership's pages have tell that the page is read as one of them."""
    text = "Open Roads (KR0044)\nAction Plan: Plan 2018-2020\nAction Plan Cycle: 2018\nStatus: Active\n"
    reading = read("a.txt", f"{text}Lead Institution: The Mint\nLamp keeper: Luis Gil\n".encode())
    assert values(reading, "cycle") == ["2018"]


@given(st.text(max_size=60))
def test_any_label(words: str) -> None:
    """Whatever a label says, it is known or not, and nothing is raised."""
    assert form_label(words) is None or form_label(words).names  # type: ignore[union-attr]
    assert key_label(words) is None or key_label(words).names  # type: ignore[union-attr]
    assert names_somebody(words) in (True, False)
    assert is_unstated("person", words) in (True, False)


@given(
    st.lists(
        st.sampled_from(
            [
                "|",
                "\t",
                "Status",
                " ",
                "\n",
                "---",
                "Lead: ",
                "x.",
                "## ",
                "**",
                "(KR0044)",
                "Start",
                "2025",
                "=",
                "....",
            ]
        ),
        max_size=40,
    )
)
def test_any_page(parts: list[str]) -> None:
    """Whatever is put together of the signs of layouts is read without fault, each value at its place."""
    text = "".join(parts)
    for name in ("KR0044.md", "KR0044.txt"):
        reading = read(name, f"{text}\n.".encode())
        assert reading.document is not None
        assert all(reading.document.text[value.start : value.end] == value.raw for value in reading.values)


_FEW = (
    "Lead institution: Ministry of Roads\nContact person: Ana Ruiz\nEmail: ana@roads.example\nStart date: July 2025\n"
)


@pytest.mark.parametrize(
    ("top", "code"),
    [
        ("South Korea launches commitment KR0044\nOpen roads for everybody\n\n", "KR0044"),
        ("KR0044. Open roads for everybody\n\n", "KR0044"),
        ("KR0044  Open roads for everybody\n\n", "KR0044"),
        ("KR0044 and KR0045\nOpen roads for everybody\n\n", None),
        ("Certified by ISO9001\nOpen roads for everybody\n\n", None),
        ("Open roads for everybody\n\n", None),
    ],
)
def test_the_only_code_above_the_rows_is_the_pages_own(top: str, code: str | None) -> None:
    """A code of a member that stands above the rows is the page's, where no other one stands there."""
    reading = read("note.txt", f"{top}{_FEW}".encode())
    assert {value.code for value in reading.values} == ({code} if code else set())


def test_a_code_below_is_anothers() -> None:
    """A page that speaks of another commitment below its rows is not taken for that one."""
    assert read("note.txt", f"Open roads\n\n{_FEW}See also KR0045 of last year.\n".encode()).values == ()


def test_a_menu_is_no_date() -> None:
    """Words without a figure behind “Start” or “End”, as in a menu, are no date; a word alone is kept as written."""
    top = "Start | Who we are | Contact us\n\nOpen Roads (KR0044)\n\n"
    rows = _FEW.replace("Start date: July 2025\n", "Status: Active\nEnd: Notes to all editors\n")
    reading = read("note.txt", f"{top}{rows}".encode())
    assert values(reading, "start") == values(reading, "end") == []
    assert values(read("note.txt", f"{top}{_FEW}End date: Ongoing\n".encode()), "end") == ["Ongoing"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Nombre del punto focal", "person"),
        ("E-mail institucional", "email"),
        ("Institución líder de la implementación", "lead_institution"),
        ("Name of the lead agency", "lead_institution"),
        ("Telefon der Ansprechperson", "phone"),
        ("Federführung", "lead_institution"),
    ],
)
def test_a_label_is_known_without_what_surrounds_it(written: str, name: str) -> None:
    """“Name of” before a label and “of the commitment” or “official” behind it do not count."""
    label = form_label(written)
    assert label is not None
    assert name in label.names


_GERMAN = """Startseite > Deutschland > Nationaler Aktionsplan

Verpflichtung DE0003
Straßen für alle

Federführung: Bundesministerium für Straßen
Beteiligte: Gemeindebund
Ansprechperson: Ana Ruiz
E-Mail: ana.ruiz@roads.example
Telefon: +43 1 531 15-0
Zeitraum: 1. Januar 2024 bis 31. Dezember 2025
Umsetzungsstand: Abgeschlossen

Impressum | Redaktion: redaktion@portal.example, Telefon: 0800 123 4567
"""


def test_a_page_in_german() -> None:
    """A German page is read, its code above the title, its country in the trail, its editors left out."""
    reading = read("seite.txt", _GERMAN.encode())
    assert {value.code for value in reading.values} == {"DE0003"}
    assert values(reading, "title") == ["Straßen für alle"]
    assert values(reading, "country") == ["Deutschland"]
    assert values(reading, "lead_institution") == ["Bundesministerium für Straßen"]
    assert values(reading, "email") == ["ana.ruiz@roads.example"]
    assert [value.value for value in reading.values if value.field in ("start", "end")] == ["2024-01-01", "2025-12-31"]


def test_a_template_of_a_wiki() -> None:
    """In a wiki's template each key is a label, known or not, and a blank one is blank."""
    text = (
        "{{Infobox commitment\n| name = Open Roads\n| ref = KR0044\n| lead        = Ministry of Roads\n| colour = red\n"
        "| responsible = Ana Ruiz\n| email       =\n| begin = May 2025\n}}\n'''Open Roads''' is a commitment.\n"
    )
    reading = read("wiki.txt", text.encode())
    assert values(reading, "title") == ["Open Roads"]
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "person") == ["Ana Ruiz"]
    assert values(reading, "email") == [""]


def test_a_cell_that_spans_the_labels_of_a_group() -> None:
    """Where a first cell spans several rows, the label of its own row is the second cell."""
    rows = "".join(
        f"<tr><td>{label}</td><td>{said}</td></tr>" for label, said in (("Cargo", "Jefa"), ("Inicio", "2025"))
    )
    table = (
        "<tr><td>Institución líder</td><td>Ministerio de Caminos</td></tr>"
        f"<tr><td rowspan=2>Responsable</td><td>Nombre</td><td>Ana Ruiz</td></tr>{rows}"
    )
    reading = read("a.html", f"<h1>KR0044 Caminos abiertos</h1><table>{table}</table>".encode())
    assert values(reading, "title") == ["Caminos abiertos"]
    assert values(reading, "lead_institution") == ["Ministerio de Caminos"]
    assert values(reading, "person") == ["Ana Ruiz"]
    assert values(reading, "person_title") == ["Jefa"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("The Guild; Road Watch", ["The Guild", "Road Watch"]),
        ("The Guild / Road Watch", ["The Guild", "Road Watch"]),
        ("The Guild\n  Road Watch", ["The Guild", "Road Watch"]),
        ("- The Guild\n- Road Watch", ["The Guild", "Road Watch"]),
        ("Guild of Roads and\n  Bridges", ["Guild of Roads and\n  Bridges"]),
        ("Guild of Roads/Bridges", ["Guild of Roads/Bridges"]),
    ],
)
def test_members_of_a_list(written: str, found: list[str]) -> None:
    """Semicolons, slashes between spaces, bullets and whole lines part the bodies of a list."""
    text = (
        f"Open Roads (KR0044)\nLead agency: Roads\nPartners: {written}\nStart date: May 2025\n"
        "Summary: All the roads of the country and all its bridges are put on one map.\n"
    )
    assert values(read("note.txt", text.encode()), "support_institutions") == found


def test_a_family_name_first_and_a_position_in_brackets() -> None:
    """A name with the family name first is one person; what only leads to an address is no position."""
    text = "Open Roads (KR0044)\nLead agency: Roads\nStart date: May 2025\nContact: {}\n"
    said = "Park, ji-won (Deputy Director, Roads): write to <park@roads.example>"
    reading = read("note.txt", text.format(said).encode())
    assert values(reading, "person") == ["Park, ji-won"]
    assert values(reading, "person_title") == ["Deputy Director, Roads"]
    reading = read("note.txt", text.format("Ana Ruiz: write to <ana@roads.example>").encode())
    assert values(reading, "person") == ["Ana Ruiz"]
    assert values(reading, "person_title") == []


_HEADED = "# {country} (KR0044)\n\n## {country}\n\nSouth Korea\n\n## {title}\n\nOpen Roads\n\n## {label}\n\n{said}\n"
_FRAMES = {
    "en": {"country": "Country", "title": "Title"},
    "es": {"country": "País", "title": "Título"},
    "fr": {"country": "Pays", "title": "Titre"},
    "de": {"country": "Land", "title": "Titel"},
}


@pytest.mark.parametrize(
    ("language", "label", "said", "name"),
    [
        ("en", "Which ministry or agency is in charge?", "Ministry of Bridges", "lead_institution"),
        ("en", "Who helps?", "The Guild", "support_institutions"),
        ("en", "Backed by", "The Guild", "support_institutions"),
        ("en", "Departments assisting", "The Guild", "support_institutions"),
        ("es", "Coejecutores", "Consejo de Caminos", "support_institutions"),
        ("en", "Whom can I contact?", "Luis Gil, gil@roads.example", "person"),
        ("en", "Who is the person in charge?", "Luis Gil", "person"),
        ("en", "Key contact", "Luis Gil", "person"),
        ("de", "Wie erreiche ich sie?", "gil@roads.example", "email"),
        ("en", "Clock started", "1 May 2025", "start"),
        ("es", "¿Cuándo termina?", "1 de mayo de 2025", "end"),
        ("en", "To be delivered between", "1 May 2025 and 2 June 2026", "end"),
        ("fr", "Où en est l'engagement ?", "Terminé", "completion"),
        ("en", "Delivery so far", "Half done", "completion"),
        ("en", "Sphere", "Open data", "policy_areas"),
    ],
)
def test_a_label_that_no_table_holds_is_known_by_its_words_and_its_value(
    language: str, label: str, said: str, name: str
) -> None:
    """Words of a label in the page's language tell what it may mean, where the value behind it is of that kind."""
    text = _HEADED.format(**_FRAMES[language], label=label, said=said)
    assert values(read("note.md", text.encode()), name)[-1] in said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Who wrote this page?", "Luis Gil"),
        ("Reviewing officer of the press", "Luis Gil"),
        ("Sister agencies helping", "gil@roads.example"),
        ("Clock started", "Soon"),
        ("Lamp started", "The Guild"),
        ("Key contact", "The Guild of Lamps and Wicks"),
        ("Coejecutores", "The Guild"),
    ],
)
def test_a_label_whose_value_is_of_another_kind_stays_unknown(label: str, said: str) -> None:
    """A label with a value of another kind, with a word for others or of another language is reported."""
    text = _HEADED.format(**_FRAMES["en"], label=label, said=said) + "\n## Policy areas\n\nOpen data\n"
    reading = read("note.md", text.encode())
    assert label in reported(reading)
    assert {value.field for value in reading.values} == {"title", "country", "policy_areas"}


def test_a_label_known_by_its_words_states_nothing_that_another_label_states() -> None:
    """Where a label that a table holds states the person, one that is known by its words gives no second one."""
    text = _HEADED.format(**_FRAMES["en"], label="Key contact", said="Luis Gil") + "\n## Contact person\n\nAna Ruiz\n"
    assert values(read("note.md", text.encode()), "person") == ["Ana Ruiz"]


@pytest.mark.parametrize("name", ["Fwd_ KR0044 update.txt", "compromiso-kr0044.txt", "KR0044.txt"])
def test_a_code_in_the_name_of_the_file(name: str) -> None:
    """The only code in a file's name is the page's, and goes before one of another commitment below the rows."""
    text = f"Open roads for everybody\n\n{_FEW}\nRelated\nKR0045  Open bridges for everybody\n"
    reading = read(name, text.encode())
    assert {value.code for value in reading.values} == {"KR0044"}
    assert values(reading, "title") == ["Open roads for everybody"]


def test_a_letter_states_no_dates_or_areas_in_its_head_and_no_contact_below_its_end() -> None:
    """Sender and receiver of a letter are no dates; the number below “Regards” is that of who wrote it."""
    text = (
        "From: OGP Desk <desk@roads.example>\nTo: list@roads.example\nDate: 14 Mar 2025\nSubject: KR0044 - return\n\n"
        "Commitment: Open Roads\nLead agency: Ministry of Roads\nContact person: Ana Ruiz\nMobile: 02 555 0144\n"
        "Status: Active\n\nKind regards,\nLuis Gil\nTel. 02 555 0199\n"
    )
    reading = read("letter.txt", text.encode())
    assert {value.code for value in reading.values} == {"KR0044"}
    assert values(reading, "phone") == ["02 555 0144"]
    assert values(reading, "start") == values(reading, "end") == values(reading, "policy_areas") == []


@pytest.mark.parametrize("written", ["06/5550177 int. 5", "(61) 5550-0129 - ramal 31", "0312 55 50 13, internal 1-24"])
def test_a_number_with_a_slash_or_an_extension_is_whole(written: str) -> None:
    """An area behind which a slash stands, and an extension, are parts of the number."""
    text = f"Open Roads (KR0044)\nLead agency: Roads\nContact person: Ana Ruiz\nPhone: {written}\n"
    assert values(read("note.txt", text.encode()), "phone") == [written]


@pytest.mark.parametrize(
    "around",
    [
        "{title}\nRef. KR0044\n\n{rows}\nRelated content\n\nCommitment 4: Open bridges (KR0045)\n",
        "KR0043 Open gates\n\nSee its own page.\n\nKR0044 {title}\n\n{rows}\nKR0045 Open bridges\n",
        "{title}\n\nOGP ID: KR0044\n{rows}\nOther commitments\n\nKR0043 · KR0045\n",
        "{title}\n\nSecret number: KR0044\n{rows}\nSee also\n\nKR0045 Open bridges\n",
    ],
)
def test_a_related_commitments_code_is_never_the_pages(around: str) -> None:
    """Codes of other commitments above and below a page's rows are not taken for its own."""
    reading = read("note.txt", around.format(title="Open roads for everybody", rows=_FEW).encode())
    assert {value.code for value in reading.values} == {"KR0044"}
    assert values(reading, "title") == ["Open roads for everybody"]


def test_the_keys_of_an_owner() -> None:
    """Of keys for somebody the last word tells what they hold, and the value whether it is a person or a body."""
    text = (
        "---\nid: KR0044\ntitle: Open Roads\nlead_body: Ministry of Roads\nowner_name: Ana Ruiz\n"
        "owner_role: Head of Maps\nowner_email: ana@roads.example\nowner_phone: '02 555 0123'\n---\n\nAll on a map.\n"
    )
    reading = read("KR0044.md", text.encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "person") == ["Ana Ruiz"]
    assert values(reading, "person_title") == ["Head of Maps"]
    assert values(reading, "email") == ["ana@roads.example"]


def test_indented_values_below_labels_that_stand_out() -> None:
    """Where values are indented below their labels, a label that no table holds is one too."""
    text = (
        "Open Roads (KR0044)\n\nLead agency\n\tMinistry of Roads\n\tMinistry of Maps\nPartners\n\tThe Guild\n"
        "Lamp keeper\n\tLuis Gil\nStatus\n\tActive\n"
    )
    reading = read("note.txt", text.encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads", "Ministry of Maps"]
    assert values(reading, "support_institutions") == ["The Guild"]
