"""Days that are told from today: a weekday before, in or after this week."""

from __future__ import annotations

from datetime import date

import pytest

from bot.asking import EMPTY
from bot.asking.frames import Has, Listing
from bot.asking.mentions.intervals import weekday_near
from bot.asking.reading import read
from bot.records.store import Store

SATURDAY = date(2026, 11, 21)
MONDAY, FRIDAY = 0, 4


@pytest.mark.parametrize(
    ("weekday", "sign", "day"),
    [
        (MONDAY, 1, "2026-11-23"),
        (FRIDAY, 1, "2026-11-27"),
        (MONDAY, -1, "2026-11-16"),
        (FRIDAY, -1, "2026-11-20"),
        (MONDAY, 0, "2026-11-16"),
        (FRIDAY, 0, "2026-11-20"),
    ],
)
def test_a_weekday_is_the_nearest_one(weekday: int, sign: int, day: str) -> None:
    """Next, last and this Monday are days of the weeks around today."""
    assert weekday_near(SATURDAY, weekday, sign) == day


@pytest.mark.parametrize("sign", [-1, 1])
def test_today_is_its_own_weekday_only_where_it_may_be(sign: int) -> None:
    """Said on a Saturday, “next Saturday” is a week away, and “by Saturday” may be today."""
    week_away = date(2026, 11, 21 + 7 * sign).isoformat()
    assert weekday_near(SATURDAY, SATURDAY.weekday(), sign) == week_away
    assert weekday_near(SATURDAY, SATURDAY.weekday(), sign, today=True) == SATURDAY.isoformat()


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("ended two years ago", "2024-01-01", "2024-12-31"),
        ("ended a year ago", "2025-01-01", "2025-12-31"),
        ("ended three months ago", "2026-08-01", "2026-08-31"),
        ("ended two weeks ago", "2026-11-02", "2026-11-08"),
        ("ended ten days ago", "2026-11-11", "2026-11-11"),
        ("ended a decade ago", "2016-01-01", "2016-12-31"),
        ("ended before two years ago", "", "2024-11-20"),
        ("ended more than two years ago", "", "2024-11-20"),
        ("ended over two years ago", "", "2024-11-20"),
        ("ended at least two years ago", "", "2024-11-21"),
        ("ended less than two years ago", "2024-11-22", "2026-11-21"),
        ("ended no more than two years ago", "2024-11-21", "2026-11-21"),
        ("qui ont pris fin il y a plus de deux ans", "", "2024-11-20"),
        ("qui ont pris fin il y a dix ans", "2016-01-01", "2016-12-31"),
        ("que terminaron hace una década", "2016-01-01", "2016-12-31"),
        ("2년 전에 끝난", "2024-01-01", "2024-12-31"),
        ("die vor mehr als zwei Jahren endeten", "", "2024-11-20"),
        ("que terminaron hace menos de dos años", "2024-11-22", "2026-11-21"),
        ("2년 이상 전에 끝난", "", "2024-11-21"),
    ],
)
def test_a_time_ago_may_be_compared(said: str, first: str, last: str, store: Store) -> None:
    """Two years ago is that year; more than two years ago is all before that day, less than two years ago all since."""
    nouns = {"qui": f"quels engagements {said} ?", "die": f"Verpflichtungen, {said}", "que": f"compromisos {said}"}
    question = f"{said} 공약은?" if said[0] == "2" else nouns.get(said[:3], f"which commitments {said}?")
    frame = read(question, store, EMPTY, SATURDAY).reading.frame
    assert isinstance(frame, Listing)
    assert isinstance(frame.where, Has)
    assert (frame.where.field, frame.where.values) == ("end", (first, last))


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("which commitments end before the end of 2014?", "", "2014-12-31"),
        ("which commitments end before the end of the year 2014?", "", "2014-12-31"),
        ("which commitments end before the end of June 2014?", "", "2014-06-30"),
        ("which commitments end before 2014 is over?", "", "2014-12-31"),
        ("which commitments end before the beginning of 2014?", "", "2013-12-31"),
        ("which commitments end after the beginning of 2014?", "2014-01-01", ""),
        ("which commitments end after the end of 2014?", "2015-01-01", ""),
        ("compromisos que terminan antes de que termine 2014", "", "2014-12-31"),
        ("compromisos que terminan antes de que 2014 termine", "", "2014-12-31"),
        ("compromisos que terminan antes del final del año 2014", "", "2014-12-31"),
        ("engagements qui se terminent avant la fin de l'année 2014", "", "2014-12-31"),
        ("engagements qui se terminent avant fin juin 2014", "", "2014-06-30"),
        ("Verpflichtungen, die bis Ende 2014 enden", "", "2014-12-31"),
        ("Verpflichtungen, die vor Ende 2014 enden", "", "2014-12-31"),
        ("compromissos que terminam antes do fim de 2014", "", "2014-12-31"),
        ("2014년 말 이전에 끝나는 공약", "", "2014-12-31"),
    ],
)
def test_the_edge_of_a_year_or_a_month_bounds_the_days(question: str, first: str, last: str, store: Store) -> None:
    """Before the end of 2014 is on its last day at the latest, and after its beginning from its first day on."""
    frame = read(question, store, EMPTY, SATURDAY).reading.frame
    assert isinstance(frame, Listing)
    assert isinstance(frame.where, Has)
    assert (frame.where.field, frame.where.values) == ("end", (first, last))


def test_the_end_of_a_year_is_no_end_of_a_commitment(store: Store) -> None:
    """What starts before the end of a year is asked by its start."""
    frame = read("which commitments start before the end of 2012?", store, EMPTY, SATURDAY).reading.frame
    assert isinstance(frame, Listing)
    assert isinstance(frame.where, Has)
    assert (frame.where.field, frame.where.values) == ("start", ("", "2012-12-31"))
