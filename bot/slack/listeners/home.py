"""The app's own page: the Home tab and its buttons, and the prompts of the messages tab.

It has its blocks within the 100 that Slack takes, in the language of its reader.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.asking import example_questions
from bot.asking.answer import Answer, Item
from bot.asking.frames import Has, Listing
from bot.asking.wording import Wording
from bot.digest.text import DigestWording
from bot.records.document_queries import Newest
from bot.records.languages import fill
from bot.records.store import Store
from bot.slack.answers import answer_view, is_card, record_view
from bot.slack.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    fitted,
    header,
    link,
    literal,
    modal,
    notice,
    plain,
    section,
)
from bot.slack.contacts import Audience
from bot.slack.doors import Doors, announce, asker_of, failure_written, language_of, show, words
from bot.slack.following import Caller
from bot.slack.subscribing import unsubscribe
from bot.slack.subscription_blocks import followed, settings_modal
from bot.state.subscriptions import Subscription, get, of_owner

log = logging.getLogger(__name__)

# -- what there is to tell, and its blocks ------------------------------------------------------------------------

ASK = "home:ask"  # a button's action_id is `home:ask:0`, `home:ask:1`, …
SEARCH = "home:search"
PREVIEW, CHANGE, RESUME, UNSUBSCRIBE = "home:preview", "home:change", "home:resume", "home:unsubscribe"
_FOLLOWED = 20  # subscriptions, two blocks each
_COUNTRIES = 30
_TITLE = 150
_ADDRESS = 1_000
_VALUE = 200
_QUESTION = 1_900  # characters; a button carries 2,000
DEADLINES = 8
PROMPTS = 4
"""Prompts that Slack shows at most."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to show, as of a day. `read` is the day of the last ingest, `ends` the nearest ends, quoted.

    `undated` commitments have an end that is not known, or not well enough; `titles` are those of what is followed.
    """

    as_of: date
    total: int
    pages: int
    countries: tuple[str, ...]
    newest: Newest | None
    read: str | None
    questions: tuple[str, ...]
    ends: tuple[Item, ...]
    undated: int
    follows: tuple[Subscription, ...]
    titles: Mapping[str, str]


def coming(as_of: date) -> Listing:
    """The commitments that end next, from a day on."""
    ahead = Has("end", "within", (as_of.isoformat(), ""))
    return Listing(ahead, order="end", limit=DEADLINES)


def overview(
    store: Store,
    as_of: date,
    questions: tuple[str, ...],
    dated: Answer,
    follows: tuple[Subscription, ...],
    titles: Mapping[str, str],
) -> Overview:
    """What App Home tells; `dated` is the answer to `coming`, as the person may see it."""
    total, pages = store.totals()
    return Overview(
        as_of,
        total,
        pages,
        tuple(name for _prefix, name in store.countries()),
        store.newest_document(),
        store.fact("as_of"),
        questions,
        tuple(item for item in dated.items if item.field == "end"),
        len(dated.unknown),
        follows,
        titles,
    )


def home_view(seen: Overview, language: str) -> dict[str, Any]:
    """The Home tab for one person."""
    table = words(language)
    say = table["home"]
    parts = (
        _holds(seen, say, language),
        _how(seen, table),
        _deadlines(seen, say, language),
        _follows(seen, say, language),
    )
    blocks = [block for part in parts for block in ({"type": "divider"}, *part)]
    return {"type": "home", "blocks": blocks[1:]}


def _holds(seen: Overview, say: Mapping[str, Any], language: str) -> Iterator[Block]:
    yield header(say["holds"])
    if not seen.total:
        yield section(say["empty"])
        return
    named = [literal(name) for name in seen.countries[:_COUNTRIES]]
    if len(seen.countries) > _COUNTRIES:
        named.append(fill(say["more"], language, count=len(seen.countries) - _COUNTRIES))
    total = say["total"].format(total=f"*{seen.total}*", pages=f"*{seen.pages}*", countries=", ".join(named))
    yield section(fitted(total, 2_900))
    facts = []
    if seen.newest:
        doc = _link(seen.newest.url, fitted(literal(seen.newest.doc), _VALUE))
        facts.append(say["newest"].format(doc=doc, day=seen.newest.day))
    if seen.read:
        facts.append(say["read"].format(day=seen.read))
    if facts:
        yield context(" · ".join(facts))


def _how(seen: Overview, table: Mapping[str, Any]) -> Iterator[Block]:
    say = table["home"]
    yield header(say["how"])
    yield section(say["how_text"])
    for number, question in enumerate(seen.questions):
        if len(question) <= _QUESTION:
            ask = button(f"{ASK}:{number}", table["ask"], plain(question), f"{table['ask']}: {question}")
            yield section(literal(question)) | {"accessory": ask}
    yield actions([button(SEARCH, table["search"]["title"], "-")])


def _deadlines(seen: Overview, say: Mapping[str, Any], language: str) -> Iterator[Block]:
    yield header(say["deadlines"])
    if seen.ends:
        lines = [_deadline(item, seen.as_of, language) for item in seen.ends]
        yield from map(section, lines)
    else:
        yield section(say["no_deadlines"])
    if seen.undated:
        yield context(fill(say["undated"], language, count=seen.undated))


def _deadline(item: Item, as_of: date, language: str) -> str:
    """The quoted end of a commitment, how far away it is where the day is known, and its document.

    The code leads to the page.
    """
    wording = DigestWording(language)
    end = fitted(literal(" ".join(item.raw.split())), _VALUE)
    if item.precision == "day" and item.value:
        end += f" ({wording.when((date.fromisoformat(item.value) - as_of).days, as_of)})"
    title = fitted(literal(item.title), _TITLE)
    head = f"{_link(item.url, literal(item.code))}" + (f" · {title}" if title else "")
    place = fitted(literal(" ".join(item.doc.split())), _VALUE)
    return f"{head} — {end} ({place}, {Wording(language).where(item)})"


def _link(address: str | None, label: str) -> str:
    """A link, but for an address that would fill the whole section."""
    return link(address if address and len(address) <= _ADDRESS else None, label)


def _follows(seen: Overview, say: Mapping[str, Any], language: str) -> Iterator[Block]:
    yield header(say["follows"])
    if not seen.follows:
        yield section(say["follows_nothing"])
    for one in seen.follows[:_FOLLOWED]:
        yield section(f"*{_what(one, seen, say)}*\n{_where_and_when(one, say)}")
        names = (PREVIEW, CHANGE, *((RESUME,) if one.stopped else ()), UNSUBSCRIBE)
        yield actions([button(name, say[name.partition(":")[2]], one.id) for name in names])
    if len(seen.follows) > _FOLLOWED:
        yield context(fill(say["more"], language, count=len(seen.follows) - _FOLLOWED))


def _what(one: Subscription, seen: Overview, say: Mapping[str, Any]) -> str:
    followed = say["kinds"][one.kind].format(value=one.value)
    title = seen.titles.get(one.value, "") if one.kind == "code" else ""
    return fitted(literal(f"{followed} · {title}" if title else followed).replace("*", "∗"), 300)


def _where_and_when(one: Subscription, say: Mapping[str, Any]) -> str:
    place = say["to_you"] if one.channel.startswith("D") else f"<#{one.channel}>"
    days = ", ".join(say["days"][day] for day in one.days)
    said = [
        place,
        say["when"].format(often=say["weekly" if one.weekly else "daily"], days=days, at=one.at, zone=one.zone),
    ]
    if one.paused_until:
        said.append(say["paused"].format(day=one.paused_until))
    if one.stopped:
        said.append(literal(say["stopped"].format(reason=one.stopped)))
    return " · ".join(said)


def suggested(questions: Sequence[str], language: str) -> dict[str, Any]:
    """What `assistant.threads.setSuggestedPrompts` is told: the first of the questions, each pressed as it reads."""
    prompts = [{"title": question, "message": question} for question in map(plain, questions[:PROMPTS])]
    return {"prompts": prompts, "title": words(language)["prompts"]["title"]}


# -- what is listened to ------------------------------------------------------------------------------------------

EVENT = "app_home_opened"
ASKS = re.compile(rf"{ASK}:\d+\Z")


def register(app: App, doors: Doors) -> None:
    """Listen to whoever opens the app's page, and to the buttons of its Home tab."""

    def on_opened(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(body, context, client)
        if body["event"].get("tab") == "messages":
            if doors.conversation.is_agent(context) and not doors.refusal(asker):
                _suggest(doors, asker)
        else:
            # its channel is that of the direct messages, which are another tab
            page = replace(asker, place=replace(asker.place, channel="", direct=True))
            with failure_written(page):
                _publish(doors, page)

    def on_ask(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with failure_written(asker):
            view = _answer(doors, asker, body["actions"][0]["value"])
            show(client.views_open, view, trigger_id=body["trigger_id"])

    def on_digest(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with failure_written(asker):
            if doors.refusal(asker):
                _publish(doors, asker)  # which says why
            else:
                action = body["actions"][0]
                _press(doors, asker, action["action_id"], action["value"], body["trigger_id"])

    app.event(EVENT)(on_opened)
    app.action(ASKS)(on_ask)
    for name in (PREVIEW, CHANGE, RESUME, UNSUBSCRIBE):
        app.action(name)(on_digest)


def _suggest(doors: Doors, asker: Audience) -> None:
    """Offer questions; they are an extra, so that where Slack does not take them only the log says so.

    They belong to the whole of the messages tab: with a thread Slack would show them nowhere, and not say so.
    """
    language = language_of(asker)
    with doors.store() as store:
        questions = example_questions(store, as_of=doors.today(), lang=language)
    if not questions:
        return
    try:
        asker.client.assistant_threads_setSuggestedPrompts(
            channel_id=asker.place.channel, **suggested(questions, language)
        )
    except SlackApiError as error:
        log.warning("Slack does not take suggested prompts: %s", error.response.get("error"))


def _publish(doors: Doors, asker: Audience) -> None:
    """Show the Home tab to whoever is answered, and to others why they are not."""
    person = asker.place
    reason = doors.refusal(asker)
    if reason:
        show(asker.client.views_publish, {"type": "home", "blocks": notice(reason).blocks}, user_id=person.user)
        return
    language, today = language_of(asker), doors.today()
    follows = tuple(of_owner(doors.conversation.state, person.workspace, person.user))
    with doors.store() as store:
        codes = store.existing(one.value for one in follows if one.kind == "code")
        seen = overview(
            store,
            today,
            example_questions(store, as_of=today, lang=language),
            doors.answer(coming(today), asker, language),
            follows,
            doors.titles(sorted(codes)),
        )
    show(asker.client.views_publish, home_view(seen, language), user_id=person.user)


def _answer(doors: Doors, asker: Audience, question: str) -> dict[str, Any]:
    """The answer to a question of the page, asked and kept as the person's own."""
    if reason := doors.refusal(asker, asks=True):
        language = language_of(asker)
        return modal(words(language)["home"]["how"], doors.kit.notice(reason), words(language)["close"])
    answer = doors.ask(asker, question).answer
    title = words(answer.lang)["home"]["how"]
    if is_card(answer):  # a modal has room for the rest of it too
        return record_view(doors.record(asker, answer.entries[0].code, answer.lang), title)
    return answer_view(answer, title)


def _press(doors: Doors, asker: Audience, name: str, key: str, trigger_id: str) -> None:
    """Do with a digest of the person's own what its button says; who did it is visible where the digest is posted."""
    one, client = get(doors.conversation.state, key), asker.client
    if one is None or (one.owner, one.team) != (asker.place.user, asker.place.workspace):
        language = language_of(asker)
        say = words(language)["home"]
        view = modal(say["digest"], doors.kit.notice(say["gone"]), words(language)["close"])
        show(client.views_open, view, trigger_id=trigger_id)
        _publish(doors, asker)
        return
    caller = Caller(one.owner, one.team, one.channel)
    if name == CHANGE:
        view = settings_modal(one, doors.following.off(one.id)) | {"private_metadata": f"{one.id} {one.channel}"}
        show(client.views_open, view, trigger_id=trigger_id)
    elif name == PREVIEW:
        shown = doors.following.preview(caller, one.id, partial(doors.conversation.sight, asker.place, client))
        read_only = [block for block in shown.blocks if block["type"] != "actions"]
        title = words(one.language)["home"]["preview"]
        show(client.views_open, modal(title, read_only, words(one.language)["close"]), trigger_id=trigger_id)
    else:
        end = name == UNSUBSCRIBE
        done = unsubscribe(doors.following, caller, one.id) if end else doors.following.resume(caller, one.id)
        _publish(doors, asker)
        _announce(one, asker, done)


def _announce(one: Subscription, asker: Audience, done: Message) -> None:
    """Say in its channel who ended or resumed a digest; a channel that is gone need not hear of it."""
    try:
        announce(asker.client, one.channel, f"<@{asker.place.user}>: {done.text}")
    except SlackApiError as error:
        log.info("Nobody is told of “%s”: %s", literal(followed(one)), error.response.get("error"))
