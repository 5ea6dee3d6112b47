"""What a page says is still to come (“TBC”, “Por definir”) is quoted, and stands beside nothing that is stated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

import ingest
from bot.asking import Answer, ask
from bot.records.store import Store

PAGES = {
    "KR0044.txt": "Open Roads (KR0044)\nSouth Korea\n\nLead: Por definir\nContact person: TBC\nPhone: -\nEnd: TBD\n",
    "KR0045.txt": "Open Maps (KR0045)\nSouth Korea\n\nLead: The Mint\nContact person: Ana Ruiz; Vacant\nEnd: 2026\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The two pages, read."""
    folder = tmp_path_factory.mktemp("pages")
    for name, text in PAGES.items():
        (folder / name).write_text(text)
    database = tmp_path_factory.mktemp("database") / "commitments.db"
    assert ingest.main([str(folder), "--db", str(database), "--as-of", "2026-11-20"]) == 0
    with Store(database) as opened:
        yield opened


def asked(store: Store, question: str) -> Answer:
    """The answer to a question."""
    return ask(store, question, as_of=date(2026, 11, 21), lang="auto")[0]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("which institution leads KR0044?", "Por definir"),
        ("who is the contact person of KR0044?", "TBC"),
        ("phone of KR0044", "-"),
        ("when does KR0044 end?", "TBD"),
    ],
)
def test_the_words_of_the_page_are_quoted(store: Store, question: str, words: str) -> None:
    """The field is not stated, and the answer shows what the page says instead."""
    given = asked(store, question)
    assert (given.outcome, given.reason) == ("abstain", "not_stated")
    assert f"not stated. Its document says “{words}” (KR0044.txt, line " in given.statement


def test_somebody_who_is_named_stands_alone(store: Store) -> None:
    """Beside a person that the page names, a position that is vacant is not given as another one."""
    assert [item.raw for item in asked(store, "who is the contact person of KR0045?").items] == ["Ana Ruiz"]


def test_what_is_to_come_is_missing(store: Store) -> None:
    """A commitment whose lead is still to be named is one of those without a lead."""
    given = asked(store, "which commitments have no lead institution?")
    assert [item.code for item in given.items] == ["KR0044"]


def test_nothing_is_called_so(store: Store) -> None:
    """“TBC” is nobody's name: to ask for it gives no commitment."""
    assert asked(store, "commitments led by TBC").items == ()


def test_no_area_is_stated(store: Store) -> None:
    """Where no document names a policy area, that is what the list of them says."""
    assert asked(store, "which policy areas are there?").text.startswith("Policy areas: none is stated")
