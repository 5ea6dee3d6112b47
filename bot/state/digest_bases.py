"""Bases: what each posted or previewed digest was composed from, so that the whole of a long section can be shown.

A basis bears the token that the digest's buttons carry. It goes with its subscription, or when it is old.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.state.database import State, insertion, moment
from bot.state.tables import DIGEST_BASES, DIGEST_SOURCES

KEPT = timedelta(days=100)
"""How long the rest of a digest can be opened."""
SOURCES_KEPT = timedelta(days=200)
"""How long it is known what a digest was composed from: as long as that it was sent."""
_LISTS = ("muted", "followed")


@dataclass(frozen=True, slots=True)
class Basis:
    """A digest's local day, the first day of its news, and the journal's numbers after and up to which they lie.

    `ahead`, `muted` and `followed` are the subscription's as they were then; `snapshot` is what it was composed from.
    """

    token: str
    subscription: str
    day: str
    since: str
    told: int
    upto: int
    ahead: int
    muted: tuple[str, ...]
    followed: tuple[str, ...]
    snapshot: str = ""


def keep(state: State, one: Basis, now: datetime) -> None:
    """Keep a basis, in place of the one with the same token; those older than `KEPT` are swept on the way."""
    row = asdict(one) | {name: json.dumps(getattr(one, name)) for name in _LISTS} | {"made_at": moment(now)}
    source = {"token": one.token, "snapshot": row.pop("snapshot"), "made_at": row["made_at"]}
    statement = insertion(state, DIGEST_BASES).values(row)
    changed = {name: value for name, value in row.items() if name != "token"}
    with state.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=[DIGEST_BASES.c.token], set_=changed))
        connection.execute(delete(DIGEST_BASES).where(DIGEST_BASES.c.made_at < moment(now - KEPT)))
        named = insertion(state, DIGEST_SOURCES).values(source)
        connection.execute(named.on_conflict_do_update(index_elements=[DIGEST_SOURCES.c.token], set_=source))
        connection.execute(delete(DIGEST_SOURCES).where(DIGEST_SOURCES.c.made_at < moment(now - SOURCES_KEPT)))


def basis(state: State, token: str) -> Basis | None:
    """The basis with this token, None where it is swept or its subscription has ended."""
    names = tuple(name for name in Basis.__dataclass_fields__ if name != "snapshot")
    query = select(*(DIGEST_BASES.c[name] for name in names)).where(DIGEST_BASES.c.token == token)
    with state.connect() as connection:
        row = connection.execute(query).mappings().first()
    if row is None:
        return None
    lists = {name: tuple(json.loads(row[name])) for name in _LISTS}
    return Basis(**{name: row[name] for name in names} | lists, snapshot=source(state, token))


def source(state: State, token: str) -> str:
    """The name of the snapshot that the digest with this token was composed from, empty where it is not known."""
    query = select(DIGEST_SOURCES.c.snapshot).where(DIGEST_SOURCES.c.token == token)
    with state.connect() as connection:
        return connection.execute(query).scalar_one_or_none() or ""
