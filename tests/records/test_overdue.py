"""*Overdue* is one rule, whether Python or SQL asks it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.periods import OVER, OVERDUE, PROGRESS, bounds, is_closed, is_overdue
from bot.records.vocabulary import terms, wordings

DAY = "2026-11-21"
CLOSED = {"inactive", "withdrawn", "complete"}

_ends = st.one_of(
    st.just(None),
    st.sampled_from(["2026", "2025", "2027", "2026-11", "2026-10", "2026-12", "2026-11-20", "2026-11-21"]),
    st.dates(date(2024, 1, 1), date(2029, 1, 1)).map(date.isoformat),
)
_words = sorted(
    {word for name in PROGRESS for word in (*terms(name), *wordings(name))} | {"", " ", "in progress", "NR"}
)


@st.composite
def _said(draw: st.DrawFn) -> str | None:
    """A column: no label, a blank, a term or a wording in any case, or several of them, a line each."""
    several = draw(st.none() | st.lists(st.sampled_from(_words), max_size=3))
    if several is None:
        return None
    cases: list[Callable[[str], str]] = [str, str.upper, str.lower, str.title, lambda text: f" {text} "]
    return "\n".join(draw(st.sampled_from(cases))(word) for word in several)


def asked_in_sql(rows: list[tuple[str | None, str | None, str | None]]) -> list[bool | None]:
    """What SQL finds of commitments with a status, a completion and an end."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE commitments (closed INTEGER, end_from TEXT, end_to TEXT)")
    connection.executemany(
        "INSERT INTO commitments VALUES (?,?,?)", [(is_closed(*row[:2]), *_span(row[2])) for row in rows]
    )
    verdict = "CASE WHEN {} THEN 1 WHEN {} THEN 0 END".format(*OVERDUE)
    found = connection.execute(f"SELECT {verdict} FROM commitments c ORDER BY rowid", [DAY, DAY]).fetchall()
    connection.close()
    return [None if verdict is None else bool(verdict) for (verdict,) in found]


def _span(end: str | None) -> tuple[str | None, str | None]:
    return bounds("end", end, {4: "year", 7: "month", 10: "day"}[len(end)]) if end else (None, None)


@given(st.lists(st.tuples(_said(), _said(), _ends), max_size=12))
def test_sql_and_python_agree(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    """Of any record, SQL says overdue, not overdue or undecided where Python says so, with days and with texts."""
    in_sql = asked_in_sql(rows)
    for (status, completion, end), verdict in zip(rows, in_sql, strict=True):
        first, last = _span(end)
        assert is_overdue(status, completion, first, last, DAY) is verdict
        begins, ends = (date.fromisoformat(day) if day else None for day in (first, last))
        assert is_overdue(status, completion, begins, ends, date.fromisoformat(DAY)) is verdict


@given(_said(), _said(), _ends)
def test_the_rule_is_the_contracts(status: str | None, completion: str | None, end: str | None) -> None:
    """Overdue: the end has passed, and no line of status or completion says inactive, withdrawn or complete."""
    said = [line.strip().lower() for column in (status, completion) for line in (column or "").split("\n")]
    verdict = is_overdue(status, completion, *_span(end), DAY)
    if CLOSED & set(said):
        assert verdict is False
    if verdict is True:
        assert end is not None
        assert end < DAY[: len(end)]
    if verdict is None and is_closed(status, completion) is False:
        assert end is None or end == DAY[: len(end)] != DAY


@pytest.mark.parametrize("name", PROGRESS)
@pytest.mark.parametrize("column", [0, 1], ids=PROGRESS)
def test_every_wording_of_a_term_counts(name: str, column: int) -> None:
    """Whatever language a term is written in, and under whichever of the two labels, it says what it says."""
    for wording, term in wordings(name).items():
        status, completion = (wording.upper(), None) if column == 0 else (None, wording.upper())
        assert is_overdue(status, completion, "2020-01-01", "2020-12-31", DAY) is (term not in OVER), wording


def test_the_terms_are_those_of_the_vocabularies() -> None:
    """Each term of the rule is one that status or completion can have."""
    assert {term for name in PROGRESS for term in terms(name)} >= OVER
    assert {term.lower() for term in OVER} == CLOSED


def test_the_order_of_lines_does_not_matter() -> None:
    """A line that says complete counts wherever it stands."""
    lines = ["Active", "Limited", "", "Complete"]
    for seed in range(6):
        random.Random(seed).shuffle(lines)
        assert is_overdue("\n".join(lines), None, "2020-01-01", "2020-12-31", DAY) is False
