"""The conditions that a question puts on commitments: countries, years, areas, values, dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asking.dates import Interval
from bot.asking.lexicon import Hit
from bot.asking.passages import term
from bot.asking.query import Filter
from bot.asking.searched_words import bare
from bot.asking.turn import Turn
from bot.records.fields import FIELD
from bot.records.periods import days_later

_MOST_PLANS = 10


def places_in(turn: Turn) -> list[Filter]:
    """Conditions on the country, those denied apart from those claimed."""
    found: dict[bool, list[str]] = {}
    labels: dict[bool, list[str]] = {}
    for place in turn.spotted.places:
        if place.start >= turn.skip and place.prefixes:
            negated = turn.negated(place.start)
            found.setdefault(negated, []).extend(place.prefixes)
            labels.setdefault(negated, []).append(place.name)
    return [
        Filter("country", "is", tuple(dict.fromkeys(prefixes)), negated, ", ".join(labels[negated]))
        for negated, prefixes in found.items()
    ]


def plans_in(turn: Turn) -> list[Filter]:
    """The first, second … action plan: "Latvia's second plan", "plan 2 of Georgia"."""
    found = []
    for hit in [hit for hit in turn.spotted.of("ask", "action_plan") if hit.start >= turn.skip]:
        before = next((one for one in turn.spotted.of("thread") if one.end == hit.start and _number(one)), None)
        inside = next(
            (one for one in turn.spotted.of("thread") if hit.start <= one.start < hit.end and _number(one)), None
        )
        ordinal = before or inside
        behind = (
            turn.number(hit.end) if hit.end < len(turn.spotted.tokens) and not turn.spotted.claim[hit.end] else None
        )
        number = _number(ordinal) if ordinal else behind
        if not number or number > _MOST_PLANS:
            continue
        if ordinal:
            turn.used.add(ordinal)
        else:
            turn.spotted.take(hit.end, hit.end + 1, "plan")
        turn.used.add(hit)
        found.append(Filter("action_plan", "plan", (str(number),), turn.negated(hit.start), f"{number}", hit.start))
    return found[:1]


def _number(ordinal: Hit) -> int:
    name, _colon, number = ordinal.says.partition(":")
    return int(number) if name == "ordinal" else 0


def cycles_in(turn: Turn) -> list[Filter]:
    """A year that stands alone ("the 2014 plan", "from 2016") is an action plan's; near a date word it is not."""
    found: list[Filter] = []
    for interval in turn.spotted.intervals:
        if _is_cycle(turn, interval):
            first, last = interval.first or "", interval.last or ""
            if interval.said == "from" and interval.year:  # "the ones from 2016" are of that year alone
                last = f"{interval.year}-12-31"
            one = Filter(
                "cycle", "within", (first, last), turn.negated(interval.start), turn.said(interval), interval.start
            )
            if found and found[-1].negated == one.negated:  # years beside each other are alternatives: no plan has two
                last_one = found.pop()
                one = replace(one, values=(*last_one.values, *one.values), label=f"{last_one.label}, {one.label}")
            found.append(one)
    return found


def _is_cycle(turn: Turn, interval: Interval) -> bool:
    if interval.year is None and interval.said != "between":
        return False
    if (
        interval.year and not interval.said and _before_noun(turn, interval)
    ):  # "the 2014 commitments that ended in June"
        return True
    if _date_role(turn, interval) or turn.has("changes", "previous"):
        return False
    return (interval.first or "0000-01-01").endswith("-01-01") and (interval.last or "0000-12-31").endswith("-12-31")


def _before_noun(turn: Turn, interval: Interval) -> bool:
    words = turn.spotted.lexicon
    following = turn.spotted.tokens[interval.end : interval.end + 1]
    nouns = (*words.words("empty", "commitments"), *words.words("empty", "commitment"))
    return any(token.folded in nouns for token in following)


def _date_role(turn: Turn, interval: Interval) -> str | None:
    """`start`, `end` or `running`: what a date says of a commitment, by the nearest word that tells."""
    roles: list[tuple[int, str, Hit]] = []
    for hit in turn.spotted.of("ask"):
        if hit.says in ("start", "end") and hit.start >= turn.skip:
            roles.append((_distance(hit, interval), hit.says, hit))
    for intent, role in (("running", "running"), ("due", "end"), ("overdue", "overdue")):
        roles += [(_distance(hit, interval), role, hit) for hit in turn.hits(intent)]
    for hit in turn.spotted.of("value", "status=Active"):
        if hit.end == interval.start:
            roles.append((0, "running", hit))
    if not roles:
        return None
    _gap, role, hit = min(roles, key=lambda entry: (entry[0], entry[1]))
    turn.used.add(hit)
    if role == "running" and interval.said in ("after", "until", "before"):
        return "end"
    return role


def _distance(hit: Hit, interval: Interval) -> int:
    return interval.start - hit.end if hit.end <= interval.start else hit.start - interval.end + 2


def dates_in(turn: Turn) -> list[Filter]:
    """Conditions on start, end, or being under way, and “overdue”."""
    found: list[Filter] = []
    today = turn.as_of.isoformat()
    if turn.has("overdue"):
        negated = any(turn.negated(hit.start) for hit in turn.hits("overdue"))
        found.append(Filter("end", "overdue", (_day_of_overdue(turn) or today,), negated))
    if turn.has("changes", "previous") and not turn.plural:
        return found
    for interval in turn.spotted.intervals:
        if interval.start < turn.skip or _is_cycle(turn, interval):
            continue
        role = _date_role(turn, interval)
        if role == "overdue" or (interval.said == "today" and role != "running"):
            continue
        if role is None:
            role = "running"
        span = (interval.first or "", interval.last or "")
        if role == "end" and interval.said in ("since", "from") and turn.has("over"):
            span = (span[0], today)  # what has ended since then has ended by now
        found.append(Filter(role, "within", span, turn.negated(interval.start), turn.said(interval), interval.start))
    found += _past(turn)
    if not any(one.field == "running" for one in found) and not turn.spotted.intervals and not turn.subjects.codes:
        valued = {at for hit in turn.spotted.of("value") for at in range(hit.start, hit.end)}
        for hit in [hit for hit in turn.hits("running") if hit.start not in valued]:
            if turn.plural and not turn.spotted.has("value", "status=Active"):
                found.append(Filter("running", "within", (today, today), turn.negated(hit.start), today))
                break
    return found


def _day_of_overdue(turn: Turn) -> str | None:
    """The day on which something is asked to have been overdue, where one is said: "late on 1 January 2014"."""
    said = (one for one in turn.spotted.intervals if one.start >= turn.skip and one.said != "today")
    return next((one.last or one.first for one in said if _date_role(turn, one) == "overdue"), None)


def _past(turn: Turn) -> list[Filter]:
    """ "which have ended", "which of them have started": by the day of asking, where no other date is said."""
    ranked = turn.has(
        "first", "last", "longest", "shortest", "sorted", "most", "duration", "group", "missing", "later", "earlier"
    )
    several = turn.plural or turn.has("only", "count")
    if ranked or not several or turn.spotted.intervals or turn.subjects.codes or len(turn.subjects.titles) == 1:
        return []
    yesterday, today = days_later(turn.as_of, -1).isoformat(), turn.as_of.isoformat()
    for intent, field, span in (("over", "end", ("", yesterday)), ("begun", "start", ("", today))):
        hit = next((hit for hit in turn.hits(intent) if not turn.spotted.has("value", "completion=Complete")), None)
        asked = next(
            (ask for ask in turn.spotted.of("ask") if hit and ask.says == field and ask.start <= hit.start < ask.end),
            None,
        )
        if hit and asked:
            turn.used.add(asked)
            return [Filter(field, "within", span, turn.negated(hit.start), f"≤ {span[1]}")]
    return []


def areas_in(turn: Turn) -> list[Filter]:
    """Conditions on policy areas; those joined by “or” are one condition, where commitments have them as areas."""
    if any(hit.says.startswith("ogp_values") for hit in turn.spotted.of("ask")):
        return []
    groups: list[Filter] = []
    for area in turn.spotted.areas:
        if area.start < turn.skip:
            continue
        one = Filter(
            "policy_areas",
            "is",
            area.keys,
            turn.negated(area.start),
            turn.spotted.words(area.start, area.end),
            area.start,
        )
        if not _is_carried(turn, one):
            words = " ".join(map(bare, turn.spotted.tokens[area.start : area.end]))
            groups.append(mention([words], negated=one.negated, at=one.at))
            continue
        before = groups[-1] if groups else None
        if before and before.op == "is" and before.negated == one.negated and _joined_by_or(turn, area.start):
            last = groups.pop()
            one = replace(last, values=(*last.values, *one.values), label=f"{last.label}, {one.label}")
        groups.append(one)
    return groups


def _is_carried(turn: Turn, area: Filter) -> bool:
    """Whether some commitment has the area: else its words are looked for in what the documents say."""
    names = [name.id for name in turn.store.names_by_key(area.values) if name.kind == "area"]
    return bool(turn.store.uses(names, ("policy_areas",)))


def _joined_by_or(turn: Turn, start: int) -> bool:
    before = turn.spotted.tokens[start - 1].folded if start else ""
    return before in turn.spotted.lexicon.words("intent", "or")


def values_in(turn: Turn) -> list[Filter]:
    """Conditions on fields with a closed vocabulary: “inactive”, “outstanding early results”."""
    found: list[Filter] = []
    by_span: dict[tuple[int, int], list[Hit]] = {}
    for hit in turn.spotted.of("value"):
        if hit.start >= turn.skip:
            by_span.setdefault((hit.start, hit.end), []).append(hit)
    asked = {name for hit in turn.spotted.of("ask") for name in hit.says.split(",")}
    for (start, _end), hits in sorted(by_span.items()):
        chosen = next((hit for hit in hits if hit.says.split("=")[0] in asked), hits[0])
        name, term = chosen.says.split("=")
        if chosen.says == "status=Active" and any(one.start == chosen.end for one in turn.spotted.intervals):
            continue  # "active on 31 December 2018" is said of the dates
        negated = turn.negated(start)
        same = next((one for one in found if (one.field, one.negated) == (name, negated)), None)
        if same and (_joined_by_or(turn, start) or not (negated or FIELD[name].many)):  # none has two of them
            found[found.index(same)] = replace(same, values=(*same.values, term), label=f"{same.label}, {term}")
        else:
            found.append(Filter(name, "is", (term,), negated, term, start))
    return found


def mention(*sides: Sequence[str], negated: bool = False, at: int = -1) -> Filter:
    """A condition that the text of a commitment holds all words of one of `sides`."""
    quoted = [" AND ".join(map(term, side)) for side in sides]
    return Filter(
        "text",
        "mentions",
        (" OR ".join(f"({side})" for side in quoted) if len(quoted) > 1 else quoted[0],),
        negated,
        " / ".join(" ".join(side) for side in sides),
        at,
    )
