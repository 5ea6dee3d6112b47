"""Reading `commitments.db`: plain sqlite3, one short method a question of ours. One store a thread."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from bot.records import snapshots
from bot.records.condition_queries import ConditionQueries
from bot.records.document_queries import DocumentQueries
from bot.records.frozen import dataclass
from bot.records.revisions import contradictions
from bot.records.schema import in_batches
from bot.records.search_queries import NameQueries, SearchQueries
from bot.records.snapshots import WAITED_FOR, Check, SnapshotError

if TYPE_CHECKING:
    from bot.records.known_contacts import KnownContacts


_STORED = (
    'v.code, v.field, v.position, v.raw, v.value, v.precision, v.start, v."end", v.origin, d.path, d.url, d.id,'
    ' v.line, v.before, v.after, v."row", v."column", v.place'
)
# worded as the partial index on contacts is, so that SQLite uses it
_CONTACTS = "SELECT code, raw, coalesce(value, raw) FROM field_values WHERE field IN ('email', 'phone')"
_KNOWN: dict[str, KnownContacts] = {}
_KNOWN_STATES = 4
_TRIES = 5
"""How often a file is opened anew that is replaced while it is opened."""


class StoreError(RuntimeError):
    """The database is missing or unusable; the message is a sentence that says what to do."""


def _connected(check: Check) -> sqlite3.Connection | None:
    """A connection to the file that was checked; None where another is there by now, SnapshotError where it is broken.

    A sealed file is never changed, only replaced by another: no locks are taken, and no side files looked for.
    """
    try:
        connection = sqlite3.connect(f"{check.path.as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        if not check.path.exists():
            return None
        raise SnapshotError(f"cannot be read ({error})") from error
    try:
        if connection.execute("SELECT sha256 FROM seal").fetchone() == (check.seal,):
            return connection
    except (sqlite3.Error, UnicodeError) as error:  # SQLite quotes broken names in its errors
        connection.close()
        raise SnapshotError(f"is damaged ({error})") from error
    connection.close()
    return None


def _said(path: Path, error: SnapshotError) -> str:
    if path.is_dir():
        return f"{path} {error}: write one into it with “python -m bot ingest --publish {path}”."
    return f"{path} {error}: move it away, and make a new one with “python -m bot ingest --db {path}”."


@dataclass(frozen=True, slots=True)
class Stored:
    """One value as stored, with the document that it is quoted from and its place there (as in `ValueRow`)."""

    code: str
    field: str
    position: int
    raw: str
    value: str | None
    precision: str | None
    start: int
    end: int
    origin: str
    doc: str
    url: str | None
    document_id: int
    line: int
    before: str
    after: str
    row: int | None = None
    column: int | None = None
    place: str | None = None


class Store(NameQueries, ConditionQueries, DocumentQueries, SearchQueries):
    """An open `commitments.db`, read only."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._check, self._db = self._open()
        self._owner = True
        self._tables, self._found = {}, {}
        self._places: dict[int, list[tuple[int, int, str]]] = {}  # of earlier contacts in documents, as looked for

    def _open(self) -> tuple[Check, sqlite3.Connection]:
        """A connection to the very file that was checked; another may be swapped in meanwhile."""
        for _ in range(_TRIES):
            place = self.path.resolve()
            try:
                check = snapshots.check(snapshots.newest(place) if place.is_dir() else place)
                if connection := _connected(check):
                    return check, connection
                check.wait()
            except SnapshotError as error:
                raise StoreError(_said(self.path, error)) from error
            except FileNotFoundError:
                continue
            except OSError as error:
                raise StoreError(f"{self.path} cannot be read ({error.strerror}): check its permissions.") from error
        raise StoreError(f"There is no database {self.path}: make it with “python -m bot ingest --db {self.path}”.")

    def whole(self) -> Store:
        """The same snapshot with nothing withheld, over the same connection: it is of use until this one is closed."""
        return Store._over(self)

    @classmethod
    def _over(cls, other: Store) -> Self:
        one = cls.__new__(cls)
        one.path, one._check, one._db, one._owner = other.path, other._check, other._db, False
        one._tables, one._found = {}, {}
        one._places = other._places
        return one

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        # what was read is handed over once it is known that the file is good; that it is not explains any error
        if (error is None or isinstance(error, Exception)) and self._check.size <= WAITED_FOR:
            self.assure()

    def close(self) -> None:
        """Close the connection."""
        if self._owner:
            self._db.close()

    def assure(self) -> None:
        """Wait for the check of the file; StoreError where it is damaged."""
        try:
            self._check.wait()
        except SnapshotError as error:
            raise StoreError(_said(self.path, error)) from error

    @property
    def name(self) -> str:
        """The snapshot's name, a hash of its content."""
        return self._check.name

    def ancestors(self) -> list[str]:
        """The names of the snapshots that this one was made of, the first one first."""
        return [row[0] for row in self._db.execute("SELECT name FROM ancestors ORDER BY number")]

    # -- the whole -----------------------------------------------------------------------------------------------

    def build_id(self) -> str:
        """Something that differs whenever the contents do: for caches."""
        return self.name

    @cached_property
    def known(self) -> KnownContacts:
        """What counts as a contact, kept for as long as the database stays the same."""
        from bot.records.known_contacts import load  # which a store that withholds nothing does without

        build = self.build_id()
        if build not in _KNOWN:
            while len(_KNOWN) >= _KNOWN_STATES:
                _KNOWN.pop(next(iter(_KNOWN)), None)
            _KNOWN[build] = load(self._db)
        return _KNOWN[build]

    def sees_contacts(self) -> bool:
        """Whether whoever reads this store may see contacts."""
        return True

    def shown(self, text: str) -> str:
        """A text of ours, such as a note of what a document said, as whoever reads this store may see it."""
        return text

    def fact(self, key: str) -> str | None:
        """A fact about the database itself: `runs`, `as_of`, `commitments`, `pages`."""
        row = self._db.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def origins(self) -> list[str]:
        """The file or address that each document was read from."""
        return [row[0] for row in self._db.execute("SELECT origin FROM documents ORDER BY id")]

    def totals(self) -> tuple[int, int]:
        """(commitments, how many of them have a page)."""
        return int(self.fact("commitments") or 0), int(self.fact("pages") or 0)

    def countries(self) -> list[tuple[str, str]]:
        """(prefix, name) of every member in the corpus."""
        return list(self._db.execute("SELECT prefix, name FROM countries ORDER BY name, prefix"))

    def country_names(self) -> list[tuple[str, str]]:
        """(folded name, prefix): every way in which a member of this corpus is named."""
        return list(self._db.execute("SELECT name, prefix FROM country_names"))

    # -- commitments ---------------------------------------------------------------------------------------------

    def existing(self, codes: Iterable[str]) -> set[str]:
        """Those of `codes` that are known."""
        found: set[str] = set()
        for marks, part in in_batches(list(codes)):
            found |= {row[0] for row in self._db.execute(f"SELECT code FROM commitments WHERE code IN ({marks})", part)}
        return found

    def by_number(self, prefix: str, number: int) -> list[str]:
        """Codes of a member with this number, however many zeros they are written with."""
        rows = self._db.execute("SELECT code FROM commitments WHERE prefix = ? AND number = ?", (prefix, number))
        return sorted(row[0] for row in rows)

    def beginning(self, start: str) -> list[str]:
        """Codes that begin so."""
        sql = "SELECT code FROM commitments WHERE code >= ? AND code < ? ORDER BY code"
        return [row[0] for row in self._db.execute(sql, (start, f"{start}\U0010ffff"))]

    def tied(self, start: str) -> dict[str, str]:
        """made key → the code under which its commitment is found now, of the keys that begin so (`ties`)."""
        sql = (
            "SELECT t.made, t.code FROM ties t JOIN commitments c ON c.code = t.code"
            " WHERE t.made >= ? AND t.made < ?"
            " AND NOT EXISTS (SELECT 1 FROM commitments o WHERE o.code = t.made) ORDER BY t.made"
        )
        return dict(self._db.execute(sql, (start, f"{start}\U0010ffff")))

    def columns(self, codes: Sequence[str], names: Sequence[str]) -> dict[str, dict[str, Any]]:
        """code → the named columns of `commitments`, in the order of `codes`."""
        found = {row[0]: dict(zip(names, row[1:], strict=True)) for row in self.rows(names, codes)}
        return {code: found[code] for code in codes if code in found}

    def rows(self, names: Sequence[str], codes: Sequence[str] | None = None) -> Iterator[tuple[Any, ...]]:
        """(code, the named columns of `commitments`), one after the other; of all without `codes`."""
        picked = ", ".join(f'"{name}"' for name in names)
        sql = f"SELECT code, {picked} FROM commitments"
        if codes is None:
            yield from self._db.execute(sql)
            return
        for marks, part in in_batches(codes):
            yield from self._db.execute(f"{sql} WHERE code IN ({marks})", part)

    # -- values --------------------------------------------------------------------------------------------------

    def values(self, codes: Sequence[str], fields: Sequence[str] | None = None) -> dict[str, list[Stored]]:
        """code → its stored values (all, or those of `fields`), the page's before an index's, by position."""
        found: dict[str, list[Stored]] = {code: [] for code in codes}
        for marks, part in in_batches(codes):
            wanted = f" AND v.field IN ({','.join('?' * len(fields))})" if fields is not None else ""
            sql = (
                f"SELECT {_STORED} FROM field_values v JOIN documents d ON d.id = v.document_id"
                f" WHERE v.code IN ({marks}){wanted} ORDER BY v.code, v.origin = 'index', v.field, v.position"
            )
            for row in self._db.execute(sql, [*part, *(fields or ())]):
                found[row[0]].append(Stored(*row))
        return found

    def milestone_ends(self) -> Iterator[tuple[str, int, str]]:
        """(code, position, end as normalised) of every milestone whose end is known."""
        sql = (
            "SELECT code, position, json_extract(value, '$.end') FROM field_values"
            " WHERE field = 'milestones' AND json_valid(value) AND json_extract(value, '$.end') IS NOT NULL"
        )
        yield from self._db.execute(sql)

    def having(self, codes: Sequence[str], fields: Sequence[str], passes: Callable[[str], bool]) -> list[str]:
        """Those of `codes` of which a value in one of `fields` passes a test, for looking at no other's."""
        found: set[str] = set()
        for marks, part in in_batches(codes):
            wanted = ",".join("?" * len(fields))
            sql = f"SELECT code, raw FROM field_values WHERE code IN ({marks}) AND field IN ({wanted})"
            found |= {code for code, raw in self._db.execute(sql, [*part, *fields]) if passes(raw)}
        return [code for code in codes if code in found]

    def contradicting(self, held: Mapping[str, Sequence[Stored]]) -> dict[tuple[str, str], list[Stored]]:
        """(code, field) → what other documents still say against the `held` values, the latest first."""
        found: dict[tuple[str, str], list[Stored]] = {}
        for marks, part in in_batches(list(held)):
            rows = self._db.execute(
                "SELECT h.code, h.says, d.path, d.url, d.id FROM history h JOIN documents d ON d.id = h.document_id"
                f" WHERE h.living AND h.code IN ({marks}) ORDER BY h.day DESC, h.run DESC, h.document",
                part,
            )
            for code, says, *document in rows:
                theirs = [Stored(code, *row[:8], *document, *row[8:]) for row in json.loads(says)]
                for field, _mine, against in contradictions(held[code], theirs):
                    found.setdefault((code, field), []).extend(against)
        return found

    def holders(self, field: str, values: Sequence[str]) -> list[str]:
        """Codes with one of these normalised values in a field (contacts)."""
        rows: set[str] = set()
        for marks, part in in_batches(values):
            sql = f"{_CONTACTS} AND field = ? AND value IN ({marks})"
            rows |= {row[0] for row in self._db.execute(sql, [field, *part])}
        return sorted(rows or {code for code, _raw, value in self._contested(field) if value in values})

    def contacts(self, field: str) -> list[tuple[str, str, str]]:
        """(code, raw, normalised) of every email or phone."""
        return [*self._db.execute(f"{_CONTACTS} AND field = ?", (field,)), *self._contested(field)]

    def _contested(self, field: str) -> Iterator[tuple[str, str, str]]:
        """The same of those that documents still state against others."""
        row = "json_extract(j.value, '$[{}]')".format
        yield from self._db.execute(
            f"SELECT h.code, {row(2)}, coalesce({row(3)}, {row(2)}) FROM history h, json_each(h.says) j"
            f" WHERE h.living AND {row(0)} = :field AND {row(2)} <> ''"
            " AND h.code IN (SELECT code FROM problems WHERE code IS NOT NULL AND field = :field)",
            {"field": field},
        )

    # -- changes -------------------------------------------------------------------------------------------------

    def changes(
        self, since: str | None, until: str | None, codes: Sequence[str] | None = None
    ) -> list[tuple[str, str, str | None, str | None, str, int | None]]:
        """(code, field, old, new, day, document id) of changes from `since` to `until`, both included; oldest first."""
        rows = self._db.execute(
            "SELECT code, field, old, new, at, document_id FROM changes"
            " WHERE (:since IS NULL OR at >= :since) AND (:until IS NULL OR at <= :until) ORDER BY at, id",
            {"since": since, "until": until},
        )
        wanted = None if codes is None else set(codes)
        return [row for row in rows if wanted is None or row[0] in wanted]
