"""What no rule claimed comes as passages, each with the fields that its label, in any language, is like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import read
from bot.reading.doubts import like_fields, unread_passages
from bot.records.fields import FIELD
from bot.records.model import Span
from tests.records.sample_pages import page


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Objetive", "objective"),
        ("Statuss", "status"),
        ("Nom du responsable", "person"),
        ("Deputy focal point", "person"),
        ("Correo institucional", "email"),
        ("Contact number", "phone"),
        ("Completion level reached", "completion"),
        ("Lead agency", "lead_institution"),
        ("3.2 Problema que se aborda", "problem"),
    ],
)
def test_a_label_is_like_those_that_share_most_of_what_its_words_tell(label: str, field: str) -> None:
    """A fault of spelling, another word beside, another language: the field is found."""
    assert like_fields(label)[:2] and field in like_fields(label)


@pytest.mark.parametrize(
    "label", ["Funding source", "Fuente de financiamiento", "Airtime donor", "Commitment 9", "Commitment ID", ""]
)
def test_a_label_of_something_else_is_like_none(label: str) -> None:
    """What no field holds is not pressed into one, and the heading of another commitment is no label."""
    assert like_fields(label) == ()


def test_a_passage_begins_where_a_label_does_and_is_quoted_exactly() -> None:
    """Two unknown labels behind each other are two passages, each at its place."""
    reading = read(
        "XA0001.txt", page("XA0001", more="Objective: Roads. \n\nDonor of air: Stations; Deputy focal point: Ana\n")
    )
    text = reading.document.text if reading.document else ""
    assert all(text[one.start : one.end].strip() for one in reading.passages)
    unread = [Span(text.index("Donor"), len(text.rstrip()))]
    found = {text[one.start : one.end]: one.fields for one in unread_passages(text, unread)}
    assert found == {"Donor of air: Stations": (), "Deputy focal point: Ana": ("person",)}


def test_what_reads_as_a_contact_is_likely_one_whatever_its_label() -> None:
    """An address in unread text is of the field of addresses, a number of that of numbers."""
    text = "Ask at: desk@roads.example\n\nWire: +27 12 555 0143\n\n30 Feb 2017"
    found = [one.fields for one in unread_passages(text, [Span(0, len(text))])]
    assert found[0] == ("email",)
    assert "phone" in found[1]


@given(st.text(max_size=300), st.lists(st.integers(0, 300), min_size=2, max_size=6))
def test_any_stretches_give_passages_within_them(text: str, marks: list[int]) -> None:
    """Whatever the text, passages lie in the unread stretches, in order, and name fields that there are."""
    edges = sorted(min(mark, len(text)) for mark in marks)
    spans = [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    found = unread_passages(text, spans)
    assert all(any(span.start <= one.start < one.end <= span.end for span in spans) for one in found)
    assert {name for one in found for name in one.fields} <= FIELD.keys()
