"""Following in Slack: what a confirmation says, lists that are offered, changes in two clicks, and looking after it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.slack.subscription_blocks import say, settings_modal
from bot.state.subscriptions import acts, days_off, running
from tests.slack.digest_bot import ALICE, CHANNEL, DIRECT, MONDAY, Bot, buttons, plain

ROOT = Path(__file__).parents[2]
WEEK = timedelta(7)


def shown(message: dict) -> str:
    """A message's blocks as text."""
    blocks = message["blocks"]
    return blocks if isinstance(blocks, str) else json.dumps(blocks, ensure_ascii=False)


def offered(message: dict) -> list[tuple[str, dict]]:
    """(what is said, the button) of each list that is offered."""
    blocks = message["blocks"] if isinstance(message["blocks"], list) else json.loads(message["blocks"])
    return [(block["text"]["text"], block["accessory"]) for block in blocks if "accessory" in block]


def menu(message: dict) -> dict[str, str]:
    """The options of the menu of a panel: what each says, and its value."""
    blocks = message["blocks"] if isinstance(message["blocks"], list) else json.loads(message["blocks"])
    selects = [one for block in blocks for one in block.get("elements", ()) if one["type"] == "static_select"]
    options = [option for one in selects for group in one["option_groups"] for option in group["options"]]
    return {option["text"]["text"]: option["value"] for option in options}


def choose(bot: Bot, value: str) -> dict:
    """Alice chooses an option of a panel's menu; gives what she sees then."""
    body = {"type": "block_actions", "team": {"id": "T01TEST"}, "user": {"id": ALICE, "team_id": "T01TEST"}}
    body |= {"channel": {"id": CHANNEL}, "container": {"type": "message", "message_ts": "1.1", "is_ephemeral": True}}
    picked = {"text": {"type": "plain_text", "text": "x"}, "value": value}
    action = {"type": "static_select", "action_id": "digest:quick:mute", "block_id": "b", "selected_option": picked}
    bot.dispatch(body | {"actions": [action], "response_url": f"{bot.api.address}respond", "trigger_id": "1.2"})
    return bot.api.of("respond")[-1]


# -- what a command understands ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "subscribe *KR0032*",
        "subscribe `KR0032`",
        "subscribe KR0032.",
        "subscribe to KR0032",
        "subscribe: KR0032",
        "subscribe\u00a0KR0032\u00a0",
        "Subscribe kr-0032",
        "subscribe <https://www.opengovpartnership.org/members/republic-of-korea/commitments/KR0032/>",
    ],
)
def test_what_a_question_understands_a_command_understands(bot: Bot, typed: str) -> None:
    """A code in any writing is followed as the code, and the same in another writing is followed already."""
    bot.command(typed)
    assert [(one.kind, one.value) for one in running(bot.state)] == [("code", "KR0032")]
    assert "already" in bot.command("subscribe kr 32")["text"]
    assert len(running(bot.state)) == 1


def test_the_same_list_in_other_words_is_followed_once(bot: Bot) -> None:
    """A country by another name, and by a question of the same commitments, is the same digest."""
    bot.command("subscribe South Korea")
    for other in ("Republic of Korea", "commitments of South Korea", "country: Corea del Sur"):
        assert "already" in bot.command(f"subscribe {other}")["text"], other
    assert len(running(bot.state)) == 1


def test_several_codes(bot: Bot) -> None:
    """Two codes are one digest of two commitments."""
    assert "2 commitments" in bot.command("subscribe KR0032, KR0029")["text"]
    assert [one.value for one in running(bot.state)] == ["KR0029, KR0032"]


def test_ending_one_by_its_words(bot: Bot) -> None:
    """`unsubscribe` ends what its words name, in any writing, and says so where nothing such is followed."""
    bot.command("subscribe KR0032")
    bot.command("subscribe South Korea")
    assert "not followed here" in bot.command("unsubscribe KR0029")["text"]
    assert "Unsubscribed" in bot.command("unsubscribe kr-32.")["text"]
    assert [one.kind for one in running(bot.state)] == ["country"]


# -- what is said ------------------------------------------------------------------------------------------------


def test_the_confirmation_says_what_to_expect(bot: Bot) -> None:
    """How many commitments are followed, how many digests a month would have brought, and when the next comes."""
    reply = bot.command("subscribe South Korea")
    assert "*Subscribed.*" in reply["text"]
    assert "48 commitments of Republic of Korea. In the last 30 days this would have been " in reply["text"]
    assert "The next one comes on " in reply["text"]
    assert "(Europe/Kyiv) if there is news." in reply["text"]
    assert "Preview" in buttons(reply)


def test_an_institution_is_said_with_its_roles(bot: Bot) -> None:
    """Of an institution it is said in how many commitments it leads and supports; either can be followed alone."""
    assert "(it leads 2, supports 0)" in bot.command("subscribe Ministry of the Interior")["text"]
    assert (
        "2 commitments led by Ministry of the Interior"
        in bot.command("subscribe led by Ministry of the Interior")["text"]
    )
    assert sorted(one.kind for one in running(bot.state)) == ["institution", "lead"]
    assert "led by: Ministry of the Interior" in shown(bot.command("settings"))


def test_a_zone_that_this_machine_does_not_know(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A time zone that is none here becomes UTC, and the confirmation says which was meant."""
    monkeypatch.setitem(bot.api.person, "tz", "Mars/Olympus")
    reply = bot.command("subscribe KR0032")
    assert "“Mars/Olympus”, which this machine does not know: it is UTC" in reply["text"]
    assert [one.zone for one in running(bot.state)] == ["UTC"]


@pytest.mark.parametrize(
    ("locale", "language", "said"),
    [("es-ES", "es", "48 compromisos"), ("fr-FR", "fr", "48 engagements"), ("ko-KR", "ko", "공약 48개")],
)
def test_it_speaks_its_readers_language(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, locale: str, language: str, said: str
) -> None:
    """The confirmation and the digest are in the language of whoever subscribes."""
    monkeypatch.setitem(bot.api.person, "locale", locale)
    reply = bot.command("subscribe South Korea")
    assert said in reply["text"]
    assert [one.language for one in running(bot.state)] == [language]
    assert say(language)["button"]["preview"] in buttons(reply)
    assert say(language)["of_this_place"] in bot.command("settings")["text"]


# -- lists that are offered --------------------------------------------------------------------------------------


def test_a_question_that_is_no_list_is_offered_its_nearest(bot: Bot) -> None:
    """Whoever asks for something else gets the lists that it is about, and follows one with a press."""
    reply = bot.command("subscribe who leads KR0032?")
    assert running(bot.state) == []
    (said, press), *_ = offered(reply)
    assert "code: KR0032" in said
    assert "Subscribed" in bot.press(press)["text"]
    assert [(one.kind, one.value) for one in running(bot.state)] == [("code", "KR0032")]


def test_a_list_for_oneself_is_followed_for_oneself(bot: Bot) -> None:
    """What was asked for oneself is followed in one's direct messages, though the press is in the channel."""
    (_said, press), *_ = offered(bot.command("subscribe me who leads KR0032?"))
    bot.press(press)
    assert [one.channel for one in running(bot.state)] == [DIRECT]


def test_institutions_of_several_countries_are_offered(bot: Bot) -> None:
    """A name of several countries' institutions is offered with countries and roles, and all of them at last."""
    page = (bot.corpus / "KR0032.txt").read_text("utf-8")
    (bot.corpus / "GE0001.txt").write_text(page.replace("KR0032", "GE0001"), "utf-8")
    bot.ingest()
    name = "Ministry of the Interior"
    lists = offered(bot.command(f"subscribe {name}"))
    assert [said.splitlines()[0].strip("*") for said, _press in lists] == [
        f"institution: {name} (Republic of Korea)",
        f"institution: {name} (Georgia)",
        f"institution: {name}, in all countries",
    ]
    assert "1 commitment · leads 1, supports 0" in lists[1][0]
    bot.press(lists[1][1])
    assert [one.value for one in running(bot.state)] == [f"{name} (Georgia)"]


def test_what_nothing_is_near_to(bot: Bot) -> None:
    """Words that nothing is near to are answered with a sentence; a country that is none with those that there are."""
    assert "“Zzyzx” names nothing" in bot.command("subscribe Zzyzx")["text"]
    assert "The countries are: Republic of Korea." in bot.command("subscribe country: Zzyzx")["text"]
    assert "There is no commitment “KR9999” here" in bot.command("subscribe KR9999")["text"]


# -- changing in two clicks --------------------------------------------------------------------------------------


def change_by(bot: Bot, *labels: str) -> dict:
    """Alice presses Change…, then a button of the panel, and so on; gives what she sees at last."""
    message = bot.press(buttons(bot.command("subscribe KR0032"))["Change…"])
    for label in labels:
        message = bot.press(buttons(message)[label])
    return message


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Weekly, on Mondays", {"weekly": True, "days": (0,)}),
        ("7 days ahead", {"ahead": 7}),
        ("90 days ahead", {"ahead": 90}),
        ("Not on holidays", {}),
    ],
)
def test_two_clicks_change_a_digest(bot: Bot, label: str, expected: dict[str, Any]) -> None:
    """Change…, then one press: it is changed, the panel shows it, and the place sees who did it."""
    message = change_by(bot, label)
    (one,) = running(bot.state)
    assert {name: getattr(one, name) for name in expected} == expected
    assert "Changed: code: KR0032" in message["text"]
    assert f"<@{ALICE}> changed a digest: code: KR0032" in bot.api.messages[-1]["text"]
    assert [act.act for act in acts(bot.state, one.id)] == ["subscribe", "change"]
    assert label not in buttons(message)


def test_weekly_and_daily_again(bot: Bot) -> None:
    """Weekly is Monday; daily again is on the days of the settings."""
    change_by(bot, "Weekly, on Mondays", "Daily")
    (one,) = running(bot.state)
    assert (one.weekly, one.days) == (False, tuple(range(7)))


def test_pause_and_resume(bot: Bot) -> None:
    """A pause of a week ends by itself or with a press."""
    paused = change_by(bot, "Pause for a week")
    (one,) = running(bot.state)
    today = datetime.now(UTC).date()
    assert one.paused_until in {(today + timedelta(days)).isoformat() for days in (6, 7, 8)}
    assert "Pause for a month" not in buttons(paused)
    bot.press(buttons(paused)["Resume"])
    assert running(bot.state)[0].paused_until is None


def test_muting_from_the_settings(bot: Bot) -> None:
    """The settings of the one digest of a place are its panel: two clicks mute a commitment, two let it be heard."""
    bot.command("subscribe South Korea")
    panel = bot.command("settings")
    muting = next(value for text, value in menu(panel).items() if text.startswith("KR0032 · "))
    panel = choose(bot, muting)
    assert running(bot.state)[0].muted == ("KR0032",)
    assert "without KR0032" in panel["text"]
    choose(bot, menu(panel)["KR0032"])
    assert running(bot.state)[0].muted == ()


def test_changes_by_a_word(bot: Bot) -> None:
    """One word changes the one digest of a place; of several it is asked which."""
    bot.command("subscribe South Korea")
    for word in ("weekly", "mute kr 32 and KR0029", "unmute KR0029", "pause"):
        bot.command(word)
    (one,) = running(bot.state)
    assert (one.weekly, one.days, one.muted, bool(one.paused_until)) == (True, (0,), ("KR0032",), True)
    assert "Resumed" in bot.command("resume")["text"]
    assert "There is no commitment “KR9999”" in bot.command("mute KR9999")["text"]
    assert "Say which" in bot.command("mute")["text"]
    bot.command("subscribe KR0032")
    assert "choose one" in bot.command("daily")["text"]
    assert {one.weekly for one in running(bot.state)} == {True, False}


def test_weekly_alone_in_the_form_is_monday(bot: Bot) -> None:
    """Who only chooses weekly in the form gets Mondays, without being told that a weekly digest has one day."""
    panel = bot.press(buttons(bot.command("subscribe KR0032"))["Change…"])
    bot.press(buttons(panel)["More…"])
    view = plain(bot.api.of("views.open")[-1]["view"])
    weekly = {"selected_option": {"value": "weekly"}}
    bot.submit(view, weekly=weekly, muted={"value": "kr0032 GE-P2-12"}, off={"value": "kr"})
    (one,) = running(bot.state)
    assert (one.weekly, one.days, one.muted) == (True, (0,), ("KR0032", "GE-P2-12"))
    assert days_off(bot.state) == {one.id: "KR"}
    response = bot.submit(view, off={"value": "Korea"})
    assert "holidays of “KOREA” are not known" in json.loads(response.body)["errors"]["off"]


def test_holidays_are_left_out(bot: Bot) -> None:
    """On a holiday of the reader's country nothing comes where they want none; the next day tells it."""
    bot.api.person["tz"] = "Africa/Nairobi"
    change_by(bot, "Not on holidays")
    (one,) = running(bot.state)
    assert days_off(bot.state) == {one.id: "KE"}
    assert "not on holidays of Kenya" in shown(bot.command("settings"))
    christmas = datetime(2026, 12, 25, 7, 0, tzinfo=UTC)
    assert bot.send(christmas) == []
    assert bot.send(christmas + timedelta(1)) == []  # Boxing Day
    assert len(bot.send(christmas + timedelta(2))) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "when there is news, and after a week without a digest"),
        ("es", "si hay novedades, y tras una semana sin resumen"),
        ("fr", "s’il y a du nouveau, et après une semaine sans résumé"),
        ("ko", "새 소식이 있을 때, 그리고 요약 없이 일주일이 지났을 때"),
    ],
)
def test_a_sign_of_life_is_called_what_it_is(bot: Bot, language: str, said: str) -> None:
    """The form and the settings say of a sign of life that it comes after a week without a digest, and so it does."""
    panel = bot.press(buttons(bot.command("subscribe KR0032"))["Change…"])
    bot.press(buttons(panel)["More…"])
    view = plain(bot.api.of("views.open")[-1]["view"])
    bot.submit(view, language={"selected_option": {"value": language}})
    form = settings_modal(running(bot.state)[0]) | {"private_metadata": view["private_metadata"]}
    (asked,) = [block["element"]["options"] for block in form["blocks"] if block.get("block_id") == "heartbeat"]
    (often,) = [option for option in asked if option["text"]["text"] == said]
    bot.submit(form, heartbeat={"selected_option": often})
    assert said in shown(bot.command("settings"))
    assert [len(bot.send(MONDAY + timedelta(day))) for day in range(8)] == [1, *[0] * 6, 1]


# -- looking after it --------------------------------------------------------------------------------------------


def silence(bot: Bot) -> dict:
    """A digest of which several came and under which nobody pressed anything for months; the question that is asked."""
    bot.command("subscribe KR0032")
    with bot.state.begin() as connection:
        connection.exec_driver_sql("UPDATE subscriptions SET heartbeat = 1")
        connection.exec_driver_sql("UPDATE subscription_acts SET at = '2026-01-01T00:00:00Z'")
    later = MONDAY
    for number in range(3):
        later = MONDAY + number * WEEK
        bot.send(later)
    asked = [one for one in bot.api.messages if "still wanted" in one["text"]]
    bot.send(later + WEEK)
    assert [one for one in bot.api.messages if "still wanted" in one["text"]] == asked
    (question,) = asked
    return question


def test_after_months_it_is_asked_once_whether_it_is_wanted(bot: Bot) -> None:
    """After four months without a press it is asked where the digest comes, once; keeping it is a press."""
    question = silence(bot)
    assert question["channel"] == CHANNEL
    assert set(buttons(question)) == {"Keep it", "Unsubscribe"}
    assert "keeps the digest: code: KR0032" in bot.press(buttons(question)["Keep it"])["text"]
    assert len(running(bot.state)) == 1


def test_what_is_not_wanted_any_more_is_ended(bot: Bot) -> None:
    """The other answer ends the digest."""
    bot.press(buttons(silence(bot))["Unsubscribe"])
    assert running(bot.state) == []


def test_whoever_presses_something_is_not_asked(bot: Bot) -> None:
    """A preview is a sign that a digest is wanted."""
    reply = bot.command("subscribe KR0032")
    with bot.state.begin() as connection:
        connection.exec_driver_sql("UPDATE subscriptions SET heartbeat = 1")
        connection.exec_driver_sql("UPDATE subscription_acts SET at = '2026-01-01T00:00:00Z'")
    bot.press(buttons(reply)["Preview"])
    for number in range(4):
        bot.send(MONDAY + number * WEEK)
    assert not [one for one in bot.api.messages if "still wanted" in one["text"]]


def test_a_zone_that_is_lost_becomes_utc_and_is_told(bot: Bot) -> None:
    """A digest whose zone this machine does not know any more comes by UTC; its owner is told once, others come too."""
    bot.command("subscribe KR0032")
    bot.command("subscribe South Korea")
    with bot.state.begin() as connection:
        connection.exec_driver_sql("UPDATE subscriptions SET zone = 'Mars/Olympus' WHERE value = 'KR0032'")
    assert "went wrong" not in shown(bot.press(buttons(bot.command("settings"))["Preview"]))
    sent = bot.send(MONDAY) + bot.send(MONDAY + timedelta(hours=2))
    assert sorted(one.zone for one in running(bot.state)) == ["Europe/Kyiv", "UTC"]
    told = [body for body in bot.api.of("chat.postMessage") if "“Mars/Olympus”" in body["text"]]
    assert [body["channel"] for body in told] == [ALICE]
    assert len(sent) == 3
