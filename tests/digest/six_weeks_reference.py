"""What each reader of the six weeks must be told: plain lists and loops over the script, without the digest's code.

Every day on which a reader's digest is due is looked at by itself: what the pages meant on the day looked at before,
what they mean now, and which appointments of a deadline lie between. `Due` says what must be told and what may be;
whatever else is told is false.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.digest.six_weeks import BEGUN, DAYS, EVENTS, PAGES, Reader, Span

AHEAD = 30
OVER = ("Complete", "Inactive", "Withdrawn")
FINISHED = ("Complete", "Withdrawn")
DATES = ("overdue", "no_longer_overdue", "milestone_overdue", "still_overdue", "due", "milestone_due", "late")
"""The kinds of news that belong to “overdue” and “due soon”; `late` is either of overdue and still_overdue."""
SAID = ("status", "completion", "start", "end", "lead_institution", "person", "objective", "milestones")

News = tuple[str, str, str]
"""A commitment, a kind of news, and of a change the field, of a milestone its end."""


@dataclass(frozen=True)
class State:
    """What a commitment means on a day, and whether its page is there; `ever`: it was, then or before."""

    here: bool
    ever: bool
    means: dict[str, object]

    @property
    def end(self) -> Span | None:
        """When it ends."""
        return self.means["end"]  # type: ignore[return-value]

    def says(self, terms: tuple[str, ...]) -> bool:
        """Whether its status or its completion is one of some terms."""
        return self.means["status"] in terms or self.means["completion"] in terms


@dataclass
class Due:
    """The news of one digest: what must be told, and what may be."""

    must: set[News] = field(default_factory=set)
    may: set[News] = field(default_factory=set)
    noted: set[str] = field(default_factory=set)


def state_at(code: str, day: date) -> State:
    """What a commitment means on a day, when its digests go out."""
    here = ever = PAGES[code].here
    means = dict(PAGES[code].means)
    for event in EVENTS:
        if event.code == code and (event.day, event.late) <= (day, False):
            means.update(event.means)
            if event.here is not None:
                here = event.here
                ever = ever or here
    return State(here, ever, means)


def expected(reader: Reader) -> dict[date, Due]:
    """The news of every day on which a digest of a reader is due."""
    found: dict[date, Due] = {}
    before, first = BEGUN, True
    for day in DAYS:
        if day.weekday() not in reader.days:
            continue
        due = Due()
        for code in PAGES:
            _look(reader, code, before, day, first, due)
        if set(reader.sections) != {"changed", "overdue", "due_soon", "started", "new", "not_stated"}:
            _of_dates_only(due)
        found[day] = due
        before, first = day, first and not due.must
    return found


def _of_dates_only(due: Due) -> None:
    """Only deadlines are wanted: the rest of what ended an overdue one may come along, what is gone or back must."""
    ended = {code for code, kind, _ in due.must if kind == "no_longer_overdue"}
    due.may = {one for one in due.may if one[1] in DATES} | {one for one in due.must | due.may if one[0] in ended}
    due.must = {one for one in due.must if one[1] in DATES or one[1] in ("gone", "back")}


# -- one commitment ----------------------------------------------------------------------------------------------


def _look(reader: Reader, code: str, before: date, day: date, first: bool, due: Due) -> None:
    was, now = state_at(code, before), state_at(code, day)
    followed, follows = was.here and _follows(reader, code, was, before), now.here and _follows(reader, code, now, day)
    if followed and not now.here:
        due.must.add((code, "gone", ""))
        return
    if not now.here or not (followed or follows):
        return
    if was.here:
        due.noted |= {code} if _is_written_otherwise(code, before, day) else set()
    if not was.here:
        _came(code, was, now, before, day, due)
    elif not followed:
        _entered(code, was, now, before, day, due)
    elif not follows:
        _left(code, was, now, before, day, due)
    else:
        due.must |= _happened(code, was, now, before, day)
        _deadline(code, was, now, before, day, first, due)


def _came(code: str, was: State, now: State, before: date, day: date, due: Due) -> None:
    due.must.add((code, "back" if was.ever else "new", ""))
    if was.ever:  # what it says now is compared with what was known last; its deadline may stand beside that
        due.must |= _happened(code, was, now, before, day)
        due.may |= _standing(code, now, day) | _milestones(code, None, now, before, day)
        deadline = Due()
        _deadline(code, was, now, _last_day_here(code, before), day, False, deadline)
        late = {(one, "late" if kind == "overdue" else kind, detail) for one, kind, detail in deadline.must}
        due.must, due.may = due.must | late, due.may | deadline.may
    else:
        due.must |= _standing(code, now, day) | _milestones(code, None, now, before, day)
        due.may |= {one for one in _happened(code, was, now, before, day) if one[1] == "started"}


def _last_day_here(code: str, day: date) -> date:
    """The last day on which a page was there, which was read no more since."""
    while not state_at(code, day).here:
        day -= timedelta(1)
    return day


def _entered(code: str, was: State, now: State, before: date, day: date, due: Due) -> None:
    """Whoever did not follow it was not told of its deadline: where it is near, it is now."""
    due.must |= {(code, "entered", "")} | _milestones(code, None, now, before, day)
    if _is_overdue(now, day) and not _is_overdue(was, before):
        due.must.add((code, "late", ""))
    else:
        due.must |= _standing(code, now, day)
    due.may |= _happened(code, was, now, before, day)


def _left(code: str, was: State, now: State, before: date, day: date, due: Due) -> None:
    happened = _happened(code, was, now, before, day)
    changed = {field for _code, kind, field in happened if kind == "change"}
    if (code, "closed", "") in happened and changed <= {"status", "completion"}:
        why = "left_closed"
    elif not changed and before.year != day.year:
        why = "left_year"
    else:
        why = "left"
    due.must |= {(code, why, "")} | {one for one in happened if one[1] != "started"}
    due.may |= happened
    deadline = Due()
    _deadline(code, was, now, before, day, False, deadline)
    late = {one for one in deadline.must if one[1] in ("overdue", "still_overdue", "late")}
    due.must |= late
    due.may |= deadline.must | deadline.may


def _happened(code: str, was: State, now: State, before: date, day: date) -> set[News]:
    found: set[News] = set()
    for name in SAID:
        if was.means.get(name) != now.means.get(name):
            found.add((code, "change", name))
    if was.means.get("email") != now.means.get("email"):
        found.add((code, "contact", ""))
    if _has_begun(now, day) and not _has_begun(was, before):
        found.add((code, "started", ""))
    if now.says(OVER) and not was.says(OVER):
        found.add((code, "closed", ""))
    if _is_overdue(was, before) and _is_overdue(now, day) is False:
        found.add((code, "no_longer_overdue", ""))
    return found


def _has_begun(one: State, day: date) -> bool:
    start: Span = one.means["start"]  # type: ignore[assignment]
    return start[1] <= day


# -- its deadline ------------------------------------------------------------------------------------------------


def _is_overdue(one: State, day: date) -> bool | None:
    if one.says(OVER):
        return False
    if one.end is None:
        return None
    if one.end[1] < day:
        return True
    return False if day <= one.end[0] else None


def appointments(end: Span) -> list[date]:
    """The days on which a deadline is told: 30, 7 and 1 days before, the day itself, the day after, then each month."""
    last = end[1]
    days = [last - timedelta(before) for before in (AHEAD, 7, 1, 0)] + [last + timedelta(1)]
    year, month = last.year, last.month
    while year < DAYS[-1].year + 1:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        try:
            days.append(date(year, month, last.day))
        except ValueError:  # this month is too short
            days.append(date(year + month // 12, month % 12 + 1, 1))
    return days


def _kept(one: State, day: date) -> int:
    """How many of its appointments a deadline has kept by a day."""
    if one.end is None or one.says(FINISHED):
        return 0
    days = [when for when in appointments(one.end) if when <= day]
    if one.says(OVER):  # an inactive one may still be due, and is never overdue
        return len([when for when in days if when <= one.end[1]]) if day <= one.end[1] else 0
    return len(days)


def _deadline(code: str, was: State, now: State, before: date, day: date, first: bool, due: Due) -> None:
    if now.end and _is_overdue(now, day) is None:  # known to the month: whether it is due is not to be judged in it
        due.may.add((code, "due", ""))
    if first:
        due.must |= _standing(code, now, day) | _milestones(code, None, now, before, day)
        return
    due.must |= _milestones(code, was, now, before, day)
    if _is_overdue(now, day) is None:
        return
    if not _is_overdue(now, day):
        if _is_overdue(was, before):  # its new end is told already
            due.may |= _standing(code, now, day)
        elif _kept(now, day) > _kept(was, before):
            due.must.add((code, "due", ""))
    elif not _is_overdue(was, before):
        due.must.add((code, "overdue", ""))
    elif _kept(now, day) > _kept(was, before) and PAGES[code].plan_over >= day:
        due.must.add((code, "still_overdue", ""))


def _standing(code: str, now: State, day: date) -> set[News]:
    """What is told of a deadline to whoever was never told of it; of an older plan, nothing."""
    verdict = _is_overdue(now, day)
    if verdict:
        return {(code, "late", "")} if PAGES[code].plan_over >= day else set()
    return {(code, "due", "")} if verdict is False and _kept(now, day) else set()


def _milestones(code: str, was: State | None, now: State, before: date, day: date) -> set[News]:
    """A milestone is told seven days before, on its day and on the day after, as long as the commitment is open."""
    ends: tuple[date, ...] = now.means["milestones"]  # type: ignore[assignment]
    earlier: tuple[date, ...] = was.means["milestones"] if was else ()  # type: ignore[assignment]
    found: set[News] = set()
    if now.says(OVER):
        return found
    for number, end in enumerate(ends):
        kept = [when for when in (end - timedelta(7), end, end + timedelta(1)) if when <= day]
        if number < len(earlier):
            old = earlier[number]
            news = len(kept) > len([when for when in (old - timedelta(7), old, old + timedelta(1)) if when <= before])
        else:  # nobody was told of it: where it is long over, nobody is
            news = bool(kept) and before <= end
        if news:
            found.add((code, "milestone_due" if day <= end else "milestone_overdue", end.isoformat()))
    return found


# -- what is followed --------------------------------------------------------------------------------------------


def _follows(reader: Reader, code: str, one: State, day: date) -> bool:
    """Whether a reader follows a commitment by what it means."""
    if reader.kind == "everything":
        return True
    if reader.kind == "country":
        return code.startswith("KE")
    if reader.kind == "code":
        return code == reader.value
    if reader.kind == "institution":
        return one.means["lead_institution"] == reader.value
    if reader.name == "active":
        return one.means["status"] == "Active"
    return one.end is not None and one.end[0].year == day.year == one.end[1].year


def _is_written_otherwise(code: str, before: date, day: date) -> bool:
    """Whether what a page says differs between two days in a way that means nothing; a label that is back is none."""
    texts = []
    for when in (before, day):
        said = dict(PAGES[code].texts)
        for event in EVENTS:
            if event.code == code and (event.day, event.late) <= (when, False):
                said.update(event.texts)
        texts.append(said)
    was, now = state_at(code, before), state_at(code, day)
    return any(
        texts[0].get(name, "") not in (text, None) and was.means.get(name) == now.means.get(name)
        for name, text in texts[1].items()
    )
