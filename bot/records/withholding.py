"""A store for people who may not be shown contacts: it reads as if no document had any.

All that is answered, offered, compared or told of an error is made of what a store gives: what this one does not give
cannot come out anywhere. A contact is withheld whatever it looks like in the fields of contacts, by its place in the
words around other values, and in other texts by how it reads and by what documents state (`known_contacts`).
The names that can be named, and the full-text index, hold no contact to begin with (`derivation`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote

from bot.records.condition_queries import Sql
from bot.records.document_queries import CellPlace, Newest, Unread
from bot.records.fields import CONTACTS
from bot.records.frozen import replace
from bot.records.known_contacts import MARK, Spans, hidden
from bot.records.search_queries import Name
from bot.records.store import Store, Stored
from bot.records.text import AFTER, BEFORE

_HELD = ", ".join(f"'{name}'" for name in CONTACTS)
Sees = Callable[[], bool]
"""Whether contacts may be shown; asked when the first one is met, so that it may take its time."""


_NUMBER = re.compile(r"\+?\d(?:[\s().+/–-]{0,3}\d){5,}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FEWEST_DIGITS = 6


def nobody() -> bool:
    """Contacts are shown to nobody."""
    return False


def _long_numbers(text: str) -> Spans:
    """The long numbers in a text that nobody understood, but for years: one may be glued to a word."""
    return [
        (*match.span(), "phone")
        for match in _NUMBER.finditer(text)
        if sum(map(str.isdigit, _YEAR.sub("", match[0]))) >= _FEWEST_DIGITS
    ]


class WithholdingStore(Store):
    """A `commitments.db` with marks in the place of its contacts, unless whoever reads it `sees` them."""

    def __init__(self, path: Path | str, sees: Sees = nobody) -> None:
        super().__init__(path)
        self._withhold(sees)

    def _withhold(self, sees: Sees) -> None:
        self._sees = cache(sees)  # decided once, or one answer might show what another part of it withholds
        self._documents: dict[str, str] = {}

    def every_commitment(self) -> NoReturn:
        """Of an export contacts are a part: it is made of a store that has them."""
        raise TypeError("what withholds contacts is not exported")

    every_value = every_commitment

    @classmethod
    def over(cls, other: Store, sees: Sees = nobody) -> WithholdingStore:
        """The same snapshot as whoever `sees` may read it, over the same connection, for as long as that is open."""
        one = cls._over(other)
        one._withhold(sees)
        return one

    def sees_contacts(self) -> bool:
        """As whoever reads it was found to see."""
        return self._sees()

    def shown(self, text: str) -> str:
        """As in `Store`, without contacts."""
        return self._text(text)

    def rows(self, names: Sequence[str], codes: Sequence[str] | None = None) -> Iterator[tuple[Any, ...]]:
        """As in `Store`, without contacts; so are its `columns`."""
        for code, *row in super().rows(names, codes):
            yield (code, *map(self._of, names, row))

    def values(self, codes: Sequence[str], fields: Sequence[str] | None = None) -> dict[str, list[Stored]]:
        """As in `Store`, without contacts: of those that a commitment states, only that it does."""
        found = super().values(codes, fields)
        return {code: [self._stored(one) for one in stored] for code, stored in found.items()}

    def holders(self, field: str, values: Sequence[str]) -> list[str]:
        """None: whose a contact is tells as much as the contact."""
        return super().holders(field, values) if self._sees() else []

    def contacts(self, field: str) -> list[tuple[str, str, str]]:
        """None."""
        return super().contacts(field) if self._sees() else []

    def contradicting(self, held: Mapping[str, Sequence[Stored]]) -> dict[tuple[str, str], list[Stored]]:
        """As in `Store`, without contacts; they are compared as they are, since marks are all alike."""
        against = super().contradicting(super().values(list(held)))
        return {place: [self._stored(one) for one in stored] for place, stored in against.items()}

    def unread(self, codes: Sequence[str]) -> dict[str, list[Unread]]:
        """As in `Store`, without contacts: of a passage that is like one, only that it is there."""
        found = super().unread(codes)
        return {code: list(map(self._passage, passages)) for code, passages in found.items()}

    def groups(self, key: str, condition: str, params: Sequence[object], joins: str = "") -> list[tuple[Any, int]]:
        """As in `Store`, those that differ by a contact alone as one."""
        own = next((name for name in CONTACTS if f'"{name}"' in key), "")
        counts: dict[Any, int] = {}
        for value, count in super().groups(key, condition, params, joins):
            shown = self._of(own, value)
            counts[shown] = counts.get(shown, 0) + count
        return list(counts.items())

    def field_groups(
        self, field: str, condition: str, params: Sequence[object], *, members: bool = False
    ) -> list[tuple[Any, int]]:
        """As in `Store`, those that differ by a contact alone as one."""
        counts: dict[Any, int] = {}
        for value, count in super().field_groups(field, condition, params, members=members):
            shown = self._of(field, value)
            counts[shown] = counts.get(shown, 0) + count
        return list(counts.items())

    def index_areas(self, condition: str, params: Sequence[object]) -> list[tuple[str, int]]:
        """As in `Store`, without contacts."""
        return [(self._text(area), count) for area, count in super().index_areas(condition, params)]

    def countries(self) -> list[tuple[str, str]]:
        """As in `Store`, without contacts."""
        return [(prefix, self._text(name)) for prefix, name in super().countries()]

    def changes(
        self, since: str | None, until: str | None, codes: Sequence[str] | None = None
    ) -> list[tuple[str, str, str | None, str | None, str, int | None]]:
        """As in `Store`, without contacts: of a contact, only that it changed."""
        found = super().changes(since, until, codes)
        return [(code, name, self._of(name, old), self._of(name, new), *rest) for code, name, old, new, *rest in found]

    def newest_document(self) -> Newest | None:
        """As in `Store`, without contacts in its name and address."""
        newest = super().newest_document()
        return newest and replace(newest, doc=self._name(newest.doc), url=self._address(newest.url))

    def cell_place(self, document_id: int, line: int, column: int) -> CellPlace | None:
        """As in `Store`, without contacts."""
        place = super().cell_place(document_id, line, column)
        return place and place._replace(sheet=self._text(place.sheet), heading=self._text(place.heading))

    def written_gaps(self, name: str, condition: Sql) -> list[tuple[str, int]]:
        """As in `Store`, without contacts in what stands there."""
        return [(self._text(raw), number) for raw, number in super().written_gaps(name, condition)]

    def columns_of(self, name: str) -> list[tuple[str, int]]:
        """As in `Store`, without contacts in the headings."""
        return [(self._text(heading), number) for heading, number in super().columns_of(name)]

    def documents(self) -> list[tuple[str, str]]:
        """As in `Store`, without contacts in their names."""
        return [(self._name(path), day) for path, day in super().documents()]

    def names_by_id(self, ids: Sequence[int]) -> list[Name]:
        """As in `Store`, without contacts."""
        return self._named(super().names_by_id(ids))

    def names_by_key(self, keys: Sequence[str]) -> list[Name]:
        """As in `Store`, without contacts."""
        return self._named(super().names_by_key(keys))

    def names_with(self, words: Sequence[str], kind: str, limit: int = 400) -> list[Name]:
        """As in `Store`, without contacts."""
        return self._named(super().names_with(words, kind, limit))

    def names_with_any(self, words: Sequence[str], kind: str, limit: int = 400) -> list[Name]:
        """As in `Store`, without contacts."""
        return self._named(super().names_with_any(words, kind, limit))

    def names_of_kind(self, kind: str) -> list[Name]:
        """As in `Store`, without contacts."""
        return self._named(super().names_of_kind(kind))

    # -- what is given in the place of what is stored ----------------------------------------------------------------

    def _stored(self, one: Stored) -> Stored:
        near = self._near(one)
        if one.field in CONTACTS:
            shown = self._of(one.field, one.raw)
            one = one if shown == one.raw else replace(one, raw=shown, value=None)
        else:
            places = _within(near, one.start, one.end) if len(one.raw) == one.end - one.start else ()
            one = replace(one, raw=self._text(one.raw, places), value=self._of("", one.value))
        return replace(
            one,
            before=self._beside(one.before, near, one.start - len(one.before)),
            after=self._beside(one.after, near, one.end, after=True),
            doc=self._name(one.doc),
            url=self._address(one.url),
        )

    def _passage(self, one: Unread) -> Unread:
        held = next((name for name in CONTACTS if name in one.fields), "")
        near = self._near(one)
        raw = self._of(held, one.raw) if held else self._text(one.raw, _within(near, one.start, one.end))
        return replace(
            one,
            raw=raw,
            before=self._beside(one.before, near, one.start - len(one.before)),
            after=self._beside(one.after, near, one.end, after=True),
            doc=self._name(one.doc),
            url=self._address(one.url),
        )

    def _name(self, document: str) -> str:
        """The name of a document; what merely reads as a number is none there."""
        if document not in self._documents:
            spans = self.known.spans(document, numbers=False)
            self._documents[document] = hidden(document, spans) if spans and not self._sees() else document
        return self._documents[document]

    def _address(self, url: str | None) -> str | None:
        """An address, None where it holds a contact, escaped or not."""
        holds = url and (self.known.spans(url, numbers=False) or self.known.spans(unquote(url), numbers=False))
        return None if holds and not self._sees() else url

    def _beside(self, text: str, near: Spans, start: int, *, after: bool = False) -> str:
        """The words beside a value, which begin at `start` of its document; what is left of a contact is one too."""
        places = _within(near, start, start + len(text))
        if len(text) == (AFTER if after else BEFORE):
            places = [*places, *self.known.cut_off(text, after=after)]
        return self._text(text, places)

    def _of(self, field: str, value: Any) -> Any:
        """A value of a field: of one of contacts a mark, however many there are."""
        if not isinstance(value, str) or not value.strip():
            return value
        return (value if self._sees() else MARK) if field in CONTACTS else self._text(value)

    def _text(self, text: str, places: Iterable[tuple[int, int, str]] = ()) -> str:
        spans = self.known.spans(text, places)
        return hidden(text, spans) if spans and not self._sees() else text

    def _named(self, names: Sequence[Name]) -> list[Name]:
        return [one._replace(name=self._text(one.name), key=self._text(one.key)) for one in names]

    # -- where contacts stand in documents ---------------------------------------------------------------------------

    def _near(self, one: Stored | Unread) -> Spans:
        """The contacts of a document that lie in a value or in the words beside it."""
        first, last = one.start - len(one.before), one.end + len(one.after)
        reach = (one.document_id, first - self.known.reach, last - 1, first)
        found: Spans = list(
            self._db.execute(
                f'SELECT start, "end", field FROM field_values WHERE field IN ({_HELD}) AND document_id = ?'
                ' AND start BETWEEN ? AND ? AND "end" > ? AND "end" > start',
                reach,
            )
        )
        for start, end, raw, fields in self._db.execute(
            'SELECT start, "end", raw, fields FROM unread_passages WHERE document_id = ?'
            ' AND start BETWEEN ? AND ? AND "end" > ?',
            reach,
        ):
            found += [(start, end, name) for name in CONTACTS if name in json.loads(fields)]
            found += [(start + a, start + b, name) for a, b, name in _long_numbers(raw)]
        return found + self._earlier(one.document_id)

    def _earlier(self, document: int) -> Spans:
        """Where a document's contacts stand that do not speak for a commitment any more."""
        if document not in self._places:
            row = "json_extract(j.value, '$[{}]')".format
            self._places[document] = list(
                self._db.execute(
                    f"SELECT {row(5)}, {row(6)}, {row(0)} FROM history h, json_each(h.says) j"
                    f" WHERE h.document_id = ? AND h.living AND {row(0)} IN ({_HELD}) AND {row(6)} > {row(5)}",
                    (document,),
                )
            )
        return self._places[document]


def _within(near: Spans, start: int, end: int) -> Spans:
    """The parts of contacts that lie in a stretch of their document, counted from its beginning."""
    return [
        (max(first, start) - start, min(last, end) - start, name)
        for first, last, name in near
        if first < end and last > start
    ]
