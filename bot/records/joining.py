"""Institutions of several spellings, written into `commitments.db`: counted under one name, and found by each."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection

from bot.records.batches import in_batches
from bot.records.fields import FIELDS
from bot.records.institutions import Rules, join, shown
from bot.records.model import Problem
from bot.records.names import names_in
from bot.records.vocabulary import is_placeholder

_BODIES = tuple(one.name for one in FIELDS if one.kind == "institution")
_NAMED = ", ".join(f"'{name}'" for name in _BODIES)
_LEAD = "lead_institution"
_MOST_TOLD = 20
"""Pairs that are only likely, of one country, that a report names."""


def join_institutions(connection: sqlite3.Connection, prefixes: Collection[str], rules: Rules) -> list[Problem]:
    """Join the spellings of the countries `prefixes` anew; problems that tell of those that are only likely one.

    It follows from the commitments of each country alone, whichever came first.
    """
    told: list[Problem] = []
    columns = ", ".join(_BODIES)
    for prefix in sorted(prefixes):
        codes: list[str] = []
        leads: Counter[str] = Counter()
        stated: set[tuple[str, str]] = set()
        for code, *texts in connection.execute(f"SELECT code, {columns} FROM commitments WHERE prefix = ?", (prefix,)):
            codes.append(code)
            said = dict(zip(_BODIES, texts, strict=True))
            if said[_LEAD] and not is_placeholder(_LEAD, said[_LEAD]):
                leads[said[_LEAD]] += 1
            stated.update((field, text) for field, text in said.items() if text)
        names: dict[str, str] = {}
        for _kind, name, key in (one for field, text in stated for one in names_in(field, text)):
            names[key] = min(names.get(key, name), name)
        found = join(prefix, {**dict.fromkeys(names.values(), 0), **leads}, rules)
        labels = set(found.names.values())
        of_key = {key: label for key, name in names.items() if (label := found.names.get(name, name)) in labels}
        connection.execute("DELETE FROM institutions WHERE prefix = ?", (prefix,))
        connection.executemany(
            "INSERT INTO institutions VALUES (?,?,?)",
            sorted((prefix, said, name) for said, name in {**found.names, **of_key}.items()),
        )
        _write_uses(connection, codes, of_key)
        told += _told(connection, prefix, found.likely, leads)
    return told


def _write_uses(connection: sqlite3.Connection, codes: list[str], labels: dict[str, str]) -> None:
    """Let each spelling find what writes another one of the same institution; `labels` are by the names' keys."""
    uses: list[tuple[str, str, int, str]] = []
    for marks, part in in_batches(codes):
        connection.execute(f"DELETE FROM name_uses WHERE joined AND code IN ({marks})", part)
        found = connection.execute(
            "SELECT u.code, u.field, n.id, n.key FROM name_uses u JOIN names n ON n.id = u.name_id"
            f" WHERE u.code IN ({marks}) AND u.field IN ({_NAMED})",
            part,
        )
        uses += [(code, field, name_id, labels[key]) for code, field, name_id, key in found if key in labels]
    spellings: dict[str, set[int]] = defaultdict(set)
    for _code, _field, name_id, label in uses:
        spellings[label].add(name_id)
    rows = {(other, field, code, 1) for code, field, _id, label in uses for other in spellings[label]}
    connection.executemany("INSERT OR IGNORE INTO name_uses VALUES (?,?,?,?)", sorted(rows))


def _told(
    connection: sqlite3.Connection, prefix: str, likely: list[tuple[str, str]], leads: Counter[str]
) -> list[Problem]:
    """What is only likely, where both lead commitments, each with a document in which one of the two stands."""
    written = {shown(lead): lead for lead in leads}
    told = []
    for one, other in likely:
        if one not in written or other not in written:
            continue
        row = connection.execute(
            f"SELECT d.path, v.line FROM commitments c JOIN field_values v ON v.code = c.code AND v.field = '{_LEAD}'"
            f" JOIN documents d ON d.id = v.document_id WHERE c.prefix = ? AND c.{_LEAD} = ? ORDER BY d.path, v.line",
            (prefix, min((written[one], written[other]), key=lambda lead: (leads[lead], lead))),
        ).fetchone()
        if row is not None:
            message = (
                f"“{one}” and “{other}” may be one institution; they are counted as two. Where they are one, write so"
                " under [[same]] in bot/records/institutions.toml."
            )
            told.append(Problem(row[0], row[1], _LEAD, message, "info"))
    return told[:_MOST_TOLD]
