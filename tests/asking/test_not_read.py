"""Nobody is told that a record is silent where a part of its documents was not understood."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asking import ask
from bot.asking.answers import draft_frame
from bot.asking.conditions import condition
from bot.asking.evidence import Evidence
from bot.asking.frames import Condition, Has, Lookup, Not
from bot.asking.wording import Wording
from bot.reading.label_tables import label_tables
from bot.records.fields import FIELD, FIELDS
from bot.records.known_contacts import MARK
from bot.records.languages import LANGUAGES
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from tests.records.sample_pages import DAY, ingest, page, rows

CODE = "XA0001"
SILENT = ("absent", "not_in_record")
LABELS = sorted({label.text for label in label_tables().wordings if label.name in FIELD and label.words < 6})
unlike = st.sampled_from(["Funding source", "Donante", "Langue de travail", "비고", "Notes on the roof"])
spoilt = st.tuples(st.sampled_from(LABELS), st.sampled_from(["s", " reached", " 2", "xx", ""])).map("".join)
labels = st.one_of(unlike, spoilt)
texts = st.sampled_from(
    ["Ana Ruiz", "30 Feb 2017", "revisión en marcha", "desk@roads.example", "+27 12 555 0143", "Stations lend an hour."]
)
places = st.sampled_from(["\n\n{}: {}\n", "; {}: {}; Relevance: It opens data", "\n\n{}\n{}\n"])


def sides(store: Store, where: Condition) -> tuple[list[str], list[str]]:
    """What a condition is true of, and what may be."""
    true, open_ = Evidence(store, DAY).sides(where)
    return [*true], [*open_]


def built(folder: str, data: bytes) -> Path:
    """The database of one page."""
    db = Path(folder) / "commitments.db"
    ingest(db, {f"{CODE}.txt": data})
    return db


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(places, labels, texts), min_size=1, max_size=3))
def test_no_answer_says_that_a_field_is_missing_that_unread_text_or_a_problem_names(
    written: list[tuple[str, str, str]],
) -> None:
    """Whatever stands on a page: a field that its unread passages or its problems name is never called absent."""
    more = "Objective: A register of roads" + "".join(place.format(*said) for place, *said in written)
    with tempfile.TemporaryDirectory() as folder:
        db = built(folder, page(CODE, more=more))
        named = {name for (name,) in rows(db, "SELECT field FROM problems WHERE field IS NOT NULL")}
        named |= {name for (name,) in rows(db, "SELECT value FROM unread_passages u, json_each(u.fields)")}
        with Store(db) as store:
            text = rows(db, "SELECT text FROM documents")[0][0]
            for field in FIELDS:
                made = draft_frame(Lookup((CODE,), (field.name,)), Evidence(store, DAY))
                assert all(text[item.start : item.end] == item.raw for item in made.items)
                if field.name not in named:
                    continue
                assert made.reason != "not_in_record"
                for language in LANGUAGES:
                    wording = Wording(language, store)
                    said = wording.put(made).text
                    silent = [wording.say[key].rpartition("}")[2].strip(" :") for key in SILENT]
                    assert not any(said.endswith(one) or f"{one}\n" in said for one in silent)


def test_the_likeliest_passage_is_quoted_with_its_place(tmp_path: Path) -> None:
    """An unknown label that is like the field's: its text is shown as a source, and the reason says that it is open."""
    db = built(str(tmp_path), page(CODE, more="Objective: A register; Deputy focal point: Ana Ruiz"))
    with Store(db) as store:
        answer = ask(store, f"who is the person in charge of {CODE}?", as_of=DAY, lang="en")[0]
    assert (answer.outcome, answer.reason) == ("abstain", "not_read")
    assert [(item.field, item.raw, item.line) for item in answer.items] == [
        ("passage", "Deputy focal point: Ana Ruiz", 11)
    ]
    assert "may say it: “Deputy focal point: Ana Ruiz” (XA0001.txt, line 11)." in answer.text


def test_a_page_that_was_read_whole_may_be_silent(tmp_path: Path) -> None:
    """Where nothing was left unread, the record does not hold the field."""
    db = built(str(tmp_path), page(CODE, more="Objective: A register"))
    with Store(db) as store:
        assert ask(store, f"ambition of {CODE}?", as_of=DAY, lang="en")[0].reason == "not_in_record"


def test_a_list_of_what_lacks_a_field_leaves_out_what_was_not_read(tmp_path: Path) -> None:
    """“Without an email” is undecided of a page with an address in its unread text."""
    db = built(str(tmp_path), page(CODE, more="Objective: A register; Ask at: desk@roads.example"))
    with Store(db) as store:
        assert sides(store, Has("email", "missing")) == ([], [CODE])
        assert sides(store, Not(Has("email", "missing"))) == ([], [CODE])
        assert sides(store, Has("phone", "missing")) == ([CODE], [])


def test_a_contact_in_unread_text_is_withheld(tmp_path: Path) -> None:
    """Who may not see contacts is told that something was not read, without what it says."""
    more = "Objective: A register; Ask at: desk@roads.example; Wire: 0125550143wire; Donor: 012 555 0143x"
    db = built(str(tmp_path), page(CODE, more=more))
    with WithholdingStore(db) as store:
        for question in (f"email of {CODE}", f"phone of {CODE}", f"budget of {CODE}"):
            answer = ask(store, question, as_of=DAY, lang="en")[0]
            assert not any(one in str(answer.to_json()) for one in ("desk@", "5550143", "555 0143"))
        assert MARK in ask(store, f"email of {CODE}", as_of=DAY, lang="en")[0].text


@pytest.mark.parametrize(
    ("said", "true", "undecided"),
    [
        ({"Completion": "Complete"}, [CODE], []),
        ({"Completion": "Limited"}, [], []),
        ({"Completion": "mayor Clasificacion Mayor"}, [], [CODE]),
        ({"Completion": "revisión pendiente de IRM"}, [], [CODE]),
    ],
)
def test_a_wording_that_is_not_understood_is_undecided(
    tmp_path: Path, said: dict[str, str], true: list[str], undecided: list[str]
) -> None:
    """It is no “no”: neither this term nor another, and no end that has passed makes it overdue."""
    db = built(str(tmp_path), page(CODE, more="End date: 30 June 2018", **said))
    with Store(db) as store:
        assert sides(store, Has("completion", "is", ("Complete",))) == (true, undecided)
        assert sides(store, Not(Has("completion", "is", ("Complete",))))[1] == undecided
        sql, values = condition(Has("end", "overdue", ("2026-11-21",)))
        overdue = store.select(sql, values)
    assert overdue == ([CODE] if said["Completion"] in ("Limited", "revisión pendiente de IRM") else [])
    told = [message for (message,) in rows(db, "SELECT message FROM problems WHERE field = 'completion'")]
    assert bool(told) == (said["Completion"].startswith("mayor"))


@pytest.mark.parametrize("end", ["30 Feb 2017", "when the snow melts"])
def test_a_date_that_is_not_understood_is_shown_as_written_and_decides_nothing(tmp_path: Path, end: str) -> None:
    """The record shows it; a comparison is undecided, for the reason that it was not read."""
    db = built(str(tmp_path), page(CODE, more=f"End date: {end}"))
    with Store(db) as store:
        shown = ask(store, f"when does {CODE} end?", as_of=DAY, lang="en")[0]
        compared = ask(store, f"did {CODE} end before April 2017?", as_of=DAY, lang="en")[0]
    assert [(item.raw, item.value) for item in shown.items] == [(end, None)]
    assert (compared.outcome, compared.reason, compared.unknown) == ("abstain", "not_read", (CODE,))
