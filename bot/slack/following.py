"""What people do with the digests that a place has in Slack: look at them and change them. Words in, messages out."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from bot.asking.mentions.codes import codes_in
from bot.digest.clock import country_of_zone, is_zone, zone_of
from bot.digest.selection import Selection, SelectionError
from bot.digest.selection_reading import codes_of
from bot.digest.subscriptions import OlderError, basis_of, compose_for, first_day, keep_journal, marks_of, whole_section
from bot.digest.text import DigestWording
from bot.records.periods import days_later
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from bot.slack.blocks import Message, literal, notice
from bot.slack.contacts import Sight, noted
from bot.slack.digest_blocks import PAGE, digest_message, section_modal, sentence_modal
from bot.slack.payloads import Place
from bot.slack.subscription_blocks import MUTED, followed, panel, say, schedule, subscriptions_message
from bot.state import journal, subscriptions
from bot.state.database import State
from bot.state.deliveries import basis, keep_basis, take_back
from bot.state.subscriptions import CHECKED, REMIND, Subscription, change, get, mark, of_channel

_REMIND = {"week": 7, "month": 30}
Sights = Callable[[Subscription], Sight]
"""What somebody may see of a digest."""
MONDAY = 0
_LOOKED_AT = 2_000  # commitments of a list among which those to mute are looked for


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts, and where: `channel` is a channel or a direct message of theirs; `language` is theirs."""

    user: str
    team: str
    channel: str
    language: str = "en"

    @classmethod
    def at(cls, place: Place, language: str = "en") -> Self:
        """The one who acts in `place`, in the workspace that the app is installed in."""
        return cls(place.user, place.workspace, place.channel, language)


@dataclass(frozen=True, slots=True)
class Following:
    """The subscriptions of a workspace. It holds no connection; `at` and `days` are the defaults of new ones."""

    state: State
    database: Path
    at: time
    days: tuple[int, ...]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    # -- looking and changing ------------------------------------------------------------------------------------

    def listed(self, caller: Caller) -> list[Subscription]:
        """The subscriptions of the place where somebody acts."""
        return of_channel(self.state, caller.team, caller.channel)

    def overview(self, caller: Caller, lead: str = "") -> Message:
        """The subscriptions of a place with their buttons; of a single one, all that a press changes."""
        words, found = say(caller.language), self.listed(caller)
        for one in found:
            subscriptions.clicked(self.state, one.id, self.now())
        if not found:
            return notice("\n".join(filter(None, (lead, words["nothing_here"], words["help"]))))
        if len(found) == 1 and not lead:
            return self.panel(caller, found[0].id, words["of_this_place"])
        return self.shown(lead or words["of_this_place"], found)

    def panel(self, caller: Caller, key: str, lead: str = "") -> Message:
        """One subscription with a button for each of the usual changes."""
        one = self.of(caller, key)
        if one is None:
            return notice(say(caller.language)["ended"])
        subscriptions.clicked(self.state, key, self.now())
        with WithholdingStore(self.database) as store:
            mutable = _mutable(store, one, self.now().date())
        return panel(lead, one, subscriptions.days_off(self.state).get(key), mutable)

    def quick(self, caller: Caller, key: str, name: str) -> tuple[Message, Subscription | None]:
        """Change a digest by the name of a button; gives the digest as it is then, None where nothing changed.

        The names: daily, weekly, pause_week, pause_month, holidays_off, holidays_on, ahead:7, mute or unmute KR0032.
        """
        one = self.of(caller, key)
        if one is None:
            return notice(say(caller.language)["ended"]), None
        changed = self._changed(caller, one, self._quick_values(one, name))
        if changed is None:
            return notice(say(caller.language)["ended"]), None
        return self.panel(caller, key, self._says_changed(changed)), changed

    def _quick_values(self, one: Subscription, name: str) -> dict[str, Any]:
        today = self.now().astimezone(known_zone(one.zone)).date()
        verb, _, what = name.replace(":", " ").partition(" ")
        match verb:
            case "weekly":
                return {"weekly": True, "days": (MONDAY,)}
            case "daily":
                return {"weekly": False, "days": self.days}
            case "pause_week" | "pause_month":
                return {"paused_until": (today + timedelta(7 if verb == "pause_week" else 30)).isoformat()}
            case "holidays_off" | "holidays_on":
                return {"off": country_of_zone(one.zone) if verb == "holidays_off" else None}
            case "ahead":
                return {"ahead": int(what)}
            case "mute":
                return {"muted": tuple(dict.fromkeys((*one.muted, *what.split())))}
            case "unmute":
                return {"muted": tuple(code for code in one.muted if code not in what.split())}
        raise ValueError(f"No change is called “{name}”.")

    def said(self, caller: Caller, verb: str, rest: str) -> tuple[Message, Subscription | None]:
        """Change the one digest of a place by a word: weekly, daily, pause, resume, mute or unmute and codes."""
        words, found = say(caller.language), self.listed(caller)
        if len(found) != 1:
            return self.overview(caller, words["too_many"] if found else ""), None
        key = found[0].id
        if verb == "resume":
            return self.resume(caller, key), get(self.state, key)
        if verb not in ("mute", "unmute"):
            return self.quick(caller, key, "pause_week" if verb == "pause" else verb)
        with WithholdingStore(self.database) as store:
            spans = codes_in(rest, store)
        codes = " ".join(span.code for span in spans if span.exists or verb == "unmute")
        missing = ", ".join(span.code for span in spans if not span.exists)
        if not codes:
            text = words["no_such_code"].format(words=literal(missing)) if missing else words["mute_what"]
            return notice(text), None
        return self.quick(caller, key, f"{verb} {codes}")

    def resume(self, caller: Caller, key: str) -> Message:
        """Send a digest again that was paused for a reason, or for a time."""
        one = self.of(caller, key)
        values: dict[str, Any] = {"stopped": None, "paused_until": None}
        if one is None or not change(self.state, key, caller.user, "resume", values, self.now()):
            return notice(say(caller.language)["ended"])
        return notice(say(one.language)["resumed"].format(followed=literal(followed(one))))

    def change(self, caller: Caller, key: str, values: dict[str, Any]) -> Message:
        """Give a digest new settings; `off` among them is the country on whose holidays it does not come."""
        one = self.of(caller, key)
        changed = self._changed(caller, one, values) if one else None
        return notice(self._says_changed(changed) if changed else say(caller.language)["ended"])

    def kept(self, caller: Caller, key: str) -> Message:
        """Somebody wants a digest on."""
        one = self.of(caller, key)
        if one is None:
            return notice(say(caller.language)["ended"])
        subscriptions.clicked(self.state, key, self.now())
        return notice(say(one.language)["kept"].format(who=f"<@{caller.user}>", followed=literal(followed(one))))

    def _changed(self, caller: Caller, one: Subscription, values: dict[str, Any]) -> Subscription | None:
        settings = {name: value for name, value in values.items() if name != "off"}  # which has a table of its own
        if not change(self.state, one.id, caller.user, "change", settings, self.now(), noted=values):
            return None
        if "off" in values and values["off"] != self.off(one.id):
            subscriptions.set_days_off(self.state, one.id, values["off"])
            take_back(self.state, one.id)
        return get(self.state, one.id)

    def off(self, key: str) -> str | None:
        """The country on whose holidays a digest does not come."""
        return subscriptions.days_off(self.state).get(key)

    def _says_changed(self, one: Subscription) -> str:
        words = say(one.language)["changed"]
        return str(words).format(followed=literal(followed(one)), schedule=literal(schedule(one, self.off(one.id))))

    # -- what a digest shows -------------------------------------------------------------------------------------

    def preview(self, caller: Caller, key: str | None, sight: Sights) -> Message:
        """What would be sent now: of one digest, or of the first of the place, as the caller may see it."""
        found = [one for one in self.listed(caller) if key in (None, one.id)]
        if not found:
            return self.overview(caller)
        one, now = found[0], self.now()
        subscriptions.clicked(self.state, one.id, now)
        day, seen = now.astimezone(known_zone(one.zone)).date(), sight(one)
        with seen.store() as store:
            upto = keep_journal(self.state, store)
            entries = journal.between(self.state, one.told, upto)  # none where the snapshot is older than what was told
            since = first_day(one, day)
            marks = marks_of(self.state, one, day, since)
            try:
                composed = compose_for(store, one, day, since, entries, marks=marks)
            except SelectionError as error:
                return notice(literal(str(error)))
            token = secrets.token_hex(16)
            keep_basis(self.state, basis_of(one, token, composed.digest, upto, store.name), now)
        return noted(digest_message(composed.digest, one, token), seen.digest(composed.digest, one.language))

    def whole_section(self, caller: Caller, token: str, name: str, skip: int, sight: Sights) -> dict[str, Any]:
        """A page of a section of a digest of this place, as a modal; a sentence where the digest is too old."""
        held = basis(self.state, token)
        one = self.of(caller, held.subscription) if held else None
        if held is None or one is None:
            return sentence_modal(DigestWording("en").everything("gone"), caller.channel)
        subscriptions.clicked(self.state, one.id, self.now())
        wording, seen = DigestWording(one.language), sight(one)
        with seen.store() as store:
            try:
                page = whole_section(store, self.state, one, held, name, skip=skip, limit=PAGE)
            except SelectionError as error:
                return sentence_modal(literal(str(error)), caller.channel)
            except OlderError:
                return sentence_modal(wording.everything("older"), caller.channel)
        return section_modal(page, token, skip, wording, caller.channel, seen.digest(page.digest, one.language))

    def act_on_line(self, caller: Caller, verb: str, key: str, code: str) -> tuple[Message, bool]:
        """Do for all readers of a digest what one chose for a commitment: checked, to be reminded of, or muted.

        False where there is no such digest any more.
        """
        one, now = self.of(caller, key), self.now()
        muted = (*(held for held in one.muted if held != code), code) if one else ()
        values = {"muted": muted} if verb == "mute" else {}
        if one is None or not change(self.state, key, caller.user, verb, values, now, noted={"code": code}):
            return notice(say(caller.language)["ended"]), False
        with WithholdingStore(self.database) as store:
            title = str(store.columns([code], ["title"]).get(code, {}).get("title") or code)
        wording = DigestWording(one.language)
        today = now.astimezone(zone_of(one.zone)).date()
        day = days_later(today, _REMIND[verb]) if verb in _REMIND else today
        if verb == "checked":
            mark(self.state, key, code, CHECKED, str(journal.latest(self.state)))
        elif verb in _REMIND:
            mark(self.state, key, code, REMIND, day.isoformat())
        said = str(wording.words["menu"]["done_remind" if verb in _REMIND else f"done_{verb}"])
        return notice(said.format(title=literal(title), day=wording.day(day))), True

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

    # -- what is answered ----------------------------------------------------------------------------------------

    def shown(self, lead: str, found: Sequence[Subscription]) -> Message:
        """Subscriptions, each with its buttons."""
        return subscriptions_message(lead, found, subscriptions.days_off(self.state))


def known_zone(name: str | None) -> ZoneInfo:
    """A zone, UTC where there is none or this machine does not know it."""
    return zone_of(name if name and is_zone(name) else "UTC")


def _mutable(store: Store, one: Subscription, today: date) -> list[tuple[str, str]]:
    """(code, title) of the commitments of a list that are likeliest to be muted: those that end soonest from now."""
    codes = codes_of(store, Selection(one.kind, one.value), today)[:_LOOKED_AT]
    if len(codes) < 2:
        return []
    rows = store.columns(codes, ("title", "end_to"))

    def far(code: str) -> tuple[bool, bool, int]:
        end = rows[code]["end_to"]
        days = (date.fromisoformat(end) - today).days if end else 0
        return not end, days < 0, abs(days)

    return [(code, rows[code]["title"] or "") for code in sorted(rows, key=far) if code not in one.muted][:MUTED]
