"""How much is asked: what each person and channel asked within the last minute, of whatever process.

Times are those of the machine that took the question. One whose clock is off by more than a minute counts for itself.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from bot.state.database import State, insertion, moment, patient
from bot.state.tables import RECENT_QUESTIONS

WINDOW = timedelta(minutes=1)
PERSON, CHANNEL = "person", "channel"


class Limits(NamedTuple):
    """How many questions are taken within a minute from one person, and in one channel; 0 is any number."""

    person: int = 0
    channel: int = 0


NO_LIMITS = Limits()


class Verdict(Enum):
    """Whether a question is taken; one that is not is told so, unless that was said within the minute already."""

    TAKEN = "taken"
    TOLD = "told"
    KNOWN = "known"


class Ruling(NamedTuple):
    """A verdict, and whose limit it was that a question is over: `PERSON`, `CHANNEL` or empty."""

    verdict: Verdict
    over: str = ""


@patient
def check(state: State, limits: Limits, person: str, channel: str | None = None, now: datetime | None = None) -> Ruling:
    """Count a question, unless it is one too many.

    Without a `channel` it counts for the person alone: what only they see burdens nobody else.
    """
    with state.begin() as connection:
        return check_within(connection, limits, person, channel, now or datetime.now(UTC))


def check_within(connection: Connection, limits: Limits, person: str, channel: str | None, now: datetime) -> Ruling:
    """The same within a transaction that writes the question down."""
    limited = [(PERSON, person, limits.person), (CHANNEL, channel, limits.channel)]
    counted = [(over, who, most) for over, who, most in limited if who and most]
    if not counted:
        return Ruling(Verdict.TAKEN)
    table = RECENT_QUESTIONS.c
    lately = (table.at > moment(now - WINDOW)) & (table.at < moment(now + WINDOW))
    mine = table.who.in_([who for _over, who, _most in counted])
    query = select(table.who, table.told, func.count()).where(mine, lately).group_by(table.who, table.told)
    counts = {(who, told): count for who, told, count in connection.execute(query)}
    for over, who, most in counted:
        if counts.get((who, False), 0) >= most:
            if (who, True) in counts:
                return Ruling(Verdict.KNOWN, over)
            _note(connection, [who], now, told=True)
            return Ruling(Verdict.TOLD, over)
    _note(connection, [str(who) for _over, who, _most in counted], now)
    return Ruling(Verdict.TAKEN)


def _note(connection: Connection, whose: list[str], now: datetime, *, told: bool = False) -> None:
    rows = [{"who": who, "at": moment(now), "told": told} for who in whose]
    connection.execute(insertion(connection, RECENT_QUESTIONS), rows)  # compiled once, however many rows
