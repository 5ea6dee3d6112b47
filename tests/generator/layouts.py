"""Facts → the text of a page in one of its layouts, and where in it each value stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tests.generator.facts import Facts

_DESCRIBED = (
    ("other_actors", "CSOs private sector, multilaterals, working groups"),
    ("problem", "Status quo or problem addressed by the commitment"),
    ("objective", "Main Objective"),
    ("brief", "Brief Description of Commitment"),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A value as written at `[start, end)` of its page; an empty one is a blank label's, and stands nowhere."""

    raw: str
    start: int
    end: int
    value: str | None = None
    precision: str | None = None


@dataclass(slots=True)
class Sheet:
    """A page while it is written: text goes in piece by piece, and values note where they stand."""

    pieces: list[str] = field(default_factory=list)
    size: int = 0
    fields: dict[str, list[Placed]] = field(default_factory=dict)

    def put(self, text: str) -> None:
        """Write `text`."""
        self.pieces.append(text)
        self.size += len(text)

    def value(self, name: str, raw: str, value: str | None = None, precision: str | None = None) -> None:
        """Write the value `raw` of the field called `name`."""
        self.fields.setdefault(name, []).append(Placed(raw, self.size, self.size + len(raw), value, precision))
        self.put(raw)

    def labelled(self, label: str, name: str, raw: str | None, gap: str) -> None:
        """Write a line `label: raw`; nothing where there is no value at all."""
        if raw is not None:
            self.put(f"{label}:{' ' if raw else ''}")
            self.value(name, raw)
            self.put(gap)


def write_page(facts: Facts, siblings: Iterable[Facts]) -> tuple[str, dict[str, list[Placed]]]:
    """The page's text and the places of its values."""
    sheet = Sheet()
    writer: Callable[[Sheet, Facts], None] = _local if facts.layout == "L2" else _national
    writer(sheet, facts)
    _index(sheet, siblings)
    text = "".join(sheet.pieces)
    for name, places in sheet.fields.items():
        assert all(text[place.start : place.end] == place.raw for place in places), name
    return text, sheet.fields


def _national(sheet: Sheet, facts: Facts) -> None:
    generation, way = facts.layout.split()
    gap = "\n" if way in ("tight", "glued") else "\n\n"
    headings = way != "headless"

    def heading(text: str) -> None:
        if headings:
            sheet.put(text + gap)

    if way == "spaced":
        sheet.put("Skip Navigation\n")
    if way in ("spaced", "headless"):
        sheet.value("country", facts.member.line)
        sheet.put("\n\n")
    sheet.value("title", facts.title)
    sheet.put(f" ({facts.code}){gap}")
    heading("Overview")
    heading("At-a-Glance")
    sheet.labelled("Action Plan", "action_plan", facts.plan, gap)
    sheet.labelled("Action Plan Cycle", "cycle", str(facts.cycle), gap)
    sheet.labelled("Status", "status", facts.chosen["status"] if generation == "G1" else "", gap)
    heading("Institutions")
    sheet.labelled("Lead Institution", "lead_institution", facts.lead, gap)
    sheet.labelled("Support Institution(s)", "support_institutions", facts.support, gap)
    sheet.put("Policy Areas" + gap)
    _areas(sheet, facts.areas)
    sheet.put("IRM Review" + gap if way == "glued" and facts.areas else gap + "IRM Review" + gap if headings else gap)
    report = re.sub(r" (?:\w+ )?(?:National |Open Government )?Action Plan,? ", " Design Report ", facts.plan)
    sheet.labelled("IRM Report", "irm_report", report.replace(",", ""), gap)
    if generation == "G1":
        sheet.labelled("Starred", "starred", facts.chosen["starred"], gap)
    sheet.labelled("Early Results", "early_results", facts.chosen["early_results"], gap)
    heading("Design i")
    sheet.labelled("Verifiable", "verifiable", facts.chosen["verifiable"], gap)
    sheet.labelled(
        "Relevant to OGP Values", "ogp_values", facts.chosen["ogp_values"] if generation == "G1" else "Yes", gap
    )
    if generation == "G1":
        sheet.labelled("Potential Impact", "potential_impact", facts.chosen["potential_impact"], gap)
    else:
        sheet.labelled("Ambition (see definition)", "ambition", facts.chosen["ambition"], gap)
    heading("Implementation i")
    if way != "headless":
        sheet.labelled("Completion", "completion", facts.chosen["completion"], gap)
    heading("Description")
    _description(sheet, facts)
    sheet.put(f"{gap}IRM End of Term Status Summary{gap}")


def _areas(sheet: Sheet, areas: tuple[str, ...]) -> None:
    if not areas:
        sheet.value("policy_areas", "")
    for place, area in enumerate(areas):
        sheet.put(", " if place else "")
        sheet.value("policy_areas", area, area)


def _description(sheet: Sheet, facts: Facts) -> None:
    """The labels of the 2016 template, with semicolons, on lines of their own, or as sentences."""
    between, behind = {"semicolons": ("; ", ": "), "lines": ("\n\n", "\n"), "sentences": (". ", ": ")}[facts.style]
    sheet.put(f"{facts.title} in {facts.member.name}{between}")
    parts = list(_parts(sheet, facts, behind))
    for place, part in enumerate(parts):
        part()
        ended = sheet.pieces[-1].endswith(".") and between == ". "
        if place < len(parts) - 1:
            sheet.put(" " if ended else between)


def _parts(sheet: Sheet, facts: Facts, behind: str) -> Iterator[Callable[[], None]]:
    def labelled(label: str, name: str, raw: str) -> Callable[[], None]:
        def write() -> None:
            sheet.put(label + (behind if raw else ":"))
            sheet.value(name, raw)

        return write

    if facts.dates is not None:
        yield lambda: _range(sheet, facts, behind)
    if facts.person is not None:
        yield labelled("Person responsible from implementing agency", "person", facts.person)
    if facts.position is not None:
        yield labelled("Title, Department", "person_title", facts.position)
    if facts.emails is not None:
        yield lambda: _many(sheet, "Email" + (behind if facts.emails else ":"), "email", facts.emails or ())
    if facts.phone is not None:
        yield labelled("Phone", "phone", facts.phone)
    for name, label in _DESCRIBED:
        # the full stop of a sentence is a part of it, also where the next label follows in the same line
        prose = facts.prose[name]
        yield labelled(label, name, prose.removesuffix(".") + "." if facts.style == "sentences" else prose)


def _many(sheet: Sheet, label: str, name: str, values: tuple[str, ...]) -> None:
    sheet.put(label)
    if not values:
        sheet.value(name, "")
    for place, value in enumerate(values):
        sheet.put(" / " if place else "")
        sheet.value(name, value, value.lower())


def _range(sheet: Sheet, facts: Facts, behind: str) -> None:
    assert facts.dates is not None
    sheet.put("Commitment Start and End Date" + (behind if facts.dates else ":"))
    if not facts.dates:
        sheet.value("start", "")
        sheet.value("end", "")
        return
    if facts.chosen["newness"]:
        sheet.value("newness", facts.chosen["newness"], facts.chosen["newness"])
        sheet.put(" / ")
    for part in re.split(r"(\{\w+\})", facts.dates):
        day = {"{start}": facts.start, "{end}": facts.end}.get(part)
        if day:
            sheet.value(part.strip("{}"), day.written, day.value, day.precision)
        else:
            sheet.put(part)


def _local(sheet: Sheet, facts: Facts) -> None:
    """The page of a local member, of 2021 and later."""
    sheet.put("Skip Navigation\n")
    sheet.value("country", facts.member.line)
    sheet.put("\n\n")
    sheet.value("title", facts.title)
    sheet.put(f" ({facts.code})\n\nOverview\n\nAt-a-Glance\n\n")
    sheet.labelled("Action Plan", "action_plan", facts.plan, "\n\n")
    sheet.labelled("Inception Report", "inception_report", "Not available", "\n\n")
    for label, name, day in (("Commitment Start", "start", facts.start), ("Commitment End", "end", facts.end)):
        sheet.put(f"{label}:{' ' if day else ''}")
        sheet.value(name, day.written if day else "", day.value if day else None, day.precision if day else None)
        sheet.put("\n")
    sheet.put("\nInstitutions involved:\n")
    involved = [name for name in dict.fromkeys((facts.lead, facts.support)) if name not in ("", "NA")]
    for name in involved:
        sheet.put("  • ")
        sheet.value("institutions", name)
        sheet.put("\n")
    if not involved:
        sheet.value("institutions", "")
    sheet.put("\nPrimary Policy Area:\n")
    for area in facts.areas[:1]:
        sheet.put("  • ")
        sheet.value("policy_areas", area, area)
        sheet.put("\n")
    if not facts.areas:
        sheet.value("policy_areas", "")
    sheet.put("\nPrimary Sector:\n")
    sheet.value("primary_sector", "")
    sheet.put("\nOGP Value:\n  • ")
    sheet.value("ogp_values", "Access to Information", "Access to Information")
    sheet.put(f"\n\nDescription\n\nCommitment ID\n\n{facts.code}\n\nCommitment Title\n\n{facts.title}\n\n")
    for label, name in (("Problem", "problem"), ("Action", "brief")):
        sheet.put(label + "\n\n")
        sheet.value(name, facts.prose[name])
        sheet.put("\n\n")


def _index(sheet: Sheet, siblings: Iterable[Facts]) -> None:
    sheet.put("Commitments\n")
    for one in siblings:
        sheet.put(f"-\n{one.title}\n{one.code}, {one.cycle},{' ' + one.index_area if one.index_area else ''}\n")
    sheet.put("\nOpen Government Partnership\n")
