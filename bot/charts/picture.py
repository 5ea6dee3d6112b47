"""A picture and its words, and whether this machine can draw any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from bot.charts.shapes import Shape

ALT = 2_000
"""Characters that Slack takes as the alternative text of an image block."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, what it shows in words (at most `ALT` characters), and its title."""

    png: bytes
    alt: str
    title: str


def available() -> bool:
    """Whether pictures can be drawn: the extra `charts` is installed. Nothing is imported to find out."""
    return find_spec("matplotlib") is not None


def drawn(shapes: Sequence[Shape], height: float) -> bytes:
    """The PNG of `shapes`; ImportError where the extra is not installed."""
    # matplotlib takes half a second to import: only whoever draws waits for it
    from bot.charts.render import png

    return png(shapes, height)


def fitting(lead: str, sentences: Sequence[str], rest: int, more: Callable[[int], str], room: int = ALT) -> str:
    """`lead` and as many sentences as there is `room` for.

    `more` says in words how many are left out, the `rest` included.
    """
    for kept in range(len(sentences), -1, -1):
        left = rest + len(sentences) - kept
        text = " ".join([lead, *sentences[:kept], *([more(left)] if left else [])])
        if len(text) <= room:
            return text
    return lead[: room - 1] + "…"
