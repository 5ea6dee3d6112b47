"""Days that are told from today: a weekday before, in or after this week."""

from __future__ import annotations

from datetime import date

import pytest

from bot.asking.mentions.intervals import weekday_near

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
