"""Digest → Atom (RFC 4287): an entry for each line of its news. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from bot.digest.model import DUE, Digest, Line, Told, Window
from bot.digest.page import line_html, line_sources, plain, web_address
from bot.digest.selection import Selection
from bot.digest.text import DigestWording
from bot.records.periods import days_later

_OURS = UUID("7d6f5a0e-31c2-4b7e-8f0b-5d2a4c1e9b63")  # the space of our identifiers (RFC 9562, name-based)
_ENTERED = ("due", "milestone_due", "reminder")
_PASSED = ("overdue", "still_overdue", "milestone_overdue")


def feed(digest: Digest, language: str, followed: Sequence[Selection]) -> bytes:
    """The news of a digest of what is `followed`, the latest first.

    An entry keeps its identifier and its words from day to day until it tells something else, so that nobody reads it
    twice: it speaks as on the day on which it became news.
    """
    wording = DigestWording(language)
    title = ": ".join([wording.words["ways"]["feed"], *filter(None, [", ".join(one.value for one in followed)])])
    names = sorted(f"{one.kind} {one.value}" for one in followed)
    lines = [*digest.news.happened, *digest.news.due]
    dated = [(line, max(_day(one, digest.window) for one in line.told)) for line in lines]
    dated.sort(key=lambda one: one[1], reverse=True)
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": language})
    _add(root, "id", uuid5(_OURS, "\n".join([language, *names])).urn)
    _add(root, "title", title)
    _add(root, "updated", _moment(max((day for _line, day in dated), default=digest.window.as_of)))
    _add(ET.SubElement(root, "author"), "name", "Commitment Bot")
    for line, day in dated:
        _entry(root, line, day, digest, wording)
    ET.indent(root)
    written: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(root: ET.Element, line: Line, day: date, digest: Digest, wording: DigestWording) -> None:
    line, digest = _as_on(day, line, digest)
    sources: dict[str, int] = {}
    told = line_html(line, digest, wording, sources)
    made = ET.SubElement(root, "entry")
    _add(made, "id", uuid5(_OURS, _key(line)).urn)
    _add(made, "title", f"{wording.subject(line)} — {wording.told(line.told[0], digest)}")
    _add(made, "updated", _moment(day))
    if url := web_address(line.url):
        ET.SubElement(made, "link", {"rel": "alternate", "href": url})
    _add(made, "content", f"<p>{told}</p>\n{line_sources(line, sources)}", type="html")


def _as_on(day: date, line: Line, digest: Digest) -> tuple[Line, Digest]:
    """A line and its digest with what was in so many days from a day on, not from the day of the digest."""
    passed = (digest.window.as_of - day).days
    told = (one if one.days is None else replace(one, days=one.days + passed) for one in line.told)
    return replace(line, told=tuple(told)), replace(digest, window=replace(digest.window, as_of=day))


def _key(line: Line) -> str:
    """What makes a line another: what happened, or, where nothing did, which dates are due. Not how far they are."""
    told = [one for one in line.told if one.kind not in DUE] or line.told
    rows = [line.code]
    for one in told:
        kind = "overdue" if one.kind == "still_overdue" else one.kind
        rows.append("\t".join((kind, one.field, one.old or "", one.raw, one.at or "")))
    return "\n".join(rows)


def _day(one: Told, window: Window) -> date:
    """The day on which something became news, so that the next feed says the same; today where nobody knows it."""
    if one.at:
        day = date.fromisoformat(one.at)
    elif one.days is None:
        return window.as_of
    else:
        day = days_later(window.as_of, one.days)
        day = days_later(day, -window.ahead if one.kind in _ENTERED else 1 if one.kind in _PASSED else 0)
    return min(day, window.as_of)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = plain(text)
