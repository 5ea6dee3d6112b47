"""The normal form of a value, by the kind of its field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.fields import FIELD, FIELDS
from bot.records.values import normalise


@pytest.mark.parametrize("field", [field.name for field in FIELDS])
@pytest.mark.parametrize("raw", ["", " ", "\xa0\n"])
def test_blank_has_no_value(field: str, raw: str) -> None:
    """Blank text has neither value nor precision, whatever the field."""
    assert normalise(FIELD[field], raw, "KR") == (None, None)


@pytest.mark.parametrize(
    ("field", "raw", "value", "precision"),
    [
        ("cycle", "2016", "2016", None),
        ("end", "30 June 2018", "2018-06-30", "day"),
        ("end", "End of August 2020", "2020-08", "month"),
        ("start", "Not specified", None, None),
        ("email", "Mailto: LeeHS30@Korea.kr", "leehs30@korea.kr", None),
        ("phone", "+82-2-2100-3418", "+82221003418", None),
        ("phone", "+216 71 550 133; +216 71 550 184", '["+21671550133", "+21671550184"]', None),
        ("starred", "Oui Suivis", "yes", None),
        ("completion", "Complété", "Complete", None),
        ("completion", "almost", None, None),
        ("policy_areas", "Youth, Aid", '["Youth", "Aid"]', None),
        ("person", "Lee, hyo soon", "hyo soon Lee", None),
        ("lead_institution", "Ministry of\xa0the\n Interior", "Ministry of the Interior", None),
        ("title", "A title", None, None),
    ],
)
def test_each_kind_has_its_form(field: str, raw: str, value: str | None, precision: str | None) -> None:
    """Dates, contacts, terms, lists, names and bodies each get their form; prose gets none."""
    assert normalise(FIELD[field], raw, "KR") == (value, precision)


@given(st.sampled_from(FIELDS), st.text(), st.none() | st.sampled_from(["KR", "XA", "KENDC"]))
def test_any_text_can_be_normalised(field: object, raw: str, prefix: str | None) -> None:
    """No text makes it raise, and a value is never empty."""
    value, _ = normalise(FIELD[getattr(field, "name")], raw, prefix)  # noqa: B009
    assert value is None or value.strip()
