"""Which commitment stands in which section: the rules, on facts alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.compose import SAID, compose, sort
from bot.digest.differences import FACT, Difference
from bot.digest.model import SECTIONS, Facts, QuotedValues, Window
from bot.records.store import Stored

TODAY = date(2026, 11, 21)
WINDOW = Window(TODAY, TODAY - timedelta(7), 30)
STATED = dict.fromkeys(SAID, "2020") | {"status": "Active", "completion": "Limited"}


def facts(
    code: str = "QM0001",
    *,
    start: date | int | None = None,
    end: date | int | None = None,
    has_page: bool = True,
    **said: str | None,
) -> Facts:
    """Facts of one commitment; a date is a day, or a year as a number."""
    return Facts(code, has_page, _span(start), _span(end), STATED | said)


def _span(when: date | int | None) -> tuple[date, date] | None:
    if isinstance(when, int):
        return date(when, 1, 1), date(when, 12, 31)
    return (when, when) if when else None


def sections(*given: Facts, window: Window = WINDOW, **news: Any) -> dict[str, list[str]]:
    """Section → the codes that stand in it, empty ones left out."""
    sorting = sort(given, news.get("changes", ()), news.get("new", ()), window)
    return {name: [pick.code for pick in picks] for name, picks in sorting.picks.items() if picks}


@pytest.mark.parametrize(
    ("end", "status", "completion", "verdict"),
    [
        (TODAY - timedelta(1), "Active", "Limited", True),
        (TODAY - timedelta(1), "", "", True),
        (TODAY - timedelta(1), None, None, True),
        (TODAY - timedelta(1), "Pending IRM Review", "Substantial", True),
        (TODAY, "Active", "Limited", False),
        (TODAY + timedelta(1), "Active", "Limited", False),
        (TODAY - timedelta(1), "Inactive", "Limited", False),
        (TODAY - timedelta(1), "Active", "Complete", False),
        (TODAY - timedelta(1), "Withdrawn", None, False),
        (TODAY - timedelta(1), "Complete", None, False),
        (TODAY - timedelta(1), "Active\nInactive", None, False),
        (2025, "Active", "Limited", True),
        (2026, "Active", "Limited", None),
        (2027, "Active", "Limited", False),
        (None, "Active", "Limited", None),
        (None, "Inactive", None, False),
    ],
)
def test_overdue_is_the_contracts_rule(
    end: date | int | None, status: str | None, completion: str | None, verdict: bool | None
) -> None:
    """Overdue: the end has passed and no value says closed; not where the end leaves it open."""
    sorting = sort([facts(end=end, status=status, completion=completion)], (), (), WINDOW)
    assert len(sorting.picks["overdue"]) == (verdict is True)


def test_a_progress_that_nobody_understands_makes_nothing_overdue() -> None:
    """It may say that the commitment is complete; its end is known all the same."""
    sorting = sort([facts(end=TODAY - timedelta(1), completion="mayor Clasificacion Mayor")], (), (), WINDOW)
    assert sorting.picks["overdue"] == []


@pytest.mark.parametrize(("days", "there"), [(-1, False), (0, True), (1, True), (30, True), (31, False)])
def test_due_soon_is_from_today_to_the_last_day_ahead(days: int, there: bool) -> None:
    """Due soon: the end lies within the days ahead, the first and the last of them included."""
    assert ("due_soon" in sections(facts(end=TODAY + timedelta(days)))) is there


@pytest.mark.parametrize(("days", "there"), [(-8, False), (-7, True), (0, True), (1, False)])
def test_started_is_from_since_to_today(days: int, there: bool) -> None:
    """Started: the start lies within the window of the news, both ends included."""
    assert ("started" in sections(facts(start=TODAY + timedelta(days)))) is there


def test_a_year_does_not_say_the_day() -> None:
    """A commitment that ends or starts some time in this year is neither due soon nor started nor overdue."""
    assert sections(facts(start=2026, end=2026), window=Window(TODAY, date(2026, 1, 1), 30)) == {}


def test_what_is_left_open_is_named() -> None:
    """A label with nothing behind it is not stated; without any label, one of status and completion is enough."""
    sorting = sort([facts(status="", completion=None), facts("QM0002", start=None, end=None)], (), (), WINDOW)
    assert [(pick.code, pick.field) for pick in sorting.picks["not_stated"]] == [("QM0001", "status")]
    bare = facts(status=None, completion=None, lead_institution=None)
    assert [pick.field for pick in sort([bare], (), (), WINDOW).picks["not_stated"]] == ["status", "lead_institution"]
    unread = replace(bare, unread=frozenset({"lead_institution"}))
    assert [pick.field for pick in sort([unread], (), (), WINDOW).picks["not_stated"]] == ["status"]


def test_what_is_to_come_is_open() -> None:
    """“TBC” is named with what is not stated; that reviewers have no data is a finding."""
    sorting = sort([facts(lead_institution="TBC", completion="No IRM Data")], (), (), WINDOW)
    assert [pick.field for pick in sorting.picks["not_stated"]] == ["lead_institution"]


def test_nothing_is_said_of_what_has_no_page() -> None:
    """A commitment that is known from an index only is not reproached with what its page may well state."""
    nothing = dict.fromkeys(SAID)
    sorting = sort([Facts("QM0001", has_page=False, start=None, end=None, said=nothing)], (), (), WINDOW)
    assert {name: list(picks) for name, picks in sorting.picks.items()} == {name: [] for name in SECTIONS}


def test_the_nearest_comes_first() -> None:
    """Overdue and due soon begin with the nearest day; equal days go by code, in the order of its number."""
    ends = {"QM0010": 3, "QM0009": 3, "QM0001": 20, "QM0002": 1, "QM0003": -400, "QM0004": -2}
    found = sections(*(facts(code, end=TODAY + timedelta(days)) for code, days in ends.items()))
    assert found["due_soon"] == ["QM0002", "QM0009", "QM0010", "QM0001"]
    assert found["overdue"] == ["QM0004", "QM0003"]


def stored(field: str, raw: str, position: int) -> Stored:
    """A value as the store gives it."""
    return Stored(
        "QM0001", field, position, raw, None, None, 10 * position, 10 * position + len(raw), "page", "a.txt", None, 1,
        line=1, before="", after="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "items"),
    [
        (("Aid", "Health"), [("Health", "Sport")]),
        (("Aid", "Health", "Water"), [("Health", "Sport"), ("Water", None)]),
        (("Aid", "Sport", "Water"), [("Water", None)]),
        (("Aid",), [("", "Sport")]),
        ((), [("", "Aid\nSport")]),
    ],
)
def test_of_a_list_only_the_members_that_changed_are_shown(
    now: tuple[str, ...], items: list[tuple[str | None, ...]]
) -> None:
    """Each member that came is an item; those that went stand before the first of them."""
    change = Difference("QM0001", "policy_areas", "Aid\nSport", "\n".join(now), "2026-11-20", FACT)
    sorting = sort([facts()], [change], (), WINDOW)
    values = [stored("policy_areas", raw, number) for number, raw in enumerate(now)]
    evidence = QuotedValues({("QM0001", "policy_areas"): values})
    made = compose(sorting, evidence, WINDOW)
    assert [(item.raw, item.old) for item in made.sections[0].items] == items


days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
dates = st.one_of(st.none(), days, st.integers(2015, 2030))
terms = st.sampled_from([None, "", "Active", "Inactive", "Complete", "Limited", "Withdrawn", "Pending IRM Review"])


@given(dates, dates, terms, terms, days, st.integers(0, 400), st.integers(0, 400))
def test_every_day_of_an_open_date_agrees(
    start: date | int | None,
    end: date | int | None,
    status: str | None,
    completion: str | None,
    today: date,
    back: int,
    ahead: int,
) -> None:
    """What is said of a date that is not known to the day holds for each day that it may be."""
    window = Window(today, today - timedelta(back), ahead)
    one = facts(start=start, end=end, status=status, completion=completion)
    found = sections(one, window=window)
    assert not {"overdue", "due_soon"} <= set(found)
    for name, when in (("overdue", one.end), ("due_soon", one.end), ("started", one.start)):
        if when is None:
            assert name not in found
        elif name in found:
            for day in when:
                start, end = (day, None) if name == "started" else (None, day)
                exact = facts(start=start, end=end, status=status, completion=completion)
                assert name in sections(exact, window=window)


@given(st.lists(st.tuples(dates, terms), max_size=8), st.randoms())
def test_the_order_of_the_facts_does_not_matter(
    given: list[tuple[date | int | None, str | None]], random: Random
) -> None:
    """The same commitments in another order give the same sections."""
    made = [facts(f"QM{number:04}", end=end, status=status) for number, (end, status) in enumerate(given)]
    shuffled = random.sample(made, len(made))
    assert json.dumps(sections(*made)) == json.dumps(sections(*shuffled))
