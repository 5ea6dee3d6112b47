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
from bot.slack.membership import Membership
from bot.slack.mrkdwn import literal
from bot.slack.payloads import Place
from bot.slack.withholding import (
    FIELDS,
    Contacts,
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

    def answer(self, given: Answer, place: Place, client: WebClient, question: str) -> tuple[Answer, bool]:
        """(the answer as the person of `place` may see it, whether the question itself is refused).

        `question` names the question in the record. Of a refused question, a thread must remember nothing.
        """
        words = _words(given.lang)
        hidden, found = withhold(given, self._contacts((item.code for item in given.items), words["mask"]))
        asked = asks_by_contact(given)
        if asked:
            found = frozenset(pair for pair in found if pair[0])  # what was typed and is nobody's was not shown
        if not (found or asked):
            return given, False
        if self._may_see(place, client):
            self._note(found, place, question)
            return given, False
        if asked:
            return refused(given, words[f"whose_{self.rule}"]), True
        return with_sentence(hidden, words[self.rule]), False

    def digest(self, made: Digest, one: Subscription, place: Place, client: WebClient) -> tuple[Digest, str]:
        """(the digest as it may be shown in `place`, what to say below it, empty where nothing was withheld)."""
        words = _words(one.language)
        codes = {item.code for section in made.sections for item in section.items}
        hidden, found = withhold_from_digest(made, self._contacts(codes, words["mask"]))
        if not found:
            return made, ""
        if self._may_see(place, client):
            self._note(found, place, one.id)
            return made, ""
        return hidden, words[self.rule]

    def _may_see(self, place: Place, client: WebClient) -> bool:
        if self.rule != "members":
            return self.rule == "all"
        if place.team not in place.home or place.shared:
            return False
        team = place.workspace
        # direct messages are with one person, of whom it is looked at anyway
        alone = place.direct or place.shared is False or not self.membership.is_shared(client, team, place.channel)
        return alone and self.membership.is_full_member(client, team, place.user)

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

    def _note(self, found: Found, place: Place, question: str) -> None:
        shown = [Showing(place.workspace, place.channel, place.user, *pair, question) for pair in sorted(found)]
        record(self.state, shown, self.days, self.now())


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
