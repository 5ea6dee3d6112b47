"""Who is shown contacts (`SHOW_CONTACTS`), what the others are told, and the record of who was shown whose."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

from slack_sdk import WebClient

from bot.asking.query import Answer
from bot.digest.model import Digest
from bot.records.store import Store
from bot.settings import Settings
from bot.slack.blocks import Message
from bot.slack.contact_patterns import FIELDS, Contacts
from bot.slack.membership import Membership
from bot.slack.mrkdwn import literal
from bot.slack.payloads import Place
from bot.slack.withholding import (
    Found,
    asks_by_contact,
    refused,
    with_sentence,
    withhold,
    withhold_from_digest,
)
from bot.state.audit import Showing, record
from bot.state.database import State
from bot.state.subscriptions import Subscription

Shown: TypeAlias = Callable[[Digest, Subscription], tuple[Digest, str]]
"""What makes of a digest the one that somebody may see, and what to say below it."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom something is shown: whoever asks in `place`, where Slack is asked of them by `client`.

    `name` names the question or the digest in the record. `everybody`: it is to stay where all who read the channel
    find it, without having been asked for by each; so each of them counts, not the asker alone.
    """

    place: Place
    client: WebClient
    name: str
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Decides, for every answer and digest with contacts in it, whether they are shown; what it shows, it notes.

    `rule`: `never`; `members`, full members of the app's own workspace, outside channels that are shared; `all` who
    may ask. `days`: how long a showing is kept.
    """

    state: State
    database: Path
    rule: str
    days: int
    membership: Membership = field(default_factory=Membership)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @classmethod
    def of(cls, settings: Settings, state: State) -> Disclosure:
        """As the settings say."""
        return cls(state, settings.commitments_db, settings.show_contacts, settings.audit_days)

    def answer(self, given: Answer, audience: Audience) -> tuple[Answer, bool]:
        """(the answer as its audience may see it, whether the question itself is refused).

        Of a refused question, nothing must be remembered or kept.
        """
        words = _words(given.lang)
        hidden, found = withhold(given, self._contacts(_codes(given), words["mask"]))
        asked = asks_by_contact(given)
        if asked:
            found = frozenset(pair for pair in found if pair[0])  # what was typed and is nobody's was not shown
        if not (found or asked):
            return given, False
        if self._may_see(audience):
            self._note(found, audience)
            return given, False
        if asked:
            return refused(given, words[f"whose_{self.rule}"]), True
        return with_sentence(hidden, words[self.rule]), False

    def digest(self, made: Digest, one: Subscription, audience: Audience) -> tuple[Digest, str]:
        """(the digest as its audience may see it, what to say below it, empty where nothing was withheld)."""
        words = _words(one.language)
        codes = {item.code for section in made.sections for item in section.items}
        codes |= {span.code for span in made.timeline.spans}
        hidden, found = withhold_from_digest(made, self._contacts(codes, words["mask"]))
        if not found:
            return made, ""
        if self._may_see(audience):
            self._note(found, audience)
            return made, ""
        return hidden, words[self.rule]

    def _may_see(self, audience: Audience) -> bool:
        place, client = audience.place, audience.client
        if self.rule != "members":
            return self.rule == "all"
        if place.team not in place.home or place.shared:
            return False
        team = place.workspace
        # direct messages are with one person, of whom it is looked at anyway
        alone = place.direct or place.shared is False or not self.membership.is_shared(client, team, place.channel)
        if not (alone and self.membership.is_full_member(client, team, place.user)):
            return False
        return place.direct or not audience.everybody or self.membership.are_full_members(client, team, place.channel)

    def _contacts(self, codes: Iterable[str], mask: str) -> Contacts:
        """What is stored as contacts of some commitments, as written and as normalised."""
        chosen = sorted(set(codes))
        if not chosen:
            return Contacts.of({}, mask)
        with Store(self.database) as store:
            stored = store.values(chosen, FIELDS)
        known = {
            code: {text: one.field for one in values for text in (one.raw, one.value) if text}
            for code, values in stored.items()
        }
        return Contacts.of(known, mask)

    def _note(self, found: Found, audience: Audience) -> None:
        place, name = audience.place, audience.name
        shown = [Showing(place.workspace, place.channel, place.user, *pair, name) for pair in sorted(found)]
        record(self.state, shown, self.days, self.now())


def _codes(given: Answer) -> set[str]:
    return {item.code for item in given.items} | {entry.code for entry in given.entries}


def noted(message: Message, sentence: str) -> Message:
    """A digest's message with a sentence above its buttons; as it is where there is none."""
    if not sentence:
        return message
    said = {"type": "context", "elements": [{"type": "mrkdwn", "text": literal(sentence), "verbatim": True}]}
    return Message(message.text, [*message.blocks[:-1], said, message.blocks[-1]])


def _words(language: str) -> Mapping[str, str]:
    return _tables().get(language, _tables()["en"])


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("bot.slack") / "contacts.toml").read_text("utf-8"))
