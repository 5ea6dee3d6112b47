"""Other ways out of a digest, read by readers that know nothing of us: `icalendar`, `feedparser`, an HTML parser."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import feedparser
import pytest
from icalendar import Calendar

from bot.digest.forms import calendar, feed, page
from bot.digest.gathering import composed
from bot.digest.model import Digest
from bot.digest.selection import Selection
from bot.digest.text import DigestWording
from bot.records.languages import LANGUAGES
from bot.records.store import Store
from tests import hostile_contacts as hostile
from tests.digest.conftest import BEGUN, Edit
from tests.digest.documents import ingest
from tests.forking import python

ROOT = Path(__file__).parents[2]
DAY = date(2018, 6, 15)
FORMATS = ("slack", "html", "ics", "atom")
URL = "https://www.example.org/commitments/kr0032/?a=1&b=2"


def run(database: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """The command on a database, its output as it comes."""
    command = [*python(), "-m", "bot", "digest", "--db", str(database), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, env={**os.environ, **environ}, check=False)


def made(database: Path, day: date = DAY, form: str = "ics", **options: Any) -> Digest:
    """The digest of every commitment."""
    with Store(database) as store:
        return composed(store, (), as_of=day, form=form, **options)


def events(written: bytes) -> list:
    """The events of a calendar."""
    return list(Calendar.from_ical(written).walk("VEVENT"))


def entries(written: bytes) -> list:
    """The entries of a feed that is well-formed."""
    read = feedparser.parse(written)
    assert (read.bozo, read.version) == (False, "atom10")
    return read.entries


class Page(HTMLParser):
    """A page's words, its addresses, and its elements, which have to be closed in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not any(name.startswith("on") for name, _value in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last one."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take words."""
        self.words += data


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of the web with milestones, an end that is known to the month, and an address; one that is complete."""
    folder = tmp_path_factory.mktemp("rich")
    corpus, file = folder / "corpus", folder / "commitments.db"
    corpus.mkdir()
    text = (ROOT / "corpus" / "KR0032.txt").read_text("utf-8")
    done = text.replace("KR0032", "KR0033").replace("Status:", "Status: Complete").replace("2017; Lead", "2018; Lead")
    (corpus / "KR0033.txt").write_text(done, "utf-8")
    text = text.replace("1 July 2016 ~ 31 December 2017", "1 July 2016 ~ August 2018").replace(
        "Main Objective:",
        "Milestones: 1. Draft the <rules> & publish them, 1 January 2018 - 30 June 2018"
        " 2. Train officials, 1 March 2018 - 31 July 2018; Main Objective:",
    )
    lines = (f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in text.splitlines() if line)
    html = f"<!-- saved from url=(0050){URL} -->\n<html><body>{''.join(lines)}</body></html>"
    (corpus / "KR0032.html").write_text(html, "utf-8")
    ingest(corpus, file, BEGUN)
    return file


# -- calendar ----------------------------------------------------------------------------------------------------


def test_an_end_is_a_day_of_the_calendar(database: Path) -> None:
    """An end to come is one whole day with code, title, the value as it is written, and its place."""
    (event,) = events(run(database, "--as-of", "2018-06-15", "--format", "ics").stdout)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2018, 6, 30), date(2018, 7, 1))
    assert event["summary"] == "KR0029 · Citizen Groups Government Service Design — ends 30 June 2018"
    assert event["description"].split("\n")[:3] == ["end date: “30 June 2018”", "KR0029.txt:20", "status “Inactive”"]


def test_milestones_are_days_of_the_calendar(rich: Path) -> None:
    """Each milestone to come stands on its own last day, says what it is about, and leads to its page."""
    first, second, _end = events(calendar(made(rich), "en"))
    assert [one.decoded("dtstart") for one in (first, second)] == [date(2018, 6, 30), date(2018, 7, 31)]
    assert "milestone: Draft the <rules> & publish them" in first["summary"]
    assert "30 June 2018" in first["description"]
    assert first["url"] == second["url"] == URL


def test_a_month_stands_on_its_last_day_and_says_so(rich: Path) -> None:
    """An end that is known to the month is its last day, with nothing but the month in its title."""
    end = events(calendar(made(rich), "en"))[-1]
    assert end.decoded("dtstart") == date(2018, 8, 31)
    assert end["summary"].endswith("ends August 2018")
    assert "“August 2018”" in end["description"]


def test_what_is_complete_has_no_day(rich: Path) -> None:
    """The end of what is complete is in no calendar, though it lies ahead."""
    assert not [one for one in events(calendar(made(rich), "en")) if "KR0033" in one["summary"]]


def test_a_calendar_reaches_a_year_or_as_far_as_asked(rich: Path) -> None:
    """Without a number of days a calendar has a year's; with one, only those."""
    assert len(events(run(rich, "--as-of", "2017-10-01", "--format", "ics").stdout)) == 3
    assert len(events(run(rich, "--as-of", "2018-06-15", "--format", "ics", "--days", "15").stdout)) == 1


def test_a_date_that_moves_keeps_its_identifier(edited: Edit) -> None:
    """An end that moves is the same event on another day, on any day that it is asked for, in any language."""
    file = edited((date(2018, 6, 1), "KR0029.txt", "30 June 2018", "31 July 2018"))
    (after,) = events(calendar(made(file), "en"))
    (french,) = events(calendar(made(file, date(2018, 7, 1)), "fr"))
    assert after.decoded("dtstart") == date(2018, 7, 31)
    assert after["uid"] == french["uid"]


def test_two_commitments_have_two_identifiers(rich: Path) -> None:
    """No two events have one identifier."""
    read = events(calendar(made(rich), "en"))
    assert len({one["uid"] for one in read}) == len(read) == 3


def test_a_deadline_that_just_passed_stays_a_week(database: Path) -> None:
    """The end of a week ago is still in the calendar, an older one is not."""
    assert len(events(calendar(made(database, date(2018, 7, 7)), "en"))) == 1
    assert events(calendar(made(database, date(2018, 7, 8)), "en")) == []


def test_lines_of_a_calendar_are_as_the_standard_says(rich: Path) -> None:
    """Lines end in CR LF and have at most 75 bytes, also in Korean."""
    written = run(rich, "--as-of", "2018-06-15", "--format", "ics", "--lang", "ko").stdout
    assert written.count(b"\n") == written.count(b"\r\n")
    assert max(map(len, written.split(b"\r\n"))) <= 75
    assert len(events(written)) == 3


# -- feed --------------------------------------------------------------------------------------------------------


def test_a_line_of_news_is_an_entry(rich: Path) -> None:
    """A feed has one entry for each line of the news, with its address, its quoted values and their places."""
    digest = made(rich, date(2018, 6, 24), "atom")
    read = entries(run(rich, "--as-of", "2018-06-24", "--format", "atom").stdout)
    assert len(read) == len(digest.news.happened) + len(digest.news.due) == 1
    assert read[0].link == URL
    assert "KR0032 · Citizen Services Application — milestone due" in read[0].title
    shown = Page(read[0].content[0].value)
    assert "Draft the <rules> & publish them" in shown.words
    assert "KR0032.html" in shown.words
    assert set(shown.addresses) == {URL}


def test_an_entry_is_the_same_on_the_next_day(database: Path) -> None:
    """What is news on two days has one identifier, one day and the same words in both feeds."""
    today, tomorrow = (entries(feed(made(database, date(2018, 6, day), "atom"), "en", ())) for day in (15, 16))
    assert today == tomorrow
    assert len({one.id for one in today}) == 2


def test_what_happens_to_a_commitment_is_another_entry(edited: Edit) -> None:
    """A change makes an entry of its own, dated by its day, beside what the feed had before."""
    file = edited((date(2018, 6, 14), "KR0029.txt", "30 June 2018", "1 July 2018"))
    before, after = (entries(feed(made(file, date(2018, 6, day), "atom"), "en", ())) for day in (13, 15))
    assert after[0].updated == "2018-06-14T00:00:00Z"
    assert "moved from 30 June 2018 to 1 July 2018" in after[0].title
    assert after[0].id not in {one.id for one in before}
    assert after[1].id in {one.id for one in before}


def test_two_selections_are_two_feeds(database: Path) -> None:
    """A feed is named by what it follows, and has an identifier of its own."""
    one, other = (feedparser.parse(feed(made(database), "en", [Selection("code", code)])).feed for code in "AB")
    assert (one.title, other.title) == tuple(f"Commitments: what is new, due and overdue: {code}" for code in "AB")
    assert one.id != other.id


def test_a_feed_without_news_is_a_feed(database: Path) -> None:
    """Where nothing is new the feed is empty and still one."""
    assert entries(run(database, "--as-of", "2017-03-01", "--format", "atom").stdout) == []


# -- HTML --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_what_the_text_says(database: Path, language: str) -> None:
    """The page has the words of the text in the same order, whatever the language."""
    digest = made(database, form="html")
    text = DigestWording(language).text(digest)
    shown = Page(page(digest, language))
    told, _, sources = text.partition("\n\n[1] ")
    pieces = re.split(r"\n+|• | — |[A-Z]{2}\d{4} · ", told) + re.split(r"\n\[\d+\] ", sources)
    assert [piece for piece in pieces if piece.strip() not in shown.words] == []
    assert f'<html lang="{language}">' in page(digest, language)


def test_a_page_links_to_its_documents(rich: Path) -> None:
    """Titles and sources lead to the address that the page came from, and nothing is loaded from anywhere."""
    shown = Page(run(rich, "--as-of", "2018-06-24", "--format", "html").stdout.decode())
    assert set(shown.addresses) == {URL}
    assert not {"script", "img", "link", "iframe"} & set(shown.tags)


def test_what_a_document_says_is_never_markup(database: Path) -> None:
    """Markup, addresses that run something and control characters of a document are inert in every form."""
    digest = made(database)
    bad: dict[str, Any] = {"title": '<script>x</script>"\x1b[1m\x00\ufffe\nBEGIN:VEVENT', "url": "javascript:alert(1)"}
    due = tuple(replace(line, **bad) for line in digest.news.due)
    dates = tuple(replace(line, **bad) for line in digest.dates)
    digest = replace(digest, news=replace(digest.news, due=due), dates=dates)
    shown = Page(page(digest, "en"))
    assert "script" not in shown.tags
    assert shown.addresses == []
    assert "<script>x</script>" in shown.words
    read = entries(feed(digest, "en", ()))
    assert not any(one.get("links") for one in read)
    assert not any("<script" in one.content[0].value for one in read)
    (event,) = events(calendar(digest, "en"))
    assert "url" not in event
    assert "<script>x</script>" in event["summary"]


# -- Slack, and every form ---------------------------------------------------------------------------------------


def test_slack_gets_blocks_without_buttons(database: Path) -> None:
    """The form for Slack is a message in its limits, with nothing to press, since nobody would hear it."""
    message = json.loads(run(database, "--as-of", "2018-06-15", "--format", "slack").stdout)
    assert list(message) == ["text", "blocks"]
    assert 0 < len(message["blocks"]) <= 50
    assert {block["type"] for block in message["blocks"]} == {"section", "context"}
    assert not any("accessory" in block for block in message["blocks"])
    assert "ends 30 June 2018, in 15 days" in json.dumps(message["blocks"])


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_input_gives_the_same_bytes(rich: Path, form: str) -> None:
    """Two runs write the same, to the byte, in whatever order each has its sets."""
    arguments = ("--as-of", "2018-06-24", "--format", form, "--lang", "ko")
    first, second = run(rich, *arguments), run(rich, *arguments, PYTHONHASHSEED="1")
    assert (first.returncode, first.stderr) == (0, b"")
    assert first.stdout == second.stdout != b""


@pytest.fixture(scope="module")
def secretive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents with contacts where nobody expects them, some of which changed lately, and an end that is near."""
    folder = tmp_path_factory.mktemp("secretive")
    corpus, file = folder / "corpus", folder / "commitments.db"
    hostile.write(corpus)
    hostile.read(corpus, file, "2017-12-01")
    hostile.write(
        corpus,
        **{"leehs30@korea.kr": "zorro0@hid.kr", "31_December_2017": "30 July 2018", "Status_quo": "zorro1@hid.kr"},
        open_kilns="open kilns, 02-2100-3477",
    )
    hostile.read(corpus, file, "2018-06-14")
    return file


@pytest.mark.parametrize("form", FORMATS)
def test_no_form_shows_a_contact(secretive: Path, form: str) -> None:
    """No form has an email address or a telephone number of a document, wherever in it that stands."""
    done = run(secretive, "--as-of", "2018-06-15", "--format", form, "--days", "60")
    assert (done.returncode, done.stderr) == (0, b"")
    written = done.stdout.decode().replace("\r\n ", "")
    assert "XL9002" in written
    assert [said for said in hostile.HIDDEN if said in written] == []


def test_the_documents_have_contacts_to_show(secretive: Path) -> None:
    """On the screen of whoever has the documents the same digest has contacts in it."""
    shown = run(secretive, "--as-of", "2018-06-15", "--days", "60").stdout.decode()
    assert [said for said in hostile.HIDDEN if said in shown] != []


def test_one_way_at_a_time(database: Path) -> None:
    """Two ways out at once are a mistake that is said."""
    for others in (["--json"], ["--mail", "a@example.org"], ["--send"]):
        done = run(database, "--format", "ics", *others)
        assert (done.returncode, done.stdout) == (2, b"")


def test_a_form_is_loaded_only_when_it_is_asked_for() -> None:
    """A digest as text loads neither the calendar's library nor what sends mail."""
    code = "import sys, bot.digest.forms; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"icalendar", "smtplib", "xml.etree.ElementTree"} & set(done.stdout.split())
