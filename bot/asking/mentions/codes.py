"""What is named by letters and figures: codes, action plans, commitments of a plan, addresses and telephone numbers.

Codes are taken as people type them, `kr 32`, `KR-0O32`, `#KR0032`, look-alike letters; never another code by likeness.

A code is a member's letters and a number of four digits (the partnership's pages), or one that was made of letters,
plan and number for a file without codes (`GE-P2-12`, docs/csv.md). What is repaired here is how it is written (spaces,
zeros, letters for digits); which letters and which number it is are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from bot.asking.lattice import COMPARING, Lattice, Mention, covering, ordinals, stretches
from bot.records.countries import members
from bot.records.frozen import dataclass, replace
from bot.records.store import Store


def find_codes(made: Lattice) -> Iterator[Mention]:
    """Codes of commitments, as typed and as the documents have them."""
    for span in codes_in(made.question.text, made.store, made.lexicon.known):
        start, end = covering(made.tokens, span.start, span.end)
        if start < end:
            repairs = ((span.typed, span.code),) if span.typed.upper() != span.code and span.exists else ()
            yield Mention(start, end, "code", span, 0.0, repairs=repairs)


# Cyrillic and Greek letters that look like Latin ones
_LETTERS = str.maketrans(
    {
        **dict(zip("АВЕКМНОРСТУХЅІЈ", "ABEKMHOPCTYXSIJ", strict=True)),
        **dict(zip("авекмнорстухѕіј", "ABEKMHOPCTYXSIJ", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    }
)
# letters that are typed for digits
_DIGITS = str.maketrans(
    {
        **dict.fromkeys("OoQОоΟο", "0"),
        **dict.fromkeys("Iil|ІіӀ", "1"),
        **dict.fromkeys("ЗзƷ", "3"),
        **dict.fromkeys("Ss", "5"),
        "B": "8",
        "Z": "2",
    }
)
_DIGIT = r"[0-9OoQОоΟοIil|ІіӀЗзƷSsBZ]"
_SHAPE = re.compile(
    # letters together (`KR`) or each by itself (`K R`), then digits together (`0O32`) or each by itself (`0 0 3 2`)
    r"(?<![^\W_])(?P<letters>[^\W\d_]{2,5}?|[^\W\d_](?:[ ._-][^\W\d_]){1,4}?)(?P<gap>[\s._#:/–—-]{0,4})"
    rf"(?={_DIGIT}*[0-9])(?P<digits>\d(?:\s\d){{2,5}}|{_DIGIT}{{1,6}})(?![A-Za-z0-9])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# `GE-P2-12`, `ge p2 12`, `JO-P1-2.3.7`, `KE-P1-B_4`: letters, plan, and what the file has for a number
_MADE = re.compile(
    r"(?<![^\W_])(?P<letters>[^\W\d_]{2,20})(?P<gap>[\s._-]{0,2})[Pp]\s?(?P<plan>\d{1,2})[\s._:-]{1,3}"
    r"(?P<number>[0-9A-Za-z]{1,8}(?:[ ._()/-]{1,2}[0-9A-Za-z]{1,8}){0,5})"
)
_STRICT = re.compile(r"[A-Z]{2,5}-P\d{1,2}-[0-9A-Z]+(?:\.[0-9A-Z]+)*")
_WORD, _RUN = re.compile(r"[0-9A-Za-z]+"), re.compile(r"[0-9]+|[A-Za-z]+")
_PIECE = re.compile(r"[0-9A-Za-z]+(?:[._-][0-9A-Za-z]+)*")


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """A code at `text[start:end]`: how it was typed, and the code that it is (existing or not)."""

    start: int
    end: int
    typed: str
    code: str
    exists: bool


def find_page_codes(
    text: str,
    prefixes: Collection[str],
    by_number: Callable[[str, int], list[str]],
    ordinary: Collection[str] = (),
) -> list[CodeSpan]:
    """Every code in a question. `prefixes` are the known letters; `ordinary` are words such as `in` and `is`.

    >>> [span.code for span in find_codes("kr 32", {"KR"}, lambda prefix, number: ["KR0032"])]
    ['KR0032']
    """
    found: list[CodeSpan] = []
    at = 0
    while match := _SHAPE.search(text, at):
        span = _read(match, prefixes, by_number, ordinary)
        if span is None:
            at = match.start() + 1
            while at < len(text) and text[at - 1].isalnum() and text[at].isalpha():
                at += 1
            at = max(at, match.start() + 1)
            continue
        found.append(span)
        at = span.end
    return found


def codes_in(text: str, store: Store, ordinary: Collection[str] = ()) -> list[CodeSpan]:
    """Every code in a question, in order: of any form that the database holds, and those of its forms that it lacks."""
    if not any(map(str.isdecimal, text)):
        return []  # no code is without a figure
    prefixes = {prefix for prefix, _name in store.countries()}
    prefixes |= {member.prefix for member in members() if member.prefix}
    spans = [
        replace(span, code=store.tied(span.code).get(span.code, span.code)) if span.exists else span
        for span in find_made_codes(text, prefixes, lambda start: [*store.beginning(start), *store.tied(start)])
    ]
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    spans += find_page_codes(text, prefixes, store.by_number, ordinary)
    return sorted(spans, key=lambda span: span.start)


def find_made_codes(text: str, prefixes: Collection[str], beginning: Callable[[str], list[str]]) -> list[CodeSpan]:
    """Every made code in a question, existing or not; `beginning` gives the codes that begin so.

    >>> [span.code for span in find_made_codes("ge p2 12", {"GE"}, lambda start: ["GE-P2-12", "GE-P2-1"])]
    ['GE-P2-12']
    """
    found: list[CodeSpan] = []
    at = 0
    while match := _MADE.search(text, at):
        span = _made(match, prefixes, beginning)
        if span:
            found.append(span)
        at = span.end if span else match.end("letters")
    return found


def _made(match: re.Match[str], prefixes: Collection[str], beginning: Callable[[str], list[str]]) -> CodeSpan | None:
    """The longest code of the database that is said from here on; else the one that is typed in one piece."""
    prefix = match["letters"].translate(_LETTERS).upper()
    if prefix not in prefixes:
        strict = _STRICT.match(match.string, match.start())  # nobody types "XQ-P1-7" but for a code
        return CodeSpan(match.start(), strict.end(), strict[0], strict[0], False) if strict else None
    start, text = match.start(), match.string
    beginning_of = f"{prefix}-P{int(match['plan'])}-"
    numbers = {code: _runs(code.removeprefix(beginning_of)) for code in beginning(beginning_of)}
    piece = _PIECE.match(text, match.start("number"))
    least = piece.end() if piece else 0  # "GE-P2-1.12" is no GE-P2-1
    words = [
        end for word in _WORD.finditer(text, match.start("number"), match.end("number")) if (end := word.end()) >= least
    ]
    for end in reversed(words):
        typed = text[start:end]
        runs = _runs(text[match.start("number") : end])
        fitting = [code for code, number in numbers.items() if number == runs]
        exact = [code for code in fitting if code.casefold() == typed.casefold()] or fitting
        if len(exact) == 1:
            return CodeSpan(start, end, typed, exact[0], True)
    if piece is None or not (any(map(str.isdigit, piece[0])) or "-" in match["gap"]):
        return None
    return CodeSpan(start, piece.end(), text[start : piece.end()], beginning_of + piece[0].upper(), False)


def _runs(number: str) -> tuple[str, ...]:
    """The figures and letters of a made code's number, which are written with any sign between them, or none."""
    return tuple(run.lstrip("0") or "0" for run in _RUN.findall(number.casefold()))


def _read(
    match: re.Match[str],
    prefixes: Collection[str],
    by_number: Callable[[str, int], list[str]],
    ordinary: Collection[str],
) -> CodeSpan | None:
    found: list[tuple[bool, bool, CodeSpan]] = []
    typed = match[0]
    glued = not match["gap"]
    for split in _splits(match["letters"], match["digits"]) if glued else [(match["letters"], match["digits"])]:
        letters, digits = split
        prefix = re.sub(r"[ ._-]", "", letters).translate(_LETTERS).upper()
        number = re.sub(r"\s", "", digits).translate(_DIGITS)
        if not number.isdigit() or not any(char.isdigit() for char in match["digits"]):
            continue
        strict = glued and len(number) == 4 and letters.isupper() and letters.isascii()
        if prefix not in prefixes and not (strict and len(prefix) >= 2):
            continue
        if (
            not glued
            and (prefix.lower() in ordinary or _YEAR.fullmatch(number))
            and not (letters.isupper() and number.startswith("0") and len(number) == 4)
        ):
            continue
        if glued and not letters.isupper() and prefix.lower() in ordinary and len(number) != 4:
            continue
        existing = by_number(prefix, int(number))
        code = existing[0] if len(existing) == 1 else f"{prefix}{int(number):04d}"
        span = CodeSpan(match.start(), match.end(), typed, code, code in existing)
        found.append((not digits.isdecimal(), not span.exists, span))
    # as it was typed goes before any repair: SEO0004 is no SE0004
    return min(found, key=lambda one: one[:2])[2] if found else None


def _splits(letters: str, digits: str) -> list[tuple[str, str]]:
    """Where the letters end: `KRO029` is KR and O029 when KRO is no member, `KENDC0003` is KENDC when KEN is none."""
    splits = [(letters, digits)]
    for size in range(1, min(len(digits), 6 - len(letters))):
        if not digits[:size].isalpha():
            break
        splits.append((letters + digits[:size], digits[size:]))
    bare = letters
    while len(bare) > 2 and re.fullmatch(_DIGIT, bare[-1]):
        bare = bare[:-1].rstrip(" ._-")
        splits.append((bare, letters[len(bare) :].strip(" ._-") + digits))
    return splits


# -- an action plan by its number --------------------------------------------------------------------------------------

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_KOREAN_PLAN = re.compile(r"(?:제\s?)?(?<!\d)(\d{1,2})\s?차")


def find_plans(made: Lattice) -> Iterator[Mention]:
    """An action plan by its number: "second plan", "plan II", "2nd NAP", "latest plan"."""
    words = made.lexicon.words
    latest = {*words("grammar", "latest")}
    nouns = [one for one in made.mentions if one.kind == "phrase" and one.says("ask", "action_plan")]
    ending: dict[int, list[Mention]] = {}
    for one in made.mentions if nouns else ():
        if one.kind == "place" or one.says("thread"):
            ending.setdefault(one.end, []).append(one)
    for noun in nouns:
        before = [m for m in ending.get(noun.start, ()) if m.says("thread")]
        inside = [
            m
            for end in range(noun.start + 1, noun.end)
            for m in ending.get(end, ())
            if noun.start <= m.start and m.says("thread")
        ]
        for one in (*before, *inside):
            for number in ordinals(one):
                yield Mention(min(one.start, noun.start), noun.end, "plan", str(number))
        for place in [m for m in ending.get(noun.start, ()) if m.kind == "place"]:  # "the second Canadian plan"
            for one in [m for m in ending.get(place.start, ()) if m.says("thread")]:
                for number in ordinals(one):
                    yield Mention(one.start, one.end, "plan", str(number))
                    yield Mention(noun.start, noun.end, "struck", None, 0.0)
        if noun.start and made.tokens[noun.start - 1].folded in latest:
            yield Mention(noun.start - 1, noun.end, "plan", "latest")
        after = noun.end
        joined = {*words("grammar", "number_sign")}
        if after < len(made.tokens) and made.tokens[after].folded in joined:
            after += 1
        if after < len(made.tokens) and not made.broken(noun.end, noun.end):  # behind "no." a full stop ends nothing
            token = made.tokens[after]
            if token.folded == "i" and after + 1 < len(made.tokens) and made.glued(after + 1):
                continue  # "i.e."
            number = int(token.folded) if token.folded.isdecimal() and len(token.folded) < 3 else 0
            number = number or _ROMAN.get(token.folded, 0) or made.lexicon.numbers.get(token.folded, 0)
            if number:
                yield Mention(noun.start, after + 1, "plan", str(number))
    joining = [one for one in made.mentions if nouns and one.says("intent", "or", "and", "compare", *COMPARING)]
    joins = {at for one in joining for at in range(one.start, one.end)}
    if any(one.says("intent", *COMPARING) for one in joining):  # "did the second plan have more than *its first*?"
        joins |= {at for at, token in enumerate(made.tokens) if token.folded in words("grammar", "than")}
    if nouns and any(one.says("intent", "changes") for one in made.mentions):  # "from *the first* to the second plan"
        joins |= {at for at, token in enumerate(made.tokens) if token.folded in words("grammar", "to")}
    for one in (
        made.mentions if joins else ()
    ):  # "in its first plan or in the second", "the first versus the second plan"
        near = {*range(max(0, one.start - 3), one.start), *range(one.end, one.end + 2)}
        for number in ordinals(one) if one.says("thread") and not joins.isdisjoint(near) else ():
            yield Mention(one.start, one.end, "plan", str(number), 0.1)
    for start, end in stretches(made.tokens, 2):  # "P2", "plan2"
        if end - start > 1 and not made.glued(end - 1):
            continue
        said = "".join(token.folded for token in made.tokens[start:end])
        if match := re.fullmatch(r"(?:p|plan|nap|ap)(\d{1,2})", said):
            yield Mention(start, end, "plan", str(int(match[1])), 0.1)
    ends = {one.start: one.end for one in nouns}
    for match in _KOREAN_PLAN.finditer(made.question.text) if made.lexicon.particles else ():
        start, end = covering(made.tokens, *match.span())
        if start < end and end in ends:  # without the noun it may be anything: "2차 회의"
            yield Mention(start, ends[end], "plan", str(int(match[1])))


def find_plans_of_places(made: Lattice) -> Iterator[Mention]:
    """The word for the plan of a country in which something may stand: "is there anything on it in *Ghana's plan*?".

    It asks for no plan's number.
    """
    yes_no = bool(made.tokens) and made.tokens[0].folded in made.lexicon.words("question", "yes_no")
    if not any(one.says("intent", "exists") or (yes_no and one.says("intent", "mention")) for one in made.mentions):
        return
    places = [one for one in made.mentions if one.kind == "place" and not one.cost]
    for plan in [one for one in made.mentions if one.says("ask", "action_plan")]:
        if any(place.end == plan.start or 0 <= place.start - plan.end <= 1 for place in places):
            yield Mention(plan.start, plan.end, "struck", None, 0.0)


# -- a commitment by its number in the plans of a country  ---------------------------------------------------------

_LONGEST_NUMBER = 5  # words of a number: "7M2" is three


def find_numbered(made: Lattice) -> Iterator[Mention]:
    """The commitment of a country's plan that has a number there: "commitment 3 of the Kenyan plan", "Ireland 3.3".

    A number of several runs ("3.3", "7M2"), or with a sign ("no. 3"), that stands beside the country needs no noun.
    """
    places = [one for one in made.mentions if one.kind == "place" and not one.cost]
    prefixes = sorted({prefix for one in places for prefix in one.value[1]})
    if not prefixes or not any(char.isdecimal() for char in made.question.text):
        return
    words = made.lexicon.words
    nouns = {one.end: one.start for one in made.mentions if one.says("noun", "singular")}
    nouns |= {at + 1: at for at, token in enumerate(made.tokens) if token.folded in words("grammar", "numbered")}
    edges = {edge for one in places for edge in (one.start, one.end)}
    plans = [one for one in made.mentions if one.kind == "plan" or one.says("ask", "action_plan")]
    known = _numbers(made.store, prefixes, {one.value for one in plans if one.kind == "plan"})
    for start, end in _number_spans(made):
        runs = tuple(run for token in made.tokens[start:end] for run in _runs(token.folded))
        signed = start - 1 if start and made.tokens[start - 1].folded in words("grammar", "number_sign") else start
        noun = nouns.get(signed, nouns.get(start))
        codes = tuple(dict.fromkeys(code for code, number in known if number == runs))
        if any(one.kind == "plan" and one.start <= start and end <= one.end for one in plans):
            continue  # "action plan no. 2 of Ghana"
        told = len(runs) > 1 or signed < start
        if noun is None and not (codes and told and edges & {signed, end}):
            continue  # "Ireland 3" may be anything
        if not codes and (not known or end - start > 1):
            continue
        yield Mention(signed if noun is None else noun, end, "numbered", codes, 0.05)
        for plan in [one for one in plans if one.start >= end or codes]:
            yield Mention(plan.start, plan.end, "struck", None, 0.0)  # it tells which commitment, and asks nothing


def _number_spans(made: Lattice) -> Iterator[tuple[int, int]]:
    """Where words without a sign between them have a figure: "16", "3.3", "7M2"."""
    at = 0
    while at < len(made.tokens):
        end = at + 1
        while end < len(made.tokens) and made.glued(end):
            end += 1
        said = "".join(token.folded for token in made.tokens[at:end])
        if end - at <= _LONGEST_NUMBER and any(map(str.isdecimal, said)) and not _YEAR.fullmatch(said):
            yield at, end
        at = end


def _numbers(store: Store, prefixes: Iterable[str], plans: Collection[object]) -> list[tuple[str, tuple[str, ...]]]:
    """The codes that countries' plans have, each with the runs of its number; of some plans where these are told."""
    starts = [f"{prefix}-P" for prefix in prefixes]
    known = {code: code for start in starts for code in store.beginning(start)}
    for start in starts:
        known |= store.tied(start)  # the plan's numbers hold under the codes of its pages too
    found = [(code, key.partition("-P")[2].partition("-")) for key, code in known.items()]
    told = [(code, number) for code, (plan, _sign, number) in found if plan in plans]
    return [(code, _runs(number)) for code, number in told or [(code, number) for code, (_p, _s, number) in found]]


# -- what else is one thing by its shape -------------------------------------------------------------------------------

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[A-Za-z0-9-]+)+")  # a Korean particle may be glued to it
_PHONE = re.compile(r"(?<![\w.,])\+?\(?\d[\d ().\-/]{5,}\d(?!\w)")
_DATE_SHAPE = re.compile(r"(?:19|20)\d\d(?:\D{0,3}\d{1,4}){0,2}|\d{1,2}\D{1,3}\d{1,2}\D{1,3}(?:19|20)\d\d")


def find_contacts(made: Lattice) -> Iterator[Mention]:
    """Addresses and telephone numbers."""
    for name, pattern in (("email", _EMAIL), ("phone", _PHONE)):
        for match in pattern.finditer(made.question.text):
            start, end = covering(made.tokens, *match.span())
            digits = sum(char.isdigit() for char in match[0])
            if start < end and not (name == "phone" and (digits < 7 or _DATE_SHAPE.fullmatch(match[0].strip()))):
                yield Mention(start, end, "contact", (name, match[0].strip()), 0.0)
