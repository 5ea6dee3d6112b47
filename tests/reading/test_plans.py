"""A whole action plan is read as its commitments: split where labels begin again, and never where it is not sure."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading import read
from bot.reading.mapping import MappingError, read_plan_mapping
from bot.reading.plan_cover import plan_number
from bot.reading.plans import explain_mapping
from bot.records.dates import read_date
from bot.records.model import DocumentReading, Value
from tests.plans import make

PLANS = Path(__file__).parents[1] / "plans"
COVER = "Republic of Georgia\nFourth Open Government Action Plan 2018-2020\n\nIntroduction\n\nObjective: a plan.\n\n"
CLOSING = "Monitoring\n\nThe council meets.\n\nContact\n\nThe office, office@opengov.example\n"
BODY = """Commitment Start and End Date
1 March 2018 - 30 June 2020

Lead implementing agency/actor
Ministry {n}

What is the commitment?
To publish list {n}.

Name of responsible person from implementing agency
Jane Doe
Email and Phone
jane{n}@ministry.example

CSOs, private sector, multilaterals, working groups
Forum {n}

"""


@cache
def made(language: str) -> make.Plan:
    """A generated plan of 15 commitments."""
    return make.load(PLANS / f"{language}.toml")


def fields(reading: DocumentReading) -> dict[str, dict[str, list[Value]]]:
    """The values of each commitment by field."""
    found: dict[str, dict[str, list[Value]]] = {}
    for value in reading.values:
        found.setdefault(value.code, {}).setdefault(value.field, []).append(value)
    return found


def raws(reading: DocumentReading, field: str) -> list[list[str]]:
    """What each commitment has for a field, as written."""
    return [[value.raw for value in one.get(field, [])] for one in fields(reading).values()]


def plan_of(count: int, heading: str = "Commitment {n}: List {n}\n\n") -> str:
    """A plan in the form of 2018."""
    return COVER + "".join((heading + BODY).format(n=n) for n in range(1, count + 1)) + CLOSING


def words(text: str) -> str:
    """Text with white space made plain, which the generator's truth has."""
    return " ".join(text.replace("\xa0", " ").split())


def letters(text: str) -> str:
    """Text without what parts the members of a list."""
    return re.sub(r"[\s;,/.]", "", text)


def wanted(known: dict[str, Any]) -> dict[str, str | None]:
    """The fields of a commitment that the bot keeps, by their names here."""
    actors = known["other_actors"]
    rest = ("title", "brief", "email", "lead_institution", "person", "person_title", "phone", "problem", "relevance")
    more = ("objective", "challenge", "ambition_statement")
    found = {field: known[field] for field in (*rest, *more) if field in known}
    return {**found, "other_government": actors["state"], "other_actors": actors["civil_society"]}


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("form", ["html", "txt"])
def test_every_commitment_of_a_generated_plan_is_read_with_its_fields(language: str, form: str) -> None:
    """All 15 commitments are found, none more, and every field, blank and absence is the plan's."""
    plan = made(language)
    document = (make.html if form == "html" else make.text)(plan)
    reading = read(f"plan.{form}", document.encode())
    truth = make.truth(plan)["commitments"]
    found = fields(reading)
    assert [code.rpartition("-")[2] for code in found] == [str(known["number"]) for known in truth]
    for known, own in zip(truth, found.values(), strict=True):
        for field, text in wanted(known).items():
            values = own.get(field)
            assert (values is None) == (text is None), (known["number"], field)
            stated = [words(value.raw) for value in values or ()]
            assert text is None or letters("".join(stated)) == letters(text), (known["number"], field)
        assert [json.loads(value.value or "{}") for value in own.get("milestones", [])] == [
            {
                key: text
                for key, text in {
                    "activity": re.sub(r"^\d+\.\s", "", step["activity"]),
                    "start": read_date(step["start"])[0] or step["start"],
                    "end": read_date(step["end"])[0] or step["end"],
                }.items()
                if text
            }
            for step in known["milestones"]
        ]
    assert reading.document
    assert all(reading.document.text[value.start : value.end] == value.raw for value in reading.values)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_a_commitment_has_its_plan_country_and_year_from_the_cover(language: str) -> None:
    """Name, member (none of the name) and first year stand on the cover; the key begins with the member's letters."""
    plan = made(language)
    own = fields(read("plan.txt", make.text(plan).encode()))
    key = {"en": "KE-P20-", "es": "AR-P3-", "fr": "BF-P21-"}[language]
    for code, values in own.items():
        assert code.startswith(key)
        assert words(values["action_plan"][0].raw) == plan.name.partition(" – ")[2]
        assert plan.country in values["country"][0].raw
        assert values["cycle"][0].value == str(plan.start_year)


@pytest.mark.parametrize("heading", ["{n}. List {n}\n\n", "List {n} of the state\n\n", "COMMITMENT {n}\nLIST {n}\n\n"])
def test_a_plan_is_split_by_its_labels_under_headings_of_any_kind(heading: str) -> None:
    """A bare number, a title alone and a number above its title all head a commitment."""
    reading = read("plan.txt", plan_of(5, heading).encode())
    assert raws(reading, "lead_institution") == [[f"Ministry {n}"] for n in range(1, 6)]
    assert [titles[0].casefold()[:6] for titles in raws(reading, "title")] == [f"list {n}" for n in range(1, 6)]


def test_what_stands_before_and_behind_the_commitments_belongs_to_none() -> None:
    """A label in the introduction makes no commitment, the closing chapter ends the last one's last value."""
    reading = read("plan.txt", plan_of(4).encode())
    assert list(fields(reading)) == ["GE-P4-1", "GE-P4-2", "GE-P4-3", "GE-P4-4"]
    assert raws(reading, "other_actors") == [[f"Forum {n}"] for n in range(1, 5)]
    assert not any("office@opengov.example" in one for one in raws(reading, "email"))


def test_headings_alone_are_no_commitments() -> None:
    """A text with headings and no labels is refused with what is missing."""
    reading = read("plan.txt", (COVER + "".join(f"Commitment {n}: A\n\nProse.\n\n" for n in range(1, 6))).encode())
    assert not reading.values
    assert "no labels stand below its headings" in reading.problems[0].message


def test_a_blank_form_in_the_introduction_is_no_commitment() -> None:
    """A form that shows how to read the plan has the labels and no number."""
    form = BODY.replace("{n}", "X")
    reading = read("plan.txt", (COVER + form + plan_of(3).removeprefix(COVER)).encode())
    assert list(fields(reading)) == ["GE-P4-1", "GE-P4-2", "GE-P4-3"]


def test_a_commitment_without_its_heading_and_first_label_is_not_merged() -> None:
    """The third has no dates, the fourth no heading: both are commitments of their own."""
    parts = [f"Commitment {n}: List {n}\n\n" + BODY.format(n=n) for n in range(1, 7)]
    parts[2] = parts[2].replace("Commitment Start and End Date\n1 March 2018 - 30 June 2020\n\n", "")
    parts[3] = parts[3].removeprefix("Commitment 4: List 4\n\n")
    reading = read("plan.txt", (COVER + "".join(parts)).encode())
    assert raws(reading, "lead_institution") == [[f"Ministry {n}"] for n in range(1, 7)]


def test_a_commitment_named_inside_another_one_parts_nothing() -> None:
    """`Commitment 3 of the old plan` in the text of a value is prose."""
    text = plan_of(4).replace("list 2.", "list 2.\nCommitment 3 of the old plan was to do so.")
    assert len(fields(read("plan.txt", text.encode()))) == 4


def test_codes_behind_the_headings_are_the_keys() -> None:
    """A plan that was put together from pages keeps their codes, and two commitments are never one."""
    text = plan_of(2, "Commitment {n}: List {n} (ZA011{n})\n\n").replace(COVER, "List 1 (ZA0111)\n\n")
    found = fields(read("plan.txt", text.encode()))
    assert {code: own["title"][0].raw for code, own in found.items()} == {"ZA0111": "List 1", "ZA0112": "List 2"}


def test_a_page_that_names_commitments_of_its_own_stays_one_page() -> None:
    """A page's header makes it a page, whatever stands in its text; a plan that names a code stays a plan."""
    page = "Open lists (GE0032)\n\nAction Plan: Georgia Action Plan 2018-2020\n\nDescription\n\n"
    parts = "".join(f"Commitment {n}: List {n}\n\n" + BODY.format(n=n) for n in range(1, 3))
    assert list(fields(read("GE0032.txt", (page + parts).encode()))) == ["GE0032"]
    plan = plan_of(3).replace("Objective: a plan.", "It goes on from the list of the third plan (GE0032)")
    assert list(fields(read("plan2018.txt", plan.encode()))) == ["GE-P4-1", "GE-P4-2", "GE-P4-3"]


def test_two_plans_in_one_file_are_both_read_and_said() -> None:
    """The second plan's cover, between two commitments, gives the second plan's country."""
    second = plan_of(3).replace("Republic of Georgia\nFourth", "Republic of Kenya\n\nThird")
    reading = read("plan.txt", (plan_of(3) + second).encode())
    assert list(fields(reading)) == [f"{plan}-{n}" for plan in ("GE-P4", "KE-P3") for n in range(1, 4)]
    assert any("holds 2 action plans" in problem.message for problem in reading.problems)
    assert raws(reading, "other_actors")[2] == ["Forum 3"]


def test_numbers_that_begin_again_in_each_chapter_make_no_second_plan() -> None:
    """A sentence that names an earlier plan is no cover; the second commitment 1 has a key of its own."""
    prose = "Ministry 2 goes on with what was begun\nin the National Action Plan 2016-2018"
    chapter = "".join(f"Commitment {n}: List {n}\n\n" + BODY.format(n=n) for n in range(1, 4))
    text = COVER + (chapter + "Pillar II: More lists\n\n" + chapter).replace("Ministry 2", prose) + CLOSING
    assert list(fields(read("plan.txt", text.encode()))) == [
        *(f"GE-P4-{n}" for n in range(1, 4)),
        *(f"GE-P4-{n}_2" for n in range(1, 4)),
    ]


def test_a_plan_of_no_known_country_has_a_key_of_its_documents_name() -> None:
    """The problem says so, two documents have different keys, and one always the same."""
    text = plan_of(2).replace("Republic of Georgia", "Examplia").encode()
    keys = [next(iter(fields(read(name, text)))) for name in ("plan.txt", "plan-b.txt", "plan.txt")]
    assert keys[0] == keys[2] != keys[1]
    assert any("names no member" in problem.message for problem in read("plan.txt", text).problems)
    assert next(iter(fields(read("examplia-kenya.txt", text)))) == "KE-P4-1"


def test_page_heads_and_numbers_inside_a_value_do_not_break_it() -> None:
    """What is printed at the edge of a page is neither a value's end nor a milestone."""
    text = plan_of(6)
    for n in range(1, 7):
        text = text.replace(f"To publish list {n}.", f"To publish list {n} of\n{n}\nPlan of Georgia\nmany lists.")
    own = fields(read("plan.txt", text.encode()))
    assert [values["brief"][0].value for values in own.values()] == [
        f"To publish list {n} of many lists." for n in range(1, 7)
    ]


OWN = "Piano 2019-2021: piano d'azione\n\n" + "".join(
    f"{n}. Titolo {n}\n\nCosa vogliamo\nUna cosa {n}.\n\nChi lavora: Ministero {n}\n\nQuando finisce: 30/6/202{n}\n\n"
    for n in range(1, 6)
)
MAPPING = """
[plan]
country = "Italy"
number = 4
[labels]
brief = "Cosa vogliamo"
lead_institution = "Chi lavora"
end = ["Quando finisce"]
"""


def test_a_plan_with_labels_of_its_own_is_refused_with_its_labels() -> None:
    """Nothing is guessed: the report counts the commitments and names the labels, `--explain` proposes a mapping."""
    reading = read("plan.txt", OWN.encode())
    assert not reading.values
    assert "an action plan with 5 commitments" in reading.problems[0].message
    assert "“Cosa vogliamo”, “Chi lavora”, “Quando finisce”" in reading.problems[0].message
    assert reading.document
    assert "Quando finisce" in (explain_mapping(reading.document) or "")


def test_a_mapping_says_what_the_labels_of_a_plan_mean() -> None:
    """Ten lines of TOML make the refused plan one of five commitments."""
    reading = read("plan.txt", OWN.encode(), mapping=read_plan_mapping(MAPPING, "m.toml"))
    assert list(fields(reading)) == [f"IT-P4-{n}" for n in range(1, 6)]
    assert raws(reading, "brief") == [[f"Una cosa {n}."] for n in range(1, 6)]
    assert raws(reading, "lead_institution") == [[f"Ministero {n}"] for n in range(1, 6)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[labels]\nbrief = 3", "gives “brief” no label"),
        ("[labels]\nfoo = 'X'", "names the field “foo”"),
        ("[labels]\nbrief = 'X'\n[plan]\ncountry = 'Atlantis'", "names the country “Atlantis”"),
        ("[labels]\n[code]", "has a table “code”"),
        ("[labels]\n[plan]\nnumber = 'three'", "gives the plan the number “three”"),
        ("[labels", "is not valid TOML"),
    ],
)
def test_a_wrong_mapping_is_a_sentence(text: str, said: str) -> None:
    """What is wrong and where is said."""
    with pytest.raises(MappingError, match=re.escape(said)):
        read_plan_mapping(text, "m.toml")


def test_one_commitment_a_file_is_a_plan_of_one() -> None:
    """A numbered heading with labels below it, in Markdown, and no code."""
    text = "#### **1.\\\n Agenda**\n\n**Descrizione breve\\\n**Pubblicare.\n\n**Obiettivo generale**\n\nPiù dati.\n\n"
    text += "**Situazione attuale**\n\nPochi.\n"
    own = fields(read("italy-2016.md", text.encode()))["IT-P16-1"]
    assert {field: own[field][0].raw for field in ("title", "brief", "objective", "problem")} == {
        "title": "Agenda",
        "brief": "Pubblicare.",
        "objective": "Più dati.",
        "problem": "Pochi.",
    }


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("III Plan de Acción", 3),
        ("Fourth National Action Plan 2018-2020", 4),
        ("5.º Plan de Acción Nacional", 5),
        ("5to. Plan de Acción Nacional", 5),
        ("II Plano de Ação Nacional 2021-2023", 2),
        ("Vierter Nationaler Aktionsplan 2023 – 2025", 4),
        ("Al treilea plan național de acțiune", 3),
        ("2nd Action Plan", 2),
        ("Deuxième plan d'action", 2),
        ("National Action Plan 2020–2022", None),
    ],
)
def test_the_number_of_a_plan_is_read_as_it_is_written(name: str, number: int | None) -> None:
    """In figures, Roman figures and words; a year is no number of a plan."""
    assert plan_number(name) == number


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*plan_of(2).splitlines(), "12", "3. Open", "Commitment 9", "a\tb", ""]), max_size=60))
def test_no_order_of_a_plans_lines_breaks_the_reader(lines: list[str]) -> None:
    """Whatever lines stand in whatever order, every value is the text at its place."""
    reading = read("plan.txt", "\n".join(["x", *lines]).encode())
    assert reading.document
    assert all(reading.document.text[value.start : value.end] == value.raw for value in reading.values)


def test_a_list_of_items_goes_on_over_the_end_of_a_line() -> None:
    """A name in the next line is an item, not a label."""
    plan = plan_of(3).replace("Forum 2\n", "Forum 2;\nCooperativas Agrarias del Noreste; Universidad 2\n")
    values = raws(read("plan.txt", plan.encode()), "other_actors")
    assert values == [["Forum 1"], ["Forum 2;\nCooperativas Agrarias del Noreste; Universidad 2"], ["Forum 3"]]


def test_a_status_in_a_plan_is_the_commitments_unless_milestones_have_theirs() -> None:
    """Below a heading `Status` stands how far the commitment is; below a milestone, or said of each, it is not."""
    one = "## Commitment {n}: List {n}\n\nLead agency: The Mint\n\nProblem statement: All is shut.\n\n"
    own = "**Status**\n\nDelayed, said the Mint.\n\n"
    theirs = "Milestones: Draft the law\n\nStatus: Complete\n\n"
    plan = "# Ghana's Third National Action Plan 2021-2023\n\n" + one.format(n=1) + own + one.format(n=2) + theirs
    found = fields(read("plan.md", plan.encode()))
    assert [value.raw for value in found["GH-P3-1"]["status"]] == ["Delayed, said the Mint."]
    assert "status" not in found["GH-P3-2"]
