"""What people said of answers, and the questions that found none: kept without who it was, unless they agreed.

A verdict is found again by a hash of the person and of the token that only the answer's buttons carry. No table holds
the token: the hash tells that the same person presses again, and tells nobody who that is.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, insert, select, update

from bot.state.database import State, insertion, moment, patient
from bot.state.tables import FEEDBACK

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
