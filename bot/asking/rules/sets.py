"""Rules for questions about several commitments: lists, counts, groups, the ones that stand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.asking.conditions import BODIES
from bot.asking.filters import mention
from bot.asking.lexicon import Hit
from bot.asking.query import Clarify, Correction, Filter, Query, Unknown
from bot.asking.subjects import body_filter, body_role, said_roles
from bot.asking.turn import Frame, Turn
from bot.records.fields import FIELD
from bot.records.store import Name

_VERB = 3  # words of a verb between "not" and what is looked for: "do not contain the word …"


def conditions_of(turn: Turn) -> tuple[Filter, ...]:
    """Every condition that a question puts on commitments."""
    found = list(turn.filters)
    for start, names in turn.subjects.bodies:
        found.append(_body_condition(turn, start, names))
    if turn.has("no_page"):
        found.append(Filter("page", "page", ("no",)))
    elif turn.has("with_page"):
        found.append(Filter("page", "page", ("yes",)))
    if any(one.op == "overdue" and not one.negated for one in found):  # "overdue" says "not complete" already
        found = [one for one in found if not (one.field == "completion" and one.negated)]
    found = alternatives(turn, found)
    gaps = _gaps(turn)
    found += [Filter(name, "missing", negated=not missing) for name, missing in gaps.items()]
    if turn.spotted.searched and turn.spotted.searched.sides:
        start = turn.spotted.searched.start
        denied = any(0 <= start - hit.end <= _VERB for hit in turn.hits("negation"))
        found.append(mention(*turn.spotted.searched.sides, negated=denied, at=start))
    for hit in turn.asked.hits:
        if is_flag(hit.says) and hit.says not in gaps and not _is_key(turn, hit):
            found.append(Filter(hit.says, "is", ("yes",), turn.negated(hit.start), at=hit.start))
    return tuple(alternatives(turn, found))


def _is_key(turn: Turn, hit: Hit) -> bool:
    """Whether a field is what is grouped by, not a condition: "starred ones by country" has another one."""
    others = [ask for ask in turn.asked.hits if not is_flag(ask.says)]
    return hit.start == by_field(turn) or (turn.has("group") and not others)


def _body_condition(turn: Turn, start: int, names: Sequence[Name]) -> Filter:
    """A condition on an institution: in the role that is said, in either of two, or in the one that it has."""
    roles = said_roles(turn.spotted)
    if len(roles) == 2 and len(turn.subjects.bodies) == 1 and _asked_apart(turn, roles):
        parts = tuple(body_filter(names, role, start, negated=turn.negated(start)) for role in roles)
        return Filter("any", "either", label=names[0].name, at=start, parts=parts)
    role = body_role(turn.spotted, start)
    if not roles and not turn.store.uses([name.id for name in names], (role,)):
        role = "body"  # nobody said "lead", and it leads nothing
    return body_filter(names, role, start, negated=turn.negated(start))


def _asked_apart(turn: Turn, roles: Sequence[str]) -> bool:
    """ "which does it lead, and which does it support?": a question word stands between the two roles."""
    first, second = (next(hit for hit in turn.spotted.of("ask") if hit.says == role) for role in roles)
    said = {form for token in turn.spotted.tokens[first.end : second.start] for form in token.forms}
    return not said.isdisjoint(turn.spotted.lexicon.words("question", "what"))


def alternatives(turn: Turn, filters: list[Filter]) -> list[Filter]:
    """Join the two conditions on either side of an "or" into one that either of them meets."""
    joiners = turn.spotted.lexicon.words("intent", "or")
    found = list(filters)
    for at, token in enumerate(turn.spotted.tokens):
        if token.folded not in joiners:
            continue
        before = max((one for one in found if 0 <= one.at < at), key=lambda one: one.at, default=None)
        after = min((one for one in found if one.at > at), key=lambda one: one.at, default=None)
        if before is None or after is None or after.at - at > 4 or {before.field, after.field} & {"country", "cycle"}:
            continue
        if before.field == after.field and before.op == after.op == "is" and before.negated == after.negated:
            joined = replace(before, values=(*before.values, *after.values), label=f"{before.label}, {after.label}")
        elif before.negated and after.negated:
            continue  # "neither about tax nor open data": both hold
        else:
            parts = tuple(part for one in (before, after) for part in _sides(one))
            joined = Filter("any", "either", label=f"{before.label} / {after.label}", at=after.at, parts=parts)
        found[found.index(before)] = joined
        found.remove(after)
    return found


def _sides(one: Filter) -> tuple[Filter, ...]:
    """The conditions that one is made of, so that a chain of "or" stays one level deep."""
    return one.parts if one.op == "either" and not one.negated else (one,)


def is_flag(field: str) -> bool:
    """Whether a field is answered by yes or no."""
    return field in FIELD and FIELD[field].kind == "yesno"


def _gaps(turn: Turn) -> dict[str, bool]:
    """Fields that are to be missing (True) or stated (False): "with an email but no phone"."""
    pages = {at for hit in (*turn.hits("no_page"), *turn.hits("with_page")) for at in range(hit.start, hit.end)}
    found: dict[str, bool] = {}
    for hit in (*turn.hits("missing"), *turn.hits("negation"), *turn.hits("present")):
        if hit.start in pages:
            continue
        said = hit.says != "present"
        after = [
            ask
            for ask in turn.asked.hits
            if 0 <= ask.start - hit.end <= 3 and (hit.says != "negation" or not is_flag(ask.says))
        ]
        before = [ask for ask in turn.asked.hits if 0 <= hit.start - ask.end <= 4] if hit.says == "missing" else []
        asks = [ask for ask in after if ask.says != "title"][:1] or after[:1] or before[-1:]
        if hit.says == "negation" and not (asks and turn.denied.isdisjoint(range(hit.end, asks[0].start + 6))):
            continue
        for ask in asks:
            found.setdefault(_told_field(ask.says), said)
    return found


def _told_field(says: str) -> str:
    """The one field whose absence is meant: "no contact" means nobody is named."""
    names = [name for name in says.split(",") if name in FIELD]
    return names[0] if names else "title"


def several(turn: Turn) -> Frame | None:
    """Several commitments are meant: list, count, group, or the one that stands out."""
    if (turn.yes_no and _of_nothing(turn)) or _led_by_nobody(turn):
        return Clarify("no_antecedent", (), turn.query("lookup", fields=tuple(turn.asked.fields)))
    heads = _unnamed_heads(turn)
    if heads and partial_body(turn):
        heads = []
    filters = conditions_of(turn)
    about_all = turn.plural or (
        turn.singular and turn.has("longest", "shortest", "first", "last", "most", "fewest", "missing", "list")
    )
    if not filters and not about_all and not turn.has("group"):
        return None
    if turn.left():
        return None
    if heads:  # "run by the Chancellery": an institution that nobody here is
        return Unknown("no_such_institution", turn.query("list"), (turn.spotted.words(heads[0].start, heads[-1].end),))
    elsewhere = [place for place in turn.spotted.places if not place.prefixes]
    if elsewhere:
        return Unknown("no_such_country", turn.query("list", filters=filters), (elsewhere[0].name,))
    fields = tuple(name for name in turn.asked.fields if name in FIELD)
    used = {one.field for one in filters if one.op != "missing"} | {name for name in fields if is_flag(name)}
    shown = tuple(name for name in fields if name not in used)
    if turn.has("most", "fewest") and fields and fields[0] not in ("start", "end"):
        key = fields[0]
        return turn.query(
            "superlative",
            filters=filters,
            group=key,
            order="count",
            descending=turn.has("most"),
            limit=limit_of(turn),
            words=("index",) if turn.has("index") else (),
        )
    if (
        turn.has("most", "fewest")
        and turn.spotted.tokens[0].folded in turn.spotted.lexicon.words("question", "who")
        and not fields
    ):
        return turn.query("superlative", filters=filters, group="person", order="count", descending=turn.has("most"))
    if (
        turn.has("count")
        and not turn.subjects.bodies
        and any(hit.says == "lead_institution,person" for hit in turn.asked.hits)
    ):
        return turn.query("group", filters=filters, group="lead_institution")
    limit = limit_of(turn)
    if limit and turn.has("longest", "shortest", "first", "last"):
        return _limited(turn, filters, fields, limit)
    for intent, order, descending in (("longest", "duration", True), ("shortest", "duration", False)):
        if turn.has(intent):
            return turn.query("superlative", filters=filters, order=order, descending=descending)
    ordered = _ordered_by(turn)
    for intent, descending in (("last", True), ("first", False)) if not turn.has("sorted") else ():
        newest = turn.has("newest") and not {"start", "end"} & set(fields)  # by when they began
        if turn.has(intent) and (newest or {"start", "end"} & set(fields) or turn.singular):
            order = "start" if newest or "start" in fields else "end" if "end" in fields or descending else "start"
            return turn.query("superlative", filters=filters, order=order, descending=descending)
    places = [prefix for one in filters if one.field == "country" and not one.negated for prefix in one.values]
    if len(places) > 1 and turn.has("compare", "group") and not fields:
        return turn.query("group", filters=filters, group="country")
    held = _held_against_each_other(turn)
    if held:
        rest = tuple(one for one in filters if one.field != held)
        return turn.query("group", filters=rest, group=held)
    grouped = turn.has("group") or (by_field(turn) and (not ordered or turn.has("count")))
    if grouped and fields:
        key = next((hit.says.split(",")[0] for hit in turn.asked.hits if hit.start == by_field(turn)), fields[0])
        if key == "cycle":  # "how many start per year"
            key = next((name for name in fields if name in ("start", "end")), key)
        return turn.query("group", filters=filters, group=key)
    if turn.has("count"):
        return turn.query("count", filters=filters)
    if not filters and not turn.has("list") and shown:
        return None
    if ordered:
        return turn.query("list", filters=filters, fields=shown[:4], order=ordered, descending=turn.has("last"))
    searched = any(one.op == "mentions" for one in filters)
    return turn.query("search" if searched else "list", filters=filters, fields=shown[:4])


def _of_nothing(turn: Turn) -> bool:
    """Whether it asks of an "it" that nothing was said of: "does it end in 2015?"."""
    points = any(hit.start == turn.skip + 1 for hit in turn.spotted.of("thread", "pronoun"))
    several = turn.plural or turn.singular or turn.has("list") or turn.left() or turn.subjects.bodies
    return points and not several and not turn.thread.focus


def _led_by_nobody(turn: Turn) -> bool:
    """Whether it asks what an "it" or "them" leads that nothing was said of: "which are led by it?"."""
    roles = [hit.end for hit in turn.spotted.of("ask") if set(hit.says.split(",")) & set(BODIES)]
    points = [hit.start for hit in (*turn.spotted.of("thread", "pronoun"), *turn.spotted.of("thread", "plural"))]
    beside = any(0 <= point - end <= 1 for end in roles for point in points)
    return beside and not turn.subjects.bodies and turn.thread.query is None


def _held_against_each_other(turn: Turn) -> str | None:
    """The field of two values of which each is to be counted: "how many active and how many inactive ones?"."""
    said = [(hit.start, hit.says.split("=")[0]) for hit in turn.spotted.of("value")]
    said += [(hit.start, hit.says) for hit in turn.spotted.of("ask") if is_flag(hit.says)]
    said = sorted({(at, name) for at, name in said if not turn.negated(at)})
    joiners = turn.spotted.lexicon.words("intent", "and")
    for (start, name), (end, other) in pairwise(said):
        joined = any(token.folded in joiners for token in turn.spotted.tokens[start:end])
        if name == other and turn.has("count") and (joined or turn.has("group", "compare")):
            return name
    return None


def _unnamed_heads(turn: Turn) -> list[Hit]:
    """Words that begin or end an institution's name, where no institution was found."""
    asked_words = {at for hit in turn.spotted.of("ask") for at in range(hit.start, hit.end)}
    heads = [hit for hit in turn.spotted.of("head") if hit.start not in asked_words]
    return [] if turn.subjects.bodies else heads


def partial_body(turn: Turn) -> bool:
    """Take an institution that was said in part, where it is the only one that fits: "the Ombudsman"."""
    link = next((link for link in turn.spotted.links if link.kind == "part of institution"), None)
    if link is None or link.recall < 0.5 or len(link.names) > 1 or set(turn.left()) - set(link.used):
        return False
    turn.subjects.bodies.append((link.start, link.names))
    turn.corrections += (Correction(turn.spotted.words(link.start, link.end), link.names[0].name),)
    for at in link.used:
        turn.spotted.claim[at] = "institution"
    return True


def by_field(turn: Turn) -> int | None:
    """Where the field begins that "by" stands before: "count commitments by status"."""
    by = turn.spotted.lexicon.words("grammar", "by")
    return next(
        (hit.start for hit in turn.asked.hits if hit.start and turn.spotted.tokens[hit.start - 1].folded in by), None
    )


def _ordered_by(turn: Turn) -> str | None:
    if turn.has("alphabetical"):
        return "title"
    if not turn.has("sorted") and not any(
        hit.start == by_field(turn) and hit.says in ("start", "end") for hit in turn.asked.hits
    ):
        return None
    return next(
        (hit.says for hit in turn.asked.hits if hit.says in ("start", "end")),
        "duration" if turn.has("duration") else None,
    )


def limit_of(turn: Turn) -> int | None:
    """How many are wanted: "the next five", "top 3", "the 3 commitments that …"."""
    for at, claim in enumerate(turn.spotted.claim):
        number = turn.number(at)
        if number and 1 < number <= 100 and not claim.startswith(("date", "code", "phone")):
            return number
    return None


def _limited(turn: Turn, filters: tuple[Filter, ...], fields: tuple[str, ...], limit: int) -> Query:
    """The first or last few by a date or by length; "next" looks ahead of today only."""
    upcoming = [
        hit
        for hit in turn.hits("first")
        if turn.spotted.tokens[hit.start].folded in turn.spotted.lexicon.words("date", "next")
    ]
    asked = {name for hit in turn.spotted.of("ask") for name in hit.says.split(",")} | set(fields)
    order = (
        "duration" if turn.has("longest", "shortest") else "start" if "start" in asked and "end" not in asked else "end"
    )
    if upcoming and order != "duration":
        today = turn.as_of.isoformat()
        filters = (*filters, Filter(order, "within", (today, ""), label=f"≥ {today}"))
    descending = turn.has("longest", "last")
    return turn.query("list", filters=filters, order=order, descending=descending, limit=limit)
