"""Which commitments, people and institutions the names in a question mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.asking.conditions import BODIES
from bot.asking.entities import Link
from bot.asking.legacy import condition
from bot.asking.query import Correction, Filter
from bot.asking.spotted import Spotted
from bot.records.folding import fold
from bot.records.store import Name, Store


@dataclass(slots=True)
class Subjects:
    """What a question is about. `titles` are the codes that a title fits; several: it has to be asked which."""

    codes: tuple[str, ...] = ()
    unknown_codes: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    title_words: str = ""
    people: tuple[Name, ...] = ()
    person_words: str = ""
    bodies: list[tuple[int, tuple[Name, ...]]] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def find_subjects(spotted: Spotted, store: Store, narrowing: Sequence[Filter], skip_before: int = 0) -> Subjects:
    """Resolve the codes and names of a question; `narrowing` (a country, a year) decides between equal titles."""
    found = Subjects()
    spans = [(start, span) for start, _end, span in spotted.codes if start >= skip_before]
    wanted = [span for start, span in spans if not _denied(spotted, start)] or [span for _start, span in spans]
    found.codes = tuple(dict.fromkeys(span.code for span in wanted if span.exists))
    found.unknown_codes = tuple(dict.fromkeys(span.code for span in wanted if not span.exists))
    found.corrections += [
        Correction(span.typed, span.code) for span in wanted if span.typed.upper() != span.code and span.exists
    ]
    found.corrections += [Correction(typed, taken) for typed, taken in spotted.repairs]
    for link in spotted.links:
        if link.start < skip_before or not link.kind.startswith(("title", "person", "institution")):
            continue
        if link.kind == "title":
            _take_title(link, spotted, store, narrowing, found)
        elif link.kind == "person":
            found.people = link.names
            found.person_words = spotted.words(link.start, link.end)
            _correct(link, spotted, found)
        else:
            found.bodies.append((link.start, link.names))
            _correct(link, spotted, found)
        found.used |= set(range(link.start, link.end))
    return found


def _denied(spotted: Spotted, start: int) -> bool:
    """Whether "not" stands right before a code: "not KR0029, I want KR0032"."""
    return any(hit.end == start for hit in spotted.of("intent", "negation"))


def _take_title(link: Link, spotted: Spotted, store: Store, narrowing: Sequence[Filter], found: Subjects) -> None:
    codes = titled(store, link.names, narrowing)
    found.titles = tuple(dict.fromkeys((*found.titles, *codes))) if found.titles and len(codes) == 1 else codes
    found.title_words = spotted.words(link.start, link.end)
    if len(codes) == 1:
        _correct(link, spotted, found)


def titled(store: Store, names: Sequence[Name], narrowing: Sequence[Filter]) -> tuple[str, ...]:
    """The commitments with one of these titles, those that fit `narrowing` where any does, in the order of `names`."""
    uses = store.uses([name.id for name in names], ("title",))
    order = {name.id: number for number, name in enumerate(names)}
    codes = list(dict.fromkeys(code for code, _field, _id in sorted(uses, key=lambda use: (order[use[2]], use[0]))))
    if len(codes) > 1 and narrowing:
        sql, params = condition(narrowing, codes)
        fitting = set(store.select(sql, params))
        codes = [code for code in codes if code in fitting] or codes
    return tuple(codes)


def _correct(link: Link, spotted: Spotted, found: Subjects) -> None:
    """State what was typed wrong; an order of names or a missing middle name is no error."""
    said = spotted.words(link.start, link.end)
    if link.repaired and fold(said) != fold(link.names[0].name):
        found.corrections.append(Correction(said, link.names[0].name))


def body_filter(names: Sequence[Name], role: str, at: int, *, negated: bool) -> Filter:
    """A condition on an institution: in the role of a field, or in whatever role (`body`)."""
    label = names[0].name
    return Filter(role, "is", tuple(str(name.id) for name in names), negated, label, at)


def said_roles(spotted: Spotted) -> tuple[str, ...]:
    """The roles of institutions that a question names, each in a place of its own: lead, support."""
    return tuple(dict.fromkeys(hit.says for hit in spotted.of("ask") if hit.says in BODIES))


def body_role(spotted: Spotted, start: int) -> str:
    """The role that a question asks an institution in: by the nearest word that tells, `body` for any role."""
    told = [hit for hit in spotted.of("ask") if set(hit.says.split(",")) & set(BODIES)]
    if not told:
        return "lead_institution"
    nearest = min(told, key=lambda hit: (start - hit.end) if hit.end <= start else (hit.start - start) + 1)
    beside = {
        name for hit in told if abs(hit.start - nearest.start) <= 2 for name in hit.says.split(",") if name in BODIES
    }
    return nearest.says.split(",")[0] if len(beside) == 1 else "body"
