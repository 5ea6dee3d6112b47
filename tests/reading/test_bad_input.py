"""Files that are no page, or a page that is damaged: a clear problem each, and whatever can be read is read."""

from __future__ import annotations

import pytest

from bot.intake.wording import explain
from bot.reading import MAX_BYTES, read
from bot.reading.siblings import find_index

PAGE = "Open Data (KR0044)\nOverview\nAction Plan: Plan 2018-2020\nStatus: Active\nDescription\nIt was added.\n"


def said(name: str, data: bytes) -> list[tuple[str, str]]:
    """The severity and message of each problem."""
    return [(problem.severity, problem.message) for problem in read(name, data).problems]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\xef\xbb\xbf \n", "empty"),
        ("a.html", b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
        ("a.txt", b"PK\x03\x04\x14\0", "ZIP"),
        ("a.txt", bytes(range(256)) * 40, "no text in UTF-8, UTF-16 or Windows-1252"),
        ("a.txt", "제목 (KR0044)".encode("euc-kr") * 20, "no text in UTF-8, UTF-16 or Windows-1252"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(name: str, data: bytes, words: str) -> None:
    """A file that is no text is one error, which names the formats that can be read where that helps."""
    ((severity, message),) = said(name, data)
    assert severity == "error"
    assert words in message
    assert read(name, data).document is None
    if "empty" not in words:
        assert "Word (.docx), PDF, Excel (.xlsx), CSV, JSON, plain text, Markdown and HTML" in message


def test_a_file_that_is_too_large() -> None:
    """A file over the limit is not looked into, and the limit is named."""
    ((severity, message),) = said("a.txt", b"x" * (MAX_BYTES + 1))
    assert severity == "error"
    assert "up to 64 MB" in message


@pytest.mark.parametrize(
    ("name", "data"), [("a.txt", b"Hello world.\n"), ("a.html", b"<html><body><p>Hello</p></body></html>")]
)
def test_no_commitment(name: str, data: bytes) -> None:
    """A document without a commitment is one error; its text is kept as unread."""
    reading = read(name, data)
    assert [problem.severity for problem in reading.problems] == ["error"]
    assert "no commitment in this document" in reading.problems[0].message
    assert len(reading.unread) == 1


def test_windows_1252() -> None:
    """A page in Windows-1252 is read, with a warning that says so."""
    reading = read("KR0044.txt", PAGE.replace("added", "añadido").encode("cp1252"))
    assert reading.document is not None
    assert "añadido" in reading.document.text
    assert [problem.message for problem in reading.problems] == ["This is not UTF-8; it was read as Windows-1252."]


def test_utf_16_without_a_mark() -> None:
    """UTF-16 is told by its zero bytes where its mark is missing."""
    assert read("KR0044.txt", PAGE.encode("utf-16-be")).values == read("KR0044.txt", PAGE.encode()).values


def test_the_byte_order_mark_counts() -> None:
    """Places are counted in the file as it is: its byte order mark is its first character."""
    plain, marked = read("KR0044.txt", PAGE.encode()), read("KR0044.txt", ("\ufeff" + PAGE).encode())
    assert [value.start + 1 for value in plain.values] == [value.start for value in marked.values]


def test_nul_characters() -> None:
    """NUL characters are reported with their line, and the page around them is read."""
    reading = read("KR0044.txt", PAGE.replace("was", "w\0s").encode())
    assert [(problem.line, problem.severity) for problem in reading.problems] == [(6, "warning")]
    assert {"title", "action_plan", "status", "summary"} <= {value.field for value in reading.values}


def test_two_pages_in_one_document() -> None:
    """Both commitments are read, and a problem says where the second begins."""
    reading = read("KR0044.txt", (PAGE + PAGE.replace("Open Data (KR0044)", "Aid (KR0045)")).encode())
    assert {(value.code, value.raw) for value in reading.values if value.field == "title"} == {
        ("KR0044", "Open Data"),
        ("KR0045", "Aid"),
    }
    assert [(problem.line, problem.severity) for problem in reading.problems] == [(7, "warning")]
    assert sum(value.field == "status" for value in reading.values) == 2


def test_a_code_in_prose_is_no_second_page() -> None:
    """A line of prose that ends in a sibling's code begins no page."""
    reading = read("KR0044.txt", (PAGE + "It goes on from Aid (KR0045)\nand ends there.\n").encode())
    assert {value.code for value in reading.values} == {"KR0044"}


def test_the_code_of_a_page_that_lost_it() -> None:
    """A page without a code in its title has that of its address or file name, and a warning."""
    data = PAGE.replace(" (KR0044)", "").encode()
    for name, url in (("KR0044.txt", None), ("saved.txt", "https://example.org/commitments/kr0044/")):
        reading = read(name, data, url)
        assert {(value.code, value.raw) for value in reading.values if value.field == "title"} == {
            ("KR0044", "Open Data")
        }
        assert [problem.field for problem in reading.problems] == ["title"]


def test_what_looks_wrong() -> None:
    """An end before its start, an address without @ and a code unlike the file's name are warnings with their lines."""
    text = PAGE + "Start date: July 2018\nEnd date: June 2017\nEmail: nobody at home\n"
    problems = read("KR0099.txt", text.encode()).problems
    assert [(problem.line, problem.field, problem.severity) for problem in problems] == [
        (8, "end", "warning"),
        (9, "email", "warning"),
        (1, "title", "warning"),
    ]


def test_deeply_nested_html() -> None:
    """HTML that nests deeper than any page is read all the same, and a warning says so."""
    body = "".join(f"<p>{line}</p>" for line in PAGE.splitlines())
    reading = read("KR0044.html", ("<html><body>" + "<div>" * 50_000 + body + "</div>" * 50_000).encode())
    assert {value.field for value in reading.values} == {"title", "action_plan", "status", "summary"}
    assert "nests more than 1000" in reading.problems[0].message


def test_hidden_text_of_html_is_not_read() -> None:
    """Scripts, comments, hidden elements and navigation are no part of the text; the canonical address is the URL."""
    html = (
        '<html><head><link rel="canonical" href="https://example.org/commitments/KR0044/"></head><body>'
        "<nav>Menu</nav><script>Starred: Yes</script><!-- Starred: Yes --><p hidden>Starred: Yes</p>"
        + "".join(f"<p>{line}</p>" for line in PAGE.splitlines())
    )
    reading = read("a.html", html.encode())
    assert reading.document is not None
    assert reading.document.url == "https://example.org/commitments/KR0044/"
    assert "Starred" not in reading.document.text
    assert "Menu" not in reading.document.text


def test_many_siblings() -> None:
    """An index of 20,000 rows is read whole."""
    rows = "".join(f"-\nTitle {number}\nKR{number % 10_000:04d}, 2018, Aid\n" for number in range(20_000))
    assert len(find_index(rows, 0, len(rows))[1]) == 20_000


def test_a_million_character_line() -> None:
    """A line of a million characters is a value like any other."""
    reading = read("KR0044.txt", (PAGE + "; Main Objective: " + "to open data " * 80_000).encode())
    (objective,) = [value for value in reading.values if value.field == "objective"]
    assert len(objective.raw) == len("to open data ") * 80_000 - 1


def test_explain_colours_values_and_leaves_the_rest_plain() -> None:
    """Each value stands in its field's colour; terminal controls in the text are made harmless."""
    shown = explain(read("KR0044.txt", (PAGE.replace("Active", "") + "\x1b[2Jx; Foo bar: y\n").encode()))
    assert "\x1b[31mOpen Data\x1b[0m (KR0044)\n" in shown
    assert "⟨status: blank⟩" in shown
    assert "\x1b[2J" not in shown


def test_explain_without_colours_names_the_field_of_each_value() -> None:
    """Where no colour can be shown, a value stands in brackets behind its field's name, and no code is written."""
    shown = explain(read("KR0044.txt", PAGE.replace("Active", "").encode()), colours=False)
    assert "⟨title: Open Data⟩ (" in shown
    assert "⟨status: blank⟩" in shown
    assert "\x1b" not in shown
