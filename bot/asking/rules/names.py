"""Rules for people, contacts, institutions and titles, those that nobody here has included."""

from __future__ import annotations

from dataclasses import replace

from bot.asking.query import Clarify, Correction, Filter, Query, Unknown
from bot.asking.rules.commitments import about, critical
from bot.asking.rules.sets import conditions_of, partial_body, several
from bot.asking.rules.text import fact_words, titles_left
from bot.asking.subjects import titled
from bot.asking.turn import CARD_FIELDS, CONTACT_FIELDS, Frame, Turn

_OF_BODIES = {*CONTACT_FIELDS, "title", "country", "lead_institution", "support_institutions", "institutions"}
"""Fields that one may ask of an institution."""


def mentioned(turn: Turn) -> Frame | None:
    """Somebody of Slack is in the question: no document knows them. Beside a commitment they are only told of it."""
    places = [at for at, token in enumerate(turn.spotted.tokens) if token.is_mention and not turn.spotted.claim[at]]
    if not places:
        return None
    if turn.focus_codes() and not turn.yes_no:
        for at in places:
            turn.spotted.claim[at] = "empty"
        return None
    query = turn.query("lookup", fields=tuple(turn.asked.fields), words=("mention",))
    return Unknown("no_such_person", query, tuple(turn.spotted.tokens[at].text for at in places))


def contact_named(turn: Turn) -> Frame | None:
    """An email address or a number: who is behind it, or which commitments name it."""
    if not turn.spotted.contacts:
        return None
    contact = turn.spotted.contacts[0]
    codes = turn.subjects.codes or (turn.subjects.titles if len(turn.subjects.titles) == 1 else ())
    if codes and turn.yes_no:
        return turn.query(
            "verify", codes=codes, fields=(contact.field,), words=("contact", contact.field, contact.typed)
        )
    lists = turn.plural or turn.singular
    words = (contact.field, contact.typed)
    if lists and not turn.spotted.of("intent", "whose"):
        return turn.query("reverse", words=words, fields=("title",))
    leads = {"lead_institution"} if any("person" in hit.says.split(",") for hit in turn.asked.hits) else set()
    fields = tuple(name for name in turn.asked.fields if name not in {contact.field, "person", *leads}) or ("person",)
    bodies = {"lead_institution", "support_institutions"}
    who = (turn.spotted.has("question", "who") or turn.spotted.has("question", "whose")) and not bodies & set(fields)
    if who or (set(fields) <= {"email", "phone"} and not turn.has("list")):
        fields = ("person",)
    return turn.query("reverse", words=words, fields=fields)


def person_named(turn: Turn) -> Frame | None:
    """A person is named: their contact, or what they are responsible for."""
    people = turn.subjects.people
    part = next(
        (link for link in turn.spotted.links if link.kind == "part of person" and link.start >= turn.skip), None
    )
    words = turn.subjects.person_words
    if not people and part is not None and _may_be_person(turn, part.start):
        people, words = part.names, turn.spotted.words(part.start, part.end)
    if not people:
        return None
    others = [at for at in turn.left() if part is None or at != part.start]
    if others and not turn.subjects.people and part is not None:
        beside = [at for at in others if abs(at - part.start) == 1]
        if beside:  # a given name that somebody has, with a family name that nobody has
            run = sorted({*beside, part.start})
            words = turn.spotted.words(run[0], run[-1] + 1).removesuffix("'s")
            return Unknown("no_such_person", turn.query("lookup", fields=tuple(turn.asked.fields)), (words,))
    if others and (turn.yes_no or not turn.asked.fields or critical(turn)):
        return turn.not_understood(turn.query("reverse", codes=turn.focus_codes()))
    ids = tuple(str(name.id) for name in people)
    about_person = [name for name in turn.asked.fields if name in CONTACT_FIELDS]
    several = turn.plural or turn.has("count", "only") or (turn.singular and turn.has("list"))
    if several and _commitments_asked(turn):
        about_person = about_person[:1] and ["person"]  # "commitments with … as contact", "… I should write to … about"
    if _who_is(turn) and not about_person and len(people) == 1 and not turn.plural:
        codes_of_one = turn.codes_of(people[0].id)
        return turn.query("lookup", codes=codes_of_one, fields=CONTACT_FIELDS, words=("person", people[0].name))
    if "person_title" in turn.asked.fields and "lead_institution" in turn.asked.fields:
        turn.asked.fields.remove("lead_institution")
    if _does(turn):  # "everything she is in charge of"
        turn.asked.fields, about_person = ["person"], ["person"]
    others_asked = tuple(name for name in turn.asked.fields if name not in (*CONTACT_FIELDS, "title", "code"))
    if others_asked and not several and len(people) == 1:  # "which ministry does she work for?"
        codes_of_one = turn.codes_of(people[0].id)
        return turn.query("lookup", codes=codes_of_one, fields=others_asked, words=("person", people[0].name))
    lists = several or turn.has("count") or (not about_person or about_person == ["person"])
    if lists and not set(about_person) - {"person"}:
        if len(people) > 1:
            return _which_person(turn, people)
        intent = "count" if turn.has("count") else "reverse"
        one = Filter("person", "is", ids, label=people[0].name)
        conditions = (one, *conditions_of(turn))
        return turn.query(intent, filters=conditions, fields=("title",), words=("person", people[0].name))
    fields = tuple(name for name in turn.asked.fields if name != "person" or len(turn.asked.fields) == 1)
    query = turn.query("lookup", fields=fields)
    codes: list[str] = []
    for name in people:
        codes += turn.codes_of(name.id)
    if len(people) > 1:
        return Clarify("several_entities", tuple(dict.fromkeys(codes)), query, words)
    return replace(query, codes=tuple(dict.fromkeys(codes)), words=("person", people[0].name))


def _commitments_asked(turn: Turn) -> bool:
    """Whether commitments are asked for and no contact: they are named first, or only the person's role is."""
    if all(hit.says in ("person", "person,email,phone", "title") for hit in turn.asked.hits):
        return True
    plurals = turn.spotted.lexicon.words("empty", "commitments")
    noun = next((at for at, token in enumerate(turn.spotted.tokens) if token.folded in plurals), None)
    return noun is not None and not turn.has("and") and all(hit.start > noun for hit in turn.asked.hits)


def _does(turn: Turn) -> bool:
    """Whether all that is asked is a role that the person has: what is asked stands behind the name, as its verb."""
    roles = {"person", "lead_institution", "lead_institution,person"}
    asked = turn.asked.hits
    last = max((link.end for link in turn.spotted.links if link.kind == "person"), default=None)
    for_what = turn.plural or turn.singular or turn.has("list") or turn.spotted.has("question", "what")
    return for_what and last is not None and all(hit.says in roles and hit.start >= last for hit in asked)


def _who_is(turn: Turn) -> bool:
    """ "who is …?", "tell me about …": the person is asked about, not what they are responsible for."""
    return turn.spotted.has("question", "who") or any(
        hit.says == "overview" and hit.size > 2 for hit in turn.spotted.of("intent")
    )


def _which_person(turn: Turn, people: tuple[object, ...]) -> Clarify:
    codes: list[str] = []
    for name in turn.subjects.people or people:
        codes += turn.codes_of(name.id)  # type: ignore[attr-defined]
    return Clarify(
        "several_entities",
        tuple(dict.fromkeys(codes)),
        turn.query("lookup", fields=CARD_FIELDS),
        turn.subjects.person_words,
    )


def _may_be_person(turn: Turn, at: int) -> bool:
    """Whether a lone name may be somebody's: nothing else is asked about, and a person's fields are."""
    token = turn.spotted.tokens[at]
    contact = any(name in CONTACT_FIELDS for name in turn.asked.fields)
    possessive = token.folded.endswith("'s")
    return (contact or possessive) and (token.text[:1].isupper() or possessive or not token.text.isascii() or contact)


def unknown_name(turn: Turn) -> Frame | None:
    """A person, an institution or a title that is nobody and nothing here."""
    left = turn.left()
    if not left or turn.subjects.bodies:
        return None
    query = turn.query("lookup", fields=tuple(turn.asked.fields))
    heads = [hit for hit in turn.spotted.of("head") if hit.start >= turn.skip]
    near = [at for at in left for head in heads if abs(at - head.start) <= 3]
    part = next((link for link in turn.spotted.links if link.kind == "part of title"), None)
    beside = {at for head in heads for at in range(head.start, head.end)}
    if near and part is not None and {*left, *beside} <= set(part.used):  # "the court calendar"
        return _partial_title(turn, query)
    if near and turn.asked.fields and not turn.plural and not set(turn.asked.fields) & _OF_BODIES:
        return _partial_title(turn, query)  # "completion of the Parking Registry": no institution is completed
    if near and not turn.has("mention"):
        start, end = min(*near, heads[0].start), max(*near, heads[0].end - 1) + 1
        named = partial_body(turn)
        return several(turn) if named else Unknown("no_such_institution", query, (turn.spotted.words(start, end),))
    contact = set(turn.asked.fields) & set(CONTACT_FIELDS)
    run = _longest_run(left)
    capitals = [at for at in run if turn.spotted.tokens[at].text[:1].isupper()]
    if (
        (contact or not turn.asked.fields)
        and len(run) >= 2
        and len(capitals) == len(run)
        and not (turn.singular and not turn.plural)
        and not any(hit.end <= run[0] for hit in turn.hits("mention"))
        and (contact or turn.plural or turn.spotted.has("question", "who") or turn.has("mention"))
        and not set(turn.asked.fields) - {*CONTACT_FIELDS, "title"}
    ):
        return Unknown("no_such_person", query, (turn.spotted.words(run[0], run[-1] + 1).removesuffix("'s"),))
    return _partial_title(turn, query)


def _partial_title(turn: Turn, query: Query) -> Frame | None:
    """ "the lobbying commitment": a title that was said in part."""
    link = next((link for link in turn.spotted.links if link.kind == "part of title"), None)
    wants_one = bool(turn.asked.fields) and (turn.singular or not turn.plural) and not turn.has("mention", "count")
    if not wants_one:
        return None
    strangers = [at for at in turn.left() if link is None or at not in link.used]
    if link is None or strangers or link.precision < 0.6:
        if codes := titles_left(turn):  # that no title fits would be false
            words = " ".join(turn.spotted.tokens[at].text for at in turn.left())
            return Clarify("several_entities", codes, query, words)
        contact = set(turn.asked.fields) & {*CONTACT_FIELDS, "lead_institution"}
        if turn.singular or contact or len(fact_words(turn)) < 3:
            reason = "no_such_title" if turn.singular or turn.asked.hits else "out_of_scope"
            return Unknown(reason, query, tuple(turn.spotted.tokens[at].text for at in turn.left()))
        return None
    codes = titled(turn.store, link.names, turn.filters)
    for at in link.used:
        turn.spotted.claim[at] = "title"
    turn.subjects.titles = codes
    if len(codes) > 1:
        meant = about(turn, (), narrowed=True)
        if isinstance(meant, Unknown):
            return meant
        return Clarify("several_entities", codes, meant, turn.spotted.words(link.start, link.end))
    turn.corrections += (Correction(turn.spotted.words(link.start, link.end), link.names[0].name),)
    return about(turn, codes, narrowed=True)


def _longest_run(places: list[int]) -> list[int]:
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return max(runs, key=len, default=[])
