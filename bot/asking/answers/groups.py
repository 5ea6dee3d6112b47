"""Commitments counted by a field."""

from __future__ import annotations

from bot.asking.answers.refusals import undecided
from bot.asking.conditions import condition
from bot.asking.draft import Draft, Note
from bot.asking.evidence import Evidence
from bot.asking.query import Query
from bot.records.fields import FIELD

SHOWN = 40
"""Groups that are shown at once."""


def group_key(field: str) -> tuple[str, str]:
    """(SQL expression, joins) by which commitments are counted for a field."""
    if field in ("policy_areas", "ogp_values", "person"):
        joins = (
            f"LEFT JOIN name_uses u ON u.code = c.code AND u.field = '{field}' LEFT JOIN names n ON n.id = u.name_id"
        )
        return f"coalesce(n.name, {_gap(field)})", joins
    if field == "country":
        return "coalesce(p.name, c.prefix)", "LEFT JOIN countries p ON p.prefix = c.prefix"
    if field in ("start", "end"):
        return f"coalesce(substr(c.{field}_to, 1, 4), {_gap(field)})", ""
    return f"coalesce(NULLIF(c.\"{field}\", ''), {_gap(field)})", ""


def _gap(field: str) -> str:
    return f"CASE WHEN c.\"{field}\" = '' THEN '(blank)' END"


def group(query: Query, evidence: Evidence) -> Draft:
    """How many of the commitments that fit there are for each value of a field."""
    sql, params = condition(query.filters, query.codes)
    key, joins = group_key(query.group or "country")
    rows = [row for row in evidence.store.groups(key, sql, params, joins) if row[0] is not None]
    rows.sort(
        key=lambda row: (-row[1], str(row[0])) if query.group not in ("cycle", "start", "end") else (str(row[0]),)
    )
    true, unknown = evidence.sides(query.filters, query.codes)
    scope = evidence.scope(undecided=len(unknown))
    # no label for it, or no page: in no group, but told
    stated = query.group in FIELD and query.group != "country"  # its letters tell the country
    rest = evidence.store.select(f'({sql}) AND c."{query.group}" IS NULL', params) if stated else []
    lead = (
        Note("grouped", {"count": len(true) - len(rest), "field": query.group}),
        *(Note("group_row", {"key": k, "count": n}) for k, n in rows[:SHOWN]),
        *((Note("more_groups", {"count": len(rows) - SHOWN}),) if len(rows) > SHOWN else ()),
    )
    return Draft(
        "answer",
        lead=lead,
        notes=(*undecided(rest, "ungrouped"), *undecided(unknown)),
        unknown=(*unknown, *rest),
        scope=scope,
        result={"type": "group", "value": {str(k): n for k, n in rows}},
    )


def most(query: Query, evidence: Evidence) -> Draft:
    """The value of a field that most (or fewest) commitments have, or the first few of them, ties included."""
    sql, params = condition(query.filters, query.codes)
    key, joins = group_key(query.group or "country")
    rows = [row for row in evidence.store.groups(key, sql, params, joins) if row[0] not in (None, "(blank)")]
    if query.words == ("index",):
        rows = evidence.store.index_areas(sql, params)
    if not rows:
        return Draft("abstain", lead=(Note("none_dated"),), reason="not_stated")
    rows.sort(key=lambda row: (-row[1] if query.descending else row[1], str(row[0])))
    least = rows[min(query.limit or 1, len(rows)) - 1][1]
    shown = [(str(key), count) for key, count in rows if (count >= least if query.descending else count <= least)]
    _true, unknown = evidence.sides(query.filters, query.codes)
    keys = [key for key, _count in shown]
    return Draft(
        "answer",
        lead=tuple(Note("group_row", {"key": key, "count": count}) for key, count in shown),
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "group", "value": dict(shown) if query.limit else keys[0] if len(keys) == 1 else keys},
    )
