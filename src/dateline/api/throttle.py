"""How often one may ask, and how often one may guess: counted in this process's memory, per account and per address."""

import ipaddress
import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from dateline.accounts import key_of

PAIR = RateLimitItemPerMinute(5, 15, namespace="pair")
"""Logins to one account from one address that fail: who knows their password has mistyped it by then."""
PLACE = RateLimitItemPerMinute(50, 15, namespace="place")
"""Logins from one address: a whole office may be behind it."""
ANYWHERE = RateLimitItemPerHour(100, namespace="anywhere")
"""Logins to one account, whoever tries: a net of many machines guesses no faster, and locks nobody out for long."""


def place_of(address: str) -> str:
    """What one asker has to themselves: an IPv4 address, of IPv6 the network of 64 bits.

    >>> place_of("192.0.2.7"), place_of("2001:db8:1:2:3:4:5:6"), place_of("::ffff:192.0.2.7"), place_of("testclient")
    ('192.0.2.7', '2001:db8:1:2::', '192.0.2.7', 'testclient')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found), 64), strict=False).network_address)


class Throttle:
    """The counts of one desk."""

    def __init__(self, requests_per_minute: int) -> None:
        self._requests = RateLimitItemPerMinute(requests_per_minute, namespace="requests")
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def request(self, who: str) -> int:
        """Count a request; seconds to wait, 0 where none."""
        return self._count(self._requests, who)

    def login(self, name: str, address: str) -> int:
        """Count a login, before its password is looked at, so that many at once gain nothing; seconds to wait, 0 where none."""
        place, key = place_of(address), key_of(name)
        # The address comes first: names that are made up are then not kept without end.
        return self._count(PLACE, place) or self._count(PAIR, key, place) or self._count(ANYWHERE, key)

    def forgive(self, name: str, address: str) -> None:
        """The login was right: what failed before it does not count against this account from here."""
        self._limiter.clear(PAIR, key_of(name), place_of(address))

    def _count(self, limit: RateLimitItem, *who: str) -> int:
        if self._limiter.hit(limit, *who):
            return 0
        return max(1, round(self._limiter.get_window_stats(limit, *who).reset_time - time.time()))
