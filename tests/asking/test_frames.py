"""What each kind of frame is answered with, on a small corpus of rows; no words are understood here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest

import ingest
from bot.asking import EMPTY, Answer, answer_frame, answer_pending, choose
from bot.asking.answers import draft
from bot.asking.conditions import condition
from bot.asking.frames import (
    ALL,
    CARD_FIELDS,
    About,
    AllOf,
    AnyOf,
    Changes,
    Choose,
    Compare,
    Condition,
    Count,
    Define,
    Duration,
    Exceeds,
    Extreme,
    FindText,
    Frame,
    Group,
    Has,
    Holder,
    Listing,
    Lookup,
    Not,
    Rank,
    Reachable,
    Reading,
    Refuse,
    Same,
    Several,
    Share,
    Stands,
    Talk,
    Verify,
    all_of,
    among,
    any_of,
    dumps,
    loads,
)
from bot.asking.restate import restate
from bot.records.languages import LANGUAGES, read
from bot.records.store import Store
from tests.reading.test_export import export

DAY = date(2016, 3, 1)
COLUMNS = (
    "Country", "Action Plan Number", "Comm No", "Commitment Title", "Lead Institution", "Start Date", "End Date",
    "Starred (current formula) progress report", "Completion (progress report)",
)  # fmt: skip
ROWS = [
    ("Georgia", "1", "1", "Petitions", "Ministry of Justice", "01/02/2012", "31/12/2013", "1", "d. Complete"),
    ("Georgia", "2", "1", "Open courts", "Ministry of Justice", "2014", "31/12/2015", "0", "b. Limited"),
    ("Georgia", "2", "2", "Open budget", "None Specified", "Not Specified", "Not Specified", "0", "NR"),
    ("Kenya", "1", "1", "Land registry", "Ministry of Lands", "15/01/2012", "31/12/2016", "1", "d. Complete"),
    ("Kenya", "1", "2", "Water maps", "Unclear", "01/03/2012", "30/06/2013", "0", "Unclear"),
    ("Kenya", "12", "1", "Late plan", "Ministry of Lands", "01/03/2015", "30/06/2017", "No Data", "Withdrawn"),
]
STARRED, COMPLETE = Has("starred", "is", ("yes",)), Has("completion", "is", ("Complete",))
Answers = Callable[..., Answer]


def country(prefix: str) -> Has:
    """That a commitment is of a member."""
    return Has("country", "is", (prefix,))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database of these rows."""
    folder = tmp_path_factory.mktemp("frames")
    text = export(*(dict(zip(COLUMNS, row, strict=True)) for row in ROWS)).text
    (folder / "export.csv").write_text(text, encoding="utf-8", newline="")
    assert ingest.main([str(folder / "export.csv"), "--db", str(folder / "c.db"), "--as-of", "2016-02-01"]) == 0
    with Store(folder / "c.db") as store:
        yield store


@pytest.fixture
def says(rows: Store) -> Answers:
    """Answers a frame, in English unless said otherwise."""
    return lambda frame, lang="en": answer_frame(rows, frame, as_of=DAY, lang=lang)


def value(given: Answer) -> object:
    """The result of an answer."""
    assert given.outcome == "answer", given.text
    return (given.result or {})["value"]


def codes(store: Store, where: Condition) -> list[str]:
    """The commitments that a condition is true of."""
    return store.select(*condition(where))


# -- conditions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (ALL, ["GE-P1-1", "GE-P2-1", "GE-P2-2", "KE-P1-1", "KE-P1-2", "KE-P12-1"]),
        (all_of(country("GE"), STARRED), ["GE-P1-1"]),
        (all_of(country("GE"), Not(STARRED)), ["GE-P2-1", "GE-P2-2"]),
        (any_of(country("GE"), STARRED), ["GE-P1-1", "GE-P2-1", "GE-P2-2", "KE-P1-1"]),
        (Not(AnyOf((STARRED, country("GE")))), ["KE-P1-2"]),
        (Not(AllOf((country("GE"), STARRED))), ["GE-P2-1", "GE-P2-2", "KE-P1-1", "KE-P1-2", "KE-P12-1"]),
        (all_of(among(("GE-P1-1", "KE-P1-1")), country("KE")), ["KE-P1-1"]),
        (among(()), []),
        (AnyOf(()), []),
        (Has("action_plan", "plan", ("12",)), ["KE-P12-1"]),
        (Has("action_plan", "plan", ("latest",)), ["GE-P2-1", "GE-P2-2", "KE-P12-1"]),
        (Not(Has("action_plan", "plan", ("latest",))), ["GE-P1-1", "KE-P1-1", "KE-P1-2"]),
        (Has("end", "overdue", (DAY.isoformat(),)), ["GE-P2-1", "KE-P1-2"]),
    ],
)
def test_conditions_nest(where: Condition, expected: list[str], rows: Store) -> None:
    """And, or and not mean in any depth what they say."""
    assert sorted(codes(rows, where)) == sorted(expected)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("lead_institution", ["GE-P2-2", "KE-P1-2"]),
        ("end", ["GE-P2-2"]),
        ("start", ["GE-P2-2"]),
        ("completion", ["GE-P2-2"]),  # "Unclear" is a finding there
        ("starred", ["KE-P12-1"]),
        ("title", []),
    ],
)
def test_placeholders_are_missing(field: str, expected: list[str], rows: Store) -> None:
    """What only says that nothing is stated counts as missing, and everything else as stated."""
    missing = Has(field, "missing")
    assert codes(rows, missing) == expected
    assert len(codes(rows, Not(missing))) == len(ROWS) - len(expected)


def test_no_date_is_no_other_day(rows: Store) -> None:
    """Whether an end that is “Not Specified” is a certain day is undecided."""
    day = Has("end", "within", ("2015-12-31", "2015-12-31"))
    assert codes(rows, day) == ["GE-P2-1"]
    assert "GE-P2-2" not in codes(rows, Not(day))


def test_a_placeholder_is_quoted_and_called_one(says: Answers) -> None:
    """“None Specified” is no value of an answer: it is quoted with its place, and said to be no statement."""
    given = says(Lookup(("GE-P2-2",), ("lead_institution",)))
    assert (given.outcome, given.reason, given.items) == ("abstain", "not_stated", ())
    assert "not stated. Its document says “None Specified” (export.csv, row " in given.statement


def test_a_placeholder_beside_a_value_is_shown_as_one(says: Answers) -> None:
    """Where another field is answered, a placeholder is an item with its source, and said to be no statement."""
    given = says(Lookup(("GE-P2-2",), ("title", "lead_institution")))
    assert [item.raw for item in given.items] == ["Open budget", "None Specified"]
    assert "that is, not stated" in given.statement


# -- frames ----------------------------------------------------------------------------------------------------------


def test_lists_begin_with_their_condition(says: Answers) -> None:
    """Who reads a list sees what it is a list of."""
    given = says(Listing(all_of(country("GE"), Not(STARRED))))
    assert given.text.startswith("Commitments of Georgia except the starred ones: 2\n")
    assert value(given) == ["GE-P2-1", "GE-P2-2"]


def test_a_long_list_says_how_to_get_the_rest(rows: Store) -> None:
    """What is not shown is counted, with the word that shows it."""
    given, _thread = answer_pending(rows, dumps(Listing(ALL)), as_of=DAY, lang="en", rows=2)
    assert "… and 4 more: type “more” or “all”." in given.text


def test_a_limited_list_is_cut(says: Answers) -> None:
    """So many as were asked for, of how many, in the order asked for."""
    given = says(Listing(country("KE"), order="end", limit=2))
    assert value(given) == ["KE-P1-2", "KE-P1-1"]
    assert "the first 2 of 3" in given.text


def test_a_count_repeats_its_condition(says: Answers) -> None:
    """The number stands behind what was counted."""
    given = says(Count(all_of(country("KE"), COMPLETE)))
    assert (value(given), given.lead) == (1, ("Commitments of Kenya with completion Complete: 1.",))


def test_different_values_are_counted(says: Answers) -> None:
    """How many countries or institutions a set has; what says nothing is none."""
    assert value(says(Count(STARRED, "country"))) == 2
    assert value(says(Count(ALL, "lead_institution"))) == 2


def test_groups(says: Answers) -> None:
    """Every value with its number, dates by their year."""
    assert value(says(Group(country("KE"), "completion"))) == {"Complete": 1, "Unclear": 1, "Withdrawn": 1}
    assert value(says(Group(ALL, "end"))) == {"2013": 2, "2015": 1, "2016": 1, "2017": 1}


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (Rank(ALL, "lead_institution"), ["Ministry of Justice", "Ministry of Lands"]),
        (Rank(country("GE"), "lead_institution", limit=3), {"Ministry of Justice": 2}),
        (Rank(country("KE"), "action_plan"), "1"),
        (Rank(ALL, "action_plan", limit=2), {"Georgia 2": 2, "Kenya 1": 2}),
        (Rank(ALL, "action_plan", place=2), ["Georgia 1", "Kenya 12"]),
        (Rank(ALL, "completion", descending=False), ["Limited", "Unclear", "Withdrawn"]),
        (Rank(ALL, "end"), "2013"),
    ],
)
def test_ranks(frame: Rank, expected: object, says: Answers) -> None:
    """The first, the first few or the n-th number; ties are all named, and what says nothing has no rank."""
    assert value(says(frame)) == expected


def test_shares(says: Answers) -> None:
    """A share is a number of a number, and per cent."""
    given = says(Share(country("GE"), COMPLETE))
    assert given.result == {"type": "count", "value": 1, "of": 3, "percent": 33.3}
    assert "1 of 3 (33.3 %)" in given.text


@pytest.mark.parametrize(
    ("asks", "expected", "said"),
    [
        ("", {"Georgia": 3, "Kenya, starred": 1}, ""),
        ("most", {"Georgia": 3, "Kenya, starred": 1}, "The most: Georgia, 3."),
        ("fewest", {"Georgia": 3, "Kenya, starred": 1}, "The fewest: Kenya, starred, 1."),
        ("difference", {"Georgia": 3, "Kenya, starred": 1}, "The difference is 2."),
        ("total", {"Georgia": 3, "Kenya, starred": 1}, "In all: 4."),
        ("more", True, "Yes."),
        ("fewer", False, "No."),
    ],
)
def test_comparisons(asks: str, expected: object, said: str, says: Answers) -> None:
    """Sets side by side show every number, and what is asked of them."""
    given = says(Compare((country("GE"), all_of(country("KE"), STARRED)), ("Georgia", "Kenya, starred"), asks))
    assert value(given) == expected
    assert said in given.text
    assert "Georgia: 3" in given.text
    assert "Kenya, starred: 1" in given.text


@pytest.mark.parametrize(
    ("frame", "expected", "shown"),
    [
        (Verify(Has("completion", "is", ("Not Started",)), of=country("KE"), quantity="any"), False, set()),
        (Verify(COMPLETE, of=country("KE"), quantity="all"), False, {"KE-P1-2", "KE-P12-1"}),
        (Verify(Not(STARRED), of=among(("GE-P2-1", "GE-P2-2")), quantity="all"), True, set()),
        (Verify(STARRED, ("GE-P1-1",)), True, {"GE-P1-1"}),
        (Verify(STARRED, ("GE-P2-1",)), False, {"GE-P2-1"}),
        (Verify(all_of(STARRED, COMPLETE), ("GE-P1-1", "KE-P1-1")), True, {"GE-P1-1", "KE-P1-1"}),
        (Exceeds(country("KE"), ">", 2), True, set()),
        (Exceeds(country("KE"), ">", 3), False, set()),
        (Exceeds(country("KE"), "<=", 3), True, set()),
        (Same(("GE-P1-1", "GE-P2-1"), "lead_institution"), True, {"GE-P1-1", "GE-P2-1"}),
        (Stands(("KE-P1-1", "KE-P1-2"), "end", True), True, {"KE-P1-1", "KE-P1-2"}),
        (Stands(("KE-P1-1", "KE-P1-2"), "duration", False), False, {"KE-P1-1", "KE-P1-2"}),
    ],
)
def test_yes_or_no(frame: Frame, expected: bool, shown: set[str], says: Answers) -> None:
    """A claim gets yes or no first, with the values that say so; of “all”, those that are otherwise."""
    given = says(frame)
    assert value(given) is expected
    assert given.text.startswith("Yes" if expected else "No")
    assert shown <= {item.code for item in given.items} or (not shown and expected)


def test_those_that_there_are_answer_whether_there_are_any(says: Answers) -> None:
    """“Are there any?” gets yes first, and as its result the list of those that there are."""
    given = says(Verify(STARRED, of=country("KE"), quantity="any"))
    assert (given.intent, value(given)) == ("list", ["KE-P1-1"])
    assert given.text.startswith("Yes")
    assert {item.code for item in given.items} == {"KE-P1-1"}


def test_what_is_undecided_is_a_number(says: Answers) -> None:
    """Commitments that the documents do not decide are counted, not named, in the text."""
    given = says(Count(STARRED))
    assert given.unknown == ("KE-P12-1",)
    assert "For 1 more commitment the documents do not say enough to tell whether it belongs here." in given.text
    assert "KE-P12-1" not in given.text


def test_all_is_claimed_of_what_is_stated_only(says: Answers) -> None:
    """No counterexample and something undecided: yes for those whose documents say it, and the rest counted."""
    given = says(Verify(Has("completion", "is", ("Complete", "Limited")), of=country("GE"), quantity="all"))
    assert (value(given), given.lead[0]) == (True, "Yes, all of those whose documents say it.")
    assert given.unknown == ("GE-P2-2",)


def test_the_first_few_that_stand_out(says: Answers) -> None:
    """The first few by a date, and what is as good as the last of them."""
    assert value(says(Extreme(country("KE"), "start", descending=False, limit=2))) == ["KE-P1-1", "KE-P1-2"]
    assert value(says(Extreme(country("KE"), "duration", descending=True))) == ["KE-P1-1"]
    assert value(says(Extreme(ALL, "end", descending=True))) == ["KE-P12-1"]


def test_named_commitments(says: Answers) -> None:
    """Fields, an overview, a code and a length of named commitments."""
    assert value(says(Lookup(("GE-P1-1",), ("end",)))) == "2013-12-31"
    assert {item.field for item in says(Lookup(("GE-P1-1",), CARD_FIELDS, card=True)).items} >= {"title", "end"}
    assert value(says(Lookup(("GE-P1-1",), ("title",), code=True))) == ["GE-P1-1"]
    assert value(says(Duration(("KE-P12-1",), left=True))) == "486 days"


@pytest.mark.parametrize("frame", [Lookup((), ("end",)), Duration(()), Verify(STARRED), Same((), "end")])
def test_who_names_no_commitment_is_asked_which(frame: Frame, says: Answers) -> None:
    """A question about named commitments that names none is asked back, never answered of none."""
    given = says(frame)
    assert (given.outcome, given.reason) == ("clarify", "no_antecedent")


def test_undecided_ones_are_told_where_they_matter(says: Answers) -> None:
    """Commitments that could not change an answer are no part of it."""
    assert says(Exceeds(STARRED, ">", 1)).unknown == ()
    assert says(Exceeds(STARRED, ">", 2)).unknown == ("KE-P12-1",)


def test_a_holder_that_nobody_is(says: Answers) -> None:
    """An address that no document has is said not to be found."""
    given = says(Holder("email", "nobody@example.org", ("person",)))
    assert (given.outcome, given.reason) == ("abstain", "no_such_person")


def test_texts_terms_and_changes(says: Answers) -> None:
    """Definitions, sentences and changes have frames of their own."""
    assert "exemplary" in str(value(says(Define(("starred",)))))
    assert says(FindText(("zebra",), where=country("GE"))).reason == "out_of_scope"
    assert says(FindText(("zebra",), where=among(("GE-P1-1",)))).reason == "not_stated"
    assert value(says(Changes(country("GE"), since="2016-02-15"))) == []


def test_two_questions_are_answered_in_turn(says: Answers) -> None:
    """A message of two questions gets both answers, and one numbering of sources."""
    given = says(Several((Lookup(("GE-P1-1",), ("end",)), Lookup(("KE-P1-1",), ("lead_institution",)))))
    assert "End date: 31/12/2013 [1]" in given.statement
    assert "Lead institution: Ministry of Lands [2]" in given.statement
    assert len(given.sources) == 2


TOPICS = tuple(key.removeprefix("about_") for key in read("en", "answers")["say"] if key.startswith("about_"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_the_bot_tells_of_itself(topic: str, language: str, says: Answers) -> None:
    """Every topic has its sentence, and the question that it answers, in every language."""
    given = says(About(topic), language)
    assert given.outcome in ("answer", "help")
    assert given.reading
    assert "{" not in given.text


def test_what_is_covered_is_counted_in_the_store(says: Answers) -> None:
    """Countries, documents and the day of reading are those of the database."""
    assert "Countries: 2. Georgia, Kenya." in says(About("countries")).text
    assert "export.csv" in says(About("sources")).text
    assert "2016-02-01" in says(About("current")).text
    assert "Commitments: 6; countries: 2; action plans: 4" in says(About("coverage")).text


def test_small_talk(says: Answers) -> None:
    """A greeting and thanks get a kind word, help gets examples."""
    assert says(Talk("greeting")).text.startswith("Hello!")
    assert says(Talk("polite")).text.startswith("You are welcome.")
    assert "•" in says(Talk("help")).text


# -- choices, readings, data -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pending", "kind"),
    [
        (Lookup((), ("end",)), "lookup"),
        (Duration(()), "duration"),
        (Verify(STARRED), "verify"),
        (Changes(), "changes"),
        (Count(ALL), "lookup"),
    ],
)
def test_a_choice_is_put_into_what_waits(pending: Frame, kind: str, rows: Store, says: Answers) -> None:
    """The commitment that is chosen becomes that of the question; of one without any, its overview is shown."""
    offer = says(Choose("several_entities", ("GE-P1-1", "KE-P1-1"), pending, "open"))
    assert offer.outcome == "clarify"
    assert offer.pending == dumps(pending)
    given, _thread = choose(rows, offer.pending or "", "KE-P1-1", as_of=DAY)
    assert (given.frame["kind"], given.frame["codes"]) == (kind, ["KE-P1-1"])


def test_another_reading_is_answered_as_it_is(rows: Store) -> None:
    """What a question may mean besides is offered in words, and answered without being understood again."""
    reading = Reading(Count(country("GE")), others=(Count(ALL), Count(STARRED), Count(COMPLETE), Count(country("KE"))))
    assert draft(reading, rows, DAY).result == {"type": "count", "value": 3}
    given, _thread = answer_pending(rows, dumps(reading.others[0]), thread=EMPTY, as_of=DAY)
    assert value(given) == 6
    assert given.to_json()["alternatives"] == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"is": "Has", "field": "end", "op": "missing"}', '{"is": "No"}'])
def test_what_is_no_frame_is_refused(text: str, rows: Store) -> None:
    """A pending text that is no frame raises ValueError."""
    with pytest.raises(ValueError, match=r".*"):
        answer_pending(rows, text, as_of=DAY)


FRAMES: tuple[Frame, ...] = (
    Lookup(("GE-P1-1",), ("end",)), Listing(all_of(country("GE"), STARRED), ("end",), "end"), Count(COMPLETE),
    Count(STARRED, "country"), Group(ALL, "completion"), Rank(STARRED, "country", limit=3), Rank(ALL, "cycle", place=2),
    Extreme(country("KE"), "end", descending=True), Extreme(ALL, "duration", descending=False, limit=2),
    Share(country("GE"), STARRED), Verify(STARRED, ("GE-P1-1",)), Verify(STARRED, of=country("GE"), quantity="any"),
    Verify(STARRED, of=country("GE"), quantity="all"), Exceeds(ALL, ">=", 3), Same(("GE-P1-1", "GE-P2-1"), "end"),
    Stands(("GE-P1-1", "GE-P2-1"), "end", True), Reachable("GE-P1-1", "email", "a@b.c"),
    Compare((country("GE"), country("KE")), ("Georgia", "Kenya"), "most"), Duration(("GE-P1-1",), left=True),
    FindText(("water",), where=country("KE")), Holder("email", "a@b.c", ("person",)), Define(("starred",)),
    Changes(country("GE"), ("end",), "2014-01-01"), About("sources"), Several((Count(ALL), Count(STARRED))),
    Choose("several_entities", ("GE-P1-1",), Lookup((), ("end",)), "open"),
)  # fmt: skip


@pytest.mark.parametrize("frame", [*FRAMES, Talk("greeting"), Refuse("refused")], ids=lambda one: type(one).__name__)
def test_a_frame_is_kept_as_text(frame: Frame) -> None:
    """A frame is the same after it was written down and read."""
    assert loads(dumps(frame)) == frame


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("frame", FRAMES, ids=lambda one: type(one).__name__)
def test_every_frame_is_said(frame: Frame, language: str, rows: Store) -> None:
    """Each frame has its words in each language, none of them the name of a gap."""
    said = restate(frame, language, rows)
    assert said
    assert "{" not in said
    assert says_all(frame, said, language, rows)


def test_several_that_are_all_of_a_set_are_told_by_the_set(says: Answers) -> None:
    """What is asked about is the whole set, with its “not”, and its true number beside the first ones."""
    every = Not(COMPLETE)
    given = says(Choose("several_entities", ("GE-P1-1",), Lookup((), ("end",)), "Complete", every))
    number = len({item.code for item in says(Listing(every)).items})
    assert given.statement.startswith(f"Commitments with completion other than Complete: {number}")
    assert given.reading == "End date of commitments with completion other than Complete"


def says_all(frame: Frame, said: str, language: str, rows: Store) -> bool:
    """Whether the words change with the condition of a frame: nothing of it is left unsaid."""
    where: Condition | None = getattr(frame, "where", None)
    if where is None:
        return True
    changed: Frame = replace(cast(Any, frame), where=all_of(where, Has("newness", "is", ("New",))))
    return restate(changed, language, rows) != said


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (all_of(country("GE"), STARRED, COMPLETE), "commitments of Georgia that are starred, with completion Complete"),
        (Not(any_of(STARRED, COMPLETE)), "commitments except the starred ones, with completion other than Complete"),
        (any_of(country("GE"), country("KE")), "commitments of Georgia or Kenya"),
        (any_of(STARRED, COMPLETE), "commitments either that are starred or with completion Complete"),
        (
            Not(all_of(STARRED, COMPLETE)),
            "commitments either except the starred ones or with completion other than Complete",
        ),
        (Has("starred", "is", ("no",)), "commitments that are not starred"),
        (Has("end", "missing"), "commitments without end date"),
        (Not(Has("end", "missing")), "commitments with stated end date"),
        (Has("end", "within", ("2014-01-01", "2014-12-31")), "commitments that end in 2014"),
        (Has("end", "within", ("", "2014-06-30")), "commitments that end on or before 2014-06-30"),
        (Has("cycle", "within", ("2012-01-01", "2012-12-31")), "commitments of the 2012 cycle"),
        (Has("action_plan", "plan", ("latest",)), "commitments of the latest action plan"),
        (Has("text", "mentions", ('"water"',), "water"), "commitments that mention “water”"),
        (Has("text", "mentions", ('("land" AND "maps")',), "land maps"), "commitments that mention land maps"),
        (Has("text", "mentions", ('("land maps")',), "land maps"), "commitments that mention “land maps”"),
        (Has("page", "page", ("no",)), "commitments known from an index only"),
        (Has("end", "overdue", ("2016-03-01",)), "commitments that are overdue on 2016-03-01"),
    ],
)
def test_conditions_are_said(where: Condition, said: str, rows: Store) -> None:
    """A set is said with everything that is true of its members."""
    assert restate(Listing(where), "en", rows).casefold() == said.casefold()
