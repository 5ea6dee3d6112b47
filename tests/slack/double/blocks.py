"""Block Kit's blocks: what each must, and may, hold, where it may stand, and what Slack says to a list of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.slack.double.elements import (
    BUTTON,
    CONTEXT_ACTIONS,
    IMAGE,
    INTERACTIVE,
    SLACK_FILE,
    TYPED,
    plain,
    text,
)
from tests.slack.double.limits import (
    ACTIONS_ELEMENTS,
    ADDRESS,
    ALERT,
    ALT_TEXT,
    AUTHOR,
    BLOCK_ID,
    BLOCKS_OF_A_MESSAGE,
    BLOCKS_OF_A_VIEW,
    CARD_ACTIONS,
    CARD_BODY,
    CARD_TITLE,
    CARDS,
    CHARTS,
    CONTAINER_BLOCKS,
    CONTEXT_ACTIONS_ELEMENTS,
    CONTEXT_ELEMENTS,
    HEADER,
    HEADER_LEVELS,
    HINT,
    IMAGE_TITLE,
    LABEL,
    MARKDOWN,
    SECTION_FIELD,
    SECTION_FIELDS,
    SECTION_TEXT,
    TABLE_TEXT,
    TASKS,
    TEXT,
    TEXT_OF_ALL_BLOCKS,
    VIDEO_TITLE,
)
from tests.slack.double.rich_text import RICH_TEXT
from tests.slack.double.rules import Rule, array, boolean, complaint, integer, one_of, shape, string, typed
from tests.slack.double.tables import DATA_TABLE, DATA_VISUALIZATION, TABLE, text_of
from tests.slack.judge.dump import keep

_ID: dict[str, Rule] = {"block_id": string(BLOCK_ID)}
_NOT_INPUT = {name: rule for name, rule in INTERACTIVE.items() if name != "button"}
_ACCESSORY = typed(INTERACTIVE | {"image": IMAGE})

CARD = shape(
    {},
    _ID
    | {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "title": text(CARD_TITLE),
        "subtitle": text(CARD_TITLE),
        "body": text(CARD_BODY),
        "subtext": text(CARD_BODY),
        "actions": array(typed({"button": BUTTON}), CARD_ACTIONS),
    },
    any_of=("hero_image", "title", "body", "actions"),
)

ANYWHERE: dict[str, Rule] = {
    "section": shape(
        {},
        _ID
        | {
            "text": text(SECTION_TEXT),
            "fields": array(text(SECTION_FIELD), SECTION_FIELDS),
            "accessory": _ACCESSORY,
            "expand": boolean,
        },
        any_of=("text", "fields"),
    ),
    "divider": shape({}, _ID),
    "header": shape({"text": plain(HEADER)}, _ID | {"level": integer(1, HEADER_LEVELS)}),
    "context": shape(
        {"elements": array(typed({"image": IMAGE, "plain_text": plain(), "mrkdwn": text()}), CONTEXT_ELEMENTS)}, _ID
    ),
    "actions": shape({"elements": array(typed(INTERACTIVE), ACTIONS_ELEMENTS)}, _ID),
    "image": shape(
        {"alt_text": string(ALT_TEXT)},
        _ID | {"image_url": string(ADDRESS), "slack_file": SLACK_FILE, "title": plain(IMAGE_TITLE)},
        any_of=("image_url", "slack_file"),
    ),
    "input": shape(
        {"label": plain(LABEL), "element": typed(_NOT_INPUT | TYPED)},
        _ID | {"hint": plain(HINT), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "card": CARD,
    "file": shape({"external_id": string(255), "source": one_of("remote")}, _ID),
    "video": shape(
        {
            "title": plain(VIDEO_TITLE),
            "video_url": string(ADDRESS),
            "thumbnail_url": string(ADDRESS),
            "alt_text": string(ALT_TEXT),
        },
        _ID
        | {
            "title_url": string(ADDRESS),
            "description": plain(VIDEO_TITLE),
            "author_name": string(AUTHOR),
            "provider_name": string(TEXT),
            "provider_icon_url": string(ADDRESS),
        },
    ),
}
_CHILDREN = {name: ANYWHERE[name] for name in ANYWHERE if name != "card"} | {"table": TABLE}
HOME: dict[str, Rule] = ANYWHERE | {
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "carousel": shape({"elements": array(typed({"card": CARD}), CARDS)}, _ID),
    "container": shape(
        {"child_blocks": array(typed(_CHILDREN), CONTAINER_BLOCKS)},
        _ID
        | {
            "title": plain(CARD_TITLE),
            "rich_text_title": RICH_TEXT,
            "subtitle": text(CARD_TITLE),
            "icon": IMAGE,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        any_of=("title", "rich_text_title"),
    ),
}
_SOURCE = typed({"url": shape({"url": string(ADDRESS), "text": string(TEXT)})})
_TASK: dict[str, Rule] = {"task_id": string(BLOCK_ID), "title": string(TEXT)}
_TASK_MORE = _ID | {"details": RICH_TEXT, "output": RICH_TEXT, "sources": array(_SOURCE, TASKS)}
_DONE = ("in_progress", "complete", "error")
_PLANNED = shape(_TASK | {"status": one_of("pending", *_DONE)}, _TASK_MORE)
MESSAGE: dict[str, Rule] = HOME | {
    "markdown": shape({"text": string(MARKDOWN)}, _ID),
    "context_actions": shape({"elements": array(typed(CONTEXT_ACTIONS), CONTEXT_ACTIONS_ELEMENTS)}, _ID),
    "plan": shape({"title": string(TEXT)}, _ID | {"tasks": array(typed({"task_card": _PLANNED}), TASKS)}),
    "task_card": shape(_TASK | {"status": one_of(*_DONE)}, _TASK_MORE),  # alone it never waits
}
MODAL = ANYWHERE | {
    "alert": shape({"text": text(ALERT)}, _ID | {"level": one_of("default", "info", "warning", "error", "success")})
}


def message_error(blocks: Any) -> tuple[str, list[str]]:
    """The error, and the complaints, with which Slack refuses the blocks of a message; empty where it takes them."""
    keep("message", {"blocks": blocks} if blocks else None)
    if not isinstance(blocks, list):
        return "invalid_blocks_format", []
    found = [*array(typed(MESSAGE), BLOCKS_OF_A_MESSAGE, least=0)(blocks, "/blocks"), *_repeated(blocks)]
    markdown = sum(len(one.get("text") or "") for one in of_type(blocks, "markdown"))
    if markdown > MARKDOWN:
        found.append(complaint(f"must be less than {MARKDOWN + 1} characters", "/blocks"))
    if found:
        return "invalid_blocks", found
    if len(of_type(blocks, "data_visualization")) > CHARTS:
        return "invalid_blocks", [complaint(f"no more than {CHARTS} data_visualization blocks allowed", "/blocks")]
    inside = [*blocks, *(child for one in of_type(blocks, "container") for child in one["child_blocks"])]
    tables, data_tables = of_type(inside, "table"), of_type(inside, "data_table")
    if len(tables) + len(data_tables) > 1:
        return "invalid_attachments", ["only_one_table_allowed"]
    if text_of(tables) > TABLE_TEXT:
        return "invalid_blocks", [complaint(f"must be less than {TABLE_TEXT + 1} characters", "/blocks")]
    if text_of(blocks) - text_of(data_tables) > TEXT_OF_ALL_BLOCKS:
        return "msg_blocks_too_long", []
    return "", []


def view_complaints(blocks: Any, kinds: dict[str, Rule]) -> list[str]:
    """What is wrong with the blocks of a view."""
    found = list(array(typed(kinds), BLOCKS_OF_A_VIEW)(blocks, "/view/blocks"))
    return found + (list(_repeated(blocks, "/view/blocks")) if isinstance(blocks, list) else [])


def of_type(blocks: list[Any], kind: str) -> list[dict[str, Any]]:
    """The blocks of one type."""
    return [one for one in blocks if isinstance(one, dict) and one.get("type") == kind]


def unknown_types(value: Any, unknown: set[str], pointer: str) -> Iterator[str]:
    """Complaints of the types of blocks, and of what stands in them, that a Slack does not know."""
    if isinstance(value, dict):
        if value.get("type") in unknown:
            yield complaint(f"unsupported type: {value['type']}", f"{pointer}/type")
        for name, one in value.items():
            yield from unknown_types(one, unknown, f"{pointer}/{name}")
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from unknown_types(one, unknown, f"{pointer}/{place}")


def _repeated(blocks: list[Any], pointer: str = "/blocks") -> Iterator[str]:
    """Block ids are unique in a payload, action ids in a block."""
    names = Counter(one.get("block_id") for one in blocks if isinstance(one, dict) and one.get("block_id"))
    for name, times in names.items():
        if times > 1:
            yield complaint(f'`block_id` "{name}" already exists', pointer)
    for place, block in enumerate(blocks):
        for name, times in Counter(_action_ids(block)).items():
            if times > 1:
                yield complaint(f'`action_id` "{name}" already exists', f"{pointer}/{place}")


def _action_ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("action_id"), str):
            yield value["action_id"]
        for one in value.values():
            yield from _action_ids(one)
    elif isinstance(value, list):
        for one in value:
            yield from _action_ids(one)
