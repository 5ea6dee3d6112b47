"""The forms of a digest: text, JSON, a page of HTML that loads nothing from anywhere, a calendar, a feed. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from bot.digest.gathering import SHOWN
from bot.digest.model import DUE, Citation, Digest, NewsLine, Told, Window
from bot.digest.selection import Selection
from bot.digest.text import DigestWording, activity, place, quoted
from bot.records.periods import days_later
from bot.records.text import cleaned, cleaned_json, fold

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em;color:#222}"
    "h1{font-size:1.3em}h2{font-size:1.1em;margin-top:1.5em}li{margin:.4em 0}.about,footer{color:#555;font-size:.9em}"
)


def report(made: Digest, language: str, form: str = "text", selections: Sequence[Selection] = ()) -> str | bytes:
    """A digest as `text`, `json` or `html`, or the bytes of an `ics` or `atom` file, of what `selections` name."""
    match form:
        case "html":
            return page(made, language)
        case "ics":
            return calendar(made, language)
        case "atom":
            return feed(made, language, selections)
    text = DigestWording(language).text(made)
    return cleaned_json(made.to_json(text)) if form == "json" else text


def page(digest: Digest, language: str) -> str:
    """The digest as a page of HTML, with what its text has, in the same order."""
    wording, sources, urls = DigestWording(language), dict[str, int](), _links(digest.news.ends.values())
    headline = _text(wording.headline(digest))
    body = [f"<h1>{headline}</h1>", f'<p class="about">{_text(wording.heading(digest))}</p>']
    for _name, title, lines, count in wording.parts(digest):
        shown = lines[:SHOWN]
        urls |= _addresses(shown)
        items = (f"<li>{line_html(line, digest, wording, sources)}</li>" for line in shown)
        body += [f"<h2>{_text(title)}</h2>", "<ul>", *items, "</ul>", *_paragraphs(wording.rest(count - len(shown)))]
    body += [*_paragraphs(wording.week(digest.news)), *_paragraphs(wording.fold(digest, sources)), "<footer>"]
    body += _paragraphs(wording.footer(digest))
    if sources:
        body += [f"<h2>{_text(wording.words['ways']['sources'])}</h2>", _list(sources, urls)]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{language}">',
            f'<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{headline}</title>',
            f"<style>{_STYLE}</style></head>",
            "<body>",
            *body,
            "</footer>",
            "</body>",
            "</html>",
            "",
        ]
    )


def line_html(line: NewsLine, digest: Digest, wording: DigestWording, sources: dict[str, int]) -> str:
    """One commitment's news; its title leads to its page. `sources` as in `DigestWording.news_line`."""
    title, url = _text(line.title or line.code), web_address(line.url)
    head = f'<a href="{escape(url)}">{title}</a>' if url else f"<strong>{title}</strong>"
    code = f" ({_text(line.code)})" if line.title else ""
    return f"{head}{code} — {_text(wording.said(line, digest, sources))}"


def line_sources(line: NewsLine, sources: dict[str, int]) -> str:
    """A list of the `sources` of one line, each with a link to its document where that has an address."""
    return _list(sources, _addresses([line]))


def web_address(url: str | None) -> str | None:
    """`url` where it is an address of the web and nothing else, so that no reader can be led to run something."""
    return url if url and _ADDRESS.fullmatch(url) else None


def plain(text: str) -> str:
    """`text` without characters that steer a screen or that XML has no place for."""
    return re.sub("[\ufffe\uffff]", "", cleaned(text))


def _text(text: str) -> str:
    return escape(plain(text))


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    return (f"<p>{_text(line)}</p>" for line in lines)


def _list(sources: dict[str, int], urls: dict[str, str]) -> str:
    rows = [f'<a href="{escape(urls[one])}">{_text(one)}</a>' if one in urls else _text(one) for one in sources]
    return "\n".join(["<ol>", *(f"<li>{row}</li>" for row in rows), "</ol>"])


def _addresses(lines: Iterable[NewsLine]) -> dict[str, str]:
    """The sources of lines, in words, with the addresses of their documents."""
    return _links(one for line in lines for one in _sources(line))


def _links(sources: Iterable[Citation]) -> dict[str, str]:
    return {quoted(one): url for one in sources if (url := web_address(one.url))}


def _sources(line: NewsLine) -> Iterator[Citation]:
    for one in (*line.told, *line.progress, line.lead, line.person):
        if one and one.source:
            yield one.source


# -- iCalendar (RFC 5545): a day for each end and each milestone -----------------------------------------------------


_CALENDAR_IDS = UUID("0f1b7bd2-6c7f-4d0c-9a37-3a3a8f0e5a11")  # the space of our identifiers (RFC 9562, name-based)


def calendar(digest: Digest, language: str) -> bytes:
    """The `dates` of a digest as a calendar of whole days, the earliest first.

    A date keeps its identifier when it moves, so that a calendar which has it already moves it too; what is known to
    the month or the year stands on the last day of it, and its title says so.
    """
    from icalendar import Calendar, Event  # takes a while, and is needed for this form alone

    wording = DigestWording(language)
    made = Calendar()
    made.add("prodid", "-//Commitment Bot//Digest//EN")
    made.add("version", "2.0")
    for name in ("name", "x-wr-calname"):  # the standard's (RFC 7986), and the one that programs read
        made.add(name, str(wording.words["ways"]["calendar"]))
    for line, key in sorted(_keyed(digest), key=lambda one: (one[0].told[0].days or 0, one[0].code, one[1])):
        event = Event()
        for name, value in _event(line, str(uuid5(_CALENDAR_IDS, key)), digest, wording).items():
            event.add(name, value)
        made.add_component(event)
    written: bytes = made.to_ical()
    return written


def _keyed(digest: Digest) -> Iterator[tuple[NewsLine, str]]:
    """Each date with what stays of it when it moves: its commitment, and what a milestone is about."""
    seen: Counter[str] = Counter()
    for line in digest.dates:
        (one,) = line.told
        about = fold(activity(one)) if one.field == "milestones" else ""
        key = f"{line.code}\n{one.field}\n{about}"
        seen[key] += 1
        yield line, f"{key}\n{seen[key]}"


def _event(line: NewsLine, uid: str, digest: Digest, wording: DigestWording) -> dict[str, object]:
    """The properties of a date's day, in the order in which they are written."""
    (one,) = line.told
    day = days_later(digest.window.as_of, one.days or 0)
    value = f"{wording.label(one.field)}: “{' '.join(one.raw.split())}”"
    said = [value, *([place(one.source)] if one.source else []), *wording.progress(line)]
    url = web_address(line.url)
    return {
        "uid": uid,
        "dtstamp": datetime.combine(digest.window.as_of, time(), UTC),
        "dtstart": day,
        "dtend": day + timedelta(1),
        "summary": plain(wording.event(line)),
        "description": plain("\n".join([*said, *wording.whom(line)])),
        "transp": "TRANSPARENT",  # a deadline makes nobody busy
        **({"url": url} if url else {}),
    }


# -- Atom (RFC 4287): an entry for each line of its news -------------------------------------------------------------


_FEED_IDS = UUID("7d6f5a0e-31c2-4b7e-8f0b-5d2a4c1e9b63")  # the space of our identifiers (RFC 9562, name-based)
_ENTERED = ("due", "milestone_due", "reminder")
_PASSED = ("overdue", "still_overdue", "milestone_overdue")


def feed(digest: Digest, language: str, followed: Sequence[Selection]) -> bytes:
    """The news of a digest of what is `followed`, the latest first.

    An entry keeps its identifier and its words from day to day until it tells something else, so that nobody reads it
    twice: it speaks as on the day on which it became news.
    """
    from xml.etree import ElementTree as ET  # takes a while, and is needed for this form alone

    wording = DigestWording(language)
    title = ": ".join([wording.words["ways"]["feed"], *filter(None, [", ".join(one.value for one in followed)])])
    names = sorted(f"{one.kind} {one.value}" for one in followed)
    lines = [*digest.news.happened, *digest.news.due]
    dated = [(line, max(_day(one, digest.window) for one in line.told)) for line in lines]
    dated.sort(key=lambda one: one[1], reverse=True)
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": language})
    _add(root, "id", uuid5(_FEED_IDS, "\n".join([language, *names])).urn)
    _add(root, "title", title)
    _add(root, "updated", _moment(max((day for _line, day in dated), default=digest.window.as_of)))
    _add(_add(root, "author"), "name", "Commitment Bot")
    for line, day in dated:
        _entry(root, line, day, digest, wording)
    ET.indent(root)
    written: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(root: Element, line: NewsLine, day: date, digest: Digest, wording: DigestWording) -> None:
    line, digest = _as_on(day, line, digest)
    sources: dict[str, int] = {}
    told = line_html(line, digest, wording, sources)
    made = _add(root, "entry")
    _add(made, "id", uuid5(_FEED_IDS, _key(line)).urn)
    _add(made, "title", f"{wording.subject(line)} — {wording.told(line.told[0], digest)}")
    _add(made, "updated", _moment(day))
    if url := web_address(line.url):
        _add(made, "link", rel="alternate", href=url)
    _add(made, "content", f"<p>{told}</p>\n{line_sources(line, sources)}", type="html")


def _as_on(day: date, line: NewsLine, digest: Digest) -> tuple[NewsLine, Digest]:
    """A line and its digest with what was in so many days from a day on, not from the day of the digest."""
    passed = (digest.window.as_of - day).days
    told = (one if one.days is None else replace(one, days=one.days + passed) for one in line.told)
    return replace(line, told=tuple(told)), replace(digest, window=replace(digest.window, as_of=day))


def _key(line: NewsLine) -> str:
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


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    made = parent.makeelement(name, attributes)
    made.text = None if text is None else plain(text)
    parent.append(made)
    return made
