"""Digests composed again: what somebody is told to expect, and the whole of a section whatever came since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.digest.model import SECTIONS, Digest
from bot.digest.selection import Selection
from bot.digest.selection_reading import codes_of
from bot.digest.subscriptions import Expectation, WholeSection, expectation, whole_section
from bot.records.store import Store
from bot.state.deliveries import basis
from bot.state.subscriptions import Subscription, change, get
from tests.digest.conftest import Edit
from tests.digest.office import DAY, MONDAY, Office
from tests.present import present

TODAY = date(2018, 6, 29)  # a Friday


def following(kind: str = "everything", value: str = "", days: Iterable[int] = range(7)) -> Subscription:
    """A subscription as a person has just made it."""
    return Subscription(
        "S1", "T1", "C1", "U1", kind, value, "UTC", "09:00", tuple(days), False, 30, SECTIONS, False, "en", (),
        None, None, 0, None, (), TODAY.isoformat(),
    )  # fmt: skip


def test_each_day_with_news_is_a_digest(edited: Edit) -> None:
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


def test_a_deadline_that_comes_near_is_expected(database: Path) -> None:
    """A date that came into the days ahead within the month is one of its digests."""
    with Store(database) as store:
        day = date(2018, 6, 10)  # KR0029 ends on 30 June
        assert expectation(store, following("code", "KR0029"), day).digests >= 1
        assert expectation(store, following("code", "KR0029"), date(2020, 6, 10)).digests == 0


def test_what_is_named_is_what_is_counted(database: Path) -> None:
    """A list that may change brings no digest for being looked at now."""
    with Store(database) as store:
        seen = expectation(store, following("institution", "Ministry of the Interior"), date(2026, 11, 21))
        assert seen == Expectation(
            len(codes_of(store, Selection("institution", "Ministry of the Interior"), TODAY)), 0, 30
        )


def test_the_work_is_bounded(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long list fewer days are tried, and of one that is too long none."""
    with Store(database) as store:
        monkeypatch.setattr("bot.digest.subscriptions._MOST", 480)
        assert expectation(store, following(), TODAY).days == 10
        monkeypatch.setattr("bot.digest.subscriptions._MOST", 40)
        assert expectation(store, following(), TODAY) == Expectation(48, 0, 0)


# -- the whole of a section ------------------------------------------------------------------------------------------


COPIES = [f"KR05{number:02}" for number in range(14)]


@pytest.fixture
def office(office: Office) -> Office:
    """An office with so many commitments that a digest cannot show them all."""
    for code in COPIES:
        office.copy("KR0032.txt", code)
    office.ingest()
    return office


def whole(office: Office, number: int, name: str, skip: int = 0, limit: int = 100) -> WholeSection:
    """A section of the digest of that number, as it is opened now."""
    held = present(basis(office.state, office.box.tokens[number]))
    with Store(office.database) as store:
        one = present(get(office.state, held.subscription))
        return whole_section(store, office.state, one, held, name, skip=skip, limit=limit)


def codes(found: WholeSection) -> list[str]:
    """The codes of its items."""
    return [item.code for item in found.section.items]


def test_it_has_what_the_digest_counted(office: Office) -> None:
    """The whole has as many items as the digest counted, those that it showed first among them, and its day."""
    office.subscribe()
    (posted,) = office.round(MONDAY)
    shown = posted.sections[0]
    found = whole(office, 0, "overdue")
    assert (found.section.count, len(shown.items)) == (15, 10)
    assert found.section.items[:10] == shown.items
    assert codes(found) == ["KR0032", *COPIES]
    assert (found.digest.window, found.changed) == (posted.window, ())


def test_pages_are_the_whole(office: Office) -> None:
    """Pages one after the other have each item once and in order."""
    office.subscribe()
    office.round(MONDAY)
    pages = [code for skip in range(0, 20, 4) for code in codes(whole(office, 0, "overdue", skip, 4))]
    assert pages == codes(whole(office, 0, "overdue"))


def test_days_later_it_is_of_the_same_day(office: Office) -> None:
    """After later digests and days the first one's section is still that of its own day."""
    office.subscribe(heartbeat=True)
    office.round(MONDAY)
    before = whole(office, 0, "due_soon")
    office.round(MONDAY + 20 * DAY)
    assert whole(office, 0, "due_soon") == before
    assert "due_soon" not in [section.name for section in office.box.posts[-1].sections]


def test_what_is_new_since_is_left_out(office: Office) -> None:
    """A document that came after the digest is not in it, nor named as changed."""
    office.subscribe()
    office.round(MONDAY)
    office.copy("KR0032.txt", "KR0600")
    office.ingest()
    found = whole(office, 0, "overdue")
    assert codes(found) == ["KR0032", *COPIES]
    assert found.changed == ()


def test_what_changed_since_is_named(office: Office) -> None:
    """What a document says anew cannot be shown as it was: its commitment is named, and it is no news of that day."""
    office.subscribe()
    office.round(MONDAY)
    office.edit("KR0032.txt", "31 December 2017", "30 November 2027")
    office.ingest()
    found = whole(office, 0, "overdue")
    assert codes(found) == COPIES
    assert found.changed == ("KR0032",)
    assert whole(office, 0, "changed").section.count == 0


def test_what_is_not_followed_is_not_named(office: Office) -> None:
    """A change of a commitment that the subscription does not follow is nobody's matter there."""
    office.subscribe("code", "KR0029")
    office.round(MONDAY)
    office.edit("KR0032.txt", "31 December 2017", "30 November 2027")
    office.ingest()
    assert whole(office, 0, "due_soon").changed == ()


def test_changes_are_those_that_the_digest_told(office: Office) -> None:
    """The changes of one digest stay its own when the next one tells later ones."""
    office.subscribe()
    office.round(MONDAY)
    office.edit("KR0032.txt", "Status:", "Status: Active")
    office.round(MONDAY + DAY)
    office.edit("KR0029.txt", "Status: Inactive", "Status: Active")
    office.round(MONDAY + 2 * DAY)
    assert [codes(whole(office, number, "changed")) for number in (1, 2)] == [["KR0032"], ["KR0029"]]


def test_settings_of_then_count(office: Office) -> None:
    """What is muted later, or looked ahead to, does not change the digest that was sent."""
    key = office.subscribe()
    office.round(MONDAY)
    before = [whole(office, 0, name) for name in ("overdue", "due_soon")]
    change(office.state, key, "U1", "change", {"muted": ("KR0032",), "ahead": 1, "sections": ("new",)}, MONDAY)
    assert [whole(office, 0, name) for name in ("overdue", "due_soon")] == before


def test_a_commitment_that_departed_is_told_of(office: Office) -> None:
    """The change by which a commitment left a question's list is in the whole as it was in the digest."""
    office.subscribe("question", "inactive commitments")
    office.round(MONDAY)
    office.edit("KR0029.txt", "Status: Inactive", "Status: Active")
    office.round(MONDAY + DAY)
    assert codes(whole(office, 1, "changed")) == ["KR0029"]


def test_a_picture_is_of_weekly_digests(office: Office) -> None:
    """A weekly digest gets a picture of its nearest dates, after it was posted; a daily one gets none."""
    office.subscribe(channel="C2")
    office.subscribe("code", "KR0029", weekly=True, days=(0,))
    office.round(MONDAY)
    ((message, shown),) = office.box.pictures
    assert shown == ["KR0029"]
    assert message.startswith("C1/")


def test_a_picture_shows_the_nearest_and_counts_the_rest(office: Office) -> None:
    """Of many dates the six nearest are shown, with both dates, and the number of the others."""
    office.subscribe(weekly=True, days=(0,))
    (posted,) = office.round(MONDAY)
    assert [span.code for span in posted.timeline.spans] == ["KR0029", "KR0032", *COPIES[:4]]
    assert posted.timeline.rest == 10
    nearest = posted.timeline.spans[0]
    assert [day.isoformat() for day in (*present(nearest.start), *present(nearest.end))] == [
        "2016-07-01",
        "2016-07-01",
        "2018-06-30",
        "2018-06-30",
    ]


def test_pictures_make_way_for_digests(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another digest is due while pictures are made, the rest of them are left out."""
    for channel in ("C1", "C2", "C3"):
        office.subscribe(channel=channel, weekly=True, days=(0,))
    illustrate = office.box.illustrate

    def slow(one: Subscription, digest: Digest, message: str) -> None:
        illustrate(one, digest, message)
        office.subscribe("code", "KR0032", channel="C9")

    monkeypatch.setattr(office.box, "illustrate", slow)
    office.round(MONDAY)
    assert (len(office.box.posts), len(office.box.pictures)) == (3, 1)
