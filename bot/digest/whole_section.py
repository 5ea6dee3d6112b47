"""The whole of a section of a digest that was posted: by its own day and news, not by what is true later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.digest.model import PARTS, Digest, Line, Section
from bot.digest.selection import Selection, select
from bot.digest.subscriptions import LASTING, compose_for, keep_journal, marks_of
from bot.records.store import Store
from bot.state import journal
from bot.state.database import State
from bot.state.deliveries import Basis
from bot.state.subscriptions import Subscription


@dataclass(frozen=True, slots=True)
class WholeSection:
    """A page of one section, or of the `lines` of one part of the news, and the digest that it is of.

    The commitments that `changed` since show as of now.
    """

    digest: Digest
    section: Section
    lines: tuple[Line, ...]
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
    store: Store, one: Subscription, day: date, later: Sequence[journal.JournalEntry], without: set[str]
) -> tuple[str, ...]:
    codes = {entry.code for entry in later if entry.kind == "change"} - without
    if codes and one.kind in LASTING:
        sql, params = select(store, [Selection(one.kind, one.value)], day)
        codes &= set(store.select(sql, params))
    return tuple(sorted(codes))
