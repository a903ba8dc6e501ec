"""A polite visitor: asks robots.txt before a page, and waits between two requests to one host.

Rules are those of RFC 9309: a robots.txt that is not there allows everything, one that the server cannot give just now forbids
everything until it can. A site that asks for a longer pause (Crawl-delay) gets it, up to a minute.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from dateline.crawl.fetching import Download, Fetcher, RefusedError, Visit
from dateline.errors import Reason

TOKEN: Final = "dateline"
"""The name that rules of a robots.txt address us by."""
LONGEST_RULES: Final = 512 * 1024
LONGEST_PAUSE_SECONDS: Final = 60.0
RULES_HOLD_SECONDS: Final = 24 * 3600.0
MOST_SITES: Final = 2000
"""Remembered at one time: a watch over the lists of a whole world must not grow for ever."""
FAILED_RULES_HOLD_SECONDS: Final = 600.0


class Visitor:
    """Visits addresses one at a time, as a guest."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        pause_seconds: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Args:
        pause_seconds: between two requests to one host.
        """
        self._fetcher = fetcher
        self._pause = pause_seconds
        self._clock = clock
        self._sleep = sleep
        self._rules: dict[str, tuple[float, Any]] = {}
        self._last: dict[str, float] = {}

    def visit(self, url: str, *, headers: Mapping[str, str] | None = None, into: Download | None = None) -> Visit:
        """Fetch a page, if its site lets us, in its turn. Every redirect is asked for likewise."""
        return self._fetcher.get(url, headers=headers, check=self._check, into=into)

    def _check(self, url: str) -> None:
        rules = self._rules_of(url)
        if rules is None:
            raise RefusedError(Reason.UNREACHABLE, "the site's robots.txt cannot be had just now, so nothing is fetched from it")
        if not rules.can_fetch(url, TOKEN):
            raise RefusedError(Reason.ROBOTS, "the site's robots.txt forbids it")
        self._wait(url, min(float(rules.crawl_delay(TOKEN) or 0), LONGEST_PAUSE_SECONDS))

    def _wait(self, url: str, asked: float = 0) -> None:
        host = urlsplit(url).netloc
        if len(self._last) >= MOST_SITES:
            self._last = {}
        if host in self._last:
            left = self._last[host] + max(self._pause, asked) - self._clock()
            if left > 0:
                self._sleep(left)
        self._last[host] = self._clock()

    def _rules_of(self, url: str) -> Any:
        """The rules of the address's site; None when they cannot be had."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        until, rules = self._rules.get(site, (0.0, None))
        if site not in self._rules or self._clock() >= until:
            if len(self._rules) >= MOST_SITES:
                self._rules = {}
            rules = self._ask_rules(urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", "")))
            self._rules[site] = (self._clock() + (FAILED_RULES_HOLD_SECONDS if rules is None else RULES_HOLD_SECONDS), rules)
        return rules

    def _ask_rules(self, url: str) -> Any:
        from protego import Protego

        visit = self._fetcher.get(url, headers={"Accept-Encoding": "identity"}, check=self._wait)
        answer = visit.last
        if answer is None:
            # A site that may not be reached at all is refused for that, not for its rules.
            if visit.reason == Reason.REFUSED:
                raise RefusedError(visit.reason, visit.detail)
            if visit.reason == Reason.UNREACHABLE and not visit.answers:
                raise RefusedError(visit.reason, visit.detail)
            return None
        if 200 <= answer.status < 300:
            return Protego.parse(answer.body[:LONGEST_RULES].decode("utf-8", "replace"))
        return Protego.parse("") if 400 <= answer.status < 500 and answer.status != 429 else None
