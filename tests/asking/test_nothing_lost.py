"""What a question says is kept: corrections, lists of topics, denials, and whatever a follow-up turns round."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.records.store import Store
from tests.asking.conftest import in_thread, tabled

TABLE = (
    "Code,Title,Brief,Lead,Done,End\n"
    "GE0001,Open data portal,Data of quarries,Ministry of Justice,Complete,2014-12-31\n"
    "GE0002,Court recordings,Recordings of hearings,Ministry of Justice,Limited,2015-06-30\n"
    "GE0003,Roads,Asphalt and oil,Ministry of Roads,Complete,2015-12-31\n"
    "AM0001,Health cards,Cards of patients,Ministry of Health,Complete,2014-12-31\n"
    "AM0002,Open Data Armenia,Data of schools,Ministry of Justice,Limited,2016-12-31\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of five commitments of two countries."""
    return tabled(tmp_path_factory.mktemp("tables"), TABLE)


def codes(store: Store, *turns: str) -> list[str]:
    """The commitments that the last answer of a conversation shows."""
    return list(dict.fromkeys(item.code for item in in_thread(store, *turns).items))


@pytest.mark.parametrize(
    "question",
    [
        "which of Georgia's initiatives were actually finished?",
        "which Georgian ones did they actually complete?",
        "welche Verpflichtungen von Georgien wurden eigentlich abgeschlossen?",
    ],
)
def test_a_word_of_doubt_takes_nothing_back(question: str, store: Store) -> None:
    """ "Actually" before a verb replaces nothing: the country that stands before it still holds."""
    assert codes(store, question) == ["GE0001", "GE0003"]


@pytest.mark.parametrize("question", ["commitments of Georgia, actually Armenia", "georgia sorry armenia commitments"])
def test_what_replaces_another_of_its_kind_is_meant(question: str, store: Store) -> None:
    """Behind a correction stands another country: the first is taken back."""
    assert codes(store, question) == ["AM0001", "AM0002"]


@pytest.mark.parametrize(
    "question",
    [
        "which commitments of Georgia mention quarries, hearings or oil?",
        "¿qué compromisos de Georgia mencionan quarries, hearings u oil?",
        "quels engagements de la Géorgie mentionnent quarries, hearings ou oil ?",
    ],
)
def test_or_at_the_end_of_a_list_holds_for_all_of_it(question: str, store: Store) -> None:
    """ "A, B or C" are three alternatives."""
    assert codes(store, question) == ["GE0001", "GE0002", "GE0003"]


@pytest.mark.parametrize(
    "question",
    ["which Georgian commitments were not assessed?", "¿qué compromisos de Georgia no fueron evaluados?"],
)
def test_a_denial_is_not_dropped(question: str, store: Store) -> None:
    """What is denied of a set and no record tells is said; all of the set is no answer."""
    assert codes(store, question) == []


@pytest.mark.parametrize("question", ["everything Armenia promised on open data", "all that Armenia committed to"])
def test_what_somebody_promised_is_several(question: str, store: Store) -> None:
    """All that a country promised on something is a list, also where one title has the same words."""
    answer = in_thread(store, question)
    assert answer.to_json()["frame"]["kind"] == "listing"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("which country has the most commitments?", "and the fewest?"),
        ("¿qué país tiene más compromisos?", "¿y menos?"),
        ("welches Land hat die meisten Verpflichtungen?", "und die wenigsten?"),
        ("quel pays a le plus d'engagements ?", "et le moins ?"),
    ],
)
def test_a_ranking_is_turned_round(first: str, then: str, store: Store) -> None:
    """Behind who has most, “and the fewest?” asks for the other end."""
    assert "Armenia: 2" in in_thread(store, first, then).text.replace(" :", ":")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("who leads GE0002?", "and was it finished or not?"),
        ("quién lidera GE0002?", "y se terminó o no"),
        ("qui dirige GE0002 ?", "et est-il achevé ou pas ?"),
        ("who leads GE0002?", "did it work out?"),
        ("quem lidera GE0002?", "e deu certo?"),
    ],
)
def test_what_is_asked_of_the_same_is_no_old_field(first: str, then: str, store: Store) -> None:
    """A follow-up that asks whether it was finished is answered by the completion, not by the last field."""
    assert {item.field for item in in_thread(store, first, then).items} == {"completion"}


@pytest.mark.parametrize(
    "question",
    ["how was the Georgian court recordings commitment rated?", "¿cómo fue evaluado el compromiso court recordings?"],
)
def test_how_one_was_rated_are_its_ratings(question: str, store: Store) -> None:
    """How a commitment that is described was rated is told by its ratings."""
    assert ("completion", "Limited") in {(item.field, item.raw) for item in in_thread(store, question).items}


@pytest.mark.parametrize(
    "question",
    [
        "what is the population of georgia",
        "¿cuál es la población de Georgia?",
        "qual é a população da Geórgia?",
        "which president was more transparent?",
        "quel ministre a été plus transparent ?",
    ],
)
def test_the_world_is_refused(question: str, store: Store) -> None:
    """What is asked of countries and their politicians, not of commitments, is refused, and not searched for."""
    assert in_thread(store, question).outcome == "abstain"


@pytest.mark.parametrize(
    "question",
    [
        "compare Georgia and Armenia on completion",
        "compara Georgia y Armenia en cuanto a cumplimiento",
        "compare Georgia and Armenia by completion",
        "vergleiche Georgien und Armenien nach Umsetzungsstand",
    ],
)
def test_two_sets_are_compared_by_a_field(question: str, store: Store) -> None:
    """A comparison by a field tells how many of each side have each of its values."""
    text = in_thread(store, question).text
    assert "Complete: 2" in text
    assert text.count("Complete: ") == 2


@pytest.mark.parametrize(
    "question",
    [
        "is there anything on hearings in Georgia's plan?",
        "does Georgia's action plan mention hearings?",
        "¿hay algo sobre hearings en el plan de Georgia?",
    ],
)
def test_the_plan_of_a_country_is_where_something_stands(question: str, store: Store) -> None:
    """Whether something stands in a country's plan is answered by yes or no, and by no plan's number."""
    answer = in_thread(store, question).to_json()
    assert (answer["frame"]["kind"], answer["result"]["value"]) == ("verify", ["GE0002"])


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("which commitments of Georgia were completed?", "and the ones that weren't?"),
        ("which commitments of Georgia were completed?", "which were not?"),
        ("¿qué compromisos de Georgia están completos?", "¿y los que no?"),
        ("quels engagements de la Géorgie sont achevés ?", "et ceux qui ne le sont pas ?"),
        ("welche Verpflichtungen von Georgien sind abgeschlossen?", "und die, die es nicht sind?"),
    ],
)
def test_the_ones_that_are_not_are_the_others(first: str, then: str, store: Store) -> None:
    """Behind a set, “the ones that weren't” are those of the same country of which it is not true."""
    assert codes(store, first, then) == ["GE0002"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("commitments of Georgia with at least limited completion", ["GE0001", "GE0002", "GE0003"]),
        ("commitments of Georgia with limited completion or worse", ["GE0002"]),
        ("commitments that are complete or at least substantially complete", ["AM0001", "GE0001", "GE0003"]),
        ("¿qué compromisos de Georgia tienen al menos un cumplimiento limitado?", ["GE0001", "GE0002", "GE0003"]),
        ("Verpflichtungen von Georgien mit höchstens begrenztem Umsetzungsstand", ["GE0002"]),
    ],
)
def test_at_least_takes_all_that_is_further(question: str, found: list[str], store: Store) -> None:
    """Findings have an order: “at least limited” is limited, substantial or complete, and the reading says so."""
    assert sorted(codes(store, question)) == found


@pytest.mark.parametrize(
    "question",
    [
        "In your opinion, is open data any use?",
        "À ton avis, l'open data est-il utile ?",
        "¿En tu opinión, sirve de algo el gobierno abierto?",
        "Deiner Meinung nach, ist open data nützlich?",
    ],
)
def test_an_opinion_is_refused_whatever_stands_beside_it(question: str, store: Store) -> None:
    """Who asks for an opinion gets no list of what mentions the rest of their words."""
    assert in_thread(store, question).outcome == "abstain"


@pytest.mark.parametrize("question", ["commitments of Georgia by status", "engagements de la Géorgie par statut"])
def test_a_field_that_only_its_sibling_states(question: str, store: Store) -> None:
    """Where no record has a status and all have a completion, groups are made by the completion."""
    answer = in_thread(store, question).to_json()
    assert answer["result"]["value"] == {"Complete": 2, "Limited": 1}


@pytest.mark.parametrize(
    "question",
    [
        "how many commitments by country and completion?",
        "number of commitments per country and per completion",
        "¿cuántos compromisos hay por país y cumplimiento?",
    ],
)
def test_two_fields_give_two_groups(question: str, store: Store) -> None:
    """Who asks for numbers by one field and another is told both."""
    text = in_thread(store, question).text
    assert "Georgia: 3" in text
    assert "Complete: 3" in text


@pytest.mark.parametrize("then", ["which of them has more complete ones?", "and which one has fewer complete?"])
@pytest.mark.parametrize("first", ["compare Georgia and Armenia on completion", "commitments of Georgia or Armenia"])
def test_the_sides_of_a_thread_are_compared(first: str, then: str, store: Store) -> None:
    """Behind two countries “which has more?” counts both of them, and lists neither."""
    answer = in_thread(store, first, then)
    assert answer.intent == "compare"
    assert "Georgia: 2" in answer.text
    assert "Armenia: 1" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "did Georgia do better than Armenia?",
        "who performed worse, Georgia or Armenia?",
        "was Georgia better or Armenia?",
    ],
)
def test_who_did_better_is_told_by_completion(question: str, store: Store) -> None:
    """How well two countries did is told by how far their commitments are, and never by “yes”."""
    text = in_thread(store, question).text
    assert "Complete: 2" in text
    assert "Complete: 1" in text
    assert "Yes" not in text


def test_values_that_stand_twice_are_told_once(store: Store) -> None:
    """ "Complete or at least limited" is said without a value twice."""
    reading = in_thread(store, "which commitments of Georgia are complete or at least limited?").reading
    assert reading.count("Complete") == 1


def test_a_total_and_its_countries_are_both_told(store: Store) -> None:
    """A question of two numbers gets both."""
    text = in_thread(store, "how many commitments are there overall, and from how many countries?").text
    assert "5" in text
    assert "2" in text


def test_whose_text_is_quoted_is_asked_about_in_the_same_message(store: Store) -> None:
    """ "Which is about X, and who leads it?" is answered with the lead of the commitment that is quoted."""
    answer = in_thread(store, "Which Georgian commitment is about recordings of hearings, and who was responsible?")
    assert "Ministry of Justice" in answer.text


def test_a_year_until_which_something_runs_is_that_of_its_end(store: Store) -> None:
    """ "Runs until 2015" is no end of years before."""
    assert codes(store, "which commitments of Georgia were scheduled to run until 2015?") == ["GE0002", "GE0003"]


@pytest.mark.parametrize("question", ["which European countries are in here?", "list the European countries"])
def test_the_countries_of_a_region_are_told(question: str, store: Store) -> None:
    """Who asks which countries of a region there are gets countries, and no list of commitments."""
    text = in_thread(store, question).text
    assert "Georgia: 3" in text
    assert "Armenia: 2" in text


def test_a_phrase_goes_on_behind_a_line_break_of_a_cell(tmp_path: Path) -> None:
    """Words between which a table's cell has a line break are found as a phrase."""
    table = "Code,Title,Brief\nGE0001,Forests,A plan against climate<br/>change\nGE0002,Roads,Asphalt\n"
    assert codes(tabled(tmp_path, table), "which commitments mention “climate change”?") == ["GE0001"]
