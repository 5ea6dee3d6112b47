"""Documents whose contacts try to come out: such as look like none, and such as stand where nobody expects them."""

from __future__ import annotations

from pathlib import Path

import ingest

PAGE = Path(__file__).parents[1] / "corpus" / "KR0032.txt"
GIVEN = {
    "title": "Citizen Services Application",
    "lead": "Ministry of the Interior",
    "support": "Central government ministries, local governments, educational offices, public institutions, etc."
    " All users of government services for citizens",
    "person_title": "Creative Government Planning Division / Deputy director",
    "email": "leehs30@korea.kr",
    "phone": "+82-2-2100-3418",
    "actors": "All users of government services for citizens; Status quo",
}
"""What `PAGE` says of each part that a hostile page says otherwise."""
PAGES = {
    "XL9001": {"title": "Odd Lines", "email": "조로@한국.한국", "phone": "zero two"},
    "XL9002": {
        "title": "Foundries in Reach", "lead": "Ministry of Foundries (foundry2@hid.kr)",
        "email": "desk2@hid.kr", "phone": "02.2100.3472",
    },
    "XL9003": {"title": "Write to zorro3@hid.kr for open kilns", "email": "zorro33@hid.kr", "phone": "82 2 2100 3473"},
    "XL9004": {
        "title": "Prose with Numbers", "email": "zorro4@hid.kr", "phone": "2100 3474",
        "actors": "Guilds; call 2100-3474, zero two or zorro44@hid.kr before noon; Status quo",
    },
    "XL9005": {"title": "Damaged", "email": "zorro5 (at) hid (dot) kr", "phone": "02 - 2100 . 3475"},
    "XL9006": {
        "title": "Part of a Value", "email": "front desk of the foundry",
        "person_title": "Keeper of the front desk of the foundry", "phone": "room twelve",
        "support": "Guild of Kilns, front desk of the foundry, Guild of Bricks",
    },
    "XL9007": {
        "title": "Two in One", "email": "zorro7@hid.kr, zorro77@hid.kr", "phone": "02-2100-3477; 02-2100-3497",
    },
    "XL9008": {
        "title": "At the Edge", "person_title": "Clerk",
        "email": "a-very-long-name-of-a-mailbox-that-goes-on-and-on.zorro8@department-of-kilns.hid.kr",
        "phone": "+82 (0)2 2100 3478",
    },
    "XL9010": {
        "title": "Not Read", "email": "desk10@hid.kr", "phone": "02-2100-3481",
        "actors": "Guilds; Wire of the kilns: 0221003480wire or zorro10@hid.kr; Post box of kilns: 2100.3481x;"
        " Status quo",
    },
    "XL9009": {"title": "Nothing to Hide", "email": "none", "phone": "n/a"},
}  # fmt: skip
HIDDEN = (
    "조로@한국.한국", "zero two", "foundry2@hid.kr", "desk2@hid.kr", "02.2100.3472", "zorro3@hid.kr", "zorro33@hid.kr",
    "82 2 2100 3473", "zorro4@hid.kr", "2100 3474", "2100-3474", "zorro44@hid.kr", "zorro5", "02 - 2100 . 3475",
    "front desk of the foundry", "room twelve", "zorro7@hid.kr", "zorro77@hid.kr", "02-2100-3477", "2100-3497",
    "zorro8", "mailbox", "2100 3478", "82221003478", "leehs30", "2100-3418", "82221003418", "Gskim5810", "2100-3466",
    "hid.kr", "zorro", "0221003480", "2100.3481", "2100-3481", "desk10",
)  # fmt: skip
"""What nobody finds who may not see contacts: contacts as written, as normalised, and what is told by a part of one."""


def write(folder: Path, **changed: str) -> None:
    """Write the pages beside those of the project; `changed` words are others on all of them."""
    folder.mkdir(exist_ok=True)
    for page in PAGE.parent.glob("*.txt"):
        (folder / page.name).write_text(_changed(page.read_text("utf-8"), changed), "utf-8")
    for code, parts in PAGES.items():
        text = PAGE.read_text("utf-8").replace("KR0032", code)
        for name, said in parts.items():
            assert GIVEN[name] in text
            text = text.replace(GIVEN[name], said)
        (folder / f"{code}.txt").write_text(_changed(text, changed), "utf-8")


def read(folder: Path, database: Path, day: str) -> None:
    """Read the pages into a database, as of a day."""
    assert ingest.main([str(folder), "--db", str(database), "--as-of", day]) == 0


def _changed(text: str, changed: dict[str, str]) -> str:
    for old, new in changed.items():
        text = text.replace(old.replace("_", " "), new)
    return text
