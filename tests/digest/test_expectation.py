"""What somebody who follows something is told to expect, over real documents that changed on known days."""

from __future__ import annotations

from datetime import date, timedelta

from bot.digest.model import SECTIONS
from bot.digest.replay import Expectation, expectation
from bot.digest.selection import Selection
from bot.digest.selection_reading import codes_of
from bot.records.store import Store
from bot.state.subscriptions import Subscription

TODAY = date(2018, 6, 29)  # a Friday


def following(kind: str = "everything", value: str = "", days=range(7)) -> Subscription:
    """A subscription as a person has just made it."""
    return Subscription(
        "S1", "T1", "C1", "U1", kind, value, "UTC", "09:00", tuple(days), False, 30, SECTIONS, False, "en", (),
        None, None, 0, None, (), TODAY.isoformat(),
    )  # fmt: skip


def test_each_day_with_news_is_a_digest(edited):
    """A change on a day is a digest of that day; two on one day are one, and one on a free day is told on the next."""
    file = edited(
        (date(2018, 6, 12), "KR0032.txt", "Status:", "Status: Active"),
        (date(2018, 6, 12), "KR0032.txt", "Ambition (see definition): Low", "Ambition (see definition): High"),
        (date(2018, 6, 16), "KR0032.txt", "Status: Active", "Status: Withdrawn"),
    )
    with Store(file) as store:
        assert expectation(store, following("code", "KR0032"), TODAY) == Expectation(1, 2, 30)
        assert expectation(store, following("code", "KR0032", range(5)), TODAY) == Expectation(1, 2, 30)
        assert expectation(store, following("code", "KR0029"), TODAY - timedelta(35)).digests == 0


def test_a_deadline_that_comes_near_is_expected(database):
    """A date that came into the days ahead within the month is one of its digests."""
    with Store(database) as store:
        day = date(2018, 6, 10)  # KR0029 ends on 30 June
        assert expectation(store, following("code", "KR0029"), day).digests >= 1
        assert expectation(store, following("code", "KR0029"), date(2020, 6, 10)).digests == 0


def test_what_is_named_is_what_is_counted(database):
    """A list that may change brings no digest for being looked at now."""
    with Store(database) as store:
        seen = expectation(store, following("institution", "Ministry of the Interior"), date(2026, 11, 21))
        assert seen == Expectation(
            len(codes_of(store, Selection("institution", "Ministry of the Interior"), TODAY)), 0, 30
        )


def test_the_work_is_bounded(database, monkeypatch):
    """Of a long list fewer days are tried, and of one that is too long none."""
    with Store(database) as store:
        monkeypatch.setattr("bot.digest.replay._MOST", 480)
        assert expectation(store, following(), TODAY).days == 10
        monkeypatch.setattr("bot.digest.replay._MOST", 40)
        assert expectation(store, following(), TODAY) == Expectation(48, 0, 0)
