"""From a message in its thread to the reading that is answered: the best few are tried on the documents, one is chosen.

A message of several parts is a small thread: what its first part names, its last part may ask of. "Mongolia promised a
map of crimes online. How complete is it?" describes a commitment and then asks of it; "My class compares countries:
which has the fewest?" tells why and then asks. Only a message that is not understood as a whole is looked at part by
part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache

from bot.asking.adjusted import adjusted
from bot.asking.constructions.form import which_are_so
from bot.asking.described_titles import likely, of_a_rare_word
from bot.asking.execution import BY_MOST, run
from bot.asking.frames import (
    ALL,
    CARD_FIELDS,
    About,
    AllOf,
    Choose,
    Compare,
    Condition,
    Correction,
    Count,
    Define,
    Duration,
    Extreme,
    FindText,
    Frame,
    Group,
    Has,
    Listing,
    Lookup,
    Rank,
    Reading,
    Refuse,
    Several,
    Share,
    Talk,
    Verify,
    conjuncts,
    tests,
)
from bot.asking.lattice import COMPARING, Lattice, Mention, phrase_ends, weights
from bot.asking.long_message import LONG, question_of
from bot.asking.mentions import build
from bot.asking.normalise import folded_words
from bot.asking.scoring import ENTITIES, Scored, candidates, importance, is_attached, strange_words
from bot.asking.thread import Thread, codes_of, focus, remembered, sets_of, where_of
from bot.asking.twofold import both_asked, is_understood
from bot.records.fields import FIELD
from bot.records.frozen import dataclass, replace
from bot.records.store import Store


@dataclass(frozen=True, slots=True)
class Understood:
    """A reading with how it came about."""

    reading: Reading
    made: Lattice
    ranked: tuple[Scored, ...]
    where: Condition | None = None


def read(text: str, store: Store, thread: Thread, as_of: date, language: str = "auto") -> Understood:
    """The reading of a message in its thread: as a whole, else of its parts."""
    whole = read_whole(text, store, thread, as_of, language)
    carried, length = whole.made.lexicon.language, len(whole.made.tokens)
    silent = _is_silent(whole.reading.frame) or _found_nothing(whole)
    if length >= LONG and (silent or whole.reading.ignored or isinstance(whole.reading.frame, Choose)):

        def clause(words: str) -> Understood | None:
            found = read_whole(words, store, thread, as_of, carried)
            return found if is_understood(found) and _is_told(found) else None

        if (within := question_of(whole, clause)) is not None:
            return within
    if length > _LONGEST:
        return whole
    both = both_asked(whole, thread, lambda words, turned: read(words, store, turned, as_of, carried))
    if both is None and (only := _only_question(whole)) and _tells_a_topic(whole, only):
        alone = read_whole(only, store, thread, as_of, carried)
        if _is_told(alone) and _has_topic(alone) and not alone.reading.ignored:
            return alone  # "I write on police data. Any commitments that mention police?"
    if both is not None or not silent or _is_opinion(whole):
        return both or whole

    @cache
    def part(words: str) -> Understood:
        return read_whole(words, store, thread, as_of, carried)

    if (only := _only_question(whole)) and _is_told(alone := part(only)) and _stands_alone(alone):
        return alone
    for told, asked in _splits(whole):
        if not _asks(whole, asked):
            continue
        alone = part(asked)
        if _is_told(alone) and (_names_one(alone) or not _tells_something(whole, told)):
            return alone
        for frame in _spoken_of(whole, told, part):
            where = where_of(frame)
            turned = remembered(thread, frame, where, codes_of(frame), carried)
            found = read_whole(asked, store, turned, as_of, carried)
            if _is_told(found) and _is_of(found.reading.frame, frame):
                return found
    return _asked_of_described(whole, store, thread, as_of) or whole


# -- all of its words at once ------------------------------------------------------------------------------------------


def read_whole(text: str, store: Store, thread: Thread, as_of: date, language: str = "auto") -> Understood:
    """The reading of a question in its thread, all of its words at once."""
    made = replace(
        build(text, store, as_of, language, thread.language),
        spoken=tuple(focus(thread)),
        scopes=tuple(where for where, _ago in sets_of(thread)),
    )
    ranked = _ranked(made, thread)
    best = ranked[0] if ranked else None
    return Understood(_reading(best, ranked, made), made, tuple(ranked[:8]), best.where if best else None)


def _ranked(made: Lattice, thread: Thread) -> list[Scored]:
    """The best candidates, each kind of frame once, tried on the documents, best first."""
    scored = sorted(candidates(made, thread), key=lambda one: one.cost)
    cost = weights()["choose"]
    tried: list[Scored] = []
    seen: set[object] = set()
    for one in scored:
        name = one.candidate.name if one.candidate.frame is None else ""
        open_frame = one.candidate.make(("?",)) if one.candidate.make is not None else None
        key = (one.candidate.frame, one.candidate.subject, name, open_frame)
        if key in seen:
            continue
        seen.add(key)
        if tried and (len(tried) >= cost["run"] or one.cost > tried[0].cost + cost["apart"]):
            break
        run(one, made)
        tried.append(one)
        tried.sort(key=lambda each: each.cost)
    return _within_the_set(tried)


def _within_the_set(tried: list[Scored]) -> list[Scored]:
    """The readings without those of all commitments before one of the set spoken of that finds none: none is true."""
    narrowed = [one for one in tried if one.emptied and "filters" in one.inherited and not one.unexplained]
    if not narrowed or not tried[0].alone:
        return tried
    first = min(narrowed, key=lambda one: one.cost)
    for one in tried:
        if one.alone and first.cost - first.emptied <= one.cost < first.cost:
            one.cost = first.cost
    return sorted(tried, key=lambda one: (one.cost, one.alone))


# -- choosing ----------------------------------------------------------------------------------------------------------


def _reading(best: Scored | None, ranked: list[Scored], made: Lattice) -> Reading:
    cost = weights()["choose"]
    if best is None or best.frame is None:
        words = tuple(made.tokens[at].text for at in range(len(made.tokens)) if made.content(at))
        return Reading(Refuse("not_understood", words[:8]) if words else _nothing_asked(made))
    ignored = best.unexplained
    limit = cost["answer"] - 0.9 * bool(ignored) * _is_vague(best) + cost["surer"] * _is_sure(best)
    changed = _of_another(best) or _unmeasured(best) or _without_value(best) or _unread(best) or _not_narrowed(best)
    if best.cost > limit and not changed and ignored and (nothing := _looked_for(ignored, ranked, made)):
        best, ignored, changed = nothing, (), ()  # "teachers in Ireland": a topic of others, of which Ireland has none
    elif best.cost > limit or changed:
        left = changed or ignored or _left(best) or _sought(best)
        return Reading(
            Refuse("not_understood", left[:8]) if left else _nothing_asked(made),
            ignored=left,
            others=_others(ranked, None),
        )
    repairs = tuple(
        Correction(typed, taken)
        for n, one in enumerate(best.pieces.items)
        for typed, taken in one.repairs
        if n in best.candidate.used | best.pointing or one.kind != "phrase"
    )
    assert best.frame is not None  # nothing that was tried lacks one
    frame, uncompared = adjusted(best.frame, best, made)
    return Reading(
        frame,
        repairs,
        best.inherited or best.candidate.inherited,
        ignored or uncompared,
        _confidence(best, ranked),
        _others(ranked, best),
    )


_SCOPE = ("country", "action_plan", "cycle")
"""What tells whose commitments are looked through."""


def _looked_for(words: tuple[str, ...], ranked: list[Scored], made: Lattice) -> Scored | None:
    """The reading of a set in whose texts these words were looked for in vain, though documents of others have them."""
    wanted = {token.folded for token in made.tokens if token.text in words}
    for one in ranked:
        where = where_of(one.frame) if isinstance(one.frame, Listing | Count) else None
        if one.frame is None or where is None or one.unexplained or not isinstance(where, AllOf):
            continue
        labels = [folded_words(test.label) for test in tests(where) if test.op == "mentions"]
        if any(test.op != "mentions" and test.field not in _SCOPE for test in tests(where)):
            continue  # "which ministry does she *work* for?"
        if wanted and wanted <= {word for label in labels for word in label} and all(map(made.store.may_hold, labels)):
            return one
    return None


_CONTACT = frozenset({"person", "person_title", "email", "phone"})


def _of_another(best: Scored) -> tuple[str, ...]:
    """The unknown words at a contact's field: "the email of the *deputy* of KR0032" may be of somebody else.

    A wrong address is worse than none, so nothing is answered, whatever the reading costs.
    """
    frame, p = best.frame, best.pieces
    if not isinstance(frame, Lookup) or frame.card or _CONTACT.isdisjoint(frame.fields):
        return ()
    asks = [p.items[n] for n in best.candidate.used & set(p.asks)]
    left = [(n, one) for n, one in enumerate(p.items) if n not in best.candidate.used and _is_somebody(one)]
    near = [(n, one) for n, one in (*strange_words(p), *left) if any(is_attached(p.made, one, ask) for ask in asks)]
    before = {ask.start for ask in asks}
    return tuple(p.words(n) for n, one in near if one.end in before or any(one.start >= ask.end for ask in asks))


def _is_somebody(one: Mention) -> bool:
    """Whether some words name a body or an office: "the email of the *registrar* of KR0032"."""
    return one.kind in ("body", "person", "text") or (one.kind == "phrase" and (one.says("head") or one.says("unkept")))


def _unmeasured(best: Scored) -> tuple[str, ...]:
    """The unknown word behind one that compares: "more *corrupt* than Armenia" is no number of commitments."""
    p = best.pieces
    if not isinstance(best.frame, Compare | Rank | Extreme):
        return ()
    ends = {p.items[n].end for n in p.said("intent", *COMPARING)}
    return tuple(p.words(n) for n, one in strange_words(p) if one.start in ends)


_SIGN = re.compile(r"\s*[:=]")
_STATES = ("begun", "over", "due", "overdue", "running", "upcoming", "mention")
_OF_STATES = frozenset({"status", "completion", "early_results", "start", "end", "running"})


def _without_value(best: Scored) -> tuple[str, ...]:
    """The words where the value of a field stands, which are none of it: "with *status* on hold", "with *theme* begun".

    Without them the answer would be a list of all, or of what these words mean elsewhere.
    """
    p, made = best.pieces, best.pieces.made
    if best.frame is None or where_of(best.frame) is None or (isinstance(best.frame, Group) and best.frame.comparison):
        return ()
    bearing = frozenset(made.lexicon.words("grammar", "bearing"))
    verbs = frozenset((*made.lexicon.words("question", "yes_no"), *made.lexicon.words("asking", "telling")))
    for number in sorted(p.asks):
        ask, at = p.items[number], number + 1
        near = [n for n in range(max(0, ask.start - 2), ask.start) if not any(map(made.content, range(n, ask.start)))]
        told = any(made.tokens[n].folded in bearing and not made.broken(n + 1, ask.start) for n in near)
        signed = bool(_SIGN.match(made.between(ask.end, ask.end)))
        while at < len(p.items) and made.tokens[p.items[at].start].folded in verbs and not _compares(p.items[at]):
            told, at = True, at + 1
        if at == len(p.items) or not (signed or (told and not made.broken(ask.end, p.items[at].start))):
            continue
        one, names = p.items[at], set(p.asks[number])
        kin = names | _OF_STATES if names & _OF_STATES else names
        expressed = {n: cond for cond in p.conds for n in cond.uses}
        if at in expressed and (expressed[at].field in kin or number in expressed[at].uses):
            continue
        preposition = one.says("empty") and not (one.says("intent") or one.says("noun")) and at + 1 < len(p.items)
        value = p.items[at + 1] if preposition else one
        unknown = (value.kind == "word" and made.content(value.start)) or bool(value.repairs)
        unknown |= value.kind == "text" and (bool(best.said) or _is_closed(names))  # looked for, and of no use
        looked = at + 1 in expressed and not (expressed[at + 1].kind == "text" and _is_closed(names))
        if unknown or (one.says("intent", *_STATES) and not looked):
            return (made.words(one.start, p.items[min(at + 1, len(p.items) - 1)].end),)
    return ()


def _unread(best: Scored) -> tuple[str, ...]:
    """The word that nobody knows, and no document has: "commitments of Brazil that *zorped* before March 2014".

    Looked for as it is it would be found nowhere, and “none” be said of what may not be so. What stands at the word for
    commitments says which are meant, unless it ends as a verb does: "unicorn commitments".
    """
    p, made = best.pieces, best.pieces.made
    if best.frame is None or not best.said or where_of(best.frame) is None or len(p.conds) < _WITH_ANOTHER:
        return ()
    nouns = [one for one in made.mentions if one.kind == "phrase" and one.says("noun")]
    beside = {one.start - 1 for one in nouns} | {one.end for one in nouns}
    endings = made.lexicon.words("grammar", "tensed")
    sought = {one.label for one in conjuncts(where_of(best.frame) or ALL) if isinstance(one, Has)}  # of either of two
    found = []
    for one in (p.items[n] for cond in p.conds if cond.kind == "text" for n in cond.uses if n in best.candidate.used):
        token = made.tokens[one.start]
        single = one.kind == "text" and not one.value and one.end - one.start == 1
        if not single or token.text not in sought or not token.text.islower() or made.linker.knows(token.folded):
            continue
        if one.start not in beside or token.folded.endswith(endings):
            found.append(p.words(p.items.index(one)))
    return tuple(found)


_WITH_ANOTHER = 2
"""Conditions of a question that a verb may stand between: whose commitments, and when."""


def _not_narrowed(best: Scored) -> tuple[str, ...]:
    """The words by which a set was to be narrowed, where they are not known: "only those of the *Zorp Ministry*".

    Without them the same list would come again.
    """
    p = best.pieces
    last = next(iter(p.made.scopes), ALL)
    same = isinstance(best.frame, Listing) and best.frame.where == last != ALL and not best.frame.fields
    narrows = p.said("intent", "only") or p.said("thread", "plural")
    return best.unexplained if same and narrows and best.inherited else ()


def _compares(one: Mention) -> bool:
    """Whether a phrase that begins with a verb says more than it: "a le plus d'engagements"."""
    return one.says("intent", *COMPARING)


def _is_closed(names: set[str]) -> bool:
    """Whether the fields have values of a closed vocabulary."""
    return all(FIELD[name].kind == "choice" for name in names & set(FIELD))


def _is_vague(best: Scored) -> bool:
    """Whether a frame says little of what was asked, so that words that it leaves out may change it."""
    frame = best.frame
    if isinstance(frame, Lookup):
        return frame.card
    return not best.pieces.named and not isinstance(frame, Verify | Duration | Define)


def _is_sure(best: Scored) -> bool:
    """Whether what is asked for was understood: fields, values or numbers, not sentences or a whole record."""
    if isinstance(best.frame, Lookup):
        return not best.frame.card and BY_MOST not in best.said
    told = [test for test in tests(where_of(best.frame) or ALL) if test.op != "mentions"] if best.frame else []
    if isinstance(best.frame, Listing) and best.unexplained and len(told) < 2:
        return False  # "which party does she belong to?"
    return isinstance(best.frame, Listing | Count | Group | Rank | Extreme | Share | Compare | Verify) and bool(told)


def _left(best: Scored) -> tuple[str, ...]:
    p = best.pieces
    return tuple(p.words(n) for n, m in enumerate(p.items) if n not in best.candidate.used and importance(m) > 0.5)


def _sought(best: Scored) -> tuple[str, ...]:
    """The words that were looked for in vain in what was named: "wer leitet KR0032?"."""
    p = best.pieces
    if isinstance(best.frame, FindText):
        return best.frame.words
    return tuple(p.words(n) for n in p.of_kind("text")) if p.named else ()


def _nothing_asked(made: Lattice) -> Frame:
    if any(one.kind in ("code", "title", "contact") for one in made.mentions):  # one is named: it is not asked back
        words = tuple(made.tokens[at].text for at in range(len(made.tokens)) if made.searchable(at))
        return Refuse("not_understood", words[:8])
    if any(one.kind == "phrase" and one.says("ask") for one in made.mentions) or any(
        one.says("thread") for one in made.mentions
    ):
        fields = tuple(
            dict.fromkeys(
                name
                for one in made.mentions
                if one.says("ask")
                for said in one.all("ask")[:1]
                for name in said.split(",")
            )
        )
        return Choose("no_antecedent", (), Lookup((), fields or CARD_FIELDS, card=not fields))
    return Talk("help") if not made.tokens else Refuse("out_of_scope", tuple(t.text for t in made.tokens)[:8])


def _confidence(best: Scored, ranked: list[Scored]) -> float:
    gap = ranked[1].cost - best.cost if len(ranked) > 1 else 1.0
    return max(0.3, min(1.0, 1.0 - best.cost / 6 + min(gap, 0.5) / 5))


def _others(ranked: list[Scored], best: Scored | None) -> tuple[Frame, ...]:
    """Readings that are possible too."""
    limit = (best.cost if best else 99.0) + 0.8
    frames = [one.frame for one in ranked if one is not best and one.frame is not None and one.cost < limit]
    kept = [
        frame
        for frame in frames
        if not isinstance(frame, Refuse | Talk | About | Several) and (best is None or frame != best.frame)
    ]
    return tuple(dict.fromkeys(kept))[:3]


# -- part by part ------------------------------------------------------------------------------------------------------

_PART = re.compile(r"(?<=[.!?…:;,])\s+|\s[-–—]{1,3}\s")
_MOST_PARTS, _LEAST_WORDS, _OPENING = 3, 3, 4
_LONGEST = 60
"""Words: a longer message is read as a whole or not at all."""
_HIDDEN = 0.2
_SURE = 2.0
"""The dearest reading of a first part that says which commitments a message is about."""
_TOLD = ENTITIES | {"number"}


def _asked_of_described(whole: Understood, store: Store, thread: Thread, as_of: date) -> Understood | None:
    """The words of fields asked of what all other words describe: "How complete was *the work on the platform*?"."""
    made = whole.made
    asks = [
        one for one in made.mentions if one.kind == "phrase" and not one.cost and (one.says("ask") or one.says("value"))
    ]
    fixed = {at for one in asks for at in range(one.start, one.end)}
    words = [at for at in range(len(made.tokens)) if made.content(at) and at not in fixed]
    code = _described(whole, words) if asks and len(words) > _LEAST_WORDS else ""
    if not code:
        return None
    asked = " ".join(token.text for at, token in enumerate(made.tokens) if at not in words)
    carried = made.lexicon.language
    turned = remembered(thread, spoken := Lookup((code,), CARD_FIELDS, card=True), None, (code,), carried)
    found = read_whole(asked, store, turned, as_of, carried)
    return found if _is_told(found) and _is_of(found.reading.frame, spoken) else None


def _is_silent(frame: Frame) -> bool:
    """Whether a message was not understood, or asks of something that was not named."""
    if isinstance(frame, Refuse):
        return frame.reason in ("not_understood", "out_of_scope", "no_such_title") or frame.sentence == "no_mention"
    return isinstance(frame, Choose) and frame.reason == "no_antecedent"


def _is_told(found: Understood) -> bool:
    """Whether a part is understood by itself; a whole record, or all of them, is no answer to what was not."""
    frame = found.reading.frame
    of_all = isinstance(frame, Listing | Count | Extreme | Verify) and where_of(frame) == ALL
    vague = of_all or isinstance(frame, Talk | About | Define) or (isinstance(frame, Lookup) and frame.card)
    return not (vague or _is_silent(frame) or _found_nothing(found))


def _names_one(found: Understood) -> bool:
    """Whether a reading names one commitment itself, whatever is told beside it."""
    best = found.ranked[0] if found.ranked else None
    return bool(best and best.cost <= _SURE and any(one.start >= 0 for one in best.pieces.named))


def _is_opinion(found: Understood) -> bool:
    """Whether an opinion is asked for: what stands beside these words is no question of its own."""
    return isinstance(found.reading.frame, Refuse) and any(
        one.says("unkept", "opinion") and not one.cost for one in found.made.mentions
    )


def _found_nothing(found: Understood) -> bool:
    """Whether words were looked for as they are, and stand in no document."""
    frame, best = found.reading.frame, found.ranked[0] if found.ranked else None
    looked = isinstance(frame, FindText) or any(test.op == "mentions" for test in tests(where_of(frame) or ALL))
    return looked and bool(best and best.said)


def _is_of(frame: Frame, spoken: Frame) -> bool:
    """Whether a frame asks of the commitments that an earlier one speaks of."""
    if codes := codes_of(spoken):
        return codes_of(frame) == codes
    where, scope = where_of(frame), where_of(spoken)
    return where is not None and scope is not None and set(conjuncts(scope)) <= set(conjuncts(where))


_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")


def _only_question(whole: Understood) -> str:
    """The one sentence of several that ends in a question mark: "I run a patients' group. *Did Tanzania …?* Thanks"."""
    said = [found[0].strip() for found in _SENTENCE.finditer(whole.made.question.text) if found[0].strip()]
    asking = [one for one in said if one.endswith("?")]
    return asking[0] if len(asking) == 1 < len(said) else ""


def _has_topic(found: Understood) -> bool:
    """Whether it is said what the commitments that are sought are about."""
    return any(test.field in ("text", "policy_areas") for test in tests(where_of(found.reading.frame) or ALL))


def _tells_a_topic(whole: Understood, only: str) -> bool:
    """Whether a sentence before the one that asks would be looked for in texts, as what is sought is."""
    if not whole.ranked or not isinstance(whole.reading.frame, Listing | Count):
        return False
    begins = whole.made.question.text.find(only)
    tokens = whole.made.tokens
    return any(
        cond.kind == "text" and cond.start >= 0 and tokens[cond.start].start < begins
        for cond in whole.ranked[0].pieces.conds
    )


def _stands_alone(found: Understood) -> bool:
    """Whether a sentence says itself what it is asked of, all of it, and points at nothing before it."""
    best, made = found.ranked[0], found.made
    said = [one for n, one in enumerate(best.pieces.items) if n in best.candidate.used]
    points = any(one.says("thread", "pronoun", "person", "plural", "one") for one in made.mentions if not one.cost)
    named = any(one.kind in ENTITIES and one.kind != "date" for one in said)
    return named and not points and not best.unexplained and not found.reading.ignored


def _splits(whole: Understood) -> Iterator[tuple[str, str]]:
    """The ways to part a message in what is told and what is asked, the last part first; each part may be the question.

    Sentences are parts, and clauses that tell why something is asked: "…, because I have to write to them".
    """
    text, made = whole.made.question.text, whole.made
    if which_are_so(made):
        return  # "whistle blowers: what has been completed?": not of all
    ends = {found.end() for found in _PART.finditer(text) if found.start()}
    ends |= {made.tokens[at].start for at, _end in phrase_ends(made, made.lexicon.words("grammar", "reason")) if at}
    last = sorted((end for end in ends if end < len(text)), reverse=True)[:_MOST_PARTS]
    for number, end in enumerate(last):
        first, rest = text[:end].strip(), text[end:].strip()
        if "?" in first and "?" not in rest:
            yield rest, first
            continue
        yield first, rest
        yield from ((first, text[end:stop].strip()) for stop in last[:number])
        if any(one.says("question") and _stands_in(whole, one, first) for one in made.mentions if one.start < _OPENING):
            yield rest, first


def _asks(whole: Understood, part: str) -> bool:
    """Whether a part asks for a field, a value, a number or which ones: else it only tells."""
    inside = _place_of(whole, part)
    asking = [one for one in whole.made.mentions if one.kind == "phrase" and one.cost < _HIDDEN]
    return any(
        any(map(one.says, ("ask", "value", "question", "intent")))
        for one in asking
        if whole.made.tokens[one.start].start in inside
    )


def _tells_something(whole: Understood, told: str) -> bool:
    """Whether the part that is told names what a question may be of, or a condition, that the asked part does not."""
    made = whole.made
    inside = _place_of(whole, told)
    asked = [
        {*one.value[1]} for one in made.mentions if one.kind == "place" and made.tokens[one.start].start not in inside
    ]

    def is_narrowed(one: Mention) -> bool:
        """A place of which the asked part names the same, or a country in it: "a brief on West Africa. … Ghana …"."""
        return one.kind == "place" and any(places and places <= {*one.value[1]} for places in asked)

    return any(
        (one.kind in _TOLD and not is_narrowed(one))
        or (one.kind == "phrase" and not one.cost and (one.says("value") or one.says("intent", "most", "fewest")))
        for one in made.mentions
        if one.cost < 1 and made.tokens[one.start].start in inside
    )


def _place_of(whole: Understood, part: str) -> range:
    """Where in the text a part of it stands."""
    begin = whole.made.question.text.find(part)
    return range(begin, begin + len(part))


def _stands_in(whole: Understood, one: Mention, part: str) -> bool:
    return whole.made.tokens[one.start].start in _place_of(whole, part)


def _spoken_of(whole: Understood, told: str, part: Callable[[str], Understood]) -> Iterator[Frame]:
    """The commitment or the set that a part speaks of, as if it had been asked for."""
    coded = [
        one for one in whole.made.mentions if one.kind == "code" and one.value.exists and _stands_in(whole, one, told)
    ]
    if coded:  # whatever is said of it, it is named
        yield from (Lookup((one.value.code,), CARD_FIELDS, card=True) for one in coded if len(coded) == 1)
        return
    for one in part(told).ranked[:1] if _tells_something(whole, told) else ():
        named = isinstance(one.frame, Lookup) and len(one.frame.codes) == 1
        listed = isinstance(one.frame, Listing) and one.frame.where != ALL
        if one.frame is not None and one.cost <= _SURE and not one.unexplained and (named or listed):
            yield one.frame
    inside = _place_of(whole, told)
    if code := _described(whole, [at for at, token in enumerate(whole.made.tokens) if token.start in inside]):
        yield Lookup((code,), CARD_FIELDS, card=True)


def _described(whole: Understood, inside: Sequence[int]) -> str:
    """The one commitment that most of some words fit, in the country that they name; words of no document are left."""
    made = whole.made
    places = [one for one in made.mentions if one.kind == "place" and not one.cost and one.start in inside]
    placed = {at for one in places for at in range(one.start, one.end)}
    within: Condition = ALL
    if prefixes := tuple(dict.fromkeys(prefix for one in places for prefix in one.value[1])):
        within = Has("country", "is", prefixes, places[0].value[0])
    beside = {word for name in ("telling", "occasion", "promising") for word in made.lexicon.words("grammar", name)}
    words = [made.tokens[at].folded for at in inside if made.content(at) and at not in placed]
    known = [word for word in words if made.linker.knows(word) and word not in beside]
    codes = likely(known, within, made, len(words) - len(known)) if 2 * len(known) >= len(words) else []
    return codes[0] if len(codes) == 1 else of_a_rare_word(words, within, made) if places else ""
