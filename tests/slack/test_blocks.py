"""Every message stays within Slack's limits and shows words literally, whatever an answer holds."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.asking.query import Answer, Item, Option
from bot.slack.blocks import answer_message, choice, notice

MARKS = [*"&<>*_~`:@|\n\u2060", "<!channel>", "<!here>", "@everyone", "<@U01>", "<!subteam^S1>", ":tada:"]
WORDS = st.one_of(st.text(), st.lists(st.sampled_from([*MARKS, "word ", "x"]), max_size=60).map("".join))
LONG = st.builds(lambda text, times: text * times, WORDS, st.integers(1, 400))
TEXTS = st.one_of(WORDS, LONG)
ITEMS = st.builds(
    Item,
    code=st.text(max_size=10),
    field=st.text(max_size=10),
    raw=TEXTS,
    doc=WORDS,
    start=st.just(0),
    end=st.just(0),
    url=st.one_of(st.none(), st.sampled_from(["https://example.org/a?b=1&c=<2>|3", "http://[x"]), st.text()),
)
OPTIONS = st.builds(Option, code=st.text(max_size=100), label=TEXTS)


@st.composite
def answers(draw) -> Answer:
    """Answers of every kind, with texts short and long, plain and full of markup."""
    statement = draw(TEXTS)
    items = tuple(draw(st.lists(ITEMS, max_size=5)))
    sources = "\n".join(f"[{number}] {item.doc}: {item.raw}" for number, item in enumerate(items, start=1))
    return Answer(
        query="",
        as_of="2026-11-21",
        lang="en",
        outcome=draw(st.sampled_from(["answer", "clarify", "abstain", "help"])),
        intent="lookup",
        frame={},
        statement=statement,
        text=draw(st.one_of(st.just(f"{statement}\n{sources}"), TEXTS)),
        items=items,
        options=tuple(draw(st.lists(OPTIONS, max_size=15))),
        pending=draw(st.one_of(st.none(), TEXTS)),
    )


def strings(part: object) -> list[str]:
    """Every text of a message, wherever it stands."""
    if isinstance(part, str):
        return [part]
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [text for one in inner for text in strings(one)]


def shown(message) -> str:
    """The words of a message without the markup that is our own: links."""
    texts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    texts += [element["text"] for block in message.blocks for element in block.get("elements", [])]
    return re.sub(r"<(https?://[^<>|\s]+)\|([^<>]*)>", r"\2", "\n".join([message.text, *texts]))


@given(answers())
def test_no_limit_is_exceeded(answer):
    """Blocks, texts, buttons and the whole stay within what Slack takes."""
    message = answer_message(answer)
    assert 1 <= len(message.blocks) <= 50
    assert sum(map(len, strings(message.blocks))) + len(message.text) < 11_000
    assert message.text.strip()
    actions = []
    for block in Block.parse_all(message.blocks):
        block.validate_json()
    for block in message.blocks:
        for text in [block["text"]] if "text" in block else block["elements"]:
            assert 1 <= len(text["text"]) <= 3_000
            assert text["text"].strip()
        if button := block.get("accessory"):
            actions.append(button["action_id"])
            assert 1 <= len(button["text"]["text"]) <= 75
            assert len(button["value"]) <= 2_000
    assert len(actions) == len(set(actions)) <= 25


@given(answers())
def test_words_are_literal(answer):
    """Nothing that a person or a document wrote becomes a link, a mention or a broadcast."""
    words = shown(answer_message(answer))
    assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", words)
    assert not re.search(r"@(?:channel|everyone|here|group)\b", words, re.IGNORECASE)


@given(answers())
def test_slack_is_told_to_read_nothing_into_words(answer):
    """Every text of ours asks Slack not to link what it finds in it."""
    for block in answer_message(answer).blocks:
        for text in [block["text"]] if "text" in block else block["elements"]:
            assert text["verbatim"] is True


@given(answers())
def test_a_message_can_be_sent(answer):
    """Every message can be written as UTF-8 JSON."""
    assert json.dumps(answer_message(answer).blocks, ensure_ascii=False).encode()


def an_answer(**others) -> Answer:
    """An answer of which only what matters is given."""
    given = {
        "query": "",
        "as_of": "2026-11-21",
        "lang": "en",
        "outcome": "answer",
        "intent": "lookup",
        "frame": {},
    }
    return Answer(**{**given, "statement": "", "text": "", **others})


def test_sources_stand_below_the_answer():
    """The sources that the answer's text numbers are a context block of their own, linked where possible."""
    item = Item("KR0032", "lead_institution", "Ministry", "KR0032.txt", 1, 9, url="https://example.org/KR0032/")
    text = "The lead is Ministry. [1]\n[1] KR0032.txt, line 15: “Ministry”"
    message = answer_message(an_answer(statement="The lead is Ministry. [1]", text=text, items=(item,)))
    assert [block["type"] for block in message.blocks] == ["section", "context"]
    assert message.blocks[0]["text"]["text"] == "The lead is Ministry. [1]"
    source = message.blocks[1]["elements"][0]["text"]
    assert source == "[1] <https://example.org/KR0032/|KR0032.txt>, line 15: “Ministry”"


@pytest.mark.parametrize("address", [None, "", "javascript:alert(1)", "file:///etc/passwd", "KR0032"])
def test_only_web_addresses_are_linked(address):
    """A document whose address is no web address is named without a link."""
    item = Item("KR0032", "title", "App", "KR0032.txt", 1, 4, url=address)
    message = answer_message(an_answer(statement="App", text="App\n[1] KR0032.txt", items=(item,)))
    assert message.blocks[1]["elements"][0]["text"] == "[1] KR0032.txt"


def test_sources_that_find_no_room_are_counted():
    """Where not all sources fit, the last line says how many are missing."""
    lines = [f"[{number}] KR{number:04}.txt: “{'word ' * 20}”" for number in range(1, 101)]
    message = answer_message(an_answer(statement="All.", text="\n".join(["All.", *lines])))
    shown_lines = message.blocks[-1]["elements"][0]["text"].splitlines()
    assert shown_lines[-1] == f"… and {100 - len(shown_lines) + 1} more sources"


def test_a_long_answer_is_cut_between_words():
    """An answer too long for Slack ends in “…”, after a whole word."""
    message = answer_message(an_answer(statement="word " * 5_000))
    assert all(set(block["text"]["text"].replace("…", "").split()) == {"word"} for block in message.blocks)
    assert message.blocks[-1]["text"]["text"].endswith("word…")


def test_options_have_buttons():
    """Each option is a line with a button, whose value gives back the pending question and the code."""
    options = (Option("KR0029", "Citizen Groups"), Option("KR0032", "Citizen Services"))
    message = answer_message(an_answer(outcome="clarify", statement="Which?", options=options, pending='{"q":"é"}'))
    lines = [block for block in message.blocks if "accessory" in block]
    assert [line["text"]["text"] for line in lines] == ["Citizen Groups", "Citizen Services"]
    assert [choice(line["accessory"]["value"]) for line in lines] == [
        ('{"q":"é"}', "KR0029"),
        ('{"q":"é"}', "KR0032"),
    ]


def test_a_pending_question_too_long_for_a_button_leaves_the_lines():
    """Where a button could not carry its question, the options are still shown."""
    options = (Option("KR0029", "Citizen Groups"),)
    message = answer_message(an_answer(outcome="clarify", statement="Which?", options=options, pending="x" * 2_000))
    assert "accessory" not in message.blocks[1]
    assert message.blocks[1]["text"]["text"] == "Citizen Groups"


def test_a_choice_is_not_listed_twice():
    """An option that the statement lists too is shown once, with its button."""
    options = (Option("KR0029", "KR0029 · Groups"), Option("KR0032", "KR0032 · App"))
    statement = "Which one?\n• KR0029 · Groups\n• KR0032 · App"
    message = answer_message(an_answer(outcome="clarify", statement=statement, options=options, pending="q"))
    assert [block["text"]["text"] for block in message.blocks] == ["Which one?", "Groups", "App"]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Citizen <Services>", "*KR0032 · Citizen &lt;Services&gt;*"),
        ("Five * hotels", "KR0032 · Five * hotels"),
        ("x" * 300, f"KR0032 · {'x' * 300}"),
    ],
)
def test_a_commitments_heading_is_bold(title, line):
    """The line with code and title is bold, unless that could come out broken; nothing else is."""
    item = Item("KR0032", "title", title, "KR0032.txt", 1, 2)
    message = answer_message(an_answer(statement=f"KR0032 · {title}\nEmail: a@b.org", items=(item,)))
    assert message.blocks[0]["text"]["text"] == f"{line}\nEmail: a@b.org"


@pytest.mark.parametrize("value", ["", "KR0029", '{"code": "KR0029"}'])
def test_a_value_that_is_no_choice_is_refused(value):
    """A button's value that does not hold a question and a code is a ValueError."""
    with pytest.raises(ValueError, match="no choice"):
        choice(value)


def test_a_notice_is_one_section():
    """A sentence of our own is the block and the fallback text alike."""
    assert notice("Sorry.").blocks[0]["text"]["text"] == notice("Sorry.").text == "Sorry."
