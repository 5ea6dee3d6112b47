"""Constructions about changes, terms and the bot itself; small talk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from bot.asking.answers.about import in_glossary
from bot.asking.constructions.beyond import bounds
from bot.asking.constructions.form import (
    Candidate,
    QuestionForm,
    fields_asked,
    looking_verbs,
    subject_of,
    used_by,
    which_are_so,
)
from bot.asking.frames import (
    About,
    Changes,
    Choose,
    Count,
    Define,
    Has,
    Listing,
    Several,
    Talk,
    all_of,
    among,
)  # fmt: skip
from bot.asking.grouped import points_at_country
from bot.asking.lattice import Lattice, Mention, once, phrase_ends, says
from bot.asking.lexicon import lexicon
from bot.asking.mentions.asides import introductions
from bot.asking.mentions.intervals import Interval
from bot.asking.mentions.text import quoted
from bot.asking.pieces import Pieces
from bot.records.fields import FIELD


def changes(f: QuestionForm) -> Iterator[Candidate]:
    """What changed, or what a field said before."""
    p = f.p
    said, before = p.said("intent", "changes"), p.said("intent", "previous")
    moved, gone, came = p.said("intent", "moved"), p.said("intent", "removed"), p.said("intent", "added")
    said |= moved
    if not (said or before or gone or came):
        return
    fields, asks = fields_asked(p)
    if moved:
        ends = {p.items[n].end for n in moved}
        if any(cond.start in ends for cond in p.conds if cond.kind in ("text", "area")):
            return  # "extended producer responsibility"
        if set(fields) - {"start", "end"} or p.said("unstated", "future", "cause") - moved:
            return  # "why was it postponed?", "will it be extended?": no document says so of itself
        fields = fields or ("end",)  # "was it postponed?": to another last day
    dates = p.of_kind("date")
    interval = p.items[dates[0]].value if dates else _this_day(p.made)
    since, until = (interval.first or "", interval.last or "") if interval else ("", "")
    previous = bool(before) and not said
    if previous and (
        not fields
        or not p.named
        or len(p.named) > 1
        or any(one.start < 0 and before <= p.said("thread", "former") for one in p.named)
    ):
        return
    if interval and interval.said == "before":
        since = until = "" if previous else until
    if interval and p.said("intent", "compare"):
        until = ""
    dated = {n for cond in p.conds if cond.kind in ("date", "cycle", "past") for n in cond.uses}
    groups = [(t, c) for t, c in p.groups if not any(x.kind in ("date", "cycle", "past") for x in c)]
    where = all_of(*(t for t, _c in groups))
    takes = (
        said
        | before
        | set(dates)
        | dated
        | asks
        | p.said("intent", "list", "compare", "every", "exists")
        | p.said("question")
    )
    if (gone or came) and not (said or before):
        # of what no document describes any more nothing but its code is left to tell which one is meant
        placed = not p.named and all(c.kind == "place" for _t, conds in groups for c in conds)
        asked = f.plural or dates or p.said("question", "what") or p.said("intent", "count")
        if placed and asked and not p.said("thread", "pronoun", "person"):
            told = used_by(p, takes, gone, came, p.said("noun"), p.said("intent", "count", "present"))
            only: Literal["removed", "added"] = "removed" if gone else "added"
            yield Candidate("changes", told, 0.05, Changes(where, (), since, until, only=only))
        return
    if p.named:
        subject, used = subject_of(p)
        yield Candidate(
            "changes",
            frozenset(used | takes),
            0.0,
            None,
            subject,
            lambda codes: Changes(among(codes), fields, since, until, previous),
        )
    elif said:
        strong = any(p.items[n].end - p.items[n].start > 1 or p.items[n].cost == 0 for n in said)
        yield Candidate("changes", used_by(p, takes), 0.1 + 0.4 * (not strong), Changes(where, fields, since, until))


def _this_day(made: Lattice) -> Interval | None:
    """The day of asking where it is said by its own name: "what changed *today*?", not "what is new *now*?"."""
    name = made.lexicon.words("date", "today")[:1]
    days = (one for one in made.mentions if one.kind == "date" and one.value.said == "today")
    return next((one.value for one in days if made.tokens[one.start].folded in name), None)


def define(f: QuestionForm) -> Iterator[Candidate]:
    """What a term means."""
    p = f.p
    said = p.said("intent", "define")
    overview = p.said("intent", "overview")
    made = p.made
    bare = (
        len(made.tokens) == 1
        and made.tokens[0].text.isupper()
        and in_glossary(made.tokens[0].text)
        and "?" in made.question.text
    )
    if p.named or p.unknown_codes or not (said or overview or bare or p.said("intent", "compare")):
        return
    if which_are_so(made):
        return  # "open contracting: what is finished?"
    terms = [
        n
        for n, m in enumerate(p.items)
        if m.kind in ("text", "area", "ogp") or m.says("ask") or m.says("value") or m.says("intent", "overdue")
    ]
    terms = [n for n in terms if n not in said]
    spans = [range(*span) for span in quoted(made)]
    in_quotes = [n for n in terms if any(p.items[n].start in span for span in spans)]
    terms = in_quotes if said and in_quotes else terms
    if not terms or (made.lexicon.particles and not (said or overview or bare) and len(terms) < 2):
        return
    words = tuple(p.words(n) for n in terms)
    whole = made.words(p.items[min(terms)].start, p.items[max(terms)].end)
    fields = tuple(
        name for n in terms if p.items[n].says("ask") for name in min(p.items[n].all("ask"), key=len).split(",")
    )
    strange = any(p.items[n].kind == "text" for n in terms)  # "what is John Smith's phone?" asks for no term
    known = in_glossary(whole) or any(in_glossary(word) for word in words) or (bool(fields) and not strange)
    explicit = any(
        m.end - m.start > 1 or "define" in made.text or "mean" in made.text for m in (p.items[n] for n in said)
    )
    if any(
        m.says("ask", "lead_institution", "person,lead_institution", "support_institutions") for m in p.items
    ) and any(p.items[n].kind == "text" for n in terms):
        return
    dear = 0.0 if known and said else 0.1 if bare else 0.1 if known and len(p.items) <= 3 else 0.35 if known else 0.8
    if (f.plural or overview & p.said("intent", "exists")) and not said:  # "anything on budgets in the plans?"
        dear += 0.8
    of_it = bool(made.spoken) and _asks_value(made, terms, p.items)
    if made.spoken and (not explicit or of_it):
        dear += 1.2 + 0.6 * of_it  # "and how far along, finished or what?" asks of what was spoken of
    if p.said("thread", "pronoun", "person", "plural"):
        dear += 1.2 if made.spoken else 0.6  # "what was its end date?"
    if not explicit and any(cond.kind in ("place", "body") for cond in p.conds):
        dear += 0.8
    if (
        any(made.tokens[at].folded in made.lexicon.words("grammar", "definite") for at in range(len(made.tokens)))
        and not said
    ):
        dear += 0.3
    used = frozenset(
        {
            *said,
            *overview,
            *terms,
            *p.said("intent", "compare"),
            *p.said("noun", "singular"),
            *p.said("question"),
            *(range(len(p.items)) if in_quotes else ()),
        }
    )
    listed = (whole,) if in_glossary(whole) else words
    if len(terms) <= 4:
        yield Candidate("define", used, dear, Define(listed, fields))


def _asks_value(made: Lattice, terms: Sequence[int], items: Sequence[Mention]) -> bool:
    """Whether a field with an article is asked by words that ask for a value too: "c'est quoi *la date de fin* ?"."""
    said = {end for _start, end in phrase_ends(made, made.lexicon.words("grammar", "what_is"))}
    articles = made.lexicon.words("grammar", "definite")
    for number in terms:
        start = items[number].start
        elided = made.question.text[: made.tokens[start].end].rpartition(" ")[2].casefold().startswith("l'")
        definite = start > 0 and made.tokens[start - 1].folded in articles
        if items[number].says("ask") and said and (definite or elided or made.lexicon.particles):
            return start - 1 in said or start in said or bool(made.lexicon.particles)
    return False


_NAMED = frozenset({"code", "title", "person", "place", "body", "contact"})


def _measures(one: Mention) -> bool:
    """Whether a phrase counts, ranks or chooses commitments, which no question about the bot does."""
    flagged = any(FIELD[name].kind == "yesno" for name in one.all("ask") if name in FIELD)
    return one.kind == "phrase" and (one.says("value") or flagged or one.says("intent", "count", "most", "fewest"))


def about(f: QuestionForm) -> Iterator[Candidate]:
    """A question about the bot and its data: the words of a pattern of its topic all stand in the question."""
    made = f.p.made
    pointed = says(made, "thread", "country")
    # "which countries have no commitments about health?" asks for some of them
    lacking = any(one.says("intent", "missing") for one in made.mentions if not one.repairs)
    lacking &= says(made, "noun")
    topics = _topics(made)
    both = {topic: wanted for topic, wanted, _left in topics if topic in ("sources", "current")}
    if len(both) > 1 and not any(one.kind in _NAMED or one.says("noun") for one in f.p.items):
        first, second = both.values()
        if not (first <= second or second <= first):  # "de onde vêm os dados e quão recentes são?"
            parts = Several((About("sources"), About("current")))
            yield Candidate("about", frozenset(range(len(f.p.items))), 0.05, parts, whole=True)
    for topic, wanted, left in topics:
        if topic == "help":
            if not (left or f.p.conds or any(one.kind in _NAMED or one.says("noun") for one in f.p.items)):
                yield Candidate("talk", frozenset(range(len(f.p.items))), 0.2, Talk("help"), whole=True)
            continue
        if (pointed or lacking or f.p.none_of or bounds(made) or points_at_country(made)) and topic == "countries":
            continue  # "그 나라의 공약은 몇 개": one was spoken of
        if topic == "countries" and any(one.kind == "place" and not one.cost for one in made.mentions):
            continue  # "which countries of Africa?"
        if any(one.says("intent", "mention") and one.says("intent", "exists") for one in made.mentions):
            continue  # "anything on artificial intelligence in there?"
        if topic == "countries" and _narrowed(made, left):
            continue  # "which countries have something about whistleblowers?"
        names = {"languages": ("place",), "codes": ("code",), "subscribe": ("place", "area", "body")}.get(topic, ())
        heavy = [
            m
            for m in f.p.items
            if m.kind in _NAMED
            and m.kind not in names
            and wanted.isdisjoint(t.folded for t in made.tokens[m.start : m.end])
        ]
        heavy += [
            m
            for m in made.mentions
            if _measures(m) and not m.cost and wanted.isdisjoint(t.folded for t in made.tokens[m.start : m.end])
        ]
        # "how many commitments do you have on file?" does not count files
        counting = [one for one in made.mentions if one.kind == "phrase" and one.says("intent", "count")]
        ends = [
            one.end
            for one in counting
            if wanted.isdisjoint(form for token in made.tokens[one.start : one.end] for form in token.forms)
        ]
        counts = any(end < len(made.tokens) and wanted.isdisjoint(made.tokens[end].forms) for end in ends)
        left = [at for at in left if not any(m.kind in names and m.start <= at < m.end for m in f.p.items)]
        dear = (
            0.1
            + 0.4 * len(left)
            + 1.2 * len(heavy)
            + 0.15 / len(wanted)
            + 0.6 * bool(looking_verbs(f.p))
            + 1.0 * counts
        )
        yield Candidate("about", frozenset(range(len(f.p.items))), dear, About(topic), whole=True)


def _narrowed(made: Lattice, left: list[int]) -> bool:
    """Whether one of some words of weight is none that the lexicon reads: it tells which countries are meant."""
    phrases = [one for one in made.mentions if one.kind == "phrase" and not one.cost and not one.says("unkept")]
    read = {at for one in phrases for at in range(one.start, one.end)}
    own = _words_of_itself(made.lexicon.language)  # "in your *database*"
    return any(at not in read and own.isdisjoint((made.tokens[at].folded, *made.tokens[at].forms)) for at in left)


@cache
def _words_of_itself(language: str) -> frozenset[str]:
    """The words of all questions about the bot and its data."""
    return frozenset().union(
        *(words for topic in lexicon(language).data["about"] for words in _patterns(language, topic))
    )


@cache
def _patterns(language: str, topic: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(pattern.split()) for pattern in lexicon(language).words("about", topic))


@once
def _topics(made: Lattice) -> list[tuple[str, frozenset[str], list[int]]]:
    """The topics of the bot that a question may be about, the words that say so, and the words of weight beside."""
    if len(made.tokens) > 24:
        return []
    found = []
    forms = {form for token in made.tokens for form in (token.folded, *token.forms)}
    content = [at for at in range(len(made.tokens)) if made.content(at)]
    for topic in made.lexicon.data.get("about", {}):
        patterns = _patterns(made.lexicon.language, topic)
        wanted = next((pattern for pattern in patterns if pattern <= forms), None)
        if wanted is not None and topic != "small_talk":
            left = [at for at in content if wanted.isdisjoint((made.tokens[at].folded, *made.tokens[at].forms))]
            found.append((topic, wanted, left))
    return found


_PLAIN_HELP = 3
"""Words: a longer phrase that asks for help does so whatever stands beside it ("what sort of things can I ask")."""


def whose_country(f: QuestionForm) -> Iterator[Candidate]:
    """The commitments of "my country", which nobody here knows: it is asked which one is meant."""
    p = f.p
    said = p.said("intent", "own_country")
    placed = p.elsewhere or any(cond.kind == "place" for cond in p.conds)
    asks = f.plural or f.singular or f.wh or p.asks or p.said("intent", "list", "count", "group", "share", "mention")
    if said and not placed and not p.named and (asks or len(p.made.tokens) <= 3):
        everything = frozenset(range(len(p.items)))
        where = all_of(Has("country", "is", (), "…"), p.where)  # the name that is answered takes its place
        pending = Count(where) if p.said("intent", "count") else Listing(where)
        yield Candidate("whose_country", everything, 0.05, Choose("no_antecedent", (), pending, "country"), whole=True)


def talk(f: QuestionForm) -> Iterator[Candidate]:
    """A greeting, thanks, a call for help."""
    p = f.p
    help_ = {n for n in p.said("intent", "help") if not _is_of_something(p.made, p.items[n].end)}
    if any(p.items[n].end - p.items[n].start > _PLAIN_HELP for n in help_) and not p.named:
        dear = _DEFINED_FIRST if _defines(p.made) else 0.3
        everything = frozenset(range(len(p.items)))
        yield Candidate("talk", everything, dear, Talk("help"), whole=True)  # whatever is said beside
    everything = frozenset(range(len(p.items)))
    if introductions(p.made) and _asks_nothing_of_commitments(p):
        dear = _DEFINED_FIRST if _defines(p.made) else 0.3
        yield Candidate("talk", everything, dear, Talk("help"), whole=True)
    greets = p.made.lexicon.words("grammar", "greeting")
    kind = Talk("greeting" if any(token.folded in greets for token in p.made.tokens) else "polite")
    counted = p.said("intent", "count", "rest", "undo") | p.said("thread", "that_many") | set(p.asks)
    if _is_kind(p.made) and not counted and not p.unknown_codes:
        yield Candidate("talk", everything, 0.4, kind, whole=True)
    if p.named or p.conds or p.unknown_codes:
        return
    polite = set(p.made.lexicon.words("empty", "polite"))
    if not p.made.tokens:
        yield Candidate("talk", everything, 0.0, Talk("help" if not p.made.question.text.strip() else "polite"))
        return
    if help_ and not p.said("intent", "define", "changes", "count"):
        yield Candidate("talk", frozenset(help_) | frozenset(f.weak), 0.1, Talk("help"))
    small = set(p.made.lexicon.words("about", "small_talk"))
    if all(token.folded in polite for token in p.made.tokens) and not counted:
        yield Candidate("talk", everything, 0.0, kind, whole=True)
    elif all(token.folded in polite or token.folded in small for token in p.made.tokens):
        said = [one for one in p.made.mentions if one.kind == "phrase" and not one.cost]
        asks = bool(counted) or any(one.says("value") for one in said)  # "is it done?"
        asks |= bool(p.made.spoken) and any(one.says("ask") for one in said)  # "¿y cómo va?" of what was spoken of
        yield Candidate("talk", everything, 0.35 + 0.8 * asks, kind, whole=True)


@once
def _is_kind(made: Lattice) -> bool:
    """Whether a short message begins with a greeting or thanks, or praises, and names nothing to be asked of."""
    words = made.lexicon.words
    praise = {at for span in phrase_ends(made, words("grammar", "praise")) for at in range(*span)}
    hailed = {end for _start, end in phrase_ends(made, words("grammar", "hailing"))}
    named = [one for one in made.mentions if _is_something(one) and not (one.kind == "place" and one.start in hailed)]
    if made.lexicon.particles:  # "큰 도움이 되었습니다" asks for no great result
        named = [one for one in named if praise.isdisjoint(range(one.start, one.end))]
    if "?" in made.question.text or len(made.tokens) > _SHORT or named:
        return False
    if praise:
        return True
    first = {token.folded for token in [token for token in made.question.tokens if token.is_word][:3]}  # "good morning"
    if first.isdisjoint((*words("grammar", "greeting"), *words("grammar", "thanks"))):
        return False
    places = {at for one in made.mentions if one.kind == "place" for at in range(one.start, one.end)}
    rest = [at for at in range(len(made.tokens)) if made.content(at) and at not in places]
    about = any(True for _found in phrase_ends(made, words("grammar", "about_area")))
    return not about and not any(made.linker.knows(made.tokens[at].folded) for at in rest)


def _is_of_something(made: Lattice, end: int) -> bool:
    """Whether what is told of is named behind a call for help: "what can you tell me *about the registrar*?"."""
    leads = frozenset((*made.lexicon.words("grammar", "about_area"), *made.lexicon.words("grammar", "genitive")))
    return end < len(made.tokens) - 1 and made.tokens[end].folded in leads and not made.broken(end, end)


_DEFINED_FIRST = 1.3
"""What help costs where a term is to be defined too: "what exactly is an action plan, and what can you tell me?"."""


@once
def _defines(made: Lattice) -> bool:
    """Whether the words for asking what a term means are said whole, with a field's behind them."""
    ends = {one.end for one in made.mentions if one.kind == "phrase" and one.says("intent", "define") and not one.cost}
    terms = [one for one in made.mentions if one.kind == "phrase" and one.says("ask") and not one.cost]
    return any(one.start in ends or (made.lexicon.particles and ends) for one in terms)


def _asks_nothing_of_commitments(p: Pieces) -> bool:
    """Whether a newcomer names nothing and counts nothing, so that what they need is to be told what can be asked."""
    told = {"place", "body", "area", "ogp", "person", "title", "plan", "date", "contact"}
    named = any(one.kind in told and one.cost < 1 for one in p.items) or p.named or p.unknown_codes
    counts = p.said("intent", "count", "most", "fewest", "group", "rank", "share", "overdue", "due")
    return not (named or counts or p.said("value") or p.said("noun", "plural"))


_SHORT = 12


def _is_something(one: Mention) -> bool:
    """Whether some words name commitments, a field or a value."""
    if one.kind == "phrase":
        asks = any(one.says("question", word) for word in ("who", "what", "when", "where", "how"))
        looks = one.says("intent", "mention", "list", "count", "define", "exists")
        return not one.cost and (asks or looks or any(one.says(role) for role in ("ask", "value", "noun")))
    return one.cost < 1 and one.kind in {*_NAMED, "area", "ogp", "plan", "date"}
