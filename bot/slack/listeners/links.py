"""What messages of people name: addresses of pages get a card, and a message shortcut shows what else is named.

Each address gets one card, where the bot is allowed to speak, and its pane. Both are a Work Object (an “entity”): the
card is what everybody in the channel sees, the pane what one reader opens. Slack's limits (`chat.unfurl`): five links a
message; none is published of an entity's values, so they are those of a message's metadata. Where Slack takes no
entity, the card is blocks. What the shortcut shows is for whoever asks, and nobody else.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.asking import answer_frame
from bot.asking.answer import Answer, Finding
from bot.asking.frames import Lookup
from bot.asking.mentions import Citations, citations
from bot.asking.thread import Thread
from bot.asking.wording import Wording
from bot.records.known_contacts import MARK
from bot.records.languages import fill
from bot.slack.answers import answer_message
from bot.slack.blocks import (
    TEXT,
    Block,
    Message,
    bold,
    button,
    columns,
    context,
    fitted,
    link,
    literal,
    notice,
    parts,
    plain,
    section,
    web_address,
)
from bot.slack.blocks import words as button_words
from bot.slack.contacts import Audience
from bot.slack.delivery import failure_told
from bot.slack.doors import Doors, asker_of, language_of, reader_of, say, told_alone, words
from bot.slack.values import COLOURS, Values, mark
from bot.state.unfinished_turns import claim

log = logging.getLogger(__name__)

EVENT, DETAILS = "link_shared", "entity_details_requested"
_COMPOSER = "composer"  # where a message is still being written: its author alone sees the card
_LATE = "invalid_trigger_id"  # Slack waits for a pane's content a few seconds


def register(app: App, doors: Doors) -> None:
    """Listen to links (where there is no card, nothing is said: nobody asked), to panes and to the message shortcut."""

    def on_link(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        event, asker = body["event"], asker_of(body, context, client)
        # a channel that may be shared with another organisation gets none
        shared = body.get("is_ext_shared_channel") is not False and event.get("source") != _COMPOSER
        if shared or doors.refusal(asker):
            return
        addresses = dict.fromkeys(one["url"] for one in event["links"])
        known = {address: given for address in addresses if (given := _known(doors, address))}
        again = event.get("is_unfurl_refresh") is True  # somebody asks Slack for the card anew
        chosen = list(known.items())[:LINKS]
        new = {address: given for address, given in chosen if again or _is_new(doors, event, address)}
        if new:
            _unfurl(client, event, new)

    def on_details(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        event, asker = body["event"], asker_of(body, context, client)
        address = event["entity_url"]
        code = (page_of(address) or (address,))[0]

        def refuse(message: Message) -> None:
            said = {"custom_title": code, "custom_message": message.text, "message_format": "markdown"}
            _present(client, event, error={"status": "custom"} | said)

        with failure_told(refuse, asker.place.channel):
            reader, language = reader_of(asker)
            if reason := doors.refusal(reader, asks=True):
                refuse(notice(reason))
            elif (given := doors.record(reader, code, language)).entries:
                _present(client, event, metadata=pane(given, address))
            else:
                refuse(notice(words(language)["lookup"]["unknown"].format(codes=literal(code))))

    app.event(EVENT)(on_link)
    app.event(DETAILS)(on_details)
    _listen_to_shortcut(app, doors)


def _known(doors: Doors, address: str) -> Answer | None:
    """What a card says of a commitment's page; None where there is nothing to say, or no such page."""
    found = page_of(address)
    if found is None:
        return None
    code, language = found
    with doors.store() as store:
        if not store.existing([code]):
            return None
        given = answer_frame(store, Lookup((code,), FIELDS), as_of=doors.today(), lang=language)
    return given if card(given, address) else None


def _is_new(doors: Doors, event: dict[str, Any], address: str) -> bool:
    """Whether this link of this message has no card yet; the same event may come twice, and after an edit."""
    name = f"{event['channel']}/{event['message_ts']}/{address}"
    return claim(doors.conversation.state, f"unfurl/{hashlib.sha256(name.encode()).hexdigest()}")


def _unfurl(client: WebClient, event: dict[str, Any], known: Mapping[str, Answer]) -> None:
    """Give Slack the cards: as entities, else as blocks. That it takes no entity it may say in a warning alone."""
    where = {"channel": event["channel"], "ts": event["message_ts"]}
    if event.get("source") == _COMPOSER:
        where = {"unfurl_id": event["unfurl_id"], "source": _COMPOSER}
    entities = [card(given, address) for address, given in known.items()]
    blocks = {address: {"blocks": card_blocks(given, address)} for address, given in known.items()}
    for cards in ({"metadata": {"entities": entities}}, {"unfurls": blocks}):
        try:
            said = client.chat_unfurl(**where, **cards)
            if "metadata" not in str(said.get("warning")):
                return
        except SlackApiError as error:
            said = error.response
        log.info("Slack takes no cards as %s for links in %s: %s", *cards, event["channel"], said.data)


def _present(client: WebClient, event: dict[str, Any], **content: Any) -> None:
    """Fill the pane that a reader opened."""
    try:
        client.entity_presentDetails(trigger_id=event["trigger_id"], **content)
    except SlackApiError as error:
        if error.response.get("error") != _LATE:
            raise
        log.info("A pane came too late for Slack")


# -- cards and panes ----------------------------------------------------------------------------------------------

Entity = dict[str, Any]

DOMAIN = "www.opengovpartnership.org"
LINKS = 5
KIND = "slack#/entities/item"
"""An item has the fields that we give it; a task's must be a person and whole days, as a commitment's need not be."""
FIELDS = ("title", "lead_institution", "start", "end", "status", "completion", "policy_areas")
"""What a card shows: nothing of persons, since nobody asked for it and everybody sees it."""
_PAGE = re.compile(
    rf"https?://(?:www\.)?{re.escape(DOMAIN.removeprefix('www.'))}/(?:(?P<language>es|fr)/)?"
    r"members/[^/?#\s]+/commitments/(?P<code>[A-Za-z]{2,5}\d{4})/?(?:[?#]\S*)?",
    re.IGNORECASE,
)
_TITLE, _VALUE, _SOURCES = 300, 200, 600
_ADDRESS = 1_000
_PANE_VALUE = 2_000
_PANE = 14_000  # bytes: Slack's limit for a message's metadata is 16 KB
_WIDE = 60  # characters from which on a value gets the whole width
_MODIFIED = 1
"""One time for card and pane: of a pane that is newer, Slack would let everybody's card follow."""


def page_of(address: str) -> tuple[str, str] | None:
    """The code and the language of a commitment page's address; None for any other address."""
    found = _PAGE.fullmatch(address)
    return (found["code"].upper(), (found["language"] or "en").lower()) if found else None


def card(answer: Answer, address: str) -> Entity:
    """The card of the one commitment that is answered without contacts; empty where nothing of it is stated.

    A value or a title in which one was withheld is left out.
    """
    stated = _stated(answer)
    if not stated:
        return {}
    wording = Wording(answer.lang)
    fields = [_field(one.field, wording.heading(one.field), _said(one), _VALUE, one) for one in _shown(stated)]
    fields.append(
        _field("sources", button_words(answer.lang)["sources_title"], ", ".join(_documents(stated)), _SOURCES)
    )
    return _entity(answer, address, fields) | {"app_unfurl_url": address}


def card_blocks(answer: Answer, address: str) -> list[Block]:
    """The same card as blocks, for where Slack takes no entity."""
    stated = _stated(answer)
    wording = Wording(answer.lang)
    cells = [f"{bold(wording.heading(one.field))}\n{fitted(literal(_said(one)), _VALUE)}" for one in _shown(stated)]
    entry = answer.entries[0]
    title = "" if MARK in entry.title else fitted(literal(entry.title), _TITLE)
    code = f"*{link(address if len(address) <= _ADDRESS else None, literal(entry.code))}*"
    blocks = [section(f"{code} · {title}" if title else code), *([columns(cells)] if cells else [])]
    return [*blocks, context(fitted(", ".join(map(literal, _documents(stated))), _SOURCES))]


def pane(answer: Answer, address: str) -> Entity:
    """All that is answered of one commitment, with the numbers of its sources, and the sources below.

    What finds no room is counted.
    """
    values, say = Values.of(answer), button_words(answer.lang)
    fields = [_field("notes", say["note"], "\n".join(answer.notes), _PANE_VALUE)] if answer.notes else []
    cited: dict[str, None] = {}
    findings = answer.entries[0].findings
    room = _PANE - len(str(fields).encode())
    for number, one in enumerate(findings):
        field = _field(one.field, values.label(one.field), values.said(one, _PANE_VALUE), _PANE_VALUE, one)
        lines = dict.fromkeys(plain(answer.sources[values.number(item) - 1]) for item in one.items)
        room -= len(str([field, *lines]).encode())
        if room < 0:
            rest = fill(say["record_rest"], answer.lang, count=len(findings) - number)
            fields.append(_field("rest", say["note"], rest, _PANE_VALUE))
            break
        fields.append(field)
        cited |= lines
    sources = enumerate(parts("\n".join(cited), TEXT), 1)
    fields += [_field(f"sources_{number}", say["sources_title"], part, TEXT) for number, part in sources]
    return _entity(answer, address, fields)


def _stated(answer: Answer) -> list[Finding]:
    """The values of a card's one commitment, without those in which a contact was withheld."""
    findings = answer.entries[0].findings if len(answer.entries) == 1 else ()
    return [one for one in findings if one.state == "value" and not any(MARK in item.raw for item in one.items)]


def _shown(stated: Sequence[Finding]) -> list[Finding]:
    return [one for one in stated if one.field != "title"]


def _documents(stated: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(item.doc for one in stated for item in one.items))


def _said(finding: Finding) -> str:
    values = "; ".join(" ".join(item.shown.split()) for item in finding.items)
    return f"{mark(finding)} {values}".strip()


def _entity(answer: Answer, address: str, fields: list[Entity]) -> Entity:
    """The commitment as Slack knows it: in card and pane by the same code, and by the same address without a query."""
    entry = answer.entries[0]
    title = "" if MARK in entry.title else fitted(plain(entry.title), _TITLE)
    kind = button_words(answer.lang)["title"]
    named = {"title": {"text": title or entry.code}, "display_id": entry.code, "display_type": kind}
    return {
        "entity_type": KIND,
        "url": web_address(re.split(r"[?#]", address)[0]),
        "external_ref": {"id": entry.code},
        "entity_payload": {"attributes": named | {"metadata_last_modified": _MODIFIED}, "custom_fields": fields},
    }


def _field(key: str, label: str, value: str, most: int, finding: Finding | None = None) -> Entity:
    """A field of an entity: text as it is, for without a format Slack reads no markup in it; a state is coloured."""
    shape = mark(finding) if finding else ""
    field = {"key": key, "label": label, "type": "string", "value": fitted(plain(value), most)}
    wide = {"long": True} if len(value) > _WIDE else {}
    return field | wide | ({"tag_color": COLOURS.get(shape, "gray")} if shape else {})


CALLBACK = "look_up"
"""The message shortcut, as the manifest names it."""
_SHOW = "lookup:show"  # a button's action_id is `lookup:show:0`, `lookup:show:1`, …
SHOWN = 10
_FOUND_TITLE = 200
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
        title = fitted(literal(titles.get(code, "")), _FOUND_TITLE)
        show = button(f"{_SHOW}:{number}", table["show"], code, f"{table['show']}: {code}")
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


_SHOWS = re.compile(rf"{_SHOW}:\d+\Z")


def _listen_to_shortcut(app: App, doors: Doors) -> None:
    """Listen to the message shortcut, and to the buttons of what it found."""

    def on_message(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with told_alone(respond, client, asker.place):
            reason = doors.refusal(asker, asks=True)
            say(respond, notice(reason) if reason else _looked_up(doors, asker, body["message"]))

    def on_show(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with told_alone(respond, client, asker.place):
            reason = doors.refusal(asker, asks=True)
            code = body["actions"][0]["value"]
            say(respond, notice(reason) if reason else _answered(doors, asker, code, language_of(asker)))

    app.message_shortcut(CALLBACK)(on_message)
    app.action(_SHOWS)(on_show)


def _looked_up(doors: Doors, asker: Audience, message: dict[str, Any]) -> Message:
    """The card of the one commitment that is named, or all of them to choose from."""
    language = language_of(asker)
    with doors.store() as store:
        found = citations(store, message_text(message), doors.today())
        if len(found.codes) == 1 and not found.unknown:
            return _answered(doors, asker, found.codes[0], language)
        titles = doors.titles(found.codes[:SHOWN])
        example = next(iter(store.select("c.has_page = 1", [])), "KR0032")
    return found_message(found, titles, example, language)


def _answered(doors: Doors, asker: Audience, code: str, language: str) -> Message:
    """The answer to the code alone, asked in the person's language and kept as their own question."""
    given = doors.ask(asker, code, Thread(language=language).to_json())
    return answer_message(given.answer, given.key, doors.conversation.kit)
