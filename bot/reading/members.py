"""What stands behind one label: one value or several, each at its own place; a milestone a row."""

from __future__ import annotations

import json
import re

from bot.reading.label_tables import label_tables
from bot.reading.spans import BULLETED, CharSpan, FoundValue, lines_of, trim
from bot.records.contacts import (
    find_emails,
    find_phones,
    find_positions,
    is_email_pattern,
    names_somebody,
    split_people,
)
from bot.records.date_ranges import DateRange, split_date_range
from bot.records.dates import DateSpan, find_dates
from bot.records.fields import FIELD

_CONTACTS = ("person", "email", "phone")
_LONGEST_DATE, _LONGEST_CONTACT = 48, 2000
_JOINING = "-–—−~∼〜～→/|,;:.()[]*_"
_TO = re.compile(
    r"(?:[-–—−~∼〜～→/]|(?:to|until|till|a|al|hasta(?:\sel)?|à|au|jusqu['’](?:à|en|au)|and|y|et|부터|t/m|tot(?:\sen\smet)?|s/d|s\.d\.|sampai(?:\sdengan)?|hingga|do|по|до)\s)\s*+",
    re.IGNORECASE,
)
_TO_BEHIND = re.compile(r"\s(?:to|until|till|a|al|hasta(?:\sel)?|à|au|jusqu['’](?:à|en|au)|and|y|et)$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[./-]\d\d?[./-]\d\d")
_SENTENCE = re.compile(r"[;:!?]|\.\s")


def members_of(name: str, text: str, place: CharSpan, prefix: str, only_sure: bool = False) -> list[FoundValue]:
    """The values of the field `name` in `text[place]`; `prefix` is the letters of the commitment's code.

    `dates` stands for a range (newness, start, end), `email_phone` for both of them and `contacts` for people with
    their addresses and numbers.
    `only_sure`: nothing is taken that does not read as what the field holds.
    """
    if not place:
        fields = {"dates": ("start", "end"), "contacts": (), "email_phone": ("email", "phone")}.get(name, (name,))
        return [FoundValue(field, place.start, place.start) for field in fields]
    if name == "dates":
        return _range(text, place)
    if name in ("start", "end"):
        return _date(name, text, place)
    if name == "email_phone":
        return _email_and_phone(text, place, prefix)
    if name in (*_CONTACTS, "contacts"):
        return _contacts(name, text, place, prefix, only_sure)
    if name == "milestones":
        return read_milestones(text, place)
    if FIELD[name].kind in ("institution", "list"):
        return [FoundValue(name, *row) for row in _bulleted(text, place) or [place]]
    if name == "person_title":
        return [FoundValue(name, *_without_stop(text, place))]
    return [FoundValue(name, *place)]


_SHORTENED = frozenset({"dept.", "govt.", "asst.", "assoc."})


def _without_stop(text: str, place: CharSpan) -> CharSpan:
    """A position without the full stop of the sentence that it ends; an abbreviation keeps its own (`Dir. Gen.`)."""
    last = text[place.start : place.end].rsplit(None, 1)[-1]
    short = len(last.strip(".")) < 4 or last.casefold() in _SHORTENED
    return place if short else trim(text, place.start, place.end, ".")


def _dated(name: str, span: DateSpan | None, offset: int) -> list[FoundValue]:
    return [FoundValue(name, offset + span.start, offset + span.end, span.value, span.precision)] if span else []


def _range(text: str, place: CharSpan) -> list[FoundValue]:
    parts = split_date_range(text[place.start : place.end])
    found: list[FoundValue] = []
    if parts.newness:
        found.append(
            FoundValue(
                "newness", place.start + parts.newness.start, place.start + parts.newness.end, parts.newness.value
            )
        )
    found += _dated("start", parts.start, place.start) + _dated("end", parts.end, place.start)
    if (
        parts.single
        and not (parts.start or parts.end)
        and (rest := _not_understood(text, place, parts._replace(start=parts.single)))
    ):
        return [*found, *_dated("start", parts.single, place.start), *rest]
    if parts.single and parts.single.form == "year":
        # `Implementation timeframe: 2017`: the year is all of the period
        return found + _dated("start", parts.single, place.start) + _dated("end", parts.single, place.start)
    if parts.single and not (parts.start or parts.end):
        # one date behind a label for two, and no word that tells which: most templates mean the day of delivery
        found += _dated("end", parts.single, place.start)
    if bool(parts.start) != bool(parts.end):
        found += _not_understood(text, place, parts)
    return found or [FoundValue("start", *place)]


def _not_understood(text: str, place: CharSpan, parts: DateRange) -> list[FoundValue]:
    """The other date of a range of which one was understood, as it is written: `2016 ~ 30 Feb 2017`."""
    if parts.start:
        first = next(lines_of(text, place.start + parts.start.end, place.end), None)
        rest = CharSpan(*first) if first else CharSpan(place.end, place.end)
        joined = _TO.match(text, *trim(text, *rest))
        rest = CharSpan(joined.end(), rest.end) if joined else CharSpan(rest.end, rest.end)
        name = "end"
    else:
        begin = place.start + (parts.newness.end if parts.newness else 0)
        rest = trim(text, begin, place.start + (parts.end.start if parts.end else 0), _JOINING)
        joined = _TO_BEHIND.search(text, *rest)
        rest = CharSpan(rest.start, joined.start() if joined else rest.end)
        name = "start"
    rest = trim(text, *rest, _JOINING)
    written = text[rest.start : rest.end]
    dated = _YEAR.search(written) and len(written) <= _LONGEST_DATE and not _SENTENCE.search(written)
    return [FoundValue(name, *rest)] if dated else []


def _date(name: str, text: str, place: CharSpan) -> list[FoundValue]:
    first = trim(text, *next(lines_of(text, *place)))
    if first and find_dates(text[first.start : first.end]):
        place = first
    raw = text[place.start : place.end]
    dates = find_dates(raw)
    if _is_told_again(raw, dates):
        return _dated(name, dates[1], place.start)
    if len(dates) > 1:
        parts = split_date_range(raw)
        other = {"start": parts.end, "end": parts.start}[name]
        own = {"start": parts.start, "end": parts.end}[name]
        if own:
            return _dated(name, own, place.start) + _dated("end" if name == "start" else "start", other, place.start)
    if len(raw) > _LONGEST_DATE and dates:
        return _dated(name, dates[0], place.start)
    return [FoundValue(name, *place)]


def _is_told_again(raw: str, dates: list[DateSpan]) -> bool:
    """A season or a month with its day in brackets: `Spring 2024 (8 April 2024)`."""
    if len(dates) != len(("season", "day")) or dates[0].precision == "day" or dates[1].precision != "day":
        return False
    about, day = dates
    same = (about.value or "")[:4] == (day.value or "")[:4]
    return same and raw[day.start - 1] == "(" and raw[day.end : day.end + 1] == ")"


# one word of a name, the rest of which is on the next line: no name is one word
_WRAPPED_NAME = re.compile(r"(\A[^\S\r\n]*[^\W\d_][\w'’-]+)\n(?=[^\W\d_a-z])")


# `02/3106-224`: a slash behind the digits of an area, which elsewhere could part a date or a count
_BEHIND_AREA = re.compile(r"(?<![\w/.-])0\d{1,4}/\d{3,4}[ -]?\d{2,4}(?:[ -]?\d{2})?(?![\w/-])")


def _email_and_phone(text: str, place: CharSpan, prefix: str) -> list[FoundValue]:
    """Behind a label for both: whichever of them stands there, and the other one as a blank."""
    found = [one for one in _contacts("contacts", text, place, prefix, only_sure=False) if one.field != "person"]
    if not any(one.field == "phone" for one in found):
        found += [FoundValue("phone", *match.span()) for match in _BEHIND_AREA.finditer(text, *place)]
    stated = {one.field for one in found}
    if not stated:
        return _contacts("email", text, place, prefix, only_sure=False)
    return [
        *found,
        *(FoundValue(field, place.start, place.start) for field in ("email", "phone") if field not in stated),
    ]


def _contacts(name: str, text: str, place: CharSpan, prefix: str, only_sure: bool) -> list[FoundValue]:
    """People, addresses and numbers: whatever stands behind a label for one of them is found as what it is."""
    raw = text[place.start : min(place.end, place.start + _LONGEST_CONTACT)]
    emails = find_emails(raw)
    rest = raw
    for span in emails:
        rest = rest[: span.start] + "\n" * (span.end - span.start) + rest[span.end :]
    phones = find_phones(rest, prefix, faxes=False)
    for span in phones:
        rest = rest[: span.start] + "\n" * (span.end - span.start) + rest[span.end :]
    rest = _WRAPPED_NAME.sub(r"\1 ", rest)
    people = split_people(rest) if name in ("person", "contacts") else []
    found = [
        FoundValue(field, place.start + span.start, place.start + span.end)
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
        if is_email_pattern(text[slice(*whole)]):
            whole = CharSpan(whole.start, whole.start)
        if name == "person":
            whole = _name_alone(text, whole)
        return [FoundValue(name, *whole), *(one for one in found if one.end <= whole.start or one.start >= whole.end)]
    return found


def _name_alone(text: str, place: CharSpan) -> CharSpan:
    """A line that begins with a name, without its bullet and the sentences behind it: `• Ana Ejemplo. Director.`"""
    bullet = BULLETED.match(text, *place)
    start = bullet.end() if bullet else place.start
    sentence = _NAME_ENDS.match(text, start, place.end)
    return trim(text, start, sentence.end() if sentence else place.end)


_NAME_ENDS = re.compile(r"[^\W\d_][^.;:\r\n]{2,60}\s[^.;:\s]{4,}(?=\.\s+[^\W\d_a-z])")


def _bulleted(text: str, place: CharSpan) -> list[CharSpan]:
    """The bulleted lines of a stretch, when all its lines are bulleted or go on a bulleted one; else nothing."""
    rows: list[CharSpan] = []
    for line in lines_of(text, *place):
        bare = trim(text, *line)
        if not bare:
            continue
        bullet = BULLETED.match(text, *bare)
        if not bullet:
            return []
        rows.append(trim(text, bullet.end(), bare.end))
    return rows if len(rows) > 1 else []


# -- milestones ------------------------------------------------------------------------------------------------------
# A form writes them as a table (activity, who is responsible, start, end), a text as sentences that end in dates.


_NUMBERED = re.compile(r"(?:(?<=\s)|^)(?P<number>\d{1,2})[.)](?=\s+\S)")
_ITEM = re.compile(rf"(?:{BULLETED.pattern}|\d{{1,2}}\.\d{{1,2}}[.)]?[^\S\r\n]+(?=\S))")
_CELL = re.compile(r"(?<!\s)\s*(?:\t|(?<=\s)\|(?=\s))\s*")
_RULE = re.compile(r"[\s|:=+-]+$", re.MULTILINE)  # the line below a Markdown table's head
_IN_BRACKETS = re.compile(r"\(([^()]*)\)[\s.;,]*\Z")
_ONGOING = re.compile(
    r"(?:ongoing|on-going|continuous|in progress|en curso|continuo|permanente|en cours|continue?)\W*", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s\W]*(?:to|until|a|al|au|à|hasta|jusqu'(?:au|à)|y|and|et)?[\s\W]*", re.IGNORECASE)
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010][^\S\r\n]*(?:\r\n|\r|\n)\s*(?=[^\W\d_A-Z])")
# A year alone, or two numbers with a dot, is more often a part of what is to be done than its date.
_LOOSE = frozenset({"year", "years", "dotted"})


def read_milestones(text: str, place: CharSpan) -> list[FoundValue]:
    """A row a milestone: bulleted or numbered lines, numbers that count up inside one text, else the whole."""
    lines = [
        bare for line in lines_of(text, *place) if (bare := trim(text, *line, "|")) and not _RULE.match(text, *bare)
    ]
    while len(lines) > 1 and _is_header(text, lines[0]):
        lines.pop(0)
    rows: list[CharSpan] = []
    if len(lines) > 1:
        bullets = [_ITEM.match(text, *bare) for bare in lines]
        listed = any(bullets)
        for bare, bullet in zip(lines, bullets, strict=True):
            if rows and not bullet and (listed or _is_dates(text[bare.start : bare.end]) or _dates_label(text, bare)):
                rows[-1] = CharSpan(rows[-1].start, bare.end)
            else:
                rows.append(_unmarked(text, bare))
    elif lines:
        rows = _counted(text, lines[0])
    return [FoundValue("milestones", *row, value=_milestone(text[row.start : row.end])) for row in rows if row]


def _dates_label(text: str, place: CharSpan) -> bool:
    return any(label.name in ("start", "end", "dates") for label, _ in label_tables().description.at(text, *place))


def _is_dates(words: str) -> bool:
    """A line that says when and nothing else: it belongs to the activity above it."""
    rest = list(words)
    for span in find_dates(words):
        rest[span.start : span.end] = " " * (span.end - span.start)
    return len(rest) > sum(char.isspace() for char in words) and sum(map(str.isalpha, rest)) <= len("until end")


def _unmarked(text: str, bare: CharSpan) -> CharSpan:
    """A row without its bullet and its number: `• 1. Open the register`."""
    for _ in range(2):
        bullet = _ITEM.match(text, *bare)
        bare = trim(text, bullet.end(), bare.end) if bullet else bare
    return bare


def _is_header(text: str, line: CharSpan) -> bool:
    """A line of the table's column names, or what is left of them behind the label."""
    raw = text[line.start : line.end]
    if any(char.isdigit() for char in raw):
        return False
    start = trim(text, *line, "|").start
    if any(stop >= line.end - 1 for _, stop in label_tables().description.at(text, start, line.end)):
        return True
    return len(_CELL.findall(raw)) > 0 and raw[-1] not in ".;"


def _counted(text: str, place: CharSpan) -> list[CharSpan]:
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
    activity, start, end = _of_cells(raw) or _of_brackets(raw) or _of_text(raw)
    row = {"activity": _words(activity) or _words(raw), "start": start, "end": end}
    return json.dumps({key: value for key, value in row.items() if value}, ensure_ascii=False)


def _words(text: str) -> str:
    return " ".join(_BROKEN.sub("", text).split()).rstrip(" ,;:-–(|")


_Row = tuple[str, str | None, str | None]


def _of_cells(raw: str) -> _Row | None:
    """A table's row: the activity stands in the first cell, the dates in the last ones."""
    cells = _CELL.split(raw)
    if len(cells) < 2:
        return None
    dates: list[str | None] = []
    for cell in reversed(cells[1:]):
        found = find_dates(cell)
        if not found and not _ONGOING.fullmatch(cell.strip()):
            break
        if len(found) > 1:
            dates = [found[-1].value, found[0].value]
            break
        dates.append(found[0].value if found else cell.strip())
    if not dates:
        return (cells[0], None, None) if len(cells[0].split()) > 2 else None
    return cells[0], dates[1] if len(dates) > 1 else None, dates[0]


def _of_brackets(raw: str) -> _Row | None:
    """`Open the register (new; 1 May 2020 – 30 June 2020)`: the dates stand in the brackets that end it."""
    match = _IN_BRACKETS.search(raw)
    dates = find_dates(match[1]) if match else []
    if not match or not dates:
        return None
    start, end = _ends(match[1], dates)
    return raw[: match.start()], start, end


def _of_text(raw: str) -> _Row:
    dates = find_dates(raw)
    if len(dates) > 1 and not raw[dates[-1].end :].strip(" .;,)") and _same_kind(raw, dates):
        return raw[: dates[-2].start], dates[-2].value, dates[-1].value
    dates = [span for span in dates if span.value and span.form not in _LOOSE]
    start, end = _ends(raw, dates)
    parts = split_date_range(raw)
    first = min((span.start for span in (parts.start, parts.end) if span), default=None)
    if first is None:
        first = dates[0].start if dates else len(raw)
    return raw[:first], start, end


def _same_kind(raw: str, dates: list[DateSpan]) -> bool:
    """The last two dates stand side by side, and neither is a year alone unless both are."""
    one, other = dates[-2:]
    return bool(_BETWEEN.fullmatch(raw, one.end, other.start)) and (one.form in _LOOSE) == (other.form in _LOOSE)


def _ends(raw: str, dates: list[DateSpan]) -> tuple[str | None, str | None]:
    if len(dates) > 1 and _same_kind(raw, dates):
        return dates[-2].value, dates[-1].value
    parts = split_date_range(raw)
    start, end = parts.start, parts.end
    if not start and not end and dates:
        start, end = (dates[0], dates[-1]) if len(dates) > 1 else (None, dates[0])
    return start.value if start else None, end.value if end else None
