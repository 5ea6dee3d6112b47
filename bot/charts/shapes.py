"""What a picture is drawn from: shapes in pixels from the upper left corner, free of any drawing library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

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
