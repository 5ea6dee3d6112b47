"""Gathering a digest: the facts of the selected commitments, their news, and the values that are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.charts.drawings import TimelineSpan
from bot.digest.compose import SAID, compose, news_lines, sort, source_of
from bot.digest.differences import FACT, Difference
from bot.digest.happenings import (
    NO_MARKS,
    Arrivals,
    Before,
    Marks,
    chosen,
    dates_ahead,
    due_order,
    happenings,
    is_due,
    line_order,
    review,
)
from bot.digest.model import (
    SECTIONS,
    TIMED,
    Digest,
    Facts,
    FieldChange,
    Happening,
    News,
    Pick,
    QuotedValues,
    Sorting,
    Standing,
    Timeline,
    Window,
)
from bot.digest.selection import DECIDED, DECIDED_BY, Selection, SelectionError, select
from bot.digest.shared import Shared, current
from bot.records.countries import letters_of
from bot.records.fields import FIELD
from bot.records.periods import days_later
from bot.records.revisions import COMPARED, dispute
from bot.records.store import Store, Stored

SHOWN = 10
"""Items of a section that a text shows; the rest is a count."""
AHEAD = 30
"""Days to come that “due soon” means where nobody says otherwise."""
AHEAD_IN_CALENDARS = 365
"""And in a calendar, where what is far away disturbs nobody."""
RECENT = 7
"""Days that news goes back where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Known:
    """What became known since the digest before: changes, the oldest first, and codes that came and went.

    `gone` has what was known last of each, by field. `followed` are the codes of the digest before, None where what
    is followed does not change by itself.
    """

    changes: Sequence[FieldChange] = ()
    new: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()
    gone: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    followed: frozenset[str] | None = None


def known_by_date(store: Store, window: Window) -> Known:
    """What became known within a window by the days that the database gives.

    What was there on the first day of the database is its stock and not new.
    """
    since, until = window.since.isoformat(), window.as_of.isoformat()
    changes = [FieldChange(code, name, old, at) for code, name, old, _new, at, _doc in store.changes(since, until)]
    first = min((day for day, _count in store.groups("c.first_seen", "1", [])), default="")
    codes = store.select("c.first_seen BETWEEN ? AND ? AND c.first_seen > ?", [since, until, first])
    return Known(changes, frozenset(codes))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a digest is asked for beside what it follows.

    The `muted` commitments are left out. A section, and each part of the news, begins after its first `skip` items and
    has at most `limit`. `first` tells whatever is due and overdue as news, `weekly` adds a review of the week, `dates`
    what a calendar has. `lenient`: of a name that nothing has any more nothing is selected, and no error comes.
    """

    sections: Sequence[str] = SECTIONS
    muted: Sequence[str] = ()
    marks: Marks = NO_MARKS
    first: bool = False
    weekly: bool = False
    lenient: bool = False
    limit: int | None = None
    skip: int = 0
    dates: bool = False


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Gathered:
    """A digest, the codes that fit what it follows, and why nothing can be followed by that name, where it is so."""

    digest: Digest
    fitting: Sequence[str]
    lost: SelectionError | None


def digest(
    store: Store,
    selections: Sequence[Selection],
    window: Window,
    known: Known | None = None,
    wanted: Wanted = EVERYTHING,
) -> Digest:
    """The digest of the selected commitments; `known` is by dates where it is not given.

    SelectionError as in `select`.
    """
    return gather(Shared(store), store, selections, window, known, wanted).digest


def gather(
    shared: Shared,
    store: Store,
    selections: Sequence[Selection],
    window: Window,
    known: Known | None = None,
    wanted: Wanted = EVERYTHING,
) -> Gathered:
    """As `digest`, from what is `shared` by all digests of the snapshot; `store` shows it as its readers may see it."""
    given = known or known_by_date(store, window)
    before = Before(days_later(window.since, -1), wanted.first)
    lost: SelectionError | None = None
    try:
        fitting, undecided = _selected(shared, store, selections, window.as_of)
    except SelectionError as error:
        if not wanted.lenient:
            raise
        fitting, undecided, lost = (), 0, error
    muted = set(wanted.muted)
    codes = [code for code in fitting if code not in muted] if muted else fitting
    codes, departed, stayed, arrivals, changes = _followed(shared, store, selections, codes, given, before, wanted)
    facts, left = _facts(shared, codes, departed, arrivals, changes, before, window, wanted)
    sorting = sort(facts, changes, arrivals.new, window, departed, wanted.sections, wanted.limit, wanted.skip)
    found = happenings([*facts, *left], changes, arrivals, before, window, wanted.marks)
    lines = chosen(found.lines, wanted.sections).items()
    happened = sorted((one for one in lines if not is_due(one[1])), key=lambda one: line_order(*one))
    due = sorted((one for one in lines if is_due(one[1])), key=lambda one: due_order(*one))
    told = happened[wanted.skip :][: wanted.limit], due[wanted.skip :][: wanted.limit]
    stands = _in_order(found.standing, codes)
    named = [one[0] for one in (stands.next_due, stands.oldest) if one]
    ahead = list(dates_ahead(facts, window)) if wanted.dates else []
    evidence = _evidence(store, sorting.picks, [one for part in (*told, ahead) for one in part], named)
    near, rest = nearest(sorting)
    # everybody sees a picture who reads along, whoever the digest is for
    timeline = Timeline(spans(near, shared.each(near), evidence, store.known.hide), rest)
    several = _are_of_several(codes)
    news = News(
        news_lines(told[0], evidence, given.gone, country=several),
        news_lines(told[1], evidence, given.gone, country=several),
        len(happened),
        len(due),
        tuple(found.notes),
        stands,
        {code: said for code in named if (said := source_of(evidence, code, "end"))},
        review(facts, found.lines, before, window) if wanted.weekly else None,
        stayed,
    )
    made = compose(sorting, evidence, window, undecided, news, timeline)
    if wanted.dates:
        made = replace(made, dates=news_lines(ahead, evidence, {}, country=several))
    return Gathered(made, fitting, lost)


def _followed(
    shared: Shared,
    store: Store,
    selections: Sequence[Selection],
    codes: Sequence[str],
    given: Known,
    before: Before,
    wanted: Wanted,
) -> tuple[Sequence[str], list[str], tuple[str, ...], Arrivals, list[Difference]]:
    """The codes that are followed, those that left, those that stay though they do not fit; who came; what changed."""
    here = frozenset(codes)
    arrivals = _arrivals(given, here, wanted.muted)
    if arrivals.left:  # with the documents as they are, was it the calendar?
        try:
            then = _selected(shared, store, selections, before.day)[0]
        except SelectionError:
            if not wanted.lenient:
                raise
            then = ()
        arrivals = replace(arrivals, by_calendar=set(arrivals.left).intersection(then))
    there = store.existing(arrivals.left)
    changes = shared.changes(given.changes).of((here | there).difference(given.gone), store) if given.changes else []
    stayed = tuple(_staying(selections, sorted(there), arrivals, changes))
    arrivals = replace(arrivals, left=set(arrivals.left).difference(stayed))
    return [*codes, *stayed] if stayed else codes, sorted(there.difference(stayed)), stayed, arrivals, changes


def _facts(
    shared: Shared,
    codes: Sequence[str],
    departed: Sequence[str],
    arrivals: Arrivals,
    changes: Sequence[Difference],
    before: Before,
    window: Window,
    wanted: Wanted,
) -> tuple[list[Facts], list[Facts]]:
    """The facts of what is followed, and of what left; what has news is like no other."""
    kinds = {code: name for name in ("entered", "back", "new") for code in getattr(arrivals, name)}
    marks = wanted.marks.checked | wanted.marks.reminded
    apart = {one.code for one in changes}.union(marks, arrivals.gone, arrivals.left)
    ends = shared.ends(before.day, days_later(window.as_of, window.ahead))
    unread = "not_stated" in wanted.sections
    facts = shared.facts(codes, kinds=kinds, apart=apart, ends=ends, unread=unread)
    return facts, shared.each(departed, ends)


def _in_order(standing: Standing, codes: Sequence[str]) -> Standing:
    """What stands, with what it names in the order of all."""
    named = frozenset(standing.older_codes)
    return replace(standing, older_codes=tuple(code for code in codes if code in named)) if named else standing


def _are_of_several(codes: Sequence[str]) -> bool:
    """Whether commitments are of several countries."""
    letters = letters_of(codes[0]) if codes else ""
    return any(letters_of(code) != letters for code in reversed(codes))


def _selected(shared: Shared, store: Store, chosen: Sequence[Selection], day: date) -> tuple[Sequence[str], int]:
    """The codes that fit, and of how many it is open."""
    return shared.selected(select(store, chosen, day), decided=all(one.kind in DECIDED for one in chosen))


def _arrivals(given: Known, here: frozenset[str], muted: Sequence[str]) -> Arrivals:
    """Who came and went, among those that are followed or were."""
    followed = given.followed
    gone = {code for code in given.gone if code not in muted and (followed is None or code in followed)}
    came = given.new | given.back
    if followed is None:
        return Arrivals(given.new & here, given.back & here, gone)
    entered, left = here - followed - came, followed - here - gone - set(muted)
    return Arrivals(given.new & here, given.back & here, gone, entered, left)


def _staying(
    chosen: Sequence[Selection], departed: Sequence[str], arrivals: Arrivals, changes: Sequence[Difference]
) -> list[str]:
    """Those that do not fit any more though nothing new is said of them: a name is in another language, a label gone.

    They stay followed, or whatever comes of them would be told to nobody.
    """
    deciding = {name for one in chosen for name in DECIDED_BY.get(one.kind, FIELD)}
    moved = {one.code for one in changes if one.kind == FACT and one.field in deciding}
    return [code for code in departed if code not in moved and code not in arrivals.by_calendar]


def _evidence(
    store: Store,
    shown: Mapping[str, Sequence[Pick]],
    lines: Sequence[tuple[str, Sequence[Happening]]],
    named: Sequence[str],
) -> QuotedValues:
    """The values that picks and lines are shown by, those of a page before those of an index."""
    picks = [pick for picks in shown.values() for pick in picks]
    told_fields = {one.field for _code, told in lines for one in told} - {""}
    fields = sorted({"title", "person", *SAID, *told_fields, *(pick.field for pick in picks)})
    codes = sorted({*(pick.code for pick in picks), *(code for code, _happened in lines), *named})
    values: dict[tuple[str, str], list[Stored]] = {}
    for one in current(store, codes, fields):
        values.setdefault((one.code, one.field), []).append(one)
    changed = {(pick.code, pick.field) for pick in shown.get("changed", ())}
    changed |= {(code, one.field) for code, happened in lines for one in happened if one.kind in ("change", "contact")}
    return QuotedValues(values, _disputed(store, changed))


def _disputed(store: Store, told: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(code, field) → how documents contradict each other in what is told of as changed."""
    compared = [(code, name) for code, name in told if name in COMPARED]
    if not compared:
        return {}
    held = store.values(sorted({code for code, _name in compared}), list(COMPARED))
    against = store.contradicting(held)
    found = {
        (code, name): dispute([one for one in held[code] if one.field == name], against.get((code, name), ()))
        for code, name in compared
    }
    return {place: said for place, said in found.items() if said}


def composed(
    store: Store,
    selections: Sequence[Selection],
    *,
    as_of: date,
    since: date | None = None,
    ahead: int | None = None,
    form: str = "text",
) -> Digest:
    """The digest of the commitments that fit all of `selections`; SelectionError where one names nothing known."""
    start = since or date.fromordinal(max(as_of.toordinal() - RECENT, 1))
    soon = (AHEAD_IN_CALENDARS if form == "ics" else AHEAD) if ahead is None else ahead
    # where nobody says since when, nothing was told before
    window = Window(as_of, min(start, as_of), soon)
    return digest(store, selections, window, wanted=Wanted(first=since is None, dates=form == "ics"))


# -- the commitments whose dates a digest tells, for a picture of them -----------------------------------------------


SPANS = 6
"""Commitments of a picture; the rest is a count."""


def nearest(sorting: Sorting) -> tuple[list[str], int]:
    """The codes of a digest's timeline, the nearest date first and each once, and how many more there are."""
    picks = [pick for name in TIMED for pick in sorting.picks.get(name, ())]
    codes = list(dict.fromkeys(pick.code for pick in sorted(picks, key=lambda pick: abs(pick.days or 0))))[:SPANS]
    return codes, sorting.timed - len(codes)


def spans(
    codes: Sequence[str], facts: Iterable[Facts], evidence: QuotedValues, hide: Callable[[str], str] = str
) -> tuple[TimelineSpan, ...]:
    """The titles, as `hide` leaves them, and the dates of `codes`, in their order."""
    dates = {one.code: one for one in facts}
    return tuple(TimelineSpan(code, hide(_title(code, evidence)), dates[code].start, dates[code].end) for code in codes)


def _title(code: str, evidence: QuotedValues) -> str:
    return next((one.raw for one in evidence.values.get((code, "title"), ()) if one.raw), "")
