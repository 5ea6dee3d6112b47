"""A picture and its words, the shapes that it is drawn from, and whether this machine can draw any.

Shapes are in pixels from the upper left corner, free of any drawing library; words are data (`charts.toml`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal, TypeAlias

from bot.records.languages import Texts, fill, read

WIDTH = 1080
"""Pixels. A phone shows the picture at about a third of that, so that 34 pixels read as 11 points."""
MARGIN = 48
TITLE, LABEL, SMALL = 42, 35, 29
"""Sizes of text in pixels."""

# A light ground of its own, with an edge, stands in a light surrounding as in a dark one. Contrast against the
# ground is 16 : 1 for the ink, 7 : 1 for what is faint, 8 : 1 for the bars.
GROUND, EDGE, GRID = "#faf8f3", "#b9b4a7", "#dcd8cd"
INK, FAINT, BAR, TODAY = "#1c1c1c", "#53504a", "#1f4e5f", "#a3221b"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; hatched where it shows what is not known to the day."""

    left: float
    top: float
    right: float
    bottom: float
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: str = BAR
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A triangle that points out of the picture, to the left or to the right, with its tip at (x, y)."""

    x: float
    y: float
    to: Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Words:
    """Text whose middle line is at y; cut with “…” where it is wider than `room` pixels.

    `lead` stands before it in bold and is never cut; `instead` stands for a text of which no letter can be shown.
    """

    text: str
    x: float
    y: float
    size: float = LABEL
    bold: bool = False
    colour: str = INK
    align: Literal["left", "center", "right"] = "left"
    room: float = WIDTH - 2 * MARGIN
    lead: str = ""
    instead: str = ""


Shape: TypeAlias = Box | Stroke | Arrow | Words


def chart_words(language: str) -> Texts:
    """The words of one language."""
    return read(language, "charts")


def more_than_shown(language: str, count: int) -> str:
    """That so many more are not shown."""
    return fill(chart_words(language)["more"], language, count=count)


def one_line(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())


def shortened(text: str, limit: int) -> str:
    """`text` on one line, at most `limit` characters, cut at a word where it is longer."""
    flat = one_line(text)
    return flat if len(flat) <= limit else flat[: limit - 1].rsplit(" ", 1)[0] + "…"


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
