"""A reading tried on the documents: its commitments are found, and what the documents say is added to its cost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from bot.asking.conditions import BODIES, fits
from bot.asking.constructions.form import FrameSubject
from bot.asking.described_titles import by_most, titled_in, titled_so
from bot.asking.evidence import fitting
from bot.asking.frames import (
    ALL,
    CARD_FIELDS,
    AllOf,
    AnyOf,
    Choose,
    Compare,
    Condition,
    FindText,
    Frame,
    Has,
    Listing,
    Lookup,
    Not,
    Rank,
    Refuse,
    Share,
    Verify,
    all_of,
    among,
    conjuncts,
    tests,
)
from bot.asking.lattice import Lattice, weights
from bot.asking.passages import find_passages, term, unscoped
from bot.asking.scoring import Scored
from bot.asking.thread import where_of
from bot.records.condition_queries import HEAD
from bot.records.fields import FIELD
from bot.records.frozen import replace
from bot.records.revisions import states
from bot.records.text import words as folded
from bot.records.vocabulary import terms


def run(one: Scored, made: Lattice) -> None:
    """Try a candidate on the documents: find its commitments, and add what they say to its cost."""
    cost = weights()["run"]
    candidate = one.candidate
    if candidate.subject is not None and candidate.make is not None:
        _resolve(one, candidate.subject, made)
        return
    frame = candidate.frame
    assert frame is not None
    if candidate.name == "no_such" and isinstance(frame, Refuse):
        one.cost += cost["denied"] * (frame.reason in ("no_such_institution", "no_such_title"))
        words = [word for word in folded(frame.words[0]) if word not in made.light]
        if words and made.store.search(term(" ".join(words)), 1):
            one.cost += 1.2  # some document has these words
    if isinstance(frame, FindText):
        found = find_passages(
            frame.words, frame.near, tuple(_select(made, frame.where)) if frame.where != ALL else (), made.store
        )
        if not found:
            one.cost += cost["nothing"]
            one.said.append("no sentence holds these words")
        one.frame = frame
        return
    wheres = frame.sets if isinstance(frame, Compare) else [w] if (w := where_of(frame)) is not None else []
    if isinstance(frame, Share):
        wheres = [frame.where, frame.part]
    opened: list[Condition] = []
    dear = 0.0
    for where in wheres:
        where, price, said = _tried(where, made)
        opened.append(where)
        dear = max(dear, price)
        one.said += said
    one.cost += dear
    if one.said == [NONE_MEETS_ALL]:
        one.emptied = dear
    one.frame = _replaced(frame, wheres, opened)
    one.where = where_of(one.frame)
    if (
        isinstance(one.frame, Rank) and one.frame.by == "country" and one.frame.limit == 1
    ):  # "how many is that?" is of the one that stands out
        one.where = _winner(one.frame, made)
    announced = one.pieces.said("noun", "plural") or one.pieces.said("grammar", "says")
    if isinstance(one.frame, Listing) and dear >= cost["nothing"] and _only_text(one.frame.where) and not announced:
        labels = tuple(test.label for test in tests(one.frame.where) if test.op == "mentions")
        one.cost += 0.2 - cost["nothing"] * 0.5
        one.frame = _unmentioned(labels, one.frame.where, made)


def _unmentioned(labels: tuple[str, ...], where: Condition, made: Lattice) -> Refuse:
    """That no commitment mentions some words, where they stand in no document at all: else it would be a false answer.

    The index holds titles, names and prose. A date, a rating or a label may have a word that none of these has.
    """
    looked_for = [folded(label) for label in labels]
    if any(all(word.isdecimal() for word in words) or made.store.may_hold(words) for words in looked_for):
        return Refuse("not_understood", labels)
    return Refuse("not_stated", labels, sentence="no_mention", where=where)


def _winner(frame: Rank, made: Lattice) -> Condition:
    """The set of a ranking's one country."""
    counts = made.store.groups("c.prefix", *fits(frame.where))
    if not counts:
        return frame.where
    best = (max if frame.descending else min)(number for _key, number in counts)
    first = [str(key) for key, number in counts if number == best]
    names = dict(made.store.countries())
    return (
        all_of(frame.where, Has("country", "is", tuple(first), names.get(first[0], first[0])))
        if len(first) == 1
        else frame.where
    )


def _only_text(where: Condition) -> bool:
    """Whether a set is told by words that are looked for: all of them, or one of several."""
    looked = all(
        (isinstance(part, Has) and part.op in ("mentions", "is"))
        or (isinstance(part, AnyOf) and all(test.op == "mentions" for test in tests(part)))
        for part in conjuncts(where)
    )
    return looked and any(test.op == "mentions" for test in tests(where))


def _replaced(frame: Frame, wheres: list[Condition] | tuple[Condition, ...], opened: list[Condition]) -> Frame:
    """The frame with its conditions as they were found to mean something."""
    if list(wheres) == opened or not wheres:
        return frame
    if isinstance(frame, Compare):
        return replace(frame, sets=tuple(opened))
    if isinstance(frame, Share):
        return replace(frame, where=opened[0], part=opened[1])
    if isinstance(frame, Verify):
        return replace(frame, where=opened[0], of=ALL) if frame.quantity == "any" else frame
    return cast(Frame, replace(cast(Any, frame), where=opened[0]))


def _tried(where: Condition, made: Lattice) -> tuple[Condition, float, list[str]]:
    """A condition as it means something, what it costs, and what was found."""
    cost = weights()["run"]
    if where == ALL:
        return where, 0.0, []
    dear, said = 0.0, []
    for test in dict.fromkeys(tests(where)):
        if (together := _together(test)) and _are_some(made, together):
            where = _exchange(where, test, together)
            continue
        if not _any(made, test):
            if test.op == "mentions" and _any(made, wider := _anywhere(test)):
                where = _exchange(where, test, wider)
                dear += 0.15
                continue
            typed = (
                bool(test.values)
                and test.field in FIELD
                and FIELD[test.field].kind == "choice"
                and test.values[0] not in terms(test.field)
            )
            void = (test.op == "is" and test.field != "country" and not typed) or test.op == "mentions"
            price = cost["nothing"] if test.op == "mentions" else cost["void"] if void else cost["empty"]
            if test.op == "mentions" and any(_any(made, other) for other in _alternatives(where, test)):
                dear = max(dear, cost["empty"])  # "about alerts or nutrition": there are some of the one
                continue
            dear = max(dear, price)
            said.append(f"no commitment has {test.field} {test.label or test.values}")
    if any(_is_no_limit(made, where, part) for part in conjuncts(where)):
        dear += cost["everything"]
        said.append("a condition is true of all")
    if not said and not _any(made, where):
        dear += cost["empty"] + 0.5 * any(test.op == "mentions" for test in tests(where))
        said.append(NONE_MEETS_ALL)
    return where, dear, said


_APART = re.compile(r'\{title prose\} : \("([\w\']+)" AND "([\w\']+)"\)')
_SOME = 3
"""Commitments that have two words side by side, from which on those that have them apart are not meant."""


def _together(test: Has) -> Has | None:
    """Two words that are looked for anywhere as they were typed, side by side: "open contracting" is a term."""
    found = _APART.fullmatch(test.values[0]) if test.op == "mentions" else None
    if found is None or " ".join(found.groups()) != test.label:
        return None
    return replace(test, values=(f'{{title prose}} : ("{found[1]} {found[2]}")',))


def _are_some(made: Lattice, test: Has) -> bool:
    return len(fitting(made.store, test)[:_SOME]) == _SOME


NONE_MEETS_ALL = "no commitment meets all"


def _is_no_limit(made: Lattice, where: Condition, part: Condition) -> bool:
    """Whether a missing field is missing in all of a set: "the *missing persons* database of Mexico" tells no field."""
    if not (isinstance(part, Has) and part.op == "missing") or part == where:
        return False
    rest = all_of(*(other for other in conjuncts(where) if other != part))
    return not _any(made, all_of(rest, Not(part)))


def _alternatives(where: Condition, test: Has) -> Iterator[Condition]:
    """What stands beside a test in an "or"."""
    for part in conjuncts(where):
        if isinstance(part, AnyOf) and test in part.parts:
            yield from (other for other in part.parts if other != test)


def _anywhere(test: Has) -> Has:
    """A text test over every column of the index: institutions and people too."""
    return replace(test, values=(unscoped(test.values[0]),))


def _exchange(where: Condition, old: Has, new: Has) -> Condition:
    if where == old:
        return new
    if isinstance(where, Not):
        return Not(_exchange(where.part, old, new))
    if isinstance(where, AllOf | AnyOf):
        return replace(where, parts=tuple(_exchange(part, old, new) for part in where.parts))
    return where


CARD = Lookup((), CARD_FIELDS, card=True)
BY_MOST = "by most of the words"


def _select(made: Lattice, where: Condition) -> list[str]:
    return made.store.select(*fits(where))


def _any(made: Lattice, where: Condition) -> bool:
    """Whether some commitment meets a condition."""
    known = made.linker.kept.met
    if where not in known:
        if len(known) > 5_000:
            known.clear()
        if isinstance(where, Has) and where.op == "mentions":
            known[where] = made.store.mentions(where.values[0])
        else:
            known[where] = made.store.has_any(*fits(where))
    return known[where]


def _resolve(one: Scored, subject: FrameSubject, made: Lattice) -> None:
    """Find the commitments of a candidate: those named, within what restricts them, or the one described."""
    cost, make = weights()["run"], one.candidate.make
    assert make is not None
    if subject.described is not None:
        _describe(one, subject.described, made)
        return
    codes: list[str] = []
    for named in subject.named:
        fitting = list(named.codes)
        if subject.restrict != ALL:
            inside = set(_select(made, all_of(among(named.codes), subject.restrict)))
            fitting = [code for code in fitting if code in inside]
            if not fitting:
                if len(subject.named) > 1 and not named.exact:
                    continue
                one.cost += cost["mismatch"]
                one.said.append("the named commitment is not there")
                fitting = list(named.codes)
        open_frame = make(()) if len(fitting) > 1 else None
        if isinstance(open_frame, Lookup) and open_frame.once:
            codes += fitting  # what is one and the same for all of them: a person's title and phone
            continue
        if len(fitting) > 1:
            one.cost += cost["several"] * (not named.exact)
            if isinstance(open_frame, Lookup) and _none_states(open_frame, fitting, made):
                _finish(one, tuple(fitting), made)
                return
            if isinstance(open_frame, Refuse):  # whichever is meant, no document states it
                one.frame = open_frame
                return
            one.frame = Choose("several_entities", tuple(fitting), open_frame or CARD, named.label)
            one.where = among(tuple(fitting))
            return
        codes += fitting
    codes = list(dict.fromkeys(codes))
    if not codes:
        one.cost += cost["mismatch"]
        one.frame = Refuse("no_such_title", (one.candidate.name,))
        return
    _finish(one, tuple(codes), made)


_FEW = 5
"""Commitments of which it is told at once that none of them states what is asked."""


def _none_states(frame: Lookup, codes: Sequence[str], made: Lattice) -> bool:
    """Whether none of a few commitments states a field: whichever is meant, the answer is the same."""
    pages = made.store.columns(list(codes), ("has_page",)) if len(codes) <= _FEW else {}
    read = len(pages) == len(codes) and all(row.get("has_page") for row in pages.values())
    if frame.card or not frame.fields or not read:
        return False  # of what is known from an index only nothing can be told
    values = made.store.values(tuple(codes), frame.fields)
    return not any(states(row) for rows in values.values() for row in rows)


def _finish(one: Scored, codes: tuple[str, ...], made: Lattice) -> None:
    """The frame of found commitments, and whether their records state what is asked."""
    assert one.candidate.make is not None
    cost = weights()["run"]
    frame = one.candidate.make(codes) or Lookup(codes, CARD_FIELDS, card=True)
    if isinstance(frame, Lookup) and not frame.card:
        frame, silent = _stated(frame, made)
        one.cost += cost["silent"] * silent
    elif isinstance(frame, FindText):
        if not find_passages(frame.words, frame.near, codes, made.store):
            one.cost += cost["nothing"]
            one.said.append("no sentence holds these words")
    elif isinstance(frame, Verify) and any(test.op == "mentions" for test in tests(frame.where)):
        if not _any(made, all_of(among(codes), frame.where)):
            one.cost += cost["nothing"]  # "No" would say more than that the words were not found
            one.said.append("no text of them holds these words")
    elif where_of(frame) is not None:
        where, dear, said = _tried(where_of(frame) or ALL, made)
        one.cost += min(dear, cost["empty"])
        one.said += said
        one.where = where
    one.frame = frame


def _stated(frame: Lookup, made: Lattice) -> tuple[Lookup, bool]:
    """The look-up, asking the institution in charge where no person is named; and whether nothing is stated."""
    values = made.store.values(frame.codes, frame.fields)
    stated = {one.field for rows in values.values() for one in rows if states(one)}
    if frame.fields[:2] == ("person", "lead_institution"):  # who is responsible: the person, else the institution
        left = "lead_institution" if "person" in stated or "lead_institution" not in stated else ""
        fields = tuple(name for name in frame.fields if name != left)  # that no person is named is said
        return replace(frame, fields=fields), not stated & set(fields)
    instead = {
        "other_actors": ("support_institutions",),
        "summary": ("brief", "objective", "problem", "irm_summary", "challenge", "ambition_statement"),
        "relevance": ("ogp_values",),
    }
    for name in instead.get(frame.fields[0], ()) if len(frame.fields) == 1 and not stated else ():
        # who asks for partners of the one kind takes those of the other
        if any(states(row) for rows in made.store.values(frame.codes, (name,)).values() for row in rows):
            return replace(frame, fields=(*frame.fields, name)), False
    if stated & set(frame.fields):
        return frame, False
    return frame, True


# -- the commitment that is described ----------------------------------------------------------------------------------


def _describe(one: Scored, where: Condition, made: Lattice) -> None:
    """The commitment that a description fits; of several, those whose titles have its words."""
    cost = weights()["run"]
    where, dear, said = _tried(where, made)
    one.said += said
    few = fitting(made.store, where)[:HEAD] if not said else []
    codes = few
    one.where = where
    label = " ".join(test.label for test in _claimed(where))
    if not codes and (likely := by_most(where, made)):
        codes, dear = likely, 0.3
        one.said.append(BY_MOST)
        one.where = None
    if not codes:
        one.cost += max(dear, cost["nothing"])
        one.frame = Refuse("no_such_title", tuple(test.label for test in tests(where) if test.label))
        return
    one.cost += min(dear, cost["empty"])
    if len(codes) > 1:
        many = len(few) == HEAD  # of these only the first are read
        found = where if many else among(tuple(codes))
        # a country alone describes nobody's commitment: "the contact of Korea?" is not asked of the one spoken of
        pointed = one.pieces.said("thread", "one", "pronoun") or one.pieces.said("noun", "singular")
        told = pointed or any(test.field != "country" for test in tests(where))
        spoken = [code for code, _ago in made.spoken] if told else []
        meant = set(_select(made, all_of(found, among(tuple(spoken))))) if spoken else set()
        spoken = [code for code in spoken if code in meant]
        inner = (_select(made, all_of(scope, found)) for scope in made.scopes if scope != ALL)
        within = next(filter(None, inner), [])  # of the set last spoken of that has any
        if not many:
            inside = set(within)
            within = [code for code in codes if code in inside]
        made_of = one.candidate.make(()) if one.candidate.make is not None else None
        card = isinstance(made_of, Lookup) and made_of.card
        every = card and not spoken and not within and any(_is_rated(test) for test in tests(where))
        codes = (
            (codes if every else [])  # "everything about e-petitions that is complete"
            or spoken[:1]
            or (titled_in(few, where, made) if many and not within else [])
            or (titled_so(within or codes, where, made) or codes)
        )
    assert one.candidate.make is not None
    if len(codes) > 1:
        made_of = one.candidate.make(())
        if isinstance(made_of, Lookup) and made_of.once and len(_people(where)) < 2:
            _finish(one, tuple(_select(made, where) if codes is few else codes), made)  # one and the same for all
            return
        if isinstance(made_of, Lookup) and made_of.fields == CARD_FIELDS and one.where is not None:
            one.cost += 0.1
            one.frame = Listing(one.where)
            return
        if isinstance(made_of, Lookup) and one.where is not None and _asks_a_body(made_of, where):
            one.frame = Listing(one.where, made_of.fields)  # "whom can I write to at the ministry?": of each of them
            return
        one.cost += cost["several"] + (0.35 if len(codes) > 12 else 0.0)
        if isinstance(made_of, Lookup) and _none_states(made_of, codes, made):
            _finish(one, tuple(codes), made)
            return
        if isinstance(made_of, Refuse):
            one.frame = made_of
            return
        quoted = isinstance(where, Has) and where.op == "mentions" and len(codes) < HEAD
        every = codes == few and one.where is not None and not quoted
        one.frame = Choose("several_entities", tuple(codes), made_of or CARD, label, where if every else ALL)
        return
    _finish(one, tuple(codes), made)


def _claimed(where: Condition) -> Iterator[Has]:
    """The tests of a condition that are to hold, not those behind a “not”."""
    for part in conjuncts(where):
        if not isinstance(part, Not):
            yield from tests(part)


def _is_rated(test: Has) -> bool:
    """Whether a test is of a closed vocabulary, which tells commitments apart and describes none."""
    return test.op == "is" and test.field in FIELD and FIELD[test.field].kind in ("choice", "yesno")


def _asks_a_body(frame: Lookup, where: Condition) -> bool:
    """Whether somebody to reach is asked for of an institution alone."""
    told = {test.field for test in tests(where)}
    reached = "person" in frame.fields and {"email", "phone"} & set(frame.fields)
    return bool(reached and told) and told <= {*BODIES, "body", "country"}


def _people(where: Condition) -> set[str]:
    """The people that a description may mean."""
    return {value for test in tests(where) if test.field == "person" and test.op == "is" for value in test.values}
