"""The global shortcut: a search form with live results, and the card of what is found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.asking.search_form import choices, frame, state_choices
from bot.records.store import Store
from bot.slack.answer_view import record_view
from bot.slack.blocks import modal
from bot.slack.contacts import Audience
from bot.slack.doors import Doors, asker_of, failure_written, language_of, words
from bot.slack.home import SEARCH
from bot.slack.search import (
    BACK,
    CALLBACK,
    FIELDS,
    LISTED,
    NEXT,
    SHOW,
    Choices,
    option_list,
    read_form,
    search_view,
)
from bot.slack.views import OpenViews, show

CHANGES = re.compile(rf"search:(?:{'|'.join(FIELDS)})\Z")
SHOWS = re.compile(rf"{SHOW}:\d+\Z")


def register(app: App, doors: Doors) -> None:
    """Listen to the shortcut, its button at App Home, every change in the form, and the buttons of its results."""
    views = OpenViews()

    def on_shortcut(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with failure_written(asker):
            language = language_of(asker)
            reason = doors.refusal(asker)
            title = words(language)["search"]["title"]
            view = (
                modal(title, doors.kit.notice(reason), words(language)["close"]) if reason else _form(doors, language)
            )
            show(client.views_open, view, trigger_id=body["trigger_id"])

    def on_change(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with failure_written(asker):
            action = body["actions"][0]
            page = int(action["value"]) if action["action_id"] in (BACK, NEXT) else 1
            views.change(client, body, lambda: _results(doors, asker, body["view"], page))

    def on_search(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(body, context, client)
        with failure_written(asker):
            ack(response_action="update", view=_results(doors, asker, body["view"], 1))

    def on_show(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with failure_written(asker):
            code, language = body["actions"][0]["value"], body["view"]["private_metadata"]
            show(client.views_push, _card(doors, asker, code, language), trigger_id=body["trigger_id"])

    def on_options(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        name = body["action_id"].partition(":")[2]
        if doors.refusal(asker_of(body, context, client)):
            ack(options=[])
            return
        with doors.store() as store:
            ack(options=option_list(choices(store, name, body.get("value") or "")))

    app.global_shortcut(CALLBACK)(on_shortcut)
    app.action(SEARCH)(on_shortcut)
    app.view(CALLBACK)(on_search)
    app.action(CHANGES)(on_change)
    for name in (BACK, NEXT):
        app.action(name)(on_change)
    app.action(SHOWS)(on_show)
    for name in LISTED:
        app.options(f"search:{name}")(on_options)


def _refusal(doors: Doors, reason: str, language: str) -> dict[str, Any]:
    return modal(words(language)["search"]["title"], doors.kit.notice(reason), words(language)["close"])


def _form(doors: Doors, language: str) -> dict[str, Any]:
    with doors.store() as store:
        return search_view(_choices(store), language)


def _choices(store: Store) -> Choices:
    return Choices(choices(store, "cycle"), state_choices(store))


def _results(doors: Doors, asker: Audience, view: Mapping[str, Any], page: int) -> dict[str, Any]:
    """The form anew, with what fits what is chosen in it now."""
    language, today = view["private_metadata"], doors.today()
    if reason := doors.refusal(asker):
        return _refusal(doors, reason, language)
    with doors.store() as store:
        form = read_form(view["state"]["values"])
        asked = frame(store, form, today.isoformat(), page)
        found = doors.answer(asked, asker, language, form.words) if asked else None
        return search_view(_choices(store), language, found, page)


def _card(doors: Doors, asker: Audience, code: str, language: str) -> dict[str, Any]:
    """All that is known of the commitment, in the form's language."""
    if reason := doors.refusal(asker, asks=True):
        return modal(code, doors.kit.notice(reason), words(language)["close"])
    return record_view(doors.record(asker, code, language), code)
