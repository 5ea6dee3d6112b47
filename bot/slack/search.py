"""The search form: a modal whose results change with what is chosen in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as members
from typing import Any

from bot.asking.answer import Answer, Entry, Finding
from bot.asking.search_form import OVERDUE, Choice, Form
from bot.asking.wording import Wording
from bot.records.languages import fill
from bot.slack.blocks import LABEL, Block, actions, button, context, field, modal, option, plain_text, section
from bot.slack.doors import words
from bot.slack.mrkdwn import fitted, link, literal, plain

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
    blocks += _results(answer, page, language) if answer else [context(say["begin"])]
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


def _results(answer: Answer, page: int, language: str) -> Iterator[Block]:
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
