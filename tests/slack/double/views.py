"""Views, modals and Home tabs: what each must, and may, hold."""

from __future__ import annotations

import json
from typing import Any

from tests.slack.double.blocks import HOME, MODAL, of_type, view_complaints
from tests.slack.double.elements import plain
from tests.slack.double.limits import (
    CALLBACK_ID,
    EXTERNAL_ID,
    PRIVATE_METADATA,
    VIEW_BUTTON,
    VIEW_BYTES,
    VIEW_TITLE,
)
from tests.slack.double.rules import Rule, boolean, complaint, shape, string, typed
from tests.slack.judge.dump import keep


def _blocks(value: Any, pointer: str) -> Any:
    """Blocks are looked at by the kind of their view."""
    return iter(())


_COMMON: dict[str, Rule] = {
    "callback_id": string(CALLBACK_ID, 0),
    "private_metadata": string(PRIVATE_METADATA, 0),
    "external_id": string(EXTERNAL_ID, 0),
}
_VIEW = typed(
    {
        "home": shape({"blocks": _blocks}, _COMMON),
        "modal": shape(
            {"blocks": _blocks, "title": plain(VIEW_TITLE)},
            _COMMON
            | {
                "close": plain(VIEW_BUTTON),
                "submit": plain(VIEW_BUTTON),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
            },
        ),
    }
)


def view_error(view: Any, kind: str) -> tuple[str, list[str]]:
    """The error, and the complaints, with which Slack refuses a view; empty where it takes it."""
    keep("view", view)
    found = list(_VIEW(view, "/view"))
    if not found and view["type"] != kind:
        return "invalid_arguments", [complaint(f"unsupported type: {view['type']}", "/view/type")]
    if isinstance(view, dict) and "blocks" in view:
        found += view_complaints(view["blocks"], MODAL if kind == "modal" else HOME)
    if not found and kind == "modal" and of_type(view["blocks"], "input") and not view.get("submit"):
        found.append(complaint("missing required field: submit (there are inputs)", "/view"))
    if found:
        return "invalid_arguments", found
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        return "view_too_large", []
    return "", []
