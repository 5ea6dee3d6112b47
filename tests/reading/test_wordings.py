"""Labels: each wording with the value that it must find, and texts in which no label may be found.

A new label is a row of `bot/reading/languages/*.toml` and an example here; docs/reading.md shows how.
"""

from __future__ import annotations

import pytest

from bot.reading import read
from bot.reading.label_tables import label_tables
from bot.records.fields import FIELD

HEADER = "Open Data (KR0044)\nAction Plan: Plan 2018-2020\n{}\nDescription\nText.\n"
DESCRIPTION = "Open Data (KR0044)\nAction Plan: Plan 2018-2020\nStatus: Active\nDescription\n{}\n"

# (lines of the header, field, value as written, normalised value)
HEADERS = [
    ("Action Plan Cycle: 2018", "cycle", "2018", "2018"),
    ("Year Action Plan: 2018", "cycle", "2018", "2018"),
    ("Ciclo del plan de acción: 2018", "cycle", "2018", "2018"),
    ("Cycle du plan d’action : 2018", "cycle", "2018", "2018"),
    ("Estatus: inactivo", "status", "inactivo", "Inactive"),
    ("Statut : Inactif", "status", "Inactif", "Inactive"),
    ("**Early Results:** Major Major", "early_results", "Major Major", "Major"),
    ("Premiers résultats :\nexceptionnels", "early_results", "exceptionnels", "Outstanding"),
    ("Early Results:\n\nMarginal", "early_results", "Marginal", "Marginal"),
    ("Ambición (consulta: definición): Alto", "ambition", "Alto", "High"),
    ("Potential for Results: Modest", "potential_for_results", "Modest", "Modest"),
    ("| Starred | Yes Starred |", "starred", "Yes Starred", "yes"),
    ("Start Date: 9/1/2018 | End Date: 8/31/2020", "end", "8/31/2020", "2020-08-31"),
    ("Commitment Start: Jul 2025", "start", "Jul 2025", "2025-07"),
    ("Policy Areas\nOpen DataIRM Review", "policy_areas", "Open Data", '["Open Data"]'),
    ("Status: InactiveLead Institution: The Treasury", "lead_institution", "The Treasury", "The Treasury"),
    ("Support Institution(s):\n- Nandi County", "support_institutions", "Nandi County", "Nandi County"),
    ("Support Institution(s): A Centre, Ann Bo, ann@bo.org", "email", "ann@bo.org", "ann@bo.org"),
]  # fmt: skip

# (a description, field, value as written)
DESCRIPTIONS = [
    ("Doing it; Main Objective: To open; to share; Relevance: High.", "objective", "To open; to share"),
    ("Main Objective: To open. Brief Description of Commitment: Doing it.", "objective", "To open."),
    ("Main aim To open. Status quo or problem to be addressed All is shut.", "problem", "All is shut."),
    ("CHALLENGE All is shut. PROPOSED SOLUTION We open it.", "brief", "We open it."),
    ("What is the commitment?\nWe open it.", "brief", "We open it."),
    ("¿Cuál es el compromiso ?: Abrir los datos.", "brief", "Abrir los datos."),
    ("Quel est le problème que l'engagement va résoudre ? Tout est fermé.", "problem", "Tout est fermé."),
    ("¿Cuál es el problema público que abordará el compromiso?\nTodo está cerrado.", "problem", "Todo está cerrado."),
    (
        "OGP challenge addressed by the commitment Improving services.; Relevance: High.",
        "challenge",
        "Improving services.",
    ),
    ("Why is this commitment relevant to OGP values? It opens data.", "relevance", "It opens data."),
    ("Doing it; Title: Department Data Division, Head; Email: a@b.org", "person_title", "Data Division, Head"),
    ("Doing it; Title, Department: Data Division / Head; Email: a@b.org", "person_title", "Data Division / Head"),
    ("Person responsible from implementing agency\n\nDr. Ann Bo\n\nPhone\n\n+254 20 5569055", "person", "Dr. Ann Bo"),
    ("Contact Person 1: Ann Bo – Head – a@b.org\nContact Person 2: Luis Gil – Clerk – c@d.org", "person", "Luis Gil"),
    (
        "Contact Person 1: Ann Bo – Head – a@b.org\nContact Person 2: Luis Gil – Budget Officer",
        "person_title",
        "Budget Officer",
    ),
    ("Lead agency: The Mint\nMedia sponsor: The Daily\nObjective: To open.", "lead_institution", "The Mint"),
    ("Lead agency: The Mint\nLead CSO: Bridge Trust\nObjective: To open.", "other_actors", "Bridge Trust"),
    (
        "Problem definition: All is shut.\nCurrent status: Delayed, said the Mint.",
        "completion",
        "Delayed, said the Mint.",
    ),
    ("Objective: To open.\nCurrent status: Only two offices answer.", "problem", "Only two offices answer."),
    ("Objective: To open.\nOGP values: Transparency; accountability", "ogp_values", "Transparency; accountability"),
    ("Objective: To open.\nOGP values: It opens data.", "relevance", "It opens data."),
    (
        "Objective: To open.\nOGP values: Transparency and accountability.",
        "relevance",
        "Transparency and accountability.",
    ),
    ("¿Por qué es relevante frente a los valores de OGP?\nAbre datos.", "relevance", "Abre datos."),
    ("Email: a@b.org, c@d.org; Phone: +254 20 5569055", "email", "c@d.org"),
    ("July 2018-March 2020\n\nCommitment Description\nWe open it.", "end", "March 2020"),
    ("Commitment Start and End Date: Ongoing / 1 July 2016 ~ 30 June 2018", "newness", "Ongoing"),
    ("Implementation timeframe: November 2016-March 2017", "start", "November 2016"),
    ("Doing it; Email: ; Phone: +254 20 5569055", "email", ""),
    ("Objectif principal : Ouvrir les données.", "objective", "Ouvrir les données."),
    ("Opening the data; Main Objective: To open.", "summary", "Opening the data"),
    (
        "Milestones:\n• First draft July 2018\n• Review by a panel June 2019",
        "milestones",
        "Review by a panel June 2019",
    ),
]

# Descriptions of prose: they use the words of labels, but label nothing.
PROSE = [
    "In the status quo, auditors decide alone; that shall end.",
    "The main objective of the plan is openness. Its relevance to citizens is high.",
    "Action Plan 2016-2018 stays in force, and the commitment of line ministries too.",
    "The pilot ran from May to September 2014 and reached 94 users.",
    "A public call on 24 February 2015 brought 33 replies by email and phone.",
    "They agreed on the following: the problem is known, the solution is not.",
]


@pytest.mark.parametrize(("lines", "field", "raw", "value"), HEADERS)
def test_header_label(lines: str, field: str, raw: str, value: str) -> None:
    """The label finds its value in a header, as written and in its normal form."""
    found = read("KR0044.txt", HEADER.format(lines).encode()).values
    assert (field, raw, value) in {(one.field, one.raw, one.value) for one in found}


@pytest.mark.parametrize(("text", "field", "raw"), DESCRIPTIONS)
def test_description_label(text: str, field: str, raw: str) -> None:
    """The label finds its value in a description."""
    found = read("KR0044.txt", DESCRIPTION.format(text).encode()).values
    assert (field, raw) in {(one.field, one.raw) for one in found}


def test_a_label_that_no_table_knows_ends_a_short_value() -> None:
    """A line with a label and a value below the name of a body is no part of it, and is reported."""
    text = DESCRIPTION.format("Lead agency: The Mint\nMedia sponsor: The Daily\nObjective: To open.")
    reading = read("KR0044.txt", text.encode())
    assert any("“Media sponsor”" in problem.message for problem in reading.problems)


@pytest.mark.parametrize("heading", ["Commitment Planning", "|---|---|"])
def test_a_heading_and_a_rule_are_no_text(heading: str) -> None:
    """What only divides a description is no field's text."""
    text = DESCRIPTION.format(f"{heading}\nObjective: To open.\nProblem definition: All is shut.")
    found = {one.field for one in read("KR0044.txt", text.encode()).values}
    assert not found & {"brief", "summary"}


@pytest.mark.parametrize("text", PROSE)
def test_prose_labels_nothing(text: str) -> None:
    """Words of labels inside prose find nothing: the prose is the summary and no other field."""
    found = read("KR0044.txt", DESCRIPTION.format(text).encode()).values
    assert [(one.field, one.raw) for one in found if one.start > len("Open Data (KR0044)\n") + 50] == [
        ("summary", text)
    ]


KNOWN = [label for label in label_tables().wordings if label.role == "description"]


@pytest.mark.parametrize("language_mark", ["public problem", "problema", "problème"])
def test_every_language_has_labels(language_mark: str) -> None:
    """The tables hold labels of the problem field in English, Spanish and French."""
    assert any(language_mark in label.text for label in KNOWN if label.name == "problem")


def test_every_label_names_a_field() -> None:
    """Each row of the tables stands under a field of FIELDS, a range of dates, or a block of contacts."""
    named = {label.name for label in label_tables().wordings if label.role in ("header", "description", "group")}
    assert named - set(FIELD) == {"dates", "contacts"}


def test_every_wording_is_found() -> None:
    """Each wording of the tables, as it stands there, is found as itself, however many others begin like it."""
    tables = label_tables()
    for label in tables.wordings:
        tree = tables.header if label.role in ("header", "heading") else tables.description
        words = label.text.lstrip("¿")
        found = {(one.name, one.role) for one, _ in tree.at(words, 0, len(words))}
        assert (label.name, label.role) in found


def test_an_unknown_label_is_reported_once() -> None:
    """A label that no table knows is said once a document, with a guess, and its text is given back as unread."""
    text = DESCRIPTION.format("Doing it; Email: a@b.org; Foo indicators: one; two; Foo indicators: three")
    reading = read("KR0044.txt", text.replace("Status:", "Statuss:").encode())
    said = [problem for problem in reading.problems if "looks like a label" in problem.message]
    assert [(problem.line, problem.field, problem.severity) for problem in said] == [
        (3, "status", "info"),
        (5, None, "info"),
    ]
    assert reading.document is not None
    left = [reading.document.text[span.start : span.end] for span in reading.unread]
    assert left == ["Statuss: Active", "Foo indicators: one; two; Foo indicators: three"]
