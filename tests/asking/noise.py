"""Questions of the banks with noise in them, and what holds of every answer all the same.

`python -m tests.asking.noise --count 100000 --seed 7` asks so many and prints each violation with its question; the
exit code is 1 where there is any. `--only 4711` asks one of them again. The question of a seed and a number is always
the same.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from bot.asking import EMPTY, Answer, Thread, ask
from bot.asking.answers.records import LEADERS
from bot.asking.frames import ALL, Compare, Condition, Frame, Lookup, Refuse, tests
from bot.asking.lexicon import lexicon
from bot.asking.normalise import normalise
from bot.asking.reading import Understood, read
from bot.asking.scoring import Scored, importance
from bot.asking.thread import codes_of, where_of
from bot.records.languages import LANGUAGES
from bot.records.names import name_key
from bot.records.store import Store
from bot.records.text import fold, words
from tests.questions.asked import ingested
from tests.questions.bank import AS_OF, Case, load
from tests.questions.citations import misleading

BANKS = ("en", "es", "fr", "ko", "es_generated", "fr_generated", "ko_generated")
_CODE = re.compile(r"\b[A-Z]{2,4} ?\d{2,4}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Noisy:
    """A question with noise: what was done to which question of a bank, after which turns of a thread."""

    number: int
    question: str
    thread: tuple[str, ...]
    noises: tuple[str, ...]
    origin: str

    def __str__(self) -> str:
        return f"{self.number} {'+'.join(self.noises)} ({self.origin}): {' › '.join([*self.thread, self.question])!r}"


@dataclass(frozen=True, slots=True)
class Violation:
    """A property that does not hold of an answer, and what shows it."""

    property: str
    detail: str

    def __str__(self) -> str:
        return f"  {self.property}: {self.detail}"


# -- noise ------------------------------------------------------------------------------------------------------------

Noise = Callable[[random.Random, str, str], str]
"""Makes of a question (and a question of the banks that may serve for it) another one."""


def _dropped(luck: random.Random, text: str, _other: str) -> str:
    parts = text.split()
    del parts[luck.randrange(len(parts))]
    return " ".join(parts)


def _doubled(luck: random.Random, text: str, _other: str) -> str:
    parts = text.split()
    at = luck.randrange(len(parts))
    return " ".join([*parts[: at + 1], *parts[at:]])


def _swapped(luck: random.Random, text: str, _other: str) -> str:
    parts = text.split()
    one, other = luck.randrange(len(parts)), luck.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]
    return " ".join(parts)


def _mistyped(luck: random.Random, text: str, _other: str) -> str:
    """A letter of a word left out, typed twice or for another, or two of them swapped."""
    places = [at for at, char in enumerate(text) if char.isalpha()]
    if not places:
        return text
    at = luck.choice(places)
    return luck.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + luck.choice("aeinorst") + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        ]
    )


def _miscoded(luck: random.Random, text: str, _other: str) -> str:
    """A digit or a letter of a code left out, typed twice or for another."""
    codes = list(_CODE.finditer(text))
    if not codes:
        return _mistyped(luck, text, "")
    code = luck.choice(codes)
    at = luck.choice([at for at in range(*code.span()) if text[at].isalnum()])
    another = luck.choice("0123456789" if text[at].isdigit() else "KLQRSTXZ")
    return luck.choice(
        [text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:], text[:at] + another + text[at + 1 :]]
    )


def _joined(luck: random.Random, text: str, other: str) -> str:
    return text + luck.choice([" ", ", ", " and ", " or ", "? ", ". ", "\n", " - ", "; ", " y ", " et "]) + other


def _cut(luck: random.Random, text: str, _other: str) -> str:
    at = luck.randrange(len(text))
    return text[:at] if luck.random() < 0.7 else text[at:]


def _punctuated(luck: random.Random, text: str, _other: str) -> str:
    """All signs taken away, or one put in somewhere between the words."""
    if luck.random() < 0.3:
        return re.sub(r"[^\w\s]", luck.choice(["", " "]), text)
    parts = re.split(r"( )", text)
    at = luck.randrange(len(parts))
    parts[at] += luck.choice([",", ".", "?", "!", ":", ";", " - ", "…", "(", ")", '"', "'", "/", "*", "`", "&", "¿"])
    return "".join(parts)


def _inserted(luck: random.Random, text: str, other: str) -> str:
    """One to three words of another question in a row."""
    parts, more = text.split(), other.split()
    at, start = luck.randrange(len(parts) + 1), luck.randrange(len(more))
    return " ".join([*parts[:at], *more[start : start + luck.randint(1, 3)], *parts[at:]])


def _strange(luck: random.Random, text: str, _other: str) -> str:
    """A word that nobody knows."""
    parts = text.split()
    parts.insert(
        luck.randrange(len(parts) + 1), "".join(luck.choice("bdfgkvz") + luck.choice("aeou") for _ in range(4))
    )
    return " ".join(parts)


def _hyphenated(luck: random.Random, text: str, _other: str) -> str:
    """Two words joined by a dash, or a word parted by one."""
    if " " in text.strip() and luck.random() < 0.6:
        at = luck.choice([found.start() for found in re.finditer(" ", text)])
        return text[:at] + luck.choice("-–‑") + text[at + 1 :]
    at = luck.randrange(len(text))
    return text[:at] + "-" + text[at:]


def _cased(luck: random.Random, text: str, _other: str) -> str:
    return luck.choice([text.upper(), text.lower(), text.title(), text.swapcase()])


NOISES: dict[str, Noise] = {
    "dropped": _dropped,
    "doubled": _doubled,
    "swapped": _swapped,
    "mistyped": _mistyped,
    "miscoded": _miscoded,
    "joined": _joined,
    "cut": _cut,
    "punctuated": _punctuated,
    "inserted": _inserted,
    "strange": _strange,
    "hyphenated": _hyphenated,
    "cased": _cased,
}


_STEP = 619
"""A prime number that the number of questions is no multiple of."""


def cases() -> list[Case]:
    """Every question of the banks."""
    return [case for bank in BANKS for case in load(bank)]


def noisy(questions: Sequence[Case], seed: int, number: int) -> Noisy:
    """The question of a number: one of the banks, every one in turn but not side by side, with one to three noises."""
    luck = random.Random(f"{seed} {number}")
    case = questions[number * _STEP % len(questions)]
    text, done = case.question, []
    for name in luck.choices(list(NOISES), k=luck.choice([1, 1, 2, 3])):
        if text.strip():
            text = NOISES[name](luck, text, luck.choice(questions).question)
            done.append(name)
    return Noisy(number, text, case.thread, tuple(done), case.id)


# -- what holds of every answer ---------------------------------------------------------------------------------------

_SILENT = {"not_understood", "out_of_scope", "refused", "no_antecedent", "several_entities", "field_unknown"}
"""Reasons of answers that say nothing of any document."""
_WEIGHTY = {"code", "contact", "title", "person", "body", "area", "ogp", "place", "plan", "date", "text"}
"""What a question names; a reading of all commitments that leaves it out has lost it."""
_OF_WEIGHT = 0.3
"""What a mention weighs at least whose repair is told: “teh” is none."""
_NOTHING = ("blank_value", "not_in_record", "no_page")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.\w+)+", re.ASCII)

_DIGITS = {"0": "OQОΟ", "1": "IL|ІӀ", "2": "Z", "3": "ЗƷ", "5": "S", "8": "B"}
_LETTERS = {"A": "АΑ", "B": "ВΒ", "E": "ЕΕ", "I": "ІΙ", "K": "КΚ", "N": "Ν", "P": "РΡ", "T": "ТΤ", "X": "ХΧ"}
"""What is typed for a digit, and the Cyrillic and Greek letters that look like a Latin one."""


@dataclass
class Asker:
    """Asks noisy questions of the corpus of the banks, and looks at the answers."""

    store: Store
    texts: Mapping[str, str]
    threads: dict[tuple[str, ...], Thread] = field(default_factory=lambda: {(): EMPTY})

    def __post_init__(self) -> None:
        bare = [_EMAIL.sub(" ", text) for text in self.texts.values()]
        self.written = " | ".join(" ".join(words(text)) for text in bare)
        known = [word for text in self.texts.values() for word in words(text)]
        counts = self.store.word_counts()
        known += [word for kind in ("title", "institution", "person", "area") for word in counts[kind]]
        known += [word for name in LANGUAGES for word in (*lexicon(name).known, *lexicon(name).ordinary)]
        self.known = frozenset(known)

    def thread(self, turns: tuple[str, ...]) -> Thread:
        """What a thread remembers after some turns."""
        if turns not in self.threads:
            before = self.thread(turns[:-1])
            self.threads[turns] = ask(self.store, turns[-1], thread=before, as_of=AS_OF)[1]
        return self.threads[turns]

    def violations(self, one: Noisy) -> list[Violation]:
        """What does not hold of the answer to a question."""
        thread = self.thread(one.thread)
        try:
            answer, after = ask(self.store, one.question, thread=thread, as_of=AS_OF)
            json.dumps(answer.to_json())
            Thread.from_json(after.to_json())
            found = read(one.question, self.store, thread, AS_OF)
        except Exception as error:  # noqa: BLE001  # whatever is raised is what is looked for
            where = traceback.extract_tb(error.__traceback__)[-1]
            return [Violation("no exception", f"{error!r} in {Path(where.filename).name}:{where.lineno}")]
        return broken(Given(one, thread, answer, found, self))


@dataclass(frozen=True, slots=True)
class Given:
    """A question with its answer, how it was read, and who asked it."""

    asked: Noisy
    thread: Thread
    answer: Answer
    found: Understood
    asker: Asker

    @property
    def frame(self) -> Frame:
        """What was answered."""
        return self.found.reading.frame

    @property
    def best(self) -> Scored | None:
        """The candidate that was answered, None where none was."""
        ranked = self.found.ranked
        return ranked[0] if ranked and ranked[0].frame == self.frame else None


def _never_all(given: Given) -> Iterator[str]:
    """Never all commitments for a question with a content word that nothing explains."""
    if given.answer.outcome != "answer" or not _is_of_all(given.frame):
        return
    reading, made = given.found.reading, given.found.made
    left = list(reading.ignored)
    if given.best is not None and not given.best.candidate.whole:
        used, p = given.best.candidate.used, given.best.pieces
        unused = [one for n, one in enumerate(p.items) if n not in used]
        left += [
            made.words(m.start, m.end) for m in unused if m.kind in _WEIGHTY or m.says("value") or m.says("unkept")
        ]
    if given.best is not None:  # "satellite imagery, I mean": nothing is said in the stead of what was struck
        struck = [m for m in given.best.pieces.items if m.kind == "struck" and m.end == len(made.tokens)]
        left += [made.tokens[at].text for m in struck for at in range(m.start, m.end) if made.content(at)]
    repaired = {word for typed, _taken in _repairs(given) for word in words(typed)}
    told = set(words(given.answer.text))
    for token in made.tokens:
        is_strange = len(token.folded) > 4 and token.folded.isascii() and token.folded.isalpha()
        if is_strange and not {*token.forms, *words(token.text)} & (given.asker.known | repaired):
            left.append(token.text + (" (told)" if token.folded in told else ""))
    if left:
        yield f"{type(given.frame).__name__} of all without “{'”, “'.join(dict.fromkeys(left))}”"


def _is_of_all(frame: Frame) -> bool:
    if isinstance(frame, Compare):
        return ALL in frame.sets
    return where_of(frame) == ALL


def _no_repaired_code(given: Given) -> Iterator[str]:
    """A code that is answered for was typed so, or comes from a name or the thread."""
    text = normalise(given.asked.question).text.upper()
    best = given.best
    if best is None:
        return
    coded = [best.pieces.items[n] for n in best.candidate.used if best.pieces.items[n].kind == "code"]
    for one in coded:
        if one.value.exists and not is_typed(one.value.code, one.value.typed.upper()):
            yield f"“{one.value.typed}” was taken for {one.value.code}"
    if any(one.kind in _WEIGHTY - {"code"} for one in best.pieces.items) or best.inherited or best.candidate.inherited:
        return
    if given.asked.thread:
        return
    for code in _codes(given.frame):
        if not is_typed(code, text):
            yield f"{code} was not typed"


def _codes(frame: Frame) -> set[str]:
    found = set(codes_of(frame))
    for where in _conditions(frame):
        found |= {value for test in tests(where) if test.op == "among" for value in test.values}
    return found if not isinstance(frame, Refuse) else set()


def _conditions(frame: Frame) -> list[Condition]:
    found = [getattr(frame, name, None) for name in ("where", "part", "of")]
    return [one for one in (*found, *getattr(frame, "sets", ())) if isinstance(one, Condition.__args__)]


def is_typed(code: str, text: str) -> bool:
    """Whether a code stands in a text, its letters and its number unchanged, with signs and zeros as people like."""
    prefix, number = re.fullmatch(r"(\D+)(\d+)", code).groups()  # type: ignore[union-attr]
    spelled = r"[ ._-]?".join(f"[{char}{_LETTERS.get(char, '')}]" for char in prefix)
    counted = r"\s?".join(f"[{char}{_DIGITS.get(char, '')}]" for char in str(int(number)))
    return bool(
        re.search(rf"(?<![^\W_]){spelled}[\s._#:/–—-]{{0,4}}(?:[0{_DIGITS['0']}]\s?)*{counted}(?![A-Z0-9])", text)
    )


def _cited(given: Given) -> Iterator[str]:
    """Every value that is shown has its number, its number its source, and the source the very words.

    Only the title of a card stands in a heading, which has no number, though its source is shown.
    """
    answer = given.answer
    yield from misleading(answer, given.asker.texts)
    for entry in answer.entries:
        for finding in entry.findings:
            for item in finding.items:
                if item not in answer.items:
                    yield f"{item.field} of {item.code} has no source"
                elif item.field != "title" and f" [{answer.items.index(item) + 1}]" not in answer.statement:
                    yield f"{item.field} of {item.code} has no number"
    for source in answer.sources:
        if source not in answer.text:
            yield f"source {source} is not shown"
    asked = [normalise(turn).text for turn in (*given.asked.thread, given.asked.question)]
    quoted = " ".join([*asked, *(item.raw for item in answer.items)]).casefold()
    for address in _EMAIL.findall(answer.statement):
        if address.casefold().strip(".") not in quoted:
            yield f"{address} is quoted from nowhere"


def _looked_up(given: Given) -> Iterator[str]:
    """Nothing is said of the documents that was not looked up."""
    answer, store, frame = given.answer, given.asker.store, given.frame
    says = answer.items or answer.entries or answer.unknown or answer.result or answer.considered
    if answer.outcome in ("abstain", "clarify") and answer.reason in _SILENT and says:
        yield f"“{answer.reason}” says something of documents"
    for entry in answer.entries:
        for finding in entry.findings:
            if finding.state in ("blank", "absent", "no_page") and _stated(store, finding.code, finding.field):
                yield f"{finding.field} of {finding.code} is stated"
    if answer.reason in _NOTHING and isinstance(frame, Lookup) and not frame.card:
        yield from _wrongly_silent(answer.reason, frame, store)
    if isinstance(frame, Refuse):
        yield from _is_wrongly_denied(frame, given)


def _wrongly_silent(reason: str, frame: Lookup, store: Store) -> Iterator[str]:
    """The fields of a look-up of which it is said that they are blank, or not there, and are not so.

    Of several fields one may be blank and another absent: each is told, and the reason is that of one of them.
    """
    code = frame.codes[0]
    blank: dict[str, bool] = {}
    for name in frame.fields if frame.fields != LEADERS else LEADERS[:1]:  # who leads is no person
        stored = store.values([code], [name])[code]
        if any(one.raw for one in stored):
            yield f"{name} of {code} is stated"
        blank[name] = bool(stored)
    if (reason == "blank_value") not in blank.values():
        yield f"{', '.join(blank)} of {code}: none is so as “{reason}” says"


def _stated(store: Store, code: str, name: str) -> bool:
    return any(one.raw for one in store.values([code], [name])[code])


def _is_wrongly_denied(frame: Refuse, given: Given) -> Iterator[str]:
    """What is said not to be there is not there as it was typed."""
    store = given.asker.store
    kinds = {"no_such_person": "person", "no_such_institution": "institution", "no_such_title": "title"}
    for word in frame.words:
        if frame.reason == "no_such_code" and store.existing([word]):
            yield f"there is a commitment {word}"
        if frame.reason in kinds and any(
            one.kind == kinds[frame.reason] for one in store.names_by_key([name_key(word)])
        ):
            yield f"there is a {kinds[frame.reason]} {word}"
        if frame.reason == "no_such_country" and any(fold(name) == fold(word) for _prefix, name in store.countries()):
            yield f"there are documents of {word}"
    said = [f" {' '.join(words(word))} " for word in frame.words]
    if frame.sentence == "no_mention" and any(one in given.asker.written for one in said):
        yield f"“{', '.join(frame.words)}” stands in a document"


def _told(given: Given) -> Iterator[str]:
    """What was repaired, and what was left out, is told in the answer."""
    reading, text = given.found.reading, given.answer.text
    inherited = given.best is not None and given.best.inherited  # words of a follow-up are used by what completes it
    for typed, taken in _repairs(given, _OF_WEIGHT if inherited else math.inf):
        if typed not in text or taken not in text:
            yield f"“{typed}” was taken for “{taken}” unsaid"
    if given.answer.outcome == "answer":
        for word in reading.ignored:
            if word not in text:
                yield f"“{word}” was left out unsaid"


def _repairs(given: Given, least: float = 0.0) -> set[tuple[str, str]]:
    """What was taken for something else: what the reading says, and what its mentions that weigh so much say."""
    found = {(one.typed, one.taken) for one in given.found.reading.corrections}
    if given.best is not None and not given.best.candidate.whole:
        found |= {repair for one in given.best.pieces.items if importance(one) >= least for repair in one.repairs}
    return found


def _says_something(given: Given) -> Iterator[str]:
    """Every answer has words, and no hole in them."""
    if not given.answer.statement.strip():
        yield "an answer without words"
    if "{" in given.answer.statement and "{" not in given.asked.question + "".join(given.asked.thread):
        yield f"a hole in “{given.answer.statement[:80]}”"


PROPERTIES: dict[str, Callable[[Given], Iterator[str]]] = {
    "never all commitments": _never_all,
    "no repaired code": _no_repaired_code,
    "every value is cited": _cited,
    "only what was looked up": _looked_up,
    "repairs are told": _told,
    "no answer without words": _says_something,
}


def broken(given: Given) -> list[Violation]:
    """The properties that do not hold of an answer."""
    return [Violation(name, detail) for name, check in PROPERTIES.items() for detail in check(given)]


# -- the command ------------------------------------------------------------------------------------------------------


def main() -> int:
    """Ask noisy questions, print the violations; 1 where there are any."""
    parser = argparse.ArgumentParser(prog="python -m tests.asking.noise", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=2000, help="how many questions are asked (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other questions (%(default)s)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="the question of this number alone")
    wanted = parser.parse_args()
    questions = cases()
    numbers = range(wanted.count) if wanted.only is None else [wanted.only]
    counted: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        with redirect_stdout(StringIO()):
            corpus = ingested(Path(folder))
        with Store(corpus.database) as store:
            asker = Asker(store, corpus.texts)
            for number in numbers:
                one = noisy(questions, wanted.seed, number)
                began = time.process_time()
                if found := asker.violations(one):
                    counted.update(violation.property for violation in found)
                    print(one, *found, sep="\n", flush=True)
                slowest = sorted([*slowest, (time.process_time() - began, str(one))])[-3:]
    print(f"{len(numbers)} questions: {sum(counted.values())} violations {dict(counted)}")
    print("slowest, in seconds of processor time:")
    for seconds, said in reversed(slowest):
        print(f"  {seconds:.2f} {said[:200]}")
    return 1 if counted else 0


if __name__ == "__main__":
    sys.exit(main())
