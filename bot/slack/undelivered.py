"""What becomes of an answer that cannot be posted: whom it is told, where, and what the log says to the operator."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http.client import HTTPException
from typing import Literal

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import Message, notice
from bot.slack.payloads import Place

log = logging.getLogger(__name__)

Way = Literal["in the channel", "directly"]


@dataclass(frozen=True, slots=True)
class Remedy:
    """`told`: the ways to tell the asker alone, the first that works; `sentence`: what; `advice`: to the operator."""

    told: tuple[Way, ...]
    sentence: str = ""
    advice: str = ""


DIRECTLY: tuple[Way, ...] = ("directly",)
THERE_OR_DIRECTLY: tuple[Way, ...] = ("in the channel", "directly")
NOWHERE: tuple[Way, ...] = ()
_GONE = frozenset({"user_not_found", "user_disabled", "cannot_dm_bot"})  # nobody is left to be told
_ASK_HERE = "You can ask me here instead."
_REINSTALL = "Install the app again and restart with the new token."

# Slack's errors of chat.postMessage. What a person is told names the channel and nothing of the question.
REMEDIES: dict[str, Remedy] = {
    "is_archived": Remedy(DIRECTLY, f"I could not answer you in {{channel}}: it is archived. {_ASK_HERE}"),
    "channel_not_found": Remedy(DIRECTLY, f"I could not answer you: I am no longer in that channel. {_ASK_HERE}"),
    "not_in_channel": Remedy(
        DIRECTLY, f"I could not answer you in {{channel}}: I am no longer in it. Invite me again. {_ASK_HERE}"
    ),
    "restricted_action": Remedy(DIRECTLY, f"I could not answer you in {{channel}}: I may not post there. {_ASK_HERE}"),
    "ratelimited": Remedy(
        THERE_OR_DIRECTLY,
        "Slack lets me post only so often, and my answer did not get through. Please ask again later.",
    ),
    "unreachable": Remedy(
        THERE_OR_DIRECTLY, "Slack did not confirm my answer. If you do not see it in the thread, please ask again."
    ),
    "user_not_found": Remedy(NOWHERE, advice="The person is no longer in the workspace."),
    "user_disabled": Remedy(NOWHERE, advice="The person's account is deactivated."),
    "cannot_dm_bot": Remedy(NOWHERE, advice="The person is a bot."),
    "messages_tab_disabled": Remedy(NOWHERE, advice="Switch the messages tab on: App Home, in the app's settings."),
    "token_revoked": Remedy(NOWHERE, advice=f"The bot token was revoked. {_REINSTALL}"),
    "token_expired": Remedy(NOWHERE, advice=f"The bot token has expired. {_REINSTALL}"),
    "account_inactive": Remedy(NOWHERE, advice=f"The app was removed from the workspace. {_REINSTALL}"),
    "invalid_auth": Remedy(NOWHERE, advice=f"Slack does not know the bot token. {_REINSTALL}"),
    "not_authed": Remedy(NOWHERE, advice="There is no bot token: set SLACK_BOT_TOKEN."),
    "missing_scope": Remedy(NOWHERE, advice="A scope is missing: update the app from the manifest, install it again."),
}
_SAME = {
    "restricted_action_read_only_channel": "restricted_action",
    "restricted_action_thread_only_channel": "restricted_action",
    "restricted_action_non_threadable_channel": "restricted_action",
    "ekm_access_denied": "restricted_action",
    "team_access_not_granted": "restricted_action",
    "rate_limited": "ratelimited",
    "is_inactive": "account_inactive",
}
_OTHER = Remedy(THERE_OR_DIRECTLY, "Sorry, Slack did not take my answer ({code}), and this stays unanswered.")


def tell_elsewhere(client: WebClient, place: Place, code: str) -> bool:
    """Tell the asker, and nobody else, that no answer could be posted; False where someone is left untold.

    In a direct conversation a message of its own would meet the same fate.
    """
    remedy = REMEDIES.get(_SAME.get(code, code), _OTHER)
    log.error("An answer could not be posted in %s: %s. %s", place.channel, code, remedy.advice)
    message = notice(remedy.sentence.format(channel=f"<#{place.channel}>", code=code))
    for way in remedy.told:
        if place.user and not (place.direct and way == "directly"):
            try:
                _tell(client, place, message, way)
            except (SlackApiError, HTTPException, OSError) as error:
                log.error("Nor could the person be told %s: %s", way, _reason(error))  # noqa: TRY400 - no news in it
            else:
                return True
    return code in _GONE


def _tell(client: WebClient, place: Place, message: Message, way: Way) -> None:
    if way == "directly":
        client.chat_postMessage(channel=place.user, text=message.text, blocks=message.blocks)
    else:
        client.chat_postEphemeral(
            channel=place.channel,
            user=place.user,
            thread_ts=place.thread_ts or None,
            text=message.text,
            blocks=message.blocks,
        )


def _reason(error: Exception) -> str:
    return str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__
