"""Closed vocabularies and known names, in three languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.fields import FIELD, FIELDS
from bot.records.terms import AREAS, COMMON, RENAMED, TERMS
from bot.records.text import fold
from bot.records.values import normalise
from bot.records.vocabulary import canonical, find_members, is_placeholder, terms, wordings


def names(field: str, text: str) -> list[str]:
    """The canonical names of a list's members."""
    return [name for _, _, name in find_members(field, text)]


@pytest.mark.parametrize(
    ("field", "raw", "term"),
    [
        ("status", "inactivo", "Inactive"),
        ("status", "Inactif", "Inactive"),
        ("status", "ACTIVE", "Active"),
        ("starred", "Yes Starred", "yes"),
        ("starred", "Sí Con Estrella", "yes"),
        ("starred", "si Con Estrella", "yes"),
        ("starred", "Oui Suivis", "yes"),
        ("starred", "0", "no"),
        ("early_results", "mayor Mayor", "Major"),
        ("early_results", "Did Not Change Did Not Change", "Did Not Change"),
        ("early_results", "Outstanding\xa0Outstanding", "Outstanding"),
        ("early_results", "marginaux", "Marginal"),
        ("early_results", "examen du MII en attente", "Pending IRM Review"),
        ("early_results", "No early results to report yet", "No early results to report yet"),
        ("early_results", "sin datos de IRM", "No IRM Data"),
        ("ambition", "Haut", "High"),
        ("ambition", "No Data", "No Data"),
        ("completion", "b. Limited", "Limited"),
        ("completion", "a. Not Started", "Not Started"),
        ("completion", "Achevé", "Complete"),
        ("completion", "NR", "NR"),
        ("potential_impact", "None", "None"),
        ("potential_impact", "ND", "No Data"),
        ("specificity", "c. high", "High"),
        ("newness", "Nouveau", "New"),
        ("verifiable", "Pending IRM Review", "Pending IRM Review"),
        ("verifiable", "N/A", "NA"),
    ],
)
def test_a_wording_has_one_term(field: str, raw: str, term: str) -> None:
    """Case, accents, language, export codes and doubling do not change what a value means."""
    assert canonical(field, raw) == term


@pytest.mark.parametrize("raw", ["", " ", "Major Marginal", "Majors", "the early results are major"])
def test_what_the_vocabulary_does_not_know_has_no_term(raw: str) -> None:
    """Blank text, two different terms and a sentence are no term."""
    assert canonical("early_results", raw) is None


@pytest.mark.parametrize("field", [field.name for field in FIELDS if field.kind in ("choice", "yesno")])
def test_nothing_known_is_neither_blank_nor_no(field: str) -> None:
    """Pending, NR, NA and the two kinds of “no data” are five terms of every vocabulary, none of them “no”."""
    said = [canonical(field, raw) for raw in ("Pending IRM Review", "NR", "NA", "No Data", "No IRM Data")]
    assert said == ["Pending IRM Review", "NR", "NA", "No Data", "No IRM Data"]


@pytest.mark.parametrize("field", sorted(TERMS))
def test_no_wording_has_two_terms(field: str) -> None:
    """Within one vocabulary a wording stands under one term only."""
    seen: dict[str, str] = {}
    for row in (TERMS[field] + COMMON).replace("\n  ", " ").strip().splitlines():
        term, _, others = row.partition("=")
        for wording in {fold(text) for text in (term, *others.split(";")) if text.strip()}:
            assert seen.setdefault(wording, term) == term


def test_the_vocabularies_are_those_of_the_fields() -> None:
    """Every field of closed kind has a vocabulary, and no other has one."""
    assert set(TERMS) == {field.name for field in FIELDS if field.kind in ("choice", "yesno")}
    assert terms("ambition")[:3] == ("High", "Moderate", "Low")
    assert wordings("title") == {}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (
            "Access to Information Civic Participation , Technology",
            ["Access to Information", "Civic Participation", "Technology"],
        ),
        ("acceso a la información, participación cívica", ["Access to Information", "Civic Participation"]),
        ("accès à l’information participation civique", ["Access to Information", "Civic Participation"]),
        ("Yes", ["Yes"]),
        ("Not Relevant", ["Not Relevant"]),
        ("Pending IRM Review", ["Pending IRM Review"]),
    ],
)
def test_ogp_values_are_known_by_name(text: str, members: list[str]) -> None:
    """Values are found with separators missing, in three languages; “Yes” of newer pages is a member like any."""
    assert names("ogp_values", text) == members


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Water, Sanitation & Hygiene, Open Data", ["Water, Sanitation & Hygiene", "Open Data"]),
        ("Open Data Public Participation", ["Open Data", "Public Participation"]),
        ("Public Participation in Budget/Fiscal Policy", ["Public Participation in Budget/Fiscal Policy"]),
        ("Conflicts\xa0of Interest\nYouth", ["Conflicts of Interest", "Youth"]),
        ("E-GOVERNMENT; audits & controls", ["E-Government", "Audits and Controls"]),
        ("Anticorrupción, Justicia abierta", ["Anti-Corruption", "Open Justice"]),
        ("Lutte contre la corruption et intégrité", ["Anti Corruption and Integrity"]),
        ("Open Data Strategy, Youth", ["Open Data Strategy", "Youth"]),
        ("Forests, Open Data", ["Forests", "Open Data"]),
        ("NR", ["NR"]),
        (" , ", []),
    ],
)
def test_policy_areas_are_never_split_blindly(text: str, members: list[str]) -> None:
    """A comma inside a known name does not split it; an unknown name between commas stays one, as written."""
    assert names("policy_areas", text) == members


def test_a_list_has_a_json_value() -> None:
    """The value of a list is a JSON list of canonical names, each once, with letters as they are."""
    value, _ = normalise(FIELD["policy_areas"], "Datos abiertos, Open Data, Niñez", None)
    assert value == '["Open Data", "Niñez"]'


def test_every_listed_name_is_found() -> None:
    """Every policy area of the table is itself when it stands alone, and a renamed one leads to another of them."""
    listed = [line.partition("=")[0].strip() for line in AREAS.replace("\n  ", " ").strip().splitlines()]
    assert [names("policy_areas", name) for name in listed] == [[name] for name in listed]
    assert set(RENAMED) | set(RENAMED.values()) <= set(listed)


@given(
    st.text()
    | st.lists(st.sampled_from(["Open Data", ", ", " ", "Youth", "and", "Aid", "Straße", "ﬁ", ";"])).map("".join)
)
def test_members_cover_all_that_is_written(text: str) -> None:
    """The members of any text lie in it in order, and nothing but separators and joining words lies between them."""
    at = 0
    left = ""
    for start, end, name in find_members("policy_areas", text):
        assert at <= start < end <= len(text)
        assert name.strip()
        left += text[at:start] + " "
        at = end
    left += text[at:]
    for mark in ",;|\n\r•●·":
        left = left.replace(mark, " ")
    words = [word for word in left.split() if any(char.isalnum() for char in word)]
    assert all(word.lower() in ("and", "y", "e", "et") or not word.isalnum() for word in words)


@pytest.mark.parametrize(
    "said",
    [
        "da individuare",
        "non désigné",
        "Por designar",
        "To be confirmed",
        "(poste vacant)",
        "Néant",
        "k. A.",
        "TBD",
        "/",
        "–",
    ],
)
def test_words_for_nothing_name_nobody(said: str) -> None:
    """They are quoted, and are neither a person nor an institution."""
    assert is_placeholder("person", said)
    for field in ("person", "lead_institution", "support_institutions"):
        assert normalise(FIELD[field], said, "KE") == (None, None)
