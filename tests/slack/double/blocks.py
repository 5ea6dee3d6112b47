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
    BLOCK_ID,
    BLOCKS_OF_A_MESSAGE,
    BLOCKS_OF_A_VIEW,
    CARD_ACTIONS,
    CARD_BODY,
    CARD_TITLE,
    CARDS,
    CONTAINER_BLOCKS,
    CONTEXT_ACTIONS_ELEMENTS,
    CONTEXT_ELEMENTS,
    HEADER,
    HINT,
    IMAGE_TITLE,
    LABEL,
    MARKDOWN,
    SECTION_FIELD,
    SECTION_FIELDS,
    SECTION_TEXT,
    TABLE_CELLS,
    TABLE_ROWS,
    TEXT_OF_ALL_BLOCKS,
)
from tests.slack.double.rich_text import RICH_TEXT
from tests.slack.double.rules import Rule, array, boolean, complaint, later, one_of, shape, string, typed

_ID: dict[str, Rule] = {"block_id": string(BLOCK_ID)}
_NOT_INPUT = {name: rule for name, rule in INTERACTIVE.items() if name != "button"}
_ACCESSORY = typed(INTERACTIVE | {"image": IMAGE})
_CELL = typed(
    {
        "raw_text": shape({"text": string(SECTION_TEXT)}),
        "rich_text": RICH_TEXT,
    }
)
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _column(value: Any, pointer: str) -> Iterator[str]:
    if value is not None:  # null keeps a column as it is
        yield from _COLUMN(value, pointer)


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
    "header": shape({"text": plain(HEADER)}, _ID),
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
}
MESSAGE: dict[str, Rule] = ANYWHERE | {
    "markdown": shape({"text": string(MARKDOWN)}, _ID),
    "table": shape(
        {"rows": array(array(_CELL, TABLE_CELLS), TABLE_ROWS)},
        _ID | {"column_settings": array(_column, TABLE_CELLS)},
    ),
    "context_actions": shape({"elements": array(typed(CONTEXT_ACTIONS), CONTEXT_ACTIONS_ELEMENTS)}, _ID),
    "card": CARD,
    "carousel": shape({"elements": array(typed({"card": CARD}), CARDS)}, _ID),
    "container": shape(
        {"child_blocks": array(later(lambda: typed(_CHILDREN)), CONTAINER_BLOCKS)},
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
_CHILDREN = {name: rule for name, rule in MESSAGE.items() if name not in ("input", "container", "card", "carousel")}
HOME = ANYWHERE
MODAL = ANYWHERE | {
    "alert": shape({"text": text(ALERT)}, _ID | {"level": one_of("info", "warning", "error", "success")})
}


def message_error(blocks: Any) -> tuple[str, list[str]]:
    """The error, and the complaints, with which Slack refuses the blocks of a message; empty where it takes them."""
    if not isinstance(blocks, list):
        return "invalid_blocks_format", []
    found = [*array(typed(MESSAGE), BLOCKS_OF_A_MESSAGE, least=0)(blocks, "/blocks"), *_repeated(blocks)]
    markdown = sum(len(one.get("text") or "") for one in of_type(blocks, "markdown"))
    if markdown > MARKDOWN:
        found.append(complaint(f"must be less than {MARKDOWN + 1} characters", "/blocks"))
    if found:
        return "invalid_blocks", found
    if len(of_type(blocks, "table")) > 1:
        return "invalid_attachments", ["only_one_table_allowed"]
    if length(blocks) > TEXT_OF_ALL_BLOCKS:
        return "msg_blocks_too_long", []
    return "", []


def view_complaints(blocks: Any, kinds: dict[str, Rule]) -> list[str]:
    """What is wrong with the blocks of a view."""
    found = list(array(typed(kinds), BLOCKS_OF_A_VIEW)(blocks, "/view/blocks"))
    return found + (list(_repeated(blocks, "/view/blocks")) if isinstance(blocks, list) else [])


def of_type(blocks: list[Any], kind: str) -> list[dict[str, Any]]:
    """The blocks of one type."""
    return [one for one in blocks if isinstance(one, dict) and one.get("type") == kind]


def length(value: Any) -> int:
    """How many characters of text a message's blocks hold in all."""
    if isinstance(value, dict):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(map(length, value.values()))
    return sum(map(length, value)) if isinstance(value, list) else 0


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
