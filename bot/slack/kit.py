"""Which of Slack's newer blocks are accepted here: decided once, at start-up, never by failing in front of a person."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Literal

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.charts.picture import available
from bot.settings import Settings
from bot.slack.blocks import Block, alert, button, container, modal, plain_text, rich_text, section

log = logging.getLogger(__name__)

Buttons = Literal["native", "plain", "none"]
"""Which buttons an answer gets: Slack's own for feedback, ordinary ones where it has no such, or none."""

ROWS = 200
"""Commitments or groups of a data table, which Slack takes beside its header."""
PLAIN_ROWS = 30
"""The same of a plain table, whose 10,000 characters would leave more of them no room for their titles."""
_POINTER = re.compile(r"(?:/blocks)?/(\d+)")


@dataclass(frozen=True, slots=True)
class Kit:
    """What answers are made of here, beside the blocks that every Slack knows; `pictures` are those that we draw.

    `table` is `data_table`, `chart` `data_visualization`, `rich` the `citation` and the `tag` of rich text; an
    `alert` stands in modals.
    """

    feedback: Buttons = "plain"
    table: bool = False
    chart: bool = False
    rich: bool = False
    container: bool = False
    alert: bool = False
    pictures: bool = False

    @property
    def rows(self) -> int:
        """How many commitments or groups one message shows."""
        return ROWS if self.table else PLAIN_ROWS

    def notice(self, markup: str, level: str = "warning") -> list[Block]:
        """A modal's only sentence, of a level of Slack's alerts; it may hold Slack markup."""
        return [alert(markup, level) if self.alert else section(markup)]


PLAIN = Kit()
"""What every Slack takes."""


def kit_of(settings: Settings, client: WebClient) -> Kit:
    """What Slack takes of each newer block (`blocks.validate`), and for feedback what the settings say first."""
    accepted = _accepted(client)
    buttons: Buttons = "none" if settings.feedback_kept == 0 else "plain"
    if buttons == "plain" and settings.feedback_buttons != "plain":
        buttons = "native" if settings.feedback_buttons == "native" or "feedback" in accepted else "plain"
    others = {name: name in accepted for name in _EXAMPLES if name != "feedback"}
    return Kit(feedback=buttons, alert=_takes_alerts(client), pictures=available(), **others)


def _takes_alerts(client: WebClient) -> bool:
    try:
        client.blocks_validate(view=modal("x", [alert("x", "info")], "x"))
    except (SlackApiError, HTTPException, OSError) as error:
        log.info("Slack takes no alerts in modals here (%s): they are sections", error)
        return False
    return True


def _accepted(client: WebClient) -> frozenset[str]:
    """The names of the examples that Slack takes: those that it does not point at."""
    names = list(_EXAMPLES)
    try:
        client.blocks_validate(blocks=list(_EXAMPLES.values()))
    except SlackApiError as error:
        told = error.response.get("errors") if isinstance(error.response.data, dict) else None
        refused = {names[place] for place in map(_place, told or ()) if place is not None and place < len(names)}
        why = error.response.get("error") or error.response.status_code
        log.info("Slack takes not all of its newer blocks here (%s): without %s", why, ", ".join(refused or names))
        return frozenset(names) - (refused or frozenset(names))
    except (HTTPException, OSError) as error:
        log.info("Slack could not be asked for its newer blocks (%s): answers go without them", error)
        return frozenset()
    return frozenset(names)


def _place(told: Mapping[str, Any]) -> int | None:
    """Which block of those that were sent a refusal points at."""
    found = _POINTER.match(str(told.get("pointer")))
    return int(found[1]) if found else None


_SHORT, _CELL = {"type": "raw_text", "text": "x"}, {"type": "raw_text", "text": "x" * 90}
_PRESSES = [{"type": "action_cell", "element": button(f"kit:{n}", "x", "x"), "fallback": _SHORT} for n in range(ROWS)]
_VERDICT = {"text": plain_text("x"), "value": "x"}
_WEB = {"citation_type": "web", "display_name": "x", "title": "x", "snippet": "x"}
_EXAMPLES: dict[str, Block] = {  # one of each, as large as answers make it
    "feedback": {
        "type": "context_actions",
        "elements": [
            {"type": "feedback_buttons", "action_id": "kit", "positive_button": _VERDICT, "negative_button": _VERDICT}
        ],
    },
    "table": {
        "type": "data_table",
        "caption": "x",
        "page_size": 10,
        "row_header_column_index": 1,
        "rows": [[_CELL] * 2, *([press, _CELL] for press in _PRESSES)],
    },
    "chart": {
        "type": "data_visualization",
        "title": "x",
        "chart": {
            "type": "bar",
            "series": [{"name": "x", "data": [{"label": "x", "value": 1}]}],
            "axis_config": {"categories": ["x"], "y_label": "x"},
        },
    },
    "rich": rich_text(
        [
            {"type": "tag", "text": "x"},
            {"type": "citation", "url": "https://example.org/", "text": "x", "index": 1, "details": _WEB},
        ]
    ),
    "container": container("x", [section("x")], folded=True),
}
