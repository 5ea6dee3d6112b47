"""Digest → iCalendar (RFC 5545): a day for each end and each milestone. Pure; the only importer of `icalendar`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from bot.digest.model import Digest, Line
from bot.digest.page import plain, web_address
from bot.digest.text import DigestWording, activity, place
from bot.records.folding import fold
from bot.records.periods import days_later

_OURS = UUID("0f1b7bd2-6c7f-4d0c-9a37-3a3a8f0e5a11")  # the space of our identifiers (RFC 9562, name-based)


def calendar(digest: Digest, language: str) -> bytes:
    """The `dates` of a digest as a calendar of whole days, the earliest first.

    A date keeps its identifier when it moves, so that a calendar which has it already moves it too; what is known to
    the month or the year stands on the last day of it, and its title says so.
    """
    wording = DigestWording(language)
    made = Calendar()
    made.add("prodid", "-//Commitment Bot//Digest//EN")
    made.add("version", "2.0")
    for name in ("name", "x-wr-calname"):  # the standard's (RFC 7986), and the one that programs read
        made.add(name, str(wording.words["ways"]["calendar"]))
    for line, key in sorted(_keyed(digest), key=lambda one: (one[0].told[0].days or 0, one[0].code, one[1])):
        made.add_component(_event(line, str(uuid5(_OURS, key)), digest, wording))
    written: bytes = made.to_ical()
    return written


def _keyed(digest: Digest) -> Iterator[tuple[Line, str]]:
    """Each date with what stays of it when it moves: its commitment, and what a milestone is about."""
    seen: Counter[str] = Counter()
    for line in digest.dates:
        (one,) = line.told
        about = fold(activity(one)) if one.field == "milestones" else ""
        key = f"{line.code}\n{one.field}\n{about}"
        seen[key] += 1
        yield line, f"{key}\n{seen[key]}"


def _event(line: Line, uid: str, digest: Digest, wording: DigestWording) -> Event:
    (one,) = line.told
    day = days_later(digest.window.as_of, one.days or 0)
    value = f"{wording.label(one.field)}: “{' '.join(one.raw.split())}”"
    said = [value, *([place(one.source)] if one.source else []), *wording.progress(line)]
    made = Event()
    made.add("uid", uid)
    made.add("dtstamp", datetime.combine(digest.window.as_of, time(), UTC))
    made.add("dtstart", day)
    made.add("dtend", day + timedelta(1))
    made.add("summary", plain(wording.event(line)))
    made.add("description", plain("\n".join([*said, *wording.whom(line)])))
    made.add("transp", "TRANSPARENT")  # a deadline makes nobody busy
    if url := web_address(line.url):
        made.add("url", url)
    return made
