"""What stands behind one label: one value or several, each at its own place."""

from __future__ import annotations

import json
import re

from bot.reading.labels import label_tables
from bot.reading.passages import BULLETED, Finding, Passage, lines_of, trim
from bot.records.dates import DateSpan
from bot.records.fields import FIELD
from bot.records.people import find_positions, names_somebody
from bot.records.values import find_dates, find_emails, find_phones, split_date_range, split_people

_CONTACTS = ("person", "email", "phone")
_LONGEST_DATE, _LONGEST_CONTACT = 48, 2000
_RULE = re.compile(r"[-:|\s]+\Z")  # the line below the head of a Markdown table
_ITEM = re.compile(rf"(?:{BULLETED.pattern}|\d{{1,2}}\.\d{{1,2}}[.)]?[^\S\r\n]+(?=\S))")
_NUMBERED = re.compile(r"(?:(?<=\s)|^)(?P<number>\d{1,2})[.)](?=\s+\S)")


def members_of(name: str, text: str, place: Passage, prefix: str, only_sure: bool = False) -> list[Finding]:
    """The values of the field `name` in `text[place]`; `prefix` is the letters of the commitment's code.

    `dates` stands for a range (newness, start, end) and `contacts` for people with their addresses and numbers.
    `only_sure`: nothing is taken that does not read as what the field holds.
    """
    if not place:
        fields = {"dates": ("start", "end"), "contacts": ()}.get(name, (name,))
        return [Finding(field, place.start, place.start) for field in fields]
    if name == "dates":
        return _range(text, place)
    if name in ("start", "end"):
        return _date(name, text, place)
    if name in (*_CONTACTS, "contacts"):
        return _contacts(name, text, place, prefix, only_sure)
    if name == "milestones":
        return _milestones(text, place)
    if FIELD[name].kind in ("institution", "list"):
        return [Finding(name, *row) for row in _bulleted(text, place) or [place]]
    if name == "person_title":
        return [Finding(name, *_without_stop(text, place))]
    return [Finding(name, *place)]


_SHORTENED = frozenset({"dept.", "govt.", "asst.", "assoc."})


def _without_stop(text: str, place: Passage) -> Passage:
    """A position without the full stop of the sentence that it ends; an abbreviation keeps its own (`Dir. Gen.`)."""
    last = text[place.start : place.end].rsplit(None, 1)[-1]
    short = len(last.strip(".")) < 4 or last.casefold() in _SHORTENED
    return place if short else trim(text, place.start, place.end, ".")


def _dated(name: str, span: DateSpan | None, offset: int) -> list[Finding]:
    return [Finding(name, offset + span.start, offset + span.end, span.value, span.precision)] if span else []


def _range(text: str, place: Passage) -> list[Finding]:
    parts = split_date_range(text[place.start : place.end])
    found: list[Finding] = []
    if parts.newness:
        found.append(
            Finding("newness", place.start + parts.newness.start, place.start + parts.newness.end, parts.newness.value)
        )
    found += _dated("start", parts.start, place.start) + _dated("end", parts.end, place.start)
    if parts.single and parts.single.form == "year":
        # `Implementation timeframe: 2017`: the year is all of the period
        return found + _dated("start", parts.single, place.start) + _dated("end", parts.single, place.start)
    if parts.single and not (parts.start or parts.end):
        # one date behind a label for two, and no word that tells which: most templates mean the day of delivery
        found += _dated("end", parts.single, place.start)
    return found or [Finding("start", *place)]


def _date(name: str, text: str, place: Passage) -> list[Finding]:
    first = trim(text, *next(lines_of(text, *place)))
    if first and find_dates(text[first.start : first.end]):
        place = first
    raw = text[place.start : place.end]
    dates = find_dates(raw)
    if len(dates) > 1:
        parts = split_date_range(raw)
        other = {"start": parts.end, "end": parts.start}[name]
        own = {"start": parts.start, "end": parts.end}[name]
        if own:
            return _dated(name, own, place.start) + _dated("end" if name == "start" else "start", other, place.start)
    if len(raw) > _LONGEST_DATE and dates:
        return _dated(name, dates[0], place.start)
    return [Finding(name, *place)]


def _contacts(name: str, text: str, place: Passage, prefix: str, only_sure: bool) -> list[Finding]:
    """People, addresses and numbers: whatever stands behind a label for one of them is found as what it is."""
    raw = text[place.start : min(place.end, place.start + _LONGEST_CONTACT)]
    emails = find_emails(raw)
    rest = raw
    for span in emails:
        rest = rest[: span.start] + "\n" * (span.end - span.start) + rest[span.end :]
    phones = find_phones(rest, prefix, faxes=False)
    for span in phones:
        rest = rest[: span.start] + "\n" * (span.end - span.start) + rest[span.end :]
    people = split_people(rest) if name in ("person", "contacts") else []
    found = [
        Finding(field, place.start + span.start, place.start + span.end)
        for field, spans in (
            ("person", people),
            ("person_title", find_positions(rest, people)),
            ("email", emails),
            ("phone", phones),
        )
        for span in spans
        if not (only_sure and field != name)
    ]
    if found and not names_somebody(rest):
        return found
    if name != "contacts" and not only_sure and not any(one.field == name for one in found):
        first = next(iter(lines_of(raw, 0, len(raw))))
        whole = trim(text, place.start, place.start + first.end)
        return [Finding(name, *whole), *(one for one in found if one.end <= whole.start or one.start >= whole.end)]
    return found


def _bulleted(text: str, place: Passage) -> list[Passage]:
    """The bulleted lines of a stretch, when all its lines are bulleted or go on a bulleted one; else nothing."""
    rows: list[Passage] = []
    for line in lines_of(text, *place):
        bare = trim(text, *line)
        if not bare:
            continue
        bullet = BULLETED.match(text, *bare)
        if not bullet:
            return []
        rows.append(trim(text, bullet.end(), bare.end))
    return rows if len(rows) > 1 else []


def _milestones(text: str, place: Passage) -> list[Finding]:
    """A row a milestone: bulleted or numbered lines, numbers that count up inside one text, else the whole."""
    lines = [trim(text, *line, "|") for line in lines_of(text, *place)]
    lines = [bare for bare in lines if bare and not _RULE.match(text, *bare)]
    rows: list[Passage] = []
    if len(lines) > 1:
        bullets = [_ITEM.match(text, *bare) for bare in lines]
        listed = any(bullets)
        for bare, bullet in zip(lines, bullets, strict=True):
            if rows and not bullet and (listed or _is_dates(text[bare.start : bare.end]) or _dates_label(text, bare)):
                rows[-1] = Passage(rows[-1].start, bare.end)
            else:
                rows.append(trim(text, bullet.end() if bullet else bare.start, bare.end))
    else:
        rows = _counted(text, place)
    return [Finding("milestones", *row, value=_milestone(text[row.start : row.end])) for row in rows if row]


def _dates_label(text: str, place: Passage) -> bool:
    return any(label.name in ("start", "end", "dates") for label, _ in label_tables().description.at(text, *place))


def _is_dates(words: str) -> bool:
    """A line that says when and nothing else: it belongs to the activity above it."""
    rest = list(words)
    for span in find_dates(words):
        rest[span.start : span.end] = " " * (span.end - span.start)
    return len(rest) > sum(char.isspace() for char in words) and sum(map(str.isalpha, rest)) <= len("until end")


def _counted(text: str, place: Passage) -> list[Passage]:
    starts: list[tuple[int, int]] = []
    for match in _NUMBERED.finditer(text, *place):
        if int(match["number"]) == len(starts) + 1:
            starts.append((match.start(), match.end()))
    if not starts:
        return [place]
    ends = [start for start, _ in starts[1:]] + [place.end]
    lead = trim(text, place.start, starts[0][0], ";,:")
    return ([lead] if lead else []) + [
        trim(text, start, end, ";") for (_, start), end in zip(starts, ends, strict=True)
    ]


def _milestone(raw: str) -> str:
    """A milestone as JSON: its activity, and its start and end where it states them."""
    parts = split_date_range(raw)
    dates = [span for span in find_dates(raw) if span.value and span.form not in ("year", "years", "dotted")]
    start, end = parts.start, parts.end
    if not start and not end and dates:
        start, end = (dates[0], dates[-1]) if len(dates) > 1 else (None, dates[0])
    first = min((span.start for span in (start, end) if span), default=len(raw))
    activity = " ".join(raw[:first].split()).rstrip(" ,;:-–(|")
    row = {
        "activity": activity or " ".join(raw.split()),
        "start": start.value if start else None,
        "end": end.value if end else None,
    }
    return json.dumps({key: value for key, value in row.items() if value}, ensure_ascii=False)
