"""What people do with digests in Slack, from subscribe to unsubscribe: words in, messages out."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Self

from bot.digest.clock import zone_of
from bot.digest.selection import Selection, SelectionError, read_selection
from bot.digest.subscriptions import Order, basis_of, compose_for, first_day, keep_journal, marks_of, subscribe
from bot.digest.text import DigestWording
from bot.digest.whole_section import whole_section
from bot.records.masking import masked
from bot.records.periods import days_later
from bot.records.withholding import WithholdingStore
from bot.slack.blocks import Message, notice
from bot.slack.contacts import Sight, noted
from bot.slack.digest_blocks import digest_message, followed, schedule, subscriptions_message
from bot.slack.mrkdwn import literal
from bot.slack.payloads import Place
from bot.slack.section_modal import PAGE, section_modal, sentence_modal
from bot.state import journal
from bot.state.database import State
from bot.state.digest_bases import basis, keep
from bot.state.digest_marks import CHECKED, REMIND, mark
from bot.state.digest_tables import make_digest_tables
from bot.state.subscriptions import Subscription, change, get, of_channel, remove

_REMIND = {"week": 7, "month": 30}
HELP = (
    "*Digests*\n"
    "• `/commitment subscribe` — everything, in this channel\n"
    "• `/commitment subscribe South Korea` — a country, a policy area, an institution, a person, a code, or any "
    "question that gives a list; `area: Aid` says which it is\n"
    "• `/commitment subscribe me KR0032` — to you alone\n"
    "• `/commitment settings` — the digests of this place: preview, change, pause, mute, unsubscribe\n"
    "• `/commitment digest` — what you would get now\n"
    "• `/commitment unsubscribe` — end the digests of this place\n"
    "Anything else is a question, answered so that only you see it."
)

NO_CONTACT = (
    "A digest cannot follow an email address or a telephone number: what it follows is shown to whoever reads it."
)
Sights = Callable[[Subscription], Sight]
"""What somebody may see of a digest."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts, and where: `channel` is a channel or a direct message of theirs."""

    user: str
    team: str
    channel: str

    @classmethod
    def at(cls, place: Place) -> Self:
        """The one who acts in `place`, in the workspace that the app is installed in."""
        return cls(place.user, place.workspace, place.channel)


@dataclass(frozen=True, slots=True)
class Following:
    """The subscriptions of a workspace. It holds no connection; `at` and `days` are the defaults of new ones."""

    state: State
    database: Path
    at: time
    days: tuple[int, ...]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def prepare(self) -> None:
        """Make the tables that are missing."""
        make_digest_tables(self.state)

    def subscribe(self, caller: Caller, words: str, zone: str | None) -> tuple[Message, Subscription | None]:
        """Follow what `words` say; without a known `zone` it is UTC until somebody changes it."""
        place = zone or "UTC"
        with WithholdingStore(self.database) as store:
            if masked(words) != words or store.known.spans(words, numbers=False):
                return notice(NO_CONTACT), None
            try:
                chosen = read_selection(store, words, self.now().astimezone(zone_of(place)).date())
            except SelectionError as error:
                return notice(literal(str(error))), None
            if len(chosen) > 1:
                return notice(_which(chosen)), None
            same = [one for one in self.listed(caller) if (one.kind, one.value) == (chosen[0].kind, chosen[0].value)]
            if same:
                return subscriptions_message("This is followed here already:", same), None
            one = subscribe(
                self.state,
                store,
                Order(
                    team=caller.team,
                    channel=caller.channel,
                    owner=caller.user,
                    selection=chosen[0],
                    zone=place,
                    at=self.at.strftime("%H:%M"),
                    days=self.days,
                ),
                self.now(),
            )
        lead = (
            "Subscribed." if zone else "Subscribed. Slack does not say your time zone: it is UTC until you change it."
        )
        return subscriptions_message(lead, [one]), one

    def listed(self, caller: Caller) -> list[Subscription]:
        """The subscriptions of the place where somebody acts."""
        return of_channel(self.state, caller.team, caller.channel)

    def overview(self, caller: Caller, lead: str = "*The digests of this place*") -> Message:
        """The subscriptions of a place with their buttons."""
        found = self.listed(caller)
        return subscriptions_message(lead, found) if found else notice("Nothing is followed here yet.\n" + HELP)

    def unsubscribe_all(self, caller: Caller) -> tuple[Message, list[Subscription]]:
        """End the one digest of a place; where there are several, show them to choose from."""
        found = self.listed(caller)
        if len(found) != 1:
            return self.overview(caller, "*Which of them?*"), []
        return self.unsubscribe(caller, found[0].id), found

    def unsubscribe(self, caller: Caller, key: str) -> Message:
        """End a digest."""
        one = self.of(caller, key)
        if one is None or not remove(self.state, key, caller.user, self.now()):
            return notice("This digest is ended already.")
        return notice(f"Unsubscribed: {literal(followed(one))}.")

    def resume(self, caller: Caller, key: str) -> Message:
        """Send a digest again that was paused for a reason."""
        one = self.of(caller, key)
        values: dict[str, Any] = {"stopped": None, "paused_until": None}
        if one is None or not change(self.state, key, caller.user, "resume", values, self.now()):
            return notice("This digest is ended already.")
        return notice(f"Resumed: {literal(followed(one))}.")

    def change(self, caller: Caller, key: str, values: dict[str, Any]) -> Message:
        """Give a digest new settings."""
        if not change(self.state, key, caller.user, "change", values, self.now()):
            return notice("This digest is ended already.")
        one = get(self.state, key)
        return notice(f"Changed: {literal(followed(one))} — {literal(schedule(one))}." if one else "Changed.")

    def preview(self, caller: Caller, key: str | None, sight: Sights) -> Message:
        """What would be sent now: of one digest, or of the first of the place, as the caller may see it."""
        found = [one for one in self.listed(caller) if key in (None, one.id)]
        if not found:
            return self.overview(caller)
        one, now = found[0], self.now()
        day, seen = now.astimezone(zone_of(one.zone)).date(), sight(one)
        with seen.store() as store:
            keep_journal(self.state, store)
            upto = journal.latest(self.state)
            entries = journal.between(self.state, one.told, upto)
            since = first_day(one, day)
            marks = marks_of(self.state, one, day, since)
            try:
                composed = compose_for(store, one, day, since, entries, marks=marks)
            except SelectionError as error:
                return notice(literal(str(error)))
            token = secrets.token_hex(16)
            keep(self.state, basis_of(one, token, composed.digest, upto), now)
        return noted(digest_message(composed.digest, one, token), seen.digest(composed.digest, one.language))

    def whole_section(self, caller: Caller, token: str, name: str, skip: int, sight: Sights) -> dict[str, Any]:
        """A page of a section of a digest of this place, as a modal; a sentence where the digest is too old."""
        held = basis(self.state, token)
        one = self.of(caller, held.subscription) if held else None
        if held is None or one is None:
            return sentence_modal(DigestWording("en").everything("gone"), caller.channel)
        wording, seen = DigestWording(one.language), sight(one)
        with seen.store() as store:
            try:
                page = whole_section(store, self.state, one, held, name, skip=skip, limit=PAGE)
            except SelectionError as error:
                return sentence_modal(literal(str(error)), caller.channel)
        return section_modal(page, token, skip, wording, caller.channel, seen.digest(page.digest, one.language))

    def act_on_line(self, caller: Caller, verb: str, key: str, code: str) -> Message:
        """Do what a digest's reader chose for one commitment: checked, to be reminded of, or muted."""
        one = self.of(caller, key)
        if one is None:
            return notice("This digest is ended already.")
        wording, now = DigestWording(one.language), self.now()
        with WithholdingStore(self.database) as store:
            title = str(store.columns([code], ["title"]).get(code, {}).get("title") or code)
        today = now.astimezone(zone_of(one.zone)).date()
        day = days_later(today, _REMIND[verb]) if verb in _REMIND else today
        match verb:
            case "checked":
                mark(self.state, key, code, CHECKED, str(journal.latest(self.state)))
            case "week" | "month":
                mark(self.state, key, code, REMIND, day.isoformat())
            case "mute":
                muted = (*(held for held in one.muted if held != code), code)
                change(self.state, key, caller.user, "mute", {"muted": muted}, now)
        said = str(wording.words["menu"]["done_remind" if verb in _REMIND else f"done_{verb}"])
        return notice(said.format(title=literal(title), day=wording.day(day)))

    def followers(self, caller: Caller, key: str) -> str:
        """Who made the digests of this place, as a sentence in the language of one of them."""
        one = self.of(caller, key)
        people = sorted({f"<@{other.owner}>" for other in self.listed(caller)})
        menu = DigestWording(one.language if one else "en").words["menu"]
        return str(menu["followers"]).format(people=", ".join(people)) if people else ""

    def of(self, caller: Caller, key: str) -> Subscription | None:
        """A subscription, where it belongs to the place where somebody acts."""
        one = get(self.state, key)
        return one if one and (one.team, one.channel) == (caller.team, caller.channel) else None


def _which(chosen: tuple[Selection, ...]) -> str:
    ways = "\n".join(f"• `/commitment subscribe {one.kind}: {literal(one.value)}`" for one in chosen)
    return f"“{literal(chosen[0].value)}” can be several things here. Which is it?\n{ways}"
