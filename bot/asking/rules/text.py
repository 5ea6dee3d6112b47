"""Rules for changes and for words that are searched in the documents' text."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asking.entities import is_cased
from bot.asking.filters import mention
from bot.asking.legacy import condition
from bot.asking.passages import term
from bot.asking.query import Clarify, Filter, Unknown
from bot.asking.rules.sets import alternatives, conditions_of
from bot.asking.searched_words import bare
from bot.asking.subjects import titled
from bot.asking.turn import Frame, Turn


def changes_asked(turn: Turn) -> Frame | None:
    """What changed, or what a field said before."""
    changes = turn.has("changes")
    previous = turn.has("previous") and turn.asked.fields and (turn.subjects.codes or turn.subjects.titles)
    if len(turn.subjects.codes) > 1 and not changes:
        return None  # "which one started earlier" compares
    if not changes and not previous:
        return None
    if turn.subjects.titles and len(turn.subjects.titles) > 1:
        return Clarify("several_entities", turn.subjects.titles, turn.query("changes"), turn.subjects.title_words)
    if turn.left() and not turn.focus_codes():  # a name that nobody here has would be dropped unsaid
        return Unknown("out_of_scope", turn.query("changes"), turn.left_words())
    interval = next((one for one in turn.spotted.intervals if one.start >= turn.skip), None)
    since, until = (interval.first, interval.last) if interval else (None, None)
    if interval and interval.said == "before" and previous:
        since = until = None
    if interval and turn.has("compare"):  # "what is different compared with last Monday?"
        until = None
    return turn.query(
        "changes",
        codes=turn.subjects.codes or turn.subjects.titles,
        fields=tuple(turn.asked.fields),
        filters=tuple(one for one in turn.filters if one.field not in ("running", "start", "end")),
        since=since,
        until=until,
        words=("previous",) if previous and not changes else (),
    )


def search_text(turn: Turn) -> Frame | None:
    """Words of no field and no name: are they in the text of a commitment?"""
    left = turn.left()
    if not left:
        return None
    filters = conditions_of(turn)
    mentions = [
        hit for hit in turn.hits("mention") if hit.start < left[0] or turn.spotted.lexicon.particles
    ]  # Korean verbs come last
    if not mentions and not turn.asked.fields and not filters and turn.spotted.has("question", "where"):
        mentions = [hit for hit in turn.hits("mention") if hit.start > left[-1]]  # "where do drones come up?"
    quoted = turn.spotted.question.quoted
    if quoted and not mentions and (turn.has("list") or turn.plural) and not turn.asked.fields:
        mentions = turn.hits("list")
    if mentions and (turn.plural or turn.has("list") or not turn.asked.fields or turn.has("count")):
        words = turn.left_words()
        intent = "count" if turn.has("count") and turn.plural else "search"
        last = turn.thread.query
        if turn.has("only") and last is not None and last.intent in ("list", "count", "search"):
            kept = (*last.filters, *filters, _mentioned(turn))  # "only the one about food"
            return turn.query(intent, filters=kept, words=words, inherited=("filters",))
        return turn.query(intent, filters=tuple(alternatives(turn, [*filters, _mentioned(turn)])), words=words)
    near = fact_words(turn)
    plain = set(turn.asked.fields) <= {"start", "end", "cycle", "brief", "problem", "objective", "summary"}
    if len(left) >= 2 and len(near) >= 3 and plain and not turn.spotted.of("unkept") and not turn.has("mention"):
        fields = tuple(turn.asked.fields)
        return turn.query(
            "search", filters=filters, words=turn.left_words(), near=near, fields=fields, confidence=0.8, limit=1
        )
    if _names_a_place(turn, left):
        return Unknown("no_such_country", turn.query("list", filters=filters), (" ".join(turn.left_words()),))
    reason = "no_such_title" if turn.asked.hits and not turn.filters and not titles_left(turn) else "out_of_scope"
    return Unknown(reason, turn.query("list", filters=filters), turn.left_words())


def _names_a_place(turn: Turn, left: Sequence[int]) -> bool:
    """Whether all that was not understood is one name that stands nowhere and whose commitments are asked for."""
    together = len(left) <= 3 and left[-1] - left[0] == len(left) - 1
    capitals = all(turn.spotted.tokens[at].text.istitle() for at in left)
    asks = turn.plural and not turn.asked.fields and not turn.has("mention") and not turn.spotted.of("head")
    if not (asks and together and capitals and is_cased(turn.spotted.tokens)):
        return False
    return not turn.store.search(" AND ".join(term(turn.spotted.tokens[at].text) for at in left), 1)


def titles_left(turn: Turn) -> tuple[str, ...]:
    """The commitments that are asked about whose titles hold every word that nothing was found for."""
    words = list(dict.fromkeys(turn.spotted.tokens[at].folded for at in turn.left()))
    codes = titled(turn.store, turn.store.names_with(words, "title"), ())
    return tuple(turn.store.select(*condition(turn.filters, codes))) if codes else ()


def fact_words(turn: Turn) -> tuple[str, ...]:
    """The words that a sentence would hold which answers a question of fact: names, dates, what was not understood."""
    left = turn.left()
    if not left:
        return ()
    joined = {hit.start for hit in turn.spotted.of("intent") if hit.size == 1 and {hit.start - 1, hit.end} & set(left)}
    dated = {at for interval in turn.spotted.intervals for at in range(interval.start, interval.end)}
    named = {at for at, claim in enumerate(turn.spotted.claim) if claim in ("country", "area")}
    places = sorted({*left, *joined, *named, *(at for at in dated if not _light(turn, at))})
    return tuple(turn.spotted.tokens[at].text for at in places)


def _light(turn: Turn, at: int) -> bool:
    return turn.spotted.tokens[at].folded in turn.spotted.lexicon.words("empty", "words")


def _mentioned(turn: Turn) -> Filter:
    """The condition on a commitment's text: every word that is left, or those on one side of an "or"."""
    joiners = turn.spotted.lexicon.words("intent", "or")
    left = turn.left()
    sides: list[list[str]] = [[]]
    for at in range(left[0], left[-1] + 1):
        token = turn.spotted.tokens[at]
        if token.folded in joiners:
            sides.append([])
        elif at in left:
            sides[-1].append(bare(token))
    return mention(*(side for side in sides if side), at=left[0])
