"""What is kept of people: the questions that were asked, what threads remember, verdicts, and whose contacts they saw.

Each question is kept with what gives its answer again. A verdict, or a question that found no answer, is kept without
who it was, unless they agreed. It is found again by a hash of the person and of the token that only the answer's
buttons carry. No table holds the token: the hash tells that the same person presses again, and nobody who that is. Of a
contact that was shown it is kept to whom, never the contact itself, and for a number of days.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, case, delete, func, insert, select, update

from bot.state.database import State, insertion, moment, patient
from bot.state.tables import ASKED_QUESTIONS, AUDIT, FEEDBACK, THREADS

_NEVER = "9999"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question and what became of it, as its table says; `memory`, `pending` and `frame` are JSON texts."""

    team: str
    channel: str
    thread_ts: str
    user: str
    private: bool
    question: str
    pending: str | None
    memory: str | None
    as_of: str
    language: str
    intent: str | None
    outcome: str
    reason: str | None
    frame: str


@patient
def keep(state: State, asked: AskedQuestion, now: datetime | None = None) -> str:
    """Keep a question; gives its id, a token that nobody can guess.

    The table holds a hash of the token alone: whoever reads it can neither press a button nor tell who did.
    """
    key = secrets.token_urlsafe(12)
    with state.begin() as connection:
        keep_within(connection, key, asked, now)
    return key


def keep_within(connection: Connection, key: str, asked: AskedQuestion, now: datetime | None = None) -> None:
    """The same under an id that was made for it, within a transaction; once, however often it is done."""
    row = {"id": _hashed(key), "asked_at": _instant(now or datetime.now(UTC))} | asdict(asked)
    connection.execute(insertion(connection, ASKED_QUESTIONS).values(row).on_conflict_do_nothing())


@patient
def find(state: State, key: str) -> AskedQuestion | None:
    """The question with this id; None where it is not kept, or no longer."""
    columns = [ASKED_QUESTIONS.c[field.name] for field in fields(AskedQuestion)]
    with state.connect() as connection:
        row = connection.execute(select(*columns).where(ASKED_QUESTIONS.c.id == _hashed(key))).first()
    return AskedQuestion(*row) if row else None


def earlier(state: State, key: str, asked: AskedQuestion, most: int) -> tuple[str, ...]:
    """The questions before this one that its thread's memory comes from, the latest `most`, in their order.

    In a channel that is a direct conversation every message goes on from the one before, whatever thread it is in.
    `key` is its id, though it may not be kept yet.
    """
    if asked.memory is None:
        return ()
    table, own = ASKED_QUESTIONS.c, ASKED_QUESTIONS.alias().c
    when = select(own.asked_at).where(own.id == _hashed(key)).scalar_subquery()
    with state.connect() as connection:
        query = select(table.question).where(
            table.team == asked.team,
            table.channel == asked.channel,
            table.private == asked.private,
            table.asked_at < func.coalesce(when, _NEVER),
        )
        if not asked.channel.startswith("D"):
            query = query.where(table.thread_ts == asked.thread_ts)
        return tuple(reversed(connection.scalars(query.order_by(table.asked_at.desc()).limit(most)).all()))


def _instant(when: datetime) -> str:
    """An instant to the microsecond: two questions of one second have an order."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@patient
def recall(state: State, channel: str, thread_ts: str) -> str | None:
    """The memory (JSON) of a thread; None where we are no part of it."""
    query = select(THREADS.c.memory).where(THREADS.c.channel == channel, THREADS.c.thread_ts == thread_ts)
    with state.connect() as connection:
        return connection.execute(query).scalar_one_or_none()


@patient
def remember(state: State, channel: str, thread_ts: str, memory: str) -> None:
    """Keep `memory` (JSON) as that of a thread, in place of what was there."""
    with state.begin() as connection:
        remember_within(connection, channel, thread_ts, memory)


def remember_within(connection: Connection, channel: str, thread_ts: str, memory: str) -> None:
    """The same within a transaction that ends the turn."""
    row = {"memory": memory, "updated_at": moment(datetime.now(UTC))}
    statement = insertion(connection, THREADS).values(channel=channel, thread_ts=thread_ts, **row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=[THREADS.c.channel, THREADS.c.thread_ts], set_=row)
    )


GOOD, BAD, UNANSWERED = "good", "bad", "unanswered"
KINDS = ("wrong_value", "wrong_commitment", "misunderstood", "missing", "outdated", "other")
"""What can be wrong with an answer."""
_DETAILS = ("kind", "comment", "person")


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question of a workspace as it was answered; `thread` are the questions before it, `frame` is JSON."""

    team: str
    question: str
    thread: tuple[str, ...]
    answer: str
    outcome: str
    intent: str | None
    reason: str | None
    frame: str
    language: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody says is wrong; `person` is their id where they agreed to be asked back."""

    kind: str | None = None
    comment: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """One entry: a verdict on an answer, or a question that found none."""

    number: int
    verdict: str
    at: str
    subject: AnsweredQuestion
    details: Details


def voter(token: str, user: str) -> str:
    """The name under which a person's verdict on one answer is kept; `token` is the one of the answer's buttons."""
    return hmac.new(token.encode(), user.encode(), hashlib.sha256).hexdigest()


@patient
def vote(state: State, name: str, verdict: str, subject: AnsweredQuestion, now: datetime) -> Details:
    """Keep a verdict, in place of the one that the same `voter` gave before; gives the details that it has.

    The details of an earlier verdict stay where it is the same, and go where it is another.
    """
    row = _row(subject) | {"voter": name, "verdict": verdict, "at": moment(now)}
    table = FEEDBACK.c
    same = {detail: case((table.verdict == verdict, table[detail]), else_=None) for detail in _DETAILS}
    statement = insertion(state, FEEDBACK).values(row)
    change = statement.on_conflict_do_update(
        index_elements=[table.voter], set_={"verdict": verdict, "at": moment(now), **same}
    )
    with state.begin() as connection:
        connection.execute(change)
        found = connection.execute(select(*(table[detail] for detail in _DETAILS)).where(table.voter == name)).one()
    return Details(*found)


@patient
def explain(state: State, name: str, details: Details, now: datetime) -> bool:
    """Give the bad verdict of a `voter` its details; False where there is none any more."""
    mine = (FEEDBACK.c.voter == name) & (FEEDBACK.c.verdict == BAD)
    values = {detail: getattr(details, detail) for detail in _DETAILS} | {"at": moment(now)}
    with state.begin() as connection:
        return connection.execute(update(FEEDBACK).where(mine).values(values)).rowcount == 1


@patient
def keep_unanswered(state: State, subject: AnsweredQuestion, now: datetime) -> None:
    """Keep a question that found no answer; nobody pressed anything, and it says nobody."""
    with state.begin() as connection:
        connection.execute(insert(FEEDBACK).values(_row(subject) | {"verdict": UNANSWERED, "at": moment(now)}))


def listed(state: State, since: str | None = None, verdict: str | None = None) -> list[Feedback]:
    """The entries, newest first: those from a day on, and of one verdict, where these are given."""
    table = FEEDBACK.c
    query = select(FEEDBACK).order_by(table.at.desc(), table.number.desc())
    if since:
        query = query.where(table.at >= since)
    if verdict:
        query = query.where(table.verdict == verdict)
    with state.connect() as connection:
        return [_read(row._mapping) for row in connection.execute(query)]


def forget(state: State, person: str) -> int:
    """Remove all entries of a person who had agreed to be named; gives how many there were."""
    with state.begin() as connection:
        return connection.execute(delete(FEEDBACK).where(FEEDBACK.c.person == person)).rowcount


def _row(subject: AnsweredQuestion) -> dict[str, Any]:
    values = {field.name: getattr(subject, field.name) for field in fields(AnsweredQuestion)}
    return values | {"thread": json.dumps(subject.thread, ensure_ascii=False)}


def _read(row: Mapping[Any, Any]) -> Feedback:
    values = {field.name: row[field.name] for field in fields(AnsweredQuestion)}
    subject = AnsweredQuestion(**values | {"thread": tuple(json.loads(values["thread"]))})
    return Feedback(row["number"], row["verdict"], row["at"], subject, Details(*(row[detail] for detail in _DETAILS)))


@dataclass(frozen=True, slots=True)
class Showing:
    """One contact that was shown: where and to whom, of which commitment and field, for which question or digest.

    `code` is empty where the contact stood in words that are of no single commitment.
    """

    team: str
    channel: str
    user: str
    code: str
    field: str
    question: str
    at: str = ""


@patient
def record(state: State, shown: Sequence[Showing], days: int, now: datetime) -> None:
    """Keep what is shown at `now`, nothing where `days` is 0."""
    if shown and days:
        with state.begin() as connection:
            connection.execute(insert(AUDIT), [asdict(one) | {"at": moment(now)} for one in shown])


def showings(state: State, since: str = "", code: str = "", user: str = "") -> list[Showing]:
    """What was shown, the oldest first; from a day (ISO 8601) on, of one commitment, to one person where given."""
    names = ("team", "channel", "user", "code", "field", "question", "at")
    query = select(*(AUDIT.c[name] for name in names)).where(AUDIT.c.at >= since).order_by(AUDIT.c.number)
    for column, wanted in ((AUDIT.c.code, code), (AUDIT.c.user, user)):
        if wanted:
            query = query.where(column == wanted)
    with state.connect() as connection:
        return [Showing(*row) for row in connection.execute(query)]
