"""What of a value can be named in a question, and which spellings are the same name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.names import abbreviations, goes_on, name_key, names_in


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of the Interior", "ministry of Interior"),
        ("Büro für Statistik", "BURO fur statistik"),
        ("Citizens’ Services", "Citizens' services"),
        ("Ministère de la Justice", "ministere  la justice"),
        ("Audits & Controls", "Audits and Controls"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    """Case, accents, quotes, spaces and empty words do not tell names apart."""
    assert name_key(one) == name_key(other)


def test_a_name_of_empty_words_keeps_them() -> None:
    """A name that would have no key keeps all of its words."""
    assert name_key("The And") == "the and"


def test_a_list_of_institutions_can_be_named_by_part() -> None:
    """The whole, its members and an abbreviation in brackets."""
    found = {name for _, name, _ in names_in("support_institutions", "Office of Audits (OAS); Open Data Forum")}
    assert {"Office of Audits (OAS)", "Open Data Forum", "OAS"} <= found


def test_a_name_behind_a_label_inside_a_value_is_found() -> None:
    """Labels inside a value are no part of a name, whole or cut by a line break."""
    raw = "Responsable: CIDAC<br/>Corresponsables<br/>: Artículo 19 y<br/>GESOC"
    found = {name for _, name, _ in names_in("support_institutions", raw)}
    assert {"CIDAC", "Artículo 19", "GESOC"} <= found
    assert not any(name.startswith(":") for name in found)


def test_the_comma_in_a_lead_institution_does_not_split_it() -> None:
    """One lead institution may have a comma in its name."""
    found = {name for _, name, _ in names_in("lead_institution", "Ministry of Trade, Industry and Energy")}
    assert found == {"Ministry of Trade, Industry and Energy"}


def test_a_person_is_found_in_any_order_of_names() -> None:
    """Honorifics and the order of names do not tell people apart."""
    keys = {key for text in ("Mr. Kim Young-suk", "Kim, young-suk") for _, _, key in names_in("person", text)}
    assert len({" ".join(sorted(key.split())) for key in keys}) == 1


def test_the_members_of_a_list_are_its_canonical_names() -> None:
    """Policy areas are named as the vocabulary has them."""
    found = [
        (kind, name)
        for kind, name, _ in names_in("policy_areas", "Anti-corruption , Health", ["Anti-Corruption", "Health"])
    ]
    assert found == [("area", "Anti-Corruption"), ("area", "Health")]


@pytest.mark.parametrize(("field", "raw"), [("completion", "Limited"), ("lead_institution", ""), ("person", "")])
def test_what_cannot_be_named_gives_nothing(field: str, raw: str) -> None:
    """Blanks and fields without names."""
    assert list(names_in(field, raw)) == []


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    """Folding a key again changes nothing."""
    assert name_key(name_key(text)) == name_key(text)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Office of Management and Budget (OMB)", [("OMB", "Office of Management and Budget")]),
        ("AGESIC (Agencia de Gobierno Electrónico y Sociedad de la Información y del Conocimiento)",
         [("AGESIC", "Agencia de Gobierno Electrónico y Sociedad de la Información y del Conocimiento")]),
        ("Ministry of Works; State Information System Authority (RIHA)",
         [("RIHA", "State Information System Authority")]),
        ("Home Office (lead), Police (all forces)", []),
    ],
)  # fmt: skip
def test_letters_are_those_of_the_name_beside_them(text: str, pairs: list[tuple[str, str]]) -> None:
    """A name in brackets or before them is told by its letters, one in another language by what stands before it."""
    assert abbreviations(text) == pairs


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("Ministry of Justice and Home Affairs", "home"),
        ("Ministry of Justice and the National Archives", ""),
        ("Budget Office, Ministry of Justice", ""),
        ("Ministry of Justice", ""),
    ],
)
def test_a_name_goes_on_where_and_joins_more_to_it(name: str, more: str) -> None:
    """ "and" without an article joins more to the same name."""
    assert goes_on(name, "ministry justice") == more
