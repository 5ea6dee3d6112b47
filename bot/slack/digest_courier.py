"""Carrying digests to Slack: posting with metadata, looking a message up by it, telling owners; and the round of it.

A round looks after what else there is each minute: zones that are not known any more, unwanted digests, what was kept
long enough.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.charts.picture import available
from bot.digest.clock import is_zone, occasion
from bot.digest.deliver import LEASE, Courier, GoneError, SendError, Tally, send_due
from bot.digest.model import Digest
from bot.settings import SettingError, Settings
from bot.slack.blocks import Message, literal, notice
from bot.slack.contacts import Audience, Disclosure, Sight, noted
from bot.slack.delivery import CLOCKS, LOOK, UNSURE, code_of, payload_of, unrepeated
from bot.slack.digest_blocks import digest_message
from bot.slack.fallbacks import send_fitting
from bot.slack.files import timeline_picture, upload
from bot.slack.installations import NotInstalledError, TokenError, client_for
from bot.slack.payloads import Place
from bot.slack.subscription_blocks import followed, say, still_message
from bot.state.database import State, StateError, open_state, shared_clock
from bot.state.retention import prune
from bot.state.subscriptions import Subscription, ask_once, change, running, silent

log = logging.getLogger(__name__)

EVENT = "commitment_digest"
# Slack's error codes for a place or a person that is no more, and what an owner is told
_GONE = {
    "is_archived": "the channel is archived.",
    "channel_not_found": "the channel is gone, or I was removed from it.",
    "not_in_channel": "I was removed from the channel; invite me again, then resume it.",
    "user_not_found": "the person is no longer there.",
    "user_disabled": "the account is deactivated.",
    "cannot_dm_bot": "the person is a bot.",
    "messages_tab_disabled": "direct messages to this app are switched off.",
    "restricted_action": "this workspace does not let me post there.",
}


class UnsureError(SendError):
    """Slack may have done what was asked, without our hearing of it."""


@dataclass(frozen=True, slots=True)
class SlackCourier:
    """A `Courier` over Slack's Web API, with the client of each workspace. It waits out rate limits by itself."""

    client_of: Callable[[str], WebClient]
    disclosure: Disclosure
    channels: frozenset[str] = frozenset()
    _sights: dict[str, Sight] = field(default_factory=dict)

    def sees(self, one: Subscription) -> bool:
        """Whether a digest shows contacts: its owner answers for what the others see of it."""
        return self._sight(one).sees()

    def send(self, one: Subscription, digest: Digest, token: str) -> str:
        """Post a digest; gives `channel/ts`. Where Slack may have taken it unheard, it is looked for at once."""
        if self.channels and one.channel not in self.channels:
            raise GoneError("this is not one of the places any more that I was set up for.")
        client = self._client(one)
        sentence = self._sight(one).digest(digest, one.language)
        del self._sights[one.id]  # the next digest is for whoever reads it then
        message = noted(digest_message(digest, one, token), sentence)
        began = datetime.now(UTC)
        try:
            sent = self._call(partial(send_fitting, partial(_post, unrepeated(client), one.channel, token), message))
        except UnsureError:
            found = self.find(one, token, began)
            if found is None:
                raise
            return found
        return f"{sent['channel']}/{sent['ts']}"

    def illustrate(self, one: Subscription, digest: Digest, message: str) -> None:
        """Put the picture of a digest's dates into its thread, where this machine can draw one."""
        if not available():
            return
        channel, _, ts = message.partition("/")
        try:
            client = self._client(one)
            upload(client, timeline_picture(digest, one.language), channel, ts)
        except Exception:  # the digest is sent: nothing about its picture may have it sent again
            log.warning("The digest of %s for %s stays without a picture", one.id, digest.window.as_of, exc_info=True)

    def find(self, one: Subscription, token: str, since: datetime) -> str | None:
        """Our message with this token among those of the lease in which it was sent; it is one look at the channel.

        SendError where so much else was written there that it does not tell.
        """
        clocks = timedelta(seconds=CLOCKS)
        page = self._call(
            partial(
                self._client(one).conversations_history,
                channel=one.channel,
                oldest=f"{(since - clocks).timestamp():.6f}",
                latest=f"{(since + LEASE + clocks).timestamp():.6f}",
                limit=LOOK,
                include_all_metadata=True,
            )
        )
        for message in page["messages"]:
            if payload_of(message).get("token") == token:
                return f"{one.channel}/{message['ts']}"
        if page.get("has_more"):
            raise SendError("too much else was written there to tell whether it was sent")
        return None

    def tell(self, one: Subscription, sentence: str) -> None:
        """Write to the owner directly."""
        message = notice(literal(sentence))
        client = self._client(one)
        self._call(lambda: client.chat_postMessage(channel=one.owner, text=message.text, blocks=message.blocks))

    def ask(self, one: Subscription) -> None:
        """Ask where a digest is posted whether it is still wanted."""
        if self.channels and one.channel not in self.channels:
            raise GoneError("this is not one of the places any more that I was set up for.")
        message, client = still_message(one), self._client(one)
        self._call(
            lambda: unrepeated(client).chat_postMessage(channel=one.channel, text=message.text, blocks=message.blocks)
        )

    def _sight(self, one: Subscription) -> Sight:
        """What is decided of a digest as it is composed holds as it is posted."""
        if one.id not in self._sights:
            direct, home = one.channel.startswith("D"), frozenset({one.team})
            place = Place(one.channel, "", direct, one.team, home, one.owner)
            self._sights[one.id] = self.disclosure.sight(Audience(place, self._client(one), one.id, everybody=True))
        return self._sights[one.id]

    def _client(self, one: Subscription) -> WebClient:
        try:
            return self.client_of(one.team)
        except NotInstalledError as error:
            raise GoneError(str(error)) from error
        except TokenError as error:
            raise SendError(str(error)) from error

    def _call(self, request: Callable[[], SlackResponse]) -> SlackResponse:
        try:
            return request()
        except SlackApiError as error:
            code = code_of(error)
            if code in _GONE:
                raise GoneError(_GONE[code]) from error
            raise (UnsureError if code in UNSURE else SendError)(f"Slack says {code}") from error
        except (URLError, HTTPException, OSError) as error:
            raise UnsureError(f"Slack cannot be reached: {error}") from error


def _post(client: WebClient, channel: str, token: str, message: Message) -> SlackResponse:
    return client.chat_postMessage(
        channel=channel,
        text=message.text,
        blocks=message.blocks,
        metadata={"event_type": EVENT, "event_payload": {"token": token}},
        unfurl_links=False,
        unfurl_media=False,
    )


def send_digests(settings: Settings, reingest: Callable[[], object], at: datetime | None) -> Tally:
    """Send the digests that are due at that moment, or now; SettingError where a token or the state does not work."""
    try:
        state = open_state(settings.state_db)
    except StateError as error:
        raise SettingError(str(error)) from error
    try:
        clock = shared_clock(state)

        def now() -> datetime:
            return at or clock()

        let_go(state, settings, now())
        courier = SlackCourier(client_for(settings, state), Disclosure.of(settings, state), settings.allowed_channels)
        mend_zones(state, courier, now())
        tally = send_due(state, settings.database, courier, reingest, now)
        ask_whether_wanted(state, courier.ask, now())
        return tally
    finally:
        state.dispose()


# -- what is looked after each minute -----------------------------------------------------------------------------

SILENCE = timedelta(days=120)
"""After so long without a press, a command or a change it is asked whether a digest is wanted."""
FEWEST = 3
"""Digests that must have come in that time: of what was not there nobody could have pressed anything."""


def mend_zones(state: State, courier: Courier, now: datetime) -> None:
    """Let digests whose zone this machine does not know any more come by UTC, and tell their owners so."""
    for one in running(state):
        if not is_zone(one.zone) and change(state, one.id, "", "zone", {"zone": "UTC"}, now):
            sentence = str(say(one.language)["zone_lost"]).format(zone=one.zone, followed=followed(one))
            try:
                courier.tell(one, sentence)
            except (GoneError, SendError) as error:
                log.warning("%s could not be told “%s”: %s", one.owner, sentence, error)


def ask_whether_wanted(state: State, ask: Callable[[Subscription], None], now: datetime) -> int:
    """Ask the readers of each digest under which nobody presses anything whether they want it, once; gives how many.

    They are asked where and when it comes, and before the question is posted it is noted: no failure asks twice.
    """
    here = {one.id: one for one in running(state) if occasion(now, one.zone, one.at, one.days)}
    asked = 0
    for key in silent(state, here, now - SILENCE, FEWEST) if here else ():
        if ask_once(state, key, now):
            try:
                ask(here[key])
                asked += 1
            except (GoneError, SendError) as error:
                log.warning("Nobody could be asked about the digest %s: %s", key, error)
    return asked


def let_go(state: State, settings: Settings, now: datetime) -> None:
    """Delete what was kept as long as the settings say."""
    if lost := prune(state, settings, now):
        log.error("%d questions could neither be answered nor told for days, and are forgotten", lost)
