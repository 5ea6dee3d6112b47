"""Pages from the web, fetched politely: robots.txt is heeded, one request runs at a time, nothing is fetched twice."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from protego import Protego

from bot.reading.request import FetchLimits, RefusalError, Response, checked_url, get, status_said
from bot.records.model import STAYS, Problem

_log = logging.getLogger(__name__)
AGENT = "commitment-bot"
# RFC 9309, section 2.5: at least 500 KiB of a robots.txt must be read; more is not.
_ROBOTS_BYTES = 500 * 1024
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How to fetch. `contact` (an address or a URL) stands in the user agent, for whoever runs the site.

    `pause` is the least time in seconds between two requests to one host (a robots.txt may ask for more, up to a
    minute), `timeout` how long one wait may take, `seconds` how long one page may take in all, `max_bytes` how large
    it may be once unpacked. `allow_private` lets loopback and private addresses be fetched, for an intranet or a test.
    """

    contact: str
    cache: Path
    pause: float = 1.0
    timeout: float = 15.0
    seconds: float = 60.0
    max_bytes: int = 16 * 1024 * 1024
    max_redirects: int = 5
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one URL: its data, or the problem why there is none; then what is known of it stays as it is.

    `status` is HTTP's, None where there was no answer; 304 means that `data` is what was fetched before.
    """

    url: str
    data: bytes | None
    status: int | None
    problem: Problem | None


def fetch(
    urls: Iterable[str],
    settings: FetchSettings,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Fetched]:
    """Fetch `urls` one after another, each once, and give each as it comes; a URL that fails stops no other.

    `sleep` and `clock` (seconds) are what the pauses are made of.
    """
    if not settings.contact.strip():
        raise ValueError("Fetching needs a contact: an e-mail address or a page that tells sites who is asking.")
    fetcher = _Fetcher(settings, sleep, clock)
    for url in dict.fromkeys(url.strip() for url in urls):
        yield fetcher.page(url)


def listed_urls(text: str) -> list[str]:
    """The URLs of a list, one a line; blank lines and lines that begin with # are none."""
    lines = (line.strip() for line in text.lstrip("\ufeff").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


class _Fetcher:
    """One run: its cache, the robots.txt of each site, and when each host was last asked."""

    def __init__(self, settings: FetchSettings, sleep: Callable[[float], None], clock: Callable[[], float]) -> None:
        self._settings = settings
        self._sleep = sleep
        self._clock = clock
        self._cache = Cache(settings.cache)
        self._robots: dict[str, Protego] = {}
        self._closed: dict[str, RefusalError] = {}
        self._asked: dict[str, float] = {}
        self._agent = f"{AGENT} (+{' '.join(settings.contact.split())})"

    def page(self, url: str) -> Fetched:
        """One page, from the site or, where the site says that nothing changed, from the cache."""
        try:
            return self._page(url)
        except Exception:  # noqa: BLE001 - an edge: the person is told, the log has the traceback, others are fetched
            _log.exception("fetching %s failed", url)
            said = f"Fetching this page failed, which is a fault of the program: the log says where. {STAYS}"
            return _failed(url, None, said)

    def _page(self, url: str) -> Fetched:
        try:
            target = checked_url(url)
            kept = self._cache.get(target)
            answer = self._follow(target, kept.conditions() if kept else {})
        except RefusalError as refusal:
            return _failed(url, refusal.status, str(refusal))
        if answer.status == 304 and kept:
            return Fetched(url, kept.data, 304, None)
        if answer.status != 200:
            return _failed(url, answer.status, status_said(answer.status))
        if answer.cut:
            size = f"{self._settings.max_bytes / 2**20:,.3g} MB"
            return _failed(url, 200, f"The page is larger than {size}, which no commitment page is. {STAYS}")
        try:
            self._cache.put(
                target, CachedPage(answer.data, answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
            )
        except OSError as error:
            _log.warning("%s cannot be kept in the cache (%s): it will be fetched again", url, error)
        return Fetched(url, answer.data, 200, None)

    def _follow(self, url: str, conditions: dict[str, str]) -> Response:
        """The answer at the end of the redirects, each of which is checked as the first URL was."""
        for _ in range(self._settings.max_redirects + 1):
            self._obey_robots(url)
            answer = self._ask(url, conditions, self._settings.max_bytes)
            if answer.location is None:
                return answer
            url = _redirected(url, answer.location)
        raise RefusalError(f"The site redirects more than {self._settings.max_redirects} times; see where it leads.")

    def _obey_robots(self, url: str) -> None:
        site = _site(url)
        if site in self._closed:
            raise self._closed[site]
        if site not in self._robots:
            try:
                self._robots[site] = self._read_robots(f"{site}/robots.txt")
            except RefusalError as refusal:
                # a site that is down is asked once, not once a page
                self._closed[site] = refusal
                raise
        if not self._robots[site].can_fetch(url, AGENT):
            raise RefusalError("The site's robots.txt keeps programs from this page; save it in a browser instead.")

    def _read_robots(self, url: str) -> Protego:
        """A site's rules. None there (4xx) allows all; an error of the site (5xx) allows nothing (RFC 9309, 2.3.1)."""
        for _ in range(self._settings.max_redirects + 1):
            answer = self._ask(url, {}, _ROBOTS_BYTES)
            if answer.location is None:
                break
            url = _redirected(url, answer.location)
        if answer.status >= 500:
            said = f"The site's robots.txt cannot be read (HTTP {answer.status}), so nothing is fetched; try later."
            raise RefusalError(f"{said} {STAYS}", answer.status)
        text = answer.data.decode("utf-8", "replace").lstrip("\ufeff") if answer.status == 200 else ""
        return Protego.parse(text)

    def _ask(self, url: str, conditions: dict[str, str], max_bytes: int) -> Response:
        """One request, after the pause that is due."""
        self._wait(url)
        headers = {"User-Agent": self._agent, "Accept-Encoding": "gzip", **conditions}
        own = self._settings
        return get(url, headers, FetchLimits(own.timeout, own.seconds, max_bytes, own.allow_private))

    def _wait(self, url: str) -> None:
        robots, host = self._robots.get(_site(url)), urlsplit(url).netloc
        asked = robots.crawl_delay(AGENT) if robots else None
        pause = max(self._settings.pause, min(float(asked or 0), _LONGEST_PAUSE))
        left = self._asked.get(host, float("-inf")) + pause - self._clock()
        if left > 0:
            self._sleep(left)
        self._asked[host] = self._clock()


def _redirected(url: str, location: str) -> str:
    """The checked address that `location` names, seen from `url`."""
    try:
        return checked_url(urljoin(url, location))
    except ValueError as error:
        raise RefusalError(f"The site redirects to “{location}”, which is not a valid address. {STAYS}") from error


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _failed(url: str, status: int | None, said: str) -> Fetched:
    return Fetched(url, None, status, Problem(url, None, None, said, "error"))


# -- what was fetched before, and the marks by which a site tells whether it has changed since -----------------------


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page as fetched before, with its validators (RFC 9110, section 8.8)."""

    data: bytes
    etag: str | None
    modified: str | None

    def conditions(self) -> dict[str, str]:
        """The request headers that ask for the page only if it has changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value}


class Cache:
    """A folder with two files a page; a file that is missing or spoilt is a page that was never fetched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, url: str) -> CachedPage | None:
        """The page kept for `url`, None where there is none that can be trusted."""
        body, about = self._paths(url)
        try:
            data = body.read_bytes()
            marks = json.loads(about.read_text(encoding="utf-8"))
            if marks["url"] != url or marks["sha256"] != hashlib.sha256(data).hexdigest():
                return None
            return CachedPage(data, marks["etag"], marks["modified"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, url: str, kept: CachedPage) -> None:
        """Keep a page; each file is replaced as a whole, and the checksum tells when the two do not belong together."""
        self._folder.mkdir(parents=True, exist_ok=True)
        body, about = self._paths(url)
        checksum = hashlib.sha256(kept.data).hexdigest()
        marks = {"url": url, "etag": kept.etag, "modified": kept.modified, "sha256": checksum}
        for path, data in ((body, kept.data), (about, json.dumps(marks, indent=1).encode())):
            fresh = path.with_suffix(path.suffix + ".new")
            fresh.write_bytes(data)
            fresh.replace(path)

    def _paths(self, url: str) -> tuple[Path, Path]:
        stem = hashlib.sha256(url.encode()).hexdigest()[:32]
        return self._folder / f"{stem}.body", self._folder / f"{stem}.json"
