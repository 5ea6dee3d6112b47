"""Stretches of a web page that only its style keeps apart: rows of labels and values, words in frames, cards."""

from __future__ import annotations

import pytest

from bot.reading import read
from bot.reading.markup import read_html
from tests.reading.test_forms import values

ROWS = [
    ("Lead agency", "Ministry of Roads"),
    ("Contact person", "Ana Ruiz"),
    ("Start date", "1 March 2025"),
    ("End date", "30 June 2026"),
]
_HEAD = "<html><body><h1>Open Roads (KR0044)</h1><p>South Korea</p>"


@pytest.mark.parametrize(
    "row",
    [
        "<div><small>{}</small><strong>{}</strong></div>",
        '<div><i class="icon icon-road"></i><span>{}</span><b>{}</b></div>',
        '<p><label>{}</label><span class="x">{}</span></p>',
        '<li><svg viewBox="0 0 1 1"></svg><em class="k">{}</em><em class="v">{}</em></li>',
        '<ul><li><span class="icon"></span><span class="text">{} : {}</span></li></ul>',
    ],
)
def test_a_label_and_a_value_that_style_keeps_apart_are_a_row(row: str) -> None:
    """Whatever the two elements are, and whether an icon stands before them, the second holds the value."""
    page = _HEAD + "".join(row.format(*one) for one in ROWS) + "</body></html>"
    reading = read("a.html", page.encode())
    assert values(reading, "lead_institution") == ["Ministry of Roads"]
    assert values(reading, "person") == ["Ana Ruiz"]
    assert (values(reading, "start"), values(reading, "end")) == (["1 March 2025"], ["30 June 2026"])


@pytest.mark.parametrize(
    "partners",
    [
        "<b>Road Users</b><b>Bridge Watch</b>",
        '<span class="badge">Road Users</span> <span class="badge">Bridge Watch</span>',
        '<a class="tag is-light" href="#">Road Users</a>\n<a class="tag is-dark" href="#">Bridge Watch</a>',
        "<p>Road Users</p><p>Bridge Watch</p>",
    ],
)
def test_each_frame_holds_a_member_of_a_list(partners: str) -> None:
    """Words in frames of their own are members, whether or not a space stands between them."""
    rows = "".join(f"<dt>{label}</dt><dd>{said}</dd>" for label, said in [*ROWS, ("Partners", partners)])
    reading = read("a.html", f"{_HEAD}<dl>{rows}</dl></body></html>".encode())
    assert values(reading, "support_institutions") == ["Road Users", "Bridge Watch"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p><span>Trans</span><span>parency</span></p>", "Transparency\n"),
        ("<p><span>KR</span><span>0044</span></p>", "KR0044\n"),
        ("<p>The <b>open</b><i>Roads</i> of the plan</p>", "The open Roads of the plan\n"),
        ("<h1><span>Open</span><span>Roads</span></h1>", "Open Roads\n"),
        ("<p><b>T</b>he <b>Mint</b> coins</p>", "The Mint coins\n"),
        ("<p>Ana<sup>[2]</sup> and Luis<sup>[note 3]</sup>, 5 m<sup>2</sup></p>", "Ana and Luis, 5 m2\n"),
    ],
)
def test_what_is_one_word_stays_one(source: str, text: str) -> None:
    """Stretches that part no words are joined as they stand; the mark of a footnote is no part of a word."""
    assert read_html(f"<body>{source}</body>").text == text


@pytest.mark.parametrize(
    ("link", "email", "phone"),
    [
        ('<a href="mailto:ana@roads.example?subject=Roads">Write to her</a>', ["ana@roads.example"], []),
        ('<a href="mailto:ana@roads.example">ana@roads.example</a>', ["ana@roads.example"], []),
        ('<a href="tel:+254203244000">Call her</a>', [], ["+254203244000"]),
        ('<a href="mailto:?subject=Roads">Send this page</a>', [], []),
    ],
)
def test_a_link_tells_the_address_that_its_words_do_not(link: str, email: list[str], phone: list[str]) -> None:
    """The address or number that a link leads to is read once, and no words of a link are somebody's name."""
    rows = "".join(f"<dt>{label}</dt><dd>{said}</dd>" for label, said in [*ROWS, ("Contact", link)])
    reading = read("a.html", f"{_HEAD}<dl>{rows}</dl></body></html>".encode())
    assert (values(reading, "email"), values(reading, "phone")) == (email, phone)
    assert values(reading, "person") == ["Ana Ruiz"]


def test_items_of_a_list_are_none_of_the_labels_above_them() -> None:
    """A paragraph heads the list below it, even where an editor styles the words of both alike."""
    rows = "".join(f'<p><span class="c1">{label}: </span><span class="c3">{said}</span></p>' for label, said in ROWS)
    partners = "".join(f'<li><span class="c1">{one}</span></li>' for one in ("Road Users", "Bridge Watch"))
    page = f'{_HEAD}{rows}<p><span class="c1">Supporting agencies:</span></p><ul>{partners}</ul></body></html>'
    assert values(read("a.html", page.encode()), "support_institutions") == ["Road Users", "Bridge Watch"]


@pytest.mark.parametrize(
    "picture",
    ['<span class="user-icon">A</span>', '<div class="avatar avatar-sm">AR</div>', '<i class="initials">AR</i>'],
)
def test_the_initials_of_a_picture_are_no_part_of_a_name(picture: str) -> None:
    """Letters that stand for a portrait are neither a person nor glued to one."""
    rows = [(label, picture + said if label == "Contact person" else said) for label, said in ROWS]
    page = _HEAD + "".join(f"<dl><dt>{label}</dt><dd>{said}</dd></dl>" for label, said in rows) + "</body></html>"
    assert values(read("a.html", page.encode()), "person") == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Backed by", "support_institutions"),
        ("En alianza con", "support_institutions"),
        ("Avec l'appui de", "support_institutions"),
        ("Com o apoio de", "support_institutions"),
        ("Mit Unterstützung von", "support_institutions"),
    ],
)
def test_who_helps_is_a_partner(label: str, field: str) -> None:
    """Words for helping name supporting institutions, in each language."""
    rows = "".join(f"<dt>{one}</dt><dd>{said}</dd>" for one, said in [*ROWS, (label, "Road Users")])
    assert values(read("a.html", f"{_HEAD}<dl>{rows}</dl></body></html>".encode()), field) == ["Road Users"]


@pytest.mark.parametrize("position", ["Court Administrator", "Water Engineer", "Chief Surveyor", "Senior Planner"])
def test_a_position_behind_a_name_is_no_second_person(position: str) -> None:
    """ "Name, position" is one person and what they are."""
    rows = "".join(
        f"<dt>{label}</dt><dd>{f'Ana Ruiz, {position}' if label == 'Contact person' else said}</dd>"
        for label, said in ROWS
    )
    reading = read("a.html", f"{_HEAD}<dl>{rows}</dl></body></html>".encode())
    assert (values(reading, "person"), values(reading, "person_title")) == (["Ana Ruiz"], [position])
