"""Readings: what it takes to understand and answer each question of a bank, and how that grows with its words.

`python -m bench.readings [FILE] [--db DATABASE]` asks the questions of FILE (a batch: `{"id", "q", "thread"}` a line,
`-` is standard input) of a database; without a file the project's own bank, of its own corpus. It prints the 50th, 90th
and 99th percentile in milliseconds of processor time, the ten slowest questions with their number of words, and the
time of questions of 10 to 320 words, which are made of the bank's. As a subject of `python -m bench` it gives the same
figures for the project's bank.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from statistics import median, quantiles
from time import process_time

from bench import Ratio
from bot.asking import EMPTY, ask
from bot.records.store import Store
from tests.questions.asked import ingested
from tests.questions.bank import AS_OF, load

BANKS = ("en", "es_generated", "fr_generated", "ko_generated")
LENGTHS = (10, 20, 40, 80, 160, 320)
ROUNDS, SLOWEST = 9, 10
SIMPLE = "who leads KR0032?"
_WARM = (SIMPLE, "¿quién dirige KR0032?", "qui dirige KR0032 ?", "KR0032 담당자는 누구입니까?")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the earlier ones of its thread, which are asked but not measured."""

    id: str
    text: str
    thread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a question took, in milliseconds of processor time."""

    question: Question
    ms: float

    @property
    def words(self) -> int:
        """How many words the question has."""
        return len(self.question.text.split())


def own_bank() -> list[Question]:
    """The project's own questions in all languages."""
    return [Question(case.id, case.question, case.thread) for bank in BANKS for case in load(bank)]


def batch(lines: Sequence[str]) -> list[Question]:
    """The questions of a batch; ValueError, with its number, for a line that is none."""
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                data = json.loads(line)
                found.append(Question(str(data.get("id", number)), data["q"], tuple(data.get("thread", ()))))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ValueError(f"line {number} is no question: {error}") from error
    return found


def asked(store: Store, questions: Sequence[Question], as_of: date) -> list[Taken]:
    """What each question took; the lexicons are read before."""
    for text in _WARM:
        ask(store, text, as_of=as_of)
    found = []
    for question in questions:
        thread = EMPTY
        for turn in question.thread:
            _answer, thread = ask(store, turn, thread=thread, as_of=as_of)
        began = process_time()
        ask(store, question.text, thread=thread, as_of=as_of)
        found.append(Taken(question, (process_time() - began) * 1000))
    return found


def grown(store: Store, questions: Sequence[Question], as_of: date) -> dict[int, list[float]]:
    """Number of words → what questions of so many words took: those of the bank, one behind the other."""
    luck = random.Random(1)
    found: dict[int, list[float]] = {}
    for length in LENGTHS:
        made = []
        for number in range(ROUNDS):
            words: list[str] = []
            while len(words) < length:
                words += luck.choice(questions).text.split()
            made.append(Question(f"{length} words, {number}", " ".join(words[:length])))
        found[length] = [one.ms for one in asked(store, made, as_of)]
    return found


def percentiles(taken: Sequence[Taken]) -> tuple[float, float, float]:
    """The 50th, 90th and 99th percentile."""
    cuts = quantiles([one.ms for one in taken], n=100, method="inclusive")
    return cuts[49], cuts[89], cuts[98]


def measure() -> Iterator[Ratio]:
    """The percentiles of the project's bank against its simplest question, and long questions against short ones."""
    questions = own_bank()
    with tempfile.TemporaryDirectory() as folder, _store("", Path(folder)) as store:
        simple = median(one.ms for one in asked(store, [Question("simple", SIMPLE)] * 50, AS_OF))
        for name, figure in zip(("p50", "p90", "p99"), percentiles(asked(store, questions, AS_OF)), strict=True):
            yield Ratio(f"a question of the bank, {name}, processor time", figure, f"“{SIMPLE}”", simple, "ms")
        sizes = {length: median(times) for length, times in grown(store, questions, AS_OF).items()}
    for length in LENGTHS[1:]:
        yield Ratio(f"a question of {length} words, p50", sizes[length], f"{LENGTHS[0]} words", sizes[LENGTHS[0]], "ms")


def _store(database: str, folder: Path) -> Store:
    """An open database; without one, that of the project's bank."""
    if database:
        return Store(database)
    with redirect_stdout(StringIO()):
        return Store(ingested(folder).database)


def main() -> int:
    """Print what the questions took; 2 for a file or a database that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m bench.readings", description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="a batch of questions (default: the project's own bank)"
    )
    parser.add_argument("--db", default="commitments.db", help="the database that FILE is asked of (%(default)s)")
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF, metavar="DATE", help="the day of asking")
    wanted = parser.parse_args()
    if wanted.file and not Path(wanted.db).exists():
        parser.error(f"there is no database {wanted.db}")
    try:
        questions = batch(_lines(wanted.file)) if wanted.file else own_bank()
    except (OSError, ValueError) as error:
        parser.error(f"{wanted.file}: {error}")
    with tempfile.TemporaryDirectory() as folder, _store(wanted.db if wanted.file else "", Path(folder)) as store:
        _print(store, questions, wanted.as_of)
    return 0


def _lines(file: str) -> list[str]:
    return sys.stdin.readlines() if file == "-" else Path(file).read_text("utf-8").splitlines()


def _print(store: Store, questions: Sequence[Question], as_of: date) -> None:
    taken = asked(store, questions, as_of)
    p50, p90, p99 = percentiles(taken)
    print(f"{len(taken)} questions, ms of processor time: p50 {p50:.1f}, p90 {p90:.1f}, p99 {p99:.1f}")
    print("slowest:")
    for one in sorted(taken, key=lambda one: -one.ms)[:SLOWEST]:
        print(f"  {one.ms:7.1f}  {one.words:3} words  {one.question.id}: {one.question.text[:90]}")
    print(f"growth, {ROUNDS} questions each:")
    for length, times in grown(store, questions, as_of).items():
        print(f"  {length:3} words: p50 {median(times):7.1f}, longest {max(times):7.1f}")


if __name__ == "__main__":
    sys.exit(main())
