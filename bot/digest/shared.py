"""What digests that are composed from one snapshot have in common: read once, however many there are.

The facts are kept once for all commitments that are alike in them, and what changed is reckoned once for all that were
told up to the same entry of the journal. What a digest follows is a choice among these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from bot.digest.compose import SAID
from bot.digest.differences import Difference, changed_fields, differences
from bot.digest.model import Facts, FieldChange
from bot.records.condition_queries import Sql
from bot.records.fields import CONTACTS
from bot.records.model import Precision
from bot.records.periods import PROGRESS, bounds, plan_over
from bot.records.store import Store, Stored
from bot.records.withholding import WithholdingStore

T = TypeVar("T")
Ends = Mapping[str, Sequence[tuple[int, date]]]
"""code → (position, last day) of its milestones."""

_AT_ONCE = 5_000
"""Commitments that are looked up by their codes; where more are wanted, all are read."""
_KEPT = 6
"""Selections, and things made of others, that are kept at a time."""
_DAYS = ("start_from", "start_to", "end_from", "end_to")
_STATED = tuple(name for name in SAID if name not in PROGRESS)
"""Fields of which it matters whether they say anything, and not what."""
_COLUMNS = ("has_page", *_DAYS, "action_plan", "cycle", *PROGRESS, *_STATED)
_Alike: TypeAlias = tuple[int, frozenset[str]]
"""Of which facts commitments are, by number, and which fields what was not read of them may state."""
_NO_DOUBT: frozenset[str] = frozenset()
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Shared:
    """What is known of a snapshot, whoever may see it: facts decide, and are not shown. For one thread."""

    def __init__(self, store: Store) -> None:
        self._store = store.whole()
        self._facts: list[Facts] = []
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._number_of: dict[str, int] = {}
        self._doubts: dict[str, frozenset[str]] = {}
        self._ends: tuple[date, date, dict[str, list[tuple[int, date]]]] = (date.max, date.min, {})
        self._selections: dict[tuple[str, tuple[object, ...]], tuple[Sequence[str], int]] = {}
        self._made: dict[int, tuple[object, object]] = {}

    def once(self, of: object, make: Callable[[], T]) -> T:
        """What is made of something, made once for this very thing."""
        found = self._made.pop(id(of), None)
        if found is None or found[0] is not of:
            found = of, make()
        self._made[id(of)] = found
        _limit(self._made)
        return found[1]  # type: ignore[return-value]

    def selected(self, condition: Sql, *, decided: bool) -> tuple[Sequence[str], int]:
        """The codes for which a condition is true, and for how many it is open; `decided`: for none, as one knows."""
        key = condition[0], tuple(condition[1])
        found = self._selections.pop(key, None)
        if found is None:
            sql, values = condition
            found = self._store.select(sql, values), 0 if decided else self._store.count((f"({sql}) IS NULL", values))
        self._selections[key] = found  # as the latest
        _limit(self._selections)
        return found

    @cached_property
    def tied(self) -> Mapping[str, str]:
        """made key → the code under which its commitment is found now."""
        return self._store.tied("")

    def changes(self, changes: Sequence[FieldChange]) -> ChangesByCode:
        """What some changes come to."""
        return self.once(changes, lambda: ChangesByCode(self._store, changes))

    def facts(
        self,
        codes: Sequence[str],
        *,
        kinds: Mapping[str, str] = _NOTHING,
        apart: Collection[str] = (),
        ends: Ends = _NOTHING,
        unread: bool = False,
    ) -> list[Facts]:
        """The facts of those of `codes` that are known, once for all that are alike.

        Those of different `kinds` are not alike, and those `apart`, and with milestones in `ends`, are like no other.
        With `unread` it is looked for what was not read of their documents.
        """
        of_all: dict[bool, Mapping[_Alike, Facts]] = self.once(codes, dict)
        if unread not in of_all:
            of_all[unread] = self._alike_among(codes, unread)
        own: dict[_Alike, dict[tuple[str | None, str | None], list[str]]] = {}
        for code in {*apart, *kinds, *ends}.intersection(codes):
            if code in self._number_of:
                alone = code if code in apart or code in ends else None
                own.setdefault(self._key(code, unread), {}).setdefault((kinds.get(code), alone), []).append(code)
        found: list[Facts] = []
        for key, one in of_all[unread].items():
            parts = own.get(key)
            if parts is None:
                found.append(one)
                continue
            taken = {code for part in parts.values() for code in part}
            left = [code for code in one.codes if code not in taken]
            for code, *alike in [*parts.values(), *([left] if left else [])]:
                found.append(replace(one, code=code, milestones=tuple(ends.get(code, ())), alike=alike))
        return found

    def each(self, codes: Sequence[str], ends: Ends = _NOTHING) -> list[Facts]:
        """The facts of those of `codes` that are known, one by one."""
        self._read([code for code in codes if code not in self._number_of])
        known = [(code, self._number_of[code]) for code in codes if code in self._number_of]
        return [replace(self._facts[at], code=code, milestones=tuple(ends.get(code, ()))) for code, at in known]

    def _alike_among(self, codes: Sequence[str], unread: bool) -> Mapping[_Alike, Facts]:
        numbers = self._number_of
        self._read([code for code in codes if code not in numbers])
        known = [code for code in codes if code in numbers]
        if unread:
            silent = {at for at, one in enumerate(self._facts) if one.has_page and None in one.said.values()}
            self._doubt([code for code in known if numbers[code] in silent and code not in self._doubts])
        groups: dict[_Alike, list[str]] = {}
        for code in known:
            groups.setdefault(self._key(code, unread), []).append(code)
        return {
            key: replace(self._facts[key[0]], code=code, unread=key[1], alike=alike)
            for key, (code, *alike) in groups.items()
        }

    def _key(self, code: str, unread: bool) -> _Alike:
        number = self._number_of[code]
        return number, self._doubts.get(code, _NO_DOUBT) if unread else _NO_DOUBT

    def _read(self, codes: Sequence[str]) -> None:
        if not codes:
            return
        for code, *row in self._store.rows(_COLUMNS, codes if len(codes) <= _AT_ONCE else None):
            key = _in_common(*row)
            number = self._numbers.setdefault(key, len(self._facts))
            if number == len(self._facts):
                self._facts.append(_facts(*key))
            self._number_of[code] = number

    def _doubt(self, codes: Sequence[str]) -> None:
        """Find the fields that what was not read of documents may state."""
        looked_at = codes if len(codes) <= _AT_ONCE else None
        found: dict[str, set[str]] = {}
        for code, name in (*self._store.doubted(looked_at), *self._store.unread_fields(looked_at)):
            found.setdefault(code, set()).add(name)
        same: dict[frozenset[str], frozenset[str]] = {}
        for code in codes:
            doubts = frozenset(found.get(code, ()))
            self._doubts[code] = same.setdefault(doubts, doubts)

    def ends(self, first: date, last: date) -> Ends:
        """The milestones that end between two days, both included."""
        begin, end, wide = self._ends
        if first < begin or last > end:
            begin, end, wide = self._ends = min(first, begin), max(last, end), {}
            for code, position, said in self._store.milestone_ends():
                if (day := _last_day(said)) and begin <= day <= end:
                    wide.setdefault(code, []).append((position, day))
        if (first, last) == (begin, end):
            return wide
        near = {code: [one for one in there if first <= one[1] <= last] for code, there in wide.items()}
        return {code: there for code, there in near.items() if there}


def _limit(kept: dict[Any, Any]) -> None:
    """Let the oldest go."""
    while len(kept) > _KEPT:
        del kept[next(iter(kept))]


class ChangesByCode:
    """What some changes come to, commitment by commitment, as it is asked for."""

    def __init__(self, store: Store, changes: Sequence[FieldChange]) -> None:
        self._store, self._hiding = store, WithholdingStore.over(store)
        self._changes: dict[str, list[FieldChange]] = {}
        for change in changes:
            self._changes.setdefault(change.code, []).append(change)
        everywhere = changed_fields(changes)
        self._order = {place: number for number, place in enumerate(everywhere)}
        # whether a site prints a label anew, all pages tell
        self._printed = Counter(name for (_code, name), change in everywhere.items() if change.old is None)
        self._found: dict[str, tuple[Sequence[Difference], Sequence[Difference]]] = {}

    def of(self, codes: Collection[str], store: Store) -> list[Difference]:
        """The differences of some commitments as who reads a `store` may see them, in the order of their changes."""
        wanted = [code for code in self._changes if code in codes]
        self._reckon([code for code in wanted if code not in self._found])
        found: list[Difference] = []
        for code in wanted:
            whole, hidden = self._found[code]
            found += whole if whole == hidden or store.sees_contacts() else hidden
        return sorted(found, key=lambda one: self._order[one.code, one.field])

    def _reckon(self, codes: Sequence[str]) -> None:
        for at in range(0, len(codes), _AT_ONCE):
            part = codes[at : at + _AT_ONCE]
            whole, hidden = (self._differences(store, part) for store in (self._store, self._hiding))
            self._found |= {code: (whole.get(code, ()), hidden.get(code, ())) for code in part}

    def _differences(self, store: Store, codes: Sequence[str]) -> Mapping[str, Sequence[Difference]]:
        changes = [
            replace(change, old=change.old and store.shown(change.old))
            for code in codes
            for change in self._changes[code]
        ]
        silent = {(change.code, change.field) for change in changes if change.old is None}
        changed = _stated_before(store, changed_fields(changes), silent)
        now: dict[tuple[str, str], list[str]] = {}
        for one in current(store, codes, sorted({name for _code, name in changed})):
            now.setdefault((one.code, one.field), []).append(one.raw)
        said = {key: "\n".join(dict.fromkeys(filter(None, texts))) for key, texts in now.items()}
        found: dict[str, list[Difference]] = {}
        for difference in differences(changed, said, self._printed):
            found.setdefault(difference.code, []).append(difference)
        return found


def _stated_before(
    store: Store, changed: Mapping[tuple[str, str], FieldChange], silent: Collection[tuple[str, str]]
) -> dict[tuple[str, str], FieldChange]:
    """The changes, those of a field that was `silent` from what it said before that: its page, or its label, was away.

    A contact that was away is left out: what it was is kept nowhere.
    """
    last: dict[tuple[str, str], str] = {}
    if silent:
        for code, name, old, new, _at, _document in store.changes(None, None, sorted({code for code, _name in silent})):
            if new is None and old is not None and (code, name) in silent:
                last[code, name] = old
    return {
        key: replace(change, old=last[key]) if change.old is None and key in last else change
        for key, change in changed.items()
        if not (key in last and change.field in CONTACTS)
    }


def current(store: Store, codes: Sequence[str], fields: Sequence[str]) -> Iterator[Stored]:
    """The values of some fields; an index's only where no page has one."""
    for stored in store.values(codes, fields).values():
        paged = {one.field: one.origin == "index" for one in reversed(stored)}
        yield from (one for one in stored if paged[one.field] == (one.origin == "index"))


# -- rows --------------------------------------------------------------------------------------------------------


def _in_common(
    has_page: int,
    start_from: str | None,
    start_to: str | None,
    end_from: str | None,
    end_to: str | None,
    action_plan: str | None,
    cycle: str | None,
    *said: str | None,
) -> tuple[Any, ...]:
    """What commitments must have in common to be alike."""
    progress, stated = said[: len(PROGRESS)], said[len(PROGRESS) :]
    over = plan_over(action_plan or "", cycle or "")
    texts = [text and ("stated" if text.strip() else "") for text in stated]
    return has_page, start_from, start_to, end_from, end_to, over, *progress, *texts


def _facts(
    has_page: int,
    start_from: str | None,
    start_to: str | None,
    end_from: str | None,
    end_to: str | None,
    over: date | None,
    *said: str | None,
) -> Facts:
    texts = dict(zip((*PROGRESS, *_STATED), said, strict=True))
    return Facts("", bool(has_page), _span(start_from, start_to), _span(end_from, end_to), texts, plan_over=over)


def _span(first: str | None, last: str | None) -> tuple[date, date] | None:
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None


@lru_cache(4096)
def _last_day(end: str) -> date | None:
    precision: Precision | None = {10: "day", 7: "month"}.get(len(end))  # type: ignore[assignment]
    last = bounds("end", end, precision)[1]
    return date.fromisoformat(last) if last else None
