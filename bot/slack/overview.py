"""What App Home tells a person: what the corpus holds, what ends soon, what they follow, what they can ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.asking.answer import Answer, Item
from bot.asking.frames import Has, Listing
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


def coming(as_of: date) -> Listing:
    """The commitments that end next, from a day on."""
    ahead = Has("end", "within", (as_of.isoformat(), ""))
    return Listing(ahead, order="end", limit=DEADLINES)


def overview(
    store: Store,
    as_of: date,
    questions: tuple[str, ...],
    dated: Answer,
    follows: tuple[Subscription, ...],
    titles: Mapping[str, str],
) -> Overview:
    """What App Home tells; `dated` is the answer to `coming`, as the person may see it."""
    total, pages = store.totals()
    return Overview(
        as_of,
        total,
        pages,
        tuple(name for _prefix, name in store.countries()),
        store.newest_document(),
        store.fact("as_of"),
        questions,
        tuple(item for item in dated.items if item.field == "end"),
        len(dated.unknown),
        follows,
        titles,
    )
