"""A batch: a request a line in, an answer object a line out, and no line stops the run."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.answer import Answer
from bot.terminal import Request, answer_lines, parse_day, parse_line

DAY = date(2026, 11, 21)
LANGS = ("auto", "en", "ko")


def echo(request: Request) -> Answer:
    """An answer whose text is the question."""
    return Answer(
        query=request.question,
        as_of=request.as_of.isoformat(),
        lang=request.lang,
        outcome="answer",
        intent="lookup",
        frame={},
        statement=request.question,
        text=request.question,
    )


def run(*lines: bytes) -> list[dict[str, Any]]:
    """The answer objects to `lines`."""
    return list(answer_lines(lines, echo, as_of=DAY, lang="auto", langs=LANGS))


def test_every_key_of_a_request_is_read() -> None:
    """A line may give id, question, day, earlier questions and language."""
    line = json.dumps({"id": 7, "q": "x?", "as_of": "2017-02-03", "thread": ["a", "b"], "lang": "ko"}).encode()
    assert parse_line(line, DAY, "auto", LANGS) == Request("x?", date(2017, 2, 3), "ko", ("a", "b"), 7)


def test_only_the_question_is_required() -> None:
    """A line without day and language takes those of the command; null is the same as left out."""
    expected = Request("x?", DAY, "auto")
    assert parse_line(b'{"q": "x?"}', DAY, "auto", LANGS) == expected
    null = b'{"q": "x?", "id": null, "as_of": null, "thread": null, "lang": null}\n'
    assert parse_line(null, DAY, "auto", LANGS) == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "no JSON object"),
        (b"not json", "no JSON object"),
        (b'{"q": "cut of', "no JSON object"),
        (b"[" * 100_000, "no JSON object"),
        (b'["who leads KR0032?"]', "JSON list, not an object"),
        (b'"who leads KR0032?"', "JSON text, not an object"),
        (b"{}", "“q”, the question, is missing"),
        (b'{"q": 5}', "“q” is a number, not a text"),
        (b'{"q": null}', "“q” is a null, not a text"),
        (b'{"q": "\xff"}', "not UTF-8 (byte 8)"),
        (b'{"q": "x", "as_of": "tomorrow"}', "“as_of”: “tomorrow” is no day"),
        (b'{"q": "x", "as_of": "2026-02-30"}', "“as_of”: “2026-02-30” is no day"),
        (b'{"q": "x", "as_of": 20260101}', "“as_of”: “20260101” is no day"),
        (b'{"q": "x", "lang": "xx"}', "“lang” is not one of auto, en, ko"),
        (b'{"q": "x", "lang": ["en"]}', "“lang” is not one of auto, en, ko"),
        (b'{"q": "x", "thread": "earlier"}', "“thread” is not a list"),
        (b'{"q": "x", "thread": [1]}', "“thread” is not a list"),
    ],
)
def test_a_bad_line_is_answered_with_its_reason(line: bytes, reason: str) -> None:
    """A bad line gets an object with the outcome `error` and its reason, and the next line its answer."""
    bad, good = run(line, b'{"q": "x?"}')
    assert bad["outcome"] == "error"
    assert bad["reason"].startswith("Line 1: ")
    assert reason in bad["reason"]
    assert bad["text"] == bad["reason"]
    assert (good["outcome"], good["query"]) == ("answer", "x?")


def test_an_error_has_the_keys_of_an_answer() -> None:
    """A reader of answers finds the same keys in an error."""
    bad, good = run(b'{"id": "Q9", "q": false}', b'{"q": "x?"}')
    assert set(bad) == set(good)
    assert bad["id"] == "Q9"


@pytest.mark.parametrize("given_id", ["Q1", 12, None, True, ["a"]])
def test_the_id_comes_back_as_it_was(given_id: object) -> None:
    """The id of a request is the id of its answer, of whatever type it is."""
    assert run(json.dumps({"id": given_id, "q": "x"}).encode())[0]["id"] == given_id


def test_a_byte_order_mark_is_no_error() -> None:
    """A file saved with a byte order mark is read like one without."""
    assert run(b'\xef\xbb\xbf{"q": "x?"}')[0]["query"] == "x?"


def test_half_a_surrogate_pair_is_replaced() -> None:
    """A lone surrogate, which JSON allows and no database stores, becomes a replacement character."""
    assert run(rb'{"q": "a\ud800b"}')[0]["query"] == "a���b"


def test_a_failure_of_the_bot_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """A question that makes the bot fail gets an error object, the log the traceback, and the run goes on."""

    def fail(request: Request) -> Answer:
        if request.question == "bad":
            raise RuntimeError("inside")
        return echo(request)

    lines = [b'{"id": 1, "q": "bad"}', b'{"id": 2, "q": "good"}']
    bad, good = answer_lines(lines, fail, as_of=DAY, lang="auto", langs=LANGS)
    assert (bad["id"], bad["outcome"], bad["query"]) == (1, "error", "bad")
    assert "inside" not in bad["text"]
    assert (good["id"], good["outcome"]) == (2, "answer")
    assert "RuntimeError: inside" in caplog.text


@given(st.lists(st.binary(max_size=60) | st.from_type(dict).map(lambda d: json.dumps({"q": d}, default=str).encode())))
def test_any_bytes_give_one_object_a_line(lines: list[bytes]) -> None:
    """Whatever stands in the lines, each gives exactly one object that is JSON."""
    answers = run(*lines)
    assert len(json.loads(json.dumps(answers))) == len(lines)


@pytest.mark.parametrize(
    "text", ["", "2026-1-1", "20260101", "2026-W01-1", "2026-13-01", "٢٠٢٦-٠١-٠١", "2026-01-01T00:00"]
)
def test_a_day_is_written_in_one_way(text: str) -> None:
    """A day is written YYYY-MM-DD and in no other way."""
    with pytest.raises(ValueError, match="is no day: write it as"):
        parse_day(text)
