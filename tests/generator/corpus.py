"""A corpus of generated pages: which commitments have a page, which only a line in an index, and what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tests.generator.facts import Day, Facts, invent
from tests.generator.layouts import Placed, write_page
from tests.generator.material import Member, members

SIBLINGS = 40
"""How many commitments the index of a page lists at most, so that a corpus grows in linear time."""
_WITHOUT_PAGE = 7  # every seventh commitment of a member is known from an index only
_CHANGED = 11  # every eleventh page says something else in the earlier snapshot


@dataclass(frozen=True, slots=True)
class Change:
    """What an earlier snapshot said: `old` became `new`."""

    code: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """The truth about one commitment; `page` is None where only an index knows it.

    A field without its label is not in `fields`, a blank is one empty value. `area` is what the index says.
    """

    code: str
    prefix: str
    country: str
    title: str
    cycle: str
    area: str
    page: str | None
    fields: dict[str, list[Placed]]


@dataclass(frozen=True, slots=True)
class Generated:
    """One commitment with the text of its page, and with the earlier text where that differs."""

    entry: Entry
    text: str
    earlier: str
    change: Change | None


@dataclass(frozen=True, slots=True)
class Pages:
    """A written corpus: its folders and its truth by code."""

    now: Path
    before: Path
    truth: dict[str, Entry]
    changes: tuple[Change, ...]


def generate(seed: int, pages: int) -> Iterator[Generated]:
    """At least one commitment a page, `pages` of them with a page, member by member and by number."""
    everyone = members(pages)
    shares = [1 if member.local else 4 for member in everyone]
    left, weight = pages, sum(shares)
    for place, (member, share) in enumerate(zip(everyone, shares, strict=True)):
        count = round(left * share / weight)
        yield from _of_member(seed, member, place, count)
        left, weight = left - count, weight - share


def write(folder: Path, seed: int, pages: int) -> Pages:
    """Write `now/` and `before/`, `truth.json` and `changes.json` into `folder`."""
    now, before = folder / "now", folder / "before"
    now.mkdir(parents=True, exist_ok=True)
    before.mkdir(exist_ok=True)
    truth: dict[str, Entry] = {}
    changes = []
    for one in generate(seed, pages):
        truth[one.entry.code] = one.entry
        if one.entry.page:
            (now / one.entry.page).write_text(one.text, "utf-8", newline="")
            (before / one.entry.page).write_text(one.earlier, "utf-8", newline="")
        if one.change:
            changes.append(one.change)
    plain = {code: asdict(entry) for code, entry in truth.items()}
    (folder / "truth.json").write_text(json.dumps(plain, ensure_ascii=False, indent=1), "utf-8")
    (folder / "changes.json").write_text(json.dumps([asdict(one) for one in changes], ensure_ascii=False), "utf-8")
    return Pages(now, before, truth, tuple(changes))


def _of_member(seed: int, member: Member, place: int, pages: int) -> Iterator[Generated]:
    number = written = 0
    while written < pages:
        # a block of siblings lists itself; its first commitment has a page, so that each one is listed somewhere
        block: list[Facts] = []
        while len(block) < SIBLINGS and written < pages:
            number += 1
            block.append(invent(seed, member, place, number))
            written += _has_page(number)
        yield from (_generated(facts, block) for facts in block)


def _has_page(number: int) -> bool:
    return number % _WITHOUT_PAGE != 0


def _generated(facts: Facts, block: list[Facts]) -> Generated:
    page = f"{facts.code}.txt" if _has_page(facts.number) else None
    member = facts.member
    if page is None:
        entry = Entry(facts.code, member.prefix, member.name, facts.title, str(facts.cycle), facts.index_area, None, {})
        return Generated(entry, "", "", None)
    text, fields = write_page(facts, block)
    entry = Entry(facts.code, member.prefix, member.name, facts.title, str(facts.cycle), facts.index_area, page, fields)
    earlier, change = text, None
    if facts.number % _CHANGED == 1 and facts.end is not None:
        year = int(facts.end.value[:4])
        old = Day(
            facts.end.written.replace(str(year), str(year - 1)),
            facts.end.value.replace(str(year), str(year - 1)),
            facts.end.precision,
        )
        change = Change(facts.code, "end", old.written, facts.end.written)
        earlier = write_page(replace(facts, end=old), block)[0]
    return Generated(entry, text, earlier, change)
