"""The `digest` command: the digest that would be sent, without sending, as text or as the contract's JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.digest.gathering import digest
from bot.digest.model import Window
from bot.digest.selection import Selection
from bot.digest.text import DigestWording
from bot.records.cleaning import cleaned_json
from bot.records.store import Store

AHEAD = 30
"""Days to come that “due soon” means where nobody says otherwise."""
RECENT = 7
"""Days that news goes back where nobody says otherwise."""


def report(
    store: Store,
    selections: Sequence[Selection],
    *,
    as_of: date,
    since: date | None = None,
    ahead: int = AHEAD,
    language: str = "en",
    as_json: bool = False,
) -> str:
    """The digest of the commitments that fit all of `selections`; SelectionError where one names nothing known."""
    start = since or date.fromordinal(max(as_of.toordinal() - RECENT, 1))
    # where nobody says since when, nothing was told before
    made = digest(store, selections, Window(as_of, min(start, as_of), ahead), first=since is None)
    text = DigestWording(language).text(made)
    return cleaned_json(made.to_json(text)) if as_json else text
