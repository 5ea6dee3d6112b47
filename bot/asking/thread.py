"""What a thread remembers: the frame of the last question and what it was about, never its text."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.asking.query import Correction, Filter, Query


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread's memory.

    `query` is the last frame; `focus` the commitments that "it" means, latest first; `listed` the last list shown,
    that "the second one" counts in; `pending` a frame that waits for a choice among `options`; `language` the
    thread's own.
    """

    query: Query | None = None
    focus: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    pending: Query | None = None
    language: str = "en"
    options: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The memory as a JSON text, for storing."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Thread:
        """The memory that `to_json` wrote; ValueError where the text is none."""
        try:
            data = json.loads(text)
            return cls(
                query=query_from(data["query"]),
                focus=tuple(data["focus"]),
                listed=tuple(data["listed"]),
                pending=query_from(data["pending"]),
                language=data["language"],
                options=tuple(data["options"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"this is no thread's memory: {error}") from error


EMPTY = Thread()


def query_from(data: dict[str, Any] | None) -> Query | None:
    """The frame that `dataclasses.asdict` made JSON of."""
    if data is None:
        return None
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    plain["filters"] = tuple(map(_filter_from, data["filters"]))
    plain["corrections"] = tuple(Correction(**one) for one in data["corrections"])
    return Query(**plain)


def _filter_from(data: dict[str, Any]) -> Filter:
    parts = tuple(map(_filter_from, data.get("parts", ())))
    return Filter(**{**data, "values": tuple(data["values"]), "parts": parts})
