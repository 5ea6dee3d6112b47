"""The facts of one generated commitment: what its page will say, invented from its code and the seed alone."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from tests.generator.material import Member, material

Precision = Literal["day", "month", "year"]
Layout = Literal["G1 spaced", "G1 tight", "G1 glued", "G2 spaced", "G2 headless", "L2"]
_LAYOUTS: tuple[Layout, ...] = ("G1 spaced", "G1 tight", "G1 glued", "G2 spaced", "G2 headless")
_MONTHS = list(calendar.month_name)
_NAMED = 40  # the commitments of a member whose people have names of their own


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a page writes it, and what it means: ISO 8601, cut to its precision."""

    written: str
    value: str
    precision: Precision


@dataclass(frozen=True, slots=True)
class Facts:
    """One commitment. A text that is empty is a blank on the page; None: the page does not have the label."""

    member: Member
    number: int
    title: str
    cycle: int
    plan: str
    areas: tuple[str, ...]
    index_area: str
    layout: Layout
    style: Literal["semicolons", "lines", "sentences"]
    lead: str
    support: str
    person: str | None
    position: str | None
    emails: tuple[str, ...] | None
    phone: str | None
    start: Day | None
    end: Day | None
    dates: str | None
    prose: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The commitment's code."""
        return f"{self.member.prefix}{self.number:04d}"


def invent(seed: int, member: Member, place: int, number: int) -> Facts:
    """The facts of `member`'s commitment `number`; `place` is where the member stands among the members."""
    made = material()
    values = made["values"]
    dice = Random(f"{seed} {member.prefix} {number}")
    topics = made["topics"]
    turn, topic = divmod(number - 1 + 7 * place, len(topics))
    years = made["periods"]["years"]
    first, last = dice.choice(years[4:] if member.local else years)
    ordinal = made["periods"]["ordinals"][(first - 2012) // 2]
    body, box = dice.choice(member.bodies)
    layout: Layout = "L2" if member.local else _LAYOUTS[(number + place) % len(_LAYOUTS)]
    others = [area for area in values["areas"] if area not in topics[topic]["areas"]]
    areas = (*topics[topic]["areas"], *dice.sample(others, dice.choice((0, 0, 1))))
    index_area = dice.choice((*areas, areas[0], dice.choice(values["areas"]), "" if number % 13 == 0 else areas[0]))
    person = None if dice.random() < 0.06 else "" if dice.random() < 0.06 else dice.choice(member.people)
    if person and number > _NAMED:
        person = _name(dice)
    start, end, dates = _dates(dice, first, last)
    amount = dice.randrange(3, 98) * 7 + 2
    return Facts(
        member=member,
        number=number,
        title=_title(topics[topic]["title"], turn if number > len(topics) else 0),
        cycle=first,
        plan=member.plan.format(ordinal=ordinal, years=f"{first}-{last}"),
        areas=() if number % 17 == 0 else areas,
        index_area=index_area,
        layout=layout,
        style=dice.choice(("semicolons", "lines", "semicolons", "sentences")),
        lead="" if number % 19 == 0 else body,
        support=dice.choice((*(name for name, _ in member.bodies if name != body), "NA", "")),
        person=person,
        position=dice.choice(values["positions"]) if person else person,
        emails=_emails(dice, person, f"{box}.{member.domain}") if dice.random() < 0.92 else None,
        phone=None if dice.random() < 0.08 else member.phone.format(n=dice.randrange(1000)) if person else "",
        start=start,
        end=end,
        dates=dates,
        prose={name: topics[topic][name].format(n=amount) for name in ("problem", "objective", "brief")}
        | {"other_actors": dice.choice(values["actors"])},
        chosen={
            name: dice.choice(values[name])
            for name in (
                *("status", "completion", "early_results", "verifiable", "starred", "potential_impact"),
                *("ambition", "newness", "ogp_values"),
            )
        },
    )


def _name(dice: Random) -> str:
    """One of several thousand names, in one of the shapes in which pages write names."""
    names = material()["names"]
    family = dice.choice(names["family"])
    shape: str = dice.choice(names["shapes"])
    return shape.format(
        given=dice.choice(names["given"]), family=family, FAMILY=family.upper(), initial=dice.choice("ABEGKMRST")
    )


def _title(topic: str, turn: int) -> str:
    """The topic itself on the first turn, later with a scope and a place, so that titles stay apart."""
    if not turn:
        return topic
    values = material()["values"]
    scope, place = values["scopes"], values["places"]
    far, near = divmod(turn - 1, len(scope))
    wider, town = divmod(far, len(place))
    district = f" District {wider}" if wider else ""
    return f"{topic} {scope[near]}" if not far else f"{topic} {scope[near]}, {place[town]}{district}"


def _emails(dice: Random, person: str | None, domain: str) -> tuple[str, ...] | None:
    if not person:
        return None if person is None else ()
    plain = unicodedata.normalize("NFKD", person).encode("ascii", "ignore").decode().lower()
    names = [name for name in re.findall(r"[a-z]{2,}", plain) if name not in ("dr", "hon", "ms", "eng", "prof")]
    own = f"{names[0]}.{names[-1]}@{domain}"
    return (own, f"info{dice.randrange(90)}@{domain}") if dice.random() < 0.12 else (own,)


def _dates(dice: Random, first: int, last: int) -> tuple[Day | None, Day | None, str | None]:
    """Start, end and the range as the page writes it: `{start}`, `{end}` stand for the two; None: no label."""
    kind = dice.choices(("day", "us", "ordinal", "month", "year", "open", "blank", "absent"), (8, 3, 2, 3, 1, 1, 1, 1))[
        0
    ]
    if kind in ("blank", "absent"):
        return None, None, "" if kind == "blank" else None
    begins = (first, dice.choice((1, 3, 5, 7, 9, 11)), dice.choice((1, 1, 15)))
    # the last plans end around the days on which the tests stand
    close = ((2026, 10), (2026, 12), (2027, 1), (2027, 6))
    year, month = dice.choice(close if last == 2027 else tuple((last, month) for month in (2, 3, 6, 6, 8, 12)))
    ends = (year, month, calendar.monthrange(year, month)[1])
    if kind == "open":
        return _day(begins, "day"), None, "{start} ~"
    between = {"day": " ~ ", "us": " ~ ", "ordinal": " – ", "month": " – ", "year": " – "}[kind]
    return _day(begins, kind), _day(ends, kind), f"{{start}}{between}{{end}}"


def _day(parts: tuple[int, int, int], kind: str) -> Day:
    year, month, day = parts
    name = _MONTHS[month]
    if kind == "year":
        return Day(str(year), str(year), "year")
    if kind == "month":
        return Day(f"{name} {year}", f"{year}-{month:02d}", "month")
    suffix = {1: "st", 31: "st", 2: "nd", 3: "rd"}.get(day, "th")
    written = {"us": f"{name} {day}, {year}", "ordinal": f"{day}{suffix} {name} {year}"}.get(
        kind, f"{day} {name} {year}"
    )
    return Day(written, f"{year}-{month:02d}-{day:02d}", "day")
