"""Which events were taken on already, so that one that arrives again is answered once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete

from bot.state.database import State, insertion, moment, patient
from bot.state.tables import SEEN_EVENTS


@patient
def claim(state: State, *event_ids: str, now: datetime | None = None) -> bool:
    """Take on the event that all of `event_ids` name; True for the first caller only, in whatever process."""
    with state.begin() as connection:
        return claim_within(connection, event_ids, now or datetime.now(UTC))


def claim_within(connection: Connection, event_ids: Sequence[str], now: datetime) -> bool:
    """The same within a transaction that writes down what came of it.

    One event may have several names (the same message arrives as a mention and as a message): it counts as
    taken where any of them is.
    """
    rows = [{"event_id": one, "claimed_at": moment(now)} for one in sorted(set(event_ids))]
    insert = insertion(connection, SEEN_EVENTS).values(rows).on_conflict_do_nothing()
    # an INSERT's count of rows is kept only when asked for: without this, PostgreSQL's is -1
    claimed = connection.execute(insert, execution_options={"preserve_rowcount": True})
    return claimed.rowcount == len(rows)


@patient
def release(state: State, *event_ids: str) -> None:
    """Give back what was taken on and certainly not done, so that it can be taken on again."""
    with state.begin() as connection:
        connection.execute(delete(SEEN_EVENTS).where(SEEN_EVENTS.c.event_id.in_(event_ids)))
