"""Rules for questions that point back at what was said before."""

from __future__ import annotations

from dataclasses import replace

from bot.asking.conditions import BODIES
from bot.asking.legacy import condition
from bot.asking.query import Clarify, Filter, Intent, Query
from bot.asking.rules.commitments import about, past, several_codes
from bot.asking.rules.sets import by_field, conditions_of
from bot.asking.spotted import Spotted
from bot.asking.subjects import said_roles, titled
from bot.asking.thread import Thread
from bot.asking.turn import CARD_FIELDS, MAX_OPTIONS, Frame, Turn
from bot.records.fields import FIELD
from bot.records.names import name_key
from bot.records.values import person_key


def _ordinal(turn: Turn) -> int | None:
    """Which of the last list is meant, counted from 0: "the second one"."""
    if turn.spotted.of("thread", "last_one") and turn.thread.listed:
        return len(turn.thread.listed) - 1
    hit = next((hit for hit in turn.spotted.of("thread") if hit.says.startswith("ordinal:")), None)
    return int(hit.says.split(":")[1]) - 1 if hit and turn.thread.listed else None


def thread_turn(turn: Turn) -> Frame | None:
    """A question that takes its subject, its fields or its conditions from the thread."""
    last = turn.thread.query
    if last is None or turn.left():
        return None
    for rule in _RULES:
        frame = rule(turn, last)
        if frame is not None:
            return frame
    return None


def _other_role(turn: Turn, last: Query) -> Frame | None:
    """ "and those it supports?" after what an institution leads: the same institution in another role."""
    roles = said_roles(turn.spotted)
    held = next((one for one in last.filters if one.op == "is" and one.field in (*BODIES, "body")), None)
    points = turn.spotted.of("thread", "pronoun") or turn.spotted.of("thread", "plural")
    if held is None or len(roles) != 1 or roles[0] == held.field or not points or not turn.nothing_named():
        return None
    behind = next(hit for hit in turn.spotted.of("ask") if hit.says == roles[0])
    if all(hit.start > behind.start for hit in points):
        return None  # "who supports them?" asks for a field of what is listed
    fresh = tuple(replace(one, field=roles[0]) if one is held else one for one in last.filters)
    return replace(last, filters=fresh, fields=("title",), inherited=("filters",), corrections=turn.corrections)


def _that_many(turn: Turn, last: Query) -> Frame | None:
    """ "how many is that?", "count them" """
    counts = turn.spotted.of("thread", "that_many") or (turn.has("count") and turn.spotted.of("thread", "plural"))
    if counts and not turn.filters and not turn.plural and turn.thread.listed and not turn.asked.fields:
        return replace(last, intent="count", inherited=("filters",), corrections=turn.corrections)
    return None


def _shown_again(turn: Turn, last: Query) -> Frame | None:
    """ "list them", "which?" after a count."""
    bare = all(claim.startswith(("intent list", "intent only", "empty")) for claim in turn.spotted.claim)
    points = turn.spotted.of("thread", "plural") or (last.intent == "count" and bare)
    if turn.has("list", "only") and points and turn.nothing_named() and not turn.asked.fields:
        return (
            replace(last, intent="list", inherited=("filters",), corrections=turn.corrections) if last.filters else None
        )
    return None


def _claimed(turn: Turn, _last: Query) -> Frame | None:
    """ "is it overdue?": a claim about what was spoken of."""
    subjects = turn.subjects
    if subjects.codes or subjects.titles or turn.plural or not turn.thread.focus:
        return None
    speaks = turn.yes_no or (turn.asked.fields and any(one.op == "is" for one in turn.filters))
    return _of(turn, turn.thread.focus[:1]) if speaks and turn.spotted.of("thread", "pronoun") else None


def _picked(turn: Turn, last: Query) -> Frame | None:
    """ "the second one", "the other one", "both": out of what was shown."""
    if turn.subjects.codes or turn.subjects.titles:
        return None
    ordinal = _ordinal(turn)
    if ordinal is not None:
        if not 0 <= ordinal < len(turn.thread.listed):
            pending = turn.query("lookup", fields=tuple(turn.asked.fields))
            return Clarify("no_antecedent", turn.thread.listed[:MAX_OPTIONS], pending)
        return _of(turn, (turn.thread.listed[ordinal],))
    listed = turn.thread.listed
    if (
        turn.spotted.of("thread", "other")
        and len(listed) == 2
        and turn.thread.focus[:1]
        and turn.thread.focus[0] in listed
    ):
        return _of(turn, tuple(code for code in listed if code != turn.thread.focus[0]))
    if turn.spotted.of("thread", "both") and len(turn.thread.focus) > 1 and turn.has("later", "earlier", "longer"):
        turn.subjects.codes = turn.thread.focus[:2]
        held = several_codes(turn)
        return replace(held, inherited=("codes",)) if isinstance(held, Query) else held
    if turn.spotted.of("thread", "other") and len(turn.thread.focus) > 1 and turn.nothing_named():
        return _of(turn, turn.thread.focus[1:2])
    if turn.spotted.of("thread", "both") and len(last.codes) == 1 and len(turn.thread.focus) > 1:
        last = replace(last, codes=turn.thread.focus[:2])
    them = turn.spotted.of("thread", "both") or turn.spotted.of("thread", "plural")
    if (them or turn.has("and")) and len(last.codes) > 1 and turn.asked.fields and turn.nothing_named():
        fields = tuple(turn.asked.fields)
        if turn.has("same"):
            return turn.query("verify", codes=last.codes, fields=fields, words=("same",), inherited=("codes",))
        return turn.query("compare", codes=last.codes, fields=fields, inherited=("codes",))
    return None


def _of(turn: Turn, codes: tuple[str, ...]) -> Frame:
    meant = about(turn, codes, narrowed=True)
    if (
        isinstance(meant, Query)
        and meant.fields == CARD_FIELDS
        and turn.thread.query
        and turn.spotted.of("thread", "swap")
    ):
        meant = replace(meant, fields=turn.thread.query.fields or CARD_FIELDS)
    return replace(meant, inherited=("codes",)) if isinstance(meant, Query) else meant


def _person_again(turn: Turn, last: Query) -> Frame | None:
    """ "which commitments is she responsible for?" after a person was spoken of."""
    if last.words[:1] != ("person",) or not turn.plural or turn.filters or not turn.nothing_named():
        return None
    names = turn.store.names_by_key([" ".join(person_key(last.words[1]))])
    ids = tuple(str(name.id) for name in names if name.kind == "person")
    if not ids or not turn.spotted.of("thread", "person"):
        return None
    one = Filter("person", "is", ids, label=last.words[1])
    return turn.query("reverse", filters=(one,), fields=("title",), words=last.words, inherited=("person",))


def _refined(turn: Turn, last: Query) -> Frame | None:
    """ "only those from 2016", "except the active ones", "how many were withdrawn?", "complete ones?" """
    fresh = conditions_of(turn)
    # it does not say of what: of what was spoken of
    elliptic = not (turn.plural or turn.singular or turn.spotted.of("thread", "swap"))
    narrows = turn.has("only") or elliptic or (turn.has("negation") and not turn.plural)
    if not fresh or not narrows or last.intent not in ("list", "count", "reverse", "search", "group"):
        return None
    kept = tuple(one for one in last.filters if one.field not in {new.field for new in fresh})
    if turn.subjects.codes or turn.subjects.titles or (turn.plural and not turn.has("only")):
        return None
    intent: Intent = "count" if turn.has("count") else "list"
    if elliptic and last.intent == "count" and not turn.has("only", "list"):
        intent = "count"
    return replace(
        last, intent=intent, filters=(*kept, *fresh), group=None, inherited=("filters",), corrections=turn.corrections
    )


def _regrouped(turn: Turn, last: Query) -> Frame | None:
    """ "by country?", "per year?" after a list or a count: the same commitments, counted by a field."""
    if last.intent not in ("list", "count", "search", "group") or not last.filters or turn.plural or turn.filters:
        return None
    if not turn.asked.fields or not (turn.has("group") or by_field(turn)) or turn.asked.fields[0] not in FIELD:
        return None
    return replace(
        last,
        intent="group",
        group=turn.asked.fields[0],
        fields=(),
        inherited=("filters",),
        corrections=turn.corrections,
    )


def _exchanged(turn: Turn, last: Query) -> Frame | None:
    """ "and in Belmora?", "what about 2018?", "and by cycle?": the same question with one thing changed."""
    swaps = turn.spotted.of("thread", "swap") or turn.spotted.of("thread", "correction") or turn.has("overview")
    if not swaps or turn.plural or turn.subjects.codes or turn.subjects.titles:
        return None
    if last.group and turn.asked.fields and not turn.filters:
        return replace(last, group=turn.asked.fields[0], inherited=("intent", "filters"), corrections=turn.corrections)
    fresh = conditions_of(turn)
    if fresh and last.codes and turn.thread.options and not turn.asked.fields:
        sql, params = condition(fresh, turn.thread.options)
        chosen = tuple(turn.store.select(sql, params))
        if len(chosen) == 1:
            return replace(last, codes=chosen, inherited=("fields",), corrections=turn.corrections)
    if fresh and len(last.codes) == 1 and not last.filters and not turn.asked.fields:
        codes = _same_title(turn, last.codes[0], fresh)
        return replace(last, codes=codes, inherited=("fields",), corrections=turn.corrections) if codes else None
    if not fresh or turn.asked.fields or not (last.filters or last.intent in ("list", "count", "group")):
        return None
    dates = {"start", "end", "running", "cycle"}
    dated = next((one for one in last.filters if one.field in dates and one.op == "within"), None)
    fresh = tuple(
        replace(one, field=dated.field) if dated and one.field in ("cycle", "running") and one.op == "within" else one
        for one in fresh
    )
    changed = {one.field for one in fresh}
    kept = tuple(one for one in last.filters if one.field not in changed)
    return replace(last, filters=(*kept, *fresh), inherited=("intent", "filters"), corrections=turn.corrections)


def _same_title(turn: Turn, code: str, narrowing: tuple[Filter, ...]) -> tuple[str, ...]:
    """The one commitment that is called like `code` and fits `narrowing`: "sorry, I meant Sarnholm's"."""
    key = name_key(turn.store.columns([code], ("title",))[code]["title"])
    names = [name for name in turn.store.names_by_key([key]) if name.kind == "title"]
    codes = titled(turn.store, names, ())
    if not codes:
        return ()
    sql, params = condition(narrowing, codes)
    found = tuple(turn.store.select(sql, params))
    return found if len(found) == 1 else ()


def _of_all(turn: Turn, last: Query) -> Frame | None:
    """ "who supports them?", "and their end dates" after a list: a field of each that was listed."""
    them = turn.spotted.of("thread", "plural") or turn.spotted.of("thread", "both")
    several = last.intent in ("list", "search", "reverse") and len(turn.thread.listed) > 1 and last.filters
    if not several or not them or not turn.nothing_named():
        return None
    claim = past(turn) if turn.yes_no else None
    if claim is not None:  # "are they over?": those that are
        filters = (*last.filters, claim)
        return replace(last, intent="list", filters=filters, inherited=("filters",), corrections=turn.corrections)
    if turn.yes_no or not turn.asked.fields:
        return None
    fields = tuple(turn.asked.fields)
    return replace(last, intent="list", fields=fields, inherited=("filters",), corrections=turn.corrections)


def _same_subject(turn: Turn, _last: Query) -> Frame | None:
    """ "and the phone?": another field of what was spoken of."""
    if not turn.nothing_named() or not turn.thread.focus or turn.plural:
        return None
    if not (turn.asked.fields or turn.has("duration", "left")):
        return None
    if turn.spotted.has("question", "whose") or "whose" in {token.folded for token in turn.spotted.tokens}:
        turn.asked.fields = ["person"]
    return _of(turn, turn.thread.focus[:1])


_RULES = (
    _regrouped,
    _refined,
    _other_role,
    _that_many,
    _shown_again,
    _picked,
    _of_all,
    _claimed,
    _person_again,
    _exchanged,
    _same_subject,
)


def swapped(frame: Frame, spotted: Spotted, thread: Thread) -> Frame:
    """Let "what about KR0029?" and "sorry, I meant KR0029" ask again what was asked before."""
    last = thread.query
    if not isinstance(frame, Query) or last is None or frame.fields != CARD_FIELDS or frame.intent != "lookup":
        return frame
    points_back = (
        spotted.of("thread", "swap") or spotted.of("thread", "correction") or spotted.has("intent", "overview")
    )
    bare = all(claim.startswith(("code", "empty")) for claim in spotted.claim) and last.intent == "lookup"
    asks_card = any(hit.says == "overview" and hit.size > 2 for hit in spotted.of("intent"))  # "tell me about"
    if not (points_back or bare) or asks_card or not (last.codes or last.fields):
        return frame
    wording = spotted.question.text.casefold()
    if spotted.has("intent", "overview") and not spotted.of("thread", "swap") and "about" not in wording:
        return frame
    return replace(last, codes=frame.codes, filters=(), inherited=("fields",), corrections=frame.corrections)
