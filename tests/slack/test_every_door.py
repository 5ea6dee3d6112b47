"""Every door, for whoever may not see contacts: none comes out, whatever it looks like; to a member it does."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.records.known_contacts import MARK
from bot.review import candidates, listing
from bot.slack.questions import Questions
from bot.state.database import open_state
from bot.state.questions import showings
from bot.state.subscriptions import running
from tests import hostile_contacts as hostile
from tests.slack.double import SlackDouble
from tests.slack.walk import Walk, found
from tests.thorough import THOROUGH, some

CODES = (*hostile.PAGES, "KR0032", "KR0029")
OF_ONE = (
    "all about {}", "who leads {}?", "phone and email of {}", "contact details of {}", "who is responsible for {}?",
    "person title of {}", "support institutions of {}", "what changed in {}?", "policy areas of {}", "{} title",
    "wire of {}?", "budget of {}",
)  # fmt: skip
OF_ALL = (
    "which commitments have an email?", "how many commitments per phone?", "how many commitments per email?",
    "how many commitments per lead institution?", "how many commitments by person?", "which lead institution has most?",
    "list the commitments of Korea with their emails and phones", "compare the emails of XL9001 and XL9006",
    "do XL9001 and XL9006 have the same phone?", "which commitments mention foundries?", "what changed?",
    "which commitments mention guilds?", "who keeps the desk?", "longest commitment", "help",
)  # fmt: skip
WORDS = ("zorro", "hid", "zorro7", "desk2", "Zorro Vega", "desk", "mailbox", "3474", "leehs30", "2100", "room")
NAMING = (
    "whose number is 2100-3418?", "whose email is leehs30@korea.kr?", "which commitments have the email desk2@hid.kr",
    "who is zero two", "is zero two the phone of XL9001?", "조로@한국.한국는 누구 이메일인가요?",
    "who has +82 2 2100 3473?", "commitments that mention front desk of the foundry", "whose phone is room twelve?",
)  # fmt: skip


@pytest.fixture(params=["guest", "shared", "never"])
def walk(request: pytest.FixtureRequest, web_api: SlackDouble, tmp_path: Path) -> Walk:
    """Somebody who may not see contacts."""
    return Walk(web_api, tmp_path, request.param)


def test_no_answer_shows_a_contact(walk: Walk) -> None:
    """Answers, their threads, buttons, sources, pages, files, pictures, cards of links and panes hold no contact."""
    for number, code in enumerate(some(CODES, 4 if walk.who == "never" else 7)):
        for form in OF_ONE if THOROUGH else OF_ONE[number % 2 :: 2]:
            walk.mention(form.format(code), "and the phone?", "email again")
        walk.press_all()
        walk.command(f"contact details of {code}")
        walk.press_all()
        walk.link(code)
        walk.pane(code)
    for question in some(OF_ALL, 5):
        walk.mention(question)
        walk.press_all()
    assert found(walk.sent()) == []
    assert MARK in walk.sent()
    assert "something went wrong" not in walk.sent()
    assert found(walk.kept()) == []


def test_no_form_list_or_page_shows_a_contact(walk: Walk) -> None:
    """The search form, its lists, the message shortcut and App Home hold no contact, and no word of one finds any."""
    for typed in some(("", "z", "ministry", "guild", "foundries"), 2):
        for institution in some(walk.options(typed), 4):
            walk.search(institution=institution)
    for word in ("foundries", "guild", "services"):
        walk.search(words=word)
    for code in some(CODES, 2):
        walk.look_up(f"see {code}")
    if not walk.shared:  # what one sees alone is shown to a member, wherever else they ask
        walk.command("subscribe me XL9003")
        walk.home()
    assert found(walk.sent()) == []
    assert "something went wrong" not in walk.sent()
    assert found(walk.kept()) == []


def test_no_subscription_or_digest_shows_a_contact(walk: Walk, caplog: pytest.LogCaptureFixture) -> None:
    """What is said of subscriptions, their errors, previews, posts and whole sections hold no contact, nor the logs."""
    caplog.set_level(logging.INFO)
    for code in some(CODES, 4):
        walk.command(f"subscribe email and phone of {code}")
        walk.command(f"subscribe question: contact details of {code}")
    for word in some(("kilns", "guild of bricks x", "foundries and more", "zz before noon"), 2):
        for kind in ("institution", "person", "area", "code", "country"):
            walk.command(f"subscribe {kind}: {word}")
    assert found(walk.sent()) == []
    walk.command("subscribe")
    walk.press_all()
    walk.morning(zero_two="zero three", hid="hidd")
    walk.command("subscribe")
    walk.command("settings")  # of the only one, with every button and its form
    walk.press_all()
    for text in ("digest", "settings", "unsubscribe"):
        walk.command(text)
        walk.press_all()
    assert "changed" in walk.sent()
    assert found(walk.sent()) == []
    assert "zero three" not in walk.sent()
    assert "something went wrong" not in walk.sent()
    assert found(walk.kept()) == []
    assert found(caplog.text) == []


@pytest.mark.parametrize("question", some(NAMING, 3))
def test_whose_a_contact_is_nobody_is_told_at_any_door(walk: Walk, question: str) -> None:
    """Of a question that names a contact no answer is given, and nothing kept, at no door that takes words."""
    walk.mention(question, "which commitment is that?")
    walk.command(question)
    walk.command(f"subscribe {question}")
    walk.command(f"subscribe me question: {question}")
    walk.search(words=question)
    named = [code for code in hostile.PAGES if code in walk.sent().replace(question, "")]
    assert named in ([], list(hostile.PAGES))  # “which commitment is that?” has no antecedent, and lists them all
    assert found(walk.sent(), question) == []
    assert found(walk.kept()) == []


def test_no_word_of_a_contact_finds_its_commitment(walk: Walk) -> None:
    """The words of a contact find nothing by themselves: neither in the form, nor by a question, nor as a name."""
    for word in some(WORDS, 2):
        walk.search(words=word)
        walk.command(f"which commitments mention {word}?")
        walk.command(f"subscribe institution: {word}")
        walk.look_up(f"about {word}")
        walk.options(word)
    for code in ("XL9002", "XL9005", "XL9007", "XL9008"):
        assert f"*{code}*" not in walk.sent()
    assert found(walk.sent(), " ".join(WORDS)) == []


def test_feedback_is_kept_and_listed_without_contacts(walk: Walk, tmp_path: Path) -> None:
    """What people judge and write is kept, listed and exported without contacts, such as look like none too."""
    for question in ("phone and email of XL9001", "support institutions of XL9006", "who leads XL9002?"):
        walk.mention(question)
        walk.complain("it is zero two, front desk of the foundry, zorro4@hid.kr or 2100 3474")
    listed = listing(walk.settings, None, None, as_json=True)
    candidates(walk.settings, None, None, tmp_path / "candidates.toml")
    assert "it is" in listed
    for text in (listed, (tmp_path / "candidates.toml").read_text("utf-8"), walk.kept()):
        assert found(text) == []


def test_a_failure_tells_no_contact(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What is told where something fails is a sentence of ours, and the log at INFO holds no contact."""
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("bot.slack.questions.keep", lambda *_: 1 / 0)
    monkeypatch.setattr(Questions, "_id_of", lambda *_: 1 / 0)
    walk.mention("contact details of XL9001")
    walk.command("contact details of XL9006")
    assert "something went wrong" in walk.sent()
    assert found(walk.sent()) == []
    assert found("".join(record.getMessage() for record in caplog.records)) == []


def test_a_member_sees_contacts_and_it_is_kept_whose(web_api: SlackDouble, tmp_path: Path) -> None:
    """A member is shown every contact, odd ones too; it is kept of which commitments; no table holds a contact."""
    walk = Walk(web_api, tmp_path, "member")
    for code in CODES:
        walk.mention(f"contact details of {code}")
    walk.mention("support institutions of XL9006")
    sent = walk.sent()
    for shown in ("zero two", "조로@한국.한국", "desk2@hid.kr", "front desk of the foundry", "zorro77@hid.kr"):
        assert shown in sent
    assert MARK not in sent
    kept = {(one.code, one.field) for one in showings(open_state(walk.bot.state_db))}
    assert {(code, "phone") for code in CODES} <= kept
    assert ("XL9006", "email") in kept
    walk.command("subscribe")
    walk.morning(zero_two="zero three")
    assert "a contact changed" in walk.sent()[len(sent) :]
    assert found(walk.kept()) == []


def test_a_member_is_told_whose_a_contact_is(web_api: SlackDouble, tmp_path: Path) -> None:
    """A member who names a contact is answered."""
    walk = Walk(web_api, tmp_path, "member")
    walk.command("whose email is desk2@hid.kr?")
    assert "XL9002" in walk.sent()
    assert {one.code for one in showings(open_state(walk.bot.state_db))} == {"XL9002"}


def test_nobody_follows_a_contact(web_api: SlackDouble, tmp_path: Path) -> None:
    """A digest whose words name a contact is made for nobody: they would be shown to whoever reads it."""
    walk = Walk(web_api, tmp_path, "member")
    for words in ("commitments with the email desk2@hid.kr", "commitments that mention zero two"):
        walk.command(f"subscribe {words}")
        assert "cannot follow" in web_api.of("response_url")[-1]["text"]
    assert running(open_state(walk.bot.state_db)) == []
