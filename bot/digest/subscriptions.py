"""What a subscription means: its defaults, the digest of a day for it, and the journal that its news comes from.

Its digests are composed again here too: what it would have brought lately, and the whole of a section that was posted.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.digest.clock import zone_of
from bot.digest.gathering import AHEAD, SHOWN, Known, Wanted, gather
from bot.digest.happenings import NO_MARKS, Marks
from bot.digest.model import PARTS, SECTIONS, Digest, FieldChange, NewsLine, Section, Window
from bot.digest.selection import Selection, SelectionError, select
from bot.digest.shared import Shared
from bot.records.countries import country_named, letters_of
from bot.records.fields import CONTACTS
from bot.records.known_contacts import MARK
from bot.records.periods import PROGRESS
from bot.records.store import Store
from bot.state import journal, subscriptions
from bot.state.database import State
from bot.state.deliveries import Basis
from bot.state.journal import JournalEntry
from bot.state.subscriptions import Subscription, add

_LASTING = ("everything", "country", "code")
"""Kinds whose commitments stay the same whatever a document says."""
_LAST_KNOWN = ("title", *PROGRESS, "end")
_SIGN_OF_LIFE = timedelta(7)
"""How often one comes at most where there is no news."""
_KEPT = 20_000  # codes of one digest that are kept to notice what left the selection


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks for: what to follow, where, and when. `days` count from Monday, 0."""

    team: str
    channel: str
    owner: str
    selection: Selection
    zone: str
    at: str
    days: tuple[int, ...]
    weekly: bool = False
    ahead: int = AHEAD
    sections: tuple[str, ...] = SECTIONS
    heartbeat: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest for a subscription: whether it is to be sent, and the codes that it followed where they may change."""

    digest: Digest
    due: bool
    followed: tuple[str, ...]


def subscribe(state: State, store: Store, order: Order, now: datetime) -> Subscription:
    """Make a subscription, whose first digest tells what comes to be known from now on.

    SelectionError where nothing such is known, ValueError where there is no such zone.
    """
    today = now.astimezone(zone_of(order.zone)).date()
    select(store, [order.selection], today)
    read = keep_journal(state, store)
    one = Subscription(
        id=secrets.token_hex(8),
        team=order.team,
        channel=order.channel,
        owner=order.owner,
        kind=order.selection.kind,
        value=order.selection.value,
        zone=order.zone,
        at=order.at,
        days=order.days,
        weekly=order.weekly,
        ahead=order.ahead,
        sections=order.sections,
        heartbeat=order.heartbeat,
        language=order.language,
        muted=(),
        paused_until=None,
        stopped=None,
        told=journal.latest(state) if read == journal.OLDER else read,
        sent_on=None,
        followed=_followed(store, order.selection, today),
        created_on=today.isoformat(),
    )
    add(state, one, now)
    return one


def keep_journal(state: State, store: Store) -> int:
    """Number what is new in the database of commitments, once for each state of it; no contact comes into it.

    Gives the number up to which this database knows, `journal.OLDER` where only one that was made of it was read.
    """
    upto = journal.upto(state, store.name)
    if upto is not None:
        return upto
    whole = store.whole()  # one that withholds contacts would make changes of other values look alike
    hide, day = whole.known.hide, whole.fact("as_of") or ""
    journal.rid_of_contacts(state, CONTACTS, MARK, hide)  # which earlier versions recorded
    journal.record(state, store.name, _entries(whole), hide, _pages(whole), day, store.ancestors())
    upto = journal.upto(state, store.name)
    return journal.OLDER if upto is None else upto


def first_day(one: Subscription, day: date) -> date:
    """The first day of the news that a digest of `day` has: the one after the last that was sent."""
    last = date.fromisoformat(one.sent_on) if one.sent_on else None
    start = last + timedelta(1) if last else date.fromisoformat(one.created_on)
    return min(start, day)


def compose_for(
    store: Store,
    one: Subscription,
    day: date,
    since: date,
    entries: Sequence[journal.JournalEntry],
    limit: int | None = SHOWN,
    skip: int = 0,
    marks: Marks = NO_MARKS,
    shared: Shared | None = None,
) -> Composed:
    """The digest of a local day for a subscription; `entries` of the journal are its news.

    What several digests of a snapshot have in common is `shared`, as are the `entries` of those told up to the same.
    A section begins after its first `skip` items and has at most `limit`.
    It is due when there is news in it, when it is the first with anything in it, or when a sign of life is wanted
    and the last one is a week old.
    SelectionError where what it follows is not known any more, once that was told of each commitment.
    """
    chosen, common = Selection(one.kind, one.value), shared or Shared(store)
    known = _known(one, common.once(entries, lambda: _became_known(entries)), common.tied)
    gathered = gather(
        common,
        store,
        [chosen],
        Window(day, since, one.ahead),
        known,
        Wanted(
            sections=[name for name in one.sections if name != "not_stated" or one.weekly],
            muted=one.muted,
            marks=marks,
            first=one.sent_on is None,
            weekly=one.weekly,
            lenient=one.kind != "question",
            limit=limit,
            skip=skip,
        ),
    )
    made, stayed = gathered.digest, gathered.digest.news.stayed
    if gathered.lost and not made.news and not stayed and one.kind not in _LASTING:
        raise gathered.lost  # of a name that nothing has any more there will never be news again
    silent = day - date.fromisoformat(one.sent_on) if one.sent_on else None
    first = one.sent_on is None and bool(made.sections)
    due = bool(made.news) or first or (one.heartbeat and (silent is None or silent >= _SIGN_OF_LIFE))
    followed = () if one.kind in _LASTING else (*gathered.fitting[:_KEPT], *stayed)
    return Composed(made, due, followed[:_KEPT])


def marks_of(state: State, one: Subscription, day: date, since: date) -> Marks:
    """What readers said of the commitments of a subscription that matters for its digest of a day."""
    before = date.fromordinal(max(since.toordinal() - 1, 1))
    return Marks(subscriptions.checked(state, one.id), subscriptions.reminded(state, one.id, before, day))


def _became_known(entries: Sequence[journal.JournalEntry]) -> Known:
    """What became known, by the journal: a commitment that is gone and back again is neither."""
    first: dict[str, str] = {}
    last: dict[str, journal.JournalEntry] = {}
    for entry in entries:
        if entry.kind != "change":
            first.setdefault(entry.code, entry.kind)
            last[entry.code] = entry
    came = {code: kind for code, kind in first.items() if kind != "gone" and last[code].kind != "gone"}
    gone = [code for code, kind in first.items() if kind == "gone" and last[code].kind == "gone"]
    return Known(
        [FieldChange(entry.code, entry.field, entry.old, entry.at) for entry in entries if entry.kind == "change"],
        frozenset(code for code, kind in came.items() if kind == "new"),
        frozenset(code for code, kind in came.items() if kind == "back"),
        {code: json.loads(last[code].old or "{}") for code in gone},
    )


def _known(one: Subscription, known: Known, tied: Mapping[str, str]) -> Known:
    """What became known, for a subscription.

    `tied` are keys made for a plan's commitments, and the codes under which they are found now.
    """
    return replace(
        known,
        gone={code: said for code, said in known.gone.items() if _may_follow(one, code)},
        followed=None if one.kind in _LASTING else frozenset(tied.get(code, code) for code in one.followed),
    )


def _may_follow(one: Subscription, code: str) -> bool:
    """Whether a commitment that is gone was followed, as far as its code tells; others are looked up by `followed`."""
    if one.kind == "country":
        member = country_named(one.value)
        return letters_of(code) in {member.prefix if member else "", one.value.strip().upper()}
    return one.kind != "code" or _bare(code) in map(_bare, re.findall(r"[\w-]+", one.value))


def _bare(code: str) -> str:
    letters = "".join(char for char in code.upper() if char.isalnum())
    return re.sub(r"(?<=[A-Z])0+(?=[0-9])", "", letters)


def basis_of(one: Subscription, token: str, digest: Digest, upto: int, snapshot: str) -> Basis:
    """What a digest of a subscription was composed from: the journal up to number `upto`, and a `snapshot`, by name."""
    return Basis(
        token=token,
        subscription=one.id,
        day=digest.window.as_of.isoformat(),
        since=digest.window.since.isoformat(),
        told=one.told,
        upto=upto,
        ahead=one.ahead,
        muted=one.muted,
        followed=one.followed,
        snapshot=snapshot,
    )


def _followed(store: Store, chosen: Selection, day: date) -> tuple[str, ...]:
    if chosen.kind in _LASTING:
        return ()
    try:
        sql, params = select(store, [chosen], day)
    except SelectionError:  # nothing of that name is left
        return ()
    return tuple(store.select(sql, params)[:_KEPT])


def _pages(store: Store) -> dict[str, dict[str, str]]:
    """code → what each commitment with a document of its own says, of what is told when it is gone."""
    codes = store.select("c.has_page", [])
    rows = store.columns(codes, _LAST_KNOWN)
    said = {code: {name: text for name, text in row.items() if text} for code, row in rows.items()}
    # what was known by the key of its plan, and is found under its code now, is not gone
    return said | {made: said[code] for made, code in store.tied("").items() if code in said}


def _entries(store: Store) -> Iterator[journal.JournalEntry]:
    made_for = {code: made for made, code in store.tied("").items()}
    for code in store.select("1", []):
        yield journal.JournalEntry("new", code, "title", None, "", made_for.get(code))
    changes = store.changes(None, None)
    contacts = journal.contact_changes(((code, name, old, at) for code, name, old, _, at, _ in changes), CONTACTS, MARK)
    for (code, field, old, new, at, _document), contact in zip(changes, contacts, strict=True):
        yield contact or journal.JournalEntry("change", code, field, old, at, new)


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
    known = replace(one, followed=() if one.kind in _LASTING else tuple(codes))
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
    if codes and one.kind in _LASTING:
        sql, params = select(store, [Selection(one.kind, one.value)], day)
        codes &= set(store.select(sql, params))
    return tuple(sorted(codes))
