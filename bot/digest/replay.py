"""Digests composed again: what a subscription would have brought lately, and the whole of a section that was posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.digest.model import PARTS, Digest, NewsLine, Section
from bot.digest.selection import Selection, select
from bot.digest.shared import Shared
from bot.digest.subscriptions import LASTING, compose_for, keep_journal, marks_of
from bot.records.store import Store
from bot.state import journal
from bot.state.database import State
from bot.state.deliveries import Basis
from bot.state.journal import JournalEntry
from bot.state.subscriptions import Subscription

DAYS = 30
"""Days that are looked back."""
_MOST = 60_000  # commitments that are looked at in all: of a long list fewer days are tried


@dataclass(frozen=True, slots=True)
class Expectation:
    """How many commitments are followed, and how many digests the last `days` would have brought.

    Of too many commitments to try a single day, `days` is 0.
    """

    commitments: int
    digests: int
    days: int


def expectation(store: Store, one: Subscription, today: date) -> Expectation:
    """What a subscription may expect; its reader is one who followed it before. SelectionError as in `select`."""
    codes = store.select(*select(store, [Selection(one.kind, one.value)], today))
    tried = min(DAYS, _MOST // max(len(codes), 1))
    # what is followed today was followed then: nothing enters or leaves for being looked at now
    known = replace(one, followed=() if one.kind in LASTING else tuple(codes))
    first = today - timedelta(tried - 1)
    news = _news(store, first, today) if tried else []
    digests, since, shared = 0, first, Shared(store)
    for day in (first + timedelta(number) for number in range(tried)):
        if day.weekday() in one.days and _is_due(store, known, day, since, news, shared):
            digests, since = digests + 1, day + timedelta(1)
    return Expectation(len(codes), digests, tried)


def _news(store: Store, first: date, last: date) -> list[tuple[str, JournalEntry]]:
    """(day, entry) of what became known within some days, by the days that the database gives.

    What was there on the first day of the database is its stock and not new.
    """
    since, until = first.isoformat(), last.isoformat()
    stock = min((day for day, _count in store.groups("c.first_seen", "1", [])), default="")
    news = [
        (at, JournalEntry("change", code, name, old, at))
        for code, name, old, _new, at, _doc in store.changes(since, until)
    ]
    new = store.select("c.first_seen BETWEEN ? AND ? AND c.first_seen > ?", [since, until, stock])
    rows = store.columns(new, ("first_seen",))
    return [*news, *((row["first_seen"], JournalEntry("new", code, "title", None, "")) for code, row in rows.items())]


def _is_due(
    store: Store, one: Subscription, day: date, since: date, news: Sequence[tuple[str, JournalEntry]], shared: Shared
) -> bool:
    """Whether a digest of `day` with the news since `since` would have been sent."""
    before = replace(one, sent_on=(since - timedelta(1)).isoformat())
    entries = [entry for at, entry in news if since.isoformat() <= at <= day.isoformat()]
    return compose_for(store, before, day, since, entries, limit=0, shared=shared).due


# -- the whole of a section of a digest that was posted: by its own day and news, not by what is true later ----------


@dataclass(frozen=True, slots=True)
class WholeSection:
    """A page of one section, or of the `lines` of one part of the news, and the digest that it is of.

    The commitments that `changed` since show as of now.
    """

    digest: Digest
    section: Section
    lines: tuple[NewsLine, ...]
    changed: tuple[str, ...]


class OlderError(Exception):
    """The snapshot that is read does not know yet what the digest tells: it would show its news as turned back."""


def whole_section(
    store: Store, state: State, one: Subscription, basis: Basis, name: str, *, skip: int, limit: int
) -> WholeSection:
    """At most `limit` items of the section called `name` after its first `skip`.

    What became known after the digest is left out: commitments that are new since, and later changes as news. What
    a document says now in place of what it said then cannot be taken back: such commitments are named.
    SelectionError where what it follows is no longer known, OlderError where the store is older than the digest.
    """
    upto = keep_journal(state, store)
    if upto < basis.upto:
        raise OlderError
    later = journal.between(state, basis.upto, upto)
    new = tuple(entry.code for entry in later if entry.kind == "new")
    day = date.fromisoformat(basis.day)
    then = replace(
        one,
        ahead=basis.ahead,
        muted=(*basis.muted, *new),
        followed=basis.followed,
        sent_on=None if basis.since <= one.created_on else one.sent_on,  # the first tells all that is due
        sections=one.sections if name in PARTS else (name,),
        weekly=one.weekly or name not in PARTS,  # it was in the digest, so it was wanted
    )
    entries = journal.between(state, basis.told, basis.upto)
    since = date.fromisoformat(basis.since)
    made = compose_for(store, then, day, since, entries, limit, skip, marks_of(state, one, day, since)).digest
    if name in PARTS:
        lines, count = made.news.part(name)
        return WholeSection(made, Section(name, count, ()), lines, _changed(store, one, day, later, set(then.muted)))
    section = next(iter(made.sections), Section(name, 0, ()))
    return WholeSection(made, section, (), _changed(store, one, day, later, set(then.muted)))


def _changed(
    store: Store, one: Subscription, day: date, later: Sequence[JournalEntry], without: set[str]
) -> tuple[str, ...]:
    codes = {entry.code for entry in later if entry.kind == "change"} - without
    if codes and one.kind in LASTING:
        sql, params = select(store, [Selection(one.kind, one.value)], day)
        codes &= set(store.select(sql, params))
    return tuple(sorted(codes))
