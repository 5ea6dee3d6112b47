"""Gathering a digest: the facts of the selected commitments, their news, and the values that are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from bot.asking.conditions import Sql
from bot.digest.compose import SAID, compose, news_lines, picked, sort, source_of
from bot.digest.differences import FACT, Difference, changed_fields, differences
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
from bot.digest.model import SECTIONS, Digest, Evidence, Facts, Happening, News, Pick, Timeline, Turn, Window
from bot.digest.selection import DECIDED_BY, Selection, SelectionError, select
from bot.digest.timeline import nearest, spans
from bot.records.countries import letters_of
from bot.records.fields import CONTACTS, FIELD
from bot.records.model import Precision
from bot.records.periods import bounds, days_later, plan_over
from bot.records.store import Store, Stored

SHOWN = 10
"""Items of a section that a text shows; the rest is a count."""
_AT_ONCE = 5_000
_DAYS = ("start_from", "start_to", "end_from", "end_to")
_PLAN = ("action_plan", "cycle")


@dataclass(frozen=True, slots=True)
class Known:
    """What became known since the digest before: changes, the oldest first, and codes that came and went.

    `gone` has what was known last of each, by field. `followed` are the codes of the digest before, None where what
    is followed does not change by itself.
    """

    turns: Sequence[Turn] = ()
    new: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()
    gone: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    followed: frozenset[str] | None = None


def known_by_date(store: Store, window: Window) -> Known:
    """What became known within a window by the days that the database gives.

    What was there on the first day of the database is its stock and not new.
    """
    since, until = window.since.isoformat(), window.as_of.isoformat()
    turns = [Turn(code, name, old, at) for code, name, old, _new, at, _doc in store.changes(since, until)]
    first = min((day for day, _count in store.groups("c.first_seen", "1", [])), default="")
    codes = store.select("c.first_seen BETWEEN ? AND ? AND c.first_seen > ?", [since, until, first])
    return Known(turns, frozenset(codes))


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
    given = known or known_by_date(store, window)
    before = Before(days_later(window.since, -1), wanted.first)
    sql, params = _selected(store, selections, window.as_of, wanted)
    fitting = [code for code in store.select(sql, params) if code not in wanted.muted]
    codes, departed, stayed, arrivals, changes = _followed(store, selections, fitting, given, before, wanted)
    milestones = _milestones(store, [*codes, *departed], before.day, window)
    facts = list(_facts(store, codes, milestones, unread="not_stated" in wanted.sections))
    sorting = sort(facts, changes, arrivals.new, window, departed, wanted.sections)
    left = _facts(store, departed, milestones, unread=False)
    found = happenings([*facts, *left], changes, arrivals, before, window, wanted.marks)
    lines = sorted(chosen(found.lines, wanted.sections).items(), key=lambda one: line_order(*one))
    happened = [one for one in lines if not is_due(one[1])]
    due = sorted((one for one in lines if is_due(one[1])), key=lambda one: due_order(*one))
    told = happened[wanted.skip :][: wanted.limit], due[wanted.skip :][: wanted.limit]
    shown = picked(sorting, wanted.sections, wanted.limit, wanted.skip)
    stands = found.standing
    named = [one[0] for one in (stands.next_due, stands.oldest) if one]
    ahead = list(dates_ahead(facts, window)) if wanted.dates else []
    evidence = _evidence(store, shown, [one for part in (*told, ahead) for one in part], named)
    near, rest = nearest(sorting, shown)
    # everybody sees a picture who reads along, whoever the digest is for
    timeline = Timeline(spans(near, _facts(store, near, {}, unread=False), evidence, store.known.hide), rest)
    several = len({letters_of(code) for code in codes}) > 1
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
    undecided = store.tally(f"({sql})", params)[2]
    made = compose(sorting, shown, evidence, window, undecided, news, timeline)
    return replace(made, dates=news_lines(ahead, evidence, {}, country=several)) if wanted.dates else made


def _followed(
    store: Store, selections: Sequence[Selection], codes: list[str], given: Known, before: Before, wanted: Wanted
) -> tuple[list[str], list[str], tuple[str, ...], Arrivals, list[Difference]]:
    """The codes that are followed, those that left, those that stay though they do not fit; who came; what changed."""
    arrivals = _arrivals(given, codes, wanted.muted)
    if arrivals.left:  # with the documents as they are, was it the calendar?
        then = set(store.select(*_selected(store, selections, before.day, wanted)))
        arrivals = replace(arrivals, by_calendar=then & set(arrivals.left))
    there = store.existing(arrivals.left)
    changes = _changes(store, given.turns, {*codes, *there} - set(given.gone))
    stayed = tuple(_staying(selections, sorted(there), arrivals, changes))
    arrivals = replace(arrivals, left=set(arrivals.left).difference(stayed))
    return [*codes, *stayed], sorted(there.difference(stayed)), stayed, arrivals, changes


def _selected(store: Store, chosen: Sequence[Selection], day: date, wanted: Wanted) -> Sql:
    try:
        return select(store, chosen, day)
    except SelectionError:
        if wanted.lenient:
            return "0", []
        raise


def _arrivals(given: Known, codes: Sequence[str], muted: Sequence[str]) -> Arrivals:
    """Who came and went, among those that are followed or were."""
    here, followed = set(codes), given.followed
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


def _changes(store: Store, turns: Sequence[Turn], codes: Collection[str]) -> list[Difference]:
    """The differences that the `turns` of `codes` come to; whether a site prints a label anew, all pages tell."""
    everywhere = changed_fields(turns)
    printed = Counter(name for (_code, name), turn in everywhere.items() if turn.old is None)
    silent = {(turn.code, turn.field) for turn in turns if turn.old is None and turn.code in codes}
    changed = _stated_before(store, {key: turn for key, turn in everywhere.items() if key[0] in codes}, silent)
    now: dict[tuple[str, str], list[str]] = {}
    for one in _stored(store, sorted({code for code, _name in changed}), sorted({name for _code, name in changed})):
        now.setdefault((one.code, one.field), []).append(one.raw)
    said = {key: "\n".join(dict.fromkeys(filter(None, texts))) for key, texts in now.items()}
    return differences(changed, said, printed)


def _stated_before(
    store: Store, changed: Mapping[tuple[str, str], Turn], silent: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Turn]:
    """The changes, those of a field that was `silent` from what it said before that: its page, or its label, was away.

    A contact that was away is left out: what it was is kept nowhere.
    """
    last: dict[tuple[str, str], str] = {}
    if silent:
        for code, name, old, new, _at, _document in store.changes(None, None, sorted({code for code, _name in silent})):
            if new is None and old is not None and (code, name) in silent:
                last[code, name] = old
    return {
        key: replace(turn, old=last[key]) if turn.old is None and key in last else turn
        for key, turn in changed.items()
        if not (key in last and turn.field in CONTACTS)
    }


# -- reading -----------------------------------------------------------------------------------------------------


def _facts(
    store: Store, codes: Sequence[str], milestones: Mapping[str, list[tuple[int, date]]], *, unread: bool
) -> Iterator[Facts]:
    """The facts of commitments; without `unread`, what was not read of their documents is not looked for."""
    for at in range(0, len(codes), _AT_ONCE):
        rows = store.columns(codes[at : at + _AT_ONCE], ("has_page", *_DAYS, *SAID, *_PLAN))
        silent = [code for code, row in rows.items() if unread and row["has_page"] and None in map(row.get, SAID)]
        doubted = _unread(store, silent)
        for code, row in rows.items():
            said = {name: row[name] for name in SAID}
            days = _span(row, "start"), _span(row, "end")
            over = plan_over(row["action_plan"] or "", row["cycle"] or "")
            doubts = frozenset(doubted.get(code, ()))
            yield Facts(code, bool(row["has_page"]), *days, said, doubts, over, tuple(milestones.get(code, ())))


def _milestones(store: Store, codes: Sequence[str], before: date, window: Window) -> dict[str, list[tuple[int, date]]]:
    """code → (position, last day) of the milestones that end near the window."""
    first, last = before, days_later(window.as_of, window.ahead)
    found: dict[str, list[tuple[int, date]]] = {}
    wanted_codes = set(codes)
    for code, position, end in store.milestone_ends():
        if code in wanted_codes and (day := _last_day(end)) and first <= day <= last:
            found.setdefault(code, []).append((position, day))
    return found


@lru_cache(4096)
def _last_day(end: str) -> date | None:
    precision: Precision | None = {10: "day", 7: "month"}.get(len(end))  # type: ignore[assignment]
    last = bounds("end", end, precision)[1]
    return date.fromisoformat(last) if last else None


def _unread(store: Store, codes: Sequence[str]) -> Mapping[str, set[str]]:
    """code → the fields that what was not read of its documents may state."""
    found: dict[str, set[str]] = {}
    for code, name in store.doubted(codes):
        found.setdefault(code, set()).add(name)
    for code, passages in store.unread(codes).items():
        found.setdefault(code, set()).update(name for one in passages for name in one.fields)
    return found


def _span(row: Mapping[str, Any], name: str) -> tuple[date, date] | None:
    first, last = row[f"{name}_from"], row[f"{name}_to"]
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None


def _evidence(
    store: Store,
    shown: Mapping[str, Sequence[Pick]],
    lines: Sequence[tuple[str, Sequence[Happening]]],
    named: Sequence[str],
) -> Evidence:
    """The values that picks and lines are shown by, those of a page before those of an index."""
    picks = [pick for picks in shown.values() for pick in picks]
    told = {one.field for _code, happened in lines for one in happened} - {""}
    fields = sorted({"title", "person", *SAID, *told, *(pick.field for pick in picks)})
    codes = sorted({*(pick.code for pick in picks), *(code for code, _happened in lines), *named})
    values: dict[tuple[str, str], list[Stored]] = {}
    for one in _stored(store, codes, fields):
        values.setdefault((one.code, one.field), []).append(one)
    return Evidence(values)


def _stored(store: Store, codes: Sequence[str], fields: Sequence[str]) -> Iterator[Stored]:
    """The values of some fields; an index's only where no page has one."""
    for stored in store.values(codes, fields).values():
        paged = {one.field: one.origin == "index" for one in reversed(stored)}
        yield from (one for one in stored if paged[one.field] == (one.origin == "index"))
