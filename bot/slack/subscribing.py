"""Beginning and ending a digest in Slack: words in, a subscription and a message out, or lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.digest.clock import is_day_off, is_zone, next_occasion
from bot.digest.selection import Selection, SelectionError
from bot.digest.selection_reading import OFFERED, ROLES, nearest, offers, read_selection, same_list
from bot.digest.subscriptions import Order, expectation
from bot.digest.subscriptions import subscribe as add_subscription
from bot.records.contacts import masked
from bot.records.languages import fill
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from bot.slack.blocks import Message, fitted, literal, notice
from bot.slack.following import Caller, Following, known_zone
from bot.slack.subscription_blocks import coming, counted, expected, followed, offer_message, say
from bot.state.subscriptions import Subscription, remove

_WORDS = 200  # characters of what was typed that are said again


def subscribe(
    following: Following, caller: Caller, words: str, zone: str | None, *, alone: bool = False
) -> tuple[Message, Subscription | None]:
    """Follow what `words` say; where they may say several things, or none, lists are offered.

    Without a `zone` that this machine knows it is UTC until somebody changes it. `alone`: the place is the
    person's own, though they spoke elsewhere.
    """
    with WithholdingStore(following.database) as store:
        if masked(words) != words or store.known.spans(words, numbers=False):
            return notice(say(caller.language)["no_contact"]), None
        today = following.now().astimezone(known_zone(zone)).date()
        try:
            chosen = read_selection(store, words, today)
        except SelectionError as error:
            return _near(store, caller, words, error, today, alone), None
        if len(chosen) > 1:
            return _which(store, caller, words, chosen, today, alone), None
        return _follow(following, store, caller, chosen[0], zone, today)


def follow(
    following: Following, caller: Caller, chosen: Selection, zone: str | None
) -> tuple[Message, Subscription | None]:
    """Follow a list that was offered."""
    with WithholdingStore(following.database) as store:
        today = following.now().astimezone(known_zone(zone)).date()
        try:
            return _follow(following, store, caller, chosen, zone, today)
        except SelectionError as error:
            return _near(store, caller, chosen.value, error, today, False), None


def _follow(
    following: Following, store: Store, caller: Caller, chosen: Selection, zone: str | None, today: date
) -> tuple[Message, Subscription | None]:
    words = say(caller.language)
    wanted = same_list(store, chosen, today)
    same = [one for one in following.listed(caller) if _follows(store, one, chosen, wanted, today)]
    if same:
        return following.shown(words["already"], same), None
    one = add_subscription(
        following.state,
        store,
        Order(
            team=caller.team,
            channel=caller.channel,
            owner=caller.user,
            selection=chosen,
            zone=known_zone(zone).key,
            at=following.at.strftime("%H:%M"),
            days=following.days,
            language=caller.language,
        ),
        following.now(),
    )
    unsure = "" if zone and is_zone(zone) else words["zone_unknown"] if zone else words["zone_silent"]
    seen = expectation(store.whole(), one, today)  # nothing of it is shown: only days are counted
    facts = [literal(counted(one, offers(store, [chosen], today)[0], seen)) + "."]
    facts += [expected(one, seen), _coming(following, one)]
    lead = [words["subscribed"], *([literal(unsure.format(zone=zone))] if unsure else [])]
    message = f"*{lead[0]}* {' '.join(lead[1:])}".strip() + "\n" + " ".join(filter(None, facts))
    return following.shown(message, [one]), one


def _follows(store: Store, one: Subscription, chosen: Selection, wanted: object, today: date) -> bool:
    """Whether a subscription follows the same list, in whatever words."""
    held = Selection(one.kind, one.value)
    return held == chosen or (wanted is not None and same_list(store, held, today) == wanted)


def unsubscribe_all(following: Following, caller: Caller) -> tuple[Message, list[Subscription]]:
    """End the one digest of a place; where there are several, show them to choose from."""
    found = following.listed(caller)
    if len(found) != 1:
        return following.overview(caller, say(caller.language)["which_of_them"]), []
    return unsubscribe(following, caller, found[0].id), found


def unsubscribe_from(following: Following, caller: Caller, words: str) -> tuple[Message, list[Subscription]]:
    """End the digest of a place that follows what `words` say; where none does, show those that there are."""
    with WithholdingStore(following.database) as store:
        today = following.now().date()
        try:
            chosen = read_selection(store, words, today)
        except SelectionError:
            chosen = ()
        named = [(one, same_list(store, one, today)) for one in chosen]
        found = [
            one
            for one in following.listed(caller)
            if any(_follows(store, one, selection, wanted, today) for selection, wanted in named)
        ]
    if len(found) != 1:
        unknown = say(caller.language)["not_followed"].format(words=literal(fitted(masked(words), _WORDS)))
        return following.overview(caller, say(caller.language)["which_of_them"] if found else unknown), []
    return unsubscribe(following, caller, found[0].id), found


def unsubscribe(following: Following, caller: Caller, key: str) -> Message:
    """End a digest."""
    one = following.of(caller, key)
    if one is None or not remove(following.state, key, caller.user, following.now()):
        return notice(say(caller.language)["ended"])
    return notice(say(one.language)["unsubscribed"].format(followed=literal(followed(one))))


def _coming(following: Following, one: Subscription) -> str:
    country = following.off(one.id)
    skipped = (lambda day: is_day_off(country, day)) if country else (lambda _day: False)
    when = next_occasion(following.now(), one.zone, one.at, one.days, skipped)
    return literal(coming(one, when.day)) if when else ""


def _which(store: Store, caller: Caller, said: str, chosen: Sequence[Selection], today: date, alone: bool) -> Message:
    words = say(caller.language)
    lead = words["which"].format(words=literal(fitted(said.strip(), _WORDS)))
    made = offers(store, chosen, today)
    shown = {name for one in made[:-1] for name in one.countries}
    hidden = [name for name in made[-1].countries if name not in shown] if len(chosen) >= OFFERED else []
    further = ""
    if hidden and chosen[-1].kind in ("institution", *ROLES):
        kind = {"lead": "led by", "support": "supported by"}.get(chosen[-1].kind, chosen[-1].kind)
        command = f"/commitment subscribe {kind}: {chosen[-1].value} ({hidden[0]})".replace("`", "'")
        further = fill(words["further"], caller.language, count=len(hidden), command=literal(command))
    return offer_message(lead, made, caller.language, alone=alone, after=further)


def _near(store: Store, caller: Caller, said: str, error: SelectionError, today: date, alone: bool) -> Message:
    """That nothing such is known, and the nearest lists."""
    words = say(caller.language)
    near = nearest(store, said, today, error)
    sentence = {"code": "no_such_code", "question": "no_list" if near else "not_found"}.get(error.kind, "not_found")
    name = fitted((error.value or said).strip(), _WORDS)
    lead = words[sentence].format(words=literal(name))
    if near:
        lead += "\n" + words["nearest"]
    elif error.kind == "country":
        there = ", ".join(name for _prefix, name in store.countries())
        lead += "\n" + words["countries_are"].format(countries=literal(there))
    return offer_message(lead, offers(store, near, today), caller.language, alone=alone)
