"""Dates as documents write them, in the languages of pages and plans, with the precision that they carry.

A rule is a pattern and a production, which gives the ISO value and its precision, or nothing where the text is no date
after all (31 February). Nothing is guessed: where day and month of `9/1/2018` cannot be told apart, the year is all
that is said.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from bot.records.model import Precision
from bot.records.text import compiled, is_slip

DateForm = Literal["words", "slip", "iso", "slash", "dotted", "korean", "part", "year", "years", "word"]


# After English, Spanish and French the other languages of pages and plans and those near to them: Italian, Portuguese,
# Catalan, Romanian; German, Dutch, Danish, Swedish; those of eastern Europe in both cases, Indonesian, Georgian.
# Croatian and Polish “listopad” are two months, so it is none. Left out are short names that are words,
# such as Italian “set” and “mag”; “out” is one of Portuguese only before a sign.
_MONTHS = (
    (
        "january jan enero ene janvier janv gennaio genn gen janeiro gener ianuarie januar januari jänner січня "
        "січень siječnja siječanj januara января январь януари јануари јануар јануара stycznia styczeń ledna "
        "leden januára január tammikuuta tammikuu ιανουαρίου ιανουάριος იანვარი იანვრის"
    ),
    (
        "february feb febrero février fevrier févr fevr fév febbraio febbr fevereiro fev febrer februarie februar "
        "februari лютого лютий veljače veljača februara февраля февраль февруари фебруари фебруар фебруара lutego "
        "luty února únor februára február helmikuuta helmikuu φεβρουαρίου φεβρουάριος თებერვალი თებერვლის"
    ),
    (
        "march mar marzo mars março març martie märz maerz maart marts березня березень ožujka ožujak марта март "
        "marca marec marzec března březen maaliskuuta maaliskuu μαρτίου μάρτιος maret მარტი მარტის"
    ),
    (
        "april apr abril abr avril avr aprile aprilie квітня квітень travnja travanj aprila апреля апрель април "
        "априла kwietnia kwiecień dubna duben apríla apríl huhtikuuta huhtikuu απριλίου απρίλιος prill აპრილი "
        "აპრილის"
    ),
    (
        "may mayo mai maggio maio maig maj травня травень svibnja svibanj мая май мај маја května květen mája máj "
        "toukokuuta toukokuu μαΐου μάιος მაისი მაისის"
    ),
    (
        "june jun junio juin giugno junho juny iunie juni червня червень lipnja lipanj juna июня июнь юни јуни "
        "јун јуна czerwca czerwiec června červen júna jún kesäkuuta kesäkuu ιουνίου ιούνιος ივნისი ივნისის"
    ),
    (
        "july jul julio juillet juil luglio lugl julho juliol iulie juli липня липень srpnja srpanj jula июля "
        "июль юли јули јул јула lipca lipiec července červenec júla júl heinäkuuta heinäkuu ιουλίου ιούλιος "
        "ივლისი ივლისის"
    ),
    (
        "august aug agosto ago août aout agost augustus augusti серпня серпень kolovoza kolovoz avgusta avgust "
        "августа август агуст agustus sierpnia sierpień srpna srpen augusta elokuuta elokuu αυγούστου αύγουστος "
        "აგვისტო აგვისტოს"
    ),
    (
        "september sept sep septiembre setiembre septembre settembre sett setembro setembre septembrie вересня "
        "вересень rujna rujan septembra сентября сентябрь септември септембар септембра września wrzesień září "
        "syyskuuta syyskuu σεπτεμβρίου σεπτέμβριος სექტემბერი სექტემბრის"
    ),
    (
        "october oct octubre octobre ottobre ott outubro out octombrie oktober okt жовтня жовтень oktobra октября "
        "октябрь октомври октобар октобра października październik října říjen októbra október lokakuuta lokakuu "
        "οκτωβρίου οκτώβριος ოქტომბერი ოქტომბრის"
    ),
    (
        "november nov noviembre novembre novembro noiembrie листопада листопад studenoga studenog studeni "
        "novembra ноября ноябрь ноември новембар новембра marraskuuta marraskuu νοεμβρίου νοέμβριος ნოემბერი "
        "ნოემბრის"
    ),
    (
        "december dec diciembre dic décembre decembre déc dicembre dezembro dez desembre decembrie dezember "
        "грудня грудень prosinca prosinac decembra декабря декабрь декември децембар децембра prosince prosinec "
        "joulukuuta joulukuu δεκεμβρίου δεκέμβριος desember დეკემბერი დეკემბრის"
    ),
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

# “two years ago, 2014” holds no August, “carried out 2018” no October
_WORDS = {"ago": r"(?<!s\s)ago", "out": r"out(?=\.?\s?/|-)"}
_PATTERNS = [_WORDS.get(name, name) for name in sorted(_NUMBER, key=lambda name: (-len(name), name))]
MONTH_NAMES = "|".join(_PATTERNS)
# Words are cut at line ends in some pages (“Septem- ber”), so a long name may be broken anywhere inside. Such patterns
# are large and slow to compile, so they are for texts that hold a cut word.
_CUT_NAMES = "|".join(r"(?:-\s)?".join(name) if name.isalpha() and len(name) > 5 else name for name in _PATTERNS)
_S = r"\s{0,4}"
_DAY = r"(?P<d>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|ro|º|°|ª)?(?![\w%])"
_MONTH = rf"(?P<m>{MONTH_NAMES})(?!\w)\.?"
_YEAR = r"(?P<y>(?:19[5-9]|20\d)\d)(?!\d)"
# A century is named by no two digits: with a month's name they are a year of this one, since no action plan is older
# than 2011, and from 50 on rather of the last.
_SHORT_YEAR = r"(?:-|\s?['’])(?P<y>[0-4]\d)(?![\w-])"
# The day is that of the place where the time is told.
_TIME = r"T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?(?![\w:])"
_OF = rf"(?:{_S}[-./]{_S}|{_S},?\s{{1,4}}(?:(?:del?|of|du|year)\s{{1,4}})?|{_S},{_S}|)"
_EDGE = (
    r"(?:(?:beginning|start|end|middle|close)\s(?:of\s(?:the\s)?)|(?:early|late|mid)(?:[-\s]of\s|[-\s])"
    r"|(?:beginning|end|middle)-"
    r"|(?:principios|inicios|comienzos|mediados|finales|fines|fin)\sdel?\s"
    r"|(?:anfang|mitte|ende)\s"
    r"|(?<!de\s)(?:début|debut|fin|mi|courant)(?:\sd[eu]\s|-|\s)(?:mois\sde\s|mois\sd['’])?)"
)
_QUARTERS = (
    r"квартал\w{0,3}|тримесечи\w|тромесечј\w|tromjesečj\w|tromesečj\w|kvartal\w{0,3}|kvartaal\w?|kwartał\w?|čtvrtlet\w{1,2}"
    r"|štvrťrok\w?|trimestrul\w?|triwulan|negyedév\w{0,3}|ketvirt\w{2,3}|ceturksn\w|τρίμηνο|neljännes\w{0,4}|çeyre\w{1,3}"
)
_ORDINALS = (
    r"(?:first|second|third|fourth|1st|2nd|3rd|4th|primer|segundo|tercer|cuarto|premier|deuxième|troisième|quatrième"
    r"|(?:erste|zweite|dritte|vierte)[nrs]?|[1-4](?:er|[eèº°]me|e|º|°|ro|do|to|\.)?)"
)


def iso(year: int, month: int, day: int | None = None) -> tuple[str, Precision] | None:
    """The ISO form and precision of a day or a month, None where the calendar has no such day or month."""
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04}-{month:02}", "month"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}", "day"


def month_number(name: str) -> int:
    """1 to 12 for a month's name as `MONTH_NAMES` matches it."""
    return _NUMBER[re.sub(r"-\s", "", name).casefold()]


_SHORTEST_SLIP = 5
"""Letters of a month's name in which one may be mistyped."""


@cache
def mistyped_month(word: str) -> int:
    """The month whose name `word` is a slip of, 0 where it is of none or of several."""
    typed = word.casefold()
    near = {number for name, number in _NUMBER.items() if len(name) >= _SHORTEST_SLIP and is_slip(typed, name)}
    return near.pop() if len(near) == 1 else 0


DateValue = tuple[str, Precision] | None


def _slip(match: re.Match[str]) -> DateValue:
    month = mistyped_month(match["m"])
    return iso(int(match["y"]), month, int(match["d"])) if month else None


def _short(match: re.Match[str]) -> DateValue:
    day = match.groupdict().get("d")
    return iso(2000 + int(match["y"]), month_number(match["m"]), int(day) if day else None)


def _words(match: re.Match[str]) -> DateValue:
    return iso(int(match["y"]), month_number(match["m"]), int(match["d"]))


def _month_year(match: re.Match[str]) -> DateValue:
    return iso(int(match["y"]), month_number(match["m"]))


def _numbers(match: re.Match[str]) -> DateValue:
    day = match.groupdict().get("d")
    return iso(int(match["y"]), int(match["m"]), int(day) if day else None)


def _year(match: re.Match[str]) -> DateValue:
    return match["y"], "year"


class Rule(NamedTuple):
    """One way to write a date: what it is called, its pattern, what it means, and wordings that must be read so."""

    name: str
    form: DateForm
    source: str
    read: Callable[[re.Match[str]], DateValue]
    examples: tuple[tuple[str, str], ...]

    def pattern(self, *, cut: bool) -> re.Pattern[str]:
        """The compiled pattern; with `cut`, one that also reads names of months that are cut at a line end."""
        return compiled(self.source.replace(MONTH_NAMES, _CUT_NAMES) if cut else self.source)


def _rule(
    name: str, form: DateForm, pattern: str, read: Callable[[re.Match[str]], DateValue], *examples: tuple[str, str]
) -> Rule:
    return Rule(name, form, pattern, read, examples)


RULES: tuple[Rule, ...] = (
    _rule(
        "year-month-day",
        "iso",
        rf"(?<![\d.-]){_YEAR}(?P<sep>[-/.])(?P<m>\d\d?)(?P=sep)(?P<d>\d\d?)(?:{_TIME}|(?![\d-]))",
        _numbers,
        ("2018-06-30", "2018-06-30"),
        ("2016-07-01T00:00:00Z", "2016-07-01"),
        ("2016-07-01T09:30+09:00", "2016-07-01"),
        ("2018/6/30", "2018-06-30"),
    ),
    _rule(
        "Korean",
        "korean",
        rf"(?<!\d){_YEAR}{_S}년(?:{_S}(?P<m>\d\d?){_S}월(?:{_S}(?P<d>\d\d?){_S}일)?)?",
        lambda match: _numbers(match) if match["m"] else _year(match),
        ("2016년 7월 1일", "2016-07-01"),
        ("2016년 7월", "2016-07"),
        ("2016년", "2016"),
    ),
    _rule(
        "Korean with points",
        "korean",
        rf"(?<![\d.]){_YEAR}\.{_S}(?P<m>\d\d?)\.(?:{_S}(?P<d>\d\d?)\.?)?(?!\d)",
        _numbers,
        ("2016. 7. 1.", "2016-07-01"),
    ),
    _rule(
        "day month year",
        "words",
        rf"(?<![\d.,/]){_DAY}{_OF}{_MONTH}{_OF}{_YEAR}",
        _words,
        ("1 July 2016", "2016-07-01"),
        ("1st March 2019", "2019-03-01"),
        ("30th of June, 2018", "2018-06-30"),
        ("1-Jul-2016", "2016-07-01"),
        ("31 de agosto de 2021", "2021-08-31"),
        ("1er août 2020", "2020-08-01"),
        ("1º luglio 2018", "2018-07-01"),
        ("30 de setembro de 2019", "2019-09-30"),
        ("1. März 2021", "2021-03-01"),
        ("1 липня 2018", "2018-07-01"),
        ("5 Septem- ber 2017", "2017-09-05"),
    ),
    _rule(
        "month day year",
        "words",
        rf"(?<!\w){_MONTH}{_S}{_DAY}{_OF}{_YEAR}",
        _words,
        ("September 1, 2018", "2018-09-01"),
        ("Aug. 31st 2020", "2020-08-31"),
    ),
    _rule(
        "day, mistyped month, year",
        "slip",
        rf"(?<![\d.,/]){_DAY}{_OF}(?P<m>[^\W\d_]{{5,12}}){_OF}{_YEAR}",
        _slip,
        ("30 Novmeber 2026", "2026-11-30"),
        ("1 de setembbro de 2019", "2019-09-01"),
    ),
    _rule(
        "mistyped month, day, year",
        "slip",
        rf"(?<!\w)(?P<m>[^\W\d_]{{5,12}}){_S}{_DAY}{_OF}{_YEAR}",
        _slip,
        ("Decmber 31, 2018", "2018-12-31"),
    ),
    _rule(
        "month year",
        "words",
        rf"(?<!\w)(?:{_EDGE})?{_MONTH}{_OF}{_YEAR}",
        _month_year,
        ("July 2018", "2018-07"),
        ("Oct 2021", "2021-10"),
        ("End of August 2020", "2020-08"),
        ("Beginning of October 2018", "2018-10"),
        ("mediados de mayo de 2018", "2018-05"),
        ("fin août 2020", "2020-08"),
        ("Ende Juni 2018", "2018-06"),
        ("dicembre 2018", "2018-12"),
        ("out/2019", "2019-10"),
    ),
    _rule(
        "month and year in numbers",
        "slash",
        rf"(?<![\d/.-])(?P<m>0?[1-9]|1[0-2]){_S}/{_S}{_YEAR}(?![/])",
        _numbers,
        ("06/2018", "2018-06"),
    ),
    _rule(
        "month and year with a point",
        "dotted",
        rf"(?<![\d/.,-])(?P<m>0[1-9]|1[0-2])\.{_YEAR}(?![./-]\d)",
        _numbers,
        ("07.2016", "2016-07"),
    ),
    _rule(
        "quarter, half or season",
        "part",
        r"(?<!\w)(?:(?:quarter|trimestre|semester|semestre)\s[1-4]|[qth]\s?[1-4]|[1-4]q"
        rf"|(?:{_ORDINALS}|i{{1,3}}|iv)\s(?:quarter|trimestre|semester|semestre|half|quartal|halbjahr)s?"
        r"|spring|summer|autumn|fall|winter|primavera|verano|otoño|invierno|printemps|été|automne|hiver)"
        rf"(?!\w){_OF}(?:the{_S})?{_YEAR}",
        _year,
        ("Quarter 1 2014", "2014"),
        ("Q4 2016", "2016"),
        ("second quarter of 2015", "2015"),
        ("primer trimestre de 2014", "2014"),
        ("2. Quartal 2015", "2015"),
        ("III trimestre 2015", "2015"),
        ("Spring 2016", "2016"),
    ),
    _rule(
        "quarter in the languages of eastern and northern Europe, and in Indonesian",
        "part",
        # the Cyrillic letter that looks like a Roman one too
        rf"(?<!\w)(?:(?:{_ORDINALS}|[1-4]|[iі]{{1,3}}|[iі]v)\.?\s(?:{_QUARTERS})|(?:{_QUARTERS})\s(?:[1-4]|i{{1,3}}|iv))"
        rf"(?!\w){_OF}{_YEAR}",
        _year,
        ("I квартал 2022", "2022"),
        ("IV. tromjesečje 2023", "2023"),
        ("Triwulan II 2024", "2024"),
        ("3. čtvrtletí 2023", "2023"),
    ),
    _rule(
        "quarter or half behind its year",
        "part",
        rf"(?<![\w.,/-]){_YEAR}[\s,/-]{{0,3}}(?:(?:quarter|trimestre|semester|semestre|quartal)\s[1-4]|[qth]\s?[1-4]|[1-4]q"
        rf"|(?:{_ORDINALS}|[1-4]\.?|i{{1,3}}|iv)\s(?:quarter|trimestre|semester|semestre|half|quartal|halbjahr))(?!\w)",
        _year,
        ("2023 Q3", "2023"),
        ("2023-Q3", "2023"),
        ("2023, third quarter", "2023"),
        ("2023 H1", "2023"),
    ),
    _rule(
        "edge of a year",
        "year",
        rf"(?<!\w){_EDGE}{_YEAR}",
        _year,
        ("End of 2014", "2014"),
        ("mid-2018", "2018"),
        ("finales de 2018", "2018"),
    ),
)
SHORT_RULES: tuple[Rule, ...] = (
    _rule(
        "day, month and two digits of the year",
        "words",
        rf"(?<![\w.,/]){_DAY}{_OF}{_MONTH}{_SHORT_YEAR}",
        _short,
        ("1-Jul-16", "2016-07-01"),
        ("1 July '16", "2016-07-01"),
        ("15 Jan ’17", "2017-01-15"),
    ),
    _rule(
        "month, day and two digits of the year",
        "words",
        rf"(?<!\w){_MONTH}{_S}{_DAY},?{_SHORT_YEAR}",
        _short,
        ("July 1, '16", "2016-07-01"),
    ),
    _rule(
        # “Sep-18” is how a spreadsheet shows September 2018
        "month and two digits of the year",
        "words",
        rf"(?<!\w){_MONTH}{_SHORT_YEAR}",
        _short,
        ("Sep-18", "2018-09"),
        ("Sept '18", "2018-09"),
    ),
)
"""Dates whose year has two digits: looked for around what `_SHORT_YEARS` finds, as the others are around years."""
_SHORT_YEARS = re.compile(rf"(?<=[\w,.]){_SHORT_YEAR}")


DayOrder = Literal["dm", "md"]


class DateSpan(NamedTuple):
    """A date at `text[start:end]`.

    `value` is ISO 8601 (`2018-06-30`, `2018-06`, `2018`), None for a word such as “ongoing” and for a day that there
    is not (30 Feb 2017). `form` is how it is written, so that a caller can leave out what its place cannot mean:
    `dotted` dates are often those of laws, `year` is a bare year, `years` one end of `2014-2016`, `part` a quarter, a
    season or a half, known by its year only.
    """

    start: int
    end: int
    value: str | None
    precision: Precision | None
    form: DateForm = "words"


_MONTH_NAME = rf"(?<!\w)(?!may\b)(?:{MONTH_NAMES})(?!\w)"
_DIGIT = re.compile(r"\d")
_ISO_MONTH = re.compile(r"(?:19[5-9]|20\d)\d-(?:0[1-9]|1[0-2])")
_CUT_WORD = re.compile(r"[^\W\d_]-\s[^\W\d_]")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20\d)\d(?!\d)")
_SLASH = re.compile(
    rf"(?<![\d/.])(?P<a>\d\d?){_S}(?P<sep>[/.-]){_S}(?P<b>\d\d?){_S}(?P=sep){_S}"
    r"(?P<y>(?:19[5-9]|20\d)\d|[0-3]\d)(?![\d/])(?!\.\d)"
)
_BARE_YEAR = re.compile(
    r"(?<![\w.,/-])(?P<y>(?:19[5-9]|20\d)\d)(?P<to>\s?[-–—/]\s?(?P<z>(?:19[5-9]|20\d)\d|\d\d))?(?![\d/])(?![.,]\d)"
)
_LAST_DAY = 31
# How far before a year the longest wording of a date reaches, cut words included.
_REACH = 64
# And how far behind it: a time of day, with its zone.
_REACH_BEHIND = 40


def slash_order(texts: Iterable[str]) -> DayOrder | None:
    """Whether the slash dates of `texts` are day first or month first: at least one proves it and none denies it."""
    orders: set[DayOrder] = set()
    for text in texts:
        for match in _SLASH.finditer(text):
            a, b = int(match["a"]), int(match["b"])
            if a > 12 >= b:
                orders.add("dm")
            elif b > 12 >= a:
                orders.add("md")
    return orders.pop() if len(orders) == 1 else None


def find_dates(text: str, order: DayOrder | None = None) -> list[DateSpan]:
    """Every date that `text` states, in order, none overlapping another.

    `order` settles slash dates in which day and month could be either; without it they give the year alone.
    """
    if not _DIGIT.search(text):
        return []  # as in most text
    found = sorted(_candidates(text, order), key=lambda span: (span.start, -span.end))
    dates: list[DateSpan] = []
    for span in found:
        if not dates or span.start >= dates[-1].end:
            dates.append(span)
    return dates


def read_date(text: str, order: DayOrder | None = None) -> tuple[str | None, Precision | None]:
    """The value and precision of `text` that is one date as a whole; of several, only what they share: the year."""
    return (_read_date if len(text) <= _REACH else _read_date.__wrapped__)(text, order)


@lru_cache(maxsize=8192)  # a table says the same few days again and again
def _read_date(text: str, order: DayOrder | None) -> tuple[str | None, Precision | None]:
    month = _ISO_MONTH.fullmatch(text.strip())
    if month:
        # inside a sentence 2018-07 is rather the years of a plan
        return month[0], "month"
    spans = [span for span in find_dates(text, order) if span.value]
    if not spans:
        return None, None
    if len(spans) == 1:
        other = text[: spans[0].start] + text[spans[0].end :]
        if spans[0].value and compiled(_MONTH_NAME).search(other):
            # “September/December 2011” is no one month
            return spans[0].value[:4], "year"
        return spans[0].value, spans[0].precision
    years = {span.value[:4] for span in spans if span.value}
    return (years.pop(), "year") if len(years) == 1 else (None, None)


def _candidates(text: str, order: DayOrder | None) -> Iterator[DateSpan]:
    cut = _CUT_WORD.search(text) is not None
    found = ((RULES, _windows(text, _ANY_YEAR)), (SHORT_RULES, _windows(text, _SHORT_YEARS)))
    for rules, start, end in ((rules, *window) for rules, windows in found for window in windows):
        for rule in rules:
            for match in rule.pattern(cut=cut).finditer(text, start, end):
                told = rule.read(match)
                if told:
                    yield DateSpan(match.start(), match.end(), *told, rule.form)
                elif (rule.form == "words" or (rule.form == "slip" and mistyped_month(match["m"]))) and int(
                    match["d"]
                ) <= _LAST_DAY:
                    # 30 Feb 2017 is no day, and whether the day or the month is wrong nobody knows
                    yield DateSpan(match.start(), match.end(), None, None, rule.form)
    for match in _SLASH.finditer(text):
        span = _slash(match, order)
        if span:
            yield span
    for match in _BARE_YEAR.finditer(text):
        if not match["to"]:
            yield DateSpan(match.start(), match.end(), match["y"], "year", "year")
        elif len(match["z"]) == 4:
            yield DateSpan(match.start("y"), match.end("y"), match["y"], "year", "years")
            yield DateSpan(match.start("z"), match.end("z"), match["z"], "year", "years")


def _windows(text: str, year: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Stretches around years: no date of the rules is without one, and most text is without any."""
    start = end = -1
    for match in year.finditer(text):
        low, high = max(0, match.start() - _REACH), min(len(text), match.end() + _REACH_BEHIND)
        if low <= end:
            end = high
            continue
        if end >= 0:
            yield start, end
        start, end = low, high
    if end >= 0:
        yield start, end


def _slash(match: re.Match[str], order: DayOrder | None) -> DateSpan | None:
    a, b, digits = int(match["a"]), int(match["b"]), match["y"]
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    if match["sep"] != "/" and (len(digits) == 2 or (match["sep"] == "-" and " " in match[0])):
        return None
    form: DateForm = "dotted" if match["sep"] == "." else "slash"
    if match["sep"] == ".":
        order = "dm"
    elif a > 12 or b > 12:
        order = "dm" if a > 12 else "md"
    elif a == b:
        order = "dm"
    if order is None:
        return DateSpan(match.start(), match.end(), str(year), "year", form) if min(a, b) > 0 else None
    told = iso(year, b, a) if order == "dm" else iso(year, a, b)
    if told is None:
        # 31/9/2014 is no day, but its year is stated all the same
        return DateSpan(match.start(), match.end(), str(year), "year", form) if min(a, b) > 0 else None
    return DateSpan(match.start(), match.end(), *told, form)
