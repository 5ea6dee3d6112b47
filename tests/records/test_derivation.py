"""How the members of a corpus are named: by the table of members, or by their own pages where it has none."""

from __future__ import annotations

from bot.records.derivation import country_rows


def named(prefix: str, names: list[tuple[str, str]]) -> set[str]:
    """The names that lead to a member."""
    return {name for name, one in names if one == prefix}


def test_a_known_member_has_its_aliases() -> None:
    """Korea is found by each of its common names, though a page has only one of them."""
    countries, names = country_rows([("KR", "Republic of Korea", "South Korea Third National Action Plan 2016-2018")])
    assert [prefix for prefix, _ in countries] == ["KR"]
    assert {"south korea", "korea", "republic of korea"} <= named("KR", names)


def test_an_unknown_member_is_named_by_its_plan() -> None:
    """A member that no table knows is called what its own action plans call it."""
    countries, names = country_rows([("XA", None, "Avaria Second Open Government Action Plan 2018-2020")])
    assert countries == [("XA", "Avaria")]
    assert {"avaria", "avarian"} <= named("XA", names)


def test_an_unknown_member_is_named_by_its_country_line() -> None:
    """Where there is no plan, the line at the top of its pages counts, formal words dropped."""
    countries, names = country_rows([("XB", "Republic of Belmora", None)])
    assert countries == [("XB", "Republic of Belmora")]
    assert {"republic of belmora", "belmora"} <= named("XB", names)


def test_a_member_without_any_name_is_its_letters() -> None:
    """An unknown prefix is still a member."""
    assert country_rows([("QM", None, None)])[0] == [("QM", "QM")]


def test_the_name_that_most_pages_use_is_taken() -> None:
    """One page with a misspelt line does not name the member."""
    rows = [("XA", "Avaria", f"plan {n}") for n in range(3)] + [("XA", "Avarria", None)]
    assert country_rows(rows)[0] == [("XA", "Avaria")]


def test_a_local_member_is_found_by_its_place() -> None:
    """`Nandi, Kenya` is found by `Nandi`."""
    _, names = country_rows([("XAND", "Nandi, Avaria", None)])
    assert {"nandi", "nandi, avaria"} <= named("XAND", names)
