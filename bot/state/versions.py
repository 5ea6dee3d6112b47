"""The versions of the tables of the state database, and what brings an earlier one to the next. There is no way back.

A new table, index or column (with a value for the rows that are there) is no new version: it is made where it is
missing, and programs that do not know it go on working. All else is one: say it here, in statements that both databases
take, and keep in `tests/state/earlier_tables.sql` what the version before made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Executable, update

from bot.state.tables import FEEDBACK


class Versions(NamedTuple):
    """Of which version the tables are, and the oldest version of the program's tables that does them no harm."""

    version: int
    oldest: int


@dataclass(frozen=True, slots=True)
class Step:
    """What makes a version of the one before; programs that know `oldest` or later may go on meanwhile."""

    oldest: int
    statements: tuple[Executable, ...]


STEPS = {
    # feedback without a workspace was kept once; every query of today compares it
    1: Step(oldest=0, statements=(update(FEEDBACK).where(FEEDBACK.c.team.is_(None)).values(team=""),)),
}
VERSION = max(STEPS)
