"""The whole of a section of a digest that was posted: by its own day and news, not by what is true later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.digest.model import Digest, Section
from bot.digest.selection import Selection, select
from bot.digest.subscriptions import LASTING, compose_for, keep_journal
from bot.records.store import Store
from bot.state import journal
from bot.state.database import State
from bot.state.digest_bases import Basis
from bot.state.subscriptions import Subscription


@dataclass(frozen=True, slots=True)
class WholeSection:
    """A page of one section, the digest that it is of, and the commitments that changed since: they show as of now."""

    digest: Digest
    section: Section
    changed: tuple[str, ...]


def whole_section(
    store: Store, state: State, one: Subscription, basis: Basis, name: str, *, skip: int, limit: int
) -> WholeSection:
    """At most `limit` items of the section called `name` after its first `skip`.

    What became known after the digest is left out: commitments that are new since, and later changes as news. What
    a document says now in place of what it said then cannot be taken back: such commitments are named.
    SelectionError where what it follows is no longer known.
    """
    keep_journal(state, store)
    later = journal.between(state, basis.upto, journal.latest(state))
    new = tuple(entry.code for entry in later if entry.kind == "new")
    day = date.fromisoformat(basis.day)
    then = replace(
        one,
        ahead=basis.ahead,
        muted=(*basis.muted, *new),
        followed=basis.followed,
        sections=(name,),
        weekly=True,  # it was in the digest, so it was wanted
    )
    entries = journal.between(state, basis.told, basis.upto)
    made = compose_for(store, then, day, date.fromisoformat(basis.since), entries, limit, skip).digest
    section = next(iter(made.sections), Section(name, 0, ()))
    return WholeSection(made, section, _changed(store, one, day, later, set(then.muted)))


def _changed(
    store: Store, one: Subscription, day: date, later: Sequence[journal.Entry], without: set[str]
) -> tuple[str, ...]:
    codes = {entry.code for entry in later if entry.kind == "change"} - without
    if codes and one.kind in LASTING:
        sql, params = select(store, [Selection(one.kind, one.value)], day)
        codes &= set(store.select(sql, params))
    return tuple(sorted(codes))
