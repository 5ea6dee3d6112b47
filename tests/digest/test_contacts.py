"""Contacts in digests: that they changed is told, what they were is kept nowhere."""

from __future__ import annotations

from bot.digest.text import DigestWording
from bot.records.known_contacts import MARK
from bot.state import journal
from bot.state.tables import JOURNAL
from tests.digest.office import DAY, MONDAY, Office

EMAIL = "leehs30@korea.kr"


def kept(office: Office) -> str:
    """All that the journal holds."""
    with office.state.connect() as connection:
        return str(connection.execute(JOURNAL.select()).all())


def test_every_change_of_a_contact_is_told_once(office: Office) -> None:
    """An address that changes twice on one day, before and after a digest, is told twice, and shown neither time."""
    office.subscribe(at="09:00")
    office.round(MONDAY)
    office.edit("KR0032.txt", EMAIL, "second@korea.kr")
    office.round(MONDAY + DAY)
    assert office.box.changed() == [("KR0032", MARK, "")]
    office.edit("KR0032.txt", "second@korea.kr", "third@korea.kr")
    office.day = (MONDAY + DAY).date()
    office.ingest()
    office.round(MONDAY + 2 * DAY)
    assert office.box.changed() == [("KR0032", MARK, "")]
    assert office.round(MONDAY + 3 * DAY) == []
    assert "@" not in kept(office)


def test_a_contact_in_which_two_documents_differ_is_told_as_such(office: Office) -> None:
    """It is said in the words of answers, and the contact is not shown."""
    office.subscribe()
    office.round(MONDAY)
    page = (office.corpus / "KR0032.txt").read_text("utf-8")
    (office.corpus / "page.txt").write_text(page.replace(EMAIL, "second@korea.kr"), "utf-8")
    (made,) = office.round(MONDAY + DAY)
    assert "a contact changed (differs between two documents)" in DigestWording("en").text(made)
    assert "@" not in DigestWording("en").text(made)


def test_what_an_earlier_version_recorded_goes_and_is_no_news(office: Office) -> None:
    """Contacts that the journal held leave it when documents are read next, and are not told anew."""
    office.subscribe()
    office.round(MONDAY)
    office.edit("KR0032.txt", EMAIL, "second@korea.kr")
    office.day = (MONDAY + DAY).date()
    office.ingest()
    day = office.day.isoformat()
    old = journal.JournalEntry("change", "KR0032", "email", EMAIL, day, "second@korea.kr")
    journal.record(office.state, "a build of before", [old], str)
    assert EMAIL in kept(office)
    office.round(MONDAY + DAY)
    assert office.box.changed() == [("KR0032", MARK, "")]
    assert EMAIL not in kept(office)
    assert office.round(MONDAY + 2 * DAY) == []
