"""What happened to commitments between two states of the documents on two days, and what is due now. Pure.

A deadline comes back at its steps (the days ahead that one chose, 30, 7 and 1 days before, the day itself, the day
after) and then once a month. Each step lies between two digests once, so nothing has to be remembered of what was told
but the day and the state of the documents of the digest before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache

from bot.digest.differences import CONTACT, FACT, LABEL, Difference
from bot.digest.model import DUE, KINDS, Facts, Happening, PageNote, Review, Standing, Week, Window, code_order
from bot.records.countries import home_of, letters_of
from bot.records.dates import find_dates
from bot.records.fields import FIELD, FIELDS
from bot.records.periods import PROGRESS, bounds, days_later, is_overdue, says_over
from bot.records.values import normalise
from bot.records.vocabulary import canonical

STEPS = (30, 7, 1, 0)
"""Days before an end on which it is told, where the days ahead reach so far."""
_MILESTONE_STEPS = (7, 0)
_OVERDUE = 100  # the rank of the day after the end; every whole month since adds one
_NAMED = 3  # overdue commitments of older plans that are named, where there are no more
_FINISHED = ("Complete", "Withdrawn")
_ORDER = {kind: number for number, kind in enumerate(KINDS)}
_FIELDS = {one.name: number for number, one in enumerate(FIELDS)}


@dataclass(frozen=True, slots=True)
class Before:
    """The digest before: its day. `first`: there was none, so that whatever is due or overdue is told now."""

    day: date
    first: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """What readers said of single commitments: not to be told again until they change, or to be told on this day."""

    checked: frozenset[str] = frozenset()
    reminded: frozenset[str] = frozenset()


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Codes that came and went since the digest before.

    `new`, `back` and `gone` are those whose documents did, `entered` and `left` those that are there all the time and
    fit what is followed now, or no longer. Those `by_calendar` left without any change, as from what ends “this year”.
    """

    new: Collection[str] = ()
    back: Collection[str] = ()
    gone: Collection[str] = ()
    entered: Collection[str] = ()
    left: Collection[str] = ()
    by_calendar: Collection[str] = ()


@dataclass(slots=True)
class Found:
    """The news by commitment, notes about pages, and what stands."""

    lines: dict[str, list[Happening]] = field(default_factory=dict)
    notes: list[PageNote] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)


def happenings(
    facts: Iterable[Facts],
    changes: Sequence[Difference],
    arrivals: Arrivals,
    before: Before,
    window: Window,
    marks: Marks = NO_MARKS,
) -> Found:
    """The news of the selected commitments and of those that left the selection; `facts` are of both.

    Those that are alike are so in everything: none of them has changes, arrivals or marks that the others have not.
    """
    by_code: dict[str, list[Difference]] = {}
    for one in changes:
        by_code.setdefault(one.code, []).append(one)
    found = Found(notes=_notes(changes))
    standing = _Counts(window, counts_unjudged=before.first or _has_monday(before.day, window.as_of))
    for now in facts:
        if now.code in arrivals.gone:
            continue
        own = by_code.get(now.code, ())
        then = None if now.code in arrivals.new else _then(now, own)
        came = before.first or any(now.code in codes for codes in (arrivals.new, arrivals.back, arrivals.entered))
        rank = _rank(now, window.as_of, window.ahead)
        due = _due(now, then, own, before, window, marks, rank, came=came)
        told = [*_happened(now, then, own, before, window), *due]
        for kind in ("new", "back", "entered"):
            if now.code in getattr(arrivals, kind):
                told.append(Happening(kind, "title"))
        if now.code in arrivals.left:
            told = [one for one in told if one.kind not in ("due", "still_overdue")]
            told.append(_leaving(now, told, before, window, by_calendar=now.code in arrivals.by_calendar))
        if told:
            found.lines |= dict.fromkeys(now.codes, sorted(told, key=_weight))
        if now.code not in arrivals.left and not any(one.kind in ("overdue", "still_overdue", "due") for one in told):
            standing.add(now, rank)
    for code in arrivals.gone:
        found.lines[code] = [Happening("gone", "title")]
    found.standing = standing.made()
    return found


def _weight(one: Happening) -> tuple[object, ...]:
    return _ORDER[one.kind], _FIELDS.get(one.field, 0), one.position or 0


def line_order(code: str, told: Sequence[Happening]) -> tuple[object, ...]:
    """The weightiest kind first, then the nearest day, then codes as people count them."""
    nearest = min((abs(one.days) for one in told if one.days is not None), default=0)
    return _ORDER[told[0].kind], nearest, *code_order(code)


def due_order(code: str, told: Sequence[Happening]) -> tuple[object, ...]:
    """Days to come in their order, then those that are past, the nearest first."""
    days = min((one.days for one in told if one.days is not None), key=lambda days: (days < 0, abs(days)), default=0)
    return days < 0, abs(days), line_order(code, told)


def is_due(told: Sequence[Happening]) -> bool:
    """Whether a line tells of nothing but dates that are due."""
    return all(one.kind in DUE for one in told)


def chosen(lines: Mapping[str, Sequence[Happening]], sections: Collection[str]) -> dict[str, list[Happening]]:
    """Those of the news that belong to some sections; what ended an overdue one comes along.

    What is gone, or back, is told whatever the sections.
    """
    kept: dict[str, list[Happening]] = {}
    for code, told in lines.items():
        ended = "overdue" in sections and any(one.kind == "no_longer_overdue" for one in told)
        own = [one for one in told if KINDS[one.kind] in sections or one.kind in ("gone", "back", "reminder") or ended]
        if own:
            kept[code] = own
    return kept


# -- what happened -----------------------------------------------------------------------------------------------


def _then(now: Facts, changes: Sequence[Difference]) -> Facts:
    """The facts as they were before the changes."""
    if not changes:
        return now
    said, spans = dict(now.said), {"start": now.start, "end": now.end}
    for one in changes:
        if one.field in said:
            said[one.field] = one.old
        if one.field in spans:
            value, precision = normalise(FIELD[one.field], one.old or "", letters_of(one.code))
            first, last = bounds(one.field, value, precision, one.old or "") if value else (None, None)
            spans[one.field] = (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
    return replace(now, said=said, start=spans["start"], end=spans["end"])


def _happened(
    now: Facts, then: Facts | None, changes: Sequence[Difference], before: Before, window: Window
) -> Iterator[Happening]:
    contacts = [one for one in changes if one.kind == CONTACT]
    if contacts:
        yield Happening("contact", contacts[0].field, at=max(one.at for one in contacts))
    for one in changes:
        if one.kind == FACT:
            yield Happening("change", one.field, one.old, one.at)
    if now.start and now.start[1] <= window.as_of and before.day < ((then and then.start) or now.start)[0]:
        yield Happening("started", "start", days=(now.start[1] - window.as_of).days)
    if then is None or not changes:
        return
    over, was_over = _over(now), _over(then)
    if over and not was_over:
        closing = next((name for name in PROGRESS if says_over(now.said[name])), PROGRESS[0])
        yield Happening("closed", closing)
    if now.end and _overdue(then, before.day) and _overdue(now, window.as_of) is False:
        yield Happening("no_longer_overdue", "end", days=(now.end[1] - window.as_of).days)


def _leaving(now: Facts, told: Sequence[Happening], before: Before, window: Window, *, by_calendar: bool) -> Happening:
    """That a commitment left a selection, and why where that is known."""
    if any(one.kind == "closed" for one in told) and all(one.field in PROGRESS for one in told if one.kind == "change"):
        return Happening("left_closed", "title")
    if by_calendar and before.day.year != window.as_of.year:
        return Happening("left_year", "title")
    if by_calendar and now.end and before.day <= now.end[1] < window.as_of:
        return Happening("left_ended", "title")
    return Happening("left", "title")


def _over(one: Facts) -> bool:
    return any(says_over(one.said[name]) for name in PROGRESS)


def _finished(one: Facts) -> bool:
    """Whether nothing is left to be done by its end; an inactive one may still be due."""
    return any(_is_finished(name, said) for name in PROGRESS if (said := one.said[name]))


@lru_cache(4096)
def _is_finished(name: str, said: str) -> bool:
    return any(canonical(name, part) in _FINISHED for part in said.split("\n"))


def _overdue(one: Facts, day: date) -> bool | None:
    first, last = one.end or (None, None)
    return is_overdue(one.said["status"], one.said["completion"], first, last, day)


# -- what is due -------------------------------------------------------------------------------------------------


def _due(
    now: Facts,
    then: Facts | None,
    changes: Sequence[Difference],
    before: Before,
    window: Window,
    marks: Marks,
    rank: int,
    *,
    came: bool,
) -> Iterator[Happening]:
    """What is due of a commitment whose deadline has come so far (`_rank`); of what `came`, nothing was told yet."""
    if now.milestones:
        yield from _milestones(now, changes, before, window, came=came)
    reminded = now.code in marks.reminded
    if now.end is None or not (rank or reminded) or any(one.kind == LABEL and one.field in PROGRESS for one in changes):
        return
    was = None if then is None else _rank(then, before.day, window.ahead)
    days = (now.end[1] - window.as_of).days
    if reminded:
        yield Happening("reminder", "end", days=days)
    elif rank > (0 if came else was or 0) and not (now.code in marks.checked and not changes):
        if rank < _OVERDUE:
            yield Happening("due", "end", days=days)
        elif was is None or before.first or was >= _OVERDUE:
            if not _of_older_plan(now, window.as_of):
                yield Happening("still_overdue", "end", days=days)
        else:
            yield Happening("overdue", "end", days=days)


def _milestones(
    now: Facts, changes: Sequence[Difference], before: Before, window: Window, *, came: bool
) -> Iterator[Happening]:
    if _over(now):
        return
    old = next((one.old or "" for one in changes if one.field == "milestones" and one.kind == FACT), None)
    told = None if old is None else {one.value for one in find_dates(old)}
    for position, day in now.milestones:
        days, were = (day - window.as_of).days, (day - before.day).days
        anew = came or (told is not None and day.isoformat() not in told)
        if days < 0 <= were:
            yield Happening("milestone_overdue", "milestones", days=days, position=position)
        elif days >= 0 and any(days <= step and (anew or step < were) for step in _MILESTONE_STEPS):
            yield Happening("milestone_due", "milestones", days=days, position=position)


def dates_ahead(facts: Iterable[Facts], window: Window) -> Iterator[tuple[str, list[Happening]]]:
    """Every end and milestone from the first day of the news to the last of the days ahead, whether told or not.

    What is finished has none.
    """
    last = days_later(window.as_of, window.ahead)
    for one in facts:
        if one.end and window.since <= one.end[1] <= last and not _finished(one):
            happening = Happening("due", "end", days=(one.end[1] - window.as_of).days)
            yield from ((code, [happening]) for code in one.codes)
        for position, day in () if _over(one) else one.milestones:
            if window.since <= day <= last:
                days = (day - window.as_of).days
                yield one.code, [Happening("milestone_due", "milestones", days=days, position=position)]


def _rank(one: Facts, day: date, ahead: int) -> int:
    """How far a deadline has come on a day: 0 far away, done or not known; from 1 its steps; late from `_OVERDUE`."""
    verdict = _overdue(one, day)
    if one.end is None or verdict is None:
        return 0
    last = one.end[1]
    if verdict:
        months = (day.year - last.year) * 12 + day.month - last.month - (day.day < last.day)
        return _OVERDUE + max(months, 0)
    if one.end[0] < day or _finished(one):
        return 0
    left = (last - day).days
    return sum(left <= step for step in _steps(ahead))


@cache
def _steps(ahead: int) -> tuple[int, ...]:
    return (ahead, *(step for step in STEPS if step < ahead))


def _of_older_plan(one: Facts, day: date) -> bool:
    return one.plan_over is not None and one.plan_over < day


# -- what stands, and pages --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Counts:
    window: Window
    counts_unjudged: bool
    due: int = 0
    overdue: int = 0
    older: int = 0
    unjudged: int = 0
    next_due: tuple[date, str] | None = None
    oldest: tuple[date, str] | None = None
    older_codes: list[str] = field(default_factory=list)

    def add(self, one: Facts, rank: int) -> None:
        """Count commitments of which nothing about their end is told."""
        codes = one.codes
        if rank == 0 or one.end is None:
            self.unjudged += len(codes) if _overdue(one, self.window.as_of) is None else 0
            return
        nearest = one.end[1], min(codes)
        if rank < _OVERDUE:
            self.due += len(codes)
            self.next_due = min(self.next_due or nearest, nearest)
        elif not _of_older_plan(one, self.window.as_of):
            self.overdue += len(codes)
            self.oldest = min(self.oldest or nearest, nearest)
        else:
            self.older += len(codes)
            self.older_codes += codes[: _NAMED + 1]

    def made(self) -> Standing:
        """The counts."""
        return Standing(
            self.due,
            self.next_due and (self.next_due[1], self.next_due[0]),
            self.overdue,
            self.oldest and (self.oldest[1], self.oldest[0]),
            self.older,
            tuple(self.older_codes) if self.older <= _NAMED else (),
            self.unjudged if self.counts_unjudged else None,
        )


def _has_monday(after: date, upto: date) -> bool:
    """Whether a week began: what nobody can judge is counted once a week."""
    return (after.toordinal() - 1) // 7 != (upto.toordinal() - 1) // 7  # day 1 was a Monday


def _notes(changes: Sequence[Difference]) -> list[PageNote]:
    """One note a kind, and of a site one a field."""
    codes: dict[tuple[str, str], dict[str, None]] = {}
    for one in changes:
        if one.kind not in (FACT, CONTACT):
            codes.setdefault((one.kind, one.field if one.kind == "site" else ""), {})[one.code] = None
    return [PageNote(kind, name, tuple(found)) for (kind, name), found in codes.items()]


def review(facts: Sequence[Facts], lines: Mapping[str, Sequence[Happening]], before: Before, window: Window) -> Review:
    """The days since the digest before in numbers, in all and by country where several are followed."""
    counts: dict[str, list[int]] = {}
    for one in facts:
        kinds = {told.kind for told in lines.get(one.code, ())}
        now = _overdue(one, window.as_of) is True
        newly = now and bool(kinds & {"overdue", "new", "back", "entered"})
        was = (now and not newly) or "no_longer_overdue" in kinds
        ended = one.end is not None and before.day <= one.end[0] and one.end[1] < window.as_of
        row = (now, was, ended, "closed" in kinds, bool(kinds & {"change", "contact"}))
        of = Counter({"": len(one.codes)}) + Counter(map(_country, one.codes))
        for name, times in of.items():
            held = counts.get(name, [0] * len(row))
            counts[name] = [count + more * times for count, more in zip(held, row, strict=True)]
    total = counts.pop("", [0] * 5)
    several = sorted(counts.items()) if len(counts) > 1 else []
    return Review(tuple(Week(name, *row) for name, row in [("", total), *several]))


def _country(code: str) -> str:
    return _country_of(letters_of(code))


@lru_cache(4096)
def _country_of(letters: str) -> str:
    member = home_of(letters)
    return member.name if member else letters
