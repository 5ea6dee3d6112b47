"""What readers of a digest said of single commitments: not to be told until they change, or to be told on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, func, select

from bot.state.database import State, insertion
from bot.state.digest_tables import JOURNAL, MARKS

CHECKED, REMIND = "checked", "remind"


def mark(state: State, subscription: str, code: str, name: str, value: str) -> None:
    """Set a mark of a commitment, in place of the one of the same name."""
    row = {"subscription": subscription, "code": code, "mark": name, "value": value}
    statement = insertion(state, MARKS).values(row)
    keys = [MARKS.c.subscription, MARKS.c.code, MARKS.c.mark]
    with state.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_={"value": value}))


def checked(state: State, subscription: str) -> frozenset[str]:
    """The codes that somebody checked and that did not change since."""
    mine = (MARKS.c.subscription == subscription) & (MARKS.c.mark == CHECKED)
    with state.connect() as connection:
        marks = {row.code: int(row.value) for row in connection.execute(select(MARKS).where(mine))}
        if not marks:
            return frozenset()
        latest = select(JOURNAL.c.code, func.max(JOURNAL.c.number)).where(JOURNAL.c.code.in_(marks))
        changed = {row[0]: row[1] for row in connection.execute(latest.group_by(JOURNAL.c.code))}
    return frozenset(code for code, number in marks.items() if changed.get(code, 0) <= number)


def reminded(state: State, subscription: str, after: date, upto: date) -> frozenset[str]:
    """The codes that somebody wants to be reminded of after one day, up to another."""
    days = MARKS.c.value.between(after.isoformat(), upto.isoformat()) & (MARKS.c.value > after.isoformat())
    query = select(MARKS.c.code).where(MARKS.c.subscription == subscription, MARKS.c.mark == REMIND, days)
    with state.connect() as connection:
        return frozenset(connection.scalars(query))


def forget(state: State, subscription: str, code: str) -> None:
    """Take the marks of a commitment back."""
    with state.begin() as connection:
        connection.execute(delete(MARKS).where(MARKS.c.subscription == subscription, MARKS.c.code == code))
