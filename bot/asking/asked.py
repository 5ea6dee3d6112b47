"""The fields that a question asks for, the more specific wording before the more general."""

from __future__ import annotations

import re

from bot.asking.lexicon import Hit
from bot.asking.turn import CONTACT_FIELDS, Asked, Turn


def fields_asked(turn: Turn) -> Asked:
    """The fields that a question asks for, in the order in which it names them."""
    asked = Asked()
    filtered = {one.field for one in turn.filters}
    for hit in turn.spotted.of("ask"):
        if hit.start < turn.skip or hit in turn.used:
            continue
        if hit.says in ("action_plan", "cycle") and "cycle" in filtered and _beside_date(turn, hit):
            continue
        if set(hit.says.split(",")) & filtered & {one.split("=")[0] for one in _value_fields(turn)}:
            continue
        asked.hits.append(hit)
        for name in hit.says.split(","):
            if name not in asked.fields:
                asked.fields.append(name)
    _settle(turn, asked)
    return asked


def _value_fields(turn: Turn) -> set[str]:
    return {hit.says.split("=")[0] for hit in turn.spotted.of("value")}


def _beside_date(turn: Turn, hit: Hit) -> bool:
    return any(abs(hit.start - one.end) <= 1 or abs(one.start - hit.end) <= 3 for one in turn.spotted.intervals)


def _settle(turn: Turn, asked: Asked) -> None:
    """Let the more specific of two wordings speak: "contact email" asks for the email alone."""
    says = [hit.says for hit in asked.hits]
    if "person,email,phone" in says and len(says) > 1 and any(one in CONTACT_FIELDS for one in says):
        keep = {name for one in says if one != "person,email,phone" for name in one.split(",")}
        keep |= {"person"} if _listed(turn, asked) else set()
        asked.fields = [name for name in asked.fields if name in keep]
    if "start,end" in says and any(one in ("start", "end", "duration") for one in says):
        keep = {name for one in says if one != "start,end" for name in one.split(",")}
        asked.fields = [name for name in asked.fields if name in keep]
    elif "start,end" in says and _when_is_no_question(turn, asked):
        asked.fields = [name for name in asked.fields if name not in ("start", "end")]
    if "person" in asked.fields and set(asked.fields) & {"email", "phone", "person_title"} and not _listed(turn, asked):
        specific = [hit for hit in asked.hits if hit.says in ("email", "phone", "person_title", "email,phone")]
        if specific and all(hit.says in (*CONTACT_FIELDS, "person,email,phone") for hit in asked.hits):
            asked.fields = [name for name in asked.fields if name != "person"]
    if (
        "lead_institution" in asked.fields
        and set(asked.fields) & {"person", "person_title"}
        and _department(turn, asked)
    ):
        asked.fields = ["person_title"]
    if "title" in asked.fields and len(asked.fields) > 1:
        _settle_title(turn, asked)
    if _bare_who(turn):
        asked.fields.insert(0, "person")


def _department(turn: Turn, asked: Asked) -> bool:
    """ "which department does the person responsible work in": a part of the body, not the body that leads."""
    units = turn.spotted.lexicon.words("question", "unit")
    return any(
        hit.says == "lead_institution"
        and any(turn.spotted.tokens[at].folded in units for at in range(hit.start, hit.end))
        for hit in asked.hits
    )


def _when_is_no_question(turn: Turn, asked: Asked) -> bool:
    when = next(hit for hit in asked.hits if hit.says == "start,end")
    return len(asked.hits) > 1 and when.size == 1 and when.start > 0 and not _punctuated(turn, when)


def _punctuated(turn: Turn, hit: Hit) -> bool:
    text = turn.spotted.question.text[turn.spotted.tokens[hit.end - 1].end :]
    return bool(re.match(r"\s*[,;?:&/]|\s*$|\s+(?:and|y|et)\b", text))


def _listed(turn: Turn, asked: Asked) -> bool:
    """Whether several fields are named side by side: "name, title and e-mail"."""
    text = turn.spotted.question.text
    person = [hit for hit in asked.hits if "person" in hit.says.split(",")]
    return any(
        re.match(r"\s*(?:,|;|\+|&|/|and\b|y\b|et\b)", text[turn.spotted.tokens[hit.end - 1].end :])
        or re.search(r"(?:,|;|\+|&|\band|\by|\bet)\s*(?:the\s+)?$", text[: turn.spotted.tokens[hit.start].start])
        for hit in person
    )


def _settle_title(turn: Turn, asked: Asked) -> None:
    """ "name" and "title" beside a contact's fields are the person's, not the commitment's."""
    others = [name for name in asked.fields if name != "title"]
    position = asked.fields.index("title")
    asked.fields.remove("title")
    titles = [hit for hit in asked.hits if hit.says == "title"]
    if not any(name in CONTACT_FIELDS for name in others):
        if any(_punctuated(turn, hit) for hit in titles):
            asked.fields.insert(position, "title")
        return
    for hit in titles:
        word = turn.spotted.tokens[hit.start].forms[-1]
        name = "person" if word in turn.spotted.lexicon.words("grammar", "name") else "person_title"
        if name not in asked.fields:
            asked.fields.insert(position, name)


def _bare_who(turn: Turn) -> bool:
    """A "who" all by itself: "KR0032: who, when, and which ministry?"."""
    if "person" in turn.asked_so_far():
        return False
    asking = {at for hit in turn.spotted.of("ask") for at in range(hit.start, hit.end)}
    for hit in turn.spotted.of("question", "who"):
        inside = hit.start in asking
        after = turn.spotted.question.text[turn.spotted.tokens[hit.end - 1].end :]
        if not inside and re.match(r"\s*[,;/]|\s+and\b", after):
            return True
    return False
