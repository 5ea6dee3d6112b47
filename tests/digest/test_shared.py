"""What the digests of a moment have in common is read once, and commitments that are alike are decided on once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.compose import SAID, sort
from bot.digest.happenings import Arrivals, Before, happenings, review
from bot.digest.model import Facts, Window
from bot.digest.shared import Shared
from bot.digest.subscriptions import compose_for, keep_journal
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from bot.state import journal
from bot.state.subscriptions import get
from tests.digest.office import MONDAY, Office
from tests.present import present

TODAY = date(2026, 12, 9)
DAYS = st.none() | st.integers(-40, 40).map(lambda days: (TODAY + timedelta(days),) * 2)
BESIDE = ('start, "end", field', "raw, fields")
"""The last of what is read of a document around a value that is shown."""


@st.composite
def groups(draw: st.DrawFn) -> list[Facts]:
    """Facts, of some of which several commitments are."""
    made, number = [], 0
    for _ in range(draw(st.integers(1, 6))):
        codes = [f"{draw(st.sampled_from(['KE', 'KR']))}{number + at:04}" for at in range(draw(st.integers(1, 4)))]
        number += 10
        said = dict.fromkeys(SAID, "stated") | {
            "status": draw(st.sampled_from(["Active", "Inactive", "", None])),
            "completion": draw(st.sampled_from(["Limited", "Complete", None])),
        }
        over = draw(st.sampled_from([None, TODAY - timedelta(400), TODAY + timedelta(400)]))
        made.append(
            Facts(codes[0], True, draw(DAYS), draw(DAYS), said, plan_over=over, alike=codes[1:]),
        )
    return made


@given(groups(), st.booleans(), st.sampled_from([None, 1, 3]), st.integers(0, 2))
def test_what_is_decided_once_for_all_that_are_alike_is_what_is_decided_of_each(
    together: tuple[Facts, ...], first: bool, limit: int | None, skip: int
) -> None:
    """Sections, news, what stands, and the week in numbers are the same for facts given one by one."""
    single = [replace(one, code=code, alike=()) for one in together for code in one.codes]
    window, before = Window(TODAY, TODAY - timedelta(6), 30), Before(TODAY - timedelta(7), first)
    found, expected = (happenings(facts, (), Arrivals(), before, window) for facts in (together, single))
    assert found == expected
    assert review(together, found.lines, before, window) == review(single, found.lines, before, window)
    sorting = sort(together, (), (), window, limit=limit, skip=skip)
    whole = sort(single, (), (), window)
    assert sorting.picks == {name: picks[skip:][:limit] for name, picks in whole.picks.items()}
    assert sorting.counts == {name: len(picks) for name, picks in whole.picks.items()}
    assert sorting.timed == whole.timed


@pytest.fixture
def followed(office: Office) -> Iterator[tuple[Office, list[str]]]:
    """An office with commitments that say the same, four digests of them, and news."""
    for number in range(4):
        office.copy("KR0032.txt", f"KR080{number}")
    office.ingest()
    kinds = [("everything", ""), ("country", "Korea"), ("institution", "Ministry of the Interior"), ("everything", "")]
    keys = [office.subscribe(*one) for one in kinds]
    for number in range(4):
        office.edit(f"KR080{number}.txt", "Pending IRM Review", "Marginal")
    office.day = MONDAY.date()
    office.ingest()
    yield office, keys


def test_a_round_reads_a_snapshot_as_often_for_four_digests_as_for_one(followed: tuple[Office, list[str]]) -> None:
    """Facts, milestones and what changed are read once; a digest reads what it follows and the values it shows."""
    office, keys = followed
    counts: list[Counter[str]] = []
    for some in (keys[:1], keys):
        statements: list[str] = []
        with Store(office.database) as store:
            upto = keep_journal(office.state, store)
            shared, entries = Shared(store), journal.between(office.state, 0, upto)
            store._db.set_trace_callback(statements.append)
            for key in some:
                follower = present(get(office.state, key))
                seen = WithholdingStore.over(store)
                made = compose_for(seen, follower, MONDAY.date(), MONDAY.date(), entries, shared=shared)
                assert made.digest.news
        # each value that is shown is looked at for contacts that stand in it
        counts.append(
            Counter(what[:60] for text in statements if not (what := text.partition(" FROM ")[0]).endswith(BESIDE))
        )
    one, four = counts
    (facts,) = [text for text in one if "has_page" in text]
    (milestones,) = [text for text in one if "json_extract(value, '$.end')" in text]
    assert (one[facts], four[facts]) == (1, 1)
    assert (one[milestones], four[milestones]) == (1, 1)
    assert four.total() - one.total() <= 3 * 6
    with Store(office.database) as store:  # pages that say the same are kept once, but for one that has news
        shared, codes = Shared(store), store.select("c.has_page", [])
        pages = {"KR0032", "KR0800", "KR0801", "KR0802", "KR0803"}
        assert pages in [set(one.codes) for one in shared.facts(codes)]
        assert {"KR0803"} in [set(one.codes) for one in shared.facts(codes, apart={"KR0803"})]
