"""Which member a text speaks of, against the letters of a code."""

from __future__ import annotations

import pytest

from bot.records.membership import named_in, stranger


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
