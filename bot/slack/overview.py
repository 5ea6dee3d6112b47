"""What App Home tells a person: what the corpus holds, what ends soon, what they follow, what they can ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.asking import answer, examples
from bot.asking.query import Filter, Item, Query
from bot.records.document_queries import Newest
from bot.records.store import Store
from bot.state.subscriptions import Subscription

DEADLINES = 8


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to show, as of a day. `read` is the day of the last ingest, `ends` the nearest ends, quoted.

    `undated` commitments have an end that is not known, or not well enough; `titles` are those of what is followed.
    """

    as_of: date
    total: int
    pages: int
    countries: tuple[str, ...]
    newest: Newest | None
    read: str | None
    questions: tuple[str, ...]
    ends: tuple[Item, ...]
    undated: int
    follows: tuple[Subscription, ...]
    titles: Mapping[str, str]


def overview(store: Store, follows: Sequence[Subscription], as_of: date, language: str) -> Overview:
    """What App Home tells whoever follows `follows`, in a language."""
    total, pages = store.totals()
    coming = Filter("end", "within", (as_of.isoformat(), ""))
    dated = answer(store, Query("list", filters=(coming,), order="end", limit=DEADLINES), as_of=as_of, lang=language)
    codes = [one.value for one in follows if one.kind == "code"]
    return Overview(
        as_of,
        total,
        pages,
        tuple(name for _prefix, name in store.countries()),
        store.newest_document(),
        store.fact("as_of"),
        examples(store, as_of=as_of, lang=language),
        tuple(item for item in dated.items if item.field == "end"),
        len(dated.unknown),
        tuple(follows),
        {code: row["title"] or "" for code, row in store.columns(codes, ("title",)).items()},
    )
