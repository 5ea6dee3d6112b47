"""Connections for fetching that reach public addresses only: the address that is checked is the one connected to."""

from __future__ import annotations

import ipaddress
import socket
import ssl

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

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
