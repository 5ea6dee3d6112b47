"""Composition, pure: facts, changes and a day → what stands in which section; picks and values → a digest.

What is overdue is the rule of `bot.records.periods`, as it is in questions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from heapq import nsmallest
from typing import TypeAlias

from bot.digest.differences import CONTACT, FACT, Difference
from bot.digest.model import (
    KINDS,
    NO_NEWS,
    NO_TIMELINE,
    SECTIONS,
    TIMED,
    Citation,
    Digest,
    DigestItem,
    Facts,
    Happening,
    News,
    NewsLine,
    Pick,
    QuotedValues,
    RelatedValue,
    Section,
    Sorting,
    Timeline,
    Told,
    Window,
    code_order,
)
from bot.records.countries import home_of
from bot.records.fields import FIELD, FIELDS
from bot.records.known_contacts import MARK
from bot.records.periods import PROGRESS, days_later, is_overdue
from bot.records.store import Stored
from bot.records.vocabulary import canonical, is_placeholder

OPEN = (("start",), ("end",), PROGRESS, ("lead_institution",))
"""What a commitment ought to state; of the fields of one row, one is enough."""
SAID = tuple(name for row in OPEN for name in row)
_WITHOUT_VALUE = frozenset(kind for kind in KINDS if kind.startswith("left") or kind in ("contact", "gone", "entered"))
BESIDE = {"overdue": PROGRESS, "due_soon": PROGRESS}

_ORDER = {field.name: number for number, field in enumerate(FIELDS)}


# -- sorting -----------------------------------------------------------------------------------------------------


def sort(
    facts: Iterable[Facts],
    changes: Sequence[Difference],
    new: Collection[str],
    window: Window,
    departed: Collection[str] = (),
    sections: Collection[str] = SECTIONS,
    limit: int | None = None,
    skip: int = 0,
) -> Sorting:
    """Which commitment stands in which of the `sections`, the nearest first; at most `limit` after the first `skip`.

    `changes` and `new` are the news of the window.

    News of commitments that are not among `facts` is left out; but of the `departed`, which were followed until
    now, what changed is told: it may be why they departed.
    """
    found: dict[str, _Groups] = {name: {} for name in SECTIONS}
    known: set[str] = set()
    timed = 0
    rules = {name: rule for name, rule in _RULES.items() if name in sections}
    for one in facts:
        codes = one.codes
        known.update(codes)
        own = {name: tuple(rule(one, window)) for name, rule in rules.items()}
        for name, places in own.items():
            if places:
                found[name].setdefault(places, []).append(codes)
        timed += len(codes) if any(own.get(name) for name in TIMED) else 0
    if "new" in sections:
        found["new"] = {(("title", None),): [[code for code in new if code in known]]}
    picks = {name: _nearest(groups, limit, skip) for name, groups in found.items()}
    counts = {name: sum(len(at) * sum(map(len, groups)) for at, groups in one.items()) for name, one in found.items()}
    if "changed" in sections:
        told = [
            Pick(one.code, one.field, (date.fromisoformat(one.at) - window.as_of).days, one.old, one.at)
            for one in changes
            if one.kind in (FACT, CONTACT) and (one.code in known or one.code in departed)
        ]
        picks["changed"] = sorted(told, key=_nearest_change)[skip:][:limit]
        counts["changed"] = len(told)
    return Sorting(picks, counts, timed)


_Places: TypeAlias = tuple[tuple[str, int | None], ...]
"""By which fields a commitment stands in a section, each with its days as in `Pick`; they are the same for all."""
_Groups: TypeAlias = dict[_Places, list[Sequence[str]]]
"""What stands in a section: the codes by their places."""


def _nearest(groups: _Groups, limit: int | None, skip: int) -> list[Pick]:
    """The picks of a section after the first `skip`, at most `limit`: only so many are put into order."""
    by_days: dict[int, list[tuple[str, _Places]]] = {}
    for places, found in groups.items():
        by_days.setdefault(abs(places[0][1] or 0), []).extend((code, places) for codes in found for code in codes)
    wanted = None if limit is None else skip + limit
    picks: list[Pick] = []
    for _days, there in sorted(by_days.items()):
        if wanted is not None and len(picks) >= wanted:
            break
        rest = len(there) if wanted is None else wanted - len(picks)
        for code, places in nsmallest(rest, there, key=lambda one: code_order(one[0])):
            picks += [Pick(code, name, days) for name, days in places]
    return picks[skip:][:limit]


_SectionRule: TypeAlias = Callable[[Facts, Window], Iterable[tuple[str, int | None]]]


def _overdue(one: Facts, window: Window) -> Iterable[tuple[str, int | None]]:
    if one.end and is_overdue(one.said["status"], one.said["completion"], *one.end, window.as_of):
        yield "end", (one.end[1] - window.as_of).days


def _due_soon(one: Facts, window: Window) -> Iterable[tuple[str, int | None]]:
    """Ends within the days ahead, whatever the status: the status stands beside it."""
    if one.end and window.as_of <= one.end[0] and one.end[1] <= days_later(window.as_of, window.ahead):
        yield "end", (one.end[1] - window.as_of).days


def _started(one: Facts, window: Window) -> Iterable[tuple[str, int | None]]:
    if one.start and window.since <= one.start[0] and one.start[1] <= window.as_of:
        yield "start", (one.start[1] - window.as_of).days


def _not_stated(one: Facts, window: Window) -> Iterable[tuple[str, int | None]]:  # noqa: ARG001 - of one shape
    """Labels left blank or with “TBC”, and what has not even a label; without its whole page, nobody here knows."""
    if not one.has_page:
        return
    open_: list[str] = []
    for row in OPEN:
        blank = [name for name in row if (said := one.said[name]) is not None and _says_nothing(name, said)]
        absent = not blank and all(one.said[name] is None and name not in one.unread for name in row)
        open_ += row[:1] if absent else blank
    yield from ((name, None) for name in sorted(open_, key=_ORDER.__getitem__))


def _says_nothing(name: str, said: str) -> bool:
    """A blank or “TBC”; “No IRM Data” says what the reviewers have."""
    return not said.strip() or (is_placeholder(name, said) and canonical(name, said) is None)


_RULES: Mapping[str, _SectionRule] = {
    "overdue": _overdue,
    "due_soon": _due_soon,
    "started": _started,
    "not_stated": _not_stated,
}


def _nearest_change(pick: Pick) -> tuple[object, ...]:
    return -(pick.days or 0), *code_order(pick.code), _ORDER.get(pick.field, len(_ORDER))


# -- assembling --------------------------------------------------------------------------------------------------


def compose(
    sorting: Sorting,
    evidence: QuotedValues,
    window: Window,
    undecided: int = 0,
    news: News = NO_NEWS,
    timeline: Timeline = NO_TIMELINE,
) -> Digest:
    """The digest of the picks, each with its quoted value. The same input gives the same digest."""
    sections = tuple(
        Section(name, count, tuple(item for pick in sorting.picks[name] for item in _items(name, pick, evidence)))
        for name, count in sorting.counts.items()
        if count
    )
    return Digest(window, sections, undecided, news, timeline)


def source_of(evidence: QuotedValues, code: str, name: str) -> Citation | None:
    """Where a field of a commitment is stated."""
    return next((_source(one) for one in evidence.values.get((code, name), ()) if one.raw), None)


def news_lines(
    lines: Sequence[tuple[str, Sequence[Happening]]],
    evidence: QuotedValues,
    last_known: Mapping[str, Mapping[str, str]],
    *,
    country: bool,
) -> tuple[NewsLine, ...]:
    """Lines of news with their quoted values; of what is gone, what was known of it last, by field."""
    return tuple(_line(code, told, evidence, last_known, country) for code, told in lines)


def _line(
    code: str,
    told: Sequence[Happening],
    evidence: QuotedValues,
    last_known: Mapping[str, Mapping[str, str]],
    country: bool,
) -> NewsLine:
    def first(name: str) -> Stored | None:
        return next((one for one in evidence.values.get((code, name), ()) if one.raw), None)

    title, lead, person = first("title"), first("lead_institution"), first("person")
    member = home_of(code) if country else None
    return NewsLine(
        code,
        title.raw if title else last_known.get(code, {}).get("title", ""),
        member.name if member else "",
        RelatedValue("lead_institution", lead.raw, _source(lead)) if lead else None,
        RelatedValue("person", person.raw, _source(person)) if person else None,
        tuple(RelatedValue(name, one.raw, _source(one)) for name in PROGRESS if (one := first(name))),
        title.url if title else None,
        (
            *(said for one in told for said in _told(code, one, evidence)),
            *(
                Told("last_known", name, raw, raw, None, None, None, None, None)
                for name, raw in last_known.get(code, {}).items()
                if name != "title" and raw
            ),
        ),
    )


def _told(code: str, one: Happening, evidence: QuotedValues) -> Iterable[Told]:
    if one.kind in _WITHOUT_VALUE:
        dispute = evidence.disputed.get((code, one.field), "")
        yield Told(one.kind, one.field, "", None, None, None, one.days, one.at, None, dispute)
        return
    section = "changed" if one.kind == "change" else one.kind
    for stored, old in _quoted(section, Pick(code, one.field, one.days, one.old, one.at), evidence, one.position):
        yield Told(
            one.kind,
            one.field,
            stored.raw if stored else "",
            stored.value if stored else None,
            stored.precision if stored else None,
            old,
            one.days,
            one.at,
            _source(stored) if stored else _whole(code, evidence),
            evidence.disputed.get((code, one.field), "") if section == "changed" else "",
        )


def _items(section: str, pick: Pick, evidence: QuotedValues) -> Iterable[DigestItem]:
    title = next((one.raw for one in evidence.values.get((pick.code, "title"), ()) if one.raw), "")
    beside = tuple(
        RelatedValue(name, one.raw, _source(one))
        for name in BESIDE.get(section, ())
        for one in evidence.values.get((pick.code, name), ())[:1]
        if one.raw
    )
    for number, (one, old) in enumerate(_quoted(section, pick, evidence)):
        stated = section != "not_stated" and one is not None
        yield DigestItem(
            pick.code,
            title,
            pick.field,
            one.raw if stated and one else "",
            one.value if stated and one else None,
            old,
            pick.days,
            _source(one) if one else _whole(pick.code, evidence),
            pick.at,
            beside if number == 0 else (),
            evidence.disputed.get((pick.code, pick.field), "") if section == "changed" else "",
        )


def _quoted(
    section: str, pick: Pick, evidence: QuotedValues, position: int | None = None
) -> Iterable[tuple[Stored | None, str | None]]:
    """The values that a pick is shown by, each with what it replaces; of a list, only the members that changed."""
    now = evidence.values.get((pick.code, pick.field), ())
    if position is not None:
        now = [one for one in now if one.position == position]
    if section != "changed":
        yield next((one for one in now if one.raw), now[0] if now else None), None
        return
    if pick.old == MARK:  # a contact: what it was is kept nowhere, and what it is now is for whoever asks
        yield None, MARK
        return
    if not FIELD[pick.field].many:
        yield now[0] if now else None, pick.old
        return
    before = pick.old.split("\n") if pick.old else []
    added = [one for one in now if one.raw and one.raw not in before]
    gone = [old for old in before if old not in {one.raw for one in now}]
    yield added[0] if added else None, "\n".join(gone) or None
    yield from ((one, None) for one in added[1:])


def _source(one: Stored) -> Citation:
    return Citation(one.doc, one.start, one.end, one.raw, one.url, one.line, one.place)


def _whole(code: str, evidence: QuotedValues) -> Citation | None:
    """The document as a whole, for what it has no word of: an empty quote at its beginning."""
    title = next(iter(evidence.values.get((code, "title"), ())), None)
    return Citation(title.doc, 0, 0, "", title.url) if title else None
