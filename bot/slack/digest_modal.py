"""The form in which a subscription is changed: a modal, and what a person filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.digest.clock import zone_of
from bot.digest.model import SECTIONS
from bot.digest.text import LANGUAGES, DigestWording
from bot.slack.digest_blocks import followed
from bot.slack.mrkdwn import fitted, plain
from bot.state.subscriptions import Subscription

CALLBACK = "digest:settings"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ALWAYS, _NEWS = "always", "news"
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_CODE = re.compile(r"[A-Z]{2,5}\d{4}")


def settings_modal(one: Subscription) -> dict[str, Any]:
    """The form with a subscription's present values; its id travels along."""
    names = DigestWording("en").words["section"]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": one.id,
        "title": _plain("Digest settings"),
        "submit": _plain("Save"),
        "close": _plain("Cancel"),
        "blocks": [
            {"type": "section", "text": _plain(fitted(plain(followed(one)), 300))},
            _input("at", "Local time", {"type": "timepicker", "initial_time": one.at}),
            _input("zone", "Time zone (such as Europe/Kyiv)", _text(one.zone)),
            _choices("days", "Days", list(map(str, range(7))), list(_DAYS), list(map(str, one.days))),
            _select("weekly", "How often", ("daily", "weekly"), "weekly" if one.weekly else "daily"),
            _input("ahead", "Days ahead that are “due soon”", _text(str(one.ahead))),
            _choices("sections", "Sections", list(SECTIONS), [names[name] for name in SECTIONS], list(one.sections)),
            _select("heartbeat", "Send", (_NEWS, _ALWAYS), _ALWAYS if one.heartbeat else _NEWS),
            _select("language", "Language", LANGUAGES, one.language),
            _input("muted", "Muted commitments (codes)", _text(" ".join(one.muted)), optional=True),
            _input("paused", "Paused until", _until(one.paused_until), optional=True),
        ],
    }


def read_settings_modal(values: Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, Any], dict[str, str]]:
    """(what a person filled in, what is wrong with it by field); the first is whole only where nothing is wrong."""
    given = {name: next(iter(inner.values())) for name, inner in values.items()}
    chosen = {name: _chosen(field) for name, field in given.items()}
    wrong: dict[str, str] = {}
    ahead = str(chosen["ahead"] or "").strip()
    if not ahead.isascii() or not ahead.isdigit() or int(ahead) > 3_650:
        wrong["ahead"] = "Give a number of days from 0 to 3650."
    zone = str(chosen["zone"] or "").strip()
    try:
        zone_of(zone)
    except ValueError as error:
        wrong["zone"] = str(error)
    muted = str(chosen["muted"] or "").upper().replace(",", " ").split()
    if any(not _CODE.fullmatch(code) for code in muted):
        wrong["muted"] = "Give codes such as KR0032, separated by spaces."
    if not _TIME.fullmatch(str(chosen["at"])):
        wrong["at"] = "Give a time such as 09:00."
    days = tuple(sorted(int(day) for day in chosen["days"] or ()))
    weekly = chosen["weekly"] == "weekly"
    if not days or (weekly and len(days) > 1):
        wrong["days"] = "A weekly digest has one day." if days else "Choose a day at least."
    if not chosen["sections"]:
        wrong["sections"] = "Choose a section at least."
    if wrong:
        return {}, wrong
    return {
        "at": chosen["at"],
        "zone": zone,
        "days": days,
        "weekly": weekly,
        "ahead": int(ahead),
        "sections": tuple(name for name in SECTIONS if name in chosen["sections"]),
        "heartbeat": chosen["heartbeat"] == _ALWAYS,
        "language": chosen["language"],
        "muted": tuple(dict.fromkeys(muted)),
        "paused_until": chosen["paused"] and date.fromisoformat(chosen["paused"]).isoformat(),
    }, {}


def _chosen(field: Mapping[str, Any]) -> Any:
    if field["type"] == "checkboxes":
        return [option["value"] for option in field.get("selected_options") or ()]
    if field["type"] == "static_select":
        return (field.get("selected_option") or {}).get("value")
    return field.get("selected_time") or field.get("selected_date") or field.get("value")


def _input(name: str, label: str, element: dict[str, Any], *, optional: bool = False) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": name,
        "label": _plain(label),
        "optional": optional,
        "element": element | {"action_id": name},
    }


def _text(value: str) -> dict[str, Any]:
    return {"type": "plain_text_input", "initial_value": value} if value else {"type": "plain_text_input"}


def _until(day: str | None) -> dict[str, Any]:
    return {"type": "datepicker", "initial_date": day} if day else {"type": "datepicker"}


def _choices(name: str, label: str, values: list[str], texts: list[str], chosen: list[str]) -> dict[str, Any]:
    options = [_option(value, text) for value, text in zip(values, texts, strict=True)]
    initial = [option for option in options if option["value"] in chosen]
    element: dict[str, Any] = {"type": "checkboxes", "options": options}
    return _input(name, label, element | ({"initial_options": initial} if initial else {}), optional=True)


def _select(name: str, label: str, values: tuple[str, ...], chosen: str) -> dict[str, Any]:
    texts = {_NEWS: "only when there is news", _ALWAYS: "also when there is none"}
    options = {value: _option(value, texts.get(value, value)) for value in values}
    return _input(
        name,
        label,
        {"type": "static_select", "options": list(options.values()), "initial_option": options[chosen]},
    )


def _option(value: str, text: str) -> dict[str, Any]:
    return {"text": _plain(text), "value": value}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
