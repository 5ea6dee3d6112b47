"""A corpus of any size, as CSV files with a mapping: titles and texts as governments write them, invented.

Real titles have thousands of different words, a few of them in every third title and most in one: here words of
administration in two languages, in all their endings, come as often as Zipf's law has it, and names of invented places
and programmes are the long tail.
"""

from __future__ import annotations

import csv
import random
from itertools import accumulate, product
from pathlib import Path

from bot.records.countries import members

MOST_ROWS = 20_000
"""Rows of one file: files of up to 64 MB are read."""
AREAS = (
    "Anti-corruption", "Fiscal Openness", "Public Participation", "Public Procurement", "Access to Information",
    "Open Data", "E-government", "Education", "Human Rights", "Natural Resources",
)  # fmt: skip
_NOUNS = """
access account act administration agency agreement aid allocation amendment analysis application appointment archive
asset assembly assessment audit authority award base benefit bill board body budget building bulletin bureau business
campaign capacity case catalogue census centre certificate charter child citizen clause clinic code commission committee
community company competition complaint compliance concession conflict consultation consumer contract control
cooperation council court coverage crime criteria culture custom customer cycle database dataset debate debt decision
declaration delegate department design development dialogue directory disaster disclosure document donor draft economy
education election employee employer energy entity environment equality ethic evaluation event evidence exchange
executive expenditure expert export facility family farmer fee finance fishery forest forum foundation framework fund
gender government grant group guarantee guide guideline handbook health hearing home hospital housing impact income
index indicator industry information infrastructure initiative innovation inquiry inspection institution integrity
interest inventory investment judge justice knowledge label land law leader league learning legislation lesson library
licence list loan lobby location management mandate manual map market measure mechanism media meeting member mine
minister ministry minority mission model module monitor movement municipality museum network newsletter office officer
ombudsman operation order organisation outcome owner package parent park parliament participation partner partnership
party patient payment pension performance permit person petition pilot plan planning platform police policy pollution
pool portal practice principle prison privacy procedure process procurement product professional profile programme
project property prosecutor protection protocol province publication purchase quality question reform region register
registry regulation report repository request research resident resource result review right risk river road roadmap
salary school science secretariat section sector security service session site society spending staff stage standard
station statistic strategy student subsidy summary supplier support survey system target tariff task tax teacher team
technology tender territory tool tourism trade training transaction transfer transit transparency transport treaty
trial tribunal trust union university update user vehicle village violence volunteer voter waste water website welfare
woman worker workshop youth zone
""".split()
_VERBS = """
adapt adopt amend appoint approve archive assess audit automate broaden build certify clarify complete connect consult
coordinate create deliver design develop digitalise disclose discuss draft educate enable enact encourage enforce engage
enhance ensure establish evaluate expand extend facilitate finance foster fund gather guide harmonise implement improve
include increase inform initiate inspect integrate introduce involve launch link maintain manage map measure merge
modernise monitor open organise pilot prepare prevent promote propose protect provide publish redesign reduce reform
register regulate release renew report request require restore review revise safeguard share simplify standardise
strengthen study support train translate update upgrade verify
""".split()
_ADJECTIVES = """
accessible accountable active administrative affordable agricultural annual beneficial central civic clear common
comprehensive cultural digital direct early economic electronic environmental ethical external federal financial fiscal
free gender-responsive global independent inclusive integrated internal international joint judicial legal local medical
mobile municipal national new official online open participatory permanent political proactive public regional regular
responsible rural secure social strategic sustainable technical transparent unified urban voluntary young
""".split()
_SPANISH = """
acceso acción acuerdo administración agua ambiente archivo ayuda calidad capacidad ciudadano colaboración comité
compras comunidad consejo consulta contratación control corrupción creación datos declaración defensa denuncia derecho
desarrollo difusión documento educación elección empleo energía escuela estrategia evaluación fortalecimiento gasto
gestión gobierno herramienta implementación indicador información iniciativa innovación instituto integridad justicia
ley mejora ministerio monitoreo mujer municipio norma observatorio participación plan plataforma política portal
presupuesto proceso programa promoción propuesta protección publicación rendición red reforma registro salud
secretaría seguimiento seguridad servicio sistema sociedad tecnología territorio trabajo transparencia trámite
vivienda
""".split()
_PLACES = [
    head + middle + tail
    for head, middle, tail in product(
        "Al Bel Cor Dan El Fer Gal Har Is Jor Kal Lem Mar Nor Ost Pel Ros San Tar Ul Var Wen Yar Zel".split(),
        "a e i o u an en in or ur".split(),
        "bran ca dor fia gard lis mont nova rek ska tova vale".split(),
    )
]
_ENDINGS = "net data lex gov doc stat link map web pol sis tec info watch port".split()
_FIRST = """
Ana Maria Jon Young-suk Elena Marko Ivana Pedro Luis Carmen Giorgi Nino Tamar Olena Andriy José Rosa Kwame Ama Peter
Grace Wanjiru Seán Aoife Lars Ingrid Olga Petr Jana Tomáš Zsófia Bence Fatima Ahmed Leila Mehmet Ayşe Siti Budi Ravi
Priya Thabo Naledi Noor Hana Min-ho Ji-won Claire Pierre Sophie
""".split()
_BODIES = (
    "Ministry of {Noun}", "Ministry of {Noun} and {Noun2}", "National {Noun} Agency", "{Adjective} {Noun} Authority",
    "Office of {Noun} {Noun2}", "{Place} {Noun} Council", "Secretaría de {Spanish}", "Instituto Nacional de {Spanish}",
)  # fmt: skip
_TITLES = (
    "{Doing} {adjective} {nouns} {of} {noun} {nouns2} of {Place}", "{Adjective} {noun} {noun2} in {Place}",
    "{Do} the {Name} {noun} of {adjective} {nouns}", "{number}. {Doing} {nouns} and {nouns2} for {adjective} {noun}",
    "{Adjective} {Noun} {Noun2} ({LETTERS}) of {Place}", "{Spanish} de la {spanish} y {spanish2} en {Place}",
    "{Doing} the {Place} {noun} on {noun2} {nouns}", "Commitment {number}: {Do} {nouns} through the {Name} {noun}",
    "{Spanish} de {spanish} {Name}", "{Name}: {adjective} {noun} of {Place} for {nouns}",
)  # fmt: skip
_SENTENCES = (
    "The {noun} of {Place} will {do} the {adjective} {nouns} and {do2} {noun2} {nouns2} with the {LETTERS} {noun}.",
    "{Doing} {nouns} makes {adjective} {nouns2} of the {noun} open to citizens and civil society.",
    "By then the {noun} {do}s its {adjective} {noun2}, so that {nouns} can {do2} the {nouns2} of {Place}.",
    "El {spanish} de {spanish2} en {Place} mejora la {spanish3} de los {nouns}.",
)
_MAPPING = """
[code]
column = "Code"
[columns]
title = "Title"
country = "Country"
lead_institution = "Lead"
support_institutions = "Support"
person = "Person"
email = "Email"
phone = "Phone"
start = "Start"
end = "End"
completion = "Completion"
potential_impact = "Impact"
brief = "Text"
[flags.policy_areas]
"""
_COLUMNS = "Code Country Title Lead Support Person Email Phone Start End Completion Impact Text".split()


def write(folder: Path, size: int, seed: int = 5) -> Path:
    """Write the files of a corpus of `size` commitments into a folder; gives its mapping."""
    luck = random.Random(seed)
    words = _Words(luck)
    countries = [one for one in members() if one.prefix and not one.parent][:60]
    bodies = {one.prefix: [words.fill(luck.choice(_BODIES)) for _ in range(40)] for one in countries}
    people = [f"{luck.choice(_FIRST)} {words.place()}" for _ in range(max(size // 6, 50))]
    for first in range(0, size, MOST_ROWS):
        with (folder / f"{first // MOST_ROWS:03}.csv").open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow([*_COLUMNS, *AREAS])
            for number in range(first, min(first + MOST_ROWS, size)):
                home, who, begun = countries[number % len(countries)], luck.choice(people), luck.randint(2012, 2026)
                end = f"{begun + luck.randint(1, 3)}-{luck.randint(1, 12):02}-{luck.randint(1, 28):02}"
                rows.writerow(
                    [
                        f"{home.prefix}{number // len(countries) + 1:04}",
                        home.name,
                        words.fill(luck.choice(_TITLES)),
                        luck.choice(bodies[home.prefix]),
                        "; ".join(luck.sample(bodies[home.prefix], luck.randint(0, 3))),
                        who,
                        f"{who.lower().replace(' ', '.')}@{home.prefix.lower()}.example",
                        f"+1-202-555-{number % 10_000:04}",
                        f"{begun}-{luck.randint(1, 12):02}-{luck.randint(1, 28):02}",
                        end if luck.random() > 0.08 else "",
                        luck.choice(["Not Started", "Limited", "Substantial", "Complete", ""]),
                        luck.choice(["None", "Minor", "Moderate", "Transformative"]),
                        " ".join(words.fill(luck.choice(_SENTENCES)) for _ in range(luck.randint(2, 10))),
                        *(int(luck.random() < 0.12) for _ in AREAS),
                    ]
                )
    mapping = folder / "mapping.toml"
    mapping.write_text(_MAPPING + "".join(f'"{area}" = "{area}"\n' for area in AREAS), "utf-8")
    return mapping


class _Words:
    """Words as often as Zipf's law has it."""

    def __init__(self, luck: random.Random) -> None:
        self.luck = luck
        lists = {"noun": _NOUNS, "do": _VERBS, "adjective": _ADJECTIVES, "spanish": _SPANISH}
        self.lists = {name: list(listed) for name, listed in lists.items()}
        for listed in self.lists.values():
            luck.shuffle(listed)
        self.weights = {
            name: list(accumulate(1 / (rank + 5) for rank in range(len(listed)))) for name, listed in self.lists.items()
        }

    def pick(self, name: str) -> str:
        return self.luck.choices(self.lists[name], cum_weights=self.weights[name])[0]

    def place(self) -> str:
        return self.luck.choice(_PLACES)

    def fill(self, form: str) -> str:
        said = {name: self.pick(name) for name in ("noun", "do", "adjective", "spanish")}
        said |= {"noun2": self.pick("noun"), "do2": self.pick("do"), "spanish2": self.pick("spanish")}
        said |= {"spanish3": self.pick("spanish"), "of": self.luck.choice(("of", "for", "in", "to"))}
        said |= {"doing": f"{said['do'].removesuffix('e')}ing"}
        said |= {f"nouns{n}": _plural(said[f"noun{n}"]) for n in ("", "2")}
        said |= {name.capitalize(): word.capitalize() for name, word in said.items()}
        named = self.place()[: self.luck.randint(4, 6)] + self.luck.choice(_ENDINGS)
        letters = "".join(self.luck.choices("ABCDEGIMNOPRST", k=4))
        said |= {"Place": self.place(), "Name": named, "LETTERS": letters}
        return form.format(**said, number=self.luck.randint(1, 30))


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"
