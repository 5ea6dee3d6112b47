"""Fetching, against a real server on loopback."""

from __future__ import annotations

import dataclasses
import gzip
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.reading import request
from bot.reading.fetch import Fetched, FetchSettings, fetch, listed_urls
from bot.reading.request import RefusalError, checked_url, is_public


class Site:
    """A site on loopback: path → (status, headers, body); what it was asked is kept."""

    def __init__(self, server: type[ThreadingHTTPServer] = ThreadingHTTPServer, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.trickle = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers.items())))
                status, headers, body = site.pages.get(self.path, (404, {}, b""))
                if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "X-Trickle" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if "X-Trickle" not in headers:
                    self.wfile.write(body)
                    return
                while not site.trickle.wait(0.05):
                    try:
                        self.wfile.write(b"x")
                    except OSError:
                        return

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self.server = server((host, 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def page(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        """Put a page up."""
        self.pages[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)

    def close(self) -> None:
        """Take the site down."""
        self.trickle.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    """A running site."""
    running = Site()
    yield running
    running.close()


@pytest.fixture
def settings(tmp_path: Path) -> FetchSettings:
    """Settings that let loopback be fetched, without pauses."""
    return FetchSettings("ops@example.org", tmp_path / "cache", pause=0, timeout=5, seconds=5, allow_private=True)


def one(url: str, settings: FetchSettings) -> Fetched:
    """What comes of one URL."""
    (fetched,) = fetch([url], settings)
    return fetched


def changed(settings: FetchSettings, **changes: object) -> FetchSettings:
    """The settings with some changed."""
    return dataclasses.replace(settings, **changes)  # type: ignore[arg-type]


def test_a_page_is_fetched_as_it_is(site: Site, settings: FetchSettings) -> None:
    """A page's bytes come unchanged, under the URL that was asked for."""
    site.page("/commitments/KR0032/", b"<html>KR0032</html>")
    url = f"{site.url}/commitments/KR0032/#top"
    assert one(url, settings) == Fetched(url, b"<html>KR0032</html>", 200, None)


def test_the_user_agent_names_a_contact(site: Site, settings: FetchSettings) -> None:
    """Every request, the one for robots.txt too, says which program asks and whom to write to."""
    site.page("/a", b"a")
    one(f"{site.url}/a", settings)
    assert [headers["User-Agent"] for _, headers in site.asked] == ["commitment-bot (+ops@example.org)"] * 2


def test_without_a_contact_nothing_is_fetched(site: Site, settings: FetchSettings) -> None:
    """Settings without a contact are refused before any request."""
    with pytest.raises(ValueError, match="contact"):
        list(fetch([f"{site.url}/a"], changed(settings, contact=" ")))
    assert site.asked == []


def test_robots_txt_is_heeded(site: Site, settings: FetchSettings) -> None:
    """A page that robots.txt forbids is not asked for; one that it allows is."""
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private/\n")
    site.page("/private/a", b"a")
    site.page("/b", b"b")
    refused, given = fetch([f"{site.url}/private/a", f"{site.url}/b"], settings)
    assert refused.data is None and refused.problem is not None and "robots.txt" in refused.problem.message
    assert given.data == b"b"
    assert site.paths == ["/robots.txt", "/b"]


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (b"Disallow: /*/drafts/", False),
        (b"Disallow: /*.pdf$", True),
        (b"Disallow: /\nAllow: /members/*/drafts/", True),
        (b"Disallow: /members/\nAllow: /members/kenya", True),
    ],
)
def test_wildcards_and_the_longest_rule_are_heeded(
    site: Site, settings: FetchSettings, rules: bytes, allowed: bool
) -> None:
    """A `*` stands for anything, a `$` for the end, and of two rules that fit the longer one holds (RFC 9309, 2.2)."""
    site.page("/robots.txt", b"User-agent: *\n" + rules)
    site.page("/members/kenya/drafts/a.pdfx", b"A page")
    (page,) = fetch([f"{site.url}/members/kenya/drafts/a.pdfx"], settings)
    assert (page.data is not None) is allowed


def test_a_broken_robots_txt_closes_the_site_for_the_run(site: Site, settings: FetchSettings) -> None:
    """Where robots.txt answers with a fault nothing is fetched, and it is asked for once only."""
    site.page("/robots.txt", b"", 503)
    site.page("/a", b"a")
    first, second = fetch([f"{site.url}/a", f"{site.url}/b"], settings)
    assert (first.data, first.status, second.data) == (None, 503, None)
    assert site.paths == ["/robots.txt"]


def test_an_unchanged_page_comes_from_the_cache(site: Site, settings: FetchSettings) -> None:
    """The second time the site is asked whether the page changed, and sends it no more when it did not."""
    site.page("/a", b"first", ETag='"1"')
    one(f"{site.url}/a", settings)
    again = one(f"{site.url}/a", settings)
    assert (again.data, again.status) == (b"first", 304)
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    site.page("/a", b"second", ETag='"2"')
    assert one(f"{site.url}/a", settings).data == b"second"


def test_a_spoilt_cache_is_no_cache(site: Site, settings: FetchSettings) -> None:
    """A cached body that is not the one that was kept is fetched anew."""
    site.page("/a", b"whole", ETag='"1"')
    one(f"{site.url}/a", settings)
    (body,) = settings.cache.glob("*.body")
    body.write_bytes(b"who")
    assert one(f"{site.url}/a", settings) == Fetched(f"{site.url}/a", b"whole", 200, None)


def test_requests_to_one_host_keep_their_distance(site: Site, settings: FetchSettings) -> None:
    """Between two requests to a host lies the pause, longer where robots.txt asks for more."""
    site.page("/robots.txt", b"User-agent: *\nCrawl-delay: 7\n")
    now = 100.0
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        nonlocal now
        waits.append(seconds)
        now += seconds

    list(fetch([f"{site.url}/a", f"{site.url}/b"], changed(settings, pause=2), sleep, lambda: now))
    assert waits == [7.0, 7.0]


def test_a_url_given_twice_is_fetched_once(site: Site, settings: FetchSettings) -> None:
    """The same URL again is not asked for again."""
    site.page("/a", b"a")
    assert len(list(fetch([f"{site.url}/a", f" {site.url}/a "], settings))) == 1


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500])
def test_an_answer_without_a_page_is_a_problem(site: Site, settings: FetchSettings, status: int) -> None:
    """An error answer gives no data, its status, and a sentence that says so; the next URL is still fetched."""
    site.page("/a", b"sorry", status)
    site.page("/b", b"b")
    bad, good = fetch([f"{site.url}/a", f"{site.url}/b"], settings)
    assert (bad.data, bad.status, good.data) == (None, status, b"b")
    assert bad.problem is not None and f"HTTP {status}" in bad.problem.message
    assert bad.problem.severity == "error"


def test_a_site_that_is_down_is_a_problem(settings: FetchSettings) -> None:
    """A port where nobody listens gives a sentence, no exception."""
    gone = Site()
    gone.close()
    fetched = one(f"{gone.url}/a", settings)
    assert (fetched.data, fetched.status) == (None, None)
    assert fetched.problem is not None and fetched.problem.message.startswith("The site cannot be reached")


def test_redirects_are_followed_and_bounded(site: Site, settings: FetchSettings) -> None:
    """A redirect leads to its page; a circle of them ends in a problem."""
    site.page("/old", b"", 301, Location="/new")
    site.page("/new", b"new")
    site.page("/round", b"", 302, Location="/round")
    moved, circle = fetch([f"{site.url}/old", f"{site.url}/round"], settings)
    assert moved.data == b"new"
    assert circle.data is None and circle.problem is not None and "redirects" in circle.problem.message


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/a", "http://user:word@127.0.0.1/"])
def test_a_redirect_leads_nowhere_that_a_url_may_not(site: Site, settings: FetchSettings, target: str) -> None:
    """The target of a redirect is held to the rules for URLs."""
    site.page("/a", b"", 302, Location=target)
    assert one(f"{site.url}/a", settings).problem is not None


def test_a_redirect_is_held_to_robots_txt(site: Site, settings: FetchSettings) -> None:
    """A page that robots.txt forbids is not reached through a redirect either."""
    site.page("/robots.txt", b"User-agent: *\nDisallow: /secret\n")
    site.page("/a", b"", 302, Location="/secret")
    assert one(f"{site.url}/a", settings).data is None
    assert "/secret" not in site.paths


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]", "2130706433"])
def test_loopback_is_never_asked_unless_allowed(site: Site, settings: FetchSettings, host: str) -> None:
    """However loopback is written, no request reaches it under the usual settings."""
    url = site.url.replace("127.0.0.1", host) + "/a"
    fetched = one(url, changed(settings, allow_private=False))
    assert fetched.data is None and fetched.problem is not None
    assert site.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2a00:1450:4001:81b::200e", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("64:ff9b:1::808:808", False),
        ("2002:808:808::1", True),
        ("::ffff:8.8.8.8", True),
        ("::127.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("no address", False),
    ],
)
def test_only_public_addresses_are_public(address: str, public: bool) -> None:
    """Private, local and shared addresses are told apart from public ones, IPv4 inside IPv6 too."""
    assert is_public(address) is public


def test_a_large_page_is_cut_off(site: Site, settings: FetchSettings) -> None:
    """A page over the limit is a problem, and is not kept."""
    site.page("/a", b"x" * 5000)
    fetched = one(f"{site.url}/a", changed(settings, max_bytes=1000))
    assert fetched.data is None and fetched.problem is not None and "larger" in fetched.problem.message
    assert list(settings.cache.glob("*")) == []


def test_the_limit_counts_unpacked_data(site: Site, settings: FetchSettings) -> None:
    """A small packed answer that unpacks to more than the limit is a problem; one within it is unpacked."""
    site.page("/bomb", gzip.compress(b"x" * 500_000), Content_Encoding="gzip")
    site.page("/page", gzip.compress(b"page"), Content_Encoding="gzip")
    bomb, page = fetch([f"{site.url}/bomb", f"{site.url}/page"], changed(settings, max_bytes=100_000))
    assert (bomb.data, page.data) == (None, b"page")


def test_an_endless_trickle_ends(site: Site, settings: FetchSettings) -> None:
    """A site that sends a byte now and then cannot hold the run up beyond the time for one page."""
    site.page("/a", b"", X_Trickle="yes")
    fetched = one(f"{site.url}/a", changed(settings, seconds=0.5))
    assert fetched.data is None and fetched.problem is not None and "0.5 seconds" in fetched.problem.message


class _Server6(ThreadingHTTPServer):
    address_family = socket.AF_INET6


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_an_ipv6_address_is_fetched(settings: FetchSettings) -> None:
    """A literal in brackets is connected to as it is, and the site is told it in brackets, with its port."""
    try:
        site = Site(_Server6, "::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    site.page("/a", b"a")
    assert one(f"{site.url}/a", settings).data == b"a"
    assert {headers["Host"] for _, headers in site.asked} == {site.url.removeprefix("http://")}
    site.close()


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://[2001:4860:4860::8888]/a", "http://[2001:4860:4860::8888]/a"),
        ("https://[2001:4860:4860:0::8888]:8443/", "https://[2001:4860:4860::8888]:8443/"),
        ("http://[::FFFF:8.8.8.8]", "http://[::ffff:808:808]/"),
    ],
)
def test_an_ipv6_address_is_asked_for_in_its_one_form(url: str, asked: str) -> None:
    """However a literal is written, its brackets and port stay."""
    assert checked_url(url) == asked


@pytest.mark.parametrize(
    "host", ["[fe80::1%25eth0]", "[fe80::1%eth0]", "[::1", "[v1.x]", "[1.2.3.4]", "[::g]", "[]", "127.0.0.1%25lo"]
)
def test_what_is_no_host_of_the_web_is_refused(host: str) -> None:
    """Zones, broken brackets and other kinds of address end in a sentence."""
    with pytest.raises(RefusalError, match="not a valid address"):
        checked_url(f"http://{host}/")


@pytest.mark.parametrize(
    "host",
    "[::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] [::1] [::] [fe80::1] [fd00::1]"
    " 2130706433 0x7f.1 0177.0.0.1 127.1 ①②⑦.⓪.⓪.① 127。0。0。1 LOCALHOST. 0".split(),
)
def test_a_redirect_never_reaches_a_private_address(settings: FetchSettings, host: str) -> None:
    """Whatever form a private address has, it is refused with a sentence before anything is sent."""
    said = one(f"http://{host}/", changed(settings, allow_private=False)).problem
    assert said is not None and "only public ones are fetched" in said.message


@pytest.mark.parametrize(
    "target", ["http://[::ffff:127.0.0.1]:1/", "http://[::1", "http://[v1.x]/", "//[", "\\\\[::1]\\"]
)
def test_a_redirect_that_leads_nowhere_stops_no_other(site: Site, settings: FetchSettings, target: str) -> None:
    """It is that page's problem, and the next page is fetched."""
    site.page("/a", b"", 302, Location=target)
    site.page("/b", b"b")
    bad, good = fetch([f"{site.url}/a", f"{site.url}/b"], settings)
    assert bad.data is None and bad.problem is not None
    assert good.data == b"b"


def test_a_fault_in_fetching_stops_no_other(
    site: Site, settings: FetchSettings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What nobody thought of is that page's problem: a sentence for people, the traceback in the log."""
    right = request.checked_url

    def faulty(url: str) -> str:
        if url.endswith("/a"):
            raise IndexError("off by one")
        return right(url)

    monkeypatch.setattr("bot.reading.fetch.checked_url", faulty)
    site.page("/b", b"b")
    bad, good = fetch([f"{site.url}/a", f"{site.url}/b"], settings)
    assert bad.problem is not None and "fault of the program" in bad.problem.message
    assert good.data == b"b"
    assert "off by one" in caplog.text


def test_a_cache_that_cannot_be_written_loses_no_page(site: Site, settings: FetchSettings) -> None:
    """The page is read; it is only fetched again next time."""
    settings.cache.write_text("a file where the folder should be")
    site.page("/a", b"a")
    assert one(f"{site.url}/a", settings).data == b"a"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "KR0032.txt", "http://", "https://[x]/", "http://a b/", "http://a:0/"]
)
def test_what_is_no_web_address_is_a_problem(settings: FetchSettings, url: str) -> None:
    """Anything but an http(s) address gives a sentence, no request and no exception."""
    assert one(url, settings).problem is not None


def test_addresses_may_hold_other_letters(site: Site, settings: FetchSettings) -> None:
    """A path with accents is asked for in its encoded form."""
    site.page("/caf%C3%A9?q=%C3%B1", b"ok")
    assert one(f"{site.url}/café?q=ñ", settings).data == b"ok"


def test_a_list_of_urls_may_have_comments() -> None:
    """Blank lines and lines that begin with # are no URLs."""
    assert listed_urls("\ufeffhttp://a/\n\n# later\n  http://b/  \n") == ["http://a/", "http://b/"]
