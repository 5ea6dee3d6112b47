"""The values behind an answer: what a record says of a field, and each value with the place it is quoted from.

A value that stands in a table gets the name of its place, and what people are shown for the cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.asking.answer import Finding, Item, Scope
from bot.asking.conditions import fits, indexed, looked_up, unsure
from bot.asking.corpus_words import kept
from bot.asking.frames import Condition, all_of, among
from bot.records.condition_queries import Codes, Sql
from bot.records.countries import NAMING, letters_of, stranger
from bot.records.document_queries import PASSAGE, Unread
from bot.records.fields import FIELD
from bot.records.frozen import replace
from bot.records.revisions import COMPARED, dispute
from bot.records.store import Store, Stored
from bot.records.vocabulary import is_placeholder

_KEPT_COUNTS = 5_000
_MANY = 0.05
"""The share of all commitments from which on they are not read one by one to be put in order."""
SHOWN = 15
"""Commitments of a list that are shown at once where nobody says how many: a terminal shows about as many."""
# no word is cut in two, nor an address between the commas of a row
_FIRST_WORD, _LAST_WORD = re.compile(r"^[^\s,|\"]*(?:[\s,|\"]|$)"), re.compile(r"(?:^|[\s,|\"])[^\s,|\"]*$")
_BEFORE, _AFTER = 48, 24
"""Characters that are shown around a quote."""
REASON = {"blank": "blank_value", "absent": "not_in_record", "not_read": "not_read", "no_page": "no_page"}


class Evidence:
    """Reads findings from a store, as of a day; `rows` of a long list are shown at once, None is all of them."""

    def __init__(self, store: Store, as_of: date, rows: int | None = SHOWN) -> None:
        self.store = store
        self.as_of = as_of
        self.rows = rows
        self._titles: dict[str, str] = {}

    def scope(self, *, undecided: int | None = None) -> Scope:
        """The whole corpus; all can be decided but for those `undecided`, or but for those without a page."""
        total, pages = self.store.totals()
        return Scope(total, pages if undecided is None else total - undecided)

    def sides(self, where: Condition, *, order: str = "", known: str = "1") -> tuple[Codes, Codes]:
        """The commitments that a condition (and the SQL `known`) is true of, and those that are undecided.

        `order` is SQL that sorts the first.
        """
        sql, params = fits(where)
        if known != "1":
            true = counted(self.store, (f"{sql} AND ({known})", params), order)
            return true, counted(self.store, unsure(where, known), shown=False)
        true, found = fitting(self.store, where, order), looked_up(where)
        if found is None:
            return true, counted(self.store, unsure(where), shown=False)
        decided = found[0]
        undecided = (f"NOT ({decided}) AND NOT {sql}", params)
        return true, self.store.codes(undecided, "", lambda: self._undecided(decided, where), shown=False)

    def _undecided(self, decided: str, where: Condition) -> int:
        """For how many commitments the SQL `decided` does not hold, but for those that an index finds all the same."""
        counts = kept(self.store).undecided
        if decided not in counts:
            odd = self.store.select(f"NOT ({decided}) AND {indexed(where)}", [])
            counts[decided] = self.store.count((f"NOT ({decided})", [])), tuple(odd)
        number, likely = counts[decided]
        return number - (self.store.count(fits(all_of(among(likely), where))) if likely else 0)

    def undecided(self, wheres: Sequence[Condition]) -> int:
        """How many commitments at least one of some conditions is undecided for."""
        parts = [unsure(where) for where in wheres]
        return self.store.count((" OR ".join(f"({sql})" for sql, _ in parts), [one for _, p in parts for one in p]))

    def titles(self, codes: Sequence[str]) -> dict[str, str]:
        """code → title, empty where none is known."""
        missing = [code for code in codes if code not in self._titles]
        for code, row in self.store.columns(missing, ("title",)).items():
            self._titles[code] = row["title"] or ""
        return {code: self._titles.get(code, "") for code in codes}

    def findings(self, codes: Sequence[str], fields: Sequence[str]) -> dict[str, list[Finding]]:
        """code → what its record says of each of `fields`, in their order."""
        stored = self.store.values(codes, fields)
        rivals = self.store.contradicting(stored) if not COMPARED.keys().isdisjoint(fields) else {}
        pages = self.store.columns(codes, ("has_page",))
        titles = self.titles(codes)
        found = {
            code: [
                self._finding(
                    code,
                    name,
                    [one for one in stored[code] if one.field == name],
                    rivals.get((code, name), []),
                    pages,
                    titles,
                )
                for name in fields
            ]
            for code in codes
        }
        found = self._aged(found)
        silent = [code for code, findings in found.items() if any(one.state == "absent" for one in findings)]
        return {**found, **self._doubting(silent, found, titles)} if silent else found

    def _aged(self, found: dict[str, list[Finding]]) -> dict[str, list[Finding]]:
        """The findings, those that only an earlier document states with the day that it speaks for."""
        earlier = self.store.earlier_documents(list(found))
        if not earlier:
            return found
        return {
            code: [
                replace(one, doubts=("earlier" if days[0] else "read_earlier", *one.doubts), day=days[0] or days[1])
                if one.state == "value"
                and (days := earlier.get((code, one.items[0].document_id)))
                and all((code, item.document_id) in earlier for item in one.items)
                else one
                for one in findings
            ]
            for code, findings in found.items()
        }

    def _doubting(
        self, silent: Sequence[str], found: Mapping[str, list[Finding]], titles: Mapping[str, str]
    ) -> dict[str, list[Finding]]:
        """The findings of commitments, none of them silent where a part of the documents was not understood."""
        unread, doubted = self.store.unread(silent), self.store.doubted(silent)
        return {
            code: [self._not_read(one, unread.get(code, []), doubted, titles.get(code, "")) for one in found[code]]
            for code in silent
        }

    def _not_read(self, one: Finding, unread: Sequence[Unread], doubted: set[tuple[str, str]], title: str) -> Finding:
        if one.state != "absent":
            return one
        likely = [passage for passage in unread if one.field in passage.fields]
        if not likely:
            return replace(one, state="not_read") if (one.code, one.field) in doubted else one
        best = min(likely, key=lambda passage: passage.fields.index(one.field))
        return replace(one, state="not_read", items=(self.passage(best, title),))

    def passage(self, one: Unread, title: str = "") -> Item:
        """A passage that no rule claimed, as it is shown."""
        before, after = _around(one.before, one.after)
        item = Item(
            one.code, PASSAGE, one.raw, one.doc, one.start, one.end, url=one.url, title=title,
            document_id=one.document_id, line=one.line, before=before, after=after, row=one.row, column=one.column,
            place=one.place,
        )  # fmt: skip
        return in_table(item, self.store)

    def _finding(
        self,
        code: str,
        name: str,
        stored: list[Stored],
        rivals: list[Stored],
        pages: dict[str, dict[str, object]],
        titles: dict[str, str],
    ) -> Finding:
        own = [one for one in stored if one.origin != "index"]
        chosen = [one for one in own if one.raw] or [one for one in stored if one.raw]
        chosen = [one for one in chosen if not is_placeholder(name, one.raw)] or chosen
        if chosen:
            misfit = name in NAMING and any(stranger(letters_of(code), one.raw) for one in (*chosen, *rivals))
            empty = all(is_placeholder(name, one.raw) for one in chosen)
            said = dispute(chosen, rivals) if name in COMPARED else ""
            doubts = (said,) * bool(said) + ("misfit",) * misfit + ("placeholder",) * empty
            chosen = [*chosen, *rivals]
            once = {" ".join(one.raw.split()): one for one in reversed(chosen)}
            kept = [one for one in chosen if one in once.values()]
            return Finding(code, name, "value", tuple(self.item(one, titles.get(code, "")) for one in kept), doubts)
        if stored:
            return Finding(code, name, "blank", (self.item(stored[0], titles.get(code, "")),))
        has_page = bool(pages.get(code, {}).get("has_page"))
        return Finding(code, name, "absent" if has_page else "no_page")

    def item(self, one: Stored, title: str = "") -> Item:
        """A stored value as it is shown, with whole words around it."""
        before, after = _around(one.before, one.after)
        item = Item(
            one.code, one.field, one.raw, one.doc, one.start, one.end, one.value, one.precision, url=one.url,
            title=title, document_id=one.document_id, line=one.line, before=before, after=after, row=one.row,
            column=one.column, place=one.place,
        )  # fmt: skip
        return in_table(item, self.store)


def fitting(store: Store, where: Condition, order: str = "") -> Codes:
    """The commitments that a condition is true of; `order` is SQL that sorts them."""
    sql, params = fits(where)
    if (found := looked_up(where)) is None:
        return counted(store, (sql, params), order)
    number = _once(store, found[1], store.count_found)
    # where there are many, the first of them are found sooner by going through all
    plus = "+" if number > _MANY * store.totals()[0] else ""
    return store.codes((f"{plus}{sql}", params), order, lambda: number)


def counted(store: Store, condition: Sql, order: str = "", *, shown: bool = True) -> Codes:
    """The commitments that some SQL is true of, which are counted once for as long as the database stays the same."""
    return store.codes(condition, order, lambda: _once(store, condition, store.count), shown=shown)


def _once(store: Store, statement: Sql, count: Callable[[Sql], int]) -> int:
    counts, key = kept(store).counts, (statement[0], *statement[1])
    if key not in counts:
        if len(counts) > _KEPT_COUNTS:
            counts.clear()
        counts[key] = number = count(statement)
        return number
    return counts[key]


def _around(before: str, after: str) -> tuple[str, str]:
    """The words beside a quote as they are shown, none of them cut in two."""
    if len(before) > _BEFORE:
        before = "… " + _FIRST_WORD.sub("", before[-_BEFORE:])
    if len(after) > _AFTER:
        after = _LAST_WORD.sub("", after[:_AFTER]) + " …"
    return before, after


def label(field: str) -> str:
    """What an answer calls a field where its language has no word of its own for it."""
    return FIELD[field].label if field in FIELD else field


# -- values that stand in tables ---------------------------------------------------------------------------------------

BREAK = re.compile(r"<br\s?/?>|\u2028", re.IGNORECASE)
_CODED = ("choice", "yesno")
"""Kinds of fields of which a table has a code, `d. Complete` or 1, that stands for a term."""
_WRITTEN = ("text", "institution", "rows")


def in_table(item: Item, store: Store) -> Item:
    """An item with the name of its place and what it says, where it stands in a table."""
    if item.row is None or item.column is None or item.line is None:
        return item
    place = store.cell_place(item.document_id, item.line, item.column)
    if place is None:
        return item
    kind = FIELD[item.field].kind if item.field in FIELD else ""
    marked = kind == "list" and (place.heads or item.raw == place.heading)
    if marked and item.value:
        said = "; ".join(map(str, json.loads(item.value)))
    else:
        said = _said(item, kind, escaped=place.format == "json")
    return replace(item, heading=place.heading, sheet=place.sheet, heads=marked, said=said)


def _said(item: Item, kind: str, *, escaped: bool) -> str:
    """What a cell says; empty where that is what is written."""
    if kind in _CODED and item.value:
        return item.value
    text = item.value if kind in _WRITTEN and item.value else unescaped(item.raw) if escaped else item.raw
    lines = [" ".join(line.split()) for line in BREAK.split(text)]
    shown = "\n".join(filter(None, lines))
    return "" if shown == item.raw else shown


def unescaped(raw: str) -> str:
    """What a string of JSON says."""
    try:
        return str(json.loads(f'"{raw}"', strict=False)) if "\\" in raw else raw
    except ValueError:  # a number, or an array as it is written
        return raw
