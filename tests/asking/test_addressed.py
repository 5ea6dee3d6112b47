"""Which messages of a thread ask the bot though they do not name it."""

from __future__ import annotations

import pytest

from bot.asking import EMPTY, Thread, ask
from bot.asking.addressed import asks
from bot.records.store import Store
from tests.asking.conftest import TODAY

ASKED = (
    "when does it end",
    "and her phone number",
    "same for KR0029",
    "KR0029 end date pls",
    "could you tell me who leads KR0029?",
    "KR0029: is it starred?",
    "thanks! what is its objective?",
    "which commitments are about e-government?",
    "list the anti-corruption commitments",
    "how many commitments are there?",
    "who leads KR0999?",
    "¿y cuándo termina?",
    "¿quién dirige KR0029?",
    "et son téléphone ?",
    "qui est responsable de KR0029 ?",
    "KR0029 담당자는 누구인가요?",
    "이메일은?",
    "is it finish already?",
    "has it started yet?",
    "did it end?",
    "and has it been completed?",
)
SAID = (
    "ok, I'll write to her tomorrow",
    ":thumbsup:",
    "Maria can you take this?",
    "KR0032 is the one we discussed",
    "KR0029 ends in June 2018",
    "so the Ministry of the Interior again",
    "KR0032",
    "is it done?",
    "is the report finished?",
    "has the meeting started?",
    "it has started",
    "are you finished with it?",
    "where is the report?",
    "who is in charge of lunch?",
    "which commitments did we pick for the brief?",
    "what a title",
    "citizen groups government service design, what a title",
    "KR0029: done",
    "Anti-corruption? for an app?",
    "&gt; who leads KR0029?",
    "who leads KR0029, that's the question!",
    "KR0032 termina en 2017",
    "¿quién lleva el café?",
    "on en parle à la réunion",
    "KR0032 est terminé",
    "담당자가 바뀌었어요",
    "KR0032는 2017년에 끝났어요",
    "the contact of KR0032 left in May",
    "why?",
    "",
)


@pytest.fixture
def thread(store: Store) -> Thread:
    """What is remembered after a question about KR0032."""
    return ask(store, "who leads KR0032?", thread=EMPTY, as_of=TODAY)[1]


@pytest.mark.parametrize("said", ASKED)
def test_what_asks(store: Store, thread: Thread, said: str) -> None:
    """A question, an order or a follow-up that is understood asks the bot, in each language."""
    assert asks(store, said, thread, TODAY)


@pytest.mark.parametrize("said", SAID)
def test_what_is_said_to_people(store: Store, thread: Thread, said: str) -> None:
    """What people tell and ask each other does not, though it has codes, titles and words for fields in it."""
    assert not asks(store, said, thread, TODAY)
