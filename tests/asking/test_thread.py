"""What a thread remembers survives storage."""

from __future__ import annotations

from datetime import date

import pytest

from bot.asking import EMPTY, Thread, ask, choose
from bot.asking.thread import focus
from bot.records.store import Store

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "question",
    [
        "who leads KR0032?",
        "which anti-corruption commitments ended in 2017?",
        "who is the contact for public data quality management?",
    ],
)
def test_memory_round_trips(store: Store, question: str) -> None:
    """A thread's memory is the same after it was stored as text."""
    _answer, thread = ask(store, question, as_of=TODAY)
    assert Thread.from_json(thread.to_json()) == thread


@pytest.mark.parametrize("text", ["", "nonsense", "{}", "[]", '{"query": 1}'])
def test_foreign_text_is_refused(text: str) -> None:
    """A text that is no memory is a ValueError, not a crash further on."""
    with pytest.raises(ValueError, match=r"memory|Expecting"):
        Thread.from_json(text)


def test_a_choice_answers_the_pending_question(store: Store) -> None:
    """The button of an old clarify answers its own question, whatever was asked since."""
    clarify, thread = ask(store, "who is the contact for public data quality management?", as_of=TODAY)
    assert clarify.pending is not None
    _other, thread = ask(store, "when does KR0029 end?", thread=thread, as_of=TODAY)
    answer, after = choose(store, clarify.pending, "KR0032", thread=thread, as_of=TODAY)
    assert [item.raw for item in answer.items] == ["Lee, hyo soon"]
    assert focus(after)[0] == ("KR0032", 0)


def test_a_choice_that_does_not_exist(store: Store) -> None:
    """A code from a button of another corpus is told to be unknown."""
    clarify, _thread = ask(store, "who is the contact for public data quality management?", as_of=TODAY)
    assert clarify.pending is not None
    answer, _after = choose(store, clarify.pending, "ZZ9999", as_of=TODAY)
    assert answer.reason == "no_such_code"


def test_what_was_not_understood_forgets_nothing(store: Store) -> None:
    """A word in between leaves the thread where it was."""
    _answer, thread = ask(store, "who leads KR0032?", as_of=TODAY)
    _answer, after = ask(store, "lol", thread=thread, as_of=TODAY)
    answer, _thread = ask(store, "and the phone?", thread=after, as_of=TODAY)
    assert [item.raw for item in answer.items] == ["+82-2-2100-3418"]
    assert focus(EMPTY) == []


def test_a_missing_start_is_no_error(store: Store) -> None:
    """A remark that can be read as "has no start date" is read like any other, and fails nobody."""
    _given, thread = ask(store, "who leads KR0032?", as_of=TODAY)
    given, _thread = ask(store, "no just when its removed", thread=thread, as_of=TODAY)
    assert given.outcome in ("abstain", "clarify")


def test_the_others_of_a_list_that_was_shown_whole(store: Store) -> None:
    """Behind a list that was narrowed they are those that it left out; no empty page follows."""
    _answer, thread = ask(store, "commitments of Korea in the policy area anti-corruption", as_of=TODAY)
    _answer, thread = ask(store, "only the ones with a page", thread=thread, as_of=TODAY)
    answer, _thread = ask(store, "and the others?", thread=thread, as_of=TODAY)
    assert [one.code for one in answer.entries] == ["KR0013", "KR0014", "KR0020", "KR0036"]


def test_more_of_a_list_that_was_shown_whole_is_the_list(store: Store) -> None:
    """There is no empty page behind the last one."""
    listed, thread = ask(store, "commitments of Korea in the policy area anti-corruption", as_of=TODAY)
    answer, _thread = ask(store, "more", thread=thread, as_of=TODAY)
    assert answer.entries == listed.entries
