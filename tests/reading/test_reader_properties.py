"""What holds for any text and any bytes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.reading import read
from bot.reading.markup import read_html
from bot.records.fields import FIELD
from bot.records.model import DocumentReading, Value

from .grammar import pages

TEXT = st.one_of(pages(), st.text(max_size=400))
quick = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


OF_A_PLAN = ("country", "action_plan", "cycle")
"""What a plan says once for all of its commitments."""


def encloses(outer: Value, inner: Value) -> bool:
    """`inner` may stand where it stands, inside `outer`."""
    if {outer.field, inner.field} == {"start", "end"} and outer.precision == "year":
        return (outer.start, outer.end) == (inner.start, inner.end)  # one year is all of a period
    if outer.code != inner.code and outer.field == inner.field and outer.field in OF_A_PLAN:
        return (outer.start, outer.end) == (inner.start, inner.end)
    return FIELD[outer.field].encloses and outer.start <= inner.start and inner.end <= outer.end


def assert_sound(reading: DocumentReading) -> None:
    """Every value is a quotation, and two of them share a place only where their fields allow it."""
    if reading.document is None:
        assert any(problem.severity == "error" for problem in reading.problems)
        return
    text = reading.document.text
    for value in reading.values:
        assert text[value.start : value.end] == value.raw
        assert value.field in FIELD
        assert value.blank == (value.start == value.end)
    filled = sorted((value for value in reading.values if not value.blank), key=lambda value: (value.start, -value.end))
    open_until: Value | None = None
    for one in filled:
        if open_until is not None and one.start < open_until.end:
            assert encloses(open_until, one), (open_until, one)
        elif open_until is None or one.end > open_until.end:
            open_until = one
    for span in reading.unread:
        assert text[span.start : span.end].strip()
    for before, after in itertools.pairwise(reading.unread):
        assert before.end <= after.start


@quick
@given(TEXT)
def test_values_are_quotations_that_do_not_overlap(text: str) -> None:
    """For any text, each value is what stands at its place, and values overlap only where declared."""
    assert_sound(read("KR0032.txt", text.encode("utf-8", "replace")))


@quick
@given(
    st.one_of(st.binary(max_size=400), pages().map(lambda page: page.encode("utf-16"))),
    st.sampled_from(["a.txt", "a.html", "a.md", "a.pdf", ""]),
)
def test_reading_never_raises(data: bytes, name: str) -> None:
    """Whatever the bytes and the name, there is a reading, and it says what could not be read."""
    assert_sound(read(name, data))


@quick
@given(pages())
def test_the_same_reading_twice(text: str) -> None:
    """Reading the same document again gives the same reading."""
    data = text.encode("utf-8", "replace")
    assert read("KR0032.txt", data) == read("KR0032.txt", data)


@quick
@given(pages())
def test_html_and_markdown_are_sound(text: str) -> None:
    """The same page as HTML and as Markdown gives quotations from its own text."""
    as_html = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines()) + "</body></html>"
    assert_sound(read("KR0032.html", as_html.encode("utf-8", "replace")))
    assert_sound(read("KR0032.md", text.encode("utf-8", "replace")))


@quick
@given(pages(), pages(), st.sampled_from(["\n", "\n\n", "; ", " "]))
def test_nothing_is_lost(before: str, after: str, glue: str) -> None:
    """A word planted anywhere in a page is in one of its values, or in the text given back as unread."""
    reading = read("KR0032.txt", f"{before}{glue}Planted words{glue}{after}".encode("utf-8", "replace"))
    assume(reading.document is not None)
    assert reading.document is not None
    text = reading.document.text
    place = text.index("Planted")
    held = [(value.start, value.end) for value in reading.values] + [(span.start, span.end) for span in reading.unread]
    assert any(start <= place < end for start, end in held)


@quick
@given(st.text(max_size=300))
def test_any_text_is_html_of_some_kind(source: str) -> None:
    """Reading HTML never raises, and shows no markup of a well-formed tag."""
    assert "<script>" not in read_html(f"<body><script>x</script>{source}").text or "<script>" in source


@pytest.mark.parametrize("name", ["KR0029.txt", "KR0032.txt"])
def test_order_does_not_matter(name: str) -> None:
    """A document is read the same whatever was read before it."""
    data = b"Open Data (KR0001)\nOverview\nStatus: Active\nDescription\nx\n"
    alone = read(name, data)
    read("other.txt", b"Other (KR0002)\nOverview\nStatus:\n")
    assert read(name, data) == alone


LABELS = ["Focal Person", "Lead Agency", "Partners", "Position", "E-mail", "Start date", "Status", "Title", "Themes"]
SIGNS = [
    "-----------",
    "====",
    "___",
    "* * *",
    "|",
    "||",
    "•",
    "○ ",
    "**",
    ">",
    "#",
    ":",
    "\t",
    "\u200b",
    "…",
    "—",
    "(",
    "",
]
ROWS_AND_SIGNS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(LABELS),
            st.sampled_from([" | ", ": ", "\t", " - ", "\n", ":", " ........ "]),
            st.sampled_from(["Mr. Asif Qureshi", "Ministry of Roads", "ana@x.example", "May 2025", "-", "", ".", '"']),
        ).map("".join),
        st.lists(st.sampled_from(SIGNS), max_size=3).map("".join),
    ),
    max_size=16,
)


@quick
@given(ROWS_AND_SIGNS, st.sampled_from(["KR0032.txt", "KR0032.md", "KR0032.html"]))
def test_rules_and_signs_between_rows_break_nothing(lines: list[str], name: str) -> None:
    """Whatever rules, empty lines and signs stand between the rows of a form, it is read soundly."""
    text = "\n".join(lines)
    if name.endswith("html"):
        text = "<html><body><p>" + text.replace("\n", "</p><p>") + "</p></body></html>"
    assert_sound(read(name, text.encode()))
