"""Which network addresses may be connected to: those of the open internet alone, unless told otherwise.

A page may name, redirect to, or give a host name for any address: without this, a feed could make Dateline knock at the machines
of the network it runs in, and keep what they answer.
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

NAT64: Final = IPv6Network("64:ff9b::/96")
"""Carries an IPv4 address in its last four bytes (RFC 6052)."""

Resolve = Callable[[str, int], list[str]]
"""Host name and port -> its addresses."""


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet.

    >>> [is_public(one) for one in ("8.8.8.8", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::ffff:192.168.0.1", "fe80::1%eth0")]
    [True, False, False, False, False, False]
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.sixtofour or found.teredo:  # tunnels: where they come out is not in our hand
            return False
        inner = found.ipv4_mapped or (IPv4Address(int(found) & 0xFFFFFFFF) if found in NAT64 else None)
        found = inner or found
    return found.is_global and not found.is_multicast and not found.is_reserved


def resolve_host(host: str, port: int) -> list[str]:
    """The addresses of a host name, as the system knows them, in its order.

    Raises:
        OSError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
