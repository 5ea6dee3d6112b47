"""The material of generated pages: members, bodies, people and topics from `material.toml`, and more when needed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("material.toml")
_SYLLABLES = "ba do ke li mu na po ra si ta vu we xo ye zo chi dra fel gor hul".split()
_MOST_PAGES_OF_A_MEMBER = 6000  # a code has four digits, and some of its numbers have no page


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the partnership that does not exist; `line` is how its pages name it at the top."""

    prefix: str
    name: str
    line: str
    plan: str
    phone: str
    domain: str
    bodies: tuple[tuple[str, str], ...]
    people: tuple[str, ...]
    local: bool = False


@cache
def material() -> dict[str, Any]:
    """The tables of `material.toml`."""
    return tomllib.loads(_FILE.read_text("utf-8"))


def members(pages: int) -> tuple[Member, ...]:
    """The members that `pages` pages need: the named ones, and beyond their codes as many made-up ones as it takes."""
    named = tuple(
        Member(
            prefix=row["prefix"],
            name=row["name"],
            line=row.get("line", row["name"]),
            plan=row["plan"],
            phone=row["phone"],
            domain=row["domain"],
            bodies=tuple((name, box) for name, box in row["bodies"]),
            people=tuple(row["people"]),
            local=row.get("local", False),
        )
        for row in material()["members"]
    )
    more = max(0, -(-pages // _MOST_PAGES_OF_A_MEMBER) - len(named) + 1)
    return named + tuple(_made_up(number, named[number % 3]) for number in range(more))


def _made_up(number: int, like: Member) -> Member:
    """A further member; its bodies and people are those of a named one with a town's or family's name added."""
    name = _word(number).capitalize() + "stan"
    letters = "".join(chr(ord("A") + number // power % 26) for power in (26, 1))
    return Member(
        prefix=f"Z{letters}",
        name=name,
        line=name,
        plan=f"{name} Action Plan {{years}}",
        phone=like.phone,
        domain=f"{name.lower()}.example",
        bodies=tuple((f"{body} of {name}", box) for body, box in like.bodies),
        people=tuple(f"{person} {_word(number + 7).capitalize()}" for person in like.people),
    )


def _word(number: int) -> str:
    size = len(_SYLLABLES)
    return "".join(_SYLLABLES[number // power % size] for power in (1, size, size * size))
