"""Which part each mention may play among the others: a date ends or begins something, an institution leads or supports.

The words beside it tell; what is unlikely costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.asking.conditions import BODIES
from bot.asking.frames import Condition, Has, Not, any_of
from bot.asking.lattice import Lattice, Mention, once, weights
from bot.asking.mentions.text import in_titles, text_terms, text_words
from bot.asking.passages import term
from bot.asking.pieces import Cond, Tiled, around, between
from bot.records.fields import FIELD
from bot.records.names import name_key
from bot.records.periods import days_later
from bot.records.vocabulary import terms

_NEAR, _FAR = 3, 8

MentionRole = tuple[float, str, Any]
"""What a mention may be: what that costs, what it is, and the value: of a condition (`cond`) its `Cond`."""


def roles_of(made: Lattice, items: Tiled, number: int, one: Mention) -> Iterator[MentionRole]:
    """What a mention may be, told by the words beside it."""
    cost = weights()["read"]
    me = frozenset({number})
    if one.kind == "code":
        yield 0.0, "code", one.value
    elif one.kind == "numbered":
        yield 0.0, "numbered", one.value
    elif one.kind == "title":
        yield 0.0, "title", one.value
        yield cost["title_text"] + 0.3 * (one.value.recall > 0.9), "cond", _text(made, one, me)
    elif one.kind == "person":
        ids = tuple(str(name.id) for name in one.value)
        yield (
            0.0,
            "cond",
            Cond(
                Has("person", "is", ids, " / ".join(name.name for name in one.value[:_PEOPLE])),
                one.start,
                one.end,
                me | _near(items, one, "person", "lead_institution", span=5),
                "person",
            ),
        )
    elif one.kind == "body":
        yield from _body(made, items, number, one)
    elif one.kind == "area":
        keys, value = one.value
        label = made.words(one.start, one.end)
        yield (
            0.0,
            "cond",
            Cond(
                Has("policy_areas", "is", keys, label),
                one.start,
                one.end,
                me | _near(items, one, "policy_areas"),
                "area",
            ),
        )
        if value:
            asked = _near(items, one, "ogp_values", "relevance", span=6)
            yield (
                (-0.1 if asked else 0.35),
                "cond",
                Cond(Has("ogp_values", "is", (value,), label), one.start, one.end, me | asked, "value"),
            )
        yield cost["area_text"], "cond", _text(made, one, me)
    elif one.kind == "ogp":
        uses = me | _near(items, one, "ogp_values", "relevance", span=6)
        yield (
            0.0,
            "cond",
            Cond(Has("ogp_values", "is", one.value, made.words(one.start, one.end)), one.start, one.end, uses, "value"),
        )
        yield 0.5, "cond", _text(made, one, me)
    elif one.kind == "place":
        name, prefixes = one.value
        if prefixes:
            yield (
                0.0,
                "cond",
                Cond(
                    Has("country", "is", prefixes, name),
                    one.start,
                    one.end,
                    me | _near(items, one, "country", span=0),
                    "place",
                ),
            )
        else:
            yield 0.0, "elsewhere", number
    elif one.kind == "plan":
        label = one.value
        yield 0.0, "cond", Cond(Has("action_plan", "plan", (one.value,), label), one.start, one.end, me, "plan")
    elif one.kind == "date":
        yield from _date(made, items, number, one)
    elif one.kind == "length":
        yield 0.0, "cond", _length(one, me)
    elif one.kind == "text":
        yield 0.0, "cond", _text(made, one, me)
    elif one.kind == "phrase":
        yield from _phrase(made, items, number, one)


def _text(made: Lattice, one: Mention, me: frozenset[int]) -> Cond:
    words = text_words(made, one)
    label = " ".join(words)
    query = term(label) if one.value == "quoted" else " AND ".join(text_terms(made, one, words))
    query = f"{{{'title' if in_titles(made) else 'title prose'}}} : ({query})"
    return Cond(Has("text", "mentions", (query,), label), one.start, one.end, me, "text")


def _length(one: Mention, me: frozenset[int]) -> Cond:
    """How long it lasts: from the first to the last day, both included."""
    length = one.value
    test: Condition = Has("duration", length.op, (str(length.number), length.unit), length.typed)
    return Cond(Not(test) if length.denied else test, one.start, one.end, me, "length")


def _near(items: Tiled, one: Mention, *fields: str, span: int = _NEAR) -> frozenset[int]:
    """The phrases close by that ask for one of these fields: they say of what the words are a value."""
    return frozenset(
        number
        for number, other in items.asking
        if other is not one
        and other.kind == "phrase"
        and min(abs(other.start - one.end), abs(one.start - other.end)) <= span
        and any(set(said.split(",")) & set(fields) for said in other.all("ask"))
        and not _parted(items, one, other)
    )


def _parted(items: Sequence[Mention], one: Mention, other: Mention) -> bool:
    """Whether another thing of weight stands between two mentions."""
    first, second = (one, other) if one.start < other.start else (other, one)
    return any(
        items[n].kind in ("code", "title", "person", "body", "area", "place", "date")
        for n in between(items, first.end, second.start)
    )


_PEOPLE = 3
"""People of one name who are said by their names."""
_TOPIC = 0.5
"""What it costs that words are taken for part of a body's name that name a topic whole: "right to information"."""


def _body(made: Lattice, items: Sequence[Mention], number: int, one: Mention) -> Iterator[MentionRole]:
    """An institution in each role that is told beside it; without any, it leads, or stands anywhere."""
    cost = weights()["read"]
    ids = tuple(str(name.id) for name in one.value.names)
    label = " / ".join(one.value.spelt) or one.value.names[0].name
    near: dict[str, tuple[float, set[int]]] = {}
    for at, other in around(items, one, _FAR):
        if other.kind != "phrase":
            continue
        gap = one.start - other.end if other.end <= one.start else other.start - one.end + 0.5
        if gap > _FAR or other is one or _clause(made, one, other):
            continue
        if other.says("intent", "running") and not other.all("ask"):
            near.setdefault(
                "lead_institution", (cost["far"] * max(gap - 1, 0) + 0.15, {at})
            )  # "what does the ministry run?"
        for said in other.all("ask"):
            names = said.split(",")
            roles = [name for name in names if name in BODIES]
            if names[0] == "person" and not roles and not {"email", "phone"} & set(names):
                roles = ["lead_institution"]  # "who can I write to at …?" asks for an address, whoever leads
            if not roles:
                continue
            role = roles[0] if len(roles) <= 2 else "body"
            far = cost["far"] * max(gap - 1, 0)
            if role not in near or far < near[role][0]:
                near[role] = (far, {at})
    if {"lead_institution", "support_institutions"} <= set(near):
        (_f1, one_), (_f2, two) = near["lead_institution"], near["support_institutions"]
        joins = {n for n in range(min(one_ | two), max(one_ | two)) if items[n].says("intent", "or", "and")}
        if joins:
            test = any_of(*(Has(role, "is", ids, label) for role in ("lead_institution", "support_institutions")))
            yield 0.05, "cond", Cond(test, one.start, one.end, frozenset({number, *one_, *two, *joins}), "body")
    topic = _TOPIC * any(
        other.kind in ("area", "title")
        and (other.start, other.end) == (one.start, one.end)
        and (other.kind == "area" or other.value.recall > one.value.recall)
        for other in made.mentions
        if one.value.recall < 0.99
    )
    for role in (*BODIES, "body"):
        uses = {number}
        if role in near:
            dear, more = near[role]
            dear += cost["role_any"] * (
                role == "body" and len(near) > 1
            )  # "*involve* UNDP as a *supporting* institution"
            uses |= more
        elif role == "lead_institution":
            dear = cost["role_unsaid"] + 0.5 * bool(near)
        elif role == "body":
            dear = cost["role_any"] + 0.5 * bool(near)
        else:
            continue
        yield dear + topic, "cond", Cond(Has(role, "is", ids, label), one.start, one.end, frozenset(uses), "body")


def _clause(made: Lattice, one: Mention, other: Mention) -> bool:
    first, second = (one, other) if one.start < other.start else (other, one)
    return any(sign in made.between(first.end, second.start) for sign in ";?!") if first.end <= second.start else False


_BOUNDED = ("before", "after", "until", "since")
_DATE_ROLES = ("end", "start", "running", "cycle")


def _date(made: Lattice, items: Tiled, number: int, one: Mention) -> Iterator[MentionRole]:
    """A date in each role: of the end, the start, the time under way, the action plan."""
    cost, interval = weights()["read"], one.value
    near: dict[str, tuple[float, int]] = {}
    for at, other in around(items, one, _FAR):
        if other.kind != "phrase":
            continue
        roles = [name for said in other.all("ask") if said in ("start", "end") for name in [said]]
        roles += ["cycle"] * other.says("ask", "cycle", "action_plan", "action_plan,cycle")
        roles += ["end"] * other.says("intent", "due", "over") + ["start"] * other.says("intent", "begun")
        roles += ["running"] * (other.says("intent", "running") or other.says("value", "status=Active"))
        roles += ["overdue"] * other.says("intent", "overdue")
        gap = one.start - other.end if other.end <= one.start else other.start - one.end + 1.0
        for role in roles:
            if gap <= _FAR and (role not in near or gap < near[role][0]) and not _clause(made, one, other):
                near[role] = (gap, at)
    for other in made.mentions:  # "starting 2014": the word tells the role too
        if other.kind == "phrase" and one.start <= other.start and other.end < one.end and not other.cost:
            edge = bool(near) and interval.said in _BOUNDED  # "which start before the *end* of 2014": of the year
            for role in ("start", "end") if not edge or other.start == one.start else ():
                if other.says("ask", role):
                    near.setdefault(role, (0.5, number))
    first, last = interval.first or "", interval.last or ""
    label = made.words(one.start, one.end)
    noun = any(m.says("noun") or m.kind == "place" for m in items[number + 1 : number + 2])
    whole = (first or "0000-01-01").endswith("-01-01") and (last or "0000-12-31").endswith("-12-31")
    whole = whole and bool(interval.year or interval.said == "between")
    me = frozenset({number})
    if "overdue" in near and near["overdue"][0] <= min(gap for gap, _at in near.values()):
        uses = me | {near["overdue"][1]}
        yield 0.0, "cond", Cond(Has("end", "overdue", (last or first,), label), one.start, one.end, uses, "date")
    if interval.said == "today" and one.end - one.start <= 2:
        yield 0.15, "none", None
    for role in _DATE_ROLES:
        uses, dear = me, 0.0
        if role in near:
            dear, uses = cost["far"] * max(near[role][0] - 1, 0), me | {near[role][1]}
        elif role == "cycle":
            dear = 0.05 if noun and not near else cost["date_cycle"] + 0.5 * bool(near)
        else:
            dear = cost[f"date_{role}"] + 0.6 * bool(near)
        if role == "cycle":
            if not whole:
                continue
            span = (first, f"{interval.year}-12-31" if interval.said == "from" and interval.year else last)
        elif role == "running" and interval.said in ("after", "until", "before") and role in near:
            begins = f"{interval.year}-01-01" if interval.said == "until" and interval.year and whole else first
            yield dear, "cond", Cond(Has("end", "within", (begins, last), label), one.start, one.end, uses, "date")
            continue
        elif role == "end" and interval.said in ("since", "from") and ("intent", "over") in items.said:
            span = (first, made.as_of.isoformat())  # what has ended since then has ended by now
        else:
            span = (first, last)
        kind = "cycle" if role == "cycle" else "date"
        yield dear, "cond", Cond(Has(role, "within", span, label), one.start, one.end, uses, kind)


def _describes(made: Lattice, one: Mention) -> bool:
    """Whether a word stands right before one of weight that is no commitment: "Uruguay's *open* cadastre" is a name."""
    if one.end - one.start > 1 or one.end >= len(made.tokens) or made.broken(one.end, one.end):
        return False
    nouns = any(other.start == one.end and (other.says("noun") or other.kind == "place") for other in made.mentions)
    return made.content(one.end) and not nouns


def _phrase(made: Lattice, items: Tiled, number: int, one: Mention) -> Iterator[MentionRole]:
    """A word of value, a state, or a field that is itself a condition ("starred")."""
    said_before = {n for n, m in items.asking if number - 5 <= n < number and abs(one.start - m.end) <= 4}
    fields_near = {
        name
        for n in (*said_before, *_choice_near(items, one))
        for said in items[n].all("ask")
        for name in said.split(",")
    }
    if not (fields_near or one.says("value") or one.says("intent") or one.says("ask")):
        return
    cost, me = weights()["read"], frozenset({number})
    dates = any(abs(m.start - one.end) <= _FAR for m in items.dates)
    today, yesterday = made.as_of.isoformat(), days_later(made.as_of, -1).isoformat()
    made_any = False
    grouped = any(m.start < one.start and set(m.all("ask")) & {"country", "lead_institution"} for _n, m in items.asking)
    quantifies = grouped and one.says("grammar", "none")  # "which country has *none* completed?": no term of a scale
    # "how *high* is its impact?" asks for a degree, and tells none
    hows = made.lexicon.words("question", "how")
    degree = one.start > 0 and not made.lexicon.particles and made.tokens[one.start - 1].folded in hows
    for place, said in enumerate(sorted(one.all("value"), key=_value_order)):
        name, value = said.split("=")
        asked = _near(items, one, name)
        dear = cost["sense"] * place - (0.15 if asked else 0)
        if not asked and any(ask in FIELD and FIELD[ask].kind == "yesno" for ask in one.all("ask")):
            dear += 0.12  # "¿está destacado?": starred, before results that are outstanding
        if name == "completion" and one.says("ask", "end") and (dates or _asks_when(made, items)):
            dear += 0.6  # "finished in 2014": a day, no degree
        if (
            fields_near & {f for f in fields_near if f in FIELD and FIELD[f].kind == "choice" and value in terms(f)}
            and not asked
        ):
            dear += 0.4
        if (quantifies or degree) and not asked:
            dear += 0.6 + 0.4 * degree
        made_any = True
        term = value.removeprefix("!")
        # names are held by their keys, terms as they are
        test: Condition = Has(name, "is", (name_key(term) if name in ("ogp_values", "policy_areas") else term,), term)
        if term != value:
            test = Not(test)  # "unfinished": the word itself denies
        yield dear, "cond", Cond(test, one.start, one.end, me | asked, "value")
    if any(said.endswith("=Unclear") for said in one.all("value")):  # "whose lead institution is unclear"
        gaps = {
            n
            for n in (*said_before, *_choice_near(items, one))
            for said in items[n].all("ask")
            if said.split(",")[0] in FIELD and FIELD[said.split(",")[0]].kind in ("institution", "date", "person")
        }
        for n in sorted(gaps)[:1]:
            name = items[n].all("ask")[0].split(",")[0]
            yield -0.15, "cond", Cond(Has(name, "missing", (), name), one.start, one.end, me | {n}, "gap")
    text = made.words(one.start, one.end)
    for other in fields_near:
        if other in FIELD and FIELD[other].kind == "choice":
            stated = next(
                (
                    t
                    for t in terms(other)
                    if t.casefold() == text.casefold() or any(s.split("=")[1] == t for s in one.all("value"))
                ),
                None,
            )
            if stated and f"{other}={stated}" not in one.all("value"):
                asked = _near(items, one, other)
                made_any = True
                yield -0.1, "cond", Cond(Has(other, "is", (stated,), stated), one.start, one.end, me | asked, "value")
    if one.says("intent", "overdue") and not dates:
        made_any = True
        yield 0.0, "cond", Cond(Has("end", "overdue", (today,), today), one.start, one.end, me, "state")
        yield 0.5, "none", None
    elif one.says("intent", "overdue"):  # the date tells the day of it, or stands for itself: "ending in 2016"
        yield 0.0, "none", None
        yield 0.1, "cond", Cond(Has("end", "overdue", (today,), today), one.start, one.end, me, "state")
        return
    for intent, value in (("no_page", "no"), ("with_page", "yes")):
        if one.says("intent", intent):
            yield 0.0, "cond", Cond(Has("page", "page", (value,), value), one.start, one.end, me, "state")
            return
    if one.says("intent", "index"):
        only = {n for n, m in around(items, one, 4) if m.says("intent", "only") and abs(m.start - one.start) <= 4}
        if only:
            yield 0.0, "cond", Cond(Has("page", "page", ("no",), "no"), one.start, one.end, me | only, "state")
            return
    starts = one.says("ask", "start") and not dates and not _asks_when(made, items)
    if (one.says("intent", "begun") or starts) and (negators := _negators(made, items, one)):
        test = Has("completion", "is", ("Not Started",), "Not Started")
        yield -0.1, "cond", Cond(test, one.start, one.end, me | negators, "value")
        unbegun = Not(Has("start", "within", ("", today), f"≤ {today}"))
        yield 0.3, "cond", Cond(unbegun, one.start, one.end, me | negators, "date")
    for intent, name, span in (("over", "end", ("", yesterday)), ("begun", "start", ("", today))):
        if one.says("intent", intent) and not dates:
            made_any = True
            test = Has(name, "within", span, f"≤ {span[1]}")
            yield 0.25 + 0.2 * one.says("value"), "cond", Cond(test, one.start, one.end, me, "past")
    if one.says("intent", "running") and not one.says("value") and not dates and not _describes(made, one):
        weak = (0.2 if one.says("empty") else 0.05) + 0.5 * items.names_somebody
        test = Has("running", "within", (today, today), today)
        yield weak, "cond", Cond(test, one.start, one.end, me, "past")
        made_any = True
    flags = [said for said in one.all("ask") if said in FIELD and FIELD[said].kind == "yesno"]
    number = next(iter(me))
    behind = items[number + 1] if number + 1 < len(items) else None
    affirmed = behind is not None and made.words(behind.start, behind.end).casefold() in made.lexicon.words(
        "grammar", "affirmed"
    )
    for name in flags:
        uses = me | {number + 1} if affirmed else me  # "starred = true"
        dear = cost["flag_asked"] - 0.3 * affirmed
        yield dear, "cond", Cond(Has(name, "is", ("yes",), name), one.start, one.end, uses, "flag")
        yield 0.0, "none", None
        return
    if made_any:
        yield cost["unvalued"] if one.says("value") and not (quantifies or degree) else 0.15, "none", None


def _value_order(said: str) -> tuple[int, str]:
    """Of several fields that have a term, the one that people mean first."""
    order = (
        "completion",
        "status",
        "potential_impact",
        "specificity",
        "early_results",
        "newness",
        "starred",
        "verifiable",
        "ambition",
    )
    name = said.split("=")[0]
    return (order.index(name) if name in order else len(order)), said


def _choice_near(items: Tiled, one: Mention) -> set[int]:
    return {n for n, m in items.asking if m is not one and -1 <= m.start - one.end <= 3 and not _parted(items, one, m)}


def _negators(made: Lattice, items: Sequence[Mention], one: Mention) -> frozenset[int]:
    """The word that denies what stands beside it; in Korean it stands behind."""
    near = [(n, m) for n, m in around(items, one, 2) if m.says("intent", "negation")]
    if made.lexicon.particles:
        return frozenset(n for n, m in near if 0 <= m.start - one.end <= 2)
    return frozenset(n for n, m in near if 0 <= one.start - m.end <= 2)


def _asks_when(made: Lattice, items: Tiled) -> bool:
    return ("question", "when") in items.said or _names_date_unit(made)


@once
def _names_date_unit(made: Lattice) -> bool:
    units = {w for name in ("day", "month", "year") for w in made.lexicon.words("date", name)} | {"date", "fecha"}
    return any(token.folded in units for token in made.tokens)
