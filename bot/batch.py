"""Many questions at once: a JSON object a line in, an answer object a line out (`ask --batch`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from bot.asking.answer import Answer
from bot.records.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """One question of a batch; `earlier` are those asked before it in the same thread, oldest first."""

    question: str
    as_of: date
    lang: str
    earlier: tuple[str, ...] = ()
    id: Any = None


class LineError(ValueError):
    """A line is no request; the message says in a sentence what is wrong with it."""

    def __init__(self, message: str, entry: Any = None) -> None:
        super().__init__(message)
        self.entry = entry if isinstance(entry, dict) else {}


def parse_day(text: str) -> date:
    """A day written `YYYY-MM-DD`; ValueError with a sentence where it is not, or there is no such day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise ValueError(f"“{text}” is no day: write it as 2026-11-21.")
    return day


def clean(text: str) -> str:
    """`text` without lone surrogates, which neither a database nor a terminal can hold."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def answer_lines(
    lines: Iterable[bytes],
    answer: Callable[[Request], Answer],
    *,
    as_of: date,
    lang: str,
    langs: tuple[str, ...],
) -> Iterator[dict[str, Any]]:
    """An answer object for each of `lines`, in order; a bad line gets one with the outcome `error`.

    `as_of` and `lang` hold for lines that name none; `langs` are the languages that a line may name.
    """
    for number, line in enumerate(lines, start=1):
        try:
            request = parse_line(line, as_of, lang, langs)
        except LineError as error:
            query = error.entry.get("q")
            shown = clean(query) if isinstance(query, str) else ""
            yield _error(f"Line {number}: {error}", shown, as_of, lang) | {"id": error.entry.get("id")}
            continue
        try:
            given = answer(request).to_json()
        except Exception:  # the edge: the asker gets a sentence, the log the traceback, the next line its answer
            import logging

            logging.getLogger(__name__).exception("line %d could not be answered", number)
            sentence = f"Line {number}: the bot failed on this question; its log says where."
            given = _error(sentence, request.question, request.as_of, request.lang)
        yield given | {"id": request.id}


def parse_line(line: bytes, as_of: date, lang: str, langs: tuple[str, ...]) -> Request:
    """The request that `line` holds; LineError where it holds none."""
    try:
        entry = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LineError(f"this is not UTF-8 (byte {error.start + 1}).") from error
    except (ValueError, RecursionError) as error:
        raise LineError('this is no JSON object such as {"q": "who leads KR0032?"}.') from error
    if not isinstance(entry, dict):
        raise LineError(f"this is a JSON {_kind(entry)}, not an object.")
    if "q" not in entry:
        raise LineError("“q”, the question, is missing.", entry)
    question, thread = entry["q"], entry.get("thread") or []
    if not isinstance(question, str):
        raise LineError(f"“q” is a {_kind(question)}, not a text.", entry)
    if not isinstance(thread, list) or not all(isinstance(earlier, str) for earlier in thread):
        raise LineError("“thread” is not a list of earlier questions.", entry)
    wanted = lang if entry.get("lang") is None else entry["lang"]
    if wanted not in langs:
        raise LineError(f"“lang” is not one of {', '.join(langs)}.", entry)
    day = as_of
    if entry.get("as_of") is not None:
        try:
            day = parse_day(str(entry["as_of"]))
        except ValueError as error:
            raise LineError(f"“as_of”: {error}", entry) from error
    return Request(clean(question), day, wanted, tuple(map(clean, thread)), entry.get("id"))


def _error(sentence: str, query: str, as_of: date, lang: str) -> dict[str, Any]:
    answer = Answer(
        query=query,
        as_of=as_of.isoformat(),
        lang=lang,
        outcome="error",
        intent=None,
        frame={
            "codes": [],
            "fields": [],
            "filters": [],
            "inherited": [],
            "corrections": [],
            "ignored_words": [],
        },
        statement=sentence,
        text=sentence,
        reason=sentence,
    )
    return answer.to_json()


def _kind(value: object) -> str:
    names = {str: "text", bool: "true or false", int: "number", float: "number", list: "list", dict: "object"}
    return names.get(type(value), "null")
