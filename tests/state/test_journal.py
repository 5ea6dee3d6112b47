"""The journal numbers what becomes known, each thing once, in the order in which it does."""

from __future__ import annotations

from bot.state.journal import Entry, between, is_read, latest, record

NEW = Entry("new", "KR0029", "title", None, "")
CHANGE = Entry("change", "KR0029", "status", "Active", "2018-06-10", "Inactive")


def test_each_thing_is_numbered_once(state):
    """What is read again keeps its number; what comes in between gets the next one."""
    assert record(state, "build 1", [NEW]) == 1
    assert record(state, "build 2", [Entry("new", "KR0001", "title", None, ""), NEW, CHANGE]) == 2
    assert latest(state) == 3
    assert [entry.code for entry in between(state, 0, 3)] == ["KR0029", "KR0001", "KR0029"]
    assert [entry.field for entry in between(state, 2, 3)] == ["status"]


def test_a_database_that_is_built_anew_is_no_news(state):
    """The same commitments without the changes of before, as after a rebuild, add nothing and lose nothing."""
    record(state, "build 1", [NEW, CHANGE])
    assert record(state, "build 2", [NEW]) == 0
    assert latest(state) == 2


def test_the_same_change_on_another_day_is_another(state):
    """A field that changes again the same way later is news again."""
    later = Entry("change", "KR0029", "status", "Active", "2018-07-10", "Inactive")
    assert record(state, "build 1", [CHANGE, CHANGE, later]) == 2


def test_what_was_read_last_is_known(state):
    """A state of the database is read once."""
    assert not is_read(state, "build 1")
    record(state, "build 1", [])
    assert is_read(state, "build 1")
    assert not is_read(state, "build 2")
