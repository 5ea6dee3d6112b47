"""Work Objects: what Slack takes as an entity, and what it says of one that it does not.

Source: Slack's “Implementing Work Objects” and the types in `@slack/types`, `message-metadata`. That an entity names
its `url` and `external_ref` also in a pane, was found by others on Slack itself (derive-to/derive, pull request 625).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.slack.double.limits import ADDRESS, ENTITY_ACTIONS, ENTITY_KEY, ENTITY_MORE_ACTIONS, ENTITY_TEXT
from tests.slack.double.rules import Rule, array, boolean, complaint, integer, one_of, shape, string

TYPES = tuple(f"slack#/entities/{name}" for name in ("task", "file", "item", "incident", "content_item"))
_NAMES = ("date", "timestamp", "image", "channel_id", "user", "entity_ref", "link", "email")
_KINDS = ("string", "integer", "boolean", "array", *(f"slack#/types/{name}" for name in _NAMES))
_COLOURS = ("red", "yellow", "green", "gray", "blue")
STATUSES = ("restricted", "internal_error", "not_found", "custom", "custom_partial_view", "timeout", "edit_error")


def _anything(_value: Any, _pointer: str) -> Iterator[str]:
    yield from ()


def _field(value: Any, pointer: str) -> Iterator[str]:
    """A custom field; what only strings may have, only strings have."""
    text = string(ENTITY_TEXT)
    dated = {"link": string(ADDRESS)}
    worded = {"long": boolean, "tag_color": one_of(*_COLOURS), "format": one_of("markdown"), "icon": _anything}
    rule = shape({"key": string(ENTITY_KEY), "label": text, "value": _anything}, dated | worded)
    yield from rule(value, pointer)
    if not isinstance(value, dict):
        return
    kind = value.get("type")
    yield from one_of(*_KINDS)(kind, f"{pointer}/type")
    if kind == "string":
        yield from text(value.get("value"), f"{pointer}/value")
    elif worded.keys() & value.keys():
        yield complaint("only for strings", pointer)
    if {"icon", "tag_color"} <= value.keys() or ("format" in value and {"icon", "link"} & value.keys()):
        yield complaint("incompatible properties", pointer)


def _payload(value: Any, pointer: str) -> Iterator[str]:
    button = shape({"text": string(75), "action_id": string(255)}, {"value": string(2_000), "url": string(ADDRESS)})
    attributes = shape(
        {"title": shape({"text": string(ENTITY_TEXT)})},
        {name: string(ENTITY_TEXT) for name in ("display_id", "display_type", "product_name", "locale")}
        | {"metadata_last_modified": integer(1, 2**32)},
    )
    actions = {
        "primary_actions": array(button, ENTITY_ACTIONS),
        "overflow_actions": array(button, ENTITY_MORE_ACTIONS),
    }
    optional: dict[str, Rule] = {
        "fields": shape(optional=dict.fromkeys(("description", "status", "due_date"), _anything)),
        "custom_fields": array(_field, 10_000),
        "display_order": array(string(ENTITY_KEY), 10_000),
        "actions": shape(optional=actions),
    }
    yield from shape({"attributes": attributes}, optional)(value, pointer)
    if isinstance(value, dict) and isinstance(value.get("custom_fields"), list):
        keys = [one.get("key") for one in value["custom_fields"] if isinstance(one, dict)]
        if len(set(keys)) < len(keys):
            yield complaint("keys are not unique", f"{pointer}/custom_fields")


_ENTITY: dict[str, Rule] = {
    "entity_type": one_of(*TYPES),
    "url": string(ADDRESS),
    "external_ref": shape({"id": string(255)}, {"type": string(255)}),
    "entity_payload": _payload,
}
entity = shape(_ENTITY)
"""What a pane shows."""
unfurled = shape(_ENTITY | {"app_unfurl_url": string(ADDRESS)})
"""What a card shows: it also names the address as it was posted."""
refusal = shape(
    {"status": one_of(*STATUSES)},
    {"custom_title": string(ENTITY_TEXT), "custom_message": string(ENTITY_TEXT), "message_format": one_of("markdown")},
)
"""What is said in a pane that shows no entity."""
