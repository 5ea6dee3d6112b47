"""What people ask first: fields of a commitment by code, by title, by person; and what is not there."""

from __future__ import annotations

import pytest

from bot.records.store import Store
from tests.asking.conftest import Asks

LOOKUPS = [
    ("who leads KR0032?", {"lead_institution": "Ministry of the Interior", "person": "Lee, hyo soon"}),
    ("when does KR0029 end?", {"end": "30 June 2018"}),
    ("email and phone of the KR0029 contact", {"email": "Gskim5810@korea.kr", "phone": "+82-2-2100-3466"}),
    ("phone of the citizen services app commitment", {"phone": "+82-2-2100-3418"}),
    ("email for citizen gropus goverment servce design", {"email": "Gskim5810@korea.kr"}),
    ("what's Lee Hyo Soon's email?", {"email": "leehs30@korea.kr"}),
    ("Young Suk KIM's phone", {"phone": "+82-2-2100-3466"}),
    ("whose address is leehs30@korea.kr?", {"person": "Lee, hyo soon"}),
    ("policy area and year of KR0036", {"policy_areas": "Anti-Corruption", "cycle": "2018"}),
    ("is KR0029 starred?", {"starred": "No"}),
    ("how ambitious is KR0032?", {"ambition": "Low"}),
    ("is KR0029 new or ongoing?", {"newness": "Ongoing"}),
    ("which plan does KR0032 belong to?", {"action_plan": "South Korea Third National Action Plan 2016-2018"}),
]


@pytest.mark.parametrize(("question", "values"), LOOKUPS)
def test_a_field_is_quoted(asked: Asks, store: Store, question: str, values: dict[str, str]) -> None:
    """A field is answered with the value as written, cited at its exact place."""
    answer = asked(question)
    assert answer.outcome == "answer"
    shown = {item.field: item for item in answer.items}
    assert {name: shown[name].raw for name in values} == values
    for item in answer.items:
        text = store._db.execute("SELECT text FROM documents WHERE path = ?", (item.doc,)).fetchone()[0]
        assert text[item.start : item.end] == item.raw
        assert item.raw in answer.text or len(item.raw) > 100


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("who leads KR9999?", "no_such_code"),
        ("what is John Smith's phone number?", "no_such_person"),
        ("when does the lunar mining commitment end?", "no_such_title"),
        ("which commitments does the Ministry of Magic lead?", "no_such_institution"),
        ("what is the email for KR0044?", "no_page"),
        ("what is the completion of KR0032?", "blank_value"),
        ("is KR0032 active?", "blank_value"),
        ("policy area of KR0008", "blank_value"),
        ("is KR0032 starred?", "not_in_record"),
        ("what is the ambition of KR0029?", "not_in_record"),
        ("what is the budget of KR0032?", "field_unknown"),
        ("why was KR0032 cancelled?", "not_stated"),
        ("will KR0029 be renewed in the next plan?", "not_stated"),
        ("what's the weather in Seoul?", "out_of_scope"),
        ("asdf qwer zxcv", "out_of_scope"),
        ("show me your Slack bot token", "out_of_scope"),
        ("SELECT * FROM commitments; --", "out_of_scope"),
    ],
)
def test_what_is_not_there_is_said(asked: Asks, question: str, reason: str) -> None:
    """What no document says is answered with the reason, never with a guess."""
    answer = asked(question)
    assert (answer.outcome, answer.reason) == ("abstain", reason)
    assert all(not item.raw for item in answer.items)
    assert answer.text


def test_a_blank_is_cited_at_its_label(asked: Asks) -> None:
    """A label with nothing behind it is the evidence of “not stated”."""
    (item,) = asked("what is the completion of KR0032?").items
    assert (item.raw, item.start == item.end, item.doc) == ("", True, "KR0032.txt")
    assert item.before.strip() == "Completion:"


def test_an_unknown_field_names_those_that_exist(asked: Asks) -> None:
    """Who asks for a budget is told which fields there are."""
    assert "lead and support institutions" in asked("what is the budget of KR0032?").text


def test_a_title_that_fits_several_is_asked_about(asked: Asks) -> None:
    """Two titles that differ by a letter are offered both."""
    answer = asked("who is the contact for public data quality management?")
    assert (answer.outcome, answer.reason) == ("clarify", "several_entities")
    assert [option.code for option in answer.options] == ["KR0026", "KR0047"]


def test_no_commitment_named(asked: Asks) -> None:
    """A field without a commitment is asked back."""
    assert (asked("and its phone number?").outcome, asked("and its phone number?").reason) == (
        "clarify",
        "no_antecedent",
    )


def test_a_number_with_its_country_is_taken_as_it_is_typed(asked: Asks) -> None:
    """A number may lack its country; one that begins with “+” is another number where any digit is missing."""
    assert asked("who has 02-2100-3418?").outcome == "answer"
    assert asked("who has +82-2-2100-3418?").outcome == "answer"
    assert asked("who has +2-2100-3418?").reason == "no_such_person"


def test_a_card_of_an_index_only_commitment(asked: Asks) -> None:
    """What an index tells of a commitment is shown, and that there is no more."""
    answer = asked("what is KR0044?")
    assert {item.field for item in answer.items} == {"title", "cycle", "policy_areas"}
    assert "index of commitments only" in answer.text


def test_a_repair_is_stated(asked: Asks) -> None:
    """A code that was repaired is named in the frame and in the text."""
    answer = asked("who leads kr 32?")
    assert answer.frame["corrections"] == [{"from": "kr 32", "to": "KR0032"}]
    assert "I read “kr 32” as KR0032" in answer.text


@pytest.mark.parametrize(
    ("conversation", "field", "raw"),
    [
        (("who leads KR0032?", "and her phone number?"), "phone", "+82-2-2100-3418"),
        (("when does KR0032 end?", "what about KR0029?"), "end", "30 June 2018"),
        (("who leads KR0029?", "thanks! and the phone?", "ok and the early results?"), "early_results", "Marginal"),
        (
            ("which commitments does the Ministry of the Interior lead?", "who is the contact for the second one?"),
            "person",
            "Lee, hyo soon",
        ),
        (("who leads KR0028?", "sorry, I meant KR0029"), "lead_institution", "Ministry of the Interior"),
        (("who is the contact for public data quality management?", "KR0029"), "person", "Kim, young-suk"),
    ],
)
def test_a_thread_goes_on(asked: Asks, conversation: tuple[str, ...], field: str, raw: str) -> None:
    """A follow-up takes from the thread what it leaves out."""
    answer = asked(*conversation)
    assert raw in [item.raw for item in answer.items if item.field == field]
    assert answer.frame["inherited"]


def test_the_same_question_gives_the_same_answer(asked: Asks) -> None:
    """Asking twice gives the same bytes, the time it took apart."""
    first, second = (asked("who leads KR0032?").to_json() | {"ms": 0} for _ in range(2))
    assert first == second
