"""Rules for greetings, definitions, codes that do not exist, and what no document states."""

from __future__ import annotations

import re

from bot.asking.glossary import in_glossary
from bot.asking.lexicon import Hit
from bot.asking.query import Clarify, Unknown
from bot.asking.turn import Frame, Turn


def commanded(turn: Turn) -> Frame | None:
    """An order to do what this bot does not do: change, delete, send, write, forget its rules."""
    words = [token.folded for token in turn.spotted.tokens if not turn.is_polite(token.folded)]
    light = {*turn.spotted.lexicon.words("empty", "courtesy")}
    while words and words[0] in light:
        words.pop(0)
    said = " ".join(words)
    first = next((at for at, token in enumerate(turn.spotted.tokens) if words and token.folded == words[0]), 0)
    if any(hit.start == first and hit.size > 2 for hit in turn.spotted.of("ask")):
        return None  # "drop a line to": a longer phrase asks for something
    for phrase in turn.spotted.lexicon.words("command", "refuse"):
        if turn.spotted.lexicon.particles and words and words[-1] == phrase:  # Korean verbs come last
            return Unknown("refused", turn.query("help"), (phrase,))
        if said == phrase or (
            said.startswith(f"{phrase} ") and not said.startswith((f"{phrase} to ", f"{phrase} me "))
        ):
            return Unknown("refused", turn.query("help"), (phrase,))
    return None


def greeting(turn: Turn) -> Frame | None:
    """A greeting, a call for help, or mere politeness."""
    if not turn.nothing_named() or turn.asked.fields or turn.left():
        return None
    if turn.thread.query and any(hit.says != "swap" for hit in turn.spotted.of("thread")):
        return None  # "hi, the second one please" goes on with the thread
    if turn.thread.query and turn.thread.query.intent == "count" and turn.has("list", "only"):
        return None  # "and which? thanks"
    if turn.has("help") and not turn.has("define", "changes", "count"):
        return turn.query("help")
    if not turn.spotted.tokens:
        return turn.query("help")
    polite = turn.spotted.lexicon.words("empty", "polite")
    if all(token.folded in polite for token in turn.spotted.tokens):
        return Unknown("out_of_scope", turn.query("help", words=("polite",)))
    return None


def definition(turn: Turn) -> Frame | None:
    """What a field or a term means."""
    subjects = turn.subjects
    if subjects.codes or subjects.titles or subjects.people or subjects.unknown_codes or turn.spotted.contacts:
        return None
    points_back = any(turn.spotted.of("thread", name) for name in ("pronoun", "person", "plural"))
    if turn.thread.query and points_back and turn.asked.hits:
        return None  # "what are their end dates?"
    explicit = [hit for hit in turn.hits("define") if hit.size > 1 or hit.says == "define"]
    asked = turn.hits("define")
    if (
        not asked
        and turn.has("overview")
        and turn.left()
        and not turn.filters
        and in_glossary(" ".join(turn.left_words()))
    ):
        return turn.query("define", words=(" ".join(turn.left_words()),))
    if turn.has("count") and not turn.spotted.question.quoted:
        return None  # "how many gold, I mean starred commitments"
    if not asked and not (turn.has("compare") and len(turn.asked.hits) >= 2 and not turn.filters):
        return None
    terms = [turn.spotted.words(hit.start, hit.end) for hit in (*turn.asked.hits, *turn.spotted.of("value"))]
    terms += [turn.spotted.words(area.start, area.end) for area in turn.spotted.areas]
    terms += list(turn.spotted.question.quoted)
    left = turn.left_words()
    if not terms and left:
        terms = [" ".join(left)]
    if not terms and explicit and max(hit.end for hit in explicit) < len(turn.spotted.tokens):
        terms = [turn.spotted.words(max(hit.end for hit in explicit), len(turn.spotted.tokens))]
    if not terms or (turn.filters and not turn.spotted.of("value") and not turn.spotted.areas and not explicit):
        return None
    if turn.plural and not turn.spotted.question.quoted and not left:
        return None
    return turn.query("define", words=tuple(terms), fields=tuple(turn.asked.fields))


def _bare_term(turn: Turn) -> bool:
    """ "what is early results", "explain completion": the term itself, without an article that points at one."""
    if not turn.asked.hits or turn.left() or turn.filters or not turn.has("overview", "define"):
        return False
    pointing = {*turn.spotted.lexicon.words("date", "articles"), *turn.spotted.lexicon.words("thread", "pronoun")}
    return not any(token.folded in pointing for token in turn.spotted.tokens)


def unknown_code(turn: Turn) -> Frame | None:
    """A code that no document has."""
    if turn.subjects.unknown_codes and not turn.subjects.codes:
        return Unknown(
            "no_such_code", turn.query("lookup", fields=tuple(turn.asked.fields)), turn.subjects.unknown_codes
        )
    return None


_REVIEWED = {"ambition", "early_results", "completion", "starred", "verifiable", "potential_impact", "ogp_values"}
"""Fields that the reviewers fill in."""


def unkept(turn: Turn) -> Frame | None:
    """What no document of this kind states: a budget, a postal address, who evaluated."""
    hits = [hit for hit in turn.spotted.of("unkept") if hit.start >= turn.skip]
    if not hits:
        return None
    if all(hit.says == "reviewer" for hit in hits) and set(turn.asked.fields) & _REVIEWED:
        return None  # "what did the reviewers say about its early results"
    asked = [hit for hit in turn.asked.hits if hit.end <= hits[0].start and _joins(turn, hit, hits[0])]
    if asked and (turn.subjects.codes or turn.subjects.titles or turn.subjects.people):
        return None
    codes = turn.focus_codes() or turn.thread.focus[:1]
    if not codes and not (
        turn.asked.fields
        or turn.subjects.titles
        or turn.subjects.people
        or turn.singular
        or turn.plural
        or turn.filters
    ):
        return None
    query = turn.query("lookup", codes=codes)
    return Unknown("field_unknown", query, tuple(turn.spotted.words(hit.start, hit.end) for hit in hits[:1]))


def _joins(turn: Turn, hit: Hit, other: Hit) -> bool:
    between = turn.spotted.question.text[turn.spotted.tokens[hit.end - 1].end : turn.spotted.tokens[other.start].start]
    return bool(re.fullmatch(r"\s*(?:,|and|&|\+|y|et)\s*(?:and|the|its)?\s*", between))


def no_subject(turn: Turn) -> Frame | None:
    """A field without any commitment, or a country that this corpus does not have."""
    if turn.spotted.places and not turn.spotted.places[0].prefixes and (turn.plural or turn.asked.fields):
        return Unknown("no_such_country", turn.query("list"), (turn.spotted.places[0].name,))
    if _bare_term(turn):
        return turn.query(
            "define",
            words=tuple(turn.spotted.words(hit.start, hit.end) for hit in turn.asked.hits),
            fields=tuple(turn.asked.fields),
        )
    points_back = any(hit.says.startswith("ordinal:") for hit in turn.spotted.of("thread"))
    if (turn.asked.fields or points_back) and not turn.left() and not turn.filters:
        query = turn.query("lookup", fields=tuple(turn.asked.fields))
        return Clarify("no_antecedent", (), query)
    return None
