"""What follows from the values: a row a commitment, the names that questions can use, the full-text index."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from bot.records import schema
from bot.records.countries import country_of, home_of, letters_of, stranger
from bot.records.fields import CONTACTS, FIELD, FIELDS
from bot.records.known_contacts import KnownContacts, load
from bot.records.names import KIND_OF_FIELD, names_in
from bot.records.periods import PROGRESS, bounds, is_closed
from bot.records.revisions import ValueRow, states, summary
from bot.records.schema import in_batches
from bot.records.text import fold
from bot.records.text import words as folded_words

Columns = dict[str, str | int | None]
Named = tuple[str, str, str]
"""(kind, name, key), as `names_in` gives them."""

_UNSTATED: Columns = dict.fromkeys(field.name for field in FIELDS)
_SAID = ", ".join(
    f'v."{name}"' if name in ("field", "position", "raw", "value", "precision", "origin") else "NULL"
    for name in ValueRow._fields
)
"""What a value says, without its place."""
_TEXT = ", ".join(schema.SEARCH_COLUMNS)


def derive(
    connection: sqlite3.Connection,
    codes: Collection[str],
    day: str,
    upsert: Callable[[list[Columns]], object],
) -> None:
    """Derive everything anew for the commitments `codes`, whose values have changed; `upsert` writes their rows.

    The full-text index is made anew as a whole where most of it changes, which is faster than row by row. Neither it
    nor a name holds a contact, so that nobody finds by one whose it is; contacts have an index of their own.
    """
    if not codes:
        return
    contacts = load(connection)
    codes = {*codes, *_holding_contacts_of(connection, codes)}
    total = connection.execute("SELECT count(*) FROM commitments").fetchone()[0]
    whole = 2 * len(codes) >= total
    released: set[int] = set()
    for marks, part in in_batches(sorted(codes)):
        if not whole:
            _forget_text(connection, marks, part)
        uses = connection.execute(f"SELECT name_id FROM name_uses WHERE code IN ({marks})", part)
        released |= {name_id for (name_id,) in uses}
        connection.execute(f"DELETE FROM name_uses WHERE code IN ({marks})", part)
        values = _values(connection, marks, part)
        connection.execute(
            f"DELETE FROM texts_without_contacts WHERE id IN (SELECT id FROM commitments WHERE code IN ({marks}))", part
        )
        gone = [(code,) for code in part if code not in values]
        connection.executemany("DELETE FROM commitments WHERE code = ?", gone)
        upsert(_rows(connection, marks, part, values, day))
        _write_names(connection, {code: _nameable(rows, contacts) for code, rows in values.items()})
        _write_texts_without_contacts(connection, marks, part, contacts)
        if not whole:
            _index_text(connection, marks, part)
    if whole:
        connection.execute("INSERT INTO commitments_fts (commitments_fts) VALUES ('rebuild')")
    _drop_names(connection, sorted(released))
    _derive_countries(connection)


def commitment_row(code: str, rows: list[ValueRow]) -> Columns:
    """The columns of a commitment that follow from its code and values, those that its page does not have as None."""
    letters = letters_of(code)
    texts = {name: _composed(text) for name, text in summary(rows, normalised=True).items()}
    columns: Columns = {
        "code": code,
        "prefix": letters,
        "number": int(re.sub(r"\D", "", code[-8:]) or 0),
        "has_page": int(any(row.origin != "index" for row in rows)),
        **_UNSTATED,
        **texts,
    }
    home = home_of(letters)
    if home and stranger(letters, str(columns["country"] or "")):
        columns["country"] = home.name  # a page with a wrong code moves no commitment into another country
    columns["stated"] = sum(field.bit for field in FIELDS if columns[field.name])
    columns["labelled"] = sum(field.bit for field in FIELDS if columns[field.name] is not None)
    columns["closed"] = is_closed(*map(texts.get, PROGRESS))
    for name in ("start", "end"):
        first = next((row for row in rows if row.field == name and states(row)), None)
        span = bounds(name, first.value, first.precision, first.raw) if first and first.value else (None, None)
        columns[f"{name}_from"], columns[f"{name}_to"] = span
    return columns


def _composed(text: str | None) -> str | None:
    """A text with its letters in one piece: macOS saves Hangul and accents taken apart, and search knows one form."""
    return text and unicodedata.normalize("NFC", text)


def _values(connection: sqlite3.Connection, marks: str, codes: list[str]) -> dict[str, list[ValueRow]]:
    """Each commitment's values, its page's before an index's."""
    values: dict[str, list[ValueRow]] = {}
    for row in connection.execute(
        f"SELECT v.code, {_SAID} FROM field_values v WHERE v.code IN ({marks}) ORDER BY v.code, v.field, v.position",
        codes,
    ):
        values.setdefault(row[0], []).append(_new(ValueRow, row[1:]))
    for rows in values.values():
        rows.sort(key=_is_of_index)
    return values


_new = tuple.__new__  # half the time of a named tuple's own constructor


def _is_of_index(row: ValueRow) -> bool:
    return row.origin == "index"


def _rows(
    connection: sqlite3.Connection, marks: str, codes: list[str], values: dict[str, list[ValueRow]], day: str
) -> list[Columns]:
    """Rows to write; a commitment that is known keeps its number and the day on which it was first seen."""
    known = {
        code: (number, seen)
        for code, number, seen in connection.execute(
            f"SELECT code, id, first_seen FROM commitments WHERE code IN ({marks})", codes
        )
    }
    last = connection.execute("SELECT coalesce(max(id), 0) FROM commitments").fetchone()[0]
    rows = []
    for code, said in values.items():
        if code not in known:
            last += 1
            known[code] = last, day
        number, seen = known[code]
        rows.append({**commitment_row(code, said), "id": number, "first_seen": seen})
    return rows


# -- names -------------------------------------------------------------------------------------------------------


def _write_names(connection: sqlite3.Connection, values: dict[str, list[ValueRow]]) -> None:
    uses = [
        (named, row.field, code) for code, rows in values.items() for row in rows for named in _names_of(row) if named
    ]
    known: dict[tuple[str, str], tuple[int, str]] = {}
    keys: dict[str, set[str]] = {}
    for (kind, _, key), _, _ in uses:
        keys.setdefault(kind, set()).add(key)
    for kind in sorted(keys):  # with its kind, a name is found by the index; by its key alone all would be gone through
        for marks, part in in_batches(sorted(keys[kind])):
            for key, name_id, name in connection.execute(
                f"SELECT key, id, name FROM names WHERE kind = ? AND key IN ({marks})", [kind, *part]
            ):
                known[kind, key] = name_id, name
    last = connection.execute("SELECT coalesce(max(id), 0) FROM names").fetchone()[0]
    new: dict[tuple[str, str], int] = {}
    spelt: dict[int, str] = {}
    for (kind, name, key), _, _ in uses:
        if (kind, key) not in known:
            last += 1
            known[kind, key] = last, name
            new[kind, key] = last
        name_id, spelling = known[kind, key]
        if name != spelling and _spelling_order(name) < _spelling_order(spelling):
            known[kind, key] = name_id, name
            spelt[name_id] = name
    connection.executemany(
        "INSERT INTO names (id, kind, name, key) VALUES (?,?,?,?)",
        [(name_id, kind, known[kind, key][1], key) for (kind, key), name_id in new.items()],
    )
    connection.executemany("UPDATE names SET name = ? WHERE id = ?", [(name, i) for i, name in spelt.items()])
    connection.executemany(
        "INSERT OR IGNORE INTO name_words VALUES (?,?,?,?)",
        sorted({(word, kind, len(key), name_id) for (kind, key), name_id in new.items() for word in key.split()}),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO name_uses VALUES (?,?,?,0)",
        sorted({(known[kind, key][0], field, code) for (kind, _, key), field, code in uses}),
    )


def _names_of(row: ValueRow) -> Iterable[Named]:
    members = json.loads(row.value) if FIELD[row.field].kind == "list" and row.value else None
    return names_in(row.field, row.raw, members)


def _spelling_order(name: str) -> tuple[bool, str]:
    """One of a name's spellings, whichever document comes first; better none in capitals throughout."""
    return name.isupper(), name


def _drop_names(connection: sqlite3.Connection, released: list[int]) -> None:
    """Forget names that nothing uses any more."""
    for marks, part in in_batches(released):
        unused = connection.execute(
            f"SELECT id FROM names WHERE id IN ({marks}) AND id NOT IN"
            f" (SELECT name_id FROM name_uses WHERE name_id IN ({marks}) AND NOT joined)",
            [*part, *part],
        ).fetchall()
        connection.executemany("DELETE FROM name_uses WHERE name_id = ?", unused)  # by joined spellings only
        words = [
            (word, kind, len(key), name_id)
            for (name_id,) in unused
            for kind, key in connection.execute("SELECT kind, key FROM names WHERE id = ?", (name_id,)).fetchall()
            for word in set(key.split())
        ]
        connection.executemany("DELETE FROM name_words WHERE word = ? AND kind = ? AND size = ? AND name_id = ?", words)
        connection.executemany("DELETE FROM names WHERE id = ?", unused)


# -- contacts ----------------------------------------------------------------------------------------------------


def _holding_contacts_of(connection: sqlite3.Connection, codes: Collection[str]) -> set[str]:
    """The other commitments whose texts hold what `codes` now state as a contact: they are found by it no more."""
    held = ", ".join(f"'{name}'" for name in CONTACTS)
    found: set[str] = set()
    known = connection.execute("SELECT 1 FROM commitments LIMIT 1").fetchone()
    for marks, part in in_batches(sorted(codes)) if known else ():
        stated = connection.execute(f"SELECT raw FROM field_values WHERE code IN ({marks}) AND field IN ({held})", part)
        phrases = {" ".join(words) for (raw,) in stated if (words := folded_words(raw))}
        for phrase in phrases:
            rows = connection.execute(
                "SELECT c.code FROM commitments_fts f JOIN commitments c ON c.id = f.rowid"
                " WHERE commitments_fts MATCH ?",
                (f'"{phrase}"',),
            )
            found |= {code for (code,) in rows}
    return found


def _nameable(rows: list[ValueRow], contacts: KnownContacts) -> list[ValueRow]:
    """The values that can be named, without the contacts in them and the brackets around those."""
    named = []
    for row in rows:
        if row.field not in KIND_OF_FIELD:
            continue
        left = contacts.hide(row.raw, " ")
        if left != row.raw:
            row = row._replace(raw=re.sub(r"\([^\w()]{0,20}\)|\s{2,}", " ", left).strip(" ,;:-–"), value=None)
        named.append(row)
    return named


def _write_texts_without_contacts(
    connection: sqlite3.Connection, marks: str, codes: list[str], contacts: KnownContacts
) -> None:
    """Keep what is searched of the commitments whose texts hold a contact."""
    rows = connection.execute(f"SELECT id, {_TEXT} FROM commitment_texts WHERE code IN ({marks})", codes)
    found = [(number, texts, [contacts.hide(text, " ") for text in texts]) for number, *texts in rows]
    places = ", ".join("?" * (1 + len(schema.SEARCH_COLUMNS)))
    connection.executemany(
        f"INSERT INTO texts_without_contacts VALUES ({places})",
        [(number, *left) for number, texts, left in found if left != texts],
    )


# -- text and places ---------------------------------------------------------------------------------------------


def _forget_text(connection: sqlite3.Connection, marks: str, codes: list[str]) -> None:
    """Take commitments out of the index, while the view still gives the words that are in it."""
    connection.execute(
        f"INSERT INTO commitments_fts (commitments_fts, rowid, {_TEXT})"
        f" SELECT 'delete', id, {_TEXT} FROM commitment_texts WHERE code IN ({marks})",
        codes,
    )


def _index_text(connection: sqlite3.Connection, marks: str, codes: list[str]) -> None:
    connection.execute(
        f"INSERT INTO commitments_fts (rowid, {_TEXT}) SELECT id, {_TEXT} FROM commitment_texts"
        f" WHERE code IN ({marks})",
        codes,
    )


def _derive_countries(connection: sqlite3.Connection) -> None:
    members = connection.execute(
        "SELECT prefix, country, action_plan FROM commitments GROUP BY prefix, country, action_plan"
    ).fetchall()
    countries, names = country_rows(members)
    connection.execute("DELETE FROM country_names")
    connection.execute("DELETE FROM countries")
    connection.executemany("INSERT INTO countries VALUES (?,?)", countries)
    connection.executemany("INSERT OR IGNORE INTO country_names VALUES (?,?)", names)


# -- countries ---------------------------------------------------------------------------------------------------


# "South Korea Third National Action Plan 2016-2018", "Action plan – Nandi, Kenya, 2025 – 2027"
_PLAN = re.compile(
    r"^(?P<before>.+?) (?:\d{1,3}(?:st|nd|rd|th) |(?:first|second|third|fourth|fifth|sixth|seventh|eighth) )?"
    r"(?:national |local |open government )*action plan\b",
    re.IGNORECASE,
)
_LONGEST_PLAN = 300
_FORMAL = re.compile(
    r"^(?:the\s+)?(?:(?:federal|democratic|people's|islamic|plurinational|bolivarian|oriental|united)\s+)*"
    r"(?:republic|kingdom|state|commonwealth|principality)\s+of\s+(?:the\s+)?",
)


def country_rows(
    members: Iterable[tuple[str, str | None, str | None]],
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Rows for `countries` (prefix, name) and `country_names` (folded name, prefix).

    Members are named by the table of members where it has them, by their own pages elsewhere.
    `members` are (prefix, country line of a page, name of its action plan) as found in the corpus; a page under the
    letters of another member than it names gives these letters no name.
    """
    lines: dict[str, Counter[str]] = {}
    plans: dict[str, Counter[str]] = {}
    for prefix, line, plan in members:
        lines.setdefault(prefix, Counter())
        plans.setdefault(prefix, Counter())
        if line:
            lines[prefix][line] += 1
        match = _PLAN.match(" ".join(plan[:_LONGEST_PLAN].split())) if plan else None
        if match and not fold(match["before"]).startswith("action plan"):
            plans[prefix][match["before"].strip(" ,–-")] += 1
    countries: list[tuple[str, str]] = []
    names: set[tuple[str, str]] = set()
    for prefix in sorted(lines):
        known = country_of(prefix)
        said = (name for name, _count in (*plans[prefix].most_common(3), *lines[prefix].most_common(3)))
        own = [name for name in said if not stranger(prefix, name)]
        countries.append((prefix, known.name if known else own[0] if own else prefix))
        letters = (prefix, *filter(None, [known.region if known and not known.parent else None]))
        found = [*own, *letters, *((known.name, *known.aliases, *known.demonyms) if known else ())]
        for name in found:
            folded = fold(name)
            names |= {(folded, prefix), (_FORMAL.sub("", folded), prefix)}
            if known is None and "," in folded:
                names.add((folded.split(",")[0], prefix))
        if known is None:
            # a member that no table knows: its adjective is guessed from its own name (Avaria: Avarian)
            names |= {(adjective, prefix) for name in own for adjective in _adjectives(_FORMAL.sub("", fold(name)))}
    return countries, sorted((name, prefix) for name, prefix in names if len(name) > 1 or not name.isascii())


def _adjectives(name: str) -> set[str]:
    if " " in name:
        return set()
    if name.endswith("a"):
        return {f"{name}n", f"{name[:-1]}ian" if not name.endswith("ia") else f"{name}n"}
    if name.endswith("e"):
        return {f"{name[:-1]}ian", f"{name}an"}
    return {f"{name}ian", f"{name}an", f"{name}ese", f"{name}i"}
