"""A search form's frames: each field narrows as the same condition in words does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

import ingest
from bot.asking import answer_frame, ask
from bot.asking.search_form import OVERDUE, Form, choices, frame, state_choices
from bot.records.store import Store
from tests.generator import write
from tests.present import present

AS_OF = date(2026, 11, 21)
TODAY = AS_OF.isoformat()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Sixty invented pages of many countries."""
    folder = tmp_path_factory.mktemp("form")
    ingest.main([str(write(folder, 3, 60).now), "--db", str(folder / "commitments.db"), "--as-of", TODAY])
    with Store(folder / "commitments.db") as opened:
        yield opened


def found(store: Store, form: Form) -> list[str]:
    """The commitments that a form finds."""
    asked = present(frame(store, form, TODAY))
    return list(present(answer_frame(store, asked, as_of=AS_OF, lang="en").result)["value"])


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("country", "which commitments are of {label}?"),
        ("cycle", "which commitments are of the {label} plan?"),
        ("area", "which commitments are about {label}?"),
        ("institution", "which commitments involve the {label}?"),
    ],
)
def test_a_choice_finds_what_its_question_finds(corpus: Store, name: str, question: str) -> None:
    """What is chosen in the form is the same frame as the same thing in words, and finds as many as it says."""
    for choice in choices(corpus, name)[:3]:
        codes = found(corpus, Form(**{name: choice.value}))
        assert len(codes) == choice.count
        in_words = ask(corpus, question.format(label=choice.label), as_of=AS_OF)[0]
        assert set(present(in_words.result)["value"]) <= set(codes)
        assert in_words.outcome == "answer"


def test_states_find_as_many_as_they_say(corpus: Store) -> None:
    """Each term of a state is a choice, and finds the commitments that have it."""
    terms = [choice for several in state_choices(corpus).values() for choice in several]
    assert {choice.value.partition("=")[0] for choice in terms} == {"status", "completion"}
    for choice in terms:
        assert len(found(corpus, Form(status=choice.value))) == choice.count


def test_overdue_is_the_rule_of_questions(corpus: Store) -> None:
    """“Overdue” in the form is what “which commitments are overdue?” finds."""
    asked = ask(corpus, "which commitments are overdue?", as_of=AS_OF)[0]
    assert found(corpus, Form(status=OVERDUE)) == present(asked.result)["value"] != []


def test_dates_bound_the_end(corpus: Store) -> None:
    """The end lies within the days that are chosen, the nearest first, and whose end is unknown is counted apart."""
    asked = present(frame(corpus, Form(since="2017-01-01", until="2019-12-31"), TODAY))
    given = answer_frame(corpus, asked, as_of=AS_OF, lang="en")
    ends = [row["end_to"] for row in corpus.columns(present(given.result)["value"], ("end_to",)).values()]
    assert ends == sorted(ends) != []
    assert all("2017-01-01" <= end <= "2019-12-31" for end in ends)
    assert given.unknown


def test_choices_narrow_each_other(corpus: Store) -> None:
    """Several choices are conditions together."""
    country, area = choices(corpus, "country")[0], choices(corpus, "area")[0]
    both = set(found(corpus, Form(country=country.value, area=area.value)))
    assert both == set(found(corpus, Form(country=country.value))) & set(found(corpus, Form(area=area.value)))


def test_words_are_searched_in_the_text(store: Store) -> None:
    """Words are looked for in the text, whatever signs stand around them; all of them must be there."""
    assert found(store, Form(words='"Application" (services)')) == ["KR0032"]
    assert found(store, Form(words="application zzz")) == []


def test_nothing_chosen_asks_for_nothing(store: Store) -> None:
    """An empty form has no frame, and neither have words without letters."""
    assert frame(store, Form(words=" ?! "), TODAY) is None


def test_what_is_gone_is_found_nowhere(store: Store) -> None:
    """A name that the corpus lost since the form was opened finds nothing, not everything."""
    assert found(store, Form(institution="ministry of nowhere")) == []
    assert found(store, Form(area="nothing at all")) == []


def test_choices_hold_what_was_typed(corpus: Store) -> None:
    """Only names that hold every typed word are offered, whatever their case and accents."""
    offered = choices(corpus, "institution", "MINISTRY of")
    assert offered
    assert all("ministry" in one.label.casefold() and "of" in one.label.casefold() for one in offered)
    assert choices(corpus, "country", "atlantis") == []


def test_a_page_of_the_list(corpus: Store) -> None:
    """The second page goes on where the first ends."""
    form = Form(since="1990-01-01")
    first, second = (
        answer_frame(corpus, present(frame(corpus, form, TODAY, page)), as_of=AS_OF, lang="en") for page in (1, 2)
    )
    shown = [entry.code for page in (first, second) for entry in page.entries]
    assert shown == present(first.result)["value"][: len(shown)]
    assert len(shown) > len(first.entries)
