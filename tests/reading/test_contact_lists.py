"""Letters and memos that list the contact points of several commitments."""

from __future__ import annotations

from bot.reading import read
from bot.reading.said_plans import said_plan
from bot.records.model import Document, DocumentReading

MAIL = """From: Lina Haddad <lina@mop.example>
To: ogp@mop.example
Subject: FW: Contact points of the commitments, Jordan fifth National Action Plan 2021-2025

JO0061 Open bridges
Lead: Ministry of Works
Contact: Hanan Khallaf, Head of Unit
Email: hanan@works.example
Phone: +962 6 460 3630

JO0062 Open ports
Lead: Port Authority
Contact: Rula Qaisi
Email: rula@ports.example
Phone: N/A

JO0063 Open rivers - no contact point has been named yet by the ministry.
"""
MEMO = """To:    Cabinet Secretariat
Date:  4 September 2023
Re:    Focal points, Mongolia Fourth National Action Plan 2023-2027

1) Commitment 2 - "Open bridges"
   Ministry of Works; Mr. Batbayar Dorj, Senior Specialist, batbayar@works.example, 51-263701
2) Commitment 5 - "Open ports"
   Ministry of Ports; Ms. Oyunchimeg Ganbold, oyun@ports.example, 9911-2045
3) Commitment 6 - "Open courts"
   Judicial Council; focal point not yet appointed
"""


def raws(reading: DocumentReading, code: str, field: str) -> list[str]:
    """What a commitment says behind one field, as written."""
    return [one.raw for one in reading.values if one.code == code and one.field == field and one.raw]


def test_a_line_with_a_code_is_another_commitment() -> None:
    """It has its title, and is no text of the one above; what is open there stays unread."""
    reading = read("mail.eml", MAIL.encode())
    assert raws(reading, "JO0063", "title") == ["Open rivers"]
    assert not raws(reading, "JO0062", "summary")
    assert any("no contact point" in MAIL[one.start : one.end] for one in reading.unread)


def test_the_plan_in_a_letters_subject_holds_for_its_commitments() -> None:
    """Its name begins behind the country's, which is known by it."""
    reading = read("mail.eml", MAIL.encode())
    assert raws(reading, "JO0061", "action_plan") == ["fifth National Action Plan 2021-2025"]
    assert raws(reading, "JO0063", "country") == ["Jordan"]


def test_a_plans_name_begins_behind_the_one_whose_it_is() -> None:
    """`Jordan's` is no word of it."""
    text = "the commitments of Jordan's Fifth National Action Plan 2021-2025:\n"
    document = Document("mail.txt", text, "txt", "")
    assert [text[one.start : one.end] for one in said_plan(document, len(text))] == [
        "Fifth National Action Plan 2021-2025",
        "2021",
        "Jordan",
    ]


def test_a_memo_lists_the_body_and_the_contact_of_each_commitment() -> None:
    """Keys are made of the plan that its subject names and of the numbers."""
    reading = read("memo.txt", MEMO.encode())
    assert list(dict.fromkeys(one.code for one in reading.values)) == ["MN-P4-2", "MN-P4-5", "MN-P4-6"]
    assert raws(reading, "MN-P4-2", "title") == ["Open bridges"]
    assert raws(reading, "MN-P4-2", "lead_institution") == ["Ministry of Works"]
    assert raws(reading, "MN-P4-2", "person") == ["Mr. Batbayar Dorj"]
    assert raws(reading, "MN-P4-2", "person_title") == ["Senior Specialist"]
    assert raws(reading, "MN-P4-5", "phone") == ["9911-2045"]


def test_nobody_is_named_where_a_memo_says_so() -> None:
    """The words for it are no person, and the body is read."""
    reading = read("memo.txt", MEMO.encode())
    assert raws(reading, "MN-P4-6", "lead_institution") == ["Judicial Council"]
    assert not raws(reading, "MN-P4-6", "person")


def test_headings_without_contacts_are_no_memo() -> None:
    """Numbered lines with a sentence below each are left as they were."""
    reading = read(
        "text.txt", b'1) Commitment 2 - "Open bridges"\n   To be read.\n2) Commitment 5 - "Ports"\n   So too.\n'
    )
    assert not reading.values


def test_a_letters_subject_is_no_part_of_the_plans_name() -> None:
    """Neither its label nor what else it says, above a table of contacts."""
    rows = "".join(f"| MO003{n} | Ponts {n} | CDAI | Youssef El Amrani | y{n}@cdai.example | |\n" for n in (1, 2))
    text = (
        "De : Secrétariat\nDate : mardi 9 janvier 2024\n"
        "Objet : Points focaux – Plan d'action national 2021-2023 du Maroc\n\n"
        "| Code | Engagement | Institution | Point focal | Courriel | Date de début |\n|---|---|---|---|---|---|\n"
        + rows
    )
    reading = read("courriel.txt", text.encode())
    assert raws(reading, "MO0031", "action_plan") == ["Plan d'action national 2021-2023"]
    assert raws(reading, "MO0031", "country") == ["Maroc"]
