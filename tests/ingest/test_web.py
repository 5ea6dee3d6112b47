"""Addresses at the door, against a site on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.ingest.conftest import Ingest
from tests.records.sample_pages import page, rows

ALLOWED = {"FETCH_CONTACT": "tests@example.org", "FETCH_PRIVATE": "yes"}


class Site:
    """A site with pages that a test may change; `asked` are the paths that were asked for, with the user agents."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers["User-Agent"]))
                data = site.pages.get(self.path)
                self.send_response(200 if data is not None else 404)
                self.send_header("Content-Type", "text/plain; charset=utf-8")
                self.end_headers()
                self.wfile.write(data or b"")

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.005})
        self._thread.start()

    def close(self) -> None:
        """Take the site down."""
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with one commitment."""
    made = Site()
    made.pages["/commitments/XA0001/"] = page("XA0001", Completion="Limited")
    yield made
    made.close()


def test_a_page_is_read_from_its_address(ingest: Ingest, db: Path, site: Site) -> None:
    """It is cited by its address, and the site is told whom to write to."""
    address = f"{site.root}/commitments/XA0001/"
    assert ingest(address, **ALLOWED).returncode == 0
    assert rows(db, "SELECT path, url FROM documents") == [(address, address)]
    assert rows(db, "SELECT code, completion FROM commitments") == [("XA0001", "Limited")]
    assert all("tests@example.org" in agent for _, agent in site.asked)


def test_a_list_of_addresses_is_followed(ingest: Ingest, db: Path, site: Site, tmp_path: Path) -> None:
    """A file that holds only addresses, with remarks; a page that is not there stops no other."""
    names = tmp_path / "addresses.txt"
    names.write_text(f"# ours\n{site.root}/commitments/XA0009/\n\n{site.root}/commitments/XA0001/\n")
    done = ingest(names, **ALLOWED)
    assert done.returncode == 1
    assert f"{site.root}/commitments/XA0009/: There is no page at this address (HTTP 404)" in done.stderr
    assert rows(db, "SELECT code FROM commitments") == [("XA0001",)]


def test_a_private_address_is_not_fetched_unless_a_setting_allows_it(ingest: Ingest, site: Site) -> None:
    """Loopback is refused with a sentence, and the site is not asked."""
    done = ingest(f"{site.root}/commitments/XA0001/", FETCH_CONTACT="tests@example.org")
    assert done.returncode == 1
    assert "only public ones are fetched" in done.stderr
    assert site.asked == []


def test_nothing_is_fetched_without_a_contact(ingest: Ingest, site: Site) -> None:
    """The sentence names the setting."""
    done = ingest(f"{site.root}/commitments/XA0001/", FETCH_PRIVATE="yes")
    assert done.returncode == 1
    assert "FETCH_CONTACT" in done.stderr
    assert site.asked == []


def test_a_site_that_is_down_leaves_the_old_record(ingest: Ingest, db: Path, site: Site) -> None:
    """What was known stays, also with --prune."""
    address = f"{site.root}/commitments/XA0001/"
    ingest(address, **ALLOWED)
    site.close()
    assert ingest(address, "--prune", **ALLOWED).returncode == 1
    assert rows(db, "SELECT code, completion FROM commitments") == [("XA0001", "Limited")]
    site.__init__()  # type: ignore[misc]  # for the fixture to close


def test_a_page_that_was_taken_down_is_pruned(ingest: Ingest, db: Path, site: Site) -> None:
    """A site that says that the page is not there any more is believed with --prune, and only then."""
    address = f"{site.root}/commitments/XA0001/"
    ingest(address, **ALLOWED)
    site.pages.clear()
    ingest(address, **ALLOWED)
    assert rows(db, "SELECT code FROM commitments") == [("XA0001",)]
    ingest(address, "--prune", **ALLOWED)
    assert rows(db, "SELECT code FROM commitments") == []


@pytest.mark.parametrize("address", ["ftp://example.org/x.txt", "file:///etc/passwd", "HTTP://"])
def test_other_addresses_are_refused(ingest: Ingest, address: str) -> None:
    """Nothing but http and https with a host."""
    done = ingest(address, **ALLOWED)
    assert done.returncode == 1
    assert address in done.stderr
    assert "Traceback" not in done.stderr
