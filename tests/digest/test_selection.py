"""Digests of real documents: what is followed, what changed, and where each line is quoted from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.digest.gathering import Wanted, digest
from bot.digest.model import Digest, Window
from bot.digest.selection import KINDS, Selection, SelectionError, select
from bot.records.store import Store
from tests.digest.conftest import Edit

JUNE = Window(date(2018, 6, 15), date(2018, 6, 8), 30)


def lines(made: Digest) -> list[tuple[str, str, str, str, str | None]]:
    """(section, code, field, raw, old) of each item."""
    return [(one.name, item.code, item.field, item.raw, item.old) for one in made.sections for item in one.items]


def check_sources(made: Digest, store: Store) -> None:
    """Every quote stands where its source says."""
    for section in made.sections:
        for item in section.items:
            for source, raw in [(item.source, item.raw), *((one.source, one.raw) for one in item.beside)]:
                assert source is not None
                assert source.quote == raw
                text = store._db.execute("SELECT text FROM documents WHERE path = ?", (source.doc,)).fetchone()[0]
                assert text[source.start : source.end] == raw


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2017, 12, 1), [("due_soon", "KR0032", "end", "31 December 2017", None)]),
        (
            date(2018, 6, 15),
            [
                ("overdue", "KR0032", "end", "31 December 2017", None),
                ("due_soon", "KR0029", "end", "30 June 2018", None),
            ],
        ),
        (date(2026, 11, 21), [("overdue", "KR0032", "end", "31 December 2017", None)]),
        (
            date(2016, 7, 1),
            [("started", "KR0029", "start", "1 July 2016", None), ("started", "KR0032", "start", "1 July 2016", None)],
        ),
    ],
)
def test_the_corpus_on_a_day(database: Path, day: date, expected: list[tuple[str, str, str, str, None]]) -> None:
    """KR0029 says inactive and is never overdue; KR0032 says nothing and is overdue from the day after its end."""
    with Store(database) as store:
        made = digest(store, [], Window(day, day.replace(day=1), 30))
        check_sources(made, store)
    blanks = [("not_stated", "KR0032", "status", "", None), ("not_stated", "KR0032", "completion", "", None)]
    assert lines(made) == [*expected, *blanks]


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [
        (Selection("code", "kr 29"), {"KR0029"}),
        (Selection("institution", "Interior Ministry"), {"KR0029", "KR0032"}),
        (Selection("person", "Hyo-soon Lee"), {"KR0032"}),
        (Selection("area", "fiscal openness"), {"KR0029", "KR0002"}),
        (Selection("question", "inactive commitments"), {"KR0029"}),
    ],
)
def test_each_kind_selects(database: Path, chosen: Selection, codes: set[str]) -> None:
    """A commitment, an institution, a person, an area and a question select the commitments they name."""
    with Store(database) as store:
        sql, params = select(store, [chosen], date(2018, 6, 15))
        assert set(store.select(sql, params)) == codes


def test_a_country_selects_its_commitments(database: Path) -> None:
    """A country is known by any of its names and by the letters of its codes."""
    with Store(database) as store:
        for name in ("South Korea", "kr", "Corea del Sur"):
            assert len(store.select(*select(store, [Selection("country", name)], date(2018, 6, 15)))) == 48


def test_one_kind_is_any_and_several_are_all(database: Path) -> None:
    """Two codes select both; a code and an area that it does not have select nothing."""
    with Store(database) as store:
        both = [Selection("code", "KR0029"), Selection("code", "KR0032")]
        assert len(store.select(*select(store, both, date(2018, 6, 15)))) == 2
        sql, params = select(store, [Selection("code", "KR0032"), Selection("area", "Aid")], date(2018, 6, 15))
        assert store.select(sql, params) == []


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"everything"}))
def test_what_is_not_known_is_told(database: Path, kind: str) -> None:
    """A name that nothing has is a sentence, whatever its kind, and never an empty digest."""
    with Store(database) as store, pytest.raises(SelectionError, match="Zzyzx"):
        select(store, [Selection(kind, "Zzyzx")], date(2018, 6, 15))


def test_a_change_names_old_and_new(edited: Edit) -> None:
    """A changed field has what stood there and what stands there now, quoted; the rest of the page is silent."""
    file = edited((date(2018, 6, 10), "KR0032.txt", "31 December 2017", "30 June 2018"))
    with Store(file) as store:
        made = digest(store, [], JUNE)
        check_sources(made, store)
        assert lines(made)[:3] == [
            ("changed", "KR0032", "end", "30 June 2018", "31 December 2017"),
            ("due_soon", "KR0029", "end", "30 June 2018", None),
            ("due_soon", "KR0032", "end", "30 June 2018", None),
        ]
        assert made.sections[0].items[0].at == "2018-06-10"
        earlier = Window(date(2018, 6, 9), date(2018, 6, 1), 30)
        assert "changed" not in [one.name for one in digest(store, [], earlier).sections]


def test_a_list_that_its_page_does_not_separate(edited: Edit) -> None:
    """A list that stands in one line of its page is quoted whole, before and after."""
    old, new = (f"Capacity Building, {area}, Open Regulations" for area in ("Fiscal Openness", "E-Government"))
    file = edited((date(2018, 6, 10), "KR0029.txt", "Fiscal Openness", "E-Government"))
    with Store(file) as store:
        made = digest(store, [], JUNE)
        check_sources(made, store)
    section, code, field, raw, before = lines(made)[0]
    assert (section, code, field) == ("changed", "KR0029", "policy_areas")
    assert raw.startswith(new)
    assert before is not None
    assert before.startswith(old)


def test_changed_and_changed_back(edited: Edit) -> None:
    """A field that changed and changed back within the window is no news."""
    file = edited(
        (date(2018, 6, 10), "KR0029.txt", "Status: Inactive", "Status: Active"),
        (date(2018, 6, 11), "KR0029.txt", "Status: Active", "Status: Inactive"),
    )
    with Store(file) as store:
        made = digest(store, [], JUNE)
    assert "changed" not in [one.name for one in made.sections]
    assert made.news.happened == ()


def test_new_is_what_was_not_there_on_the_first_day(edited: Edit) -> None:
    """A commitment that a later ingest brought is new; the stock of the first day is not."""
    file = edited((date(2018, 6, 10), "KR0029.txt", "KR0036, 2018", "KR0099, 2018"))
    with Store(file) as store:
        made = digest(store, [], JUNE)
        check_sources(made, store)
    new = [line for line in lines(made) if line[0] == "new"]
    assert new == [("new", "KR0099", "title", "Public-Private Anti-Corruption System", None)]


def test_muted_and_unwanted_are_left_out(database: Path) -> None:
    """A muted commitment is in no section, and a section that is not wanted is not there."""
    with Store(database) as store:
        made = digest(store, [], JUNE, wanted=Wanted(sections=("overdue", "due_soon"), muted=("KR0032",)))
    assert lines(made) == [("due_soon", "KR0029", "end", "30 June 2018", None)]


def test_a_limit_cuts_the_items_and_not_the_count(database: Path) -> None:
    """A section that is cut still tells how many it has."""
    with Store(database) as store:
        made = digest(store, [], JUNE, wanted=Wanted(limit=1))
    assert [(one.name, one.count, len(one.items)) for one in made.sections][-1] == ("not_stated", 2, 1)
