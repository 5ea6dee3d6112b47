"""Pictures: real PNGs, looked at pixel by pixel, and the words that say what they show."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.charts.drawings import LEFT, REACH, RIGHT, Axis, TimelineSpan, bars, timeline
from bot.charts.picture import ALT, BAR, EDGE, FAINT, GROUND, INK, MARGIN, TODAY, WIDTH, Picture, available
from bot.records.languages import LANGUAGES
from tests.thorough import some

NOW = date(2018, 6, 15)
UNSHOWABLE = "\U000f0000\ue000"  # private: no font has them


def day(year: int, month: int, number: int) -> tuple[date, date]:
    """A date that is known to the day."""
    return (date(year, month, number),) * 2


JULY = (date(2016, 7, 1), date(2016, 7, 31))
WHOLE = TimelineSpan("KR0029", "Citizen Groups Government Service Design", day(2016, 7, 1), day(2018, 6, 30))


def pixels(picture: Picture) -> Image.Image:
    """The picture as it is decoded by a library that did not draw it."""
    image = Image.open(io.BytesIO(picture.png))
    image.load()
    assert image.format == "PNG"
    return image.convert("RGB")


def rgb(colour: str) -> tuple[int, ...]:
    """A colour such as #1f4e5f as numbers."""
    return tuple(bytes.fromhex(colour[1:]))


def runs(image: Image.Image, y: int, colour: str) -> list[tuple[int, int]]:
    """Where in a line of pixels a colour begins and ends, each time."""
    line, wanted = image.crop((0, y, image.width, y + 1)).tobytes(), bytes(rgb(colour))
    here = [line[3 * x : 3 * x + 3] == wanted for x in range(image.width)]
    edges = [x for x, (left, right) in enumerate(pairwise([False, *here, False])) if left != right]
    return list(zip(edges[::2], edges[1::2], strict=True))


def bar_rows(image: Image.Image, colour: str = BAR) -> list[int]:
    """The lines of pixels in which a colour takes more than what a text or a mark takes."""
    return [y for y in range(image.height) if any(b - a > 60 for a, b in runs(image, y, colour))]


def test_a_picture_is_a_whole_png_of_its_own_ground() -> None:
    """A picture decodes, is as wide as a phone wants it, and has its own ground in every corner."""
    image = pixels(timeline([WHOLE], NOW))
    assert image.width == WIDTH
    corners = [(x, y) for x in (8, image.width - 9) for y in (8, image.height - 9)]
    assert {image.getpixel(corner) for corner in corners} == {rgb(GROUND)}
    assert image.getpixel((2, image.height // 2)) == rgb(EDGE)


def test_a_bar_goes_from_start_to_end() -> None:
    """A commitment with both dates known is one bar between the places of the two days, cut by today's line."""
    spans = [TimelineSpan("KR0029", "", day(2017, 1, 1), day(2018, 12, 31))]
    image = pixels(timeline(spans, NOW))
    axis = Axis.of([date(2017, 1, 1), date(2018, 12, 31)], NOW)
    rows = bar_rows(image)
    y = rows[len(rows) // 2]
    found = runs(image, y, BAR)
    assert found[0][0] == pytest.approx(axis.place(date(2017, 1, 1)), abs=5)
    assert found[-1][1] == pytest.approx(axis.place(date(2018, 12, 31)), abs=5)
    ((left, right),) = runs(image, y, TODAY)
    assert left <= axis.place(NOW) <= right


@pytest.mark.parametrize(
    ("start", "end"), [(None, day(2018, 12, 31)), (day(2017, 1, 1), None), (None, None), (JULY, None)]
)
def test_what_is_not_stated_is_no_bar(start: tuple[date, date] | None, end: tuple[date, date] | None) -> None:
    """Where a date is not stated there is no bar at all, but a broken line with gaps, and the note says so."""
    image = pixels(timeline([TimelineSpan("KR0029", "", start, end)], NOW))
    assert bar_rows(image) == []
    dashed = max(range(image.height), key=lambda y: len(runs(image, y, BAR)))
    assert len(runs(image, dashed, BAR)) > 10


def test_a_month_is_drawn_by_its_days() -> None:
    """The month that a start is known to is hatched from its first to its last day, and the bar begins after it."""
    image = pixels(timeline([TimelineSpan("KR0029", "", JULY, day(2018, 5, 31))], NOW))
    axis = Axis.of([*JULY, date(2018, 5, 31)], NOW)
    rows = bar_rows(image)
    y = rows[len(rows) // 2]
    solid = next((a, b) for a, b in runs(image, y, BAR) if b - a > 60)
    assert solid[0] == pytest.approx(axis.place(JULY[1]), abs=3)
    hatched = [image.getpixel((x, y)) for x in range(int(axis.place(JULY[0])) + 4, int(axis.place(JULY[1])) - 4)]
    assert rgb(GROUND) in hatched
    assert any(pixel != rgb(GROUND) for pixel in hatched)


def test_a_day_that_lies_far_off_is_an_arrow() -> None:
    """A date centuries away neither presses the others together nor is left out without a word."""
    odd = TimelineSpan("KR0032", "", day(2016, 7, 1), day(2917, 1, 1))
    assert Axis.of([date(2016, 7, 1), date(2917, 1, 1)], NOW).last < date(2030, 1, 1).toordinal()
    near, far = (timeline([WHOLE, one], NOW) for one in (WHOLE, odd))
    assert pixels(far).height > pixels(near).height  # the note on the arrow
    assert "2917-01-01" in far.alt


def test_rows_beyond_the_most_are_counted() -> None:
    """Of more commitments than a picture has rows for, the number of the others is stated in the words."""
    many = [TimelineSpan(f"KR{number:04}", "", JULY, None) for number in range(9)]
    picture = timeline(many, NOW, rest=20, most=6)
    assert "(29)" in picture.alt
    assert "KR0005" in picture.alt
    assert "KR0006" not in picture.alt
    assert "23 more" in picture.alt
    assert pixels(timeline(many[:6], NOW)).height < pixels(picture).height


def test_the_words_say_what_the_picture_shows() -> None:
    """The alternative text has each commitment with its dates, what is not stated, and on which side of today it is."""
    later = TimelineSpan("KR0003", "Not begun", day(2019, 1, 1), None)
    picture = timeline(
        [TimelineSpan("KR0001", "Done", JULY, day(2017, 12, 31)), TimelineSpan("KR0002", "", None, None), later], NOW
    )
    assert picture.alt == (
        "Timeline of commitments (3); today is 2018-06-15."
        " KR0001 Done: start 2016-07, end 2017-12-31 (the end has passed)."
        " KR0002: start not stated, end not stated."
        " KR0003 Not begun: start 2019-01-01, end not stated (not begun yet)."
    )


@pytest.mark.parametrize(
    ("title", "same"),
    [(UNSHOWABLE, ""), (f"Open {UNSHOWABLE} Data", "Open Data"), (f"({UNSHOWABLE})", ""), ("Cafe\u0301", "Café")],
)
def test_characters_that_no_font_shows_are_left_out(title: str, same: str) -> None:
    """What would be a box is not drawn: the picture is that of the title without it, and the code stays."""
    one, other, different = (
        timeline([TimelineSpan("KR0029", text, None, None)], NOW) for text in (title, same, "Else")
    )
    assert one.png == other.png
    assert one.png != different.png


@pytest.mark.parametrize(
    "title", ["시민 서비스", "Política: éxitos", "Відкриті дані", "公开数据", "بيانات", "खुला", "😀 ⚖️", UNSHOWABLE]
)
def test_no_title_is_drawn_in_boxes(title: str) -> None:
    """Matplotlib warns of each character that it draws as a box: in no weight and in no place does it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        timeline([TimelineSpan(title, title, None, None)], NOW, title=title)
        bars(title, [(title, 1)])


def test_a_group_that_no_font_shows_gets_its_number() -> None:
    """A group whose name cannot be drawn is shown by its number, and named in the alternative text."""
    picture = bars("By institution", [("Ministry", 3), (UNSHOWABLE, 2)])
    assert picture.png == bars("By institution", [("Ministry", 3), ("#2", 2)]).png
    assert UNSHOWABLE in picture.alt


def test_a_title_is_text_and_no_formula() -> None:
    """Dollars, underscores and backslashes of a title are drawn as they are."""
    spans = [
        [TimelineSpan("KR0029", text, None, None)] for text in (r"costs $5_a and $6 \alpha", r"costs 5_a and 6 \alpha")
    ]
    assert timeline(spans[0], NOW).png != timeline(spans[1], NOW).png


def test_bars_are_as_long_as_their_counts() -> None:
    """Bars begin at one line and are as long as their counts; none is drawn for 0."""
    image = pixels(bars("By area", [("Aid", 300), ("Health", 150), ("Justice", 75), ("Nobody", 0)]))
    found = [max(runs(image, y, BAR), key=lambda run: run[1] - run[0]) for y in bar_rows(image)]
    lengths = list(dict.fromkeys(b - a for a, b in found if b - a > 60))
    assert len({a for a, _b in found}) == 1
    assert [length / lengths[0] for length in lengths] == [pytest.approx(share, abs=0.01) for share in (1, 0.5, 0.25)]


def test_the_words_of_bars_have_every_figure() -> None:
    """The alternative text has the groups with their counts in the order of the picture, and how many are left out."""
    picture = bars("By area", [("Aid", 3), ("(blank)", 2), ("Other", 1)], most=2)
    assert picture.alt == "Bar chart “By area”; groups: 3. Aid: 3. (blank): 2. … and 1 more."


@pytest.mark.parametrize("language", some(LANGUAGES, 3))
def test_the_longest_words_fit(language: str) -> None:
    """An alternative text never exceeds what Slack takes, and still says how many it leaves out."""
    long = [TimelineSpan(f"KR{number:04}", "Very long title " * 40, JULY, None) for number in range(12)]
    shown = timeline(long, NOW, most=12, language=language)
    assert 200 < len(shown.alt) <= ALT
    assert any(str(number) in shown.alt[-30:] for number in range(1, 12))
    assert len(bars("T" * 5_000, [("G" * 5_000, 10**9)] * 12, most=12, language=language).alt) <= ALT


def test_the_same_input_gives_the_same_picture() -> None:
    """Bytes do not depend on what was drawn before, nor on the process that draws."""
    here = timeline([WHOLE], NOW)
    bars("Between", [("Aid", 1)])
    assert timeline([WHOLE], NOW) == here
    code = (
        "import sys, datetime; from bot.charts.drawings import TimelineSpan, timeline; d = datetime.date;"
        f"one = TimelineSpan({WHOLE.code!r}, {WHOLE.title!r}, (d(2016,7,1),)*2, (d(2018,6,30),)*2);"
        "sys.stdout.buffer.write(timeline([one], d(2018,6,15)).png)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=root).stdout == here.png


def test_a_setting_of_the_machine_does_not_change_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Matplotlib's global settings are neither obeyed nor changed."""
    import matplotlib as mpl

    before = timeline([WHOLE], NOW)
    monkeypatch.setitem(mpl.rcParams, "font.size", 40.0)
    monkeypatch.setitem(mpl.rcParams, "hatch.linewidth", 9.0)
    assert timeline([WHOLE], NOW) == before
    assert mpl.rcParams["font.size"] == 40.0


def test_nothing_is_imported_to_know_whether_pictures_can_be_drawn() -> None:
    """`available` says yes here, and neither it nor the modules of the room import matplotlib."""
    code = (
        "import sys; from bot.charts.picture import available; import bot.charts.drawings;"
        "print(available(), 'matplotlib' in sys.modules, 'numpy' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=root)
    assert done.stdout == "True False False\n"
    assert available()


@pytest.mark.parametrize("make", [lambda: timeline([], NOW), lambda: bars("T", []), lambda: bars("T", [("A", -1)])])
def test_a_picture_of_nothing_is_refused(make: Callable[[], bytes]) -> None:
    """Nothing to draw is an error of the caller's, not an empty picture."""
    with pytest.raises(ValueError, match="one"):
        make()


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    parts = [part / 255 for part in rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [INK, FAINT, BAR, TODAY])
def test_contrast_is_enough(colour: str) -> None:
    """Text and bars stand out from the ground by 7 to 1, the stricter of WCAG's demands."""
    assert (luminance(GROUND) + 0.05) / (luminance(colour) + 0.05) >= 7


ANY_DAY = st.dates()


@given(days=st.lists(ANY_DAY, max_size=6), today=ANY_DAY)
def test_an_axis_has_today_and_every_near_day_in_order(days: Sequence[date], today: date) -> None:
    """Today and all days within reach are shown, the order of days is kept, and labels stand apart."""
    axis = Axis.of(days, today)
    assert axis.shows(today)
    assert all(axis.shows(one) for one in days if abs(one - today) <= timedelta(REACH * 365))
    places = [axis.place(one) for one in sorted(days)]
    assert places == sorted(places)
    assert all(LEFT <= place <= RIGHT for place in places)
    ticks = [x for x, _label in axis.ticks()]
    assert all(right - left > 100 for left, right in pairwise(ticks))
    assert all(MARGIN <= x <= WIDTH - MARGIN for x in ticks)
    assert ticks


@settings(max_examples=15)
@given(
    spans=st.lists(
        st.builds(
            TimelineSpan,
            st.text(max_size=12),
            st.text(max_size=200),
            st.none() | st.tuples(ANY_DAY, ANY_DAY).map(lambda pair: tuple(sorted(pair))),
            st.none() | st.tuples(ANY_DAY, ANY_DAY).map(lambda pair: tuple(sorted(pair))),
        ),
        min_size=1,
        max_size=8,
    ),
    today=ANY_DAY,
)
def test_any_spans_make_a_picture(spans: Sequence[TimelineSpan], today: date) -> None:
    """Whatever the codes, titles and dates, ends before starts among them, a whole picture comes out."""
    picture = timeline(spans, today)
    assert pixels(picture).width == WIDTH
    assert len(picture.alt) <= ALT
