"""Dates and date ranges, as documents write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.date_ranges import DateRange, split_date_range
from bot.records.dates import RULES, SHORT_RULES, DateSpan, find_dates, read_date, slash_order

_EXAMPLES = [(rule.name, wording, value) for rule in (*RULES, *SHORT_RULES) for wording, value in rule.examples]


def said(text: str, span: DateSpan | None) -> tuple[str, str | None] | None:
    """What a span covers, and its value."""
    return (text[span.start : span.end], span.value) if span else None


@pytest.mark.parametrize(("rule", "wording", "value"), _EXAMPLES)
def test_every_rule_reads_its_examples(rule: str, wording: str, value: str) -> None:
    """Each wording that a rule gives as an example is one date, found whole inside a sentence."""
    text = f"Until ({wording}), at the latest."
    assert [said(text, span) for span in find_dates(text)] == [(wording, value)]


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("30 June 2018", "2018-06-30", "day"),
        ("8/31/2020", "2020-08-31", "day"),
        ("15 / 7 / 2018", "2018-07-15", "day"),
        ("6/6/2014", "2014-06-06", "day"),
        ("9/1/2018", "2018", "year"),
        ("2018-07", "2018-07", "month"),
        ("31/9/2014", "2014", "year"),
        ("31 February 2018", None, None),
        ("Feb 30, 2017", None, None),
        ("31 Novmeber 2026", None, None),
        ("12 member 2020", "2020", "year"),
        ("September/December 2011", "2011", "year"),
        ("2012-2013", None, None),
        ("January 2016 to December 2016", "2016", "year"),
        ("al 31 de agosto de 2021", "2021-08-31", "day"),
        ("À la fin du mois d'août 2020", "2020-08", "month"),
        ("Not Specified", None, None),
        ("Continuous", None, None),
        ("", None, None),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text: str, value: str | None, precision: str | None) -> None:
    """The value says no more than the text does; what is no single date gives at most its year."""
    assert read_date(text) == (value, precision)


@pytest.mark.parametrize(
    "text",
    [
        "may 5 people come",
        "ten years ago",
        "20134",
        "version 3.10.2",
        "page 12 of 30",
        "1/2",
        "the 2014-16 plan",
        "1-Jul-76",
        "in-12",
        "A-16",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    """Numbers, verbs and the years of a plan's name are no dates."""
    assert find_dates(text) == []


def test_a_caller_can_tell_dates_that_its_place_cannot_mean() -> None:
    """Dates of laws and the years of a span are found, but marked by their form."""
    text = "Law of 13.04.2016, plan 2014-2016, signed on 3 May 2017"
    assert [span.form for span in find_dates(text)] == ["dotted", "years", "years", "words"]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["1/9/2018", "30/6/2020"], "dm"),
        (["9/1/2018", "8/31/2020"], "md"),
        (["9/1/2018", "1/9/2018"], None),
        (["30/6/2018", "6/30/2018"], None),
    ],
)
def test_slash_dates_are_ordered_by_proof_only(texts: list[str], order: str | None) -> None:
    """The order of day and month is known where one date proves it and none denies it."""
    assert slash_order(texts) == order


@pytest.mark.parametrize(
    ("text", "newness", "start", "end"),
    [
        (
            "New / 1 July 2016 ~ 31 December 2017",
            "New",
            ("1 July 2016", "2016-07-01"),
            ("31 December 2017", "2017-12-31"),
        ),
        ("Ongoing / May 2016 ~ June 2018", "Ongoing", ("May 2016", "2016-05"), ("June 2018", "2018-06")),
        (
            "Nuevo / 1 de mayo de 2014 ~ abril de 2016",
            "New",
            ("1 de mayo de 2014", "2014-05-01"),
            ("abril de 2016", "2016-04"),
        ),
        ("Nouveau / 22 avril 2017 ~ 2018", "New", ("22 avril 2017", "2017-04-22"), ("2018", "2018")),
        ("Existing, July 2018 to June 2020", "Pre-existing", ("July 2018", "2018-07"), ("June 2020", "2020-06")),
        (
            "September 1, 2018 ~ August 31, 2020",
            None,
            ("September 1, 2018", "2018-09-01"),
            ("August 31, 2020", "2020-08-31"),
        ),
        ("December 2018 -December 2019", None, ("December 2018", "2018-12"), ("December 2019", "2019-12")),
        (
            "Start date: June 2016        End date: August 2018",
            None,
            ("June 2016", "2016-06"),
            ("August 2018", "2018-08"),
        ),
        ("End date: June 2018. Start date: May 2016", None, ("May 2016", "2016-05"), ("June 2018", "2018-06")),
        ("Diciembre 2014 Marzo 2015", None, ("Diciembre 2014", "2014-12"), ("Marzo 2015", "2015-03")),
        ("1 / 9 / 2018 - 30 / 6 / 2020", None, ("1 / 9 / 2018", "2018-09-01"), ("30 / 6 / 2020", "2020-06-30")),
        ("1-30 June 2018", None, ("1", "2018-06-01"), ("30 June 2018", "2018-06-30")),
        ("July 1 - 31, 2018", None, ("July 1", "2018-07-01"), ("31, 2018", "2018-07-31")),
        ("1 July – 31 December 2017", None, ("1 July", "2017-07-01"), ("31 December 2017", "2017-12-31")),
        ("July - December 2018", None, ("July", "2018-07"), ("December 2018", "2018-12")),
        (
            "du 1er juillet 2018 au 30 juin 2020",
            None,
            ("1er juillet 2018", "2018-07-01"),
            ("30 juin 2020", "2020-06-30"),
        ),
        ("2016년 7월 1일 ~ 2017년 12월", None, ("2016년 7월 1일", "2016-07-01"), ("2017년 12월", "2017-12")),
        ("June 2016 - ongoing", None, ("June 2016", "2016-06"), ("ongoing", None)),
        ("Ongoing – December 2018", None, ("Ongoing", None), ("December 2018", "2018-12")),
        ("Begins January 2021 and ongoing until May 2022", None, ("January 2021", "2021-01"), ("May 2022", "2022-05")),
        ("01.07.2016 - 30.06.2018", None, ("01.07.2016", "2016-07-01"), ("30.06.2018", "2018-06-30")),
        ("May 2016 to June 2018 (law of 13.04.2016)", None, ("May 2016", "2016-05"), ("June 2018", "2018-06")),
        ("New / 1-Jul-16 ~ 15-Jan-17", "New", ("1-Jul-16", "2016-07-01"), ("15-Jan-17", "2017-01-15")),
        ("1 July '16 ~ 15 Jan '17", None, ("1 July '16", "2016-07-01"), ("15 Jan '17", "2017-01-15")),
        (
            "2016-07-01T00:00:00Z ~ 2017-01-15T23:59:59Z",
            None,
            ("2016-07-01T00:00:00Z", "2016-07-01"),
            ("2017-01-15T23:59:59Z", "2017-01-15"),
        ),
        ("07.2016 ~ 01.2017", None, ("07.2016", "2016-07"), ("01.2017", "2017-01")),
        ("Fri, 1 Jul 2016 ~ Sun, 15 Jan 2017", None, ("1 Jul 2016", "2016-07-01"), ("15 Jan 2017", "2017-01-15")),
        ("Sep-18 to Aug-20", None, ("Sep-18", "2018-09"), ("Aug-20", "2020-08")),
        (
            "New or ongoing: Ongoing. June 2014 to June 2016",
            "Ongoing",
            ("June 2014", "2014-06"),
            ("June 2016", "2016-06"),
        ),
        ("the beginning of 2019 to the end of 2020", None, ("beginning of 2019", "2019"), ("end of 2020", "2020")),
        ("December 31, 2018 (end date)", None, None, ("December 31, 2018", "2018-12-31")),
        ("Start and end date: June 2018", None, None, None),
        ("by the end of 2017", None, None, ("end of 2017", "2017")),
        ("from May 2016", None, ("May 2016", "2016-05"), None),
        ("1 July 2016 ~", None, ("1 July 2016", "2016-07-01"), None),
        ("New", "New", None, None),
        ("", None, None, None),
    ],
)
def test_a_date_line_is_split(
    text: str,
    newness: str | None,
    start: tuple[str, str | None] | None,
    end: tuple[str, str | None] | None,
) -> None:
    """Newness, start and end are found each where it is written, with the part that both dates share."""
    found = split_date_range(text)
    assert (found.newness.value if found.newness else None) == newness
    assert (said(text, found.start), said(text, found.end)) == (start, end)


def test_a_lone_date_is_neither_start_nor_end() -> None:
    """A date without a word or a mark beside it is kept apart, for the caller to decide."""
    text = "October 2021"
    found = split_date_range(text)
    assert (found.start, found.end, said(text, found.single)) == (None, None, ("October 2021", "2021-10"))


_PIECES = st.sampled_from(
    [
        "New",
        "Ongoing",
        " / ",
        " ~ ",
        "-",
        " to ",
        "1",
        "31",
        " July ",
        "mayo de ",
        "2016",
        "2018",
        "Q1 ",
        "/",
        "end of ",
        ". ",
    ]
)
_TEXTS = st.text() | st.lists(_PIECES, max_size=12).map("".join)


@given(_TEXTS)
def test_dates_lie_in_order_inside_any_text(text: str) -> None:
    """Dates of any text lie inside it and do not overlap; their values are as long as their precision says."""
    at = 0
    for span in find_dates(text):
        assert at <= span.start < span.end <= len(text)
        assert span.value is not None
        assert len(span.value) == {"day": 10, "month": 7, "year": 4}[span.precision or ""]
        at = span.end


@given(_TEXTS)
def test_any_text_can_be_split(text: str) -> None:
    """Splitting never raises, and what it finds lies inside the text, start and end apart."""
    found = split_date_range(text)
    assert isinstance(found, DateRange)
    spans = [span for span in (found.newness, found.start, found.end, found.single) if span]
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
    if found.start and found.end:
        assert found.start.end <= found.end.start or found.end.end <= found.start.start


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("Dal 1º luglio 2018 al 31 dicembre 2018", "2018-07-01", "2018-12-31"),
        ("luglio - dicembre 2018", "2018-07", "2018-12"),
        ("Inizio: luglio 2018 Fine: giugno 2020", "2018-07", "2020-06"),
        ("de 1 de julho de 2018 até 30 de junho de 2020", "2018-07-01", "2020-06-30"),
        ("início: julho de 2018; fim: junho de 2020", "2018-07", "2020-06"),
        ("1. Juli 2018 bis 30. Juni 2020", "2018-07-01", "2020-06-30"),
        ("1 липня 2018 – 30 червня 2020", "2018-07-01", "2020-06-30"),
    ],
)
def test_date_lines_of_other_languages(line: str, start: str, end: str) -> None:
    """Italian, Portuguese, German and Ukrainian plans; a short name that is an English word is no month."""
    told = split_date_range(line)
    assert [one.value if one else None for one in (told.start, told.end)] == [start, end]


@pytest.mark.parametrize("prose", ["work carried out 2018", "the goals set 2018", "two years ago, 2018", "mag 2018"])
def test_words_that_are_short_names_of_months_elsewhere(prose: str) -> None:
    """They give the year alone."""
    assert [span.value for span in find_dates(prose)] == ["2018"]
