"""What holds of every answer holds of noisy questions too: typing errors, lost words, two questions in one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.asking import EMPTY, ask
from bot.asking.frames import ALL, Correction, Listing, Lookup, Refuse
from bot.asking.reading import read
from bot.records.store import Store
from tests.asking import noise
from tests.asking.noise import NOISES, Asker, Given, Noisy, Violation, broken, cases, is_typed, noisy
from tests.questions.asked import ingested
from tests.questions.bank import AS_OF
from tests.thorough import some

COUNT, SEED = 600, 1


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks of the corpus of the bank."""
    corpus = ingested(tmp_path_factory.mktemp("noise"))
    with Store(corpus.database) as store:
        yield Asker(store, corpus.texts)


def given(asker: Asker, question: str) -> Given:
    """A question with its answer, outside of any thread."""
    answer, _thread = ask(asker.store, question, as_of=AS_OF)
    found = read(question, asker.store, EMPTY, AS_OF)
    return Given(Noisy(0, question, (), (), ""), EMPTY, answer, found, asker)


def test_noise_breaks_nothing(asker: Asker) -> None:
    """Of some hundred noisy questions none gets an answer that breaks a property, but for those that are open."""
    questions = cases()
    asked = [noisy(questions, SEED, number) for number in some(range(COUNT), 9)]
    wrong = {one.question: [str(one), *map(str, found)] for one in asked if (found := asker.violations(one))}
    told = "\n".join(line for lines in wrong.values() for line in lines)
    assert not told, told


def test_the_same_number_is_the_same_question() -> None:
    """A question that was printed can be asked again."""
    questions = cases()
    assert noisy(questions, 7, 4711) == noisy(questions, 7, 4711) != noisy(questions, 8, 4711)


def test_every_question_of_the_banks_has_its_turn() -> None:
    """As many numbers as there are questions are of as many questions."""
    questions = cases()
    assert len({noisy(questions, 1, number).origin for number in range(len(questions))}) == len(questions)


@pytest.mark.parametrize("name", NOISES)
def test_noise_is_survived_by_any_question(name: str) -> None:
    """Every kind of noise can be made of a question of one letter, and makes most long ones another."""
    luck = random.Random(1)
    assert all(isinstance(NOISES[name](luck, "a", "b"), str) for _time in range(50))
    long = "which Lumerian commitments does Kimani, Grace lead after XL0012?"
    assert sum(NOISES[name](luck, long, "who leads KR0032?") != long for _time in range(50)) > 40


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("WHO LEADS KR 32?", True),
        ("KR-OO32", True),
        ("К R 0 0 3 2", True),
        ("KR0033", False),
        ("KR00322", False),
        ("XKR32", False),
        ("RK0032", False),
        ("KR 3", False),
    ],
)
def test_a_code_is_typed_with_its_own_letters_and_number(text: str, typed: bool) -> None:
    """Signs, zeros and look-alikes may differ; no letter and no digit may be another."""
    assert is_typed("KR0032", text) is typed


def test_an_exception_is_a_violation(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is raised is told with its place, and the next question is asked."""

    def failing(*_arguments: object, **_named: object) -> None:
        raise IndexError("out of range")

    monkeypatch.setattr(noise, "ask", failing)
    (violation,) = asker.violations(noisy(cases(), 1, 1))
    assert violation.property == "no exception"
    assert violation.detail.startswith("IndexError('out of range') in test_noise.py:")


def test_all_commitments_for_a_lost_word_are_noticed(asker: Asker) -> None:
    """A list of all is wrong where the question has a word of weight that its reading lacks, told or not."""
    right = given(asker, "list all commitments")
    assert right.frame == Listing(ALL)
    assert broken(right) == []
    found = replace(right.found, reading=replace(right.found.reading, ignored=("commitments",)))
    assert [one.property for one in broken(replace(right, found=found))] == ["never all commitments"]
    strange = read("list all zubazuba commitments", asker.store, EMPTY, AS_OF)
    found = replace(strange, reading=right.found.reading)
    assert Violation("never all commitments", "Listing of all without “zubazuba”") in broken(
        replace(right, found=found)
    )


def test_a_bent_code_is_noticed(asker: Asker) -> None:
    """A commitment that is answered for is the one that was typed."""
    right = given(asker, "who leads KR0032?")
    assert broken(right) == []
    assert Violation("no repaired code", "KR0032 was not typed") in broken(
        replace(right, asked=replace(right.asked, question="who leads KR0033?"))
    )


def test_a_value_without_its_source_is_noticed(asker: Asker) -> None:
    """A value that no item quotes, and an address from nowhere, are told."""
    right = given(asker, "email of KR0032")
    (item,) = right.answer.items
    bare = replace(right, answer=replace(right.answer, items=(replace(item, raw="other@example.org"),)))
    told = [one.detail for one in broken(bare)]
    assert "email of KR0032 has no source" in told
    assert "leehs30@korea.kr is quoted from nowhere" in told
    assert "source 1 is no quotation: other@example.org" in told


@pytest.mark.parametrize(
    ("frame", "detail"),
    [
        (Refuse("no_such_code", ("KR0032",)), "there is a commitment KR0032"),
        (Refuse("no_such_country", ("Lumeria",)), "there are documents of Lumeria"),
        (Refuse("not_stated", ("civil",), sentence="no_mention"), "“civil” stands in a document"),
        (Lookup(("KR0032",), ("email", "phone")), "email of KR0032 is stated"),
    ],
)
def test_what_is_denied_and_stated_is_noticed(frame: Lookup | Refuse, detail: str, asker: Asker) -> None:
    """What is said not to be in the documents is looked up in them."""
    right = given(asker, "status of KR0032")
    assert right.answer.reason is None
    wrong = replace(right.found, ranked=(), reading=replace(right.found.reading, frame=frame))
    answer = replace(right.answer, outcome="abstain", reason="blank_value")
    assert Violation("only what was looked up", detail) in broken(replace(right, found=wrong, answer=answer))


def test_an_unsaid_repair_is_noticed(asker: Asker) -> None:
    """What was taken for something else stands in the answer."""
    right = given(asker, "who leads KR0032?")
    reading = replace(right.found.reading, corrections=(Correction("Kr0032", "KR0029"),))
    wrong = replace(right, found=replace(right.found, reading=reading))
    assert [one.property for one in broken(wrong)] == ["repairs are told"]
