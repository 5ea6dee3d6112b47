"""What a question costs grows with its length, whatever it is made of: one message must not stop the bot."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from bot.asking import ask
from bot.records.store import Store
from tests.asking.conftest import TODAY
from tests.thorough import some

SHORT = 600
"""Characters: long enough that what grows with the square outweighs what every question costs."""
PIECES = {
    "and": "and ",
    "or": "or ",
    "years joined by or": "ended in 2014 or ",
    "articles": "a ",
    "denials": "not ",
    "question words": "who ",
    "codes": "KR0032 ",
    "codes that are none": "KR1 ",
    "letters apart": "K R ",
    "digits apart": "0 ",
    "one long word": "a",
    "one long number": "1",
    "hyphens": "a-",
    "quotation marks": '"a" ',
    "apostrophes": "'s ",
    "brackets": "((",
    "dots": "...",
    "styles": "*a* ",
    "mentions": "<@U1> ",
    "emoji": ":a: ",
    "signs that stand for many letters": "ﷺ",
    "a word of titles": "services ",
    "a whole title": "Citizen Services Application ",
    "a person": "Lee, hyo soon ",
    "an institution": "lead by the Ministry of the Interior ",
    "a country": "South Korea ",
    "areas joined by or": "anti-corruption or health or ",
    "an area": "anti-corruption ",
    "words that nobody knows": "xyzzyq ",
    "dates": "1 May 2014 ",
    "days from today": "next 90 days ",
    "months": "jan ",
    "addresses": "a@b.cd ",
    "numbers to call": "+82 2 2100 3418 ",
    "fields": "phone and end date ",
    "states": "complete or ",
    "Korean": "공약 ",
    "pointers": "what about it ",
}


@pytest.mark.parametrize(
    ("opening", "name"),
    [*(("", name) for name in some(PIECES, 16)), *(("which commitments mention ", name) for name in some(PIECES, 30))],
)
def test_a_question_of_twice_the_length_costs_about_twice_as_much(store: Store, opening: str, name: str) -> None:
    """Work is counted (calls of functions, steps of SQLite), not timed: four times would be the square of it."""
    piece = PIECES[name]
    question = opening + piece * (2 * SHORT // len(piece) + 1)
    for size in (SHORT, 2 * SHORT):  # what is read once for all questions, of long ones too
        ask(store, question[:size], as_of=TODAY)
    once, twice = (_work(store, question[:size]) for size in (SHORT, 2 * SHORT))
    assert twice < 3 * once, f"{once} → {twice}"


def test_a_chain_of_alternatives_stays_one_condition(store: Store) -> None:
    """28 years joined by “or” are remembered in few words, not in as many as two to the power of 28."""
    question = "which commitments ended in " + " or ended in ".join(str(year) for year in range(1990, 2018)) + "?"
    _answer, thread = ask(store, question, as_of=TODAY)
    assert len(thread.to_json()) < 20_000


def _work(store: Store, question: str) -> int:
    """Calls of functions and steps of SQLite while a question is answered."""
    done = 0

    def called(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal done
        done += event in ("call", "c_call")

    def stepped() -> int:
        nonlocal done
        done += 100
        return 0

    store._db.set_progress_handler(stepped, 100)
    sys.setprofile(called)
    try:
        ask(store, question, as_of=TODAY)
    finally:
        sys.setprofile(None)
        store._db.set_progress_handler(None, 0)
    return done
