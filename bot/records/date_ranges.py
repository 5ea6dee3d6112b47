"""Start and end dates written in one place: `New / 1 July 2016 ~ 31 December 2017`, `July - December 2018`, …"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from bot.records.dates import MONTH_NAMES, DateSpan, DayOrder, find_dates, iso, month_number, slash_order
from bot.records.text import compiled


class Newness(NamedTuple):
    """The word at `text[start:end]` that says whether a commitment is new: `value` New, Ongoing or Pre-existing."""

    start: int
    end: int
    value: str


class DateRange(NamedTuple):
    """What a date line says; every part is None where it says nothing.

    `single` is a lone date that no word and no mark tells to be the start or the end.
    """

    newness: Newness | None = None
    start: DateSpan | None = None
    end: DateSpan | None = None
    single: DateSpan | None = None


_NEWNESS = {
    "New": "new|nuevo|nueva|nouveau|nouvelle|nouvel|nuovo|nuova|novo|nova|신규",
    "Pre-existing": "pre-?existing|preexistente|préexistant|préexistante|existing|existente|existant|existante",
    "Ongoing": "on-?going|continuing|continued|en curso|en ejecución|en cours|in corso|em curso|계속",
}
_NEWNESS_WORD = (
    r"\s*(?:commitment\s*)?[\[(\"“]?(?:"
    + "|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in _NEWNESS.items())
    + r")(?!\w)[\])\"”]?(?:\s+(?:commitment|compromiso|engagement))?\s*(?P<mark>[/|,;:.([]|[-–—~]|$|(?=\s))?"
)
# The template asks “New or ongoing commitment”, and some pages repeat the question before the answer.
_NEWNESS_LABEL = (
    r"\s*(?:new\sor\songoing|nuevo\so\sen\scurso|nouveau\sou\sen\scours)"
    r"(?:\s(?:commitment|compromiso|engagement))?\W{1,3}"
)
# A word that stands where a date would: it is a value, though no day can be reckoned from it.
_DATELESS = (
    r"(?<!\w)(?:on-?going|continuous(?:ly)?|continuing|permanent|indefinite|unspecified"
    r"|not\s(?:yet\s)?(?:specified|defined|stated|determined|set|available)"
    r"|to\sbe\s(?:determined|defined|confirmed)|tbd|tbc"
    r"|unclear|unknown|until\s(?:completion|completed)|to\sdate|present|en\scurso|continuo|permanente|indefinid[oa]"
    r"|no\s(?:especificad[oa]|definid[oa]|disponible)|por\sdefinir|en\scours|continu|indéterminée?|à\sdéfinir"
    r"|non\s(?:spécifiée?|précisée?|définie?)|계속)(?!\w)"
)
_TO = (
    r"(?:[-–—−~∼〜～→/|,;:]|to|until|till|thru|through|up\sto|and|end(?:ing|s)?|finish(?:es|ing)?|a|al|hasta(?:\sel)?|y|fin"
    r"|à|au|jusqu['’](?:à|en|au)|et|até|ao|e|fino\sa[l]?|und|bis|부터|까지"
    r"|t/m|tot(?:\sen\smet)?|s/d|s\.d|sampai(?:\sdengan)?|hingga|do|по|до|til|till\soch\smed|asti|kuni|έως|deri(?:\smë)?|hadi|până\s(?:la|în)"
    r"|(?:ends?|finishes|acaba|acabará|termina|terminará|finaliza|finalizará|conclui|se\stermine|s['’]achève|prend\sfin"
    r"|endet|finisce|si\sconclude)(?:\s(?:on|in|em|en|el|le|am|im|il))?)"
)
_LABEL = (
    r"(?:(?:commitment\s|project\s)?(?:end|finish|completion|closing|start|starting|begin(?:ning)?)\s?(?:date)?"
    r"|due\sdate|deadline|date"
    r"|fecha\s(?:de\s|l[ií]mite\s)?(?:fin(?:alizaci[oó]n)?|t[eé]rmino|cierre|conclusi[oó]n|inicio)?"
    r"|date\s(?:de\s)?(?:fin|fin\sprévue|clôture|début|d['’]achèvement)"
    r"|(?:data\s(?:di\s|de\s|do\s)?)?(?:inizio|avvio|fine|início|t[eé]rmino|fim)|종료일?|시작일?)"
)
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?!\w)"
)
_GAP = rf"(?:\s|{_TO}|{_LABEL}|{_WEEKDAY}|the|el|le|[.()\[\]*_>])*"
_LONGEST_GAP = 80
_START_WORD = (
    r"(?:start(?:s|ed|ing)?|begin(?:s|ning)?|began|from|since|launch(?:ed)?|inicio|inicia|comienzo|comienza|desde|a\spartir\sdel?"
    r"|d[ée]but(?:e)?|[àa]\s(?:partir|compter)\s(?:du|de)|depuis|d[eè]s|시작일?)\W{0,3}(?:dates?)?(?:\sof|\sin|\son|\sdel?|\sel)?\W{0,4}$"
)
_END_WORD = (
    r"(?:end(?:s|ed|ing)?|until|till|by|before|finish(?:es|ed)?|complet(?:ed|ion)|deadline|due|fin|final|finaliza(?:ción)?"
    r"|t[ée]rmin[oa]|hasta|antes|cierre|jusqu['’](?:à|en|au)|avant|cl[ôo]ture|échéance|종료일?|까지)"
    r"\W{0,3}(?:dates?)?(?:\sof|\sin|\son|\sdel?|\sel|\sthe)?\W{0,4}$"
)
# “Start and end date: June 2018” tells neither.
_BOTH_WORDS = (
    r"(?:start|inicio|début)\W{1,2}(?:dates?\W{1,2})?(?:and|y|et|[/&-])\W{1,2}(?:end|fin|término)"
    r"\W{1,3}(?:dates?)?[^.;]{0,20}$"
)
_WORD_BEHIND = (
    r"\s?[(\[]\s?(?:the\s)?(?:(?P<end>end|completion|deadline|fin|término)|start|beginning|inicio|début)(?!\w)"
)
_MARK_BEFORE = r"(?:^|[\s/])[-–—~∼〜～→]\s*$"
_MARK_AFTER = r"\s*[-–—~∼〜～→]"
_BETWEEN = (
    r"\s{0,4}(?:[-–—−~∼〜～/]|to|until|till|through|thru|and|al?|hasta|y|à|au|et|até|ao|e|bis)\s{0,4}(?:el\s|le\s)?"
)
_DAY = r"(?P<d>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|°)?"
_MONTH = rf"(?P<m>{MONTH_NAMES})(?!\w)\.?"
# What may stand before a date and borrow its year, or its month and year: `1-30 June 2018`, `July - December 2018`.
_PARTS = tuple(
    rf"(?<![\w./-])(?P<part>{part}){_BETWEEN}$"
    for part in (
        rf"{_DAY}\s(?:of\s|de\s)?{_MONTH}",
        rf"{_MONTH}\s{_DAY}",
        _MONTH,
        _DAY,
        r"(?P<a>\d\d?)\s?/\s?(?P<b>\d\d?)",
    )
)
_DAYS_OF_MONTH = (
    rf"(?<!\w)(?P<first>{_MONTH}\s{{1,4}}{_DAY}){_BETWEEN}"
    r"(?P<last>(?P<e>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,?\s(?P<y>20\d\d))(?!\d)"
)


def is_dateless(text: str) -> bool:
    """Whether a text stands where a date would and names no day: “ongoing”, “to be defined”."""
    return compiled(_DATELESS, re.IGNORECASE).fullmatch(text.strip(" .,;:()[]")) is not None


def split_date_range(text: str) -> DateRange:
    """What `text`, a date line or the text behind a date label, says of newness, start and end.

    A part that both dates share (`1-30 June 2018`) counts for both, while each span covers only what is written for
    it. Slash dates of the range settle each other's order of day and month.
    """
    newness, rest = _newness(text)
    order = slash_order([text])
    month_days = compiled(_DAYS_OF_MONTH).search(text, rest)
    if month_days and (pair := _days_of_month(month_days)):
        return DateRange(newness, *pair)
    stated = _stated(text, rest, order)
    # dates with points beside others are those of the laws that a line cites
    dates = [span for span in stated if span.form != "dotted"] or stated
    if len(stated) == len(("start", "end")) and _joined(text, *stated):
        dates = stated  # `07.2016 – Q3 2019`
    if not dates:
        return DateRange(newness)
    for first, second in itertools.pairwise(dates):
        if _joined(text, first, second):
            if _told(text, first, rest) == "end" and _told(text, second, first.end) == "start":
                first, second = second, first
            return DateRange(newness, first, second)
    borrowed = _borrow(text, rest, dates[0], order)
    if borrowed:
        return DateRange(newness, borrowed, dates[0])
    return _by_words(text, rest, newness, dates)


def _newness(text: str) -> tuple[Newness | None, int]:
    """The leading word of newness and where the dates begin behind it."""
    label = compiled(_NEWNESS_LABEL).match(text)
    match = compiled(_NEWNESS_WORD).match(text, label.end() if label else 0)
    if match is None:
        return None, 0
    name = next(name for name in _NEWNESS if match[name.replace("-", "_")])
    start, end = match.span(name.replace("-", "_"))
    mark = match["mark"] or ""
    if name == "Ongoing" and mark in tuple("-–—~") and sum(1 for _ in find_dates(text[match.end() :])) < 2:
        # “Ongoing – December 2018”: the word stands for the start date
        return None, 0
    return Newness(start, end, name), match.end() if mark.strip() else end


def _stated(text: str, start: int, order: DayOrder | None) -> list[DateSpan]:
    """Dates of `text` from `start` on, words such as “ongoing” among them."""
    found = [span for span in find_dates(text, order) if span.start >= start]
    found += [DateSpan(*match.span(), None, None, "word") for match in compiled(_DATELESS).finditer(text, start)]
    dates: list[DateSpan] = []
    for span in sorted(found, key=lambda span: span.start):
        if not dates or span.start >= dates[-1].end:
            dates.append(span)
        elif dates[-1].form == "word":
            dates[-1] = span
    # “from January 2021 and ongoing until December 2022” ends in December 2022
    return [
        span
        for span, after in itertools.zip_longest(dates, dates[1:])
        if span.form != "word" or span is dates[0] or after is None or not _joined(text, span, after)
    ]


def _joined(text: str, first: DateSpan, second: DateSpan) -> bool:
    """Whether nothing but marks, joining words and labels stands between two dates."""
    return second.start - first.end <= _LONGEST_GAP and bool(compiled(_GAP).fullmatch(text, first.end, second.start))


def _told(text: str, span: DateSpan, since: int) -> str | None:
    """`start` or `end` where the words or the mark around a date say so."""
    before = text[max(since, span.start - 40) : span.start]
    if compiled(_BOTH_WORDS).search(before):
        return None
    if compiled(_END_WORD).search(before):
        return "end"
    if compiled(_START_WORD).search(before):
        return "start"
    if compiled(_MARK_BEFORE).search(before):
        return "end"
    if compiled(_MARK_AFTER).match(text, span.end):
        return "start"
    behind = compiled(_WORD_BEHIND).match(text, span.end)
    return ("end" if behind["end"] else "start") if behind else None


def _by_words(text: str, since: int, newness: Newness | None, dates: list[DateSpan]) -> DateRange:
    start = end = None
    for span in dates:
        told = _told(text, span, since)
        since = span.end
        if told == "start" and start is None:
            start = span
        elif told == "end" and end is None:
            end = span
    if start or end:
        return DateRange(newness, start, end)
    if len(dates) == 1:
        return DateRange(newness, single=dates[0])
    return DateRange(newness)


def _borrow(text: str, since: int, date: DateSpan, order: DayOrder | None) -> DateSpan | None:
    """The start that takes its year, or month and year, from the date behind it."""
    if date.value is None or date.form in ("year", "years", "part", "word"):
        return None
    year, _, month = date.value[:7].partition("-")
    low = max(since, date.start - 40)
    for pattern in _PARTS:
        match = compiled(pattern).search(text, low, date.start)
        if match is None:
            continue
        parts = match.groupdict()
        if parts.get("a"):
            if order is None or date.form != "slash":
                return None
            a, b = int(parts["a"]), int(parts["b"])
            told = iso(int(year), b, a) if order == "dm" else iso(int(year), a, b)
        elif parts.get("m"):
            told = iso(int(year), month_number(parts["m"]), int(parts["d"]) if parts.get("d") else None)
        elif date.precision == "day" and date.form in ("words", "slip") and text[date.start].isdigit():
            told = iso(int(year), int(month), int(parts["d"]))
        else:
            told = None
        if told:
            return DateSpan(*match.span("part"), *told)
    return None


def _days_of_month(match: re.Match[str]) -> tuple[DateSpan, DateSpan] | None:
    year, month = int(match["y"]), month_number(match["m"])
    first, last = iso(year, month, int(match["d"])), iso(year, month, int(match["e"]))
    if first is None or last is None:
        return None
    return DateSpan(*match.span("first"), *first), DateSpan(*match.span("last"), *last)
