"""Every message stays within Slack's limits and shows words literally, whatever an answer holds; and its shapes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asking.answer import Answer, Entry, Finding, Item, Option
from bot.slack.answers import answer_message, choice
from bot.slack.blocks import ROW, Message, button, button_rows, notice
from bot.slack.kit import Kit
from bot.slack.values import sources_view
from tests.slack.double.blocks import message_error
from tests.slack.double.views import view_error

MARKS = [*"&<>*_~`:@|\n\u2060", "<!channel>", "<!here>", "@everyone", "<@U01>", "<!subteam^S1>", ":tada:"]
WORDS = st.one_of(st.text(), st.lists(st.sampled_from([*MARKS, "word ", "x"]), max_size=60).map("".join))
LONG = st.builds(lambda text, times: text * times, WORDS, st.integers(1, 400))
TEXTS = st.one_of(WORDS, LONG)
SHORT = st.text(min_size=1, max_size=30)
FIELDS = st.sampled_from(["title", "start", "end", "status", "completion", "early_results", "person", "problem"])
ADDRESSES = st.one_of(
    st.none(), st.sampled_from(["https://example.org/a?b=1&c=<2>|3", "http://[x", f"https://x/{'é' * 900}"]), st.text()
)
DIFFERING = [("Ana", "a.txt"), ("Luis", "b.txt")]
OPTIONS = st.builds(Option, code=st.text(max_size=100), label=TEXTS)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """A commitment with what is shown of it: values, blanks, what is not there and what changed."""
    code, title = draw(st.text(max_size=10)), draw(TEXTS)
    findings = []
    for field in draw(st.lists(FIELDS, unique=True, max_size=5)):
        state = draw(st.sampled_from(["value", "value", "blank", "absent", "no_page", "change"]))
        count = {"value": draw(st.sampled_from([1, 1, 2, 30])), "blank": 1, "change": 1}.get(state, 0)
        raw, doc, url = draw(TEXTS), draw(WORDS), draw(ADDRESSES)
        items = [
            Item(
                code, field, "" if state == "blank" else raw, doc, at, at + 1, url=url,
                value=draw(st.sampled_from([None, "2018-06-30", "Complete", "Limited"])), title=title,
                old=raw, at="2026-11-21",
            )
            for at in range(count)
        ]  # fmt: skip
        doubts = draw(st.sampled_from([(), (), ("differs",), ("differs", "misfit")])) if state == "value" else ()
        findings.append(Finding(code, field, state, tuple(items), doubts))
    return Entry(code, title, tuple(findings))


def renamed(entry: Entry, number: int) -> Entry:
    """The same commitment under another code, so that there are many."""
    code = f"{entry.code}{number}"
    findings = (
        replace(one, code=code, items=tuple(replace(item, code=code) for item in one.items)) for one in entry.findings
    )
    return Entry(code, entry.title, tuple(findings))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Answers of every kind, with texts short and long, plain and full of markup."""
    few = draw(st.lists(entries(), max_size=3, unique_by=lambda one: one.code))
    shown = tuple(renamed(one, number) for number in range(draw(st.sampled_from([1, 1, 5]))) for one in few)
    items = tuple(item for entry in shown for finding in entry.findings for item in finding.items)
    sources = tuple(f"[{number}] {item.doc}: {item.raw}" for number, item in enumerate(items, start=1))
    statement = draw(TEXTS)
    codes = [entry.code for entry in shown]
    result = draw(
        st.one_of(
            st.none(),
            st.just({"type": "set", "value": [*codes, "KR0001"]}),
            st.builds(lambda value: {"type": "group", "value": value}, st.dictionaries(TEXTS, st.integers(0, 10**9))),
        )
    )
    return Answer(
        query="",
        as_of="2026-11-21",
        lang=draw(st.sampled_from(["en", "es", "fr", "ko"])),
        outcome=draw(st.sampled_from(["answer", "answer", "clarify", "abstain", "help"])),
        intent="lookup",
        frame={"group": "person"},
        statement=statement,
        text="\n".join([statement, *sources]),
        items=items,
        result=result,
        options=tuple(draw(st.lists(OPTIONS, max_size=15))),
        pending=draw(st.one_of(st.none(), TEXTS)),
        lead=tuple(draw(st.lists(TEXTS, max_size=2))),
        entries=shown,
        notes=tuple(draw(st.lists(TEXTS, max_size=2))),
        sources=sources,
    )


ALL = Kit("native", table=True, chart=True, rich=True, container=True, pictures=True)


def messages(answer: Answer) -> list:
    """The messages that an answer may be: without buttons, with them, and of all that Slack has."""
    return [answer_message(answer, *given) for given in ((), ("k" * 16,), ("k" * 16, ALL))]


def rows(message: Message) -> list[int]:
    """How many buttons stand in each row of a message."""
    return [len(block["elements"]) for block in message.blocks if block["type"] == "actions"]


def marked(part: object) -> list[str]:
    """Every text of a message that Slack reads markup in."""
    if isinstance(part, dict):
        own = [part["text"]] if part.get("type") == "mrkdwn" else []
        return own + [text for one in part.values() for text in marked(one)]
    return [text for one in part for text in marked(one)] if isinstance(part, list) else []


def shown(message: Message) -> str:
    """The words of a message without the markup that is our own: links and bold."""
    return re.sub(r"<(https?://[^<>|\s]+)\|([^<>]*)>", r"\2", "\n".join([message.text, *marked(message.blocks)]))


@settings(deadline=None)
@given(answers())
def test_slack_takes_every_answer(answer: Answer) -> None:
    """Blocks, texts, buttons, tables and the whole stay within what Slack takes and shows, and say something."""
    for message in messages(answer):
        assert message_error(message.blocks) == ("", [])
        assert len(message.text) <= 4_000
        assert message.blocks
        assert message.text.strip()
        assert all(1 <= count <= ROW for count in rows(message))
        assert all(block["expand"] is True for block in message.blocks if block["type"] == "section")
    assert not answer.sources or view_error(sources_view(answer), "modal") == ("", [])


@settings(deadline=None)
@given(answers())
def test_words_are_literal(answer: Answer) -> None:
    """Nothing that a person or a document wrote becomes a link, a mention or a broadcast."""
    for message in messages(answer):
        words = shown(message)
        assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", words)
        assert not re.search(r"@(?:channel|everyone|here|group)\b", words, re.IGNORECASE)


@settings(deadline=None)
@given(answers())
def test_slack_is_told_to_read_nothing_into_words(answer: Answer) -> None:
    """Every text of ours asks Slack not to link what it finds in it."""

    def look(part: object) -> None:
        if isinstance(part, dict):
            assert part.get("type") != "mrkdwn" or part["verbatim"] is True
            assert part.get("type") != "plain_text" or part["emoji"] is False
        for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            look(one)

    for message in messages(answer):
        look(message.blocks)


@settings(deadline=None)
@given(answers())
def test_a_message_can_be_sent(answer: Answer) -> None:
    """Every message can be written as UTF-8 JSON."""
    assert json.dumps(answer_message(answer).blocks, ensure_ascii=False).encode()


def an_answer(**others: Any) -> Answer:
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


def test_sources_stand_below_the_answer() -> None:
    """The sources that the answer's text numbers are a context block of their own, linked where possible."""
    item = Item("KR0032", "lead_institution", "Ministry", "KR0032.txt", 1, 9, url="https://example.org/KR0032/")
    line = "[1] KR0032.txt, line 15: “Ministry”"
    message = answer_message(an_answer(statement="The lead is Ministry. [1]", items=(item,), sources=(line,)))
    assert [block["type"] for block in message.blocks] == ["section", "context"]
    assert message.blocks[0]["text"]["text"] == "The lead is Ministry. [1]"
    source = message.blocks[1]["elements"][0]["text"]
    assert source == "[1] <https://example.org/KR0032/|KR0032.txt>, line 15: “Ministry”"


def test_a_source_keeps_its_place_behind_a_long_name() -> None:
    """However long a document's name is, its line and its address are shown."""
    name = "plan  " * 100 + ".pdf"
    item = Item("KR0032", "title", "App", name, 1, 4, url="https://example.org/plan.pdf")
    message = answer_message(an_answer(statement="App", items=(item,), sources=(f"[1] {name}, line 15: “App”",)))
    shown_line = message.blocks[1]["elements"][0]["text"]
    assert shown_line.startswith("[1] <https://example.org/plan.pdf|plan plan")
    assert shown_line.endswith("…>, line 15: “App”")


def test_a_document_that_is_called_as_a_number() -> None:
    """The name of a document is linked, not the number of its source."""
    item = Item("KR0032", "title", "App", "1", 1, 4, url="https://example.org/1")
    message = answer_message(an_answer(statement="App", items=(item,), sources=("[1] 1, line 1: “App”",)))
    assert message.blocks[1]["elements"][0]["text"] == "[1] <https://example.org/1|1>, line 1: “App”"


def test_six_buttons_are_two_rows() -> None:
    """Of a row Slack shows five buttons: a sixth one begins the next row."""
    six = [button(f"{number}", "Press", "-") for number in range(6)]
    assert [len(row["elements"]) for row in button_rows(six)] == [5, 1]
    assert button_rows([]) == []


@pytest.mark.parametrize("address", [None, "", "javascript:alert(1)", "file:///etc/passwd", "KR0032"])
def test_only_web_addresses_are_linked(address: str | None) -> None:
    """A document whose address is no web address is named without a link."""
    item = Item("KR0032", "title", "App", "KR0032.txt", 1, 4, url=address)
    message = answer_message(an_answer(statement="App", items=(item,), sources=("[1] KR0032.txt",)))
    assert message.blocks[1]["elements"][0]["text"] == "[1] KR0032.txt"


def test_sources_that_find_no_room_are_counted() -> None:
    """Where not all sources fit, the last line says how many are missing."""
    lines = tuple(f"[{number}] KR{number:04}.txt: “{'word ' * 20}”" for number in range(1, 101))
    items = tuple(Item(f"KR{number:04}", "title", "word", f"KR{number:04}.txt", 0, 4) for number in range(1, 101))
    message = answer_message(an_answer(statement="All.", items=items, sources=lines))
    shown_lines = message.blocks[-1]["elements"][0]["text"].splitlines()
    assert shown_lines[-1] == f"… and {100 - len(shown_lines) + 1} more sources"


def test_a_long_answer_is_cut_between_words() -> None:
    """An answer too long for Slack ends in “…”, after a whole word."""
    message = answer_message(an_answer(statement="word " * 5_000))
    assert all(set(block["text"]["text"].replace("…", "").split()) == {"word"} for block in message.blocks)
    assert message.blocks[-1]["text"]["text"].endswith("word…")


def test_options_have_buttons() -> None:
    """Each option is a line with a button, whose value gives back the pending question and the code."""
    options = (Option("KR0029", "Citizen Groups"), Option("KR0032", "Citizen Services"))
    message = answer_message(an_answer(outcome="clarify", statement="Which?", options=options, pending='{"q":"é"}'))
    lines = [block for block in message.blocks if "accessory" in block]
    assert [line["text"]["text"] for line in lines] == ["Citizen Groups", "Citizen Services"]
    assert [choice(line["accessory"]["value"]) for line in lines] == [
        ('{"q":"é"}', "KR0029"),
        ('{"q":"é"}', "KR0032"),
    ]


def test_a_pending_question_too_long_for_a_button_leaves_the_lines() -> None:
    """Where a button could not carry its question, the options are still shown."""
    options = (Option("KR0029", "Citizen Groups"),)
    message = answer_message(an_answer(outcome="clarify", statement="Which?", options=options, pending="x" * 2_000))
    assert "accessory" not in message.blocks[1]
    assert message.blocks[1]["text"]["text"] == "Citizen Groups"


def test_a_choice_is_not_listed_twice() -> None:
    """An option that the statement lists too is shown once, with its button."""
    options = (Option("KR0029", "KR0029 · Groups"), Option("KR0032", "KR0032 · App"))
    said = {"statement": "Which one?\n• KR0029 · Groups\n• KR0032 · App", "lead": ("Which one?",)}
    message = answer_message(an_answer(outcome="clarify", options=options, pending="q", **said))
    assert [block["text"]["text"] for block in message.blocks] == ["Which one?", "Groups", "App"]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Citizen <Services>", "*KR0032 · Citizen &lt;Services&gt;*"),
        ("Five * hotels", "KR0032 · Five * hotels"),
        ("x" * 300, f"KR0032 · {'x' * 300}"),
    ],
)
def test_a_commitments_heading_is_bold(title: str, line: str) -> None:
    """The line with code and title is bold, unless that could come out broken; nothing else is."""
    item = Item("KR0032", "email", "a@b.org", "KR0032.txt", 1, 2)
    entry = Entry("KR0032", title, (Finding("KR0032", "email", "value", (item,)),))
    message = answer_message(an_answer(entries=(entry,), items=(item,), sources=("[1] KR0032.txt",)))
    assert message.blocks[0]["text"]["text"] == f"{line}\nEmail: a@b.org [1]"


@pytest.mark.parametrize("value", ["", "KR0029", '{"code": "KR0029"}'])
def test_a_value_that_is_no_choice_is_refused(value: str) -> None:
    """A button's value that does not hold a question and a code is a ValueError."""
    with pytest.raises(ValueError, match="no choice"):
        choice(value)


def test_a_notice_is_one_section() -> None:
    """A sentence of our own is the block and the fallback text alike."""
    assert notice("Sorry.").blocks[0]["text"]["text"] == notice("Sorry.").text == "Sorry."


def test_what_differs_is_marked_once() -> None:
    """Values of two documents stand behind each other with their numbers, and the mark behind both."""
    items = tuple(Item("KR0032", "person", raw, doc, 0, 1, document_id=at) for at, (raw, doc) in enumerate(DIFFERING))
    entry = Entry("KR0032", "A title", (Finding("KR0032", "person", "value", items, ("differs",)),))
    message = answer_message(an_answer(entries=(entry,), items=items, sources=("[1] a.txt", "[2] b.txt")))
    assert "Ana [1]; Luis [2] (differs between two documents)" in shown(message)


def test_a_title_that_changed_is_shown_among_the_changes() -> None:
    """As many changes are shown as are counted: that of a title beside that of an end date."""
    items = tuple(
        Item("KR0032", field, raw, "KR0032.txt", at, at + 1, title="New name", old=old, at="2026-11-21")
        for at, (field, old, raw) in enumerate([("title", "Old name", "New name"), ("end", "2017", "2018")])
    )
    findings = tuple(Finding("KR0032", one.field, "change", (one,)) for one in items)
    answer = Answer(
        query="what changed?", as_of="2026-11-21", lang="en", outcome="answer", intent="changes", frame={},
        statement="2 changes:", text="2 changes:", items=items, lead=("2 changes:",),
        entries=(Entry("KR0032", "New name", findings),), sources=("[1] KR0032.txt: New name", "[2] KR0032.txt: 2018"),
    )  # fmt: skip
    for message in messages(answer):
        said = "\n".join(marked(message.blocks))
        assert "Old name" in said
        assert "2017" in said
