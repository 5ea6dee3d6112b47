"""Six weeks over New Year, as pages of two countries live them: what each page says on which day, and what that means.

The world is a script. `PAGES` are the commitments as they stand when they are first followed, `EVENTS` what is done to
their pages afterwards: an event says what the page reads from then on and, where it is news, what that means. From the
script `write` makes real pages, and `six_weeks_reference` says what each of the `READERS` must be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

FIRST, LAST = date(2026, 12, 1), date(2027, 1, 15)
BEGUN = date(2026, 11, 30)
"""The day on which everybody began to follow; its documents are the stock."""
DAYS = tuple(FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1))
COUNTRIES = {"KE": ("Kenya", "Kenia"), "GH": ("Ghana", "Ghana")}

Span = tuple[date, date]
"""The first and the last day that a date may mean: equal where the day is stated."""


@dataclass(frozen=True)
class Page:
    """How a commitment begins: the texts of its page by field, and what the dated and closed ones of them mean."""

    code: str
    texts: Mapping[str, str | None]
    means: Mapping[str, object]
    plan_over: date
    here: bool = True


@dataclass(frozen=True)
class Event:
    """What is done to a page on a day: `texts` are what it says from then on (None: the label is not printed).

    `means` has what that means, where it means anything new. `here` is False where the page vanishes. What is done
    `late` is done when the digests of its day are out.
    """

    day: date
    code: str
    texts: Mapping[str, str | None] = field(default_factory=dict)
    means: Mapping[str, object] = field(default_factory=dict)
    here: bool | None = None
    late: bool = False


@dataclass(frozen=True)
class Reader:
    """Somebody who follows something; `days` count from Monday, 0."""

    name: str
    kind: str
    value: str = ""
    days: tuple[int, ...] = tuple(range(7))
    sections: tuple[str, ...] = ("changed", "overdue", "due_soon", "started", "new", "not_stated")
    sees_contacts: bool = False


READERS = (
    Reader("monitor", "country", "Kenya", days=(0, 1, 2, 3, 4), sees_contacts=True),
    Reader("point of contact", "institution", "Ministry of Health", days=(0,), sees_contacts=True),
    Reader("director", "everything", sections=("overdue", "due_soon")),
    Reader("channel", "everything"),
    Reader("one commitment", "code", "KE0012", sees_contacts=True),
    Reader("ending this year", "question", "commitments ending this year"),
    Reader("active", "question", "active commitments"),
)


# -- pages as they begin -----------------------------------------------------------------------------------------

_THINGS = (("Register", "Registro"), ("Portal", "Portal"), ("Audit", "Examen"), ("Forum", "Foro"), ("Plan", "Plan"))
_SUBJECTS = (
    ("of the public contracts", "de los contratos públicos"),
    ("of the school budgets", "de los presupuestos escolares"),
    ("of the company owners", "de los dueños de las empresas"),
    ("of the court rulings", "de las sentencias judiciales"),
    ("of the land titles", "de los títulos de las tierras"),
    ("of the health clinics", "de las clínicas de salud"),
    ("of the city councils", "de los consejos de las ciudades"),
    ("of the mining permits", "de los permisos de las minas"),
    ("of the water prices", "de los precios de las aguas"),
    ("of the aid projects", "de los proyectos de las ayudas"),
    ("of the tax exemptions", "de las exenciones de los impuestos"),
    ("of the asset declarations", "de las declaraciones de los bienes"),
    ("of the traffic data", "de los datos de las carreteras"),
)
_SPANISH = {
    "Ministry of Health": "Ministerio de Salud",
    "Ministry of Finance": "Ministerio de Finanzas",
    "Ministry of Justice": "Ministerio de Justicia",
    "National Archives": "Archivos Nacionales",
    "Open Data": "Datos Abiertos",
    "Active": "Activo",
    "Inactive": "Inactivo",
    "Complete": "Completo",
    "Limited": "Limitado",
    "Substantial": "Sustancial",
    "Yes": "Sí",
    "Yes ℹ": "Sí ℹ",
    "No": "No",
}
_MONTHS = "January February March April May June July August September October November December".split()
_MESES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()

# code, letter of the lead institution, status, completion, start, end
_BEGINNING = """
KE0001 H Active Limited 2023-02-01 2024-06-30
KE0002 F Active Substantial 2023-02-01 2024-12-31
KE0003 H Active Limited 2023-02-01 2023-12-31
KE0004 J Active Complete 2023-02-01 2024-06-30
KE0005 J Inactive Limited 2023-02-01 2024-08-31
KE0006 F Active Limited 2023-02-01 2024-12-31
KE0007 H Active Limited 2023-02-01 2024-09-30
KE0008 J Withdrawn - 2023-02-01 2024-03-31
KE0009 H Active Limited 2025-06-01 2026-12-31
KE0010 F Active Substantial 2025-06-01 2026-12-31
KE0011 J Active Limited 2025-06-01 2026-12-10
KE0012 H Active Limited 2025-06-01 2027-03-31
KE0013 F Active Limited 2025-06-01 2026-10-31
KE0014 J Active Limited 2025-06-01 2026-11-15
KE0015 F Active - 2026-12-15 2027-12-15
KE0016 J Active - 2027-01-04 2027-11-30
KE0017 H Active Limited 2025-06-01 2027-05-31
KE0018 F Active Limited 2025-06-01 2027-05-31
KE0019 H Active Limited 2025-06-01 2027-01-12
KE0020 H Active Limited 2025-06-01 2027-05-31
KE0021 H Active Limited 2025-06-01 2026-12-18
KE0022 J Active Limited 2025-06-01 2027-06-30
KE0023 F Active Limited 2025-06-01 2028-03-31
KE0024 J Active Limited 2025-06-01 2027-08-31
KE0025 F Active Limited 2025-06-01 2027-02-10
KE0026 H Active Limited 2025-06-01 2027-07-31
KE0027 H Active Limited 2025-06-01 2027-07-31
KE0028 H Active Limited 2025-06-01 2027-07-31
KE0029 H Active Limited 2025-06-01 2027-07-31
KE0030 H Active Limited 2025-06-01 2027-08-31
KE0031 F Active Limited 2026-06-01 2027-01-05
KE0032 H Active Limited 2026-06-01 2027-09-30
KE0033 F Active Limited 2025-06-01 2026-11-20
GH0001 F Active Limited 2021-06-01 2023-06-30
GH0002 H Active Limited 2021-06-01 2023-08-31
GH0003 J Active Complete 2021-06-01 2023-08-31
GH0004 F Active Limited 2021-06-01 2023-08-31
GH0005 J Active Limited 2021-06-01 2023-08-31
GH0006 F Active Limited 2021-06-01 2023-12-31
GH0007 H Active Limited 2024-06-01 2026-12-31
GH0008 F Active Limited 2024-06-01 2026-12-31
GH0009 F Active Substantial 2024-06-01 2026-12-31
GH0010 J Active Limited 2024-06-01 2026-12-31
GH0011 J Active Limited 2024-06-01 2026-12-31
GH0012 F Active Limited 2024-06-01 2026-12-31
GH0013 J Active Limited 2024-06-01 2026-12-31
GH0014 F Inactive Limited 2024-06-01 2026-12-31
GH0015 J Active Substantial 2024-06-01 2026-12-31
GH0016 F Active Limited 2024-06-01 2026-11-30
GH0017 F Active Limited 2024-06-01 2026-12-05
GH0018 J Active Limited 2024-06-01 2026-12-12
GH0019 F Active Limited 2024-06-01 2026-12
GH0020 J Active Limited 2024-06-01 -
GH0021 F Active Limited 2024-06-01 2027-10-31
GH0022 H Active Limited 2024-06-01 2027-10-31
GH0023 F Active Limited 2024-06-01 2027-04-30
GH0024 J Active Limited 2024-06-01 2026-12-31
GH0025 F Active Limited 2024-06-01 2027-02-28
GH0026 J Inactive Limited 2024-06-01 2026-12-20
GH0027 F Active Limited 2024-06-01 2027-03-31
GH0028 J Active Limited 2024-06-01 2026-09-05
GH0029 F Active Limited 2024-06-01 2026-11-20
"""
_LEADS = {"H": "Ministry of Health", "F": "Ministry of Finance", "J": "Ministry of Justice"}
_MILESTONES = {
    "KE0026": ("2026-12-04", "2027-02-15"),
    "KE0030": ("2026-12-08", "2026-12-22"),
    "KE0010": ("2026-12-05", "2026-12-28"),
    "GH0025": ("2026-12-16", "2027-01-13"),
    "KE0004": ("2026-12-09", "2026-12-20"),
}
_LATER = ("KE0031", "KE0032", "KE0033", "GH0029")
_OLD = {"KE": ("2022-2024", range(1, 9)), "GH": ("2021-2023", range(1, 7))}
_NEW = {"KE": "2025-2027", "GH": "2024-2026"}


def day_of(text: str) -> Span | None:
    """What a date of the tables above may mean."""
    if text == "-":
        return None
    if len(text) == len("2026-12"):
        first = date.fromisoformat(f"{text}-01")
        return first, (first + timedelta(31)).replace(day=1) - timedelta(1)
    return date.fromisoformat(text), date.fromisoformat(text)


def in_words(text: str, months: Iterable[str] = _MONTHS, of: str = " ") -> str:
    """A date as a page writes it: `31 December 2026`, `December 2026`."""
    year, month, *day = text.split("-")
    return of.join([*(str(int(one)) for one in day), list(months)[int(month) - 1], year])


def milestones_in_words(*ends: str) -> str:
    """The milestones of a commitment as its page lists them."""
    steps = ("Open the first part of it", "Publish the data in full")
    return "\n".join(f"• {step} (1 March 2026 – {in_words(end)})" for step, end in zip(steps, ends, strict=True))


def _page(number: int, row: str) -> Page:
    code, lead, status, completion, start, end = row.split()
    letters, count = code[:2], int(code[2:])
    years, old = _OLD[letters]
    years = years if count in old else _NEW[letters]
    thing, subject = _THINGS[number % len(_THINGS)], _SUBJECTS[number % len(_SUBJECTS)]
    ends = _MILESTONES.get(code, ())
    texts = {
        "title": f"{thing[0]} {subject[0]}",
        "action_plan": f"{COUNTRIES[letters][0]} Action Plan {years}",
        "cycle": years[:4],
        "status": status,
        "start": in_words(start),
        "end": None if end == "-" else in_words(end),
        "lead_institution": _LEADS[lead],
        "support_institutions": "National Archives",
        "policy_areas": "Open Data",
        "verifiable": "Yes",
        "completion": None if completion == "-" else completion,
        "person": "Grace Otieno" if letters == "KE" else "Kofi Mensah",
        "email": f"office{count}@health.go.ke",
        "objective": f"To keep the {thing[0].lower()} {subject[0]} and to open it for all of the people.",
        "milestones": milestones_in_words(*ends) if ends else None,
        "language": "en",
    }
    means = {
        "status": status,
        "completion": texts["completion"],
        "start": day_of(start),
        "end": day_of(end),
        "lead_institution": _LEADS[lead],
        "milestones": tuple(date.fromisoformat(one) for one in ends),
    }
    return Page(code, texts, means, date(int(years[5:]), 12, 31), code not in _LATER)


PAGES = {page.code: page for page in (_page(number, row) for number, row in enumerate(_BEGINNING.strip().splitlines()))}


# -- what happens ------------------------------------------------------------------------------------------------


def _day(text: str) -> date:
    """12-09 is of December 2026, 01-05 of January 2027."""
    return date.fromisoformat(f"{2026 if text > '06' else 2027}-{text}")


def _fact(day: str, code: str, late: bool = False, **said: str) -> Event:
    """A field of a closed vocabulary, or the lead institution, says another thing."""
    return Event(_day(day), code, said, said, late=late)


def _moved(day: str, code: str, name: str, when: str, late: bool = False) -> Event:
    """A date is moved."""
    return Event(_day(day), code, {name: in_words(when)}, {name: day_of(when)}, late=late)


def _note(day: str, code: str, late: bool = False, **said: str | None) -> Event:
    """A page is written otherwise and says the same."""
    return Event(_day(day), code, said, late=late)


def _other(day: str, code: str, name: str, text: str) -> Event:
    """Another text that is news: a contact, a person, an objective."""
    return Event(_day(day), code, {name: text}, {name: text})


def _here(day: str, code: str, here: bool, **said: str) -> Event:
    """A page vanishes, or is there (again)."""
    return Event(_day(day), code, said, said, here)


def _capitals(code: str, name: str) -> str:
    return str(PAGES[code].texts[name]).upper()


EVENTS = (
    # completions and other changes of progress
    _fact("12-18", "KE0002", completion="Complete"),
    _fact("12-21", "KE0010", completion="Complete"),
    _fact("12-09", "GH0017", status="Complete"),
    _fact("12-30", "GH0015", late=True, completion="Complete"),
    _fact("01-05", "GH0025", status="Withdrawn"),
    _fact("12-29", "GH0026", status="Active"),
    _fact("12-21", "GH0020", status="Inactive"),
    _fact("01-13", "GH0009", completion="Complete"),
    _fact("12-03", "KE0025", completion="Substantial"),
    _fact("12-29", "KE0003", completion="Complete"),
    # there and back: within two days, and between two digests
    _fact("12-08", "KE0017", status="Inactive"),
    _fact("12-09", "KE0017", status="Active"),
    _fact("12-10", "KE0018", late=True, completion="Substantial"),
    _fact("12-11", "KE0018", completion="Limited"),
    _moved("12-19", "GH0027", "end", "2027-02-15"),
    _moved("12-20", "GH0027", "end", "2027-03-31"),
    # dates that are moved
    _moved("12-14", "KE0006", "end", "2027-01-10"),
    _moved("12-08", "KE0011", "end", "2027-02-28"),
    _moved("12-11", "KE0012", "end", "2026-12-20"),
    _moved("12-28", "KE0012", "end", "2027-06-30"),
    _moved("12-11", "GH0018", "end", "2027-12-31", late=True),
    _moved("12-17", "GH0023", "end", "2026-12-29"),
    _moved("12-10", "GH0024", "end", "2027-06-30"),
    _moved("12-29", "KE0016", "start", "2026-12-20"),
    Event(
        _day("12-28"),
        "KE0026",
        {"milestones": milestones_in_words("2026-12-04", "2026-12-31")},
        {"milestones": (date(2026, 12, 4), date(2026, 12, 31))},
    ),
    # another institution, another person, another contact, another aim
    _fact("12-16", "GH0021", lead_institution="Ministry of Health"),
    _fact("12-23", "GH0022", lead_institution="Ministry of Finance"),
    _other("12-22", "KE0020", "person", "Peter Kamau"),
    _other("12-18", "GH0005", "email", "registry@justice.gov.gh"),
    _other("12-16", "KE0012", "email", "director@health.go.ke"),
    _other("12-28", "KE0009", "objective", "To sell the register of the public contracts to 20 of the companies."),
    # pages that come and go
    _here("12-16", "KE0007", here=False),
    _here("12-14", "KE0027", here=False),
    _here("12-17", "KE0027", here=True),
    _here("12-15", "KE0028", here=False),
    _here("12-17", "KE0028", here=True),
    _here("12-22", "KE0029", here=False),
    _here("12-24", "KE0029", here=True, completion="Complete"),
    _here("01-06", "KE0012", here=False),
    _here("01-08", "KE0012", here=True),
    _here("12-30", "KE0009", here=False),
    _here("01-06", "KE0009", here=True),
    _here("12-16", "KE0031", here=True),
    _here("12-22", "KE0032", here=True),
    _here("12-24", "KE0032", here=False),
    _here("01-08", "KE0033", here=True),
    _here("01-07", "GH0029", here=True),
    # another language; the second says something new at the same time
    _note("12-09", "KE0003", language="es"),
    _note("12-09", "KE0021", language="es"),
    _note("12-22", "KE0021", language="en"),
    Event(_day("12-15"), "KE0022", {"language": "es", "completion": "Substantial"}, {"completion": "Substantial"}),
    # a new generation of the site, at a weekend
    *(_note("12-12", f"KE{number:04}", verifiable="Yes ℹ") for number in range(9, 22)),
    *(_note("12-17", code, starred="No") for code in PAGES if code[:2] == "GH" and code not in _LATER),
    # typos, capitals, abbreviations, other forms, labels that are gone
    _note("12-02", "KE0015", title=str(PAGES["KE0015"].texts["title"]).replace("school", "shcool")),
    _note("12-09", "KE0015", title=PAGES["KE0015"].texts["title"]),
    _note("12-17", "GH0006", title=_capitals("GH0006", "title")),
    _note("12-10", "KE0019", lead_institution="Ministry of Heatlh"),
    _note("12-16", "KE0019", lead_institution="Ministry of Health"),
    _note("12-11", "KE0020", lead_institution="Ministry of Health (MOH)"),
    _note("12-10", "GH0008", title=f"{PAGES['GH0008'].texts['title']} (PDR)"),
    _note("12-21", "KE0009", lead_institution="MINISTRY OF HEALTH"),
    _note("12-10", "GH0025", end="2027-02-28"),
    _note("12-15", "KE0013", end="31/10/2026", start="2025-06-01"),
    _note("12-10", "KE0023", support_institutions=None, policy_areas=None),
    _note("12-22", "KE0023", end=None),
    _note("12-10", "KE0024", status=None),
    _note("12-16", "KE0024", status="Active"),
)


# -- writing -----------------------------------------------------------------------------------------------------


def texts_at(code: str, day: date, *, late: bool = False) -> tuple[bool, dict[str, str | None]]:
    """Whether a page is there on a day, and what it says: before its digests, or `late`, after them."""
    here, texts = PAGES[code].here, dict(PAGES[code].texts)
    for event in EVENTS:
        if event.code == code and (event.day, event.late) <= (day, late):
            texts |= event.texts
            here = here if event.here is None else event.here
    return here, texts


def write(folder: Path, day: date, *, late: bool = False) -> None:
    """Write the pages as they are on a day."""
    for code in PAGES:
        here, texts = texts_at(code, day, late=late)
        file = folder / f"{code}.txt"
        if here:
            file.write_text(_written(code, texts), "utf-8")
        else:
            file.unlink(missing_ok=True)


_LABELS = {
    "title": ("", ""),
    "action_plan": ("Action Plan", "Plan de acción"),
    "cycle": ("Action Plan Cycle", "Ciclo del plan de acción"),
    "status": ("Status", "Estado"),
    "start": ("Start Date", "Fecha de inicio"),
    "end": ("End Date", "Fecha de finalización"),
    "lead_institution": ("Lead Institution", "Institución líder"),
    "support_institutions": ("Support Institution(s)", "Institución (es) de apoyo"),
    "policy_areas": ("Policy Areas\n\n", "Áreas de política\n\n"),
    "starred": ("Starred", "Destacado"),
    "verifiable": ("Verifiable", "Verificable"),
    "completion": ("Completion", "Finalización"),
    "person": ("Person responsible from implementing agency", "Persona responsable"),
    "email": ("Email", "Correo electrónico"),
    "objective": ("Main Objective", "Objetivo principal"),
    "milestones": ("Milestones:\n\n", "Hitos:\n\n"),
}
_HEADINGS = {
    "action_plan": ("Overview\n\nAt-a-Glance", "Resumen\n\nDe un vistazo"),
    "lead_institution": ("Institutions", "Instituciones"),
    "starred": ("IRM Review", "Revisión de IRM"),
    "person": ("Description", "Descripción"),
}


def _written(code: str, texts: Mapping[str, str | None]) -> str:
    """A page in the language that its texts name."""
    spanish = texts["language"] == "es"
    said = _translated(code, texts) if spanish else texts
    parts = [COUNTRIES[code[:2]][spanish], f"{said['title']} ({code})"]
    for name, labels in _LABELS.items():
        if name in _HEADINGS:
            parts.append(_HEADINGS[name][spanish])
        if name != "title" and (text := said.get(name)) is not None:
            label = labels[spanish]
            parts.append(f"{label}{text}" if label.endswith("\n") else f"{label}: {text}")
    return "\n\n".join([*parts, "Open Government Partnership", ""])


def _translated(code: str, texts: Mapping[str, str | None]) -> dict[str, str | None]:
    number = list(PAGES).index(code)
    thing, subject = _THINGS[number % len(_THINGS)], _SUBJECTS[number % len(_SUBJECTS)]
    said = {name: _SPANISH.get(text, text) if text else text for name, text in texts.items()}
    said["title"] = f"{thing[1]} {subject[1]}"
    said["objective"] = f"Mantener el {thing[1].lower()} {subject[1]} y abrirlo para toda la gente del país."
    said["action_plan"] = f"Plan de Acción de {COUNTRIES[code[:2]][1]} {(texts['action_plan'] or '')[-9:]}"
    for name in ("start", "end"):
        if text := texts[name]:
            day, month, year = text.split()
            said[name] = f"{day} de {_MESES[_MONTHS.index(month)]} de {year}"
    return said
