"""What questions mean on a corpus of rows: made codes, short country names, searched words, vague dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import ingest
from bot.asking import EMPTY, Answer, ask
from bot.records.store import Store
from tests.asking.conftest import TODAY
from tests.reading.test_export import export

ROWS = [
    ("United Kingdom", "2", "7", "Open contracting by 2015", "Cabinet Office", "31/12/2015", "Email alerts are sent."),
    ("United States", "1", "3", "Open education", "Department of Education (DoE)", "2017", "Minutes are published."),
    ("United States", "1", "12", "Legal aid", "ONE", "30/06/2014", "A telephone line answers, in 5G."),
    ("Georgia", "2", "12", "Petitions portal", "Public Service Hall", "30/06/2016", "Budget transparency for all."),
    (
        "Georgia",
        "2",
        "2",
        "Budget monitor",
        "Ministry of Finance",
        "30/06/2013",
        "The budget is shown with transparency.",
    ),
    (
        "Malta",
        "1",
        "1",
        "Make with five pilot agencies a pact on integrity, to improve trust in services and to let officials account",
        "Harbour Office",
        "30/06/2016",
        "Duties are named.",
    ),
    ("South Korea", "1", "1", "Records", "Ministry of the Interior", "2018", "회의록을 공개한다."),
]
COLUMNS = ("Country", "Action Plan Number", "Comm No", "Commitment Title", "Lead Institution", "End Date", "Full Text")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database of these rows of an export and of the seeds."""
    folder = tmp_path_factory.mktemp("rows")
    text = export(*(dict(zip(COLUMNS, row, strict=True)) for row in ROWS)).text
    (folder / "export.csv").write_text(text, encoding="utf-8", newline="")
    corpus = str(Path(__file__).parents[2] / "corpus")
    assert ingest.main([str(folder / "export.csv"), corpus, "--db", str(folder / "c.db"), "--as-of", "2026-11-20"]) == 0
    with Store(folder / "c.db") as store:
        yield store


def asked(store: Store, *questions: str, as_of: date = TODAY) -> Answer:
    """The last answer of a thread."""
    thread = EMPTY
    for question in questions:
        answer, thread = ask(store, question, thread=thread, as_of=as_of)
    return answer


def codes(answer: Answer) -> set[str]:
    """The commitments of an answer."""
    assert answer.outcome == "answer", answer.text
    value = (answer.result or {}).get("value")
    return set(value) if isinstance(value, list) and answer.intent != "lookup" else {item.code for item in answer.items}


@pytest.mark.parametrize("code", ["UK-P2-7", "US-P1-3", "US-P1-12", "GE-P2-12", "GE-P2-2", "KR-P1-1"])
def test_every_code_that_the_bot_shows_is_understood(code: str, rows: Store) -> None:
    """A made code asks for its own row, written as shown, small or spaced."""
    for typed in (code, code.lower(), code.replace("-", " ")):
        assert codes(asked(rows, f"who leads {typed}?")) == {code}


def test_the_number_in_a_code_is_no_other_commitment(rows: Store) -> None:
    """A made code that no row has is not answered for one whose title or number is alike."""
    answer = asked(rows, "who leads GE-P2-3?")
    assert (answer.outcome, answer.reason) == ("abstain", "no_such_code")


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("how many commitments does the US have?", 2),
        ("how many US commitments are there", 2),
        ("how many commitments does the USA have?", 2),
        ("how many commitments of the UK", 1),
        ("how many uk commitments", 1),
        ("how many commitments of GB", 1),
        ("how many commitments of the us", 2),
        ("how many commitments does the us have?", 2),
        ("give us the number of Georgian commitments", 2),
    ],
)
def test_short_names_are_countries(question: str, count: int, rows: Store) -> None:
    """Two letters name a country where they are no word, or are written as a country is."""
    assert (asked(rows, question).result or {}).get("value") == count


def test_a_country_without_documents_is_said_to_have_none(rows: Store) -> None:
    """“No document” is said of a country only when the corpus has none of it, under whatever name."""
    assert asked(rows, "commitments of Japan").reason == "no_such_country"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("which commitments mention email?", {"UK-P2-7"}),
        ("which commitments mention minutes?", {"US-P1-3"}),
        ("commitments about minutes", {"US-P1-3"}),
        ("which commitments mention 5G?", {"US-P1-12"}),
        ("which commitments mention 2015?", {"UK-P2-7"}),
        ("which commitments mention budget transparency?", {"GE-P2-12", "GE-P2-2"}),
        ('which commitments mention "budget transparency"?', {"GE-P2-12"}),
        ("commitments about “budget transparency”", {"GE-P2-12"}),
        ("which commitments mention minutes or email?", {"US-P1-3", "UK-P2-7"}),
        ("commitments about nutrition or alerts", {"UK-P2-7"}),
        ("commitments about alerts or nutrition", {"UK-P2-7"}),
        ("which commitments mention budget in Georgia", {"GE-P2-12", "GE-P2-2"}),
        ("which commitments mention budget and ended before 2015?", {"GE-P2-2"}),
        ("which commitments mention 회의록?", {"KR-P1-1"}),
        ("회의록 언급한 공약", {"KR-P1-1", "US-P1-3"}),
        ("회의록이 언급된 공약은?", {"KR-P1-1", "US-P1-3"}),
        ("¿qué compromisos mencionan minutes?", {"US-P1-3"}),
        ("quels engagements mentionnent minutes ?", {"US-P1-3"}),
    ],
)
def test_what_is_to_be_mentioned_is_looked_for_as_it_is(question: str, found: set[str], rows: Store) -> None:
    """Words behind “mention” or in quotation marks are no field, no date, no area and no typing error."""
    assert codes(asked(rows, question)) == found


@pytest.mark.parametrize(
    "question",
    [
        "which commitments mention?",
        "which commitments does <@U05ABC> lead?",
        "which commitments does <@U05ABC|lee> lead?",
        "how many commitments of <@U05ABC>",
        "how many commitments have a budget?",
    ],
)
def test_nothing_that_names_something_is_answered_with_all(question: str, rows: Store) -> None:
    """A question whose content found no place is not answered with every commitment."""
    answer = asked(rows, question)
    assert answer.outcome in ("abstain", "clarify")
    assert not answer.items


@pytest.mark.parametrize("question", ["when does it end", "does it end in 2014?", "complete ones", "is it complete"])
def test_ordinary_words_are_no_institution(question: str, rows: Store) -> None:
    """“does” is no DoE and “ones” no ONE."""
    assert all(item.code not in ("US-P1-3", "US-P1-12") for item in asked(rows, question).items)


@pytest.mark.parametrize(("question", "code"), [("led by DoE", "US-P1-3"), ("commitments led by ONE", "US-P1-12")])
def test_an_abbreviation_that_is_typed_as_one_is_an_institution(question: str, code: str, rows: Store) -> None:
    """An abbreviation in capitals names its institution, though its letters are a word."""
    assert code in {item.code for item in asked(rows, f"which commitments are {question}?").items}


@pytest.mark.parametrize(
    "question", ["who runs the integrity services?", "completion of the pilot services commitment"]
)
def test_a_title_that_holds_the_words_is_not_said_to_be_none(question: str, rows: Store) -> None:
    """A title of which a small part is said is found where one commitment has the words, and said with its code."""
    answer = asked(rows, question)
    assert answer.frame["codes"] == ["MT-P1-1"]
    assert answer.reason != "no_such_title"
    assert "MT-P1-1" in answer.text


UNANSWERED = ["what does KR0032 cost?", "who evaluated KR0032?", "why was KR0032 cancelled?"]


@pytest.mark.parametrize("follow_up", ["and the phone?", "when does it end?"])
@pytest.mark.parametrize("first", UNANSWERED)
def test_a_follow_up_to_what_was_not_answered_is_answered(first: str, follow_up: str, rows: Store) -> None:
    """An abstention leaves its commitment to be pointed at."""
    assert asked(rows, first, follow_up).outcome == "answer"


@pytest.mark.parametrize("follow_up", ["KR0029", "what about KR0029?", "and of KR0029?"])
@pytest.mark.parametrize("first", UNANSWERED)
def test_what_was_not_answered_is_asked_again_of_another(first: str, follow_up: str, rows: Store) -> None:
    """What cannot be told of one commitment is refused for the same reason of the next, by its name."""
    answer = asked(rows, first, follow_up)
    assert (answer.outcome, answer.reason) == ("abstain", asked(rows, first).reason)
    assert "KR0029" in answer.text


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize(
    "question",
    ["what is due in the next 90 days?", "ended last week", "commitments of next year", "which are overdue?",
     "what changed yesterday?", "starting next quarter", "due by Monday", "is KR0032 over?", "help"],
)  # fmt: skip
def test_the_calendar_may_end(question: str, day: date, rows: Store) -> None:
    """A question asked on the first or the last day of the calendar is answered as on any other."""
    assert asked(rows, question, as_of=day).outcome in ("answer", "help", "abstain", "clarify")


@pytest.mark.parametrize(
    "question",
    [
        "KR0032 is a mess",
        "kto kieruje KR0032?",
        "KR0032 podsumowanie",
        "frobnicate KR0032 KR0029",
    ],
)
def test_words_that_were_not_understood_say_nothing_of_the_documents(question: str, rows: Store) -> None:
    """What was not understood is named, and no document is said to be silent."""
    answer = asked(rows, question)
    assert (answer.outcome, answer.reason) == ("abstain", "not_understood")
    assert answer.frame["ignored_words"]
    assert "document" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "<https://www.opengovpartnership.org/members/south-korea/commitments/KR0032/>",
        "<https://www.opengovpartnership.org/members/south-korea/commitments/KR0032/|this commitment>",
        "https://www.opengovpartnership.org/es/members/south-korea/commitments/kr0032?utm_source=x",
        "https://example.org/members/south-korea/commitments/KR0032.",
    ],
)
def test_the_address_of_a_page_is_its_code(address: str, rows: Store) -> None:
    """An address of a commitment's page, with or without a label, names the commitment."""
    assert codes(asked(rows, f"when does {address} end?")) == {"KR0032"}


@pytest.mark.parametrize("dash", "‐‑‒–—−－")
def test_any_hyphen_stands_in_a_code(dash: str, rows: Store) -> None:
    """Every sign that looks like a hyphen is one in a code."""
    assert codes(asked(rows, f"KR{dash}0032 end date")) == {"KR0032"}


def test_dates_without_a_day_are_told_where_they_may_be_the_last(rows: Store) -> None:
    """“Which ends last” names what it did not compare, as no day was found; a later year is later than any day."""
    answer = asked(rows, "which commitment ends last?")
    assert codes(answer) == {"KR0029"}
    assert answer.notes[-1].endswith(": 1.")  # KR-P1-1: 2018, which may be later than 30 June 2018
    assert "US-P1-3" not in answer.notes[-1]  # 2017
    of_two = asked(rows, "which US commitment ends last?")
    assert codes(of_two) == {"US-P1-3"}  # 2017, after 30 June 2014
    assert "year" in of_two.notes[-1]


def test_commitments_in_no_group_are_told_and_not_counted(rows: Store) -> None:
    """The number above groups is that of the commitments in them; the others are told apart."""
    answer = asked(rows, "number of commitments by end date")
    value = (answer.result or {})["value"]
    assert answer.lead[0].endswith(f": {sum(value.values())} in all")
    assert len(answer.unknown) == 46


def test_groups_that_are_not_shown_are_counted(rows: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of groups that is cut says how many are left."""
    monkeypatch.setattr("bot.asking.answers.numbers.SHOWN_GROUPS", 2)
    answer = asked(rows, "how many commitments per country?")
    assert answer.lead[-1] == "… and 3 more groups."


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("US commitments of the first plan", {"US-P1-3", "US-P1-12"}),
        ("Georgia plan 2", {"GE-P2-12", "GE-P2-2"}),
        ("commitments of the second action plan", {"UK-P2-7", "GE-P2-12", "GE-P2-2"}),
        ("commitments of Georgia's 1st action plan", set()),
    ],
)
def test_a_plan_is_named_by_its_number(question: str, found: set[str], rows: Store) -> None:
    """The first or second plan of a country is a condition, not a word beside it."""
    assert codes(asked(rows, question)) == found


@pytest.mark.parametrize(
    ("first", "follow_up", "found"),
    [
        ("list Georgian commitments", "which end in 2013", {"GE-P2-2"}),
        ("list Georgian commitments", "which mention monitor?", {"GE-P2-2"}),
        ("how many US commitments are there?", "which ended in 2014?", {"US-P1-12"}),
    ],
)
def test_a_follow_up_that_does_not_say_of_what_keeps_it(
    first: str, follow_up: str, found: set[str], rows: Store
) -> None:
    """What was spoken of stays the scope of a question that names none."""
    assert codes(asked(rows, first, follow_up)) == found


def test_the_same_commitments_are_counted_by_a_field(rows: Store) -> None:
    """“By country?” after a list counts what was listed."""
    answer = asked(rows, "commitments that ended before 2016", "by country?")
    assert (answer.result or {})["value"] == {"Georgia": 1, "United Kingdom": 1, "United States": 1}


def test_the_first_few_are_ranked(rows: Store) -> None:
    """“Top 2” names the two values that most commitments have, with ties."""
    answer = asked(rows, "top 2 countries by number of commitments")
    assert (answer.result or {})["value"] == {"Republic of Korea": 49, "Georgia": 2, "United States": 2}


def test_a_place_in_a_ranking_is_told(rows: Store) -> None:
    """“Second most” names who comes second, with ties."""
    assert (asked(rows, "second most commitments: which country").result or {})["value"] == ["Georgia", "United States"]


def test_what_a_list_does_not_answer_is_not_answered_with_one(rows: Store) -> None:
    """A comparison of lengths of sets is no list."""
    assert asked(rows, "are US commitments longer than Georgian commitments?").outcome != "answer"


def test_what_is_over_by_its_date_shows_how_far_it_came(rows: Store) -> None:
    """A “yes” that rests on the end date alone says so."""
    assert asked(rows, "is KR0029 over?").notes == ("Told by the end date alone.",)


def test_what_the_documents_state_and_does_not_decide_is_shown(rows: Store) -> None:
    """A year leaves a day open: that is said, with the value, and no length is spoken of."""
    answer = asked(rows, "did US-P1-3 end on 1 May 2017?")
    assert (answer.outcome, answer.reason) == ("abstain", "not_stated")
    assert "2017 [1]" in answer.statement


def test_overdue_is_reckoned_on_the_day_that_is_said(rows: Store) -> None:
    """“Late on 1 January 2014” is not late today."""
    assert codes(asked(rows, "which Georgian commitments were overdue on 1 January 2014?")) == {"GE-P2-2"}


def test_one_of_several_institutions_of_a_field_leads(tmp_path: Path) -> None:
    """Institutions that a cell holds on lines of their own, or with a name in brackets, lead each by itself."""
    names = ("Home Office<br/>Cabinet Office", "AGESIC (Agencia de Gobierno)")
    given = [
        {"Comm No": str(n), "Commitment Title": f"T{n}", "Lead Institution": one} for n, one in enumerate(names, 1)
    ]
    (tmp_path / "e.csv").write_text(export(*given).text, encoding="utf-8", newline="")
    assert ingest.main([str(tmp_path / "e.csv"), "--db", str(tmp_path / "c.db")]) == 0
    with Store(tmp_path / "c.db") as store:
        for name, code in (("the Home Office", "KR-P2-1"), ("the Cabinet Office", "KR-P2-1"), ("AGESIC", "KR-P2-2")):
            assert codes(asked(store, f"which commitments are led by {name}?")) == {code}


@pytest.mark.parametrize("question", ["which commitments have no data?", "is NA over?"])
def test_what_stands_for_no_institution_is_none(question: str, tmp_path: Path) -> None:
    """“NA” or “no data” in the place of an institution names nobody that a question may be about."""
    given = [
        {"Comm No": str(n), "Commitment Title": f"T{n}", "Lead Institution": one}
        for n, one in enumerate(("NA", "No data", "Cabinet Office"), 1)
    ]
    (tmp_path / "e.csv").write_text(export(*given).text, encoding="utf-8", newline="")
    assert ingest.main([str(tmp_path / "e.csv"), "--db", str(tmp_path / "c.db")]) == 0
    with Store(tmp_path / "c.db") as store:
        assert "institution" not in str(asked(store, question).frame)


@pytest.mark.parametrize("code", ["XQ-P1-7", "ZZ-P2-3.1"])
def test_a_code_of_no_member_is_said_not_to_exist(code: str, rows: Store) -> None:
    """What is written as a code is one, whoever's letters it has: it is not asked back which one is meant."""
    assert asked(rows, f"{code} lead?").reason == "no_such_code"


@pytest.mark.parametrize(
    "order",
    ["please mark GE-P2-12 as complete", "email the lead of GE-P2-12 and ask for news", "notify UK-P2-7's lead"],
)
def test_an_order_that_names_a_field_is_refused(order: str, rows: Store) -> None:
    """An order is no question, whatever it names."""
    assert asked(rows, order).reason == "refused"


def test_thanks_are_no_part_of_what_is_asked(rows: Store) -> None:
    """“All, please” asks for the whole list; a greeting and thanks are left out, and nothing else."""
    assert asked(rows, "commitments of Georgia", "all, please").outcome == "answer"
    assert codes(asked(rows, "Hello all! who leads GE-P2-12? Thanks a lot")) == {"GE-P2-12"}


def test_a_sentence_of_another_country_is_no_answer(rows: Store) -> None:
    """Where a country is named, no sentence of another country's documents answers."""
    answer = asked(rows, "how many telephone lines does the Georgian help desk answer in 5G?")
    assert all(item.code.startswith("GE") for item in answer.items)


def test_a_pronoun_without_antecedent_is_asked_back(rows: Store) -> None:
    """“Their email?” as a first question is not answered with everybody's."""
    assert asked(rows, "their leads?").reason == "no_antecedent"


@pytest.mark.parametrize(
    "question",
    [
        "how many more commitments did Georgia's 2nd plan have than its 1st",
        "how many more commitments did Georgia's second plan have than its first plan?",
    ],
)
def test_how_many_more_is_the_difference(question: str, rows: Store) -> None:
    """How many more one plan has than the other is the difference of both numbers."""
    assert asked(rows, question).text.startswith("The difference is ")


@pytest.mark.parametrize(
    "question",
    [
        "did Georgia's second plan have more commitments than its first?",
        "are there more commitments in the second plan of Georgia than in the first?",
    ],
)
def test_its_first_behind_than_is_a_plan(question: str, rows: Store) -> None:
    """An ordinal behind “than” is that of a plan where plans are compared."""
    assert asked(rows, question).intent == "compare"
