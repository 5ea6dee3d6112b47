"""Labels as people write them: in every way of writing, among known and unknown ones; none is swallowed.

`label_table.py` makes the table of docs/reading.md; after a change of the tables of labels:

    python -m tests.reading.label_table --write
"""

from __future__ import annotations

import re

import pytest

from bot.reading import read
from bot.reading.label_tables import label_tables
from bot.reading.label_tree import Label, LabelTree
from bot.records.model import DocumentReading
from tests.thorough import THOROUGH, some

from . import label_table

PAGE = "Open Roads (KR0044)\nAction Plan: Plan 2018-2020\nStatus: Active\n\nDescription\n\n{}\n"


def description(text: str) -> DocumentReading:
    """A page with this Description, read."""
    return read("KR0044.txt", PAGE.format(text).encode())


def values(reading: DocumentReading, field: str) -> list[str]:
    """What the page says of a field, as written."""
    return [value.raw for value in reading.values if value.field == field]


def reported(reading: DocumentReading) -> list[str]:
    """The labels that the report names as unknown."""
    return [
        problem.message.split("”")[0].lstrip("“") for problem in reading.problems if "looks like" in problem.message
    ]


def test_the_table_is_that_of_the_reader() -> None:
    """The table in docs/reading.md is what reading makes of every label, and none is swallowed."""
    lines = [*label_table.by_label(), *(label_table.by_field() if THOROUGH else ())]
    swallowed = [line for line in lines if "swallowed" in line]
    assert not swallowed, "labels that become part of the value before them:\n" + "\n".join(swallowed)
    text = label_table.DOCUMENT.read_text(encoding="utf-8")
    told = "; ".join(line for line in lines if line not in text.splitlines()) or "lines that are gone or moved"
    again = "Look at them, then make it again: python -m tests.reading.label_table --write"
    assert "\n".join(lines) + "\n" in text, f"The table of docs/reading.md is an old one: {told}. {again}"


def test_no_row_of_the_tables_is_swallowed() -> None:
    """The rows of the tables, in each way of writing, become a value of a field or a note, and no part of another."""
    assert [case for case in label_table.cases(some(label_table.rows(), 6)) if case.fate == "swallowed"] == []
    counts = re.findall(r"\| (\d+) of (\d+) ", label_table.DOCUMENT.read_text(encoding="utf-8"))
    assert counts
    assert all(told == whole for told, whole in counts)


SHORT = ("None", "Yes", "Ann Bo", "Ministry of Roads", "4,000 a year", "Not applicable")


@pytest.mark.parametrize("label", label_table.UNKNOWN)
@pytest.mark.parametrize("way", label_table.WAYS)
def test_an_unknown_label_ends_the_value_before_it(label: str, way: str) -> None:
    """A label that no table knows ends the value before it, however short its own value is, and is reported."""
    for value in SHORT:
        text = "\n\n".join(
            label_table.WAYS[way].format(*row)
            for row in (("Main objective", "Roads are mended."), (label, value), ("Relevance", "It opens data."))
        )
        reading = description(text)
        assert values(reading, "objective") == ["Roads are mended."]
        assert values(reading, "relevance") == ["It opens data."]
        assert len(reported(reading)) == 1
        assert reported(reading)[0].startswith(label)


# Sentences that begin a paragraph, or end in a colon: none is a label
SENTENCES = [
    "The ministry will publish three lists:\n- the roads;\n- the bridges.",
    "Publish for each visit:\nthe day;\nthe reason.",
    "Each office puts online: the order paper, the record, the list of members.",
    "In 2019 the council met twice.",
    "Three kinds of record exist: the licence, its conditions, the inspections.",
    "El ministerio publicará tres listas:\n- los caminos;\n- los puentes.",
    "Le ministère publiera trois listes :\n- les routes ;\n- les ponts.",
    "Citizens of Ghana asked for it.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("way", label_table.WAYS)
def test_a_sentence_is_no_label(sentence: str, way: str) -> None:
    """A paragraph that is a sentence, or introduces a list, stays in the value that it stands in."""
    rows = [
        ("Main objective", "Roads are mended."),
        ("Relevance", "It opens data."),
        ("Brief description", f"A first step.\n\n{sentence}"),
    ]
    reading = description("\n\n".join(label_table.WAYS[way].format(*row) for row in rows))
    assert values(reading, "brief") == [f"A first step.\n\n{sentence}"]
    assert reported(reading) == []


def test_every_word_of_sentences_is_one_word() -> None:
    """The words that no label begins with or holds are folded single words."""
    tables = label_tables()
    assert all(word and " " not in word and word == word.casefold() for word in tables.opening | tables.inside)


CONTACTS = [
    (
        "Contact: Ana Ruiz, Tel: 011 5550123 Fax: 011 5550124 Email: a@roads.org",
        ["Ana Ruiz"],
        ["011 5550123"],
        ["a@roads.org"],
    ),
    ("Contact: Fax: 011 5550124, Email: a@roads.orgRoad Centre", [], [], ["a@roads.org"]),
    ("Email: a@roads.orgTel: (876) 555-0127Fax: (876) 555-0128", [], ["(876) 555-0127"], ["a@roads.org"]),
    (
        "Contacto: Ana Ruiz, correo: a@roads.org, tel. 2555-0170, fax 2555-0171",
        ["Ana Ruiz"],
        ["2555-0170"],
        ["a@roads.org"],
    ),
    ("Courriel : a@roads.orgou 33 555 01 22 Télécopieur : 33 555 01 23", [], ["33 555 01 22"], ["a@roads.org"]),
    ("E-mail, Tel., Fax: a@roads.org, 05 36 55 50 11, 05 36 55 50 12", [], ["05 36 55 50 11"], ["a@roads.org"]),
    (
        "Person responsible: Dr. (Mrs.) Ann Bo; Email and phone: tel. +254 20 5569055",
        ["Dr. (Mrs.) Ann Bo"],
        ["+254 20 5569055"],
        [],
    ),
]


@pytest.mark.parametrize(("text", "people", "phones", "emails"), CONTACTS)
def test_contacts_behind_labels(text: str, people: list[str], phones: list[str], emails: list[str]) -> None:
    """A label of a contact is no person, a fax number no phone, and a word glued to an address no part of it."""
    reading = description(f"Main objective: Roads are mended.\n\n{text}")
    assert [raw for raw in values(reading, "person") if raw] == people
    assert values(reading, "phone") == phones
    assert [raw for raw in values(reading, "email") if raw] == emails


def test_a_single_year_is_the_whole_period() -> None:
    """One year behind a label for a period is its start and its end."""
    reading = description("Implementation timeframe: 2017\n\nMain objective: Roads are mended.")
    assert (values(reading, "start"), values(reading, "end")) == (["2017"], ["2017"])


def test_dates_below_a_milestone_are_its_own() -> None:
    """Dates that stand below milestones are not the commitment's, whose own stand elsewhere."""
    reading = description(
        "Timeframe: July 2018 - June 2020\n\nMilestones:\n1. A draft\nStart date: July 2018 End date: May 2019\n"
        "2. A law\nStart date: June 2019 End date: June 2020\n\nRelevance: It opens data."
    )
    assert (values(reading, "start"), values(reading, "end")) == (["July 2018"], ["June 2020"])
    assert [raw.splitlines()[0] for raw in values(reading, "milestones")] == ["A draft", "A law"]


def test_dates_of_milestones_alone_are_not_the_commitments() -> None:
    """A date label that is repeated below milestones is theirs, and what follows once is the commitment's."""
    reading = description(
        "Objectif : Réparer.\n\nJalons\nJalon 1 : Un projet\nÉchéance : mars 2022\nJalon 2 : Une loi\n"
        "Échéance : mai 2023\n\nDébut : 2021 Fin : 2023"
    )
    assert (values(reading, "start"), values(reading, "end")) == (["2021"], ["2023"])


TRANSLATED = [
    ("Objetivo / Objective: Abrir los datos.", "objective", "Abrir los datos."),
    ("Problema / Problem Las asambleas votan tarde.", "problem", "Las asambleas votan tarde."),
    ("Responsable / Person responsible : Ana Ruiz", "person", "Ana Ruiz"),
    ("Agence d'exécution principale / acteur\nMinistère des Routes", "lead_institution", "Ministère des Routes"),
    ("Inicio / Start: 1 de julio de 2021", "start", "1 de julio de 2021"),
    ("Objective (Objetivo): To open data.", "objective", "To open data."),
    ("**1.3 GENERAL PROBLEM / CHALLENGE ADDRESSED BY THE COMMITMENT:** Firms hide.", "problem", "Firms hide."),
]


@pytest.mark.parametrize(("text", "field", "raw"), TRANSLATED)
def test_a_label_with_its_translation(text: str, field: str, raw: str) -> None:
    """What stands behind a slash or in brackets is of the label, not of its value."""
    assert values(description(f"Relevance: It opens data.\n\n{text}"), field) == [raw]


REVIEW = (
    "Road democracy (ZA0106)\nAction Plan: Plan 2020\nDescription\nRoads.\n\nIRM Midterm Status Summary\n\n{}\n\n"
    "Commitment Text:\n\nMining in the hills\n\nCompletion: Complete\n"
)


@pytest.mark.parametrize(
    ("heading", "own"),
    [
        ("9. Mine the hills", False),
        ("Commitment 9: Mine the hills", False),
        ("Compromiso 12 — Agua y saneamiento (ZA0118)", False),
        ("4. Democracy on the roads", True),
        ("Commitment 4. Road democracy", True),
        ("Commitment 4", True),
    ],
)
def test_a_review_of_another_commitment(heading: str, own: bool) -> None:
    """A block whose heading names another commitment gives this one nothing, and the report says so."""
    reading = read("ZA0106.txt", REVIEW.format(heading).encode())
    assert values(reading, "completion") == (["Complete"] if own else [])
    assert values(reading, "brief") == (["Mining in the hills"] if own else [])
    assert any("another commitment" in problem.message for problem in reading.problems) is not own


HEADER = "Open Roads (KR0044)\nAction Plan: Plan 2018-2020\n{}\nDescription\nText.\n"


@pytest.mark.parametrize(
    ("line", "field", "raw"),
    [
        ("Status Active", "status", "Active"),
        ("Lead Institution The Treasury", "lead_institution", "The Treasury"),
        ("Support Institution(s) The Bank", "support_institutions", "The Bank"),
        ("Action Plan Cycle 2018", "cycle", "2018"),
        ("Institución líder / Lead Institution: La Tesorería", "lead_institution", "La Tesorería"),
        ("Status (Estado): Active", "status", "Active"),
    ],
)
def test_header_labels_as_people_write_them(line: str, field: str, raw: str) -> None:
    """A header's label may stand before its value without a colon, and have its translation behind it."""
    assert values(read("KR0044.txt", HEADER.format(line).encode()), field) == [raw]


def test_header_labels_in_a_description() -> None:
    """A header's label that stands in the Description is read there, unless the header states it."""
    reading = description("Main objective: To open.\n\nCountry: Korea\n\nStatus: Inactive\n\nRelevance: It opens data.")
    assert (values(reading, "country"), values(reading, "status")) == (["Korea"], ["Active"])
    assert (values(reading, "objective"), reported(reading)) == (["To open."], ["Status"])


def test_a_label_that_is_added_later() -> None:
    """A tree that was looked in already finds a label that was added to it since, the longest first."""
    tree, text = LabelTree(), "Lead body: the mint"
    tree.add(Label("lead_institution", "description", "Lead", 1))
    assert [stop for _, stop in tree.at(text, 0, len(text))] == [4]
    tree.add(Label("lead_institution", "description", "Lead body", 2))
    assert [stop for _, stop in tree.at(text, 0, len(text))] == [9, 4]


MISTYPED = [
    ("Lead Implementng Agency: Treasury of Chile", "lead_institution", ["Treasury of Chile"]),
    ("Lead Implementng Agency\n\nTreasury of Chile", "lead_institution", ["Treasury of Chile"]),
    ("Lead Implementng Agency\tTreasury of Chile", "lead_institution", ["Treasury of Chile"]),
    ("Resposible institution: The Mint", "lead_institution", ["The Mint"]),
    ("Institución respnsable: La Tesorería", "lead_institution", ["La Tesorería"]),
    ("Contcat person: Ana Ruiz", "person", ["Ana Ruiz"]),
]


@pytest.mark.parametrize(("text", "field", "raw"), MISTYPED)
def test_a_mistyped_label_is_the_label(text: str, field: str, raw: list[str]) -> None:
    """One letter too many, too few or wrong in a label changes nothing, and its rest is never taken for a value."""
    assert values(description(f"Main objective: Roads are mended.\n\n{text}"), field) == raw


def test_every_long_label_may_be_mistyped() -> None:
    """Whichever long word of a label lacks a letter, the label is found from its first word to its last."""
    tree = label_tables().description
    for label in label_tables().wordings:
        for word in re.finditer(r"[^\W\d_]{8,}", label.text) if label.words > 1 else ():
            text = (label.text[: word.start() + 4] + label.text[word.start() + 5 :]).lstrip("¿")
            ends = {end for found, end in tree.at(text, 0, len(text)) if found.name == label.name}
            assert label.role != "description" or max(ends, default=0) >= len(text.rstrip("?): ")), text


@pytest.mark.parametrize("name", ["Marco Rossi", "Justin Lead", "Dates Nyong'o", "Period Moyo"])
def test_a_name_below_a_label_is_its_value(name: str) -> None:
    """The first word of a name may be a label of another field: right below a label it begins that one's value."""
    reading = description(f"Main objective: Roads are mended.\n\nContact person\n\n{name}\n\nPhone\n\n011 5550123")
    assert values(reading, "person") == [name]
    assert values(reading, "phone") == ["011 5550123"]


@pytest.mark.parametrize("gap", ["\t", ": ", "\n", " "])
def test_an_abbreviation_keeps_its_stop(gap: str) -> None:
    """`Tel.` is a label before a tab, a colon, a line end and a space; its number is no part of the position above."""
    reading = description(f"Contact person: Ana Ruiz\nTitle, Department: Head of Unit\nTel.{gap}011 5550123")
    assert values(reading, "person_title") == ["Head of Unit"]
    assert values(reading, "phone") == ["011 5550123"]


def test_an_unknown_row_of_a_table_ends_the_value_above() -> None:
    """In rows of two columns the first one is a label, known or not."""
    reading = description(
        "Lead agency\tThe Mint\nDesk\tBlock B, 12\nSupporting institutions\tThe Bank\nEnlace\tAna Ruiz"
    )
    assert values(reading, "lead_institution") == ["The Mint"]
    assert values(reading, "support_institutions") == ["The Bank"]
    assert reported(reading) == ["Desk", "Enlace"]


def test_a_word_below_the_lead_is_no_part_of_it() -> None:
    """Among labels on lines of their own, a word below a body's name that names none is an unknown label."""
    reading = description(
        "Start date\n\n1 July 2021\n\nAgencia ejecutora\n\nSecretaría de Transparencia\n\nEnlace\n\nAna Ruiz"
    )
    assert values(reading, "lead_institution") == ["Secretaría de Transparencia"]
    assert reported(reading) == ["Enlace"]
