"""From a tiling to its pieces: which commitments are named, which conditions stand, what is asked of them.

A mention may play several parts (a date ends or begins something, an institution leads or supports); each combination
is one `Pieces`, the cheapest first. Conditions are joined here: not, or, neither, except.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from bot.asking.conditions import BODIES
from bot.asking.frames import Condition, Has, Not, all_of, any_of
from bot.asking.lattice import Lattice, Mention, once, phrase_ends, weights
from bot.asking.mentions.names import titled
from bot.asking.passages import alternatives, term
from bot.records.fields import FIELD
from bot.records.folding import fold
from bot.records.frozen import dataclass, field, replace
from bot.records.names import EMPTY_WORDS
from bot.records.periods import days_later
from bot.records.vocabulary import terms

_NEAR, _FAR = 3, 8
_COMBINATIONS, _KEPT = 64, 5
RESTRICTING = frozenset({"place", "plan", "cycle", "struck"})
"""Kinds of conditions that tell which commitment is meant rather than claim something of it."""


@dataclass(frozen=True, slots=True)
class Cond:
    """A condition and where it was said: `uses` are the mentions (by number in the tiling) that it expresses."""

    test: Condition
    start: int
    end: int
    uses: frozenset[int]
    kind: str
    cost: float = 0.0

    @property
    def field(self) -> str:
        """The field that it tests."""
        return (
            self.test.field
            if isinstance(self.test, Has)
            else self.test.part.field
            if isinstance(self.test, Not) and isinstance(self.test.part, Has)
            else ""
        )


@dataclass(frozen=True, slots=True)
class Named:
    """Commitments that some words name: several where a title fits several."""

    codes: tuple[str, ...]
    start: int
    uses: frozenset[int]
    label: str
    exact: bool


class Tiled(tuple[Mention, ...]):
    """The mentions of a tiling, which cover all words in their order, with what each of them says."""

    @cached_property
    def said(self) -> dict[tuple[str, str], set[int]]:
        """The numbers of the mentions that have a sense, or with an empty name any sense of a role."""
        found: dict[tuple[str, str], set[int]] = {}
        for number, one in enumerate(self):
            for role, name in one.senses:
                found.setdefault((role, name), set()).add(number)
                found.setdefault((role, ""), set()).add(number)
        return found

    @cached_property
    def asking(self) -> list[tuple[int, Mention]]:
        """The mentions that ask for a field, with their numbers."""
        return [(number, self[number]) for number in sorted(self.said.get(("ask", ""), ()))]

    @cached_property
    def dates(self) -> list[Mention]:
        """The dates among them."""
        return [one for one in self if one.kind == "date"]

    @cached_property
    def names_somebody(self) -> bool:
        """Whether an institution or a person is named."""
        return any(one.kind in ("body", "person") for one in self)


@dataclass(slots=True)
class Pieces:
    """One way to take every mention of a tiling."""

    made: Lattice
    items: Tiled
    cost: float
    named: list[Named] = field(default_factory=list)
    unknown_codes: list[tuple[str, int]] = field(default_factory=list)
    denied: set[int] = field(default_factory=set)
    dropped: list[Condition] = field(default_factory=list)
    conds: list[Cond] = field(default_factory=list)
    asks: dict[int, tuple[str, ...]] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)
    connectives: set[int] = field(default_factory=set)
    groups: list[tuple[Condition, tuple[Cond, ...]]] = field(default_factory=list)

    def said(self, role: str, *names: str) -> set[int]:
        """The mentions that say this."""
        said = self.items.said
        found: set[int] = set()
        for name in names or ("",):
            if (role, name) in said:
                found |= said[role, name]
        return found

    def of_kind(self, kind: str) -> list[int]:
        """The mentions of a kind."""
        return [number for number, one in enumerate(self.items) if one.kind == kind]

    @property
    def where(self) -> Condition:
        """All conditions at once."""
        return all_of(*(test for test, _conds in self.groups))

    @property
    def cond_uses(self) -> set[int]:
        """The mentions that conditions express, what joins and denies them included."""
        return set().union(*(cond.uses for cond in self.conds)) | self.connectives

    def fields(self) -> tuple[str, ...]:
        """The fields asked for, in their order."""
        return tuple(dict.fromkeys(name for number in sorted(self.asks) for name in self.asks[number]))

    def words(self, number: int) -> str:
        """The question's words of a mention."""
        return self.made.words(self.items[number].start, self.items[number].end)


# -- what each mention may be ------------------------------------------------------------------------------------------

Option = tuple[float, str, object]


def pieces(made: Lattice, tiling_cost: float, tiling: tuple[Mention, ...]) -> Iterator[Pieces]:
    """The cheapest combinations of what the mentions of a tiling may be."""
    items = Tiled(tiling)
    choices: list[list[tuple[int, Option]]] = []
    for number, one in enumerate(items):
        options = sorted(_options(made, items, number, one), key=lambda option: option[0])[:3]
        if options:
            choices.append([(number, option) for option in options])
    combined = itertools.islice(itertools.product(*choices), _COMBINATIONS) if choices else iter([()])
    ranked = sorted(combined, key=lambda chosen: sum(option[0] for _n, option in chosen))[:_KEPT]
    for chosen in ranked:
        yield _assemble(made, tiling_cost, items, chosen)


def _options(made: Lattice, items: Tiled, number: int, one: Mention) -> Iterator[Option]:
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
                Has("person", "is", ids, one.value[0].name),
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
    elif one.kind == "text":
        yield 0.0, "cond", _text(made, one, me)
    elif one.kind == "phrase":
        yield from _phrase(made, items, number, one)


def _text(made: Lattice, one: Mention, me: frozenset[int]) -> Cond:
    words = text_words(made, one)
    label = " ".join(words)
    query = term(label) if one.value == "quoted" else " AND ".join(_called(made, one, words))
    query = f"{{{'title' if _in_title(made) else 'title prose'}}} : ({query})"
    return Cond(Has("text", "mentions", (query,), label), one.start, one.end, me, "text")


@once
def _in_title(made: Lattice) -> bool:
    """Whether only titles are to be looked through: "which have “budget” in the title?", not "in title or text"."""
    words = made.lexicon.words
    said = any(f" {phrase} " in made.text for phrase in words("grammar", "in_title"))
    if made.lexicon.particles:  # the particle tells it: "제목에"
        said = any(True for _found in phrase_ends(made, words("grammar", "in_title")))
    return said and {*words("grammar", "in_text")}.isdisjoint(token.folded for token in made.tokens)


def _called(made: Lattice, one: Mention, words: tuple[str, ...]) -> Iterator[str]:
    """The words as full-text queries, each with what else it is called: in full, or in another language."""
    longer = made.lexicon.data.get("expansions", {})
    placed = any(other.kind == "place" for other in made.mentions)
    language = made.lexicon.language
    written = tuple(_bare(made.tokens[at]) for at in range(one.start, one.end))
    said = words if language == "en" or set(words).isdisjoint(written) else written
    for called in alternatives(said, language, placed=placed):
        if len(called) == 1 and called[0] not in words:
            continue  # a light word between the others
        more = (longer[called[0].casefold()],) if called[0].casefold() in longer else ()
        terms_ = [term(word) for word in (*called, *more)]
        yield terms_[0] if len(terms_) == 1 else f"({' OR '.join(terms_)})"


def text_words(made: Lattice, one: Mention) -> tuple[str, ...]:
    """The words that are looked for: what is written in one piece stays one, light words are left out."""
    words: list[str] = []
    last = -1
    for at in range(one.start, one.end):
        token = made.tokens[at]
        glue = made.question.text[last : token.start] if last >= 0 else " "
        last = token.end
        said = _bare(token)
        if not glue and one.value != "quoted":
            before = made.tokens[at - 1].text
            words[-1:] = [(words[-1] if words and words[-1].endswith(before) else before) + said]  # "5" and "G": "5G"
        elif glue in ("-", "'", "’", "_", "/", ",", ".") and words and one.value != "quoted":
            words[-1] += f" {said}"
        elif one.value == "quoted" or (token.folded not in EMPTY_WORDS and made.searchable(at)):
            words.append(said)
    return tuple(words) or (made.words(one.start, one.end),)


def _bare(token: object) -> str:
    """A word as it is looked for: without the elided article or the Korean particle that is glued to it."""
    text, folded, forms = token.text, token.folded, token.forms  # type: ignore[attr-defined]
    if "'" in fold(text) and "'" not in folded:
        return str(text.replace("’", "'").split("'", 1)[-1])
    if not "가" <= text[:1] <= "힣":
        return str(text)
    translated = next((form for form in forms if len(alternatives([form], "ko", placed=False)[0]) > 1), "")
    return str(translated or min((form for form in forms if len(form) > 1), key=len, default=text))


def _around(items: Sequence[Mention], one: Mention, span: int) -> Iterator[tuple[int, Mention]]:
    """The mentions that may stand within so many words of one, with their numbers: each has a word at least."""
    at = bisect_left(items, one.start, key=_start)
    first, last = max(0, at - span - 1), min(len(items), at + span + 2)
    return zip(range(first, last), items[first:last])  # noqa: B905  # as long as each other


def _between(items: Sequence[Mention], start: int, end: int) -> range:
    """The numbers of the mentions that lie wholly between two places."""
    first = bisect_left(items, start, key=_start)
    return range(first, bisect_right(items, end, first, key=_end))


def _ending(items: Sequence[Mention], first: int, last: int) -> range:
    """The numbers of the mentions that end at one of these places."""
    return range(bisect_left(items, first, key=_end), bisect_right(items, last, key=_end))


def _start(one: Mention) -> int:
    return one.start


def _end(one: Mention) -> int:
    return one.end


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
        for n in _between(items, first.end, second.start)
    )


def _body(made: Lattice, items: Sequence[Mention], number: int, one: Mention) -> Iterator[Option]:
    """An institution in each role that is told beside it; without any, it leads, or stands anywhere."""
    cost = weights()["read"]
    ids, label = tuple(str(name.id) for name in one.value.names), one.value.names[0].name
    near: dict[str, tuple[float, set[int]]] = {}
    for at, other in _around(items, one, _FAR):
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
            if names[0] == "person" and not roles:
                roles = ["lead_institution"]
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
    for role in (*BODIES, "body"):
        uses = {number}
        if role in near:
            dear, more = near[role]
            uses |= more
        elif role == "lead_institution":
            dear = cost["role_unsaid"] + 0.5 * bool(near)
        elif role == "body":
            dear = cost["role_any"] + 0.5 * bool(near)
        else:
            continue
        yield dear, "cond", Cond(Has(role, "is", ids, label), one.start, one.end, frozenset(uses), "body")


def _clause(made: Lattice, one: Mention, other: Mention) -> bool:
    first, second = (one, other) if one.start < other.start else (other, one)
    return any(sign in made.between(first.end, second.start) for sign in ";?!") if first.end <= second.start else False


_DATE_ROLES = ("end", "start", "running", "cycle")


def _date(made: Lattice, items: Tiled, number: int, one: Mention) -> Iterator[Option]:
    """A date in each role: of the end, the start, the time under way, the action plan."""
    cost, interval = weights()["read"], one.value
    near: dict[str, tuple[float, int]] = {}
    for at, other in _around(items, one, _FAR):
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
            for role in ("start", "end"):
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
            yield dear, "cond", Cond(Has("end", "within", (first, last), label), one.start, one.end, uses, "date")
            continue
        elif role == "end" and interval.said in ("since", "from") and ("intent", "over") in items.said:
            span = (first, made.as_of.isoformat())  # what has ended since then has ended by now
        else:
            span = (first, last)
        kind = "cycle" if role == "cycle" else "date"
        yield dear, "cond", Cond(Has(role, "within", span, label), one.start, one.end, uses, kind)


def _phrase(made: Lattice, items: Tiled, number: int, one: Mention) -> Iterator[Option]:
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
        made_any = True
        yield dear, "cond", Cond(Has(name, "is", (value,), value), one.start, one.end, me | asked, "value")
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
            term = next(
                (
                    t
                    for t in terms(other)
                    if t.casefold() == text.casefold() or any(s.split("=")[1] == t for s in one.all("value"))
                ),
                None,
            )
            if term and f"{other}={term}" not in one.all("value"):
                asked = _near(items, one, other)
                made_any = True
                yield -0.1, "cond", Cond(Has(other, "is", (term,), term), one.start, one.end, me | asked, "value")
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
        only = {n for n, m in _around(items, one, 4) if m.says("intent", "only") and abs(m.start - one.start) <= 4}
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
    if one.says("intent", "running") and not one.says("value") and not dates:
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
        yield cost["unvalued"] if one.says("value") else 0.15, "none", None


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
    near = [(n, m) for n, m in _around(items, one, 2) if m.says("intent", "negation")]
    if made.lexicon.particles:
        return frozenset(n for n, m in near if 0 <= m.start - one.end <= 2)
    return frozenset(n for n, m in near if 0 <= one.start - m.end <= 2)


def _asks_when(made: Lattice, items: Tiled) -> bool:
    return ("question", "when") in items.said or _names_date_unit(made)


@once
def _names_date_unit(made: Lattice) -> bool:
    units = {w for name in ("day", "month", "year") for w in made.lexicon.words("date", name)} | {"date", "fecha"}
    return any(token.folded in units for token in made.tokens)


# -- one combination ---------------------------------------------------------------------------------------------------


def _assemble(made: Lattice, tiling: float, items: Tiled, chosen: Sequence[tuple[int, Option]]) -> Pieces:
    found = Pieces(made, items, tiling + sum(option[0] for _n, option in chosen))
    flagged: set[int] = set()
    for number, (_cost, role, value) in chosen:
        one = items[number]
        if role == "code":
            if value.exists:  # type: ignore[attr-defined]
                found.named.append(Named((value.code,), one.start, frozenset({number}), value.code, exact=True))  # type: ignore[attr-defined]
            else:
                found.unknown_codes.append((value.code, number))  # type: ignore[attr-defined]
        elif role == "numbered":
            label = made.words(one.start, one.end)
            if value:
                found.named.append(Named(value, one.start, frozenset({number}), label, exact=True))  # type: ignore[arg-type]
            else:
                found.unknown_codes.append((made.tokens[one.end - 1].text, number))
        elif role == "title":
            codes = titled(made, [name.id for name in value.names])  # type: ignore[attr-defined]
            label = made.words(one.start, one.end)
            found.named.append(Named(codes, one.start, frozenset({number}), label, exact=value.recall > 0.99))  # type: ignore[attr-defined]
        elif role == "cond" and isinstance(value, Cond):
            found.conds.append(value)
            if value.kind == "flag":
                flagged.add(number)
        elif role == "elsewhere":
            found.elsewhere.append(number)
    found.named.sort(key=lambda one: one.start)
    _drop_covered(found)
    taken = {n for cond in found.conds if len(cond.uses) > 1 for n in cond.uses if items[n].kind == "phrase"}
    alone = {n for cond in found.conds if len(cond.uses) == 1 for n in cond.uses}
    for number, one in enumerate(items):
        if one.says("ask") and number not in taken and number not in flagged:
            said = min(one.all("ask"), key=lambda s: len(s.split(",")))
            if number not in alone:
                found.asks[number] = tuple(said.split(","))
    _gaps(found)
    _deny_codes(found)
    _logic(found)
    return found


def _drop_covered(found: Pieces) -> None:
    """A condition whose words another one expresses too is no second condition."""
    using: dict[int, list[Cond]] = {}
    for cond in found.conds:
        for n in cond.uses:
            using.setdefault(n, []).append(cond)
    kept = [cond for cond in found.conds if not any(cond.uses < other.uses for other in using[min(cond.uses)])]
    once: dict[Condition, Cond] = {}
    for cond in kept:
        once[cond.test] = replace(once[cond.test], uses=once[cond.test].uses | cond.uses) if cond.test in once else cond
    found.conds = sorted(once.values(), key=lambda cond: cond.start)


def _gaps(found: Pieces) -> None:
    """Fields that are to be missing, or stated: "without an email", "end date unknown"."""
    items = found.items
    several = bool(found.said("noun", "plural")) or not found.named
    if not several:
        return
    for number, one in enumerate(items):
        missing = one.says("intent", "missing", "negation")
        present = one.says("intent", "present") and not missing
        if not (missing or present):
            continue
        close = [*range(number, number + 5), *range(max(0, number - 4), number)]  # first those behind it
        for other in [n for n in close if n in found.asks]:
            ask, names = items[other], found.asks[other]
            gap, back = ask.start - one.end, one.start - ask.end
            before = 0 <= gap <= 3 and not found.made.broken(one.end, ask.start)
            behind = 0 <= back <= 3 and one.says("intent", "missing") and not before
            behind |= present and back == 0 and bool(found.made.lexicon.particles)  # "담당자가 적힌"
            between = _between(items, min(one.end, ask.end), max(one.start, ask.start))
            if (
                not (before or behind)
                or any(items[n].kind != "phrase" for n in between)
                or any(c.start >= one.end and c.end <= ask.start for c in found.conds)
            ):
                continue
            if (
                one.says("intent", "negation")
                and found.made.tokens[one.start].folded not in found.made.lexicon.words("grammar", "neither")
                and not one.says("intent", "missing")
                and FIELD.get(names[0])
                and FIELD[names[0]].kind in ("date",)
                and gap
            ):
                continue
            fields = [name for name in names if name in FIELD][:1]
            if not fields or FIELD[fields[0]].kind == "yesno":
                continue
            test: Condition = Has(fields[0], "missing", (), fields[0])
            uses = frozenset({number, other})
            if present:
                test = Not(test)
            found.conds.append(Cond(test, min(one.start, ask.start), max(one.end, ask.end), uses, "gap"))
            del found.asks[other]
            _more_gaps(found, other, missing=not present)
            break
    found.conds.sort(key=lambda cond: cond.start)


def _more_gaps(found: Pieces, last: int, *, missing: bool) -> None:
    """ "no email and no phone", "neither an email nor a phone": what is joined to a gap is one too."""
    items = found.items
    for other in range(last + 1, len(items)):
        joins = range(last + 1, other)
        names = found.asks.get(other, ())
        if names and names[0] in FIELD and any(items[n].says("intent", "or") for n in joins):
            test: Condition = Has(names[0], "missing", (), names[0])
            found.conds.append(
                Cond(
                    test if missing else Not(test),
                    items[other].start,
                    items[other].end,
                    frozenset({other, *joins}),
                    "gap",
                )
            )
            del found.asks[other]
            last = other
        elif not (items[other].says("intent", "or", "and", "negation") or items[other].says("empty")):
            break


def _deny_codes(found: Pieces) -> None:
    """ "not KR0029, I want KR0032": what is denied is not asked about, where something else is."""
    if len(found.named) < 2:
        return
    for one in list(found.named):
        first = min(one.uses)
        if first and found.items[first - 1].says("intent", "negation") and len(found.named) > 1:
            found.named.remove(one)
            found.denied |= {*one.uses, first - 1}


# -- logic -------------------------------------------------------------------------------------------------------------

_EXCLUSIVE = frozenset(
    {
        "country",
        "completion",
        "status",
        "potential_impact",
        "specificity",
        "early_results",
        "cycle",
        "action_plan",
        "lead_institution",
        "starred",
        "ambition",
    }
)
"""Fields of which a commitment has one value: two of them beside each other are alternatives."""


def _logic(found: Pieces) -> None:
    """Join the conditions: "or" joins two neighbours, so does a list of values that none can have both of."""
    words = found.made.lexicon.words
    exclusion = set(words("grammar", "exclusion"))
    used = set().union(*(cond.uses for cond in found.conds))
    ends = sorted(cond.end for cond in found.conds)
    denied = [_denied(found, number, exclusion, used, ends) for number in range(len(found.conds))]
    for number, cond in enumerate(found.conds):
        before = found.conds[number - 1] if number else None
        if before is None:
            continue
        joined, uses = _joined(found, before, cond)
        if not joined:
            continue
        if (
            denied[number - 1]
            and not denied[number]
            and (joined == "or" or before.field == cond.field or denied[number - 1] == "exclusion")
        ):
            denied[number] = denied[number - 1]  # "not A or B", "neither A nor B", "except A and B"
        if denied[number] and joined == "beside" and _ends_in(found, before, "glued_too"):
            denied[number - 1] = denied[number]  # "완료도 철회도 아닌"
    groups: list[list[int]] = []
    for number, cond in enumerate(found.conds):
        before = found.conds[number - 1] if number else None
        joined, uses = _joined(found, before, cond) if before else ("", set())
        same = before is not None and before.field == cond.field and cond.field in _EXCLUSIVE
        gapped = before is not None and before.kind == cond.kind == "gap"
        if (
            before is not None
            and bool(denied[number]) == bool(denied[number - 1])
            and (
                (joined == "or" and not (denied[number] and gapped))
                or (same and joined in ("and", "beside") and not _range(before, cond))
            )
        ):
            groups[-1].append(number)
            found.connectives |= uses
        else:
            groups.append([number])
            found.connectives |= {
                n
                for n in uses
                if found.items[n].says("intent", "and") or (denied[number] and found.items[n].says("intent", "or"))
            }
    for group in groups:
        conds = tuple(found.conds[number] for number in group)
        test = any_of(*(cond.test for cond in conds))
        if denied[group[0]] and _not_only(found, conds[0]):  # "not only open data": no condition any more
            found.dropped.append(test)
            found.connectives |= {n for cond in conds for n in cond.uses}
            continue
        if denied[group[0]]:
            test = _not(test)
        if _redundant(test, found):
            found.connectives |= {n for cond in conds for n in cond.uses}
            continue
        found.groups.append((test, conds))


def _redundant(test: Condition, found: Pieces) -> bool:
    """Whether a condition says nothing beside "overdue": what is overdue is not complete."""
    return (
        isinstance(test, Not)
        and isinstance(test.part, Has)
        and (test.part.field, test.part.values) == ("completion", ("Complete",))
        and any(isinstance(cond.test, Has) and cond.test.op == "overdue" for cond in found.conds)
    )


def _not_only(found: Pieces, cond: Cond) -> bool:
    """Whether "only" stands between a negation and what it denies."""
    listed = found.made.lexicon.words("grammar", "not_only")
    only = {
        n
        for n in _ending(found.items, cond.start - 1, cond.start)
        if found.items[n].says("intent", "only") and found.words(n).casefold() in listed
    }
    negated = any(k and found.items[k - 1].says("intent", "negation") for k in only)
    if negated:
        found.connectives |= only
    return negated


def _not(test: Condition) -> Condition:
    return test.part if isinstance(test, Not) else Not(test)


def _range(before: Cond, cond: Cond) -> bool:
    """Whether both bound the same date, so that both have to hold: "started after 2012 and before 2014"."""
    return before.kind == cond.kind == "date"


def _joined(found: Pieces, before: Cond, cond: Cond) -> tuple[str, set[int]]:
    """What stands between two conditions: `or`, `and`, `beside` (nothing but a comma), or nothing of these."""
    numbers = set(_between(found.items, before.end, cond.start)) - before.uses - cond.uses
    either = found.made.lexicon.words("grammar", "either")
    ors = {n for n in numbers if found.items[n].says("intent", "or") and found.words(n).casefold() not in either}
    slash = "/" in found.made.between(before.end, cond.start) if before.end <= cond.start else False
    ands = {n for n in numbers if found.items[n].says("intent", "and")}
    weight = [
        n
        for n in numbers - ors - ands
        if not (
            found.items[n].says("empty")
            or found.items[n].says("intent", "negation")
            or found.items[n].says("noun")
            or found.items[n].says("thread")
            or found.items[n].says("question")
            or found.items[n].says("ask")
        )
    ]
    if ors and not weight and len(numbers) <= 6:
        return "or", ors | {n for n in numbers if found.items[n].says("intent", "or")}
    if (
        slash
        and not weight
        and len(numbers) <= 1
        and before.kind in ("text", "area", "value", "place")
        and cond.kind in ("text", "area", "value", "place")
        and ("place" not in (before.kind, cond.kind) or before.kind == cond.kind)  # "Sweden / aid / plan 2"
    ):
        return "or", set()
    if not numbers and _ends_in(found, before, "glued_or"):
        return "or", set()
    far = [n for n in numbers if found.items[n].says("noun") or found.items[n].says("question")]
    if ands and not weight and not far:
        return "and", ands
    if not weight and not far and not ands and len(numbers) <= 1 and before.kind == cond.kind:
        return "beside", set()
    return "", set()


def _ends_in(found: Pieces, cond: Cond, glued: str) -> bool:
    """Whether a particle of this list is glued to the last word of a Korean condition."""
    made = found.made
    endings = made.lexicon.words("grammar", glued)
    return 0 < cond.end <= len(made.tokens) and made.words(cond.end - 1, cond.end).endswith(endings)


_DENIED_FROM = 8
"""Words between "not" and what it denies, at most: "do not relate to the value of access to information"."""


def _denied(found: Pieces, number: int, exclusion: set[str], used: set[int], ends: list[int]) -> str:
    """Whether a negation stands right before a condition (in Korean behind it), and of which kind.

    `used` are the mentions that the conditions express, `ends` where these end, in order.
    """
    made, cond = found.made, found.conds[number]
    items = found.items

    start, end = cond.start, max(items[n].end for n in cond.uses)
    if made.lexicon.particles:
        following = found.conds[number + 1].start if number + 1 < len(found.conds) else len(made.tokens)
        first = bisect_left(items, end, key=_start)
        for n, m in enumerate(items[first : first + 7], first):
            if m.says("intent", "negation") and n not in used and m.start < following and m.start - end <= 6:
                found.connectives.add(n)
                return "not"
        return ""
    no = set(made.lexicon.words("intent", "negation"))
    earlier = bisect_right(ends, start)
    before = ends[earlier - 1] if earlier else 0
    for n in reversed(_ending(items, start - _DENIED_FROM, start)):
        m = items[n]
        if not m.says("intent", "negation") or n in used or n in found.denied or not before <= m.start:
            continue
        if any(sign in made.between(m.end, start) for sign in ";:.!?,"):
            continue
        found.connectives.add(n)
        if made.words(m.start, m.end).casefold() in exclusion:
            return "exclusion"  # "except those not started"
        if cond.kind in ("flag", "value") and no & {token.folded for token in made.tokens[start : cond.end]}:
            return ""  # French "ne" before "pas vérifiables", which says no already
        return "not"

    return ""
