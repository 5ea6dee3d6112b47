"""FIELDS: the one table of fields. Reader, tables, questions and answers all derive from it.

A new field is a row here and nowhere else. What the partnership's pages and the templates embedded in them call a
field, by language, is a row of `bot/reading/languages/*.toml`, under the field's name.
"""

from __future__ import annotations

from typing import Literal

from bot.records.frozen import dataclass

Kind = Literal[
    "text",  # prose or a name, kept as written
    "year",
    "date",
    "person",
    "email",
    "phone",
    "institution",  # one body or several
    "yesno",  # a closed vocabulary whose canonical terms are yes and no
    "choice",  # any other closed vocabulary
    "list",  # members with known names (policy areas, OGP values)
    "rows",  # a row a member (milestones)
]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its contract name, its kind, what an answer calls it, and whether an index of siblings states it.

    `encloses`: values of other fields may stand inside its text and are values of their own there.
    """

    name: str
    kind: Kind
    label: str
    many: bool = False
    indexed: bool = False
    encloses: bool = False

    @property
    def bit(self) -> int:
        """What this field adds to the number that tells which fields of a commitment have a value."""
        return _BITS[self.name]


FIELDS: tuple[Field, ...] = (
    Field("title", "text", "title", indexed=True),
    Field("country", "text", "country"),
    Field("action_plan", "text", "action plan"),
    Field("cycle", "year", "action plan cycle", indexed=True),
    Field("status", "choice", "status"),
    Field("lead_institution", "institution", "lead institution"),
    Field("support_institutions", "institution", "support institutions", many=True, encloses=True),
    Field("policy_areas", "list", "policy areas", many=True, indexed=True),
    Field("irm_report", "text", "IRM reports", many=True),
    Field("starred", "yesno", "starred"),
    Field("early_results", "choice", "early results"),
    Field("verifiable", "yesno", "verifiable"),
    Field("ogp_values", "list", "OGP values", many=True),
    Field("ambition", "choice", "ambition"),
    Field("potential_impact", "choice", "potential impact"),
    Field("potential_for_results", "choice", "potential for results"),
    Field("completion", "choice", "completion"),
    Field("specificity", "choice", "specificity"),
    Field("newness", "choice", "newness"),
    Field("start", "date", "start date"),
    Field("end", "date", "end date"),
    Field("person", "person", "responsible person", many=True),
    Field("person_title", "text", "position of the responsible person", many=True),
    Field("email", "email", "email", many=True),
    Field("phone", "phone", "phone", many=True),
    Field("other_government", "institution", "other government actors", many=True),
    Field("other_actors", "institution", "other actors involved", many=True),
    Field("summary", "text", "summary"),
    Field("problem", "text", "problem addressed"),
    Field("objective", "text", "main objective"),
    Field("brief", "text", "brief description"),
    Field("challenge", "text", "OGP challenge"),
    Field("relevance", "text", "relevance"),
    Field("ambition_statement", "text", "ambition statement"),
    Field("milestones", "rows", "milestones", many=True),
    Field("irm_summary", "text", "IRM summary", encloses=True),
    Field("inception_report", "text", "inception report"),
    Field("institutions", "institution", "institutions involved", many=True),
    Field("primary_sector", "text", "primary sector"),
)

FIELD = {field.name: field for field in FIELDS}
CONTACTS = tuple(field.name for field in FIELDS if field.kind in ("email", "phone"))
"""The fields whose every value is a contact, whatever it looks like."""
_BITS = {field.name: 1 << place for place, field in enumerate(FIELDS)}
