"""Constructions of what is refused: orders, reasons, opinions, fields and names that no document has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.asking.constructions.described import is_abbreviated
from bot.asking.constructions.form import (
    CONTACT_FIELDS,
    Candidate,
    QuestionForm,
    fields_asked,
    forecasts,
    make_refusal,
    subject_of,
    used_by,
    used_by_names,
)
from bot.asking.frames import Count, Frame, Has, Listing, Refuse, all_of
from bot.asking.lattice import Lattice, Mention, once, phrase_ends
from bot.asking.pieces import Pieces
from bot.records.frozen import replace


def refuse(f: QuestionForm) -> Iterator[Candidate]:
    """What this bot does not do, and what no document of this kind states."""
    p = f.p
    made = p.made
    everything = frozenset(range(len(p.items)))
    if word := commanded(made):
        yield Candidate(
            "refuse", everything, 0.15 + 0.75 * bool(p.said("intent", "undo")), Refuse("refused", (word,)), whole=True
        )
    fields, asks = fields_asked(p)
    subject, used = subject_of(p)
    people = tuple(token.text for token in made.tokens if token.is_mention)
    if people and not p.named:
        unknown = Refuse("no_such_person", people, sentence="slack_mention")
        yield Candidate("refuse", everything, 0.2 + 1.0 * bool(p.conds), unknown, whole=True)
    sought = p.said("grammar", "says")
    if sought and max(p.items[n].end for n in sought) == len(made.tokens) and not (p.conds or p.named or asks):
        empty = Refuse("not_understood", tuple(p.words(n) for n in sorted(sought)), sentence="no_words")
        yield Candidate("refuse", used_by(p, sought, p.said("intent"), p.said("question")), 0.3, empty)
    for number in sorted(p.said("unkept", "world", "opinion")):
        yield Candidate(
            "refuse",
            everything,
            0.1 + 0.35 * bool(p.conds) + 0.95 * bool(p.named),
            Refuse("out_of_scope", (p.words(number),)),
            whole=True,
        )
    for number in sorted(p.said("unkept") - p.said("unkept", "world", "opinion")):
        reviewed = p.items[number].says("unkept", "reviewer") and set(fields) & {
            "ambition",
            "early_results",
            "completion",
            "starred",
            "verifiable",
            "potential_impact",
        }
        if reviewed:
            continue
        words: tuple[str, ...] = (p.words(number),)
        if p.items[number].says("unkept", "end of term"):  # which of what is assessed a second time
            words += tuple(p.words(n) for n in sorted(asks) if n != number)
        takes = {
            number,
            *p.said("unkept"),
            *asks,
            *p.said("intent", "count", "duration", "group"),
            *p.said("unstated"),
            *p.said("question"),
        }
        if p.named:
            yield Candidate(
                "refuse",
                frozenset(used | takes | p.cond_uses),
                0.2,
                None,
                subject,
                make_refusal("field_unknown", words),
            )
        elif p.conds or f.plural or f.singular or fields or p.said("thread", "pronoun"):
            had = {n for n in p.said("intent", "present") if 0 <= p.items[number].start - p.items[n].end <= 1}
            dear = 0.35 if had else 0.75  # "have a budget" asks for the field, "budget" may be a subject
            if p.items[number].says("unkept", "end of term"):
                dear = 0.2  # which is no subject
            elif _is_topic(p, number):
                dear += 0.8
            yield Candidate("refuse", used_by(p, takes, had), dear, Refuse("field_unknown", words))
        else:
            yield Candidate("refuse", used_by(p, takes), 1.7, Refuse("field_unknown", words))
    yield from _why(f)
    if forecasts(made) and (p.conds or p.named or f.plural or f.singular):
        coming = tuple(made.words(one.start, one.end) for one in made.mentions if one.says("unstated", "future"))
        if not any(one.kind == "code" for one in made.mentions):
            yield Candidate("refuse", everything, 0.9, Refuse("not_stated", coming[:1]), whole=True)
    for number in sorted(p.said("unstated", "future", "cause")):
        words = (p.words(number),)
        cause = p.items[number].says("unstated", "cause")
        if p.named and (cause or p.conds or f.yes_no):
            yield Candidate(
                "refuse",
                frozenset(used | {number} | p.cond_uses | asks),
                0.15 if f.yes_no or cause else 0.3,
                None,
                subject,
                make_refusal("not_stated", words),
            )
        elif p.conds or f.plural:
            told = any(cond.kind == "value" for cond in p.conds)
            yield Candidate(
                "refuse", used_by(p, {number}, asks), 0.2 if cause and told else 0.55, Refuse("not_stated", words)
            )
        elif len(made.tokens) <= 3:
            yield Candidate("refuse", everything, 0.3, Refuse("not_stated", words))
    if p.unknown_codes and not p.named:
        codes = tuple(code for code, _n in p.unknown_codes)
        yield Candidate(
            "refuse",
            used_by(p, {n for _c, n in p.unknown_codes}, asks, p.said("intent"), p.said("thread")),
            0.0,
            Refuse("no_such_code", codes, (), fields),
        )
    if p.elsewhere:
        asked = f.plural or f.singular or asks or p.said("intent", "list", "count", "exists", "group", "share")
        names = tuple(p.items[n].value[0] for n in p.elsewhere)
        yield Candidate(
            "refuse",
            used_by(p, p.elsewhere, asks, p.said("intent"), p.said("thread")),
            0.5 + 0.8 * (not asked and len(made.tokens) > 3),
            Refuse("no_such_country", names, asked=_asked(f, names)),
        )
    yield from _no_such(f)


def _asked(f: QuestionForm, names: tuple[str, ...]) -> Frame | None:
    """The set that is asked for, of a country without a document; "and Germany?" goes on with an earlier question."""
    if f.p.named or f.p.asks or not (f.plural or f.p.said("intent", "count")):
        return None
    where = all_of(f.p.where, Has("country", "is", (), ", ".join(names)))
    return Count(where) if f.p.said("intent", "count") else Listing(where)


def _is_topic(p: Pieces, number: int) -> bool:
    """Whether some words are what is sought: "on *the budget*", "*budget* commitments", "participatory *budget*"."""
    one = p.items[number]
    led = any(_leads_to(p.made, p.items[n], one) for n in p.said("intent", "mention"))
    nouns = any(one.end == p.items[n].start for n in p.said("noun", "plural"))
    within = any(
        m.kind in ("area", "title")
        and m.start <= one.start < one.end <= m.end
        and m.end - m.start > one.end - one.start
        for m in p.made.mentions
    )
    return led or (one.says("unkept", "budget") and (nouns or within))


def _leads_to(made: Lattice, one: Mention, other: Mention) -> bool:
    """Whether one stands right before the other, but for an article."""
    return 0 <= other.start - one.end <= 1 and not any(map(made.content, range(one.end, other.start)))


def _why(f: QuestionForm) -> Iterator[Candidate]:
    """Why something came or did not come about, which no document states: "why was KR0032 not started?"."""
    p = f.p
    found = next(phrase_ends(p.made, p.made.lexicon.words("grammar", "why")), None)
    claims = {cond.field for cond in p.conds if cond.kind in ("value", "past", "date", "flag")}
    denies = bool(p.said("intent", "negation"))  # "why was Turkey not assessed?"
    if found is None or found[0] > 1 or not ((claims or denies) and (p.named or p.groups)):
        return
    start, end = found
    why = {n for n, one in enumerate(p.items) if start <= one.start and one.end <= end}
    uses = used_by(p, why, p.asks, p.said("question"), p.said("thread", "pronoun"), used_by_names(p))
    refused = Refuse("not_stated", (p.made.words(start, end),), sentence="no_reason")
    if p.named:
        subject, _used = subject_of(p)
        yield Candidate("refuse", uses, 0.1, None, subject, lambda codes: replace(refused, codes=codes))
    else:
        yield Candidate("refuse", uses | p.said("intent", "negation"), 0.0, refused)


def _no_such(f: QuestionForm) -> Iterator[Candidate]:
    """What is named and nobody has: "commitments of Atlantis", "phone of Homer Simpson"."""
    p, made = f.p, f.p.made
    texts = [
        (cond, p.items[n])
        for cond in p.conds
        if cond.kind == "text"
        for n in sorted(cond.uses)
        if p.items[n].kind in ("text", "area", "title", "ogp")
    ]
    if p.named or len(texts) != 1:
        return
    fields, asks = fields_asked(p)
    _cond, one = texts[0]
    label = re.sub(r"['’]s$", "", made.words(one.start, one.end))
    cased = (
        all(made.tokens[at].text[:1].isupper() for at in range(one.start, one.end) if made.searchable(at))
        and not made.question.text.isupper()
        and not made.lexicon.capital_nouns
    )
    heads = {n for n in p.said("head") if abs(p.items[n].start - one.end) <= 2 or abs(one.start - p.items[n].end) <= 2}
    inside = any(
        made.tokens[at].folded in made.lexicon.words("head", "institution") for at in range(one.start, one.end)
    )
    takes = asks | heads | p.said("intent") | p.said("thread") | p.said("noun") | p.said("question")
    uses = used_by(p, takes)
    bodies = set(fields) & {"lead_institution", "support_institutions", "institutions"}
    single = one.end - one.start == 1
    works = any(f" {phrase} " in made.text for phrase in made.lexicon.words("grammar", "works"))
    article = one.start and made.tokens[one.start - 1].folded in (
        *made.lexicon.words("grammar", "definite"),
        *made.lexicon.words("grammar", "indefinite"),
    )
    words = (label,)
    if fields and set(fields) <= set(CONTACT_FIELDS) and is_abbreviated(f):
        yield Candidate("no_such", uses, -0.9, Refuse("no_such_institution", words))
        return
    if one.value == "quoted" and fields:
        yield Candidate("no_such", uses, 0.6, Refuse("no_such_title", words))
    elif (heads or inside) and bodies:
        first = min([one.start, *(p.items[n].start for n in heads)])
        last = max([one.end, *(p.items[n].end for n in heads)])
        yield Candidate("no_such", uses, 0.25, Refuse("no_such_institution", (made.words(first, last),)))
    nouns = {n for n in p.said("noun", "singular") if p.items[n].end == one.start or p.items[n].start == one.end}
    if cased and nouns and fields:  # "o contato do programa Brasil Transparente"
        yield Candidate("no_such", uses | nouns, 0.15, Refuse("no_such_title", words))
        return
    if not cased or one.value == "quoted":
        return
    if heads or inside:
        return
    if (
        set(fields) & {"email", "phone", "person_title"}
        or (fields[:1] == ("person",) and not single)
        or (p.said("question", "who") and not fields and not single)
    ) or (
        not single
        and (
            (
                (p.said("question", "what") or p.said("intent", "overview"))
                and not p.said("question", "who")
                and fields[:1] == ("lead_institution",)
            )
            or (works and not f.plural)
        )
    ):
        yield Candidate("no_such", uses, 0.15, Refuse("no_such_person", words))
    elif _is_place(made, one):
        return
    elif not article and not fields and (f.plural or p.said("intent", "count")) and not heads:
        reason = "no_such_country" if single else "no_such_person"
        yield Candidate("no_such", uses, 0.15, Refuse(reason, words))
    elif fields and (article or f.singular or not single):
        yield Candidate("no_such", uses, 0.25, Refuse("no_such_title", words))


def _is_place(made: Lattice, one: Mention) -> bool:
    """Whether words name a member that has commitments here."""
    places = (other for other in made.mentions if other.kind == "place" and other.value[1])
    return any((other.start, other.end) == (one.start, one.end) for other in places)


@once
def commanded(made: Lattice) -> str:
    """The order to do what this bot does not do (change, delete, send, write) with which a sentence begins."""
    words = made.lexicon.words
    polite, light = set(words("empty", "polite")), set(words("empty", "courtesy"))
    starts = [0, *(at for at in range(1, len(made.tokens)) if re.search(r"[.;!?:]\s", made.between(at, at)))]
    for start, end in zip(starts, [*starts[1:], len(made.tokens)], strict=True):
        sentence = [at for at in range(start, end) if made.tokens[at].folded not in polite]
        while sentence and made.tokens[sentence[0]].folded in light:
            sentence.pop(0)
        if not sentence:
            continue
        said = [made.tokens[at].folded for at in sentence]
        while made.lexicon.particles and len(said) > 1 and said[-1].startswith("주") and said[-1] in made.light:
            said.pop()  # "삭제해 주십시오"
        if any(one.start == sentence[0] and one.end - one.start > 2 and one.says("ask") for one in made.mentions):
            continue  # "drop a line to": a longer phrase asks for something
        text = " ".join(said)
        for phrase in words("command", "refuse"):
            last = made.tokens[sentence[len(said) - 1]]
            if made.lexicon.particles and phrase in (said[-1], last.forms[0]):  # Korean verbs come last
                return phrase
            to = text.startswith(f"{phrase} to ") or (
                text.startswith(f"{phrase} me ") and phrase not in words("command", "for_me")
            )
            if text == phrase or (text.startswith(f"{phrase} ") and not to):
                return phrase
    return ""
