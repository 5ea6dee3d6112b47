"""The global shortcut: a search form with live results, and the card of what is found.

The form is a modal whose results change with what is chosen in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as members
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.asking.answer import Answer, Entry, Finding
from bot.asking.search_form import OVERDUE, Choice, Form, choices, frame, state_choices
from bot.asking.wording import Wording
from bot.records.languages import fill
from bot.records.store import Store
from bot.slack.answers import record_view
from bot.slack.blocks import (
    LABEL,
    Block,
    actions,
    button,
    context,
    field,
    fitted,
    link,
    literal,
    modal,
    option,
    plain,
    plain_text,
    section,
)
from bot.slack.contacts import Audience
from bot.slack.doors import Doors, OpenViews, asker_of, failure_written, language_of, show, words
from bot.slack.listeners.home import SEARCH

# -- the form and its results -------------------------------------------------------------------------------------

CALLBACK = "search"
"""The global shortcut, as the manifest names it, and the form that it opens."""
FIELDS = tuple(one.name for one in members(Form))
SHOW, BACK, NEXT = "search:show", "search:back", "search:next"
LISTED = ("country", "area", "institution")
"""Fields whose choices Slack asks for as one types: there may be more than a list of Slack's holds."""
OPTIONS = 100
_YEARS = 100
_TITLE = 200
_VALUE = 160
_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form's own lists offer: the years of action plans, and states by their field."""

    years: Sequence[Choice]
    states: Mapping[str, Sequence[Choice]]


def search_view(choices: Choices, language: str, answer: Answer | None = None, page: int = 1) -> dict[str, Any]:
    """The form with what fits below, or how to begin where nothing was chosen yet; `page` is which one of the list."""
    say = words(language)["search"]
    blocks = [*_inputs(choices, say, language), {"type": "divider"}]
    blocks += _found(answer, page, language) if answer else [context(say["begin"])]
    sent = {"callback_id": CALLBACK, "private_metadata": language, "submit": plain_text(say["submit"])}
    return modal(say["title"], blocks, words(language)["close"], **sent)


def read_form(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Form:
    """What was chosen, from the state that Slack sends with each change."""
    given = {name: _given(next(iter(inner.values()))) for name, inner in values.items() if inner and name in FIELDS}
    return Form(**given)


def option_list(choices: Sequence[Choice]) -> list[dict[str, Any]]:
    """Choices as Slack lists them, with how many commitments have each."""
    return [option(one.value, _counted(one.label, one.count)) for one in choices[:OPTIONS]]


def _counted(label: str, count: int) -> str:
    number = f" ({count})"
    return fitted(plain(label), LABEL - len(number)) + number


def _given(state: Mapping[str, Any]) -> str:
    chosen = (state.get("selected_option") or {}).get("value")
    return str(chosen or state.get("selected_date") or state.get("value") or "").strip()


def _inputs(choices: Choices, say: Mapping[str, Any], language: str) -> Iterator[Block]:
    element: dict[str, Any] = {"type": "external_select", "min_query_length": 0}
    for name in LISTED:
        yield _input(name, say, element)
    if choices.years:
        yield _input("cycle", say, {"type": "static_select", "options": option_list(choices.years[:_YEARS])})
    label = Wording(language).heading
    groups = [
        {"label": plain_text(label(name)), "options": option_list(terms)}
        for name, terms in choices.states.items()
        if terms
    ]
    overdue = {"label": plain_text(label("end")), "options": [option(OVERDUE, say["overdue"])]}
    yield _input("status", say, {"type": "static_select", "option_groups": [*groups, overdue]})
    yield _input("since", say, {"type": "datepicker"})
    yield _input("until", say, {"type": "datepicker"})
    yield _input(
        "words",
        say,
        {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}},
    )


def _input(name: str, say: Mapping[str, Any], element: dict[str, Any]) -> Block:
    shown = element | {"action_id": f"search:{name}", "placeholder": plain_text(say["any"])}
    return field(name, say[name], shown, optional=True) | {"dispatch_action": True}


def _found(answer: Answer, page: int, language: str) -> Iterator[Block]:
    """How many fit, those of the page with a button each, buttons to turn it, and of how many nobody knows."""
    table = words(language)
    say = table["search"]
    if answer.reason == "refused":
        yield section(literal(answer.statement))
        return
    total = answer.total
    yield section(fill(say["found"], language, count=total))
    for number, entry in enumerate(answer.entries):
        show = button(f"{SHOW}:{number}", table["show"], entry.code, f"{table['show']}: {entry.code}")
        yield section(_row(entry, language)) | {"accessory": show}
    if answer.entries and len(answer.entries) < total:
        first, last = answer.first, answer.first + len(answer.entries) - 1
        yield context(say["range"].format(first=first, last=last, total=total))
        turns = [(BACK, say["back"], page - 1, first > 1), (NEXT, say["next"], page + 1, last < total)]
        yield actions([button(name, label, str(to)) for name, label, to, there in turns if there])
    if answer.undecided:
        yield context(fill(say["undecided"], language, count=answer.undecided))


def _row(entry: Entry, language: str) -> str:
    """A commitment with the values that tell why it is there, as written; its code leads to the page."""
    items = [item for finding in entry.findings for item in finding.items]
    url = next((item.url for item in items if item.url and len(item.url) <= _ADDRESS), None)
    head = f"*{link(url, literal(entry.code))}*"
    head += f" · {fitted(literal(entry.title), _TITLE)}" if entry.title else ""
    told = [_told(finding, Wording(language)) for finding in entry.findings if finding.state == "value"]
    return "\n".join([head, *told[:4]])


def _told(finding: Finding, wording: Wording) -> str:
    said = "; ".join(" ".join(item.shown.split()) for item in finding.items)
    return f"{literal(wording.heading(finding.field))}: {fitted(literal(said), _VALUE)}"


# -- what is listened to ------------------------------------------------------------------------------------------

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
