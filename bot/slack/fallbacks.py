"""What is sent instead of a message or view that Slack refuses: its values in plainer blocks, as lines, or a beginning.

What Slack calls invalid becomes plainer, with every value; only what it calls too long becomes shorter.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Literal, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import TEXT, Block, Message, fitted, link, literal, notice, parts, section
from bot.slack.payloads import Place

log = logging.getLogger(__name__)
Sent = TypeVar("Sent")

ROOM = 2_000  # characters: far below every limit of Slack's
SHORTENED = "_This answer was too long for Slack, and only its beginning is shown. Ask for less at once._"

_TOO_LONG = frozenset({"msg_too_long", "msg_blocks_too_long"})
_INVALID = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_attachments", "invalid_arguments"})
_OLD = frozenset({"header", "section", "context", "divider", "image", "actions", "rich_text"})  # every Slack knows them
_CHOICE = "choose:"  # the buttons that say what nothing else in their message does
_SAID = ("title", "caption", "name", "alt_text")  # where blocks hold bare words that people see
_POINTER = re.compile(r"/blocks/(\d+)")  # where Slack says that something is wrong
_WORDS = 500  # characters of Slack's words in the log


def send_fitting(send: Callable[[Message], Sent], message: Message) -> Sent:
    """What `send` gives for the message, or for what Slack takes instead; SlackApiError where it takes nothing."""
    while True:
        try:
            return send(message)
        except SlackApiError as error:
            less = fallback(message, error.response.data)
            if less is None:
                raise
            message = less


def fallback(message: Message, refusal: object) -> Message | None:
    """What to send in place of a message after Slack's answer `refusal`; None where there is nothing less of it."""
    said: Mapping[str, Any] = refusal if isinstance(refusal, dict) else {}
    code, words = str(said.get("error")), _words(said)
    for how, less in _ways(message, code, words):
        if less != message:
            count, why = len(message.blocks), fitted(words, _WORDS) or "no reason given"
            log.warning("Slack refused %d blocks (%s: %s); they are sent %s", count, code, why, how)
            return less
    return None


def _ways(message: Message, code: str, words: str) -> Iterator[tuple[str, Message]]:
    """How to send a message that was refused, the least change first; some may be no change."""
    if code in _TOO_LONG:
        yield "shortened", shortened(message)
    if code in _INVALID:
        refused = set(map(int, _POINTER.findall(words)))
        new = {place for place, block in enumerate(message.blocks) if block.get("type") not in _OLD}
        yield "with lines for the blocks that are refused", _plainer(message, refused)
        yield "with lines for all blocks that are new to Slack", _plainer(message, new)
        yield "as lines", Message(message.text, as_lines(message.blocks))
        yield "as text", Message("\n".join(lines(message.blocks)) or message.text, [])


def shortened(message: Message) -> Message:
    """The beginning of what a message says, without buttons; the same where it is that already."""
    if SHORTENED in (message.text[-len(SHORTENED) :], *lines(message.blocks[-1:])):
        return message
    beginning: list[str] = []
    room = ROOM
    for line in "\n".join(lines(message.blocks) if message.blocks else [message.text]).splitlines():
        if len(line) > room:
            break
        beginning.append(line)
        room -= len(line) + 1
    said = "\n".join(beginning).strip() or fitted(message.text.strip(), ROOM)
    if not message.blocks:
        return Message(f"{said}\n{SHORTENED}", [])
    return Message(message.text, [*(notice(said).blocks if said else []), *notice(SHORTENED).blocks])


def lines(part: object) -> Iterator[str]:
    """All that blocks, or parts of them, say, as lines with Slack's markup; of their buttons the choices alone."""
    match part:
        case list():
            for one in part:
                yield from lines(one)
        case {"type": "button", "action_id": str(name)} if not name.startswith(_CHOICE):
            return
        case {"type": "context_actions" | "feedback_buttons" | "overflow"}:
            return
        case {"type": "input", "label": label, "element": {**element}}:
            held = [value for name, value in element.items() if str(name).startswith("initial_")]
            said = [literal(one) if isinstance(one, str) else ", ".join(lines(one)) for one in held]
            yield f"{' '.join(lines(label))}: {', '.join(said)}"
        case {"rows": list(rows), **others}:
            yield from lines(others)
            yield from (" | ".join(" ".join(lines(cell)) for cell in row) for row in rows)
        case {"type": "rich_text_section" | "rich_text_preformatted" | "rich_text_quote", "elements": list(elements)}:
            yield "".join(line for one in elements for line in lines(one))
        case {"accessory": accessory, **others}:
            yield " · ".join([*lines(others), *lines(accessory)])
        case {"type": "context", "elements": list(elements)}:
            yield " ".join(lines(elements))
        case {"type": "action_cell", "fallback": fallback}:
            yield from lines(fallback)
        case {"type": "mrkdwn", "text": str(text)}:
            yield text
        case {"type": "link" | "citation", "url": str(url), **others}:
            yield link(url, literal(str(others.get("text") or url)))
        case {"text": str(text)}:
            yield literal(text)
        case {"label": str(label), "value": value}:
            yield f"{literal(label)}: {value}"
        case {"type": "raw_number", "value": value}:
            yield str(value)
        case dict():
            for name, value in part.items():
                yield from [literal(value)] if name in _SAID and isinstance(value, str) else lines(value)


def as_lines(part: object) -> list[Block]:
    """All that blocks, or parts of them, say, as sections of lines."""
    return [section(piece) for piece in parts("\n".join(lines(part)), TEXT)]


def _plainer(message: Message, places: set[int]) -> Message:
    """The message with lines in place of some of its blocks; of buttons that say nothing there are none."""
    blocks: list[Block] = []
    for place, block in enumerate(message.blocks):
        blocks += as_lines(block) if place in places else [block]
    return Message(message.text, blocks)


def _words(said: Mapping[str, Any]) -> str:
    """What Slack says is wrong: the same twice, in two places that not every answer has."""
    told = said.get("errors") or (said.get("response_metadata") or {}).get("messages") or []
    return "; ".join(map(str, told))


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
    "unconfirmed": "unreachable",
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
    return tell_alone(client, place, message, remedy.told) or code in _GONE


def tell_alone(client: WebClient, place: Place, message: Message, ways: tuple[Way, ...] = THERE_OR_DIRECTLY) -> bool:
    """Tell a person, and nobody else, in the first of the ways that works; False where none does."""
    for way in ways:
        if place.user and not (place.direct and way == "directly"):
            try:
                _tell(client, place, message, way)
            except (SlackApiError, HTTPException, OSError) as error:
                log.error("Nor could the person be told %s: %s", way, _reason(error))  # noqa: TRY400 - no news in it
            else:
                return True
    return False


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
