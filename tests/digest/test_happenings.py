"""What is told of commitments between two days: each step of a deadline once, and what came, went and changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.compose import SAID
from bot.digest.differences import CONTACT, FACT, LABEL, WORDING, Difference
from bot.digest.happenings import Arrivals, Before, Marks, chosen, happenings, is_due
from bot.digest.model import Facts, Happening, Standing, Window
from bot.digest.subscriptions import _became_known, _known
from bot.state.journal import JournalEntry
from bot.state.subscriptions import Subscription
from tests.present import present

TODAY = date(2026, 12, 9)
AHEAD = 30
STATED = dict.fromkeys(SAID, "2020") | {"status": "Active", "completion": "Limited"}
DAY = timedelta(1)
Span = date | tuple[date, date] | None


def facts(
    code: str = "KE0001",
    *,
    start: Span = None,
    end: Span = None,
    over: date | None = date(2030, 12, 31),
    milestones: Sequence[date] = (),
    **said: str | None,
) -> Facts:
    """Facts of one commitment, whose dates are days, or pairs of days."""
    begins, ends = (one if one is None or isinstance(one, tuple) else (one, one) for one in (start, end))
    return Facts(code, True, begins, ends, STATED | said, plan_over=over, milestones=tuple(enumerate(milestones)))


def changed(field: str, old: str | None, new: str | None, kind: str = FACT, code: str = "KE0001") -> Difference:
    """A field that changed today."""
    return Difference(code, field, old, new, TODAY.isoformat(), kind)


def told(
    *given: Facts,
    changes: Sequence[Difference] = (),
    before: date = TODAY - DAY,
    day: date = TODAY,
    first: bool = False,
    marks: Marks | None = None,
    **arrivals: Any,
) -> dict[str, list[str]]:
    """Code → the kinds of news that a digest of `day` has of it, the last one being of `before`."""
    window = Window(day, before + DAY, AHEAD)
    found = happenings(given, changes, Arrivals(**arrivals), Before(before, first), window, marks or Marks())
    return {code: [one.kind for one in news] for code, news in found.lines.items()}


def standing(*given: Facts, before: date = TODAY - DAY, first: bool = False, **arrivals: Any) -> Standing:
    """What is folded in today's digest."""
    window = Window(TODAY, before + DAY, AHEAD)
    return happenings(given, (), Arrivals(**arrivals), Before(before, first), window).standing


# -- deadlines ---------------------------------------------------------------------------------------------------


def lived(one: Facts, days: Sequence[date], **others: Any) -> list[tuple[date, str]]:
    """(day, kind) of what digests of `days` tell; the first of them is the first that there is."""
    found = []
    for number, (before, day) in enumerate(zip([days[0] - DAY, *days], days, strict=False)):
        for kind in told(one, before=before, day=day, first=number == 0, **others).get(one.code, ()):
            found.append((day, kind))
    return found


def steps_between(end: date, after: date | None, upto: date) -> list[date]:
    """The days on which a deadline is told, by a look at each day: 30, 7, 1 and 0 days before, 1 after, each month."""
    found = []
    day = after + DAY if after else end - timedelta(AHEAD)
    while day <= upto:
        before = (end - day).days
        month_later = day.day == end.day or (day.day == 1 and (day - DAY).day < end.day)
        if before in (AHEAD, 7, 1, 0, -1) or (before < -1 and month_later):
            found.append(day)
        day += DAY
    return found


digest_days = st.lists(st.integers(1, 20), min_size=1, max_size=30).map(
    lambda gaps: [date(2026, 10, 1) + timedelta(sum(gaps[: number + 1])) for number in range(len(gaps))]
)
ends = st.dates(date(2026, 9, 1), date(2027, 4, 30))


@given(digest_days, ends)
def test_each_step_is_told_once_whatever_the_days(days: list[date], end: date) -> None:
    """A digest tells a deadline where a step of it lies after the last one, and once however many steps do."""
    found = lived(facts(end=end), days)
    expected = [day for before, day in zip([None, *days], days, strict=False) if steps_between(end, before, day)]
    assert [day for day, _kind in found] == expected
    assert max(Counter(day for day, _kind in found).values(), default=1) == 1


@given(digest_days, ends)
def test_what_a_step_is_called_is_a_matter_of_its_day(days: list[date], end: date) -> None:
    """A deadline is due to its day, once newly overdue, and overdue after that; a first digest knows no newly."""
    kinds = [(day, kind) for day, kind in lived(facts(end=end), days)]
    assert all((kind == "due") == (day <= end) for day, kind in kinds)
    newly = [day for day, kind in kinds if kind == "overdue"]
    after = [day for day in days if day > end]
    assert newly == (after[:1] if after and days[0] <= end else [])


@given(digest_days, ends, st.sampled_from(["Complete", "Withdrawn"]))
def test_of_what_is_finished_no_deadline_is_told(days: list[date], end: date, status: str) -> None:
    """What is complete or withdrawn has no deadline any more."""
    assert lived(facts(end=end, status=status), days) == []


@given(digest_days, ends)
def test_what_is_inactive_is_due_and_never_overdue(days: list[date], end: date) -> None:
    """An inactive commitment may still be due; after its end it is missed by nobody."""
    assert all(kind == "due" and day <= end for day, kind in lived(facts(end=end, status="Inactive"), days))


@given(digest_days, st.dates(date(2026, 10, 1), date(2027, 4, 30)))
def test_a_milestone_is_told_at_each_of_its_steps(days: list[date], end: date) -> None:
    """A milestone is told where seven days before it, its day or the day after lie after the last digest."""
    found = lived(facts(milestones=[end]), days)
    expected = []
    for before, day in zip([days[0] - DAY, *days], days, strict=False):
        first = day == days[0]
        steps = [step for step in (end - timedelta(7), end, end + DAY) if (first or before < step) and step <= day]
        if steps and (day <= end or before <= end):
            expected.append((day, "milestone_due" if day <= end else "milestone_overdue"))
    assert found == expected


def test_the_first_digest_tells_all_that_is_due_and_overdue() -> None:
    """The first digest tells a deadline within the days ahead and one that has passed; another tells neither."""
    near, late = facts(end=TODAY + timedelta(20)), facts("KE0002", end=TODAY - timedelta(200))
    assert told(near, late, first=True) == {"KE0001": ["due"], "KE0002": ["still_overdue"]}
    assert told(near, late) == {}
    assert standing(near, late) == Standing(
        due=1, next_due=("KE0001", present(near.end)[0]), overdue=1, oldest=("KE0002", present(late.end)[0])
    )


def test_older_plans_are_folded_from_the_start() -> None:
    """What is overdue of a plan that is over is a number, in a first digest too, and not a line each month."""
    old = facts(end=TODAY - timedelta(400), over=TODAY - timedelta(343))
    assert told(old, first=True) == {}
    assert standing(old, first=True) == Standing(older=1, older_codes=("KE0001",), unjudged=0)
    assert lived(old, [TODAY + timedelta(number) for number in range(90)]) == []


def test_the_end_of_a_plan_that_ends_with_the_year_is_told() -> None:
    """What ended on the last day of its plan is newly overdue on the next, and folded from then on."""
    last = facts(end=date(2026, 12, 31), over=date(2026, 12, 31))
    days = [date(2026, 12, 31) + timedelta(number) for number in range(60)]
    assert lived(last, days)[1:] == [(date(2027, 1, 1), "overdue")]


def test_an_end_known_to_the_month_is_overdue_when_the_month_is_over() -> None:
    """Within its month nobody can judge it; on the first day after that it is overdue."""
    month = facts(end=(date(2026, 12, 1), date(2026, 12, 31)))
    assert told(month) == {}
    assert told(month, before=date(2026, 12, 31), day=date(2027, 1, 1)) == {"KE0001": ["overdue"]}


def test_what_cannot_be_judged_is_counted_once_a_week() -> None:
    """A commitment without an end is counted in the first digest of a week, and otherwise not at all."""
    open_end = facts(end=None)
    monday = date(2026, 12, 7)
    counts = []
    for number in range(14):
        day = monday + timedelta(number)
        window = Window(day, day, AHEAD)
        counts.append(happenings([open_end], (), Arrivals(), Before(day - DAY), window).standing.unjudged)
    assert counts == [1, *[None] * 6, 1, *[None] * 6]


def test_what_is_checked_is_not_told_until_it_changes() -> None:
    """A step of a checked commitment is not told, unless something changed of it."""
    one = facts(end=TODAY + timedelta(7))
    marks = Marks(checked=frozenset({"KE0001"}))
    assert told(one) == {"KE0001": ["due"]}
    assert told(one, marks=marks) == {}
    assert told(one, marks=marks, changes=[changed("person", "A", "B")]) == {"KE0001": ["change", "due"]}


def test_a_reminder_takes_the_place_of_a_step() -> None:
    """Whoever asked to be reminded is reminded, at a step or not, and once."""
    marks = Marks(reminded=frozenset({"KE0001"}))
    assert told(facts(end=TODAY + timedelta(7)), marks=marks) == {"KE0001": ["reminder"]}
    assert told(facts(end=TODAY + timedelta(90)), marks=marks) == {"KE0001": ["reminder"]}


# -- changes -----------------------------------------------------------------------------------------------------


def test_a_moved_end_is_told_with_what_comes_of_it() -> None:
    """An end that moved nearer is due by its new day; an overdue one that moved ahead is no longer overdue."""
    nearer = [changed("end", "2027-06-30", "2026-12-20")]
    assert told(facts(end=date(2026, 12, 20)), changes=nearer) == {"KE0001": ["change", "due"]}
    ahead = [changed("end", "2026-11-30", "2027-06-30")]
    assert told(facts(end=date(2027, 6, 30)), changes=ahead) == {"KE0001": ["change", "no_longer_overdue"]}
    back = [changed("end", "2027-06-30", "2026-12-01")]
    assert told(facts(end=date(2026, 12, 1)), changes=back) == {"KE0001": ["change", "overdue"]}


def test_a_completion_closes_and_ends_an_overdue() -> None:
    """What becomes complete is closed, and no longer overdue where it was."""
    done = [changed("completion", "Limited", "Complete")]
    assert told(facts(end=date(2026, 11, 1), completion="Complete"), changes=done) == {
        "KE0001": ["change", "closed", "no_longer_overdue"]
    }
    assert told(facts(end=date(2027, 11, 1), completion="Complete"), changes=done) == {"KE0001": ["change", "closed"]}


def test_what_is_opened_again_is_overdue_again() -> None:
    """A commitment whose end has passed and that is active again is newly overdue."""
    again = [changed("status", "Inactive", "Active")]
    assert told(facts(end=date(2026, 11, 1)), changes=again) == {"KE0001": ["change", "overdue"]}


def test_ways_of_writing_are_notes() -> None:
    """A difference of wording or a label that is gone makes a note of the page and no line."""
    changes = [changed("title", "Portla", "Portal", WORDING), changed("status", "Active", None, LABEL, "KE0002")]
    window = Window(TODAY, TODAY, AHEAD)
    both = [facts(), facts("KE0002", status=None)]
    found = happenings(both, changes, Arrivals(), Before(TODAY - DAY), window)
    assert found.lines == {}
    assert [(note.kind, note.codes) for note in found.notes] == [(WORDING, ("KE0001",)), (LABEL, ("KE0002",))]


def test_a_label_of_progress_that_is_gone_makes_nothing_overdue() -> None:
    """A page that does not print any more that it is complete is not newly overdue for that."""
    gone = [changed("status", "Complete", None, LABEL)]
    assert told(facts(end=date(2026, 11, 1), status=None), changes=gone) == {}


def test_contacts_are_one_line() -> None:
    """However many contacts of a commitment changed, one thing is told of them."""
    changes = [changed("email", "(not shown)", "x", CONTACT), changed("phone", "(not shown)", "y", CONTACT)]
    assert told(facts(), changes=changes) == {"KE0001": ["contact"]}


@pytest.mark.parametrize(
    ("old", "start", "kinds"),
    [
        (None, TODAY, ["started"]),
        (None, TODAY - timedelta(3), []),
        (None, TODAY + DAY, []),
        ("2027-02-01", TODAY - timedelta(30), ["change", "started"]),
        ("2026-10-01", TODAY, ["change"]),
    ],
)
def test_started_is_told_when_it_has_newly_begun(old: str | None, start: date, kinds: list[str]) -> None:
    """It starts on its day, or when its start is moved back to a day that has passed; what had begun begins no more."""
    changes = [changed("start", old, start.isoformat())] if old else []
    assert told(facts(start=start), changes=changes).get("KE0001", []) == kinds


def test_a_milestone_that_moved_near_is_due() -> None:
    """A milestone that was far away and is moved into the days before its step is due at once."""
    moved = [changed("milestones", "Open it (1 May 2027)", "Open it (12 December 2026)")]
    assert told(facts(milestones=[date(2026, 12, 12)]), changes=moved) == {"KE0001": ["change", "milestone_due"]}
    assert told(facts(milestones=[date(2026, 12, 12)])) == {}


# -- who comes and goes ------------------------------------------------------------------------------------------


def test_what_is_gone_is_one_sentence() -> None:
    """Of what is gone nothing else is told, whatever its deadline."""
    assert told(gone={"KE0009"}) == {"KE0009": ["gone"]}
    assert told(facts(end=TODAY), gone={"KE0001"}) == {"KE0001": ["gone"]}


@pytest.mark.parametrize("came", ["new", "back", "entered"])
def test_whoever_comes_is_told_with_its_deadline(came: str) -> None:
    """What is new here, here again, or newly in a list is told with the deadline that nobody was told of there."""
    near, late = facts(end=TODAY + timedelta(20)), facts("KE0002", end=TODAY - timedelta(50))
    arrivals: dict[str, Any] = {came: {"KE0001", "KE0002"}}
    assert told(near, late, **arrivals) == {
        "KE0001": [came, "due"],
        "KE0002": [came, "still_overdue"],
    }


@pytest.mark.parametrize(
    ("changes", "said", "before", "by_calendar", "why"),
    [
        ([changed("status", "Active", "Complete")], {"status": "Complete"}, TODAY - DAY, False, "left_closed"),
        ([changed("lead_institution", "A", "B")], {}, TODAY - DAY, False, "left"),
        ([], {"end": TODAY - DAY}, TODAY - DAY, True, "left_ended"),
        ([], {"end": date(2025, 12, 31)}, date(2025, 12, 31), True, "left_year"),
        (
            [changed("status", "Active", "Complete"), changed("lead_institution", "A", "B")],
            {"status": "Complete"},
            TODAY - DAY,
            False,
            "left",
        ),
    ],
)
def test_why_it_left_is_said_where_it_is_known(
    changes: list[Difference], said: dict[str, Any], before: date, by_calendar: bool, why: str
) -> None:
    """It left because it was closed, because it ended, because the year is over, or for another reason."""
    left = {"KE0001"}
    found = told(facts(**said), changes=changes, before=before, left=left, by_calendar=left if by_calendar else set())
    assert [kind for kind in found["KE0001"] if kind.startswith("left")] == [why]


def test_the_last_of_december_is_overdue_when_the_year_is_over() -> None:
    """What ended with the year and leaves the list of it is told as overdue in the same line."""
    left = {"KE0001"}
    found = told(
        facts(end=date(2026, 12, 31)), before=date(2026, 12, 31), day=date(2027, 1, 1), left=left, by_calendar=left
    )
    assert found == {"KE0001": ["overdue", "left_year"]}


def test_only_what_is_wanted_is_kept() -> None:
    """Of some sections their kinds are kept, with all that ended an overdue one; what is gone or back always is."""
    news = {
        "KE0001": [Happening("change", "status"), Happening("no_longer_overdue", "end")],
        "KE0002": [Happening("change", "status")],
        "KE0003": [Happening("gone", "title")],
        "KE0004": [Happening("back", "title"), Happening("change", "end")],
        "KE0005": [Happening("overdue", "end"), Happening("new", "title")],
    }
    kept = chosen(news, ("overdue", "due_soon"))
    assert {code: [one.kind for one in own] for code, own in kept.items()} == {
        "KE0001": ["change", "no_longer_overdue"],
        "KE0003": ["gone"],
        "KE0004": ["back"],
        "KE0005": ["overdue"],
    }
    assert not is_due(kept["KE0001"])


SUBSCRIPTION = Subscription(
    id="S1", team="T1", channel="C1", owner="U1", kind="everything", value="", zone="UTC", at="09:00",
    days=(0,), weekly=True, ahead=AHEAD, sections=("changed",), heartbeat=False, language="en", muted=(),
    paused_until=None, stopped=None, told=0, sent_on=None, followed=(), created_on="2026-11-30",
)  # fmt: skip


@given(st.lists(st.sampled_from("KE0001 KE0002".split()), max_size=8), st.booleans())
def test_gone_and_back_cancel(codes: list[str], there: bool) -> None:
    """A page that went and came between two digests is told as what it is now, by what it was before."""
    here = {"KE0001": there, "KE0002": True}
    entries = []
    for code in codes:
        here[code] = not here[code]
        entries.append(JournalEntry("back" if here[code] else "gone", code, "title", "{}", "2026-12-09"))
    known = _known(SUBSCRIPTION, _became_known(entries), {})
    assert known.gone.keys() == {code for code, was in (("KE0001", there), ("KE0002", True)) if was and not here[code]}
    assert known.back == {code for code, was in (("KE0001", there), ("KE0002", True)) if not was and here[code]}


def test_what_follows_one_commitment_hears_of_no_other_that_is_gone() -> None:
    """That a page is gone is told to those who followed it, by its country or its code."""
    entries = [JournalEntry("gone", code, "title", "{}", "2026-12-09") for code in ("KE0001", "GH0001")]
    for kind, value, codes in (
        ("everything", "", {"KE0001", "GH0001"}),
        ("country", "Kenya", {"KE0001"}),
        ("code", "KE1", {"KE0001"}),
    ):
        one = replace(SUBSCRIPTION, kind=kind, value=value)
        assert _known(one, _became_known(entries), {}).gone.keys() == codes
