"""Subscriptions → messages: what is followed and when it comes, the buttons that change it, and lists to choose from.

Each is in the language of its reader. Words are data (`slack.toml`); what people and documents wrote is literal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.digest.clock import country_of_zone, name_of_country
from bot.digest.replay import Expectation
from bot.digest.selection import Selection
from bot.digest.selection_reading import Offer
from bot.records.contacts import masked
from bot.records.languages import fill
from bot.slack.blocks import VALUE, Block, Message, actions, button, option, plain_text, section
from bot.slack.mrkdwn import fitted, literal
from bot.slack.words import words
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
