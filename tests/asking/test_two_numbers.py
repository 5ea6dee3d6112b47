"""Dates with two numbers, either of which may be the month, and dates that are known to the year."""

from __future__ import annotations

import pytest

from bot.records.store import Store
from tests.asking.conftest import in_thread, listed, tabled

TABLE = (
    "Code,Title,Lead,Done,Start,End\n"
    "CO0001,Mejor servicio,Presidency,Complete,02/02/2014,07/01/2015\n"
    "CO0002,Audit trail,Presidency,Limited,02/02/2014,11/11/2015\n"
    "KE0001,Judges,Judiciary,Complete,05/02/2013,05/05/2013\n"
    "KE0002,Schools online,Ministry of Education,Limited,2011,2016\n"
    "SE0001,Reuse of documents,Agency,Complete,2011,2018\n"
    "SE0002,Civic awareness,Agency,Complete,2012,2016\n"
    "TT0001,Index of services,Civil Society Board,Complete,2012,2014\n"
    "TT0002,To create a Civil Society Board,Ministry of Planning,Complete,2012,2013\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of eight commitments of four countries, two of them with a date that is read in two ways."""
    return tabled(tmp_path_factory.mktemp("tables"), TABLE)


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("which Colombian commitments end before September 2015?", ("CO0001",)),
        ("which Colombian commitments end after August 2015?", ("CO0002",)),
        ("¿qué compromisos de Colombia terminan antes de septiembre de 2015?", ("CO0001",)),
        ("which Colombian commitments end in July 2015?", ()),
    ],
)
def test_a_date_of_two_readings_belongs_where_both_do(question: str, codes: tuple[str, ...], store: Store) -> None:
    """7 January and 1 July both lie before September, and only one of them in July."""
    assert listed(store, question) == codes


@pytest.mark.parametrize(
    "question",
    [
        "which Colombian commitments end in July 2015?",
        "how many Colombian commitments end in July 2015?",
        "does any Colombian commitment end in July 2015?",
    ],
)
def test_the_few_that_may_belong_are_shown_with_their_dates(question: str, store: Store) -> None:
    """Where nothing is found, the date that does not decide it is quoted, and it is not said that there is none."""
    answer = in_thread(store, question)
    assert [item.raw for item in answer.items if item.field == "end"] == ["07/01/2015"]
    assert (answer.result or {}).get("value") in ([], 0, None)
    assert not answer.text.startswith("No.")


def test_a_length_of_two_readings_is_told_with_both(store: Store) -> None:
    """From 5 February or 2 May to 5 May are 90 or 4 days."""
    answer = in_thread(store, "how long does KE0001 last?")
    assert "between 4 days and 90 days" in answer.text
    assert answer.result == {"type": "duration", "value": "4 days/90 days"}


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("longest commitment of Sweden", ("SE0001",)),
        ("welche schwedische Zusage läuft am längsten?", ("SE0001",)),
        ("the two longest commitments of Sweden", ("SE0001", "SE0002")),
    ],
)
def test_where_no_day_is_known_lengths_are_compared_by_years(
    question: str, codes: tuple[str, ...], store: Store
) -> None:
    """2011 to 2018 is longer than 2012 to 2016."""
    assert listed(store, question) == codes


def test_words_of_a_title_are_no_institution_that_describes_another(store: Store) -> None:
    """“Civil Society Board” is most of one title: its end date is that one's, not that of what the board leads."""
    assert in_thread(store, "when does the Civil Society Board end?").items[0].code == "TT0002"


def test_one_of_an_earlier_set_is_found_where_the_last_has_none(store: Store) -> None:
    """“The schools one” is among Kenya's, though the last list was of those completed."""
    answer = in_thread(store, "Kenyan commitments", "which of them are complete?", "who leads the schools one?")
    assert [item.raw for item in answer.items if item.field == "lead_institution"] == ["Ministry of Education"]
