"""Shapes → PNG, by matplotlib. The only importer of it; its global state is neither relied on nor left changed."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.patches import Polygon, Rectangle

from bot.charts.picture import BAR, EDGE, GROUND, WIDTH, Arrow, Box, Shape, Stroke, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DPI = 100
_POINTS = 72 / _DPI  # of a pixel
# Matplotlib brings the first; the others have Korean, Chinese and Japanese where a machine has them.
_FAMILIES = ("DejaVu Sans", "Noto Sans CJK KR", "Noto Sans CJK JP", "Noto Sans KR", "NanumGothic", "Malgun Gothic")
_ONE_AT_A_TIME = Lock()  # matplotlib is not made for threads
_INVISIBLE = ("Cf", "Mn")  # marks upon and between letters: without them the letters still belong together
_LONGEST = 200  # characters: more never fit the width, and measuring them takes long
_BESIDE = 14  # pixels between a text's lead and the rest of it


def png(shapes: Sequence[Shape], height: float) -> bytes:
    """The picture, `WIDTH` wide and `height` high, in pixels. The same shapes give the same bytes."""
    with _ONE_AT_A_TIME, style.context("default", after_reset=True):
        return _Drawing(height).png(shapes)


@cache
def _families() -> tuple[str, ...]:
    there = {entry.name for entry in fontManager.ttflist}
    return tuple(name for name in _FAMILIES if name in there)


@cache
def _charmap(*, bold: bool) -> frozenset[int]:
    """The code points that the fonts here can show."""
    fonts = (FontProperties(family=name, weight=_font_weight(bold=bold)) for name in _families())
    return frozenset(point for font in fonts for point in get_font(fontManager.findfont(font)).get_charmap())


def _font_weight(*, bold: bool) -> str:
    return "bold" if bold else "normal"


class _Drawing:
    def __init__(self, height: float) -> None:
        self.figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=GROUND)
        FigureCanvasAgg(self.figure)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, WIDTH)
        self.axes.set_ylim(height, 0)
        self.families = _families()
        self.axes.add_patch(Rectangle((2, 2), WIDTH - 4, height - 4, fill=False, edgecolor=EDGE, linewidth=3))

    def png(self, shapes: Sequence[Shape]) -> bytes:
        for number, shape in enumerate(shapes, 1):
            match shape:
                case Box():
                    self._box(shape, number)
                case Stroke():
                    dash = (0, (2.5, 2)) if shape.dashed else "solid"
                    self.axes.plot(
                        [shape.x1, shape.x2],
                        [shape.y1, shape.y2],
                        color=shape.colour,
                        linewidth=shape.width * _POINTS,
                        linestyle=dash,
                        solid_capstyle="butt",
                        zorder=number,
                    )
                case Arrow():
                    back = 22 if shape.to == "left" else -22
                    corners = [(shape.x, shape.y), (shape.x + back, shape.y - 17), (shape.x + back, shape.y + 17)]
                    self.axes.add_patch(Polygon(corners, color=BAR, zorder=number))
                case Words():
                    self._words(shape, number)
        out = io.BytesIO()
        self.figure.savefig(out, format="png", metadata={"Software": None}, pil_kwargs={"optimize": True})
        return out.getvalue()

    def _box(self, box: Box, number: int) -> None:
        self.axes.add_patch(
            Rectangle(
                (box.left, box.top),
                box.right - box.left,
                box.bottom - box.top,
                facecolor="none" if box.hatched else BAR,
                edgecolor=BAR,
                hatch="////" if box.hatched else None,
                linewidth=2 if box.hatched else 0,
                zorder=number,
            )
        )

    def _words(self, words: Words, number: int) -> None:
        x, room = words.x, words.room
        if words.lead:
            lead = _showable(words.lead, bold=True)
            self._text(lead, x, words, number, bold=True)
            taken = self._width(lead, words.size, bold=True) + _BESIDE
            x, room = x + taken, room - taken
        text = self._cut(_showable(words.text, bold=words.bold) or words.instead, room, words)
        self._text(text, x, words, number, bold=words.bold)

    def _text(self, text: str, x: float, words: Words, number: int, *, bold: bool) -> None:
        self.axes.text(
            x,
            words.y,
            text,
            fontproperties=self._font(words.size, bold=bold),
            color=words.colour,
            horizontalalignment=words.align,
            verticalalignment="center_baseline",
            parse_math=False,  # a dollar in a title is a dollar
            zorder=number,
        )

    def _cut(self, text: str, room: float, words: Words) -> str:
        """The longest beginning of `text` that `room` has place for, by halves."""
        if len(text) <= _LONGEST and self._width(text, words.size, bold=words.bold) <= room:
            return text
        low, high = 0, min(len(text), _LONGEST)
        while high - low > 1:
            middle = (low + high) // 2
            if self._width(text[:middle].rstrip() + "…", words.size, bold=words.bold) <= room:
                low = middle
            else:
                high = middle
        return text[:low].rstrip() + "…" if low else ""

    def _width(self, text: str, size: float, *, bold: bool) -> float:
        drawn = self.axes.text(0, 0, text, fontproperties=self._font(size, bold=bold), parse_math=False)
        width = float(drawn.get_window_extent().width)
        drawn.remove()
        return width

    def _font(self, size: float, *, bold: bool) -> FontProperties:
        return FontProperties(family=self.families, weight=_font_weight(bold=bold), size=size * _POINTS)


def _showable(text: str, *, bold: bool) -> str:
    """`text` on one line, without the characters that no font here can show; empty where no letter is left."""
    charmap, kept = _charmap(bold=bold), []
    for char in unicodedata.normalize("NFC", text):
        if ord(char) in charmap:
            kept.append(char)
        elif unicodedata.category(char) not in _INVISIBLE:
            kept.append(" ")
    line = " ".join("".join(kept).split())
    return line if line == text.strip() or any(map(str.isalnum, line)) else ""
