"""The journal: changes and new commitments numbered in the order in which we came to know of them.

A digest tells what lies between two numbers. Days would not do: a document's own day may lie long before the day on
which it was read, and a change at noon belongs to a day whose digest went out at nine. The journal keeps what it
needs of each change, so that nothing is lost when `commitments.db` is built anew; of contacts, only that they changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from bot.state.database import State, insertion
from bot.state.tables import DIGEST_SNAPSHOTS, JOURNAL, JOURNAL_STATE, KNOWN


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One thing that became known: a `change` of a field (what stood there before), or a commitment.

    That is `new` (`new` is the key that was made for it in a plan, where it has one), or `gone` (`old` is JSON of what
    it said last, by field), or `back` again.
    """

    kind: str
    code: str
    field: str
    old: str | None
    at: str
    new: str | None = None

    @property
    def fingerprint(self) -> str:
        """The same for the same thing, however often it is read; a commitment is new once."""
        said: list[str | None] = [self.kind, self.code]
        if self.kind in ("gone", "back"):
            said += [self.at, self.new]
        if self.kind == "change":
            said += [self.field, self.at, self.old, self.new]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def _is_known(one: JournalEntry, known: Collection[str]) -> bool:
    """Whether something was recorded before; a commitment also where it was known by the key that a plan gave it."""
    by_key = (
        one.kind == "new"
        and one.new is not None
        and JournalEntry("new", one.new, one.field, None, "").fingerprint in known
    )
    return by_key or one.fingerprint in known


OLDER = -1
"""The number of a database that was never read itself, where one that was made of it was."""


def upto(state: State, build: str) -> int | None:
    """The number of the last entry that the database called `build` knows of, `OLDER`, or None where it is unread."""
    with state.connect() as connection:
        return _upto(connection, build)


def _upto(connection: Connection, build: str) -> int | None:
    query = select(DIGEST_SNAPSHOTS.c.upto).where(DIGEST_SNAPSHOTS.c.name == build)
    return connection.execute(query).scalar_one_or_none()


def record(
    state: State,
    build: str,
    entries: Iterable[JournalEntry],
    hide: Callable[[str], str],
    here: Mapping[str, Mapping[str, str]] | None = None,
    day: str = "",
    ancestors: Sequence[str] = (),
) -> int:
    """Number those of `entries` that are not known yet, in their order; gives how many. `build` is what they are of.

    Each is read once: what it was made of, its `ancestors`, is older from now on, and would only turn things back.

    What stood there before is kept as `hide` leaves it. `here` are the commitments of the `build` with what they say,
    by field: those that were there before and are not now are gone since `day`.
    """
    first = insertion(state, JOURNAL_STATE).values(id=1, build="").on_conflict_do_nothing()
    with state.begin() as connection:
        connection.execute(first)
        # whoever changes this row holds it: numbers become visible in their order, in either database
        connection.execute(update(JOURNAL_STATE).values(build=build))
        if _upto(connection, build) is not None:
            return 0  # another process read it meanwhile
        known = set(connection.scalars(select(JOURNAL.c.fingerprint)))
        last = connection.execute(select(func.coalesce(func.max(JOURNAL.c.number), 0))).scalar_one()
        came_and_went = _came_and_went(connection, here, hide, last, day) if here is not None else []
        fresh = {one.fingerprint: one for one in [*entries, *came_and_went]}
        rows = [
            {"number": number, "fingerprint": mark, "kind": one.kind, "code": one.code, "field": one.field}
            | {"old": hide(one.old) if one.old and one.kind == "change" else one.old, "at": one.at}
            for number, (mark, one) in enumerate(
                ((mark, one) for mark, one in fresh.items() if not _is_known(one, known)), last + 1
            )
        ]
        if rows:
            connection.execute(insert(JOURNAL), rows)
        read = [{"name": name, "upto": OLDER} for name in dict.fromkeys(ancestors)]
        read.append({"name": build, "upto": last + len(rows)})
        connection.execute(insertion(state, DIGEST_SNAPSHOTS).on_conflict_do_nothing(), read)
    return len(rows)


def _came_and_went(
    connection: Connection, here: Mapping[str, Mapping[str, str]], hide: Callable[[str], str], last: int, day: str
) -> list[JournalEntry]:
    """What is gone or back since the build before, which is kept as the one to compare with from now on."""
    said = {code: json.dumps({name: hide(text) for name, text in one.items()}) for code, one in here.items()}
    before = {row.code: row for row in connection.execute(select(KNOWN))}
    number = str(last)  # what is gone twice within a day is told twice
    gone = [code for code, row in before.items() if row.here and code not in said]
    back = [code for code in said if code in before and not before[code].here]
    for code in gone:
        connection.execute(update(KNOWN).where(KNOWN.c.code == code).values(here=False))
    for code in said.keys() & before.keys():
        if not before[code].here or before[code].said != said[code]:
            connection.execute(update(KNOWN).where(KNOWN.c.code == code).values(here=True, said=said[code]))
    rows = [{"code": code, "here": True, "said": text} for code, text in said.items() if code not in before]
    if rows:
        connection.execute(insert(KNOWN), rows)
    return [
        *(JournalEntry("gone", code, "title", before[code].said, day, number) for code in gone),
        *(JournalEntry("back", code, "title", None, day, number) for code in back),
    ]


def contact_changes(
    changes: Iterable[tuple[str, str, str | None, str]], contacts: Collection[str], mark: str
) -> list[JournalEntry | None]:
    """Entries for the (code, field, old, at) that are of contacts, told apart by their order alone; None for others."""
    times: Counter[tuple[str, str, str]] = Counter()
    entries: list[JournalEntry | None] = []
    for code, field, old, at in changes:
        if field in contacts:
            times[code, field, at] += 1
            number = str(times[code, field, at])
        entries.append(
            JournalEntry("change", code, field, mark if old else old, at, number) if field in contacts else None
        )
    return entries


def rid_of_contacts(state: State, contacts: Collection[str], mark: str, hide: Callable[[str], str]) -> None:
    """Leave no contact in what was recorded: fields of `contacts` as `contact_changes` has them, other texts hidden."""
    table = JOURNAL.c
    query = select(table.number, table.fingerprint, table.code, table.field, table.old, table.at)
    with state.begin() as connection:
        rows = connection.execute(query.where(table.kind == "change").order_by(table.number)).all()
        entries = contact_changes(((row.code, row.field, row.old, row.at) for row in rows), contacts, mark)
        for row, entry in zip(rows, entries, strict=True):
            old, fingerprint = (entry.old, entry.fingerprint) if entry else (row.old and hide(row.old), row.fingerprint)
            if (old, fingerprint) != (row.old, row.fingerprint):
                values = {"old": old, "fingerprint": fingerprint}
                connection.execute(update(JOURNAL).where(table.number == row.number).values(values))


def latest(state: State) -> int:
    """The number of the last entry, 0 without any."""
    with state.connect() as connection:
        last: int = connection.execute(select(func.coalesce(func.max(JOURNAL.c.number), 0))).scalar_one()
    return last


def between(state: State, after: int, upto: int) -> Sequence[JournalEntry]:
    """The entries after number `after` up to number `upto`, in their order."""
    query = (
        select(JOURNAL.c.kind, JOURNAL.c.code, JOURNAL.c.field, JOURNAL.c.old, JOURNAL.c.at)
        .where(JOURNAL.c.number > after, JOURNAL.c.number <= upto)
        .order_by(JOURNAL.c.number)
    )
    with state.connect() as connection:
        return [JournalEntry(*row) for row in connection.execute(query)]
