"""The members of the partnership, by code and by name, and which of them a text speaks of."""

from __future__ import annotations

import re

import pytest

from bot.records.countries import (
    country_named,
    country_of,
    letters_of,
    member_at_home,
    members,
    named_in,
    region_of,
    stranger,
)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("KR0032", "Republic of Korea"),
        ("KR", "Republic of Korea"),
        ("kr0032", "Republic of Korea"),
        ("MO0026", "Morocco"),
        ("UK0107", "United Kingdom"),
        ("GR0055", "Greece"),
        ("SCO0004", "Scotland, United Kingdom"),
        ("SEO0004", "Seoul, South Korea"),
        ("PAR0002", "Paris, France"),
        ("NGKD0001", "Kaduna State, Nigeria"),
        ("KENDC0003", "Nandi, Kenya"),
        ("BUE0007", "Buenos Aires, Argentina"),
        ("KR-P2-3.1", "Republic of Korea"),
    ],
)
def test_a_code_names_its_member(code: str, name: str) -> None:
    """The letters of a code, ISO or not, real or made, lead to the member."""
    country = country_of(code)
    assert country is not None
    assert country.name == name


@pytest.mark.parametrize("code", ["XA0001", "", None, "0032", "KRX", "South Korea"])
def test_unknown_letters_name_nobody(code: str | None) -> None:
    """Letters that no member has give nothing, not the nearest member."""
    assert country_of(code) is None


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("South Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("Korea", "KR"),
        ("corée du sud", "KR"),
        ("대한민국", "KR"),
        ("Marruecos", "MO"),
        ("Géorgie", "GE"),
        ("Macedonia", "MK"),
        ("USA", "US"),
        ("México", "MX"),
        ("Nandi, Kenya", "KENDC"),
        ("Somewhere, Kenya", "KE"),
    ],
)
def test_a_name_finds_its_member(name: str, prefix: str) -> None:
    """Names in any language find the member; an unknown place finds at least its state."""
    country = country_named(name)
    assert country is not None
    assert country.prefix == prefix


def test_a_stranger_is_no_member() -> None:
    """A country that is not in the table is not one of its neighbours."""
    assert country_named("Avaria") is None


def test_local_members_have_their_states_region() -> None:
    """A local member's telephone region is that of its state, also where its letters are new."""
    assert [region_of(code) for code in ("SEO0004", "MO0026", "UK0107", "KEXYZ0001", "XA0001", None)] == [
        "KR",
        "MA",
        "GB",
        "KE",
        None,
        None,
    ]


def test_the_table_is_sound() -> None:
    """Letters are unique and well formed, every member has a region, every parent exists, names are not doubled."""
    known = [country.prefix for country in members() if country.prefix]
    assert len(known) == len(set(known))
    assert all(re.fullmatch(r"[A-Z]{2,5}", prefix) for prefix in known)
    assert all(re.fullmatch(r"[A-Z]{2}", country.region or "") for country in members())
    assert {country.parent for country in members() if country.parent} <= set(known)
    assert sum(country.parent is None for country in members()) >= 75


def test_letters_are_told_from_the_rest() -> None:
    """The letters of a code end where its number, or the hyphen of a made code, begins."""
    assert [letters_of(code) for code in ("KR0032", "KENDC0003", "KR-P2-3.1", "12")] == ["KR", "KENDC", "KR", ""]


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Estonia’s Third OGP Action Plan 2016-2018", ["EE"]),
        ("Plan d'action de l'Afghanistan 2017-2019", ["AF"]),
        ("Géorgie, deuxième plan d'action, 2014-16", ["GE"]),
        ("Northern Ireland Action Plan", ["GB"]),
        ("Action plan – Nandi, Kenya, 2025 – 2027", ["KE", "KE"]),
        ("papua-new-guinea", ["PG"]),
        ("UK", ["GB"]),
        ("Help us to plan", []),
        ("Plan de Acción de San Salvador", []),
        ("Avaria Action Plan 2018-2020", []),
        ("", []),
    ],
)
def test_a_text_names_members(text: str, regions: list[str]) -> None:
    """Members are found by any of their names, the longest of those within each other, and not by common words."""
    assert [member.region for member in named_in(text)] == regions


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("KR0032", "Nigeria"),
        ("KR0032", "Nigeria Action Plan 2023-2025"),
        ("KR0032", "Kaduna State, Nigeria"),
        ("SEO0004", "Nigeria"),
        ("KENDX0001", "Nigeria"),
        ("KR", "nigeria"),
        ("KR-P2-3.1", "Nigéria"),
    ],
)
def test_a_stranger_is_a_member_whose_letters_are_others(code: str, text: str) -> None:
    """The letters of a code say of which state a commitment is, also those of a local member."""
    found = stranger(code, text)
    assert found is not None
    assert found.name == "Nigeria"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("KR0032", "South Korea Third National Action Plan 2016-2018"),
        ("KR0032", "Republic of Korea"),
        ("KR0032", "Seoul, Korea Action Plan"),
        ("SEO0004", "South Korea"),
        ("US0001", "Georgia, United States"),
        ("UK0107", "Northern Ireland Action Plan"),
        ("MO0026", "Maroc"),
        ("MX0001", "Santa Fe Action Plan"),
        ("KR0032", "Korea and Nigeria, a joint plan"),
        ("XA0001", "Nigeria"),
        ("", "Nigeria"),
        ("KR0032", ""),
    ],
)
def test_what_may_fit_is_no_stranger(code: str, text: str) -> None:
    """A member and its cities fit each other; a city without its state and letters that nobody has tell nothing."""
    assert stranger(code, text) is None


@pytest.mark.parametrize(
    ("said", "letters"),
    [
        ("Hrvatska", "HR"), ("Україна", "UA"), ("Deutschland", "DE"), ("España", "ES"), ("Brasil", "BR"),
        ("Ελλάδα", "GR"), ("საქართველო", "GE"), ("Հայաստան", "AM"), ("Lietuva", "LT"), ("Česko", "CZ"),
        ("Монгол Улс", "MN"), ("Kenya", "KE"),
    ],
)  # fmt: skip
def test_a_member_is_known_by_what_it_calls_itself(said: str, letters: str) -> None:
    """In its own language and letters, whether or not the bot speaks it."""
    member = member_at_home(said)
    assert member is not None
    assert member.prefix == letters
