"""Gathering a digest: the facts of the selected commitments, their news, and the values that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.digest.compose import SAID, compose, sort, wanted
from bot.digest.model import SECTIONS, Digest, Evidence, Facts, Pick, Timeline, Turn, Window
from bot.digest.selection import Selection, select
from bot.digest.timeline import nearest, spans
from bot.records.store import Store, Stored

SHOWN = 10
"""Items of a section that a text shows; the rest is a count."""
_AT_ONCE = 5_000
_DAYS = ("start_from", "start_to", "end_from", "end_to")


@dataclass(frozen=True, slots=True)
class News:
    """What is news by a record of its own: changes, the oldest first, and codes that are new."""

    turns: Sequence[Turn]
    new: frozenset[str]


def dated_news(store: Store, window: Window) -> News:
    """The news of a window by the days that the database gives them.

    What was there on the first day of the database is its stock and not new.
    """
    since, until = window.since.isoformat(), window.as_of.isoformat()
    turns = [Turn(code, field, old, at) for code, field, old, _new, at, _doc in store.changes(since, until)]
    first = min((day for day, _count in store.groups("c.first_seen", "1", [])), default="")
    codes = store.select("c.first_seen BETWEEN ? AND ? AND c.first_seen > ?", [since, until, first])
    return News(turns, frozenset(codes))


def digest(
    store: Store,
    selections: Iterable[Selection],
    window: Window,
    *,
    news: News | None = None,
    sections: Sequence[str] = SECTIONS,
    muted: Sequence[str] = (),
    followed: Sequence[str] = (),
    limit: int | None = None,
    skip: int = 0,
) -> Digest:
    """The digest of the selected commitments without the `muted` ones; `news` is by dates where it is not given.

    `followed` are the codes of the digest before, of which changes are told even where they are selected no more.
    A section begins after its first `skip` items and has at most `limit`. SelectionError as in `select`.
    """
    sql, params = select(store, selections, window.as_of)
    codes = [code for code in store.select(sql, params) if code not in muted]
    given = news or dated_news(store, window)
    departed = set(followed) - set(codes) - set(muted)
    sorting = sort(_facts(store, codes), given.turns, given.new, window, departed)
    shown = wanted(sorting, sections, limit, skip)
    evidence = _evidence(store, shown)
    near, rest = nearest(sorting, shown)
    # everybody sees a picture who reads along, whoever the digest is for
    timeline = Timeline(spans(near, _facts(store, near), evidence, store.known.hide), rest)
    _true, _false, undecided = store.tally(f"({sql})", params)
    return compose(sorting, shown, evidence, window, undecided, timeline)


# -- reading -----------------------------------------------------------------------------------------------------


def _facts(store: Store, codes: Sequence[str]) -> Iterator[Facts]:
    for at in range(0, len(codes), _AT_ONCE):
        rows = store.columns(codes[at : at + _AT_ONCE], ("has_page", *_DAYS, *SAID))
        silent = [code for code, row in rows.items() if row["has_page"] and None in map(row.get, SAID)]
        unread = _unread(store, silent)
        for code, row in rows.items():
            said = {name: row[name] for name in SAID}
            days = _span(row, "start"), _span(row, "end")
            yield Facts(code, bool(row["has_page"]), *days, said, frozenset(unread.get(code, ())))


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


def _evidence(store: Store, shown: Mapping[str, Sequence[Pick]]) -> Evidence:
    picks = [pick for picks in shown.values() for pick in picks]
    fields = sorted({"title", *SAID, *(pick.field for pick in picks)})
    values: dict[tuple[str, str], list[Stored]] = {}
    for stored in store.values(sorted({pick.code for pick in picks}), fields).values():
        for one in stored:
            held = values.setdefault((one.code, one.field), [])
            if not held or (held[0].origin == "index") == (one.origin == "index"):
                held.append(one)
    return Evidence(values)
