"""A plan's commitments and their pages: the key that was made for one is tied to the code under which it is published.

They are one commitment where title and plan (country and years) are the same. Where two fit, nothing is tied: that is
said. What is tied follows from what the documents say now, whichever of them came first.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.records.countries import letters_of
from bot.records.merging import Merging
from bot.records.model import Change, Problem
from bot.records.names import name_key
from bot.records.revisions import Revision, ValueRow, in_order, unrelated

Years = tuple[int, int | None]
"""The first year of a plan, and its last where it is said."""

_YEARS = re.compile(r"(?<!\d)(20\d\d)(?:\s?[-–—/]\s?(\d\d)(?!\d))?")
# a title's own number is how its plan counts: "Commitment 3: Open budgets", "3. Open budgets"
_NUMBER = re.compile(r"^\W*(?:[^\W\d_]{3,14}\s+)?(?:n\W{0,3})?\d{1,3}(?:\.\d{1,2}){0,3}\s*[.):–—-]+\s+", re.IGNORECASE)
_MADE = re.compile(r"-P(\d*)")
_FEWEST_YEARS = 11
"""A made key has the plan's number, or the last figures of its first year; no member has had so many plans."""
_MOST_TOLD = 50


@dataclass(slots=True)
class NamedCommitment:
    """What documents call a commitment under one code or key: its titles' keys, its plan's years, in which documents.

    `planned`: an action plan states it, and no table alone. `rows` are what the latest of the documents says.
    """

    key: str
    titles: set[str] = field(default_factory=set)
    years: Years | None = None
    documents: set[int | None] = field(default_factory=set)
    planned: bool = False
    rows: tuple[ValueRow, ...] = ()
    at: tuple[str, ValueRow] | None = None

    @property
    def rank(self) -> int:
        """0 for a code of the partnership, 1 for a key of country, plan and number, 2 for one of a year."""
        made = _MADE.search(self.key)
        return 0 if made is None else 1 if 0 < int(made[1] or 0) < _FEWEST_YEARS else 2


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a made key was not tied: several `keys` and `codes` that fit, or one whose plan's years nobody knows."""

    keys: tuple[str, ...]
    codes: tuple[str, ...]


def ties_within(ties: Mapping[str, str], codes: set[str]) -> dict[str, str]:
    """The ties of one document's codes: what it tells apart stays apart."""
    found: dict[str, str] = {}
    for made in sorted(codes & ties.keys()):
        if ties[made] not in codes and ties[made] not in found.values():
            found[made] = ties[made]
    return found


def tie(connection: sqlite3.Connection, merging: Merging, day: str) -> tuple[list[Change], list[Problem]]:
    """Tie the made keys of the countries that this ingest touched anew; the changes of code, and what was not tied."""
    changes: list[Change] = []
    problems: list[Problem] = []
    for prefix in sorted({letters_of(code) for code in merging.touched}):
        named = _named(connection, merging, prefix)
        ties, doubts = ties_of(list(named.values()))
        for made, one in named.items():
            was, now = merging.ties.get(made, made), ties.get(made, made)
            if not one.rank or was == now:
                continue
            if was != made:
                _move(connection, merging, was, made, made)
            if now != made:
                _move(connection, merging, made, now, made)
            brought = named[now].at or one.at
            changes.append(Change(now, "code", was, now, brought[0] if brought else "", day))
        problems += [_told(doubt, named) for doubt in doubts[:_MOST_TOLD]]
    return changes, problems


def ties_of(named: Sequence[NamedCommitment]) -> tuple[dict[str, str], list[Doubt]]:
    """(made key → the code that it is tied to, what could not be tied) of one country's commitments.

    A key is tied to the code of the highest rank that fits it, never to one that the same document tells apart.
    """
    by_title: dict[str, list[NamedCommitment]] = {}
    for one in named:
        for title in one.titles:
            by_title.setdefault(title, []).append(one)
    fits: dict[str, list[NamedCommitment]] = {}
    doubts: list[Doubt] = []
    for one in named:
        if not one.rank or not one.planned:
            continue
        alike = {other.key: other for title in one.titles for other in by_title[title]}.values()
        higher = [other for other in alike if other.rank < one.rank and not one.documents & other.documents]
        fitting = [o for o in higher if _same_plan(one.years, o.years) and not unrelated(o.rows, one.rows)]
        highest = min((other.rank for other in fitting), default=0)
        fits[one.key] = [other for other in fitting if other.rank == highest]
        unknown = sorted(other.key for other in higher if other.years is None and other.rank == 0)
        if unknown and not fitting:
            doubts.append(Doubt((one.key,), tuple(unknown)))
    of_key = {one.key: one for one in named}
    ties: dict[str, str] = {}
    for key, fitting in fits.items():
        if len(fitting) > 1:
            doubts.append(Doubt((key,), tuple(sorted(other.key for other in fitting))))
        elif fitting:
            code = fitting[0].key
            others = [
                other
                for other, theirs in fits.items()
                if any(one.key == code for one in theirs) and of_key[other].documents & of_key[key].documents
            ]
            if len(others) == 1:
                ties[key] = code
            elif key == min(others):
                doubts.append(Doubt(tuple(sorted(others)), (code,)))
    return {key: ties.get(code, code) for key, code in ties.items()}, doubts


def _same_plan(one: Years | None, other: Years | None) -> bool:
    """Of the same first year and, where both say it, last year."""
    return one is not None and other is not None and one[0] == other[0] and (None in (one[1], other[1]) or one == other)


def _named(connection: sqlite3.Connection, merging: Merging, prefix: str) -> dict[str, NamedCommitment]:
    """The plans' commitments of a country, and those of its others that have a title of theirs; none without plans."""
    keys = {
        code
        for (code,) in connection.execute(
            "SELECT DISTINCT code FROM field_values WHERE code >= ? AND code < ?", (f"{prefix}-P", f"{prefix}-Q")
        )
    }
    tied = {code for made, code in merging.ties.items() if letters_of(made) == prefix}
    if not tied and not (keys and _has_plans(connection, prefix)):
        return {}
    named: dict[str, NamedCommitment] = {}
    _add(named, merging.living(keys | tied))
    wanted = {title for one in named.values() if one.rank and one.planned for title in one.titles}
    if wanted:
        rows = connection.execute(
            "SELECT code, coalesce(value, raw) FROM field_values WHERE code >= ? AND code < ? AND field = 'title'"
            " AND origin <> 'index'",
            (f"{prefix}0", f"{prefix}:"),
        )
        alike = {code for code, title in rows if _title(title) in wanted}
        _add(named, merging.living(alike - tied))
    return named


def _has_plans(connection: sqlite3.Connection, prefix: str) -> bool:
    """Whether a document that is no table may state commitments of a country under made keys."""
    between = f"{prefix}-P", f"{prefix}-Q"
    held = "SELECT 1 FROM field_values WHERE code >= ? AND code < ? AND origin = 'page'"
    earlier = "SELECT 1 FROM history WHERE code >= ? AND code < ?"
    return connection.execute(f"{held} UNION ALL {earlier} LIMIT 1", (*between, *between)).fetchone() is not None


def _add(named: dict[str, NamedCommitment], revisions: Iterable[Revision]) -> None:
    for revision in in_order(revisions):
        one = named.setdefault(revision.made or revision.code, NamedCommitment(revision.made or revision.code))
        titles = [row for row in revision.rows if row.field == "title" and row.raw]
        one.titles = {key for row in titles if (key := _title(row.value or row.raw))} or one.titles
        one.years = _years(revision.rows) or one.years
        one.documents.add(revision.source.id)
        one.rows = revision.rows
        one.planned = one.planned or any(row.origin == "page" for row in revision.rows)
        one.at = (revision.source.name, titles[0]) if titles else one.at


def _title(text: str) -> str:
    return name_key(_NUMBER.sub("", text))


def _years(rows: Iterable[ValueRow]) -> Years | None:
    """The years that a plan's name has, or else the one in which its cycle begins."""
    for name in ("action_plan", "cycle"):
        found: list[int] = []
        for row in rows:
            for match in _YEARS.finditer(row.raw) if row.field == name else ():
                found.append(int(match[1]))
                if match[2] and int(match[2]) > found[-1] % 100:
                    found.append(found[-1] // 100 * 100 + int(match[2]))
        if found:
            return min(found), max(found) if max(found) > min(found) else None
    return None


def _move(connection: sqlite3.Connection, merging: Merging, old: str, new: str, made: str) -> None:
    """Write what `made` states under another code; the commitment keeps its row, and the day it was first seen."""
    merging.move(old, new, made)
    if new == made:
        del merging.ties[made]
        connection.execute("DELETE FROM ties WHERE made = ?", (made,))
    else:
        merging.ties[made] = new
        connection.execute("INSERT INTO ties VALUES (?, ?)", (made, new))
    seen = connection.execute("SELECT first_seen FROM commitments WHERE code = ?", (new,)).fetchone()
    left = connection.execute("SELECT 1 FROM field_values WHERE code = ?", (old,)).fetchone()
    if seen is None and left is None:
        connection.execute("UPDATE commitments SET code = ? WHERE code = ?", (new, old))
    else:
        connection.execute(
            "UPDATE commitments SET first_seen = min(first_seen, coalesce((SELECT first_seen FROM commitments"
            " WHERE code = ?), first_seen)) WHERE code = ?",
            (old, new),
        )


def _told(doubt: Doubt, named: Mapping[str, NamedCommitment]) -> Problem:
    keys, codes = " and ".join(doubt.keys), " and ".join(doubt.codes)
    document, row = named[doubt.keys[0]].at or ("", None)
    if len(doubt.keys) == 1 and len(doubt.codes) == 1:
        why = f"{codes} has the title of {keys}, but names no plan with its years"
    elif len(doubt.codes) == 1:
        why = f"{codes} has the title of {keys}, which are of one plan"
    else:
        why = f"{codes} have the title of {keys} and are of its plan"
    message = f"{why}: which of them are one commitment is not known, and they were kept apart. Compare their titles."
    return Problem(document, row.line if row else None, None, message, "info", row.place if row else None)
