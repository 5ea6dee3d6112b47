"""The message shortcut: which commitments does this message name? The answer is for whoever asks, and nobody else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.asking.mentions import Citations, citations
from bot.asking.thread import Thread
from bot.records.languages import fill
from bot.slack.answers import answer_message
from bot.slack.blocks import Block, Message, button, context, fitted, literal, notice, section
from bot.slack.contacts import Audience
from bot.slack.doors import Doors, asker_of, language_of, say, told_alone, words

CALLBACK = "look_up"
"""The message shortcut, as the manifest names it."""
SHOW = "lookup:show"  # a button's action_id is `lookup:show:0`, `lookup:show:1`, …
SHOWN = 10
_TITLE = 200
_UNKNOWN = 5


def message_text(message: Mapping[str, Any]) -> str:
    """What a message says: its text, and what stands in its blocks and attachments where other apps write."""
    texts = [str(message.get("text") or "")]
    for part in (message.get("blocks"), message.get("attachments")):
        texts += [text for text in _texts(part) if text not in texts]
    return "\n".join(filter(None, texts))


def found_message(found: Citations, titles: Mapping[str, str], example: str, language: str) -> Message:
    """The commitments with a button each; `example` is a code of this corpus, shown where there are none."""
    table = words(language)
    say = table["lookup"]
    unknown = say["unknown"].format(codes=", ".join(map(literal, found.unknown[:_UNKNOWN]))) if found.unknown else ""
    if not found.codes:
        return notice(unknown or say["none"].format(code=example))
    blocks: list[Block] = [section(say["found"])]
    for number, code in enumerate(found.codes[:SHOWN]):
        title = fitted(literal(titles.get(code, "")), _TITLE)
        show = button(f"{SHOW}:{number}", table["show"], code, f"{table['show']}: {code}")
        blocks.append(section(f"*{literal(code)}*" + (f" · {title}" if title else "")) | {"accessory": show})
    if len(found.codes) > SHOWN:
        blocks.append(context(fill(say["more"], language, count=len(found.codes) - SHOWN)))
    if unknown:
        blocks.append(context(unknown))
    return Message(f"{say['found']} {', '.join(found.codes[:SHOWN])}", blocks)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value[name] for name in ("text", "fallback", "title") if isinstance(value.get(name), str)]
        return own + [text for inner in value.values() if not isinstance(inner, str) for text in _texts(inner)]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list) else []


SHOWS = re.compile(rf"{SHOW}:\d+\Z")


def register(app: App, doors: Doors) -> None:
    """Listen to the message shortcut, and to the buttons of what it found."""

    def on_message(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with told_alone(respond, client, asker.place):
            reason = doors.refusal(asker, asks=True)
            say(respond, notice(reason) if reason else _look_up(doors, asker, body["message"]))

    def on_show(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with told_alone(respond, client, asker.place):
            reason = doors.refusal(asker, asks=True)
            code = body["actions"][0]["value"]
            say(respond, notice(reason) if reason else _card(doors, asker, code, language_of(asker)))

    app.message_shortcut(CALLBACK)(on_message)
    app.action(SHOWS)(on_show)


def _look_up(doors: Doors, asker: Audience, message: dict[str, Any]) -> Message:
    """The card of the one commitment that is named, or all of them to choose from."""
    language = language_of(asker)
    with doors.store() as store:
        found = citations(store, message_text(message), doors.today())
        if len(found.codes) == 1 and not found.unknown:
            return _card(doors, asker, found.codes[0], language)
        titles = doors.titles(found.codes[:SHOWN])
        example = next(iter(store.select("c.has_page = 1", [])), "KR0032")
    return found_message(found, titles, example, language)


def _card(doors: Doors, asker: Audience, code: str, language: str) -> Message:
    """The answer to the code alone, asked in the person's language and kept as their own question."""
    given = doors.ask(asker, code, Thread(language=language).to_json())
    return answer_message(given.answer, given.key, doors.conversation.kit)
