"""What a form is called: a heading, what stands behind the code, a line above the rows; no name of a site or a form."""

from __future__ import annotations

import pytest

from bot.reading import read
from tests.reading.test_forms import values

ROWS = "Lead agency: Ministry of Roads\nStart date: 1 March 2025\nEnd date: 30 June 2026\nStatus: Delayed\n"
HEADS = [
    ("# Open Roads\n\nSouth Korea, 5th Action Plan (KR0044)\n", "Open Roads"),
    ("Open Roads\n==========\n\nKR0044 | South Korea\n", "Open Roads"),
    ("# kr-open-roads\n\nWhat became of commitment **KR0044** of Korea: *Open Roads*.\n", "Open Roads"),
    ("MINUTES\nSeoul, 18 October 2025\n\nPresent: Ana Ruiz, Luis Gil\n\nItem 2 – KR0044: Open Roads\n", "Open Roads"),
    ("MINUTES\n\nOne point: commitment KR0044, Open Roads\n\nPresent: Ana Ruiz (chair)\n", "Open Roads"),
    ("OGP KOREA\nHome > Commitments > KR0044\n\nOpen Roads: a map for all\n", "Open Roads: a map for all"),
    ("Open roads by 30 June 2026 – South Korea (KR0044)\n", "Open roads by 30 June 2026 – South Korea"),
    ("Commitment 7. Open roads and brid-\nges for all (KR0044)\n", "Open roads and brid-\nges for all"),
    ("# Open Roads\n\n**KR0044** | South Korea | Draft 3, 6 May 2025\n", "Open Roads"),
    ("OPEN ROADS\n(reference KR0044, South Korea)\n", "OPEN ROADS"),
    ("# Open Roads for all #412\n\nKR0044, South Korea\n", "Open Roads for all"),
    ("KR0044 | Open Roads | South Korea\n", "Open Roads"),
    ("# Commitments - Open Roads for all\n\nCode: KR0044\n", "Open Roads for all"),
    ("# NAP5 : Open Roads for all\n\nCode: KR0044\n", "Open Roads for all"),
    ("MONITORING SHEET - II SEMESTER 2024\n======\n\nCode: KR0044\nTitle of commitment: Open Roads\n", "Open Roads"),
    ("[Page 2]\n\nOpen Roads\n\nOpen Government Korea\nCode: KR0044\n", "Open Roads"),
]


@pytest.mark.parametrize(("head", "title"), HEADS)
def test_the_title_is_found(head: str, title: str) -> None:
    """A line that names a country or a plan is no title, nor are days, people, sites and kinds of forms."""
    assert values(read("a.md", f"{head}\n{ROWS}".encode()), "title") == [title]


@pytest.mark.parametrize("title", ["Open Data", "Open Government Data"])
def test_a_title_that_is_made_of_words_for_plans(title: str) -> None:
    """Words that stand in the names of plans and forms make a title, where none of them is one for a plan or a form."""
    assert values(read("a.txt", f"{title} (KR0044)\nSouth Korea\n\n{ROWS}".encode()), "title") == [title]


def test_a_code_of_another_commitment_announces_no_title() -> None:
    """What stands behind the code of a related commitment is that one's title."""
    head = "Open Roads\n\nSee also commitment KR0045: Open Bridges\n\nCode: KR0044\n"
    assert values(read("a.md", f"{head}{ROWS}".encode()), "title") != ["Open Bridges"]


def test_a_heading_with_a_colon_is_a_title() -> None:
    """A web page's main heading is the title, not an unknown label, also where a colon stands in it."""
    rows = "".join(f"<p><b>{label}:</b> {said}</p>" for label, said in (row.split(": ") for row in ROWS.splitlines()))
    page = f"<div>OGP South Korea</div><h1>Open roads: second phase</h1><p><b>Code:</b> KR0044</p>{rows}"
    reading = read("a.html", page.encode())
    assert values(reading, "title") == ["Open roads: second phase"]
    assert not [one for one in reading.problems if "looks like a label" in one.message]


def test_paragraphs_in_the_cells_of_a_table() -> None:
    """A table whose cells hold paragraphs, all of one class, is read as one with plain cells."""
    cell = '<td><p class="MsoNormal">{}</p></td>'
    parts = [row.split(": ") for row in [*ROWS.splitlines(), "Supporting agencies: The Mint"]]
    rows = "".join(f"<tr>{''.join(map(cell.format, part))}</tr>" for part in parts)
    more = rows.replace("The Mint</p>", 'The Mint</p><p class="MsoNormal">Road Users Association</p>')
    reading = read("KR0044.html", f"<h1>Open Roads</h1><table>{more}</table><p>Below.</p>".encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "support_institutions") == ["The Mint", "Road Users Association"]
    assert values(reading, "end") == ["30 June 2026"]


def test_a_title_below_a_line_with_the_code_alone() -> None:
    """Below `Commitment KR0044` stands the title, also in capitals; the name of the site above it is none."""
    head = "National Network of Open Administration\nSouth Korea\n\nCommitment KR0044\nOPEN ROADS - A MAP\n\n"
    assert values(read("a.txt", f"{head}{ROWS}".encode()), "title") == ["OPEN ROADS - A MAP"]


def test_the_only_heading_of_the_second_level() -> None:
    """Where a web page has no main heading, the only one of the second level is the title, not a box beside it."""
    rows = "".join(f"<dt>{label}</dt><dd>{said}</dd>" for label, said in (row.split(": ") for row in ROWS.splitlines()))
    page = f"<p>Commitment · KR0044</p><h2>Open roads – for all</h2><aside><h4>Key facts</h4><dl>{rows}</dl></aside>"
    assert values(read("a.html", page.encode()), "title") == ["Open roads – for all"]


def test_a_row_for_the_title_below_a_heading_with_a_word_for_others() -> None:
    """“Title” in minutes, below “Review of commitment …”, is the commitment's where nobody is named yet."""
    rows = ROWS.replace("Lead", "   Lead").replace("\n", "\n   ").rstrip()
    head = "MINUTES\n\nPresent: Ana Ruiz (chair)\n\n2. Review of commitment KR0044\n\n   Title: Open Roads\n"
    assert values(read("a.txt", f"{head}{rows}\n".encode()), "title") == ["Open Roads"]


@pytest.mark.parametrize(
    "tool",
    [
        "Progress dashboard",
        "Tablero de seguimiento",
        "Tableau de suivi",
        "Painel de acompanhamento",
        "Scheda di monitoraggio",
        "Monitoring-Dashboard",
    ],
)
def test_the_name_of_a_tool_is_no_title(tool: str) -> None:
    """A site's main heading that names the tool leaves the title to the next heading."""
    rows = "".join(f"<dt>{row.partition(': ')[0]}</dt><dd>{row.partition(': ')[2]}</dd>" for row in ROWS.splitlines())
    page = f"<h1>{tool}</h1><h2>Open Roads</h2><dl><dt>Code</dt><dd>KR0044</dd>{rows}</dl>"
    assert values(read("a.html", page.encode()), "title") == ["Open Roads"]


def test_what_stands_in_other_cells_behind_the_code_is_no_title() -> None:
    """Of a table's row with the code, the country and the status, none is the title."""
    table = "<tr><th>Reference</th><th>Country</th><th>Status</th></tr>"
    table += "<tr><td>KR0044</td><td>South Korea</td><td>Partly there</td></tr>"
    page = f"<h1>Open Roads: a map</h1><table>{table}</table><h3>Lead agency</h3><p>The Mint</p><h3>Start date</h3>"
    reading = read("a.html", f"{page}<p>1 March 2025</p><h3>End date</h3><p>1 May 2026</p>".encode())
    assert values(reading, "title") == ["Open Roads: a map"]


def test_a_value_with_a_colon_below_its_label_is_no_label() -> None:
    """The title below its label may hold a colon."""
    head = "Code\n    KR0044\n\nCommitment\n    Roads and water: maps for all\n\nLead agency\n    The Mint\n\n"
    text = f"{head}Start date\n    1 March 2025\n\nEnd date\n    1 May 2026\n"
    assert values(read("a.txt", text.encode()), "title") == ["Roads and water: maps for all"]
