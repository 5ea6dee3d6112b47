"""What Slack has and the published types do not know yet: judged by types of the project's own, in `newer.ts`.

Each such part is taken out of its payload, where the nearest thing that is known takes its place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Json = dict[str, Any]


class Part(NamedTuple):
    """A part of a payload: where it stands, the name of its type in `newer.ts`, and what it is."""

    pointer: str
    type: str
    value: Any


_STAND_INS: dict[str, tuple[str, Callable[[Json], Json]]] = {
    "data_visualization": ("DataVisualization", lambda value: {"type": "divider"}),
    "action_cell": ("ActionCell", lambda value: {"type": "raw_text", "text": "x"}),
    "tag": ("Tag", lambda value: {"type": "text", "text": "x"}),
    "citation": ("Citation", lambda value: {"type": "link", "url": "https://example.org", "text": "x"}),
}
_FIELDS = {
    ("header", "level"): "Level",
    ("card", "subtext"): "Subtext",
    ("button", "agent_prompt"): "AgentPrompt",
    ("button", "agent_prompt_display"): "AgentPrompt",
}


def below(pointer: str, name: str) -> str:
    """The JSON pointer of what has this name in what a pointer points at."""
    return f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"


def known(value: Any, pointer: str = "") -> tuple[Any, list[Part]]:
    """A payload with stand-ins for what is newer than the published types, and those parts."""
    if isinstance(value, list):
        pairs = [known(one, f"{pointer}/{place}") for place, one in enumerate(value)]
        return [one for one, _ in pairs], [part for _, parts in pairs for part in parts]
    if not isinstance(value, dict):
        return value, []
    kind = str(value.get("type"))
    if kind in _STAND_INS:
        name, stand_in = _STAND_INS[kind]
        return stand_in(value), [Part(pointer, name, value)]
    whole, parts = {}, []
    for name, one in value.items():
        if (kind, name) in _FIELDS:
            parts.append(Part(below(pointer, name), _FIELDS[kind, name], one))
        else:
            whole[name], more = known(one, below(pointer, name))
            parts += more
    return whole, parts
