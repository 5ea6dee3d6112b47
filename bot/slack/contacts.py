"""Who is shown contacts (`SHOW_CONTACTS`), what the others are told, and the record of who was shown whose.

Who is a full member, and which channels are shared, is asked of Slack (`users.info`, `conversations.info`,
`conversations.members`) when it matters, and remembered for a few minutes; where Slack does not say, neither is taken
for so.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.asking.answer import Answer
from bot.digest.model import Digest
from bot.records.fields import CONTACTS
from bot.records.known_contacts import MARK, KnownContacts
from bot.records.store import Store, StoreError
from bot.records.withholding import WithholdingStore
from bot.settings import Settings
from bot.slack.blocks import Message, literal, words
from bot.slack.payloads import Place
from bot.state.database import State
from bot.state.questions import Showing, record

# -- who is a full member, as Slack says --------------------------------------------------------------------------

SECONDS = 300.0  # a member who is made a guest is taken for a member for so long
READERS = 100  # people of a channel of whom each is looked at; Slack is asked of each
_MOST = 5_000


class Membership:
    """What Slack said of people and channels, for `SECONDS`; used by every thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._said: dict[tuple[str, ...], tuple[float, bool]] = {}

    def is_full_member(self, client: WebClient, team: str, user: str) -> bool:
        """Whether a person is one of a workspace's own: no guest of any kind, no stranger, no program, not gone."""
        return bool(user) and self._asked(
            (team, user), lambda: _is_full(client.users_info(user=user)["user"], team), False
        )

    def is_shared(self, client: WebClient, team: str, channel: str) -> bool:
        """Whether a channel is shared with another organisation, or is about to be."""
        return self._asked(
            (team, channel), lambda: _is_shared(client.conversations_info(channel=channel)["channel"]), True
        )

    def are_full_members(self, client: WebClient, team: str, channel: str) -> bool:
        """Whether everybody in a channel is a full member, programs aside; of more than `READERS` people it is not."""

        def ask() -> bool:
            page = client.conversations_members(channel=channel, limit=READERS)
            if (page.get("response_metadata") or {}).get("next_cursor"):
                return False
            return all(self._is_own_reader(client, team, user) for user in page["members"])

        return self._asked((team, channel, "members"), ask, False)

    def _is_own_reader(self, client: WebClient, team: str, user: str) -> bool:
        def ask() -> bool:
            said = client.users_info(user=user)["user"]
            return said.get("is_bot") is True or _is_full(said, team)

        return self._asked((team, user, "reader"), ask, False)

    def _asked(self, key: tuple[str, ...], ask: Callable[[], bool], unknown: bool) -> bool:
        now = self._clock()
        with self._lock:
            until, said = self._said.get(key, (now, unknown))
        if until > now:
            return said
        try:
            said = ask()
        except (SlackApiError, URLError, HTTPException, OSError, KeyError, TypeError, AttributeError) as error:
            reason = error.response.get("error") if isinstance(error, SlackApiError) else error
            log.warning("Slack does not say what %s is: %s; no contacts are shown", key[1], reason)
            return unknown
        with self._lock:
            if len(self._said) >= _MOST:
                self._said.clear()
            self._said[key] = now + SECONDS, said
        return said


def _is_full(user: Any, team: str) -> bool:
    own = {user.get("team_id"), (user.get("enterprise_user") or {}).get("enterprise_id"), None} - {None}
    if own and team not in own:
        return False  # somebody of another organisation, whom a shared channel brings here
    limits = ("is_ultra_restricted", "is_stranger", "is_bot", "deleted", "is_invited_user")
    return user.get("is_restricted") is False and not any(user.get(name) for name in limits)


def _is_shared(channel: Any) -> bool:
    return channel.get("is_ext_shared") is not False or bool(channel.get("is_pending_ext_shared"))


# -- who is shown contacts ----------------------------------------------------------------------------------------

ShownContacts = frozenset[tuple[str, str]]
"""(code, field) of every contact that is shown; the code is empty where no value of an answer holds it."""


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
        return cls(state, settings.database, settings.show_contacts, settings.audit_days)

    def sight(self, audience: Audience) -> Sight:
        """What an audience may see of what is made for it now."""
        return Sight(self, audience)

    def known(self) -> KnownContacts:
        """What counts as a contact; without a database, what reads as one."""
        try:
            with Store(self.database) as store:
                return store.known
        except StoreError:
            return KnownContacts()

    def hide(self, text: str) -> str:
        """What somebody wrote, without contacts."""
        return self.known().hide(text)

    def may_see(self, audience: Audience) -> bool:
        """Whether an audience is shown contacts; Slack is asked who they are."""
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

    def note(self, found: ShownContacts, audience: Audience) -> None:
        """Keep whose contacts an audience was shown."""
        place, name = audience.place, audience.name
        shown = [Showing(place.workspace, place.channel, place.user, *pair, name) for pair in sorted(found)]
        record(self.state, shown, self.days, self.now())


@dataclass(slots=True)
class Sight:
    """What one audience may see of one thing that is made for it: decided once, when the first contact is met.

    Whoever may see none gets it made of a store that has none; whose contacts the others were shown is noted.
    """

    disclosure: Disclosure
    audience: Audience
    _decided: bool | None = None

    def sees(self) -> bool:
        """Whether contacts are shown."""
        if self._decided is None:
            self._decided = self.disclosure.may_see(self.audience)
        return self._decided

    def store(self) -> Store:
        """The commitments as the audience may see them, opened anew."""
        return WithholdingStore(self.disclosure.database, self.sees)

    def answer(self, given: Answer) -> tuple[Answer, bool]:
        """(an answer of that store with what is to be said below it, whether the question itself is refused).

        Of a refused question, nothing must be remembered or kept.
        """
        said, known = words(given.lang, "contacts"), self.disclosure.known()
        asked = asks_by_contact(given, known)
        if asked and not self.sees():
            return _refused(given, said[f"whose_{self.disclosure.rule}"]), True
        if self._decided:
            found = _in_answer(given, known)
            if asked and given.frame.get("group") not in CONTACTS:  # what was typed and is nobody's was not shown
                found = frozenset(pair for pair in found if pair[0])
            self.disclosure.note(found, self.audience)
            return given, False
        return (_with_sentence(given, said[self.disclosure.rule]) if MARK in repr(given) else given), False

    def digest(self, made: Digest, language: str) -> str:
        """What is to be said below a digest of that store, empty where nothing was withheld.

        RuntimeError where it is of another store, and shows contacts that the audience may not see.
        """
        found = _in_digest(made, self.disclosure.known())
        if not found and MARK not in repr(made):
            return ""
        if self.sees():
            self.disclosure.note(found, self.audience)
            return ""
        if found:
            raise RuntimeError("A digest was composed for people who may see more than those whom it goes to")
        return str(words(language, "contacts")[self.disclosure.rule])


def noted(message: Message, sentence: str) -> Message:
    """A digest's message with a sentence above its buttons; as it is where there is none."""
    if not sentence:
        return message
    said = {"type": "context", "elements": [{"type": "mrkdwn", "text": literal(sentence), "verbatim": True}]}
    return Message(message.text, [*message.blocks[:-1], said, message.blocks[-1]])


# -- contacts in what is made ------------------------------------------------------------------------------------


def asks_by_contact(answer: Answer, known: KnownContacts) -> bool:
    """Whether the question names a contact, or compares them: whose it is, is what a contact tells too."""
    frame = answer.frame
    if frame.get("kind") == "several":
        return any(asks_by_contact(replace(answer, frame=part), known) for part in frame["parts"])
    words = [str(word) for word in frame.get("words") or ()]
    if frame.get("kind") in ("holder", "reachable"):
        return True
    compared = {frame.get("group"), *(frame.get("fields") or () if frame.get("kind") == "same" else ())}
    if compared & set(CONTACTS):
        return True
    values = [str(value) for one in frame.get("filters") or () for value in one.get("values") or ()]
    # not all digits that were typed make a number: what the question was taken for tells
    return bool(known.spans(answer.query, numbers=False)) or any(known.spans(text) for text in (*words, *values))


def _in_answer(answer: Answer, known: KnownContacts) -> ShownContacts:
    items = [*answer.items, *(item for entry in answer.entries for one in entry.findings for item in one.items)]
    found = {(one.code, one.field) for one in items if one.field in CONTACTS and (one.raw.strip() or one.old)}
    texts = [(one.code, text) for one in items for text in (one.raw, one.old, one.title, one.before, one.after)]
    found |= _in_texts([*texts, *((entry.code, entry.title) for entry in answer.entries)], known)
    return frozenset(found or _in_texts([("", answer.text), ("", repr(answer.result))], known))


def _in_digest(digest: Digest, known: KnownContacts) -> ShownContacts:
    items = [item for section in digest.sections for item in section.items]
    found = {(one.code, one.field) for one in items if one.field in CONTACTS and one.raw.strip() not in ("", MARK)}
    texts = [(one.code, text) for one in items for text in (one.raw, one.old, one.title)]
    texts += [(one.code, said.raw) for one in items for said in one.beside]
    return frozenset(found | _in_texts(texts, known))


def _in_texts(texts: Iterable[tuple[str, str | None]], known: KnownContacts) -> ShownContacts:
    return frozenset((code, name) for code, text in texts for name in known.fields(text))


def _refused(answer: Answer, sentence: str) -> Answer:
    """What is said instead of the answer to a question that names a contact, whatever the answer is."""
    return replace(
        answer, query="", frame={}, outcome="abstain", reason="refused", statement=sentence, text=sentence, items=(),
        result=None, unknown=(), total=0, first=0, undecided=0, options=(), options_total=0, pending=None, lead=(),
        entries=(), notes=(), sources=(), reading="", alternatives=(),
    )  # fmt: skip


def _with_sentence(answer: Answer, sentence: str) -> Answer:
    """The answer with a sentence at the end of its statement, and first among its notes."""
    statement, sources = answer.statement, answer.text.removeprefix(answer.statement).lstrip("\n")
    said = f"{statement}\n{sentence}"
    lead = (*answer.lead, sentence) if answer.outcome == "clarify" and answer.lead else answer.lead  # it shows no notes
    notes = (sentence, *answer.notes)
    return replace(answer, statement=said, text="\n".join(filter(None, (said, sources))), lead=lead, notes=notes)


log = logging.getLogger(__name__)
