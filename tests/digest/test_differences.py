"""What is a fact and what only another way of writing it, field by field and in several languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.digest.differences import (
    CONTACT,
    FACT,
    LABEL,
    LANGUAGE,
    SITE,
    WORDING,
    Difference,
    changed_fields,
    differences,
    is_same,
    language_of,
)
from bot.digest.model import FieldChange
from bot.records.fields import FIELDS
from bot.records.known_contacts import MARK

SAME = [
    ("end", "2026-12-31", "31 December 2026"),
    ("end", "31/12/2026", "31 de diciembre de 2026"),
    ("end", "31 décembre 2026", "2026년 12월 31일"),
    ("end", "December 2026", "diciembre de 2026"),
    ("start", "1 July 2026", "July 1, 2026"),
    ("status", "Active", "Activo"),
    ("status", "ACTIVE", "active"),
    ("completion", "Limited", "Limitada"),
    ("completion", "Complete", "Completo"),
    ("completion", "Substantial", "Substantiel"),
    ("verifiable", "Yes", "Yes ℹ"),
    ("verifiable", "Yes", "Sí"),
    ("verifiable", "Yes", "Oui"),
    ("verifiable", "Yes", "예"),
    ("policy_areas", "Open Data, Anti-Corruption", "Anti-Corruption, Open Data"),
    ("title", "Open Data Portal", "OPEN DATA PORTAL"),
    ("title", "Open Data Portal", "Open Data Portal (ODP)"),
    ("title", "Open Data Portal", "Open Data Portla"),
    ("title", "Portal de datos públicos", "Portal de datos publicos"),
    ("title", "Données ouvertes", "DONNÉES OUVERTES"),
    ("title", "정보 공개 포털", "정보 공개 포털."),
    ("objective", "To open the data.", "To open the  data"),
    ("lead_institution", "Ministry of Health", "Ministry of Health (MOH)"),
    ("lead_institution", "Ministry of Health", "MINISTRY OF HEALTH"),
    ("lead_institution", "Ministry of Health", "Ministry of Heatlh"),
    ("lead_institution", "Ministerio de Educación", "Ministerio de Educacion"),
    ("lead_institution", "Ministère de la Santé", "Ministere de la Sante"),
    ("lead_institution", "행정안전부", "행정안전부 (행안부)"),
    ("person", "Grace Otieno", "Otieno, Grace"),
    ("support_institutions", "Treasury\nNational Archives", "National Archives\nTreasury"),
    ("milestones", "Open it (1 May 2026 – 15 December 2026)", "Open it (2026-05-01 – 2026-12-15)"),
    ("milestones", "Abrir el registro (15/12/2026)", "Abrir el registro (15 de diciembre de 2026)"),
]
APART = [
    ("end", "2026-12-31", "2027-12-31"),
    ("end", "31 December 2026", "30 December 2026"),
    ("end", "31 de diciembre de 2026", "31 de enero de 2026"),
    ("end", "2026년 12월 31일", "2026년 12월 30일"),
    ("end", "December 2026", "31 December 2026"),
    ("status", "Active", "Inactivo"),
    ("completion", "Limited", "Sustancial"),
    ("completion", "Not Started", "Limité"),
    ("verifiable", "Yes", "No ℹ"),
    ("policy_areas", "Open Data, Anti-Corruption", "Open Data"),
    ("title", "Open Data 2", "Open Data 3"),
    ("title", "Open (2026) data", "Open (2027) data"),
    ("title", "Plan of 2026", "Plan of 2027"),
    ("title", "정보 공개 포털", "예산 공개 포털"),
    ("title", "Portal de datos", "Portal de contratos"),
    ("objective", "To publish 20 sets", "To publish 30 sets"),
    ("objective", "A portal (with 3 ministries)", "A portal (with 8 ministries)"),
    ("objective", "It will be public", "It will not be public"),
    ("lead_institution", "Ministry of Health", "Ministry of Finance"),
    ("lead_institution", "Ministère de la Santé", "Ministère de la Justice"),
    ("lead_institution", "National Agency (North)", "National Agency (South)"),
    ("lead_institution", "국세청", "국세청 (서울)"),
    ("person", "Grace Otieno", "Peter Kamau"),
    ("support_institutions", "Treasury\nNational Archives", "Treasury"),
    ("objective", "The bill was passed by parliament", "The bill was parsed by parliament"),
    ("objective", "The bill was approved by parliament", "The bill was improved by parliament"),
    ("objective", "To publish it before June", "To publish it before July"),
    ("objective", "Publicarlo antes de junio", "Publicarlo antes de julio"),
    ("objective", "In three of the offices", "In there of the offices"),
    ("objective", "En cuatro oficinas", "En cuarto oficinas"),
    ("objective", "People are able to appeal", "People are unable to appeal"),
    ("objective", "The data will now be public", "The data will not be public"),
    ("objective", "A portal of schools", "A portal of shcools"),
    ("title", "Register of the county", "Register of the country"),
    ("title", "Registers for companies", "Register for companies"),
    ("title", "Rules for nuclear plants", "Rules for unclear plants"),
    ("title", "Handling of complaint letters", "Handling of compliant letters"),
    ("title", "Un budget annuel", "Un budget annule"),
    ("person", "Maria Otieno", "Mario Otieno"),
    ("person", "Cristian Rojas", "Cristina Rojas"),
    ("milestones", "Open it (1 May 2026 – 15 December 2026)", "Open it (1 May 2026 – 25 December 2026)"),
    ("milestones", "Open it (15 December 2026)", "Close it (15 December 2026)"),
    ("milestones", "Open 3 of them (15 December 2026)", "Open 4 of them (15 December 2026)"),
]
DAYS = st.dates(date(2001, 1, 1), date(2039, 12, 31))
FORMS = st.sampled_from(["{0:%Y-%m-%d}", "{0.day} {0:%B} {0.year}", "{0:%B} {0.day}, {0.year}"])
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from([text for row in SAME + APART for text in row[1:]]),
    st.lists(st.sampled_from("the Portal portla of 2 3 (ODP) (2) data dato 2026-12-31 El los Yes ℹ".split())).map(
        " ".join
    ),
)


@pytest.mark.parametrize(("field", "one", "other"), SAME)
def test_writings_of_one_fact(field: str, one: str, other: str) -> None:
    """Another form, language of a closed term, order, capitals, a short form in brackets, a slip in a name."""
    assert is_same(field, one, other, "KE")


@pytest.mark.parametrize(("field", "one", "other"), APART)
def test_two_facts(field: str, one: str, other: str) -> None:
    """Another day, number, term, word, name or member: not the same, however few letters they are apart."""
    assert not is_same(field, one, other, "KE")


@given(st.sampled_from([field.name for field in FIELDS]), TEXTS, TEXTS)
@example("title", "ab abcd", "ab abdc")
def test_same_is_reflexive_and_symmetric(field: str, one: str, other: str) -> None:
    """Every text is the same as itself, and which of two is the older does not matter."""
    assert is_same(field, one, one, "KE")
    assert is_same(field, one, other, "KE") == is_same(field, other, one, "KE")


@given(st.sampled_from(["start", "end"]), DAYS, DAYS, FORMS, FORMS)
def test_two_days_are_never_the_same(field: str, one: date, other: date, form: str, its: str) -> None:
    """Two dates are the same exactly where they are the same day, however each is written."""
    assert is_same(field, form.format(one), its.format(other)) is (one == other)


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["title", "objective", "brief", "milestones"]))
def test_two_numbers_are_never_the_same(one: int, other: int, field: str) -> None:
    """A text with another number in it says another thing, in brackets or not."""
    for text in ("Publish {} sets of data", "Publish sets of data ({})", "Publish sets of data (about {} of them)"):
        assert is_same(field, text.format(one), text.format(other)) is (one == other)


@given(DAYS, st.integers(1, 400))
def test_a_milestone_that_moved_is_not_the_same(day: date, days: int) -> None:
    """A milestone's date is a fact, whether it stands in brackets or in the text."""
    for text in ("Open the register ({0:%d %B %Y})", "Open the register by {0:%d %B %Y}"):
        assert not is_same("milestones", text.format(day), text.format(day + timedelta(days)))


# -- what differences come to ------------------------------------------------------------------------------------


def found(
    *changes: tuple[str, str, str | None, str | None], printed: dict[str, int] | None = None
) -> list[tuple[str, str]]:
    """(field, kind) of the differences of rows of code, field, old and new text."""
    changed = changed_fields([FieldChange(code, field, old, "2026-12-09") for code, field, old, _new in changes])
    now = {(code, field): new for code, field, _old, new in changes if new is not None}
    return [(one.field, one.kind) for one in differences(changed, now, printed or {})]


def test_a_fact_is_a_fact() -> None:
    """A term that says another thing, a moved date, a text about another thing, and a first value are facts."""
    assert found(
        ("KE0001", "status", "Active", "Complete"),
        ("KE0001", "end", "2026-12-31", "30 June 2027"),
        ("KE0001", "objective", "To open the data", "To sell the register"),
        ("KE0001", "person", None, "Grace Otieno"),
    ) == [("status", FACT), ("end", FACT), ("objective", FACT), ("person", FACT)]


def test_there_and_back_is_nothing() -> None:
    """A field that says what it said before has no difference, however often it changed within the window."""
    changes = [
        FieldChange("KE0001", "status", old, day) for old, day in (("Active", "2026-12-08"), ("Inactive", "2026-12-09"))
    ]
    assert differences(changed_fields(changes), {("KE0001", "status"): "Active"}, {}) == []
    assert differences(changed_fields(changes), {("KE0001", "status"): "Complete"}, {}) == [
        Difference("KE0001", "status", "Active", "Complete", "2026-12-09", FACT)
    ]


def test_a_page_in_another_language_says_nothing_new() -> None:
    """Names and texts of a page that is saved in Spanish are notes; a term that says another thing is a fact."""
    assert found(
        (
            "KE0001",
            "objective",
            "To open the data for all of the people",
            "Abrir los datos para toda la gente",
        ),
        ("KE0001", "lead_institution", "Ministry of Health", "Ministerio de Salud"),
        ("KE0001", "status", "Active", "Activo"),
        ("KE0001", "completion", "Limited", "Completo"),
        ("KE0001", "end", "31 December 2026", "30 de junio de 2027"),
    ) == [
        ("objective", LANGUAGE),
        ("lead_institution", LANGUAGE),
        ("status", WORDING),
        ("completion", FACT),
        ("end", FACT),
    ]


def test_a_language_is_that_of_one_commitment() -> None:
    """That one page is in Spanish now makes no note of what another page says."""
    assert found(
        (
            "KE0001",
            "objective",
            "To open the data for all of the people",
            "Abrir los datos para toda la gente",
        ),
        ("KE0002", "lead_institution", "Ministry of Health", "Ministry of Finance"),
    ) == [("objective", LANGUAGE), ("lead_institution", FACT)]


def test_a_label_that_is_gone_is_a_note() -> None:
    """A label that a page does not print any more is a note; one with nothing behind it is a fact."""
    assert found(("KE0001", "status", "Active", None)) == [("status", LABEL)]
    assert found(("KE0001", "status", "Active", "")) == [("status", FACT)]


def test_a_contact_is_only_a_contact() -> None:
    """Of a contact it is said that it changed, whatever is shown of it: masked texts are not compared."""
    assert found(("KE0001", "email", MARK, MARK), ("KE0001", "phone", None, "+254 700 000 000")) == [
        ("email", CONTACT),
        ("phone", CONTACT),
    ]


def test_a_label_that_many_pages_print_is_of_the_site() -> None:
    """A label is the site's where five pages print it that did not, whether one follows them or not; an end never."""
    row = ("KE0001", "starred", None, "No")
    assert found(row, printed={"starred": 4}) == [("starred", FACT)]
    assert found(row, printed={"starred": 5}) == [("starred", SITE)]
    assert found(("KE0001", "end", None, "2026-12-31"), printed={"end": 50}) == [("end", FACT)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The data of the ministries is open", "en"),
        ("El portal de datos de los ministerios", "es"),
        ("Les données et les contrats dans une plateforme", "fr"),
        ("정보 공개 포털", "ko"),
        ("Open Data", None),
        ("", None),
    ],
)
def test_the_language_of_some_words(text: str, language: str | None) -> None:
    """A script or little words tell a language; without them nobody says."""
    assert language_of(text) == language
