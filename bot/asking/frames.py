"""The frame: what a question means, free of language and of Slack. One dataclass a kind of question.

A set of commitments is a condition: what is true of each of its members. Conditions are three-valued: true, false, or
undecided where the documents do not say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal

from bot.records.fields import CONTACTS, FIELDS
from bot.records.frozen import dataclass

# -- conditions: which commitments ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Has:
    """One test on a commitment.

    `op`: `is` (the field has one of `values`), `within` (first and last day or year, empty: open), `overdue` (on the
    day `values[0]`), `longer` or `shorter` (than so many, of `month` or `day`), `plan` (the number of its action plan;
    `latest`: the last that its country has), `missing` (nothing is stated), `page` (`yes` or `no`), `among` (its code
    is one of `values`), `mentions` (a full-text query).
    `field` is one of FIELDS, or `body` (an institution in any role), `running` (its dates), `duration`, `text`, `page`,
    `code`.
    `label` is how an answer says the values.
    """

    field: str
    op: str
    values: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is false."""

    part: Condition


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where one of its parts is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """True where all of its parts are; without parts, of every commitment."""

    parts: tuple[Condition, ...] = ()


Condition = Has | Not | AnyOf | AllOf
ALL = AllOf()


def all_of(*parts: Condition) -> Condition:
    """The parts joined by “and”, without needless nesting; what stands twice stands once."""
    flat: list[Condition] = []
    for part in parts:
        flat += part.parts if isinstance(part, AllOf) else [part]
    flat = list(dict.fromkeys(flat))
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def any_of(*parts: Condition) -> Condition:
    """The parts joined by “or”, without needless nesting; values that another part has too stand once."""
    flat: list[Condition] = []
    for part in parts:
        flat += part.parts if isinstance(part, AnyOf) else [part]
    flat = list(dict.fromkeys(flat))
    flat = [part for part in flat if not any(_is_part_of(part, other) for other in flat)]
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat))


def _is_part_of(part: Condition, other: Condition) -> bool:
    """Whether one lists a few of the other's values of the same field."""
    return (
        isinstance(part, Has)
        and isinstance(other, Has)
        and (part.field, part.op) == (other.field, other.op) == (other.field, "is")
        and set(part.values) < set(other.values)
    )


def among(codes: tuple[str, ...]) -> Has:
    """That a commitment is one of these."""
    return Has("code", "among", codes, ", ".join(codes))


def conjuncts(where: Condition) -> tuple[Condition, ...]:
    """The parts that all have to be true."""
    return where.parts if isinstance(where, AllOf) else (where,)


def tests(where: Condition) -> Iterator[Has]:
    """Every test in a condition, however deep."""
    if isinstance(where, Has):
        yield where
    elif isinstance(where, Not):
        yield from tests(where.part)
    else:
        for part in where.parts:
            yield from tests(part)


# -- frames: what is asked --------------------------------------------------------------------------------------------

CARD_FIELDS = (
    "title", "lead_institution", "person", "start", "end", "status", "completion", "early_results", "policy_areas",
    "cycle",
)  # fmt: skip
"""What an overview of a commitment shows."""
TEXT_FIELDS = ("brief", "summary", "objective", "problem", "challenge", "ambition_statement")
"""What may say what a commitment is about, the first that says something."""
ABOUT_FIELDS = ("title", *TEXT_FIELDS, *CARD_FIELDS[1:])
"""What is shown to whom asks what a commitment is about: its description before all else."""
WHOLE_FIELDS = tuple(field.name for field in FIELDS if field.name not in CONTACTS)
"""What is shown to whom asks for everything; contacts only to whom asks for them."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Fields of named commitments. `card`: as an overview, without what they lack; `code`: their codes are the answer.

    `once`: a contact that several of them state alike is shown once (a person was named, not commitments). `blank`: of
    the fields only those whose label the page has and nothing behind it.
    """

    codes: tuple[str, ...]
    fields: tuple[str, ...]
    card: bool = False
    code: bool = False
    once: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The commitments of a set, each with `fields`, in an order (`start`, `end`, `title`, `duration`, empty: by code).

    `page` of a long list counts from 1, None is the whole list.
    """

    where: Condition
    fields: tuple[str, ...] = ()
    order: str = ""
    descending: bool = False
    limit: int | None = None
    page: int | None = 1


@dataclass(frozen=True, slots=True)
class Count:
    """How many commitments a set has, or how many different values of the field `of` (countries, institutions).

    `average`: how many commitments each of these values has on average.
    """

    where: Condition
    of: str = ""
    average: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """How many commitments of a set each value of a field has; only those with `>` (`<` …) `number` of them."""

    where: Condition
    by: str
    comparison: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Rank:
    """The values of a field that most (or fewest) commitments of a set have: the first `limit`, or the `place`th."""

    where: Condition
    by: str
    descending: bool = True
    limit: int = 1
    place: int = 1


@dataclass(frozen=True, slots=True)
class Extreme:
    """The commitments of a set that stand out by `start`, `end` or `duration`, ties included; `limit`: so many.

    `loose`: nothing says by what, so that the years of their plans do where no day is known.
    """

    where: Condition
    order: str
    descending: bool
    limit: int | None = None
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a set meet a further condition (`part`), and what share of it that is.

    `by`: of each value of this field, those that `least` commitments have. `asks`: the values with the `most` or the
    `fewest`, the first `limit`. `comparison`: whether the share is more than (`>` …) `fraction` (`1/2`) of the set, or
    of which values it is; `~`: about so much, which is told by the numbers alone.
    """

    where: Condition
    part: Condition
    by: str = ""
    asks: str = ""
    limit: int = 1
    least: int = 0
    comparison: str = ""
    fraction: str = ""


@dataclass(frozen=True, slots=True)
class Verify:
    """Whether what is claimed is so: of each of the named `codes`, or of `any` or `all` members of the set `of`.

    `these`: of those members that are spoken of, so that neither yes nor no is said where it is so of some.
    `listed`: which they are is asked too.
    """

    where: Condition
    codes: tuple[str, ...] = ()
    of: Condition = ALL
    quantity: Literal["each", "any", "all", "these"] = "each"
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Exceeds:
    """Whether a set has more (`>`), fewer (`<`), at least (`>=`), at most (`<=`) or exactly (`=`) `number` members."""

    where: Condition
    comparison: str
    number: int


@dataclass(frozen=True, slots=True)
class Same:
    """Whether commitments state the same of a field."""

    codes: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class Stands:
    """Whether the first of some commitments is the one that stands out by `start`, `end` or `duration`."""

    codes: tuple[str, ...]
    order: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Reachable:
    """Whether an address or a number (`field`: email or phone) is the one that a commitment names."""

    code: str
    field: str
    typed: str


@dataclass(frozen=True, slots=True)
class Compare:
    """Sets side by side by their number of members: `labels` name them.

    `asks`: `most` or `fewest` of them, `difference`, `total`; `more` or `fewer`: whether the first has more (fewer)
    than the second; empty: the numbers alone. `part`: by what share of them meets a further condition.
    """

    sets: tuple[Condition, ...]
    labels: tuple[str, ...]
    asks: str = ""
    part: Condition = ALL


@dataclass(frozen=True, slots=True)
class Duration:
    """How long commitments last, or how many days are `left` until they end."""

    codes: tuple[str, ...]
    left: bool = False


@dataclass(frozen=True, slots=True)
class FindText:
    """Sentences that hold most of `words`, of a set; `near` are all words that such a sentence may hold."""

    words: tuple[str, ...]
    near: tuple[str, ...] = ()
    where: Condition = ALL


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom an address or a number belongs to: `fields` of the commitments that state it (`title`: these themselves)."""

    field: str
    typed: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Define:
    """What terms or fields mean."""

    terms: tuple[str, ...]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a set between two days (ISO, included), or (`previous`) what its fields said before.

    `only`: `removed` are the commitments that no document describes any more, `added` those that were first read then.
    """

    where: Condition = ALL
    fields: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    previous: bool = False
    only: Literal["", "removed", "added"] = ""


@dataclass(frozen=True, slots=True)
class About:
    """A question about the bot and its data; `topic` names a sentence of the wording (`about_sources` …)."""

    topic: str


@dataclass(frozen=True, slots=True)
class Talk:
    """What asks nothing of the documents: `help`, `polite`, `greeting`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """A question that is not answered: a `reason` of the contract, what it was about, and the words in the way.

    `sentence` says it otherwise than the reason's own sentence does. `where`: what was sought and nothing meets.
    `asked`: the same question, for a follow-up that names another country.
    """

    reason: str
    words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    sentence: str = ""
    where: Condition = ALL
    asked: Frame | None = None


@dataclass(frozen=True, slots=True)
class Choose:
    """A question that fits several commitments, or none: `pending` is answered once one of `codes` is chosen.

    `where`, if any, is what all of them are and no other, the first of which are `codes`.
    """

    reason: Literal["several_entities", "no_antecedent"]
    codes: tuple[str, ...]
    pending: Frame
    named: str = ""
    where: Condition = ALL


@dataclass(frozen=True, slots=True)
class Several:
    """Questions of one message, answered one after the other."""

    parts: tuple[Frame, ...]


Frame = (
    Lookup | Listing | Count | Group | Rank | Extreme | Share | Verify | Exceeds | Same | Stands | Reachable | Compare
    | Duration | FindText | Holder | Define | Changes | About | Talk | Refuse | Choose | Several
)  # fmt: skip

INTENTS: dict[type, str] = {
    Lookup: "lookup", Listing: "list", Count: "count", Group: "group", Rank: "superlative", Extreme: "superlative",
    Share: "count", Verify: "verify", Exceeds: "verify", Same: "verify", Stands: "verify", Reachable: "verify",
    Compare: "compare", Duration: "duration", FindText: "search", Holder: "reverse", Define: "define",
    Changes: "changes", About: "help", Talk: "help",
}  # fmt: skip
"""The contract's `intent` of each kind of frame."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A repair of what was typed, always stated to the person who asked."""

    typed: str
    taken: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was read: its frame, what was repaired, inherited from the thread, or not used.

    `others` are readings that are possible too, the nearest first; `part` is all that was read of a long message.
    """

    frame: Frame
    corrections: tuple[Correction, ...] = ()
    inherited: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    confidence: float = 1.0
    others: tuple[Frame, ...] = ()
    part: str = ""


# -- as JSON ----------------------------------------------------------------------------------------------------------

_KINDS: dict[str, type] = {kind.__name__: kind for kind in (*Frame.__args__, Has, Not, AnyOf, AllOf, Correction)}


def to_data(value: object) -> Any:
    """A frame or condition as plain JSON data, each dataclass with its name; what `from_data` reads."""
    if _KINDS.get(type(value).__name__) is type(value):
        members: tuple[str, ...] = vars(type(value))["__match_args__"]
        return {"is": type(value).__name__, **{name: to_data(getattr(value, name)) for name in members}}
    return [to_data(one) for one in value] if isinstance(value, tuple) else value


def from_data(data: Any) -> Any:
    """What `to_data` wrote; ValueError where it is no frame."""
    if isinstance(data, list):
        return tuple(from_data(one) for one in data)
    if not isinstance(data, dict):
        return data
    try:
        kind = _KINDS[data["is"]]
        return kind(**{name: from_data(one) for name, one in data.items() if name != "is"})
    except (KeyError, TypeError) as error:
        raise ValueError(f"this is no frame: {error}") from error


def dumps(frame: Frame) -> str:
    """A frame as a short JSON text."""
    return json.dumps(to_data(frame), ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Frame:
    """The frame that `dumps` wrote; ValueError where the text is none."""
    frame = from_data(json.loads(text))
    if not isinstance(frame, Frame.__args__):
        raise ValueError("this is no frame")  # noqa: TRY004 - one error for all that is wrong with a text
    return frame  # type: ignore[no-any-return]
