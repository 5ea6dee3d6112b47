"""What pages leave blank, contacts as conditions, shares of what was read, people and titles of one name."""

from __future__ import annotations

import pytest

from bot.records.store import Store
from tests.asking.conftest import Asks, in_thread, listed, tabled

TABLE = (
    "Code,Title,Brief,Lead,Done,Start,End\n"
    "GE0001,Open registers,Registers are shown,Ministry of Justice,Complete,2013-01-31,2014-06-30\n"
    "GE0002,Open registers,Registers are kept,Ministry of Culture,Limited,2014-01-31,2016-06-30\n"
)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of two commitments of one title."""
    return tabled(tmp_path_factory.mktemp("tables"), TABLE)


@pytest.mark.parametrize(
    "question",
    [
        "what is blank on KR0032?",
        "Whats blank on KR0032?",
        "which fields are empty on KR0032?",
        "what is missing from KR0032?",
        "¿qué campos están vacíos en KR0032?",
        "quelles rubriques sont vides dans KR0032 ?",
        "welche Felder sind leer bei KR0032?",
    ],
)
def test_the_fields_that_are_left_blank_are_told_with_their_places(question: str, asked: Asks) -> None:
    """Asked what is blank, the labels without anything behind them are told, and no others."""
    answer = asked(question)
    assert {(item.field, item.raw) for item in answer.items} == {("status", ""), ("completion", "")}
    assert answer.sources


def test_that_nothing_is_blank_is_said(table: Store) -> None:
    """A record without blanks is said to have none."""
    assert in_thread(table, "what is blank on GE0001?").text.startswith("GE0001 (Open registers): no field")


@pytest.mark.parametrize(
    "question",
    [
        "which commitments name a responsible person with both phone and email?",
        "how many commitments have both an email and a phone?",
        "commitments with phone and email",
        "compromisos con correo y teléfono",
        "combien d'engagements ont un contact avec téléphone et e-mail ?",
    ],
)
def test_contacts_that_are_joined_are_all_conditions(question: str, asked: Asks) -> None:
    """Of a phone and an email neither is dropped."""
    answer = asked(question)
    assert answer.frame is not None
    fields = {test["field"] for test in answer.frame["filters"]}
    assert {"phone", "email"} <= fields


def test_contacts_that_are_to_be_shown_are_no_condition(asked: Asks) -> None:
    """“All commitments with their phone” leaves none out."""
    answer = asked("list all commitments with their phone")
    assert answer.frame is not None
    assert not answer.frame["filters"]


@pytest.mark.parametrize(
    "question",
    [
        "¿quién es el responsable de KR0032 y cuál es su correo?",
        "quem é o responsável pelo KR0032 e qual o e-mail?",
        "who's the contact for KR0032? need the email",
        "contact and email of KR0032",
    ],
)
def test_the_name_is_told_beside_the_address(question: str, asked: Asks) -> None:
    """Who asks for the person and the address gets both."""
    assert {"person", "email"} <= {item.field for item in asked(question).items}


def test_the_contact_s_email_is_the_email_alone(asked: Asks) -> None:
    """“The contact's email” asks for no name."""
    assert {item.field for item in asked("the contact's email for KR0032").items} == {"email"}


def test_a_share_is_of_what_was_read(asked: Asks) -> None:
    """Commitments that only an index lists are in no share of what no index tells; how many these are is said."""
    answer = asked("what percentage of commitments name a responsible person?")
    assert answer.result is not None
    assert (answer.result["value"], answer.result["of"]) == (2, 2)
    assert "known from an index only: 46" in answer.text


def test_that_no_person_is_named_is_said_beside_the_lead(table: Store) -> None:
    """“Who is responsible” of a record without a person says so, and gives the institution."""
    text = in_thread(table, "who is responsible for GE0001?").text
    assert "Responsible person: not" in text
    assert "Lead institution: Ministry of Justice" in text


@pytest.mark.parametrize(
    ("question", "field"), [("who leads each?", "lead_institution"), ("which dates does each give?", "start")]
)
def test_each_is_of_those_last_named(question: str, field: str, table: Store) -> None:
    """“Each” behind two commitments asks of both, and groups nothing."""
    items = in_thread(table, "when do GE0001 and GE0002 end?", question).items
    assert {item.code for item in items if item.field == field} == {"GE0001", "GE0002"}


@pytest.mark.parametrize(("word", "code"), [("newer", "GE0002"), ("older", "GE0001")])
def test_the_newer_and_the_older_one_are_of_those_last_named(word: str, code: str, table: Store) -> None:
    """Of two that were named the one that ends later is the newer one."""
    items = in_thread(table, "when do GE0001 and GE0002 end?", f"who leads the {word} one?").items
    assert {item.code for item in items} == {code}


def test_several_that_are_sought_are_a_list(asked: Asks) -> None:
    """“The anti-corruption ones” are those of a policy area, and no single commitment of a like title."""
    answer = asked("who leads the anti-corruption ones?")
    assert answer.frame is not None
    assert answer.frame["kind"] == "listing"


def test_a_topic_of_a_letter_is_none(table: Store) -> None:
    """What somebody writes for is not looked for in texts."""
    assert listed(table, "i'm drafting a letter to the Georgian contacts, who are they") == ("GE0001", "GE0002")


def test_the_other_one_is_never_the_same_one(table: Store) -> None:
    """“And the other Georgian one” is the other of the two that were read."""
    items = in_thread(table, "who leads GE0001?", "and the other Georgian one, its lead?").items
    assert {item.code for item in items} == {"GE0002"}


def test_which_of_these_are_several(table: Store) -> None:
    """“Which of these are complete?” is asked of all that were listed, also where one title fits best."""
    questions = ("commitments that mention registers", "which of these are complete?")
    assert listed(table, *questions) == ("GE0001",)


@pytest.mark.parametrize(
    "question",
    ["what was KR0032 supposed to do?", "KR0032: what does the text say?"],
)
def test_what_a_commitment_is_to_do_is_told_by_its_text(question: str, asked: Asks) -> None:
    """What a commitment says or is to do is told by its description, and not by an overview alone."""
    assert "brief" in {item.field for item in asked(question).items}


def test_a_topic_of_machines_is_no_question_about_the_bot(asked: Asks) -> None:
    """“Anything on artificial intelligence” is looked for in the documents."""
    assert "mentions “artificial intelligence”" in asked("anything on artificial intelligence in there?").text


def test_unions_of_countries_are_regions(table: Store) -> None:
    """The Eastern Partnership is a region with Georgia in it, the European Union one of which nothing was read."""
    assert listed(table, "commitments of Eastern Partnership countries") == ("GE0001", "GE0002")
    assert in_thread(table, "commitments of the EU").text == "I have no document of the European Union."


def test_three_questions_of_a_message_are_all_answered(table: Store) -> None:
    """Of three questions in a row none is left out."""
    answer = in_thread(table, "is GE0001 complete? who leads GE0002? how many commitments does Georgia have?")
    assert all(text in answer.text for text in ("Yes.", "Ministry of Culture", "Commitments of Georgia: 2"))
