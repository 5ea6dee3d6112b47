"""Shares held side by side, how a whole set fared, and double questions that are asked again of another country."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.asking.spreadsheet import csv_file
from bot.records.store import Store
from bot.slack.answers import answer_message
from tests.asking.conftest import in_thread, listed, tabled

TABLE = "Code,Title,Lead,Done,Impact,Year,Start,End\n" + "".join(
    f"{letters}{number:04},{title} {number},{lead},{done},{impact},2013,2013-01-31,2014-06-30\n"
    for letters, rows in {
        "KE": [
            ("Land register", "Ministry of Land", "Complete", "Minor"),
            ("Budget portal", "Treasury", "Limited", "None"),
        ],
        "GH": [
            ("Fiscal rules", "Ministry of Finance", "Complete", "None"),
            ("Audit reports", "Audit Service", "Complete", "Minor"),
            ("Media rules", "Ministry of Culture", "Not Started", "None"),
            ("Policy portal", "Ministry of Finance", "Withdrawn", "Minor"),
        ],
        "UY": [("Open land register", "Ministry of Land", "Limited", "Minor")],
    }.items()
    for number, (title, lead, done, impact) in enumerate(rows, 1)
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of seven commitments: one of two is complete in Kenya, two of four in Ghana, none in Uruguay."""
    return tabled(tmp_path_factory.mktemp("tables"), TABLE)


def _shares(store: Store, *questions: str) -> object:
    answer = in_thread(store, *questions)
    assert answer.result is not None, answer.text
    return answer.result["value"]


@pytest.mark.parametrize(
    "question",
    [
        "Ghana vs Uruguay - which one finished a bigger share of what it signed up to?",
        "who has the higher completion rate, Ghana or Uruguay?",
        "what percentage did Ghana complete compared with Uruguay?",
        "Entre Ghana y Uruguay, ¿quién cumplió más en proporción?",
        "taxa de conclusão de Gana e do Uruguai",
        "Abschlussquote von Ghana und Uruguay",
    ],
)
def test_a_share_of_two_countries_is_told_of_each(question: str, store: Store) -> None:
    """A share asked of two countries is never that of both together."""
    assert _shares(store, question) == {"Ghana": 50.0, "Uruguay": 0.0}


@pytest.mark.parametrize("question", ["completion rate by country", "what share was completed, by country?"])
def test_a_share_by_a_field_is_told_of_each_value(question: str, store: Store) -> None:
    """A rate by country has one line a country, the highest first, with how many of how many."""
    assert _shares(store, question) == {"Ghana": 50.0, "Kenya": 50.0, "Uruguay": 0.0}
    assert "• Ghana: 2 of 4 (50 %)" in in_thread(store, question).text


def test_shares_are_told_as_shares_in_slack_and_in_files(store: Store) -> None:
    """Per cent is never shown as a number of commitments, in no table, chart or file."""
    answer = in_thread(store, "completion rate by country")
    lines = csv_file(answer).decode("utf-8-sig").splitlines()
    assert lines[:2] == ["country,commitments,of,percent", "Ghana,2,4,50"]
    shown = repr(answer_message(answer, "key").blocks)
    assert "Ghana: 2 of 4 (50 %)" in shown
    assert "table" not in shown


@pytest.mark.parametrize(
    "condition",
    [
        "that mention rules",
        "that are overdue",
        "that end in 2014",
        "lasting more than a year",
        "without a lead institution",
    ],
)
def test_any_condition_has_a_share_by_country(condition: str, store: Store) -> None:
    """A share by country is told of what is mentioned, of dates, of lengths and of gaps as of findings."""
    answer = in_thread(store, f"share of commitments {condition}, by country")
    assert answer.result is not None
    assert answer.result["type"] == "shares", answer.text


@pytest.mark.parametrize(
    "question",
    [
        "what share of commitments mention rules?",
        "which country has the most commitments that mention rules?",
        "compare Ghana and Kenya on commitments that mention rules",
        "the latest commitment that mentions rules",
    ],
)
def test_the_verb_of_mentioning_is_never_looked_for(question: str, store: Store) -> None:
    """To mention is a verb before what is looked for, whatever is asked of the set."""
    assert "“mention" not in in_thread(store, question).text


def test_the_lowest_rate_stands_first_where_it_is_asked_for(store: Store) -> None:
    """Of the lowest rates the lowest is told first."""
    text = in_thread(store, "which country has the lowest completion rate?").text
    assert "• Uruguay: 0 of 1 (0 %)" in text
    assert text.index("Uruguay: 0") < text.index("Kenya: 1")


@pytest.mark.parametrize(
    "question",
    ["how did Ghana do?", "How is Ghana doing overall?", "¿cómo le fue a Ghana?", "où en est le Ghana ?"],
)
def test_how_a_country_did_is_how_far_its_commitments_got(question: str, store: Store) -> None:
    """How a whole country did is answered by the completion of its commitments."""
    assert "Withdrawn" in in_thread(store, question).text


@pytest.mark.parametrize("last", ["and Kenya?", "thx! and Kenya?"])
def test_both_questions_of_a_message_are_asked_again(last: str, store: Store) -> None:
    """Where a message asked two things of a country, "and Kenya?" asks both of Kenya."""
    text = in_thread(store, "Ghana - how many and how many finished?", last).text
    assert "Commitments of Kenya: 2." in text
    assert "of Kenya: 1." in text


@pytest.mark.parametrize(
    "question",
    [
        "Ghana's government told me every commitment was completed. True?",
        "The government of Ghana says all its commitments were completed. Is that right?",
        "el gobierno de Ghana afirma que cumplió todos sus compromisos, ¿es cierto?",
    ],
)
def test_a_government_is_its_country(question: str, store: Store) -> None:
    """The word for its government at a country narrows nothing to texts that hold this word."""
    text = in_thread(store, question).text
    assert text.startswith("No.")
    assert "completion other than Complete: 2." in text or "cumplimiento distinto de Complete: 2." in text


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("I prepare a note on Kenya: how many commitments are complete?", 1),
        ("Je prépare une note sur le Kenya : combien d'engagements achevés ?", 1),
        ("Estoy preparando un informe sobre Kenia, ¿cuántos compromisos se completaron?", 1),
        ("For my note on Ghana: how many commitments does Kenya have?", 2),
    ],
)
def test_the_only_country_of_a_message_is_meant(question: str, number: int, store: Store) -> None:
    """A purpose that names the only country of a message says what is asked about; beside another one it is no part."""
    assert _shares(store, question) == number


def test_a_who_without_a_verb_asks_who_leads(store: Store) -> None:
    """A "who" at the end, or before "and when", asks for the lead and the person, beside what else is asked."""
    text = in_thread(store, "Ghana, audit reports: who and by when").text
    assert "Lead institution: Audit Service" in text
    assert "End date: 2014-06-30" in text
    assert "Lead institution: Audit Service" in in_thread(store, "deadline of GH0002", "who").text


def test_no_impact_is_the_rating_none(store: Store) -> None:
    """Without potential impact are those that were rated so, not those that were not rated."""
    assert listed(store, "which commitments had no potential impact?") == ("GH0001", "GH0003", "KE0002")


def test_those_that_end_on_one_day_are_spoken_of_together(store: Store) -> None:
    """Of several that stand out together none alone is "that one"."""
    text = in_thread(store, "Which Ghanaian deadline comes last?", "who runs that one?").text
    assert "Audit Service" in text
    assert "Ministry of Culture" in text


@pytest.mark.parametrize("question", ["What did Ghana quietly drop?", "what did the Ghanaians give up on?"])
def test_what_was_dropped_was_withdrawn(question: str, store: Store) -> None:
    """To drop, or to give up on, a commitment is to withdraw it."""
    assert listed(store, question) == ("GH0004",)


@pytest.mark.parametrize(
    "question",
    [
        "of the commitments on land, what percentage was completed?",
        "what percentage of land commitments was completed?",
        "De los compromisos sobre land, ¿qué porcentaje se cumplió?",
    ],
)
def test_a_share_is_of_the_topic_that_it_names(question: str, store: Store) -> None:
    """Of a topic the share is of the commitments on it, not of all commitments."""
    assert "1 of 2 (50 %)" in in_thread(store, question).text.replace(" de ", " of ")


@pytest.mark.parametrize(
    "question",
    [
        "the two countries with the highest share of completed commitments, with at least 2 commitments",
        "Ranking please: two countries by completion rate, min 2 commitments",
        "which countries with more than 1 commitment have the highest completion rate?",
    ],
)
def test_a_ranking_of_shares_leaves_small_ones_out_where_asked(question: str, store: Store) -> None:
    """“At least so many commitments” bounds the countries that are ranked."""
    assert _shares(store, question) == {"Ghana": 50.0, "Kenya": 50.0}
    assert "with at least 2 commitments" in in_thread(store, question).text


def test_the_most_and_the_fewest_are_both_told(store: Store) -> None:
    """A question for the most and the fewest has two answers."""
    text = in_thread(store, "which country has the most commitments, and which has the fewest?").text
    assert "• Ghana: 4" in text
    assert "• Uruguay: 1" in text


def test_a_ranking_without_a_number_is_whole(store: Store) -> None:
    """To rank countries is to tell the number of each."""
    assert _shares(store, "rank the countries by number of commitments") == {"Ghana": 4, "Kenya": 2, "Uruguay": 1}


def test_the_only_question_among_sentences_is_answered(store: Store) -> None:
    """What is told around the one sentence that asks, and says itself of what, is no part of it."""
    told = "Morning! I run a small group in Nairobi and I'm a bit lost here, sorry. {} Thanks a ton"
    question = "Did Ghana promise anything about audit?"
    assert in_thread(store, told.format(question)).result == in_thread(store, question).result


def test_an_adjective_before_a_name_is_no_state(store: Store) -> None:
    """ "Open" before what names a commitment says nothing of whether it still runs."""
    assert in_thread(store, "Is Uruguay's open register limited?").text.startswith("Yes.")


def test_what_should_have_happened_by_a_day_is_a_date(store: Store) -> None:
    """ "When was it supposed to be done?" asks for the end, not for a sentence."""
    text = in_thread(store, "When was Ghana supposed to be done with the audit reports?").text
    assert "End date: 2014-06-30" in text
    assert "Start date" not in text


def test_a_gloss_stands_for_the_word_before_it(store: Store) -> None:
    """A word that is not known is left out where a value stands behind it in brackets."""
    assert listed(store, "which Ghanaian commitments are flubbed (not started)?") == ("GH0003",)


def test_a_field_that_all_state_is_missing_nowhere(store: Store) -> None:
    """Where no commitment lacks a field, those that lack it are none, and nothing fails."""
    assert in_thread(store, "which commitments have no completion?").outcome in ("answer", "abstain")


@pytest.mark.parametrize(
    "question",
    [
        "which African countries have no limited commitment?",
        "is there any African country without a single limited commitment?",
        "¿Hay algún país africano que no tenga ni un solo compromiso limitado?",
    ],
)
def test_the_countries_of_a_region_that_have_none_are_told(question: str, store: Store) -> None:
    """Those of a region that have none are never answered with those that have some."""
    assert _shares(store, question) == {"Ghana": 0}


def test_a_light_word_counts_in_a_topic_of_several_words(tmp_path: Path) -> None:
    """The words of a title are all looked for where they name a topic, though one of them alone is of no weight."""
    rows = "GH0001,3. Right to information,Complete\nGH0002,Information centre,Complete\n"
    assert listed(tabled(tmp_path, f"Code,Title,Done\n{rows}"), "right to information commitments") == ("GH0001",)


def test_who_speaks_is_told_apart_from_what_is_asked(store: Store) -> None:
    """Who introduces themselves as a country's contact asks for no contact, and means that country."""
    answer = in_thread(store, "I'm the point of contact for Ghana. How are we doing overall?")
    assert "Withdrawn" in answer.text
    assert "Responsible person" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "which commitments of Kenya are about the right to information?",
        "which commitments are about ben-eficial ownership?",
    ],
)
def test_words_of_a_phrase_that_no_document_has_are_told_to_be_in_none(question: str, store: Store) -> None:
    """A phrase of the table, or a word with a hyphen in it, that no document has fails nowhere."""
    text = in_thread(store, question).text
    assert "none found" in text or text.startswith("No commitment")


def test_words_that_only_a_name_has_are_looked_for_there(store: Store) -> None:
    """Two words that stand in an institution's name alone, and in none that fits, fail nowhere."""
    text = in_thread(store, "commitments of Kenya without a lead institution that mention Audit Service").text
    assert "none found" in text
