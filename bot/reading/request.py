"""One HTTP request to a public address: checked, its time and size bounded, its failure said in a sentence."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import IPv6Address
from urllib.parse import quote, urlsplit, urlunsplit

from urllib3 import BaseHTTPResponse, HTTPHeaderDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as SlowError

from bot.records.model import STAYS

_CHUNK = 64 * 1024


class RefusalError(Exception):
    """A page is not to be had; the message is the sentence to say, `status` HTTP's if there was one."""

    def __init__(self, said: str, status: int | None = None) -> None:
        super().__init__(said)
        self.status = status


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """`timeout` seconds for one wait, `seconds` for the whole answer, `max_bytes` for its data once unpacked."""

    timeout: float
    seconds: float
    max_bytes: int
    allow_private: bool


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer; `cut` when there was more data than the limit lets in."""

    status: int
    data: bytes
    headers: HTTPHeaderDict
    cut: bool

    @property
    def location(self) -> str | None:
        """Where the answer redirects to, None where it does not."""
        return self.headers.get("Location") if self.status in (301, 302, 303, 307, 308) else None


def checked_url(url: str) -> str:
    """`url` as it is asked for, without fragment and in ASCII; RefusalError where it is none that is fetched."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _checked_host(parts.hostname or "", bracketed="[" in parts.netloc)
    except ValueError as error:
        raise RefusalError(f"“{url}” is not a valid address; copy it from the browser again.") from error
    if parts.scheme not in ("http", "https"):
        raise RefusalError(f"“{url}” does not begin with http:// or https://, and nothing else is fetched.")
    if not host or port == 0 or any(char.isspace() or ord(char) < 32 for char in url):
        raise RefusalError(f"“{url}” is not a valid address; copy it from the browser again.")
    if parts.username is not None:
        raise RefusalError("The address holds a user name or password, which is not sent; use one without.")
    place = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return urlunsplit((parts.scheme, place, path, query, ""))


def _checked_host(host: str, *, bracketed: bool) -> str:
    """A host's name in ASCII, or an IPv6 address as it is; ValueError where it is neither.

    The part of an address behind `%`, which names an interface of one machine, means nothing on the web.
    """
    if "%" in host:
        raise ValueError(host)
    if bracketed:
        return str(IPv6Address(host))
    return host.encode("idna").decode("ascii") if host else ""


def get(url: str, headers: dict[str, str], limits: FetchLimits) -> Response:
    """Ask for `url` (a checked one) once, following nothing; RefusalError where no whole answer comes."""
    target = urlsplit(url)
    connection = open_connection(
        target.scheme, target.hostname or "", target.port, limits.timeout, allow_private=limits.allow_private
    )
    # A site that sends its answer a byte at a time keeps every single wait short; the watch ends it all the same.
    late = threading.Event()
    line: list[socket.socket] = []
    watch = threading.Timer(limits.seconds, _hang_up, (connection, line, late))
    watch.daemon = True
    watch.start()
    try:
        connection.connect()
        # the connection forgets its socket once the headers are read, and leaves it to the response
        line.append(connection.sock)
        path = urlunsplit(("", "", target.path, target.query, ""))
        connection.request("GET", path, headers={**headers, "Connection": "close"}, preload_content=False)
        response = connection.getresponse()
        data, cut = _read(response, limits.max_bytes)
    except PrivateAddressError as error:
        raise RefusalError(f"The host's address {error} is not public; only public ones are fetched.") from error
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise RefusalError(_late_said(limits) if late.is_set() else _failure_said(error)) from error
    finally:
        watch.cancel()
        connection.close()
    if late.is_set():
        raise RefusalError(_late_said(limits))
    return Response(response.status, data, response.headers, cut)


def status_said(status: int) -> str:
    """The sentence for an answer that brought no page."""
    known = {
        401: "The page needs a log-in",
        403: "The site does not give this page to programs",
        404: "There is no page at this address",
        410: "The page was taken down",
        429: "The site says that it was asked too often",
    }
    said = known.get(status) or ("The site has a fault" if status >= 500 else "The site did not give the page")
    then = "try again later" if status == 429 or status >= 500 else "check the address in a browser"
    return f"{said} (HTTP {status}); {then}. {STAYS}"


def _read(response: BaseHTTPResponse, limit: int) -> tuple[bytes, bool]:
    """The data up to `limit` and whether there is more."""
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > limit:
            return bytes(data[:limit]), True
    return bytes(data), False


def _hang_up(connection: HTTPConnection, line: list[socket.socket], late: threading.Event) -> None:
    """End a connection from another thread, whatever it is waiting for."""
    late.set()
    sock = line[0] if line else connection.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _late_said(limits: FetchLimits) -> str:
    return f"The page did not arrive within {limits.seconds:g} seconds; try again later. {STAYS}"


def _failure_said(error: Exception) -> str:
    reasons: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
        (NameResolutionError, "No host of this name is known"),
        (NewConnectionError, "The site cannot be reached"),
        ((SlowError, ConnectTimeoutError, TimeoutError), "The site did not answer in time"),
        ((SSLError, ssl.SSLError), "The site's certificate is not valid"),
    )
    said = next((text for kind, text in reasons if isinstance(error, kind)), "The connection broke off")
    return f"{said}; check the address, or try again later. {STAYS}"


# -- connections: the address that is checked is the one connected to ------------------------------------------------


_PORTS = {"http": 80, "https": 443}
# Networks whose addresses carry an IPv4 address in their last 32 bits: as compatible with it (RFC 4291), translated
# (RFC 2765) and NAT64 (RFC 6052).
_CARRYING = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")))
_NAT64_OF_A_NETWORK = ipaddress.IPv6Network("64:ff9b:1::/48")


class PrivateAddressError(Exception):
    """A host's name leads to no public address; the message is the address."""


def is_public(address: str) -> bool:
    """Whether an IP address is reachable from everywhere; an IPv6 address that carries an IPv4 one is judged by that.

    Loopback, private, link-local (cloud metadata among them), shared, multicast and reserved addresses are not.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if carried is None and any(ip in network for network in _CARRYING):
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if ip in _NAT64_OF_A_NETWORK:
            return False
        if carried is not None:
            ip = carried
    if isinstance(ip, ipaddress.IPv6Address) and (ip.is_site_local or ip.is_reserved):
        return False
    return ip.is_global and not ip.is_multicast


def open_connection(scheme: str, host: str, port: int | None, timeout: float, *, allow_private: bool) -> HTTPConnection:
    """A connection to be made: it follows no redirect and uses no proxy, so that each address is checked here.

    `timeout` (seconds) bounds connecting and each wait for data. `allow_private` lets any address be reached.
    """
    # a library that is given no port looks for one behind the last colon of an IPv6 address, and fails
    port = port or _PORTS[scheme]
    if scheme == "http":
        plain = HTTPConnection if allow_private else _PublicConnection
        return plain(host, port, timeout=timeout)
    secure = HTTPSConnection if allow_private else _PublicTLSConnection
    return secure(host, port, timeout=timeout, ssl_context=ssl.create_default_context())


class _PublicConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _PublicTLSConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


def _connect(connection: HTTPConnection) -> socket.socket:
    """A socket to the first public address of the connection's host; PrivateAddressError where there is none."""
    try:
        found = socket.getaddrinfo(connection.host, connection.port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise NameResolutionError(connection.host, connection, socket.gaierror(str(error))) from error
    public = [entry for entry in found if is_public(str(entry[4][0]))]
    if not public:
        raise PrivateAddressError(str(found[0][4][0]))
    timeout = connection.timeout if isinstance(connection.timeout, int | float) else None
    failure: OSError | None = None
    for family, kind, protocol, _, address in public:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(timeout)
            sock.connect(address)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, f"no answer within {timeout} seconds") from failure
    raise NewConnectionError(connection, str(failure)) from failure
