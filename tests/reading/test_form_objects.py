"""Objects that a portal of open data exports, in JSON or YAML: keys are labels, the plan stands beside the list."""

from __future__ import annotations

import json

from bot.reading import read
from tests.reading.test_forms import values

ROADS = {
    "numero": "5.1",
    "titulo": "Puentes abiertos",
    "institucion_responsable": "Ministerio de Obras",
    "instituciones_apoyo": ["Puertos", "Ríos"],
    "fecha_inicio": "2022-01-01",
    "fecha_fin": None,
    "contacto": {"nombre": "Silvana Pérez", "correo": "sperez@obras.example"},
}
YAML = """# exported from the portal
country: Estonia
action_plan: "Estonia Action Plan 2022-2024"
commitments:
  - number: 1
    title: Open bridges
    lead: Bridges Board
    supporting: [Ports Authority, River Watch]
    start: 2022-10
    end:
    milestones:
      - Counted with five towns
      - Public launch
    contact: {name: Merilin Tamm, email: merilin@bridges.example}
    remarks: ~
  - number: 2
    title: Open ports
    lead: Ports Authority
    start: 2023-01
    problem: >
      Timetables are not published
      in an open format.
"""


def test_objects_below_the_plan_and_its_country_have_keys_made_of_them() -> None:
    """What stands beside the list holds for each of its objects."""
    data = {
        "pais": "Uruguay",
        "plan": "Quinto Plan de Acción 2021-2024",
        "compromisos": [ROADS, {**ROADS, "numero": "5.2"}],
    }
    reading = read("datos.json", json.dumps(data, ensure_ascii=False, indent=2).encode())
    assert list(dict.fromkeys(one.code for one in reading.values)) == ["UY-P5-5.1", "UY-P5-5.2"]
    assert values(reading, "country") == ["Uruguay"] * 2
    assert values(reading, "action_plan") == ["Quinto Plan de Acción 2021-2024"] * 2
    assert values(reading, "support_institutions") == ["Puertos", "Ríos"] * 2
    assert values(reading, "person") == ["Silvana Pérez"] * 2


def test_of_a_key_in_two_languages_the_first_is_read_and_the_other_told() -> None:
    """The partnership's code in an object is its own."""
    one = {
        "commitment_id": "CA0078", "country": "Canada", "title_en": "Open bridges", "title_fr": "Ponts ouverts",
        "lead_department": "Public Works", "start_date": "2022-09-01", "description_en": "Publish every bridge.",
    }  # fmt: skip
    reading = read("data.json", json.dumps([one, {**one, "commitment_id": "CA0079"}]).encode())
    assert list(dict.fromkeys(value.code for value in reading.values)) == ["CA0078", "CA0079"]
    assert values(reading, "title") == ["Open bridges"] * 2
    assert values(reading, "brief") == ["Publish every bridge."] * 2
    assert any("title_fr" in problem.message for problem in reading.problems)


def test_an_object_without_a_title_is_told_and_the_others_are_read() -> None:
    """What cannot be read costs nothing of what can."""
    bare = {"numero": "5.4", "institucion_responsable": "Ministerio de Obras"}
    data = {"pais": "Uruguay", "compromisos": [ROADS, {**ROADS, "numero": "5.2"}, bare]}
    reading = read("datos.json", json.dumps(data).encode())
    assert len(values(reading, "title")) == 2
    assert any("no title" in problem.message for problem in reading.problems)


def test_yaml_is_read_by_its_keys() -> None:
    """Lists, keys within keys, folded text and notes, each value at its place."""
    reading = read("plan.yaml", YAML.encode())
    assert list(dict.fromkeys(one.code for one in reading.values)) == ["EE-P22-1", "EE-P22-2"]
    assert values(reading, "title") == ["Open bridges", "Open ports"]
    assert values(reading, "support_institutions") == ["Ports Authority", "River Watch"]
    assert values(reading, "milestones") == ["Counted with five towns", "Public launch"]
    assert values(reading, "person") == ["Merilin Tamm"]
    assert values(reading, "problem") == ["Timetables are not published\n      in an open format."]
    assert all(YAML[one.start : one.end] == one.raw for one in reading.values)


def test_text_that_is_no_list_of_objects_is_none() -> None:
    """A list of words under a key lists no commitment."""
    reading = read("list.yaml", b"country: Estonia\nbridges:\n  - one\n  - two\n")
    assert not reading.values


def test_keys_within_keys_without_end_are_no_harm() -> None:
    """A text that goes ever deeper is read as far as anybody writes."""
    deep = "commitments:\n  - title: Open bridges\n" + "".join(f"{' ' * (4 + n)}a:\n" for n in range(2000))
    assert not read("deep.yaml", deep.encode()).values
