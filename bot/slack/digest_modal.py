"""The form in which a subscription is changed: a modal, and what a person filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.digest.clock import is_zone, knows
from bot.digest.model import SECTIONS
from bot.digest.text import DigestWording
from bot.records.languages import LANGUAGES, name_of
from bot.slack.blocks import field, modal, option, plain_text, section
from bot.slack.mrkdwn import fitted, literal
from bot.slack.subscription_blocks import followed, say
from bot.state.subscriptions import Subscription

CALLBACK = "digest:settings"
_HEARTBEAT, _NEWS = "heartbeat", "news"
_MONDAY = 0
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
# of the partnership's pages, or made for a file without codes: `KR0032`, `GE-P2-12` (docs/csv.md)
_CODE = re.compile(r"[A-Z]{2,5}\d{4}|[A-Z]{2,20}-P\d{1,2}-[0-9A-Z]+(?:[._-][0-9A-Z]+)*")


def settings_modal(one: Subscription, off: str | None = None) -> dict[str, Any]:
    """The form with a subscription's present values; its id travels along.

    `off` is the country on whose holidays it is not sent, by its letters.
    """
    names, words = DigestWording(one.language).words["section"], say(one.language)
    form, often = words["form"], words["schedule"]
    frequencies = {"daily": often["daily"], "weekly": often["weekly"]}
    return modal(
        form["title"],
        [
            section(fitted(literal(followed(one)), 300)),
            field("at", form["at"], {"type": "timepicker", "initial_time": one.at}),
            field("zone", form["zone"], _text(one.zone)),
            _choices("days", form["days"], list(map(str, range(7))), words["weekdays"], list(map(str, one.days))),
            _select("weekly", form["weekly"], frequencies, "weekly" if one.weekly else "daily"),
            field("ahead", form["ahead"], _text(str(one.ahead))),
            _choices("sections", form["sections"], list(SECTIONS), [names[n] for n in SECTIONS], list(one.sections)),
            _select(
                "heartbeat",
                form["heartbeat"],
                {name: often[name] for name in (_NEWS, _HEARTBEAT)},
                _HEARTBEAT if one.heartbeat else _NEWS,
            ),
            _select(
                "language",
                form["language"],
                {name: name_of(name) for name in LANGUAGES},
                one.language,
            ),
            field("muted", form["muted"], _text(" ".join(one.muted)), optional=True),
            field("paused", form["paused"], _until(one.paused_until), optional=True),
            field("off", form["off"], _text(off or ""), optional=True),
        ],
        form["cancel"],
        callback_id=CALLBACK,
        private_metadata=one.id,
        submit=plain_text(form["save"]),
    )


def read_settings_modal(
    values: Mapping[str, Mapping[str, Any]], language: str = "en"
) -> tuple[dict[str, Any], dict[str, str]]:
    """(what a person filled in, what is wrong with it by field); the first is whole only where nothing is wrong.

    A weekly digest has one day: of several that are ticked it is Monday, else the first; without any it is Monday.
    """
    given = {name: next(iter(inner.values())) for name, inner in values.items()}
    chosen = {name: _chosen(inner) for name, inner in given.items()}
    form = say(language)["form"]
    wrong: dict[str, str] = {}
    ahead = str(chosen["ahead"] or "").strip()
    if not ahead.isascii() or not ahead.isdigit() or int(ahead) > 3_650:
        wrong["ahead"] = form["bad_ahead"]
    zone = str(chosen["zone"] or "").strip()
    if not is_zone(zone):
        wrong["zone"] = form["bad_zone"].format(value=zone)
    muted = str(chosen["muted"] or "").upper().replace(",", " ").split()
    if any(not _CODE.fullmatch(code) for code in muted):
        wrong["muted"] = form["bad_muted"]
    if not _TIME.fullmatch(str(chosen["at"])):
        wrong["at"] = form["bad_at"]
    days = tuple(sorted(int(day) for day in chosen["days"] or ()))
    weekly = chosen["weekly"] == "weekly"
    if weekly and len(days) != 1:
        days = (_MONDAY,) if _MONDAY in days or not days else days[:1]
    if not days:
        wrong["days"] = form["bad_days"]
    if not chosen["sections"]:
        wrong["sections"] = form["bad_sections"]
    off = str(chosen.get("off") or "").strip().upper()
    if off and not knows(off):
        wrong["off"] = form["bad_off"].format(value=off)
    if wrong:
        return {}, wrong
    return {
        "at": chosen["at"],
        "zone": zone,
        "days": days,
        "weekly": weekly,
        "ahead": int(ahead),
        "sections": tuple(name for name in SECTIONS if name in chosen["sections"]),
        "heartbeat": chosen["heartbeat"] == _HEARTBEAT,
        "language": chosen["language"],
        "muted": tuple(dict.fromkeys(muted)),
        "paused_until": chosen["paused"] and date.fromisoformat(chosen["paused"]).isoformat(),
        "off": off or None,
    }, {}


def _chosen(field: Mapping[str, Any]) -> Any:
    if field["type"] == "checkboxes":
        return [option["value"] for option in field.get("selected_options") or ()]
    if field["type"] == "static_select":
        return (field.get("selected_option") or {}).get("value")
    return field.get("selected_time") or field.get("selected_date") or field.get("value")


def _text(value: str) -> dict[str, Any]:
    return {"type": "plain_text_input", "initial_value": value} if value else {"type": "plain_text_input"}


def _until(day: str | None) -> dict[str, Any]:
    return {"type": "datepicker", "initial_date": day} if day else {"type": "datepicker"}


def _choices(name: str, label: str, values: list[str], texts: list[str], chosen: list[str]) -> dict[str, Any]:
    options = [option(value, text) for value, text in zip(values, texts, strict=True)]
    initial = [one for one in options if one["value"] in chosen]
    element: dict[str, Any] = {"type": "checkboxes", "options": options}
    return field(name, label, element | ({"initial_options": initial} if initial else {}), optional=True)


def _select(name: str, label: str, texts: Mapping[str, str], chosen: str) -> dict[str, Any]:
    options = {value: option(value, text) for value, text in texts.items()}
    return field(
        name,
        label,
        {"type": "static_select", "options": list(options.values()), "initial_option": options[chosen]},
    )
