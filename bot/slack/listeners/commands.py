"""The slash command, and what is pressed of digests: their buttons and form, the menu behind a line, a whole section.

A command is understood in any writing, as a question would be: signs, markup and spaces of any kind around its words
are no part of it. A section's modal opens at once and is filled when it is composed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.digest.selection import Selection
from bot.digest.text import DigestWording
from bot.records.languages import LANGUAGES, own
from bot.slack import subscribing
from bot.slack.answers import answer_message
from bot.slack.blocks import Message, literal, notice
from bot.slack.blocks import context as small
from bot.slack.contacts import Audience
from bot.slack.conversation import Conversation
from bot.slack.delivery import failure_told
from bot.slack.digest_blocks import ALL, DETAILS, LINE_MENU, read_line_menu, read_page_button, sentence_modal
from bot.slack.doors import OpenViews, announce, asker_of, failure_written, say, show, told_alone
from bot.slack.following import Caller, Following
from bot.slack.listeners.answers import with_share
from bot.slack.payloads import Place, placed
from bot.slack.subscription_blocks import (
    CALLBACK,
    CHANGE,
    FOLLOW,
    FORM,
    KEEP,
    PREVIEW,
    QUICK,
    RESUME,
    UNSUBSCRIBE,
    followed,
    read_offer,
    read_settings_modal,
    schedule,
    settings_modal,
)
from bot.slack.subscription_blocks import say as words_about
from bot.state.subscriptions import Subscription

log = logging.getLogger(__name__)

COMMAND = "/commitment"
_QUICK, _FOLLOW = re.compile(rf"{QUICK}:.+\Z"), re.compile(rf"{FOLLOW}:\d+\Z")


def register(app: App, conversation: Conversation, following: Following) -> None:
    """Listen to the command, to the buttons under digests, and to the form."""

    def on_command(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        place = placed(context, body["team_id"], body["channel_id"], body["user_id"])
        audience = Audience(place, client, f"{place.channel}/{body.get('trigger_id')}")
        turn = conversation.take_alone(place, audience.name)
        ack()
        untold = partial(conversation.ledger.pause, turn) if turn else lambda: None
        with told_alone(respond, client, place, untold):
            said = (body.get("text") or "").strip()
            reason = conversation.refusal(place) or conversation.too_often(place.user)
            say(respond, notice(reason) if reason else _command(conversation, following, audience, said))
        if turn:
            conversation.ledger.end(turn)  # nothing of it is ended that was put back

    def on_button(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        place = placed(context, body["user"].get("team_id"), body["channel"]["id"], body["user"]["id"])
        with told_alone(respond, client, place):
            action = body["actions"][0]
            reason = conversation.refusal(place)
            if reason:
                say(respond, notice(reason))
            elif action["action_id"] == FORM:
                _open(following, Caller.at(place), action["value"], body["trigger_id"], respond, client)
            elif action["action_id"].startswith(QUICK):
                # what only one person sees is shown anew in its place; a digest in the channel stays
                instead = bool((body.get("container") or {}).get("is_ephemeral"))
                say(respond, _change(following, place, action, client), instead=instead)
            else:
                say(respond, _press(conversation, following, place, action["action_id"], action["value"], client))

    def on_form(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        key, _, channel = body["view"]["private_metadata"].partition(" ")
        place = placed(context, body["user"].get("team_id"), channel, body["user"]["id"])
        caller = Caller.at(place)
        one = following.of(caller, key)
        values, wrong = read_settings_modal(body["view"]["state"]["values"], one.language if one else "en")
        if not wrong:
            reason = conversation.refusal(place) or (None if one else words_about("en")["ended"])
            wrong = {"at": reason} if reason else {}  # the form stays open, and its first field says why
        if wrong:
            ack(response_action="errors", errors=wrong)
            return
        ack()
        with failure_written(asker_of(body, context, client)):  # the form is closed: its person is told elsewhere
            following.change(caller, key, values)
            _announce_change(client, caller, following, key)

    app.command(COMMAND)(on_command)
    for name in (PREVIEW, CHANGE, RESUME, UNSUBSCRIBE, FORM, KEEP, _QUICK, _FOLLOW):
        app.action(name)(on_button)
    app.view(CALLBACK)(on_form)
    _listen_to_digests(app, conversation, following)


def _command(conversation: Conversation, following: Following, audience: Audience, said: str) -> Message:
    place, client = audience.place, audience.client
    typed = read_command(said)
    if not typed.verb:
        given = conversation.questions.ask(audience, said, None, private=True)
        message = answer_message(given.answer, given.key, conversation.kit)
        return with_share(message, given.key, place.channel, given.answer.lang)
    zone, language = _person(client, place.user)
    caller = Caller.at(place, language)
    match typed.verb:
        case "subscribe":
            return _subscribe(conversation, following, place, typed, (zone, language), client)
        case "unsubscribe":
            given_words = subscribing.unsubscribe_from(following, caller, typed.rest) if typed.rest else None
            message, ended = given_words or subscribing.unsubscribe_all(following, caller)
            for one in ended:
                announce(client, caller.channel, _who(one, "has_ended", caller))
            return message
        case "digest":
            return following.preview(caller, None, partial(conversation.sight, place, client))
        case "settings":
            return following.overview(caller)
        case "help":
            return notice(words_about(language)["help"])
    message, changed = following.said(caller, typed.verb, typed.rest)
    if changed is not None:
        _announce_change(client, caller, following, changed.id)
    return message


def _subscribe(
    conversation: Conversation,
    following: Following,
    place: Place,
    typed: Command | Selection,
    person: tuple[str | None, str],
    client: WebClient,
    *,
    alone: bool = False,
) -> Message:
    """Subscribe the place to what is typed or was offered, or the person alone; a channel sees who did."""
    zone, language = person
    alone = alone or (isinstance(typed, Command) and typed.alone)
    if alone:
        opened = client.conversations_open(users=place.user)
        place = replace(place, channel=opened["channel"]["id"], direct=True)
        if reason := conversation.refusal(place):
            return notice(reason)
    caller = Caller.at(place, language)
    if isinstance(typed, Command):
        message, one = subscribing.subscribe(following, caller, typed.rest, zone, alone=alone)
    else:
        message, one = subscribing.follow(following, caller, typed, zone)
    if one is None:
        return message
    try:
        announce(client, caller.channel, _who(one, "set_up", caller))
    except SlackApiError as error:
        subscribing.unsubscribe(following, caller, one.id)
        log.info("No digest for %s: %s", caller.channel, error.response.get("error"))
        return notice(words_about(language)["cannot_post"])
    return message


def _press(
    conversation: Conversation, following: Following, place: Place, name: str, key: str, client: WebClient
) -> Message:
    if name.startswith(FOLLOW):
        chosen, alone = read_offer(key)
        person = _person(client, place.user)
        return _subscribe(conversation, following, place, chosen, person, client, alone=alone)
    caller = Caller.at(place)
    if name == PREVIEW:
        return following.preview(caller, key, partial(conversation.sight, place, client))
    if name == CHANGE:
        return following.panel(caller, key)
    one = following.of(caller, key)
    if name == UNSUBSCRIBE:
        message = subscribing.unsubscribe(following, caller, key)
    else:
        message = following.resume(caller, key) if name == RESUME else following.kept(caller, key)
    if one is not None:
        announce(client, caller.channel, message.text if name == KEEP else f"<@{caller.user}>: {message.text}")
    return message


def _change(following: Following, place: Place, action: dict[str, Any], client: WebClient) -> Message:
    """Change a digest as a press of its panel says; a channel sees who did."""
    caller = Caller.at(place)
    key, name = action.get("value") or "", action["action_id"].removeprefix(f"{QUICK}:")
    if picked := action.get("selected_option"):
        key, _, name = picked["value"].partition(" ")
    message, changed = following.quick(caller, key, name)
    if changed is not None:
        _announce_change(client, caller, following, changed.id)
    return message


def _open(following: Following, caller: Caller, key: str, trigger_id: str, respond: Respond, client: WebClient) -> None:
    one = following.of(caller, key)
    if one is None:
        say(respond, notice(words_about(caller.language)["ended"]))
        return
    view = settings_modal(one, following.off(key))
    show(client.views_open, view | {"private_metadata": f"{one.id} {caller.channel}"}, trigger_id=trigger_id)


def _person(client: WebClient, user: str) -> tuple[str | None, str]:
    """The person's time zone where Slack gives it, and their language, English where it is none of ours."""
    try:
        known = client.users_info(user=user, include_locale=True)["user"]
    except SlackApiError as error:
        log.info("Slack does not say who %s is: %s", user, error.response.get("error"))
        return None, "en"
    language = str(known.get("locale") or "")[:2].lower()
    return known.get("tz") or None, language if language in LANGUAGES else "en"


def _who(one: Subscription, act: str, caller: Caller, **more: str) -> str:
    """Who did what, in the digest's language."""
    return str(words_about(one.language)[act]).format(who=f"<@{caller.user}>", followed=literal(followed(one)), **more)


def _announce_change(client: WebClient, caller: Caller, following: Following, key: str) -> None:
    if (one := following.of(caller, key)) is not None:
        said = _who(one, "has_changed", caller, schedule=literal(schedule(one, following.off(key))))
        announce(client, caller.channel, said)


# -- the words of the command -------------------------------------------------------------------------------------

_WORD = re.compile(
    r"[\s*_`~\"']{0,20}(?P<word>[^\W\d_]{1,40})(?P<signs>[\s*_`~\"'.:;,!?]{0,20})(?P<rest>.*)\Z", re.DOTALL
)
_ME = "me"
_WITH_WORDS = frozenset(("subscribe", "unsubscribe", "mute", "unmute"))
"""Commands that more words may follow; with more words any other is the beginning of a question."""


@cache
def _commands() -> Mapping[str, str]:
    """word → the command that it stands for, in every language; `me` is for the person alone."""
    tables = [own(language, "lexicon").get("commands", {}) for language in LANGUAGES]
    return {word.casefold(): verb for table in tables for verb, words in table.items() for word in words}


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its `verb`, the words behind it, and whether it is for the person alone. A question has no verb."""

    verb: str
    rest: str = ""
    alone: bool = False


def read_command(text: str) -> Command:
    """What is typed behind `/commitment`; nothing at all asks for help.

    >>> read_command("subscribe: me KR0032")
    Command(verb='subscribe', rest='KR0032', alone=True)
    """
    found = _WORD.match(text)
    if not text.strip():
        return Command("help")
    verb = _commands().get(found["word"].casefold(), "") if found else ""
    verb = "" if verb == _ME else verb
    rest = found["rest"].strip() if found else ""
    if not verb or (rest and verb not in _WITH_WORDS):
        return Command("", text)
    # what stands between the verb and the rest may be the rest's own: `subscribe *KR0032*`
    rest = (found["signs"].lstrip(" \t\r\n\u00a0.:;,!?") + rest).strip() if found and rest else rest
    if verb == "subscribe" and (person := _WORD.match(rest)) and _commands().get(person["word"].casefold()) == _ME:
        return Command(verb, (person["signs"].lstrip(" \t\r\n\u00a0.:;,!?") + person["rest"]).strip(), True)
    return Command(verb, rest)


def _listen_to_digests(app: App, conversation: Conversation, following: Following) -> None:
    """Listen to the menus of lines, and to the buttons under long sections and those that turn their pages."""
    views = OpenViews()

    def on_menu(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        place = placed(context, body["user"].get("team_id"), body["channel"]["id"], body["user"]["id"])
        with told_alone(respond, client, place):
            reason = conversation.refusal(place)
            verb, key, code = read_line_menu(body["actions"][0]["selected_option"]["value"])
            if reason:
                say(respond, notice(reason))
            elif verb == DETAILS:
                audience = Audience(place, client, f"{place.channel}/{body.get('trigger_id')}")
                message = _details(conversation, audience, code)
                followers = following.followers(Caller.at(place), key)
                say(respond, Message(message.text, [*message.blocks, *([small(followers)] if followers else [])]))
            else:
                message, done = following.act_on_line(Caller.at(place), verb, key, code)
                say(respond, message)
                if done:
                    announce(client, place.channel, f"<@{place.user}>: {message.text}")

    def on_button(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        view = body.get("view")
        channel = view["private_metadata"] if view else body["channel"]["id"]
        if view is None:
            # what opens a modal holds for three seconds, which composing may take
            waiting = sentence_modal(DigestWording("en").everything("loading"), channel, conversation.kit, "info")
            view = show(client.views_open, waiting, trigger_id=body["trigger_id"])["view"]
        place = placed(context, body["user"].get("team_id"), channel, body["user"]["id"])

        def shown() -> dict[str, Any]:
            if reason := conversation.refusal(place):
                return sentence_modal(reason, channel, conversation.kit)
            token, section, skip = read_page_button(body["actions"][0]["value"])
            seen_by = partial(conversation.sight, place, client)
            return following.whole_section(Caller.at(place), token, section, skip, seen_by)

        def tell(message: Message) -> None:
            show(client.views_update, sentence_modal(message.text, channel, conversation.kit), view_id=view["id"])

        with failure_told(tell, channel):
            views.change(client, body | {"view": view}, shown)

    app.action(re.compile(rf"{LINE_MENU}:\w+:\d+"))(on_menu)
    app.action(re.compile(rf"{ALL}:\w+:\d+"))(on_button)


def _details(conversation: Conversation, audience: Audience, code: str) -> Message:
    given = conversation.questions.ask(audience, code, None, private=True)
    message = answer_message(given.answer, given.key, conversation.kit)
    return with_share(message, given.key, audience.place.channel, given.answer.lang)
