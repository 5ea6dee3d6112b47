"""Constructions about named commitments: fields of them, whether something is so, sentences of them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.conditions import SCALES, fits
from bot.asking.constructions.beyond import likens
from bot.asking.constructions.form import (
    CONTACT_FIELDS,
    FARED,
    Candidate,
    FrameSubject,
    Make,
    QuestionForm,
    asks_gist,
    card_fields,
    claims_of,
    fares,
    fields_asked,
    gist_said,
    looking_verbs,
    make_duration,
    make_extreme,
    make_stands,
    of_countries,
    restricted,
    subject_of,
    used_by,
    used_by_names,
    which_are_so,
)
from bot.asking.frames import (
    ABOUT_FIELDS,
    ALL,
    Condition,
    FindText,
    Frame,
    Has,
    Listing,
    Lookup,
    Not,
    Same,
    Verify,
    all_of,
    among,
)  # fmt: skip
from bot.asking.lattice import Lattice, phrase_ends, says
from bot.asking.mentions.text import text_words
from bot.asking.pieces import Pieces
from bot.records.fields import FIELD
from bot.records.frozen import replace

_ALL_FIELDS = tuple(FIELD)
_REVIEWED = frozenset(
    {"ambition", "early_results", "completion", "starred", "verifiable", "potential_impact", "ogp_values"}
)


def lookup(f: QuestionForm) -> Iterator[Candidate]:
    """Fields of named commitments, or all that an overview shows."""
    p = f.p
    if not p.named or likens(f):
        return
    subject, used = subject_of(p)
    fields, asks = fields_asked(p)
    if set(fields) & _REVIEWED:
        asks = asks | p.said("unkept", "reviewer")  # "what did the reviewers say about its early results?"
    if p.said("question", "whose") and fields and set(fields) <= {"email", "phone"}:
        fields, asks = ("person",), asks | p.said("question", "whose")
    people = [cond for cond in p.conds if cond.kind == "person"]
    if people and fields and set(fields) <= set(CONTACT_FIELDS):  # "the email of Lee, hyo soon for KR0032"
        subject = replace(subject, restrict=all_of(subject.restrict, *(cond.test for cond in people)))
        used = used.union(*(cond.uses for cond in people))
    code = {n for n, names in p.asks.items() if names == ("code",)} | p.said("intent", "code_of")
    coded = {m.start for m in p.items if m.kind == "code"}
    code -= {n for n in code if p.items[n].end in coded}  # "with the code US-P1-3.3"
    if code and not fields:
        yield Candidate(
            "lookup", frozenset(used | code), 0.0, None, subject, lambda codes: Lookup(codes, ("title",), code=True)
        )
        return
    if blanks := p.said("intent", "blanks"):
        uses = frozenset(used | blanks | p.said("question", "what"))
        yield Candidate("lookup", uses, -0.1, None, subject, lambda codes: Lookup(codes, _ALL_FIELDS, blank=True))
    flags = [cond for cond in p.conds if cond.kind == "flag"]
    if not fields and flags:
        return
    if said := _opinion(p, fields):
        yield Candidate(
            "lookup", frozenset(used | asks | said), -0.1, None, subject, lambda codes: Lookup(codes, _SAID, card=True)
        )
    if fields:
        dear = 0.1 * (len(fields) > 5)
        if (
            f.yes_no
            and not p.said("question", "who", "when", "where")
            and all(name in ("start", "end") or (name in FIELD and FIELD[name].kind == "yesno") for name in fields)
        ):
            dear += 0.5  # "has it started?", "is it starred?": yes or no
        if fields == ("action_plan",) and any(cond.kind == "plan" for cond in p.conds):
            dear += 0.5  # "commitment 3 of the second Canadian plan": it is said which plan
        if of_countries(p, fields) and all(p.items[n].kind == "title" for one in p.named for n in one.uses):
            dear += 0.6  # "open contracting: which countries?"
        ends = (
            p.said("intent", "due", "over") if p.said("question", "when") and set(fields) == {"start", "end"} else set()
        )
        if ends:  # "when was it supposed to be done?"
            fields = ("end",)
        used |= _told_besides(p)
        yield Candidate(
            "lookup",
            frozenset(used | asks | ends),
            dear,
            None,
            subject,
            lambda codes: Lookup(codes, fields),
        )
    else:
        extra = p.said("intent", "overview") | p.said("intent", "compare")
        dear = (0.0 if len(p.items) <= len(used) + len(f.weak) else 0.25) + 0.5 * bool(p.said("noun", "plural"))
        gist = gist_said(p)
        shown = ABOUT_FIELDS if gist else card_fields(p)
        dear -= 0.2 * bool(gist)  # a title that matches comes before an area
        yield Candidate(
            "card", frozenset(used | extra | gist), dear, None, subject, lambda codes: Lookup(codes, shown, card=True)
        )
        last = max((p.items[n].end for one in p.named for n in one.uses), default=0)
        if not p.groups and fares(p.made, last):
            how = frozenset(used | extra | p.said("question", "how", "where"))
            yield Candidate("lookup", how, dear - 0.1, None, subject, lambda codes: Lookup(codes, FARED))
    values = {cond.field for cond in p.conds if cond.kind in ("value", "body") and cond.field in FIELD}
    claims, claim_uses = claims_of(p)
    if len(values) == 1 and all(c.kind in ("value", "body") for _t, conds in claims for c in conds):
        alternatives = any(len(conds) > 1 for _t, conds in claims) or "or not" in p.made.text
        if alternatives or (not f.yes_no and not any(c.kind == "body" for c in p.conds)):
            name = next(iter(values))
            of_topic = 0.6 * bool(which_are_so(p.made) and _is_topic_too(p))
            more = tuple(dict.fromkeys((name, *fields)))
            yield Candidate(
                "lookup",
                frozenset(used | asks | claim_uses),
                (0.1 if alternatives else 0.35) + of_topic,
                None,
                subject,
                lambda codes: Lookup(codes, more),
            )


def _is_topic_too(p: Pieces) -> bool:
    """Whether the words of a title name a topic as well, or the titles of several: "open contracting"."""
    areas = {(one.start, one.end) for one in p.made.mentions if one.kind in ("area", "ogp") and not one.cost}
    titles = [p.items[n] for one in p.named for n in one.uses if p.items[n].kind == "title"]
    several = any(len(one.codes) > 1 for one in p.named)
    return bool(titles) and (several or any((one.start, one.end) in areas for one in titles))


_SAID = (
    "irm_summary", "completion", "early_results", "ambition", "verifiable", "potential_for_results",
    "potential_impact", "specificity", "starred",
)  # fmt: skip
"""What the reviewers say of a commitment."""


def _told_besides(p: Pieces) -> set[int]:
    """What is said besides of the commitment that is named, where it is so: "commitment 18 of Tunisia *on data*"."""
    if len(p.named) != 1 or len(p.named[0].codes) != 1 or not p.named[0].exact:
        return set()
    last = max((p.items[n].end for n in p.named[0].uses), default=0)
    told = [cond for cond in p.conds if cond.kind in ("text", "area") and cond.start >= last]
    so = [cond for cond in told if p.made.store.has_any(*fits(all_of(among(p.named[0].codes), cond.test)))]
    return set().union(*(cond.uses for cond in told)) if so else set()


def _opinion(p: Pieces, fields: tuple[str, ...]) -> set[int]:
    """The words that ask what the reviewers say: "what says the IRM about KR0029?"; their report is only its name."""
    words, tokens = p.made.lexicon.words, p.made.tokens
    named = any(True for _span in phrase_ends(p.made, words("grammar", "reviewers")))
    if not named or not set(fields) <= {"irm_report", "irm_summary"}:
        return set()
    verbs = {at for at, one in enumerate(tokens) if not {one.folded, *one.forms}.isdisjoint(words("grammar", "opines"))}
    if not verbs:
        return set()
    near = {n for n, one in enumerate(p.items) if not verbs.isdisjoint(range(one.start, one.end))}
    kinds = {"phrase", "word"}
    return {n for n in near if p.items[n].kind in kinds} | p.said("unkept", "reviewer") | set(p.asks)


def verify(f: QuestionForm) -> Iterator[Candidate]:
    """Whether what is claimed of named commitments is so."""
    p = f.p
    if not p.named or likens(f):
        return
    subject, used = subject_of(p)
    claims, claim_uses = claims_of(p)
    asks = {n for n in p.asks if f.yes_no and p.asks[n][0] in {cond.field for cond in p.conds}}
    plain = not f.yes_no or bool(p.said("intent", "count"))  # "how much of it has been implemented?"
    if not claims:
        where, restricting = restricted(p)  # "is it part of the 2021 cycle?", "is it a Korean commitment?"
        if f.yes_no and restricting and asks == set(p.asks):
            yield Candidate(
                "verify",
                frozenset(used_by_names(p) | restricting | asks),
                -0.1,
                None,
                FrameSubject(tuple(p.named)),
                lambda codes: Verify(where, codes),
            )
        yield from _told_at_all(f, subject, used)
        if f.yes_no and set(p.asks.values()) == {("start",)} and not p.said("question", "when"):
            where = Has("start", "within", ("", p.made.as_of.isoformat()), f"≤ {p.made.as_of}")
            begun = _begun(where, p.made)  # "did it even start?"
            yield Candidate("verify", frozenset(used | set(p.asks)), -0.1, None, subject, begun)
        return
    where = all_of(*(test for test, _c in claims))
    flags = all(cond.kind == "flag" for cond in p.conds)
    others = [n for n in p.asks if n not in asks]
    dear = (0.15 if flags else 0.5) * plain + 0.8 * bool(others)
    if any(cond.kind == "text" for cond in p.conds):
        dear += 0.5 if p.said("grammar", "says") or p.said("intent", "mention") else 1.6
    if any(len(conds) > 1 and {c.field for c in conds} != {"text"} for _t, conds in claims):
        dear += 0.5
    if p.said("question", "who", "when", "where"):
        dear += 0.8
    yield Candidate("verify", frozenset(used | claim_uses | asks), dear, None, subject, _begun(where, p.made))


def _begun(where: Condition, made: Lattice) -> Make:
    """Whether a condition holds; what the reviewers found not started has not started, whatever its first day."""

    def verified(codes: tuple[str, ...]) -> Frame:
        if isinstance(where, Has) and where.field == "start" and where.values[:1] == ("",):
            found = made.store.columns(codes, ("completion",))
            if codes and all(found[code]["completion"] == SCALES["completion"][0] for code in codes if code in found):
                return Verify(Not(Has("completion", "is", SCALES["completion"][:1], SCALES["completion"][0])), codes)
        return Verify(where, codes)

    return verified


def _told_at_all(f: QuestionForm, subject: FrameSubject, used: set[int]) -> Iterator[Candidate]:
    """ "does KR0032 name a phone?", "is there an email for it?": whether a field is stated."""
    p = f.p
    told = p.said("intent", "present", "exists", "missing")
    fields, asks = fields_asked(p)
    stated = [name for name in fields if name in FIELD and FIELD[name].kind != "yesno"]
    begins = {token.folded for token in p.made.tokens[:2]}
    asked_for = not begins.isdisjoint(p.made.lexicon.words("grammar", "request"))  # "could you give me the email?"
    if f.yes_no and told and stated and not asked_for and not p.said("question", "who", "what", "when", "where"):
        where = all_of(*(Not(Has(name, "missing", (), name)) for name in stated[:1]))
        yield Candidate("verify", frozenset(used | asks | told), 0.0, None, subject, lambda codes: Verify(where, codes))


def pick(f: QuestionForm) -> Iterator[Candidate]:
    """Which of several named commitments meet a condition, or stand out."""
    p = f.p
    if sum(len(one.codes) > 0 for one in p.named) < 2:
        return
    subject, used = subject_of(p)
    claims, claim_uses = claims_of(p)
    joins = p.said("intent", "or", "only") | p.said("thread", "both", "one")
    if claims:
        where = all_of(*(test for test, _c in claims))
        one_of = bool(p.said("intent", "or") and p.said("thread", "one"))  # "is the starred one A or B?"
        dear = 0.0 if one_of or p.said("question", "what") or p.said("intent", "only", "list") else 0.3
        if any(cond.kind == "text" for cond in p.conds) and not looking_verbs(p):
            dear += 1.6  # "frobnicate KR0032 KR0029"
        yield Candidate(
            "pick",
            frozenset(used | claim_uses | joins | p.said("intent", "list")),
            dear + 0.6 * (f.yes_no and not one_of),
            None,
            subject,
            lambda codes: Listing(all_of(among(codes), where)),
        )
    for order, descending, uses in orders_said(p):
        more = frozenset(used | uses | joins)
        alternative = bool(p.said("intent", "or")) or not f.yes_no
        if alternative:
            yield Candidate("pick", more, 0.0, None, subject, make_extreme(order, descending))
        else:
            yield Candidate("stands", more, 0.0, None, subject, make_stands(order, descending))


def orders_said(p: Pieces) -> Iterator[tuple[str, bool, set[int]]]:
    """By which date or length something stands out: (order, descending, mentions)."""
    for intents, order, descending in (
        (("longest", "longer"), "duration", True), (("shortest", "shorter"), "duration", False),
    ):  # fmt: skip
        if said := p.said("intent", *intents):
            yield (
                order,
                descending,
                said
                | {n for n, names in p.asks.items() if set(names) <= {"start", "end", "duration"}}
                | p.said("intent", "duration")
                | set(p.said("intent", "running")),
            )
    for said, descending in ((p.said("intent", "higher"), True), (p.said("intent", "lower"), False)):
        scaled = {n: ns[0] for n, ns in p.asks.items() if ns[0] in SCALES}
        if said and (scaled or len(p.named) > 1):  # "which is further along?": how far they came
            yield next(iter(scaled.values()), "completion"), descending, said | set(scaled)
    last, first = p.said("intent", "last", "later"), p.said("intent", "first", "earlier")
    if len(p.named) == 2 and p.named[0].start >= 0:  # "does A end before B?"
        words = p.made.lexicon.words
        between = [n for n, m in enumerate(p.items) if p.named[0].start < m.start < p.named[1].start]
        first = first | {n for n in between if p.words(n).casefold() in words("date", "before")}
        last = last | {n for n in between if p.words(n).casefold() in words("date", "after")}
    dated = {n: names for n, names in p.asks.items() if set(names) <= {"start", "end"}}
    denied = {n for test, conds in p.groups if isinstance(test, Not) for cond in conds for n in cond.uses}
    ends = [n for n, m in enumerate(p.items) if m.says("ask", "end") and m.says("value")]
    dated |= {n: ("end",) for n in ends if n not in denied}  # "the oldest that is not finished"
    bounds = {cond.field for cond in p.conds if cond.kind == "date" and len(cond.uses) > 1}
    past = {n for n in p.said("intent", "over", "due", "begun") if n not in dated}
    for said, descending in ((last, True), (first, False)):
        if not said:
            continue
        names = {name for n, ns in dated.items() if len(ns) == 1 for name in ns}
        name = "start" if "start" in names or p.said("intent", "begun") & past else "end"
        if not names and not past:
            name = "end" if descending or p.said("intent", "earlier") else "start"
        newest = p.said("intent", "newest")
        if (newest & said and not names) or (bounds == {"start"} and not names):
            name = "start"
        yield name, descending, said | set(dated) | past


def same(f: QuestionForm) -> Iterator[Candidate]:
    """Whether commitments state the same of a field."""
    p = f.p
    said, (fields, asks) = p.said("intent", "same"), fields_asked(p)
    if not fields:
        asks = {n for n, m in enumerate(p.items) if m.says("ask", "end")}
        fields = ("end",) if asks else ()
    if said and fields and len(p.named) > 1:
        subject, used = subject_of(p)
        yield Candidate(
            "same",
            frozenset(used | asks | said),
            0.0 if f.yes_no else 0.4,
            None,
            subject,
            lambda codes: Same(codes, fields[0]),
        )


def duration(f: QuestionForm) -> Iterator[Candidate]:
    """How long commitments last, or what is left of that."""
    p = f.p
    if not p.named:
        return
    subject, used = subject_of(p)
    asks = {n for n, names in p.asks.items() if set(names) <= {"start", "end", "duration"}} | p.said(
        "intent", "running", "over"
    )
    for intent, left in (("left", True), ("duration", False)):
        if said := p.said("intent", intent):
            yield Candidate(
                "duration",
                frozenset(used | said | asks),
                0.0,
                None,
                subject,
                make_duration(left),
            )
            return


def find_text(f: QuestionForm) -> Iterator[Candidate]:
    """The sentences of commitments that hold the words that nothing else explains: a question of fact."""
    p = f.p
    texts = [cond for cond in p.conds if cond.kind == "text"]
    if not texts:
        return
    words = tuple(
        word
        for cond in texts
        for n in cond.uses
        if p.items[n].kind in ("text", "area", "title", "ogp")
        for word in text_words(p.made, p.items[n])
    )
    if not words:
        return
    others = [(test, conds) for test, conds in p.groups if not any(cond.kind == "text" for cond in conds)]
    where = all_of(*(test for test, _c in others))
    question = bool(f.wh or f.yes_no or p.said("intent", "count"))
    asks = set(p.asks)
    if p.named:
        subject, used = subject_of(p)
        near = (*words, *(p.words(n) for n in sorted(asks)))
        yield Candidate(
            "find_text",
            frozenset(used.union(p.said("intent", "count"), looking_verbs(p), *(cond.uses for cond in texts))),
            0.5,
            None,
            subject,
            lambda codes: FindText(words, near, among(codes)),
        )
    elif question and len(words) >= 2 and len(p.made.tokens) >= 4:
        near = tuple(p.made.tokens[at].text for at in range(len(p.made.tokens)) if p.made.content(at))
        yield Candidate(
            "find_text", used_by(p, asks, p.said("intent", "count")), 0.9 + 0.3 * f.plural, FindText(words, near, where)
        )


def fact(f: QuestionForm) -> Iterator[Candidate]:
    """A question of fact: the sentence that holds most of its words, wherever it stands."""
    p, made = f.p, f.p.made
    if (
        not (f.wh or p.said("intent", "count"))
        or f.plural
        or p.said("intent", "most", "fewest", "share", "define", "group")
    ):
        return
    fixed = {at for m in p.items if m.kind in ("code", "place") for at in range(m.start, m.end)}
    content = tuple(made.tokens[at].text for at in range(len(made.tokens)) if made.searchable(at) and at not in fixed)
    if len(content) < 3 or says(made, "unstated", "future"):
        return
    if which_are_so(made):
        return  # "whistle blowers: what has been completed?"
    if asks_gist(made):
        return  # "what is the accord about?": its description says so, and no sentence that has the word
    states = [one for one in made.mentions if one.kind == "phrase" and not one.cost and one.says("value")]
    if f.yes_no and any(one.end == len(made.tokens) for one in states):
        return  # "what about the audits, was that ever completed?": a field tells it
    if any(one.says("unkept", "budget") and not one.repairs for one in made.mentions):
        return  # "what did it cost?": a sentence with all words but that one tells nothing of it
    placed = any(m.kind == "place" and not m.cost for m in p.items)
    if (any(len(one.codes) > 1 for one in p.named) and not placed) or any(
        cond.kind in ("value", "flag", "gap", "date", "plan", "cycle") for cond in p.conds
    ):
        return
    coded = {at for one in made.mentions if one.kind == "code" for at in range(one.start, one.end)}
    said = [m for m in made.mentions if m.kind == "place" and not m.cost and m.start not in coded and m.value[1]]
    if any(m.kind == "word" and any(m.start == one.start for one in said) for m in p.items):
        return  # the country is said by the frame: it is no word that nothing explains
    prefixes = tuple(dict.fromkeys(prefix for m in said for prefix in m.value[1]))
    # a sentence of another country is no answer
    places: Condition = Has("country", "is", prefixes, said[0].value[0]) if said else ALL
    named = {at for one in p.named for n in one.uses for at in range(p.items[n].start, p.items[n].end)}
    told = any(  # what a field tells is no matter of sentences
        m.cost == 0 and m.says("ask") and not m.says("question") and named.isdisjoint(range(m.start, m.end))
        for m in made.mentions
        if m.kind == "phrase"
    )
    everything = frozenset(range(len(p.items)))
    dear = 1.4 * told + 0.6 * bool(p.said("question", "when"))  # which dates tell, as a rule
    if p.named:
        beside = [at for at in range(len(made.tokens)) if made.searchable(at) and at not in fixed | named]
        asked = tuple(made.tokens[at].text for at in beside) if len(beside) > 1 else content
        yield Candidate(
            "fact",
            everything,
            1.25 + dear,
            None,
            FrameSubject(tuple(p.named), places),
            lambda codes: FindText(asked, content, among(codes)),
            whole=True,
        )
    else:
        yield Candidate("fact", everything, 1.35 + dear, FindText(content, content, places), whole=True)
