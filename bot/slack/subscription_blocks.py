"""Subscriptions → messages: what is followed and when it comes, what changes it, lists to choose from.

A subscription is changed by buttons, or in a form: a modal, and what a person filled in.

Each is in the language of its reader. Words are data (`slack.toml`); what people and documents wrote is literal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.digest.clock import country_of_zone, is_zone, knows, name_of_country
from bot.digest.model import SECTIONS
from bot.digest.selection import Selection
from bot.digest.selection_reading import Offer
from bot.digest.subscriptions import Expectation
from bot.digest.text import DigestWording
from bot.records.contacts import masked
from bot.records.languages import LANGUAGES, fill, name_of
from bot.slack.blocks import (
    VALUE,
    Block,
    Message,
    actions,
    button,
    field,
    fitted,
    literal,
    modal,
    option,
    plain_text,
    section,
    words,
)
from bot.state.subscriptions import Subscription

PREVIEW, CHANGE, UNSUBSCRIBE, RESUME = "digest:preview", "digest:change", "digest:unsubscribe", "digest:resume"
FORM, KEEP = "digest:form", "digest:keep"
QUICK = "digest:quick"  # a button's action_id is `digest:quick:weekly`, …: what it changes
FOLLOW = "digest:follow"  # `digest:follow:0`, …: a list that is offered
AHEAD = (7, 30, 90)
"""Days ahead that a press chooses from."""
MUTED = 20
"""Commitments that a press mutes; any other is muted by its code."""
_LISTED = 20
_NAME = 300


def say(language: str) -> Mapping[str, Any]:
    """What is said about following in one of the languages that are answered in."""
    return words(language, "following")


def followed(one: Subscription) -> str:
    """What a subscription follows, in words."""
    return named(one.kind, one.value, one.language)


def named(kind: str, value: str, language: str) -> str:
    """What is followed, in words."""
    return str(say(language)["kinds"][kind]).format(value=masked(value) if kind == "question" else value)


def counted(one: Subscription, offer: Offer, seen: Expectation) -> str:
    """What a subscription follows, and how many commitments that is: “29 commitments of Kenya”."""
    words = say(one.language)
    number = fill(words["commitments"], one.language, count=seen.commitments)
    value = masked(one.value) if one.kind == "question" else one.value
    said = str(words["counted"][one.kind]).format(commitments=number, value=value, roles=_roles(offer, words))
    if len(offer.countries) > 1:
        said += ", " + fill(words["countries"], one.language, count=len(offer.countries))
    return said


def expected(one: Subscription, seen: Expectation) -> str:
    """How many digests the last weeks would have brought; empty where that was too much to try."""
    if not seen.days:
        return ""
    return fill(say(one.language)["expected"], one.language, days=seen.days, count=seen.digests)


def coming(one: Subscription, day: date) -> str:
    """When the next digest of a new subscription comes."""
    words = say(one.language)
    weekday, month = words["weekdays"][day.weekday()], words["months"][day.month - 1]
    said = str(words["date"]).format(weekday=weekday, day=day.day, month=month, year=day.year)
    return str(words["next"]).format(day=said, at=one.at, zone=one.zone)


def schedule(one: Subscription, off: str | None = None) -> str:
    """When a subscription is sent, in words; `off` is the country on whose holidays it is not."""
    words = say(one.language)
    table = words["schedule"]
    days = ", ".join(words["days"][day] for day in one.days)
    often = table["weekly" if one.weekly else "daily"]
    said = [table["when"].format(often=often, days=days, at=one.at, zone=one.zone)]
    said += [table["heartbeat" if one.heartbeat else "news"], fill(table["ahead"], one.language, count=one.ahead)]
    if off:
        said.append(table["off"].format(country=name_of_country(off)))
    if one.muted:
        said.append(table["without"].format(codes=", ".join(one.muted)))
    if one.paused_until:
        said.append(table["paused"].format(day=one.paused_until))
    if one.stopped:
        said.append(table["stopped"].format(reason=one.stopped))
    return "; ".join(said)


# -- messages ----------------------------------------------------------------------------------------------------


def subscriptions_message(lead: str, subscriptions: Sequence[Subscription], off: Mapping[str, str]) -> Message:
    """A sentence (Slack markup) and the subscriptions of a place, each with its buttons; at most 20.

    `off` has the countries on whose holidays some of them do not come.
    """
    blocks = [section(lead)]
    for one in subscriptions[:_LISTED]:
        blocks.append(section(fitted(literal(f"{followed(one)} — {schedule(one, off.get(one.id))}"), 3_000)))
        blocks.append(_buttons(one, (PREVIEW, CHANGE, *((RESUME,) if _rests(one) else ()), UNSUBSCRIBE)))
    if len(subscriptions) > _LISTED:
        language = subscriptions[0].language
        blocks.append(section(fill(say(language)["more"], language, count=len(subscriptions) - _LISTED)))
    return Message(lead, blocks)


def panel(lead: str, one: Subscription, off: str | None, mutable: Sequence[tuple[str, str]]) -> Message:
    """One subscription with a button for each of the usual changes; `mutable` are (code, title) of commitments."""
    words = say(one.language)["button"]
    place = country_of_zone(one.zone)
    often = ["daily" if one.weekly else "weekly"]
    rests = [] if _rests(one) else ["pause_week", "pause_month"]
    holidays = ["holidays_on"] if off else ["holidays_off"] if place else []
    first = [button(f"{QUICK}:{name}", words[name], one.id) for name in (*often, *rests, *holidays)]
    ahead = [
        (f"{QUICK}:ahead:{days}", fill(words["ahead"], one.language, count=days)) for days in AHEAD if days != one.ahead
    ]
    shown = fitted(literal(f"{followed(one)} — {schedule(one, off)}"), 3_000)
    blocks = [section(lead)] if lead else []
    blocks += [section(shown), actions(first), actions([button(name, label, one.id) for name, label in ahead])]
    if groups := list(_mute_groups(one, mutable, words)):
        select = {"type": "static_select", "action_id": f"{QUICK}:mute", "option_groups": groups}
        blocks.append(actions([select | {"placeholder": plain_text(words["mute"])}]))
    blocks.append(_buttons(one, (PREVIEW, *((RESUME,) if _rests(one) else ()), FORM, UNSUBSCRIBE)))
    return Message(lead or shown, blocks)


def offer_message(lead: str, offers: Sequence[Offer], language: str, *, alone: bool, after: str = "") -> Message:
    """Lists to choose from, each with a button that follows it, for the person alone or for the place."""
    words = say(language)
    blocks = [section(fitted(lead, 3_000))]
    for number, one in enumerate(offers):
        value = json.dumps([one.selection.kind, one.selection.value, alone], ensure_ascii=False)
        line = section(fitted(_offered(one, offers, words, language), 1_000))
        follow = button(f"{FOLLOW}:{number}", words["follow"], value)
        blocks.append(line | ({"accessory": follow} if len(value) <= VALUE else {}))
    if after:
        blocks.append(section(after))
    return Message(lead, blocks)


def read_offer(value: str) -> tuple[Selection, bool]:
    """The selection that a button offers, and whether it is for the person alone; ValueError where it is none."""
    kind, name, alone = json.loads(value)
    return Selection(str(kind), str(name)), bool(alone)


def still_message(one: Subscription) -> Message:
    """The question whether a digest is still wanted, with its two answers."""
    lead = str(say(one.language)["still"]).format(followed=fitted(literal(followed(one)).replace("*", "∗"), _NAME))
    return Message(lead, [section(lead), _buttons(one, (KEEP, UNSUBSCRIBE))])


# -- parts -------------------------------------------------------------------------------------------------------


def _offered(one: Offer, offers: Sequence[Offer], words: Mapping[str, Any], language: str) -> str:
    """One list: its name, its countries, its roles, and how many commitments it has."""
    name = named(one.selection.kind, fitted(one.selection.value, _NAME), language)
    rival = any(other is not one and other.selection.value.startswith(f"{one.selection.value} (") for other in offers)
    if rival:  # the same name without a country
        name = str(words["everywhere"]).format(value=name)
    said = [fill(words["commitments"], language, count=one.count)]
    if len(one.countries) > 1:
        said.append(fill(words["countries"], language, count=len(one.countries)))
    elif one.countries and one.countries[0] not in name:
        said.insert(0, one.countries[0])
    if one.leads or one.supports:
        said.append(_roles(one, words))
    return f"*{literal(name).replace('*', '∗')}*\n{literal(' · '.join(said))}"


def _roles(one: Offer, words: Mapping[str, Any]) -> str:
    return str(words["roles"]).format(leads=one.leads, supports=one.supports)


def _rests(one: Subscription) -> bool:
    return bool(one.stopped or one.paused_until)


def _mute_groups(
    one: Subscription, mutable: Sequence[tuple[str, str]], words: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    told = [(f"mute {code}", f"{code} · {title}") for code, title in mutable if code not in one.muted][:MUTED]
    for label, options in (("muting", told), ("unmuting", [(f"unmute {code}", code) for code in one.muted[:MUTED]])):
        if options:
            shown = [option(f"{one.id} {value}", text) for value, text in options]
            yield {"label": plain_text(words[label]), "options": shown}


def _buttons(one: Subscription, names: Sequence[str]) -> Block:
    words = say(one.language)["button"]
    return actions([button(name, words[name.rpartition(":")[2]], one.id) for name in names])


# -- the form in which a subscription is changed ------------------------------------------------------------------

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
