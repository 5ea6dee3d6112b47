"""Six weeks over New Year, lived by seven readers: what they are told is what the plain reference says, and is news."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.digest.text import DigestWording
from tests.digest.six_weeks import EVENTS, PAGES, READERS, texts_at
from tests.digest.six_weeks_life import Outcome, documented, live, outcomes, table
from tests.digest.six_weeks_reference import expected

NAMES = [reader.name for reader in READERS]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What every reader got, by its name."""
    box = live(tmp_path_factory.mktemp("weeks"))
    assert box.told == []
    return {one.reader.name: one for one in outcomes(box)}


def test_the_days_that_are_printed_are_those_that_were_sent(lived: dict[str, Outcome]) -> None:
    """docs/digest-days.md shows three readers' digests of three days as they were sent."""
    page = Path(__file__).parents[2] / "docs" / "digest-days.md"
    assert page.read_text("utf-8") == documented({name: one.digests for name, one in lived.items()})


@pytest.mark.parametrize("name", NAMES)
def test_nothing_false_is_told(lived: dict[str, Outcome], name: str) -> None:
    """Nobody is told what the reference does not say, least of all of pages that are only written otherwise."""
    assert lived[name].false == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_missed(lived: dict[str, Outcome], name: str) -> None:
    """Everybody is told all that the reference says, on the first day on which a digest may tell it."""
    assert lived[name].missed == []


@pytest.mark.parametrize("name", NAMES)
def test_quotes_are_of_the_page_of_that_day(lived: dict[str, Outcome], name: str) -> None:
    """What a line quotes stands on the page as it is when the digest goes out, not as it is changed later that day."""
    assert lived[name].misquoted == []


@pytest.mark.parametrize("name", NAMES)
def test_pages_that_are_written_otherwise_are_noted_where_a_digest_comes(lived: dict[str, Outcome], name: str) -> None:
    """A digest's notes name the pages that changed without saying anything new, and no others."""
    assert (lived[name].unnoted, lived[name].falsely_noted) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_nine_of_ten_lines_are_news(lived: dict[str, Outcome], name: str) -> None:
    """Outside what is folded, at least 0.9 of the lines were not told before: neither their words nor their values."""
    one = lived[name]
    assert one.lines > 0
    assert one.new_by_text >= 0.9 * one.lines
    assert one.new_by_value >= 0.9 * one.lines


@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_told_nothing_gets_nothing(lived: dict[str, Outcome], name: str) -> None:
    """A digest that is not the first comes on exactly the days on which the reference has news."""
    days = sorted(lived[name].digests)
    wanted = [day for day, due in expected(lived[name].reader).items() if due.must]
    assert [day for day in days[1:] if day not in wanted] == []
    assert [day for day in wanted if day not in days] == []


def test_no_line_of_a_contact_shows_it(lived: dict[str, Outcome]) -> None:
    """That a contact changed is told to those who may not see it, and the contact is not."""
    channel = lived["channel"]
    told = [one.kind for digest in channel.digests.values() for line in digest.news.happened for one in line.told]
    assert told.count("contact") == 2
    assert not any("@" in DigestWording("en").text(digest) for digest in channel.digests.values())


def test_the_table_has_a_row_a_reader(lived: dict[str, Outcome]) -> None:
    """The table of the documentation has its readers in their order."""
    assert [row.split(" | ")[0] for row in list(table(list(lived.values())))[2:]] == [f"| {name}" for name in NAMES]


def test_the_script_has_what_it_is_meant_to_try() -> None:
    """Every kind of news that has a date or a page in it must be told to somebody, and most pages live."""
    must = Counter(kind for reader in READERS for due in expected(reader).values() for _code, kind, _detail in due.must)
    happened = "change contact closed no_longer_overdue started new back gone entered left left_closed left_year"
    dated = "due overdue late still_overdue milestone_due milestone_overdue"
    assert set(f"{happened} {dated}".split()) == set(must)
    assert len({event.code for event in EVENTS}) > len(PAGES) / 2
    assert {texts_at(code, event.day)[1]["language"] for event in EVENTS for code in PAGES} == {"en", "es"}
