"""The journal numbers what becomes known, each thing once, in the order in which it does."""

from __future__ import annotations

from bot.state.database import State
from bot.state.journal import OLDER, JournalEntry, between, contact_changes, latest, record, rid_of_contacts, upto

NEW = JournalEntry("new", "KR0029", "title", None, "")
CHANGE = JournalEntry("change", "KR0029", "status", "Active", "2018-06-10", "Inactive")


def test_each_thing_is_numbered_once(state: State) -> None:
    """What is read again keeps its number; what comes in between gets the next one."""
    assert record(state, "build 1", [NEW], str) == 1
    assert record(state, "build 2", [JournalEntry("new", "KR0001", "title", None, ""), NEW, CHANGE], str) == 2
    assert latest(state) == 3
    assert [entry.code for entry in between(state, 0, 3)] == ["KR0029", "KR0001", "KR0029"]
    assert [entry.field for entry in between(state, 2, 3)] == ["status"]


def test_a_database_that_is_built_anew_is_no_news(state: State) -> None:
    """The same commitments without the changes of before, as after a rebuild, add nothing and lose nothing."""
    record(state, "build 1", [NEW, CHANGE], str)
    assert record(state, "build 2", [NEW], str) == 0
    assert latest(state) == 2


def test_the_same_change_on_another_day_is_another(state: State) -> None:
    """A field that changes again the same way later is news again."""
    later = JournalEntry("change", "KR0029", "status", "Active", "2018-07-10", "Inactive")
    assert record(state, "build 1", [CHANGE, CHANGE, later], str) == 2


def test_what_was_read_is_known(state: State) -> None:
    """A state of the database is read once, and it is known up to which number it goes."""
    assert upto(state, "build 1") is None
    record(state, "build 1", [NEW], str)
    record(state, "build 2", [NEW, CHANGE], str)
    assert (upto(state, "build 1"), upto(state, "build 2"), upto(state, "build 3")) == (1, 2, None)
    assert record(state, "build 1", [JournalEntry("new", "KR0001", "title", None, "")], str) == 0


def test_what_a_database_was_made_of_is_older(state: State) -> None:
    """It is not read after the one that was made of it; what was read before keeps its number."""
    record(state, "build 1", [NEW], str)
    record(state, "build 3", [NEW, CHANGE], str, ancestors=["build 1", "build 2"])
    assert [upto(state, f"build {number}") for number in (1, 2, 3)] == [1, OLDER, 2]
    assert record(state, "build 2", [JournalEntry("new", "KR0001", "title", None, "")], str) == 0


def test_of_contacts_it_is_kept_that_they_changed() -> None:
    """Changes of contacts are told apart by their order on a day, so that no text and no hash of one is kept."""
    changes = [
        ("KR0032", "email", "a@b.org", "2018-06-10"),
        ("KR0032", "status", "Active", "2018-06-10"),
        ("KR0032", "email", None, "2018-06-10"),
    ]
    first, other, second = contact_changes(changes, ["email"], "*")
    assert (first, other, second) == (
        JournalEntry("change", "KR0032", "email", "*", "2018-06-10", "1"),
        None,
        JournalEntry("change", "KR0032", "email", None, "2018-06-10", "2"),
    )


def test_what_was_recorded_before_is_rid_of_contacts(state: State) -> None:
    """Contacts of earlier versions' entries go, and what is read again is still no news."""
    summary = JournalEntry("change", "KR0032", "summary", "Write to a@b.org", "2018-06-10", "Write")
    old = [
        JournalEntry("change", "KR0032", "email", "a@b.org", "2018-06-10", "c@d.org"),
        JournalEntry("change", "KR0032", "email", "c@d.org", "2018-06-10", "e@f.org"),
    ]
    record(state, "build 1", [*old, summary, CHANGE], str)
    for _ in range(2):
        rid_of_contacts(state, ["email"], "*", lambda text: text.replace("a@b.org", "*"))
    assert [entry.old for entry in between(state, 0, 9)] == ["*", "*", "Write to *", "Active"]
    changes = [(one.code, one.field, one.old, one.at) for one in old]
    again = [one for one in contact_changes(changes, ["email"], "*") if one]
    assert record(state, "build 2", [*again, summary, CHANGE], str) == 0


def test_what_stood_there_is_kept_as_it_may_be(state: State) -> None:
    """An old text is kept without the contacts in it, and stays the same entry."""
    entry = JournalEntry("change", "KR0032", "summary", "Write to a@b.org", "2018-06-10", "Write")
    assert record(state, "build 1", [entry], lambda text: text.replace("a@b.org", "*")) == 1
    assert record(state, "build 2", [entry], str) == 0
    assert between(state, 0, 9)[0].old == "Write to *"
