"""Who was shown whose contact, and when; never the contact itself. Kept for a number of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import insert, select

from bot.state.database import State, moment, patient
from bot.state.tables import AUDIT


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
