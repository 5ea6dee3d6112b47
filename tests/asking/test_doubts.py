"""Where documents contradict each other, or their code, an answer shows both sides and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import ingest
from bot.asking import Answer, ask
from bot.records.languages import LANGUAGES, read
from bot.records.store import Store

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
OTHER = {
    "Lee, hyo soon": "Ana Ruiz",
    "leehs30@korea.kr": "ana@example.org",
    "+82-2-2100-3418": "+234 803 123 4567",
    "\nRepublic of Korea\n": "\nNigeria\n",
}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, and a later page that claims the code of one of its commitments."""
    folder = tmp_path_factory.mktemp("claimed")
    for file in (ROOT / "corpus").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    text = (folder / "KR0032.txt").read_bytes().decode()
    for old, new in OTHER.items():
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "page.txt").write_bytes(text.encode())
    return folder


@pytest.fixture(scope="module")
def store(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Their store."""
    database = tmp_path_factory.mktemp("database") / "commitments.db"
    assert ingest.main([str(documents), "--db", str(database), "--as-of", "2026-11-20"]) == 0
    with Store(database) as opened:
        yield opened


def asked(store: Store, question: str) -> Answer:
    """The answer to a question."""
    return ask(store, question, as_of=TODAY, lang="auto")[0]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("person of KR0032", ["Lee, hyo soon", "Ana Ruiz"]),
        ("email of KR0032", ["leehs30@korea.kr", "ana@example.org"]),
        ("phone of KR0032", ["+82-2-2100-3418", "+234 803 123 4567"]),
        ("country of KR0032", ["Republic of Korea", "Nigeria"]),
    ],
)
def test_both_values_are_shown_with_their_sources(
    store: Store, documents: Path, question: str, values: list[str]
) -> None:
    """The document that names no other country goes first; each has a source of its own, quoted where it stands."""
    answer = asked(store, question)
    assert [item.raw for item in answer.items] == values
    assert [item.doc for item in answer.items] == ["KR0032.txt", "page.txt"]
    for item in answer.items:
        assert (documents / item.doc).read_bytes().decode()[item.start : item.end] == item.raw
    assert f"{values[0]} [1]; {values[1]} [2] (differs between two documents" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_marks_what_differs(store: Store, language: str) -> None:
    """The mark is in the answer's language."""
    answer = ask(store, "email KR0032", as_of=TODAY, lang=language)[0]
    assert f"({read(language, 'answers')['say']['differs']})" in answer.text


@pytest.mark.parametrize(
    "question",
    ["tell me everything about KR0032", "contact of KR0032 and KR0029", "emails of commitments that ended in 2017"],
)
def test_the_mark_stands_in_every_shape(store: Store, question: str) -> None:
    """In a card, a comparison and a list the numbers of the sources are those of the items."""
    answer = asked(store, question)
    assert "differs between two documents" in answer.statement
    for number, item in enumerate(answer.items, 1):
        if item.field in ("email", "phone"):
            assert f"{item.raw} [{number}]" in answer.statement


def test_a_country_that_is_not_the_codes_is_marked(store: Store) -> None:
    """The answer says which member the letters stand for, and the commitment is still that member's."""
    assert "the letters of KR0032 stand for Republic of Korea" in asked(store, "country of KR0032").text
    assert asked(store, "commitments of Nigeria").outcome == "abstain"
    assert "KR0032" in (asked(store, "list commitments of South Korea").result or {})["value"]


def test_what_nobody_contradicts_is_not_marked(store: Store) -> None:
    """Fields in which the documents agree, and other commitments, are shown as ever."""
    for question in ("lead institution of KR0032", "email of KR0029", "title of KR0032"):
        answer = asked(store, question)
        assert "differs" not in answer.text
        assert len({item.doc for item in answer.items}) == 1


def test_what_a_page_of_another_country_says_is_no_change(store: Store) -> None:
    """A page that names another country than its code is not believed: the record stays what it was."""
    assert asked(store, "what changed in KR0032's email?").items == ()


@pytest.mark.parametrize(
    ("trust", "values", "said"),
    [
        ("first", ["leehs30@korea.kr", "ana@example.org"], "differs"),
        ("ask", ["ana@example.org", "leehs30@korea.kr"], "contested"),
    ],
)
def test_a_setting_decides_whose_word_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trust: str, values: list[str], said: str
) -> None:
    """The earlier document's, or that of neither; whoever asks by either value finds both."""
    text = (ROOT / "corpus" / "KR0032.txt").read_bytes()
    (tmp_path / "a.txt").write_bytes(text)
    (tmp_path / "b.txt").write_bytes(text.replace(b"leehs30@korea.kr", b"ana@example.org"))
    monkeypatch.setenv("TRUST", trust)
    given = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    assert ingest.main([*given, "--db", str(tmp_path / "c.db"), "--as-of", "2026-11-20"]) == 0
    mark = f"({read('en', 'answers')['say'][said]})"
    with Store(tmp_path / "c.db") as opened:
        for question in ("email of KR0032", "whose email is ana@example.org?", "whose email is leehs30@korea.kr?"):
            answer = asked(opened, question)
            assert [item.raw for item in answer.items if item.field == "email"] == values
            assert mark in answer.text
        assert (mark in asked(opened, "what changed in KR0032?").text) == (trust == "ask")


def test_a_change_is_told_though_the_older_document_still_speaks(tmp_path: Path) -> None:
    """What the record said before is the change's old value, not a rival of the new one."""
    text = (ROOT / "corpus" / "KR0032.txt").read_bytes()
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "KR0032.txt").write_bytes(text)
    (folder / "page.txt").write_bytes(text.replace(b"leehs30@korea.kr", b"ana@example.org"))
    database = tmp_path / "commitments.db"
    assert ingest.main([str(folder), "--db", str(database), "--as-of", "2026-11-20"]) == 0
    with Store(database) as opened:
        answer = asked(opened, "what changed in KR0032's email?")
    assert [(item.raw, item.old) for item in answer.items] == [("ana@example.org", "leehs30@korea.kr")]
    assert "differs between two documents" in answer.text
