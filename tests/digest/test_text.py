"""The words of a digest, in every language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.digest.gathering import SHOWN, Wanted, digest
from bot.digest.model import Citation, Digest, DigestItem, News, NewsLine, Told, Window
from bot.digest.text import DigestWording
from bot.records.known_contacts import MARK
from bot.records.languages import LANGUAGES
from bot.records.store import Store
from tests.records.sample_pages import deny_texts

WINDOW = Window(date(2018, 6, 15), date(2018, 6, 8), 30)


@pytest.mark.parametrize(
    ("days", "en", "es", "fr", "ko"),
    [
        (0, "today", "hoy", "aujourd'hui", "오늘"),
        (1, "tomorrow", "mañana", "demain", "내일"),
        (-1, "yesterday", "ayer", "hier", "어제"),
        (12, "in 12 days", "dentro de 12 días", "dans 12 jours", "12일 후"),
        (-59, "59 days ago", "hace 59 días", "il y a 59 jours", "59일 전"),
        (-92, "3 months ago", "hace 3 meses", "il y a 3 mois", "3개월 전"),
        (365, "in 12 months", "dentro de 12 meses", "dans 12 mois", "12개월 후"),
        (-731, "2 years ago", "hace 2 años", "il y a 2 ans", "2년 전"),
        (-729, "23 months ago", "hace 23 meses", "il y a 23 mois", "23개월 전"),
        (3653, "in 10 years", "dentro de 10 años", "dans 10 ans", "10년 후"),
    ],
)
def test_how_far_away_a_day_is(days: int, en: str, es: str, fr: str, ko: str) -> None:
    """Days are days up to 59, then whole months of the calendar, and whole years from two years on."""
    assert [DigestWording(language).when(days, date(2018, 6, 15)) for language in ("en", "es", "fr", "ko")] == [
        en,
        es,
        fr,
        ko,
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_stay_as_written(database: Path, language: str) -> None:
    """Whatever the language, the values are those of the documents, and the rule of “overdue” is written below."""
    with Store(database) as store:
        text = DigestWording(language).text(digest(store, [], WINDOW, wanted=Wanted(first=True)))
    for said in ("31 December 2017", "30 June 2018", "Inactive", "KR0032.txt:46"):
        assert said in text
    assert DigestWording(language).words["footer"]["overdue"] in text


def a_line(number: int) -> NewsLine:
    """A commitment that is overdue now."""
    told = Told(
        "overdue", "end", "2017", "2017", "year", None, -5, None, Citation(f"{number}.txt", 0, 4, "2017", line=1)
    )
    return NewsLine(f"QM{number:04}", f"Title {number}", "", None, None, (), None, (told,))


def test_a_long_part_ends_in_a_count() -> None:
    """The text shows the first lines of a part and says how many more there are."""
    news = News(happened=tuple(map(a_line, range(48))), happened_count=48)
    text = DigestWording("en").text(Digest(WINDOW, (), 0, news))
    assert text.count("• ") == SHOWN
    assert f"… and {48 - SHOWN} more" in text
    assert f"QM{SHOWN:04}" not in text


def test_nothing_is_said_in_words() -> None:
    """A digest without anything in it says so."""
    assert "Nothing new" in DigestWording("en").text(Digest(WINDOW, (), 0))


def test_a_digest_reads_no_document(database: Path) -> None:
    """The lines that it cites come with the values, so that the text of no document is read."""
    with Store(database) as store:
        deny_texts(store)
        made = digest(store, [], WINDOW)
    assert all(item.source and item.source.line for section in made.sections for item in section.items)


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_contact_it_is_said_that_it_changed(language: str) -> None:
    """A contact is not compared with what it was, which nobody keeps: it is said that it changed."""
    wording = DigestWording(language)
    item = DigestItem("KR0032", "", "email", "", None, MARK, 0, None, "2026-11-20")
    said = wording.value("changed", item, date(2026, 11, 21))
    assert "2026-11-20" in said
    assert MARK not in said
