"""The `digest` command: the digest that would be sent, without sending, as text, the contract's JSON, and otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.digest.gathering import Wanted, digest
from bot.digest.model import Digest, Window
from bot.digest.selection import Selection
from bot.digest.text import DigestWording
from bot.records.cleaning import cleaned_json
from bot.records.store import Store

AHEAD = 30
"""Days to come that “due soon” means where nobody says otherwise."""
AHEAD_IN_CALENDARS = 365
"""And in a calendar, where what is far away disturbs nobody."""
RECENT = 7
"""Days that news goes back where nobody says otherwise."""


def composed(
    store: Store,
    selections: Sequence[Selection],
    *,
    as_of: date,
    since: date | None = None,
    ahead: int | None = None,
    form: str = "text",
) -> Digest:
    """The digest of the commitments that fit all of `selections`; SelectionError where one names nothing known."""
    start = since or date.fromordinal(max(as_of.toordinal() - RECENT, 1))
    soon = (AHEAD_IN_CALENDARS if form == "ics" else AHEAD) if ahead is None else ahead
    # where nobody says since when, nothing was told before
    window = Window(as_of, min(start, as_of), soon)
    return digest(store, selections, window, wanted=Wanted(first=since is None, dates=form == "ics"))


def report(made: Digest, language: str, form: str = "text", selections: Sequence[Selection] = ()) -> str | bytes:
    """A digest as `text`, `json` or `html`, or the bytes of an `ics` or `atom` file, of what `selections` name."""
    match form:
        case "html":
            from bot.digest.page import page

            return page(made, language)
        case "ics":
            from bot.digest.calendar import calendar

            return calendar(made, language)
        case "atom":
            from bot.digest.feed import feed

            return feed(made, language, selections)
    text = DigestWording(language).text(made)
    return cleaned_json(made.to_json(text)) if form == "json" else text
