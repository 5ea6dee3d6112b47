"""What is reckoned of numbers of commitments: halves and thirds, averages, the shares of topics, several that lead."""

from __future__ import annotations

import pytest

from bot.asking.spreadsheet import csv_file
from bot.records.store import Store
from bot.slack.answers import answer_message
from tests.asking.conftest import in_thread, listed, tabled

TABLE = "Code,Title,Brief,Done,Star,Impact,Year\n" + "".join(
    f"{letters}{number:04},{title} {number},{brief},{done},{star},Minor,{year}\n"
    for letters, rows in {
        "KE": [
            ("Land register", "Health data", "Complete", "1", 2012),
            ("Budget portal", "School budgets", "Complete", "0", 2012),
            ("Court lists", "Court dates", "Limited", "0", 2014),
        ],
        "GH": [
            ("Fiscal rules", "School fees", "Complete", "0", 2012),
            ("Audit reports", "Health audits", "Limited", "0", 2012),
            ("Media rules", "Health news", "Not Started", "0", 2014),
            ("Policy portal", "School news", "Limited", "1", 2014),
        ],
        "UY": [("Open land register", "Land", "Limited", "0", 2014)],
    }.items()
    for number, (title, brief, done, star, year) in enumerate(rows, 1)
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of eight commitments: two of three are complete in Kenya, one of four in Ghana, none in Uruguay."""
    return tabled(tmp_path_factory.mktemp("tables"), TABLE)


def _told(store: Store, *questions: str) -> tuple[str, object]:
    """The first line of an answer, and its result."""
    answer = in_thread(store, *questions)
    assert answer.result is not None, answer.text
    return answer.text.splitlines()[0], answer.result["value"]


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("did more than half of Kenya's commitments finish?", "Yes."),
        ("are most of Ghana's commitments complete?", "No."),
        ("is the majority of Kenya's commitments complete?", "Yes."),
        ("did at least a third of Ghana's commitments finish?", "No."),
        ("are fewer than a third of Ghana's commitments complete?", "Yes."),
        ("is over 60% of Kenya's portfolio complete?", "Yes."),
        ("did 70 percent or more of Kenya's commitments finish?", "No."),
        ("¿se completó más de la mitad de los compromisos de Kenia?", "Sí."),
        ("plus de la moitié des engagements du Ghana sont-ils achevés ?", "Non."),
        ("Wurde mehr als die Hälfte der Verpflichtungen von Kenia abgeschlossen?", "Ja."),
        ("a maioria dos compromissos do Quênia foi concluída?", "Sim."),
        ("케냐 공약의 절반 이상이 완료되었나요?", "예."),
    ],
)
def test_a_share_is_held_against_a_fraction(question: str, verdict: str, store: Store) -> None:
    """Whether more than half of a set is so is answered by yes or no, with how many of how many."""
    answer = in_thread(store, question)
    assert answer.text.startswith(f"{verdict}\n")
    assert answer.result is not None
    assert answer.result["of"] in (3, 4)


def test_about_half_is_told_by_the_numbers_alone(store: Store) -> None:
    """Whether 67 % is about half is left to who asks."""
    assert _told(store, "are about half of Kenya's commitments complete?")[0].endswith("2 of 3 (66.7 %).")


def test_the_countries_that_meet_a_fraction_are_told(store: Store) -> None:
    """Asked for the countries that completed more than half, only those are told, with their shares."""
    head, value = _told(store, "which countries completed more than half of their commitments?")
    assert value == {"Kenya": 66.7}
    assert head.endswith("by country: > 1/2:")


@pytest.mark.parametrize(
    "question",
    [
        "which has the higher completion rate, commitments that mention health or those that mention schools?",
        "compare the completion rate of health and school commitments",
    ],
)
def test_the_shares_of_topics_stand_side_by_side(question: str, store: Store) -> None:
    """A rate asked of two topics is told of each of them, in the text, in Slack and in a file."""
    answer = in_thread(store, question)
    assert answer.is_shares, answer.text
    assert answer.result is not None
    assert sorted(answer.result["of"].values()) == [3, 3]
    assert "33.3 %" in answer.text
    assert "33.3 %" in repr(answer_message(answer, "key").blocks)
    assert b"percent" in csv_file(answer)


@pytest.mark.parametrize(
    ("question", "average"),
    [
        ("how many commitments does a country have on average?", 2.7),
        ("average number of commitments per country", 2.7),
        ("how many complete commitments does each country have on average?", 1.0),
        ("combien d'engagements par pays en moyenne ?", 2.7),
        ("국가별 평균 공약 수", 2.7),
    ],
)
def test_an_average_counts_those_that_have_none(question: str, average: float, store: Store) -> None:
    """The average of complete commitments is reckoned over all countries, also those without any."""
    head, value = _told(store, question)
    assert value == average
    assert "÷ 3" in head


@pytest.mark.parametrize("question", ["how long do commitments last on average?", "median number per country"])
def test_other_averages_are_refused(question: str, store: Store) -> None:
    """Neither lengths nor medians are reckoned: that is said."""
    assert in_thread(store, question).reason == "not_understood"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("which countries have the most commitments?", {"Ghana": 4, "Kenya": 3, "Uruguay": 1}),
        ("quels pays ont le plus d'engagements ?", {"Ghana": 4, "Kenya": 3, "Uruguay": 1}),
        ("which country has the most commitments?", "Ghana"),
        ("quel pays a le plus d'engagements ?", "Ghana"),
    ],
)
def test_several_are_told_where_several_are_asked_for(question: str, first: object, store: Store) -> None:
    """“Which countries have the most” tells more than the first one."""
    assert _told(store, question)[1] == first


def test_a_share_in_a_thread_is_of_the_set_that_was_narrowed(store: Store) -> None:
    """“In percent?” behind “how many of those are complete?” is reckoned of those, not of all there are."""
    answer = in_thread(
        store, "how many Kenyan commitments are there?", "how many of those are complete?", "in percent?"
    )
    assert answer.text.startswith("Commitments of Kenya with completion Complete: 2 of 3 (66.7 %).")


def test_the_fewest_are_of_all_that_were_ranked(store: Store) -> None:
    """“And which countries have the fewest?” is not asked of the one that has the most."""
    value = _told(store, "which country has the most complete commitments?", "and which countries have the fewest?")[1]
    assert value == {"Uruguay": 0, "Ghana": 1, "Kenya": 2}


def test_a_comparison_is_asked_again_by_another_field(store: Store) -> None:
    """“And on stars?” behind a comparison of two countries is told of both."""
    text = in_thread(store, "compare Kenya and Ghana on completion", "and on stars?").text
    assert "Commitments of Kenya by starred: 3 in all" in text
    assert "Commitments of Ghana by starred: 4 in all" in text


def test_a_number_that_changed_is_told_of_both_sides(store: Store) -> None:
    """“How did the number change” from one plan or year to another tells both numbers, and looks for no phone."""
    value = _told(store, "how did the number of commitments change between 2012 and 2014?")[1]
    assert sorted(value.values()) == [4, 4]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "question", ["are any commitments complete? which ones?", "is any commitment complete, and which?"]
)
def test_which_they_are_is_listed_beside_the_yes(question: str, store: Store) -> None:
    """Asked whether there are any and which, all of them are named."""
    answer = in_thread(store, question)
    assert answer.text.startswith("Yes.")
    assert {item.code for item in answer.items} == {"KE0001", "KE0002", "GH0001"}


@pytest.mark.parametrize(
    "question",
    [
        "which Kenyan commitments were starred by the IRM?",
        "which commitments of Kenya are starred according to the reviewers?",
        "which Kenyan commitments did the IRM consider starred?",
    ],
)
def test_the_reviewers_say_what_is_rated(question: str, store: Store) -> None:
    """“By the IRM” asks for no report."""
    assert listed(store, question) == ("KE0001",)


@pytest.mark.parametrize("how", ["at the mid-term review", "by mid-term", "at the time of the progress report"])
def test_mid_term_is_when_completion_is_told(how: str, store: Store) -> None:
    """Completion is that of the progress report, so to say so changes nothing."""
    assert listed(store, f"which commitments of Kenya were complete {how}?") == ("KE0001", "KE0002")


@pytest.mark.parametrize("question", ["African countries in your data?", "list the countries of Africa that you have"])
def test_the_countries_of_a_region_are_told_and_no_commitments(question: str, store: Store) -> None:
    """Who asks for the countries of a region gets these."""
    assert _told(store, question)[1] == {"Ghana": 4, "Kenya": 3}


def test_two_denials_are_no_affirmation(store: Store) -> None:
    """“Not assessed or without completion” never means those whose completion is stated."""
    assert _told(store, "how many of Kenya's commitments were not assessed / have no completion rating?")[1] == 0


@pytest.mark.parametrize(
    "question",
    [
        "i am the poc for Kenya. How did we do overall? short summary pls",
        "how did we do in Kenya?",
        "short summary of how Kenya did",
    ],
)
def test_how_we_did_is_told_by_completion(question: str, store: Store) -> None:
    """Who speaks of a country as “we” gets how far its commitments are."""
    assert _told(store, question)[1] == {"Complete": 2, "Limited": 1}


def test_how_a_commitment_did_is_told_beside_its_lead(store: Store) -> None:
    """“Who leads it and how did it do?” answers both."""
    assert "Completion: Limited" in in_thread(store, "KE0003: who leads it and how did it do?").text


@pytest.mark.parametrize("question", ["everything about KE0001", "dame todo sobre KE0001", "full record of KE0001"])
def test_everything_is_all_that_is_stated(question: str, store: Store) -> None:
    """Asked for everything, all that the record states is told, and not an overview."""
    assert {"brief", "starred", "potential_impact"} <= {item.field for item in in_thread(store, question).items}


def test_another_one_of_a_topic_is_of_the_same_country(store: Store) -> None:
    """“What about the audit one?” behind a question about a Ghanaian commitment means Ghana's."""
    assert "GH0002" in in_thread(store, "how far is GH0001?", "what about the audit one?").text


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("did Kenya complete its commitments?", "In part: 2 of 3."),
        ("were Ghana's commitments completed?", "In part: 1 of 4."),
        ("did Uruguay complete its commitments?", "No."),
        ("did Ghana complete any commitments?", "Yes."),
    ],
)
def test_neither_yes_nor_no_is_said_of_what_is_so_in_part(question: str, first: str, store: Store) -> None:
    """Certain commitments of which some are complete are not called complete; each is told with its completion."""
    assert in_thread(store, question).text.splitlines()[0] == first


def test_two_shares_of_a_thread_are_held_side_by_side(store: Store) -> None:
    """“Which of the two did better” behind two shares compares the shares."""
    questions = ("what percent of Kenya's commitments are complete?", "and Ghana?", "so which of the two did better?")
    assert _told(store, *questions)[1] == {"Kenya": 66.7, "Ghana": 25.0}


def test_each_of_two_is_told_beside_their_sum(store: Store) -> None:
    """How many two countries have is told together and of each."""
    lines = in_thread(store, "how many commitments do Kenya and Ghana have?").text.splitlines()
    assert {"• Kenya: 3", "• Ghana: 4"} <= set(lines)
    assert lines[0].endswith(": 7.")


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("what about Kenya's court lists, was that ever completed?", "KE0003"),
        ("Kenya's court lists: done or not", "KE0003"),
        ("what did Kenya promise on court lists, and is it done?", "KE0003"),
    ],
)
def test_whether_it_was_done_is_told_by_its_completion(question: str, code: str, store: Store) -> None:
    """However it is asked whether what was just named is done, its completion is told."""
    items = in_thread(store, question).items
    assert (code, "completion") in {(item.code, item.field) for item in items}


def test_a_year_in_which_most_end_is_no_word_of_texts(store: Store) -> None:
    """“What year did most commitments end?” looks for no “end” in texts."""
    assert "mention" not in in_thread(store, "what year did most commitments end?").text


def test_which_government_is_which_country(store: Store) -> None:
    """Governments are ranked as countries, and their word is not looked for."""
    assert _told(store, "which government completed the most commitments?")[1] == "Kenya"


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("which commitments are about the budget?", {"KE0002"}),
        ("engagements du Kenya sur le budget", {"KE0002"}),
        ("compromisos de Kenia sobre el presupuesto", set()),
    ],
)
def test_the_budget_may_be_a_topic(question: str, codes: set[str], store: Store) -> None:
    """Commitments “on the budget” are looked for; no field of money is asked for."""
    answer = in_thread(store, question)
    assert answer.reason != "field_unknown"
    assert codes <= {item.code for item in answer.items}


def test_a_context_sentence_is_no_second_topic(store: Store) -> None:
    """What somebody writes about is no condition where the question has a topic of its own."""
    assert listed(store, "I'm writing on land data. Which commitments mention audits?") == ("GH0002",)


def test_a_topic_that_only_others_have_is_said_to_be_none(store: Store) -> None:
    """“Fees in Kenya” finds none, since a document of another country knows the word."""
    assert "none found" in in_thread(store, "audits in Kenya").text


def test_a_topic_keeps_what_is_beside_it_in_brackets(store: Store) -> None:
    """Of a topic and its name in brackets one is looked for: never neither."""
    assert listed(store, "which of Kenya's commitments are about land registers (register)?") == ("KE0001",)
